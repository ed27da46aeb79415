//! `sys.settrace` and `sys.setprofile`: when their functions are called, and with what (ceval.c call_trace and its callers,
//! maybe_call_line_trace; sysmodule.c trace_trampoline, profile_trampoline).
//!
//! Invariants:
//! - A thread state is in one of two copies of the loop: the fast one as long as its `use_tracing` is off, the traced one
//!   while it is on. The breaker has its bit [`TRACING`] exactly while the running thread is traced, so the fast copy learns at
//!   its next check that it has to hand over; the traced copy looks before each instruction. Off, tracing costs nothing.
//! - While a hook runs, `tracing` is above zero and `use_tracing` is off: hooks are not traced themselves.
//! - A hook that raises is taken off, and its exception goes on from where the traced frame stands.
//! - The traced copy runs the public instructions one by one (`CodeObj::plain`), so each has its line looked up.
//!
//! [`TRACING`]: crate::gil::breaker::TRACING

use super::codeobj::Instr;
use super::frame::{self, Frame, FrameObj};
use crate::bytecode::verify::Jump;
use crate::objects::call;
use crate::objects::dict::Dict;
use crate::objects::errors::{self, Exc, PyResult, Raised};
use crate::objects::native::{Descriptor, DescriptorKind, new_native};
use crate::objects::str::intern;
use crate::objects::traceback;
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::NATIVE;
use crate::objects::word::{Value, Word};
use crate::runtime::ThreadState;
use std::cell::{Cell, RefCell};

/// What a hook is told of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum What {
    Call,
    Exception,
    Line,
    Return,
    CCall,
    CException,
    CReturn,
}

impl What {
    fn name(self) -> &'static str {
        match self {
            What::Call => "call",
            What::Exception => "exception",
            What::Line => "line",
            What::Return => "return",
            What::CCall => "c_call",
            What::CException => "c_exception",
            What::CReturn => "c_return",
        }
    }
}

/// Where a frame's tracing stands: the locals `instr_lb`, `instr_ub`, `instr_prev` of PyEval_EvalFrameEx, and `f_lineno`.
pub struct Progress {
    lower: Cell<i64>,
    upper: Cell<i64>,
    previous: Cell<i64>,
    /// The line of the last line event; means something while the frame has a trace function.
    pub line: Cell<u32>,
    /// What the trace function is being told of.
    pub event: Cell<Option<What>>,
    /// Where the frame has been moved by its trace function.
    pub jumps: RefCell<Vec<Jump>>,
}

impl Progress {
    pub fn new(line: u32) -> Progress {
        Progress {
            lower: Cell::new(0),
            upper: Cell::new(-1),
            previous: Cell::new(-1),
            line: Cell::new(line),
            event: Cell::new(None),
            jumps: RefCell::new(Vec::new()),
        }
    }

    /// What an entry into the loop sets anew.
    fn restart(&self) {
        self.lower.set(0);
        self.upper.set(-1);
        self.previous.set(-1);
    }
}

#[derive(Clone, Copy)]
enum Hook {
    Trace,
    Profile,
}

fn hook_of(state: &ThreadState, hook: Hook) -> Option<Value> {
    match hook {
        Hook::Trace => state.trace.get(),
        Hook::Profile => state.profile.get(),
    }
}

fn has_hooks(state: &ThreadState) -> bool {
    !state.trace.is_empty() || !state.profile.is_empty()
}

/// Sets or takes away the trace function (PyEval_SetTrace).
pub fn set_trace(state: &ThreadState, function: Option<Value>) {
    let old = state.trace.take();
    state.set_use_tracing(has_hooks(state));
    // May run code that sets another.
    drop(old);
    state.trace.set_option(function);
    state.set_use_tracing(has_hooks(state));
}

/// Sets or takes away the profile function (PyEval_SetProfile).
pub fn set_profile(state: &ThreadState, function: Option<Value>) {
    let old = state.profile.take();
    state.set_use_tracing(has_hooks(state));
    drop(old);
    state.profile.set_option(function);
    state.set_use_tracing(has_hooks(state));
}

/// call_trampoline: a hook's call, with the frame's variables in `f_locals` before and out of it afterwards.
unsafe fn call_hook(function: &Value, f: *mut Frame, what: What, arg: &Value) -> PyResult {
    // SAFETY: the frame is on the chain, so it outlives the call.
    unsafe {
        let object = frame::object_of(f);
        let locals = frame::locals_of(&object);
        let result = call::call(function, &[object.clone(), intern(what.name()), arg.clone()]);
        if let Some(locals) = locals.downcast::<Dict>() {
            (*f).locals_to_fast(locals, true);
        }
        if result.is_err() {
            add_traceback(f);
        }
        result
    }
}

