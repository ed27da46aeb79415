//! gilpy: a mini-Python with CPython's own machinery inside, made for looking at its Global Interpreter Lock.
//!
//! Source text becomes an AST (`syntax`), the AST becomes CPython's bytecode (`compiler`, `bytecode`), and a
//! loop-switch eval function (`vm`) runs frames of it on OS threads (`runtime`, `gil`, `signals`, `sync`).

#[cfg(not(unix))]
compile_error!("gilpy runs on Unix only: its signals and semaphores are POSIX ones");

/// Small blocks from free lists: what lists, tables and strings are made of comes and goes all the time.
#[global_allocator]
static MEMORY: platform::memory::Memory = platform::memory::Memory;

pub mod bytecode;
pub mod charmaps;
pub mod cli;
pub mod compiler;
pub mod gil;
pub mod interpreter;
pub mod library;
pub mod modules;
pub mod objects;
pub mod observe;
pub mod platform;
pub mod profile;
pub mod runtime;
pub mod signals;
pub mod sync;
pub mod syntax;
pub mod unicode_names;
pub mod vm;
