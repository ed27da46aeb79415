//! The semaphore: a wait is ended by a free place, by the clock, or by a signal.

use super::clock::{self, RealTime};
use super::park::{Sleepers, Woken};
use std::sync::PoisonError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Wait {
    Acquired,
    Interrupted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum TimedWait {
    Acquired,
    TimedOut,
    Interrupted,
}

#[derive(Debug)]
pub struct Semaphore {
    places: shuttle::sync::Mutex<u32>,
    waiters: Sleepers,
}

/// All who wait for any semaphore, for signals to interrupt.
static WAITING: Sleepers = Sleepers::new();

pub fn reset() {
    WAITING.forget_all();
}

/// A signal arrives in every thread that waits for a semaphore.
pub fn interrupt_waiters() {
    WAITING.wake_all(Woken::Interrupted);
}

impl Semaphore {
    pub fn new(value: u32) -> Semaphore {
        Semaphore { places: shuttle::sync::Mutex::new(value), waiters: Sleepers::new() }
    }

    pub fn post(&self) {
        *self.places.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.waiters.wake_one();
    }

    pub fn try_wait(&self) -> bool {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let free = *places > 0;
        *places -= u32::from(free);
        free
    }

    pub fn wait(&self) -> Wait {
        match self.sleep(None) {
            TimedWait::Interrupted => Wait::Interrupted,
            _ => Wait::Acquired,
        }
    }

    pub fn wait_until(&self, deadline: RealTime) -> TimedWait {
        self.sleep(Some(deadline))
    }

    fn sleep(&self, deadline: Option<RealTime>) -> TimedWait {
        loop {
            let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            if *places > 0 {
                *places -= 1;
                return TimedWait::Acquired;
            }
            let sleeper = self.waiters.add();
            WAITING.adopt(&sleeper);
            if let Some(deadline) = deadline {
                clock::wake_at(deadline.us(), &sleeper);
            }
            drop(places);
            let why = sleeper.sleep();
            self.waiters.remove(&sleeper);
            WAITING.remove(&sleeper);
            clock::forget(&sleeper);
            match why {
                Woken::Notified => {}
                Woken::TimedOut => return TimedWait::TimedOut,
                Woken::Interrupted => return TimedWait::Interrupted,
            }
        }
    }

    pub fn reinit_after_fork(&self, _value: u32) {}
}
