//! The peephole optimiser, on assembled bytes (Python/peephole.c).
//!
//! Invariants:
//! - Code never grows; what falls away becomes `NOP` first, and all `NOP`s are squeezed out in one last pass, which
//!   retargets the jumps and shortens the line table.
//! - A rewrite stays inside one basic block: nothing jumps into its middle.
//! - New constants are appended and never shared; they stay even if the optimiser gives up on the code afterwards.
//! - Code of more than 32,700 bytes, with gaps of 255 in the line table, or with `EXTENDED_ARG` (but for 3.2's before
//!   `MAKE_FUNCTION`) is left as it is.

use super::{constants, pool};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{Op, Operand};
use crate::profile::Language;
use std::rc::Rc;

const MAX_CODE: usize = 32_700;

fn conditional(op: Op) -> bool {
    matches!(op, Op::PopJumpIfFalse | Op::PopJumpIfTrue | Op::JumpIfFalseOrPop | Op::JumpIfTrueOrPop)
}

fn unconditional(op: Op) -> bool {
    matches!(op, Op::JumpAbsolute | Op::JumpForward)
}

fn jumps_on_true(op: Op) -> bool {
    matches!(op, Op::PopJumpIfTrue | Op::JumpIfTrueOrPop)
}

/// Comparisons come in pairs that are each other's negation.
fn negatable(comparison: usize) -> bool {
    (6..=9).contains(&comparison)
}

/// Optimises a code string; `consts` may grow, `lnotab` is brought up to date.
pub(super) fn optimize(
    code: Vec<u8>,
    consts: &mut Vec<Const>,
    names: &[Rc<str>],
    lnotab: &mut [u8],
    language: Language,
) -> Vec<u8> {
    if lnotab.contains(&255) || code.len() > MAX_CODE {
        return code;
    }
    let mut pass = Peephole { blocks: Vec::new(), code: code.clone(), consts, names, language };
    if pass.op_at(code.len().wrapping_sub(1)) != Some(Op::ReturnValue) {
        return code;
    }
    pass.mark_blocks();
    if pass.rewrite().is_none() {
        return code;
    }
    pass.squeeze(lnotab)
}

struct Peephole<'a> {
    code: Vec<u8>,
    /// The number of the basic block that each byte lies in.
    blocks: Vec<u32>,
    consts: &'a mut Vec<Const>,
    names: &'a [Rc<str>],
    language: Language,
}

