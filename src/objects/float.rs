//! `float` (Objects/floatobject.c).
//!
//! Invariants: immutable; the value is a C double. An operand that is an int is made a float, except in comparisons,
//! which are exact.

use super::errors::{PyResult, overflow_error, raise_value, type_error, value_error, zero_division};
use super::exceptions;
use super::header::{Layout, Payload, new_instance, new_object};
use super::int::{self, Num, text};
use super::lang;
use super::native::{Args, GetSet, Method, Native, class_method, getter, method};
use super::number_format::{format_float, parse_spec};
use super::str::{Str, new_str};
use super::tuple::new_tuple;
use super::typeobj::{BinOp, CmpOp, FLOAT, Slots, TypeDef, TypeRef, UnOp, flags, ready};
use super::word::Value;
use super::{complex, float_hex, protocol};
use crate::bytecode::arith::{self, Fault};
use crate::bytecode::floats;
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::cmp::Ordering;

/// The payload of floats.
pub struct Float(pub f64);

impl Payload for Float {
    const LAYOUT: Layout = Layout::Float;
}

/// The number inside a float or an instance of a subclass; none for other objects.
#[inline(always)]
pub fn float_value(value: &Value) -> Option<f64> {
    value.downcast::<Float>().map(|float| float.0)
}

/// A new float object.
#[inline(always)]
pub fn new_float(value: f64) -> Value {
    new_object(FLOAT, Float(value))
}

fn own(this: &Value) -> f64 {
    this.payload::<Float>().0
}

/// An operand of float arithmetic: a float, or an int made one; none for other objects. Errors: OverflowError.
#[inline]
pub fn operand(value: &Value) -> PyResult<Option<f64>> {
    if let Some(x) = float_value(value) {
        return Ok(Some(x));
    }
    match int::number(value) {
        Some(Num::Small(x)) => Ok(Some(x as f64)),
        Some(Num::Big(x)) => int::to_float(x).map(Some),
        None => Ok(None),
    }
}

/// The number of anything with `__float__` (PyFloat_AsDouble). Errors: TypeError for other objects.
pub fn as_double(value: &Value) -> PyResult<f64> {
    if let Some(x) = operand(value)? {
        return Ok(x);
    }
    let result = match value.type_of().slots().unary {
        Some(unary) => unary(UnOp::Float, value)?,
        None => Value::not_implemented(),
    };
    if result.is_not_implemented() {
        return Err(type_error("a float is required"));
    }
    float_value(&result).ok_or_else(|| type_error("nb_float should return float object"))
}

// ---- constructor ---------------------------------------------------------------------------------------

/// The longest start of a text that reads as a float, and its length; none if there is no such start
/// (PyOS_string_to_double).
fn parse_prefix(text: &[u8]) -> Option<(f64, usize)> {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let rest = &text[sign..];
    let word = [&b"infinity"[..], b"inf", b"nan"]
        .into_iter()
        .find(|word| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)));
    let end = match word {
        Some(word) => sign + word.len(),
        None => sign + decimal_length(rest)?,
    };
    let value = std::str::from_utf8(&text[..end]).ok()?.parse::<f64>().ok()?;
    // C's NaN has no sign that shows.
    Some((value, end))
}

