//! Expressions that give a value; those that can be assigned to are in `targets`.

use super::Compiler;
use super::names::Access;
use crate::bytecode::code::{CO_FUTURE_DIVISION, Const};
use crate::bytecode::opcode::Op;
use crate::compiler::error::Result;
use crate::profile::Language;
use crate::syntax::ast::{BoolOp, CmpOp, Context, Expr, ExprKind, Number, Operator, StrLit, UnaryOp};
use num_traits::ToPrimitive;

fn unary_op(op: UnaryOp) -> Op {
    match op {
        UnaryOp::Invert => Op::UnaryInvert,
        UnaryOp::Not => Op::UnaryNot,
        UnaryOp::UAdd => Op::UnaryPositive,
        UnaryOp::USub => Op::UnaryNegative,
    }
}

/// `COMPARE_OP`'s argument.
fn compare_arg(op: CmpOp) -> usize {
    match op {
        CmpOp::Lt => 0,
        CmpOp::LtE => 1,
        CmpOp::Eq => 2,
        CmpOp::NotEq => 3,
        CmpOp::Gt => 4,
        CmpOp::GtE => 5,
        CmpOp::In => 6,
        CmpOp::NotIn => 7,
        CmpOp::Is => 8,
        CmpOp::IsNot => 9,
    }
}

