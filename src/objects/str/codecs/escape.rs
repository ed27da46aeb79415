//! unicode_escape, raw_unicode_escape, and 2.7's string_escape.

use super::errors::Errors;
use crate::objects::errors::{PyResult, value_error};
use crate::objects::lang;
use crate::objects::str::repr::{push_escape, short_escape};
use crate::objects::str::{Repr, Str};
use crate::unicode_names;

/// `unicode_escape`, or the raw form, in which only characters beyond Latin-1 are escaped.
pub fn encode(text: Repr, raw: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for point in text.iter() {
        match short_escape(point) {
            Some(escape) if !raw => out.extend_from_slice(escape),
            _ if raw && point < 256 || (32..127).contains(&point) => out.push(point as u8),
            _ => push_escape(&mut out, point),
        }
    }
    out
}

/// The character of an escape of one letter.
fn simple(letter: u8) -> Option<u8> {
    Some(match letter {
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => 10,
        b'r' => 13,
        b't' => 9,
        b'v' => 11,
        _ => return None,
    })
}

/// An octal number of up to three digits, and its length.
fn octal(bytes: &[u8]) -> (u32, usize) {
    let digits = bytes.iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    (bytes[..digits].iter().fold(0, |value, &digit| value * 8 + u32::from(digit - b'0')), digits)
}

/// So many hexadecimal digits, or how many there are.
fn hex(bytes: &[u8], wanted: usize) -> Result<u32, usize> {
    let mut value = 0u32;
    for at in 0..wanted {
        match bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16)) {
            Some(digit) => value = value << 4 | digit,
            None => return Err(at),
        }
    }
    Ok(value)
}

pub fn decode(bytes: &[u8], errors: &Errors) -> PyResult<Str> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            out.push(byte.into());
            at += 1;
            continue;
        }
        let Some(&letter) = bytes.get(at + 1) else {
            at = errors.on_decode(bytes, at, bytes.len(), "\\ at end of string", &mut out)?;
            continue;
        };
        let rest = &bytes[at + 2..];
        let (digits, truncated) = match letter {
            b'x' => (2, "truncated \\xXX escape"),
            b'u' => (4, "truncated \\uXXXX escape"),
            b'U' => (8, "truncated \\UXXXXXXXX escape"),
            b'0'..=b'7' => {
                let (value, len) = octal(&bytes[at + 1..]);
                out.push(value);
                at += 1 + len;
                continue;
            }
            b'N' => {
                at = named(bytes, at, errors, &mut out)?;
                continue;
            }
            b'\n' => {
                at += 2;
                continue;
            }
            _ => {
                match simple(letter) {
                    Some(character) => out.push(character.into()),
                    None => out.extend([b'\\'.into(), u32::from(letter)]),
                }
                at += 2;
                continue;
            }
        };
        match hex(rest, digits) {
            Ok(point) if point > 0x10_ffff => {
                at = errors.on_decode(bytes, at, at + 2 + digits, "illegal Unicode character", &mut out)?;
            }
            Ok(point) => {
                out.push(point);
                at += 2 + digits;
            }
            Err(len) => at = errors.on_decode(bytes, at, at + 2 + len, truncated, &mut out)?,
        }
    }
    Ok(Str::text(out))
}

/// `\N{...}`
fn named(bytes: &[u8], at: usize, errors: &Errors, out: &mut Vec<u32>) -> PyResult<usize> {
    let rest = &bytes[at + 2..];
    let end =
        rest.iter().position(|&byte| byte == b'}').filter(|&end| rest.first() == Some(&b'{') && end > 1);
    let found = end
        .and_then(|end| std::str::from_utf8(rest.get(1..end)?).ok())
        .and_then(|name| unicode_names::find(name, lang::is_27()));
    if let (Some(found), Some(end)) = (found, end) {
        out.push(found.into());
        return Ok(at + 3 + end);
    }
    match end {
        Some(end) => errors.on_decode(bytes, at, at + 3 + end, "unknown Unicode character name", out),
        None => errors.on_decode(bytes, at, bytes.len(), "malformed \\N character escape", out),
    }
}

/// The raw form: only `\u` and `\U` behind an odd number of backslashes.
pub fn decode_raw(bytes: &[u8], errors: &Errors) -> PyResult<Str> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            out.push(byte.into());
            at += 1;
            continue;
        }
        let run = bytes[at..].iter().take_while(|&&byte| byte == b'\\').count();
        let (digits, truncated) = match bytes.get(at + run) {
            Some(b'u') if run % 2 == 1 => (4, "truncated \\uXXXX"),
            Some(b'U') if run % 2 == 1 => (8, "truncated \\uXXXX"),
            _ => {
                out.extend(std::iter::repeat_n(u32::from(b'\\'), run));
                at += run;
                continue;
            }
        };
        out.extend(std::iter::repeat_n(u32::from(b'\\'), run - 1));
        let start = at + run - 1;
        match hex(&bytes[start + 2..], digits) {
            Ok(point) if point > 0x10_ffff => {
                at = errors.on_decode(
                    bytes,
                    start,
                    start + 2 + digits,
                    "\\Uxxxxxxxx out of range",
                    &mut out,
                )?;
            }
            Ok(point) => {
                out.push(point);
                at = start + 2 + digits;
            }
            Err(len) => at = errors.on_decode(bytes, start, start + 2 + len, truncated, &mut out)?,
        }
    }
    Ok(Str::text(out))
}

/// 2.7's `string_escape`: what stands between the quotes of `repr()`.
pub fn encode_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for &byte in bytes {
        match short_escape(byte.into()) {
            Some(escape) => out.extend_from_slice(escape),
            None if byte == b'\'' => out.extend_from_slice(b"\\'"),
            None if (32..127).contains(&byte) => out.push(byte),
            None => push_escape(&mut out, byte.into()),
        }
    }
    out
}

/// The bytes of a string literal's inside (PyString_DecodeEscape).
pub fn decode_bytes(bytes: &[u8]) -> PyResult<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            out.push(byte);
            at += 1;
            continue;
        }
        let Some(&letter) = bytes.get(at + 1) else { return Err(value_error("Trailing \\ in string")) };
        at += 2;
        match letter {
            b'\n' => {}
            b'0'..=b'7' => {
                let (value, len) = octal(&bytes[at - 1..]);
                out.push(value as u8);
                at += len - 1;
            }
            b'x' => match hex(&bytes[at..], 2) {
                Ok(value) => {
                    out.push(value as u8);
                    at += 2;
                }
                Err(_) => return Err(value_error("invalid \\x escape")),
            },
            _ => match simple(letter) {
                Some(character) => out.push(character),
                None => out.extend_from_slice(&[b'\\', letter]),
            },
        }
    }
    Ok(out)
}
