//! The module `select` (Modules/selectmodule.c): `select` and `poll`.
//!
//! Invariant: an `EINTR` is a `select.error` after the signal handlers have run, in both languages; the time that was
//! left is lost.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use super::capi::{self, c_double, c_int, c_long};
use crate::objects::errors::{PyResult, overflow_error, runtime_error, type_error, value_error};
use crate::objects::guarded::Guarded;
use crate::objects::header::{Layout, Payload, new_object};
use crate::objects::list::{List, new_list};
use crate::objects::native::{Method, Native, method};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{POLL, Slots, TypeDef, TypeRef, UnOp, ready};
use crate::objects::{Value, errors, exceptions as exc, int, lang, module, protocol};
use crate::platform::Errno;
use crate::platform::fd::{self, Fd, PollEntry, SETSIZE, Selection};
use crate::runtime::without_gil;

/// `select.error`, made with the module.
static ERROR: Guarded<Cell<TypeRef>> = Guarded::new(Cell::new(exc::EXCEPTION));

// ---- select --------------------------------------------------------------------------------------------

/// The objects of one argument with their descriptors (seq2set). A list is looked at as it is, also while `fileno()` methods
/// change it.
fn descriptors(sequence: &Value) -> PyResult<Vec<(Fd, Value)>> {
    let items = match sequence.downcast::<List>() {
        Some(_) => sequence.clone(),
        None => match errors::catch(exc::TYPE_ERROR, protocol::to_vec(sequence))? {
            Some(items) => new_list(items),
            None => return Err(type_error("arguments 1-3 must be sequences")),
        },
    };
    let item_at = |at| items.downcast::<List>().and_then(|items| items.get(at));
    let mut found = Vec::new();
    while let Some(item) = item_at(found.len()) {
        let fd = capi::file_descriptor(&item)?;
        if fd >= SETSIZE {
            return Err(value_error("filedescriptor out of range in select()"));
        }
        if found.len() >= SETSIZE as usize {
            return Err(value_error("too many file descriptors in select()"));
        }
        found.push((fd, item));
    }
    Ok(found)
}

fn ready_objects(asked: Vec<(Fd, Value)>, ready: &[Fd]) -> Value {
    let ready: HashSet<Fd> = ready.iter().copied().collect();
    new_list(asked.into_iter().filter(|(fd, _)| ready.contains(fd)).map(|(_, object)| object).collect())
}

/// Microseconds, as C's `timeval` gets them from a float: cut off, not rounded.
fn timeout_us(value: &Value) -> PyResult<Option<i64>> {
    if value.is_none() {
        return Ok(None);
    }
    if !protocol::is_number(value) {
        return Err(type_error("timeout must be a float or None"));
    }
    let seconds = c_double(value)?;
    if seconds > i64::MAX as f64 {
        return Err(overflow_error("timeout period too long"));
    }
    let whole = seconds.trunc();
    let micros = ((seconds - whole) * 1e6) as i64;
    Ok(Some((whole as i64).saturating_mul(1_000_000).saturating_add(micros)))
}

fn select(_this: &Value, args: &[Value]) -> PyResult {
    let given = args.len();
    if !(3..=4).contains(&given) {
        let (kind, bound) = if given < 3 { ("least", 3) } else { ("most", 4) };
        return Err(type_error(format!("select expected at {kind} {bound} arguments, got {given}")));
    }
    let timeout = args.get(3).map_or(Ok(None), timeout_us)?;
    let asked = [descriptors(&args[0])?, descriptors(&args[1])?, descriptors(&args[2])?];
    let [read, write, except] = asked.each_ref().map(|list| list.iter().map(|(fd, _)| *fd).collect());
    let wanted = Selection { read, write, except };
    let ready =
        without_gil(|| fd::select(&wanted, timeout)).map_err(|errno| capi::from_errno(ERROR.get(), errno))?;
    let [read, write, except] = asked;
    Ok(new_tuple([
        ready_objects(read, &ready.read),
        ready_objects(write, &ready.write),
        ready_objects(except, &ready.except),
    ]))
}

// ---- poll ----------------------------------------------------------------------------------------------

/// A polling object: the registered descriptors in the order of their registration.
#[derive(Default)]
struct Poll {
    entries: RefCell<Vec<(Fd, i16)>>,
    running: Cell<bool>,
}

impl Payload for Poll {
    const LAYOUT: Layout = Layout::Poll;
}

fn new_poll(_this: &Value) -> PyResult {
    Ok(new_object(POLL, Poll::default()))
}

fn event_mask(value: &Value) -> PyResult<i16> {
    let mask = c_long(value)?;
    if lang::is_27() {
        if mask < 0 {
            return Err(overflow_error("can't convert negative value to unsigned long"));
        }
        return u16::try_from(mask)
            .map(|mask| mask as i16)
            .map_err(|_| overflow_error("Python int too large for C unsigned short"));
    }
    i16::try_from(mask).map_err(|_| {
        overflow_error(if mask > 0 {
            "signed short integer is greater than maximum"
        } else {
            "signed short integer is less than minimum"
        })
    })
}

