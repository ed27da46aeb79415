//! What each instruction does to the stacks, and where control goes from it (Python/ceval.c).

use super::state::{Arena, Block, BlockKind, Blocks, EMPTY, NO_BLOCKS, Pending, Slot, Stack, State};
use super::{Fact, MAX_BLOCKS, Verified, VerifyError, wrong};
use crate::bytecode::code::{CO_GENERATOR, Code, Const};
use crate::bytecode::instructions::Instruction;
use crate::bytecode::opcode::Op;
use crate::profile::Language;

type Result<T> = std::result::Result<T, &'static str>;

const UNDERFLOW: &str = "the stack would be popped below the block";
const MISMATCH: &str = "the ways that lead here leave different stacks";
const TANGLED: &str = "too tangled to be followed";
const NO_LOOP: &str = "not in a loop";

/// Follows all ways through the code.
pub(super) fn flow(
    code: &Code,
    decoded: Vec<Instruction>,
    index: &[Option<usize>],
    language: Language,
) -> std::result::Result<Verified, VerifyError> {
    let mut flow = Flow::new(code, &decoded, index, language);
    let words = flow.run().map_err(|(at, what)| wrong(&decoded[at], what))?;
    let facts = flow.states.iter().map(|state| {
        state.map(|state| Fact {
            depth: flow.arena.depth(state.stack),
            words: flow.arena.words(state.stack),
            blocks: flow.arena.count(state.blocks),
        })
    });
    let facts = facts.collect();
    Ok(Verified { instructions: decoded, facts, words })
}

pub(super) struct Flow<'a> {
    code: &'a Code,
    decoded: &'a [Instruction],
    /// The instruction that begins at an offset.
    index: &'a [Option<usize>],
    pub(super) language: Language,
    pub(super) arena: Arena,
    pub(super) states: Vec<Option<State>>,
    /// Instructions whose state has changed.
    waiting: Vec<usize>,
}

/// A stack that an instruction works on: nothing is popped below the innermost block's level.
struct Work {
    stack: Stack,
    floor: u32,
}

