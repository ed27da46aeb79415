//! From AST to code object: symbol table, code generation, assembler, peephole optimiser.
//!
//! Invariants:
//! - [`compile`] gives what `compile()` of CPython 2.7.18 or 3.2.6 gives, byte for byte; the order in which
//!   constants and names are entered and blocks are made is therefore part of the meaning of this code.
//! - The stages run in CPython's order (Python/compile.c, `PyAST_Compile`): future statements, symbol table, code
//!   generation with an assembly at the end of each scope, in which the peephole optimiser has the last word.
//! - Nothing here knows of objects: constants are plain data, folded by `constants`.
//! - All stages recurse along the AST, whose depth is therefore limited by [`MAX_DEPTH`]. Callers provide a stack of 256 MB.

mod assemble;
mod codegen;
mod constants;
mod error;
mod future;
mod mangle;
mod peephole;
mod pool;
mod symtable;

use crate::bytecode::code::Code;
use crate::profile::Language;
use crate::syntax::ast;
pub use error::{ErrorKind, SyntaxError};
use std::rc::Rc;

/// Statements and expressions may nest so deep; deeper ones are refused as CPython's stack would refuse them.
pub const MAX_DEPTH: u32 = 20_000;

/// How a source is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    pub language: Language,
    /// `CO_FUTURE_*` bits that the code inherits from whoever called `compile()`.
    pub inherited: u32,
    /// The `-O` level: from 1 on no asserts and `__debug__` is false, from 2 on no docstrings.
    pub optimize: u8,
}

impl Options {
    /// No inherited future statements, no optimisation.
    pub fn new(language: Language) -> Options {
        Options { language, inherited: 0, optimize: 0 }
    }
}

/// A `SyntaxWarning`, which CPython would issue while it compiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub message: String,
    /// 1-based.
    pub line: u32,
}

/// A code object and what there was to warn about.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub code: Rc<Code>,
    pub warnings: Vec<Warning>,
}

/// Compiles a module, an interactive input or an expression.
///
/// # Errors
/// What CPython's compiler refuses, with its message and place.
pub fn compile(module: &ast::Mod, filename: &str, options: &Options) -> Result<Rc<Code>, SyntaxError> {
    compile_with_warnings(module, filename, options).map(|compiled| compiled.code)
}

/// As [`compile`], with the warnings that CPython would issue on the way.
///
/// # Errors
/// As [`compile`].
pub fn compile_with_warnings(
    module: &ast::Mod,
    filename: &str,
    options: &Options,
) -> Result<Compiled, SyntaxError> {
    let future = future::features(module, options.language)?;
    let mut warnings = Vec::new();
    let symtable = symtable::build(module, options.language, &mut warnings)?;
    let code = codegen::generate(module, filename, options, &future, symtable, &mut warnings)?;
    Ok(Compiled { code, warnings })
}
