//! Socket objects (socketmodule.c, `PySocketSockObject`).
//!
//! Invariants:
//! - The object owns its descriptor: it is closed with the object, unless `detach` took it.
//! - With a timeout the descriptor is non-blocking, and each call first waits for readiness in a `poll` that a signal
//!   ends as it ends the call itself.

use std::cell::Cell;

use super::{
    DEFAULT_TIMEOUT, address, plain_error, system_error, timed_out, timeout_argument, timeout_value,
};
use crate::modules::capi::{self, c_int, c_long, c_size};
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::file::file27;
use crate::objects::header::{Layout, Payload, new_instance, new_object};
use crate::objects::native::{Args, GetSet, Method, Native, getter, method};
use crate::objects::str::{Str, new_bytes, new_str};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{SOCKET, Slots, TypeDef, TypeRef, flags, ready};
use crate::objects::{Value, float, hooks, lang};
use crate::platform::Errno;
use crate::platform::clock::real_seconds;
use crate::platform::fd::{self, Fd};
use crate::platform::socket::{self as os, Address};
use crate::runtime::without_gil;

pub(super) struct Socket {
    /// -1 when closed.
    fd: Cell<Fd>,
    family: Cell<i32>,
    kind: Cell<i32>,
    protocol: Cell<i32>,
    /// Seconds; 0: non-blocking, negative: blocking without end.
    timeout: Cell<f64>,
}

impl Payload for Socket {
    const LAYOUT: Layout = Layout::Socket;
    const WEAKREFS: bool = true;
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.fd.get() != -1 {
            // An object that dies has nobody to tell.
            let _ = fd::close(self.fd.get());
        }
    }
}

impl Socket {
    fn closed() -> Socket {
        let number = || Cell::new(0);
        Socket {
            fd: Cell::new(-1),
            family: number(),
            kind: number(),
            protocol: number(),
            timeout: Cell::new(-1.0),
        }
    }

    /// init_sockobject: takes a descriptor over.
    fn adopt(&self, fd: Fd, family: i32, kind: i32, protocol: i32) {
        self.fd.set(fd);
        self.family.set(family);
        self.kind.set(kind);
        self.protocol.set(protocol);
        if nonblocking_kind().is_some_and(|flag| kind & flag != 0) {
            self.timeout.set(0.0);
            return;
        }
        self.timeout.set(DEFAULT_TIMEOUT.get());
        if self.timeout.get() >= 0.0 {
            self.set_nonblocking(true);
        }
    }

    fn set_nonblocking(&self, on: bool) {
        if let Some(flag) = nonblocking_kind() {
            let kind = self.kind.get();
            self.kind.set(if on { kind | flag } else { kind & !flag });
        }
        // As in CPython, a failure shows at the next call.
        let _ = fd::set_nonblocking(self.fd.get(), on);
    }
}

/// What 3.2 adds to a socket's type while it does not block, where the system has a name for it.
fn nonblocking_kind() -> Option<i32> {
    #[cfg(target_os = "linux")]
    if !lang::is_27() {
        return Some(libc::SOCK_NONBLOCK);
    }
    None
}

/// A socket object over a descriptor.
pub(super) fn wrap(fd: Fd, family: i32, kind: i32, protocol: i32) -> Value {
    let made = new_object(SOCKET, Socket::closed());
    made.payload::<Socket>().adopt(fd, family, kind, protocol);
    made
}

fn socket_new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, Socket::closed()))
}

fn socket_init(this: &Value, args: &Args) -> PyResult<()> {
    let [family, kind, protocol, fileno] = if lang::is_27() {
        let [family, kind, protocol] = args.bind("socket", ["family", "type", "proto"], 0)?;
        [family, kind, protocol, None]
    } else {
        args.bind("socket", ["family", "type", "proto", "fileno"], 0)?
    };
    let number = |value: Option<&Value>, default| value.map_or(Ok(default), c_int);
    let (family, kind) = (number(family, libc::AF_INET)?, number(kind, libc::SOCK_STREAM)?);
    let protocol = number(protocol, 0)?;
    let fd = match fileno.filter(|fileno| !fileno.is_none()) {
        Some(fileno) => match c_int(fileno)? {
            -1 => return Err(value_error("can't use invalid socket value")),
            fd => fd,
        },
        None => without_gil(|| os::socket(family, kind, protocol)).map_err(system_error)?,
    };
    this.payload::<Socket>().adopt(fd, family, kind, protocol);
    Ok(())
}

