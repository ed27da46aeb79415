//! `complex` (Objects/complexobject.c).
//!
//! Invariant: immutable; two C doubles.

use super::errors::{PyResult, overflow_error, type_error, value_error, zero_division};
use super::float::{self, float_value, new_float};
use super::header::{Layout, Payload, new_instance, new_object};
use super::int::text;
use super::native::{Args, GetSet, Method, Native, member, method};
use super::number_format::{format_complex, parse_spec};
use super::str::{Str, new_str};
use super::tuple::new_tuple;
use super::typeobj::{BinOp, COMPLEX, CmpOp, Slots, TypeDef, TypeRef, UnOp, flags, ready};
use super::word::Value;
use super::{int, lang, names, protocol};
use crate::bytecode::arith::{self, Fault, Pair};
use crate::bytecode::floats;

/// The payload of complex numbers: real and imaginary part.
pub struct Complex(pub f64, pub f64);

impl Payload for Complex {
    const LAYOUT: Layout = Layout::Complex;
}

/// A new complex object.
pub fn new_complex(re: f64, im: f64) -> Value {
    new_object(COMPLEX, Complex(re, im))
}

fn own(this: &Value) -> Pair {
    let Complex(re, im) = this.payload::<Complex>();
    (*re, *im)
}

/// An operand of complex arithmetic; none if it is no number. Errors: OverflowError for an int too large.
pub fn pair(value: &Value) -> PyResult<Option<Pair>> {
    if let Some(Complex(re, im)) = value.downcast::<Complex>() {
        return Ok(Some((*re, *im)));
    }
    Ok(float::operand(value)?.map(|re| (re, 0.0)))
}

// ---- constructor ---------------------------------------------------------------------------------------

fn malformed() -> super::errors::Raised {
    value_error("complex() arg is a malformed string")
}

/// From a text: `re`, `imj`, `re+imj`, possibly in parentheses.
fn parse(text: &[u8]) -> Option<Pair> {
    let mut text = text::trim(text);
    if let [b'(', inner @ .., b')'] = text {
        text = text::trim(inner);
    }
    if let Some(re) = float::parse(text) {
        return Some((re, 0.0));
    }
    let body = match text {
        [body @ .., b'j' | b'J'] => body,
        _ => return None,
    };
    // A sign alone is one; nothing at all is one too.
    let imaginary = |part: &[u8]| match part {
        b"" | b"+" => Some(1.0),
        b"-" => Some(-1.0),
        part => float::parse(part),
    };
    if let Some(im) = imaginary(body) {
        return Some((0.0, im));
    }
    // The last sign that is not an exponent's parts the two.
    let split = (1..body.len())
        .rev()
        .find(|&at| matches!(body[at], b'+' | b'-') && !matches!(body[at - 1], b'e' | b'E'))?;
    Some((float::parse(&body[..split])?, imaginary(&body[split..])?))
}

/// What `__complex__` gives; none if there is no such method.
fn by_method(value: &Value) -> PyResult<Option<Pair>> {
    if value.type_of() == COMPLEX {
        return pair(value);
    }
    let Some(result) = protocol::call_special(value, names::__complex__(), &[]) else {
        return pair_of_complex(value);
    };
    let result = result?;
    // Any number will do.
    match pair(&result)? {
        Some(pair) => Ok(Some(pair)),
        None => Err(not_a_number()),
    }
}

fn pair_of_complex(value: &Value) -> PyResult<Option<Pair>> {
    Ok(value.downcast::<Complex>().map(|Complex(re, im)| (*re, *im)))
}

fn not_a_number() -> super::errors::Raised {
    type_error("complex() argument must be a string or a number")
}

/// The number of anything with `__float__`.
fn real_number(value: &Value) -> PyResult<f64> {
    if let Some(x) = float::operand(value)? {
        return Ok(x);
    }
    let result = match value.type_of().slots().unary {
        Some(unary) => unary(UnOp::Float, value)?,
        None => Value::not_implemented(),
    };
    if result.is_not_implemented() {
        return Err(not_a_number());
    }
    float_value(&result).ok_or_else(|| type_error("float(r) didn't return a float"))
}

