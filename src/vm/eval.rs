//! The evaluation loop (Python/ceval.c, PyEval_EvalFrameEx).
//!
//! Invariants:
//! - `f` is the running frame, `lp` its locals, `sp` the next free operand word, `pc` the next instruction. They are
//!   written back (`pc`, `sp`) before anything runs that could look at the frame.
//! - Operand words and bound locals own one reference each; a store puts the new word in place first and drops the
//!   old one last, since a destructor may run Python code.
//! - Each slow opcode ends in `tick!`; fast ones go straight on. A frame's entry, a call's completion, a handler's entry
//!   and a jump out of blocks pay one tick too (rule 1.1): `tick_entry!`.
//! - A Python call pushes a frame and goes on in this loop; only native code in between enters it anew.
//! - `f.pc` names the instruction that Python code sees as running: it is set before each check and each call.
//!
//! On the shape: the arms are the hot ways of opcodes and end in a jump of their own to the next one, so an arm is short,
//! has no values with destructors, and calls out for everything else; what is seldom in a hot loop is in
//! [`super::rare`]. Leaving a block or a frame is [`unwind::leave`]'s.

use super::cache;
use super::call::{self, Entered};
use super::check;
use super::codeobj::{CodeObj, Instr};
use super::frame::{Block, BlockKind, Frame, MAX_BLOCKS, Return};
use super::generator::{self, Generator};
use super::opcodes::*;
use super::ops;
use super::rare;
use super::stack::ValueStack;
use super::tracing;
use super::unwind::{self, Exit, Left};
use crate::bytecode::opcode::number as op;
use crate::gil::breaker::{BREAKER, TICKER};
use crate::objects::errors::{self, PyResult};
use crate::objects::float::Float;
use crate::objects::function::{self, Function, Method};
use crate::objects::header::Obj;
use crate::objects::list::List;
use crate::objects::native::NativeObj;
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::{
    CmpOp, FLOAT, FUNCTION, GENERATOR, LIST, METHOD, NATIVE, RANGE_ITER, TUPLE, TYPE,
};
use crate::objects::word::Word;
use crate::objects::{protocol, range, recursion};
use crate::runtime::ThreadState;
use std::mem::MaybeUninit;
use std::sync::atomic::Ordering::Relaxed;

/// The payload of a word whose type has been compared.
#[inline(always)]
unsafe fn payload<'a, T>(word: Word) -> &'a T {
    // SAFETY: the caller has checked the type.
    unsafe { &(*word.ptr().cast::<Obj<T>>()).payload }
}

/// Whether a word that is not NULL is a float.
#[inline(always)]
unsafe fn is_float(word: Word) -> bool {
    // SAFETY: by the caller's promise.
    word.is_object_nonnull() && unsafe { (*word.ptr()).ty() } == FLOAT
}

#[inline(always)]
unsafe fn float(word: Word) -> f64 {
    // SAFETY: the caller has checked the type.
    unsafe { payload::<Float>(word).0 }
}

/// Counts one tick; whether the periodic check is due.
#[inline(always)]
fn tick_is_due() -> bool {
    let ticker = TICKER.load(Relaxed) - 1;
    TICKER.store(ticker, Relaxed);
    (ticker | BREAKER.load(Relaxed)) < 0
}

/// Runs a frame that has just been pushed, or a generator's that has been linked, until it is done.
///
/// # Safety
/// `entry` is the thread's top frame and returns to native code.
pub unsafe fn run(state: &ThreadState, stack: &ValueStack, entry: *mut Frame) -> PyResult {
    // SAFETY: by the caller's promise.
    unsafe {
        match unwind::begin(state, entry) {
            Ok(()) => run_from(state, stack, entry, (*entry).pc, (*entry).sp),
            Err(exit) => run_after(state, stack, entry, exit),
        }
    }
}

/// As `run`, but the current exception is raised where the frame stands (a generator's `throw`).
///
/// # Safety
/// As for `run`; an exception is set.
pub unsafe fn run_throwing(state: &ThreadState, stack: &ValueStack, entry: *mut Frame) -> PyResult {
    // SAFETY: by the caller's promise.
    unsafe {
        let exit = unwind::begin(state, entry).err().unwrap_or(Exit::Error);
        run_after(state, stack, entry, exit)
    }
}

unsafe fn run_after(state: &ThreadState, stack: &ValueStack, entry: *mut Frame, exit: Exit) -> PyResult {
    // SAFETY: by the caller's promise.
    unsafe {
        match unwind::leave(state, stack, entry, (*entry).sp, exit) {
            Left::For(frame, pc, sp) => run_from(state, stack, frame, pc, sp),
            Left::Done(result) => result,
        }
    }
}

/// Runs the copy of the loop that the thread is in need of, and the other one when that changes.
#[inline(always)]
unsafe fn run_from(
    state: &ThreadState,
    stack: &ValueStack,
    frame: *mut Frame,
    pc: *const Instr,
    sp: *mut Word,
) -> PyResult {
    let (mut frame, mut pc, mut sp) = (frame, pc, sp);
    loop {
        // SAFETY: by the caller's promise; a frame that a copy hands over is the thread's top frame.
        let outcome = unsafe {
            if state.use_tracing() {
                eval::<true>(state, stack, frame, pc, sp)
            } else {
                eval::<false>(state, stack, frame, pc, sp)
            }
        };
        match outcome {
            Left::Done(result) => return result,
            Left::For(next_frame, next_pc, next_sp) => (frame, pc, sp) = (next_frame, next_pc, next_sp),
        }
    }
}

