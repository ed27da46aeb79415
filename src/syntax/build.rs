//! Expressions: what the grammar's actions make of them, as `ast_for_expr` and its kin in ast.c do.
//!
//! Invariants:
//! - A [`Node`] knows what the tree no longer tells: where its text starts (`start`, brackets included), how deep
//!   it is, and whether it is still open to its operator (`form`): `a + b + c` goes on, `(a + b) + c` does not.
//! - No tree gets deeper than `MAX_DEPTH`: what would is replaced by a leaf and noted as an error.

use super::ast::*;
use super::context::set_context;
use super::literal;
use super::parse::{MAX_DEPTH, Parse};

/// The operator a node was made by, while it is not in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Plain,
    /// A number that stands alone: 2.7 folds a minus before it.
    Number,
    Or,
    And,
    Comparison,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arith,
    Term,
}

/// An expression on its way through the grammar.
#[derive(Debug)]
pub struct Node {
    pub expr: Expr,
    /// Position of the first token, an opening bracket included.
    pub start: Pos,
    pub depth: u32,
    pub form: Form,
}

pub type E = Box<Node>;
/// A comma list, and whether a comma ends it.
pub type Listed<T> = (Vec<T>, bool);

/// Appends.
pub fn push<T>(mut v: Vec<T>, t: T) -> Vec<T> {
    v.push(t);
    v
}

/// Appends all.
pub fn join<T>(v: Option<Vec<T>>, more: Vec<T>) -> Vec<T> {
    let mut v = v.unwrap_or_default();
    v.extend(more);
    v
}

/// Takes the expression out of a node; `depth` grows to the deepest that was taken.
#[expect(clippy::boxed_local, reason = "the grammar's symbols are small: they are boxes")]
pub fn take(e: E, depth: &mut u32) -> Expr {
    *depth = e.depth.max(*depth);
    e.expr
}

/// The same, boxed.
pub fn boxed(e: E, depth: &mut u32) -> Box<Expr> {
    Box::new(take(e, depth))
}

/// The same for an expression that may be missing.
pub fn maybe(e: Option<E>, depth: &mut u32) -> Option<Expr> {
    e.map(|e| take(e, depth))
}

/// The same for a list.
pub fn all(v: Vec<E>, depth: &mut u32) -> Vec<Expr> {
    v.into_iter().map(|e| take(e, depth)).collect()
}

fn leaf(start: Pos, kind: ExprKind) -> E {
    Box::new(Node { expr: Expr { pos: start, kind }, start, depth: 1, form: Form::Plain })
}

/// A node over children of depth `below`.
pub fn node(p: &Parse<'_>, start: Pos, pos: Pos, kind: ExprKind, below: u32) -> E {
    if below >= MAX_DEPTH {
        p.too_deep();
        return leaf(start, ExprKind::Ellipsis);
    }
    Box::new(Node { expr: Expr { pos, kind }, start, depth: below + 1, form: Form::Plain })
}

pub fn name(_: &Parse<'_>, l: Pos, id: Ident) -> E {
    leaf(l, ExprKind::Name { id, ctx: Context::Load })
}

pub fn ellipsis(l: Pos) -> E {
    leaf(l, ExprKind::Ellipsis)
}

pub fn number(p: &Parse<'_>, l: Pos, text: &[u8]) -> E {
    let mut e = leaf(l, ExprKind::Num(literal::number(text, p.py27())));
    e.form = Form::Number;
    e
}

pub fn strings(p: &Parse<'_>, l: Pos, parts: Vec<&[u8]>) -> E {
    leaf(l, ExprKind::Str(literal::strings(p, l, &parts)))
}

pub fn empty_tuple(l: Pos) -> E {
    leaf(l, ExprKind::Tuple { elts: vec![], ctx: Context::Load })
}

/// Brackets leave no node behind, but nothing goes on inside them.
pub fn paren(l: Pos, mut e: E) -> E {
    e.start = l;
    e.form = Form::Plain;
    e
}

/// A `testlist`: one expression without comma is itself.
pub fn tuple_or_one(p: &Parse<'_>, l: Pos, (mut v, comma): Listed<E>) -> E {
    if !comma
        && v.len() == 1
        && let Some(e) = v.pop()
    {
        return e;
    }
    let mut d = 0;
    let elts = all(v, &mut d);
    node(p, l, l, ExprKind::Tuple { elts, ctx: Context::Load }, d)
}

pub fn list(p: &Parse<'_>, l: Pos, v: Option<Listed<E>>) -> E {
    let mut d = 0;
    let elts = all(v.unwrap_or_default().0, &mut d);
    node(p, l, l, ExprKind::List { elts, ctx: Context::Load }, d)
}

pub fn set(p: &Parse<'_>, l: Pos, v: Vec<E>) -> E {
    let mut d = 0;
    let elts = all(v, &mut d);
    node(p, l, l, ExprKind::Set(elts), d)
}

