//! Codecs: encoding text to bytes and decoding bytes to text by a codec's name (Objects/unicodeobject.c,
//! Python/codecs.c, and the `encodings` package).
//!
//! Invariant: the codecs of the list below are found without Python code; any other name goes to the search
//! functions that a script has registered, in their order. Errors are handled in `errors` only.

pub mod binary;
mod charset;
pub mod errors;
mod escape;
mod utf16;
mod utf8;

use super::operand::{ensure_copies, promote};
use super::{Kind, Str};
use crate::charmaps::Charmap;
use crate::objects::errors::{PyResult, Raised, raise, type_error};
use crate::objects::guarded::Guarded;
use crate::objects::tuple::Tuple;
use crate::objects::word::Value;
use crate::objects::{call, exceptions as exc, lang};
use errors::Errors;
use std::cell::RefCell;

/// The bytes that a character may take in either direction.
const CODED: usize = 4;

/// The byte order of a UTF-16 or UTF-32 codec; `Marked` writes a byte order mark, and reads one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Marked,
    Little,
    Big,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    Ascii,
    Latin1,
    Utf8,
    Utf8Sig,
    Utf16(Order),
    Utf32(Order),
    UnicodeEscape,
    RawUnicodeEscape,
    Charmap(&'static Charmap),
    /// 2.7's codecs from `str` to `str`.
    Binary(binary::Binary),
}

/// Lower case, with one `_` for each run of other characters than letters, digits and dots.
fn normalized(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out
}

impl Codec {
    /// The built-in codec of a name or alias.
    pub fn find(name: &str) -> Option<Codec> {
        match name {
            "utf-8" | "utf8" => return Some(Codec::Utf8),
            "ascii" => return Some(Codec::Ascii),
            "latin-1" => return Some(Codec::Latin1),
            _ => {}
        }
        let name = normalized(name);
        Some(match name.trim_end_matches('_') {
            "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" => Codec::Utf8,
            "utf_8_sig" => Codec::Utf8Sig,
            "ascii" | "us_ascii" | "646" | "us" | "ansi_x3.4_1968" | "ansi_x3_4_1968" | "ansi_x3.4_1986"
            | "cp367" | "csascii" | "ibm367" | "iso646_us" | "iso_646.irv_1991" | "iso_ir_6" => Codec::Ascii,
            "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "iso88591"
            | "8859" | "cp819" | "csisolatin1" | "ibm819" | "iso_8859_1_1987" | "iso_ir_100" => Codec::Latin1,
            "utf_16" | "utf16" | "u16" => Codec::Utf16(Order::Marked),
            "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Codec::Utf16(Order::Little),
            "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Codec::Utf16(Order::Big),
            "utf_32" | "utf32" | "u32" => Codec::Utf32(Order::Marked),
            "utf_32_le" | "utf_32le" => Codec::Utf32(Order::Little),
            "utf_32_be" | "utf_32be" => Codec::Utf32(Order::Big),
            "unicode_escape" => Codec::UnicodeEscape,
            "raw_unicode_escape" => Codec::RawUnicodeEscape,
            name => match Charmap::find(name) {
                Some(map) => Codec::Charmap(map),
                None if lang::is_27() => Codec::Binary(binary::Binary::find(name)?),
                None => return None,
            },
        })
    }

    /// The name that exceptions show.
    pub fn error_name(self) -> &'static str {
        match self {
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Utf8 | Codec::Utf8Sig if lang::is_27() => "utf8",
            Codec::Utf8 | Codec::Utf8Sig => "utf-8",
            Codec::Utf16(_) => "utf16",
            Codec::Utf32(_) => "utf32",
            Codec::UnicodeEscape => "unicodeescape",
            Codec::RawUnicodeEscape => "rawunicodeescape",
            Codec::Charmap(_) => "charmap",
            Codec::Binary(codec) => codec.name(),
        }
    }

    /// The name that `codecs.lookup` shows.
    pub fn name(self) -> &'static str {
        match self {
            Codec::Ascii => "ascii",
            Codec::Latin1 => "iso8859-1",
            Codec::Utf8 => "utf-8",
            Codec::Utf8Sig => "utf-8-sig",
            Codec::Utf16(Order::Marked) => "utf-16",
            Codec::Utf16(Order::Little) => "utf-16-le",
            Codec::Utf16(Order::Big) => "utf-16-be",
            Codec::Utf32(Order::Marked) => "utf-32",
            Codec::Utf32(Order::Little) => "utf-32-le",
            Codec::Utf32(Order::Big) => "utf-32-be",
            Codec::UnicodeEscape => "unicode-escape",
            Codec::RawUnicodeEscape => "raw-unicode-escape",
            Codec::Charmap(map) => map.name,
            Codec::Binary(codec) => codec.name(),
        }
    }

    /// Encodes text. Under 2.7 a byte string is promoted to text first, or is what a binary codec wants.
    pub fn encode(self, value: &Value, handler: &str) -> PyResult {
        ensure_copies(value, CODED)?;
        if let Codec::Binary(codec) = self {
            return codec.encode(&bytes_of(value)?);
        }
        let promoted = if lang::is_27() { promote(value)? } else { value.clone() };
        let Some(text) = promoted.downcast::<Str>().filter(|text| text.is_text()) else {
            return Err(type_error(format!(
                "Can't convert '{}' object to str implicitly",
                value.type_name()
            )));
        };
        let errors = Errors::new(handler, self.error_name(), &promoted);
        let bytes = match self {
            Codec::Ascii => charset::encode(text.repr(), 128, &errors)?,
            Codec::Latin1 => charset::encode(text.repr(), 256, &errors)?,
            Codec::Utf8 => utf8::encode(text.repr(), &errors)?,
            Codec::Utf8Sig => [&b"\xef\xbb\xbf"[..], &utf8::encode(text.repr(), &errors)?].concat(),
            Codec::Utf16(order) => utf16::encode16(text.repr(), order),
            Codec::Utf32(order) => utf16::encode32(text.repr(), order),
            Codec::UnicodeEscape => escape::encode(text.repr(), false),
            Codec::RawUnicodeEscape => escape::encode(text.repr(), true),
            Codec::Charmap(map) => charset::encode_charmap(text.repr(), map, &errors)?,
            Codec::Binary(_) => Vec::new(),
        };
        Ok(super::new_bytes(bytes))
    }

    /// Decodes bytes.
    pub fn decode(self, value: &Value, handler: &str) -> PyResult {
        ensure_copies(value, CODED)?;
        let bytes = bytes_of(value)?;
        if let Codec::Binary(codec) = self {
            return codec.decode(&bytes);
        }
        // The exception shows the bytes as they came.
        let object = if value.downcast::<Str>().is_some_and(Str::is_bytes) {
            value.clone()
        } else {
            super::new_bytes(&bytes[..])
        };
        let errors = Errors::new(handler, self.error_name(), &object);
        let text = match self {
            Codec::Ascii => charset::decode_ascii(&bytes, &errors)?,
            Codec::Latin1 => Str::latin1(&bytes),
            Codec::Utf8 => utf8::decode(&bytes, &errors)?,
            Codec::Utf8Sig => utf8::decode(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes), &errors)?,
            Codec::Utf16(order) => utf16::decode16(&bytes, order, &errors)?,
            Codec::Utf32(order) => utf16::decode32(&bytes, order, &errors)?,
            Codec::UnicodeEscape => escape::decode(&bytes, &errors)?,
            Codec::RawUnicodeEscape => escape::decode_raw(&bytes, &errors)?,
            Codec::Charmap(map) => charset::decode_charmap(&bytes, map, &errors)?,
            Codec::Binary(_) => Str::ascii([]),
        };
        Ok(super::new_str_object(text))
    }
}

