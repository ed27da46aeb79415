//! Calls of what is no Python function.

use super::give;
use crate::bytecode::code::{CO_NEWLOCALS, CO_OPTIMIZED};
use crate::objects::call;
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, Raised, type_error};
use crate::objects::function::Method;
use crate::objects::header::new_instance;
use crate::objects::names;
use crate::objects::native::{Args, Descriptor, DescriptorKind, Native, NativeObj};
use crate::objects::recursion;
use crate::objects::typeobj::{FUNCTION, NATIVE, Plain};
use crate::objects::word::{Value, Word};
use crate::vm::call::call_with_extras;
use crate::vm::codeobj::CodeObj;

/// The arguments of a call as they lie on the operands.
///
/// # Safety
/// `count` words and `pairs` pairs of words at `first`, all live.
#[inline(always)]
pub unsafe fn args<'a>(first: *mut Word, count: usize, pairs: usize) -> Args<'a> {
    // SAFETY: words that are not NULL are values; pairs lie one after the other.
    unsafe {
        Args {
            pos: std::slice::from_raw_parts(first.cast::<Value>(), count),
            kw: std::slice::from_raw_parts(first.add(count).cast::<[Value; 2]>(), pairs),
        }
    }
}

/// A built-in function, with the common ways of taking arguments sorted out here.
#[inline(always)]
pub fn call_native(native: &NativeObj, args: &Args) -> Word {
    let this = native.this.word();
    let this = if this.is_null() { Word::NONE } else { this };
    // SAFETY: the bound object is alive while the callee is, and not NULL.
    let this = unsafe { this.as_value() };
    match (native.native, args.pos, args.kw) {
        (Native::One(f), [one], []) => give(f(this, one)),
        (Native::NoArgs(f), [], []) => give(f(this)),
        (Native::Var(min, max, f), pos, []) if (min..=max).contains(&pos.len()) => give(f(this, pos)),
        (form, ..) => give(form.call(native.name, this, args)),
    }
}

/// # Safety
/// A live word, not NULL.
#[inline(never)]
pub unsafe fn call_any(callee: Word, args: &Args) -> Word {
    // SAFETY: by the caller's promise.
    let callee = unsafe { callee.as_value() };
    // A bound method is taken apart here, and its function is not called as an object (call_function).
    if let Some(Method { function, this: Some(this), .. }) = callee.downcast::<Method>()
        && function.type_of() == FUNCTION
    {
        let mut pos = Vec::with_capacity(args.pos.len() + 1);
        pos.push(this.clone());
        pos.extend_from_slice(args.pos);
        return give(crate::vm::call::function_call(function, &Args { pos: &pos, kw: args.kw }));
    }
    give(call::call_args(callee, args))
}

/// The mapping of names that a new frame needs beside fast locals, if any.
pub fn fresh_names(code: &CodeObj) -> Word {
    if code.has(CO_NEWLOCALS) && !code.has(CO_OPTIMIZED) { Dict::new_value().into_word() } else { Word::NULL }
}

/// CALL_FUNCTION_VAR, _KW and _VAR_KW. Takes the operands over when it succeeds.
///
/// # Safety
/// The operands of the opcode.
pub unsafe fn call_extended(sp: *mut Word, arg: u32, star: bool, starstar: bool) -> PyResult<*mut Word> {
    // SAFETY: by the caller's promise; operands stay owned by the stack until the call has succeeded.
    unsafe {
        let (count, pairs) = ((arg & 0xff) as usize, (arg >> 8 & 0xff) as usize);
        let mut at = sp;
        let mut extra = |present: bool| {
            if present {
                at = at.sub(1);
                Some((*at).to_value())
            } else {
                None
            }
        };
        let mapping = extra(starstar);
        let sequence = extra(star);
        let first = at.sub(count + 2 * pairs);
        let given = args(first, count, pairs);
        let callee = *first.sub(1);
        let kw: Vec<[Value; 2]> = given.kw.to_vec();
        let result = call_with_extras(callee.as_value(), given.pos.to_vec(), kw, sequence, mapping)?;
        let mut sp = sp;
        let base = first.sub(1);
        while sp > base {
            sp = sp.sub(1);
            (*sp).decref();
        }
        *sp = result.into_word();
        Ok(sp.add(1))
    }
}

/// For a call of a class whose instances are plain objects with an `__init__` in Python: a new instance, and that
/// function. None for any other class; then nothing has happened.
///
/// # Safety
/// A live type object whose own type is `type`.
#[inline]
pub unsafe fn plain_instance(class: Word) -> Option<(Value, Value)> {
    // SAFETY: by the caller's promise.
    let ty = unsafe { class.as_value() }.as_type()?;
    if !ty.is_heap() || !crate::objects::slotdefs::is_plain_construction(ty.slots()) {
        return None;
    }
    let init = ty.lookup_word(names::__init__());
    // SAFETY: a class attribute is alive while the class is unchanged.
    if init.is_null() || unsafe { init.type_of() } != FUNCTION {
        return None;
    }
    // SAFETY: as above.
    let init = unsafe { init.to_value() };
    Some((new_instance(ty, Plain), init))
}

/// The levels of recursion that a call of a class takes before its `__init__` has a frame: the class, the bound
/// method and the function are called, each as an object.
pub const INIT_LEVELS: i64 = 3;

/// Whether there is room for these levels. Errors: RuntimeError at the limit.
#[inline]
pub fn enter_init() -> PyResult<()> {
    let depth = recursion::depth();
    if recursion::needs_look(depth + INIT_LEVELS + 1) {
        for level in 1..=INIT_LEVELS {
            recursion::admit(depth + level, call::WHILE_CALLING)?;
        }
        // The frame itself.
        recursion::admit(depth + INIT_LEVELS + 1, "")?;
    }
    Ok(())
}

/// `__init__` that returned something.
#[cold]
pub fn init_result_error(type_name: &str) -> Raised {
    type_error(format!("__init__() should return None, not '{type_name}'"))
}

/// A callee of any kind but a Python function.
///
/// # Safety
/// A live word, not NULL.
#[inline]
pub unsafe fn call_callee(callee: Word, args: &Args) -> Word {
    // SAFETY: by the caller's promise.
    unsafe {
        match callee.as_value().downcast::<NativeObj>() {
            Some(native) if callee.type_of() == NATIVE => call_native(native, args),
            _ => call_any(callee, args),
        }
    }
}

/// A built-in type's method, called on an object of that type.
///
/// # Safety
/// A live method descriptor.
#[inline]
pub unsafe fn call_method_descriptor(descriptor: Word, this: &Value, args: &Args) -> Word {
    // SAFETY: by the caller's promise.
    let descriptor = unsafe { descriptor.as_value() };
    let Some(Descriptor { kind: DescriptorKind::Method(row), .. }) = descriptor.downcast::<Descriptor>()
    else {
        return give(Err(type_error("bad method descriptor")));
    };
    match (row.native, args.pos, args.kw) {
        (Native::One(f), [one], []) => give(f(this, one)),
        (Native::NoArgs(f), [], []) => give(f(this)),
        (Native::Var(min, max, f), pos, []) if (min..=max).contains(&pos.len()) => give(f(this, pos)),
        (form, ..) => give(form.call(row.name, this, args)),
    }
}
