//! `list` (Objects/listobject.c).
//!
//! Invariants: no Python code runs while the items are borrowed: each method here is one step, gives out owned
//! references, and drops replaced ones after the list is consistent again.

use super::errors::{PyResult, index_error, type_error, value_error};
use super::header::{Layout, Payload, new_instance, new_object};
use super::iterator::{self, Iter};
use super::native::{Args, Method, Native, method};
use super::sequence::{self, Range, Subscript, Text};
use super::str::new_str;
use super::tuple::Tuple;
use super::typeobj::{
    BinOp, CmpOp, LIST, LIST_ITER, LIST_REVITER, Slots, TUPLE, TypeDef, TypeRef, flags, ready,
};
use super::word::{Value, Word};
use super::{alloc, lang, listsort, protocol};
use std::cell::UnsafeCell;

/// The same items once more.
#[inline]
pub fn copied(items: &[Value]) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::with_capacity(items.len());
    append_copied(&mut out, items);
    out
}

/// Appends the same items once more; the vector has room for them.
#[inline]
fn append_copied(out: &mut Vec<Value>, items: &[Value]) {
    out.reserve(items.len());
    // SAFETY: room has been made; each item gets a reference for its second place.
    unsafe {
        let place = out.as_mut_ptr().add(out.len());
        std::ptr::copy_nonoverlapping(items.as_ptr(), place, items.len());
        for item in items {
            item.word().incref();
        }
        out.set_len(out.len() + items.len());
    }
}

#[derive(Default)]
pub struct List(UnsafeCell<Vec<Value>>);

