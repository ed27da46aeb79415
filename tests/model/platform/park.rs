//! Sleeping until woken, until the clock has gone far enough, or until a signal arrives.

use shuttle::sync::{Condvar, Mutex};
use std::sync::{Arc, PoisonError};

/// Why a sleep ended. The first reason counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    Notified,
    TimedOut,
    Interrupted,
}

/// One sleep of one task.
#[derive(Debug)]
pub struct Sleeper {
    woken: Mutex<Option<Woken>>,
    changed: Condvar,
}

impl Sleeper {
    pub fn new() -> Arc<Sleeper> {
        Arc::new(Sleeper { woken: Mutex::new(None), changed: Condvar::new() })
    }

    /// Ends the sleep; false if something else has ended it before.
    pub fn wake(&self, why: Woken) -> bool {
        let mut woken = self.woken.lock().unwrap_or_else(PoisonError::into_inner);
        if woken.is_some() {
            return false;
        }
        *woken = Some(why);
        self.changed.notify_one();
        true
    }

    pub fn sleep(&self) -> Woken {
        let mut woken = self.woken.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(why) = *woken {
                return why;
            }
            woken = self.changed.wait(woken).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Sleepers in no order: whoever wakes one, wakes any.
#[derive(Debug, Default)]
pub struct Sleepers(std::sync::Mutex<Vec<Arc<Sleeper>>>);

impl Sleepers {
    pub const fn new() -> Sleepers {
        Sleepers(std::sync::Mutex::new(Vec::new()))
    }

    fn list(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Sleeper>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn add(&self) -> Arc<Sleeper> {
        let sleeper = Sleeper::new();
        self.list().push(sleeper.clone());
        sleeper
    }

    /// Lists a sleeper that sleeps elsewhere.
    pub fn adopt(&self, sleeper: &Arc<Sleeper>) {
        self.list().push(sleeper.clone());
    }

    pub fn len(&self) -> usize {
        self.list().len()
    }

    pub fn remove(&self, sleeper: &Arc<Sleeper>) {
        self.list().retain(|other| !Arc::ptr_eq(other, sleeper));
    }

    pub fn forget_all(&self) {
        self.list().clear();
    }

    /// Wakes one that sleeps still, if there is one.
    pub fn wake_one(&self) {
        loop {
            let chosen = {
                let mut list = self.list();
                if list.is_empty() {
                    return;
                }
                // Schedule-dependent, so that a replay chooses the same.
                let at = shuttle::rand::Rng::gen_range(&mut shuttle::rand::thread_rng(), 0..list.len());
                list.swap_remove(at)
            };
            if chosen.wake(Woken::Notified) {
                return;
            }
        }
    }

    pub fn wake_all(&self, why: Woken) {
        let all = std::mem::take(&mut *self.list());
        for sleeper in all {
            sleeper.wake(why);
        }
    }
}
