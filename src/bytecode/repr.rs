//! `repr()` and `str()` of constants, as the objects made of them would give it.

use super::code::{Code, Const};
use super::floats;
use super::printable::is_printable;
use crate::profile::Language;
use std::fmt::Write;

/// `repr()` in that language. Code objects show no address: `0x...` stands for it.
pub fn repr(value: &Const, language: Language) -> String {
    let mut out = String::new();
    Writer { out: &mut out, language, ascii: language == Language::Py27 }.value(value);
    out
}

/// 3.2's `ascii()`.
pub fn ascii(value: &Const, language: Language) -> String {
    let mut out = String::new();
    Writer { out: &mut out, language, ascii: true }.value(value);
    out
}

/// `str()` of a constant that is not text itself (2.7's `str` included).
pub fn str(value: &Const, language: Language) -> String {
    match (value, language) {
        (Const::Float(x), Language::Py27) => floats::str12(*x),
        (Const::Complex(re, im), Language::Py27) => complex(*re, *im, |x| floats::general(x, 12, false)),
        (Const::Long(n), _) => n.to_string(),
        _ => repr(value, language),
    }
}

/// `<code object f at 0x..., file "...", line n>`.
pub fn code(code: &Code) -> String {
    format!("<code object {} at 0x..., file \"{}\", line {}>", code.name, code.filename, code.firstlineno)
}

fn complex(re: f64, im: f64, part: impl Fn(f64) -> String) -> String {
    if re == 0.0 && re.is_sign_positive() {
        return format!("{}j", part(im));
    }
    let im_text = part(im);
    let plus = if im_text.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{im_text}j)", part(re))
}

struct Writer<'a> {
    out: &'a mut String,
    language: Language,
    /// What is not ASCII is escaped.
    ascii: bool,
}

impl Writer<'_> {
    fn value(&mut self, value: &Const) {
        let py27 = self.language == Language::Py27;
        match value {
            Const::None => self.out.push_str("None"),
            Const::True => self.out.push_str("True"),
            Const::False => self.out.push_str("False"),
            Const::Ellipsis => self.out.push_str("Ellipsis"),
            Const::Int(n) => self.out.push_str(&n.to_string()),
            Const::Long(n) => {
                self.out.push_str(&n.to_string());
                self.out.push('L');
            }
            Const::Float(x) => self.out.push_str(&floats::repr(*x)),
            Const::Complex(re, im) => self.out.push_str(&complex(*re, *im, floats::bare_repr)),
            Const::Bytes(bytes) => {
                if !py27 {
                    self.out.push('b');
                }
                let units: Vec<u32> = bytes.iter().map(|&byte| byte.into()).collect();
                self.string(&units, false);
            }
            Const::Text(text) => {
                if py27 {
                    self.out.push('u');
                }
                self.string(text, true);
            }
            Const::Tuple(items) => {
                self.out.push('(');
                self.items(items);
                self.out.push_str(if items.len() == 1 { ",)" } else { ")" });
            }
            Const::FrozenSet(items) if items.is_empty() => self.out.push_str("frozenset()"),
            Const::FrozenSet(items) => {
                self.out.push_str(if py27 { "frozenset([" } else { "frozenset({" });
                self.items(items);
                self.out.push_str(if py27 { "])" } else { "})" });
            }
            Const::Code(inner) => self.out.push_str(&code(inner)),
        }
    }

    fn items(&mut self, items: &[Const]) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.out.push_str(", ");
            }
            self.value(item);
        }
    }

    /// Quoted, by double quotes if there are single ones only inside.
    fn string(&mut self, units: &[u32], text: bool) {
        let has = |quote: char| units.contains(&u32::from(quote));
        let quote = if has('\'') && !has('"') { '"' } else { '\'' };
        self.out.push(quote);
        for &unit in units {
            self.unit(unit, quote, text);
        }
        self.out.push(quote);
    }

    fn unit(&mut self, unit: u32, quote: char, text: bool) {
        match char::from_u32(unit) {
            Some(c) if c == quote || c == '\\' => self.out.extend(['\\', c]),
            Some('\t') => self.out.push_str("\\t"),
            Some('\n') => self.out.push_str("\\n"),
            Some('\r') => self.out.push_str("\\r"),
            Some(c @ ' '..='~') => self.out.push(c),
            Some(c) if text && !self.ascii && is_printable(c) => self.out.push(c),
            _ => {
                // Writing into a string cannot fail.
                let _ = match unit {
                    0..=0xff => write!(self.out, "\\x{unit:02x}"),
                    0x100..=0xffff => write!(self.out, "\\u{unit:04x}"),
                    _ => write!(self.out, "\\U{unit:08x}"),
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_read_as_in_each_language() {
        let bytes = Const::Bytes(b"it's\x00\xff\n".as_slice().into());
        assert_eq!(repr(&bytes, Language::Py27), r#""it's\x00\xff\n""#);
        assert_eq!(repr(&bytes, Language::Py32), r#"b"it's\x00\xff\n""#);
        let text = Const::Text("h\u{e9}\u{ad}".chars().map(u32::from).collect());
        assert_eq!(repr(&text, Language::Py27), r"u'h\xe9\xad'");
        assert_eq!(repr(&text, Language::Py32), "'h\u{e9}\\xad'");
        assert_eq!(ascii(&text, Language::Py32), r"'h\xe9\xad'");
        let tuple = Const::Tuple([Const::Long(12.into())].into());
        assert_eq!(repr(&tuple, Language::Py27), "(12L,)");
        assert_eq!(repr(&Const::Complex(0.0, 1.0), Language::Py27), "1j");
        assert_eq!(repr(&Const::Complex(-0.0, -1.5), Language::Py32), "(-0-1.5j)");
        assert_eq!(str(&Const::Float(0.1 + 0.2), Language::Py27), "0.3");
    }
}
