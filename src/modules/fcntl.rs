//! The module `fcntl`, as far as numbers go: what `subprocess` needs, and locks on files.

use super::capi::{self, c_int, c_long};
use crate::objects::errors::{PyResult, type_error};
use crate::objects::exceptions::{self as exc, raise_errno};
use crate::objects::native::{Method, Native, method};
use crate::objects::{Value, int, module};
use crate::platform::fd;
use crate::runtime::without_gil;

fn fcntl(_this: &Value, args: &[Value]) -> PyResult {
    let fd = capi::file_descriptor(&args[0])?;
    let command = c_int(&args[1])?;
    let argument = match args.get(2) {
        None => 0,
        Some(argument) if int::is_int(argument) => c_long(argument)?,
        Some(_) => {
            return Err(type_error("fcntl requires a file or file descriptor, an integer and an integer"));
        }
    };
    let result = without_gil(|| fd::control(fd, command, argument));
    result.map(Value::int).map_err(|errno| raise_errno(exc::IO_ERROR, errno))
}

fn flock(_this: &Value, args: &[Value]) -> PyResult {
    let fd = capi::file_descriptor(&args[0])?;
    let operation = c_int(&args[1])?;
    without_gil(|| fd::lock(fd, operation)).map_err(|errno| raise_errno(exc::IO_ERROR, errno))?;
    Ok(Value::none())
}

static FUNCTIONS: &[Method] = &[
    method(
        "fcntl",
        Native::Var(2, 3, fcntl),
        "fcntl(fd, op, [arg])\n\nDo the operation on a descriptor; arg is a number.",
    ),
    method("flock", Native::Var(2, 2, flock), "flock(fd, operation)\n\nLock a file, or give the lock back."),
];

static NUMBERS: &[(&str, i64)] = &[
    ("FD_CLOEXEC", libc::FD_CLOEXEC as i64),
    ("F_DUPFD", libc::F_DUPFD as i64),
    ("F_GETFD", libc::F_GETFD as i64),
    ("F_SETFD", libc::F_SETFD as i64),
    ("F_GETFL", libc::F_GETFL as i64),
    ("F_SETFL", libc::F_SETFL as i64),
    ("F_GETOWN", libc::F_GETOWN as i64),
    ("F_SETOWN", libc::F_SETOWN as i64),
    ("LOCK_SH", libc::LOCK_SH as i64),
    ("LOCK_EX", libc::LOCK_EX as i64),
    ("LOCK_NB", libc::LOCK_NB as i64),
    ("LOCK_UN", libc::LOCK_UN as i64),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("fcntl");
    module::add_functions(&made, "fcntl", FUNCTIONS);
    capi::add_ints(&made, NUMBERS);
    Ok(made)
}
