//! The two guards against endless recursion: CPython's recursion limit, and the real end of the C stack.
//!
//! Invariants: `DEPTH` is this thread's `recursion_depth` (Python/ceval.c, `_Py_CheckRecursiveCall`), counted up
//! by Python calls and by native recursion alike; whoever counts up counts down. The address check does not
//! depend on the limit, so a script that raises the limit still gets an exception and never a dead process.
//!
//! In 3.2 a thread that has met the limit is "overflowed" until it is well below it again ([`mark`]): meanwhile it may go fifty
//! levels beyond, so that handlers have room, and the next level is a fatal error. Nobody looks for that on the way out of a
//! call. Instead, while any thread is overflowed, each entry above the mark comes to [`admit`], and the one that reaches the mark
//! shows that the thread was below it. `ALLOWED` and `OVERFLOWED_THREADS` are written with the GIL held.

use super::errors::{PyResult, Raised, runtime_error};
use super::lang;
use crate::platform::{fd, process};
use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// `sys.setrecursionlimit`; 1000 as in pythonrun.c.
static LIMIT: AtomicI64 = AtomicI64::new(1000);
/// Levels up to this one need no look.
static ALLOWED: AtomicI64 = AtomicI64::new(1000);
static OVERFLOWED_THREADS: AtomicI64 = AtomicI64::new(0);

/// How far an overflowed thread may go beyond the limit.
const BEYOND: i64 = 50;

/// Bytes kept free below the deepest frame: room for handling the error and for foreign code.
pub const STACK_RESERVE: usize = 192 * 1024;

thread_local! {
    static DEPTH: Cell<i64> = const { Cell::new(0) };
    static STACK_END: Cell<usize> = const { Cell::new(0) };
    static OVERFLOWED: Cell<bool> = const { Cell::new(false) };
}

pub fn limit() -> i64 {
    LIMIT.load(Relaxed)
}

pub fn set_limit(limit: i64) {
    LIMIT.store(limit, Relaxed);
    set_allowed();
}

/// Below this depth a thread has recovered (_Py_MakeEndRecCheck).
fn mark() -> i64 {
    let limit = limit();
    if limit > 100 { limit - 50 } else { 3 * (limit >> 2) }
}

fn set_allowed() {
    ALLOWED.store(if OVERFLOWED_THREADS.load(Relaxed) == 0 { limit() } else { mark() - 1 }, Relaxed);
}

fn set_overflowed(now: bool) {
    if OVERFLOWED.replace(now) != now {
        OVERFLOWED_THREADS.fetch_add(if now { 1 } else { -1 }, Relaxed);
        set_allowed();
    }
}

/// The calling thread will run no more Python code.
pub fn thread_ends() {
    set_overflowed(false);
}

/// Whether [`admit`] has to be asked before a level is entered.
#[inline(always)]
pub fn needs_look(depth: i64) -> bool {
    depth > ALLOWED.load(Relaxed)
}

/// Whether a level may be entered (_Py_CheckRecursiveCall).
///
/// # Errors
/// RuntimeError at the limit.
#[cold]
pub fn admit(depth: i64, place: &str) -> PyResult<()> {
    if depth <= mark() {
        set_overflowed(false);
    }
    if depth <= limit() {
        return Ok(());
    }
    if OVERFLOWED.get() {
        if depth > limit() + BEYOND {
            // Nobody is left to be told of a stderr that takes nothing.
            let _ = fd::write(2, b"Fatal Python error: Cannot recover from stack overflow.\n");
            process::abort();
        }
        return Ok(());
    }
    set_overflowed(!lang::is_27());
    Err(exceeded(place))
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

/// Bytes of native stack that a call may use beyond what is kept free for handling the error.
pub fn stack_left() -> usize {
    let marker = 0u8;
    (std::ptr::from_ref(&marker) as usize).saturating_sub(STACK_END.get())
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
    if needs_look(depth) {
        admit(depth, place)?;
    }
    if !stack_has_room() {
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
