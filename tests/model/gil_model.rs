//! The three algorithms.

use crate::explore::explore;
use crate::gil::breaker::{self, BREAKER, GIL_DROP_REQUEST, TICKER, TickAccount};
use crate::gil::{Gil, ThreadId, priority};
use crate::observe;
use crate::platform::{self, clock, mutex};
use crate::profile::{Config, GilKind, Profile};
use shuttle::thread::{self, JoinHandle};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

const INTERVAL_US: i64 = 5000;

fn gil(kind: GilKind, forced_switching: bool) -> Arc<Gil> {
    let gil = Gil::new(&Config { gil: kind, forced_switching, ..Config::of(Profile::Py32) });
    Arc::new(gil)
}

/// What the tests know of a lock without asking it. Plain counters: the tasks share one OS thread.
#[derive(Default)]
struct Ledger {
    inside: AtomicUsize,
    turns: AtomicUsize,
}

impl Ledger {
    /// A turn with the lock held, in which others may try to get in.
    fn turn(&self, gil: &Gil, id: ThreadId) {
        assert_eq!(self.inside.fetch_add(1, Relaxed), 0, "two threads hold the lock");
        self.turns.fetch_add(1, Relaxed);
        thread::yield_now();
        assert_eq!(gil.holder(), Some(id));
        assert_eq!(self.inside.fetch_sub(1, Relaxed), 1, "two threads hold the lock");
    }
}

fn spawn(gil: &Arc<Gil>, ledger: &Arc<Ledger>, id: ThreadId, turns: usize) -> JoinHandle<()> {
    let (gil, ledger) = (gil.clone(), ledger.clone());
    thread::spawn(move || {
        for turn in 1..=turns {
            gil.take_gil(id);
            ledger.turn(&gil, id);
            gil.drop_gil((turn < turns).then_some(id));
        }
    })
}

fn join(threads: impl IntoIterator<Item = JoinHandle<()>>) {
    for thread in threads {
        thread.join().expect("it does not panic");
    }
}

/// Time passes until `done`.
fn clock_until(done: &Arc<AtomicBool>) -> JoinHandle<()> {
    let done = done.clone();
    thread::spawn(move || {
        while !done.load(Relaxed) {
            clock::advance(INTERVAL_US / 2);
        }
    })
}

/// One holder at a time, and whoever wants the lock gets it, though no time passes: not a single wake-up is lost.
fn taking_turns(kind: GilKind, forced_switching: bool) {
    let gil = gil(kind, forced_switching);
    let ledger = Arc::new(Ledger::default());
    gil.create(100);
    let threads: Vec<_> = (1..=3).map(|id| spawn(&gil, &ledger, id, 3)).collect();
    gil.drop_gil(Some(100));
    join(threads);
    assert_eq!(ledger.turns.load(Relaxed), 9);
    assert_eq!(gil.holder(), None);
}

/// The same while time passes, so that waiters ask and droppers wait for their successors.
fn taking_turns_in_time(kind: GilKind, forced_switching: bool) {
    let gil = gil(kind, forced_switching);
    let ledger = Arc::new(Ledger::default());
    let done = Arc::new(AtomicBool::new(false));
    gil.create(100);
    let clock = clock_until(&done);
    let threads: Vec<_> = (1..=3).map(|id| spawn(&gil, &ledger, id, 3)).collect();
    gil.drop_gil(Some(100));
    join(threads);
    done.store(true, Relaxed);
    join([clock]);
    assert_eq!(ledger.turns.load(Relaxed), 9);
    assert!(kind == GilKind::Ticks || !breaker::is_set(GIL_DROP_REQUEST));
}

/// The tick GIL is a semaphore: signals arrive in its waiters and must not let them in.
#[test]
fn ticks_one_holder_and_no_lost_wake_up() {
    explore(1200, || taking_turns(GilKind::Ticks, true));
    explore(1200, || {
        let done = Arc::new(AtomicBool::new(false));
        let signals = {
            let done = done.clone();
            thread::spawn(move || {
                while !done.load(Relaxed) {
                    platform::semaphore::interrupt_waiters();
                    thread::yield_now();
                }
            })
        };
        taking_turns(GilKind::Ticks, true);
        done.store(true, Relaxed);
        join([signals]);
    });
}

