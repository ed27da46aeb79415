//! Reading: `r_object`, for the kinds of data that a code object is made of.

use super::{DIGIT_BITS, MAX_DEPTH, MarshalError, kind};
use crate::bytecode::code::{Code, Const};
use crate::profile::Language;
use num_bigint::{BigInt, BigUint, Sign};
use std::rc::Rc;

type Result<T> = std::result::Result<T, MarshalError>;

/// Reads the code object that the bytes begin with; what follows it is left alone, as CPython leaves it.
///
/// # Errors
/// Data that is cut off, wrong, or nested too deep.
pub fn load(bytes: &[u8], language: Language) -> Result<Rc<Code>> {
    let mut reader = Reader { rest: bytes, language, interned: Vec::new(), depth: 0 };
    match reader.value()? {
        Const::Code(code) => Ok(code),
        _ => Err(MarshalError::Bad("not a code object")),
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    language: Language,
    /// 2.7: the interned strings met so far, for references to them.
    interned: Vec<Rc<[u8]>>,
    depth: u32,
}

/// The opposite of CPython's UTF-8, in which a lone surrogate has three bytes.
fn decode(bytes: &[u8]) -> Result<Vec<u32>> {
    let mut units = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        units.extend(chunk.valid().chars().map(u32::from));
        if !chunk.invalid().is_empty() {
            return decode_surrogates(bytes);
        }
    }
    Ok(units)
}

