//! Attributes of built-in types, and built-in functions, as objects (Objects/descrobject.c,
//! Objects/methodobject.c).
//!
//! Invariant: a descriptor's native is only reached with an object whose type is the descriptor's owner or a
//! subclass of it, so that the native may rely on the payload; that is checked here and nowhere else.

use super::errors::{PyResult, attribute_error, type_error};
use super::function::Method as BoundMethod;
use super::header::new_object;
use super::instance::{hash_address, slot_at};
use super::module::Module;
use super::native::{Args, Descriptor, DescriptorKind, GetSet, NativeObj, getter, new_native};
use super::protocol;
use super::str::new_str;
use super::typeobj::{
    CLASSMETHOD_DESCRIPTOR, CmpOp, GETSET_DESCRIPTOR, MEMBER_DESCRIPTOR, METHOD_DESCRIPTOR, METHOD_WRAPPER,
    NATIVE, Slots, TypeDef, TypeRef, WRAPPER_DESCRIPTOR, ready,
};
use super::word::Value;
use super::{lang, recursion};

// ---- built-in functions ----------------------------------------------------------------------------------

fn native_call(this: &Value, args: &Args) -> PyResult {
    let function = this.payload::<NativeObj>();
    let bound = function.this.get_or_none();
    function.native.call(function.name, &bound, args)
}

/// The bound object, unless it is the module that a function belongs to.
fn bound_object(function: &NativeObj) -> Option<Value> {
    function.this.get().filter(|this| this.downcast::<Module>().is_none())
}

fn native_repr(this: &Value) -> PyResult {
    let function = this.payload::<NativeObj>();
    let name = function.name;
    Ok(new_str(&match bound_object(function) {
        None => format!("<built-in function {name}>"),
        Some(bound) => {
            let (ty, address) = (bound.type_name(), bound.address());
            format!("<built-in method {name} of {ty} object at {address:#x}>")
        }
    }))
}

fn native_code(function: &NativeObj) -> usize {
    use super::native::Native;
    match function.native {
        Native::NoArgs(f) => f as usize,
        Native::One(f) => f as usize,
        Native::Var(_, _, f) => f as usize,
        Native::Kw(f) => f as usize,
    }
}

fn native_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<NativeObj>(), b.downcast::<NativeObj>()) else {
        return Ok(Value::not_implemented());
    };
    let same = x.this.word() == y.this.word() && x.name == y.name && native_code(x) == native_code(y);
    match op {
        CmpOp::Eq => Ok(Value::bool(same)),
        CmpOp::Ne => Ok(Value::bool(!same)),
        _ => Ok(Value::not_implemented()),
    }
}

fn native_hash(this: &Value) -> PyResult<i64> {
    let function = this.payload::<NativeObj>();
    let bound = function.this.get().map_or(Ok(0), |bound| hash_address(&bound))?;
    let hash = bound ^ (native_code(function) as u64).rotate_right(4) as i64;
    Ok(if hash == -1 { -2 } else { hash })
}

fn native_name(this: &Value) -> PyResult {
    Ok(new_str(this.payload::<NativeObj>().name))
}

fn doc_value(doc: &str) -> PyResult {
    Ok(if doc.is_empty() { Value::none() } else { new_str(doc) })
}

fn native_doc(this: &Value) -> PyResult {
    doc_value(this.payload::<NativeObj>().doc)
}

fn native_self(this: &Value) -> PyResult {
    let function = this.payload::<NativeObj>();
    Ok(if lang::is_27() {
        bound_object(function).unwrap_or(Value::none())
    } else {
        function.this.get_or_none()
    })
}

fn native_module(this: &Value) -> PyResult {
    Ok(this.payload::<NativeObj>().module.get_or_none())
}

static NATIVE_GETSETS: &[GetSet] = &[
    getter("__name__", native_name),
    getter("__doc__", native_doc),
    getter("__self__", native_self),
    getter("__module__", native_module),
];

// ---- descriptors -------------------------------------------------------------------------------------------

fn name_of(this: &Descriptor) -> String {
    this.name.str_lossy().unwrap_or_default()
}

#[cold]
fn does_not_apply(descriptor: &Descriptor, object: &Value) -> super::errors::Raised {
    type_error(format!(
        "descriptor '{}' for '{}' objects doesn't apply to '{}' object",
        name_of(descriptor),
        descriptor.owner.name(),
        object.type_name()
    ))
}

fn check(descriptor: &Descriptor, object: &Value) -> PyResult<()> {
    if object.type_of().is_subtype(descriptor.owner) {
        return Ok(());
    }
    Err(does_not_apply(descriptor, object))
}

