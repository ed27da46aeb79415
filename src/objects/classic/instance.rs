//! Instances of old-style classes: attributes, and every protocol by the method of its name.
//!
//! Invariant: there is no type to look dunders up in: each is asked of the instance as an attribute, so one that the
//! instance itself has counts too.

use super::operators;
use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, Raised, attribute_error, type_error, value_error};
use crate::objects::exceptions as exc;
use crate::objects::header::{self, Header, Layout, Payload, new_object};
use crate::objects::instance::hash_address;
use crate::objects::native::Args;
use crate::objects::slot::Slot;
use crate::objects::slotdefs::compare_name;
use crate::objects::str::new_str;
use crate::objects::typeobj::{CmpOp, INSTANCE, Slots, TypeDef, UnOp, ready};
use crate::objects::word::{Value, Word};
use crate::objects::{call, int, iterator, names, protocol, recursion, weakref};

/// The payload of an instance of an old-style class.
pub struct ClassicInstance {
    class: Slot,
    dict: Slot,
}

impl Payload for ClassicInstance {
    const LAYOUT: Layout = Layout::ClassicInstance;
    const WEAKREFS: bool = true;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.class.visit(visit);
        self.dict.visit(visit);
    }
    fn clear(&self) {
        drop(self.dict.take());
    }
    fn finalizes(&self) -> bool {
        self.class.get().is_some_and(|class| super::lookup(&class, names::__del__()).is_some())
    }
}

impl ClassicInstance {
    /// Its class.
    pub fn class(&self) -> Option<Value> {
        self.class.get()
    }
}

fn own(this: &Value) -> &ClassicInstance {
    this.payload::<ClassicInstance>()
}

fn class_name(this: &Value) -> String {
    own(this).class.get().map_or("?".to_owned(), |class| super::class_name(&class))
}

/// Makes an instance and calls its `__init__` (PyInstance_New).
pub fn new_instance_of(class: &Value, args: &Args) -> PyResult {
    let made = new_object(
        INSTANCE,
        ClassicInstance { class: Slot::new(class.clone()), dict: Slot::new(Dict::new_value()) },
    );
    match plain_attribute(&made, names::__init__())? {
        None => {
            if !args.pos.is_empty() || !args.kw.is_empty() {
                return Err(type_error("this constructor takes no arguments"));
            }
        }
        Some(init) => {
            if !call::call_args(&init, args)?.is_none() {
                return Err(type_error("__init__() should return None"));
            }
        }
    }
    Ok(made)
}

// ---- attributes ----------------------------------------------------------------------------------------------

/// An attribute without the help of `__getattr__` (instance_getattr2).
pub(super) fn plain_attribute(this: &Value, name: &Value) -> PyResult<Option<Value>> {
    let fields = own(this);
    if let Some(found) = fields.dict.with::<Dict, _>(|dict| dict.get_name(name)).flatten() {
        return Ok(Some(found));
    }
    let Some(class) = fields.class.get() else { return Ok(None) };
    let Some(found) = super::lookup(&class, name) else { return Ok(None) };
    match found.type_of().slots().descr_get {
        Some(get) => get(&found, Some(this), &class).map(Some),
        None => Ok(Some(found)),
    }
}

fn no_attribute(this: &Value, name: &Value) -> Raised {
    let name = name.str_lossy().unwrap_or_default();
    attribute_error(format!("{} instance has no attribute '{name}'", class_name(this)))
}

fn getattr(this: &Value, name: &Value) -> PyResult {
    match name.str_lossy().as_deref() {
        Some("__dict__") => return Ok(own(this).dict.get_or_none()),
        Some("__class__") => return Ok(own(this).class.get_or_none()),
        _ => {}
    }
    if let Some(found) = plain_attribute(this, name)? {
        return Ok(found);
    }
    let hook = own(this).class.get().and_then(|class| super::lookup(&class, names::__getattr__()));
    match hook {
        Some(hook) => call::call(&hook, &[this.clone(), name.clone()]),
        None => Err(no_attribute(this, name)),
    }
}

/// An attribute, or none if there is none.
pub(super) fn attribute(this: &Value, name: &Value) -> PyResult<Option<Value>> {
    errors::catch(exc::ATTRIBUTE_ERROR, getattr(this, name))
}

