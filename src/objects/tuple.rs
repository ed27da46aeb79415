//! `tuple` (Objects/tupleobject.c).
//!
//! Invariant: immutable once it can be seen.

use super::errors::{PyResult, index_error, value_error};
use super::guarded::Guarded;
use super::header::{Layout, Payload, new_instance, new_object};
use super::iterator::Iter;
use super::native::{Args, Method, Native, method};
use super::sequence::{self, Subscript, Text};
use super::str::new_str;
use super::typeobj::{BinOp, CmpOp, Slots, TUPLE, TUPLE_ITER, TypeDef, TypeRef, flags, ready};
use super::word::{Value, Word};
use super::{lang, protocol};
use std::cell::Cell;

/// The items: up to three lie in the object itself, which saves a block for most tuples there are.
pub enum Items {
    One([Value; 1]),
    Two([Value; 2]),
    Three([Value; 3]),
    Many(Box<[Value]>),
}

pub struct Tuple(Items);

impl Payload for Tuple {
    const LAYOUT: Layout = Layout::Tuple;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.items().iter().for_each(|item| visit(item.word()));
    }
}

impl Tuple {
    #[inline]
    pub fn new(items: impl IntoItems) -> Tuple {
        Tuple(items.into_items())
    }
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        match &self.0 {
            Items::One(items) => items,
            Items::Two(items) => items,
            Items::Three(items) => items,
            Items::Many(items) => items,
        }
    }
}

/// What a tuple can be made of.
pub trait IntoItems {
    fn into_items(self) -> Items;
}

/// Up to three items, or none if there are not so many or more.
#[inline(always)]
fn few(len: usize, mut items: impl Iterator<Item = Value>) -> Option<Items> {
    Some(match len {
        1 => Items::One([items.next()?]),
        2 => Items::Two([items.next()?, items.next()?]),
        3 => Items::Three([items.next()?, items.next()?, items.next()?]),
        _ => return None,
    })
}

impl<const N: usize> IntoItems for [Value; N] {
    #[inline(always)]
    fn into_items(self) -> Items {
        if (1..=3).contains(&N) {
            return few(N, self.into_iter()).unwrap_or(Items::Many(Box::default()));
        }
        Items::Many(Box::new(self))
    }
}

impl IntoItems for Vec<Value> {
    #[inline]
    fn into_items(self) -> Items {
        if (1..=3).contains(&self.len()) {
            return few(self.len(), self.into_iter()).unwrap_or(Items::Many(Box::default()));
        }
        Items::Many(self.into_boxed_slice())
    }
}

impl IntoItems for &[Value] {
    #[inline]
    fn into_items(self) -> Items {
        few(self.len(), self.iter().cloned()).unwrap_or_else(|| Items::Many(self.into()))
    }
}

impl<const N: usize> IntoItems for &[Value; N] {
    #[inline]
    fn into_items(self) -> Items {
        self[..].into_items()
    }
}

impl IntoItems for Box<[Value]> {
    fn into_items(self) -> Items {
        self.into_vec().into_items()
    }
}

/// The one empty tuple; NULL before the first use.
static EMPTY: Guarded<Cell<Word>> = Guarded::new(Cell::new(Word::NULL));

#[inline]
pub fn new_tuple(items: impl IntoItems) -> Value {
    match items.into_items() {
        Items::Many(items) if items.is_empty() => empty(),
        items => new_object(TUPLE, Tuple(items)),
    }
}

/// `()`, which is always the same object.
pub fn empty() -> Value {
    let word = EMPTY.get();
    if !word.is_null() {
        // SAFETY: the static owns a reference and is never cleared.
        return unsafe { word.to_value() };
    }
    let value = new_object(TUPLE, Tuple(Items::Many(Box::default())));
    EMPTY.set(value.clone().into_word());
    value
}

// ---- slots -----------------------------------------------------------------------------------------------

fn items(this: &Value) -> &[Value] {
    this.payload::<Tuple>().items()
}

fn tuple_new(ty: TypeRef, args: &Args) -> PyResult {
    let [source] = args.bind("tuple", ["sequence"], 0)?;
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
        text.push_repr(item)?;
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
        Subscript::Slice(range) => Ok(new_tuple(sequence::pick(own, range))),
    }
}

fn tuple_binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    match op {
        BinOp::Add => {
            let (Some(x), Some(y)) = (a.downcast::<Tuple>(), b.downcast::<Tuple>()) else {
                return Ok(Value::not_implemented());
            };
            let mut items = Vec::with_capacity(x.items().len() + y.items().len());
            items.extend_from_slice(x.items());
            items.extend_from_slice(y.items());
            Ok(new_tuple(items))
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
