//! translate and maketrans.

use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, catch, type_error, value_error};
use crate::objects::str::operand::{Ask, buffer_of, not_a_string, promote};
use crate::objects::str::{Kind, Str, new_bytes, new_points};
use crate::objects::word::Value;
use crate::objects::{alloc, exceptions as exc, int, lang, protocol};

/// The bytes of an argument of a byte string's method.
fn bytes_of(value: &Value) -> PyResult<Vec<u8>> {
    buffer_of(value).ok_or_else(|| not_a_string(Kind::Bytes, value, Ask::Interface))
}

/// `bytes.translate(table[, deletechars])`; 2.7's `str` too.
pub fn translate_bytes(this: &Value, args: &[Value]) -> PyResult {
    let is_text = |value: &Value| value.downcast::<Str>().is_some_and(Str::is_text);
    if lang::is_27() && is_text(&args[0]) {
        if args.len() > 1 {
            return Err(type_error("deletions are implemented differently for unicode"));
        }
        return translate_text(&promote(this)?, &args[0]);
    }
    let table = if args[0].is_none() { None } else { Some(bytes_of(&args[0])?) };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(value_error("translation table must be 256 characters long"));
    }
    let mut deleted = [false; 256];
    if let Some(arg) = args.get(1) {
        if lang::is_27() && is_text(arg) {
            return Err(type_error("deletions are implemented differently for unicode"));
        }
        for byte in bytes_of(arg)? {
            deleted[byte as usize] = true;
        }
    }
    let bytes = this.payload::<Str>().as_narrow().unwrap_or_default();
    let kept = bytes.iter().filter(|&&byte| !deleted[byte as usize]);
    Ok(new_bytes(match &table {
        Some(table) => kept.map(|&byte| table[byte as usize]).collect::<Vec<u8>>(),
        None => kept.copied().collect(),
    }))
}

/// `str.translate(mapping)` of text: the mapping gives an int, a string or None for each character.
pub fn translate_text(this: &Value, mapping: &Value) -> PyResult {
    // The characters as numbers, and the new ones.
    alloc::ensure(8 * this.payload::<Str>().len())?;
    let points = this.payload::<Str>().to_points();
    let mut out = Vec::with_capacity(points.len());
    let text = if lang::is_27() { "unicode" } else { "str" };
    for point in points {
        let found = protocol::getitem(mapping, &Value::int(point.into()));
        let Some(to) = catch(exc::LOOKUP_ERROR, found)? else {
            out.push(point);
            continue;
        };
        if to.is_none() {
            continue;
        }
        if int::is_int(&to) {
            match int::to_i64(&to).filter(|to| (0..0x11_0000).contains(to)) {
                Some(to) => out.push(to as u32),
                // 2.7 prints its own format string here.
                None if lang::is_27() => return Err(type_error("character mapping must be in range(0x%lx)")),
                None => return Err(type_error("character mapping must be in range(0x110000)")),
            }
        } else if let Some(to) = to.downcast::<Str>().filter(|to| to.is_text()) {
            alloc::room(&mut out, to.len())?;
            out.extend(to.repr().iter());
        } else {
            return Err(type_error(format!("character mapping must return integer, None or {text}")));
        }
    }
    Ok(new_points(out))
}

pub fn translate_text_method(this: &Value, mapping: &Value) -> PyResult {
    translate_text(this, mapping)
}

fn text_argument(value: &Value) -> PyResult<&Str> {
    match value.downcast::<Str>().filter(|text| text.is_text()) {
        Some(text) => Ok(text),
        None => Err(type_error(format!("must be str, not {}", value.type_name()))),
    }
}

/// 3.2's `str.maketrans(x[, y[, z]])`.
pub fn maketrans_text(_: &Value, args: &[Value]) -> PyResult {
    let made = Dict::new_value();
    let table = made.payload::<Dict>();
    match args {
        [from, to, rest @ ..] => {
            let deleted = rest.first().map(text_argument).transpose()?;
            let (to, from) = (text_argument(to)?, from.downcast::<Str>().filter(|from| from.is_text()));
            let Some(from) = from else {
                return Err(type_error(
                    "first maketrans argument must be a string if there is a second argument",
                ));
            };
            if from.len() != to.len() {
                return Err(value_error("the first two maketrans arguments must have equal length"));
            }
            for (from, to) in from.repr().iter().zip(to.repr().iter()) {
                table.insert(Value::int(from.into()), Value::int(to.into()))?;
            }
            for point in deleted.map(Str::to_points).unwrap_or_default() {
                table.insert(Value::int(point.into()), Value::none())?;
            }
        }
        _ => {
            let Some(from) = args.first().and_then(|from| from.downcast::<Dict>()) else {
                return Err(type_error("if you give only one argument to maketrans it must be a dict"));
            };
            for (key, value) in from.items() {
                let key = match key.downcast::<Str>().filter(|key| key.is_text()) {
                    Some(text) if text.len() == 1 => Value::int(text.repr().at(0).into()),
                    Some(_) => return Err(value_error("string keys in translate table must be of length 1")),
                    None if int::is_int(&key) => key,
                    None => return Err(type_error("keys in translate table must be strings or integers")),
                };
                table.insert(key, value)?;
            }
        }
    }
    Ok(made)
}

/// 3.2's `bytes.maketrans(from, to)`.
pub fn maketrans_bytes(_: &Value, args: &[Value]) -> PyResult {
    let argument =
        |value: &Value| buffer_of(value).ok_or_else(|| not_a_string(Kind::Bytes, value, Ask::Buffer));
    let (from, to) = (argument(&args[0])?, argument(&args[1])?);
    if from.len() != to.len() {
        return Err(value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.into_iter().zip(to) {
        table[from as usize] = to;
    }
    Ok(new_bytes(table))
}
