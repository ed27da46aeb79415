//! The operators of integers: 2.7's `int` and `long`, 3.2's `int`.

use super::{Int, MAX_BITS, from_big, is_long, pieces, to_big, to_float, typed};
use crate::bytecode::arith;
use crate::objects::errors::{PyResult, overflow_error, raise_none, type_error, value_error, zero_division};
use crate::objects::float::{self, new_float};
use crate::objects::str::new_str;
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{BinOp, CmpOp, LONG, UnOp};
use crate::objects::word::Value;
use crate::objects::{exceptions, hooks, lang, names, protocol};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::borrow::Cow;

/// An operand: small ones by value.
pub enum Num<'a> {
    Small(i64),
    Big(&'a BigInt),
}

/// The value of any int, long or bool, without copying a big one.
#[inline]
pub fn number(value: &Value) -> Option<Num<'_>> {
    if value.word().is_int() {
        return Some(Num::Small(value.word().int()));
    }
    if let Some(int) = value.downcast::<Int>() {
        return Some(int.0.to_i64().map_or(Num::Big(&int.0), Num::Small));
    }
    value.as_bool().map(|truth| Num::Small(truth.into()))
}

impl Num<'_> {
    fn big(&self) -> Cow<'_, BigInt> {
        match self {
            Num::Small(value) => Cow::Owned(BigInt::from(*value)),
            Num::Big(value) => Cow::Borrowed(value),
        }
    }
    fn is_zero(&self) -> bool {
        matches!(self, Num::Small(0))
    }
}

/// The `binary` slot of int and long.
pub fn binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    let (Some(x), Some(y)) = (number(a), number(b)) else { return Ok(Value::not_implemented()) };
    let long = is_long(a) || is_long(b);
    if matches!(op, BinOp::Div | BinOp::TrueDiv | BinOp::FloorDiv | BinOp::Mod | BinOp::DivMod) && y.is_zero()
    {
        return Err(division_by_zero(op, long));
    }
    if long && lang::is_27() && op == BinOp::Mul {
        hooks::check_signals()?;
    }
    if let (Num::Small(x), Num::Small(y)) = (&x, &y)
        && let Some(result) = small(op, *x, *y)
    {
        return Ok(match result {
            Small::One(value) if op == BinOp::Mod => rest_of(a, small_typed(value, long)),
            Small::One(value) => small_typed(value, long),
            Small::Two(quotient, rest) => {
                new_tuple([small_typed(quotient, long), rest_of(a, small_typed(rest, long))])
            }
            Small::Float(value) => new_float(value),
        });
    }
    match op {
        BinOp::LShift => return shift_left(&x.big(), &y, long),
        BinOp::RShift => return shift_right(&x.big(), &y, long),
        BinOp::Pow => return power(&x.big(), &y.big(), long),
        _ => {}
    }
    let (x, y) = (x.big(), y.big());
    let (x, y): (&BigInt, &BigInt) = (&x, &y);
    room_for(x.bits() + y.bits())?;
    let divides = matches!(op, BinOp::FloorDiv | BinOp::Div | BinOp::Mod | BinOp::DivMod | BinOp::TrueDiv);
    if divides && y.bits() > DIGIT_BITS && x.magnitude() >= y.magnitude() {
        hooks::check_signals()?;
    }
    let value = match op {
        BinOp::Add => x + y,
        BinOp::Sub => x - y,
        BinOp::Mul => {
            hooks::check_signals()?;
            check_bits(x.bits() + y.bits())?;
            pieces::signed_product(x, y)?
        }
        BinOp::FloorDiv | BinOp::Div => pieces::div_mod_floor(x, y)?.0,
        // 2.7's int division notices that the quotient would overflow, and has long do all of it.
        BinOp::Mod => return Ok(rest_of(a, typed(pieces::div_mod_floor(x, y)?.1, long || lang::is_27()))),
        BinOp::DivMod => {
            let (quotient, rest) = pieces::div_mod_floor(x, y)?;
            let long = long || lang::is_27();
            return Ok(new_tuple([typed(quotient, long), rest_of(a, typed(rest, long))]));
        }
        BinOp::TrueDiv => {
            return arith::exact_quotient(x, y)
                .map(new_float)
                .ok_or_else(|| overflow_error("integer division result too large for a float"));
        }
        BinOp::And => x & y,
        BinOp::Or => x | y,
        BinOp::Xor => x ^ y,
        BinOp::LShift | BinOp::RShift | BinOp::Pow => return Ok(Value::not_implemented()),
    };
    Ok(typed(value, long))
}

