//! Source bytes to the text that is tokenized (PEP 263), as tokenizer.c does it.
//!
//! Invariants:
//! - The text has `\n` only, no BOM, and under 3.2 it is UTF-8. Under 2.7 it is the bytes of the source, which is
//!   what `str` literals have: the encodings known here are ASCII with more, so the tokenizer needs no other.
//! - Where the encoding comes from a declaration, the declaration is in the first two lines.

use super::error::{ErrorKind, SyntaxError};
use super::parse::Mode;
use crate::charmaps::Charmap;
use crate::profile::Language;
use unicode_normalization::UnicodeNormalization;

/// Where a source comes from, which decides its default encoding and how errors are told.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// A file's bytes: `ast.c` errors show their line.
    File(&'a [u8]),
    /// The bytes of standard input: read as a file's, but nobody can look a line up in it again.
    Stream(&'a [u8]),
    /// A byte string given to `compile()`, `exec` or `eval`.
    Bytes(&'a [u8]),
    /// A text given to `compile()`: UTF-8, and no declaration counts.
    Text(&'a str),
}

impl Source<'_> {
    /// Bytes.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        match self {
            Source::File(bytes) | Source::Stream(bytes) | Source::Bytes(bytes) => bytes.len(),
            Source::Text(text) => text.len(),
        }
    }
}

/// What non-ASCII bytes of the text are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// 2.7, a byte string without declaration: unknown; its unicode literals are read as Latin-1.
    Unknown,
    Utf8,
    Latin1,
    Ascii,
    Charmap(&'static Charmap),
}

/// A source ready to be tokenized.
#[derive(Debug)]
pub struct Decoded {
    pub text: Vec<u8>,
    pub encoding: Encoding,
    /// The last line had no newline of its own; the text has.
    pub newline_added: bool,
    /// Why there is no more text: CPython decodes a file line by line, and errors before this one are told first.
    pub broken_off: Option<Box<SyntaxError>>,
}

/// CPython reads lines in pieces of so many bytes, and shows the last piece.
const LINE_PIECE: usize = 999;

impl Decoded {
    /// Line `lineno` as `PyErr_ProgramText` gives it: without the blanks before it.
    pub fn line(&self, lineno: u32) -> Option<String> {
        let index = usize::try_from(lineno).ok()?.checked_sub(1)?;
        let end = self.text.len() - usize::from(self.newline_added);
        let line = self.text.get(..end)?.split_inclusive(|b| *b == b'\n').nth(index)?;
        let line = line.chunks(LINE_PIECE).next_back()?;
        let blank = line.iter().take_while(|b| matches!(b, b' ' | b'\t' | 0x0c)).count();
        let line = line.get(blank..)?;
        match std::str::from_utf8(line) {
            Ok(line) => Some(line.to_owned()),
            Err(_) if self.encoding == Encoding::Utf8 => None,
            Err(_) => Some(String::from_utf8_lossy(line).into_owned()),
        }
    }
}

/// The line that an error found after parsing shows (`PyErr_ProgramText`); only files have it.
pub fn program_text(source: Source<'_>, lineno: u32, language: Language) -> Option<String> {
    let Source::File(_) = source else { return None };
    decode(source, "", Mode::Exec, language).ok()?.line(lineno)
}

