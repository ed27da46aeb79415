//! Attributes, subscripts, lists and tuples, loaded, stored, deleted or assigned to in place.

use super::Compiler;
use super::names::Access;
use crate::bytecode::code::Const;
use crate::bytecode::opcode::Op;
use crate::compiler::error::{self, Result};
use crate::profile::Language;
use crate::syntax::ErrorKind;
use crate::syntax::ast::{Context, Expr, ExprKind, Ident, Operator, Slice};

/// `UNPACK_EX` has room for so many targets in front of the starred one, and so many behind it.
const MAX_BEFORE_STAR: usize = 1 << 8;
const MAX_AFTER_STAR: usize = (i32::MAX >> 8) as usize;

/// 2.7's opcodes for simple slices, by the bounds that are there: 1 the lower one, 2 the upper one.
const SLICE: [Op; 4] = [Op::Slice0, Op::Slice1, Op::Slice2, Op::Slice3];
const STORE_SLICE: [Op; 4] = [Op::StoreSlice0, Op::StoreSlice1, Op::StoreSlice2, Op::StoreSlice3];
const DELETE_SLICE: [Op; 4] = [Op::DeleteSlice0, Op::DeleteSlice1, Op::DeleteSlice2, Op::DeleteSlice3];

/// Picks what loads, stores or deletes.
fn by_access<T>(ctx: Context, load: T, store: T, delete: T) -> T {
    match ctx {
        Context::Load | Context::AugLoad => load,
        Context::Store | Context::AugStore | Context::Param => store,
        Context::Del => delete,
    }
}

impl Compiler<'_> {
    pub(super) fn attribute(&mut self, value: &Expr, attr: &Ident, ctx: Context) -> Result<()> {
        match ctx {
            Context::AugStore => self.op(Op::RotTwo),
            _ => self.expr(value)?,
        }
        if ctx == Context::AugLoad {
            self.op(Op::DupTop);
        }
        self.op_name(by_access(ctx, Op::LoadAttr, Op::StoreAttr, Op::DeleteAttr), attr);
        Ok(())
    }

    pub(super) fn subscript(&mut self, value: &Expr, slice: &Slice, ctx: Context) -> Result<()> {
        if ctx != Context::AugStore {
            self.expr(value)?;
        }
        if let (Language::Py27, Slice::Slice { lower, upper, step: None }) = (self.language, slice) {
            return self.simple_slice(lower.as_ref(), upper.as_ref(), ctx);
        }
        if ctx != Context::AugStore {
            match slice {
                Slice::ExtSlice(dims) => {
                    dims.iter().try_for_each(|dim| self.slice(dim))?;
                    self.op_arg(Op::BuildTuple, dims.len());
                }
                _ => self.slice(slice)?,
            }
        }
        match (ctx, self.language) {
            (Context::AugLoad, Language::Py27) => self.op_arg(Op::DupTopx, 2),
            (Context::AugLoad, Language::Py32) => self.op(Op::DupTopTwo),
            (Context::AugStore, _) => self.op(Op::RotThree),
            _ => {}
        }
        self.op(by_access(ctx, Op::BinarySubscr, Op::StoreSubscr, Op::DeleteSubscr));
        Ok(())
    }

    /// Pushes what stands between the brackets.
    fn slice(&mut self, slice: &Slice) -> Result<()> {
        match slice {
            Slice::Ellipsis => self.load_const(Const::Ellipsis),
            Slice::Index(value) => self.expr(value)?,
            Slice::Slice { lower, upper, step } => {
                self.expr_or_none(lower.as_ref())?;
                self.expr_or_none(upper.as_ref())?;
                self.exprs(step)?;
                self.op_arg(Op::BuildSlice, if step.is_some() { 3 } else { 2 });
            }
            Slice::ExtSlice(_) => {
                let message = "extended slice invalid in nested slice";
                return Err(error::nowhere(ErrorKind::System, message));
            }
        }
        Ok(())
    }

    /// 2.7's `x[a:b]`.
    fn simple_slice(&mut self, lower: Option<&Expr>, upper: Option<&Expr>, ctx: Context) -> Result<()> {
        let bounds = usize::from(lower.is_some()) + usize::from(upper.is_some());
        if ctx != Context::AugStore {
            self.exprs(lower)?;
            self.exprs(upper)?;
        }
        match (ctx, bounds) {
            (Context::AugLoad, 0) => self.op(Op::DupTop),
            (Context::AugLoad, _) => self.op_arg(Op::DupTopx, bounds + 1),
            (Context::AugStore, 0) => self.op(Op::RotTwo),
            (Context::AugStore, 1) => self.op(Op::RotThree),
            (Context::AugStore, _) => self.op(Op::RotFour),
            _ => {}
        }
        let which = usize::from(lower.is_some()) | usize::from(upper.is_some()) << 1;
        self.op(by_access(ctx, SLICE, STORE_SLICE, DELETE_SLICE)[which]);
        Ok(())
    }

    /// A list or tuple display, or the targets that a sequence is taken apart into.
    pub(super) fn sequence(&mut self, elts: &[Expr], ctx: Context, build: Op) -> Result<()> {
        if ctx != Context::Store {
            self.exprs(elts)?;
            if ctx == Context::Load {
                self.op_arg(build, elts.len());
            }
            return Ok(());
        }
        let starred = |elt: &Expr| matches!(elt.kind, ExprKind::Starred { .. });
        let star = elts.iter().position(starred);
        match star {
            None => self.op_arg(Op::UnpackSequence, elts.len()),
            Some(at) => {
                let after = elts.len() - at - 1;
                if at >= MAX_BEFORE_STAR || after >= MAX_AFTER_STAR {
                    return self.error("too many expressions in star-unpacking assignment");
                }
                self.op_arg(Op::UnpackEx, at | after << 8);
                if elts.iter().skip(at + 1).any(starred) {
                    return self.error("two starred expressions in assignment");
                }
            }
        }
        for elt in elts {
            match &elt.kind {
                ExprKind::Starred { value, .. } => self.expr(value)?,
                _ => self.expr(elt)?,
            }
        }
        Ok(())
    }

    pub(super) fn augmented_assignment(&mut self, target: &Expr, op: Operator, value: &Expr) -> Result<()> {
        let op = self.inplace_op(op);
        match &target.kind {
            ExprKind::Attribute { value: object, attr, .. } => {
                self.advance_line(target.pos);
                self.attribute(object, attr, Context::AugLoad)?;
                self.expr(value)?;
                self.op(op);
                self.advance_line(target.pos);
                self.attribute(object, attr, Context::AugStore)
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                self.advance_line(target.pos);
                self.subscript(object, slice, Context::AugLoad)?;
                self.expr(value)?;
                self.op(op);
                self.advance_line(target.pos);
                self.subscript(object, slice, Context::AugStore)
            }
            ExprKind::Name { id, .. } => {
                self.name_op(id, Access::Load)?;
                self.expr(value)?;
                self.op(op);
                self.name_op(id, Access::Store)
            }
            _ => {
                let message = "invalid node type for augmented assignment";
                Err(error::nowhere(ErrorKind::System, message))
            }
        }
    }
}
