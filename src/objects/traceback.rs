//! Traceback objects (Python/traceback.c).
//!
//! Invariant: a chain goes from the outermost frame to the innermost; an entry never changes once it can be seen,
//! but for `tb_next` of entries not yet linked.

pub mod display;

pub use display::print_error;

use super::errors::{self, PyResult, Raised};
use super::header::{Layout, Payload, new_object};
use super::native::{GetSet, Method, Native, member, method};
use super::slot::Slot;
use super::typeobj::{Slots, TRACEBACK, TypeDef, ready};
use super::word::{Value, Word};
use super::{lang, list::new_list, str::new_str};

pub struct Traceback {
    /// The next inner entry.
    pub next: Slot,
    pub frame: Value,
    pub lasti: i64,
    pub lineno: i64,
}

impl Payload for Traceback {
    const LAYOUT: Layout = Layout::Traceback;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.next.visit(visit);
        visit(self.frame.word());
    }
    fn clear(&self) {
        drop(self.next.take());
    }
}

/// An entry whose inner ones are `next`.
pub fn new_traceback(next: Option<Value>, frame: Value, lasti: i64, lineno: i64) -> Value {
    new_object(TRACEBACK, Traceback { next: Slot::from_option(next), frame, lasti, lineno })
}

/// Puts a frame in front of the current exception's traceback (PyTraceBack_Here). Called while an exception is set.
pub fn push(frame: Value, lasti: i64, lineno: i64) -> Raised {
    let mut exc = errors::fetch_raised(Raised);
    exc.traceback = Some(new_traceback(exc.traceback.take(), frame, lasti, lineno));
    errors::restore(exc)
}

fn entry(this: &Value) -> &Traceback {
    this.payload::<Traceback>()
}

fn get_next(this: &Value) -> PyResult {
    Ok(entry(this).next.get_or_none())
}
fn get_frame(this: &Value) -> PyResult {
    Ok(entry(this).frame.clone())
}
fn get_lasti(this: &Value) -> PyResult {
    Ok(Value::int(entry(this).lasti))
}
fn get_lineno(this: &Value) -> PyResult {
    Ok(Value::int(entry(this).lineno))
}

static GETSETS: &[GetSet] = &[
    member("tb_next", get_next),
    member("tb_frame", get_frame),
    member("tb_lasti", get_lasti),
    member("tb_lineno", get_lineno),
];

/// 3.2's `dir(tb)`; there are no other attributes.
fn dir(_this: &Value) -> PyResult {
    Ok(new_list(GETSETS.iter().map(|row| new_str(row.name)).collect()))
}

static METHODS: &[Method] = &[method("__dir__", Native::NoArgs(dir), "")];

pub fn init() {
    let slots = Slots::of::<Traceback>();
    ready(TypeDef {
        getsets: GETSETS,
        methods: if lang::is_27() { &[] } else { METHODS },
        ..TypeDef::new(TRACEBACK, "traceback", slots)
    });
}
