//! The periodic check: what the loop does when the ticker or the breaker says so (ceval.c, the head of the loop).
//!
//! Invariant: called between two opcodes with `pc` of the running frame set; on return the GIL is held again. The
//! steps and their order are those of rule 1.2 (tick GIL) and 1.3 (interval GIL, and the priority GIL as far as the loop goes).

use crate::gil::breaker;
use crate::objects::errors::{self, Exc, PyResult, Raised};
use crate::objects::exceptions::{SYSTEM_ERROR, is_exception_class};
use crate::objects::{lang, protocol};
use crate::observe::{self, Event};
use crate::platform::memory;
use crate::profile::GilKind;
use crate::runtime::{ThreadState, gil, signalling};
use crate::signals::pending;

/// The check, if one is due. `Err` without an exception: the thread has begun to be traced, or has ceased to, and the loop's
/// other copy has to go on.
#[cold]
#[inline(never)]
pub fn periodic(state: &ThreadState, traced: bool) -> PyResult<()> {
    if breaker::check_is_due() {
        check(state)?;
    }
    if state.use_tracing() == traced { Ok(()) } else { Err(Raised) }
}

fn check(state: &ThreadState) -> PyResult<()> {
    crate::objects::gc::maybe_collect();
    if breaker::is_set(breaker::MEMORY) {
        breaker::clear(breaker::MEMORY);
    }
    if memory::is_short() {
        return Err(errors::no_memory());
    }
    match gil().kind() {
        GilKind::Ticks => ticks(state),
        GilKind::Interval | GilKind::Priority => interval(state),
    }
}

fn ticks(state: &ThreadState) -> PyResult<()> {
    let gil = gil();
    state.refill_ticker(gil.refill_value());
    state.tick_counter.set(state.tick_counter.get() + 1);
    observe::tell(Event::Check, 0);
    if pending::to_do() {
        signalling::make_pending_calls()?;
        if pending::to_do() {
            // This is not the main thread: check again after the very next slow opcode.
            state.refill_ticker(0);
        }
    }
    if gil.exists() {
        state.yield_gil();
        async_exc(state)?;
    }
    Ok(())
}

fn interval(state: &ThreadState) -> PyResult<()> {
    let gil = gil();
    if !breaker::wants_check() {
        state.refill_ticker(gil.refill_value());
        return Ok(());
    }
    state.tick_counter.set(state.tick_counter.get() + 1);
    observe::tell(Event::Check, 0);
    if pending::to_do() {
        signalling::make_pending_calls()?;
    }
    if breaker::is_set(breaker::GIL_DROP_REQUEST) {
        state.yield_gil();
    }
    if breaker::is_set(breaker::ASYNC_EXC) {
        breaker::clear(breaker::ASYNC_EXC);
    }
    async_exc(state)
}

fn async_exc(state: &ThreadState) -> PyResult<()> {
    match state.async_exc.take() {
        Some(exc) => Err(raise_async(exc)),
        None => Ok(()),
    }
}

/// PyErr_SetNone. Whatever was set for the thread is raised; 3.2 says so if it is no class of exceptions.
fn raise_async(exc: crate::objects::Value) -> Raised {
    if !lang::is_27() && !is_exception_class(&exc) {
        let text = protocol::repr_string(&exc).unwrap_or_default();
        return errors::raise(SYSTEM_ERROR, format!("exception {text} not a BaseException subclass"));
    }
    errors::restore(Exc { ty: exc, value: None, traceback: None })
}
