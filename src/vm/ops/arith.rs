//! Arithmetic and comparison beyond small ints and floats.

use super::give;
use crate::bytecode::opcode::number as op;
use crate::gil::breaker::{BREAKER, TICKER};
use crate::objects::classic::{self, ClassicInstance};
use crate::objects::errors::PyResult;
use crate::objects::exceptions::is_exception_class;
use crate::objects::float::{Float, new_float};
use crate::objects::function::Cell;
use crate::objects::header::{Layout, Obj};
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::{BYTES, BinOp, CmpOp, DICT, FLOAT, TEXT, UnOp};
use crate::objects::word::{Value, Word};
use crate::objects::{lang, protocol, str};
use crate::vm::cache::table;
use crate::vm::codeobj::Instr;
use crate::vm::frame::Frame;
use crate::vm::opcodes::STORE_FAST_LOAD_FAST;
use std::sync::atomic::Ordering::Relaxed;

/// Tagged addition: `(2a + 1) - 1 + (2b + 1)`; none on overflow.
#[inline(always)]
pub fn int_add(a: Word, b: Word) -> Option<Word> {
    (a.0 as i64 - 1).checked_add(b.0 as i64).map(|sum| Word(sum as u64))
}

#[inline(always)]
pub fn int_sub(a: Word, b: Word) -> Option<Word> {
    (a.0 as i64).checked_sub(b.0 as i64 - 1).map(|difference| Word(difference as u64))
}

#[inline(always)]
pub fn int_mul(a: Word, b: Word) -> Option<Word> {
    (a.0 as i64 - 1)
        .checked_mul(b.int())
        .and_then(|product| product.checked_add(1))
        .map(|word| Word(word as u64))
}

/// `a % b` of small ints with Python's sign.
#[inline(always)]
pub fn int_mod(a: Word, b: Word) -> Option<Word> {
    if a.0 & b.0 & 1 == 0 || b.int() == 0 {
        return None;
    }
    let (a, b) = (a.int(), b.int());
    let rest = a % b;
    Word::from_int(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest })
}

/// `a // b` of small ints with Python's rounding.
#[inline(always)]
pub fn int_floordiv(a: Word, b: Word) -> Option<Word> {
    if a.0 & b.0 & 1 == 0 || b.int() == 0 {
        return None;
    }
    let (a, b) = (a.int(), b.int());
    let (quotient, rest) = (a / b, a % b);
    Word::from_int(if rest != 0 && (rest < 0) != (b < 0) { quotient - 1 } else { quotient })
}

#[inline(always)]
pub fn float(value: f64) -> Word {
    new_float(value).into_word()
}

/// The float result of two float operands, which it takes over: in the place of one that nobody else has.
///
/// # Safety
/// Live float objects, owned.
#[inline(always)]
pub unsafe fn float_of_two(a: Word, b: Word, result: f64) -> Word {
    // SAFETY: by the caller's promise.
    unsafe {
        if (*a.ptr()).refcount() == 1 {
            (*a.ptr().cast::<Obj<Float>>()).payload.0 = result;
            b.decref();
            return a;
        }
        let word = float_of_one(b, result);
        a.decref();
        word
    }
}

/// The float result that takes a float operand over.
///
/// # Safety
/// A live float object, owned.
#[inline(always)]
pub unsafe fn float_of_one(a: Word, result: f64) -> Word {
    // SAFETY: by the caller's promise.
    unsafe {
        if (*a.ptr()).refcount() == 1 {
            (*a.ptr().cast::<Obj<Float>>()).payload.0 = result;
            return a;
        }
        a.decref();
        float(result)
    }
}

/// A binary or in-place operator's general way.
///
/// # Safety
/// Live words, not NULL; `number` is such an operator's opcode.
#[inline(never)]
pub unsafe fn operator(number: u8, a: Word, b: Word) -> Word {
    let (operator, in_place) = match number {
        op::BinaryAdd => (BinOp::Add, false),
        op::BinarySubtract => (BinOp::Sub, false),
        op::BinaryMultiply => (BinOp::Mul, false),
        op::BinaryDivide => (BinOp::Div, false),
        op::BinaryFloorDivide => (BinOp::FloorDiv, false),
        op::BinaryTrueDivide => (BinOp::TrueDiv, false),
        op::BinaryModulo => (BinOp::Mod, false),
        op::BinaryPower => (BinOp::Pow, false),
        op::BinaryLshift => (BinOp::LShift, false),
        op::BinaryRshift => (BinOp::RShift, false),
        op::BinaryAnd => (BinOp::And, false),
        op::BinaryXor => (BinOp::Xor, false),
        op::BinaryOr => (BinOp::Or, false),
        op::InplaceAdd => (BinOp::Add, true),
        op::InplaceSubtract => (BinOp::Sub, true),
        op::InplaceMultiply => (BinOp::Mul, true),
        op::InplaceDivide => (BinOp::Div, true),
        op::InplaceFloorDivide => (BinOp::FloorDiv, true),
        op::InplaceTrueDivide => (BinOp::TrueDiv, true),
        op::InplaceModulo => (BinOp::Mod, true),
        op::InplacePower => (BinOp::Pow, true),
        op::InplaceLshift => (BinOp::LShift, true),
        op::InplaceRshift => (BinOp::RShift, true),
        op::InplaceAnd => (BinOp::And, true),
        op::InplaceXor => (BinOp::Xor, true),
        _ => (BinOp::Or, true),
    };
    // SAFETY: by the caller's promise.
    unsafe {
        if let Some(result) = of_numbers(operator, a, b) {
            return result;
        }
        let (a, b) = (a.as_value(), b.as_value());
        give(if in_place { protocol::inplace(operator, a, b) } else { protocol::binary(operator, a, b) })
    }
}

