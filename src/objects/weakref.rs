//! Weak references: `weakref.ref` and the two proxies (Objects/weakrefobject.c).
//!
//! Invariants:
//! - A reference knows its target by address only, and the table knows all references to each target. A target that
//!   ends is taken out of both ([`object_dies`]) before anything of it is dropped; a reference that ends takes
//!   itself out of the table. So an address in a reference is that of an object whose memory is still there.
//! - A target whose count is zero (its end is put off) counts as dead already.
//! - Callbacks run after all references to the target are dead, the newest first; their errors are reported and dropped.
//! - While there are no weak references at all, the end of an object costs one look at a count.

use super::errors::{self, PyResult, Raised, type_error};
use super::guarded::Guarded;
use super::header::{Header, Layout, Obj, Payload, new_instance, new_object};
use super::native::{Args, GetSet, getter};
use super::sequence;
use super::slot::Slot;
use super::str::new_str;
use super::typeobj::{CmpOp, Slots, TypeDef, TypeRef, WEAKREF, flags, ready};
use super::weakproxy;
use super::word::{Value, Word};
use super::{call, exceptions as exc, lang, names, protocol};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// The payload of references and proxies.
pub struct Weakref {
    /// The target, not owned; NULL once it is dead.
    target: Cell<Word>,
    callback: Slot,
    /// The target's hash, once asked for; -1 before.
    hash: Cell<i64>,
}

impl Payload for Weakref {
    const LAYOUT: Layout = Layout::Weakref;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.callback.visit(visit);
    }
    fn clear(&self) {
        self.unlink();
        drop(self.callback.take());
    }
}

impl Drop for Weakref {
    fn drop(&mut self) {
        self.unlink();
    }
}

type Table = HashMap<u64, Vec<Word>>;

/// Target's address to its references, oldest first; not owned.
static TABLE: Guarded<RefCell<Option<Table>>> = Guarded::new(RefCell::new(None));
/// How many live references there are.
static LIVE: Guarded<Cell<usize>> = Guarded::new(Cell::new(0));

impl Weakref {
    /// The target, unless it is dead.
    pub fn target(&self) -> Option<Value> {
        let word = self.target.get();
        if word.is_null() {
            return None;
        }
        // SAFETY: the object's memory is there (first invariant); one whose count is zero is not revived.
        unsafe { (word.as_value().refcount() > 0).then(|| word.to_value()) }
    }

    /// The object that this is the payload of.
    fn own_word(&self) -> Word {
        Word((std::ptr::from_ref(self) as usize - std::mem::offset_of!(Obj<Weakref>, payload)) as u64)
    }

    /// Takes this reference out of the table and leaves it dead.
    fn unlink(&self) {
        let target = self.target.replace(Word::NULL);
        if target.is_null() {
            return;
        }
        let own = self.own_word();
        TABLE.with_table(|table| {
            if let Some(refs) = table.get_mut(&target.0) {
                refs.retain(|&word| word != own);
                if refs.is_empty() {
                    table.remove(&target.0);
                }
            }
        });
        LIVE.set(LIVE.get() - 1);
    }
}

trait WithTable {
    fn with_table<R>(&self, step: impl FnOnce(&mut Table) -> R) -> R;
}

impl WithTable for RefCell<Option<Table>> {
    fn with_table<R>(&self, step: impl FnOnce(&mut Table) -> R) -> R {
        step(self.borrow_mut().get_or_insert_default())
    }
}

/// Called when an object that could have weak references is about to end; it may run callbacks.
#[inline(always)]
pub fn object_dies(object: Word) {
    if LIVE.get() != 0 {
        kill_all(object);
    }
}

#[cold]
#[inline(never)]
fn kill_all(object: Word) {
    let Some(refs) = TABLE.with_table(|table| table.remove(&object.0)) else { return };
    run_callbacks(dead_with_callbacks(refs));
}

