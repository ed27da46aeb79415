//! Statements: what the grammar's actions make of them, as `ast_for_stmt` and its kin in ast.c do.
//!
//! Invariant: a [`Body`] knows the depth of its deepest statement, and no statement is deeper than `MAX_DEPTH`.

use super::ast::*;
use super::build::{E, Listed, all, attribute, for_target, maybe, name, take};
use super::build_call::{ArgItem, Params, Sorted, call, sort_args, targets};
use super::context::{forbidden, set_context};
use super::parse::{MAX_DEPTH, Parse};

/// Statements of a line, a block, or a file.
#[derive(Debug, Default)]
pub struct Body {
    pub stmts: Vec<Stmt>,
    pub depth: u32,
}

impl Body {
    fn one(pos: Pos, kind: StmtKind, depth: u32) -> Body {
        Body { stmts: vec![Stmt { pos, kind }], depth: depth + 1 }
    }

    /// A statement over others: its depth is looked at.
    fn nested(p: &Parse<'_>, pos: Pos, kind: StmtKind, depth: u32) -> Body {
        if depth >= MAX_DEPTH {
            p.too_deep();
            return Body::one(pos, StmtKind::Pass, 0);
        }
        Body::one(pos, kind, depth)
    }

    pub fn then(mut self, mut more: Body) -> Body {
        if self.stmts.is_empty() {
            return more;
        }
        self.stmts.append(&mut more.stmts);
        self.depth = self.depth.max(more.depth);
        self
    }

    fn take(self, depth: &mut u32) -> Vec<Stmt> {
        *depth = self.depth.max(*depth);
        self.stmts
    }
}

fn body(b: Option<Body>, depth: &mut u32) -> Vec<Stmt> {
    b.map(|b| b.take(depth)).unwrap_or_default()
}

pub fn simple(l: Pos, kind: StmtKind) -> Body {
    Body::one(l, kind, 0)
}

pub fn expr_stmt(l: Pos, e: E) -> Body {
    let mut d = 0;
    let e = take(e, &mut d);
    Body::one(l, StmtKind::Expr(e), d)
}

pub fn assign(p: &Parse<'_>, l: Pos, first: E, mut tail: Vec<E>) -> Body {
    let mut d = 0;
    // The grammar gives at least one: the value.
    let Some(value) = tail.pop() else { return expr_stmt(l, first) };
    let mut all = vec![first];
    all.append(&mut tail);
    let mut out = Vec::with_capacity(all.len());
    for mut e in all {
        let at = e.start;
        let bare_yield = matches!(e.expr.kind, ExprKind::Yield(_)) && e.expr.pos == e.start;
        if bare_yield {
            p.fail(at, "assignment to yield expression not possible");
        } else {
            set_context(p, &mut e.expr, Context::Store, at);
        }
        out.push(take(e, &mut d));
    }
    let value = take(value, &mut d);
    Body::one(l, StmtKind::Assign { targets: out, value }, d)
}

pub fn aug_assign(p: &Parse<'_>, l: Pos, mut target: E, op: Operator, value: E) -> Body {
    set_context(p, &mut target.expr, Context::Store, target.start);
    let simple = matches!(
        target.expr.kind,
        ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }
    );
    if !simple {
        p.fail(target.start, "illegal expression for augmented assignment");
    }
    let mut d = 0;
    let target = take(target, &mut d);
    let value = take(value, &mut d);
    Body::one(l, StmtKind::AugAssign { target, op, value }, d)
}

pub fn print(l: Pos, dest: Option<E>, (v, comma): Listed<E>) -> Body {
    let mut d = 0;
    let dest = maybe(dest, &mut d);
    let values = all(v, &mut d);
    Body::one(l, StmtKind::Print { dest, values, nl: !comma }, d)
}

pub fn delete(p: &Parse<'_>, l: Pos, (v, _): Listed<E>) -> Body {
    let mut d = 0;
    let v = targets(p, v, Context::Del, &mut d);
    Body::one(l, StmtKind::Delete(v), d)
}

pub fn return_stmt(l: Pos, e: Option<E>) -> Body {
    let mut d = 0;
    let e = maybe(e, &mut d);
    Body::one(l, StmtKind::Return(e), d)
}

pub fn raise(l: Pos, exc: Option<E>, inst: Option<E>, tback: Option<E>, cause: Option<E>) -> Body {
    let mut d = 0;
    let exc = maybe(exc, &mut d);
    let inst = maybe(inst, &mut d);
    let tback = maybe(tback, &mut d);
    let cause = maybe(cause, &mut d);
    Body::one(l, StmtKind::Raise { exc, inst, tback, cause }, d)
}

