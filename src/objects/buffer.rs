//! 2.7's `buffer`: a read-only look at part of a string or byte array (Objects/bufferobject.c).
//!
//! Invariant: the base object is kept and looked at anew with each access, so a byte array that has changed shows.

use super::errors::{PyResult, index_error, type_error, value_error};
use super::header::{Layout, Payload, new_object};
use super::native::Args;
use super::sequence;
use super::slice;
use super::str::{Str, new_bytes, new_str};
use super::typeobj::{BUFFER, BinOp, CmpOp, SLICE, Slots, TypeDef, TypeRef, ready};
use super::word::{Value, Word};
use super::{alloc, int, protocol};

pub struct Buffer {
    base: Value,
    offset: usize,
    /// None: to the end of the base.
    size: Option<usize>,
}

impl Payload for Buffer {
    const LAYOUT: Layout = Layout::Buffer;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        visit(self.base.word());
    }
}

/// All bytes of an object that a buffer can be made of; unicode shows its code points as the machine has them.
/// Errors: MemoryError.
fn whole(base: &Value) -> PyResult<Option<Vec<u8>>> {
    if let Some(text) = base.downcast::<Str>()
        && text.is_text()
    {
        alloc::ensure(text.len().saturating_mul(2 * size_of::<u32>()))?;
        return Ok(Some(text.to_points().iter().flat_map(|point| point.to_ne_bytes()).collect()));
    }
    super::file::buffer_of(base)
}

/// The bytes that a buffer object shows; none for other objects. Errors: MemoryError.
pub fn bytes_of(value: &Value) -> PyResult<Option<Vec<u8>>> {
    let Some(buffer) = value.downcast::<Buffer>() else { return Ok(None) };
    let all = whole(&buffer.base)?.unwrap_or_default();
    let start = buffer.offset.min(all.len());
    let end = buffer.size.map_or(all.len(), |size| start.saturating_add(size).min(all.len()));
    Ok(Some(all[start..end].to_vec()))
}

fn contents(this: &Value) -> PyResult<Vec<u8>> {
    Ok(bytes_of(this)?.unwrap_or_default())
}

fn new(_ty: TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(type_error("buffer() does not take keyword arguments"));
    }
    args.check("buffer", 1, 3)?;
    let offset = args.get(1).map_or(Ok(0), crate::modules::capi::c_size)?;
    let size = args.get(2).map_or(Ok(-1), crate::modules::capi::c_size)?;
    let base = &args.pos[0];
    if whole(base)?.is_none() {
        return Err(type_error("buffer object expected"));
    }
    let Ok(offset) = usize::try_from(offset) else {
        return Err(value_error("offset must be zero or positive"));
    };
    if size < -1 {
        return Err(value_error("size must be zero or positive"));
    }
    let size = usize::try_from(size).ok();
    // A buffer of a buffer looks at what that one looks at.
    let made = match base.downcast::<Buffer>() {
        Some(inner) => Buffer {
            base: inner.base.clone(),
            offset: inner.offset + offset,
            size: match (inner.size.map(|own| own.saturating_sub(offset)), size) {
                (Some(own), Some(size)) => Some(own.min(size)),
                (own, size) => own.or(size),
            },
        },
        None => Buffer { base: base.clone(), offset, size },
    };
    Ok(new_object(BUFFER, made))
}

fn repr(this: &Value) -> PyResult {
    let buffer = this.payload::<Buffer>();
    let size = buffer.size.map_or(-1, |size| size as i64);
    let (base, offset) = (buffer.base.address(), buffer.offset);
    Ok(new_str(&format!(
        "<read-only buffer for {base:#x}, size {size}, offset {offset} at {:#x}>",
        this.address()
    )))
}

fn to_str(this: &Value) -> PyResult {
    contents(this).map(new_bytes)
}

fn hash(this: &Value) -> PyResult<i64> {
    protocol::hash(&to_str(this)?)
}

fn len(this: &Value) -> PyResult<usize> {
    Ok(contents(this)?.len())
}

fn compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    match (bytes_of(a)?, bytes_of(b)?) {
        (Some(x), Some(y)) => Ok(Value::bool(op.holds(x.cmp(&y)))),
        _ => Ok(Value::not_implemented()),
    }
}

fn getitem(this: &Value, key: &Value) -> PyResult {
    let bytes = contents(this)?;
    if key.type_of() == SLICE {
        let (start, _, step, count) = slice::resolve(key, bytes.len())?;
        let picked = (0..count as i64).filter_map(|at| bytes.get((start + at * step) as usize).copied());
        return Ok(new_bytes(picked.collect::<Vec<u8>>()));
    }
    if !int::is_int(key) {
        return Err(type_error("sequence index must be integer"));
    }
    let index = protocol::index(key)?;
    match sequence::resolve(index, bytes.len()).and_then(|at| bytes.get(at)) {
        Some(&byte) => Ok(new_bytes([byte])),
        None => Err(index_error("buffer index out of range")),
    }
}

fn setitem(_this: &Value, _key: &Value, _new: Option<&Value>) -> PyResult<()> {
    Err(type_error("buffer is read-only"))
}

fn binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    match op {
        BinOp::Add if a.downcast::<Buffer>().is_some() => {
            let Some(other) = super::file::buffer_of(b)? else {
                return Err(type_error("bad argument type for built-in operation"));
            };
            let mut bytes = contents(a)?;
            bytes.extend(other);
            Ok(new_bytes(bytes))
        }
        BinOp::Mul => {
            let (buffer, factor) = if a.downcast::<Buffer>().is_some() { (a, b) } else { (b, a) };
            protocol::binary(BinOp::Mul, &to_str(buffer)?, factor)
        }
        _ => Ok(Value::not_implemented()),
    }
}

pub fn init() {
    let slots = Slots {
        new: Some(new),
        repr: Some(repr),
        str: Some(to_str),
        hash: Some(hash),
        richcompare: Some(compare),
        len: Some(len),
        getitem: Some(getitem),
        setitem: Some(setitem),
        binary: Some(binary),
        ..Slots::of::<Buffer>()
    };
    ready(TypeDef {
        operators: &[BinOp::Add, BinOp::Mul],
        doc: "buffer(object [, offset[, size]])\n\nCreate a new buffer object which references the given object.",
        ..TypeDef::new(BUFFER, "buffer", slots)
    });
}
