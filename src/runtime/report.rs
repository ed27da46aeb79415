//! Telling the user from native code: writing to `sys.stderr`, and the status that SystemExit ends a process with
//! (Python/sysmodule.c, Python/pythonrun.c).
//!
//! Invariant: nothing here fails. What cannot be written to `sys.stderr` goes to descriptor 2, and after that nowhere.

use super::tstate::current;
use crate::objects::dict::Dict;
use crate::objects::errors::{self, Exc};
use crate::objects::file::print::{self, flush_line};
use crate::objects::str::{Str, intern, new_str};
use crate::objects::{Value, call, int, lang, names, protocol};
use crate::platform::fd;

/// `sys.name`, if it is there.
pub fn sys_object(name: &str) -> Option<Value> {
    current().interp.sysdict.with::<Dict, _>(|dict| dict.get_name(&intern(name))).flatten()
}

/// PySys_WriteStderr.
pub fn write_stderr(text: &str) {
    write_object(&new_str(text));
}

/// Writes a string object to `sys.stderr`; a pending exception is kept.
pub fn write_object(text: &Value) {
    let saved = errors::fetch();
    let written = sys_object("stderr")
        .filter(|file| !file.is_none())
        .map(|file| call::call_method(&file, names::write(), std::slice::from_ref(text)));
    if !matches!(written, Some(Ok(_))) {
        errors::clear();
        let bytes = text.downcast::<Str>().map(Str::to_utf8).unwrap_or_default();
        let _ = fd::write(2, &bytes);
    }
    if let Some(exc) = saved {
        errors::restore(exc);
    }
}

/// The status that a SystemExit ends the process with; a code that is no number is printed (handle_system_exit).
pub fn exit_status(exc: &Exc) -> i32 {
    if lang::is_27() && flush_line().is_err() {
        errors::clear();
    }
    let mut code = exc.value.clone().unwrap_or(Value::none());
    if crate::objects::exceptions::is_exception(&code) {
        match protocol::getattr(&code, names::code()) {
            Ok(own) => code = own,
            Err(_) => errors::clear(),
        }
    }
    if code.is_none() {
        return 0;
    }
    if int::is_int(&code) {
        // As C's conversion to int has it: the low bits, and -1 for what no long holds.
        return int::to_i64(&code).unwrap_or(-1) as i32;
    }
    let written = match sys_object("stderr").filter(|file| !file.is_none()) {
        // As `print` has it: 2.7's unicode in the encoding of the file.
        Some(file) => print::write_object(&file, &code, true),
        None => protocol::str(&code).map(|text| write_object(&text)),
    };
    if written.is_err() {
        errors::clear();
    }
    write_stderr("\n");
    1
}
