//! Functions and cells (Objects/funcobject.c, Objects/cellobject.c), and the payloads of what wraps functions:
//! methods (their type is in `method`), staticmethod, classmethod and property (`property`).
//!
//! Invariants: `code` is a code object and `globals` a dict, always; setters check what they are given. How a
//! function is called is the VM's affair: it gives the `call` slot to [`init`].

use super::dict::Dict;
use super::errors::{PyResult, attribute_error, type_error, value_error};
use super::header::{Layout, Obj, Payload, new_object};
use super::native::{Args, GetSet, getset, member};
use super::slot::Slot;
use super::str::{Str, native_kind, new_str};
use super::tuple::Tuple;
use super::typeobj::{CELL, CODE, CmpOp, FUNCTION, METHOD, STATICMETHOD, Slots, TypeDef, TypeRef, ready};
use super::word::{Value, Word};
use super::{instance, lang, protocol};

/// A function made by `def` or `lambda`.
pub struct Function {
    /// A code object.
    pub code: Slot,
    /// A dict.
    pub globals: Slot,
    /// A tuple, or empty.
    pub defaults: Slot,
    /// A dict, or empty (3.2).
    pub kwdefaults: Slot,
    /// A tuple of cells, or empty.
    pub closure: Slot,
    pub name: Slot,
    pub doc: Slot,
    pub module: Slot,
    pub annotations: Slot,
    pub dict: Slot,
}

impl Payload for Function {
    const LAYOUT: Layout = Layout::Function;
    const GC: bool = true;
    const WEAKREFS: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for slot in self.slots() {
            slot.visit(visit);
        }
    }
    fn clear(&self) {
        for slot in [&self.defaults, &self.kwdefaults, &self.closure, &self.dict, &self.annotations] {
            drop(slot.take());
        }
    }
}

impl Function {
    fn slots(&self) -> [&Slot; 10] {
        [
            &self.code,
            &self.globals,
            &self.defaults,
            &self.kwdefaults,
            &self.closure,
            &self.name,
            &self.doc,
            &self.module,
            &self.annotations,
            &self.dict,
        ]
    }
}

/// A bound method, or under 2.7 an unbound one (no `this`).
pub struct Method {
    pub function: Value,
    pub this: Option<Value>,
    /// 2.7's `im_class`.
    pub class: Option<Value>,
}

impl Payload for Method {
    const LAYOUT: Layout = Layout::Method;
    const GC: bool = true;
    const WEAKREFS: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        visit(self.function.word());
        for value in [&self.this, &self.class].into_iter().flatten() {
            visit(value.word());
        }
    }
}

pub fn new_method(function: Value, this: Option<Value>, class: Option<Value>) -> Value {
    new_object(METHOD, Method { function, this, class })
}

/// A cell of a closure.
pub struct Cell(pub Slot);

impl Payload for Cell {
    const LAYOUT: Layout = Layout::Cell;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.0.visit(visit);
    }
    fn clear(&self) {
        drop(self.0.take());
    }
}

pub fn new_cell(value: Option<Value>) -> Value {
    new_object(super::typeobj::CELL, Cell(Slot::from_option(value)))
}

/// `staticmethod(f)`.
pub struct StaticMethod(pub Slot);

impl Payload for StaticMethod {
    const LAYOUT: Layout = Layout::StaticMethod;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.0.visit(visit);
    }
}

pub fn new_staticmethod(function: Value) -> Value {
    new_object(STATICMETHOD, StaticMethod(Slot::new(function)))
}

/// `classmethod(f)`.
pub struct ClassMethod(pub Slot);

impl Payload for ClassMethod {
    const LAYOUT: Layout = Layout::ClassMethod;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.0.visit(visit);
    }
}

/// `property(fget, fset, fdel, doc)`.
pub struct Property {
    pub get: Slot,
    pub set: Slot,
    pub del: Slot,
    pub doc: Slot,
}

impl Payload for Property {
    const LAYOUT: Layout = Layout::Property;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for slot in [&self.get, &self.set, &self.del, &self.doc] {
            slot.visit(visit);
        }
    }
}

// ---- the function type -------------------------------------------------------------------------------------

fn function(this: &Value) -> &Function {
    this.payload::<Function>()
}

fn get_code(this: &Value) -> PyResult {
    Ok(function(this).code.get_or_none())
}

/// How many free variables a code object has.
fn free_variables(code: &Value) -> PyResult<usize> {
    let names = protocol::getattr_str(code, "co_freevars")?;
    protocol::len(&names)
}

fn set_code(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(code) = new.filter(|new| new.type_of() == CODE) else {
        return Err(type_error("__code__ must be set to a code object"));
    };
    let free = free_variables(code)?;
    let cells = function(this).closure.with::<Tuple, _>(|cells| cells.items().len()).unwrap_or(0);
    if free != cells {
        let name = function(this).name.get_or_none().str_lossy().unwrap_or_default();
        return Err(value_error(format!(
            "{name}() requires a code object with {cells} free vars, not {free}"
        )));
    }
    function(this).code.set(code.clone());
    Ok(())
}

