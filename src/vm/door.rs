//! What native code asks of the machine that runs frames.

use super::call::{self, eval_code};
use super::codeobj::CodeObj;
use super::compile::{self, Request};
use super::frame::{self, Frame};
use super::import;
use crate::bytecode::code::CO_NEWLOCALS;
use crate::library;
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, system_error, type_error, value_error};
use crate::objects::function::{Cell, Function};
use crate::objects::str::{Str, ensure_copy, intern};
use crate::objects::word::Value;
use crate::objects::{file, lang, protocol};
use crate::runtime::current;
use crate::syntax::{Mode, Source};

/// The `CO_FUTURE_*` bits that code inherits from whoever compiles it (PyCF_MASK).
const FUTURE_MASK: u32 = 0x2000 | 0x4000 | 0x8000 | 0x10000 | 0x20000 | 0x40000;

fn running() -> Option<&'static Frame> {
    // SAFETY: a frame on the chain is live; callers use the reference before anything can pop it.
    unsafe { frame::of(current()).as_ref() }
}

/// The frame that runs in this thread, as signal handlers are given it; None where there is none.
pub fn current_frame() -> Value {
    frame::running(current()).unwrap_or(Value::none())
}

/// `sys._getframe(depth)`.
pub fn frame_at(depth: usize) -> PyResult {
    let mut at = frame::of(current());
    for _ in 0..depth {
        // SAFETY: frames on the chain are live.
        match unsafe { at.as_ref() } {
            Some(frame) => at = frame.prev,
            None => break,
        }
    }
    if at.is_null() {
        return Err(value_error("call stack is not deep enough"));
    }
    // SAFETY: as above.
    Ok(unsafe { frame::object_of(at) })
}

/// `sys._current_frames()`: thread ids and frames of every thread that has one.
pub fn current_frames() -> Vec<(usize, Value)> {
    let mut all = Vec::new();
    for interpreter in crate::runtime::interp::interpreters() {
        for state in interpreter.threads() {
            // SAFETY: with the GIL held, a linked state is alive: its thread unlinks it under the GIL.
            let state = unsafe { &*state };
            if let Some(frame) = frame::running(state) {
                all.push((state.thread_id(), frame));
            }
        }
    }
    all
}

/// `globals()`.
pub fn current_globals() -> Option<Value> {
    // SAFETY: owned by the live frame.
    running().map(|frame| unsafe { frame.globals.to_value() })
}

/// `locals()`.
pub fn current_locals() -> PyResult {
    match frame::running(current()) {
        Some(frame) => Ok(frame::locals_of(&frame)),
        None => Err(system_error("frame does not exist")),
    }
}

/// The `CO_FUTURE_*` bits of the running code (PyEval_MergeCompilerFlags).
pub fn current_future() -> u32 {
    running().map_or(0, |frame| frame.code().code.flags & FUTURE_MASK)
}

/// `sys.NAME` of the running interpreter.
pub fn sys_attribute(name: &str) -> Option<Value> {
    current().interp.sysdict.with::<Dict, _>(|sys| sys.get_name(&intern(name))).flatten()
}

/// `sys.NAME` for a name interned already.
pub fn sys_value(name: &Value) -> Option<Value> {
    current().interp.sysdict.with::<Dict, _>(|sys| sys.get_name(name)).flatten()
}

/// Sets `sys.NAME`.
pub fn set_sys_attribute(name: &str, value: Value) {
    current().interp.sysdict.with::<Dict, _>(|sys| sys.set_name(&intern(name), value));
}

/// `compile(source, filename, mode, flags, dont_inherit)`; the source is a str of either kind.
pub fn compile_source(
    source: &Value,
    filename: &str,
    mode: &str,
    flags: u32,
    dont_inherit: bool,
) -> PyResult {
    let mode = match mode {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => return Err(value_error("compile() arg 3 must be 'exec', 'eval' or 'single'")),
    };
    let inherited = if dont_inherit { 0 } else { current_future() };
    let request = Request { future: (flags & FUTURE_MASK) | inherited, ..Request::new(mode) };
    let Some(text) = source.downcast::<Str>() else {
        return Err(type_error("compile() arg 1 must be a string, bytes or AST object"));
    };
    ensure_copy(text)?;
    let bytes = text.to_utf8();
    if bytes.contains(&0) {
        return Err(if lang::is_27() {
            type_error("compile() expected string without null bytes")
        } else {
            type_error("source code string cannot contain null bytes")
        });
    }
    match (text.is_text(), std::str::from_utf8(&bytes)) {
        (true, Ok(text)) => compile::compile(Source::Text(text), filename, request),
        _ => compile::compile(Source::Bytes(&bytes), filename, request),
    }
}

/// Runs a code object with these globals and locals. The globals get `__builtins__` if they lack it.
pub fn run_code(code: &Value, globals: &Value, locals: &Value) -> PyResult {
    if let Some(dict) = globals.downcast::<Dict>() {
        let name = intern("__builtins__");
        if dict.get_name(&name).is_none()
            && let Some(builtins) = current().interp.builtins.get()
        {
            dict.set_name(&name, builtins);
        }
    }
    eval_code(code, globals, locals)
}

/// Whether a code object has free variables, which `exec` and `eval` refuse.
pub fn has_free_variables(code: &Value) -> bool {
    code.downcast::<CodeObj>().is_some_and(|code| code.cellvars.len() > code.ncells)
}

