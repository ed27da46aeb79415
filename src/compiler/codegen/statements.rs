//! Statements, apart from those with blocks (`control`), definitions (`functions`) and imports.

use super::Compiler;
use super::names::Access;
use crate::bytecode::code::Const;
use crate::bytecode::opcode::Op;
use crate::compiler::Warning;
use crate::compiler::error::Result;
use crate::profile::Language;
use crate::syntax::ast::{Expr, ExprKind, Stmt, StmtKind, StrLit};

impl Compiler<'_> {
    pub(super) fn stmts(&mut self, body: &[Stmt]) -> Result<()> {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// The body of a module or a class, whose docstring becomes `__doc__`.
    pub(super) fn body(&mut self, body: &[Stmt]) -> Result<()> {
        let mut rest = body;
        if let Some((first, others)) = body.split_first()
            && let Some(docstring) = self.docstring(first)
            && self.optimize < 2
        {
            self.expr(docstring)?;
            self.name_op(&"__doc__".into(), Access::Store)?;
            rest = others;
        }
        self.stmts(rest)
    }

    /// The string of a statement that is nothing but a `str` (in 2.7: or `unicode`) literal.
    pub(super) fn docstring<'e>(&self, stmt: &'e Stmt) -> Option<&'e Expr> {
        match &stmt.kind {
            StmtKind::Expr(expr) if self.is_str(expr) => Some(expr),
            _ => None,
        }
    }

    /// CPython's `Str` node; 3.2 has a `Bytes` node beside it, which is treated less well.
    pub(super) fn is_str(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Str(StrLit::Text(_)) => true,
            ExprKind::Str(StrLit::Bytes(_)) => self.language == Language::Py27,
            _ => false,
        }
    }

    pub(super) fn stmt(&mut self, stmt: &Stmt) -> Result<()> {
        self.descend()?;
        self.start_line(stmt.pos);
        match &stmt.kind {
            StmtKind::FunctionDef { name, args, body, decorators, returns } => {
                self.function(stmt, name, args, body, decorators, returns.as_ref())?;
            }
            StmtKind::ClassDef(class) => self.class(stmt, class)?,
            StmtKind::Return(value) => {
                if !self.in_function() {
                    return self.error("'return' outside function");
                }
                self.expr_or_none(value.as_ref())?;
                self.op(Op::ReturnValue);
            }
            StmtKind::Delete(targets) => self.exprs(targets)?,
            StmtKind::Assign { targets, value } => {
                self.expr(value)?;
                for (at, target) in targets.iter().enumerate() {
                    if at + 1 < targets.len() {
                        self.op(Op::DupTop);
                    }
                    self.expr(target)?;
                }
            }
            StmtKind::AugAssign { target, op, value } => self.augmented_assignment(target, *op, value)?,
            StmtKind::Print { dest, values, nl } => self.print(dest.as_ref(), values, *nl)?,
            StmtKind::For { target, iter, body, orelse } => self.for_loop(target, iter, body, orelse)?,
            StmtKind::While { test, body, orelse } => self.while_loop(test, body, orelse)?,
            StmtKind::If { test, body, orelse } => self.if_else(test, body, orelse)?,
            StmtKind::With { context, vars, body } => self.with(context, vars.as_ref(), body)?,
            StmtKind::Raise { exc, inst, tback, cause } => {
                let parts = [exc, inst, tback, cause];
                self.exprs(parts.into_iter().flatten())?;
                self.op_arg(Op::RaiseVarargs, parts.into_iter().flatten().count());
            }
            StmtKind::TryExcept { body, handlers, orelse } => self.try_except(body, handlers, orelse)?,
            StmtKind::TryFinally { body, finalbody } => self.try_finally(body, finalbody)?,
            StmtKind::Assert { test, msg } => self.assert(test, msg.as_ref())?,
            StmtKind::Import(names) => self.import(names)?,
            StmtKind::ImportFrom { module, names, level } => {
                self.import_from(module.as_ref(), names, *level, stmt.pos)?;
            }
            StmtKind::Exec { body, globals, locals } => {
                self.expr(body)?;
                self.expr_or_none(globals.as_ref())?;
                match locals {
                    Some(locals) => self.expr(locals)?,
                    None => self.op(Op::DupTop),
                }
                self.op(Op::ExecStmt);
            }
            StmtKind::Expr(value) => self.expression_statement(value)?,
            StmtKind::Global(_) | StmtKind::Nonlocal(_) | StmtKind::Pass => {}
            StmtKind::Break => self.break_loop()?,
            StmtKind::Continue => self.continue_loop()?,
        }
        self.ascend();
        Ok(())
    }

    pub(super) fn expr_or_none(&mut self, value: Option<&Expr>) -> Result<()> {
        match value {
            Some(value) => self.expr(value),
            None => {
                self.load_const(Const::None);
                Ok(())
            }
        }
    }

    fn expression_statement(&mut self, value: &Expr) -> Result<()> {
        if self.interactive && self.outer.is_empty() {
            self.expr(value)?;
            self.op(Op::PrintExpr);
        } else if !self.is_str(value) && !matches!(value.kind, ExprKind::Num(_)) {
            self.expr(value)?;
            self.op(Op::PopTop);
        }
        Ok(())
    }

    /// 2.7's `print` statement.
    fn print(&mut self, dest: Option<&Expr>, values: &[Expr], nl: bool) -> Result<()> {
        self.exprs(dest)?;
        for value in values {
            if dest.is_some() {
                self.op(Op::DupTop);
                self.expr(value)?;
                self.op(Op::RotTwo);
                self.op(Op::PrintItemTo);
            } else {
                self.expr(value)?;
                self.op(Op::PrintItem);
            }
        }
        match (nl, dest) {
            (true, Some(_)) => self.op(Op::PrintNewlineTo),
            (true, None) => self.op(Op::PrintNewline),
            (false, Some(_)) => self.op(Op::PopTop),
            (false, None) => {}
        }
        Ok(())
    }

    fn assert(&mut self, test: &Expr, msg: Option<&Expr>) -> Result<()> {
        if self.optimize > 0 {
            return Ok(());
        }
        if matches!(&test.kind, ExprKind::Tuple { elts, .. } if !elts.is_empty()) {
            let message = "assertion is always true, perhaps remove parentheses?".into();
            self.warnings.push(Warning { message, line: self.unit.pos.line });
        }
        self.expr(test)?;
        let end = self.new_block();
        self.jump(Op::PopJumpIfTrue, end);
        self.op_raw_name(Op::LoadGlobal, &"AssertionError".into());
        if let Some(msg) = msg {
            self.expr(msg)?;
            self.op_arg(Op::CallFunction, 1);
        }
        self.op_arg(Op::RaiseVarargs, 1);
        self.use_next_block(end);
        Ok(())
    }
}
