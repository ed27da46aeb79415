//! Thread states and the current one (Python/pystate.c, Python/ceval.c PyEval_SaveThread / RestoreThread).
//!
//! Invariants:
//! - One OS thread runs on one thread state at a time; `current()` is that state. The process-wide pointer
//!   (`_PyThreadState_Current`) names the state that runs Python now; it is swapped at every hand-over of the GIL
//!   and each swap checks what it replaces.
//! - A state is linked, newest first, from its making to its deletion; links change under the head mutex.
//! - All other fields belong to the holder of the GIL.

use super::interp::{InterpreterState, heads};
use crate::gil::Gil;
use crate::gil::breaker::{self, TickAccount};
use crate::objects::slot::Slot;
use crate::objects::{errors, lang};
use crate::observe::{self, Event};
use crate::platform::{fd, thread};
use crate::profile::Config;
use crate::vm::door;
use std::cell::Cell;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};

pub struct ThreadState {
    pub(super) prev: Cell<*const ThreadState>,
    pub(super) next: Cell<*const ThreadState>,
    pub interp: &'static InterpreterState,
    /// `pthread_self` of its thread; until that runs, of its creator.
    thread_id: AtomicUsize,
    /// The running frame; the VM knows what it points to.
    pub frame: Cell<*mut ()>,
    /// Periodic checks done (`tick_counter`).
    pub tick_counter: Cell<u64>,
    pub ticks: Cell<TickAccount>,
    /// Set by another thread, raised at this thread's next check.
    pub async_exc: Slot,
    /// The exception being handled, as `sys.exc_info()` gives it: type, value, traceback.
    pub exc_info: [Slot; 3],
    /// `sys.settrace` and `sys.setprofile` functions.
    pub trace: Slot,
    pub profile: Slot,
    /// How many of them run (`tracing`); they are not traced themselves.
    pub tracing: Cell<u32>,
    /// Whether the loop has to tell one of them (`use_tracing`).
    use_tracing: Cell<bool>,
    /// The frame in which the loop's other copy goes on; the VM knows what it points to. Null but for that moment.
    handed_over: Cell<*mut ()>,
    /// What thread-local objects keep for this thread.
    pub(super) locals: super::local::Locals,
}

static GIL: AtomicPtr<Gil> = AtomicPtr::new(ptr::null_mut());
static CONFIG: AtomicPtr<Config> = AtomicPtr::new(ptr::null_mut());
/// `_PyThreadState_Current`: whose state runs Python now; 0 while the GIL changes hands.
static RUNNING: AtomicUsize = AtomicUsize::new(0);
/// The thread state of the thread that finalises the interpreter, 0 before (`_Py_Finalizing`).
static FINALIZING: AtomicUsize = AtomicUsize::new(0);
/// Whether a thread that comes back for the GIL while the interpreter finalises ends itself (3.2).
static THREADS_END: AtomicBool = AtomicBool::new(false);

thread_local! {
    static MINE: Cell<*const ThreadState> = const { Cell::new(ptr::null()) };
}

/// Sets up the lock and the configuration of a new interpreter; called once before anything else runs.
pub(super) fn configure(config: &Config) {
    // Leaked: threads of an earlier run may still look at theirs.
    GIL.store(Box::into_raw(Box::new(Gil::new(config))), Ordering::Release);
    CONFIG.store(Box::into_raw(Box::new(config.clone())), Ordering::Release);
    RUNNING.store(0, Ordering::Relaxed);
    FINALIZING.store(0, Ordering::Relaxed);
}

/// The lock.
#[inline(always)]
pub fn gil() -> &'static Gil {
    // SAFETY: set by `configure` before any caller exists, and leaked.
    unsafe { &*GIL.load(Ordering::Acquire) }
}

/// What the interpreter was made from.
pub fn config() -> &'static Config {
    // SAFETY: as for `gil`.
    unsafe { &*CONFIG.load(Ordering::Acquire) }
}

/// This thread's state (PyThreadState_GET). Called by threads that run Python only.
#[inline(always)]
pub fn current() -> &'static ThreadState {
    let mine = MINE.get();
    debug_assert!(!mine.is_null());
    // SAFETY: a thread that runs Python has its state set, and frees it as the last thing it does.
    unsafe { &*mine }
}

/// Whether this thread has a state.
pub fn has_current() -> bool {
    !MINE.get().is_null()
}

