//! Built-in modules in Rust, a file each.
//!
//! Invariant: [`TABLE`] is the one list of them.

use crate::objects::{PyResult, Value};
use crate::profile::Language;

/// A built-in module: its name in each language (none: not there), and what makes it.
pub struct Builtin {
    pub name27: Option<&'static str>,
    pub name32: Option<&'static str>,
    /// Makes the module object; run at the first import in each interpreter.
    pub make: fn() -> PyResult<Value>,
}

/// Every module written in Rust.
pub static TABLE: &[Builtin] = &[];

/// The module of this name in a language.
pub fn find(name: &str, language: Language) -> Option<&'static Builtin> {
    TABLE.iter().find(|module| {
        let own = match language {
            Language::Py27 => module.name27,
            Language::Py32 => module.name32,
        };
        own == Some(name)
    })
}
