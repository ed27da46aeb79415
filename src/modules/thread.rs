//! The module `thread` of 2.7, `_thread` of 3.2 (Modules/threadmodule.c, Modules/_threadmodule.c): threads, locks, and
//! in 3.2 the RLock. Thread-local data is in [`super::local`].
//!
//! Invariants:
//! - What a wait does when a signal interrupts it is decided by `config().locks`, not by the language; what
//!   arguments `acquire` takes is decided by the language.
//! - `acquire` of a plain lock gives the GIL up around the wait even when the lock is free; an RLock tries once with
//!   the GIL held.
//! - The re-acquire of an RLock after `Condition.wait` is never interruptible.

use std::cell::Cell;
use std::sync::Arc;

use super::capi::{self, c_double, c_int, c_size};
use super::local;
use crate::objects::dict::Dict;
use crate::objects::errors::{
    self, PyResult, overflow_error, raise, raise_none, runtime_error, type_error, value_error,
};
use crate::objects::file::print::write_object;
use crate::objects::guarded::Guarded;
use crate::objects::header::{Layout, Payload, new_instance, new_object};
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::str::new_str;
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{LOCAL, LOCK, RLOCK, Slots, TypeDef, TypeRef, flags, ready};
use crate::objects::{Value, call, exceptions as exc, float, int, lang, module, protocol};
use crate::platform::thread::ident;
use crate::profile::LockKind;
use crate::runtime::signalling::make_pending_calls;
use crate::runtime::{self, config, current, report, without_gil};
use crate::signals;
use crate::sync::{Lock, Timeout, acquire_timed};
use crate::vm::door;

/// `thread.error`, made with the module.
static ERROR: Guarded<Cell<TypeRef>> = Guarded::new(Cell::new(exc::RUNTIME_ERROR));

/// The module's name in this language.
pub(super) fn module_name() -> &'static str {
    if lang::is_27() { "thread" } else { "_thread" }
}

// ---- waiting -------------------------------------------------------------------------------------------

/// acquire_timed: waits with the GIL given up. Errors: what a signal handler raised, if locks are interruptible.
fn wait(lock: &Lock, timeout: Timeout) -> PyResult<bool> {
    let interruptible = config().locks == LockKind::Interruptible;
    acquire_timed(lock, timeout, interruptible, |wait| without_gil(wait), make_pending_calls)
}

/// The arguments of `acquire` in the running language.
fn timeout_of(args: &Args) -> PyResult<Timeout> {
    if lang::is_27() {
        args.no_keywords("acquire")?;
        args.check("acquire", 0, 1)?;
        let blocking = args.get(0).map(c_int).transpose()?.unwrap_or(1) != 0;
        return Ok(if blocking { Timeout::Never } else { Timeout::Microseconds(0) });
    }
    let [blocking, timeout] = args.bind("acquire", ["blocking", "timeout"], 0)?;
    let blocking = blocking.map(c_int).transpose()?.unwrap_or(1) != 0;
    let timeout = timeout.map(c_double).transpose()?.unwrap_or(-1.0);
    if !blocking && timeout != -1.0 {
        return Err(value_error("can't specify a timeout for a non-blocking call"));
    }
    if timeout < 0.0 && timeout != -1.0 {
        return Err(value_error("timeout value must be strictly positive"));
    }
    if !blocking {
        return Ok(Timeout::Microseconds(0));
    }
    // A NaN becomes a negative number in C, and that is no limit.
    if timeout == -1.0 || timeout.is_nan() {
        return Ok(Timeout::Never);
    }
    let microseconds = timeout * 1e6;
    if microseconds >= i64::MAX as f64 {
        return Err(overflow_error("timeout value is too large"));
    }
    Ok(Timeout::Microseconds(microseconds as i64))
}

// ---- LockType ------------------------------------------------------------------------------------------

/// A lock object.
struct LockObject {
    lock: Arc<Lock>,
}

impl Payload for LockObject {
    const LAYOUT: Layout = Layout::Lock;
    const WEAKREFS: bool = true;
}

fn allocate_lock(_this: &Value) -> PyResult {
    Ok(new_object(LOCK, LockObject { lock: Lock::new() }))
}

fn acquire(this: &Value, args: &Args) -> PyResult {
    let timeout = timeout_of(args)?;
    Ok(Value::bool(wait(&this.payload::<LockObject>().lock, timeout)?))
}

