//! What all classes of `io` have in common (Modules/_io/iobase.c): the abstract classes, the errors, the arguments.
//!
//! Invariant: the methods here work for classes that scripts derive, by calling the methods those define; files and
//! buffers of ours override what they know better.

use crate::modules::capi;
use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, Raised, raise, type_error, value_error};
use crate::objects::exceptions::{self as exc, Exception};
use crate::objects::guarded::Guarded;
use crate::objects::header::new_instance;
use crate::objects::list::new_list;
use crate::objects::native::{Args, GetSet, Method, Native, getter, method};
use crate::objects::str::{Kind, Str, intern, new_bytes, new_str};
use crate::objects::typeobj::{
    BUFFERED_IO_BASE, IO_BASE, Plain, RAW_IO_BASE, Slots, TEXT_IO_BASE, TYPE, TypeDef, TypeRef, flags, ready,
};
use crate::objects::{Value, call, class, int, iterator, lang, names, protocol};
use crate::platform::Errno;
use std::cell::Cell;

static UNSUPPORTED: Guarded<Cell<Option<TypeRef>>> = Guarded::new(Cell::new(None));
static BLOCKING: Guarded<Cell<Option<TypeRef>>> = Guarded::new(Cell::new(None));

fn new_error(name: &str, module: &str, bases: &[TypeRef]) -> TypeRef {
    let dict = Dict::new();
    dict.set_name(names::__module__(), new_str(module));
    let bases: Vec<Value> = bases.iter().map(|base| base.value()).collect();
    match class::new_class(TYPE, name, &bases, &dict) {
        Ok(made) => made.as_type().unwrap_or(exc::IO_ERROR),
        Err(_) => {
            errors::clear();
            exc::IO_ERROR
        }
    }
}

/// `io.UnsupportedOperation`.
pub fn unsupported_operation() -> TypeRef {
    let ty = UNSUPPORTED
        .get()
        .unwrap_or_else(|| new_error("UnsupportedOperation", "io", &[exc::VALUE_ERROR, exc::IO_ERROR]));
    UNSUPPORTED.set(Some(ty));
    ty
}

/// `BlockingIOError`, which has `characters_written`.
pub fn blocking_io_error() -> TypeRef {
    let ty = BLOCKING.get().unwrap_or_else(|| {
        let module = if lang::is_27() { "io" } else { "builtins" };
        new_error("BlockingIOError", module, &[exc::IO_ERROR])
    });
    BLOCKING.set(Some(ty));
    ty
}

#[cold]
pub fn unsupported(message: &str) -> Raised {
    raise(unsupported_operation(), message)
}

/// The error of a text file that was not opened for this: a plain IOError in 2.7.
#[cold]
pub fn unable(message: &str) -> Raised {
    if lang::is_27() { errors::io_error(message) } else { unsupported(message) }
}

/// How much was written: a long in 2.7.
pub fn count_value(count: usize) -> Value {
    if lang::is_27() { int::long_from_big(count.into()) } else { Value::int(count as i64) }
}

/// The error of a buffer over a descriptor that would block.
#[cold]
pub fn would_block(written: usize) -> Raised {
    let text = "write could not complete without blocking";
    let made = exc::new_exception(blocking_io_error(), &[Value::int(Errno::EAGAIN.0.into()), new_str(text)]);
    let name = intern("characters_written");
    if protocol::setattr(&made, &name, Some(&Value::int(written as i64))).is_err() {
        return Raised;
    }
    errors::raise_value(blocking_io_error(), made)
}

/// `errno` of the current exception, if it is an IOError that has one.
pub fn current_is_eintr() -> bool {
    if !errors::matches(exc::IO_ERROR) {
        return false;
    }
    let Some(current) = errors::fetch() else { return false };
    let current = exc::normalize(current);
    let errno = current.value.as_ref().and_then(|value| value.downcast::<Exception>()?.fields[0].get());
    let is_eintr = errno.as_ref().and_then(int::to_i64) == Some(Errno::EINTR.0.into());
    errors::restore(current);
    is_eintr
}

// ---- arguments ---------------------------------------------------------------------------------------------

pub fn bool_value(value: bool) -> Value {
    Value::bool(value)
}

