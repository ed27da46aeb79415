//! A profile is a bundle of defaults, one value per axis; each axis can be chosen by itself.
//!
//! Invariant: no code outside this file and `cli` asks "which profile is this?". The rest of the program
//! asks for the value of one axis, and that value picks a mechanism, never a symptom.

/// The language and the bytecode that scripts are compiled to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Python 2.7: `print` statement, `str` of bytes, `int` and `long`.
    Py27,
    /// Python 3.2: `print` function, `str` of text, one `int`.
    Py32,
}

/// The algorithm behind the Global Interpreter Lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GilKind {
    /// 2.7: released and taken again every `check_interval` ticks.
    Ticks,
    /// 3.2: handed over when a waiter has waited for the switch interval.
    Interval,
    /// No CPython's: as [`GilKind::Interval`], but threads that give it up early get it back at once.
    Priority,
}

impl GilKind {
    /// Whether a thread that wants the lock asks its holder, by way of the eval breaker, as in 3.2. Else the holder
    /// offers it every so many ticks.
    pub fn is_asked_for(self) -> bool {
        self != GilKind::Ticks
    }
}

/// What a thread lock does when a signal interrupts its wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LockKind {
    /// 2.7: the wait is retried in place, with the GIL released; no Python code runs.
    Uninterruptible,
    /// 3.2: the wait comes back, pending calls run, and the rest of the time is waited for.
    Interruptible,
}

/// The library modules (`threading`, `Queue`/`queue`, ...) that `import` finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Library {
    Py27,
    Py32,
}

/// A named bundle of defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Profile {
    Py27,
    Py32,
}

/// What an interpreter is made from: one value per axis, and the numbers the axes start with.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub language: Language,
    pub gil: GilKind,
    pub locks: LockKind,
    pub library: Library,
    /// Ticks between two periodic checks (`sys.setcheckinterval`), under [`GilKind::Ticks`].
    pub check_interval: i64,
    /// Microseconds a waiter waits before it asks for the GIL (`sys.setswitchinterval`), where it is asked for.
    pub switch_interval_us: u64,
    /// Whether a thread that was asked to drop the GIL waits until another one has taken it.
    pub forced_switching: bool,
    /// Whether the standard streams have no buffers (`-u`).
    pub unbuffered: bool,
}

impl Config {
    /// The defaults of a profile: 100 ticks as in 2.7's ceval.c, 5000 microseconds as in 3.2's ceval_gil.h.
    pub fn of(profile: Profile) -> Config {
        let (language, gil, locks, library) = match profile {
            Profile::Py27 => (Language::Py27, GilKind::Ticks, LockKind::Uninterruptible, Library::Py27),
            Profile::Py32 => (Language::Py32, GilKind::Interval, LockKind::Interruptible, Library::Py32),
        };
        Config {
            language,
            gil,
            locks,
            library,
            check_interval: 100,
            switch_interval_us: 5000,
            forced_switching: true,
            unbuffered: false,
        }
    }
}
