//! `bool` (Objects/boolobject.c).
//!
//! Invariant: True and False are immediates, and there are no others: the type can't be subclassed.

use super::errors::PyResult;
use super::int::{self, Int};
use super::native::Args;
use super::protocol;
use super::str::new_str;
use super::typeobj::{BOOL, BinOp, INT, Slots, TypeDef, TypeRef, ready};
use super::word::Value;

fn bool_new(_: TypeRef, args: &Args) -> PyResult {
    let [value] = args.bind("bool", ["x"], 0)?;
    value.map_or(Ok(false), protocol::truth).map(Value::bool)
}

fn repr(this: &Value) -> PyResult {
    Ok(new_str(if this.as_bool() == Some(true) { "True" } else { "False" }))
}

/// `&`, `|` and `^` of two bools are bools; all else is the ints'.
fn binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    if let (Some(x), Some(y)) = (a.as_bool(), b.as_bool()) {
        match op {
            BinOp::And => return Ok(Value::bool(x & y)),
            BinOp::Or => return Ok(Value::bool(x | y)),
            BinOp::Xor => return Ok(Value::bool(x ^ y)),
            _ => {}
        }
    }
    int::binary(op, a, b)
}

pub fn init() {
    let slots = Slots {
        repr: Some(repr),
        str: Some(repr),
        binary: Some(binary),
        new: Some(bool_new),
        ..Slots::of::<Int>()
    };
    ready(TypeDef {
        base: INT,
        operators: &[BinOp::And, BinOp::Or, BinOp::Xor],
        reflected: true,
        doc: "bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.",
        ..TypeDef::new(BOOL, "bool", slots)
    });
}
