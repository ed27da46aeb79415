//! The room `signals`, over the simulated machine, but for what only installs handlers.
#![allow(dead_code)]

#[path = "../../src/signals/dispatch.rs"]
pub mod dispatch;
#[path = "../../src/signals/handler.rs"]
pub mod handler;
#[path = "../../src/signals/pending.rs"]
pub mod pending;

use crate::profile::GilKind;

/// What `initialise` does to the tables.
pub fn start(kind: GilKind) {
    handler::clear_all();
    handler::adopt_process();
    dispatch::set_main_thread();
    pending::reset(kind);
}

/// A signal arrives in the calling thread.
pub fn arrive(number: i32) {
    handler::trip_signal(number);
}
