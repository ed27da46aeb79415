//! Processes: who this one is, signals between them, children, programs.

use super::{file_name, os_error};
use crate::modules::capi::c_int;
use crate::modules::resource::usage_value;
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, no_memory, not_implemented_error, type_error, value_error};
use crate::objects::file::raw::path;
use crate::objects::float::new_float;
use crate::objects::list::List;
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::str::{Str, new_bytes, new_str};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::{Value, lang, protocol};
use crate::platform::process::{self as os, Fork};
use crate::platform::{Errno, fd, usage};
use crate::runtime::{self, without_gil};
use std::ffi::CString;

fn number(result: Result<i64, Errno>) -> PyResult {
    result.map(Value::int).map_err(os_error)
}

fn nothing(result: Result<i64, Errno>) -> PyResult {
    result.map(|_| Value::none()).map_err(os_error)
}

fn getpid(_this: &Value) -> PyResult {
    Ok(Value::int(os::pid().into()))
}
fn getppid(_this: &Value) -> PyResult {
    Ok(Value::int(os::parent_pid().into()))
}

/// One of user, effective user, group, effective group.
fn identity<const N: usize>(_this: &Value) -> PyResult {
    Ok(Value::int(os::identities()[N].into()))
}

fn kill(_this: &Value, args: &[Value]) -> PyResult {
    let (pid, signal) = (c_int(&args[0])?, c_int(&args[1])?);
    os::kill(pid, signal).map(|()| Value::none()).map_err(os_error)
}
fn killpg(_this: &Value, args: &[Value]) -> PyResult {
    nothing(os::killpg(c_int(&args[0])?, c_int(&args[1])?))
}
fn getpgid(_this: &Value, pid: &Value) -> PyResult {
    number(os::getpgid(c_int(pid)?))
}
fn getpgrp(_this: &Value) -> PyResult {
    number(os::getpgrp())
}
fn setpgid(_this: &Value, args: &[Value]) -> PyResult {
    nothing(os::setpgid(c_int(&args[0])?, c_int(&args[1])?))
}
fn setpgrp(_this: &Value) -> PyResult {
    nothing(os::setpgid(0, 0))
}
fn setsid(_this: &Value) -> PyResult {
    nothing(os::setsid())
}
fn getsid(_this: &Value, pid: &Value) -> PyResult {
    number(os::getsid(c_int(pid)?))
}
fn setuid(_this: &Value, id: &Value) -> PyResult {
    nothing(os::setuid(c_int(id)?))
}
fn setgid(_this: &Value, id: &Value) -> PyResult {
    nothing(os::setgid(c_int(id)?))
}
fn seteuid(_this: &Value, id: &Value) -> PyResult {
    nothing(os::seteuid(c_int(id)?))
}
fn setegid(_this: &Value, id: &Value) -> PyResult {
    nothing(os::setegid(c_int(id)?))
}
fn tcgetpgrp(_this: &Value, fd: &Value) -> PyResult {
    number(os::tcgetpgrp(c_int(fd)?))
}
fn tcsetpgrp(_this: &Value, args: &[Value]) -> PyResult {
    nothing(os::tcsetpgrp(c_int(&args[0])?, c_int(&args[1])?))
}

fn nice(_this: &Value, increment: &Value) -> PyResult {
    os::nice(c_int(increment)?).map(|priority| Value::int(priority.into())).map_err(os_error)
}

// ---- children ----------------------------------------------------------------------------------------------

fn fork(_this: &Value) -> PyResult {
    match runtime::fork().map_err(os_error)? {
        Fork::Child => Ok(Value::int(0)),
        Fork::Parent(child) => Ok(Value::int(child.into())),
    }
}

fn openpty(_this: &Value) -> PyResult {
    let (master, slave) = fd::open_terminal().map_err(os_error)?;
    Ok(new_tuple([Value::int(master.into()), Value::int(slave.into())]))
}

fn forkpty(_this: &Value) -> PyResult {
    let (master, slave) = fd::open_terminal().map_err(os_error)?;
    let side = runtime::fork();
    // Each side has the other's end, too.
    let _ = fd::close(if side == Ok(Fork::Child) { master } else { slave });
    match side {
        Ok(Fork::Child) => {
            if fd::adopt_terminal(slave).is_err() {
                os::exit_now(1);
            }
            Ok(new_tuple([Value::int(0), Value::int(-1)]))
        }
        Ok(Fork::Parent(child)) => Ok(new_tuple([Value::int(child.into()), Value::int(master.into())])),
        Err(errno) => {
            let _ = fd::close(master);
            Err(os_error(errno))
        }
    }
}

