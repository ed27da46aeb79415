//! Stands in for parts of the object model that land next.

use crate::objects::errors::{self, PyResult, system_error};
use crate::objects::word::Value;

pub fn build_class_27(_name: &Value, _bases: &Value, _dict: &Value) -> PyResult {
    Err(system_error("classes"))
}
pub fn print_item(item: &Value, _file: &Value) -> PyResult<()> {
    let text = crate::objects::protocol::str_string(item)?;
    let _ = crate::platform::fd::write(1, format!("{text} ").as_bytes());
    Ok(())
}
pub fn print_newline(_file: &Value) -> PyResult<()> {
    let _ = crate::platform::fd::write(1, b"\n");
    Ok(())
}
pub fn standard_streams() -> PyResult<[Value; 3]> {
    Ok([Value::none(), Value::none(), Value::none()])
}
pub fn display(ty: &Value, value: &Value, _traceback: &Value) {
    let text = crate::objects::protocol::str_string(value).unwrap_or_default();
    eprintln!("{}: {text}", ty.as_type().map_or(String::new(), |ty| ty.name()));
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
