//! Code objects as the VM runs them: `Code` with its constants made into objects and its bytecode decoded.
//!
//! Invariants:
//! - The decoded form has one word an instruction, in the order of the bytecode; `offsets` maps a word to the byte
//!   offset of the public form, so offsets, ticks and lines are those of CPython.
//! - Jumps hold how far their target is from the next word; what sets up a block holds its target's index, and so does
//!   CONTINUE_LOOP. `EXTENDED_ARG` stays as a word of its own that does nothing.
//! - Only code that our compiler made, or that `bytecode::verify` has passed, is loaded: the loop relies on
//!   indices in range and on the stack size.
//! - Words and caches are rewritten by the loop only, under the GIL.

use super::{fuse, opcodes};
use crate::bytecode::code::{
    CO_GENERATOR, CO_NEWLOCALS, CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS, Code, Const,
};
use crate::bytecode::opcode::{HAVE_ARGUMENT, Op, Operand};
use crate::objects::header::{Layout, Payload, new_object};
use crate::objects::int::{from_big, long_from_big};
use crate::objects::str::{intern, intern_value, new_bytes, new_points, new_str};
use crate::objects::typeobj::CODE;
use crate::objects::word::{Value, Word};
use crate::objects::{lang, tuple};
use std::cell::{Cell, UnsafeCell};
use std::rc::Rc;

/// One decoded instruction in one word: from the lowest bits, the opcode (8), the index of its inline cache (24), the
/// argument (32).
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct Instr(u64);

impl Instr {
    fn new(op: u8, cache: usize, arg: u32) -> Instr {
        Instr(u64::from(op) | (cache as u64 & 0xff_ffff) << 8 | u64::from(arg) << 32)
    }

    /// A number of [`opcodes`].
    #[inline(always)]
    pub fn op(self) -> u8 {
        self.0 as u8
    }

    #[inline(always)]
    pub fn arg(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// How many words to go from the next one; the argument of the jumps that [`opcodes::jumps`] names.
    #[inline(always)]
    pub fn displacement(self) -> isize {
        (self.0 as i64 >> 32) as isize
    }

    /// Index of this instruction's inline cache; 0 for an opcode that has none.
    #[inline(always)]
    pub fn cache_index(self) -> usize {
        (self.0 >> 8 & 0xff_ffff) as usize
    }

    pub fn with_op(self, op: u8) -> Instr {
        Instr(self.0 & !0xff | u64::from(op))
    }

    fn with_arg(self, arg: u32) -> Instr {
        Instr(self.0 & 0xffff_ffff | u64::from(arg) << 32)
    }
}

/// An inline cache; what its fields mean is the opcode's affair.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Cache {
    pub version: u64,
    pub version2: u32,
    pub index: u32,
    pub word: Word,
    pub kind: u32,
    pub offset: u32,
}

impl Cache {
    pub const EMPTY: Cache =
        Cache { version: 0, version2: 0, index: 0, word: Word::NULL, kind: 0, offset: 0 };
}

pub struct CodeObj {
    pub code: Rc<Code>,
    pub instrs: Box<[UnsafeCell<Instr>]>,
    pub caches: Box<[UnsafeCell<Cache>]>,
    /// Each word's opcode when it runs by itself, no sequence fused.
    pub plain: Box<[u8]>,
    /// Byte offset of each instruction.
    pub offsets: Box<[u32]>,
    pub consts: Box<[Value]>,
    pub names: Box<[Value]>,
    pub varnames: Box<[Value]>,
    /// Cell variables, then free ones.
    pub cellvars: Box<[Value]>,
    pub ncells: usize,
    /// For a cell variable that is an argument: the argument's index.
    pub cell_args: Box<[Option<u32>]>,
    pub name: Value,
    pub filename: Value,
    pub argcount: usize,
    pub nlocals: usize,
    /// Fast locals and cells: the words a frame has before its operands.
    pub fixed: usize,
    /// Has cells of its own or free variables.
    pub has_cells: bool,
    pub is_generator: bool,
    /// Operand words a frame needs, with room to spare for the exception state that handlers push.
    pub stacksize: usize,
    /// Takes positional arguments only, has fast locals and no cells: a call needs no binding.
    pub simple: bool,
    /// The number of arguments with which a call needs no binding, if there is one: a function that is `simple` and no
    /// generator.
    pub exact_args: usize,
    /// Bytes of a frame's words.
    pub bytes: usize,
    /// Times a frame was made from it; for specialising.
    pub runs: Cell<u32>,
}

impl Payload for CodeObj {
    const LAYOUT: Layout = Layout::Code;
    const WEAKREFS: bool = true;
    const GC: bool = false;
}

