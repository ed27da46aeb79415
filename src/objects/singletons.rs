//! The types of None, NotImplemented and Ellipsis (Objects/object.c, Objects/sliceobject.c).
//!
//! Invariant: each has one value, an immediate; nobody can make another.

use super::errors::PyResult;
use super::str::new_str;
use super::typeobj::{ELLIPSIS_TYPE, NONE_TYPE, NOT_IMPLEMENTED_TYPE, Plain, Slots, TypeDef, TypeRef, ready};
use super::word::Value;

fn none_repr(_: &Value) -> PyResult {
    Ok(new_str("None"))
}

fn not_implemented_repr(_: &Value) -> PyResult {
    Ok(new_str("NotImplemented"))
}

fn ellipsis_repr(_: &Value) -> PyResult {
    Ok(new_str("Ellipsis"))
}

fn define(ty: TypeRef, name: &'static str, repr: fn(&Value) -> PyResult) {
    let hash = |value: &Value| Ok(super::int::hash_immediate(value.word()));
    let slots = Slots { repr: Some(repr), hash: Some(hash), ..Slots::of::<Plain>() };
    ready(TypeDef::new(ty, name, slots));
}

pub fn init() {
    define(NONE_TYPE, "NoneType", none_repr);
    define(NOT_IMPLEMENTED_TYPE, "NotImplementedType", not_implemented_repr);
    define(ELLIPSIS_TYPE, "ellipsis", ellipsis_repr);
}