/// How many bytes of an unsigned decimal float stand here; none if there is no digit.
fn decimal_length(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(0);
    let mut end = whole;
    let mut part = 0;
    if text.get(end) == Some(&b'.') {
        part = digits(end + 1);
        end += 1 + part;
    }
    if whole + part == 0 {
        return None;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits((end + 1 + sign).min(text.len()));
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    Some(end)
}

/// Parses a whole text as a float.
pub fn parse(text: &[u8]) -> Option<f64> {
    parse_prefix(text).filter(|(_, end)| *end == text.len()).map(|(value, _)| value)
}

fn from_string(source: &Value, string: &Str) -> PyResult<f64> {
    let bytes = text::number_text(string)?;
    let trimmed = text::trim(&bytes);
    if let Some(value) = parse(trimmed) {
        return Ok(value);
    }
    if lang::is_27() {
        let start = bytes.iter().take_while(|byte| text::is_space(byte)).count();
        let shown = string.to_utf8();
        let shown = &shown[start.min(shown.len())..];
        let shown = shown.split(|&byte| byte == 0).next().unwrap_or_default();
        let shown = String::from_utf8_lossy(&shown[..shown.len().min(200)]).into_owned();
        return Err(value_error(match parse_prefix(trimmed) {
            Some(_) => format!("invalid literal for float(): {shown}"),
            None => format!("could not convert string to float: {shown}"),
        }));
    }
    let shown = if trimmed.is_empty() { String::new() } else { protocol::repr_string(source)? };
    Err(value_error(format!("could not convert string to float: {shown}")))
}

/// `float(value)` (PyNumber_Float).
pub fn float_from(value: &Value) -> PyResult {
    if value.type_of() == FLOAT {
        return Ok(value.clone());
    }
    if let Some(unary) = value.type_of().slots().unary {
        let result = unary(UnOp::Float, value)?;
        if !result.is_not_implemented() {
            if float_value(&result).is_none() {
                return Err(type_error(format!(
                    "__float__ returned non-float (type {})",
                    result.type_name()
                )));
            }
            return Ok(result);
        }
    }
    let inside = int::text_in_buffer(value)?;
    let value = inside.as_ref().unwrap_or(value);
    match value.downcast::<Str>() {
        Some(string) => from_string(value, string).map(new_float),
        None => Err(type_error("float() argument must be a string or a number")),
    }
}

fn float_new(ty: TypeRef, args: &Args) -> PyResult {
    let [value] = args.bind("float", ["x"], 0)?;
    let value = value.map_or_else(|| Ok(new_float(0.0)), float_from)?;
    match float_value(&value) {
        Some(x) if ty.is_heap() => Ok(new_instance(ty, Float(x))),
        _ => Ok(value),
    }
}

// ---- operators -----------------------------------------------------------------------------------------

fn quotient_floor(x: f64, y: f64) -> PyResult<f64> {
    if y == 0.0 { Err(zero_division("float divmod()")) } else { Ok(arith::floor_divide(x, y)) }
}

/// `x ** y` as an object: under 3.2 a fractional power of a negative number is complex.
pub fn power(x: f64, y: f64) -> PyResult {
    match arith::power(x, y) {
        Ok(value) => Ok(new_float(value)),
        Err(Fault::ZeroDivision) => Err(zero_division("0.0 cannot be raised to a negative power")),
        Err(Fault::Domain) if lang::is_27() => {
            Err(value_error("negative number cannot be raised to a fractional power"))
        }
        Err(Fault::Domain) => complex::power((x, 0.0), (y, 0.0)),
        Err(Fault::Overflow) => Err(out_of_range()),
    }
}

/// OverflowError as C's ERANGE gives it.
fn out_of_range() -> super::errors::Raised {
    let args = [Value::int(libc::ERANGE.into()), new_str("Numerical result out of range")];
    raise_value(exceptions::OVERFLOW_ERROR, new_tuple(args))
}

/// The `binary` slot of float.
fn binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    if matches!(op, BinOp::LShift | BinOp::RShift | BinOp::And | BinOp::Or | BinOp::Xor) {
        return Ok(Value::not_implemented());
    }
    let (Some(x), Some(y)) = (operand(a)?, operand(b)?) else { return Ok(Value::not_implemented()) };
    Ok(new_float(match op {
        BinOp::Add => x + y,
        BinOp::Sub => x - y,
        BinOp::Mul => x * y,
        BinOp::Div | BinOp::TrueDiv if y == 0.0 => return Err(zero_division("float division by zero")),
        BinOp::Div | BinOp::TrueDiv => x / y,
        BinOp::FloorDiv => quotient_floor(x, y)?,
        BinOp::Mod if y == 0.0 => return Err(zero_division("float modulo")),
        BinOp::Mod => arith::remainder(x, y),
        BinOp::DivMod => {
            let floor = quotient_floor(x, y)?;
            return Ok(new_tuple([new_float(floor), new_float(arith::remainder(x, y))]));
        }
        BinOp::Pow => return power(x, y),
        _ => return Ok(Value::not_implemented()),
    }))
}

