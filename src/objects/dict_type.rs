//! The type `dict`: its slots and methods over the table of `dict` (Objects/dictobject.c).
//!
//! Invariant: a missing key of a subclass goes to `__missing__` in `d[key]` only.

use super::dict::Dict;
use super::dict_views;
use super::errors::{self, PyResult, key_error, type_error, value_error};
use super::header::new_instance;
use super::list::new_list;
use super::native::{Args, Method, Native, class_method, method};
use super::sequence::{self, Text};
use super::str::new_str;
use super::tuple::new_tuple;
use super::typeobj::{CmpOp, DICT, Slots, TypeDef, TypeRef, flags, ready};
use super::word::Value;
use super::{call, exceptions as exc, lang, names, protocol};
use std::cmp::Ordering;

fn dict(this: &Value) -> &Dict {
    this.payload::<Dict>()
}

// ---- slots -----------------------------------------------------------------------------------------------

fn dict_new(ty: TypeRef, _: &Args) -> PyResult {
    Ok(new_instance(ty, Dict::new()))
}

fn dict_init(this: &Value, args: &Args) -> PyResult<()> {
    update_from("dict", this, args)
}

fn dict_repr(this: &Value) -> PyResult {
    let Some(_guard) = sequence::repr_enter(this) else { return Ok(new_str("{...}")) };
    let own = dict(this);
    let mut text = Text::new("{");
    let (mut position, mut first) = (0, true);
    while let Some((next, key, value)) = own.next(position) {
        if !std::mem::take(&mut first) {
            text.push(", ");
        }
        text.push_repr(&key)?;
        text.push(": ");
        text.push_repr(&value)?;
        position = next;
    }
    text.push("}");
    Ok(text.finish())
}

fn dict_len(this: &Value) -> PyResult<usize> {
    Ok(dict(this).len())
}

#[inline]
fn dict_getitem(this: &Value, key: &Value) -> PyResult {
    match dict(this).get(key)? {
        Some(value) => Ok(value),
        None => missing(this, key),
    }
}

#[cold]
fn missing(this: &Value, key: &Value) -> PyResult {
    if this.type_of() != DICT
        && let Some(result) = protocol::call_special(this, names::__missing__(), std::slice::from_ref(key))
    {
        return result;
    }
    Err(key_error(key))
}

#[inline]
fn dict_setitem(this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    match value {
        Some(value) => dict(this).insert(key.clone(), value.clone()),
        None => match dict(this).remove(key)? {
            Some(_) => Ok(()),
            None => Err(key_error(key)),
        },
    }
}

fn dict_contains(this: &Value, key: &Value) -> PyResult<bool> {
    dict(this).contains(key)
}

fn dict_iter(this: &Value) -> PyResult {
    Ok(dict_views::key_iterator(this))
}

fn dict_compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Dict>(), b.downcast::<Dict>()) else {
        return Ok(Value::not_implemented());
    };
    match op {
        CmpOp::Eq => Ok(Value::bool(equal(x, y)?)),
        CmpOp::Ne => Ok(Value::bool(!equal(x, y)?)),
        _ if lang::is_27() => Ok(Value::bool(op.holds(three_way(x, y)?))),
        _ => Ok(Value::not_implemented()),
    }
}

/// Same size, and each key has an equal value in the other (dict_equal).
fn equal(a: &Dict, b: &Dict) -> PyResult<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((next, key, value)) = a.next(position) {
        match b.get(&key)? {
            Some(other) if protocol::equals(&value, &other)? => {}
            _ => return Ok(false),
        }
        position = next;
    }
    Ok(true)
}

/// The smallest key of `a` that `b` lacks or has with another value, and its value (characterize).
fn characterize(a: &Dict, b: &Dict) -> PyResult<Option<(Value, Value)>> {
    let mut least: Option<(Value, Value)> = None;
    let mut position = 0;
    while let Some((next, key, value)) = a.next(position) {
        position = next;
        let smaller = match &least {
            Some((held, _)) => protocol::compare_truth(&key, held, CmpOp::Lt)?,
            None => true,
        };
        if !smaller {
            continue;
        }
        let differs = match b.get(&key)? {
            Some(other) => !protocol::equals(&value, &other)?,
            None => true,
        };
        if differs {
            least = Some((key, value));
        }
    }
    Ok(least)
}

/// 2.7's order of dicts (dict_compare).
fn three_way(a: &Dict, b: &Dict) -> PyResult<Ordering> {
    if a.len() != b.len() {
        return Ok(a.len().cmp(&b.len()));
    }
    let Some((a_key, a_value)) = characterize(a, b)? else { return Ok(Ordering::Equal) };
    let Some((b_key, b_value)) = characterize(b, a)? else { return Ok(Ordering::Equal) };
    match protocol::cmp(&a_key, &b_key)? {
        Ordering::Equal => protocol::cmp(&a_value, &b_value),
        order => Ok(order),
    }
}

// ---- filling from other objects ----------------------------------------------------------------------------

