//! 2.7's `file` (Objects/fileobject.c).
//!
//! Invariants:
//! - Every use of the stream happens with the GIL given up, whether or not it comes to a system call; so two threads
//!   that print may interleave between any two pieces. `in_use` counts such uses: `close` refuses while there is one.
//! - A read that a signal interrupts runs the handlers and goes on; a write that fails drops what was buffered.
//! - Iterating reads ahead in a buffer of its own, which `read` and `readline` refuse to mix with.

use super::stdio::{self, Buffering, Failed, Stdio, Stream};
use crate::objects::alloc;
use crate::objects::errors::{self, PyResult, Raised, io_error, type_error, value_error};
use crate::objects::exceptions as exc;
use crate::objects::header::{Layout, Payload, new_instance, new_object};
use crate::objects::native::{Args, GetSet, Method, Native, getset, getter, member, method};
use crate::objects::slot::Slot;
use crate::objects::str::{Kind, Repr, Str, new_bytes, new_str};
use crate::objects::typeobj::{FILE, Slots, TypeDef, TypeRef, flags, ready};
use crate::objects::{Value, call, hooks, int, iterator, names, protocol};
use crate::platform::process::Command;
use crate::platform::{Errno, fd, fs};
use crate::runtime::without_gil;
use std::cell::{Cell, RefCell};
use std::ffi::{CStr, CString};

/// The bytes that iteration reads ahead.
const READAHEAD: usize = 8192;

pub struct File27 {
    stream: RefCell<Option<Stream>>,
    name: Slot,
    mode: Slot,
    /// A str, or None.
    encoding: Slot,
    errors: Slot,
    pub soft_space: Cell<i64>,
    binary: Cell<bool>,
    universal: Cell<bool>,
    readable: Cell<bool>,
    writable: Cell<bool>,
    /// What iteration has read ahead, and how much of it has been given out.
    ahead: RefCell<(Vec<u8>, usize)>,
    in_use: Cell<usize>,
    /// Kinds of line end, kept when the stream is closed.
    newlines: Cell<u8>,
}

impl Payload for File27 {
    const LAYOUT: Layout = Layout::File;
    const WEAKREFS: bool = true;
}

impl Drop for File27 {
    /// The end of a file that nobody closed; an error is told of on stderr (file_dealloc).
    fn drop(&mut self) {
        if self.stream.borrow().is_none() {
            return;
        }
        let saved = errors::fetch();
        if close_stream(self).is_err() {
            crate::runtime::report::write_stderr("close failed in file object destructor:\n");
            crate::objects::traceback::print_error(true);
        }
        if let Some(saved) = saved {
            errors::restore(saved);
        }
    }
}

fn own(this: &Value) -> &File27 {
    this.payload::<File27>()
}

fn closed() -> Raised {
    value_error("I/O operation on closed file")
}

impl File27 {
    fn blank() -> File27 {
        let name = || Slot::new(new_str("<uninitialized file>"));
        File27 {
            stream: RefCell::new(None),
            name: name(),
            mode: name(),
            encoding: Slot::empty(),
            errors: Slot::empty(),
            soft_space: Cell::new(0),
            binary: Cell::new(false),
            universal: Cell::new(false),
            readable: Cell::new(false),
            writable: Cell::new(false),
            ahead: RefCell::new((Vec::new(), 0)),
            in_use: Cell::new(0),
            newlines: Cell::new(0),
        }
    }

    fn stream(&self) -> PyResult<Stream> {
        self.stream.borrow().clone().ok_or_else(closed)
    }

    /// Errors: ValueError if the file is closed.
    pub fn check_open(&self) -> PyResult<()> {
        if self.stream.borrow().is_some() { Ok(()) } else { Err(closed()) }
    }

    /// Encoding and errors for unicode, as `encode` wants them; none: the default.
    pub fn encoding(&self) -> Option<Vec<Value>> {
        let encoding = self.encoding.get().filter(|encoding| !encoding.is_none())?;
        let errors =
            self.errors.get().filter(|errors| !errors.is_none()).unwrap_or_else(|| new_str("strict"));
        Some(vec![encoding, errors])
    }

