//! Built-in functions about numbers and characters: abs, bin, chr, cmp, divmod, hex, oct, ord, pow, round, ...

use crate::modules::capi::{c_double, c_int, c_long};
use crate::objects::errors::{self, PyResult, type_error, value_error};
use crate::objects::exceptions as exc;
use crate::objects::float::{new_float, round_half_away};
use crate::objects::native::{Args, Method, Native, method, unpack};
use crate::objects::str::{Kind, Str, new_bytes, new_points, new_str};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{BinOp, UnOp};
use crate::objects::{Value, call, int, lang, names, protocol};
use num_bigint::{BigInt, Sign};

fn abs(_this: &Value, value: &Value) -> PyResult {
    protocol::unary(UnOp::Abs, value)
}

fn divmod(_this: &Value, args: &[Value]) -> PyResult {
    unpack("divmod", args, 2, 2)?;
    protocol::binary(BinOp::DivMod, &args[0], &args[1])
}

fn pow(_this: &Value, args: &[Value]) -> PyResult {
    unpack("pow", args, 2, 3)?;
    let none = Value::none();
    protocol::power(&args[0], &args[1], args.get(2).unwrap_or(&none))
}

/// An int in a base, with its prefix (PyNumber_ToBase).
fn to_base(value: &Value, base: u32, prefix: &str) -> PyResult {
    let number = match errors::catch(exc::TYPE_ERROR, protocol::index_value(value))? {
        Some(number) => number,
        None if lang::is_27() => {
            return Err(type_error(format!(
                "'{}' object cannot be interpreted as an index",
                value.type_name()
            )));
        }
        None => {
            return Err(type_error(format!(
                "'{}' object cannot be interpreted as an integer",
                value.type_name()
            )));
        }
    };
    let big = int::to_big(&number).unwrap_or_else(|| BigInt::from(0));
    let sign = if big.sign() == Sign::Minus { "-" } else { "" };
    Ok(new_str(&format!("{sign}{prefix}{}", big.magnitude().to_str_radix(base))))
}

fn bin(_this: &Value, value: &Value) -> PyResult {
    to_base(value, 2, "0b")
}

fn hex32(_this: &Value, value: &Value) -> PyResult {
    to_base(value, 16, "0x")
}

fn oct32(_this: &Value, value: &Value) -> PyResult {
    to_base(value, 8, "0o")
}

/// 2.7's hex() and oct(): the number's own `__hex__` and `__oct__`.
fn by_slot(value: &Value, op: UnOp, name: &str) -> PyResult {
    let result = match value.type_of().slots().unary {
        Some(unary) => unary(op, value)?,
        None => Value::not_implemented(),
    };
    if result.is_not_implemented() {
        return Err(type_error(format!("{name}() argument can't be converted to {name}")));
    }
    if result.downcast::<Str>().is_none_or(|text| text.kind() != Kind::Bytes) {
        return Err(type_error(format!("__{name}__ returned non-string (type {})", result.type_name())));
    }
    Ok(result)
}

fn hex27(_this: &Value, value: &Value) -> PyResult {
    by_slot(value, UnOp::Hex, "hex")
}

fn oct27(_this: &Value, value: &Value) -> PyResult {
    by_slot(value, UnOp::Oct, "oct")
}

fn chr27(_this: &Value, args: &[Value]) -> PyResult {
    let code = c_long(&args[0])?;
    match u8::try_from(code) {
        Ok(byte) => Ok(new_bytes([byte])),
        Err(_) => Err(value_error("chr() arg not in range(256)")),
    }
}

fn character(value: &Value, message: &str) -> PyResult {
    let code = c_int(value)?;
    match u32::try_from(code) {
        Ok(code) if code < 0x11_0000 => Ok(new_points([code])),
        _ => Err(value_error(message)),
    }
}

fn chr32(_this: &Value, args: &[Value]) -> PyResult {
    character(&args[0], "chr() arg not in range(0x110000)")
}

fn unichr(_this: &Value, args: &[Value]) -> PyResult {
    character(&args[0], "unichr() arg not in range(0x110000) (wide Python build)")
}

fn ord(_this: &Value, value: &Value) -> PyResult {
    let units = match value.downcast::<Str>() {
        Some(text) => text.to_points(),
        None if value.type_of().layout() == crate::objects::header::Layout::ByteArray => {
            crate::objects::file::buffer_of(value).unwrap_or_default().into_iter().map(u32::from).collect()
        }
        None => {
            return Err(type_error(format!(
                "ord() expected string of length 1, but {} found",
                value.type_name()
            )));
        }
    };
    match units[..] {
        [unit] => Ok(Value::int(unit.into())),
        _ => {
            Err(type_error(format!("ord() expected a character, but string of length {} found", units.len())))
        }
    }
}

/// 2.7's round: a float, halves away from zero.
fn round27(_this: &Value, args: &Args) -> PyResult {
    let [number, digits] = args.bind("round", ["number", "ndigits"], 1)?;
    let none = Value::none();
    let x = c_double(number.unwrap_or(&none))?;
    let digits = digits.map_or(Ok(0), protocol::index_clamped)?;
    if !x.is_finite() || x == 0.0 {
        return Ok(new_float(x));
    }
    // Beyond these nothing is left to round, or nothing of the number is left.
    const MOST: i64 = 323;
    const LEAST: i64 = -308;
    if digits > MOST {
        return Ok(new_float(x));
    }
    if digits < LEAST {
        return Ok(new_float(0.0 * x));
    }
    round_half_away(x, digits).map(new_float)
}

