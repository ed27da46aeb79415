//! The verifier: which code objects from outside the VM may run.
//!
//! What a verified code object promises:
//! - Each byte belongs to a known instruction; indices are in range; jumps go to the start of an instruction and not
//!   between `EXTENDED_ARG` and what it extends; control does not fall off the end.
//! - On every way to an instruction the value stack has the same depth and the block stack the same blocks. The stack
//!   is never deeper than `stacksize`, never popped below the level of the innermost block, and blocks nest at most
//!   [`MAX_BLOCKS`] deep.
//! - `END_FINALLY`, `WITH_CLEANUP`, `POP_EXCEPT`, `BREAK_LOOP` and `CONTINUE_LOOP` find what they need; containers
//!   that comprehensions add to are lists, sets and dicts that the same code has built; functions are made of code
//!   objects, with as many cells as those want.
//!
//! Invariants of the model (`state`, `flow`):
//! - What the unwinding of blocks leaves for a `finally` body (None, an exception, a return value with its reason) is
//!   one slot, `Slot::Pending`, whatever it takes on the real stack. Only what ends the body may pop it.
//! - A jump out of blocks goes to all the `finally` bodies on its way and to its end at once: each body restores the
//!   stack that it found, so what comes after it does not depend on it.
//! - Each instruction may raise.

mod flow;
mod jump;
mod state;

pub use jump::{Jump, Landing, jump};

use super::code::{CO_VARARGS, CO_VARKEYWORDS, Code, Const};
use super::instructions::{DecodeError, Instruction, instructions};
use super::opcode::{CMP_OP, Op, Operand};
use crate::profile::Language;
use std::fmt;

/// A frame's block stack has room for so many (`CO_MAXBLOCKS`).
pub const MAX_BLOCKS: u32 = 20;

/// What is known where an instruction begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Items on the value stack, what a `finally` body will pop counted as one.
    pub depth: u32,
    /// The most words that they take.
    pub words: u32,
    /// Open blocks.
    pub blocks: u32,
}

/// A code object's instructions with what is known of them.
#[derive(Clone, Debug)]
pub struct Verified {
    pub instructions: Vec<Instruction>,
    /// One for each instruction; none for those that cannot be reached.
    pub facts: Vec<Option<Fact>>,
    /// The most words that the value stack takes.
    pub words: u32,
}

/// Why a code object may not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifyError {
    Decode(DecodeError),
    /// What is wrong with the code object itself.
    Code(&'static str),
    /// What is wrong with the instruction at an offset.
    Instruction {
        offset: usize,
        op: Op,
        what: &'static str,
    },
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VerifyError::Decode(error) => error.fmt(f),
            VerifyError::Code(what) => f.write_str(what),
            VerifyError::Instruction { offset, op, what } => {
                write!(f, "{} at {offset}: {what}", op.name())
            }
        }
    }
}

impl std::error::Error for VerifyError {}

/// Verifies one code object; those in its constants are not looked into.
///
/// # Errors
/// The first thing found wrong.
pub fn verify(code: &Code, language: Language) -> Result<Verified, VerifyError> {
    let (decoded, index) = prepare(code, language)?;
    flow::flow(code, decoded, &index, language)
}

/// The instructions, each fit by itself, and the number of the one that begins at each offset.
#[allow(clippy::type_complexity, reason = "two lists, used here only")]
fn prepare(code: &Code, language: Language) -> Result<(Vec<Instruction>, Vec<Option<usize>>), VerifyError> {
    header(code)?;
    let decoded: Vec<Instruction> =
        instructions(&code.code, language).collect::<Result<_, _>>().map_err(VerifyError::Decode)?;
    let mut index = vec![None; code.code.len()];
    for (at, instruction) in decoded.iter().enumerate() {
        if let Some(place) = index.get_mut(instruction.offset) {
            *place = Some(at);
        }
    }
    for (at, instruction) in decoded.iter().enumerate() {
        operand(code, &decoded, &index, at).map_err(|what| wrong(instruction, what))?;
    }
    Ok((decoded, index))
}

/// Verifies a code object and all those inside it.
///
/// # Errors
/// The first thing found wrong.
pub fn verify_all(code: &Code, language: Language) -> Result<(), VerifyError> {
    verify(code, language)?;
    let mut waiting: Vec<&Const> = code.consts.iter().collect();
    while let Some(value) = waiting.pop() {
        match value {
            Const::Code(inner) => {
                verify(inner, language)?;
                waiting.extend(&inner.consts);
            }
            Const::Tuple(items) | Const::FrozenSet(items) => waiting.extend(items.iter()),
            _ => {}
        }
    }
    Ok(())
}

fn wrong(instruction: &Instruction, what: &'static str) -> VerifyError {
    VerifyError::Instruction { offset: instruction.offset, op: instruction.op, what }
}

fn header(code: &Code) -> Result<(), VerifyError> {
    let star = |flag| u64::from(code.flags & flag != 0);
    let parameters =
        u64::from(code.argcount) + u64::from(code.kwonlyargcount) + star(CO_VARARGS) + star(CO_VARKEYWORDS);
    if code.nlocals as usize != code.varnames.len() {
        return Err(VerifyError::Code("the number of locals is not that of their names"));
    }
    if parameters > u64::from(code.nlocals) {
        return Err(VerifyError::Code("more parameters than locals"));
    }
    if code.code.is_empty() {
        return Err(VerifyError::Code("no instructions"));
    }
    // Code has to put on the stack, and take away again, what it needs room for.
    if code.stacksize as usize > 16 * code.code.len() + 64 {
        return Err(VerifyError::Code("more stack than the code can fill"));
    }
    Ok(())
}

