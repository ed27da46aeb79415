//! `product`, `permutations`, `combinations`, `combinations_with_replacement`.
//!
//! Invariants: `source` is a tuple of the items (for `product`, `pool` holds one tuple for each argument). `indices`
//! says what the last result was made of. Number 0 is 0 before the first result, 1 after it, 2 when no more come;
//! number 1 is the length of a result.

use super::{COMBINATIONS, COMBINATIONS_WITH_REPLACEMENT, Kind, PERMUTATIONS, PRODUCT, Tool, tool};
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::header::new_instance;
use crate::objects::native::Args;
use crate::objects::tuple::{Tuple, new_row, new_tuple};
use crate::objects::typeobj::TypeRef;
use crate::objects::word::Value;
use crate::objects::{alloc, int, lang, protocol, sequence};
use std::cell::RefCell;

const FRESH: i64 = 0;
const STARTED: i64 = 1;
const STOPPED: i64 = 2;

fn items_of(own: &Tool) -> Value {
    own.source.get_or_none()
}

/// The result that the indices stand for.
fn chosen(own: &Tool) -> Option<Value> {
    // Dropped after the borrow of the indices.
    let mut doomed = Vec::new();
    let source = items_of(own);
    let items = source.downcast::<Tuple>()?.items();
    let indices = own.indices.borrow();
    let item =
        |at: usize| indices.get(at).and_then(|&index| items.get(index)).cloned().unwrap_or(Value::none());
    Some(new_row(&own.extra, own.number(1) as usize, item, &mut doomed))
}

/// One step of all but `product`: the first result as it is, later ones after `advance`, which says whether there
/// is one.
fn step(this: &Value, advance: fn(&Tool, usize, usize) -> bool) -> PyResult<Option<Value>> {
    let own = tool(this);
    match own.number(0) {
        FRESH => own.set_number(0, STARTED),
        STARTED => {
            let n = items_of(own).downcast::<Tuple>().map_or(0, |items| items.items().len());
            if !advance(own, n, own.number(1) as usize) {
                own.set_number(0, STOPPED);
                return Ok(None);
            }
        }
        _ => return Ok(None),
    }
    Ok(chosen(own))
}

fn made(ty: TypeRef, items: Vec<Value>, length: usize, indices: Vec<usize>, possible: bool) -> PyResult {
    let made = Tool::over(new_tuple(items));
    made.indices.replace(indices);
    made.set_number(0, if possible { FRESH } else { STOPPED });
    made.set_number(1, length as i64);
    Ok(new_instance(ty, made))
}

/// The length argument: not negative.
fn length(r: i64) -> PyResult<usize> {
    usize::try_from(r).map_err(|_| value_error("r must be non-negative"))
}

/// Memory for the indices of a row of so many items, and for a row. Errors: MemoryError.
fn ensure_row(items: usize) -> PyResult<()> {
    alloc::ensure(items.saturating_mul(2 * size_of::<usize>() + size_of::<Value>()))
}

// ---- product -------------------------------------------------------------------------------------------------------

fn product_new(ty: TypeRef, args: &Args) -> PyResult {
    let repeat = match args.kw {
        [] => 1,
        _ => {
            let [repeat] = Args { pos: &[], kw: args.kw }.bind("product", ["repeat"], 0)?;
            repeat.map_or(Ok(1), sequence::index_argument)?
        }
    };
    let Ok(repeat) = usize::try_from(repeat) else {
        return Err(value_error("repeat argument cannot be negative"));
    };
    let mut pools = Vec::new();
    for source in args.pos {
        pools.push(new_tuple(protocol::to_vec(source)?));
    }
    let own = Tool::default();
    let all = sequence::repeat(&pools, repeat)?;
    ensure_row(all.len())?;
    own.indices.replace(vec![0; all.len()]);
    own.pool.extend(all);
    Ok(new_instance(ty, own))
}

fn product_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let count = own.pool.len();
    let size = |at: usize| {
        own.pool
            .with_items(|pools| pools.get(at)?.downcast::<Tuple>().map(|pool| pool.items().len()))
            .unwrap_or(0)
    };
    match own.number(0) {
        FRESH if (0..count).all(|at| size(at) > 0) => own.set_number(0, STARTED),
        STARTED if advance_product(&own.indices, size) => {}
        _ => {
            own.set_number(0, STOPPED);
            return Ok(None);
        }
    }
    // Dropped after the borrow of the indices.
    let mut doomed = Vec::new();
    let indices = own.indices.borrow();
    let item = |at: usize| {
        let index = indices.get(at).copied().unwrap_or(0);
        own.pool
            .with_items(|pools| pools.get(at)?.downcast::<Tuple>()?.items().get(index).cloned())
            .unwrap_or(Value::none())
    };
    Ok(Some(new_row(&own.extra, count, item, &mut doomed)))
}