fn decode_surrogates(bytes: &[u8]) -> Result<Vec<u32>> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        if let [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, after @ ..] = rest {
            units.push(0xd000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f));
            rest = after;
            continue;
        }
        let length = (1..=rest.len().min(4))
            .find(|&length| rest.get(..length).is_some_and(|start| std::str::from_utf8(start).is_ok()));
        let Some((start, after)) = length.and_then(|length| rest.split_at_checked(length)) else {
            return Err(MarshalError::Bad("invalid UTF-8"));
        };
        units.extend(String::from_utf8_lossy(start).chars().map(u32::from));
        rest = after;
    }
    Ok(units)
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (start, rest) = self.rest.split_at_checked(count).ok_or(MarshalError::Eof)?;
        self.rest = rest;
        Ok(start)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (start, rest) = self.rest.split_first_chunk().ok_or(MarshalError::Eof)?;
        self.rest = rest;
        Ok(*start)
    }

    fn byte(&mut self) -> Result<u8> {
        self.array().map(|[byte]| byte)
    }

    fn i32(&mut self) -> Result<i32> {
        self.array().map(i32::from_le_bytes)
    }

    fn f64(&mut self) -> Result<f64> {
        self.array().map(f64::from_le_bytes)
    }

    /// A number of a code object, which is never negative.
    fn count(&mut self) -> Result<u32> {
        u32::try_from(self.i32()?).map_err(|_| MarshalError::Bad("negative number in code object"))
    }

    fn size(&mut self, error: &'static str) -> Result<usize> {
        usize::try_from(self.i32()?).map_err(|_| MarshalError::Bad(error))
    }

    fn string(&mut self) -> Result<Rc<[u8]>> {
        let size = self.size("string size out of range")?;
        self.take(size).map(Rc::from)
    }

    /// A float written as text.
    fn text_float(&mut self) -> Result<f64> {
        let size = self.byte()?;
        let text = self.take(size.into())?;
        let number = std::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
        number.ok_or(MarshalError::Bad("not a float"))
    }

    fn items(&mut self, error: &'static str) -> Result<Vec<Const>> {
        let size = self.size(error)?;
        // An item has one byte at least, so more than are left cannot be there.
        let mut items = Vec::with_capacity(size.min(self.rest.len()));
        for _ in 0..size {
            items.push(self.value()?);
        }
        Ok(items)
    }

    fn long(&mut self) -> Result<BigInt> {
        let size = self.i32()?;
        let count = size.unsigned_abs() as usize;
        let bytes = self.take(count.checked_mul(2).ok_or(MarshalError::Eof)?)?;
        let mut words = Vec::with_capacity(count / 2 + 1);
        let (mut waiting, mut bits, mut last) = (0u64, 0, 1);
        for pair in bytes.chunks_exact(2) {
            let digit = u16::from_le_bytes([pair[0], pair[1]]);
            if digit >> DIGIT_BITS != 0 {
                return Err(MarshalError::Bad("digit out of range in long"));
            }
            waiting |= u64::from(digit) << bits;
            bits += DIGIT_BITS;
            if bits >= 32 {
                words.push(waiting as u32);
                waiting >>= 32;
                bits -= 32;
            }
            last = digit;
        }
        if last == 0 {
            return Err(MarshalError::Bad("unnormalized long data"));
        }
        words.push(waiting as u32);
        let sign = if size < 0 { Sign::Minus } else { Sign::Plus };
        Ok(BigInt::from_biguint(sign, BigUint::new(words)))
    }

    fn value(&mut self) -> Result<Const> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(MarshalError::TooDeep);
        }
        let py27 = self.language == Language::Py27;
        let value = match self.byte()? {
            kind::NONE => Const::None,
            kind::TRUE => Const::True,
            kind::FALSE => Const::False,
            kind::ELLIPSIS => Const::Ellipsis,
            kind::INT => Const::Int(self.i32()?.into()),
            kind::INT64 => Const::Int(self.array().map(i64::from_le_bytes)?.into()),
            kind::LONG if py27 => Const::Long(self.long()?),
            kind::LONG => Const::Int(self.long()?),
            kind::FLOAT => Const::Float(self.text_float()?),
            kind::BINARY_FLOAT => Const::Float(self.f64()?),
            kind::COMPLEX => Const::Complex(self.text_float()?, self.text_float()?),
            kind::BINARY_COMPLEX => Const::Complex(self.f64()?, self.f64()?),
            kind::STRING => Const::Bytes(self.string()?),
            kind::INTERNED if py27 => {
                let string = self.string()?;
                self.interned.push(string.clone());
                Const::Bytes(string)
            }
            kind::STRING_REF if py27 => {
                let index = self.size("string ref out of range")?;
                let string = self.interned.get(index).ok_or(MarshalError::Bad("string ref out of range"))?;
                Const::Bytes(string.clone())
            }
            kind::UNICODE => {
                let size = self.size("unicode size out of range")?;
                Const::Text(decode(self.take(size)?)?.into())
            }
            kind::TUPLE => Const::Tuple(self.items("tuple size out of range")?.into()),
            kind::FROZENSET => Const::FrozenSet(self.items("set size out of range")?.into()),
            kind::CODE => Const::Code(Rc::new(self.code()?)),
            _ => return Err(MarshalError::Bad("unknown type code")),
        };
        self.depth -= 1;
        Ok(value)
    }

    fn code(&mut self) -> Result<Code> {
        let argcount = self.count()?;
        let kwonlyargcount = match self.language {
            Language::Py27 => 0,
            Language::Py32 => self.count()?,
        };
        Ok(Code {
            argcount,
            kwonlyargcount,
            nlocals: self.count()?,
            stacksize: self.count()?,
            flags: self.i32()? as u32,
            code: self.byte_string()?,
            consts: self.tuple()?,
            names: self.names()?,
            varnames: self.names()?,
            freevars: self.names()?,
            cellvars: self.names()?,
            filename: self.name()?,
            name: self.name()?,
            firstlineno: self.count()?,
            lnotab: self.byte_string()?,
        })
    }

    fn byte_string(&mut self) -> Result<Vec<u8>> {
        match self.value()? {
            Const::Bytes(bytes) => Ok(bytes.to_vec()),
            _ => Err(MarshalError::Bad("a code object's bytes are none")),
        }
    }

    fn tuple(&mut self) -> Result<Vec<Const>> {
        match self.value()? {
            Const::Tuple(items) => Ok(items.to_vec()),
            _ => Err(MarshalError::Bad("a code object's tuple is none")),
        }
    }

    fn names(&mut self) -> Result<Vec<Rc<str>>> {
        self.tuple()?.iter().map(name).collect()
    }

    fn name(&mut self) -> Result<Rc<str>> {
        name(&self.value()?)
    }
}

/// A name; a file's name may be anything, and is shown as well as can be.
fn name(value: &Const) -> Result<Rc<str>> {
    match value {
        Const::Bytes(bytes) => Ok(String::from_utf8_lossy(bytes).into()),
        Const::Text(units) => Ok(units
            .iter()
            .map(|&unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect::<String>()
            .into()),
        _ => Err(MarshalError::Bad("a name is not a string")),
    }
}
