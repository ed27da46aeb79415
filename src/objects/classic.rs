//! 2.7's old-style classes (Objects/classobject.c): a class without a base that is a type, and its instances, which all
//! have the one type `instance`.
//!
//! Invariants:
//! - An old-style class is a name, a tuple of bases that are all old-style, and a dict. Attributes are looked for depth
//!   first, left to right. No class is among its own bases, however far up.
//! - Nothing here calls itself for the bases: a family may have more generations than a thread's stack has room for.
//! - Where one is a base of a new-style class, a new-style twin with a copy of its dict stands for it in the MRO; the
//!   twin is made once and shown to nobody.

mod instance;
mod operators;

pub use instance::{ClassicInstance, new_instance_of};
pub use operators::coerced;

use super::dict::Dict;
use super::errors::{PyResult, attribute_error, type_error};
use super::guarded::Guarded;
use super::header::{Layout, Payload, new_object};
use super::native::{Args, Method, Native, method};
use super::slot::Slot;
use super::str::{Str, native_kind, new_str};
use super::tuple::Tuple;
use super::typeobj::{CLASSOBJ, Slots, TYPE, TypeDef, TypeRef, ready};
use super::word::{Value, Word};
use super::{call, class, names};
use std::cell::{Cell, RefCell};

/// The payload of an old-style class.
pub struct ClassicClass {
    name: Slot,
    bases: Slot,
    dict: Slot,
    twin: Cell<Option<TypeRef>>,
}

impl Payload for ClassicClass {
    const LAYOUT: Layout = Layout::ClassicClass;
    const WEAKREFS: bool = true;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for slot in [&self.name, &self.bases, &self.dict] {
            slot.visit(visit);
        }
    }
    fn clear(&self) {
        if let Some(dict) = self.dict.get()
            && let Some(dict) = dict.downcast::<Dict>()
        {
            dict.clear();
        }
    }
}

fn own(this: &Value) -> &ClassicClass {
    this.payload::<ClassicClass>()
}

/// Whether a value is an old-style class.
pub fn is_class(value: &Value) -> bool {
    value.downcast::<ClassicClass>().is_some()
}

/// The class's name, for messages.
pub fn class_name(class: &Value) -> String {
    class.downcast::<ClassicClass>().and_then(|class| class.name.get()?.str_lossy()).unwrap_or_default()
}

fn bases_of(class: &Value) -> Vec<Value> {
    let bases = class.downcast::<ClassicClass>().and_then(|class| class.bases.get());
    bases.and_then(|bases| bases.downcast::<Tuple>().map(|bases| bases.items().to_vec())).unwrap_or_default()
}

/// The first that is found at the class or its bases, depth first and left to right.
fn find_up<T>(class: &Value, mut find: impl FnMut(&Value) -> Option<T>) -> Option<T> {
    let mut class = class.clone();
    let mut waiting = Vec::new();
    loop {
        let found = find(&class);
        if found.is_some() {
            return found;
        }
        let bases = class.downcast::<ClassicClass>().and_then(|class| class.bases.get());
        let bases = bases.as_ref().and_then(|bases| bases.downcast::<Tuple>());
        let first = match bases.map(Tuple::items) {
            Some([first, others @ ..]) => {
                waiting.extend(others.iter().rev().cloned());
                Some(first.clone())
            }
            _ => None,
        };
        class = first.or_else(|| waiting.pop())?;
    }
}

/// Finds a name in the class or its bases (class_lookup).
pub fn lookup(class: &Value, name: &Value) -> Option<Value> {
    let dict = |class: &ClassicClass| class.dict.with::<Dict, _>(|dict| dict.get_name(name)).flatten();
    find_up(class, |class| class.downcast::<ClassicClass>().and_then(dict))
}

/// Whether `derived` is `class` or below it (PyClass_IsSubclass); for a new-style one the twin tells.
pub fn is_subclass(derived: &Value, class: &Value) -> bool {
    let is_below = |derived: &Value| match derived.as_type() {
        Some(derived) => own(class).twin.get().is_some_and(|twin| derived.is_subtype(twin)),
        None => derived.is(class),
    };
    find_up(derived, |derived| is_below(derived).then_some(())).is_some()
}

/// Whether an object is an instance of an old-style class.
pub fn is_instance(value: &Value, class: &Value) -> bool {
    match value.downcast::<ClassicInstance>() {
        Some(instance) => instance.class().is_some_and(|own| is_subclass(&own, class)),
        None => is_subclass(&value.type_of().value(), class),
    }
}

