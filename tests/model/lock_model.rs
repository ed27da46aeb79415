//! The thread lock.

use crate::explore::explore;
use crate::platform::clock;
use crate::platform::semaphore::interrupt_waiters;
use crate::sync::lock::{Acquire, Lock, Timeout, Until, acquire_timed};
use shuttle::thread::{self, JoinHandle};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

fn join(threads: impl IntoIterator<Item = JoinHandle<()>>) {
    for thread in threads {
        thread.join().expect("it does not panic");
    }
}

/// Signals arrive in all who wait, until `done`.
fn signals_until(done: &Arc<AtomicBool>) -> JoinHandle<()> {
    let done = done.clone();
    thread::spawn(move || {
        while !done.load(Relaxed) {
            interrupt_waiters();
            thread::yield_now();
        }
    })
}

/// A count that only holds if nobody else is inside.
fn add_one(counter: &AtomicUsize) {
    let seen = counter.load(Relaxed);
    thread::yield_now();
    counter.store(seen + 1, Relaxed);
}

#[test]
fn one_holder_and_no_lost_release() {
    explore(3000, || {
        let (lock, counter) = (Lock::new(), Arc::new(AtomicUsize::new(0)));
        let threads: Vec<_> = (0..3)
            .map(|_| {
                let (lock, counter) = (lock.clone(), counter.clone());
                thread::spawn(move || {
                    for _ in 0..2 {
                        assert_eq!(lock.acquire(Until::Acquired, false), Acquire::Acquired);
                        add_one(&counter);
                        assert_eq!(lock.release(), Ok(()));
                    }
                })
            })
            .collect();
        join(threads);
        assert_eq!(counter.load(Relaxed), 6);
        assert!(!lock.is_locked());
    });
}

/// Uninterruptible, a wait ends with the lock and nothing else; interruptible, each signal is looked at, and the wait goes
/// on. Neither loses the lock to a signal that comes together with the release.
#[test]
fn signals_neither_take_nor_keep_a_lock() {
    explore(1200, || {
        let (lock, counter) = (Lock::new(), Arc::new(AtomicUsize::new(0)));
        let (done, looked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let signals = signals_until(&done);
        let threads: Vec<_> = [true, true, false]
            .map(|interruptible| {
                let (lock, counter, looked) = (lock.clone(), counter.clone(), looked.clone());
                thread::spawn(move || {
                    for _ in 0..2 {
                        let look = || {
                            assert!(interruptible);
                            looked.fetch_add(1, Relaxed);
                            Ok::<(), ()>(())
                        };
                        let got = acquire_timed(&lock, Timeout::Never, interruptible, |wait| wait(), look);
                        assert_eq!(got, Ok(true));
                        add_one(&counter);
                        assert_eq!(lock.release(), Ok(()));
                    }
                })
            })
            .into();
        join(threads);
        done.store(true, Relaxed);
        join([signals]);
        assert_eq!(counter.load(Relaxed), 6);
        assert!(!lock.is_locked());
    });
}

/// A wait with a limit ends at the limit and not before, however many signals arrive; a handler that raises ends it at once.
#[test]
fn a_limit_is_kept() {
    explore(1200, || {
        let lock = Lock::new();
        assert!(lock.try_acquire());
        let (done, timed_out) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let signals = signals_until(&done);
        let waiter = {
            let (lock, timed_out) = (lock.clone(), timed_out.clone());
            thread::spawn(move || {
                let begin = clock::now_us();
                let got = acquire_timed(
                    &lock,
                    Timeout::Microseconds(1000),
                    true,
                    |wait| wait(),
                    || Ok::<(), ()>(()),
                );
                assert_eq!(got, Ok(false));
                assert!(clock::now_us() >= begin + 1000, "{} us", clock::now_us() - begin);
                timed_out.store(true, Relaxed);
            })
        };
        let raises = {
            let lock = lock.clone();
            thread::spawn(move || {
                let got = acquire_timed(&lock, Timeout::Never, true, |wait| wait(), || Err("raised"));
                assert_eq!(got, Err("raised"));
            })
        };
        while !timed_out.load(Relaxed) {
            clock::advance(150);
        }
        join([waiter, raises]);
        done.store(true, Relaxed);
        join([signals]);
        assert!(lock.is_locked());
    });
}