/// A finite float cut down to an int object. Errors: OverflowError, ValueError for infinity and NaN.
pub fn to_int(x: f64) -> PyResult {
    const LIMIT: f64 = (1u64 << 62) as f64;
    if x.abs() < LIMIT {
        return Ok(Value::int(x as i64));
    }
    match arith::truncate(x) {
        Some(value) => Ok(int::from_big(value)),
        None if x.is_nan() => Err(value_error("cannot convert float NaN to integer")),
        None => Err(overflow_error("cannot convert float infinity to integer")),
    }
}

fn unary(op: UnOp, this: &Value) -> PyResult {
    let x = own(this);
    Ok(match op {
        UnOp::Neg => new_float(-x),
        UnOp::Abs => new_float(x.abs()),
        UnOp::Pos => itself(this)?,
        // An instance of a subclass stays one under 2.7 only if it has a __float__ of its own.
        UnOp::Float => itself(this)?,
        UnOp::Int => to_int(x)?,
        UnOp::Long if lang::is_27() => match int::to_big(&to_int(x)?) {
            Some(big) => int::long_from_big(big),
            None => Value::not_implemented(),
        },
        _ => Value::not_implemented(),
    })
}

/// How a float compares with an integer, exactly; none for NaN.
fn compare_big(x: f64, y: &BigInt) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    let Some(whole) = arith::truncate(x) else { return x.partial_cmp(&0.0) };
    // The part after the point decides where the whole part does not.
    Some(whole.cmp(y).then(x.fract().partial_cmp(&0.0).unwrap_or(Ordering::Equal)))
}

/// How a float compares with a float or an int, exactly: `Some(None)` for NaN, none for other objects.
pub fn compare_number(x: f64, other: &Value) -> Option<Option<Ordering>> {
    if let Some(y) = float_value(other) {
        return Some(x.partial_cmp(&y));
    }
    const EXACT: i64 = 1 << 53;
    match int::number(other)? {
        Num::Small(y) if (-EXACT..=EXACT).contains(&y) => Some(x.partial_cmp(&(y as f64))),
        Num::Small(y) => Some(compare_big(x, &BigInt::from(y))),
        Num::Big(y) => Some(compare_big(x, y)),
    }
}

fn compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let Some(x) = float_value(a) else { return Ok(Value::not_implemented()) };
    match compare_number(x, b) {
        Some(Some(order)) => Ok(Value::bool(op.holds(order))),
        Some(None) => Ok(Value::bool(op == CmpOp::Ne)),
        None => Ok(Value::not_implemented()),
    }
}

// ---- hash, text ----------------------------------------------------------------------------------------

/// Mantissa in 0.5..1.0 (or 0) and exponent of a finite float (C's frexp).
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (x, shift) = if x.abs() < f64::MIN_POSITIVE { (x * (1u64 << 54) as f64, -54) } else { (x, 0) };
    let bits = x.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), exponent - 1022 + shift)
}

/// `_Py_HashDouble`: equal to the hash of an equal int.
pub fn hash_float(x: f64) -> i64 {
    if x.is_nan() {
        return 0;
    }
    if x.is_infinite() {
        return match (x > 0.0, lang::is_27()) {
            (true, _) => 314_159,
            (false, true) => -271_828,
            (false, false) => -314_159,
        };
    }
    let hash = if lang::is_27() { hash27(x) } else { hash32(x) };
    if hash == -1 { -2 } else { hash }
}