fn ttyname(_this: &Value, terminal: &Value) -> PyResult {
    fd::terminal_name(c_int(terminal)?).map(|name| file_name(&name)).map_err(os_error)
}

fn wait_for(pid: i32, options: i32) -> PyResult {
    let (pid, status) = without_gil(|| os::wait_pid(pid, options)).map_err(os_error)?;
    Ok(new_tuple([Value::int(pid.into()), Value::int(status.into())]))
}

fn waitpid(_this: &Value, args: &[Value]) -> PyResult {
    wait_for(c_int(&args[0])?, c_int(&args[1])?)
}
fn wait(_this: &Value) -> PyResult {
    wait_for(-1, 0)
}

fn wait_with_usage(pid: i32, options: i32) -> PyResult {
    let (pid, status, usage) = without_gil(|| usage::wait(pid, options)).map_err(os_error)?;
    Ok(new_tuple([Value::int(pid.into()), Value::int(status.into()), usage_value(&usage)?]))
}

fn wait3(_this: &Value, options: &Value) -> PyResult {
    wait_with_usage(-1, c_int(options)?)
}
fn wait4(_this: &Value, args: &[Value]) -> PyResult {
    wait_with_usage(c_int(&args[0])?, c_int(&args[1])?)
}

fn exit(_this: &Value, args: &Args) -> PyResult {
    let [status] = args.bind("_exit", ["status"], 1)?;
    os::exit_now(status.map_or(Ok(0), c_int)?)
}

fn abort(_this: &Value) -> PyResult {
    os::abort()
}

fn system(_this: &Value, args: &[Value]) -> PyResult {
    let command = path(&args[0])?;
    Ok(Value::int(without_gil(|| os::system(&command)).into()))
}

/// The arguments of a program: a list or a tuple of strings.
pub(super) fn program_arguments(function: &str, value: &Value) -> PyResult<Vec<CString>> {
    let items = match (value.downcast::<List>(), value.downcast::<Tuple>()) {
        (Some(list), _) => list.to_vec(),
        (_, Some(tuple)) => tuple.items().to_vec(),
        _ => return Err(type_error(format!("{function}() arg 2 must be a tuple or list"))),
    };
    if items.is_empty() && function == "execv" {
        return Err(value_error("execv() arg 2 must not be empty"));
    }
    items
        .iter()
        .map(|item| {
            path(item).map_err(|raised| {
                if item.downcast::<Str>().is_some() {
                    return raised;
                }
                type_error(format!("{function}() arg 2 must contain only strings"))
            })
        })
        .collect()
}

fn execv(_this: &Value, args: &[Value]) -> PyResult {
    let program = path(&args[0])?;
    let arguments = program_arguments("execv", &args[1])?;
    Err(os_error(os::execute(&program, &arguments, None)))
}

fn execve(_this: &Value, args: &[Value]) -> PyResult {
    let program = path(&args[0])?;
    let arguments = program_arguments("execve", &args[1])?;
    let pairs = match args[2].downcast::<Dict>() {
        Some(dict) => dict.items(),
        None => return Err(type_error("execve() arg 3 must be a mapping object")),
    };
    let mut environment = Vec::with_capacity(pairs.len());
    for (name, value) in pairs {
        let mut entry = path(&name)?.into_bytes();
        super::check_variable(&entry)?;
        entry.push(b'=');
        entry.extend(path(&value)?.into_bytes());
        // Both had no zero inside.
        environment.extend(CString::new(entry));
    }
    Err(os_error(os::execute(&program, &arguments, Some(&environment))))
}

// ---- what `wait` says --------------------------------------------------------------------------------------

macro_rules! statuses {
    ($($function:ident $macro:ident $make:expr;)*) => {
        $(fn $function(_this: &Value, status: &Value) -> PyResult {
            Ok($make(libc::$macro(c_int(status)?)))
        })*
    };
}

fn code(number: i32) -> Value {
    Value::int(number.into())
}

