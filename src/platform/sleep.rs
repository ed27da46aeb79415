//! Sleeping as `floatsleep` in timemodule.c does: a `select` on nothing, which a handled signal ends early.

use super::errno::Errno;

/// How a sleep ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slept {
    Done,
    /// A signal handler ran in this thread; the rest of the time is lost, as in CPython before 3.5.
    Interrupted,
}

/// Sleeps for `seconds`, to the microsecond below. To be called without the GIL.
///
/// Errors: `EINVAL` for a negative time and for one that no `time_t` holds (which a C cast makes negative).
pub fn sleep(seconds: f64) -> Result<Slept, Errno> {
    let whole = seconds.floor();
    let mut time = libc::timeval {
        tv_sec: if whole.abs() < 9.2e18 { whole as _ } else { libc::time_t::MIN },
        tv_usec: (seconds % 1.0 * 1e6) as _,
    };
    let none = std::ptr::null_mut();
    // SAFETY: no descriptor sets; the time is a local.
    if unsafe { libc::select(0, none, none, none, &mut time) } == 0 {
        return Ok(Slept::Done);
    }
    match Errno::last() {
        Errno::EINTR => Ok(Slept::Interrupted),
        other => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::{clock, process_wide, signal};

    #[test]
    fn sleeps_and_refuses() {
        let start = clock::monotonic_ns();
        assert_eq!(sleep(0.02), Ok(Slept::Done));
        assert!(clock::monotonic_ns() - start >= 20_000_000);
        assert_eq!(sleep(0.0), Ok(Slept::Done));
        for bad in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(sleep(bad), Err(Errno::EINVAL), "{bad}");
        }
    }

    #[test]
    fn a_signal_ends_it() {
        let _alone = process_wide();
        signal::install_counter(libc::SIGUSR2);
        let me = crate::platform::thread::ident();
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let stopped = stop.clone();
        let sender = std::thread::spawn(move || {
            while !stopped.load(std::sync::atomic::Ordering::SeqCst) {
                signal::send_to_thread(me, libc::SIGUSR2);
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        });
        let result = sleep(60.0);
        stop.store(true, std::sync::atomic::Ordering::SeqCst);
        assert!(sender.join().is_ok());
        assert_eq!(result, Ok(Slept::Interrupted));
        let _ = signal::set_default(libc::SIGUSR2);
    }
}
