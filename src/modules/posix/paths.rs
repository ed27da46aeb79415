//! Files by their names.

use super::{STAT_RESULT, file_name, os_error, path_error};
use crate::modules::capi::{c_double, c_int, c_long};
use crate::objects::errors::{PyResult, type_error};
use crate::objects::file::raw::path;
use crate::objects::float::new_float;
use crate::objects::list::new_list;
use crate::objects::native::{Method, Native, method};
use crate::objects::str::{Str, codecs, new_bytes};
use crate::objects::tuple::Tuple;
use crate::objects::{Value, int, lang, structseq};
use crate::platform::fs::{self, Stat};
use crate::platform::{Errno, process};
use crate::runtime::without_gil;
use std::ffi::CStr;

pub(super) fn stat_value(stat: &Stat) -> PyResult {
    let whole = |at: usize| Value::int(stat.times[at].0);
    let exact = |at: usize| {
        let (seconds, nanoseconds) = stat.times[at];
        new_float(seconds as f64 + 1e-9 * nanoseconds as f64)
    };
    let number = |value: u64| int::from_big(value.into());
    let items = vec![
        Value::int(stat.mode.into()),
        number(stat.ino),
        number(stat.dev),
        number(stat.nlink),
        Value::int(stat.uid.into()),
        Value::int(stat.gid.into()),
        Value::int(stat.size),
        whole(0),
        whole(1),
        whole(2),
    ];
    let extra = [
        ("st_atime", exact(0)),
        ("st_mtime", exact(1)),
        ("st_ctime", exact(2)),
        ("st_blksize", Value::int(stat.blksize)),
        ("st_blocks", Value::int(stat.blocks)),
        ("st_rdev", number(stat.rdev)),
    ];
    structseq::make_with(STAT_RESULT.get(), items, &extra)
}

/// A call on a path, without the GIL; its error tells the path.
fn on_path<T: Send>(value: &Value, call: impl FnOnce(&CStr) -> Result<T, Errno> + Send) -> PyResult<T> {
    let path = path(value)?;
    without_gil(|| call(&path)).map_err(|errno| path_error(errno, &path))
}

fn done(_: ()) -> Value {
    Value::none()
}

fn stat(_this: &Value, name: &Value) -> PyResult {
    stat_value(&on_path(name, fs::stat)?)
}
fn lstat(_this: &Value, name: &Value) -> PyResult {
    stat_value(&on_path(name, fs::lstat)?)
}
fn unlink(_this: &Value, name: &Value) -> PyResult {
    on_path(name, fs::unlink).map(done)
}
fn rmdir(_this: &Value, name: &Value) -> PyResult {
    on_path(name, fs::rmdir).map(done)
}
fn chdir(_this: &Value, name: &Value) -> PyResult {
    on_path(name, fs::chdir).map(done)
}

fn access(_this: &Value, args: &[Value]) -> PyResult {
    let (path, mode) = (path(&args[0])?, c_int(&args[1])?);
    Ok(Value::bool(without_gil(|| fs::access(&path, mode))))
}

/// A mode argument, with what it is where it is not given.
fn mode_argument(args: &[Value], default: i32) -> PyResult<u32> {
    args.get(1).map_or(Ok(default), c_int).map(|mode| mode as u32)
}

fn mkdir(_this: &Value, args: &[Value]) -> PyResult {
    let mode = mode_argument(args, 0o777)?;
    on_path(&args[0], |path| fs::mkdir(path, mode)).map(done)
}
fn mkfifo(_this: &Value, args: &[Value]) -> PyResult {
    let mode = mode_argument(args, 0o666)?;
    on_path(&args[0], |path| fs::mkfifo(path, mode)).map(done)
}
fn chmod(_this: &Value, args: &[Value]) -> PyResult {
    let mode = mode_argument(args, 0)?;
    on_path(&args[0], |path| fs::chmod(path, mode)).map(done)
}
fn chown(_this: &Value, args: &[Value]) -> PyResult {
    let (uid, gid) = (c_long(&args[1])?, c_long(&args[2])?);
    on_path(&args[0], |path| fs::chown(path, uid, gid)).map(done)
}

