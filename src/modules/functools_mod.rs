//! `_functools`: `partial` and `reduce` (Modules/_functoolsmodule.c).
//!
//! Invariant: a partial's function and arguments change by `__setstate__` only; a call holds those that it began with.

use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, system_error, type_error};
use crate::objects::header::{Layout, Obj, Payload, new_instance};
use crate::objects::native::{Args, GetSet, Method, Native, getset, getter, method};
use crate::objects::sequence::Text;
use crate::objects::slot::Slot;
use crate::objects::str::new_str;
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{Slots, TypeDef, TypeObj, TypeRef, flags, ready};
use crate::objects::word::{Value, Word};
use crate::objects::{call, exceptions as exc, instance, lang, module, protocol, sequence};

static PARTIAL_OBJ: TypeObj = TypeObj::builtin(Layout::Partial);
pub const PARTIAL: TypeRef = TypeRef::of(&PARTIAL_OBJ);

struct Partial {
    function: Slot,
    /// A tuple.
    args: Slot,
    /// A dict.
    keywords: Slot,
    dict: Slot,
}

impl Payload for Partial {
    const LAYOUT: Layout = Layout::Partial;
    const GC: bool = true;
    const WEAKREFS: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for slot in [&self.function, &self.args, &self.keywords, &self.dict] {
            slot.visit(visit);
        }
    }
}

fn partial_new(ty: TypeRef, args: &Args) -> PyResult {
    let Some((function, rest)) = args.pos.split_first() else {
        return Err(type_error("type 'partial' takes at least one argument"));
    };
    if function.type_of().slots().call.is_none() {
        return Err(type_error("the first argument must be callable"));
    }
    // 3.2 has None where there are none.
    let keywords = if args.kw.is_empty() && !lang::is_27() { Value::none() } else { Dict::new_value() };
    if let Some(table) = keywords.downcast::<Dict>() {
        for [name, value] in args.kw {
            table.insert(name.clone(), value.clone())?;
        }
    }
    Ok(new_instance(
        ty,
        Partial {
            function: Slot::new(function.clone()),
            args: Slot::new(new_tuple(rest)),
            keywords: Slot::new(keywords),
            dict: Slot::empty(),
        },
    ))
}

fn partial_call(this: &Value, args: &Args) -> PyResult {
    let own = this.payload::<Partial>();
    let (Some(function), Some(first), Some(named)) = (own.function.get(), own.args.get(), own.keywords.get())
    else {
        return Err(type_error("the first argument must be callable"));
    };
    let mut pos = first.downcast::<Tuple>().map_or_else(Vec::new, |first| first.items().to_vec());
    pos.extend_from_slice(args.pos);
    let Some(named) = named.downcast::<Dict>().filter(|named| !named.is_empty()) else {
        return call::call_args(&function, &Args { pos: &pos, kw: args.kw });
    };
    // The call's own keywords win.
    let merged = named.duplicate();
    for [name, value] in args.kw {
        merged.insert(name.clone(), value.clone())?;
    }
    let kw: Vec<[Value; 2]> = merged.items().into_iter().map(|(name, value)| [name, value]).collect();
    call::call_args(&function, &Args { pos: &pos, kw: &kw })
}

/// `functools.partial(f, 1, a=2)`; 3.2 only.
fn partial_repr(this: &Value) -> PyResult {
    let own = this.payload::<Partial>();
    let mut text = Text::new("functools.partial(");
    text.push_repr(&own.function.get_or_none())?;
    if let Some(args) = own.args.get_or_none().downcast::<Tuple>() {
        for arg in args.items() {
            text.push(", ");
            text.push_repr(arg)?;
        }
    }
    if let Some(named) = own.keywords.get_or_none().downcast::<Dict>() {
        for (name, value) in named.items() {
            text.push(", ");
            text.push_value(&protocol::str(&name)?);
            text.push("=");
            text.push_repr(&value)?;
        }
    }
    text.push(")");
    Ok(text.finish())
}

fn get_dict(this: &Value) -> PyResult {
    Ok(instance::dict_of(this).unwrap_or(Value::none()))
}

fn set_dict(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(type_error("a partial object's dictionary may not be deleted")) };
    if new.downcast::<Dict>().is_none() {
        return Err(type_error("setting partial object's dictionary to a non-dict"));
    }
    if let Some(slot) = instance::dict_slot(this) {
        slot.set(new.clone());
    }
    Ok(())
}

