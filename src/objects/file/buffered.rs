//! `io.BufferedReader`, `BufferedWriter` and `BufferedRandom` (Modules/_io/bufferedio.c).
//!
//! Invariants:
//! - The buffers are touched with the GIL and the object's own lock. The lock is held across system calls, so that two
//!   threads take turns; a thread that comes back while it holds it itself (a signal handler that prints while its
//!   thread prints) gets RuntimeError, as CPython's owner check has it.
//! - Data is moved out of the buffer before a system call and what was not written is put back after it.
//! - Either `input` holds unread bytes or `output` unwritten ones, never both.
//! - After each raw write signals are looked at.

use super::base::{self, bool_value, would_block};
use super::raw::{self, Raw};
use crate::modules::capi;
use crate::objects::alloc;
use crate::objects::errors::{self, PyResult, runtime_error, type_error, value_error};
use crate::objects::header::{Layout, Obj, Payload, new_instance, new_object};
use crate::objects::native::{Args, GetSet, Method, Native, getter, member, method};
use crate::objects::slot::Slot;
use crate::objects::str::{Str, intern, new_bytes, new_str};
use crate::objects::typeobj::{
    BUFFERED_IO_BASE, BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, Slots, TypeDef, TypeRef, flags,
    ready,
};
use crate::objects::word::Word;
use crate::objects::{Value, call, class, hooks, int, names, protocol};
use crate::platform::thread::ident;
use crate::runtime::without_gil;
use crate::sync::{Lock, Until};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

pub const DEFAULT_SIZE: usize = 8192;

#[derive(Default)]
struct State {
    input: Vec<u8>,
    /// How much of `input` has been read.
    at: usize,
    output: Vec<u8>,
}

impl State {
    fn unread(&self) -> &[u8] {
        self.input.get(self.at..).unwrap_or_default()
    }

    /// The next bytes, as many as there are of those wanted.
    fn take(&mut self, limit: usize) -> Vec<u8> {
        let unread = self.unread();
        let part = unread.get(..limit).unwrap_or(unread).to_vec();
        self.at += part.len();
        part
    }
}

pub struct Buffered {
    /// Empty before `__init__` and after `detach`.
    raw: Slot,
    readable: Cell<bool>,
    writable: Cell<bool>,
    size: Cell<usize>,
    state: RefCell<State>,
    lock: Arc<Lock>,
    /// The thread that holds the lock; 0: none.
    owner: Cell<usize>,
    detached: Cell<bool>,
    dict: Slot,
}

impl Payload for Buffered {
    const LAYOUT: Layout = Layout::BufferedFile;
    const WEAKREFS: bool = true;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.raw.visit(visit);
        self.dict.visit(visit);
    }
    fn clear(&self) {
        drop(self.dict.take());
    }
}

impl Drop for Buffered {
    /// Errors are silent here (_PyIOBase_finalize).
    fn drop(&mut self) {
        if self.raw.is_empty() {
            return;
        }
        let saved = errors::fetch();
        if !matches!(self.is_closed(), Ok(true)) && self.close().is_err() {
            errors::clear();
        }
        if let Some(saved) = saved {
            errors::restore(saved);
        }
    }
}

struct Busy<'a>(&'a Buffered);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.owner.set(0);
        // It is held: only this guard gives it back.
        let _ = self.0.lock.release();
    }
}

fn own(this: &Value) -> &Buffered {
    this.payload::<Buffered>()
}

/// An error of the raw file, which has interrupted calls behind it: asking whether it is one normalises it
/// (_PyIO_trap_eintr), and that is what is seen of it where it is ignored.
fn looked_at(_: &errors::Raised) {
    base::current_is_eintr();
}

impl Buffered {
    fn blank() -> Buffered {
        Buffered {
            raw: Slot::empty(),
            readable: Cell::new(false),
            writable: Cell::new(false),
            size: Cell::new(DEFAULT_SIZE),
            state: RefCell::default(),
            lock: Lock::new(),
            owner: Cell::new(0),
            detached: Cell::new(false),
            dict: Slot::empty(),
        }
    }

