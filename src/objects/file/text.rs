//! `io.TextIOWrapper`: text over a binary file (Modules/_io/textio.c).
//!
//! Invariants:
//! - Everything here is touched with the GIL only; system calls are the buffer's.
//! - `pending` is encoded and not yet handed to the buffer. It is forgotten before it is handed over, so a failure
//!   loses it, as in CPython.
//! - `decoded` is text read ahead, `used` of it given out; `snapshot` is the bytes that it was decoded from, which end
//!   at the buffer's position. Writing and seeking forget them.

use super::base::{self, bool_value, text_argument, unsupported};
use super::buffered::Buffered;
use super::coder::{self, Coding, Decoder, Newlines};
use super::raw;
use crate::modules::capi;
use crate::objects::errors::{self, PyResult, raise, value_error};
use crate::objects::exceptions as exc;
use crate::objects::header::{Layout, Obj, Payload, new_instance, new_object};
use crate::objects::native::{Args, GetSet, Method, Native, getset, getter, member, method};
use crate::objects::slot::Slot;
use crate::objects::str::{Str, add_owned, ensure_sum, intern, new_bytes, new_points, new_str};
use crate::objects::typeobj::{Slots, TEXT_FILE, TEXT_IO_BASE, TypeDef, TypeRef, flags, ready};
use crate::objects::word::Word;
use crate::objects::{Value, call, class, int, lang, names, protocol};
use std::cell::{Cell, RefCell};

const CHUNK: usize = 8192;

/// How a text file treats its bytes.
pub struct Setup {
    pub coding: Coding,
    pub newlines: Newlines,
    /// What `\n` becomes in writing, if anything else.
    pub write_newline: Option<&'static str>,
    pub line_buffering: bool,
    /// Nothing written stays here or in the buffer.
    pub write_through: bool,
}

pub struct Text {
    /// Empty before `__init__` and after `detach`.
    buffer: Slot,
    detached: Cell<bool>,
    setup: RefCell<Option<Setup>>,
    readable: Cell<bool>,
    writable: Cell<bool>,
    seekable: Cell<bool>,
    /// `tell` works: not while iterating.
    telling: Cell<bool>,
    pending: RefCell<Vec<u8>>,
    decoder: RefCell<Decoder>,
    decoded: Slot,
    used: Cell<usize>,
    snapshot: RefCell<Option<Vec<u8>>>,
    /// Attributes; `mode` is one.
    dict: Slot,
}

impl Payload for Text {
    const LAYOUT: Layout = Layout::TextFile;
    const WEAKREFS: bool = true;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.buffer.visit(visit);
        self.dict.visit(visit);
    }
    fn clear(&self) {
        drop(self.dict.take());
    }
}

