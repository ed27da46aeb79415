//! `io.BytesIO`: a binary file in memory (Modules/_io/bytesio.c).
//!
//! Invariant: as for [`Contents`].

use super::contents::Contents;
use crate::modules::capi;
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::file::{base, raw};
use crate::objects::header::{Layout, Obj, Payload, new_instance};
use crate::objects::list::new_list;
use crate::objects::native::{Args, GetSet, Method, Native, getter, method};
use crate::objects::slot::Slot;
use crate::objects::str::new_bytes;
use crate::objects::typeobj::{BUFFERED_IO_BASE, BYTES_IO, Slots, TypeDef, TypeRef, flags, ready};
use crate::objects::word::Word;
use crate::objects::{Value, class, protocol};

#[derive(Default)]
struct BytesIo {
    contents: Contents<u8>,
    dict: Slot,
}

impl Payload for BytesIo {
    const LAYOUT: Layout = Layout::BytesIo;
    const WEAKREFS: bool = true;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.dict.visit(visit);
    }
    fn clear(&self) {
        drop(self.dict.take());
    }
}

/// The bytes of an open file. Errors: ValueError if it is closed.
fn open(this: &Value) -> PyResult<&Contents<u8>> {
    let contents = &this.payload::<BytesIo>().contents;
    contents.check_open("I/O operation on closed file.")?;
    Ok(contents)
}

impl Contents<u8> {
    fn take_line(&self, limit: usize) -> PyResult<Vec<u8>> {
        let end = {
            let data = self.data.borrow();
            let rest = data.get(self.position.get()..).unwrap_or_default();
            rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |at| at + 1)
        };
        self.take(end.min(limit))
    }
}

fn new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, BytesIo::default()))
}

fn init_method(this: &Value, args: &Args) -> PyResult<()> {
    let [initial] = args.bind("BytesIO", ["initial_bytes"], 0)?;
    let bytes = match initial.filter(|initial| !initial.is_none()) {
        Some(initial) => base::bytes_argument(initial)?,
        None => Vec::new(),
    };
    this.payload::<BytesIo>().contents.reset(bytes);
    Ok(())
}

fn read(this: &Value, args: &[Value]) -> PyResult {
    let own = open(this)?;
    own.take(raw::size(args.first())?.unwrap_or(usize::MAX)).map(new_bytes)
}

fn readline(this: &Value, args: &[Value]) -> PyResult {
    let own = open(this)?;
    own.take_line(raw::size(args.first())?.unwrap_or(usize::MAX)).map(new_bytes)
}

fn readlines(this: &Value, args: &[Value]) -> PyResult {
    let own = open(this)?;
    let hint = raw::size(args.first())?.filter(|&hint| hint > 0).unwrap_or(usize::MAX);
    let (mut lines, mut total) = (Vec::new(), 0);
    while total < hint {
        let line = own.take_line(usize::MAX)?;
        if line.is_empty() {
            break;
        }
        total += line.len();
        lines.push(new_bytes(line));
    }
    Ok(new_list(lines))
}

fn next(this: &Value) -> PyResult<Option<Value>> {
    let line = open(this)?.take_line(usize::MAX)?;
    Ok((!line.is_empty()).then(|| new_bytes(line)))
}

fn readinto(this: &Value, target: &Value) -> PyResult {
    let own = open(this)?;
    let room = base::writable_len(target)?;
    let bytes = own.take(room)?;
    capi::write_into(target, &bytes);
    Ok(base::count_value(bytes.len()))
}

fn write(this: &Value, value: &Value) -> PyResult {
    open(this)?;
    let bytes = base::bytes_argument(value)?;
    open(this)?.put(&bytes)?;
    Ok(base::count_value(bytes.len()))
}

fn writelines(this: &Value, lines: &Value) -> PyResult {
    open(this)?;
    let iterator = protocol::iter(lines)?;
    while let Some(line) = protocol::next(&iterator)? {
        write(this, &line)?;
    }
    Ok(Value::none())
}

