//! What containers share: the messages of `+` and `*` that no operand could do, index arithmetic, and the
//! text of a container's repr with its guard against containers that contain themselves
//! (Objects/abstract.c, PySequence_*; Objects/object.c, Py_ReprEnter).
//!
//! Invariant: a guard's address is on this thread's list exactly while its `repr` runs.

use super::errors::{PyResult, Raised, overflow_error, type_error};
use super::header::Layout;
use super::lang;
use super::protocol;
use super::str::{Repr, Str, new_bytes, new_native_ascii, new_points};
use super::typeobj::{BinOp, SLICE};
use super::word::{Value, Word};
use crate::objects::alloc;
use std::cell::RefCell;

fn is_sequence(value: &Value) -> bool {
    matches!(value.type_of().layout(), Layout::Str | Layout::List | Layout::Tuple | Layout::ByteArray)
}

/// The error of `sequence + x` and `sequence * x` where the operand is at fault; none for other operands.
pub fn operator_error(op: BinOp, a: &Value, b: &Value) -> Option<Raised> {
    match op {
        BinOp::Mul => {
            let other = if is_sequence(a) {
                b
            } else if is_sequence(b) {
                a
            } else {
                return None;
            };
            if protocol::index_value(other).is_err() {
                super::errors::clear();
                return Some(type_error(format!(
                    "can't multiply sequence by non-int of type '{}'",
                    other.type_name()
                )));
            }
            None
        }
        BinOp::Add => concatenation_error(a, b),
        _ => None,
    }
}

fn concatenation_error(a: &Value, b: &Value) -> Option<Raised> {
    let other = b.type_name();
    let message = match a.type_of().layout() {
        Layout::List => format!("can only concatenate list (not \"{other}\") to list"),
        Layout::Tuple => format!("can only concatenate tuple (not \"{other}\") to tuple"),
        Layout::Str | Layout::ByteArray => return Some(super::str::types::concat_error(a, b)),
        _ => return None,
    };
    Some(type_error(message))
}

/// The result of a sequence's own `__add__` or `__mul__`, called by name: what the operand can't do is an error there,
/// not NotImplemented.
pub fn method_result(op: BinOp, this: &Value, other: &Value, result: Value) -> PyResult {
    if result.is_not_implemented() && is_sequence(this) {
        match op {
            BinOp::Add => return concatenation_error(this, other).map_or(Ok(result), Err),
            BinOp::Mul => drop(index_object(other)?),
            _ => {}
        }
    }
    Ok(result)
}

/// A possibly negative index into a sequence of this length; none if out of range.
#[inline(always)]
pub fn resolve(index: i64, len: usize) -> Option<usize> {
    let len = len as i64;
    let index = if index < 0 { index + len } else { index };
    (0..len).contains(&index).then_some(index as usize)
}

/// `start` or `stop` of a simple slice: negative counts from the end, then clamped to `0..=len`.
pub fn clamp(index: i64, len: usize) -> usize {
    let len = len as i64;
    let index = if index < 0 { index.saturating_add(len) } else { index };
    index.clamp(0, len) as usize
}

/// The factor of `sequence * n`: negative counts as zero; none if `n` is not an index. Errors: OverflowError.
pub fn repeat_count(factor: &Value) -> PyResult<Option<usize>> {
    if factor.word().is_int() {
        return Ok(Some(factor.word().int().max(0) as usize));
    }
    let Ok(number) = protocol::index_value(factor) else {
        if !super::errors::matches(super::exceptions::TYPE_ERROR) {
            return Err(Raised);
        }
        super::errors::clear();
        return Ok(None);
    };
    match super::int::to_i64(&number) {
        Some(count) => Ok(Some(count.max(0) as usize)),
        None => {
            Err(overflow_error(format!("cannot fit '{}' into an index-sized integer", factor.type_name())))
        }
    }
}

