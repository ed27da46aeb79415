//! Built-in functions about attributes and identity: getattr, hasattr, isinstance, id, hash, dir, vars, ...

use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, system_error, type_error};
use crate::objects::exceptions as exc;
use crate::objects::list::List;
use crate::objects::native::{Method, Native, method, unpack};
use crate::objects::str::{Kind, Str, encode_default, intern_value, native_kind};
use crate::objects::typeobj::INSTANCE;
use crate::objects::{Value, class, lang, listsort, names, protocol};
use crate::vm::door;

/// The name of an attribute: a str, in 2.7 also ASCII unicode.
fn attribute_name(function: &str, name: &Value) -> PyResult {
    match name.downcast::<Str>().map(Str::kind) {
        Some(kind) if kind == native_kind() => Ok(intern_value(name)),
        Some(Kind::Text) => Ok(intern_value(&encode_default(name)?)),
        _ if function.is_empty() => {
            Err(type_error(format!("attribute name must be string, not '{}'", name.type_name())))
        }
        _ => Err(type_error(format!("{function}(): attribute name must be string"))),
    }
}

fn getattr(_this: &Value, args: &[Value]) -> PyResult {
    unpack("getattr", args, 2, 3)?;
    let name = attribute_name("getattr", &args[1])?;
    match args.get(2) {
        None => protocol::getattr(&args[0], &name),
        Some(default) => Ok(protocol::getattr_option(&args[0], &name)?.unwrap_or_else(|| default.clone())),
    }
}

/// 2.7 takes every Exception for "no such attribute", 3.2 AttributeError only.
fn hasattr(_this: &Value, args: &[Value]) -> PyResult {
    unpack("hasattr", args, 2, 2)?;
    let name = attribute_name("hasattr", &args[1])?;
    let forgiven = if lang::is_27() { exc::EXCEPTION } else { exc::ATTRIBUTE_ERROR };
    let found = errors::catch(forgiven, protocol::getattr_or_absent(&args[0], &name))?;
    Ok(Value::bool(found.flatten().is_some()))
}

fn setattr(_this: &Value, args: &[Value]) -> PyResult {
    unpack("setattr", args, 3, 3)?;
    let name = attribute_name("", &args[1])?;
    protocol::setattr(&args[0], &name, Some(&args[2]))?;
    Ok(Value::none())
}

fn delattr(_this: &Value, args: &[Value]) -> PyResult {
    unpack("delattr", args, 2, 2)?;
    let name = attribute_name("", &args[1])?;
    protocol::setattr(&args[0], &name, None)?;
    Ok(Value::none())
}

fn isinstance(_this: &Value, args: &[Value]) -> PyResult {
    unpack("isinstance", args, 2, 2)?;
    protocol::is_instance(&args[0], &args[1]).map(Value::bool)
}

fn issubclass(_this: &Value, args: &[Value]) -> PyResult {
    unpack("issubclass", args, 2, 2)?;
    protocol::is_subclass(&args[0], &args[1]).map(Value::bool)
}

fn callable(_this: &Value, value: &Value) -> PyResult {
    if value.type_of() == INSTANCE {
        return Ok(Value::bool(protocol::getattr_option(value, names::__call__())?.is_some()));
    }
    Ok(Value::bool(value.type_of().slots().call.is_some()))
}

fn id(_this: &Value, value: &Value) -> PyResult {
    Ok(Value::int(value.address() as i64))
}

fn hash(_this: &Value, value: &Value) -> PyResult {
    protocol::hash(value).map(Value::int)
}

/// `dir()` is the sorted names of the scope; `dir(x)` asks `x.__dir__` first.
fn dir(_this: &Value, args: &[Value]) -> PyResult {
    unpack("dir", args, 0, 1)?;
    let Some(value) = args.first() else {
        let locals = door::current_locals()?;
        let keys = match locals.downcast::<Dict>() {
            Some(dict) => crate::objects::list::new_list(dict.keys()),
            None => {
                let keys = crate::objects::call::call_method(&locals, names::keys(), &[])?;
                crate::objects::list::new_list(protocol::to_vec(&keys)?)
            }
        };
        listsort::sort(&keys, None, false)?;
        return Ok(keys);
    };
    match protocol::call_special(value, names::__dir__(), &[]) {
        None => class::dir_of(value),
        Some(result) => {
            let result = result?;
            if result.downcast::<List>().is_none() {
                return Err(type_error(format!("__dir__() must return a list, not {}", result.type_name())));
            }
            let sorted = crate::objects::list::new_list(protocol::to_vec(&result)?);
            listsort::sort(&sorted, None, false)?;
            Ok(sorted)
        }
    }
}

fn vars(_this: &Value, args: &[Value]) -> PyResult {
    unpack("vars", args, 0, 1)?;
    match args.first() {
        None => door::current_locals(),
        Some(value) => protocol::getattr(value, names::__dict__()).map_err(|_| {
            errors::clear();
            type_error("vars() argument must have __dict__ attribute")
        }),
    }
}

fn globals(_this: &Value) -> PyResult {
    Ok(door::current_globals().unwrap_or(Value::none()))
}

fn locals(_this: &Value) -> PyResult {
    door::current_locals().map_err(|_| {
        errors::clear();
        system_error("frame does not exist")
    })
}

pub static BOTH: &[Method] = &[
    method(
        "getattr",
        Native::Var(0, usize::MAX, getattr),
        "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; getattr(x, 'y') is equivalent to x.y.",
    ),
    method(
        "hasattr",
        Native::Var(0, usize::MAX, hasattr),
        "hasattr(object, name) -> bool\n\nReturn whether the object has an attribute with the given name.",
    ),
    method(
        "setattr",
        Native::Var(0, usize::MAX, setattr),
        "setattr(object, name, value)\n\nSet a named attribute on an object; setattr(x, 'y', v) is equivalent to\n``x.y = v''.",
    ),
    method(
        "delattr",
        Native::Var(0, usize::MAX, delattr),
        "delattr(object, name)\n\nDelete a named attribute on an object; delattr(x, 'y') is equivalent to\n``del x.y''.",
    ),
    method(
        "isinstance",
        Native::Var(0, usize::MAX, isinstance),
        "isinstance(object, class-or-type-or-tuple) -> bool",
    ),
    method("issubclass", Native::Var(0, usize::MAX, issubclass), "issubclass(C, B) -> bool"),
    method(
        "callable",
        Native::One(callable),
        "callable(object) -> bool\n\nReturn whether the object is callable (i.e., some kind of function).",
    ),
    method("id", Native::One(id), "id(object) -> integer\n\nReturn the identity of an object."),
    method("hash", Native::One(hash), "hash(object) -> integer\n\nReturn a hash value for the object."),
    method("dir", Native::Var(0, usize::MAX, dir), "dir([object]) -> list of strings"),
    method(
        "vars",
        Native::Var(0, usize::MAX, vars),
        "vars([object]) -> dictionary\n\nWithout arguments, equivalent to locals().\nWith an argument, equivalent to object.__dict__.",
    ),
    method(
        "globals",
        Native::NoArgs(globals),
        "globals() -> dictionary\n\nReturn the dictionary containing the current scope's global variables.",
    ),
    method(
        "locals",
        Native::NoArgs(locals),
        "locals() -> dictionary\n\nUpdate and return a dictionary containing the current scope's local variables.",
    ),
];
