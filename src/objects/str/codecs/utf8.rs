//! UTF-8. Under 2.7 surrogates pass, and a pair of them becomes one character of four bytes.

use super::errors::{Errors, Fill};
use crate::objects::errors::PyResult;
use crate::objects::lang;
use crate::objects::str::{Repr, Str, push_utf8};

pub fn encode(text: Repr, errors: &Errors) -> PyResult<Vec<u8>> {
    let points = match text {
        Repr::Narrow(bytes) => return Ok(bytes.to_vec()),
        Repr::Wide(points) => points,
    };
    let mut out = Vec::with_capacity(points.len() * 2);
    let mut at = 0;
    while let Some(&point) = points.get(at) {
        if !(0xd800..0xe000).contains(&point) {
            push_utf8(&mut out, point);
            at += 1;
            continue;
        }
        if lang::is_27() {
            match points.get(at + 1) {
                Some(&low @ 0xdc00..=0xdfff) if point < 0xdc00 => {
                    push_utf8(&mut out, 0x1_0000 + ((point - 0xd800) << 10) + (low - 0xdc00));
                    at += 2;
                }
                _ => {
                    push_utf8(&mut out, point);
                    at += 1;
                }
            }
            continue;
        }
        let reason = "surrogates not allowed";
        let (fill, resume) = errors.on_encode(text, at, at + 1, reason)?;
        match fill {
            Fill::Bytes(bytes) => out.extend(bytes),
            Fill::Points(points) => {
                for point in points {
                    if point >= 128 {
                        return Err(errors.encode_error(at, at + 1, reason));
                    }
                    out.push(point as u8);
                }
            }
        }
        at = resume;
    }
    Ok(out)
}

/// How many bytes a character has that begins with this one.
fn length(first: u8) -> Option<usize> {
    match first {
        0..=0x7f => Some(1),
        0xc2..=0xdf => Some(2),
        0xe0..=0xef => Some(3),
        0xf0..=0xf4 => Some(4),
        _ => None,
    }
}

fn second_fits(first: u8, second: u8) -> bool {
    match first {
        0xe0 => (0xa0..=0xbf).contains(&second),
        0xed if !lang::is_27() => (0x80..=0x9f).contains(&second),
        0xf0 => (0x90..=0xbf).contains(&second),
        0xf4 => (0x80..=0x8f).contains(&second),
        _ => second & 0xc0 == 0x80,
    }
}

/// The character at the front, or the length of the bad part and why it is bad.
fn one(bytes: &[u8]) -> Result<(u32, usize), (usize, &'static str)> {
    let first = bytes[0];
    let Some(length) = length(first) else { return Err((1, "invalid start byte")) };
    let is_tail = |byte: &u8| byte & 0xc0 == 0x80;
    if bytes.len() < length {
        let tails = bytes[1..].iter().take_while(|byte| is_tail(byte)).count();
        return Err((1 + tails, "unexpected end of data"));
    }
    if length == 1 {
        return Ok((first.into(), 1));
    }
    let why = "invalid continuation byte";
    if !second_fits(first, bytes[1]) {
        // A second byte that is only too small or too large counts as part of the bad character.
        let bad = if !is_tail(&bytes[1]) {
            1
        } else if length == 4 {
            3
        } else {
            2
        };
        let bad = if length == 4 && bad == 3 && !is_tail(&bytes[2]) { 2 } else { bad };
        return Err((bad, why));
    }
    let mut point = u32::from(first) & (0x7f >> length);
    for (at, &byte) in bytes[1..length].iter().enumerate() {
        if !is_tail(&byte) {
            return Err((at + 1, why));
        }
        point = point << 6 | u32::from(byte & 0x3f);
    }
    Ok((point, length))
}

pub fn decode(bytes: &[u8], errors: &Errors) -> PyResult<Str> {
    if bytes.is_ascii() {
        return Ok(Str::ascii(bytes));
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return Ok(Str::text_from(text));
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match one(&bytes[at..]) {
            Ok((point, length)) => {
                out.push(point);
                at += length;
            }
            Err((length, why)) => at = errors.on_decode(bytes, at, at + length, why, &mut out)?,
        }
    }
    Ok(Str::text(out))
}

#[cfg(test)]
mod tests {
    use super::one;

    #[test]
    fn bad_parts_are_as_long_as_in_cpython() {
        assert_eq!(one(b"\xe1\x80b"), Err((2, "invalid continuation byte")));
        assert_eq!(one(b"\xf0\x90\x80"), Err((3, "unexpected end of data")));
        assert_eq!(one(b"\xf4\x90\x80\x80"), Err((3, "invalid continuation byte")));
        assert_eq!(one(b"\xe0\x80\x80"), Err((2, "invalid continuation byte")));
        assert_eq!(one(b"\xc3\xa9"), Ok((0xe9, 2)));
    }
}