/// A method of a built-in type, bound to an object of it.
fn method_get(this: &Value, instance: Option<&Value>, _owner: &Value) -> PyResult {
    let Some(instance) = instance else { return Ok(this.clone()) };
    let descriptor = this.payload::<Descriptor>();
    check(descriptor, instance)?;
    match descriptor.kind {
        DescriptorKind::Method(row) => Ok(new_native(row, Some(instance.clone()), None)),
        _ => Ok(this.clone()),
    }
}

fn class_method_get(this: &Value, instance: Option<&Value>, owner: &Value) -> PyResult {
    let descriptor = this.payload::<Descriptor>();
    let class = match (owner.is_none(), instance) {
        (true, Some(instance)) => instance.type_of().value(),
        (true, None) => {
            return Err(type_error(format!(
                "descriptor '{}' for type '{}' needs either an object or a type",
                name_of(descriptor),
                descriptor.owner.name()
            )));
        }
        (false, _) => owner.clone(),
    };
    let Some(class_type) = class.as_type() else {
        return Err(type_error(format!(
            "descriptor '{}' for type '{}' needs a type, not a '{}' as arg 2",
            name_of(descriptor),
            descriptor.owner.name(),
            class.type_name()
        )));
    };
    if !class_type.is_subtype(descriptor.owner) {
        return Err(type_error(format!(
            "descriptor '{}' for type '{}' doesn't apply to type '{}'",
            name_of(descriptor),
            descriptor.owner.name(),
            class_type.name()
        )));
    }
    match descriptor.kind {
        DescriptorKind::Method(row) => Ok(new_native(row, Some(class), None)),
        _ => Ok(this.clone()),
    }
}

/// The object a descriptor is called with: the first argument, checked.
fn receiver<'a>(descriptor: &Descriptor, args: &Args<'a>) -> PyResult<(&'a Value, Args<'a>)> {
    let Some((this, rest)) = args.pos.split_first() else {
        return Err(type_error(format!(
            "descriptor '{}' of '{}' object needs an argument",
            name_of(descriptor),
            descriptor.owner.name()
        )));
    };
    if !this.type_of().is_subtype(descriptor.owner) {
        return Err(type_error(format!(
            "descriptor '{}' requires a '{}' object but received a '{}'",
            name_of(descriptor),
            descriptor.owner.name(),
            this.type_name()
        )));
    }
    Ok((this, Args { pos: rest, kw: args.kw }))
}

fn method_call(this: &Value, args: &Args) -> PyResult {
    let descriptor = this.payload::<Descriptor>();
    let (object, rest) = receiver(descriptor, args)?;
    let _level = recursion::enter(super::call::WHILE_CALLING)?;
    match descriptor.kind {
        DescriptorKind::Method(row) => row.native.call(row.name, object, &rest),
        DescriptorKind::Wrapper(wrapper) => wrapper.call(descriptor.owner, object, &rest),
        _ => Err(type_error(format!("'{}' object is not callable", this.type_name()))),
    }
}

/// `dict.fromkeys` looked up in the class's dict and called: the first argument is the class.
fn class_method_call(this: &Value, args: &Args) -> PyResult {
    let descriptor = this.payload::<Descriptor>();
    let Some((class, rest)) = args.pos.split_first() else {
        return Err(type_error(format!(
            "descriptor '{}' of '{}' object needs an argument",
            name_of(descriptor),
            descriptor.owner.name()
        )));
    };
    let Some(class_type) = class.as_type() else {
        // 3.2 names the descriptor's own type here, by a slip that scripts can see.
        let found = if lang::is_27() { class.type_name() } else { descriptor.owner.name() };
        return Err(type_error(format!(
            "descriptor '{}' requires a type but received a '{found}'",
            name_of(descriptor)
        )));
    };
    if !class_type.is_subtype(descriptor.owner) {
        return Err(type_error(format!(
            "descriptor '{}' requires a subtype of '{}' but received '{}'",
            name_of(descriptor),
            descriptor.owner.name(),
            class_type.name()
        )));
    }
    let bound = class_method_get(this, None, class)?;
    super::call::call_args(&bound, &Args { pos: rest, kw: args.kw })
}

fn wrapper_get(this: &Value, instance: Option<&Value>, _owner: &Value) -> PyResult {
    let Some(instance) = instance else { return Ok(this.clone()) };
    check(this.payload::<Descriptor>(), instance)?;
    let bound = BoundMethod { function: this.clone(), this: Some(instance.clone()), class: None };
    Ok(new_object(METHOD_WRAPPER, bound))
}

