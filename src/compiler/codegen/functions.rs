//! Functions, lambdas, classes, and the closures they become.

use super::Compiler;
use super::names::Access;
use crate::bytecode::code::{Code, Const};
use crate::bytecode::opcode::Op;
use crate::compiler::error::{self, Result};
use crate::compiler::mangle::mangle;
use crate::compiler::symtable::{Key, Scope};
use crate::profile::Language;
use crate::syntax::ErrorKind;
use crate::syntax::ast::{Arg, ArgName, Arguments, ClassDef, Expr, Ident, Keyword, Stmt};
use std::rc::Rc;

/// `MAKE_FUNCTION`'s argument has 16 bits for annotations, one of which is for the tuple of names.
const MAX_ANNOTATIONS: usize = 65_534;

impl Compiler<'_> {
    /// Makes a function of a code object whose defaults are on the stack.
    pub(super) fn make_closure(&mut self, code: Rc<Code>, arg: usize) {
        if code.freevars.is_empty() {
            self.load_const(Const::Code(code));
            self.op_arg(Op::MakeFunction, arg);
            return;
        }
        for name in &code.freevars {
            // A class's variable may be free and local at once: then the closure takes the free one.
            let cell = self.block().scope(name) == Some(Scope::Cell);
            let table = if cell { &self.unit.cellvars } else { &self.unit.freevars };
            // The symbol table made every free variable of a child a cell or a free variable here.
            let index = table.get(name).unwrap_or_default();
            self.op_arg(Op::LoadClosure, index as usize);
        }
        self.op_arg(Op::BuildTuple, code.freevars.len());
        self.load_const(Const::Code(code));
        self.op_arg(Op::MakeClosure, arg);
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn function(
        &mut self,
        stmt: &Stmt,
        name: &Ident,
        args: &Arguments,
        body: &[Stmt],
        decorators: &[Expr],
        returns: Option<&Expr>,
    ) -> Result<()> {
        self.exprs(decorators)?;
        let mut arg = self.defaults(args)?;
        arg |= self.annotations(args, returns)? << 16;

        self.enter_scope(name.clone(), Key::Stmt(stmt), stmt.pos.line);
        let docstring = body.first().and_then(|first| self.docstring(first));
        let first_const = match docstring {
            Some(docstring) if self.optimize < 2 => self.literal(docstring),
            _ => Const::None,
        };
        self.enter_const(first_const);
        self.unpack_parameters(args)?;
        self.unit.argcount = args.args.len() as u32;
        self.unit.kwonlyargcount = args.kwonlyargs.len() as u32;
        self.stmts(body.get(usize::from(docstring.is_some())..).unwrap_or_default())?;
        let code = self.exit_scope();

        self.make_closure(code, arg);
        self.apply_decorators(decorators);
        self.name_op(name, Access::Store)
    }

    pub(super) fn lambda(&mut self, expr: &Expr, args: &Arguments, body: &Expr) -> Result<()> {
        let arg = self.defaults(args)?;
        self.enter_scope("<lambda>".into(), Key::Expr(expr), expr.pos.line);
        self.unpack_parameters(args)?;
        // With None as its first constant the lambda has no docstring.
        self.enter_const(Const::None);
        self.unit.argcount = args.args.len() as u32;
        self.unit.kwonlyargcount = args.kwonlyargs.len() as u32;
        self.expr(body)?;
        self.op(if self.block().generator { Op::PopTop } else { Op::ReturnValue });
        let code = self.exit_scope();
        self.make_closure(code, arg);
        Ok(())
    }

    fn apply_decorators(&mut self, decorators: &[Expr]) {
        for _ in decorators {
            self.op_arg(Op::CallFunction, 1);
        }
    }

    /// Pushes the defaults; gives their numbers as `MAKE_FUNCTION` wants them.
    fn defaults(&mut self, args: &Arguments) -> Result<usize> {
        let mut keyword_only = 0;
        for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
            if let (ArgName::Name(name), Some(default)) = (&arg.name, default) {
                let mangled = mangle(self.unit.private.as_ref(), name);
                self.load_const(self.ident_const(&mangled));
                self.expr(default)?;
                keyword_only += 1;
            }
        }
        self.exprs(&args.defaults)?;
        Ok(args.defaults.len() | keyword_only << 8)
    }

    /// Pushes the annotations and the tuple of their names; gives the number of items.
    fn annotations(&mut self, args: &Arguments, returns: Option<&Expr>) -> Result<usize> {
        let mut names = Vec::new();
        let annotated = args.args.iter().chain(&args.vararg).chain(&args.kwonlyargs).chain(&args.kwarg);
        for Arg { name, annotation, .. } in annotated {
            if let (ArgName::Name(name), Some(annotation)) = (name, annotation) {
                self.expr(annotation)?;
                names.push(self.ident_const(name));
            }
        }
        if let Some(returns) = returns {
            self.expr(returns)?;
            names.push(self.ident_const("return"));
        }
        if names.is_empty() {
            return Ok(0);
        }
        if names.len() > MAX_ANNOTATIONS {
            return Err(error::nowhere(ErrorKind::Syntax, "too many annotations"));
        }
        let count = names.len() + 1;
        self.load_const(Const::Tuple(names.into()));
        Ok(count)
    }

    /// 2.7: takes apart the parameters that are tuples.
    fn unpack_parameters(&mut self, args: &Arguments) -> Result<()> {
        for (at, arg) in args.args.iter().enumerate() {
            if let ArgName::Unpack(tuple) = &arg.name {
                self.name_op(&format!(".{at}").into(), Access::Load)?;
                self.expr(tuple)?;
            }
        }
        Ok(())
    }

    pub(super) fn class(&mut self, stmt: &Stmt, class: &ClassDef) -> Result<()> {
        self.exprs(&class.decorators)?;
        match self.language {
            Language::Py27 => self.class_27(stmt, class)?,
            Language::Py32 => self.class_32(stmt, class)?,
        }
        self.apply_decorators(&class.decorators);
        self.name_op(&class.name, Access::Store)
    }

    /// The part of a class body that both languages share.
    fn class_body(&mut self, class: &ClassDef) -> Result<()> {
        self.name_op(&"__name__".into(), Access::Load)?;
        self.name_op(&"__module__".into(), Access::Store)?;
        self.body(&class.body)
    }

    fn enter_class(&mut self, stmt: &Stmt, class: &ClassDef) {
        self.enter_scope(class.name.clone(), Key::Stmt(stmt), stmt.pos.line);
        self.unit.private = Some(class.name.clone());
    }

    /// `BUILD_CLASS` of the name, the bases and the locals that the body leaves.
    fn class_27(&mut self, stmt: &Stmt, class: &ClassDef) -> Result<()> {
        self.load_const(self.ident_const(&class.name));
        self.exprs(&class.bases)?;
        self.op_arg(Op::BuildTuple, class.bases.len());
        self.enter_class(stmt, class);
        self.class_body(class)?;
        self.op(Op::LoadLocals);
        self.op(Op::ReturnValue);
        let code = self.exit_scope();
        self.make_closure(code, 0);
        self.op_arg(Op::CallFunction, 0);
        self.op(Op::BuildClass);
        Ok(())
    }

    /// `__build_class__(body, name, *bases, **keywords)`, the body taking its namespace as an argument.
    fn class_32(&mut self, stmt: &Stmt, class: &ClassDef) -> Result<()> {
        self.enter_class(stmt, class);
        self.unit.argcount = 1;
        self.op_arg(Op::LoadFast, 0);
        self.op(Op::StoreLocals);
        self.class_body(class)?;
        // The body returns the cell that `__class__` is put into, if a method refers to it.
        match self.unit.cellvars.get("__class__") {
            Some(cell) => self.op_arg(Op::LoadClosure, cell as usize),
            None => self.load_const(Const::None),
        }
        self.op(Op::ReturnValue);
        let code = self.exit_scope();
        self.op(Op::LoadBuildClass);
        self.make_closure(code, 0);
        self.load_const(self.ident_const(&class.name));
        self.arguments(2, &class.bases, &class.keywords, class.starargs.as_ref(), class.kwargs.as_ref())
    }

    /// Pushes the arguments of a call, `pushed` of which are there already, and calls.
    pub(super) fn arguments(
        &mut self,
        pushed: usize,
        args: &[Expr],
        keywords: &[Keyword],
        starargs: Option<&Expr>,
        kwargs: Option<&Expr>,
    ) -> Result<()> {
        self.exprs(args)?;
        for keyword in keywords {
            self.load_const(self.ident_const(&keyword.arg));
            self.expr(&keyword.value)?;
        }
        self.exprs(starargs)?;
        self.exprs(kwargs)?;
        let op = match (starargs, kwargs) {
            (None, None) => Op::CallFunction,
            (Some(_), None) => Op::CallFunctionVar,
            (None, Some(_)) => Op::CallFunctionKw,
            (Some(_), Some(_)) => Op::CallFunctionVarKw,
        };
        self.op_arg(op, (pushed + args.len()) | keywords.len() << 8);
        Ok(())
    }
}
