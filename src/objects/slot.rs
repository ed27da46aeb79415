//! A place that holds one reference and can change: a field of an object.

use super::header::Payload;
use super::word::{Value, Word};
use std::cell::Cell;
use std::marker::PhantomData;

/// `Option<Value>` with interior mutability; the old reference is dropped after the new one is in place, so a
/// destructor that looks here sees a consistent object.
#[repr(transparent)]
pub struct Slot(Cell<Word>, PhantomData<*mut ()>);

impl Slot {
    pub const fn empty() -> Slot {
        Slot(Cell::new(Word::NULL), PhantomData)
    }
    pub fn new(value: Value) -> Slot {
        Slot(Cell::new(value.into_word()), PhantomData)
    }
    pub fn from_option(value: Option<Value>) -> Slot {
        value.map_or(Slot::empty(), Slot::new)
    }
    /// The raw word, NULL if empty; borrowed.
    #[inline(always)]
    pub fn word(&self) -> Word {
        self.0.get()
    }
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.0.get().is_null()
    }
    #[inline(always)]
    pub fn get(&self) -> Option<Value> {
        let word = self.0.get();
        if word.is_null() {
            return None;
        }
        // SAFETY: the slot owns a reference to a live object.
        Some(unsafe { word.to_value() })
    }
    /// The value without counting, for code that runs others meanwhile.
    ///
    /// # Safety
    /// The slot keeps this value for as long as the reference lives: nothing sets it, and its object is kept alive.
    #[inline(always)]
    pub unsafe fn peek(&self) -> Option<&Value> {
        let word = self.0.as_ptr();
        // SAFETY: a slot that is not empty holds a value, which stays by the caller's promise.
        unsafe { if (*word).is_null() { None } else { Some((*word).as_value()) } }
    }
    /// The value, or None (Python's) if empty.
    pub fn get_or_none(&self) -> Value {
        self.get().unwrap_or(Value::none())
    }
    #[inline(always)]
    pub fn set(&self, value: Value) {
        let old = self.0.replace(value.into_word());
        // SAFETY: the slot owned the old reference.
        unsafe { old.xdecref() };
    }
    pub fn set_option(&self, value: Option<Value>) {
        drop(self.replace(value));
    }
    pub fn replace(&self, value: Option<Value>) -> Option<Value> {
        let old = self.0.replace(value.map_or(Word::NULL, Value::into_word));
        if old.is_null() {
            return None;
        }
        // SAFETY: the slot owned the old reference and gives it away.
        Some(unsafe { old.into_value() })
    }
    pub fn take(&self) -> Option<Value> {
        self.replace(None)
    }
    pub fn visit(&self, visit: &mut dyn FnMut(Word)) {
        let word = self.0.get();
        if !word.is_null() {
            visit(word);
        }
    }
    /// Runs `f` on the payload without counting, if the value has that layout. `f` must not run Python code
    /// that could change this slot; it gets a counted reference all the same.
    pub fn with<T: Payload, R>(&self, f: impl FnOnce(&T) -> R) -> Option<R> {
        let value = self.get()?;
        value.downcast::<T>().map(f)
    }

    /// One step on the payload without counting, for what iterators do at every item: `f` reads or writes that
    /// payload and runs nothing else, so this slot can't change under it.
    #[inline(always)]
    pub fn step<T: Payload, R>(&self, f: impl FnOnce(&T) -> R) -> Option<R> {
        let word = self.0.get();
        if word.is_null() {
            return None;
        }
        // SAFETY: the slot owns a reference, and keeps it for the length of the step.
        unsafe { word.as_value() }.downcast::<T>().map(f)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        // SAFETY: the slot owns its reference.
        unsafe { self.0.get().xdecref() };
    }
}

impl Default for Slot {
    fn default() -> Slot {
        Slot::empty()
    }
}