fn two_paths(args: &[Value], call: fn(&CStr, &CStr) -> Result<(), Errno>) -> PyResult {
    let (from, to) = (path(&args[0])?, path(&args[1])?);
    without_gil(|| call(&from, &to)).map(done).map_err(os_error)
}

fn rename(_this: &Value, args: &[Value]) -> PyResult {
    two_paths(args, fs::rename)
}
fn link(_this: &Value, args: &[Value]) -> PyResult {
    two_paths(args, fs::link)
}
fn symlink(_this: &Value, args: &[Value]) -> PyResult {
    two_paths(args, fs::symlink)
}

/// Whether an answer to this argument is of the other kind of string than usual: text in 2.7, bytes in 3.2.
fn wants_other_kind(argument: &Value) -> bool {
    argument.downcast::<Str>().is_some_and(|text| text.kind() != crate::objects::str::native_kind())
}

/// A name of the system, of the kind that was asked with. In 2.7 what is no text stays bytes.
fn answer(name: &[u8], other_kind: bool) -> Value {
    match (lang::is_27(), other_kind) {
        (_, false) => file_name(name),
        (false, true) => new_bytes(name),
        (true, true) => codecs::decode_to_text(&new_bytes(name), "utf-8", "strict").unwrap_or_else(|_| {
            crate::objects::errors::clear();
            new_bytes(name)
        }),
    }
}

fn readlink(_this: &Value, name: &Value) -> PyResult {
    let target = on_path(name, fs::read_link)?;
    Ok(answer(&target, wants_other_kind(name)))
}

fn listdir(_this: &Value, args: &[Value]) -> PyResult {
    let here = crate::objects::str::new_str(".");
    let name = match args.first() {
        Some(name) => name,
        None if lang::is_27() => return Err(type_error("listdir() takes exactly 1 argument (0 given)")),
        None => &here,
    };
    let other = wants_other_kind(name);
    let names = on_path(name, fs::list)?;
    Ok(new_list(names.iter().map(|name| answer(name, other)).collect()))
}

fn working_directory() -> PyResult<Vec<u8>> {
    without_gil(fs::working_directory).map_err(os_error)
}

fn getcwd(_this: &Value) -> PyResult {
    Ok(file_name(&working_directory()?))
}
fn getcwdb(_this: &Value) -> PyResult {
    Ok(new_bytes(working_directory()?))
}
fn getcwdu(_this: &Value) -> PyResult {
    codecs::decode_to_text(&new_bytes(working_directory()?), "utf-8", "strict")
}

fn umask(_this: &Value, mask: &Value) -> PyResult {
    Ok(Value::int(fs::umask(c_int(mask)? as u32).into()))
}

fn utime(_this: &Value, args: &[Value]) -> PyResult {
    let times = if args[1].is_none() {
        None
    } else {
        match args[1].downcast::<Tuple>().map(Tuple::items) {
            Some([access, modification]) => {
                let us = |value: &Value| c_double(value).map(|seconds| (seconds * 1e6).floor() as i64);
                Some([us(access)?, us(modification)?])
            }
            _ => return Err(type_error("utime() arg 2 must be a tuple (atime, mtime)")),
        }
    };
    on_path(&args[0], |path| fs::utimes(path, times)).map(done)
}

fn setting(value: &Value) -> PyResult<std::ffi::CString> {
    path(value).map_err(|raised| {
        if !lang::is_27() || value.downcast::<Str>().is_some() {
            return raised;
        }
        let name = value.argument_name();
        type_error(format!("putenv() argument 2 must be string, not {name}"))
    })
}

