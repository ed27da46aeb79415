//! The part of `sys` that looks at threads and the GIL.

use crate::modules::capi;
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::float::new_float;
use crate::objects::module::add_functions;
use crate::objects::native::{Method, Native, method};
use crate::objects::tuple::Tuple;
use crate::objects::{Value, int, lang};
use crate::profile::GilKind;
use crate::runtime::{current, gil};
use crate::vm::{door, tracing};

fn current_frames(_this: &Value) -> PyResult {
    let dict = Dict::new_value();
    if let Some(table) = dict.downcast::<Dict>() {
        for (thread, frame) in door::current_frames() {
            table.insert(Value::int(thread as i64), frame)?;
        }
    }
    Ok(dict)
}

/// Kept under both GILs; only the tick GIL looks at it. As in 2.7 the ticker is set at once (rule 1.2.7).
fn setcheckinterval(_this: &Value, args: &[Value]) -> PyResult {
    let interval = args.first().map_or(Ok(0), int::expect_i64)?;
    if i32::try_from(interval).is_err() {
        return Err(crate::objects::errors::overflow_error(if interval > 0 {
            "signed integer is greater than maximum"
        } else {
            "signed integer is less than minimum"
        }));
    }
    gil().set_check_interval(interval);
    if gil().kind() == GilKind::Ticks {
        current().refill_ticker(gil().refill_value());
    }
    Ok(Value::none())
}

fn getcheckinterval(_this: &Value) -> PyResult {
    Ok(Value::int(gil().check_interval()))
}

/// Stored as whole microseconds; below one it counts as one when it is used.
fn setswitchinterval(_this: &Value, args: &[Value]) -> PyResult {
    let Some(value) = args.first() else { return Ok(Value::none()) };
    let seconds = capi::c_double(value)?;
    // What is not a number is not refused, and comes out as C's conversion has it; so does what is too large.
    if seconds <= 0.0 {
        return Err(value_error("switch interval must be strictly positive"));
    }
    gil().set_switch_interval_us(c_unsigned(seconds * 1e6));
    Ok(Value::none())
}

/// C's conversion of a double to an unsigned long, as x86-64 does it where the language leaves it open.
fn c_unsigned(value: f64) -> u64 {
    const TOP: u64 = 1 << 63;
    if value.is_nan() {
        TOP
    } else if value >= 2.0 * TOP as f64 {
        0
    } else {
        value as u64
    }
}

fn getswitchinterval(_this: &Value) -> PyResult {
    Ok(new_float(gil().switch_interval_us() as f64 * 1e-6))
}

fn settrace(_this: &Value, value: &Value) -> PyResult {
    tracing::set_trace(current(), (!value.is_none()).then(|| value.clone()));
    Ok(Value::none())
}

fn gettrace(_this: &Value) -> PyResult {
    Ok(current().trace.get_or_none())
}

fn setprofile(_this: &Value, value: &Value) -> PyResult {
    tracing::set_profile(current(), (!value.is_none()).then(|| value.clone()));
    Ok(Value::none())
}

fn getprofile(_this: &Value) -> PyResult {
    Ok(current().profile.get_or_none())
}

fn call_tracing(_this: &Value, args: &[Value]) -> PyResult {
    let Some(given) = args[1].downcast::<Tuple>() else {
        let given = args[1].type_name();
        return Err(type_error(format!("call_tracing() argument 2 must be tuple, not {given}")));
    };
    tracing::call_tracing(current(), &args[0], given.items())
}

static METHODS: &[Method] = &[
    method("_current_frames", Native::NoArgs(current_frames), "_current_frames() -> dictionary"),
    method("setcheckinterval", Native::Var(1, 1, setcheckinterval), "setcheckinterval(n)"),
    method(
        "getcheckinterval",
        Native::NoArgs(getcheckinterval),
        "getcheckinterval() -> current check interval",
    ),
    method("settrace", Native::One(settrace), "settrace(function)"),
    method("gettrace", Native::NoArgs(gettrace), "gettrace()"),
    method("call_tracing", Native::Var(2, 2, call_tracing), "call_tracing(func, args) -> object"),
    method("setprofile", Native::One(setprofile), "setprofile(function)"),
    method("getprofile", Native::NoArgs(getprofile), "getprofile()"),
];

static METHODS32: &[Method] = &[
    method("setswitchinterval", Native::Var(1, 1, setswitchinterval), "setswitchinterval(n)"),
    method("getswitchinterval", Native::NoArgs(getswitchinterval), "getswitchinterval() -> current interval"),
];

pub fn add(module: &Value) {
    add_functions(module, "sys", METHODS);
    // Language 2.7 over the interval GIL has no other way to set its interval.
    if !lang::is_27() || gil().kind().is_asked_for() {
        add_functions(module, "sys", METHODS32);
    }
}
