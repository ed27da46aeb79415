//! The ring that events are told into.
//!
//! Invariants:
//! - A place is written by whoever has drawn its ticket; tickets are drawn by one atomic addition. `stamp` is 0 while the
//!   place is being written and the ticket + 1 after that.
//! - A reader takes a place's words between two looks at its stamp and believes them only if both say its ticket. So a
//!   place that is written meanwhile is seen as not yet told, or as lost.
//! - Two writers meet in one place only if one of them is a whole round behind; what they leave may then be mixed, but
//!   every word of it is a word that was told, and the event's number is checked.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering, fence};

use super::{Event, Record};

/// Events that are kept for a reader who is late.
const PLACES: usize = 1 << 16;

#[derive(Default)]
struct Place {
    stamp: AtomicU64,
    words: [AtomicU64; 4],
}

pub(super) struct Ring {
    next: AtomicU64,
    places: OnceLock<Box<[Place]>>,
}

/// How far a reader is: the ticket of the next event.
pub(super) struct Cursor(u64);

impl Ring {
    pub(super) const fn new() -> Ring {
        Ring { next: AtomicU64::new(0), places: OnceLock::new() }
    }

    /// Makes the places; before the first `push`.
    pub(super) fn allocate(&self) {
        self.places.get_or_init(|| (0..PLACES).map(|_| Place::default()).collect());
    }

    /// A reader that begins with what is told from now on.
    pub(super) fn cursor(&self) -> Cursor {
        Cursor(self.next.load(Ordering::SeqCst))
    }

    fn place(&self, ticket: u64) -> Option<&Place> {
        self.places.get().and_then(|places| places.get(ticket as usize % PLACES))
    }

    /// Async-signal-safe.
    pub(super) fn push(&self, record: Record) {
        let ticket = self.next.fetch_add(1, Ordering::Relaxed);
        let Some(place) = self.place(ticket) else { return };
        place.stamp.store(0, Ordering::Relaxed);
        fence(Ordering::Release);
        let words = [record.time, record.thread as u64, record.event as u64, record.number];
        for (place, word) in place.words.iter().zip(words) {
            place.store(word, Ordering::Relaxed);
        }
        place.stamp.store(ticket + 1, Ordering::Release);
    }

    /// Shows a reader all that has been told since; gives how many events it has lost.
    pub(super) fn read(&self, cursor: &mut Cursor, mut show: impl FnMut(Record)) -> u64 {
        let mut lost = 0;
        while let Some(place) = self.place(cursor.0) {
            let before = place.stamp.load(Ordering::Acquire);
            let words = place.words.each_ref().map(|word| word.load(Ordering::Relaxed));
            fence(Ordering::Acquire);
            let after = place.stamp.load(Ordering::Relaxed);
            let told = self.next.load(Ordering::Relaxed);
            if told.saturating_sub(cursor.0) > PLACES as u64 {
                // Overtaken: go on with the half that is surely whole.
                let resume = told - PLACES as u64 / 2;
                lost += resume - cursor.0;
                cursor.0 = resume;
                continue;
            }
            if before != cursor.0 + 1 || before != after {
                break;
            }
            cursor.0 += 1;
            let [time, thread, event, number] = words;
            if let Some(&event) = Event::ALL.get(event as usize) {
                show(Record { time, thread: thread as usize, event, number });
            }
        }
        lost
    }
}
