//! `tuple` (Objects/tupleobject.c).
//!
//! Invariant: immutable once it can be seen by others than its maker.

use super::errors::{PyResult, index_error, value_error};
use super::guarded::Guarded;
use super::header::{self, Header, Layout, Obj, Payload, new_instance, new_object};
use super::iterator::Iter;
use super::native::{Args, Method, Native, method};
use super::sequence::{self, Subscript, Text};
use super::slot::Slot;
use super::str::new_str;
use super::typeobj::{BinOp, CmpOp, Slots, TUPLE, TUPLE_ITER, TypeDef, TypeRef, flags, ready};
use super::word::{Value, Word};
use super::{alloc, lang, protocol};
use std::cell::{Cell, UnsafeCell};
use std::mem::{ManuallyDrop, MaybeUninit};
use std::{ptr, slice};

/// So many items fit into the payload itself.
const FEW: usize = 3;
/// The items are in a box of their own.
const OUT: usize = 1;

union Tail {
    items: ManuallyDrop<[MaybeUninit<Value>; FEW]>,
    out: *mut Value,
}

/// The payload: the length, and the items right behind it; of a tuple object there are as many in the block as it has
/// items. An instance of a subclass, whose size is its class's, has more than three in a box.
#[repr(C)]
pub struct Tuple {
    /// Twice the length, and [`OUT`].
    meta: usize,
    tail: UnsafeCell<Tail>,
}

/// The size of the object that a tuple of this length is.
const fn block_size(len: usize) -> usize {
    size_of::<Obj<Tuple>>() + 8 * len.saturating_sub(FEW)
}

impl Payload for Tuple {
    const LAYOUT: Layout = Layout::Tuple;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.items().iter().for_each(|item| visit(item.word()));
    }
}

impl Tuple {
    /// A payload that is not an object yet, for an instance of a subclass.
    pub fn new(items: impl IntoItems) -> Tuple {
        let len = items.count();
        if len <= FEW {
            let tuple = Tuple {
                meta: len * 2,
                tail: UnsafeCell::new(Tail {
                    items: ManuallyDrop::new([const { MaybeUninit::uninit() }; FEW]),
                }),
            };
            // SAFETY: room for three.
            unsafe { items.write(tuple.tail.get().cast()) };
            return tuple;
        }
        let mut boxed: Box<[MaybeUninit<Value>]> = Box::new_uninit_slice(len);
        // SAFETY: room for as many as there are.
        unsafe { items.write(boxed.as_mut_ptr().cast()) };
        let out = Box::into_raw(boxed).cast::<Value>();
        Tuple { meta: (len * 2) | OUT, tail: UnsafeCell::new(Tail { out }) }
    }

    #[inline(always)]
    fn len(&self) -> usize {
        self.meta >> 1
    }

    #[inline(always)]
    fn data(&self) -> *mut Value {
        if self.meta & OUT != 0 {
            // SAFETY: the flag says that a box stands here.
            unsafe { (*self.tail.get()).out }
        } else {
            self.tail.get().cast()
        }
    }

    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        // SAFETY: so many items lie there, written before the tuple could be seen; `new_pair` changes only what nobody
        // else sees.
        unsafe { slice::from_raw_parts(self.data(), self.len()) }
    }
}

impl Drop for Tuple {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the payload owns its items, and the box if the flag says so.
        unsafe {
            let items = ptr::slice_from_raw_parts_mut(self.data(), self.len());
            if self.meta & OUT != 0 {
                drop(Box::from_raw(items));
            } else {
                ptr::drop_in_place(items);
            }
        }
    }
}

/// The `dealloc` slot of exact tuples.
///
/// # Safety
/// Called by `header::destroy` only, with a count of zero.
unsafe fn dealloc(object: *mut Header) {
    // SAFETY: nobody else looks at the tuple; its block has the size that its length says, or the plain one.
    unsafe {
        let payload = ptr::addr_of_mut!((*object.cast::<Obj<Tuple>>()).payload);
        let size =
            if (*payload).meta & OUT != 0 { size_of::<Obj<Tuple>>() } else { block_size((*payload).len()) };
        ptr::drop_in_place(payload);
        header::free_block(object, size, true);
    }
}

/// What a tuple can be made of.
pub trait IntoItems {
    /// How many there are.
    fn count(&self) -> usize;
    /// Moves the items to where they stay.
    ///
    /// # Safety
    /// There is room for as many as `count` says.
    unsafe fn write(self, place: *mut Value);
}

