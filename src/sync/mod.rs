//! The thread lock of `thread`/`_thread`, over an OS semaphore.
//!
//! Invariant: nothing here touches the GIL or Python. A lock is waited for inside a blocking region that the caller
//! opens; whether a signal may end the wait is the caller's [`crate::profile::LockKind`].

pub mod lock;

pub use lock::{Acquire, Lock, NotLocked, Timeout, Until, acquire_timed};

#[cfg(test)]
mod tests;