fn complex_new(ty: TypeRef, args: &Args) -> PyResult {
    let [real, imag] = args.bind("complex", ["real", "imag"], 0)?;
    if let (Some(real), None) = (real, imag)
        && real.type_of() == COMPLEX
        && ty == COMPLEX
    {
        return Ok(real.clone());
    }
    let is_string =
        |value: &Value| value.downcast::<Str>().is_some_and(|text| lang::is_27() || text.is_text());
    if let Some(real) = real
        && is_string(real)
    {
        if imag.is_some() {
            return Err(type_error("complex() can't take second arg if first is a string"));
        }
        let string = real.downcast::<Str>().map(text::number_text).transpose()?.unwrap_or_default();
        let (re, im) = parse(&string).ok_or_else(malformed)?;
        return Ok(new_instance(ty, Complex(re, im)));
    }
    if imag.is_some_and(is_string) {
        return Err(type_error("complex() second arg can't be a string"));
    }
    let (mut re, mut im) = (0.0, 0.0);
    if let Some(real) = real {
        (re, im) = match by_method(real)? {
            Some(pair) => pair,
            None => (real_number(real)?, 0.0),
        };
    }
    if let Some(imag) = imag {
        match imag.downcast::<Complex>() {
            Some(Complex(a, b)) => {
                re -= b;
                im += a;
            }
            // Not added to a zero: the sign of a negative zero stays.
            None if im == 0.0 => im = real_number(imag)?,
            None => im += real_number(imag)?,
        }
    }
    Ok(new_instance(ty, Complex(re, im)))
}

// ---- operators -----------------------------------------------------------------------------------------

fn fault(fault: Fault) -> super::errors::Raised {
    match fault {
        Fault::Overflow => overflow_error("complex exponentiation"),
        _ => zero_division("0.0 to a negative or complex power"),
    }
}

/// `a ** b` as an object.
pub fn power(a: Pair, b: Pair) -> PyResult {
    arith::complex_power(a, b).map(|(re, im)| new_complex(re, im)).map_err(fault)
}

fn floor_and_rest(op: BinOp, a: Pair, b: Pair) -> PyResult<(Pair, Pair)> {
    if !lang::is_27() {
        return Err(type_error(match op {
            BinOp::FloorDiv => "can't take floor of complex number.",
            BinOp::Mod => "can't mod complex numbers.",
            _ => "can't take floor or mod of complex number.",
        }));
    }
    arith::complex_divmod(a, b).ok_or_else(|| {
        zero_division(match op {
            BinOp::FloorDiv => "complex divmod()",
            BinOp::Mod => "complex remainder",
            _ => "complex divmod()",
        })
    })
}

fn binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    if matches!(op, BinOp::LShift | BinOp::RShift | BinOp::And | BinOp::Or | BinOp::Xor) {
        return Ok(Value::not_implemented());
    }
    let (Some(x), Some(y)) = (pair(a)?, pair(b)?) else { return Ok(Value::not_implemented()) };
    let (re, im) = match op {
        BinOp::Add => (x.0 + y.0, x.1 + y.1),
        BinOp::Sub => (x.0 - y.0, x.1 - y.1),
        BinOp::Mul => arith::product(x, y),
        BinOp::Div | BinOp::TrueDiv => {
            arith::quotient(x, y).ok_or_else(|| zero_division("complex division by zero"))?
        }
        BinOp::FloorDiv => floor_and_rest(op, x, y)?.0,
        BinOp::Mod => floor_and_rest(op, x, y)?.1,
        BinOp::DivMod => {
            let (floor, rest) = floor_and_rest(op, x, y)?;
            return Ok(new_tuple([new_complex(floor.0, floor.1), new_complex(rest.0, rest.1)]));
        }
        BinOp::Pow => return power(x, y),
        _ => return Ok(Value::not_implemented()),
    };
    Ok(new_complex(re, im))
}

fn unary(op: UnOp, this: &Value) -> PyResult {
    let (re, im) = own(this);
    let target = match op {
        UnOp::Neg => return Ok(new_complex(-re, -im)),
        UnOp::Pos => return itself(this),
        UnOp::Abs => {
            let size = re.hypot(im);
            if size.is_infinite() && re.is_finite() && im.is_finite() {
                return Err(overflow_error("absolute value too large"));
            }
            return Ok(new_float(size));
        }
        UnOp::Int => "int",
        UnOp::Long if lang::is_27() => "long",
        UnOp::Float => "float",
        _ => return Ok(Value::not_implemented()),
    };
    Err(type_error(format!("can't convert complex to {target}")))
}