pub fn dict(p: &Parse<'_>, l: Pos, items: Vec<(E, E)>) -> E {
    let mut d = 0;
    let (keys, values) = items.into_iter().map(|(k, v)| (take(k, &mut d), take(v, &mut d))).unzip();
    node(p, l, l, ExprKind::Dict { keys, values }, d)
}

pub fn repr(p: &Parse<'_>, l: Pos, m: Pos, v: Vec<E>) -> E {
    let e = tuple_or_one(p, m, (v, false));
    let mut d = 0;
    let value = boxed(e, &mut d);
    node(p, l, l, ExprKind::Repr(value), d)
}

pub fn yield_expr(p: &Parse<'_>, l: Pos, e: Option<E>) -> E {
    let mut d = 0;
    let value = e.map(|e| boxed(e, &mut d));
    node(p, l, l, ExprKind::Yield(value), d)
}

pub fn starred(p: &Parse<'_>, l: Pos, e: E) -> E {
    let mut d = 0;
    let value = boxed(e, &mut d);
    node(p, l, l, ExprKind::Starred { value, ctx: Context::Load }, d)
}

pub fn if_exp(p: &Parse<'_>, l: Pos, test: E, body: E, orelse: E) -> E {
    let mut d = 0;
    let body = boxed(body, &mut d);
    let test = boxed(test, &mut d);
    let orelse = boxed(orelse, &mut d);
    node(p, l, l, ExprKind::IfExp { test, body, orelse }, d)
}

/// `a or b or c` is one node of three values.
pub fn bool_op(p: &Parse<'_>, l: Pos, form: Form, mut a: E, b: E) -> E {
    if a.form == form
        && let ExprKind::BoolOp { values, .. } = &mut a.expr.kind
    {
        let mut d = 0;
        values.push(take(b, &mut d));
        a.depth = a.depth.max(d + 1);
        return a;
    }
    let op = if form == Form::Or { BoolOp::Or } else { BoolOp::And };
    let mut d = 0;
    let values = vec![take(a, &mut d), take(b, &mut d)];
    let mut e = node(p, l, l, ExprKind::BoolOp { op, values }, d);
    e.form = form;
    e
}

/// `a < b < c` is one node of two operators.
pub fn compare(p: &Parse<'_>, l: Pos, mut a: E, op: CmpOp, b: E) -> E {
    if a.form == Form::Comparison
        && let ExprKind::Compare { ops, comparators, .. } = &mut a.expr.kind
    {
        let mut d = 0;
        ops.push(op);
        comparators.push(take(b, &mut d));
        a.depth = a.depth.max(d + 1);
        return a;
    }
    let mut d = 0;
    let left = boxed(a, &mut d);
    let comparators = vec![take(b, &mut d)];
    let mut e = node(p, l, l, ExprKind::Compare { left, ops: vec![op], comparators }, d);
    e.form = Form::Comparison;
    e
}

/// The first operator of a chain gives a node at its left operand, the others are where they stand (`m`).
pub fn bin_op(p: &Parse<'_>, l: Pos, a: E, m: Pos, (form, op): (Form, Operator), b: E) -> E {
    let pos = if a.form == form { m } else { l };
    let mut d = 0;
    let left = boxed(a, &mut d);
    let right = boxed(b, &mut d);
    let mut e = node(p, l, pos, ExprKind::BinOp { left, op, right }, d);
    e.form = form;
    e
}

pub fn power(p: &Parse<'_>, l: Pos, a: E, b: E) -> E {
    let mut d = 0;
    let left = boxed(a, &mut d);
    let right = boxed(b, &mut d);
    node(p, l, l, ExprKind::BinOp { left, op: Operator::Pow, right }, d)
}

/// 2.7 has no node for the minus of a number (`ast_for_factor`).
pub fn unary(p: &Parse<'_>, l: Pos, op: UnaryOp, mut e: E) -> E {
    if op == UnaryOp::USub
        && e.form == Form::Number
        && p.py27()
        && let ExprKind::Num(n) = &mut e.expr.kind
    {
        literal::negate(n);
        e.expr.pos = l;
        e.start = l;
        e.form = Form::Plain;
        return e;
    }
    let mut d = 0;
    let operand = boxed(e, &mut d);
    node(p, l, l, ExprKind::UnaryOp { op, operand }, d)
}

/// A trailer's node is where its value is.
pub fn attribute(p: &Parse<'_>, l: Pos, e: E, attr: Ident) -> E {
    let pos = e.expr.pos;
    let mut d = 0;
    let value = boxed(e, &mut d);
    node(p, l, pos, ExprKind::Attribute { value, attr, ctx: Context::Load }, d)
}

/// One item of a subscript.
pub enum Sub {
    Index(E),
    Slice { lower: Option<E>, upper: Option<E>, step: Option<E> },
    Ellipsis,
}

