//! The room `gil`, over the simulated machine.
#![allow(dead_code)]
// Shuttle's mutexes are large, and one lock a test is all there is.
#![allow(clippy::large_enum_variant)]

#[path = "../../src/gil/breaker.rs"]
pub mod breaker;
#[path = "../../src/gil/interval.rs"]
mod interval;
#[path = "../../src/gil/lock.rs"]
mod lock;
#[path = "../../src/gil/priority.rs"]
pub mod priority;
#[path = "../../src/gil/settings.rs"]
mod settings;
#[path = "../../src/gil/ticks.rs"]
mod ticks;

pub use lock::Gil;

pub type ThreadId = usize;
