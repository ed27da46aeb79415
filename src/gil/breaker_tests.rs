//! The ticker and the breaker, by one thread. `tests/model` has them under many.

use super::breaker::*;
use crate::platform::process_wide;
use crate::profile::GilKind;
use std::sync::atomic::Ordering;

fn pay(ticks: u32) -> bool {
    let mut due = false;
    for _ in 0..ticks {
        let ticker = TICKER.load(Ordering::Relaxed) - 1;
        TICKER.store(ticker, Ordering::Relaxed);
        due = (ticker | BREAKER.load(Ordering::Relaxed)) < 0;
    }
    due
}

#[test]
fn a_clearer_clears_its_own_reason_only() {
    let _alone = process_wide();
    reset(GilKind::Interval);
    assert!(!pay(0));
    set(GIL_DROP_REQUEST);
    request_check();
    assert!(BREAKER.load(Ordering::Relaxed) < 0 && is_set(PENDING_CALLS));
    clear(GIL_DROP_REQUEST);
    assert!(BREAKER.load(Ordering::Relaxed) < 0 && is_set(PENDING_CALLS) && !is_set(GIL_DROP_REQUEST));
    clear(GIL_DROP_REQUEST);
    request_served();
    assert_eq!(BREAKER.load(Ordering::Relaxed), 0);
    clear(ASYNC_EXC);
    assert_eq!(BREAKER.load(Ordering::Relaxed), 0);
    assert_eq!(TICKER.load(Ordering::Relaxed), 0);
}

#[test]
fn a_hundred_and_one_slow_opcodes_from_check_to_check() {
    let _alone = process_wide();
    reset(GilKind::Ticks);
    let mut account = TickAccount::new();
    account.on_take();
    assert!(pay(1));
    for _ in 0..3 {
        account.refill(100);
        assert!(!pay(100));
        assert!(pay(1));
    }
    assert_eq!(account.total_running(), 304);
}

#[test]
fn a_request_makes_the_next_slow_opcode_check_and_costs_no_ticks() {
    let _alone = process_wide();
    reset(GilKind::Ticks);
    let mut account = TickAccount::new();
    account.on_take();
    account.refill(100);
    pay(10);
    request_check();
    request_check();
    assert_eq!(account.total_running(), 10);
    assert!(pay(1));
    assert_eq!(BREAKER.load(Ordering::Relaxed), 0);
    // SETUP_FINALLY: the check is put off by one opcode.
    assert!(pay(1));
    account.refill(100);
    assert_eq!(account.total_running(), 12);
    account.refill(0);
    assert!(pay(1));
    assert_eq!(account.total_running(), 13);
}

#[test]
fn each_thread_is_charged_its_own_ticks() {
    let _alone = process_wide();
    reset(GilKind::Ticks);
    let (mut one, mut two) = (TickAccount::new(), TickAccount::new());
    one.on_take();
    one.refill(100);
    pay(40);
    one.on_drop();
    request_check();
    two.on_take();
    pay(7);
    two.refill(100);
    pay(3);
    two.on_drop();
    one.on_take();
    pay(5);
    one.refill(-3);
    pay(2);
    one.on_drop();
    assert_eq!((one.total_settled(), two.total_settled()), (47, 10));
}
