//! More than one interpreter in the process (Python/pythonrun.c Py_NewInterpreter, Py_EndInterpreter).
//!
//! Invariants:
//! - Each interpreter has its own modules, sys and built-ins; GIL, ticker, pending calls and signal handlers are the process's.
//! - An interpreter's code runs on its own state, made with it and linked in it; whichever thread runs it swaps that state in
//!   and its own out, with the GIL held (PyThreadState_Swap), and swaps back when the code is done. No two threads are on one
//!   state: `running` is set meanwhile.
//! - Threads that the code starts belong to its interpreter, since a new state is linked where its creator's is.

use super::finalise::{clean_up_modules, wait_for_thread_shutdown};
use super::interp::{self, InterpreterState, interpreters, main_interpreter, new_interpreter};
use super::tstate::{
    ThreadState, clear_state, current, delete_state, new_first_state, set_mine, without_gil,
};
use crate::objects::dict::Dict;
use crate::objects::gc;
use crate::platform::{sleep, thread};
use std::ptr;

/// How long a thread may take from its last Python code to the end of its state.
const LEAVING_MS: u32 = 200;

/// Why an interpreter cannot be run or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    Running,
    Current,
    /// It has threads that do not end with it: daemons, and those that the module threading does not know.
    HasThreads,
}

/// The interpreter of a number, if it lives.
pub fn find(id: u64) -> Option<&'static InterpreterState> {
    interpreters().into_iter().find(|interpreter| interpreter.id == id)
}

/// Makes an interpreter; `start` fills it, running as its code. Errors: those of `start`; there is no new interpreter then.
pub fn create<E>(
    start: impl FnOnce(&'static InterpreterState) -> Result<(), E>,
) -> Result<&'static InterpreterState, E> {
    let interpreter = new_interpreter();
    interpreter.modules.set(Dict::new_value());
    interpreter.own_state.set(new_first_state(interpreter));
    let started = swapped(interpreter, || start(interpreter));
    if let Err(error) = started {
        swapped(interpreter, clean_up_modules);
        remove(interpreter);
        return Err(error);
    }
    Ok(interpreter)
}

/// Whether some thread runs the interpreter's own code.
pub fn is_running(interpreter: &InterpreterState) -> bool {
    interpreter.running.get()
}

/// Runs native code as that of another interpreter. An exception that is set afterwards is the calling thread's.
pub fn run<R>(interpreter: &'static InterpreterState, body: impl FnOnce() -> R) -> Result<R, Refused> {
    if interpreter.running.get() {
        return Err(Refused::Running);
    }
    Ok(swapped(interpreter, body))
}

/// Py_EndInterpreter: waits for the threads of its module threading, empties its modules, and unlinks it.
pub fn destroy(interpreter: &'static InterpreterState) -> Result<(), Refused> {
    if ptr::eq(interpreter, current().interp) {
        return Err(Refused::Current);
    }
    if interpreter.running.get() || ptr::eq(interpreter, main_interpreter()) {
        return Err(Refused::Running);
    }
    swapped(interpreter, || {
        wait_for_thread_shutdown();
        if !only_own_state(interpreter) {
            return Err(Refused::HasThreads);
        }
        clean_up_modules();
        Ok(())
    })?;
    remove(interpreter);
    Ok(())
}

/// Whether no other thread is left; one that has been joined may still be on its way out.
fn only_own_state(interpreter: &InterpreterState) -> bool {
    for _ in 0..LEAVING_MS {
        if interpreter.threads().len() <= 1 {
            return true;
        }
        let _ = without_gil(|| sleep::sleep(0.001));
    }
    false
}

/// Drops what is left of an interpreter that nobody runs.
fn remove(interpreter: &'static InterpreterState) {
    let state = interpreter.own_state.replace(ptr::null());
    swapped_to(state, || {
        drop(interpreter.modules.take());
        drop(interpreter.sysdict.take());
        gc::collect();
        // Last: code of the interpreter may have run until here.
        drop(interpreter.builtins.take());
        // SAFETY: ours alone until it is deleted below.
        clear_state(unsafe { &*state });
    });
    delete_state(state);
    interp::unlink(interpreter);
}

fn swapped<R>(interpreter: &'static InterpreterState, body: impl FnOnce() -> R) -> R {
    struct Idle(&'static InterpreterState);
    impl Drop for Idle {
        fn drop(&mut self) {
            self.0.running.set(false);
        }
    }
    interpreter.running.set(true);
    let _idle = Idle(interpreter);
    swapped_to(interpreter.own_state.get(), body)
}

/// PyThreadState_Swap, there and back.
fn swapped_to<R>(state: *const ThreadState, body: impl FnOnce() -> R) -> R {
    struct Back {
        mine: &'static ThreadState,
        other: &'static ThreadState,
    }
    impl Drop for Back {
        fn drop(&mut self) {
            self.other.end();
            set_mine(self.mine);
            self.mine.begin();
        }
    }
    // SAFETY: the state lives until `remove` deletes it, which nobody does while `running` is set.
    let other: &'static ThreadState = unsafe { &*state };
    let mine = current();
    mine.end();
    other.set_thread_id(thread::ident());
    other.begin();
    let _back = Back { mine, other };
    body()
}