/// Makes references dead, and gives those alive themselves that have a callback, newest first.
fn dead_with_callbacks(refs: Vec<Word>) -> Vec<Value> {
    LIVE.set(LIVE.get() - refs.len());
    let mut callers = Vec::new();
    for word in refs.into_iter().rev() {
        // SAFETY: a reference in the table has not been dropped yet.
        let reference = unsafe { word.as_value() };
        let payload = reference.payload::<Weakref>();
        payload.target.set(Word::NULL);
        if !payload.callback.is_empty() && reference.refcount() > 0 {
            callers.push(reference.clone());
        }
    }
    callers
}

fn run_callbacks(callers: Vec<Value>) {
    if callers.is_empty() {
        return;
    }
    let saved = errors::fetch();
    for reference in callers {
        let Some(callback) = reference.payload::<Weakref>().callback.take() else { continue };
        if call::call(&callback, &[reference]).is_err() {
            exc::write_unraisable(&callback);
        }
    }
    match saved {
        Some(exc) => drop(errors::restore(exc)),
        None => errors::clear(),
    }
}

/// For the collector: makes every reference to a piece of trash dead. Gives those with a callback that are not trash
/// themselves (handle_weakrefs).
pub fn clear_trash(trash: &[Value], is_trash: impl Fn(&Value) -> bool) -> Vec<Value> {
    if LIVE.get() == 0 {
        return Vec::new();
    }
    let mut callers = Vec::new();
    for object in trash {
        if let Some(refs) = TABLE.with_table(|table| table.remove(&object.word().0)) {
            callers.extend(dead_with_callbacks(refs));
        }
    }
    callers.retain(|reference| !is_trash(reference));
    callers
}

/// Runs what [`clear_trash`] gave.
pub fn notify(callers: Vec<Value>) {
    run_callbacks(callers);
}

// ---- making references -----------------------------------------------------------------------------------------

/// Whether objects of the type can be referred to (tp_weaklistoffset).
fn supports(value: &Value) -> bool {
    value.as_type().is_some() || value.type_of().is_weakly_referable()
}

/// Whether a class made from this base has room for references: not where the built-in base is of variable size.
pub fn can_be_added(base: TypeRef) -> bool {
    match base.layout() {
        Layout::Tuple | Layout::Type => false,
        Layout::Int => lang::is_27() && !base.is_subtype(super::typeobj::LONG),
        Layout::Str => base.is_subtype(super::typeobj::TEXT),
        _ => true,
    }
}

fn get_weakref(this: &Value) -> PyResult {
    Ok(references(this).into_iter().next().unwrap_or_else(Value::none))
}

/// The `__weakref__` of instances: the oldest reference.
pub static INSTANCE_WEAKREF: GetSet = getter("__weakref__", get_weakref);

/// A live reference of exactly this type without a callback, to be shared.
fn shared(ty: TypeRef, target: &Value) -> Option<Value> {
    let refs = references(target);
    refs.into_iter().find(|made| made.type_of() == ty && made.payload::<Weakref>().callback.is_empty())
}

/// The live references to an object, oldest first.
fn references(target: &Value) -> Vec<Value> {
    if LIVE.get() == 0 {
        return Vec::new();
    }
    TABLE.with_table(|table| {
        let words = table.get(&target.word().0).map_or(&[][..], Vec::as_slice);
        // SAFETY: a reference in the table has not been dropped yet.
        words
            .iter()
            .filter_map(|word| unsafe { (word.as_value().refcount() > 0).then(|| word.to_value()) })
            .collect()
    })
}

/// A reference of a type (an exact one, or a class made from it) to an object. Errors: TypeError if the object can't
/// have any.
pub fn new_reference(ty: TypeRef, target: &Value, callback: Option<&Value>) -> PyResult {
    if !supports(target) {
        return Err(type_error(format!("cannot create weak reference to '{}' object", target.type_name())));
    }
    let callback = callback.filter(|callback| !callback.is_none());
    if callback.is_none()
        && !ty.is_heap()
        && let Some(found) = shared(ty, target)
    {
        return Ok(found);
    }
    let payload = Weakref {
        target: Cell::new(target.word()),
        callback: Slot::from_option(callback.cloned()),
        hash: Cell::new(-1),
    };
    let made = if ty.is_heap() { new_instance(ty, payload) } else { new_object(ty, payload) };
    TABLE.with_table(|table| table.entry(target.word().0).or_default().push(made.word()));
    LIVE.set(LIVE.get() + 1);
    Ok(made)
}