fn putenv(_this: &Value, args: &[Value]) -> PyResult {
    let (name, value) = (setting(&args[0])?, setting(&args[1])?);
    super::check_variable(name.as_bytes())?;
    process::set_variable(&name, &value).map(done).map_err(os_error)
}

fn unsetenv(_this: &Value, name: &Value) -> PyResult {
    let name = setting(name)?;
    process::unset_variable(&name).map(done).map_err(os_error)
}

fn stat_float_times(_this: &Value, _args: &[Value]) -> PyResult {
    Ok(Value::bool(true))
}

pub(super) static FUNCTIONS: &[Method] = &[
    method(
        "stat",
        Native::One(stat),
        "stat(path) -> stat result\n\nPerform a stat system call on the given path.",
    ),
    method(
        "lstat",
        Native::One(lstat),
        "lstat(path) -> stat result\n\nLike stat(path), but do not follow symbolic links.",
    ),
    method("unlink", Native::One(unlink), "unlink(path)\n\nRemove a file (same as remove(path))."),
    method("remove", Native::One(unlink), "remove(path)\n\nRemove a file (same as unlink(path))."),
    method("rmdir", Native::One(rmdir), "rmdir(path)\n\nRemove a directory."),
    method(
        "chdir",
        Native::One(chdir),
        "chdir(path)\n\nChange the current working directory to the specified path.",
    ),
    method("access", Native::Var(2, 2, access), "access(path, mode) -> True if granted, False otherwise"),
    method("mkdir", Native::Var(1, 2, mkdir), "mkdir(path [, mode=0777])\n\nCreate a directory."),
    method("mkfifo", Native::Var(1, 2, mkfifo), "mkfifo(filename [, mode=0666])\n\nCreate a named pipe."),
    method(
        "chmod",
        Native::Var(2, 2, chmod),
        "chmod(path, mode)\n\nChange the access permissions of a file.",
    ),
    method(
        "chown",
        Native::Var(3, 3, chown),
        "chown(path, uid, gid)\n\nChange the owner and group id of a file.",
    ),
    method("rename", Native::Var(2, 2, rename), "rename(old, new)\n\nRename a file or directory."),
    method("link", Native::Var(2, 2, link), "link(src, dst)\n\nCreate a hard link to a file."),
    method(
        "symlink",
        Native::Var(2, 2, symlink),
        "symlink(src, dst)\n\nCreate a symbolic link to src named dst.",
    ),
    method("readlink", Native::One(readlink), "readlink(path) -> path\n\nWhat a symbolic link points to."),
    method(
        "listdir",
        Native::Var(0, 1, listdir),
        "listdir(path) -> list_of_strings\n\nThe names in a directory.",
    ),
    method("getcwd", Native::NoArgs(getcwd), "getcwd() -> path\n\nThe current working directory."),
    method(
        "umask",
        Native::One(umask),
        "umask(new_mask) -> old_mask\n\nSet the current numeric umask and return the previous umask.",
    ),
    method(
        "utime",
        Native::Var(2, 2, utime),
        "utime(path, (atime, mtime))\nutime(path, None)\n\nSet the times of a file, or set them to now.",
    ),
    method(
        "putenv",
        Native::Var(2, 2, putenv),
        "putenv(key, value)\n\nChange or add an environment variable.",
    ),
    method("unsetenv", Native::One(unsetenv), "unsetenv(key)\n\nDelete an environment variable."),
    method("stat_float_times", Native::Var(0, 1, stat_float_times), "stat_float_times([newval]) -> oldval"),
];

pub(super) static FUNCTIONS27: &[Method] = &[method(
    "getcwdu",
    Native::NoArgs(getcwdu),
    "getcwdu() -> path\n\nThe current working directory as unicode.",
)];

pub(super) static FUNCTIONS32: &[Method] = &[method(
    "getcwdb",
    Native::NoArgs(getcwdb),
    "getcwdb() -> path\n\nThe current working directory as bytes.",
)];
