//! Comprehensions and generator expressions.
//!
//! All but 2.7's list comprehension run in a function of their own, which is called at once with the
//! outermost iterator as its argument `.0`. No `break` or `continue` can get in, so there is no loop block.

use super::Compiler;
use crate::bytecode::opcode::Op;
use crate::compiler::error::Result;
use crate::compiler::symtable::Key;
use crate::profile::Language;
use crate::syntax::ast::{Comprehension, Expr, ExprKind};

/// What the innermost loop does with each element.
#[derive(Clone, Copy)]
enum Element<'e> {
    Yield(&'e Expr),
    Append(&'e Expr),
    Add(&'e Expr),
    Map(&'e Expr, &'e Expr),
}

impl Compiler<'_> {
    pub(super) fn comprehension(&mut self, expr: &Expr) -> Result<()> {
        let (name, build, generators, element) = match &expr.kind {
            ExprKind::ListComp { elt, generators } => {
                ("<listcomp>", Some(Op::BuildList), generators, Element::Append(elt))
            }
            ExprKind::SetComp { elt, generators } => {
                ("<setcomp>", Some(Op::BuildSet), generators, Element::Add(elt))
            }
            ExprKind::DictComp { key, value, generators } => {
                ("<dictcomp>", Some(Op::BuildMap), generators, Element::Map(key, value))
            }
            ExprKind::GeneratorExp { elt, generators } => {
                ("<genexpr>", None, generators, Element::Yield(elt))
            }
            _ => return Ok(()),
        };
        let Some(outermost) = generators.first() else { return Ok(()) };
        if self.language == Language::Py27 && matches!(element, Element::Append(_)) {
            self.op_arg(Op::BuildList, 0);
            return self.generators(generators, 0, element, true);
        }
        self.enter_scope(name.into(), Key::Expr(expr), expr.pos.line);
        if let Some(build) = build {
            self.op_arg(build, 0);
        }
        self.unit.argcount = 1;
        self.generators(generators, 0, element, false)?;
        if build.is_some() {
            self.op(Op::ReturnValue);
        }
        let code = self.exit_scope();
        self.make_closure(code, 0);
        self.expr(&outermost.iter)?;
        self.op(Op::GetIter);
        self.op_arg(Op::CallFunction, 1);
        Ok(())
    }

    /// The loop over `generators[at]` and those inside it; `inline`: in the scope of the comprehension itself.
    fn generators(
        &mut self,
        generators: &[Comprehension],
        at: usize,
        element: Element<'_>,
        inline: bool,
    ) -> Result<()> {
        let Some(generator) = generators.get(at) else { return Ok(()) };
        self.descend()?;
        let (start, skip) = (self.new_block(), self.new_block());
        let (cleanup, anchor) = (self.new_block(), self.new_block());
        if at == 0 && !inline {
            self.op_arg(Op::LoadFast, 0);
        } else {
            self.expr(&generator.iter)?;
            self.op(Op::GetIter);
        }
        self.use_next_block(start);
        self.jump(Op::ForIter, anchor);
        self.next_block();
        self.expr(&generator.target)?;
        for test in &generator.ifs {
            self.expr(test)?;
            self.jump(Op::PopJumpIfFalse, cleanup);
            self.next_block();
        }
        if at + 1 < generators.len() {
            self.generators(generators, at + 1, element, inline)?;
        } else {
            self.element(element, generators.len() + 1)?;
            self.use_next_block(skip);
        }
        self.use_next_block(cleanup);
        self.jump(Op::JumpAbsolute, start);
        self.use_next_block(anchor);
        self.ascend();
        Ok(())
    }

    /// `depth`: how deep on the stack the container lies, counted from 1.
    fn element(&mut self, element: Element<'_>, depth: usize) -> Result<()> {
        match element {
            Element::Yield(elt) => {
                self.expr(elt)?;
                self.op(Op::YieldValue);
                self.op(Op::PopTop);
            }
            Element::Append(elt) => {
                self.expr(elt)?;
                self.op_arg(Op::ListAppend, depth);
            }
            Element::Add(elt) => {
                self.expr(elt)?;
                self.op_arg(Op::SetAdd, depth);
            }
            Element::Map(key, value) => {
                // As in `d[k] = v`, the value comes first.
                self.expr(value)?;
                self.expr(key)?;
                self.op_arg(Op::MapAdd, depth);
            }
        }
        Ok(())
    }
}
