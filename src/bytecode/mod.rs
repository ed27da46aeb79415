//! Bytecode as plain data: the opcode table, `Code`, `dis`, marshal.
//!
//! Invariant: this room uses no other room but `profile`; its constants become objects elsewhere.

pub mod code;
pub mod floats;
pub mod opcode;
pub mod printable;
pub mod repr;