impl<const N: usize> IntoItems for [Value; N] {
    #[inline(always)]
    fn count(&self) -> usize {
        N
    }
    #[inline(always)]
    unsafe fn write(self, place: *mut Value) {
        // SAFETY: by the caller's promise.
        unsafe { place.cast::<[Value; N]>().write(self) };
    }
}

impl IntoItems for Vec<Value> {
    #[inline(always)]
    fn count(&self) -> usize {
        Vec::len(self)
    }
    #[inline]
    unsafe fn write(mut self, place: *mut Value) {
        // SAFETY: room by the caller's promise; the vector gives its items up.
        unsafe {
            ptr::copy_nonoverlapping(self.as_ptr(), place, Vec::len(&self));
            self.set_len(0);
        }
    }
}

impl IntoItems for &[Value] {
    #[inline(always)]
    fn count(&self) -> usize {
        <[Value]>::len(self)
    }
    #[inline]
    unsafe fn write(self, place: *mut Value) {
        for (at, item) in self.iter().enumerate() {
            // SAFETY: by the caller's promise.
            unsafe { place.add(at).write(item.clone()) };
        }
    }
}

impl<const N: usize> IntoItems for &[Value; N] {
    #[inline(always)]
    fn count(&self) -> usize {
        N
    }
    #[inline]
    unsafe fn write(self, place: *mut Value) {
        // SAFETY: by the caller's promise.
        unsafe { self[..].write(place) };
    }
}

/// Two runs of items, one after the other.
struct Joined<'a>(&'a [Value], &'a [Value]);

impl IntoItems for Joined<'_> {
    #[inline(always)]
    fn count(&self) -> usize {
        self.0.len() + self.1.len()
    }
    #[inline]
    unsafe fn write(self, place: *mut Value) {
        // SAFETY: by the caller's promise.
        unsafe {
            self.0.write(place);
            self.1.write(place.add(self.0.len()));
        }
    }
}

/// So many items, each made for its place.
struct Made<F> {
    count: usize,
    item: F,
}

impl<F: Fn(usize) -> Value> IntoItems for Made<F> {
    #[inline(always)]
    fn count(&self) -> usize {
        self.count
    }
    #[inline]
    unsafe fn write(self, place: *mut Value) {
        for at in 0..self.count {
            // SAFETY: by the caller's promise.
            unsafe { place.add(at).write((self.item)(at)) };
        }
    }
}

impl IntoItems for Box<[Value]> {
    fn count(&self) -> usize {
        <[Value]>::len(self)
    }
    unsafe fn write(self, place: *mut Value) {
        // SAFETY: by the caller's promise.
        unsafe { self.into_vec().write(place) };
    }
}

/// The one empty tuple; NULL before the first use.
static EMPTY: Guarded<Cell<Word>> = Guarded::new(Cell::new(Word::NULL));

#[inline(always)]
pub fn new_tuple(items: impl IntoItems) -> Value {
    let len = items.count();
    if len == 0 {
        return empty();
    }
    // SAFETY: made under the GIL, and written before it can be seen; the block has room for the items.
    unsafe {
        let object: *mut Obj<Tuple> = header::new_block(TUPLE, block_size(len), true).cast();
        let payload = ptr::addr_of_mut!((*object).payload);
        ptr::addr_of_mut!((*payload).meta).write(len * 2);
        items.write(ptr::addr_of_mut!((*payload).tail).cast());
        Word(object as u64).into_value()
    }
}

/// `()`, which is always the same object.
pub fn empty() -> Value {
    let word = EMPTY.get();
    if !word.is_null() {
        // SAFETY: the static owns a reference and is never cleared.
        return unsafe { word.to_value() };
    }
    let value = new_object(TUPLE, Tuple::new([]));
    EMPTY.set(value.clone().into_word());
    value
}

/// A tuple of so many items for a tool that keeps one it gave out: that one again if nobody else has it any
/// more (product_next, combinations_next). Old items whose last reference that was go to `doomed`: their end may run
/// Python code, which is the caller's to time.
pub fn new_row(kept: &Slot, count: usize, item: impl Fn(usize) -> Value, doomed: &mut Vec<Value>) -> Value {
    let word = kept.word();
    // SAFETY: as for `new_pair`; the tuple has so many items, and no old one dies here.
    unsafe {
        if count > 0 && !word.is_null() && (*word.ptr()).refcount() == 1 {
            let payload = &(*word.ptr().cast::<Obj<Tuple>>()).payload;
            if payload.len() == count {
                let row = word.to_value();
                for at in 0..count {
                    let old = payload.data().add(at).replace(item(at));
                    if old.refcount() == 1 {
                        doomed.push(old);
                    }
                }
                return row;
            }
        }
    }
    let row = new_tuple(Made { count, item });
    if kept.is_empty() {
        kept.set(row.clone());
    }
    row
}

