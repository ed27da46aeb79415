//! A GIL with priorities: who gives the lock up early gets it back early.
//!
//! 3.2's GIL makes a thread that answers requests wait for the whole switch interval after each system call, because the
//! waiter cannot say that it will be brief (the convoy effect). Here a thread's past says it. No CPython has this
//! algorithm; it follows the idea that was proposed for 3.2 and never went in.
//!
//! Invariants:
//! - Everything is under one mutex, which is held for moments only. The drop request in the breaker is set and cleared
//!   under it.
//! - A thread has a level, from 0 to [`TOP`]. It falls by one when the thread is forced off by a time-out, and rises by one
//!   when the thread gives the lock up before anybody has asked. Being forced off by a higher thread changes nothing.
//! - A waiter's claim is its level, and one more for each [`PATIENCE`] times that the lock went to another thread while it
//!   waited; at most [`DUE`], which no level reaches. The holder keeps the claim by which it got the lock as its rank.
//! - A waiter whose claim is above the holder's rank asks for the lock at once; any other when the switch interval has
//!   passed without a switch, as under the interval GIL.
//! - A lock dropped on request goes to the waiter with the highest claim, of equals to the one that came first, and is
//!   never free in between (forced switching; without it, it is free). A lock given up early is free: the waiter with the
//!   highest claim is woken, and whoever comes by until then gets the lock if no waiter's claim is above its level.
//!   This saves an answering thread two switches at each system call that does not block.
//! - While the lock is free and somebody waits, the waiter with the highest claim is on its way. Claims grow only when the
//!   lock is taken, so it is the same one until it arrives.
//! - Nobody starves: a waiter is due after `DUE * PATIENCE` turns of others at the latest, then only those go before it
//!   that are due and came earlier. A holder that does not give the lock up is asked after the interval.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::ThreadId;
use super::breaker::{self, GIL_DROP_REQUEST};
use super::settings::Settings;
use crate::observe::{self, Event};
use crate::platform::mutex::{Condvar, Mutex};

/// A level or a claim.
type Level = u32;

/// The highest level.
pub const TOP: Level = 3;
/// Where a new thread begins: above one that only computes, below one that mostly waits.
const FIRST: Level = 2;
/// The claim of a waiter that has been passed over long enough. Higher than any level.
pub const DUE: Level = TOP + 1;
/// How many turns of others raise a waiter's claim by one.
pub const PATIENCE: u32 = 8;

/// Why the holder was asked to drop the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Request {
    TimedOut,
    Outranked,
}

struct Waiter {
    id: ThreadId,
    level: Level,
    /// Turns of others since it began to wait.
    passed_over: u32,
    wake: Arc<Condvar>,
}

impl Waiter {
    fn claim(&self) -> Level {
        (self.level + self.passed_over / PATIENCE).min(DUE)
    }
}

#[derive(Default)]
struct State {
    /// Who has the lock, maybe still asleep; 0: nobody.
    holder: ThreadId,
    rank: Level,
    request: Option<Request>,
    /// In the order in which they came.
    waiters: Vec<Waiter>,
    /// Of all threads that have had the lock and not ended.
    levels: BTreeMap<ThreadId, Level>,
    last_holder: ThreadId,
    switches: u64,
}

impl State {
    fn level(&self, id: ThreadId) -> Level {
        self.levels.get(&id).copied().unwrap_or(FIRST)
    }

    /// The waiter that is to have the lock next.
    fn best(&self) -> Option<&Waiter> {
        let mut best: Option<&Waiter> = None;
        for waiter in &self.waiters {
            if best.is_none_or(|best| waiter.claim() > best.claim()) {
                best = Some(waiter);
            }
        }
        best
    }

    fn ask(&mut self, request: Request) {
        if self.request.is_none() {
            self.request = Some(request);
            breaker::set(GIL_DROP_REQUEST);
            observe::tell(Event::GilRequested, 0);
        }
    }