impl Peephole<'_> {
    fn op_at(&self, at: usize) -> Option<Op> {
        self.code.get(at).and_then(|&number| Op::from_number(number, self.language))
    }

    fn is(&self, at: usize, op: Op) -> bool {
        self.op_at(at) == Some(op)
    }

    fn size_at(&self, at: usize) -> usize {
        if self.op_at(at).is_some_and(Op::has_argument) { 3 } else { 1 }
    }

    fn arg(&self, at: usize) -> usize {
        let byte = |at: usize| self.code.get(at).copied().unwrap_or_default();
        usize::from(u16::from_le_bytes([byte(at + 1), byte(at + 2)]))
    }

    fn set(&mut self, at: usize, op: Op) {
        if let (Some(byte), Some(number)) = (self.code.get_mut(at), op.number(self.language)) {
            *byte = number;
        }
    }

    fn set_arg(&mut self, at: usize, arg: usize) {
        let bytes = (arg as u16).to_le_bytes();
        if let Some(place) = self.code.get_mut(at + 1..at + 3) {
            place.copy_from_slice(&bytes);
        }
    }

    fn erase(&mut self, at: usize, count: usize) {
        for at in at..at + count {
            self.set(at, Op::Nop);
        }
    }

    fn target(&self, at: usize) -> usize {
        match self.op_at(at).map(Op::operand) {
            Some(Operand::JumpAbs) => self.arg(at),
            _ => self.arg(at) + at + 3,
        }
    }

    fn in_one_block(&self, start: usize, bytes: usize) -> bool {
        self.blocks.get(start) == self.blocks.get(start + bytes - 1)
    }

    fn mark_blocks(&mut self) {
        let mut labels = vec![0; self.code.len()];
        let mut at = 0;
        while at < self.code.len() {
            if self.op_at(at).is_some_and(Op::is_jump)
                && let Some(label) = labels.get_mut(self.target(at))
            {
                *label = 1;
            }
            at += self.size_at(at);
        }
        let mut block = 0;
        for label in &mut labels {
            block += *label;
            *label = block;
        }
        self.blocks = labels;
    }

    /// Goes through the code once; none if the code is to be left alone.
    fn rewrite(&mut self) -> Option<()> {
        let mut at = 0;
        // Runs of LOAD_CONST: up to the instruction before this one, and up to this one.
        let mut run = 0;
        while at < self.code.len() {
            let before = std::mem::take(&mut run);
            let Some(op) = self.op_at(at) else {
                at += 1;
                continue;
            };
            match op {
                Op::UnaryNot => {
                    let changed = self.negate_test(at);
                    if changed {
                        continue;
                    }
                }
                Op::CompareOp => self.negate_comparison(at),
                Op::LoadName | Op::LoadGlobal => {
                    run = if self.load_constant_name(at) { before + 1 } else { 0 };
                }
                Op::LoadConst => run = if self.skip_true_test(at) { 0 } else { before + 1 },
                Op::BuildTuple | Op::BuildList => run = usize::from(self.build_sequence(at, op, before)),
                Op::BuildSet if self.language == Language::Py32 => {
                    run = usize::from(self.build_sequence(at, op, before));
                }
                Op::BinaryPower
                | Op::BinaryMultiply
                | Op::BinaryTrueDivide
                | Op::BinaryFloorDivide
                | Op::BinaryModulo
                | Op::BinaryAdd
                | Op::BinarySubtract
                | Op::BinarySubscr
                | Op::BinaryLshift
                | Op::BinaryRshift
                | Op::BinaryAnd
                | Op::BinaryXor
                | Op::BinaryOr => {
                    let folded = before >= 2 && self.in_one_block(at - 6, 7) && self.fold_binary(at - 6, op);
                    if folded {
                        at -= 2;
                        run = 1;
                    }
                }
                Op::UnaryNegative | Op::UnaryInvert | Op::UnaryConvert | Op::UnaryPositive => {
                    let folds = op != Op::UnaryPositive || self.language == Language::Py32;
                    if folds && before >= 1 && self.in_one_block(at - 3, 4) && self.fold_unary(at - 3, op) {
                        at -= 2;
                        run = 1;
                    }
                }
                Op::JumpIfFalseOrPop | Op::JumpIfTrueOrPop => {
                    if self.simplify_test(at, op) {
                        continue;
                    }
                    self.thread_jump(at, op);
                }
                Op::ExtendedArg => {
                    if self.language == Language::Py27 || !self.is(at + 3, Op::MakeFunction) {
                        return None;
                    }
                    at += 3;
                }
                Op::ReturnValue => self.drop_dead_code(at),
                _ if op.is_jump() => self.thread_jump(at, op),
                _ => {}
            }
            at += self.size_at(at);
        }
        Some(())
    }

    /// `not` before a test turns the test round.
    fn negate_test(&mut self, at: usize) -> bool {
        let negates = self.is(at + 1, Op::PopJumpIfFalse) && self.in_one_block(at, 4);
        if negates {
            let target = self.arg(at + 1);
            self.set(at, Op::PopJumpIfTrue);
            self.set_arg(at, target);
            self.erase(at + 3, 1);
        }
        negates
    }

    /// `not (a in b)` is `a not in b`, and so on.
    fn negate_comparison(&mut self, at: usize) {
        let comparison = self.arg(at);
        if negatable(comparison) && self.is(at + 3, Op::UnaryNot) && self.in_one_block(at, 4) {
            self.set_arg(at, comparison ^ 1);
            self.erase(at + 3, 1);
        }
    }

    /// `None` (in 3.2 also `True` and `False`) is a constant.
    fn load_constant_name(&mut self, at: usize) -> bool {
        let py32 = self.language == Language::Py32;
        let value = match self.names.get(self.arg(at)).map(|name| &**name) {
            Some("None") => Const::None,
            Some("True") if py32 => Const::True,
            Some("False") if py32 => Const::False,
            _ => return false,
        };
        let same = |known: &Const| std::mem::discriminant(known) == std::mem::discriminant(&value);
        let index = match self.consts.iter().position(same) {
            Some(index) => index,
            None => self.add_const(value),
        };
        self.set(at, Op::LoadConst);
        self.set_arg(at, index);
        true
    }

    fn add_const(&mut self, value: Const) -> usize {
        self.consts.push(value);
        self.consts.len() - 1
    }

    fn const_at(&self, at: usize) -> Option<&Const> {
        self.consts.get(self.arg(at))
    }

    /// A test of a true constant is no test (`while 1`).
    fn skip_true_test(&mut self, at: usize) -> bool {
        let skip = self.is(at + 3, Op::PopJumpIfFalse)
            && self.in_one_block(at, 6)
            && self.const_at(at).is_some_and(constants::is_true);
        if skip {
            self.erase(at, 6);
        }
        skip
    }

    /// Folds a sequence of constants, and unpacking of a sequence just built. True if a LOAD_CONST is there now.
    fn build_sequence(&mut self, at: usize, op: Op, run: usize) -> bool {
        let count = self.arg(at);
        if count <= run
            && let Some(start) = at.checked_sub(3 * count)
        {
            let tuple = op == Op::BuildTuple && self.in_one_block(start, 3 * (count + 1));
            // A list or set that is only searched may as well be immutable.
            let searched = op != Op::BuildTuple
                && self.is(at + 3, Op::CompareOp)
                && self.in_one_block(start, 3 * (count + 2))
                && matches!(self.arg(at + 3), 6 | 7);
            if (tuple || searched) && self.fold_sequence(start, count, op) {
                return true;
            }
        }
        if op != Op::BuildSet
            && self.is(at + 3, Op::UnpackSequence)
            && self.in_one_block(at, 6)
            && count == self.arg(at + 3)
        {
            match count {
                1 => self.erase(at, 6),
                2 => {
                    self.erase(at, 6);
                    self.set(at, Op::RotTwo);
                }
                3 => {
                    self.erase(at, 6);
                    self.set(at, Op::RotThree);
                    self.set(at + 1, Op::RotTwo);
                }
                _ => {}
            }
        }
        false
    }

    fn fold_sequence(&mut self, start: usize, count: usize, op: Op) -> bool {
        let items: Option<Vec<Const>> = (0..count).map(|n| self.const_at(start + 3 * n).cloned()).collect();
        let Some(items) = items else { return false };
        let value = match op {
            Op::BuildSet => Const::FrozenSet(pool::distinct(items).into()),
            _ => Const::Tuple(items.into()),
        };
        let index = self.add_const(value);
        self.erase(start, 3 * count);
        self.set(start + 3 * count, Op::LoadConst);
        self.set_arg(start + 3 * count, index);
        true
    }

    /// LOAD_CONST, LOAD_CONST, operation at `start`: its result in their place.
    fn fold_binary(&mut self, start: usize, op: Op) -> bool {
        let (Some(left), Some(right)) = (self.const_at(start), self.const_at(start + 3)) else {
            return false;
        };
        let Some(value) = constants::binary(op, left, right, self.language) else { return false };
        let index = self.add_const(value);
        self.erase(start, 4);
        self.set(start + 4, Op::LoadConst);
        self.set_arg(start + 4, index);
        true
    }

    fn fold_unary(&mut self, start: usize, op: Op) -> bool {
        let Some(operand) = self.const_at(start) else { return false };
        let Some(value) = constants::unary(op, operand, self.language) else { return false };
        let index = self.add_const(value);
        self.erase(start, 1);
        self.set(start + 1, Op::LoadConst);
        self.set_arg(start + 1, index);
        true
    }

    /// A test that jumps to a test of the same value. True if the instruction has changed.
    fn simplify_test(&mut self, at: usize, op: Op) -> bool {
        let target = self.target(at);
        let Some(second) = self.op_at(target).filter(|&second| conditional(second)) else { return false };
        if jumps_on_true(second) == jumps_on_true(op) {
            // The second jump is taken whenever the first one is.
            let next = self.target(target);
            self.set(at, second);
            self.set_arg(at, next);
        } else {
            // The second jump is not taken then, and pops its operand.
            self.set(at, if jumps_on_true(op) { Op::PopJumpIfTrue } else { Op::PopJumpIfFalse });
            self.set_arg(at, target + 3);
        }
        true
    }

    /// A jump to an unconditional jump goes where that one goes; a jump to a return is a return.
    fn thread_jump(&mut self, at: usize, op: Op) {
        let target = self.target(at);
        if unconditional(op) && self.is(target, Op::ReturnValue) {
            self.erase(at, 3);
            self.set(at, Op::ReturnValue);
            return;
        }
        if !self.op_at(target).is_some_and(unconditional) {
            return;
        }
        let next = self.target(target);
        // Only an absolute jump can go backwards.
        let op = if op == Op::JumpForward { Op::JumpAbsolute } else { op };
        let arg = match op.operand() {
            Operand::JumpAbs => Some(next),
            _ => next.checked_sub(at + 3),
        };
        if let Some(arg) = arg {
            self.set(at, op);
            self.set_arg(at, arg);
        }
    }

    /// A second return, or a jump, right behind a return.
    fn drop_dead_code(&mut self, at: usize) {
        if at + 4 >= self.code.len() {
            return;
        }
        if self.is(at + 4, Op::ReturnValue) && self.in_one_block(at, 5) {
            self.erase(at + 1, 4);
        } else if self.op_at(at + 1).is_some_and(unconditional) && self.in_one_block(at, 4) {
            self.erase(at + 1, 3);
        }
    }

    /// Removes the `NOP`s, corrects line table and jumps.
    fn squeeze(mut self, lnotab: &mut [u8]) -> Vec<u8> {
        let mut moved = vec![0; self.code.len() + 1];
        let (mut at, mut removed) = (0, 0);
        while at < self.code.len() {
            moved[at] = at - removed;
            removed += usize::from(self.is(at, Op::Nop));
            at += self.size_at(at);
        }
        let place = |old: usize| moved.get(old).copied().unwrap_or_default();

        let (mut old, mut last) = (0, 0);
        for pair in lnotab.chunks_exact_mut(2) {
            old += usize::from(pair[0]);
            let new = place(old);
            pair[0] = new.wrapping_sub(last) as u8;
            last = new;
        }

        let mut code = Vec::with_capacity(self.code.len() - removed);
        let mut at = 0;
        while at < self.code.len() {
            let size = self.size_at(at);
            match self.op_at(at) {
                Some(Op::Nop) => {
                    at += 1;
                    continue;
                }
                Some(op) if op.operand() == Operand::JumpAbs => self.set_arg(at, place(self.arg(at))),
                Some(op) if op.operand() == Operand::JumpRel => {
                    let arg = place(self.target(at)).wrapping_sub(place(at) + 3);
                    self.set_arg(at, arg);
                }
                _ => {}
            }
            code.extend(self.code.iter().skip(at).take(size));
            at += size;
        }
        code
    }
}
