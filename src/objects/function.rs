//! Functions, methods, and the descriptors that wrap them: staticmethod, classmethod, property
//! (Objects/funcobject.c, Objects/classobject.c, Objects/descrobject.c).

use super::header::{Layout, Payload, new_object};
use super::slot::Slot;
use super::typeobj::{METHOD, STATICMETHOD};
use super::word::{Value, Word};

/// A function made by `def` or `lambda`.
pub struct Function {
    /// A code object.
    pub code: Slot,
    /// A dict.
    pub globals: Slot,
    /// A tuple, or empty.
    pub defaults: Slot,
    /// A dict, or empty (3.2).
    pub kwdefaults: Slot,
    /// A tuple of cells, or empty.
    pub closure: Slot,
    pub name: Slot,
    pub doc: Slot,
    pub module: Slot,
    pub annotations: Slot,
    pub dict: Slot,
}

impl Payload for Function {
    const LAYOUT: Layout = Layout::Function;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for slot in self.slots() {
            slot.visit(visit);
        }
    }
    fn clear(&self) {
        for slot in [&self.defaults, &self.kwdefaults, &self.closure, &self.dict, &self.annotations] {
            drop(slot.take());
        }
    }
}

impl Function {
    fn slots(&self) -> [&Slot; 10] {
        [
            &self.code,
            &self.globals,
            &self.defaults,
            &self.kwdefaults,
            &self.closure,
            &self.name,
            &self.doc,
            &self.module,
            &self.annotations,
            &self.dict,
        ]
    }
}

/// A bound method, or under 2.7 an unbound one (no `this`).
pub struct Method {
    pub function: Value,
    pub this: Option<Value>,
    /// 2.7's `im_class`.
    pub class: Option<Value>,
}

impl Payload for Method {
    const LAYOUT: Layout = Layout::Method;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        visit(self.function.word());
        for value in [&self.this, &self.class].into_iter().flatten() {
            visit(value.word());
        }
    }
}

pub fn new_method(function: Value, this: Option<Value>, class: Option<Value>) -> Value {
    new_object(METHOD, Method { function, this, class })
}

/// A cell of a closure.
pub struct Cell(pub Slot);

impl Payload for Cell {
    const LAYOUT: Layout = Layout::Cell;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.0.visit(visit);
    }
    fn clear(&self) {
        drop(self.0.take());
    }
}

pub fn new_cell(value: Option<Value>) -> Value {
    new_object(super::typeobj::CELL, Cell(Slot::from_option(value)))
}

/// `staticmethod(f)`.
pub struct StaticMethod(pub Slot);

impl Payload for StaticMethod {
    const LAYOUT: Layout = Layout::StaticMethod;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.0.visit(visit);
    }
}

pub fn new_staticmethod(function: Value) -> Value {
    new_object(STATICMETHOD, StaticMethod(Slot::new(function)))
}

/// `classmethod(f)`.
pub struct ClassMethod(pub Slot);

impl Payload for ClassMethod {
    const LAYOUT: Layout = Layout::ClassMethod;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        self.0.visit(visit);
    }
}

/// `property(fget, fset, fdel, doc)`.
pub struct Property {
    pub get: Slot,
    pub set: Slot,
    pub del: Slot,
    pub doc: Slot,
}

impl Payload for Property {
    const LAYOUT: Layout = Layout::Property;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for slot in [&self.get, &self.set, &self.del, &self.doc] {
            slot.visit(visit);
        }
    }
}
