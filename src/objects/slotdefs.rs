//! Slots and dunders: which name stands for which slot, in both directions (typeobject.c, `slotdefs`).
//!
//! Invariants: a built-in type that fills a slot shows the dunder as a wrapper descriptor; a class whose MRO
//! defines a dunder gets the `slot_*` function here that looks it up and calls it. `fix_slots` is run when a
//! class is made and whenever a dunder of it, or of a base, is set or deleted.

use super::errors::{PyResult, attribute_error, type_error};
use super::header::Layout;
use super::instance;
use super::native::{Args, DescriptorKind, Method, Native, method};
use super::protocol::{self, call_special};
use super::typeobj::{
    BinOp, CmpOp, Slots, TypeDef, TypeRef, UnOp, WRAPPER_DESCRIPTOR, flags, new_descriptor, new_wrapper,
};
use super::word::Value;
use super::{call, lang, names};

/// The row behind every built-in type's `__new__`.
pub static NEW: Method = method(
    "__new__",
    Native::Kw(new_wrapper),
    "T.__new__(S, ...) -> a new object with type S, a subtype of T",
);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wraps {
    Repr,
    Str,
    Hash,
    Call,
    GetAttribute,
    SetAttr,
    DelAttr,
    Compare(CmpOp),
    Iter,
    Next,
    Truth,
    Len,
    GetItem,
    SetItem,
    DelItem,
    Contains,
    Binary(BinOp),
    Reflected(BinOp),
    Inplace(BinOp),
    Unary(UnOp),
    Get,
    Set,
    Delete,
    Init,
}

/// A dunder that stands for a slot.
pub struct Wrapper {
    pub name: &'static str,
    pub wraps: Wraps,
}

const fn row(name: &'static str, wraps: Wraps) -> Wrapper {
    Wrapper { name, wraps }
}

