use super::breaker::{BREAKER, GIL_DROP_REQUEST};
use super::*;
use crate::platform::{clock, process_wide};
use crate::profile::Profile;
use std::sync::Arc;

fn gil(profile: Profile) -> Arc<Gil> {
    Arc::new(Gil::new(&Config::of(profile)))
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
    for profile in [Profile::Py27, Profile::Py32] {
        let gil = gil(profile);
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
    for profile in [Profile::Py27, Profile::Py32] {
        for forced in [true, false] {
            let gil = gil(profile);
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
    let gil = gil(Profile::Py32);
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
    let gil = gil(Profile::Py32);
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
    let gil = gil(Profile::Py32);
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
    let gil = gil(Profile::Py32);
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
    for profile in [Profile::Py27, Profile::Py32] {
        let gil = gil(profile);
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
    let gil = gil(Profile::Py27);
    assert_eq!((gil.check_interval(), gil.refill_value(), gil.switch_interval_us()), (100, 100, 5000));
    gil.set_check_interval(-5);
    gil.set_switch_interval_us(0);
    assert_eq!((gil.check_interval(), gil.refill_value(), gil.switch_interval_us()), (-5, -5, 0));
    assert_eq!(gil.kind(), GilKind::Ticks);
}
