//! Setting `f_lineno`: a debugger moves a frame to another line (frameobject.c frame_setlineno).
//!
//! Invariants:
//! - Only the frame's own trace function may move it, and only while it is told of a line: then the frame stands between two
//!   instructions and its operands are known.
//! - CPython's rules come first, with their words. What they let pass and the verifier does not (they look at blocks only, and in
//!   3.2 at no event) is refused as well, where CPython would go on with a stack that does not fit.

use super::codeobj::{CodeObj, Instr};
use super::frame::{BlockKind, Frame, FrameObj};
use super::tracing::What;
use super::unwind;
use crate::bytecode::instructions::{Instruction, instructions};
use crate::bytecode::opcode::Op;
use crate::bytecode::verify::{Jump, Landing, jump};
use crate::objects::errors::{PyResult, attribute_error, value_error};
use crate::objects::word::{Value, Word};
use crate::objects::{int, lang};
use crate::runtime::current;

/// The setter of `f_lineno`.
pub fn set_lineno(this: &Value, value: Option<&Value>) -> PyResult<()> {
    let seen = this.payload::<FrameObj>();
    let Some(value) = value else { return Err(attribute_error("cannot delete attribute")) };
    let wanted = requested_line(value)?;
    let frame = seen.frame.get();
    // SAFETY: the pointer is cleared when the frame ends.
    let live = unsafe { frame.as_ref() };
    let lasti = live.map_or(seen.lasti.get(), Frame::lasti);
    if lang::is_27() && lasti == -1 {
        return Err(value_error("can't jump from the 'call' trace event of a new frame"));
    }
    if seen.trace.is_empty() {
        return Err(value_error(if lang::is_27() {
            "f_lineno can only be set by a trace function"
        } else {
            "f_lineno can only be set by a line trace function"
        }));
    }
    let code = seen.code.payload::<CodeObj>();
    let (decoded, from) = match live {
        Some(live) => (all_instructions(code), live.index()),
        None => return Err(value_error(NO_LINE_EVENT)),
    };
    let at_line = seen.progress.event.get() == Some(What::Line);
    let suspended = decoded.get(from).is_some_and(|at| at.op == Op::YieldValue)
        && matches!(seen.progress.event.get(), None | Some(What::Call | What::Return));
    if !at_line && !suspended {
        return Err(value_error(NO_LINE_EVENT));
    }
    let Some(wanted) = wanted else { return Err(value_error("lineno out of range")) };
    let (line, offset) = find_line(code, wanted)?;
    let Some(to) = decoded.iter().position(|at| at.offset as i64 == offset) else {
        return Err(value_error(INTO_BLOCK));
    };
    if !at_line {
        return Err(value_error("can't jump from a yield statement"));
    }
    let leaves = police(&decoded, from, to)?;
    let next = Jump { from, to, leaves };
    let mut jumps = seen.progress.jumps.borrow_mut();
    let Ok(Some(landing)) = jump(&code.code, lang::language(), &jumps, next) else {
        return Err(value_error(INTO_BLOCK));
    };
    if !jumps.contains(&next) {
        jumps.push(next);
    }
    drop(jumps);
    seen.progress.line.set(line);
    // SAFETY: the frame is being told of a line, so it is live, its operands end at its `sp`, and the verifier has found that they
    // fit the target without what is left here.
    unsafe { land(frame, to, landing) };
    Ok(())
}

const NO_LINE_EVENT: &str = "can only jump from a 'line' trace event";
const INTO_BLOCK: &str = "can't jump into the middle of a block";

/// The line that was asked for; none if it is beyond C's int (which 2.7 cuts off).
fn requested_line(value: &Value) -> PyResult<Option<i64>> {
    let fits = if lang::is_27() {
        int::is_int(value) && !int::is_long(value)
    } else {
        value.type_of() == crate::objects::typeobj::INT
    };
    if !fits {
        return Err(value_error("lineno must be an integer"));
    }
    let line = int::to_i64(value);
    if lang::is_27() {
        return Ok(line.map(|line| i64::from(line as i32)));
    }
    Ok(line.filter(|line| i32::try_from(*line).is_ok()))
}

fn all_instructions(code: &CodeObj) -> Vec<Instruction> {
    instructions(&code.code.code, lang::language()).map_while(Result::ok).collect()
}

