//! `_bisect`: places in sorted lists, found by halving (Modules/_bisectmodule.c).

use crate::objects::errors::{PyResult, value_error};
use crate::objects::list::List;
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::protocol::{self, compare_truth};
use crate::objects::sequence::index_argument;
use crate::objects::str::intern;
use crate::objects::typeobj::{CmpOp, LIST};
use crate::objects::{Value, call, module};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// The list, the item, and the place for it.
fn place<'a>(name: &str, side: Side, args: &Args<'a>) -> PyResult<(&'a Value, &'a Value, i64)> {
    let [Some(list), Some(item), low, high] = args.bind(name, ["a", "x", "lo", "hi"], 2)? else {
        // Two are required.
        return Err(value_error("lo must be non-negative"));
    };
    let mut low = low.map_or(Ok(0), index_argument)?;
    // -1 is the end.
    let mut high = high.map_or(Ok(-1), index_argument)?;
    if low < 0 {
        return Err(value_error("lo must be non-negative"));
    }
    if high == -1 {
        high = protocol::len(list)? as i64;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        let other = protocol::getitem(list, &Value::int(middle))?;
        let goes_left = match side {
            Side::Left => !compare_truth(&other, item, CmpOp::Lt)?,
            Side::Right => compare_truth(item, &other, CmpOp::Lt)?,
        };
        if goes_left {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok((list, item, low))
}

fn insert(name: &str, side: Side, args: &Args) -> PyResult {
    let (list, item, at) = place(name, side, args)?;
    match list.downcast::<List>().filter(|_| list.type_of() == LIST) {
        Some(list) => list.insert(usize::try_from(at).unwrap_or(0), item.clone()),
        None => drop(call::call_method(list, &intern("insert"), &[Value::int(at), item.clone()])?),
    }
    Ok(Value::none())
}

fn bisect_right(_: &Value, args: &Args) -> PyResult {
    place("bisect_right", Side::Right, args).map(|(.., at)| Value::int(at))
}

fn bisect_left(_: &Value, args: &Args) -> PyResult {
    place("bisect_left", Side::Left, args).map(|(.., at)| Value::int(at))
}

fn insort_right(_: &Value, args: &Args) -> PyResult {
    insert("insort_right", Side::Right, args)
}

fn insort_left(_: &Value, args: &Args) -> PyResult {
    insert("insort_left", Side::Left, args)
}

const AFTER: &str = "(a, x[, lo[, hi]]) -> index\n\nWhere to put x into a so that it stays sorted; after those that are equal.";
const BEFORE: &str = "(a, x[, lo[, hi]]) -> index\n\nWhere to put x into a so that it stays sorted; before those that are equal.";
const INSERT: &str = "(a, x[, lo[, hi]])\n\nPut x into a, which stays sorted.";

static FUNCTIONS: &[Method] = &[
    method("bisect_right", Native::Kw(bisect_right), AFTER),
    method("bisect", Native::Kw(bisect_right), AFTER),
    method("bisect_left", Native::Kw(bisect_left), BEFORE),
    method("insort_right", Native::Kw(insort_right), INSERT),
    method("insort", Native::Kw(insort_right), INSERT),
    method("insort_left", Native::Kw(insort_left), INSERT),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_bisect");
    module::add_functions(&made, "_bisect", FUNCTIONS);
    Ok(made)
}
