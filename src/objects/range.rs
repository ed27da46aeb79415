//! 3.2's `range` and 2.7's `xrange` (Objects/rangeobject.c).
//!
//! Invariants: immutable. `small` is there if start, step, length and each item fit 64 bits; always so for `xrange`.
//! Membership is computed for exact ints in 3.2's `range` only: `x in xrange(n)` walks along, as one long C operation.

use super::errors::{PyResult, index_error, overflow_error, type_error, value_error};
use super::header::{Layout, Payload, new_object};
use super::iterator::{self, Iter, hint};
use super::native::{Args, Method, Native, method};
use super::str::new_str;
use super::tuple::new_tuple;
use super::typeobj::{INT, LONGRANGE_ITER, RANGE, RANGE_ITER, Slots, TypeDef, TypeRef, ready};
use super::word::{Value, Word};
use super::{int, lang, protocol, slice};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Start, step and length.
#[derive(Clone, Copy)]
struct Span {
    start: i64,
    step: i64,
    count: i64,
}

/// The payload of ranges: the three numbers as they were given, and the length.
pub struct Range {
    start: Value,
    stop: Value,
    step: Value,
    /// The length, if `small` does not have it.
    long: BigInt,
    small: Option<Span>,
}

impl Payload for Range {
    const LAYOUT: Layout = Layout::Range;
}

impl Range {
    /// The numbers are ints; the step is not zero.
    fn new(start: Value, stop: Value, step: Value) -> Range {
        let (a, b, c) = (start.word(), stop.word(), step.word());
        if a.is_int() && b.is_int() && c.is_int() {
            // 63 bits each, so neither the distance nor the last item leaves 64.
            let (from, to, by) = (a.int(), b.int(), c.int());
            let distance = if by < 0 { from - to } else { to - from };
            let count = if distance > 0 { (distance - 1) / by.abs() + 1 } else { 0 };
            let small = Some(Span { start: from, step: by, count });
            return Range { start, stop, step, long: BigInt::zero(), small };
        }
        let big = |value: &Value| int::to_big(value).unwrap_or_default();
        let (from, to, by) = (big(&start), big(&stop), big(&step));
        let distance = if by.is_negative() { &from - &to } else { &to - &from };
        let count = if distance.is_positive() {
            (distance - BigInt::one()) / by.abs() + BigInt::one()
        } else {
            BigInt::zero()
        };
        let last = &from + &by * (&count - BigInt::one());
        let small = match (from.to_i64(), by.to_i64(), count.to_i64(), last.to_i64()) {
            (Some(start), Some(step), Some(count), Some(_)) => Some(Span { start, step, count }),
            _ => None,
        };
        Range { start, stop, step, long: count, small }
    }

    /// The length, of any size.
    fn count(&self) -> BigInt {
        self.small.map_or_else(|| self.long.clone(), |span| span.count.into())
    }

    /// The item at an index, which may lie one beyond either end.
    fn item(&self, index: &BigInt) -> BigInt {
        let big = |value: &Value| int::to_big(value).unwrap_or_default();
        big(&self.start) + index * big(&self.step)
    }
}

// ---- constructors --------------------------------------------------------------------------------------

fn range_new(_: TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(type_error("range() does not take keyword arguments"));
    }
    let number = protocol::index_value;
    let range = match args.pos {
        [stop] => Range::new(Value::int(0), number(stop)?, Value::int(1)),
        [start, stop] => Range::new(number(start)?, number(stop)?, Value::int(1)),
        [start, stop, step] => {
            let (start, stop, step) = (number(start)?, number(stop)?, number(step)?);
            if int::to_i64(&step) == Some(0) {
                return Err(value_error("range() arg 3 must not be zero"));
            }
            Range::new(start, stop, step)
        }
        [] => return Err(type_error("range expected 1 arguments, got 0")),
        more => return Err(type_error(format!("range expected at most 3 arguments, got {}", more.len()))),
    };
    Ok(new_object(RANGE, range))
}

