//! `_collections`: `deque` and `defaultdict` (Modules/_collectionsmodule.c).
//!
//! Invariants: every change of a deque is one step under the GIL, so threads may share one without a lock. `state`
//! moves with each change of its length or order; an iterator that sees it moved raises. A `defaultdict` is a
//! dict whose table carries the factory.

use crate::objects::dict::Dict;
use crate::objects::errors::{
    PyResult, Raised, index_error, key_error, no_memory, runtime_error, type_error, value_error,
};
use crate::objects::header::{Layout, Payload, new_instance, new_object};
use crate::objects::iterator::{Iter, hint, ready_iterator};
use crate::objects::list::new_list;
use crate::objects::native::{Args, GetSet, Method, Native, getset, getter, method};
use crate::objects::sequence::{self, Text};
use crate::objects::str::new_str;
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{BinOp, CmpOp, DICT, Slots, TypeDef, TypeObj, TypeRef, flags, ready};
use crate::objects::word::{Value, Word};
use crate::objects::{call, dict_type, dict_views, instance, lang, module, names, protocol};
use crate::platform::memory;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

static DEQUE_OBJ: TypeObj = TypeObj::builtin(Layout::Deque);
static DEQUE_ITER_OBJ: TypeObj = TypeObj::builtin(Layout::Iterator);
static DEQUE_REVITER_OBJ: TypeObj = TypeObj::builtin(Layout::Iterator);
static DEFAULT_DICT_OBJ: TypeObj = TypeObj::builtin(Layout::Dict);
pub const DEQUE: TypeRef = TypeRef::of(&DEQUE_OBJ);
const DEQUE_ITER: TypeRef = TypeRef::of(&DEQUE_ITER_OBJ);
const DEQUE_REVITER: TypeRef = TypeRef::of(&DEQUE_REVITER_OBJ);
pub const DEFAULT_DICT: TypeRef = TypeRef::of(&DEFAULT_DICT_OBJ);

// ---- deque: the payload --------------------------------------------------------------------------------------

#[derive(Default)]
pub struct Deque {
    items: RefCell<VecDeque<Value>>,
    state: Cell<u64>,
    /// None: unbounded.
    maxlen: Cell<Option<usize>>,
}

impl Payload for Deque {
    const LAYOUT: Layout = Layout::Deque;
    const GC: bool = true;
    const WEAKREFS: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.items.borrow().iter().for_each(|item| visit(item.word()));
    }
    fn clear(&self) {
        drop(self.take_all());
    }
}

impl Deque {
    /// One step on the items; what it removes is given out and dropped by the caller.
    fn step<R>(&self, step: impl FnOnce(&mut VecDeque<Value>) -> R) -> R {
        step(&mut self.items.borrow_mut())
    }
    fn change<R>(&self, step: impl FnOnce(&mut VecDeque<Value>) -> R) -> R {
        self.state.set(self.state.get() + 1);
        self.step(step)
    }
    fn len(&self) -> usize {
        self.items.borrow().len()
    }
    fn get(&self, at: usize) -> Option<Value> {
        self.items.borrow().get(at).cloned()
    }
    fn take_all(&self) -> VecDeque<Value> {
        self.change(std::mem::take)
    }
    fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().iter().cloned().collect()
    }
    /// Appends on the right; gives what fell off on the left.
    fn push(&self, item: Value) -> PyResult<Option<Value>> {
        self.make_room()?;
        let maxlen = self.maxlen.get().unwrap_or(usize::MAX);
        Ok(self.change(|items| {
            items.push_back(item);
            if items.len() > maxlen { items.pop_front() } else { None }
        }))
    }
    /// Errors: MemoryError, if there is none for one more or making the items has used it up.
    fn make_room(&self) -> PyResult<()> {
        let room = self.change(|items| items.try_reserve(1).is_ok());
        if !room || memory::is_short() { Err(no_memory()) } else { Ok(()) }
    }
    /// Appends on the left; gives what fell off on the right.
    fn push_left(&self, item: Value) -> PyResult<Option<Value>> {
        self.make_room()?;
        let maxlen = self.maxlen.get().unwrap_or(usize::MAX);
        Ok(self.change(|items| {
            items.push_front(item);
            if items.len() > maxlen { items.pop_back() } else { None }
        }))
    }
}

