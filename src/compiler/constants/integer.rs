//! Integers: 2.7's `int` and `long`, 3.2's `int`.

use super::{MAX_BITS, float};
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

/// The nearest float; none if there is none.
pub(super) fn to_float(value: &BigInt) -> Option<f64> {
    match value.to_i64() {
        Some(small) => Some(small as f64),
        None => quotient(value, &BigInt::one()),
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
        Op::BinaryTrueDivide => return quotient(x, y).map(Const::Float),
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

/// `a / b`, rounded correctly; none for a division by zero or a result too large for a float.
fn quotient(a: &BigInt, b: &BigInt) -> Option<f64> {
    if b.is_zero() {
        return None;
    }
    let negative = a.is_negative() != b.is_negative();
    let signed = |x: f64| if negative { -x } else { x };
    if a.is_zero() {
        return Some(signed(0.0));
    }
    // A quotient of 64 or 65 bits, the last of which says whether anything was cut off.
    let shift = 64 + b.bits() as i64 - a.bits() as i64;
    let (mut top, mut bottom) = (a.magnitude().clone(), b.magnitude().clone());
    if shift >= 0 {
        top <<= shift as u64;
    } else {
        bottom <<= shift.unsigned_abs();
    }
    let (quotient, rest) = top.div_rem(&bottom);
    let mut digits = quotient.to_u128()? << 1;
    digits |= u128::from(!rest.is_zero());
    let shift = shift + 1;
    // The value is digits * 2**-shift; a float has 53 bits of it, or fewer if it is subnormal.
    let exponent = i64::from(128 - digits.leading_zeros()) - shift;
    let precision = (exponent + 1074).clamp(0, 53);
    let drop = 128 - i64::from(digits.leading_zeros()) - precision;
    let kept = round_half_even(digits, drop as u32);
    let scaled = kept as f64;
    let value = scale(scaled, drop - shift);
    value.is_finite().then(|| signed(value))
}

fn round_half_even(digits: u128, drop: u32) -> u128 {
    if drop == 0 {
        return digits;
    }
    let kept = digits.checked_shr(drop).unwrap_or(0);
    let rest = digits - kept.checked_shl(drop).unwrap_or(0);
    let half = 1u128 << (drop - 1);
    kept + u128::from(rest > half || (rest == half && kept & 1 == 1))
}

/// `x * 2**exponent`, exact wherever the result is representable.
fn scale(mut x: f64, mut exponent: i64) -> f64 {
    while exponent > 1000 && x.is_finite() {
        x *= 2f64.powi(1000);
        exponent -= 1000;
    }
    while exponent < -1000 && x != 0.0 {
        x *= 2f64.powi(-1000);
        exponent += 1000;
    }
    x * 2f64.powi(exponent as i32)
}

/// A finite float cut down to an integer.
pub(super) fn truncate(x: f64) -> Option<BigInt> {
    num_traits::FromPrimitive::from_f64(x)
}

/// The digits of an integer's magnitude, and whether it is negative.
pub(super) fn digits(value: &BigInt, radix: u32) -> (String, bool) {
    (value.magnitude().to_str_radix(radix), value.sign() == Sign::Minus)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_are_rounded_once() {
        let q = |a: &str, b: &str| quotient(&a.parse().unwrap(), &b.parse().unwrap());
        assert_eq!(q("1", "3"), Some(1.0 / 3.0));
        assert_eq!(q("-7", "2"), Some(-3.5));
        assert_eq!(q("9007199254740993", "1"), Some(9007199254740992.0));
        assert_eq!(q("9007199254740995", "1"), Some(9007199254740996.0));
        assert_eq!(q("1", "0"), None);
        assert!(q("0", "-5").is_some_and(|x| x == 0.0 && x.is_sign_negative()));
        let huge = format!("1{}", "0".repeat(400));
        assert_eq!(q(&huge, "1"), None);
        assert_eq!(q(&huge, &format!("1{}", "0".repeat(399))), Some(10.0));
        assert_eq!(q("1", &format!("1{}", "0".repeat(320))), Some(1e-320));
        assert_eq!(q("1", &huge), Some(0.0));
    }
}