fn xrange_new(_: TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(type_error("xrange() does not take keyword arguments"));
    }
    let number = |value: &Value| int::expect_i64(value);
    let (start, stop, step) = match args.pos {
        [stop] => (0, number(stop)?, 1),
        [start, stop] => (number(start)?, number(stop)?, 1),
        [start, stop, step] => (number(start)?, number(stop)?, number(step)?),
        _ => return Err(type_error("xrange() requires 1-3 int arguments")),
    };
    if step == 0 {
        return Err(value_error("xrange() arg 3 must not be zero"));
    }
    let range = Range::new(Value::int(start), Value::int(stop), Value::int(step));
    match range.small {
        Some(_) => Ok(new_object(RANGE, range)),
        None => Err(overflow_error("xrange() result has too many items")),
    }
}

// ---- slots ---------------------------------------------------------------------------------------------

fn own(this: &Value) -> &Range {
    this.payload::<Range>()
}

fn repr(this: &Value) -> PyResult {
    let range = own(this);
    let (start, stop) = (protocol::repr_string(&range.start)?, protocol::repr_string(&range.stop)?);
    let step = protocol::repr_string(&range.step)?;
    Ok(new_str(&match int::to_i64(&range.step) {
        Some(1) => format!("range({start}, {stop})"),
        _ => format!("range({start}, {stop}, {step})"),
    }))
}

/// What `xrange` shows as its stop: a whole number of steps from the start.
fn normal_stop(range: &Range) -> BigInt {
    range.item(&range.count()).clamp(BigInt::from(i64::MIN), BigInt::from(i64::MAX))
}

fn xrange_repr(this: &Value) -> PyResult {
    let range = own(this);
    let stop = normal_stop(range);
    let (start, step) = (int::to_i64(&range.start), int::to_i64(&range.step));
    let (start, step) = (start.unwrap_or(0), step.unwrap_or(1));
    Ok(new_str(&match (start, step) {
        (0, 1) => format!("xrange({stop})"),
        (_, 1) => format!("xrange({start}, {stop})"),
        _ => format!("xrange({start}, {stop}, {step})"),
    }))
}