fn deque(this: &Value) -> &Deque {
    this.payload::<Deque>()
}

// ---- deque: slots --------------------------------------------------------------------------------------------

fn deque_new(ty: TypeRef, _: &Args) -> PyResult {
    Ok(new_instance(ty, Deque::default()))
}

fn deque_init(this: &Value, args: &Args) -> PyResult<()> {
    let [source, maxlen] = args.bind("deque", ["iterable", "maxlen"], 0)?;
    let maxlen = match maxlen.filter(|maxlen| !maxlen.is_none()) {
        None => None,
        Some(maxlen) => match crate::objects::int::expect_i64(maxlen)? {
            negative if negative < 0 => return Err(value_error("maxlen must be non-negative")),
            maxlen => Some(maxlen as usize),
        },
    };
    let own = deque(this);
    own.maxlen.set(maxlen);
    drop(own.take_all());
    match source.filter(|source| !source.is_none()) {
        Some(source) => extend_with(this, source, Deque::push),
        None => Ok(()),
    }
}

fn extend_with(
    this: &Value,
    source: &Value,
    push: fn(&Deque, Value) -> PyResult<Option<Value>>,
) -> PyResult<()> {
    if this.is(source) {
        let items = new_list(deque(this).to_vec());
        return extend_with(this, &items, push);
    }
    let iterator = protocol::iter(source)?;
    while let Some(item) = protocol::next(&iterator)? {
        drop(push(deque(this), item)?);
    }
    Ok(())
}

fn deque_repr(this: &Value) -> PyResult {
    let Some(_guard) = sequence::repr_enter(this) else { return Ok(new_str("[...]")) };
    let own = deque(this);
    let mut text = Text::new("deque(");
    text.push_repr(&new_list(own.to_vec()))?;
    if let Some(maxlen) = own.maxlen.get() {
        text.push(&format!(", maxlen={maxlen}"));
    }
    text.push(")");
    Ok(text.finish())
}

fn deque_len(this: &Value) -> PyResult<usize> {
    Ok(deque(this).len())
}

fn index_of(this: &Value, key: &Value) -> PyResult<usize> {
    if !crate::objects::int::is_int(key) && key.type_of().lookup(names::__index__()).is_none() {
        return Err(type_error(format!("sequence index must be integer, not '{}'", key.type_name())));
    }
    let index = protocol::index(key)?;
    sequence::resolve(index, deque(this).len()).ok_or_else(|| index_error("deque index out of range"))
}

fn deque_getitem(this: &Value, key: &Value) -> PyResult {
    let at = index_of(this, key)?;
    deque(this).get(at).ok_or_else(|| index_error("deque index out of range"))
}

fn deque_setitem(this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let at = index_of(this, key)?;
    let old = match value {
        Some(value) => {
            deque(this).step(|items| items.get_mut(at).map(|place| std::mem::replace(place, value.clone())))
        }
        None => deque(this).change(|items| items.remove(at)),
    };
    drop(old);
    Ok(())
}

/// The comparison of the items as lists (deque_richcompare walks along both iterators).
fn deque_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Deque>(), b.downcast::<Deque>()) else {
        return Ok(Value::not_implemented());
    };
    if a.is(b) && matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::bool(op == CmpOp::Eq));
    }
    protocol::compare(&new_list(x.to_vec()), &new_list(y.to_vec()), op)
}

fn deque_inplace(op: BinOp, a: &Value, b: &Value) -> PyResult {
    if op != BinOp::Add {
        return Ok(Value::not_implemented());
    }
    extend_with(a, b, Deque::push)?;
    Ok(a.clone())
}

fn deque_iter(this: &Value) -> PyResult {
    Ok(new_iterator(DEQUE_ITER, this))
}

