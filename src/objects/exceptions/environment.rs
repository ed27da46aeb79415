//! EnvironmentError and its kin: errors that have a number.
//!
//! Invariant: the fields are (errno, strerror, filename), set by two or three arguments; with three, `args` keeps two.

use super::{Exception, Family, base, field};
use crate::objects::errors::{self, PyResult, Raised};
use crate::objects::native::{Args, GetSet};
use crate::objects::str::new_str;
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{Slots, TypeRef};
use crate::objects::{Value, hooks, protocol};
use crate::platform::Errno;

pub(super) fn fill(this: &Value, args: &[Value]) {
    let own = this.payload::<Exception>();
    if let [errno, strerror] | [errno, strerror, _] = args {
        own.fields[0].set(errno.clone());
        own.fields[1].set(strerror.clone());
        own.args.set(new_tuple([errno.clone(), strerror.clone()]));
    }
    if let [_, _, filename] = args {
        own.fields[2].set(filename.clone());
    }
}

fn init(this: &Value, args: &Args) -> PyResult<()> {
    base::init(this, args)?;
    fill(this, args.pos);
    Ok(())
}

fn to_str(this: &Value) -> PyResult {
    let own = this.payload::<Exception>();
    let [errno, strerror, filename] = [0, 1, 2].map(|at| own.fields[at].get());
    let text = |value: Option<Value>| protocol::str_string(&value.unwrap_or(Value::none()));
    match (errno, strerror, filename) {
        (errno, strerror, Some(filename)) => {
            let (errno, strerror) = (text(errno)?, text(strerror)?);
            Ok(new_str(&format!("[Errno {errno}] {strerror}: {}", protocol::repr_string(&filename)?)))
        }
        (Some(errno), Some(strerror), None) => {
            Ok(new_str(&format!("[Errno {}] {}", text(Some(errno))?, text(Some(strerror))?)))
        }
        _ => base::to_str(this),
    }
}

static GETSETS: &[GetSet] = &[field::<0>("errno"), field::<1>("strerror"), field::<2>("filename")];

pub(super) fn family() -> Family {
    let slots = Slots { init: Some(init), str: Some(to_str), ..Family::plain().slots };
    Family { slots, methods: &[], getsets: GETSETS }
}

fn raise(ty: TypeRef, errno: Errno, filename: Option<Value>) -> Raised {
    if errno.is_interrupt()
        && let Err(raised) = hooks::check_signals()
    {
        return raised;
    }
    // Sometimes there is no number.
    let text = if errno.0 == 0 { "Error".to_owned() } else { errno.text() };
    let mut args = vec![Value::int(errno.0.into()), new_str(&text)];
    args.extend(filename);
    // Not yet an instance: who only reports it, reports these.
    errors::raise_value(ty, new_tuple(args))
}

/// PyErr_SetFromErrno: raises a built-in exception type with number and text. After an `EINTR` signal handlers run
/// first, and what they raise takes the error's place.
#[cold]
pub fn raise_errno(ty: TypeRef, errno: Errno) -> Raised {
    raise(ty, errno, None)
}

/// PyErr_SetFromErrnoWithFilenameObject: the same, with the name of the file.
#[cold]
pub fn raise_errno_with_filename(ty: TypeRef, errno: Errno, filename: Value) -> Raised {
    raise(ty, errno, Some(filename))
}
