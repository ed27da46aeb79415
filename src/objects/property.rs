//! `staticmethod`, `classmethod`, `property` (Objects/funcobject.c, Objects/descrobject.c).
//!
//! Invariant: what they wrap is set by `__init__` and may be absent before it; a use before is an error, not a crash.

use super::errors::{PyResult, attribute_error, runtime_error, type_error};
use super::function::{ClassMethod, Property, StaticMethod, new_method};
use super::header::new_instance;
use super::native::{Args, GetSet, Method, Native, getset, member, method, unpack};
use super::slot::Slot;
use super::typeobj::{CLASSMETHOD, PROPERTY, STATICMETHOD, Slots, TypeDef, TypeRef, flags, ready};
use super::word::Value;
use super::{call, lang, names, protocol};

fn one_argument(name: &str, args: &Args) -> PyResult {
    unpack(name, args.pos, 1, 1)?;
    if !args.kw.is_empty() {
        return Err(type_error(format!("{name} does not take keyword arguments")));
    }
    Ok(args.pos[0].clone())
}

fn static_new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, StaticMethod(Slot::empty())))
}

fn static_init(this: &Value, args: &Args) -> PyResult<()> {
    let function = one_argument("staticmethod", args)?;
    this.payload::<StaticMethod>().0.set(function);
    Ok(())
}

fn static_function(this: &Value) -> PyResult {
    Ok(this.payload::<StaticMethod>().0.get_or_none())
}

fn static_get(this: &Value, _instance: Option<&Value>, _owner: &Value) -> PyResult {
    this.payload::<StaticMethod>().0.get().ok_or_else(|| runtime_error("uninitialized staticmethod object"))
}

fn class_new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, ClassMethod(Slot::empty())))
}

fn class_init(this: &Value, args: &Args) -> PyResult<()> {
    let function = one_argument("classmethod", args)?;
    this.payload::<ClassMethod>().0.set(function);
    Ok(())
}

fn class_function(this: &Value) -> PyResult {
    Ok(this.payload::<ClassMethod>().0.get_or_none())
}

fn class_get(this: &Value, instance: Option<&Value>, owner: &Value) -> PyResult {
    let Some(function) = this.payload::<ClassMethod>().0.get() else {
        return Err(runtime_error("uninitialized classmethod object"));
    };
    let class = match instance {
        Some(instance) if owner.is_none() => instance.type_of().value(),
        _ => owner.clone(),
    };
    let meta = lang::is_27().then(|| class.type_of().value());
    Ok(new_method(function, Some(class), meta))
}

static STATIC_GETSETS: &[GetSet] = &[member("__func__", static_function)];
static CLASS_GETSETS: &[GetSet] = &[member("__func__", class_function)];

// ---- property ------------------------------------------------------------------------------------------------

fn property(this: &Value) -> &Property {
    this.payload::<Property>()
}

fn property_new(ty: TypeRef, _args: &Args) -> PyResult {
    let empty = Slot::empty;
    Ok(new_instance(ty, Property { get: empty(), set: empty(), del: empty(), doc: empty() }))
}

fn property_init(this: &Value, args: &Args) -> PyResult<()> {
    let [get, set, del, doc] = args.bind("property", ["fget", "fset", "fdel", "doc"], 0)?;
    let given = |value: Option<&Value>| value.filter(|value| !value.is_none()).cloned();
    let own = property(this);
    own.get.set_option(given(get));
    own.set.set_option(given(set));
    own.del.set_option(given(del));
    own.doc.set_option(given(doc));
    if given(doc).is_none()
        && let Some(get) = given(get)
        && let Some(doc) = protocol::getattr_option(&get, names::__doc__())?
    {
        own.doc.set(doc);
    }
    Ok(())
}

fn property_get(this: &Value, instance: Option<&Value>, _owner: &Value) -> PyResult {
    let Some(instance) = instance else { return Ok(this.clone()) };
    let Some(get) = property(this).get.get() else { return Err(attribute_error("unreadable attribute")) };
    call::call(&get, std::slice::from_ref(instance))
}

