//! `io.FileIO`: a descriptor without a buffer (Modules/_io/fileio.c).
//!
//! Invariants: each call is one system call with the GIL given up; what a script calls tells `EINTR` as IOError after
//! the handlers have run, what a buffer calls ([`Raw::read`], [`Raw::write`]) goes on after them.

use super::base::{self, bad_size, bool_value, unsupported};
use crate::modules::capi;
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::exceptions::{self as exc, raise_errno, raise_errno_with_filename};
use crate::objects::header::{Layout, Obj, Payload, new_instance, new_object};
use crate::objects::native::{Args, GetSet, Method, Native, getter, method};
use crate::objects::slot::Slot;
use crate::objects::str::{Str, codecs, intern, new_bytes, new_str};
use crate::objects::typeobj::{RAW_FILE, RAW_IO_BASE, Slots, TypeDef, TypeRef, flags, ready};
use crate::objects::word::Word;
use crate::objects::{Value, alloc, class, errors, hooks, int, lang, names, protocol};
use crate::platform::fd::{self, Fd};
use crate::platform::{Errno, fs};
use crate::runtime::without_gil;
use std::cell::Cell;
use std::ffi::CString;

pub struct Raw {
    /// -1 when closed.
    fd: Cell<Fd>,
    readable: Cell<bool>,
    writable: Cell<bool>,
    /// Closing the object closes the descriptor.
    owned: Cell<bool>,
    seekable: Cell<Option<bool>>,
    /// Attributes; `name` is one.
    dict: Slot,
}

impl Payload for Raw {
    const LAYOUT: Layout = Layout::RawFile;
    const WEAKREFS: bool = true;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.dict.visit(visit);
    }
    fn clear(&self) {
        drop(self.dict.take());
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Whoever wants to know of an error closes before.
        let _ = self.close_now();
    }
}

fn own(this: &Value) -> &Raw {
    this.payload::<Raw>()
}

impl Raw {
    fn blank() -> Raw {
        Raw {
            fd: Cell::new(-1),
            readable: Cell::new(false),
            writable: Cell::new(false),
            owned: Cell::new(true),
            seekable: Cell::new(None),
            dict: Slot::empty(),
        }
    }

    pub fn is_closed(&self) -> bool {
        self.fd.get() < 0
    }

    /// The descriptor. Errors: ValueError for a closed file.
    pub fn fd(&self) -> PyResult<Fd> {
        match self.fd.get() {
            -1 => Err(value_error("I/O operation on closed file")),
            fd => Ok(fd),
        }
    }

    fn close_now(&self) -> Result<(), Errno> {
        let fd = self.fd.replace(-1);
        if fd < 0 || !self.owned.get() {
            return Ok(());
        }
        without_gil(|| fd::close(fd))
    }

    fn check_readable(&self) -> PyResult<()> {
        self.fd()?;
        if self.readable.get() { Ok(()) } else { Err(unsupported("File not open for reading")) }
    }

    fn check_writable(&self) -> PyResult<()> {
        self.fd()?;
        if self.writable.get() { Ok(()) } else { Err(unsupported("File not open for writing")) }
    }

    /// One write; interrupted ones are begun again after the handlers. Gives how much was written, none where it would
    /// block.
    pub fn write(&self, bytes: &[u8]) -> PyResult<Option<usize>> {
        self.check_writable()?;
        loop {
            let fd = self.fd()?;
            match without_gil(|| fd::write(fd, bytes)) {
                Ok(count) => return Ok(Some(count)),
                Err(Errno::EAGAIN) => return Ok(None),
                Err(errno) if errno.is_interrupt() => hooks::check_signals()?,
                Err(errno) => return Err(raise_errno(exc::IO_ERROR, errno)),
            }
        }
    }

    /// One read of at most `limit` bytes, as [`Raw::write`].
    pub fn read(&self, limit: usize) -> PyResult<Option<Vec<u8>>> {
        self.check_readable()?;
        alloc::ensure(limit)?;
        loop {
            let fd = self.fd()?;
            match without_gil(|| read_some(fd, limit)) {
                Ok(bytes) => return Ok(Some(bytes)),
                Err(Errno::EAGAIN) => return Ok(None),
                Err(errno) if errno.is_interrupt() => hooks::check_signals()?,
                Err(errno) => return Err(raise_errno(exc::IO_ERROR, errno)),
            }
        }
    }

    /// Reads to the end; none if nothing could be read without blocking.
    pub fn read_all(&self) -> PyResult<Option<Vec<u8>>> {
        let mut all = Vec::new();
        loop {
            match self.read(64 * 1024)? {
                None if all.is_empty() => return Ok(None),
                Some(bytes) if !bytes.is_empty() => {
                    alloc::room(&mut all, bytes.len())?;
                    all.extend_from_slice(&bytes);
                }
                _ => return Ok(Some(all)),
            }
        }
    }

