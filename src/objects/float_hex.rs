//! `float.hex()` and `float.fromhex()` (Objects/floatobject.c).

use super::errors::{PyResult, overflow_error, value_error};
use super::int::text::trim;
use num_bigint::BigUint;
use num_traits::{ToPrimitive, Zero};

/// `[-]0xh.hhhhhhhhhhhhhp[+-]d`, always with 13 hexadecimal places.
pub fn to_hex(x: f64) -> String {
    if !x.is_finite() {
        return crate::bytecode::floats::repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = (bits >> 52 & 0x7ff) as i32;
    let (lead, exponent) = if biased == 0 { (0, -1022) } else { (1, biased - 1023) };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

fn invalid() -> super::errors::Raised {
    value_error("invalid hexadecimal floating-point string")
}

/// The float that a hexadecimal text stands for, rounded half to even. Errors: ValueError for another text,
/// OverflowError for a number too large.
pub fn from_hex(text: &[u8]) -> PyResult<f64> {
    let text = trim(text);
    let (negative, rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let signed = |x: f64| if negative { -x } else { x };
    let lower = rest.to_ascii_lowercase();
    match &lower[..] {
        b"inf" | b"infinity" => return Ok(signed(f64::INFINITY)),
        b"nan" => return Ok(signed(f64::NAN)),
        _ => {}
    }
    let digits = lower.strip_prefix(b"0x").unwrap_or(&lower);
    let split = digits.iter().position(|&byte| byte == b'p');
    let (mantissa, exponent) = match split {
        Some(at) => (&digits[..at], parse_exponent(&digits[at + 1..])?),
        None => (digits, 0),
    };
    let point = mantissa.iter().position(|&byte| byte == b'.');
    let places = point.map_or(0, |at| mantissa.len() - at - 1);
    let all: Vec<u8> =
        mantissa.iter().enumerate().filter(|(at, _)| Some(*at) != point).map(|(_, &byte)| byte).collect();
    if all.is_empty() || !all.iter().all(u8::is_ascii_hexdigit) {
        return Err(invalid());
    }
    let Some(number) = BigUint::parse_bytes(&all, 16) else { return Err(invalid()) };
    let exponent = exponent.saturating_sub(4 * places as i64);
    round(&number, exponent).map(signed)
}

fn parse_exponent(text: &[u8]) -> PyResult<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(invalid());
    }
    // Far beyond any float, and far from overflowing below.
    let limit = i64::MAX / 4;
    let value = digits
        .iter()
        .fold(0i64, |value, byte| value.saturating_mul(10).saturating_add(i64::from(byte - b'0')).min(limit));
    Ok(if negative { -value } else { value })
}

/// `number * 2**exponent`.
fn round(number: &BigUint, exponent: i64) -> PyResult<f64> {
    if number.is_zero() {
        return Ok(0.0);
    }
    let too_large = || overflow_error("hexadecimal value too large to represent as a float");
    let bits = number.bits() as i64;
    let top = exponent.saturating_add(bits);
    if top > 1024 {
        return Err(too_large());
    }
    if top < -1074 {
        return Ok(0.0);
    }
    // A float has 53 bits, fewer when it is subnormal; `last` is the exponent of its last bit.
    let last = (top - 53).max(-1074);
    let drop = last - exponent;
    let kept = if drop <= 0 {
        number << drop.unsigned_abs()
    } else {
        let drop = drop.unsigned_abs();
        let kept = number >> drop;
        let half = number.bit(drop - 1);
        let beyond = number.trailing_zeros().is_some_and(|zeros| zeros < drop - 1);
        if half && (beyond || kept.bit(0)) { kept + 1u32 } else { kept }
    };
    let scaled = kept.to_u64().unwrap_or(u64::MAX) as f64;
    // In two steps, each of them exact: neither power of two is subnormal on its own.
    let half = last / 2;
    let value = scaled * 2f64.powi(half as i32) * 2f64.powi((last - half) as i32);
    if value.is_infinite() { Err(too_large()) } else { Ok(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for x in [0.1, -1.5, 5e-324, f64::MAX, f64::MIN_POSITIVE, 1e-310] {
            assert_eq!(from_hex(to_hex(x).as_bytes()), Ok(x));
        }
        assert_eq!(from_hex(b"0x1.00000000000008p0"), Ok(1.0));
        assert_eq!(from_hex(b"0x1.00000000000018p0"), Ok(1.0000000000000004));
        assert_eq!(from_hex(b"0x1p-1075"), Ok(0.0));
    }
}