/// Whole floats below this are ints that hash to themselves in either language.
const EXACT: f64 = (1u64 << 60) as f64;

fn hash27(x: f64) -> i64 {
    if x.abs() < EXACT && x == (x as i64) as f64 {
        return x as i64;
    }
    if x.fract() == 0.0 {
        return arith::truncate(x).map_or(0, |big| int::hash_big(&big));
    }
    const TWO31: f64 = 2_147_483_648.0;
    let (mantissa, exponent) = frexp(x);
    let scaled = mantissa * TWO31;
    let high = scaled as i64;
    let low = ((scaled - high as f64) * TWO31) as i64;
    high.wrapping_add(low).wrapping_add(i64::from(exponent) << 15)
}

/// Modulo 2**61 - 1, 28 bits at a time.
fn hash32(x: f64) -> i64 {
    if x.abs() < EXACT && x == (x as i64) as f64 {
        return x as i64;
    }
    const BITS: i32 = 61;
    let modulus = int::HASH_MODULUS as u64;
    let (mantissa, mut exponent) = frexp(x.abs());
    let mut mantissa = mantissa;
    let mut hash = 0u64;
    let rotate = |hash: u64, by: i32| (hash << by) & modulus | hash >> (BITS - by);
    while mantissa != 0.0 {
        hash = rotate(hash, 28);
        mantissa *= 268_435_456.0;
        exponent -= 28;
        let digit = mantissa as u64;
        mantissa -= digit as f64;
        hash += digit;
        if hash >= modulus {
            hash -= modulus;
        }
    }
    let hash = rotate(hash, exponent.rem_euclid(BITS)) as i64;
    if x < 0.0 { -hash } else { hash }
}

fn hash(this: &Value) -> PyResult<i64> {
    Ok(hash_float(own(this)))
}

fn repr(this: &Value) -> PyResult {
    Ok(new_str(&floats::repr(own(this))))
}

fn str27(this: &Value) -> PyResult {
    Ok(new_str(&floats::str12(own(this))))
}

fn truth(this: &Value) -> PyResult<bool> {
    Ok(own(this) != 0.0)
}

// ---- rounding ------------------------------------------------------------------------------------------

/// Beyond these, rounding changes nothing, or leaves nothing.
const MAX_DIGITS: i64 = 323;
const MIN_DIGITS: i64 = -308;

/// Rounded at so many digits after the point; ties away from zero or to the even digit.
fn round_at(x: f64, digits: i64, away: bool) -> PyResult<f64> {
    if !x.is_finite() || digits > MAX_DIGITS {
        return Ok(x);
    }
    if digits < MIN_DIGITS {
        return Ok(0.0 * x);
    }
    if let Some(rounded) = usize::try_from(digits).ok().and_then(|places| floats::rounded_at(x, places, away))
    {
        return Ok(rounded);
    }
    let rounded = if digits >= 0 {
        let digits = digits as usize;
        // Exactly halfway: so many binary places, and the decimal digit behind the last one is a final 5.
        let halfway = digits < 1000 && {
            let scaled = x * 2f64.powi(digits as i32 + 1);
            scaled.fract() == 0.0 && scaled.is_finite() && format!("{:.*}", digits + 1, x).ends_with('5')
        };
        let text = format!("{:.*}", digits, x);
        if halfway && away { away_from_zero(x, digits).unwrap_or(x) } else { text.parse().unwrap_or(x) }
    } else {
        round_to_unit(x, digits.unsigned_abs() as u32, away)
    };
    if rounded.is_infinite() {
        return Err(overflow_error("rounded value too large to represent"));
    }
    Ok(rounded)
}

