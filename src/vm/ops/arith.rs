//! Arithmetic and comparison beyond small ints and floats.

use super::give;
use crate::bytecode::opcode::Op;
use crate::objects::classic::{self, ClassicInstance};
use crate::objects::errors::PyResult;
use crate::objects::exceptions::is_exception_class;
use crate::objects::float::new_float;
use crate::objects::header::Layout;
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::{BYTES, BinOp, CmpOp, FLOAT, TEXT, UnOp};
use crate::objects::word::{Value, Word};
use crate::objects::{lang, protocol, str};
use crate::vm::codeobj::Instr;
use crate::vm::frame::Frame;

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

/// # Safety
/// Live words, not NULL.
#[inline(never)]
pub unsafe fn binary(op: BinOp, a: Word, b: Word) -> Word {
    // SAFETY: by the caller's promise.
    give(unsafe { protocol::binary(op, a.as_value(), b.as_value()) })
}

/// # Safety
/// Live words, not NULL.
#[inline(never)]
pub unsafe fn inplace(op: BinOp, a: Word, b: Word) -> Word {
    // SAFETY: by the caller's promise.
    give(unsafe { protocol::inplace(op, a.as_value(), b.as_value()) })
}

/// # Safety
/// A live word, not NULL.
#[inline(never)]
pub unsafe fn unary(op: UnOp, a: Word) -> Word {
    // SAFETY: by the caller's promise.
    unsafe {
        match op {
            UnOp::Neg if a.is_int() => give(Ok(Value::int(-a.int()))),
            UnOp::Neg if a.is_object_nonnull() && (*a.ptr()).ty() == FLOAT => {
                give(Ok(new_float(-crate::objects::float::float_value(a.as_value()).unwrap_or(0.0))))
            }
            _ => give(protocol::unary(op, a.as_value())),
        }
    }
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

/// `a += b` of strings (string_concatenate of ceval.c): if the next instruction stores the result into the very
/// local that holds `a`, that local gives its reference up first, so that the string may grow in place. Takes both
/// operands over when it succeeds.
///
/// # Safety
/// `a` and `b` are the top two operands, exact strings; `pc` is the next instruction.
#[inline(never)]
pub unsafe fn concat_in_place(f: *mut Frame, pc: *const Instr, lp: *mut Word, sp: *mut Word) -> Word {
    // SAFETY: by the caller's promise.
    unsafe {
        let (a, b) = (*sp.sub(2), *sp.sub(1));
        let next = *pc;
        if next.op == Op::StoreFast as u8 && *lp.add(next.arg as usize) == a {
            *lp.add(next.arg as usize) = Word::NULL;
            a.decref();
        }
        let _ = f;
        match str::concat_owned(a.into_value(), b.as_value()) {
            Ok(result) => {
                b.decref();
                result.into_word()
            }
            Err(a) => {
                let a = a.into_word();
                let result = inplace(BinOp::Add, a, b);
                if !result.is_null() {
                    a.decref();
                    b.decref();
                }
                result
            }
        }
    }
}

/// `except` clause matching (cmp_outcome, PyCmp_EXC_MATCH): `a` is what was raised, `b` the clause's expression.
///
/// # Safety
/// Live words, not NULL.
pub unsafe fn exception_match(a: Word, b: Word) -> PyResult<bool> {
    // SAFETY: by the caller's promise.
    let (raised, clause) = unsafe { (a.as_value(), b.as_value()) };
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
