//! BaseException, SystemExit, KeyError.
//!
//! Invariant: `args` is always a tuple.

use super::{Exception, Family, field, full_name};
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, attribute_error, type_error};
use crate::objects::native::{Args, GetSet, Method, Native, getset, method};
use crate::objects::slot::Slot;
use crate::objects::str::{Kind, Str, new_bytes, new_points, new_str};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{Slots, TRACEBACK, TypeRef};
use crate::objects::{Value, call, class, lang, names, protocol};

fn exception(this: &Value) -> &Exception {
    this.payload::<Exception>()
}

/// 2.7: `message` is the only argument, or an empty string.
pub(super) fn set_message(this: &Value, args: &[Value]) {
    if lang::is_27() {
        exception(this).message.set(match args {
            [one] => one.clone(),
            _ => new_str(""),
        });
    }
}

pub(super) fn new(ty: TypeRef, args: &Args) -> PyResult {
    let args = if lang::is_27() { new_tuple([]) } else { new_tuple(args.pos) };
    let made = super::blank(ty, args);
    set_message(&made, &[]);
    Ok(made)
}

pub(super) fn init(this: &Value, args: &Args) -> PyResult<()> {
    if !args.kw.is_empty() {
        return Err(type_error(format!("{} does not take keyword arguments", full_name(this.type_of()))));
    }
    exception(this).args.set(new_tuple(args.pos));
    set_message(this, args.pos);
    Ok(())
}

/// The arguments as they are now.
pub(super) fn arguments(this: &Value) -> Vec<Value> {
    exception(this).args.with::<Tuple, _>(|args| args.items().to_vec()).unwrap_or_default()
}

pub(super) fn to_str(this: &Value) -> PyResult {
    match &arguments(this)[..] {
        [] => Ok(new_str("")),
        [one] => protocol::str(one),
        _ => protocol::str(&exception(this).args.get_or_none()),
    }
}

fn repr(this: &Value) -> PyResult {
    let args = protocol::repr(&exception(this).args.get_or_none())?;
    let name = this.type_name();
    let name = name.rsplit('.').next().unwrap_or_default().to_owned();
    // As bytes or code points: what a repr gives need not be valid UTF-8.
    let Some(text) = args.downcast::<Str>() else { return Ok(new_str(&name)) };
    Ok(match text.kind() {
        Kind::Bytes => {
            let mut out = name.into_bytes();
            out.extend_from_slice(&text.to_utf8());
            new_bytes(out)
        }
        Kind::Text => {
            let mut out: Vec<u32> = name.chars().map(u32::from).collect();
            out.extend(text.to_points());
            new_points(out)
        }
    })
}

fn get_args(this: &Value) -> PyResult {
    Ok(exception(this).args.get_or_none())
}

fn set_args(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(type_error("args may not be deleted")) };
    let items = protocol::to_vec(new)?;
    exception(this).args.set(new_tuple(items));
    Ok(())
}

/// What a script has put into the instance's dict goes first (BaseException_get_message).
fn get_message(this: &Value) -> PyResult {
    let own = exception(this);
    if let Some(set) = own.dict.with::<Dict, _>(|dict| dict.get_name(names::message())).flatten() {
        return Ok(set);
    }
    let message = own.message.get().ok_or_else(|| attribute_error("message attribute was deleted"))?;
    let warning = "BaseException.message has been deprecated as of Python 2.6";
    crate::vm::door::warn(super::DEPRECATION_WARNING, warning)?;
    Ok(message)
}

fn set_message_attribute(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let own = exception(this);
    match new {
        Some(new) => {
            if own.dict.is_empty() {
                own.dict.set(Dict::new_value());
            }
            own.dict.with::<Dict, _>(|dict| dict.set_name(names::message(), new.clone()));
        }
        None => {
            drop(own.dict.with::<Dict, _>(|dict| dict.remove_name(names::message())));
            drop(own.message.take());
        }
    }
    Ok(())
}

/// 2.7: `e[0]` is `e.args[0]`.
fn getitem(this: &Value, key: &Value) -> PyResult {
    protocol::getitem(&exception(this).args.get_or_none(), key)
}

fn to_unicode(this: &Value) -> PyResult {
    // A class that says how it is written in `__str__` is asked there.
    if this.type_of().definer(names::__str__()).is_some_and(|class| class != super::BASE_EXCEPTION) {
        // Not `str()`, which would have unicode made bytes.
        let text = match this.type_of().slots().str {
            Some(str) => str(this)?,
            None => protocol::str(this)?,
        };
        return call::call(&crate::objects::typeobj::TEXT.value(), &[text]);
    }
    let text = crate::objects::typeobj::TEXT.value();
    match &arguments(this)[..] {
        [] => Ok(new_points([])),
        [one] => call::call(&text, std::slice::from_ref(one)),
        _ => call::call(&text, &[exception(this).args.get_or_none()]),
    }
}