impl Drop for Text {
    /// Errors are silent here (_PyIOBase_finalize).
    fn drop(&mut self) {
        if self.buffer.is_empty() {
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

fn own(this: &Value) -> &Text {
    this.payload::<Text>()
}

impl Text {
    fn blank() -> Text {
        let flag = || Cell::new(false);
        Text {
            buffer: Slot::empty(),
            detached: flag(),
            setup: RefCell::new(None),
            readable: flag(),
            writable: flag(),
            seekable: flag(),
            telling: flag(),
            pending: RefCell::default(),
            decoder: RefCell::default(),
            decoded: Slot::empty(),
            used: Cell::new(0),
            snapshot: RefCell::new(None),
            dict: Slot::empty(),
        }
    }

    /// The binary file below. Errors: ValueError if there is none.
    pub fn buffer(&self) -> PyResult {
        self.buffer.get().ok_or_else(|| {
            value_error(if self.detached.get() {
                "underlying buffer has been detached"
            } else {
                "I/O operation on uninitialized object"
            })
        })
    }

    pub fn is_closed(&self) -> PyResult<bool> {
        let buffer = self.buffer()?;
        match buffer.downcast::<Buffered>() {
            Some(buffer) => buffer.is_closed(),
            None => protocol::truth(&protocol::getattr_str(&buffer, "closed")?),
        }
    }

    fn check_open(&self) -> PyResult<()> {
        if self.is_closed()? { Err(value_error("I/O operation on closed file.")) } else { Ok(()) }
    }

    fn setup<R>(&self, f: impl FnOnce(&Setup) -> R) -> PyResult<R> {
        match &*self.setup.borrow() {
            Some(setup) => Ok(f(setup)),
            None => Err(value_error("I/O operation on uninitialized object")),
        }
    }

    fn coding(&self) -> PyResult<Coding> {
        self.setup(|setup| setup.coding.clone())
    }

    fn newlines(&self) -> PyResult<Newlines> {
        self.setup(|setup| setup.newlines)
    }

    // ---- writing -------------------------------------------------------------------------------------------

    /// _textiowrapper_writeflush.
    fn write_pending(&self) -> PyResult<()> {
        let bytes = self.pending.take();
        if bytes.is_empty() {
            return Ok(());
        }
        let buffer = self.buffer()?;
        if let Some(buffer) = buffer.downcast::<Buffered>().filter(|_| !buffer.type_of().is_heap()) {
            return buffer.write(&bytes).map(drop);
        }
        call::call_method(&buffer, names::write(), &[new_bytes(bytes)]).map(drop)
    }

    fn flush_buffer(&self) -> PyResult<()> {
        let buffer = self.buffer()?;
        match buffer.downcast::<Buffered>().filter(|_| self.writable.get() && !buffer.type_of().is_heap()) {
            Some(buffer) => buffer.flush(),
            None => call::call_method(&buffer, names::flush(), &[]).map(drop),
        }
    }

    /// Writes text; gives its length.
    pub fn write(&self, text: &Value) -> PyResult<usize> {
        self.buffer()?;
        let own = text_argument(text)?;
        self.check_open()?;
        if !self.writable.get() {
            return Err(base::unable("not writable"));
        }
        let length = own.len();
        let has = |unit: u8| own.repr().iter().any(|other| other == u32::from(unit));
        let (line_buffering, write_through, newline) =
            self.setup(|setup| (setup.line_buffering, setup.write_through, setup.write_newline))?;
        let flush = write_through || (line_buffering && (has(b'\n') || has(b'\r')));
        let coding = self.coding()?;
        let bytes = match newline {
            Some(newline) if has(b'\n') => coding.encode(&coder::replace_newlines(text, newline))?,
            _ => coding.encode(text)?,
        };
        let pending = {
            let mut pending = self.pending.borrow_mut();
            pending.extend_from_slice(&bytes);
            pending.len()
        };
        if pending > CHUNK || flush {
            self.write_pending()?;
        }
        if flush {
            self.flush_buffer()?;
        }
        self.forget_input();
        Ok(length)
    }

    pub fn flush(&self) -> PyResult<()> {
        self.buffer()?;
        self.check_open()?;
        self.telling.set(self.seekable.get());
        self.write_pending()?;
        self.flush_buffer()
    }

    pub fn close(&self) -> PyResult<()> {
        if self.is_closed()? {
            return Ok(());
        }
        self.flush()?;
        let buffer = self.buffer()?;
        match buffer.downcast::<Buffered>().filter(|_| !buffer.type_of().is_heap()) {
            Some(buffer) => buffer.close(),
            None => call::call_method(&buffer, names::close(), &[]).map(drop),
        }
    }

    // ---- reading -------------------------------------------------------------------------------------------

    fn check_readable(&self) -> PyResult<()> {
        self.buffer()?;
        self.check_open()?;
        if !self.readable.get() {
            return Err(base::unable("not readable"));
        }
        self.write_pending()
    }

    fn forget_input(&self) {
        *self.snapshot.borrow_mut() = None;
        self.decoder.borrow_mut().reset();
    }

    fn set_decoded(&self, text: Option<Value>) {
        self.used.set(0);
        self.decoded.set_option(text);
    }

    /// What has been read ahead and not given out.
    fn waiting(&self) -> usize {
        self.decoded.step::<Str, _>(Str::len).unwrap_or(0).saturating_sub(self.used.get())
    }

    fn take_waiting(&self, count: usize) -> Value {
        let from = self.used.get();
        let part = self.decoded.with::<Str, _>(|text| {
            let to = from.saturating_add(count).min(text.len());
            self.used.set(to);
            if from == 0 && to == text.len() { None } else { Some(coder::slice(text.repr(), from, to)) }
        });
        match part {
            Some(Some(part)) => part,
            Some(None) => self.decoded.get_or_none(),
            None => new_points([]),
        }
    }

    /// Reads one piece from the buffer. With `keep`, what is decoded already stays in front of it. False at the end.
    fn read_chunk(&self, keep: bool) -> PyResult<bool> {
        let (coding, newlines) = (self.coding()?, self.newlines()?);
        self.drop_used(&coding, newlines);
        let buffer = self.buffer()?;
        let bytes = match buffer.downcast::<Buffered>().filter(|_| !buffer.type_of().is_heap()) {
            Some(buffer) => buffer.read_one(CHUNK)?,
            None => {
                let name = intern("read1");
                let read = match protocol::getattr_option(&buffer, &name)? {
                    Some(read) => read,
                    None => protocol::getattr(&buffer, names::read())?,
                };
                let part = call::call(&read, &[Value::int(CHUNK as i64)])?;
                match part.downcast::<Str>().filter(|part| part.is_bytes()).and_then(Str::as_narrow) {
                    Some(bytes) => bytes.to_vec(),
                    None => {
                        return Err(errors::type_error(format!(
                            "underlying read1() should have returned a bytes object, not '{}'",
                            part.type_name()
                        )));
                    }
                }
            }
        };
        let last = bytes.is_empty();
        let mut decoder = self.decoder.take();
        let waiting = decoder.waiting();
        let text = decoder.decode_all(&bytes, &coding, newlines, last);
        self.decoder.replace(decoder);
        let text = text?;
        self.remember(&bytes, waiting, keep);
        if keep && let Some(old) = self.decoded.get() {
            ensure_sum(&old, &text)?;
            // Where nobody else holds it, it grows in place.
            drop(self.decoded.take());
            self.decoded.set(add_owned(old, &text)?);
        } else {
            self.set_decoded(Some(text));
        }
        Ok(!last)
    }

    /// Forgets what has been given out, where it is known how many bytes that was.
    fn drop_used(&self, coding: &Coding, newlines: Newlines) {
        let used = self.used.get();
        if used == 0 {
            return;
        }
        let mut snapshot = self.snapshot.borrow_mut();
        if let Some(bytes) = &mut *snapshot {
            match coder::bytes_of_characters(bytes, used, coding, newlines) {
                Some(count) => drop(bytes.drain(..count.min(bytes.len()))),
                None => return,
            }
        }
        drop(snapshot);
        let rest = self.decoded.with::<Str, _>(|text| coder::slice(text.repr(), used, text.len()));
        self.set_decoded(rest);
    }

    /// Keeps the bytes for `tell`; the first `waiting` of what they were decoded with came before them.
    fn remember(&self, bytes: &[u8], waiting: usize, keep: bool) {
        let mut snapshot = self.snapshot.borrow_mut();
        if keep && let Some(old) = &mut *snapshot {
            old.extend_from_slice(bytes);
            return;
        }
        let mut all = match &*snapshot {
            Some(old) => old.get(old.len().saturating_sub(waiting)..).unwrap_or_default().to_vec(),
            None => Vec::new(),
        };
        all.extend_from_slice(bytes);
        *snapshot = Some(all);
    }

    /// Reads so many characters, or all that are left.
    fn read(&self, limit: Option<usize>) -> PyResult {
        self.check_readable()?;
        let Some(limit) = limit else {
            let (coding, newlines) = (self.coding()?, self.newlines()?);
            let buffer = self.buffer()?;
            let bytes = call::call_method(&buffer, names::read(), &[])?;
            let bytes = bytes.downcast::<Str>().map(Str::to_utf8).unwrap_or_default();
            let mut decoder = self.decoder.take();
            let text = decoder.decode_all(&bytes, &coding, newlines, true);
            self.decoder.replace(decoder);
            let text = text?;
            let first = self.take_waiting(usize::MAX);
            self.set_decoded(None);
            *self.snapshot.borrow_mut() = None;
            return add_owned(first, &text);
        };
        let mut out = self.take_waiting(limit);
        loop {
            let have = out.downcast::<Str>().map_or(0, Str::len);
            if have >= limit || !self.read_chunk(false)? && self.waiting() == 0 {
                return Ok(out);
            }
            let more = self.take_waiting(limit - have);
            out = add_owned(out, &more)?;
        }
    }

    /// The next line with its end; empty at the end of the file.
    pub fn read_line(&self, limit: Option<usize>) -> PyResult {
        self.buffer()?;
        self.check_open()?;
        self.write_pending()?;
        if !self.readable.get() {
            return Err(base::unable("not readable"));
        }
        let newlines = self.newlines()?;
        let limit = limit.unwrap_or(usize::MAX);
        let mut searched = 0;
        loop {
            let start = self.used.get();
            let end = self
                .decoded
                .with::<Str, _>(|text| coder::line_end(text.repr(), start + searched, newlines))
                .flatten();
            if let Some(end) = end {
                return Ok(self.take_waiting((end - start).min(limit)));
            }
            let waiting = self.waiting();
            if waiting >= limit {
                return Ok(self.take_waiting(limit));
            }
            // A `\r` at the end may turn out to be the first half of a line end.
            searched = if newlines == Newlines::CrLf { waiting.saturating_sub(1) } else { waiting };
            if !self.read_chunk(waiting > 0)? {
                if self.waiting() > waiting {
                    continue;
                }
                let rest = self.take_waiting(usize::MAX);
                self.set_decoded(None);
                *self.snapshot.borrow_mut() = None;
                return Ok(rest);
            }
        }
    }

    // ---- position ------------------------------------------------------------------------------------------

    fn tell(&self) -> PyResult<i64> {
        self.buffer()?;
        self.check_open()?;
        if !self.seekable.get() {
            return Err(unsupported("underlying stream is not seekable"));
        }
        if !self.telling.get() {
            return Err(errors::io_error("telling position disabled by next() call"));
        }
        self.write_pending()?;
        call::call_method(&self.buffer()?, names::flush(), &[])?;
        let position = protocol::index(&call::call_method(&self.buffer()?, &intern("tell"), &[])?)?;
        let (coding, newlines) = (self.coding()?, self.newlines()?);
        let snapshot = self.snapshot.borrow().clone();
        let (Some(bytes), Some(text)) = (snapshot, self.decoded.get()) else { return Ok(position) };
        let used = self.used.get();
        let consumed = match coder::bytes_of_characters(&bytes, used, &coding, newlines) {
            Some(consumed) => consumed,
            None => {
                let part = text.downcast::<Str>().map(|text| coder::slice(text.repr(), 0, used));
                part.map_or(Ok(Vec::new()), |part| coding.encode(&part))?.len()
            }
        };
        Ok(position - (bytes.len().saturating_sub(consumed)) as i64)
    }

    fn seek(&self, offset: &Value, whence: i32) -> PyResult {
        self.buffer()?;
        self.check_open()?;
        if !self.seekable.get() {
            return Err(unsupported("underlying stream is not seekable"));
        }
        let is_zero = int::to_i64(offset) == Some(0);
        let offset = match whence {
            1 if !is_zero => return Err(unsupported("can't do nonzero cur-relative seeks")),
            1 => Value::int(self.tell()?),
            2 if !is_zero => return Err(unsupported("can't do nonzero end-relative seeks")),
            2 => {
                self.flush()?;
                self.forget_input();
                self.set_decoded(None);
                return call::call_method(&self.buffer()?, &intern("seek"), &[Value::int(0), Value::int(2)]);
            }
            0 => offset.clone(),
            _ => {
                return Err(value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)")));
            }
        };
        if int::is_negative(&offset) {
            return Err(value_error(format!("negative seek position {}", protocol::repr_string(&offset)?)));
        }
        self.flush()?;
        call::call_method(&self.buffer()?, &intern("seek"), std::slice::from_ref(&offset))?;
        self.forget_input();
        self.set_decoded(None);
        Ok(offset)
    }
}

// ---- making ------------------------------------------------------------------------------------------------

/// The `newline` argument. Errors: ValueError.
pub fn newline_mode(newline: Option<&str>) -> PyResult<(Newlines, Option<&'static str>)> {
    Ok(match newline {
        None => (Newlines::Translate, None),
        Some("") => (Newlines::Universal, None),
        Some("\n") => (Newlines::Lf, None),
        Some("\r") => (Newlines::Cr, Some("\r")),
        Some("\r\n") => (Newlines::CrLf, Some("\r\n")),
        Some(other) => return Err(value_error(format!("illegal newline value: {other}"))),
    })
}

fn ask(buffer: &Value, name: &str) -> PyResult<bool> {
    protocol::truth(&base::call_plain(buffer, name)?)
}

fn set_up(this: &Value, buffer: &Value, setup: Setup) -> PyResult<()> {
    let text = own(this);
    text.readable.set(ask(buffer, "readable")?);
    text.writable.set(ask(buffer, "writable")?);
    let seekable = ask(buffer, "seekable")?;
    text.seekable.set(seekable);
    text.telling.set(seekable);
    text.setup.replace(Some(setup));
    text.pending.take();
    text.decoder.take();
    text.set_decoded(None);
    text.detached.set(false);
    text.buffer.set(buffer.clone());
    Ok(())
}

/// A text file of ours over a buffer.
pub fn open(buffer: &Value, setup: Setup) -> PyResult {
    let made = new_object(TEXT_FILE, Text::blank());
    set_up(&made, buffer, setup)?;
    Ok(made)
}

fn new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, Text::blank()))
}