fn register(this: &Value, args: &[Value]) -> PyResult {
    let mask = args.get(1).map_or(Ok(libc::POLLIN | libc::POLLPRI | libc::POLLOUT), event_mask)?;
    let fd = capi::file_descriptor(&args[0])?;
    let mut entries = this.payload::<Poll>().entries.borrow_mut();
    match entries.iter_mut().find(|(known, _)| *known == fd) {
        Some(entry) => entry.1 = mask,
        None => entries.push((fd, mask)),
    }
    Ok(Value::none())
}

fn modify(this: &Value, args: &[Value]) -> PyResult {
    let mask = event_mask(&args[1])?;
    let fd = capi::file_descriptor(&args[0])?;
    let mut entries = this.payload::<Poll>().entries.borrow_mut();
    match entries.iter_mut().find(|(known, _)| *known == fd) {
        Some(entry) => entry.1 = mask,
        None => return Err(capi::from_errno(exc::IO_ERROR, Errno(libc::ENOENT))),
    }
    Ok(Value::none())
}

fn unregister(this: &Value, value: &Value) -> PyResult {
    let fd = capi::file_descriptor(value)?;
    let mut entries = this.payload::<Poll>().entries.borrow_mut();
    match entries.iter().position(|(known, _)| *known == fd) {
        Some(at) => drop(entries.remove(at)),
        None => return Err(errors::key_error(&Value::int(fd.into()))),
    }
    Ok(Value::none())
}

/// Milliseconds; negative: without end.
fn poll_timeout(value: &Value) -> PyResult<i32> {
    if value.is_none() {
        return Ok(-1);
    }
    if !protocol::is_number(value) {
        return Err(type_error("timeout must be an integer or None"));
    }
    let number = if int::is_int(value) { value.clone() } else { protocol::unary(UnOp::Int, value)? };
    c_int(&number).map_err(|raised| {
        if errors::matches(exc::OVERFLOW_ERROR) {
            return overflow_error("Python int too large to convert to C int");
        }
        raised
    })
}

fn poll(this: &Value, args: &[Value]) -> PyResult {
    let timeout = args.first().map_or(Ok(-1), poll_timeout)?;
    let object = this.payload::<Poll>();
    if lang::is_27() && object.running.get() {
        return Err(runtime_error("concurrent poll() invocation"));
    }
    let mut entries: Vec<PollEntry> =
        object.entries.borrow().iter().map(|&(fd, events)| PollEntry { fd, events, revents: 0 }).collect();
    object.running.set(true);
    let result = without_gil(|| fd::poll(&mut entries, timeout));
    object.running.set(false);
    result.map_err(|errno| capi::from_errno(ERROR.get(), errno))?;
    let fired = entries.iter().filter(|entry| entry.revents != 0);
    let pair = |entry: &PollEntry| {
        new_tuple([Value::int(entry.fd.into()), Value::int((entry.revents as u16).into())])
    };
    Ok(new_list(fired.map(pair).collect()))
}

static POLL_METHODS: &[Method] = &[
    method(
        "register",
        Native::Var(1, 2, register),
        "register(fd[, eventmask])\n\nHave this descriptor polled, or change its events.",
    ),
    method("modify", Native::Var(2, 2, modify), "modify(fd, eventmask)\n\nChange a descriptor's events."),
    method("unregister", Native::One(unregister), "unregister(fd)\n\nHave it polled no more."),
    method(
        "poll",
        Native::Var(0, 1, poll),
        "poll([timeout]) -> list of (fd, event)\n\nWait, for timeout milliseconds at most, until something happens.",
    ),
];

static FUNCTIONS: &[Method] = &[
    method(
        "select",
        Native::Var(0, usize::MAX, select),
        "select(rlist, wlist, xlist[, timeout]) -> (rlist, wlist, xlist)\n\nWait, for timeout seconds at most, until a \
         descriptor of the lists is ready to be read\nfrom, can be written to, or has an exceptional condition; return \
         those that are.",
    ),
    method("poll", Native::NoArgs(new_poll), "poll() -> polling object"),
];

static EVENTS: &[(&str, i16)] = &[
    ("POLLIN", libc::POLLIN),
    ("POLLPRI", libc::POLLPRI),
    ("POLLOUT", libc::POLLOUT),
    ("POLLERR", libc::POLLERR),
    ("POLLHUP", libc::POLLHUP),
    ("POLLNVAL", libc::POLLNVAL),
    ("POLLRDNORM", libc::POLLRDNORM),
    ("POLLRDBAND", libc::POLLRDBAND),
    ("POLLWRNORM", libc::POLLWRNORM),
    ("POLLWRBAND", libc::POLLWRBAND),
    #[cfg(target_os = "linux")]
    ("POLLMSG", 0x400),
];

/// Makes the type ready.
pub fn init() {
    ready(TypeDef { methods: POLL_METHODS, ..TypeDef::new(POLL, "select.poll", Slots::of::<Poll>()) });
    #[cfg(target_os = "linux")]
    super::epoll::init();
}

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("select");
    module::add_functions(&made, "select", FUNCTIONS);
    let error = capi::new_exception("select", "error", exc::EXCEPTION)?;
    ERROR.set(error);
    module::set(&made, "error", error.value());
    for &(name, number) in EVENTS {
        module::set(&made, name, Value::int(number.into()));
    }
    #[cfg(target_os = "linux")]
    super::epoll::add_to(&made);
    module::set(&made, "PIPE_BUF", Value::int(libc::PIPE_BUF as i64));
    Ok(made)
}
