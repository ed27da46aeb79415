//! The parts of CPython's C API that a module's author lives by: the converters of `PyArg_ParseTuple`, errors from
//! `errno`, new exception classes, file descriptors out of objects.
//!
//! Invariant: messages are those of Python/getargs.c, Python/errors.c and Objects/fileobject.c of the running
//! language.

use crate::objects::alloc;
use crate::objects::bytearray::ByteArray;
use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, Raised, overflow_error, type_error, value_error};
use crate::objects::float::as_double;
use crate::objects::guarded::Guarded;
use crate::objects::memoryview::MemoryView;
use crate::objects::str::{Str, new_str};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{TYPE, TypeRef};
use crate::objects::{Value, call, class, hooks, int, lang, module, names, protocol, str};
use crate::platform::Errno;
use crate::platform::fd::Fd;
use std::cell::RefCell;

// ---- arguments -----------------------------------------------------------------------------------------

fn is_float(value: &Value) -> bool {
    value.type_of().layout() == crate::objects::header::Layout::Float
}

/// The `l` of PyArg_ParseTuple.
pub fn c_long(value: &Value) -> PyResult<i64> {
    int::expect_i64(value)
}

/// The `i` of PyArg_ParseTuple.
pub fn c_int(value: &Value) -> PyResult<i32> {
    let number = c_long(value)?;
    i32::try_from(number).map_err(|_| {
        overflow_error(if number > 0 {
            "signed integer is greater than maximum"
        } else {
            "signed integer is less than minimum"
        })
    })
}

/// The `n` of PyArg_ParseTuple.
pub fn c_size(value: &Value) -> PyResult<i64> {
    if int::is_int(value) {
        return c_long(value);
    }
    if is_float(value) {
        return Err(type_error("integer argument expected, got float"));
    }
    if lang::is_27() {
        return c_long(value);
    }
    match errors::catch(crate::objects::exceptions::TYPE_ERROR, protocol::index(value))? {
        Some(number) => Ok(number),
        None => {
            Err(type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name())))
        }
    }
}

/// The `d` of PyArg_ParseTuple.
pub fn c_double(value: &Value) -> PyResult<f64> {
    as_double(value)
}

/// PyCallable_Check.
pub fn is_callable(value: &Value) -> bool {
    value.type_of().slots().call.is_some()
}

/// PyObject_AsFileDescriptor: an int, or what `fileno()` gives.
pub fn file_descriptor(value: &Value) -> PyResult<Fd> {
    let number = if int::is_int(value) {
        value.clone()
    } else {
        let Some(method) = protocol::getattr_option(value, names::fileno())? else {
            return Err(type_error(if lang::is_27() {
                "argument must be an int, or have a fileno() method"
            } else {
                "argument must be an int, or have a fileno() method."
            }));
        };
        let number = call::call(&method, &[])?;
        if !int::is_int(&number) {
            return Err(type_error("fileno() returned a non-integer"));
        }
        number
    };
    let fd = match c_int(&number) {
        // 2.7 takes its own sign of an error for the number.
        Err(_) if lang::is_27() && errors::matches(crate::objects::exceptions::OVERFLOW_ERROR) => {
            errors::clear();
            -1
        }
        result => result?,
    };
    if fd < 0 {
        return Err(value_error(format!("file descriptor cannot be a negative integer ({fd})")));
    }
    Ok(fd)
}

// ---- errors --------------------------------------------------------------------------------------------

/// PyErr_SetFromErrno: raises `ty(errno, text)`. After an `EINTR` signal handlers run first, and what they raise
/// takes the error's place.
#[cold]
pub fn from_errno(ty: TypeRef, errno: Errno) -> Raised {
    if errno.is_interrupt()
        && let Err(raised) = hooks::check_signals()
    {
        return raised;
    }
    errors::raise_value(ty, new_tuple([Value::int(errno.0.into()), new_str(&errno.text())]))
}

