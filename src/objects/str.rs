//! Strings: one payload for the byte string (2.7 `str`, 3.2 `bytes`) and for text (2.7 `unicode`, 3.2 `str`).
//!
//! Invariants:
//! - `Narrow` text is ASCII, so its bytes are valid UTF-8 and one byte is one character; text with any other
//!   character is `Wide`, an array of code points. Byte strings are always `Narrow`.
//! - Immutable. The hash is computed once (-1: not yet), by 2.7's and 3.2's formula without randomisation
//!   (Objects/stringobject.c `string_hash`, Objects/unicodeobject.c `unicode_hash`).
//! - Interned strings are immortal, so a cache may compare names by address.
//! - The 'native' string is what the language calls `str`: identifiers, `__name__`s, messages.

use super::guarded::Guarded;
use super::header::{Layout, Payload, new_object};
use super::lang;
use super::typeobj::{BYTES, TEXT, TypeRef};
use super::word::Value;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bytes,
    Text,
}

#[derive(Clone, Debug)]
pub enum Repr {
    Narrow(Box<[u8]>),
    Wide(Box<[u32]>),
}

pub struct Str {
    hash: Cell<i64>,
    kind: Kind,
    interned: Cell<bool>,
    repr: Repr,
}

impl Payload for Str {
    const LAYOUT: Layout = Layout::Str;
}

fn hash_units(units: impl ExactSizeIterator<Item = u64>) -> i64 {
    let len = units.len() as u64;
    let mut x = 0u64;
    for (at, unit) in units.enumerate() {
        if at == 0 {
            x = unit << 7;
        }
        x = x.wrapping_mul(1_000_003) ^ unit;
    }
    match (x ^ len) as i64 {
        -1 => -2,
        hash if len == 0 => hash & 0,
        hash => hash,
    }
}

impl Str {
    pub fn bytes(data: impl Into<Box<[u8]>>) -> Str {
        Str {
            hash: Cell::new(-1),
            kind: Kind::Bytes,
            interned: Cell::new(false),
            repr: Repr::Narrow(data.into()),
        }
    }

    /// Text from code points; narrow if all are ASCII.
    pub fn text(points: impl Into<Box<[u32]>>) -> Str {
        let points = points.into();
        let repr = if points.iter().all(|&point| point < 128) {
            Repr::Narrow(points.iter().map(|&point| point as u8).collect())
        } else {
            Repr::Wide(points)
        };
        Str { hash: Cell::new(-1), kind: Kind::Text, interned: Cell::new(false), repr }
    }

