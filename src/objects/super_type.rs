//! `super` (Objects/typeobject.c, superobject).
//!
//! Invariant: if bound, `object` is an instance of `start` or a subtype of it, and `object_type` is the type whose
//! MRO is searched after `start`.

use super::errors::{PyResult, type_error};
use super::header::{Layout, Payload, new_instance};
use super::instance::generic_getattr;
use super::native::{Args, GetSet, member};
use super::slot::Slot;
use super::str::{intern_value, new_str};
use super::typeobj::{SUPER, Slots, TypeDef, TypeRef, flags, ready};
use super::word::{Value, Word};
use super::{lang, names, protocol};
use std::cell::Cell;

/// `super(start, object)`.
pub struct Super {
    start: Cell<Option<TypeRef>>,
    object: Slot,
    object_type: Cell<Option<TypeRef>>,
}

impl Payload for Super {
    const LAYOUT: Layout = Layout::Super;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.object.visit(visit);
    }
}

/// The type whose MRO counts for an object (supercheck).
fn check(start: TypeRef, object: &Value) -> PyResult<TypeRef> {
    if let Some(class) = object.as_type()
        && class.is_subtype(start)
    {
        return Ok(class);
    }
    let own = object.type_of();
    if own.is_subtype(start) {
        return Ok(own);
    }
    // A proxy may show another class.
    if let Some(class) = protocol::getattr_option(object, names::__class__())?
        && let Some(class) = class.as_type()
        && class != own
        && class.is_subtype(start)
    {
        return Ok(class);
    }
    Err(type_error("super(type, obj): obj must be an instance or subtype of type"))
}

fn new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(
        ty,
        Super { start: Cell::new(None), object: Slot::empty(), object_type: Cell::new(None) },
    ))
}

fn init_super(this: &Value, args: &Args) -> PyResult<()> {
    if !args.kw.is_empty() {
        return Err(type_error("super does not take keyword arguments"));
    }
    let (start, object) = match args.pos {
        [] if !lang::is_27() => {
            let (start, object) = crate::vm::door::super_arguments()?;
            (start, Some(object))
        }
        [start] => (start.clone(), None),
        [start, object] => (start.clone(), (!object.is_none()).then(|| object.clone())),
        _ => return args.check("super", usize::from(lang::is_27()), 2),
    };
    let Some(start) = start.as_type() else {
        return Err(type_error(if lang::is_27() {
            format!("super() argument 1 must be type, not {}", start.type_name())
        } else {
            format!("must be type, not {}", start.type_name())
        }));
    };
    let object_type = match &object {
        Some(object) => Some(check(start, object)?),
        None => None,
    };
    let own = this.payload::<Super>();
    own.start.set(Some(start));
    own.object_type.set(object_type);
    own.object.set_option(object);
    Ok(())
}

/// The attribute from the first class after `start`.
fn getattr(this: &Value, name: &Value) -> PyResult {
    let own = this.payload::<Super>();
    let name = &intern_value(name);
    if !name.is(names::__class__())
        && let (Some(start), Some(object_type), Some(object)) =
            (own.start.get(), own.object_type.get(), own.object.get())
    {
        let after = object_type.mro().iter().skip_while(|&&class| class != start).skip(1);
        for class in after {
            let Some(found) = class.dict().get_name(name) else { continue };
            let Some(get) = found.type_of().slots().descr_get else { return Ok(found) };
            let through_class = object.as_type() == Some(object_type);
            return get(&found, (!through_class).then_some(&object), &object_type.value());
        }
    }
    generic_getattr(this, name)
}

fn descr_get(this: &Value, instance: Option<&Value>, _owner: &Value) -> PyResult {
    let own = this.payload::<Super>();
    let (Some(instance), true, Some(start)) = (instance, own.object.is_empty(), own.start.get()) else {
        return Ok(this.clone());
    };
    if this.type_of() != SUPER {
        return super::call::call(&this.type_of().value(), &[start.value(), instance.clone()]);
    }
    let object_type = check(start, instance)?;
    Ok(new_instance(
        SUPER,
        Super {
            start: Cell::new(Some(start)),
            object: Slot::new(instance.clone()),
            object_type: Cell::new(Some(object_type)),
        },
    ))
}

fn repr(this: &Value) -> PyResult {
    let own = this.payload::<Super>();
    let start = own.start.get().map_or("NULL".to_owned(), TypeRef::name);
    Ok(new_str(&match own.object_type.get() {
        Some(ty) => format!("<super: <class '{start}'>, <{} object>>", ty.name()),
        None => format!("<super: <class '{start}'>, NULL>"),
    }))
}

fn type_or_none(ty: Option<TypeRef>) -> Value {
    ty.map_or(Value::none(), TypeRef::value)
}

fn get_start(this: &Value) -> PyResult {
    Ok(type_or_none(this.payload::<Super>().start.get()))
}
fn get_self(this: &Value) -> PyResult {
    Ok(this.payload::<Super>().object.get_or_none())
}
fn get_self_class(this: &Value) -> PyResult {
    Ok(type_or_none(this.payload::<Super>().object_type.get()))
}

static GETSETS: &[GetSet] = &[
    member("__thisclass__", get_start),
    member("__self__", get_self),
    member("__self_class__", get_self_class),
];

pub fn init() {
    let slots = Slots {
        new: Some(new),
        init: Some(init_super),
        getattr: Some(getattr),
        descr_get: Some(descr_get),
        repr: Some(repr),
        ..Slots::of::<Super>()
    };
    ready(TypeDef { flags: flags::BASETYPE, getsets: GETSETS, ..TypeDef::new(SUPER, "super", slots) });
}
