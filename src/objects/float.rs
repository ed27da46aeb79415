//! `float` (Objects/floatobject.c).
//!
//! Invariant: immutable; the value is a C double.

use super::header::{Layout, Payload, new_object};
use super::typeobj::FLOAT;
use super::word::Value;

/// The payload of floats.
pub struct Float(pub f64);

impl Payload for Float {
    const LAYOUT: Layout = Layout::Float;
}

/// The number inside a float or an instance of a subclass; none for other objects.
#[inline(always)]
pub fn float_value(value: &Value) -> Option<f64> {
    value.downcast::<Float>().map(|float| float.0)
}

/// A new float object.
#[inline(always)]
pub fn new_float(value: f64) -> Value {
    new_object(FLOAT, Float(value))
}
