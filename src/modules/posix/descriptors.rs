//! Files by their descriptors.

use super::{os_error, path_error, paths};
use crate::modules::capi::{self, c_int, c_long};
use crate::objects::errors::{PyResult, no_memory, type_error};
use crate::objects::exceptions as exc;
use crate::objects::file::file27;
use crate::objects::file::raw::path;
use crate::objects::native::{Method, Native, method};
use crate::objects::str::{Str, encode_default, new_bytes, new_str};
use crate::objects::tuple::new_tuple;
use crate::objects::{Value, int, lang};
use crate::platform::fd::{self, Fd};
use crate::platform::{Errno, fs, locale};
use crate::runtime::without_gil;
use std::ffi::CString;

/// A descriptor argument: a number, nothing else.
fn number(value: &Value) -> PyResult<Fd> {
    if !int::is_int(value) && lang::is_27() {
        return Err(type_error("an integer is required"));
    }
    c_int(value)
}

/// A descriptor argument, of a file too.
fn descriptor(value: &Value) -> PyResult<Fd> {
    if int::is_int(value) { c_int(value) } else { capi::file_descriptor(value) }
}

fn blocking<T: Send>(call: impl FnOnce() -> Result<T, Errno> + Send) -> PyResult<T> {
    without_gil(call).map_err(os_error)
}

fn done(_: ()) -> Value {
    Value::none()
}

fn descriptor_value(fd: Fd) -> Value {
    Value::int(fd.into())
}

fn open(_this: &Value, args: &[Value]) -> PyResult {
    let path = path(&args[0])?;
    let flags = c_int(&args[1])?;
    let mode = args.get(2).map_or(Ok(0o777), c_int)? as u32;
    let opened = without_gil(|| fd::open(&path, flags, mode));
    opened.map(descriptor_value).map_err(|errno| path_error(errno, &path))
}

fn close(_this: &Value, fd: &Value) -> PyResult {
    let fd = number(fd)?;
    blocking(|| fd::close(fd)).map(done)
}

fn closerange(_this: &Value, args: &[Value]) -> PyResult {
    let (low, high) = (number(&args[0])?, number(&args[1])?);
    without_gil(|| {
        for fd in low.max(0)..high {
            let _ = fd::close(fd);
        }
    });
    Ok(Value::none())
}

fn read(_this: &Value, args: &[Value]) -> PyResult {
    let (fd, size) = (number(&args[0])?, c_int(&args[1])?);
    let Ok(size) = usize::try_from(size) else { return Err(os_error(Errno::EINVAL)) };
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(size).is_err() {
        return Err(no_memory());
    }
    bytes.resize(size, 0);
    let bytes = blocking(move || {
        let count = fd::read(fd, &mut bytes)?;
        bytes.truncate(count);
        Ok(bytes)
    })?;
    Ok(new_bytes(bytes))
}

fn write(_this: &Value, args: &[Value]) -> PyResult {
    let fd = number(&args[0])?;
    let bytes = capi::buffer("write", 2, &args[1])?;
    blocking(move || fd::write(fd, &bytes)).map(|count| Value::int(count as i64))
}

fn lseek(_this: &Value, args: &[Value]) -> PyResult {
    let (fd, whence) = (number(&args[0])?, c_int(&args[2])?);
    let offset = c_long(&args[1])?;
    blocking(|| fd::seek(fd, offset, whence)).map(Value::int)
}

fn pipe(_this: &Value) -> PyResult {
    let (reader, writer) = blocking(fd::pipe)?;
    Ok(new_tuple([descriptor_value(reader), descriptor_value(writer)]))
}

fn dup(_this: &Value, fd: &Value) -> PyResult {
    let fd = number(fd)?;
    blocking(|| fd::dup(fd)).map(descriptor_value)
}

fn dup2(_this: &Value, args: &[Value]) -> PyResult {
    let (old, new) = (number(&args[0])?, number(&args[1])?);
    blocking(|| fd::dup2(old, new))?;
    Ok(Value::none())
}

fn fstat(_this: &Value, fd: &Value) -> PyResult {
    let fd = number(fd)?;
    paths::stat_value(&blocking(|| fs::fstat(fd))?)
}

fn fsync(_this: &Value, fd: &Value) -> PyResult {
    let fd = descriptor(fd)?;
    blocking(|| fs::fsync(fd)).map(done)
}

fn ftruncate(_this: &Value, args: &[Value]) -> PyResult {
    let (fd, size) = (number(&args[0])?, c_long(&args[1])?);
    blocking(|| fs::ftruncate(fd, size)).map(done)
}

fn isatty(_this: &Value, fd: &Value) -> PyResult {
    Ok(Value::bool(fd::is_a_tty(number(fd)?)))
}

fn device_encoding(_this: &Value, fd: &Value) -> PyResult {
    let fd = number(fd)?;
    Ok(if fd::is_a_tty(fd) { new_str(&locale::codeset()) } else { Value::none() })
}

