//! Functions written in Rust: how they take arguments, the objects that stand for them, and the descriptors
//! of built-in types (Objects/methodobject.c, Objects/descrobject.c).
//!
//! Invariants: a native gets borrowed arguments that stay alive for the call, and returns an owned result. The
//! argument count is checked here, before the function is entered, with CPython's messages.

use super::errors::{PyResult, Raised, type_error};
use super::header::{Layout, Payload, new_object};
use super::slot::Slot;
use super::typeobj::{self, TypeRef};
use super::word::{Value, Word};

/// The arguments of a call: positional ones, and (name, value) pairs.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    pub pos: &'a [Value],
    pub kw: &'a [[Value; 2]],
}

impl<'a> Args<'a> {
    pub fn new(pos: &'a [Value]) -> Args<'a> {
        Args { pos, kw: &[] }
    }

    pub const NONE: Args<'static> = Args { pos: &[], kw: &[] };

    /// Errors with CPython's message if there are keyword arguments.
    pub fn no_keywords(&self, function: &str) -> PyResult<()> {
        if self.kw.is_empty() {
            return Ok(());
        }
        Err(type_error(format!("{function}() takes no keyword arguments")))
    }

    /// Checks the number of positional arguments as PyArg_ParseTuple words it.
    #[inline(always)]
    pub fn check(&self, function: &str, min: usize, max: usize) -> PyResult<()> {
        let given = self.pos.len();
        if given >= min && given <= max {
            return Ok(());
        }
        Err(self.wrong_count(function, min, max))
    }

    #[cold]
    #[inline(never)]
    fn wrong_count(&self, function: &str, min: usize, max: usize) -> Raised {
        let given = self.pos.len();
        let (kind, bound) = match (min == max, given < min) {
            (true, _) => ("exactly", min),
            (false, true) => ("at least", min),
            (false, false) => ("at most", max),
        };
        let plural = if bound == 1 { "" } else { "s" };
        if bound == 0 {
            return type_error(format!("{function}() takes no arguments ({given} given)"));
        }
        type_error(format!("{function}() takes {kind} {bound} argument{plural} ({given} given)"))
    }

    /// The positional argument at an index.
    pub fn get(&self, index: usize) -> Option<&'a Value> {
        self.pos.get(index)
    }

    /// The keyword argument of a name.
    pub fn keyword(&self, name: &str) -> Option<&'a Value> {
        self.kw.iter().find(|pair| pair[0].str_lossy().is_some_and(|key| key == name)).map(|pair| &pair[1])
    }

    /// Binds positional and keyword arguments to parameter names; the first `required` must be there.
    /// Errors as PyArg_ParseTupleAndKeywords words them.
    #[inline]
    pub fn bind<const N: usize>(
        &self,
        function: &str,
        names: [&str; N],
        required: usize,
    ) -> PyResult<[Option<&'a Value>; N]> {
        if self.kw.is_empty() && (required..=N).contains(&self.pos.len()) {
            let mut bound = [None; N];
            bound.iter_mut().zip(self.pos).for_each(|(slot, value)| *slot = Some(value));
            return Ok(bound);
        }
        self.bind_any(function, names, required)
    }

    #[inline(never)]
    fn bind_any<const N: usize>(
        &self,
        function: &str,
        names: [&str; N],
        required: usize,
    ) -> PyResult<[Option<&'a Value>; N]> {
        let given = self.pos.len() + self.kw.len();
        if given > N {
            let plural = if N == 1 { "" } else { "s" };
            return Err(type_error(format!(
                "{function}() takes at most {N} argument{plural} ({given} given)"
            )));
        }
        let mut bound = [None; N];
        for (slot, value) in bound.iter_mut().zip(self.pos) {
            *slot = Some(value);
        }
        let mut unknown = None;
        for pair in self.kw {
            let key = pair[0].str_lossy().unwrap_or_default();
            let Some(index) = names.iter().position(|name| *name == key) else {
                unknown.get_or_insert(key);
                continue;
            };
            if bound[index].is_some() {
                return Err(type_error(format!(
                    "Argument given by name ('{key}') and position ({})",
                    index + 1
                )));
            }
            bound[index] = Some(&pair[1]);
        }
        for index in 0..required.min(N) {
            if bound[index].is_none() {
                let name = names[index];
                return Err(type_error(format!("Required argument '{name}' (pos {}) not found", index + 1)));
            }
        }
        if let Some(key) = unknown {
            return Err(type_error(format!("'{key}' is an invalid keyword argument for this function")));
        }
        Ok(bound)
    }
}

/// A native function by its way of taking arguments; the first parameter is `self`, for a module's function
/// the module (or None).
#[derive(Clone, Copy)]
pub enum Native {
    /// METH_NOARGS
    NoArgs(fn(&Value) -> PyResult),
    /// METH_O
    One(fn(&Value, &Value) -> PyResult),
    /// METH_VARARGS with the least and the most number of arguments; no keywords. `usize::MAX`: no upper bound.
    Var(usize, usize, fn(&Value, &[Value]) -> PyResult),
    /// METH_VARARGS | METH_KEYWORDS
    Kw(fn(&Value, &Args) -> PyResult),
}

