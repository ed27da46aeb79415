//! The GIL of CPython 3.2 (ceval_gil.h): the holder is asked to drop it.
//!
//! Invariants:
//! - The lock is the boolean `locked` under `mutex`, its changes are told on `released`. The mutex is held for
//!   moments only.
//! - Who wants the lock waits for the switch interval first. If the time has run out, the lock is held still, and
//!   nobody else has got it meanwhile (`switch_number`), the waiter sets the drop request. The interval is a wish: an
//!   opcode takes as long as it takes.
//! - The drop request is a reason in the breaker. Any waiter sets it, under `mutex`; a taker clears it, and so does
//!   a dropper that is about to wait for its successor.
//! - Forced switching: whoever drops the lock while a request is pending, wherever that is, waits on `switched`
//!   until `last_holder` is somebody else. This keeps a thread on another core from getting the lock back before the
//!   waiter has woken. `last_holder` is written under `switch_mutex` for that; the only other writer is the holder
//!   itself, in `drop_gil`.
//! - After a fork the child uses new mutexes and conditions: the old ones may be held by, or count, threads that do not exist
//!   there.

use std::sync::OnceLock;

use super::ThreadId;
use super::breaker::{self, GIL_DROP_REQUEST};
use super::settings::Settings;
use crate::observe::{self, Event};
use crate::platform::atomic::{AtomicU64, AtomicUsize, Ordering};
use crate::platform::mutex::{Condvar, Mutex};

#[derive(Default)]
pub(super) struct IntervalGil {
    locked: Mutex<bool>,
    released: Condvar,
    /// Changes under `locked`'s mutex; atomic for those who only want to see it.
    switch_number: AtomicU64,
    /// The thread state that has the lock, or had it last; 0 at first.
    last_holder: AtomicUsize,
    switch_mutex: Mutex<()>,
    switched: Condvar,
    /// The lock that took this one's place in a forked child.
    successor: OnceLock<Box<IntervalGil>>,
}

impl IntervalGil {
    pub(super) fn new() -> IntervalGil {
        IntervalGil::default()
    }

    /// The lock that counts in this process: a chain as long as forks are nested.
    fn current(&self) -> &IntervalGil {
        let mut gil = self;
        while let Some(successor) = gil.successor.get() {
            gil = successor;
        }
        gil
    }

    pub(super) fn take_gil(&self, id: ThreadId, settings: &Settings) {
        let gil = self.current();
        let mut locked = gil.locked.lock();
        while *locked {
            let switches = gil.switch_number.load(Ordering::Relaxed);
            let timed_out;
            (locked, timed_out) = gil.released.wait_us(locked, settings.wait_us());
            if timed_out && *locked && gil.switch_number.load(Ordering::Relaxed) == switches {
                breaker::set(GIL_DROP_REQUEST);
                observe::tell(Event::GilRequested, 0);
            }
        }
        {
            let _switching = gil.switch_mutex.lock();
            *locked = true;
            if gil.last_holder.swap(id, Ordering::Relaxed) != id {
                gil.switch_number.fetch_add(1, Ordering::Relaxed);
            }
            gil.switched.notify_one();
        }
        if breaker::is_set(GIL_DROP_REQUEST) {
            breaker::clear(GIL_DROP_REQUEST);
        }
    }

    pub(super) fn drop_gil(&self, id: Option<ThreadId>, settings: &Settings) {
        let gil = self.current();
        if let Some(id) = id {
            // The thread state may have been swapped since the lock was taken (sub-interpreters).
            gil.last_holder.store(id, Ordering::Relaxed);
        }
        {
            let mut locked = gil.locked.lock();
            *locked = false;
            gil.released.notify_one();
        }
        let Some(id) = id else { return };
        if !settings.forced_switching() || !breaker::is_set(GIL_DROP_REQUEST) {
            return;
        }
        let switching = gil.switch_mutex.lock();
        if gil.last_holder.load(Ordering::Relaxed) == id {
            breaker::clear(GIL_DROP_REQUEST);
            // A request means a waiter, which takes the lock sooner or later and cannot be this thread.
            drop(gil.switched.wait(switching));
        }
    }

    pub(super) fn switch_number(&self) -> u64 {
        self.current().switch_number.load(Ordering::Relaxed)
    }

    /// As if the lock had gone to another thread and come back.
    #[cfg(test)]
    pub(super) fn count_switch(&self) {
        self.switch_number.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn reinit_after_fork(&self) {
        breaker::clear(GIL_DROP_REQUEST);
        // The last of the chain has no successor, so this cannot fail.
        let _ = self.current().successor.set(Box::default());
    }
}