fn release(this: &Value) -> PyResult {
    match this.payload::<LockObject>().lock.release() {
        Ok(()) => Ok(Value::none()),
        Err(_) => Err(raise(ERROR.get(), "release unlocked lock")),
    }
}

fn locked(this: &Value) -> PyResult {
    Ok(Value::bool(this.payload::<LockObject>().lock.is_locked()))
}

fn exit_lock(this: &Value, _args: &[Value]) -> PyResult {
    release(this)
}

const ACQUIRE: &str = "acquire([blocking[, timeout]]) -> bool\n(acquire_lock() is an obsolete synonym)\n\nTake the lock, \
                       waiting for it if need be. With blocking false, or with a timeout in\nseconds (3.2), the result says \
                       whether it was taken.";
const RELEASE: &str =
    "release()\n(release_lock() is an obsolete synonym)\n\nFree the lock, whichever thread took it.";
const LOCKED: &str =
    "locked() -> bool\n(locked_lock() is an obsolete synonym)\n\nWhether somebody holds the lock.";

static LOCK_METHODS: &[Method] = &[
    method("acquire_lock", Native::Kw(acquire), ACQUIRE),
    method("acquire", Native::Kw(acquire), ACQUIRE),
    method("release_lock", Native::NoArgs(release), RELEASE),
    method("release", Native::NoArgs(release), RELEASE),
    method("locked_lock", Native::NoArgs(locked), LOCKED),
    method("locked", Native::NoArgs(locked), LOCKED),
    method("__enter__", Native::Kw(acquire), ACQUIRE),
    method("__exit__", Native::Var(0, usize::MAX, exit_lock), RELEASE),
];

// ---- RLock (3.2) ---------------------------------------------------------------------------------------

/// A lock with an owner and a count. Both are written by the owner, or by a thread that has just taken the lock.
struct RLock {
    lock: Arc<Lock>,
    /// The owner's identity; 0 for none.
    owner: Cell<usize>,
    count: Cell<u64>,
}

impl Payload for RLock {
    const LAYOUT: Layout = Layout::RLock;
    const WEAKREFS: bool = true;
}

impl RLock {
    fn is_mine(&self) -> bool {
        self.count.get() > 0 && self.owner.get() == ident()
    }
}

fn rlock_new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, RLock { lock: Lock::new(), owner: Cell::new(0), count: Cell::new(0) }))
}

fn rlock_init(_this: &Value, _args: &Args) -> PyResult<()> {
    Ok(())
}

fn rlock_acquire(this: &Value, args: &Args) -> PyResult {
    let timeout = timeout_of(args)?;
    let rlock = this.payload::<RLock>();
    if rlock.is_mine() {
        let Some(count) = rlock.count.get().checked_add(1) else {
            return Err(overflow_error("Internal lock count overflowed"));
        };
        rlock.count.set(count);
        return Ok(Value::bool(true));
    }
    let taken = rlock.count.get() == 0 && rlock.lock.try_acquire();
    if !taken && (timeout == Timeout::Microseconds(0) || !wait(&rlock.lock, timeout)?) {
        return Ok(Value::bool(false));
    }
    rlock.owner.set(ident());
    rlock.count.set(1);
    Ok(Value::bool(true))
}

/// Frees the inner lock, held or not, as PyThread_release_lock does.
fn free(rlock: &RLock) {
    rlock.owner.set(0);
    // The count said that it is held; were it not, there is nothing to free.
    let _ = rlock.lock.release();
}

fn rlock_release(this: &Value) -> PyResult {
    let rlock = this.payload::<RLock>();
    if !rlock.is_mine() {
        return Err(runtime_error("cannot release un-acquired lock"));
    }
    rlock.count.set(rlock.count.get() - 1);
    if rlock.count.get() == 0 {
        free(rlock);
    }
    Ok(Value::none())
}

fn rlock_exit(this: &Value, _args: &[Value]) -> PyResult {
    rlock_release(this)
}

fn rlock_is_owned(this: &Value) -> PyResult {
    Ok(Value::bool(this.payload::<RLock>().is_mine()))
}

fn rlock_acquire_restore(this: &Value, state: &Value) -> PyResult {
    let Some(state) = state.downcast::<Tuple>() else {
        return Err(errors::system_error("new style getargs format but argument is not a tuple"));
    };
    let [count, owner] = state.items() else {
        return Err(type_error(format!(
            "_acquire_restore() takes exactly 2 arguments ({} given)",
            state.items().len()
        )));
    };
    let (count, owner) = (capi::c_long(count)?, capi::c_long(owner)?);
    let rlock = this.payload::<RLock>();
    if !rlock.lock.try_acquire() {
        let lock = rlock.lock.clone();
        let _held = without_gil(move || lock.acquire(crate::sync::Until::Acquired, false));
    }
    rlock.owner.set(owner as usize);
    rlock.count.set(count as u64);
    Ok(Value::none())
}

