//! Arithmetic on plain numbers, as CPython's objects do it (Objects/floatobject.c, Objects/complexobject.c,
//! Objects/longobject.c): the objects compute with it, and the compiler folds constants with it.
//!
//! Invariant: no errors with texts here; what can't be computed is none or a [`Fault`].

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    ZeroDivision,
    /// A negative number to a fractional power.
    Domain,
    Overflow,
}

// ---- floats --------------------------------------------------------------------------------------------

/// `x % y` for a `y` that is not zero. The remainder has the divisor's sign, a zero one too.
#[inline]
pub fn remainder(x: f64, y: f64) -> f64 {
    let rest = x % y;
    if rest == 0.0 {
        return 0f64.copysign(y);
    }
    if (y < 0.0) == (rest < 0.0) { rest } else { rest + y }
}

/// `x // y` for a `y` that is not zero.
#[inline]
pub fn floor_divide(x: f64, y: f64) -> f64 {
    let rest = x % y;
    let mut quotient = (x - rest) / y;
    if rest != 0.0 && (y < 0.0) != (rest < 0.0) {
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return 0f64.copysign(x / y);
    }
    let floor = quotient.floor();
    if quotient - floor > 0.5 { floor + 1.0 } else { floor }
}

fn odd(x: f64) -> bool {
    x.abs() % 2.0 == 1.0
}

/// `x ** y`.
pub fn power(x: f64, y: f64) -> Result<f64, Fault> {
    if x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(Fault::ZeroDivision);
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
        return Err(Fault::Domain);
    }
    // C99's pow() agrees with float_pow in all other special cases.
    let value = x.powf(y);
    if value.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(Fault::Overflow);
    }
    Ok(if x == -1.0 && odd(y) { -1.0 } else { value })
}

// ---- complex numbers -----------------------------------------------------------------------------------

/// Real and imaginary part.
pub type Pair = (f64, f64);

pub fn product(a: Pair, b: Pair) -> Pair {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// `c_quot`: scaled by the larger part of the divisor; none for a division by zero.
pub fn quotient(a: Pair, b: Pair) -> Option<Pair> {
    if b.0.abs() >= b.1.abs() {
        if b.0 == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let bottom = b.0 + b.1 * ratio;
        Some(((a.0 + a.1 * ratio) / bottom, (a.1 - a.0 * ratio) / bottom))
    } else {
        let ratio = b.0 / b.1;
        let bottom = b.0 * ratio + b.1;
        Some(((a.0 * ratio + a.1) / bottom, (a.1 * ratio - a.0) / bottom))
    }
}

/// 2.7's `//` and `%` of complex numbers; none for a division by zero.
pub fn complex_divmod(a: Pair, b: Pair) -> Option<(Pair, Pair)> {
    let floor = (quotient(a, b)?.0.floor(), 0.0);
    let whole = product(b, floor);
    Some((floor, (a.0 - whole.0, a.1 - whole.1)))
}

/// `complex_pow`: small whole exponents by multiplication, others by polar coordinates.
pub fn complex_power(a: Pair, b: Pair) -> Result<Pair, Fault> {
    let whole = b.0 as i64;
    let (re, im) = if b.1 == 0.0 && b.0 == whole as f64 && (-100..=100).contains(&whole) {
        let power = repeated_product(a, whole.unsigned_abs());
        if whole > 0 { power } else { quotient((1.0, 0.0), power).ok_or(Fault::ZeroDivision)? }
    } else {
        polar_power(a, b).ok_or(Fault::ZeroDivision)?
    };
    if re.is_infinite() || im.is_infinite() { Err(Fault::Overflow) } else { Ok((re, im)) }
}

fn repeated_product(x: Pair, n: u64) -> Pair {
    let (mut result, mut power, mut mask) = ((1.0, 0.0), x, 1);
    while n >= mask {
        if n & mask != 0 {
            result = product(result, power);
        }
        mask <<= 1;
        power = product(power, power);
    }
    result
}

fn polar_power(a: Pair, b: Pair) -> Option<Pair> {
    if b == (0.0, 0.0) {
        return Some((1.0, 0.0));
    }
    if a == (0.0, 0.0) {
        return (b.1 == 0.0 && b.0 >= 0.0).then_some((0.0, 0.0));
    }
    let size = a.0.hypot(a.1);
    let angle = a.1.atan2(a.0);
    let mut length = size.powf(b.0);
    let mut phase = angle * b.0;
    if b.1 != 0.0 {
        length /= (angle * b.1).exp();
        phase += b.1 * size.ln();
    }
    // The cosine of an infinite angle is a domain error.
    (!phase.is_infinite()).then(|| (length * phase.cos(), length * phase.sin()))
}

// ---- integers ------------------------------------------------------------------------------------------

/// The nearest float; none if it is too large for one.
pub fn to_float(value: &BigInt) -> Option<f64> {
    match value.to_i64() {
        Some(small) => Some(small as f64),
        None => exact_quotient(value, &BigInt::one()),
    }
}

/// A finite float cut down to an integer; none for infinities and NaN.
pub fn truncate(x: f64) -> Option<BigInt> {
    num_traits::FromPrimitive::from_f64(x)
}

/// `a / b`, rounded correctly; none for a division by zero or a result too large for a float.
pub fn exact_quotient(a: &BigInt, b: &BigInt) -> Option<f64> {
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
pub fn scale(mut x: f64, mut exponent: i64) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_are_rounded_once() {
        let q = |a: &str, b: &str| exact_quotient(&a.parse().unwrap(), &b.parse().unwrap());
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