/// Operators of small ints, and of a float and a small int, that cannot fail; none for anything else.
///
/// # Safety
/// Live words, not NULL.
#[inline(always)]
unsafe fn of_numbers(operator: BinOp, a: Word, b: Word) -> Option<Word> {
    if a.0 & b.0 & 1 != 0 {
        let (x, y) = (a.int(), b.int());
        return match operator {
            BinOp::RShift if (0..63).contains(&y) => Word::from_int(x >> y),
            BinOp::LShift if (0..62).contains(&y) && x << y >> y == x => Word::from_int(x << y),
            BinOp::Xor => Word::from_int(x ^ y),
            // Both exact as floats, so their quotient is the one nearest to the true one.
            BinOp::TrueDiv if y != 0 && x.unsigned_abs() < 1 << 53 && y.unsigned_abs() < 1 << 53 => {
                Some(float(x as f64 / y as f64))
            }
            _ => None,
        };
    }
    // SAFETY: by the caller's promise.
    let of = |word: Word| unsafe {
        if word.is_int() {
            return Some(word.int() as f64);
        }
        (word.is_object_nonnull() && (*word.ptr()).ty() == FLOAT)
            .then(|| (*word.ptr().cast::<Obj<Float>>()).payload.0)
    };
    let (x, y) = (of(a)?, of(b)?);
    Some(float(match operator {
        BinOp::Add => x + y,
        BinOp::Sub => x - y,
        BinOp::Mul => x * y,
        BinOp::TrueDiv | BinOp::Div if y != 0.0 => x / y,
        _ => return None,
    }))
}

/// UNARY_NEGATIVE, UNARY_POSITIVE, UNARY_INVERT.
///
/// # Safety
/// A live word, not NULL.
#[inline(never)]
pub unsafe fn unary(number: u8, a: Word) -> Word {
    // SAFETY: by the caller's promise.
    unsafe {
        let operator = match number {
            op::UnaryNegative if a.is_int() => return Value::int(-a.int()).into_word(),
            op::UnaryNegative if a.is_object_nonnull() && (*a.ptr()).ty() == FLOAT => {
                return float(-(*a.ptr().cast::<Obj<Float>>()).payload.0);
            }
            op::UnaryNegative => UnOp::Neg,
            op::UnaryPositive => UnOp::Pos,
            _ => UnOp::Invert,
        };
        give(protocol::unary(operator, a.as_value()))
    }
}

/// `a in b`, or `not in`, as a bool.
///
/// # Safety
/// Live words, not NULL.
#[inline(never)]
pub unsafe fn contains(a: Word, b: Word, wanted: bool) -> Word {
    // SAFETY: by the caller's promise.
    match unsafe { protocol::contains(b.as_value(), a.as_value()) } {
        Ok(found) => Word::from_bool(found == wanted),
        Err(_) => Word::NULL,
    }
}

/// The truth of an operand that it takes over.
///
/// # Safety
/// A live word, not NULL, owned.
#[inline(never)]
pub unsafe fn truth_of_owned(word: Word) -> PyResult<bool> {
    // SAFETY: by the caller's promise.
    protocol::truth(&unsafe { word.into_value() })
}

/// # Safety
/// Live words, not NULL.
#[inline(never)]
pub unsafe fn compare(op: CmpOp, a: Word, b: Word) -> Word {
    // SAFETY: by the caller's promise.
    unsafe {
        if is_str(a)
            && is_str(b)
            && a.type_of() == b.type_of()
            && let (Some(x), Some(y)) =
                (a.as_value().downcast::<str::Str>(), b.as_value().downcast::<str::Str>())
        {
            return Word::from_bool(match op {
                CmpOp::Eq => a == b || x.equals(y),
                CmpOp::Ne => a != b && !x.equals(y),
                _ => op.holds(x.compare(y)),
            });
        }
        give(protocol::compare(a.as_value(), b.as_value(), op))
    }
}

/// An exact string of either kind.
///
/// # Safety
/// A live word, not NULL.
#[inline(always)]
pub unsafe fn is_str(word: Word) -> bool {
    if !word.is_object_nonnull() {
        return false;
    }
    // SAFETY: by the caller's promise.
    let ty = unsafe { (*word.ptr()).ty() };
    ty == BYTES || ty == TEXT
}

