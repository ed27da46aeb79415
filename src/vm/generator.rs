//! Generators (Objects/genobject.c).
//!
//! Invariants: a generator owns its frame, whose words are in a block of its own, until it is exhausted; then `frame`
//! is NULL. While it runs its frame is on the thread's chain and `running` is set.

use super::codeobj::CodeObj;
use super::eval;
use super::frame::{self, BlockKind, Frame, Return};
use super::stack::ValueStack;
use super::unwind;
use crate::objects::dict::Dict;
use crate::objects::errors::{self, Exc, PyResult, raise, raise_none, type_error, value_error};
use crate::objects::exceptions::{self as exc, is_exception, is_exception_class};
use crate::objects::function::Function;
use crate::objects::header::{Layout, Obj, Payload, new_object};
use crate::objects::iterator::itself;
use crate::objects::native::{GetSet, Method, Native, getter, method, unpack};
use crate::objects::str::new_str;
use crate::objects::typeobj::{GENERATOR, Slots, TypeDef, ready};
use crate::objects::word::{Value, Word};
use crate::objects::{alloc, lang, recursion};
use crate::runtime::{ThreadState, current};
use std::cell::Cell;
use std::ptr;

pub struct Generator {
    pub frame: Cell<*mut Frame>,
    pub running: Cell<bool>,
    code: Value,
}

impl Payload for Generator {
    const LAYOUT: Layout = Layout::Generator;
    const GC: bool = true;
    const WEAKREFS: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        let frame = self.frame.get();
        if frame.is_null() || self.running.get() {
            return;
        }
        // SAFETY: a suspended generator's frame is whole; its words up to `sp` are NULL or owned.
        unsafe {
            let mut at = (*frame).locals;
            while at < (*frame).sp {
                if (*at).is_object() {
                    visit(*at);
                }
                at = at.add(1);
            }
            visit((*frame).owner);
            visit((*frame).globals);
        }
    }
    fn clear(&self) {
        self.finish();
    }
    fn finalizes(&self) -> bool {
        let frame = self.frame.get();
        // SAFETY: a suspended generator's frame is whole.
        !frame.is_null() && !self.running.get() && unsafe { must_run_blocks(frame) }
    }
}

/// Whether a suspended frame is inside more than loops (PyGen_NeedsFinalizing).
///
/// # Safety
/// A whole frame.
unsafe fn must_run_blocks(frame: *mut Frame) -> bool {
    // SAFETY: by the caller's promise.
    unsafe { (0..usize::from((*frame).nblocks)).any(|at| (*frame).block(at).kind != BlockKind::Loop) }
}

impl Drop for Generator {
    fn drop(&mut self) {
        self.finish();
    }
}

impl Generator {
    fn name(&self) -> String {
        self.code.downcast::<CodeObj>().and_then(|code| code.name.str_lossy()).unwrap_or_default()
    }

    fn repr(&self) -> String {
        // The payload of an object whose address that is.
        let address = ptr::from_ref(self).addr() - std::mem::offset_of!(Obj<Generator>, payload);
        format!("<generator object {} at {address:#x}>", self.name())
    }

    /// Ends a suspended generator: runs its `finally` blocks (gen_del), then frees the frame.
    fn finish(&self) {
        let frame = self.frame.get();
        if frame.is_null() || self.running.get() {
            return;
        }
        // SAFETY: suspended, so the frame is whole and on no chain.
        unsafe {
            if must_run_blocks(frame) && crate::runtime::tstate::has_current() {
                let saved = errors::fetch();
                self.running.set(true);
                let _ =
                    errors::restore(Exc { ty: exc::GENERATOR_EXIT.value(), value: None, traceback: None });
                let result = enter(current(), frame, None, true);
                self.running.set(false);
                match result {
                    Ok(_) if !self.frame.get().is_null() => {
                        let _ = errors::runtime_error("generator ignored GeneratorExit");
                        exc::write_unraisable_in(&self.repr());
                    }
                    Err(_)
                        if errors::matches(exc::GENERATOR_EXIT) || errors::matches(exc::STOP_ITERATION) =>
                    {
                        errors::clear();
                    }
                    Err(_) => exc::write_unraisable_in(&self.repr()),
                    Ok(_) => {}
                }
                if let Some(saved) = saved {
                    let _ = errors::restore(saved);
                }
            }
            let frame = self.frame.get();
            if !frame.is_null() {
                self.frame.set(ptr::null_mut());
                free_frame(frame);
            }
        }
    }
}

fn words(code: &CodeObj) -> usize {
    code.fixed() + code.stacksize
}

