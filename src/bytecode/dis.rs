//! The disassembler: what `dis.dis` of each language prints for a code object (Lib/dis.py).
//!
//! The one difference: a nested code object's address reads `0x...`.

use super::code::{Code, Const};
use super::instructions::{Instruction, instructions, line_starts};
use super::opcode::{CMP_OP, Operand};
use super::repr;
use crate::profile::Language;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// The listing of one code object; `lasti` is the offset that `-->` marks, if there is one.
///
/// Bytes that are no instruction end the listing with a line that says so.
pub fn disassemble(code: &Code, lasti: Option<usize>, language: Language) -> String {
    let lines: HashMap<usize, u32> = line_starts(code.firstlineno, &code.lnotab).into_iter().collect();
    let labels = labels(code, language);
    let mut out = String::new();
    for instruction in instructions(&code.code, language) {
        let instruction = match instruction {
            Ok(instruction) => instruction,
            Err(error) => {
                out.push_str(&format!("{error}\n"));
                break;
            }
        };
        let offset = instruction.offset;
        let mut columns = Vec::new();
        match lines.get(&offset) {
            Some(line) => {
                if offset > 0 {
                    out.push('\n');
                }
                columns.push(format!("{line:3}"));
            }
            None => columns.push("   ".into()),
        }
        columns.push(if lasti == Some(offset) { "-->" } else { "   " }.into());
        columns.push(if labels.contains(&offset) { ">>" } else { "  " }.into());
        columns.push(format!("{offset:>4}"));
        columns.push(format!("{:<20}", instruction.op.name()));
        if instruction.op.has_argument() {
            columns.push(format!("{:>5}", number(&instruction, instruction.arg as usize, language)));
            columns.extend(annotation(code, &instruction, language).map(|text| format!("({text})")));
        }
        out.push_str(&columns.join(" "));
        // 3.2 prints a blank behind each column, 2.7 between them.
        out.push_str(match language {
            Language::Py27 => "\n",
            Language::Py32 => " \n",
        });
    }
    out
}

/// The listing of a code object and of all those inside it, each under a heading with its path.
pub fn disassemble_all(code: &Code, language: Language) -> String {
    let mut out = disassemble(code, None, language);
    nested(code, "", language, &mut out);
    out
}

fn nested(code: &Code, path: &str, language: Language, out: &mut String) {
    for value in &code.consts {
        if let Const::Code(inner) = value {
            let path =
                if path.is_empty() { inner.name.to_string() } else { format!("{path}.{}", inner.name) };
            // Writing into a string cannot fail.
            let _ = writeln!(out, "\nDisassembly of {path}:");
            out.push_str(&disassemble(inner, None, language));
            nested(inner, &path, language, out);
        }
    }
}

/// 2.7's `dis` reckons with a long once there was an `EXTENDED_ARG`, and shows it.
fn number(instruction: &Instruction, value: usize, language: Language) -> String {
    let long = instruction.extended && language == Language::Py27;
    format!("{value}{}", if long { "L" } else { "" })
}

/// The offsets that are jumped to, as `dis.findlabels` finds them: it overlooks `EXTENDED_ARG`.
fn labels(code: &Code, language: Language) -> HashSet<usize> {
    let instructions = instructions(&code.code, language).flatten();
    instructions
        .filter_map(|mut instruction| {
            instruction.arg &= 0xffff;
            instruction.target()
        })
        .collect()
}

/// What stands in brackets behind an argument; none if there is nothing, or it is out of range.
pub fn annotation(code: &Code, instruction: &Instruction, language: Language) -> Option<String> {
    let arg = instruction.arg as usize;
    match instruction.op.operand() {
        Operand::Const => code.consts.get(arg).map(|value| repr::repr(value, language)),
        Operand::Name => code.names.get(arg).map(|name| name.to_string()),
        Operand::JumpRel => {
            instruction.target().map(|target| format!("to {}", number(instruction, target, language)))
        }
        Operand::Local => code.varnames.get(arg).map(|name| name.to_string()),
        Operand::Compare => CMP_OP.get(arg).map(|name| name.to_string()),
        Operand::Free => code.cellvars.iter().chain(&code.freevars).nth(arg).map(|name| name.to_string()),
        Operand::No | Operand::Number | Operand::JumpAbs => None,
    }
}