    fn type_name(&self) -> &'static str {
        match (self.readable.get(), self.writable.get()) {
            (true, true) => "_io.BufferedRandom",
            (true, false) => "_io.BufferedReader",
            _ => "_io.BufferedWriter",
        }
    }

    fn describe(&self) -> PyResult<String> {
        let raw = self.raw()?;
        Ok(match protocol::getattr_option(&raw, names::name())? {
            Some(name) => format!("<{} name={}>", self.type_name(), protocol::repr_string(&name)?),
            None => format!("<{}>", self.type_name()),
        })
    }

    /// ENTER_BUFFERED.
    fn enter(&self) -> PyResult<Busy<'_>> {
        if !self.lock.try_acquire() {
            if self.owner.get() == ident() {
                return Err(runtime_error(format!("reentrant call inside {}", self.describe()?)));
            }
            let lock = self.lock.clone();
            // It ends only when the lock is held: nothing interrupts it.
            let _ = without_gil(move || lock.acquire(Until::Acquired, false));
        }
        self.owner.set(ident());
        Ok(Busy(self))
    }

    /// The raw file. Errors: ValueError if there is none.
    pub fn raw(&self) -> PyResult {
        self.raw.get().ok_or_else(|| {
            value_error(if self.detached.get() {
                "raw stream has been detached"
            } else {
                "I/O operation on uninitialized object"
            })
        })
    }

    pub fn is_closed(&self) -> PyResult<bool> {
        let raw = self.raw()?;
        match raw.downcast::<Raw>() {
            Some(raw) => Ok(raw.is_closed()),
            None => protocol::truth(&protocol::getattr_str(&raw, "closed")?),
        }
    }

    fn check_open(&self, message: &str) -> PyResult<()> {
        if self.is_closed()? { Err(value_error(message)) } else { Ok(()) }
    }

    // ---- the raw file --------------------------------------------------------------------------------------

    /// One write; none where it would block.
    fn raw_write(&self, bytes: Vec<u8>) -> PyResult<Option<usize>> {
        let raw = self.raw()?;
        if let Some(raw) = raw.downcast::<Raw>() {
            return raw.write(&bytes).inspect_err(looked_at);
        }
        let length = bytes.len();
        let bytes = new_bytes(bytes);
        let written = loop {
            match call::call_method(&raw, names::write(), std::slice::from_ref(&bytes)) {
                Ok(written) => break written,
                Err(_) if base::current_is_eintr() => errors::clear(),
                Err(raised) => return Err(raised),
            }
        };
        if written.is_none() {
            return Ok(None);
        }
        let count = protocol::index(&written)?;
        match usize::try_from(count) {
            Ok(count) if count <= length => Ok(Some(count)),
            _ => Err(errors::io_error(format!(
                "raw write() returned invalid length {count} (should have been between 0 and {length})"
            ))),
        }
    }

    /// One read; none where it would block.
    fn raw_read(&self, limit: usize) -> PyResult<Option<Vec<u8>>> {
        let raw = self.raw()?;
        if let Some(raw) = raw.downcast::<Raw>() {
            return raw.read(limit).inspect_err(looked_at);
        }
        let part = loop {
            match call::call_method(&raw, names::read(), &[Value::int(limit as i64)]) {
                Ok(part) => break part,
                Err(_) if base::current_is_eintr() => errors::clear(),
                Err(raised) => return Err(raised),
            }
        };
        match part.downcast::<Str>().and_then(Str::as_narrow) {
            Some(bytes) => Ok(Some(bytes.to_vec())),
            None if part.is_none() => Ok(None),
            None => Err(type_error("read() should return bytes")),
        }
    }

    fn raw_seek(&self, offset: i64, whence: i32) -> PyResult<i64> {
        let raw = self.raw()?;
        if let Some(raw) = raw.downcast::<Raw>() {
            return raw.seek(offset, whence);
        }
        let position =
            call::call_method(&raw, &intern("seek"), &[Value::int(offset), Value::int(whence.into())])?;
        protocol::index(&position)
    }

    // ---- with the lock -------------------------------------------------------------------------------------

    /// _bufferedwriter_flush_unlocked.
    fn flush_locked(&self) -> PyResult<()> {
        loop {
            let bytes = std::mem::take(&mut self.state.borrow_mut().output);
            if bytes.is_empty() {
                return Ok(());
            }
            let result = self.raw_write(bytes.clone());
            let written = match &result {
                Ok(Some(written)) => *written,
                _ => 0,
            };
            self.state.borrow_mut().output = bytes.get(written..).unwrap_or_default().to_vec();
            if result?.is_none() {
                return Err(would_block(0));
            }
            hooks::check_signals()?;
        }
    }

    /// Gives unread input back to the raw file.
    fn rewind_locked(&self) -> PyResult<()> {
        let unread = self.state.borrow().unread().len() as i64;
        if unread > 0 {
            self.raw_seek(-unread, 1)?;
        }
        let mut state = self.state.borrow_mut();
        state.input.clear();
        state.at = 0;
        Ok(())
    }

    /// Fills the empty input buffer by one read; none where it would block.
    fn fill_locked(&self) -> PyResult<Option<usize>> {
        let read = self.raw_read(self.size.get())?;
        let mut state = self.state.borrow_mut();
        state.at = 0;
        state.input = read.clone().unwrap_or_default();
        Ok(read.map(|bytes| bytes.len()))
    }

    /// Writes (bufferedwriter_write). Gives how much was taken.
    pub fn write(&self, bytes: &[u8]) -> PyResult<usize> {
        self.check_open("write to closed file")?;
        let _busy = self.enter()?;
        self.rewind_locked()?;
        {
            let mut state = self.state.borrow_mut();
            if state.output.len() + bytes.len() <= self.size.get() {
                state.output.extend_from_slice(bytes);
                return Ok(bytes.len());
            }
        }
        self.flush_locked()?;
        let mut rest = bytes;
        while rest.len() > self.size.get() {
            match self.raw_write(rest.to_vec())? {
                Some(written) => rest = rest.get(written..).unwrap_or_default(),
                None => {
                    let (kept, _) = rest.split_at(self.size.get());
                    self.state.borrow_mut().output = kept.to_vec();
                    return Err(would_block(bytes.len() - rest.len() + kept.len()));
                }
            }
            hooks::check_signals()?;
        }
        self.state.borrow_mut().output = rest.to_vec();
        Ok(bytes.len())
    }

    pub fn flush(&self) -> PyResult<()> {
        self.check_open("flush of closed file")?;
        let _busy = self.enter()?;
        self.rewind_or_flush()
    }

    fn rewind_or_flush(&self) -> PyResult<()> {
        if self.writable.get() {
            self.flush_locked()?;
            if self.readable.get() {
                self.rewind_locked()?;
            }
        }
        Ok(())
    }

    pub fn close(&self) -> PyResult<()> {
        if self.is_closed()? {
            return Ok(());
        }
        if self.writable.get() {
            self.flush()?;
        }
        let raw = self.raw()?;
        let _busy = self.enter()?;
        match raw.downcast::<Raw>() {
            Some(raw) => raw.close(),
            None => call::call_method(&raw, names::close(), &[]).map(drop),
        }
    }

    /// All that is left; none if nothing could be read without blocking.
    pub fn read_all(&self) -> PyResult<Option<Vec<u8>>> {
        self.check_open("read of closed file")?;
        let _busy = self.enter()?;
        if self.writable.get() {
            self.flush_locked()?;
        }
        let mut all = {
            let mut state = self.state.borrow_mut();
            let count = state.unread().len();
            state.take(count)
        };
        let raw = self.raw()?;
        let rest = match raw.downcast::<Raw>() {
            // Until a whole read gives nothing: at a terminal it takes two presses of Ctrl-D.
            Some(raw) => match raw.read_all()? {
                Some(mut rest) => {
                    let mut more = !rest.is_empty();
                    while more {
                        let next = raw.read_all()?.unwrap_or_default();
                        more = !next.is_empty();
                        rest.extend(next);
                    }
                    Some(rest)
                }
                None => None,
            },
            None => {
                let mut rest = Vec::new();
                loop {
                    match self.raw_read(self.size.get())? {
                        Some(bytes) if !bytes.is_empty() => rest.extend(bytes),
                        None if rest.is_empty() => break None,
                        _ => break Some(rest),
                    }
                }
            }
        };
        match rest {
            None if all.is_empty() => Ok(None),
            rest => {
                all.extend(rest.unwrap_or_default());
                Ok(Some(all))
            }
        }
    }

    /// Up to so many bytes, by as many reads as that takes.
    fn read_exactly(&self, limit: usize) -> PyResult<Option<Vec<u8>>> {
        self.check_open("read of closed file")?;
        let _busy = self.enter()?;
        let mut out = self.state.borrow_mut().take(limit);
        if out.len() == limit {
            return Ok(Some(out));
        }
        if self.writable.get() {
            self.flush_locked()?;
        }
        let size = self.size.get();
        while out.len() < limit {
            let missing = limit - out.len();
            // Whole blocks come directly.
            let direct = missing - missing % size;
            let read = if direct > 0 {
                self.raw_read(direct)?
            } else {
                self.fill_locked()?.map(|count| self.state.borrow_mut().take(count.min(missing)))
            };
            match read {
                Some(bytes) if !bytes.is_empty() => {
                    alloc::room(&mut out, bytes.len())?;
                    out.extend(bytes);
                }
                None if out.is_empty() => return Ok(None),
                _ => break,
            }
        }
        Ok(Some(out))
    }

    /// What is in the buffer, or what one read gives (`read1`).
    pub fn read_one(&self, limit: usize) -> PyResult<Vec<u8>> {
        self.check_open("read of closed file")?;
        let _busy = self.enter()?;
        if self.writable.get() {
            self.flush_locked()?;
        }
        if self.state.borrow().unread().is_empty() && limit > 0 {
            self.fill_locked()?;
        }
        Ok(self.state.borrow_mut().take(limit))
    }

    fn read_line(&self, limit: usize) -> PyResult<Vec<u8>> {
        self.check_open("readline of closed file")?;
        let _busy = self.enter()?;
        let mut line = Vec::new();
        loop {
            {
                let mut state = self.state.borrow_mut();
                let room = limit - line.len();
                let unread = state.unread();
                let end = unread.iter().position(|&byte| byte == b'\n').map_or(unread.len(), |at| at + 1);
                let part = state.take(end.min(room));
                alloc::room(&mut line, part.len())?;
                line.extend(part);
            }
            if line.len() >= limit || line.last() == Some(&b'\n') {
                return Ok(line);
            }
            if self.writable.get() {
                self.flush_locked()?;
            }
            if self.fill_locked()?.unwrap_or(0) == 0 {
                return Ok(line);
            }
        }
    }

    pub fn seek(&self, offset: i64, whence: i32) -> PyResult<i64> {
        self.check_open("seek of closed file")?;
        let _busy = self.enter()?;
        if self.writable.get() {
            self.flush_locked()?;
        }
        let unread = self.state.borrow().unread().len() as i64;
        let offset = if whence == 1 { offset.saturating_sub(unread) } else { offset };
        let position = self.raw_seek(offset, whence)?;
        let mut state = self.state.borrow_mut();
        state.input.clear();
        state.at = 0;
        Ok(position)
    }

    pub fn tell(&self) -> PyResult<i64> {
        let raw = self.raw()?;
        let position = match raw.downcast::<Raw>() {
            Some(raw) => raw.seek(0, 1)?,
            None => protocol::index(&call::call_method(&raw, &intern("tell"), &[])?)?,
        };
        let state = self.state.borrow();
        Ok(position - state.unread().len() as i64 + state.output.len() as i64)
    }
}

