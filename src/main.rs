//! The binary: a thin client of the crate.

use std::panic::{catch_unwind, set_hook};

/// What a process ends with whose main thread met a mistake of gilpy's own (`EX_SOFTWARE`).
const INTERNAL_ERROR: i32 = 70;

fn main() {
    // The one fallback, for every thread: what happened and where, without Rust's words for it.
    set_hook(Box::new(|info| {
        let what = info.payload_as_str().unwrap_or("unknown");
        let place = info.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
        let message = format!("gilpy: internal error: {what}{place}; please report it\n");
        // Nobody is left to be told of a stderr that takes nothing.
        let _ = gilpy::platform::fd::write(2, message.as_bytes());
    }));
    gilpy::platform::memory::prepare();
    let status = catch_unwind(gilpy::cli::main).unwrap_or(INTERNAL_ERROR);
    // Daemon threads may still run: the process ends without waiting for them or tearing anything down under them.
    gilpy::platform::process::exit_now(status)
}
