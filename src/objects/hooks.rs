//! What the object model asks of the rooms above it, as function pointers that they fill in at start-up.
//!
//! Invariant: set once, before the first script runs; the object model itself never looks at signals or threads.

use super::errors::PyResult;
use super::guarded::Guarded;
use std::cell::Cell;

static CHECK_SIGNALS: Guarded<Cell<Option<fn() -> PyResult<()>>>> = Guarded::new(Cell::new(None));

pub fn set_check_signals(hook: fn() -> PyResult<()>) {
    CHECK_SIGNALS.set(Some(hook));
}

/// PyErr_CheckSignals: runs Python handlers of signals that have arrived, in the main thread.
#[inline]
pub fn check_signals() -> PyResult<()> {
    match CHECK_SIGNALS.get() {
        Some(hook) => hook(),
        None => Ok(()),
    }
}

static CURRENT_MODULE: Guarded<Cell<Option<fn() -> Option<crate::objects::word::Value>>>> =
    Guarded::new(Cell::new(None));

pub fn set_current_module(hook: fn() -> Option<crate::objects::word::Value>) {
    CURRENT_MODULE.set(Some(hook));
}

/// `__name__` of the running frame's globals, for the `__module__` of a new class.
pub fn current_module_name() -> Option<crate::objects::word::Value> {
    CURRENT_MODULE.get().and_then(|hook| hook())
}