/// `update` and `dict()` with any of their arguments (dict_update_common).
pub fn update_from(function: &str, this: &Value, args: &Args) -> PyResult<()> {
    sequence::unpack(function, args.pos, 0, 1)?;
    if let Some(source) = args.pos.first() {
        merge_any(this, source)?;
    }
    if args.kw.is_empty() {
        return Ok(());
    }
    // Keyword arguments come as a dict, and that dict's order counts.
    let keywords = Dict::new();
    for [key, value] in args.kw {
        keywords.insert(key.clone(), value.clone())?;
    }
    dict(this).merge(&keywords, true)
}

/// Takes over a mapping, or an iterable of pairs.
pub fn merge_any(this: &Value, source: &Value) -> PyResult<()> {
    if source.downcast::<Dict>().is_some() || protocol::getattr_option(source, names::keys())?.is_some() {
        merge_mapping(this, source)
    } else {
        merge_pairs(this, source)
    }
}

/// Takes over a mapping: a dict's table, or `keys()` and `[]` of anything else (PyDict_Merge).
pub fn merge_mapping(this: &Value, source: &Value) -> PyResult<()> {
    if let Some(other) = source.downcast::<Dict>() {
        return dict(this).merge(other, true);
    }
    let keys = call::call_method(source, names::keys(), &[])?;
    let iterator = protocol::iter(&keys)?;
    while let Some(key) = protocol::next(&iterator)? {
        let value = protocol::getitem(source, &key)?;
        dict(this).insert(key, value)?;
    }
    Ok(())
}

/// Takes over (key, value) pairs (PyDict_MergeFromSeq2).
fn merge_pairs(this: &Value, source: &Value) -> PyResult<()> {
    let iterator = protocol::iter(source)?;
    let mut at = 0;
    while let Some(item) = protocol::next(&iterator)? {
        let pair = match protocol::to_vec(&item) {
            Ok(pair) => pair,
            Err(_) if errors::matches(exc::TYPE_ERROR) => {
                errors::clear();
                return Err(type_error(format!(
                    "cannot convert dictionary update sequence element #{at} to a sequence"
                )));
            }
            Err(raised) => return Err(raised),
        };
        let len = pair.len();
        let Ok([key, value]) = <[Value; 2]>::try_from(pair) else {
            return Err(value_error(format!(
                "dictionary update sequence element #{at} has length {len}; 2 is required"
            )));
        };
        dict(this).insert(key, value)?;
        at += 1;
    }
    Ok(())
}

// ---- methods ---------------------------------------------------------------------------------------------

fn get(this: &Value, args: &[Value]) -> PyResult {
    sequence::unpack("get", args, 1, 2)?;
    let found = dict(this).get(&args[0])?;
    Ok(found.or_else(|| args.get(1).cloned()).unwrap_or(Value::none()))
}

fn setdefault(this: &Value, args: &[Value]) -> PyResult {
    sequence::unpack("setdefault", args, 1, 2)?;
    dict(this).get_or_insert(&args[0], || args.get(1).cloned().unwrap_or(Value::none()))
}

fn pop(this: &Value, args: &[Value]) -> PyResult {
    sequence::unpack("pop", args, 1, 2)?;
    let own = dict(this);
    // An empty dict does not even hash the key.
    let found = if own.is_empty() { None } else { own.remove(&args[0])? };
    match (found, args.get(1)) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(key_error(&args[0])),
    }
}

fn popitem(this: &Value) -> PyResult {
    match dict(this).pop_item() {
        Some((key, value)) => Ok(new_tuple([key, value.unwrap_or(Value::none())])),
        None => Err(errors::raise(exc::KEY_ERROR, "popitem(): dictionary is empty")),
    }
}

fn keys(this: &Value) -> PyResult {
    Ok(new_list(dict(this).keys()))
}

fn values(this: &Value) -> PyResult {
    Ok(new_list(dict(this).values()))
}

fn items(this: &Value) -> PyResult {
    Ok(new_list(dict(this).item_tuples()))
}

fn update(this: &Value, args: &Args) -> PyResult {
    update_from("update", this, args)?;
    Ok(Value::none())
}

fn clear(this: &Value) -> PyResult {
    dict(this).clear();
    Ok(Value::none())
}

fn copy(this: &Value) -> PyResult {
    dict(this).ensure(0)?;
    Ok(dict(this).copy())
}

fn contains(this: &Value, key: &Value) -> PyResult {
    Ok(Value::bool(dict(this).contains(key)?))
}

fn fromkeys(class: &Value, args: &[Value]) -> PyResult {
    sequence::unpack("fromkeys", args, 1, 2)?;
    let value = args.get(1).cloned().unwrap_or(Value::none());
    let made = call::call(class, &[])?;
    let iterator = protocol::iter(&args[0])?;
    let plain = made.type_of() == DICT;
    while let Some(key) = protocol::next(&iterator)? {
        match made.downcast::<Dict>().filter(|_| plain) {
            Some(table) => table.insert(key, value.clone())?,
            None => protocol::setitem(&made, &key, Some(&value))?,
        }
    }
    Ok(made)
}

