//! Weak references (Objects/weakrefobject.c).

use super::word::Word;

/// Called when an object that could have weak references is about to end.
pub fn object_dies(_object: Word) {}