/// Makes a generator from a call's bound words, which it takes over.
///
/// # Safety
/// `locals` are the code's fixed words, bound and owned.
pub unsafe fn make(state: &ThreadState, function: &Value, code: &CodeObj, locals: *mut Word) -> Value {
    let this = function.payload::<Function>();
    let globals = this.globals.get_or_none();
    let globals_dict = globals.downcast::<Dict>().map_or(ptr::null(), ptr::from_ref);
    // SAFETY: the block is written before anybody sees it.
    unsafe {
        let block: *mut Word = alloc::take(words(code) * size_of::<Word>()).cast();
        ptr::copy_nonoverlapping(locals, block, code.fixed());
        let frame: *mut Frame = alloc::take(size_of::<Frame>()).cast();
        let operands = block.add(code.fixed());
        (*frame).code = ptr::from_ref(code);
        (*frame).pc = code.instrs.as_ptr().cast();
        (*frame).locals = block;
        (*frame).stack = operands;
        (*frame).sp = operands;
        (*frame).saved_top = ptr::null_mut();
        (*frame).prev = ptr::null_mut();
        (*frame).owner = function.clone().into_word();
        (*frame).globals = globals.into_word();
        (*frame).globals_dict = globals_dict;
        (*frame).builtins_dict = super::call::builtins_for(state, globals_dict);
        (*frame).names = Word::NULL;
        (*frame).object = Word::NULL;
        (*frame).extra = Word::NULL;
        (*frame).saved_exc_set = false;
        (*frame).returns = Return::Native;
        (*frame).is_generator = true;
        (*frame).nblocks = 0;
        let code = frame::code_value(&*frame);
        let generator =
            new_object(GENERATOR, Generator { frame: Cell::new(frame), running: Cell::new(false), code });
        (*frame).extra = generator.word();
        generator
    }
}

/// Gives a generator's frame and block back; the operands and locals are dropped.
///
/// # Safety
/// The frame is off the chain and nobody uses it again.
pub unsafe fn free_frame(frame: *mut Frame) {
    // SAFETY: by the caller's promise.
    unsafe {
        if !(*frame).object.is_null() {
            frame::detach(frame);
            (*frame).object.decref();
        }
        let mut at = (*frame).locals;
        let end = (*frame).sp;
        while at < end {
            (*at).xdecref();
            at = at.add(1);
        }
        if (*frame).saved_exc_set {
            for word in (*frame).saved_exc {
                word.xdecref();
            }
        }
        let size = words(&*(*frame).code) * size_of::<Word>();
        alloc::give((*frame).locals.cast(), size);
        (*frame).owner.decref();
        (*frame).globals.decref();
        alloc::give(frame.cast(), size_of::<Frame>());
    }
}

/// Links a suspended frame into the chain, ready to run: what a resumption does before its first opcode.
///
/// # Safety
/// The frame is a suspended generator's.
#[inline(always)]
pub unsafe fn link(
    state: &ThreadState,
    stack: &ValueStack,
    frame: *mut Frame,
    returns: Return,
    throwing: bool,
) {
    // SAFETY: suspended, so whole.
    unsafe {
        (*frame).prev = frame::of(state);
        (*frame).returns = returns;
        (*frame).saved_top = stack.top();
        state.frame.set(frame.cast());
        if !lang::is_27() {
            if throwing {
                unwind::throw_into_generator_exc(frame);
            } else {
                unwind::enter_generator_exc(state, frame);
            }
        }
    }
}

/// Runs the frame until it yields or ends. `throwing`: the current exception is raised where it stands.
unsafe fn enter(state: &ThreadState, frame: *mut Frame, send: Option<Value>, throwing: bool) -> PyResult {
    // SAFETY: suspended, so whole.
    unsafe {
        let stack = ValueStack::mine();
        // The chain may be deep; a generator is entered like a call.
        let _level = recursion::enter("")?;
        if stack.reserve(0).is_none() {
            return Err(recursion::exceeded(""));
        }
        if let Some(value) = send {
            *(*frame).sp = value.into_word();
            (*frame).sp = (*frame).sp.add(1);
        }
        link(state, stack, frame, Return::Native, throwing);
        if throwing { eval::run_throwing(state, stack, frame) } else { eval::run(state, stack, frame) }
    }
}

