//! The evaluation loop (Python/ceval.c, PyEval_EvalFrameEx).
//!
//! Invariants:
//! - `f` is the running frame, `lp` its locals, `sp` the next free operand word, `pc` the next instruction. They are
//!   written back (`pc`, `sp`) before anything runs that could look at the frame.
//! - Operand words and bound locals own one reference each; a store puts the new word in place first and drops the
//!   old one last, since a destructor may run Python code.
//! - Each slow opcode ends in `tick!`; fast ones go straight on. Going round `'outer` pays the one tick of a frame's
//!   entry, of a handler's entry, of a jump out of blocks, and of a call's completion (rule 1.1).
//! - A Python call pushes a frame and goes on in this loop; only native code in between enters it anew.
//! - `f.pc` names the instruction that Python code sees as running: it is set before each check and each call.

use super::cache;
use super::call::{self, Entered};
use super::check;
use super::codeobj::{CodeObj, Instr};
use super::frame::{self, Block, BlockKind, Frame, MAX_BLOCKS, Return};
use super::generator::{self, Generator};
use super::opcodes::*;
use super::ops;
use super::stack::ValueStack;
use super::tracing;
use super::unwind;
use crate::bytecode::opcode::Op;
use crate::gil::breaker::{BREAKER, TICKER};
use crate::objects::dict::Dict;
use crate::objects::errors::{self, Exc, PyResult, Raised};
use crate::objects::exceptions as exc;
use crate::objects::float::Float;
use crate::objects::function::{self, Function, Method};
use crate::objects::header::Obj;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeObj};
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::{
    BinOp, CmpOp, FLOAT, FUNCTION, GENERATOR, LIST, METHOD, NATIVE, TUPLE, TYPE, UnOp,
};
use crate::objects::word::{Value, Word};
use crate::objects::{lang, protocol, recursion};
use crate::runtime::ThreadState;
use std::mem::MaybeUninit;
use std::sync::atomic::Ordering::Relaxed;

/// Why the loop leaves its fast path.
#[derive(Clone, Copy)]
pub enum Exit {
    /// The exception is set; a traceback entry is due.
    Error,
    /// The exception is set and has its traceback already.
    Reraise,
    Return(Word),
    Break,
    /// To this instruction, at the loop's head.
    Continue(u32),
    /// A generator hands this out.
    Yield(Word),
    /// The exception is set, and the frame is left as it is (its trace function raised).
    Abandon,
}

/// The number that CPython pushes for a reason (`enum why_code`).
pub const WHY_RETURN: i64 = 0x0008;
pub const WHY_BREAK: i64 = 0x0010;
pub const WHY_CONTINUE: i64 = 0x0020;
pub const WHY_SILENCED: i64 = 0x0080;

const SETUP_FINALLY: u8 = Op::SetupFinally as u8;
const LOAD_CONST: u8 = Op::LoadConst as u8;
const COMPARE_JUMP_LT: u8 = COMPARE_JUMP;
const COMPARE_JUMP_LE: u8 = COMPARE_JUMP + 1;
const COMPARE_JUMP_EQ: u8 = COMPARE_JUMP + 2;
const COMPARE_JUMP_NE: u8 = COMPARE_JUMP + 3;
const COMPARE_JUMP_GT: u8 = COMPARE_JUMP + 4;
const COMPARE_JUMP_GE: u8 = COMPARE_JUMP + 5;
const OPERANDS_COMPARE_JUMP_LT: u8 = OPERANDS_COMPARE_JUMP;
const OPERANDS_COMPARE_JUMP_LE: u8 = OPERANDS_COMPARE_JUMP + 1;
const OPERANDS_COMPARE_JUMP_EQ: u8 = OPERANDS_COMPARE_JUMP + 2;
const OPERANDS_COMPARE_JUMP_NE: u8 = OPERANDS_COMPARE_JUMP + 3;
const OPERANDS_COMPARE_JUMP_GT: u8 = OPERANDS_COMPARE_JUMP + 4;
const OPERANDS_COMPARE_JUMP_GE: u8 = OPERANDS_COMPARE_JUMP + 5;

/// The payload of a word whose type has been compared.
#[inline(always)]
unsafe fn payload<'a, T>(word: Word) -> &'a T {
    // SAFETY: the caller has checked the type.
    unsafe { &(*word.ptr().cast::<Obj<T>>()).payload }
}

/// Runs a frame that has just been pushed, or a generator's that has been linked, until it is done.
///
/// # Safety
/// `entry` is the thread's top frame and returns to native code.
pub unsafe fn run(state: &ThreadState, stack: &ValueStack, entry: *mut Frame) -> PyResult {
    // SAFETY: by the caller's promise.
    unsafe { run_from(state, stack, entry, Start::Enter) }
}

/// As `run`, but the current exception is raised where the frame stands (a generator's `throw`).
///
/// # Safety
/// As for `run`; an exception is set.
pub unsafe fn run_throwing(state: &ThreadState, stack: &ValueStack, entry: *mut Frame) -> PyResult {
    // SAFETY: by the caller's promise.
    unsafe { run_from(state, stack, entry, Start::Throw) }
}

/// How a run of the loop begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Enter,
    /// As `Enter`, and then the current exception is raised.
    Throw,
    /// The other copy of the loop has been here.
    Continue,
}

/// Runs the copy of the loop that the thread is in need of, and the other one when that changes.
#[inline(always)]
unsafe fn run_from(state: &ThreadState, stack: &ValueStack, entry: *mut Frame, start: Start) -> PyResult {
    let (mut frame, mut start) = (entry, start);
    loop {
        // SAFETY: by the caller's promise; a frame that a copy hands over is the thread's top frame.
        let result = unsafe {
            if state.use_tracing() {
                eval::<true>(state, stack, frame, start)
            } else {
                eval::<false>(state, stack, frame, start)
            }
        };
        if result.is_ok() {
            return result;
        }
        match state.take_over() {
            Some(at) => (frame, start) = (at.cast(), Start::Continue),
            None => return result,
        }
    }
}

