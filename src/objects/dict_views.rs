//! Views of a dict's keys, items and values, and the iterators over them (Objects/dictobject.c).
//!
//! Invariants: a view keeps its dict and nothing else. An iterator notes the number of keys when it is made; once
//! that has changed it raises, at every further call (dictiter_iternextkey).

use super::dict::Dict;
use super::errors::{self, PyResult, runtime_error};
use super::header::{Layout, Payload, new_object};
use super::iterator::{Iter, hint, ready_iterator};
use super::native::{Method, Native, method};
use super::sequence::Text;
use super::set::{self, Set};
use super::slot::Slot;
use super::tuple::{Tuple, new_pair};
use super::typeobj::{
    BinOp, CmpOp, DICT_ITEMITER, DICT_ITEMS, DICT_KEYITER, DICT_KEYS, DICT_VALUEITER, DICT_VALUES, Slots,
    TypeDef, TypeRef, ready,
};
use super::word::{Value, Word};
use super::{lang, protocol};

/// The payload of all three views.
pub struct View {
    dict: Slot,
}

impl Payload for View {
    const LAYOUT: Layout = Layout::DictView;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.dict.visit(visit);
    }
}

// ---- iterators ---------------------------------------------------------------------------------------------

fn new_iterator(ty: TypeRef, dict: &Value) -> Value {
    let iter = Iter::over(dict.clone());
    iter.bound.set(dict.payload::<Dict>().len() as i64);
    new_object(ty, iter)
}

pub fn key_iterator(dict: &Value) -> Value {
    new_iterator(DICT_KEYITER, dict)
}

enum Step<T> {
    Item(T),
    End,
    Changed,
}

/// One step along the dict by `next`, which gives the position after the item.
#[inline(always)]
fn advance<T>(this: &Value, next: impl FnOnce(&Dict, usize) -> Option<(usize, T)>) -> PyResult<Option<T>> {
    let iter = this.payload::<Iter>();
    let step = iter.source.step(|dict: &Dict| {
        if dict.len() as i64 != iter.bound.get() {
            return Step::Changed;
        }
        match next(dict, iter.position.get() as usize) {
            Some((position, item)) => {
                iter.position.set(position as i64);
                iter.step.set(iter.step.get() + 1);
                Step::Item(item)
            }
            None => Step::End,
        }
    });
    match step {
        Some(Step::Item(item)) => Ok(Some(item)),
        Some(Step::Changed) => {
            iter.bound.set(-1);
            Err(runtime_error("dictionary changed size during iteration"))
        }
        Some(Step::End) => {
            drop(iter.source.take());
            Ok(None)
        }
        None => Ok(None),
    }
}

#[inline]
pub fn key_next(this: &Value) -> PyResult<Option<Value>> {
    advance(this, |dict, position| dict.next_key(position).map(|(next, key, _)| (next, key)))
}

fn value_next(this: &Value) -> PyResult<Option<Value>> {
    advance(this, Dict::next_value)
}

fn item_next(this: &Value) -> PyResult<Option<Value>> {
    let pair =
        advance(this, |dict, position| dict.next(position).map(|(next, key, value)| (next, [key, value])))?;
    Ok(pair.map(|[key, value]| new_pair(&this.payload::<Iter>().kept, key, value)))
}

/// How many items are left; `step` counts those given, from one.
fn iterator_hint(this: &Value) -> PyResult {
    let iter = this.payload::<Iter>();
    let same = iter.source.step(Dict::len).is_some_and(|len| len as i64 == iter.bound.get());
    Ok(Value::int(if same { iter.bound.get() - (iter.step.get() - 1) } else { 0 }))
}

pub fn iterkeys(dict: &Value) -> PyResult {
    Ok(new_iterator(DICT_KEYITER, dict))
}

pub fn itervalues(dict: &Value) -> PyResult {
    Ok(new_iterator(DICT_VALUEITER, dict))
}

pub fn iteritems(dict: &Value) -> PyResult {
    Ok(new_iterator(DICT_ITEMITER, dict))
}

// ---- views -------------------------------------------------------------------------------------------------

fn new_view(ty: TypeRef, dict: &Value) -> PyResult {
    Ok(new_object(ty, View { dict: Slot::new(dict.clone()) }))
}

pub fn keys(dict: &Value) -> PyResult {
    new_view(DICT_KEYS, dict)
}

pub fn values(dict: &Value) -> PyResult {
    new_view(DICT_VALUES, dict)
}

pub fn items(dict: &Value) -> PyResult {
    new_view(DICT_ITEMS, dict)
}

fn dict_of(view: &Value) -> Value {
    view.payload::<View>().dict.get_or_none()
}

