//! `memoryview`: a window on the bytes of another object (Objects/memoryobject.c).
//!
//! Invariants: a window is one run of bytes of a byte string or a bytearray, never strided: slices with a step are
//! not implemented, as in CPython. While it is open on a bytearray, that one can't change its length, so the run
//! stays within it.

use super::bytearray::ByteArray;
use super::errors::{PyResult, index_error, raise_none, type_error, value_error};
use super::header::{Layout, Payload, new_object};
use super::list::new_list;
use super::native::{Args, GetSet, Method, Native, getter, method};
use super::slot::Slot;
use super::str::operand::any_buffer;
use super::str::{Kind, Str, new_bytes, new_narrow, new_native_ascii, new_str};
use super::tuple::new_tuple;
use super::typeobj::{CmpOp, MEMORYVIEW, Slots, TypeDef, TypeRef, ready};
use super::word::{Value, Word};
use super::{alloc, exceptions as exc, int, lang, names, protocol, slice};
use std::cell::Cell;

pub struct MemoryView {
    /// The byte string or bytearray; empty once released.
    base: Slot,
    start: Cell<usize>,
    len: Cell<usize>,
}

impl Payload for MemoryView {
    const LAYOUT: Layout = Layout::MemoryView;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.base.visit(visit);
    }
}

impl Drop for MemoryView {
    fn drop(&mut self) {
        self.release();
    }
}

impl MemoryView {
    fn open(base: Value, start: usize, len: usize) -> Value {
        if let Some(array) = base.downcast::<ByteArray>() {
            array.export();
        }
        new_object(
            MEMORYVIEW,
            MemoryView { base: Slot::new(base), start: Cell::new(start), len: Cell::new(len) },
        )
    }

    fn release(&self) {
        let base = self.base.take();
        if let Some(array) = base.as_ref().and_then(|base| base.downcast::<ByteArray>()) {
            array.end_export();
        }
    }

    fn base(&self) -> PyResult {
        self.base.get().ok_or_else(|| value_error("operation forbidden on released memoryview object"))
    }

    /// The byte array that it shows, and which part of it; none if it shows what cannot be written, or has been released.
    pub fn writable(&self) -> Option<(Value, std::ops::Range<usize>)> {
        let base = self.base.get()?;
        base.downcast::<ByteArray>()?;
        Some((base, self.start.get()..self.start.get() + self.len.get()))
    }

    /// The bytes it shows. Errors: ValueError once released.
    pub fn bytes(&self) -> PyResult<Vec<u8>> {
        let base = self.base()?;
        // And what is mostly made of it.
        alloc::ensure(self.len.get().saturating_mul(2))?;
        let range = self.start.get()..self.start.get() + self.len.get();
        let part = |bytes: &[u8]| bytes.get(range.clone()).unwrap_or_default().to_vec();
        Ok(match (base.downcast::<Str>(), base.downcast::<ByteArray>()) {
            (Some(text), _) => part(text.as_narrow().unwrap_or_default()),
            (None, Some(array)) => array.with(part),
            (None, None) => Vec::new(),
        })
    }
}

fn view(this: &Value) -> &MemoryView {
    this.payload::<MemoryView>()
}

fn new(_: TypeRef, args: &Args) -> PyResult {
    let [object] = args.bind("memoryview", ["object"], 1)?;
    let none = Value::none();
    let object = object.unwrap_or(&none);
    if let Some(other) = object.downcast::<MemoryView>() {
        return Ok(MemoryView::open(other.base()?, other.start.get(), other.len.get()));
    }
    let len = match (object.downcast::<Str>(), object.downcast::<ByteArray>()) {
        (Some(text), _) if text.is_bytes() => text.len(),
        (_, Some(array)) => array.len(),
        _ => {
            return Err(type_error(
                "cannot make memory view because object does not have the buffer interface",
            ));
        }
    };
    Ok(MemoryView::open(object.clone(), 0, len))
}

/// The item or run that a key names, as (start, length) in the window.
fn place(this: &Value, key: &Value) -> PyResult<(usize, usize)> {
    let len = view(this).len.get();
    if key.type_of().layout() == Layout::Slice {
        let (start, _, step, count) = slice::resolve(key, len)?;
        return if step == 1 {
            Ok((start as usize, count))
        } else {
            Err(raise_none(exc::NOT_IMPLEMENTED_ERROR))
        };
    }
    if !int::is_int(key) && key.type_of().lookup(names::__index__()).is_none() {
        return Err(type_error(format!("cannot index memory using \"{}\"", key.type_name())));
    }
    match super::sequence::resolve(protocol::index(key)?, len) {
        Some(at) => Ok((at, 1)),
        None => Err(index_error("index out of bounds")),
    }
}

