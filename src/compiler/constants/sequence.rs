//! Strings and tuples: `+`, `*`, `[]` and `%`.

use super::{MAX_SEQUENCE, Number, format};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::Op;
use crate::profile::Language;
use num_traits::ToPrimitive;

pub(super) fn binary(op: Op, left: &Const, right: &Const, language: Language) -> Option<Const> {
    match op {
        Op::BinaryAdd => add(left, right, language),
        Op::BinaryMultiply => repeat(left, right).or_else(|| repeat(right, left)),
        Op::BinarySubscr => item(left, right, language),
        Op::BinaryModulo => format::format(left, right, language),
        _ => None,
    }
}

fn add(left: &Const, right: &Const, language: Language) -> Option<Const> {
    match (left, right) {
        (Const::Bytes(a), Const::Bytes(b)) => Some(Const::Bytes([&**a, b].concat().into())),
        (Const::Text(a), Const::Text(b)) => Some(Const::Text([&**a, b].concat().into())),
        (Const::Tuple(a), Const::Tuple(b)) => Some(Const::Tuple([&**a, b].concat().into())),
        (Const::Bytes(a), Const::Text(b)) if language == Language::Py27 => {
            Some(Const::Text([&*decode_ascii(a)?, b].concat().into()))
        }
        (Const::Text(a), Const::Bytes(b)) if language == Language::Py27 => {
            Some(Const::Text([&**a, &*decode_ascii(b)?].concat().into()))
        }
        _ => None,
    }
}

/// 2.7: a `str` meets a `unicode`.
pub(super) fn decode_ascii(bytes: &[u8]) -> Option<Vec<u32>> {
    bytes.is_ascii().then(|| bytes.iter().map(|&byte| byte.into()).collect())
}

/// An integer that may count or index.
fn index(value: &Const) -> Option<i64> {
    match Number::of(value)? {
        Number::Int { value, .. } => value.to_i64(),
        _ => None,
    }
}

fn repeat(sequence: &Const, count: &Const) -> Option<Const> {
    let count = usize::try_from(index(count)?).unwrap_or(0);
    // What is too long to be kept need not be made.
    let fits = |length: usize| length.checked_mul(count).is_some_and(|total| total <= MAX_SEQUENCE);
    match sequence {
        Const::Bytes(bytes) if fits(bytes.len()) => Some(Const::Bytes(bytes.repeat(count).into())),
        Const::Text(text) if fits(text.len()) => Some(Const::Text(text.repeat(count).into())),
        Const::Tuple(items) if items.is_empty() => Some(sequence.clone()),
        Const::Tuple(items) if fits(items.len()) => {
            Some(Const::Tuple((0..count).flat_map(|_| items.iter().cloned()).collect()))
        }
        _ => None,
    }
}

fn item(sequence: &Const, at: &Const, language: Language) -> Option<Const> {
    let at = index(at)?;
    let place = |length: usize| {
        let at = if at < 0 { at.checked_add(length as i64)? } else { at };
        usize::try_from(at).ok().filter(|&at| at < length)
    };
    match sequence {
        Const::Bytes(bytes) => {
            let byte = *bytes.get(place(bytes.len())?)?;
            Some(match language {
                Language::Py27 => Const::Bytes([byte].into()),
                Language::Py32 => Const::Int(byte.into()),
            })
        }
        Const::Tuple(items) => items.get(place(items.len())?).cloned(),
        // Narrow and wide builds of CPython would differ on text.
        _ => None,
    }
}