/// The classes that built-in modules make for themselves, by module and name.
static CLASSES: Guarded<RefCell<Vec<(String, TypeRef)>>> = Guarded::new(RefCell::new(Vec::new()));

/// For a fresh process-wide start.
pub(super) fn forget_classes() {
    CLASSES.borrow_mut().clear();
}

/// A class that a built-in module makes when it is first imported. It is one for the process: a module that is made again, or
/// in another interpreter, has the same one, as it has in CPython, where it gets a copy of the first one's dict.
pub fn class_once(module: &str, name: &str, make: impl FnOnce() -> PyResult<TypeRef>) -> PyResult<TypeRef> {
    let key = format!("{module}.{name}");
    let known = CLASSES.borrow().iter().find(|(known, _)| *known == key).map(|(_, class)| *class);
    if let Some(known) = known {
        return Ok(known);
    }
    let made = make()?;
    CLASSES.borrow_mut().push((key, made));
    Ok(made)
}

/// PyErr_NewException: a class `name` of `module` below `base`.
pub fn new_exception(module: &str, name: &str, base: TypeRef) -> PyResult<TypeRef> {
    class_once(module, name, || {
        let dict = Dict::new();
        dict.set_name(names::__module__(), new_str(module));
        let made = class::new_class(TYPE, name, &[base.value()], &dict)?;
        made.as_type().ok_or_else(|| errors::system_error("an exception class is no type"))
    })
}

// ---- module constants ----------------------------------------------------------------------------------

/// PyModule_AddIntConstant for a table of them.
pub fn add_ints(target: &Value, table: &[(&str, i64)]) {
    for &(name, number) in table {
        module::set(target, name, Value::int(number));
    }
}

// ---- buffers -------------------------------------------------------------------------------------------

/// The `s*` (2.7) or `y*` (3.2) of PyArg_ParseTuple: the bytes of a byte string or of what is like one, copied, since
/// they are used without the GIL.
pub fn buffer(function: &str, position: usize, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(text) = value.downcast::<Str>() {
        if text.is_bytes() {
            // A copy, and what is mostly made of it.
            alloc::ensure(text.len().saturating_mul(3))?;
            return Ok(text.to_utf8());
        }
        if lang::is_27() {
            let encoded = str::encode_default(value)?;
            return Ok(encoded.downcast::<Str>().map(Str::to_utf8).unwrap_or_default());
        }
    }
    if let Some(bytes) = crate::objects::buffer::bytes_of(value)? {
        return Ok(bytes);
    }
    if let Some(array) = value.downcast::<ByteArray>() {
        alloc::ensure(array.len().saturating_mul(3))?;
        return Ok(array.to_vec());
    }
    let name = value.type_name();
    Err(type_error(if lang::is_27() {
        let name = value.argument_name();
        format!("{function}() argument {position} must be string or buffer, not {name}")
    } else {
        format!("'{name}' does not support the buffer interface")
    }))
}

/// How many bytes can be written into an object; none if it is no buffer that can be written.
pub fn writable_len(value: &Value) -> Option<usize> {
    match value.downcast::<MemoryView>() {
        Some(view) => view.writable().map(|(_, range)| range.len()),
        None => value.downcast::<ByteArray>().map(ByteArray::len),
    }
}

/// Writes bytes over the first ones of a writable buffer, as many as it still has room for.
pub fn write_into(value: &Value, bytes: &[u8]) {
    let (value, range) = match value.downcast::<MemoryView>().map(MemoryView::writable) {
        Some(Some(seen)) => seen,
        Some(None) => return,
        None => (value.clone(), 0..usize::MAX),
    };
    let Some(target) = value.downcast::<ByteArray>() else { return };
    let room = range.len();
    target.change(|own| {
        own.iter_mut().skip(range.start).take(room).zip(bytes).for_each(|(own, new)| *own = *new);
    });
}
