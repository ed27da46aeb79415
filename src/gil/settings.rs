//! The numbers that `sys.setcheckinterval`, `sys.setswitchinterval` and the command line set.
//!
//! Invariant: each is read where it is used, without a lock, as in CPython.

use crate::platform::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed};
use crate::profile::Config;

#[derive(Debug)]
pub(super) struct Settings {
    check_interval: AtomicI64,
    switch_interval_us: AtomicU64,
    forced_switching: AtomicBool,
}

impl Settings {
    pub(super) fn of(config: &Config) -> Settings {
        Settings {
            check_interval: AtomicI64::new(config.check_interval),
            switch_interval_us: AtomicU64::new(config.switch_interval_us),
            forced_switching: AtomicBool::new(config.forced_switching),
        }
    }

    /// Ticks from one check to the next.
    pub(super) fn check_interval(&self) -> i64 {
        self.check_interval.load(Relaxed)
    }

    pub(super) fn set_check_interval(&self, ticks: i64) {
        self.check_interval.store(ticks.clamp(i32::MIN as i64, i32::MAX as i64), Relaxed);
    }

    /// Microseconds, as they were set.
    pub(super) fn switch_interval_us(&self) -> u64 {
        self.switch_interval_us.load(Relaxed)
    }

    /// Microseconds that a waiter waits before it asks: one at least.
    pub(super) fn wait_us(&self) -> u64 {
        self.switch_interval_us().max(1)
    }

    pub(super) fn set_switch_interval_us(&self, microseconds: u64) {
        self.switch_interval_us.store(microseconds, Relaxed);
    }

    /// Whether a thread that was asked to drop the lock sees to it that another one has it.
    pub(super) fn forced_switching(&self) -> bool {
        self.forced_switching.load(Relaxed)
    }

    pub(super) fn set_forced_switching(&self, on: bool) {
        self.forced_switching.store(on, Relaxed);
    }
}