/// gen_send_ex. `Ok(None)`: exhausted.
fn resume(this: &Value, send: Option<Value>, throw: Option<Exc>) -> PyResult<Option<Value>> {
    let generator = this.payload::<Generator>();
    if generator.running.get() {
        return Err(value_error("generator already executing"));
    }
    let frame = generator.frame.get();
    if frame.is_null() {
        return match throw {
            Some(exc) => Err(errors::restore(exc)),
            None => Ok(None),
        };
    }
    // SAFETY: suspended, so whole.
    let fresh = unsafe { (*frame).lasti() < 0 };
    let value = match send {
        Some(value) if fresh && !value.is_none() => {
            return Err(type_error("can't send non-None value to a just-started generator"));
        }
        _ if fresh => None,
        Some(value) => Some(value),
        None => Some(Value::none()),
    };
    let throwing = throw.is_some();
    let value = if throwing { None } else { value };
    if let Some(exc) = throw {
        let _ = errors::restore(exc);
    }
    generator.running.set(true);
    // SAFETY: as above; `this` keeps the generator alive meanwhile.
    let result = unsafe { enter(current(), frame, value, throwing) };
    generator.running.set(false);
    let result = result?;
    if generator.frame.get().is_null() {
        return Ok(None);
    }
    Ok(Some(result))
}

fn next(this: &Value) -> PyResult<Option<Value>> {
    resume(this, None, None)
}

fn or_stop(result: PyResult<Option<Value>>) -> PyResult {
    match result? {
        Some(value) => Ok(value),
        None => Err(raise_none(exc::STOP_ITERATION)),
    }
}

fn send(this: &Value, value: &Value) -> PyResult {
    or_stop(resume(this, Some(value.clone()), None))
}

fn throw(this: &Value, args: &[Value]) -> PyResult {
    unpack("throw", args, 1, 3)?;
    let (mut ty, mut value) = (args[0].clone(), args.get(1).cloned());
    let traceback = match args.get(2) {
        Some(traceback) if traceback.is_none() => None,
        Some(traceback) if traceback.type_of() != crate::objects::typeobj::TRACEBACK => {
            return Err(type_error("throw() third argument must be a traceback object"));
        }
        other => other.cloned(),
    };
    if is_exception(&ty) {
        if value.is_some_and(|value| !value.is_none()) {
            return Err(type_error("instance exception may not have a separate value"));
        }
        value = Some(ty.clone());
        ty = ty.type_of().value();
    } else if !is_exception_class(&ty) {
        return Err(type_error(if lang::is_27() {
            format!("exceptions must be classes, or instances, not {}", ty.type_name())
        } else {
            format!(
                "exceptions must be classes or instances deriving from BaseException, not {}",
                ty.type_name()
            )
        }));
    }
    let exc = exc::normalize(Exc { ty, value, traceback });
    or_stop(resume(this, None, Some(exc)))
}

fn close(this: &Value) -> PyResult {
    let generator = this.payload::<Generator>();
    if generator.frame.get().is_null() && !generator.running.get() {
        return Ok(Value::none());
    }
    let exit = Exc { ty: exc::GENERATOR_EXIT.value(), value: None, traceback: None };
    match resume(this, None, Some(exit)) {
        Ok(Some(_)) => Err(raise(exc::RUNTIME_ERROR, "generator ignored GeneratorExit")),
        Ok(None) => Ok(Value::none()),
        Err(_) if errors::matches(exc::STOP_ITERATION) || errors::matches(exc::GENERATOR_EXIT) => {
            errors::clear();
            Ok(Value::none())
        }
        Err(raised) => Err(raised),
    }
}

fn repr(this: &Value) -> PyResult {
    Ok(new_str(&this.payload::<Generator>().repr()))
}

fn gi_frame(this: &Value) -> PyResult {
    let frame = this.payload::<Generator>().frame.get();
    if frame.is_null() {
        return Ok(Value::none());
    }
    // SAFETY: live while the generator has it.
    Ok(unsafe { frame::object_of(frame) })
}

fn gi_running(this: &Value) -> PyResult {
    Ok(Value::int(this.payload::<Generator>().running.get().into()))
}

fn gi_code(this: &Value) -> PyResult {
    Ok(this.payload::<Generator>().code.clone())
}

fn gi_name(this: &Value) -> PyResult {
    Ok(new_str(&this.payload::<Generator>().name()))
}

static METHODS: &[Method] = &[
    method("send", Native::One(send), "send(arg) -> send 'arg' into generator, return next yielded value"),
    method(
        "throw",
        Native::Var(0, usize::MAX, throw),
        "throw(typ[,val[,tb]]) -> raise exception in generator",
    ),
    method("close", Native::NoArgs(close), "close() -> raise GeneratorExit inside generator"),
];

static GETSETS: &[GetSet] = &[
    getter("gi_frame", gi_frame),
    getter("gi_running", gi_running),
    getter("gi_code", gi_code),
    getter("__name__", gi_name),
];

pub fn init() {
    let slots = Slots {
        repr: Some(repr),
        iter: Some(itself),
        next: Some(next),
        getattr: Some(crate::objects::instance::generic_getattr),
        ..Slots::of::<Generator>()
    };
    ready(TypeDef { methods: METHODS, getsets: GETSETS, ..TypeDef::new(GENERATOR, "generator", slots) });
}