fn rlock_release_save(this: &Value) -> PyResult {
    let rlock = this.payload::<RLock>();
    let saved = new_tuple([int::from_big(rlock.count.get().into()), Value::int(rlock.owner.get() as i64)]);
    rlock.count.set(0);
    free(rlock);
    Ok(saved)
}

fn rlock_repr(this: &Value) -> PyResult {
    let rlock = this.payload::<RLock>();
    let (owner, count) = (rlock.owner.get(), rlock.count.get());
    Ok(new_str(&format!("<{} owner={owner} count={count}>", this.type_name())))
}

static RLOCK_METHODS: &[Method] = &[
    method(
        "acquire",
        Native::Kw(rlock_acquire),
        "acquire(blocking=True, timeout=-1) -> bool\n\nTake the lock, or count one more if it is this thread's already.",
    ),
    method(
        "release",
        Native::NoArgs(rlock_release),
        "release()\n\nCount one less, and free the lock at zero. RuntimeError if it is not this thread's.",
    ),
    method("_is_owned", Native::NoArgs(rlock_is_owned), "_is_owned() -> bool\n\nFor threading.Condition."),
    method(
        "_acquire_restore",
        Native::One(rlock_acquire_restore),
        "_acquire_restore(state)\n\nFor threading.Condition.",
    ),
    method(
        "_release_save",
        Native::NoArgs(rlock_release_save),
        "_release_save() -> tuple\n\nFor threading.Condition.",
    ),
    method("__enter__", Native::Kw(rlock_acquire), "As acquire()."),
    method("__exit__", Native::Var(0, usize::MAX, rlock_exit), "As release()."),
];

// ---- threads -------------------------------------------------------------------------------------------

/// What a new thread runs (t_bootstrap), with the GIL held.
fn thread_body(function: &Value, args: &Value, keywords: Option<&Value>) {
    let pos = args.downcast::<Tuple>().map(Tuple::items).unwrap_or_default();
    let kw: Vec<[Value; 2]> = keywords
        .and_then(Value::downcast::<Dict>)
        .map(|dict| dict.items().into_iter().map(|(name, value)| [name, value]).collect())
        .unwrap_or_default();
    if call::call_args(function, &Args { pos, kw: &kw }).is_ok() {
        return;
    }
    if errors::matches(exc::SYSTEM_EXIT) {
        errors::clear();
        return;
    }
    let raised = errors::fetch();
    report::write_stderr("Unhandled exception in thread started by ");
    // What stderr itself refuses goes nowhere; 3.2 takes None for no file.
    let told = match report::sys_object("stderr").filter(|file| lang::is_27() || !file.is_none()) {
        Some(file) => write_object(&file, function, false),
        None => protocol::repr(function).map(|text| report::write_object(&text)),
    };
    if told.is_err() {
        errors::clear();
    }
    report::write_stderr("\n");
    if let Some(raised) = raised {
        errors::restore(raised);
        door::print_error(false);
    }
}

fn start_new_thread(_this: &Value, args: &Args) -> PyResult {
    args.no_keywords("start_new_thread")?;
    let given = args.pos.len();
    let (function, arguments, keywords) = match args.pos {
        [function, arguments] => (function, arguments, None),
        [function, arguments, keywords] => (function, arguments, Some(keywords)),
        _ => {
            let (bound, count) = if given < 2 { ("least", 2) } else { ("most", 3) };
            return Err(type_error(format!(
                "start_new_thread expected at {bound} {count} arguments, got {given}"
            )));
        }
    };
    if !capi::is_callable(function) {
        return Err(type_error("first arg must be callable"));
    }
    if arguments.downcast::<Tuple>().is_none() {
        return Err(type_error("2nd arg must be a tuple"));
    }
    if keywords.is_some_and(|keywords| keywords.downcast::<Dict>().is_none()) {
        return Err(type_error("optional 3rd arg must be a dictionary"));
    }
    let (function, arguments, keywords) = (function.clone(), arguments.clone(), keywords.cloned());
    let body = Box::new(move || thread_body(&function, &arguments, keywords.as_ref()));
    match runtime::thread::start_new_thread(body) {
        Ok(ident) => Ok(Value::int(ident as i64)),
        Err(_) => Err(raise(ERROR.get(), "can't start new thread")),
    }
}

