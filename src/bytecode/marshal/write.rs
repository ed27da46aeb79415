//! Writing: `w_object`.

use super::{DIGIT_BITS, MAX_DEPTH, MarshalError, kind};
use crate::bytecode::code::{Code, Const};
use crate::profile::Language;
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;
use std::collections::HashMap;
use std::rc::Rc;

type Result<T> = std::result::Result<T, MarshalError>;

/// The marshalled form of a code object.
///
/// # Errors
/// Constants that nest too deep, or are too long for a 32-bit size.
pub fn dump(code: &Code, language: Language) -> Result<Vec<u8>> {
    let mut writer = Writer { out: Vec::new(), language, interned: HashMap::new(), depth: 0 };
    writer.code(code)?;
    Ok(writer.out)
}

struct Writer {
    out: Vec<u8>,
    language: Language,
    /// 2.7: the strings written as interned, numbered in order.
    interned: HashMap<Vec<u8>, u32>,
    depth: u32,
}

/// 2.7 interns constants that look like names, and all strings of at most one character.
fn is_interned(bytes: &[u8]) -> bool {
    bytes.len() <= 1 || bytes.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// UTF-8 as CPython writes it: lone surrogates in three bytes.
fn encode(units: &[u32]) -> Vec<u8> {
    let mut out = Vec::with_capacity(units.len());
    for &unit in units {
        match char::from_u32(unit) {
            Some(c) => out.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None => out.extend([
                0xe0 | (unit >> 12) as u8,
                0x80 | (unit >> 6 & 0x3f) as u8,
                0x80 | (unit & 0x3f) as u8,
            ]),
        }
    }
    out
}

impl Writer {
    fn number(&mut self, number: u32) {
        self.out.extend(number.to_le_bytes());
    }

    fn size(&mut self, size: usize) -> Result<()> {
        let size = i32::try_from(size).map_err(|_| MarshalError::Bad("size out of range"))?;
        self.out.extend(size.to_le_bytes());
        Ok(())
    }

    fn sized(&mut self, kind: u8, bytes: &[u8]) -> Result<()> {
        self.out.push(kind);
        self.size(bytes.len())?;
        self.out.extend(bytes);
        Ok(())
    }

    fn float(&mut self, x: f64) {
        self.out.extend(x.to_le_bytes());
    }

    fn interned(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some(&index) = self.interned.get(bytes) {
            self.out.push(kind::STRING_REF);
            self.number(index);
            return Ok(());
        }
        let index = self.interned.len() as u32;
        self.interned.insert(bytes.to_vec(), index);
        self.sized(kind::INTERNED, bytes)
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        if self.language == Language::Py27 && is_interned(bytes) {
            self.interned(bytes)
        } else {
            self.sized(kind::STRING, bytes)
        }
    }

    /// A `str` of the language.
    fn name(&mut self, name: &str) -> Result<()> {
        match self.language {
            Language::Py27 => self.interned(name.as_bytes()),
            Language::Py32 => self.sized(kind::UNICODE, name.as_bytes()),
        }
    }

    fn names(&mut self, names: &[Rc<str>]) -> Result<()> {
        self.out.push(kind::TUPLE);
        self.size(names.len())?;
        names.iter().try_for_each(|name| self.name(name))
    }

    fn long(&mut self, n: &BigInt) -> Result<()> {
        let mut digits = Vec::new();
        let (mut waiting, mut bits) = (0u64, 0);
        for digit in n.magnitude().iter_u32_digits() {
            waiting |= u64::from(digit) << bits;
            bits += 32;
            while bits >= DIGIT_BITS {
                digits.push((waiting & 0x7fff) as u16);
                waiting >>= DIGIT_BITS;
                bits -= DIGIT_BITS;
            }
        }
        digits.push(waiting as u16);
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let size = i32::try_from(digits.len()).map_err(|_| MarshalError::Bad("long size out of range"))?;
        self.out.push(kind::LONG);
        self.out.extend(if n.sign() == Sign::Minus { -size } else { size }.to_le_bytes());
        self.out.extend(digits.iter().flat_map(|digit| digit.to_le_bytes()));
        Ok(())
    }

    fn items(&mut self, kind: u8, items: &[Const]) -> Result<()> {
        self.out.push(kind);
        self.size(items.len())?;
        items.iter().try_for_each(|item| self.value(item))
    }

    fn value(&mut self, value: &Const) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(MarshalError::TooDeep);
        }
        match value {
            Const::None => self.out.push(kind::NONE),
            Const::True => self.out.push(kind::TRUE),
            Const::False => self.out.push(kind::FALSE),
            Const::Ellipsis => self.out.push(kind::ELLIPSIS),
            Const::Int(n) => match (n.to_i32(), n.to_i64()) {
                (Some(small), _) => {
                    self.out.push(kind::INT);
                    self.out.extend(small.to_le_bytes());
                }
                (None, Some(n)) => {
                    self.out.push(kind::INT64);
                    self.out.extend(n.to_le_bytes());
                }
                (None, None) => self.long(n)?,
            },
            Const::Long(n) => self.long(n)?,
            Const::Float(x) => {
                self.out.push(kind::BINARY_FLOAT);
                self.float(*x);
            }
            Const::Complex(re, im) => {
                self.out.push(kind::BINARY_COMPLEX);
                self.float(*re);
                self.float(*im);
            }
            Const::Bytes(bytes) => self.bytes(bytes)?,
            Const::Text(units) => self.sized(kind::UNICODE, &encode(units))?,
            Const::Tuple(items) => self.items(kind::TUPLE, items)?,
            Const::FrozenSet(items) => self.items(kind::FROZENSET, items)?,
            Const::Code(code) => self.code(code)?,
        }
        self.depth -= 1;
        Ok(())
    }

    fn code(&mut self, code: &Code) -> Result<()> {
        self.out.push(kind::CODE);
        self.number(code.argcount);
        if self.language == Language::Py32 {
            self.number(code.kwonlyargcount);
        }
        self.number(code.nlocals);
        self.number(code.stacksize);
        self.number(code.flags);
        self.bytes(&code.code)?;
        self.items(kind::TUPLE, &code.consts)?;
        self.names(&code.names)?;
        self.names(&code.varnames)?;
        self.names(&code.freevars)?;
        self.names(&code.cellvars)?;
        match self.language {
            Language::Py27 => self.bytes(code.filename.as_bytes())?,
            Language::Py32 => self.name(&code.filename)?,
        }
        self.name(&code.name)?;
        self.number(code.firstlineno);
        self.bytes(&code.lnotab)
    }
}
