//! Targets: expressions read where something is bound or deleted (`set_context` of ast.c).
//!
//! Invariant: every error here is one of `ast.c`, in its words, at the place it gives (`at`).

use super::ast::{Context, Expr, ExprKind, Pos};
use super::parse::Parse;

/// Makes a target of an expression. What can't be one is noted as an error.
pub fn set_context(p: &Parse<'_>, e: &mut Expr, new: Context, at: Pos) {
    let what = match &mut e.kind {
        ExprKind::Attribute { attr, ctx, .. } => {
            *ctx = new;
            if new == Context::Store {
                forbidden(p, attr, at, true);
            }
            return;
        }
        ExprKind::Subscript { ctx, .. } => {
            *ctx = new;
            return;
        }
        ExprKind::Starred { value, ctx } => {
            *ctx = new;
            return set_context(p, value, new, at);
        }
        ExprKind::Name { id, ctx } => {
            *ctx = new;
            if new == Context::Store {
                forbidden(p, id, at, true);
            }
            return;
        }
        ExprKind::Tuple { elts, .. } if elts.is_empty() => "()",
        ExprKind::List { elts, ctx } | ExprKind::Tuple { elts, ctx } => {
            *ctx = new;
            return elts.iter_mut().for_each(|e| set_context(p, e, new, at));
        }
        ExprKind::Lambda { .. } => "lambda",
        ExprKind::Call(_) => "function call",
        ExprKind::BoolOp { .. } | ExprKind::BinOp { .. } | ExprKind::UnaryOp { .. } => "operator",
        ExprKind::GeneratorExp { .. } => "generator expression",
        ExprKind::Yield(_) => "yield expression",
        ExprKind::ListComp { .. } => "list comprehension",
        ExprKind::SetComp { .. } => "set comprehension",
        ExprKind::DictComp { .. } => "dict comprehension",
        ExprKind::Dict { .. } | ExprKind::Set(_) | ExprKind::Num(_) | ExprKind::Str(_) => "literal",
        ExprKind::Ellipsis => "Ellipsis",
        ExprKind::Compare { .. } => "comparison",
        ExprKind::Repr(_) => "repr",
        ExprKind::IfExp { .. } => "conditional expression",
    };
    let verb = if new == Context::Store { "assign to" } else { "delete" };
    p.fail(at, format!("can't {verb} {what}"));
}

/// Names that can't be bound: `forbidden_check` of 2.7, `forbidden_name` of 3.2, where `full` adds the constants.
pub fn forbidden(p: &Parse<'_>, name: &str, at: Pos, full: bool) {
    match name {
        "None" | "__debug__" if p.py27() => p.fail(at, format!("cannot assign to {name}")),
        "__debug__" => p.fail(at, "assignment to keyword"),
        "None" | "True" | "False" if full && !p.py27() => p.fail(at, "assignment to keyword"),
        _ => {}
    }
}
