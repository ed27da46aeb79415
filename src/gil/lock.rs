//! The lock as the rest of the program sees it, over the algorithm that the configuration chose. Its invariants are the
//! room's, in `mod.rs`.

use super::ThreadId;
use super::breaker;
use super::interval::IntervalGil;
use super::priority::PriorityGil;
use super::settings::Settings;
use super::ticks::TicksGil;
use crate::observe::{self, Event};
use crate::platform::atomic::{AtomicBool, AtomicUsize, Ordering};
use crate::profile::{Config, GilKind};

/// What `TICKER` is refilled with where nobody counts ticks: there reaching its end means nothing to the lock; the loop looks
/// then whether the cycle collector is due.
const UNTIL_NEXT_REFILL: i64 = 10_000;

enum Algorithm {
    Ticks(TicksGil),
    Interval(IntervalGil),
    Priority(PriorityGil),
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
                GilKind::Priority => Algorithm::Priority(PriorityGil::new()),
            },
            settings: Settings::of(config),
            exists: AtomicBool::new(false),
            holder: AtomicUsize::new(0),
        }
    }

    /// Which algorithm this is.
    pub fn kind(&self) -> GilKind {
        match self.algorithm {
            Algorithm::Ticks(_) => GilKind::Ticks,
            Algorithm::Interval(_) => GilKind::Interval,
            Algorithm::Priority(_) => GilKind::Priority,
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
            Algorithm::Priority(gil) => gil.take_gil(id, &self.settings),
        }
        self.holder.store(id, Ordering::Relaxed);
        observe::tell(Event::GilTaken, 0);
    }

    /// Gives the lock up (`drop_gil`). With an `id`, and when another thread has asked for the lock, another thread has
    /// got it on return (forced switching): the interval GIL waits for that, the priority GIL appoints one. `None` is the
    /// end of a thread. The caller must hold the lock.
    pub fn drop_gil(&self, id: Option<ThreadId>) {
        if !self.exists() {
            return;
        }
        self.holder.store(0, Ordering::Relaxed);
        observe::tell(Event::GilDropped, 0);
        match &self.algorithm {
            Algorithm::Ticks(gil) => gil.drop_gil(),
            Algorithm::Interval(gil) => gil.drop_gil(id, &self.settings),
            Algorithm::Priority(gil) => gil.drop_gil(id, &self.settings),
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
            Algorithm::Priority(gil) => gil.reinit_after_fork(),
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
            Algorithm::Priority(gil) => gil.switch_number(),
        }
    }

    /// What to give to `TickAccount::refill` after a check: the check interval under the tick GIL.
    pub fn refill_value(&self) -> i64 {
        match self.algorithm {
            Algorithm::Ticks(_) => self.check_interval(),
            Algorithm::Interval(_) | Algorithm::Priority(_) => UNTIL_NEXT_REFILL,
        }
    }

    /// `sys.getcheckinterval()`. Kept under all algorithms; only the tick GIL looks at it.
    pub fn check_interval(&self) -> i64 {
        self.settings.check_interval()
    }

    /// `sys.setcheckinterval(n)`, any number; at 0 and below every slow opcode checks. As 2.7 sets the counter at
    /// once too, the caller follows it with `account.refill(gil.refill_value())` under the tick GIL.
    pub fn set_check_interval(&self, ticks: i64) {
        self.settings.set_check_interval(ticks);
    }

    /// `sys.getswitchinterval()`, in microseconds.
    pub fn switch_interval_us(&self) -> u64 {
        self.settings.switch_interval_us()
    }

    /// `sys.setswitchinterval()`, in microseconds. 0 is kept and counts as 1 when it is used, as in 3.2.
    pub fn set_switch_interval_us(&self, microseconds: u64) {
        self.settings.set_switch_interval_us(microseconds);
    }

    /// Whether a thread that was asked to drop the lock waits until another one has it.
    pub fn forced_switching(&self) -> bool {
        self.settings.forced_switching()
    }

    /// Turns forced switching on or off, at any time.
    pub fn set_forced_switching(&self, on: bool) {
        self.settings.set_forced_switching(on);
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