/// Every dunder; where the languages differ (`next`, `__nonzero__`), [`shown`] picks.
pub static WRAPPERS: &[Wrapper] = &[
    row("__repr__", Wraps::Repr),
    row("__str__", Wraps::Str),
    row("__hash__", Wraps::Hash),
    row("__call__", Wraps::Call),
    row("__getattribute__", Wraps::GetAttribute),
    row("__setattr__", Wraps::SetAttr),
    row("__delattr__", Wraps::DelAttr),
    row("__lt__", Wraps::Compare(CmpOp::Lt)),
    row("__le__", Wraps::Compare(CmpOp::Le)),
    row("__eq__", Wraps::Compare(CmpOp::Eq)),
    row("__ne__", Wraps::Compare(CmpOp::Ne)),
    row("__gt__", Wraps::Compare(CmpOp::Gt)),
    row("__ge__", Wraps::Compare(CmpOp::Ge)),
    row("__iter__", Wraps::Iter),
    row("next", Wraps::Next),
    row("__next__", Wraps::Next),
    row("__nonzero__", Wraps::Truth),
    row("__bool__", Wraps::Truth),
    row("__len__", Wraps::Len),
    row("__getitem__", Wraps::GetItem),
    row("__setitem__", Wraps::SetItem),
    row("__delitem__", Wraps::DelItem),
    row("__contains__", Wraps::Contains),
    row("__add__", Wraps::Binary(BinOp::Add)),
    row("__sub__", Wraps::Binary(BinOp::Sub)),
    row("__mul__", Wraps::Binary(BinOp::Mul)),
    row("__div__", Wraps::Binary(BinOp::Div)),
    row("__truediv__", Wraps::Binary(BinOp::TrueDiv)),
    row("__floordiv__", Wraps::Binary(BinOp::FloorDiv)),
    row("__mod__", Wraps::Binary(BinOp::Mod)),
    row("__divmod__", Wraps::Binary(BinOp::DivMod)),
    row("__pow__", Wraps::Binary(BinOp::Pow)),
    row("__lshift__", Wraps::Binary(BinOp::LShift)),
    row("__rshift__", Wraps::Binary(BinOp::RShift)),
    row("__and__", Wraps::Binary(BinOp::And)),
    row("__xor__", Wraps::Binary(BinOp::Xor)),
    row("__or__", Wraps::Binary(BinOp::Or)),
    row("__radd__", Wraps::Reflected(BinOp::Add)),
    row("__rsub__", Wraps::Reflected(BinOp::Sub)),
    row("__rmul__", Wraps::Reflected(BinOp::Mul)),
    row("__rdiv__", Wraps::Reflected(BinOp::Div)),
    row("__rtruediv__", Wraps::Reflected(BinOp::TrueDiv)),
    row("__rfloordiv__", Wraps::Reflected(BinOp::FloorDiv)),
    row("__rmod__", Wraps::Reflected(BinOp::Mod)),
    row("__rdivmod__", Wraps::Reflected(BinOp::DivMod)),
    row("__rpow__", Wraps::Reflected(BinOp::Pow)),
    row("__rlshift__", Wraps::Reflected(BinOp::LShift)),
    row("__rrshift__", Wraps::Reflected(BinOp::RShift)),
    row("__rand__", Wraps::Reflected(BinOp::And)),
    row("__rxor__", Wraps::Reflected(BinOp::Xor)),
    row("__ror__", Wraps::Reflected(BinOp::Or)),
    row("__iadd__", Wraps::Inplace(BinOp::Add)),
    row("__isub__", Wraps::Inplace(BinOp::Sub)),
    row("__imul__", Wraps::Inplace(BinOp::Mul)),
    row("__idiv__", Wraps::Inplace(BinOp::Div)),
    row("__itruediv__", Wraps::Inplace(BinOp::TrueDiv)),
    row("__ifloordiv__", Wraps::Inplace(BinOp::FloorDiv)),
    row("__imod__", Wraps::Inplace(BinOp::Mod)),
    row("__ipow__", Wraps::Inplace(BinOp::Pow)),
    row("__ilshift__", Wraps::Inplace(BinOp::LShift)),
    row("__irshift__", Wraps::Inplace(BinOp::RShift)),
    row("__iand__", Wraps::Inplace(BinOp::And)),
    row("__ixor__", Wraps::Inplace(BinOp::Xor)),
    row("__ior__", Wraps::Inplace(BinOp::Or)),
    row("__neg__", Wraps::Unary(UnOp::Neg)),
    row("__pos__", Wraps::Unary(UnOp::Pos)),
    row("__invert__", Wraps::Unary(UnOp::Invert)),
    row("__abs__", Wraps::Unary(UnOp::Abs)),
    row("__int__", Wraps::Unary(UnOp::Int)),
    row("__long__", Wraps::Unary(UnOp::Long)),
    row("__float__", Wraps::Unary(UnOp::Float)),
    row("__index__", Wraps::Unary(UnOp::Index)),
    row("__oct__", Wraps::Unary(UnOp::Oct)),
    row("__hex__", Wraps::Unary(UnOp::Hex)),
    row("__get__", Wraps::Get),
    row("__set__", Wraps::Set),
    row("__delete__", Wraps::Delete),
    row("__init__", Wraps::Init),
];

/// Whether the language has this dunder.
fn in_language(name: &str) -> bool {
    match name {
        "next" | "__nonzero__" | "__div__" | "__rdiv__" | "__idiv__" | "__long__" | "__oct__" | "__hex__" => {
            lang::is_27()
        }
        "__next__" | "__bool__" => !lang::is_27(),
        _ => true,
    }
}

