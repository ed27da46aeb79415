//! The dict's table: CPython's open addressing over an array of entries.
//!
//! Invariants:
//! - The index table is, slot for slot, the hash table of CPython 2.7 and 3.2 (Objects/dictobject.c: size, probe
//!   sequence, dummies, growth), so walking along it gives CPython's order. A slot holds an entry's index,
//!   [`EMPTY`] or [`DUMMY`]. A table of eight slots lives in the object; searching then goes along the entries.
//! - An entry keeps its index from insertion to removal; freed entries are linked through `hash` and used again.
//! - No Python code runs while the table is borrowed: a comparison that may run some works on its own
//!   references, and afterwards the search starts again if `keys_version` has moved (`lookdict`).
//! - `keys_version` moves when a key is added or removed, not when a value is replaced, and no two states of any
//!   dicts with keys have the same one; an entry's index stays valid as long as the entry at that index has the
//!   same key.
//! - A replaced or removed reference is dropped after the table is consistent again.

use super::alloc;
use super::errors::PyResult;
use super::guarded::Guarded;
use super::header::{Layout, Payload, new_object};
use super::protocol;
use super::slot::Slot;
use super::str::Str;
use super::tuple::new_tuple;
use super::typeobj::{BYTES, DICT, TEXT};
use super::word::{Value, Word};
use std::cell::{Cell, UnsafeCell};

/// PyDict_MINSIZE.
const SMALL: usize = 8;
const EMPTY: u32 = u32::MAX;
const DUMMY: u32 = u32::MAX - 1;
/// From so many slots on the memory for a growth is asked for beforehand.
const LARGE: usize = 1 << 14;
/// The end of the list of freed entries.
const NONE: u32 = u32::MAX;

struct Entry {
    hash: i64,
    key: Option<Value>,
    /// None in a set.
    value: Option<Value>,
}

struct Table {
    entries: Vec<Entry>,
    /// The slots when there are more than eight; a power of two long, or empty.
    large: Box<[u32]>,
    /// The slots when there are eight; 255 is EMPTY, 254 is DUMMY.
    small: [u8; SMALL],
    used: u32,
    /// Slots that are not EMPTY.
    fill: u32,
    /// Where `popitem` searches next: CPython keeps it in the unused hash of slot 0.
    finger: u32,
    free: u32,
    version: u64,
}

impl Default for Table {
    fn default() -> Table {
        Table {
            entries: Vec::new(),
            large: Box::default(),
            small: [u8::MAX; SMALL],
            used: 0,
            fill: 0,
            finger: 0,
            free: NONE,
            version: 0,
        }
    }
}

#[derive(Default)]
pub struct Dict {
    table: UnsafeCell<Table>,
    /// `default_factory` of a `collections.defaultdict`; empty in every other dict.
    pub factory: Slot,
}

static VERSION: Guarded<Cell<u64>> = Guarded::new(Cell::new(1));

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
            if let Some(key) = &entry.key {
                visit(key.word());
            }
            if let Some(value) = &entry.value {
                visit(value.word());
            }
        }
        self.factory.visit(visit);
    }
    fn clear(&self) {
        Dict::clear(self);
        drop(self.factory.take());
    }
}

/// The probe sequence of a hash.
struct Probe {
    mask: usize,
    slot: usize,
    perturb: u64,
}

impl Probe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Probe {
        Probe { mask, slot: hash as usize & mask, perturb: hash as u64 }
    }
    #[inline(always)]
    fn step(&mut self) {
        self.slot = self.slot.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1) & self.mask;
        self.perturb >>= 5;
    }
}

/// The result of one walk through the table.
enum Found {
    At(usize),
    /// Not there; of a table with more than eight slots, the slot that `lookdict` offers for it.
    Absent(usize),
    /// This entry has the same hash; only `==` can tell.
    Ask(usize),
}

/// Whether two keys with the same hash are equal, as far as that can be told without Python code; none: `==` has to
/// be asked.
#[inline(always)]
fn same(stored: &Value, key: &Value) -> Option<bool> {
    if stored.is(key) {
        return Some(true);
    }
    if stored.word().is_int() && key.word().is_int() {
        return Some(false);
    }
    let ty = key.type_of();
    if (ty == BYTES || ty == TEXT) && stored.type_of() == ty {
        return Some(stored.payload::<Str>().equals(key.payload::<Str>()));
    }
    None
}

