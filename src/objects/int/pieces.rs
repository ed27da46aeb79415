//! Products and quotients of numbers so large that Ctrl-C must not wait for them (longobject.c `k_mul`, `x_mul` and `x_divrem`
//! with their SIGCHECK).
//!
//! Invariant: what is left to the library in one go takes some milliseconds; signals are looked at between two such pieces. Other
//! numbers pay for one comparison. Errors are what a signal handler raised, and MemoryError.

use crate::objects::errors::PyResult;
use crate::objects::{alloc, hooks};
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::Zero;

const DIGIT: u64 = 64;
/// Digits times digits that make a piece.
const PIECE: u64 = 1 << 24;

fn digits(number: &BigUint) -> u64 {
    number.bits().div_ceil(DIGIT)
}

/// What is above the lowest `bits`, and those.
fn split(number: &BigUint, bits: u64) -> (BigUint, BigUint) {
    let high = number >> bits;
    let low = number - (&high << bits);
    (high, low)
}

/// The product, by halves, as Karatsuba has it.
pub fn product(x: &BigUint, y: &BigUint) -> PyResult<BigUint> {
    let (long, short) = if x.bits() < y.bits() { (y, x) } else { (x, y) };
    if digits(long).saturating_mul(digits(short)) <= PIECE {
        return Ok(long * short);
    }
    hooks::check_signals()?;
    // The halves, their sums and products, and those of the halves' halves.
    alloc::ensure(6 * (long.bits() + short.bits()) as usize / 8)?;
    let half = digits(long).div_ceil(2) * DIGIT;
    let (high, low) = split(long, half);
    if short.bits() <= half {
        return Ok((product(&high, short)? << half) + product(&low, short)?);
    }
    let (other_high, other_low) = split(short, half);
    let (top, bottom) = (product(&high, &other_high)?, product(&low, &other_low)?);
    let middle = product(&(high + low), &(other_high + other_low))? - &top - &bottom;
    Ok((top << (2 * half)) + (middle << half) + bottom)
}

/// The product of numbers with signs.
pub fn signed_product(x: &BigInt, y: &BigInt) -> PyResult<BigInt> {
    Ok(BigInt::from_biguint(x.sign() * y.sign(), product(x.magnitude(), y.magnitude())?))
}

/// Quotient and rest; the divisor is not 0. Pieces of the quotient, from the top.
pub fn div_rem(x: &BigUint, y: &BigUint) -> PyResult<(BigUint, BigUint)> {
    let (length, divisor) = (digits(x), digits(y).max(1));
    if length.saturating_sub(divisor).saturating_mul(divisor) <= PIECE {
        return Ok(x.div_rem(y));
    }
    let step = (PIECE / divisor).max(1);
    let bits = step * DIGIT;
    let (mut quotient, mut rest, mut below) = (BigUint::zero(), BigUint::zero(), x.clone());
    for at in (0..length.div_ceil(step)).rev() {
        hooks::check_signals()?;
        let (part, others) = split(&below, at * bits);
        below = others;
        let (more, left) = ((rest << bits) + part).div_rem(y);
        quotient = (quotient << bits) + more;
        rest = left;
    }
    Ok((quotient, rest))
}

/// Quotient, rounded down, and the rest, which has the divisor's sign; that is not 0.
pub fn div_mod_floor(x: &BigInt, y: &BigInt) -> PyResult<(BigInt, BigInt)> {
    let (quotient, rest) = div_rem(x.magnitude(), y.magnitude())?;
    let differ = x.sign() != y.sign() && !x.is_zero();
    let (quotient, rest) = match (differ, rest.is_zero()) {
        (false, _) => (BigInt::from(quotient), rest),
        (true, true) => (-BigInt::from(quotient), rest),
        (true, false) => (-BigInt::from(quotient + 1u32), y.magnitude() - rest),
    };
    let sign = if rest.is_zero() { Sign::NoSign } else { y.sign() };
    Ok((quotient, BigInt::from_biguint(sign, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of so many digits, with ones and zeros in long rows, which carry far.
    fn samples() -> Vec<BigUint> {
        let mut all = Vec::new();
        for digits in [1u32, 900, 3000, 9001, 20_000] {
            let bits = u64::from(digits) * DIGIT;
            let mut mixed = BigUint::from(digits);
            while mixed.bits() < bits / 3 {
                mixed = &mixed * &mixed + 12_345_678_901u64;
            }
            all.push((BigUint::from(1u32) << bits) - 1u32);
            all.push(((mixed.clone() << (bits / 2)) + &mixed) | BigUint::from(1u32));
        }
        all
    }

    #[test]
    fn pieces_make_the_whole() {
        for x in samples() {
            for y in samples() {
                assert!(product(&x, &y) == Ok(&x * &y));
                assert!(div_rem(&x, &y) == Ok(x.div_rem(&y)));
            }
        }
    }

    #[test]
    fn quotients_are_rounded_down() {
        let huge = (BigInt::from(7) << 3_000_000) + 5;
        let large: BigInt = (BigInt::from(3) << 1_400_000) + 1;
        let multiple = &large * &large;
        let zero = BigInt::zero();
        for x in [huge, multiple, zero, BigInt::from(-7)] {
            for (x, y) in
                [(x.clone(), large.clone()), (-&x, large.clone()), (x.clone(), -&large), (-&x, -&large)]
            {
                assert!(div_mod_floor(&x, &y) == Ok(x.div_mod_floor(&y)));
            }
        }
    }
}
