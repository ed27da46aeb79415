//! Writing values to whatever has a `write`: what `print`, tracebacks and the interpreter itself use
//! (Objects/fileobject.c `PyFile_WriteObject`; Python/ceval.c, PRINT_ITEM).
//!
//! Invariants: 2.7's own file objects are written to directly, with the GIL given up for each piece, everything else
//! by its `write` method. A file has `softspace` set when the next item printed to it is to be preceded by a space.

use super::file27::{self, File27};
use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult};
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::str::{Kind, Repr, Str, new_str};
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::{DICT, FROZENSET, LIST, SET, TUPLE};
use crate::objects::{Value, call, hooks, int, lang, names, protocol, recursion, sequence};
use crate::vm::door;

/// 2.7's file object, if it is one.
fn real(file: &Value) -> Option<&File27> {
    file.downcast::<File27>()
}

/// Writes text (PyFile_WriteString). Errors: what `write` raised; a write error of a real file is not told here, as
/// in CPython.
pub fn write_string(file: &Value, text: &str) -> PyResult<()> {
    if let Some(own) = real(file) {
        own.check_open()?;
        // `fputs` whose result nobody looks at.
        let _ = file27::put(own, text.as_bytes());
        return Ok(());
    }
    if errors::occurred() {
        return Err(errors::Raised);
    }
    write_object(file, &new_str(text), true)
}

/// Writes `str(value)` (`raw`) or `repr(value)` (PyFile_WriteObject).
pub fn write_object(file: &Value, value: &Value, raw: bool) -> PyResult<()> {
    if let Some(own) = real(file) {
        own.check_open()?;
        let encoded = match (raw, own.encoding(), value.downcast::<Str>().map(Str::kind)) {
            (true, Some(encoding), Some(Kind::Text)) => {
                Some(call::call_method(value, names::encode(), &encoding)?)
            }
            _ => None,
        };
        return print_object(own, encoded.as_ref().unwrap_or(value), raw);
    }
    let write = protocol::getattr(file, names::write())?;
    let is_text = value.downcast::<Str>().is_some_and(|text| text.kind() == Kind::Text);
    let text = if raw && lang::is_27() && is_text {
        value.clone()
    } else if raw {
        protocol::str(value)?
    } else {
        protocol::repr(value)?
    };
    call::call(&write, &[text]).map(drop)
}

/// PyObject_Print: signals are looked at before each object, and again before its text.
fn print_object(own: &File27, value: &Value, raw: bool) -> PyResult<()> {
    hooks::check_signals()?;
    file27::clear_error(own);
    let exact = value.type_of() == crate::objects::typeobj::BYTES;
    if let Some(printed) = print_container(own, value) {
        return printed;
    }
    if raw
        && exact
        && let Some(Repr::Narrow(bytes)) = value.downcast::<Str>().map(Str::repr)
    {
        return file27::write_bytes(own, bytes);
    }
    let _level = recursion::enter(" in print")?;
    let text = if raw { protocol::str(value)? } else { protocol::repr(value)? };
    hooks::check_signals()?;
    match text.downcast::<Str>() {
        Some(text) => file27::write_bytes(own, &text.to_utf8()),
        None => Ok(()),
    }
}

/// The `tp_print` of lists, tuples, dicts and sets, which classes derived from them do not inherit: they are written piece by
/// piece, with the GIL given up for each. So what another thread changes meanwhile is seen, and what comes before an item
/// whose repr fails has been written.
fn print_container(own: &File27, value: &Value) -> Option<PyResult<()>> {
    let ty = value.type_of();
    if ![LIST, TUPLE, DICT, SET, FROZENSET].contains(&ty) {
        return None;
    }
    // A tuple leaves it to the list or dict that must be in any cycle of tuples.
    let guard = if ty == TUPLE { None } else { sequence::repr_enter(value) };
    if guard.is_none() && ty != TUPLE {
        let text = if ty == LIST {
            "[...]".to_owned()
        } else if ty == DICT {
            "{...}".to_owned()
        } else {
            format!("{}(...)", ty.name())
        };
        return Some(file27::write_bytes(own, text.as_bytes()));
    }
    Some(recursion::enter(" in print").and_then(|_level| print_items(own, value)))
}

fn print_items(own: &File27, value: &Value) -> PyResult<()> {
    let put = |text: &str| file27::write_bytes(own, text.as_bytes());
    let (mut at, mut first) = (0, true);
    let mut part = |item: &Value| {
        if !std::mem::take(&mut first) {
            put(", ")?;
        }
        print_object(own, item, false)
    };
    if let Some(list) = value.downcast::<List>() {
        put("[")?;
        while let Some(item) = list.get(at) {
            part(&item)?;
            at += 1;
        }
        put("]")
    } else if let Some(tuple) = value.downcast::<Tuple>() {
        put("(")?;
        tuple.items().iter().try_for_each(part)?;
        put(if tuple.items().len() == 1 { ",)" } else { ")" })
    } else if let Some(dict) = value.downcast::<Dict>() {
        put("{")?;
        while let Some((next, key, item)) = dict.next(at) {
            part(&key)?;
            put(": ")?;
            print_object(own, &item, false)?;
            at = next;
        }
        put("}")
    } else {
        put(&format!("{}([", value.type_name()))?;
        value.payload::<Set>().to_vec().iter().try_for_each(part)?;
        put("])")
    }
}

/// Sets `softspace` and gives what it was (PyFile_SoftSpace). It never fails.
pub fn soft_space(file: &Value, new: bool) -> bool {
    if let Some(own) = real(file) {
        return own.soft_space.replace(i64::from(new)) != 0;
    }
    if file.is_none() {
        return false;
    }
    let name = names::softspace();
    let old = match protocol::getattr(file, name) {
        Ok(old) => int::to_i64(&old).unwrap_or(0),
        Err(_) => {
            errors::clear();
            0
        }
    };
    if protocol::setattr(file, name, Some(&Value::int(i64::from(new)))).is_err() {
        errors::clear();
    }
    old != 0
}

/// Whether an item printed leaves the line such that the next one needs a space: not after white space other than
/// a blank.
fn wants_space(value: &Value) -> bool {
    let Some(text) = value.downcast::<Str>() else { return true };
    match text.len().checked_sub(1).and_then(|last| text.unit(last)) {
        None | Some(0x20) => true,
        Some(0x09..=0x0d) => false,
        Some(unit) if text.is_text() => {
            // Beyond ASCII, what Unicode calls white space.
            unit < 128 || !char::from_u32(unit).is_some_and(char::is_whitespace)
        }
        Some(_) => true,
    }
}

/// One item of a `print` statement.
pub fn print_item(value: &Value, file: &Value) -> PyResult<()> {
    if soft_space(file, false) {
        write_string(file, " ")?;
    }
    write_object(file, value, true)?;
    if wants_space(value) {
        soft_space(file, true);
    }
    Ok(())
}

/// The end of a `print` statement.
pub fn print_newline(file: &Value) -> PyResult<()> {
    write_string(file, "\n")?;
    soft_space(file, false);
    Ok(())
}

/// Ends a line that a `print` with a comma left open on `sys.stdout` (Py_FlushLine).
pub fn flush_line() -> PyResult<()> {
    let Some(file) = door::sys_value(names::stdout()) else { return Ok(()) };
    if !soft_space(&file, false) {
        return Ok(());
    }
    write_string(&file, "\n")
}