/// `a + b` and `a += b` of strings (string_concatenate of ceval.c): if the next instruction stores the result into the
/// very variable that holds `a`, that variable gives its reference up first, so that the string may grow in place. Takes
/// both operands over when it succeeds.
///
/// # Safety
/// `a` and `b` are the top two operands, exact strings; `pc` is the next instruction.
#[inline(never)]
pub unsafe fn concat_in_place(f: *mut Frame, pc: *const Instr, lp: *mut Word, sp: *mut Word) -> Word {
    // SAFETY: by the caller's promise.
    unsafe {
        let (a, b) = (*sp.sub(2), *sp.sub(1));
        if str::ensure_sum_in_place(a.as_value(), b.as_value()).is_err() {
            return Word::NULL;
        }
        if a.type_of() == b.type_of() {
            release_target(f, *pc, lp, a);
        }
        match str::concat_owned(a.into_value(), b.as_value()) {
            Ok(result) => {
                b.decref();
                result.into_word()
            }
            Err(a) => {
                let a = a.into_word();
                let result = operator(op::InplaceAdd, a, b);
                if !result.is_null() {
                    a.decref();
                    b.decref();
                }
                result
            }
        }
    }
}

/// Takes `a` out of the variable that the next instruction stores to, if it is there. A name is emptied only where no
/// check comes between this instruction and the store, for nobody is to see it empty.
///
/// # Safety
/// `next` is the running frame's next instruction, `a` a live string with a reference beside the variable's.
#[inline(always)]
unsafe fn release_target(f: *mut Frame, next: Instr, lp: *mut Word, a: Word) {
    // SAFETY: by the caller's promise; a sound instruction's indices are in range.
    unsafe {
        match next.op() {
            op::StoreFast | STORE_FAST_LOAD_FAST => {
                let place = lp.add(next.arg() as usize);
                if *place == a {
                    *place = Word::NULL;
                    a.decref();
                }
            }
            op::StoreName | op::StoreGlobal => {
                let quiet = (TICKER.load(Relaxed) - 1) | BREAKER.load(Relaxed) >= 0;
                let names = if next.op() == op::StoreName { (*f).names } else { (*f).globals };
                if quiet && !names.is_null() && names.type_of() == DICT {
                    let name = &(*(*f).code).names[next.arg() as usize];
                    table(names).give_up(name, a);
                }
            }
            op::StoreDeref => {
                let cell = *lp.add((*(*f).code).nlocals + next.arg() as usize);
                let place = &(*cell.ptr().cast::<Obj<Cell>>()).payload.0;
                if place.word() == a {
                    drop(place.take());
                }
            }
            _ => {}
        }
    }
}

/// `except` clause matching (cmp_outcome, PyCmp_EXC_MATCH): `a` is what was raised, `b` the clause's expression.
///
/// # Safety
/// Live words, not NULL.
#[inline(never)]
pub unsafe fn exception_match(a: Word, b: Word) -> Word {
    // SAFETY: by the caller's promise.
    match unsafe { matches(a.as_value(), b.as_value()) } {
        Ok(matches) => Word::from_bool(matches),
        Err(_) => Word::NULL,
    }
}

fn matches(raised: &Value, clause: &Value) -> PyResult<bool> {
    if !lang::is_27() {
        let bad = |class: &Value| !is_exception_class(class);
        let wrong = match clause.downcast::<Tuple>() {
            Some(classes) => classes.items().iter().any(bad),
            None => bad(clause),
        };
        if wrong {
            return Err(crate::objects::errors::type_error(
                "catching classes that do not inherit from BaseException is not allowed",
            ));
        }
    } else {
        // Strings could be raised once, and can still be named.
        let is_string =
            |class: &Value| class.downcast::<crate::objects::str::Str>().is_some_and(|text| !text.is_text());
        let strings = match clause.downcast::<Tuple>() {
            Some(classes) => classes.items().iter().filter(|class| is_string(class)).count(),
            None => usize::from(is_string(clause)),
        };
        for _ in 0..strings {
            let warning = "catching of string exceptions is deprecated";
            crate::vm::door::warn(crate::objects::exceptions::DEPRECATION_WARNING, warning)?;
        }
    }
    Ok(given_matches(raised, clause))
}

fn given_matches(raised: &Value, clause: &Value) -> bool {
    if let Some(classes) = clause.downcast::<Tuple>() {
        return classes.items().iter().any(|class| given_matches(raised, class));
    }
    if classic::is_class(clause) {
        return match raised.downcast::<ClassicInstance>() {
            Some(_) => classic::is_instance(raised, clause),
            None => classic::is_class(raised) && classic::is_subclass(raised, clause),
        };
    }
    match (raised.as_type(), clause.as_type()) {
        (Some(raised), Some(class)) => raised.is_subtype(class),
        _ if raised.type_of().layout() == Layout::Exception => {
            clause.as_type().is_some_and(|class| raised.type_of().is_subtype(class))
        }
        _ => raised.is(clause),
    }
}