    /// One use of the stream without the GIL.
    fn using<R: Send>(&self, stream: &Stream, use_it: impl FnOnce(&mut Stdio) -> R + Send) -> R {
        struct Use<'a>(&'a Cell<usize>);
        impl Drop for Use<'_> {
            fn drop(&mut self) {
                self.0.set(self.0.get() - 1);
            }
        }
        self.in_use.set(self.in_use.get() + 1);
        let _use = Use(&self.in_use);
        without_gil(|| use_it(&mut stream.lock()))
    }

    fn readable(&self) -> PyResult<Stream> {
        let stream = self.stream()?;
        if !self.readable.get() {
            return Err(io_error("File not open for reading"));
        }
        Ok(stream)
    }

    fn writable(&self) -> PyResult<Stream> {
        let stream = self.stream()?;
        if !self.writable.get() {
            return Err(io_error("File not open for writing"));
        }
        Ok(stream)
    }

    fn refuse_mixing(&self) -> PyResult<()> {
        let ahead = self.ahead.borrow();
        if ahead.1 < ahead.0.len() {
            return Err(value_error("Mixing iteration and read methods would lose data"));
        }
        Ok(())
    }
}

fn failed(errno: Errno) -> Raised {
    match errno {
        // Rather no room for what was read than a word of the kernel's.
        Errno::ENOMEM => crate::objects::errors::no_memory(),
        errno => exc::raise_errno(exc::IO_ERROR, errno),
    }
}

// ---- opening -------------------------------------------------------------------------------------------------

/// The mode as `fopen` gets it (_PyFile_SanitizeMode), and whether line ends are universal.
fn sanitise(mode: &str) -> PyResult<(String, bool)> {
    if mode.is_empty() {
        return Err(value_error("empty mode string"));
    }
    if let Some(at) = mode.find('U') {
        let mut rest = mode.to_owned();
        rest.remove(at);
        if rest.starts_with(['w', 'a']) {
            return Err(value_error("universal newline mode can only be used with modes starting with 'r'"));
        }
        if !rest.starts_with('r') {
            rest.insert(0, 'r');
        }
        return Ok((rest, true));
    }
    if !mode.starts_with(['r', 'w', 'a']) {
        return Err(value_error(format!(
            "mode string must begin with one of 'r', 'w', 'a' or 'U', not '{}'",
            mode.chars().take(200).collect::<String>()
        )));
    }
    Ok((mode.to_owned(), false))
}

fn open_flags(mode: &str) -> i32 {
    let access = if mode.contains('+') {
        libc::O_RDWR
    } else if mode.starts_with('r') {
        libc::O_RDONLY
    } else {
        libc::O_WRONLY
    };
    access
        | match mode.as_bytes().first() {
            Some(b'w') => libc::O_CREAT | libc::O_TRUNC,
            Some(b'a') => libc::O_CREAT | libc::O_APPEND,
            _ => 0,
        }
}

/// Sets everything but the stream (fill_file_fields).
fn fill(file: &File27, name: Value, mode: &str) {
    let both = mode.contains('+');
    let universal = mode.contains('U');
    file.name.set(name);
    file.mode.set(new_str(mode));
    file.soft_space.set(0);
    file.binary.set(mode.contains('b'));
    file.universal.set(universal);
    file.readable.set(both || universal || mode.starts_with('r'));
    file.writable.set(both || mode.starts_with(['w', 'a']));
    *file.ahead.borrow_mut() = (Vec::new(), 0);
    file.newlines.set(0);
}

fn set_stream(file: &File27, fd: i32, buffering: Option<i64>, owned: bool) {
    let (kind, size) = match buffering {
        Some(0) => (Buffering::None, 1),
        Some(1) => (Buffering::Line, stdio::DEFAULT_SIZE),
        Some(size) if size > 1 => (Buffering::Full, size as usize),
        _ => (Buffering::Unset, stdio::DEFAULT_SIZE),
    };
    let stream = stdio::new_stream(fd, kind, size, Failed::Drop, owned);
    stream.lock().universal = file.universal.get();
    *file.stream.borrow_mut() = Some(stream);
}

