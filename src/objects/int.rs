//! `int`, `bool`, and 2.7's `long` (Objects/intobject.c, Objects/longobject.c).
//!
//! Invariants:
//! - An int within 63 bits whose type is exactly `int` is tagged in the word, never on the heap.
//! - On the heap: ints beyond that, 2.7's longs of any size, and instances of subclasses.
//! - Under 2.7 an `int` is within 64 bits; results beyond are `long`. Under 3.2 there is only `int`.

use super::errors::{PyResult, overflow_error, type_error};
use super::header::{Layout, Payload, new_object};
use super::lang;
use super::typeobj::{INT, LONG};
use super::word::{Value, Word};
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

/// The payload of ints on the heap.
pub struct Int(pub BigInt);

impl Payload for Int {
    const LAYOUT: Layout = Layout::Int;
}

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

fn hash_small(value: i64) -> i64 {
    let hash = if lang::is_27() { value } else { value % HASH_MODULUS };
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
    if !lang::is_27() {
        let reduced = (value % BigInt::from(HASH_MODULUS)).to_i64().unwrap_or(0);
        return if reduced == -1 { -2 } else { reduced };
    }
    if let Some(small) = value.to_i64() {
        return hash_small(small);
    }
    let mut x = 0u64;
    let digits: Vec<u32> = value.magnitude().to_radix_le(1 << 15).into_iter().map(u32::from).collect();
    let mut wide: Vec<u64> = Vec::new();
    for pair in digits.chunks(2) {
        wide.push(u64::from(pair[0]) | u64::from(*pair.get(1).unwrap_or(&0)) << 15);
    }
    for digit in wide.into_iter().rev() {
        x = x.rotate_left(30).wrapping_add(digit);
        if x < digit {
            x = x.wrapping_add(1);
        }
    }
    let hash = if value.sign() == Sign::Minus { (x as i64).wrapping_neg() } else { x as i64 };
    if hash == -1 { -2 } else { hash }
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

/// `pow(a, b, m)` of ints.
pub fn power_modulo(a: &Value, b: &Value, modulus: &Value) -> PyResult {
    let (Some(base), Some(exponent), Some(modulus_big)) = (to_big(a), to_big(b), to_big(modulus)) else {
        return Err(type_error(format!(
            "unsupported operand type(s) for pow(): '{}', '{}', '{}'",
            a.type_name(),
            b.type_name(),
            modulus.type_name()
        )));
    };
    if exponent.sign() == Sign::Minus {
        return Err(type_error("pow() 2nd argument cannot be negative when 3rd argument specified"));
    }
    if modulus_big.sign() == Sign::NoSign {
        return Err(super::errors::value_error("pow() 3rd argument cannot be 0"));
    }
    let result = base.modpow(&exponent, &modulus_big);
    Ok(from_big(result))
}

/// An argument that must be an int within 64 bits (the `l` of PyArg_ParseTuple).
pub fn expect_i64(value: &Value) -> PyResult<i64> {
    if let Some(small) = to_i64(value) {
        return Ok(small);
    }
    if is_int(value) {
        return Err(overflow_error("Python int too large to convert to C long"));
    }
    if lang::is_27() {
        super::protocol::index(value).map_err(|_| {
            super::errors::clear();
            type_error("an integer is required")
        })
    } else {
        Err(type_error("an integer is required"))
    }
}
