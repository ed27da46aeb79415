//! The iterator over anything with `__getitem__` (Objects/iterobject.c).

use super::errors::{self, PyResult};
use super::exceptions as exc;
use super::header::{Layout, Payload, new_object};
use super::protocol;
use super::slot::Slot;
use super::typeobj::{SEQ_ITER, Slots, TypeDef, ready};
use super::word::{Value, Word};
use std::cell::Cell;

/// What an iterator walks along. Each kind of iterator is a type with this payload and a `next` of its own.
pub struct Iter {
    /// The object walked along; empty once exhausted.
    pub source: Slot,
    pub position: Cell<i64>,
    /// A second object: the sentinel, the function of a map, ...
    pub extra: Slot,
    /// Where to stop, or the size at the start.
    pub bound: Cell<i64>,
    pub step: Cell<i64>,
}

impl Payload for Iter {
    const LAYOUT: Layout = Layout::Iterator;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.source.visit(visit);
        self.extra.visit(visit);
    }
}

impl Iter {
    pub fn over(source: Value) -> Iter {
        Iter {
            source: Slot::new(source),
            position: Cell::new(0),
            extra: Slot::empty(),
            bound: Cell::new(0),
            step: Cell::new(1),
        }
    }
    pub fn advance(&self) -> i64 {
        let position = self.position.get();
        self.position.set(position + 1);
        position
    }
}

pub fn itself(this: &Value) -> PyResult {
    Ok(this.clone())
}

pub fn new_sequence_iterator(sequence: Value) -> PyResult {
    Ok(new_object(SEQ_ITER, Iter::over(sequence)))
}

fn next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let Some(sequence) = iter.source.get() else { return Ok(None) };
    match protocol::getitem(&sequence, &Value::int(iter.advance())) {
        Ok(item) => Ok(Some(item)),
        Err(_) if errors::matches(exc::INDEX_ERROR) || errors::matches(exc::STOP_ITERATION) => {
            errors::clear();
            iter.source.take();
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

pub fn init() {
    let slots = Slots { iter: Some(itself), next: Some(next), ..Slots::of::<Iter>() };
    ready(TypeDef::new(SEQ_ITER, "iterator", slots));
}