fn socket_repr(this: &Value) -> PyResult {
    let socket = this.payload::<Socket>();
    let (fd, family, kind) = (socket.fd.get(), socket.family.get(), socket.kind.get());
    let word = if lang::is_27() { "protocol" } else { "proto" };
    let protocol = socket.protocol.get();
    Ok(new_str(&format!("<socket object, fd={fd}, family={family}, type={kind}, {word}={protocol}>")))
}

// ---- calls that block ----------------------------------------------------------------------------------

enum Outcome<T> {
    Done(Result<T, Errno>),
    TimedOut,
}

/// One system call in a blocking region, after the wait that a timeout asks for (internal_select and the call).
fn once<T: Send>(
    fd: Fd,
    writing: bool,
    timeout: f64,
    interval: f64,
    call: impl FnOnce(Fd) -> Result<T, Errno> + Send,
) -> Outcome<T> {
    without_gil(|| {
        if timeout > 0.0 && fd >= 0 {
            if interval < 0.0 {
                return Outcome::TimedOut;
            }
            match os::wait_ready(fd, writing, interval) {
                Ok(true) => {}
                Ok(false) => return Outcome::TimedOut,
                Err(errno) => return Outcome::Done(Err(errno)),
            }
        }
        Outcome::Done(call(fd))
    })
}

/// A call with the socket's timeout. 2.7.18 waits for the rest of the time when a ready descriptor turned out not
/// to be ready; 3.2.6 gives that error.
fn blocking<T: Send>(
    socket: &Socket,
    writing: bool,
    mut call: impl FnMut(Fd) -> Result<T, Errno> + Send,
) -> PyResult<Result<T, Errno>> {
    let timeout = socket.timeout.get();
    let deadline = real_seconds() + timeout;
    let mut interval = timeout;
    loop {
        match once(socket.fd.get(), writing, timeout, interval, &mut call) {
            Outcome::TimedOut => return Err(timed_out()),
            Outcome::Done(Err(Errno::EAGAIN)) if timeout > 0.0 && lang::is_27() => {
                interval = deadline - real_seconds();
            }
            Outcome::Done(result) => return Ok(result),
        }
    }
}

fn accept_raw(this: &Value) -> PyResult<(Fd, Address)> {
    blocking(this.payload(), false, os::accept)?.map_err(system_error)
}

fn accept(this: &Value) -> PyResult {
    let (fd, from) = accept_raw(this)?;
    let socket = this.payload::<Socket>();
    let new = wrap(fd, socket.family.get(), socket.kind.get(), socket.protocol.get());
    Ok(new_tuple([new, address::to_value(&from)?]))
}

fn accept_fd(this: &Value) -> PyResult {
    let (fd, from) = accept_raw(this)?;
    Ok(new_tuple([Value::int(fd.into()), address::to_value(&from)?]))
}

/// No receive takes more than this at once; a stream gives the rest next time, a datagram is never that long.
const RECEIVE_MAX: usize = 16 << 20;

fn receive_size(function: &str, value: &Value) -> PyResult<usize> {
    let size = if lang::is_27() { c_int(value)?.into() } else { c_size(value)? };
    match usize::try_from(size) {
        Ok(size) => Ok(size.min(RECEIVE_MAX)),
        Err(_) => Err(value_error(format!("negative buffersize in {function}"))),
    }
}

fn flags_argument(args: &[Value], at: usize) -> PyResult<i32> {
    args.get(at).map_or(Ok(0), c_int)
}

fn receive(this: &Value, size: usize, flags: i32) -> PyResult<Vec<u8>> {
    let mut buffer = vec![0; size];
    let got =
        blocking(this.payload(), false, |fd| os::recv(fd, &mut buffer, flags))?.map_err(system_error)?;
    buffer.truncate(got);
    Ok(buffer)
}

fn receive_from(this: &Value, size: usize, flags: i32) -> PyResult<(Vec<u8>, Address)> {
    let mut buffer = vec![0; size];
    let (got, from) =
        blocking(this.payload(), false, |fd| os::recv_from(fd, &mut buffer, flags))?.map_err(system_error)?;
    buffer.truncate(got);
    Ok((buffer, from))
}

fn recv(this: &Value, args: &[Value]) -> PyResult {
    let size = receive_size("recv", &args[0])?;
    receive(this, size, flags_argument(args, 1)?).map(new_bytes)
}

fn recvfrom(this: &Value, args: &[Value]) -> PyResult {
    let size = receive_size("recvfrom", &args[0])?;
    let (bytes, from) = receive_from(this, size, flags_argument(args, 1)?)?;
    Ok(new_tuple([new_bytes(bytes), address::to_value(&from)?]))
}

