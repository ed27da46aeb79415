//! What happens at the moment a signal arrives (signalmodule.c `signal_handler`, `trip_signal`).
//!
//! Invariants:
//! - All of this file's state is atomic; it is written by signal handlers on any thread.
//! - `TRIPPED[n]` is set before `IS_TRIPPED`, and cleared after it (in [`super::dispatch`]): a mark set while the
//!   main thread goes through the table is either seen by it or announced anew.
//! - While `IS_TRIPPED` is set there is a pending call on its way, so no second one is queued and no second wakeup
//!   byte is written. (If that one call could not be queued, see [`super::pending`], the marks stay unseen until a
//!   direct check; as in CPython.)
//! - All orderings are SeqCst: these are a few accesses per signal, and the arguments stay simple.

use super::pending;
use crate::observe::{self, Event};
use crate::platform::atomic::{AtomicBool, AtomicI32, Ordering::SeqCst};
use crate::platform::signal::{self, NSIG};
use crate::platform::{Errno, fd, process};

static TRIPPED: [AtomicBool; NSIG as usize] = [const { AtomicBool::new(false) }; NSIG as usize];
static IS_TRIPPED: AtomicBool = AtomicBool::new(false);
/// Where a byte is written for each first signal; -1 for nowhere.
static WAKEUP_FD: AtomicI32 = AtomicI32::new(-1);
/// The process that signals are marked in: a forked child that has not gone through `after_fork` ignores them.
static MAIN_PID: AtomicI32 = AtomicI32::new(0);

/// The C-level handler of every signal that has a Python handler.
fn signal_handler(number: i32) {
    let errno = Errno::last();
    if process::pid() == MAIN_PID.load(SeqCst) {
        trip_signal(number);
    }
    errno.restore();
}

/// Marks the signal and asks for a check. Async-signal-safe.
pub(super) fn trip_signal(number: i32) {
    let Some(tripped) = mark_of(number) else { return };
    tripped.store(true, SeqCst);
    observe::tell(Event::SignalArrived, number as u64);
    if IS_TRIPPED.swap(true, SeqCst) {
        return;
    }
    pending::add_check_signals();
    let fd = WAKEUP_FD.load(SeqCst);
    if fd != -1 {
        // A full pipe or a closed descriptor is nobody's error here.
        let _ = fd::write(fd, &[0]);
    }
}

fn mark_of(number: i32) -> Option<&'static AtomicBool> {
    usize::try_from(number).ok().and_then(|index| TRIPPED.get(index))
}

/// Whether anything arrived since [`begin_dispatch`].
pub(super) fn is_tripped() -> bool {
    IS_TRIPPED.load(SeqCst)
}

/// The main thread starts to go through the marks: from now on an arrival is announced again.
pub(super) fn begin_dispatch() {
    IS_TRIPPED.store(false, SeqCst);
}

/// Takes a signal's mark away and says whether it was there.
pub(super) fn take_mark(number: i32) -> bool {
    mark_of(number).is_some_and(|mark| mark.swap(false, SeqCst))
}

/// Forgets what has arrived and not been handled (`_clear_pending_signals`).
pub(super) fn clear_all() {
    IS_TRIPPED.store(false, SeqCst);
    for mark in &TRIPPED {
        mark.store(false, SeqCst);
    }
}

/// Signals are for this process from now on.
pub(super) fn adopt_process() {
    MAIN_PID.store(process::pid(), SeqCst);
}

/// Sets where the wakeup byte goes (-1: nowhere) and gives what was set before (`signal.set_wakeup_fd`). On the
/// main thread only: ValueError otherwise is the caller's, and so is the check that the descriptor is open
/// (`platform::fd::is_open`).
pub fn set_wakeup_fd(fd: i32) -> i32 {
    WAKEUP_FD.swap(fd, SeqCst)
}

/// Lets [`signal_handler`] run when the signal arrives, interrupting system calls. Errors: `EINVAL`.
pub(super) fn install(number: i32) -> Result<(), Errno> {
    // SAFETY: `signal_handler` and all that it calls only uses atomics, `getpid`, `write`, and a mutex that nobody
    // ever waits for (`pending`); nothing allocates or panics.
    unsafe { signal::install(number, signal_handler) }
}
