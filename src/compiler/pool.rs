//! The tables that instruction arguments index: constants and names, each entered once.
//!
//! Invariant: an entry's index is its place in order of first use; two constants share one only where CPython's
//! `compiler_add_o` finds them equal, types and signs of zeros included.

use crate::bytecode::code::{Code, Const};
use crate::profile::Language;
use num_bigint::BigInt;
use num_traits::FromPrimitive;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Names in order of first use, numbered from an offset.
#[derive(Clone, Debug, Default)]
pub(super) struct NameTable {
    offset: u32,
    names: Vec<Rc<str>>,
    index: HashMap<Rc<str>, u32>,
}

impl NameTable {
    pub(super) fn new(offset: usize, names: impl IntoIterator<Item = Rc<str>>) -> NameTable {
        let mut table = NameTable { offset: offset as u32, ..NameTable::default() };
        for name in names {
            table.enter(&name);
        }
        table
    }

    /// The name's index; it gets one if it has none.
    pub(super) fn enter(&mut self, name: &Rc<str>) -> u32 {
        if let Some(&index) = self.index.get(name) {
            return index;
        }
        let index = self.offset + self.names.len() as u32;
        self.index.insert(name.clone(), index);
        self.names.push(name.clone());
        index
    }

    pub(super) fn get(&self, name: &str) -> Option<u32> {
        self.index.get(name).copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(super) fn into_names(self) -> Vec<Rc<str>> {
        self.names
    }
}

/// What makes a constant a constant of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    None,
    True,
    False,
    Ellipsis,
    Int(BigInt),
    Long(BigInt),
    Float(u64),
    Complex(u64, u64),
    Bytes(Rc<[u8]>),
    Text(Rc<[u32]>),
    Tuple(Vec<Key>),
}

/// None for code objects and sets, which are compared one by one.
fn key(value: &Const) -> Option<Key> {
    Some(match value {
        Const::None => Key::None,
        Const::True => Key::True,
        Const::False => Key::False,
        Const::Ellipsis => Key::Ellipsis,
        Const::Int(n) => Key::Int(n.clone()),
        Const::Long(n) => Key::Long(n.clone()),
        Const::Float(x) => Key::Float(x.to_bits()),
        Const::Complex(re, im) => Key::Complex(re.to_bits(), im.to_bits()),
        Const::Bytes(bytes) => Key::Bytes(bytes.clone()),
        Const::Text(text) => Key::Text(text.clone()),
        Const::Tuple(items) => Key::Tuple(items.iter().map(key).collect::<Option<_>>()?),
        Const::FrozenSet(_) | Const::Code(_) => return None,
    })
}

/// The constants of one code object.
#[derive(Clone, Debug, Default)]
pub(super) struct ConstPool {
    values: Vec<Const>,
    index: HashMap<Key, u32>,
    codes: Vec<(Rc<Code>, u32)>,
}

impl ConstPool {
    /// The constant's index; it gets one if there is no equal constant yet.
    pub(super) fn enter(&mut self, value: Const, language: Language) -> u32 {
        let next = self.values.len() as u32;
        if let Const::Code(code) = &value {
            if let Some((_, index)) = self.codes.iter().find(|(known, _)| same_code(known, code, language)) {
                return *index;
            }
            self.codes.push((code.clone(), next));
        } else if let Some(key) = key(&value) {
            if let Some(&index) = self.index.get(&key) {
                return index;
            }
            self.index.insert(key, next);
        }
        self.values.push(value);
        next
    }

    pub(super) fn into_values(self) -> Vec<Const> {
        self.values
    }
}

/// Equality of code objects (Objects/codeobject.c, `code_richcompare`). 3.2 compares constants by value only, so that
/// `lambda: 1` and `lambda: 1.0` on one line are one.
fn same_code(a: &Code, b: &Code, language: Language) -> bool {
    a.firstlineno == b.firstlineno
        && a.name == b.name
        && a.argcount == b.argcount
        && a.kwonlyargcount == b.kwonlyargcount
        && a.nlocals == b.nlocals
        && a.flags == b.flags
        && a.code == b.code
        && a.names == b.names
        && a.varnames == b.varnames
        && a.freevars == b.freevars
        && a.cellvars == b.cellvars
        && same_constants(&a.consts, &b.consts, language)
}

fn same_constants(a: &[Const], b: &[Const], language: Language) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_constant(a, b, language))
}

fn same_constant(a: &Const, b: &Const, language: Language) -> bool {
    match (a, b) {
        (Const::Code(a), Const::Code(b)) => same_code(a, b, language),
        (Const::Tuple(a), Const::Tuple(b)) => same_constants(a, b, language),
        (Const::FrozenSet(a), Const::FrozenSet(b)) => {
            a.len() == b.len() && a.iter().all(|a| b.iter().any(|b| same_constant(a, b, language)))
        }
        _ => match language {
            Language::Py27 => {
                let nan = matches!(a, Const::Float(x) if x.is_nan());
                !nan && key(a).is_some_and(|key_a| key(b) == Some(key_a))
            }
            Language::Py32 => value_key(a).is_some_and(|key_a| value_key(b) == Some(key_a)),
        },
    }
}

/// Constants that Python's `==` finds equal have equal keys: numbers are compared by value.
fn value_key(value: &Const) -> Option<Key> {
    Some(match value {
        Const::True => Key::Int(1.into()),
        Const::False => Key::Int(0.into()),
        Const::Int(n) | Const::Long(n) => Key::Int(n.clone()),
        Const::Float(x) => real_key(*x),
        Const::Complex(re, im) if *im == 0.0 => real_key(*re),
        Const::Complex(re, im) => Key::Complex((re + 0.0).to_bits(), im.to_bits()),
        Const::Tuple(items) => Key::Tuple(items.iter().map(value_key).collect::<Option<_>>()?),
        _ => key(value)?,
    })
}

fn real_key(x: f64) -> Key {
    match BigInt::from_f64(x) {
        Some(n) if x.fract() == 0.0 => Key::Int(n),
        _ => Key::Float(x.to_bits()),
    }
}

/// The constants without those that equal an earlier one.
pub(super) fn distinct(values: Vec<Const>) -> Vec<Const> {
    let mut seen = HashSet::new();
    values.into_iter().filter(|value| value_key(value).is_none_or(|key| seen.insert(key))).collect()
}