fn compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (re, im) = own(a);
    let equal = if let Some(Complex(x, y)) = b.downcast::<Complex>() {
        re == *x && im == *y
    } else {
        match float::compare_number(re, b) {
            Some(order) => im == 0.0 && order.is_some_and(|order| order.is_eq()),
            None => return Ok(Value::not_implemented()),
        }
    };
    match op {
        CmpOp::Eq => Ok(Value::bool(equal)),
        CmpOp::Ne => Ok(Value::bool(!equal)),
        _ if lang::is_27() => Err(type_error("no ordering relation is defined for complex numbers")),
        _ => Ok(Value::not_implemented()),
    }
}

fn hash(this: &Value) -> PyResult<i64> {
    let (re, im) = own(this);
    let hash = float::hash_float(re).wrapping_add(float::hash_float(im).wrapping_mul(1_000_003));
    Ok(if hash == -1 { -2 } else { hash })
}

fn truth(this: &Value) -> PyResult<bool> {
    let (re, im) = own(this);
    Ok(re != 0.0 || im != 0.0)
}

/// `(re+imj)`; without a real part (a positive zero) just `imj`.
fn text(this: &Value, part: impl Fn(f64) -> String) -> PyResult {
    let (re, im) = own(this);
    let im_text = part(im);
    if re == 0.0 && re.is_sign_positive() {
        return Ok(new_str(&format!("{im_text}j")));
    }
    let plus = if im_text.starts_with('-') { "" } else { "+" };
    Ok(new_str(&format!("({}{plus}{im_text}j)", part(re))))
}

fn repr(this: &Value) -> PyResult {
    text(this, floats::bare_repr)
}

fn str27(this: &Value) -> PyResult {
    text(this, |x| floats::general(x, 12, false))
}

// ---- methods -------------------------------------------------------------------------------------------

fn itself(this: &Value) -> PyResult {
    let (re, im) = own(this);
    if this.type_of() == COMPLEX { Ok(this.clone()) } else { Ok(new_complex(re, im)) }
}

fn conjugate(this: &Value) -> PyResult {
    let (re, im) = own(this);
    Ok(new_complex(re, -im))
}

fn getnewargs(this: &Value) -> PyResult {
    let (re, im) = own(this);
    Ok(new_tuple([new_float(re), new_float(im)]))
}

fn format(this: &Value, spec: &Value) -> PyResult {
    let spec = int::methods::spec_text(spec)?;
    if spec.is_empty() {
        return protocol::str(this);
    }
    let (re, im) = own(this);
    Ok(new_str(&format_complex(re, im, &parse_spec(&spec)?)?))
}

fn coerce(this: &Value, other: &Value) -> PyResult {
    match pair(other)? {
        Some((re, im)) => Ok(new_tuple([this.clone(), new_complex(re, im)])),
        None => Ok(Value::not_implemented()),
    }
}

const CONJUGATE: Method = method(
    "conjugate",
    Native::NoArgs(conjugate),
    "complex.conjugate() -> complex\n\nReturn the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.",
);
const GETNEWARGS: Method = method("__getnewargs__", Native::NoArgs(getnewargs), "");
const FORMAT: Method = method("__format__", Native::One(format), "complex.__format__() -> str");

static METHODS27: &[Method] = &[
    CONJUGATE,
    GETNEWARGS,
    FORMAT,
    method("__coerce__", Native::One(coerce), "x.__coerce__(y) <==> coerce(x, y)"),
];
static METHODS32: &[Method] = &[CONJUGATE, GETNEWARGS, FORMAT];

static GETSETS: &[GetSet] =
    &[member("real", |this| Ok(new_float(own(this).0))), member("imag", |this| Ok(new_float(own(this).1)))];

pub fn init() {
    let slots = Slots {
        repr: Some(repr),
        str: Some(if lang::is_27() { str27 } else { repr }),
        hash: Some(hash),
        truth: Some(truth),
        richcompare: Some(compare),
        binary: Some(binary),
        unary: Some(unary),
        new: Some(complex_new),
        ..Slots::of::<Complex>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: if lang::is_27() { METHODS27 } else { METHODS32 },
        getsets: GETSETS,
        operators: BinOp::ARITHMETIC,
        unary: float::UNARY,
        reflected: true,
        doc: "complex(real[, imag]) -> complex number\n\nCreate a complex number from a real part and an optional imaginary part.",
        ..TypeDef::new(COMPLEX, "complex", slots)
    });
}
