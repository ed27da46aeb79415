//! Whether a frame may be moved to another instruction (a debugger's jump), and what it has to leave behind for it.
//!
//! Invariant: a jump is a way through the code like any other: with it, and with all those that the frame has made before, the
//! code still has to verify. So nothing that a frame is moved to can find a stack it does not fit.

use super::flow::Flow;
use super::state::{BlockKind, Slot, State};
use super::{VerifyError, prepare};
use crate::bytecode::code::Code;
use crate::profile::Language;

/// A jump from one instruction to another, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    pub from: usize,
    pub to: usize,
    /// Blocks to be left where the target is code that nothing else leads to; else it says so itself.
    pub leaves: u32,
}

/// What the frame gives up before it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Landing {
    /// Blocks to be left, each with the items above its level.
    pub blocks: u32,
    /// Words to be popped after that.
    pub items: u32,
}

/// Tries a jump in a frame that has made the `earlier` ones already. None if the code is not fit for it.
///
/// # Errors
/// The code itself does not verify.
pub fn jump(
    code: &Code,
    language: Language,
    earlier: &[Jump],
    next: Jump,
) -> Result<Option<Landing>, VerifyError> {
    let (decoded, index) = prepare(code, language)?;
    let mut flow = Flow::new(code, &decoded, &index, language);
    flow.run().map_err(|(at, what)| super::wrong(&decoded[at], what))?;
    let mut try_all = || {
        let mut landing = flow.land(next)?;
        loop {
            let before = flow.states.clone();
            for jump in earlier {
                flow.land(*jump)?;
            }
            landing = flow.land(next).or(Some(landing))?;
            if flow.states == before {
                return Some(landing);
            }
        }
    };
    Ok(try_all())
}

impl Flow<'_> {
    /// Follows the code from where a jump ends.
    fn land(&mut self, jump: Jump) -> Option<Landing> {
        let mut state = (*self.states.get(jump.from)?)?;
        let target = *self.states.get(jump.to)?;
        let open = self.arena.count(state.blocks);
        let wanted = match target {
            Some(target) => self.arena.count(target.blocks),
            None => open.saturating_sub(jump.leaves),
        };
        let (blocks, mut items) = (open.checked_sub(wanted)?, 0);
        let mut exit_function = false;
        for _ in 0..blocks {
            let block = self.arena.innermost(state.blocks)?;
            exit_function = block.kind == BlockKind::With && self.language == Language::Py27;
            while self.arena.depth(state.stack) > self.arena.depth(block.below) {
                let (slot, below) = self.arena.pop(state.stack)?;
                if let Slot::Pending(_) = slot {
                    return None;
                }
                state.stack = below;
            }
            state = State { stack: block.below, blocks: block.outer };
        }
        let floor = self.floor(state.blocks);
        // Without a block on it, the exit function of a `with` is nobody's any more; 3.2 forgets it there.
        let depth = match target {
            Some(target) => self.arena.depth(target.stack),
            None => self.arena.depth(state.stack).saturating_sub(exit_function.into()),
        };
        while self.arena.depth(state.stack) > depth.max(floor) {
            let (slot, below) = self.arena.pop(state.stack)?;
            if let Slot::Pending(_) | Slot::Saved = slot {
                return None;
            }
            state.stack = below;
            items += 1;
        }
        self.reach(jump.to, state).ok()?;
        self.run().ok()?;
        Some(Landing { blocks, items })
    }
}
