//! Strings: one payload for the byte string (2.7 `str`, 3.2 `bytes`) and for text (2.7 `unicode`, 3.2 `str`).
//!
//! Invariants:
//! - [`Repr::Narrow`] text is ASCII, so its bytes are valid UTF-8 and one byte is one character; text with any
//!   other character is [`Repr::Wide`], an array of code points. Byte strings are always narrow.
//! - Immutable, but for [`concat_owned`], which appends in place to a string that nobody else can see
//!   (Python/ceval.c, `string_concatenate`). Such a string has neither a hash nor an entry in a table yet.
//! - The hash is computed once (-1: not yet), by 2.7's and 3.2's formula without randomisation
//!   (Objects/stringobject.c `string_hash`, Objects/unicodeobject.c `unicode_hash`).
//! - Interned strings are immortal, so a cache may compare names by address (`intern`).
//! - The 'native' string is what the language calls `str`: identifiers, `__name__`s, messages.
//!
//! One file an idea: `storage` says where the units lie, `units` has the algorithms over bytes or code points, `operand` what each language takes as
//! a string argument, `methods` and its children the methods, `types` the type objects.

pub mod builder;
pub mod chars;
pub mod codecs;
mod intern;
pub mod methods;
pub mod operand;
pub mod repr;
mod storage;
pub mod types;
pub mod units;

pub use intern::{find_interned, intern, intern_value, reset_interned};
use storage::push_points;
pub use storage::{Fresh, Str, concat, new_copied, new_narrow, new_narrow_from, new_str_object};
pub use units::Unit;

use super::alloc;
use super::errors::{PyResult, no_memory};
use super::guarded::Guarded;
use super::lang;
use super::slot::Slot;
use super::typeobj::{BYTES, TEXT, TypeRef};
use super::word::Value;
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bytes,
    Text,
}

/// The units of a string: bytes (of a byte string, or ASCII characters), or code points.
#[derive(Clone, Copy, Debug)]
pub enum Repr<'a> {
    Narrow(&'a [u8]),
    Wide(&'a [u32]),
}

impl<'a> Repr<'a> {
    pub fn len(self) -> usize {
        match self {
            Repr::Narrow(bytes) => bytes.len(),
            Repr::Wide(points) => points.len(),
        }
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The units as code points.
    pub fn points(self) -> Cow<'a, [u32]> {
        match self {
            Repr::Narrow(bytes) => Cow::Owned(bytes.iter().map(|&byte| byte.into()).collect()),
            Repr::Wide(points) => Cow::Borrowed(points),
        }
    }

    pub fn iter(self) -> impl ExactSizeIterator<Item = u32> + 'a {
        (0..self.len()).map(move |at| self.at(at))
    }

    /// The unit at an index in range; 0 beyond.
    #[inline(always)]
    pub fn at(self, at: usize) -> u32 {
        match self {
            Repr::Narrow(bytes) => bytes.get(at).map_or(0, |&byte| byte.into()),
            Repr::Wide(points) => points.get(at).copied().unwrap_or(0),
        }
    }
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
        hash => hash,
    }
}

impl Str {
    /// A byte string.
    #[inline]
    pub fn bytes(data: impl AsRef<[u8]> + Into<Vec<u8>>) -> Str {
        Str::loose_narrow(Kind::Bytes, data)
    }

    /// Text of characters known to be ASCII.
    #[inline]
    pub fn ascii(data: impl AsRef<[u8]> + Into<Vec<u8>>) -> Str {
        debug_assert!(data.as_ref().is_ascii());
        Str::loose_narrow(Kind::Text, data)
    }

    /// Units of either kind: bytes of a byte string, or ASCII text.
    #[inline]
    pub fn narrow(kind: Kind, data: impl AsRef<[u8]> + Into<Vec<u8>>) -> Str {
        Str::loose_narrow(kind, data)
    }