fn getset_get(this: &Value, instance: Option<&Value>, _owner: &Value) -> PyResult {
    let Some(instance) = instance else { return Ok(this.clone()) };
    let descriptor = this.payload::<Descriptor>();
    check(descriptor, instance)?;
    match descriptor.kind {
        DescriptorKind::GetSet(row) => (row.get)(instance),
        DescriptorKind::Item(index) => Ok(super::structseq::item(instance, index)),
        _ => Ok(this.clone()),
    }
}

fn getset_set(this: &Value, instance: &Value, new: Option<&Value>) -> PyResult<()> {
    let descriptor = this.payload::<Descriptor>();
    check(descriptor, instance)?;
    match descriptor.kind {
        DescriptorKind::GetSet(GetSet { set: Some(set), .. }) => set(instance, new),
        _ => Err(attribute_error(format!(
            "attribute '{}' of '{}' objects is not writable",
            name_of(descriptor),
            descriptor.owner.name()
        ))),
    }
}

/// The word of a `__slots__` entry in an instance that has been checked to be of the owner's type.
fn member_slot<'a>(descriptor: &Descriptor, instance: &'a Value) -> PyResult<&'a super::slot::Slot> {
    check(descriptor, instance)?;
    match descriptor.kind {
        // SAFETY: the instance is of the class that made the slot, or of a subclass, which keeps its offset; the
        // borrow of `instance` keeps the object alive.
        DescriptorKind::Member(offset) => Ok(unsafe { slot_at(instance.word(), offset) }),
        _ => Err(does_not_apply(descriptor, instance)),
    }
}

fn member_get(this: &Value, instance: Option<&Value>, _owner: &Value) -> PyResult {
    let Some(instance) = instance else { return Ok(this.clone()) };
    let descriptor = this.payload::<Descriptor>();
    match member_slot(descriptor, instance)?.get() {
        Some(value) => Ok(value),
        None => Err(attribute_error(name_of(descriptor))),
    }
}

fn member_set(this: &Value, instance: &Value, new: Option<&Value>) -> PyResult<()> {
    let descriptor = this.payload::<Descriptor>();
    let old = member_slot(descriptor, instance)?.replace(new.cloned());
    if old.is_none() && new.is_none() {
        return Err(attribute_error(name_of(descriptor)));
    }
    Ok(())
}

fn repr_as(this: &Value, word: &str, of: &str) -> PyResult {
    let descriptor = this.payload::<Descriptor>();
    let (name, owner) = (name_of(descriptor), descriptor.owner.name());
    Ok(new_str(&format!("<{word} '{name}' of '{owner}' {of}>")))
}

fn method_repr(this: &Value) -> PyResult {
    repr_as(this, "method", "objects")
}
fn getset_repr(this: &Value) -> PyResult {
    repr_as(this, "attribute", "objects")
}
fn member_repr(this: &Value) -> PyResult {
    repr_as(this, "member", "objects")
}
fn wrapper_repr(this: &Value) -> PyResult {
    repr_as(this, "slot wrapper", "objects")
}

fn descriptor_name(this: &Value) -> PyResult {
    Ok(this.payload::<Descriptor>().name.clone())
}

fn descriptor_class(this: &Value) -> PyResult {
    Ok(this.payload::<Descriptor>().owner.value())
}

fn descriptor_doc(this: &Value) -> PyResult {
    match this.payload::<Descriptor>().kind {
        DescriptorKind::Method(row) => doc_value(row.doc),
        DescriptorKind::Wrapper(row) => doc_value(wrapper_doc(row.name)),
        _ => Ok(Value::none()),
    }
}

/// What `help` shows of the most read slot wrappers.
fn wrapper_doc(name: &str) -> &'static str {
    match name {
        "__init__" => "x.__init__(...) initializes x; see help(type(x)) for signature",
        "__repr__" => "x.__repr__() <==> repr(x)",
        "__str__" => "x.__str__() <==> str(x)",
        "__hash__" => "x.__hash__() <==> hash(x)",
        "__call__" => "x.__call__(...) <==> x(...)",
        "__len__" => "x.__len__() <==> len(x)",
        "__iter__" => "x.__iter__() <==> iter(x)",
        "__getitem__" => "x.__getitem__(y) <==> x[y]",
        "__contains__" => "x.__contains__(y) <==> y in x",
        "__eq__" => "x.__eq__(y) <==> x==y",
        "__add__" => "x.__add__(y) <==> x+y",
        _ => "",
    }
}

static GETSETS: &[GetSet] = &[
    getter("__name__", descriptor_name),
    getter("__objclass__", descriptor_class),
    getter("__doc__", descriptor_doc),
];

// ---- bound slot wrappers -----------------------------------------------------------------------------------