    pub fn seek(&self, offset: i64, whence: i32) -> PyResult<i64> {
        let fd = self.fd()?;
        without_gil(|| fd::seek(fd, offset, whence)).map_err(|errno| raise_errno(exc::IO_ERROR, errno))
    }

    pub fn close(&self) -> PyResult<()> {
        self.close_now().map_err(|errno| raise_errno(exc::IO_ERROR, errno))
    }

    pub fn is_seekable(&self) -> PyResult<bool> {
        let fd = self.fd()?;
        if self.seekable.get().is_none() {
            self.seekable.set(Some(without_gil(|| fd::seek(fd, 0, 1)).is_ok()));
        }
        Ok(self.seekable.get() == Some(true))
    }

    pub fn is_tty(&self) -> PyResult<bool> {
        let fd = self.fd()?;
        Ok(without_gil(|| fd::is_a_tty(fd)))
    }
}

fn read_some(fd: Fd, limit: usize) -> Result<Vec<u8>, Errno> {
    let mut bytes = vec![0; limit];
    let count = fd::read(fd, &mut bytes)?;
    bytes.truncate(count);
    Ok(bytes)
}

// ---- making ------------------------------------------------------------------------------------------------

struct Mode {
    flags: i32,
    readable: bool,
    writable: bool,
    append: bool,
}

fn parse_mode(mode: &str) -> PyResult<Mode> {
    let bad = || value_error("Must have exactly one of read/write/append mode and at most one plus");
    let mut kind = None;
    let mut plus = false;
    for c in mode.chars() {
        match c {
            'r' | 'w' | 'a' if kind.is_none() => kind = Some(c),
            '+' if !plus => plus = true,
            'r' | 'w' | 'a' | '+' => return Err(bad()),
            'b' => {}
            _ => return Err(value_error(format!("invalid mode: {mode}"))),
        }
    }
    let kind = kind.ok_or_else(bad)?;
    let (readable, writable) = (plus || kind == 'r', plus || kind != 'r');
    let access = match (readable, writable) {
        (true, true) => libc::O_RDWR,
        (true, false) => libc::O_RDONLY,
        _ => libc::O_WRONLY,
    };
    let create = match kind {
        'w' => libc::O_CREAT | libc::O_TRUNC,
        'a' => libc::O_CREAT | libc::O_APPEND,
        _ => 0,
    };
    Ok(Mode { flags: access | create, readable, writable, append: kind == 'a' })
}

/// A name of the system as the language's `str`; in 3.2 with bytes that are no text as lone surrogates.
pub fn system_name(bytes: &[u8]) -> Value {
    if lang::is_27() {
        return new_bytes(bytes);
    }
    match codecs::decode_to_text(&new_bytes(bytes), "utf-8", "surrogateescape") {
        Ok(name) => name,
        Err(_) => {
            errors::clear();
            new_str(&String::from_utf8_lossy(bytes))
        }
    }
}

/// PyUnicode_FSConverter: the bytes of a path.
pub fn path(value: &Value) -> PyResult<CString> {
    let Some(text) = value.downcast::<Str>() else {
        let name = value.type_name();
        return Err(type_error(if lang::is_27() {
            format!("coercing to Unicode: need string or buffer, {name} found")
        } else {
            format!("Can't convert '{name}' object to str implicitly")
        }));
    };
    // The zero at the end may have it moved.
    alloc::ensure(2 * text.len())?;
    let bytes = match text.is_text() && text.as_narrow().is_none() {
        true => {
            let encoded = codecs::encode(value, "utf-8", "surrogateescape")?;
            encoded.downcast::<Str>().map(Str::to_utf8).unwrap_or_default()
        }
        false => text.to_utf8(),
    };
    CString::new(bytes).map_err(|_| {
        type_error(if lang::is_27() {
            "must be encoded string without NULL bytes, not str"
        } else {
            "embedded NUL character"
        })
    })
}

