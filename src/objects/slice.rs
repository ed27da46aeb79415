//! `slice` (Objects/sliceobject.c).
//!
//! Invariant: immutable; each of the three parts may be any object and is looked at only when it is used.

use super::errors::{PyResult, overflow_error, type_error, value_error};
use super::header::{Layout, Payload, new_object};
use super::int;
use super::lang;
use super::native::{Args, GetSet, Method, Native, member, method};
use super::protocol;
use super::slot::Slot;
use super::str::new_str;
use super::tuple::new_tuple;
use super::typeobj::{CmpOp, SLICE, Slots, TypeDef, TypeRef, ready};
use super::word::{Value, Word};

/// The payload of slices.
pub struct Slice {
    start: Slot,
    stop: Slot,
    step: Slot,
}

impl Slice {
    /// The bounds of a slice without a step whose bounds are small ints or left out.
    #[inline]
    pub fn simple_bounds(&self) -> Option<[i64; 2]> {
        let bound = |slot: &Slot, absent: i64| match slot.word() {
            Word::NONE => Some(absent),
            word if word.is_int() => Some(word.int()),
            _ => None,
        };
        if self.step.word() != Word::NONE {
            return None;
        }
        Some([bound(&self.start, 0)?, bound(&self.stop, i64::MAX)?])
    }
}

impl Payload for Slice {
    const LAYOUT: Layout = Layout::Slice;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for part in [&self.start, &self.stop, &self.step] {
            part.visit(visit);
        }
    }
}

impl Slice {
    fn parts(&self) -> [Value; 3] {
        [self.start.get_or_none(), self.stop.get_or_none(), self.step.get_or_none()]
    }
}

/// A new slice object; parts that are left out are None.
pub fn new_slice(start: Value, stop: Value, step: Value) -> Value {
    new_object(SLICE, Slice { start: Slot::new(start), stop: Slot::new(stop), step: Slot::new(step) })
}

/// The parts (start, stop, step) of a slice; none for other objects.
pub fn parts(slice: &Value) -> Option<[Value; 3]> {
    slice.downcast::<Slice>().map(Slice::parts)
}

/// A part as an index, clamped to 64 bits; none if it is None (_PyEval_SliceIndex).
fn index(part: &Value) -> PyResult<Option<i64>> {
    if part.is_none() {
        return Ok(None);
    }
    if part.word().is_int() {
        return Ok(Some(part.word().int()));
    }
    if !int::is_int(part) && part.type_of().lookup(super::names::__index__()).is_none() {
        return Err(type_error("slice indices must be integers or None or have an __index__ method"));
    }
    protocol::index_clamped(part).map(Some)
}

/// Start, stop, step and the number of items that a slice takes from a sequence of this length
/// (PySlice_GetIndicesEx). For a step of 1 both bounds are in `0..=len` and the items are `start..start + count`; in
/// general they are `start + i * step` for `i` in `0..count`. Errors: ValueError for a step of zero, TypeError for a
/// part without `__index__`, or what that raised.
pub fn resolve(slice: &Value, len: usize) -> PyResult<(i64, i64, i64, usize)> {
    let Some([start, stop, step]) = parts(slice) else { return Err(type_error("a slice is required")) };
    let step = index(&step)?.unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return Err(value_error("slice step cannot be zero"));
    }
    let (start, stop) = (index(&start)?, index(&stop)?);
    let len = len as i64;
    // Where a bound that lies outside ends up: backwards, 'before the first' is -1.
    let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let bound = |index: Option<i64>, absent: i64| match index {
        None => absent,
        Some(index) if index < 0 => index.saturating_add(len).max(low),
        Some(index) => index.min(high),
    };
    let start = bound(start, if step < 0 { high } else { low });
    let stop = bound(stop, if step < 0 { low } else { high });
    let count = if step < 0 {
        if stop < start { (start - stop - 1) / -step + 1 } else { 0 }
    } else if start < stop {
        (stop - start - 1) / step + 1
    } else {
        0
    };
    Ok((start, stop, step, count as usize))
}

fn slice_new(_: TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(type_error("slice() does not take keyword arguments"));
    }
    let none = Value::none;
    match args.pos {
        [stop] => Ok(new_slice(none(), stop.clone(), none())),
        [start, stop] => Ok(new_slice(start.clone(), stop.clone(), none())),
        [start, stop, step] => Ok(new_slice(start.clone(), stop.clone(), step.clone())),
        [] => Err(type_error("slice expected at least 1 arguments, got 0")),
        more => Err(type_error(format!("slice expected at most 3 arguments, got {}", more.len()))),
    }
}

fn slice_repr(this: &Value) -> PyResult {
    let [start, stop, step] = this.payload::<Slice>().parts();
    let text = [protocol::repr_string(&start)?, protocol::repr_string(&stop)?, protocol::repr_string(&step)?];
    Ok(new_str(&format!("slice({})", text.join(", "))))
}

/// 2.7's message, which does not name the type.
fn unhashable27(_: &Value) -> PyResult<i64> {
    Err(type_error("unhashable type"))
}

fn slice_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (parts(a), parts(b)) else { return Ok(Value::not_implemented()) };
    if a.is(b) {
        return Ok(Value::bool(matches!(op, CmpOp::Eq | CmpOp::Le | CmpOp::Ge)));
    }
    protocol::compare(&new_tuple(x), &new_tuple(y), op)
}

fn indices(this: &Value, len: &Value) -> PyResult {
    let number = protocol::index_value(len)?;
    let Some(len) = int::to_i64(&number) else {
        let kind = number.type_name();
        return Err(overflow_error(format!("cannot fit '{kind}' into an index-sized integer")));
    };
    let (start, stop, step, _) = resolve(this, len.max(0) as usize)?;
    Ok(new_tuple([Value::int(start), Value::int(stop), Value::int(step)]))
}

fn reduce(this: &Value) -> PyResult {
    Ok(new_tuple([SLICE.value(), new_tuple(this.payload::<Slice>().parts())]))
}

static METHODS: &[Method] = &[
    method(
        "indices",
        Native::One(indices),
        "S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, calculate the start and stop\n\
         indices, and the stride length of the extended slice described by\nS. Out of bounds indices are clipped in a \
         manner consistent with the\nhandling of normal slices.",
    ),
    method("__reduce__", Native::NoArgs(reduce), "Return state information for pickling."),
];

static GETSETS: &[GetSet] = &[
    member("start", |this| Ok(this.payload::<Slice>().start.get_or_none())),
    member("stop", |this| Ok(this.payload::<Slice>().stop.get_or_none())),
    member("step", |this| Ok(this.payload::<Slice>().step.get_or_none())),
];

pub fn init() {
    let slots = Slots {
        repr: Some(slice_repr),
        hash: Some(if lang::is_27() { unhashable27 } else { protocol::unhashable }),
        richcompare: Some(slice_compare),
        new: Some(slice_new),
        ..Slots::of::<Slice>()
    };
    ready(TypeDef {
        methods: METHODS,
        getsets: GETSETS,
        doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
        ..TypeDef::new(SLICE, "slice", slots)
    });
}
