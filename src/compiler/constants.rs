//! Folding: what an operation on constants gives, as PyNumber_Add and its like would have it.
//!
//! Invariants:
//! - An operation that would raise, or whose result CPython's optimiser would not keep, gives none and is left to the VM.
//! - Results are what the language's own objects give: 2.7's `int` becomes a `long` when it overflows and a
//!   `long` never becomes an `int` again; 2.7 adds `str` and `unicode`, 3.2 does not.
//! - No result is larger than [`MAX_BITS`] or [`MAX_SEQUENCE`]; the first limit is ours, for CPython would compute on.

mod float;
mod format;
mod integer;
mod sequence;

use crate::bytecode::arith;
use crate::bytecode::code::Const;
use crate::bytecode::opcode::Op;
use crate::bytecode::repr;
use crate::profile::Language;
use num_bigint::BigInt;
use num_traits::Zero;

/// Longer sequences are not kept as constants (`fold_binops_on_constants`).
const MAX_SEQUENCE: usize = 20;

/// Larger integers are left to the VM.
const MAX_BITS: u64 = 1 << 26;

/// A number, on the lowest rung of the ladder int, float, complex that holds it.
#[derive(Clone, Debug)]
enum Number {
    /// `long`: 2.7's; never set in 3.2.
    Int {
        value: BigInt,
        long: bool,
    },
    Float(f64),
    Complex(f64, f64),
}

impl Number {
    fn of(value: &Const) -> Option<Number> {
        Some(match value {
            Const::True => Number::Int { value: 1.into(), long: false },
            Const::False => Number::Int { value: 0.into(), long: false },
            Const::Int(n) => Number::Int { value: n.clone(), long: false },
            Const::Long(n) => Number::Int { value: n.clone(), long: true },
            Const::Float(x) => Number::Float(*x),
            Const::Complex(re, im) => Number::Complex(*re, *im),
            _ => return None,
        })
    }

    /// None if it is complex or too large.
    fn real(&self) -> Option<f64> {
        match self {
            Number::Int { value, .. } => arith::to_float(value),
            Number::Float(x) => Some(*x),
            Number::Complex(..) => None,
        }
    }

    fn complex(&self) -> Option<(f64, f64)> {
        match self {
            Number::Complex(re, im) => Some((*re, *im)),
            real => real.real().map(|re| (re, 0.0)),
        }
    }
}

/// Whether a constant counts as true.
pub(super) fn is_true(value: &Const) -> bool {
    match value {
        Const::None | Const::False => false,
        Const::True | Const::Ellipsis | Const::Code(_) => true,
        Const::Int(n) | Const::Long(n) => !n.is_zero(),
        Const::Float(x) => *x != 0.0,
        Const::Complex(re, im) => *re != 0.0 || *im != 0.0,
        Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Text(text) => !text.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    }
}

/// The result of a unary operation.
pub(super) fn unary(op: Op, operand: &Const, language: Language) -> Option<Const> {
    if op == Op::UnaryConvert {
        return Some(Const::Bytes(repr::repr(operand, language).into_bytes().into()));
    }
    let number = Number::of(operand)?;
    match (op, number) {
        // The sign of -0.0 is preserved by not folding it.
        (Op::UnaryNegative, _) if !is_true(operand) => None,
        (Op::UnaryNegative, Number::Int { value, long }) => Some(integer::result(-value, long, language)),
        (Op::UnaryNegative, Number::Float(x)) => Some(Const::Float(-x)),
        (Op::UnaryNegative, Number::Complex(re, im)) => Some(Const::Complex(-re, -im)),
        (Op::UnaryPositive, Number::Int { value, long }) => Some(integer::result(value, long, language)),
        (Op::UnaryPositive, _) => Some(operand.clone()),
        (Op::UnaryInvert, Number::Int { value, long }) => Some(integer::result(!value, long, language)),
        _ => None,
    }
}

/// The result of a binary operation.
pub(super) fn binary(op: Op, left: &Const, right: &Const, language: Language) -> Option<Const> {
    let result = match (Number::of(left), Number::of(right)) {
        (Some(a), Some(b)) => arithmetic(op, left, right, a, b, language)?,
        _ => sequence::binary(op, left, right, language)?,
    };
    let length = match &result {
        Const::Bytes(bytes) => bytes.len(),
        Const::Text(text) => text.len(),
        Const::Tuple(items) => items.len(),
        _ => 0,
    };
    (length <= MAX_SEQUENCE).then_some(result)
}

fn arithmetic(
    op: Op,
    left: &Const,
    right: &Const,
    a: Number,
    b: Number,
    language: Language,
) -> Option<Const> {
    if let (Const::True | Const::False, Const::True | Const::False) = (left, right) {
        let (x, y) = (is_true(left), is_true(right));
        let truth = |value| if value { Const::True } else { Const::False };
        match op {
            Op::BinaryAnd => return Some(truth(x & y)),
            Op::BinaryOr => return Some(truth(x | y)),
            Op::BinaryXor => return Some(truth(x ^ y)),
            _ => {}
        }
    }
    if let (Const::True | Const::False, Op::BinaryModulo, Number::Int { value: y, .. }) = (left, op, &b) {
        // Where the remainder is the dividend, it is that very object.
        let kept = if is_true(left) { *y > BigInt::from(1) } else { !y.is_zero() };
        if kept {
            return Some(left.clone());
        }
    }
    match (&a, &b) {
        (Number::Int { value: x, long: long_x }, Number::Int { value: y, long: long_y }) => {
            integer::binary(op, x, y, *long_x || *long_y, language)
        }
        (Number::Complex(..), _) | (_, Number::Complex(..)) => {
            float::complex(op, a.complex()?, b.complex()?, language)
        }
        _ => float::binary(op, a.real()?, b.real()?, language),
    }
}
