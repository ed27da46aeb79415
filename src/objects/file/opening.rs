//! `open` of 3.2 (2.7's `io.open`), and 3.2's standard streams (Modules/_io/_iomodule.c; Python/pythonrun.c,
//! `initstdio`).

use super::text::{self, Setup};
use super::{buffered, coder::Coding, raw};
use crate::modules::capi;
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::header::Layout;
use crate::objects::native::Args;
use crate::objects::str::{intern, new_str};
use crate::objects::{Value, lang, names, protocol};
use crate::platform::{fd, fs, locale};

/// What a mode string says.
#[derive(Default)]
struct Mode {
    reading: bool,
    writing: bool,
    appending: bool,
    updating: bool,
    text: bool,
    binary: bool,
    universal: bool,
}

fn parse(mode: &str) -> PyResult<Mode> {
    let mut parsed = Mode::default();
    for (at, c) in mode.char_indices() {
        let flag = match c {
            'r' => &mut parsed.reading,
            'w' => &mut parsed.writing,
            'a' => &mut parsed.appending,
            '+' => &mut parsed.updating,
            't' => &mut parsed.text,
            'b' => &mut parsed.binary,
            'U' => &mut parsed.universal,
            _ => return Err(value_error(format!("invalid mode: '{mode}'"))),
        };
        if *flag || mode[at + c.len_utf8()..].contains(c) {
            return Err(value_error(format!("invalid mode: '{mode}'")));
        }
        *flag = true;
    }
    if parsed.universal {
        if parsed.writing || parsed.appending {
            return Err(value_error("can't use U and writing mode at once"));
        }
        parsed.reading = true;
    }
    if parsed.text && parsed.binary {
        return Err(value_error("can't have text and binary mode at once"));
    }
    if [parsed.reading, parsed.writing, parsed.appending].into_iter().filter(|&on| on).count() > 1 {
        return Err(value_error("must have exactly one of read/write/append mode"));
    }
    Ok(parsed)
}

impl Mode {
    fn raw(&self) -> String {
        let letters = [(self.reading, 'r'), (self.writing, 'w'), (self.appending, 'a'), (self.updating, '+')];
        letters.into_iter().filter(|(on, _)| *on).map(|(_, letter)| letter).collect()
    }
}

fn given(value: Option<&Value>) -> bool {
    value.is_some_and(|value| !value.is_none())
}

/// `open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True)`
pub fn open(args: &Args) -> PyResult {
    let parameters = ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd"];
    let [file, mode, buffering, encoding, errors, newline, closefd] = args.bind("open", parameters, 1)?;
    let none = Value::none();
    let file = file.unwrap_or(&none);
    let mode_text = match mode {
        None => "r".to_owned(),
        Some(mode) => {
            mode.str_lossy().ok_or_else(|| type_error(format!("must be str, not {}", mode.type_name())))?
        }
    };
    let buffering = buffering.map_or(Ok(-1), capi::c_int)?;
    let owned = closefd.map_or(Ok(1), capi::c_int)? != 0;
    if file.type_of().layout() != Layout::Str && !protocol::is_number(file) {
        return Err(type_error(format!("invalid file: {}", protocol::repr_string(file)?)));
    }
    let mode = parse(&mode_text)?;
    if mode.binary {
        for (argument, name) in [(encoding, "an encoding"), (errors, "an errors"), (newline, "a newline")] {
            if given(argument) {
                return Err(value_error(format!("binary mode doesn't take {name} argument")));
            }
        }
    }
    let raw = raw::open(file, &mode.raw(), owned)?;
    let own = raw.payload::<raw::Raw>();
    let line_buffering = buffering == 1 || buffering < 0 && own.is_tty()?;
    if buffering == 0 {
        if !mode.binary {
            return Err(value_error("can't have unbuffered text I/O"));
        }
        return Ok(raw);
    }
    let size = match usize::try_from(buffering) {
        Ok(size) if size > 1 => size,
        _ => block_size(own.fd()?),
    };
    let readable = mode.reading || mode.updating;
    let writable = mode.writing || mode.appending || mode.updating;
    let buffer = buffered::open(&raw, size, readable, writable);
    if mode.binary {
        return Ok(buffer);
    }
    let setup = text::setup_of(encoding, errors, newline, line_buffering)?;
    let made = text::open(&buffer, setup)?;
    protocol::setattr(&made, names::mode(), Some(&new_str(&mode_text)))?;
    Ok(made)
}

fn block_size(fd: i32) -> usize {
    match fs::fstat(fd).map(|stat| usize::try_from(stat.blksize)) {
        Ok(Ok(size)) if size > 1 => size,
        _ => buffered::DEFAULT_SIZE,
    }
}

/// Encoding and error handler of the standard streams that the environment gives: `PYTHONIOENCODING`.
pub fn environment_encoding() -> (Option<String>, Option<String>) {
    let Ok(value) = std::env::var("PYTHONIOENCODING") else { return (None, None) };
    let (encoding, handler) = match value.split_once(':') {
        Some((encoding, handler)) => (encoding.to_owned(), Some(handler.to_owned())),
        None => (value, None),
    };
    (Some(encoding).filter(|encoding| !encoding.is_empty()), handler)
}

/// create_stdio: None where the descriptor is not open.
fn standard(number: i32, name: &str, handler: Option<&str>) -> PyResult {
    if !fd::is_open(number) {
        return Ok(Value::none());
    }
    let writing = number != 0;
    let raw = raw::open(&Value::int(number.into()), if writing { "w" } else { "r" }, false)?;
    protocol::setattr(&raw, names::name(), Some(&new_str(name)))?;
    let (encoding, own_handler) = environment_encoding();
    let encoding = encoding.unwrap_or_else(locale::codeset);
    let handler = handler.or(own_handler.as_deref()).unwrap_or("strict");
    let unbuffered = writing && super::unbuffered();
    let setup = Setup {
        coding: Coding::new(&encoding, handler)?,
        newlines: super::coder::Newlines::Lf,
        write_newline: None,
        line_buffering: unbuffered || fd::is_a_tty(number),
        write_through: false,
    };
    let buffer = if unbuffered { raw } else { buffered::open(&raw, block_size(number), !writing, writing) };
    let made = text::open(&buffer, setup)?;
    protocol::setattr(&made, &intern("mode"), Some(&new_str(if writing { "w" } else { "r" })))?;
    Ok(made)
}

/// 3.2's stdin, stdout and stderr.
pub fn standard_streams() -> PyResult<[Value; 3]> {
    debug_assert!(!lang::is_27());
    Ok([
        standard(0, "<stdin>", None)?,
        standard(1, "<stdout>", None)?,
        standard(2, "<stderr>", Some("backslashreplace"))?,
    ])
}