// ---- making ------------------------------------------------------------------------------------------------

fn set_up(this: &Value, raw: &Value, size: usize, readable: bool, writable: bool) {
    let buffered = own(this);
    buffered.raw.set(raw.clone());
    buffered.readable.set(readable);
    buffered.writable.set(writable);
    buffered.size.set(size.max(1));
    buffered.detached.set(false);
    drop(buffered.state.take());
}

/// A buffer of ours over a raw file.
pub fn open(raw: &Value, size: usize, readable: bool, writable: bool) -> Value {
    let ty = match (readable, writable) {
        (true, true) => BUFFERED_RANDOM,
        (true, false) => BUFFERED_READER,
        _ => BUFFERED_WRITER,
    };
    let made = new_object(ty, Buffered::blank());
    set_up(&made, raw, size, readable, writable);
    made
}

fn new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, Buffered::blank()))
}

fn init_with(this: &Value, args: &Args, readable: bool, writable: bool) -> PyResult<()> {
    let (raw, size) = if readable && !writable {
        let [raw, size] = args.bind("BufferedReader", ["raw", "buffer_size"], 1)?;
        (raw, size)
    } else {
        let name = if readable { "BufferedRandom" } else { "BufferedWriter" };
        let [raw, size, _] = args.bind(name, ["raw", "buffer_size", "max_buffer_size"], 1)?;
        (raw, size)
    };
    let none = Value::none();
    let raw = raw.unwrap_or(&none);
    for (wanted, name) in [(readable, "readable"), (writable, "writable")] {
        if wanted {
            base::check_able(raw, name)?;
        }
    }
    let size = size.map_or(Ok(DEFAULT_SIZE as i64), capi::c_size)?;
    if size <= 0 {
        return Err(value_error("buffer size must be strictly positive"));
    }
    set_up(this, raw, size as usize, readable, writable);
    Ok(())
}