impl Payload for List {
    const LAYOUT: Layout = Layout::List;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.items().iter().rev().for_each(|item| visit(item.word()));
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
    /// As `push`, for a list that a script may let grow without end. Errors: MemoryError.
    #[inline(always)]
    pub fn append(&self, value: Value) -> PyResult<()> {
        iterator::push(self.items_mut(), value)
    }
    pub fn pop(&self) -> Option<Value> {
        self.items_mut().pop()
    }
    /// Room for so many items more. Errors: MemoryError.
    #[inline]
    fn make_room(&self, more: usize) -> PyResult<()> {
        alloc::room(self.items_mut(), more)
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
    /// Runs `f` on the items without counting them; it must run no Python code and drop no reference.
    #[inline]
    pub fn with_items<R>(&self, f: impl FnOnce(&[Value]) -> R) -> R {
        f(self.items())
    }
    pub fn to_vec(&self) -> Vec<Value> {
        copied(self.items())
    }
    /// Appends the items of a list, which may be this one.
    fn extend_from(&self, other: &List) {
        let count = other.len();
        self.items_mut().reserve(count);
        for at in 0..count {
            // Its items may lie elsewhere now, but no fewer.
            if let Some(item) = other.get(at) {
                self.push(item);
            }
        }
    }
    /// A copy of a range, clamped to the length.
    pub fn slice(&self, start: usize, stop: usize) -> Vec<Value> {
        let items = self.items();
        let stop = stop.min(items.len());
        copied(&items[start.min(stop)..stop])
    }
    /// A copy of what a slice takes.
    pub fn pick(&self, range: Range) -> Vec<Value> {
        sequence::pick(self.items(), range)
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
        if start == 0 && stop >= self.len() {
            return self.replace_all(items);
        }
        let own = self.items_mut();
        let start = start.min(own.len());
        let stop = stop.clamp(start, own.len());
        own.splice(start..stop, items).collect()
    }
    /// Replaces the items of an extended slice, one for one, and gives the old ones.
    fn assign(&self, range: Range, items: Vec<Value>) -> Vec<Value> {
        let own = self.items_mut();
        let pairs = range.indices().zip(items);
        pairs
            .map(|(at, item)| own.get_mut(at).map_or(Value::none(), |place| std::mem::replace(place, item)))
            .collect()
    }
    /// Removes the items of an extended slice and gives them.
    fn delete(&self, range: Range) -> Vec<Value> {
        let own = self.items_mut();
        let mut doomed: Vec<usize> = range.indices().filter(|&at| at < own.len()).collect();
        if range.step < 0 {
            doomed.reverse();
        }
        let mut removed = Vec::with_capacity(doomed.len());
        let mut kept = Vec::with_capacity(own.len());
        let mut next = doomed.into_iter().peekable();
        for (at, item) in std::mem::take(own).into_iter().enumerate() {
            if next.next_if_eq(&at).is_some() {
                removed.push(item);
            } else {
                kept.push(item);
            }
        }
        *own = kept;
        removed
    }
    pub fn reverse(&self) {
        self.items_mut().reverse();
    }
}

pub fn new_list(items: Vec<Value>) -> Value {
    new_object(LIST, List::new(items))
}

// ---- slots -----------------------------------------------------------------------------------------------

fn list(this: &Value) -> &List {
    this.payload::<List>()
}

fn list_new(ty: TypeRef, _: &Args) -> PyResult {
    Ok(new_instance(ty, List::default()))
}

fn list_init(this: &Value, args: &Args) -> PyResult<()> {
    let source = match (args.pos, args.kw) {
        ([source], []) => Some(source),
        _ => args.bind("list", ["sequence"], 0)?[0],
    };
    drop(list(this).take_all());
    match source {
        Some(source) => extend_from(this, source),
        None => Ok(()),
    }
}

/// `this.extend(source)` for any iterable (listextend). What came before an error stays.
pub fn extend_from(this: &Value, source: &Value) -> PyResult<()> {
    let own = list(this);
    if source.type_of() == LIST {
        own.make_room(source.payload::<List>().len())?;
        match this.is(source) {
            true => own.extend_from(own),
            false => append_copied(own.items_mut(), source.payload::<List>().items()),
        }
        return Ok(());
    }
    if source.type_of() == TUPLE {
        own.make_room(source.payload::<Tuple>().items().len())?;
        append_copied(own.items_mut(), source.payload::<Tuple>().items());
        return Ok(());
    }
    let iterator = protocol::iter(source)?;
    let next = iterator.type_of().slots().next;
    let Some(next) = next else { return Err(type_error("iter() returned non-iterator")) };
    iterator::reserve_for(own.items_mut(), source)?;
    while let Some(item) = next(&iterator)? {
        iterator::push(own.items_mut(), item)?;
    }
    Ok(())
}

fn list_repr(this: &Value) -> PyResult {
    let Some(_guard) = sequence::repr_enter(this) else { return Ok(new_str("[...]")) };
    let own = list(this);
    let mut text = Text::new("[");
    let mut at = 0;
    // The repr of an item may change the list, so each is asked for anew.
    while let Some(item) = own.get(at) {
        if at > 0 {
            text.push(", ");
        }
        text.push_repr_in(&item, " while getting the repr of a list")?;
        at += 1;
    }
    text.push("]");
    Ok(text.finish())
}

fn list_len(this: &Value) -> PyResult<usize> {
    Ok(list(this).len())
}

fn list_iter(this: &Value) -> PyResult {
    Ok(new_object(LIST_ITER, Iter::over(this.clone())))
}

fn list_contains(this: &Value, item: &Value) -> PyResult<bool> {
    Ok(find(this, item, 0, usize::MAX)?.is_some())
}

fn find(this: &Value, item: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let own = list(this);
    let mut at = start;
    while at < stop {
        // What is told apart without running anything needs no reference of its own.
        let rest = own.items().get(at..stop.min(own.len())).unwrap_or_default();
        let plain = |other: &Value| other.word().is_int() && item.word().is_int() && !other.is(item);
        at += rest.iter().take_while(|other| plain(other)).count();
        if at >= stop {
            break;
        }
        let Some(other) = own.get(at) else { break };
        if protocol::equals(&other, item)? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

fn list_getitem(this: &Value, key: &Value) -> PyResult {
    let own = list(this);
    match sequence::subscript(key, own.len(), "list")? {
        Subscript::At(index) => sequence::resolve(index, own.len())
            .and_then(|at| own.get(at))
            .ok_or_else(|| index_error("list index out of range")),
        Subscript::Slice(range) => {
            alloc::ensure(range.count * size_of::<Value>())?;
            Ok(new_list(own.pick(range)))
        }
    }
}

fn list_setitem(this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let own = list(this);
    let range = match sequence::subscript(key, own.len(), "list")? {
        Subscript::At(index) => {
            let Some(at) = sequence::resolve(index, own.len()) else {
                return Err(index_error("list assignment index out of range"));
            };
            match value {
                Some(value) => drop(own.set(at, value.clone())),
                None => drop(own.remove(at)),
            }
            return Ok(());
        }
        Subscript::Slice(range) => range,
    };
    let Some(value) = value else {
        drop(if range.step == 1 { cut(own, range, Vec::new())? } else { own.delete(range) });
        return Ok(());
    };
    if range.step == 1 {
        let items = slice_source(value, "can only assign an iterable")?;
        drop(cut(own, range, items)?);
        return Ok(());
    }
    let items = slice_source(value, "must assign iterable to extended slice")?;
    if items.len() != range.count {
        return Err(value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            items.len(),
            range.count
        )));
    }
    drop(own.assign(range, items));
    Ok(())
}

fn cut(own: &List, range: Range, items: Vec<Value>) -> PyResult<Vec<Value>> {
    own.make_room(items.len())?;
    Ok(own.splice(range.start as usize, range.start as usize + range.count, items))
}

/// The items to put into a slice (PySequence_Fast with a message).
fn slice_source(value: &Value, message: &str) -> PyResult<Vec<Value>> {
    match protocol::iter(value) {
        Ok(_) if value.type_of() == LIST || value.type_of() == TUPLE => protocol::to_vec(value),
        Ok(iterator) => protocol::to_vec(&iterator),
        Err(_) if super::errors::matches(super::exceptions::TYPE_ERROR) => {
            super::errors::clear();
            Err(type_error(message))
        }
        Err(raised) => Err(raised),
    }
}

/// `==` and the orders: the first pair that differs decides (list_richcompare).
fn list_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<List>(), b.downcast::<List>()) else {
        return Ok(Value::not_implemented());
    };
    if x.len() != y.len() && matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::bool(op == CmpOp::Ne));
    }
    let mut at = 0;
    while let (Some(left), Some(right)) = (x.get(at), y.get(at)) {
        if !protocol::equals(&left, &right)? {
            return match op {
                CmpOp::Eq => Ok(Value::bool(false)),
                CmpOp::Ne => Ok(Value::bool(true)),
                _ => protocol::compare(&left, &right, op),
            };
        }
        at += 1;
    }
    Ok(Value::bool(op.holds(x.len().cmp(&y.len()))))
}

