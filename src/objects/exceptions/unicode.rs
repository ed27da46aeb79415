//! UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError.
//!
//! Invariant: the fields are (encoding, object, start, end, reason); a translation has no encoding. They are set by
//! `__init__` or by the two functions at the end, and read with care: a script may have put anything there.

use super::{Exception, Family, base, field};
use crate::objects::errors::{PyResult, Raised, raise_value, type_error};
use crate::objects::native::{Args, GetSet};
use crate::objects::str::{Kind, Str, native_kind, new_bytes, new_str};
use crate::objects::typeobj::{Slots, TypeRef};
use crate::objects::{Value, call, int, lang, protocol};

fn own(this: &Value) -> &Exception {
    this.payload::<Exception>()
}

fn is_kind(value: &Value, kind: Kind) -> bool {
    value.downcast::<Str>().is_some_and(|text| text.kind() == kind)
}

fn wrong_type(position: usize, wanted: &str, value: &Value) -> Raised {
    let found = value.type_name();
    if lang::is_27() {
        return type_error(format!("argument {position} must be {wanted}, not {found}"));
    }
    type_error(format!("must be {wanted}, not {found}"))
}

/// Sets the fields from `first` on, checking each as PyArg_ParseTuple does.
fn fill(this: &Value, args: &Args, first: usize, object_kind: Kind) -> PyResult<()> {
    base::init(this, args)?;
    let count = 5 - first;
    if args.pos.len() != count {
        return Err(type_error(format!(
            "function takes exactly {count} arguments ({} given)",
            args.pos.len()
        )));
    }
    for (at, value) in args.pos.iter().enumerate() {
        let wanted = match at + first {
            0 | 4 => native_kind(),
            1 => object_kind,
            _ => {
                super::super::protocol::index(value)?;
                continue;
            }
        };
        if is_kind(value, wanted) {
            continue;
        }
        return Err(match (wanted, lang::is_27()) {
            (Kind::Bytes, false) => type_error("expected an object with a buffer interface"),
            (Kind::Text, true) => wrong_type(at + 1, "unicode", value),
            (Kind::Bytes, true) | (Kind::Text, false) => wrong_type(at + 1, "str", value),
        });
    }
    for (at, value) in args.pos.iter().enumerate() {
        own(this).fields[at + first].set(value.clone());
    }
    Ok(())
}

fn decode_init(this: &Value, args: &Args) -> PyResult<()> {
    fill(this, args, 0, Kind::Bytes)
}
fn encode_init(this: &Value, args: &Args) -> PyResult<()> {
    fill(this, args, 0, Kind::Text)
}
fn translate_init(this: &Value, args: &Args) -> PyResult<()> {
    fill(this, args, 1, Kind::Text)
}

/// Start, end, the object's length and its unit at the start, if the span is one unit inside the object.
fn span(this: &Value) -> (i64, i64, Option<u32>) {
    let number = |at: usize| own(this).fields[at].get().and_then(|value| int::to_i64(&value)).unwrap_or(0);
    let (start, end) = (number(2), number(3));
    let unit = own(this).fields[1].with::<Str, _>(|text| match usize::try_from(start) {
        Ok(start) => text.unit(start),
        Err(_) => None,
    });
    (start, end, unit.flatten().filter(|_| end == start + 1))
}

fn text(this: &Value, at: usize) -> PyResult<String> {
    protocol::str_string(&own(this).fields[at].get_or_none())
}

fn decode_str(this: &Value) -> PyResult {
    if own(this).fields[1].is_empty() {
        return Ok(new_str(""));
    }
    let (encoding, reason) = (text(this, 0)?, text(this, 4)?);
    Ok(new_str(&match span(this) {
        (start, _, Some(byte)) => {
            format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
        }
        (start, end, None) => {
            let last = end - 1;
            format!("'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}")
        }
    }))
}

/// A character as an escape: `u'\xe9'` in 2.7, `'\xe9'` in 3.2.
fn escaped(unit: u32) -> String {
    let prefix = if lang::is_27() { "u" } else { "" };
    match unit {
        0..=0xff => format!("{prefix}'\\x{unit:02x}'"),
        0x100..=0xffff => format!("{prefix}'\\u{unit:04x}'"),
        _ => format!("{prefix}'\\U{unit:08x}'"),
    }
}

fn encode_str(this: &Value) -> PyResult {
    if own(this).fields[1].is_empty() {
        return Ok(new_str(""));
    }
    let (encoding, reason) = (text(this, 0)?, text(this, 4)?);
    Ok(new_str(&match span(this) {
        (start, _, Some(unit)) => {
            let unit = escaped(unit);
            format!("'{encoding}' codec can't encode character {unit} in position {start}: {reason}")
        }
        (start, end, None) => {
            let last = end - 1;
            format!("'{encoding}' codec can't encode characters in position {start}-{last}: {reason}")
        }
    }))
}

fn translate_str(this: &Value) -> PyResult {
    if own(this).fields[1].is_empty() {
        return Ok(new_str(""));
    }
    let reason = text(this, 4)?;
    Ok(new_str(&match span(this) {
        (start, _, Some(unit)) => {
            format!("can't translate character {} in position {start}: {reason}", escaped(unit))
        }
        (start, end, None) => {
            format!("can't translate characters in position {start}-{}: {reason}", end - 1)
        }
    }))
}

static GETSETS: &[GetSet] = &[
    field::<0>("encoding"),
    field::<1>("object"),
    field::<2>("start"),
    field::<3>("end"),
    field::<4>("reason"),
];

pub(super) fn decode_family() -> Family {
    let slots = Slots { init: Some(decode_init), str: Some(decode_str), ..Family::plain().slots };
    Family { slots, methods: &[], getsets: GETSETS }
}

pub(super) fn encode_family() -> Family {
    let slots = Slots { init: Some(encode_init), str: Some(encode_str), ..Family::plain().slots };
    Family { slots, methods: &[], getsets: GETSETS }
}

pub(super) fn translate_family() -> Family {
    let slots = Slots { init: Some(translate_init), str: Some(translate_str), ..Family::plain().slots };
    Family { slots, methods: &[], getsets: &GETSETS[1..] }
}

/// The codecs make the instance, for their error handlers to look at.
fn raise_made(ty: TypeRef, args: &[Value]) -> Raised {
    match call::call(&ty.value(), args) {
        Ok(made) => raise_value(ty, made),
        Err(raised) => raised,
    }
}

/// Raises UnicodeDecodeError for a span of bytes.
#[cold]
pub fn decode_error(encoding: &str, object: &[u8], start: usize, end: usize, reason: &str) -> Raised {
    let args = [
        new_str(encoding),
        new_bytes(object),
        Value::int(start as i64),
        Value::int(end as i64),
        new_str(reason),
    ];
    raise_made(super::UNICODE_DECODE_ERROR, &args)
}

/// Raises UnicodeEncodeError for a span of a text object.
#[cold]
pub fn encode_error(encoding: &str, object: &Value, start: usize, end: usize, reason: &str) -> Raised {
    let args = [
        new_str(encoding),
        object.clone(),
        Value::int(start as i64),
        Value::int(end as i64),
        new_str(reason),
    ];
    raise_made(super::UNICODE_ENCODE_ERROR, &args)
}
