//! Numbers and strings: `parsenumber`, `parsestrplus` of ast.c and the escape decoders behind them.
//!
//! Invariants:
//! - A number's text is one the lexer let through, so it has a value.
//! - A string that can't be read is noted as an error, and an empty one stands for it.

use super::ast::{Number, Pos, StrLit};
use super::error::ErrorKind;
use super::parse::Parse;
use super::source::Encoding;
use crate::unicode_names;
use num_bigint::BigInt;
use num_traits::Zero;

/// The value of a number.
pub fn number(text: &[u8], py27: bool) -> Number {
    let text = std::str::from_utf8(text).unwrap_or_default();
    let int = |digits: &str, radix| BigInt::parse_bytes(digits.as_bytes(), radix).unwrap_or_default();
    let (body, long) = match text.strip_suffix(['l', 'L']) {
        Some(body) if py27 => (body, true),
        _ => (text, false),
    };
    let wrap = |n| if long { Number::Long(n) } else { Number::Int(n) };
    match body.as_bytes() {
        [b'0', b'x' | b'X', ..] => return wrap(int(body.get(2..).unwrap_or_default(), 16)),
        [b'0', b'o' | b'O', ..] => return wrap(int(body.get(2..).unwrap_or_default(), 8)),
        [b'0', b'b' | b'B', ..] => return wrap(int(body.get(2..).unwrap_or_default(), 2)),
        _ => {}
    }
    if let Some(imaginary) = body.strip_suffix(['j', 'J']) {
        return Number::Imag(imaginary.parse().unwrap_or_default());
    }
    if !body.bytes().all(|b| b.is_ascii_digit()) {
        return Number::Float(body.parse().unwrap_or_default());
    }
    // A leading zero makes it octal in 2.7; in 3.2 there are only zeros then.
    wrap(int(body, if body.starts_with('0') { 8 } else { 10 }))
}

/// The minus that 2.7 reads as part of a number.
pub fn negate(n: &mut Number) {
    match n {
        Number::Int(i) | Number::Long(i) => *i = -std::mem::replace(i, BigInt::zero()),
        Number::Float(f) | Number::Imag(f) => *f = -*f,
    }
}

/// Why a literal has no value.
enum Bad {
    /// `UnicodeDecodeError`, as its text.
    Unicode(String),
    /// `ValueError`
    Value(String),
    /// `ast_error`
    Ast(&'static str),
}

/// The value of adjacent string literals that start at `l`.
pub fn strings(p: &Parse<'_>, l: Pos, parts: &[&[u8]]) -> StrLit {
    match joined(p, parts) {
        Ok(value) => return value,
        Err(Bad::Unicode(text)) => {
            // ast.c has room for 127 bytes.
            let text: String = format!("(unicode error) {text}").chars().take(127).collect();
            p.fail(l, text);
        }
        Err(Bad::Value(text)) if p.py27() => p.fail_bare(ErrorKind::Value, text),
        Err(Bad::Value(text)) => p.fail(l, format!("(value error) {text}")),
        Err(Bad::Ast(text)) => p.fail(l, text),
    }
    StrLit::Bytes(Vec::new())
}

fn joined(p: &Parse<'_>, parts: &[&[u8]]) -> Result<StrLit, Bad> {
    let mut parts = parts.iter();
    let mut value = match parts.next() {
        Some(first) => string(p, first)?,
        None => StrLit::Bytes(Vec::new()),
    };
    for part in parts {
        value = match (value, string(p, part)?) {
            (StrLit::Bytes(mut a), StrLit::Bytes(b)) => {
                a.extend(b);
                StrLit::Bytes(a)
            }
            (StrLit::Text(mut a), StrLit::Text(b)) => {
                a.extend(b);
                StrLit::Text(a)
            }
            _ if !p.py27() => return Err(Bad::Ast("cannot mix bytes and nonbytes literals")),
            (StrLit::Bytes(a), StrLit::Text(b)) => {
                let mut a = promoted(&a)?;
                a.extend(b);
                StrLit::Text(a)
            }
            (StrLit::Text(mut a), StrLit::Bytes(b)) => {
                a.extend(promoted(&b)?);
                StrLit::Text(a)
            }
        };
    }
    Ok(value)
}

/// 2.7's `str` to `unicode`: ASCII only.
fn promoted(bytes: &[u8]) -> Result<Vec<u32>, Bad> {
    match bytes.iter().position(|b| !b.is_ascii()) {
        None => Ok(bytes.iter().map(|b| u32::from(*b)).collect()),
        Some(at) => {
            let byte = bytes.get(at).copied().unwrap_or_default();
            Err(Bad::Unicode(format!(
                "'ascii' codec can't decode byte 0x{byte:02x} in position {at}: ordinal not in range(128)"
            )))
        }
    }
}

/// One literal, prefix and quotes included.
fn string(p: &Parse<'_>, literal: &[u8]) -> Result<StrLit, Bad> {
    let py27 = p.py27();
    let quote = literal.iter().position(|b| matches!(b, b'\'' | b'"')).unwrap_or(0);
    let (prefix, quoted) = literal.split_at(quote);
    let has = |c: u8| prefix.iter().any(|b| b.to_ascii_lowercase() == c);
    let raw = has(b'r');
    let text = if py27 { has(b'u') || p.unicode_literals && !has(b'b') } else { !has(b'b') };
    let size = if quoted.len() >= 6 && quoted.get(0..3) == quoted.get(quoted.len() - 3..) { 3 } else { 1 };
    let body = quoted.get(size..quoted.len().saturating_sub(size)).unwrap_or_default();
    if !text && !py27 && !body.is_ascii() {
        return Err(Bad::Ast("bytes can only contain ASCII literal characters."));
    }
    match (text, raw) {
        (false, true) => Ok(StrLit::Bytes(body.to_vec())),
        (false, false) => byte_escapes(body, py27).map(StrLit::Bytes),
        (true, _) => {
            let chars = decoded(body, *p.encoding, py27, raw)?;
            let codec = match (raw, py27) {
                (false, _) => Codec::UnicodeEscape,
                (true, true) => Codec::RawUnicodeEscape,
                (true, false) => return Ok(StrLit::Text(chars)),
            };
            Escapes::new(&chars, *p.encoding, py27).decode(codec).map(StrLit::Text)
        }
    }
}

/// The characters of a text literal's body.
fn decoded(body: &[u8], encoding: Encoding, py27: bool, raw: bool) -> Result<Vec<u32>, Bad> {
    if encoding != Encoding::Utf8 {
        return Ok(body.iter().filter_map(|b| encoding.char(*b)).map(u32::from).collect());
    }
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text.chars().map(u32::from).collect()),
        Err(e) => {
            let at = e.valid_up_to();
            let byte = body.get(at).copied().unwrap_or_default();
            let why = match (e.error_len(), byte) {
                (None, _) => "unexpected end of data",
                (_, 0xc2..=0xf4) => "invalid continuation byte",
                _ => "invalid start byte",
            };
            // All but 3.2's raw strings are decoded a run of other characters than ASCII at a time.
            let whole = raw && !py27;
            let run = body
                .get(..at)
                .unwrap_or_default()
                .iter()
                .rev()
                .take_while(|b| !b.is_ascii() && !whole)
                .count();
            let at = if whole { at } else { run };
            let codec = if py27 { "utf8" } else { "utf-8" };
            Err(Bad::Unicode(format!(
                "'{codec}' codec can't decode byte 0x{byte:02x} in position {at}: {why}"
            )))
        }
    }
}