    /// Text from code points; narrow if all are ASCII.
    pub fn text(points: impl AsRef<[u32]> + Into<Vec<u32>>) -> Str {
        let units = points.as_ref();
        if units.iter().all(|&point| point < 128) {
            return Str::ascii(units.iter().map(|&point| point as u8).collect::<Vec<u8>>());
        }
        Str::loose_wide(points.into())
    }

    pub fn text_from(text: &str) -> Str {
        if text.is_ascii() {
            return Str::ascii(text);
        }
        Str::loose_wide(text.chars().map(u32::from).collect())
    }

    /// Bytes as text, each byte a character (Latin-1).
    pub fn latin1(data: &[u8]) -> Str {
        if data.is_ascii() {
            return Str::ascii(data);
        }
        Str::loose_wide(data.iter().map(|&byte| byte.into()).collect())
    }

    pub fn is_text(&self) -> bool {
        self.kind() == Kind::Text
    }
    pub fn is_bytes(&self) -> bool {
        self.kind() == Kind::Bytes
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of a byte string or of ASCII text.
    #[inline(always)]
    pub fn as_narrow(&self) -> Option<&[u8]> {
        match self.repr() {
            Repr::Narrow(bytes) => Some(bytes),
            Repr::Wide(_) => None,
        }
    }

    /// ASCII text as a Rust string.
    pub fn as_ascii(&self) -> Option<&str> {
        self.as_narrow().and_then(|bytes| str::from_utf8(bytes).ok())
    }

    /// The unit (byte or code point) at an index that is in range.
    #[inline(always)]
    pub fn unit(&self, at: usize) -> Option<u32> {
        match self.repr() {
            Repr::Narrow(bytes) => bytes.get(at).map(|&byte| byte.into()),
            Repr::Wide(points) => points.get(at).copied(),
        }
    }

    /// The units as code points.
    pub fn to_points(&self) -> Vec<u32> {
        self.repr().points().into_owned()
    }

    /// For messages and file names: text as it is (lone surrogates replaced), bytes as UTF-8 where valid.
    pub fn to_string_lossy(&self) -> String {
        match self.repr() {
            Repr::Narrow(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Repr::Wide(points) => {
                points.iter().map(|&point| char::from_u32(point).unwrap_or('\u{fffd}')).collect()
            }
        }
    }

    /// UTF-8, with lone surrogates as three bytes each (what `surrogatepass` gives); bytes as they are.
    pub fn to_utf8(&self) -> Vec<u8> {
        match self.repr() {
            Repr::Narrow(bytes) => bytes.to_vec(),
            Repr::Wide(points) => {
                let mut out = Vec::with_capacity(points.len() * 2);
                for &point in points {
                    push_utf8(&mut out, point);
                }
                out
            }
        }
    }

    /// The order of the units, whatever the kinds.
    pub fn compare(&self, other: &Str) -> std::cmp::Ordering {
        if let (Some(a), Some(b)) = (self.short_order(), other.short_order()) {
            return a.cmp(&b);
        }
        match (self.repr(), other.repr()) {
            (Repr::Narrow(a), Repr::Narrow(b)) => a.cmp(b),
            (Repr::Wide(a), Repr::Wide(b)) => a.cmp(b),
            (a, b) => a.iter().cmp(b.iter()),
        }
    }
}

/// One code point as UTF-8; a surrogate as three bytes.
pub fn push_utf8(out: &mut Vec<u8>, point: u32) {
    match char::from_u32(point) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[
            0xe0 | (point >> 12) as u8,
            0x80 | (point >> 6 & 0x3f) as u8,
            0x80 | (point & 0x3f) as u8,
        ]),
    }
}

/// The type that holds strings of this kind.
#[inline(always)]
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

#[inline]
pub fn new_bytes(data: impl AsRef<[u8]> + Into<Vec<u8>>) -> Value {
    new_narrow_from(Kind::Bytes, data)
}

pub fn new_text(text: &str) -> Value {
    new_str_object(Str::text_from(text))
}

