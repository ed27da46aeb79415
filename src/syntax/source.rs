//! Source bytes to the text that is tokenized (PEP 263), as tokenizer.c does it.
//!
//! Invariants:
//! - The text has `\n` only, no BOM, and under 3.2 it is UTF-8. Under 2.7 it is the bytes of the source, since the
//!   three encodings known here (ASCII, UTF-8, Latin-1) need no recoding: `str` literals keep their bytes.
//! - Where the encoding comes from a declaration, the declaration is in the first two lines.

use super::error::{ErrorKind, SyntaxError};
use super::parse::Mode;
use crate::profile::Language;
use unicode_normalization::UnicodeNormalization;

/// Where a source comes from, which decides its default encoding and how errors are told.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// A file's bytes: `ast.c` errors show their line.
    File(&'a [u8]),
    /// A byte string given to `compile()`, `exec` or `eval`.
    Bytes(&'a [u8]),
    /// A text given to `compile()`: UTF-8, and no declaration counts.
    Text(&'a str),
}

/// What non-ASCII bytes of the text are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// 2.7, a byte string without declaration: unknown; its unicode literals are read as Latin-1.
    Unknown,
    Utf8,
    Latin1,
}

/// A source ready to be tokenized.
#[derive(Debug)]
pub struct Decoded {
    pub text: Vec<u8>,
    pub encoding: Encoding,
    /// The last line had no newline of its own; the text has.
    pub newline_added: bool,
}

impl Decoded {
    /// Line `lineno` as `PyErr_ProgramText` gives it: without the blanks before it.
    pub fn line(&self, lineno: u32) -> Option<String> {
        let index = usize::try_from(lineno).ok()?.checked_sub(1)?;
        let end = self.text.len() - usize::from(self.newline_added);
        let line = self.text.get(..end)?.split_inclusive(|b| *b == b'\n').nth(index)?;
        let blank = line.iter().take_while(|b| matches!(b, b' ' | b'\t' | 0x0c)).count();
        Some(String::from_utf8_lossy(line.get(blank..)?).into_owned())
    }
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
    let fail = |msg: String, lineno: u32| {
        Box::new(SyntaxError {
            kind: ErrorKind::Syntax,
            msg,
            filename: filename.into(),
            lineno,
            offset: Some(0),
            text: None,
            incomplete: false,
        })
    };
    let (bytes, is_file) = match source {
        Source::File(bytes) => (bytes, true),
        Source::Bytes(bytes) => (bytes, false),
        Source::Text(text) => {
            let (text, newline_added) = newlines(text.as_bytes(), mode == Mode::Exec);
            if py27 && declared(&text).is_some() {
                return Err(fail("encoding declaration in Unicode string".into(), 0));
            }
            return Ok(Decoded { text, encoding: Encoding::Utf8, newline_added });
        }
    };
    if is_file && let Some(nul) = bytes.iter().position(|b| *b == 0) {
        let line = bytes.get(..nul).map_or(0, |b| b.iter().filter(|b| **b == b'\n').count());
        let lineno = u32::try_from(line + 1).unwrap_or(u32::MAX);
        return Err(fail("source code cannot contain null bytes".into(), lineno));
    }
    let bom = bytes.starts_with(b"\xef\xbb\xbf");
    let body = bytes.get(if bom { 3 } else { 0 }..).unwrap_or_default();
    let (text, newline_added) = newlines(body, mode == Mode::Exec || is_file);
    let name = declared(&text);
    let encoding = match (&name, bom) {
        (Some(name), true) if name != "utf-8" => {
            let with = if py27 { format!("{name} with BOM") } else { "utf-8".into() };
            return Err(fail(format!("encoding problem: {with}"), 0));
        }
        (_, true) => Some(Encoding::Utf8),
        (Some(name), false) => match name.as_str() {
            "utf-8" | "utf8" | "u8" | "utf" => Some(Encoding::Utf8),
            "iso-8859-1" | "latin1" | "latin" | "l1" | "iso8859-1" | "8859" | "cp819" => {
                Some(Encoding::Latin1)
            }
            "ascii" | "us-ascii" | "646" => {
                if let Some(at) = text.iter().position(|b| !b.is_ascii()) {
                    let byte = text.get(at).copied().unwrap_or_default();
                    let line_start = text.get(..at).and_then(|t| t.iter().rposition(|b| *b == b'\n'));
                    let col = if is_file { at - line_start.map_or(0, |n| n + 1) } else { at };
                    let msg = format!(
                        "'ascii' codec can't decode byte 0x{byte:02x} in position {col}: ordinal not in range(128)"
                    );
                    return Err(fail(msg, 0));
                }
                Some(Encoding::Utf8)
            }
            _ if is_file && !py27 => return Err(fail("encoding problem: with BOM".into(), 0)),
            _ if py27 => return Err(fail(format!("encoding problem: {name}"), 0)),
            _ => return Err(fail(format!("unknown encoding: {name}"), 0)),
        },
        (None, false) => None,
    };
    if encoding.is_none() && is_file {
        check_default(&text, py27, filename).map_err(|(msg, line)| fail(msg, line))?;
    }
    let (text, encoding) = match encoding {
        Some(Encoding::Latin1) if !py27 => {
            (text.iter().map(|b| char::from(*b)).collect::<String>().into_bytes(), Encoding::Utf8)
        }
        Some(encoding) => (text, encoding),
        None if py27 => (text, Encoding::Unknown),
        None => (text, Encoding::Utf8),
    };
    Ok(Decoded { text, encoding, newline_added })
}

/// The first byte that a file without declaration may not have, as an error and its line.
fn check_default(text: &[u8], py27: bool, filename: &str) -> Result<(), (String, u32)> {
    let bad = if py27 {
        text.iter().position(|b| !b.is_ascii())
    } else {
        std::str::from_utf8(text).err().map(|e| e.valid_up_to())
    };
    let Some(at) = bad else { return Ok(()) };
    let byte = text.get(at).copied().unwrap_or_default();
    let line = text.get(..at).map_or(0, |t| t.iter().filter(|b| **b == b'\n').count()) + 1;
    let what = if py27 { "Non-ASCII character" } else { "Non-UTF-8 code starting with" };
    let msg = format!(
        "{what} '\\x{byte:02x}' in file {filename} on line {line}, but no encoding declared; \
         see http://python.org/dev/peps/pep-0263/ for details"
    );
    Err((msg, u32::try_from(line).unwrap_or(u32::MAX)))
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

/// The encoding declared in the first two lines, in its normal form (`get_coding_spec`, `get_normal_name`).
fn declared(text: &[u8]) -> Option<String> {
    let mut lines = text.split(|b| *b == b'\n');
    for line in [lines.next()?, lines.next().unwrap_or_default()] {
        if let Some(name) = coding_spec(line) {
            return Some(normal_name(name));
        }
        let code = line.iter().find(|b| !matches!(b, b' ' | b'\t' | 0x0c));
        if code.is_some_and(|b| *b != b'#') {
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
        name.to_ascii_lowercase().replace('_', "-")
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
