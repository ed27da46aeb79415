//! What the built-in functions ask of numbers: `round`, `bin`, `oct`, `hex`, `coerce` (Python/bltinmodule.c).
//! `abs`, `divmod` and `pow` are `protocol::unary`, `protocol::binary` and `protocol::power`.

use super::complex::{Complex, new_complex, pair};
use super::errors::{PyResult, type_error};
use super::float::{self, as_double, new_float};
use super::int::{self, methods};
use super::tuple::new_tuple;
use super::typeobj::UnOp;
use super::word::Value;
use super::{lang, names, protocol};

/// `round(number[, ndigits])`. 2.7 makes a float of the number and rounds half away from zero; 3.2 calls `__round__`.
pub fn round(number: &Value, digits: Option<&Value>) -> PyResult {
    if !lang::is_27() {
        return methods::round_by_method(number, digits);
    }
    let x = as_double(number)?;
    let digits = match digits {
        Some(digits) => protocol::index_clamped(digits)?,
        None => 0,
    };
    float::round_half_away(x, digits).map(new_float)
}

/// `bin(number)`.
pub fn bin(number: &Value) -> PyResult {
    methods::to_base(number, 2, "0b")
}

/// `oct(number)`.
pub fn oct(number: &Value) -> PyResult {
    if lang::is_27() { methods::by_slot(number, UnOp::Oct, "oct") } else { methods::to_base(number, 8, "0o") }
}

/// `hex(number)`.
pub fn hex(number: &Value) -> PyResult {
    if lang::is_27() {
        methods::by_slot(number, UnOp::Hex, "hex")
    } else {
        methods::to_base(number, 16, "0x")
    }
}

/// Both numbers as the wider of their types; none if they are not both numbers.
fn coerced(a: &Value, b: &Value) -> PyResult<Option<Value>> {
    let is_complex = |value: &Value| value.downcast::<Complex>().is_some();
    if is_complex(a) || is_complex(b) {
        let (Some(x), Some(y)) = (pair(a)?, pair(b)?) else { return Ok(None) };
        return Ok(Some(new_tuple([new_complex(x.0, x.1), new_complex(y.0, y.1)])));
    }
    if float::float_value(a).is_some() || float::float_value(b).is_some() {
        let (Some(x), Some(y)) = (float::operand(a)?, float::operand(b)?) else { return Ok(None) };
        return Ok(Some(new_tuple([new_float(x), new_float(y)])));
    }
    let (Some(x), Some(y)) = (int::to_big(a), int::to_big(b)) else { return Ok(None) };
    let long = int::is_long(a) || int::is_long(b);
    Ok(Some(new_tuple([int::typed(x, long), int::typed(y, long)])))
}

/// 2.7's `coerce(a, b)` (PyNumber_Coerce).
pub fn coerce(a: &Value, b: &Value) -> PyResult {
    if let Some(pair) = coerced(a, b)? {
        return Ok(pair);
    }
    for (this, other, swap) in [(a, b, false), (b, a, true)] {
        let Some(result) = protocol::call_special(this, names::__coerce__(), std::slice::from_ref(other))
        else {
            continue;
        };
        let result = result?;
        if result.is_not_implemented() || result.is_none() {
            continue;
        }
        let Some([x, y]) = result.downcast::<super::tuple::Tuple>().map(super::tuple::Tuple::items) else {
            return Err(type_error("coercion should return None or 2-tuple"));
        };
        return Ok(if swap { new_tuple([y.clone(), x.clone()]) } else { result.clone() });
    }
    Err(type_error("number coercion failed"))
}
