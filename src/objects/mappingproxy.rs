//! The read-only view of a class's dict (Objects/descrobject.c, `dictproxy`): every question goes on to the dict.

use super::errors::PyResult;
use super::header::{Layout, Payload, new_object};
use super::native::{Method, Native, method};
use super::sequence::Text;
use super::str::intern;
use super::typeobj::{CmpOp, DICT, DICT_PROXY, Slots, TypeDef, ready};
use super::word::{Value, Word};
use super::{call, lang, protocol};

pub struct Proxy(pub Value);

impl Payload for Proxy {
    const LAYOUT: Layout = Layout::DictProxy;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        visit(self.0.word());
    }
}

pub fn new_proxy(dict: Value) -> Value {
    new_object(DICT_PROXY, Proxy(dict))
}

fn target(this: &Value) -> &Value {
    &this.payload::<Proxy>().0
}

fn repr(this: &Value) -> PyResult {
    let mut text = Text::new("dict_proxy(");
    text.push_repr(target(this))?;
    text.push(")");
    Ok(text.finish())
}

fn compare(this: &Value, other: &Value, op: CmpOp) -> PyResult {
    let Some(proxy) = this.downcast::<Proxy>() else { return Ok(Value::not_implemented()) };
    // A method of the other side would be given the dict itself, as in CPython, and could write to it.
    if other.type_of() != DICT {
        super::typeobj::dicts_given_out(std::slice::from_ref(&proxy.0));
    }
    protocol::compare(&proxy.0, other, op)
}

macro_rules! forwarded {
    ($($function:ident $name:literal),*) => {
        $(fn $function(this: &Value, args: &[Value]) -> PyResult {
            call::call_method(target(this), &intern($name), args)
        })*
    };
}

forwarded!(get "get", has_key "has_key", keys "keys", values "values", items "items", copy "copy",
    iterkeys "iterkeys", itervalues "itervalues", iteritems "iteritems");

const MANY: usize = usize::MAX;

macro_rules! methods {
    ($($more:expr),*) => {
        &[
            method("get", Native::Var(0, MANY, get), "D.get(k[,d]) -> D[k] if D.has_key(k), else d.  d defaults to None."),
            method("keys", Native::Var(0, MANY, keys), "D.keys() -> list of D's keys"),
            method("values", Native::Var(0, MANY, values), "D.values() -> list of D's values"),
            method("items", Native::Var(0, MANY, items), "D.items() -> list of D's (key, value) pairs, as 2-tuples"),
            method("copy", Native::Var(0, MANY, copy), "D.copy() -> a shallow copy of D"),
            $($more),*
        ]
    };
}

static METHODS: &[Method] = methods![];

static METHODS27: &[Method] = methods![
    method("has_key", Native::Var(0, MANY, has_key), "D.has_key(k) -> True if D has a key k, else False"),
    method("iterkeys", Native::Var(0, MANY, iterkeys), "D.iterkeys() -> an iterator over the keys of D"),
    method(
        "itervalues",
        Native::Var(0, MANY, itervalues),
        "D.itervalues() -> an iterator over the values of D"
    ),
    method(
        "iteritems",
        Native::Var(0, MANY, iteritems),
        "D.iteritems() -> an iterator over the (key, value) items of D"
    )
];

pub fn init() {
    let slots = Slots {
        repr: Some(repr),
        str: Some(|this| protocol::str(target(this))),
        hash: Some(protocol::unhashable),
        richcompare: Some(compare),
        len: Some(|this| protocol::len(target(this))),
        iter: Some(|this| protocol::iter(target(this))),
        getitem: Some(|this, key| protocol::getitem(target(this), key)),
        contains: Some(|this, key| protocol::contains(target(this), key)),
        ..Slots::of::<Proxy>()
    };
    ready(TypeDef {
        name27: "dictproxy",
        methods: if lang::is_27() { METHODS27 } else { METHODS },
        ..TypeDef::new(DICT_PROXY, "dict_proxy", slots)
    });
}