/// `position` counts the items given, `bound` is the state, `step` the length at the start.
fn new_iterator(ty: TypeRef, this: &Value) -> Value {
    let own = deque(this);
    let iter = Iter::over(this.clone());
    iter.bound.set(own.state.get() as i64);
    iter.step.set(own.len() as i64);
    new_object(ty, iter)
}

/// `looks_first`: a change is told even when the end has been reached.
fn next_by(this: &Value, looks_first: bool, index: fn(i64, i64) -> i64) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let (given, len) = (iter.position.get(), iter.step.get());
    let step = iter.source.step(|deque: &Deque| {
        let same = deque.state.get() as i64 == iter.bound.get();
        (same, if same { deque.get(index(given, len) as usize) } else { None })
    });
    match step {
        Some((true, Some(item))) if given < len => {
            iter.position.set(given + 1);
            Ok(Some(item))
        }
        Some((false, _)) if given < len || looks_first => {
            iter.step.set(0);
            Err(runtime_error("deque mutated during iteration"))
        }
        _ => Ok(None),
    }
}

fn forward_next(this: &Value) -> PyResult<Option<Value>> {
    next_by(this, true, |given, _| given)
}

fn backward_next(this: &Value) -> PyResult<Option<Value>> {
    next_by(this, false, |given, len| len - 1 - given)
}

fn iterator_hint(this: &Value) -> PyResult {
    let iter = this.payload::<Iter>();
    Ok(Value::int((iter.step.get() - iter.position.get()).max(0)))
}

// ---- deque: methods ------------------------------------------------------------------------------------------

fn append(this: &Value, item: &Value) -> PyResult {
    drop(deque(this).push(item.clone())?);
    Ok(Value::none())
}

fn appendleft(this: &Value, item: &Value) -> PyResult {
    drop(deque(this).push_left(item.clone())?);
    Ok(Value::none())
}

fn extend(this: &Value, source: &Value) -> PyResult {
    extend_with(this, source, Deque::push)?;
    Ok(Value::none())
}

fn extendleft(this: &Value, source: &Value) -> PyResult {
    extend_with(this, source, Deque::push_left)?;
    Ok(Value::none())
}

fn empty_error() -> Raised {
    index_error("pop from an empty deque")
}

fn pop(this: &Value) -> PyResult {
    deque(this).change(VecDeque::pop_back).ok_or_else(empty_error)
}

fn popleft(this: &Value) -> PyResult {
    deque(this).change(VecDeque::pop_front).ok_or_else(empty_error)
}

fn clear(this: &Value) -> PyResult {
    drop(deque(this).take_all());
    Ok(Value::none())
}

fn reverse(this: &Value) -> PyResult {
    deque(this).change(|items| items.make_contiguous().reverse());
    Ok(Value::none())
}

fn rotate(this: &Value, args: &[Value]) -> PyResult {
    let by = args.first().map_or(Ok(1), sequence::index_argument)?;
    deque(this).change(|items| {
        if !items.is_empty() {
            items.rotate_right(by.rem_euclid(items.len() as i64) as usize);
        }
    });
    Ok(Value::none())
}

fn count(this: &Value, item: &Value) -> PyResult {
    let own = deque(this);
    let state = own.state.get();
    let (mut at, mut count) = (0, 0);
    while let Some(other) = own.get(at) {
        count += i64::from(protocol::equals(&other, item)?);
        if own.state.get() != state {
            return Err(runtime_error("deque mutated during iteration"));
        }
        at += 1;
    }
    Ok(Value::int(count))
}

fn remove(this: &Value, item: &Value) -> PyResult {
    let own = deque(this);
    let state = own.state.get();
    let mut at = 0;
    while let Some(other) = own.get(at) {
        let found = protocol::equals(&other, item)?;
        if own.state.get() != state {
            return Err(index_error("deque mutated during remove()."));
        }
        if found {
            drop(own.change(|items| items.remove(at)));
            return Ok(Value::none());
        }
        at += 1;
    }
    Err(value_error("deque.remove(x): x not in deque"))
}

