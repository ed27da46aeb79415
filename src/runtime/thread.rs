//! Starting threads (threadmodule.c `thread_PyThread_start_new_thread`, `t_bootstrap`).
//!
//! Invariant: the new thread's body runs with the GIL held on a state of its own; when it ends, the current
//! state is none first, and then the GIL is released.

use super::tstate::{ThreadState, clear_state, current, delete_state, gil, new_thread_state, set_mine};
use crate::objects::recursion;
use crate::observe::{self, Event};
use crate::platform::errno::Errno;
use crate::platform::mutex::Mutex;
use crate::platform::thread;
use crate::signals::pending;
use crate::vm::stack::Region;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// `thread.stack_size()`; 0: the system's default.
static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);

/// Added to the stack size that a script asks for: CPython's frames are smaller, and 32 KiB are enough for it to begin.
const STACK_EXTRA: usize = recursion::STACK_RESERVE + (512 << 10);

pub fn stack_size() -> usize {
    STACK_SIZE.load(Relaxed)
}

pub fn set_stack_size(bytes: usize) {
    STACK_SIZE.store(bytes, Relaxed);
}

/// What a new thread starts with.
struct Boot {
    state: *const ThreadState,
    values: Region,
    body: Box<dyn FnOnce()>,
    /// Where events are told: held by the creator until it has told of the thread, which therefore begins after it was made.
    making: Option<Arc<Mutex<()>>>,
}

// SAFETY: the new thread touches both only after it has taken the GIL.
unsafe impl Send for Boot {}

/// PyEval_InitThreads: brings the GIL into existence; the caller becomes main for pending calls.
pub fn init_threads() {
    let gil = gil();
    if !gil.exists() {
        gil.create(current().id());
        pending::set_main_thread();
    }
}

/// Starts a thread that runs `body` with the GIL held. Errors: the OS refused; then `body` is dropped here.
pub fn start_new_thread(body: Box<dyn FnOnce()>) -> Result<usize, Errno> {
    init_threads();
    let values = Region::new().ok_or(Errno::EAGAIN)?;
    let state = new_thread_state(current().interp);
    let making = observe::is_on().then(Arc::<Mutex<()>>::default);
    let _untold = making.as_ref().map(|making| making.lock());
    let boot = Boxed(Box::into_raw(Box::new(Boot { state, values, body, making: making.clone() })));
    let stack = match stack_size() {
        0 => 0,
        size => size.saturating_add(STACK_EXTRA),
    };
    let started = thread::start_detached(stack, Box::new(move || bootstrap(boot)));
    if let Ok(ident) = started {
        observe::tell(Event::ThreadMade, ident as u64);
    } else {
        // SAFETY: no thread was made, so the boot state is still ours alone.
        unsafe {
            drop(Box::from_raw(boot.0));
        }
        delete_state(state);
    }
    started
}

#[derive(Clone, Copy)]
struct Boxed(*mut Boot);
// SAFETY: as for Boot.
unsafe impl Send for Boxed {}

fn bootstrap(boot: Boxed) {
    // SAFETY: the creator gave it away to this thread.
    let boot = unsafe { Box::from_raw({ boot }.0) };
    let Boot { state, values, body, making } = *boot;
    drop(making.as_ref().map(|making| making.lock()));
    values.adopt();
    // SAFETY: the state was made for this thread, which alone deletes it.
    let tstate: &'static ThreadState = unsafe { &*state };
    tstate.set_thread_id(thread::ident());
    set_mine(tstate);
    recursion::set_stack_end(thread::stack_bounds().lowest);
    observe::tell(Event::ThreadBegins, 0);
    tstate.take();
    tstate.interp.num_threads.set(tstate.interp.num_threads.get() + 1);
    // A panic is a mistake of ours; it must not keep the GIL from all the others.
    let _ = catch_unwind(AssertUnwindSafe(body));
    tstate.interp.num_threads.set(tstate.interp.num_threads.get() - 1);
    clear_state(tstate);
    recursion::thread_ends();
    // PyThreadState_DeleteCurrent: current := none, then the GIL.
    tstate.end();
    set_mine(std::ptr::null());
    delete_state(state);
    gil().drop_gil(None);
    observe::tell(Event::ThreadEnds, 0);
}
