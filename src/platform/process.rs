//! Processes: identity, signals between them, fork, wait, the immediate end.

use super::errno::Errno;
use std::ffi::{CStr, CString};
use std::ptr::NonNull;

/// This process's number. Async-signal-safe.
pub fn pid() -> i32 {
    // SAFETY: no precondition.
    unsafe { libc::getpid() }
}

/// The number of the process that started this one.
pub fn parent_pid() -> i32 {
    // SAFETY: no precondition.
    unsafe { libc::getppid() }
}

/// Sends a signal to a process or a group, as `kill(2)` reads `pid`. A signal to the own process has been taken by
/// some thread, or is pending, when this returns.
pub fn kill(pid: i32, signal: i32) -> Result<(), Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::kill(pid, signal) } as i64).map(drop)
}

/// Which side of a [`fork`] this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fork {
    Child,
    /// The child's pid.
    Parent(i32),
}

/// Copies the process. The child has the calling thread only; whatever lock another thread held at that moment
/// stays held in the copy for ever.
///
/// # Safety
/// In the child, nothing may be used that another thread could have been in the middle of, until it has been made
/// anew: the GIL (`Gil::reinit_after_fork`), the pending calls and signals (`signals::after_fork`), the list of
/// thread states.
pub unsafe fn fork() -> Result<Fork, Errno> {
    // SAFETY: passed on to the caller.
    match Errno::check(unsafe { libc::fork() } as i64)? {
        0 => Ok(Fork::Child),
        pid => Ok(Fork::Parent(pid as i32)),
    }
}

/// Waits for a child as `waitpid(2)`; gives its pid (0: none has changed, with `WNOHANG`) and its status. To be
/// called without the GIL. Errors: `EINTR`, `ECHILD`, `EINVAL`.
pub fn wait_pid(pid: i32, options: i32) -> Result<(i32, i32), Errno> {
    let mut status = 0;
    // SAFETY: points to a local.
    let pid = Errno::check(unsafe { libc::waitpid(pid, &mut status, options) } as i64)?;
    Ok((pid as i32, status))
}

/// A command of the shell with a pipe from its output or to its input (`popen(3)`).
pub struct Command(NonNull<libc::FILE>);

// SAFETY: the pointer is used by its one owner only, and what it points to is not bound to a thread.
unsafe impl Send for Command {}

impl Command {
    /// Starts it. To be called without the GIL. Errors: `ENOMEM`, `EMFILE`, `EAGAIN`; `EINVAL` for a mode that is none.
    pub fn open(command: &CStr, mode: &CStr) -> Result<Command, Errno> {
        // SAFETY: two strings that end with a zero.
        let stream = unsafe { libc::popen(command.as_ptr(), mode.as_ptr()) };
        NonNull::new(stream).map(Command).ok_or_else(Errno::last)
    }

    /// This side's descriptor, which closes with it.
    pub fn fd(&self) -> i32 {
        // SAFETY: an open stream.
        unsafe { libc::fileno(self.0.as_ptr()) }
    }

    /// Closes the pipe and waits for the command, whatever signals come; gives its status as `wait(2)` does. To be called
    /// without the GIL. Errors: `ECHILD`.
    pub fn close(self) -> Result<i32, Errno> {
        // SAFETY: an open stream that popen made; `self` is gone after this.
        Errno::check(unsafe { libc::pclose(self.0.as_ptr()) } as i64).map(|status| status as i32)
    }
}

/// Ends the process at once: no destructors, no buffers flushed (`os._exit`). Async-signal-safe.
pub fn exit_now(status: i32) -> ! {
    // SAFETY: no precondition.
    unsafe { libc::_exit(status) }
}

/// Ends the process by a signal at its default disposition, so that its parent sees that death.
pub fn die_of(signal: i32) -> ! {
    let _ = super::signal::set_default(signal);
    let _ = super::signal::set_mask(super::signal::MaskChange::Unblock, &[signal]);
    let _ = super::signal::raise(signal);
    exit_now(128 + signal)
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($($argument:ident),*);)*) => {
        $(
            $(#[$doc])*
            pub fn $name($($argument: i32),*) -> Result<i64, Errno> {
                // SAFETY: numbers only.
                Errno::check(unsafe { libc::$name($($argument as _),*) } as i64)
            }
        )*
    };
}

numbers! {
    /// The process group of a process; 0: of this one.
    getpgid(pid);
    /// This process's group.
    getpgrp();
    /// Puts a process into a group.
    setpgid(pid, group);
    /// Begins a session.
    setsid();
    /// The session of a process.
    getsid(pid);
    /// Sends a signal to a group.
    killpg(group, signal);
    setuid(uid);
    setgid(gid);
    seteuid(uid);
    setegid(gid);
    /// The process group in the foreground of a terminal.
    tcgetpgrp(fd);
    tcsetpgrp(fd, group);
}