statuses! {
    wcoredump WCOREDUMP Value::bool;
    wifcontinued WIFCONTINUED Value::bool;
    wifstopped WIFSTOPPED Value::bool;
    wifsignaled WIFSIGNALED Value::bool;
    wifexited WIFEXITED Value::bool;
    wexitstatus WEXITSTATUS code;
    wtermsig WTERMSIG code;
    wstopsig WSTOPSIG code;
}

// ---- the system --------------------------------------------------------------------------------------------

fn times(_this: &Value) -> PyResult {
    let times = os::times().map_err(os_error)?;
    Ok(new_tuple(times.map(new_float)))
}

fn uname(_this: &Value) -> PyResult {
    let names = os::system_names().map_err(os_error)?;
    Ok(new_tuple(names.map(|name| file_name(name.as_bytes()))))
}

fn strerror(_this: &Value, number: &Value) -> PyResult {
    Ok(new_str(&Errno(c_int(number)?).text()))
}

fn urandom(_this: &Value, count: &Value) -> PyResult {
    if !lang::is_27() {
        protocol::index(count).map_err(|raised| {
            if crate::objects::int::is_int(count) {
                return raised;
            }
            type_error(format!("'{}' object cannot be interpreted as an integer", count.type_name()))
        })?;
    }
    let Ok(count) = usize::try_from(c_int(count)?) else {
        return Err(value_error("negative argument not allowed"));
    };
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(count).is_err() {
        return Err(no_memory());
    }
    bytes.resize(count, 0);
    without_gil(move || read_device(bytes)).map(new_bytes).map_err(|errno| {
        if lang::is_27() {
            return os_error(errno);
        }
        not_implemented_error("/dev/urandom (or equivalent) not found")
    })
}

/// Fills the bytes from the device.
fn read_device(mut bytes: Vec<u8>) -> Result<Vec<u8>, Errno> {
    let device = fd::open(c"/dev/urandom", libc::O_RDONLY | libc::O_CLOEXEC, 0)?;
    let mut filled = 0;
    while filled < bytes.len() {
        match fd::read(device, &mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(errno) if errno.is_interrupt() => {}
            Err(errno) => {
                let _ = fd::close(device);
                return Err(errno);
            }
        }
    }
    fd::close(device)?;
    Ok(bytes)
}