/// The arguments of recv_into and recvfrom_into: the buffer, how many bytes, the flags.
fn into_arguments<'a>(function: &str, args: &Args<'a>) -> PyResult<(&'a Value, usize, i32)> {
    let [buffer, size, flags] = args.bind(function, ["buffer", "nbytes", "flags"], 1)?;
    let Some(buffer) = buffer else { return Err(type_error("Required argument 'buffer' (pos 1) not found")) };
    let Some(room) = capi::writable_len(buffer) else {
        return Err(type_error(format!(
            "{function}() argument 1 must be read-write buffer, not {}",
            buffer.argument_name()
        )));
    };
    let size = size.map_or(Ok(0), |size| receive_size(function, size))?;
    let flags = flags.map_or(Ok(0), c_int)?;
    if size > room {
        return Err(value_error(if function == "recvfrom_into" {
            "nbytes is greater than the length of the buffer"
        } else {
            "buffer too small for requested bytes"
        }));
    }
    Ok((buffer, if size == 0 { room.min(RECEIVE_MAX) } else { size }, flags))
}

fn recv_into(this: &Value, args: &Args) -> PyResult {
    let (buffer, size, flags) = into_arguments("recv_into", args)?;
    let bytes = receive(this, size, flags)?;
    capi::write_into(buffer, &bytes);
    Ok(Value::int(bytes.len() as i64))
}

fn recvfrom_into(this: &Value, args: &Args) -> PyResult {
    let (buffer, size, flags) = into_arguments("recvfrom_into", args)?;
    let (bytes, from) = receive_from(this, size, flags)?;
    capi::write_into(buffer, &bytes);
    Ok(new_tuple([Value::int(bytes.len() as i64), address::to_value(&from)?]))
}

fn send(this: &Value, args: &[Value]) -> PyResult {
    let data = capi::buffer("send", 1, &args[0])?;
    let flags = flags_argument(args, 1)?;
    let sent = blocking(this.payload(), true, |fd| os::send(fd, &data, flags))?.map_err(system_error)?;
    Ok(Value::int(sent as i64))
}

fn sendall(this: &Value, args: &[Value]) -> PyResult {
    let data = capi::buffer("sendall", 1, &args[0])?;
    let flags = flags_argument(args, 1)?;
    let mut rest = &data[..];
    loop {
        let result = blocking(this.payload(), true, |fd| os::send(fd, rest, flags))?;
        // A partial write may be a signal's doing too, so handlers run in any case.
        hooks::check_signals()?;
        match result {
            Ok(sent) => rest = rest.get(sent..).unwrap_or_default(),
            Err(errno) if errno.is_interrupt() => continue,
            Err(errno) => return Err(system_error(errno)),
        }
        if rest.is_empty() {
            return Ok(Value::none());
        }
    }
}

fn sendto(this: &Value, args: &[Value]) -> PyResult {
    let (data, flags, to) = match args {
        [data, to] => (data, 0, to),
        [data, flags, to] => (data, c_int(flags)?, to),
        _ => return Err(type_error(format!("sendto() takes 2 or 3 arguments ({} given)", args.len()))),
    };
    let data = capi::buffer("sendto", 1, data)?;
    let socket = this.payload::<Socket>();
    let to = address::from_value(socket.family.get(), to)?;
    let sent = blocking(socket, true, |fd| os::send_to(fd, &data, flags, &to))?.map_err(system_error)?;
    Ok(Value::int(sent as i64))
}

/// internal_connect: the error number (0: connected), or that the time ran out.
fn connect_raw(this: &Value, to: &Value) -> PyResult<(i32, bool)> {
    let socket = this.payload::<Socket>();
    let to = address::from_value(socket.family.get(), to)?;
    let (fd, timeout) = (socket.fd.get(), socket.timeout.get());
    Ok(without_gil(|| match os::connect(fd, &to) {
        Ok(()) => (0, false),
        Err(Errno(libc::EINPROGRESS)) if timeout > 0.0 => match os::wait_ready(fd, true, timeout) {
            Ok(true) => match os::option(fd, libc::SOL_SOCKET, libc::SO_ERROR, 4) {
                Ok(bytes) => {
                    let error = bytes.try_into().map_or(0, i32::from_ne_bytes);
                    (if error == libc::EISCONN { 0 } else { error }, false)
                }
                Err(errno) => (errno.0, false),
            },
            Ok(false) => (libc::EWOULDBLOCK, true),
            Err(errno) => (errno.0, false),
        },
        Err(errno) => (errno.0, false),
    }))
}

