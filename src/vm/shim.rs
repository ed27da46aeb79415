//! Stands in for parts of the object model that land next.

use crate::objects::errors::{self, PyResult, system_error};
use crate::objects::word::Value;

pub fn new_frozenset(_items: Vec<Value>) -> Value {
    Value::none()
}
pub fn set_from(_items: Vec<Value>) -> PyResult {
    Err(system_error("sets"))
}
pub fn add(_set: &Value, _value: Value) -> PyResult<()> {
    Err(system_error("sets"))
}
pub fn build_class_27(_name: &Value, _bases: &Value, _dict: &Value) -> PyResult {
    Err(system_error("classes"))
}
pub fn print_item(_item: &Value, _file: &Value) -> PyResult<()> {
    Err(system_error("print"))
}
pub fn print_newline(_file: &Value) -> PyResult<()> {
    Err(system_error("print"))
}
pub fn whole_text(_file: &Value) -> PyResult<Option<Value>> {
    Ok(None)
}
pub fn print_error(_remember: bool) {
    if let Some(exc) = errors::fetch() {
        let text =
            exc.value.as_ref().map(|value| crate::objects::protocol::str_string(value).unwrap_or_default());
        eprintln!("{}: {}", exc.ty.as_type().map_or(String::new(), |ty| ty.name()), text.unwrap_or_default());
    }
}
