//! What can be asked of any object: the abstract object layer (Objects/abstract.c, Objects/object.c).
//!
//! Invariant: nothing here knows a concrete type beyond the fast ways for the most common ones; each question
//! goes to the slots of the operands' types in CPython's order.

use super::errors::{self, PyResult, Raised, attribute_error, type_error};
use super::header::Layout;
use super::int::Int;
use super::native::Args;
use super::str::Str;
use super::typeobj::{
    BOOL, BYTES, BinOp, CmpOp, FUNCTION, INSTANCE, LIST, OBJECT, TEXT, TUPLE, TypeRef, UnOp,
};
use super::word::{Value, Word};
use super::{call, exceptions as exc, instance, lang, names, recursion, tuple};

// ---- truth, hash, identity -----------------------------------------------------------------------------

/// PyObject_IsTrue.
#[inline]
pub fn truth(value: &Value) -> PyResult<bool> {
    match value.word() {
        Word::TRUE => return Ok(true),
        Word::FALSE | Word::NONE => return Ok(false),
        word if word.is_int() => return Ok(word.int() != 0),
        _ => {}
    }
    let slots = value.type_of().slots();
    if let Some(truth) = slots.truth {
        return truth(value);
    }
    if let Some(len) = slots.len {
        return Ok(len(value)? != 0);
    }
    Ok(true)
}

/// PyObject_Hash. Errors: TypeError for an unhashable type, or what `__hash__` raised.
#[inline]
pub fn hash(value: &Value) -> PyResult<i64> {
    if value.word().is_object_nonnull() {
        let ty = value.type_of();
        if ty.layout() == Layout::Str
            && let Some(text) = value.downcast::<Str>()
            && !ty.is_heap()
        {
            return Ok(text.hash());
        }
        return match ty.slots().hash {
            Some(hash) => hash(value),
            None => unhashable(value),
        };
    }
    Ok(super::int::hash_immediate(value.word()))
}

/// The `hash` slot of types that can't be hashed.
pub fn unhashable(value: &Value) -> PyResult<i64> {
    Err(type_error(format!("unhashable type: '{}'", value.type_name())))
}

// ---- comparison ----------------------------------------------------------------------------------------

/// `==` as containers use it: identity first (PyObject_RichCompareBool with Py_EQ).
#[inline(always)]
pub fn equals(a: &Value, b: &Value) -> PyResult<bool> {
    if a.is(b) {
        return Ok(true);
    }
    if a.word().is_int() && b.word().is_int() {
        return Ok(false);
    }
    equals_objects(a, b)
}

#[inline(never)]
fn equals_objects(a: &Value, b: &Value) -> PyResult<bool> {
    let ty = a.type_of();
    if (ty == BYTES || ty == TEXT) && b.type_of() == ty {
        return Ok(a.payload::<Str>().equals(b.payload::<Str>()));
    }
    truth(&compare(a, b, CmpOp::Eq)?)
}

/// A comparison's truth.
#[inline]
pub fn compare_truth(a: &Value, b: &Value, op: CmpOp) -> PyResult<bool> {
    if a.word().is_int() && b.word().is_int() {
        return Ok(op.holds(a.word().int().cmp(&b.word().int())));
    }
    truth(&compare(a, b, op)?)
}

