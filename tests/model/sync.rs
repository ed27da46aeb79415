//! The room `sync`, over the simulated machine.
#![allow(dead_code)]

#[path = "../../src/sync/lock.rs"]
pub mod lock;
