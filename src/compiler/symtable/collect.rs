//! First pass: raw facts about names, in the order in which symtable.c visits the tree.

use super::{
    Block, BlockId, BlockKind, DEF_GLOBAL, DEF_IMPORT, DEF_LOCAL, DEF_NONLOCAL, DEF_PARAM, Key,
    OPT_BARE_EXEC, OPT_EXEC, OPT_IMPORT_STAR, OPT_TOPLEVEL, SymbolTable, Symbols, USE,
};
use crate::compiler::error::{self, Result};
use crate::compiler::mangle::mangle;
use crate::compiler::{MAX_DEPTH, Warning};
use crate::profile::Language;
use crate::syntax::ast::{
    Alias, Arg, ArgName, Arguments, ClassDef, Comprehension, Context, ExceptHandler, Expr, ExprKind, Ident,
    Keyword, Mod, Pos, Slice, Stmt, StmtKind,
};
use std::collections::HashMap;

const RETURN_VALUE_IN_GENERATOR: &str = "'return' with argument inside generator";
const IMPORT_STAR: &str = "import * only allowed at module level";

struct Collector<'a> {
    table: SymbolTable,
    language: Language,
    warnings: &'a mut Vec<Warning>,
    /// The block that names go into, and those around it.
    current: BlockId,
    outer: Vec<BlockId>,
    /// The class that private names belong to.
    private: Option<Ident>,
    depth: u32,
}

/// Gathers the blocks and symbols of a module.
pub(super) fn collect(module: &Mod, language: Language, warnings: &mut Vec<Warning>) -> Result<SymbolTable> {
    let table = SymbolTable { blocks: Vec::new(), by_node: HashMap::new() };
    let mut collector =
        Collector { table, language, warnings, current: 0, outer: Vec::new(), private: None, depth: 0 };
    collector.enter("top".into(), BlockKind::Module, Key::Module, Pos::default());
    collector.block().unoptimized = OPT_TOPLEVEL;
    match module {
        Mod::Module(body) | Mod::Interactive(body) => collector.stmts(body)?,
        Mod::Expression(expr) => collector.expr(expr)?,
    }
    Ok(collector.table)
}

