//! The module `fcntl` (Modules/fcntlmodule.c) without `ioctl`: flags of descriptors, and locks on files.

use super::capi::{self, c_int, c_long};
use crate::objects::errors::{self, PyResult, type_error, value_error};
use crate::objects::exceptions::{self as exc, raise_errno};
use crate::objects::native::{Method, Native, method};
use crate::objects::str::new_bytes;
use crate::objects::{Value, int, module};
use crate::platform::fd::{self, Fd};
use crate::runtime::without_gil;

fn fcntl(_this: &Value, args: &[Value]) -> PyResult {
    let fd = capi::file_descriptor(&args[0])?;
    let command = c_int(&args[1])?;
    let argument = match args.get(2) {
        None => 0,
        Some(argument) if int::is_int(argument) => c_long(argument)?,
        Some(argument) => return fcntl_with(fd, command, argument),
    };
    let result = without_gil(|| fd::control(fd, command, argument));
    result.map(Value::int).map_err(|errno| raise_errno(exc::IO_ERROR, errno))
}

/// The argument is a structure of C, as a string.
fn fcntl_with(fd: Fd, command: i32, argument: &Value) -> PyResult {
    let Some(mut bytes) = errors::catch(exc::TYPE_ERROR, capi::buffer("fcntl", 3, argument))? else {
        return Err(type_error(
            "fcntl requires a file or file descriptor, an integer and optionally a third integer or a string",
        ));
    };
    if bytes.len() > fd::CONTROL_BYTES {
        return Err(value_error("fcntl string arg too long"));
    }
    without_gil(|| fd::control_with(fd, command, &mut bytes))
        .map_err(|errno| raise_errno(exc::IO_ERROR, errno))?;
    Ok(new_bytes(bytes))
}

fn lockf(_this: &Value, args: &[Value]) -> PyResult {
    let fd = capi::file_descriptor(&args[0])?;
    let operation = c_int(&args[1])?;
    let kind = match operation {
        libc::LOCK_UN => libc::F_UNLCK as libc::c_int,
        shared if shared & libc::LOCK_SH != 0 => libc::F_RDLCK as libc::c_int,
        exclusive if exclusive & libc::LOCK_EX != 0 => libc::F_WRLCK as libc::c_int,
        _ => return Err(value_error("unrecognized lockf argument")),
    };
    let part = fd::Part {
        kind,
        length: args.get(2).map_or(Ok(0), c_long)?,
        start: args.get(3).map_or(Ok(0), c_long)?,
        whence: args.get(4).map_or(Ok(0), c_int)?,
    };
    without_gil(|| fd::lock_part(fd, part, operation & libc::LOCK_NB == 0))
        .map_err(|errno| raise_errno(exc::IO_ERROR, errno))?;
    Ok(Value::none())
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
        "fcntl(fd, op, [arg])\n\nDo the operation on a descriptor; arg is a number, or a structure of C as a string, \
         which is given back.",
    ),
    method(
        "lockf",
        Native::Var(2, 5, lockf),
        "lockf(fd, operation, length=0, start=0, whence=0)\n\nLock a part of a file, or give the lock back.",
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
    ("F_GETLK", libc::F_GETLK as i64),
    ("F_SETLK", libc::F_SETLK as i64),
    ("F_SETLKW", libc::F_SETLKW as i64),
    ("F_RDLCK", libc::F_RDLCK as i64),
    ("F_WRLCK", libc::F_WRLCK as i64),
    ("F_UNLCK", libc::F_UNLCK as i64),
    ("FASYNC", libc::O_ASYNC as i64),
    ("LOCK_SH", libc::LOCK_SH as i64),
    ("LOCK_EX", libc::LOCK_EX as i64),
    ("LOCK_NB", libc::LOCK_NB as i64),
    ("LOCK_UN", libc::LOCK_UN as i64),
];

#[cfg(not(target_os = "linux"))]
static LINUX: &[(&str, i64)] = &[];
#[cfg(target_os = "linux")]
static LINUX: &[(&str, i64)] = &[
    ("F_GETLK64", libc::F_GETLK as i64),
    ("F_SETLK64", libc::F_SETLK as i64),
    ("F_SETLKW64", libc::F_SETLKW as i64),
    ("F_EXLCK", 4),
    ("F_SHLCK", 8),
    ("F_SETSIG", 10),
    ("F_GETSIG", 11),
    ("F_SETLEASE", libc::F_SETLEASE as i64),
    ("F_GETLEASE", libc::F_GETLEASE as i64),
    ("F_NOTIFY", libc::F_NOTIFY as i64),
    ("LOCK_MAND", 32),
    ("LOCK_READ", 64),
    ("LOCK_WRITE", 128),
    ("LOCK_RW", 192),
    ("DN_ACCESS", 1),
    ("DN_MODIFY", 2),
    ("DN_CREATE", 4),
    ("DN_DELETE", 8),
    ("DN_RENAME", 16),
    ("DN_ATTRIB", 32),
    ("DN_MULTISHOT", 0x8000_0000),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("fcntl");
    module::add_functions(&made, "fcntl", FUNCTIONS);
    capi::add_ints(&made, NUMBERS);
    capi::add_ints(&made, LINUX);
    Ok(made)
}