fn shown(def: &TypeDef, wraps: Wraps) -> bool {
    let slots = &def.slots;
    match wraps {
        Wraps::Repr => slots.repr.is_some(),
        Wraps::Str => slots.str.is_some(),
        Wraps::Hash => slots.hash.is_some(),
        Wraps::Call => slots.call.is_some(),
        Wraps::GetAttribute => slots.getattr.is_some(),
        Wraps::SetAttr | Wraps::DelAttr => slots.setattr.is_some(),
        // 2.7's ints and slices have `__cmp__` alone.
        Wraps::Compare(_) => {
            let three_way = lang::is_27() && matches!(def.ty.layout(), Layout::Int | Layout::Slice);
            slots.richcompare.is_some() && !three_way
        }
        Wraps::Iter => slots.iter.is_some(),
        Wraps::Next => slots.next.is_some(),
        Wraps::Truth => slots.truth.is_some(),
        Wraps::Len => slots.len.is_some(),
        Wraps::GetItem => slots.getitem.is_some(),
        Wraps::SetItem | Wraps::DelItem => slots.setitem.is_some(),
        Wraps::Contains => slots.contains.is_some(),
        Wraps::Binary(op) => def.operators.contains(&op),
        Wraps::Reflected(op) => def.reflected && def.operators.contains(&op),
        Wraps::Inplace(op) => def.inplace.contains(&op),
        Wraps::Unary(op) => def.unary.contains(&op),
        Wraps::Get => slots.descr_get.is_some(),
        Wraps::Set | Wraps::Delete => slots.descr_set.is_some(),
        Wraps::Init => slots.init.is_some(),
    }
}

/// Puts a wrapper into a built-in type's dict for each slot it fills (add_operators). A type that can't be
/// hashed says so by `__hash__ = None`.
pub fn add_wrappers(def: &TypeDef) {
    for wrapper in WRAPPERS {
        if !in_language(wrapper.name) || !shown(def, wrapper.wraps) {
            continue;
        }
        let name = super::str::intern(wrapper.name);
        if def.ty.dict().get_name(&name).is_some() {
            continue;
        }
        let value = match (wrapper.wraps, def.slots.hash) {
            (Wraps::Hash, Some(hash)) if std::ptr::fn_addr_eq(hash, protocol::unhashable as HashFn) => {
                Value::none()
            }
            _ => new_descriptor(WRAPPER_DESCRIPTOR, wrapper.name, def.ty, DescriptorKind::Wrapper(wrapper)),
        };
        def.ty.dict().set_name(&name, value);
    }
}

type HashFn = fn(&Value) -> PyResult<i64>;
type BinaryFn = fn(BinOp, &Value, &Value) -> PyResult;
type GetAttrFn = fn(&Value, &Value) -> PyResult;

/// Attribute access is object's own, so the loop may use its caches.
pub fn is_generic_getattr(slots: &Slots) -> bool {
    slots.getattr.is_some_and(|f| std::ptr::fn_addr_eq(f, instance::generic_getattr as GetAttrFn))
}

/// Takes over from the base every slot that is empty (inherit_slots).
pub fn inherit(slots: &mut Slots, base: &Slots) {
    macro_rules! take {
        ($($field:ident)*) => { $( if slots.$field.is_none() { slots.$field = base.$field; } )* };
    }
    // A type with a comparison of its own and no hash of its own inherits neither.
    if slots.richcompare.is_none() && slots.hash.is_none() {
        slots.richcompare = base.richcompare;
        slots.hash = base.hash;
    }
    take!(repr str call getattr setattr iter next truth len getitem setitem contains binary inplace unary
        descr_get descr_set new init);
}