/// The names that `dir` shows of a class.
pub fn collect_names(class: &Value, into: &Dict) -> PyResult<()> {
    let collect = |class: &Value| -> PyResult<()> {
        let dict = class.downcast::<ClassicClass>().and_then(|class| class.dict.get());
        let names = dict.and_then(|dict| dict.downcast::<Dict>().map(Dict::keys)).unwrap_or_default();
        names.into_iter().try_for_each(|name| into.insert(name, Value::none()).map(drop))
    };
    find_up(class, |class| collect(class).err()).map_or(Ok(()), Err)
}

/// The old-style classes that have a twin, with it.
static TWINS: Guarded<RefCell<Vec<(TypeRef, Value)>>> = Guarded::new(RefCell::new(Vec::new()));

/// A class as scripts see it: the old-style one for its twin.
pub fn shown(ty: TypeRef) -> Value {
    let twins = TWINS.borrow();
    twins.iter().find(|(twin, _)| *twin == ty).map_or_else(|| ty.value(), |(_, class)| class.clone())
}

/// The new-style class that stands for an old-style one among the bases of a new-style one.
pub fn twin(class: &Value) -> PyResult<TypeRef> {
    // Bases first.
    let mut waiting = vec![class.clone()];
    while let Some(next) = waiting.last() {
        let twinless = bases_of(next).into_iter().find(|base| own(base).twin.get().is_none());
        match twinless {
            Some(base) => waiting.push(base),
            None => {
                make_twin(next)?;
                waiting.pop();
            }
        }
    }
    own(class).twin.get().ok_or_else(|| type_error("bases must be types"))
}

/// Of a class whose bases have theirs.
fn make_twin(class: &Value) -> PyResult<()> {
    let fields = own(class);
    if fields.twin.get().is_some() {
        return Ok(());
    }
    let bases: Vec<Value> =
        bases_of(class).iter().filter_map(|base| own(base).twin.get()).map(TypeRef::value).collect();
    let dict = fields.dict.get().unwrap_or_else(Dict::new_value);
    let empty = Dict::new();
    let made = class::new_class(TYPE, &class_name(class), &bases, dict.downcast::<Dict>().unwrap_or(&empty))?;
    let made = made.as_type().ok_or_else(|| type_error("bases must be types"))?;
    fields.twin.set(Some(made));
    // Like every class, the twin stays for ever, and so does what it stands for.
    TWINS.borrow_mut().push((made, class.clone()));
    Ok(())
}

/// Makes an old-style class (PyClass_New). A base that is no old-style class decides by its own type what is made.
pub fn new_class(name: &Value, bases: &Value, dict: &Value) -> PyResult {
    if name.downcast::<Str>().is_none_or(|name| name.kind() != native_kind()) {
        return Err(type_error("PyClass_New: name must be a string"));
    }
    let Some(namespace) = dict.downcast::<Dict>() else {
        return Err(type_error("PyClass_New: dict must be a dictionary"));
    };
    let Some(base_list) = bases.downcast::<Tuple>() else {
        return Err(type_error("PyClass_New: bases must be a tuple"));
    };
    for base in base_list.items() {
        if is_class(base) {
            continue;
        }
        let meta = base.type_of();
        if meta.slots().call.is_some() || meta.slots().new.is_some() {
            return call::call(&meta.value(), &[name.clone(), bases.clone(), dict.clone()]);
        }
        return Err(type_error("PyClass_New: base must be a class"));
    }
    if namespace.get_name(names::__doc__()).is_none() {
        namespace.set_name(names::__doc__(), Value::none());
    }
    if namespace.get_name(names::__module__()).is_none()
        && let Some(module) = super::hooks::current_module_name()
    {
        namespace.set_name(names::__module__(), module);
    }
    Ok(new_object(
        CLASSOBJ,
        ClassicClass {
            name: Slot::new(name.clone()),
            bases: Slot::new(bases.clone()),
            dict: Slot::new(dict.clone()),
            twin: Cell::new(None),
        },
    ))
}

// ---- the type `classobj` -------------------------------------------------------------------------------------

fn new(_ty: TypeRef, args: &Args) -> PyResult {
    let [name, bases, dict] = args.bind("classobj", ["name", "bases", "dict"], 3)?;
    let none = Value::none();
    let name = name.unwrap_or(&none);
    if name.downcast::<Str>().is_none_or(|name| name.kind() != native_kind()) {
        return Err(type_error(format!("argument 1 must be string, not {}", name.type_name())));
    }
    new_class(name, bases.unwrap_or(&none), dict.unwrap_or(&none))
}

