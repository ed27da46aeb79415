//! Bytecode as plain data: the opcode table, `Code`, `dis`, marshal.
//!
//! Invariant: this room uses no other room but `profile`; its constants become objects elsewhere.

pub mod arith;
pub mod code;
pub mod dis;
pub mod floats;
pub mod instructions;
pub mod json;
pub mod marshal;
pub mod opcode;
pub mod printable;
pub mod repr;
pub mod verify;
