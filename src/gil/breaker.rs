//! What the evaluation loop looks at between opcodes: the ticker and the breaker.
//!
//! Invariants:
//! - [`TICKER`] (`_Py_Ticker`) is one counter for all threads, not saved at a switch. The holder of the GIL alone
//!   counts it down and refills it. Anybody else, a signal handler included, only ever calls [`request_check`].
//! - [`BREAKER`] (`eval_breaker`) is one word, a bit per reason; its sign bit is set as long as any reason is. A
//!   setter ORs its bit in, a clearer takes only its own bit out, so no reason is lost between the two (3.2's
//!   COMPUTE_EVAL_BREAKER can lose one and lives with it).
//! - Under the tick GIL no reason but [`TRACING`] and [`MEMORY`] is ever set: there the ticker is the only other way to a
//!   periodic check, as in 2.7. `TRACING` is no reason for a check, only for a look.
//!   Under the other two the ticker below zero means nothing but "refill".
//! - Neither carries data. What they point to (the pending calls, an async exception) is looked up under its own
//!   lock; so the loop reads both with relaxed loads.
//!
//! # In the loop
//!
//! After each slow opcode (one that does not go straight to the next):
//!
//! ```ignore
//! let ticker = TICKER.load(Relaxed) - 1;
//! TICKER.store(ticker, Relaxed);
//! if (ticker | BREAKER.load(Relaxed)) < 0 { /* slow path, see below */ }
//! ```
//!
//! The slow path, when the next opcode is not `SETUP_FINALLY` (else go on: the condition stays true):
//!
//! **Tick GIL** (2.7, ceval.c `PyEval_EvalFrameEx`):
//! 1. `account.refill(gil.refill_value())`; the thread's count of checks + 1.
//! 2. If `pending::to_do()`: `make_pending_calls()`; on failure go to exception handling at once, skipping the rest.
//!    If `pending::to_do()` still: `account.refill(0)`, so that the check comes again after the very next slow
//!    opcode.
//! 3. If `gil.exists()`: current thread state := none; `account.on_drop()`; `gil.drop_gil(Some(id))`; `gil.take_gil(id)`;
//!    `account.on_take()`; current thread state := mine; then this thread's async exception, if it has one.
//!
//! **Interval GIL** (3.2) and priority GIL: if only the ticker is below zero (`BREAKER == 0`): `account.refill(gil.refill_value())`
//! and go on; that is no check. Else:
//! 1. The thread's count of checks + 1.
//! 2. If `pending::to_do()`: `make_pending_calls()`; on failure as above.
//! 3. If `is_set(GIL_DROP_REQUEST)`: current := none; drop; take; current := mine, as above.
//! 4. This thread's async exception, if it has one: `clear(ASYNC_EXC)` and raise it.

use crate::platform::atomic::{AtomicBool, AtomicI64, Ordering};
use crate::profile::GilKind;

/// Slow opcodes left until the periodic check; below zero it is due. Starts at 0, so that the first slow opcode
/// checks.
pub static TICKER: AtomicI64 = AtomicI64::new(0);

/// Why the loop has to leave its fast path: negative when any reason is set, else 0.
pub static BREAKER: AtomicI64 = AtomicI64::new(0);

/// A thread has waited for the GIL for the whole interval (`gil_drop_request`).
pub const GIL_DROP_REQUEST: i64 = 1 << 0;
/// Pending calls are queued (`pendingcalls_to_do`).
pub const PENDING_CALLS: i64 = 1 << 1;
/// Some thread state may have an async exception (`pending_async_exc`).
pub const ASYNC_EXC: i64 = 1 << 2;
/// The running thread has a trace or profile function: the loop goes on in its traced copy. Under both GILs.
pub const TRACING: i64 = 1 << 3;

/// Memory has run out: some thread is to get a MemoryError. Under both GILs.
pub const MEMORY: i64 = 1 << 4;

/// The sign bit: at least one reason is set.
const ANY: i64 = i64::MIN;

/// Whether a request for a check goes to the ticker (tick GIL) or to the breaker (the others).
static TICKS: AtomicBool = AtomicBool::new(true);

/// By this much [`request_check`] lowers the ticker; more than any ticker counts, so that it can be told from ticks.
const REQUEST: i64 = 1 << 48;

/// Sets both words for a fresh interpreter with this kind of GIL.
pub fn reset(kind: GilKind) {
    TICKS.store(kind == GilKind::Ticks, Ordering::SeqCst);
    BREAKER.store(0, Ordering::SeqCst);
    TICKER.store(0, Ordering::SeqCst);
}