impl Wrapper {
    /// Calls the owner's slot: what `int.__add__(1, 2)` does.
    pub fn call(&self, owner: TypeRef, this: &Value, args: &Args) -> PyResult {
        let slots = owner.slots();
        if self.wraps == Wraps::Call
            && let Some(f) = slots.call
        {
            return f(this, args);
        }
        if self.wraps == Wraps::Init
            && let Some(f) = slots.init
        {
            return f(this, args).map(|()| Value::none());
        }
        if !args.kw.is_empty() {
            return Err(type_error(format!("wrapper {} doesn't take keyword arguments", self.name)));
        }
        let none = |()| Value::none();
        let expect = |count: usize| -> PyResult<()> {
            if args.pos.len() == count {
                return Ok(());
            }
            Err(type_error(format!("expected {count} arguments, got {}", args.pos.len())))
        };
        let missing = || attribute_error(self.name);
        match self.wraps {
            Wraps::Repr => {
                expect(0)?;
                slots.repr.ok_or_else(missing)?(this)
            }
            Wraps::Str => {
                expect(0)?;
                slots.str.ok_or_else(missing)?(this)
            }
            Wraps::Hash => {
                expect(0)?;
                slots.hash.ok_or_else(missing)?(this).map(Value::int)
            }
            Wraps::GetAttribute => {
                expect(1)?;
                slots.getattr.ok_or_else(missing)?(this, &args.pos[0])
            }
            Wraps::SetAttr => {
                expect(2)?;
                slots.setattr.ok_or_else(missing)?(this, &args.pos[0], Some(&args.pos[1])).map(none)
            }
            Wraps::DelAttr => {
                expect(1)?;
                slots.setattr.ok_or_else(missing)?(this, &args.pos[0], None).map(none)
            }
            Wraps::Compare(op) => {
                expect(1)?;
                slots.richcompare.ok_or_else(missing)?(this, &args.pos[0], op)
            }
            Wraps::Iter => {
                expect(0)?;
                slots.iter.ok_or_else(missing)?(this)
            }
            Wraps::Next => {
                expect(0)?;
                match slots.next.ok_or_else(missing)?(this)? {
                    Some(value) => Ok(value),
                    None => Err(protocol::stop_iteration()),
                }
            }
            Wraps::Truth => {
                expect(0)?;
                slots.truth.ok_or_else(missing)?(this).map(Value::bool)
            }
            Wraps::Len => {
                expect(0)?;
                slots.len.ok_or_else(missing)?(this).map(|len| Value::int(len as i64))
            }
            Wraps::GetItem => {
                expect(1)?;
                slots.getitem.ok_or_else(missing)?(this, &args.pos[0])
            }
            Wraps::SetItem => {
                expect(2)?;
                slots.setitem.ok_or_else(missing)?(this, &args.pos[0], Some(&args.pos[1])).map(none)
            }
            Wraps::DelItem => {
                expect(1)?;
                slots.setitem.ok_or_else(missing)?(this, &args.pos[0], None).map(none)
            }
            Wraps::Contains => {
                expect(1)?;
                slots.contains.ok_or_else(missing)?(this, &args.pos[0]).map(Value::bool)
            }
            Wraps::Binary(BinOp::Pow) if args.pos.len() == 2 => {
                protocol::power(this, &args.pos[0], &args.pos[1])
            }
            Wraps::Binary(op) => {
                expect(1)?;
                let result = slots.binary.ok_or_else(missing)?(op, this, &args.pos[0])?;
                super::sequence::method_result(op, this, &args.pos[0], result)
            }
            Wraps::Reflected(op) => {
                expect(1)?;
                slots.binary.ok_or_else(missing)?(op, &args.pos[0], this)
            }
            Wraps::Inplace(op) => {
                expect(1)?;
                let result = slots.inplace.ok_or_else(missing)?(op, this, &args.pos[0])?;
                super::sequence::method_result(op, this, &args.pos[0], result)
            }
            Wraps::Unary(op) => {
                expect(0)?;
                slots.unary.ok_or_else(missing)?(op, this)
            }
            Wraps::Get => {
                let none = Value::none();
                let (instance, owner) = match args.pos {
                    [instance] => (instance, &none),
                    [instance, owner] => (instance, owner),
                    _ => return expect(1).map(|()| Value::none()),
                };
                let instance = (!instance.is_none()).then_some(instance);
                if instance.is_none() && owner.is_none() {
                    return Err(type_error("__get__(None, None) is invalid"));
                }
                slots.descr_get.ok_or_else(missing)?(this, instance, owner)
            }
            Wraps::Set => {
                expect(2)?;
                slots.descr_set.ok_or_else(missing)?(this, &args.pos[0], Some(&args.pos[1])).map(none)
            }
            Wraps::Delete => {
                expect(1)?;
                slots.descr_set.ok_or_else(missing)?(this, &args.pos[0], None).map(none)
            }
            Wraps::Call | Wraps::Init => Err(missing()),
        }
    }
}