impl Compiler<'_> {
    fn true_division(&self) -> bool {
        self.language == Language::Py32 || self.features & CO_FUTURE_DIVISION != 0
    }

    fn binary_op(&self, op: Operator) -> Op {
        match op {
            Operator::Add => Op::BinaryAdd,
            Operator::Sub => Op::BinarySubtract,
            Operator::Mult => Op::BinaryMultiply,
            Operator::Div if self.true_division() => Op::BinaryTrueDivide,
            Operator::Div => Op::BinaryDivide,
            Operator::Mod => Op::BinaryModulo,
            Operator::Pow => Op::BinaryPower,
            Operator::LShift => Op::BinaryLshift,
            Operator::RShift => Op::BinaryRshift,
            Operator::BitOr => Op::BinaryOr,
            Operator::BitXor => Op::BinaryXor,
            Operator::BitAnd => Op::BinaryAnd,
            Operator::FloorDiv => Op::BinaryFloorDivide,
        }
    }

    pub(super) fn inplace_op(&self, op: Operator) -> Op {
        match op {
            Operator::Add => Op::InplaceAdd,
            Operator::Sub => Op::InplaceSubtract,
            Operator::Mult => Op::InplaceMultiply,
            Operator::Div if self.true_division() => Op::InplaceTrueDivide,
            Operator::Div => Op::InplaceDivide,
            Operator::Mod => Op::InplaceModulo,
            Operator::Pow => Op::InplacePower,
            Operator::LShift => Op::InplaceLshift,
            Operator::RShift => Op::InplaceRshift,
            Operator::BitOr => Op::InplaceOr,
            Operator::BitXor => Op::InplaceXor,
            Operator::BitAnd => Op::InplaceAnd,
            Operator::FloorDiv => Op::InplaceFloorDivide,
        }
    }

    /// The constant of a literal; None for anything else.
    pub(super) fn literal(&self, expr: &Expr) -> Const {
        match &expr.kind {
            ExprKind::Num(Number::Int(n)) if self.language == Language::Py27 && n.to_i64().is_none() => {
                Const::Long(n.clone())
            }
            ExprKind::Num(Number::Int(n)) => Const::Int(n.clone()),
            ExprKind::Num(Number::Long(n)) => Const::Long(n.clone()),
            ExprKind::Num(Number::Float(x)) => Const::Float(*x),
            ExprKind::Num(Number::Imag(x)) => Const::Complex(0.0, *x),
            ExprKind::Str(StrLit::Bytes(bytes)) => Const::Bytes(bytes.as_slice().into()),
            ExprKind::Str(StrLit::Text(text)) => Const::Text(text.as_slice().into()),
            ExprKind::Ellipsis => Const::Ellipsis,
            _ => Const::None,
        }
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> Result<()> {
        self.descend()?;
        self.advance_line(expr.pos);
        match &expr.kind {
            ExprKind::BoolOp { op, values } => self.bool_op(*op, values)?,
            ExprKind::BinOp { left, op, right } => {
                self.expr(left)?;
                self.expr(right)?;
                self.op(self.binary_op(*op));
            }
            ExprKind::UnaryOp { op, operand } => {
                self.expr(operand)?;
                self.op(unary_op(*op));
            }
            ExprKind::Lambda { args, body } => self.lambda(expr, args, body)?,
            ExprKind::IfExp { test, body, orelse } => self.conditional(test, body, orelse)?,
            ExprKind::Dict { keys, values } => {
                self.op_arg(Op::BuildMap, values.len().min(0xffff));
                for (key, value) in keys.iter().zip(values) {
                    self.expr(value)?;
                    self.expr(key)?;
                    self.op(Op::StoreMap);
                }
            }
            ExprKind::Set(elts) => {
                self.exprs(elts)?;
                self.op_arg(Op::BuildSet, elts.len());
            }
            ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::DictComp { .. }
            | ExprKind::GeneratorExp { .. } => self.comprehension(expr)?,
            ExprKind::Yield(value) => {
                if !self.in_function() {
                    return self.error("'yield' outside function");
                }
                self.expr_or_none(value.as_deref())?;
                self.op(Op::YieldValue);
            }
            ExprKind::Compare { left, ops, comparators } => self.compare(left, ops, comparators)?,
            ExprKind::Call(call) => {
                self.expr(&call.func)?;
                let (starargs, kwargs) = (call.starargs.as_ref(), call.kwargs.as_ref());
                self.arguments(0, &call.args, &call.keywords, starargs, kwargs)?;
            }
            ExprKind::Repr(value) => {
                self.expr(value)?;
                self.op(Op::UnaryConvert);
            }
            ExprKind::Num(_) | ExprKind::Str(_) | ExprKind::Ellipsis => self.load_const(self.literal(expr)),
            ExprKind::Attribute { value, attr, ctx } => self.attribute(value, attr, *ctx)?,
            ExprKind::Subscript { value, slice, ctx } => self.subscript(value, slice, *ctx)?,
            ExprKind::Starred { ctx: Context::Store, .. } => {
                return self.error("starred assignment target must be in a list or tuple");
            }
            ExprKind::Starred { .. } => {
                return self.error("can use starred expression only as assignment target");
            }
            ExprKind::Name { id, ctx } => {
                let access = match ctx {
                    Context::Load | Context::AugLoad => Access::Load,
                    Context::Store | Context::AugStore | Context::Param => Access::Store,
                    Context::Del => Access::Delete,
                };
                self.name_op(id, access)?;
            }
            ExprKind::List { elts, ctx } => self.sequence(elts, *ctx, Op::BuildList)?,
            ExprKind::Tuple { elts, ctx } => self.sequence(elts, *ctx, Op::BuildTuple)?,
        }
        self.ascend();
        Ok(())
    }

    fn bool_op(&mut self, op: BoolOp, values: &[Expr]) -> Result<()> {
        let jump = match op {
            BoolOp::And => Op::JumpIfFalseOrPop,
            BoolOp::Or => Op::JumpIfTrueOrPop,
        };
        let end = self.new_block();
        if let Some((last, others)) = values.split_last() {
            for value in others {
                self.expr(value)?;
                self.jump(jump, end);
            }
            self.expr(last)?;
        }
        self.use_next_block(end);
        Ok(())
    }

    fn conditional(&mut self, test: &Expr, body: &Expr, orelse: &Expr) -> Result<()> {
        let (end, next) = (self.new_block(), self.new_block());
        self.expr(test)?;
        self.jump(Op::PopJumpIfFalse, next);
        self.expr(body)?;
        self.jump(Op::JumpForward, end);
        self.use_next_block(next);
        self.expr(orelse)?;
        self.use_next_block(end);
        Ok(())
    }

    fn compare(&mut self, left: &Expr, ops: &[CmpOp], comparators: &[Expr]) -> Result<()> {
        self.expr(left)?;
        let chained = ops.len() > 1;
        let cleanup = if chained { Some(self.new_block()) } else { None };
        for (at, (op, comparator)) in ops.iter().zip(comparators).enumerate() {
            self.expr(comparator)?;
            match cleanup {
                Some(cleanup) if at + 1 < ops.len() => {
                    self.op(Op::DupTop);
                    self.op(Op::RotThree);
                    self.op_arg(Op::CompareOp, compare_arg(*op));
                    self.jump(Op::JumpIfFalseOrPop, cleanup);
                    self.next_block();
                }
                _ => self.op_arg(Op::CompareOp, compare_arg(*op)),
            }
        }
        if let Some(cleanup) = cleanup {
            let end = self.new_block();
            self.jump(Op::JumpForward, end);
            self.use_next_block(cleanup);
            self.op(Op::RotTwo);
            self.op(Op::PopTop);
            self.use_next_block(end);
        }
        Ok(())
    }
}
