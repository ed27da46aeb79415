//! The assembler: from basic blocks to bytes, line table and stack depth (the second half of Python/compile.c).
//!
//! Invariants:
//! - Blocks are laid out in reverse post-order of CPython's depth-first search from the first block.
//! - Jump offsets are computed until no further `EXTENDED_ARG` appears.
//! - The stack depth is that of the blocks before the peephole optimiser has seen the code.

use super::peephole;
use super::symtable::{self, BlockKind};
use crate::bytecode::code::{
    CO_GENERATOR, CO_NESTED, CO_NEWLOCALS, CO_NOFREE, CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS, Const,
};
use crate::bytecode::opcode::{Op, Operand};
use crate::profile::Language;
use std::rc::Rc;

pub(super) type BlockId = usize;

#[derive(Clone, Copy, Debug)]
pub(super) struct Instruction {
    pub(super) op: Op,
    /// For jumps: set by the assembler.
    pub(super) arg: u32,
    pub(super) target: Option<BlockId>,
    /// 0: the line of the instruction before.
    pub(super) line: u32,
}

impl Instruction {
    fn size(&self) -> u32 {
        match (self.op.has_argument(), self.arg) {
            (false, _) => 1,
            (true, 0..=0xffff) => 3,
            (true, _) => 6,
        }
    }
}

/// Instructions that are entered at the first one only.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) instructions: Vec<Instruction>,
    /// Where control goes if it falls off the end.
    pub(super) next: Option<BlockId>,
    /// There is a `RETURN_VALUE` in it.
    pub(super) returns: bool,
}

/// What the assembler needs of a compiled scope.
pub(super) struct Parts {
    /// The first one is the entry.
    pub(super) blocks: Vec<Block>,
    pub(super) consts: Vec<Const>,
    pub(super) names: Vec<Rc<str>>,
    /// 0: that of the first instruction.
    pub(super) firstlineno: u32,
}

/// What the assembler adds to a code object.
pub(super) struct Assembled {
    pub(super) code: Vec<u8>,
    pub(super) lnotab: Vec<u8>,
    pub(super) consts: Vec<Const>,
    pub(super) names: Vec<Rc<str>>,
    pub(super) stacksize: u32,
    pub(super) firstlineno: u32,
}

/// The flags that the symbol table decides (`compute_code_flags`).
pub(super) fn flags(block: &symtable::Block, has_cells: bool) -> u32 {
    let mut flags = 0;
    let mut set = |condition: bool, flag: u32| {
        if condition {
            flags |= flag;
        }
    };
    let function = block.kind == BlockKind::Function;
    set(block.kind != BlockKind::Module, CO_NEWLOCALS);
    set(function && block.unoptimized == 0, CO_OPTIMIZED);
    set(function && block.nested, CO_NESTED);
    set(function && block.generator, CO_GENERATOR);
    set(function && block.varargs, CO_VARARGS);
    set(function && block.varkeywords, CO_VARKEYWORDS);
    set(!has_cells, CO_NOFREE);
    flags
}

/// Assembles and optimises the code of one scope.
pub(super) fn assemble(mut parts: Parts, language: Language) -> Assembled {
    let first = parts.blocks.first().and_then(|block| block.instructions.first());
    let firstlineno = match parts.firstlineno {
        0 => first.map_or(1, |instruction| instruction.line),
        line => line,
    };
    let order = layout(&parts.blocks);
    resolve_jumps(&mut parts.blocks, &order);
    let stacksize = stack_depth(&parts.blocks, language);
    let mut emitter =
        Emitter { code: Vec::new(), lnotab: Vec::new(), line: firstlineno, line_start: 0, language };
    for &id in &order {
        for instruction in &parts.blocks[id].instructions {
            emitter.emit(instruction);
        }
    }
    let Emitter { code, mut lnotab, .. } = emitter;
    let mut consts = parts.consts;
    let code = peephole::optimize(code, &mut consts, &parts.names, &mut lnotab, language);
    Assembled { code, lnotab, consts, names: parts.names, stacksize, firstlineno }
}

/// The blocks in the order in which they are emitted: CPython's `dfs` visits what follows, then what is jumped to,
/// then records the block.
fn layout(blocks: &[Block]) -> Vec<BlockId> {
    let successors = |id: BlockId| -> Vec<BlockId> {
        let block = &blocks[id];
        let targets = block.instructions.iter().filter_map(|instruction| instruction.target);
        block.next.into_iter().chain(targets).collect()
    };
    let mut seen = vec![false; blocks.len()];
    let mut order = Vec::new();
    let mut stack = vec![(0, successors(0).into_iter())];
    seen[0] = true;
    while let Some((id, waiting)) = stack.last_mut() {
        match waiting.next() {
            Some(next) if !seen[next] => {
                seen[next] = true;
                stack.push((next, successors(next).into_iter()));
            }
            Some(_) => {}
            None => {
                order.push(*id);
                stack.pop();
            }
        }
    }
    order.reverse();
    order
}