impl Table {
    #[inline(always)]
    fn mask(&self) -> usize {
        if self.large.is_empty() { SMALL - 1 } else { self.large.len() - 1 }
    }

    #[inline(always)]
    fn slot(&self, slot: usize) -> u32 {
        if self.large.is_empty() {
            match self.small[slot & (SMALL - 1)] {
                u8::MAX => EMPTY,
                0xfe => DUMMY,
                index => index.into(),
            }
        } else {
            self.large.get(slot).copied().unwrap_or(EMPTY)
        }
    }

    #[inline(always)]
    fn set_slot(&mut self, slot: usize, index: u32) {
        if self.large.is_empty() {
            // EMPTY and DUMMY keep their meaning when cut to a byte.
            self.small[slot & (SMALL - 1)] = index as u8;
        } else if let Some(place) = self.large.get_mut(slot) {
            *place = index;
        }
    }

    /// What an entry says to a search; none if it is another key's.
    #[inline(always)]
    fn check(entry: &Entry, at: usize, key: &Value, hash: i64, skip: &[usize]) -> Option<Found> {
        if entry.hash != hash {
            return None;
        }
        // A freed entry's hash is a link.
        match same(entry.key.as_ref()?, key) {
            Some(true) => Some(Found::At(at)),
            Some(false) => None,
            None if skip.contains(&at) => None,
            None => Some(Found::Ask(at)),
        }
    }

    /// Searches; `skip` are entries already asked about and found different.
    #[inline(always)]
    fn walk(&self, key: &Value, hash: i64, skip: &[usize]) -> Found {
        if self.large.is_empty() {
            for (at, entry) in self.entries.iter().enumerate() {
                if let Some(found) = Table::check(entry, at, key, hash, skip) {
                    return found;
                }
            }
            return Found::Absent(usize::MAX);
        }
        let mut probe = Probe::new(hash, self.large.len() - 1);
        let mut dummy = usize::MAX;
        loop {
            match self.large.get(probe.slot).copied().unwrap_or(EMPTY) {
                EMPTY => return Found::Absent(if dummy == usize::MAX { probe.slot } else { dummy }),
                DUMMY if dummy == usize::MAX => dummy = probe.slot,
                DUMMY => {}
                index => {
                    if let Some(entry) = self.entries.get(index as usize)
                        && let Some(found) = Table::check(entry, index as usize, key, hash, skip)
                    {
                        return found;
                    }
                }
            }
            probe.step();
        }
    }

    /// The slot that `lookdict` would offer for a key that is absent.
    fn free_slot(&self, hash: i64) -> usize {
        let mut probe = Probe::new(hash, self.mask());
        let mut dummy = None;
        loop {
            match self.slot(probe.slot) {
                EMPTY => return dummy.unwrap_or(probe.slot),
                DUMMY => dummy = dummy.or(Some(probe.slot)),
                _ => {}
            }
            probe.step();
        }
    }

    /// Links an entry into a fresh table.
    #[inline(always)]
    fn relink(&mut self, index: u32) {
        let Some(entry) = self.entries.get(index as usize) else { return };
        let mut probe = Probe::new(entry.hash, self.mask());
        while self.slot(probe.slot) != EMPTY {
            probe.step();
        }
        self.fill += 1;
        self.set_slot(probe.slot, index);
    }

    /// dictresize: a new table with more slots than `least`, filled in the old one's order.
    #[cold]
    #[inline(never)]
    fn resize(&mut self, least: usize) {
        let mut size = SMALL;
        while size <= least {
            size <<= 1;
        }
        // As many as there are until the next growth.
        let room = size / 3 * 2 + 2;
        if room > self.entries.len() {
            self.entries.reserve_exact(room - self.entries.len());
        }
        if size == SMALL && self.large.is_empty() && self.fill == self.used {
            return;
        }
        let (small, large) = (self.small, std::mem::take(&mut self.large));
        self.small = [u8::MAX; SMALL];
        if size != SMALL {
            self.large = vec![EMPTY; size].into_boxed_slice();
        }
        self.fill = 0;
        self.finger = 0;
        if large.is_empty() {
            small.iter().filter(|&&index| index < 0xfe).for_each(|&index| self.relink(index.into()));
        } else {
            large.iter().filter(|&&index| index < DUMMY).for_each(|&index| self.relink(index));
        }
    }

