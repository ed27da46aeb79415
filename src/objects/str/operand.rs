//! What a string method takes as a string, in each language, and 2.7's promotion of `str` to `unicode`.

use super::{Kind, Repr, Str, new_bytes, new_copied};
use crate::objects::bytearray::ByteArray;
use crate::objects::errors::{PyResult, Raised, type_error};
use crate::objects::float::Float;
use crate::objects::memoryview::MemoryView;
use crate::objects::typeobj::UnOp;
use crate::objects::word::Value;
use crate::objects::{alloc, int, lang, names, protocol};

/// Runs one body over the units of one, two or three strings: bytes if all are narrow, else code points.
macro_rules! with_units {
    ($a:expr, |$x:ident| $body:expr) => {
        match $a.repr() {
            $crate::objects::str::Repr::Narrow($x) => $body,
            $crate::objects::str::Repr::Wide($x) => $body,
        }
    };
    ($a:expr, $b:expr, |$x:ident, $y:ident| $body:expr) => {
        match ($a.repr(), $b.repr()) {
            ($crate::objects::str::Repr::Narrow($x), $crate::objects::str::Repr::Narrow($y)) => $body,
            (a, b) => {
                let (a, b) = (a.points(), b.points());
                let ($x, $y) = (&*a, &*b);
                $body
            }
        }
    };
    ($a:expr, $b:expr, $c:expr, |$x:ident, $y:ident, $z:ident| $body:expr) => {
        match ($a.repr(), $b.repr(), $c.repr()) {
            (
                $crate::objects::str::Repr::Narrow($x),
                $crate::objects::str::Repr::Narrow($y),
                $crate::objects::str::Repr::Narrow($z),
            ) => $body,
            (a, b, c) => {
                let (a, b, c) = (a.points(), b.points(), c.points());
                let ($x, $y, $z) = (&*a, &*b, &*c);
                $body
            }
        }
    };
}
pub(crate) use with_units;

/// How 3.2's bytes methods word their refusal: those that parse with "s*" and those that ask for a buffer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    Interface,
    Buffer,
}

/// Asks for `each` bytes for each character or byte of a string or a bytearray, before it is copied. Errors: MemoryError.
pub fn ensure_copies(value: &Value, each: usize) -> PyResult<()> {
    let len = match (value.downcast::<Str>(), value.downcast::<ByteArray>()) {
        (Some(text), _) => text.len(),
        (None, array) => array.map_or(0, ByteArray::len),
    };
    alloc::ensure(len.saturating_mul(each))
}

/// The bytes of whatever has the new buffer interface: a memoryview too.
pub fn any_buffer(value: &Value) -> Option<Vec<u8>> {
    match value.downcast::<MemoryView>() {
        // A released one shows nothing any more.
        Some(view) => {
            crate::objects::errors::catch(crate::objects::exceptions::VALUE_ERROR, view.bytes()).ok()?
        }
        None => buffer_of(value),
    }
}

/// The bytes of what a byte string's methods take as one: a byte string or a bytearray, in 3.2 a memoryview.
pub fn buffer_of(value: &Value) -> Option<Vec<u8>> {
    if !lang::is_27() && value.downcast::<MemoryView>().is_some() {
        return any_buffer(value);
    }
    if let Some(text) = value.downcast::<Str>().filter(|text| text.is_bytes()) {
        return text.as_narrow().map(<[u8]>::to_vec);
    }
    value.downcast::<ByteArray>().map(ByteArray::to_vec)
}

/// The error of an argument that is no string for a method of a string of this kind.
#[cold]
pub fn not_a_string(kind: Kind, value: &Value, ask: Ask) -> Raised {
    let name = value.type_name();
    type_error(match (lang::is_27(), kind) {
        (true, Kind::Bytes) => "expected a string or other character buffer object".to_owned(),
        (true, Kind::Text) if value.downcast::<ByteArray>().is_some() => {
            "decoding bytearray is not supported".to_owned()
        }
        (true, Kind::Text) => format!("coercing to Unicode: need string or buffer, {name} found"),
        (false, Kind::Text) => format!("Can't convert '{name}' object to str implicitly"),
        (false, Kind::Bytes) if ask == Ask::Interface => {
            "expected an object with the buffer interface".to_owned()
        }
        (false, Kind::Bytes) => format!("Type {name} doesn't support the buffer API"),
    })
}

