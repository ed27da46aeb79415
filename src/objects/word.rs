//! One word for every value: the tagged form, and the owned handle over it.
//!
//! Invariants:
//! - A value is eight bytes. Bit 0 set: an int of 63 bits in the upper bits. Low bits `10`: an immediate (None,
//!   False, True, NotImplemented, Ellipsis). Low bits `00`: the address of a [`Header`], never zero.
//! - Word 0 is 'nothing' (CPython's NULL): an unbound local, an absent result. It is never inside a [`Value`].
//! - [`Word`] is a plain copy without a count: the loop uses it with explicit counts. [`Value`] owns one
//!   reference, clones and drops like any Rust value, and is neither `Send` nor `Sync`: counts are plain
//!   integers that only the holder of the GIL may touch.

use super::header::{self, Header};
use super::typeobj::{self, TypeRef};
use std::marker::PhantomData;
use std::num::NonZeroU64;

/// The raw form of a value, without ownership.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(transparent)]
pub struct Word(pub u64);

const fn immediate(index: u64) -> Word {
    Word(index << 2 | 0b10)
}

impl Word {
    pub const NULL: Word = Word(0);
    pub const NONE: Word = immediate(0);
    pub const FALSE: Word = immediate(1);
    pub const TRUE: Word = immediate(2);
    pub const NOT_IMPLEMENTED: Word = immediate(3);
    pub const ELLIPSIS: Word = immediate(4);

    /// The smallest and largest int that lives in the word.
    pub const INT_MIN: i64 = i64::MIN >> 1;
    pub const INT_MAX: i64 = i64::MAX >> 1;

    #[inline(always)]
    pub const fn is_null(self) -> bool {
        self.0 == 0
    }
    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.0 & 1 != 0
    }
    /// The int inside; meaningless unless [`Word::is_int`].
    #[inline(always)]
    pub const fn int(self) -> i64 {
        self.0 as i64 >> 1
    }
    /// The tagged form, if the int fits in 63 bits.
    #[inline(always)]
    pub const fn from_int(value: i64) -> Option<Word> {
        let shifted = value << 1;
        if shifted >> 1 == value { Some(Word(shifted as u64 | 1)) } else { None }
    }
    #[inline(always)]
    pub const fn from_bool(value: bool) -> Word {
        if value { Word::TRUE } else { Word::FALSE }
    }
    /// A heap object (and not NULL).
    #[inline(always)]
    pub const fn is_object(self) -> bool {
        self.0 & 3 == 0 && self.0 != 0
    }
    /// The same for a word known not to be NULL.
    #[inline(always)]
    pub const fn is_object_nonnull(self) -> bool {
        self.0 & 3 == 0
    }
    #[inline(always)]
    pub const fn ptr(self) -> *mut Header {
        self.0 as *mut Header
    }
    /// Which immediate (0: None, 1: False, 2: True, 3: NotImplemented, 4: Ellipsis).
    #[inline(always)]
    pub const fn immediate_index(self) -> usize {
        (self.0 >> 2) as usize
    }

    /// Adds one reference.
    ///
    /// # Safety
    /// Not NULL; an object is alive and the GIL is held.
    #[inline(always)]
    pub unsafe fn incref(self) {
        if self.is_object_nonnull() {
            // SAFETY: a live object, its count is guarded by the GIL.
            unsafe { (*self.ptr()).incref() }
        }
    }

    /// Gives one reference back; the last one destroys the object, which may run Python code.
    ///
    /// # Safety
    /// As for `incref`, and the caller owns the reference.
    #[inline(always)]
    pub unsafe fn decref(self) {
        if self.is_object_nonnull() {
            // SAFETY: a live object whose reference the caller owns.
            unsafe { header::decref(self.ptr()) }
        }
    }

    /// `decref` that lets NULL pass.
    ///
    /// # Safety
    /// As for `decref`.
    #[inline(always)]
    pub unsafe fn xdecref(self) {
        if self.is_object() {
            // SAFETY: as above.
            unsafe { header::decref(self.ptr()) }
        }
    }

    /// The type of a word that is not NULL.
    ///
    /// # Safety
    /// Not NULL; the object is alive.
    #[inline(always)]
    pub unsafe fn type_of(self) -> TypeRef {
        if self.is_object_nonnull() {
            // SAFETY: a live object.
            unsafe { (*self.ptr()).ty() }
        } else if self.is_int() {
            typeobj::INT
        } else {
            typeobj::immediate_type(self.immediate_index())
        }
    }

    /// A handle that does not own its reference, for calls into code that takes `&Value`.
    ///
    /// # Safety
    /// Not NULL, and alive for `'a`.
    #[inline(always)]
    pub unsafe fn as_value(&self) -> &Value {
        // SAFETY: `Value` is a transparent wrapper over a non-zero u64, which the caller promises.
        unsafe { &*(std::ptr::from_ref(self).cast::<Value>()) }
    }

    /// Takes over a reference.
    ///
    /// # Safety
    /// Not NULL; the caller owns one reference and gives it away.
    #[inline(always)]
    pub unsafe fn into_value(self) -> Value {
        // SAFETY: not NULL by the caller's promise.
        Value(unsafe { NonZeroU64::new_unchecked(self.0) }, PhantomData)
    }

    /// Makes a new reference.
    ///
    /// # Safety
    /// Not NULL, alive, GIL held.
    #[inline(always)]
    pub unsafe fn to_value(self) -> Value {
        // SAFETY: the caller's promise.
        unsafe {
            self.incref();
            self.into_value()
        }
    }
}

