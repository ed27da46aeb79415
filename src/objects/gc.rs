//! The cycle collector (Modules/gcmodule.c): trial deletion over all objects that can be part of a cycle.
//!
//! Invariants:
//! - It runs at safe points only (between two opcodes, or when asked), never inside an allocation; between numbering the
//!   objects and linking the list again no other code runs.
//! - An object is kept if something outside the list refers to it: its count is more than what the listed objects show
//!   by `traverse`. A payload that shows fewer references than it owns keeps things alive; it must never show more.
//! - Weak references to trash die, and their callbacks run, before any of it is cleared. What a `__del__` (or a generator
//!   inside `try`) could still reach is not cleared: the objects with `__del__` go to `gc.garbage`.
//! - The next collection is due when the number of live objects has grown by half (or by the first threshold, if that
//!   is more), so the cost of collecting is in proportion to that of allocating. There is one generation.

use super::alloc;
use super::guarded::Guarded;
use super::header::{GC_HEAD, GcHead, Header, Layout, gc_head, gc_live};
use super::list::{List, new_list};
use super::slot::Slot;
use super::typeobj::flags;
use super::weakref;
use super::word::{Value, Word};
use std::cell::Cell;

/// DEBUG_SAVEALL: everything unreachable goes to `gc.garbage` instead of away.
pub const DEBUG_SAVEALL: i64 = 32;

static ENABLED: Guarded<Cell<bool>> = Guarded::new(Cell::new(true));
static COLLECTING: Guarded<Cell<bool>> = Guarded::new(Cell::new(false));
/// The number of live objects above which the next collection is due.
static DUE: Guarded<Cell<usize>> = Guarded::new(Cell::new(FIRST));
/// Live objects after the last collection.
static LAST: Guarded<Cell<usize>> = Guarded::new(Cell::new(0));
static THRESHOLDS: Guarded<Cell<[i64; 3]>> = Guarded::new(Cell::new([700, 10, 10]));
static DEBUG: Guarded<Cell<i64>> = Guarded::new(Cell::new(0));
static GARBAGE: Guarded<Slot> = Guarded::new(Slot::empty());

/// Start-up makes some thousands of objects that stay.
const FIRST: usize = 10_000;

/// Collects if it is time. Called by the loop between two opcodes; it may run Python code.
#[inline(always)]
pub fn maybe_collect() {
    if gc_live() > DUE.get() {
        due();
    }
}

#[cold]
#[inline(never)]
fn due() {
    if ENABLED.get() && THRESHOLDS.get()[0] != 0 {
        collect();
    }
    schedule();
}

fn schedule() {
    let first = THRESHOLDS.get()[0];
    if !ENABLED.get() || first == 0 {
        DUE.set(usize::MAX);
        return;
    }
    let live = gc_live();
    LAST.set(live);
    DUE.set(live + (first.max(1) as usize).max(live / 2));
}

pub fn is_enabled() -> bool {
    ENABLED.get()
}

pub fn set_enabled(on: bool) {
    ENABLED.set(on);
    schedule();
}

pub fn thresholds() -> [i64; 3] {
    THRESHOLDS.get()
}

pub fn set_thresholds(thresholds: [i64; 3]) {
    THRESHOLDS.set(thresholds);
    schedule();
}

/// Objects that have come since the last collection, net.
pub fn count() -> usize {
    gc_live().saturating_sub(LAST.get())
}

pub fn debug() -> i64 {
    DEBUG.get()
}

pub fn set_debug(flags: i64) {
    DEBUG.set(flags);
}

/// `gc.garbage`.
pub fn garbage() -> Value {
    GARBAGE.get().unwrap_or_else(|| {
        let list = new_list(Vec::new());
        GARBAGE.set(list.clone());
        list
    })
}

/// Back to the state of a new process: the objects of an earlier interpreter are not ours to judge.
pub fn init() {
    drop(GARBAGE.take());
    ENABLED.set(true);
    THRESHOLDS.set([700, 10, 10]);
    DEBUG.set(0);
    DUE.set(gc_live() + FIRST);
}

/// What a collection takes for each object, at the most.
const CENSUS: usize = 64;

/// Collects now. Gives the number of unreachable objects, those that had to be kept included; 0 if a collection is
/// running already, or there is no memory for one.
pub fn collect() -> usize {
    if !alloc::can_have(gc_live() * CENSUS) {
        return 0;
    }
    if COLLECTING.replace(true) {
        return 0;
    }
    let Unreachable { trash, kept } = find_unreachable();
    let callers = weakref::clear_trash(&trash, |reference| trash.iter().any(|object| object.is(reference)));
    weakref::notify(callers);
    let total = trash.len() + kept.len();
    let save_all = DEBUG.get() & DEBUG_SAVEALL != 0;
    let list = garbage();
    if let Some(list) = list.downcast::<List>() {
        for object in kept.iter().filter(|object| save_all || has_finalizer(object)) {
            list.push(object.clone());
        }
        if save_all {
            list.extend(trash.clone());
        }
    }
    if !save_all {
        for object in &trash {
            // SAFETY: we hold a reference, and the slot is that of the object's own type.
            unsafe { (object.type_of().slots().clear)(object.word().ptr()) };
        }
    }
    drop(trash);
    drop(kept);
    COLLECTING.set(false);
    LAST.set(gc_live());
    total
}

struct Unreachable {
    trash: Vec<Value>,
    /// Objects with finalizers, and what they refer to.
    kept: Vec<Value>,
}

fn has_finalizer(object: &Value) -> bool {
    let ty = object.type_of();
    // SAFETY: the object is alive, and the slot is that of its own type.
    ty.has_flag(flags::HAS_DEL) || unsafe { (ty.slots().finalizes)(object.word().ptr()) }
}