fn get_name(this: &Value) -> PyResult {
    Ok(function(this).name.get_or_none())
}

fn set_name(this: &Value, new: Option<&Value>) -> PyResult<()> {
    match new.filter(|new| new.downcast::<Str>().is_some_and(|name| name.kind() == native_kind())) {
        Some(name) => function(this).name.set(name.clone()),
        None => return Err(type_error("__name__ must be set to a string object")),
    }
    Ok(())
}

fn get_defaults(this: &Value) -> PyResult {
    Ok(function(this).defaults.get_or_none())
}

/// None and deletion empty the slot; anything but `T` is refused.
fn set_field<T: Payload>(slot: &Slot, new: Option<&Value>, message: &str) -> PyResult<()> {
    let new = new.filter(|new| !new.is_none());
    if new.is_some_and(|new| new.downcast::<T>().is_none()) {
        return Err(type_error(message));
    }
    slot.set_option(new.cloned());
    Ok(())
}

fn set_defaults(this: &Value, new: Option<&Value>) -> PyResult<()> {
    set_field::<Tuple>(&function(this).defaults, new, "__defaults__ must be set to a tuple object")
}

fn get_kwdefaults(this: &Value) -> PyResult {
    Ok(function(this).kwdefaults.get_or_none())
}

fn set_kwdefaults(this: &Value, new: Option<&Value>) -> PyResult<()> {
    set_field::<Dict>(&function(this).kwdefaults, new, "__kwdefaults__ must be set to a dict object")
}

fn get_annotations(this: &Value) -> PyResult {
    let slot = &function(this).annotations;
    if slot.is_empty() {
        slot.set(Dict::new_value());
    }
    Ok(slot.get_or_none())
}

fn set_annotations(this: &Value, new: Option<&Value>) -> PyResult<()> {
    set_field::<Dict>(&function(this).annotations, new, "__annotations__ must be set to a dict object")
}

fn get_globals(this: &Value) -> PyResult {
    Ok(function(this).globals.get_or_none())
}

fn get_closure(this: &Value) -> PyResult {
    Ok(function(this).closure.get_or_none())
}

fn get_doc(this: &Value) -> PyResult {
    Ok(function(this).doc.get_or_none())
}

fn set_doc(this: &Value, new: Option<&Value>) -> PyResult<()> {
    function(this).doc.set_option(new.cloned());
    Ok(())
}

fn get_module(this: &Value) -> PyResult {
    Ok(function(this).module.get_or_none())
}

fn set_module(this: &Value, new: Option<&Value>) -> PyResult<()> {
    function(this).module.set_option(new.cloned());
    Ok(())
}

fn get_dict(this: &Value) -> PyResult {
    instance::dict_of(this).ok_or_else(|| attribute_error("__dict__"))
}

fn set_dict(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(type_error("function's dictionary may not be deleted")) };
    if new.downcast::<Dict>().is_none() {
        return Err(type_error("setting function's dictionary to a non-dict"));
    }
    function(this).dict.set(new.clone());
    Ok(())
}

static GETSETS27: &[GetSet] = &[
    getset("func_code", get_code, set_code),
    getset("__code__", get_code, set_code),
    getset("func_defaults", get_defaults, set_defaults),
    getset("__defaults__", get_defaults, set_defaults),
    getset("func_name", get_name, set_name),
    getset("__name__", get_name, set_name),
    getset("func_dict", get_dict, set_dict),
    getset("__dict__", get_dict, set_dict),
    getset("func_doc", get_doc, set_doc),
    getset("__doc__", get_doc, set_doc),
    getset("__module__", get_module, set_module),
    member("func_globals", get_globals),
    member("__globals__", get_globals),
    member("func_closure", get_closure),
    member("__closure__", get_closure),
];

static GETSETS32: &[GetSet] = &[
    getset("__code__", get_code, set_code),
    getset("__defaults__", get_defaults, set_defaults),
    getset("__kwdefaults__", get_kwdefaults, set_kwdefaults),
    getset("__annotations__", get_annotations, set_annotations),
    getset("__name__", get_name, set_name),
    getset("__dict__", get_dict, set_dict),
    getset("__doc__", get_doc, set_doc),
    getset("__module__", get_module, set_module),
    member("__globals__", get_globals),
    member("__closure__", get_closure),
];

/// Binding: through an instance a bound method; through a class the function itself (3.2) or an unbound method.
fn descr_get(this: &Value, instance: Option<&Value>, owner: &Value) -> PyResult {
    match (instance, lang::is_27()) {
        (Some(instance), true) => {
            Ok(new_method(this.clone(), Some(instance.clone()), (!owner.is_none()).then(|| owner.clone())))
        }
        (Some(instance), false) => Ok(new_method(this.clone(), Some(instance.clone()), None)),
        (None, true) => Ok(new_method(this.clone(), None, Some(owner.clone()))),
        (None, false) => Ok(this.clone()),
    }
}

fn repr(this: &Value) -> PyResult {
    let name = function(this).name.get_or_none().str_lossy().unwrap_or_default();
    Ok(new_str(&format!("<function {name} at {:#x}>", this.address())))
}