/// A string for a call in C, as PyArg_ParseTuple has it.
fn text_argument(function: &str, position: usize, value: &Value) -> PyResult<CString> {
    let wrong = |what: &str| {
        let found = value.argument_name();
        type_error(format!("{function}() argument {position} must be {what}, not {found}"))
    };
    let Some(text) = value.downcast::<Str>() else { return Err(wrong("string")) };
    let encoded = if text.is_text() { encode_default(value)? } else { value.clone() };
    let bytes = encoded.downcast::<Str>().map(Str::to_utf8).unwrap_or_default();
    CString::new(bytes).map_err(|_| wrong("string without null bytes"))
}

/// 2.7: a file object over a descriptor.
fn fdopen(_this: &Value, args: &[Value]) -> PyResult {
    let fd = number(&args[0])?;
    let mode = args.get(1).map_or(Ok(c"r".to_owned()), |mode| text_argument("fdopen", 2, mode))?;
    let mode = mode.to_string_lossy();
    let buffering = args.get(2).map(c_int).transpose()?.map(i64::from);
    let kind = fs::fstat(fd).map_err(os_error)?;
    if kind.is_directory() {
        return Err(exc::raise_errno_with_filename(exc::IO_ERROR, Errno(libc::EISDIR), new_str("<fdopen>")));
    }
    file27::from_fd(fd, "<fdopen>", &mode, buffering, true)
}

/// 2.7's, which is the C library's.
fn popen(_this: &Value, args: &[Value]) -> PyResult {
    let command = text_argument("popen", 1, &args[0])?;
    let mode = args.get(1).map_or(Ok(c"r".to_owned()), |mode| text_argument("popen", 2, mode))?;
    // Only what a file takes besides.
    let mode = match mode.to_bytes() {
        b"rb" | b"rt" => c"r",
        b"wb" | b"wt" => c"w",
        _ => &mode,
    };
    let buffering = args.get(2).map(c_int).transpose()?.map(i64::from);
    file27::from_command(&command, mode, buffering)
}

pub(super) static FUNCTIONS: &[Method] = &[
    method(
        "open",
        Native::Var(2, 3, open),
        "open(filename, flag [, mode=0777]) -> fd\n\nOpen a file (for low level IO).",
    ),
    method("close", Native::One(close), "close(fd)\n\nClose a file descriptor (for low level IO)."),
    method(
        "closerange",
        Native::Var(2, 2, closerange),
        "closerange(fd_low, fd_high)\n\nCloses all file descriptors in [fd_low, fd_high), ignoring errors.",
    ),
    method("read", Native::Var(2, 2, read), "read(fd, buffersize) -> string\n\nRead a file descriptor."),
    method(
        "write",
        Native::Var(2, 2, write),
        "write(fd, string) -> byteswritten\n\nWrite a string to a file descriptor.",
    ),
    method(
        "lseek",
        Native::Var(3, 3, lseek),
        "lseek(fd, pos, how) -> newpos\n\nSet the current position of a file descriptor.",
    ),
    method("pipe", Native::NoArgs(pipe), "pipe() -> (read_end, write_end)\n\nCreate a pipe."),
    method("dup", Native::One(dup), "dup(fd) -> fd2\n\nReturn a duplicate of a file descriptor."),
    method("dup2", Native::Var(2, 2, dup2), "dup2(old_fd, new_fd)\n\nDuplicate file descriptor."),
    method(
        "fstat",
        Native::One(fstat),
        "fstat(fd) -> stat result\n\nLike stat(), but for an open file descriptor.",
    ),
    method("fsync", Native::One(fsync), "fsync(fildes)\n\nforce write of file with filedescriptor to disk."),
    method(
        "fdatasync",
        Native::One(fsync),
        "fdatasync(fildes)\n\nforce write of file with filedescriptor to disk.",
    ),
    method(
        "ftruncate",
        Native::Var(2, 2, ftruncate),
        "ftruncate(fd, length)\n\nTruncate a file to a specified length.",
    ),
    method("isatty", Native::One(isatty), "isatty(fd) -> bool\n\nWhether the descriptor is a terminal."),
];

pub(super) static FUNCTIONS27: &[Method] = &[
    method(
        "fdopen",
        Native::Var(1, 3, fdopen),
        "fdopen(fd [, mode='r' [, bufsize]]) -> file_object\n\nReturn an open file object connected to a file descriptor.",
    ),
    method(
        "popen",
        Native::Var(1, 3, popen),
        "popen(command [, mode='r' [, bufsize]]) -> pipe\n\nOpen a pipe to/from a command returning a file object.",
    ),
];

pub(super) static FUNCTIONS32: &[Method] = &[method(
    "device_encoding",
    Native::One(device_encoding),
    "device_encoding(fd) -> str\n\nThe encoding of a terminal, else None.",
)];