// ---- methods -----------------------------------------------------------------------------------------------

fn read(this: &Value, args: &[Value]) -> PyResult {
    let buffered = own(this);
    buffered.raw()?;
    if let Some(size) = args.first().filter(|size| int::is_negative(size))
        && int::to_i64(size) != Some(-1)
    {
        return Err(value_error("read length must be positive or -1"));
    }
    let bytes = match raw::size(args.first())? {
        None => buffered.read_all()?,
        Some(size) => buffered.read_exactly(size)?,
    };
    Ok(bytes.map_or(Value::none(), new_bytes))
}

fn read1(this: &Value, size: &Value) -> PyResult {
    match usize::try_from(capi::c_size(size)?) {
        Ok(size) => Ok(new_bytes(own(this).read_one(size)?)),
        Err(_) => Err(value_error("read length must be positive")),
    }
}

fn peek(this: &Value, _args: &[Value]) -> PyResult {
    let buffered = own(this);
    buffered.check_open("peek of closed file")?;
    let _busy = buffered.enter()?;
    if buffered.writable.get() {
        buffered.flush_locked()?;
    }
    if buffered.state.borrow().unread().is_empty() {
        buffered.fill_locked()?;
    }
    let bytes = buffered.state.borrow().unread().to_vec();
    Ok(new_bytes(bytes))
}

