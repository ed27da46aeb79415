//! The pending calls, and signals on their way to their handlers.

use crate::explore::explore;
use crate::gil::breaker::{self, BREAKER, PENDING_CALLS, TICKER};
use crate::platform::mutex;
use crate::profile::GilKind;
use crate::signals::dispatch::check_signals;
use crate::signals::pending::{self, Failed, PendingFunction, add_pending_call, make_pending_calls};
use crate::signals::{arrive, start};
use shuttle::thread::{self, JoinHandle};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

fn join(threads: impl IntoIterator<Item = JoinHandle<()>>) {
    for thread in threads {
        thread.join().expect("it does not panic");
    }
}

static RUN: AtomicUsize = AtomicUsize::new(0);
static ACCEPTED: AtomicUsize = AtomicUsize::new(0);

fn count(_: usize) -> Result<(), Failed> {
    RUN.fetch_add(1, Relaxed);
    Ok(())
}

/// Every other one fails, which ends the run.
fn count_and_fail(_: usize) -> Result<(), Failed> {
    if RUN.fetch_add(1, Relaxed).is_multiple_of(2) { Err(Failed) } else { Ok(()) }
}

fn fresh(kind: GilKind) {
    breaker::reset(kind);
    start(kind);
    RUN.store(0, Relaxed);
    ACCEPTED.store(0, Relaxed);
    run_calls();
    TICKER.store(50, Relaxed);
}

fn run_calls() -> Vec<i32> {
    let mut seen = Vec::new();
    let result: Result<(), Failed> = make_pending_calls(&mut |number| {
        seen.push(number);
        Ok(())
    });
    assert_eq!(result, Ok(()));
    seen
}

fn adders(calls: usize, call: PendingFunction) -> Vec<JoinHandle<()>> {
    (0..2)
        .map(|_| {
            thread::spawn(move || {
                for _ in 0..calls {
                    ACCEPTED.fetch_add(usize::from(add_pending_call(call, 0)), Relaxed);
                }
            })
        })
        .collect()
}

/// What was accepted is run, once; while anything is queued, the flag and the breaker say so, also after a run that a failure
/// has ended.
#[test]
fn no_call_is_lost() {
    explore(1000, || {
        fresh(GilKind::Interval);
        let adders = adders(4, count_and_fail);
        let run = || make_pending_calls(&mut |_| Ok::<(), Failed>(())).is_ok();
        for _ in 0..6 {
            run();
            thread::yield_now();
        }
        join(adders);
        loop {
            assert_eq!(pending::to_do(), RUN.load(Relaxed) < ACCEPTED.load(Relaxed));
            assert_eq!(breaker::is_set(PENDING_CALLS), pending::to_do());
            if !pending::to_do() {
                break;
            }
            run();
        }
        assert_eq!(RUN.load(Relaxed), ACCEPTED.load(Relaxed));
        assert_eq!(BREAKER.load(Relaxed), 0);
    });
}

/// Under the tick GIL the ticker is run out for whoever adds.
#[test]
fn a_call_runs_the_ticker_out() {
    explore(600, || {
        fresh(GilKind::Ticks);
        join(adders(2, count));
        assert!(pending::to_do() && TICKER.load(Relaxed) < 0 && BREAKER.load(Relaxed) == 0);
        run_calls();
        assert_eq!(RUN.load(Relaxed), ACCEPTED.load(Relaxed));
    });
}

/// 31 are held, one more is an error, and the next run makes room.
#[test]
fn a_full_ring_refuses() {
    explore(200, || {
        fresh(GilKind::Interval);
        join(adders(20, count));
        let accepted = ACCEPTED.load(Relaxed);
        // All of 40 tries found the ring full or got in, unless one found the ring in use a hundred times.
        assert!(accepted == 31 || mutex::refused() >= 100, "{accepted}");
        assert!(accepted < 31 || !add_pending_call(count, 0));
        run_calls();
        assert_eq!(RUN.load(Relaxed), accepted);
        assert!(add_pending_call(count, 0));
        run_calls();
        assert_eq!(RUN.load(Relaxed), accepted + 1);
    });
}

/// Signals arrive in two threads while the main thread runs handlers: after its last arrival each is handled once more.
#[test]
fn no_signal_is_lost() {
    explore(2000, || {
        fresh(GilKind::Interval);
        let arrivals = [[2, 10], [10, 12]].map(|numbers| {
            thread::spawn(move || {
                for number in numbers {
                    arrive(number);
                }
            })
        });
        let mut seen = Vec::new();
        for _ in 0..4 {
            if pending::to_do() {
                seen.extend(run_calls());
            }
            thread::yield_now();
        }
        join(arrivals);
        if pending::to_do() {
            seen.extend(run_calls());
        }
        let mut stranded = Vec::new();
        let result: Result<(), Failed> = check_signals(&mut |number| {
            stranded.push(number);
            Ok(())
        });
        assert_eq!(result, Ok(()));
        // A handler that finds the ring in use a hundred times gives up; CPython's chance, too.
        assert!(stranded.is_empty() || mutex::refused() >= 100, "{stranded:?}");
        seen.extend(stranded);
        for number in [2, 10, 12] {
            assert!(seen.contains(&number), "{number} was not handled: {seen:?}");
        }
        assert!(seen.len() <= 4, "{seen:?}");
    });
}