/// A new file over a descriptor: `os.fdopen`, the standard streams. Errors: ValueError for a bad mode.
pub fn from_fd(fd: i32, name: &str, mode: &str, buffering: Option<i64>, owned: bool) -> PyResult {
    sanitise(mode)?;
    let file = File27::blank();
    fill(&file, new_str(name), mode);
    set_stream(&file, fd, buffering, owned);
    Ok(new_object(FILE, file))
}

/// A file over a pipe from or to a command of the shell: `os.popen`. Errors: OSError, also for a mode that popen(3) refuses.
pub fn from_command(command: &CStr, mode: &CStr, buffering: Option<i64>) -> PyResult {
    let started = without_gil(|| Command::open(command, mode));
    let started = started.map_err(|errno| exc::raise_errno(exc::OS_ERROR, errno))?;
    let file = File27::blank();
    fill(&file, new_bytes(command.to_bytes().to_vec()), &mode.to_string_lossy());
    set_stream(&file, started.fd(), buffering, true);
    if let Some(stream) = &*file.stream.borrow() {
        stream.lock().command = Some(started);
    }
    Ok(new_object(FILE, file))
}

/// Sets encoding and errors (PyFile_SetEncodingAndErrors).
pub fn set_encoding(file: &Value, encoding: &str, errors: Option<&str>) {
    if let Some(file) = file.downcast::<File27>() {
        file.encoding.set(new_str(encoding));
        file.errors.set_option(errors.map(new_str));
    }
}

/// The file's stream; none if it is closed or no file.
pub fn stream_of(file: &Value) -> Option<Stream> {
    file.downcast::<File27>()?.stream.borrow().clone()
}

fn new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, File27::blank()))
}

fn init_file(this: &Value, args: &Args) -> PyResult<()> {
    let file = own(this);
    if file.stream.borrow().is_some() {
        close(this)?;
    }
    let [name, mode, buffering] = args.bind("file", ["name", "mode", "buffering"], 1)?;
    let name = name.cloned().unwrap_or(Value::none());
    let path = match name.downcast::<Str>() {
        Some(path) => path.to_utf8(),
        None => {
            return Err(type_error(format!(
                "coercing to Unicode: need string or buffer, {} found",
                if name.is_none() { "NoneType".to_owned() } else { name.type_name() }
            )));
        }
    };
    let mode = match mode {
        None => "r".to_owned(),
        Some(mode) => match mode.str_lossy() {
            Some(mode) => mode,
            None => {
                return Err(type_error(format!(
                    "file() argument 2 must be string, not {}",
                    mode.argument_name()
                )));
            }
        },
    };
    let buffering = buffering.map(int::expect_i64).transpose()?;
    let Ok(path) = CString::new(path) else {
        return Err(type_error("file() argument 1 must be encoded string without null bytes, not str"));
    };
    fill(file, name.clone(), &mode);
    let (c_mode, _) = sanitise(&mode)?;
    let open_flags = open_flags(&c_mode);
    let fd = without_gil(|| fd::open(&path, open_flags, 0o666))
        .map_err(|errno| exc::raise_errno_with_filename(exc::IO_ERROR, errno, name.clone()))?;
    if fs::fstat(fd).is_ok_and(|stat| stat.is_directory()) {
        let _ = fd::close(fd);
        return Err(exc::raise_errno_with_filename(exc::IO_ERROR, Errno(libc::EISDIR), name));
    }
    if c_mode.starts_with('a') {
        // The position that tell() shows at first.
        let _ = fd::seek(fd, 0, 2);
    }
    set_stream(file, fd, buffering, true);
    Ok(())
}

// ---- closing -------------------------------------------------------------------------------------------------

/// Gives the status of a command that ended, else 0.
fn close_stream(file: &File27) -> PyResult<i32> {
    if file.in_use.get() > 0 {
        return Err(io_error("close() called during concurrent operation on the same file object"));
    }
    let Some(stream) = file.stream.take() else { return Ok(0) };
    let (result, newlines) = without_gil(|| {
        let mut stream = stream.lock();
        (stream.close(), stream.newlines)
    });
    file.newlines.set(newlines);
    result.map_err(failed)
}

