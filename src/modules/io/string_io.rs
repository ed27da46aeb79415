//! `io.StringIO`: a text file in memory (Modules/_io/stringio.c).
//!
//! Invariant: the characters are stored with their line ends made equal, or made what `newline` says, when they are
//! written; the position counts characters and may be beyond their end.

use super::contents::Contents;
use crate::modules::capi;
use crate::objects::errors::{PyResult, io_error, type_error, value_error};
use crate::objects::file::coder::{self, Decoder, Newlines};
use crate::objects::file::{base, newlines_value, raw, text};
use crate::objects::header::{Layout, Obj, Payload, new_instance};
use crate::objects::native::{Args, GetSet, Method, Native, getter, method};
use crate::objects::slot::Slot;
use crate::objects::str::{Repr, Str, new_points};
use crate::objects::typeobj::{STRING_IO, Slots, TEXT_IO_BASE, TypeDef, TypeRef, flags, ready};
use crate::objects::word::Word;
use crate::objects::{Value, alloc, call, class, lang, names, protocol};
use std::cell::{Cell, RefCell};

struct StringIo {
    contents: Contents<u32>,
    newlines: Cell<Newlines>,
    write_newline: Cell<Option<&'static str>>,
    decoder: RefCell<Decoder>,
    dict: Slot,
}

impl Payload for StringIo {
    const LAYOUT: Layout = Layout::StringIo;
    const WEAKREFS: bool = true;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.dict.visit(visit);
    }
    fn clear(&self) {
        drop(self.dict.take());
    }
}

/// The payload of an open file. Errors: ValueError if it is closed.
fn open(this: &Value) -> PyResult<&StringIo> {
    let own = this.payload::<StringIo>();
    own.contents.check_open("I/O operation on closed file")?;
    Ok(own)
}

impl StringIo {
    fn take_line(&self, limit: usize) -> PyResult<Vec<u32>> {
        let end = {
            let data = self.contents.data.borrow();
            let from = self.contents.position.get();
            let end = coder::line_end(Repr::Wide(&data), from, self.newlines.get());
            end.unwrap_or(data.len()).saturating_sub(from)
        };
        self.contents.take(end.min(limit))
    }

    fn put(&self, text: &Value) -> PyResult<()> {
        let text = self.decoder.borrow_mut().lines(text.clone(), self.newlines.get(), true);
        let text = match self.write_newline.get() {
            Some(newline) => coder::replace_newlines(&text, newline),
            None => text,
        };
        let Some(text) = text.downcast::<Str>() else { return Ok(()) };
        alloc::ensure(text.len() * size_of::<u32>())?;
        self.contents.put(&text.to_points())
    }
}

fn new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(
        ty,
        StringIo {
            contents: Contents::default(),
            newlines: Cell::new(Newlines::Lf),
            write_newline: Cell::new(None),
            decoder: RefCell::default(),
            dict: Slot::empty(),
        },
    ))
}

fn text_name() -> &'static str {
    if lang::is_27() { "unicode" } else { "str" }
}

fn as_text(value: &Value) -> Option<&Str> {
    value.downcast::<Str>().filter(|text| text.is_text())
}

fn init_method(this: &Value, args: &Args) -> PyResult<()> {
    let [initial, newline] = args.bind("StringIO", ["initial_value", "newline"], 0)?;
    let own = this.payload::<StringIo>();
    let newline = match newline {
        None => Some("\n".to_owned()),
        Some(newline) if newline.is_none() => None,
        Some(newline) => match newline.str_lossy() {
            Some(newline) => Some(newline),
            None => {
                return Err(type_error(format!("newline must be str or None, not {}", newline.type_name())));
            }
        },
    };
    let Ok((newlines, write_newline)) = text::newline_mode(newline.as_deref()) else {
        crate::objects::errors::clear();
        let shown = protocol::repr_string(&crate::objects::str::new_str(&newline.unwrap_or_default()))?;
        return Err(value_error(format!("illegal newline value: {shown}")));
    };
    let initial = initial.filter(|initial| !initial.is_none());
    if let Some(initial) = initial
        && as_text(initial).is_none()
    {
        return Err(type_error(format!(
            "initial_value must be {} or None, not {}",
            text_name(),
            initial.type_name()
        )));
    }
    own.newlines.set(newlines);
    own.write_newline.set(write_newline);
    own.decoder.take();
    own.contents.reset(Vec::new());
    if let Some(initial) = initial {
        own.put(initial)?;
        own.contents.position.set(0);
    }
    Ok(())
}