/// `exec (body, globals)` is `exec body in globals`.
pub fn exec(l: Pos, e: E, scopes: Option<(E, Option<E>)>) -> Body {
    let mut d = 0;
    let mut body = take(e, &mut d);
    let (mut globals, mut locals) = (None, None);
    if let Some((g, l)) = scopes {
        globals = Some(take(g, &mut d));
        locals = maybe(l, &mut d);
    } else if let ExprKind::Tuple { elts, .. } = &mut body.kind
        && matches!(elts.len(), 2 | 3)
    {
        let mut parts = std::mem::take(elts).into_iter();
        if let Some(first) = parts.next() {
            body = first;
        }
        globals = parts.next();
        locals = parts.next();
    }
    Body::one(l, StmtKind::Exec { body, globals, locals }, d)
}

pub fn assert(l: Pos, test: E, msg: Option<E>) -> Body {
    let mut d = 0;
    let test = take(test, &mut d);
    let msg = maybe(msg, &mut d);
    Body::one(l, StmtKind::Assert { test, msg }, d)
}

/// Where a `from` imports from.
pub struct ImportFrom {
    pub level: u32,
    pub module: Vec<Ident>,
}

/// `future_hack` (parser.c) looks at the children of the statement by number, so these are also "futures":
/// imports from `.` and from a dotted name.
pub fn import_from(p: &Parse<'_>, l: Pos, from: ImportFrom, names: Vec<Alias>) -> Body {
    let future = match (from.level, from.module.as_slice()) {
        (0, [name]) => &**name == "__future__",
        (0, _) | (1, []) => true,
        _ => false,
    };
    if future {
        names.iter().for_each(|alias| p.future(&alias.name));
    }
    let module = if from.module.is_empty() { None } else { Some(from.module.join(".").into()) };
    simple(l, StmtKind::ImportFrom { module, names, level: from.level })
}

pub fn bare_import_names(p: &Parse<'_>, l: Pos, (v, comma): Listed<Alias>) -> Vec<Alias> {
    if comma {
        p.fail(l, "trailing comma not allowed without surrounding parentheses");
    }
    v
}

pub fn import_as(p: &Parse<'_>, l: Pos, name: Ident, asname: Option<(Pos, Ident)>) -> Alias {
    match &asname {
        Some((at, asname)) => forbidden(p, asname, *at, false),
        None => forbidden(p, &name, l, false),
    }
    Alias { name, asname: asname.map(|(_, n)| n) }
}

pub fn dotted_as(p: &Parse<'_>, l: Pos, names: Vec<Ident>, asname: Option<(Pos, Ident)>) -> Alias {
    match (&asname, names.as_slice()) {
        (Some((at, asname)), _) => forbidden(p, asname, *at, false),
        (None, [name]) => forbidden(p, name, l, false),
        _ => {}
    }
    Alias { name: names.join(".").into(), asname: asname.map(|(_, n)| n) }
}

/// A chain of `elif` is a chain of nested statements, each where its test is.
pub fn if_stmt(
    p: &Parse<'_>,
    l: Pos,
    test: E,
    b: Body,
    elifs: Vec<(Pos, E, Body)>,
    orelse: Option<Body>,
) -> Body {
    let one = |pos: Pos, test: E, b: Body, orelse: Option<Body>| {
        let mut d = 0;
        let test = take(test, &mut d);
        let body = b.take(&mut d);
        let orelse = self::body(orelse, &mut d);
        Body::nested(p, pos, StmtKind::If { test, body, orelse }, d)
    };
    let orelse =
        elifs.into_iter().rev().fold(orelse, |orelse, (pos, test, b)| Some(one(pos, test, b, orelse)));
    one(l, test, b, orelse)
}

pub fn while_stmt(l: Pos, test: E, b: Body, orelse: Option<Body>) -> Body {
    let mut d = 0;
    let test = take(test, &mut d);
    let body = b.take(&mut d);
    let orelse = self::body(orelse, &mut d);
    Body::one(l, StmtKind::While { test, body, orelse }, d)
}

pub fn for_stmt(p: &Parse<'_>, l: Pos, target: Listed<E>, iter: E, b: Body, orelse: Option<Body>) -> Body {
    let mut d = 0;
    let target = for_target(p, target, &mut d);
    let iter = take(iter, &mut d);
    let body = b.take(&mut d);
    let orelse = self::body(orelse, &mut d);
    Body::one(l, StmtKind::For { target, iter, body, orelse }, d)
}

/// An `except` clause.
pub struct Handler {
    handler: ExceptHandler,
    depth: u32,
}

pub fn except(p: &Parse<'_>, l: Pos, (typ, name): (Option<E>, Option<E>), b: Body) -> Handler {
    let mut depth = 0;
    let name = name.map(|mut e| {
        let at = e.start;
        if p.py27() {
            set_context(p, &mut e.expr, Context::Store, at);
        } else if let ExprKind::Name { id, ctx } = &mut e.expr.kind {
            *ctx = Context::Store;
            forbidden(p, id, at, false);
        }
        take(e, &mut depth)
    });
    let typ = maybe(typ, &mut depth);
    let body = b.take(&mut depth);
    Handler { handler: ExceptHandler { pos: l, typ, name, body }, depth }
}

