//! Struct sequences: tuples whose items have names (Objects/structseq.c): `sys.version_info`, `os.stat_result`, ...
//!
//! Invariant: a kind is a class below tuple with one read-only descriptor a field; `n_sequence_fields` of them are
//! items of the tuple.

use super::class::new_class;
use super::dict::Dict;
use super::errors::{PyResult, type_error};
use super::header::new_instance;
use super::native::{Args, DescriptorKind, Method, Native, method};
use super::protocol;
use super::str::{intern, new_str};
use super::tuple::{Tuple, new_tuple};
use super::typeobj::{GETSET_DESCRIPTOR, METHOD_DESCRIPTOR, TUPLE, TYPE, TypeRef, new_descriptor};
use super::word::Value;

/// The name under which a kind keeps its fields' names.
const FIELDS: &str = "__fields__";

/// Makes a kind: its module and name, and the names of its fields. Classes are immortal, so make each kind once.
pub fn new_kind(module: &str, name: &str, fields: &[&str]) -> PyResult<TypeRef> {
    new_kind_with(module, name, fields, &[])
}

/// Makes a kind that has more attributes than items, as `stat_result` does. Such an attribute goes before the item of the
/// same name, and [`make_with`] gives it its value.
pub fn new_kind_with(module: &str, name: &str, fields: &[&str], extra: &[&str]) -> PyResult<TypeRef> {
    let dict = Dict::new();
    dict.set_name(&intern("__module__"), new_str(module));
    let slots: Vec<Value> = extra.iter().map(|field| intern(field)).collect();
    dict.set_name(&intern("__slots__"), new_tuple(slots));
    let unnamed = fields.iter().filter(|field| extra.contains(field)).count();
    for (count, number) in [
        ("n_fields", fields.len() + extra.len()),
        ("n_sequence_fields", fields.len()),
        ("n_unnamed_fields", unnamed),
    ] {
        dict.set_name(&intern(count), Value::int(number as i64));
    }
    let names: Vec<Value> = fields.iter().map(|field| intern(field)).collect();
    dict.set_name(&intern(FIELDS), new_tuple(names));
    let class = new_class(TYPE, name, &[TUPLE.value()], &dict)?;
    let Some(ty) = class.as_type() else { return Err(type_error("not a class")) };
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| !extra.contains(field)) {
        let descriptor = new_descriptor(GETSET_DESCRIPTOR, field, ty, DescriptorKind::Item(index));
        ty.set_attr(&intern(field), Some(descriptor));
    }
    let repr = new_descriptor(METHOD_DESCRIPTOR, "__repr__", ty, DescriptorKind::Method(&REPR));
    ty.set_attr(&intern("__repr__"), Some(repr));
    let new = super::function::new_staticmethod(super::native::new_native(&NEW, None, None));
    ty.set_attr(&intern("__new__"), Some(new));
    super::slotdefs::fix_slots(ty);
    ty.set_flag(super::typeobj::flags::SHOWN_BUILTIN, true);
    Ok(ty)
}

/// A sequence of a kind.
pub fn make(kind: TypeRef, items: Vec<Value>) -> Value {
    new_instance(kind, Tuple::new(items))
}

/// A sequence of a kind with more attributes than items.
pub fn make_with(kind: TypeRef, items: Vec<Value>, extra: &[(&str, Value)]) -> PyResult {
    let made = make(kind, items);
    for (name, value) in extra {
        protocol::setattr(&made, &intern(name), Some(value))?;
    }
    Ok(made)
}

/// The field at an index; None if the tuple is too short, which no sequence of a kind is.
pub fn item(this: &Value, index: usize) -> Value {
    this.downcast::<Tuple>().and_then(|tuple| tuple.items().get(index).cloned()).unwrap_or(Value::none())
}

static NEW: Method = method("__new__", Native::Kw(new), "");

fn new(_this: &Value, args: &Args) -> PyResult {
    let [class, sequence, ..] = args.pos else {
        return Err(type_error("Required argument 'sequence' (pos 1) not found"));
    };
    let Some(kind) = class.as_type() else { return Err(type_error("__new__(X): X is not a type object")) };
    let fields = kind.dict().get_name(&intern(FIELDS)).map_or(Ok(0), |fields| protocol::len(&fields))?;
    let items = protocol::to_vec(sequence)?;
    if items.len() != fields {
        return Err(type_error(format!(
            "{}() takes a {fields}-sequence ({}-sequence given)",
            full_name(kind),
            items.len()
        )));
    }
    Ok(make(kind, items))
}

fn full_name(kind: TypeRef) -> String {
    match super::class::module_of(kind) {
        Some(module) => format!("{module}.{}", kind.name()),
        None => kind.name(),
    }
}

static REPR: Method = method("__repr__", Native::NoArgs(repr), "");

fn repr(this: &Value) -> PyResult {
    let kind = this.type_of();
    let names = kind.dict().get_name(&intern(FIELDS)).unwrap_or(Value::none());
    let mut parts = Vec::new();
    if let (Some(names), Some(items)) = (names.downcast::<Tuple>(), this.downcast::<Tuple>()) {
        for (name, item) in names.items().iter().zip(items.items()) {
            parts.push(format!("{}={}", name.str_lossy().unwrap_or_default(), protocol::repr_string(item)?));
        }
    }
    Ok(new_str(&format!("{}({})", full_name(kind), parts.join(", "))))
}