/// `TRACED`: the copy that tells trace and profile functions (see `tracing`).
#[inline(never)]
unsafe fn eval<const TRACED: bool>(
    state: &ThreadState,
    stack: &ValueStack,
    entry: *mut Frame,
    start: Start,
) -> PyResult {
    // SAFETY: throughout, the invariants at the head of the file; code objects are sound, so indices are in range.
    unsafe {
        let mut f = entry;
        let mut code: *const CodeObj = (*f).code;
        let mut consts: *const Word = (*code).consts.as_ptr().cast();
        let mut pc: *const Instr = (*f).pc;
        let mut sp: *mut Word = (*f).sp;
        let mut lp: *mut Word = (*f).locals;
        let mut throw = start == Start::Throw;
        let mut entering = start != Start::Continue;
        // Goes on in another frame, where it stands.
        macro_rules! switch_to {
            ($frame:expr) => {
                switch_to!($frame, (*f).sp)
            };
            ($frame:expr, $sp:expr) => {{
                f = $frame;
                code = (*f).code;
                consts = (*code).consts.as_ptr().cast();
                pc = (*f).pc;
                sp = $sp;
                lp = (*f).locals;
            }};
        }
        let py27 = lang::is_27();

        'outer: loop {
            let exit = 'dispatch: {
                if TRACED && std::mem::take(&mut entering) && tracing::entered(state, f).is_err() {
                    (*f).nblocks = 0;
                    break 'dispatch Exit::Abandon;
                }
                if throw {
                    throw = false;
                    break 'dispatch Exit::Error;
                }
                let ticker = TICKER.load(Relaxed) - 1;
                TICKER.store(ticker, Relaxed);
                if (ticker | BREAKER.load(Relaxed)) < 0
                    && (*pc).op != SETUP_FINALLY
                    && check::periodic(state, TRACED).is_err()
                {
                    break 'dispatch Exit::Error;
                }
                loop {
                    if TRACED {
                        if !state.use_tracing() {
                            break 'dispatch Exit::Error;
                        }
                        (*f).pc = pc.add(1);
                        let told = tracing::instruction(state, f);
                        pc = (*f).pc.sub(1);
                        if told.is_err() {
                            break 'dispatch Exit::Error;
                        }
                    }
                    let instr = if TRACED { (*code).plain_at(pc) } else { *pc };
                    pc = pc.add(1);

                    macro_rules! tick {
                        () => {{
                            let ticker = TICKER.load(Relaxed) - 1;
                            TICKER.store(ticker, Relaxed);
                            if (ticker | BREAKER.load(Relaxed)) < 0 && (*pc).op != SETUP_FINALLY {
                                (*f).pc = pc;
                                if check::periodic(state, TRACED).is_err() {
                                    break 'dispatch Exit::Error;
                                }
                            }
                            continue;
                        }};
                    }
                    // A tick after a jump: Python code sees the jump as the running instruction.
                    macro_rules! tick_jump {
                        ($target:expr) => {{
                            (*f).pc = pc;
                            pc = instr_at(f, $target);
                            let ticker = TICKER.load(Relaxed) - 1;
                            TICKER.store(ticker, Relaxed);
                            if (ticker | BREAKER.load(Relaxed)) < 0 && (*pc).op != SETUP_FINALLY {
                                if check::periodic(state, TRACED).is_err() {
                                    break 'dispatch Exit::Error;
                                }
                            }
                            continue;
                        }};
                    }
                    macro_rules! error {
                        () => {
                            break 'dispatch Exit::Error
                        };
                    }
                    macro_rules! save {
                        () => {
                            (*f).pc = pc
                        };
                    }
                    macro_rules! push {
                        ($word:expr) => {{
                            let word = $word;
                            *sp = word;
                            sp = sp.add(1);
                        }};
                    }
                    macro_rules! pop {
                        () => {{
                            sp = sp.sub(1);
                            *sp
                        }};
                    }
                    macro_rules! top {
                        () => {
                            *sp.sub(1)
                        };
                    }
                    // The result of a helper: a word, or NULL with the exception set.
                    macro_rules! check {
                        ($word:expr) => {{
                            let word: Word = $word;
                            if word.is_null() {
                                error!();
                            }
                            word
                        }};
                    }
                    macro_rules! check_ok {
                        ($result:expr) => {
                            match $result {
                                Ok(value) => value,
                                Err(Raised) => error!(),
                            }
                        };
                    }
                    // Replaces two operands by a result.
                    macro_rules! binary_result {
                        ($result:expr) => {{
                            let result = check!($result);
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            *sp.sub(2) = result;
                            sp = sp.sub(1);
                            a.decref();
                            b.decref();
                        }};
                    }
                    macro_rules! binary_slow {
                        ($op:expr) => {{
                            save!();
                            binary_result!(ops::binary($op, *sp.sub(2), *sp.sub(1)));
                            tick!();
                        }};
                    }
                    macro_rules! inplace_slow {
                        ($op:expr) => {{
                            save!();
                            binary_result!(ops::inplace($op, *sp.sub(2), *sp.sub(1)));
                            tick!();
                        }};
                    }
                    macro_rules! floats {
                        ($a:expr, $b:expr) => {
                            $a.is_object_nonnull()
                                && $b.is_object_nonnull()
                                && (*$a.ptr()).ty() == FLOAT
                                && (*$b.ptr()).ty() == FLOAT
                        };
                    }
                    macro_rules! arithmetic {
                        ($op:expr, $slow:ident, $int:expr, $float:expr) => {{
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if a.0 & b.0 & 1 != 0 {
                                let int: fn(Word, Word) -> Option<Word> = $int;
                                if let Some(result) = int(a, b) {
                                    *sp.sub(2) = result;
                                    sp = sp.sub(1);
                                    tick!();
                                }
                            } else if floats!(a, b) {
                                let float: fn(f64, f64) -> f64 = $float;
                                let result = float(payload::<Float>(a).0, payload::<Float>(b).0);
                                binary_result!(ops::float(result));
                                tick!();
                            }
                            $slow!($op);
                        }};
                    }
                    macro_rules! compare {
                        ($op:expr, $int:expr, $float:expr) => {{
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if a.0 & b.0 & 1 != 0 {
                                let int: fn(i64, i64) -> bool = $int;
                                *sp.sub(2) = Word::from_bool(int(a.0 as i64, b.0 as i64));
                                sp = sp.sub(1);
                                tick!();
                            }
                            if floats!(a, b) {
                                let float: fn(&f64, &f64) -> bool = $float;
                                let holds = float(&payload::<Float>(a).0, &payload::<Float>(b).0);
                                binary_result!(Word::from_bool(holds));
                                tick!();
                            }
                            save!();
                            binary_result!(ops::compare($op, a, b));
                            tick!();
                        }};
                    }
                    // An index of the code object; in range, since the code is sound.
                    macro_rules! name {
                        () => {
                            (*(*code).names.as_ptr().add(instr.arg as usize))
                        };
                    }
                    macro_rules! cache {
                        () => {
                            std::cell::UnsafeCell::raw_get((*code).caches.as_ptr().add(instr.cache_index()))
                        };
                    }
                    macro_rules! unary {
                        ($op:expr) => {{
                            save!();
                            let a = top!();
                            let result = check!(ops::unary($op, a));
                            top!() = result;
                            a.decref();
                            tick!();
                        }};
                    }
                    macro_rules! setup_block {
                        ($kind:expr, $level:expr) => {{
                            let at = usize::from((*f).nblocks);
                            if at >= MAX_BLOCKS {
                                save!();
                                errors::system_error("XXX block stack overflow");
                                error!();
                            }
                            (*f).blocks[at] =
                                MaybeUninit::new(Block { kind: $kind, handler: instr.arg, level: $level });
                            (*f).nblocks += 1;
                        }};
                    }
                    macro_rules! level {
                        () => {
                            sp.offset_from((*f).stack) as u32
                        };
                    }

                    // FOR_ITER over a generator goes on in its frame; one that runs or is done goes the general way.
                    macro_rules! resume_generator {
                        ($iterator:expr) => {{
                            let generator = payload::<Generator>($iterator);
                            let frame = generator.frame.get();
                            if !generator.running.get() && !frame.is_null() {
                                let depth = recursion::depth() + 1;
                                if depth > recursion::limit() {
                                    recursion::exceeded("");
                                    error!();
                                }
                                recursion::set_depth(depth);
                                (*f).sp = sp;
                                if (*frame).pc != (*(*frame).code).instrs.as_ptr().cast() {
                                    *(*frame).sp = Word::NONE;
                                    (*frame).sp = (*frame).sp.add(1);
                                }
                                generator.running.set(true);
                                generator::link(state, stack, frame, Return::Iterate);
                                switch_to!(frame);
                                entering = true;
                                continue 'outer;
                            }
                        }};
                    }
                    // The first component of a fused sequence: LOAD_FAST. Unbound: its own word would say so.
                    macro_rules! load_first {
                        ($word:expr) => {{
                            let word = $word;
                            if word.is_null() {
                                save!();
                                ops::unbound_local(&*code, instr.arg);
                                error!();
                            }
                            word.incref();
                            push!(word);
                        }};
                    }
                    // The second operand of a fused sequence: a local (perhaps NULL) or a constant.
                    macro_rules! second_operand {
                        () => {{
                            let second = *pc;
                            if second.op == LOAD_CONST {
                                *consts.add(second.arg as usize)
                            } else {
                                *lp.add(second.arg as usize)
                            }
                        }};
                    }
                    // COMPARE_OP and POP_JUMP_IF_FALSE: the tick of the first, then the jump.
                    macro_rules! jump_on {
                        ($holds:expr, $jump:expr) => {{
                            let holds: bool = $holds;
                            let jump: *const Instr = $jump;
                            let ticker = TICKER.load(Relaxed) - 1;
                            TICKER.store(ticker, Relaxed);
                            if (ticker | BREAKER.load(Relaxed)) < 0 {
                                // The jump runs from its own word, after the check.
                                push!(Word::from_bool(holds));
                                pc = jump;
                                save!();
                                if check::periodic(state, TRACED).is_err() {
                                    break 'dispatch Exit::Error;
                                }
                                continue;
                            }
                            pc = if holds { jump.add(1) } else { instr_at(f, (*jump).arg) };
                            continue;
                        }};
                    }
                    macro_rules! compare_jump {
                        ($op:expr, $int:expr, $float:expr) => {{
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if a.0 & b.0 & 1 != 0 {
                                let int: fn(i64, i64) -> bool = $int;
                                sp = sp.sub(2);
                                jump_on!(int(a.0 as i64, b.0 as i64), pc);
                            }
                            compare!($op, $int, $float);
                        }};
                    }
                    macro_rules! operands_compare_jump {
                        ($int:expr) => {{
                            let (a, b) = (*lp.add(instr.arg as usize), second_operand!());
                            if a.0 & b.0 & 1 != 0 {
                                let int: fn(i64, i64) -> bool = $int;
                                jump_on!(int(a.0 as i64, b.0 as i64), pc.add(2));
                            }
                            load_first!(a);
                        }};
                    }
                    macro_rules! operands_store {
                        ($int:expr, $float:expr) => {{
                            let (a, b) = (*lp.add(instr.arg as usize), second_operand!());
                            let int: fn(Word, Word) -> Option<Word> = $int;
                            let result = if a.0 & b.0 & 1 != 0 {
                                int(a, b)
                            } else if a.is_object() && b.is_object() && floats!(a, b) {
                                let float: fn(f64, f64) -> f64 = $float;
                                Some(ops::float(float(payload::<Float>(a).0, payload::<Float>(b).0)))
                            } else {
                                None
                            };
                            if let Some(result) = result {
                                let ticker = TICKER.load(Relaxed) - 1;
                                TICKER.store(ticker, Relaxed);
                                pc = pc.add(2);
                                if (ticker | BREAKER.load(Relaxed)) < 0 {
                                    // The store runs from its own word, after the check.
                                    push!(result);
                                    save!();
                                    if check::periodic(state, TRACED).is_err() {
                                        break 'dispatch Exit::Error;
                                    }
                                    continue;
                                }
                                let place = lp.add((*pc).arg as usize);
                                pc = pc.add(1);
                                let old = *place;
                                *place = result;
                                old.xdecref();
                                continue;
                            }
                            load_first!(a);
                        }};
                    }
                    macro_rules! operands_push {
                        ($int:expr, $float:expr) => {{
                            let (a, b) = (*lp.add(instr.arg as usize), second_operand!());
                            let int: fn(Word, Word) -> Option<Word> = $int;
                            let result = if a.0 & b.0 & 1 != 0 {
                                int(a, b)
                            } else if a.is_object() && b.is_object() && floats!(a, b) {
                                let float: fn(f64, f64) -> f64 = $float;
                                Some(ops::float(float(payload::<Float>(a).0, payload::<Float>(b).0)))
                            } else {
                                None
                            };
                            if let Some(result) = result {
                                push!(result);
                                pc = pc.add(2);
                                tick!();
                            }
                            load_first!(a);
                        }};
                    }

                    // Calls a Python function whose reference is ours, apart from the operands: `at` is where the
                    // result goes, `first` the first of `count` arguments.
                    macro_rules! call_function {
                        ($callee:expr, $at:expr, $first:expr, $count:expr, $pairs:expr) => {{
                            let (callee, at, first, count, pairs) = ($callee, $at, $first, $count, $pairs);
                            let function = payload::<Function>(callee);
                            let target: *const CodeObj = payload::<CodeObj>(function.code.word());
                            let depth = recursion::depth() + 1;
                            if (*target).simple
                                && !(*target).is_generator
                                && !(*f).is_generator
                                && pairs == 0
                                && count == (*target).argcount
                                && depth <= recursion::limit()
                                && stack.fits(first, (*target).fixed + (*target).stacksize)
                            {
                                // The arguments become the locals where they lie.
                                for index in count..(*target).fixed {
                                    *first.add(index) = Word::NULL;
                                }
                                if (*target).has_cells {
                                    call::fill_cells(function, &*target, first);
                                }
                                (*f).sp = at;
                                let globals = function.globals.word();
                                globals.incref();
                                let globals_dict: *const Dict = cache::table(globals);
                                let builtins_dict = if globals_dict == (*f).globals_dict {
                                    (*f).builtins_dict
                                } else {
                                    call::builtins_of(&*globals_dict, state)
                                };
                                recursion::set_depth(depth);
                                let frame = call::push(
                                    state,
                                    stack,
                                    target,
                                    callee,
                                    globals,
                                    globals_dict,
                                    builtins_dict,
                                    Word::NULL,
                                    first,
                                    Return::Push,
                                );
                                (*frame).return_sp = at;
                                switch_to!(frame);
                                entering = true;
                                continue 'outer;
                            }
                            match call::enter_function(state, stack, f, sp, callee, at, first, count, pairs) {
                                Entered::Frame(frame) => {
                                    switch_to!(frame);
                                    entering = true;
                                    continue 'outer;
                                }
                                Entered::Value(generator) => {
                                    sp = at;
                                    push!(generator.into_word());
                                    tick!();
                                }
                                Entered::Error => error!(),
                            }
                        }};
                    }

                    match instr.op {
                        // ---- the stack and locals -------------------------------------------------
                        op if op == Op::LoadFast as u8 => {
                            let word = *lp.add(instr.arg as usize);
                            if word.is_null() {
                                save!();
                                ops::unbound_local(&*(*f).code, instr.arg);
                                error!();
                            }
                            word.incref();
                            push!(word);
                        }
                        op if op == Op::LoadConst as u8 => {
                            let word = *consts.add(instr.arg as usize);
                            word.incref();
                            push!(word);
                        }
                        op if op == Op::StoreFast as u8 => {
                            let word = pop!();
                            let place = lp.add(instr.arg as usize);
                            let old = *place;
                            *place = word;
                            old.xdecref();
                        }
                        op if op == Op::PopTop as u8 => {
                            let word = pop!();
                            word.decref();
                        }
                        op if op == Op::Nop as u8 || op == Op::ExtendedArg as u8 => {}
                        op if op == Op::RotTwo as u8 => {
                            std::ptr::swap(sp.sub(1), sp.sub(2));
                        }
                        op if op == Op::RotThree as u8 => {
                            let (a, b, c) = (*sp.sub(1), *sp.sub(2), *sp.sub(3));
                            *sp.sub(1) = b;
                            *sp.sub(2) = c;
                            *sp.sub(3) = a;
                        }
                        op if op == Op::RotFour as u8 => {
                            let (a, b, c, d) = (*sp.sub(1), *sp.sub(2), *sp.sub(3), *sp.sub(4));
                            *sp.sub(1) = b;
                            *sp.sub(2) = c;
                            *sp.sub(3) = d;
                            *sp.sub(4) = a;
                        }
                        op if op == Op::DupTop as u8 => {
                            let word = top!();
                            word.incref();
                            push!(word);
                        }
                        op if op == Op::DupTopTwo as u8 || op == Op::DupTopx as u8 => {
                            let count = if op == Op::DupTopx as u8 { instr.arg as usize } else { 2 };
                            for _ in 0..count {
                                let word = *sp.sub(count);
                                word.incref();
                                push!(word);
                            }
                        }
                        op if op == Op::DeleteFast as u8 => {
                            let place = lp.add(instr.arg as usize);
                            let old = *place;
                            if old.is_null() {
                                save!();
                                ops::unbound_local(&*(*f).code, instr.arg);
                                error!();
                            }
                            *place = Word::NULL;
                            old.decref();
                            tick!();
                        }

                        // ---- arithmetic ------------------------------------------------------------
                        op if op == Op::BinaryAdd as u8 => {
                            arithmetic!(BinOp::Add, binary_slow, ops::int_add, |a, b| a + b)
                        }
                        op if op == Op::BinarySubtract as u8 => {
                            arithmetic!(BinOp::Sub, binary_slow, ops::int_sub, |a, b| a - b)
                        }
                        op if op == Op::BinaryMultiply as u8 => {
                            arithmetic!(BinOp::Mul, binary_slow, ops::int_mul, |a, b| a * b)
                        }
                        op if op == Op::InplaceAdd as u8 => {
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if a.0 & b.0 & 1 == 0 && ops::is_str(a) && ops::is_str(b) {
                                // `s += t` on a local or a name: the string may grow in place.
                                save!();
                                let result = check!(ops::concat_in_place(f, pc, lp, sp));
                                sp = sp.sub(1);
                                *sp.sub(1) = result;
                                tick!();
                            }
                            arithmetic!(BinOp::Add, inplace_slow, ops::int_add, |a, b| a + b)
                        }
                        op if op == Op::InplaceSubtract as u8 => {
                            arithmetic!(BinOp::Sub, inplace_slow, ops::int_sub, |a, b| a - b)
                        }
                        op if op == Op::InplaceMultiply as u8 => {
                            arithmetic!(BinOp::Mul, inplace_slow, ops::int_mul, |a, b| a * b)
                        }
                        op if op == Op::BinaryModulo as u8 => {
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if let Some(result) = ops::int_mod(a, b) {
                                *sp.sub(2) = result;
                                sp = sp.sub(1);
                                tick!();
                            }
                            binary_slow!(BinOp::Mod)
                        }
                        op if op == Op::BinaryFloorDivide as u8 || op == Op::BinaryDivide as u8 => {
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if let Some(result) = ops::int_floordiv(a, b) {
                                *sp.sub(2) = result;
                                sp = sp.sub(1);
                                tick!();
                            }
                            if op == Op::BinaryDivide as u8 {
                                binary_slow!(BinOp::Div)
                            } else {
                                binary_slow!(BinOp::FloorDiv)
                            }
                        }
                        op if op == Op::BinaryTrueDivide as u8 => binary_slow!(BinOp::TrueDiv),
                        op if op == Op::BinaryPower as u8 => binary_slow!(BinOp::Pow),
                        op if op == Op::BinaryLshift as u8 => binary_slow!(BinOp::LShift),
                        op if op == Op::BinaryRshift as u8 => binary_slow!(BinOp::RShift),
                        op if op == Op::BinaryAnd as u8 => {
                            arithmetic!(BinOp::And, binary_slow, |a, b| Some(Word(a.0 & b.0)), |_, _| {
                                f64::NAN
                            })
                        }
                        op if op == Op::BinaryXor as u8 => binary_slow!(BinOp::Xor),
                        op if op == Op::BinaryOr as u8 => binary_slow!(BinOp::Or),
                        op if op == Op::InplaceModulo as u8 => inplace_slow!(BinOp::Mod),
                        op if op == Op::InplaceFloorDivide as u8 => inplace_slow!(BinOp::FloorDiv),
                        op if op == Op::InplaceDivide as u8 => inplace_slow!(BinOp::Div),
                        op if op == Op::InplaceTrueDivide as u8 => inplace_slow!(BinOp::TrueDiv),
                        op if op == Op::InplacePower as u8 => inplace_slow!(BinOp::Pow),
                        op if op == Op::InplaceLshift as u8 => inplace_slow!(BinOp::LShift),
                        op if op == Op::InplaceRshift as u8 => inplace_slow!(BinOp::RShift),
                        op if op == Op::InplaceAnd as u8 => inplace_slow!(BinOp::And),
                        op if op == Op::InplaceXor as u8 => inplace_slow!(BinOp::Xor),
                        op if op == Op::InplaceOr as u8 => inplace_slow!(BinOp::Or),
                        op if op == Op::UnaryNegative as u8 => unary!(UnOp::Neg),
                        op if op == Op::UnaryPositive as u8 => unary!(UnOp::Pos),
                        op if op == Op::UnaryInvert as u8 => unary!(UnOp::Invert),
                        op if op == Op::UnaryNot as u8 => {
                            let a = top!();
                            if a == Word::TRUE || a == Word::FALSE {
                                top!() = Word::from_bool(a == Word::FALSE);
                            } else {
                                save!();
                                let truth = check_ok!(protocol::truth(a.as_value()));
                                top!() = Word::from_bool(!truth);
                                a.decref();
                            }
                            tick!();
                        }
                        op if op == Op::UnaryConvert as u8 => {
                            save!();
                            let a = top!();
                            top!() = check!(ops::give(protocol::repr(a.as_value())));
                            a.decref();
                            tick!();
                        }

                        // ---- comparison ------------------------------------------------------------
                        COMPARE_LT => compare!(CmpOp::Lt, |a, b| a < b, f64::lt),
                        COMPARE_LE => compare!(CmpOp::Le, |a, b| a <= b, f64::le),
                        COMPARE_EQ => compare!(CmpOp::Eq, |a, b| a == b, f64::eq),
                        COMPARE_NE => compare!(CmpOp::Ne, |a, b| a != b, f64::ne),
                        COMPARE_GT => compare!(CmpOp::Gt, |a, b| a > b, f64::gt),
                        COMPARE_GE => compare!(CmpOp::Ge, |a, b| a >= b, f64::ge),
                        COMPARE_IS => {
                            binary_result!(Word::from_bool(*sp.sub(2) == *sp.sub(1)));
                            tick!();
                        }
                        COMPARE_IS_NOT => {
                            binary_result!(Word::from_bool(*sp.sub(2) != *sp.sub(1)));
                            tick!();
                        }
                        COMPARE_IN | COMPARE_NOT_IN => {
                            save!();
                            let found = check_ok!(protocol::contains(
                                (*sp.sub(1)).as_value(),
                                (*sp.sub(2)).as_value()
                            ));
                            binary_result!(Word::from_bool(found == (instr.op == COMPARE_IN)));
                            tick!();
                        }
                        COMPARE_EXC_MATCH => {
                            save!();
                            let matches = check_ok!(ops::exception_match(*sp.sub(2), *sp.sub(1)));
                            binary_result!(Word::from_bool(matches));
                            tick!();
                        }

                        // ---- jumps -----------------------------------------------------------------
                        op if op == Op::PopJumpIfFalse as u8 => {
                            let word = pop!();
                            if word == Word::TRUE {
                                continue;
                            }
                            if word == Word::FALSE {
                                pc = instr_at(f, instr.arg);
                                continue;
                            }
                            save!();
                            let truth = protocol::truth(word.as_value());
                            word.decref();
                            if check_ok!(truth) {
                                tick!();
                            }
                            tick_jump!(instr.arg);
                        }
                        op if op == Op::PopJumpIfTrue as u8 => {
                            let word = pop!();
                            if word == Word::FALSE {
                                continue;
                            }
                            if word == Word::TRUE {
                                pc = instr_at(f, instr.arg);
                                continue;
                            }
                            save!();
                            let truth = protocol::truth(word.as_value());
                            word.decref();
                            if !check_ok!(truth) {
                                tick!();
                            }
                            tick_jump!(instr.arg);
                        }
                        op if op == Op::JumpIfFalseOrPop as u8 || op == Op::JumpIfTrueOrPop as u8 => {
                            let on = op == Op::JumpIfTrueOrPop as u8;
                            let word = top!();
                            if word == Word::TRUE || word == Word::FALSE {
                                if (word == Word::TRUE) == on {
                                    pc = instr_at(f, instr.arg);
                                } else {
                                    sp = sp.sub(1);
                                }
                                continue;
                            }
                            save!();
                            if check_ok!(protocol::truth(word.as_value())) == on {
                                tick_jump!(instr.arg);
                            }
                            sp = sp.sub(1);
                            word.decref();
                            tick!();
                        }
                        op if op == Op::JumpForward as u8 => {
                            pc = instr_at(f, instr.arg);
                        }
                        op if op == Op::JumpAbsolute as u8 => tick_jump!(instr.arg),
                        op if op == Op::GetIter as u8 => {
                            save!();
                            let a = top!();
                            top!() = check!(ops::give(protocol::iter(a.as_value())));
                            a.decref();
                            tick!();
                        }
                        op if op == Op::ForIter as u8 => {
                            let iterator = top!();
                            save!();
                            if (*iterator.ptr()).ty() == GENERATOR {
                                resume_generator!(iterator);
                            }
                            match check_ok!(ops::next(iterator)) {
                                Some(value) => {
                                    push!(value.into_word());
                                    tick!();
                                }
                                None => {
                                    sp = sp.sub(1);
                                    iterator.decref();
                                    tick_jump!(instr.arg);
                                }
                            }
                        }
                        op if op == Op::BreakLoop as u8 => {
                            save!();
                            break 'dispatch Exit::Break;
                        }
                        op if op == Op::ContinueLoop as u8 => {
                            save!();
                            break 'dispatch Exit::Continue(instr.arg);
                        }
                        op if op == Op::ReturnValue as u8 => {
                            save!();
                            let value = pop!();
                            if !TRACED
                                && (*f).nblocks == 0
                                && !(*f).is_generator
                                && !(*f).saved_exc_set
                                && ((*f).returns == Return::Push
                                    || (*f).returns == Return::Init && value == Word::NONE)
                            {
                                // The common way home, without the general unwinding.
                                let (caller, return_sp) = ((*f).prev, (*f).return_sp);
                                while sp > (*f).stack {
                                    sp = sp.sub(1);
                                    (*sp).xdecref();
                                }
                                let made = (*f).extra;
                                call::pop(state, stack, f);
                                recursion::set_depth(recursion::depth() - 1);
                                switch_to!(caller, return_sp);
                                // After an `__init__` the new object, else what was returned.
                                push!(if made.is_null() { value } else { made });
                                continue 'outer;
                            }
                            break 'dispatch Exit::Return(value);
                        }
                        op if op == Op::YieldValue as u8 => {
                            save!();
                            let value = pop!();
                            break 'dispatch Exit::Yield(value);
                        }

                        // ---- blocks ----------------------------------------------------------------
                        op if op == Op::SetupLoop as u8 => {
                            setup_block!(BlockKind::Loop, level!());
                            tick!();
                        }
                        op if op == Op::SetupExcept as u8 => {
                            setup_block!(BlockKind::Except, level!());
                            tick!();
                        }
                        op if op == Op::SetupFinally as u8 => {
                            setup_block!(BlockKind::Finally, level!());
                            tick!();
                        }
                        op if op == Op::SetupWith as u8 => {
                            save!();
                            let context = top!();
                            let (exit, entered) = check_ok!(ops::enter_context(context.as_value()));
                            top!() = exit.into_word();
                            context.decref();
                            setup_block!(if py27 { BlockKind::With } else { BlockKind::Finally }, level!());
                            push!(entered.into_word());
                            tick!();
                        }
                        op if op == Op::PopBlock as u8 => {
                            (*f).nblocks -= 1;
                            let block = (*f).block_raw((*f).nblocks.into());
                            let level = (*f).stack.add(block.level as usize);
                            while sp > level {
                                sp = sp.sub(1);
                                (*sp).xdecref();
                            }
                            tick!();
                        }
                        op if op == Op::PopExcept as u8 => {
                            save!();
                            (*f).nblocks -= 1;
                            let block = (*f).block_raw((*f).nblocks.into());
                            if block.kind != BlockKind::ExceptHandler {
                                errors::system_error("popped block is not an except handler");
                                error!();
                            }
                            sp = unwind::leave_handler(state, f, sp, block.level);
                            tick!();
                        }
                        op if op == Op::EndFinally as u8 => {
                            save!();
                            let why = pop!();
                            if why.is_int() {
                                match why.int() {
                                    WHY_RETURN => {
                                        let value = pop!();
                                        break 'dispatch Exit::Return(value);
                                    }
                                    WHY_CONTINUE => {
                                        let target = pop!();
                                        break 'dispatch Exit::Continue(target.int() as u32);
                                    }
                                    WHY_SILENCED => {
                                        (*f).nblocks -= 1;
                                        let block = (*f).block_raw((*f).nblocks.into());
                                        sp = unwind::leave_handler(state, f, sp, block.level);
                                        tick!();
                                    }
                                    _ => break 'dispatch Exit::Break,
                                }
                            }
                            if why == Word::NONE {
                                tick!();
                            }
                            let value = pop!();
                            let traceback = pop!();
                            if !exc::is_exception_class(why.as_value())
                                && !crate::objects::classic::is_class(why.as_value())
                            {
                                for word in [why, value, traceback] {
                                    word.decref();
                                }
                                errors::system_error("'finally' pops bad exception");
                                error!();
                            }
                            let none_is_absent = |word: Word| (word != Word::NONE).then(|| word.into_value());
                            let traceback = none_is_absent(traceback);
                            errors::restore(Exc {
                                ty: why.into_value(),
                                value: none_is_absent(value),
                                traceback,
                            });
                            break 'dispatch Exit::Reraise;
                        }
                        op if op == Op::WithCleanup as u8 => {
                            save!();
                            sp = check_ok!(unwind::with_cleanup(f, sp));
                            tick!();
                        }
                        op if op == Op::RaiseVarargs as u8 => {
                            save!();
                            let count = instr.arg as usize;
                            sp = sp.sub(count);
                            break 'dispatch unwind::raise(state, sp, count);
                        }

                        // ---- names -----------------------------------------------------------------
                        op if op == Op::LoadGlobal as u8 => {
                            let word = cache::load_global(f, &name!(), cache!());
                            if word.is_null() {
                                save!();
                                ops::global_name_error(&name!());
                                error!();
                            }
                            push!(word);
                            tick!();
                        }
                        op if op == Op::LoadName as u8 => {
                            if (*f).names == (*f).globals {
                                let word = cache::load_global(f, &name!(), cache!());
                                if !word.is_null() {
                                    push!(word);
                                    tick!();
                                }
                            }
                            save!();
                            push!(check!(ops::load_name(f, &name!())));
                            tick!();
                        }
                        op if op == Op::StoreName as u8 => {
                            save!();
                            let word = pop!();
                            if (*f).names == (*f).globals {
                                cache::store_name(&*(*f).globals_dict, &name!(), word.into_value(), cache!());
                                tick!();
                            }
                            check_ok!(ops::store_name(f, &name!(), word));
                            tick!();
                        }
                        op if op == Op::DeleteName as u8 => {
                            save!();
                            check_ok!(ops::delete_name(f, &name!()));
                            tick!();
                        }
                        op if op == Op::StoreGlobal as u8 => {
                            save!();
                            let word = pop!();
                            cache::store_name(&*(*f).globals_dict, &name!(), word.into_value(), cache!());
                            tick!();
                        }
                        op if op == Op::DeleteGlobal as u8 => {
                            save!();
                            if (*(*f).globals_dict).remove_name(&name!()).is_none() {
                                ops::global_name_error(&name!());
                                error!();
                            }
                            tick!();
                        }
                        op if op == Op::LoadAttr as u8 => {
                            let object = top!();
                            let word = cache::load_attr(object, &name!(), cache!());
                            if !word.is_null() {
                                top!() = word;
                                object.decref();
                                tick!();
                            }
                            save!();
                            let word = check!(ops::give(cache::load_attr_slow(
                                object.as_value(),
                                &name!(),
                                cache!()
                            )));
                            top!() = word;
                            object.decref();
                            tick!();
                        }
                        op if op == Op::StoreAttr as u8 => {
                            let (object, value) = (*sp.sub(1), *sp.sub(2));
                            save!();
                            if cache::store_attr(object, &name!(), value, cache!()) {
                                sp = sp.sub(2);
                                object.decref();
                                tick!();
                            }
                            check_ok!(cache::store_attr_slow(
                                object.as_value(),
                                &name!(),
                                value.as_value(),
                                cache!()
                            ));
                            sp = sp.sub(2);
                            object.decref();
                            value.decref();
                            tick!();
                        }
                        op if op == Op::DeleteAttr as u8 => {
                            save!();
                            let object = top!();
                            check_ok!(protocol::setattr(object.as_value(), &name!(), None));
                            sp = sp.sub(1);
                            object.decref();
                            tick!();
                        }
                        op if op == Op::LoadClosure as u8 => {
                            let cell = *lp.add((*(*f).code).nlocals + instr.arg as usize);
                            cell.incref();
                            push!(cell);
                            tick!();
                        }
                        op if op == Op::LoadDeref as u8 => {
                            let cell = *lp.add((*(*f).code).nlocals + instr.arg as usize);
                            let word = payload::<function::Cell>(cell).0.word();
                            if word.is_null() {
                                save!();
                                ops::unbound_deref(&*(*f).code, instr.arg);
                                error!();
                            }
                            word.incref();
                            push!(word);
                            tick!();
                        }
                        op if op == Op::StoreDeref as u8 => {
                            let cell = *lp.add((*(*f).code).nlocals + instr.arg as usize);
                            let word = pop!();
                            payload::<function::Cell>(cell).0.set(word.into_value());
                            tick!();
                        }
                        op if op == Op::DeleteDeref as u8 => {
                            save!();
                            let cell = *lp.add((*(*f).code).nlocals + instr.arg as usize);
                            if payload::<function::Cell>(cell).0.take().is_none() {
                                ops::unbound_deref(&*(*f).code, instr.arg);
                                error!();
                            }
                            tick!();
                        }
                        op if op == Op::LoadLocals as u8 => {
                            let names = (*f).names;
                            if names.is_null() {
                                save!();
                                errors::system_error("no locals");
                                error!();
                            }
                            names.incref();
                            push!(names);
                            tick!();
                        }
                        op if op == Op::StoreLocals as u8 => {
                            let word = pop!();
                            let old = (*f).names;
                            (*f).names = word;
                            old.xdecref();
                            tick!();
                        }

                        // ---- items -----------------------------------------------------------------
                        op if op == Op::BinarySubscr as u8 => {
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if b.is_int() && a.is_object_nonnull() {
                                let ty = (*a.ptr()).ty();
                                let found = if ty == LIST {
                                    let list = payload::<List>(a);
                                    ops::sequence_index(b.int(), list.len()).and_then(|at| list.get(at))
                                } else if ty == TUPLE {
                                    let items = payload::<Tuple>(a).items();
                                    ops::sequence_index(b.int(), items.len())
                                        .and_then(|at| items.get(at).cloned())
                                } else {
                                    None
                                };
                                if let Some(found) = found {
                                    *sp.sub(2) = found.into_word();
                                    sp = sp.sub(1);
                                    a.decref();
                                    tick!();
                                }
                            }
                            save!();
                            binary_result!(ops::give(protocol::getitem(a.as_value(), b.as_value())));
                            tick!();
                        }
                        op if op == Op::StoreSubscr as u8 => {
                            save!();
                            let (value, object, key) = (*sp.sub(3), *sp.sub(2), *sp.sub(1));
                            check_ok!(ops::store_item(object, key, value));
                            sp = sp.sub(3);
                            key.decref();
                            object.decref();
                            value.decref();
                            tick!();
                        }
                        op if op == Op::DeleteSubscr as u8 => {
                            save!();
                            let (object, key) = (*sp.sub(2), *sp.sub(1));
                            check_ok!(protocol::setitem(object.as_value(), key.as_value(), None));
                            sp = sp.sub(2);
                            key.decref();
                            object.decref();
                            tick!();
                        }
                        op if (Op::Slice0 as u8..=Op::DeleteSlice3 as u8).contains(&op) => {
                            save!();
                            sp = check_ok!(ops::old_slice(op, sp));
                            tick!();
                        }

                        // ---- building --------------------------------------------------------------
                        op if op == Op::BuildTuple as u8 => {
                            let tuple = ops::build_tuple(sp, instr.arg as usize);
                            sp = sp.sub(instr.arg as usize);
                            push!(tuple.into_word());
                            tick!();
                        }
                        op if op == Op::BuildList as u8 => {
                            let items = ops::take_items(sp, instr.arg as usize);
                            sp = sp.sub(instr.arg as usize);
                            push!(crate::objects::list::new_list(items).into_word());
                            tick!();
                        }
                        op if op == Op::BuildSet as u8 => {
                            save!();
                            let items = ops::take_items(sp, instr.arg as usize);
                            sp = sp.sub(instr.arg as usize);
                            push!(check!(ops::give(ops::build_set(items))));
                            tick!();
                        }
                        op if op == Op::BuildMap as u8 => {
                            push!(Dict::presized(instr.arg as usize).into_word());
                            tick!();
                        }
                        op if op == Op::StoreMap as u8 => {
                            save!();
                            let (key, value) = (pop!(), pop!());
                            let dict = top!();
                            check_ok!(cache::table(dict).insert(key.into_value(), value.into_value()));
                            tick!();
                        }
                        op if op == Op::ListAppend as u8 => {
                            let value = pop!();
                            let list = *sp.sub(instr.arg as usize);
                            payload::<List>(list).push(value.into_value());
                            tick!();
                        }
                        op if op == Op::SetAdd as u8 => {
                            save!();
                            let value = pop!();
                            let set = *sp.sub(instr.arg as usize);
                            check_ok!(ops::set_add(set, value));
                            tick!();
                        }
                        op if op == Op::MapAdd as u8 => {
                            save!();
                            let (key, value) = (pop!(), pop!());
                            let dict = *sp.sub(instr.arg as usize);
                            check_ok!(cache::table(dict).insert(key.into_value(), value.into_value()));
                            tick!();
                        }
                        op if op == Op::BuildSlice as u8 => {
                            save!();
                            sp = ops::build_slice(sp, instr.arg as usize);
                            tick!();
                        }
                        op if op == Op::UnpackSequence as u8 => {
                            save!();
                            let sequence = pop!();
                            let result = ops::unpack_sequence(sequence, instr.arg as usize, sp);
                            sequence.decref();
                            sp = check_ok!(result);
                            tick!();
                        }
                        op if op == Op::UnpackEx as u8 => {
                            save!();
                            let sequence = pop!();
                            let result = ops::unpack_ex(sequence, instr.arg as usize, sp);
                            sequence.decref();
                            sp = check_ok!(result);
                            tick!();
                        }
                        op if op == Op::MakeFunction as u8 || op == Op::MakeClosure as u8 => {
                            save!();
                            sp = check_ok!(ops::make_function(f, sp, instr.arg, op == Op::MakeClosure as u8));
                            tick!();
                        }
                        op if op == Op::BuildClass as u8 => {
                            save!();
                            sp = check_ok!(ops::build_class(sp));
                            tick!();
                        }
                        op if op == Op::LoadBuildClass as u8 => {
                            save!();
                            push!(check!(ops::load_build_class(f)));
                            tick!();
                        }

                        // ---- calls -----------------------------------------------------------------
                        op if op == Op::CallFunction as u8 => {
                            save!();
                            let mut count = (instr.arg & 0xff) as usize;
                            let pairs = (instr.arg >> 8 & 0xff) as usize;
                            let mut first = sp.sub(count + 2 * pairs);
                            let at = first.sub(1);
                            let mut callee = *at;
                            if callee.is_object_nonnull() {
                                let mut ty = (*callee.ptr()).ty();
                                if ty == METHOD
                                    && let Method { function, this: Some(this), .. } =
                                        payload::<Method>(callee)
                                    && function.type_of() == FUNCTION
                                {
                                    // The method's place becomes `self`'s: the function gets one argument more.
                                    let target = function.clone().into_word();
                                    *at = this.clone().into_word();
                                    callee.decref();
                                    callee = target;
                                    first = at;
                                    count += 1;
                                    ty = FUNCTION;
                                }
                                if ty == FUNCTION {
                                    call_function!(callee, at, first, count, pairs);
                                }
                                if ty == NATIVE {
                                    let native = payload::<NativeObj>(callee);
                                    let args = ops::args(first, count, pairs);
                                    let result = if TRACED {
                                        check!(tracing::call_native(state, f, callee.as_value(), || {
                                            ops::call_native(native, &args)
                                        }))
                                    } else {
                                        check!(ops::call_native(native, &args))
                                    };
                                    while sp > at {
                                        sp = sp.sub(1);
                                        (*sp).decref();
                                    }
                                    push!(result);
                                    tick!();
                                }
                                if ty == TYPE
                                    && let Some((instance, init)) = ops::plain_instance(callee)
                                {
                                    // The class's place becomes the new object's, which `__init__` gets.
                                    let object = instance.into_word();
                                    object.incref();
                                    *at = object;
                                    callee.decref();
                                    let entered = call::enter_function(
                                        state,
                                        stack,
                                        f,
                                        sp,
                                        init.into_word(),
                                        at,
                                        at,
                                        count + 1,
                                        pairs,
                                    );
                                    match entered {
                                        Entered::Frame(frame) => {
                                            (*frame).returns = Return::Init;
                                            (*frame).extra = object;
                                            switch_to!(frame);
                                            entering = true;
                                            continue 'outer;
                                        }
                                        Entered::Value(generator) => {
                                            drop(generator);
                                            object.decref();
                                            sp = at;
                                            ops::init_result_error("generator");
                                            error!();
                                        }
                                        Entered::Error => {
                                            object.decref();
                                            error!();
                                        }
                                    }
                                }
                            }
                            let args: Args = ops::args(first, count, pairs);
                            let result = check!(ops::call_any(callee, &args));
                            while sp > at {
                                sp = sp.sub(1);
                                (*sp).decref();
                            }
                            push!(result);
                            tick!();
                        }
                        op if op == Op::CallFunctionVar as u8
                            || op == Op::CallFunctionKw as u8
                            || op == Op::CallFunctionVarKw as u8 =>
                        {
                            save!();
                            let star = op != Op::CallFunctionKw as u8;
                            let starstar = op != Op::CallFunctionVar as u8;
                            sp = check_ok!(ops::call_extended(sp, instr.arg, star, starstar));
                            tick!();
                        }

                        // ---- fused sequences (see `fuse`) --------------------------------------------
                        LOAD_FAST_LOAD_FAST => {
                            let (a, b) = (*lp.add(instr.arg as usize), *lp.add((*pc).arg as usize));
                            load_first!(a);
                            if b.is_null() {
                                continue;
                            }
                            b.incref();
                            push!(b);
                            pc = pc.add(1);
                        }
                        LOAD_FAST_LOAD_CONST => {
                            let a = *lp.add(instr.arg as usize);
                            let b = *consts.add((*pc).arg as usize);
                            load_first!(a);
                            b.incref();
                            push!(b);
                            pc = pc.add(1);
                        }
                        STORE_FAST_LOAD_FAST => {
                            let word = pop!();
                            let place = lp.add(instr.arg as usize);
                            let old = *place;
                            *place = word;
                            old.xdecref();
                            let b = *lp.add((*pc).arg as usize);
                            if b.is_null() {
                                continue;
                            }
                            b.incref();
                            push!(b);
                            pc = pc.add(1);
                        }
                        LOAD_FAST_LOAD_ATTR => {
                            let object = *lp.add(instr.arg as usize);
                            if !object.is_null() {
                                let attr = *pc;
                                let name = &*(*code).names.as_ptr().add(attr.arg as usize);
                                let cache = std::cell::UnsafeCell::raw_get(
                                    (*code).caches.as_ptr().add(attr.cache_index()),
                                );
                                let word = cache::load_attr(object, name, cache);
                                if !word.is_null() {
                                    push!(word);
                                    pc = pc.add(1);
                                    tick!();
                                }
                            }
                            load_first!(object);
                        }
                        COMPARE_JUMP_LT => compare_jump!(CmpOp::Lt, |a, b| a < b, f64::lt),
                        COMPARE_JUMP_LE => compare_jump!(CmpOp::Le, |a, b| a <= b, f64::le),
                        COMPARE_JUMP_EQ => compare_jump!(CmpOp::Eq, |a, b| a == b, f64::eq),
                        COMPARE_JUMP_NE => compare_jump!(CmpOp::Ne, |a, b| a != b, f64::ne),
                        COMPARE_JUMP_GT => compare_jump!(CmpOp::Gt, |a, b| a > b, f64::gt),
                        COMPARE_JUMP_GE => compare_jump!(CmpOp::Ge, |a, b| a >= b, f64::ge),
                        OPERANDS_COMPARE_JUMP_LT => operands_compare_jump!(|a, b| a < b),
                        OPERANDS_COMPARE_JUMP_LE => operands_compare_jump!(|a, b| a <= b),
                        OPERANDS_COMPARE_JUMP_EQ => operands_compare_jump!(|a, b| a == b),
                        OPERANDS_COMPARE_JUMP_NE => operands_compare_jump!(|a, b| a != b),
                        OPERANDS_COMPARE_JUMP_GT => operands_compare_jump!(|a, b| a > b),
                        OPERANDS_COMPARE_JUMP_GE => operands_compare_jump!(|a, b| a >= b),
                        OPERANDS_ADD_STORE => operands_store!(ops::int_add, |a, b| a + b),
                        OPERANDS_SUB_STORE => operands_store!(ops::int_sub, |a, b| a - b),
                        OPERANDS_ADD => operands_push!(ops::int_add, |a, b| a + b),
                        OPERANDS_SUB => operands_push!(ops::int_sub, |a, b| a - b),
                        OPERANDS_MUL => operands_push!(ops::int_mul, |a, b| a * b),
                        OPERANDS_SUBSCR => {
                            let (a, b) = (*lp.add(instr.arg as usize), *lp.add((*pc).arg as usize));
                            if b.is_int() && a.is_object() {
                                let ty = (*a.ptr()).ty();
                                let found = if ty == LIST {
                                    let list = payload::<List>(a);
                                    ops::sequence_index(b.int(), list.len()).and_then(|at| list.get(at))
                                } else if ty == TUPLE {
                                    let items = payload::<Tuple>(a).items();
                                    ops::sequence_index(b.int(), items.len())
                                        .and_then(|at| items.get(at).cloned())
                                } else {
                                    None
                                };
                                if let Some(found) = found {
                                    push!(found.into_word());
                                    pc = pc.add(2);
                                    tick!();
                                }
                            }
                            load_first!(a);
                        }
                        FOR_ITER_STORE_FAST => {
                            let iterator = top!();
                            save!();
                            if (*iterator.ptr()).ty() == GENERATOR {
                                resume_generator!(iterator);
                            }
                            match check_ok!(ops::next(iterator)) {
                                Some(value) => {
                                    let ticker = TICKER.load(Relaxed) - 1;
                                    TICKER.store(ticker, Relaxed);
                                    if (ticker | BREAKER.load(Relaxed)) < 0 {
                                        // The store runs from its own word, after the check.
                                        push!(value.into_word());
                                        if check::periodic(state, TRACED).is_err() {
                                            break 'dispatch Exit::Error;
                                        }
                                        continue;
                                    }
                                    let place = lp.add((*pc).arg as usize);
                                    pc = pc.add(1);
                                    let old = *place;
                                    *place = value.into_word();
                                    old.xdecref();
                                }
                                None => {
                                    sp = sp.sub(1);
                                    iterator.decref();
                                    tick_jump!(instr.arg);
                                }
                            }
                        }
                        LOAD_METHOD => {
                            let object = top!();
                            let method = cache::load_method(object, &name!(), cache!());
                            if !method.is_null() {
                                method.incref();
                                top!() = method;
                                push!(object);
                                tick!();
                            }
                            let mut word = cache::load_attr(object, &name!(), cache!());
                            if word.is_null() {
                                save!();
                                word = check!(ops::give(cache::load_attr_slow(
                                    object.as_value(),
                                    &name!(),
                                    cache!()
                                )));
                            }
                            top!() = Word::NULL;
                            push!(word);
                            object.decref();
                            tick!();
                        }
                        CALL_METHOD => {
                            save!();
                            let count = (instr.arg & 0xff) as usize;
                            let pairs = (instr.arg >> 8 & 0xff) as usize;
                            let at = sp.sub(count + 2 * pairs + 2);
                            let method = *at;
                            let result = if method.is_null() {
                                // An attribute that is no method: an ordinary callee, one word further up.
                                let callee = *at.add(1);
                                if callee.is_object_nonnull() && (*callee.ptr()).ty() == FUNCTION {
                                    call_function!(callee, at, at.add(2), count, pairs);
                                }
                                let args = ops::args(at.add(2), count, pairs);
                                if TRACED {
                                    tracing::call_native(state, f, callee.as_value(), || {
                                        ops::call_callee(callee, &args)
                                    })
                                } else {
                                    ops::call_callee(callee, &args)
                                }
                            } else if (*method.ptr()).ty() == FUNCTION {
                                call_function!(method, at, at.add(1), count + 1, pairs);
                            } else {
                                let args = ops::args(at.add(2), count, pairs);
                                let this = (*at.add(1)).as_value();
                                if TRACED {
                                    tracing::call_method(state, f, method.as_value(), this, || {
                                        ops::call_method_descriptor(method, this, &args)
                                    })
                                } else {
                                    ops::call_method_descriptor(method, this, &args)
                                }
                            };
                            let result = check!(result);
                            while sp > at {
                                sp = sp.sub(1);
                                (*sp).xdecref();
                            }
                            push!(result);
                            tick!();
                        }

                        // ---- statements ------------------------------------------------------------
                        op if op == Op::ImportName as u8 => {
                            save!();
                            sp = check_ok!(ops::import_name(f, &name!(), sp));
                            tick!();
                        }
                        op if op == Op::ImportFrom as u8 => {
                            save!();
                            let module = top!();
                            push!(check!(ops::give(super::import::import_from(module.as_value(), &name!()))));
                            tick!();
                        }
                        op if op == Op::ImportStar as u8 => {
                            save!();
                            let module = pop!();
                            let result = ops::import_star(f, module.as_value());
                            module.decref();
                            check_ok!(result);
                            tick!();
                        }
                        op if op == Op::ExecStmt as u8 => {
                            save!();
                            sp = check_ok!(ops::exec_stmt(f, sp));
                            tick!();
                        }
                        op if op == Op::PrintExpr as u8 => {
                            save!();
                            let value = pop!();
                            let result = ops::print_expr(value.as_value());
                            value.decref();
                            check_ok!(result);
                            tick!();
                        }
                        op if (Op::PrintItem as u8..=Op::PrintNewlineTo as u8).contains(&op)
                            && op != Op::LoadBuildClass as u8 =>
                        {
                            save!();
                            sp = check_ok!(ops::print(op, sp));
                            tick!();
                        }
                        op if op == Op::StopCode as u8 || op == COMPARE_BAD => {
                            save!();
                            errors::system_error("unknown opcode");
                            error!();
                        }
                        // Decoding gives no other numbers.
                        _ => std::hint::unreachable_unchecked(),
                    }
                }
            };

            // ---- unwinding (fast_block_end) -----------------------------------------------------
            let mut exit = exit;
            if let Exit::Error = exit
                && state.use_tracing() != TRACED
                && !errors::occurred()
            {
                // No error: from here on the other copy of the loop is needed.
                (*f).pc = pc;
                (*f).sp = sp;
                state.hand_over(f.cast());
                return Err(Raised);
            }
            loop {
                if let Exit::Error = exit {
                    unwind::add_traceback(state, f);
                    if TRACED {
                        tracing::exception(state, f);
                    }
                }
                match unwind::blocks(state, f, sp, &mut exit) {
                    Some((target, new_sp)) => {
                        pc = instr_at(f, target);
                        sp = new_sp;
                        continue 'outer;
                    }
                    None if matches!(exit, Exit::Yield(_)) => {}
                    None => sp = (*f).stack,
                }
                if TRACED {
                    exit = leave_traced(state, f, exit);
                }
                // The frame is done, or gives out a value.
                let (returns, caller, return_sp) = ((*f).returns, (*f).prev, (*f).return_sp);
                let generator = (*f).is_generator.then_some((*f).extra);
                let made = (*f).extra;
                if let Exit::Yield(value) = exit {
                    (*f).sp = sp;
                    unwind::leave_generator_exc(state, f);
                    (*f).prev = std::ptr::null_mut();
                    state.frame.set(caller.cast());
                    if returns == Return::Native {
                        return Ok(value.into_value());
                    }
                    recursion::set_depth(recursion::depth() - 1);
                    if let Some(generator) = generator {
                        payload::<Generator>(generator).running.set(false);
                    }
                    switch_to!(caller);
                    *sp = value;
                    sp = sp.add(1);
                    continue 'outer;
                }
                match generator {
                    Some(generator) => {
                        unwind::leave_generator_exc(state, f);
                        state.frame.set(caller.cast());
                        (*f).sp = sp;
                        if !generator.is_null() {
                            payload::<Generator>(generator).frame.set(std::ptr::null_mut());
                            payload::<Generator>(generator).running.set(false);
                        }
                        generator::free_frame(f);
                    }
                    None => {
                        unwind::reset_exc(state, f);
                        call::pop(state, stack, f);
                    }
                }
                if returns == Return::Native {
                    return match exit {
                        Exit::Return(value) => Ok(value.into_value()),
                        _ => Err(Raised),
                    };
                }
                recursion::set_depth(recursion::depth() - 1);
                switch_to!(caller);
                match (returns, exit) {
                    (Return::Push, Exit::Return(value)) => {
                        sp = return_sp;
                        *sp = value;
                        sp = sp.add(1);
                        continue 'outer;
                    }
                    (Return::Init, Exit::Return(value)) => {
                        if value == Word::NONE {
                            sp = return_sp;
                            *sp = made;
                            sp = sp.add(1);
                            continue 'outer;
                        }
                        ops::init_result_error(&value.as_value().type_name());
                        value.decref();
                        made.decref();
                        exit = Exit::Error;
                    }
                    (Return::Init, _) => {
                        made.decref();
                        exit = Exit::Error;
                    }
                    (Return::Iterate, Exit::Return(value)) => {
                        value.decref();
                        (pc, sp) = exhausted(f, pc, sp);
                        continue 'outer;
                    }
                    (Return::Iterate, _) if errors::matches(exc::STOP_ITERATION) => {
                        errors::clear();
                        (pc, sp) = exhausted(f, pc, sp);
                        continue 'outer;
                    }
                    _ => exit = Exit::Error,
                }
            }
        }
    }
}

