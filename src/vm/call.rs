//! Calling Python functions: binding arguments to locals, and pushing frames (ceval.c, PyEval_EvalCodeEx,
//! fast_function).
//!
//! Invariants: binding fills every fixed word of the new frame (an owned reference or NULL) before the frame can be
//! seen, and leaves nothing behind on an error. A frame's owner is taken over by `push`.

use super::codeobj::CodeObj;
use super::frame::{self, Frame, Return};
use super::stack::ValueStack;
use super::tracing;
use crate::bytecode::code::{CO_GENERATOR, CO_NEWLOCALS, CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS};
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, Raised, type_error};
use crate::objects::function::{self, Function, new_cell};
use crate::objects::header::Obj;
use crate::objects::native::Args;
use crate::objects::str::intern;
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{CODE, TUPLE};
use crate::objects::word::{Value, Word};
use crate::objects::{alloc, lang, protocol, recursion};
use crate::runtime::{ThreadState, current};
use std::ptr;

/// Words given back if binding fails half-way.
struct Bound {
    locals: *mut Word,
    count: usize,
}

impl Drop for Bound {
    fn drop(&mut self) {
        for index in 0..self.count {
            // SAFETY: the words are initialised and owned until `bind` succeeds.
            unsafe { (*self.locals.add(index)).xdecref() };
        }
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// "f() takes exactly 2 positional arguments (3 given)"; 2.7 leaves the word out.
fn too_many(code: &CodeObj, function: &Function, given: usize) -> Raised {
    let bound = code.code.argcount as usize;
    let kind = if defaults_of(function) > 0 { "at most" } else { "exactly" };
    let positional = if lang::is_27() { "" } else { "positional " };
    type_error(format!(
        "{}() takes {kind} {bound} {positional}argument{} ({given} given)",
        code.name.str_lossy().unwrap_or_default(),
        plural(bound)
    ))
}

/// "f() takes at least 1 argument (0 given)"
fn too_few(code: &CodeObj, function: &Function, given: usize) -> Raised {
    let defaults = defaults_of(function);
    let bound = (code.code.argcount as usize).saturating_sub(defaults);
    let kind = if code.has(CO_VARARGS) || defaults > 0 { "at least" } else { "exactly" };
    type_error(format!(
        "{}() takes {kind} {bound} argument{} ({given} given)",
        code.name.str_lossy().unwrap_or_default(),
        plural(bound)
    ))
}

fn defaults_of(function: &Function) -> usize {
    function.defaults.with::<Tuple, _>(|defaults| defaults.items().len()).unwrap_or(0)
}

/// Fills the fixed words of a new frame from a call's arguments, defaults and closure.
///
/// # Safety
/// `locals` has room for the code's fixed words; their old content is not owned.
pub unsafe fn bind(function: &Function, code: &CodeObj, args: &Args, locals: *mut Word) -> PyResult<()> {
    let fixed = code.fixed();
    if args.kw.is_empty() && args.pos.len() == code.exact_args {
        // SAFETY: room by the caller's promise; the arguments are among the fixed words.
        unsafe {
            for (index, value) in args.pos.iter().enumerate() {
                *locals.add(index) = value.clone().into_word();
            }
            for index in code.exact_args..fixed {
                *locals.add(index) = Word::NULL;
            }
            if code.has_cells {
                fill_cells(function, code, locals);
            }
        }
        return Ok(());
    }
    // SAFETY: room by the caller's promise.
    unsafe { ptr::write_bytes(locals, 0, fixed) };
    let bound = Bound { locals, count: fixed };
    let put = |index: usize, value: Value| {
        // SAFETY: `index` is below the number of locals; the word is NULL or owned.
        unsafe {
            let place = locals.add(index);
            let old = *place;
            *place = value.into_word();
            old.xdecref();
        }
    };
    // SAFETY: as above.
    let is_empty = |index: usize| unsafe { (*locals.add(index)).is_null() };
    let argcount = code.code.argcount as usize;
    let kwonly = code.code.kwonlyargcount as usize;
    let (variadic, keywords) = (code.has(CO_VARARGS), code.has(CO_VARKEYWORDS));
    let given = args.pos.len();

    if argcount + kwonly == 0 && !variadic && !keywords && given + args.kw.len() > 0 {
        return Err(type_error(format!(
            "{}() takes no arguments ({} given)",
            code.name.str_lossy().unwrap_or_default(),
            given + args.kw.len()
        )));
    }
    for (index, value) in args.pos.iter().take(argcount).enumerate() {
        put(index, value.clone());
    }
    if variadic {
        let rest = args.pos.get(argcount..).unwrap_or(&[]);
        put(argcount + kwonly, new_tuple(rest));
    } else if given > argcount {
        return Err(too_many(code, function, given + args.kw.len()));
    }
    let extra = if keywords {
        let dict = Dict::new_value();
        put(argcount + kwonly + usize::from(variadic), dict.clone());
        Some(dict)
    } else {
        None
    };
    for [key, value] in args.kw {
        let named = code.varnames.iter().take(argcount + kwonly).position(|name| name.is(key));
        let named = match named {
            None if key.str_lossy().is_some() => {
                let text = key.str_lossy();
                code.varnames.iter().take(argcount + kwonly).position(|name| name.str_lossy() == text)
            }
            found => found,
        };
        let name = code.name.str_lossy().unwrap_or_default();
        let Some(text) = key.str_lossy() else {
            return Err(type_error(format!("{name}() keywords must be strings")));
        };
        match (named, &extra) {
            (Some(index), _) if is_empty(index) => put(index, value.clone()),
            (Some(_), _) => {
                return Err(type_error(format!(
                    "{name}() got multiple values for keyword argument '{text}'"
                )));
            }
            (None, Some(dict)) => dict.payload::<Dict>().insert(key.clone(), value.clone())?,
            (None, None) => {
                return Err(type_error(format!("{name}() got an unexpected keyword argument '{text}'")));
            }
        }
    }
    for index in argcount..argcount + kwonly {
        if !is_empty(index) {
            continue;
        }
        let name = &code.varnames[index];
        match function.kwdefaults.with::<Dict, _>(|defaults| defaults.get_name(name)).flatten() {
            Some(default) => put(index, default),
            None => {
                return Err(type_error(format!(
                    "{}() needs keyword-only argument {}",
                    code.name.str_lossy().unwrap_or_default(),
                    name.str_lossy().unwrap_or_default()
                )));
            }
        }
    }
    if given < argcount {
        let defaults = function.defaults.get();
        let items =
            defaults.as_ref().and_then(|defaults| defaults.downcast::<Tuple>()).map_or(&[][..], Tuple::items);
        for index in given..argcount {
            if !is_empty(index) {
                continue;
            }
            // The last default is the last argument's, also where there are more of them than arguments.
            match (index + items.len()).checked_sub(argcount).and_then(|at| items.get(at)) {
                Some(default) => put(index, default.clone()),
                None => {
                    // Those given by name count too.
                    let bound = (0..argcount).filter(|&index| !is_empty(index)).count();
                    return Err(too_few(code, function, bound));
                }
            }
        }
    }
    // SAFETY: as promised by our caller.
    unsafe { fill_cells(function, code, locals) };
    std::mem::forget(bound);
    Ok(())
}

/// Makes the cells and takes over the closure. Cell variables that are arguments get the argument's value.
///
/// # Safety
/// The locals are written; the cell words are NULL.
pub unsafe fn fill_cells(function: &Function, code: &CodeObj, locals: *mut Word) {
    for (index, argument) in code.cell_args.iter().enumerate() {
        // SAFETY: inside the fixed words.
        unsafe {
            let value = match argument {
                Some(argument) => {
                    let word = *locals.add(*argument as usize);
                    if word.is_null() { None } else { Some(word.to_value()) }
                }
                None => None,
            };
            *locals.add(code.nlocals + index) = new_cell(value).into_word();
        }
    }
    if code.cellvars.len() > code.ncells {
        let closure = function.closure.word();
        // SAFETY: the function keeps its closure, a tuple of cells, alive; as many words as free variables are inside the
        // fixed ones.
        unsafe {
            if !closure.is_null() && closure.type_of() == TUPLE {
                let cells = (*closure.ptr().cast::<Obj<Tuple>>()).payload.items();
                let place = locals.add(code.nlocals + code.ncells);
                for (index, cell) in cells.iter().take(code.cellvars.len() - code.ncells).enumerate() {
                    let cell = cell.word();
                    cell.incref();
                    *place.add(index) = cell;
                }
            }
        }
    }
}

/// The dict of built-ins that code with these globals sees: `__builtins__` if it is there, else the interpreter's.
pub fn builtins_of(globals: &Dict, state: &ThreadState) -> *const Dict {
    let name = intern("__builtins__");
    let value = globals.get_name(&name);
    let dict = match &value {
        Some(value) => {
            crate::objects::module::dict_of(value).or_else(|| value.downcast::<Dict>().map(|_| value.clone()))
        }
        None => None,
    };
    let dict = dict.or_else(|| state.interp.builtins.get());
    match dict.as_ref().and_then(|dict| dict.downcast::<Dict>()) {
        // Kept alive by the globals or by the interpreter state.
        Some(table) => ptr::from_ref(table),
        None => ptr::from_ref(globals),
    }
}

/// Makes a frame and puts it on the thread's chain. Takes over `owner` and `globals`.
///
/// # Safety
/// `locals` points to the code's fixed words, bound; above them `stacksize` words are free. `owner` keeps `code` alive.
#[inline(always)]
#[allow(clippy::too_many_arguments)]
pub unsafe fn push(
    state: &ThreadState,
    stack: &ValueStack,
    code: *const CodeObj,
    owner: Word,
    globals: Word,
    globals_dict: *const Dict,
    builtins_dict: *const Dict,
    names: Word,
    locals: *mut Word,
    returns: Return,
) -> *mut Frame {
    // SAFETY: the block is written field by field before anybody sees it.
    unsafe {
        let frame: *mut Frame = alloc::take(size_of::<Frame>()).cast();
        let operands = locals.add((*code).fixed());
        (*frame).code = code;
        (*frame).pc = (*code).instrs.as_ptr().cast();
        (*frame).locals = locals;
        (*frame).stack = operands;
        (*frame).sp = operands;
        (*frame).saved_top = stack.top();
        (*frame).prev = frame::of(state);
        (*frame).owner = owner;
        (*frame).globals = globals;
        (*frame).globals_dict = globals_dict;
        (*frame).builtins_dict = builtins_dict;
        (*frame).names = names;
        (*frame).object = Word::NULL;
        (*frame).extra = Word::NULL;
        (*frame).saved_exc_set = false;
        (*frame).returns = returns;
        (*frame).is_generator = false;
        (*frame).nblocks = 0;
        stack.set_top(operands.add((*code).stacksize));
        state.frame.set(frame.cast());
        frame
    }
}

/// Makes a frame for a function called from a frame with its arguments in place, the common case of [`push`]. Takes
/// `callee` over.
///
/// # Safety
/// As for [`push`]; `callee` is a function of the code `target`.
#[inline(always)]
pub unsafe fn push_for(
    state: &ThreadState,
    stack: &ValueStack,
    f: *mut Frame,
    target: *const CodeObj,
    callee: Word,
    locals: *mut Word,
) -> *mut Frame {
    // SAFETY: by the caller's promise.
    unsafe {
        let globals = callee.as_value().payload::<Function>().globals.word();
        globals.incref();
        let globals_dict: *const Dict = super::cache::table(globals);
        let builtins = if globals_dict == (*f).globals_dict {
            (*f).builtins_dict
        } else {
            builtins_for(state, globals_dict)
        };
        push(state, stack, target, callee, globals, globals_dict, builtins, Word::NULL, locals, Return::Push)
    }
}

/// Calls a class whose instances are plain objects with an `__init__` in Python: makes the instance and enters `__init__`.
/// `Entered::Value` if the class is none of those; then nothing has happened.
///
/// # Safety
/// As for [`enter_function`]; a class lies at `at`, its arguments above.
#[inline(never)]
pub unsafe fn enter_init(
    state: &ThreadState,
    stack: &ValueStack,
    f: *mut Frame,
    sp: *mut Word,
    at: *mut Word,
    count: usize,
    pairs: usize,
) -> Entered {
    // SAFETY: by the caller's promise.
    unsafe {
        let class = *at;
        let Some((instance, init)) = super::ops::plain_instance(class) else {
            return Entered::Value(Word::NULL);
        };
        if super::ops::enter_init().is_err() {
            return Entered::Error;
        }
        // The class's place becomes the new object's, which `__init__` gets.
        let object = instance.into_word();
        object.incref();
        *at = object;
        class.decref();
        let init = init.into_word();
        match enter_function(state, stack, f, sp, init, at, at, count + 1, pairs) {
            Entered::Frame(frame) => {
                recursion::set_depth(recursion::depth() + super::ops::INIT_LEVELS);
                (*frame).returns = Return::Init;
                (*frame).extra = object;
                Entered::Frame(frame)
            }
            Entered::Value(generator) => {
                generator.decref();
                object.decref();
                super::ops::init_result_error("generator");
                Entered::Error
            }
            Entered::Error => {
                object.decref();
                Entered::Error
            }
        }
    }
}

/// Takes the top frame off and gives up what it owns; its operands are gone already.
///
/// # Safety
/// `frame` is the thread's top frame.
#[inline(always)]
pub unsafe fn pop(state: &ThreadState, stack: &ValueStack, frame: *mut Frame) {
    // SAFETY: live by the caller's promise.
    unsafe {
        if !(*frame).object.is_null() {
            release_object(frame);
        }
        // Off the chain first: dropping the locals may run Python code.
        state.frame.set((*frame).prev.cast());
        let (locals, code) = ((*frame).locals, (*frame).code);
        let fixed = (*code).fixed();
        for index in 0..fixed {
            (*locals.add(index)).xdecref();
        }
        stack.set_top((*frame).saved_top);
        (*frame).owner.decref();
        (*frame).globals.decref();
        (*frame).names.xdecref();
        alloc::give(frame.cast(), size_of::<Frame>());
    }
}

#[cold]
#[inline(never)]
unsafe fn release_object(frame: *mut Frame) {
    // SAFETY: the frame owns its object.
    unsafe {
        frame::detach(frame);
        (*frame).object.decref();
        (*frame).object = Word::NULL;
    }
}

/// What entering a function from the loop gives.
pub enum Entered {
    /// A frame to go on in; its result goes to where the callee lay.
    Frame(*mut Frame),
    /// No frame: a generator, which does not run yet; or nothing has been done.
    Value(Word),
    /// The exception is set; the operands are as they were.
    Error,
}

/// Enters a Python function with arguments that have to be bound. `callee` is ours; on success it and the operands from
/// `at` on are used up.
///
/// # Safety
/// `f` is the running frame; `count` arguments and `pairs` pairs lie at `first`, up to `sp`.
#[inline(never)]
#[allow(clippy::too_many_arguments)]
pub unsafe fn enter_function(
    state: &ThreadState,
    stack: &ValueStack,
    f: *mut Frame,
    sp: *mut Word,
    callee: Word,
    at: *mut Word,
    first: *mut Word,
    count: usize,
    pairs: usize,
) -> Entered {
    // SAFETY: by the caller's promise; the callee is a function.
    unsafe {
        // Without a `self` in its place, the callee lies among the operands, which keep it on an error.
        let failed = |callee: Value| {
            if first != at {
                let _ = callee.into_word();
            }
            Entered::Error
        };
        if pairs == 0
            && let Some(frame) = enter_with_defaults(state, stack, f, callee, at, first, count)
        {
            return Entered::Frame(frame);
        }
        let callee = callee.into_value();
        let function = callee.payload::<Function>();
        let code_value = function.code.get_or_none();
        let Some(code) = code_value.downcast::<CodeObj>() else {
            type_error("function without code");
            return failed(callee);
        };
        let depth = recursion::depth() + 1;
        // Above everything in use: the operands of a frame on the stack end at `sp`.
        let locals = if (*f).is_generator { stack.top() } else { sp };
        let words = code.fixed + code.stacksize;
        if recursion::needs_look(depth) && recursion::admit(depth, "").is_err() {
            return failed(callee);
        }
        if !stack.fits(locals, words) {
            recursion::exceeded("");
            return failed(callee);
        }
        let top = stack.top();
        // Binding may run Python code, which must not use the same words.
        stack.set_top(locals.add(words).max(top));
        let args = super::ops::args(first, count, pairs);
        let bound = bind(function, code, &args, locals);
        stack.set_top(top);
        if bound.is_err() {
            return failed(callee);
        }
        let mut end = sp;
        while end > first {
            end = end.sub(1);
            (*end).decref();
        }
        (*f).sp = at;
        if code.is_generator {
            return Entered::Value(super::generator::make(state, &callee, code, locals).into_word());
        }
        let globals = function.globals.get_or_none();
        let Some(globals_dict) = globals.downcast::<Dict>().map(ptr::from_ref) else {
            type_error("function without globals");
            return failed(callee);
        };
        let builtins = builtins_for(state, globals_dict);
        let names = super::ops::fresh_names(code);
        recursion::set_depth(depth);
        let code: *const CodeObj = code;
        let frame = push(
            state,
            stack,
            code,
            callee.into_word(),
            globals.into_word(),
            globals_dict,
            builtins,
            names,
            locals,
            Return::Push,
        );
        Entered::Frame(frame)
    }
}

/// Enters a function whose missing arguments are all defaults: they come after those that lie there (fast_function, whose
/// callee has none missing). None, and nothing done, if it is another kind of function or call.
///
/// # Safety
/// As for [`enter_function`], without pairs.
unsafe fn enter_with_defaults(
    state: &ThreadState,
    stack: &ValueStack,
    f: *mut Frame,
    callee: Word,
    at: *mut Word,
    first: *mut Word,
    count: usize,
) -> Option<*mut Frame> {
    // SAFETY: by the caller's promise; the room for the frame's words is looked at before they are written.
    unsafe {
        let function = &(*callee.ptr().cast::<Obj<Function>>()).payload;
        let (code, defaults) = (function.code.word(), function.defaults.word());
        if code.is_null() || defaults.is_null() || code.type_of() != CODE || defaults.type_of() != TUPLE {
            return None;
        }
        let target = &raw const (*code.ptr().cast::<Obj<CodeObj>>()).payload;
        let defaults = (*defaults.ptr().cast::<Obj<Tuple>>()).payload.items();
        let depth = recursion::depth() + 1;
        let missing = (*target).argcount.checked_sub(count)?;
        if (*target).exact_args != (*target).argcount
            || missing > defaults.len()
            || (*f).is_generator
            || recursion::needs_look(depth)
            || !stack.has_bytes(first, (*target).bytes)
        {
            return None;
        }
        for (index, default) in defaults[defaults.len() - missing..].iter().enumerate() {
            let word = default.word();
            word.incref();
            *first.add(count + index) = word;
        }
        for index in (*target).argcount..(*target).fixed {
            *first.add(index) = Word::NULL;
        }
        if (*target).has_cells {
            fill_cells(function, &*target, first);
        }
        (*f).sp = at;
        recursion::set_depth(depth);
        Some(push_for(state, stack, f, target, callee, first))
    }
}

/// The `call` slot of functions: a call that comes from native code.
pub fn function_call(this: &Value, args: &Args) -> PyResult {
    let function = this.payload::<Function>();
    let code_value = function.code.get_or_none();
    let Some(code) = code_value.downcast::<CodeObj>() else {
        return Err(type_error("function without code"));
    };
    let state = current();
    // SAFETY: our own thread's stack.
    let stack = unsafe { ValueStack::mine() };
    let _level = recursion::enter("")?;
    let Some(locals) = stack.reserve(code.fixed() + code.stacksize) else {
        return Err(recursion::exceeded(""));
    };
    // SAFETY: room has been reserved; `bind` runs no Python code that could use the same words but through `top`,
    // which is claimed first.
    unsafe {
        let top = stack.top();
        stack.set_top(locals.add(code.fixed() + code.stacksize));
        let bound = bind(function, code, args, locals);
        stack.set_top(top);
        bound?;
        if code.has(CO_GENERATOR) {
            return Ok(super::generator::make(state, this, code, locals));
        }
        let globals = function.globals.get_or_none();
        let Some(globals_dict) = globals.downcast::<Dict>().map(ptr::from_ref) else {
            return Err(type_error("function without globals"));
        };
        let builtins = builtins_for(state, globals_dict);
        let names = if code.has(CO_NEWLOCALS) && !code.has(CO_OPTIMIZED) {
            Dict::new_value().into_word()
        } else {
            Word::NULL
        };
        let frame = push(
            state,
            stack,
            code,
            this.clone().into_word(),
            globals.into_word(),
            globals_dict,
            builtins,
            names,
            locals,
            Return::Native,
        );
        super::eval::run(state, stack, frame)
    }
}

/// The built-ins for a frame with these globals: the caller's if it has the same globals.
///
/// # Safety
/// `globals` is a live dict.
#[inline(always)]
pub unsafe fn builtins_for(state: &ThreadState, globals: *const Dict) -> *const Dict {
    let caller = frame::of(state);
    // SAFETY: the caller's frame is live.
    unsafe {
        if !caller.is_null() && (*caller).globals_dict == globals {
            return (*caller).builtins_dict;
        }
        builtins_of(&*globals, state)
    }
}

/// Runs a code object as a module body, a class body, or what `exec` and `eval` run (PyEval_EvalCode).
pub fn eval_code(code_value: &Value, globals: &Value, names: &Value) -> PyResult {
    eval_code_closure(code_value, globals, names, None)
}

/// As `eval_code`, with the cells of a class body's closure.
pub fn eval_code_closure(
    code_value: &Value,
    globals: &Value,
    names: &Value,
    closure: Option<Value>,
) -> PyResult {
    let Some(code) = code_value.downcast::<CodeObj>() else { return Err(type_error("not a code object")) };
    let Some(globals_dict) = globals.downcast::<Dict>().map(ptr::from_ref) else {
        return Err(type_error(format!("globals must be a dict, not {}", globals.type_name())));
    };
    let state = current();
    // SAFETY: our own thread's stack.
    let stack = unsafe { ValueStack::mine() };
    let _level = recursion::enter("")?;
    let fixed = code.fixed();
    let Some(locals) = stack.reserve(fixed + code.stacksize) else { return Err(recursion::exceeded("")) };
    let shell = Function {
        code: Default::default(),
        globals: Default::default(),
        defaults: Default::default(),
        kwdefaults: Default::default(),
        closure: crate::objects::slot::Slot::from_option(closure),
        name: Default::default(),
        doc: Default::default(),
        module: Default::default(),
        annotations: Default::default(),
        dict: Default::default(),
    };
    // SAFETY: room has been reserved; nothing runs before the frame is pushed.
    unsafe {
        ptr::write_bytes(locals, 0, fixed);
        fill_cells(&shell, code, locals);
        let builtins = builtins_of(&*globals_dict, state);
        let names = if code.has(CO_OPTIMIZED) { Word::NULL } else { names.clone().into_word() };
        let frame = push(
            state,
            stack,
            code,
            code_value.clone().into_word(),
            globals.clone().into_word(),
            globals_dict,
            builtins,
            names,
            locals,
            Return::Native,
        );
        super::eval::run(state, stack, frame)
    }
}

/// Calls with positional values, pairs, and the extra arguments of `f(*args, **kwargs)`.
pub fn call_with_extras(
    function: &Value,
    mut pos: Vec<Value>,
    mut kw: Vec<[Value; 2]>,
    star: Option<Value>,
    starstar: Option<Value>,
) -> PyResult {
    if let Some(mapping) = starstar {
        merge_keywords(function, &mut kw, &mapping)?;
    }
    if let Some(star) = star {
        match protocol::to_vec(&star) {
            Ok(items) => pos.extend(items),
            Err(raised) => {
                if star.type_of().slots().iter.is_none() && star.type_of().slots().getitem.is_none() {
                    crate::objects::errors::clear();
                    return Err(type_error(format!(
                        "{}{} argument after * must be {}, not {}",
                        callable_name(function),
                        if callable_name(function).ends_with("object") { "" } else { "()" },
                        if lang::is_27() { "an iterable" } else { "a sequence" },
                        star.type_name()
                    )));
                }
                return Err(raised);
            }
        }
    }
    let call = || crate::objects::call::call_args(function, &Args { pos: &pos, kw: &kw });
    let state = current();
    if !state.use_tracing() {
        return call();
    }
    // SAFETY: the frame that calls is the running one; a word that is not NULL is owned.
    unsafe {
        let result = tracing::call_native(state, frame::of(state), function, || super::ops::give(call()));
        if result.is_null() { Err(Raised) } else { Ok(result.into_value()) }
    }
}

fn merge_keywords(function: &Value, kw: &mut Vec<[Value; 2]>, mapping: &Value) -> PyResult<()> {
    let add = |kw: &mut Vec<[Value; 2]>, key: Value, value: Value| -> PyResult<()> {
        let Some(text) = key.str_lossy() else {
            return Err(type_error(format!("{}() keywords must be strings", callable_name(function))));
        };
        if kw.iter().any(|pair| pair[0].str_lossy().as_deref() == Some(&text[..])) {
            return Err(type_error(format!(
                "{}() got multiple values for keyword argument '{text}'",
                callable_name(function)
            )));
        }
        kw.push([key, value]);
        Ok(())
    };
    if let Some(dict) = mapping.downcast::<Dict>() {
        for (key, value) in dict.items() {
            add(kw, key, value)?;
        }
        return Ok(());
    }
    let Some(keys) = protocol::getattr_option(mapping, crate::objects::names::keys())? else {
        return Err(type_error(format!(
            "{}() argument after ** must be a mapping, not {}",
            callable_name(function),
            mapping.type_name()
        )));
    };
    for key in protocol::to_vec(&crate::objects::call::call(&keys, &[])?)? {
        let value = protocol::getitem(mapping, &key)?;
        add(kw, key, value)?;
    }
    Ok(())
}

/// The name that error messages give a callable (PyEval_GetFuncName).
pub fn callable_name(function: &Value) -> String {
    if let Some(function) = function.downcast::<Function>() {
        return function.name.get_or_none().str_lossy().unwrap_or_default();
    }
    if function.as_type().is_none()
        && let Some(method) = function.downcast::<function::Method>()
    {
        return callable_name(&method.function);
    }
    if let Some(native) = function.downcast::<crate::objects::native::NativeObj>() {
        return native.name.to_owned();
    }
    match function.as_type() {
        Some(ty) => ty.name(),
        None => format!("{} object", function.type_name()),
    }
}
