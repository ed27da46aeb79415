//! Services and protocols by name and by number.

use super::{c_string, native_text, plain_error};
use crate::modules::capi::c_int;
use crate::objects::Value;
use crate::objects::errors::{PyResult, overflow_error, type_error};
use crate::objects::lang;
use crate::objects::native::{Method, Native, method};
use crate::objects::str::Str;
use crate::platform::services;
use crate::runtime::without_gil;
use std::ffi::CString;

/// The `s` of PyArg_ParseTuple.
fn text_argument(function: &str, position: usize, value: &Value) -> PyResult<CString> {
    match value.downcast::<Str>() {
        Some(text) if text.is_text() || lang::is_27() => c_string(text),
        _ => Err(type_error(format!(
            "{function}() argument {position} must be {}, not {}",
            if lang::is_27() { "string" } else { "str" },
            value.type_name()
        ))),
    }
}

fn protocol_argument(function: &str, args: &[Value]) -> PyResult<Option<CString>> {
    args.get(1).map(|value| text_argument(function, 2, value)).transpose()
}

fn getservbyname(_this: &Value, args: &[Value]) -> PyResult {
    let name = text_argument("getservbyname", 1, &args[0])?;
    let protocol = protocol_argument("getservbyname", args)?;
    let found = without_gil(|| services::port_of(&name, protocol.as_deref()));
    found.map(|port| Value::int(port.into())).ok_or_else(|| plain_error("service/proto not found"))
}

fn getservbyport(_this: &Value, args: &[Value]) -> PyResult {
    let port = c_int(&args[0])?;
    let protocol = protocol_argument("getservbyport", args)?;
    let Ok(port) = u16::try_from(port) else {
        return Err(overflow_error("getservbyport: port must be 0-65535."));
    };
    let found = without_gil(|| services::service_at(port, protocol.as_deref()));
    found.map(|name| native_text(&name)).ok_or_else(|| plain_error("port/proto not found"))
}

fn getprotobyname(_this: &Value, args: &[Value]) -> PyResult {
    let name = text_argument("getprotobyname", 1, &args[0])?;
    let found = without_gil(|| services::protocol_number(&name));
    found.map(|number| Value::int(number.into())).ok_or_else(|| plain_error("protocol not found"))
}

pub(super) static FUNCTIONS: &[Method] = &[
    method(
        "getservbyname",
        Native::Var(1, 2, getservbyname),
        "getservbyname(servicename[, protocolname]) -> integer\n\nThe port of a service.",
    ),
    method(
        "getservbyport",
        Native::Var(1, 2, getservbyport),
        "getservbyport(port[, protocolname]) -> string\n\nThe service at a port.",
    ),
    method(
        "getprotobyname",
        Native::Var(1, 1, getprotobyname),
        "getprotobyname(name) -> integer\n\nThe number of a protocol.",
    ),
];
