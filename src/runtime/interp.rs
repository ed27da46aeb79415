//! Interpreter states (Python/pystate.c): modules, sys, builtins of one interpreter, and its thread states.
//!
//! Invariants: interpreters are linked newest first from one head; an interpreter's thread states likewise from
//! `tstate_head`. Links change under the head mutex, with or without the GIL. The slots are the GIL holder's.

use super::tstate::ThreadState;
use crate::objects::slot::Slot;
use crate::platform::mutex::{Mutex, MutexGuard};
use std::cell::Cell;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// One interpreter: its own modules, sys and builtins; the GIL is everybody's.
pub struct InterpreterState {
    pub(super) next: Cell<*const InterpreterState>,
    pub(super) tstate_head: Cell<*const ThreadState>,
    pub id: u64,
    /// `sys.modules`, a dict.
    pub modules: Slot,
    /// The dict of `sys`.
    pub sysdict: Slot,
    /// The dict of `__builtin__` / `builtins`.
    pub builtins: Slot,
    /// The state that the interpreter's own code runs on, made with it; whichever thread runs it.
    pub(super) own_state: Cell<*const ThreadState>,
    /// Some thread runs code on `own_state`.
    pub(super) running: Cell<bool>,
    /// Threads that `start_new_thread` made and that have not ended (`num_threads`).
    pub num_threads: Cell<i64>,
}

/// The links of all states; whoever changes one holds this.
pub(super) struct Heads {
    pub(super) interpreters: *const InterpreterState,
    pub(super) next_id: u64,
}

// SAFETY: the pointers are followed under the mutex, or by the GIL's holder.
unsafe impl Send for Heads {}

static HEADS: Mutex<Heads> = Mutex::new(Heads { interpreters: ptr::null(), next_id: 0 });

pub(super) fn heads() -> MutexGuard<'static, Heads> {
    HEADS.lock()
}

/// In a forked child: the mutex may be held by a thread that is gone.
pub(super) fn free_heads_after_fork() {
    HEADS.free_after_fork();
}

/// Makes an interpreter state and links it (PyInterpreterState_New). It lives until the process ends.
pub fn new_interpreter() -> &'static InterpreterState {
    let mut heads = heads();
    let interpreter: &'static InterpreterState = Box::leak(Box::new(InterpreterState {
        next: Cell::new(heads.interpreters),
        tstate_head: Cell::new(ptr::null()),
        id: heads.next_id,
        modules: Slot::empty(),
        sysdict: Slot::empty(),
        builtins: Slot::empty(),
        own_state: Cell::new(ptr::null()),
        running: Cell::new(false),
        num_threads: Cell::new(0),
    }));
    heads.next_id += 1;
    heads.interpreters = interpreter;
    interpreter
}

/// Takes an interpreter off the list (PyInterpreterState_Delete). Its memory stays: somebody may still name it.
pub(super) fn unlink(gone: &'static InterpreterState) {
    let mut heads = heads();
    let after = gone.next.get();
    let mut at = heads.interpreters;
    if ptr::eq(at, gone) {
        heads.interpreters = after;
    }
    // SAFETY: as for `interpreters`.
    while let Some(interpreter) = unsafe { at.as_ref() } {
        if ptr::eq(interpreter.next.get(), gone) {
            interpreter.next.set(after);
        }
        at = interpreter.next.get();
    }
}

/// Which interpreter is the process's first.
static MAIN: AtomicPtr<InterpreterState> = AtomicPtr::new(ptr::null_mut());

pub(super) fn set_main(interpreter: &'static InterpreterState) {
    MAIN.store(ptr::from_ref(interpreter).cast_mut(), Ordering::Release);
}

/// The interpreter that the process began with.
pub fn main_interpreter() -> &'static InterpreterState {
    // SAFETY: set before any Python code runs; interpreter states live until the process ends.
    unsafe { &*MAIN.load(Ordering::Acquire) }
}

/// All interpreters, newest first.
pub fn interpreters() -> Vec<&'static InterpreterState> {
    let heads = heads();
    let mut all = Vec::new();
    let mut at = heads.interpreters;
    // SAFETY: interpreter states live until the process ends; links are read under the mutex.
    while let Some(interpreter) = unsafe { at.as_ref() } {
        all.push(interpreter);
        at = interpreter.next.get();
    }
    all
}

impl InterpreterState {
    /// The thread states, newest first.
    pub fn threads(&self) -> Vec<*const ThreadState> {
        let _heads = heads();
        let mut all = Vec::new();
        let mut at = self.tstate_head.get();
        // SAFETY: a linked state is alive; it is unlinked under the mutex before it is freed.
        while let Some(state) = unsafe { at.as_ref() } {
            all.push(at);
            at = state.next.get();
        }
        all
    }

    /// Asks each thread state in turn, newest first, until one gives an answer. `ask` runs under the head mutex: it runs
    /// no Python code and drops no object.
    pub fn find_thread<R>(&self, ask: impl FnMut(&ThreadState) -> Option<R>) -> Option<R> {
        let _heads = heads();
        let mut at = self.tstate_head.get();
        let mut ask = ask;
        // SAFETY: a linked state is alive, and links change under the mutex only.
        while let Some(state) = unsafe { at.as_ref() } {
            if let Some(answer) = ask(state) {
                return Some(answer);
            }
            at = state.next.get();
        }
        None
    }
}