fn read(this: &Value, args: &[Value]) -> PyResult {
    let own = open(this)?;
    own.contents.take(raw::size(args.first())?.unwrap_or(usize::MAX)).map(new_points)
}

fn readline(this: &Value, args: &[Value]) -> PyResult {
    let own = open(this)?;
    own.take_line(raw::size(args.first())?.unwrap_or(usize::MAX)).map(new_points)
}

fn next(this: &Value) -> PyResult<Option<Value>> {
    let own = open(this)?;
    if this.type_of().is_heap() {
        let line = call::call_method(this, names::readline(), &[])?;
        return Ok((protocol::len(&line)? > 0).then_some(line));
    }
    let line = own.take_line(usize::MAX)?;
    Ok((!line.is_empty()).then(|| new_points(line)))
}

fn write(this: &Value, value: &Value) -> PyResult {
    let Some(text) = as_text(value) else {
        let name = value.type_name();
        return Err(type_error(if lang::is_27() {
            format!("unicode argument expected, got '{name}'")
        } else {
            format!("string argument expected, got '{name}'")
        }));
    };
    open(this)?.put(value)?;
    Ok(base::count_value(text.len()))
}

fn seek(this: &Value, args: &[Value]) -> PyResult {
    let own = open(this)?;
    let offset = capi::c_size(&args[0])?;
    let whence = args.get(1).map_or(Ok(0), capi::c_int)?;
    if !(0..=2).contains(&whence) {
        return Err(value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)")));
    }
    if offset < 0 && whence == 0 {
        return Err(value_error(format!("Negative seek position {offset}")));
    }
    if offset != 0 && whence != 0 {
        return Err(io_error("Can't do nonzero cur-relative seeks"));
    }
    let position = match whence {
        0 => offset as usize,
        1 => own.contents.position.get(),
        _ => own.contents.data.borrow().len(),
    };
    own.contents.position.set(position);
    Ok(base::count_value(position))
}

fn tell(this: &Value) -> PyResult {
    open(this)?.contents.tell()
}

fn truncate(this: &Value, args: &[Value]) -> PyResult {
    open(this)?.contents.truncate(args, "Negative")
}

fn getvalue(this: &Value) -> PyResult {
    open(this)?.contents.all().map(new_points)
}

fn close(this: &Value) -> PyResult {
    this.payload::<StringIo>().contents.close();
    Ok(Value::none())
}

fn yes(this: &Value) -> PyResult {
    open(this)?;
    Ok(Value::bool(true))
}
fn get_closed(this: &Value) -> PyResult {
    Ok(Value::bool(this.payload::<StringIo>().contents.is_closed()))
}
fn get_line_buffering(this: &Value) -> PyResult {
    open(this)?;
    Ok(Value::bool(false))
}
fn get_newlines(this: &Value) -> PyResult {
    let own = open(this)?;
    let seen = if own.newlines.get().is_universal() { own.decoder.borrow().seen } else { 0 };
    Ok(newlines_value(seen))
}

static METHODS: &[Method] = &[
    method("read", Native::Var(0, 1, read), "Read at most n characters, returned as a string."),
    method("readline", Native::Var(0, 1, readline), "Read until newline or EOF."),
    method("write", Native::One(write), "Write string to file; return the number of characters written."),
    method("seek", Native::Var(1, 2, seek), "Change stream position."),
    method("tell", Native::NoArgs(tell), "Tell the current file position."),
    method("truncate", Native::Var(0, 1, truncate), "Truncate size to pos."),
    method("getvalue", Native::NoArgs(getvalue), "Retrieve the entire contents of the object."),
    method("close", Native::NoArgs(close), "Close the IO object."),
    method("readable", Native::NoArgs(yes), ""),
    method("writable", Native::NoArgs(yes), ""),
    method("seekable", Native::NoArgs(yes), ""),
];

static GETSETS: &[GetSet] = &[
    getter("__dict__", class::INSTANCE_DICT.get),
    getter("closed", get_closed),
    getter("newlines", get_newlines),
    getter("line_buffering", get_line_buffering),
];

pub(super) fn init() {
    let slots =
        Slots { new: Some(new), init: Some(init_method), next: Some(next), ..Slots::of::<StringIo>() };
    ready(TypeDef {
        base: TEXT_IO_BASE,
        flags: flags::BASETYPE,
        methods: METHODS,
        getsets: GETSETS,
        dict_offset: std::mem::offset_of!(Obj<StringIo>, payload.dict),
        doc: "Text I/O implementation using an in-memory buffer.",
        ..TypeDef::new(STRING_IO, "_io.StringIO", slots)
    });
}
