//! Raising and unwinding: blocks, handlers, `with`, the exception state (ceval.c, `fast_block_end`, `do_raise`,
//! `set_exc_info`).
//!
//! Invariants:
//! - The thread's `exc_info` is what `sys.exc_info()` shows. 2.7 saves it in the frame at the frame's first handler and
//!   restores it when the frame ends; 3.2 pushes it at each handler and restores it when the handler ends.
//! - A traceback entry is added once for each frame that an exception passes, where it stands when it does.

use super::call::pop;
use super::codeobj::Instr;
use super::frame::{self, Block, BlockKind, Frame, MAX_BLOCKS, Return};
use super::generator::{self, Generator};
use super::ops;
use super::stack::ValueStack;
use super::tracing;
use crate::objects::classic::{self, ClassicInstance};
use crate::objects::errors::{self, Exc, PyResult, Raised, runtime_error, type_error};
use crate::objects::exceptions::{self as exc, Exception, is_exception, is_exception_class, normalize};
use crate::objects::header::Obj;
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::TRACEBACK;
use crate::objects::word::{Value, Word};
use crate::objects::{call, lang, protocol, recursion, traceback};
use crate::platform::memory;
use crate::runtime::ThreadState;
use std::mem::MaybeUninit;

/// Why the loop leaves its fast path.
#[derive(Clone, Copy)]
pub enum Exit {
    /// The exception is set; a traceback entry is due. None is set: the other copy of the loop goes on from here.
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

/// Where the way leads after an exit.
pub enum Left {
    /// On in this frame, from this instruction, with these operands.
    For(*mut Frame, *const Instr, *mut Word),
    /// Back to native code.
    Done(PyResult),
}

/// The number that CPython pushes for a reason (`enum why_code`).
const WHY_RETURN: i64 = 0x0008;
const WHY_BREAK: i64 = 0x0010;
const WHY_CONTINUE: i64 = 0x0020;
const WHY_SILENCED: i64 = 0x0080;

impl Frame {
    /// The block at an index, just popped or still there.
    #[inline(always)]
    pub fn block_raw(&self, index: usize) -> Block {
        // SAFETY: blocks below the highest `nblocks` so far are written, and sound code pops only those.
        unsafe { self.blocks[index].assume_init() }
    }
}

/// Tells the thread's hooks that a frame is entered, or a generator's resumed.
///
/// # Safety
/// `f` is the running frame.
#[inline(always)]
pub unsafe fn begin(state: &ThreadState, f: *mut Frame) -> Result<(), Exit> {
    // SAFETY: by the caller's promise.
    unsafe {
        if state.use_tracing() && tracing::entered(state, f).is_err() {
            (*f).nblocks = 0;
            return Err(Exit::Abandon);
        }
    }
    Ok(())
}

/// Whether a yield of this generator frame changes no exception state, if none was saved when it was resumed.
///
/// # Safety
/// A generator's frame that runs.
#[inline(always)]
pub unsafe fn yields_plainly(f: *mut Frame) -> bool {
    // SAFETY: by the caller's promise.
    (0..usize::from(unsafe { (*f).nblocks }))
        .all(|at| unsafe { (*f).block_raw(at) }.kind != BlockKind::ExceptHandler)
}

/// What the loop does when an opcode does not simply go on (`fast_block_end` and what follows it): a block's handler, or
/// the frame's end and the caller.
///
/// # Safety
/// `f` is the running frame with operands up to `sp`; the exit's word is owned.
#[inline(never)]
pub unsafe fn leave(
    state: &ThreadState,
    stack: &ValueStack,
    f: *mut Frame,
    sp: *mut Word,
    exit: Exit,
) -> Left {
    let (mut f, mut sp, mut exit) = (f, sp, exit);
    // SAFETY: by the caller's promise; a caller's frame is whole.
    unsafe {
        loop {
            if let Exit::Error = exit {
                add_traceback(state, f);
                if state.use_tracing() {
                    tracing::exception(state, f);
                }
            }
            match blocks(state, f, sp, &mut exit) {
                Some((target, operands)) => return Left::For(f, instr_at(f, target), operands),
                None if matches!(exit, Exit::Yield(_)) => {}
                None => sp = (*f).stack,
            }
            if state.use_tracing() {
                exit = tell_end(state, f, exit);
            }
            // The frame is done, or gives out a value.
            let (returns, caller, made) = ((*f).returns, (*f).prev, (*f).extra);
            if let Exit::Yield(value) = exit {
                (*f).sp = sp;
                leave_generator_exc(state, f);
                (*f).prev = std::ptr::null_mut();
                state.frame.set(caller.cast());
                if returns == Return::Native {
                    return Left::Done(Ok(value.into_value()));
                }
                recursion::set_depth(recursion::depth() - 1);
                generator_of(made).running.set(false);
                return go_on_with(caller, value);
            }
            if (*f).is_generator {
                // 3.2 leaves the exception state to the handlers that an exception has gone through.
                if lang::is_27() || matches!(exit, Exit::Return(_)) {
                    leave_generator_exc(state, f);
                }
                state.frame.set(caller.cast());
                (*f).sp = sp;
                if !made.is_null() {
                    generator_of(made).frame.set(std::ptr::null_mut());
                    generator_of(made).running.set(false);
                }
                generator::free_frame(f);
            } else {
                reset_exc(state, f);
                pop(state, stack, f);
            }
            if returns == Return::Native {
                return Left::Done(match exit {
                    Exit::Return(value) => Ok(value.into_value()),
                    _ => Err(Raised),
                });
            }
            let levels = if returns == Return::Init { 1 + ops::INIT_LEVELS } else { 1 };
            recursion::set_depth(recursion::depth() - levels);
            f = caller;
            sp = (*f).sp;
            exit = match (returns, exit) {
                (Return::Push, Exit::Return(value)) => return go_on_with(f, value),
                (Return::Init, Exit::Return(value)) => {
                    if value == Word::NONE {
                        return go_on_with(f, made);
                    }
                    ops::init_result_error(&value.as_value().type_name());
                    value.decref();
                    made.decref();
                    Exit::Error
                }
                (Return::Init, _) => {
                    made.decref();
                    Exit::Error
                }
                (Return::Iterate, Exit::Return(value)) => {
                    value.decref();
                    return exhausted(f);
                }
                (Return::Iterate, _) if errors::matches(exc::STOP_ITERATION) => {
                    errors::clear();
                    return exhausted(f);
                }
                _ => Exit::Error,
            }
        }
    }
}

/// A frame goes on with a value that it waited for.
unsafe fn go_on_with(f: *mut Frame, value: Word) -> Left {
    // SAFETY: a suspended frame; its code has room for the value.
    unsafe {
        *(*f).sp = value;
        Left::For(f, (*f).pc, (*f).sp.add(1))
    }
}

/// The end of a FOR_ITER whose generator is done: the iterator goes, and the loop is left.
unsafe fn exhausted(f: *mut Frame) -> Left {
    // SAFETY: the instruction before `pc` is the FOR_ITER, and its iterator is the top operand.
    unsafe {
        let (pc, sp) = ((*f).pc, (*f).sp.sub(1));
        (*sp).decref();
        Left::For(f, pc.offset((*pc.sub(1)).displacement()), sp)
    }
}

/// Tells of a frame's end, or a generator's yield; a hook that raises takes the value away.
unsafe fn tell_end(state: &ThreadState, f: *mut Frame, exit: Exit) -> Exit {
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

/// The generator of a frame's `extra`.
unsafe fn generator_of<'a>(extra: Word) -> &'a Generator {
    // SAFETY: the caller's frame is a generator's that runs.
    unsafe { &(*extra.ptr().cast::<Obj<Generator>>()).payload }
}

unsafe fn instr_at(f: *mut Frame, index: u32) -> *const Instr {
    // SAFETY: jump targets are in range (sound code).
    unsafe { (*(*f).code).instrs.as_ptr().cast::<Instr>().add(index as usize) }
}

/// Adds this frame to the exception's traceback (PyTraceBack_Here). In 3.2 a fresh exception also gets its context here.
///
/// # Safety
/// `f` is the running frame; an exception is set.
#[cold]
pub unsafe fn add_traceback(state: &ThreadState, f: *mut Frame) {
    // An entry keeps its frame. CPython finds no memory for one then, and goes on without it, too.
    if memory::is_nearly_out() {
        return;
    }
    let Some(mut exc) = errors::fetch() else {
        errors::system_error("error return without exception set");
        return;
    };
    if !lang::is_27() && exc.traceback.is_none() {
        exc = set_context(state, exc);
    }
    // SAFETY: live by the caller's promise.
    let (object, lasti, line) = unsafe { (frame::object_of(f), (*f).lasti(), (*f).line()) };
    exc.traceback = Some(traceback::new_traceback(exc.traceback.take(), object, lasti, line.into()));
    let _ = errors::restore(exc);
}

/// What PyErr_SetObject of 3.2 does: the exception being handled becomes the new one's `__context__`.
fn set_context(state: &ThreadState, exc: Exc) -> Exc {
    let Some(handled) = state.exc_info[1].get().filter(is_exception) else { return exc };
    let exc = normalize(exc);
    let Some(value) = exc::instance_of(&exc) else { return exc };
    if value.is(&handled) {
        return exc;
    }
    // A chain that already contains the new exception is cut there, or it would be a ring.
    let mut at = handled.clone();
    while let Some(context) = at.downcast::<Exception>().and_then(|at| at.context.get()) {
        if context.is(&value) {
            if let Some(at) = at.downcast::<Exception>() {
                drop(at.context.take());
            }
            break;
        }
        at = context;
    }
    if let Some(fields) = value.downcast::<Exception>() {
        fields.context.set(handled);
    }
    exc
}

/// Drops operands above a level.
unsafe fn unwind_to(f: *mut Frame, mut sp: *mut Word, level: u32) -> *mut Word {
    // SAFETY: the words between are the frame's operands.
    unsafe {
        let level = (*f).stack.add(level as usize);
        while sp > level {
            sp = sp.sub(1);
            let word = *sp;
            *sp = Word::NULL;
            word.xdecref();
        }
        sp
    }
}

/// Leaves a handler of 3.2 (UNWIND_EXCEPT_HANDLER): the exception state from before it comes back.
///
/// # Safety
/// The three words of the old state lie above `level`.
pub unsafe fn leave_handler(state: &ThreadState, f: *mut Frame, sp: *mut Word, level: u32) -> *mut Word {
    // SAFETY: by the caller's promise.
    unsafe {
        let mut sp = unwind_to(f, sp, level + 3);
        let mut before = [const { None }; 3];
        for part in &mut before {
            sp = sp.sub(1);
            let word = *sp;
            *part = (!word.is_null()).then(|| word.into_value());
        }
        replace_exc(state, before);
        sp
    }
}

/// Unwinds the block stack for a reason. `Some((target, sp))`: go on there. `None`: the frame is left, its
/// operands dropped; `exit` says with what.
///
/// # Safety
/// `f` is the running frame with operands up to `sp`.
pub unsafe fn blocks(
    state: &ThreadState,
    f: *mut Frame,
    mut sp: *mut Word,
    exit: &mut Exit,
) -> Option<(u32, *mut Word)> {
    if matches!(exit, Exit::Yield(_)) {
        return None;
    }
    let py27 = lang::is_27();
    // SAFETY: by the caller's promise.
    unsafe {
        while (*f).nblocks > 0 {
            let block = (*f).block(usize::from((*f).nblocks) - 1);
            if let (BlockKind::Loop, Exit::Continue(target)) = (block.kind, &*exit) {
                return Some((*target, sp));
            }
            (*f).nblocks -= 1;
            if block.kind == BlockKind::ExceptHandler {
                sp = leave_handler(state, f, sp, block.level);
                continue;
            }
            sp = unwind_to(f, sp, block.level);
            let raised = matches!(exit, Exit::Error | Exit::Reraise);
            match block.kind {
                BlockKind::Loop => {
                    if let Exit::Break = exit {
                        return Some((block.handler, sp));
                    }
                }
                _ if raised => {
                    sp = if py27 {
                        push_exception_27(state, f, sp, block)
                    } else {
                        push_exception_32(state, f, sp)
                    };
                    return Some((block.handler, sp));
                }
                BlockKind::Finally | BlockKind::With => {
                    let why = match exit {
                        Exit::Return(value) => {
                            *sp = *value;
                            sp = sp.add(1);
                            WHY_RETURN
                        }
                        Exit::Continue(target) => {
                            *sp = Word((i64::from(*target) << 1 | 1) as u64);
                            sp = sp.add(1);
                            WHY_CONTINUE
                        }
                        _ => WHY_BREAK,
                    };
                    *sp = Word((why << 1 | 1) as u64);
                    return Some((block.handler, sp.add(1)));
                }
                BlockKind::Except | BlockKind::ExceptHandler => {}
            }
        }
        unwind_to(f, sp, 0);
        if let Exit::Break | Exit::Continue(_) = exit {
            errors::system_error("'break' or 'continue' outside of a loop's block");
            *exit = Exit::Error;
        }
    }
    None
}

fn word_or_none(value: Option<Value>) -> Word {
    value.map_or(Word::NONE, Value::into_word)
}

/// 2.7: pushes traceback, value, type for a handler; `except` and `with` see a normalised exception and set
/// `sys.exc_info()`.
unsafe fn push_exception_27(state: &ThreadState, f: *mut Frame, sp: *mut Word, block: Block) -> *mut Word {
    let mut exc = fetched();
    if block.kind != BlockKind::Finally {
        exc = normalize(exc);
        // SAFETY: the running frame.
        unsafe { set_exc_info(state, f, &exc) };
    }
    // SAFETY: sound code has room for three words above the block's level.
    unsafe {
        *sp = word_or_none(exc.traceback);
        *sp.add(1) = word_or_none(exc.value);
        *sp.add(2) = exc.ty.into_word();
        sp.add(3)
    }
}

/// 3.2: pushes the exception state from before, a block to restore it, and traceback, value, type.
unsafe fn push_exception_32(state: &ThreadState, f: *mut Frame, mut sp: *mut Word) -> *mut Word {
    // SAFETY: sound code has room for six words above the block's level.
    unsafe {
        let level = sp.offset_from((*f).stack) as u32;
        let at = usize::from((*f).nblocks);
        if at < MAX_BLOCKS {
            (*f).blocks[at] = MaybeUninit::new(Block { kind: BlockKind::ExceptHandler, handler: 0, level });
            (*f).nblocks += 1;
        }
        for slot in state.exc_info.iter().rev() {
            *sp = slot.take().map_or(Word::NULL, Value::into_word);
            sp = sp.add(1);
        }
        // The type's place is never NULL, as the operands of an `except` need it: None stands for nothing.
        if (*sp.sub(1)).is_null() {
            *sp.sub(1) = Word::NONE;
        }
        let exc = normalize(fetched());
        if let (Some(value), Some(traceback)) = (exc::instance_of(&exc), &exc.traceback)
            && let Some(fields) = value.downcast::<Exception>()
        {
            fields.traceback.set(traceback.clone());
        }
        state.exc_info[0].set(exc.ty.clone());
        state.exc_info[1].set_option(exc.value.clone());
        state.exc_info[2].set_option(exc.traceback.clone());
        *sp = word_or_none(exc.traceback);
        *sp.add(1) = word_or_none(exc.value);
        *sp.add(2) = exc.ty.into_word();
        sp.add(3)
    }
}

fn fetched() -> Exc {
    errors::fetch_raised(errors::Raised)
}

/// 2.7's set_exc_info: saves the state from before in the frame, once.
unsafe fn set_exc_info(state: &ThreadState, f: *mut Frame, exc: &Exc) {
    // SAFETY: the running frame.
    unsafe {
        if !(*f).saved_exc_set {
            for (word, slot) in (*f).saved_exc.iter_mut().zip(&state.exc_info) {
                *word = slot.get().map_or(Word::NULL, Value::into_word);
            }
            (*f).saved_exc_set = true;
        }
    }
    replace_exc(state, [Some(exc.ty.clone()), exc.value.clone(), exc.traceback.clone()]);
}

/// 2.7's reset_exc_info, when a frame that handled an exception ends.
///
/// # Safety
/// The running frame.
#[inline(always)]
pub unsafe fn reset_exc(state: &ThreadState, f: *mut Frame) {
    // SAFETY: the saved words are owned while `saved_exc_set`.
    unsafe {
        if (*f).saved_exc_set {
            (*f).saved_exc_set = false;
            let before = (*f).saved_exc.map(|word| (!word.is_null()).then(|| word.into_value()));
            replace_exc(state, before);
        }
    }
}

/// Sets the exception state. All three parts are changed before an old one goes: a destructor may ask for them.
fn replace_exc(state: &ThreadState, new: [Option<Value>; 3]) {
    let over = state.exc_info.each_ref().map(|slot| slot.take());
    for (slot, part) in state.exc_info.iter().zip(new) {
        slot.set_option(part);
    }
    drop(over);
}

/// A generator yields or ends: the caller's exception state comes back; under 3.2 the generator keeps its own if it
/// is inside a handler.
///
/// # Safety
/// The running frame, a generator's.
pub unsafe fn leave_generator_exc(state: &ThreadState, f: *mut Frame) {
    // SAFETY: by the caller's promise.
    unsafe {
        let keeps = !lang::is_27()
            && (0..usize::from((*f).nblocks)).any(|at| (*f).block(at).kind == BlockKind::ExceptHandler);
        if !keeps {
            reset_exc(state, f);
            return;
        }
        let mut own = [Word::NULL; 3];
        for (word, slot) in own.iter_mut().zip(&state.exc_info) {
            *word = slot.take().map_or(Word::NULL, Value::into_word);
        }
        reset_exc(state, f);
        (*f).saved_exc = own;
        (*f).saved_exc_set = true;
    }
}

/// 3.2: a generator that is resumed puts its own exception state, if it has one, in the place of the caller's, which
/// the frame keeps meanwhile (save_exc_state, swap_exc_state). Where both are empty there is nothing to keep.
///
/// # Safety
/// A suspended generator's frame.
#[inline(always)]
pub unsafe fn enter_generator_exc(state: &ThreadState, frame: *mut Frame) {
    // SAFETY: by the caller's promise; `saved_exc` is owned when `saved_exc_set`.
    unsafe {
        if (*frame).saved_exc_set || !state.exc_info[1].is_empty() {
            swap_exc(state, frame);
        }
    }
}

/// 3.2: a generator that is thrown at runs with its caller's exception state and keeps none of it. So what it left in its
/// frame, mostly nothing, is the caller's when it yields or returns.
///
/// # Safety
/// A suspended generator's frame.
pub unsafe fn throw_into_generator_exc(frame: *mut Frame) {
    // SAFETY: by the caller's promise.
    unsafe {
        if !(*frame).saved_exc_set {
            (*frame).saved_exc = [Word::NULL; 3];
            (*frame).saved_exc_set = true;
        }
    }
}

#[cold]
#[inline(never)]
unsafe fn swap_exc(state: &ThreadState, frame: *mut Frame) {
    // SAFETY: as above.
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

/// END_FINALLY, whose top operand `why` has been taken and is not None: goes on with what the `finally` block
/// interrupted. Gives where the operands end.
///
/// # Safety
/// The operands are those that a handler's end finds.
pub unsafe fn end_finally(
    state: &ThreadState,
    f: *mut Frame,
    sp: *mut Word,
    why: Word,
) -> Result<*mut Word, (Exit, *mut Word)> {
    // SAFETY: by the caller's promise.
    unsafe {
        if why.is_int() {
            return match why.int() {
                WHY_RETURN => Err((Exit::Return(*sp.sub(1)), sp.sub(1))),
                WHY_CONTINUE => Err((Exit::Continue((*sp.sub(1)).int() as u32), sp.sub(1))),
                WHY_SILENCED => {
                    (*f).nblocks -= 1;
                    let block = (*f).block_raw((*f).nblocks.into());
                    Ok(leave_handler(state, f, sp, block.level))
                }
                _ => Err((Exit::Break, sp)),
            };
        }
        let (value, traceback, sp) = (*sp.sub(1), *sp.sub(2), sp.sub(2));
        if !is_exception_class(why.as_value()) && !classic::is_class(why.as_value()) {
            for word in [why, value, traceback] {
                word.decref();
            }
            errors::system_error("'finally' pops bad exception");
            return Err((Exit::Error, sp));
        }
        let none_is_absent = |word: Word| (word != Word::NONE).then(|| word.into_value());
        let traceback = none_is_absent(traceback);
        errors::restore(Exc { ty: why.into_value(), value: none_is_absent(value), traceback });
        Err((Exit::Reraise, sp))
    }
}

/// `raise` with 0 to 3 operands at `sp` (do_raise of either language). Takes the operands over.
///
/// # Safety
/// `count` owned words lie at `sp`.
pub unsafe fn raise(state: &ThreadState, sp: *mut Word, count: usize) -> Exit {
    // SAFETY: by the caller's promise.
    let operand = |index: usize| (index < count).then(|| unsafe { (*sp.add(index)).into_value() });
    let (first, second, third) = (operand(0), operand(1), operand(2));
    if lang::is_27() { raise_27(state, first, second, third) } else { raise_32(state, first, second) }
}

fn raise_27(state: &ThreadState, ty: Option<Value>, value: Option<Value>, traceback: Option<Value>) -> Exit {
    let (ty, value, traceback) = match ty {
        Some(ty) => (ty, value, traceback),
        None => (state.exc_info[0].get_or_none(), state.exc_info[1].get(), state.exc_info[2].get()),
    };
    let traceback = match traceback {
        Some(traceback) if traceback.is_none() => None,
        Some(traceback) if traceback.type_of() != TRACEBACK => {
            type_error("raise: arg 3 must be a traceback or None");
            return Exit::Error;
        }
        other => other,
    };
    let mut ty = ty;
    while let Some(first) = ty.downcast::<Tuple>().and_then(|items| items.items().first().cloned()) {
        ty = first;
    }
    let exc = if is_exception_class(&ty) {
        let class = ty.clone();
        let exc = normalize(Exc { ty, value, traceback: traceback.clone() });
        if exc::instance_of(&exc).is_none() {
            type_error(format!(
                "calling {}() should have returned an instance of BaseException, not '{}'",
                class.as_type().map_or(String::new(), |class| class.name()),
                exc.value.map_or("NoneType".to_owned(), |value| value.type_name())
            ));
            return Exit::Error;
        }
        exc
    } else if classic::is_class(&ty) {
        normalize(Exc { ty, value, traceback: traceback.clone() })
    } else if let Some(class) = ty.downcast::<ClassicInstance>().and_then(ClassicInstance::class) {
        if value.is_some_and(|value| !value.is_none()) {
            type_error("instance exception may not have a separate value");
            return Exit::Error;
        }
        Exc { ty: class, value: Some(ty), traceback: traceback.clone() }
    } else if is_exception(&ty) {
        if value.is_some_and(|value| !value.is_none()) {
            type_error("instance exception may not have a separate value");
            return Exit::Error;
        }
        Exc { ty: ty.type_of().value(), value: Some(ty), traceback: traceback.clone() }
    } else {
        exc::not_an_exception(&ty);
        return Exit::Error;
    };
    let reraise = traceback.is_some();
    let _ = errors::restore(exc);
    if reraise { Exit::Reraise } else { Exit::Error }
}

fn raise_32(state: &ThreadState, exc: Option<Value>, cause: Option<Value>) -> Exit {
    let Some(exc) = exc else {
        let Some(ty) = state.exc_info[0].get() else {
            // Nothing has been handled by this thread yet: it raises the nothing that it finds.
            errors::raise(exc::SYSTEM_ERROR, "error return without exception set");
            return Exit::Error;
        };
        if ty.is_none() {
            runtime_error("No active exception to reraise");
            return Exit::Error;
        }
        let _ =
            errors::restore(Exc { ty, value: state.exc_info[1].get(), traceback: state.exc_info[2].get() });
        return Exit::Reraise;
    };
    let instance = |value: Value| -> PyResult<Option<Value>> {
        if is_exception_class(&value) {
            let made = call::call(&value, &[])?;
            return Ok(is_exception(&made).then_some(made));
        }
        Ok(is_exception(&value).then_some(value))
    };
    let value = match instance(exc.clone()) {
        Ok(Some(value)) => value,
        Ok(None) if is_exception_class(&exc) => {
            type_error(format!(
                "calling {} should have returned an instance of BaseException, not {}",
                protocol::repr_string(&exc).unwrap_or_default(),
                "object"
            ));
            return Exit::Error;
        }
        Ok(None) => {
            exc::not_an_exception(&exc);
            return Exit::Error;
        }
        Err(_) => return Exit::Error,
    };
    if let Some(cause) = cause {
        let cause = match instance(cause) {
            Ok(Some(cause)) => cause,
            Ok(None) => {
                type_error("exception causes must derive from BaseException");
                return Exit::Error;
            }
            Err(_) => return Exit::Error,
        };
        if let Some(fields) = value.downcast::<Exception>() {
            fields.cause.set(cause);
        }
    }
    let ty = value.type_of().value();
    // A traceback that the instance has already goes on (PyErr_SetObject of 3.2).
    let traceback = value.downcast::<Exception>().and_then(|fields| fields.traceback.get());
    let exc = set_context(state, Exc { ty, value: Some(value), traceback });
    let _ = errors::restore(exc);
    Exit::Error
}

/// WITH_CLEANUP: calls `__exit__` with the exception, or with three Nones; a true result silences the exception.
///
/// # Safety
/// The operands are those that a `with` block leaves.
pub unsafe fn with_cleanup(f: *mut Frame, sp: *mut Word) -> PyResult<*mut Word> {
    // SAFETY: by the caller's promise.
    unsafe {
        let old_sp = sp;
        let mut sp = sp;
        let why = *sp.sub(1);
        let none = Value::none();
        let raised = why != Word::NONE && !why.is_int();
        let (exit, args) = if !raised {
            sp = sp.sub(1);
            let with_value = why.is_int() && matches!(why.int(), WHY_RETURN | WHY_CONTINUE);
            let exit;
            if with_value {
                exit = *sp.sub(2);
                *sp.sub(2) = *sp.sub(1);
                *sp.sub(1) = why;
            } else {
                exit = *sp.sub(1);
                *sp.sub(1) = why;
            }
            (exit, [none.clone(), none.clone(), none])
        } else if lang::is_27() {
            let (value, traceback, exit) = (*sp.sub(2), *sp.sub(3), *sp.sub(4));
            sp = sp.sub(1);
            *sp.sub(1) = why;
            *sp.sub(2) = value;
            *sp.sub(3) = traceback;
            (exit, [why.to_value(), value.to_value(), traceback.to_value()])
        } else {
            let (value, traceback) = (*sp.sub(2), *sp.sub(3));
            let exit = *sp.sub(7);
            *sp.sub(7) = *sp.sub(6);
            *sp.sub(6) = *sp.sub(5);
            *sp.sub(5) = *sp.sub(4);
            *sp.sub(4) = Word::NULL;
            // The old state has moved down one word: the handler's block must know.
            let at = usize::from((*f).nblocks) - 1;
            let mut block = (*f).block(at);
            block.level -= 1;
            (*f).blocks[at] = MaybeUninit::new(block);
            (exit, [why.to_value(), value.to_value(), traceback.to_value()])
        };
        let exit = exit.into_value();
        let result = call::call(&exit, &args);
        drop(exit);
        // The operands are consistent whatever happens now, but the caller's `sp` is not ours on an error.
        let silenced = match result {
            Ok(value) if raised => protocol::truth(&value),
            Ok(_) => Ok(false),
            Err(raised) => Err(raised),
        };
        match silenced {
            Ok(false) => Ok(sp),
            Ok(true) if lang::is_27() => {
                // The three words of the exception become one None.
                for _ in 0..3 {
                    sp = sp.sub(1);
                    (*sp).xdecref();
                }
                *sp = Word::NONE;
                Ok(sp.add(1))
            }
            Ok(true) => {
                *sp = Word((WHY_SILENCED << 1 | 1) as u64);
                Ok(sp.add(1))
            }
            Err(raised) => {
                // The loop still has the old `sp`; the word that was popped must be NULL, or it would be dropped twice.
                if sp != old_sp {
                    *sp = Word::NULL;
                }
                Err(raised)
            }
        }
    }
}
