//! `itertools` (Modules/itertoolsmodule.c): iterators made from iterators.
//!
//! Invariants: a tool's arguments are made into iterators when the tool is made, nothing is drawn before the first
//! `next`. All tools share one payload, [`Tool`], whose fields each tool reads in its own way; the fields are changed in
//! single steps, never while Python code runs. `izip`, `imap` and `ifilter` of 2.7 are 3.2's built-in `zip`, `map` and
//! `filter` under other names.

mod basic;
mod combinatorics;
mod groups;
mod selecting;

use crate::objects::errors::PyResult;
use crate::objects::header::{Layout, Payload};
use crate::objects::iterator::{Iter, itself};
use crate::objects::iterators::adaptors;
use crate::objects::list::List;
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::slot::Slot;
use crate::objects::str::new_str;
use crate::objects::typeobj::{Slots, TypeDef, TypeObj, TypeRef, flags, ready};
use crate::objects::word::{Value, Word};
use crate::objects::{lang, module};
use std::cell::{Cell, RefCell};

/// The payload of every tool.
#[derive(Default)]
pub(super) struct Tool {
    /// What items are drawn from.
    source: Slot,
    function: Slot,
    extra: Slot,
    /// `groupby`: the key of the newest item, and the key of the group asked for.
    key: Slot,
    target: Slot,
    /// Items or iterators kept by the tool.
    pool: List,
    indices: RefCell<Vec<usize>>,
    cycles: RefCell<Vec<usize>>,
    numbers: [Cell<i64>; 4],
}

impl Payload for Tool {
    const LAYOUT: Layout = Layout::Itertools;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for slot in [&self.source, &self.function, &self.extra, &self.key, &self.target] {
            slot.visit(visit);
        }
        self.pool.traverse(visit);
    }
    fn clear(&self) {
        for slot in [&self.source, &self.function, &self.extra, &self.key, &self.target] {
            drop(slot.take());
        }
        drop(self.pool.take_all());
    }
}

impl Tool {
    fn over(source: Value) -> Tool {
        Tool { source: Slot::new(source), ..Tool::default() }
    }
    fn with(source: Value, function: Value) -> Tool {
        Tool { source: Slot::new(source), function: Slot::new(function), ..Tool::default() }
    }
    fn number(&self, at: usize) -> i64 {
        self.numbers[at].get()
    }
    fn set_number(&self, at: usize, value: i64) {
        self.numbers[at].set(value);
    }
}

fn tool(this: &Value) -> &Tool {
    this.payload::<Tool>()
}

type New = fn(TypeRef, &Args) -> PyResult;
type Next = fn(&Value) -> PyResult<Option<Value>>;

/// A row of the table of tools.
struct Kind {
    ty: TypeRef,
    /// The name in 2.7 and in 3.2; empty: not there.
    names: [&'static str; 2],
    new: Option<New>,
    next: Next,
    repr: Option<fn(&Value) -> PyResult>,
    methods: &'static [Method],
    doc: &'static str,
}

macro_rules! types {
    ($($name:ident $layout:ident)*) => {
        mod statics {
            use super::{Layout, TypeObj};
            $(pub static $name: TypeObj = TypeObj::builtin(Layout::$layout);)*
        }
        $(pub(super) const $name: TypeRef = TypeRef::of(&statics::$name);)*
    };
}

types! {
    COUNT Itertools
    CYCLE Itertools
    REPEAT Itertools
    CHAIN Itertools
    ISLICE Itertools
    STARMAP Itertools
    TAKEWHILE Itertools
    DROPWHILE Itertools
    FILTERFALSE Itertools
    COMPRESS Itertools
    ACCUMULATE Itertools
    ZIP_LONGEST Itertools
    TEE Itertools
    TEE_DATA Itertools
    GROUPBY Itertools
    GROUPER Itertools
    PRODUCT Itertools
    PERMUTATIONS Itertools
    COMBINATIONS Itertools
    COMBINATIONS_WITH_REPLACEMENT Itertools
    IZIP Iterator
    IMAP Iterator
    IFILTER Iterator
}

fn kinds() -> Vec<Kind> {
    let mut all = basic::kinds();
    all.extend(selecting::kinds());
    all.extend(groups::kinds());
    all.extend(combinatorics::kinds());
    all
}

fn izip_new(ty: TypeRef, args: &Args) -> PyResult {
    adaptors::new_zip(ty, "izip", args)
}

fn imap_new(ty: TypeRef, args: &Args) -> PyResult {
    args.no_keywords("imap")?;
    if args.pos.len() < 2 {
        return Err(crate::objects::errors::type_error("imap() must have at least two arguments."));
    }
    adaptors::new_map(ty, args)
}

/// `imap(None, ...)` gives tuples.
fn imap_next(this: &Value) -> PyResult<Option<Value>> {
    match this.payload::<Iter>().extra.get() {
        Some(function) if function.is_none() => adaptors::zip_next(this),
        _ => adaptors::map_next(this),
    }
}

fn ifilter_new(ty: TypeRef, args: &Args) -> PyResult {
    adaptors::new_filter(ty, "ifilter", args)
}

/// The types of 2.7 that are built-in ones in 3.2.
const LAZY27: [(TypeRef, &str, New, Next, &str); 3] = [
    (IZIP, "izip", izip_new, adaptors::zip_next, "izip(iter1 [,iter2 [...]]) --> izip object"),
    (IMAP, "imap", imap_new, imap_next, "imap(func, *iterables) --> imap object"),
    (
        IFILTER,
        "ifilter",
        ifilter_new,
        adaptors::filter_next,
        "ifilter(function or None, sequence) --> ifilter object",
    ),
];

fn dotted(name: &'static str) -> &'static str {
    // Types live for ever, and so do their names: there are some twenty.
    format!("itertools.{name}").leak()
}

pub fn init() {
    let which = if lang::is_27() { 0 } else { 1 };
    for kind in kinds() {
        let name = kind.names[which];
        if name.is_empty() {
            continue;
        }
        let slots = Slots {
            iter: Some(itself),
            next: Some(kind.next),
            new: kind.new,
            repr: kind.repr,
            ..Slots::of::<Tool>()
        };
        let flags = if kind.new.is_some() { flags::BASETYPE } else { 0 };
        let name = dotted(name);
        ready(TypeDef { flags, methods: kind.methods, doc: kind.doc, ..TypeDef::new(kind.ty, name, slots) });
    }
    if lang::is_27() {
        for (ty, name, new, next, doc) in LAZY27 {
            let slots = Slots { iter: Some(itself), next: Some(next), new: Some(new), ..Slots::of::<Iter>() };
            ready(TypeDef { flags: flags::BASETYPE, doc, ..TypeDef::new(ty, dotted(name), slots) });
        }
    }
}

static FUNCTIONS: &[Method] = &[method(
    "tee",
    Native::Var(1, 2, groups::tee),
    "tee(iterable, n=2) --> tuple of n independent iterators.",
)];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("itertools");
    module::set(&made, "__doc__", new_str("Functional tools for creating and using iterators."));
    let which = if lang::is_27() { 0 } else { 1 };
    for kind in kinds() {
        let name = kind.names[which];
        if kind.new.is_some() && !name.is_empty() && kind.ty != TEE {
            module::set(&made, name, kind.ty.value());
        }
    }
    if lang::is_27() {
        for (ty, name, ..) in LAZY27 {
            module::set(&made, name, ty.value());
        }
    }
    module::add_functions(&made, "itertools", FUNCTIONS);
    Ok(made)
}
