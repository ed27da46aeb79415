//! The module `_ctypes`: what the Python module `ctypes` needs of the machine.
//!
//! Invariant: importing it makes the GIL, as CPython's `_ctypes` does (PyEval_InitThreads).

use super::gil::set_async_exc;
use crate::objects::errors::PyResult;
use crate::objects::module;
use crate::objects::native::{Method, Native, method};
use crate::runtime::thread::init_threads;

static FUNCTIONS: &[Method] = &[method(
    "set_async_exc",
    Native::Var(2, 2, set_async_exc),
    "set_async_exc(thread_id, exception) -> integer\n\nPyThreadState_SetAsyncExc; None stands for NULL.",
)];

/// Makes the module.
pub fn make() -> PyResult {
    init_threads();
    let made = module::new_module("_ctypes");
    module::add_functions(&made, "_ctypes", FUNCTIONS);
    Ok(made)
}
