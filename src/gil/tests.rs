use super::breaker::{BREAKER, GIL_DROP_REQUEST};
use super::interval::IntervalGil;
use super::settings::Settings;
use super::*;
use crate::platform::{clock, process_wide};
use crate::profile::{Config, GilKind, Profile};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const ALL: [GilKind; 3] = [GilKind::Ticks, GilKind::Interval, GilKind::Priority];
/// Those whose holder is asked to drop them.
const ASKED_FOR: [GilKind; 2] = [GilKind::Interval, GilKind::Priority];

fn gil(kind: GilKind) -> Arc<Gil> {
    Arc::new(Gil::new(&Config { gil: kind, ..Config::of(Profile::Py32) }))
}

/// Runs `body(id)` in threads with the ids 1, 2, ... and waits for them.
fn in_threads(count: usize, body: impl Fn(ThreadId) + Sync) {
    let body = &body;
    std::thread::scope(|scope| {
        for id in 1..=count {
            scope.spawn(move || body(id));
        }
    });
}

#[test]
fn it_does_not_exist_until_created() {
    let _alone = process_wide();
    for kind in ALL {
        let gil = gil(kind);
        assert!(!gil.exists());
        gil.take_gil(1);
        gil.take_gil(2);
        gil.drop_gil(Some(1));
        assert_eq!(gil.holder(), None);
        gil.create(1);
        gil.create(2);
        assert!(gil.exists());
        assert_eq!(gil.holder(), Some(1));
        gil.drop_gil(Some(1));
        assert_eq!(gil.holder(), None);
        gil.take_gil(2);
        assert_eq!(gil.holder(), Some(2));
    }
}

#[test]
fn one_holder_at_a_time() {
    let _alone = process_wide();
    for kind in ALL {
        for forced in [true, false] {
            let gil = gil(kind);
            gil.set_forced_switching(forced);
            gil.set_switch_interval_us(100);
            gil.create(99);
            gil.drop_gil(None);
            let (inside, total) = (AtomicUsize::new(0), AtomicUsize::new(0));
            in_threads(4, |id| {
                for _ in 0..500 {
                    gil.take_gil(id);
                    assert_eq!(inside.fetch_add(1, Ordering::Relaxed), 0);
                    assert_eq!(gil.holder(), Some(id));
                    total.fetch_add(1, Ordering::Relaxed);
                    inside.fetch_sub(1, Ordering::Relaxed);
                    gil.drop_gil(Some(id));
                }
            });
            assert_eq!(total.into_inner(), 2000);
        }
    }
}

#[test]
fn a_waiter_asks_after_the_interval() {
    let _alone = process_wide();
    for kind in ASKED_FOR {
        asks_after_the_interval(kind);
    }
}

fn asks_after_the_interval(kind: GilKind) {
    let gil = gil(kind);
    gil.set_switch_interval_us(30_000);
    gil.create(1);
    let start = clock::monotonic_ns();
    let other = gil.clone();
    let waiter = std::thread::spawn(move || {
        other.take_gil(2);
        let asked = breaker::is_set(GIL_DROP_REQUEST);
        other.drop_gil(None);
        asked
    });
    while !breaker::is_set(GIL_DROP_REQUEST) {
        std::thread::yield_now();
    }
    assert!(clock::monotonic_ns() - start >= 30_000_000);
    assert!(BREAKER.load(Ordering::Relaxed) < 0);
    gil.drop_gil(Some(1));
    // Forced switching: the other one has had it by now.
    assert!(gil.switch_number() >= 2);
    assert_eq!(waiter.join().ok(), Some(false));
    gil.take_gil(1);
    assert_eq!(BREAKER.load(Ordering::Relaxed), 0);
}

/// With a request pending, each drop lets another thread run; the dropper's rounds are thus bounded by switches.
#[test]
fn forced_switching_lets_another_thread_run() {
    let _alone = process_wide();
    for kind in ASKED_FOR {
        lets_another_thread_run(kind);
    }
}

fn lets_another_thread_run(kind: GilKind) {
    let gil = gil(kind);
    gil.set_switch_interval_us(500);
    gil.create(1);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            for _ in 0..20 {
                gil.take_gil(2);
                gil.drop_gil(None);
            }
        });
        while !other.is_finished() {
            if breaker::is_set(GIL_DROP_REQUEST) {
                let before = gil.switch_number();
                gil.drop_gil(Some(1));
                assert!(gil.switch_number() > before);
                gil.take_gil(1);
            }
        }
        gil.drop_gil(None);
    });
}

#[test]
fn without_forced_switching_a_drop_does_not_wait() {
    let _alone = process_wide();
    let gil = gil(GilKind::Interval);
    gil.set_forced_switching(false);
    gil.create(1);
    // A request that nobody waits behind: a forced drop would never come back.
    breaker::set(GIL_DROP_REQUEST);
    gil.drop_gil(Some(1));
    gil.take_gil(1);
    assert!(!breaker::is_set(GIL_DROP_REQUEST));
    gil.set_forced_switching(true);
    breaker::set(GIL_DROP_REQUEST);
    gil.drop_gil(None);
    gil.take_gil(1);
    assert!(!breaker::is_set(GIL_DROP_REQUEST));
}

#[test]
fn other_reasons_survive_a_switch() {
    let _alone = process_wide();
    let gil = gil(GilKind::Interval);
    gil.create(1);
    breaker::request_check();
    breaker::set(GIL_DROP_REQUEST);
    gil.drop_gil(None);
    gil.take_gil(1);
    assert!(breaker::is_set(breaker::PENDING_CALLS) && !breaker::is_set(GIL_DROP_REQUEST));
    breaker::request_served();
    assert_eq!(BREAKER.load(Ordering::Relaxed), 0);
}

