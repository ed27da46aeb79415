//! The Global Interpreter Lock: one small interface, one file an algorithm.
//!
//! Invariants:
//! - The lock does not exist until the first thread is started (`PyEval_InitThreads`); until then `take_gil` and `drop_gil`
//!   do nothing, and saving or restoring a thread only swaps the current thread state, which is the caller's affair.
//! - Who holds the lock is recorded by the taker under the lock. A thread is named by its thread state's address,
//!   never 0.
//! - A wait for the lock cannot be interrupted by a signal, under any algorithm.
//! - This room knows nothing of signals; all that reaches it is the breaker.
//! - Taking the lock acquires, dropping it releases: what a holder wrote, relaxed atomics and the ticker included, the
//!   next holder sees. `holder` itself is relaxed, since only its writer may rely on it.
//! - A process has one GIL at a time, since it has one ticker and one breaker: [`Gil::new`] resets both.
//!
//! # How the runtime calls it
//!
//! Start of the first thread (by the thread that has run alone so far): `if !gil.exists() { gil.create(id);
//! pending::set_main_thread(); }`. Then the thread is made; its body begins with `gil.take_gil(its id)`, then
//! `account.on_take()`, current thread state := its own.
//!
//! Blocking region (`Py_BEGIN_ALLOW_THREADS`, `PyEval_SaveThread` / `RestoreThread`): current := none;
//! `account.on_drop()`; `gil.drop_gil(Some(id))`; the blocking call; keep its errno; `gil.take_gil(id)`; `account.on_take()`;
//! current := mine. Under the interval GIL, after each take: if this thread state has an async exception,
//! `breaker::set(ASYNC_EXC)`; and (3.2 only, here and not at the loop's own re-take) if the interpreter is
//! finalising and this is not the finalising thread: `gil.drop_gil(Some(id))` and end the thread.
//!
//! The loop's periodic check: see [`breaker`].
//!
//! End of a thread: current := none *first*, then `gil.drop_gil(None)` (`PyThreadState_DeleteCurrent`): with `None` there is
//! no forced switch to wait for.
//!
//! After fork, in the child: `gil.reinit_after_fork(id)`, `signals::after_fork()`; then `threading._after_fork()`.

pub mod breaker;
mod interval;
mod lock;
mod priority;
mod settings;
mod ticks;

pub use lock::Gil;

/// The identity of a thread state: its address, never 0.
pub type ThreadId = usize;

#[cfg(test)]
mod breaker_tests;
#[cfg(test)]
mod tests;