/// Words kept free above the stack size: 3.2 pushes six for an exception, three of which CPython's own count
/// of the depth leaves out in some nestings.
const STACK_SLACK: usize = 8;

fn constant(constant: &Const) -> Value {
    match constant {
        Const::None => Value::none(),
        Const::True => Value::bool(true),
        Const::False => Value::bool(false),
        Const::Ellipsis => Value::ellipsis(),
        Const::Int(int) => from_big(int.clone()),
        Const::Long(long) => long_from_big(long.clone()),
        Const::Float(float) => crate::objects::float::new_float(*float),
        Const::Complex(real, imag) => crate::objects::complex::new_complex(*real, *imag),
        Const::Bytes(bytes) => {
            let value = new_bytes(bytes.as_ref());
            if lang::is_27() && is_name(bytes.iter().map(|&byte| byte.into())) {
                intern_value(&value)
            } else {
                value
            }
        }
        Const::Text(points) => {
            let value = new_points(points.as_ref());
            if !lang::is_27() && is_name(points.iter().copied()) { intern_value(&value) } else { value }
        }
        Const::Tuple(items) => tuple::new_tuple(items.iter().map(self::constant).collect::<Vec<_>>()),
        Const::FrozenSet(items) => {
            crate::objects::set::new_frozenset(items.iter().map(self::constant).collect())
                .unwrap_or(Value::none())
        }
        Const::Code(code) => load(code.clone()),
    }
}

/// Strings that look like names are interned (all_name_chars of codeobject.c).
fn is_name(mut units: impl Iterator<Item = u32>) -> bool {
    units.all(|unit| unit < 128 && ((unit as u8).is_ascii_alphanumeric() || unit == u32::from(b'_')))
}

fn names(list: &[Rc<str>]) -> Box<[Value]> {
    list.iter().map(|name| intern(name)).collect()
}

struct Decoded {
    instrs: Vec<Instr>,
    offsets: Vec<u32>,
    caches: usize,
    plain: Box<[u8]>,
    /// Operand words beyond the public stack size.
    deeper: usize,
}

fn decode(code: &Code) -> Decoded {
    let language = lang::language();
    let bytes = &code.code;
    let mut index_of = vec![u32::MAX; bytes.len() + 1];
    let mut instrs = Vec::with_capacity(bytes.len() / 2);
    let mut offsets = Vec::with_capacity(bytes.len() / 2);
    let mut public = Vec::with_capacity(bytes.len() / 2);
    let mut jumps: Vec<(usize, usize)> = Vec::new();
    let (mut at, mut extended, mut caches) = (0, 0u32, 1usize);
    while at < bytes.len() {
        index_of[at] = instrs.len() as u32;
        offsets.push(at as u32);
        let number = bytes[at];
        let op = Op::from_number(number, language).unwrap_or(Op::StopCode);
        let mut arg = 0;
        let next = if number >= HAVE_ARGUMENT {
            let low = bytes.get(at + 1).copied().unwrap_or(0);
            let high = bytes.get(at + 2).copied().unwrap_or(0);
            arg = u32::from(low) | u32::from(high) << 8 | extended << 16;
            at + 3
        } else {
            at + 1
        };
        extended = if op == Op::ExtendedArg { arg } else { 0 };
        match op.operand() {
            Operand::JumpRel => jumps.push((instrs.len(), next + arg as usize)),
            Operand::JumpAbs => jumps.push((instrs.len(), arg as usize)),
            _ => {}
        }
        let mut cache = 0;
        if opcodes::has_cache(op) {
            cache = caches;
            caches += 1;
        }
        public.push(op);
        let op = match op {
            Op::CompareOp => opcodes::comparison(arg),
            Op::CallFunction if arg < 0x100 => opcodes::CALL_POSITIONAL,
            op => op as u8,
        };
        instrs.push(Instr::new(op, cache, arg));
        at = next;
    }
    // Falling off the end, which verified code does not do, ends in a word that reports it.
    let end = instrs.len() as u32;
    instrs.push(Instr::new(Op::StopCode as u8, 0, 0));
    offsets.push(bytes.len() as u32);
    for (instr, target) in jumps {
        let target = match index_of.get(target) {
            Some(&index) if index != u32::MAX => index,
            _ => end,
        };
        instrs[instr] = instrs[instr].with_arg(target);
    }
    let (deeper, plain) = fuse::fuse(&mut instrs, &public);
    for (at, op) in public.iter().enumerate() {
        if opcodes::jumps(*op) {
            instrs[at] = instrs[at].with_arg(instrs[at].arg().wrapping_sub(at as u32 + 1));
        }
    }
    Decoded { instrs, offsets, caches, plain, deeper }
}

