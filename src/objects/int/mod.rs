//! `int`, `bool`, and 2.7's `long` (Objects/intobject.c, Objects/longobject.c).
//!
//! Invariants:
//! - An int within 63 bits whose type is exactly `int` is tagged in the word, never on the heap.
//! - On the heap: ints beyond that, 2.7's longs of any size, and instances of subclasses.
//! - Under 2.7 an `int` is within 64 bits; results beyond are `long`. Under 3.2 there is only `int`.
//! - An operation's result is bounded before it is computed ([`MAX_BITS`]): memory that can't be had is a
//!   MemoryError, never the end of the process.

mod bytes;
pub(in crate::objects) mod methods;
mod ops;
pub mod pieces;
pub mod text;

pub use methods::{init, int_from, long_from, text_in_buffer};
pub use ops::{Num, binary, compare, number, power_modulo, unary};

use super::errors::{PyResult, overflow_error, type_error};
use super::header::{Layout, Payload, new_object};
use super::lang;
use super::typeobj::{INT, LONG, UnOp};
use super::word::{Value, Word};
use crate::bytecode::arith;
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

/// The payload of ints on the heap.
pub struct Int(pub BigInt);

impl Payload for Int {
    const LAYOUT: Layout = Layout::Int;
}

/// The most bits an int may have: a GiB.
pub const MAX_BITS: u64 = 1 << 33;

/// An int of 64 bits that does not fit the word.
#[cold]
pub fn boxed(value: i64) -> Value {
    new_object(INT, Int(BigInt::from(value)))
}

/// An integer result: under 3.2 an `int`, under 2.7 an `int` if it fits 64 bits, else a `long`.
pub fn from_big(value: BigInt) -> Value {
    match value.to_i64() {
        Some(small) => Value::int(small),
        None if lang::is_27() => new_object(LONG, Int(value)),
        None => new_object(INT, Int(value)),
    }
}

/// An integer result that is a `long` under 2.7, whatever its size.
pub fn long_from_big(value: BigInt) -> Value {
    if lang::is_27() { new_object(LONG, Int(value)) } else { from_big(value) }
}

/// A result that is a `long` if `long` says that an operand was one.
#[inline]
pub fn typed(value: BigInt, long: bool) -> Value {
    if long { long_from_big(value) } else { from_big(value) }
}

/// 2.7's `long`, or an instance of a subclass of it.
#[inline]
pub fn is_long(value: &Value) -> bool {
    lang::is_27() && value.word().is_object_nonnull() && value.type_of().is_subtype(LONG)
}

/// The value as a float. Errors: OverflowError if it is too large for one.
pub fn to_float(value: &BigInt) -> PyResult<f64> {
    arith::to_float(value).ok_or_else(|| overflow_error("long int too large to convert to float"))
}

/// The value of any int, long or bool.
pub fn to_big(value: &Value) -> Option<BigInt> {
    if value.word().is_int() {
        return Some(BigInt::from(value.word().int()));
    }
    if let Some(truth) = value.as_bool() {
        return Some(BigInt::from(i64::from(truth)));
    }
    value.downcast::<Int>().map(|int| int.0.clone())
}

/// The value of any int, long or bool within 64 bits.
pub fn to_i64(value: &Value) -> Option<i64> {
    if value.word().is_int() {
        return Some(value.word().int());
    }
    if let Some(truth) = value.as_bool() {
        return Some(truth.into());
    }
    value.downcast::<Int>().and_then(|int| int.0.to_i64())
}

pub fn is_int(value: &Value) -> bool {
    value.word().is_int() || value.as_bool().is_some() || value.downcast::<Int>().is_some()
}

pub fn is_negative(value: &Value) -> bool {
    value.word().is_int() && value.word().int() < 0
        || value.downcast::<Int>().is_some_and(|int| int.0.sign() == Sign::Minus)
}

/// The modulus of 3.2's numeric hash: 2**61 - 1.
pub const HASH_MODULUS: i64 = (1 << 61) - 1;

#[inline(always)]
fn hash_small(value: i64) -> i64 {
    // Few ints are so large that they have to be divided.
    let whole = lang::is_27() || value.unsigned_abs() < HASH_MODULUS as u64;
    let hash = if whole { value } else { value % HASH_MODULUS };
    if hash == -1 { -2 } else { hash }
}

/// The hash of a value that is not on the heap.
#[inline]
pub fn hash_immediate(word: Word) -> i64 {
    if word.is_int() {
        return hash_small(word.int());
    }
    match word {
        Word::FALSE => 0,
        Word::TRUE => 1,
        _ => word.0 as i64 | 0x1000,
    }
}

/// The hash of an int on the heap: 3.2 reduces modulo 2**61 - 1, 2.7 folds the 30-bit digits (long_hash).
pub fn hash_big(value: &BigInt) -> i64 {
    if let Some(small) = value.to_i64() {
        return hash_small(small);
    }
    if !lang::is_27() {
        let reduced = (value % BigInt::from(HASH_MODULUS)).to_i64().unwrap_or(0);
        return if reduced == -1 { -2 } else { reduced };
    }
    let mut x = 0u64;
    for digit in digits30(value).into_iter().rev() {
        x = x.rotate_left(30).wrapping_add(digit);
        if x < digit {
            x = x.wrapping_add(1);
        }
    }
    let hash = if value.sign() == Sign::Minus { (x as i64).wrapping_neg() } else { x as i64 };
    if hash == -1 { -2 } else { hash }
}

/// The magnitude in CPython's digits of 30 bits, lowest first.
fn digits30(value: &BigInt) -> Vec<u64> {
    let words: Vec<u64> = value.magnitude().iter_u64_digits().collect();
    let count = value.bits().div_ceil(30) as usize;
    let word = |at: usize| u128::from(words.get(at).copied().unwrap_or(0));
    (0..count)
        .map(|index| {
            let bit = index * 30;
            let pair = word(bit / 64) | word(bit / 64 + 1) << 64;
            (pair >> (bit % 64)) as u64 & 0x3fff_ffff
        })
        .collect()
}

/// What `__hash__` returned, as a hash (slot_tp_hash).
pub fn hash_result(value: &Value) -> PyResult<i64> {
    match to_big(value) {
        Some(big) => match big.to_i64() {
            Some(-1) => Ok(-2),
            Some(hash) => Ok(hash),
            None => Ok(hash_big(&big)),
        },
        None if lang::is_27() => Err(type_error("an integer is required")),
        None => Err(type_error("__hash__ method should return an integer")),
    }
}

/// An argument that must be an int within 64 bits (the `l` of PyArg_ParseTuple): anything with `__int__` but floats.
pub fn expect_i64(value: &Value) -> PyResult<i64> {
    if let Some(small) = to_i64(value) {
        return Ok(small);
    }
    if super::float::float_value(value).is_some() {
        return Err(type_error("integer argument expected, got float"));
    }
    let number = match value.type_of().slots().unary {
        _ if is_int(value) => value.clone(),
        Some(unary) => unary(UnOp::Int, value)?,
        None => Value::not_implemented(),
    };
    if !is_int(&number) {
        return Err(type_error("an integer is required"));
    }
    to_i64(&number).ok_or_else(|| overflow_error("Python int too large to convert to C long"))
}
