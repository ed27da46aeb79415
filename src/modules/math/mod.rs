//! `math` (Modules/mathmodule.c).
//!
//! Invariant: a NaN that no argument brought in is a ValueError, an infinity that none brought in an OverflowError or,
//! where the function has a pole, a ValueError.

mod special;

use crate::bytecode::arith;
use crate::objects::errors::{PyResult, Raised, overflow_error, type_error, value_error};
use crate::objects::float::{self, as_double, float_value, frexp as split, new_float};
use crate::objects::int::{self, Num};
use crate::objects::module;
use crate::objects::native::{Method, Native, method};
use crate::objects::str::intern;
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::BinOp;
use crate::objects::word::Value;
use crate::objects::{call, hooks, lang, names, protocol};
use num_bigint::{BigInt, BigUint};
use num_traits::Signed;

fn domain_error() -> Raised {
    value_error("math domain error")
}

fn range_error() -> Raised {
    overflow_error("math range error")
}

/// What an infinite result of a finite argument means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Infinite {
    /// The function grows too large there.
    Overflow,
    /// It has a pole there.
    Pole,
}

/// A function of one float (math_1).
fn one(value: &Value, f: fn(f64) -> f64, infinite: Infinite) -> PyResult<f64> {
    let x = as_double(value)?;
    let result = f(x);
    if result.is_nan() && !x.is_nan() {
        return Err(domain_error());
    }
    if result.is_infinite() && x.is_finite() {
        return Err(if infinite == Infinite::Overflow { range_error() } else { domain_error() });
    }
    Ok(result)
}

macro_rules! functions {
    ($($name:ident $infinite:ident $f:expr;)*) => {
        $(fn $name(_: &Value, value: &Value) -> PyResult {
            one(value, $f, Infinite::$infinite).map(new_float)
        })*
    };
}

functions! {
    acos Pole f64::acos;
    acosh Pole special::acosh;
    asin Pole f64::asin;
    asinh Pole special::asinh;
    atan Pole f64::atan;
    atanh Pole special::atanh;
    cos Pole f64::cos;
    cosh Overflow f64::cosh;
    erf Pole special::erf;
    erfc Pole special::erfc;
    exp Overflow f64::exp;
    expm1 Overflow f64::exp_m1;
    fabs Pole f64::abs;
    gamma Overflow special::gamma;
    lgamma Overflow special::lgamma;
    sin Pole f64::sin;
    sinh Overflow f64::sinh;
    sqrt Pole f64::sqrt;
    tan Pole f64::tan;
    tanh Pole f64::tanh;
    degrees Overflow |x| x * (180.0 / std::f64::consts::PI);
    radians Overflow |x| x * (std::f64::consts::PI / 180.0);
}

/// 2.7 takes the pole for an overflow.
fn log1p(_: &Value, value: &Value) -> PyResult {
    let infinite = if lang::is_27() { Infinite::Overflow } else { Infinite::Pole };
    one(value, special::log1p, infinite).map(new_float)
}

/// The arguments of a function that unpacks its tuple itself, with PyArg_UnpackTuple's words.
fn unpack<'a>(name: &str, args: &'a [Value], min: usize, max: usize) -> PyResult<&'a [Value]> {
    let given = args.len();
    let (kind, bound) = match (given < min, given > max) {
        (true, _) => ("at least ", min),
        (_, true) => ("at most ", max),
        _ => return Ok(args),
    };
    let kind = if min == max { "" } else { kind };
    Err(type_error(format!("{name} expected {kind}{bound} arguments, got {given}")))
}

fn two(name: &str, args: &[Value]) -> PyResult<(f64, f64)> {
    match unpack(name, args, 2, 2)? {
        [x, y] => Ok((as_double(x)?, as_double(y)?)),
        _ => Ok((0.0, 0.0)),
    }
}

fn atan2(_: &Value, args: &[Value]) -> PyResult {
    let (y, x) = two("atan2", args)?;
    Ok(new_float(y.atan2(x)))
}

fn copysign(_: &Value, args: &[Value]) -> PyResult {
    let (x, y) = two("copysign", args)?;
    Ok(new_float(x.copysign(y)))
}

fn fmod(_: &Value, args: &[Value]) -> PyResult {
    let (x, y) = two("fmod", args)?;
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain_error()) } else { Ok(new_float(result)) }
}

