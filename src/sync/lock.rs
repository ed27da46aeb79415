//! `PyThread_type_lock`: allocated, acquired and released as in thread_pthread.h, with 3.2's `acquire_timed`
//! (_threadmodule.c) on top.
//!
//! Invariants:
//! - A lock is a semaphore of one place. It has no owner: any thread may release it. Nobody is served in order, and
//!   a release hands nothing over.
//! - Uninterruptible (2.7, and in 3.2 the import lock, the re-acquire of an RLock, old C API): an `EINTR` is
//!   answered with waiting again, for ever. So a main thread that waits here runs no signal handler of Python's.
//! - Interruptible (3.2's `Lock.acquire` and `RLock.acquire`): an `EINTR` comes back as [`Acquire::Interrupted`],
//!   the lock not held.
//! - A lock is shared by `Arc`: it is not freed under a waiter.
//!
//! # How `acquire` is called
//!
//! `Lock.acquire()` of both profiles, `LockKind` deciding the axis:
//!
//! ```ignore
//! let interruptible = config.locks == LockKind::Interruptible;
//! let got = acquire_timed(&lock, Timeout::Never, interruptible,
//!     |wait| without_gil(wait),              // drop GIL, wait(), take GIL; errno kept
//!     || make_pending_calls(&mut run),       // of `signals`, with the GIL held
//! )?;                                        // Err: propagate, the lock is not held
//! ```
//!
//! 2.7 gives the GIL up even when the lock is free and even for a non-blocking try; so does 3.2's `Lock` (its RLock
//! tries once with the GIL held: [`Lock::try_acquire`]).

use std::sync::Arc;

use crate::observe::{self, Event};
use crate::platform::clock::RealTime;
use crate::platform::semaphore::{Semaphore, TimedWait, Wait};

/// How long one call of [`Lock::acquire`] may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Not at all.
    Now,
    /// Until the real-time clock shows this.
    Deadline(RealTime),
    /// Without end.
    Acquired,
}

/// How an acquire ended (`PyLockStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Acquire {
    Acquired,
    /// Not free, or not free in time.
    Failed,
    /// A signal handler ran in this thread; only if asked to be told.
    Interrupted,
}

/// The lock was not held by anybody: "release unlocked lock".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLocked;

/// A thread lock.
#[derive(Debug)]
pub struct Lock {
    semaphore: Semaphore,
}

impl Lock {
    /// A free lock.
    pub fn new() -> Arc<Lock> {
        Arc::new(Lock { semaphore: Semaphore::new(1) })
    }

    /// Takes the lock if it is free.
    pub fn try_acquire(&self) -> bool {
        self.semaphore.try_wait()
    }

    /// `PyThread_acquire_lock_timed`: waits for the lock. To be called without the GIL, except with [`Until::Now`].
    pub fn acquire(&self, until: Until, interruptible: bool) -> Acquire {
        if !observe::is_on() {
            return self.wait(until, interruptible);
        }
        let address = std::ptr::from_ref(self).addr() as u64;
        observe::tell(Event::LockWait, address);
        let result = self.wait(until, interruptible);
        let event = match result {
            Acquire::Acquired => Event::LockTaken,
            Acquire::Failed => Event::LockRefused,
            Acquire::Interrupted => Event::LockInterrupted,
        };
        observe::tell(event, address);
        result
    }

    fn wait(&self, until: Until, interruptible: bool) -> Acquire {
        loop {
            let interrupted = match until {
                Until::Now => return if self.try_acquire() { Acquire::Acquired } else { Acquire::Failed },
                Until::Acquired => match self.semaphore.wait() {
                    Wait::Acquired => return Acquire::Acquired,
                    Wait::Interrupted => Acquire::Interrupted,
                },
                Until::Deadline(deadline) => match self.semaphore.wait_until(deadline) {
                    TimedWait::Acquired => return Acquire::Acquired,
                    TimedWait::TimedOut => return Acquire::Failed,
                    TimedWait::Interrupted => Acquire::Interrupted,
                },
            };
            if interruptible {
                return interrupted;
            }
        }
    }

    /// Frees the lock, whoever took it. As in CPython the check is a try and a release: under the GIL it is safe.
    pub fn release(&self) -> Result<(), NotLocked> {
        let was_free = self.semaphore.try_wait();
        self.semaphore.post();
        observe::tell(Event::LockReleased, std::ptr::from_ref(self).addr() as u64);
        if was_free { Err(NotLocked) } else { Ok(()) }
    }

    /// Whether somebody holds the lock at this moment.
    pub fn is_locked(&self) -> bool {
        if self.semaphore.try_wait() {
            self.semaphore.post();
            return false;
        }
        true
    }

    /// Makes the lock as new, free or held, in a process just forked (`_PyImport_ReInitLock` and its like).
    pub fn reinit_after_fork(&self, held: bool) {
        self.semaphore.reinit_after_fork(u32::from(!held));
    }
}

/// The time that `Lock.acquire` was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeout {
    /// Without end (-1).
    Never,
    /// Microseconds; 0 or less is a non-blocking try.
    Microseconds(i64),
}

impl Timeout {
    /// The longest time in seconds that `Lock.acquire` takes (`_thread.TIMEOUT_MAX`).
    pub const MAX_SECONDS: f64 = (i64::MAX / 1_000_000) as f64;
}

/// `acquire_timed` of _threadmodule.c, and with `interruptible` false the plain acquire of 2.7's threadmodule.c.
///
/// `blocking_region` gives the GIL up, calls what it is given, and takes the GIL back. `make_pending_calls` runs
/// Python's signal handlers and the like, with the GIL held: it is called after each interruption, and when it fails
/// the lock is not held. Time that handlers take counts; handlers neither shorten nor lengthen the wait.
///
/// `Ok(true)`: held. `Ok(false)`: not free (in time).
pub fn acquire_timed<E>(
    lock: &Lock,
    timeout: Timeout,
    interruptible: bool,
    mut blocking_region: impl FnMut(&mut (dyn FnMut() -> Acquire + Send)) -> Acquire,
    mut make_pending_calls: impl FnMut() -> Result<(), E>,
) -> Result<bool, E> {
    let until = match timeout {
        Timeout::Never => Until::Acquired,
        Timeout::Microseconds(us) if us > 0 => Until::Deadline(RealTime::now().after_us(us)),
        Timeout::Microseconds(_) => Until::Now,
    };
    loop {
        match blocking_region(&mut || lock.acquire(until, interruptible)) {
            Acquire::Acquired => return Ok(true),
            Acquire::Failed => return Ok(false),
            Acquire::Interrupted => make_pending_calls()?,
        }
        if matches!(until, Until::Deadline(deadline) if deadline.us_since(RealTime::now()) <= 0) {
            return Ok(false);
        }
    }
}
