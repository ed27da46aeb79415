//! SyntaxError: the message, and where it is.
//!
//! Invariant: the fields are (msg, filename, lineno, offset, text, print_file_and_line).

use super::{Exception, Family, base, field};
use crate::objects::errors::{PyResult, index_error};
use crate::objects::native::{Args, GetSet};
use crate::objects::str::{Str, native_kind, new_str};
use crate::objects::typeobj::Slots;
use crate::objects::{Value, int, protocol};

fn init(this: &Value, args: &Args) -> PyResult<()> {
    base::init(this, args)?;
    let own = this.payload::<Exception>();
    if let Some(message) = args.pos.first() {
        own.fields[0].set(message.clone());
    }
    if let [_, place] = args.pos {
        let place = protocol::to_vec(place)?;
        let [filename, lineno, offset, text] = &place[..] else {
            return Err(index_error("tuple index out of range"));
        };
        for (at, value) in [filename, lineno, offset, text].into_iter().enumerate() {
            own.fields[at + 1].set(value.clone());
        }
    }
    Ok(())
}

/// "message (file.py, line 3)": the file's last name only.
fn to_str(this: &Value) -> PyResult {
    let own = this.payload::<Exception>();
    let message = protocol::str_string(&own.fields[0].get_or_none())?;
    let filename = own.fields[1]
        .get()
        .filter(|name| name.downcast::<Str>().is_some_and(|name| name.kind() == native_kind()))
        .and_then(|name| name.str_lossy());
    let filename = filename.as_deref().map(|name| name.rsplit('/').next().unwrap_or(name));
    let lineno = own.fields[2].get().filter(int::is_int).and_then(|lineno| int::to_i64(&lineno));
    Ok(new_str(&match (filename, lineno) {
        (Some(filename), Some(lineno)) => format!("{message} ({filename}, line {lineno})"),
        (Some(filename), None) => format!("{message} ({filename})"),
        (None, Some(lineno)) => format!("{message} (line {lineno})"),
        (None, None) => message,
    }))
}

static GETSETS: &[GetSet] = &[
    field::<0>("msg"),
    field::<1>("filename"),
    field::<2>("lineno"),
    field::<3>("offset"),
    field::<4>("text"),
    field::<5>("print_file_and_line"),
];

pub(super) fn family() -> Family {
    let slots = Slots { init: Some(init), str: Some(to_str), ..Family::plain().slots };
    Family { slots, methods: &[], getsets: GETSETS }
}
