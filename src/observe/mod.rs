//! The event stream of what GIL, locks, signals and threads do. Invariant: it is told, and asks nobody.
