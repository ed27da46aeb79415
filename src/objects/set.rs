//! `set` and `frozenset` (Objects/setobject.c).
//!
//! Invariants: the elements are the keys of a dict's table without values, so sets have CPython's order too. A
//! frozenset is filled before it can be seen and never changed after. Only two sets combine by an operator;
//! methods take any iterable.

use super::dict::Dict;
use super::errors::{self, PyResult, key_error, runtime_error, type_error};
use super::guarded::Guarded;
use super::header::{Layout, Payload, new_instance, new_object};
use super::iterator::{Iter, hint, ready_iterator};
use super::list::new_list;
use super::native::{Args, Method, Native, method};
use super::sequence::{self, Text};
use super::slot::Slot;
use super::str::new_str;
use super::tuple::new_tuple;
use super::typeobj::{BinOp, CmpOp, FROZENSET, SET, SET_ITER, Slots, TypeDef, TypeRef, flags, ready};
use super::word::{Value, Word};
use super::{exceptions as exc, instance, lang, protocol};
use std::cell::Cell;

pub struct Set {
    table: Dict,
    /// A frozenset's hash; -1: not yet known.
    hash: Cell<i64>,
}

impl Payload for Set {
    const LAYOUT: Layout = Layout::Set;
    const GC: bool = true;
    const WEAKREFS: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.table.traverse(visit);
    }
    fn clear(&self) {
        self.table.clear();
    }
}

impl Set {
    pub fn new(table: Dict) -> Set {
        Set { table, hash: Cell::new(-1) }
    }
    pub fn len(&self) -> usize {
        self.table.len()
    }
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }
    /// Adds an element. Errors: an unhashable one, or what `==` raised.
    #[inline]
    pub fn add(&self, element: Value) -> PyResult<()> {
        let hash = protocol::hash(&element)?;
        self.add_hashed(element, hash)
    }
    #[inline(always)]
    fn add_hashed(&self, element: Value, hash: i64) -> PyResult<()> {
        self.table.insert_key(element, hash)
    }
    /// The elements at this moment, in order.
    pub fn to_vec(&self) -> Vec<Value> {
        self.table.keys()
    }
}

/// The one empty frozenset.
static EMPTY: Guarded<Slot> = Guarded::new(Slot::empty());

fn set(value: &Value) -> &Set {
    value.payload::<Set>()
}

fn table(value: &Value) -> &Dict {
    &set(value).table
}

/// The table of a set or of an exact dict: elements with known hashes.
fn known_table(value: &Value) -> Option<&Dict> {
    match value.downcast::<Set>() {
        Some(set) => Some(&set.table),
        None => value.downcast::<Dict>().filter(|_| value.type_of() == super::typeobj::DICT),
    }
}

fn is_set(value: &Value) -> bool {
    value.downcast::<Set>().is_some()
}

/// A set of these elements. Errors: an element that can't be hashed, or what `==` raised.
pub fn new_set(elements: Vec<Value>) -> PyResult {
    of_elements(SET, elements)
}

/// A frozenset of these elements. Errors as for `new_set`.
pub fn new_frozenset(elements: Vec<Value>) -> PyResult {
    of_elements(FROZENSET, elements)
}

fn of_elements(ty: TypeRef, elements: Vec<Value>) -> PyResult {
    let set = Set::new(Dict::new());
    for element in elements {
        set.add(element)?;
    }
    Ok(new_object(ty, set))
}

/// A set of what an iterable gives. Errors: TypeError, what iterating or hashing raised.
pub fn new_set_from(source: &Value) -> PyResult {
    filled(SET, source)
}

fn filled(ty: TypeRef, source: &Value) -> PyResult {
    let made = new_instance(ty, Set::new(Dict::new()));
    add_all(&made, source)?;
    Ok(made)
}

/// The type of an operation's result: in 2.7 that of the left operand, in 3.2 its built-in base.
fn result_type(this: &Value) -> TypeRef {
    let ty = this.type_of();
    if lang::is_27() {
        ty
    } else if ty.is_subtype(FROZENSET) {
        FROZENSET
    } else {
        SET
    }
}

fn duplicate(this: &Value) -> PyResult {
    filled(result_type(this), this)
}