fn len(this: &Value) -> PyResult<usize> {
    let range = own(this);
    match range.small.map(|span| span.count).or_else(|| range.long.to_i64()) {
        Some(count) => Ok(count as usize),
        None => Err(overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn item_at(range: &Range, index: &BigInt) -> PyResult {
    let index = if index.is_negative() { index + range.count() } else { index.clone() };
    if index.is_negative() || index >= range.count() {
        let name = if lang::is_27() { "xrange" } else { "range" };
        return Err(index_error(format!("{name} object index out of range")));
    }
    Ok(int::from_big(range.item(&index)))
}

fn getitem(this: &Value, key: &Value) -> PyResult {
    let range = own(this);
    if let (Some(span), true) = (range.small, key.word().is_int()) {
        let index = key.word().int();
        let index = if index < 0 { index + span.count } else { index };
        if (0..span.count).contains(&index) {
            return Ok(Value::int(span.start + index * span.step));
        }
    }
    let is_index = int::is_int(key) || key.type_of().slots().unary.is_some() && has_index(key);
    if is_index {
        let index = protocol::index_value(key)?;
        if lang::is_27() && int::to_i64(&index).is_none() {
            let kind = index.type_name();
            return Err(index_error(format!("cannot fit '{kind}' into an index-sized integer")));
        }
        return item_at(range, &int::to_big(&index).unwrap_or_default());
    }
    if lang::is_27() {
        return Err(type_error(format!("sequence index must be integer, not '{}'", key.type_name())));
    }
    match slice::parts(key) {
        Some(parts) => sliced(range, parts),
        None => Err(type_error(format!("range indices must be integers or slices, not {}", key.type_name()))),
    }
}

fn has_index(key: &Value) -> bool {
    key.type_of().lookup(super::names::__index__()).is_some()
}

/// A part of a slice, of any size.
fn slice_part(part: &Value) -> PyResult<Option<BigInt>> {
    if part.is_none() {
        return Ok(None);
    }
    if !int::is_int(part) && !has_index(part) {
        return Err(type_error("slice indices must be integers or None or have an __index__ method"));
    }
    Ok(int::to_big(&protocol::index_value(part)?))
}

/// A slice of a range is a range (compute_slice).
fn sliced(range: &Range, [start, stop, step]: [Value; 3]) -> PyResult {
    let step = slice_part(&step)?.unwrap_or_else(BigInt::one);
    if step.is_zero() {
        return Err(value_error("slice step cannot be zero"));
    }
    let (start, stop) = (slice_part(&start)?, slice_part(&stop)?);
    let down = step.is_negative();
    let (low, high) =
        if down { (-BigInt::one(), range.count() - BigInt::one()) } else { (BigInt::zero(), range.count()) };
    let bound = |index: Option<BigInt>, absent: &BigInt| match index {
        None => absent.clone(),
        Some(index) if index.is_negative() => (index + range.count()).max(low.clone()),
        Some(index) => index.min(high.clone()),
    };
    let first = bound(start, if down { &high } else { &low });
    let end = bound(stop, if down { &low } else { &high });
    let has_items = if down { end < first } else { first < end };
    let by = int::to_big(&range.step).unwrap_or_default() * &step;
    let from = range.item(&first);
    let to = if has_items { range.item(&end) } else { from.clone() };
    Ok(new_object(RANGE, Range::new(int::from_big(from), int::from_big(to), int::from_big(by))))
}

/// The index of an int; none if it is not in the range.
fn position(range: &Range, value: &BigInt) -> Option<BigInt> {
    let start = int::to_big(&range.start)?;
    let step = int::to_big(&range.step)?;
    let (index, rest) = (value - start).div_mod_floor(&step);
    (rest.is_zero() && !index.is_negative() && index < range.count()).then_some(index)
}

/// The value as an int, if membership can be computed for it: exactly an int or a bool.
fn exact_int(value: &Value) -> Option<BigInt> {
    let exact = value.type_of() == INT || value.as_bool().is_some();
    if exact { int::to_big(value) } else { None }
}

fn contains(this: &Value, value: &Value) -> PyResult<bool> {
    match exact_int(value) {
        Some(number) => Ok(position(own(this), &number).is_some()),
        None => protocol::contains_by_iteration(this, value),
    }
}

// ---- iterators -----------------------------------------------------------------------------------------

fn small_iterator(start: i64, step: i64, count: i64) -> Value {
    let iter = Iter::over(Value::none());
    iter.position.set(start);
    iter.step.set(step);
    iter.bound.set(count);
    new_object(RANGE_ITER, iter)
}

fn iter(this: &Value) -> PyResult {
    Ok(match own(this).small {
        Some(span) => small_iterator(span.start, span.step, span.count),
        None => new_object(LONGRANGE_ITER, Iter::over(this.clone())),
    })
}

fn reversed(this: &Value) -> PyResult {
    let range = own(this);
    if let Some(Span { start, step, count }) = range.small {
        let last = if count == 0 { start } else { start + (count - 1) * step };
        if let Some(back) = step.checked_neg() {
            return Ok(small_iterator(last, back, count));
        }
    }
    let start = int::to_big(&range.start).unwrap_or_default();
    let step = int::to_big(&range.step).unwrap_or_default();
    let last = range.item(&(range.count() - BigInt::one()));
    let stop = start - &step;
    let back = Range::new(int::from_big(last), int::from_big(stop), int::from_big(-step));
    Ok(new_object(LONGRANGE_ITER, Iter::over(new_object(RANGE, back))))
}

/// The next number of a RANGE_ITER: its position, with so many (`bound`) left.
#[inline(always)]
pub fn next_word(iter: &Iter) -> Option<Word> {
    // One that does not fit stays for `next_small`.
    let word = Word::from_int(iter.position.get())?;
    next_small(iter).map(|_| word)
}

/// The same as a number.
#[inline(always)]
pub fn next_small(iter: &Iter) -> Option<i64> {
    let left = iter.bound.get();
    if left <= 0 {
        return None;
    }
    iter.bound.set(left - 1);
    let value = iter.position.get();
    // The step after the last item may leave 64 bits; it is never looked at.
    iter.position.set(value.wrapping_add(iter.step.get()));
    Some(value)
}

fn range_next(this: &Value) -> PyResult<Option<Value>> {
    Ok(next_small(this.payload::<Iter>()).map(Value::int))
}

fn longrange_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let index = BigInt::from(iter.position.get());
    let item = iter.source.with::<Range, _>(|range| (index < range.count()).then(|| range.item(&index)));
    let item = item.flatten();
    if item.is_some() {
        iter.advance();
    }
    Ok(item.map(int::from_big))
}

fn range_hint(this: &Value) -> PyResult {
    Ok(Value::int(this.payload::<Iter>().bound.get()))
}

fn longrange_hint(this: &Value) -> PyResult {
    let iter = this.payload::<Iter>();
    let count = iter.source.with::<Range, _>(Range::count).unwrap_or_default();
    Ok(int::from_big(count - BigInt::from(iter.position.get())))
}

// ---- methods -------------------------------------------------------------------------------------------

fn count(this: &Value, value: &Value) -> PyResult {
    if let Some(number) = exact_int(value) {
        return Ok(Value::int(position(own(this), &number).is_some().into()));
    }
    let iterator = iter(this)?;
    let mut count = 0;
    while let Some(item) = protocol::next(&iterator)? {
        count += i64::from(protocol::equals(&item, value)?);
    }
    Ok(Value::int(count))
}

fn index(this: &Value, value: &Value) -> PyResult {
    if let Some(number) = exact_int(value) {
        return match position(own(this), &number) {
            Some(index) => Ok(int::from_big(index)),
            None => Err(value_error(format!("{} is not in range", protocol::repr_string(value)?))),
        };
    }
    let iterator = iter(this)?;
    let mut index = 0;
    while let Some(item) = protocol::next(&iterator)? {
        if protocol::equals(&item, value)? {
            return Ok(Value::int(index));
        }
        index += 1;
    }
    Err(value_error("sequence.index(x): x not in sequence"))
}

fn reduce(this: &Value) -> PyResult {
    let range = own(this);
    let stop = if lang::is_27() { int::from_big(normal_stop(range)) } else { range.stop.clone() };
    let numbers = new_tuple([range.start.clone(), stop, range.step.clone()]);
    Ok(new_tuple([RANGE.value(), numbers]))
}

const REVERSED: Method = method("__reversed__", Native::NoArgs(reversed), "Returns a reverse iterator.");
const REDUCE: Method = method("__reduce__", Native::NoArgs(reduce), "");

static METHODS27: &[Method] = &[REVERSED, REDUCE];
static METHODS32: &[Method] = &[
    REVERSED,
    REDUCE,
    method(
        "count",
        Native::One(count),
        "rangeobject.count(value) -> integer -- return number of occurrences of value",
    ),
    method(
        "index",
        Native::One(index),
        "rangeobject.index(value, [start, [stop]]) -> integer -- return index of value.\nRaises ValueError if the value is not present.",
    ),
];

pub fn init() {
    let py27 = lang::is_27();
    let slots = Slots {
        repr: Some(if py27 { xrange_repr } else { repr }),
        iter: Some(iter),
        len: Some(len),
        getitem: Some(getitem),
        contains: (!py27).then_some(contains as fn(&Value, &Value) -> PyResult<bool>),
        new: Some(if py27 { xrange_new } else { range_new }),
        ..Slots::of::<Range>()
    };
    let doc = if py27 {
        "xrange(stop) -> xrange object\nxrange(start, stop[, step]) -> xrange object\n\nLike range(), but instead of returning a list, returns an object that\ngenerates the numbers in the range on demand."
    } else {
        "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturns a virtual sequence of numbers from start to stop by step."
    };
    ready(TypeDef {
        name27: "xrange",
        methods: if py27 { METHODS27 } else { METHODS32 },
        doc,
        ..TypeDef::new(RANGE, "range", slots)
    });
    static RANGE_HINT: &[Method] = &[hint(range_hint)];
    static LONGRANGE_HINT: &[Method] = &[hint(longrange_hint)];
    iterator::ready_iterator(RANGE_ITER, ["rangeiterator", "range_iterator"], range_next, RANGE_HINT);
    let names = ["longrange_iterator", "longrange_iterator"];
    iterator::ready_iterator(LONGRANGE_ITER, names, longrange_next, LONGRANGE_HINT);
}
