//! Python's side of signals (signalmodule.c `Handlers`): which function handles which number, and how it is called.
//!
//! Invariants:
//! - The table belongs to the process; it is read and written under the GIL, and written by the main thread only.
//! - A handler is called with its signal's number and the frame that runs. An entry that cannot be called (SIG_DFL
//!   and SIG_IGN are ints, as in CPython) gives the TypeError that calling it gives: so ends `interrupt_main()` when
//!   nobody handles SIGINT.

use crate::gil::breaker;
use crate::objects::errors::{PyResult, Raised, raise_none};
use crate::objects::guarded::Guarded;
use crate::objects::native::{Method, Native, method, new_native};
use crate::objects::slot::Slot;
use crate::objects::{Value, alloc, call, exceptions, hooks, str};
use crate::observe::{self, Event};
use crate::platform::memory;
use crate::profile::GilKind;
use crate::signals::{self, Failed, Initial, NSIG};
use crate::vm::door;

/// `signal.SIG_DFL`.
pub const SIG_DFL: i64 = 0;
/// `signal.SIG_IGN`.
pub const SIG_IGN: i64 = 1;

static HANDLERS: Guarded<[Slot; NSIG as usize]> = Guarded::new([const { Slot::empty() }; NSIG as usize]);
static DEFAULT_INT: Guarded<Slot> = Guarded::new(Slot::empty());

/// A queued call says that it failed; the exception is set.
impl From<Failed> for Raised {
    fn from(_: Failed) -> Raised {
        Raised
    }
}

fn default_int(_this: &Value, _args: &[Value]) -> PyResult {
    Err(raise_none(exceptions::KEYBOARD_INTERRUPT))
}

static DEFAULT_INT_ROW: Method = method(
    "default_int_handler",
    Native::Var(0, usize::MAX, default_int),
    "default_int_handler(...)\n\nThe default handler for SIGINT installed by Python.\nIt raises KeyboardInterrupt.",
);

/// The start-up of signals (`initsigs`, the table of signalmodule.c): by the main thread, after the object model.
pub fn initialise(kind: GilKind) {
    let handler = new_native(&DEFAULT_INT_ROW, None, Some(str::intern("signal")));
    DEFAULT_INT.set(handler.clone());
    for (slot, initial) in HANDLERS.iter().zip(signals::initialise(kind)) {
        slot.set(match initial {
            Initial::Default => Value::int(SIG_DFL),
            Initial::Ignore => Value::int(SIG_IGN),
            Initial::DefaultInt => handler.clone(),
            Initial::Foreign => Value::none(),
        });
    }
    hooks::set_check_signals(check_signals);
    memory::set_hooks(memory::Hooks { trim: alloc::trim, request_check: || breaker::set(breaker::MEMORY) });
}

/// `signal.default_int_handler`.
pub fn default_int_handler() -> Value {
    DEFAULT_INT.get_or_none()
}

/// What `signal.getsignal` shows; none for a number outside the table.
pub fn handler(number: i32) -> Option<Value> {
    usize::try_from(number).ok().and_then(|index| HANDLERS.get(index)).map(Slot::get_or_none)
}

/// Puts a handler into the table and gives the one before. The system's part is the caller's.
pub fn replace_handler(number: i32, handler: Value) -> Option<Value> {
    let slot = usize::try_from(number).ok().and_then(|index| HANDLERS.get(index))?;
    slot.replace(Some(handler))
}

/// Calls the Python handler of one signal.
fn run_handler(number: i32) -> PyResult<()> {
    let function = handler(number).unwrap_or(Value::none());
    observe::tell(Event::HandlerBegins, number as u64);
    let result = call::call(&function, &[Value::int(number.into()), door::current_frame()]);
    observe::tell(Event::HandlerEnds, number as u64);
    result.map(drop)
}

/// Py_MakePendingCalls: what the periodic check runs, and an interrupted lock wait.
pub fn make_pending_calls() -> PyResult<()> {
    signals::make_pending_calls(&mut run_handler)
}

/// PyErr_CheckSignals: what a system call that was interrupted runs.
pub fn check_signals() -> PyResult<()> {
    signals::check_signals(&mut run_handler)
}

/// The end of signals (`finisignal`): handlers go back to the system's default, and the table is emptied.
pub fn finish() {
    signals::finish();
    for slot in HANDLERS.iter() {
        drop(slot.replace(Some(Value::none())));
    }
}
