//! `object`: attribute access that every object has, plain instances, and how instances of classes end
//! (Objects/object.c, Objects/typeobject.c).
//!
//! Invariant: an instance of a class is `[header | payload of the built-in base | slots and dict]`; each of the
//! words after the payload is a [`Slot`], empty at first. The dict is made at the first store.

use super::dict::Dict;
use super::errors::{self, PyResult, attribute_error, type_error};
use super::header::{self, Header, new_instance};
use super::native::{Args, GetSet, Method, Native, getset, method};
use super::slot::Slot;
use super::str::new_str;
use super::typeobj::{CmpOp, OBJECT, Plain, Slots, TypeDef, TypeRef, flags, ready};
use super::word::{Value, Word};
use super::{call, lang, names, protocol, str};

/// A word inside an instance, by its byte offset.
///
/// # Safety
/// The offset is one of the type's own: its dict's or a `__slots__` member's.
#[inline(always)]
pub unsafe fn slot_at<'a>(object: Word, offset: usize) -> &'a Slot {
    // SAFETY: inside the object's block by the caller's promise; zeroed or written when it was made.
    unsafe { &*object.ptr().cast::<u8>().add(offset).cast::<Slot>() }
}

/// The place of the instance's dict, if its type has one.
#[inline(always)]
pub fn dict_slot(value: &Value) -> Option<&Slot> {
    if !value.word().is_object_nonnull() {
        return None;
    }
    match value.type_of().dict_offset() {
        0 => None,
        // SAFETY: the type's own offset; the borrow of `value` keeps the object alive.
        offset => Some(unsafe { slot_at(value.word(), offset) }),
    }
}

/// The instance's dict, made if it is not there yet; none if the type has no dict.
pub fn dict_of(value: &Value) -> Option<Value> {
    let slot = dict_slot(value)?;
    if let Some(dict) = slot.get() {
        return Some(dict);
    }
    let dict = Dict::new_value();
    slot.set(dict.clone());
    Some(dict)
}

/// PyObject_GenericGetAttr.
pub fn generic_getattr(value: &Value, name: &Value) -> PyResult {
    match generic_lookup(value, name)? {
        Some(found) => Ok(found),
        None => Err(no_attribute(value, name)),
    }
}

/// What `generic_getattr` finds; none if there is no such attribute.
pub fn generic_lookup(value: &Value, name: &Value) -> PyResult<Option<Value>> {
    let ty = value.type_of();
    let interned;
    let name = match str::find_interned(name) {
        Some(found) => {
            interned = found;
            &interned
        }
        None => name,
    };
    let found = ty.lookup(name);
    let mut get = None;
    if let Some(descriptor) = &found {
        let slots = descriptor.type_of().slots();
        get = slots.descr_get;
        if let Some(get) = get
            && slots.descr_set.is_some()
        {
            return get(descriptor, Some(value), &ty.value()).map(Some);
        }
    }
    if let Some(slot) = dict_slot(value)
        && let Some(dict) = slot.get()
        && let Some(table) = dict.downcast::<Dict>()
        && let Some(found) = table.get_name(name)
    {
        return Ok(Some(found));
    }
    match (found, get) {
        (Some(descriptor), Some(get)) => get(&descriptor, Some(value), &ty.value()).map(Some),
        (found, _) => Ok(found),
    }
}

#[cold]
fn no_attribute(value: &Value, name: &Value) -> errors::Raised {
    let name = name.str_lossy().unwrap_or_default();
    attribute_error(format!("'{}' object has no attribute '{name}'", value.type_name()))
}

/// PyObject_GenericSetAttr; deletes with `None`.
pub fn generic_setattr(value: &Value, name: &Value, new: Option<&Value>) -> PyResult<()> {
    let ty = value.type_of();
    let name = &str::intern_value(name);
    let found = ty.lookup(name);
    if let Some(descriptor) = &found
        && let Some(set) = descriptor.type_of().slots().descr_set
    {
        return set(descriptor, value, new);
    }
    if dict_slot(value).is_some() {
        let Some(dict) = dict_of(value) else { return Err(no_attribute(value, name)) };
        let Some(table) = dict.downcast::<Dict>() else { return Err(no_attribute(value, name)) };
        match new {
            Some(new) => table.set_name(name, new.clone()),
            None => {
                if table.remove_name(name).is_none() {
                    return Err(attribute_error(name.str_lossy().unwrap_or_default()));
                }
            }
        }
        return Ok(());
    }
    if found.is_none() {
        return Err(no_attribute(value, name));
    }
    Err(attribute_error(format!(
        "'{}' object attribute '{}' is read-only",
        ty.name(),
        name.str_lossy().unwrap_or_default()
    )))
}