fn view_repr(this: &Value) -> PyResult {
    let items = super::list::new_list(protocol::to_vec(this)?);
    let mut text = Text::new(&this.type_name());
    text.push("(");
    text.push_repr(&items)?;
    text.push(")");
    Ok(text.finish())
}

fn view_len(this: &Value) -> PyResult<usize> {
    protocol::len(&dict_of(this))
}

fn view_iter(this: &Value) -> PyResult {
    let own = this.type_of();
    let ty = if own == DICT_KEYS {
        DICT_KEYITER
    } else if own == DICT_VALUES {
        DICT_VALUEITER
    } else {
        DICT_ITEMITER
    };
    Ok(new_iterator(ty, &dict_of(this)))
}

fn keys_contain(this: &Value, key: &Value) -> PyResult<bool> {
    dict_of(this).payload::<Dict>().contains(key)
}

fn items_contain(this: &Value, item: &Value) -> PyResult<bool> {
    let Some([key, value]) = item.downcast::<Tuple>().map(Tuple::items) else { return Ok(false) };
    // An error of the search means no (PyDict_GetItem).
    match dict_of(this).payload::<Dict>().get(key) {
        Ok(Some(found)) => protocol::equals(value, &found),
        Ok(None) => Ok(false),
        Err(_) => {
            errors::clear();
            Ok(false)
        }
    }
}

fn is_set_like(value: &Value) -> bool {
    value.type_of() == DICT_KEYS || value.type_of() == DICT_ITEMS || value.downcast::<Set>().is_some()
}

/// Every item of `a` is in `b`.
fn all_in(a: &Value, b: &Value) -> PyResult<bool> {
    let iterator = protocol::iter(a)?;
    while let Some(item) = protocol::next(&iterator)? {
        if !protocol::contains(b, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn view_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !is_set_like(a) || !is_set_like(b) {
        return Ok(Value::not_implemented());
    }
    let (x, y) = (protocol::len(a)?, protocol::len(b)?);
    let holds = match op {
        CmpOp::Eq | CmpOp::Ne => (x == y && all_in(a, b)?) == (op == CmpOp::Eq),
        CmpOp::Lt => x < y && all_in(a, b)?,
        CmpOp::Le => x <= y && all_in(a, b)?,
        CmpOp::Gt => x > y && all_in(b, a)?,
        CmpOp::Ge => x >= y && all_in(b, a)?,
    };
    Ok(Value::bool(holds))
}

/// A set of the left operand, changed by the right one, whatever they are.
fn view_binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    let change = match op {
        BinOp::Sub => set::remove_all,
        BinOp::And => set::keep_only,
        BinOp::Or => set::add_all,
        BinOp::Xor => set::toggle_all,
        _ => return Ok(Value::not_implemented()),
    };
    let result = set::new_set_from(a)?;
    change(&result, b)?;
    Ok(result)
}

fn isdisjoint(this: &Value, other: &Value) -> PyResult {
    let iterator = protocol::iter(other)?;
    while let Some(item) = protocol::next(&iterator)? {
        if protocol::contains(this, &item)? {
            return Ok(Value::bool(false));
        }
    }
    Ok(Value::bool(true))
}

static SET_METHODS: &[Method] = &[method(
    "isdisjoint",
    Native::One(isdisjoint),
    "Return True if the view and the given iterable have a null intersection.",
)];

static ITERATOR_METHODS: &[Method] = &[hint(iterator_hint)];

pub fn init() {
    let common =
        Slots { repr: Some(view_repr), iter: Some(view_iter), len: Some(view_len), ..Slots::of::<View>() };
    ready(TypeDef::new(DICT_VALUES, "dict_values", common));
    let contains: [fn(&Value, &Value) -> PyResult<bool>; 2] = [keys_contain, items_contain];
    for ((ty, name), contains) in
        [(DICT_KEYS, "dict_keys"), (DICT_ITEMS, "dict_items")].into_iter().zip(contains)
    {
        let slots = Slots {
            hash: Some(protocol::unhashable),
            richcompare: Some(view_compare),
            contains: Some(contains),
            binary: Some(view_binary),
            ..common
        };
        ready(TypeDef {
            methods: if lang::is_27() { &[] } else { SET_METHODS },
            operators: &[BinOp::Sub, BinOp::And, BinOp::Or, BinOp::Xor],
            reflected: true,
            ..TypeDef::new(ty, name, slots)
        });
    }
    ready_iterator(DICT_KEYITER, ["dictionary-keyiterator", "dict_keyiterator"], key_next, ITERATOR_METHODS);
    ready_iterator(
        DICT_VALUEITER,
        ["dictionary-valueiterator", "dict_valueiterator"],
        value_next,
        ITERATOR_METHODS,
    );
    ready_iterator(
        DICT_ITEMITER,
        ["dictionary-itemiterator", "dict_itemiterator"],
        item_next,
        ITERATOR_METHODS,
    );
}
