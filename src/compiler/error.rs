//! What the compiler refuses, as values.

use crate::profile::Language;
use crate::syntax::ast::Pos;

/// The exception that CPython raises for the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    Syntax,
    /// 3.2 raises it for too many nested blocks.
    System,
    /// The AST is too deep to be compiled.
    Runtime,
}

/// An error in a source that was parsed but cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub kind: ErrorKind,
    /// CPython's words.
    pub message: String,
    /// 1-based; some errors have none in CPython.
    pub line: Option<u32>,
    /// What CPython puts into `offset`: nothing in 2.7, the 0-based column in 3.2.
    pub offset: Option<u32>,
}

pub(super) type Result<T> = std::result::Result<T, SyntaxError>;

impl SyntaxError {
    /// An error that the symbol table or the future statements find: CPython tells the line only.
    pub(super) fn on_line(message: impl Into<String>, pos: Pos) -> SyntaxError {
        SyntaxError { kind: ErrorKind::Syntax, message: message.into(), line: Some(pos.line), offset: None }
    }

    /// An error that the code generator finds; 2.7's knows lines only.
    pub(super) fn at(message: impl Into<String>, pos: Pos, language: Language) -> SyntaxError {
        let offset = match language {
            Language::Py27 => None,
            Language::Py32 => Some(pos.col),
        };
        SyntaxError { kind: ErrorKind::Syntax, message: message.into(), line: Some(pos.line), offset }
    }

    /// An error for which CPython gives no place.
    pub(super) fn nowhere(kind: ErrorKind, message: impl Into<String>) -> SyntaxError {
        SyntaxError { kind, message: message.into(), line: None, offset: None }
    }

    /// The AST nests too deep.
    pub(super) fn too_deep() -> SyntaxError {
        SyntaxError::nowhere(ErrorKind::Runtime, "maximum recursion depth exceeded during compilation")
    }
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}