/// What can be said of an instruction by itself.
fn operand(
    code: &Code,
    decoded: &[Instruction],
    index: &[Option<usize>],
    at: usize,
) -> Result<(), &'static str> {
    let instruction = &decoded[at];
    let arg = instruction.arg as usize;
    let in_range = |length: usize| if arg < length { Ok(()) } else { Err("index out of range") };
    match instruction.op.operand() {
        Operand::Const => in_range(code.consts.len())?,
        Operand::Name => in_range(code.names.len())?,
        Operand::Local => in_range(code.varnames.len())?,
        Operand::Free => in_range(code.cellvars.len() + code.freevars.len())?,
        Operand::Compare => in_range(CMP_OP.len() - 1)?,
        Operand::JumpAbs | Operand::JumpRel => {
            let target = instruction.target().and_then(|target| index.get(target).copied().flatten());
            match target.and_then(|target| decoded.get(target)) {
                None => return Err("jump to no instruction"),
                Some(target) if target.extended => return Err("jump behind EXTENDED_ARG"),
                Some(_) => {}
            }
        }
        Operand::No | Operand::Number => {}
    }
    match instruction.op {
        Op::StopCode => Err("not an instruction that runs"),
        Op::ExtendedArg => match decoded.get(at + 1) {
            Some(next) if next.op.has_argument() && next.op != Op::ExtendedArg => Ok(()),
            _ => Err("nothing to extend"),
        },
        Op::DupTopx if !matches!(arg, 2 | 3) => Err("invalid argument"),
        Op::BuildSlice if !matches!(arg, 2 | 3) => Err("invalid argument"),
        Op::RaiseVarargs if arg > 3 => Err("invalid argument"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8], stacksize: u32) -> Code {
        Code {
            argcount: 0,
            kwonlyargcount: 0,
            nlocals: 1,
            stacksize,
            flags: 0,
            code: bytes.to_vec(),
            consts: vec![Const::None],
            names: vec!["n".into()],
            varnames: vec!["x".into()],
            freevars: Vec::new(),
            cellvars: Vec::new(),
            filename: "f".into(),
            name: "f".into(),
            firstlineno: 1,
            lnotab: Vec::new(),
        }
    }

    fn refused(bytes: &[u8]) -> String {
        verify(&code(bytes, 10), Language::Py27).map(|_| ()).unwrap_err().to_string()
    }

    const LOAD_CONST: [u8; 3] = [100, 0, 0];

    #[test]
    fn sound_code_passes_and_is_described() {
        // while x: pass
        let bytes = [120, 10, 0, 124, 0, 0, 114, 12, 0, 113, 3, 0, 87, 100, 0, 0, 83];
        let verified = verify(&code(&bytes, 1), Language::Py27).unwrap();
        assert_eq!(verified.words, 1);
        let facts: Vec<_> = verified.facts.iter().flatten().map(|fact| (fact.depth, fact.blocks)).collect();
        assert_eq!(facts, [(0, 0), (0, 1), (1, 1), (0, 1), (0, 1), (0, 0), (1, 0)]);
    }

    #[test]
    fn what_the_loop_relies_on_is_checked() {
        assert_eq!(refused(&[]), "no instructions");
        assert_eq!(refused(&[7]), "unknown opcode 7 at 0");
        assert_eq!(refused(&[100, 0]), "the code ends within the instruction at 0");
        assert_eq!(refused(&LOAD_CONST), "LOAD_CONST at 0: control falls off the end");
        assert_eq!(refused(&[100, 1, 0, 83]), "LOAD_CONST at 0: index out of range");
        assert_eq!(refused(&[124, 1, 0, 83]), "LOAD_FAST at 0: index out of range");
        assert_eq!(refused(&[83]), "RETURN_VALUE at 0: the stack would be popped below the block");
        assert_eq!(refused(&[113, 1, 0]), "JUMP_ABSOLUTE at 0: jump to no instruction");
        assert_eq!(refused(&[145, 0, 0, 1, 83]), "EXTENDED_ARG at 0: nothing to extend");
        let behind = [113, 6, 0, 145, 0, 0, 100, 0, 0, 83];
        assert_eq!(refused(&behind), "JUMP_ABSOLUTE at 0: jump behind EXTENDED_ARG");
        assert_eq!(refused(&[80, 100, 0, 0, 83]), "BREAK_LOOP at 0: not in a loop");
        assert_eq!(refused(&[87, 100, 0, 0, 83]), "POP_BLOCK at 0: no block");
        assert_eq!(refused(&[100, 0, 0, 86, 83]), "YIELD_VALUE at 3: not in a generator");
        assert_eq!(refused(&[100, 0, 0, 132, 0, 0, 83]), "MAKE_FUNCTION at 3: not a code object");
        let deep = [&LOAD_CONST[..], &LOAD_CONST, &LOAD_CONST, &[83]].concat();
        let error = verify(&code(&deep, 2), Language::Py27).unwrap_err().to_string();
        assert_eq!(error, "LOAD_CONST at 6: the stack would be deeper than the code object says");
        // A loop that leaves something on the stack each time round.
        assert_eq!(
            refused(&[100, 0, 0, 113, 0, 0]),
            "JUMP_ABSOLUTE at 3: the ways that lead here leave different stacks"
        );
        // A value in the place of the reason that END_FINALLY wants.
        assert_eq!(
            refused(&[124, 0, 0, 88, 100, 0, 0, 83]),
            "END_FINALLY at 3: no reason for a finally body"
        );
        // A finally body that drops the reason.
        let dropped = [122, 4, 0, 87, 100, 0, 0, 1, 100, 0, 0, 83];
        assert!(refused(&dropped).contains("POP_TOP at 7"));
    }
}