fn small_typed(value: i64, long: bool) -> Value {
    if long { typed(BigInt::from(value), true) } else { Value::int(value) }
}

/// A remainder. Where it is the dividend, 3.2 gives that very object, which shows for a bool.
fn rest_of(dividend: &Value, rest: Value) -> Value {
    match dividend.as_bool() {
        Some(truth) if !lang::is_27() && super::to_i64(&rest) == Some(truth.into()) => dividend.clone(),
        _ => rest,
    }
}

fn division_by_zero(op: BinOp, long: bool) -> crate::objects::errors::Raised {
    zero_division(match (op, long) {
        (BinOp::TrueDiv, _) => "division by zero",
        (_, true) => "long division or modulo by zero",
        (_, false) => "integer division or modulo by zero",
    })
}

enum Small {
    One(i64),
    Two(i64, i64),
    Float(f64),
}

/// The operators within 64 bits; none if the result does not fit, or needs more than this. The divisor is not zero.
#[inline]
fn small(op: BinOp, x: i64, y: i64) -> Option<Small> {
    const EXACT: i64 = 1 << 53;
    Some(Small::One(match op {
        BinOp::Add => x.checked_add(y)?,
        BinOp::Sub => x.checked_sub(y)?,
        BinOp::Mul => x.checked_mul(y)?,
        BinOp::Div | BinOp::FloorDiv if y != -1 => Integer::div_floor(&x, &y),
        BinOp::Mod if y != -1 => x.mod_floor(&y),
        BinOp::Div | BinOp::FloorDiv => x.checked_neg()?,
        BinOp::Mod => x.checked_neg().map(|_| 0)?,
        BinOp::DivMod if y != -1 => return Some(Small::Two(Integer::div_floor(&x, &y), x.mod_floor(&y))),
        BinOp::DivMod => return Some(Small::Two(x.checked_neg()?, 0)),
        BinOp::TrueDiv if x.abs_diff(0) <= EXACT as u64 && y.abs_diff(0) <= EXACT as u64 => {
            return Some(Small::Float(x as f64 / y as f64));
        }
        BinOp::And => x & y,
        BinOp::Or => x | y,
        BinOp::Xor => x ^ y,
        BinOp::RShift if y >= 0 => x >> y.min(63),
        BinOp::LShift if (0..63).contains(&y) && x << y >> y == x => x << y,
        BinOp::Pow if y >= 0 => x.checked_pow(u32::try_from(y).ok()?)?,
        _ => return None,
    }))
}

/// Errors: MemoryError if so many bits are too many.
fn check_bits(bits: u64) -> PyResult<()> {
    if bits > MAX_BITS {
        return Err(raise_none(exceptions::MEMORY_ERROR));
    }
    room_for(bits)
}

/// Memory for a result of so many bits, and for what the arithmetic of large numbers needs on its way. Errors: MemoryError.
fn room_for(bits: u64) -> PyResult<()> {
    crate::objects::alloc::ensure((bits / 8).saturating_mul(4) as usize)
}