/// The first line with code from the wanted one on, and where that begins.
fn find_line(code: &CodeObj, wanted: i64) -> PyResult<(u32, i64)> {
    let first = code.code.firstlineno;
    if wanted < i64::from(first) {
        return Err(value_error(format!("line {wanted} comes before the current code block")));
    }
    if wanted == i64::from(first) {
        return Ok((first, 0));
    }
    let (mut offset, mut line) = (0, first);
    for pair in code.code.lnotab.chunks_exact(2) {
        offset += i64::from(pair[0]);
        line += u32::from(pair[1]);
        if i64::from(line) >= wanted {
            return Ok((line, offset));
        }
    }
    Err(value_error(format!("line {wanted} comes after the current code block")))
}

/// What CPython looks at: `except` lines, `finally` bodies, and how many blocks open and close between the two places. Gives the
/// number of blocks that the frame leaves.
fn police(decoded: &[Instruction], from: usize, to: usize) -> PyResult<u32> {
    if decoded.get(to).is_some_and(|at| matches!(at.op, Op::DupTop | Op::PopTop)) {
        return Err(value_error("can't jump to 'except' line as there's no exception"));
    }
    let (from_finally, to_finally) = finally_bodies(decoded, from, to);
    if from_finally != to_finally {
        return Err(value_error("can't jump into or out of a 'finally' block"));
    }
    let (mut delta, mut lowest) = (0i64, 0);
    let between = decoded.get(from.min(to)..from.max(to)).unwrap_or_default();
    for at in between {
        delta += match at.op {
            op if opens(op) => 1,
            Op::PopBlock => -1,
            _ => 0,
        };
        lowest = lowest.min(delta);
    }
    let change = if to > from { delta } else { -delta };
    if change > lowest {
        return Err(value_error(INTO_BLOCK));
    }
    Ok(u32::try_from(-change).unwrap_or(0))
}

fn opens(op: Op) -> bool {
    matches!(op, Op::SetupLoop | Op::SetupExcept | Op::SetupFinally | Op::SetupWith)
}

/// For each of two places, where the innermost `finally` body around it was set up.
fn finally_bodies(decoded: &[Instruction], from: usize, to: usize) -> (Option<usize>, Option<usize>) {
    let is_finally =
        |setup: usize| decoded.get(setup).is_some_and(|at| matches!(at.op, Op::SetupFinally | Op::SetupWith));
    // Where each open block was set up, and whether its `finally` body has begun.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let (mut at_from, mut at_to) = (None, None);
    for (index, at) in decoded.iter().enumerate() {
        match at.op {
            op if opens(op) => open.push((index, false)),
            Op::PopBlock => match open.pop() {
                Some((setup, _)) if is_finally(setup) => open.push((setup, true)),
                _ => {}
            },
            // That of a SETUP_EXCEPT ends no `finally` body.
            Op::EndFinally if open.last().is_some_and(|(setup, _)| is_finally(*setup)) => {
                open.pop();
            }
            _ => {}
        }
        let innermost = || open.iter().rev().find(|(_, begun)| *begun).map(|(setup, _)| *setup);
        if index == from {
            at_from = innermost();
        }
        if index == to {
            at_to = innermost();
        }
    }
    (at_from, at_to)
}

/// Leaves the blocks and goes to the target.
///
/// # Safety
/// A frame between two instructions, whose operands end at its `sp`; it has what the landing takes, and what is left fits the target.
unsafe fn land(f: *mut Frame, to: usize, landing: Landing) {
    // SAFETY: by the caller's promise.
    unsafe {
        for _ in 0..landing.blocks {
            let Some(at) = (*f).nblocks.checked_sub(1) else { break };
            let block = (*f).block(at.into());
            (*f).nblocks = at;
            if block.kind == BlockKind::ExceptHandler {
                (*f).sp = unwind::leave_handler(current(), f, (*f).sp, block.level);
            } else {
                pop_to(f, (*f).stack.add(block.level as usize));
            }
        }
        pop_to(f, (*f).sp.sub(landing.items as usize));
        // After the instruction, as everywhere: the loop goes on with the one before.
        (*f).pc = (*f).code().instrs.as_ptr().cast::<Instr>().add(to + 1);
    }
}

/// Drops operands down to a place.
///
/// # Safety
/// The words from there to the frame's `sp` are its operands.
unsafe fn pop_to(f: *mut Frame, place: *mut Word) {
    // SAFETY: by the caller's promise; a word is off the stack before it is dropped, which may run code.
    unsafe {
        while (*f).sp > place {
            (*f).sp = (*f).sp.sub(1);
            let word = *(*f).sp;
            *(*f).sp = Word::NULL;
            word.xdecref();
        }
    }
}
