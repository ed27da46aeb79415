//! The virtual machine: the loop, frames, calls, exceptions and tracebacks, import.
//!
//! Invariant: no OS call is made here but for reading sources; what blocks, blocks in a built-in module.

mod cache;
pub mod call;
mod check;
pub mod codeobj;
pub mod compile;
pub mod door;
mod eval;
pub mod frame;
mod fuse;
pub mod generator;
pub mod import;
mod jump;
mod opcodes;
mod ops;
mod rare;
pub mod stack;
pub mod tracing;
mod types;
mod unwind;

pub use types::init;