fn exit(_this: &Value) -> PyResult {
    Err(raise_none(exc::SYSTEM_EXIT))
}

fn interrupt_main(_this: &Value) -> PyResult {
    signals::trip(libc::SIGINT);
    Ok(Value::none())
}

fn get_ident(_this: &Value) -> PyResult {
    Ok(Value::int(ident() as i64))
}

fn count(_this: &Value) -> PyResult {
    Ok(Value::int(current().interp.num_threads.get()))
}

/// The least stack that CPython gives a thread (THREAD_STACK_MIN).
const STACK_MIN: i64 = 32_768;

fn stack_size(_this: &Value, args: &[Value]) -> PyResult {
    let new = args.first().map(c_size).transpose()?.unwrap_or(0);
    if new < 0 {
        return Err(value_error("size must be 0 or a positive value"));
    }
    if new != 0 && new < STACK_MIN {
        return Err(value_error(format!("size not valid: {new} bytes")));
    }
    let old = runtime::thread::stack_size();
    runtime::thread::set_stack_size(new as usize);
    Ok(Value::int(old as i64))
}

const START: &str = "start_new_thread(function, args[, kwargs]) -> integer\n(start_new() is an obsolete \
                     synonym)\n\nStart a thread that calls function(*args, **kwargs), and return its identifier. A \
                     traceback is\nprinted if the function raises anything but SystemExit.";
const ALLOCATE: &str = "allocate_lock() -> lock object\n(allocate() is an obsolete synonym)\n\nMake a lock.";
const EXIT: &str =
    "exit()\n(exit_thread() is an obsolete synonym)\n\nRaise SystemExit, which ends this thread silently.";

static FUNCTIONS: &[Method] = &[
    method("start_new_thread", Native::Kw(start_new_thread), START),
    method("start_new", Native::Kw(start_new_thread), START),
    method("allocate_lock", Native::NoArgs(allocate_lock), ALLOCATE),
    method("allocate", Native::NoArgs(allocate_lock), ALLOCATE),
    method("exit_thread", Native::NoArgs(exit), EXIT),
    method("exit", Native::NoArgs(exit), EXIT),
    method(
        "interrupt_main",
        Native::NoArgs(interrupt_main),
        "interrupt_main()\n\nMark SIGINT as arrived: the main thread handles it at its next check.",
    ),
    method(
        "get_ident",
        Native::NoArgs(get_ident),
        "get_ident() -> integer\n\nA number that no other living thread has.",
    ),
    method(
        "_count",
        Native::NoArgs(count),
        "_count() -> integer\n\nHow many threads started by this module run; the main thread is none.",
    ),
    method(
        "stack_size",
        Native::Var(0, 1, stack_size),
        "stack_size([size]) -> size\n\nSet the stack size in bytes of threads started from now on (0: the system's \
         default);\nreturn the size before.",
    ),
];

/// Makes the types ready.
pub fn init() {
    let name = |name27, name32| if lang::is_27() { name27 } else { name32 };
    ready(TypeDef {
        methods: LOCK_METHODS,
        doc: "A lock: taken by acquire(), freed by release(), by any thread.",
        ..TypeDef::new(LOCK, name("thread.lock", "_thread.lock"), Slots::of::<LockObject>())
    });
    let slots = Slots {
        repr: Some(rlock_repr),
        new: Some(rlock_new),
        init: Some(rlock_init),
        ..Slots::of::<RLock>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: RLOCK_METHODS,
        ..TypeDef::new(RLOCK, "_thread.RLock", slots)
    });
    local::init();
}

/// Makes the module.
pub fn make() -> PyResult {
    let name = module_name();
    let made = module::new_module(name);
    module::add_functions(&made, name, FUNCTIONS);
    let error = capi::new_exception(name, "error", exc::EXCEPTION)?;
    ERROR.set(error);
    module::set(&made, "error", error.value());
    module::set(&made, "LockType", LOCK.value());
    module::set(&made, "_local", LOCAL.value());
    if !lang::is_27() {
        module::set(&made, "RLock", RLOCK.value());
        module::set(&made, "TIMEOUT_MAX", float::new_float(Timeout::MAX_SECONDS));
    }
    Ok(made)
}
