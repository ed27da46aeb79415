//! The dict: insertion order in an array of entries, an index table over it once it grows.
//!
//! Invariants:
//! - `entries` is in insertion order; a deleted entry keeps its place with no key until the next compaction.
//! - Up to [`LINEAR`] entries there is no index table; searching goes along the entries.
//! - No Python code runs while the table is borrowed: a comparison that may run some works on its own
//!   references, and afterwards the search starts again if `keys_version` has moved
//!   (Objects/dictobject.c, `lookdict`).
//! - `keys_version` moves when a key is added or removed, not when a value is replaced, and no two states of any
//!   dicts with keys have the same one; an entry's index stays valid as long as the entry at that index has the
//!   same key.
//! - A replaced or removed reference is dropped after the table is consistent again.

use super::errors::PyResult;
use super::guarded::Guarded;
use super::header::{Layout, Payload, new_object};
use super::protocol;
use super::str::Str;
use super::typeobj::DICT;
use super::word::{Value, Word};
use std::cell::UnsafeCell;

const LINEAR: usize = 8;
const EMPTY: u32 = u32::MAX;
const DUMMY: u32 = u32::MAX - 1;

struct Entry {
    hash: i64,
    key: Option<Value>,
    value: Option<Value>,
}

#[derive(Default)]
struct Table {
    entries: Vec<Entry>,
    /// A power of two long, or empty.
    indices: Vec<u32>,
    used: usize,
    version: u64,
}

#[derive(Default)]
pub struct Dict {
    table: UnsafeCell<Table>,
}

static VERSION: Guarded<std::cell::Cell<u64>> = Guarded::new(std::cell::Cell::new(1));

fn fresh_version() -> u64 {
    let version = VERSION.get();
    VERSION.set(version + 1);
    version
}

impl Payload for Dict {
    const LAYOUT: Layout = Layout::Dict;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for entry in &self.table().entries {
            if let (Some(key), Some(value)) = (&entry.key, &entry.value) {
                visit(key.word());
                visit(value.word());
            }
        }
    }
    fn clear(&self) {
        Dict::clear(self);
    }
}

/// What a comparison without Python code can tell.
enum Same {
    Yes,
    No,
    Ask,
}

#[inline(always)]
fn same(stored: &Value, key: &Value) -> Same {
    if stored.is(key) {
        return Same::Yes;
    }
    match (stored.downcast::<Str>(), key.downcast::<Str>()) {
        (Some(a), Some(b)) if a.same_kind(b) && stored.type_of() == key.type_of() => {
            if a.equals(b) {
                Same::Yes
            } else {
                Same::No
            }
        }
        _ if stored.word().is_int() && key.word().is_int() => Same::No,
        _ => Same::Ask,
    }
}

/// The result of one walk through the table.
enum Found {
    At(usize),
    Absent,
    /// This entry has the same hash; only `==` can tell.
    Ask(usize),
}

