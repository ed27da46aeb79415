//! States of the two stacks, shared and merged.
//!
//! Invariants:
//! - Stacks are lists from the top down whose nodes are made once: two stacks are equal if their ids are.
//! - Merging only ever loses knowledge (a list becomes a value), so that going round a loop comes to an end.

use std::collections::HashMap;

/// Why a `finally` body is run, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pending {
    /// Below it lies the exit function of a `with`, which is still to be called.
    pub(super) with: bool,
    /// It may be None, or an exception that a `with` has silenced: control may go on behind the body.
    pub(super) falls: bool,
    /// It may lie on a handler that was being run (3.2, the end of `except ... as name`).
    over: bool,
}

impl Pending {
    /// What a block that is unwound leaves.
    pub(super) fn new(with: bool) -> Pending {
        Pending { with, falls: false, over: false }
    }

    /// The exit function has been called.
    pub(super) const CLEANED: Pending = Pending { with: false, falls: true, over: false };
}

/// What a slot of the value stack is known to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    Value,
    /// The constant None.
    None,
    List,
    Set,
    Dict,
    Cell,
    /// A tuple of so many cells.
    Cells(u32),
    /// The code object that is the constant of this index.
    Code(u32),
    /// What the unwinding left for a `finally` body.
    Pending(Pending),
    /// The parts of an exception, for `except` clauses.
    Traceback,
    Exception,
    Type,
    /// A part of the exception state from before a handler (3.2).
    Saved,
}

impl Slot {
    /// The most words that it takes.
    fn words(self, pending: u32) -> u32 {
        match self {
            Slot::Pending(reason) => pending + if reason.over { 3 } else { 0 },
            _ => 1,
        }
    }

    /// Blocks that the model does not show.
    fn hidden_blocks(self) -> u32 {
        match self {
            Slot::Pending(reason) => 1 + u32::from(reason.over),
            _ => 0,
        }
    }

