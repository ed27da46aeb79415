//! The proxies of `weakref.proxy`: stand-ins that pass every question on to their target
//! (Objects/weakrefobject.c, `proxy_*`).
//!
//! Invariant: a proxy holds its target alive for the length of one question only; once the target is dead each
//! question is a ReferenceError.

use super::errors::PyResult;
use super::header::Layout;
use super::native::Args;
use super::str::new_str;
use super::typeobj::{BinOp, CmpOp, Slots, TypeDef, TypeObj, TypeRef, UnOp, WEAKPROXY, ready};
use super::weakref::{Weakref, gone, new_reference};
use super::word::Value;
use super::{call, protocol};

static CALLABLE_OBJ: TypeObj = TypeObj::builtin(Layout::Weakref);
pub const WEAKCALLABLEPROXY: TypeRef = TypeRef::of(&CALLABLE_OBJ);

fn is_proxy(value: &Value) -> bool {
    value.type_of() == WEAKPROXY || value.type_of() == WEAKCALLABLEPROXY
}

/// The target of a proxy; any other value is itself. Errors: ReferenceError.
fn unwrap(value: &Value) -> PyResult {
    if !is_proxy(value) {
        return Ok(value.clone());
    }
    value.payload::<Weakref>().target().ok_or_else(gone)
}

/// `weakref.proxy(target[, callback])`.
pub fn new_proxy(target: &Value, callback: Option<&Value>) -> PyResult {
    let ty = if target.type_of().slots().call.is_some() { WEAKCALLABLEPROXY } else { WEAKPROXY };
    new_reference(ty, target, callback)
}

fn repr(this: &Value) -> PyResult {
    let own = this.payload::<Weakref>().target();
    let (name, address) =
        own.map_or(("NoneType".to_owned(), 0), |target| (target.type_name(), target.address()));
    Ok(new_str(&format!("<weakproxy at {:#x} to {name} at {address:#x}>", this.address())))
}

fn compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    protocol::compare(&unwrap(a)?, &unwrap(b)?, op)
}

fn binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    protocol::binary(op, &unwrap(a)?, &unwrap(b)?)
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> PyResult {
    protocol::inplace(op, &unwrap(a)?, &unwrap(b)?)
}

fn unary(op: UnOp, this: &Value) -> PyResult {
    protocol::unary(op, &unwrap(this)?)
}

fn call_target(this: &Value, args: &Args) -> PyResult {
    call::call_args(&unwrap(this)?, args)
}

pub fn init() {
    let slots = Slots {
        repr: Some(repr),
        str: Some(|this| protocol::str(&unwrap(this)?)),
        hash: Some(protocol::unhashable),
        getattr: Some(|this, name| protocol::getattr(&unwrap(this)?, name)),
        setattr: Some(|this, name, new| protocol::setattr(&unwrap(this)?, name, new)),
        richcompare: Some(compare),
        iter: Some(|this| protocol::iter(&unwrap(this)?)),
        next: Some(|this| protocol::next(&unwrap(this)?)),
        truth: Some(|this| protocol::truth(&unwrap(this)?)),
        len: Some(|this| protocol::len(&unwrap(this)?)),
        getitem: Some(|this, key| protocol::getitem(&unwrap(this)?, key)),
        setitem: Some(|this, key, new| protocol::setitem(&unwrap(this)?, key, new)),
        contains: Some(|this, item| protocol::contains(&unwrap(this)?, item)),
        binary: Some(binary),
        inplace: Some(inplace),
        unary: Some(unary),
        ..Slots::of::<Weakref>()
    };
    let def = |ty, name, slots| TypeDef {
        operators: BinOp::ALL,
        inplace: BinOp::ALL,
        unary: &[UnOp::Neg, UnOp::Pos, UnOp::Abs, UnOp::Invert, UnOp::Int, UnOp::Float, UnOp::Index],
        reflected: true,
        ..TypeDef::new(ty, name, slots)
    };
    ready(def(WEAKPROXY, "weakproxy", slots));
    ready(def(WEAKCALLABLEPROXY, "weakcallableproxy", Slots { call: Some(call_target), ..slots }));
}