fn empty_like(this: &Value) -> Value {
    new_instance(result_type(this), Set::new(Dict::new()))
}

// ---- the four changes ----------------------------------------------------------------------------------------

/// `this |= other` for any iterable (set_update_internal).
pub fn add_all(this: &Value, other: &Value) -> PyResult<()> {
    let own = set(this);
    if let Some(source) = known_table(other) {
        if std::ptr::eq(source, &own.table) {
            return Ok(());
        }
        own.table.ensure(source.len())?;
        if own.table.take_keys_of(source) {
            return Ok(());
        }
        own.table.reserve(source.len());
        return each(source, |element, hash| own.add_hashed(element, hash));
    }
    protocol::each(other, |element| own.add(element).map(|()| true))
}

/// Calls `f` with each element of a table, which may change meanwhile.
fn each(source: &Dict, mut f: impl FnMut(Value, i64) -> PyResult<()>) -> PyResult<()> {
    let mut position = 0;
    while let Some((next, element, hash)) = source.next_key(position) {
        f(element, hash)?;
        position = next;
    }
    Ok(())
}

/// `this -= other` for any iterable.
pub fn remove_all(this: &Value, other: &Value) -> PyResult<()> {
    let own = table(this);
    if this.is(other) {
        own.clear();
        return Ok(());
    }
    if let Some(other) = other.downcast::<Set>() {
        return each(&other.table, |element, hash| own.take(&element, hash).map(drop));
    }
    let iterator = protocol::iter(other)?;
    while let Some(element) = protocol::next(&iterator)? {
        discard_key(this, &element)?;
    }
    Ok(())
}

/// `this &= other` for any iterable.
pub fn keep_only(this: &Value, other: &Value) -> PyResult<()> {
    let common = intersection_of(this, other)?;
    swap_with(this, &common);
    Ok(())
}

/// Takes over the elements of a set that nobody else has seen.
fn swap_with(this: &Value, fresh: &Value) {
    table(this).swap(table(fresh));
}

/// `this ^= other` for any iterable.
pub fn toggle_all(this: &Value, other: &Value) -> PyResult<()> {
    let own = set(this);
    if this.is(other) {
        own.table.clear();
        return Ok(());
    }
    let toggle = |element: Value, hash: i64| match own.table.take(&element, hash)? {
        Some(_) => Ok(()),
        None => own.add_hashed(element, hash),
    };
    if let Some(source) = known_table(other) {
        return each(source, toggle);
    }
    let others = filled(result_type(this), other)?;
    each(table(&others), toggle)
}

// ---- what makes new sets -------------------------------------------------------------------------------------

fn union_of(this: &Value, others: &[Value]) -> PyResult {
    let result = duplicate(this)?;
    for other in others {
        add_all(&result, other)?;
    }
    Ok(result)
}

fn intersection_of(this: &Value, other: &Value) -> PyResult {
    if this.is(other) {
        return duplicate(this);
    }
    let result = empty_like(this);
    let target = set(&result);
    if let Some(others) = other.downcast::<Set>() {
        // The smaller one is walked along, the larger one is asked.
        let (walked, asked) = match others.len() > set(this).len() {
            true => (table(this), &others.table),
            false => (&others.table, table(this)),
        };
        each(walked, |element, hash| match asked.find(&element, hash)? {
            Some(_) => target.add_hashed(element, hash),
            None => Ok(()),
        })?;
        return Ok(result);
    }
    let iterator = protocol::iter(other)?;
    while let Some(element) = protocol::next(&iterator)? {
        let hash = protocol::hash(&element)?;
        if table(this).find(&element, hash)?.is_some() {
            target.add_hashed(element, hash)?;
        }
    }
    Ok(result)
}

fn difference_of(this: &Value, other: &Value) -> PyResult {
    let Some(others) = known_table(other) else {
        let result = duplicate(this)?;
        remove_all(&result, other)?;
        return Ok(result);
    };
    let result = empty_like(this);
    each(table(this), |element, hash| match others.find(&element, hash)? {
        Some(_) => Ok(()),
        None => set(&result).add_hashed(element, hash),
    })?;
    Ok(result)
}