/// Decodes a source.
///
/// # Errors
/// An unknown encoding, or bytes that are not of the one declared, with CPython's words.
pub fn decode(
    source: Source<'_>,
    filename: &str,
    mode: Mode,
    language: Language,
) -> Result<Decoded, Box<SyntaxError>> {
    let py27 = language == Language::Py27;
    let fail = |msg: String, lineno: u32| Box::new(placed(msg, filename, lineno));
    let (bytes, is_file) = match source {
        Source::File(bytes) | Source::Stream(bytes) => (cut_at_nuls(bytes), true),
        Source::Bytes(bytes) => (bytes.to_vec(), false),
        Source::Text(text) => {
            let (text, newline_added) = newlines(text.as_bytes(), mode == Mode::Exec);
            if py27 && declared(&text, true).is_some() {
                return Err(fail("encoding declaration in Unicode string".into(), 0));
            }
            return Ok(Decoded { text, encoding: Encoding::Utf8, newline_added, broken_off: None });
        }
    };
    let bom = bytes.starts_with(b"\xef\xbb\xbf");
    let body = bytes.get(if bom { 3 } else { 0 }..).unwrap_or_default();
    let (mut text, newline_added) = newlines(body, mode == Mode::Exec || is_file);
    let name = declared(&text, py27);
    // The line of the declaration; text that is not a file's has none.
    let first = text.split(|b| *b == b'\n').next().unwrap_or_default();
    let at_line = if !is_file {
        0
    } else if name.is_some() && coding_spec(first).is_none() {
        2
    } else {
        1
    };
    let mut broken_off = None;
    let encoding = match name.as_deref() {
        Some(name) if bom && name != "utf-8" => {
            let with = if py27 { format!("{name} with BOM") } else { "utf-8".into() };
            return Err(fail(format!("encoding problem: {with}"), at_line));
        }
        None if is_file && !bom => {
            let bad = if py27 {
                text.iter().position(|b| !b.is_ascii())
            } else {
                std::str::from_utf8(&text).err().map(|e| e.valid_up_to())
            };
            if let Some(at) = bad {
                broken_off =
                    Some(break_off(&mut text, at, |byte, line, _| no_encoding(py27, byte, filename, line)));
            }
            if py27 { Encoding::Unknown } else { Encoding::Utf8 }
        }
        None if py27 && !bom => Encoding::Unknown,
        None => Encoding::Utf8,
        Some(name) => match Encoding::named(&name.to_ascii_lowercase().replace('_', "-")) {
            Some((encoding, codec)) => {
                let undefined = |b: &u8| !b.is_ascii() && encoding.char(*b).is_none();
                if encoding != Encoding::Utf8
                    && let Some(at) = text.iter().position(undefined)
                {
                    let lines = is_file && py27;
                    let error = break_off(&mut text, at, |byte, _, col| {
                        undecodable(codec, byte, if lines { col } else { at })
                    });
                    if !lines {
                        return Err(fail(error.0, at_line));
                    }
                    broken_off = Some(error);
                }
                encoding
            }
            None if is_file && !py27 => return Err(fail("encoding problem: with BOM".into(), at_line)),
            None if is_file => return Err(fail(format!("encoding problem: {name}"), at_line)),
            None => return Err(fail(format!("unknown encoding: {name}"), at_line)),
        },
    };
    let broken_off = broken_off.map(|(msg, lineno)| fail(msg, lineno));
    if py27 || encoding == Encoding::Utf8 {
        return Ok(Decoded { text, encoding, newline_added, broken_off });
    }
    let text: String = text.iter().filter_map(|b| encoding.char(*b)).collect();
    Ok(Decoded { text: text.into_bytes(), encoding: Encoding::Utf8, newline_added, broken_off })
}

/// An error of the decoder: it has no text.
fn placed(msg: String, filename: &str, lineno: u32) -> SyntaxError {
    SyntaxError {
        kind: ErrorKind::Syntax,
        msg,
        filename: filename.into(),
        lineno,
        offset: Some(0),
        text: None,
        incomplete: false,
    }
}

/// Ends the text before the line with the byte `at`; `tell` makes the error of it, its line, and its column.
fn break_off(text: &mut Vec<u8>, at: usize, tell: impl Fn(u8, u32, usize) -> String) -> (String, u32) {
    let byte = text.get(at).copied().unwrap_or_default();
    let before = text.get(..at).unwrap_or_default();
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    let lines = before.iter().filter(|b| **b == b'\n').count();
    let line = u32::try_from(lines + 1).unwrap_or(u32::MAX);
    text.truncate(start);
    (tell(byte, line, at - start), line)
}

fn no_encoding(py27: bool, byte: u8, filename: &str, line: u32) -> String {
    let what = if py27 { "Non-ASCII character" } else { "Non-UTF-8 code starting with" };
    format!(
        "{what} '\\x{byte:02x}' in file {filename} on line {line}, but no encoding declared; \
         see http://python.org/dev/peps/pep-0263/ for details"
    )
}

fn undecodable(codec: &str, byte: u8, at: usize) -> String {
    let why = if codec == "ascii" { "ordinal not in range(128)" } else { "character maps to <undefined>" };
    format!("'{codec}' codec can't decode byte 0x{byte:02x} in position {at}: {why}")
}

