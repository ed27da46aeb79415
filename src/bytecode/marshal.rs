//! Code objects as bytes, and back (Python/marshal.c), and the header of `.pyc` files (Python/import.c).
//!
//! Invariants:
//! - The format is that of the language's own CPython, version 2 of marshal: what is written here loads there, and
//!   what is written there loads here.
//! - Nothing that is read is trusted: sizes are held against what is left, nesting is limited, and a wrong byte is
//!   an error. Whether loaded code may be run is `verify`'s to say.

mod read;
mod write;

use super::code::Code;
use crate::profile::Language;
pub use read::load;
use std::fmt;
use std::rc::Rc;
pub use write::dump;

/// Deeper data is refused, on either way. CPython's own limit is 2000.
const MAX_DEPTH: u32 = 500;

/// The one-byte names of the kinds of data.
mod kind {
    pub const NONE: u8 = b'N';
    pub const FALSE: u8 = b'F';
    pub const TRUE: u8 = b'T';
    pub const ELLIPSIS: u8 = b'.';
    pub const INT: u8 = b'i';
    pub const INT64: u8 = b'I';
    pub const LONG: u8 = b'l';
    pub const FLOAT: u8 = b'f';
    pub const BINARY_FLOAT: u8 = b'g';
    pub const COMPLEX: u8 = b'x';
    pub const BINARY_COMPLEX: u8 = b'y';
    pub const STRING: u8 = b's';
    pub const INTERNED: u8 = b't';
    pub const STRING_REF: u8 = b'R';
    pub const UNICODE: u8 = b'u';
    pub const TUPLE: u8 = b'(';
    pub const FROZENSET: u8 = b'>';
    pub const CODE: u8 = b'c';
}

/// Big integers are written in digits of so many bits.
const DIGIT_BITS: u32 = 15;

/// Why bytes are no code object, or a code object cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarshalError {
    /// The data ends too early (`EOFError`).
    Eof,
    /// The data is wrong (`ValueError`); what is wrong.
    Bad(&'static str),
    /// It nests too deep (`ValueError`).
    TooDeep,
    /// The file is of another Python: its magic number.
    Magic(u16),
}

impl fmt::Display for MarshalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MarshalError::Eof => f.write_str("EOF read where object expected"),
            MarshalError::Bad(what) => write!(f, "bad marshal data ({what})"),
            MarshalError::TooDeep => f.write_str("recursion limit exceeded"),
            MarshalError::Magic(number) => write!(f, "bad magic number {number}"),
        }
    }
}

impl std::error::Error for MarshalError {}

/// A compiled file.
#[derive(Clone, Debug)]
pub struct Pyc {
    /// The source's time of modification, in seconds since 1970.
    pub mtime: u32,
    pub code: Rc<Code>,
}

/// The number that each release's `.pyc` files begin with.
pub fn magic(language: Language) -> u16 {
    match language {
        Language::Py27 => 62211,
        Language::Py32 => 3180,
    }
}

/// A `.pyc` file's contents.
///
/// # Errors
/// As [`dump`].
pub fn dump_pyc(pyc: &Pyc, language: Language) -> Result<Vec<u8>, MarshalError> {
    let mut out = magic(language).to_le_bytes().to_vec();
    out.extend(b"\r\n");
    out.extend(pyc.mtime.to_le_bytes());
    out.extend(dump(&pyc.code, language)?);
    Ok(out)
}

/// Reads a `.pyc` file's contents.
///
/// # Errors
/// Another Python's magic number, or as [`load`].
pub fn load_pyc(bytes: &[u8], language: Language) -> Result<Pyc, MarshalError> {
    let Some((&[low, high, cr, lf, m0, m1, m2, m3], data)) = bytes.split_first_chunk() else {
        return Err(MarshalError::Eof);
    };
    let number = u16::from_le_bytes([low, high]);
    if number != magic(language) || [cr, lf] != *b"\r\n" {
        return Err(MarshalError::Magic(number));
    }
    Ok(Pyc { mtime: u32::from_le_bytes([m0, m1, m2, m3]), code: load(data, language)? })
}