fn sizeof(this: &Value) -> PyResult {
    Ok(Value::int((this.type_of().basic_size() + dict(this).table_size()) as i64))
}

/// `dict.__cmp__` of 2.7.
fn compare(this: &Value, other: &Value) -> PyResult {
    match other.downcast::<Dict>() {
        Some(other) => Ok(Value::int(three_way(dict(this), other)? as i64)),
        None => Err(type_error(format!(
            "dict.__cmp__(x,y) requires y to be a 'dict', not a '{}'",
            other.type_name()
        ))),
    }
}

const MANY: usize = usize::MAX;

macro_rules! methods {
    ($($more:expr),*) => {
        &[
            method(
                "__contains__",
                Native::One(contains),
                "D.__contains__(k) -> True if D has a key k, else False",
            ),
            method("__getitem__", Native::One(dict_getitem), "x.__getitem__(y) <==> x[y]"),
            method("__sizeof__", Native::NoArgs(sizeof), "D.__sizeof__() -> size of D in memory, in bytes"),
            method(
                "get",
                Native::Var(0, MANY, get),
                "D.get(k[,d]) -> D[k] if k in D, else d.  d defaults to None.",
            ),
            method(
                "setdefault",
                Native::Var(0, MANY, setdefault),
                "D.setdefault(k[,d]) -> D.get(k,d), also set D[k]=d if k not in D",
            ),
            method(
                "pop",
                Native::Var(0, MANY, pop),
                "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\
                 If key is not found, d is returned if given, otherwise KeyError is raised",
            ),
            method(
                "popitem",
                Native::NoArgs(popitem),
                "D.popitem() -> (k, v), remove and return some (key, value) pair as a\n\
                 2-tuple; but raise KeyError if D is empty.",
            ),
            method("update", Native::Kw(update), "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F."),
            class_method(
                "fromkeys",
                Native::Var(0, MANY, fromkeys),
                "dict.fromkeys(S[,v]) -> New dict with keys from S and values equal to v.\nv defaults to None.",
            ),
            method("clear", Native::NoArgs(clear), "D.clear() -> None.  Remove all items from D."),
            method("copy", Native::NoArgs(copy), "D.copy() -> a shallow copy of D"),
            $($more),*
        ]
    };
}

static METHODS: &[Method] = methods![
    method(
        "keys",
        Native::NoArgs(dict_views::keys),
        "D.keys() -> a set-like object providing a view on D's keys"
    ),
    method(
        "items",
        Native::NoArgs(dict_views::items),
        "D.items() -> a set-like object providing a view on D's items"
    ),
    method(
        "values",
        Native::NoArgs(dict_views::values),
        "D.values() -> an object providing a view on D's values"
    )
];

static METHODS27: &[Method] = methods![
    method("has_key", Native::One(contains), "D.has_key(k) -> True if D has a key k, else False"),
    method("__cmp__", Native::One(compare), "x.__cmp__(y) <==> cmp(x,y)"),
    method("keys", Native::NoArgs(keys), "D.keys() -> list of D's keys"),
    method("items", Native::NoArgs(items), "D.items() -> list of D's (key, value) pairs, as 2-tuples"),
    method("values", Native::NoArgs(values), "D.values() -> list of D's values"),
    method(
        "iterkeys",
        Native::NoArgs(dict_views::iterkeys),
        "D.iterkeys() -> an iterator over the keys of D"
    ),
    method(
        "iteritems",
        Native::NoArgs(dict_views::iteritems),
        "D.iteritems() -> an iterator over the (key, value) items of D"
    ),
    method(
        "itervalues",
        Native::NoArgs(dict_views::itervalues),
        "D.itervalues() -> an iterator over the values of D"
    ),
    method(
        "viewkeys",
        Native::NoArgs(dict_views::keys),
        "D.viewkeys() -> a set-like object providing a view on D's keys"
    ),
    method(
        "viewitems",
        Native::NoArgs(dict_views::items),
        "D.viewitems() -> a set-like object providing a view on D's items"
    ),
    method(
        "viewvalues",
        Native::NoArgs(dict_views::values),
        "D.viewvalues() -> an object providing a view on D's values"
    )
];

pub fn init() {
    let slots = Slots {
        repr: Some(dict_repr),
        hash: Some(protocol::unhashable),
        richcompare: Some(dict_compare),
        iter: Some(dict_iter),
        len: Some(dict_len),
        getitem: Some(dict_getitem),
        setitem: Some(dict_setitem),
        contains: Some(dict_contains),
        new: Some(dict_new),
        init: Some(dict_init),
        ..Slots::of::<Dict>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: if lang::is_27() { METHODS27 } else { METHODS },
        doc: "dict() -> new empty dictionary\n\
              dict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\n\
              dict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\n\
              dict(**kwargs) -> new dictionary initialized with the name=value pairs\n    \
              in the keyword argument list.  For example:  dict(one=1, two=2)",
        ..TypeDef::new(DICT, "dict", slots)
    });
    dict_views::init();
}
