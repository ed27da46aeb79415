//! `input` and 2.7's `raw_input` (Python/bltinmodule.c; Parser/myreadline.c).
//!
//! Invariant: a terminal is read by lines through C's stdin, with the prompt on C's stderr; a signal that comes while
//! it waits is served, and then the reading goes on. Anything else is read by its `readline`.

use super::file27::{self, File27};
use super::print::{soft_space, write_object, write_string};
use super::stdio::{self, Buffering, Failed, Stream};
use crate::objects::errors::{self, PyResult, raise_none, runtime_error, type_error};
use crate::objects::native::{Method, Native, method};
use crate::objects::str::{Repr, Str, codecs, intern, new_bytes, new_narrow, new_points};
use crate::objects::{Value, call, exceptions as exc, hooks, int, names, protocol};
use crate::platform::thread::ident;
use crate::platform::{Mutex, fd};
use crate::runtime::without_gil;
use crate::sync::{Lock, Until};
use crate::vm::door;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

/// C's stdin, where it is not the stream of a file of 2.7.
static C_STDIN: Mutex<Option<Stream>> = Mutex::new(None);

fn c_stdin() -> Stream {
    C_STDIN
        .lock()
        .get_or_insert_with(|| stdio::new_stream(0, Buffering::Line, 1024, Failed::Drop, false))
        .clone()
}

/// The thread that reads a line from the terminal, and the lock that it holds meanwhile.
static READER: AtomicUsize = AtomicUsize::new(0);
static LINE_LOCK: LazyLock<Arc<Lock>> = LazyLock::new(Lock::new);

/// PyOS_Readline: one thread at a time, and not from a signal handler that runs while this one reads. Errors:
/// RuntimeError, and what a signal handler raised.
fn read_alone(stdin: &Stream, prompt: Vec<u8>) -> PyResult<Vec<u8>> {
    let me = ident();
    if READER.load(Ordering::Relaxed) == me {
        return Err(runtime_error("can't re-enter readline"));
    }
    READER.store(me, Ordering::Relaxed);
    let _held = without_gil(|| LINE_LOCK.acquire(Until::Acquired, false));
    let line = read_terminal(stdin, prompt);
    let _ = LINE_LOCK.release();
    READER.store(0, Ordering::Relaxed);
    line
}

fn write_prompt(prompt: Vec<u8>) {
    without_gil(move || {
        let mut rest = &prompt[..];
        while let Ok(written @ 1..) = fd::write(2, rest) {
            rest = rest.get(written..).unwrap_or_default();
        }
    });
}

/// PyOS_StdioReadline: a line with its end; empty at the end of the file. Errors: what a signal handler raised.
fn read_terminal(stdin: &Stream, prompt: Vec<u8>) -> PyResult<Vec<u8>> {
    // A zero ends the prompt, which goes to C.
    let prompt = prompt.split(|&byte| byte == 0).next().unwrap_or_default().to_vec();
    write_prompt(prompt);
    let mut line = Vec::new();
    let mut before = 0;
    loop {
        let stdin = stdin.clone();
        let (back, result) = without_gil(move || {
            let result = stdin.lock().read_line(usize::MAX, &mut line);
            (line, result)
        });
        line = back;
        match result {
            Err(errno) if errno.is_interrupt() => hooks::check_signals()?,
            // A line that the file's end has cut short may go on: there may be more after it at a terminal.
            Ok(()) if line.len() > before && line.last() != Some(&b'\n') => before = line.len(),
            // An error is taken for the end.
            _ => return Ok(line),
        }
    }
}

/// PyFile_GetLine with n = -1: a line without its end, by the file's `readline`.
pub fn get_line(file: &Value) -> PyResult {
    if file.downcast::<File27>().is_some() {
        return file27::input_line(file);
    }
    let line = call::call_method(file, names::readline(), &[])?;
    let Some(text) = line.downcast::<Str>() else {
        return Err(type_error("object.readline() returned non-string"));
    };
    match text.len().checked_sub(1) {
        None => Err(errors::eof_error("EOF when reading a line")),
        Some(last) if text.unit(last) == Some(u32::from(b'\n')) => Ok(without_last(text, last)),
        Some(_) => Ok(line),
    }
}

/// The first units of a string, of its own kind.
fn without_last(text: &Str, length: usize) -> Value {
    match text.repr() {
        Repr::Narrow(bytes) => new_narrow(text.kind(), bytes.get(..length).unwrap_or_default()),
        Repr::Wide(points) => new_points(points.get(..length).unwrap_or_default().to_vec()),
    }
}

/// What was typed without its line end. Errors: EOFError without a message if there was nothing.
fn typed(mut line: Vec<u8>) -> PyResult<Vec<u8>> {
    // C's strings end at a zero; and the last character is taken for the line end whatever it is.
    if let Some(zero) = line.iter().position(|&byte| byte == 0) {
        line.truncate(zero);
    }
    if line.pop().is_none() {
        return Err(raise_none(exc::EOF_ERROR));
    }
    Ok(line)
}

// ---- 2.7 ---------------------------------------------------------------------------------------------------

