//! The module `imp` (Python/import.c): the import lock, and the little of the import machinery that scripts ask for.

use super::builtins::code;
use super::capi;
use crate::objects::errors::{PyResult, runtime_error};
use crate::objects::native::{Method, Native, method};
use crate::objects::str::{new_bytes, new_str};
use crate::objects::{Value, lang, module};
use crate::runtime::import_lock;

fn lock_held(_this: &Value) -> PyResult {
    Ok(Value::bool(import_lock::is_held()))
}

fn acquire_lock(_this: &Value) -> PyResult {
    import_lock::acquire();
    Ok(Value::none())
}

fn release_lock(_this: &Value) -> PyResult {
    match import_lock::release() {
        Ok(()) => Ok(Value::none()),
        Err(_) => Err(runtime_error("not holding the import lock")),
    }
}

fn new_module(_this: &Value, name: &Value) -> PyResult {
    Ok(module::new_module(&code::module_name(name)?))
}

/// 1: a built-in module, 0: none, -1: one that cannot be made again.
fn is_builtin(_this: &Value, name: &Value) -> PyResult {
    let name = code::module_name(name)?;
    let known = super::find(&name, lang::language()).is_some();
    let once = ["sys", "builtins", "__builtin__", "exceptions"].contains(&&*name);
    Ok(Value::int(if !known {
        0
    } else if once {
        -1
    } else {
        1
    }))
}

fn is_frozen(_this: &Value, _name: &Value) -> PyResult {
    Ok(Value::bool(false))
}

fn get_magic(_this: &Value) -> PyResult {
    let number: u16 = if lang::is_27() { 62211 } else { 3180 };
    let [low, high] = number.to_le_bytes();
    Ok(new_bytes([low, high, b'\r', b'\n']))
}

static FUNCTIONS: &[Method] = &[
    method("new_module", Native::One(new_module), "new_module(name) -> module"),
    method("get_magic", Native::NoArgs(get_magic), "get_magic() -> string"),
    method("is_builtin", Native::One(is_builtin), "is_builtin(name) -> integer"),
    method("is_frozen", Native::One(is_frozen), "is_frozen(name) -> bool"),
    method("reload", Native::One(code::reload), "reload(module) -> module"),
    method(
        "lock_held",
        Native::NoArgs(lock_held),
        "lock_held() -> bool\n\nWhether some thread holds the import lock at this moment.",
    ),
    method(
        "acquire_lock",
        Native::NoArgs(acquire_lock),
        "acquire_lock()\n\nTake the import lock; the thread that has it may take it again.",
    ),
    method(
        "release_lock",
        Native::NoArgs(release_lock),
        "release_lock()\n\nGive the import lock back, as often as it was taken.",
    ),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("imp");
    module::add_functions(&made, "imp", FUNCTIONS);
    let kinds = [
        "SEARCH_ERROR",
        "PY_SOURCE",
        "PY_COMPILED",
        "C_EXTENSION",
        "PY_RESOURCE",
        "PKG_DIRECTORY",
        "C_BUILTIN",
    ];
    let numbers: Vec<(&str, i64)> = kinds.into_iter().zip(0..).chain([("PY_FROZEN", 7)]).collect();
    capi::add_ints(&made, &numbers);
    module::set(&made, "__doc__", new_str("The import lock, and some of what import is made of."));
    Ok(made)
}
