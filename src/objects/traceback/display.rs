//! Printing exceptions with their tracebacks (Python/pythonrun.c `PyErr_PrintEx`, `PyErr_Display`; Python/traceback.c).
//!
//! Invariants: everything goes to `sys.stderr` piece by piece, as CPython writes it; an error while writing ends the
//! printing and is dropped. A source line is looked for in the embedded library, then in the file, then in a file
//! of that name along `sys.path`.

use super::Traceback;
use crate::objects::errors::{self, Exc, PyResult};
use crate::objects::exceptions::{Exception, class_text, is_exception, normalize};
use crate::objects::file::print::{flush_line, write_object, write_string};
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::objects::{Value, call, hooks, int, lang, names, protocol};
use crate::runtime::report::write_stderr;
use crate::vm::door;
use std::collections::HashSet;

/// Tracebacks show their last this many entries (PyTraceBack_LIMIT).
const LIMIT: i64 = 1000;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

// ---- tracebacks ----------------------------------------------------------------------------------------------

/// How many entries `sys.tracebacklimit` allows; none: not even the heading.
fn limit() -> Option<i64> {
    let Some(limit) = door::sys_attribute("tracebacklimit") else { return Some(LIMIT) };
    match int::to_i64(&limit) {
        Some(limit) if limit > 0 => Some(limit),
        Some(_) if lang::is_27() => None,
        None if !lang::is_27() && !int::is_int(&limit) => None,
        _ => Some(LIMIT),
    }
}

/// Writes a traceback with its heading (PyTraceBack_Print).
pub fn print_traceback(traceback: &Value, file: &Value) -> PyResult<()> {
    let Some(limit) = limit() else { return Ok(()) };
    write_string(file, "Traceback (most recent call last):\n")?;
    let mut depth = 0;
    let mut at = Some(traceback.clone());
    while let Some(entry) = at {
        depth += 1;
        at = entry.downcast::<Traceback>().and_then(|entry| entry.next.get());
    }
    let mut at = Some(traceback.clone());
    while let Some(entry) = at {
        let Some(fields) = entry.downcast::<Traceback>() else { break };
        if depth <= limit {
            print_entry(fields, file)?;
        }
        depth -= 1;
        at = fields.next.get();
        hooks::check_signals()?;
    }
    Ok(())
}

fn print_entry(entry: &Traceback, file: &Value) -> PyResult<()> {
    let code = protocol::getattr_str(&entry.frame, "f_code")?;
    let text = |name: &str| -> PyResult<String> {
        Ok(protocol::getattr_str(&code, name)?.str_lossy().unwrap_or_default())
    };
    let (filename, name) = (text("co_filename")?, text("co_name")?);
    write_string(file, &format!("  File \"{filename}\", line {}, in {name}\n", entry.lineno))?;
    match source_line(&filename, entry.lineno) {
        Some(line) => {
            write_string(file, "    ")?;
            if lang::is_27() {
                return write_string(file, &format!("{line}\n"));
            }
            write_string(file, &line)?;
            write_string(file, "\n")
        }
        None => Ok(()),
    }
}

/// The line without its indentation and its end.
fn source_line(filename: &str, lineno: i64) -> Option<String> {
    let lineno = u32::try_from(lineno).ok()?;
    let line = door::source_line(filename, lineno).or_else(|| line_along_path(filename, lineno))?;
    Some(line.trim_start_matches([' ', '\t', '\x0c']).trim_end_matches(['\n', '\r']).to_owned())
}

/// The file may have moved with its directory: the last part of its name is looked for along `sys.path`.
fn line_along_path(filename: &str, lineno: u32) -> Option<String> {
    if filename.starts_with('<') {
        return None;
    }
    let tail = filename.rsplit('/').next()?;
    let path = door::sys_attribute("path")?;
    let places = path.downcast::<List>()?.to_vec();
    places.iter().filter_map(Value::str_lossy).find_map(|place| {
        let separator = if place.is_empty() || place.ends_with('/') { "" } else { "/" };
        door::source_line(&format!("{place}{separator}{tail}"), lineno)
    })
}

// ---- exceptions ----------------------------------------------------------------------------------------------

/// What a SyntaxError tells (parse_syntax_error).
struct Place {
    message: Value,
    filename: Option<String>,
    lineno: i64,
    /// -1: no caret.
    offset: i64,
    text: Option<Vec<u8>>,
}