/// A float exactly halfway between two decimals with so many digits, as the one farther from zero.
fn away_from_zero(x: f64, digits: usize) -> Option<f64> {
    let mut text = format!("{:.*}", digits + 1, x.abs());
    text.pop();
    let units: BigInt = text.replace('.', "").parse().ok()?;
    let rounded: f64 = format!("{}e-{digits}", units + 1).parse().ok()?;
    Some(rounded.copysign(x))
}

/// Rounded to a multiple of a power of ten.
fn round_to_unit(x: f64, power: u32, away: bool) -> f64 {
    let Some(whole) = arith::truncate(x.abs()) else { return x };
    let unit = BigInt::from(10).pow(power);
    let quotient = &whole / &unit;
    let twice: BigInt = (&whole - &quotient * &unit) * 2;
    let up = match twice.cmp(&unit) {
        Ordering::Greater => true,
        Ordering::Less => false,
        Ordering::Equal => x.fract() != 0.0 || away || quotient.bit(0),
    };
    let rounded = if up { quotient + 1 } else { quotient } * unit;
    arith::to_float(&rounded).unwrap_or(f64::INFINITY).copysign(x)
}

/// 2.7's `round()`: half away from zero. Errors: OverflowError.
pub fn round_half_away(x: f64, digits: i64) -> PyResult<f64> {
    round_at(x, digits, true)
}

/// 3.2's `float.__round__`: half to even; an int without a number of digits.
fn round(this: &Value, args: &[Value]) -> PyResult {
    let x = own(this);
    match args.first() {
        Some(digits) => round_at(x, protocol::index_clamped(digits)?, false).map(new_float),
        None => to_int(x.round_ties_even()),
    }
}

// ---- methods -------------------------------------------------------------------------------------------

fn itself(this: &Value) -> PyResult {
    if this.type_of() == FLOAT { Ok(this.clone()) } else { Ok(new_float(own(this))) }
}

fn is_integer(this: &Value) -> PyResult {
    let x = own(this);
    Ok(Value::bool(x.is_finite() && x.fract() == 0.0))
}

fn as_integer_ratio(this: &Value) -> PyResult {
    let x = own(this);
    if x.is_infinite() {
        return Err(overflow_error("Cannot pass infinity to float.as_integer_ratio."));
    }
    if x.is_nan() {
        return Err(value_error("Cannot pass NaN to float.as_integer_ratio."));
    }
    let (mantissa, exponent) = frexp(x);
    // All 53 bits, then without the twos that it shares with the denominator.
    let top = (mantissa * (1u64 << 53) as f64) as i64;
    let exponent = exponent - 53;
    let twos = if exponent < 0 { top.trailing_zeros().min(exponent.unsigned_abs()) } else { 0 };
    let (top, bottom) = if top == 0 {
        (BigInt::from(0), BigInt::from(1))
    } else if exponent < 0 {
        (BigInt::from(top >> twos), BigInt::from(1) << (exponent.unsigned_abs() - twos))
    } else {
        (BigInt::from(top) << exponent.unsigned_abs(), BigInt::from(1))
    };
    Ok(new_tuple([int::from_big(top), int::from_big(bottom)]))
}

fn trunc(this: &Value) -> PyResult {
    to_int(own(this))
}

fn getnewargs(this: &Value) -> PyResult {
    Ok(new_tuple([itself(this)?]))
}

fn format(this: &Value, spec: &Value) -> PyResult {
    let spec = int::methods::spec_text(spec)?;
    if spec.is_empty() {
        return protocol::str(this);
    }
    let text = format_float(own(this), &parse_spec(&spec)?)?;
    Ok(new_str(&text))
}

fn hex(this: &Value) -> PyResult {
    Ok(new_str(&float_hex::to_hex(own(this))))
}

