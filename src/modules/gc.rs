//! `gc`: Python's side of the cycle collector (Modules/gcmodule.c).
//!
//! Invariant: there is one generation here, so the second and third threshold are kept and shown, and any generation
//! that is asked for is all of it.

use crate::objects::errors::{PyResult, value_error};
use crate::objects::gc;
use crate::objects::guarded::Guarded;
use crate::objects::header::gc_objects;
use crate::objects::list::new_list;
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::str::new_str;
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::dicts_given_out;
use crate::objects::word::Value;
use crate::objects::{int, lang, module};
use std::cell::Cell;

fn enable(_: &Value) -> PyResult {
    gc::set_enabled(true);
    Ok(Value::none())
}

fn disable(_: &Value) -> PyResult {
    gc::set_enabled(false);
    Ok(Value::none())
}

fn isenabled(_: &Value) -> PyResult {
    Ok(Value::bool(gc::is_enabled()))
}

fn collect(_: &Value, args: &Args) -> PyResult {
    let [generation] = args.bind("collect", ["generation"], 0)?;
    let generation = generation.map_or(Ok(2), int::expect_i64)?;
    if !(0..=2).contains(&generation) {
        return Err(value_error("invalid generation"));
    }
    let unreachable = gc::collect();
    // There is one generation; the counts are kept as if there were three.
    let [one, two] = COUNTS.get();
    COUNTS.set(match generation {
        0 => [one + 1, two],
        1 => [0, two + 1],
        _ => [0, 0],
    });
    Ok(Value::int(unreachable as i64))
}

/// How many collections of the generation below there were since the last one of the second and of the third generation.
static COUNTS: Guarded<Cell<[i64; 2]>> = Guarded::new(Cell::new([0, 0]));

fn get_debug(_: &Value) -> PyResult {
    Ok(Value::int(gc::debug()))
}

fn set_debug(_: &Value, flags: &Value) -> PyResult {
    gc::set_debug(int::expect_i64(flags)?);
    Ok(Value::none())
}

fn get_count(_: &Value) -> PyResult {
    let [one, two] = COUNTS.get();
    Ok(new_tuple([Value::int(gc::count() as i64), Value::int(one), Value::int(two)]))
}

fn get_threshold(_: &Value) -> PyResult {
    Ok(new_tuple(gc::thresholds().map(Value::int)))
}

fn set_threshold(_: &Value, args: &[Value]) -> PyResult {
    let mut thresholds = gc::thresholds();
    for (threshold, value) in thresholds.iter_mut().zip(args) {
        *threshold = int::expect_i64(value)?;
    }
    gc::set_thresholds(thresholds);
    Ok(Value::none())
}

/// A list for the script of what it could not have come to in another way.
fn given(objects: Vec<Value>) -> Value {
    dicts_given_out(&objects);
    new_list(objects)
}

fn get_objects(_: &Value) -> PyResult {
    Ok(given(gc_objects()))
}

fn get_referrers(_: &Value, wanted: &[Value]) -> PyResult {
    let refers = |object: &Value| {
        let referents = gc::referents(object);
        wanted.iter().any(|wanted| referents.iter().any(|found| found.is(wanted)))
    };
    let mut found = gc_objects();
    found.retain(refers);
    Ok(given(found))
}

fn get_referents(_: &Value, objects: &[Value]) -> PyResult {
    Ok(given(objects.iter().flat_map(gc::referents).collect()))
}

fn is_tracked(_: &Value, value: &Value) -> PyResult {
    Ok(Value::bool(gc::is_tracked(value)))
}

static FUNCTIONS: &[Method] = &[
    method("enable", Native::NoArgs(enable), "enable() -> None\n\nEnable automatic garbage collection.\n"),
    method(
        "disable",
        Native::NoArgs(disable),
        "disable() -> None\n\nDisable automatic garbage collection.\n",
    ),
    method(
        "isenabled",
        Native::NoArgs(isenabled),
        "isenabled() -> status\n\nReturns true if automatic garbage collection is enabled.\n",
    ),
    method(
        "collect",
        Native::Kw(collect),
        "collect([generation]) -> n\n\nRun a collection.  The number of unreachable objects is returned.\n",
    ),
    method(
        "get_debug",
        Native::NoArgs(get_debug),
        "get_debug() -> flags\n\nGet the garbage collection debugging flags.\n",
    ),
    method(
        "set_debug",
        Native::One(set_debug),
        "set_debug(flags) -> None\n\nSet the garbage collection debugging flags.\n",
    ),
    method(
        "get_count",
        Native::NoArgs(get_count),
        "get_count() -> (count0, count1, count2)\n\nReturn the current collection counts\n",
    ),
    method(
        "get_threshold",
        Native::NoArgs(get_threshold),
        "get_threshold() -> (threshold0, threshold1, threshold2)\n\nReturn the current collection thresholds\n",
    ),
    method(
        "set_threshold",
        Native::Var(1, 3, set_threshold),
        "set_threshold(threshold0, [threshold1, threshold2]) -> None\n\nSets the collection thresholds.  Setting \
         threshold0 to zero disables\ncollection.\n",
    ),
    method(
        "get_objects",
        Native::NoArgs(get_objects),
        "get_objects() -> [...]\n\nReturn a list of objects tracked by the collector (excluding the list\nreturned).\n",
    ),
    method(
        "get_referrers",
        Native::Var(0, usize::MAX, get_referrers),
        "get_referrers(*objs) -> list\nReturn the list of objects that directly refer to any of objs.",
    ),
    method(
        "get_referents",
        Native::Var(0, usize::MAX, get_referents),
        "get_referents(*objs) -> list\nReturn the list of objects that are directly referred to by objs.",
    ),
    method(
        "is_tracked",
        Native::One(is_tracked),
        "is_tracked(obj) -> bool\n\nReturns true if the object is tracked by the garbage collector.\n",
    ),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("gc");
    module::set(
        &made,
        "__doc__",
        new_str("This module provides access to the garbage collector for reference cycles."),
    );
    module::add_functions(&made, "gc", FUNCTIONS);
    module::set(&made, "garbage", gc::garbage());
    let (leak, more): (i64, &[(&str, i64)]) =
        if lang::is_27() { (62, &[("DEBUG_INSTANCES", 8), ("DEBUG_OBJECTS", 16)]) } else { (38, &[]) };
    let flags = [("DEBUG_STATS", 1), ("DEBUG_COLLECTABLE", 2), ("DEBUG_UNCOLLECTABLE", 4)];
    let last = [("DEBUG_SAVEALL", gc::DEBUG_SAVEALL), ("DEBUG_LEAK", leak)];
    for (name, flag) in flags.iter().chain(&last).chain(more) {
        module::set(&made, name, Value::int(*flag));
    }
    Ok(made)
}
