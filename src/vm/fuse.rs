//! Fusing: pairs and sequences of opcodes that often follow each other become one private opcode.
//!
//! Invariants:
//! - The fused opcode is written into the first word of the sequence, and the other words stay as they are: a jump
//!   into the middle, a line table, a fall-back find the sequence whole.
//! - A fused opcode pays its components' ticks. It contains at most one slow opcode, so it spans no two accesses to
//!   state that other threads can see; when a check is due after that one, the rest runs from its own words.
//! - What does not fit the fused way (other types, an unbound local) runs the first component alone.

use super::codeobj::Instr;
use super::opcodes::*;
use crate::bytecode::opcode::{Op, Operand};
use crate::objects::lang;

/// Whether a word is this public opcode.
fn is(instr: &Instr, op: Op) -> bool {
    instr.op == op as u8
}

/// Rewrites the words of a code object, whose public opcodes are given. Returns by how many words the
/// operands may be deeper than the public code's, and the opcodes to run one by one.
pub fn fuse(instrs: &mut [Instr], public: &[Op]) -> (usize, Box<[u8]>) {
    let deeper = fuse_method_calls(instrs, public);
    let plain = instrs.iter().map(|instr| instr.op).collect();
    for at in 0..instrs.len() {
        if let Some(fused) = fused_at(&instrs[at..]) {
            instrs[at].op = fused;
        }
    }
    (deeper, plain)
}

/// A second operand that needs no tick: a local or a constant; told apart by `aux` at run time.
fn is_operand(instr: &Instr) -> bool {
    is(instr, Op::LoadFast) || is(instr, Op::LoadConst)
}

fn fused_at(words: &[Instr]) -> Option<u8> {
    let word = |index: usize| words.get(index);
    let (first, second) = (word(0)?, word(1)?);
    let compare =
        |instr: &Instr| (COMPARE_LT..=COMPARE_GE).contains(&instr.op).then(|| instr.op - COMPARE_LT);
    if is(first, Op::LoadFast) {
        if is_operand(second)
            && let Some(third) = word(2)
            && let Some(fourth) = word(3)
        {
            if let Some(which) = compare(third)
                && is(fourth, Op::PopJumpIfFalse)
            {
                return Some(OPERANDS_COMPARE_JUMP + which);
            }
            if is(fourth, Op::StoreFast) {
                if is(third, Op::BinaryAdd) || is(third, Op::InplaceAdd) {
                    return Some(OPERANDS_ADD_STORE);
                }
                if is(third, Op::BinarySubtract) || is(third, Op::InplaceSubtract) {
                    return Some(OPERANDS_SUB_STORE);
                }
            }
            if is(third, Op::BinaryAdd) {
                return Some(OPERANDS_ADD);
            }
            if is(third, Op::BinarySubtract) {
                return Some(OPERANDS_SUB);
            }
            if is(third, Op::BinaryMultiply) {
                return Some(OPERANDS_MUL);
            }
            if is(third, Op::BinarySubscr) && is(second, Op::LoadFast) {
                return Some(OPERANDS_SUBSCR);
            }
        }
        if is(second, Op::LoadAttr) {
            return Some(LOAD_FAST_LOAD_ATTR);
        }
        if is(second, Op::LoadFast) {
            return Some(LOAD_FAST_LOAD_FAST);
        }
        if is(second, Op::LoadConst) {
            return Some(LOAD_FAST_LOAD_CONST);
        }
    }
    if let Some(which) = compare(first)
        && is(second, Op::PopJumpIfFalse)
    {
        return Some(COMPARE_JUMP + which);
    }
    if is(first, Op::StoreFast) && is(second, Op::LoadFast) {
        return Some(STORE_FAST_LOAD_FAST);
    }
    if is(first, Op::ForIter) && is(second, Op::StoreFast) {
        return Some(FOR_ITER_STORE_FAST);
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
            target[(instr.arg as usize).min(instrs.len())] = true;
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
            let arg = instrs[next].arg;
            if op == Op::CallFunction {
                let arguments = (arg & 0xff) + 2 * (arg >> 8 & 0xff);
                if depth == arguments as i32 {
                    instrs[at].op = LOAD_METHOD;
                    instrs[next].op = CALL_METHOD;
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