fn syntax_place(value: &Value) -> PyResult<Place> {
    let get = |name: &str| protocol::getattr_str(value, name);
    let string = |value: Value| -> PyResult<Option<Value>> {
        if value.is_none() {
            return Ok(None);
        }
        match value.downcast::<Str>() {
            Some(_) => Ok(Some(value)),
            None => Err(errors::type_error("expected string")),
        }
    };
    let number = |value: Value| -> PyResult<i64> {
        int::to_i64(&value).ok_or_else(|| errors::type_error("an integer is required"))
    };
    let offset = get("offset")?;
    Ok(Place {
        message: get("msg")?,
        filename: string(get("filename")?)?.and_then(|name| name.str_lossy()),
        lineno: number(get("lineno")?)?,
        offset: if offset.is_none() { -1 } else { number(offset)? },
        text: string(get("text")?)?.and_then(|text| text.downcast::<Str>().map(Str::to_utf8)),
    })
}

/// The offending line with a caret below (print_error_text). The offset counts bytes, as CPython's does.
fn print_error_text(file: &Value, mut offset: i64, text: &[u8]) -> PyResult<()> {
    let mut text = text;
    if offset >= 0 {
        if offset > 0 && offset == text.len() as i64 && text.last() == Some(&b'\n') {
            offset -= 1;
        }
        while let Some(end) = text.iter().position(|&byte| byte == b'\n') {
            if end as i64 >= offset {
                break;
            }
            offset -= end as i64 + 1;
            text = &text[end + 1..];
        }
        while let [b' ' | b'\t', rest @ ..] = text {
            text = rest;
            offset -= 1;
        }
    }
    let line = String::from_utf8_lossy(text);
    write_string(file, "    ")?;
    write_string(file, &line)?;
    if !line.ends_with('\n') {
        write_string(file, "\n")?;
    }
    if offset == -1 {
        return Ok(());
    }
    let column = usize::try_from(offset - 1).unwrap_or(0);
    write_string(file, &format!("    {}^\n", " ".repeat(column)))
}

/// One exception: traceback, place of a syntax error, class and text (print_exception).
fn print_one(file: &Value, class: &Value, value: &Value, traceback: Option<&Value>) -> PyResult<()> {
    if let Some(traceback) = traceback.filter(|traceback| traceback.downcast::<Traceback>().is_some()) {
        print_traceback(traceback, file)?;
    }
    let mut shown = value.clone();
    if protocol::getattr_option(value, names::print_file_and_line()).unwrap_or(None).is_some() {
        match syntax_place(value) {
            Ok(place) => {
                let name = place.filename.as_deref().unwrap_or("<string>");
                write_string(file, &format!("  File \"{name}\", line {}\n", place.lineno))?;
                if let Some(text) = &place.text {
                    print_error_text(file, place.offset, text)?;
                }
                shown = place.message;
            }
            Err(_) => errors::clear(),
        }
    }
    errors::clear();
    let class_name = if class.as_type().is_some() || crate::objects::classic::is_class(class) {
        class_text(class)
    } else {
        protocol::str_string(class)?
    };
    write_string(file, &class_name)?;
    if shown.is_none() {
        return Ok(());
    }
    match protocol::str(&shown) {
        Ok(text) => {
            if text.downcast::<Str>().is_none_or(|text| !text.is_empty()) {
                write_string(file, ": ")?;
                write_object(file, &text, true)?;
            }
            Ok(())
        }
        Err(raised) if lang::is_27() => {
            drop(errors::fetch_raised(raised));
            write_string(file, ": <exception str() failed>")
        }
        Err(raised) => Err(raised),
    }
}

/// The exception after those it came from (print_exception_recursive).
fn print_chain(file: &Value, value: &Value) {
    // The last first, with the words before each; CPython recurses.
    let (mut chain, mut seen) = (vec![(value.clone(), "")], HashSet::from([value.address()]));
    while let Some((last, _)) = chain.last()
        && let Some(fields) = last.downcast::<Exception>()
    {
        let (cause, context) = (fields.cause.get(), fields.context.get());
        let (earlier, words) = if cause.is_some() { (cause, CAUSE) } else { (context, CONTEXT) };
        let Some(earlier) = earlier.filter(|earlier| seen.insert(earlier.address())) else { break };
        if let Some((_, before)) = chain.last_mut() {
            *before = words;
        }
        chain.push((earlier, ""));
    }
    for (value, words) in chain.iter().rev() {
        if !words.is_empty() && write_string(file, words).is_err() {
            errors::clear();
        }
        print_link(file, value);
    }
}