fn reduce(this: &Value) -> PyResult {
    let own = exception(this);
    let (class, mut args) = (this.type_of().value(), own.args.get_or_none());
    // An EnvironmentError was made with a third argument, which is not among its `args`.
    if this.type_of().is_subtype(super::ENVIRONMENT_ERROR)
        && let Some([number, text]) = args.downcast::<Tuple>().map(Tuple::items)
    {
        let filename = protocol::getattr_str(this, "filename")?;
        if !filename.is_none() {
            args = new_tuple([number.clone(), text.clone(), filename]);
        }
    }
    Ok(match own.dict.get() {
        Some(dict) => new_tuple([class, args, dict]),
        None => new_tuple([class, args]),
    })
}

fn set_state(this: &Value, state: &Value) -> PyResult {
    if !state.is_none() {
        let Some(dict) = state.downcast::<Dict>() else {
            return Err(type_error("state is not a dictionary"));
        };
        for (name, value) in dict.items() {
            protocol::setattr(this, &name, Some(&value))?;
        }
    }
    Ok(Value::none())
}

fn with_traceback(this: &Value, traceback: &Value) -> PyResult {
    set_traceback(this, Some(traceback))?;
    Ok(this.clone())
}

fn get_traceback(this: &Value) -> PyResult {
    Ok(exception(this).traceback.get_or_none())
}

fn set_traceback(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(type_error("__traceback__ may not be deleted")) };
    if !new.is_none() && new.type_of() != TRACEBACK {
        return Err(type_error("__traceback__ must be a traceback or None"));
    }
    exception(this).traceback.set_option((!new.is_none()).then(|| new.clone()));
    Ok(())
}

fn set_link(slot: &Slot, new: Option<&Value>, name: &str, what: &str) -> PyResult<()> {
    let Some(new) = new else { return Err(type_error(format!("{name} may not be deleted"))) };
    if !new.is_none() && !super::is_exception(new) {
        return Err(type_error(format!("exception {what} must be None or derive from BaseException")));
    }
    slot.set_option((!new.is_none()).then(|| new.clone()));
    Ok(())
}

fn get_context(this: &Value) -> PyResult {
    Ok(exception(this).context.get_or_none())
}

fn set_context(this: &Value, new: Option<&Value>) -> PyResult<()> {
    set_link(&exception(this).context, new, "__context__", "context")
}

fn get_cause(this: &Value) -> PyResult {
    Ok(exception(this).cause.get_or_none())
}

fn set_cause(this: &Value, new: Option<&Value>) -> PyResult<()> {
    set_link(&exception(this).cause, new, "__cause__", "cause")
}

static METHODS27: &[Method] = &[
    method("__reduce__", Native::NoArgs(reduce), ""),
    method("__setstate__", Native::One(set_state), ""),
    method("__unicode__", Native::NoArgs(to_unicode), ""),
];

static METHODS32: &[Method] = &[
    method("__reduce__", Native::NoArgs(reduce), ""),
    method("__setstate__", Native::One(set_state), ""),
    method(
        "with_traceback",
        Native::One(with_traceback),
        "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self.",
    ),
];

static GETSETS27: &[GetSet] = &[
    getset("__dict__", class::INSTANCE_DICT.get, set_dict),
    getset("args", get_args, set_args),
    getset("message", get_message, set_message_attribute),
];

static GETSETS32: &[GetSet] = &[
    getset("__dict__", class::INSTANCE_DICT.get, set_dict),
    getset("args", get_args, set_args),
    getset("__traceback__", get_traceback, set_traceback),
    getset("__context__", get_context, set_context),
    getset("__cause__", get_cause, set_cause),
];

fn set_dict(this: &Value, new: Option<&Value>) -> PyResult<()> {
    match new {
        Some(new) if new.downcast::<Dict>().is_some() => exception(this).dict.set(new.clone()),
        Some(_) => return Err(type_error("__dict__ must be a dictionary")),
        None => return Err(type_error("__dict__ may not be deleted")),
    }
    Ok(())
}

pub(super) fn base_exception() -> Family {
    let mut slots = Slots {
        new: Some(new),
        init: Some(init),
        str: Some(to_str),
        repr: Some(repr),
        ..Family::plain().slots
    };
    if lang::is_27() {
        slots.getitem = Some(getitem);
        return Family { slots, methods: METHODS27, getsets: GETSETS27 };
    }
    Family { slots, methods: METHODS32, getsets: GETSETS32 }
}

// ---- SystemExit, KeyError ----------------------------------------------------------------------------------

pub(super) fn fill_exit_code(this: &Value, args: &[Value]) {
    exception(this).fields[0].set_option(match args {
        [] => None,
        [code] => Some(code.clone()),
        _ => Some(new_tuple(args)),
    });
}

fn exit_init(this: &Value, args: &Args) -> PyResult<()> {
    init(this, args)?;
    fill_exit_code(this, args.pos);
    Ok(())
}

static EXIT_GETSETS: &[GetSet] = &[field::<0>("code")];

pub(super) fn system_exit() -> Family {
    let slots = Slots { init: Some(exit_init), ..Family::plain().slots };
    Family { slots, methods: &[], getsets: EXIT_GETSETS }
}

/// A missing key is shown as its repr: it may be an empty string.
fn key_str(this: &Value) -> PyResult {
    match &arguments(this)[..] {
        [one] => protocol::repr(one),
        _ => to_str(this),
    }
}

pub(super) fn key_error() -> Family {
    Family { slots: Slots { str: Some(key_str), ..Family::plain().slots }, methods: &[], getsets: &[] }
}