/// The bytes to decode; 2.7's unicode is encoded as ASCII first.
fn bytes_of(value: &Value) -> PyResult<Vec<u8>> {
    if let Some(text) = value.downcast::<Str>().filter(|text| text.is_text())
        && lang::is_27()
    {
        return match text.as_narrow() {
            Some(bytes) => Ok(bytes.to_vec()),
            None => charset::encode(text.repr(), 128, &Errors::new("strict", "ascii", value)),
        };
    }
    match super::operand::buffer_of(value) {
        Some(bytes) => Ok(bytes),
        None => Err(super::operand::not_a_string(Kind::Bytes, value, super::operand::Ask::Buffer)),
    }
}

static SEARCH: Guarded<RefCell<Vec<Value>>> = Guarded::new(RefCell::new(Vec::new()));

/// Forgets what scripts registered: a new interpreter starts without.
pub fn reset() {
    drop(SEARCH.take());
    errors::reset();
}

/// `codecs.register(function)`
pub fn register(function: &Value) {
    SEARCH.borrow_mut().push(function.clone());
}

#[cold]
fn unknown(encoding: &str) -> Raised {
    raise(exc::LOOKUP_ERROR, format!("unknown encoding: {encoding}"))
}

/// The (encoder, decoder, ...) tuple that a registered function gives for a name.
pub fn search(encoding: &str) -> PyResult<Value> {
    let name = super::new_str(&encoding.to_ascii_lowercase().replace(' ', "-"));
    let functions = SEARCH.borrow().clone();
    for function in functions {
        let found = call::call(&function, std::slice::from_ref(&name))?;
        if found.is_none() {
            continue;
        }
        if found.downcast::<Tuple>().is_none_or(|tuple| tuple.items().len() != 4) {
            return Err(type_error("codec search functions must return 4-tuples"));
        }
        return Ok(found);
    }
    Err(unknown(encoding))
}

/// Calls the encoder (0) or decoder (1) of a registered codec.
fn call_registered(index: usize, value: &Value, encoding: &str, handler: &str) -> PyResult {
    let info = search(encoding)?;
    let function = info.downcast::<Tuple>().and_then(|tuple| tuple.items().get(index).cloned());
    let Some(function) = function else { return Err(unknown(encoding)) };
    let made = call::call(&function, &[value.clone(), super::new_str(handler)])?;
    match made.downcast::<Tuple>().map(Tuple::items) {
        Some([result, _]) => Ok(result.clone()),
        _ => {
            let what = if index == 0 { "encoder" } else { "decoder" };
            Err(type_error(format!("{what} must return a tuple (object, integer)")))
        }
    }
}

/// Encodes with the codec of a name. Errors: LookupError for an unknown name, or what the codec raises.
pub fn encode(value: &Value, encoding: &str, handler: &str) -> PyResult {
    match Codec::find(encoding) {
        Some(codec) => codec.encode(value, handler),
        None => call_registered(0, value, encoding, handler),
    }
}

/// Decodes with the codec of a name. Errors: LookupError for an unknown name, or what the codec raises.
pub fn decode(value: &Value, encoding: &str, handler: &str) -> PyResult {
    match Codec::find(encoding) {
        Some(codec) => codec.decode(value, handler),
        None => call_registered(1, value, encoding, handler),
    }
}

/// Decodes where only text will do: the constructors of text.
pub fn decode_to_text(value: &Value, encoding: &str, handler: &str) -> PyResult {
    let made = decode(value, encoding, handler)?;
    if made.downcast::<Str>().is_some_and(Str::is_text) {
        return Ok(made);
    }
    let (text, found) = (if lang::is_27() { "an unicode" } else { "a str" }, made.type_name());
    Err(type_error(format!("decoder did not return {text} object (type={found})")))
}