fn symmetric_difference_of(this: &Value, other: &Value) -> PyResult {
    let result = filled(result_type(this), other)?;
    toggle_all(&result, this)?;
    Ok(result)
}

fn is_subset(a: &Value, b: &Value) -> PyResult<bool> {
    if set(a).len() > set(b).len() {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((next, element, hash)) = table(a).next_key(position) {
        if table(b).find(&element, hash)?.is_none() {
            return Ok(false);
        }
        position = next;
    }
    Ok(true)
}

// ---- slots -----------------------------------------------------------------------------------------------

fn set_new(ty: TypeRef, _: &Args) -> PyResult {
    Ok(new_instance(ty, Set::new(Dict::new())))
}

fn set_init(this: &Value, args: &Args) -> PyResult<()> {
    no_keywords(args, "set")?;
    if args.pos.len() > 1 {
        sequence::unpack(&this.type_name(), args.pos, 0, 1)?;
    }
    if !set(this).is_empty() {
        table(this).clear();
    }
    match args.pos.first() {
        Some(source) => add_all(this, source),
        None => Ok(()),
    }
}

fn no_keywords(args: &Args, name: &str) -> PyResult<()> {
    if args.kw.is_empty() {
        return Ok(());
    }
    Err(type_error(format!("{name}() does not take keyword arguments")))
}

fn frozenset_new(ty: TypeRef, args: &Args) -> PyResult {
    if ty == FROZENSET {
        no_keywords(args, "frozenset")?;
    }
    if args.pos.len() > 1 {
        sequence::unpack(&ty.name(), args.pos, 0, 1)?;
    }
    let made = match args.pos.first() {
        Some(source) if ty == FROZENSET && source.type_of() == FROZENSET => return Ok(source.clone()),
        Some(source) => filled(ty, source)?,
        None => new_instance(ty, Set::new(Dict::new())),
    };
    if ty != FROZENSET || !set(&made).is_empty() {
        return Ok(made);
    }
    Ok(EMPTY.get().unwrap_or_else(|| {
        EMPTY.set(made.clone());
        made
    }))
}

fn set_repr(this: &Value) -> PyResult {
    let name = this.type_name();
    let Some(_guard) = sequence::repr_enter(this) else { return Ok(new_str(&format!("{name}(...)"))) };
    let elements = set(this).to_vec();
    let (open, close) = match (lang::is_27(), elements.is_empty(), this.type_of() == SET) {
        (true, ..) => (format!("{name}(["), "])"),
        (_, true, _) => (format!("{name}("), ")"),
        (_, _, true) => ("{".to_owned(), "}"),
        _ => (format!("{name}({{"), "})"),
    };
    let mut text = Text::new(&open);
    for (at, element) in elements.iter().enumerate() {
        if at > 0 {
            text.push(", ");
        }
        text.push_repr(element)?;
    }
    text.push(close);
    Ok(text.finish())
}

/// frozenset_hash.
fn frozenset_hash(this: &Value) -> PyResult<i64> {
    let own = set(this);
    if own.hash.get() != -1 {
        return Ok(own.hash.get());
    }
    let mut hash = 1_927_868_237u64.wrapping_mul(own.len() as u64 + 1);
    each(&own.table, |_, h| {
        let h = h as u64;
        hash ^= (h ^ (h << 16) ^ 89_869_747).wrapping_mul(3_644_798_167);
        Ok(())
    })?;
    let hash = match hash.wrapping_mul(69_069).wrapping_add(907_133_923) as i64 {
        -1 => 590_923_713,
        hash => hash,
    };
    own.hash.set(hash);
    Ok(hash)
}

fn set_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !is_set(a) || !is_set(b) {
        return Ok(Value::not_implemented());
    }
    let (x, y) = (set(a).len(), set(b).len());
    let holds = match op {
        CmpOp::Eq | CmpOp::Ne => {
            let (h, k) = (set(a).hash.get(), set(b).hash.get());
            let equal = x == y && (h == -1 || k == -1 || h == k) && is_subset(a, b)?;
            equal == (op == CmpOp::Eq)
        }
        CmpOp::Le => is_subset(a, b)?,
        CmpOp::Ge => is_subset(b, a)?,
        CmpOp::Lt => x < y && is_subset(a, b)?,
        CmpOp::Gt => x > y && is_subset(b, a)?,
    };
    Ok(Value::bool(holds))
}

