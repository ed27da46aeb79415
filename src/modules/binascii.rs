//! `binascii` (Modules/binascii.c): bytes as hexadecimal digits and in base 64, and checksums.

use super::capi;
use crate::objects::errors::{self, PyResult, Raised, type_error};
use crate::objects::native::{Method, Native, method};
use crate::objects::str::new_bytes;
use crate::objects::{Value, exceptions as exc, int, lang, module, protocol};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `binascii.Error`: a ValueError in 3.2.
fn error(message: &str) -> Raised {
    let base = if lang::is_27() { exc::EXCEPTION } else { exc::VALUE_ERROR };
    match capi::new_exception("binascii", "Error", base) {
        Ok(class) => errors::raise(class, message),
        Err(raised) => raised,
    }
}

fn b2a_hex(_: &Value, data: &Value) -> PyResult {
    let digit = |value: u8| b"0123456789abcdef"[usize::from(value & 15)];
    let bytes = capi::buffer("b2a_hex", 1, data)?;
    Ok(new_bytes(bytes.iter().flat_map(|&byte| [digit(byte >> 4), digit(byte)]).collect::<Vec<u8>>()))
}

fn a2b_hex(_: &Value, text: &Value) -> PyResult {
    let wrong = |message: &str| if lang::is_27() { type_error(message) } else { error(message) };
    let digits = capi::buffer("a2b_hex", 1, text)?;
    if digits.len() % 2 == 1 {
        return Err(wrong("Odd-length string"));
    }
    let value = |digit: u8| char::from(digit).to_digit(16).map(|value| value as u8);
    let bytes = digits.chunks_exact(2).map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?));
    match bytes.collect::<Option<Vec<u8>>>() {
        Some(bytes) => Ok(new_bytes(bytes)),
        None => Err(wrong("Non-hexadecimal digit found")),
    }
}

fn b2a_base64(_: &Value, data: &Value) -> PyResult {
    let bytes = capi::buffer("b2a_base64", 1, data)?;
    let mut text = Vec::with_capacity(bytes.len() / 3 * 4 + 5);
    for group in bytes.chunks(3) {
        let part = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = part(0) << 16 | part(1) << 8 | part(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= group.len() { letter } else { b'=' });
        }
    }
    text.push(b'\n');
    Ok(new_bytes(text))
}

/// What is no letter is passed over; padding counts where a group is nearly full.
fn a2b_base64(_: &Value, text: &Value) -> PyResult {
    let text = capi::buffer("a2b_base64", 1, text)?;
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut left, mut quad) = (0_u32, 0, 0);
    let mut at = 0;
    while let Some(&letter) = text.get(at) {
        at += 1;
        if letter == b'=' {
            let more = text[at..].iter().find(|&&next| next == b'=' || LETTERS.contains(&next));
            if quad >= 2 && (quad == 3 || more == Some(&b'=')) {
                // What is left over is no byte.
                left = 0;
                break;
            }
            continue;
        }
        let Some(value) = LETTERS.iter().position(|&known| known == letter) else { continue };
        quad = (quad + 1) & 3;
        bits = (bits << 6 | value as u32) & 0xffff;
        left += 6;
        if left >= 8 {
            left -= 8;
            bytes.push((bits >> left) as u8);
        }
    }
    if left != 0 {
        return Err(error("Incorrect padding"));
    }
    Ok(new_bytes(bytes))
}

/// The checksum of zip files; 2.7 gives it with a sign.
fn crc32(_: &Value, args: &[Value]) -> PyResult {
    let bytes = capi::buffer("crc32", 1, &args[0])?;
    let start = match args.get(1) {
        Some(start) => int::to_big(start).map_or_else(
            || protocol::index(start),
            |_| {
                int::to_i64(start)
                    .ok_or_else(|| errors::overflow_error("Python int too large to convert to C long"))
            },
        )? as u32,
        None => 0,
    };
    let mut crc = !start;
    for byte in bytes {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let crc = !crc;
    Ok(Value::int(if lang::is_27() { i64::from(crc as i32) } else { i64::from(crc) }))
}

static FUNCTIONS: &[Method] = &[
    method("hexlify", Native::One(b2a_hex), "Bytes as hexadecimal digits."),
    method("b2a_hex", Native::One(b2a_hex), "Bytes as hexadecimal digits."),
    method("unhexlify", Native::One(a2b_hex), "The bytes of hexadecimal digits."),
    method("a2b_hex", Native::One(a2b_hex), "The bytes of hexadecimal digits."),
    method("b2a_base64", Native::One(b2a_base64), "Bytes in base 64, with a newline at the end."),
    method("a2b_base64", Native::One(a2b_base64), "The bytes of text in base 64."),
    method("crc32", Native::Var(1, 2, crc32), "The checksum of zip files, begun anew or gone on with."),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("binascii");
    module::add_functions(&made, "binascii", FUNCTIONS);
    let base = if lang::is_27() { exc::EXCEPTION } else { exc::VALUE_ERROR };
    for (name, base) in [("Error", base), ("Incomplete", exc::EXCEPTION)] {
        module::set(&made, name, capi::new_exception("binascii", name, base)?.value());
    }
    Ok(made)
}