/// A shift count. Errors: ValueError if negative, OverflowError beyond 64 bits.
fn shift_count(count: &Num) -> PyResult<u64> {
    match count {
        Num::Small(count) => u64::try_from(*count).map_err(|_| value_error("negative shift count")),
        Num::Big(_) if lang::is_27() => Err(overflow_error("long int too large to convert to int")),
        Num::Big(_) => Err(overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn shift_left(x: &BigInt, count: &Num, long: bool) -> PyResult {
    let count = shift_count(count)?;
    if x.is_zero() {
        return Ok(typed(BigInt::zero(), long));
    }
    check_bits(x.bits().saturating_add(count))?;
    Ok(typed(x << count, long))
}

fn shift_right(x: &BigInt, count: &Num, long: bool) -> PyResult {
    let count = shift_count(count)?;
    let value = if count <= x.bits() {
        room_for(x.bits() - count)?;
        x >> count
    } else if x.is_negative() {
        -BigInt::one()
    } else {
        BigInt::zero()
    };
    Ok(typed(value, long))
}

/// The bits of one of CPython's digits. Its loops over digits look at signals at each; with a single one there is no loop.
const DIGIT_BITS: u64 = 30;

/// `x ** y`. It takes long for huge results, so signals are looked at in between.
fn power(x: &BigInt, y: &BigInt, long: bool) -> PyResult {
    if y.is_negative() {
        return float::power(to_float(x)?, to_float(y)?);
    }
    if y.is_zero() {
        return Ok(typed(BigInt::one(), long));
    }
    if x.magnitude().is_one() || x.is_zero() {
        let value = if x.is_negative() && y.is_even() { x.abs() } else { x.clone() };
        return Ok(typed(value, long));
    }
    let Some(exponent) = y.to_u64() else { return Err(raise_none(exceptions::MEMORY_ERROR)) };
    check_bits((x.bits() - 1).saturating_mul(exponent))?;
    let twos = x.trailing_zeros().unwrap_or(0);
    let odd = x >> twos;
    let mut result = BigInt::one();
    for bit in (0..64 - exponent.leading_zeros()).rev() {
        if x.bits().max(result.bits()) > DIGIT_BITS {
            hooks::check_signals()?;
        }
        result = pieces::signed_product(&result, &result)?;
        if exponent >> bit & 1 == 1 {
            result = pieces::signed_product(&result, &odd)?;
        }
    }
    Ok(typed(result << (twos * exponent), long))
}

/// `pow(a, b, modulus)` (PyNumber_Power with three operands); the modulus is not None.
pub fn power_modulo(a: &Value, b: &Value, modulus: &Value) -> PyResult {
    // A class's own __pow__ gets all three.
    if a.type_of().definer(names::__pow__()).is_some_and(|class| class.is_heap())
        && let Some(result) = protocol::call_special(a, names::__pow__(), &[b.clone(), modulus.clone()])
    {
        let result = result?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    if let (Some(base), Some(exponent), Some(by)) = (to_big(a), to_big(b), to_big(modulus)) {
        if exponent.is_negative() {
            return Err(type_error("pow() 2nd argument cannot be negative when 3rd argument specified"));
        }
        if by.is_zero() {
            return Err(value_error("pow() 3rd argument cannot be 0"));
        }
        let long = is_long(a) || is_long(b) || is_long(modulus) || overflows27(a, b, modulus);
        let looks = if lang::is_27() { long } else { base.bits() > DIGIT_BITS };
        if looks {
            hooks::check_signals()?;
        }
        return Ok(typed(modular_power(&base, &exponent, &by)?, long));
    }
    let operands = [a, b, modulus];
    let numbers = operands.iter().all(|value| protocol::is_number(value));
    if numbers && operands.iter().any(|value| value.downcast::<crate::objects::complex::Complex>().is_some())
    {
        return Err(value_error("complex modulo"));
    }
    if numbers && operands.iter().any(|value| float::float_value(value).is_some()) {
        return Err(type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    Err(type_error(format!(
        "unsupported operand type(s) for pow(): '{}', '{}', '{}'",
        a.type_name(),
        b.type_name(),
        modulus.type_name()
    )))
}

/// `base ** exponent % by`, with the sign of `by`. Signals are looked at where a step takes long.
fn modular_power(base: &BigInt, exponent: &BigInt, by: &BigInt) -> PyResult<BigInt> {
    const LONG: u64 = 1 << 12;
    room_for(base.bits().saturating_add(by.bits().saturating_mul(2)))?;
    if by.bits().saturating_mul(exponent.bits()) < LONG * LONG {
        return Ok(base.modpow(exponent, by));
    }
    let base = base.mod_floor(by);
    let times = |x: &BigInt, y: &BigInt| -> PyResult<BigInt> {
        Ok(pieces::div_mod_floor(&pieces::signed_product(x, y)?, by)?.1)
    };
    let mut result = BigInt::one().mod_floor(by);
    for bit in (0..exponent.bits()).rev() {
        hooks::check_signals()?;
        result = times(&result, &result)?;
        if exponent.bit(bit) {
            result = times(&result, &base)?;
        }
    }
    Ok(result)
}

/// Whether 2.7's int_pow leaves 64 bits on its way, and so has long do all of it.
fn overflows27(base: &Value, exponent: &Value, modulus: &Value) -> bool {
    let (Some(base), Some(mut exponent), Some(modulus)) =
        (super::to_i64(base), super::to_i64(exponent), super::to_i64(modulus))
    else {
        return false;
    };
    let (mut result, mut square) = (1i64, base);
    while lang::is_27() && exponent > 0 {
        if exponent & 1 == 1 {
            let Some(product) = result.checked_mul(square) else { return true };
            result = product.checked_rem(modulus).unwrap_or(0);
        }
        exponent >>= 1;
        if exponent > 0 {
            let Some(product) = square.checked_mul(square) else { return true };
            square = product.checked_rem(modulus).unwrap_or(0);
        }
    }
    false
}

/// The `unary` slot of int and long.
pub fn unary(op: UnOp, value: &Value) -> PyResult {
    let Some(x) = number(value) else { return Ok(Value::not_implemented()) };
    let long = is_long(value);
    if let Num::Big(big) = &x {
        room_for(big.bits())?;
    }
    // The object itself where CPython gives a new reference to it.
    let same = || match &x {
        _ if value.word().is_int() => value.clone(),
        _ if value.word().is_object_nonnull() && !value.type_of().is_heap() => value.clone(),
        Num::Small(small) => small_typed(*small, long),
        Num::Big(big) => typed((*big).clone(), long),
    };
    Ok(match (op, &x) {
        (UnOp::Neg, Num::Small(small)) if *small != i64::MIN => small_typed(-small, long),
        (UnOp::Neg, _) => typed(-x.big().into_owned(), long),
        (UnOp::Abs, Num::Small(small)) if *small < 0 && *small != i64::MIN => small_typed(-small, long),
        (UnOp::Abs, _) if x.big().is_negative() => typed(-x.big().into_owned(), long),
        (UnOp::Pos | UnOp::Abs | UnOp::Index, _) => same(),
        (UnOp::Invert, Num::Small(small)) => small_typed(!small, long),
        (UnOp::Invert, Num::Big(big)) => typed(!*big, long),
        (UnOp::Int, Num::Small(small)) => Value::int(*small),
        (UnOp::Int, Num::Big(big)) if value.type_of().is_heap() => from_big((*big).clone()),
        (UnOp::Int, Num::Big(_)) => value.clone(),
        (UnOp::Long, _) if !lang::is_27() => Value::not_implemented(),
        (UnOp::Long, _) if value.type_of() == LONG => value.clone(),
        (UnOp::Long, _) => typed(x.big().into_owned(), true),
        (UnOp::Float, Num::Small(small)) => new_float(*small as f64),
        (UnOp::Float, Num::Big(big)) => new_float(to_float(big)?),
        (UnOp::Oct, _) => new_str(&digits27(&x.big(), 8, "0", long)),
        (UnOp::Hex, _) => new_str(&digits27(&x.big(), 16, "0x", long)),
    })
}

/// 2.7's `oct()` and `hex()` of an int.
fn digits27(value: &BigInt, radix: u32, prefix: &str, long: bool) -> String {
    let sign = if value.sign() == Sign::Minus { "-" } else { "" };
    let prefix = if value.is_zero() && radix == 8 { "" } else { prefix };
    let suffix = if long { "L" } else { "" };
    format!("{sign}{prefix}{}{suffix}", value.magnitude().to_str_radix(radix))
}

/// The `richcompare` slot of int and long.
pub fn compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let order = match (number(a), number(b)) {
        (Some(Num::Small(x)), Some(Num::Small(y))) => x.cmp(&y),
        (Some(x), Some(y)) => x.big().as_ref().cmp(y.big().as_ref()),
        _ => return Ok(Value::not_implemented()),
    };
    Ok(Value::bool(op.holds(order)))
}