/// A pair for an iterator that keeps one it gave out: that one again if nobody else has it any more (enum_next,
/// izip_next).
#[inline(always)]
pub fn new_pair(kept: &Slot, first: Value, second: Value) -> Value {
    let word = kept.word();
    if word.is_null() {
        let pair = new_tuple([first, second]);
        kept.set(pair.clone());
        return pair;
    }
    // SAFETY: a slot with a pair in it keeps it alive; with a count of one nobody else can see it, and its old items
    // are dropped after the new ones are in place and the pair has a reference of its own.
    unsafe {
        if (*word.ptr()).refcount() == 1 {
            let pair = word.to_value();
            let items = (*word.ptr().cast::<Obj<Tuple>>()).payload.data();
            let old = (items.replace(first), items.add(1).replace(second));
            drop(old);
            return pair;
        }
    }
    new_tuple([first, second])
}

// ---- slots -----------------------------------------------------------------------------------------------

fn items(this: &Value) -> &[Value] {
    this.payload::<Tuple>().items()
}

fn tuple_new(ty: TypeRef, args: &Args) -> PyResult {
    let source = match (args.pos, args.kw) {
        ([source], []) => Some(source),
        _ => args.bind("tuple", ["sequence"], 0)?[0],
    };
    match source {
        None if ty == TUPLE => Ok(empty()),
        Some(source) if ty == TUPLE && source.type_of() == TUPLE => Ok(source.clone()),
        Some(source) => {
            let items = protocol::to_vec(source)?;
            if ty == TUPLE { Ok(new_tuple(items)) } else { Ok(new_instance(ty, Tuple::new(items))) }
        }
        None => Ok(new_instance(ty, Tuple::new([]))),
    }
}

fn tuple_repr(this: &Value) -> PyResult {
    // 2.7 leaves it to the list or dict that must be in any cycle of tuples.
    let guard = if lang::is_27() { None } else { sequence::repr_enter(this) };
    if guard.is_none() && !lang::is_27() {
        return Ok(new_str("(...)"));
    }
    let own = items(this);
    let mut text = Text::new("(");
    for (at, item) in own.iter().enumerate() {
        if at > 0 {
            text.push(", ");
        }
        text.push_repr_in(item, " while getting the repr of a tuple")?;
    }
    text.push(if own.len() == 1 { ",)" } else { ")" });
    Ok(text.finish())
}

/// tuplehash.
fn tuple_hash(this: &Value) -> PyResult<i64> {
    let own = items(this);
    let mut x: u64 = 0x345678;
    let mut multiplier: u64 = 1_000_003;
    for (at, item) in own.iter().enumerate() {
        let hash = protocol::hash(item)? as u64;
        let left = (own.len() - at - 1) as u64;
        x = (x ^ hash).wrapping_mul(multiplier);
        multiplier = multiplier.wrapping_add(82520 + left + left);
    }
    match x.wrapping_add(97531) as i64 {
        -1 => Ok(-2),
        hash => Ok(hash),
    }
}

fn tuple_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Tuple>(), b.downcast::<Tuple>()) else {
        return Ok(Value::not_implemented());
    };
    for (left, right) in x.items().iter().zip(y.items()) {
        if !protocol::equals(left, right)? {
            return match op {
                CmpOp::Eq => Ok(Value::bool(false)),
                CmpOp::Ne => Ok(Value::bool(true)),
                _ => protocol::compare(left, right, op),
            };
        }
    }
    Ok(Value::bool(op.holds(x.items().len().cmp(&y.items().len()))))
}

fn tuple_len(this: &Value) -> PyResult<usize> {
    Ok(items(this).len())
}

fn tuple_iter(this: &Value) -> PyResult {
    Ok(new_object(TUPLE_ITER, Iter::over(this.clone())))
}