/// User, effective user, group, effective group.
pub fn identities() -> [u32; 4] {
    // SAFETY: no precondition.
    unsafe { [libc::getuid(), libc::geteuid(), libc::getgid(), libc::getegid()] }
}

/// Changes the priority and gives the new one. -1 is a priority too, so the error is told by `errno` alone.
pub fn nice(increment: i32) -> Result<i32, Errno> {
    Errno(0).restore();
    // SAFETY: no precondition.
    let priority = unsafe { libc::nice(increment) };
    match Errno::last() {
        errno if priority == -1 && errno.0 != 0 => Err(errno),
        _ => Ok(priority),
    }
}

/// Runs a line in the shell and gives its status as `wait` tells it. To be called without the GIL.
pub fn system(command: &CStr) -> i32 {
    // SAFETY: a zero-terminated line.
    unsafe { libc::system(command.as_ptr()) }
}

/// Becomes another program; returns only if that fails. Without an environment it keeps the one there is.
pub fn execute(path: &CStr, args: &[CString], environment: Option<&[CString]>) -> Errno {
    let pointers = |list: &[CString]| -> Vec<*const libc::c_char> {
        list.iter().map(|text| text.as_ptr()).chain([std::ptr::null()]).collect()
    };
    let args = pointers(args);
    match environment.map(pointers) {
        // SAFETY: zero-terminated strings in arrays that end in NULL, all alive for the call.
        Some(environment) => unsafe { libc::execve(path.as_ptr(), args.as_ptr(), environment.as_ptr()) },
        // SAFETY: as above.
        None => unsafe { libc::execv(path.as_ptr(), args.as_ptr()) },
    };
    Errno::last()
}

/// Sets a variable of the environment. To be called with the GIL, which keeps other script threads from reading it, or before there
/// are any.
pub fn set_variable(name: &CStr, value: &CStr) -> Result<(), Errno> {
    // SAFETY: zero-terminated strings; the environment is read and written under the GIL, or by the only thread.
    Errno::check(unsafe { libc::setenv(name.as_ptr(), value.as_ptr(), 1) } as i64).map(drop)
}

/// Removes a variable of the environment, as [`set_variable`].
pub fn unset_variable(name: &CStr) -> Result<(), Errno> {
    // SAFETY: as above.
    Errno::check(unsafe { libc::unsetenv(name.as_ptr()) } as i64).map(drop)
}

/// Processor time of this process and of its ended children, user and system, and elapsed time, in seconds.
pub fn times() -> Result<[f64; 5], Errno> {
    let mut times = libc::tms { tms_utime: 0, tms_stime: 0, tms_cutime: 0, tms_cstime: 0 };
    // SAFETY: a local of the right type.
    let elapsed = unsafe { libc::times(&mut times) };
    if elapsed == -1 {
        return Err(Errno::last());
    }
    // SAFETY: no precondition.
    let second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) }.max(1) as f64;
    Ok([times.tms_utime, times.tms_stime, times.tms_cutime, times.tms_cstime, elapsed]
        .map(|ticks| ticks as f64 / second))
}

/// The system's name, the machine's, release, version, hardware.
pub fn system_names() -> Result<[String; 5], Errno> {
    // SAFETY: `utsname` is plain data; zero is a value of it.
    let mut names: libc::utsname = unsafe { std::mem::zeroed() };
    // SAFETY: a local of the right type.
    Errno::check(unsafe { libc::uname(&mut names) } as i64)?;
    let text = |field: &[libc::c_char]| -> String {
        let bytes: Vec<u8> = field.iter().map(|&c| c as u8).take_while(|&byte| byte != 0).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Ok([
        text(&names.sysname),
        text(&names.nodename),
        text(&names.release),
        text(&names.version),
        text(&names.machine),
    ])
}

/// Ends the process with a core dump.
pub fn abort() -> ! {
    std::process::abort()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fork_wait_and_kill() {
        let _alone = crate::platform::process_wide();
        assert!(pid() > 0 && parent_pid() > 0);
        assert_eq!(kill(pid(), 0), Ok(()));
        // SAFETY: the child ends at once.
        match unsafe { fork() } {
            Ok(Fork::Child) => exit_now(7),
            Ok(Fork::Parent(child)) => {
                let status = loop {
                    match wait_pid(child, 0) {
                        Err(Errno::EINTR) => continue,
                        other => break other,
                    }
                };
                assert_eq!(
                    status.map(|(pid, status)| (pid == child, libc::WEXITSTATUS(status))),
                    Ok((true, 7))
                );
            }
            Err(error) => panic!("{error}"),
        }
        // SAFETY: as above.
        match unsafe { fork() } {
            Ok(Fork::Child) => die_of(libc::SIGTERM),
            Ok(Fork::Parent(child)) => {
                let status = wait_pid(child, 0).map(|(_, status)| status).unwrap_or(0);
                assert!(libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == libc::SIGTERM);
            }
            Err(error) => panic!("{error}"),
        }
    }
}
