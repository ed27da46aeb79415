//! Built-in functions about text going out and coming in: print, repr, ascii, format, open, input.

use crate::objects::errors::{self, PyResult, type_error};
use crate::objects::file::print::{write_object, write_string};
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::str::{Kind, Str, native_kind, new_points, new_str};
use crate::objects::{Value, call, format as format_object, lang, names, protocol};
use crate::vm::door;

/// A keyword argument of print: absent and None are the same.
fn option<'a>(args: &Args<'a>, name: &str) -> Option<&'a Value> {
    args.keyword(name).filter(|value| !value.is_none())
}

fn piece<'a>(args: &Args<'a>, name: &str) -> PyResult<Option<&'a Value>> {
    let Some(value) = option(args, name) else { return Ok(None) };
    match value.downcast::<Str>().map(Str::kind) {
        Some(kind) if kind == native_kind() || lang::is_27() => Ok(Some(value)),
        _ if lang::is_27() => {
            Err(type_error(format!("{name} must be None, str or unicode, not {}", value.type_name())))
        }
        _ => Err(type_error(format!("{name} must be None or a string, not {}", value.type_name()))),
    }
}

fn print(_this: &Value, args: &Args) -> PyResult {
    for pair in args.kw {
        let name = pair[0].str_lossy().unwrap_or_default();
        if !["sep", "end", "file"].contains(&&name[..]) {
            return Err(type_error(format!("'{name}' is an invalid keyword argument for this function")));
        }
    }
    let file = match option(args, "file") {
        Some(file) => file.clone(),
        None => match door::sys_value(names::stdout()) {
            // Where there is no standard output, printing does nothing.
            Some(stdout) if stdout.is_none() => return Ok(Value::none()),
            Some(stdout) => stdout,
            None if lang::is_27() => return Err(errors::runtime_error("lost sys.stdout")),
            None => return Err(type_error("writeobject with NULL file")),
        },
    };
    let (sep, end) = (piece(args, "sep")?, piece(args, "end")?);
    // 2.7 takes its own separators for objects like any other; 3.2 writes plain text.
    let objects = lang::is_27();
    let unicode = objects && is_unicode(args, sep, end);
    let fixed = |text: &str| match unicode {
        true => new_points(text.chars().map(u32::from).collect::<Vec<_>>()),
        false => new_str(text),
    };
    for (at, value) in args.pos.iter().enumerate() {
        if at > 0 {
            match sep {
                Some(sep) => write_object(&file, sep, true)?,
                None if objects => write_object(&file, &fixed(" "), true)?,
                None => write_string(&file, " ")?,
            }
        }
        write_object(&file, value, true)?;
    }
    match end {
        Some(end) => write_object(&file, end, true)?,
        None if objects => write_object(&file, &fixed("\n"), true)?,
        None => write_string(&file, "\n")?,
    }
    Ok(Value::none())
}

/// 2.7's print function writes unicode separators if anything it is given is unicode.
fn is_unicode(args: &Args, sep: Option<&Value>, end: Option<&Value>) -> bool {
    let is = |value: &Value| value.downcast::<Str>().is_some_and(|text| text.kind() == Kind::Text);
    args.pos.iter().any(is) || sep.is_some_and(is) || end.is_some_and(is)
}

fn repr(_this: &Value, value: &Value) -> PyResult {
    protocol::repr(value)
}

/// repr() with everything beyond ASCII escaped.
fn ascii(_this: &Value, value: &Value) -> PyResult {
    let text = protocol::repr(value)?;
    let Some(units) = text.downcast::<Str>().map(Str::to_points) else { return Ok(text) };
    if units.iter().all(|&unit| unit < 128) {
        return Ok(text);
    }
    let mut out = String::new();
    for unit in units {
        match unit {
            0..=0x7f => out.extend(char::from_u32(unit)),
            0x80..=0xff => out.push_str(&format!("\\x{unit:02x}")),
            0x100..=0xffff => out.push_str(&format!("\\u{unit:04x}")),
            _ => out.push_str(&format!("\\U{unit:08x}")),
        }
    }
    Ok(new_str(&out))
}

/// `format(value, spec)`
fn format(_this: &Value, args: &[Value]) -> PyResult {
    format_object::format_builtin(&args[0], args.get(1))
}

/// 2.7: `open` makes a `file`.
fn open27(_this: &Value, args: &Args) -> PyResult {
    call::call_args(&crate::objects::typeobj::FILE.value(), args)
}

pub static BOTH: &[Method] = &[
    method(
        "format",
        Native::Var(1, 2, format),
        "format(value[, format_spec]) -> string\n\nReturns value.__format__(format_spec)\nformat_spec defaults to \"\"",
    ),
    method(
        "print",
        Native::Kw(print),
        "print(value, ..., sep=' ', end='\\n', file=sys.stdout)\n\nPrints the values to a stream, or to sys.stdout by default.",
    ),
    method(
        "repr",
        Native::One(repr),
        "repr(object) -> string\n\nReturn the canonical string representation of the object.",
    ),
];

pub static ONLY27: &[Method] =
    &[method("open", Native::Kw(open27), "open(name[, mode[, buffering]]) -> file object")];

pub static ONLY32: &[Method] = &[method("ascii", Native::One(ascii), "ascii(object) -> string")];
