//! Interning: one object for each name.
//!
//! Invariants: the key is the UTF-8 of text or the bytes of a byte string, and only native strings are in the
//! table; what is in it is immortal and has its hash computed.

use super::{Kind, Str, native_kind, new_str, type_of_kind};
use crate::objects::guarded::Guarded;
use crate::objects::word::Value;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A quick hash of names, which nobody chooses to do harm: eight bytes at a time.
#[derive(Default)]
struct NameHasher(u64);

impl Hasher for NameHasher {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
}

type Table = HashMap<Box<[u8]>, Value, BuildHasherDefault<NameHasher>>;

static INTERNED: Guarded<RefCell<Option<Table>>> = Guarded::new(RefCell::new(None));

/// Forgets the table at start-up, when the language may have changed.
pub fn reset_interned() {
    // The old names stay alive: they are immortal.
    INTERNED.replace(Some(Table::default()));
    super::reset_characters();
}

fn lookup(key: &[u8]) -> Option<Value> {
    INTERNED.borrow().as_ref()?.get(key).cloned()
}

/// The one native string with this text; immortal.
pub fn intern(text: &str) -> Value {
    lookup(text.as_bytes()).unwrap_or_else(|| intern_new(text.as_bytes(), new_str(text)))
}

fn intern_new(key: &[u8], value: Value) -> Value {
    if let Some(payload) = value.downcast::<Str>() {
        payload.set_interned();
        payload.hash();
        // SAFETY: a heap object that we hold.
        unsafe { (*value.word().ptr()).immortalise() };
    }
    INTERNED.borrow_mut().get_or_insert_default().insert(key.into(), value.clone());
    value
}

fn key(payload: &Str) -> Cow<'_, [u8]> {
    match payload.as_narrow() {
        Some(bytes) => Cow::Borrowed(bytes),
        None => Cow::Owned(payload.to_utf8()),
    }
}

/// The interned string equal to an exact native string (itself, if it is interned already); other objects
/// come back as they are.
pub fn intern_value(value: &Value) -> Value {
    let Some(payload) = value.downcast::<Str>() else { return value.clone() };
    if payload.is_interned()
        || payload.kind() != native_kind()
        || value.type_of() != type_of_kind(payload.kind())
    {
        return value.clone();
    }
    let key = key(payload);
    lookup(&key).unwrap_or_else(|| intern_new(&key, value.clone()))
}

/// The interned string equal to this one, if there is one: for names made at run time. Under 2.7 ASCII text
/// counts as the name it spells.
pub fn find_interned(value: &Value) -> Option<Value> {
    let payload = value.downcast::<Str>()?;
    if payload.is_interned() {
        return Some(value.clone());
    }
    if payload.kind() != native_kind() && !(payload.kind() == Kind::Text && payload.as_narrow().is_some()) {
        return None;
    }
    lookup(&key(payload))
}
