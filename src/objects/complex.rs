//! `complex` (Objects/complexobject.c).
//!
//! Invariant: immutable; two C doubles.

use super::header::{Layout, Payload, new_object};
use super::typeobj::COMPLEX;
use super::word::Value;

/// The payload of complex numbers: real and imaginary part.
pub struct Complex(pub f64, pub f64);

impl Payload for Complex {
    const LAYOUT: Layout = Layout::Complex;
}

/// A new complex object.
pub fn new_complex(re: f64, im: f64) -> Value {
    new_object(COMPLEX, Complex(re, im))
}