fn set_len(this: &Value) -> PyResult<usize> {
    Ok(set(this).len())
}

fn set_iter(this: &Value) -> PyResult {
    let iter = Iter::over(this.clone());
    iter.bound.set(set(this).len() as i64);
    Ok(new_object(SET_ITER, iter))
}

/// Whether an error came from an unhashable set, which stands for an equal frozenset in a few questions; if so,
/// the error is taken back and that frozenset given.
fn frozen_stand_in(key: &Value) -> PyResult<Option<Value>> {
    if !is_set(key) || !errors::matches(exc::TYPE_ERROR) {
        return Ok(None);
    }
    errors::clear();
    filled(FROZENSET, key).map(Some)
}

fn set_contains(this: &Value, key: &Value) -> PyResult<bool> {
    match table(this).contains(key) {
        Ok(found) => Ok(found),
        Err(raised) => match frozen_stand_in(key)? {
            Some(key) => table(this).contains(&key),
            None => Err(raised),
        },
    }
}

/// Removes an element if it is there; says whether it was.
fn discard_key(this: &Value, key: &Value) -> PyResult<bool> {
    let hash = protocol::hash(key)?;
    Ok(table(this).take(key, hash)?.is_some())
}

fn set_binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    if !is_set(a) || !is_set(b) {
        return Ok(Value::not_implemented());
    }
    match op {
        BinOp::Or => union_of(a, std::slice::from_ref(b)),
        BinOp::And => intersection_of(a, b),
        BinOp::Sub => difference_of(a, b),
        BinOp::Xor => symmetric_difference_of(a, b),
        _ => Ok(Value::not_implemented()),
    }
}

fn set_inplace(op: BinOp, a: &Value, b: &Value) -> PyResult {
    if !is_set(b) {
        return Ok(Value::not_implemented());
    }
    match op {
        BinOp::Or => add_all(a, b)?,
        BinOp::And => keep_only(a, b)?,
        BinOp::Sub => remove_all(a, b)?,
        BinOp::Xor => toggle_all(a, b)?,
        _ => return Ok(Value::not_implemented()),
    }
    Ok(a.clone())
}

// ---- the iterator ----------------------------------------------------------------------------------------

fn iterator_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let step = iter.source.step(|set: &Set| {
        let same = set.len() as i64 == iter.bound.get();
        (same, if same { set.table.next_key(iter.position.get() as usize) } else { None })
    });
    match step {
        Some((true, Some((position, element, _)))) => {
            iter.position.set(position as i64);
            iter.step.set(iter.step.get() + 1);
            Ok(Some(element))
        }
        Some((true, None)) => {
            drop(iter.source.take());
            Ok(None)
        }
        Some((false, _)) => {
            iter.bound.set(-1);
            Err(runtime_error("Set changed size during iteration"))
        }
        None => Ok(None),
    }
}

/// How many elements are left; `step` counts those given, from one.
fn iterator_hint(this: &Value) -> PyResult {
    let iter = this.payload::<Iter>();
    let same = iter.source.step(Set::len).is_some_and(|len| len as i64 == iter.bound.get());
    Ok(Value::int(if same { iter.bound.get() - (iter.step.get() - 1) } else { 0 }))
}

// ---- methods ---------------------------------------------------------------------------------------------

fn none(result: PyResult<()>) -> PyResult {
    result.map(|()| Value::none())
}

fn add(this: &Value, element: &Value) -> PyResult {
    none(set(this).add(element.clone()))
}

fn clear(this: &Value) -> PyResult {
    table(this).clear();
    Ok(Value::none())
}

fn copy(this: &Value) -> PyResult {
    duplicate(this)
}

fn frozenset_copy(this: &Value) -> PyResult {
    if this.type_of() == FROZENSET { Ok(this.clone()) } else { duplicate(this) }
}

fn discard_or(this: &Value, key: &Value) -> PyResult<bool> {
    match discard_key(this, key) {
        Ok(found) => Ok(found),
        Err(raised) => match frozen_stand_in(key)? {
            Some(key) => discard_key(this, &key),
            None => Err(raised),
        },
    }
}

