//! The module `_ctypes`: what the Python module `ctypes` needs of the machine.
//!
//! Invariants:
//! - Importing it makes the GIL, as CPython's `_ctypes` does (PyEval_InitThreads).
//! - A pending call carries a number only; what it stands for is in `QUEUED` until it has run.

use std::cell::RefCell;

use super::{capi, gil};
use crate::objects::errors::{self, Exc, PyResult};
use crate::objects::guarded::Guarded;
use crate::objects::native::{Method, Native, method};
use crate::objects::tuple::Tuple;
use crate::objects::{Value, call, exceptions, int, module, protocol};
use crate::runtime::{self, thread::init_threads};
use crate::signals::{Failed, add_pending_call};

/// The functions of the pending calls; a place is empty when its call has run.
static QUEUED: Guarded<RefCell<Vec<Option<Value>>>> = Guarded::new(RefCell::new(Vec::new()));

fn set_async_exc(_this: &Value, args: &[Value]) -> PyResult {
    let id = capi::c_long(&args[0])?;
    gil::thread_state_set_async_exc(id as usize, args.get(1).cloned())
}

/// Py_AddPendingCall: 0, or -1 when the call could not be queued.
fn queue_call(_this: &Value, function: &Value) -> PyResult {
    let at = {
        let mut queued = QUEUED.borrow_mut();
        let at = queued.iter().position(Option::is_none).unwrap_or(queued.len());
        if at == queued.len() {
            queued.push(None);
        }
        queued[at] = Some(function.clone());
        at
    };
    if add_pending_call(run, at) {
        return Ok(Value::int(0));
    }
    take(at);
    Ok(Value::int(-1))
}

fn take(at: usize) -> Option<Value> {
    QUEUED.borrow_mut().get_mut(at).and_then(Option::take)
}

fn run(at: usize) -> Result<(), Failed> {
    let Some(function) = take(at) else { return Ok(()) };
    let result = call::call(&function, &[]).map_err(|_| Failed)?;
    if int::to_i64(&result).is_some_and(|result| result >= 0) {
        return Ok(());
    }
    // What the callback raised was told there.
    errors::raise(exceptions::SYSTEM_ERROR, "error return without exception set");
    Err(Failed)
}

/// PyThreadState_Get: the address of the caller's state.
fn thread_state(_this: &Value) -> PyResult {
    Ok(Value::int(runtime::current().id() as i64))
}

fn swap_thread_state(_this: &Value, new: &Value) -> PyResult {
    let new = capi::c_long(new)?;
    Ok(Value::int(runtime::tstate::swap_unchecked(new as usize) as i64))
}

/// A call by a plan that Python code makes: `plan(*args)` gives a function, its arguments, and what is to be made of its
/// result. No frame is there while the function is called, and none is in the traceback of a plan that fails.
fn staged(_this: &Value, args: &[Value]) -> PyResult {
    let Some((plan, args)) = args.split_first() else { return Err(errors::type_error("no plan")) };
    let made = unseen(call::call(plan, args))?;
    let [function, arguments, finish] = made.downcast::<Tuple>().map(Tuple::items).unwrap_or_default() else {
        return Err(errors::type_error("not a plan"));
    };
    let arguments = arguments.downcast::<Tuple>().map(Tuple::items).unwrap_or_default();
    let result = call::call(function, arguments)?;
    if finish.is_none() || protocol::is_bool(finish) {
        // A C int has the low 32 bits.
        let low = int::to_i64(&result).map_or(0, |result| result as i32);
        return Ok(if finish.is_none() { Value::none() } else { Value::int(low.into()) });
    }
    unseen(call::call(finish, &[result]))
}

/// What Python code here raises has happened in the caller.
fn unseen(result: PyResult) -> PyResult {
    result.map_err(|raised| match errors::fetch() {
        Some(exc) => errors::restore(Exc { traceback: None, ..exc }),
        None => raised,
    })
}

static FUNCTIONS: &[Method] = &[
    method(
        "staged",
        Native::Var(1, usize::MAX, staged),
        "staged(plan, *args) -> value\n\nCalls what the plan says, without a frame of Python.",
    ),
    method("thread_state", Native::NoArgs(thread_state), "thread_state() -> integer\n\nPyThreadState_Get."),
    method(
        "swap_thread_state",
        Native::One(swap_thread_state),
        "swap_thread_state(state) -> integer\n\nPyThreadState_Swap. The lock finds out at its next hand-over.",
    ),
    method(
        "set_async_exc",
        Native::Var(1, 2, set_async_exc),
        "set_async_exc(thread_id[, exception]) -> integer\n\nPyThreadState_SetAsyncExc; without an exception, with NULL.",
    ),
    method(
        "add_pending_call",
        Native::One(queue_call),
        "add_pending_call(function) -> integer\n\nPy_AddPendingCall; the function gives an integer, below 0 for a failure.",
    ),
];

/// Makes the module.
pub fn make() -> PyResult {
    init_threads();
    let made = module::new_module("_ctypes");
    module::add_functions(&made, "_ctypes", FUNCTIONS);
    Ok(made)
}