fn property_set(this: &Value, instance: &Value, new: Option<&Value>) -> PyResult<()> {
    match new {
        Some(new) => match property(this).set.get() {
            Some(set) => call::call(&set, &[instance.clone(), new.clone()]).map(drop),
            None => Err(attribute_error("can't set attribute")),
        },
        None => match property(this).del.get() {
            Some(del) => call::call(&del, std::slice::from_ref(instance)).map(drop),
            None => Err(attribute_error("can't delete attribute")),
        },
    }
}

fn get_get(this: &Value) -> PyResult {
    Ok(property(this).get.get_or_none())
}
fn get_set(this: &Value) -> PyResult {
    Ok(property(this).set.get_or_none())
}
fn get_del(this: &Value) -> PyResult {
    Ok(property(this).del.get_or_none())
}
fn get_doc(this: &Value) -> PyResult {
    Ok(property(this).doc.get_or_none())
}
fn set_doc(this: &Value, new: Option<&Value>) -> PyResult<()> {
    property(this).doc.set_option(new.cloned());
    Ok(())
}

/// A copy of the property, of its own type, with one function replaced (property_copy).
fn copy_with(this: &Value, at: usize, function: &Value) -> PyResult {
    let own = property(this);
    let mut parts = [own.get.get_or_none(), own.set.get_or_none(), own.del.get_or_none(), Value::none()];
    if !function.is_none() {
        parts[at] = function.clone();
    }
    // The doc string is taken from the getter anew if it came from there.
    let from_getter = match protocol::getattr_option(&parts[0], names::__doc__())? {
        Some(doc) if !parts[0].is_none() => at == 0 || own.doc.get_or_none().is(&doc),
        _ => false,
    };
    if !from_getter {
        parts[3] = own.doc.get_or_none();
    }
    call::call(&this.type_of().value(), &parts)
}

fn getter(this: &Value, function: &Value) -> PyResult {
    copy_with(this, 0, function)
}
fn setter(this: &Value, function: &Value) -> PyResult {
    copy_with(this, 1, function)
}
fn deleter(this: &Value, function: &Value) -> PyResult {
    copy_with(this, 2, function)
}

static PROPERTY_METHODS: &[Method] = &[
    method("getter", Native::One(getter), "Descriptor to change the getter on a property."),
    method("setter", Native::One(setter), "Descriptor to change the setter on a property."),
    method("deleter", Native::One(deleter), "Descriptor to change the deleter on a property."),
];

static PROPERTY_GETSETS: &[GetSet] = &[
    member("fget", get_get),
    member("fset", get_set),
    member("fdel", get_del),
    getset("__doc__", get_doc, set_doc),
];

pub fn init() {
    let slots = Slots {
        new: Some(static_new),
        init: Some(static_init),
        descr_get: Some(static_get),
        ..Slots::of::<StaticMethod>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        getsets: STATIC_GETSETS,
        doc: "staticmethod(function) -> method\n\nConvert a function to be a static method.",
        ..TypeDef::new(STATICMETHOD, "staticmethod", slots)
    });
    let slots = Slots {
        new: Some(class_new),
        init: Some(class_init),
        descr_get: Some(class_get),
        ..Slots::of::<ClassMethod>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        getsets: CLASS_GETSETS,
        doc: "classmethod(function) -> method\n\nConvert a function to be a class method.",
        ..TypeDef::new(CLASSMETHOD, "classmethod", slots)
    });
    let slots = Slots {
        new: Some(property_new),
        init: Some(property_init),
        descr_get: Some(property_get),
        descr_set: Some(property_set),
        ..Slots::of::<Property>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: PROPERTY_METHODS,
        getsets: PROPERTY_GETSETS,
        ..TypeDef::new(PROPERTY, "property", slots)
    });
}