/// The listed objects by number, while `prev` holds the numbers.
struct Census {
    objects: Vec<*mut Header>,
}

/// `prev` of a listed object that takes no part, since its end is only put off.
const APART: usize = usize::MAX;

impl Census {
    /// Numbers all listed objects.
    fn take() -> Census {
        let mut objects = Vec::with_capacity(gc_live());
        let mut node = gc_head().next.get();
        while !node.is_null() {
            // SAFETY: linked nodes are followed by their objects; `prev` is put right again by `end`.
            unsafe {
                let object: *mut Header = node.cast::<u8>().add(GC_HEAD).cast();
                let number = if (*object).refcount() > 0 {
                    objects.push(object);
                    objects.len() - 1
                } else {
                    APART
                };
                (*node).prev.set(number as *mut GcHead);
                node = (*node).next.get();
            }
        }
        Census { objects }
    }

    /// The number of a word's object, if it is a listed one.
    fn number(&self, word: Word) -> Option<usize> {
        if !word.is_object() {
            return None;
        }
        // SAFETY: a word shown by `traverse` is alive; only objects with the GC flag have a head in front. Types have
        // none, whatever their metatype says.
        unsafe {
            let ty = (*word.ptr()).ty();
            if !ty.slots().gc || ty.layout() == Layout::Type {
                return None;
            }
            let head: *mut GcHead = word.ptr().cast::<u8>().sub(GC_HEAD).cast();
            let number = (*head).prev.get() as usize;
            (number < self.objects.len()).then_some(number)
        }
    }

    /// Calls `visit` with the number of each listed object that this one refers to.
    fn each_referent(&self, number: usize, mut visit: impl FnMut(usize)) {
        let object = self.objects[number];
        // SAFETY: alive, and traversed by its own type's slot, which runs no Python code.
        unsafe {
            ((*object).ty().slots().traverse)(object, &mut |word| {
                if let Some(number) = self.number(word) {
                    visit(number);
                }
            });
        }
    }

    /// Marks everything that can be reached from the numbers on `pending`.
    fn mark(&self, marked: &mut [bool], mut pending: Vec<usize>) {
        while let Some(number) = pending.pop() {
            self.each_referent(number, |other| {
                if !std::mem::replace(&mut marked[other], true) {
                    pending.push(other);
                }
            });
        }
    }

    fn value(&self, number: usize) -> Value {
        // SAFETY: alive, since its count is above zero.
        unsafe { Word(self.objects[number] as u64).to_value() }
    }

    /// Links the list backwards again.
    fn end(self) {
        let head = gc_head();
        let mut before = std::ptr::from_ref(head).cast_mut();
        let mut node = head.next.get();
        while !node.is_null() {
            // SAFETY: nothing was linked or freed meanwhile.
            unsafe {
                (*node).prev.set(before);
                before = node;
                node = (*node).next.get();
            }
        }
    }
}

/// update_refs, subtract_refs, move_unreachable, move_finalizers.
fn find_unreachable() -> Unreachable {
    let census = Census::take();
    let len = census.objects.len();
    // SAFETY: all of them are alive.
    let mut outside: Vec<isize> =
        census.objects.iter().map(|&object| unsafe { (*object).refcount() }).collect();
    for number in 0..len {
        census.each_referent(number, |other| outside[other] -= 1);
    }
    let roots: Vec<usize> = (0..len).filter(|&number| outside[number] > 0).collect();
    let mut reached: Vec<bool> = outside.iter().map(|&count| count > 0).collect();
    census.mark(&mut reached, roots);
    let unreachable: Vec<usize> = (0..len).filter(|&number| !reached[number]).collect();
    let mut result = Unreachable { trash: Vec::new(), kept: Vec::new() };
    if !unreachable.is_empty() {
        let held: Vec<Value> = unreachable.iter().map(|&number| census.value(number)).collect();
        let with_finalizer: Vec<usize> = unreachable
            .iter()
            .zip(&held)
            .filter(|(_, object)| has_finalizer(object))
            .map(|(&number, _)| number)
            .collect();
        for &number in &with_finalizer {
            reached[number] = true;
        }
        census.mark(&mut reached, with_finalizer);
        // Oldest first, as CPython's list has them.
        for (&number, object) in unreachable.iter().zip(held).rev() {
            if reached[number] { result.kept.push(object) } else { result.trash.push(object) }
        }
    }
    census.end();
    result
}

/// Whether an object is one that the collector looks at.
pub fn is_tracked(value: &Value) -> bool {
    if !value.word().is_object_nonnull() {
        return false;
    }
    let ty = value.type_of();
    if let Some(dict) = value.downcast::<super::dict::Dict>().filter(|_| !ty.is_heap()) {
        // A dict of plain values can't be part of a cycle (MAINTAIN_TRACKING).
        return dict.items().iter().any(|(key, value)| is_container(key) || is_container(value));
    }
    is_container(value)
}

fn is_container(value: &Value) -> bool {
    if !value.word().is_object_nonnull() {
        return false;
    }
    match value.as_type() {
        // Built-in types stay, so nobody needs to look at them.
        Some(ty) => ty.is_heap(),
        None => value.type_of().slots().gc,
    }
}

/// The objects that a value refers to directly.
pub fn referents(value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    if value.word().is_object_nonnull() && value.type_of().slots().gc && value.as_type().is_none() {
        // SAFETY: alive, by its own type's slot; what it shows is alive.
        unsafe {
            (value.type_of().slots().traverse)(value.word().ptr(), &mut |word| {
                if !word.is_null() {
                    found.push(word.to_value());
                }
            });
        }
    }
    found
}