#[test]
fn interval_one_holder_and_no_lost_wake_up() {
    explore(1200, || taking_turns(GilKind::Interval, true));
    explore(1200, || taking_turns_in_time(GilKind::Interval, true));
    explore(1200, || taking_turns_in_time(GilKind::Interval, false));
}

#[test]
fn priority_one_holder_and_no_lost_wake_up() {
    explore(1200, || taking_turns(GilKind::Priority, true));
    explore(1200, || taking_turns_in_time(GilKind::Priority, true));
    explore(1200, || taking_turns_in_time(GilKind::Priority, false));
}

/// A thread that never blocks, and drops the lock only when it is asked to: the others are served all the same, and each
/// time that it was asked, another thread has had the lock when the drop is over.
fn a_busy_thread_is_made_to_switch(kind: GilKind) {
    let gil = gil(kind, true);
    let ledger = Arc::new(Ledger::default());
    let done = Arc::new(AtomicBool::new(false));
    gil.create(100);
    let clock = clock_until(&done);
    let others: Vec<_> = (1..=2).map(|id| spawn(&gil, &ledger, id, 3)).collect();
    while ledger.turns.load(Relaxed) < 6 {
        if breaker::is_set(GIL_DROP_REQUEST) {
            let before = gil.switch_number();
            gil.drop_gil(Some(100));
            assert!(gil.switch_number() > before, "nobody has had the lock meanwhile");
            gil.take_gil(100);
        }
        thread::yield_now();
    }
    gil.drop_gil(None);
    join(others);
    done.store(true, Relaxed);
    join([clock]);
}

#[test]
fn forced_switching_is_a_switch() {
    explore(600, || a_busy_thread_is_made_to_switch(GilKind::Interval));
    explore(600, || a_busy_thread_is_made_to_switch(GilKind::Priority));
}

fn wait_until(condition: impl Fn() -> bool) {
    while !condition() {
        thread::yield_now();
    }
}

/// Two wait; the lock goes to one of them within the other's interval. The other does not ask when its interval is over,
/// but one interval later.
fn a_switch_resets_the_wait(kind: GilKind) {
    let gil = gil(kind, true);
    gil.create(100);
    let go_on = Arc::new(AtomicBool::new(false));
    let threads: Vec<_> = (1..=2)
        .map(|id| {
            let (gil, go_on) = (gil.clone(), go_on.clone());
            thread::spawn(move || {
                gil.take_gil(id);
                wait_until(|| go_on.load(Relaxed));
                gil.drop_gil(None);
            })
        })
        .collect();
    wait_until(|| clock::timers() == 2);
    clock::advance(INTERVAL_US - 1);
    gil.drop_gil(None);
    wait_until(|| gil.holder().is_some());
    wait_until(|| clock::timers() == 1);
    clock::advance(1);
    // It has woken, has seen the switch, and sleeps again when there is a timer again.
    wait_until(|| clock::timers() == 1);
    assert_eq!(observe::requests(), 0, "asked though the lock has just gone to another thread");
    clock::advance(INTERVAL_US);
    wait_until(|| observe::requests() == 1);
    go_on.store(true, Relaxed);
    join(threads);
}

#[test]
fn a_switch_within_the_interval_counts() {
    explore(600, || a_switch_resets_the_wait(GilKind::Interval));
    explore(600, || a_switch_resets_the_wait(GilKind::Priority));
}

/// The holder is asked by a waiter whose interval is over, not a microsecond before, whatever the interval is; 0 counts as 1.
fn asks_when_the_interval_is_over(kind: GilKind) {
    for set in [0, 1, 20_000] {
        let interval = i64::max(set, 1);
        let gil = gil(kind, true);
        gil.set_switch_interval_us(set as u64);
        gil.create(100);
        let other = gil.clone();
        let before = observe::requests();
        let waiter = thread::spawn(move || {
            other.take_gil(1);
            other.drop_gil(None);
        });
        wait_until(|| clock::timers() == 1);
        clock::advance(interval - 1);
        thread::yield_now();
        assert!(!breaker::is_set(GIL_DROP_REQUEST), "asked before {interval} us were over");
        clock::advance(1);
        wait_until(|| breaker::is_set(GIL_DROP_REQUEST));
        gil.drop_gil(None);
        join([waiter]);
        assert_eq!(observe::requests(), before + 1);
    }
}

