//! Raising: the thread's current exception, and the functions that set it (Python/errors.c).
//!
//! Invariants:
//! - `Err(Raised)` is returned if and only if the current exception of this thread is set; whoever turns it
//!   into `Ok` takes the exception out (`fetch`, `clear`).
//! - The exception may be unnormalised: a type, and a value that is an instance, an argument, a tuple of
//!   arguments or nothing, as in CPython.

use super::exceptions as exc;
use super::str::new_str;
use super::typeobj::TypeRef;
use super::word::{Value, Word};
use std::cell::Cell;

/// The exception is set in the thread's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised;

pub type PyResult<T = Value> = Result<T, Raised>;

/// A raised exception, taken out of the thread's state.
#[derive(Clone, Debug)]
pub struct Exc {
    pub ty: Value,
    pub value: Option<Value>,
    pub traceback: Option<Value>,
}

struct Current {
    ty: Cell<Word>,
    value: Cell<Word>,
    traceback: Cell<Word>,
}

thread_local! {
    static CURRENT: Current = const {
        Current { ty: Cell::new(Word::NULL), value: Cell::new(Word::NULL), traceback: Cell::new(Word::NULL) }
    };
}

fn give(word: Word) -> Option<Value> {
    // SAFETY: the thread's state owned this reference and has just given it away.
    if word.is_null() { None } else { Some(unsafe { word.into_value() }) }
}

fn swap(new: Option<Exc>) -> Option<Exc> {
    let (ty, value, traceback) = match new {
        Some(exc) => (
            exc.ty.into_word(),
            exc.value.map_or(Word::NULL, Value::into_word),
            exc.traceback.map_or(Word::NULL, Value::into_word),
        ),
        None => (Word::NULL, Word::NULL, Word::NULL),
    };
    CURRENT.with(|current| {
        let old =
            (current.ty.replace(ty), current.value.replace(value), current.traceback.replace(traceback));
        give(old.0).map(|ty| Exc { ty, value: give(old.1), traceback: give(old.2) })
    })
}

/// Sets the current exception, dropping one that was there (PyErr_Restore).
pub fn restore(exc: Exc) -> Raised {
    drop(swap(Some(exc)));
    Raised
}

/// Takes the current exception (PyErr_Fetch). None if nothing was raised.
pub fn fetch() -> Option<Exc> {
    swap(None)
}

/// Takes the current exception after an `Err(Raised)`.
pub fn fetch_raised(_: Raised) -> Exc {
    // The invariant says that it is set; were it not, this is what CPython calls a SystemError.
    swap(None).unwrap_or_else(|| Exc {
        ty: exc::SYSTEM_ERROR.value(),
        value: Some(new_str("error return without exception set")),
        traceback: None,
    })
}

pub fn occurred() -> bool {
    CURRENT.with(|current| !current.ty.get().is_null())
}

pub fn clear() {
    drop(swap(None));
}

impl Exc {
    /// Whether this exception is of a type or of a subtype (PyErr_GivenExceptionMatches with one type).
    pub fn is(&self, ty: TypeRef) -> bool {
        self.ty.as_type().is_some_and(|own| own.is_subtype(ty))
    }
}

/// Whether the current exception is of a type.
pub fn matches(ty: TypeRef) -> bool {
    let word = CURRENT.with(|current| current.ty.get());
    // SAFETY: the thread's state holds a reference.
    !word.is_null() && unsafe { word.as_value() }.as_type().is_some_and(|own| own.is_subtype(ty))
}

/// Turns an error of one type into `Ok(None)`; other errors stay.
pub fn catch<T>(ty: TypeRef, result: PyResult<T>) -> PyResult<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Raised) if matches(ty) => {
            clear();
            Ok(None)
        }
        Err(Raised) => Err(Raised),
    }
}

/// Raises `ty` with a value: an instance of it, or its argument (PyErr_SetObject).
pub fn raise_value(ty: TypeRef, value: Value) -> Raised {
    restore(Exc { ty: ty.value(), value: Some(value), traceback: None })
}

/// Raises `ty` without arguments (PyErr_SetNone).
pub fn raise_none(ty: TypeRef) -> Raised {
    restore(Exc { ty: ty.value(), value: None, traceback: None })
}

/// Raises `ty` with a message (PyErr_SetString, PyErr_Format).
#[cold]
pub fn raise(ty: TypeRef, message: impl AsRef<str>) -> Raised {
    raise_value(ty, new_str(message.as_ref()))
}

macro_rules! raisers {
    ($($name:ident $ty:ident;)*) => {
        $(
            /// Raises the exception of this name with a message.
            #[cold]
            pub fn $name(message: impl AsRef<str>) -> Raised {
                raise(exc::$ty, message)
            }
        )*
    };
}

raisers! {
    type_error TYPE_ERROR;
    value_error VALUE_ERROR;
    index_error INDEX_ERROR;
    attribute_error ATTRIBUTE_ERROR;
    name_error NAME_ERROR;
    overflow_error OVERFLOW_ERROR;
    zero_division ZERO_DIVISION_ERROR;
    runtime_error RUNTIME_ERROR;
    system_error SYSTEM_ERROR;
    import_error IMPORT_ERROR;
    io_error IO_ERROR;
    not_implemented_error NOT_IMPLEMENTED_ERROR;
    eof_error EOF_ERROR;
    memory_error MEMORY_ERROR;
    assertion_error ASSERTION_ERROR;
    unbound_local_error UNBOUND_LOCAL_ERROR;
}

/// MemoryError as CPython's allocator raises it, without a message.
pub fn no_memory() -> Raised {
    raise_none(exc::MEMORY_ERROR)
}

/// KeyError with the key itself, as a missing dict key raises it. A tuple is wrapped, or it would be taken for
/// the arguments (Objects/dictobject.c, `set_key_error`).
pub fn key_error(key: &Value) -> Raised {
    raise_value(exc::KEY_ERROR, super::tuple::new_tuple(vec![key.clone()]))
}
