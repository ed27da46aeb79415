//! A summary of the events: how long each thread had the GIL and waited for it, and how signals fared.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Event, Names, Record};

/// A number of waits and their times in nanoseconds.
#[derive(Clone, Copy, Debug, Default)]
struct Waits {
    count: u64,
    total: u64,
    longest: u64,
}

impl Waits {
    fn add(&mut self, time: u64) {
        self.count += 1;
        self.total += time;
        self.longest = self.longest.max(time);
    }
}

/// What one thread did.
#[derive(Clone, Copy, Debug, Default)]
struct ThreadStats {
    gil: Waits,
    held: u64,
    asked: u64,
    checks: u64,
    blocked: u64,
    locks: Waits,
    interrupted: u64,
    waits_since: Option<u64>,
    holds_since: Option<u64>,
    lock_since: Option<u64>,
}

/// What became of one signal.
#[derive(Clone, Copy, Debug, Default)]
struct SignalStats {
    arrived: u64,
    /// From the arrival to the Python handler.
    handled: Waits,
    since: Option<u64>,
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// The collector.
pub struct Stats {
    start: u64,
    names: Names,
    threads: Vec<ThreadStats>,
    signals: BTreeMap<u64, SignalStats>,
    switches: u64,
    last_holder: Option<usize>,
    /// Events that came too fast to be counted.
    pub lost: u64,
}

impl Stats {
    pub fn new(main: usize, start: u64) -> Stats {
        Stats {
            start,
            names: Names::new(main),
            threads: Vec::new(),
            signals: BTreeMap::new(),
            switches: 0,
            last_holder: None,
            lost: 0,
        }
    }

    /// Counts an event.
    pub fn read(&mut self, record: &Record) {
        let number = self.names.number(record.thread);
        if self.threads.len() <= number {
            self.threads.resize(number + 1, ThreadStats::default());
        }
        let thread = &mut self.threads[number];
        let now = record.time;
        let since = |start: Option<u64>| start.map(|start| now.saturating_sub(start));
        match record.event {
            Event::GilWait => thread.waits_since = Some(now),
            Event::GilTaken => {
                thread.gil.add(since(thread.waits_since.take()).unwrap_or(0));
                thread.holds_since = Some(now);
                if self.last_holder.is_some_and(|last| last != number) {
                    self.switches += 1;
                }
                self.last_holder = Some(number);
            }
            Event::GilDropped => thread.held += since(thread.holds_since.take()).unwrap_or(0),
            Event::GilRequested => thread.asked += 1,
            Event::Check => thread.checks += 1,
            Event::Blocks => thread.blocked += 1,
            Event::LockWait => thread.lock_since = Some(now),
            Event::LockTaken | Event::LockRefused => {
                thread.locks.add(since(thread.lock_since.take()).unwrap_or(0));
            }
            Event::LockInterrupted => thread.interrupted += 1,
            Event::SignalArrived => {
                let signal = self.signals.entry(record.number).or_default();
                signal.arrived += 1;
                signal.since.get_or_insert(now);
            }
            Event::HandlerBegins => {
                let signal = self.signals.entry(record.number).or_default();
                signal.handled.add(since(signal.since.take()).unwrap_or(0));
            }
            Event::ThreadEnds => self.names.forget(record.thread),
            Event::LockReleased | Event::HandlerEnds | Event::ThreadMade | Event::ThreadBegins => {}
        }
    }

    /// The table, as of `now`.
    pub fn summary(&self, now: u64) -> String {
        let ms = |ns: u64| ns as f64 / 1e6;
        let mut out = String::new();
        let took = now.saturating_sub(self.start);
        // Writing into a String cannot fail.
        let _ = writeln!(out, "gilpy: {:.1} ms, the GIL changed hands {}", ms(took), times(self.switches));
        let _ = writeln!(
            out,
            "{:>8} {:>9} {:>11} {:>11} {:>10} {:>7} {:>8} {:>7} {:>6} {:>11} {:>6}",
            "thread",
            "GIL taken",
            "held ms",
            "waited ms",
            "longest",
            "asked",
            "checks",
            "blocks",
            "locks",
            "waited ms",
            "EINTR"
        );
        for (number, thread) in self.threads.iter().enumerate() {
            let held = thread.held + thread.holds_since.map_or(0, |since| now.saturating_sub(since));
            let _ = writeln!(
                out,
                "{:>8} {:>9} {:>11.3} {:>11.3} {:>10.3} {:>7} {:>8} {:>7} {:>6} {:>11.3} {:>6}",
                Names::name(number),
                thread.gil.count,
                ms(held),
                ms(thread.gil.total),
                ms(thread.gil.longest),
                thread.asked,
                thread.checks,
                thread.blocked,
                thread.locks.count,
                ms(thread.locks.total),
                thread.interrupted
            );
        }
        for (number, signal) in &self.signals {
            let _ = write!(
                out,
                "signal {number}: arrived {}, its handler ran {}",
                times(signal.arrived),
                times(signal.handled.count)
            );
            if signal.handled.count > 0 {
                let _ = write!(out, ", {:.3} ms after the arrival at the latest", ms(signal.handled.longest));
            }
            if let Some(since) = signal.since {
                let _ = write!(out, ", and has been waiting for {:.3} ms", ms(now.saturating_sub(since)));
            }
            out.push('\n');
        }
        if self.lost > 0 {
            let _ = writeln!(out, "{} events came too fast and are not counted", self.lost);
        }
        out
    }
}