pub fn new_points(points: impl AsRef<[u32]> + Into<Vec<u32>>) -> Value {
    new_str_object(Str::text(points))
}

/// A new string of the language's `str`: text in 3.2, the UTF-8 bytes in 2.7.
pub fn new_str(text: &str) -> Value {
    match native_kind() {
        Kind::Bytes => new_bytes(text.as_bytes()),
        Kind::Text => new_text(text),
    }
}

/// The decimal digits of a number.
#[inline]
pub fn decimal(mut value: u64, buffer: &mut [u8; 24]) -> &[u8] {
    const PAIRS: &[u8; 200] = &{
        let mut pairs = [0; 200];
        let mut at = 0;
        while at < 100 {
            pairs[2 * at] = b'0' + (at / 10) as u8;
            pairs[2 * at + 1] = b'0' + (at % 10) as u8;
            at += 1;
        }
        pairs
    };
    let mut at = buffer.len();
    while value >= 100 {
        let pair = (value % 100) as usize * 2;
        value /= 100;
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if value >= 10 {
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[value as usize * 2..value as usize * 2 + 2]);
    } else {
        at -= 1;
        buffer[at] = b'0' + value as u8;
    }
    &buffer[at..]
}

/// An int as a new string of the language's `str`.
pub fn new_decimal(value: i64) -> Value {
    if (0..10).contains(&value) {
        return character(native_kind(), u32::from(b'0') + value as u32);
    }
    let mut buffer = [0u8; 24];
    let start = buffer.len() - decimal(value.unsigned_abs(), &mut buffer).len();
    if value >= 0 {
        return new_copied(native_kind(), &buffer[start..]);
    }
    buffer[start - 1] = b'-';
    new_copied(native_kind(), &buffer[start - 1..])
}

/// A new string of the language's `str` from ASCII bytes.
pub fn new_native_ascii(text: impl AsRef<[u8]> + Into<Vec<u8>>) -> Value {
    new_narrow_from(native_kind(), text)
}

static BYTE_CHARACTERS: Guarded<[Slot; 256]> = Guarded::new([const { Slot::empty() }; 256]);
static TEXT_CHARACTERS: Guarded<[Slot; 256]> = Guarded::new([const { Slot::empty() }; 256]);
static EMPTY: Guarded<[Slot; 2]> = Guarded::new([const { Slot::empty() }; 2]);

/// Forgets the shared strings: the language may have changed.
fn reset_characters() {
    for slot in BYTE_CHARACTERS.iter().chain(TEXT_CHARACTERS.iter()).chain(EMPTY.iter()) {
        drop(slot.take());
    }
}

/// The shared empty string.
pub fn empty(kind: Kind) -> Value {
    let slot = &EMPTY[(kind == Kind::Text) as usize];
    slot.get().unwrap_or_else(|| {
        let made = intern_value(&new_narrow_from(kind, []));
        slot.set(made.clone());
        made
    })
}

/// A string of one character; those below 256 are shared.
#[inline]
pub fn character(kind: Kind, unit: u32) -> Value {
    let table = match kind {
        Kind::Bytes => &BYTE_CHARACTERS,
        Kind::Text => &TEXT_CHARACTERS,
    };
    match table.get(unit as usize) {
        Some(slot) => slot.get().unwrap_or_else(|| shared_character(kind, unit, slot)),
        None => new_str_object(Str::loose_wide(vec![unit])),
    }
}

#[cold]
fn shared_character(kind: Kind, unit: u32, slot: &Slot) -> Value {
    let made = match kind {
        Kind::Bytes => new_bytes([unit as u8]),
        Kind::Text => new_points([unit]),
    };
    let made = intern_value(&made);
    slot.set(made.clone());
    made
}

/// Asks for the memory that the sum of two strings may take. Errors: MemoryError.
#[inline(always)]
pub fn ensure_sum(a: &Value, b: &Value) -> PyResult<()> {
    if can_add(a, b) { Ok(()) } else { Err(no_memory()) }
}

