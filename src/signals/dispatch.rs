//! Running Python's handlers (signalmodule.c `PyErr_CheckSignals`, `PyErr_SetInterrupt`).
//!
//! Invariants:
//! - Handlers run in number order, not in the order of arrival; any number of arrivals of a signal before the check is
//!   one call.
//! - `is_tripped` is cleared first, each mark right before its handler. So when a handler raises, the later marks stay
//!   set but unannounced: they are stranded until any signal arrives.

use super::handler;
use crate::platform::atomic::{AtomicUsize, Ordering};
use crate::platform::signal::NSIG;
use crate::platform::thread;

/// The thread that initialised signals.
static MAIN_THREAD: AtomicUsize = AtomicUsize::new(0);

/// Whether the calling thread is the one that runs handlers and may set them.
pub fn is_main_thread() -> bool {
    MAIN_THREAD.load(Ordering::Relaxed) == thread::ident()
}

pub(super) fn set_main_thread() {
    MAIN_THREAD.store(thread::ident(), Ordering::Relaxed);
}

/// Whether a signal has arrived and not been looked at: a cheap test before [`check_signals`].
pub fn is_tripped() -> bool {
    handler::is_tripped()
}

/// On the main thread, when a signal has arrived: calls `run` for each marked signal; the first error ends it. With
/// the GIL held.
pub fn check_signals<E>(run: &mut dyn FnMut(i32) -> Result<(), E>) -> Result<(), E> {
    if !handler::is_tripped() || !is_main_thread() {
        return Ok(());
    }
    handler::begin_dispatch();
    (1..NSIG).filter(|&number| handler::take_mark(number)).try_for_each(run)
}

/// Marks a signal as if it had arrived; no system call anywhere is interrupted. From any thread
/// (`thread.interrupt_main`).
pub fn trip(number: i32) {
    handler::trip_signal(number);
}

/// Forgets that a signal has arrived, as 3.2's `signal.signal` does for the signal it sets.
pub fn clear_mark(number: i32) {
    handler::take_mark(number);
}