/// `getweakrefcount`.
pub fn count(target: &Value) -> usize {
    references(target).len()
}

/// `getweakrefs`: shared ones first, then the newest.
pub fn all(target: &Value) -> Vec<Value> {
    let (mut plain, mut others): (Vec<Value>, Vec<Value>) = references(target)
        .into_iter()
        .partition(|made| !made.type_of().is_heap() && made.payload::<Weakref>().callback.is_empty());
    others.reverse();
    plain.append(&mut others);
    plain
}

// ---- the type ----------------------------------------------------------------------------------------------------

fn ref_new(ty: TypeRef, args: &Args) -> PyResult {
    if ty == WEAKREF && lang::is_27() && !args.kw.is_empty() {
        return Err(type_error("ref() does not take keyword arguments"));
    }
    sequence::unpack("__new__", args.pos, 1, 2)?;
    new_reference(ty, &args.pos[0], args.pos.get(1))
}

fn ref_init(_: &Value, args: &Args) -> PyResult<()> {
    sequence::unpack("__init__", args.pos, 1, 2)
}

fn ref_call(this: &Value, args: &Args) -> PyResult {
    if let Some(given) = args.pos.len().checked_sub(1) {
        return Err(type_error(format!("__call__() takes at most 0 arguments ({} given)", given + 1)));
    }
    Ok(this.payload::<Weakref>().target().unwrap_or(Value::none()))
}

fn ref_hash(this: &Value) -> PyResult<i64> {
    let own = this.payload::<Weakref>();
    if own.hash.get() == -1 {
        let Some(target) = own.target() else { return Err(type_error("weak object has gone away")) };
        own.hash.set(protocol::hash(&target)?);
    }
    Ok(own.hash.get())
}

fn ref_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Weakref>(), b.downcast::<Weakref>()) else {
        return Ok(Value::not_implemented());
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne)
        || !a.type_of().is_subtype(WEAKREF)
        || !b.type_of().is_subtype(WEAKREF)
    {
        return Ok(Value::not_implemented());
    }
    match (x.target(), y.target()) {
        (Some(x), Some(y)) => protocol::compare(&x, &y, op),
        _ => Ok(Value::bool(a.is(b) == (op == CmpOp::Eq))),
    }
}

fn ref_repr(this: &Value) -> PyResult {
    let address = this.address();
    let Some(target) = this.payload::<Weakref>().target() else {
        return Ok(new_str(&format!("<weakref at {address:#x}; dead>")));
    };
    let to = format!("<weakref at {address:#x}; to '{}' at {:#x}", target.type_name(), target.address());
    let name = protocol::getattr_option(&target, names::__name__())?;
    Ok(new_str(&match name.and_then(|name| name.str_lossy()) {
        Some(name) => format!("{to} ({name})>"),
        None => format!("{to}>"),
    }))
}

/// The error of a proxy whose target is gone.
pub fn gone() -> Raised {
    errors::raise(exc::REFERENCE_ERROR, "weakly-referenced object no longer exists")
}

/// Sees to it that the end of an object with the flag is told: part of the `dealloc` of built-in types.
///
/// # Safety
/// Called by `header::dealloc` with a count of zero, the payload still whole.
pub unsafe fn before_dealloc(object: *mut Header) {
    object_dies(Word(object as u64));
}

pub fn init() {
    let slots = Slots {
        repr: Some(ref_repr),
        hash: Some(ref_hash),
        call: Some(ref_call),
        richcompare: Some(ref_compare),
        new: Some(ref_new),
        init: Some(ref_init),
        ..Slots::of::<Weakref>()
    };
    ready(TypeDef { flags: flags::BASETYPE, ..TypeDef::new(WEAKREF, "weakref", slots) });
    weakproxy::init();
}
