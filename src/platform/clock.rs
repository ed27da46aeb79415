//! Clocks: real time as `time.time()` has it, monotonic time for measuring, processor time for `time.clock()`.

/// A moment on the real-time clock, in microseconds since the epoch: the clock and the unit in which
/// `PyThread_acquire_lock_timed` makes its deadlines. Setting the system's clock moves such a deadline, as it does
/// in CPython.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RealTime(i64);

impl RealTime {
    pub fn now() -> RealTime {
        let now = read(libc::CLOCK_REALTIME);
        RealTime(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)
    }

    /// The moment `microseconds` later; the end of time at most.
    pub fn after_us(self, microseconds: i64) -> RealTime {
        RealTime(self.0.saturating_add(microseconds))
    }

    /// Microseconds from `now` to this moment; negative when it has passed.
    pub fn us_since(self, now: RealTime) -> i64 {
        self.0.saturating_sub(now.0)
    }

    /// Seconds since the epoch, as `time.time()` gives them.
    pub fn seconds(self) -> f64 {
        (self.0 / 1_000_000) as f64 + (self.0 % 1_000_000) as f64 * 1e-6
    }

    pub(super) fn to_timespec(self) -> libc::timespec {
        let us = self.0.max(0);
        libc::timespec { tv_sec: (us / 1_000_000) as _, tv_nsec: (us % 1_000_000 * 1000) as _ }
    }
}

/// Seconds since the epoch, to the microsecond.
pub fn real_seconds() -> f64 {
    RealTime::now().seconds()
}

/// Nanoseconds on a clock that is never set; its zero means nothing.
pub fn monotonic_ns() -> u64 {
    to_ns(read(libc::CLOCK_MONOTONIC))
}

/// Processor time of the whole process, in nanoseconds.
pub fn process_cpu_ns() -> u64 {
    to_ns(read(libc::CLOCK_PROCESS_CPUTIME_ID))
}

/// Processor time of the calling thread, in nanoseconds.
pub fn thread_cpu_ns() -> u64 {
    to_ns(read(libc::CLOCK_THREAD_CPUTIME_ID))
}

/// Processor time of the process in seconds, to the microsecond as `clock()` counts: what `time.clock()` gives.
pub fn cpu_seconds() -> f64 {
    (process_cpu_ns() / 1000) as f64 / 1e6
}

fn to_ns(time: libc::timespec) -> u64 {
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

fn read(clock: libc::clockid_t) -> libc::timespec {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a local of the right type. The call fails only for a clock the system does not
    // have; the time is then zero.
    unsafe { libc::clock_gettime(clock, &mut time) };
    time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_run() {
        let (real, mono, cpu) = (RealTime::now(), monotonic_ns(), process_cpu_ns());
        assert!(real.seconds() > 1e9);
        let mut rounds = 0u64;
        while monotonic_ns() < mono + 2_000_000 {
            rounds += 1;
        }
        assert!(rounds > 0 && process_cpu_ns() > cpu && thread_cpu_ns() > 0);
        assert!(RealTime::now().us_since(real) > 0);
        assert_eq!(real.after_us(i64::MAX).us_since(RealTime(0)), i64::MAX);
    }
}