fn seek(this: &Value, args: &[Value]) -> PyResult {
    let own = open(this)?;
    let offset = capi::c_size(&args[0])?;
    let whence = args.get(1).map_or(Ok(0), capi::c_int)?;
    if offset < 0 && whence == 0 {
        return Err(value_error(format!("negative seek value {offset}")));
    }
    let start = match whence {
        0 => 0,
        1 => own.position.get(),
        2 => own.data.borrow().len(),
        _ => return Err(value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    let position = (start as i64).saturating_add(offset).max(0);
    own.position.set(position as usize);
    Ok(base::count_value(position as usize))
}

fn tell(this: &Value) -> PyResult {
    open(this)?.tell()
}

fn truncate(this: &Value, args: &[Value]) -> PyResult {
    open(this)?.truncate(args, "negative")
}

fn getvalue(this: &Value) -> PyResult {
    open(this)?.all().map(new_bytes)
}

fn close(this: &Value) -> PyResult {
    this.payload::<BytesIo>().contents.close();
    Ok(Value::none())
}

fn flush(_this: &Value) -> PyResult {
    Ok(Value::none())
}
fn yes(this: &Value) -> PyResult {
    open(this)?;
    Ok(Value::bool(true))
}
fn isatty(this: &Value) -> PyResult {
    open(this)?;
    Ok(Value::bool(false))
}
fn get_closed(this: &Value) -> PyResult {
    Ok(Value::bool(this.payload::<BytesIo>().contents.is_closed()))
}

fn read1(this: &Value, size: &Value) -> PyResult {
    if size.is_none() {
        return Err(type_error("'NoneType' object cannot be interpreted as an integer"));
    }
    read(this, std::slice::from_ref(size))
}

static METHODS: &[Method] = &[
    method("read", Native::Var(0, 1, read), "read([size]) -> read at most size bytes, returned as a string."),
    method("read1", Native::One(read1), "read1(size) -> read at most size bytes, returned as a string."),
    method(
        "readline",
        Native::Var(0, 1, readline),
        "readline([size]) -> next line from the file, as a string.",
    ),
    method("readlines", Native::Var(0, 1, readlines), "readlines([size]) -> list of strings, each a line."),
    method("readinto", Native::One(readinto), "readinto(bytearray) -> int.  Read up to len(b) bytes into b."),
    method("write", Native::One(write), "write(bytes) -> int.  Write bytes to file."),
    method("writelines", Native::One(writelines), "writelines(sequence_of_strings) -> None."),
    method("seek", Native::Var(1, 2, seek), "seek(pos, whence=0) -> int.  Change stream position."),
    method("tell", Native::NoArgs(tell), "tell() -> current file position, an integer"),
    method(
        "truncate",
        Native::Var(0, 1, truncate),
        "truncate([size]) -> int.  Truncate the file to at most size bytes.",
    ),
    method("getvalue", Native::NoArgs(getvalue), "getvalue() -> bytes.  The entire contents."),
    method("close", Native::NoArgs(close), "close() -> None.  Disable all I/O operations."),
    method("flush", Native::NoArgs(flush), "flush() -> None.  Does nothing."),
    method("isatty", Native::NoArgs(isatty), "isatty() -> False."),
    method("readable", Native::NoArgs(yes), ""),
    method("writable", Native::NoArgs(yes), ""),
    method("seekable", Native::NoArgs(yes), ""),
];

static GETSETS: &[GetSet] = &[getter("__dict__", class::INSTANCE_DICT.get), getter("closed", get_closed)];

pub(super) fn init() {
    let slots = Slots { new: Some(new), init: Some(init_method), next: Some(next), ..Slots::of::<BytesIo>() };
    ready(TypeDef {
        base: BUFFERED_IO_BASE,
        flags: flags::BASETYPE,
        methods: METHODS,
        getsets: GETSETS,
        dict_offset: std::mem::offset_of!(Obj<BytesIo>, payload.dict),
        doc: "BytesIO([buffer]) -> object\n\nA file-like object that reads and writes bytes in memory.",
        ..TypeDef::new(BYTES_IO, "_io.BytesIO", slots)
    });
}
