//! `tuple` (Objects/tupleobject.c).
//!
//! Invariant: immutable once it can be seen.

use super::header::{Layout, Payload, new_object};
use super::typeobj::TUPLE;
use super::word::{Value, Word};

pub struct Tuple(Box<[Value]>);

impl Payload for Tuple {
    const LAYOUT: Layout = Layout::Tuple;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.0.iter().for_each(|item| visit(item.word()));
    }
}

impl Tuple {
    pub fn new(items: impl Into<Box<[Value]>>) -> Tuple {
        Tuple(items.into())
    }
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        &self.0
    }
}

pub fn new_tuple(items: impl Into<Box<[Value]>>) -> Value {
    new_object(TUPLE, Tuple(items.into()))
}