fn close(this: &Value) -> PyResult {
    Ok(match close_stream(own(this))? {
        0 => Value::none(),
        status => Value::int(status.into()),
    })
}

fn flush(this: &Value) -> PyResult {
    let file = own(this);
    let stream = file.stream()?;
    file.using(&stream, |stream| noticed(stream, Stdio::flush)).map_err(failed)?;
    Ok(Value::none())
}

// ---- reading -------------------------------------------------------------------------------------------------

fn read_bytes(file: &File27, limit: Option<usize>) -> PyResult<Vec<u8>> {
    let stream = file.readable()?;
    file.refuse_mixing()?;
    alloc::ensure(limit.unwrap_or(0))?;
    let mut data = Vec::new();
    loop {
        let before = data.len();
        let want = limit.unwrap_or(usize::MAX);
        let (back, result) = file.using(&stream, move |stream| {
            let result = stream.read(want, &mut data);
            (data, result)
        });
        data = back;
        match result {
            Ok(()) => return Ok(data),
            Err(errno) if errno.is_interrupt() => {
                hooks::check_signals()?;
                // With a limit, what came before the signal is the answer.
                if limit.is_some() && data.len() > before {
                    return Ok(data);
                }
            }
            Err(Errno::EAGAIN) if !data.is_empty() => return Ok(data),
            Err(errno) => return Err(failed(errno)),
        }
    }
}

/// The `|l` of an argument list: an int, or none.
fn optional(args: &[Value]) -> PyResult<Option<i64>> {
    args.first().map(crate::modules::capi::c_long).transpose()
}

fn read(this: &Value, args: &[Value]) -> PyResult {
    let file = own(this);
    file.readable()?;
    file.refuse_mixing()?;
    let limit = optional(args)?.and_then(|limit| usize::try_from(limit).ok());
    Ok(new_bytes(read_bytes(file, limit)?))
}

/// Fills a buffer as far as the file goes; gives the number of bytes (file_readinto).
fn readinto(this: &Value, target: &Value) -> PyResult {
    let file = own(this);
    file.readable()?;
    file.refuse_mixing()?;
    let Some(room) = crate::modules::capi::writable_len(target) else {
        let name = target.argument_name();
        return Err(type_error(format!("argument 1 must be read-write buffer, not {name}")));
    };
    // Other than read(), it goes on after a handler until it has all.
    let mut bytes = Vec::new();
    while bytes.len() < room {
        let more = read_bytes(file, Some(room - bytes.len()))?;
        if more.is_empty() {
            break;
        }
        bytes.extend(more);
    }
    crate::modules::capi::write_into(target, &bytes);
    Ok(Value::int(bytes.len() as i64))
}

/// A line with its end; empty at the end of the file (get_line).
fn read_line(file: &File27, limit: Option<usize>) -> PyResult<Vec<u8>> {
    let stream = file.readable()?;
    file.refuse_mixing()?;
    let mut line = Vec::new();
    loop {
        let (back, result) = file.using(&stream, move |stream| {
            let result = stream.read_line(limit.unwrap_or(usize::MAX), &mut line);
            (line, result)
        });
        line = back;
        match result {
            Ok(()) => break,
            Err(errno) if errno.is_interrupt() => hooks::check_signals()?,
            Err(errno) => return Err(failed(errno)),
        }
    }
    if line.is_empty() {
        hooks::check_signals()?;
    }
    Ok(line)
}

fn readline(this: &Value, args: &[Value]) -> PyResult {
    let file = own(this);
    file.readable()?;
    file.refuse_mixing()?;
    let limit = match optional(args)? {
        Some(0) => return Ok(new_str("")),
        Some(limit) if limit > 0 => Some(limit as usize),
        _ => None,
    };
    Ok(new_bytes(read_line(file, limit)?))
}

