//! Bound methods, and 2.7's unbound ones (Objects/classobject.c).
//!
//! Invariants: under 3.2 a method always has a `this`; under 2.7 one without it has a class, and calling it checks
//! that the first argument is an instance of that class.

use super::errors::{PyResult, type_error};
use super::function::{Function, Method, new_method};
use super::native::{Args, GetSet, NativeObj, member, unpack};
use super::str::new_str;
use super::typeobj::{CmpOp, METHOD, Slots, TypeDef, TypeRef, ready};
use super::word::Value;
use super::{call, instance, lang, names, protocol};

fn method(this: &Value) -> &Method {
    this.payload::<Method>()
}

/// What an unbound method's error calls the function (PyEval_GetFuncName, PyEval_GetFuncDesc).
fn function_words(function: &Value) -> String {
    if let Some(function) = function.downcast::<Function>() {
        return format!("{}()", function.name.get_or_none().str_lossy().unwrap_or_default());
    }
    if let Some(function) = function.downcast::<NativeObj>() {
        return format!("{}()", function.name);
    }
    if let Some(ty) = function.as_type() {
        return format!("{} object", ty.metatype().name());
    }
    format!("{} object", function.type_name())
}

fn class_name(class: &Value) -> String {
    match protocol::getattr_option(class, names::__name__()) {
        Ok(name) => name.and_then(|name| name.str_lossy()).unwrap_or_else(|| "?".to_owned()),
        Err(_) => {
            super::errors::clear();
            "?".to_owned()
        }
    }
}

fn call_unbound(method: &Method, args: &Args) -> PyResult {
    let Some(class) = &method.class else { return call::call_args(&method.function, args) };
    let first = args.pos.first();
    let fits = match first {
        Some(first) => protocol::is_instance(first, class)?,
        None => false,
    };
    if fits {
        return call::call_args(&method.function, args);
    }
    let got = match first {
        None => "nothing".to_owned(),
        Some(first) => match protocol::getattr_option(first, names::__class__())? {
            Some(class) => format!("{} instance", class_name(&class)),
            None => format!("{} instance", first.type_name()),
        },
    };
    Err(type_error(format!(
        "unbound method {} must be called with {} instance as first argument (got {got} instead)",
        function_words(&method.function),
        class_name(class)
    )))
}

fn method_call(this: &Value, args: &Args) -> PyResult {
    let method = method(this);
    let Some(bound) = &method.this else { return call_unbound(method, args) };
    let mut pos = Vec::with_capacity(args.pos.len() + 1);
    pos.push(bound.clone());
    pos.extend_from_slice(args.pos);
    call::call_args(&method.function, &Args { pos: &pos, kw: args.kw })
}

/// Own attributes first, then those of the function (instancemethod_getattro).
fn getattr(this: &Value, name: &Value) -> PyResult {
    let interned = super::str::intern_value(name);
    if let Some(found) = METHOD.lookup(&interned) {
        return match found.type_of().slots().descr_get {
            Some(get) => get(&found, Some(this), &METHOD.value()),
            None => Ok(found),
        };
    }
    protocol::getattr(&method(this).function, name)
}

fn repr(this: &Value) -> PyResult {
    let method = method(this);
    let name = match protocol::getattr_option(&method.function, names::__name__())? {
        Some(name) => name.str_lossy().unwrap_or_else(|| "?".to_owned()),
        None => "?".to_owned(),
    };
    let class = if lang::is_27() {
        method.class.as_ref().map_or("?".to_owned(), class_name)
    } else {
        method.this.as_ref().map_or("?".to_owned(), Value::type_name)
    };
    Ok(new_str(&match &method.this {
        None => format!("<unbound method {class}.{name}>"),
        Some(bound) => format!("<bound method {class}.{name} of {}>", protocol::repr_string(bound)?),
    }))
}

fn compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || a.type_of() != METHOD || b.type_of() != METHOD {
        return Ok(Value::not_implemented());
    }
    let (x, y) = (method(a), method(b));
    let mut same = protocol::equals(&x.function, &y.function)?;
    if same {
        same = match (&x.this, &y.this) {
            (Some(x), Some(y)) => protocol::equals(x, y)?,
            (None, None) => true,
            _ => false,
        };
    }
    Ok(Value::bool(same == (op == CmpOp::Eq)))
}

fn hash(this: &Value) -> PyResult<i64> {
    let method = method(this);
    let bound = match &method.this {
        Some(bound) => protocol::hash(bound)?,
        None => protocol::hash(&Value::none())?,
    };
    let hash = bound ^ protocol::hash(&method.function)?;
    Ok(if hash == -1 { -2 } else { hash })
}

/// An unbound method binds to instances of its class; a bound one stays as it is.
fn descr_get(this: &Value, instance: Option<&Value>, owner: &Value) -> PyResult {
    let method = method(this);
    if method.this.is_some() {
        return Ok(this.clone());
    }
    if let Some(class) = &method.class
        && owner.as_type().is_some()
        && !protocol::is_subclass(owner, class)?
    {
        return Ok(this.clone());
    }
    let class = (!owner.is_none()).then(|| owner.clone());
    Ok(new_method(method.function.clone(), instance.cloned(), class))
}

fn new(_ty: TypeRef, args: &Args) -> PyResult {
    let (name, max) = if lang::is_27() { ("instancemethod", 3) } else { ("method", 2) };
    if !args.kw.is_empty() {
        return Err(type_error(format!("{name} does not take keyword arguments")));
    }
    unpack(name, args.pos, 2, max)?;
    let [function, bound, rest @ ..] = args.pos else {
        return Err(type_error("first argument must be callable"));
    };
    if function.type_of().slots().call.is_none() {
        return Err(type_error("first argument must be callable"));
    }
    let bound = (!bound.is_none()).then(|| bound.clone());
    let class = rest.first().filter(|class| !class.is_none()).cloned();
    if bound.is_none() && class.is_none() {
        return Err(type_error(if lang::is_27() {
            "unbound methods must have non-NULL im_class"
        } else {
            "self must not be None"
        }));
    }
    Ok(new_method(function.clone(), bound, class))
}

fn get_function(this: &Value) -> PyResult {
    Ok(method(this).function.clone())
}

fn get_self(this: &Value) -> PyResult {
    Ok(method(this).this.clone().unwrap_or(Value::none()))
}

fn get_class(this: &Value) -> PyResult {
    Ok(method(this).class.clone().unwrap_or(Value::none()))
}

fn get_doc(this: &Value) -> PyResult {
    protocol::getattr(&method(this).function, names::__doc__())
}

static GETSETS27: &[GetSet] = &[
    member("im_func", get_function),
    member("__func__", get_function),
    member("im_self", get_self),
    member("__self__", get_self),
    member("im_class", get_class),
    member("__doc__", get_doc),
];

static GETSETS32: &[GetSet] =
    &[member("__func__", get_function), member("__self__", get_self), member("__doc__", get_doc)];

pub fn init() {
    let slots = Slots {
        call: Some(method_call),
        getattr: Some(getattr),
        setattr: Some(instance::generic_setattr),
        repr: Some(repr),
        richcompare: Some(compare),
        hash: Some(hash),
        descr_get: Some(descr_get),
        new: Some(new),
        ..Slots::of::<Method>()
    };
    ready(TypeDef {
        name27: "instancemethod",
        getsets: if lang::is_27() { GETSETS27 } else { GETSETS32 },
        doc: "Create a bound instance method object.",
        ..TypeDef::new(METHOD, "method", slots)
    });
}
