//! The Global Interpreter Lock: one small interface, one file an algorithm.
//!
//! Invariants:
//! - The lock does not exist until the first thread is started (`PyEval_InitThreads`); until then `take_gil` and `drop_gil`
//!   do nothing, and saving or restoring a thread only swaps the current thread state, which is the caller's affair.
//! - Who holds the lock is recorded by the taker under the lock. A thread is named by its thread state's address,
//!   never 0.
//! - A wait for the lock cannot be interrupted by a signal, under either algorithm.
//! - This room knows nothing of signals; all that reaches it is the breaker.
//! - Taking the lock acquires, dropping it releases: what a holder wrote, relaxed atomics and the ticker included, the
//!   next holder sees. `holder` itself is relaxed, since only its writer may rely on it.
//! - A process has one GIL at a time, since it has one ticker and one breaker: [`Gil::new`] resets both.
//!
//! # How the runtime calls it
//!
//! Start of the first thread (by the thread that has run alone so far): `if !gil.exists() { gil.create(id);
//! pending::set_main_thread(); }`. Then the thread is made; its body begins with `gil.take_gil(its id)`, then
//! `account.on_take()`, current thread state := its own.
//!
//! Blocking region (`Py_BEGIN_ALLOW_THREADS`, `PyEval_SaveThread` / `RestoreThread`): current := none;
//! `account.on_drop()`; `gil.drop_gil(Some(id))`; the blocking call; keep its errno; `gil.take_gil(id)`; `account.on_take()`;
//! current := mine. Under the interval GIL, after each take: if this thread state has an async exception,
//! `breaker::set(ASYNC_EXC)`; and (3.2 only, here and not at the loop's own re-take) if the interpreter is
//! finalising and this is not the finalising thread: `gil.drop_gil(Some(id))` and end the thread.
//!
//! The loop's periodic check: see [`breaker`].
//!
//! End of a thread: current := none *first*, then `gil.drop_gil(None)` (`PyThreadState_DeleteCurrent`): with `None` there is
//! no forced switch to wait for.
//!
//! After fork, in the child: `gil.reinit_after_fork(id)`, `signals::after_fork()`; then `threading._after_fork()`.

pub mod breaker;
mod interval;
mod ticks;

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering};

use crate::observe::{self, Event};
use crate::profile::{Config, GilKind};
use interval::IntervalGil;
use ticks::TicksGil;

/// The identity of a thread state: its address, never 0.
pub type ThreadId = usize;

/// What `TICKER` is refilled with under the interval GIL, where reaching its end means nothing to the lock; the loop looks
/// then whether the cycle collector is due.
const UNTIL_NEXT_REFILL: i64 = 10_000;

enum Algorithm {
    Ticks(TicksGil),
    Interval(IntervalGil),
}

/// The numbers that `sys.setcheckinterval`, `sys.setswitchinterval` and the command line set. Each is read where it
/// is used, without a lock, as in CPython.
#[derive(Debug)]
pub(crate) struct Settings {
    check_interval: AtomicI64,
    switch_interval_us: AtomicU64,
    forced_switching: AtomicBool,
}

/// The lock.
pub struct Gil {
    algorithm: Algorithm,
    settings: Settings,
    exists: AtomicBool,
    /// The holder's thread state, 0 when nobody holds the lock or it does not exist. Written by the holder only.
    holder: AtomicUsize,
}

impl Gil {
    /// The lock of a new interpreter, not yet in existence; the ticker and the breaker are reset.
    pub fn new(config: &Config) -> Gil {
        breaker::reset(config.gil);
        Gil {
            algorithm: match config.gil {
                GilKind::Ticks => Algorithm::Ticks(TicksGil::new()),
                GilKind::Interval => Algorithm::Interval(IntervalGil::new()),
            },
            settings: Settings {
                check_interval: AtomicI64::new(config.check_interval),
                switch_interval_us: AtomicU64::new(config.switch_interval_us),
                forced_switching: AtomicBool::new(config.forced_switching),
            },
            exists: AtomicBool::new(false),
            holder: AtomicUsize::new(0),
        }
    }

    /// Which algorithm this is.
    pub fn kind(&self) -> GilKind {
        match self.algorithm {
            Algorithm::Ticks(_) => GilKind::Ticks,
            Algorithm::Interval(_) => GilKind::Interval,
        }
    }

    /// Whether the lock has come into existence (`PyEval_ThreadsInitialized`).
    pub fn exists(&self) -> bool {
        self.exists.load(Ordering::Acquire)
    }

    /// Brings the lock into existence, held by the caller (`PyEval_InitThreads`). Does nothing if it exists.
    /// The caller runs alone, and becomes the main thread for pending calls: `pending::set_main_thread()`.
    pub fn create(&self, id: ThreadId) {
        if self.exists() {
            return;
        }
        self.exists.store(true, Ordering::Release);
        self.take_gil(id);
    }

