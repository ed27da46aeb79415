//! A simulated machine: what of `src/platform` the rooms under test use, made of shuttle's tasks.
//!
//! Always true: nothing here blocks the one OS thread that all tasks run on. What sleeps sleeps in [`park::Sleeper`].
#![allow(dead_code)]

pub mod clock;
pub mod fd;
pub mod mutex;
mod park;
pub mod process;
pub mod semaphore;
pub mod signal;
pub mod thread;

pub mod atomic {
    pub use shuttle::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicU64, AtomicUsize, Ordering};
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errno;

impl Errno {
    pub fn last() -> Errno {
        Errno
    }

    pub fn restore(self) {}
}

/// A machine just switched on.
pub(crate) fn reset() {
    clock::reset();
    semaphore::reset();
    mutex::reset();
}