/// As [`ensure_sum`], for [`concat_owned`] of an `a` that gets what it has room for without more memory.
#[inline(always)]
pub fn ensure_sum_in_place(a: &Value, b: &Value) -> PyResult<()> {
    if has_room_for(a, b) { Ok(()) } else { ensure_sum(a, b) }
}

#[inline(always)]
fn has_room_for(a: &Value, b: &Value) -> bool {
    a.payload::<Str>().has_room(b.payload::<Str>().len())
}

#[inline(always)]
fn can_add(a: &Value, b: &Value) -> bool {
    let (own, other) = (a.payload::<Str>(), b.payload::<Str>());
    // Four bytes a character, and as much again for growth in place.
    if own.len() + other.len() < alloc::LARGE / 8 {
        return true;
    }
    let narrow = own.as_narrow().is_some() && other.as_narrow().is_some();
    alloc::can_have((own.len() + other.len()) * if narrow { 2 } else { 8 })
}

/// Asks for the memory of a copy of a string, or of all its parts together. Errors: MemoryError.
#[inline]
pub fn ensure_copy(text: &Str) -> PyResult<()> {
    // Wide characters are copied once more for a string that may not need to be wide.
    alloc::ensure(text.len() * if text.as_narrow().is_some() { 1 } else { 2 * size_of::<u32>() })
}

/// `a + b` for the loop: appends in place if `a` is an exact string that nobody else holds, so that building a
/// string piece by piece takes time in proportion to its length. None if the operands are not exact strings of one
/// kind; `a` is given back then.
#[inline]
pub fn concat_owned(a: Value, b: &Value) -> Result<Value, Value> {
    let ty = a.type_of();
    if (ty != BYTES && ty != TEXT) || b.type_of() != ty {
        return Err(a);
    }
    let (own, other) = (a.payload::<Str>(), b.payload::<Str>());
    if other.is_empty() {
        return Ok(a);
    }
    if own.is_empty() {
        return Ok(b.clone());
    }
    if a.refcount() == 1 {
        return Ok(storage::append(a, other));
    }
    // Others have it, so the room in it is of no use; the general way says so if there is no memory.
    if has_room_for(&a, b) && !can_add(&a, b) {
        return Err(a);
    }
    Ok(concat(own, other))
}

/// `a + b` of exact strings of one type, in place if nobody else holds `a`. Errors: MemoryError.
pub fn add_owned(a: Value, b: &Value) -> PyResult {
    ensure_sum_in_place(&a, b)?;
    match concat_owned(a, b) {
        Ok(sum) => Ok(sum),
        Err(a) => {
            ensure_sum(&a, b)?;
            Ok(concat_exact(&a, b))
        }
    }
}

/// `a + b` of exact strings of one type.
#[inline(always)]
pub fn concat_exact(a: &Value, b: &Value) -> Value {
    let (own, other) = (a.payload::<Str>(), b.payload::<Str>());
    if other.is_empty() {
        return a.clone();
    }
    if own.is_empty() {
        return b.clone();
    }
    concat(own, other)
}

impl Value {
    /// The text of a string of either kind, for messages.
    pub fn str_lossy(&self) -> Option<String> {
        self.downcast::<Str>().map(Str::to_string_lossy)
    }
}

/// 2.7: a unicode object as a `str`, by the default encoding. Errors: UnicodeEncodeError beyond ASCII.
pub fn encode_default(value: &Value) -> PyResult {
    match value.downcast::<Str>().map(Str::repr) {
        Some(Repr::Narrow(bytes)) => Ok(new_bytes(bytes)),
        _ => codecs::encode(value, "ascii", "strict"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_2_7() {
        assert_eq!(Str::bytes(*b"").hash(), 0);
        assert_eq!(Str::bytes(*b"a").hash(), 12416037344);
        assert_eq!(Str::text_from("a").hash(), Str::bytes(*b"a").hash());
    }
}