#[test]
fn nobody_asks_before_the_interval_is_over() {
    explore(300, || asks_when_the_interval_is_over(GilKind::Interval));
    explore(300, || asks_when_the_interval_is_over(GilKind::Priority));
}

/// Who is woken because the lock was dropped, and finds it held again, waits for an interval anew.
fn a_vain_wake_up_begins_the_wait_anew(kind: GilKind) {
    let gil = gil(kind, true);
    gil.create(100);
    let served = Arc::new(AtomicBool::new(false));
    let (other, done) = (gil.clone(), served.clone());
    let waiter = thread::spawn(move || {
        other.take_gil(1);
        done.store(true, Relaxed);
        other.drop_gil(None);
    });
    wait_until(|| clock::timers() == 1);
    clock::advance(INTERVAL_US - 1);
    gil.drop_gil(Some(100));
    gil.take_gil(100);
    // The time that was left passes; it sleeps again when there is a timer again.
    clock::advance(1);
    wait_until(|| clock::timers() == 1 || served.load(Relaxed));
    if !served.load(Relaxed) {
        assert!(!breaker::is_set(GIL_DROP_REQUEST), "asked though it had not waited for an interval");
        clock::advance(INTERVAL_US);
        wait_until(|| breaker::is_set(GIL_DROP_REQUEST));
    }
    gil.drop_gil(None);
    join([waiter]);
}

#[test]
fn a_wake_up_in_vain_is_no_reason_to_ask() {
    explore(600, || a_vain_wake_up_begins_the_wait_anew(GilKind::Interval));
}

/// A switch is a take by another than the last holder. The last holder is the state that was current at the drop, which need
/// not be the one at the take: that one has to let somebody else have the lock, too.
fn a_state_is_swapped_while_it_has_the_lock(kind: GilKind) {
    let gil = gil(kind, true);
    gil.create(100);
    let before = gil.switch_number();
    gil.drop_gil(Some(100));
    gil.take_gil(100);
    assert_eq!(gil.switch_number(), before, "counted as a switch");
    let other = gil.clone();
    let waiter = thread::spawn(move || {
        other.take_gil(1);
        other.drop_gil(None);
    });
    wait_until(|| clock::timers() == 1);
    clock::advance(INTERVAL_US);
    wait_until(|| breaker::is_set(GIL_DROP_REQUEST));
    gil.drop_gil(Some(101));
    assert!(gil.switch_number() > before, "nobody has had the lock meanwhile");
    join([waiter]);
}

#[test]
fn the_last_holder_is_who_drops_the_lock() {
    explore(600, || a_state_is_swapped_while_it_has_the_lock(GilKind::Interval));
}

/// Turns that the quick threads of the next test have had.
static TURNS: AtomicUsize = AtomicUsize::new(0);
/// How many they were when the slow one began to wait.
static WAITS_SINCE: AtomicUsize = AtomicUsize::new(usize::MAX);
/// The slow one's task.
static SLOW: AtomicUsize = AtomicUsize::new(0);

fn note_wait() {
    if platform::thread::ident() == SLOW.load(Relaxed) && WAITS_SINCE.load(Relaxed) == usize::MAX {
        WAITS_SINCE.store(TURNS.load(Relaxed), Relaxed);
    }
}

