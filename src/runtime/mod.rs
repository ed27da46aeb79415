//! Interpreter states and thread states, start-up, threads, the GIL around blocking calls, finalisation.
//!
//! Invariants:
//! - Thread states are linked newest first under their interpreter; links change under the head mutex, which does
//!   not need the GIL (Python/pystate.c).
//! - `current()` is the state of the thread that runs Python now; it is swapped at every hand-over of the GIL,
//!   and a swap that does not find what it expects is a fatal error ("tstate mix-up").
//! - Everything a thread state holds is touched by the holder of the GIL, but for the links.

pub mod finalise;
pub mod import_lock;
pub mod interp;
pub mod local;
pub mod report;
pub mod signalling;
pub mod subinterpreter;
pub mod thread;
pub mod tstate;

pub use tstate::{ThreadState, config, current, gil, without_gil};

use crate::objects;
use crate::platform::{Errno, process, spawn};
use crate::profile::Config;

/// Makes the lock, the object model, the first interpreter state and the main thread's state, which the calling
/// thread then runs on (the first half of Py_Initialize).
pub fn initialise(config: &Config) -> &'static interp::InterpreterState {
    tstate::configure(config);
    objects::recursion::set_stack_end(crate::platform::thread::stack_bounds().lowest);
    objects::recursion::set_depth(0);
    objects::init(config.language);
    crate::modules::init();
    signalling::initialise(config.gil);
    let interpreter = interp::new_interpreter();
    // SAFETY: just made; the main thread's state lives until the process ends.
    let state: &'static ThreadState = unsafe { &*tstate::new_first_state(interpreter) };
    interp::set_main(interpreter);
    interpreter.own_state.set(state);
    interpreter.running.set(true);
    state.begin();
    interpreter
}

/// Marks the interpreter as being finalised; with `threads_end`, other threads end when they come for the GIL.
pub fn set_finalizing(threads_end: bool) {
    tstate::set_finalizing(threads_end);
}

/// In a forked child (PyOS_AfterFork): only this thread is left; it becomes main. The states of the others stay, as in CPython:
/// `sys._current_frames()` shows where they were.
pub fn after_fork() {
    crate::observe::after_fork();
    interp::free_heads_after_fork();
    gil().reinit_after_fork(current().id());
    import_lock::after_fork();
    crate::signals::after_fork();
}

/// `os.fork`: copies the process. The child has this thread only, and what other threads may have been in the middle of is
/// made anew before it goes on.
pub fn fork() -> Result<process::Fork, Errno> {
    import_lock::acquire();
    // SAFETY: the GIL is held, so no other thread is in the middle of anything it guards; `after_fork` comes first in
    // the child.
    let side = unsafe { process::fork() };
    if !matches!(side, Ok(process::Fork::Child)) {
        // Taken above; nothing in between could give it away.
        let _ = import_lock::release();
    }
    let side = side?;
    if side == process::Fork::Child {
        after_fork();
        finalise::forget_other_threads();
    }
    Ok(side)
}

/// Forks a child that becomes another program, and gives its pid. Without a function no lock is taken for it, and nothing of the
/// interpreter runs in the child; a function is the script's, runs last before the exec, and says whether all went well.
pub fn fork_and_execute(
    plan: &spawn::Plan,
    function: Option<&mut dyn FnMut() -> bool>,
) -> Result<i32, Errno> {
    let runs_python = function.is_some();
    if runs_python {
        import_lock::acquire();
    }
    let first = || {
        after_fork();
        finalise::forget_other_threads();
    };
    // SAFETY: the GIL is held, so no other thread is in the middle of anything it guards; `first` makes anew the rest.
    let child = unsafe { plan.carry_out(first, function) };
    if runs_python {
        // Taken above; nothing in between could give it away.
        let _ = import_lock::release();
    }
    child
}