fn list_binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    match op {
        BinOp::Add => {
            let (Some(x), Some(y)) = (a.downcast::<List>(), b.downcast::<List>()) else {
                return Ok(Value::not_implemented());
            };
            alloc::ensure((x.len() + y.len()) * size_of::<Value>())?;
            let mut items = Vec::with_capacity(x.len() + y.len());
            append_copied(&mut items, x.items());
            append_copied(&mut items, y.items());
            Ok(new_list(items))
        }
        BinOp::Mul => {
            let (own, factor) = match a.downcast::<List>() {
                Some(own) => (own, b),
                None => (list(b), a),
            };
            alloc::ensure(own.len() * size_of::<Value>())?;
            match sequence::repeat_count(factor)? {
                Some(count) => Ok(new_list(sequence::repeat(&own.to_vec(), count)?)),
                None => Ok(Value::not_implemented()),
            }
        }
        _ => Ok(Value::not_implemented()),
    }
}

fn list_inplace(op: BinOp, a: &Value, b: &Value) -> PyResult {
    match op {
        BinOp::Add => extend_from(a, b)?,
        BinOp::Mul => {
            let Some(count) = sequence::repeat_count(b)? else { return Ok(Value::not_implemented()) };
            let own = list(a);
            let items = sequence::repeat(&own.to_vec(), count)?;
            drop(own.replace_all(items));
        }
        _ => return Ok(Value::not_implemented()),
    }
    Ok(a.clone())
}

