//! `_sre`: regular expressions (Lib/sre_parse.py, Lib/sre_compile.py, Modules/_sre.c).
//!
//! A pattern's text becomes a tree ([`parse`]), the tree a program ([`program`]), and [`matcher`] runs it. [`pattern`] and
//! [`found`] are the objects that Python sees, [`template`] is what `sub()` makes of its replacement.

mod charset;
mod found;
mod matcher;
mod parse;
mod pattern;
mod program;
mod template;
mod tree;

use crate::modules::capi;
use crate::objects::errors::{self, PyResult, Raised};
use crate::objects::native::{Method, Native, method};
use crate::objects::{Value, exceptions as exc, int, module};

/// The flags, as numbers that users see.
pub mod flag {
    use crate::objects::lang;

    pub const TEMPLATE: u32 = 1;
    pub const IGNORECASE: u32 = 2;
    pub const LOCALE: u32 = 4;
    pub const MULTILINE: u32 = 8;
    pub const DOTALL: u32 = 16;
    pub const UNICODE: u32 = 32;
    pub const VERBOSE: u32 = 64;
    pub const ASCII: u32 = 256;

    /// The flag of a letter in `(?i)`.
    pub fn of_letter(letter: char) -> Option<u32> {
        Some(match letter {
            'i' => IGNORECASE,
            'L' => LOCALE,
            'm' => MULTILINE,
            's' => DOTALL,
            'x' => VERBOSE,
            't' => TEMPLATE,
            'u' => UNICODE,
            'a' if !lang::is_27() => ASCII,
            _ => return None,
        })
    }
}

/// `re.error`, which is `sre_constants.error`.
fn error(message: impl AsRef<str>) -> Raised {
    match capi::new_exception("sre_constants", "error", exc::EXCEPTION) {
        Ok(class) => errors::raise(class, message),
        Err(raised) => raised,
    }
}

fn compile(_: &Value, args: &[Value]) -> PyResult {
    pattern::compile(&args[0], int::expect_i64(&args[1])? as u32)
}

static FUNCTIONS: &[Method] = &[
    method(
        "compile",
        Native::Var(2, 2, compile),
        "compile(pattern, flags) -> pattern object\n\nA string's pattern, ready for matching.",
    ),
    method(
        "template",
        Native::Var(2, 2, template::expanded),
        "template(match, template) -> string\n\nThe template with a match's groups in it.",
    ),
];

/// Makes the types ready.
pub fn init() {
    pattern::init();
    found::init();
}

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_sre");
    module::add_functions(&made, "_sre", FUNCTIONS);
    module::set(&made, "error", capi::new_exception("sre_constants", "error", exc::EXCEPTION)?.value());
    capi::add_ints(&made, &[("MAGIC", 20_031_017), ("CODESIZE", 4), ("MAXREPEAT", tree::MAX_REPEAT as i64)]);
    Ok(made)
}