/// The loop. `TRACED` is the copy that tells trace and profile functions (see `tracing`), instruction by instruction.
/// `Left::For`: the other copy has to go on there.
#[inline(never)]
unsafe fn eval<const TRACED: bool>(
    state: &ThreadState,
    stack: &ValueStack,
    frame: *mut Frame,
    next: *const Instr,
    operands: *mut Word,
) -> Left {
    // SAFETY: throughout, the invariants at the head of the file; code objects are sound, so indices are in range.
    unsafe {
        let mut f = frame;
        let mut pc = next;
        let mut sp = operands;
        let mut lp: *mut Word = (*f).locals;
        let mut consts: *const Word = (*(*f).code).consts.as_ptr().cast();

        // Goes on in another frame, where it stands.
        macro_rules! switch_to {
            ($frame:expr) => {{
                f = $frame;
                pc = (*f).pc;
                sp = (*f).sp;
                lp = (*f).locals;
                consts = (*(*f).code).consts.as_ptr().cast();
            }};
        }

        loop {
            let exit = 'exit: {
                if tick_is_due() && entered(state, pc, TRACED).is_err() {
                    break 'exit Exit::Error;
                }
                loop {
                    if TRACED {
                        let next = tracing::next(state, f, pc, sp);
                        // A hook that has moved the frame has changed its operands, even if it raised after that.
                        sp = (*f).sp;
                        match next {
                            Ok(next) => pc = next,
                            Err(_) => break 'exit Exit::Error,
                        }
                    }
                    let instr = if TRACED { (*(*f).code).plain_at(pc) } else { *pc };
                    pc = pc.add(1);

                    // ---- the end of an opcode -----------------------------------------------------
                    macro_rules! error {
                        () => {
                            break 'exit Exit::Error
                        };
                    }
                    macro_rules! save {
                        () => {
                            (*f).pc = pc
                        };
                    }
                    macro_rules! jump {
                        () => {
                            pc = pc.offset(instr.displacement())
                        };
                    }
                    // The tick of a frame that is entered or come back to: it stands as it was left.
                    macro_rules! tick_entry {
                        () => {{
                            if tick_is_due() && entered(state, pc, TRACED).is_err() {
                                break 'exit Exit::Error;
                            }
                            continue;
                        }};
                    }
                    macro_rules! check_if_due {
                        () => {
                            if tick_is_due() && checked(state, f, pc, TRACED).is_err() {
                                break 'exit Exit::Error;
                            }
                        };
                    }
                    macro_rules! tick {
                        () => {{
                            check_if_due!();
                            continue;
                        }};
                    }
                    // A tick after a jump: Python code sees the jump as the running instruction.
                    macro_rules! tick_jump {
                        () => {{
                            save!();
                            jump!();
                            tick_entry!();
                        }};
                    }

                    // A frame is entered for the first time, or a generator's is resumed.
                    macro_rules! enter {
                        ($frame:expr) => {{
                            switch_to!($frame);
                            if TRACED && let Err(exit) = unwind::begin(state, f) {
                                break 'exit exit;
                            }
                            tick_entry!();
                        }};
                    }

                    // ---- operands -----------------------------------------------------------------
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
                    macro_rules! local {
                        ($instr:expr) => {
                            *lp.add($instr.arg() as usize)
                        };
                    }
                    macro_rules! constant {
                        ($instr:expr) => {
                            *consts.add($instr.arg() as usize)
                        };
                    }
                    // The word after the running one: the next component of a fused opcode.
                    macro_rules! next {
                        () => {
                            (*pc)
                        };
                    }
                    macro_rules! store_local {
                        ($instr:expr, $word:expr) => {{
                            let place = lp.add($instr.arg() as usize);
                            let old = *place;
                            *place = $word;
                            old.xdecref();
                        }};
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
                                Err(_) => error!(),
                            }
                        };
                    }
                    // Where a helper leaves the operands: NULL with the exception set.
                    macro_rules! operands {
                        ($sp:expr) => {{
                            let after: *mut Word = $sp;
                            if after.is_null() {
                                error!();
                            }
                            sp = after;
                        }};
                    }
                    // Replaces two operands by a result that has been made from them.
                    macro_rules! two_become {
                        ($result:expr) => {{
                            let result = $result;
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            *sp.sub(2) = result;
                            sp = sp.sub(1);
                            a.decref();
                            b.decref();
                        }};
                    }
                    // An index of the code object; in range, since the code is sound.
                    macro_rules! name {
                        ($instr:expr) => {
                            (*(*(*f).code).names.as_ptr().add($instr.arg() as usize))
                        };
                    }
                    macro_rules! cache {
                        ($instr:expr) => {
                            std::cell::UnsafeCell::raw_get(
                                (*(*f).code).caches.as_ptr().add($instr.cache_index()),
                            )
                        };
                    }

                    // ---- arithmetic and comparison -------------------------------------------------
                    macro_rules! general_as {
                        ($op:expr) => {{
                            save!();
                            two_become!(check!(ops::operator($op, *sp.sub(2), *sp.sub(1))));
                            tick!();
                        }};
                    }
                    macro_rules! general {
                        () => {
                            general_as!(instr.op())
                        };
                    }
                    macro_rules! arithmetic {
                        ($int:expr, $float:expr) => {
                            arithmetic!($int, $float, general!())
                        };
                        ($int:expr, $float:expr, $general:expr) => {{
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if a.0 & b.0 & 1 != 0 {
                                let int: fn(Word, Word) -> Option<Word> = $int;
                                if let Some(result) = int(a, b) {
                                    *sp.sub(2) = result;
                                    sp = sp.sub(1);
                                    tick!();
                                }
                            } else if is_float(a) && is_float(b) {
                                let both: fn(f64, f64) -> f64 = $float;
                                *sp.sub(2) = ops::float_of_two(a, b, both(float(a), float(b)));
                                sp = sp.sub(1);
                                tick!();
                            }
                            $general;
                        }};
                    }
                    macro_rules! integers {
                        ($int:expr) => {{
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if a.0 & b.0 & 1 != 0 {
                                let int: fn(Word, Word) -> Option<Word> = $int;
                                if let Some(result) = int(a, b) {
                                    *sp.sub(2) = result;
                                    sp = sp.sub(1);
                                    tick!();
                                }
                            }
                            general!();
                        }};
                    }
                    // Division: of ints by `$int`, of floats; a zero divisor is the general way's.
                    macro_rules! division {
                        ($int:expr) => {{
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if is_float(a) && is_float(b) && float(b) != 0.0 {
                                *sp.sub(2) = ops::float_of_two(a, b, float(a) / float(b));
                                sp = sp.sub(1);
                                tick!();
                            }
                            integers!($int);
                        }};
                    }
                    // `s + t` and `s += t`, stored where `s` was: the string may grow in place.
                    macro_rules! strings_or {
                        ($op:expr) => {{
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if ops::is_str(a) && ops::is_str(b) {
                                save!();
                                let result = check!(ops::concat_in_place(f, pc, lp, sp));
                                sp = sp.sub(1);
                                *sp.sub(1) = result;
                                tick!();
                            }
                            general_as!($op);
                        }};
                    }
                    // Arithmetic and STORE_FAST. When the check is due, the store runs from its own word.
                    macro_rules! arithmetic_store {
                        ($int:expr, $float:expr, $general:expr) => {{
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            let result = if a.0 & b.0 & 1 != 0 {
                                let int: fn(Word, Word) -> Option<Word> = $int;
                                int(a, b).unwrap_or(Word::NULL)
                            } else if is_float(a) && is_float(b) {
                                let both: fn(f64, f64) -> f64 = $float;
                                ops::float_of_two(a, b, both(float(a), float(b)))
                            } else {
                                Word::NULL
                            };
                            if !result.is_null() {
                                sp = sp.sub(2);
                                if tick_is_due() {
                                    push!(result);
                                    if checked(state, f, pc, TRACED).is_err() {
                                        break 'exit Exit::Error;
                                    }
                                    continue;
                                }
                                store_local!(next!(), result);
                                pc = pc.add(1);
                                continue;
                            }
                            $general;
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
                            if is_float(a) && is_float(b) {
                                let both: fn(&f64, &f64) -> bool = $float;
                                two_become!(Word::from_bool(both(&float(a), &float(b))));
                                tick!();
                            }
                            save!();
                            two_become!(check!(ops::compare($op, a, b)));
                            tick!();
                        }};
                    }

                    // ---- fused sequences (see `fuse`) ------------------------------------------------
                    macro_rules! unbound {
                        () => {{
                            save!();
                            ops::unbound_local(&*(*f).code, instr.arg());
                            error!();
                        }};
                    }
                    // The first component alone: LOAD_FAST. Unbound: its own word would say so.
                    macro_rules! load_first {
                        ($word:expr) => {{
                            let word = $word;
                            if word.is_null() {
                                unbound!();
                            }
                            word.incref();
                            push!(word);
                            continue;
                        }};
                    }
                    // COMPARE_OP and POP_JUMP_IF_FALSE: the tick of the first, then the jump.
                    macro_rules! jump_on {
                        ($holds:expr, $jump:expr) => {{
                            let holds: bool = $holds;
                            let jump: *const Instr = $jump;
                            if tick_is_due() {
                                // The jump runs from its own word, after the check.
                                push!(Word::from_bool(holds));
                                pc = jump;
                                if checked(state, f, pc, TRACED).is_err() {
                                    break 'exit Exit::Error;
                                }
                                continue;
                            }
                            pc = jump.add(1);
                            if !holds {
                                pc = pc.offset((*jump).displacement());
                            }
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
                    // LOAD_CONST, COMPARE_OP, POP_JUMP_IF_FALSE
                    macro_rules! const_compare_jump {
                        ($int:expr) => {{
                            let (a, b) = (top!(), constant!(instr));
                            if a.0 & b.0 & 1 != 0 {
                                let int: fn(i64, i64) -> bool = $int;
                                sp = sp.sub(1);
                                jump_on!(int(a.0 as i64, b.0 as i64), pc.add(1));
                            }
                            b.incref();
                            push!(b);
                            continue;
                        }};
                    }
                    // LOAD_FAST, LOAD_FAST or LOAD_CONST, COMPARE_OP, POP_JUMP_IF_FALSE
                    macro_rules! operands_compare_jump {
                        ($second:ident, $int:expr, $float:expr) => {{
                            let (a, b) = (local!(instr), $second!(next!()));
                            if a.0 & b.0 & 1 != 0 {
                                let int: fn(i64, i64) -> bool = $int;
                                jump_on!(int(a.0 as i64, b.0 as i64), pc.add(2));
                            }
                            if !a.is_null() && !b.is_null() && is_float(a) && is_float(b) {
                                let both: fn(&f64, &f64) -> bool = $float;
                                jump_on!(both(&float(a), &float(b)), pc.add(2));
                            }
                            load_first!(a);
                        }};
                    }
                    // LOAD_FAST, LOAD_FAST or LOAD_CONST, an operator
                    macro_rules! local_and {
                        ($second:ident, $int:expr, $float:expr) => {{
                            let (a, b) = (local!(instr), $second!(next!()));
                            if a.0 & b.0 & 1 != 0 {
                                let int: fn(Word, Word) -> Option<Word> = $int;
                                if let Some(result) = int(a, b) {
                                    push!(result);
                                    pc = pc.add(2);
                                    tick!();
                                }
                            } else if !a.is_null() && !b.is_null() && is_float(a) && is_float(b) {
                                let both: fn(f64, f64) -> f64 = $float;
                                push!(ops::float(both(float(a), float(b))));
                                pc = pc.add(2);
                                tick!();
                            }
                            load_first!(a);
                        }};
                    }
                    // The same and STORE_FAST. When the check is due, the store runs from its own word.
                    macro_rules! operands_store {
                        ($second:ident, $int:expr, $float:expr) => {{
                            let (a, b) = (local!(instr), $second!(next!()));
                            let result = if a.0 & b.0 & 1 != 0 {
                                let int: fn(Word, Word) -> Option<Word> = $int;
                                int(a, b).unwrap_or(Word::NULL)
                            } else if !a.is_null() && !b.is_null() && is_float(a) && is_float(b) {
                                let both: fn(f64, f64) -> f64 = $float;
                                ops::float(both(float(a), float(b)))
                            } else {
                                Word::NULL
                            };
                            if !result.is_null() {
                                pc = pc.add(2);
                                if tick_is_due() {
                                    push!(result);
                                    if checked(state, f, pc, TRACED).is_err() {
                                        break 'exit Exit::Error;
                                    }
                                    continue;
                                }
                                store_local!(next!(), result);
                                pc = pc.add(1);
                                continue;
                            }
                            load_first!(a);
                        }};
                    }
                    // An operand on the stack, LOAD_FAST or LOAD_CONST, an operator
                    macro_rules! second_operand {
                        ($second:ident, $int:expr, $float:expr) => {{
                            let (a, b) = (top!(), $second!(instr));
                            if a.0 & b.0 & 1 != 0 {
                                let int: fn(Word, Word) -> Option<Word> = $int;
                                if let Some(result) = int(a, b) {
                                    top!() = result;
                                    pc = pc.add(1);
                                    tick!();
                                }
                            } else if !b.is_null() && is_float(a) && is_float(b) {
                                let both: fn(f64, f64) -> f64 = $float;
                                top!() = ops::float_of_one(a, both(float(a), float(b)));
                                pc = pc.add(1);
                                tick!();
                            }
                            load_first!(b);
                        }};
                    }
                    macro_rules! item {
                        ($a:expr, $index:expr) => {{
                            let (a, index): (Word, Word) = ($a, $index);
                            if index.is_int() && a.is_object() {
                                let ty = (*a.ptr()).ty();
                                if ty == LIST {
                                    let list = payload::<List>(a);
                                    ops::sequence_index(index.int(), list.len()).and_then(|at| list.get(at))
                                } else if ty == TUPLE {
                                    let items = payload::<Tuple>(a).items();
                                    ops::sequence_index(index.int(), items.len())
                                        .and_then(|at| items.get(at).cloned())
                                } else {
                                    None
                                }
                            } else {
                                None
                            }
                        }};
                    }

                    // ---- calls and iteration ---------------------------------------------------------
                    // FOR_ITER over a generator goes on in its frame; one that runs or is done goes the general way.
                    macro_rules! resume_generator {
                        ($iterator:expr) => {{
                            let generator = payload::<Generator>($iterator);
                            let frame = generator.frame.get();
                            if !generator.running.get() && !frame.is_null() {
                                let depth = recursion::depth() + 1;
                                if recursion::needs_look(depth) {
                                    check_ok!(recursion::admit(depth, ""));
                                }
                                recursion::set_depth(depth);
                                (*f).sp = sp;
                                if (*frame).pc != (*(*frame).code).instrs.as_ptr().cast() {
                                    *(*frame).sp = Word::NONE;
                                    (*frame).sp = (*frame).sp.add(1);
                                }
                                generator.running.set(true);
                                generator::link(state, stack, frame, Return::Iterate, false);
                                enter!(frame);
                            }
                        }};
                    }
                    macro_rules! for_iter {
                        (|$value:ident| $body:expr) => {{
                            let iterator = top!();
                            let ty = (*iterator.ptr()).ty();
                            if ty == RANGE_ITER
                                && let Some($value) = range::next_word(payload(iterator))
                            {
                                $body
                            }
                            save!();
                            if ty == GENERATOR {
                                resume_generator!(iterator);
                            }
                            match check_ok!(ops::next(iterator)) {
                                Some(value) => {
                                    let $value = value.into_word();
                                    $body
                                }
                                None => {
                                    sp = sp.sub(1);
                                    iterator.decref();
                                    tick_jump!();
                                }
                            }
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
                            if count == (*target).exact_args
                                && pairs == 0
                                && !(*f).is_generator
                                && !recursion::needs_look(depth)
                                && stack.has_bytes(first, (*target).bytes)
                            {
                                // The arguments become the locals where they lie.
                                for index in count..(*target).fixed {
                                    *first.add(index) = Word::NULL;
                                }
                                if (*target).has_cells {
                                    call::fill_cells(function, &*target, first);
                                }
                                (*f).sp = at;
                                recursion::set_depth(depth);
                                let frame = call::push_for(state, stack, f, target, callee, first);
                                enter!(frame);
                            }
                            match call::enter_function(state, stack, f, sp, callee, at, first, count, pairs) {
                                Entered::Frame(frame) => {
                                    enter!(frame);
                                }
                                Entered::Value(generator) => {
                                    sp = at;
                                    push!(generator);
                                    tick!();
                                }
                                Entered::Error => error!(),
                            }
                        }};
                    }
                    // Drops the operands of a call down to its place, and puts the result there.
                    macro_rules! call_result {
                        ($at:expr, $result:expr) => {{
                            let (at, result) = ($at, check!($result));
                            while sp > at {
                                sp = sp.sub(1);
                                (*sp).xdecref();
                            }
                            push!(result);
                            tick!();
                        }};
                    }
                    macro_rules! native_call {
                        ($callee:expr, $call:expr) => {
                            if TRACED {
                                tracing::call_native(state, f, $callee.as_value(), || $call)
                            } else {
                                $call
                            }
                        };
                    }
                    macro_rules! call {
                        ($count:expr, $pairs:expr) => {{
                            save!();
                            let (mut count, pairs): (usize, usize) = ($count, $pairs);
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
                                    let args = ops::args(first, count, pairs);
                                    let native = payload::<NativeObj>(callee);
                                    call_result!(at, native_call!(callee, ops::call_native(native, &args)));
                                }
                                if ty == TYPE {
                                    // With an `__init__` in Python, that runs here.
                                    match call::enter_init(state, stack, f, sp, at, count, pairs) {
                                        Entered::Frame(frame) => {
                                            enter!(frame);
                                        }
                                        Entered::Error => error!(),
                                        Entered::Value(_) => {}
                                    }
                                }
                            }
                            let args = ops::args(first, count, pairs);
                            call_result!(at, ops::call_any(callee, &args));
                        }};
                    }
                    macro_rules! call_method {
                        ($count:expr, $pairs:expr) => {{
                            save!();
                            let (count, pairs): (usize, usize) = ($count, $pairs);
                            let at = sp.sub(count + 2 * pairs + 2);
                            let method = *at;
                            if method.is_null() {
                                // An attribute that is no method: an ordinary callee, one word further up.
                                let callee = *at.add(1);
                                if callee.is_object_nonnull() && (*callee.ptr()).ty() == FUNCTION {
                                    call_function!(callee, at, at.add(2), count, pairs);
                                }
                                let args = ops::args(at.add(2), count, pairs);
                                call_result!(at, native_call!(callee, ops::call_callee(callee, &args)));
                            }
                            if (*method.ptr()).ty() == FUNCTION {
                                call_function!(method, at, at.add(1), count + 1, pairs);
                            }
                            let args = ops::args(at.add(2), count, pairs);
                            let this = (*at.add(1)).as_value();
                            call_result!(
                                at,
                                if TRACED {
                                    tracing::call_method(state, f, method.as_value(), this, || {
                                        ops::call_method_descriptor(method, this, &args)
                                    })
                                } else {
                                    ops::call_method_descriptor(method, this, &args)
                                }
                            );
                        }};
                    }
                    macro_rules! setup_block {
                        ($kind:expr) => {{
                            let at = usize::from((*f).nblocks);
                            if at >= MAX_BLOCKS {
                                save!();
                                errors::system_error("XXX block stack overflow");
                                error!();
                            }
                            let level = sp.offset_from((*f).stack) as u32;
                            (*f).blocks[at] =
                                MaybeUninit::new(Block { kind: $kind, handler: instr.arg(), level });
                            (*f).nblocks += 1;
                            tick!();
                        }};
                    }

                    match instr.op() {
                        // ---- the stack and locals -------------------------------------------------
                        op::LoadFast => {
                            let word = local!(instr);
                            if word.is_null() {
                                unbound!();
                            }
                            word.incref();
                            push!(word);
                        }
                        op::LoadConst => {
                            let word = constant!(instr);
                            word.incref();
                            push!(word);
                        }
                        op::StoreFast => {
                            let word = pop!();
                            store_local!(instr, word);
                        }
                        op::PopTop => {
                            let word = pop!();
                            word.decref();
                        }
                        op::Nop | op::ExtendedArg => {
                            // Not an empty arm: one that goes straight back costs all others the jump of their own.
                            save!();
                        }
                        op::RotTwo => {
                            std::ptr::swap(sp.sub(1), sp.sub(2));
                        }
                        op::RotThree => {
                            let (a, b, c) = (*sp.sub(1), *sp.sub(2), *sp.sub(3));
                            *sp.sub(1) = b;
                            *sp.sub(2) = c;
                            *sp.sub(3) = a;
                        }
                        op::RotFour => {
                            let (a, b, c, d) = (*sp.sub(1), *sp.sub(2), *sp.sub(3), *sp.sub(4));
                            *sp.sub(1) = b;
                            *sp.sub(2) = c;
                            *sp.sub(3) = d;
                            *sp.sub(4) = a;
                        }
                        op::DupTop => {
                            let word = top!();
                            word.incref();
                            push!(word);
                        }
                        op::DupTopTwo => sp = ops::duplicate(sp, 2),
                        op::DupTopx => sp = ops::duplicate(sp, instr.arg() as usize),

                        // ---- arithmetic ------------------------------------------------------------
                        op::BinaryAdd => arithmetic!(ops::int_add, |a, b| a + b, strings_or!(op::BinaryAdd)),
                        op::BinarySubtract | op::InplaceSubtract => arithmetic!(ops::int_sub, |a, b| a - b),
                        op::BinaryMultiply | op::InplaceMultiply => arithmetic!(ops::int_mul, |a, b| a * b),
                        op::InplaceAdd => {
                            arithmetic!(ops::int_add, |a, b| a + b, strings_or!(op::InplaceAdd))
                        }
                        op::BinaryModulo | op::InplaceModulo => integers!(ops::int_mod),
                        op::BinaryFloorDivide | op::InplaceFloorDivide => integers!(ops::int_floordiv),
                        op::BinaryDivide | op::InplaceDivide => division!(ops::int_floordiv),
                        op::BinaryTrueDivide | op::InplaceTrueDivide => division!(|_, _| None),
                        op::BinaryAnd | op::InplaceAnd => integers!(|a, b| Some(Word(a.0 & b.0))),
                        op::BinaryOr | op::InplaceOr => integers!(|a, b| Some(Word(a.0 | b.0))),
                        op::BinaryPower
                        | op::BinaryLshift
                        | op::BinaryRshift
                        | op::BinaryXor
                        | op::InplacePower
                        | op::InplaceLshift
                        | op::InplaceRshift
                        | op::InplaceXor => general!(),
                        op::UnaryNot => {
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
                        op::UnaryNegative | op::UnaryPositive | op::UnaryInvert => {
                            save!();
                            let a = top!();
                            let result = check!(ops::unary(instr.op(), a));
                            top!() = result;
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
                            two_become!(Word::from_bool(*sp.sub(2) == *sp.sub(1)));
                            tick!();
                        }
                        COMPARE_IS_NOT => {
                            two_become!(Word::from_bool(*sp.sub(2) != *sp.sub(1)));
                            tick!();
                        }
                        COMPARE_IN | COMPARE_NOT_IN => {
                            save!();
                            two_become!(check!(ops::contains(
                                *sp.sub(2),
                                *sp.sub(1),
                                instr.op() == COMPARE_IN
                            )));
                            tick!();
                        }
                        COMPARE_EXC_MATCH => {
                            save!();
                            two_become!(check!(ops::exception_match(*sp.sub(2), *sp.sub(1))));
                            tick!();
                        }

                        // ---- jumps -----------------------------------------------------------------
                        op::PopJumpIfFalse => {
                            let word = pop!();
                            if word == Word::TRUE {
                                continue;
                            }
                            if word == Word::FALSE {
                                jump!();
                                continue;
                            }
                            save!();
                            if check_ok!(ops::truth_of_owned(word)) {
                                tick!();
                            }
                            tick_jump!();
                        }
                        op::PopJumpIfTrue => {
                            let word = pop!();
                            if word == Word::FALSE {
                                continue;
                            }
                            if word == Word::TRUE {
                                jump!();
                                continue;
                            }
                            save!();
                            if !check_ok!(ops::truth_of_owned(word)) {
                                tick!();
                            }
                            tick_jump!();
                        }
                        op::JumpIfFalseOrPop | op::JumpIfTrueOrPop => {
                            let on = instr.op() == op::JumpIfTrueOrPop;
                            let word = top!();
                            if word == Word::TRUE || word == Word::FALSE {
                                if (word == Word::TRUE) == on {
                                    jump!();
                                } else {
                                    sp = sp.sub(1);
                                }
                                continue;
                            }
                            save!();
                            if check_ok!(protocol::truth(word.as_value())) == on {
                                tick_jump!();
                            }
                            sp = sp.sub(1);
                            word.decref();
                            tick!();
                        }
                        op::JumpForward => jump!(),
                        op::JumpAbsolute => tick_jump!(),

                        // ---- iteration -------------------------------------------------------------
                        op::GetIter => {
                            save!();
                            let object = top!();
                            top!() = check!(ops::give(protocol::iter(object.as_value())));
                            object.decref();
                            tick!();
                        }
                        op::ForIter => for_iter!(|value| {
                            push!(value);
                            tick!();
                        }),
                        // When the check is due, the store runs from its own word.
                        FOR_ITER_STORE_FAST => for_iter!(|value| {
                            if tick_is_due() {
                                push!(value);
                                if checked(state, f, pc, TRACED).is_err() {
                                    break 'exit Exit::Error;
                                }
                                continue;
                            }
                            store_local!(next!(), value);
                            pc = pc.add(1);
                            continue;
                        }),
                        op::BreakLoop => {
                            save!();
                            break 'exit Exit::Break;
                        }
                        op::ContinueLoop => {
                            save!();
                            break 'exit Exit::Continue(instr.arg());
                        }
                        op::ReturnValue => {
                            let value = pop!();
                            save!();
                            let init = value == Word::NONE && Frame::inits_plainly(f);
                            if !TRACED && (init || Frame::returns_plainly(f)) {
                                // The common way home, without the general unwinding.
                                let caller = (*f).prev;
                                // After an `__init__` the new object, else what was returned.
                                let result = if init { (*f).extra } else { value };
                                while sp > (*f).stack {
                                    sp = sp.sub(1);
                                    (*sp).xdecref();
                                }
                                call::pop(state, stack, f);
                                let levels = if init { 1 + ops::INIT_LEVELS } else { 1 };
                                recursion::set_depth(recursion::depth() - levels);
                                switch_to!(caller);
                                push!(result);
                                tick_entry!();
                            }
                            if !TRACED && Frame::returns_plainly_to_native(f) {
                                while sp > (*f).stack {
                                    sp = sp.sub(1);
                                    (*sp).xdecref();
                                }
                                call::pop(state, stack, f);
                                return Left::Done(Ok(value.into_value()));
                            }
                            break 'exit Exit::Return(value);
                        }
                        op::YieldValue => {
                            let value = pop!();
                            save!();
                            if !TRACED && !(*f).saved_exc_set && unwind::yields_plainly(f) {
                                // Back to who resumed it, without the general unwinding.
                                let caller = (*f).prev;
                                (*f).sp = sp;
                                (*f).prev = std::ptr::null_mut();
                                state.frame.set(caller.cast());
                                if (*f).returns == Return::Native {
                                    return Left::Done(Ok(value.into_value()));
                                }
                                recursion::set_depth(recursion::depth() - 1);
                                payload::<Generator>((*f).extra).running.set(false);
                                switch_to!(caller);
                                push!(value);
                                tick_entry!();
                            }
                            break 'exit Exit::Yield(value);
                        }

                        // ---- blocks ----------------------------------------------------------------
                        op::SetupLoop => setup_block!(BlockKind::Loop),
                        op::SetupExcept => setup_block!(BlockKind::Except),
                        op::SetupFinally => setup_block!(BlockKind::Finally),
                        op::PopBlock => {
                            (*f).nblocks -= 1;
                            let block = (*f).block_raw((*f).nblocks.into());
                            let level = (*f).stack.add(block.level as usize);
                            while sp > level {
                                sp = sp.sub(1);
                                (*sp).xdecref();
                            }
                            tick!();
                        }
                        op::EndFinally => {
                            save!();
                            let why = pop!();
                            if why == Word::NONE {
                                tick!();
                            }
                            match unwind::end_finally(state, f, sp, why) {
                                Ok(after) => sp = after,
                                Err((exit, after)) => {
                                    sp = after;
                                    break 'exit exit;
                                }
                            }
                            tick!();
                        }
                        op::RaiseVarargs => {
                            save!();
                            let count = instr.arg() as usize;
                            sp = sp.sub(count);
                            break 'exit unwind::raise(state, sp, count);
                        }

                        // ---- names -----------------------------------------------------------------
                        op::LoadGlobal => {
                            let word = cache::load_global(f, &name!(instr), cache!(instr));
                            if word.is_null() {
                                save!();
                                ops::global_name_error(&name!(instr));
                                error!();
                            }
                            push!(word);
                            tick!();
                        }
                        op::LoadName => {
                            if (*f).names == (*f).globals {
                                let word = cache::load_global(f, &name!(instr), cache!(instr));
                                if !word.is_null() {
                                    push!(word);
                                    tick!();
                                }
                            }
                            save!();
                            push!(check!(ops::load_name(f, &name!(instr))));
                            tick!();
                        }
                        op::StoreName => {
                            save!();
                            let word = pop!();
                            if (*f).names == (*f).globals {
                                cache::store_name(
                                    &*(*f).globals_dict,
                                    &name!(instr),
                                    word.into_value(),
                                    cache!(instr),
                                );
                                tick!();
                            }
                            check_ok!(ops::store_name(f, &name!(instr), word));
                            tick!();
                        }
                        op::StoreGlobal => {
                            save!();
                            let word = pop!();
                            cache::store_name(
                                &*(*f).globals_dict,
                                &name!(instr),
                                word.into_value(),
                                cache!(instr),
                            );
                            tick!();
                        }
                        op::LoadAttr => {
                            let object = top!();
                            let mut word = cache::load_attr(object, &name!(instr), cache!(instr));
                            if word.is_null() {
                                save!();
                                word = check!(cache::load_attr_slow(object, &name!(instr), cache!(instr)));
                            }
                            top!() = word;
                            object.decref();
                            tick!();
                        }
                        op::StoreAttr => {
                            let (object, value) = (*sp.sub(1), *sp.sub(2));
                            save!();
                            if cache::store_attr(object, &name!(instr), value, cache!(instr)) {
                                sp = sp.sub(2);
                                object.decref();
                                tick!();
                            }
                            check_ok!(cache::store_attr_slow(
                                object.as_value(),
                                &name!(instr),
                                value.as_value(),
                                cache!(instr)
                            ));
                            sp = sp.sub(2);
                            object.decref();
                            value.decref();
                            tick!();
                        }
                        op::LoadClosure => {
                            let cell = *lp.add((*(*f).code).nlocals + instr.arg() as usize);
                            cell.incref();
                            push!(cell);
                            tick!();
                        }
                        op::LoadDeref => {
                            let cell = *lp.add((*(*f).code).nlocals + instr.arg() as usize);
                            let word = payload::<function::Cell>(cell).0.word();
                            if word.is_null() {
                                save!();
                                ops::unbound_deref(&*(*f).code, instr.arg());
                                error!();
                            }
                            word.incref();
                            push!(word);
                            tick!();
                        }
                        op::StoreDeref => {
                            let cell = *lp.add((*(*f).code).nlocals + instr.arg() as usize);
                            let word = pop!();
                            payload::<function::Cell>(cell).0.set(word.into_value());
                            tick!();
                        }

                        // ---- items -----------------------------------------------------------------
                        op::BinarySubscr => {
                            let (a, b) = (*sp.sub(2), *sp.sub(1));
                            if let Some(found) = item!(a, b) {
                                *sp.sub(2) = found.into_word();
                                sp = sp.sub(1);
                                a.decref();
                                tick!();
                            }
                            save!();
                            two_become!(check!(ops::item(a, b)));
                            tick!();
                        }
                        op::StoreSubscr => {
                            save!();
                            let (value, object, key) = (*sp.sub(3), *sp.sub(2), *sp.sub(1));
                            check_ok!(ops::store_item(object, key, value));
                            sp = sp.sub(3);
                            key.decref();
                            object.decref();
                            value.decref();
                            tick!();
                        }
                        op::Slice0 | op::Slice1 | op::Slice2 | op::Slice3 => {
                            save!();
                            sp = check_ok!(ops::old_slice(instr.op(), sp));
                            tick!();
                        }

                        // ---- building --------------------------------------------------------------
                        op::BuildTuple => {
                            sp = ops::build_tuple(sp, instr.arg() as usize);
                            tick!();
                        }
                        op::BuildList => {
                            sp = ops::build_list(sp, instr.arg() as usize);
                            tick!();
                        }
                        op::BuildMap => {
                            push!(ops::build_map(instr.arg()));
                            tick!();
                        }
                        op::StoreMap => {
                            save!();
                            operands!(ops::store_map(sp));
                            tick!();
                        }
                        op::ListAppend => {
                            let value = pop!();
                            let list = *sp.sub(instr.arg() as usize);
                            save!();
                            check_ok!(payload::<List>(list).append(value.into_value()));
                            tick!();
                        }
                        op::BuildSlice => {
                            sp = ops::build_slice(sp, instr.arg() as usize);
                            tick!();
                        }
                        op::UnpackSequence => {
                            save!();
                            operands!(ops::unpack_sequence(sp, instr.arg() as usize));
                            tick!();
                        }

                        // ---- calls -----------------------------------------------------------------
                        CALL_POSITIONAL => call!(instr.arg() as usize, 0),
                        op::CallFunction => {
                            call!((instr.arg() & 0xff) as usize, (instr.arg() >> 8 & 0xff) as usize)
                        }
                        LOAD_METHOD => {
                            let object = top!();
                            let method = cache::load_method(object, &name!(instr), cache!(instr));
                            if !method.is_null() {
                                method.incref();
                                top!() = method;
                                push!(object);
                                tick!();
                            }
                            save!();
                            top!() = Word::NULL;
                            push!(object);
                            let mut word = cache::load_attr(object, &name!(instr), cache!(instr));
                            if word.is_null() {
                                word = check!(cache::load_attr_slow(object, &name!(instr), cache!(instr)));
                            }
                            top!() = word;
                            object.decref();
                            tick!();
                        }
                        LOAD_FAST_LOAD_METHOD => {
                            let object = local!(instr);
                            if !object.is_null() {
                                let method = cache::load_method(object, &name!(next!()), cache!(next!()));
                                if !method.is_null() {
                                    method.incref();
                                    object.incref();
                                    *sp = method;
                                    *sp.add(1) = object;
                                    sp = sp.add(2);
                                    pc = pc.add(1);
                                    tick!();
                                }
                            }
                            load_first!(object);
                        }
                        CALL_METHOD => call_method!(instr.arg() as usize, 0),
                        CALL_METHOD_KEYWORDS => {
                            call_method!((instr.arg() & 0xff) as usize, (instr.arg() >> 8 & 0xff) as usize)
                        }

                        // ---- fused sequences --------------------------------------------------------
                        LOAD_FAST_LOAD_FAST => {
                            let (a, b) = (local!(instr), local!(next!()));
                            if a.is_null() || b.is_null() {
                                load_first!(a);
                            }
                            a.incref();
                            b.incref();
                            *sp = a;
                            *sp.add(1) = b;
                            sp = sp.add(2);
                            pc = pc.add(1);
                        }
                        LOAD_FAST_LOAD_CONST => {
                            let (a, b) = (local!(instr), constant!(next!()));
                            if a.is_null() {
                                unbound!();
                            }
                            a.incref();
                            b.incref();
                            *sp = a;
                            *sp.add(1) = b;
                            sp = sp.add(2);
                            pc = pc.add(1);
                        }
                        STORE_FAST_LOAD_FAST => {
                            let word = pop!();
                            store_local!(instr, word);
                            let b = local!(next!());
                            if !b.is_null() {
                                b.incref();
                                push!(b);
                                pc = pc.add(1);
                            }
                        }
                        // BUILD_SLICE of two bounds, BINARY_SUBSCR: without a slice object, if both are small and no check comes between.
                        SLICE_ITEM => {
                            let bounds = ops::plain_bounds(sp);
                            let due = tick_is_due();
                            match bounds {
                                Some(bounds) if !due => {
                                    sp = ops::part_by_bounds(sp, bounds);
                                    pc = pc.add(1);
                                    tick!();
                                }
                                _ => {
                                    sp = ops::build_slice(sp, 2);
                                    if due && checked(state, f, pc, TRACED).is_err() {
                                        break 'exit Exit::Error;
                                    }
                                }
                            }
                        }
                        // UNPACK_SEQUENCE 2, STORE_FAST, STORE_FAST. When the check is due, the stores run from their own words.
                        UNPACK_PAIR_STORE => {
                            let pair = top!();
                            if pair.is_object_nonnull()
                                && (*pair.ptr()).ty() == TUPLE
                                && let [a, b] = payload::<Tuple>(pair).items()
                            {
                                let (a, b) = (a.clone().into_word(), b.clone().into_word());
                                sp = sp.sub(1);
                                pair.decref();
                                if tick_is_due() {
                                    push!(b);
                                    push!(a);
                                    if checked(state, f, pc, TRACED).is_err() {
                                        break 'exit Exit::Error;
                                    }
                                    continue;
                                }
                                let second = *pc.add(1);
                                store_local!(next!(), a);
                                store_local!(second, b);
                                pc = pc.add(2);
                                continue;
                            }
                            save!();
                            operands!(ops::unpack_sequence(sp, 2));
                            tick!();
                        }
                        LOAD_FAST_LOAD_ATTR => {
                            let object = local!(instr);
                            if !object.is_null() {
                                let word = cache::load_attr(object, &name!(next!()), cache!(next!()));
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
                        CONST_COMPARE_JUMP_LT => const_compare_jump!(|a, b| a < b),
                        CONST_COMPARE_JUMP_LE => const_compare_jump!(|a, b| a <= b),
                        CONST_COMPARE_JUMP_EQ => const_compare_jump!(|a, b| a == b),
                        CONST_COMPARE_JUMP_NE => const_compare_jump!(|a, b| a != b),
                        CONST_COMPARE_JUMP_GT => const_compare_jump!(|a, b| a > b),
                        CONST_COMPARE_JUMP_GE => const_compare_jump!(|a, b| a >= b),
                        LOCAL_LOCAL_COMPARE_JUMP_LT => {
                            operands_compare_jump!(local, |a, b| a < b, f64::lt)
                        }
                        LOCAL_LOCAL_COMPARE_JUMP_LE => {
                            operands_compare_jump!(local, |a, b| a <= b, f64::le)
                        }
                        LOCAL_LOCAL_COMPARE_JUMP_EQ => {
                            operands_compare_jump!(local, |a, b| a == b, f64::eq)
                        }
                        LOCAL_LOCAL_COMPARE_JUMP_NE => {
                            operands_compare_jump!(local, |a, b| a != b, f64::ne)
                        }
                        LOCAL_LOCAL_COMPARE_JUMP_GT => {
                            operands_compare_jump!(local, |a, b| a > b, f64::gt)
                        }
                        LOCAL_LOCAL_COMPARE_JUMP_GE => {
                            operands_compare_jump!(local, |a, b| a >= b, f64::ge)
                        }
                        LOCAL_CONST_COMPARE_JUMP_LT => {
                            operands_compare_jump!(constant, |a, b| a < b, f64::lt)
                        }
                        LOCAL_CONST_COMPARE_JUMP_LE => {
                            operands_compare_jump!(constant, |a, b| a <= b, f64::le)
                        }
                        LOCAL_CONST_COMPARE_JUMP_EQ => {
                            operands_compare_jump!(constant, |a, b| a == b, f64::eq)
                        }
                        LOCAL_CONST_COMPARE_JUMP_NE => {
                            operands_compare_jump!(constant, |a, b| a != b, f64::ne)
                        }
                        LOCAL_CONST_COMPARE_JUMP_GT => {
                            operands_compare_jump!(constant, |a, b| a > b, f64::gt)
                        }
                        LOCAL_CONST_COMPARE_JUMP_GE => {
                            operands_compare_jump!(constant, |a, b| a >= b, f64::ge)
                        }
                        LOCAL_LOCAL_ADD => local_and!(local, ops::int_add, |a, b| a + b),
                        LOCAL_LOCAL_SUB => local_and!(local, ops::int_sub, |a, b| a - b),
                        LOCAL_LOCAL_MUL => local_and!(local, ops::int_mul, |a, b| a * b),
                        LOCAL_LOCAL_ADD_STORE => operands_store!(local, ops::int_add, |a, b| a + b),
                        LOCAL_LOCAL_SUB_STORE => operands_store!(local, ops::int_sub, |a, b| a - b),
                        LOCAL_CONST_ADD => local_and!(constant, ops::int_add, |a, b| a + b),
                        LOCAL_CONST_SUB => local_and!(constant, ops::int_sub, |a, b| a - b),
                        LOCAL_CONST_MUL => local_and!(constant, ops::int_mul, |a, b| a * b),
                        LOCAL_CONST_ADD_STORE => operands_store!(constant, ops::int_add, |a, b| a + b),
                        LOCAL_CONST_SUB_STORE => operands_store!(constant, ops::int_sub, |a, b| a - b),
                        SECOND_LOCAL_ADD => second_operand!(local, ops::int_add, |a, b| a + b),
                        SECOND_CONST_ADD => second_operand!(constant, ops::int_add, |a, b| a + b),
                        SECOND_LOCAL_SUB => second_operand!(local, ops::int_sub, |a, b| a - b),
                        SECOND_CONST_SUB => second_operand!(constant, ops::int_sub, |a, b| a - b),
                        SECOND_LOCAL_MUL => second_operand!(local, ops::int_mul, |a, b| a * b),
                        SECOND_CONST_MUL => second_operand!(constant, ops::int_mul, |a, b| a * b),
                        LOCAL_CONST_MOD => {
                            let (a, b) = (local!(instr), constant!(next!()));
                            if let Some(result) = ops::int_mod(a, b) {
                                push!(result);
                                pc = pc.add(2);
                                tick!();
                            }
                            load_first!(a);
                        }
                        ADD_STORE => {
                            arithmetic_store!(ops::int_add, |a, b| a + b, strings_or!(op::BinaryAdd))
                        }
                        INPLACE_ADD_STORE => {
                            arithmetic_store!(ops::int_add, |a, b| a + b, strings_or!(op::InplaceAdd))
                        }
                        SUB_STORE => {
                            arithmetic_store!(ops::int_sub, |a, b| a - b, general_as!(op::BinarySubtract))
                        }
                        INPLACE_SUB_STORE => {
                            arithmetic_store!(ops::int_sub, |a, b| a - b, general_as!(op::InplaceSubtract))
                        }
                        LOCAL_LOCAL_ITEM => {
                            let (a, b) = (local!(instr), local!(next!()));
                            if let Some(found) = item!(a, b) {
                                push!(found.into_word());
                                pc = pc.add(2);
                                tick!();
                            }
                            load_first!(a);
                        }

                        // ---- what is seldom in a hot loop --------------------------------------------
                        op::StopCode
                        | op::CompareOp
                        | COMPARE_BAD
                        | op::UnaryConvert
                        | op::DeleteFast
                        | op::SetupWith
                        | op::WithCleanup
                        | op::PopExcept
                        | op::DeleteName
                        | op::DeleteGlobal
                        | op::DeleteAttr
                        | op::DeleteDeref
                        | op::LoadLocals
                        | op::StoreLocals
                        | op::DeleteSubscr
                        | op::StoreSlice0
                        | op::StoreSlice1
                        | op::StoreSlice2
                        | op::StoreSlice3
                        | op::DeleteSlice0
                        | op::DeleteSlice1
                        | op::DeleteSlice2
                        | op::DeleteSlice3
                        | op::BuildSet
                        | op::SetAdd
                        | op::MapAdd
                        | op::UnpackEx
                        | op::MakeFunction
                        | op::MakeClosure
                        | op::BuildClass
                        | op::LoadBuildClass
                        | op::CallFunctionVar
                        | op::CallFunctionKw
                        | op::CallFunctionVarKw
                        | op::ImportName
                        | op::ImportFrom
                        | op::ImportStar
                        | op::ExecStmt
                        | op::PrintExpr
                        | op::PrintItem
                        | op::PrintNewline
                        | op::PrintItemTo
                        | op::PrintNewlineTo => {
                            save!();
                            operands!(rare::run(state, f, sp, instr));
                            tick!();
                        }
                        // Decoding gives no other numbers.
                        _ => std::hint::unreachable_unchecked(),
                    }
                }
            };
            // No exception, so the other copy of the loop is due.
            if matches!(exit, Exit::Error) && !errors::occurred() {
                return Left::For(f, pc, sp);
            }
            match unwind::leave(state, stack, f, sp, exit) {
                Left::For(frame, next, operands) => {
                    f = frame;
                    pc = next;
                    sp = operands;
                    lp = (*f).locals;
                    consts = (*(*f).code).consts.as_ptr().cast();
                }
                done => return done,
            }
        }
    }
}

/// The periodic check where it is due after a slow opcode; not before SETUP_FINALLY (rule 1.1).
///
/// # Safety
/// `f` is the running frame and `pc` its next instruction.
#[cold]
#[inline(never)]
unsafe fn checked(state: &ThreadState, f: *mut Frame, pc: *const Instr, traced: bool) -> PyResult<()> {
    // SAFETY: by the caller's promise.
    unsafe {
        if (*pc).op() == op::SetupFinally {
            return Ok(());
        }
        (*f).pc = pc;
    }
    check::periodic(state, traced)
}

/// The same for a frame that is entered or come back to, which stands as it was left.
///
/// # Safety
/// `pc` is the running frame's next instruction.
#[cold]
#[inline(never)]
unsafe fn entered(state: &ThreadState, pc: *const Instr, traced: bool) -> PyResult<()> {
    // SAFETY: by the caller's promise.
    if unsafe { (*pc).op() } == op::SetupFinally { Ok(()) } else { check::periodic(state, traced) }
}
