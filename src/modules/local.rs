//! `thread._local`: an object whose attributes are each thread's own (Modules/_threadmodule.c).
//!
//! Invariant: a thread's dict is made when the thread first touches the object; for a subclass with an `__init__`, that is
//! then run in the touching thread with the arguments that the object was made with. If it raises, the dict goes.

use std::rc::Rc;

use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, attribute_error, type_error};
use crate::objects::header::{Layout, Payload, new_instance};
use crate::objects::native::Args;
use crate::objects::typeobj::{LOCAL, OBJECT, Slots, TypeDef, TypeRef, flags, ready};
use crate::objects::word::Word;
use crate::objects::{Value, names, protocol, str};
use crate::runtime::local::PerThread;

struct Local {
    dicts: Rc<PerThread>,
    /// What `__init__` is given in each thread.
    pos: Vec<Value>,
    kw: Vec<[Value; 2]>,
}

impl Payload for Local {
    const LAYOUT: Layout = Layout::Local;
    const WEAKREFS: bool = true;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.dicts.visit(visit);
        self.pos.iter().chain(self.kw.iter().flatten()).for_each(|value| visit(value.word()));
    }
    fn clear(&self) {
        self.dicts.clear();
    }
}

fn has_init(ty: TypeRef) -> bool {
    ty.definer(names::__init__()).is_some_and(|definer| definer != OBJECT && definer != LOCAL)
}

fn new(ty: TypeRef, args: &Args) -> PyResult {
    if !has_init(ty) && (!args.pos.is_empty() || !args.kw.is_empty()) {
        return Err(type_error("Initialization arguments are not supported"));
    }
    let dicts = PerThread::new();
    dicts.insert(Dict::new_value());
    Ok(new_instance(ty, Local { dicts, pos: args.pos.to_vec(), kw: args.kw.to_vec() }))
}

/// The running thread's dict (_ldict).
fn own_dict(this: &Value) -> PyResult {
    let local = this.payload::<Local>();
    if let Some(dict) = local.dicts.get() {
        return Ok(dict);
    }
    let dict = Dict::new_value();
    local.dicts.insert(dict.clone());
    let ty = this.type_of();
    if has_init(ty)
        && let Some(init) = ty.slots().init
        && let Err(raised) = init(this, &Args { pos: &local.pos, kw: &local.kw })
    {
        local.dicts.forget();
        return Err(raised);
    }
    Ok(dict)
}

fn is_dict_name(name: &Value) -> bool {
    name.is(names::__dict__()) || name.str_lossy().is_some_and(|name| name == "__dict__")
}

/// PyObject_GenericGetAttr with the running thread's dict in the place of the instance's.
fn getattr(this: &Value, name: &Value) -> PyResult {
    let dict = own_dict(this)?;
    if is_dict_name(name) {
        return Ok(dict);
    }
    let name = &str::intern_value(name);
    let ty = this.type_of();
    let found = ty.lookup(name);
    let slots = found.as_ref().map(|found| found.type_of().slots());
    let get = slots.and_then(|slots| slots.descr_get);
    if let (Some(found), Some(get), Some(slots)) = (&found, get, slots)
        && slots.descr_set.is_some()
    {
        return get(found, Some(this), &ty.value());
    }
    if let Some(value) = dict.downcast::<Dict>().and_then(|dict| dict.get_name(name)) {
        return Ok(value);
    }
    match (found, get) {
        (Some(found), Some(get)) => get(&found, Some(this), &ty.value()),
        (Some(found), None) => Ok(found),
        (None, _) => Err(protocol::no_attribute(this, name)),
    }
}

fn setattr(this: &Value, name: &Value, new: Option<&Value>) -> PyResult<()> {
    let dict = own_dict(this)?;
    if is_dict_name(name) {
        return Err(attribute_error(format!(
            "'{}' object attribute '__dict__' is read-only",
            this.type_name()
        )));
    }
    let name = &str::intern_value(name);
    if let Some(found) = this.type_of().lookup(name)
        && let Some(set) = found.type_of().slots().descr_set
    {
        return set(&found, this, new);
    }
    let missing = || attribute_error(name.str_lossy().unwrap_or_default());
    let Some(table) = dict.downcast::<Dict>() else { return Err(missing()) };
    match new {
        Some(new) => table.set_name(name, new.clone()),
        None => drop(table.remove_name(name).ok_or_else(missing)?),
    }
    Ok(())
}

pub(super) fn init() {
    let slots =
        Slots { new: Some(new), getattr: Some(getattr), setattr: Some(setattr), ..Slots::of::<Local>() };
    let name = if super::thread::module_name() == "thread" { "thread._local" } else { "_thread._local" };
    ready(TypeDef { flags: flags::BASETYPE, doc: "Thread-local data", ..TypeDef::new(LOCAL, name, slots) });
}