    /// Asks for what the next growth takes. Errors: MemoryError.
    #[cold]
    #[inline(never)]
    fn ensure_growth(&self) -> PyResult<()> {
        Self::ensure_size(self.used as usize * if self.used > 50_000 { 2 } else { 4 })
    }

    /// Asks for a table of more slots than `least`. Errors: MemoryError.
    fn ensure_size(least: usize) -> PyResult<()> {
        let slots = (least + 1).next_power_of_two();
        alloc::ensure(slots * size_of::<u32>() + (slots / 3 * 2 + 2) * size_of::<Entry>())
    }

    /// Makes room for `more` keys at once, as PyDict_Merge does.
    fn reserve(&mut self, more: usize) {
        if (self.fill as usize + more) * 3 >= (self.mask() + 1) * 2 {
            self.resize((self.used as usize + more) * 2);
        }
    }

    /// Adds a key known to be absent; `slot` is what the search for it gave.
    #[inline(always)]
    fn add(&mut self, key: Value, hash: i64, value: Option<Value>, slot: usize) {
        let entry = Entry { hash, key: Some(key), value };
        let index = match self.entries.get_mut(self.free as usize) {
            Some(place) => {
                let index = self.free;
                self.free = place.hash as u32;
                *place = entry;
                index
            }
            None => {
                if self.entries.capacity() == 0 {
                    self.entries = Vec::with_capacity(SMALL - 2);
                }
                self.entries.push(entry);
                self.entries.len() as u32 - 1
            }
        };
        let slot = if slot == usize::MAX { self.free_slot(hash) } else { slot };
        if self.slot(slot) == EMPTY {
            self.fill += 1;
        }
        self.set_slot(slot, index);
        self.used += 1;
        self.version = fresh_version();
        if self.fill as usize * 3 >= (self.mask() + 1) * 2 {
            self.resize(self.used as usize * if self.used > 50_000 { 2 } else { 4 });
        }
    }

    /// The slot that points at an entry.
    fn slot_of(&self, at: usize) -> Option<usize> {
        let mut probe = Probe::new(self.entries.get(at)?.hash, self.mask());
        loop {
            match self.slot(probe.slot) {
                EMPTY => return None,
                index if index as usize == at => return Some(probe.slot),
                _ => probe.step(),
            }
        }
    }

    fn remove_at(&mut self, at: usize) -> Option<(Value, Option<Value>)> {
        let slot = self.slot_of(at)?;
        self.set_slot(slot, DUMMY);
        let entry = self.entries.get_mut(at)?;
        if slot == 0 {
            self.finger = u32::try_from(entry.hash).unwrap_or(1);
        }
        let pair = (entry.key.take()?, entry.value.take());
        entry.hash = self.free.into();
        self.free = at as u32;
        self.used -= 1;
        self.version = fresh_version();
        Some(pair)
    }

    /// The first used slot at or after `position`: its entry's index, and the position after it.
    #[inline(always)]
    fn next_used(&self, position: usize) -> Option<(usize, usize)> {
        if self.large.is_empty() {
            let rest = self.small.get(position..)?;
            let at = rest.iter().position(|&index| index < 0xfe)?;
            return Some((rest[at].into(), position + at + 1));
        }
        let rest = self.large.get(position..)?;
        let at = rest.iter().position(|&index| index < DUMMY)?;
        Some((rest[at] as usize, position + at + 1))
    }