// ---- the slots of classes: look the dunder up and call it ------------------------------------------------

fn missing(this: &Value, name: &Value) -> super::errors::Raised {
    let name = name.str_lossy().unwrap_or_default();
    attribute_error(format!("'{}' object has no attribute '{name}'", this.type_name()))
}

fn required(this: &Value, name: &Value, args: &[Value]) -> PyResult {
    match call_special(this, name, args) {
        Some(result) => result,
        None => Err(missing(this, name)),
    }
}

fn slot_repr(this: &Value) -> PyResult {
    required(this, names::__repr__(), &[])
}

fn slot_str(this: &Value) -> PyResult {
    required(this, names::__str__(), &[])
}

fn slot_hash(this: &Value) -> PyResult<i64> {
    let hash = required(this, names::__hash__(), &[])?;
    super::int::hash_result(&hash)
}

fn slot_call(this: &Value, args: &Args) -> PyResult {
    let Some(function) = protocol::lookup_special(this, names::__call__())? else {
        return Err(missing(this, names::__call__()));
    };
    call::call_args(&function, args)
}

fn slot_getattr(this: &Value, name: &Value) -> PyResult {
    // object's own is not called as an object.
    let own = this.type_of().definer(names::__getattribute__()) == Some(super::typeobj::OBJECT);
    let called =
        if own { None } else { call_special(this, names::__getattribute__(), std::slice::from_ref(name)) };
    let result = called.unwrap_or_else(|| instance::generic_getattr(this, name));
    if result.is_err()
        && super::errors::matches(super::exceptions::ATTRIBUTE_ERROR)
        && this.type_of().lookup(names::__getattr__()).is_some()
    {
        super::errors::clear();
        return required(this, names::__getattr__(), std::slice::from_ref(name));
    }
    result
}

fn slot_setattr(this: &Value, name: &Value, value: Option<&Value>) -> PyResult<()> {
    match value {
        Some(value) => required(this, names::__setattr__(), &[name.clone(), value.clone()]).map(drop),
        None => required(this, names::__delattr__(), std::slice::from_ref(name)).map(drop),
    }
}

pub fn compare_name(op: CmpOp) -> &'static Value {
    match op {
        CmpOp::Lt => names::__lt__(),
        CmpOp::Le => names::__le__(),
        CmpOp::Eq => names::__eq__(),
        CmpOp::Ne => names::__ne__(),
        CmpOp::Gt => names::__gt__(),
        CmpOp::Ge => names::__ge__(),
    }
}

fn slot_richcompare(this: &Value, other: &Value, op: CmpOp) -> PyResult {
    match call_special(this, compare_name(op), std::slice::from_ref(other)) {
        Some(result) => result,
        None => Ok(Value::not_implemented()),
    }
}

fn slot_iter(this: &Value) -> PyResult {
    match call_special(this, names::__iter__(), &[]) {
        Some(result) => result,
        None => super::iterator::new_sequence_iterator(this.clone()),
    }
}

fn next_name() -> &'static Value {
    if lang::is_27() { names::next() } else { names::__next__() }
}

fn slot_next(this: &Value) -> PyResult<Option<Value>> {
    super::errors::catch(super::exceptions::STOP_ITERATION, required(this, next_name(), &[]))
}

fn truth_name() -> &'static Value {
    if lang::is_27() { names::__nonzero__() } else { names::__bool__() }
}

