//! From source to a code object: parser and compiler on a stack that is big enough, errors as exceptions.

use super::codeobj;
use crate::compiler;
use crate::objects::errors::{PyResult, Raised, raise, raise_value};
use crate::objects::exceptions as exc;
use crate::objects::str::{new_bytes, new_str};
use crate::objects::tuple::new_tuple;
use crate::objects::word::Value;
use crate::objects::{alloc, lang, recursion};
use crate::platform::thread::on_big_stack;
use crate::syntax::{ErrorKind, Mode, Source, SyntaxError};

/// How `compile()` was asked to compile.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    pub mode: Mode,
    /// `CO_FUTURE_*` bits inherited from the caller or given.
    pub future: u32,
    pub optimize: u8,
}

impl Request {
    pub fn new(mode: Mode) -> Request {
        Request { mode, future: 0, optimize: 0 }
    }
}

/// How much memory a byte of source may take: a list display of small numbers, the worst, takes about a hundred times itself.
const BYTES_PER_BYTE: usize = 128;

/// How much of the stack parser and compiler may take for a byte of source: each level of the tree is a byte of the text at
/// least. Where the caller's stack has as much, as for what `exec` and `eval` are mostly given, it needs no other.
const STACK_PER_BYTE: usize = 8 << 10;
/// And for a text of any length.
const STACK_FOR_ANY: usize = 256 << 10;

/// Compiles a source to a code object. Errors: SyntaxError and what else `compile()` raises.
pub fn compile(source: Source<'_>, filename: &str, request: Request) -> PyResult {
    // Tokens, tree and code of a text take far more than itself; a text that is too large is found to be so before they are made.
    alloc::ensure(source.len().saturating_mul(BYTES_PER_BYTE))?;
    let options = compiler::Options {
        language: lang::language(),
        inherited: request.future,
        optimize: request.optimize,
    };
    let length = source.len();
    let work = || compiler::compile_source(source, filename, request.mode, &options);
    let enough = STACK_FOR_ANY + length.saturating_mul(STACK_PER_BYTE);
    match if recursion::stack_left() >= enough { work() } else { on_big_stack(work) } {
        Ok(compiled) => {
            for warning in &compiled.warnings {
                super::door::warn_explicit(exc::SYNTAX_WARNING, &warning.message, filename, warning.line)?;
            }
            Ok(codeobj::load(compiled.code))
        }
        Err(error) => Err(raise_syntax_error(&error)),
    }
}

/// A line of a source, counted from 1, without the blanks before it.
pub fn line_of(source: &[u8], line: u32) -> Option<String> {
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    let text = source.split_inclusive(|&byte| byte == b'\n').nth(index)?;
    let text = String::from_utf8_lossy(text);
    Some(text.trim_start_matches([' ', '\t', '\x0c']).to_owned())
}

/// SyntaxError(msg, (filename, lineno, offset, text)), or the other exception that the error stands for.
pub fn raise_syntax_error(error: &SyntaxError) -> Raised {
    let ty = match error.kind {
        // The compiler did not tell where.
        ErrorKind::Syntax if error.lineno == 0 && error.offset.is_none() => {
            return raise(exc::SYNTAX_ERROR, &error.msg);
        }
        ErrorKind::Syntax => exc::SYNTAX_ERROR,
        ErrorKind::Indentation => exc::INDENTATION_ERROR,
        ErrorKind::Tab => exc::TAB_ERROR,
        ErrorKind::Memory => {
            // The parser of CPython says so on the C level's stderr.
            let message = format!("{}\n", error.msg);
            let _ = crate::platform::fd::write(2, message.as_bytes());
            return crate::objects::errors::raise_none(exc::MEMORY_ERROR);
        }
        ErrorKind::System => return raise(exc::SYSTEM_ERROR, &error.msg),
        ErrorKind::Runtime => return raise(exc::RUNTIME_ERROR, &error.msg),
        ErrorKind::Value => return raise(exc::VALUE_ERROR, &error.msg),
    };
    let offset = error.offset.map_or(Value::none(), |offset| Value::int(offset.into()));
    let text = error
        .text
        .as_ref()
        .map_or(Value::none(), |text| if lang::is_27() { new_bytes(text.as_bytes()) } else { new_str(text) });
    let place = new_tuple(vec![new_str(&error.filename), Value::int(error.lineno.into()), offset, text]);
    raise_value(ty, new_tuple(vec![new_str(&error.msg), place]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compiler::Options;
    use crate::profile::Language;

    /// Half of what is counted on does for the deepest trees a short text can have.
    #[test]
    fn a_short_source_needs_no_stack_of_its_own() {
        let chains = [
            ("", "-", "a", ""),
            ("", "~", "a", ""),
            ("", "not ", "a", ""),
            ("", "(", "a", ")"),
            ("", "[", "a", "]"),
            ("", "{", "a", "}"),
            ("", "lambda:", "a", ""),
            ("", "a**", "a", ""),
            ("", "a if b else ", "a", ""),
            ("a", "+a", "", ""),
            ("a", ".a", "", ""),
            ("a", "()", "", ""),
            ("a", "[0]", "", ""),
            ("a", ",a", "", ""),
            ("if a:\n b\n", "elif a:\n b\n", "", ""),
        ];
        for (first, open, middle, close) in chains {
            // Parentheses end at a hundred.
            for levels in [1, 10, 90, 400, 1400] {
                let source = format!("{first}{}{middle}{}", open.repeat(levels), close.repeat(levels));
                let room = (STACK_FOR_ANY + source.len() * STACK_PER_BYTE) / 2;
                let done = std::thread::Builder::new().stack_size(room).spawn(move || {
                    for language in [Language::Py27, Language::Py32] {
                        let source = Source::Bytes(source.as_bytes());
                        // What is refused has been looked at, too.
                        let _ = compiler::compile_source(source, "x.py", Mode::Exec, &Options::new(language));
                    }
                });
                assert!(done.unwrap().join().is_ok());
            }
        }
    }
}