impl Table {
    /// Walks the probe sequence; `skip` are entries already asked about and found different.
    fn walk(&self, key: &Value, hash: i64, skip: &[usize]) -> Found {
        let check = |at: usize| -> Option<Found> {
            let entry = self.entries.get(at)?;
            let stored = entry.key.as_ref()?;
            if stored.is(key) {
                return Some(Found::At(at));
            }
            if entry.hash != hash || skip.contains(&at) {
                return None;
            }
            match same(stored, key) {
                Same::Yes => Some(Found::At(at)),
                Same::No => None,
                Same::Ask => Some(Found::Ask(at)),
            }
        };
        if self.indices.is_empty() {
            for at in 0..self.entries.len() {
                if let Some(found) = check(at) {
                    return found;
                }
            }
            return Found::Absent;
        }
        let mask = self.indices.len() - 1;
        let mut perturb = hash as u64;
        let mut slot = perturb as usize & mask;
        loop {
            let index = self.indices[slot];
            if index == EMPTY {
                return Found::Absent;
            }
            if index != DUMMY
                && let Some(found) = check(index as usize)
            {
                return found;
            }
            perturb >>= 5;
            slot = (slot.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1)) & mask;
        }
    }

    /// The index-table slot that points at entry `at`.
    fn slot_of(&self, at: usize) -> Option<usize> {
        let mask = self.indices.len().checked_sub(1)?;
        let mut perturb = self.entries.get(at)?.hash as u64;
        let mut slot = perturb as usize & mask;
        loop {
            match self.indices[slot] {
                EMPTY => return None,
                index if index as usize == at => return Some(slot),
                _ => {}
            }
            perturb >>= 5;
            slot = (slot.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1)) & mask;
        }
    }

    fn index_insert(&mut self, at: usize, hash: i64) {
        let mask = self.indices.len() - 1;
        let mut perturb = hash as u64;
        let mut slot = perturb as usize & mask;
        while self.indices[slot] != EMPTY {
            perturb >>= 5;
            slot = (slot.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1)) & mask;
        }
        self.indices[slot] = at as u32;
    }

    /// Compacts the entries and builds the index table for `room` entries.
    #[cold]
    fn rebuild(&mut self, room: usize) {
        self.entries.retain(|entry| entry.key.is_some());
        if room <= LINEAR {
            self.indices = Vec::new();
            return;
        }
        let size = (room * 3 / 2 + 1).next_power_of_two().max(16);
        self.indices.clear();
        self.indices.resize(size, EMPTY);
        for at in 0..self.entries.len() {
            let hash = self.entries[at].hash;
            self.index_insert(at, hash);
        }
    }

    /// Appends a key known to be absent.
    fn append(&mut self, key: Value, hash: i64, value: Value) {
        let at = self.entries.len();
        let full = if self.indices.is_empty() { at >= LINEAR } else { (at + 1) * 3 > self.indices.len() * 2 };
        if full {
            let room = if self.used < LINEAR { LINEAR } else { (self.used + 1) * 2 };
            self.rebuild(room);
        }
        let at = self.entries.len();
        if at == 0 {
            self.entries.reserve(4);
        }
        self.entries.push(Entry { hash, key: Some(key), value: Some(value) });
        if !self.indices.is_empty() {
            self.index_insert(at, hash);
        }
        self.used += 1;
        self.version = fresh_version();
    }

    fn remove_at(&mut self, at: usize) -> Option<(Value, Value)> {
        if let Some(slot) = self.slot_of(at) {
            self.indices[slot] = DUMMY;
        }
        let entry = self.entries.get_mut(at)?;
        let pair = entry.key.take().zip(entry.value.take());
        self.used -= 1;
        self.version = fresh_version();
        if at + 1 == self.entries.len() && self.indices.is_empty() {
            self.entries.pop();
        }
        pair
    }
}

impl Dict {
    pub fn new() -> Dict {
        Dict::default()
    }

    /// A new, empty dict object.
    pub fn new_value() -> Value {
        new_object(DICT, Dict::new())
    }

    #[inline(always)]
    fn table(&self) -> &Table {
        // SAFETY: the GIL is held, and no call made while the reference lives runs Python code or writes.
        unsafe { &*self.table.get() }
    }

    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    fn table_mut(&self) -> &mut Table {
        // SAFETY: as for `table`; each use below is a single step that holds no other reference to the table.
        unsafe { &mut *self.table.get() }
    }

