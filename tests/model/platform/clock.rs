//! A clock that goes when it is told to.

use super::park::{Sleeper, Woken};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

struct Clock {
    now_us: i64,
    timers: Vec<(i64, Arc<Sleeper>)>,
}

static CLOCK: Mutex<Clock> = Mutex::new(Clock { now_us: 0, timers: Vec::new() });

fn clock() -> MutexGuard<'static, Clock> {
    CLOCK.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn reset() {
    *clock() = Clock { now_us: 0, timers: Vec::new() };
}

pub fn now_us() -> i64 {
    clock().now_us
}

/// Wakes the sleeper at that time, unless something else does.
pub fn wake_at(us: i64, sleeper: &Arc<Sleeper>) {
    if us <= now_us() {
        sleeper.wake(Woken::TimedOut);
        return;
    }
    clock().timers.push((us, sleeper.clone()));
}

pub fn forget(sleeper: &Arc<Sleeper>) {
    clock().timers.retain(|(_, other)| !Arc::ptr_eq(other, sleeper));
}

/// Lets time pass.
pub fn advance(us: i64) {
    let due: Vec<Arc<Sleeper>> = {
        let mut clock = clock();
        clock.now_us += us;
        let now = clock.now_us;
        let (due, later) = std::mem::take(&mut clock.timers).into_iter().partition(|(at, _)| *at <= now);
        clock.timers = later;
        let due: Vec<_> = due;
        due.into_iter().map(|(_, sleeper)| sleeper).collect()
    };
    for sleeper in due {
        sleeper.wake(Woken::TimedOut);
    }
    shuttle::thread::yield_now();
}

/// How many sleep with a limit.
pub fn timers() -> usize {
    clock().timers.len()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RealTime(i64);

impl RealTime {
    pub fn now() -> RealTime {
        RealTime(now_us())
    }

    pub fn after_us(self, microseconds: i64) -> RealTime {
        RealTime(self.0.saturating_add(microseconds))
    }

    pub fn us_since(self, now: RealTime) -> i64 {
        self.0.saturating_sub(now.0)
    }

    pub fn us(self) -> i64 {
        self.0
    }
}
