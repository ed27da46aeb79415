//! `_heapq`: heaps in lists (Modules/_heapqmodule.c).
//!
//! Invariants: an item is compared without holding on to a place in the list, since a comparison may run Python code that
//! changes it; after each the length is looked at again. 2.7 swaps items, so that a comparison that fails leaves all of them
//! in the list; 3.2 moves others into the gap and fills it at the end, so that a failure loses the item on its way.

use crate::objects::errors::{PyResult, index_error, runtime_error, type_error};
use crate::objects::list::List;
use crate::objects::native::{Method, Native, method};
use crate::objects::protocol::{compare_truth, getattr_option};
use crate::objects::sequence::unpack;
use crate::objects::typeobj::CmpOp;
use crate::objects::{Value, lang, module, names};

fn list_of(heap: &Value) -> PyResult<&List> {
    heap.downcast::<List>().ok_or_else(|| type_error("heap argument must be a list"))
}

/// Whether `x` goes before `y`. A 2.7 class may define only `__le__`.
fn before(x: &Value, y: &Value) -> PyResult<bool> {
    if lang::is_27() && getattr_option(x, names::__lt__())?.is_none() {
        return compare_truth(y, x, CmpOp::Le).map(|reached| !reached);
    }
    compare_truth(x, y, CmpOp::Lt)
}

fn item(heap: &List, at: usize) -> PyResult {
    heap.get(at).ok_or_else(|| index_error("index out of range"))
}

fn put(heap: &List, at: usize, value: Value) -> PyResult<()> {
    heap.set(at, value).map_err(|_| index_error("index out of range"))
}

fn same_size(heap: &List, size: usize) -> PyResult<()> {
    if heap.len() == size { Ok(()) } else { Err(runtime_error("list changed size during iteration")) }
}

/// Moves an item one row; 2.7's other one takes its place.
fn shift(heap: &List, from: usize, to: usize) -> PyResult<()> {
    let (moved, other) = (item(heap, from)?, item(heap, to)?);
    if lang::is_27() {
        put(heap, from, other)?;
    }
    put(heap, to, moved)
}

/// All but the item at `pos` is in order: it changes places with its parents until it fits (_siftdown).
fn rise(heap: &List, start: usize, mut pos: usize) -> PyResult<()> {
    let size = heap.len();
    let mut new = item(heap, pos)?;
    while pos > start {
        let parent = (pos - 1) / 2;
        let smaller = before(&new, &item(heap, parent)?)?;
        same_size(heap, size)?;
        if !smaller {
            break;
        }
        shift(heap, parent, pos)?;
        pos = parent;
        same_size(heap, size)?;
        if lang::is_27() {
            new = item(heap, pos)?;
        }
    }
    if lang::is_27() { Ok(()) } else { put(heap, pos, new) }
}

/// The smaller child goes up, down to a leaf, and then the item rises from there (_siftup): mostly it came from the bottom
/// and belongs there, so comparing it on the way down would be wasted.
fn sink(heap: &List, start: usize) -> PyResult<()> {
    let size = heap.len();
    let mut pos = start;
    let new = item(heap, pos)?;
    let mut child = 2 * pos + 1;
    while child < size {
        if child + 1 < size && !before(&item(heap, child)?, &item(heap, child + 1)?)? {
            child += 1;
        }
        same_size(heap, size)?;
        shift(heap, child, pos)?;
        pos = child;
        child = 2 * pos + 1;
        same_size(heap, size)?;
    }
    if !lang::is_27() {
        put(heap, pos, new)?;
    }
    rise(heap, start, pos)
}

/// Takes the smallest out and has `new` in its place.
fn replace(heap: &List, new: &Value) -> PyResult {
    let smallest = item(heap, 0)?;
    put(heap, 0, new.clone())?;
    sink(heap, 0)?;
    Ok(smallest)
}

fn heappush(_: &Value, args: &[Value]) -> PyResult {
    unpack("heappush", args, 2, 2)?;
    let heap = list_of(&args[0])?;
    heap.append(args[1].clone())?;
    rise(heap, 0, heap.len() - 1)?;
    Ok(Value::none())
}

fn heappop(_: &Value, heap: &Value) -> PyResult {
    let heap = list_of(heap)?;
    let last = heap.pop().ok_or_else(|| index_error("index out of range"))?;
    if heap.is_empty() { Ok(last) } else { replace(heap, &last) }
}

fn heapreplace(_: &Value, args: &[Value]) -> PyResult {
    unpack("heapreplace", args, 2, 2)?;
    replace(list_of(&args[0])?, &args[1])
}

fn heappushpop(_: &Value, args: &[Value]) -> PyResult {
    unpack("heappushpop", args, 2, 2)?;
    let heap = list_of(&args[0])?;
    match heap.get(0) {
        Some(smallest) if before(&smallest, &args[1])? => replace(heap, &args[1]),
        _ => Ok(args[1].clone()),
    }
}

fn heapify(_: &Value, heap: &Value) -> PyResult {
    let heap = list_of(heap)?;
    for start in (0..heap.len() / 2).rev() {
        sink(heap, start)?;
    }
    Ok(Value::none())
}

static FUNCTIONS: &[Method] = &[
    method(
        "heappush",
        Native::Var(0, usize::MAX, heappush),
        "heappush(heap, item) -> None. Put an item into the heap.",
    ),
    method(
        "heappushpop",
        Native::Var(0, usize::MAX, heappushpop),
        "heappushpop(heap, item) -> value. heappush(), then heappop(), in one pass.",
    ),
    method("heappop", Native::One(heappop), "heappop(heap) -> value. Take the smallest item out."),
    method(
        "heapreplace",
        Native::Var(0, usize::MAX, heapreplace),
        "heapreplace(heap, item) -> value. heappop(), then heappush(), in one pass: what it gives may be larger than item.",
    ),
    method("heapify", Native::One(heapify), "heapify(list) -> None. Make a list a heap, in linear time."),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_heapq");
    module::add_functions(&made, "_heapq", FUNCTIONS);
    Ok(made)
}