/// An attribute of a class, through its metatype's access.
pub fn getattr_of_type(class: TypeRef, name: &Value) -> PyResult {
    protocol::getattr(&class.value(), name)
}

/// `<module.C object at 0x...>`
pub fn default_repr(value: &Value) -> Value {
    let ty = value.type_of();
    let module = super::class::module_of(ty);
    let name = super::class::short_name(ty);
    let address = value.address();
    match module.as_deref() {
        None | Some("builtins" | "__builtin__") => new_str(&format!("<{name} object at {address:#x}>")),
        Some(module) => new_str(&format!("<{module}.{name} object at {address:#x}>")),
    }
}

fn object_repr(value: &Value) -> PyResult {
    Ok(default_repr(value))
}

fn object_str(value: &Value) -> PyResult {
    match value.type_of().slots().repr {
        Some(repr) => repr(value),
        None => Ok(default_repr(value)),
    }
}

/// By address, as _Py_HashPointer.
pub fn hash_address(value: &Value) -> PyResult<i64> {
    Ok((value.address() as u64).rotate_right(4) as i64)
}

fn object_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    match op {
        CmpOp::Eq if a.is(b) => Ok(Value::bool(true)),
        CmpOp::Ne => {
            // The inverse of __eq__, unless that says NotImplemented.
            let Some(eq) = a.type_of().slots().richcompare else { return Ok(Value::not_implemented()) };
            let equal = eq(a, b, CmpOp::Eq)?;
            if equal.is_not_implemented() { Ok(equal) } else { Ok(Value::bool(!protocol::truth(&equal)?)) }
        }
        _ => Ok(Value::not_implemented()),
    }
}

type NewFn = fn(TypeRef, &Args) -> PyResult;
type InitFn = fn(&Value, &Args) -> PyResult<()>;

/// The type, or a base, has a `__new__` of its own.
fn overrides_new(ty: TypeRef) -> bool {
    ty.slots().new.is_some_and(|new| !std::ptr::fn_addr_eq(new, object_new as NewFn))
}

/// The type, or a base, has an `__init__` of its own.
fn overrides_init(ty: TypeRef) -> bool {
    ty.slots().init.is_some_and(|init| !std::ptr::fn_addr_eq(init, object_init as InitFn))
}

pub(super) fn object_new(ty: TypeRef, args: &Args) -> PyResult {
    let excess = !args.pos.is_empty() || !args.kw.is_empty();
    if excess && (overrides_new(ty) || !overrides_init(ty)) {
        return Err(type_error("object() takes no parameters"));
    }
    if ty == OBJECT || ty.layout() == header::Layout::Object {
        return Ok(new_instance(ty, Plain));
    }
    Err(type_error(format!("object.__new__({0}) is not safe, use {0}.__new__()", ty.name())))
}

/// Whether a type's `init` slot is `object`'s.
pub fn has_object_init(slots: &Slots) -> bool {
    slots
        .init
        .is_some_and(|init| std::ptr::fn_addr_eq(init, object_init as fn(&Value, &Args) -> PyResult<()>))
}

fn object_init(this: &Value, args: &Args) -> PyResult<()> {
    let excess = !args.pos.is_empty() || !args.kw.is_empty();
    let ty = this.type_of();
    if excess && (overrides_init(ty) || !overrides_new(ty)) {
        return Err(type_error("object.__init__() takes no parameters"));
    }
    Ok(())
}

fn get_class(this: &Value) -> PyResult {
    Ok(this.type_of().value())
}

fn set_class(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(type_error("can't delete __class__ attribute")) };
    let Some(new) = new.as_type() else {
        return Err(type_error(format!(
            "__class__ must be set to new-style class, not '{}' object",
            new.type_name()
        )));
    };
    let old = this.type_of();
    if !new.is_heap() || !old.is_heap() {
        return Err(type_error("__class__ assignment: only for heap types"));
    }
    let same = new.layout() == old.layout()
        && new.basic_size() == old.basic_size()
        && new.dict_offset() == old.dict_offset();
    if !same {
        return Err(type_error(format!(
            "__class__ assignment: '{}' object layout differs from '{}'",
            new.name(),
            old.name()
        )));
    }
    // SAFETY: a heap object (its type is a class), and the layouts are equal.
    unsafe { (*this.word().ptr()).set_ty(new) };
    Ok(())
}