/// PyFile_GetLine with n = -1 for a real file: the line without its end. Errors: EOFError.
pub fn input_line(this: &Value) -> PyResult {
    let mut line = read_line(own(this), None)?;
    if line.is_empty() {
        return Err(errors::raise(exc::EOF_ERROR, "EOF when reading a line"));
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(new_bytes(line))
}

/// All that is left, for `exec file`.
pub fn read_all(this: &Value) -> PyResult {
    Ok(new_bytes(read_bytes(own(this), None)?))
}

fn readlines(this: &Value, args: &[Value]) -> PyResult {
    let file = own(this);
    file.readable()?;
    file.refuse_mixing()?;
    let hint = optional(args)?.and_then(|hint| usize::try_from(hint).ok()).filter(|&hint| hint > 0);
    let mut lines = Vec::new();
    let mut rest: Vec<u8> = Vec::new();
    let mut total = 0;
    // The file is read in blocks, so that a hint is rounded up to whole ones.
    loop {
        let block = read_bytes(file, Some(READAHEAD))?;
        let short = block.len() < READAHEAD;
        total += block.len();
        rest.extend(block);
        let mut at = 0;
        while let Some(end) = rest[at..].iter().position(|&byte| byte == b'\n') {
            lines.push(new_bytes(&rest[at..=at + end]));
            at += end + 1;
        }
        drop(rest.drain(..at));
        if short || hint.is_some_and(|hint| total >= hint) {
            break;
        }
    }
    if !rest.is_empty() {
        rest.extend(read_line(file, None)?);
        lines.push(new_bytes(rest));
    }
    Ok(crate::objects::list::new_list(lines))
}

/// Reads ahead, and gives the next line out of that (readahead_get_line_skip).
fn next(this: &Value) -> PyResult<Option<Value>> {
    let file = own(this);
    let stream = file.readable()?;
    let mut line: Vec<u8> = Vec::new();
    let mut size = READAHEAD;
    loop {
        {
            let mut ahead = file.ahead.borrow_mut();
            let (buffer, at) = &mut *ahead;
            let waiting = buffer.get(*at..).unwrap_or_default();
            if let Some(end) = waiting.iter().position(|&byte| byte == b'\n') {
                line.extend_from_slice(&waiting[..=end]);
                *at += end + 1;
                return Ok(Some(new_bytes(line)));
            }
            line.extend_from_slice(waiting);
            *ahead = (Vec::new(), 0);
        }
        let (data, result) = file.using(&stream, move |stream| {
            let mut data = Vec::new();
            let result = stream.read(size, &mut data);
            (data, result)
        });
        if let Err(errno) = result
            && data.is_empty()
        {
            return Err(failed(errno));
        }
        if data.is_empty() {
            return Ok(if line.is_empty() { None } else { Some(new_bytes(line)) });
        }
        *file.ahead.borrow_mut() = (data, 0);
        size += size >> 2;
    }
}

fn iter(this: &Value) -> PyResult {
    own(this).check_open()?;
    iterator::itself(this)
}

fn next_method(this: &Value) -> PyResult {
    next(this)?.ok_or_else(protocol::stop_iteration)
}

fn xreadlines(this: &Value) -> PyResult {
    iter(this)
}

// ---- writing -------------------------------------------------------------------------------------------------

/// Writes without looking whether the file may be written (fputs of PyFile_WriteString).
pub fn put(file: &File27, bytes: &[u8]) -> Result<(), Errno> {
    match file.stream.borrow().clone() {
        Some(stream) => file.using(&stream, |stream| stream.write(bytes)),
        None => Err(Errno::EBADF),
    }
}

/// Forgets a failure that nobody looked at (clearerr).
pub fn clear_error(file: &File27) {
    if let Some(stream) = &*file.stream.borrow()
        && let Some(mut stream) = stream.try_lock()
    {
        stream.unnoticed = false;
    }
}

/// A write that also finds out about an earlier failure.
fn write_checked(stream: &mut Stdio, bytes: &[u8]) -> Result<(), Errno> {
    let before = std::mem::take(&mut stream.unnoticed);
    noticed(stream, |stream| stream.write(bytes))?;
    if before { Err(Errno(0)) } else { Ok(()) }
}

/// A use of the stream whose error is looked at, and forgotten by the stream.
fn noticed(stream: &mut Stdio, use_it: impl FnOnce(&mut Stdio) -> Result<(), Errno>) -> Result<(), Errno> {
    use_it(stream).inspect_err(|_| stream.unnoticed = false)
}

/// Writes bytes. Errors: IOError.
pub fn write_bytes(file: &File27, bytes: &[u8]) -> PyResult<()> {
    let stream = file.stream()?;
    file.using(&stream, |stream| noticed(stream, |stream| stream.write(bytes))).map_err(failed)
}

/// The bytes of what may be written to the file.
fn to_bytes(file: &File27, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(text) = value.downcast::<Str>() {
        if text.kind() == Kind::Bytes {
            return Ok(text.to_utf8());
        }
        let encoded = match file.encoding() {
            Some(arguments) if !file.binary.get() => call::call_method(value, names::encode(), &arguments)?,
            _ => crate::objects::str::encode_default(value)?,
        };
        return Ok(encoded.downcast::<Str>().map(Str::to_utf8).unwrap_or_default());
    }
    match super::buffer_of(value)? {
        Some(bytes) => Ok(bytes),
        None if file.binary.get() => {
            Err(type_error(format!("must be string or buffer, not {}", value.argument_name())))
        }
        None => Err(type_error("expected a string or other character buffer object")),
    }
}

fn write(this: &Value, value: &Value) -> PyResult {
    let file = own(this);
    let stream = file.writable()?;
    if let Some(Repr::Narrow(bytes)) = value.downcast::<Str>().filter(|text| text.is_bytes()).map(Str::repr) {
        file.soft_space.set(0);
        file.using(&stream, |stream| write_checked(stream, bytes)).map_err(failed)?;
        return Ok(Value::none());
    }
    let bytes = to_bytes(file, value)?;
    file.soft_space.set(0);
    file.using(&stream, |stream| write_checked(stream, &bytes)).map_err(failed)?;
    Ok(Value::none())
}

fn writelines(this: &Value, lines: &Value) -> PyResult {
    let file = own(this);
    file.writable()?;
    let iterator = match errors::catch(exc::TYPE_ERROR, protocol::iter(lines))? {
        Some(iterator) => iterator,
        None => return Err(type_error("writelines() requires an iterable argument")),
    };
    file.soft_space.set(0);
    while let Some(line) = protocol::next(&iterator)? {
        let is_string = line.downcast::<Str>().is_some();
        if !is_string && super::buffer_of(&line)?.is_none() {
            return Err(type_error("writelines() argument must be a sequence of strings"));
        }
        let bytes = to_bytes(file, &line)?;
        write_bytes(file, &bytes)?;
    }
    Ok(Value::none())
}

// ---- the rest ------------------------------------------------------------------------------------------------

fn seek(this: &Value, args: &[Value]) -> PyResult {
    let file = own(this);
    let stream = file.stream()?;
    *file.ahead.borrow_mut() = (Vec::new(), 0);
    let offset = crate::modules::capi::c_long(&args[0])?;
    let whence = args.get(1).map_or(Ok(0), crate::modules::capi::c_int)?;
    file.using(&stream, move |stream| stream.seek(offset, whence)).map_err(failed)?;
    file.soft_space.set(0);
    Ok(Value::none())
}

fn tell(this: &Value) -> PyResult {
    let file = own(this);
    let stream = file.stream()?;
    file.using(&stream, Stdio::tell).map(Value::int).map_err(failed)
}

fn truncate(this: &Value, args: &[Value]) -> PyResult {
    let file = own(this);
    let stream = file.writable()?;
    let size = optional(args)?;
    file.using(&stream, move |stream| {
        let position = stream.tell()?;
        stream.flush()?;
        fs::ftruncate(stream.fd, size.unwrap_or(position))?;
        stream.seek(position, 0).map(drop)
    })
    .map_err(failed)?;
    Ok(Value::none())
}

fn fileno(this: &Value) -> PyResult {
    Ok(Value::int(own(this).stream()?.lock().fd.into()))
}

fn isatty(this: &Value) -> PyResult {
    let file = own(this);
    let stream = file.stream()?;
    Ok(Value::bool(file.using(&stream, |stream| fd::is_a_tty(stream.fd))))
}

fn enter(this: &Value) -> PyResult {
    own(this).check_open()?;
    Ok(this.clone())
}

fn exit(this: &Value, _args: &[Value]) -> PyResult {
    call::call_method(this, names::close(), &[])?;
    Ok(Value::none())
}

fn repr(this: &Value) -> PyResult {
    let file = own(this);
    let state = if file.stream.borrow().is_some() { "open" } else { "closed" };
    let name = protocol::repr_string(&file.name.get_or_none())?;
    let mode = file.mode.get_or_none().str_lossy().unwrap_or_default();
    Ok(new_str(&format!("<{state} file {name}, mode '{mode}' at {:#x}>", this.address())))
}

fn get_closed(this: &Value) -> PyResult {
    Ok(Value::bool(own(this).stream.borrow().is_none()))
}
fn get_name(this: &Value) -> PyResult {
    Ok(own(this).name.get_or_none())
}
fn get_mode(this: &Value) -> PyResult {
    Ok(own(this).mode.get_or_none())
}
fn get_encoding(this: &Value) -> PyResult {
    Ok(own(this).encoding.get_or_none())
}
fn get_errors(this: &Value) -> PyResult {
    Ok(own(this).errors.get_or_none())
}

fn get_newlines(this: &Value) -> PyResult {
    let file = own(this);
    let seen = match &*file.stream.borrow() {
        Some(stream) => stream.lock().newlines,
        None => file.newlines.get(),
    };
    Ok(super::newlines_value(seen))
}

fn get_soft_space(this: &Value) -> PyResult {
    Ok(Value::int(own(this).soft_space.get()))
}

fn set_soft_space(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(type_error("can't delete numeric/char attribute")) };
    own(this).soft_space.set(int::expect_i64(new)?);
    Ok(())
}