/// Turns targets into arguments (`assemble_jump_offsets`).
fn resolve_jumps(blocks: &mut [Block], order: &[BlockId]) {
    let mut offsets = vec![0u32; blocks.len()];
    let mut extended = 0;
    loop {
        let mut total = 0;
        for &id in order {
            offsets[id] = total;
            total += blocks[id].instructions.iter().map(Instruction::size).sum::<u32>();
        }
        let before = std::mem::take(&mut extended);
        for &id in order {
            let mut end = offsets[id];
            for instruction in &mut blocks[id].instructions {
                end += instruction.size();
                let Some(target) = instruction.target else { continue };
                instruction.arg = match instruction.op.operand() {
                    Operand::JumpAbs => offsets[target],
                    _ => offsets[target].wrapping_sub(end),
                };
                if instruction.arg > 0xffff {
                    extended += 1;
                }
            }
        }
        if extended == before {
            break;
        }
    }
}

struct Emitter {
    code: Vec<u8>,
    lnotab: Vec<u8>,
    /// The line of the instruction emitted last, and where its first instruction lies.
    line: u32,
    line_start: usize,
    language: Language,
}

impl Emitter {
    fn emit(&mut self, instruction: &Instruction) {
        if instruction.line != 0 {
            self.mark_line(instruction.line);
        }
        if instruction.size() == 6 {
            self.word(Op::ExtendedArg, instruction.arg >> 16);
        }
        if instruction.op.has_argument() {
            self.word(instruction.op, instruction.arg);
        } else {
            self.code.push(self.number(instruction.op));
        }
    }

    /// The generator uses opcodes of its language only.
    fn number(&self, op: Op) -> u8 {
        op.number(self.language).unwrap_or_default()
    }

    fn word(&mut self, op: Op, arg: u32) {
        let number = self.number(op);
        let [low, high, ..] = arg.to_le_bytes();
        self.code.extend([number, low, high]);
    }

    /// Adds to the line table (`assemble_lnotab`, Objects/lnotab_notes.txt).
    fn mark_line(&mut self, line: u32) {
        let mut bytes = self.code.len() - self.line_start;
        let mut lines = i64::from(line) - i64::from(self.line);
        if bytes == 0 && lines == 0 {
            return;
        }
        if bytes > 255 {
            self.lnotab.extend([255, 0].repeat(bytes / 255));
            bytes %= 255;
        }
        if lines > 255 {
            for _ in 0..lines / 255 {
                self.lnotab.extend([bytes as u8, 255]);
                bytes = 0;
            }
            lines %= 255;
        }
        self.lnotab.extend([bytes as u8, lines as u8]);
        self.line = line;
        self.line_start = self.code.len();
    }
}

/// The deepest the stack gets on any path (`stackdepth_walk`): a path is left when it comes to a block that is on the
/// path already or has been entered at least as deep.
fn stack_depth(blocks: &[Block], language: Language) -> u32 {
    struct Step {
        block: BlockId,
        at: usize,
        depth: i32,
    }
    let mut on_path = vec![false; blocks.len()];
    let mut start_depth = vec![i32::MIN; blocks.len()];
    let mut deepest = 0;
    let mut path: Vec<Step> = Vec::new();
    let mut enter = |path: &mut Vec<Step>, on_path: &mut [bool], block: BlockId, depth: i32| {
        if !on_path[block] && start_depth[block] < depth {
            on_path[block] = true;
            start_depth[block] = depth;
            path.push(Step { block, at: 0, depth });
        }
    };
    enter(&mut path, &mut on_path, 0, 0);
    while let Some(step) = path.last_mut() {
        let block = &blocks[step.block];
        let after_jump = step.at.checked_sub(1).and_then(|last| block.instructions.get(last));
        let dead = after_jump.is_some_and(|jump| matches!(jump.op, Op::JumpAbsolute | Op::JumpForward));
        let mut go = None;
        if dead {
            step.at = usize::MAX;
        }
        while let Some(instruction) = block.instructions.get(step.at) {
            step.at += 1;
            step.depth += instruction.op.stack_effect(instruction.arg, language);
            deepest = deepest.max(step.depth);
            if let Some(target) = instruction.target {
                let mut depth = step.depth;
                match instruction.op {
                    Op::ForIter => depth -= 2,
                    Op::SetupFinally | Op::SetupExcept => {
                        depth += 3;
                        deepest = deepest.max(depth);
                    }
                    Op::JumpIfTrueOrPop | Op::JumpIfFalseOrPop if language == Language::Py27 => {
                        step.depth -= 1
                    }
                    _ => {}
                }
                go = Some((target, depth));
                break;
            }
        }
        if let Some((target, depth)) = go {
            enter(&mut path, &mut on_path, target, depth);
            continue;
        }
        match (step.at, block.next) {
            (usize::MAX, _) | (_, None) => {
                on_path[step.block] = false;
                path.pop();
            }
            (_, Some(next)) => {
                let depth = step.depth;
                step.at = usize::MAX;
                enter(&mut path, &mut on_path, next, depth);
            }
        }
    }
    deepest as u32
}
