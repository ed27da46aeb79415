//! Dispositions: at start-up, by `signal.signal`, after a fork, at the end (pythonrun.c `initsigs`, signalmodule.c
//! `initsignal`, `signal_signal`, `PyOS_AfterFork`, `finisignal`).
//!
//! Invariants:
//! - SIGPIPE and SIGXFSZ are ignored from start-up on.
//! - SIGINT gets a handler at start-up only if it was at its default: what the parent ignored stays ignored.
//! - Setting a handler makes the signal interrupt system calls again, whatever `siginterrupt` said.
//! - At the end every signal with a handler of ours goes back to its default, the ignored ones stay ignored.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{dispatch, handler, pending};
use crate::platform::Errno;
use crate::platform::signal::{self, Disposition, NSIG};
use crate::profile::GilKind;

/// The signals that have our handler, thus go back to their default at the end.
static OURS: [AtomicBool; NSIG as usize] = [const { AtomicBool::new(false) }; NSIG as usize];

/// What `signal.getsignal` shows for a signal before the script has set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initial {
    /// `SIG_DFL`.
    Default,
    /// `SIG_IGN`.
    Ignore,
    /// `default_int_handler`: SIGINT alone, its handler installed.
    DefaultInt,
    /// `None`: not Python's.
    Foreign,
}

/// What `signal.signal` is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Default,
    Ignore,
    /// A Python callable.
    Handler,
}

/// Start-up of signals for an interpreter with this kind of GIL: the calling thread is the main thread, nothing is
/// marked or pending, and the dispositions are as in the file's invariants. The table is indexed by signal number (0
/// is unused).
pub fn initialise(kind: GilKind) -> [Initial; NSIG as usize] {
    handler::clear_all();
    handler::adopt_process();
    handler::set_wakeup_fd(-1);
    dispatch::set_main_thread();
    pending::reset(kind);
    for number in [libc::SIGPIPE, libc::SIGXFSZ] {
        // These two can be ignored on every system.
        let _ = signal::set_ignore(number);
    }
    for number in [libc::SIGSEGV, libc::SIGBUS] {
        // Rust's runtime watches for stack overflow with these, and swallows the first that somebody sends; a C program
        // has them at their default.
        if signal::disposition(number) == Ok(Disposition::Handler) {
            let _ = signal::set_default(number);
        }
    }
    let mut table = [Initial::Foreign; NSIG as usize];
    for (number, shown) in (0..).zip(&mut table) {
        *shown = match signal::disposition(number) {
            Ok(Disposition::Default) => Initial::Default,
            Ok(Disposition::Ignore) => Initial::Ignore,
            Ok(Disposition::Handler) | Err(_) => Initial::Foreign,
        };
    }
    let sigint = &mut table[libc::SIGINT as usize];
    if *sigint == Initial::Default && set_handler(libc::SIGINT, Action::Handler).is_ok() {
        *sigint = Initial::DefaultInt;
    }
    table
}

/// The system's part of `signal.signal`; the checks before it are the caller's (see the room's front page).
///
/// Errors: `EINVAL` for KILL, STOP, and numbers that are no signals.
pub fn set_handler(number: i32, action: Action) -> Result<(), Errno> {
    match action {
        Action::Default => signal::set_default(number)?,
        Action::Ignore => signal::set_ignore(number)?,
        Action::Handler => handler::install(number)?,
    }
    if let Some(ours) = usize::try_from(number).ok().and_then(|index| OURS.get(index)) {
        ours.store(action == Action::Handler, Ordering::Relaxed);
    }
    Ok(())
}

/// `signal.siginterrupt`: whether the signal ends blocked system calls with `EINTR` (true) or lets them be restarted.
/// Errors: `EINVAL`.
pub fn siginterrupt(number: i32, interrupt: bool) -> Result<(), Errno> {
    signal::siginterrupt(number, interrupt)
}

/// In a child just forked, by its only thread, after `Gil::reinit_after_fork`: what arrived before the fork is the
/// parent's; this thread is the main thread in both senses.
pub fn after_fork() {
    if handler::is_tripped() {
        handler::clear_all();
    }
    pending::after_fork();
    dispatch::set_main_thread();
    handler::adopt_process();
}

/// The end of the interpreter: our handlers go back to `SIG_DFL`, so that from here on Ctrl-C kills; marks are
/// forgotten.
pub fn finish() {
    for (number, ours) in (0..).zip(&OURS) {
        if ours.swap(false, Ordering::Relaxed) {
            // Installed before, so the number is good.
            let _ = signal::set_default(number);
        }
    }
    handler::clear_all();
}
