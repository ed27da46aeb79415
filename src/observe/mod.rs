//! The event stream of what GIL, locks, signals and threads do, and those who read it: [`stats`] and [`trace`].
//!
//! Invariants:
//! - It is told, and asks nobody: nothing in the program behaves differently for being watched, but for the time that the
//!   telling takes.
//! - Off, an event costs one relaxed load and a branch. It is told at slow points only: never per instruction.
//! - Telling is safe in a signal handler: it reads a clock and stores into a ring of atomics. Nobody who tells waits for
//!   anybody. Readers that are too slow lose the oldest events, and are told how many.
//! - The reader is an OS thread of its own that takes no signals and never runs Python.

mod ring;
pub mod stats;
pub mod trace;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::platform::mutex::Mutex;
use crate::platform::{clock, signal, sleep, thread};
use ring::{Cursor, Ring};
use stats::Stats;
use trace::Trace;

macro_rules! events {
    ($($name:ident $doc:literal $told:ident;)*) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Event {
            $(#[doc = $doc] $name),*
        }

        impl Event {
            /// All of them, by number.
            pub const ALL: &[Event] = &[$(Event::$name),*];

            /// What a trace says of it.
            pub fn text(self) -> &'static str {
                match self { $(Event::$name => $doc),* }
            }

            /// What comes with it.
            pub fn detail(self) -> Detail {
                match self { $(Event::$name => Detail::$told),* }
            }
        }
    };
}

/// What the number that comes with an event means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    Nothing,
    /// A lock's address.
    Lock,
    /// A signal's number.
    Signal,
    /// A thread's identity.
    Thread,
}

events! {
    GilWait "wants the GIL" Nothing;
    GilTaken "takes the GIL" Nothing;
    GilDropped "drops the GIL" Nothing;
    GilRequested "asks the holder to drop the GIL" Nothing;
    Check "makes its periodic check" Nothing;
    Blocks "enters a call that may block" Nothing;
    LockWait "waits for lock" Lock;
    LockTaken "takes lock" Lock;
    LockRefused "does not get lock" Lock;
    LockInterrupted "is interrupted by a signal while it waits for lock" Lock;
    LockReleased "releases lock" Lock;
    SignalArrived "is where the system delivers signal" Signal;
    HandlerBegins "runs the Python handler of signal" Signal;
    HandlerEnds "is back from the Python handler of signal" Signal;
    ThreadMade "makes thread" Thread;
    ThreadBegins "begins" Nothing;
    ThreadEnds "ends" Nothing;
}

/// One event as it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Nanoseconds on the monotonic clock.
    pub time: u64,
    /// The thread that told it.
    pub thread: usize,
    pub event: Event,
    /// See [`Event::detail`].
    pub number: u64,
}

static ON: AtomicBool = AtomicBool::new(false);
static RING: Ring = Ring::new();

/// Tells an event. Async-signal-safe.
#[inline(always)]
pub fn tell(event: Event, number: u64) {
    if ON.load(Ordering::Relaxed) {
        tell_on(event, number);
    }
}

#[cold]
#[inline(never)]
fn tell_on(event: Event, number: u64) {
    RING.push(Record { time: clock::monotonic_ns(), thread: thread::ident(), event, number });
}

/// Whether events are told.
pub fn is_on() -> bool {
    ON.load(Ordering::Relaxed)
}

/// What is wanted of the stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// A line on stderr for each event, as it happens.
    pub trace: bool,
    /// A summary on stderr at the end.
    pub stats: bool,
}

/// Those who read, and how far they are.
struct Readers {
    cursor: Cursor,
    trace: Option<Trace>,
    stats: Option<Stats>,
}

static READERS: Mutex<Option<Readers>> = Mutex::new(None);

/// Begins to tell, by the thread that will be main; does nothing if nothing is wanted.
pub fn start(wanted: Wanted) {
    if !wanted.trace && !wanted.stats {
        return;
    }
    let (main, now) = (thread::ident(), clock::monotonic_ns());
    RING.allocate();
    *READERS.lock() = Some(Readers {
        cursor: RING.cursor(),
        trace: wanted.trace.then(|| Trace::new(main, now)),
        stats: wanted.stats.then(|| Stats::new(main, now)),
    });
    ON.store(true, Ordering::SeqCst);
    // Without a reader of its own the stream is read at the end.
    let _ = thread::start_detached(0, Box::new(read_on));
}

/// How often the reader looks, in seconds.
const READ_EVERY: f64 = 0.002;

fn read_on() {
    // It could not be woken by one, and Ctrl-C is for the main thread.
    let _ = signal::block_all();
    while is_on() {
        let _ = sleep::sleep(READ_EVERY);
        read();
    }
}

/// Gives the readers what has been told since they last read.
fn read() {
    let mut readers = READERS.lock();
    let Some(Readers { cursor, trace, stats }) = readers.as_mut() else { return };
    let lost = RING.read(cursor, |record| {
        if let Some(trace) = trace {
            trace.read(&record);
        }
        if let Some(stats) = stats {
            stats.read(&record);
        }
    });
    if let Some(trace) = trace {
        trace.flush(lost);
    }
    if let Some(stats) = stats {
        stats.lost += lost;
    }
}

/// Ends the telling; the summary, if there is one, for stderr.
pub fn finish() -> Option<String> {
    if !ON.swap(false, Ordering::SeqCst) {
        return None;
    }
    read();
    let readers = READERS.lock().take()?;
    readers.stats.map(|stats| stats.summary(clock::monotonic_ns()))
}

/// In a forked child: nobody reads here.
pub fn after_fork() {
    ON.store(false, Ordering::SeqCst);
}

/// Short names for threads, in the order in which they appear: `main`, `T1`, `T2`, ...
#[derive(Debug)]
pub struct Names(Vec<usize>);

impl Names {
    /// `main` is the identity of the main thread.
    pub fn new(main: usize) -> Names {
        Names(vec![main])
    }

    /// The thread's number; main is 0.
    pub fn number(&mut self, thread: usize) -> usize {
        match self.0.iter().position(|&known| known == thread) {
            Some(at) => at,
            None => {
                self.0.push(thread);
                self.0.len() - 1
            }
        }
    }

    /// A thread has ended: its identity may be given to another, which gets a name of its own.
    pub fn forget(&mut self, thread: usize) {
        self.0.iter_mut().filter(|known| **known == thread).for_each(|known| *known = 0);
    }

    pub fn name(number: usize) -> String {
        if number == 0 { "main".to_owned() } else { format!("T{number}") }
    }
}

#[cfg(test)]
mod tests;
