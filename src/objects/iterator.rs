//! What iterators have in common, the iterator over anything with `__getitem__`, and `iter(callable, sentinel)`
//! (Objects/iterobject.c).
//!
//! Invariants: each kind of iterator is a type with the payload [`Iter`] and a `next` of its own. An exhausted
//! iterator lets go of what it walked along and stays exhausted.

use super::errors::{self, PyResult};
use super::exceptions as exc;
use super::header::{Layout, Payload, new_object};
use super::native::{Method, Native, method};
use super::slot::Slot;
use super::typeobj::{CALL_ITER, SEQ_ITER, Slots, TypeDef, TypeRef, ready};
use super::word::{Value, Word};
use super::{alloc, call, protocol};
use crate::platform::memory;
use std::cell::Cell;

/// What an iterator walks along.
pub struct Iter {
    /// The object walked along; empty once exhausted.
    pub source: Slot,
    pub position: Cell<i64>,
    /// A second object: the sentinel, the function of a map, ...
    pub extra: Slot,
    /// Where to stop, or the size at the start.
    pub bound: Cell<i64>,
    pub step: Cell<i64>,
    /// The last pair given out, to be used again (see `tuple::new_pair`).
    pub kept: Slot,
}

impl Payload for Iter {
    const LAYOUT: Layout = Layout::Iterator;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.source.visit(visit);
        self.extra.visit(visit);
        self.kept.visit(visit);
    }
    fn clear(&self) {
        drop(self.source.take());
        drop(self.extra.take());
        drop(self.kept.take());
    }
}

impl Iter {
    #[inline(always)]
    pub fn over(source: Value) -> Iter {
        Iter {
            source: Slot::new(source),
            position: Cell::new(0),
            extra: Slot::empty(),
            bound: Cell::new(0),
            step: Cell::new(1),
            kept: Slot::empty(),
        }
    }
    /// With a second object.
    pub fn with(source: Value, extra: Value) -> Iter {
        let iter = Iter::over(source);
        iter.extra.set(extra);
        iter
    }
    pub fn advance(&self) -> i64 {
        let position = self.position.get();
        self.position.set(position + 1);
        position
    }
}

/// The `iter` slot of iterators.
pub fn itself(this: &Value) -> PyResult {
    Ok(this.clone())
}

/// A row for `__length_hint__`.
pub const fn hint(native: fn(&Value) -> PyResult) -> Method {
    method(
        "__length_hint__",
        Native::NoArgs(native),
        "Private method returning an estimate of len(list(it)).",
    )
}

/// How many items an iterable may give, for reserving room: a guess from built-in types only, and bounded.
pub fn length_hint(source: &Value) -> usize {
    const MOST: usize = 1 << 20;
    match source.type_of().slots().len {
        Some(len) if !source.type_of().is_heap() => match len(source) {
            Ok(len) => len.min(MOST),
            Err(_) => {
                errors::clear();
                0
            }
        },
        _ => 0,
    }
}

/// Reserves room for what an iterable of a built-in type says that it will give. Errors: MemoryError.
pub fn reserve_for(items: &mut Vec<Value>, source: &Value) -> PyResult<()> {
    let Some(len) = source.type_of().slots().len.filter(|_| !source.type_of().is_heap()) else {
        return Ok(());
    };
    match len(source) {
        Ok(len) => alloc::room(items, len),
        Err(_) => {
            errors::clear();
            Ok(())
        }
    }
}

/// Appends to items that may become too many. Errors: MemoryError, also when making them has used the memory up.
#[inline]
pub fn push(items: &mut Vec<Value>, item: Value) -> PyResult<()> {
    if items.len() == items.capacity() {
        alloc::room(items, 1)?;
    }
    if memory::is_short() {
        return Err(errors::no_memory());
    }
    items.push(item);
    Ok(())
}

/// Readies a type of iterator: what they all have, and its own `next` and methods.
pub fn ready_iterator(
    ty: TypeRef,
    names: [&'static str; 2],
    next: fn(&Value) -> PyResult<Option<Value>>,
    methods: &'static [Method],
) {
    let slots = Slots { iter: Some(itself), next: Some(next), ..Slots::of::<Iter>() };
    ready(TypeDef { name27: names[0], methods, ..TypeDef::new(ty, names[1], slots) });
}

pub fn new_sequence_iterator(sequence: Value) -> PyResult {
    Ok(new_object(SEQ_ITER, Iter::over(sequence)))
}

fn sequence_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let Some(sequence) = iter.source.get() else { return Ok(None) };
    match protocol::getitem(&sequence, &Value::int(iter.position.get())) {
        Ok(item) => {
            iter.advance();
            Ok(Some(item))
        }
        Err(_) if errors::matches(exc::INDEX_ERROR) || errors::matches(exc::STOP_ITERATION) => {
            errors::clear();
            drop(iter.source.take());
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn sequence_hint(this: &Value) -> PyResult {
    let iter = this.payload::<Iter>();
    let Some(sequence) = iter.source.get() else { return Ok(Value::int(0)) };
    let len = protocol::len(&sequence)? as i64;
    Ok(Value::int((len - iter.position.get()).max(0)))
}

/// `iter(callable, sentinel)`.
pub fn new_callable_iterator(callable: Value, sentinel: Value) -> Value {
    new_object(CALL_ITER, Iter::with(callable, sentinel))
}

fn callable_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let (Some(callable), Some(sentinel)) = (iter.source.get(), iter.extra.get()) else { return Ok(None) };
    if let Some(result) = errors::catch(exc::STOP_ITERATION, call::call(&callable, &[]))?
        && !protocol::equals(&result, &sentinel)?
    {
        return Ok(Some(result));
    }
    iter.clear();
    Ok(None)
}

static SEQUENCE_METHODS: &[Method] = &[hint(sequence_hint)];

pub fn init() {
    ready_iterator(SEQ_ITER, ["iterator", "iterator"], sequence_next, SEQUENCE_METHODS);
    ready_iterator(CALL_ITER, ["callable-iterator", "callable_iterator"], callable_next, &[]);
    super::iterators::init();
}
