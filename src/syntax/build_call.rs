//! Parameters and arguments: `ast_for_arguments` and `ast_for_call` of ast.c.
//!
//! Invariant: the grammar lets through what `Grammar/Grammar` does; what is refused here is what `ast.c` refuses,
//! in the order it looks.

use super::ast::*;
use super::build::{E, Listed, all, boxed, maybe, node, take};
use super::context::{forbidden, set_context};
use super::parse::Parse;

/// One parameter as written.
pub struct Param {
    pos: Pos,
    target: Target,
    annotation: Option<E>,
    default: Option<E>,
    /// 2.7: a name in brackets.
    bracketed: bool,
}

enum Target {
    Name(Ident),
    Unpack { expr: Expr, depth: u32 },
}

impl Param {
    pub fn name(pos: Pos, name: Ident, annotation: Option<E>) -> Param {
        Param { pos, target: Target::Name(name), annotation, default: None, bracketed: false }
    }

    pub fn with_default(mut self, default: Option<E>) -> Param {
        self.default = default;
        self
    }

    fn into_arg(self, p: &Parse<'_>, at: Pos, d: &mut u32) -> Arg {
        let name = match self.target {
            Target::Name(name) => {
                forbidden(p, &name, at, false);
                ArgName::Name(name)
            }
            Target::Unpack { expr, depth } => {
                *d = depth.max(*d);
                ArgName::Unpack(expr)
            }
        };
        Arg { pos: self.pos, name, annotation: maybe(self.annotation, d) }
    }
}

/// The `*` of a parameter list with its place, and the name after it if there is one.
pub type StarParam = (Pos, Option<Param>);

/// What follows the plain parameters.
#[derive(Default)]
pub struct Rest {
    pub star: Option<StarParam>,
    pub kwonly: Vec<Param>,
    pub kwarg: Option<(Pos, Param)>,
}

/// A parameter list, and the depth of the expressions in it.
#[derive(Default)]
pub struct Params {
    pub arguments: Arguments,
    pub depth: u32,
}

/// 2.7's tuple parameter; a single name in brackets is that name.
pub fn unpack(p: &Parse<'_>, l: Pos, (mut v, comma): Listed<Param>) -> Param {
    if !comma
        && v.len() == 1
        && let Some(mut only) = v.pop()
    {
        only.bracketed = true;
        return only;
    }
    let mut depth = 0;
    let elts = v
        .into_iter()
        .map(|param| match param.target {
            Target::Name(id) => {
                forbidden(p, &id, l, true);
                Expr { pos: param.pos, kind: ExprKind::Name { id, ctx: Context::Store } }
            }
            Target::Unpack { expr, depth: d } => {
                depth = depth.max(d);
                expr
            }
        })
        .collect();
    let expr = Expr { pos: l, kind: ExprKind::Tuple { elts, ctx: Context::Store } };
    let target = Target::Unpack { expr, depth: depth + 1 };
    Param { pos: l, target, annotation: None, default: None, bracketed: false }
}

pub fn params(p: &Parse<'_>, l: Pos, plain: Vec<Param>, rest: Rest) -> Params {
    let mut out = Params::default();
    let d = &mut out.depth;
    let a = &mut out.arguments;
    if !p.py27() && plain.len() + rest.kwonly.len() > 255 {
        p.fail(l, "more than 255 arguments");
    }
    for mut param in plain {
        if let Some(default) = param.default.take() {
            a.defaults.push(take(default, d));
            if param.bracketed && matches!(param.target, Target::Name(_)) {
                p.fail(l, "parenthesized arg with default");
            }
        } else if !a.defaults.is_empty() {
            p.fail(l, "non-default argument follows default argument");
        }
        let at = if p.py27() { l } else { param.pos };
        a.args.push(param.into_arg(p, at, d));
    }
    if let Some((star, None)) = &rest.star
        && rest.kwonly.is_empty()
    {
        p.fail(rest.kwarg.as_ref().map_or(*star, |(pos, _)| *pos), "named arguments must follow bare *");
    }
    if let Some((_, Some(vararg))) = rest.star {
        let at = vararg.pos;
        a.vararg = Some(vararg.into_arg(p, at, d));
    }
    for mut param in rest.kwonly {
        a.kw_defaults.push(maybe(param.default.take(), d));
        let at = param.pos;
        a.kwonlyargs.push(param.into_arg(p, at, d));
    }
    if let Some((_, kwarg)) = rest.kwarg {
        let at = kwarg.pos;
        a.kwarg = Some(kwarg.into_arg(p, at, d));
    }
    out
}