// ---- methods ---------------------------------------------------------------------------------------------

fn append(this: &Value, item: &Value) -> PyResult {
    list(this).append(item.clone())?;
    Ok(Value::none())
}

fn extend(this: &Value, source: &Value) -> PyResult {
    extend_from(this, source)?;
    Ok(Value::none())
}

fn insert(this: &Value, args: &[Value]) -> PyResult {
    let at = sequence::index_argument(&args[0])?;
    let own = list(this);
    own.make_room(1)?;
    own.insert(sequence::clamp(at, own.len()), args[1].clone());
    Ok(Value::none())
}

fn pop(this: &Value, args: &[Value]) -> PyResult {
    let own = list(this);
    let at = match args.first() {
        Some(at) => sequence::index_argument(at)?,
        None => -1,
    };
    if own.is_empty() {
        return Err(index_error("pop from empty list"));
    }
    if at == -1
        && let Some(last) = own.pop()
    {
        return Ok(last);
    }
    sequence::resolve(at, own.len())
        .and_then(|at| own.remove(at))
        .ok_or_else(|| index_error("pop index out of range"))
}

fn remove(this: &Value, item: &Value) -> PyResult {
    match find(this, item, 0, usize::MAX)? {
        Some(at) => {
            drop(list(this).remove(at));
            Ok(Value::none())
        }
        None => Err(value_error("list.remove(x): x not in list")),
    }
}

fn index(this: &Value, args: &[Value]) -> PyResult {
    let len = list(this).len();
    let bound = |at: usize, absent: usize| -> PyResult<usize> {
        args.get(at).map_or(Ok(absent), |value| Ok(sequence::clamp(sequence::slice_index(value)?, len)))
    };
    let (start, stop) = (bound(1, 0)?, bound(2, usize::MAX)?);
    match find(this, &args[0], start, stop)? {
        Some(at) => Ok(Value::int(at as i64)),
        None => {
            let mut text = Text::new("");
            text.push_repr(&args[0])?;
            text.push(" is not in list");
            Err(super::errors::raise_value(super::exceptions::VALUE_ERROR, text.finish()))
        }
    }
}

fn count(this: &Value, item: &Value) -> PyResult {
    let own = list(this);
    let (mut at, mut count) = (0, 0);
    if item.word().is_int() && own.items().iter().all(|other| other.word().is_int()) {
        return Ok(Value::int(own.items().iter().filter(|other| other.is(item)).count() as i64));
    }
    while let Some(other) = own.get(at) {
        if protocol::equals(&other, item)? {
            count += 1;
        }
        at += 1;
    }
    Ok(Value::int(count))
}

fn reverse(this: &Value) -> PyResult {
    list(this).reverse();
    Ok(Value::none())
}

fn sort(this: &Value, args: &Args) -> PyResult {
    let options = listsort::Options::from_args("sort", args)?;
    listsort::sort_with(this, &options)?;
    Ok(Value::none())
}

fn reversed(this: &Value) -> PyResult {
    let last = list(this).len() as i64 - 1;
    let iter = Iter::over(this.clone());
    iter.position.set(last);
    Ok(new_object(LIST_REVITER, iter))
}

fn sizeof(this: &Value) -> PyResult {
    let capacity = list(this).items().capacity();
    Ok(Value::int((this.type_of().basic_size() + 8 * capacity) as i64))
}

/// 2.7's simple slices: both bounds are ints, negative ones have had the length added once already.
fn getslice(this: &Value, args: &[Value]) -> PyResult {
    let own = list(this);
    let (start, stop) = simple_bounds(args, own.len())?;
    alloc::ensure(stop.saturating_sub(start) * size_of::<Value>())?;
    Ok(new_list(own.slice(start, stop)))
}