/// `types.FunctionType(code, globals[, name[, argdefs[, closure]]])`.
fn new(_ty: TypeRef, args: &Args) -> PyResult {
    if let Some(code) = args.get(0)
        && code.type_of() != CODE
    {
        return Err(type_error(format!("function() argument 1 must be code, not {}", code.type_name())));
    }
    let [code, globals, name, defaults, closure] =
        args.bind("function", ["code", "globals", "name", "argdefs", "closure"], 2)?;
    let none = Value::none();
    let (code, globals) = (code.unwrap_or(&none), globals.unwrap_or(&none));
    if code.type_of() != CODE {
        return Err(type_error(format!("function() argument 1 must be code, not {}", code.type_name())));
    }
    if globals.downcast::<Dict>().is_none() {
        return Err(type_error(format!("function() argument 2 must be dict, not {}", globals.type_name())));
    }
    let given = |value: Option<&Value>| value.filter(|value| !value.is_none()).cloned();
    let (name, defaults, closure) = (given(name), given(defaults), given(closure));
    if name.as_ref().is_some_and(|name| name.downcast::<Str>().is_none()) {
        return Err(type_error("arg 3 (name) must be None or string"));
    }
    if defaults.as_ref().is_some_and(|defaults| defaults.downcast::<Tuple>().is_none()) {
        return Err(type_error("arg 4 (defaults) must be None or tuple"));
    }
    let free = free_variables(code)?;
    match &closure {
        None if free > 0 => return Err(type_error("arg 5 (closure) must be tuple")),
        None => {}
        Some(cells) => match cells.downcast::<Tuple>() {
            None => return Err(type_error("arg 5 (closure) must be None or tuple")),
            Some(cells) => check_cells(cells, free, code)?,
        },
    }
    let name = match name {
        Some(name) => name,
        None => protocol::getattr_str(code, "co_name")?,
    };
    let module = globals.downcast::<Dict>().and_then(|dict| dict.get_name(super::names::__name__()));
    Ok(new_object(
        FUNCTION,
        Function {
            code: Slot::new(code.clone()),
            globals: Slot::new(globals.clone()),
            defaults: Slot::from_option(defaults),
            kwdefaults: Slot::empty(),
            closure: Slot::from_option(closure),
            name: Slot::new(name),
            doc: Slot::empty(),
            module: Slot::from_option(module),
            annotations: Slot::empty(),
            dict: Slot::empty(),
        },
    ))
}

fn check_cells(cells: &Tuple, free: usize, code: &Value) -> PyResult<()> {
    let count = cells.items().len();
    if count != free {
        let name = protocol::getattr_str(code, "co_name")?.str_lossy().unwrap_or_default();
        return Err(value_error(format!("{name} requires closure of length {free}, not {count}")));
    }
    for cell in cells.items() {
        if cell.type_of() != CELL {
            return Err(type_error(format!("arg 5 (closure) expected cell, found {}", cell.type_name())));
        }
    }
    Ok(())
}

/// Makes the function type; `call` runs a function and belongs to the VM.
pub fn init(call: fn(&Value, &Args) -> PyResult) {
    let slots = Slots {
        call: Some(call),
        repr: Some(repr),
        descr_get: Some(descr_get),
        new: Some(new),
        ..Slots::of::<Function>()
    };
    ready(TypeDef {
        getsets: if lang::is_27() { GETSETS27 } else { GETSETS32 },
        dict_offset: std::mem::offset_of!(Obj<Function>, payload.dict),
        doc: "function(code, globals[, name[, argdefs[, closure]]])",
        ..TypeDef::new(FUNCTION, "function", slots)
    });
}

// ---- cells -------------------------------------------------------------------------------------------------

fn cell_repr(this: &Value) -> PyResult {
    let address = this.address();
    Ok(new_str(&match this.payload::<Cell>().0.get() {
        None => format!("<cell at {address:#x}: empty>"),
        Some(value) => {
            format!("<cell at {address:#x}: {} object at {:#x}>", value.type_name(), value.address())
        }
    }))
}

fn cell_contents(this: &Value) -> PyResult {
    this.payload::<Cell>().0.get().ok_or_else(|| value_error("Cell is empty"))
}

/// By contents; an empty cell is less than any other.
fn cell_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Cell>(), b.downcast::<Cell>()) else {
        return Ok(Value::not_implemented());
    };
    match (x.0.get(), y.0.get()) {
        (Some(x), Some(y)) => protocol::compare(&x, &y, op),
        (x, y) => Ok(Value::bool(op.holds(x.is_some().cmp(&y.is_some())))),
    }
}

static CELL_GETSETS: &[GetSet] = &[super::native::getter("cell_contents", cell_contents)];

pub fn init_cell() {
    let slots = Slots {
        repr: Some(cell_repr),
        richcompare: Some(cell_compare),
        hash: Some(protocol::unhashable),
        ..Slots::of::<Cell>()
    };
    ready(TypeDef { getsets: CELL_GETSETS, ..TypeDef::new(CELL, "cell", slots) });
}
