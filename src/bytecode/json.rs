//! Code objects as lines of JSON, in the one form in which dumps are compared.
//!
//! Invariants:
//! - The text is what Python's `json.dumps(row, sort_keys=True)` gives: ASCII only, keys sorted, `", "` and `": "`.
//! - Code objects come depth first, each before those in its constants; `qual` is the path of their names.
//! - Constants are `"None"` and its like, or pairs of a type's name and text; bytes are hexadecimal.

use super::code::{Code, Const};
use super::repr;
use crate::profile::Language;
use std::fmt::Write;

/// A line for a code object and for each one inside it.
pub fn dump(code: &Code, file: &str, language: Language) -> String {
    let mut out = String::new();
    walk(code, file, "<module>", language, &mut out);
    out
}

/// The line for a file that does not compile; `error` is the exception's name.
pub fn dump_error(file: &str, error: &str) -> String {
    format!("{{\"error\": {}, \"file\": {}}}\n", text(error), text(file))
}

fn walk(code: &Code, file: &str, qual: &str, language: Language, out: &mut String) {
    let names = |names: &[std::rc::Rc<str>]| list(names.iter().map(|name| text(name)));
    let consts = list(code.consts.iter().map(|value| canonical(value, qual, language).json()));
    let rows = [
        ("argcount", code.argcount.to_string()),
        ("cellvars", names(&code.cellvars)),
        ("code", text(&hex(&code.code))),
        ("consts", consts),
        ("file", text(file)),
        ("firstlineno", code.firstlineno.to_string()),
        ("flags", code.flags.to_string()),
        ("freevars", names(&code.freevars)),
        ("kwonly", code.kwonlyargcount.to_string()),
        ("lnotab", text(&hex(&code.lnotab))),
        ("names", names(&code.names)),
        ("nlocals", code.nlocals.to_string()),
        ("qual", text(qual)),
        ("stacksize", code.stacksize.to_string()),
        ("varnames", names(&code.varnames)),
    ];
    let rows: Vec<String> = rows.iter().map(|(key, value)| format!("{}: {value}", text(key))).collect();
    out.push_str(&format!("{{{}}}\n", rows.join(", ")));
    for value in &code.consts {
        if let Const::Code(inner) = value {
            walk(inner, file, &format!("{qual}.{}", inner.name), language, out);
        }
    }
}

/// A canonical constant: texts and lists.
enum Canonical {
    /// Code points; lone surrogates may be among them.
    Text(Vec<u32>),
    List(Vec<Canonical>),
}

impl Canonical {
    fn text(text: &str) -> Canonical {
        Canonical::Text(text.chars().map(u32::from).collect())
    }

    fn pair(kind: &str, value: Canonical) -> Canonical {
        Canonical::List(vec![Canonical::text(kind), value])
    }

    fn json(&self) -> String {
        match self {
            Canonical::Text(units) => escape(units.iter().copied()),
            Canonical::List(items) => list(items.iter().map(Canonical::json)),
        }
    }

    /// `repr()` of it, by which the items of a set are sorted.
    fn repr(&self, language: Language) -> String {
        match self {
            Canonical::Text(units) => repr::repr(&Const::Text(units.as_slice().into()), language),
            Canonical::List(items) => list(items.iter().map(|item| item.repr(language))),
        }
    }
}

fn canonical(value: &Const, qual: &str, language: Language) -> Canonical {
    let py27 = language == Language::Py27;
    let items = |items: &[Const]| -> Vec<Canonical> {
        items.iter().map(|item| canonical(item, qual, language)).collect()
    };
    match value {
        Const::None | Const::True | Const::False | Const::Ellipsis => {
            Canonical::text(&repr::repr(value, language))
        }
        Const::Int(n) => Canonical::pair("int", Canonical::text(&n.to_string())),
        Const::Long(n) => Canonical::pair("long", Canonical::text(&n.to_string())),
        Const::Float(x) => Canonical::pair("float", Canonical::text(&float_hex(*x))),
        Const::Complex(re, im) => {
            let parts = [float_hex(*re), float_hex(*im)];
            let parts = parts.iter().map(|part| Canonical::text(part));
            Canonical::List([Canonical::text("complex")].into_iter().chain(parts).collect())
        }
        Const::Bytes(bytes) if py27 => {
            Canonical::pair("str", Canonical::Text(bytes.iter().map(|&byte| byte.into()).collect()))
        }
        Const::Bytes(bytes) => Canonical::pair("bytes", Canonical::text(&hex(bytes))),
        Const::Text(units) => {
            Canonical::pair(if py27 { "unicode" } else { "str" }, Canonical::Text(units.to_vec()))
        }
        Const::Tuple(values) => Canonical::pair("tuple", Canonical::List(items(values))),
        Const::FrozenSet(values) => {
            let mut values = items(values);
            values.sort_by_cached_key(|value| value.repr(language));
            Canonical::pair("frozenset", Canonical::List(values))
        }
        Const::Code(code) => Canonical::pair("code", Canonical::text(&format!("{qual}.{}", code.name))),
    }
}

/// `float.hex()`.
fn float_hex(x: f64) -> String {
    if x.is_nan() {
        return "nan".into();
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x.is_infinite() {
        return format!("{sign}inf");
    }
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let (first, exponent) = match (bits >> 52) & 0x7ff {
        0 => (0, -1022),
        biased => (1, biased as i64 - 1023),
    };
    format!("{sign}0x{first}.{fraction:013x}p{exponent:+}")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing into a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn text(text: &str) -> String {
    escape(text.chars().map(u32::from))
}

/// A JSON string in ASCII, code points beyond 16 bits as surrogate pairs.
fn escape(units: impl Iterator<Item = u32>) -> String {
    let mut out = String::from("\"");
    for unit in units {
        let short = match unit {
            0x22 => "\\\"",
            0x5c => "\\\\",
            0x08 => "\\b",
            0x09 => "\\t",
            0x0a => "\\n",
            0x0c => "\\f",
            0x0d => "\\r",
            _ => "",
        };
        // Writing into a string cannot fail.
        let _ = match unit {
            _ if !short.is_empty() => write!(out, "{short}"),
            0x20..=0x7e => write!(out, "{}", char::from(unit as u8)),
            0x1_0000.. => {
                let rest = unit - 0x1_0000;
                write!(out, "\\u{:04x}\\u{:04x}", 0xd800 + (rest >> 10), 0xdc00 + (rest & 0x3ff))
            }
            _ => write!(out, "\\u{unit:04x}"),
        };
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_in_hexadecimal() {
        assert_eq!(float_hex(1.0), "0x1.0000000000000p+0");
        assert_eq!(float_hex(-0.1), "-0x1.999999999999ap-4");
        assert_eq!(float_hex(5e-324), "0x0.0000000000001p-1022");
        assert_eq!(float_hex(-0.0), "-0x0.0p+0");
        assert_eq!(float_hex(f64::INFINITY), "inf");
    }

    #[test]
    fn strings_are_escaped_to_ascii() {
        assert_eq!(text("a\"\\\n\u{7f}\u{e9}\u{1f600}"), r#""a\"\\\n\u007f\u00e9\ud83d\ude00""#);
        assert_eq!(escape([0xd800].into_iter()), "\"\\ud800\"");
    }
}