/// Makes a state the calling thread's own, without touching the lock.
pub(super) fn set_mine(state: *const ThreadState) {
    MINE.set(state);
}

/// PyThreadState_Swap with the check that the callers in CPython make; what does not fit is fatal there and here.
fn swap(new: usize, expected: usize, problem: &str) {
    // The GIL's holder is the only writer, so no exchange is needed.
    if RUNNING.load(Ordering::Relaxed) != expected {
        fatal(problem);
    }
    RUNNING.store(new, Ordering::Relaxed);
}

/// PyThreadState_Swap as an extension may call it: names another state as the one that runs Python, and nobody checks. It
/// is found out at the next hand-over of the GIL. Gives the one before; 0 is NULL.
pub fn swap_unchecked(new: usize) -> usize {
    RUNNING.swap(new, Ordering::Relaxed)
}

/// Py_FatalError: something that must never happen has happened. The process aborts; before that 3.2 tells the exception that
/// is set, if one is.
#[cold]
pub fn fatal(message: &str) -> ! {
    let _ = fd::write(2, format!("Fatal Python error: {message}\n").as_bytes());
    if !lang::is_27() && has_current() && errors::occurred() {
        door::print_error(false);
    }
    std::process::abort()
}

impl ThreadState {
    pub fn id(&self) -> usize {
        ptr::from_ref(self) as usize
    }

    /// Its OS thread, as `thread.get_ident()` shows it.
    pub fn thread_id(&self) -> usize {
        self.thread_id.load(Ordering::Relaxed)
    }

    pub(super) fn set_thread_id(&self, id: usize) {
        self.thread_id.store(id, Ordering::Relaxed);
    }

    /// The next older state of the interpreter.
    pub fn next(&self) -> *const ThreadState {
        self.next.get()
    }

    fn account(&self, change: impl FnOnce(&mut TickAccount)) {
        let mut account = self.ticks.get();
        change(&mut account);
        self.ticks.set(account);
    }

    /// Sets the ticker, keeping the count of ticks exact. By the GIL's holder.
    pub fn refill_ticker(&self, value: i64) {
        self.account(|account| account.refill(value));
    }

    /// Ticks this thread has paid so far; exact for the running thread.
    pub fn ticks_paid(&self) -> u64 {
        self.ticks.get().total_running()
    }

    /// Whether the loop has to tell a trace or profile function.
    #[inline(always)]
    pub fn use_tracing(&self) -> bool {
        self.use_tracing.get()
    }

    /// One copy of the loop leaves a frame to the other.
    pub fn hand_over(&self, frame: *mut ()) {
        self.handed_over.set(frame);
    }

    /// The frame that was handed over, once.
    pub fn take_over(&self) -> Option<*mut ()> {
        let frame = self.handed_over.replace(ptr::null_mut());
        (!frame.is_null()).then_some(frame)
    }

    /// By this thread itself, or with nobody running on the state.
    pub fn set_use_tracing(&self, on: bool) {
        let before = self.use_tracing.replace(on);
        if before != on && RUNNING.load(Ordering::Relaxed) == self.id() {
            if on {
                breaker::set(breaker::TRACING);
            } else {
                breaker::clear(breaker::TRACING);
            }
        }
    }

    /// The breaker says whether the running thread is traced.
    fn bring_tracing(&self) {
        if self.use_tracing.get() {
            breaker::set(breaker::TRACING);
        }
    }

    fn take_tracing_away(&self) {
        if self.use_tracing.get() {
            breaker::clear(breaker::TRACING);
        }
    }

    /// Starts to run Python on this state, with the GIL held (or no GIL yet).
    pub(super) fn begin(&self) {
        set_mine(self);
        self.account(TickAccount::on_take);
        swap(self.id(), 0, "ceval: orphan tstate");
        self.bring_tracing();
    }

    /// Stops to run Python on this state, the GIL still held.
    pub(super) fn end(&self) {
        self.account(TickAccount::on_drop);
        self.take_tracing_away();
        swap(0, self.id(), "ceval: tstate mix-up");
    }

    /// PyEval_SaveThread.
    pub fn save(&self) {
        self.end();
        gil().drop_gil(Some(self.id()));
    }

