//! `from __future__ import ...` at the beginning of a file (Python/future.c).

use super::error::{self, Result};
use crate::bytecode::code::{
    CO_FUTURE_ABSOLUTE_IMPORT, CO_FUTURE_BARRY_AS_BDFL, CO_FUTURE_DIVISION, CO_FUTURE_PRINT_FUNCTION,
    CO_FUTURE_UNICODE_LITERALS, CO_FUTURE_WITH_STATEMENT,
};
use crate::profile::Language;
use crate::syntax::ast::{Alias, ExprKind, Mod, Pos, Stmt, StmtKind, StrLit};

pub(super) const LATE: &str = "from __future__ imports must occur at the beginning of the file";

/// What the future statements of a module switch on.
pub(super) struct Future {
    /// `CO_FUTURE_*` bits.
    pub(super) features: u32,
    /// The line of the last one; 0 if there is none.
    pub(super) line: u32,
}

/// Finds the future statements that stand where they may.
///
/// # Errors
/// An unknown feature, or a future statement behind others on the same line.
pub(super) fn features(module: &Mod, language: Language) -> Result<Future> {
    let mut future = Future { features: 0, line: 0 };
    let (Mod::Module(body) | Mod::Interactive(body)) = module else { return Ok(future) };
    let (mut docstring, mut done, mut line) = (false, false, 0);
    for stmt in body {
        if done && stmt.pos.line > line {
            break;
        }
        line = stmt.pos.line;
        match &stmt.kind {
            StmtKind::ImportFrom { module: Some(module), names, .. } if &**module == "__future__" => {
                if done {
                    return Err(error::on_line(LATE, stmt.pos));
                }
                for name in names {
                    future.features |= feature(name, stmt.pos, language)?;
                }
                future.line = stmt.pos.line;
            }
            _ if !docstring && is_string(stmt, language) => docstring = true,
            _ => done = true,
        }
    }
    Ok(future)
}

fn is_string(stmt: &Stmt, language: Language) -> bool {
    match &stmt.kind {
        StmtKind::Expr(expr) => match &expr.kind {
            ExprKind::Str(StrLit::Text(_)) => true,
            ExprKind::Str(StrLit::Bytes(_)) => language == Language::Py27,
            _ => false,
        },
        _ => false,
    }
}

/// The bit of one feature; in 3.2 those of 2.7 are there anyway.
fn feature(name: &Alias, pos: Pos, language: Language) -> Result<u32> {
    let py27 = |bit| if language == Language::Py27 { bit } else { 0 };
    match &*name.name {
        "nested_scopes" | "generators" => Ok(0),
        "division" => Ok(py27(CO_FUTURE_DIVISION)),
        "absolute_import" => Ok(py27(CO_FUTURE_ABSOLUTE_IMPORT)),
        "with_statement" => Ok(py27(CO_FUTURE_WITH_STATEMENT)),
        "print_function" => Ok(py27(CO_FUTURE_PRINT_FUNCTION)),
        "unicode_literals" => Ok(py27(CO_FUTURE_UNICODE_LITERALS)),
        "barry_as_FLUFL" if language == Language::Py32 => Ok(CO_FUTURE_BARRY_AS_BDFL),
        "braces" => Err(error::on_line("not a chance", pos)),
        other => Err(error::on_line(format!("future feature {other} is not defined"), pos)),
    }
}