/// A string argument that may be None.
fn optional_text(value: Option<&Value>) -> PyResult<Option<String>> {
    match value.filter(|value| !value.is_none()) {
        None => Ok(None),
        Some(value) => match value.str_lossy() {
            Some(text) => Ok(Some(text)),
            None => Err(errors::type_error(format!("must be str or None, not {}", value.type_name()))),
        },
    }
}

/// The [`Setup`] of `encoding`, `errors` and `newline` arguments.
pub fn setup_of(
    encoding: Option<&Value>,
    errors: Option<&Value>,
    newline: Option<&Value>,
    line_buffering: bool,
) -> PyResult<Setup> {
    let (encoding, errors) = (optional_text(encoding)?, optional_text(errors)?);
    let newline = optional_text(newline)?;
    let (newlines, write_newline) = newline_mode(newline.as_deref())?;
    let encoding = encoding.unwrap_or_else(crate::platform::locale::codeset);
    let coding = Coding::new(&encoding, errors.as_deref().unwrap_or("strict"))?;
    Ok(Setup { coding, newlines, write_newline, line_buffering, write_through: false })
}

fn init_method(this: &Value, args: &Args) -> PyResult<()> {
    let names = ["buffer", "encoding", "errors", "newline", "line_buffering", "write_through"];
    let [buffer, encoding, errors, newline, line_buffering, write_through] =
        args.bind("TextIOWrapper", names, 1)?;
    let none = Value::none();
    let line_buffering = line_buffering.map_or(Ok(0), capi::c_int)? != 0;
    let mut setup = setup_of(encoding, errors, newline, line_buffering)?;
    setup.write_through = write_through.map_or(Ok(0), capi::c_int)? != 0;
    set_up(this, buffer.unwrap_or(&none), setup)
}

