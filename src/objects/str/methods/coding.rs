//! encode, decode, fromhex.

use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::native::Args;
use crate::objects::str::{Str, codecs, new_bytes};
use crate::objects::word::Value;
use crate::objects::{call, lang};
use std::borrow::Cow;

/// The name of a codec, or of an error handler, as an argument.
fn name_argument<'a>(
    function: &str,
    position: usize,
    value: Option<&'a Value>,
    default: &'static str,
) -> PyResult<Cow<'a, str>> {
    let Some(value) = value else { return Ok(Cow::Borrowed(default)) };
    match value.downcast::<Str>().filter(|text| lang::is_27() || text.is_text()) {
        Some(text) => Ok(text.as_ascii().map_or_else(|| Cow::Owned(text.to_string_lossy()), Cow::Borrowed)),
        None => {
            let expected = if lang::is_27() { "string" } else { "str" };
            let found = value.type_name();
            Err(type_error(format!("{function} argument {position} must be {expected}, not {found}")))
        }
    }
}

/// An `encoding` argument; left out, the default encoding.
pub fn encoding_argument<'a>(
    function: &str,
    position: usize,
    value: Option<&'a Value>,
) -> PyResult<Cow<'a, str>> {
    name_argument(function, position, value, if lang::is_27() { "ascii" } else { "utf-8" })
}

/// An `errors` argument; left out, `strict`.
pub fn errors_argument<'a>(
    function: &str,
    position: usize,
    value: Option<&'a Value>,
) -> PyResult<Cow<'a, str>> {
    name_argument(function, position, value, "strict")
}

pub fn encode(this: &Value, args: &Args) -> PyResult {
    let [encoding, errors] = args.bind("encode", ["encoding", "errors"], 0)?;
    let encoding = encoding_argument("encode()", 1, encoding)?;
    let errors = errors_argument("encode()", 2, errors)?;
    let made = codecs::encode(this, &encoding, &errors)?;
    match made.downcast::<Str>() {
        Some(text) if lang::is_27() || text.is_bytes() => Ok(made),
        _ if lang::is_27() => {
            let found = made.type_name();
            Err(type_error(format!("encoder did not return a string/unicode object (type={found})")))
        }
        _ => Err(type_error(format!("encoder did not return a bytes object (type={})", made.type_name()))),
    }
}

pub fn decode(this: &Value, args: &Args) -> PyResult {
    let [encoding, errors] = args.bind("decode", ["encoding", "errors"], 0)?;
    let encoding = encoding_argument("decode()", 1, encoding)?;
    let errors = errors_argument("decode()", 2, errors)?;
    let made = codecs::decode(this, &encoding, &errors)?;
    match made.downcast::<Str>() {
        Some(text) if lang::is_27() || text.is_text() => Ok(made),
        _ if lang::is_27() => {
            let found = made.type_name();
            Err(type_error(format!("decoder did not return a string/unicode object (type={found})")))
        }
        _ => Err(type_error(format!("decoder did not return a str object (type={})", made.type_name()))),
    }
}

/// The bytes that hexadecimal digits stand for; blanks between bytes are skipped.
pub fn parse_hex(text: &Str) -> PyResult<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 2);
    let units = text.repr();
    let digit = |at: usize| text.unit(at).and_then(char::from_u32).and_then(|c| c.to_digit(16));
    let mut at = 0;
    loop {
        while text.unit(at) == Some(u32::from(' ')) {
            at += 1;
        }
        if at >= units.len() {
            return Ok(out);
        }
        match (digit(at), digit(at + 1)) {
            (Some(high), Some(low)) => out.push((high * 16 + low) as u8),
            _ => {
                return Err(value_error(format!(
                    "non-hexadecimal number found in fromhex() arg at position {at}"
                )));
            }
        }
        at += 2;
    }
}

/// The text argument of `fromhex`.
pub fn fromhex_argument(value: &Value) -> PyResult<Vec<u8>> {
    match value.downcast::<Str>() {
        Some(text) if lang::is_27() || text.is_text() => parse_hex(text),
        _ => {
            let expected = if lang::is_27() { "fromhex() argument 1 must be unicode" } else { "must be str" };
            Err(type_error(format!("{expected}, not {}", value.type_name())))
        }
    }
}

/// `bytes.fromhex(text)`, of a subclass too.
pub fn bytes_fromhex(class: &Value, text: &Value) -> PyResult {
    let made = new_bytes(fromhex_argument(text)?);
    if class.as_type() == Some(crate::objects::typeobj::BYTES) {
        Ok(made)
    } else {
        call::call(class, &[made])
    }
}
