//! Pending calls (ceval.c `Py_AddPendingCall`, `Py_MakePendingCalls`): what is to be run by the main thread, soon,
//! between two opcodes.
//!
//! Invariants:
//! - A ring of 32 slots with one always free, under a mutex that is only ever *tried* for: adding gives up after 100
//!   tries, running tries until it gets it. So nobody sleeps on it, its release is one atomic exchange, and both are
//!   safe in a signal handler. A handler that interrupts the runner in the few instructions under the mutex finds it
//!   held and its call is not queued: CPython's slim chance of losing one, kept.
//! - [`to_do`] is recomputed under the mutex at each change of the ring. Under the interval GIL the breaker's
//!   PENDING_CALLS goes with it; under the tick GIL the ticker is run out when a call is added.
//! - Calls run on the thread that created the GIL, or on any while there is none; elsewhere running them is a success
//!   that does nothing and leaves the flag set.
//! - They do not nest: while one runs, running them is again a success that does nothing.

use super::dispatch;
use crate::gil::breaker;
use crate::platform::atomic::{AtomicBool, AtomicUsize, Ordering};
use crate::platform::mutex::{Mutex, MutexGuard};
use crate::platform::thread;
use crate::profile::GilKind;

/// A call failed; the exception is set in the current thread state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

/// A function to be called later, with a value of the adder's choice.
pub type PendingFunction = fn(usize) -> Result<(), Failed>;

#[derive(Clone, Copy)]
enum Call {
    /// Run Python's handlers for the signals that have arrived (`checksignals_witharg`).
    CheckSignals,
    Function(PendingFunction, usize),
}

const SLOTS: usize = 32;
/// How often adding tries for the mutex.
const TRIES: usize = 100;

struct Ring {
    calls: [Call; SLOTS],
    first: usize,
    /// One past the newest; equal to `first` when empty.
    last: usize,
}

impl Ring {
    fn push(&mut self, call: Call) -> bool {
        let next = (self.last + 1) % SLOTS;
        if next == self.first {
            return false;
        }
        self.calls[self.last % SLOTS] = call;
        self.last = next;
        true
    }

    fn pop(&mut self) -> Option<Call> {
        if self.is_empty() {
            return None;
        }
        let call = self.calls[self.first % SLOTS];
        self.first = (self.first + 1) % SLOTS;
        Some(call)
    }

    fn is_empty(&self) -> bool {
        self.first == self.last
    }
}

static RING: Mutex<Ring> = Mutex::new(Ring { calls: [Call::CheckSignals; SLOTS], first: 0, last: 0 });
/// `pendingcalls_to_do`. Written under the ring's mutex.
static TO_DO: AtomicBool = AtomicBool::new(false);
/// `pendingbusy`. The runner's alone.
static BUSY: AtomicBool = AtomicBool::new(false);
/// The thread that created the GIL; 0 while there is none.
static MAIN_THREAD: AtomicUsize = AtomicUsize::new(0);

/// Empty and idle, for a fresh interpreter. 2.7 starts with the flag set (its first check then creates the lock),
/// 3.2 with it clear.
pub(super) fn reset(kind: GilKind) {
    let mut ring = wait_for_ring();
    (ring.first, ring.last) = (0, 0);
    TO_DO.store(kind == GilKind::Ticks, Ordering::Release);
    BUSY.store(false, Ordering::Relaxed);
    MAIN_THREAD.store(0, Ordering::Relaxed);
    breaker::request_served();
}

/// Makes the calling thread the one that runs pending calls. To be called with `Gil::create`.
pub fn set_main_thread() {
    MAIN_THREAD.store(thread::ident(), Ordering::Relaxed);
}

/// In a forked child: the ring's mutex may be held by a thread that is gone. The calls stay, as in CPython.
pub(super) fn after_fork() {
    RING.free_after_fork();
    if MAIN_THREAD.load(Ordering::Relaxed) != 0 {
        set_main_thread();
    }
}

/// Whether calls are queued: what the periodic check looks at.
pub fn to_do() -> bool {
    TO_DO.load(Ordering::Acquire)
}

/// Queues a call. False when it could not be queued: 31 are waiting already, or the ring was in use 100 times in a
/// row. Async-signal-safe, and from any thread.
pub fn add_pending_call(function: PendingFunction, argument: usize) -> bool {
    add(Call::Function(function, argument))
}

/// As [`add_pending_call`]: the running of signal handlers.
pub(super) fn add_check_signals() -> bool {
    add(Call::CheckSignals)
}

fn add(call: Call) -> bool {
    let Some(mut ring) = (0..TRIES).find_map(|_| RING.try_lock()) else { return false };
    let added = ring.push(call);
    // Also when the ring is full: those in it are to be run. The flag first, so that who sees the request sees it.
    TO_DO.store(true, Ordering::Release);
    breaker::request_check();
    added
}

/// Leaves the ring's mutex held, as by a thread that does not go on.
#[cfg(test)]
pub(super) fn leave_ring_in_use() {
    std::mem::forget(wait_for_ring());
}

/// Never asleep: see the invariants. Not for signal handlers, which may have interrupted the holder.
fn wait_for_ring() -> MutexGuard<'static, Ring> {
    loop {
        if let Some(ring) = RING.try_lock() {
            return ring;
        }
        thread::yield_now();
    }
}

fn pop() -> Option<Call> {
    let mut ring = wait_for_ring();
    let call = ring.pop();
    TO_DO.store(!ring.is_empty(), Ordering::Release);
    if ring.is_empty() {
        breaker::request_served();
    }
    call
}

/// Runs up to 32 of the queued calls, if this is the thread for it and none is running. `run` runs the Python handler
/// of one signal. With the GIL held.
///
/// The first error stops the run and is given back; the rest stays queued. `E` is the caller's way to say "the exception
/// is set"; a queued function says it with [`Failed`].
pub fn make_pending_calls<E: From<Failed>>(run: &mut dyn FnMut(i32) -> Result<(), E>) -> Result<(), E> {
    let main = MAIN_THREAD.load(Ordering::Relaxed);
    if main != 0 && main != thread::ident() {
        return Ok(());
    }
    if BUSY.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    // Also on unwinding: a panic that is caught above must not silence all signals.
    let _idle_again = IdleAgain;
    for _ in 0..SLOTS {
        match pop() {
            None => break,
            Some(Call::CheckSignals) => dispatch::check_signals(run)?,
            Some(Call::Function(function, argument)) => function(argument)?,
        }
    }
    Ok(())
}

struct IdleAgain;

impl Drop for IdleAgain {
    fn drop(&mut self) {
        BUSY.store(false, Ordering::Relaxed);
    }
}