fn readinto(this: &Value, target: &Value) -> PyResult {
    let room = base::writable_len(target)?;
    let Some(bytes) = own(this).read_exactly(room)? else { return Ok(Value::none()) };
    capi::write_into(target, &bytes);
    Ok(Value::int(bytes.len() as i64))
}

fn readline(this: &Value, args: &[Value]) -> PyResult {
    Ok(new_bytes(own(this).read_line(raw::size(args.first())?.unwrap_or(usize::MAX))?))
}

fn next(this: &Value) -> PyResult<Option<Value>> {
    if this.type_of().is_heap() {
        return base::next_line(this);
    }
    let line = own(this).read_line(usize::MAX)?;
    Ok((!line.is_empty()).then(|| new_bytes(line)))
}

fn write(this: &Value, value: &Value) -> PyResult {
    let bytes = base::bytes_argument(value)?;
    Ok(base::count_value(own(this).write(&bytes)?))
}

fn flush(this: &Value) -> PyResult {
    own(this).flush()?;
    Ok(Value::none())
}

/// Without output of its own a reader only asks the raw file.
fn flush_raw(this: &Value) -> PyResult {
    call::call_method(&own(this).raw()?, names::flush(), &[])
}

fn close(this: &Value) -> PyResult {
    let buffered = own(this);
    if buffered.is_closed()? {
        return Ok(Value::none());
    }
    if this.type_of().is_heap() {
        call::call_method(this, names::flush(), &[])?;
    }
    buffered.close()?;
    Ok(Value::none())
}

fn detach(this: &Value) -> PyResult {
    let buffered = own(this);
    buffered.raw()?;
    call::call_method(this, names::flush(), &[])?;
    buffered.detached.set(true);
    buffered.raw.take().ok_or_else(|| value_error("raw stream has been detached"))
}

fn seek(this: &Value, args: &[Value]) -> PyResult {
    let whence = args.get(1).map_or(Ok(0), capi::c_int)?;
    if !(0..=2).contains(&whence) {
        return Err(value_error(format!("whence must be between 0 and 2, not {whence}")));
    }
    let buffered = own(this);
    buffered.check_open("seek of closed file")?;
    base::check_able(&buffered.raw()?, "seekable")?;
    let Some(offset) = int::to_i64(&args[0]) else {
        return Err(type_error(format!(
            "'{}' object cannot be interpreted as an integer",
            args[0].type_name()
        )));
    };
    buffered.seek(offset, whence).map(Value::int)
}

fn tell(this: &Value) -> PyResult {
    own(this).tell().map(Value::int)
}

fn truncate(this: &Value, args: &[Value]) -> PyResult {
    let buffered = own(this);
    let raw = buffered.raw()?;
    let busy = buffered.enter()?;
    buffered.rewind_or_flush()?;
    let size = match args.first().filter(|size| !size.is_none()) {
        Some(size) => size.clone(),
        None => Value::int(buffered.tell()?),
    };
    let result = call::call_method(&raw, &intern("truncate"), &[size]);
    drop(busy);
    result
}

/// Methods and attributes that are the raw file's.
macro_rules! forwarded {
    ($($function:ident $name:literal)*) => {
        $(fn $function(this: &Value) -> PyResult {
            call::call_method(&own(this).raw()?, &intern($name), &[])
        })*
    };
}