/// `items` repeated. Errors: MemoryError for more than can be.
pub fn repeat(items: &[Value], count: usize) -> PyResult<Vec<Value>> {
    let total = items.len().checked_mul(count).filter(|&total| total <= i64::MAX as usize / 8);
    let mut out: Vec<Value> = Vec::new();
    match total {
        // A tuple is made by copying it.
        Some(total)
            if alloc::can_have(2 * total * size_of::<Value>()) && out.try_reserve_exact(total).is_ok() => {}
        _ => return Err(super::errors::raise_none(super::exceptions::MEMORY_ERROR)),
    }
    let Some(total) = total.filter(|&total| total > 0) else { return Ok(out) };
    // SAFETY: the new vector has room for `total` items; each of them gets as many references as it has places.
    unsafe {
        for item in items {
            if item.word().is_object_nonnull() {
                (*item.word().ptr()).incref_by(count);
            }
        }
        let place: *mut Value = out.as_mut_ptr();
        if let [one] = items {
            (0..total).for_each(|at| place.add(at).cast::<Word>().write(one.word()));
        } else {
            (0..count).for_each(|at| {
                std::ptr::copy_nonoverlapping(items.as_ptr(), place.add(at * items.len()), items.len());
            });
        }
        out.set_len(total);
    }
    Ok(out)
}

/// `__rmul__` of sequences: `factor * this`.
pub fn reflected_repeat(this: &Value, factor: &Value) -> PyResult {
    index_object(factor)?;
    protocol::binary(BinOp::Mul, this, factor)
}

/// The items that a slice takes: `start + i * step` for `i` in `0..count`.
#[derive(Clone, Copy)]
pub struct Range {
    pub start: i64,
    pub step: i64,
    pub count: usize,
}

impl Range {
    pub fn indices(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).map(move |i| (self.start + i * self.step) as usize)
    }
}

/// What a subscript asks of a sequence.
pub enum Subscript {
    /// An index, not yet resolved.
    At(i64),
    Slice(Range),
}

/// A subscript of a sequence of this length. Errors: TypeError that names the type of sequence; IndexError for
/// an index beyond 64 bits. It may run Python code (`__index__`), so the length may have changed after it.
#[inline]
pub fn subscript(key: &Value, len: usize, type_name: &str) -> PyResult<Subscript> {
    if key.word().is_int() {
        return Ok(Subscript::At(key.word().int()));
    }
    if key.type_of() == SLICE {
        let (start, _, step, count) = super::slice::resolve(key, len)?;
        return Ok(Subscript::Slice(Range { start, step, count }));
    }
    index(key, type_name).map(Subscript::At)
}

#[cold]
fn index(key: &Value, type_name: &str) -> PyResult<i64> {
    if !super::int::is_int(key) && key.type_of().lookup(super::names::__index__()).is_none() {
        return Err(type_error(format!("{type_name} indices must be integers, not {}", key.type_name())));
    }
    let number = protocol::index_value(key)?;
    super::int::to_i64(&number).ok_or_else(|| {
        super::errors::index_error(format!("cannot fit '{}' into an index-sized integer", key.type_name()))
    })
}

/// An argument that is an index (the `n` of PyArg_ParseTuple). Errors: TypeError, OverflowError.
pub fn index_argument(value: &Value) -> PyResult<i64> {
    if value.word().is_int() {
        return Ok(value.word().int());
    }
    if !super::int::is_int(value) && value.type_of().lookup(super::names::__index__()).is_none() {
        return Err(type_error(if value.type_of() == super::typeobj::FLOAT {
            "integer argument expected, got float".to_owned()
        } else if lang::is_27() {
            "an integer is required".to_owned()
        } else {
            format!("'{}' object cannot be interpreted as an integer", value.type_name())
        }));
    }
    let number = protocol::index_value(value)?;
    super::int::to_i64(&number).ok_or_else(|| {
        let target = if lang::is_27() { "long" } else { "ssize_t" };
        overflow_error(format!("Python int too large to convert to C {target}"))
    })
}

/// Checks a number of arguments as PyArg_UnpackTuple words it.
pub use super::native::unpack;

/// Any int, or what `__index__` gives (PyNumber_Index, in its argument's words). Errors: TypeError.
pub fn index_object(value: &Value) -> PyResult {
    if super::int::is_int(value) || value.type_of().lookup(super::names::__index__()).is_some() {
        return protocol::index_value(value);
    }
    let what = if lang::is_27() { "an index" } else { "an integer" };
    Err(type_error(format!("'{}' object cannot be interpreted as {what}", value.type_name())))
}