/// What a one-letter escape stands for.
fn simple_escape(c: u32) -> Option<u8> {
    Some(match u8::try_from(c).ok()? {
        c @ (b'\\' | b'\'' | b'"') => c,
        b'b' => 0x08,
        b'f' => 0x0c,
        b't' => b'\t',
        b'n' => b'\n',
        b'r' => b'\r',
        b'v' => 0x0b,
        b'a' => 0x07,
        _ => return None,
    })
}

/// `PyString_DecodeEscape`.
fn byte_escapes(body: &[u8], py27: bool) -> Result<Vec<u8>, Bad> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let [c, tail @ ..] = rest {
        rest = tail;
        if *c != b'\\' {
            out.push(*c);
            continue;
        }
        let [escape, tail @ ..] = rest else { return Err(Bad::Value("Trailing \\ in string".into())) };
        rest = tail;
        match escape {
            b'\n' => {}
            b'0'..=b'7' => {
                let more = rest.iter().take(2).take_while(|b| (b'0'..=b'7').contains(b)).count();
                let (digits, tail) = rest.split_at(more);
                rest = tail;
                let value = digits.iter().fold(u32::from(escape - b'0'), |n, d| n * 8 + u32::from(d - b'0'));
                out.push((value & 0xff) as u8);
            }
            b'x' => match rest {
                [a, b, tail @ ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => {
                    rest = tail;
                    let digit = |c: u8| char::from(c).to_digit(16).unwrap_or_default();
                    out.push((digit(*a) * 16 + digit(*b)) as u8);
                }
                _ if py27 => return Err(Bad::Value("invalid \\x escape".into())),
                _ => {
                    let at = body.len() - rest.len() - 2;
                    return Err(Bad::Value(format!("invalid \\x escape at position {at}")));
                }
            },
            c => match simple_escape(u32::from(*c)) {
                Some(c) => out.push(c),
                None => out.extend([b'\\', *c]),
            },
        }
    }
    Ok(out)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Codec {
    UnicodeEscape,
    RawUnicodeEscape,
}

/// The decoders of text escapes. CPython runs them over a buffer in which a character beyond ASCII is written
/// as `\UXXXXXXXX`, and gives the positions of errors in that buffer: `place` counts in it.
struct Escapes<'a> {
    chars: &'a [u32],
    at: usize,
    place: usize,
    /// Whether characters beyond ASCII are written out.
    wide: bool,
    /// Whose names `\N` knows.
    py27: bool,
}