impl<'a> Flow<'a> {
    pub(super) fn new(
        code: &'a Code,
        decoded: &'a [Instruction],
        index: &'a [Option<usize>],
        language: Language,
    ) -> Flow<'a> {
        let pending = match language {
            Language::Py27 => 3,
            Language::Py32 => 6,
        };
        let budget = 64 * decoded.len() + 100_000;
        Flow {
            code,
            decoded,
            index,
            language,
            arena: Arena::new(pending, budget),
            states: vec![None; decoded.len()],
            waiting: Vec::new(),
        }
    }

    /// Follows all ways from the start and from the instructions that wait. Gives the most words on the stack, or the number of
    /// an instruction with what is wrong there.
    pub(super) fn run(&mut self) -> std::result::Result<u32, (usize, &'static str)> {
        let mut words = 0;
        self.reach(0, State { stack: EMPTY, blocks: NO_BLOCKS }).map_err(|what| (0, what))?;
        while let Some(at) = self.waiting.pop() {
            let Some(state) = self.states[at] else { continue };
            words = words.max(self.arena.words(state.stack));
            let step = self.arena.spend().ok_or(TANGLED).and_then(|()| self.step(at, state));
            step.map_err(|what| (at, what))?;
        }
        Ok(words)
    }

    /// Control may come to an instruction in this state.
    pub(super) fn reach(&mut self, at: usize, state: State) -> Result<()> {
        if self.arena.words(state.stack) > self.code.stacksize {
            return Err("the stack would be deeper than the code object says");
        }
        if self.arena.open_blocks(state) > MAX_BLOCKS {
            return Err("too many nested blocks");
        }
        // `at` is below the number of instructions: targets are checked, and so is what follows the last one.
        let merged = match self.states[at] {
            None => state,
            Some(known) if known == state => return Ok(()),
            Some(known) => self.arena.merge(known, state).ok_or(MISMATCH)?,
        };
        if self.states[at] != Some(merged) {
            self.states[at] = Some(merged);
            self.waiting.push(at);
        }
        Ok(())
    }

    fn target(&self, instruction: &Instruction) -> Result<usize> {
        let target = instruction.target().and_then(|target| self.index.get(target).copied().flatten());
        target.ok_or("jump to no instruction")
    }

    /// Goes on with the next instruction.
    fn fall(&mut self, at: usize, stack: Stack, blocks: Blocks) -> Result<()> {
        if at + 1 >= self.decoded.len() {
            return Err("control falls off the end");
        }
        self.reach(at + 1, State { stack, blocks })
    }

    /// How far down the stack may be popped.
    pub(super) fn floor(&self, blocks: Blocks) -> u32 {
        self.arena.innermost(blocks).map_or(0, |block| {
            let saved = if block.kind == BlockKind::Handler { 3 } else { 0 };
            self.arena.depth(block.below) + saved
        })
    }

    fn pop(&self, work: &mut Work) -> Result<Slot> {
        let (slot, below) = self.arena.pop(work.stack).ok_or(UNDERFLOW)?;
        if self.arena.depth(work.stack) <= work.floor {
            return Err(UNDERFLOW);
        }
        work.stack = below;
        Ok(slot)
    }

    /// Pops something that is a value: not what a `finally` body is to end with.
    fn pop_value(&self, work: &mut Work) -> Result<Slot> {
        match self.pop(work)? {
            Slot::Pending(_) => Err("the reason for a finally body is not a value"),
            slot => Ok(slot),
        }
    }

    fn pop_values(&self, work: &mut Work, count: usize) -> Result<()> {
        (0..count).try_for_each(|_| self.pop_value(work).map(drop))
    }

    fn push(&mut self, work: &mut Work, slot: Slot) {
        work.stack = self.arena.push(work.stack, slot);
    }

    /// Pushes so many values, at most as many as there is room for: `reach` will say that there are too many.
    fn push_values(&mut self, work: &mut Work, count: usize) {
        let limit = self.code.stacksize as usize + 1;
        for _ in 0..count.min(limit) {
            self.push(work, Slot::Value);
        }
    }

    /// What happens if the instruction raises: the innermost handler is entered.
    fn raise(&mut self, mut blocks: Blocks) -> Result<()> {
        while let Some(block) = self.arena.innermost(blocks) {
            match block.kind {
                BlockKind::Loop | BlockKind::Handler => {}
                BlockKind::Finally | BlockKind::With => return self.enter_finally(block),
                BlockKind::Except => return self.enter_except(block),
            }
            blocks = block.outer;
        }
        Ok(())
    }

    fn enter_finally(&mut self, block: Block) -> Result<()> {
        let reason = Pending::new(block.kind == BlockKind::With);
        let stack = self.arena.push(block.below, Slot::Pending(reason));
        self.reach(block.handler, State { stack, blocks: block.outer })
    }

    fn enter_except(&mut self, block: Block) -> Result<()> {
        let mut blocks = block.outer;
        let mut stack = block.below;
        if self.language == Language::Py32 {
            blocks = self.arena.open(Block { kind: BlockKind::Handler, ..block });
            for _ in 0..3 {
                stack = self.arena.push(stack, Slot::Saved);
            }
        }
        for slot in [Slot::Traceback, Slot::Exception, Slot::Type] {
            stack = self.arena.push(stack, slot);
        }
        self.reach(block.handler, State { stack, blocks })
    }

    /// Leaves blocks, `finally` bodies included, up to a loop if one is wanted. Gives that loop with its id, and
    /// the stack that is left when it is reached.
    fn unwind(&mut self, state: State, to_loop: bool) -> Result<Option<(Blocks, Block, Stack)>> {
        let (mut blocks, mut stack) = (state.blocks, state.stack);
        while let Some(block) = self.arena.innermost(blocks) {
            match block.kind {
                BlockKind::Loop if to_loop => return Ok(Some((blocks, block, stack))),
                BlockKind::Finally | BlockKind::With => self.enter_finally(block)?,
                BlockKind::Loop | BlockKind::Except | BlockKind::Handler => {}
            }
            stack = match block.kind {
                // The body of a `with` takes the exit function away.
                BlockKind::With => self.arena.pop(block.below).ok_or(UNDERFLOW)?.1,
                _ => block.below,
            };
            blocks = block.outer;
        }
        Ok(None)
    }

    fn step(&mut self, at: usize, state: State) -> Result<()> {
        let instruction = self.decoded[at];
        let State { stack, blocks } = state;
        let mut work = Work { stack, floor: self.floor(blocks) };
        self.raise(blocks)?;
        match instruction.op {
            Op::ReturnValue => {
                self.pop_value(&mut work)?;
                self.unwind(State { stack: work.stack, blocks }, false)?;
                return Ok(());
            }
            Op::RaiseVarargs => return self.pop_values(&mut work, instruction.arg as usize),
            Op::BreakLoop => {
                let (_, block, _) = self.unwind(state, true)?.ok_or(NO_LOOP)?;
                return self.reach(block.handler, State { stack: block.below, blocks: block.outer });
            }
            Op::ContinueLoop => {
                let (blocks, _, stack) = self.unwind(state, true)?.ok_or(NO_LOOP)?;
                let target = self.target(&instruction)?;
                return self.reach(target, State { stack, blocks });
            }
            Op::JumpForward | Op::JumpAbsolute => {
                let target = self.target(&instruction)?;
                return self.reach(target, state);
            }
            Op::PopJumpIfFalse | Op::PopJumpIfTrue => {
                self.pop_value(&mut work)?;
                let target = self.target(&instruction)?;
                self.reach(target, State { stack: work.stack, blocks })?;
            }
            Op::JumpIfFalseOrPop | Op::JumpIfTrueOrPop => {
                self.pop_value(&mut work)?;
                let target = self.target(&instruction)?;
                self.reach(target, state)?;
            }
            Op::ForIter => {
                let iterator = self.pop_value(&mut work)?;
                let target = self.target(&instruction)?;
                self.reach(target, State { stack: work.stack, blocks })?;
                self.push(&mut work, iterator);
                self.push(&mut work, Slot::Value);
            }
            Op::SetupLoop => return self.setup(at, BlockKind::Loop, state),
            Op::SetupExcept => return self.setup(at, BlockKind::Except, state),
            Op::SetupFinally => return self.setup(at, BlockKind::Finally, state),
            Op::SetupWith => {
                // The context manager makes room for its exit function, which stays below the block.
                self.pop_value(&mut work)?;
                self.push(&mut work, Slot::Value);
                let (below, handler) = (work.stack, self.target(&instruction)?);
                let block = Block { kind: BlockKind::With, handler, below, outer: blocks };
                let blocks = self.arena.open(block);
                self.push(&mut work, Slot::Value);
                return self.fall(at, work.stack, blocks);
            }
            Op::PopBlock => {
                let block = self.arena.innermost(blocks).ok_or("no block")?;
                if block.kind == BlockKind::Handler || stack != block.below {
                    // Merging may have lost knowledge on one side only.
                    let same_depth = self.arena.depth(stack) == self.arena.depth(block.below);
                    if block.kind == BlockKind::Handler || !same_depth {
                        return Err("the block does not end here");
                    }
                }
                return self.fall(at, stack, block.outer);
            }
            Op::PopExcept => {
                let block = self.arena.innermost(blocks).filter(|block| block.kind == BlockKind::Handler);
                let block = block.ok_or("not in a handler")?;
                if self.arena.depth(stack) != work.floor {
                    return Err("the handler does not end here");
                }
                return self.fall(at, block.below, block.outer);
            }
            Op::EndFinally => return self.end_finally(at, blocks, work),
            Op::WithCleanup => {
                match self.pop(&mut work)? {
                    Slot::Pending(reason) if reason.with => {}
                    _ => return Err("not at the end of a with block"),
                }
                self.pop_value(&mut work)?;
                self.push(&mut work, Slot::Pending(Pending::CLEANED));
            }
            _ => self.plain(&instruction, &mut work)?,
        }
        self.fall(at, work.stack, blocks)
    }

    fn setup(&mut self, at: usize, kind: BlockKind, state: State) -> Result<()> {
        let handler = self.target(&self.decoded[at])?;
        let block = Block { kind, handler, below: state.stack, outer: state.blocks };
        let blocks = self.arena.open(block);
        self.fall(at, state.stack, blocks)
    }

    fn end_finally(&mut self, at: usize, blocks: Blocks, mut work: Work) -> Result<()> {
        match self.pop(&mut work)? {
            Slot::Pending(reason) if reason.with => Err("the exit function was not called"),
            Slot::Pending(reason) if !reason.falls => Ok(()),
            Slot::Pending(_) | Slot::None => self.fall(at, work.stack, blocks),
            // No clause wanted the exception: it goes on.
            Slot::Type => {
                let rest = (self.pop(&mut work)?, self.pop(&mut work)?);
                if rest == (Slot::Exception, Slot::Traceback) {
                    Ok(())
                } else {
                    Err("not an exception's parts")
                }
            }
            _ => Err("no reason for a finally body"),
        }
    }

    /// Instructions that leave blocks alone and go on with the next one.
    fn plain(&mut self, instruction: &Instruction, work: &mut Work) -> Result<()> {
        let arg = instruction.arg as usize;
        match instruction.op {
            Op::RotTwo => self.rotate(work, 2)?,
            Op::RotThree => self.rotate(work, 3)?,
            Op::RotFour => self.rotate(work, 4)?,
            Op::DupTop => self.copy(work, 1)?,
            Op::DupTopTwo => self.copy(work, 2)?,
            Op::DupTopx => self.copy(work, arg)?,
            Op::LoadConst => {
                let slot = match self.code.consts.get(arg) {
                    Some(Const::None) => Slot::None,
                    Some(Const::Code(_)) => Slot::Code(instruction.arg),
                    _ => Slot::Value,
                };
                self.push(work, slot);
            }
            Op::LoadClosure => self.push(work, Slot::Cell),
            Op::BuildTuple => {
                let mut cells = true;
                for _ in 0..arg {
                    cells &= self.pop_value(work)? == Slot::Cell;
                }
                self.push(work, if cells { Slot::Cells(instruction.arg) } else { Slot::Value });
            }
            Op::BuildList => self.replace(work, arg, Slot::List)?,
            Op::BuildSet => self.replace(work, arg, Slot::Set)?,
            Op::BuildMap => self.push(work, Slot::Dict),
            Op::StoreMap => {
                self.pop_values(work, 2)?;
                self.container(work, 1, Slot::Dict)?;
            }
            Op::ListAppend => {
                self.pop_value(work)?;
                self.container(work, arg, Slot::List)?;
            }
            Op::SetAdd => {
                self.pop_value(work)?;
                self.container(work, arg, Slot::Set)?;
            }
            Op::MapAdd => {
                self.pop_values(work, 2)?;
                self.container(work, arg, Slot::Dict)?;
            }
            Op::MakeFunction | Op::MakeClosure => self.make_function(instruction, work)?,
            Op::UnpackSequence => {
                self.pop_value(work)?;
                self.push_values(work, arg);
            }
            Op::UnpackEx => {
                self.pop_value(work)?;
                self.push_values(work, (arg & 255) + 1 + (arg >> 8));
            }
            Op::YieldValue => {
                if self.code.flags & CO_GENERATOR == 0 {
                    return Err("not in a generator");
                }
                self.replace(work, 1, Slot::Value)?;
            }
            op => {
                let (pops, pushes) = operands(op, arg);
                self.pop_values(work, pops)?;
                self.push_values(work, pushes);
            }
        }
        Ok(())
    }

    fn replace(&mut self, work: &mut Work, count: usize, slot: Slot) -> Result<()> {
        self.pop_values(work, count)?;
        self.push(work, slot);
        Ok(())
    }

    /// The topmost item goes below the `count - 1` others.
    fn rotate(&mut self, work: &mut Work, count: usize) -> Result<()> {
        let top = self.pop_value(work)?;
        let mut others = Vec::with_capacity(count);
        for _ in 1..count {
            others.push(self.pop_value(work)?);
        }
        self.push(work, top);
        others.into_iter().rev().for_each(|slot| self.push(work, slot));
        Ok(())
    }

    fn copy(&mut self, work: &mut Work, count: usize) -> Result<()> {
        let mut slots = Vec::with_capacity(count);
        for _ in 0..count {
            slots.push(self.pop_value(work)?);
        }
        slots.reverse();
        let twice = slots.iter().chain(&slots).copied().collect::<Vec<_>>();
        twice.into_iter().for_each(|slot| self.push(work, slot));
        Ok(())
    }

    /// The item so deep, counted from 1, must be a container of that kind.
    fn container(&self, work: &Work, depth: usize, kind: Slot) -> Result<()> {
        let mut stack = work.stack;
        for _ in 1..depth {
            stack = self.arena.pop(stack).ok_or(UNDERFLOW)?.1;
        }
        match self.arena.pop(stack) {
            Some((slot, _)) if depth > 0 && slot == kind => Ok(()),
            _ => Err("nothing to add to"),
        }
    }

    /// A code object, with a tuple of its cells if it has free variables, and defaults become a function.
    fn make_function(&mut self, instruction: &Instruction, work: &mut Work) -> Result<()> {
        let Slot::Code(constant) = self.pop_value(work)? else { return Err("not a code object") };
        let free = match self.code.consts.get(constant as usize) {
            Some(Const::Code(code)) => code.freevars.len(),
            _ => return Err("not a code object"),
        };
        let closure = instruction.op == Op::MakeClosure;
        let cells = if closure { self.pop_value(work)? } else { Slot::Cells(0) };
        if cells != Slot::Cells(free as u32) {
            return Err("not as many cells as the code object wants");
        }
        let arg = instruction.arg as usize;
        let defaults = match self.language {
            Language::Py27 => arg,
            Language::Py32 => (arg & 255) + 2 * (arg >> 8 & 255) + (arg >> 16),
        };
        self.replace(work, defaults, Slot::Value)
    }
}