impl Collector<'_> {
    fn block(&mut self) -> &mut Block {
        // `current` is always the index of a block that `enter` has pushed.
        &mut self.table.blocks[self.current]
    }

    fn error<T>(&self, message: impl Into<String>, pos: Pos) -> Result<T> {
        Err(error::on_line(message, pos))
    }

    fn warn(&mut self, message: String, line: u32) {
        self.warnings.push(Warning { message, line });
    }

    fn enter(&mut self, name: Ident, kind: BlockKind, key: Key, pos: Pos) {
        let parent = self.table.blocks.get(self.current);
        let nested = parent.is_some_and(|block| block.nested || block.kind == BlockKind::Function);
        let id = self.table.blocks.len();
        if let Some(parent) = self.table.blocks.get_mut(self.current) {
            parent.children.push(id);
        }
        self.table.blocks.push(Block {
            name,
            kind,
            pos,
            symbols: Symbols::default(),
            varnames: Vec::new(),
            children: Vec::new(),
            unoptimized: 0,
            opt_pos: None,
            nested,
            free: false,
            child_free: false,
            generator: false,
            varargs: false,
            varkeywords: false,
            returns_value: false,
        });
        self.table.by_node.insert(key, id);
        self.outer.push(self.current);
        self.current = id;
    }

    fn exit(&mut self) {
        self.current = self.outer.pop().unwrap_or(0);
    }

    fn add(&mut self, name: &Ident, flag: u32) -> Result<()> {
        let mangled = mangle(self.private.as_ref(), name);
        let block = self.block();
        if flag & DEF_PARAM != 0 {
            if block.symbols.get(&mangled).is_some_and(|symbol| symbol.flags & DEF_PARAM != 0) {
                let pos = block.pos;
                return self.error(format!("duplicate argument '{name}' in function definition"), pos);
            }
            block.varnames.push(mangled.clone());
        }
        block.symbols.add(&mangled, flag);
        if flag & DEF_GLOBAL != 0
            && let Some(module) = self.table.blocks.first_mut()
        {
            module.symbols.add(&mangled, DEF_GLOBAL);
        }
        Ok(())
    }

    fn stmts(&mut self, body: &[Stmt]) -> Result<()> {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Result<()> {
        exprs.into_iter().try_for_each(|expr| self.expr(expr))
    }

    fn descend(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(error::too_deep()) } else { Ok(()) }
    }

    fn stmt(&mut self, stmt: &Stmt) -> Result<()> {
        self.descend()?;
        match &stmt.kind {
            StmtKind::FunctionDef { name, args, body, decorators, returns } => {
                self.add(name, DEF_LOCAL)?;
                self.defaults(args)?;
                self.annotations(args, returns.as_ref())?;
                self.exprs(decorators)?;
                self.enter(name.clone(), BlockKind::Function, Key::Stmt(stmt), stmt.pos);
                self.arguments(args)?;
                self.stmts(body)?;
                self.exit();
            }
            StmtKind::ClassDef(class) => self.class(class, stmt)?,
            StmtKind::Return(value) => self.return_value(value.as_ref(), stmt.pos)?,
            StmtKind::Delete(targets) => self.exprs(targets)?,
            StmtKind::Assign { targets, value } => {
                self.exprs(targets)?;
                self.expr(value)?;
            }
            StmtKind::AugAssign { target, value, .. } => self.exprs([target, value])?,
            StmtKind::Print { dest, values, .. } => {
                self.exprs(dest)?;
                self.exprs(values)?;
            }
            StmtKind::For { target, iter, body, orelse } => {
                self.exprs([target, iter])?;
                self.stmts(body)?;
                self.stmts(orelse)?;
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.stmts(body)?;
                self.stmts(orelse)?;
            }
            StmtKind::With { context, vars, body } => {
                self.expr(context)?;
                self.exprs(vars)?;
                self.stmts(body)?;
            }
            StmtKind::Raise { exc, inst, tback, cause } => {
                self.exprs([exc, inst, tback, cause].into_iter().flatten())?;
            }
            StmtKind::TryExcept { body, handlers, orelse } => {
                self.stmts(body)?;
                self.stmts(orelse)?;
                handlers.iter().try_for_each(|handler| self.handler(handler))?;
            }
            StmtKind::TryFinally { body, finalbody } => {
                self.stmts(body)?;
                self.stmts(finalbody)?;
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.exprs(msg)?;
            }
            StmtKind::Import(names) | StmtKind::ImportFrom { names, .. } => {
                names.iter().try_for_each(|alias| self.alias(alias))?;
                let block = self.block();
                if block.unoptimized != 0 && block.opt_pos.is_none() {
                    block.opt_pos = Some(stmt.pos);
                }
            }
            StmtKind::Exec { body, globals, locals } => {
                self.expr(body)?;
                let qualified = globals.is_some();
                let block = self.block();
                block.opt_pos.get_or_insert(stmt.pos);
                block.unoptimized |= if qualified { OPT_EXEC } else { OPT_BARE_EXEC };
                self.exprs(globals)?;
                self.exprs(locals)?;
            }
            StmtKind::Global(names) => self.declare(names, "global", DEF_GLOBAL, stmt.pos)?,
            StmtKind::Nonlocal(names) => self.declare(names, "nonlocal", DEF_NONLOCAL, stmt.pos)?,
            StmtKind::Expr(value) => self.expr(value)?,
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
        self.depth -= 1;
        Ok(())
    }

    fn class(&mut self, class: &ClassDef, stmt: &Stmt) -> Result<()> {
        self.add(&class.name, DEF_LOCAL)?;
        self.exprs(&class.bases)?;
        self.keywords(&class.keywords)?;
        self.exprs(&class.starargs)?;
        self.exprs(&class.kwargs)?;
        self.exprs(&class.decorators)?;
        self.enter(class.name.clone(), BlockKind::Class, Key::Stmt(stmt), stmt.pos);
        if self.language == Language::Py32 {
            self.add(&"__class__".into(), DEF_LOCAL)?;
            self.add(&"__locals__".into(), DEF_PARAM)?;
        }
        let private = self.private.replace(class.name.clone());
        self.stmts(&class.body)?;
        self.private = private;
        self.exit();
        Ok(())
    }

    fn return_value(&mut self, value: Option<&Expr>, pos: Pos) -> Result<()> {
        let Some(value) = value else { return Ok(()) };
        self.expr(value)?;
        let block = self.block();
        block.returns_value = true;
        if block.generator { self.error(RETURN_VALUE_IN_GENERATOR, pos) } else { Ok(()) }
    }

    fn declare(&mut self, names: &[Ident], word: &str, flag: u32, pos: Pos) -> Result<()> {
        for name in names {
            let mangled = mangle(self.private.as_ref(), name);
            let known = self.block().symbols.get(&mangled).map_or(0, |symbol| symbol.flags);
            if known & DEF_LOCAL != 0 {
                self.warn(format!("name '{name}' is assigned to before {word} declaration"), pos.line);
            } else if known & USE != 0 {
                self.warn(format!("name '{name}' is used prior to {word} declaration"), pos.line);
            }
            self.add(name, flag)?;
        }
        Ok(())
    }

    fn handler(&mut self, handler: &ExceptHandler) -> Result<()> {
        self.exprs(&handler.typ)?;
        self.exprs(&handler.name)?;
        self.stmts(&handler.body)
    }

    fn alias(&mut self, alias: &Alias) -> Result<()> {
        let bound = alias.asname.as_ref().unwrap_or(&alias.name);
        if &**bound != "*" {
            return match bound.split_once('.') {
                Some((package, _)) => self.add(&package.into(), DEF_IMPORT),
                None => self.add(bound, DEF_IMPORT),
            };
        }
        let pos = self.block().pos;
        if self.block().kind != BlockKind::Module {
            match self.language {
                Language::Py27 => self.warn(IMPORT_STAR.into(), pos.line),
                Language::Py32 => return self.error(IMPORT_STAR, pos),
            }
        }
        self.block().unoptimized |= OPT_IMPORT_STAR;
        Ok(())
    }

    fn expr(&mut self, expr: &Expr) -> Result<()> {
        self.descend()?;
        match &expr.kind {
            ExprKind::BoolOp { values, .. } => self.exprs(values)?,
            ExprKind::BinOp { left, right, .. } => self.exprs([&**left, right])?,
            ExprKind::UnaryOp { operand, .. } => self.expr(operand)?,
            ExprKind::Lambda { args, body } => {
                self.defaults(args)?;
                self.enter("lambda".into(), BlockKind::Function, Key::Expr(expr), expr.pos);
                self.arguments(args)?;
                self.expr(body)?;
                self.exit();
            }
            ExprKind::IfExp { test, body, orelse } => self.exprs([&**test, body, orelse])?,
            ExprKind::Dict { keys, values } => {
                self.exprs(keys)?;
                self.exprs(values)?;
            }
            ExprKind::ListComp { elt, generators } if self.language == Language::Py27 => {
                self.expr(elt)?;
                generators.iter().try_for_each(|generator| self.comprehension(generator))?;
            }
            ExprKind::ListComp { elt, generators } => self.scoped(expr, "listcomp", generators, None, elt)?,
            ExprKind::SetComp { elt, generators } => self.scoped(expr, "setcomp", generators, None, elt)?,
            ExprKind::DictComp { key, value, generators } => {
                self.scoped(expr, "dictcomp", generators, Some(value), key)?;
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.scoped(expr, "genexpr", generators, None, elt)?;
            }
            ExprKind::Yield(value) => {
                self.exprs(value.as_deref())?;
                self.block().generator = true;
                if self.block().returns_value {
                    return self.error(RETURN_VALUE_IN_GENERATOR, expr.pos);
                }
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)?;
            }
            ExprKind::Call(call) => {
                self.expr(&call.func)?;
                self.exprs(&call.args)?;
                self.keywords(&call.keywords)?;
                self.exprs(&call.starargs)?;
                self.exprs(&call.kwargs)?;
            }
            ExprKind::Num(_) | ExprKind::Str(_) | ExprKind::Ellipsis => {}
            ExprKind::Repr(value) | ExprKind::Attribute { value, .. } | ExprKind::Starred { value, .. } => {
                self.expr(value)?;
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value)?;
                self.slice(slice)?;
            }
            ExprKind::Name { id, ctx } => self.name(id, *ctx)?,
            ExprKind::Set(elts) | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => {
                self.exprs(elts)?;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn name(&mut self, id: &Ident, ctx: Context) -> Result<()> {
        let load = ctx == Context::Load;
        self.add(id, if load { USE } else { DEF_LOCAL })?;
        // `super()` finds its class in the cell `__class__`.
        if self.language == Language::Py32
            && load
            && self.block().kind == BlockKind::Function
            && &**id == "super"
        {
            self.add(&"__class__".into(), USE)?;
        }
        Ok(())
    }

    /// A comprehension with a scope of its own; the outermost iterable belongs to the scope around it.
    fn scoped(
        &mut self,
        expr: &Expr,
        name: &str,
        generators: &[Comprehension],
        value: Option<&Expr>,
        elt: &Expr,
    ) -> Result<()> {
        let Some((outermost, others)) = generators.split_first() else { return Ok(()) };
        self.expr(&outermost.iter)?;
        let pos = match self.language {
            Language::Py27 => Pos::default(),
            Language::Py32 => expr.pos,
        };
        self.enter(name.into(), BlockKind::Function, Key::Expr(expr), pos);
        self.block().generator = matches!(expr.kind, ExprKind::GeneratorExp { .. });
        self.add(&".0".into(), DEF_PARAM)?;
        self.expr(&outermost.target)?;
        self.exprs(&outermost.ifs)?;
        others.iter().try_for_each(|generator| self.comprehension(generator))?;
        self.exprs(value)?;
        self.expr(elt)?;
        self.exit();
        Ok(())
    }

    fn comprehension(&mut self, generator: &Comprehension) -> Result<()> {
        self.exprs([&generator.target, &generator.iter])?;
        self.exprs(&generator.ifs)
    }

    fn keywords(&mut self, keywords: &[Keyword]) -> Result<()> {
        self.exprs(keywords.iter().map(|keyword| &keyword.value))
    }

    fn slice(&mut self, slice: &Slice) -> Result<()> {
        match slice {
            Slice::Ellipsis => Ok(()),
            Slice::Slice { lower, upper, step } => self.exprs([lower, upper, step].into_iter().flatten()),
            Slice::ExtSlice(dims) => dims.iter().try_for_each(|dim| self.slice(dim)),
            Slice::Index(value) => self.expr(value),
        }
    }

    /// Defaults and annotations are evaluated in the block around the function.
    fn defaults(&mut self, args: &Arguments) -> Result<()> {
        self.exprs(&args.defaults)?;
        self.exprs(args.kw_defaults.iter().flatten())
    }

    fn annotations(&mut self, args: &Arguments, returns: Option<&Expr>) -> Result<()> {
        let annotated = args.args.iter().chain(&args.vararg).chain(&args.kwarg).chain(&args.kwonlyargs);
        self.exprs(annotated.filter_map(|arg| arg.annotation.as_ref()))?;
        self.exprs(returns)
    }

    fn arguments(&mut self, args: &Arguments) -> Result<()> {
        for (position, arg) in args.args.iter().enumerate() {
            match &arg.name {
                ArgName::Name(name) => self.add(name, DEF_PARAM)?,
                ArgName::Unpack(_) => self.add(&format!(".{position}").into(), DEF_PARAM)?,
            }
        }
        args.kwonlyargs.iter().try_for_each(|arg| self.parameter(arg))?;
        if let Some(arg) = &args.vararg {
            self.parameter(arg)?;
            self.block().varargs = true;
        }
        if let Some(arg) = &args.kwarg {
            self.parameter(arg)?;
            self.block().varkeywords = true;
        }
        for arg in &args.args {
            if let ArgName::Unpack(tuple) = &arg.name {
                self.unpacked(tuple)?;
            }
        }
        Ok(())
    }

    fn parameter(&mut self, arg: &Arg) -> Result<()> {
        match &arg.name {
            ArgName::Name(name) => self.add(name, DEF_PARAM),
            ArgName::Unpack(_) => self.bad_parameter(),
        }
    }

    fn bad_parameter(&mut self) -> Result<()> {
        let pos = self.block().pos;
        self.error("invalid expression in parameter list", pos)
    }

    /// The names inside `def f(a, (b, (c, d)))`: those of a tuple before those of the tuples in it.
    fn unpacked(&mut self, tuple: &Expr) -> Result<()> {
        self.descend()?;
        let ExprKind::Tuple { elts, .. } = &tuple.kind else { return self.bad_parameter() };
        for elt in elts {
            match &elt.kind {
                ExprKind::Name { id, .. } => self.add(id, DEF_PARAM)?,
                ExprKind::Tuple { .. } => {}
                _ => return self.bad_parameter(),
            }
        }
        for elt in elts {
            if let ExprKind::Tuple { .. } = elt.kind {
                self.unpacked(elt)?;
            }
        }
        self.depth -= 1;
        Ok(())
    }
}
