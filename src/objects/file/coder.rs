//! What lies between text and bytes in a text file: encodings in pieces, and line ends.
//!
//! Invariant: a piece never ends in the middle of a character or, where line ends are made equal or told apart, between
//! `\r` and `\n`: what is incomplete waits for the next piece.

use super::stdio::{CR, CRLF, LF};
use crate::objects::Value;
use crate::objects::errors::PyResult;
use crate::objects::str::{Kind, Repr, Str, codecs, ensure_copy, new_bytes, new_narrow, new_points};

/// The encodings that are done here without the codecs, as long as nothing is wrong in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fast {
    Ascii,
    Latin1,
    Utf8,
    None,
}

#[derive(Clone, Debug)]
pub struct Coding {
    pub encoding: String,
    pub errors: String,
    fast: Fast,
}

impl Coding {
    /// Errors: LookupError for an unknown encoding.
    pub fn new(encoding: &str, errors: &str) -> PyResult<Coding> {
        let fast = match codecs::Codec::find(encoding) {
            Some(codecs::Codec::Ascii) => Fast::Ascii,
            Some(codecs::Codec::Latin1) => Fast::Latin1,
            Some(codecs::Codec::Utf8) => Fast::Utf8,
            Some(_) => Fast::None,
            None => {
                codecs::search(encoding)?;
                Fast::None
            }
        };
        Ok(Coding { encoding: encoding.to_owned(), errors: errors.to_owned(), fast })
    }

    pub fn encode(&self, value: &Value) -> PyResult<Vec<u8>> {
        let Some(text) = value.downcast::<Str>() else { return Ok(Vec::new()) };
        ensure_copy(text)?;
        match (text.repr(), self.fast) {
            (Repr::Narrow(bytes), Fast::Ascii | Fast::Latin1 | Fast::Utf8) => return Ok(bytes.to_vec()),
            (Repr::Wide(points), Fast::Utf8)
                if !points.iter().any(|point| (0xd800..0xe000).contains(point)) =>
            {
                return Ok(text.to_utf8());
            }
            (Repr::Wide(points), Fast::Latin1) if points.iter().all(|&point| point < 256) => {
                return Ok(points.iter().map(|&point| point as u8).collect());
            }
            _ => {}
        }
        let encoded = codecs::encode(value, &self.encoding, &self.errors)?;
        Ok(encoded.downcast::<Str>().map(Str::to_utf8).unwrap_or_default())
    }

    /// How many bytes at the end may be the beginning of a character.
    fn incomplete(&self, bytes: &[u8]) -> usize {
        if self.fast != Fast::Utf8 {
            let wide = self.encoding.to_ascii_lowercase();
            return match wide.as_bytes() {
                [b'u', b't', b'f', .., b'1', b'6'] => bytes.len() % 2,
                [b'u', b't', b'f', .., b'3', b'2'] => bytes.len() % 4,
                _ => 0,
            };
        }
        for back in 1..=bytes.len().min(3) {
            let byte = bytes[bytes.len() - back];
            let length = match byte {
                0xc0.. if byte >= 0xf0 => 4,
                0xc0.. if byte >= 0xe0 => 3,
                0xc0.. => 2,
                0x80.. => continue,
                _ => 1,
            };
            return if length > back { back } else { 0 };
        }
        0
    }

    fn decode(&self, bytes: Vec<u8>) -> PyResult {
        if bytes.is_ascii() && self.fast != Fast::None {
            return Ok(new_narrow(Kind::Text, &bytes));
        }
        match self.fast {
            Fast::Latin1 => {
                return Ok(new_points(bytes.iter().map(|&byte| u32::from(byte)).collect::<Vec<_>>()));
            }
            Fast::Utf8 => {
                if let Ok(text) = str::from_utf8(&bytes) {
                    return Ok(new_points(text.chars().map(u32::from).collect::<Vec<_>>()));
                }
            }
            _ => {}
        }
        codecs::decode_to_text(&new_bytes(bytes), &self.encoding, &self.errors)
    }
}

/// What is done to line ends in reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newlines {
    /// `newline=None`: all become `\n`.
    Translate,
    /// `newline=''`: all end lines, none is changed.
    Universal,
    Lf,
    Cr,
    CrLf,
}

impl Newlines {
    pub fn is_universal(self) -> bool {
        matches!(self, Newlines::Translate | Newlines::Universal)
    }
}

/// The state of decoding.
#[derive(Default)]
pub struct Decoder {
    /// The beginning of a character.
    bytes: Vec<u8>,
    /// A `\r` that may be followed by a `\n`.
    pending_cr: bool,
    pub seen: u8,
}

impl Decoder {
    pub fn reset(&mut self) {
        self.bytes.clear();
        self.pending_cr = false;
    }

    /// How many bytes have been given and not yet become characters.
    pub fn waiting(&self) -> usize {
        self.bytes.len() + usize::from(self.pending_cr)
    }

    /// Splits off what can be decoded now: the caller decodes it without a borrow.
    pub fn feed(&mut self, bytes: &[u8], coding: &Coding, last: bool) -> Vec<u8> {
        let mut all = std::mem::take(&mut self.bytes);
        all.extend_from_slice(bytes);
        if !last {
            self.bytes = all.split_off(all.len() - coding.incomplete(&all));
        }
        all
    }

