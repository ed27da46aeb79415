//! Processes: identity, signals between them, fork, wait, the immediate end.

use super::errno::Errno;

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
