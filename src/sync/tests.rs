use super::*;
use crate::platform::clock::RealTime;
use crate::platform::{clock, process_wide, signal, thread};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

#[test]
fn one_place_no_owner() {
    let lock = Lock::new();
    assert!(!lock.is_locked());
    assert_eq!(lock.release(), Err(NotLocked));
    assert_eq!(lock.acquire(Until::Acquired, false), Acquire::Acquired);
    assert!(lock.is_locked() && !lock.try_acquire());
    assert_eq!(lock.acquire(Until::Now, true), Acquire::Failed);
    let other = lock.clone();
    let released = std::thread::spawn(move || other.release());
    assert_eq!(released.join().ok(), Some(Ok(())));
    assert!(lock.try_acquire());
}

#[test]
fn a_timeout_is_kept() {
    let lock = Lock::new();
    assert!(lock.try_acquire());
    let start = clock::monotonic_ns();
    let got: Result<bool, ()> =
        acquire_timed(&lock, Timeout::Microseconds(30_000), true, |wait| wait(), || Ok(()));
    assert_eq!(got, Ok(false));
    let took = clock::monotonic_ns() - start;
    assert!((25_000_000..3_000_000_000).contains(&took), "{took}");
    let got: Result<bool, ()> =
        acquire_timed(&lock, Timeout::Microseconds(0), true, |wait| wait(), || Ok(()));
    assert_eq!(got, Ok(false));
}

/// Runs `wait` in a thread and sends it a signal every few milliseconds, `signals` of them.
fn under_signals<T: Send + 'static>(signals: usize, wait: impl FnOnce() -> T + Send + 'static) -> T {
    signal::install_counter(libc::SIGUSR2);
    let (tell, told) = std::sync::mpsc::channel();
    let waiter = std::thread::spawn(move || {
        let _ = tell.send(thread::ident());
        wait()
    });
    let ident = told.recv().unwrap_or(0);
    for _ in 0..signals {
        std::thread::sleep(Duration::from_millis(4));
        if waiter.is_finished() {
            break;
        }
        signal::send_to_thread(ident, libc::SIGUSR2);
    }
    match waiter.join() {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

#[test]
fn an_uninterruptible_wait_goes_on() {
    let _alone = process_wide();
    let lock = Lock::new();
    assert!(lock.try_acquire());
    let until = Until::Deadline(RealTime::now().after_us(80_000));
    let inner = lock.clone();
    let (result, took) = under_signals(10, move || {
        let start = clock::monotonic_ns();
        (inner.acquire(until, false), clock::monotonic_ns() - start)
    });
    assert_eq!(result, Acquire::Failed);
    assert!(took > 60_000_000, "{took}");
}

#[test]
fn an_interruptible_wait_comes_back() {
    let _alone = process_wide();
    let lock = Lock::new();
    assert!(lock.try_acquire());
    let inner = lock.clone();
    let result = under_signals(1000, move || inner.acquire(Until::Acquired, true));
    assert_eq!(result, Acquire::Interrupted);
}

#[test]
fn handled_signals_leave_the_time_as_it_is() {
    let _alone = process_wide();
    let lock = Lock::new();
    assert!(lock.try_acquire());
    let (got, took, runs, outside) = under_signals(8, move || {
        let (runs, held) = (AtomicUsize::new(0), AtomicBool::new(true));
        let outside = AtomicUsize::new(0);
        let start = clock::monotonic_ns();
        let got: Result<bool, ()> = acquire_timed(
            &lock,
            Timeout::Microseconds(100_000),
            true,
            |wait| {
                held.store(false, Ordering::SeqCst);
                let result = wait();
                held.store(true, Ordering::SeqCst);
                result
            },
            || {
                runs.fetch_add(1, Ordering::SeqCst);
                outside.fetch_add(usize::from(!held.load(Ordering::SeqCst)), Ordering::SeqCst);
                Ok(())
            },
        );
        (got, clock::monotonic_ns() - start, runs.into_inner(), outside.into_inner())
    });
    assert_eq!(got, Ok(false));
    assert!((90_000_000..10_000_000_000).contains(&took), "{took}");
    assert!((1..=8).contains(&runs) && outside == 0);
}

#[test]
fn a_handler_that_raises_ends_the_wait_without_the_lock() {
    let _alone = process_wide();
    let lock = Lock::new();
    assert!(lock.try_acquire());
    let inner = lock.clone();
    let got = under_signals(1000, move || {
        acquire_timed(&inner, Timeout::Never, true, |wait| wait(), || Err("KeyboardInterrupt"))
    });
    assert_eq!(got, Err("KeyboardInterrupt"));
    assert_eq!(lock.release(), Ok(()));
}
