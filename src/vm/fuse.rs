//! Fusing: pairs and sequences of opcodes that often follow each other become one private opcode.
//!
//! Invariants:
//! - The fused opcode is written into the first word of the sequence, and the other words stay as they are: a jump
//!   into the middle, a line table, a fall-back find the sequence whole.
//! - A fused opcode pays its components' ticks. It contains at most one slow opcode that reaches what other threads can
//!   see; when a check is due after a slow opcode, the rest runs from its own words.
//! - What does not fit the fused way (other types, an unbound local) runs the first component alone.

use super::codeobj::Instr;
use super::opcodes::*;
use crate::bytecode::opcode::{Op, Operand};
use crate::objects::lang;

/// Whether a word is this public opcode.
fn is(instr: &Instr, op: Op) -> bool {
    instr.op() == op as u8
}

/// Rewrites the words of a code object, whose public opcodes are given. Returns by how many words the
/// operands may be deeper than the public code's, and the opcodes to run one by one.
pub fn fuse(instrs: &mut [Instr], public: &[Op]) -> (usize, Box<[u8]>) {
    let deeper = fuse_method_calls(instrs, public);
    let plain = instrs.iter().map(|instr| instr.op()).collect();
    let words = instrs.to_vec();
    let mut next = None;
    for at in (0..instrs.len()).rev() {
        next = fused_at(&words[at..], next);
        if let Some(fused) = next {
            instrs[at] = instrs[at].with_op(fused);
        }
    }
    (deeper, plain)
}

/// The fused opcode for the first of these words; `next` is the one for those after it.
fn fused_at(words: &[Instr], next: Option<u8>) -> Option<u8> {
    // A load that begins a longer sequence is better left to that.
    let next_is_longer = next.is_some_and(|fused| fused != LOAD_FAST_LOAD_FAST);
    let (first, second) = (words.first()?, words.get(1)?);
    let (third, fourth) = (words.get(2), words.get(3));
    let either = |instr: &Instr, one: Op, other: Op| is(instr, one) || is(instr, other);
    // Which of the six comparisons, before a conditional jump.
    let compare = |instr: &Instr, next: Option<&Instr>| {
        let jumps = next.is_some_and(|next| is(next, Op::PopJumpIfFalse));
        (jumps && (COMPARE_LT..=COMPARE_GE).contains(&instr.op())).then(|| instr.op() - COMPARE_LT)
    };
    let stores = |instr: Option<&Instr>| instr.is_some_and(|instr| is(instr, Op::StoreFast));
    if is(first, Op::LoadFast) && either(second, Op::LoadFast, Op::LoadConst) {
        let local = is(second, Op::LoadFast);
        let pick = |of_local: u8, of_const: u8| Some(if local { of_local } else { of_const });
        if let Some(third) = third {
            if let Some(which) = compare(third, fourth) {
                return pick(LOCAL_LOCAL_COMPARE_JUMP_LT + which, LOCAL_CONST_COMPARE_JUMP_LT + which);
            }
            if either(third, Op::BinaryAdd, Op::InplaceAdd) && stores(fourth) {
                return pick(LOCAL_LOCAL_ADD_STORE, LOCAL_CONST_ADD_STORE);
            }
            if either(third, Op::BinarySubtract, Op::InplaceSubtract) && stores(fourth) {
                return pick(LOCAL_LOCAL_SUB_STORE, LOCAL_CONST_SUB_STORE);
            }
            if is(third, Op::BinaryAdd) {
                return pick(LOCAL_LOCAL_ADD, LOCAL_CONST_ADD);
            }
            if is(third, Op::BinarySubtract) {
                return pick(LOCAL_LOCAL_SUB, LOCAL_CONST_SUB);
            }
            if is(third, Op::BinaryMultiply) {
                return pick(LOCAL_LOCAL_MUL, LOCAL_CONST_MUL);
            }
            if local && is(third, Op::BinarySubscr) {
                return Some(LOCAL_LOCAL_ITEM);
            }
            if !local && is(third, Op::BinaryModulo) {
                return Some(LOCAL_CONST_MOD);
            }
        }
        return if next_is_longer { None } else { pick(LOAD_FAST_LOAD_FAST, LOAD_FAST_LOAD_CONST) };
    }
    if is(first, Op::LoadFast) {
        if is(second, Op::LoadAttr) {
            return Some(LOAD_FAST_LOAD_ATTR);
        }
        if second.op() == LOAD_METHOD {
            return Some(LOAD_FAST_LOAD_METHOD);
        }
    }
    if either(first, Op::LoadFast, Op::LoadConst) {
        let pick =
            |of_local: u8, of_const: u8| Some(if is(first, Op::LoadFast) { of_local } else { of_const });
        if is(first, Op::LoadConst)
            && let Some(which) = compare(second, third)
        {
            return Some(CONST_COMPARE_JUMP_LT + which);
        }
        // With a store after it the operator goes with that.
        if !stores(third) {
            if is(second, Op::BinaryAdd) {
                return pick(SECOND_LOCAL_ADD, SECOND_CONST_ADD);
            }
            if is(second, Op::BinarySubtract) {
                return pick(SECOND_LOCAL_SUB, SECOND_CONST_SUB);
            }
        }
        if is(second, Op::BinaryMultiply) {
            return pick(SECOND_LOCAL_MUL, SECOND_CONST_MUL);
        }
    }
    if let Some(which) = compare(first, Some(second)) {
        return Some(COMPARE_JUMP_LT + which);
    }
    if is(first, Op::StoreFast) && is(second, Op::LoadFast) {
        return (!next_is_longer).then_some(STORE_FAST_LOAD_FAST);
    }
    if is(first, Op::BuildSlice) && first.arg() == 2 && is(second, Op::BinarySubscr) {
        return Some(SLICE_ITEM);
    }
    if is(first, Op::UnpackSequence) && first.arg() == 2 && is(second, Op::StoreFast) && stores(third) {
        return Some(UNPACK_PAIR_STORE);
    }
    if is(second, Op::StoreFast) {
        for (op, fused) in [
            (Op::ForIter, FOR_ITER_STORE_FAST),
            (Op::BinaryAdd, ADD_STORE),
            (Op::BinarySubtract, SUB_STORE),
            (Op::InplaceAdd, INPLACE_ADD_STORE),
            (Op::InplaceSubtract, INPLACE_SUB_STORE),
        ] {
            if is(first, op) {
                return Some(fused);
            }
        }
    }
    None
}

