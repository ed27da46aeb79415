//! The two guards against endless recursion: CPython's recursion limit, and the real end of the C stack.
//!
//! Invariants: `DEPTH` is this thread's `recursion_depth` (Python/ceval.c, `_Py_CheckRecursiveCall`), counted up
//! by Python calls and by native recursion alike; whoever counts up counts down. The address check does not
//! depend on the limit, so a script that raises the limit still gets an exception and never a dead process.

use super::errors::{PyResult, Raised, runtime_error};
use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// `sys.setrecursionlimit`; 1000 as in pythonrun.c.
static LIMIT: AtomicI64 = AtomicI64::new(1000);

/// Bytes kept free below the deepest frame: room for handling the error and for foreign code.
pub const STACK_RESERVE: usize = 192 * 1024;

thread_local! {
    static DEPTH: Cell<i64> = const { Cell::new(0) };
    static STACK_END: Cell<usize> = const { Cell::new(0) };
}

pub fn limit() -> i64 {
    LIMIT.load(Relaxed)
}

pub fn set_limit(limit: i64) {
    LIMIT.store(limit, Relaxed);
}

pub fn depth() -> i64 {
    DEPTH.get()
}

pub fn set_depth(depth: i64) {
    DEPTH.set(depth);
}

/// Tells the lowest usable address of this thread's stack; called when a thread starts.
pub fn set_stack_end(lowest: usize) {
    STACK_END.set(lowest + STACK_RESERVE);
}

/// Whether the native stack has room for another level.
#[inline(always)]
pub fn stack_has_room() -> bool {
    let marker = 0u8;
    std::ptr::from_ref(&marker) as usize > STACK_END.get()
}

/// The error of both guards; `place` is `""`, `" in comparison"`, `" while calling a Python object"`, ...
#[cold]
pub fn exceeded(place: &str) -> Raised {
    runtime_error(format!("maximum recursion depth exceeded{place}"))
}

/// One level of native recursion; counts down when dropped.
pub struct Level(());

/// Enters a level (Py_EnterRecursiveCall). Errors: RuntimeError at the limit or the stack's end.
#[inline(always)]
pub fn enter(place: &str) -> PyResult<Level> {
    let depth = DEPTH.get() + 1;
    if depth > LIMIT.load(Relaxed) || !stack_has_room() {
        return Err(exceeded(place));
    }
    DEPTH.set(depth);
    Ok(Level(()))
}

impl Drop for Level {
    #[inline(always)]
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}