forwarded! {
    seekable "seekable"
    readable "readable"
    writable "writable"
    fileno "fileno"
    isatty "isatty"
}

fn get_raw(this: &Value) -> PyResult {
    own(this).raw()
}
fn get_closed(this: &Value) -> PyResult {
    own(this).is_closed().map(bool_value)
}
fn get_name(this: &Value) -> PyResult {
    protocol::getattr(&own(this).raw()?, names::name())
}
fn get_mode(this: &Value) -> PyResult {
    protocol::getattr_str(&own(this).raw()?, "mode")
}

fn repr(this: &Value) -> PyResult {
    Ok(new_str(&own(this).describe()?))
}

const SHARED: [Method; 9] = [
    method("close", Native::NoArgs(close), ""),
    method("detach", Native::NoArgs(detach), ""),
    method("seekable", Native::NoArgs(seekable), ""),
    method("readable", Native::NoArgs(readable), ""),
    method("writable", Native::NoArgs(writable), ""),
    method("fileno", Native::NoArgs(fileno), ""),
    method("isatty", Native::NoArgs(isatty), ""),
    method("seek", Native::Var(1, 2, seek), ""),
    method("tell", Native::NoArgs(tell), ""),
];

const READING: [Method; 6] = [
    method("read", Native::Var(0, 1, read), "Read and return up to n bytes."),
    method(
        "read1",
        Native::One(read1),
        "Read and return up to n bytes, with at most one read of the raw file.",
    ),
    method("readinto", Native::One(readinto), ""),
    method("peek", Native::Var(0, 1, peek), "Return buffered bytes without advancing the position."),
    method("readline", Native::Var(0, 1, readline), ""),
    method("truncate", Native::Var(0, 1, truncate), ""),
];

const WRITING: [Method; 2] = [
    method("write", Native::One(write), "Write the given buffer to the IO stream."),
    method("flush", Native::NoArgs(flush), ""),
];

static SHARED_METHODS: &[Method] = &SHARED;
static READING_METHODS: &[Method] = &READING;
static WRITING_METHODS: &[Method] = &WRITING;
static READER_FLUSH: &[Method] = &[method("flush", Native::NoArgs(flush_raw), "")];
static WRITER_TRUNCATE: &[Method] = &[method("truncate", Native::Var(0, 1, truncate), "")];

static GETSETS: &[GetSet] = &[
    getter("__dict__", class::INSTANCE_DICT.get),
    member("raw", get_raw),
    getter("closed", get_closed),
    getter("name", get_name),
    getter("mode", get_mode),
];

/// A table of several, which lives as long as the process.
fn joined(tables: &[&'static [Method]]) -> &'static [Method] {
    let rows = tables.iter().flat_map(|table| table.iter());
    let copies: Vec<Method> = rows
        .map(|row| Method { name: row.name, native: row.native, binding: row.binding, doc: row.doc })
        .collect();
    copies.leak()
}

type Table = &'static [Method];

fn tables() -> &'static [Table; 3] {
    static TABLES: std::sync::OnceLock<[Table; 3]> = std::sync::OnceLock::new();
    TABLES.get_or_init(|| {
        [
            joined(&[SHARED_METHODS, READING_METHODS, READER_FLUSH]),
            joined(&[SHARED_METHODS, WRITING_METHODS, WRITER_TRUNCATE]),
            joined(&[SHARED_METHODS, READING_METHODS, WRITING_METHODS]),
        ]
    })
}

pub fn init() {
    type Init = fn(&Value, &Args) -> PyResult<()>;
    let kinds: [(TypeRef, &str, Init); 3] = [
        (BUFFERED_READER, "_io.BufferedReader", |this, args| init_with(this, args, true, false)),
        (BUFFERED_WRITER, "_io.BufferedWriter", |this, args| init_with(this, args, false, true)),
        (BUFFERED_RANDOM, "_io.BufferedRandom", |this, args| init_with(this, args, true, true)),
    ];
    for ((ty, name, init), methods) in kinds.into_iter().zip(tables()) {
        let slots = Slots {
            new: Some(new),
            init: Some(init),
            repr: Some(repr),
            next: Some(next),
            ..Slots::of::<Buffered>()
        };
        ready(TypeDef {
            base: BUFFERED_IO_BASE,
            flags: flags::BASETYPE,
            methods,
            getsets: GETSETS,
            dict_offset: std::mem::offset_of!(Obj<Buffered>, payload.dict),
            ..TypeDef::new(ty, name, slots)
        });
    }
}