fn set_special(this: &Value, name: &str, new: Option<&Value>) -> PyResult<bool> {
    match name {
        "__dict__" => {
            let Some(new) = new.filter(|new| new.downcast::<Dict>().is_some()) else {
                return Err(type_error("__dict__ must be set to a dictionary"));
            };
            own(this).dict.set(new.clone());
            Ok(true)
        }
        "__class__" => {
            let Some(new) = new.filter(|new| super::is_class(new)) else {
                return Err(type_error("__class__ must be set to a class"));
            };
            own(this).class.set(new.clone());
            Ok(true)
        }
        _ => Ok(false),
    }
}

fn setattr(this: &Value, name: &Value, new: Option<&Value>) -> PyResult<()> {
    if set_special(this, &name.str_lossy().unwrap_or_default(), new)? {
        return Ok(());
    }
    let hook_name = if new.is_some() { names::__setattr__() } else { names::__delattr__() };
    let hook = own(this).class.get().and_then(|class| super::lookup(&class, hook_name));
    if let Some(hook) = hook {
        let mut args = vec![this.clone(), name.clone()];
        args.extend(new.cloned());
        return call::call(&hook, &args).map(drop);
    }
    let name = &crate::objects::str::intern_value(name);
    let dict = own(this).dict.get_or_none();
    let Some(dict) = dict.downcast::<Dict>() else { return Err(no_attribute(this, name)) };
    match new {
        Some(new) => dict.set_name(name, new.clone()),
        None if dict.remove_name(name).is_none() => return Err(no_attribute(this, name)),
        None => {}
    }
    Ok(())
}

// ---- protocols -----------------------------------------------------------------------------------------------

/// Calls a method that must be there.
pub(super) fn must(this: &Value, name: &Value, args: &[Value]) -> PyResult {
    let method = getattr(this, name)?;
    call::call(&method, args)
}

/// Calls a method if it is there.
pub(super) fn may(this: &Value, name: &Value, args: &[Value]) -> PyResult<Option<Value>> {
    match attribute(this, name)? {
        Some(method) => call::call(&method, args).map(Some),
        None => Ok(None),
    }
}

fn repr(this: &Value) -> PyResult {
    if let Some(text) = may(this, names::__repr__(), &[])? {
        return Ok(text);
    }
    let class = own(this).class.get_or_none();
    Ok(new_str(&format!("<{} instance at {:#x}>", super::full_name(&class), this.address())))
}

fn str(this: &Value) -> PyResult {
    match may(this, names::__str__(), &[])? {
        Some(text) => Ok(text),
        None => repr(this),
    }
}

fn hash(this: &Value) -> PyResult<i64> {
    if let Some(hash) = may(this, names::__hash__(), &[])? {
        if !int::is_int(&hash) {
            return Err(type_error("__hash__() should return an int"));
        }
        return int::hash_result(&hash);
    }
    for name in [names::__eq__(), names::__cmp__()] {
        if attribute(this, name)?.is_some() {
            return Err(type_error("unhashable instance"));
        }
    }
    hash_address(this)
}

fn call_instance(this: &Value, args: &Args) -> PyResult {
    let Some(method) = attribute(this, names::__call__())? else {
        return Err(attribute_error(format!("{} instance has no __call__ method", class_name(this))));
    };
    let _level = recursion::enter(" in __call__")?;
    call::call_args(&method, args)
}

fn compare(this: &Value, other: &Value, op: CmpOp) -> PyResult {
    let hooked =
        own(this).class.get().is_some_and(|class| super::lookup(&class, names::__getattr__()).is_some());
    let name = compare_name(op);
    let method = if hooked { attribute(this, name)? } else { plain_attribute(this, name)? };
    match method {
        Some(method) => call::call(&method, std::slice::from_ref(other)),
        None => Ok(Value::not_implemented()),
    }
}

