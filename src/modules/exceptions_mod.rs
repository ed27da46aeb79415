//! 2.7's module `exceptions`: the built-in ones once more.

use super::builtins::add_exceptions;
use crate::objects::str::new_str;
use crate::objects::{PyResult, module};

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("exceptions");
    let doc = "Python's standard exception class hierarchy.\n\nExceptions found here are defined both in the exceptions module and the\nbuilt-in namespace.  It is recommended that user-defined exceptions\ninherit from Exception.  See the documentation for the exception\ninheritance hierarchy.";
    module::set(&made, "__doc__", new_str(doc));
    add_exceptions(&made);
    Ok(made)
}