// ---- methods -----------------------------------------------------------------------------------------------

fn write(this: &Value, args: &[Value]) -> PyResult {
    Ok(base::count_value(own(this).write(&args[0])?))
}

fn read(this: &Value, args: &[Value]) -> PyResult {
    own(this).buffer()?;
    let size = raw::size(args.first())?;
    own(this).read(size)
}

fn readline(this: &Value, args: &[Value]) -> PyResult {
    own(this).buffer()?;
    let size = args.first().map_or(Ok(-1), capi::c_size)?;
    own(this).read_line(usize::try_from(size).ok())
}

fn next(this: &Value) -> PyResult<Option<Value>> {
    let text = own(this);
    text.telling.set(false);
    let line = if this.type_of().is_heap() {
        call::call_method(this, names::readline(), &[])?
    } else {
        text.read_line(None)?
    };
    if line.downcast::<Str>().is_some_and(|line| !line.is_empty()) {
        return Ok(Some(line));
    }
    text.telling.set(text.seekable.get());
    Ok(None)
}

fn flush(this: &Value) -> PyResult {
    own(this).flush()?;
    Ok(Value::none())
}

fn close(this: &Value) -> PyResult {
    let text = own(this);
    if this.type_of().is_heap() && !text.is_closed()? {
        call::call_method(this, names::flush(), &[])?;
    }
    text.close()?;
    Ok(Value::none())
}

