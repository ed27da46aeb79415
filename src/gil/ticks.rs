//! The GIL of CPython 2.7: a thread lock that the loop releases and takes again every `check_interval` ticks.
//!
//! Invariants (ceval.c `interpreter_lock`, thread_pthread.h with `USE_SEMAPHORES`):
//! - Release is a post, acquire is a wait. There is no hand-over: the releaser may have the lock back before a woken
//!   waiter has run. That the waiter was woken for nothing, and sleeps again, is the fight that two busy threads on
//!   two cores lose their time with.
//! - `EINTR` is answered with waiting again. The main thread, too, takes no signal here.
//! - Nobody asks for the lock; the holder does not know whether anybody waits.
//!
//! A semaphore, where the texts about the GIL draw a boolean, a mutex and a condition: it is what 2.7 is built from on
//! Linux. What can be seen is the same. Two counting threads, a release each 0.5 microseconds, pinned to two cores: 1.5
//! to 2.4 times the sequential time and 3000 to 8000 voluntary context switches with either; on one core 1.0 and 150.
//! Real 2.7.18 on the same machine: 1.5 to 2.6 times and 1000 to 11000 switches. Not pinned, all of them now and then
//! settle on one core for a while and have the numbers of one.

use crate::platform::semaphore::{Semaphore, Wait};

pub(super) struct TicksGil {
    /// Free places: 1 when the lock is free, 0 when it is held.
    lock: Semaphore,
}

impl TicksGil {
    pub(super) fn new() -> TicksGil {
        TicksGil { lock: Semaphore::new(1) }
    }

    pub(super) fn take_gil(&self) {
        while self.lock.wait() == Wait::Interrupted {}
    }

    pub(super) fn drop_gil(&self) {
        self.lock.post();
    }

    pub(super) fn reinit_after_fork(&self) {
        self.lock.reinit_after_fork(1);
    }
}
