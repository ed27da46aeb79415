//! `list` (Objects/listobject.c).
//!
//! Invariants: no Python code runs while the items are borrowed: each method here is one step, gives out owned
//! references, and drops replaced ones after the list is consistent again.

use super::header::{Layout, Payload, new_object};
use super::typeobj::LIST;
use super::word::{Value, Word};
use std::cell::UnsafeCell;

#[derive(Default)]
pub struct List(UnsafeCell<Vec<Value>>);

impl Payload for List {
    const LAYOUT: Layout = Layout::List;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.items().iter().for_each(|item| visit(item.word()));
    }
    fn clear(&self) {
        drop(self.take_all());
    }
}

impl List {
    pub fn new(items: Vec<Value>) -> List {
        List(UnsafeCell::new(items))
    }
    /// Borrowed only within this file and for code that runs nothing: see the invariants.
    #[inline(always)]
    fn items(&self) -> &Vec<Value> {
        // SAFETY: the GIL is held and nothing runs while the reference lives.
        unsafe { &*self.0.get() }
    }
    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    fn items_mut(&self) -> &mut Vec<Value> {
        // SAFETY: as above, and each use is one step.
        unsafe { &mut *self.0.get() }
    }
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.items().len()
    }
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items().get(index).cloned()
    }
    /// Replaces an item; gives `value` back if the index is out of range.
    #[inline(always)]
    pub fn set(&self, index: usize, value: Value) -> Result<(), Value> {
        match self.items_mut().get_mut(index) {
            Some(place) => {
                let old = std::mem::replace(place, value);
                drop(old);
                Ok(())
            }
            None => Err(value),
        }
    }
    #[inline(always)]
    pub fn push(&self, value: Value) {
        self.items_mut().push(value);
    }
    pub fn pop(&self) -> Option<Value> {
        self.items_mut().pop()
    }
    /// Inserts before `index`, which is clamped to the length.
    pub fn insert(&self, index: usize, value: Value) {
        let items = self.items_mut();
        items.insert(index.min(items.len()), value);
    }
    pub fn remove(&self, index: usize) -> Option<Value> {
        let items = self.items_mut();
        (index < items.len()).then(|| items.remove(index))
    }
    pub fn to_vec(&self) -> Vec<Value> {
        self.items().clone()
    }
    /// A copy of a range, clamped to the length.
    pub fn slice(&self, start: usize, stop: usize) -> Vec<Value> {
        let items = self.items();
        let stop = stop.min(items.len());
        items[start.min(stop)..stop].to_vec()
    }
    pub fn extend(&self, more: Vec<Value>) {
        self.items_mut().extend(more);
    }
    /// Takes everything out, leaving the list empty.
    pub fn take_all(&self) -> Vec<Value> {
        std::mem::take(self.items_mut())
    }
    /// Replaces all items and gives the old ones.
    pub fn replace_all(&self, items: Vec<Value>) -> Vec<Value> {
        std::mem::replace(self.items_mut(), items)
    }
    /// Replaces a range (clamped) by other items and gives the old ones.
    pub fn splice(&self, start: usize, stop: usize, items: Vec<Value>) -> Vec<Value> {
        let own = self.items_mut();
        let start = start.min(own.len());
        let stop = stop.clamp(start, own.len());
        own.splice(start..stop, items).collect()
    }
    pub fn reverse(&self) {
        self.items_mut().reverse();
    }
}

pub fn new_list(items: Vec<Value>) -> Value {
    new_object(LIST, List::new(items))
}