fn slot_truth(this: &Value) -> PyResult<bool> {
    let name = truth_name();
    match call_special(this, name, &[]) {
        Some(result) => {
            let value = result?;
            if let Some(truth) = value.as_bool() {
                return Ok(truth);
            }
            if lang::is_27() {
                if value.downcast::<super::int::Int>().is_some() || value.word().is_int() {
                    return protocol::truth(&value);
                }
                return Err(type_error(format!(
                    "__nonzero__ should return bool or int, returned {}",
                    value.type_name()
                )));
            }
            Err(type_error(format!("__bool__ should return bool, returned {}", value.type_name())))
        }
        None => slot_len(this).map(|len| len != 0),
    }
}

fn slot_len(this: &Value) -> PyResult<usize> {
    let len = required(this, names::__len__(), &[])?;
    let len = protocol::index(&len)?;
    if len < 0 {
        return Err(super::errors::value_error("__len__() should return >= 0"));
    }
    Ok(len as usize)
}

fn slot_getitem(this: &Value, key: &Value) -> PyResult {
    required(this, names::__getitem__(), std::slice::from_ref(key))
}

fn slot_setitem(this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    match value {
        Some(value) => required(this, names::__setitem__(), &[key.clone(), value.clone()]).map(drop),
        None => required(this, names::__delitem__(), std::slice::from_ref(key)).map(drop),
    }
}

fn slot_contains(this: &Value, item: &Value) -> PyResult<bool> {
    match call_special(this, names::__contains__(), std::slice::from_ref(item)) {
        Some(result) => protocol::truth(&result?),
        None => protocol::contains_by_iteration(this, item),
    }
}

/// The dunder of a binary operator, and its reflected and in-place forms.
pub fn operator_names(op: BinOp) -> [&'static Value; 3] {
    use names::*;
    match op {
        BinOp::Add => [__add__(), __radd__(), __iadd__()],
        BinOp::Sub => [__sub__(), __rsub__(), __isub__()],
        BinOp::Mul => [__mul__(), __rmul__(), __imul__()],
        BinOp::Div => [__div__(), __rdiv__(), __idiv__()],
        BinOp::TrueDiv => [__truediv__(), __rtruediv__(), __itruediv__()],
        BinOp::FloorDiv => [__floordiv__(), __rfloordiv__(), __ifloordiv__()],
        BinOp::Mod => [__mod__(), __rmod__(), __imod__()],
        BinOp::DivMod => [__divmod__(), __rdivmod__(), __divmod__()],
        BinOp::Pow => [__pow__(), __rpow__(), __ipow__()],
        BinOp::LShift => [__lshift__(), __rlshift__(), __ilshift__()],
        BinOp::RShift => [__rshift__(), __rrshift__(), __irshift__()],
        BinOp::And => [__and__(), __rand__(), __iand__()],
        BinOp::Xor => [__xor__(), __rxor__(), __ixor__()],
        BinOp::Or => [__or__(), __ror__(), __ior__()],
    }
}

fn is_slot_binary(ty: TypeRef) -> bool {
    ty.slots().binary.is_some_and(|f| std::ptr::fn_addr_eq(f, slot_binary as BinaryFn))
}

/// SLOT1BINFULL of typeobject.c.
fn slot_binary(op: BinOp, v: &Value, w: &Value) -> PyResult {
    let [name, reflected, _] = operator_names(op);
    let (tv, tw) = (v.type_of(), w.type_of());
    let mut try_other = tv != tw && is_slot_binary(tw);
    let ask = |this: &Value, name: &Value, other: &Value| -> PyResult {
        call_special(this, name, std::slice::from_ref(other)).unwrap_or(Ok(Value::not_implemented()))
    };
    if is_slot_binary(tv) {
        if try_other && tw.is_subtype(tv) && tw.lookup_word(reflected) != tv.lookup_word(reflected) {
            let result = ask(w, reflected, v)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            try_other = false;
        }
        let result = ask(v, name, w)?;
        if !result.is_not_implemented() || tv == tw {
            return Ok(result);
        }
    }
    if try_other {
        return ask(w, reflected, v);
    }
    Ok(Value::not_implemented())
}