fn hypot(_: &Value, args: &[Value]) -> PyResult {
    let (x, y) = two("hypot", args)?;
    let result = x.hypot(y);
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(range_error());
    }
    Ok(new_float(result))
}

fn pow(_: &Value, args: &[Value]) -> PyResult {
    let (x, y) = two("pow", args)?;
    let result = x.powf(y);
    if x == 0.0 && y < 0.0 || result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error());
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(range_error());
    }
    Ok(new_float(result))
}

fn is_nan(_: &Value, value: &Value) -> PyResult {
    Ok(Value::bool(as_double(value)?.is_nan()))
}

fn is_infinite(_: &Value, value: &Value) -> PyResult {
    Ok(Value::bool(as_double(value)?.is_infinite()))
}

fn is_finite(_: &Value, value: &Value) -> PyResult {
    Ok(Value::bool(as_double(value)?.is_finite()))
}

/// `floor` and `ceil`: 2.7 gives a float; 3.2 asks `__floor__`, `__ceil__` first and gives an int.
fn whole(value: &Value, f: fn(f64) -> f64, dunder: &str) -> PyResult {
    if lang::is_27() {
        return one(value, f, Infinite::Pole).map(new_float);
    }
    if let Some(result) = protocol::call_special(value, &intern(dunder), &[]) {
        return result;
    }
    float::to_int(f(as_double(value)?))
}

fn floor(_: &Value, value: &Value) -> PyResult {
    whole(value, f64::floor, "__floor__")
}

fn ceil(_: &Value, value: &Value) -> PyResult {
    whole(value, f64::ceil, "__ceil__")
}

fn trunc(_: &Value, value: &Value) -> PyResult {
    if lang::is_27() {
        return call::call_method(value, names::__trunc__(), &[]);
    }
    match protocol::call_special(value, names::__trunc__(), &[]) {
        Some(result) => result,
        None => Err(type_error(format!("type {} doesn't define __trunc__ method", value.type_name()))),
    }
}

fn frexp(_: &Value, value: &Value) -> PyResult {
    let (mantissa, exponent) = split(as_double(value)?);
    Ok(new_tuple([new_float(mantissa), Value::int(exponent.into())]))
}

fn ldexp(_: &Value, args: &[Value]) -> PyResult {
    let [x, exponent] = args else { return Err(type_error("ldexp() takes exactly 2 arguments")) };
    let x = as_double(x)?;
    let exponent = match int::number(exponent) {
        Some(Num::Small(exponent)) => exponent,
        Some(Num::Big(exponent)) if exponent.is_negative() => i64::MIN,
        Some(Num::Big(_)) => i64::MAX,
        None => return Err(type_error("Expected an int or long as second argument to ldexp.")),
    };
    if x == 0.0 || !x.is_finite() {
        return Ok(new_float(x));
    }
    // From a mantissa below 1, so that a subnormal result is rounded once.
    let (mantissa, own) = split(x);
    let result = arith::scale(mantissa, i64::from(own) + exponent.clamp(-5000, 5000));
    if result.is_infinite() { Err(range_error()) } else { Ok(new_float(result)) }
}

fn modf(_: &Value, value: &Value) -> PyResult {
    let x = as_double(value)?;
    let (part, whole) =
        if x.is_infinite() { (0f64.copysign(x), x) } else { (x.fract().copysign(x), x.trunc()) };
    let part = if x.is_nan() { x } else { part };
    Ok(new_tuple([new_float(part), new_float(whole)]))
}

/// A logarithm of any number; an int may be larger than any float (loghelper).
fn logarithm(value: &Value, f: fn(f64) -> f64) -> PyResult<f64> {
    if let Some(Num::Big(big)) = int::number(value) {
        if !big.is_positive() {
            return Err(domain_error());
        }
        if let Some(x) = arith::to_float(big) {
            return Ok(f(x));
        }
        let shift = big.bits();
        // The leading bits as a fraction in 0.5..1.0.
        let leading: BigInt = big >> (shift - 64);
        let x = arith::to_float(&leading).unwrap_or(1.0) / 2f64.powi(64);
        return Ok(f(x) + f(2.0) * shift as f64);
    }
    one(value, f, Infinite::Pole)
}

fn log(_: &Value, args: &[Value]) -> PyResult {
    let args = unpack("log", args, 1, 2)?;
    match args {
        [value, base] => {
            let (top, bottom) = (logarithm(value, f64::ln)?, logarithm(base, f64::ln)?);
            protocol::binary(BinOp::TrueDiv, &new_float(top), &new_float(bottom))
        }
        [value, ..] => logarithm(value, f64::ln).map(new_float),
        [] => Ok(Value::none()),
    }
}

