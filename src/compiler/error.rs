//! What the compiler refuses, made into the one kind of error that the parser gives, too.

use crate::profile::Language;
use crate::syntax::ast::Pos;
use crate::syntax::{ErrorKind, SyntaxError};

pub(super) type Result<T> = std::result::Result<T, Box<SyntaxError>>;

fn error(kind: ErrorKind, msg: String, lineno: u32, offset: Option<u32>) -> Box<SyntaxError> {
    // `compile` knows the file's name.
    let filename = String::new();
    Box::new(SyntaxError { kind, msg, filename, lineno, offset, text: None, incomplete: false })
}

/// An error that the symbol table or the future statements find: CPython tells the line only.
pub(super) fn on_line(message: impl Into<String>, pos: Pos) -> Box<SyntaxError> {
    error(ErrorKind::Syntax, message.into(), pos.line, None)
}

/// An error that the code generator finds; 2.7's knows lines only.
pub(super) fn at(message: impl Into<String>, pos: Pos, language: Language) -> Box<SyntaxError> {
    let offset = match language {
        Language::Py27 => None,
        Language::Py32 => Some(pos.col),
    };
    error(ErrorKind::Syntax, message.into(), pos.line, offset)
}

/// An error for which CPython gives no place.
pub(super) fn nowhere(kind: ErrorKind, message: impl Into<String>) -> Box<SyntaxError> {
    error(kind, message.into(), 0, None)
}

/// The AST nests too deep.
pub(super) fn too_deep() -> Box<SyntaxError> {
    nowhere(ErrorKind::Runtime, "maximum recursion depth exceeded during compilation")
}
