//! The iterators of `list` and `tuple`, forwards and backwards.
//!
//! Invariant: a list may grow and shrink while it is walked along; the position alone says what comes next
//! (Objects/listobject.c, listiter_next).

use crate::objects::PyResult;
use crate::objects::iterator::{Iter, hint, ready_iterator};
use crate::objects::list::List;
use crate::objects::native::Method;
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::{LIST_ITER, LIST_REVITER, RANGE_ITER, TUPLE_ITER};
use crate::objects::word::Value;
use crate::objects::{protocol, range};

/// The next item of any iterator; those of lists and ranges without an indirect call.
#[inline(always)]
pub fn next(this: &Value) -> PyResult<Option<Value>> {
    let ty = this.type_of();
    if ty == LIST_ITER {
        return list_next(this);
    }
    if ty == RANGE_ITER {
        return Ok(range::next_small(this.payload::<Iter>()).map(Value::int));
    }
    protocol::next(this)
}

#[inline(always)]
pub fn list_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let at = iter.position.get();
    if let Some(Some(item)) = iter.source.step(|list: &List| list.get(at as usize)) {
        iter.position.set(at + 1);
        return Ok(Some(item));
    }
    Ok(ended(iter))
}

/// The end of an iterator that lets go of what it walked along.
#[cold]
#[inline(never)]
fn ended(iter: &Iter) -> Option<Value> {
    drop(iter.source.take());
    None
}

fn list_hint(this: &Value) -> PyResult {
    let iter = this.payload::<Iter>();
    let len = iter.source.step(List::len).unwrap_or(0) as i64;
    Ok(Value::int((len - iter.position.get()).max(0)))
}

fn list_reversed_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let at = iter.position.get();
    if at >= 0
        && let Some(Some(item)) = iter.source.step(|list: &List| list.get(at as usize))
    {
        iter.position.set(at - 1);
        return Ok(Some(item));
    }
    iter.position.set(-1);
    drop(iter.source.take());
    Ok(None)
}

fn list_reversed_hint(this: &Value) -> PyResult {
    let iter = this.payload::<Iter>();
    let left = iter.position.get() + 1;
    let len = iter.source.step(List::len).unwrap_or(0) as i64;
    Ok(Value::int(if len < left { 0 } else { left }))
}

#[inline]
pub fn tuple_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let at = iter.position.get();
    if let Some(Some(item)) = iter.source.step(|tuple: &Tuple| tuple.items().get(at as usize).cloned()) {
        iter.position.set(at + 1);
        return Ok(Some(item));
    }
    Ok(ended(iter))
}

fn tuple_hint(this: &Value) -> PyResult {
    let iter = this.payload::<Iter>();
    let len = iter.source.step(|tuple: &Tuple| tuple.items().len()).unwrap_or(0) as i64;
    Ok(Value::int((len - iter.position.get()).max(0)))
}

static LIST_METHODS: &[Method] = &[hint(list_hint)];
static LIST_REVERSED_METHODS: &[Method] = &[hint(list_reversed_hint)];
static TUPLE_METHODS: &[Method] = &[hint(tuple_hint)];

pub fn init() {
    ready_iterator(LIST_ITER, ["listiterator", "list_iterator"], list_next, LIST_METHODS);
    ready_iterator(
        LIST_REVITER,
        ["listreverseiterator", "list_reverseiterator"],
        list_reversed_next,
        LIST_REVERSED_METHODS,
    );
    ready_iterator(TUPLE_ITER, ["tupleiterator", "tuple_iterator"], tuple_next, TUPLE_METHODS);
}