fn terminal_stream(file: &Value) -> Option<Stream> {
    let stream = file27::stream_of(file)?;
    let asked = stream.clone();
    without_gil(move || fd::is_a_tty(asked.lock().fd)).then_some(stream)
}

/// 2.7's `raw_input([prompt])`.
pub fn raw_input(_this: &Value, args: &[Value]) -> PyResult {
    let lost = |name: &str| runtime_error(format!("[raw_]input: lost sys.{name}"));
    let stdin = door::sys_attribute("stdin").ok_or_else(|| lost("stdin"))?;
    let stdout = door::sys_attribute("stdout").ok_or_else(|| lost("stdout"))?;
    if soft_space(&stdout, false) {
        write_string(&stdout, " ")?;
    }
    if let (Some(input), Some(output)) = (terminal_stream(&stdin), terminal_stream(&stdout)) {
        let prompt = match args.first() {
            Some(prompt) => protocol::str(prompt)?.downcast::<Str>().map(Str::to_utf8).unwrap_or_default(),
            None => Vec::new(),
        };
        let _ = without_gil(move || output.lock().flush());
        let line = read_alone(&input, prompt)?;
        return typed(line).map(new_bytes);
    }
    if let Some(prompt) = args.first() {
        write_object(&stdout, prompt, true)?;
    }
    get_line(&stdin)
}

// ---- 3.2 ---------------------------------------------------------------------------------------------------

/// Whether a file is this standard descriptor and a terminal.
fn is_terminal(file: &Value, number: i64) -> PyResult<bool> {
    let Ok(own) = call::call_method(file, names::fileno(), &[]) else {
        errors::clear();
        return Ok(false);
    };
    let Some(own) = int::to_i64(&own) else { return Err(type_error("an integer is required")) };
    Ok(own == number && fd::is_a_tty(own as i32))
}

fn flush(file: &Value) {
    if call::call_method(file, names::flush(), &[]).is_err() {
        errors::clear();
    }
}

fn encoding_of(file: &Value) -> PyResult<[String; 2]> {
    let text = |name: &str| -> PyResult<String> {
        let value = protocol::getattr_str(file, name)?;
        value.str_lossy().ok_or_else(|| type_error("bad argument type for built-in operation"))
    };
    Ok([text("encoding")?, text("errors")?])
}

/// 3.2's `input([prompt])`.
pub fn input32(_this: &Value, args: &[Value]) -> PyResult {
    let stream = |name: &str| {
        door::sys_attribute(name)
            .filter(|file| !file.is_none())
            .ok_or_else(|| runtime_error(format!("input(): lost sys.{name}")))
    };
    let (stdin, stdout, stderr) = (stream("stdin")?, stream("stdout")?, stream("stderr")?);
    flush(&stderr);
    if is_terminal(&stdin, 0)? && is_terminal(&stdout, 1)? {
        let [encoding, handler] = encoding_of(&stdin)?;
        flush(&stdout);
        let prompt = match args.first() {
            Some(prompt) => {
                let [encoding, handler] = encoding_of(&stdout)?;
                let encoded = codecs::encode(&protocol::str(prompt)?, &encoding, &handler)?;
                encoded.downcast::<Str>().map(Str::to_utf8).unwrap_or_default()
            }
            None => Vec::new(),
        };
        let mut line = typed(read_alone(&c_stdin(), prompt)?)?;
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        return codecs::decode_to_text(&new_bytes(line), &encoding, &handler);
    }
    if let Some(prompt) = args.first() {
        write_object(&stdout, prompt, true)?;
    }
    flush(&stdout);
    get_line(&stdin)
}

/// 2.7's `input([prompt])`: what is typed is evaluated in the caller's scope.
pub fn input27(this: &Value, args: &[Value]) -> PyResult {
    let line = raw_input(this, args)?;
    let source = call::call_method(&line, &intern("lstrip"), &[new_bytes(*b" \t")])?;
    let code = door::compile_source(&source, "<string>", "eval", 0, false)?;
    let none = Value::none();
    let globals = door::current_globals().unwrap_or(none);
    let locals = door::current_locals()?;
    door::run_code(&code, &globals, &locals)
}

/// The functions for 2.7's built-in module.
pub static FUNCTIONS27: &[Method] = &[
    method(
        "raw_input",
        Native::Var(0, 1, raw_input),
        "raw_input([prompt]) -> string\n\nRead a line from standard input, without its end. EOFError at the end of the \
         file.",
    ),
    method(
        "input",
        Native::Var(0, 1, input27),
        "input([prompt]) -> value\n\nEquivalent to eval(raw_input(prompt)).",
    ),
];

/// The functions for 3.2's built-in module.
pub static FUNCTIONS32: &[Method] = &[
    method(
        "input",
        Native::Var(0, 1, input32),
        "input([prompt]) -> string\n\nRead a line from standard input, without its end. EOFError at the end of the \
         file.",
    ),
    method(
        "open",
        Native::Kw(|_, args| super::opening::open(args)),
        "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True) -> file object\n\n\
         Open a file: text, or bytes with 'b' in the mode.",
    ),
];