/// A bound of a search or a simple slice, clamped to 64 bits (_PyEval_SliceIndex).
pub fn slice_index(value: &Value) -> PyResult<i64> {
    if value.word().is_int() {
        return Ok(value.word().int());
    }
    if !super::int::is_int(value) && value.type_of().lookup(super::names::__index__()).is_none() {
        let none = if lang::is_27() { "" } else { "None or " };
        return Err(type_error(format!("slice indices must be integers or {none}have an __index__ method")));
    }
    protocol::index_clamped(value)
}

/// The items of a resolved slice.
pub fn pick(items: &[Value], range: Range) -> Vec<Value> {
    if range.step == 1 {
        let stop = (range.start as usize + range.count).min(items.len());
        let taken = items.get(range.start as usize..stop).unwrap_or_default();
        return super::list::copied(taken);
    }
    let mut taken = Vec::with_capacity(range.count);
    taken.extend(range.indices().filter_map(|at| items.get(at).cloned()));
    taken
}

// ---- the text of a repr ----------------------------------------------------------------------------------

thread_local! {
    static ACTIVE: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// A container whose repr is being made; leaves when dropped (Py_ReprLeave).
pub struct ReprGuard(());

/// Py_ReprEnter: none if the repr of this very object is being made already.
pub fn repr_enter(value: &Value) -> Option<ReprGuard> {
    ACTIVE.with_borrow_mut(|active| {
        if active.contains(&value.address()) {
            return None;
        }
        active.push(value.address());
        Some(ReprGuard(()))
    })
}

impl Drop for ReprGuard {
    fn drop(&mut self) {
        ACTIVE.with_borrow_mut(|active| active.pop());
    }
}

/// Text of the language's `str` put together piece by piece.
#[derive(Default)]
pub struct Text {
    narrow: Vec<u8>,
    wide: Option<Vec<u32>>,
}

impl Text {
    pub fn new(start: &str) -> Text {
        let mut text = Text::default();
        text.push(start);
        text
    }

    /// Appends ASCII, or any text of 3.2.
    pub fn push(&mut self, piece: &str) {
        match &mut self.wide {
            Some(points) => points.extend(piece.chars().map(u32::from)),
            None if piece.is_ascii() || lang::is_27() => self.narrow.extend_from_slice(piece.as_bytes()),
            None => self.widen().extend(piece.chars().map(u32::from)),
        }
    }

    fn widen(&mut self) -> &mut Vec<u32> {
        let narrow = std::mem::take(&mut self.narrow);
        self.wide.get_or_insert_with(|| narrow.into_iter().map(u32::from).collect())
    }

    /// Appends a string object.
    pub fn push_value(&mut self, piece: &Value) {
        let Some(piece) = piece.downcast::<Str>() else { return };
        match (piece.repr(), &mut self.wide) {
            (Repr::Narrow(bytes), None) => self.narrow.extend_from_slice(bytes),
            _ => {
                let points = piece.to_points();
                self.widen().extend(points);
            }
        }
    }

    /// Appends `repr(value)` of an item of a sequence, which 3.2 counts as a level of recursion in that place.
    pub fn push_repr_in(&mut self, value: &Value, place: &str) -> PyResult<()> {
        let _level = if lang::is_27() { None } else { Some(super::recursion::enter(place)?) };
        self.push_repr(value)
    }

    /// Appends `repr(value)`.
    pub fn push_repr(&mut self, value: &Value) -> PyResult<()> {
        let piece = protocol::repr(value)?;
        // With what stands between two pieces.
        let more = piece.downcast::<Str>().map_or(0, Str::len) + 8;
        match &mut self.wide {
            Some(points) => alloc::room(points, more)?,
            None => alloc::room(&mut self.narrow, more)?,
        }
        self.push_value(&piece);
        Ok(())
    }

    pub fn finish(self) -> Value {
        match self.wide {
            Some(points) => new_points(points),
            None if lang::is_27() => new_bytes(self.narrow),
            None => new_native_ascii(self.narrow),
        }
    }
}