fn log10(_: &Value, value: &Value) -> PyResult {
    logarithm(value, f64::log10).map(new_float)
}

/// The product of `from..to`, by halves, so that the factors are of like size.
fn product(from: u64, to: u64) -> PyResult<BigUint> {
    if to - from <= 16 {
        return Ok((from..to).map(BigUint::from).product());
    }
    let middle = from + (to - from) / 2;
    let (low, high) = (product(from, middle)?, product(middle, to)?);
    // CPython's multiplication looks at signals too, however small.
    hooks::check_signals()?;
    int::pieces::product(&low, &high)
}

fn factorial(_: &Value, value: &Value) -> PyResult {
    let number = match float_value(value) {
        Some(x) if !x.is_finite() || x.fract() != 0.0 => {
            return Err(value_error("factorial() only accepts integral values"));
        }
        Some(x) => int::expect_i64(&float::to_int(x)?)?,
        None => int::expect_i64(value)?,
    };
    let Ok(number) = u64::try_from(number) else {
        return Err(value_error("factorial() not defined for negative values"));
    };
    let bits = number.saturating_mul(u64::from(64 - number.leading_zeros()));
    if bits > int::MAX_BITS {
        return Err(crate::objects::errors::raise_none(crate::objects::exceptions::MEMORY_ERROR));
    }
    Ok(int::from_big(BigInt::from(product(1, number + 1)?)))
}