#[cold]
pub fn bad_size(value: &Value) -> Raised {
    type_error(format!("integer argument expected, got '{}'", value.type_name()))
}

/// The bytes of a buffer argument.
pub fn bytes_argument(value: &Value) -> PyResult<Vec<u8>> {
    let is_text = value.downcast::<Str>().is_some_and(Str::is_text);
    if lang::is_27() && (is_text || super::buffer_of(value)?.is_none()) {
        return Err(type_error(format!("'{}' does not have the buffer interface", value.type_name())));
    }
    capi::buffer("write", 1, value)
}

/// The room in a buffer that `readinto` writes to.
pub fn writable_len(value: &Value) -> PyResult<usize> {
    capi::writable_len(value).ok_or_else(|| {
        type_error(if value.downcast::<Str>().is_some_and(|text| text.is_text()) {
            "must be read-write buffer, not str".to_owned()
        } else {
            format!("must be read-write buffer, not {}", value.argument_name())
        })
    })
}

// ---- IOBase ------------------------------------------------------------------------------------------------

/// `__IOBase_closed`, which `close` sets on instances of derived classes.
fn closed_mark() -> Value {
    intern("__IOBase_closed")
}

fn is_closed(this: &Value) -> PyResult<bool> {
    match protocol::getattr_option(this, &intern("closed"))? {
        Some(closed) => protocol::truth(&closed),
        None => Ok(false),
    }
}

/// _PyIOBase_check_closed.
pub fn check_closed(this: &Value) -> PyResult<()> {
    if is_closed(this)? { Err(value_error("I/O operation on closed file.")) } else { Ok(()) }
}

fn get_closed(this: &Value) -> PyResult {
    Ok(Value::bool(protocol::getattr_option(this, &closed_mark())?.is_some()))
}

fn call_named(this: &Value, name: &str, args: &[Value]) -> PyResult {
    call::call_method(this, &intern(name), args)
}

fn seek(_this: &Value, _args: &[Value]) -> PyResult {
    Err(unsupported("seek"))
}
fn truncate(_this: &Value, _args: &[Value]) -> PyResult {
    Err(unsupported("truncate"))
}
fn fileno(_this: &Value) -> PyResult {
    Err(unsupported("fileno"))
}
fn tell(this: &Value) -> PyResult {
    call_named(this, "seek", &[Value::int(0), Value::int(1)])
}

fn flush(this: &Value) -> PyResult {
    if protocol::getattr_option(this, &closed_mark())?.is_some() {
        return Err(value_error("I/O operation on closed file."));
    }
    Ok(Value::none())
}

fn close(this: &Value) -> PyResult {
    if protocol::getattr_option(this, &closed_mark())?.is_some() {
        return Ok(Value::none());
    }
    let flushed = call::call_method(this, names::flush(), &[]);
    let saved = if flushed.is_err() { errors::fetch() } else { None };
    protocol::setattr(this, &closed_mark(), Some(&Value::bool(true)))?;
    match saved {
        Some(saved) => Err(errors::restore(saved)),
        None => Ok(Value::none()),
    }
}

fn no(_this: &Value) -> PyResult {
    Ok(Value::bool(false))
}

fn isatty(this: &Value) -> PyResult {
    check_closed(this)?;
    Ok(Value::bool(false))
}

fn check_closed_method(this: &Value, _args: &[Value]) -> PyResult {
    check_closed(this)?;
    Ok(Value::none())
}

/// Calls a method without arguments as PyObject_CallMethod does, whose error for a missing one is its name alone.
pub fn call_plain(this: &Value, name: &str) -> PyResult {
    match protocol::getattr_option(this, &intern(name))? {
        Some(method) => call::call(&method, &[]),
        None => Err(errors::attribute_error(name)),
    }
}

fn check_ability(this: &Value, name: &str) -> PyResult {
    let able = call_named(this, name, &[])?;
    if able.as_bool() != Some(true) {
        return Err(unsupported(&format!("File or stream is not {name}.")));
    }
    Ok(able)
}

/// Whether an object can be read from or written to; the error of _PyIOBase_check_readable and its like if not.
pub fn check_able(this: &Value, name: &str) -> PyResult<()> {
    check_ability(this, name).map(drop)
}

fn enter(this: &Value) -> PyResult {
    check_closed(this)?;
    Ok(this.clone())
}