/// The frame joins the traceback of the exception that its hook raised (PyTraceBack_Here).
unsafe fn add_traceback(f: *mut Frame) {
    let mut exc = errors::fetch_raised(Raised);
    // SAFETY: as for `call_hook`.
    let (object, lasti, line) = unsafe { (frame::object_of(f), (*f).lasti(), (*f).line()) };
    exc.traceback = Some(traceback::new_traceback(exc.traceback.take(), object, lasti, line.into()));
    let _ = errors::restore(exc);
}

/// trace_trampoline, profile_trampoline.
unsafe fn trampoline(
    state: &ThreadState,
    hook: Hook,
    function: &Value,
    f: *mut Frame,
    what: What,
    arg: &Value,
) -> PyResult<()> {
    // SAFETY: as for `call_hook`.
    unsafe {
        match hook {
            Hook::Profile => {
                if call_hook(function, f, what, arg).is_err() {
                    set_profile(state, None);
                    return Err(Raised);
                }
            }
            Hook::Trace => {
                let object = frame::object_of(f);
                let seen = object.payload::<FrameObj>();
                let function = if what == What::Call { Some(function.clone()) } else { seen.trace.get() };
                let Some(function) = function else { return Ok(()) };
                let outer = seen.progress.event.replace(Some(what));
                let result = call_hook(&function, f, what, arg);
                seen.progress.event.set(outer);
                match result {
                    Ok(result) if result.is_none() => {}
                    Ok(result) => seen.trace.set(result),
                    Err(Raised) => {
                        let raised = errors::fetch_raised(Raised);
                        set_trace(state, None);
                        drop(seen.trace.take());
                        return Err(errors::restore(raised));
                    }
                }
            }
        }
    }
    Ok(())
}

/// call_trace: nothing happens while a hook runs already.
unsafe fn call_trace(
    state: &ThreadState,
    hook: Hook,
    f: *mut Frame,
    what: What,
    arg: &Value,
) -> PyResult<()> {
    if state.tracing.get() > 0 {
        return Ok(());
    }
    let Some(function) = hook_of(state, hook) else { return Ok(()) };
    state.tracing.set(state.tracing.get() + 1);
    state.set_use_tracing(false);
    // SAFETY: by the caller's promise, a live frame.
    let result = unsafe { trampoline(state, hook, &function, f, what, arg) };
    state.set_use_tracing(has_hooks(state));
    state.tracing.set(state.tracing.get() - 1);
    result
}

/// call_trace_protected: the current exception stays, if the hook does not raise one.
unsafe fn call_trace_protected(
    state: &ThreadState,
    hook: Hook,
    f: *mut Frame,
    what: What,
    arg: &Value,
) -> PyResult<()> {
    let saved = errors::fetch();
    // SAFETY: by the caller's promise.
    unsafe { call_trace(state, hook, f, what, arg)? };
    if let Some(saved) = saved {
        let _ = errors::restore(saved);
    }
    Ok(())
}

/// `sys.call_tracing(function, args)`: calls with tracing as it would be outside of a hook (_PyEval_CallTracing).
pub fn call_tracing(state: &ThreadState, function: &Value, args: &[Value]) -> PyResult {
    let (tracing, use_tracing) = (state.tracing.get(), state.use_tracing());
    state.tracing.set(0);
    state.set_use_tracing(has_hooks(state));
    let result = call::call(function, args);
    state.tracing.set(tracing);
    state.set_use_tracing(use_tracing);
    result
}

/// A frame is entered, or a generator's resumed.
///
/// # Safety
/// The running frame.
#[cold]
pub unsafe fn entered(state: &ThreadState, f: *mut Frame) -> PyResult<()> {
    // SAFETY: by the caller's promise.
    unsafe {
        if !(*f).object.is_null() {
            (*f).object.as_value().payload::<FrameObj>().progress.restart();
        }
        if !state.use_tracing() {
            return Ok(());
        }
        call_trace_protected(state, Hook::Trace, f, What::Call, &Value::none())?;
        call_trace_protected(state, Hook::Profile, f, What::Call, &Value::none())
    }
}

/// Before each instruction, whose `pc` is set (maybe_call_line_trace).
///
/// # Safety
/// The running frame.
#[cold]
unsafe fn instruction(state: &ThreadState, f: *mut Frame) -> PyResult<()> {
    if state.trace.is_empty() || state.tracing.get() > 0 {
        return Ok(());
    }
    // SAFETY: by the caller's promise.
    unsafe {
        let object = frame::object_of(f);
        let progress = &object.payload::<FrameObj>().progress;
        let lasti = (*f).lasti();
        let mut line = progress.line.get();
        if lasti < progress.lower.get() || lasti >= progress.upper.get() {
            let (lower, upper);
            (line, lower, upper) = (*f).code().line_bounds(lasti);
            progress.lower.set(lower);
            progress.upper.set(upper);
        }
        let due = lasti == progress.lower.get() || lasti < progress.previous.get();
        let result = if due {
            progress.line.set(line);
            call_trace(state, Hook::Trace, f, What::Line, &Value::none())
        } else {
            Ok(())
        };
        // A hook may have moved the frame to another line.
        progress.previous.set((*f).lasti());
        result
    }
}