/// 3.2's round asks the type's `__round__`.
fn round32(_this: &Value, args: &Args) -> PyResult {
    let [number, digits] = args.bind("round", ["number", "ndigits"], 1)?;
    let none = Value::none();
    let number = number.unwrap_or(&none);
    let Some(round) = number.type_of().lookup(names::__round__()) else {
        return Err(type_error(format!("type {} doesn't define __round__ method", number.type_name())));
    };
    match digits {
        None => call::call(&round, std::slice::from_ref(number)),
        Some(digits) => call::call(&round, &[number.clone(), digits.clone()]),
    }
}

fn cmp(_this: &Value, args: &[Value]) -> PyResult {
    unpack("cmp", args, 2, 2)?;
    Ok(Value::int(protocol::cmp(&args[0], &args[1])? as i64))
}

/// How far up the ladder of number types a value stands; none: no number.
fn rank(value: &Value) -> Option<u32> {
    use crate::objects::header::Layout;
    if int::is_int(value) {
        return Some(u32::from(int::is_long(value)));
    }
    match value.type_of().layout() {
        Layout::Float => Some(2),
        Layout::Complex => Some(3),
        _ => None,
    }
}

/// 2.7's coerce: both numbers in the type of the wider one.
fn coerce(_this: &Value, args: &[Value]) -> PyResult {
    use crate::objects::typeobj::{COMPLEX, FLOAT, INT, LONG};
    unpack("coerce", args, 2, 2)?;
    let (a, b) = (&args[0], &args[1]);
    if let (Some(x), Some(y)) = (rank(a), rank(b)) {
        let ty = [INT, LONG, FLOAT, COMPLEX][x.max(y) as usize];
        let widen = |value: &Value| -> PyResult {
            if value.type_of() == ty { Ok(value.clone()) } else { protocol::construct(ty, &[value.clone()]) }
        };
        return Ok(new_tuple([widen(a)?, widen(b)?]));
    }
    for (this, other, swapped) in [(a, b, false), (b, a, true)] {
        let Some(result) = protocol::call_special(this, names::__coerce__(), std::slice::from_ref(other))
        else {
            continue;
        };
        let result = result?;
        if result.is_not_implemented() || result.is_none() {
            continue;
        }
        let Some([x, y]) = result.downcast::<Tuple>().map(Tuple::items) else {
            return Err(type_error("coercion should return None or 2-tuple"));
        };
        return Ok(if swapped { new_tuple([y.clone(), x.clone()]) } else { result.clone() });
    }
    if a.type_of() == b.type_of() {
        return Ok(new_tuple(args));
    }
    Err(type_error("number coercion failed"))
}

pub static BOTH: &[Method] = &[
    method("abs", Native::One(abs), "abs(number) -> number\n\nReturn the absolute value of the argument."),
    method(
        "bin",
        Native::One(bin),
        "bin(number) -> string\n\nReturn the binary representation of an integer.",
    ),
    method(
        "divmod",
        Native::Var(0, usize::MAX, divmod),
        "divmod(x, y) -> (div, mod)\n\nReturn the tuple ((x-x%y)/y, x%y).  Invariant: div*y + mod == x.",
    ),
    method(
        "ord",
        Native::One(ord),
        "ord(c) -> integer\n\nReturn the integer ordinal of a one-character string.",
    ),
    method(
        "pow",
        Native::Var(0, usize::MAX, pow),
        "pow(x, y[, z]) -> number\n\nWith two arguments, equivalent to x**y.  With three arguments,\nequivalent to (x**y) % z, but may be more efficient (e.g. for longs).",
    ),
];

pub static ONLY27: &[Method] = &[
    method(
        "chr",
        Native::Var(1, 1, chr27),
        "chr(i) -> character\n\nReturn a string of one character with ordinal i; 0 <= i < 256.",
    ),
    method(
        "cmp",
        Native::Var(0, usize::MAX, cmp),
        "cmp(x, y) -> integer\n\nReturn negative if x<y, zero if x==y, positive if x>y.",
    ),
    method("coerce", Native::Var(0, usize::MAX, coerce), "coerce(x, y) -> (x1, y1)"),
    method("hex", Native::One(hex27), "hex(number) -> string"),
    method("oct", Native::One(oct27), "oct(number) -> string"),
    method("round", Native::Kw(round27), "round(number[, ndigits]) -> floating point number"),
    method("unichr", Native::Var(1, 1, unichr), "unichr(i) -> Unicode character"),
];

pub static ONLY32: &[Method] = &[
    method(
        "chr",
        Native::Var(1, 1, chr32),
        "chr(i) -> Unicode character\n\nReturn a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.",
    ),
    method("hex", Native::One(hex32), "hex(number) -> string"),
    method("oct", Native::One(oct32), "oct(number) -> string"),
    method("round", Native::Kw(round32), "round(number[, ndigits]) -> number"),
];
