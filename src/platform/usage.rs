//! What processes have used, and limits on that (`getrusage`, `wait4`, `getrlimit`).

use super::errno::Errno;

/// A `struct rusage`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// Processor time for the process itself and for the system on its behalf.
    pub seconds: [f64; 2],
    /// `ru_maxrss` to `ru_nivcsw`, in the order of the structure.
    pub counts: [i64; 14],
}

impl From<libc::rusage> for Usage {
    fn from(raw: libc::rusage) -> Usage {
        let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
        Usage {
            seconds: [seconds(raw.ru_utime), seconds(raw.ru_stime)],
            counts: [
                raw.ru_maxrss,
                raw.ru_ixrss,
                raw.ru_idrss,
                raw.ru_isrss,
                raw.ru_minflt,
                raw.ru_majflt,
                raw.ru_nswap,
                raw.ru_inblock,
                raw.ru_oublock,
                raw.ru_msgsnd,
                raw.ru_msgrcv,
                raw.ru_nsignals,
                raw.ru_nvcsw,
                raw.ru_nivcsw,
            ],
        }
    }
}

fn empty() -> libc::rusage {
    // SAFETY: `rusage` is plain data; zero is a value of it.
    unsafe { std::mem::zeroed() }
}

/// What this process, or its ended children, or this thread has used. Errors: `EINVAL` for anybody else.
pub fn of(who: i32) -> Result<Usage, Errno> {
    let mut raw = empty();
    // SAFETY: a local of the right type.
    Errno::check(unsafe { libc::getrusage(who as _, &mut raw) } as i64)?;
    Ok(raw.into())
}

/// As `wait_pid`, with what the child has used. To be called without the GIL.
pub fn wait(pid: i32, options: i32) -> Result<(i32, i32, Usage), Errno> {
    let (mut status, mut raw) = (0, empty());
    // SAFETY: locals of the right types.
    let pid = Errno::check(unsafe { libc::wait4(pid, &mut status, options, &mut raw) } as i64)?;
    Ok((pid as i32, status, raw.into()))
}

/// Limits have numbers below this one.
#[cfg(target_os = "linux")]
pub const LIMITS: i32 = 16;
#[cfg(not(target_os = "linux"))]
pub const LIMITS: i32 = 9;

/// The limit that holds, and the highest that it may be set to; -1: none.
pub fn limits(resource: i32) -> Result<[i64; 2], Errno> {
    let mut raw = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: a local of the right type.
    Errno::check(unsafe { libc::getrlimit(resource as _, &mut raw) } as i64)?;
    Ok([raw.rlim_cur as i64, raw.rlim_max as i64])
}

pub fn set_limits(resource: i32, [current, most]: [i64; 2]) -> Result<(), Errno> {
    let raw = libc::rlimit { rlim_cur: current as _, rlim_max: most as _ };
    // SAFETY: a local of the right type.
    Errno::check(unsafe { libc::setrlimit(resource as _, &raw) } as i64).map(drop)
}

/// Bytes of a page of memory.
pub fn page_size() -> i64 {
    // SAFETY: no precondition.
    unsafe { libc::sysconf(libc::_SC_PAGESIZE) as i64 }
}