fn exit(this: &Value, _args: &[Value]) -> PyResult {
    call::call_method(this, names::close(), &[])?;
    Ok(Value::none())
}

/// Reads by `peek` and `read` up to a line's end.
fn readline(this: &Value, args: &[Value]) -> PyResult {
    let limit = super::raw::size(args.first())?.unwrap_or(usize::MAX);
    let peek = protocol::getattr_option(this, &intern("peek"))?;
    let mut line = Vec::new();
    while line.len() < limit {
        let mut ask = 1;
        if let Some(peek) = &peek {
            let ahead = call::call(peek, &[Value::int(1)])?;
            let Some(ahead) = ahead.downcast::<Str>().filter(|ahead| ahead.is_bytes()) else {
                return Err(errors::io_error(format!(
                    "peek() should have returned a bytes object, not '{}'",
                    ahead.type_name()
                )));
            };
            let ahead = ahead.as_narrow().unwrap_or_default();
            if !ahead.is_empty() {
                let end = ahead.iter().position(|&byte| byte == b'\n').map_or(ahead.len(), |at| at + 1);
                ask = end.min(limit - line.len());
            }
        }
        let part = call::call_method(this, names::read(), &[Value::int(ask as i64)])?;
        let Some(bytes) = part.downcast::<Str>().filter(|part| part.is_bytes()) else {
            return Err(errors::io_error(format!(
                "read() should have returned a bytes object, not '{}'",
                part.type_name()
            )));
        };
        let bytes = bytes.as_narrow().unwrap_or_default();
        line.extend_from_slice(bytes);
        if bytes.is_empty() || line.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(new_bytes(line))
}

/// The next line by `readline`; none at the end (iobase_iternext).
pub fn next_line(this: &Value) -> PyResult<Option<Value>> {
    let line = call::call_method(this, names::readline(), &[])?;
    Ok(if protocol::len(&line)? == 0 { None } else { Some(line) })
}

fn readlines(this: &Value, args: &[Value]) -> PyResult {
    let hint = super::raw::size(args.first())?.filter(|&hint| hint > 0);
    let iterator = protocol::iter(this)?;
    let mut lines = Vec::new();
    let mut total = 0;
    while let Some(line) = protocol::next(&iterator)? {
        total += protocol::len(&line)?;
        lines.push(line);
        if hint.is_some_and(|hint| total > hint) {
            break;
        }
    }
    Ok(new_list(lines))
}

fn writelines(this: &Value, lines: &Value) -> PyResult {
    check_closed(this)?;
    let iterator = protocol::iter(lines)?;
    while let Some(line) = protocol::next(&iterator)? {
        call::call_method(this, names::write(), &[line])?;
    }
    Ok(Value::none())
}

fn iter(this: &Value) -> PyResult {
    check_closed(this)?;
    iterator::itself(this)
}

static METHODS: &[Method] = &[
    method("seek", Native::Var(0, usize::MAX, seek), "Change stream position."),
    method("tell", Native::NoArgs(tell), "Return current stream position."),
    method("truncate", Native::Var(0, usize::MAX, truncate), "Truncate file to size bytes."),
    method("flush", Native::NoArgs(flush), "Flush write buffers, if applicable."),
    method("close", Native::NoArgs(close), "Flush and close the IO object."),
    method("seekable", Native::NoArgs(no), "Return whether object supports random access."),
    method("readable", Native::NoArgs(no), "Return whether object was opened for reading."),
    method("writable", Native::NoArgs(no), "Return whether object was opened for writing."),
    method("_checkClosed", Native::Var(0, 1, check_closed_method), ""),
    method("_checkSeekable", Native::NoArgs(|this| check_ability(this, "seekable")), ""),
    method("_checkReadable", Native::NoArgs(|this| check_ability(this, "readable")), ""),
    method("_checkWritable", Native::NoArgs(|this| check_ability(this, "writable")), ""),
    method("fileno", Native::NoArgs(fileno), "Returns underlying file descriptor if one exists."),
    method("isatty", Native::NoArgs(isatty), "Return whether this is an 'interactive' stream."),
    method("__enter__", Native::NoArgs(enter), ""),
    method("__exit__", Native::Var(0, usize::MAX, exit), ""),
    method("readline", Native::Var(0, 1, readline), "Read and return a line from the stream."),
    method("readlines", Native::Var(0, 1, readlines), "Return a list of lines from the stream."),
    method("writelines", Native::One(writelines), ""),
];

static GETSETS: &[GetSet] = &[getter("closed", get_closed)];

// ---- RawIOBase ---------------------------------------------------------------------------------------------

fn raw_read(this: &Value, args: &[Value]) -> PyResult {
    let Some(size) = super::raw::size(args.first())? else { return call_named(this, "readall", &[]) };
    let buffer = crate::objects::bytearray::new_bytearray(vec![0; size]);
    let count = call_named(this, "readinto", std::slice::from_ref(&buffer))?;
    if count.is_none() {
        return Ok(count);
    }
    let count = usize::try_from(protocol::index(&count)?).unwrap_or(0);
    let mut bytes = capi::buffer("read", 1, &buffer)?;
    bytes.truncate(count);
    Ok(new_bytes(bytes))
}

fn raw_readall(this: &Value) -> PyResult {
    let mut all = Vec::new();
    loop {
        let part = call::call_method(this, names::read(), &[Value::int(8192)])?;
        let Some(bytes) = part.downcast::<Str>().and_then(Str::as_narrow) else {
            if part.is_none() && all.is_empty() {
                return Ok(part);
            }
            if part.is_none() {
                return Ok(new_bytes(all));
            }
            return Err(type_error("read() should return bytes"));
        };
        if bytes.is_empty() {
            return Ok(new_bytes(all));
        }
        all.extend_from_slice(bytes);
    }
}

static RAW_METHODS: &[Method] = &[
    method("read", Native::Var(0, 1, raw_read), ""),
    method("readall", Native::NoArgs(raw_readall), "Read until EOF, using multiple read() call."),
];

// ---- BufferedIOBase, TextIOBase ----------------------------------------------------------------------------

/// Rows for methods that a derived class must have.
macro_rules! abstract_methods {
    ($($name:literal)*) => {
        &[$(method($name, Native::Var(0, usize::MAX, |_, _| Err(unsupported($name))), "")),*]
    };
}

static BUFFERED_METHODS: &[Method] = abstract_methods!("detach" "read" "read1" "readinto" "write");
static TEXT_METHODS: &[Method] = abstract_methods!("detach" "read" "readline" "write");

fn none(_this: &Value) -> PyResult {
    Ok(Value::none())
}

static TEXT_GETSETS: &[GetSet] =
    &[getter("encoding", none), getter("newlines", none), getter("errors", none)];

/// The kind of string that text is made of: unicode in 2.7.
pub fn text_type_error(value: &Value) -> Raised {
    let found = value.argument_name();
    type_error(if lang::is_27() {
        format!("write() argument 1 must be unicode, not {found}")
    } else {
        format!("must be str, not {found}")
    })
}

/// A text argument. Errors: TypeError for anything else, byte strings included.
pub fn text_argument(value: &Value) -> PyResult<&Str> {
    value.downcast::<Str>().filter(|text| text.kind() == Kind::Text).ok_or_else(|| text_type_error(value))
}

/// Derived classes' constructors may take anything.
fn new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, Plain))
}

pub fn init() {
    UNSUPPORTED.set(None);
    BLOCKING.set(None);
    let slots = Slots { new: Some(new), iter: Some(iter), next: Some(next_line), ..Slots::of::<Plain>() };
    let table: [(TypeRef, TypeRef, &str, &'static [Method], &'static [GetSet]); 4] = [
        (IO_BASE, crate::objects::typeobj::OBJECT, "_io._IOBase", METHODS, GETSETS),
        (RAW_IO_BASE, IO_BASE, "_io._RawIOBase", RAW_METHODS, &[]),
        (BUFFERED_IO_BASE, IO_BASE, "_io._BufferedIOBase", BUFFERED_METHODS, &[]),
        (TEXT_IO_BASE, IO_BASE, "_io._TextIOBase", TEXT_METHODS, TEXT_GETSETS),
    ];
    for (ty, base, name, methods, getsets) in table {
        ready(TypeDef { base, flags: flags::BASETYPE, methods, getsets, ..TypeDef::new(ty, name, slots) });
    }
}
