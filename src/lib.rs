//! gilpy: a mini-Python with CPython's own machinery inside, made for looking at its Global Interpreter Lock.

#[cfg(not(unix))]
compile_error!("gilpy runs on Unix only: its signals and semaphores are POSIX ones");

pub mod bytecode;
pub mod compiler;
pub mod gil;
pub mod platform;
pub mod profile;
pub mod signals;
pub mod sync;
pub mod syntax;
