//! Modules (Objects/moduleobject.c).
//!
//! Invariant: the dict is made with the module and never replaced; it is empty only before `__init__` of a module
//! made by `module.__new__`, and after the collector has cleared it.

use super::dict::Dict;
use super::errors::{PyResult, type_error};
use super::header::{Layout, Obj, Payload, new_instance, new_object};
use super::native::{Args, GetSet, Method, member, new_native};
use super::slot::Slot;
use super::str::{Str, intern, native_kind, new_str};
use super::typeobj::{MODULE, Slots, TypeDef, TypeRef, flags, ready};
use super::word::{Value, Word};
use super::{lang, names};

pub struct Module {
    pub dict: Slot,
}

impl Payload for Module {
    const LAYOUT: Layout = Layout::Module;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.dict.visit(visit);
    }
    fn clear(&self) {
        drop(self.dict.take());
    }
}

/// Offset of the dict's slot in a module object.
pub const DICT_OFFSET: usize = std::mem::offset_of!(Obj<Module>, payload.dict);

/// A new module with `__name__`, `__doc__` and `__package__`.
pub fn new_module(name: &str) -> Value {
    let dict = Dict::new();
    dict.set_name(names::__name__(), new_str(name));
    dict.set_name(names::__doc__(), Value::none());
    dict.set_name(names::__package__(), Value::none());
    new_object(MODULE, Module { dict: Slot::new(new_object(super::typeobj::DICT, dict)) })
}

/// The module's dict.
pub fn dict_of(module: &Value) -> Option<Value> {
    module.downcast::<Module>()?.dict.get()
}

/// Sets a name in a module.
pub fn set(module: &Value, name: &str, value: Value) {
    module.payload::<Module>().dict.with::<Dict, _>(|dict| dict.set_name(&intern(name), value));
}

/// Puts a table of functions into a module; they get the module as `self`.
pub fn add_functions(module: &Value, name: &str, table: &'static [Method]) {
    for row in table {
        set(module, row.name, new_native(row, Some(module.clone()), Some(new_str(name))));
    }
}

// ---- the type ----------------------------------------------------------------------------------------------

fn new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, Module { dict: Slot::empty() }))
}

fn init_module(this: &Value, args: &Args) -> PyResult<()> {
    let [name, doc] = args.bind("module", ["name", "doc"], 1)?;
    let none = Value::none();
    let name = name.unwrap_or(&none);
    if name.downcast::<Str>().is_none_or(|text| text.kind() != native_kind()) {
        let wanted = if lang::is_27() { "string" } else { "str" };
        return Err(type_error(format!(
            "module.__init__() argument 1 must be {wanted}, not {}",
            name.type_name()
        )));
    }
    let module = this.payload::<Module>();
    if module.dict.is_empty() {
        module.dict.set(Dict::new_value());
    }
    module.dict.with::<Dict, _>(|dict| {
        dict.set_name(names::__name__(), name.clone());
        dict.set_name(names::__doc__(), doc.cloned().unwrap_or(Value::none()));
        dict.set_name(names::__package__(), Value::none());
    });
    Ok(())
}

/// A string in the module's dict.
fn text(module: &Value, name: &Value) -> Option<String> {
    module.payload::<Module>().dict.with::<Dict, _>(|dict| dict.get_name(name))??.str_lossy()
}

fn repr(this: &Value) -> PyResult {
    let name = text(this, names::__name__()).unwrap_or_else(|| "?".to_owned());
    Ok(new_str(&match text(this, names::__file__()) {
        None => format!("<module '{name}' (built-in)>"),
        Some(file) => format!("<module '{name}' from '{file}'>"),
    }))
}

fn get_dict(this: &Value) -> PyResult {
    Ok(this.payload::<Module>().dict.get_or_none())
}

static GETSETS: &[GetSet] = &[member("__dict__", get_dict)];

pub fn init() {
    let slots = Slots { new: Some(new), init: Some(init_module), repr: Some(repr), ..Slots::of::<Module>() };
    ready(TypeDef {
        flags: flags::BASETYPE,
        getsets: GETSETS,
        dict_offset: DICT_OFFSET,
        doc: "module(name[, doc])\n\nCreate a module object.\nThe name must be a string; the optional doc argument can have any type.",
        ..TypeDef::new(MODULE, "module", slots)
    });
}
