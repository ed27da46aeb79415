//! The types of the machine's own objects: code, frame, and the functions' `call`.

use super::codeobj::CodeObj;
use super::frame::{self, FrameObj};
use super::{call, door, generator, jump};
use crate::objects::errors::PyResult;
use crate::objects::native::{GetSet, getset, getter};
use crate::objects::str::{new_bytes, new_str};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{CODE, FRAME, Slots, TypeDef, ready};
use crate::objects::word::Value;
use crate::objects::{function, hooks, lang};
use std::rc::Rc;

fn names(list: &[Rc<str>]) -> PyResult {
    Ok(new_tuple(list.iter().map(|name| new_str(name)).collect::<Vec<_>>()))
}

macro_rules! code_getters {
    ($($function:ident |$code:ident| $value:expr;)*) => {
        $(fn $function(this: &Value) -> PyResult {
            let $code = this.payload::<CodeObj>();
            $value
        })*
    };
}

code_getters! {
    co_argcount |code| Ok(Value::int(code.code.argcount.into()));
    co_kwonlyargcount |code| Ok(Value::int(code.code.kwonlyargcount.into()));
    co_nlocals |code| Ok(Value::int(code.code.nlocals.into()));
    co_stacksize |code| Ok(Value::int(code.code.stacksize.into()));
    co_flags |code| Ok(Value::int(code.code.flags.into()));
    co_firstlineno |code| Ok(Value::int(code.code.firstlineno.into()));
    co_code |code| Ok(new_bytes(&code.code.code[..]));
    co_lnotab |code| Ok(new_bytes(&code.code.lnotab[..]));
    co_consts |code| Ok(new_tuple(&code.consts[..]));
    co_names |code| names(&code.code.names);
    co_varnames |code| names(&code.code.varnames);
    co_freevars |code| names(&code.code.freevars);
    co_cellvars |code| names(&code.code.cellvars);
    co_filename |code| Ok(code.filename.clone());
    co_name |code| Ok(code.name.clone());
}

fn code_repr(this: &Value) -> PyResult {
    let code = this.payload::<CodeObj>();
    Ok(new_str(&format!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        code.name.str_lossy().unwrap_or_default(),
        this.address(),
        code.filename.str_lossy().unwrap_or_default(),
        code.code.firstlineno
    )))
}

static CODE_GETSETS: &[GetSet] = &[
    getter("co_argcount", co_argcount),
    getter("co_nlocals", co_nlocals),
    getter("co_stacksize", co_stacksize),
    getter("co_flags", co_flags),
    getter("co_code", co_code),
    getter("co_consts", co_consts),
    getter("co_names", co_names),
    getter("co_varnames", co_varnames),
    getter("co_freevars", co_freevars),
    getter("co_cellvars", co_cellvars),
    getter("co_filename", co_filename),
    getter("co_name", co_name),
    getter("co_firstlineno", co_firstlineno),
    getter("co_lnotab", co_lnotab),
    getter("co_kwonlyargcount", co_kwonlyargcount),
];

/// 2.7 has no keyword-only arguments.
fn code_getsets() -> &'static [GetSet] {
    let count = CODE_GETSETS.len();
    if lang::is_27() { &CODE_GETSETS[..count - 1] } else { CODE_GETSETS }
}

fn live(this: &Value) -> Option<&frame::Frame> {
    // SAFETY: the pointer is cleared when the frame ends.
    unsafe { this.payload::<FrameObj>().frame.get().as_ref() }
}

fn f_back(this: &Value) -> PyResult {
    match live(this) {
        // SAFETY: a live frame's caller is live.
        Some(frame) if !frame.prev.is_null() => Ok(unsafe { frame::object_of(frame.prev) }),
        Some(_) => Ok(Value::none()),
        None => Ok(this.payload::<FrameObj>().back.get_or_none()),
    }
}

fn f_code(this: &Value) -> PyResult {
    Ok(this.payload::<FrameObj>().code.clone())
}

fn f_globals(this: &Value) -> PyResult {
    Ok(this.payload::<FrameObj>().globals.clone())
}

fn f_builtins(this: &Value) -> PyResult {
    Ok(this.payload::<FrameObj>().builtins.clone())
}

fn f_locals(this: &Value) -> PyResult {
    Ok(frame::locals_of(this))
}

fn f_lasti(this: &Value) -> PyResult {
    Ok(Value::int(live(this).map_or(this.payload::<FrameObj>().lasti.get(), |frame| frame.lasti())))
}

fn f_lineno(this: &Value) -> PyResult {
    Ok(Value::int(live(this).map_or(this.payload::<FrameObj>().line.get(), |frame| frame.line()).into()))
}

fn f_trace(this: &Value) -> PyResult {
    Ok(this.payload::<FrameObj>().trace.get_or_none())
}

fn set_f_trace(this: &Value, value: Option<&Value>) -> PyResult<()> {
    let seen = this.payload::<FrameObj>();
    if seen.trace.is_empty()
        && let Some(frame) = live(this)
    {
        // From now on `f_lineno` is what the trace function was told last.
        seen.progress.line.set(frame.line());
    }
    seen.trace.set_option(value.filter(|value| !value.is_none()).cloned());
    Ok(())
}

static FRAME_GETSETS: &[GetSet] = &[
    getter("f_back", f_back),
    getter("f_code", f_code),
    getter("f_globals", f_globals),
    getter("f_builtins", f_builtins),
    getter("f_locals", f_locals),
    getter("f_lasti", f_lasti),
    getset("f_lineno", f_lineno, jump::set_lineno),
    getset("f_trace", f_trace, set_f_trace),
];

/// Makes the machine's types ready and fills the object model's hooks.
pub fn init() {
    let code = Slots { repr: Some(code_repr), ..Slots::of::<CodeObj>() };
    ready(TypeDef { getsets: code_getsets(), ..TypeDef::new(CODE, "code", code) });
    let frame = Slots::of::<FrameObj>();
    ready(TypeDef { getsets: FRAME_GETSETS, ..TypeDef::new(FRAME, "frame", frame) });
    function::init(call::function_call);
    generator::init();
    hooks::set_current_module(door::current_module_name);
}