fn fromhex(class: &Value, source: &Value) -> PyResult {
    let Some(string) = source.downcast::<Str>().filter(|text| lang::is_27() || text.is_text()) else {
        return Err(type_error(if lang::is_27() {
            format!("expected string or Unicode object, {} found", source.type_name())
        } else {
            "bad argument type for built-in operation".to_owned()
        }));
    };
    let value = new_float(float_hex::from_hex(&string.to_utf8())?);
    match class.as_type() {
        Some(ty) if ty != FLOAT => protocol::construct(ty, &[value]),
        _ => Ok(value),
    }
}

fn getformat(_: &Value, kind: &Value) -> PyResult {
    match kind.str_lossy().as_deref() {
        Some("double" | "float") => Ok(new_str("IEEE, little-endian")),
        _ => Err(value_error("__getformat__() argument 1 must be 'double' or 'float'")),
    }
}

fn coerce(this: &Value, other: &Value) -> PyResult {
    match operand(other)? {
        Some(y) => Ok(new_tuple([this.clone(), new_float(y)])),
        None => Ok(Value::not_implemented()),
    }
}

const METHODS: [Method; 9] = [
    method("conjugate", Native::NoArgs(itself), "Return self, the complex conjugate of any float."),
    method("is_integer", Native::NoArgs(is_integer), "Return True if the float is an integer."),
    method(
        "as_integer_ratio",
        Native::NoArgs(as_integer_ratio),
        "float.as_integer_ratio() -> (int, int)\n\nReturn a pair of integers, whose ratio is exactly equal to the original\nfloat and with a positive denominator.",
    ),
    method("__trunc__", Native::NoArgs(trunc), "Return the Integral closest to x between 0 and x."),
    method("__getnewargs__", Native::NoArgs(getnewargs), ""),
    method("__format__", Native::One(format), "float.__format__(format_spec) -> string"),
    method(
        "hex",
        Native::NoArgs(hex),
        "float.hex() -> string\n\nReturn a hexadecimal representation of a floating-point number.",
    ),
    class_method(
        "fromhex",
        Native::One(fromhex),
        "float.fromhex(string) -> float\n\nCreate a floating-point number from a hexadecimal string.",
    ),
    class_method("__getformat__", Native::One(getformat), "float.__getformat__(typestr) -> string"),
];

const fn with(last: Method) -> [Method; 10] {
    let [a, b, c, d, e, f, g, h, i] = METHODS;
    [a, b, c, d, e, f, g, h, i, last]
}

static METHODS27: [Method; 10] =
    with(method("__coerce__", Native::One(coerce), "x.__coerce__(y) <==> coerce(x, y)"));
static METHODS32: [Method; 10] = with(method(
    "__round__",
    Native::Var(0, 1, round),
    "Returns the Integral closest to x, rounding half toward even.\nWhen an argument is passed, works like built-in round(x, ndigits).",
));

static GETSETS: &[GetSet] = &[getter("real", itself), getter("imag", |_| Ok(new_float(0.0)))];

/// The unary operators that floats and complex numbers have.
pub(super) const UNARY: &[UnOp] = &[UnOp::Neg, UnOp::Pos, UnOp::Abs, UnOp::Int, UnOp::Long, UnOp::Float];

pub fn init() {
    let slots = Slots {
        repr: Some(repr),
        str: Some(if lang::is_27() { str27 } else { repr }),
        hash: Some(hash),
        truth: Some(truth),
        richcompare: Some(compare),
        binary: Some(binary),
        unary: Some(unary),
        new: Some(float_new),
        ..Slots::of::<Float>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: if lang::is_27() { &METHODS27 } else { &METHODS32 },
        getsets: GETSETS,
        operators: BinOp::ARITHMETIC,
        unary: UNARY,
        reflected: true,
        doc: "float(x) -> floating point number\n\nConvert a string or number to a floating point number, if possible.",
        ..TypeDef::new(FLOAT, "float", slots)
    });
}

/// A float that is an int's value within 64 bits, as `%d` of a float wants it.
pub fn truncated_i64(x: f64) -> Option<i64> {
    arith::truncate(x).and_then(|big| big.to_i64())
}
