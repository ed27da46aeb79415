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
    matches!(
        op,
        Op::LoadGlobal | Op::LoadAttr | Op::StoreAttr | Op::LoadName | Op::StoreName | Op::StoreGlobal
    )
}

/// Sequences that [`super::fuse`] makes one opcode of.
pub const LOAD_FAST_LOAD_FAST: u8 = 152;
pub const LOAD_FAST_LOAD_CONST: u8 = 153;
pub const STORE_FAST_LOAD_FAST: u8 = 154;
pub const LOAD_FAST_LOAD_ATTR: u8 = 155;
/// `COMPARE_OP` (one of the first six), `POP_JUMP_IF_FALSE`.
pub const COMPARE_JUMP: u8 = 156;
/// `LOAD_FAST`, `LOAD_FAST` or `LOAD_CONST`, `COMPARE_OP`, `POP_JUMP_IF_FALSE`.
pub const OPERANDS_COMPARE_JUMP: u8 = 162;
/// `LOAD_FAST`, `LOAD_FAST` or `LOAD_CONST`, an addition, `STORE_FAST`.
pub const OPERANDS_ADD_STORE: u8 = 168;
pub const OPERANDS_SUB_STORE: u8 = 169;
/// `LOAD_FAST`, `LOAD_FAST` or `LOAD_CONST`, an operator.
pub const OPERANDS_ADD: u8 = 170;
pub const OPERANDS_SUB: u8 = 171;
pub const OPERANDS_MUL: u8 = 172;
pub const OPERANDS_SUBSCR: u8 = 173;
pub const FOR_ITER_STORE_FAST: u8 = 174;
/// `LOAD_ATTR` of what is called by the matching `CALL_METHOD`: pushes function and `self`, or NULL and the attribute.
pub const LOAD_METHOD: u8 = 175;
pub const CALL_METHOD: u8 = 176;
