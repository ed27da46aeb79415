//! What `BytesIO` and `StringIO` have in common: units in memory, and a position.
//!
//! Invariants: no Python code runs while the units are borrowed. The position may be beyond their end; what is written there
//! begins behind zeros.

use crate::modules::capi;
use crate::objects::errors::{PyResult, value_error};
use crate::objects::file::base;
use crate::objects::{Value, alloc, int};
use std::cell::{Cell, RefCell};

#[derive(Default)]
pub(super) struct Contents<U> {
    pub data: RefCell<Vec<U>>,
    pub position: Cell<usize>,
    closed: Cell<bool>,
}

impl<U: Copy + Default> Contents<U> {
    /// Begins anew with these units.
    pub fn reset(&self, units: Vec<U>) {
        *self.data.borrow_mut() = units;
        self.position.set(0);
        self.closed.set(false);
    }

    /// Errors: ValueError if it is closed.
    pub fn check_open(&self, closed: &str) -> PyResult<()> {
        if self.closed.get() { Err(value_error(closed)) } else { Ok(()) }
    }

    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    pub fn close(&self) {
        self.closed.set(true);
        drop(self.data.take());
    }

    /// All units. Errors: MemoryError.
    pub fn all(&self) -> PyResult<Vec<U>> {
        self.copy(0, usize::MAX)
    }

    /// Errors: MemoryError, also if there is none for an object as large.
    fn copy(&self, from: usize, to: usize) -> PyResult<Vec<U>> {
        let data = self.data.borrow();
        let units = data.get(from..to.min(data.len())).unwrap_or_default();
        alloc::ensure(2 * size_of_val(units))?;
        Ok(units.to_vec())
    }

    /// Up to `count` units from the position on, which goes behind them. Errors: MemoryError.
    pub fn take(&self, count: usize) -> PyResult<Vec<U>> {
        let len = self.data.borrow().len();
        let from = self.position.get().min(len);
        let to = from.saturating_add(count).min(len);
        let units = self.copy(from, to)?;
        if to > from {
            self.position.set(to);
        }
        Ok(units)
    }

    /// Writes at the position, which goes behind what was written. Errors: MemoryError.
    pub fn put(&self, units: &[U]) -> PyResult<()> {
        if units.is_empty() {
            return Ok(());
        }
        let mut data = self.data.borrow_mut();
        let from = self.position.get();
        let to = from.saturating_add(units.len());
        if data.len() < to {
            let more = to - data.len();
            alloc::room(&mut data, more)?;
            data.resize(to, U::default());
        }
        data[from..to].copy_from_slice(units);
        self.position.set(to);
        Ok(())
    }

    /// `tell()`
    pub fn tell(&self) -> PyResult {
        Ok(base::count_value(self.position.get()))
    }

    /// `truncate([size])`; `negative` is what a size below zero is called.
    pub fn truncate(&self, args: &[Value], negative: &str) -> PyResult {
        let size = match args.first().filter(|size| !size.is_none()) {
            None => self.position.get() as i64,
            Some(size) if int::is_int(size) => capi::c_size(size)?,
            Some(size) => return Err(base::bad_size(size)),
        };
        let Ok(keep) = usize::try_from(size) else {
            return Err(value_error(format!("{negative} size value {size}")));
        };
        self.data.borrow_mut().truncate(keep);
        Ok(base::count_value(keep))
    }
}
