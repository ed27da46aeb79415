//! `repr()` and 3.2's `ascii()` of strings (string_repr, bytes_repr, unicode_repr).

use super::{Kind, Repr, Str, chars, native_kind, new_copied, new_native_ascii, new_str_object};
use crate::objects::alloc;
use crate::objects::lang;
use crate::objects::word::Value;

/// What may stay as it is between the quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Ascii,
    /// All that 3.2 calls printable.
    Printable,
}

/// Double quotes only if there are single ones and no double ones.
fn quote(text: Repr) -> u32 {
    let has = |quote: u8| match text {
        Repr::Narrow(bytes) => memchr::memchr(quote, bytes).is_some(),
        Repr::Wide(points) => points.contains(&quote.into()),
    };
    if has(b'\'') && !has(b'"') { b'"'.into() } else { b'\''.into() }
}

/// Appends `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
pub fn push_escape(out: &mut Vec<u8>, point: u32) {
    let (letter, digits) = match point {
        0..0x100 => (b'x', 2),
        0x100..0x1_0000 => (b'u', 4),
        _ => (b'U', 8),
    };
    out.extend_from_slice(&[b'\\', letter]);
    for place in (0..digits).rev() {
        out.push(b"0123456789abcdef"[(point >> (4 * place) & 15) as usize]);
    }
}

/// The escape of a character that has a short one.
pub fn short_escape(point: u32) -> Option<&'static [u8]> {
    match point {
        9 => Some(b"\\t"),
        10 => Some(b"\\n"),
        13 => Some(b"\\r"),
        92 => Some(b"\\\\"),
        _ => None,
    }
}

/// The literal; none if it has characters beyond ASCII, which `wide` then gets.
fn write(text: Repr, prefix: &[u8], shown: Shown) -> Result<Vec<u8>, Vec<u32>> {
    let quote = quote(text);
    let mut out = Vec::with_capacity(text.len() + 3);
    out.extend_from_slice(prefix);
    out.push(quote as u8);
    let mut wide: Option<Vec<u32>> = None;
    for point in text.iter() {
        if point >= 128 && shown == Shown::Printable && chars::is_printable(point) {
            let wide = wide.get_or_insert_default();
            wide.extend(out.drain(..).map(u32::from));
            wide.push(point);
            continue;
        }
        if point == quote {
            out.extend_from_slice(&[b'\\', quote as u8]);
        } else if let Some(escape) = short_escape(point) {
            out.extend_from_slice(escape);
        } else if (32..127).contains(&point) {
            out.push(point as u8);
        } else {
            push_escape(&mut out, point);
        }
    }
    out.push(quote as u8);
    match wide {
        Some(mut wide) => {
            wide.extend(out.drain(..).map(u32::from));
            Err(wide)
        }
        None => Ok(out),
    }
}

/// A bound of what `repr(text)` takes on its way, in bytes.
pub fn longest(text: &Str) -> usize {
    if text.len() < alloc::LARGE / 16 {
        return 0;
    }
    let each = |point| {
        if (32..127).contains(&point) {
            2
        } else if point < 256 {
            4
        } else {
            10
        }
    };
    text.repr().iter().map(each).sum::<usize>().saturating_mul(2)
}

fn prefix(kind: Kind) -> &'static [u8] {
    match (kind, lang::is_27()) {
        (Kind::Text, true) => b"u",
        (Kind::Bytes, false) => b"b",
        _ => b"",
    }
}

/// `repr(text)` as a str object.
pub fn repr(text: &Str) -> Value {
    let shown = if text.is_text() && !lang::is_27() { Shown::Printable } else { Shown::Ascii };
    match write(text.repr(), prefix(text.kind()), shown) {
        Ok(out) => new_native_ascii(out),
        Err(wide) => new_str_object(Str::text(wide)),
    }
}

/// The literal of bytes with 3.2's prefix, in both languages: what bytearray shows.
pub fn bytes_literal(bytes: &[u8]) -> Vec<u8> {
    write(Repr::Narrow(bytes), b"b", Shown::Ascii).unwrap_or_default()
}

/// A representation with everything beyond ASCII escaped: 3.2's `ascii()`.
pub fn ascii(repr: &Str) -> Value {
    match repr.repr() {
        Repr::Narrow(bytes) => new_copied(native_kind(), bytes),
        Repr::Wide(points) => {
            let mut out = Vec::with_capacity(points.len() * 2);
            for &point in points {
                if point < 128 { out.push(point as u8) } else { push_escape(&mut out, point) }
            }
            new_native_ascii(out)
        }
    }
}