fn getattr(this: &Value, name: &Value) -> PyResult {
    let class = own(this);
    match name.str_lossy().as_deref() {
        Some("__dict__") => return Ok(class.dict.get_or_none()),
        Some("__bases__") => return Ok(class.bases.get_or_none()),
        Some("__name__") => return Ok(class.name.get_or_none()),
        _ => {}
    }
    let Some(found) = lookup(this, name) else { return Err(no_attribute(this, name)) };
    match found.type_of().slots().descr_get {
        Some(get) => get(&found, None, this),
        None => Ok(found),
    }
}

fn no_attribute(class: &Value, name: &Value) -> super::errors::Raised {
    let name = name.str_lossy().unwrap_or_default();
    attribute_error(format!("class {} has no attribute '{name}'", class_name(class)))
}

fn set_bases(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(bases) = new.and_then(|new| new.downcast::<Tuple>()) else {
        return Err(type_error("__bases__ must be a tuple object"));
    };
    for base in bases.items() {
        if !is_class(base) {
            return Err(type_error("__bases__ items must be classes"));
        }
        if is_subclass(base, this) {
            return Err(type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    own(this).bases.set_option(new.cloned());
    Ok(())
}

fn setattr(this: &Value, name: &Value, new: Option<&Value>) -> PyResult<()> {
    let class = own(this);
    match name.str_lossy().as_deref() {
        Some("__dict__") => {
            let Some(new) = new.filter(|new| new.downcast::<Dict>().is_some()) else {
                return Err(type_error("__dict__ must be a dictionary object"));
            };
            class.dict.set(new.clone());
            return Ok(());
        }
        Some("__bases__") => return set_bases(this, new),
        Some("__name__") => {
            let Some(new) =
                new.filter(|new| new.downcast::<Str>().is_some_and(|new| new.kind() == native_kind()))
            else {
                return Err(type_error("__name__ must be a string object"));
            };
            class.name.set(new.clone());
            return Ok(());
        }
        _ => {}
    }
    let name = &super::str::intern_value(name);
    let dict = class.dict.get().unwrap_or(Value::none());
    let Some(dict) = dict.downcast::<Dict>() else { return Err(no_attribute(this, name)) };
    match new {
        Some(new) => dict.set_name(name, new.clone()),
        None if dict.remove_name(name).is_none() => return Err(no_attribute(this, name)),
        None => {}
    }
    Ok(())
}

/// "module.name"; the module is "?" if the class does not tell.
pub fn full_name(class: &Value) -> String {
    let module = class.downcast::<ClassicClass>().and_then(|class| {
        class.dict.with::<Dict, _>(|dict| dict.get_name(names::__module__())).flatten()?.str_lossy()
    });
    format!("{}.{}", module.as_deref().unwrap_or("?"), class_name(class))
}

fn repr(this: &Value) -> PyResult {
    Ok(new_str(&format!("<class {} at {:#x}>", full_name(this), this.address())))
}

fn str(this: &Value) -> PyResult {
    Ok(new_str(&full_name(this)))
}

fn call_class(this: &Value, args: &Args) -> PyResult {
    new_instance_of(this, args)
}

fn instance_check(this: &Value, value: &Value) -> PyResult {
    Ok(Value::bool(is_instance(value, this)))
}

fn subclass_check(this: &Value, derived: &Value) -> PyResult {
    if derived.as_type().is_none() && !is_class(derived) {
        return Err(type_error("issubclass() arg 1 must be a class"));
    }
    Ok(Value::bool(is_subclass(derived, this)))
}

static METHODS: &[Method] = &[
    method("__instancecheck__", Native::One(instance_check), ""),
    method("__subclasscheck__", Native::One(subclass_check), ""),
];

pub fn init() {
    let slots = Slots {
        new: Some(new),
        getattr: Some(getattr),
        setattr: Some(setattr),
        repr: Some(repr),
        str: Some(str),
        call: Some(call_class),
        ..Slots::of::<ClassicClass>()
    };
    ready(TypeDef {
        methods: METHODS,
        doc: "classobj(name, bases, dict)\n\nCreate a class object.  The name must be a string; the second argument\na tuple of classes, and the third a dictionary.",
        ..TypeDef::new(CLASSOBJ, "classobj", slots)
    });
    instance::init();
}
