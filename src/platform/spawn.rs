//! A child that becomes another program (the `child_exec` of Modules/_posixsubprocess.c).
//!
//! Invariants:
//! - From the fork to the exec the child calls what is async-signal-safe only, allocates nothing and takes no lock: it does not
//!   matter what other threads were in the middle of. What it needs is made ready before the fork, in a [`Plan`].
//! - The exception is the function that a script asks for; who passes one has made the locks anew first.

use super::errno::Errno;
use super::fd::{self, Fd};
use super::{process, signal};
use std::ffi::{CStr, CString};
use std::ptr;

/// What the child does.
pub struct Plan {
    /// Tried in this order until one can be executed.
    pub programs: Vec<CString>,
    pub arguments: Option<Vec<CString>>,
    /// None: the parent's.
    pub environment: Option<Vec<CString>>,
    pub directory: Option<CString>,
    /// What becomes 0, 1 and 2, or -1.
    pub own: [Fd; 3],
    /// The parent's ends of the child's pipes, or -1.
    pub parents: [Fd; 3],
    /// The pipe for what went wrong; both ends are open in the child at first.
    pub error_pipe: (Fd, Fd),
    /// All descriptors above 2 are closed but these, which are sorted; None: nothing is closed.
    pub kept: Option<Vec<Fd>>,
    /// Signals that CPython ignores are at their default in the program.
    pub restore_signals: bool,
    pub new_session: bool,
}

/// Why the child could not become the program.
enum Failure {
    BeforeExec(Errno),
    Function,
    Exec(Errno),
}

impl From<Errno> for Failure {
    fn from(errno: Errno) -> Failure {
        Failure::BeforeExec(errno)
    }
}

/// A list as `exec` wants it. It refers to the texts, which must stay.
struct Pointers(Vec<*const libc::c_char>);

impl Pointers {
    fn of(texts: &[CString]) -> Pointers {
        Pointers(texts.iter().map(|text| text.as_ptr()).chain([ptr::null()]).collect())
    }
}

impl Plan {
    /// Forks; the child never returns. `first` runs in it at once, `function` last before the exec, and says whether all went
    /// well. Gives the child's pid. Errors: those of `fork`.
    ///
    /// # Safety
    /// As for [`process::fork`], if there are functions: `first` makes anew what `function` uses.
    pub unsafe fn carry_out(
        &self,
        first: impl FnOnce(),
        function: Option<&mut dyn FnMut() -> bool>,
    ) -> Result<i32, Errno> {
        let arguments = self.arguments.as_deref().map(Pointers::of);
        let environment = self.environment.as_deref().map(Pointers::of);
        // SAFETY: by the caller's promise; without functions the child uses nothing of any other thread's.
        match unsafe { process::fork() }? {
            process::Fork::Parent(child) => Ok(child),
            process::Fork::Child => {
                if function.is_some() {
                    first();
                }
                let Err(failure) = self.become_program(arguments.as_ref(), environment.as_ref(), function);
                self.report(failure);
                process::exit_now(255)
            }
        }
    }

    fn become_program(
        &self,
        arguments: Option<&Pointers>,
        environment: Option<&Pointers>,
        function: Option<&mut dyn FnMut() -> bool>,
    ) -> Result<std::convert::Infallible, Failure> {
        self.arrange_descriptors()?;
        if let Some(directory) = &self.directory {
            // SAFETY: a zero-terminated path.
            Errno::check(unsafe { libc::chdir(directory.as_ptr()) }.into())?;
        }
        if self.restore_signals {
            for number in [libc::SIGPIPE, libc::SIGXFSZ] {
                let _ = signal::set_default(number);
            }
        }
        if self.new_session {
            process::setsid()?;
        }
        if let Some(function) = function
            && !function()
        {
            return Err(Failure::Function);
        }
        // The first error that says more than that the program is not there.
        let mut told = None;
        let mut last = Errno(0);
        for program in &self.programs {
            last = execute(program, arguments, environment);
            if ![libc::ENOENT, libc::ENOTDIR].contains(&last.0) {
                told = told.or(Some(last));
            }
        }
        Err(Failure::Exec(told.unwrap_or(last)))
    }