fn iter(this: &Value) -> PyResult {
    if let Some(made) = may(this, names::__iter__(), &[])? {
        if made.type_of().slots().next.is_none() {
            return Err(type_error(format!("__iter__ returned non-iterator of type '{}'", made.type_name())));
        }
        return Ok(made);
    }
    if attribute(this, names::__getitem__())?.is_none() {
        return Err(type_error("iteration over non-sequence"));
    }
    iterator::new_sequence_iterator(this.clone())
}

fn next(this: &Value) -> PyResult<Option<Value>> {
    let Some(method) = attribute(this, names::next())? else {
        return Err(type_error("instance has no next() method"));
    };
    errors::catch(exc::STOP_ITERATION, call::call(&method, &[]))
}

fn length(result: &Value) -> PyResult<usize> {
    if !int::is_int(result) {
        return Err(type_error("__len__() should return an int"));
    }
    match int::to_i64(result) {
        Some(len) if len >= 0 => Ok(len as usize),
        Some(_) => Err(value_error("__len__() should return >= 0")),
        None => Err(errors::overflow_error("long int too large to convert to int")),
    }
}

fn len(this: &Value) -> PyResult<usize> {
    length(&must(this, names::__len__(), &[])?)
}

fn truth(this: &Value) -> PyResult<bool> {
    if let Some(result) = may(this, names::__nonzero__(), &[])? {
        return match int::to_i64(&result) {
            Some(value) if value < 0 => Err(value_error("__nonzero__ should return >= 0")),
            Some(value) => Ok(value != 0),
            None => Err(type_error("__nonzero__ should return an int")),
        };
    }
    match may(this, names::__len__(), &[])? {
        Some(result) => Ok(length(&result)? != 0),
        None => Ok(true),
    }
}

fn getitem(this: &Value, key: &Value) -> PyResult {
    must(this, names::__getitem__(), std::slice::from_ref(key))
}

fn setitem(this: &Value, key: &Value, new: Option<&Value>) -> PyResult<()> {
    match new {
        Some(new) => must(this, names::__setitem__(), &[key.clone(), new.clone()]).map(drop),
        None => must(this, names::__delitem__(), std::slice::from_ref(key)).map(drop),
    }
}

fn contains(this: &Value, item: &Value) -> PyResult<bool> {
    match may(this, names::__contains__(), std::slice::from_ref(item))? {
        Some(result) => protocol::truth(&result),
        None => protocol::contains_by_iteration(this, item),
    }
}

// ---- the end -------------------------------------------------------------------------------------------------

fn run_del(value: &Value) {
    let saved = errors::fetch();
    match plain_attribute(value, names::__del__()) {
        Ok(Some(method)) => {
            if call::call(&method, &[]).is_err() {
                exc::write_unraisable(&method);
            }
        }
        Ok(None) => {}
        Err(_) => errors::clear(),
    }
    if let Some(saved) = saved {
        errors::restore(saved);
    }
}

/// The `dealloc` slot: weak references, `__del__`, then the payload (instance_dealloc).
///
/// # Safety
/// Called by `header::destroy` only, with a count of zero.
unsafe fn dealloc(object: *mut Header) {
    // SAFETY: the object is whole until its payload is dropped at the end.
    unsafe {
        let word = Word(object as u64);
        weakref::object_dies(word);
        (*object).incref();
        let value = word.into_value();
        let has_del =
            own(&value).class.get().is_some_and(|class| super::lookup(&class, names::__del__()).is_some());
        if has_del {
            header::while_destroyed(|| run_del(&value));
        }
        let word = value.into_word();
        if !(*word.ptr()).release() {
            return;
        }
        weakref::object_dies(word);
        header::dealloc::<ClassicInstance>(object);
    }
}

pub fn init() {
    let slots = Slots {
        dealloc,
        getattr: Some(getattr),
        setattr: Some(setattr),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        call: Some(call_instance),
        richcompare: Some(compare),
        iter: Some(iter),
        next: Some(next),
        truth: Some(truth),
        len: Some(len),
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(contains),
        binary: Some(operators::binary),
        inplace: Some(operators::inplace),
        unary: Some(operators::unary),
        ..Slots::of::<ClassicInstance>()
    };
    // The type itself can do everything; whether an instance can is seen when it is asked.
    ready(TypeDef { unary: UnOp::ALL, ..TypeDef::new(INSTANCE, "instance", slots) });
}
