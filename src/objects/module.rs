//! Modules (Objects/moduleobject.c).

use super::dict::Dict;
use super::header::{Layout, Obj, Payload, new_object};
use super::names;
use super::native::{Method, new_native};
use super::slot::Slot;
use super::str::{intern, new_str};
use super::typeobj::MODULE;
use super::word::{Value, Word};

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
