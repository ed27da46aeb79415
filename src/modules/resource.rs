//! The module `resource` (Modules/resource.c): what the process has used, and its limits. `os.wait3` and `os.wait4` give the
//! usage of a child in the same form.

use super::capi::{self, c_int, c_long};
use crate::objects::errors::{PyResult, value_error};
use crate::objects::float::new_float;
use crate::objects::native::{Method, Native, method};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::TypeRef;
use crate::objects::{Value, exceptions as exc, module, protocol, structseq};
use crate::platform::Errno;
use crate::platform::usage::{self, Usage};

static FIELDS: [&str; 16] = [
    "ru_utime",
    "ru_stime",
    "ru_maxrss",
    "ru_ixrss",
    "ru_idrss",
    "ru_isrss",
    "ru_minflt",
    "ru_majflt",
    "ru_nswap",
    "ru_inblock",
    "ru_oublock",
    "ru_msgsnd",
    "ru_msgrcv",
    "ru_nsignals",
    "ru_nvcsw",
    "ru_nivcsw",
];

fn kind() -> PyResult<TypeRef> {
    capi::class_once("resource", "struct_rusage", || {
        structseq::new_kind("resource", "struct_rusage", &FIELDS)
    })
}

fn error() -> PyResult<TypeRef> {
    capi::new_exception("resource", "error", exc::EXCEPTION)
}

/// A `struct_rusage`.
pub(super) fn usage_value(usage: &Usage) -> PyResult {
    let times = usage.seconds.map(new_float);
    let counts = usage.counts.map(Value::int);
    Ok(structseq::make(kind()?, times.into_iter().chain(counts).collect()))
}

fn getrusage(_this: &Value, who: &Value) -> PyResult {
    match usage::of(c_int(who)?) {
        Ok(usage) => usage_value(&usage),
        Err(Errno::EINVAL) => Err(value_error("invalid who parameter")),
        Err(errno) => Err(capi::from_errno(error()?, errno)),
    }
}

fn resource_number(value: &Value) -> PyResult<i32> {
    match c_int(value)? {
        number if (0..usage::LIMITS).contains(&number) => Ok(number),
        _ => Err(value_error("invalid resource specified")),
    }
}

fn getrlimit(_this: &Value, resource: &Value) -> PyResult {
    let resource = resource_number(resource)?;
    let error = error()?;
    let limits = usage::limits(resource).map_err(|errno| capi::from_errno(error, errno))?;
    Ok(new_tuple(limits.map(Value::int)))
}

fn setrlimit(_this: &Value, args: &[Value]) -> PyResult {
    let resource = resource_number(&args[0])?;
    let limits = protocol::to_vec(&args[1])?;
    let [current, most] = limits.as_slice() else {
        return Err(value_error("expected a tuple of 2 integers"));
    };
    let limits = [c_long(current)?, c_long(most)?];
    let error = error()?;
    usage::set_limits(resource, limits).map(|()| Value::none()).map_err(|errno| match errno {
        Errno::EINVAL => value_error("current limit exceeds maximum limit"),
        Errno(libc::EPERM) => value_error("not allowed to raise maximum limit"),
        errno => capi::from_errno(error, errno),
    })
}

fn getpagesize(_this: &Value) -> PyResult {
    Ok(Value::int(usage::page_size()))
}

static FUNCTIONS: &[Method] = &[
    method("getrusage", Native::One(getrusage), "getrusage(who) -> struct_rusage\n\nWhat has been used."),
    method("getrlimit", Native::One(getrlimit), "getrlimit(resource) -> (current, most)"),
    method("setrlimit", Native::Var(2, 2, setrlimit), "setrlimit(resource, (current, most))"),
    method("getpagesize", Native::NoArgs(getpagesize), "getpagesize() -> int"),
];

static NUMBERS: &[(&str, i64)] = &[
    ("RLIMIT_CPU", libc::RLIMIT_CPU as i64),
    ("RLIMIT_FSIZE", libc::RLIMIT_FSIZE as i64),
    ("RLIMIT_DATA", libc::RLIMIT_DATA as i64),
    ("RLIMIT_STACK", libc::RLIMIT_STACK as i64),
    ("RLIMIT_CORE", libc::RLIMIT_CORE as i64),
    ("RLIMIT_NOFILE", libc::RLIMIT_NOFILE as i64),
    ("RLIMIT_AS", libc::RLIMIT_AS as i64),
    ("RLIMIT_RSS", libc::RLIMIT_RSS as i64),
    ("RLIMIT_NPROC", libc::RLIMIT_NPROC as i64),
    ("RLIMIT_MEMLOCK", libc::RLIMIT_MEMLOCK as i64),
    #[cfg(target_os = "linux")]
    ("RLIMIT_OFILE", libc::RLIMIT_NOFILE as i64),
    ("RUSAGE_SELF", libc::RUSAGE_SELF as i64),
    ("RUSAGE_CHILDREN", libc::RUSAGE_CHILDREN as i64),
    ("RLIM_INFINITY", libc::RLIM_INFINITY as i64),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("resource");
    module::add_functions(&made, "resource", FUNCTIONS);
    capi::add_ints(&made, NUMBERS);
    #[cfg(target_os = "linux")]
    if !crate::objects::lang::is_27() {
        module::set(&made, "RUSAGE_THREAD", Value::int(libc::RUSAGE_THREAD.into()));
    }
    module::set(&made, "error", error()?.value());
    module::set(&made, "struct_rusage", kind()?.value());
    Ok(made)
}
