//! A string under construction: bytes for as long as that will do.
//!
//! Invariant: text is in `narrow` as long as all of it is ASCII, then in `wide`; byte strings are always narrow.

use super::{Kind, Repr, Str, Unit, new_str_object};
use crate::objects::alloc;
use crate::objects::errors::PyResult;
use crate::objects::word::Value;

pub struct Builder {
    kind: Kind,
    narrow: Vec<u8>,
    wide: Option<Vec<u32>>,
}

impl Builder {
    /// Errors: MemoryError.
    pub fn new(kind: Kind, capacity: usize) -> PyResult<Builder> {
        let mut narrow = Vec::new();
        alloc::room(&mut narrow, capacity)?;
        Ok(Builder { kind, narrow, wide: None })
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn push_ascii(&mut self, text: &[u8]) {
        match &mut self.wide {
            None => self.narrow.extend_from_slice(text),
            Some(wide) => wide.extend(text.iter().map(|&byte| u32::from(byte))),
        }
    }

    /// A unit: a byte of a byte string, or a character.
    pub fn push(&mut self, unit: u32) {
        match &mut self.wide {
            Some(wide) => wide.push(unit),
            None if unit < 128 || self.kind == Kind::Bytes => self.narrow.push(unit as u8),
            None => self.widen().push(unit),
        }
    }

    pub fn push_repr(&mut self, text: Repr) {
        match (text, &mut self.wide) {
            (Repr::Narrow(bytes), None) => self.narrow.extend_from_slice(bytes),
            (Repr::Narrow(bytes), Some(wide)) => wide.extend(bytes.iter().map(|&byte| u32::from(byte))),
            (Repr::Wide(points), _) => self.widen().extend_from_slice(points),
        }
    }

    /// Makes room for a text, and for `more` ASCII characters. Errors: MemoryError.
    pub fn ensure(&mut self, text: Repr, more: usize) -> PyResult<()> {
        let more = text.len() + more;
        match (&mut self.wide, text) {
            (Some(wide), _) => alloc::room(wide, more),
            (None, Repr::Narrow(_)) => alloc::room(&mut self.narrow, more),
            (None, Repr::Wide(_)) => {
                let mut wide = Vec::new();
                alloc::room(&mut wide, self.narrow.len() + more)?;
                wide.extend(self.narrow.drain(..).map(u32::from));
                self.wide = Some(wide);
                Ok(())
            }
        }
    }

    pub fn fill(&mut self, unit: u32, count: usize) {
        for _ in 0..count {
            self.push(unit);
        }
    }

    fn widen(&mut self) -> &mut Vec<u32> {
        let narrow = &mut self.narrow;
        self.wide.get_or_insert_with(|| narrow.drain(..).map(u32::from).collect())
    }

    /// 2.7: a byte string becomes text. Errors: UnicodeDecodeError beyond ASCII.
    pub fn promote(&mut self) -> PyResult<()> {
        if self.kind == Kind::Bytes {
            if !self.narrow.is_ascii() {
                super::operand::promote(&super::new_bytes(&self.narrow[..]))?;
            }
            self.kind = Kind::Text;
        }
        Ok(())
    }

    pub fn finish(self) -> Value {
        match self.wide {
            Some(wide) => new_str_object(Str::text(wide)),
            None => u8::value_of_vec(self.kind, self.narrow),
        }
    }
}