impl Native {
    /// Calls after checking the arguments.
    #[inline]
    pub fn call(self, name: &str, this: &Value, args: &Args) -> PyResult {
        if let Native::Kw(f) = self {
            return f(this, args);
        }
        args.no_keywords(name)?;
        match self {
            Native::NoArgs(f) if args.pos.is_empty() => f(this),
            Native::NoArgs(_) => {
                Err(type_error(format!("{name}() takes no arguments ({} given)", args.pos.len())))
            }
            Native::One(f) => match args.pos {
                [one] => f(this, one),
                _ => {
                    Err(type_error(format!("{name}() takes exactly one argument ({} given)", args.pos.len())))
                }
            },
            Native::Var(min, max, f) => {
                args.check(name, min, max)?;
                f(this, args.pos)
            }
            Native::Kw(f) => f(this, args),
        }
    }
}

/// One row of a method table: the name, the function, the doc string.
pub struct Method {
    pub name: &'static str,
    pub native: Native,
    pub binding: Binding,
    pub doc: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    Instance,
    Class,
    Static,
}

/// A row for a method of instances, or a module's function.
pub const fn method(name: &'static str, native: Native, doc: &'static str) -> Method {
    Method { name, native, binding: Binding::Instance, doc }
}

/// A row for a class method: `self` is the class.
pub const fn class_method(name: &'static str, native: Native, doc: &'static str) -> Method {
    Method { name, native, binding: Binding::Class, doc }
}

/// A row for a static method: `self` is None.
pub const fn static_method(name: &'static str, native: Native, doc: &'static str) -> Method {
    Method { name, native, binding: Binding::Static, doc }
}

pub type Getter = fn(&Value) -> PyResult;
/// Sets, or deletes with `None`.
pub type Setter = fn(&Value, Option<&Value>) -> PyResult<()>;

/// One row of an attribute table of a built-in type.
pub struct GetSet {
    pub name: &'static str,
    pub get: Getter,
    pub set: Option<Setter>,
}

pub const fn getter(name: &'static str, get: Getter) -> GetSet {
    GetSet { name, get, set: None }
}

pub const fn getset(name: &'static str, get: Getter, set: Setter) -> GetSet {
    GetSet { name, get, set: Some(set) }
}

/// A member that scripts can only read (READONLY in structmember.h).
pub const fn member(name: &'static str, get: Getter) -> GetSet {
    GetSet { name, get, set: Some(read_only) }
}

fn read_only(_this: &Value, _new: Option<&Value>) -> PyResult<()> {
    if super::lang::is_27() {
        return Err(type_error("readonly attribute"));
    }
    Err(super::errors::attribute_error("readonly attribute"))
}

/// Checks the number of positional arguments as PyArg_UnpackTuple words it.
#[inline(always)]
pub fn unpack(function: &str, args: &[Value], min: usize, max: usize) -> PyResult<()> {
    if (min..=max).contains(&args.len()) { Ok(()) } else { Err(wrong_count(function, args.len(), min, max)) }
}

#[cold]
#[inline(never)]
fn wrong_count(function: &str, given: usize, min: usize, max: usize) -> Raised {
    let (kind, bound) = match (min == max, given < min) {
        (true, _) => ("", min),
        (false, true) => ("at least ", min),
        (false, false) => ("at most ", max),
    };
    type_error(format!("{function} expected {kind}{bound} arguments, got {given}"))
}

/// A built-in function or a bound built-in method: `len`, `[].append`.
pub struct NativeObj {
    pub name: &'static str,
    pub native: Native,
    pub doc: &'static str,
    /// The bound object; empty for a module's function.
    pub this: Slot,
    /// The module's name; empty for methods.
    pub module: Slot,
}

impl Payload for NativeObj {
    const LAYOUT: Layout = Layout::Native;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.this.visit(visit);
        self.module.visit(visit);
    }
}

/// A built-in function object; `this` is what its native gets as `self` (None if empty).
pub fn new_native(row: &Method, this: Option<Value>, module: Option<Value>) -> Value {
    new_object(
        typeobj::NATIVE,
        NativeObj {
            name: row.name,
            native: row.native,
            doc: row.doc,
            this: Slot::from_option(this),
            module: Slot::from_option(module),
        },
    )
}

/// A built-in type's attribute: method, computed attribute, slot wrapper, `__slots__` member.
pub struct Descriptor {
    pub name: Value,
    pub owner: TypeRef,
    pub kind: DescriptorKind,
}

#[derive(Clone, Copy)]
pub enum DescriptorKind {
    Method(&'static Method),
    GetSet(&'static GetSet),
    /// A dunder that stands for a slot of the owner: a row of `slotdefs::WRAPPERS`.
    Wrapper(&'static super::slotdefs::Wrapper),
    /// A `__slots__` entry: its byte offset in the instance.
    Member(usize),
    /// A field of a struct sequence: the index in the tuple.
    Item(usize),
}

impl Payload for Descriptor {
    const LAYOUT: Layout = Layout::Descriptor;
}