#[test]
fn a_forked_child_gets_a_new_lock() {
    let _alone = process_wide();
    for kind in ALL {
        let gil = gil(kind);
        gil.create(1);
        // As in the child: the lock may be held by a thread that is gone.
        gil.reinit_after_fork(2);
        assert_eq!(gil.holder(), Some(2));
        gil.drop_gil(Some(2));
        gil.reinit_after_fork(3);
        assert_eq!(gil.holder(), Some(3));
    }
}

#[test]
fn settings_are_kept() {
    let _alone = process_wide();
    let gil = gil(GilKind::Ticks);
    assert_eq!((gil.check_interval(), gil.refill_value(), gil.switch_interval_us()), (100, 100, 5000));
    gil.set_check_interval(-5);
    gil.set_switch_interval_us(0);
    assert_eq!((gil.check_interval(), gil.refill_value(), gil.switch_interval_us()), (-5, -5, 0));
    for kind in ALL {
        assert_eq!(super::tests::gil(kind).kind(), kind);
    }
}

#[test]
fn a_switch_during_the_interval_defers_the_request() {
    const INTERVAL_US: u64 = 60_000;
    let _alone = process_wide();
    let settings = Settings::of(&Config { switch_interval_us: INTERVAL_US, ..Config::of(Profile::Py32) });
    breaker::reset(GilKind::Interval);
    let gil = IntervalGil::new();
    gil.take_gil(1, &settings);
    std::thread::scope(|scope| {
        scope.spawn(|| gil.take_gil(2, &settings));
        // As if others passed the lock to and fro, far more often than once an interval.
        let (start, mut last, mut longest) = (clock::monotonic_ns(), clock::monotonic_ns(), 0);
        let mut asked = false;
        while last - start < 3 * INTERVAL_US * 1000 {
            gil.count_switch();
            std::thread::sleep(Duration::from_millis(1));
            asked |= breaker::is_set(GIL_DROP_REQUEST);
            let now = clock::monotonic_ns();
            longest = longest.max(now - last);
            last = now;
        }
        // On a machine too busy to let this loop run, the waiter was right to ask.
        assert!(!asked || longest >= INTERVAL_US * 1000);
        while !breaker::is_set(GIL_DROP_REQUEST) {
            std::thread::sleep(Duration::from_millis(1));
        }
        gil.drop_gil(Some(1), &settings);
    });
    assert!(!breaker::is_set(GIL_DROP_REQUEST));
}

/// A switch interval that never passes: whatever is asked for is asked for by rank.
const NEVER_US: u64 = 3_600_000_000;

fn wait_for(condition: impl Fn() -> bool) {
    let start = clock::monotonic_ns();
    while !condition() {
        assert!(clock::monotonic_ns() - start < 20_000_000_000, "it does not come");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Thread 1 has been forced off by the time-outs of thread 99 until it is at the bottom, and has the lock.
fn gil_of_a_busy_thread() -> Arc<Gil> {
    let gil = gil(GilKind::Priority);
    gil.create(1);
    gil.set_switch_interval_us(1);
    for _ in 0..4 {
        let other = gil.clone();
        let waiter = std::thread::spawn(move || {
            other.take_gil(99);
            other.drop_gil(None);
        });
        wait_for(|| breaker::is_set(GIL_DROP_REQUEST));
        gil.drop_gil(Some(1));
        gil.take_gil(1);
        assert!(waiter.join().is_ok());
    }
    gil.set_switch_interval_us(NEVER_US);
    gil
}

#[test]
fn a_higher_thread_asks_at_once() {
    let _alone = process_wide();
    let gil = gil_of_a_busy_thread();
    std::thread::scope(|scope| {
        let waiter = scope.spawn(|| {
            gil.take_gil(2);
            gil.holder()
        });
        wait_for(|| breaker::is_set(GIL_DROP_REQUEST));
        gil.drop_gil(Some(1));
        assert_eq!(waiter.join().ok(), Some(Some(2)));
    });
}

#[test]
fn a_thread_of_equal_rank_waits_for_the_interval() {
    let _alone = process_wide();
    let gil = gil(GilKind::Priority);
    gil.set_switch_interval_us(NEVER_US);
    gil.create(1);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            gil.take_gil(2);
            gil.drop_gil(None);
        });
        std::thread::sleep(Duration::from_millis(50));
        assert!(!breaker::is_set(GIL_DROP_REQUEST));
        gil.drop_gil(None);
    });
}

/// Giving the lock up unasked raises a thread above one that never does.
#[test]
fn giving_up_early_is_rewarded() {
    let _alone = process_wide();
    let gil = gil(GilKind::Priority);
    gil.set_switch_interval_us(NEVER_US);
    gil.create(1);
    for _ in 0..2 {
        gil.drop_gil(Some(1));
        gil.take_gil(1);
    }
    gil.drop_gil(Some(1));
    gil.take_gil(2);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            gil.take_gil(1);
            gil.drop_gil(None);
        });
        wait_for(|| breaker::is_set(GIL_DROP_REQUEST));
        gil.drop_gil(Some(2));
    });
}

/// A thread that takes and drops without end, as fast as it can, cannot keep a lower one away.
#[test]
fn a_low_thread_has_its_turn_beside_a_quick_one() {
    let _alone = process_wide();
    let gil = gil_of_a_busy_thread();
    let stop = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while stop.load(Ordering::Relaxed) == 0 {
                gil.take_gil(2);
                gil.drop_gil(Some(2));
            }
        });
        for _ in 0..100 {
            gil.drop_gil(Some(1));
            gil.take_gil(1);
        }
        stop.store(1, Ordering::Relaxed);
        gil.drop_gil(None);
    });
}