pub fn try_except(
    l: Pos,
    b: Body,
    handlers: Vec<Handler>,
    orelse: Option<Body>,
    finally: Option<Body>,
) -> Body {
    let mut d = 0;
    let body = b.take(&mut d);
    let mut out = Vec::with_capacity(handlers.len());
    for h in handlers {
        d = h.depth.max(d);
        out.push(h.handler);
    }
    let orelse = self::body(orelse, &mut d);
    let inner = Body::one(l, StmtKind::TryExcept { body, handlers: out, orelse }, d);
    match finally {
        None => inner,
        Some(f) => try_finally(l, inner, f),
    }
}

pub fn try_finally(l: Pos, b: Body, finally: Body) -> Body {
    let mut d = 0;
    let body = b.take(&mut d);
    let finalbody = finally.take(&mut d);
    Body::one(l, StmtKind::TryFinally { body, finalbody }, d)
}

/// One context manager of a `with`.
pub struct WithItem {
    pub pos: Pos,
    pub context: E,
    pub vars: Option<E>,
}

/// Each item is a statement of its own around the rest, at its own place.
pub fn with_stmt(p: &Parse<'_>, items: Vec<WithItem>, b: Body) -> Body {
    items.into_iter().rev().fold(b, |inner, item| {
        let mut d = 0;
        let context = take(item.context, &mut d);
        let vars = item.vars.map(|mut e| {
            set_context(p, &mut e.expr, Context::Store, item.pos);
            take(e, &mut d)
        });
        let body = inner.take(&mut d);
        Body::nested(p, item.pos, StmtKind::With { context, vars, body }, d)
    })
}

/// A function or a class.
pub struct Def {
    stmt: Stmt,
    depth: u32,
}

impl Def {
    pub fn into_body(self) -> Body {
        Body::one(self.stmt.pos, self.stmt.kind, self.depth)
    }
}

pub fn function_def(
    p: &Parse<'_>,
    l: Pos,
    (at, name): (Pos, Ident),
    params: Option<Params>,
    returns: Option<E>,
    b: Body,
) -> Def {
    forbidden(p, &name, at, false);
    let Params { arguments, mut depth } = params.unwrap_or_default();
    let returns = maybe(returns, &mut depth);
    let body = b.take(&mut depth);
    let kind = StmtKind::FunctionDef { name, args: Box::new(arguments), body, decorators: vec![], returns };
    Def { stmt: Stmt { pos: l, kind }, depth }
}

/// `m` is where 3.2 complains of the name of a class without bases; the bases come with their own place.
pub fn class_def(
    p: &Parse<'_>,
    l: Pos,
    m: Pos,
    (at, name): (Pos, Ident),
    args: Option<(Pos, Vec<ArgItem>)>,
    b: Body,
) -> Def {
    let at = if p.py27() || args.is_none() { m } else { at };
    let Sorted { args: bases, keywords, starargs, kwargs, mut depth } =
        args.map(|(m, items)| sort_args(p, m, items, !p.py27())).unwrap_or_default();
    forbidden(p, &name, at, false);
    let body = b.take(&mut depth);
    let class = ClassDef { name, bases, keywords, starargs, kwargs, body, decorators: vec![] };
    Def { stmt: Stmt { pos: l, kind: StmtKind::ClassDef(Box::new(class)) }, depth }
}

/// A dotted name: every part of it is where the first is.
pub fn dotted(p: &Parse<'_>, l: Pos, names: Vec<Ident>) -> E {
    let mut names = names.into_iter();
    let first = name(p, l, names.next().unwrap_or_else(|| "".into()));
    names.fold(first, |e, attr| attribute(p, l, e, attr))
}

/// 3.2 puts a decorator's call without arguments at its `@`.
pub fn decorator_call(
    p: &Parse<'_>,
    at: Pos,
    l: Pos,
    names: Vec<Ident>,
    m: Pos,
    items: Option<Vec<ArgItem>>,
) -> E {
    let empty = items.is_none();
    let mut e = call(p, l, dotted(p, l, names), m, items);
    if empty && !p.py27() {
        e.expr.pos = at;
    }
    e
}

/// A decorated definition is where its first decorator is.
pub fn decorated(l: Pos, v: Vec<E>, mut def: Def) -> Body {
    let exprs = all(v, &mut def.depth);
    match &mut def.stmt.kind {
        StmtKind::FunctionDef { decorators, .. } => *decorators = exprs,
        StmtKind::ClassDef(class) => class.decorators = exprs,
        _ => {}
    }
    def.stmt.pos = l;
    def.into_body()
}
