//! The standard descriptors as the parent process left them.
//!
//! Invariant: before `main`, Rust's runtime opens `/dev/null` in the place of a standard descriptor that is closed; what
//! is noted here is older than that, so that a script started with its standard output closed can find it so.

use super::fd;
use std::sync::atomic::{AtomicU8, Ordering};

/// A bit for each of the descriptors 0, 1 and 2 that was closed at the start.
static CLOSED: AtomicU8 = AtomicU8::new(0);

extern "C" fn note_closed() {
    for descriptor in 0..3u8 {
        if !fd::is_open(descriptor.into()) {
            CLOSED.fetch_or(1 << descriptor, Ordering::Relaxed);
        }
    }
}

/// What the loader calls before anything else of the program runs.
// SAFETY: both sections hold addresses of functions without arguments, which is what this is; the function makes system
// calls only, and needs nothing of Rust's runtime, which is not there yet.
#[used]
#[cfg_attr(target_os = "macos", unsafe(link_section = "__DATA,__mod_init_func"))]
#[cfg_attr(not(target_os = "macos"), unsafe(link_section = ".init_array"))]
static AT_LOADING: extern "C" fn() = note_closed;

/// Closes the descriptors again that were closed at the start. To be called once, before anything is opened.
pub fn close_again() {
    // Named here, so that no linker takes it for unused.
    std::hint::black_box(&AT_LOADING);
    let closed = CLOSED.swap(0, Ordering::Relaxed);
    for descriptor in (0..3).filter(|descriptor| closed & 1 << descriptor != 0) {
        // It is /dev/null; closing that does not fail.
        let _ = fd::close(descriptor);
    }
}