fn slot_inplace(op: BinOp, v: &Value, w: &Value) -> PyResult {
    let [_, _, name] = operator_names(op);
    call_special(v, name, std::slice::from_ref(w)).unwrap_or(Ok(Value::not_implemented()))
}

pub fn unary_name(op: UnOp) -> &'static Value {
    match op {
        UnOp::Neg => names::__neg__(),
        UnOp::Pos => names::__pos__(),
        UnOp::Invert => names::__invert__(),
        UnOp::Abs => names::__abs__(),
        UnOp::Int => names::__int__(),
        UnOp::Long => names::__long__(),
        UnOp::Float => names::__float__(),
        UnOp::Index => names::__index__(),
        UnOp::Oct => names::__oct__(),
        UnOp::Hex => names::__hex__(),
    }
}

fn slot_unary(op: UnOp, this: &Value) -> PyResult {
    call_special(this, unary_name(op), &[]).unwrap_or(Ok(Value::not_implemented()))
}

fn slot_get(this: &Value, instance: Option<&Value>, owner: &Value) -> PyResult {
    let instance = instance.cloned().unwrap_or(Value::none());
    call_special(this, names::__get__(), &[instance, owner.clone()]).unwrap_or_else(|| Ok(this.clone()))
}

fn slot_set(this: &Value, instance: &Value, value: Option<&Value>) -> PyResult<()> {
    match value {
        Some(value) => required(this, names::__set__(), &[instance.clone(), value.clone()]).map(drop),
        None => required(this, names::__delete__(), std::slice::from_ref(instance)).map(drop),
    }
}

fn slot_new(class: TypeRef, args: &Args) -> PyResult {
    let function = instance::getattr_of_type(class, names::__new__())?;
    let mut pos = Vec::with_capacity(args.pos.len() + 1);
    pos.push(class.value());
    pos.extend_from_slice(args.pos);
    call::call_args(&function, &Args { pos: &pos, kw: args.kw })
}

fn slot_init(this: &Value, args: &Args) -> PyResult<()> {
    let Some(function) = protocol::lookup_special(this, names::__init__())? else { return Ok(()) };
    let result = call::call_args(&function, args)?;
    if result.is_none() {
        return Ok(());
    }
    Err(type_error(format!("__init__() should return None, not '{}'", result.type_name())))
}

/// Calling the class makes a plain object and runs `__init__`, with no `__new__` of its own in between.
pub fn is_plain_construction(slots: &Slots) -> bool {
    type NewFn = fn(TypeRef, &Args) -> PyResult;
    type InitFn = fn(&Value, &Args) -> PyResult<()>;
    slots.new.is_some_and(|f| std::ptr::fn_addr_eq(f, instance::object_new as NewFn))
        && slots.init.is_some_and(|f| std::ptr::fn_addr_eq(f, slot_init as InitFn))
}

/// What a class's slot becomes: the generic function if a class in the MRO defines one of the names, else
/// the slot of the built-in type that does.
fn pick<T: Copy>(ty: TypeRef, names: &[&Value], generic: T, own: fn(&Slots) -> Option<T>) -> Option<T> {
    for class in ty.mro() {
        if names.iter().any(|name| class.dict().index_of_name(name).is_some()) {
            return if class.is_heap() { Some(generic) } else { own(class.slots()) };
        }
    }
    ty.base().and_then(|base| own(base.slots()))
}