/// An owned reference to a value.
#[repr(transparent)]
pub struct Value(NonZeroU64, PhantomData<*mut ()>);

impl Value {
    #[inline(always)]
    pub const fn word(&self) -> Word {
        Word(self.0.get())
    }

    /// Gives the reference away as a plain word.
    #[inline(always)]
    pub fn into_word(self) -> Word {
        let word = self.word();
        std::mem::forget(self);
        word
    }

    #[inline(always)]
    const fn constant(word: Word) -> Value {
        match NonZeroU64::new(word.0) {
            Some(bits) => Value(bits, PhantomData),
            None => unreachable!(),
        }
    }

    #[inline(always)]
    pub const fn none() -> Value {
        Value::constant(Word::NONE)
    }
    #[inline(always)]
    pub const fn not_implemented() -> Value {
        Value::constant(Word::NOT_IMPLEMENTED)
    }
    #[inline(always)]
    pub const fn ellipsis() -> Value {
        Value::constant(Word::ELLIPSIS)
    }
    #[inline(always)]
    pub const fn bool(value: bool) -> Value {
        Value::constant(Word::from_bool(value))
    }

    /// An `int`; beyond 63 bits it goes to the heap.
    #[inline(always)]
    pub fn int(value: i64) -> Value {
        match Word::from_int(value) {
            Some(word) => Value::constant(word),
            None => super::int::boxed(value),
        }
    }

    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.word() == Word::NONE
    }
    #[inline(always)]
    pub fn is_not_implemented(&self) -> bool {
        self.word() == Word::NOT_IMPLEMENTED
    }
    /// Exactly True or False, else none.
    #[inline(always)]
    pub fn as_bool(&self) -> Option<bool> {
        match self.word() {
            Word::TRUE => Some(true),
            Word::FALSE => Some(false),
            _ => None,
        }
    }
    /// Python's `is`.
    #[inline(always)]
    pub fn is(&self, other: &Value) -> bool {
        self.0 == other.0
    }
    /// What `id()` shows: the address; immediates give their word.
    #[inline(always)]
    pub fn address(&self) -> usize {
        self.0.get() as usize
    }

    #[inline(always)]
    pub fn type_of(&self) -> TypeRef {
        // SAFETY: a Value is never NULL and keeps its object alive.
        unsafe { self.word().type_of() }
    }

    /// The type's name, as error messages quote it.
    pub fn type_name(&self) -> String {
        self.type_of().name()
    }

    /// The name of its type as messages about arguments have it (converttype): None is no type's name there.
    pub fn argument_name(&self) -> String {
        if self.is_none() { "None".to_owned() } else { self.type_name() }
    }

    /// The number of references, for `sys.getrefcount`; 0 for immediates.
    pub fn refcount(&self) -> isize {
        if self.word().is_object_nonnull() {
            // SAFETY: alive while we hold it.
            unsafe { (*self.word().ptr()).refcount() }
        } else {
            0
        }
    }
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        // SAFETY: alive while `self` is; a Value exists only under the GIL.
        unsafe { self.word().to_value() }
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: we own the reference; a Value exists only under the GIL.
        unsafe { self.word().decref() }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} at {:#x}>", self.type_name(), self.address())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_and_nothing_is_zero() {
        assert_eq!(size_of::<Value>(), 8);
        assert_eq!(size_of::<Option<Value>>(), 8);
        assert_eq!(size_of::<Result<Value, super::super::errors::Raised>>(), 8);
    }

    #[test]
    fn ints_at_the_edges() {
        for value in [0, 1, -1, Word::INT_MIN, Word::INT_MAX] {
            assert_eq!(Word::from_int(value).map(Word::int), Some(value));
        }
        assert_eq!(Word::from_int(Word::INT_MAX + 1), None);
        assert_eq!(Word::from_int(i64::MIN), None);
    }
}
