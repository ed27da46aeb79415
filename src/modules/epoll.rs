//! `select.epoll` (Modules/selectmodule.c, `pyEpoll_Object`).
//!
//! Invariant: the object owns its descriptor until it is closed, even one that `fromfd` was given.

use super::capi::{self, c_double, c_int};
use crate::objects::errors::{PyResult, overflow_error, value_error};
use crate::objects::exceptions as exc;
use crate::objects::header::{Layout, Payload, new_instance};
use crate::objects::list::new_list;
use crate::objects::native::{Args, GetSet, Method, Native, class_method, getter, method};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{EPOLL, Slots, TypeDef, TypeRef, ready};
use crate::objects::{Value, errors, int, module};
use crate::platform::Errno;
use crate::platform::epoll::{self, Control};
use crate::platform::fd::{self, Fd, SETSIZE};
use crate::runtime::without_gil;
use std::cell::Cell;

struct Epoll {
    /// -1 when closed.
    fd: Cell<Fd>,
}

impl Payload for Epoll {
    const LAYOUT: Layout = Layout::Epoll;
}

impl Drop for Epoll {
    fn drop(&mut self) {
        if self.fd.get() >= 0 {
            // An object that dies has nobody to tell.
            let _ = fd::close(self.fd.get());
        }
    }
}

fn failed(errno: Errno) -> errors::Raised {
    capi::from_errno(exc::IO_ERROR, errno)
}

fn open_fd(this: &Value) -> PyResult<Fd> {
    match this.payload::<Epoll>().fd.get() {
        fd if fd >= 0 => Ok(fd),
        _ => Err(value_error("I/O operation on closed epoll fd")),
    }
}

fn make_object(ty: TypeRef, fd: Fd) -> Value {
    new_instance(ty, Epoll { fd: Cell::new(fd) })
}

fn epoll_new(ty: TypeRef, args: &Args) -> PyResult {
    let [size] = args.bind("epoll", ["sizehint"], 0)?;
    let size = match size.map_or(Ok(-1), c_int)? {
        -1 => SETSIZE - 1,
        size if size < 1 => {
            return Err(value_error(format!("sizehint must be greater zero, got {size}")));
        }
        size => size,
    };
    without_gil(|| epoll::create(size)).map(|fd| make_object(ty, fd)).map_err(failed)
}

fn fromfd(class: &Value, args: &[Value]) -> PyResult {
    let fd = c_int(&args[0])?;
    match class.as_type() {
        // As in CPython, -1 asks for a new one.
        Some(ty) if fd == -1 => {
            without_gil(|| epoll::create(SETSIZE - 1)).map(|fd| make_object(ty, fd)).map_err(failed)
        }
        Some(ty) if fd >= 0 => Ok(make_object(ty, fd)),
        _ => Err(failed(Errno(libc::EBADF))),
    }
}

fn close(this: &Value) -> PyResult {
    let fd = this.payload::<Epoll>().fd.replace(-1);
    if fd >= 0 {
        // CPython asks for an errno below zero, so no failure is ever told.
        let _ = without_gil(|| fd::close(fd));
    }
    Ok(Value::none())
}

fn fileno(this: &Value) -> PyResult {
    Ok(Value::int(open_fd(this)?.into()))
}

/// The `I` of PyArg_ParseTuple: cut off, not checked.
fn event_mask(value: &Value) -> PyResult<u32> {
    match int::to_big(value) {
        Some(number) => Ok(number.iter_u32_digits().next().map_or(0, |low| match number.sign() {
            num_bigint::Sign::Minus => low.wrapping_neg(),
            _ => low,
        })),
        None => capi::c_long(value).map(|number| number as u32),
    }
}

fn control(this: &Value, fd: &Value, how: Control) -> PyResult {
    let epoll = open_fd(this)?;
    let fd = capi::file_descriptor(fd)?;
    match without_gil(|| epoll::control(epoll, fd, how)) {
        // A descriptor that has been closed is waited for no more.
        Err(Errno(libc::EBADF)) if how == Control::Delete => Ok(Value::none()),
        result => result.map(|()| Value::none()).map_err(failed),
    }
}

fn register(this: &Value, args: &Args) -> PyResult {
    let [fd, mask] = args.bind("register", ["fd", "eventmask"], 1)?;
    let usual = (libc::EPOLLIN | libc::EPOLLOUT | libc::EPOLLPRI) as u32;
    let mask = mask.map_or(Ok(usual), event_mask)?;
    fd.map_or(Ok(Value::none()), |fd| control(this, fd, Control::Add(mask)))
}