/// How many operands an opcode takes, for those that stand in the arguments of a call; none for all others.
fn operands_taken(op: Op, arg: u32) -> Option<i32> {
    let arguments = ((arg & 0xff) + 2 * (arg >> 8 & 0xff)) as i32;
    Some(match op {
        Op::LoadFast
        | Op::LoadConst
        | Op::LoadName
        | Op::LoadGlobal
        | Op::LoadDeref
        | Op::LoadClosure
        | Op::BuildMap => 0,
        Op::LoadAttr
        | Op::UnaryPositive
        | Op::UnaryNegative
        | Op::UnaryNot
        | Op::UnaryInvert
        | Op::UnaryConvert
        | Op::GetIter
        | Op::Slice0 => 1,
        Op::BinaryPower
        | Op::BinaryMultiply
        | Op::BinaryDivide
        | Op::BinaryModulo
        | Op::BinaryAdd
        | Op::BinarySubtract
        | Op::BinarySubscr
        | Op::BinaryFloorDivide
        | Op::BinaryTrueDivide
        | Op::BinaryLshift
        | Op::BinaryRshift
        | Op::BinaryAnd
        | Op::BinaryXor
        | Op::BinaryOr
        | Op::CompareOp
        | Op::Slice1
        | Op::Slice2 => 2,
        Op::StoreMap | Op::Slice3 => 3,
        Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildSlice => arg as i32,
        Op::CallFunction => arguments + 1,
        // The code object; defaults and annotations lie below it, so only the plain form is let through.
        Op::MakeFunction if arg == 0 => 1,
        _ => return None,
    })
}

/// `x.name(...)`: LOAD_ATTR and the CALL_FUNCTION that calls what it loads become LOAD_METHOD and CALL_METHOD, with a
/// word more on the operands between, so that no bound method is made.
fn fuse_method_calls(instrs: &mut [Instr], public: &[Op]) -> usize {
    let language = lang::language();
    // A jump to between the two would bring operands without the additional word.
    let mut target = vec![false; instrs.len() + 1];
    for (op, instr) in public.iter().zip(&*instrs) {
        if matches!(op.operand(), Operand::JumpAbs | Operand::JumpRel) {
            target[(instr.arg() as usize).min(instrs.len())] = true;
        }
    }
    let mut change = vec![0i32; instrs.len() + 1];
    for at in 0..public.len() {
        if public[at] != Op::LoadAttr {
            continue;
        }
        let mut depth = 0i32;
        for next in at + 1..public.len() {
            let op = public[next];
            if target[next] {
                break;
            }
            let arg = instrs[next].arg();
            if op == Op::CallFunction {
                let arguments = (arg & 0xff) + 2 * (arg >> 8 & 0xff);
                if depth == arguments as i32 {
                    instrs[at] = instrs[at].with_op(LOAD_METHOD);
                    let call = if arg < 0x100 { CALL_METHOD } else { CALL_METHOD_KEYWORDS };
                    instrs[next] = instrs[next].with_op(call);
                    change[at] += 1;
                    change[next] -= 1;
                    break;
                }
            }
            match operands_taken(op, arg) {
                // It takes more than lies above the attribute, so the attribute itself.
                Some(taken) if taken > depth => break,
                Some(_) => depth += op.stack_effect(arg, language),
                None => break,
            }
        }
    }
    let (mut depth, mut deepest) = (0, 0);
    for change in change {
        depth += change;
        deepest = deepest.max(depth);
    }
    deepest as usize
}
