//! The module `_socket` (Modules/socketmodule.c): socket objects in [`object`], addresses in [`address`], numbers in [`numbers`],
//! services by name in [`services`], here the other functions and the error classes.
//!
//! Invariant: every call that may block gives the GIL up. An `EINTR` is the error of the call, after the signal handlers
//! have run; only `sendall` goes on after it, and `connect_ex` gives it as its result.

mod address;
mod numbers;
mod object;
mod services;

use std::cell::Cell;
use std::ffi::CString;

use super::capi::{self, c_double, c_int, c_long};
use crate::objects::errors::{PyResult, Raised, overflow_error, raise, raise_value, type_error, value_error};
use crate::objects::guarded::Guarded;
use crate::objects::list::new_list;
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::str::{Str, new_bytes, new_str};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{SOCKET, TypeRef};
use crate::objects::{Value, exceptions as exc, float, int, lang, module};
use crate::platform::socket::{self as os, Address, Hints, ResolveError};
use crate::platform::{Errno, fd};
use crate::runtime::without_gil;

/// The error classes, made with the module.
struct Errors {
    error: Cell<TypeRef>,
    timeout: Cell<TypeRef>,
    resolver: Cell<TypeRef>,
    host: Cell<TypeRef>,
}

static ERRORS: Guarded<Errors> = Guarded::new(Errors {
    error: Cell::new(exc::IO_ERROR),
    timeout: Cell::new(exc::IO_ERROR),
    resolver: Cell::new(exc::IO_ERROR),
    host: Cell::new(exc::IO_ERROR),
});

/// Seconds that new sockets wait; negative: without end.
static DEFAULT_TIMEOUT: Guarded<Cell<f64>> = Guarded::new(Cell::new(-1.0));

/// `socket.error` from a system call's error.
fn system_error(errno: Errno) -> Raised {
    capi::from_errno(ERRORS.error.get(), errno)
}

/// `socket.error` with a text only.
fn plain_error(text: &str) -> Raised {
    raise(ERRORS.error.get(), text)
}

fn timed_out() -> Raised {
    raise(ERRORS.timeout.get(), "timed out")
}

fn resolver_error(error: ResolveError) -> Raised {
    match error {
        ResolveError::System(errno) => system_error(errno),
        ResolveError::Resolver(code, text) => {
            raise_value(ERRORS.resolver.get(), new_tuple([Value::int(code.into()), new_str(&text)]))
        }
    }
}

/// A text of the language's `str` from bytes of the system.
fn native_text(bytes: &[u8]) -> Value {
    if lang::is_27() { new_bytes(bytes) } else { new_str(&String::from_utf8_lossy(bytes)) }
}

/// The timeout argument of `settimeout` and `setdefaulttimeout`: seconds, negative for None.
fn timeout_argument(value: &Value) -> PyResult<f64> {
    if value.is_none() {
        return Ok(-1.0);
    }
    let seconds = c_double(value)?;
    if seconds < 0.0 {
        return Err(value_error("Timeout value out of range"));
    }
    Ok(seconds)
}

fn timeout_value(seconds: f64) -> Value {
    if seconds < 0.0 { Value::none() } else { float::new_float(seconds) }
}

/// A zero-terminated copy of a string argument.
fn c_string(text: &Str) -> PyResult<CString> {
    CString::new(text.to_utf8()).map_err(|_| type_error("embedded NUL character"))
}

// ---- functions -----------------------------------------------------------------------------------------

fn socketpair(_this: &Value, args: &[Value]) -> PyResult {
    let number = |at: usize, default: i32| args.get(at).map_or(Ok(default), c_int);
    let (family, kind, protocol) = (number(0, libc::AF_UNIX)?, number(1, libc::SOCK_STREAM)?, number(2, 0)?);
    let (a, b) = without_gil(|| os::pair(family, kind, protocol)).map_err(system_error)?;
    let end = |fd| object::wrap(fd, family, kind, protocol);
    Ok(new_tuple([end(a), end(b)]))
}

fn from_fd(_this: &Value, args: &[Value]) -> PyResult {
    let (fd, family, kind) = (c_int(&args[0])?, c_int(&args[1])?, c_int(&args[2])?);
    let protocol = args.get(3).map_or(Ok(0), c_int)?;
    let copy = fd::dup(fd).map_err(system_error)?;
    Ok(object::wrap(copy, family, kind, protocol))
}

fn dup(_this: &Value, value: &Value) -> PyResult {
    let old = c_int(value)?;
    fd::dup(old).map(|new| Value::int(new.into())).map_err(system_error)
}

fn get_host_name(_this: &Value) -> PyResult {
    os::host_name().map(|name| native_text(&name)).map_err(system_error)
}

fn host_argument(value: &Value) -> PyResult<CString> {
    match value.downcast::<Str>() {
        Some(text) => c_string(text),
        None => Err(address::not_a_string(value)),
    }
}

