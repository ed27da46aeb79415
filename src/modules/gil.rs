//! The module `gil`, which no CPython has: what this interpreter knows of its lock.
//!
//! Invariant: nothing here changes what the lock does, except `set_async_exc`, which is CPython's
//! `PyThreadState_SetAsyncExc` as ctypes reaches it.

use super::capi;
use crate::gil::breaker;
use crate::objects::errors::PyResult;
use crate::objects::list::new_list;
use crate::objects::native::{Method, Native, method};
use crate::objects::str::new_str;
use crate::objects::tuple::new_tuple;
use crate::objects::{Value, module};
use crate::profile::{GilKind, LockKind};
use crate::runtime::interp::interpreters;
use crate::runtime::{config, current, gil};

fn ticks(_this: &Value) -> PyResult {
    Ok(Value::int(current().ticks_paid() as i64))
}

fn tick_counter(_this: &Value) -> PyResult {
    Ok(Value::int(current().tick_counter.get() as i64))
}

/// PyThreadState_SetAsyncExc: the thread's identifier, and the exception or None for NULL.
fn set_async_exc(_this: &Value, args: &[Value]) -> PyResult {
    let id = capi::c_long(&args[0])?;
    thread_state_set_async_exc(id as usize, Some(args[1].clone()).filter(|exception| !exception.is_none()))
}

/// PyThreadState_SetAsyncExc; none is NULL.
pub(super) fn thread_state_set_async_exc(id: usize, exception: Option<Value>) -> PyResult {
    let set = exception.is_some();
    let mut new = Some(exception);
    // The old exception is dropped after the search, which runs under a mutex.
    let replaced = current().interp.find_thread(|state| {
        (state.thread_id() == id).then(|| state.async_exc.replace(new.take().flatten()))
    });
    let Some(old) = replaced else { return Ok(Value::int(0)) };
    if set && gil().kind().is_asked_for() {
        breaker::set(breaker::ASYNC_EXC);
    }
    drop(old);
    Ok(Value::int(1))
}

fn kind(_this: &Value) -> PyResult {
    Ok(new_str(match gil().kind() {
        GilKind::Ticks => "ticks",
        GilKind::Interval => "interval",
        GilKind::Priority => "priority",
    }))
}

fn locks(_this: &Value) -> PyResult {
    Ok(new_str(match config().locks {
        LockKind::Uninterruptible => "uninterruptible",
        LockKind::Interruptible => "interruptible",
    }))
}

fn holder(_this: &Value) -> PyResult {
    let Some(holder) = gil().holder() else { return Ok(Value::none()) };
    let ident = interpreters().into_iter().find_map(|interpreter| {
        interpreter.find_thread(|state| (state.id() == holder).then(|| state.thread_id()))
    });
    Ok(ident.map_or(Value::none(), |ident| Value::int(ident as i64)))
}

fn thread_states(_this: &Value) -> PyResult {
    let states = interpreters().into_iter().flat_map(|interpreter| {
        let mut idents = Vec::new();
        interpreter.find_thread(|state| {
            idents.push((interpreter.id, state.thread_id()));
            None::<()>
        });
        idents
    });
    let pairs = states.map(|(id, ident)| new_tuple(vec![Value::int(id as i64), Value::int(ident as i64)]));
    Ok(new_list(pairs.collect()))
}

fn switch_number(_this: &Value) -> PyResult {
    Ok(Value::int(gil().switch_number() as i64))
}

fn exists(_this: &Value) -> PyResult {
    Ok(Value::bool(gil().exists()))
}

static FUNCTIONS: &[Method] = &[
    method(
        "ticks",
        Native::NoArgs(ticks),
        "ticks() -> integer\n\nHow many ticks the calling thread has paid so far: slow opcodes, and one for each \
         frame\nentered.",
    ),
    method(
        "tick_counter",
        Native::NoArgs(tick_counter),
        "tick_counter() -> integer\n\nHow many periodic checks the calling thread has made so far.",
    ),
    method(
        "set_async_exc",
        Native::Var(2, 2, set_async_exc),
        "set_async_exc(thread_id, exception) -> integer\n\nHave a thread raise an exception class at its next check; \
         None takes it back. Returns how\nmany threads have that identifier, 0 or 1.",
    ),
    method(
        "kind",
        Native::NoArgs(kind),
        "kind() -> 'ticks', 'interval' or 'priority'\n\nThe algorithm of this GIL.",
    ),
    method(
        "locks",
        Native::NoArgs(locks),
        "locks() -> 'interruptible' or 'uninterruptible'\n\nWhat a signal does to a thread that waits for a lock.",
    ),
    method(
        "holder",
        Native::NoArgs(holder),
        "holder() -> integer or None\n\nThe identifier of the thread that holds the GIL: the caller's own, None before \
         the GIL\nexists.",
    ),
    method(
        "thread_states",
        Native::NoArgs(thread_states),
        "thread_states() -> list of (interpreter, thread identifier)\n\nAll thread states, newest first, those of threads on \
         their way in or out among them.",
    ),
    method(
        "switch_number",
        Native::NoArgs(switch_number),
        "switch_number() -> integer\n\nHow often the GIL has come to another thread; the tick GIL does not count: 0.",
    ),
    method(
        "exists",
        Native::NoArgs(exists),
        "exists() -> bool\n\nWhether the GIL has been made: that happens when the first thread is started.",
    ),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("gil");
    module::add_functions(&made, "gil", FUNCTIONS);
    Ok(made)
}