fn object_format(this: &Value, spec: &Value) -> PyResult {
    let text = protocol::str(this)?;
    call::call_method(&text, names::__format__(), std::slice::from_ref(spec))
}

fn object_sizeof(this: &Value) -> PyResult {
    Ok(Value::int(this.type_of().basic_size() as i64))
}

fn subclass_hook(_this: &Value, _args: &[Value]) -> PyResult {
    Ok(Value::not_implemented())
}

fn object_reduce(this: &Value, _args: &[Value]) -> PyResult {
    Err(type_error(format!("can't pickle {} objects", this.type_name())))
}

static METHODS: &[Method] = &[
    method("__format__", Native::One(object_format), "default object formatter"),
    method("__sizeof__", Native::NoArgs(object_sizeof), "size of object in memory, in bytes"),
    method("__reduce__", Native::Var(0, 1, object_reduce), "helper for pickle"),
    method("__reduce_ex__", Native::Var(0, 1, object_reduce), "helper for pickle"),
    super::native::class_method("__subclasshook__", Native::Var(0, usize::MAX, subclass_hook), ""),
];

static GETSETS: &[GetSet] = &[getset("__class__", get_class, set_class)];

pub fn init() {
    let slots = Slots {
        repr: Some(object_repr),
        str: Some(object_str),
        hash: Some(hash_address),
        getattr: Some(generic_getattr),
        setattr: Some(generic_setattr),
        richcompare: (!lang::is_27()).then_some(object_compare as fn(&Value, &Value, CmpOp) -> PyResult),
        new: Some(object_new),
        init: Some(object_init),
        ..Slots::of::<Plain>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: METHODS,
        getsets: GETSETS,
        doc: "The most base type",
        ..TypeDef::new(OBJECT, "object", slots)
    });
}

// ---- the end of instances of classes --------------------------------------------------------------------

/// The built-in base that knows the payload.
fn solid_base(ty: TypeRef) -> TypeRef {
    let mut solid = ty;
    while solid.is_heap() {
        match solid.base() {
            Some(base) => solid = base,
            None => return OBJECT,
        }
    }
    solid
}

fn own_slots(object: Word, ty: TypeRef) -> impl Iterator<Item = &'static Slot> {
    let from = solid_base(ty).slots().size;
    // SAFETY: every word after the payload up to the basic size is a Slot.
    (from..ty.basic_size()).step_by(8).map(move |offset| unsafe { slot_at(object, offset) })
}

/// The `dealloc` slot of classes: `__del__`, weak references, dict and slots, then the payload.
///
/// # Safety
/// Called by `header::destroy` only, with a count of zero.
pub unsafe fn subtype_dealloc(object: *mut Header) {
    // SAFETY: the object is whole until its payload is dropped below.
    unsafe {
        let ty = (*object).ty();
        let word = Word(object as u64);
        // Before `__del__`, as subtype_dealloc has it; references made by that one die below.
        super::weakref::object_dies(word);
        if ty.has_flag(flags::HAS_DEL) {
            let value = {
                (*object).incref();
                word.into_value()
            };
            header::while_destroyed(|| run_del(&value));
            let word = value.into_word();
            if !(*word.ptr()).release() {
                return;
            }
        }
        super::weakref::object_dies(word);
        for slot in own_slots(word, ty) {
            drop(slot.take());
        }
        (solid_base(ty).slots().drop_payload)(object);
        header::free_block(object, ty.basic_size(), true);
    }
}

/// Calls `__del__`; an exception in it is reported and dropped (slot_tp_del).
fn run_del(value: &Value) {
    let saved = errors::fetch();
    if let Ok(Some(del)) = protocol::lookup_special(value, names::__del__())
        && call::call(&del, &[]).is_err()
    {
        super::exceptions::write_unraisable(&del);
    }
    match saved {
        Some(exc) => drop(errors::restore(exc)),
        None => errors::clear(),
    }
}

/// # Safety
/// A live instance of a class.
pub unsafe fn subtype_traverse(object: *mut Header, visit: &mut dyn FnMut(Word)) {
    // SAFETY: the object is alive.
    unsafe {
        let ty = (*object).ty();
        for slot in own_slots(Word(object as u64), ty) {
            slot.visit(visit);
        }
        (solid_base(ty).slots().traverse)(object, visit);
    }
}

/// # Safety
/// A live instance of a class.
pub unsafe fn subtype_clear(object: *mut Header) {
    // SAFETY: the object is alive.
    unsafe {
        let ty = (*object).ty();
        for slot in own_slots(Word(object as u64), ty) {
            drop(slot.take());
        }
        (solid_base(ty).slots().clear)(object);
    }
}
