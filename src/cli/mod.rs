//! What the user types. Invariant: no rule of the language or of the lock is decided here.