/// The sum of floats as if computed exactly and rounded once (math_fsum).
fn fsum(_: &Value, iterable: &Value) -> PyResult {
    // The sum so far, exactly, as floats that do not overlap, smallest first.
    let mut partials: Vec<f64> = Vec::new();
    let (mut special, mut infinite) = (0.0, 0.0);
    let iterator = protocol::iter(iterable)?;
    while let Some(item) = protocol::next(&iterator)? {
        let given = as_double(&item)?;
        let mut x = given;
        let mut kept = 0;
        for at in 0..partials.len() {
            let mut y = partials[at];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if !x.is_finite() {
            if given.is_finite() {
                return Err(overflow_error("intermediate overflow in fsum"));
            }
            if given.is_infinite() {
                infinite += given;
            }
            special += given;
            partials.clear();
        } else {
            partials.push(x);
        }
    }
    if special != 0.0 {
        if f64::is_nan(infinite) {
            return Err(value_error("-inf + inf in fsum"));
        }
        return Ok(new_float(special));
    }
    Ok(new_float(round_partials(&partials)))
}

fn round_partials(partials: &[f64]) -> f64 {
    let Some((&last, rest)) = partials.split_last() else { return 0.0 };
    let (mut high, mut low) = (last, 0.0);
    let mut left = rest.len();
    while left > 0 {
        left -= 1;
        let (x, y) = (high, rest[left]);
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    // Half-way cases are decided by what lies below.
    if left > 0 && (low < 0.0 && rest[left - 1] < 0.0 || low > 0.0 && rest[left - 1] > 0.0) {
        let twice = low * 2.0;
        let x = high + twice;
        if twice == x - high {
            high = x;
        }
    }
    high
}

const MANY: usize = usize::MAX;

static FUNCTIONS: &[Method] = &[
    method("acos", Native::One(acos), "acos(x)\n\nReturn the arc cosine (measured in radians) of x."),
    method("acosh", Native::One(acosh), "acosh(x)\n\nReturn the inverse hyperbolic cosine of x."),
    method("asin", Native::One(asin), "asin(x)\n\nReturn the arc sine (measured in radians) of x."),
    method("asinh", Native::One(asinh), "asinh(x)\n\nReturn the inverse hyperbolic sine of x."),
    method("atan", Native::One(atan), "atan(x)\n\nReturn the arc tangent (measured in radians) of x."),
    method(
        "atan2",
        Native::Var(0, MANY, atan2),
        "atan2(y, x)\n\nReturn the arc tangent (measured in radians) of y/x.",
    ),
    method("atanh", Native::One(atanh), "atanh(x)\n\nReturn the inverse hyperbolic tangent of x."),
    method("ceil", Native::One(ceil), "ceil(x)\n\nReturn the smallest integral value >= x."),
    method("copysign", Native::Var(0, MANY, copysign), "copysign(x, y)\n\nReturn x with the sign of y."),
    method("cos", Native::One(cos), "cos(x)\n\nReturn the cosine of x (measured in radians)."),
    method("cosh", Native::One(cosh), "cosh(x)\n\nReturn the hyperbolic cosine of x."),
    method("degrees", Native::One(degrees), "degrees(x)\n\nConvert angle x from radians to degrees."),
    method("erf", Native::One(erf), "erf(x)\n\nError function at x."),
    method("erfc", Native::One(erfc), "erfc(x)\n\nComplementary error function at x."),
    method("exp", Native::One(exp), "exp(x)\n\nReturn e raised to the power of x."),
    method("expm1", Native::One(expm1), "expm1(x)\n\nReturn exp(x)-1, accurate for small x too."),
    method("fabs", Native::One(fabs), "fabs(x)\n\nReturn the absolute value of the float x."),
    method("factorial", Native::One(factorial), "factorial(x) -> Integral\n\nFind x!."),
    method("floor", Native::One(floor), "floor(x)\n\nReturn the largest integral value <= x."),
    method(
        "fmod",
        Native::Var(0, MANY, fmod),
        "fmod(x, y)\n\nReturn fmod(x, y), according to platform C.  x % y may differ.",
    ),
    method("frexp", Native::One(frexp), "frexp(x)\n\nReturn the mantissa and exponent of x, as pair (m, e)."),
    method(
        "fsum",
        Native::One(fsum),
        "fsum(iterable)\n\nReturn an accurate floating point sum of values in the iterable.",
    ),
    method("gamma", Native::One(gamma), "gamma(x)\n\nGamma function at x."),
    method(
        "hypot",
        Native::Var(0, MANY, hypot),
        "hypot(x, y)\n\nReturn the Euclidean distance, sqrt(x*x + y*y).",
    ),
    method(
        "isinf",
        Native::One(is_infinite),
        "isinf(x) -> bool\n\nCheck if float x is infinite (positive or negative).",
    ),
    method("isnan", Native::One(is_nan), "isnan(x) -> bool\n\nCheck if float x is not a number (NaN)."),
    method("ldexp", Native::Var(2, 2, ldexp), "ldexp(x, i)\n\nReturn x * (2**i)."),
    method(
        "lgamma",
        Native::One(lgamma),
        "lgamma(x)\n\nNatural logarithm of absolute value of Gamma function at x.",
    ),
    method(
        "log",
        Native::Var(0, MANY, log),
        "log(x[, base])\n\nReturn the logarithm of x to the given base.",
    ),
    method("log10", Native::One(log10), "log10(x)\n\nReturn the base 10 logarithm of x."),
    method("log1p", Native::One(log1p), "log1p(x)\n\nReturn the natural logarithm of 1+x (base e)."),
    method("modf", Native::One(modf), "modf(x)\n\nReturn the fractional and integer parts of x."),
    method("pow", Native::Var(0, MANY, pow), "pow(x, y)\n\nReturn x**y (x to the power of y)."),
    method("radians", Native::One(radians), "radians(x)\n\nConvert angle x from degrees to radians."),
    method("sin", Native::One(sin), "sin(x)\n\nReturn the sine of x (measured in radians)."),
    method("sinh", Native::One(sinh), "sinh(x)\n\nReturn the hyperbolic sine of x."),
    method("sqrt", Native::One(sqrt), "sqrt(x)\n\nReturn the square root of x."),
    method("tan", Native::One(tan), "tan(x)\n\nReturn the tangent of x (measured in radians)."),
    method("tanh", Native::One(tanh), "tanh(x)\n\nReturn the hyperbolic tangent of x."),
    method(
        "trunc",
        Native::One(trunc),
        "trunc(x:Real) -> Integral\n\nTruncates x to the nearest Integral toward 0.",
    ),
];

static ONLY32: &[Method] = &[method(
    "isfinite",
    Native::One(is_finite),
    "isfinite(x) -> bool\n\nReturn True if x is neither an infinity nor a NaN, and False otherwise.",
)];

/// Makes the module.
pub fn make() -> PyResult<Value> {
    let made = module::new_module("math");
    module::add_functions(&made, "math", FUNCTIONS);
    if !lang::is_27() {
        module::add_functions(&made, "math", ONLY32);
    }
    module::set(&made, "pi", new_float(std::f64::consts::PI));
    module::set(&made, "e", new_float(std::f64::consts::E));
    Ok(made)
}