fn discard(this: &Value, key: &Value) -> PyResult {
    discard_or(this, key)?;
    Ok(Value::none())
}

fn remove(this: &Value, key: &Value) -> PyResult {
    if discard_or(this, key)? { Ok(Value::none()) } else { Err(key_error(key)) }
}

fn pop(this: &Value) -> PyResult {
    match table(this).pop_item() {
        Some((element, _)) => Ok(element),
        None => Err(errors::raise(exc::KEY_ERROR, "pop from an empty set")),
    }
}

fn union(this: &Value, others: &[Value]) -> PyResult {
    union_of(this, others)
}

fn update(this: &Value, others: &[Value]) -> PyResult {
    none(others.iter().try_for_each(|other| add_all(this, other)))
}

fn intersection(this: &Value, others: &[Value]) -> PyResult {
    let Some((first, rest)) = others.split_first() else { return copy(this) };
    let mut result = intersection_of(this, first)?;
    for other in rest {
        result = intersection_of(&result, other)?;
    }
    Ok(result)
}

fn intersection_update(this: &Value, others: &[Value]) -> PyResult {
    let result = intersection(this, others)?;
    swap_with(this, &result);
    Ok(Value::none())
}

fn difference(this: &Value, others: &[Value]) -> PyResult {
    let Some((first, rest)) = others.split_first() else { return copy(this) };
    let result = difference_of(this, first)?;
    for other in rest {
        remove_all(&result, other)?;
    }
    Ok(result)
}

fn difference_update(this: &Value, others: &[Value]) -> PyResult {
    none(others.iter().try_for_each(|other| remove_all(this, other)))
}

fn symmetric_difference(this: &Value, other: &Value) -> PyResult {
    symmetric_difference_of(this, other)
}

fn symmetric_difference_update(this: &Value, other: &Value) -> PyResult {
    none(toggle_all(this, other))
}

fn as_set(value: &Value) -> PyResult {
    if is_set(value) { Ok(value.clone()) } else { new_set_from(value) }
}

fn issubset(this: &Value, other: &Value) -> PyResult {
    Ok(Value::bool(is_subset(this, &as_set(other)?)?))
}

fn issuperset(this: &Value, other: &Value) -> PyResult {
    Ok(Value::bool(is_subset(&as_set(other)?, this)?))
}