/// Counts up like an odometer.
fn advance_product(indices: &RefCell<Vec<usize>>, size: impl Fn(usize) -> usize) -> bool {
    let mut indices = indices.borrow_mut();
    for at in (0..indices.len()).rev() {
        indices[at] += 1;
        if indices[at] < size(at) {
            return true;
        }
        indices[at] = 0;
    }
    false
}

// ---- permutations --------------------------------------------------------------------------------------------------

fn permutations_new(ty: TypeRef, args: &Args) -> PyResult {
    let [iterable, r] = args.bind("permutations", ["iterable", "r"], 1)?;
    let Some(iterable) = iterable else { return Err(type_error("permutations() needs an iterable")) };
    let items = protocol::to_vec(iterable)?;
    let n = items.len();
    let r = match r.filter(|r| !r.is_none()) {
        None => n,
        Some(r) if lang::is_27() => length(sequence::index_argument(r)?)?,
        Some(r) if int::is_int(r) => length(sequence::index_argument(r)?)?,
        Some(_) => return Err(type_error("Expected int as r")),
    };
    ensure_row(n)?;
    ensure_row(r)?;
    let value = made(ty, items, r, (0..n).collect(), r <= n)?;
    tool(&value).cycles.replace((0..r).map(|at| n.saturating_sub(at)).collect());
    Ok(value)
}

fn permutations_next(this: &Value) -> PyResult<Option<Value>> {
    step(this, |own, n, r| {
        let mut indices = own.indices.borrow_mut();
        let mut cycles = own.cycles.borrow_mut();
        for at in (0..r.min(n)).rev() {
            cycles[at] -= 1;
            if cycles[at] > 0 {
                let other = n - cycles[at];
                indices.swap(at, other);
                return true;
            }
            indices[at..].rotate_left(1);
            cycles[at] = n - at;
        }
        false
    })
}

// ---- combinations ----------------------------------------------------------------------------------------------------

fn two(name: &str, args: &Args) -> PyResult<(Vec<Value>, usize)> {
    let [iterable, r] = args.bind(name, ["iterable", "r"], 2)?;
    let (Some(iterable), Some(r)) = (iterable, r) else {
        return Err(type_error("an iterable and r are needed"));
    };
    let r = sequence::index_argument(r)?;
    let items = protocol::to_vec(iterable)?;
    Ok((items, length(r)?))
}

fn combinations_new(ty: TypeRef, args: &Args) -> PyResult {
    let (items, r) = two("combinations", args)?;
    let possible = r <= items.len();
    ensure_row(if possible { r } else { 0 })?;
    let indices = if possible { (0..r).collect() } else { Vec::new() };
    made(ty, items, r, indices, possible)
}

fn combinations_next(this: &Value) -> PyResult<Option<Value>> {
    step(this, |own, n, r| {
        let mut indices = own.indices.borrow_mut();
        let Some(at) = (0..r).rev().find(|&at| indices[at] != at + n - r) else { return false };
        indices[at] += 1;
        for later in at + 1..r {
            indices[later] = indices[later - 1] + 1;
        }
        true
    })
}

fn with_replacement_new(ty: TypeRef, args: &Args) -> PyResult {
    let (items, r) = two("combinations_with_replacement", args)?;
    let possible = !items.is_empty() || r == 0;
    ensure_row(if possible { r } else { 0 })?;
    let indices = if possible { vec![0; r] } else { Vec::new() };
    made(ty, items, r, indices, possible)
}

fn with_replacement_next(this: &Value) -> PyResult<Option<Value>> {
    step(this, |own, n, r| {
        let mut indices = own.indices.borrow_mut();
        let Some(at) = (0..r).rev().find(|&at| indices[at] + 1 != n) else { return false };
        let next = indices[at] + 1;
        indices[at..r].fill(next);
        true
    })
}

pub(super) fn kinds() -> Vec<Kind> {
    let row = |ty, name, new: super::New, next, doc| Kind {
        ty,
        names: [name, name],
        new: Some(new),
        next,
        repr: None,
        methods: &[],
        doc,
    };
    vec![
        row(PRODUCT, "product", product_new, product_next, "product(*iterables) --> product object"),
        row(
            PERMUTATIONS,
            "permutations",
            permutations_new,
            permutations_next,
            "permutations(iterable[, r]) --> permutations object",
        ),
        row(
            COMBINATIONS,
            "combinations",
            combinations_new,
            combinations_next,
            "combinations(iterable, r) --> combinations object",
        ),
        row(
            COMBINATIONS_WITH_REPLACEMENT,
            "combinations_with_replacement",
            with_replacement_new,
            with_replacement_next,
            "combinations_with_replacement(iterable, r) --> combinations_with_replacement object",
        ),
    ]
}