    /// PyEval_RestoreThread: takes the GIL back; under 3.2's rules a thread that comes back while the interpreter
    /// is finalised ends here.
    pub fn restore(&self) {
        self.take();
        let finalizing = FINALIZING.load(Ordering::Acquire);
        if finalizing != 0 && finalizing != self.id() && THREADS_END.load(Ordering::Relaxed) {
            self.end();
            gil().drop_gil(Some(self.id()));
            thread::stop_forever();
        }
    }

    /// The hand-over in the loop: release, and acquire again.
    pub fn yield_gil(&self) {
        self.save();
        self.take();
    }

    pub(super) fn take(&self) {
        gil().take_gil(self.id());
        self.account(TickAccount::on_take);
        swap(self.id(), 0, "ceval: orphan tstate");
        self.bring_tracing();
        if !self.async_exc.is_empty() && gil().kind().is_asked_for() {
            breaker::set(breaker::ASYNC_EXC);
        }
    }
}

/// From here on the interpreter is being finalised by this thread; with `threads_end`, others that come back for
/// the GIL end themselves (3.2).
pub(super) fn set_finalizing(threads_end: bool) {
    THREADS_END.store(threads_end, Ordering::Relaxed);
    FINALIZING.store(current().id(), Ordering::Release);
}

/// Makes a state and links it as its interpreter's newest (PyThreadState_New, new_threadstate).
pub fn new_thread_state(interp: &'static InterpreterState) -> *const ThreadState {
    let state = Box::into_raw(Box::new(ThreadState {
        prev: Cell::new(ptr::null()),
        next: Cell::new(ptr::null()),
        interp,
        thread_id: AtomicUsize::new(thread::ident()),
        frame: Cell::new(ptr::null_mut()),
        tick_counter: Cell::new(0),
        ticks: Cell::new(TickAccount::new()),
        async_exc: Slot::empty(),
        exc_info: [const { Slot::empty() }; 3],
        trace: Slot::empty(),
        profile: Slot::empty(),
        tracing: Cell::new(0),
        use_tracing: Cell::new(false),
        handed_over: Cell::new(ptr::null_mut()),
        locals: Default::default(),
    }));
    let _heads = heads();
    let head = interp.tstate_head.get();
    // SAFETY: linked states are alive, and the head mutex is held.
    unsafe {
        (*state).next.set(head);
        if let Some(head) = head.as_ref() {
            head.prev.set(state);
        }
    }
    interp.tstate_head.set(state);
    state
}

/// The state of an interpreter's own code. Its start-up has handled exceptions (site.py's), so under 3.2 a bare `raise` finds
/// None there; in a new thread it finds NULL.
pub(super) fn new_first_state(interp: &'static InterpreterState) -> *const ThreadState {
    let state = new_thread_state(interp);
    // SAFETY: just made, and nobody runs on it yet.
    unsafe { (*state).exc_info[0].set(crate::objects::Value::none()) };
    state
}

/// Drops what a state refers to (PyThreadState_Clear). With the GIL.
pub(super) fn clear_state(state: &ThreadState) {
    drop(state.async_exc.take());
    for slot in &state.exc_info {
        drop(slot.take());
    }
    state.set_use_tracing(false);
    drop(state.trace.take());
    drop(state.profile.take());
    super::local::clear_of_thread(state);
}

/// Unlinks a state and frees it (tstate_delete_common). It has been cleared, and nobody runs on it.
pub(super) fn delete_state(state: *const ThreadState) {
    let _heads = heads();
    // SAFETY: the caller owns the state; neighbours are alive under the mutex.
    unsafe {
        let (prev, next) = ((*state).prev.get(), (*state).next.get());
        match prev.as_ref() {
            Some(prev) => prev.next.set(next),
            None => (*state).interp.tstate_head.set(next),
        }
        if let Some(next) = next.as_ref() {
            next.prev.set(prev);
        }
        drop(Box::from_raw(state.cast_mut()));
    }
}

/// Runs something that may block with the GIL given up (Py_BEGIN_ALLOW_THREADS). What it captures and returns
/// must be `Send`, so no object handle can slip out of the GIL's guard.
pub fn without_gil<R: Send>(blocking: impl FnOnce() -> R + Send) -> R {
    struct Back(&'static ThreadState);
    impl Drop for Back {
        fn drop(&mut self) {
            self.0.restore();
        }
    }
    let state = current();
    observe::tell(Event::Blocks, 0);
    state.save();
    let _back = Back(state);
    blocking()
}