fn isdisjoint(this: &Value, other: &Value) -> PyResult {
    if other.downcast::<Set>().is_some() {
        return Ok(Value::bool(set(&intersection_of(this, other)?).is_empty()));
    }
    let iterator = protocol::iter(other)?;
    while let Some(element) = protocol::next(&iterator)? {
        if table(this).contains(&element)? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}

fn contains(this: &Value, key: &Value) -> PyResult {
    Ok(Value::bool(set_contains(this, key)?))
}

fn reduce(this: &Value) -> PyResult {
    let dict = instance::dict_slot(this).and_then(Slot::get).unwrap_or(Value::none());
    let elements = new_tuple([new_list(set(this).to_vec())]);
    Ok(new_tuple([this.type_of().value(), elements, dict]))
}

fn sizeof(this: &Value) -> PyResult {
    Ok(Value::int((this.type_of().basic_size() + table(this).table_size()) as i64))
}

/// 2.7's `__cmp__`, which only says no.
fn compare(_: &Value, _: &Value) -> PyResult {
    Err(type_error("cannot compare sets using cmp()"))
}

const MANY: usize = usize::MAX;

macro_rules! methods {
    ($copy:expr; $($more:expr),*) => {
        &[
            method("__contains__", Native::One(contains), "x.__contains__(y) <==> y in x."),
            method("copy", Native::NoArgs($copy), "Return a shallow copy of a set."),
            method(
                "difference",
                Native::Var(0, MANY, difference),
                "Return the difference of two or more sets as a new set.\n\n\
                 (i.e. all elements that are in this set but not the others.)",
            ),
            method(
                "intersection",
                Native::Var(0, MANY, intersection),
                "Return the intersection of two or more sets as a new set.\n\n\
                 (i.e. elements that are common to all of the sets.)",
            ),
            method("isdisjoint", Native::One(isdisjoint), "Return True if two sets have a null intersection."),
            method("issubset", Native::One(issubset), "Report whether another set contains this set."),
            method("issuperset", Native::One(issuperset), "Report whether this set contains another set."),
            method("__reduce__", Native::NoArgs(reduce), "Return state information for pickling."),
            method("__sizeof__", Native::NoArgs(sizeof), "S.__sizeof__() -> size of S in memory, in bytes"),
            method(
                "symmetric_difference",
                Native::One(symmetric_difference),
                "Return the symmetric difference of two sets as a new set.\n\n\
                 (i.e. all elements that are in exactly one of the sets.)",
            ),
            method(
                "union",
                Native::Var(0, MANY, union),
                "Return the union of sets as a new set.\n\n(i.e. all elements that are in either set.)",
            ),
            $($more),*
        ]
    };
}

macro_rules! set_methods {
    ($($more:expr),*) => {
        methods![copy;
            method("add", Native::One(add), "Add an element to a set.\n\nThis has no effect if the element is already present."),
            method("clear", Native::NoArgs(clear), "Remove all elements from this set."),
            method(
                "discard",
                Native::One(discard),
                "Remove an element from a set if it is a member.\n\nIf the element is not a member, do nothing."
            ),
            method(
                "difference_update",
                Native::Var(0, MANY, difference_update),
                "Remove all elements of another set from this set."
            ),
            method(
                "intersection_update",
                Native::Var(0, MANY, intersection_update),
                "Update a set with the intersection of itself and another."
            ),
            method("pop", Native::NoArgs(pop), "Remove and return an arbitrary set element.\nRaises KeyError if the set is empty."),
            method(
                "remove",
                Native::One(remove),
                "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError."
            ),
            method(
                "symmetric_difference_update",
                Native::One(symmetric_difference_update),
                "Update a set with the symmetric difference of itself and another."
            ),
            method("update", Native::Var(0, MANY, update), "Update a set with the union of itself and others.")
            $(, $more)*
        ]
    };
}

static SET_METHODS: &[Method] = set_methods![];
static SET_METHODS27: &[Method] =
    set_methods![method("__cmp__", Native::One(compare), "x.__cmp__(y) <==> cmp(x,y)")];
static FROZENSET_METHODS: &[Method] = methods![frozenset_copy;];
static FROZENSET_METHODS27: &[Method] =
    methods![frozenset_copy; method("__cmp__", Native::One(compare), "x.__cmp__(y) <==> cmp(x,y)")];

static ITERATOR_METHODS: &[Method] = &[hint(iterator_hint)];

const OPERATORS: &[BinOp] = &[BinOp::Sub, BinOp::And, BinOp::Xor, BinOp::Or];

pub fn init() {
    drop(EMPTY.take());
    let common = Slots {
        repr: Some(set_repr),
        richcompare: Some(set_compare),
        iter: Some(set_iter),
        len: Some(set_len),
        contains: Some(set_contains),
        binary: Some(set_binary),
        ..Slots::of::<Set>()
    };
    let is_27 = lang::is_27();
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: if is_27 { SET_METHODS27 } else { SET_METHODS },
        operators: OPERATORS,
        inplace: OPERATORS,
        reflected: true,
        doc: "set() -> new empty set object\nset(iterable) -> new set object\n\n\
              Build an unordered collection of unique elements.",
        ..TypeDef::new(
            SET,
            "set",
            Slots {
                hash: Some(protocol::unhashable),
                inplace: Some(set_inplace),
                new: Some(set_new),
                init: Some(set_init),
                ..common
            },
        )
    });
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: if is_27 { FROZENSET_METHODS27 } else { FROZENSET_METHODS },
        operators: OPERATORS,
        reflected: true,
        doc: "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\n\
              Build an immutable unordered collection of unique elements.",
        ..TypeDef::new(
            FROZENSET,
            "frozenset",
            Slots { hash: Some(frozenset_hash), new: Some(frozenset_new), ..common },
        )
    });
    ready_iterator(SET_ITER, ["setiterator", "set_iterator"], iterator_next, ITERATOR_METHODS);
}