/// Before each instruction of a traced thread: tells of a line, and gives the instruction to go on with. A hook may have moved the
/// frame: its operands end at its `sp`, whatever comes back. `Err` without an exception: the thread is traced no longer.
///
/// # Safety
/// `pc` is the running frame's next instruction, and its operands end at `sp`.
pub unsafe fn next(
    state: &ThreadState,
    f: *mut Frame,
    pc: *const Instr,
    sp: *mut Word,
) -> PyResult<*const Instr> {
    // SAFETY: by the caller's promise.
    unsafe {
        (*f).sp = sp;
        if !state.use_tracing() {
            return Err(Raised);
        }
        (*f).pc = pc.add(1);
        instruction(state, f)?;
        Ok((*f).pc.sub(1))
    }
}

/// The current exception passes the frame, which is in its traceback already (call_exc_trace).
///
/// # Safety
/// The running frame.
#[cold]
pub unsafe fn exception(state: &ThreadState, f: *mut Frame) {
    if state.trace.is_empty() {
        return;
    }
    let Some(exc) = errors::fetch() else { return };
    let none = || Value::none();
    let arg = new_tuple([
        exc.ty.clone(),
        exc.value.clone().unwrap_or_else(none),
        exc.traceback.clone().unwrap_or_else(none),
    ]);
    let exc = Exc { value: Some(exc.value.unwrap_or_else(none)), ..exc };
    // SAFETY: by the caller's promise.
    if unsafe { call_trace(state, Hook::Trace, f, What::Exception, &arg) }.is_ok() {
        let _ = errors::restore(exc);
    }
}

/// A frame is left: with a value (also a generator's that goes on later), or with the current exception.
///
/// # Safety
/// The running frame; the value is live.
#[cold]
pub unsafe fn left(state: &ThreadState, f: *mut Frame, value: Option<Word>) -> PyResult<()> {
    if !state.use_tracing() {
        return Ok(());
    }
    // SAFETY: by the caller's promise.
    unsafe {
        match value {
            Some(value) => {
                let value = value.to_value();
                call_trace(state, Hook::Trace, f, What::Return, &value)?;
                call_trace(state, Hook::Profile, f, What::Return, &value)
            }
            None => {
                // What the hooks raise takes the exception's place.
                let _ = call_trace_protected(state, Hook::Trace, f, What::Return, &Value::none());
                let _ = call_trace_protected(state, Hook::Profile, f, What::Return, &Value::none());
                Ok(())
            }
        }
    }
}

/// Calls what may be a built-in function, and tells the profile function (C_TRACE). `call` gives NULL with the exception set, or
/// a word that is the caller's.
///
/// # Safety
/// The running frame; the callee is live.
#[cold]
pub unsafe fn call_native(
    state: &ThreadState,
    f: *mut Frame,
    callee: &Value,
    call: impl FnOnce() -> Word,
) -> Word {
    let told = state.use_tracing() && !state.profile.is_empty() && callee.type_of() == NATIVE;
    if !told {
        return call();
    }
    // SAFETY: by the caller's promise.
    unsafe {
        if call_trace(state, Hook::Profile, f, What::CCall, callee).is_err() {
            return Word::NULL;
        }
        let result = call();
        if state.profile.is_empty() {
            return result;
        }
        if result.is_null() {
            let _ = call_trace_protected(state, Hook::Profile, f, What::CException, callee);
            return Word::NULL;
        }
        if call_trace(state, Hook::Profile, f, What::CReturn, callee).is_err() {
            result.decref();
            return Word::NULL;
        }
        result
    }
}

/// As `call_native`, for a built-in type's method that was looked up without being bound; the hook is told of a bound one.
///
/// # Safety
/// As for `call_native`.
#[cold]
pub unsafe fn call_method(
    state: &ThreadState,
    f: *mut Frame,
    method: &Value,
    this: &Value,
    call: impl FnOnce() -> Word,
) -> Word {
    let callee = match method.downcast::<Descriptor>().map(|descriptor| descriptor.kind) {
        Some(DescriptorKind::Method(row)) if !state.profile.is_empty() => {
            new_native(row, Some(this.clone()), None)
        }
        _ => method.clone(),
    };
    // SAFETY: by the caller's promise.
    unsafe { call_native(state, f, &callee, call) }
}
