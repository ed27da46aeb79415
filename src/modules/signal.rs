//! The module `signal` (Modules/signalmodule.c).
//!
//! Invariant: what a handler is and when it runs is `runtime::signalling`'s and `signals`' affair; here are the checks
//! of arguments and the order in which CPython makes them.

use std::cell::Cell;

use super::capi::{self, c_double, c_int};
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::guarded::Guarded;
use crate::objects::native::{Method, Native, method};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::TypeRef;
use crate::objects::{Value, exceptions as exc, float, int, lang, module};
use crate::platform::signal::{self as os, TimerValue};
use crate::platform::{Errno, fd};
use crate::runtime::signalling::{self, SIG_DFL, SIG_IGN};
pub use crate::runtime::signalling::{check_signals, make_pending_calls};
use crate::runtime::without_gil;
use crate::signals::{self, Action, NSIG};

static ITIMER_ERROR: Guarded<Cell<TypeRef>> = Guarded::new(Cell::new(exc::IO_ERROR));

fn in_range(number: i32) -> PyResult<i32> {
    if (1..NSIG).contains(&number) { Ok(number) } else { Err(value_error("signal number out of range")) }
}

fn set_handler(_this: &Value, args: &[Value]) -> PyResult {
    let number = c_int(&args[0])?;
    let handler = &args[1];
    if !signals::is_main_thread() {
        return Err(value_error("signal only works in main thread"));
    }
    in_range(number)?;
    let action = if handler.is(&Value::int(SIG_IGN)) {
        Action::Ignore
    } else if handler.is(&Value::int(SIG_DFL)) {
        Action::Default
    } else if capi::is_callable(handler) {
        Action::Handler
    } else {
        return Err(type_error(
            "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object",
        ));
    };
    if lang::is_27() {
        // 2.7.18 serves what has arrived by the old handlers, and gives up if one of them raises.
        check_signals()?;
    }
    signals::set_handler(number, action).map_err(|errno| capi::from_errno(exc::RUNTIME_ERROR, errno))?;
    if !lang::is_27() {
        signals::clear_mark(number);
    }
    Ok(signalling::replace_handler(number, handler.clone()).unwrap_or(Value::none()))
}

fn get_handler(_this: &Value, args: &[Value]) -> PyResult {
    let number = in_range(c_int(&args[0])?)?;
    Ok(signalling::handler(number).unwrap_or(Value::none()))
}

fn alarm(_this: &Value, args: &[Value]) -> PyResult {
    let seconds = c_int(&args[0])?;
    // A negative number counts as the C function takes it: as a very large one.
    Ok(Value::int(os::alarm(seconds as u32).into()))
}

fn pause(_this: &Value) -> PyResult {
    without_gil(os::pause);
    check_signals()?;
    Ok(Value::none())
}

fn siginterrupt(_this: &Value, args: &[Value]) -> PyResult {
    let (number, interrupt) = (c_int(&args[0])?, c_int(&args[1])?);
    in_range(number)?;
    signals::siginterrupt(number, interrupt != 0)
        .map_err(|errno| capi::from_errno(exc::RUNTIME_ERROR, errno))?;
    Ok(Value::none())
}

fn set_wakeup_fd(_this: &Value, args: &[Value]) -> PyResult {
    let new = c_int(&args[0])?;
    if !signals::is_main_thread() {
        return Err(value_error("set_wakeup_fd only works in main thread"));
    }
    if new != -1 && !fd::is_open(new) {
        return Err(value_error("invalid fd"));
    }
    Ok(int::long_from_big(signals::set_wakeup_fd(new).into()))
}

fn timer_pair(value: TimerValue) -> Value {
    new_tuple([float::new_float(value.value), float::new_float(value.interval)])
}

fn timer(number: i32) -> PyResult<os::Timer> {
    os::Timer::from_number(number.into()).ok_or_else(|| capi::from_errno(ITIMER_ERROR.get(), Errno::EINVAL))
}

fn setitimer(_this: &Value, args: &[Value]) -> PyResult {
    let which = c_int(&args[0])?;
    let value = c_double(&args[1])?;
    let interval = args.get(2).map(c_double).transpose()?.unwrap_or(0.0);
    os::set_timer(timer(which)?, TimerValue { value, interval })
        .map(timer_pair)
        .map_err(|errno| capi::from_errno(ITIMER_ERROR.get(), errno))
}

fn getitimer(_this: &Value, args: &[Value]) -> PyResult {
    let which = c_int(&args[0])?;
    os::get_timer(timer(which)?).map(timer_pair).map_err(|errno| capi::from_errno(ITIMER_ERROR.get(), errno))
}

