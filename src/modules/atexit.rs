//! The module `atexit` of 3.2 (Modules/atexitmodule.c); 2.7's is in Python.
//!
//! Invariant: the functions are called last first, once, in [`run`], each whatever became of the others.

use std::cell::RefCell;

use super::capi;
use crate::objects::errors::{self, Exc, PyResult, Raised, type_error};
use crate::objects::guarded::Guarded;
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::traceback::display::display;
use crate::objects::{Value, call, exceptions as exc, module, protocol};
use crate::runtime::finalise;
use crate::runtime::report::write_stderr;

#[derive(Clone)]
struct Callback {
    function: Value,
    pos: Vec<Value>,
    kw: Vec<[Value; 2]>,
}

/// In the order of their registration; those that were taken back leave a hole.
static CALLBACKS: Guarded<RefCell<Vec<Option<Callback>>>> = Guarded::new(RefCell::new(Vec::new()));

fn register(_this: &Value, args: &Args) -> PyResult {
    let Some((function, rest)) = args.pos.split_first() else {
        return Err(type_error("register() takes at least 1 argument (0 given)"));
    };
    if !capi::is_callable(function) {
        return Err(type_error("the first argument must be callable"));
    }
    let (pos, kw) = (rest.to_vec(), args.kw.to_vec());
    CALLBACKS.borrow_mut().push(Some(Callback { function: function.clone(), pos, kw }));
    Ok(function.clone())
}

/// atexit_callfuncs. Errors: what the last of the failing functions raised; each has been printed.
fn run() -> PyResult<()> {
    let mut last: Option<Exc> = None;
    let mut at = CALLBACKS.borrow().len();
    while at > 0 {
        at -= 1;
        let Some(callback) = CALLBACKS.borrow().get(at).cloned().flatten() else { continue };
        let result = call::call_args(&callback.function, &Args { pos: &callback.pos, kw: &callback.kw });
        if let Err(raised) = result {
            let raised = exc::normalize(errors::fetch_raised(raised));
            write_stderr("Error in atexit._run_exitfuncs:\n");
            // PyErr_Display takes the traceback out of the exception, and nobody has put it there.
            let none = Value::none();
            display(&raised.ty, raised.value.as_ref().unwrap_or(&none), &none);
            last = Some(raised);
        }
    }
    clear_all();
    match last {
        Some(raised) => Err(errors::restore(raised)),
        None => Ok(()),
    }
}

fn clear_all() {
    drop(CALLBACKS.take());
}

fn run_at_end() {
    if let Err(Raised) = run() {
        errors::clear();
    }
}

fn run_exitfuncs(_this: &Value) -> PyResult {
    run().map(|()| Value::none())
}

fn clear(_this: &Value) -> PyResult {
    clear_all();
    Ok(Value::none())
}

fn unregister(_this: &Value, function: &Value) -> PyResult {
    let mut at = 0;
    loop {
        let Some(callback) = CALLBACKS.borrow().get(at).cloned() else { break };
        if let Some(callback) = callback
            && protocol::equals(&callback.function, function)?
        {
            let removed = CALLBACKS.borrow_mut().get_mut(at).and_then(Option::take);
            drop(removed);
        }
        at += 1;
    }
    Ok(Value::none())
}

static FUNCTIONS: &[Method] = &[
    method(
        "register",
        Native::Kw(register),
        "register(func, *args, **kwargs) -> func\n\nHave a function called when the program ends.",
    ),
    method("_clear", Native::NoArgs(clear), "_clear()\n\nForget all functions."),
    method("unregister", Native::One(unregister), "unregister(func)\n\nForget a function."),
    method("_run_exitfuncs", Native::NoArgs(run_exitfuncs), "_run_exitfuncs()\n\nCall all functions now."),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("atexit");
    module::add_functions(&made, "atexit", FUNCTIONS);
    clear_all();
    finalise::set_exit_function(run_at_end);
    Ok(made)
}