    /// Decoded text with its line ends in order.
    pub fn lines(&mut self, text: Value, newlines: Newlines, last: bool) -> Value {
        if !newlines.is_universal() {
            return text;
        }
        let Some(own) = text.downcast::<Str>() else { return text };
        if !self.pending_cr && !has_cr(own.repr()) {
            if own.repr().iter().any(|unit| unit == u32::from(b'\n')) {
                self.seen |= LF;
            }
            return text;
        }
        let mut units = Vec::with_capacity(own.len() + 1);
        if std::mem::take(&mut self.pending_cr) {
            units.push(u32::from(b'\r'));
        }
        units.extend(own.repr().iter());
        if !last && units.last() == Some(&u32::from(b'\r')) {
            units.pop();
            self.pending_cr = true;
        }
        let mut out = Vec::with_capacity(units.len());
        let mut at = 0;
        while let Some(&unit) = units.get(at) {
            at += 1;
            match unit {
                0x0d => {
                    let pair = units.get(at) == Some(&0x0a);
                    at += usize::from(pair);
                    self.seen |= if pair { CRLF } else { CR };
                    match (newlines, pair) {
                        (Newlines::Translate, _) => out.push(0x0a),
                        (_, true) => out.extend([0x0d, 0x0a]),
                        (_, false) => out.push(0x0d),
                    }
                }
                0x0a => {
                    self.seen |= LF;
                    out.push(unit);
                }
                _ => out.push(unit),
            }
        }
        new_points(out)
    }

    /// Decodes a piece; `last`: nothing follows.
    pub fn decode_all(&mut self, bytes: &[u8], coding: &Coding, newlines: Newlines, last: bool) -> PyResult {
        let ready = self.feed(bytes, coding, last);
        let text = coding.decode(ready)?;
        Ok(self.lines(text, newlines, last))
    }
}

fn has_cr(text: Repr) -> bool {
    match text {
        Repr::Narrow(bytes) => bytes.contains(&b'\r'),
        Repr::Wide(points) => points.contains(&u32::from(b'\r')),
    }
}

/// Where the first line of some text ends, its end included; none if the text has no line end.
pub fn line_end(text: Repr, from: usize, newlines: Newlines) -> Option<usize> {
    let find = |unit: u8| -> Option<usize> {
        match text {
            Repr::Narrow(bytes) => bytes.get(from..)?.iter().position(|&byte| byte == unit),
            Repr::Wide(points) => points.get(from..)?.iter().position(|&point| point == u32::from(unit)),
        }
        .map(|at| from + at)
    };
    match newlines {
        Newlines::Translate | Newlines::Lf => find(b'\n').map(|at| at + 1),
        Newlines::Cr => find(b'\r').map(|at| at + 1),
        Newlines::Universal => {
            let (lf, cr) = (find(b'\n'), find(b'\r'));
            match (lf, cr) {
                (Some(lf), Some(cr)) if lf == cr + 1 => Some(lf + 1),
                (Some(lf), Some(cr)) => Some(lf.min(cr) + 1),
                (one, other) => one.or(other).map(|at| at + 1),
            }
        }
        Newlines::CrLf => {
            let mut at = from;
            while at + 1 < text.len() {
                if text.at(at) == 0x0d && text.at(at + 1) == 0x0a {
                    return Some(at + 2);
                }
                at += 1;
            }
            None
        }
    }
}

/// A part of some text.
pub fn slice(text: Repr, from: usize, to: usize) -> Value {
    match text {
        Repr::Narrow(bytes) => new_narrow(Kind::Text, bytes.get(from..to).unwrap_or_default()),
        Repr::Wide(points) => new_points(points.get(from..to).unwrap_or_default().to_vec()),
    }
}

/// `\n` replaced in what is written.
pub fn replace_newlines(text: &Value, newline: &str) -> Value {
    let Some(own) = text.downcast::<Str>() else { return text.clone() };
    let mut out = Vec::with_capacity(own.len() + 8);
    for unit in own.repr().iter() {
        if unit == 0x0a {
            out.extend(newline.chars().map(u32::from));
        } else {
            out.push(unit);
        }
    }
    new_points(out)
}

/// How many bytes stand for the first `characters` of what some bytes decode to, where that can be counted: in the
/// encodings done here, with valid bytes.
pub fn bytes_of_characters(
    bytes: &[u8],
    characters: usize,
    coding: &Coding,
    newlines: Newlines,
) -> Option<usize> {
    let width = |byte: u8| match (coding.fast, byte) {
        (Fast::None, _) => None,
        (Fast::Utf8, 0x80..) => match byte {
            0xf0.. => Some(4),
            0xe0.. => Some(3),
            0xc0.. => Some(2),
            _ => None,
        },
        _ => Some(1),
    };
    let (mut at, mut count) = (0, 0);
    while count < characters {
        let byte = *bytes.get(at)?;
        at += width(byte)?;
        if byte == b'\r' && newlines == Newlines::Translate && bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
        count += 1;
    }
    Some(at)
}
