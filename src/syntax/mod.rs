//! From text to AST: lexer, indentation layer, grammar, syntax errors.
//!
//! Invariant: nothing here knows of objects or of bytecode.

pub mod ast;
