//! The read-only view of a class's dict (Objects/descrobject.c, `dictproxy`).

use super::header::{Layout, Payload, new_object};
use super::typeobj::DICT_PROXY;
use super::word::{Value, Word};

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