/// The descriptor and the object of a bound slot wrapper.
fn parts(this: &Value) -> PyResult<(&Descriptor, &Value)> {
    let bound = this.payload::<BoundMethod>();
    match (bound.function.downcast::<Descriptor>(), &bound.this) {
        (Some(descriptor), Some(object)) => Ok((descriptor, object)),
        _ => Err(super::errors::system_error("bad method-wrapper")),
    }
}

fn bound_call(this: &Value, args: &Args) -> PyResult {
    let (descriptor, object) = parts(this)?;
    match descriptor.kind {
        DescriptorKind::Wrapper(wrapper) => wrapper.call(descriptor.owner, object, args),
        _ => Err(super::errors::system_error("bad method-wrapper")),
    }
}

fn bound_repr(this: &Value) -> PyResult {
    let (descriptor, object) = parts(this)?;
    let (name, ty, address) = (name_of(descriptor), object.type_name(), object.address());
    Ok(new_str(&format!("<method-wrapper '{name}' of {ty} object at {address:#x}>")))
}

fn bound_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if b.type_of() != METHOD_WRAPPER || a.type_of() != METHOD_WRAPPER {
        return Ok(Value::not_implemented());
    }
    let ((da, oa), (db, ob)) = (parts(a)?, parts(b)?);
    let same = std::ptr::eq(da, db) && protocol::equals(oa, ob)?;
    match op {
        CmpOp::Eq => Ok(Value::bool(same)),
        CmpOp::Ne => Ok(Value::bool(!same)),
        _ => Ok(Value::not_implemented()),
    }
}

fn bound_hash(this: &Value) -> PyResult<i64> {
    let bound = this.payload::<BoundMethod>();
    let object = bound.this.as_ref().map_or(Ok(0), hash_address)?;
    Ok((object ^ hash_address(&bound.function)?).max(0))
}

fn bound_name(this: &Value) -> PyResult {
    Ok(parts(this)?.0.name.clone())
}

fn bound_doc(this: &Value) -> PyResult {
    descriptor_doc(&this.payload::<BoundMethod>().function)
}

fn bound_class(this: &Value) -> PyResult {
    Ok(parts(this)?.0.owner.value())
}

fn bound_self(this: &Value) -> PyResult {
    Ok(parts(this)?.1.clone())
}

static BOUND_GETSETS: &[GetSet] = &[
    getter("__name__", bound_name),
    getter("__doc__", bound_doc),
    getter("__objclass__", bound_class),
    getter("__self__", bound_self),
];

pub fn init() {
    let natives = Slots {
        call: Some(native_call),
        repr: Some(native_repr),
        hash: Some(native_hash),
        richcompare: Some(native_compare),
        ..Slots::of::<NativeObj>()
    };
    ready(TypeDef { getsets: NATIVE_GETSETS, ..TypeDef::new(NATIVE, "builtin_function_or_method", natives) });
    let base = Slots::of::<Descriptor>;
    let define = |ty: TypeRef, name: &'static str, slots: Slots| {
        ready(TypeDef { getsets: GETSETS, ..TypeDef::new(ty, name, slots) });
    };
    let method =
        Slots { call: Some(method_call), descr_get: Some(method_get), repr: Some(method_repr), ..base() };
    define(METHOD_DESCRIPTOR, "method_descriptor", method);
    let class_method = Slots {
        call: Some(class_method_call),
        descr_get: Some(class_method_get),
        repr: Some(method_repr),
        ..base()
    };
    define(CLASSMETHOD_DESCRIPTOR, "classmethod_descriptor", class_method);
    let getset =
        Slots { descr_get: Some(getset_get), descr_set: Some(getset_set), repr: Some(getset_repr), ..base() };
    define(GETSET_DESCRIPTOR, "getset_descriptor", getset);
    let member =
        Slots { descr_get: Some(member_get), descr_set: Some(member_set), repr: Some(member_repr), ..base() };
    define(MEMBER_DESCRIPTOR, "member_descriptor", member);
    let wrapper =
        Slots { call: Some(method_call), descr_get: Some(wrapper_get), repr: Some(wrapper_repr), ..base() };
    define(WRAPPER_DESCRIPTOR, "wrapper_descriptor", wrapper);
    let bound = Slots {
        call: Some(bound_call),
        repr: Some(bound_repr),
        hash: Some(bound_hash),
        richcompare: Some(bound_compare),
        ..Slots::of::<BoundMethod>()
    };
    ready(TypeDef { getsets: BOUND_GETSETS, ..TypeDef::new(METHOD_WRAPPER, "method-wrapper", bound) });
}
