//! Decoding of code strings.
//!
//! Invariant: an [`Instruction`] never reaches beyond the code; bytes that are no instruction come out as an error, and
//! nothing after it.

use super::opcode::{HAVE_ARGUMENT, Op, Operand};
use crate::profile::Language;

/// One instruction of a code string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction {
    pub offset: usize,
    pub op: Op,
    /// With the upper half that an `EXTENDED_ARG` before it gave; 0 if the opcode has none.
    pub arg: u32,
    /// An `EXTENDED_ARG` stands before it.
    pub extended: bool,
    /// The offset of the next instruction.
    pub next: usize,
}

impl Instruction {
    /// Where a jump goes, or the handler or end of block that a `SETUP_*` names.
    pub fn target(&self) -> Option<usize> {
        match self.op.operand() {
            Operand::JumpAbs => Some(self.arg as usize),
            Operand::JumpRel => self.next.checked_add(self.arg as usize),
            _ => None,
        }
    }
}

/// Why bytes are no instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The language has no opcode of that number.
    UnknownOpcode { offset: usize, number: u8 },
    /// The code ends within an argument.
    Truncated { offset: usize },
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DecodeError::UnknownOpcode { offset, number } => write!(f, "unknown opcode {number} at {offset}"),
            DecodeError::Truncated { offset } => {
                write!(f, "the code ends within the instruction at {offset}")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// The instructions of a code string, `EXTENDED_ARG` being one of its own.
#[derive(Clone, Debug)]
pub struct Instructions<'a> {
    code: &'a [u8],
    at: usize,
    upper: Option<u32>,
    language: Language,
}

/// Goes through a code string.
pub fn instructions(code: &[u8], language: Language) -> Instructions<'_> {
    Instructions { code, at: 0, upper: None, language }
}

impl Iterator for Instructions<'_> {
    type Item = Result<Instruction, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let offset = self.at;
        let number = *self.code.get(offset)?;
        let mut stop = |error| {
            self.at = self.code.len();
            Some(Err(error))
        };
        let Some(op) = Op::from_number(number, self.language) else {
            return stop(DecodeError::UnknownOpcode { offset, number });
        };
        let upper = self.upper.take();
        let mut arg = 0;
        let mut next = offset + 1;
        if number >= HAVE_ARGUMENT {
            let Some(&[low, high]) = self.code.get(offset + 1..offset + 3) else {
                return stop(DecodeError::Truncated { offset });
            };
            arg = u32::from(u16::from_le_bytes([low, high])) | upper.unwrap_or(0);
            next = offset + 3;
            if op == Op::ExtendedArg {
                self.upper = Some(arg << 16);
            }
        }
        self.at = next;
        Some(Ok(Instruction { offset, op, arg, extended: upper.is_some(), next }))
    }
}

/// The pairs (offset, line) at which a new line starts (`dis.findlinestarts`).
pub fn line_starts(firstlineno: u32, lnotab: &[u8]) -> Vec<(usize, u32)> {
    let mut starts = Vec::new();
    let (mut offset, mut line, mut last) = (0, firstlineno, None);
    for pair in lnotab.chunks_exact(2) {
        let [bytes, lines] = [pair[0], pair[1]];
        if bytes != 0 {
            if last != Some(line) {
                starts.push((offset, line));
                last = Some(line);
            }
            offset += usize::from(bytes);
        }
        line = line.wrapping_add(u32::from(lines));
    }
    if last != Some(line) {
        starts.push((offset, line));
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_extended_and_code_may_end_early() {
        let code = [145, 1, 0, 113, 2, 0, 1, 100, 0];
        let decoded: Vec<_> = instructions(&code, Language::Py27).collect();
        assert_eq!(decoded.len(), 4);
        let jump = decoded[1].unwrap();
        assert_eq!((jump.op, jump.arg, jump.target()), (Op::JumpAbsolute, 0x10002, Some(0x10002)));
        assert_eq!(decoded[2].unwrap().op, Op::PopTop);
        assert_eq!(decoded[3], Err(DecodeError::Truncated { offset: 7 }));
    }
}