/// What 2.7's `exec` statement runs: a code object, a string, a file.
pub fn exec_object(what: &Value, globals: &Value, locals: &Value) -> PyResult<()> {
    if what.downcast::<CodeObj>().is_some() {
        if has_free_variables(what) {
            return Err(type_error("code object passed to exec may not contain free variables"));
        }
        return run_code(what, globals, locals).map(drop);
    }
    let source = if what.downcast::<Str>().is_some() {
        what.clone()
    } else if let Some(source) = file::whole_text(what)? {
        source
    } else {
        return Err(type_error("exec: arg 1 must be a string, file, or code object"));
    };
    let code = compile_source(&source, "<string>", "exec", 0, false)?;
    run_code(&code, globals, locals).map(drop)
}

/// Runs a function's code as a class body with the given namespace (`__build_class__`). Gives the cell of
/// `__class__`, if there is one.
pub fn run_class_body(function: &Value, namespace: &Value) -> PyResult {
    let Some(fields) = function.downcast::<Function>() else {
        return Err(type_error("__build_class__: func must be a function"));
    };
    // In 3.2 the body's one argument is the namespace, which it stores by STORE_LOCALS.
    let code = fields.code.get_or_none();
    let newlocals = code.downcast::<CodeObj>().is_some_and(|code| code.has(CO_NEWLOCALS));
    let _ = newlocals;
    crate::objects::call::call(function, std::slice::from_ref(namespace))
}

/// The class and the object for a `super()` without arguments: the `__class__` cell and the first argument of the
/// running function (super_init).
pub fn super_arguments() -> PyResult<(Value, Value)> {
    let Some(frame) = running() else { return Err(system_error("super(): no current frame")) };
    let code = frame.code();
    if code.code.argcount == 0 {
        return Err(system_error("super(): no arguments"));
    }
    // SAFETY: the frame's fixed words are NULL or owned.
    let word = |index: usize| unsafe {
        let word = *frame.locals.add(index);
        if word.is_null() { None } else { Some(word.to_value()) }
    };
    let in_cell = code.cell_args.iter().position(|&argument| argument == Some(0));
    let first = match in_cell {
        Some(cell) => word(code.nlocals + cell)
            .and_then(|cell| cell.downcast::<Cell>().and_then(|cell| cell.0.get()))
            .or_else(|| word(0)),
        None => word(0),
    };
    let Some(first) = first else { return Err(system_error("super(): arg[0] deleted")) };
    for index in code.ncells..code.cellvars.len() {
        if code.cellvars[index].str_lossy().as_deref() != Some("__class__") {
            continue;
        }
        let cell = word(code.nlocals + index);
        let Some(cell) = cell.as_ref().and_then(|cell| cell.downcast::<Cell>()) else {
            return Err(system_error("super(): bad __class__ cell"));
        };
        return match cell.0.get() {
            Some(class) if class.as_type().is_some() => Ok((class, first)),
            Some(class) => {
                Err(system_error(format!("super(): __class__ is not a type ({})", class.type_name())))
            }
            None => Err(system_error("super(): empty __class__ cell")),
        };
    }
    Err(system_error("super(): __class__ cell not found"))
}

/// `__import__`.
pub fn import_module(name: &str, globals: Option<&Value>, fromlist: &Value, level: i64) -> PyResult {
    import::import(name, globals, fromlist, level)
}

/// Warns by way of the `warnings` module, from the running frame's line (PyErr_WarnEx with a stack level of 1). Errors:
/// the warning, where a filter makes an exception of it.
pub fn warn(category: crate::objects::typeobj::TypeRef, message: &str) -> PyResult<()> {
    let module = import::import("warnings", None, &Value::none(), 0)?;
    let warn = protocol::getattr_str(&module, "warn")?;
    let message = crate::objects::str::new_str(message);
    crate::objects::call::call(&warn, &[message, category.value()]).map(drop)
}

/// Warns in the name of a place in a file (PyErr_WarnExplicit). Errors: as [`warn`].
pub fn warn_explicit(
    category: crate::objects::typeobj::TypeRef,
    message: &str,
    filename: &str,
    line: u32,
) -> PyResult<()> {
    let module = import::import("warnings", None, &Value::none(), 0)?;
    let warn = protocol::getattr_str(&module, "warn_explicit")?;
    let (message, filename) = (crate::objects::str::new_str(message), crate::objects::str::new_str(filename));
    crate::objects::call::call(&warn, &[message, category.value(), filename, Value::int(line.into())])
        .map(drop)
}

/// A line of a source file, for tracebacks: from the embedded library or from the file.
pub fn source_line(filename: &str, line: u32) -> Option<String> {
    match library::text_of(filename) {
        Some(source) => compile::line_of(source.as_bytes(), line),
        None => compile::line_of(&crate::platform::file::read(filename).ok()?, line),
    }
}

/// `__name__` of the running globals, for a new class's `__module__`.
pub fn current_module_name() -> Option<Value> {
    let globals = current_globals()?;
    globals.downcast::<Dict>()?.get_name(crate::objects::names::__name__())
}

/// Calls `sys.excepthook` with the current exception and clears it (PyErr_PrintEx). With `remember`, `sys.last_type`
/// and its like are set. Gives the SystemExit that the hook raised, if it did.
pub fn print_error(remember: bool) -> Option<crate::objects::errors::Exc> {
    crate::objects::traceback::print_error(remember)
}

/// `callable.__name__` as error messages give it.
pub fn callable_name(function: &Value) -> String {
    call::callable_name(function)
}

/// The text of a value for a message, whatever it is.
pub fn text_of(value: &Value) -> String {
    protocol::str_string(value).unwrap_or_else(|_| {
        crate::objects::errors::clear();
        format!("<unprintable {} object>", value.type_name())
    })
}