fn modify(this: &Value, args: &Args) -> PyResult {
    let [fd, mask] = args.bind("modify", ["fd", "eventmask"], 2)?;
    let mask = mask.map_or(Ok(0), event_mask)?;
    fd.map_or(Ok(Value::none()), |fd| control(this, fd, Control::Modify(mask)))
}

fn unregister(this: &Value, args: &Args) -> PyResult {
    let [fd] = args.bind("unregister", ["fd"], 1)?;
    fd.map_or(Ok(Value::none()), |fd| control(this, fd, Control::Delete))
}

fn poll(this: &Value, args: &Args) -> PyResult {
    let epoll = open_fd(this)?;
    let [timeout, most] = args.bind("poll", ["timeout", "maxevents"], 0)?;
    let seconds = timeout.map_or(Ok(-1.0), c_double)?;
    let timeout = match seconds * 1000.0 {
        _ if seconds < 0.0 => -1,
        ms if ms > f64::from(i32::MAX) => return Err(overflow_error("timeout is too large")),
        ms => ms as i32,
    };
    let most = match most.map_or(Ok(-1), c_int)? {
        -1 => SETSIZE - 1,
        most if most < 1 => {
            return Err(value_error(format!("maxevents must be greater than 0, got {most}")));
        }
        most => most,
    };
    let found = match without_gil(|| epoll::wait(epoll, most as usize, timeout)) {
        Ok(found) => found,
        Err(Errno(libc::ENOMEM)) => return Err(errors::no_memory()),
        Err(errno) => return Err(failed(errno)),
    };
    let pair = |(fd, events): (Fd, u32)| new_tuple([Value::int(fd.into()), Value::int(events.into())]);
    Ok(new_list(found.into_iter().map(pair).collect()))
}

fn closed(this: &Value) -> PyResult {
    Ok(Value::bool(this.payload::<Epoll>().fd.get() < 0))
}

static METHODS: &[Method] = &[
    class_method(
        "fromfd",
        Native::Var(1, 1, fromfd),
        "fromfd(fd) -> epoll\n\nMake an epoll object of a descriptor.",
    ),
    method("close", Native::NoArgs(close), "close()\n\nClose the descriptor."),
    method("fileno", Native::NoArgs(fileno), "fileno() -> int\n\nReturn the descriptor."),
    method("modify", Native::Kw(modify), "modify(fd, eventmask)\n\nChange a descriptor's events."),
    method(
        "register",
        Native::Kw(register),
        "register(fd[, eventmask])\n\nHave this descriptor waited for; IOError if it is already.",
    ),
    method("unregister", Native::Kw(unregister), "unregister(fd)\n\nHave it waited for no more."),
    method(
        "poll",
        Native::Kw(poll),
        "poll([timeout=-1[, maxevents=-1]]) -> [(fd, events), ...]\n\nWait, for timeout seconds at most, until something \
         happens.",
    ),
];

static GETSETS: &[GetSet] = &[getter("closed", closed)];

static EVENTS: &[(&str, i64)] = &[
    ("EPOLLIN", libc::EPOLLIN as i64),
    ("EPOLLOUT", libc::EPOLLOUT as i64),
    ("EPOLLPRI", libc::EPOLLPRI as i64),
    ("EPOLLERR", libc::EPOLLERR as i64),
    ("EPOLLHUP", libc::EPOLLHUP as i64),
    ("EPOLLET", libc::EPOLLET as i64),
    ("EPOLLONESHOT", libc::EPOLLONESHOT as i64),
    ("EPOLLRDNORM", libc::EPOLLRDNORM as i64),
    ("EPOLLRDBAND", libc::EPOLLRDBAND as i64),
    ("EPOLLWRNORM", libc::EPOLLWRNORM as i64),
    ("EPOLLWRBAND", libc::EPOLLWRBAND as i64),
    ("EPOLLMSG", libc::EPOLLMSG as i64),
];

/// Makes the type ready.
pub fn init() {
    let slots = Slots { new: Some(epoll_new), ..Slots::of::<Epoll>() };
    ready(TypeDef {
        methods: METHODS,
        getsets: GETSETS,
        doc: "select.epoll([sizehint=-1])\n\nAn object that waits for many descriptors at once.",
        ..TypeDef::new(EPOLL, "select.epoll", slots)
    });
}

/// Puts the type and its events into the module `select`.
pub fn add_to(target: &Value) {
    module::set(target, "epoll", EPOLL.value());
    capi::add_ints(target, EVENTS);
}
