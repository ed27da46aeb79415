//! Floats and complex numbers (Objects/floatobject.c, Objects/complexobject.c).

use crate::bytecode::code::Const;
use crate::bytecode::opcode::Op;
use crate::profile::Language;

pub(super) fn binary(op: Op, x: f64, y: f64, language: Language) -> Option<Const> {
    let value = match op {
        Op::BinaryAdd => x + y,
        Op::BinarySubtract => x - y,
        Op::BinaryMultiply => x * y,
        Op::BinaryTrueDivide if y != 0.0 => x / y,
        Op::BinaryFloorDivide if y != 0.0 => floor_divide(x, y),
        Op::BinaryModulo if y != 0.0 => remainder(x, y),
        Op::BinaryPower => return power(x, y, language),
        _ => return None,
    };
    Some(Const::Float(value))
}

/// The remainder has the divisor's sign, a zero one too.
fn remainder(x: f64, y: f64) -> f64 {
    let rest = x % y;
    if rest == 0.0 {
        return 0f64.copysign(y);
    }
    if (y < 0.0) == (rest < 0.0) { rest } else { rest + y }
}

fn floor_divide(x: f64, y: f64) -> f64 {
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

fn power(x: f64, y: f64, language: Language) -> Option<Const> {
    if x == 0.0 && y < 0.0 {
        return None;
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
        return match language {
            Language::Py27 => None,
            Language::Py32 => complex_power((x, 0.0), (y, 0.0)),
        };
    }
    // C99's pow() agrees with float_pow in all other special cases.
    let value = x.powf(y);
    let overflow = value.is_infinite() && x.is_finite() && y.is_finite();
    (!overflow).then_some(Const::Float(if x == -1.0 && odd(y) { -1.0 } else { value }))
}

type Pair = (f64, f64);

fn product(a: Pair, b: Pair) -> Pair {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// `c_quot`: scaled by the larger part of the divisor; none for a division by zero.
fn quotient(a: Pair, b: Pair) -> Option<Pair> {
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

pub(super) fn complex(op: Op, a: Pair, b: Pair, language: Language) -> Option<Const> {
    let py27 = language == Language::Py27;
    let (re, im) = match op {
        Op::BinaryAdd => (a.0 + b.0, a.1 + b.1),
        Op::BinarySubtract => (a.0 - b.0, a.1 - b.1),
        Op::BinaryMultiply => product(a, b),
        Op::BinaryTrueDivide => quotient(a, b)?,
        // Deprecated in 2.7, gone in 3.2.
        Op::BinaryFloorDivide if py27 => (quotient(a, b)?.0.floor(), 0.0),
        Op::BinaryModulo if py27 => {
            let whole = product(b, (quotient(a, b)?.0.floor(), 0.0));
            (a.0 - whole.0, a.1 - whole.1)
        }
        Op::BinaryPower => return complex_power(a, b),
        _ => return None,
    };
    Some(Const::Complex(re, im))
}

/// `complex_pow`: small whole exponents by multiplication, others by polar coordinates.
fn complex_power(a: Pair, b: Pair) -> Option<Const> {
    let whole = b.0 as i64;
    let (re, im) = if b.1 == 0.0 && b.0 == whole as f64 && (-100..=100).contains(&whole) {
        let power = repeated_product(a, whole.unsigned_abs());
        if whole > 0 { power } else { quotient((1.0, 0.0), power)? }
    } else {
        polar_power(a, b)?
    };
    (!re.is_infinite() && !im.is_infinite()).then_some(Const::Complex(re, im))
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