fn numeric(address: &Address) -> PyResult<Value> {
    os::name_of(address, libc::NI_NUMERICHOST).map(|(host, _)| native_text(&host)).map_err(resolver_error)
}

fn get_host_by_name(_this: &Value, args: &[Value]) -> PyResult {
    let host = host_argument(&args[0])?;
    let found = address::resolve_host(&host, libc::AF_INET)?;
    numeric(&found)
}

fn get_host_by_name_ex(_this: &Value, args: &[Value]) -> PyResult {
    let host = host_argument(&args[0])?;
    let found = address::resolve_host(&host, libc::AF_INET)?;
    Ok(new_tuple([native_text(host.as_bytes()), new_list(vec![]), new_list(vec![numeric(&found)?])]))
}

fn get_host_by_addr(_this: &Value, args: &[Value]) -> PyResult {
    let host = host_argument(&args[0])?;
    let found = address::resolve_host(&host, libc::AF_UNSPEC)?;
    match without_gil(|| os::name_of(&found, libc::NI_NAMEREQD)) {
        Ok((name, _)) => {
            Ok(new_tuple([native_text(&name), new_list(vec![]), new_list(vec![numeric(&found)?])]))
        }
        Err(_) => {
            // HOST_NOT_FOUND of the resolver.
            Err(raise_value(ERRORS.host.get(), new_tuple([Value::int(1), new_str("Unknown host")])))
        }
    }
}

fn get_addr_info(_this: &Value, args: &[Value]) -> PyResult {
    let number = |at: usize| args.get(at).map_or(Ok(0), c_int);
    let hints = Hints { family: number(2)?, kind: number(3)?, protocol: number(4)?, flags: number(5)? };
    let host = match &args[0] {
        host if host.is_none() => None,
        host => match host.downcast::<Str>() {
            Some(text) => Some(c_string(text)?),
            None => return Err(type_error("getaddrinfo() argument 1 must be string or None")),
        },
    };
    let service = match &args[1] {
        service if service.is_none() => None,
        service if int::is_int(service) => {
            // The digits hold no zero byte.
            CString::new(c_long(service)?.to_string()).ok()
        }
        service => match service.downcast::<Str>() {
            Some(text) => Some(c_string(text)?),
            None if lang::is_27() => {
                return Err(plain_error("getaddrinfo() argument 2 must be integer or string"));
            }
            None => return Err(plain_error("Int or String expected")),
        },
    };
    let found = without_gil(|| os::resolve(host.as_deref(), service.as_deref(), hints));
    let rows = found.map_err(resolver_error)?.into_iter().map(|row| {
        Ok(new_tuple([
            Value::int(row.family.into()),
            Value::int(row.kind.into()),
            Value::int(row.protocol.into()),
            native_text(&row.name),
            address::to_value(&row.address)?,
        ]))
    });
    Ok(new_list(rows.collect::<PyResult<Vec<Value>>>()?))
}

/// 3.2 has names for the arguments.
fn get_addr_info_named(this: &Value, args: &Args) -> PyResult {
    if lang::is_27() {
        args.no_keywords("getaddrinfo")?;
        args.check("getaddrinfo", 2, 6)?;
        return get_addr_info(this, args.pos);
    }
    let names = ["host", "port", "family", "type", "proto", "flags"];
    let bound = args.bind("getaddrinfo", names, 2)?;
    let given: Vec<Value> = bound.iter().map(|value| value.cloned().unwrap_or(Value::int(0))).collect();
    get_addr_info(this, &given)
}

fn get_name_info(_this: &Value, args: &[Value]) -> PyResult {
    let flags = c_int(&args[1])?;
    let Some(Tuple { .. }) = args[0].downcast::<Tuple>() else {
        return Err(type_error("getnameinfo() argument 1 must be a tuple"));
    };
    let address = address::for_name_info(&args[0])?;
    let (host, service) = without_gil(|| os::name_of(&address, flags)).map_err(resolver_error)?;
    Ok(new_tuple([native_text(&host), native_text(&service)]))
}

fn get_default_timeout(_this: &Value) -> PyResult {
    Ok(timeout_value(DEFAULT_TIMEOUT.get()))
}

fn set_default_timeout(_this: &Value, value: &Value) -> PyResult {
    DEFAULT_TIMEOUT.set(timeout_argument(value)?);
    Ok(Value::none())
}

fn swap_short(_this: &Value, args: &[Value]) -> PyResult {
    let number = c_int(&args[0])?;
    if number < 0 {
        return Err(overflow_error("can't convert negative number to unsigned long"));
    }
    Ok(Value::int((number as u16).to_be().into()))
}