fn init_raw(this: &Value, file: &Value, mode: &str, owned: bool) -> PyResult<()> {
    let raw = own(this);
    raw.close()?;
    let number = match file.type_of().layout() {
        Layout::Float => return Err(type_error("integer argument expected, got float")),
        Layout::Str => None,
        _ => Some(capi::c_int(file)?),
    };
    let mode = parse_mode(mode)?;
    raw.readable.set(mode.readable);
    raw.writable.set(mode.writable);
    raw.seekable.set(None);
    let fail = |errno| raise_errno_with_filename(exc::IO_ERROR, errno, file.clone());
    let fd = match number {
        Some(fd) if fd < 0 => return Err(value_error("Negative filedescriptor")),
        Some(fd) if !fd::is_open(fd) => return Err(raise_errno(exc::OS_ERROR, Errno::EBADF)),
        Some(fd) => fd,
        None => {
            let path = path(file)?;
            if !owned {
                return Err(value_error("Cannot use closefd=False with file name"));
            }
            let flags = mode.flags;
            without_gil(|| fd::open(&path, flags, 0o666)).map_err(|errno| {
                raise_errno_with_filename(exc::IO_ERROR, errno, system_name(path.to_bytes()))
            })?
        }
    };
    if fs::fstat(fd).is_ok_and(|stat| stat.is_directory()) {
        if number.is_none() {
            let _ = fd::close(fd);
        }
        return Err(fail(Errno(libc::EISDIR)));
    }
    raw.fd.set(fd);
    raw.owned.set(owned);
    protocol::setattr(this, names::name(), Some(file))?;
    if mode.append {
        raw.seek(0, 2)?;
    }
    Ok(())
}

/// A raw file over a path or a descriptor.
pub fn open(file: &Value, mode: &str, owned: bool) -> PyResult {
    let made = new_object(RAW_FILE, Raw::blank());
    init_raw(&made, file, mode, owned)?;
    Ok(made)
}

fn new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, Raw::blank()))
}

fn init_method(this: &Value, args: &Args) -> PyResult<()> {
    let [file, mode, closefd] = args.bind("fileio", ["file", "mode", "closefd"], 1)?;
    let none = Value::none();
    let mode = mode.map_or(Some("r".to_owned()), Value::str_lossy).unwrap_or_default();
    let owned = closefd.map_or(Ok(1), capi::c_int)? != 0;
    init_raw(this, file.unwrap_or(&none), &mode, owned)
}

// ---- methods -----------------------------------------------------------------------------------------------

/// A size argument: none for absent, None or negative.
pub fn size(value: Option<&Value>) -> PyResult<Option<usize>> {
    match value {
        None => Ok(None),
        Some(value) if value.is_none() => Ok(None),
        Some(value) if int::is_int(value) => Ok(usize::try_from(capi::c_size(value)?).ok()),
        Some(value) => match errors::catch(exc::TYPE_ERROR, protocol::index(value))? {
            Some(size) => Ok(usize::try_from(size).ok()),
            None => Err(bad_size(value)),
        },
    }
}

fn bytes_or_none(bytes: Option<Vec<u8>>) -> PyResult {
    Ok(bytes.map_or(Value::none(), new_bytes))
}

/// One call that shows its `EINTR`.
fn once<T: Send>(call: impl FnOnce() -> Result<T, Errno> + Send) -> PyResult<Option<T>> {
    match without_gil(call) {
        Ok(result) => Ok(Some(result)),
        Err(Errno::EAGAIN) => Ok(None),
        Err(errno) => Err(raise_errno(exc::IO_ERROR, errno)),
    }
}

fn read(this: &Value, args: &[Value]) -> PyResult {
    let raw = own(this);
    raw.check_readable()?;
    let fd = raw.fd()?;
    match size(args.first())? {
        None => bytes_or_none(raw.read_all()?),
        Some(size) => {
            alloc::ensure(size)?;
            bytes_or_none(once(|| read_some(fd, size))?)
        }
    }
}

fn readall(this: &Value) -> PyResult {
    own(this).check_readable()?;
    bytes_or_none(own(this).read_all()?)
}

fn readinto(this: &Value, buffer: &Value) -> PyResult {
    let raw = own(this);
    raw.check_readable()?;
    let size = base::writable_len(buffer)?;
    let fd = raw.fd()?;
    let Some(bytes) = once(|| read_some(fd, size))? else { return Ok(Value::none()) };
    capi::write_into(buffer, &bytes);
    Ok(Value::int(bytes.len() as i64))
}

fn write(this: &Value, value: &Value) -> PyResult {
    let raw = own(this);
    raw.check_writable()?;
    let bytes = base::bytes_argument(value)?;
    let fd = raw.fd()?;
    let written = once(|| fd::write(fd, &bytes))?;
    Ok(written.map_or(Value::none(), base::count_value))
}

fn seek(this: &Value, args: &[Value]) -> PyResult {
    own(this).fd()?;
    let Some(offset) = int::to_i64(&args[0]) else { return Err(type_error("an integer is required")) };
    let whence = args.get(1).map_or(Ok(0), capi::c_int)?;
    own(this).seek(offset, whence).map(Value::int)
}