    /// Waits for the lock (`take_gil`). The caller must not hold it. `errno` is the caller's to keep.
    pub fn take_gil(&self, id: ThreadId) {
        if !self.exists() {
            return;
        }
        observe::tell(Event::GilWait, 0);
        match &self.algorithm {
            Algorithm::Ticks(gil) => gil.take_gil(),
            Algorithm::Interval(gil) => gil.take_gil(id, &self.settings),
        }
        self.holder.store(id, Ordering::Relaxed);
        observe::tell(Event::GilTaken, 0);
    }

    /// Gives the lock up (`drop_gil`). With an `id`, and when another thread has asked for the lock, the interval
    /// GIL waits here until another thread has taken it (forced switching). The caller must hold the lock.
    pub fn drop_gil(&self, id: Option<ThreadId>) {
        if !self.exists() {
            return;
        }
        self.holder.store(0, Ordering::Relaxed);
        observe::tell(Event::GilDropped, 0);
        match &self.algorithm {
            Algorithm::Ticks(gil) => gil.drop_gil(),
            Algorithm::Interval(gil) => gil.drop_gil(id, &self.settings),
        }
    }

    /// In a child just forked: a new lock, held by its only thread (`PyEval_ReInitThreads`).
    pub fn reinit_after_fork(&self, id: ThreadId) {
        if !self.exists() {
            return;
        }
        match &self.algorithm {
            Algorithm::Ticks(gil) => gil.reinit_after_fork(),
            Algorithm::Interval(gil) => gil.reinit_after_fork(),
        }
        self.take_gil(id);
    }

    /// The end of the interpreter (`_PyEval_FiniThreads` of 3.2): the lock is out of existence for the caller, who
    /// holds it. Threads that wait for it go on waiting until the process ends.
    pub fn abandon(&self) {
        self.exists.store(false, Ordering::Release);
        self.holder.store(0, Ordering::Relaxed);
    }

    /// Whose thread state holds the lock; `None` when nobody does or it does not exist. For checks and displays: by
    /// the time the answer is read another thread may have it, unless it was the caller.
    pub fn holder(&self) -> Option<ThreadId> {
        Some(self.holder.load(Ordering::Relaxed)).filter(|&id| id != 0)
    }

    /// How often the lock has come to another thread than the one that had it last (`gil_switch_number`). The tick
    /// GIL does not count them: 0.
    pub fn switch_number(&self) -> u64 {
        match &self.algorithm {
            Algorithm::Ticks(_) => 0,
            Algorithm::Interval(gil) => gil.switch_number(),
        }
    }

    /// What to give to `TickAccount::refill` after a check: the check interval under the tick GIL.
    pub fn refill_value(&self) -> i64 {
        match self.algorithm {
            Algorithm::Ticks(_) => self.check_interval(),
            Algorithm::Interval(_) => UNTIL_NEXT_REFILL,
        }
    }

    /// `sys.getcheckinterval()`. Kept under both algorithms; only the tick GIL looks at it.
    pub fn check_interval(&self) -> i64 {
        self.settings.check_interval.load(Ordering::Relaxed)
    }

    /// `sys.setcheckinterval(n)`, any number; at 0 and below every slow opcode checks. As 2.7 sets the counter at
    /// once too, the caller follows it with `account.refill(gil.refill_value())` under the tick GIL.
    pub fn set_check_interval(&self, ticks: i64) {
        self.settings.check_interval.store(ticks.clamp(i32::MIN as i64, i32::MAX as i64), Ordering::Relaxed);
    }

    /// `sys.getswitchinterval()`, in microseconds.
    pub fn switch_interval_us(&self) -> u64 {
        self.settings.switch_interval_us.load(Ordering::Relaxed)
    }

    /// `sys.setswitchinterval()`, in microseconds. 0 is kept and counts as 1 when it is used, as in 3.2.
    pub fn set_switch_interval_us(&self, microseconds: u64) {
        self.settings.switch_interval_us.store(microseconds, Ordering::Relaxed);
    }

    /// Whether a thread that was asked to drop the lock waits until another one has it.
    pub fn forced_switching(&self) -> bool {
        self.settings.forced_switching.load(Ordering::Relaxed)
    }

    /// Turns forced switching on or off, at any time.
    pub fn set_forced_switching(&self, on: bool) {
        self.settings.forced_switching.store(on, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Gil {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gil")
            .field("kind", &self.kind())
            .field("exists", &self.exists())
            .field("holder", &self.holder())
            .field("settings", &self.settings)
            .finish()
    }
}

#[cfg(test)]
mod tests;
