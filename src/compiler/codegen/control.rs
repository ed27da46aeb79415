//! Statements with blocks: `if`, loops, `try`, `with`.

use super::names::Access;
use super::{Compiler, FrameBlockKind};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{CMP_OP, Op};
use crate::compiler::error::Result;
use crate::profile::Language;
use crate::syntax::ast::{ExceptHandler, Expr, ExprKind, Ident, Number, Stmt, StrLit};
use num_traits::Zero;

/// `COMPARE_OP`'s argument for a match of exceptions.
const EXC_MATCH: usize = CMP_OP.len() - 2;

const CONTINUE_OUTSIDE: &str = "'continue' not properly in loop";
const CONTINUE_IN_FINALLY: &str = "'continue' not supported inside 'finally' clause";

impl Compiler<'_> {
    /// Whether a test's outcome is known while compiling (compile.c, `expr_constant`).
    fn constant_test(&self, test: &Expr) -> Option<bool> {
        let py32 = self.language == Language::Py32;
        match &test.kind {
            ExprKind::Num(number) => Some(match number {
                Number::Int(n) | Number::Long(n) => !n.is_zero(),
                Number::Float(x) | Number::Imag(x) => *x != 0.0,
            }),
            ExprKind::Str(StrLit::Text(text)) => Some(!text.is_empty()),
            ExprKind::Str(StrLit::Bytes(bytes)) if !py32 => Some(!bytes.is_empty()),
            ExprKind::Ellipsis if py32 => Some(true),
            ExprKind::Name { id, .. } => match &**id {
                "__debug__" => Some(self.optimize == 0),
                "True" if py32 => Some(true),
                "False" | "None" if py32 => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn if_else(&mut self, test: &Expr, body: &[Stmt], orelse: &[Stmt]) -> Result<()> {
        let end = self.new_block();
        match self.constant_test(test) {
            Some(true) => self.stmts(body)?,
            Some(false) => self.stmts(orelse)?,
            None => {
                let next = if orelse.is_empty() { end } else { self.new_block() };
                self.expr(test)?;
                self.jump(Op::PopJumpIfFalse, next);
                self.stmts(body)?;
                self.jump(Op::JumpForward, end);
                if !orelse.is_empty() {
                    self.use_next_block(next);
                    self.stmts(orelse)?;
                }
            }
        }
        self.use_next_block(end);
        Ok(())
    }

    pub(super) fn for_loop(
        &mut self,
        target: &Expr,
        iter: &Expr,
        body: &[Stmt],
        orelse: &[Stmt],
    ) -> Result<()> {
        let (start, cleanup, end) = (self.new_block(), self.new_block(), self.new_block());
        self.jump(Op::SetupLoop, end);
        self.push_frame_block(FrameBlockKind::Loop, start)?;
        self.expr(iter)?;
        self.op(Op::GetIter);
        self.use_next_block(start);
        self.jump(Op::ForIter, cleanup);
        self.expr(target)?;
        self.stmts(body)?;
        self.jump(Op::JumpAbsolute, start);
        self.use_next_block(cleanup);
        self.op(Op::PopBlock);
        self.pop_frame_block();
        self.stmts(orelse)?;
        self.use_next_block(end);
        Ok(())
    }

    pub(super) fn while_loop(&mut self, test: &Expr, body: &[Stmt], orelse: &[Stmt]) -> Result<()> {
        let constant = self.constant_test(test);
        if constant == Some(false) {
            return self.stmts(orelse);
        }
        let (start, end) = (self.new_block(), self.new_block());
        let anchor = if constant.is_none() { Some(self.new_block()) } else { None };
        self.jump(Op::SetupLoop, end);
        self.use_next_block(start);
        self.push_frame_block(FrameBlockKind::Loop, start)?;
        if let Some(anchor) = anchor {
            self.expr(test)?;
            self.jump(Op::PopJumpIfFalse, anchor);
        }
        self.stmts(body)?;
        self.jump(Op::JumpAbsolute, start);
        if let Some(anchor) = anchor {
            self.use_next_block(anchor);
        }
        // 2.7 leaves a POP_BLOCK behind an endless loop that nothing reaches.
        if anchor.is_some() || self.language == Language::Py27 {
            self.op(Op::PopBlock);
        }
        self.pop_frame_block();
        self.stmts(orelse)?;
        self.use_next_block(end);
        Ok(())
    }

    pub(super) fn break_loop(&mut self) -> Result<()> {
        if !self.unit.frame_blocks.iter().any(|block| block.kind == FrameBlockKind::Loop) {
            return self.error("'break' outside loop");
        }
        self.op(Op::BreakLoop);
        Ok(())
    }

    pub(super) fn continue_loop(&mut self) -> Result<()> {
        let mut innermost = true;
        for at in (0..self.unit.frame_blocks.len()).rev() {
            let block = self.unit.frame_blocks[at];
            match block.kind {
                FrameBlockKind::Loop => {
                    let op = if innermost { Op::JumpAbsolute } else { Op::ContinueLoop };
                    self.jump(op, block.block);
                    return Ok(());
                }
                FrameBlockKind::FinallyEnd => return self.error(CONTINUE_IN_FINALLY),
                FrameBlockKind::Except | FrameBlockKind::FinallyTry => innermost = false,
            }
        }
        self.error(CONTINUE_OUTSIDE)
    }

    pub(super) fn try_finally(&mut self, body: &[Stmt], finalbody: &[Stmt]) -> Result<()> {
        let (start, end) = (self.new_block(), self.new_block());
        self.jump(Op::SetupFinally, end);
        self.use_next_block(start);
        self.push_frame_block(FrameBlockKind::FinallyTry, start)?;
        self.stmts(body)?;
        self.op(Op::PopBlock);
        self.pop_frame_block();
        self.load_const(Const::None);
        self.use_next_block(end);
        self.push_frame_block(FrameBlockKind::FinallyEnd, end)?;
        self.stmts(finalbody)?;
        self.op(Op::EndFinally);
        self.pop_frame_block();
        Ok(())
    }

    pub(super) fn try_except(
        &mut self,
        body: &[Stmt],
        handlers: &[ExceptHandler],
        orelse: &[Stmt],
    ) -> Result<()> {
        let start = self.new_block();
        let mut except = self.new_block();
        let (otherwise, end) = (self.new_block(), self.new_block());
        self.jump(Op::SetupExcept, except);
        self.use_next_block(start);
        self.push_frame_block(FrameBlockKind::Except, start)?;
        self.stmts(body)?;
        self.op(Op::PopBlock);
        self.pop_frame_block();
        self.jump(Op::JumpForward, otherwise);
        self.use_next_block(except);
        for (at, handler) in handlers.iter().enumerate() {
            if handler.typ.is_none() && at + 1 < handlers.len() {
                return self.error("default 'except:' must be last");
            }
            self.start_line(handler.pos);
            except = self.new_block();
            if let Some(typ) = &handler.typ {
                self.op(Op::DupTop);
                self.expr(typ)?;
                self.op_arg(Op::CompareOp, EXC_MATCH);
                self.jump(Op::PopJumpIfFalse, except);
            }
            self.op(Op::PopTop);
            match self.language {
                Language::Py27 => self.handler_body_27(handler)?,
                Language::Py32 => self.handler_body_32(handler)?,
            }
            self.jump(Op::JumpForward, end);
            self.use_next_block(except);
        }
        self.op(Op::EndFinally);
        self.use_next_block(otherwise);
        self.stmts(orelse)?;
        self.use_next_block(end);
        Ok(())
    }

    fn handler_body_27(&mut self, handler: &ExceptHandler) -> Result<()> {
        match &handler.name {
            Some(target) => self.expr(target)?,
            None => self.op(Op::PopTop),
        }
        self.op(Op::PopTop);
        self.stmts(&handler.body)
    }

    fn handler_body_32(&mut self, handler: &ExceptHandler) -> Result<()> {
        match handler.name.as_ref().map(|name| &name.kind) {
            Some(ExprKind::Name { id, .. }) => self.named_handler_body(id, &handler.body),
            _ => {
                let start = self.new_block();
                self.op(Op::PopTop);
                self.op(Op::PopTop);
                self.use_next_block(start);
                self.push_frame_block(FrameBlockKind::FinallyTry, start)?;
                self.stmts(&handler.body)?;
                self.op(Op::PopExcept);
                self.pop_frame_block();
                Ok(())
            }
        }
    }

    /// 3.2: `except E as name` deletes the name in the end, come what may.
    fn named_handler_body(&mut self, name: &Ident, body: &[Stmt]) -> Result<()> {
        let (end, start) = (self.new_block(), self.new_block());
        self.name_op(name, Access::Store)?;
        self.op(Op::PopTop);
        self.jump(Op::SetupFinally, end);
        self.use_next_block(start);
        self.push_frame_block(FrameBlockKind::FinallyTry, start)?;
        self.stmts(body)?;
        self.op(Op::PopBlock);
        self.op(Op::PopExcept);
        self.pop_frame_block();
        self.load_const(Const::None);
        self.use_next_block(end);
        self.push_frame_block(FrameBlockKind::FinallyEnd, end)?;
        self.load_const(Const::None);
        self.name_op(name, Access::Store)?;
        self.name_op(name, Access::Delete)?;
        self.op(Op::EndFinally);
        self.pop_frame_block();
        Ok(())
    }

    pub(super) fn with(&mut self, context: &Expr, vars: Option<&Expr>, body: &[Stmt]) -> Result<()> {
        let (start, finally) = (self.new_block(), self.new_block());
        self.expr(context)?;
        self.jump(Op::SetupWith, finally);
        self.use_next_block(start);
        self.push_frame_block(FrameBlockKind::FinallyTry, start)?;
        match vars {
            Some(vars) => self.expr(vars)?,
            None => self.op(Op::PopTop),
        }
        self.stmts(body)?;
        self.op(Op::PopBlock);
        self.pop_frame_block();
        self.load_const(Const::None);
        self.use_next_block(finally);
        self.push_frame_block(FrameBlockKind::FinallyEnd, finally)?;
        self.op(Op::WithCleanup);
        self.op(Op::EndFinally);
        self.pop_frame_block();
        Ok(())
    }
}