    pub fn len(&self) -> usize {
        self.table().used
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Moves when a key is added or removed.
    #[inline(always)]
    pub fn keys_version(&self) -> u64 {
        self.table().version
    }

    /// The entry's index for a key, or none. Errors: whatever `==` of a key raised.
    pub fn find(&self, key: &Value, hash: i64) -> PyResult<Option<usize>> {
        let mut asked: Vec<usize> = Vec::new();
        loop {
            let (at, stored, version) = match self.table().walk(key, hash, &asked) {
                Found::At(at) => return Ok(Some(at)),
                Found::Absent => return Ok(None),
                Found::Ask(at) => {
                    let Some(stored) = self.table().entries.get(at).and_then(|entry| entry.key.clone())
                    else {
                        return Ok(None);
                    };
                    (at, stored, self.table().version)
                }
            };
            let equal = protocol::equals(&stored, key)?;
            if self.table().version != version {
                asked.clear();
            } else if equal {
                return Ok(Some(at));
            } else {
                asked.push(at);
            }
        }
    }

    /// The value at an entry's index, if that entry has this very key object: the inline caches' question.
    #[inline(always)]
    pub fn value_at(&self, at: usize, key: Word) -> Option<&Value> {
        let entry = self.table().entries.get(at)?;
        match &entry.key {
            Some(stored) if stored.word() == key => entry.value.as_ref(),
            _ => None,
        }
    }

    /// Replaces the value at an index if that entry has this very key; gives `value` back if not.
    #[inline(always)]
    pub fn replace_at(&self, at: usize, key: Word, value: Value) -> Result<(), Value> {
        let old = match self.table_mut().entries.get_mut(at) {
            Some(Entry { key: Some(stored), value: slot, .. }) if stored.word() == key => slot.replace(value),
            _ => return Err(value),
        };
        drop(old);
        Ok(())
    }

    /// The index of a name (an interned str), without running Python code.
    pub fn index_of_name(&self, name: &Value) -> Option<usize> {
        let hash = name.downcast::<Str>()?.hash();
        match self.table().walk(name, hash, &[]) {
            Found::At(at) => Some(at),
            // A key of another type that may equal the name: `find` would ask it, and names lose nothing by it.
            Found::Ask(_) => self.find(name, hash).unwrap_or(None),
            Found::Absent => None,
        }
    }

    /// The value under a name (a str).
    pub fn get_name(&self, name: &Value) -> Option<Value> {
        let at = self.index_of_name(name)?;
        self.table().entries.get(at)?.value.clone()
    }

    /// The value under a key. Errors: an unhashable key, or what `==` raised.
    pub fn get(&self, key: &Value) -> PyResult<Option<Value>> {
        let hash = protocol::hash(key)?;
        Ok(self.find(key, hash)?.and_then(|at| self.table().entries.get(at)?.value.clone()))
    }

    pub fn contains(&self, key: &Value) -> PyResult<bool> {
        let hash = protocol::hash(key)?;
        Ok(self.find(key, hash)?.is_some())
    }

    /// Sets a key. Errors as for `get`.
    pub fn insert(&self, key: Value, value: Value) -> PyResult<()> {
        let hash = protocol::hash(&key)?;
        let old = match self.find(&key, hash)? {
            Some(at) => self.table_mut().entries.get_mut(at).and_then(|entry| entry.value.replace(value)),
            None => {
                self.table_mut().append(key, hash, value);
                None
            }
        };
        drop(old);
        Ok(())
    }

    /// Sets a name (a str), which cannot fail.
    pub fn set_name(&self, name: &Value, value: Value) {
        let old = match self.index_of_name(name) {
            Some(at) => self.table_mut().entries.get_mut(at).and_then(|entry| entry.value.replace(value)),
            None => {
                let hash = name.downcast::<Str>().map_or(0, Str::hash);
                self.table_mut().append(name.clone(), hash, value);
                None
            }
        };
        drop(old);
    }

    /// Removes a name; none if it was not there.
    pub fn remove_name(&self, name: &Value) -> Option<Value> {
        let at = self.index_of_name(name)?;
        self.table_mut().remove_at(at).map(|(_, value)| value)
    }

    /// Removes a key and gives its value. Errors as for `get`.
    pub fn remove(&self, key: &Value) -> PyResult<Option<Value>> {
        let hash = protocol::hash(key)?;
        match self.find(key, hash)? {
            Some(at) => Ok(self.table_mut().remove_at(at).map(|(_, value)| value)),
            None => Ok(None),
        }
    }

    /// Removes and gives the newest pair.
    pub fn pop_last(&self) -> Option<(Value, Value)> {
        let at = self.table().entries.iter().rposition(|entry| entry.key.is_some())?;
        self.table_mut().remove_at(at)
    }

    pub fn clear(&self) {
        let version = fresh_version();
        let old = std::mem::replace(self.table_mut(), Table { version, ..Table::default() });
        drop(old);
    }

    /// The first entry at or after `position`, with the position after it.
    pub fn next(&self, position: usize) -> Option<(usize, Value, Value)> {
        let table = self.table();
        for at in position..table.entries.len() {
            if let Entry { key: Some(key), value: Some(value), .. } = &table.entries[at] {
                return Some((at + 1, key.clone(), value.clone()));
            }
        }
        None
    }

    /// All pairs at this moment.
    pub fn items(&self) -> Vec<(Value, Value)> {
        let live = self.table().entries.iter();
        live.filter_map(|entry| Some((entry.key.clone()?, entry.value.clone()?))).collect()
    }

    pub fn keys(&self) -> Vec<Value> {
        self.table().entries.iter().filter_map(|entry| entry.key.clone()).collect()
    }

    pub fn values(&self) -> Vec<Value> {
        self.table().entries.iter().filter_map(|entry| entry.value.clone()).collect()
    }

    /// A dict object with the same pairs.
    pub fn copy(&self) -> Value {
        let copy = Dict::new();
        for entry in &self.table().entries {
            if let Entry { hash, key: Some(key), value: Some(value) } = entry {
                copy.table_mut().append(key.clone(), *hash, value.clone());
            }
        }
        new_object(DICT, copy)
    }
}