    fn arrange_descriptors(&self) -> Result<(), Errno> {
        for end in self.parents.into_iter().filter(|&end| end != -1) {
            fd::close(end)?;
        }
        fd::close(self.error_pipe.0)?;
        let [stdin, mut stdout, mut stderr] = self.own;
        // None may be overwritten before its turn.
        if stdout == 0 {
            stdout = fd::dup(stdout)?;
        }
        if stderr == 0 || stderr == 1 {
            stderr = fd::dup(stderr)?;
        }
        for (target, own) in [(0, stdin), (1, stdout), (2, stderr)] {
            if own == target {
                let flags = fd::control(own, libc::F_GETFD, 0);
                if let Ok(flags) = flags {
                    let _ = fd::control(own, libc::F_SETFD, flags & !i64::from(libc::FD_CLOEXEC));
                }
            } else if own != -1 {
                fd::dup2(own, target)?;
            }
        }
        if stdin > 2 {
            fd::close(stdin)?;
        }
        if stdout > 2 && stdout != stdin {
            fd::close(stdout)?;
        }
        if stderr > 2 && stderr != stdin && stderr != stdout {
            fd::close(stderr)?;
        }
        if let Some(kept) = &self.kept {
            let mut low = 3;
            for &fd in kept.iter().filter(|&&fd| fd >= 3) {
                close_range(low, fd);
                low = fd.saturating_add(1);
            }
            close_range(low, Fd::MAX);
        }
        Ok(())
    }

    /// Writes to the error pipe what subprocess.py reads there.
    fn report(&self, failure: Failure) {
        let tell = |text: &[u8]| {
            // Nobody could be told that this failed.
            let _ = fd::write(self.error_pipe.1, text);
        };
        let (errno, before) = match failure {
            Failure::BeforeExec(errno) => (errno, true),
            Failure::Exec(errno) => (errno, false),
            Failure::Function => return tell(b"RuntimeError:0:Exception occurred in preexec_fn."),
        };
        tell(b"OSError:");
        let digits: [u8; 8] =
            std::array::from_fn(|at| b"0123456789ABCDEF"[(errno.0 as usize >> (4 * (7 - at))) & 15]);
        let first = digits.iter().position(|&digit| digit != b'0').unwrap_or(7);
        tell(&digits[first..]);
        tell(if before { b":noexec" } else { b":" });
    }
}

/// Becomes the program, or says why not.
fn execute(program: &CStr, arguments: Option<&Pointers>, environment: Option<&Pointers>) -> Errno {
    let list = |pointers: Option<&Pointers>| pointers.map_or(ptr::null(), |pointers| pointers.0.as_ptr());
    // SAFETY: zero-terminated texts in lists that end in NULL, all alive in the plan. No list of arguments at all is the
    // kernel's to refuse, or to take for an empty one.
    unsafe {
        match environment {
            Some(_) => libc::execve(program.as_ptr(), list(arguments), list(environment)),
            None => libc::execv(program.as_ptr(), list(arguments)),
        }
    };
    Errno::last()
}

/// Closes all descriptors from `low` to the one before `high`.
fn close_range(low: Fd, high: Fd) {
    if low >= high {
        return;
    }
    #[cfg(target_os = "linux")]
    // SAFETY: numbers only; descriptors are the script's to close.
    if unsafe { libc::syscall(libc::SYS_close_range, low as libc::c_uint, (high - 1) as libc::c_uint, 0) }
        == 0
    {
        return;
    }
    // SAFETY: no precondition.
    let limit = unsafe { libc::sysconf(libc::_SC_OPEN_MAX) }.clamp(256, 1 << 20) as Fd;
    for fd in low..high.min(limit) {
        let _ = fd::close(fd);
    }
}