/// PyObject_RichCompare.
pub fn compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if a.word().is_int() && b.word().is_int() {
        return Ok(Value::bool(op.holds(a.word().int().cmp(&b.word().int()))));
    }
    let _level = recursion::enter(if lang::is_27() { " in cmp" } else { " in comparison" })?;
    let (ta, tb) = (a.type_of(), b.type_of());
    let mut reflected_done = false;
    if ta != tb
        && tb.is_subtype(ta)
        && let Some(f) = tb.slots().richcompare
    {
        reflected_done = true;
        let result = f(b, a, op.swapped())?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    if let Some(f) = ta.slots().richcompare {
        let result = f(a, b, op)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    if !reflected_done && let Some(f) = tb.slots().richcompare {
        let result = f(b, a, op.swapped())?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    if lang::is_27() {
        return Ok(Value::bool(op.holds(three_way(a, b)?)));
    }
    match op {
        CmpOp::Eq => Ok(Value::bool(a.is(b))),
        CmpOp::Ne => Ok(Value::bool(!a.is(b))),
        _ => Err(type_error(format!("unorderable types: {}() {} {}()", ta.name(), op.symbol(), tb.name()))),
    }
}

/// 2.7's comparison when no rich one answered: `__cmp__`, then an order of types (try_3way_compare,
/// default_3way_compare).
fn three_way(a: &Value, b: &Value) -> PyResult<std::cmp::Ordering> {
    if let Some((x, y)) = super::classic::coerced(a, b)? {
        return cmp(&x, &y);
    }
    for (this, other, swap) in [(a, b, false), (b, a, true)] {
        // A built-in type's own order is asked only about two objects of that type.
        let definer = this.type_of().definer(names::__cmp__());
        let own = definer.is_some_and(TypeRef::is_heap) || this.type_of() == INSTANCE;
        if a.type_of() != b.type_of() && !own {
            continue;
        }
        if let Some(result) = call_special(this, names::__cmp__(), std::slice::from_ref(other)) {
            let result = result?;
            if result.is_not_implemented() {
                continue;
            }
            let order = index(&result)?.cmp(&0);
            return Ok(if swap { order.reverse() } else { order });
        }
    }
    let (ta, tb) = (a.type_of(), b.type_of());
    if ta == tb {
        return Ok(a.address().cmp(&b.address()));
    }
    if a.is_none() {
        return Ok(std::cmp::Ordering::Less);
    }
    if b.is_none() {
        return Ok(std::cmp::Ordering::Greater);
    }
    let name = |value: &Value, ty: TypeRef| if is_number(value) { String::new() } else { ty.name() };
    Ok(name(a, ta).cmp(&name(b, tb)).then_with(|| ta.value().address().cmp(&tb.value().address())))
}

/// 2.7's `cmp(a, b)` (PyObject_Compare): rich comparisons first, then three-way.
pub fn cmp(a: &Value, b: &Value) -> PyResult<std::cmp::Ordering> {
    use std::cmp::Ordering;
    if a.is(b) {
        return Ok(Ordering::Equal);
    }
    if a.type_of() == b.type_of() && call_exists(a, names::__cmp__()) {
        return three_way(a, b);
    }
    for (op, order) in
        [(CmpOp::Eq, Ordering::Equal), (CmpOp::Lt, Ordering::Less), (CmpOp::Gt, Ordering::Greater)]
    {
        let (ta, tb) = (a.type_of(), b.type_of());
        for (f, x, y, op) in
            [(ta.slots().richcompare, a, b, op), (tb.slots().richcompare, b, a, op.swapped())]
        {
            if let Some(f) = f {
                let result = f(x, y, op)?;
                if !result.is_not_implemented() {
                    if truth(&result)? {
                        return Ok(order);
                    }
                    break;
                }
            }
        }
    }
    three_way(a, b)
}

fn call_exists(this: &Value, name: &Value) -> bool {
    if this.type_of() == INSTANCE {
        let found = getattr_option(this, name);
        return found
            .unwrap_or_else(|_| {
                errors::clear();
                None
            })
            .is_some();
    }
    this.type_of().lookup(name).is_some()
}

// ---- attributes ----------------------------------------------------------------------------------------

/// PyObject_GetAttr; `name` is a str.
#[inline]
pub fn getattr(value: &Value, name: &Value) -> PyResult {
    match value.type_of().slots().getattr {
        Some(getattr) => getattr(value, name),
        None => instance::generic_getattr(value, name),
    }
}

/// `getattr` with a Rust string.
pub fn getattr_str(value: &Value, name: &str) -> PyResult {
    getattr(value, &super::str::intern(name))
}

/// The attribute. Where the general way finds none, no exception is made of it: then `Ok(None)`.
pub fn getattr_or_absent(value: &Value, name: &Value) -> PyResult<Option<Value>> {
    if value.type_of().has_flag(super::typeobj::flags::GENERIC_GETATTR) {
        return instance::generic_lookup(value, name);
    }
    getattr(value, name).map(Some)
}

/// The attribute, or none if there is no such attribute. Other errors stay.
pub fn getattr_option(value: &Value, name: &Value) -> PyResult<Option<Value>> {
    errors::catch(exc::ATTRIBUTE_ERROR, getattr_or_absent(value, name)).map(Option::flatten)
}

/// PyObject_SetAttr; deletes with `None`.
#[inline]
pub fn setattr(value: &Value, name: &Value, new: Option<&Value>) -> PyResult<()> {
    match value.type_of().slots().setattr {
        Some(setattr) => setattr(value, name, new),
        None => instance::generic_setattr(value, name, new),
    }
}

/// Looks a dunder up in the type and binds it (lookup_maybe).
pub fn lookup_special(this: &Value, name: &Value) -> PyResult<Option<Value>> {
    let ty = this.type_of();
    if ty == INSTANCE
        && let Some(found) = getattr_option(this, name)?
    {
        return Ok(Some(found));
    }
    let Some(found) = special_of(ty, name) else { return Ok(None) };
    match found.type_of().slots().descr_get {
        Some(get) => get(&found, Some(this), &ty.value()).map(Some),
        None => Ok(Some(found)),
    }
}

/// A dunder of a type. Old-style instances have those that every object has, and else what they are asked for.
fn special_of(ty: TypeRef, name: &Value) -> Option<Value> {
    ty.lookup(name).filter(|_| ty != INSTANCE || ty.definer(name) == Some(OBJECT))
}

/// Looks a dunder up in the type and calls it; `None` if the type has none.
pub fn call_special(this: &Value, name: &Value, args: &[Value]) -> Option<PyResult> {
    let ty = this.type_of();
    if ty == INSTANCE {
        return match lookup_special(this, name) {
            Ok(Some(bound)) => Some(call::call(&bound, args)),
            Ok(None) => None,
            Err(raised) => Some(Err(raised)),
        };
    }
    let found = ty.lookup(name)?;
    if found.type_of() == FUNCTION {
        // A plain function: no bound method is needed. CPython calls one, which calls the function.
        let _level = match recursion::enter(call::WHILE_CALLING) {
            Ok(level) => level,
            Err(raised) => return Some(Err(raised)),
        };
        return Some(match args {
            [] => call::call(&found, std::slice::from_ref(this)),
            [one] => call::call(&found, &[this.clone(), one.clone()]),
            _ => {
                let mut all = Vec::with_capacity(args.len() + 1);
                all.push(this.clone());
                all.extend_from_slice(args);
                call::call(&found, &all)
            }
        });
    }
    match lookup_special(this, name) {
        Ok(Some(bound)) => Some(call::call(&bound, args)),
        Ok(None) => None,
        Err(raised) => Some(Err(raised)),
    }
}

// ---- items, iteration ----------------------------------------------------------------------------------

/// PyObject_Size.
pub fn len(value: &Value) -> PyResult<usize> {
    match value.type_of().slots().len {
        Some(len) => len(value),
        None => Err(type_error(format!("object of type '{}' has no len()", value.type_name()))),
    }
}

/// PyObject_GetItem.
#[inline]
pub fn getitem(value: &Value, key: &Value) -> PyResult {
    match value.type_of().slots().getitem {
        Some(getitem) => getitem(value, key),
        None if lang::is_27() => {
            Err(type_error(format!("'{}' object has no attribute '__getitem__'", value.type_name())))
        }
        None => Err(type_error(format!("'{}' object is not subscriptable", value.type_name()))),
    }
}

/// PyObject_SetItem; deletes with `None`.
#[inline]
pub fn setitem(value: &Value, key: &Value, new: Option<&Value>) -> PyResult<()> {
    match value.type_of().slots().setitem {
        Some(setitem) => setitem(value, key, new),
        None => {
            let what = if new.is_some() { "assignment" } else { "deletion" };
            Err(type_error(format!("'{}' object does not support item {what}", value.type_name())))
        }
    }
}

/// PySequence_Contains.
pub fn contains(container: &Value, item: &Value) -> PyResult<bool> {
    match container.type_of().slots().contains {
        Some(contains) => contains(container, item),
        None => contains_by_iteration(container, item),
    }
}

/// `in` by walking along an iterator (_PySequence_IterSearch).
pub fn contains_by_iteration(container: &Value, item: &Value) -> PyResult<bool> {
    let Ok(iterator) = iter(container) else {
        if !errors::matches(exc::TYPE_ERROR) {
            return Err(Raised);
        }
        errors::clear();
        return Err(type_error(format!("argument of type '{}' is not iterable", container.type_name())));
    };
    while let Some(value) = next(&iterator)? {
        if equals(&value, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// PyObject_GetIter.
pub fn iter(value: &Value) -> PyResult {
    let slots = value.type_of().slots();
    if let Some(iter) = slots.iter {
        let iterator = iter(value)?;
        if iterator.type_of().slots().next.is_none() {
            return Err(type_error(format!(
                "iter() returned non-iterator of type '{}'",
                iterator.type_name()
            )));
        }
        return Ok(iterator);
    }
    if slots.getitem.is_some() && value.type_of().layout() != Layout::Dict {
        return super::iterator::new_sequence_iterator(value.clone());
    }
    Err(type_error(format!("'{}' object is not iterable", value.type_name())))
}

/// The next item of an iterator; `None` at its end (PyIter_Next).
#[inline]
pub fn next(iterator: &Value) -> PyResult<Option<Value>> {
    match iterator.type_of().slots().next {
        Some(next) => next(iterator),
        None => Err(type_error(format!("'{}' object is not an iterator", iterator.type_name()))),
    }
}

/// Calls `f` with each item of an iterable until it says false. A list or tuple is walked along by position, as its
/// iterator would.
#[inline(always)]
pub fn each(iterable: &Value, mut f: impl FnMut(Value) -> PyResult<bool>) -> PyResult<()> {
    let ty = iterable.type_of();
    let iterator;
    let mut at = 0;
    // One place that calls `f`, so that it becomes part of the loop.
    let mut step: Step = if ty == LIST {
        Step::List(iterable.payload())
    } else if ty == TUPLE {
        Step::Tuple(iterable.payload::<tuple::Tuple>().items())
    } else {
        iterator = iter(iterable)?;
        match iterator.type_of().slots().next {
            Some(next) => Step::Next(next, &iterator),
            None => return Ok(()),
        }
    };
    loop {
        let item = match &mut step {
            Step::List(list) => list.get(at),
            Step::Tuple(items) => items.get(at).cloned(),
            Step::Next(next, iterator) => next(iterator)?,
        };
        at += 1;
        let Some(item) = item else { return Ok(()) };
        if !f(item)? {
            return Ok(());
        }
    }
}

/// How `each` comes by the next item.
enum Step<'a> {
    List(&'a super::list::List),
    Tuple(&'a [Value]),
    Next(fn(&Value) -> PyResult<Option<Value>>, &'a Value),
}

/// StopIteration without a value.
pub fn stop_iteration() -> Raised {
    errors::raise_none(exc::STOP_ITERATION)
}

/// All items of an iterable.
pub fn to_vec(iterable: &Value) -> PyResult<Vec<Value>> {
    if let Some(list) = iterable.downcast::<super::list::List>().filter(|_| !iterable.type_of().is_heap()) {
        // A copy, and what is mostly made of it.
        super::alloc::ensure(2 * list.len() * size_of::<Value>())?;
        return Ok(list.to_vec());
    }
    if let Some(items) = iterable.downcast::<tuple::Tuple>().filter(|_| !iterable.type_of().is_heap()) {
        super::alloc::ensure(2 * size_of_val(items.items()))?;
        return Ok(items.items().to_vec());
    }
    let mut items = Vec::new();
    super::iterator::reserve_for(&mut items, iterable)?;
    each(iterable, |item| {
        super::iterator::push(&mut items, item)?;
        Ok(true)
    })?;
    Ok(items)
}

// ---- numbers -------------------------------------------------------------------------------------------

/// Any of the number types (PyNumber_Check).
pub fn is_number(value: &Value) -> bool {
    value.word().is_int()
        || matches!(value.type_of().layout(), Layout::Int | Layout::Float | Layout::Complex)
        || value.type_of().slots().unary.is_some_and(|_| {
            let ty = value.type_of();
            ty.lookup(names::__int__()).is_some() || ty.lookup(names::__float__()).is_some()
        })
}

/// The operator's symbol, as error messages have it.
pub fn symbol(op: BinOp) -> &'static str {
    match op {
        BinOp::Add => "+",
        BinOp::Sub => "-",
        BinOp::Mul => "*",
        BinOp::Div | BinOp::TrueDiv => "/",
        BinOp::FloorDiv => "//",
        BinOp::Mod => "%",
        BinOp::DivMod => "divmod()",
        BinOp::Pow => "** or pow()",
        BinOp::LShift => "<<",
        BinOp::RShift => ">>",
        BinOp::And => "&",
        BinOp::Xor => "^",
        BinOp::Or => "|",
    }
}

/// binary_op1 of abstract.c; NotImplemented if no operand answers.
fn binary_or_not_implemented(op: BinOp, a: &Value, b: &Value) -> PyResult {
    let (ta, tb) = (a.type_of(), b.type_of());
    let (fa, fb) = (ta.slots().binary, tb.slots().binary);
    let fb = match (fa, fb) {
        (Some(fa), Some(fb)) if ta == tb || std::ptr::fn_addr_eq(fa, fb) => None,
        (_, fb) => fb,
    };
    if let Some(fa) = fa {
        if let Some(fb) = fb
            && tb.is_subtype(ta)
        {
            let result = fb(op, a, b)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            return fa(op, a, b);
        }
        let result = fa(op, a, b)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    match fb {
        Some(fb) => fb(op, a, b),
        None => Ok(Value::not_implemented()),
    }
}

#[cold]
fn unsupported(op: &str, a: &Value, b: &Value) -> Raised {
    type_error(format!("unsupported operand type(s) for {op}: '{}' and '{}'", a.type_name(), b.type_name()))
}

/// `a op b` (PyNumber_Add and the others). Sequences' `+` and `*` are part of their `binary` slot; when those
/// are asked for in vain, the messages are the sequences' own.
pub fn binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    if op == BinOp::Add {
        // Two exact strings of one type, the most frequent operands that are no numbers.
        let ty = a.type_of();
        if (ty == BYTES || ty == TEXT) && b.type_of() == ty {
            super::str::ensure_sum(a, b)?;
            return Ok(super::str::concat_exact(a, b));
        }
    }
    let result = binary_or_not_implemented(op, a, b)?;
    if !result.is_not_implemented() {
        return Ok(result);
    }
    if let Some(error) = super::sequence::operator_error(op, a, b) {
        return Err(error);
    }
    Err(unsupported(symbol(op), a, b))
}

/// `a op= b`.
pub fn inplace(op: BinOp, a: &Value, b: &Value) -> PyResult {
    if let Some(f) = a.type_of().slots().inplace {
        let result = f(op, a, b)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    let result = binary_or_not_implemented(op, a, b)?;
    if !result.is_not_implemented() {
        return Ok(result);
    }
    if let Some(error) = super::sequence::operator_error(op, a, b) {
        return Err(error);
    }
    let symbol = if op == BinOp::Pow { "**=".to_owned() } else { format!("{}=", symbol(op)) };
    Err(unsupported(&symbol, a, b))
}

/// `-a`, `+a`, `~a`.
pub fn unary(op: UnOp, a: &Value) -> PyResult {
    if let Some(f) = a.type_of().slots().unary {
        let result = f(op, a)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    let what = match op {
        UnOp::Neg => "unary -",
        UnOp::Pos => "unary +",
        UnOp::Invert => "unary ~",
        UnOp::Abs => "abs()",
        UnOp::Int => "int()",
        UnOp::Long => "long()",
        UnOp::Float => "float()",
        UnOp::Index => "index()",
        UnOp::Oct => "oct()",
        UnOp::Hex => "hex()",
    };
    Err(type_error(format!("bad operand type for {what}: '{}'", a.type_name())))
}

/// `pow(a, b, modulus)`.
pub fn power(a: &Value, b: &Value, modulus: &Value) -> PyResult {
    if modulus.is_none() {
        return binary(BinOp::Pow, a, b);
    }
    super::int::power_modulo(a, b, modulus)
}

/// An int from anything with `__index__` (PyNumber_Index): the value itself, as an int object.
pub fn index_value(value: &Value) -> PyResult {
    if value.word().is_int() {
        return Ok(value.clone());
    }
    if value.as_bool().is_some() || value.downcast::<Int>().is_some() {
        return Ok(value.clone());
    }
    if let Some(f) = value.type_of().slots().unary {
        let result = f(UnOp::Index, value)?;
        if result.word().is_int() || result.downcast::<Int>().is_some() || result.as_bool().is_some() {
            return Ok(result);
        }
        if !result.is_not_implemented() {
            return Err(type_error(format!("__index__ returned non-int (type {})", result.type_name())));
        }
    }
    let what = if lang::is_27() { "an index" } else { "an integer" };
    Err(type_error(format!("'{}' object cannot be interpreted as {what}", value.type_name())))
}

/// An index as i64 (PyNumber_AsSsize_t with an OverflowError).
pub fn index(value: &Value) -> PyResult<i64> {
    if value.word().is_int() {
        return Ok(value.word().int());
    }
    let number = index_value(value)?;
    super::int::to_i64(&number).ok_or_else(|| {
        errors::overflow_error(format!("cannot fit '{}' into an index-sized integer", number.type_name()))
    })
}

/// An index as i64, clamped to the range of i64 (for slices).
pub fn index_clamped(value: &Value) -> PyResult<i64> {
    if value.word().is_int() {
        return Ok(value.word().int());
    }
    let number = index_value(value)?;
    Ok(super::int::to_i64(&number).unwrap_or(if super::int::is_negative(&number) {
        i64::MIN
    } else {
        i64::MAX
    }))
}

// ---- text ----------------------------------------------------------------------------------------------

/// The level of recursion that `repr()` is in 2.7. In 3.2 it is none, and only the stack's end counts.
fn enter_repr() -> PyResult<Option<recursion::Level>> {
    if lang::is_27() {
        recursion::enter(" while getting the repr of an object").map(Some)
    } else if recursion::stack_has_room() {
        Ok(None)
    } else {
        Err(recursion::exceeded(""))
    }
}

/// `repr(value)` as a str object (PyObject_Repr). Signals are looked at here, as CPython does.
pub fn repr(value: &Value) -> PyResult {
    super::hooks::check_signals()?;
    if value.word().is_int() {
        return Ok(super::str::new_decimal(value.word().int()));
    }
    let _level = enter_repr()?;
    let result = match value.type_of().slots().repr {
        Some(repr) => repr(value)?,
        None => instance::default_repr(value),
    };
    if result.downcast::<Str>().is_some_and(|text| text.kind() == super::str::native_kind()) {
        return Ok(result);
    }
    if lang::is_27() && result.downcast::<Str>().is_some() {
        return super::str::encode_default(&result);
    }
    Err(type_error(format!("__repr__ returned non-string (type {})", result.type_name())))
}

/// `repr(value)` as a Rust string.
pub fn repr_string(value: &Value) -> PyResult<String> {
    Ok(repr(value)?.str_lossy().unwrap_or_default())
}

/// `str(value)` as a str object (PyObject_Str; under 2.7 a unicode result is encoded as ASCII). Python 3 looks at signals
/// here, at a string too, so at each piece of what `print` writes.
pub fn str(value: &Value) -> PyResult {
    if !lang::is_27() {
        super::hooks::check_signals()?;
    }
    if value.downcast::<Str>().is_some_and(|text| text.kind() == super::str::native_kind())
        && !value.type_of().is_heap()
    {
        return Ok(value.clone());
    }
    if value.word().is_int() {
        return Ok(super::str::new_decimal(value.word().int()));
    }
    let result = {
        let _level = recursion::enter(" while getting the str of an object")?;
        match value.type_of().slots().str {
            Some(str) => str(value)?,
            None => return repr(value),
        }
    };
    if result.downcast::<Str>().is_some_and(|text| text.kind() == super::str::native_kind()) {
        return Ok(result);
    }
    if lang::is_27() && result.downcast::<Str>().is_some() {
        return super::str::encode_default(&result);
    }
    Err(type_error(format!("__str__ returned non-string (type {})", result.type_name())))
}

/// `str(value)` as a Rust string.
pub fn str_string(value: &Value) -> PyResult<String> {
    Ok(str(value)?.str_lossy().unwrap_or_default())
}

// ---- classes -------------------------------------------------------------------------------------------

/// isinstance() (PyObject_IsInstance).
pub fn is_instance(value: &Value, class: &Value) -> PyResult<bool> {
    if let Some(ty) = class.as_type() {
        if value.type_of() == ty {
            return Ok(true);
        }
        if !ty.metatype().is_heap() {
            return Ok(value.type_of().is_subtype(ty) || class_attribute_says(value, ty)?);
        }
    }
    if let Some(classes) = class.downcast::<tuple::Tuple>() {
        let _level = recursion::enter(" in __instancecheck__")?;
        for class in classes.items() {
            if is_instance(value, class)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    let of_a_class = class.type_of().is_heap();
    let level = of_a_class.then(|| recursion::enter(" in __instancecheck__")).transpose()?;
    if let Some(result) = call_special(class, names::__instancecheck__(), std::slice::from_ref(value)) {
        return truth(&result?);
    }
    drop(level);
    if let Some(ty) = class.as_type() {
        return Ok(value.type_of().is_subtype(ty) || class_attribute_says(value, ty)?);
    }
    Err(type_error(if lang::is_27() {
        "isinstance() arg 2 must be a class, type, or tuple of classes and types"
    } else {
        "isinstance() arg 2 must be a type or tuple of types"
    }))
}

fn class_attribute_says(value: &Value, ty: TypeRef) -> PyResult<bool> {
    // Only classes, and built-in types with an access of their own (weak proxies), may say another class.
    if !value.type_of().is_heap() && value.type_of().has_flag(super::typeobj::flags::GENERIC_GETATTR) {
        return Ok(false);
    }
    let class = getattr_option(value, names::__class__())?;
    Ok(class.and_then(|class| class.as_type()).is_some_and(|class| class.is_subtype(ty)))
}

/// issubclass() (PyObject_IsSubclass).
pub fn is_subclass(derived: &Value, class: &Value) -> PyResult<bool> {
    if let Some(classes) = class.downcast::<tuple::Tuple>() {
        let _level = recursion::enter(" in __subclasscheck__")?;
        for class in classes.items() {
            if is_subclass(derived, class)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    let Some(ty) = class.as_type() else {
        let _level = recursion::enter(" in __subclasscheck__")?;
        if let Some(result) = call_special(class, names::__subclasscheck__(), std::slice::from_ref(derived)) {
            return truth(&result?);
        }
        return Err(type_error("issubclass() arg 2 must be a class or tuple of classes"));
    };
    if ty.metatype().is_heap()
        && let Some(result) = call_special(class, names::__subclasscheck__(), std::slice::from_ref(derived))
    {
        return truth(&result?);
    }
    match derived.as_type() {
        Some(derived) => Ok(derived.is_subtype(ty)),
        None if super::classic::is_class(derived) => Ok(false),
        None => Err(type_error("issubclass() arg 1 must be a class")),
    }
}

/// Exactly a bool.
pub fn is_bool(value: &Value) -> bool {
    value.type_of() == BOOL
}

/// Calls `type(value)`-like objects: for `T(*args)` in native code.
pub fn construct(ty: TypeRef, args: &[Value]) -> PyResult {
    super::class::type_call(&ty.value(), &Args::new(args))
}

/// The attribute error that every type without the attribute gives.
pub fn no_attribute(value: &Value, name: &Value) -> Raised {
    let name = name.str_lossy().unwrap_or_default();
    if let Some(ty) = value.as_type() {
        return attribute_error(format!("type object '{}' has no attribute '{name}'", ty.name()));
    }
    attribute_error(format!("'{}' object has no attribute '{name}'", value.type_name()))
}