static FUNCTIONS: &[Method] = &[
    method(
        "alarm",
        Native::Var(1, 1, alarm),
        "alarm(seconds)\n\nArrange for SIGALRM to arrive after the given number of seconds; 0 cancels.",
    ),
    method(
        "setitimer",
        Native::Var(2, 3, setitimer),
        "setitimer(which, seconds[, interval]) -> (delay, interval)\n\nHave a timer send its signal after some \
         seconds, then every interval seconds. 0 stops it.",
    ),
    method("getitimer", Native::Var(1, 1, getitimer), "getitimer(which) -> (delay, interval)"),
    method(
        "signal",
        Native::Var(2, 2, set_handler),
        "signal(sig, action) -> action\n\nSet what a signal does: SIG_DFL, SIG_IGN, or a function that is called with \
         the\nsignal's number and the frame it interrupted. In the main thread only. Returns the action\nbefore.",
    ),
    method(
        "getsignal",
        Native::Var(1, 1, get_handler),
        "getsignal(sig) -> action\n\nWhat the signal does now; None if that was not set from Python.",
    ),
    method(
        "set_wakeup_fd",
        Native::Var(1, 1, set_wakeup_fd),
        "set_wakeup_fd(fd) -> fd\n\nHave a zero byte written to fd when a signal arrives; -1 for none. Returns the \
         fd before.",
    ),
    method(
        "siginterrupt",
        Native::Var(2, 2, siginterrupt),
        "siginterrupt(sig, flag)\n\nIf flag is false, system calls that the signal interrupts are restarted.",
    ),
    method("pause", Native::NoArgs(pause), "pause()\n\nWait until a signal arrives."),
];

static NUMBERS: &[(&str, i32)] = &[
    ("SIGHUP", libc::SIGHUP),
    ("SIGINT", libc::SIGINT),
    ("SIGQUIT", libc::SIGQUIT),
    ("SIGILL", libc::SIGILL),
    ("SIGTRAP", libc::SIGTRAP),
    ("SIGIOT", libc::SIGIOT),
    ("SIGABRT", libc::SIGABRT),
    ("SIGFPE", libc::SIGFPE),
    ("SIGKILL", libc::SIGKILL),
    ("SIGBUS", libc::SIGBUS),
    ("SIGSEGV", libc::SIGSEGV),
    ("SIGSYS", libc::SIGSYS),
    ("SIGPIPE", libc::SIGPIPE),
    ("SIGALRM", libc::SIGALRM),
    ("SIGTERM", libc::SIGTERM),
    ("SIGUSR1", libc::SIGUSR1),
    ("SIGUSR2", libc::SIGUSR2),
    ("SIGCHLD", libc::SIGCHLD),
    ("SIGIO", libc::SIGIO),
    ("SIGURG", libc::SIGURG),
    ("SIGWINCH", libc::SIGWINCH),
    ("SIGSTOP", libc::SIGSTOP),
    ("SIGTSTP", libc::SIGTSTP),
    ("SIGCONT", libc::SIGCONT),
    ("SIGTTIN", libc::SIGTTIN),
    ("SIGTTOU", libc::SIGTTOU),
    ("SIGVTALRM", libc::SIGVTALRM),
    ("SIGPROF", libc::SIGPROF),
    ("SIGXCPU", libc::SIGXCPU),
    ("SIGXFSZ", libc::SIGXFSZ),
    #[cfg(target_os = "linux")]
    ("SIGCLD", libc::SIGCHLD),
    #[cfg(target_os = "linux")]
    ("SIGPOLL", libc::SIGPOLL),
    #[cfg(target_os = "linux")]
    ("SIGPWR", libc::SIGPWR),
];

/// Makes the module. Errors: MemoryError and the like only.
pub fn make() -> PyResult {
    let made = module::new_module("signal");
    module::add_functions(&made, "signal", FUNCTIONS);
    module::set(&made, "default_int_handler", signalling::default_int_handler());
    capi::add_ints(&made, &[("SIG_DFL", SIG_DFL), ("SIG_IGN", SIG_IGN), ("NSIG", NSIG.into())]);
    for &(name, number) in NUMBERS {
        module::set(&made, name, Value::int(number.into()));
    }
    #[cfg(target_os = "linux")]
    capi::add_ints(&made, &[("SIGRTMIN", libc::SIGRTMIN().into()), ("SIGRTMAX", libc::SIGRTMAX().into())]);
    for (name, number) in [("ITIMER_REAL", 0), ("ITIMER_VIRTUAL", 1), ("ITIMER_PROF", 2)] {
        module::set(&made, name, int::long_from_big(number.into()));
    }
    let error = capi::new_exception("signal", "ItimerError", exc::IO_ERROR)?;
    ITIMER_ERROR.set(error);
    module::set(&made, "ItimerError", error.value());
    Ok(made)
}