pub(super) static FUNCTIONS: &[Method] = &[
    method("getpid", Native::NoArgs(getpid), "getpid() -> pid\n\nReturn the current process id"),
    method("getppid", Native::NoArgs(getppid), "getppid() -> ppid\n\nReturn the parent's process id."),
    method(
        "getuid",
        Native::NoArgs(identity::<0>),
        "getuid() -> uid\n\nReturn the current process's user id.",
    ),
    method(
        "geteuid",
        Native::NoArgs(identity::<1>),
        "geteuid() -> euid\n\nReturn the current process's effective user id.",
    ),
    method(
        "getgid",
        Native::NoArgs(identity::<2>),
        "getgid() -> gid\n\nReturn the current process's group id.",
    ),
    method(
        "getegid",
        Native::NoArgs(identity::<3>),
        "getegid() -> egid\n\nReturn the current process's effective group id.",
    ),
    method("kill", Native::Var(2, 2, kill), "kill(pid, sig)\n\nKill a process with a signal."),
    method("killpg", Native::Var(2, 2, killpg), "killpg(pgid, sig)\n\nKill a process group with a signal."),
    method("getpgid", Native::One(getpgid), "getpgid(pid) -> pgid"),
    method("getpgrp", Native::NoArgs(getpgrp), "getpgrp() -> pgrp\n\nReturn the current process group id."),
    method("setpgid", Native::Var(2, 2, setpgid), "setpgid(pid, pgrp)"),
    method("setpgrp", Native::NoArgs(setpgrp), "setpgrp()\n\nMake this process the process group leader."),
    method("setsid", Native::NoArgs(setsid), "setsid()\n\nBegin a session."),
    method("getsid", Native::One(getsid), "getsid(pid) -> sid"),
    method("setuid", Native::One(setuid), "setuid(uid)\n\nSet the current process's user id."),
    method("setgid", Native::One(setgid), "setgid(gid)\n\nSet the current process's group id."),
    method("seteuid", Native::One(seteuid), "seteuid(uid)\n\nSet the current process's effective user id."),
    method("setegid", Native::One(setegid), "setegid(gid)\n\nSet the current process's effective group id."),
    method(
        "tcgetpgrp",
        Native::One(tcgetpgrp),
        "tcgetpgrp(fd) -> pgid\n\nReturn the process group in the foreground of a terminal.",
    ),
    method(
        "tcsetpgrp",
        Native::Var(2, 2, tcsetpgrp),
        "tcsetpgrp(fd, pgid)\n\nSet the process group in the foreground of a terminal.",
    ),
    method(
        "nice",
        Native::One(nice),
        "nice(inc) -> new_priority\n\nDecrease the priority of process by inc and return the new priority.",
    ),
    method(
        "fork",
        Native::NoArgs(fork),
        "fork() -> pid\n\nFork a child process.\nReturn 0 to child process and PID of child to parent process.",
    ),
    method(
        "openpty",
        Native::NoArgs(openpty),
        "openpty() -> (master_fd, slave_fd)\n\nOpen a pseudo-terminal, returning open fd's for both master and slave end.\n",
    ),
    method(
        "forkpty",
        Native::NoArgs(forkpty),
        "forkpty() -> (pid, master_fd)\n\nFork a child whose terminal is a new pseudo-terminal.\nBoth, like fork(), return 0 \
         as pid to child process, and pid of child to parent.",
    ),
    method("ttyname", Native::One(ttyname), "ttyname(fd) -> path\n\nReturn the name of a terminal."),
    method(
        "waitpid",
        Native::Var(2, 2, waitpid),
        "waitpid(pid, options) -> (pid, status)\n\nWait for completion of a given child process.",
    ),
    method(
        "wait3",
        Native::One(wait3),
        "wait3(options) -> (pid, status, rusage)\n\nWait for completion of a child process.",
    ),
    method(
        "wait4",
        Native::Var(2, 2, wait4),
        "wait4(pid, options) -> (pid, status, rusage)\n\nWait for completion of a given child process.",
    ),
    method(
        "wait",
        Native::NoArgs(wait),
        "wait() -> (pid, status)\n\nWait for completion of a child process.",
    ),
    method(
        "_exit",
        Native::Kw(exit),
        "_exit(status)\n\nExit to the system with specified status, without normal exit processing.",
    ),
    method(
        "abort",
        Native::NoArgs(abort),
        "abort() -> does not return!\n\nAbort the interpreter immediately.",
    ),
    method(
        "system",
        Native::Var(1, 1, system),
        "system(command) -> exit_status\n\nExecute the command (a string) in a subshell.",
    ),
    method(
        "execv",
        Native::Var(2, 2, execv),
        "execv(path, args)\n\nExecute an executable path with arguments, replacing current process.",
    ),
    method(
        "execve",
        Native::Var(3, 3, execve),
        "execve(path, args, env)\n\nExecute a path with arguments and environment, replacing current process.",
    ),
    method("times", Native::NoArgs(times), "times() -> (utime, stime, cutime, cstime, elapsed_time)"),
    method("uname", Native::NoArgs(uname), "uname() -> (sysname, nodename, release, version, machine)"),
    method(
        "strerror",
        Native::One(strerror),
        "strerror(code) -> string\n\nTranslate an error code to a message string.",
    ),
    method(
        "urandom",
        Native::One(urandom),
        "urandom(n) -> str\n\nReturn n random bytes suitable for cryptographic use.",
    ),
    method("WCOREDUMP", Native::One(wcoredump), "WCOREDUMP(status) -> bool"),
    method("WIFCONTINUED", Native::One(wifcontinued), "WIFCONTINUED(status) -> bool"),
    method("WIFSTOPPED", Native::One(wifstopped), "WIFSTOPPED(status) -> bool"),
    method("WIFSIGNALED", Native::One(wifsignaled), "WIFSIGNALED(status) -> bool"),
    method("WIFEXITED", Native::One(wifexited), "WIFEXITED(status) -> bool"),
    method("WEXITSTATUS", Native::One(wexitstatus), "WEXITSTATUS(status) -> integer"),
    method("WTERMSIG", Native::One(wtermsig), "WTERMSIG(status) -> integer"),
    method("WSTOPSIG", Native::One(wstopsig), "WSTOPSIG(status) -> integer"),
];