fn tuple_contains(this: &Value, item: &Value) -> PyResult<bool> {
    for other in items(this) {
        if protocol::equals(other, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn tuple_getitem(this: &Value, key: &Value) -> PyResult {
    let own = items(this);
    match sequence::subscript(key, own.len(), "tuple")? {
        Subscript::At(index) => sequence::resolve(index, own.len())
            .and_then(|at| own.get(at).cloned())
            .ok_or_else(|| index_error("tuple index out of range")),
        Subscript::Slice(range) if range.count == own.len() && range.step == 1 && this.type_of() == TUPLE => {
            Ok(this.clone())
        }
        Subscript::Slice(range) => {
            alloc::ensure(2 * range.count * size_of::<Value>())?;
            Ok(new_tuple(sequence::pick(own, range)))
        }
    }
}

fn tuple_binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    match op {
        BinOp::Add => {
            let (Some(x), Some(y)) = (a.downcast::<Tuple>(), b.downcast::<Tuple>()) else {
                return Ok(Value::not_implemented());
            };
            alloc::ensure((x.items().len() + y.items().len()) * size_of::<Value>())?;
            Ok(new_tuple(Joined(x.items(), y.items())))
        }
        BinOp::Mul => {
            let (this, factor) = if a.downcast::<Tuple>().is_some() { (a, b) } else { (b, a) };
            let Some(count) = sequence::repeat_count(factor)? else { return Ok(Value::not_implemented()) };
            if count == 1 && this.type_of() == TUPLE {
                return Ok(this.clone());
            }
            Ok(new_tuple(sequence::repeat(items(this), count)?))
        }
        _ => Ok(Value::not_implemented()),
    }
}

// ---- methods ---------------------------------------------------------------------------------------------

fn index(this: &Value, args: &[Value]) -> PyResult {
    let own = items(this);
    let bound = |at: usize, absent: usize| -> PyResult<usize> {
        args.get(at).map_or(Ok(absent), |value| Ok(sequence::clamp(sequence::slice_index(value)?, own.len())))
    };
    let (start, stop) = (bound(1, 0)?, bound(2, own.len())?);
    for (at, item) in own.iter().enumerate().take(stop).skip(start) {
        if protocol::equals(item, &args[0])? {
            return Ok(Value::int(at as i64));
        }
    }
    Err(value_error("tuple.index(x): x not in tuple"))
}

fn count(this: &Value, item: &Value) -> PyResult {
    let mut count = 0;
    for other in items(this) {
        if protocol::equals(other, item)? {
            count += 1;
        }
    }
    Ok(Value::int(count))
}

fn getslice(this: &Value, args: &[Value]) -> PyResult {
    let own = items(this);
    let start = sequence::clamp(sequence::slice_index(&args[0])?, own.len());
    let stop = sequence::clamp(sequence::slice_index(&args[1])?, own.len());
    Ok(new_tuple(own.get(start..stop).unwrap_or_default()))
}

fn getnewargs(this: &Value) -> PyResult {
    Ok(new_tuple([new_tuple(items(this))]))
}

macro_rules! methods {
    ($($more:expr),*) => {
        &[
            method("__rmul__", Native::One(sequence::reflected_repeat), "x.__rmul__(n) <==> n*x"),
            method("__getnewargs__", Native::NoArgs(getnewargs), ""),
            method("count", Native::One(count), "T.count(value) -> integer -- return number of occurrences of value"),
            method(
                "index",
                Native::Var(1, 3, index),
                "T.index(value, [start, [stop]]) -> integer -- return first index of value.\n\
                 Raises ValueError if the value is not present.",
            ),
            $($more),*
        ]
    };
}

static METHODS: &[Method] = methods![];

static METHODS27: &[Method] =
    methods![method("__getslice__", Native::Var(2, 2, getslice), "x.__getslice__(i, j) <==> x[i:j]")];

pub fn init() {
    let slots = Slots {
        repr: Some(tuple_repr),
        hash: Some(tuple_hash),
        richcompare: Some(tuple_compare),
        iter: Some(tuple_iter),
        len: Some(tuple_len),
        getitem: Some(tuple_getitem),
        contains: Some(tuple_contains),
        binary: Some(tuple_binary),
        new: Some(tuple_new),
        dealloc,
        ..Slots::of::<Tuple>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: if lang::is_27() { METHODS27 } else { METHODS },
        operators: &[BinOp::Add, BinOp::Mul],
        doc: "tuple() -> empty tuple\ntuple(iterable) -> tuple initialized from iterable's items\n\n\
              If the argument is a tuple, the return value is the same object.",
        ..TypeDef::new(TUPLE, "tuple", slots)
    });
}