    fn merge(self, other: Slot) -> Option<Slot> {
        match (self, other) {
            (a, b) if a == b => Some(a),
            (Slot::Pending(a), Slot::Pending(b)) if a.with == b.with => {
                Some(Slot::Pending(Pending { with: a.with, falls: a.falls | b.falls, over: a.over | b.over }))
            }
            (Slot::Pending(reason), Slot::None) | (Slot::None, Slot::Pending(reason)) => {
                Some(Slot::Pending(Pending { falls: true, ..reason }))
            }
            (Slot::Pending(_) | Slot::Saved, _) | (_, Slot::Pending(_) | Slot::Saved) => None,
            _ => Some(Slot::Value),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Stack(u32);

/// Nothing on the stack.
pub(super) const EMPTY: Stack = Stack(0);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum BlockKind {
    Loop,
    Except,
    Finally,
    /// A `with`: the exit function is the topmost item below it.
    With,
    /// 3.2: a handler that is being run.
    Handler,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    /// The index of the instruction that it names.
    pub(super) handler: usize,
    /// The value stack when it was opened.
    pub(super) below: Stack,
    pub(super) outer: Blocks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Blocks(u32);

/// No open block.
pub(super) const NO_BLOCKS: Blocks = Blocks(0);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) stack: Stack,
    pub(super) blocks: Blocks,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    slot: Slot,
    below: Stack,
    depth: u32,
    words: u32,
    hidden: u32,
}

/// All stacks that have been met.
pub(super) struct Arena {
    nodes: Vec<Node>,
    by_node: HashMap<(Slot, Stack), Stack>,
    blocks: Vec<(Block, u32)>,
    by_block: HashMap<Block, Blocks>,
    /// Words that a pending slot takes at most.
    pending: u32,
    /// What following the ways may still cost.
    budget: usize,
}

impl Arena {
    pub(super) fn new(pending: u32, budget: usize) -> Arena {
        // Index 0 stands for the empty stack; its contents are never looked at.
        let bottom = Node { slot: Slot::Value, below: EMPTY, depth: 0, words: 0, hidden: 0 };
        let block = Block { kind: BlockKind::Loop, handler: 0, below: EMPTY, outer: NO_BLOCKS };
        Arena {
            nodes: vec![bottom],
            by_node: HashMap::new(),
            blocks: vec![(block, 0)],
            by_block: HashMap::new(),
            pending,
            budget,
        }
    }

    /// A step is made; none if there were too many.
    pub(super) fn spend(&mut self) -> Option<()> {
        self.budget = self.budget.checked_sub(1)?;
        Some(())
    }

    fn node(&self, stack: Stack) -> &Node {
        // Ids come from `push` only, and nodes are never removed.
        &self.nodes[stack.0 as usize]
    }

    pub(super) fn push(&mut self, below: Stack, slot: Slot) -> Stack {
        if let Some(&known) = self.by_node.get(&(slot, below)) {
            return known;
        }
        let under = *self.node(below);
        let id = Stack(self.nodes.len() as u32);
        self.nodes.push(Node {
            slot,
            below,
            depth: under.depth + 1,
            words: under.words.saturating_add(slot.words(self.pending)),
            hidden: under.hidden + slot.hidden_blocks(),
        });
        self.by_node.insert((slot, below), id);
        id
    }

    /// The topmost slot and what is below it.
    pub(super) fn pop(&self, stack: Stack) -> Option<(Slot, Stack)> {
        (stack != EMPTY).then(|| {
            let node = self.node(stack);
            (node.slot, node.below)
        })
    }

    pub(super) fn depth(&self, stack: Stack) -> u32 {
        self.node(stack).depth
    }

    pub(super) fn words(&self, stack: Stack) -> u32 {
        self.node(stack).words
    }

    pub(super) fn open(&mut self, block: Block) -> Blocks {
        if let Some(&known) = self.by_block.get(&block) {
            return known;
        }
        let id = Blocks(self.blocks.len() as u32);
        let count = self.count(block.outer) + 1;
        self.blocks.push((block, count));
        self.by_block.insert(block, id);
        id
    }

    /// The innermost block.
    pub(super) fn innermost(&self, blocks: Blocks) -> Option<Block> {
        (blocks != NO_BLOCKS).then(|| self.blocks[blocks.0 as usize].0)
    }

    /// The number of open blocks that the model shows.
    pub(super) fn count(&self, blocks: Blocks) -> u32 {
        if blocks == NO_BLOCKS { 0 } else { self.blocks[blocks.0 as usize].1 }
    }

    /// The number of blocks that are really open.
    pub(super) fn open_blocks(&self, state: State) -> u32 {
        self.count(state.blocks) + self.node(state.stack).hidden
    }

    /// What holds on two ways that meet; none if they do not fit.
    pub(super) fn merge(&mut self, a: State, b: State) -> Option<State> {
        let (count_a, count_b) = (self.count(a.blocks), self.count(b.blocks));
        if count_a == count_b + 1 {
            let inside = self.leave_handler(a)?;
            return self.merge(inside, b);
        }
        if count_b == count_a + 1 {
            let inside = self.leave_handler(b)?;
            return self.merge(a, inside);
        }
        let stack = self.merge_stacks(a.stack, b.stack)?;
        let blocks = self.merge_blocks(a.blocks, b.blocks)?;
        Some(State { stack, blocks })
    }

    /// A state in a `finally` body within a 3.2 handler, seen from without the handler.
    fn leave_handler(&mut self, state: State) -> Option<State> {
        let block = self.innermost(state.blocks).filter(|block| block.kind == BlockKind::Handler)?;
        let (Slot::Pending(reason), mut stack) = self.pop(state.stack)? else { return None };
        if reason.with || reason.over {
            return None;
        }
        for _ in 0..3 {
            let (Slot::Saved, below) = self.pop(stack)? else { return None };
            stack = below;
        }
        if stack != block.below {
            return None;
        }
        let reason = Slot::Pending(Pending { over: true, ..reason });
        Some(State { stack: self.push(stack, reason), blocks: block.outer })
    }

    fn merge_stacks(&mut self, mut a: Stack, mut b: Stack) -> Option<Stack> {
        if self.depth(a) != self.depth(b) {
            return None;
        }
        let mut merged = Vec::new();
        while a != b {
            self.spend()?;
            let ((slot_a, below_a), (slot_b, below_b)) = (self.pop(a)?, self.pop(b)?);
            merged.push(slot_a.merge(slot_b)?);
            (a, b) = (below_a, below_b);
        }
        Some(merged.into_iter().rev().fold(a, |below, slot| self.push(below, slot)))
    }

    fn merge_blocks(&mut self, a: Blocks, b: Blocks) -> Option<Blocks> {
        if a == b {
            return Some(a);
        }
        let (block_a, block_b) = (self.innermost(a)?, self.innermost(b)?);
        if (block_a.kind, block_a.handler) != (block_b.kind, block_b.handler) {
            return None;
        }
        let below = self.merge_stacks(block_a.below, block_b.below)?;
        let outer = self.merge_blocks(block_a.outer, block_b.outer)?;
        Some(self.open(Block { below, outer, ..block_a }))
    }
}
