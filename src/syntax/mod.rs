//! From text to AST: lexer, indentation layer, grammar, syntax errors.
//!
//! Invariant: nothing here knows of objects or of bytecode.
//!
//! The way of a source: `source` decodes it, `lexer` cuts it into raw tokens, `layout` makes lines and blocks of
//! them, `grammar/python.lalrpop` puts them together and calls `build*` for every node, which call `literal` for
//! constants and `context` for targets.

pub mod ast;
mod build;
mod build_call;
mod build_stmt;
mod context;
pub mod error;
mod layout;
mod lexer;
mod literal;
mod nesting;
mod parse;
mod source;
#[cfg(test)]
mod tests;
mod token;

pub use error::{ErrorKind, SyntaxError};
pub use parse::{MAX_DEPTH, Mode, Options, parse};
pub use source::{Source, program_text};
