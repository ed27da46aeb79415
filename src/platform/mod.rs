//! The only place that touches the operating system: locks, semaphores, clocks, sleeping, threads, signals,
//! file descriptors, processes.
//!
//! Invariants:
//! - Everything above is written against these types, so that a simulated machine can stand in for the real one.
//! - Nothing here retries a call that a signal interrupted: `EINTR` is a value like any other, and who is told of
//!   it is decided above (`sync`, `modules`). The one exception is [`mutex`], whose waits no signal can end.
//! - Nothing here knows of Python, of the GIL, or of what a signal means.
//! - `unsafe` lives in this room and in `signals/handler.rs`, each use with the reason why it holds.

pub mod atomic;
pub mod calendar;
pub mod clock;
#[cfg(target_os = "linux")]
pub mod epoll;
pub mod errno;
pub mod fd;
pub mod file;
pub mod fs;
pub mod locale;
pub mod memory;
pub mod mutex;
pub mod process;
pub mod semaphore;
pub mod services;
pub mod signal;
pub mod sleep;
pub mod socket;
pub mod spawn;
pub mod standard;
pub mod thread;
pub mod usage;

pub use errno::Errno;
pub use mutex::{Condvar, Mutex, MutexGuard};
pub use semaphore::{Semaphore, TimedWait, Wait};

/// Tests that change what belongs to the whole process (dispositions, timers, the ticker, the breaker, the tables
/// of signals and pending calls) hold this while they run.
#[cfg(test)]
pub(crate) fn process_wide() -> MutexGuard<'static, ()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    ONE_AT_A_TIME.lock()
}
