//! Signals as CPython 2.7 and 3.2 have them: marked by a C-level handler, run by the main thread between opcodes.
//!
//! Invariants:
//! - The handler of the system ([`handler`]) only marks, asks for a check, and writes a byte. It runs no Python, takes
//!   no lock that anybody waits for, allocates nothing, and leaves `errno` as it was.
//! - Python's handlers run in the main thread only ([`dispatch`]), out of the pending calls ([`pending`]) or where a
//!   built-in checks for signals directly. Handlers run from pending calls do not nest; direct ones do.
//! - There are two main threads: the one that initialised signals (only it runs handlers and may set them), and the
//!   one that created the GIL (only it runs pending calls; before there is a GIL, anyone). They are the same thread
//!   unless an embedder or a sub-thread starts the first thread.
//! - The tables are the process's, as signals are. A process has one interpreter at a time that uses them.
//! - What a Python handler *is* is not known here: the caller gives a function that runs the one for a number.
//!
//! # How the rest of the program calls it
//!
//! `run` below is `|number| call the Python handler for number with the current frame`; its error is the caller's.
//!
//! - Start-up: `Gil::new`, then [`initialise`]; the table it gives says what `signal.getsignal` shows at first.
//! - Periodic check: `if pending::to_do() { make_pending_calls(&mut run)?; }`, see [`crate::gil::breaker`].
//! - Interrupted lock wait (3.2): `make_pending_calls(&mut run)?`.
//! - An OS call that gave `EINTR`, `pause`, `repr`, ...: `check_signals(&mut run)?`.
//! - `thread.interrupt_main()`: `trip(SIGINT)`.
//! - `signal.signal`: `is_main_thread()` else ValueError; number in 1..NSIG else ValueError; 2.7: `check_signals`;
//!   then [`set_handler`]; 3.2: [`clear_mark`]; then the Python-level table.
//! - Fork: the child calls [`after_fork`].
//! - End: [`finish`].

pub mod dispatch;
pub mod handler;
pub mod install;
pub mod pending;

#[cfg(test)]
mod tests;

pub use crate::platform::signal::NSIG;
pub use dispatch::{check_signals, clear_mark, is_main_thread, trip};
pub use handler::set_wakeup_fd;
pub use install::{Action, Initial, after_fork, finish, initialise, set_handler, siginterrupt};
pub use pending::{Failed, add_pending_call, make_pending_calls};