fn print_link(file: &Value, value: &Value) {
    let traceback = value.downcast::<Exception>().and_then(|fields| fields.traceback.get());
    // What could not be written whole ends without a line end, too.
    let printed = print_one(file, &value.type_of().value(), value, traceback.as_ref());
    if printed.and_then(|()| write_string(file, "\n")).is_err() {
        errors::clear();
    }
}

/// There is no `sys.stderr`: straight to the descriptor, and 3.2 tells of the exception as it tells of any object
/// (_PyObject_Dump).
fn lost_stderr(value: &Value) {
    let mut text = String::new();
    if !lang::is_27() {
        let shown = protocol::repr_string(value).unwrap_or_else(|_| {
            errors::clear();
            String::new()
        });
        let (name, count, at) = (value.type_name(), value.refcount(), value.address());
        text = format!("object  : {shown}\ntype    : {name}\nrefcount: {count}\naddress : {at:#x}\n");
    }
    text.push_str("lost sys.stderr\n");
    // Nobody is left to be told.
    let _ = crate::platform::fd::write(2, text.as_bytes());
}

/// `sys.__excepthook__` (PyErr_Display).
pub fn display(class: &Value, value: &Value, traceback: &Value) {
    let file = door::sys_attribute("stderr");
    if lang::is_27() {
        let Some(file) = file.filter(|file| !file.is_none()) else { return lost_stderr(value) };
        if flush_line().is_err() {
            errors::clear();
        }
        crate::objects::file::flush_stdout();
        if print_one(&file, class, value, Some(traceback)).is_err() {
            errors::clear();
        }
        // The line is ended in any case.
        if write_string(&file, "\n").is_err() {
            errors::clear();
        }
        return;
    }
    let Some(file) = file else { return lost_stderr(value) };
    if file.is_none() {
        return;
    }
    if is_exception(value) {
        print_chain(&file, value);
    } else {
        let name = value.type_name();
        for piece in ["TypeError: print_exception(): Exception expected for value, ", &name, " found\n"] {
            if write_string(&file, piece).is_err() {
                errors::clear();
            }
        }
    }
    errors::clear();
}

/// PyErr_PrintEx but for SystemExit: hands the current exception to `sys.excepthook` and clears it. With `remember`,
/// `sys.last_type` and its like are set. Gives the SystemExit that the hook raised, which is for the caller to heed.
pub fn print_error(remember: bool) -> Option<Exc> {
    let raised = errors::fetch()?;
    let Exc { ty, value, traceback } = normalize(raised);
    let none = Value::none();
    let value = value.unwrap_or(none.clone());
    if !lang::is_27()
        && let (Some(fields), Some(traceback)) = (value.downcast::<Exception>(), &traceback)
    {
        fields.traceback.set(traceback.clone());
    }
    let traceback = traceback.unwrap_or(none);
    if remember {
        door::set_sys_attribute("last_type", ty.clone());
        door::set_sys_attribute("last_value", value.clone());
        door::set_sys_attribute("last_traceback", traceback.clone());
    }
    let hook = door::sys_attribute("excepthook").filter(|hook| !lang::is_27() || !hook.is_none());
    let Some(hook) = hook else {
        write_stderr("sys.excepthook is missing\n");
        display(&ty, &value, &traceback);
        return None;
    };
    if let Err(raised) = call::call(&hook, &[ty.clone(), value.clone(), traceback.clone()]) {
        if errors::matches(crate::objects::exceptions::SYSTEM_EXIT) {
            return Some(errors::fetch_raised(raised));
        }
        let second = normalize(errors::fetch_raised(raised));
        if lang::is_27() && flush_line().is_err() {
            errors::clear();
        }
        write_stderr("Error in sys.excepthook:\n");
        let none = Value::none;
        display(&second.ty, &second.value.unwrap_or(none()), &second.traceback.unwrap_or(none()));
        write_stderr("\nOriginal exception was:\n");
        display(&ty, &value, &traceback);
    }
    errors::clear();
    None
}