fn detach(this: &Value) -> PyResult {
    let text = own(this);
    text.buffer()?;
    call::call_method(this, names::flush(), &[])?;
    text.detached.set(true);
    text.buffer.take().ok_or_else(|| value_error("underlying buffer has been detached"))
}

fn seek(this: &Value, args: &[Value]) -> PyResult {
    let whence = args.get(1).map_or(Ok(0), capi::c_int)?;
    own(this).seek(&args[0], whence)
}

fn tell(this: &Value) -> PyResult {
    own(this).tell().map(Value::int)
}

fn truncate(this: &Value, args: &[Value]) -> PyResult {
    own(this).flush()?;
    call::call_method(&own(this).buffer()?, &intern("truncate"), args)
}

/// Methods and attributes that are the buffer's.
macro_rules! forwarded {
    ($($function:ident $name:literal)*) => {
        $(fn $function(this: &Value) -> PyResult {
            call::call_method(&own(this).buffer()?, &intern($name), &[])
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

fn get_buffer(this: &Value) -> PyResult {
    own(this).buffer()
}
fn get_closed(this: &Value) -> PyResult {
    own(this).is_closed().map(bool_value)
}
fn get_name(this: &Value) -> PyResult {
    protocol::getattr(&own(this).buffer()?, names::name())
}
fn get_encoding(this: &Value) -> PyResult {
    own(this).setup(|setup| new_str(&setup.coding.encoding))
}
fn get_errors(this: &Value) -> PyResult {
    own(this).setup(|setup| new_str(&setup.coding.errors))
}
fn get_line_buffering(this: &Value) -> PyResult {
    own(this).setup(|setup| Value::bool(setup.line_buffering))
}
fn get_newlines(this: &Value) -> PyResult {
    let text = own(this);
    let universal = text.newlines()?.is_universal();
    let seen = text.decoder.borrow().seen;
    Ok(if universal { super::newlines_value(seen) } else { Value::none() })
}
fn get_chunk_size(_this: &Value) -> PyResult {
    Ok(Value::int(CHUNK as i64))
}
fn set_chunk_size(_this: &Value, _new: Option<&Value>) -> PyResult<()> {
    Err(raise(exc::VALUE_ERROR, "a strictly positive integer is required"))
}

fn repr(this: &Value) -> PyResult {
    own(this).buffer()?;
    let mut out = String::from("<_io.TextIOWrapper");
    let shown: &[&str] = if lang::is_27() { &["name"] } else { &["name", "mode"] };
    for name in shown {
        if let Some(value) = protocol::getattr_option(this, &intern(name))? {
            out.push_str(&format!(" {name}={}", protocol::repr_string(&value)?));
        }
    }
    let encoding = own(this).setup(|setup| setup.coding.encoding.clone())?;
    Ok(new_str(&format!("{out} encoding='{encoding}'>")))
}

static METHODS: &[Method] = &[
    method("detach", Native::NoArgs(detach), ""),
    method("write", Native::Var(1, 1, write), ""),
    method("read", Native::Var(0, 1, read), ""),
    method("readline", Native::Var(0, 1, readline), ""),
    method("flush", Native::NoArgs(flush), ""),
    method("close", Native::NoArgs(close), ""),
    method("fileno", Native::NoArgs(fileno), ""),
    method("seekable", Native::NoArgs(seekable), ""),
    method("readable", Native::NoArgs(readable), ""),
    method("writable", Native::NoArgs(writable), ""),
    method("isatty", Native::NoArgs(isatty), ""),
    method("seek", Native::Var(1, 2, seek), ""),
    method("tell", Native::NoArgs(tell), ""),
    method("truncate", Native::Var(0, 1, truncate), ""),
];

static GETSETS: &[GetSet] = &[
    getter("__dict__", class::INSTANCE_DICT.get),
    member("buffer", get_buffer),
    getter("closed", get_closed),
    getter("name", get_name),
    member("encoding", get_encoding),
    getter("errors", get_errors),
    getter("newlines", get_newlines),
    member("line_buffering", get_line_buffering),
    getset("_CHUNK_SIZE", get_chunk_size, set_chunk_size),
];

pub fn init() {
    let slots = Slots {
        new: Some(new),
        init: Some(init_method),
        repr: Some(repr),
        next: Some(next),
        ..Slots::of::<Text>()
    };
    ready(TypeDef {
        base: TEXT_IO_BASE,
        flags: flags::BASETYPE,
        methods: METHODS,
        getsets: GETSETS,
        dict_offset: std::mem::offset_of!(Obj<Text>, payload.dict),
        doc: "Character and line based layer over a BufferedIOBase object, buffer.",
        ..TypeDef::new(TEXT_FILE, "_io.TextIOWrapper", slots)
    });
}
