//! The language of the running interpreter, for the object model: what a literal, a name, a message is.

use crate::profile::Language;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

static PY27: AtomicBool = AtomicBool::new(false);

/// Set once at start-up, before the first object is made.
pub fn set(language: Language) {
    PY27.store(language == Language::Py27, Relaxed);
}

/// The language is 2.7.
#[inline(always)]
pub fn is_27() -> bool {
    PY27.load(Relaxed)
}

pub fn language() -> Language {
    if is_27() { Language::Py27 } else { Language::Py32 }
}