/// 2.7: a byte string as text, by the default encoding. Errors: UnicodeDecodeError beyond ASCII.
pub fn promote(value: &Value) -> PyResult {
    let Some(own) = value.downcast::<Str>() else { return Err(not_a_string(Kind::Text, value, Ask::Buffer)) };
    match own.repr() {
        _ if own.is_text() => Ok(value.clone()),
        Repr::Narrow(bytes) if bytes.is_ascii() => Ok(new_copied(Kind::Text, bytes)),
        _ => super::codecs::decode(value, "ascii", "strict"),
    }
}

/// A method's string and its argument, if they are of one kind already: the frequent case, without counting.
#[inline]
pub fn same_kind<'a>(this: &'a Value, other: &'a Value) -> Option<(&'a Str, &'a Str)> {
    let own = this.payload::<Str>();
    other.downcast::<Str>().filter(|text| text.same_kind(own)).map(|text| (own, text))
}

/// A method's string and its argument, of one kind: under 2.7 both become text if one of them is.
#[inline]
pub fn pair(this: &Value, other: &Value, ask: Ask) -> PyResult<(Value, Value)> {
    let own = this.payload::<Str>();
    match other.downcast::<Str>() {
        Some(text) if text.same_kind(own) => Ok((this.clone(), other.clone())),
        Some(_) if lang::is_27() => Ok((promote(this)?, promote(other)?)),
        None if own.is_bytes() => match buffer_of(other) {
            Some(bytes) => Ok((this.clone(), new_bytes(bytes))),
            None => Err(not_a_string(own.kind(), other, ask)),
        },
        _ => Err(not_a_string(own.kind(), other, ask)),
    }
}

/// A string as an exact one: itself, or a copy of a subclass's instance.
pub fn exact(this: &Value) -> Value {
    if !this.type_of().is_heap() {
        return this.clone();
    }
    let own = this.payload::<Str>();
    with_units!(own, |units| super::units::Unit::value(own.kind(), units))
}

/// An optional `start` or `end`: `None` is not given.
pub fn index_argument(value: Option<&Value>, default: i64) -> PyResult<i64> {
    match value {
        None => Ok(default),
        Some(value) if value.is_none() => Ok(default),
        Some(value) if value.word().is_int() => Ok(value.word().int()),
        Some(value) => {
            let has_index = int::is_int(value) || value.type_of().lookup(names::__index__()).is_some();
            if !has_index {
                return Err(type_error("slice indices must be integers or None or have an __index__ method"));
            }
            protocol::index_clamped(value)
        }
    }
}

/// The part of `0..len` that `start` and `end` name; none if `start` is beyond `end`.
pub fn range_arguments(args: &[Value], len: usize) -> PyResult<Option<(usize, usize)>> {
    if args.is_empty() {
        return Ok(Some((0, len)));
    }
    let start = index_argument(args.first(), 0)?;
    let end = index_argument(args.get(1), i64::MAX)?;
    let len = len as i64;
    let from_end = |index: i64| if index < 0 { index.saturating_add(len).max(0) } else { index };
    let (start, end) = (from_end(start), from_end(end).min(len));
    Ok((start <= end).then_some((start as usize, end as usize)))
}

/// An argument that must be an int (the `n` of PyArg_ParseTuple).
pub fn int_argument(value: &Value) -> PyResult<i64> {
    if value.word().is_int() {
        return Ok(value.word().int());
    }
    if int::is_int(value) {
        return protocol::index(value);
    }
    // 2.7 asks for `__int__` here, 3.2 for `__index__`.
    if !lang::is_27() && value.type_of().lookup(names::__index__()).is_some() {
        return protocol::index(value);
    }
    if lang::is_27() && value.downcast::<Float>().is_some() {
        return Err(type_error("integer argument expected, got float"));
    }
    if lang::is_27() && value.type_of().lookup(names::__int__()).is_some() {
        return protocol::index(&protocol::unary(UnOp::Int, value)?);
    }
    if lang::is_27() {
        return Err(type_error("an integer is required"));
    }
    Err(type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name())))
}

/// An argument that must be an int (the `i` of PyArg_ParseTuple, which words its refusal alike in both languages).
pub fn c_int_argument(value: &Value) -> PyResult<i64> {
    if value.type_of().layout() == crate::objects::header::Layout::Str {
        return Err(type_error("an integer is required"));
    }
    int_argument(value)
}

/// A count argument where negative means 'all'.
pub fn limit_argument(value: Option<&Value>) -> PyResult<usize> {
    match value {
        None => Ok(usize::MAX),
        Some(value) => Ok(usize::try_from(int_argument(value)?).unwrap_or(usize::MAX)),
    }
}
