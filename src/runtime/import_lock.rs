//! The import lock (Python/import.c `_PyImport_AcquireLock`, `_PyImport_ReleaseLock`, `_PyImport_ReInitLock`): one for the
//! process, held from the beginning of an import to its end, so nobody sees a module half made.
//!
//! Invariants:
//! - Owner and level are the GIL holder's. The owner may take the lock again; others wait, with the GIL given up and
//!   without being interrupted, whatever the kind of thread locks.
//! - A module that waits, while it is imported, for a thread that imports something, waits for ever.

use std::cell::Cell;
use std::sync::{Arc, LazyLock};

use super::without_gil;
use crate::objects::guarded::Guarded;
use crate::objects::lang;
use crate::platform::thread::ident;
use crate::sync::{Lock, Until};

static LOCK: LazyLock<Arc<Lock>> = LazyLock::new(Lock::new);
/// The owner's identity; 0 for none.
static OWNER: Guarded<Cell<usize>> = Guarded::new(Cell::new(0));
static LEVEL: Guarded<Cell<u64>> = Guarded::new(Cell::new(0));

/// The lock is somebody else's, or nobody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotHeld;

/// Whether some thread holds it.
pub fn is_held() -> bool {
    OWNER.get() != 0
}

/// Whether a thread other than the caller holds it.
pub fn is_held_by_another() -> bool {
    is_held() && OWNER.get() != ident()
}

/// Takes the lock, once more if it is the caller's.
pub fn acquire() {
    let me = ident();
    if OWNER.get() == me {
        LEVEL.set(LEVEL.get() + 1);
        return;
    }
    if is_held() || !LOCK.try_acquire() {
        // Not interruptible: it comes back with the lock.
        let _ = without_gil(|| LOCK.acquire(Until::Acquired, false));
    }
    OWNER.set(me);
    LEVEL.set(1);
}

/// Gives the lock back, once. Errors: it is not the caller's.
pub fn release() -> Result<(), NotHeld> {
    if OWNER.get() != ident() {
        return Err(NotHeld);
    }
    LEVEL.set(LEVEL.get() - 1);
    if LEVEL.get() == 0 {
        OWNER.set(0);
        // The owner has it; were it not locked, it is free now all the same.
        let _ = LOCK.release();
    }
    Ok(())
}

/// In a forked child, whose parent took the lock for the fork: 2.7 has it free; 3.2 keeps it for a thread that forked in the
/// middle of an import.
pub(super) fn after_fork() {
    let keeps = !lang::is_27() && LEVEL.get() > 1;
    LOCK.reinit_after_fork(keeps);
    if keeps {
        OWNER.set(ident());
        LEVEL.set(LEVEL.get() - 1);
    } else {
        OWNER.set(0);
        LEVEL.set(0);
    }
}
