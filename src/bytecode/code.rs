//! `Code`: what the compiler gives and the VM loads, as plain data.
//!
//! Invariants: no objects here; constants become objects when the VM loads a code object. The fields are
//! those of CPython's `PyCodeObject` (Include/code.h), with the same meaning and the same bytes.

use num_bigint::BigInt;
use std::rc::Rc;

pub const CO_OPTIMIZED: u32 = 0x0001;
pub const CO_NEWLOCALS: u32 = 0x0002;
pub const CO_VARARGS: u32 = 0x0004;
pub const CO_VARKEYWORDS: u32 = 0x0008;
pub const CO_NESTED: u32 = 0x0010;
pub const CO_GENERATOR: u32 = 0x0020;
pub const CO_NOFREE: u32 = 0x0040;
pub const CO_FUTURE_DIVISION: u32 = 0x2000;
pub const CO_FUTURE_ABSOLUTE_IMPORT: u32 = 0x4000;
pub const CO_FUTURE_WITH_STATEMENT: u32 = 0x8000;
pub const CO_FUTURE_PRINT_FUNCTION: u32 = 0x10000;
pub const CO_FUTURE_UNICODE_LITERALS: u32 = 0x20000;
/// 3.2's joke, `from __future__ import barry_as_FLUFL`.
pub const CO_FUTURE_BARRY_AS_BDFL: u32 = 0x40000;
/// The bits that nested and dynamically compiled code inherits (`PyCF_MASK`).
pub const CO_FUTURE_MASK: u32 = CO_FUTURE_DIVISION
    | CO_FUTURE_ABSOLUTE_IMPORT
    | CO_FUTURE_WITH_STATEMENT
    | CO_FUTURE_PRINT_FUNCTION
    | CO_FUTURE_UNICODE_LITERALS
    | CO_FUTURE_BARRY_AS_BDFL;

/// A constant of a code object. Two constants that CPython would keep apart (`1` and `1.0`, `0.0` and `-0.0`)
/// are different here.
#[derive(Clone, Debug)]
pub enum Const {
    None,
    True,
    False,
    Ellipsis,
    /// `int`: under 2.7 always within 64 bits.
    Int(BigInt),
    /// 2.7's `long`.
    Long(BigInt),
    Float(f64),
    Complex(f64, f64),
    /// 2.7 `str`, 3.2 `bytes`.
    Bytes(Rc<[u8]>),
    /// 2.7 `unicode`, 3.2 `str`, as code points (lone surrogates allowed).
    Text(Rc<[u32]>),
    Tuple(Rc<[Const]>),
    FrozenSet(Rc<[Const]>),
    Code(Rc<Code>),
}

#[derive(Clone, Debug)]
pub struct Code {
    pub argcount: u32,
    pub kwonlyargcount: u32,
    pub nlocals: u32,
    pub stacksize: u32,
    /// `CO_*` bits.
    pub flags: u32,
    /// 1 or 3 bytes an instruction, as in 2.7 and 3.2.
    pub code: Vec<u8>,
    pub consts: Vec<Const>,
    pub names: Vec<Rc<str>>,
    pub varnames: Vec<Rc<str>>,
    pub freevars: Vec<Rc<str>>,
    pub cellvars: Vec<Rc<str>>,
    pub filename: Rc<str>,
    pub name: Rc<str>,
    pub firstlineno: u32,
    /// Pairs of (bytecode, line) increments, as in Objects/lnotab_notes.txt.
    pub lnotab: Vec<u8>,
}
