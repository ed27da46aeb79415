//! Integers from and to text (Objects/longobject.c, PyLong_FromString, long_to_decimal_string).

use super::pieces;
use crate::objects::errors::PyResult;
use crate::objects::str::{Repr, Str};
use crate::objects::word::Value;
use crate::objects::{alloc, hooks, lang};
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::Zero;

/// Where Unicode's runs of ten decimal digits begin, beyond ASCII.
const DIGIT_ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
    0xa8d0, 0xa900, 0xa9d0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x11066, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec,
    0x1d7f6,
];

/// A string as the bytes that number parsing reads; what is not a byte comes out as `?`, which no number contains.
/// Errors: MemoryError.
pub fn number_text(text: &Str) -> PyResult<Vec<u8>> {
    alloc::ensure(text.len())?;
    Ok(match text.repr() {
        Repr::Narrow(bytes) => bytes.to_vec(),
        Repr::Wide(points) => {
            points.iter().map(|&point| u8::try_from(simplified(point)).unwrap_or(b'?')).collect()
        }
    })
}

/// Decimal digits of any script, and white space, made ASCII (PyUnicode_TransformDecimalToASCII).
pub fn simplified(point: u32) -> u32 {
    if point < 128 {
        return point;
    }
    if char::from_u32(point).is_some_and(char::is_whitespace) {
        return u32::from(b' ');
    }
    let zero = DIGIT_ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&point));
    zero.map_or(point, |zero| u32::from(b'0') + point - zero)
}

/// C's isspace in the C locale.
pub fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | 9..=13)
}

/// Without white space around it.
pub fn trim(text: &[u8]) -> &[u8] {
    let start = text.iter().take_while(|byte| is_space(byte)).count();
    let end = text.len() - text[start..].iter().rev().take_while(|byte| is_space(byte)).count();
    &text[start..end]
}

/// Parses an integer literal as `int()` and `long()` do. `base` is 0 or 2..=36; `suffix`: 2.7's `L` may follow.
pub fn parse(text: &[u8], base: u32, suffix: bool) -> Option<BigInt> {
    let mut text = trim(text);
    let mut sign = Sign::Plus;
    if let [c @ (b'+' | b'-'), rest @ ..] = text {
        if *c == b'-' {
            sign = Sign::Minus;
        }
        text = if lang::is_27() { trim(rest) } else { rest };
    }
    let prefixed = match text {
        [b'0', c, ..] => match c.to_ascii_lowercase() {
            b'x' => 16,
            b'o' => 8,
            b'b' => 2,
            _ => 0,
        },
        _ => 0,
    };
    let mut must_be_zero = false;
    let radix = match base {
        0 if prefixed != 0 => prefixed,
        0 if text.first() == Some(&b'0') => {
            // C's octal: 2.7 reads it, 3.2 lets pass no more than zeros.
            must_be_zero = !lang::is_27();
            if lang::is_27() { 8 } else { 10 }
        }
        0 => 10,
        base => base,
    };
    if prefixed != 0 && prefixed == radix {
        text = &text[2..];
    }
    if suffix
        && let [digits @ .., b'L' | b'l'] = text
        && radix <= 21
    {
        text = digits;
    }
    if text.is_empty() || !text.iter().all(|&byte| char::from(byte).is_digit(radix)) {
        return None;
    }
    let magnitude = BigUint::parse_bytes(text, radix)?;
    if must_be_zero && !magnitude.is_zero() {
        return None;
    }
    Some(BigInt::from_biguint(sign, magnitude))
}

/// The frequent case: up to 18 decimal digits, perhaps a minus before them, and nothing else.
pub fn parse_small(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value = 0i64;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(if negative { -value } else { value })
}

/// Below this size the conversion is left to the library in one go.
const PIECE_BITS: u64 = 1 << 14;

/// The decimal digits. A huge number takes long, so signals are looked at, as CPython does. Errors: what a signal
/// handler raised.
pub fn to_decimal(value: &BigInt) -> PyResult<String> {
    hooks::check_signals()?;
    if value.bits() <= PIECE_BITS {
        return Ok(value.to_string());
    }
    let mut powers = vec![BigUint::from(10u32).pow(1 << 11)];
    while let Some(last) = powers.last().filter(|last| last.bits() * 2 <= value.bits()) {
        hooks::check_signals()?;
        powers.push(pieces::product(last, last)?);
    }
    let mut out = String::from(if value.sign() == Sign::Minus { "-" } else { "" });
    write_digits(value.magnitude().clone(), &powers, false, &mut out)?;
    Ok(out)
}

/// Appends a number below the square of the last power; `padded`: with all its leading zeros.
fn write_digits(number: BigUint, powers: &[BigUint], padded: bool, out: &mut String) -> PyResult<()> {
    let Some((power, smaller)) = powers.split_last() else {
        let digits = number.to_string();
        if padded {
            out.extend(std::iter::repeat_n('0', (1usize << 11).saturating_sub(digits.len())));
        }
        out.push_str(&digits);
        return Ok(());
    };
    hooks::check_signals()?;
    if !padded && number < *power {
        return write_digits(number, smaller, false, out);
    }
    let (high, low) = pieces::div_rem(&number, power)?;
    drop(number);
    write_digits(high, smaller, padded, out)?;
    write_digits(low, smaller, true, out)
}

/// Text for `repr()`: with 2.7's `L` if it is a long.
pub fn repr_text(value: &Value) -> PyResult<String> {
    let Some(big) = super::to_big(value) else { return Ok(String::new()) };
    let mut text = to_decimal(&big)?;
    if super::is_long(value) {
        text.push('L');
    }
    Ok(text)
}
