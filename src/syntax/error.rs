//! Syntax errors as `err_input` (pythonrun.c) and `ast_error` (ast.c) make them.
//!
//! Invariant: the words, the line, the offset and the text are those of the real interpreter of that language.

use std::fmt;

/// Which exception the error is raised as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError` (3.2)
    Tab,
    /// `MemoryError`: the source is nested too deeply; the message is what CPython writes to stderr.
    Memory,
    /// `ValueError`, with the message only: a bad `\x` in a 2.7 byte string.
    Value,
    /// `SystemError`, with the message only: from 3.2's compiler.
    System,
    /// `RuntimeError`, with the message only: the tree is too deep for the compiler.
    Runtime,
}

impl ErrorKind {
    /// The exception's name.
    pub fn exception(self) -> &'static str {
        match self {
            ErrorKind::Syntax => "SyntaxError",
            ErrorKind::Indentation => "IndentationError",
            ErrorKind::Tab => "TabError",
            ErrorKind::Memory => "MemoryError",
            ErrorKind::Value => "ValueError",
            ErrorKind::System => "SystemError",
            ErrorKind::Runtime => "RuntimeError",
        }
    }
}

/// Why a source is not a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub kind: ErrorKind,
    pub msg: String,
    pub filename: String,
    /// 1-based; 0 when there is none.
    pub lineno: u32,
    /// What the exception's `offset` is: 1-based and in bytes as a rule, 0-based from `ast.c` under 3.2.
    pub offset: Option<u32>,
    /// The source line or lines, newline included.
    pub text: Option<String>,
    /// More input could make it right: the error is at the end of the source.
    pub incomplete: bool,
}

/// The error as the interpreter shows it on stderr when nothing can run: file, line, text, caret, message.
pub fn report(error: &SyntaxError) -> String {
    let mut out = String::new();
    if error.lineno > 0 {
        out += &format!("  File \"{}\", line {}\n", error.filename, error.lineno);
        if let Some(text) = &error.text {
            let text = text.trim_end_matches('\n');
            let blanks = text.len() - text.trim_start().len();
            out += &format!("    {}\n", text.trim_start());
            if let Some(offset) = error.offset {
                let column = (offset as usize).saturating_sub(1 + blanks);
                out += &format!("    {}^\n", " ".repeat(column));
            }
        }
    }
    out + &format!("{}: {}\n", error.kind.exception(), error.msg)
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, line {})", self.msg, self.filename, self.lineno)
    }
}

impl std::error::Error for SyntaxError {}
