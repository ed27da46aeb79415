//! The GIL's algorithms, the thread lock, the breaker, the pending calls and the marks of signals under a model checker.
//!
//! Those rooms are written against `crate::platform`. Here they are compiled a second time, as they are, against a simulated
//! machine ([`platform`]) whose threads are shuttle's tasks, whose every access to a mutex, a semaphore or an atomic is a
//! point where another task may go on, and whose clock goes only when a test says so. A test runs under thousands of
//! schedules; all tasks asleep is a deadlock and fails it, and so is going on without end.
//!
//! shuttle rather than loom, which goes through all schedules: loom's primitives cannot be statics, which the breaker,
//! the ring of pending calls and the signals' marks are, and three threads on a GIL are more than it can go through. What
//! shuttle does not show is reordering by the processor; for that there is ThreadSanitizer, see ARCHITECTURE.md.
//!
//! A failing test prints its schedule; `explore::replay` runs that one again.

mod explore;
mod gil;
mod observe;
mod platform;
#[path = "../../src/profile.rs"]
#[allow(dead_code)]
mod profile;
mod signals;
mod sync;

mod gil_model;
mod lock_model;
mod signals_model;