fn connect(this: &Value, to: &Value) -> PyResult {
    match connect_raw(this, to)? {
        (_, true) => Err(timed_out()),
        (0, false) => Ok(Value::none()),
        (error, false) => Err(system_error(Errno(error))),
    }
}

fn connect_ex(this: &Value, to: &Value) -> PyResult {
    let (error, _) = connect_raw(this, to)?;
    if Errno(error).is_interrupt() {
        hooks::check_signals()?;
    }
    Ok(Value::int(error.into()))
}

// ---- calls that don't ----------------------------------------------------------------------------------

fn bind(this: &Value, to: &Value) -> PyResult {
    let socket = this.payload::<Socket>();
    let to = address::from_value(socket.family.get(), to)?;
    let fd = socket.fd.get();
    without_gil(|| os::bind(fd, &to)).map(|()| Value::none()).map_err(system_error)
}

fn listen(this: &Value, backlog: &Value) -> PyResult {
    let (fd, backlog) = (this.payload::<Socket>().fd.get(), c_int(backlog)?.max(0));
    without_gil(|| os::listen(fd, backlog)).map(|()| Value::none()).map_err(system_error)
}

fn close(this: &Value) -> PyResult {
    let fd = this.payload::<Socket>().fd.replace(-1);
    if fd != -1 {
        // CPython does not look at the result either.
        let _ = without_gil(|| fd::close(fd));
    }
    Ok(Value::none())
}

fn detach(this: &Value) -> PyResult {
    Ok(Value::int(this.payload::<Socket>().fd.replace(-1).into()))
}

fn dup(this: &Value) -> PyResult {
    let socket = this.payload::<Socket>();
    let copy = fd::dup(socket.fd.get()).map_err(system_error)?;
    Ok(wrap(copy, socket.family.get(), socket.kind.get(), socket.protocol.get()))
}

/// 2.7's own `makefile`: a file object over a copy of the descriptor.
fn makefile(this: &Value, args: &[Value]) -> PyResult {
    let mode = args.first().map_or(Ok("r".to_owned()), |mode| {
        mode.str_lossy().ok_or_else(|| {
            type_error(format!("makefile() argument 1 must be string, not {}", mode.argument_name()))
        })
    })?;
    let buffering = args.get(1).map(c_int).transpose()?.map(i64::from);
    let copy = fd::dup(this.payload::<Socket>().fd.get()).map_err(system_error)?;
    file27::from_fd(copy, "<socket>", &mode, buffering, true).inspect_err(|_| {
        // The file did not take it.
        let _ = fd::close(copy);
    })
}

fn fileno(this: &Value) -> PyResult {
    Ok(Value::int(this.payload::<Socket>().fd.get().into()))
}

fn getsockname(this: &Value) -> PyResult {
    let fd = this.payload::<Socket>().fd.get();
    address::to_value(&os::own_address(fd).map_err(system_error)?)
}

fn getpeername(this: &Value) -> PyResult {
    let fd = this.payload::<Socket>().fd.get();
    address::to_value(&os::peer_address(fd).map_err(system_error)?)
}

fn shutdown(this: &Value, how: &Value) -> PyResult {
    let (fd, how) = (this.payload::<Socket>().fd.get(), c_int(how)?);
    without_gil(|| os::shutdown(fd, how)).map(|()| Value::none()).map_err(system_error)
}

fn setblocking(this: &Value, value: &Value) -> PyResult {
    let block = c_long(value)? != 0;
    let socket = this.payload::<Socket>();
    socket.timeout.set(if block { -1.0 } else { 0.0 });
    socket.set_nonblocking(!block);
    Ok(Value::none())
}

fn settimeout(this: &Value, value: &Value) -> PyResult {
    let timeout = timeout_argument(value)?;
    let socket = this.payload::<Socket>();
    socket.timeout.set(timeout);
    socket.set_nonblocking(timeout >= 0.0);
    Ok(Value::none())
}

fn gettimeout(this: &Value) -> PyResult {
    Ok(timeout_value(this.payload::<Socket>().timeout.get()))
}

fn setsockopt(this: &Value, args: &[Value]) -> PyResult {
    let fd = this.payload::<Socket>().fd.get();
    let (level, option) = (c_int(&args[0])?, c_int(&args[1])?);
    let value = match args[2].downcast::<Str>() {
        Some(_) => capi::buffer("setsockopt", 3, &args[2])?,
        None if crate::objects::int::is_int(&args[2]) => c_int(&args[2])?.to_ne_bytes().to_vec(),
        None => capi::buffer("setsockopt", 3, &args[2])?,
    };
    os::set_option(fd, level, option, &value).map(|()| Value::none()).map_err(system_error)
}

