//! Mutex and condition variable: the standard library's, behind names of our own.
//!
//! Invariants:
//! - A wait here is never ended by a signal (the standard library goes on after `EINTR`): right for the inside of the GIL,
//!   wrong for a Python lock, which is a [`super::Semaphore`].
//! - A thread that panics with the mutex held releases it: that it was poisoned is nothing to anybody.
//! - [`Mutex::try_lock`] and the release after it are a single atomic exchange as long as nobody waits in
//!   [`Mutex::lock`]; who only ever uses `try_lock` on a mutex may do so in a signal handler.
//! - All state of a mutex or of a condition variable is in itself. So a process forked while other threads wait has sound ones by
//!   making them anew, which could not be said if waiters stood in a table of the whole process.

use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{self, PoisonError, TryLockError};
use std::time::Duration;

/// A mutex around its data.
#[derive(Debug, Default)]
pub struct Mutex<T> {
    inner: UnsafeCell<sync::Mutex<T>>,
    order: AtomicBool,
}

// SAFETY: the cell is written by `free_after_fork` only, in a process that has one thread.
unsafe impl<T: Send> Sync for Mutex<T> {}

/// Says again, in this crate, that what one holder did comes before what the next one does. ThreadSanitizer does not see the
/// standard library's own code, unless that is built anew for it, and would report races between holders. Two plain moves.
struct Order<'a>(&'a AtomicBool);

impl<'a> Order<'a> {
    fn begin(order: &'a AtomicBool) -> Order<'a> {
        order.load(Ordering::Acquire);
        Order(order)
    }
}

impl Drop for Order<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// The right to touch the data; gives the mutex up when dropped.
pub struct MutexGuard<'a, T> {
    // Dropped before the mutex is given up.
    order: Order<'a>,
    inner: sync::MutexGuard<'a, T>,
}

impl<T> Mutex<T> {
    pub const fn new(value: T) -> Mutex<T> {
        Mutex { inner: UnsafeCell::new(sync::Mutex::new(value)), order: AtomicBool::new(false) }
    }

    fn guard<'a>(&'a self, inner: sync::MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        MutexGuard { order: Order::begin(&self.order), inner }
    }

    fn inner(&self) -> &sync::Mutex<T> {
        // SAFETY: see `Sync`.
        unsafe { &*self.inner.get() }
    }

    /// Waits until the mutex is free, however many signals arrive meanwhile.
    pub fn lock(&self) -> MutexGuard<'_, T> {
        self.guard(self.inner().lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the mutex if it is free now.
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        match self.inner().try_lock() {
            Ok(guard) => Some(self.guard(guard)),
            Err(TryLockError::Poisoned(error)) => Some(self.guard(error.into_inner())),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Frees the mutex for the only thread of a process just forked, if another thread held it at that moment. Only
    /// for data that is sound at each point of a change.
    pub fn free_after_fork(&self) {
        if self.try_lock().is_some() {
            return;
        }
        let place = self.inner.get();
        // SAFETY: the guard of the lock is in a copied stack that no thread of this process runs on, so nobody refers to the
        // mutex but the caller. The data moves from the old mutex, which is not dropped, to the new one.
        unsafe {
            let data = std::ptr::read((*place).get_mut().unwrap_or_else(PoisonError::into_inner));
            std::ptr::write(place, sync::Mutex::new(data));
        }
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}

/// A condition variable. A wait may end without a notification, as the system's does: who waits looks at the data again.
#[derive(Debug, Default)]
pub struct Condvar {
    inner: sync::Condvar,
    /// Threads in a wait; changed with the mutex held. Without any a notification costs no system call.
    waiters: AtomicUsize,
}

impl Condvar {
    pub const fn new() -> Condvar {
        Condvar { inner: sync::Condvar::new(), waiters: AtomicUsize::new(0) }
    }

    /// Gives the mutex up, waits for a notification, takes the mutex again.
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        self.waiters.fetch_add(1, Ordering::Relaxed);
        let MutexGuard { order, inner } = guard;
        let mutex = order.0;
        drop(order);
        let inner = self.inner.wait(inner).unwrap_or_else(PoisonError::into_inner);
        let order = Order::begin(mutex);
        self.waiters.fetch_sub(1, Ordering::Relaxed);
        MutexGuard { order, inner }
    }

    /// As [`Condvar::wait`], but for `microseconds` at most; true when the time ran out.
    pub fn wait_us<'a, T>(&self, guard: MutexGuard<'a, T>, microseconds: u64) -> (MutexGuard<'a, T>, bool) {
        self.waiters.fetch_add(1, Ordering::Relaxed);
        let limit = Duration::from_micros(microseconds);
        let MutexGuard { order, inner } = guard;
        let mutex = order.0;
        drop(order);
        let (inner, result) = self.inner.wait_timeout(inner, limit).unwrap_or_else(PoisonError::into_inner);
        let order = Order::begin(mutex);
        self.waiters.fetch_sub(1, Ordering::Relaxed);
        (MutexGuard { order, inner }, result.timed_out())
    }

    /// Wakes one waiter, if there is one. To be called with the mutex held, or after a change that was made with it held.
    pub fn notify_one(&self) {
        if self.waiters.load(Ordering::Relaxed) != 0 {
            self.inner.notify_one();
        }
    }

    /// Wakes all waiters; as [`Condvar::notify_one`].
    pub fn notify_all(&self) {
        if self.waiters.load(Ordering::Relaxed) != 0 {
            self.inner.notify_all();
        }
    }
}