    fn forget_request(&mut self) -> Option<Request> {
        let request = self.request.take();
        if request.is_some() {
            breaker::clear(GIL_DROP_REQUEST);
        }
        request
    }

    /// Gives the lock to a thread that waits no longer. The turn counts for all who go on waiting.
    fn seat(&mut self, id: ThreadId, rank: Level) {
        self.holder = id;
        self.rank = rank;
        self.forget_request();
        if self.last_holder != id {
            self.last_holder = id;
            self.switches += 1;
        }
        for waiter in &mut self.waiters {
            waiter.passed_over = waiter.passed_over.saturating_add(1);
        }
    }

    /// Gives the lock to a waiter.
    fn seat_waiter(&mut self, id: ThreadId) {
        if let Some(at) = self.waiters.iter().position(|waiter| waiter.id == id) {
            let waiter = self.waiters.remove(at);
            self.seat(id, waiter.claim());
        }
    }

    /// What the end of a turn does to the thread's level.
    fn judge(&mut self, id: ThreadId, request: Option<Request>) {
        let level = self.level(id);
        let level = match request {
            Some(Request::TimedOut) => level.saturating_sub(1),
            Some(Request::Outranked) => level,
            None => (level + 1).min(TOP),
        };
        self.levels.insert(id, level);
    }
}

#[derive(Default)]
pub(super) struct PriorityGil {
    state: Mutex<State>,
    /// The lock that took this one's place in a forked child; see `interval.rs`.
    successor: OnceLock<Box<PriorityGil>>,
}

impl PriorityGil {
    pub(super) fn new() -> PriorityGil {
        PriorityGil::default()
    }

    /// The lock that counts in this process: a chain as long as forks are nested.
    fn current(&self) -> &PriorityGil {
        let mut gil = self;
        while let Some(successor) = gil.successor.get() {
            gil = successor;
        }
        gil
    }

    pub(super) fn take_gil(&self, id: ThreadId, settings: &Settings) {
        let mut state = self.current().state.lock();
        let level = state.level(id);
        if state.holder == 0 && state.best().is_none_or(|best| best.claim() <= level) {
            state.seat(id, level);
            return;
        }
        let wake = Arc::new(Condvar::new());
        state.waiters.push(Waiter { id, level, passed_over: 0, wake: wake.clone() });
        loop {
            let claim = state.waiters.iter().find(|waiter| waiter.id == id).map_or(level, Waiter::claim);
            if claim > state.rank {
                state.ask(Request::Outranked);
            }
            let switches = state.switches;
            let timed_out;
            (state, timed_out) = wake.wait_us(state, settings.wait_us());
            if state.holder == id {
                return;
            }
            if state.holder == 0 {
                if state.best().is_some_and(|best| best.id == id) {
                    state.seat_waiter(id);
                    return;
                }
            } else if timed_out && state.switches == switches {
                state.ask(Request::TimedOut);
            }
        }
    }

    pub(super) fn drop_gil(&self, id: Option<ThreadId>, settings: &Settings) {
        let mut state = self.current().state.lock();
        let request = state.forget_request();
        match id {
            Some(id) => {
                // The thread state may have been swapped since the lock was taken (sub-interpreters).
                state.last_holder = id;
                state.judge(id, request);
            }
            None => {
                let ended = state.holder;
                state.levels.remove(&ended);
            }
        }
        let Some((best, wake)) = state.best().map(|best| (best.id, best.wake.clone())) else {
            state.holder = 0;
            return;
        };
        if request.is_some() && settings.forced_switching() {
            state.seat_waiter(best);
        } else {
            state.holder = 0;
        }
        wake.notify_one();
    }

    pub(super) fn switch_number(&self) -> u64 {
        self.current().state.lock().switches
    }

    pub(super) fn reinit_after_fork(&self) {
        breaker::clear(GIL_DROP_REQUEST);
        // The last of the chain has no successor, so this cannot fail.
        let _ = self.current().successor.set(Box::default());
    }
}
