//! 2.7's codecs from `str` to `str`: hex, base64, rot13, string_escape.

use super::escape;
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::str::{Str, new_bytes, new_str_object};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Hex,
    Base64,
    Rot13,
    StringEscape,
}

impl Binary {
    pub fn find(name: &str) -> Option<Binary> {
        Some(match name {
            "hex" | "hex_codec" => Binary::Hex,
            "base64" | "base64_codec" | "base_64" => Binary::Base64,
            "rot13" | "rot_13" => Binary::Rot13,
            "string_escape" => Binary::StringEscape,
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Binary::Hex => "hex",
            Binary::Base64 => "base64",
            Binary::Rot13 => "rot-13",
            Binary::StringEscape => "string-escape",
        }
    }

    pub fn encode(self, bytes: &[u8]) -> PyResult {
        Ok(new_bytes(match self {
            Binary::Hex => to_hex(bytes),
            Binary::Base64 => to_base64_lines(bytes),
            Binary::Rot13 => rot13(bytes),
            Binary::StringEscape => escape::encode_bytes(bytes),
        }))
    }

    pub fn decode(self, bytes: &[u8]) -> PyResult {
        Ok(match self {
            Binary::Hex => new_bytes(from_hex(bytes)?),
            Binary::Base64 => new_bytes(from_base64(bytes)?),
            // The one of them that goes through a character map, so it gives text.
            Binary::Rot13 => new_str_object(Str::latin1(&rot13(bytes))),
            Binary::StringEscape => new_bytes(escape::decode_bytes(bytes)?),
        })
    }
}

/// Two lower-case digits a byte (binascii.hexlify).
pub fn to_hex(bytes: &[u8]) -> Vec<u8> {
    let digit = |value: u8| b"0123456789abcdef"[usize::from(value & 15)];
    bytes.iter().flat_map(|&byte| [digit(byte >> 4), digit(byte)]).collect()
}

/// binascii.unhexlify
pub fn from_hex(bytes: &[u8]) -> PyResult<Vec<u8>> {
    if bytes.len() % 2 == 1 {
        return Err(type_error("Odd-length string"));
    }
    let digit =
        |byte: u8| char::from(byte).to_digit(16).ok_or_else(|| type_error("Non-hexadecimal digit found"));
    bytes.chunks_exact(2).map(|pair| Ok((digit(pair[0])? * 16 + digit(pair[1])?) as u8)).collect()
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 without line ends.
pub fn to_base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits =
            group.iter().enumerate().fold(0u32, |bits, (at, &byte)| bits | u32::from(byte) << (16 - 8 * at));
        for at in 0..4 {
            let digit = BASE64[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= group.len() { digit } else { b'=' });
        }
    }
    out
}

/// Lines of 57 bytes each, as base64.encodestring makes them.
fn to_base64_lines(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for line in bytes.chunks(57) {
        out.extend(to_base64(line));
        out.push(b'\n');
    }
    out
}

/// binascii.a2b_base64: other characters are skipped.
pub fn from_base64(bytes: &[u8]) -> PyResult<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'=' {
            let more = bytes[at + 1..].contains(&b'=');
            if count >= 2 && (count == 3 || more) {
                count = 0;
                break;
            }
            continue;
        }
        let Some(value) = BASE64.iter().position(|&digit| digit == byte) else { continue };
        bits = bits << 6 | value as u32;
        count += 1;
        match count {
            1 => {}
            2 => out.push((bits >> 4) as u8),
            3 => out.push((bits >> 2) as u8),
            _ => {
                out.push(bits as u8);
                (bits, count) = (0, 0);
            }
        }
    }
    if count != 0 { Err(value_error("Incorrect padding")) } else { Ok(out) }
}

fn rot13(bytes: &[u8]) -> Vec<u8> {
    let turn = |byte: u8, a: u8| a + (byte - a + 13) % 26;
    bytes
        .iter()
        .map(|&byte| match byte {
            b'a'..=b'z' => turn(byte, b'a'),
            b'A'..=b'Z' => turn(byte, b'A'),
            _ => byte,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_there_and_back() {
        for (plain, coded) in [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("abcd", "YWJjZA==")]
        {
            assert_eq!(to_base64(plain.as_bytes()), coded.as_bytes());
            assert_eq!(from_base64(coded.as_bytes()), Ok(plain.as_bytes().to_vec()));
        }
    }
}