    /// Which entry `popitem` takes: that of slot 0, or the next one from the finger on.
    fn next_to_pop(&mut self) -> Option<usize> {
        if self.used == 0 {
            return None;
        }
        let mut slot = 0;
        if self.slot(0) >= DUMMY {
            slot = self.finger as usize;
            if slot > self.mask() || slot < 1 {
                slot = 1;
            }
            while self.slot(slot) >= DUMMY {
                slot = if slot >= self.mask() { 1 } else { slot + 1 };
            }
        }
        let at = self.slot(slot) as usize;
        self.finger = slot as u32 + 1;
        Some(at)
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

    /// A new dict object with room for this many keys (_PyDict_NewPresized), for a dict display.
    pub fn presized(keys: usize) -> Value {
        let dict = Dict::new();
        if keys > 5 {
            dict.table_mut().resize(keys);
        }
        new_object(DICT, dict)
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

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.table().used as usize
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes that the table takes beside the object.
    pub fn table_size(&self) -> usize {
        let table = self.table();
        table.entries.capacity() * size_of::<Entry>() + table.large.len() * 4
    }

    /// Moves when a key is added or removed.
    #[inline(always)]
    pub fn keys_version(&self) -> u64 {
        self.table().version
    }

    /// The entry at the first slot that a search looks at, if it has this very key: what most searches come to.
    #[inline(always)]
    fn first_try(&self, key: &Value, hash: i64) -> Option<usize> {
        let table = self.table();
        let at = match table.large.is_empty() {
            true => usize::from(table.small[hash as usize & (SMALL - 1)]),
            false => *table.large.get(hash as usize & (table.large.len() - 1))? as usize,
        };
        match &table.entries.get(at)?.key {
            Some(stored) if stored.is(key) => Some(at),
            _ => None,
        }
    }

    /// The entry's index for a key, or none. Errors: whatever `==` of a key raised.
    #[inline(always)]
    pub fn find(&self, key: &Value, hash: i64) -> PyResult<Option<usize>> {
        match self.first_try(key, hash) {
            Some(at) => Ok(Some(at)),
            None => self.find_by_walk(key, hash),
        }
    }

    #[inline(never)]
    fn find_by_walk(&self, key: &Value, hash: i64) -> PyResult<Option<usize>> {
        match self.table().walk(key, hash, &[]) {
            Found::At(at) => Ok(Some(at)),
            Found::Absent(_) => Ok(None),
            Found::Ask(at) => self.find_asking(key, hash, at),
        }
    }

    /// The entry's index for a key, or else the slot for it, as [`Table::add`] takes it.
    #[inline(always)]
    fn place(&self, key: &Value, hash: i64) -> PyResult<Result<usize, usize>> {
        match self.table().walk(key, hash, &[]) {
            Found::At(at) => Ok(Ok(at)),
            Found::Absent(slot) => Ok(Err(slot)),
            Found::Ask(at) => Ok(self.find_asking(key, hash, at)?.ok_or(usize::MAX)),
        }
    }

    /// Goes on with `==`, which may run Python code.
    #[cold]
    fn find_asking(&self, key: &Value, hash: i64, first: usize) -> PyResult<Option<usize>> {
        let mut asked: Vec<usize> = Vec::new();
        let mut at = first;
        loop {
            let Some(stored) = self.table().entries.get(at).and_then(|entry| entry.key.clone()) else {
                return Ok(None);
            };
            let version = self.table().version;
            let equal = protocol::equals(&stored, key)?;
            if self.table().version != version {
                asked.clear();
            } else if equal {
                return Ok(Some(at));
            } else {
                asked.push(at);
            }
            match self.table().walk(key, hash, &asked) {
                Found::At(at) => return Ok(Some(at)),
                Found::Absent(_) => return Ok(None),
                Found::Ask(next) => at = next,
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

    /// Empties the value under a name if it is this one; whoever does that fills it again before anybody can look.
    pub fn give_up(&self, name: &Value, value: Word) {
        if let Some(at) = self.index_of_name(name)
            && let Some(entry) = self.table_mut().entries.get_mut(at)
            && entry.value.as_ref().is_some_and(|held| held.word() == value)
        {
            let held = entry.value.take();
            drop(held);
        }
    }

    /// The index of a name (an interned str), without running Python code.
    pub fn index_of_name(&self, name: &Value) -> Option<usize> {
        let hash = name.downcast::<Str>()?.hash();
        match self.table().walk(name, hash, &[]) {
            Found::At(at) => Some(at),
            // A key of another type that may equal the name: `find` would ask it, and names lose nothing by it.
            Found::Ask(_) => self.find(name, hash).unwrap_or(None),
            Found::Absent(_) => None,
        }
    }

    /// The value under a name (a str).
    pub fn get_name(&self, name: &Value) -> Option<Value> {
        let at = self.index_of_name(name)?;
        self.table().entries.get(at)?.value.clone()
    }

    /// The value under a key. Errors: an unhashable key, or what `==` raised.
    #[inline]
    pub fn get(&self, key: &Value) -> PyResult<Option<Value>> {
        let hash = protocol::hash(key)?;
        self.get_hashed(key, hash)
    }

    /// The value under a key whose hash is known.
    #[inline]
    pub fn get_hashed(&self, key: &Value, hash: i64) -> PyResult<Option<Value>> {
        Ok(self.find(key, hash)?.and_then(|at| self.table().entries.get(at)?.value.clone()))
    }

    #[inline]
    pub fn contains(&self, key: &Value) -> PyResult<bool> {
        let hash = protocol::hash(key)?;
        Ok(self.find(key, hash)?.is_some())
    }

    /// Sets a key. Errors as for `get`.
    #[inline]
    pub fn insert(&self, key: Value, value: Value) -> PyResult<()> {
        let hash = protocol::hash(&key)?;
        if let Some(at) = self.first_try(&key, hash)
            && let Some(entry) = self.table_mut().entries.get_mut(at)
        {
            let old = entry.value.replace(value);
            drop(old);
            return Ok(());
        }
        self.insert_hashed(key, hash, Some(value)).map(drop)
    }

    /// Asks for the memory that one more key may need: a large table is copied when it grows. Errors: MemoryError.
    #[inline(always)]
    fn make_room(&self) -> PyResult<()> {
        let table = self.table();
        let grows = table.entries.len() == table.entries.capacity()
            || (table.fill as usize + 1) * 3 >= (table.mask() + 1) * 2;
        if table.large.len() < LARGE || !grows { Ok(()) } else { table.ensure_growth() }
    }

    /// Sets a key whose hash is known; true if it is new.
    #[inline(never)]
    pub fn insert_hashed(&self, key: Value, hash: i64, value: Option<Value>) -> PyResult<bool> {
        match self.place(&key, hash)? {
            Ok(at) => {
                let entry = self.table_mut().entries.get_mut(at);
                let old = entry.and_then(|entry| std::mem::replace(&mut entry.value, value));
                drop(old);
                Ok(false)
            }
            Err(slot) => {
                self.make_room()?;
                self.table_mut().add(key, hash, value, slot);
                Ok(true)
            }
        }
    }

    /// Adds a key without a value if it is not there yet, as sets do; a key that is there stays the one it is.
    #[inline(never)]
    pub fn insert_key(&self, key: Value, hash: i64) -> PyResult<()> {
        if let Err(slot) = self.place(&key, hash)? {
            self.make_room()?;
            self.table_mut().add(key, hash, None, slot);
        }
        Ok(())
    }

    /// The value under a key; one that is missing is put there first (setdefault).
    pub fn get_or_insert(&self, key: &Value, default: impl FnOnce() -> Value) -> PyResult {
        let hash = protocol::hash(key)?;
        match self.place(key, hash)? {
            Ok(at) => Ok(self
                .table()
                .entries
                .get(at)
                .and_then(|entry| entry.value.clone())
                .unwrap_or(Value::none())),
            Err(slot) => {
                self.make_room()?;
                let value = default();
                self.table_mut().add(key.clone(), hash, Some(value.clone()), slot);
                Ok(value)
            }
        }
    }

    /// Sets a name (a str), which cannot fail.
    pub fn set_name(&self, name: &Value, value: Value) {
        self.place_name(name, value);
    }

    /// Binds a name (a str); the index of its entry.
    pub fn place_name(&self, name: &Value, value: Value) -> usize {
        match self.index_of_name(name) {
            Some(at) => {
                let old = self.table_mut().entries.get_mut(at).and_then(|entry| entry.value.replace(value));
                drop(old);
                at
            }
            None => {
                let hash = name.downcast::<Str>().map_or(0, Str::hash);
                let table = self.table_mut();
                table.add(name.clone(), hash, Some(value), usize::MAX);
                table.entries.len().saturating_sub(1)
            }
        }
    }

    /// Removes a name; none if it was not there.
    pub fn remove_name(&self, name: &Value) -> Option<Value> {
        let at = self.index_of_name(name)?;
        self.table_mut().remove_at(at).and_then(|(_, value)| value)
    }

    /// Removes a key and gives its value. Errors as for `get`.
    pub fn remove(&self, key: &Value) -> PyResult<Option<Value>> {
        let hash = protocol::hash(key)?;
        Ok(self.take(key, hash)?.and_then(|(_, value)| value))
    }

    /// Removes a key whose hash is known and gives the pair. Errors: what `==` raised.
    pub fn take(&self, key: &Value, hash: i64) -> PyResult<Option<(Value, Option<Value>)>> {
        match self.find(key, hash)? {
            Some(at) => Ok(self.table_mut().remove_at(at)),
            None => Ok(None),
        }
    }

    /// Removes and gives the pair that `popitem` takes.
    pub fn pop_item(&self) -> Option<(Value, Option<Value>)> {
        let at = self.table_mut().next_to_pop()?;
        let finger = self.table().finger;
        let pair = self.table_mut().remove_at(at);
        self.table_mut().finger = finger;
        pair
    }

    pub fn clear(&self) {
        let version = fresh_version();
        let old = std::mem::replace(self.table_mut(), Table { version, ..Table::default() });
        drop(old);
    }

    /// The first pair at or after `position`, with the position after it.
    #[inline]
    pub fn next(&self, position: usize) -> Option<(usize, Value, Value)> {
        let table = self.table();
        let (at, position) = table.next_used(position)?;
        let entry = table.entries.get(at)?;
        Some((position, entry.key.clone()?, entry.value.clone()?))
    }

    /// The first key at or after `position`, with its hash and the position after it.
    #[inline]
    pub fn next_key(&self, position: usize) -> Option<(usize, Value, i64)> {
        let table = self.table();
        let (at, position) = table.next_used(position)?;
        let entry = table.entries.get(at)?;
        Some((position, entry.key.clone()?, entry.hash))
    }

    /// The first value at or after `position`, with the position after it.
    #[inline]
    pub fn next_value(&self, position: usize) -> Option<(usize, Value)> {
        let table = self.table();
        let (at, position) = table.next_used(position)?;
        Some((position, table.entries.get(at)?.value.clone()?))
    }

    #[inline]
    fn next_entry(&self, position: usize) -> Option<(usize, Value, i64, Option<Value>)> {
        let table = self.table();
        let (at, position) = table.next_used(position)?;
        let entry = table.entries.get(at)?;
        Some((position, entry.key.clone()?, entry.hash, entry.value.clone()))
    }

    fn in_order(&self) -> impl Iterator<Item = &Entry> {
        let table = self.table();
        let mut position = 0;
        std::iter::from_fn(move || {
            let (at, next) = table.next_used(position)?;
            position = next;
            table.entries.get(at)
        })
    }

    /// What `f` makes of each entry, in order; it runs nothing.
    fn each_entry<T>(&self, mut f: impl FnMut(&Entry) -> Option<T>) -> Vec<T> {
        let table = self.table();
        let mut out = Vec::with_capacity(self.len());
        if table.large.is_empty() {
            out.extend(self.in_order().filter_map(f));
            return out;
        }
        for &index in table.large.iter().filter(|&&index| index < DUMMY) {
            out.extend(table.entries.get(index as usize).and_then(&mut f));
        }
        out
    }

    /// All pairs at this moment.
    pub fn items(&self) -> Vec<(Value, Value)> {
        self.each_entry(|entry| Some((entry.key.clone()?, entry.value.clone()?)))
    }

    /// All pairs at this moment, as tuples.
    pub fn item_tuples(&self) -> Vec<Value> {
        self.each_entry(|entry| Some(new_tuple([entry.key.clone()?, entry.value.clone()?])))
    }

    pub fn keys(&self) -> Vec<Value> {
        self.each_entry(|entry| entry.key.clone())
    }

    pub fn values(&self) -> Vec<Value> {
        self.each_entry(|entry| entry.value.clone())
    }

    /// Exchanges the pairs of two tables.
    pub fn swap(&self, other: &Dict) {
        if std::ptr::eq(self, other) {
            return;
        }
        std::mem::swap(self.table_mut(), other.table_mut());
        self.table_mut().version = fresh_version();
        other.table_mut().version = fresh_version();
    }

    /// Makes room for `more` keys, as merging a container of that size does.
    pub fn reserve(&self, more: usize) {
        self.table_mut().reserve(more);
    }

    /// Asks for the memory of so many keys more. Errors: MemoryError.
    pub fn ensure(&self, more: usize) -> PyResult<()> {
        Table::ensure_size((self.len() + more) * 2)
    }

    /// A table with the same pairs, made as PyDict_Copy makes it.
    pub fn duplicate(&self) -> Dict {
        let copy = Dict::new();
        copy.fill_from(self, |entry| entry.value.clone());
        copy
    }

    /// Fills an empty table that never had a key, in the order and with the size that inserting one by one would give.
    fn fill_from(&self, source: &Dict, value: impl Fn(&Entry) -> Option<Value>) {
        let target = self.table_mut();
        target.reserve(source.len());
        target.entries.reserve(source.len());
        for entry in source.in_order() {
            let index = target.entries.len() as u32;
            target.entries.push(Entry { hash: entry.hash, key: entry.key.clone(), value: value(entry) });
            target.relink(index);
        }
        target.used = source.table().used;
        target.version = fresh_version();
    }

    /// Whether the table never had a key.
    fn is_new(&self) -> bool {
        let table = self.table();
        table.fill == 0 && table.entries.is_empty() && table.large.is_empty()
    }

    /// Takes the keys of another table over, without values, if this one is new; says whether it did.
    pub fn take_keys_of(&self, source: &Dict) -> bool {
        let new = self.is_new();
        if new {
            self.fill_from(source, |_| None);
        }
        new
    }

    /// A dict object with the same pairs.
    pub fn copy(&self) -> Value {
        new_object(DICT, self.duplicate())
    }

    /// Sets all pairs of another table, or only those whose key is not there yet (PyDict_Merge). Errors: what
    /// `==` raised.
    pub fn merge(&self, other: &Dict, replace: bool) -> PyResult<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        if self.is_new() {
            self.ensure(other.len())?;
            self.fill_from(other, |entry| entry.value.clone());
            return Ok(());
        }
        self.ensure(other.len())?;
        self.table_mut().reserve(other.len());
        let mut position = 0;
        while let Some((after, key, hash, value)) = other.next_entry(position) {
            if replace || self.find(&key, hash)?.is_none() {
                self.insert_hashed(key, hash, value)?;
            }
            position = after;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(dict: &Dict) -> Vec<i64> {
        dict.keys().iter().map(|key| key.word().int()).collect()
    }

    fn filled(keys: &[i64]) -> Dict {
        let dict = Dict::new();
        for &key in keys {
            assert_eq!(dict.insert(Value::int(key), Value::none()), Ok(()));
        }
        dict
    }

    /// What 2.7.18 and 3.2.6 give for `list(d)` after the same steps.
    #[test]
    fn the_order_is_that_of_cpython() {
        assert_eq!(order(&filled(&[3, 1, 2])), [1, 2, 3]);
        assert_eq!(order(&filled(&[8, 0, 16])), [8, 0, 16]);
        assert_eq!(order(&filled(&[100, 50, 25, 12, 6, 3])), [3, 100, 6, 12, 50, 25]);
        let dict = filled(&[8, 0, 16]);
        assert_eq!(dict.remove(&Value::int(8)).map(|value| value.is_some()), Ok(true));
        assert_eq!(dict.insert(Value::int(24), Value::none()), Ok(()));
        assert_eq!(order(&dict), [24, 0, 16]);
    }

    #[test]
    fn keys_come_and_go() {
        let dict = Dict::new();
        for round in 0..50 {
            for key in 0..200 {
                assert_eq!(dict.insert(Value::int(key * 7 + round), Value::int(key)), Ok(()));
            }
            for key in 0..200 {
                let gone = dict.remove(&Value::int(key * 7 + round));
                assert_eq!(gone.map(|value| value.map(|value| value.word().int())), Ok(Some(key)));
            }
            assert!(dict.is_empty() && dict.keys().is_empty());
        }
        assert!(dict.table().entries.len() <= 200);
    }
}
