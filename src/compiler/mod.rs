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

use crate::bytecode::code::{
    CO_FUTURE_BARRY_AS_BDFL, CO_FUTURE_PRINT_FUNCTION, CO_FUTURE_UNICODE_LITERALS, Code,
};
use crate::bytecode::json;
use crate::profile::Language;
use crate::syntax::{self, Mode, Source, SyntaxError, ast};
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
/// What CPython's compiler refuses, with its message and place; the source line is for the caller to add, who has it.
pub fn compile(module: &ast::Mod, filename: &str, options: &Options) -> Result<Rc<Code>, Box<SyntaxError>> {
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
) -> Result<Compiled, Box<SyntaxError>> {
    let mut warnings = Vec::new();
    let code = stages(module, filename, options, &mut warnings).map_err(|mut error| {
        error.filename = filename.into();
        error
    })?;
    Ok(Compiled { code, warnings })
}

fn stages(
    module: &ast::Mod,
    filename: &str,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> error::Result<Rc<Code>> {
    let future = future::features(module, options.language)?;
    let symtable = symtable::build(module, options.language, warnings)?;
    codegen::generate(module, filename, options, &future, symtable, warnings)
}

/// Parses and compiles a source, as the built-in `compile()` does.
///
/// # Errors
/// What the parser or the compiler refuses, with the source line where CPython shows it.
pub fn compile_source(
    source: Source<'_>,
    filename: &str,
    mode: Mode,
    options: &Options,
) -> Result<Compiled, Box<SyntaxError>> {
    let inherits = |flag| options.inherited & flag != 0;
    let parsing = syntax::Options {
        print_function: inherits(CO_FUTURE_PRINT_FUNCTION),
        unicode_literals: inherits(CO_FUTURE_UNICODE_LITERALS),
        barry_as_flufl: inherits(CO_FUTURE_BARRY_AS_BDFL),
        ..syntax::Options::new(options.language)
    };
    let tree = syntax::parse(source, filename, mode, parsing)?;
    compile_with_warnings(&tree, filename, options).map_err(|mut error| {
        if error.lineno > 0 {
            error.text = syntax::program_text(source, error.lineno, options.language);
        }
        error
    })
}

/// The code objects of a source in the form that dumps are compared in (`bytecode::json`): a line each, or one
/// line with the exception's name. Line ends are universal, and the last line need not be closed.
pub fn dump_json(source: &[u8], filename: &str, language: Language) -> String {
    let mut text = Vec::with_capacity(source.len() + 1);
    for line in source.split_inclusive(|&byte| byte == b'\n') {
        text.extend_from_slice(line.strip_suffix(b"\r\n").unwrap_or(line));
        if line.ends_with(b"\r\n") {
            text.push(b'\n');
        }
    }
    text.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
    text.push(b'\n');
    match compile_source(Source::Bytes(&text), filename, Mode::Exec, &Options::new(language)) {
        Ok(compiled) => json::dump(&compiled.code, filename, language),
        Err(error) => json::dump_error(filename, error.kind.exception()),
    }
}