fn reduce_partial(this: &Value) -> PyResult {
    let own = this.payload::<Partial>();
    let function = own.function.get_or_none();
    let state =
        [function.clone(), own.args.get_or_none(), own.keywords.get_or_none(), own.dict.get_or_none()];
    Ok(new_tuple([this.type_of().value(), new_tuple([function]), new_tuple(state)]))
}

/// Takes what [`reduce_partial`] gives. 2.7.18 looks at it, 3.2 takes four things of any kind.
fn set_partial_state(this: &Value, state: &Value) -> PyResult {
    let parts = state.downcast::<Tuple>().map(|state| state.items().to_vec()).unwrap_or_default();
    let [function, args, named, dict] = &parts[..] else {
        return Err(if lang::is_27() {
            type_error("invalid partial state")
        } else if state.downcast::<Tuple>().is_some() {
            type_error(format!("function takes exactly 4 arguments ({} given)", parts.len()))
        } else {
            system_error("new style getargs format but argument is not a tuple")
        });
    };
    let sound = super::capi::is_callable(function)
        && args.downcast::<Tuple>().is_some()
        && (named.is_none() || named.downcast::<Dict>().is_some());
    // Calls rely on it in both versions here.
    if !sound {
        return Err(type_error("invalid partial state"));
    }
    let own = this.payload::<Partial>();
    own.function.set(function.clone());
    own.args.set(args.clone());
    own.keywords.set(if named.is_none() { Dict::new_value() } else { named.clone() });
    if dict.is_none() {
        drop(own.dict.take());
    } else if dict.downcast::<Dict>().is_some() {
        own.dict.set(dict.clone());
    }
    Ok(Value::none())
}

static METHODS: &[Method] = &[
    method("__reduce__", Native::NoArgs(reduce_partial), ""),
    method("__setstate__", Native::One(set_partial_state), ""),
];

static GETSETS: &[GetSet] = &[
    getter("func", |this| Ok(this.payload::<Partial>().function.get_or_none())),
    getter("args", |this| Ok(this.payload::<Partial>().args.get_or_none())),
    getter("keywords", |this| Ok(this.payload::<Partial>().keywords.get_or_none())),
    getset("__dict__", get_dict, set_dict),
];

/// `reduce(function, sequence[, initial])`, 2.7's built-in too.
pub fn reduce(_: &Value, args: &[Value]) -> PyResult {
    sequence::unpack("reduce", args, 2, 3)?;
    let iterator = match protocol::iter(&args[1]) {
        Ok(iterator) => iterator,
        Err(_) if errors::matches(exc::TYPE_ERROR) => {
            errors::clear();
            return Err(type_error("reduce() arg 2 must support iteration"));
        }
        Err(raised) => return Err(raised),
    };
    let mut result = match args.get(2) {
        Some(initial) => Some(initial.clone()),
        None => protocol::next(&iterator)?,
    };
    while let Some(held) = result.take() {
        let Some(item) = protocol::next(&iterator)? else { return Ok(held) };
        result = Some(call::call(&args[0], &[held, item])?);
    }
    Err(type_error("reduce() of empty sequence with no initial value"))
}

/// The row of `reduce`, for 2.7's built-in module.
pub static FUNCTIONS: &[Method] = &[method(
    "reduce",
    Native::Var(0, usize::MAX, reduce),
    "reduce(function, sequence[, initial]) -> value\n\n\
     Apply a function of two arguments cumulatively to the items of a sequence,\n\
     from left to right, so as to reduce the sequence to a single value.",
)];

pub fn init() {
    let repr: Option<fn(&Value) -> PyResult> = if lang::is_27() { None } else { Some(partial_repr) };
    let slots = Slots { call: Some(partial_call), new: Some(partial_new), repr, ..Slots::of::<Partial>() };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: METHODS,
        getsets: GETSETS,
        dict_offset: std::mem::offset_of!(Obj<Partial>, payload.dict),
        doc: "partial(func, *args, **keywords) - new function with partial application\n    \
              of the given arguments and keywords.\n",
        ..TypeDef::new(PARTIAL, "functools.partial", slots)
    });
}

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_functools");
    module::set(&made, "__doc__", new_str("Tools that operate on functions."));
    module::set(&made, "partial", PARTIAL.value());
    module::add_functions(&made, "_functools", FUNCTIONS);
    Ok(made)
}