fn getitem(this: &Value, key: &Value) -> PyResult {
    let own = view(this);
    let base = own.base()?;
    let (start, len) = place(this, key)?;
    if key.type_of().layout() == Layout::Slice {
        return Ok(MemoryView::open(base, own.start.get() + start, len));
    }
    Ok(new_narrow(Kind::Bytes, &own.bytes()?[start..start + len]))
}

fn setitem(this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let own = view(this);
    let base = own.base()?;
    let Some(array) = base.downcast::<ByteArray>() else {
        return Err(type_error("cannot modify read-only memory"));
    };
    let Some(value) = value else { return Err(type_error("cannot delete memory")) };
    let (start, len) = place(this, key)?;
    let Some(new) = any_buffer(value) else {
        let how = if lang::is_27() { "have" } else { "support" };
        return Err(type_error(format!("'{}' does not {how} the buffer interface", value.type_name())));
    };
    if new.len() != len {
        return Err(value_error("cannot modify size of memoryview object"));
    }
    let from = own.start.get() + start;
    array.change(|bytes| {
        if let Some(place) = bytes.get_mut(from..from + len) {
            place.copy_from_slice(&new);
        }
    });
    Ok(())
}

fn compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let order = lang::is_27() || matches!(op, CmpOp::Eq | CmpOp::Ne);
    match (any_buffer(a), any_buffer(b)) {
        (Some(a), Some(b)) if order => Ok(Value::bool(op.holds(a.cmp(&b)))),
        _ => Ok(Value::not_implemented()),
    }
}

fn repr(this: &Value) -> PyResult {
    let released = if view(this).base.is_empty() { "released " } else { "" };
    Ok(new_str(&format!("<{released}memory at {:#x}>", this.address())))
}

fn len(this: &Value) -> PyResult<usize> {
    view(this).base()?;
    Ok(view(this).len.get())
}

fn tobytes(this: &Value) -> PyResult {
    view(this).bytes().map(new_bytes)
}

fn tolist(this: &Value) -> PyResult {
    let bytes = view(this).bytes()?;
    alloc::ensure(bytes.len() * size_of::<Value>())?;
    Ok(new_list(bytes.into_iter().map(|byte| Value::int(byte.into())).collect()))
}

fn release(this: &Value) -> PyResult {
    view(this).release();
    Ok(Value::none())
}

fn enter(this: &Value) -> PyResult {
    view(this).base()?;
    Ok(this.clone())
}

fn exit(this: &Value, _: &[Value]) -> PyResult {
    release(this)
}

/// A size, which 2.7 shows as a long.
fn size(value: usize) -> Value {
    int::long_from_big(value.into())
}

fn get_format(this: &Value) -> PyResult {
    view(this).base()?;
    Ok(new_native_ascii(*b"B"))
}

fn get_itemsize(this: &Value) -> PyResult {
    view(this).base()?;
    Ok(size(1))
}

fn get_shape(this: &Value) -> PyResult {
    view(this).base()?;
    Ok(new_tuple([size(view(this).len.get())]))
}

fn get_strides(this: &Value) -> PyResult {
    view(this).base()?;
    Ok(new_tuple([size(1)]))
}

fn get_suboffsets(this: &Value) -> PyResult {
    view(this).base()?;
    Ok(Value::none())
}

fn get_readonly(this: &Value) -> PyResult {
    Ok(Value::bool(view(this).base()?.downcast::<ByteArray>().is_none()))
}

static METHODS27: &[Method] = &[
    method("tobytes", Native::NoArgs(tobytes), "The bytes, copied."),
    method("tolist", Native::NoArgs(tolist), "The bytes as a list of ints."),
];

static METHODS32: &[Method] = &[
    method("__enter__", Native::NoArgs(enter), ""),
    method("__exit__", Native::Var(0, usize::MAX, exit), ""),
    method("release", Native::NoArgs(release), "Closes the window."),
    method("tobytes", Native::NoArgs(tobytes), "The bytes, copied."),
    method("tolist", Native::NoArgs(tolist), "The bytes as a list of ints."),
];

static GETSETS: &[GetSet] = &[
    getter("format", get_format),
    getter("itemsize", get_itemsize),
    getter("ndim", get_itemsize),
    getter("readonly", get_readonly),
    getter("shape", get_shape),
    getter("strides", get_strides),
    getter("suboffsets", get_suboffsets),
];

pub fn init() {
    let slots = Slots {
        repr: Some(repr),
        hash: Some(protocol::unhashable),
        richcompare: Some(compare),
        len: Some(len),
        getitem: Some(getitem),
        setitem: Some(setitem),
        new: Some(new),
        ..Slots::of::<MemoryView>()
    };
    ready(TypeDef {
        methods: if lang::is_27() { METHODS27 } else { METHODS32 },
        getsets: GETSETS,
        doc: "memoryview(object)\n\nCreate a new memoryview object which references the given object.",
        ..TypeDef::new(MEMORYVIEW, "memoryview", slots)
    });
}
