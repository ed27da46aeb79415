//! 3.2's `int.to_bytes` and `int.from_bytes`.

use crate::objects::errors::{PyResult, overflow_error, type_error, value_error};
use crate::objects::native::Args;
use crate::objects::protocol;
use crate::objects::str::{Kind, Str, new_bytes};
use crate::objects::typeobj::INT;
use crate::objects::word::Value;
use num_bigint::{BigInt, Sign};

/// Little-endian if true.
fn byte_order(function: &str, order: &Value) -> PyResult<bool> {
    match order
        .downcast::<Str>()
        .filter(|text| text.kind() == Kind::Text)
        .map(Str::to_string_lossy)
        .as_deref()
    {
        Some("little") => Ok(true),
        Some("big") => Ok(false),
        Some(_) => Err(value_error("byteorder must be either 'little' or 'big'")),
        None => Err(type_error(format!("{function}() argument 2 must be str, not {}", order.type_name()))),
    }
}

fn is_signed(signed: Option<&Value>) -> PyResult<bool> {
    signed.map_or(Ok(false), protocol::truth)
}

fn keyword_only(args: &Args) -> PyResult<()> {
    if args.pos.len() > 2 { Err(type_error("'signed' is a keyword-only argument")) } else { Ok(()) }
}

pub(super) fn to_bytes(this: &Value, args: &Args) -> PyResult {
    keyword_only(args)?;
    let [length, order, signed] = args.bind("to_bytes", ["length", "byteorder", "signed"], 2)?;
    let none = Value::none();
    let length = protocol::index(length.unwrap_or(&none))?;
    let little = byte_order("to_bytes", order.unwrap_or(&none))?;
    let signed = is_signed(signed)?;
    let length = usize::try_from(length).map_err(|_| value_error("length argument must be non-negative"))?;
    let value = super::to_big(this).unwrap_or_default();
    let negative = value.sign() == Sign::Minus;
    if negative && !signed {
        return Err(overflow_error("can't convert negative int to unsigned"));
    }
    let mut bytes = if signed { value.to_signed_bytes_le() } else { value.magnitude().to_bytes_le() };
    if value.sign() == Sign::NoSign {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(overflow_error("int too big to convert"));
    }
    if length > super::MAX_BITS as usize / 8 {
        return Err(crate::objects::errors::raise_none(crate::objects::exceptions::MEMORY_ERROR));
    }
    bytes.resize(length, if negative { 0xff } else { 0 });
    if !little {
        bytes.reverse();
    }
    Ok(new_bytes(bytes))
}

/// The bytes of a bytes object, or of an iterable of ints.
fn bytes_of(source: &Value) -> PyResult<Vec<u8>> {
    if let Some(text) = source.downcast::<Str>() {
        return match text.as_narrow().filter(|_| text.is_bytes()) {
            Some(bytes) => Ok(bytes.to_vec()),
            None => Err(type_error("cannot convert unicode object to bytes")),
        };
    }
    let mut bytes = Vec::new();
    for item in protocol::to_vec(source)? {
        let byte = u8::try_from(protocol::index(&item)?);
        bytes.push(byte.map_err(|_| value_error("bytes must be in range(0, 256)"))?);
    }
    Ok(bytes)
}

pub(super) fn from_bytes(class: &Value, args: &Args) -> PyResult {
    keyword_only(args)?;
    let [source, order, signed] = args.bind("from_bytes", ["bytes", "byteorder", "signed"], 2)?;
    let none = Value::none();
    let little = byte_order("from_bytes", order.unwrap_or(&none))?;
    let signed = is_signed(signed)?;
    let mut bytes = bytes_of(source.unwrap_or(&none))?;
    if !little {
        bytes.reverse();
    }
    let value =
        if signed { BigInt::from_signed_bytes_le(&bytes) } else { BigInt::from_bytes_le(Sign::Plus, &bytes) };
    let value = super::from_big(value);
    match class.as_type() {
        Some(ty) if ty != INT => protocol::construct(ty, &[value]),
        _ => Ok(value),
    }
}