/// How many values an instruction takes, and how many it gives.
fn operands(op: Op, arg: usize) -> (usize, usize) {
    let arguments = (arg & 255) + 2 * (arg >> 8 & 255);
    match op {
        Op::Nop
        | Op::ExtendedArg
        | Op::DeleteName
        | Op::DeleteGlobal
        | Op::DeleteFast
        | Op::DeleteDeref
        | Op::PrintNewline => (0, 0),
        Op::LoadName
        | Op::LoadGlobal
        | Op::LoadFast
        | Op::LoadDeref
        | Op::LoadLocals
        | Op::LoadBuildClass => (0, 1),
        Op::PopTop
        | Op::PrintExpr
        | Op::PrintItem
        | Op::PrintNewlineTo
        | Op::StoreName
        | Op::StoreGlobal
        | Op::StoreFast
        | Op::StoreDeref
        | Op::StoreLocals
        | Op::DeleteAttr
        | Op::ImportStar
        | Op::DeleteSlice0 => (1, 0),
        Op::UnaryPositive
        | Op::UnaryNegative
        | Op::UnaryNot
        | Op::UnaryConvert
        | Op::UnaryInvert
        | Op::GetIter
        | Op::LoadAttr
        | Op::Slice0 => (1, 1),
        Op::ImportFrom => (1, 2),
        Op::StoreAttr
        | Op::DeleteSubscr
        | Op::PrintItemTo
        | Op::StoreSlice0
        | Op::DeleteSlice1
        | Op::DeleteSlice2 => (2, 0),
        Op::Slice3 | Op::BuildClass => (3, 1),
        Op::StoreSubscr | Op::ExecStmt | Op::StoreSlice1 | Op::StoreSlice2 | Op::DeleteSlice3 => (3, 0),
        Op::StoreSlice3 => (4, 0),
        Op::BuildSlice => (arg, 1),
        Op::CallFunction => (arguments + 1, 1),
        Op::CallFunctionVar | Op::CallFunctionKw => (arguments + 2, 1),
        Op::CallFunctionVarKw => (arguments + 3, 1),
        // What is left are the binary operations, subscripts and comparisons, slices with one bound, and imports.
        _ => (2, 1),
    }
}
