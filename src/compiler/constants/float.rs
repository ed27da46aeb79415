//! Floats and complex numbers (Objects/floatobject.c, Objects/complexobject.c).

use crate::bytecode::arith::{self, Fault, Pair};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::Op;
use crate::profile::Language;

pub(super) fn binary(op: Op, x: f64, y: f64, language: Language) -> Option<Const> {
    let value = match op {
        Op::BinaryAdd => x + y,
        Op::BinarySubtract => x - y,
        Op::BinaryMultiply => x * y,
        Op::BinaryTrueDivide if y != 0.0 => x / y,
        Op::BinaryFloorDivide if y != 0.0 => arith::floor_divide(x, y),
        Op::BinaryModulo if y != 0.0 => arith::remainder(x, y),
        Op::BinaryPower => return power(x, y, language),
        _ => return None,
    };
    Some(Const::Float(value))
}

fn power(x: f64, y: f64, language: Language) -> Option<Const> {
    match arith::power(x, y) {
        Ok(value) => Some(Const::Float(value)),
        Err(Fault::Domain) if language == Language::Py32 => complex_power((x, 0.0), (y, 0.0)),
        Err(_) => None,
    }
}

pub(super) fn complex(op: Op, a: Pair, b: Pair, language: Language) -> Option<Const> {
    let py27 = language == Language::Py27;
    let (re, im) = match op {
        Op::BinaryAdd => (a.0 + b.0, a.1 + b.1),
        Op::BinarySubtract => (a.0 - b.0, a.1 - b.1),
        Op::BinaryMultiply => arith::product(a, b),
        Op::BinaryTrueDivide => arith::quotient(a, b)?,
        // Deprecated in 2.7, gone in 3.2.
        Op::BinaryFloorDivide if py27 => arith::complex_divmod(a, b)?.0,
        Op::BinaryModulo if py27 => arith::complex_divmod(a, b)?.1,
        Op::BinaryPower => return complex_power(a, b),
        _ => return None,
    };
    Some(Const::Complex(re, im))
}

fn complex_power(a: Pair, b: Pair) -> Option<Const> {
    arith::complex_power(a, b).ok().map(|(re, im)| Const::Complex(re, im))
}
