//! A line on stderr for each event, as it happens (a few milliseconds later, so that telling stays cheap).

use std::fmt::Write;

use super::{Detail, Event, Names, Record};
use crate::platform::fd;

/// The tracer: who has which name, and since when each thread waits.
pub struct Trace {
    start: u64,
    names: Names,
    locks: Vec<u64>,
    /// By thread number: since when it waits.
    waiting: Vec<Option<u64>>,
    lines: String,
}

impl Trace {
    /// `start` is the moment from which times are counted.
    pub fn new(main: usize, start: u64) -> Trace {
        Trace { start, names: Names::new(main), locks: Vec::new(), waiting: Vec::new(), lines: String::new() }
    }

    /// Locks are numbered in the order in which they appear.
    fn lock(&mut self, address: u64) -> usize {
        match self.locks.iter().position(|&known| known == address) {
            Some(at) => at + 1,
            None => {
                self.locks.push(address);
                self.locks.len()
            }
        }
    }

    /// Adds the line of an event.
    pub fn read(&mut self, record: &Record) {
        let number = self.names.number(record.thread);
        if self.waiting.len() <= number {
            self.waiting.resize(number + 1, None);
        }
        let what = match record.event.detail() {
            Detail::Nothing => String::new(),
            Detail::Lock => format!(" {}", self.lock(record.number)),
            Detail::Signal => format!(" {}", record.number),
            Detail::Thread => {
                let made = self.names.number(record.number as usize);
                format!(" {}", Names::name(made))
            }
        };
        let waited = match record.event {
            Event::GilWait | Event::LockWait => {
                self.waiting[number] = Some(record.time);
                None
            }
            Event::GilTaken | Event::LockTaken | Event::LockRefused | Event::LockInterrupted => {
                self.waiting[number].take().map(|since| record.time.saturating_sub(since))
            }
            _ => None,
        };
        let at = record.time.saturating_sub(self.start) as f64 / 1e6;
        let (name, text) = (Names::name(number), record.event.text());
        // Writing into a String cannot fail.
        let _ = write!(self.lines, "{at:12.3} ms  {name:<5} {text}{what}");
        // Below this nobody waited.
        if let Some(waited) = waited.filter(|&waited| waited >= 10_000) {
            let _ = write!(self.lines, ", after {:.3} ms", waited as f64 / 1e6);
        }
        self.lines.push('\n');
        if record.event == Event::ThreadEnds {
            self.names.forget(record.thread);
        }
    }

    /// Writes the lines out.
    pub fn flush(&mut self, lost: u64) {
        if lost > 0 {
            let _ = writeln!(self.lines, "             ({lost} events are lost: they came too fast)");
        }
        let mut rest = self.lines.as_bytes();
        while !rest.is_empty() {
            match fd::write(2, rest) {
                Ok(written) => rest = rest.get(written..).unwrap_or_default(),
                Err(_) => break,
            }
        }
        self.lines.clear();
    }
}
