//! The POSIX semaphore: what a Python lock and the 2.7 GIL are made of (`USE_SEMAPHORES` in thread_pthread.h).
//!
//! Invariants:
//! - A wait reports `EINTR`, it never goes on by itself; whether to retry (2.7) or to come back (3.2) is the
//!   caller's rule. For that the signal's handler must be installed without `SA_RESTART` (see [`super::signal`]).
//! - The `sem_t` never moves and is destroyed only when no reference is left, so never under a waiter.
//! - There is no hand-over: a post makes the semaphore free, and any thread may take it, the poster included,
//!   before a woken waiter has run.

use std::cell::UnsafeCell;
use std::fmt;
use std::mem::MaybeUninit;

use super::clock::RealTime;
use super::errno::Errno;

/// How a wait without end ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Wait {
    Acquired,
    /// A signal handler ran in this thread; the semaphore was not taken.
    Interrupted,
}

/// How a wait with a deadline ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum TimedWait {
    Acquired,
    TimedOut,
    /// As [`Wait::Interrupted`].
    Interrupted,
}

/// An unnamed semaphore of this process.
pub struct Semaphore {
    // Boxed: the address of a sem_t is part of its identity.
    raw: Box<UnsafeCell<MaybeUninit<libc::sem_t>>>,
}

// SAFETY: a sem_t is made to be used by several threads; all access goes through the sem_* functions.
unsafe impl Send for Semaphore {}
// SAFETY: as above.
unsafe impl Sync for Semaphore {}

impl Semaphore {
    /// A semaphore with `value` free places.
    pub fn new(value: u32) -> Semaphore {
        let semaphore = Semaphore { raw: Box::new(UnsafeCell::new(MaybeUninit::zeroed())) };
        // SAFETY: the memory is ours, of the right size, and not yet in use. The call can only fail for a value
        // above SEM_VALUE_MAX or for a process-shared one.
        unsafe { libc::sem_init(semaphore.raw(), 0, value.min(i32::MAX as u32)) };
        semaphore
    }

    fn raw(&self) -> *mut libc::sem_t {
        self.raw.get().cast()
    }

    /// Frees one place and wakes a waiter, if there is one. Async-signal-safe.
    pub fn post(&self) {
        // SAFETY: initialised in `new`, destroyed only in `drop`.
        unsafe { libc::sem_post(self.raw()) };
    }

    /// Waits for a free place and takes it, or is interrupted.
    pub fn wait(&self) -> Wait {
        // SAFETY: as in `post`.
        if unsafe { libc::sem_wait(self.raw()) } == 0 { Wait::Acquired } else { Wait::Interrupted }
    }

    /// Takes a place if one is free now.
    pub fn try_wait(&self) -> bool {
        loop {
            // SAFETY: as in `post`.
            if unsafe { libc::sem_trywait(self.raw()) } == 0 {
                return true;
            }
            // POSIX allows EINTR here; nothing was waited for, so nobody has to be told.
            if !Errno::last().is_interrupt() {
                return false;
            }
        }
    }

    /// As [`Semaphore::wait`], until the real-time clock shows `deadline` at the latest. A free place is taken
    /// even when the deadline has passed.
    pub fn wait_until(&self, deadline: RealTime) -> TimedWait {
        let until = deadline.to_timespec();
        // SAFETY: as in `post`; the timespec lives over the call.
        if unsafe { libc::sem_timedwait(self.raw(), &until) } == 0 {
            return TimedWait::Acquired;
        }
        if Errno::last().is_interrupt() { TimedWait::Interrupted } else { TimedWait::TimedOut }
    }

    /// Makes the semaphore as new, forgetting its waiters. Only for the single thread of a process just forked:
    /// the waiters that the copied memory speaks of do not exist there.
    pub fn reinit_after_fork(&self, value: u32) {
        // SAFETY: the memory holds a sem_t that no other thread of this process can be using, since there is none.
        unsafe { libc::sem_init(self.raw(), 0, value.min(i32::MAX as u32)) };
    }
}

impl Drop for Semaphore {
    fn drop(&mut self) {
        // SAFETY: `&mut self`: no reference is left, so nobody waits.
        unsafe { libc::sem_destroy(self.raw()) };
    }
}

impl fmt::Debug for Semaphore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Semaphore")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::{process_wide, signal, thread};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn counts() {
        let semaphore = Semaphore::new(2);
        assert!(semaphore.try_wait());
        assert_eq!(semaphore.wait(), Wait::Acquired);
        assert!(!semaphore.try_wait());
        semaphore.post();
        assert_eq!(semaphore.wait_until(RealTime::now()), TimedWait::Acquired);
        assert_eq!(semaphore.wait_until(RealTime::now().after_us(2000)), TimedWait::TimedOut);
    }

    /// A thread waits without end; signals go to it until it reports one.
    #[test]
    fn a_signal_interrupts_the_wait() {
        let _alone = process_wide();
        signal::install_counter(libc::SIGUSR2);
        for timed in [false, true] {
            let semaphore = Arc::new(Semaphore::new(0));
            let inner = semaphore.clone();
            let ident = Arc::new(AtomicU64::new(0));
            let told = ident.clone();
            let waiter = std::thread::spawn(move || {
                told.store(thread::ident() as u64, Ordering::SeqCst);
                if timed {
                    inner.wait_until(RealTime::now().after_us(60_000_000)) == TimedWait::Interrupted
                } else {
                    inner.wait() == Wait::Interrupted
                }
            });
            while ident.load(Ordering::SeqCst) == 0 {
                std::thread::yield_now();
            }
            while !waiter.is_finished() {
                signal::send_to_thread(ident.load(Ordering::SeqCst) as usize, libc::SIGUSR2);
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            assert!(waiter.join().unwrap_or(false));
            assert!(!semaphore.try_wait());
        }
        let _ = signal::set_default(libc::SIGUSR2);
    }
}
