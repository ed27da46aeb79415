//! The numbers the loop switches on: CPython's opcodes in the dense order of the opcode table, then our own.
//!
//! Invariant: a private opcode does what its public components do, and pays their ticks.

use crate::bytecode::opcode::Op;

/// `COMPARE_OP n` is decoded to `COMPARE_FIRST + n`.
pub const COMPARE_FIRST: u8 = 140;
pub const COMPARE_LT: u8 = COMPARE_FIRST;
pub const COMPARE_LE: u8 = COMPARE_FIRST + 1;
pub const COMPARE_EQ: u8 = COMPARE_FIRST + 2;
pub const COMPARE_NE: u8 = COMPARE_FIRST + 3;
pub const COMPARE_GT: u8 = COMPARE_FIRST + 4;
pub const COMPARE_GE: u8 = COMPARE_FIRST + 5;
pub const COMPARE_IN: u8 = COMPARE_FIRST + 6;
pub const COMPARE_NOT_IN: u8 = COMPARE_FIRST + 7;
pub const COMPARE_IS: u8 = COMPARE_FIRST + 8;
pub const COMPARE_IS_NOT: u8 = COMPARE_FIRST + 9;
pub const COMPARE_EXC_MATCH: u8 = COMPARE_FIRST + 10;
pub const COMPARE_BAD: u8 = COMPARE_FIRST + 11;

/// Whether the decoded form of an opcode has an inline cache.
pub fn has_cache(op: Op) -> bool {
    matches!(op, Op::LoadGlobal | Op::LoadAttr | Op::StoreAttr | Op::LoadName | Op::StoreName | Op::StoreGlobal)
}