impl Encoding {
    /// The encoding of a name in its normal form, and what its codec calls itself.
    fn named(name: &str) -> Option<(Encoding, &'static str)> {
        Some(match name {
            "utf-8" | "utf8" | "u8" | "utf" | "utf8-ucs2" | "utf8-ucs4" => (Encoding::Utf8, "utf8"),
            "iso-8859-1" | "iso8859-1" | "iso8859" | "latin1" | "latin" | "l1" | "8859" | "cp819" => {
                (Encoding::Latin1, "latin-1")
            }
            "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" => (Encoding::Ascii, "ascii"),
            _ => (Encoding::Charmap(Charmap::find(&name.replace('-', "_"))?), "charmap"),
        })
    }

    /// The character of a byte, in all encodings but UTF-8.
    pub fn char(self, byte: u8) -> Option<char> {
        match self {
            Encoding::Ascii => Some(char::from(byte)).filter(char::is_ascii),
            Encoding::Charmap(map) => map.character(byte),
            _ => Some(char::from(byte)),
        }
    }
}

/// A file's lines end at a NUL for C: the rest of the line, its newline too, is not there.
fn cut_at_nuls(bytes: &[u8]) -> Vec<u8> {
    let whole = bytes.split_inclusive(|b| *b == b'\n');
    whole.flat_map(|line| line.iter().take_while(|b| **b != 0)).copied().collect()
}

/// `translate_newlines`: `\r\n` and `\r` become `\n`, and a last line gets one if asked for; was that needed?
fn newlines(bytes: &[u8], end: bool) -> (Vec<u8>, bool) {
    let mut text = Vec::with_capacity(bytes.len() + 1);
    let mut after_cr = false;
    for &b in bytes {
        match b {
            b'\n' if after_cr => {}
            b'\r' => text.push(b'\n'),
            b => text.push(b),
        }
        after_cr = b == b'\r';
    }
    let added = end && text.last().is_some_and(|b| *b != b'\n');
    if added {
        text.push(b'\n');
    }
    (text, added)
}

/// The encoding declared in the first two lines, in its normal form (`get_coding_spec`, `get_normal_name`); in 2.7
/// the second line counts only after a comment.
fn declared(text: &[u8], py27: bool) -> Option<String> {
    let mut lines = text.split(|b| *b == b'\n');
    for line in [lines.next()?, lines.next().unwrap_or_default()] {
        if let Some(name) = coding_spec(line) {
            return Some(normal_name(name));
        }
        let code = line.iter().find(|b| !matches!(b, b' ' | b'\t' | 0x0c));
        if py27 && code.is_some_and(|b| *b != b'#') {
            return None;
        }
    }
    None
}

fn coding_spec(line: &[u8]) -> Option<&[u8]> {
    let comment = line.iter().position(|b| !matches!(b, b' ' | b'\t' | 0x0c))?;
    if line.get(comment) != Some(&b'#') {
        return None;
    }
    let mut rest = line.get(comment..)?;
    while let Some(at) = rest.windows(6).position(|w| w == b"coding") {
        rest = rest.get(at + 6..)?;
        if !matches!(rest.first(), Some(b':' | b'=')) {
            continue;
        }
        let value = rest.get(1..)?.trim_ascii_start();
        let len =
            value.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')).count();
        if len > 0 {
            return value.get(..len);
        }
    }
    None
}

fn normal_name(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name).into_owned();
    let short: String =
        name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    let is = |base: &str| short == base || short.strip_prefix(base).is_some_and(|rest| rest.starts_with('-'));
    if is("utf-8") {
        "utf-8".into()
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1".into()
    } else {
        name
    }
}

/// The identifier that a word is: NFKC-normalised where it is not ASCII (`new_identifier` of 3.2's ast.c).
pub fn identifier(word: &[u8]) -> String {
    let word = String::from_utf8_lossy(word);
    if word.is_ascii() { word.into_owned() } else { word.nfkc().collect() }
}

/// `PyUnicode_IsIdentifier`.
pub fn is_identifier(word: &[u8]) -> bool {
    let Ok(word) = std::str::from_utf8(word) else { return false };
    let mut chars = word.chars();
    chars.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
        && chars.all(unicode_ident::is_xid_continue)
}