fn tell(this: &Value) -> PyResult {
    own(this).seek(0, 1).map(Value::int)
}

fn truncate(this: &Value, args: &[Value]) -> PyResult {
    let raw = own(this);
    raw.check_writable()?;
    let size = match args.first().filter(|size| !size.is_none()) {
        Some(size) => capi::c_long(size)?,
        None => raw.seek(0, 1)?,
    };
    let fd = raw.fd()?;
    without_gil(|| fs::ftruncate(fd, size)).map_err(|errno| raise_errno(exc::IO_ERROR, errno))?;
    Ok(Value::int(size))
}

fn close(this: &Value) -> PyResult {
    own(this).close()?;
    Ok(Value::none())
}

fn seekable(this: &Value) -> PyResult {
    own(this).is_seekable().map(bool_value)
}
fn readable(this: &Value) -> PyResult {
    own(this).fd()?;
    Ok(Value::bool(own(this).readable.get()))
}
fn writable(this: &Value) -> PyResult {
    own(this).fd()?;
    Ok(Value::bool(own(this).writable.get()))
}
fn fileno(this: &Value) -> PyResult {
    Ok(Value::int(own(this).fd()?.into()))
}
fn isatty(this: &Value) -> PyResult {
    own(this).is_tty().map(bool_value)
}

fn mode_text(raw: &Raw) -> &'static str {
    match (raw.readable.get(), raw.writable.get()) {
        (true, true) => "rb+",
        (true, false) => "rb",
        _ => "wb",
    }
}

fn get_mode(this: &Value) -> PyResult {
    Ok(new_str(mode_text(own(this))))
}
fn get_closed(this: &Value) -> PyResult {
    Ok(Value::bool(own(this).is_closed()))
}
fn get_closefd(this: &Value) -> PyResult {
    Ok(Value::bool(own(this).owned.get()))
}

fn repr(this: &Value) -> PyResult {
    let raw = own(this);
    if raw.is_closed() {
        return Ok(new_str("<_io.FileIO [closed]>"));
    }
    let mode = mode_text(raw);
    Ok(new_str(&match protocol::getattr_option(this, &intern("name"))? {
        Some(name) => format!("<_io.FileIO name={} mode='{mode}'>", protocol::repr_string(&name)?),
        None => format!("<_io.FileIO fd={} mode='{mode}'>", raw.fd.get()),
    }))
}

static METHODS: &[Method] = &[
    method(
        "read",
        Native::Var(0, 1, read),
        "read(size: int) -> bytes.  read at most size bytes, one system call.",
    ),
    method("readall", Native::NoArgs(readall), "readall() -> bytes.  read all data from the file."),
    method("readinto", Native::One(readinto), "readinto() -> Same as RawIOBase.readinto()."),
    method(
        "write",
        Native::One(write),
        "write(b: bytes) -> int.  Write bytes b to file, return number written.",
    ),
    method(
        "seek",
        Native::Var(1, 2, seek),
        "seek(offset: int[, whence: int]) -> None.  Move to new position.",
    ),
    method("tell", Native::NoArgs(tell), "tell() -> int.  Current file position."),
    method("truncate", Native::Var(0, 1, truncate), "truncate([size: int]) -> None.  Truncate the file."),
    method("close", Native::NoArgs(close), "close() -> None.  Close the file."),
    method("seekable", Native::NoArgs(seekable), "seekable() -> bool.  True if file supports random-access."),
    method(
        "readable",
        Native::NoArgs(readable),
        "readable() -> bool.  True if file was opened in a read mode.",
    ),
    method(
        "writable",
        Native::NoArgs(writable),
        "writable() -> bool.  True if file was opened in a write mode.",
    ),
    method("fileno", Native::NoArgs(fileno), "fileno() -> int. \"file descriptor\"."),
    method(
        "isatty",
        Native::NoArgs(isatty),
        "isatty() -> bool.  True if the file is connected to a tty device.",
    ),
];

static GETSETS: &[GetSet] = &[
    getter("__dict__", class::INSTANCE_DICT.get),
    getter("mode", get_mode),
    getter("closed", get_closed),
    getter("closefd", get_closefd),
];

pub fn init() {
    let slots = Slots { new: Some(new), init: Some(init_method), repr: Some(repr), ..Slots::of::<Raw>() };
    ready(TypeDef {
        base: RAW_IO_BASE,
        flags: flags::BASETYPE,
        methods: METHODS,
        getsets: GETSETS,
        dict_offset: std::mem::offset_of!(Obj<Raw>, payload.dict),
        doc: "file(name: str[, mode: str]) -> file IO object",
        ..TypeDef::new(RAW_FILE, "_io.FileIO", slots)
    });
}
