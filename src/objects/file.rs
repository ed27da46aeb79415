//! Files: 2.7's `file`, 3.2's `io` classes over descriptors, and what writes values to them.
//!
//! Invariant: descriptors are read and written through [`stdio`] only, with the GIL given up around what may block.

pub mod base;
pub mod buffered;
pub mod coder;
pub mod file27;
pub mod input;
pub mod opening;
pub mod print;
pub mod raw;
pub mod stdio;
pub mod text;

pub use print::{print_item, print_newline};

use super::errors::{self, PyResult};
use super::str::new_str;
use super::tuple::new_tuple;
use super::{Value, exceptions, lang};
use crate::platform::{fd, locale};
use crate::runtime::{config, without_gil};

/// What 2.7's `newlines` and 3.2's say of the line ends met.
pub fn newlines_value(seen: u8) -> Value {
    let kinds: Vec<Value> = [(stdio::CR, "\r"), (stdio::LF, "\n"), (stdio::CRLF, "\r\n")]
        .into_iter()
        .filter(|(bit, _)| seen & bit != 0)
        .map(|(_, text)| new_str(text))
        .collect();
    match &kinds[..] {
        [] => Value::none(),
        [one] => one.clone(),
        _ => new_tuple(kinds),
    }
}

/// The bytes of an object that shows a buffer; none for others.
pub fn buffer_of(value: &Value) -> PyResult<Option<Vec<u8>>> {
    match crate::modules::capi::buffer("write", 1, value) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(raised) if errors::matches(exceptions::MEMORY_ERROR) => Err(raised),
        Err(_) => {
            errors::clear();
            Ok(None)
        }
    }
}

/// C's `fflush(stdout)`; its error is nobody's.
pub fn flush_stdout() {
    if let Some(stream) = stdio::stdout() {
        let _ = without_gil(move || stream.lock().flush());
    }
}

/// The rest of a file's text, if this is a file of 2.7: what `exec file` runs.
pub fn whole_text(value: &Value) -> PyResult<Option<Value>> {
    if value.downcast::<file27::File27>().is_none() {
        return Ok(None);
    }
    file27::read_all(value).map(Some)
}

/// Whether the user asked for unbuffered standard streams (`-u`, PYTHONUNBUFFERED).
fn unbuffered() -> bool {
    config().unbuffered || std::env::var_os("PYTHONUNBUFFERED").is_some_and(|value| !value.is_empty())
}

/// The standard streams in, out, err, as `sys` gets them. A descriptor that is not open gives None in 3.2.
pub fn standard_streams() -> PyResult<[Value; 3]> {
    if lang::is_27() {
        return standard_streams_27();
    }
    opening::standard_streams()
}

/// 2.7: stderr is not buffered at all; a terminal tells its encoding.
fn standard_streams_27() -> PyResult<[Value; 3]> {
    let buffering = unbuffered().then_some(0);
    let stdin = file27::from_fd(0, "<stdin>", "r", buffering, false)?;
    let stdout = file27::from_fd(1, "<stdout>", "w", buffering, false)?;
    let stderr = file27::from_fd(2, "<stderr>", "w", Some(0), false)?;
    let (given, handler) = opening::environment_encoding();
    for (number, file) in [(0, &stdin), (1, &stdout), (2, &stderr)] {
        let encoding = match &given {
            Some(encoding) => encoding.clone(),
            None if fd::is_a_tty(number) => locale::codeset(),
            None => continue,
        };
        file27::set_encoding(file, &encoding, handler.as_deref());
    }
    stdio::set_stdout(file27::stream_of(&stdout));
    Ok([stdin, stdout, stderr])
}

pub fn init() {
    stdio::set_stdout(None);
    file27::init();
    base::init();
    raw::init();
    buffered::init();
    text::init();
}
