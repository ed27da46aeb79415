//! Built-in functions about numbers and characters: abs, bin, chr, cmp, divmod, hex, oct, ord, pow, round, ...

use crate::modules::capi::{c_int, c_long};
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::names;
use crate::objects::native::{Args, Method, Native, method, unpack};
use crate::objects::str::{self, Kind, Str};
use crate::objects::typeobj::{BinOp, INSTANCE, TypeRef, UnOp};
use crate::objects::{Value, number, protocol};

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
    let modulus = args.get(2).unwrap_or(&none);
    let ty = args[0].type_of();
    if !modulus.is_none()
        && (ty == INSTANCE || ty.definer(names::__pow__()).is_some_and(TypeRef::is_heap))
        && let Some(result) = protocol::call_special(&args[0], names::__pow__(), &args[1..])
    {
        return result;
    }
    protocol::power(&args[0], &args[1], modulus)
}

fn bin(_this: &Value, value: &Value) -> PyResult {
    number::bin(value)
}

fn hex(_this: &Value, value: &Value) -> PyResult {
    number::hex(value)
}

fn oct(_this: &Value, value: &Value) -> PyResult {
    number::oct(value)
}

fn chr27(_this: &Value, args: &[Value]) -> PyResult {
    let code = c_long(&args[0])?;
    match u8::try_from(code) {
        Ok(byte) => Ok(str::character(Kind::Bytes, byte.into())),
        Err(_) => Err(value_error("chr() arg not in range(256)")),
    }
}

fn character(value: &Value, message: &str) -> PyResult {
    let code = c_int(value)?;
    match u32::try_from(code) {
        Ok(code) if code < 0x11_0000 => Ok(str::character(Kind::Text, code)),
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
        Some(text) if text.len() == 1 => return Ok(Value::int(text.repr().at(0).into())),
        Some(text) => text.to_points(),
        None if value.type_of().layout() == crate::objects::header::Layout::ByteArray => {
            crate::objects::file::buffer_of(value)?.unwrap_or_default().into_iter().map(u32::from).collect()
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

fn round(_this: &Value, args: &Args) -> PyResult {
    let [value, digits] = args.bind("round", ["number", "ndigits"], 1)?;
    let none = Value::none();
    number::round(value.unwrap_or(&none), digits)
}

fn cmp(_this: &Value, args: &[Value]) -> PyResult {
    unpack("cmp", args, 2, 2)?;
    Ok(Value::int(protocol::cmp(&args[0], &args[1])? as i64))
}

fn coerce(_this: &Value, args: &[Value]) -> PyResult {
    unpack("coerce", args, 2, 2)?;
    number::coerce(&args[0], &args[1])
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
    method("hex", Native::One(hex), "hex(number) -> string"),
    method("oct", Native::One(oct), "oct(number) -> string"),
    method("round", Native::Kw(round), "round(number[, ndigits]) -> floating point number"),
    method("unichr", Native::Var(1, 1, unichr), "unichr(i) -> Unicode character"),
];

pub static ONLY32: &[Method] = &[
    method(
        "chr",
        Native::Var(1, 1, chr32),
        "chr(i) -> Unicode character\n\nReturn a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.",
    ),
    method("hex", Native::One(hex), "hex(number) -> string"),
    method("oct", Native::One(oct), "oct(number) -> string"),
    method("round", Native::Kw(round), "round(number[, ndigits]) -> number"),
];