pub fn lambda(p: &Parse<'_>, l: Pos, params: Option<Params>, body: E) -> E {
    let Params { arguments, mut depth } = params.unwrap_or_default();
    let body = boxed(body, &mut depth);
    node(p, l, l, ExprKind::Lambda { args: Box::new(arguments), body }, depth)
}

/// One argument as written.
pub enum ArgItem {
    Pos(E),
    /// A generator expression without brackets of its own.
    Gen(E),
    Kw(E, E),
    Star(E),
    StarStar(E),
}

pub fn push_star_star(mut v: Vec<ArgItem>, e: Option<E>) -> Vec<ArgItem> {
    v.extend(e.map(ArgItem::StarStar));
    v
}

/// 2.7's base classes.
pub fn bases(v: Vec<E>) -> Vec<ArgItem> {
    v.into_iter().map(ArgItem::Pos).collect()
}

/// Arguments sorted out; the `func` of the call is put in by the caller.
#[derive(Default)]
pub struct Sorted {
    pub args: Vec<Expr>,
    pub keywords: Vec<Keyword>,
    pub starargs: Option<Expr>,
    pub kwargs: Option<Expr>,
    pub depth: u32,
}

/// Sorts the arguments that start at `m`. `limited`: not 2.7's base classes, which are no arguments.
pub fn sort_args(p: &Parse<'_>, m: Pos, items: Vec<ArgItem>, limited: bool) -> Sorted {
    let mut out = Sorted::default();
    let gens = items.iter().filter(|i| matches!(i, ArgItem::Gen(_))).count();
    let plain = items.iter().filter(|i| matches!(i, ArgItem::Pos(_) | ArgItem::Kw(..))).count();
    if gens > 1 || gens == 1 && plain > 0 {
        p.fail(m, "Generator expression must be parenthesized if not sole argument");
    }
    if limited && gens + plain > 255 {
        p.fail(m, "more than 255 arguments");
    }
    let d = &mut out.depth;
    for item in items {
        match item {
            ArgItem::Pos(e) => {
                if !out.keywords.is_empty() {
                    p.fail(e.start, "non-keyword arg after keyword arg");
                } else if out.starargs.is_some() {
                    p.fail(e.start, "only named arguments may follow *expression");
                }
                out.args.push(take(e, d));
            }
            ArgItem::Gen(e) => out.args.push(take(e, d)),
            ArgItem::Kw(k, v) => {
                let at = k.start;
                let value = take(v, d);
                match k.expr.kind {
                    ExprKind::Name { id, .. } => {
                        forbidden(p, &id, at, true);
                        if out.keywords.iter().any(|k| k.arg == id) {
                            p.fail(at, "keyword argument repeated");
                        }
                        out.keywords.push(Keyword { arg: id, value });
                    }
                    ExprKind::Lambda { .. } => p.fail(at, "lambda cannot contain assignment"),
                    _ => p.fail(at, "keyword can't be an expression"),
                }
            }
            ArgItem::Star(e) => out.starargs = Some(take(e, d)),
            ArgItem::StarStar(e) => out.kwargs = Some(take(e, d)),
        }
    }
    out
}

/// A call of `f` with the arguments that start at `m`, at the place of `f`.
pub fn call(p: &Parse<'_>, l: Pos, f: E, m: Pos, items: Option<Vec<ArgItem>>) -> E {
    let pos = f.expr.pos;
    let Sorted { args, keywords, starargs, kwargs, mut depth } =
        sort_args(p, m, items.unwrap_or_default(), true);
    let func = take(f, &mut depth);
    node(p, l, pos, ExprKind::Call(Box::new(Call { func, args, keywords, starargs, kwargs })), depth)
}

/// Sets the context of each target, where it starts.
pub fn targets(p: &Parse<'_>, v: Vec<E>, ctx: Context, d: &mut u32) -> Vec<Expr> {
    let set = |mut e: E| {
        let at = e.start;
        set_context(p, &mut e.expr, ctx, at);
        e
    };
    all(v.into_iter().map(set).collect(), d)
}