static METHODS: &[Method] = &[
    method(
        "readline",
        Native::Var(0, 1, readline),
        "readline([size]) -> next line from the file, as a string.",
    ),
    method("read", Native::Var(0, 1, read), "read([size]) -> read at most size bytes, returned as a string."),
    method("readinto", Native::One(readinto), "readinto() -> Undocumented.  Don't use this; it may go away."),
    method("write", Native::One(write), "write(str) -> None.  Write string str to file."),
    method("fileno", Native::NoArgs(fileno), "fileno() -> integer \"file descriptor\"."),
    method("seek", Native::Var(1, 2, seek), "seek(offset[, whence]) -> None.  Move to new file position."),
    method("truncate", Native::Var(0, 1, truncate), "truncate([size]) -> None.  Truncate the file."),
    method(
        "tell",
        Native::NoArgs(tell),
        "tell() -> current file position, an integer (may be a long integer).",
    ),
    method("readlines", Native::Var(0, 1, readlines), "readlines([size]) -> list of strings, each a line."),
    method("xreadlines", Native::NoArgs(xreadlines), "xreadlines() -> returns self."),
    method("writelines", Native::One(writelines), "writelines(sequence_of_strings) -> None."),
    method("flush", Native::NoArgs(flush), "flush() -> None.  Flush the internal I/O buffer."),
    method("close", Native::NoArgs(close), "close() -> None or (perhaps) an integer.  Close the file."),
    method(
        "isatty",
        Native::NoArgs(isatty),
        "isatty() -> true or false.  True if connected to a tty device.",
    ),
    method("next", Native::NoArgs(next_method), "x.next() -> the next value, or raise StopIteration"),
    method("__enter__", Native::NoArgs(enter), "__enter__() -> self."),
    method("__exit__", Native::Var(0, usize::MAX, exit), "__exit__(*excinfo) -> None.  Closes the file."),
];

static GETSETS: &[GetSet] = &[
    member("mode", get_mode),
    member("name", get_name),
    member("encoding", get_encoding),
    member("errors", get_errors),
    getter("closed", get_closed),
    getter("newlines", get_newlines),
    getset("softspace", get_soft_space, set_soft_space),
];

pub fn init() {
    let slots = Slots {
        new: Some(new),
        init: Some(init_file),
        repr: Some(repr),
        iter: Some(iter),
        next: Some(next),
        ..Slots::of::<File27>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: METHODS,
        getsets: GETSETS,
        doc: "file(name[, mode[, buffering]]) -> file object",
        ..TypeDef::new(FILE, "file", slots)
    });
}
