//! The virtual machine: the loop, frames, calls, exceptions and tracebacks, import.
//!
//! Invariant: no OS call is made here; what blocks, blocks in a built-in module.

pub mod door;
