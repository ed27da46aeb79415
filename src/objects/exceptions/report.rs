//! Exceptions that nobody can handle (Python/errors.c, `PyErr_WriteUnraisable`).
//!
//! Invariant: whatever goes wrong here, no exception is left behind.

use crate::objects::errors::{self, PyResult};
use crate::objects::file::print::{write_object, write_string};
use crate::objects::{Value, lang, names, protocol};
use crate::vm::door;

/// The class as tracebacks name it: `ValueError`, `socket.error`.
pub fn class_text(class: &Value) -> String {
    if crate::objects::classic::is_class(class) {
        return crate::objects::classic::full_name(class);
    }
    let Some(ty) = class.as_type() else {
        return protocol::str_string(class).unwrap_or_else(|_| {
            errors::clear();
            "<unknown>".to_owned()
        });
    };
    let name = ty.name();
    let name = name.rsplit('.').next().unwrap_or(&name);
    let own = if lang::is_27() { "exceptions" } else { "builtins" };
    match protocol::getattr(class, names::__module__()) {
        Ok(module) => match module.str_lossy() {
            Some(module) if module == own => name.to_owned(),
            Some(module) => format!("{module}.{name}"),
            None => format!("<unknown>{name}"),
        },
        Err(_) => {
            errors::clear();
            format!("<unknown>{name}")
        }
    }
}

/// Reports the current exception and drops it: "Exception ... in ... ignored".
pub fn write_unraisable(context: &Value) {
    report(|file| write_object(file, context, false));
}

/// [`write_unraisable`] for an object that is being freed, by its repr.
pub fn write_unraisable_in(repr: &str) {
    report(|file| write_string(file, repr));
}

fn report(write_context: impl FnOnce(&Value) -> PyResult<()>) {
    let Some(exc) = errors::fetch() else { return };
    let Some(file) = door::sys_attribute("stderr").filter(|file| lang::is_27() || !file.is_none()) else {
        return;
    };
    // Each piece is written by itself, and a piece that fails does not keep the others back.
    let put = |text: &str| {
        if write_string(&file, text).is_err() {
            errors::clear();
        }
    };
    put("Exception ");
    put(&class_text(&exc.ty));
    if let Some(value) = exc.value.as_ref().filter(|value| !value.is_none()) {
        put(": ");
        if write_object(&file, value, false).is_err() {
            errors::clear();
            if lang::is_27() {
                put("<exception repr() failed>");
            }
        }
    }
    put(" in ");
    if write_context(&file).is_err() {
        errors::clear();
        if lang::is_27() {
            put("<object repr() failed>");
        }
    }
    put(" ignored\n");
    errors::clear();
}