fn swap_long(_this: &Value, value: &Value) -> PyResult {
    if !int::is_int(value) {
        return Err(type_error(format!("expected int/long, {} found", value.type_name())));
    }
    let number = c_long(value)?;
    if number < 0 {
        return Err(overflow_error(if lang::is_27() {
            "can't convert negative number to unsigned long"
        } else {
            "can't convert negative value to unsigned int"
        }));
    }
    // 2.7 cuts off what is too much of an int, not what is of a long.
    if number > u32::MAX.into() && (!lang::is_27() || int::is_long(value)) {
        return Err(overflow_error("long int larger than 32 bits"));
    }
    Ok(int::long_from_big((number as u32).to_be().into()))
}

const TO_NETWORK_SHORT: &str = "16 bits of this machine in the network's byte order, and back.";
const TO_NETWORK_LONG: &str = "32 bits of this machine in the network's byte order, and back.";

static FUNCTIONS: &[Method] = &[
    method(
        "socketpair",
        Native::Var(0, 3, socketpair),
        "socketpair([family[, type[, proto]]]) -> (socket, socket)\n\nTwo sockets that are connected with one another.",
    ),
    method("gethostname", Native::NoArgs(get_host_name), "gethostname() -> string"),
    method("gethostbyname", Native::Var(1, 1, get_host_by_name), "gethostbyname(host) -> address"),
    method(
        "gethostbyname_ex",
        Native::Var(1, 1, get_host_by_name_ex),
        "gethostbyname_ex(host) -> (name, aliaslist, addresslist)",
    ),
    method(
        "gethostbyaddr",
        Native::Var(1, 1, get_host_by_addr),
        "gethostbyaddr(host) -> (name, aliaslist, addresslist)",
    ),
    method(
        "getaddrinfo",
        Native::Kw(get_addr_info_named),
        "getaddrinfo(host, port[, family, socktype, proto, flags])\n    -> list of (family, socktype, proto, \
         canonname, sockaddr)",
    ),
    method("getnameinfo", Native::Var(2, 2, get_name_info), "getnameinfo(sockaddr, flags) -> (host, port)"),
    method("getdefaulttimeout", Native::NoArgs(get_default_timeout), "getdefaulttimeout() -> timeout"),
    method("setdefaulttimeout", Native::One(set_default_timeout), "setdefaulttimeout(timeout)"),
    method("htons", Native::Var(1, 1, swap_short), TO_NETWORK_SHORT),
    method("ntohs", Native::Var(1, 1, swap_short), TO_NETWORK_SHORT),
    method("htonl", Native::One(swap_long), TO_NETWORK_LONG),
    method("ntohl", Native::One(swap_long), TO_NETWORK_LONG),
    method("inet_aton", Native::Var(1, 1, address::inet_aton), "inet_aton(string) -> four bytes"),
    method("inet_ntoa", Native::Var(1, 1, address::inet_ntoa), "inet_ntoa(four bytes) -> string"),
    method("inet_pton", Native::Var(2, 2, address::inet_pton), "inet_pton(family, string) -> bytes"),
    method("inet_ntop", Native::Var(2, 2, address::inet_ntop), "inet_ntop(family, bytes) -> string"),
];

static FUNCTIONS27: &[Method] = &[method(
    "fromfd",
    Native::Var(3, 4, from_fd),
    "fromfd(fd, family, type[, proto]) -> socket\n\nA socket over a copy of a descriptor.",
)];

static FUNCTIONS32: &[Method] =
    &[method("dup", Native::One(dup), "dup(fd) -> fd\n\nA copy of a socket's descriptor.")];

/// Makes the type ready.
pub fn init() {
    object::init();
    DEFAULT_TIMEOUT.set(-1.0);
}

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_socket");
    module::add_functions(&made, "_socket", FUNCTIONS);
    module::add_functions(&made, "_socket", if lang::is_27() { FUNCTIONS27 } else { FUNCTIONS32 });
    module::add_functions(&made, "_socket", services::FUNCTIONS);
    capi::add_ints(&made, numbers::CONSTANTS);
    capi::add_ints(&made, numbers::MORE_CONSTANTS);
    #[cfg(target_os = "linux")]
    for table in [numbers::CONSTANTS_LINUX, numbers::RARE_LINUX] {
        capi::add_ints(&made, table);
    }
    #[cfg(target_os = "linux")]
    if !lang::is_27() {
        module::set(&made, "SOCK_CLOEXEC", Value::int(libc::SOCK_CLOEXEC.into()));
        module::set(&made, "SOCK_NONBLOCK", Value::int(libc::SOCK_NONBLOCK.into()));
    }
    let error = capi::new_exception("socket", "error", exc::IO_ERROR)?;
    ERRORS.error.set(error);
    module::set(&made, "error", error.value());
    for (name, place) in
        [("timeout", &ERRORS.timeout), ("gaierror", &ERRORS.resolver), ("herror", &ERRORS.host)]
    {
        place.set(capi::new_exception("socket", name, error)?);
        module::set(&made, name, place.get().value());
    }
    module::set(&made, "socket", SOCKET.value());
    module::set(&made, "SocketType", SOCKET.value());
    module::set(&made, "has_ipv6", Value::bool(true));
    Ok(made)
}