/// Threads that take and drop the lock as fast as they can, and are rewarded for it, beside one at the bottom. How many turns
/// it has to let pass is what `priority.rs` says, and one that had begun before it waited.
#[test]
fn under_priority_nobody_starves() {
    explore(80, || {
        const QUICK: usize = 2;
        const BOUND: usize = (priority::DUE * priority::PATIENCE) as usize + QUICK + 1;
        const TIMES: usize = 5;
        let gil = gil(GilKind::Priority, true);
        gil.create(100);
        push_down(&gil, 100);
        let done = Arc::new(AtomicBool::new(false));
        TURNS.store(0, Relaxed);
        SLOW.store(platform::thread::ident(), Relaxed);
        let threads: Vec<_> = (1..=QUICK)
            .map(|id| {
                let (gil, done) = (gil.clone(), done.clone());
                thread::spawn(move || {
                    while !done.load(Relaxed) {
                        // Long enough to starve the slow one if that is possible, not so long that the test has no end.
                        for _ in 0..2 * BOUND {
                            gil.take_gil(id);
                            TURNS.fetch_add(1, Relaxed);
                            gil.drop_gil(Some(id));
                        }
                        thread::yield_now();
                    }
                })
            })
            .collect();
        mutex::before_sleep(Some(note_wait));
        let mut times = 0;
        while times < TIMES {
            if breaker::is_set(GIL_DROP_REQUEST) {
                WAITS_SINCE.store(usize::MAX, Relaxed);
                gil.drop_gil(Some(100));
                gil.take_gil(100);
                if WAITS_SINCE.load(Relaxed) != usize::MAX {
                    let turns = TURNS.load(Relaxed) - WAITS_SINCE.load(Relaxed);
                    assert!(turns <= BOUND, "{turns} turns of others");
                }
                times += 1;
            }
            thread::yield_now();
            clock::advance(INTERVAL_US);
        }
        done.store(true, Relaxed);
        gil.drop_gil(None);
        join(threads);
    });
}

/// Takes the holder's level down to the bottom, by time-outs.
fn push_down(gil: &Arc<Gil>, id: ThreadId) {
    for _ in 0..=priority::TOP {
        let other = gil.clone();
        let waiter = thread::spawn(move || {
            other.take_gil(99);
            other.drop_gil(None);
        });
        wait_until(|| clock::timers() == 1);
        clock::advance(INTERVAL_US);
        wait_until(|| breaker::is_set(GIL_DROP_REQUEST));
        gil.drop_gil(Some(id));
        gil.take_gil(id);
        join([waiter]);
    }
}

/// A setter and a clearer of other reasons never lose one, and the sign bit tells whether there is any.
#[test]
fn the_breaker_loses_no_reason() {
    explore(2000, || {
        breaker::reset(GilKind::Interval);
        let setter = thread::spawn(breaker::request_check);
        let asker = thread::spawn(|| {
            for _ in 0..3 {
                breaker::set(GIL_DROP_REQUEST);
                breaker::clear(GIL_DROP_REQUEST);
            }
        });
        let async_exc = thread::spawn(|| {
            breaker::set(breaker::ASYNC_EXC);
            breaker::clear(breaker::ASYNC_EXC);
        });
        join([setter, asker, async_exc]);
        assert!(breaker::is_set(breaker::PENDING_CALLS));
        assert!(!breaker::is_set(GIL_DROP_REQUEST) && !breaker::is_set(breaker::ASYNC_EXC));
        assert!(BREAKER.load(Relaxed) < 0);
        breaker::request_served();
        assert_eq!(BREAKER.load(Relaxed), 0);
    });
}

/// Requests for a check, from anywhere at any time, neither add to a thread's ticks nor take from them.
#[test]
fn ticks_are_counted_to_the_very_one() {
    explore(2000, || {
        breaker::reset(GilKind::Ticks);
        let mut account = TickAccount::new();
        account.on_take();
        account.refill(3);
        let requests: Vec<_> = (0..2)
            .map(|_| {
                thread::spawn(|| {
                    breaker::request_check();
                    breaker::request_check();
                })
            })
            .collect();
        for _ in 0..10 {
            let ticker = TICKER.load(Relaxed) - 1;
            TICKER.store(ticker, Relaxed);
            if ticker < 0 {
                account.refill(3);
            }
        }
        assert_eq!(account.total_running(), 10);
        join(requests);
        assert_eq!(account.total_running(), 10);
        // Unless the countdown has stepped over it, the last request is there to be seen.
        account.refill(3);
        breaker::request_check();
        assert!(TICKER.load(Relaxed) < 0);
    });
}