    pub fn text_from(text: &str) -> Str {
        if text.is_ascii() {
            let repr = Repr::Narrow(text.as_bytes().into());
            return Str { hash: Cell::new(-1), kind: Kind::Text, interned: Cell::new(false), repr };
        }
        Str::text(text.chars().map(u32::from).collect::<Vec<u32>>())
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }
    pub fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }
    pub fn is_bytes(&self) -> bool {
        self.kind == Kind::Bytes
    }
    pub fn repr(&self) -> &Repr {
        &self.repr
    }
    pub fn is_interned(&self) -> bool {
        self.interned.get()
    }

    /// Characters of text, bytes of a byte string.
    pub fn len(&self) -> usize {
        match &self.repr {
            Repr::Narrow(bytes) => bytes.len(),
            Repr::Wide(points) => points.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of a byte string or of ASCII text.
    pub fn as_narrow(&self) -> Option<&[u8]> {
        match &self.repr {
            Repr::Narrow(bytes) => Some(bytes),
            Repr::Wide(_) => None,
        }
    }

    /// The unit (byte or code point) at an index that is in range.
    pub fn unit(&self, at: usize) -> Option<u32> {
        match &self.repr {
            Repr::Narrow(bytes) => bytes.get(at).map(|&byte| byte.into()),
            Repr::Wide(points) => points.get(at).copied(),
        }
    }

    /// The units as code points.
    pub fn to_points(&self) -> Vec<u32> {
        match &self.repr {
            Repr::Narrow(bytes) => bytes.iter().map(|&byte| byte.into()).collect(),
            Repr::Wide(points) => points.to_vec(),
        }
    }

    /// For messages and file names: text as it is (lone surrogates replaced), bytes as UTF-8 where valid.
    pub fn to_string_lossy(&self) -> String {
        match &self.repr {
            Repr::Narrow(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Repr::Wide(points) => {
                points.iter().map(|&point| char::from_u32(point).unwrap_or('\u{fffd}')).collect()
            }
        }
    }

    /// UTF-8, with lone surrogates as three bytes each (what `surrogatepass` gives); bytes as they are.
    pub fn to_utf8(&self) -> Vec<u8> {
        match &self.repr {
            Repr::Narrow(bytes) => bytes.to_vec(),
            Repr::Wide(points) => {
                let mut out = Vec::with_capacity(points.len() * 2);
                for &point in points {
                    match char::from_u32(point) {
                        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                        None => out.extend_from_slice(&[
                            0xe0 | (point >> 12) as u8,
                            0x80 | (point >> 6 & 0x3f) as u8,
                            0x80 | (point & 0x3f) as u8,
                        ]),
                    }
                }
                out
            }
        }
    }

    #[inline(always)]
    pub fn hash(&self) -> i64 {
        let hash = self.hash.get();
        if hash != -1 {
            return hash;
        }
        self.compute_hash()
    }

    fn compute_hash(&self) -> i64 {
        let hash = match &self.repr {
            Repr::Narrow(bytes) if self.kind == Kind::Bytes => {
                // A C `char` is signed only in its type: 2.7 hashes unsigned bytes.
                hash_units(bytes.iter().map(|&byte| byte.into()))
            }
            Repr::Narrow(bytes) => hash_units(bytes.iter().map(|&byte| byte.into())),
            Repr::Wide(points) => hash_units(points.iter().map(|&point| point.into())),
        };
        self.hash.set(hash);
        hash
    }

    #[inline(always)]
    pub fn same_kind(&self, other: &Str) -> bool {
        self.kind == other.kind
    }

    /// Equal units, whatever the kinds.
    #[inline]
    pub fn equals(&self, other: &Str) -> bool {
        match (&self.repr, &other.repr) {
            (Repr::Narrow(a), Repr::Narrow(b)) => a == b,
            (Repr::Wide(a), Repr::Wide(b)) => a == b,
            _ => false,
        }
    }
}

/// The type that holds strings of this kind.
pub fn type_of_kind(kind: Kind) -> TypeRef {
    match kind {
        Kind::Bytes => BYTES,
        Kind::Text => TEXT,
    }
}

/// The kind that the language calls `str`.
pub fn native_kind() -> Kind {
    if lang::is_27() { Kind::Bytes } else { Kind::Text }
}

pub fn new_str_object(payload: Str) -> Value {
    new_object(type_of_kind(payload.kind), payload)
}

pub fn new_bytes(data: impl Into<Box<[u8]>>) -> Value {
    new_str_object(Str::bytes(data))
}

pub fn new_text(text: &str) -> Value {
    new_str_object(Str::text_from(text))
}

pub fn new_points(points: impl Into<Box<[u32]>>) -> Value {
    new_str_object(Str::text(points))
}

/// A new string of the language's `str`: text in 3.2, the UTF-8 bytes in 2.7.
pub fn new_str(text: &str) -> Value {
    match native_kind() {
        Kind::Bytes => new_bytes(text.as_bytes()),
        Kind::Text => new_text(text),
    }
}

static INTERNED: Guarded<RefCell<Option<HashMap<Box<[u8]>, Value>>>> = Guarded::new(RefCell::new(None));

/// Forgets the table at start-up, when the language may have changed.
pub fn reset_interned() {
    // The old names stay alive: they are immortal.
    INTERNED.replace(Some(HashMap::new()));
}

/// The one native string with this text; immortal.
pub fn intern(text: &str) -> Value {
    if let Some(found) = INTERNED.borrow().as_ref().and_then(|table| table.get(text.as_bytes()).cloned()) {
        return found;
    }
    let value = new_str(text);
    intern_new(text.as_bytes(), value)
}

fn intern_new(key: &[u8], value: Value) -> Value {
    if let Some(payload) = value.downcast::<Str>() {
        payload.interned.set(true);
        payload.hash();
        // SAFETY: a heap object that we hold.
        unsafe { (*value.word().ptr()).immortalise() };
    }
    INTERNED.borrow_mut().get_or_insert_default().insert(key.into(), value.clone());
    value
}

/// The interned string equal to an exact native string (itself, if it is interned already); other objects
/// come back as they are.
pub fn intern_value(value: &Value) -> Value {
    let Some(payload) = value.downcast::<Str>() else { return value.clone() };
    if payload.is_interned() || payload.kind != native_kind() || value.type_of() != type_of_kind(payload.kind)
    {
        return value.clone();
    }
    let key = payload.to_utf8();
    if let Some(found) = INTERNED.borrow().as_ref().and_then(|table| table.get(&key[..]).cloned()) {
        return found;
    }
    intern_new(&key, value.clone())
}

/// The interned string equal to this one, if there is one: for names made at run time.
pub fn find_interned(value: &Value) -> Option<Value> {
    let payload = value.downcast::<Str>()?;
    if payload.is_interned() {
        return Some(value.clone());
    }
    if payload.kind != native_kind() {
        return None;
    }
    INTERNED.borrow().as_ref()?.get(&payload.to_utf8()[..]).cloned()
}

impl Value {
    /// The text of a string of either kind, for messages.
    pub fn str_lossy(&self) -> Option<String> {
        self.downcast::<Str>().map(Str::to_string_lossy)
    }
}

/// 2.7: a unicode object as a `str`, by the default encoding. Errors: UnicodeEncodeError beyond ASCII.
pub fn encode_default(value: &Value) -> super::errors::PyResult {
    match value.downcast::<Str>().map(Str::repr) {
        Some(Repr::Narrow(bytes)) => Ok(new_bytes(bytes.clone())),
        _ => Err(super::errors::raise(
            super::exceptions::UNICODE_ENCODE_ERROR,
            "'ascii' codec can't encode characters: ordinal not in range(128)",
        )),
    }
}
