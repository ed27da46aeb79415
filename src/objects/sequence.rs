//! What sequences share: the messages of `+` and `*` that no operand could do, and index arithmetic
//! (Objects/abstract.c, PySequence_*; Objects/sliceobject.c).

use super::errors::{Raised, type_error};
use super::header::Layout;
use super::protocol;
use super::typeobj::BinOp;
use super::word::Value;

fn is_sequence(value: &Value) -> bool {
    matches!(value.type_of().layout(), Layout::Str | Layout::List | Layout::Tuple | Layout::ByteArray)
}

/// The error of `sequence + x` and `sequence * x` where the operand is at fault; none for other operands.
pub fn operator_error(op: BinOp, a: &Value, b: &Value) -> Option<Raised> {
    match op {
        BinOp::Mul => {
            let other = if is_sequence(a) {
                b
            } else if is_sequence(b) {
                a
            } else {
                return None;
            };
            if protocol::index_value(other).is_err() {
                super::errors::clear();
                return Some(type_error(format!(
                    "can't multiply sequence by non-int of type '{}'",
                    other.type_name()
                )));
            }
            None
        }
        _ => None,
    }
}

/// A possibly negative index into a sequence of this length; none if out of range.
pub fn resolve(index: i64, len: usize) -> Option<usize> {
    let len = len as i64;
    let index = if index < 0 { index + len } else { index };
    (0..len).contains(&index).then_some(index as usize)
}

/// `start` or `stop` of a simple slice: negative counts from the end, then clamped to `0..=len`.
pub fn clamp(index: i64, len: usize) -> usize {
    let len = len as i64;
    let index = if index < 0 { index.saturating_add(len) } else { index };
    index.clamp(0, len) as usize
}