/// Tells of a frame's end, or a generator's yield; a hook that raises takes the value away.
unsafe fn leave_traced(state: &ThreadState, f: *mut Frame, exit: Exit) -> Exit {
    // SAFETY: the running frame; the value is ours.
    unsafe {
        match exit {
            Exit::Abandon => exit,
            Exit::Return(value) | Exit::Yield(value) => {
                if tracing::left(state, f, Some(value)).is_ok() {
                    return exit;
                }
                value.decref();
                (*f).nblocks = 0;
                Exit::Abandon
            }
            _ => {
                let _ = tracing::left(state, f, None);
                exit
            }
        }
    }
}

/// The end of a FOR_ITER whose generator is done: the iterator goes, and the loop is left.
unsafe fn exhausted(f: *mut Frame, pc: *const Instr, sp: *mut Word) -> (*const Instr, *mut Word) {
    // SAFETY: the instruction before `pc` is the FOR_ITER, and its iterator is the top operand.
    unsafe {
        let sp = sp.sub(1);
        (*sp).decref();
        (instr_at(f, (*pc.sub(1)).arg), sp)
    }
}

#[inline(always)]
unsafe fn instr_at(f: *mut Frame, index: u32) -> *const Instr {
    // SAFETY: jump targets are in range (sound code).
    unsafe { (*(*f).code).instrs.as_ptr().cast::<Instr>().add(index as usize) }
}

/// 3.2: a generator that is resumed puts its own exception state, if it has one, in the place of the caller's, which
/// the frame keeps meanwhile (save_exc_state, swap_exc_state).
///
/// # Safety
/// A suspended generator's frame.
pub unsafe fn enter_generator_exc(state: &ThreadState, frame: *mut Frame) {
    // SAFETY: by the caller's promise; `saved_exc` is owned when `saved_exc_set`.
    unsafe {
        let own = (*frame).saved_exc_set.then_some((*frame).saved_exc);
        let mut callers = [Word::NULL; 3];
        for (word, slot) in callers.iter_mut().zip(&state.exc_info) {
            *word = slot.get().map_or(Word::NULL, Value::into_word);
        }
        (*frame).saved_exc = callers;
        (*frame).saved_exc_set = true;
        if let Some(own) = own {
            for (word, slot) in own.into_iter().zip(&state.exc_info) {
                slot.set_option((!word.is_null()).then(|| word.into_value()));
            }
        }
    }
}

/// The running frame, for code outside this room.
pub fn running(state: &ThreadState) -> Option<Value> {
    let frame = frame::of(state);
    // SAFETY: a frame on the chain is live.
    (!frame.is_null()).then(|| unsafe { frame::object_of(frame) })
}