impl Sub {
    pub fn slice(lower: Option<E>, upper: Option<E>, step: Option<Option<E>>) -> Sub {
        Sub::Slice { lower, upper, step: step.flatten() }
    }

    fn into_slice(self, d: &mut u32) -> Slice {
        match self {
            Sub::Index(e) => Slice::Index(take(e, d)),
            Sub::Slice { lower, upper, step } => {
                Slice::Slice { lower: maybe(lower, d), upper: maybe(upper, d), step: maybe(step, d) }
            }
            Sub::Ellipsis => Slice::Ellipsis,
        }
    }
}

/// 2.7 writes `x[::]` as `x[::None]`, which makes it an extended slice.
pub fn slice_step(p: &Parse<'_>, l: Pos, e: Option<E>) -> Option<E> {
    match e {
        None if p.py27() => Some(name(p, l, "None".into())),
        e => e,
    }
}

/// Several items without a slice among them are one tuple.
pub fn subscript(p: &Parse<'_>, l: Pos, e: E, m: Pos, (mut v, comma): Listed<Sub>) -> E {
    let pos = e.expr.pos;
    let mut d = 0;
    let value = boxed(e, &mut d);
    let slice = if !comma && v.len() == 1 {
        v.pop().map_or(Slice::Ellipsis, |s| s.into_slice(&mut d))
    } else if v.iter().all(|s| matches!(s, Sub::Index(_))) {
        let mut below = 0;
        let elts = v
            .into_iter()
            .filter_map(|s| if let Sub::Index(e) = s { Some(take(e, &mut below)) } else { None });
        let elts = elts.collect();
        Slice::Index(take(node(p, m, m, ExprKind::Tuple { elts, ctx: Context::Load }, below), &mut d))
    } else {
        Slice::ExtSlice(v.into_iter().map(|s| s.into_slice(&mut d)).collect())
    };
    let slice = Box::new(slice);
    node(p, l, pos, ExprKind::Subscript { value, slice, ctx: Context::Load }, d)
}

/// Which comprehension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comp {
    Gen,
    List,
    Set,
}

/// A part of a comprehension, in the order of the text.
pub enum Clause {
    For { target: Expr, iter: Expr, depth: u32 },
    If(E),
}

/// The target of a `for`, of both kinds.
pub fn for_target(p: &Parse<'_>, (v, comma): Listed<E>, d: &mut u32) -> Expr {
    let mut elts: Vec<Expr> = v
        .into_iter()
        .map(|mut e| {
            let at = e.start;
            set_context(p, &mut e.expr, Context::Store, at);
            take(e, d)
        })
        .collect();
    let pos = elts.first().map_or(Pos::default(), |e| e.pos);
    if !comma
        && elts.len() == 1
        && let Some(e) = elts.pop()
    {
        return e;
    }
    *d += 1;
    Expr { pos, kind: ExprKind::Tuple { elts, ctx: Context::Store } }
}

pub fn for_clause(p: &Parse<'_>, target: Listed<E>, iter: E) -> Clause {
    let mut depth = 0;
    let target = for_target(p, target, &mut depth);
    let iter = take(iter, &mut depth);
    Clause::For { target, iter, depth }
}

/// 2.7's `[x for x in 1, 2]`.
pub fn test_list_safe(p: &Parse<'_>, l: Pos, first: E, (rest, _): Listed<E>) -> E {
    let mut v = vec![first];
    v.extend(rest);
    tuple_or_one(p, l, (v, true))
}

fn generators(clauses: Vec<Clause>, d: &mut u32) -> Vec<Comprehension> {
    let mut v: Vec<Comprehension> = Vec::new();
    for clause in clauses {
        match clause {
            Clause::For { target, iter, depth } => {
                *d = depth.max(*d);
                v.push(Comprehension { target, iter, ifs: vec![] });
            }
            Clause::If(e) => {
                let test = take(e, d);
                if let Some(last) = v.last_mut() {
                    last.ifs.push(test);
                }
            }
        }
    }
    v
}

/// A comprehension is where its element is, not its bracket.
pub fn comprehension(p: &Parse<'_>, l: Pos, m: Pos, comp: Comp, elt: E, clauses: Vec<Clause>) -> E {
    let mut d = 0;
    let elt = boxed(elt, &mut d);
    let generators = generators(clauses, &mut d);
    let kind = match comp {
        Comp::Gen => ExprKind::GeneratorExp { elt, generators },
        Comp::List => ExprKind::ListComp { elt, generators },
        Comp::Set => ExprKind::SetComp { elt, generators },
    };
    node(p, l, m, kind, d)
}

pub fn dict_comp(p: &Parse<'_>, l: Pos, m: Pos, key: E, value: E, clauses: Vec<Clause>) -> E {
    let mut d = 0;
    let key = boxed(key, &mut d);
    let value = boxed(value, &mut d);
    let generators = generators(clauses, &mut d);
    node(p, l, m, ExprKind::DictComp { key, value, generators }, d)
}
