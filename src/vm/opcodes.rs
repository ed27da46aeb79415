//! The numbers the loop switches on: CPython's opcodes in the dense order of the opcode table, then our own.
//!
//! Invariants:
//! - A private opcode does what its public components do, and pays their ticks.
//! - The numbers are dense from 0, so that the loop's jump table needs no bounds check.

use crate::bytecode::opcode::{Op, number};

macro_rules! private_opcodes {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The private opcodes, in the order of their numbers.
        #[allow(non_camel_case_types, dead_code, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum Private { BEFORE_THE_FIRST = number::COUNT - 1, $($name,)* }

        $($(#[$doc])* pub const $name: u8 = Private::$name as u8;)*
    };
}

private_opcodes! {
    // `COMPARE_OP n` is decoded to `COMPARE_LT + n`.
    COMPARE_LT,
    COMPARE_LE,
    COMPARE_EQ,
    COMPARE_NE,
    COMPARE_GT,
    COMPARE_GE,
    COMPARE_IN,
    COMPARE_NOT_IN,
    COMPARE_IS,
    COMPARE_IS_NOT,
    COMPARE_EXC_MATCH,
    COMPARE_BAD,
    // Sequences that `fuse` makes one opcode of.
    LOAD_FAST_LOAD_FAST,
    LOAD_FAST_LOAD_CONST,
    STORE_FAST_LOAD_FAST,
    LOAD_FAST_LOAD_ATTR,
    // `COMPARE_OP` (one of the first six), `POP_JUMP_IF_FALSE`.
    COMPARE_JUMP_LT,
    COMPARE_JUMP_LE,
    COMPARE_JUMP_EQ,
    COMPARE_JUMP_NE,
    COMPARE_JUMP_GT,
    COMPARE_JUMP_GE,
    // `LOAD_CONST` and those.
    CONST_COMPARE_JUMP_LT,
    CONST_COMPARE_JUMP_LE,
    CONST_COMPARE_JUMP_EQ,
    CONST_COMPARE_JUMP_NE,
    CONST_COMPARE_JUMP_GT,
    CONST_COMPARE_JUMP_GE,
    // `LOAD_FAST`, `LOAD_FAST` and those.
    LOCAL_LOCAL_COMPARE_JUMP_LT,
    LOCAL_LOCAL_COMPARE_JUMP_LE,
    LOCAL_LOCAL_COMPARE_JUMP_EQ,
    LOCAL_LOCAL_COMPARE_JUMP_NE,
    LOCAL_LOCAL_COMPARE_JUMP_GT,
    LOCAL_LOCAL_COMPARE_JUMP_GE,
    // `LOAD_FAST`, `LOAD_CONST` and those.
    LOCAL_CONST_COMPARE_JUMP_LT,
    LOCAL_CONST_COMPARE_JUMP_LE,
    LOCAL_CONST_COMPARE_JUMP_EQ,
    LOCAL_CONST_COMPARE_JUMP_NE,
    LOCAL_CONST_COMPARE_JUMP_GT,
    LOCAL_CONST_COMPARE_JUMP_GE,
    // `LOAD_FAST`, `LOAD_FAST` or `LOAD_CONST`, an operator.
    LOCAL_LOCAL_ADD,
    LOCAL_LOCAL_SUB,
    LOCAL_LOCAL_MUL,
    LOCAL_LOCAL_ITEM,
    LOCAL_CONST_ADD,
    LOCAL_CONST_SUB,
    LOCAL_CONST_MUL,
    LOCAL_CONST_MOD,
    // The same and `STORE_FAST`; the operator is the in-place one, too.
    LOCAL_LOCAL_ADD_STORE,
    LOCAL_LOCAL_SUB_STORE,
    LOCAL_CONST_ADD_STORE,
    LOCAL_CONST_SUB_STORE,
    // `LOAD_FAST` or `LOAD_CONST`, an operator whose first operand is on the stack.
    SECOND_LOCAL_ADD,
    SECOND_LOCAL_SUB,
    SECOND_LOCAL_MUL,
    SECOND_CONST_ADD,
    SECOND_CONST_SUB,
    SECOND_CONST_MUL,
    // An operator, `STORE_FAST`.
    ADD_STORE,
    SUB_STORE,
    INPLACE_ADD_STORE,
    INPLACE_SUB_STORE,
    FOR_ITER_STORE_FAST,
    /// `UNPACK_SEQUENCE` of two, `STORE_FAST`, `STORE_FAST`.
    UNPACK_PAIR_STORE,
    /// `BUILD_SLICE` of two, `BINARY_SUBSCR`.
    SLICE_ITEM,
    /// `LOAD_ATTR` of what is called by the matching `CALL_METHOD`: pushes function and `self`, or NULL and the attribute.
    LOAD_METHOD,
    /// `LOAD_FAST`, `LOAD_METHOD`.
    LOAD_FAST_LOAD_METHOD,
    CALL_METHOD,
    /// The same with keyword arguments.
    CALL_METHOD_KEYWORDS,
    /// `CALL_FUNCTION` without keyword arguments.
    CALL_POSITIONAL,
}

/// The decoded opcode of a `COMPARE_OP` with this argument.
pub fn comparison(arg: u32) -> u8 {
    COMPARE_LT + arg.min(u32::from(COMPARE_BAD - COMPARE_LT)) as u8
}

/// Whether the loop itself jumps to the opcode's target, rather than keeping it for later.
pub fn jumps(op: Op) -> bool {
    matches!(
        op,
        Op::JumpForward
            | Op::JumpAbsolute
            | Op::JumpIfFalseOrPop
            | Op::JumpIfTrueOrPop
            | Op::PopJumpIfFalse
            | Op::PopJumpIfTrue
            | Op::ForIter
    )
}

/// Whether the decoded form of an opcode has an inline cache.
pub fn has_cache(op: Op) -> bool {
    matches!(
        op,
        Op::LoadGlobal | Op::LoadAttr | Op::StoreAttr | Op::LoadName | Op::StoreName | Op::StoreGlobal
    )
}