fn setslice(this: &Value, args: &[Value]) -> PyResult {
    let own = list(this);
    let (start, stop) = simple_bounds(args, own.len())?;
    let items = slice_source(&args[2], "can only assign an iterable")?;
    own.make_room(items.len())?;
    drop(own.splice(start, stop, items));
    Ok(Value::none())
}

fn delslice(this: &Value, args: &[Value]) -> PyResult {
    let own = list(this);
    let (start, stop) = simple_bounds(args, own.len())?;
    drop(own.splice(start, stop, Vec::new()));
    Ok(Value::none())
}

fn simple_bounds(args: &[Value], len: usize) -> PyResult<(usize, usize)> {
    let start = sequence::clamp(sequence::slice_index(&args[0])?, len);
    let stop = sequence::clamp(sequence::slice_index(&args[1])?, len);
    Ok((start, stop))
}

macro_rules! methods {
    ($($more:expr),*) => {
        &[
            method("__rmul__", Native::One(sequence::reflected_repeat), "x.__rmul__(n) <==> n*x"),
            method("append", Native::One(append), "L.append(object) -- append object to end"),
            method("insert", Native::Var(2, 2, insert), "L.insert(index, object) -- insert object before index"),
            method(
                "extend",
                Native::One(extend),
                "L.extend(iterable) -- extend list by appending elements from the iterable",
            ),
            method(
                "pop",
                Native::Var(0, 1, pop),
                "L.pop([index]) -> item -- remove and return item at index (default last).\n\
                 Raises IndexError if list is empty or index is out of range.",
            ),
            method(
                "remove",
                Native::One(remove),
                "L.remove(value) -- remove first occurrence of value.\nRaises ValueError if the value is not present.",
            ),
            method(
                "index",
                Native::Var(1, 3, index),
                "L.index(value, [start, [stop]]) -> integer -- return first index of value.\n\
                 Raises ValueError if the value is not present.",
            ),
            method("count", Native::One(count), "L.count(value) -> integer -- return number of occurrences of value"),
            method("reverse", Native::NoArgs(reverse), "L.reverse() -- reverse *IN PLACE*"),
            method("sort", Native::Kw(sort), "L.sort(key=None, reverse=False) -- stable sort *IN PLACE*"),
            method(
                "__reversed__",
                Native::NoArgs(reversed),
                "L.__reversed__() -- return a reverse iterator over the list",
            ),
            method("__sizeof__", Native::NoArgs(sizeof), "L.__sizeof__() -- size of L in memory, in bytes"),
            $($more),*
        ]
    };
}

static METHODS: &[Method] = methods![];

static METHODS27: &[Method] = methods![
    method("__getslice__", Native::Var(2, 2, getslice), "x.__getslice__(i, j) <==> x[i:j]"),
    method("__setslice__", Native::Var(3, 3, setslice), "x.__setslice__(i, j, y) <==> x[i:j]=y"),
    method("__delslice__", Native::Var(2, 2, delslice), "x.__delslice__(i, j) <==> del x[i:j]")
];

pub fn init() {
    let slots = Slots {
        repr: Some(list_repr),
        hash: Some(protocol::unhashable),
        richcompare: Some(list_compare),
        iter: Some(list_iter),
        len: Some(list_len),
        getitem: Some(list_getitem),
        setitem: Some(list_setitem),
        contains: Some(list_contains),
        binary: Some(list_binary),
        inplace: Some(list_inplace),
        new: Some(list_new),
        init: Some(list_init),
        ..Slots::of::<List>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: if lang::is_27() { METHODS27 } else { METHODS },
        operators: &[BinOp::Add, BinOp::Mul],
        inplace: &[BinOp::Add, BinOp::Mul],
        doc: "list() -> new empty list\nlist(iterable) -> new list initialized from iterable's items",
        ..TypeDef::new(LIST, "list", slots)
    });
}
