//! `_string`: what 3.2's `string.Formatter` is made of (Objects/unicodeobject.c). 2.7 has both as methods of `str`.

use crate::objects::errors::{PyResult, type_error};
use crate::objects::native::{Method, Native, method};
use crate::objects::str::Str;
use crate::objects::word::Value;
use crate::objects::{format, module};

fn text_argument(value: &Value) -> PyResult<()> {
    match value.downcast::<Str>().filter(|text| text.is_text()) {
        Some(_) => Ok(()),
        None => Err(type_error(format!("expected str, got {}", value.type_name()))),
    }
}

fn formatter_parser(_: &Value, text: &Value) -> PyResult {
    text_argument(text)?;
    format::formatter_parser(text)
}

fn formatter_field_name_split(_: &Value, text: &Value) -> PyResult {
    text_argument(text)?;
    format::field_name_split(text)
}

static METHODS: &[Method] = &[
    method(
        "formatter_field_name_split",
        Native::One(formatter_field_name_split),
        "split the argument as a field name",
    ),
    method("formatter_parser", Native::One(formatter_parser), "parse the argument as a format string"),
];

pub fn make() -> PyResult {
    let made = module::new_module("_string");
    module::add_functions(&made, "_string", METHODS);
    Ok(made)
}
