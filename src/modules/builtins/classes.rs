//! What a class statement runs: `__build_class__` of 3.2, BUILD_CLASS of 2.7 (Python/ceval.c, `build_class`).
//!
//! Invariant: the metaclass is chosen by each language's own rule; making the class is the metaclass's affair.

use crate::objects::dict::Dict;
use crate::objects::errors::{self, Exc, PyResult, type_error};
use crate::objects::exceptions as exc;
use crate::objects::function::Cell;
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::str::{Str, native_kind, new_str};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{CLASSOBJ, TYPE};
use crate::objects::{Value, call, class, names, protocol};
use crate::vm::door;

/// 3.2: `__build_class__(func, name, *bases, metaclass=None, **kwds)`.
fn build_class(_this: &Value, args: &Args) -> PyResult {
    let [function, name, bases @ ..] = args.pos else {
        return Err(type_error("__build_class__: not enough arguments"));
    };
    if name.downcast::<Str>().is_none_or(|name| name.kind() != native_kind()) {
        return Err(type_error("__build_class__: name is not a string"));
    }
    let explicit = args.keyword("metaclass").cloned();
    let others: Vec<[Value; 2]> = args
        .kw
        .iter()
        .filter(|pair| pair[0].str_lossy().as_deref() != Some("metaclass"))
        .map(|pair| [pair[0].clone(), pair[1].clone()])
        .collect();
    let mut meta = match (explicit, bases.first()) {
        (Some(explicit), _) => explicit,
        (None, Some(base)) => base.type_of().value(),
        (None, None) => TYPE.value(),
    };
    // Anything callable may be a metaclass; only a real class takes part in finding the most derived one.
    if let Some(given) = meta.as_type() {
        meta = class::calculate_metaclass(given, bases)?.value();
    }
    let bases = new_tuple(bases);
    let prepare = protocol::getattr_option(&meta, names::__prepare__())?;
    let namespace = match prepare {
        None => Dict::new_value(),
        Some(prepare) => {
            call::call_args(&prepare, &Args { pos: &[name.clone(), bases.clone()], kw: &others })?
        }
    };
    let cell = door::run_class_body(function, &namespace)?;
    let made = call::call_args(&meta, &Args { pos: &[name.clone(), bases, namespace], kw: &others })?;
    if let Some(cell) = cell.downcast::<Cell>() {
        cell.0.set(made.clone());
    }
    Ok(made)
}

/// 2.7's class statement: the metaclass is `__metaclass__` of the body, else the class of the first base, else the
/// module's `__metaclass__`, else that of old-style classes.
///
/// Errors: what the metaclass raised; the message of a TypeError says that it was the metaclass.
pub fn build_class_27(name: &Value, bases: &Value, dict: &Value) -> PyResult {
    let own = |dict: &Value| dict.downcast::<Dict>().and_then(|dict| dict.get_name(names::__metaclass__()));
    let first = bases.downcast::<Tuple>().and_then(|bases| bases.items().first().cloned());
    let meta = match (own(dict), first) {
        (Some(meta), _) => meta,
        (None, Some(base)) => match protocol::getattr(&base, names::__class__()) {
            Ok(class) => class,
            Err(_) => {
                errors::clear();
                base.type_of().value()
            }
        },
        (None, None) => {
            door::current_globals().and_then(|globals| own(&globals)).unwrap_or_else(|| CLASSOBJ.value())
        }
    };
    let result = call::call(&meta, &[name.clone(), bases.clone(), dict.clone()]);
    if result.is_err()
        && errors::matches(exc::TYPE_ERROR)
        && let Some(raised) = errors::fetch()
    {
        // A message that is no instance yet: it comes straight out of the metaclass's native code.
        const PREFIX: &str = "Error when calling the metaclass bases\n    ";
        let value = match raised.value.as_ref().and_then(Value::str_lossy) {
            Some(message) => Some(new_str(&format!("{PREFIX}{message}"))),
            _ => raised.value,
        };
        return Err(errors::restore(Exc { value, ..raised }));
    }
    result
}

pub static ONLY32: &[Method] = &[method(
    "__build_class__",
    Native::Kw(build_class),
    "__build_class__(func, name, *bases, metaclass=None, **kwds) -> class\n\nInternal helper function used by the class statement.",
)];