/// Fills a class's slots from its MRO.
pub fn fix_slots(ty: TypeRef) {
    use names::*;
    let Some(base) = ty.base() else { return };
    let mut slots = *base.slots();
    slots.dealloc = instance::subtype_dealloc;
    slots.gc = true;
    slots.traverse = instance::subtype_traverse;
    slots.clear = instance::subtype_clear;
    slots.repr = pick(ty, &[__repr__()], slot_repr, |s| s.repr);
    slots.str = pick(ty, &[__str__()], slot_str, |s| s.str);
    slots.hash = pick(ty, &[__hash__()], slot_hash as HashFn, |s| s.hash);
    if ty.lookup(__hash__()).is_some_and(|hash| hash.is_none()) {
        slots.hash = Some(protocol::unhashable);
    }
    slots.call = pick(ty, &[__call__()], slot_call, |s| s.call);
    slots.getattr = pick(ty, &[__getattribute__(), __getattr__()], slot_getattr as GetAttrFn, |s| s.getattr);
    if ty.definer(__getattr__()).is_some_and(|class| class.is_heap()) {
        slots.getattr = Some(slot_getattr);
    }
    slots.setattr = pick(ty, &[__setattr__(), __delattr__()], slot_setattr, |s| s.setattr);
    let comparisons = CmpOp::ALL.map(compare_name);
    slots.richcompare = pick(ty, &comparisons, slot_richcompare, |s| s.richcompare);
    if lang::is_27()
        && ty.layout() == Layout::Int
        && ty.definer(__cmp__()).is_some_and(|class| class.is_heap())
    {
        // Such a type's comparison is its `__cmp__`, which a class overrides.
        slots.richcompare = Some(slot_richcompare);
    }
    slots.iter = pick(ty, &[__iter__()], slot_iter, |s| s.iter);
    if ty.lookup(__iter__()).is_some_and(|iter| iter.is_none()) {
        slots.iter = None;
    }
    slots.next = pick(ty, &[next_name()], slot_next, |s| s.next);
    slots.truth = pick(ty, &[truth_name()], slot_truth, |s| s.truth);
    slots.len = pick(ty, &[__len__()], slot_len, |s| s.len);
    slots.getitem = pick(ty, &[__getitem__()], slot_getitem, |s| s.getitem);
    slots.setitem = pick(ty, &[__setitem__(), __delitem__()], slot_setitem, |s| s.setitem);
    slots.contains = pick(ty, &[__contains__()], slot_contains, |s| s.contains);
    let in_class = |name: &Value| {
        ty.mro().iter().any(|class| class.is_heap() && class.dict().index_of_name(name).is_some())
    };
    let defined = |which: usize| BinOp::ALL.iter().any(|&op| in_class(operator_names(op)[which]));
    if defined(0) || defined(1) {
        slots.binary = Some(slot_binary);
    }
    if defined(2) {
        slots.inplace = Some(slot_inplace);
    }
    if UnOp::ALL.iter().any(|&op| in_class(unary_name(op))) {
        slots.unary = Some(slot_unary);
    }
    slots.descr_get = pick(ty, &[__get__()], slot_get, |s| s.descr_get);
    slots.descr_set = pick(ty, &[__set__(), __delete__()], slot_set, |s| s.descr_set);
    if in_class(__new__()) {
        slots.new = Some(slot_new);
    }
    slots.init = pick(ty, &[__init__()], slot_init, |s| s.init);
    ty.set_slots(slots);
    ty.set_flag(flags::GENERIC_GETATTR, is_generic_getattr(&slots));
    ty.set_flag(flags::HAS_DEL, ty.lookup(__del__()).is_some());
}

/// Runs `fix_slots` for a class and all its subclasses.
pub fn fix_slots_down(ty: TypeRef) {
    for class in ty.with_subclasses() {
        if class.is_heap() {
            fix_slots(class);
        }
    }
}

/// Whether setting this attribute of a class may change its slots.
pub fn is_dunder(name: &str) -> bool {
    name == "next" || (name.len() > 4 && name.starts_with("__") && name.ends_with("__"))
}
