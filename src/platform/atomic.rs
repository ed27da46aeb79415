//! The machine's atomics, by the name that the rooms above know them by: a simulated machine brings its own.

pub use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicU64, AtomicUsize, Ordering};