impl<'a> Escapes<'a> {
    fn new(chars: &'a [u32], encoding: Encoding, py27: bool) -> Escapes<'a> {
        let wide = !matches!(encoding, Encoding::Unknown | Encoding::Latin1);
        Escapes { chars, at: 0, place: 0, wide, py27 }
    }

    fn peek(&self) -> Option<u32> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u32> {
        let c = self.peek()?;
        self.at += 1;
        self.place += if self.wide && c >= 0x80 { 10 } else { 1 };
        Some(c)
    }

    fn digit(&self, radix: u32) -> Option<u32> {
        char::from_u32(self.peek()?)?.to_digit(radix)
    }

    fn decode(mut self, codec: Codec) -> Result<Vec<u32>, Bad> {
        let mut out = Vec::with_capacity(self.chars.len());
        while let Some(c) = self.next() {
            if c != u32::from(b'\\') {
                out.push(c);
            } else if codec == Codec::RawUnicodeEscape {
                self.raw_escape(&mut out)?;
            } else {
                self.escape(&mut out)?;
            }
        }
        Ok(out)
    }

    /// What follows the backslash that was just read.
    fn escape(&mut self, out: &mut Vec<u32>) -> Result<(), Bad> {
        let start = self.place - 1;
        let Some(c) = self.next() else {
            return Err(self.error("unicodeescape", start, "\\ at end of string"));
        };
        if self.wide && c >= 0x80 {
            // The backslash itself is written as \u005c then.
            self.place += 5;
        }
        match char::from_u32(c).unwrap_or_default() {
            '\n' => {}
            '0'..='7' => {
                let mut value = c - u32::from(b'0');
                for _ in 0..2 {
                    let Some(digit) = self.digit(8) else { break };
                    self.next();
                    value = value * 8 + digit;
                }
                out.push(value);
            }
            'x' => out.push(self.hex(start, "unicodeescape", 2, "truncated \\xXX escape")?),
            'u' => out.push(self.hex(start, "unicodeescape", 4, "truncated \\uXXXX escape")?),
            'U' => out.push(self.hex(start, "unicodeescape", 8, "truncated \\UXXXXXXXX escape")?),
            'N' => return self.named(start, out),
            _ => match simple_escape(c) {
                Some(c) => out.push(u32::from(c)),
                None => out.extend([u32::from(b'\\'), c]),
            },
        }
        Ok(())
    }

    /// `ur'\u1234'`: only after an odd number of backslashes.
    fn raw_escape(&mut self, out: &mut Vec<u32>) -> Result<(), Bad> {
        let start = self.place - 1;
        let mut backslashes = 1;
        out.push(u32::from(b'\\'));
        while self.peek() == Some(u32::from(b'\\')) {
            self.next();
            backslashes += 1;
            out.push(u32::from(b'\\'));
        }
        let digits = match self.peek().and_then(char::from_u32) {
            Some('u') => 4,
            Some('U') => 8,
            _ => return Ok(()),
        };
        if backslashes % 2 == 0 {
            return Ok(());
        }
        self.next();
        out.pop();
        let why = if digits == 4 { "truncated \\uXXXX" } else { "truncated \\UXXXXXXXX" };
        let start = start + backslashes - 1;
        out.push(self.hex(start, "rawunicodeescape", digits, why)?);
        Ok(())
    }

    fn hex(&mut self, start: usize, codec: &str, digits: usize, why: &str) -> Result<u32, Bad> {
        let mut value: u32 = 0;
        for _ in 0..digits {
            let Some(digit) = self.digit(16) else { return Err(self.error(codec, start, why)) };
            self.next();
            value = value << 4 | digit;
        }
        if value > 0x0010_ffff {
            let why = if codec == "unicodeescape" {
                "illegal Unicode character"
            } else {
                "\\Uxxxxxxxx out of range"
            };
            return Err(self.error(codec, start, why));
        }
        Ok(value)
    }

    fn named(&mut self, start: usize, out: &mut Vec<u32>) -> Result<(), Bad> {
        let malformed =
            |this: &Self| Err(this.error("unicodeescape", start, "malformed \\N character escape"));
        if self.peek() != Some(u32::from(b'{')) {
            return malformed(self);
        }
        self.next();
        let mut name = String::new();
        while let Some(c) = self.peek().filter(|&c| c != u32::from(b'}')) {
            name.push(char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER));
            self.next();
        }
        if name.is_empty() || self.peek().is_none() {
            return malformed(self);
        }
        self.next();
        match unicode_names::find(&name, self.py27) {
            Some(found) => {
                out.push(found.into());
                Ok(())
            }
            None => Err(self.error("unicodeescape", start, "unknown Unicode character name")),
        }
    }

    /// `UnicodeDecodeError`, from the backslash at `start` up to here.
    fn error(&self, codec: &str, start: usize, why: &str) -> Bad {
        let last = self.place.saturating_sub(1);
        Bad::Unicode(if last <= start {
            format!("'{codec}' codec can't decode byte 0x5c in position {start}: {why}")
        } else {
            format!("'{codec}' codec can't decode bytes in position {start}-{last}: {why}")
        })
    }
}