fn reversed(this: &Value) -> PyResult {
    Ok(new_iterator(DEQUE_REVITER, this))
}

fn copy(this: &Value) -> PyResult {
    let maxlen = maxlen(this)?;
    let class = this.type_of().value();
    if maxlen.is_none() {
        call::call(&class, std::slice::from_ref(this))
    } else {
        call::call(&class, &[this.clone(), maxlen])
    }
}

fn deque_reduce(this: &Value) -> PyResult {
    let items = new_list(deque(this).to_vec());
    let maxlen = maxlen(this)?;
    let dict = instance::dict_slot(this).and_then(crate::objects::slot::Slot::get);
    let class = this.type_of().value();
    Ok(match dict {
        Some(dict) => new_tuple([class, new_tuple([items, maxlen]), dict]),
        None if maxlen.is_none() => new_tuple([class, new_tuple([items])]),
        None => new_tuple([class, new_tuple([items, maxlen])]),
    })
}

fn maxlen(this: &Value) -> PyResult {
    Ok(deque(this).maxlen.get().map_or(Value::none(), |maxlen| Value::int(maxlen as i64)))
}

fn sizeof(this: &Value) -> PyResult {
    let capacity = deque(this).items.borrow().capacity();
    Ok(Value::int((this.type_of().basic_size() + 8 * capacity) as i64))
}

static DEQUE_METHODS: &[Method] = &[
    method("append", Native::One(append), "Add an element to the right side of the deque."),
    method("appendleft", Native::One(appendleft), "Add an element to the left side of the deque."),
    method("clear", Native::NoArgs(clear), "Remove all elements from the deque."),
    method("__copy__", Native::NoArgs(copy), "Return a shallow copy of a deque."),
    method("count", Native::One(count), "D.count(value) -> integer -- return number of occurrences of value"),
    method(
        "extend",
        Native::One(extend),
        "Extend the right side of the deque with elements from the iterable",
    ),
    method(
        "extendleft",
        Native::One(extendleft),
        "Extend the left side of the deque with elements from the iterable",
    ),
    method("pop", Native::NoArgs(pop), "Remove and return the rightmost element."),
    method("popleft", Native::NoArgs(popleft), "Remove and return the leftmost element."),
    method("__reduce__", Native::NoArgs(deque_reduce), "Return state information for pickling."),
    method("remove", Native::One(remove), "D.remove(value) -- remove first occurrence of value."),
    method(
        "__reversed__",
        Native::NoArgs(reversed),
        "D.__reversed__() -- return a reverse iterator over the deque",
    ),
    method("reverse", Native::NoArgs(reverse), "D.reverse() -- reverse *IN PLACE*"),
    method(
        "rotate",
        Native::Var(0, 1, rotate),
        "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left.",
    ),
    method("__sizeof__", Native::NoArgs(sizeof), "D.__sizeof__() -- size of D in memory, in bytes"),
];

static DEQUE_GETSETS: &[GetSet] = &[getter("maxlen", maxlen)];

static ITERATOR_METHODS: &[Method] = &[hint(iterator_hint)];

// ---- defaultdict -----------------------------------------------------------------------------------------------

fn table(this: &Value) -> &Dict {
    this.payload::<Dict>()
}

fn default_init(this: &Value, args: &Args) -> PyResult<()> {
    let (factory, rest) = match args.pos.split_first() {
        Some((factory, rest)) => (factory.clone(), rest),
        None => (Value::none(), args.pos),
    };
    if !factory.is_none() && factory.type_of().slots().call.is_none() {
        return Err(type_error(if lang::is_27() {
            "first argument must be callable or None"
        } else {
            "first argument must be callable"
        }));
    }
    table(this).factory.set(factory);
    dict_type::update_from("dict", this, &Args { pos: rest, kw: args.kw })
}

fn missing(this: &Value, key: &Value) -> PyResult {
    let Some(factory) = table(this).factory.get().filter(|factory| !factory.is_none()) else {
        return Err(key_error(key));
    };
    let value = call::call(&factory, &[])?;
    protocol::setitem(this, key, Some(&value))?;
    Ok(value)
}

