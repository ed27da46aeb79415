//! Calling: the one door from native code into whatever can be called (Objects/abstract.c, PyObject_Call).

use super::errors::{PyResult, type_error};
use super::native::Args;
use super::protocol;
use super::recursion;
use super::word::Value;

/// What PyObject_Call says at the recursion limit.
pub const WHILE_CALLING: &str = " while calling a Python object";

/// Calls with positional and keyword arguments. A level of recursion of its own, beside that of the frame it may enter.
#[inline]
pub fn call_args(function: &Value, args: &Args) -> PyResult {
    let _level = recursion::enter(WHILE_CALLING)?;
    match function.type_of().slots().call {
        Some(call) => call(function, args),
        None => Err(not_callable(function)),
    }
}

#[cold]
fn not_callable(function: &Value) -> super::errors::Raised {
    type_error(format!("'{}' object is not callable", function.type_name()))
}

/// Calls with positional arguments.
#[inline]
pub fn call(function: &Value, pos: &[Value]) -> PyResult {
    call_args(function, &Args::new(pos))
}

/// Looks a method up and calls it: `this.name(*pos)`.
pub fn call_method(this: &Value, name: &Value, pos: &[Value]) -> PyResult {
    let method = protocol::getattr(this, name)?;
    call(&method, pos)
}
