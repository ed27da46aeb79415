//! The module of built-ins: `__builtin__` of 2.7, `builtins` of 3.2 (Python/bltinmodule.c).
//!
//! Invariants: the functions stand in the files below by what they are about; here is only what the module is made
//! of. A name is in the module of a language if and only if that language has it.

mod attributes;
mod classes;
pub(super) mod code;
mod iteration;
mod numbers;
mod output;
mod site;

pub use classes::build_class_27;
pub use code::imported;

use crate::objects::exceptions::{self, Where};
use crate::objects::file::input;
use crate::objects::native::Method;
use crate::objects::typeobj::{self, TypeRef};
use crate::objects::{PyResult, Value, lang, module, str::new_str};

/// The types both languages have under the same name.
const TYPES: &[(&str, TypeRef)] = &[
    ("bool", typeobj::BOOL),
    ("bytearray", typeobj::BYTEARRAY),
    ("bytes", typeobj::BYTES),
    ("classmethod", typeobj::CLASSMETHOD),
    ("complex", typeobj::COMPLEX),
    ("dict", typeobj::DICT),
    ("enumerate", typeobj::ENUMERATE),
    ("float", typeobj::FLOAT),
    ("frozenset", typeobj::FROZENSET),
    ("int", typeobj::INT),
    ("list", typeobj::LIST),
    ("memoryview", typeobj::MEMORYVIEW),
    ("object", typeobj::OBJECT),
    ("property", typeobj::PROPERTY),
    ("reversed", typeobj::REVERSED),
    ("set", typeobj::SET),
    ("slice", typeobj::SLICE),
    ("staticmethod", typeobj::STATICMETHOD),
    ("super", typeobj::SUPER),
    ("tuple", typeobj::TUPLE),
    ("type", typeobj::TYPE),
];

const TYPES27: &[(&str, TypeRef)] = &[
    ("basestring", typeobj::BASESTRING),
    ("buffer", typeobj::BUFFER),
    ("file", typeobj::FILE),
    ("long", typeobj::LONG),
    ("str", typeobj::BYTES),
    ("unicode", typeobj::TEXT),
    ("xrange", typeobj::RANGE),
];

const TYPES32: &[(&str, TypeRef)] = &[
    ("filter", typeobj::FILTER),
    ("map", typeobj::MAP),
    ("range", typeobj::RANGE),
    ("str", typeobj::TEXT),
    ("zip", typeobj::ZIP),
];

/// The module's name in this language.
pub fn module_name() -> &'static str {
    if lang::is_27() { "__builtin__" } else { "builtins" }
}

/// Tables of functions of this language.
fn tables() -> Vec<&'static [Method]> {
    let mut tables = vec![attributes::BOTH, code::BOTH, iteration::BOTH, numbers::BOTH, output::BOTH];
    if lang::is_27() {
        tables.extend([code::ONLY27, iteration::ONLY27, numbers::ONLY27, output::ONLY27, input::FUNCTIONS27]);
    } else {
        tables.extend([classes::ONLY32, code::ONLY32, numbers::ONLY32, output::ONLY32, input::FUNCTIONS32]);
    }
    tables
}

/// Makes the module.
pub fn make() -> PyResult {
    let name = module_name();
    let made = module::new_module(name);
    module::set(
        &made,
        "__doc__",
        new_str(
            "Built-in functions, exceptions, and other objects.\n\nNoteworthy: None is the `nil' object; Ellipsis represents `...' in slices.",
        ),
    );
    for table in tables() {
        module::add_functions(&made, name, table);
    }
    let own = if lang::is_27() { TYPES27 } else { TYPES32 };
    for (name, ty) in TYPES.iter().chain(own) {
        module::set(&made, name, ty.value());
    }
    for (name, value) in [
        ("None", Value::none()),
        ("Ellipsis", Value::ellipsis()),
        ("NotImplemented", Value::not_implemented()),
        ("False", Value::bool(false)),
        ("True", Value::bool(true)),
        ("__debug__", Value::bool(true)),
    ] {
        module::set(&made, name, value);
    }
    add_exceptions(&made);
    site::add(&made)?;
    Ok(made)
}

/// The exceptions of the language.
pub fn add_exceptions(target: &Value) {
    let absent = if lang::is_27() { Where::Only32 } else { Where::Only27 };
    for &(ty, name, _, language) in exceptions::TABLE {
        if language != absent {
            module::set(target, name, ty.value());
        }
    }
}
