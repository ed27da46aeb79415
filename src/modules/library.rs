//! The module `_library`: what `linecache` asks for the lines of modules that are in no file.

use crate::library;
use crate::objects::errors::PyResult;
use crate::objects::native::{Method, Native, method};
use crate::objects::str::new_str;
use crate::objects::{Value, module};

fn source(_this: &Value, file: &Value) -> PyResult {
    Ok(file.str_lossy().and_then(|file| library::text_of(&file)).map_or(Value::none(), new_str))
}

static FUNCTIONS: &[Method] = &[method(
    "source",
    Native::One(source),
    "source(filename) -> string or None\n\nThe text of a library module, by the name of its code objects' file.",
)];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_library");
    module::add_functions(&made, "_library", FUNCTIONS);
    Ok(made)
}