fn getsockopt(this: &Value, args: &[Value]) -> PyResult {
    let fd = this.payload::<Socket>().fd.get();
    let (level, option) = (c_int(&args[0])?, c_int(&args[1])?);
    let room = flags_argument(args, 2)?;
    if room == 0 {
        let bytes = os::option(fd, level, option, 4).map_err(system_error)?;
        return Ok(Value::int(bytes.try_into().map_or(0, i32::from_ne_bytes).into()));
    }
    if !(0..=1024).contains(&room) {
        return Err(plain_error("getsockopt buflen out of range"));
    }
    os::option(fd, level, option, room as usize).map(new_bytes).map_err(system_error)
}

// ---- the type ------------------------------------------------------------------------------------------

macro_rules! common_methods {
    ($($own:expr),* $(,)?) => {
        &[
            $($own,)*
            method("bind", Native::One(bind), "bind(address)"),
            method("close", Native::NoArgs(close), "close()"),
            method("connect", Native::One(connect), "connect(address)"),
            method(
                "connect_ex",
                Native::One(connect_ex),
                "connect_ex(address) -> errno\n\nAs connect(), but the error's number is the result; 0 for none.",
            ),
            method("fileno", Native::NoArgs(fileno), "fileno() -> integer"),
            method("getpeername", Native::NoArgs(getpeername), "getpeername() -> address info"),
            method("getsockname", Native::NoArgs(getsockname), "getsockname() -> address info"),
            method(
                "getsockopt",
                Native::Var(2, 3, getsockopt),
                "getsockopt(level, option[, buffersize]) -> value",
            ),
            method("gettimeout", Native::NoArgs(gettimeout), "gettimeout() -> seconds or None"),
            method("listen", Native::One(listen), "listen(backlog)"),
            method("recv", Native::Var(1, 2, recv), "recv(buffersize[, flags]) -> data"),
            method("recv_into", Native::Kw(recv_into), "recv_into(buffer[, nbytes[, flags]]) -> nbytes_read"),
            method("recvfrom", Native::Var(1, 2, recvfrom), "recvfrom(buffersize[, flags]) -> (data, address info)"),
            method(
                "recvfrom_into",
                Native::Kw(recvfrom_into),
                "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)",
            ),
            method("send", Native::Var(1, 2, send), "send(data[, flags]) -> count"),
            method(
                "sendall",
                Native::Var(1, 2, sendall),
                "sendall(data[, flags])\n\nSend all of it, by as many calls as that takes.",
            ),
            method("sendto", Native::Var(0, usize::MAX, sendto), "sendto(data[, flags], address) -> count"),
            method("setblocking", Native::One(setblocking), "setblocking(flag)"),
            method("setsockopt", Native::Var(3, 3, setsockopt), "setsockopt(level, option, value)"),
            method("settimeout", Native::One(settimeout), "settimeout(timeout)"),
            method("shutdown", Native::One(shutdown), "shutdown(how)"),
        ]
    };
}

static METHODS27: &[Method] = common_methods![
    method("accept", Native::NoArgs(accept), "accept() -> (socket object, address info)"),
    method("dup", Native::NoArgs(dup), "dup() -> socket object"),
    method("makefile", Native::Var(0, 2, makefile), "makefile([mode[, buffersize]]) -> file object"),
];

static METHODS32: &[Method] = common_methods![
    method("_accept", Native::NoArgs(accept_fd), "_accept() -> (integer, address info)"),
    method("detach", Native::NoArgs(detach), "detach() -> integer\n\nGive the descriptor away."),
];

static GETSETS: &[GetSet] = &[
    getter("family", |this| Ok(Value::int(this.payload::<Socket>().family.get().into()))),
    getter("type", |this| Ok(Value::int(this.payload::<Socket>().kind.get().into()))),
    getter("proto", |this| Ok(Value::int(this.payload::<Socket>().protocol.get().into()))),
    getter("timeout", |this| Ok(float::new_float(this.payload::<Socket>().timeout.get()))),
];

pub(super) fn init() {
    let slots = Slots {
        repr: Some(socket_repr),
        new: Some(socket_new),
        init: Some(socket_init),
        // 3.2 leaves weak references to the class in Python above it.
        weakrefs: lang::is_27(),
        ..Slots::of::<Socket>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: if lang::is_27() { METHODS27 } else { METHODS32 },
        getsets: GETSETS,
        doc: "socket([family[, type[, proto]]]) -> socket object",
        ..TypeDef::new(SOCKET, "_socket.socket", slots)
    });
}