fn default_repr(this: &Value) -> PyResult {
    let factory = table(this).factory.get_or_none();
    let mut text = Text::new("defaultdict(");
    match sequence::repr_enter(&factory).filter(|_| !factory.is_none()) {
        None if factory.is_none() => text.push("None"),
        // A bound method of the dict itself as its factory.
        None => text.push("..."),
        Some(_guard) => text.push_repr(&factory)?,
    }
    text.push(", ");
    let repr = DICT.slots().repr.ok_or_else(|| type_error("dict has no repr"))?;
    text.push_value(&repr(this)?);
    text.push(")");
    Ok(text.finish())
}

fn default_copy(this: &Value) -> PyResult {
    call::call(&this.type_of().value(), &[table(this).factory.get_or_none(), this.clone()])
}

fn default_reduce(this: &Value) -> PyResult {
    let factory = table(this).factory.get_or_none();
    let args = if factory.is_none() { new_tuple([]) } else { new_tuple([factory]) };
    let items = dict_views::iteritems(this)?;
    Ok(new_tuple([this.type_of().value(), args, Value::none(), Value::none(), items]))
}

fn get_factory(this: &Value) -> PyResult {
    Ok(table(this).factory.get_or_none())
}

fn set_factory(this: &Value, new: Option<&Value>) -> PyResult<()> {
    table(this).factory.set(new.cloned().unwrap_or(Value::none()));
    Ok(())
}

static DEFAULT_METHODS: &[Method] = &[
    method(
        "__missing__",
        Native::One(missing),
        "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  \
         if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n",
    ),
    method("copy", Native::NoArgs(default_copy), "D.copy() -> a shallow copy of D."),
    method("__copy__", Native::NoArgs(default_copy), "D.copy() -> a shallow copy of D."),
    method("__reduce__", Native::NoArgs(default_reduce), "Return state information for pickling."),
];

static DEFAULT_GETSETS: &[GetSet] = &[getset("default_factory", get_factory, set_factory)];

// ---- the module ----------------------------------------------------------------------------------------------

pub fn init() {
    let slots = Slots {
        repr: Some(deque_repr),
        hash: Some(protocol::unhashable),
        richcompare: Some(deque_compare),
        iter: Some(deque_iter),
        len: Some(deque_len),
        getitem: Some(deque_getitem),
        setitem: Some(deque_setitem),
        inplace: Some(deque_inplace),
        new: Some(deque_new),
        init: Some(deque_init),
        ..Slots::of::<Deque>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: DEQUE_METHODS,
        getsets: DEQUE_GETSETS,
        inplace: &[BinOp::Add],
        doc: "deque([iterable[, maxlen]]) --> deque object\n\nBuild an ordered collection with optimized access from its endpoints.",
        ..TypeDef::new(DEQUE, "collections.deque", slots)
    });
    ready_iterator(DEQUE_ITER, ["deque_iterator", "deque_iterator"], forward_next, ITERATOR_METHODS);
    ready_iterator(
        DEQUE_REVITER,
        ["deque_reverse_iterator", "deque_reverse_iterator"],
        backward_next,
        ITERATOR_METHODS,
    );
    let slots = Slots { repr: Some(default_repr), init: Some(default_init), ..Slots::of::<Dict>() };
    ready(TypeDef {
        base: DICT,
        flags: flags::BASETYPE,
        methods: DEFAULT_METHODS,
        getsets: DEFAULT_GETSETS,
        doc: "defaultdict(default_factory[, ...]) --> dict with default factory\n\n\
              The default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\n\
              A defaultdict compares equal to a dict with the same items.\n\
              All remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.",
        ..TypeDef::new(DEFAULT_DICT, "collections.defaultdict", slots)
    });
}

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_collections");
    module::set(
        &made,
        "__doc__",
        new_str(
            "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n",
        ),
    );
    module::set(&made, "deque", DEQUE.value());
    module::set(&made, "defaultdict", DEFAULT_DICT.value());
    Ok(made)
}