/// Adds a reason. Async-signal-safe.
///
/// Release: what the reason points to was written before.
pub fn set(reason: i64) {
    BREAKER.fetch_or(reason | ANY, Ordering::Release);
}

/// Takes one reason away; the others stay.
pub fn clear(reason: i64) {
    let without = |word: i64| {
        let rest = word & !reason;
        if rest == ANY { 0 } else { rest }
    };
    // The closure never answers None, so the update cannot fail.
    let _ = BREAKER.fetch_update(Ordering::AcqRel, Ordering::Acquire, |word| Some(without(word)));
}

/// Whether this reason is set.
pub fn is_set(reason: i64) -> bool {
    BREAKER.load(Ordering::Acquire) & reason != 0
}

/// Whether a periodic check is due: tracing alone is no reason.
pub fn check_is_due() -> bool {
    TICKER.load(Ordering::Relaxed) < 0 || wants_check()
}

/// Whether anything is asked of the interval GIL's check.
pub fn wants_check() -> bool {
    BREAKER.load(Ordering::Acquire) & !(ANY | TRACING) != 0
}

/// Asks the loop to run its periodic check for the pending calls' sake, in the manner of the GIL's kind: 2.7 sets
/// the ticker to 0, so that the next slow opcode checks; 3.2 sets the breaker. Async-signal-safe, from any thread.
///
/// The ticker is not set but lowered by a constant that no count reaches. The loop cannot tell the difference, and
/// [`TickAccount`] can: ticks stay countable to the very one. As in 2.7, the request is lost when it falls between
/// the load and the store of the loop's countdown; the check then comes at the end of the interval.
pub fn request_check() {
    if TICKS.load(Ordering::Relaxed) {
        if TICKER.load(Ordering::Relaxed) >= 0 {
            TICKER.fetch_sub(REQUEST, Ordering::Release);
        }
    } else {
        set(PENDING_CALLS);
    }
}

/// The pending calls are all run: takes the interval GIL's reason away.
pub fn request_served() {
    clear(PENDING_CALLS);
}

/// Ticks paid by one thread, kept in its thread state.
///
/// The ticker is shared and is refilled all the time, so a thread's count is the sum of what the ticker went down
/// while that thread held the GIL. Exact as long as every store to the ticker apart from the countdown goes through
/// [`TickAccount::refill`], also when signals lower it meanwhile (see [`request_check`]).
///
/// Invariant: `base` is the ticker's value at the last refill or hand-over, modulo `REQUEST`; it means something
/// only between `on_take` and `on_drop`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TickAccount {
    paid: u64,
    base: i64,
}

impl TickAccount {
    pub const fn new() -> TickAccount {
        TickAccount { paid: 0, base: 0 }
    }

    /// This thread has the GIL from now on (also at the start, when there is no GIL yet).
    pub fn on_take(&mut self) {
        self.base = TICKER.load(Ordering::Relaxed);
    }

    /// This thread is about to give the GIL up.
    pub fn on_drop(&mut self) {
        self.settle(TICKER.load(Ordering::Relaxed));
    }

    /// Sets the ticker. By the holder of the GIL only.
    ///
    /// A request that falls between the load and the store is overwritten, as in the countdown. It loses nothing: ticks are
    /// counted without it, and the check that refills looks at the pending calls afterwards.
    pub fn refill(&mut self, value: i64) {
        self.settle(TICKER.load(Ordering::Relaxed));
        TICKER.store(value, Ordering::Relaxed);
        self.base = value;
    }

    /// All ticks paid by this thread. Exact for the thread that runs; for another one, up to its last hand-over
    /// if read after [`TickAccount::on_drop`].
    pub fn total_running(&self) -> u64 {
        self.paid + self.since_base(TICKER.load(Ordering::Relaxed))
    }

    /// Ticks paid up to the last refill or hand-over.
    pub fn total_settled(&self) -> u64 {
        self.paid
    }

    fn settle(&mut self, now: i64) {
        self.paid += self.since_base(now);
        self.base = now;
    }

    /// Requests lower the ticker by multiples of `REQUEST`, ticks by less than that: the remainder is ticks.
    fn since_base(&self, now: i64) -> u64 {
        (self.base.wrapping_sub(now) & (REQUEST - 1)) as u64
    }
}
