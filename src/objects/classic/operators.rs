//! Operators on instances of old-style classes, with `__coerce__` (classobject.c, `do_binop`, `half_binop`).

use super::instance::{ClassicInstance, attribute, may, must};
use crate::objects::errors::{PyResult, type_error};
use crate::objects::slotdefs::{operator_names, unary_name};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::{BinOp, UnOp};
use crate::objects::{Value, call, int, names, protocol, recursion};

/// `v.name(w)`, after `v.__coerce__(w)` if `v` has one. NotImplemented if `v` is no instance or can't.
fn half(op: BinOp, v: &Value, w: &Value, name: &Value, swapped: bool) -> PyResult {
    if v.downcast::<ClassicInstance>().is_none() {
        return Ok(Value::not_implemented());
    }
    let coerced = may(v, names::__coerce__(), std::slice::from_ref(w))?;
    let Some(coerced) = coerced.filter(|pair| !pair.is_none() && !pair.is_not_implemented()) else {
        return direct(v, w, name);
    };
    let Some([v1, w1]) = coerced.downcast::<Tuple>().map(Tuple::items) else {
        return Err(type_error("coercion should return None or 2-tuple"));
    };
    if v1.downcast::<ClassicInstance>().is_some() {
        return direct(v1, w1, name);
    }
    let _level = recursion::enter(" after coercion")?;
    if swapped { protocol::binary(op, w1, v1) } else { protocol::binary(op, v1, w1) }
}

/// What `__coerce__` makes of two objects to be compared, if neither is an old-style instance then.
pub fn coerced(v: &Value, w: &Value) -> PyResult<Option<(Value, Value)>> {
    for (this, other, swapped) in [(v, w, false), (w, v, true)] {
        if this.downcast::<ClassicInstance>().is_none() {
            continue;
        }
        let pair = may(this, names::__coerce__(), std::slice::from_ref(other))?;
        let Some([x, y]) = pair.as_ref().and_then(|pair| pair.downcast::<Tuple>()).map(Tuple::items) else {
            continue;
        };
        if [x, y].iter().any(|value| value.downcast::<ClassicInstance>().is_some()) {
            continue;
        }
        return Ok(Some(if swapped { (y.clone(), x.clone()) } else { (x.clone(), y.clone()) }));
    }
    Ok(None)
}

fn direct(v: &Value, w: &Value, name: &Value) -> PyResult {
    if v.downcast::<ClassicInstance>().is_none() {
        return Ok(Value::not_implemented());
    }
    match attribute(v, name)? {
        Some(method) => call::call(&method, std::slice::from_ref(w)),
        None => Ok(Value::not_implemented()),
    }
}

pub fn binary(op: BinOp, v: &Value, w: &Value) -> PyResult {
    let [name, reflected, _] = operator_names(op);
    let result = half(op, v, w, name, false)?;
    if !result.is_not_implemented() {
        return Ok(result);
    }
    half(op, w, v, reflected, true)
}

pub fn inplace(op: BinOp, v: &Value, w: &Value) -> PyResult {
    let [_, _, name] = operator_names(op);
    half(op, v, w, name, false)
}

pub fn unary(op: UnOp, this: &Value) -> PyResult {
    match op {
        UnOp::Index => {
            let Some(result) = may(this, names::__index__(), &[])? else {
                return Err(type_error("object cannot be interpreted as an index"));
            };
            if !int::is_int(&result) {
                return Err(type_error(format!(
                    "__index__ returned non-(int,long) (type {})",
                    result.type_name()
                )));
            }
            Ok(result)
        }
        UnOp::Int | UnOp::Long => {
            if op == UnOp::Long
                && let Some(result) = may(this, names::__long__(), &[])?
            {
                return Ok(result);
            }
            if let Some(result) = may(this, names::__int__(), &[])? {
                return Ok(result);
            }
            must(this, &intern("__trunc__"), &[])
        }
        _ => must(this, unary_name(op), &[]),
    }
}
