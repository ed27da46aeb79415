//! The module `posix` (Modules/posixmodule.c): the system's calls as they are. Files by name are in [`paths`], by
//! descriptor in [`descriptors`], processes in [`processes`]; [`spawn`] is a module of its own.
//!
//! Invariant: a call that may block gives the GIL up. Nothing is retried: after an `EINTR` the signal handlers run, and what
//! they don't raise themselves is the OSError of the call.

mod descriptors;
mod paths;
mod processes;
pub mod spawn;

use super::capi;
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, Raised, value_error};
use crate::objects::exceptions::{self as exc, raise_errno, raise_errno_with_filename};
use crate::objects::file::raw::system_name as file_name;
use crate::objects::guarded::Guarded;
use crate::objects::str::new_bytes;
use crate::objects::typeobj::{TUPLE, TypeRef};
use crate::objects::{lang, module, structseq};
use crate::platform::Errno;
use std::cell::Cell;
use std::ffi::CStr;
use std::os::unix::ffi::OsStringExt;

static STAT_RESULT: Guarded<Cell<TypeRef>> = Guarded::new(Cell::new(TUPLE));

#[cold]
fn os_error(errno: Errno) -> Raised {
    raise_errno(exc::OS_ERROR, errno)
}

/// The error of a call on a path, which tells the path.
#[cold]
fn path_error(errno: Errno, path: &CStr) -> Raised {
    raise_errno_with_filename(exc::OS_ERROR, errno, file_name(path.to_bytes()))
}

/// 2.7.18 refuses names of variables that the system would take for others. Errors: ValueError.
fn check_variable(name: &[u8]) -> PyResult<()> {
    if lang::is_27() && (name.is_empty() || name.iter().skip(1).any(|&byte| byte == b'=')) {
        return Err(value_error("illegal environment variable name"));
    }
    Ok(())
}

const STAT_FIELDS: [&str; 10] = [
    "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime",
    "st_ctime",
];
const STAT_EXTRA: [&str; 6] = ["st_atime", "st_mtime", "st_ctime", "st_blksize", "st_blocks", "st_rdev"];

macro_rules! numbers {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
}

static NUMBERS: &[(&str, i64)] = numbers! {
    F_OK R_OK W_OK X_OK
    O_RDONLY O_WRONLY O_RDWR O_APPEND O_CREAT O_EXCL O_TRUNC O_NONBLOCK O_NDELAY O_NOCTTY O_SYNC O_DSYNC O_ASYNC
    O_DIRECTORY O_NOFOLLOW
    WNOHANG WUNTRACED WCONTINUED
};

#[cfg(target_os = "linux")]
static LINUX: &[(&str, i64)] = numbers! { O_RSYNC O_DIRECT O_NOATIME };
#[cfg(not(target_os = "linux"))]
static LINUX: &[(&str, i64)] = &[];

/// The statuses of sysexits.h, the same everywhere, and limits.
static EXITS: &[(&str, i64)] = &[
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_NOUSER", 67),
    ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_OSFILE", 72),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_PROTOCOL", 76),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
    ("O_LARGEFILE", 0),
    ("NGROUPS_MAX", 65536),
    ("TMP_MAX", 238_328),
];

/// The environment at start-up: str in 2.7, bytes in 3.2.
fn environment() -> PyResult {
    let made = Dict::new_value();
    for (name, value) in std::env::vars_os() {
        if let Some(dict) = made.downcast::<Dict>() {
            let (name, value) = (new_bytes(name.into_vec()), new_bytes(value.into_vec()));
            // Of two values for one name the first counts.
            if !dict.contains(&name)? {
                dict.insert(name, value)?;
            }
        }
    }
    Ok(made)
}

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("posix");
    for table in [paths::FUNCTIONS, descriptors::FUNCTIONS, processes::FUNCTIONS] {
        module::add_functions(&made, "posix", table);
    }
    let own: [&'static [crate::objects::native::Method]; 2] = if lang::is_27() {
        [paths::FUNCTIONS27, descriptors::FUNCTIONS27]
    } else {
        [paths::FUNCTIONS32, descriptors::FUNCTIONS32]
    };
    for table in own {
        module::add_functions(&made, "posix", table);
    }
    for table in [NUMBERS, LINUX, EXITS] {
        capi::add_ints(&made, table);
    }
    let kind = capi::class_once("posix", "stat_result", || {
        structseq::new_kind_with("posix", "stat_result", &STAT_FIELDS, &STAT_EXTRA)
    })?;
    STAT_RESULT.set(kind);
    module::set(&made, "stat_result", kind.value());
    module::set(&made, "error", exc::OS_ERROR.value());
    module::set(&made, "environ", environment()?);
    Ok(made)
}
