//! Integers: 2.7's `int` and `long`, 3.2's `int`.

use super::{MAX_BITS, float};
use crate::bytecode::arith::{exact_quotient, to_float};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::Op;
use crate::profile::Language;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

/// An integer as a constant: a `long` in 2.7 if an operand was one or it does not fit an `int`.
pub(super) fn result(value: BigInt, long: bool, language: Language) -> Const {
    if language == Language::Py27 && (long || value.to_i64().is_none()) {
        Const::Long(value)
    } else {
        Const::Int(value)
    }
}

pub(super) fn binary(op: Op, x: &BigInt, y: &BigInt, long: bool, language: Language) -> Option<Const> {
    let value = match op {
        Op::BinaryAdd => x + y,
        Op::BinarySubtract => x - y,
        Op::BinaryMultiply => {
            fits(x.bits() + y.bits())?;
            x * y
        }
        Op::BinaryTrueDivide => return exact_quotient(x, y).map(Const::Float),
        Op::BinaryFloorDivide if !y.is_zero() => x.div_floor(y),
        Op::BinaryModulo if !y.is_zero() => x.mod_floor(y),
        Op::BinaryPower if y.is_negative() => {
            return float::binary(Op::BinaryPower, to_float(x)?, to_float(y)?, language);
        }
        Op::BinaryPower => power(x, y)?,
        Op::BinaryLshift => {
            let count = count(y)?;
            if !x.is_zero() {
                fits(x.bits().saturating_add(count))?;
                x << count
            } else {
                BigInt::zero()
            }
        }
        Op::BinaryRshift => {
            let count = count(y)?;
            if count <= x.bits() {
                x >> count
            } else if x.is_negative() {
                -BigInt::one()
            } else {
                BigInt::zero()
            }
        }
        Op::BinaryAnd => x & y,
        Op::BinaryOr => x | y,
        Op::BinaryXor => x ^ y,
        _ => return None,
    };
    // 2.7's int division notices that the quotient would overflow, and has long do all of it.
    let overflow = op == Op::BinaryModulo && x.to_i64() == Some(i64::MIN) && y.to_i64() == Some(-1);
    Some(result(value, long || overflow, language))
}

fn fits(bits: u64) -> Option<()> {
    (bits <= MAX_BITS).then_some(())
}

/// A shift count: what fits a `Py_ssize_t` and is not negative.
fn count(y: &BigInt) -> Option<u64> {
    y.to_i64().and_then(|count| u64::try_from(count).ok())
}

fn power(x: &BigInt, y: &BigInt) -> Option<BigInt> {
    if x.magnitude().is_one() || x.is_zero() {
        let negative = x.is_negative() && y.is_odd();
        let one_or_zero = if y.is_zero() { BigInt::one() } else { x.abs() };
        return Some(if negative { -one_or_zero } else { one_or_zero });
    }
    let exponent = y.to_u32()?;
    fits(x.bits().saturating_mul(u64::from(exponent)))?;
    Some(Pow::pow(x, exponent))
}

/// The digits of an integer's magnitude, and whether it is negative.
pub(super) fn digits(value: &BigInt, radix: u32) -> (String, bool) {
    (value.magnitude().to_str_radix(radix), value.sign() == Sign::Minus)
}