/// Makes the object for a code that is known to be sound.
pub fn load(code: Rc<Code>) -> Value {
    let Decoded { instrs, offsets, caches, plain, deeper } = decode(&code);
    let has = |flag| code.flags & flag != 0;
    let cell_args = code
        .cellvars
        .iter()
        .map(|cell| {
            let count = code.argcount as usize
                + code.kwonlyargcount as usize
                + usize::from(has(CO_VARARGS))
                + usize::from(has(CO_VARKEYWORDS));
            code.varnames.iter().take(count).position(|name| name == cell).map(|index| index as u32)
        })
        .collect();
    let mut cellvars: Vec<Value> = code.cellvars.iter().map(|name| intern(name)).collect();
    cellvars.extend(code.freevars.iter().map(|name| intern(name)));
    let simple = has(CO_OPTIMIZED)
        && has(CO_NEWLOCALS)
        && !has(CO_VARARGS)
        && !has(CO_VARKEYWORDS)
        && code.kwonlyargcount == 0;
    let fixed = code.nlocals as usize + cellvars.len();
    let stacksize = code.stacksize as usize + deeper + STACK_SLACK;
    let exact = simple && !has(CO_GENERATOR);
    let object = CodeObj {
        instrs: instrs.into_iter().map(UnsafeCell::new).collect(),
        caches: (0..caches).map(|_| UnsafeCell::new(Cache::EMPTY)).collect(),
        plain,
        offsets: offsets.into(),
        consts: code.consts.iter().map(constant).collect(),
        names: names(&code.names),
        varnames: names(&code.varnames),
        ncells: code.cellvars.len(),
        cell_args,
        name: intern(&code.name),
        filename: new_str(&code.filename),
        argcount: code.argcount as usize,
        nlocals: code.nlocals as usize,
        fixed,
        bytes: (fixed + stacksize) * size_of::<Word>(),
        exact_args: if exact { code.argcount as usize } else { usize::MAX },
        has_cells: !cellvars.is_empty(),
        cellvars: cellvars.into(),
        is_generator: has(CO_GENERATOR),
        stacksize,
        simple,
        runs: Cell::new(0),
        code,
    };
    new_object(CODE, object)
}

impl CodeObj {
    pub fn has(&self, flag: u32) -> bool {
        self.code.flags & flag != 0
    }

    /// Fast locals and cells: the words a frame has before its operands.
    #[inline(always)]
    pub fn fixed(&self) -> usize {
        self.fixed
    }

    /// The index of the instruction at a word's address.
    pub fn index_of(&self, pc: *const Instr) -> usize {
        let base = self.instrs.as_ptr() as usize;
        (pc as usize).wrapping_sub(base) / size_of::<Instr>()
    }

    /// The instruction at a word's address, as it runs by itself.
    ///
    /// # Safety
    /// The address of one of this code's words.
    pub unsafe fn plain_at(&self, pc: *const Instr) -> Instr {
        // SAFETY: by the caller's promise.
        let instr = unsafe { *pc };
        instr.with_op(self.plain.get(self.index_of(pc)).copied().unwrap_or(instr.op()))
    }

    /// The byte offset of an instruction.
    pub fn offset(&self, index: usize) -> u32 {
        self.offsets.get(index).copied().unwrap_or(0)
    }

    /// The line of a byte offset, and the range of offsets around it that have that line (_PyCode_CheckLineNumber).
    pub fn line_bounds(&self, offset: i64) -> (u32, i64, i64) {
        let (mut at, mut line, mut lower) = (0i64, self.code.firstlineno, 0i64);
        let mut pairs = self.code.lnotab.chunks_exact(2).map(|pair| (i64::from(pair[0]), u32::from(pair[1])));
        while let Some((step, lines)) = pairs.next() {
            if at + step > offset {
                // The range ends where the line changes next.
                let mut upper = at + step;
                if lines == 0 {
                    for (step, lines) in pairs.by_ref() {
                        upper += step;
                        if lines != 0 {
                            break;
                        }
                    }
                }
                return (line, lower, upper);
            }
            at += step;
            if lines != 0 {
                lower = at;
            }
            line += lines;
        }
        (line, lower, i64::from(i32::MAX))
    }

    /// The source line of a byte offset (PyCode_Addr2Line).
    pub fn line_of(&self, offset: u32) -> u32 {
        let (mut at, mut line) = (0u32, self.code.firstlineno);
        for pair in self.code.lnotab.chunks_exact(2) {
            at += u32::from(pair[0]);
            if at > offset {
                break;
            }
            line += u32::from(pair[1]);
        }
        line
    }
}
