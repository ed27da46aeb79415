//! Mutex and condition variable: the machine's, behind names of our own.
//!
//! Invariants:
//! - A wait here is never ended by a signal (parking_lot goes on after `EINTR`): right for the inside of the GIL,
//!   wrong for a Python lock, which is a [`super::Semaphore`].
//! - A thread that panics with the mutex held releases it: there is no poisoning to unwrap.
//! - [`Mutex::try_lock`] and the release after it are a single atomic exchange as long as nobody waits in
//!   [`Mutex::lock`]; who only ever uses `try_lock` on a mutex may do so in a signal handler.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// A mutex around its data.
#[derive(Debug, Default)]
pub struct Mutex<T>(parking_lot::Mutex<T>);

/// The right to touch the data; gives the mutex up when dropped.
pub struct MutexGuard<'a, T>(parking_lot::MutexGuard<'a, T>);

impl<T> Mutex<T> {
    pub const fn new(value: T) -> Mutex<T> {
        Mutex(parking_lot::Mutex::new(value))
    }

    /// Waits until the mutex is free, however many signals arrive meanwhile.
    pub fn lock(&self) -> MutexGuard<'_, T> {
        MutexGuard(self.0.lock())
    }

    /// Takes the mutex if it is free now.
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        self.0.try_lock().map(MutexGuard)
    }

    /// Frees the mutex for the only thread of a process just forked, if another thread held it at that moment. Only
    /// for a mutex that nobody waits for in [`Mutex::lock`], with data that is sound at each point of a change.
    pub fn free_after_fork(&self) {
        if self.0.is_locked() {
            // SAFETY: the guard of the lock, if one exists, is in a copied stack that no thread of this process runs on.
            unsafe { self.0.force_unlock() };
        }
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// A condition variable. Waits do not wake without a notification or the end of the time.
#[derive(Debug, Default)]
pub struct Condvar(parking_lot::Condvar);

impl Condvar {
    pub const fn new() -> Condvar {
        Condvar(parking_lot::Condvar::new())
    }

    /// Gives the mutex up, waits for a notification, takes the mutex again.
    pub fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        self.0.wait(&mut guard.0);
    }

    /// As [`Condvar::wait`], but for `microseconds` at most; true when the time ran out.
    pub fn wait_us<T>(&self, guard: &mut MutexGuard<'_, T>, microseconds: u64) -> bool {
        self.0.wait_for(&mut guard.0, Duration::from_micros(microseconds)).timed_out()
    }

    /// Wakes one waiter, if there is one.
    pub fn notify_one(&self) {
        self.0.notify_one();
    }

    /// Wakes all waiters.
    pub fn notify_all(&self) {
        self.0.notify_all();
    }
}
