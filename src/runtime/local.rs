//! What belongs to one thread of an object that several share: the dicts behind `thread._local`.
//!
//! Invariants:
//! - A [`PerThread`] table owns its dicts, one for each thread state that has asked. So the collector finds them by way
//!   of the object that owns the table.
//! - A thread state knows, weakly, the tables that have a dict for it. When it is cleared, those dicts go; when the
//!   object goes, all of its dicts go. (_threadmodule.c has the same by dummies and weak references.)
//! - No dict is dropped while a table or a list is borrowed: dropping may run Python code that comes back here.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use super::tstate::{ThreadState, current};
use crate::objects::Value;
use crate::objects::word::Word;

/// One dict a thread.
#[derive(Default)]
pub struct PerThread(RefCell<Vec<(usize, Value)>>);

impl PerThread {
    pub fn new() -> Rc<PerThread> {
        Rc::default()
    }

    /// The current thread's dict, if it has one here.
    pub fn get(&self) -> Option<Value> {
        let id = current().id();
        self.0.borrow().iter().find(|(owner, _)| *owner == id).map(|(_, dict)| dict.clone())
    }

    /// Gives the current thread a dict.
    pub fn insert(self: &Rc<PerThread>, dict: Value) {
        let state = current();
        drop(self.remove(state.id()));
        self.0.borrow_mut().push((state.id(), dict));
        state.locals.borrow_mut().push(Rc::downgrade(self));
    }

    /// Takes the current thread's dict away.
    pub fn forget(&self) {
        drop(self.remove(current().id()));
    }

    fn remove(&self, id: usize) -> Option<Value> {
        let mut dicts = self.0.borrow_mut();
        let at = dicts.iter().position(|(owner, _)| *owner == id)?;
        Some(dicts.swap_remove(at).1)
    }

    /// For the collector.
    pub fn visit(&self, visit: &mut dyn FnMut(Word)) {
        self.0.borrow().iter().for_each(|(_, dict)| visit(dict.word()));
    }

    /// Drops all dicts.
    pub fn clear(&self) {
        drop(self.0.take());
    }
}

/// The tables that have something of one thread.
pub type Locals = RefCell<Vec<Weak<PerThread>>>;

/// Drops all that the tables have of a thread whose state is being cleared.
pub(super) fn clear_of_thread(state: &ThreadState) {
    // Dropping a dict may make new ones.
    loop {
        let Some(table) = state.locals.borrow_mut().pop() else { return };
        if let Some(table) = table.upgrade() {
            drop(table.remove(state.id()));
        }
    }
}
