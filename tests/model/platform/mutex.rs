//! Mutex and condition variable.

use super::clock;
use super::park::{Sleepers, Woken};
use std::ops::{Deref, DerefMut};
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Debug, Default)]
pub struct Mutex<T>(shuttle::sync::Mutex<T>);

pub struct MutexGuard<'a, T> {
    mutex: &'a Mutex<T>,
    /// None while a condition is waited for.
    inner: Option<shuttle::sync::MutexGuard<'a, T>>,
}

/// How often `try_lock` found a mutex held.
static REFUSED: AtomicUsize = AtomicUsize::new(0);

/// What a task calls that is about to sleep on a condition, its mutex still held.
static BEFORE_SLEEP: std::sync::Mutex<Option<fn()>> = std::sync::Mutex::new(None);

pub fn reset() {
    REFUSED.store(0, Ordering::Relaxed);
    before_sleep(None);
}

pub fn before_sleep(function: Option<fn()>) {
    *BEFORE_SLEEP.lock().unwrap_or_else(PoisonError::into_inner) = function;
}

pub fn refused() -> usize {
    REFUSED.load(Ordering::Relaxed)
}

impl<T> Mutex<T> {
    pub const fn new(value: T) -> Mutex<T> {
        Mutex(shuttle::sync::Mutex::new(value))
    }

    pub fn lock(&self) -> MutexGuard<'_, T> {
        let inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        MutexGuard { mutex: self, inner: Some(inner) }
    }

    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        match self.0.try_lock() {
            Ok(inner) => Some(MutexGuard { mutex: self, inner: Some(inner) }),
            Err(_) => {
                REFUSED.fetch_add(1, Ordering::Relaxed);
                None
            }
        }
    }

    pub fn free_after_fork(&self) {}
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.inner.as_ref().expect("held, but for the time of a wait")
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.as_mut().expect("held, but for the time of a wait")
    }
}

#[derive(Debug, Default)]
pub struct Condvar(Sleepers);

impl Condvar {
    pub const fn new() -> Condvar {
        Condvar(Sleepers::new())
    }

    pub fn wait<'a, T>(&self, mut guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        self.sleep(&mut guard, None);
        guard
    }

    pub fn wait_us<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        microseconds: u64,
    ) -> (MutexGuard<'a, T>, bool) {
        let timed_out = self.sleep(&mut guard, Some(microseconds)) == Woken::TimedOut;
        (guard, timed_out)
    }

    fn sleep<T>(&self, guard: &mut MutexGuard<'_, T>, limit: Option<u64>) -> Woken {
        let before = *BEFORE_SLEEP.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = before {
            before();
        }
        let sleeper = self.0.add();
        if let Some(us) = limit {
            clock::wake_at(clock::now_us() + us as i64, &sleeper);
        }
        guard.inner = None;
        let why = sleeper.sleep();
        self.0.remove(&sleeper);
        clock::forget(&sleeper);
        guard.inner = guard.mutex.lock().inner.take();
        why
    }

    pub fn notify_one(&self) {
        self.0.wake_one();
    }

    pub fn notify_all(&self) {
        self.0.wake_all(Woken::Notified);
    }
}
