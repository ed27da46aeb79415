//! `enumerate` and `reversed` (Objects/enumobject.c), and the lazy `zip`, `map`, `filter` of 3.2
//! (Python/bltinmodule.c), which are 2.7's `itertools.izip`, `imap`, `ifilter`.
//!
//! Invariant: an adaptor's arguments are made into iterators when it is made; `next` draws from them in order
//! and ends with the first that ends.

use super::sequences;
use crate::objects::errors::{self, PyResult, type_error};
use crate::objects::header::{Layout, new_instance};
use crate::objects::iterator::{Iter, hint, itself};
use crate::objects::native::{Args, Method};
use crate::objects::tuple::{Tuple, new_pair, new_tuple};
use crate::objects::typeobj::{
    BOOL, BinOp, ENUMERATE, FILTER, MAP, REVERSED, Slots, TypeDef, TypeRef, ZIP, flags, ready,
};
use crate::objects::word::Value;
use crate::objects::{call, exceptions as exc, lang, names, protocol, sequence};

// ---- enumerate -------------------------------------------------------------------------------------------

fn enumerate_new(ty: TypeRef, args: &Args) -> PyResult {
    let first = if lang::is_27() { "sequence" } else { "iterable" };
    let [source, start] = args.bind("enumerate", [first, "start"], 1)?;
    let start = start.map_or(Ok(Value::int(0)), sequence::index_object)?;
    let Some(source) = source else { return Err(type_error("enumerate() needs an iterable")) };
    let iter = Iter::over(protocol::iter(source)?);
    match start.word().is_int() {
        true => iter.position.set(start.word().int()),
        // Beyond the tagged ints the count itself is kept.
        false => iter.extra.set(start),
    }
    Ok(new_instance(ty, iter))
}

fn enumerate_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    // SAFETY: set when the iterator is made and kept to its end; the caller keeps the iterator.
    let Some(source) = (unsafe { iter.source.peek() }) else { return Ok(None) };
    let Some(item) = sequences::next(source)? else { return Ok(None) };
    let count = match iter.extra.is_empty() {
        true => Value::int(iter.advance()),
        false => {
            let count = iter.extra.get_or_none();
            iter.extra.set(protocol::binary(BinOp::Add, &count, &Value::int(1))?);
            count
        }
    };
    Ok(Some(new_pair(&iter.kept, count, item)))
}

// ---- reversed --------------------------------------------------------------------------------------------

fn reversed_new(ty: TypeRef, args: &Args) -> PyResult {
    no_keywords(args, "reversed")?;
    sequence::unpack("reversed", args.pos, 1, 1)?;
    let source = &args.pos[0];
    if let Some(result) = protocol::call_special(source, names::__reversed__(), &[]) {
        return result;
    }
    if source.type_of().slots().getitem.is_none()
        || matches!(source.type_of().layout(), Layout::Dict | Layout::DictProxy)
    {
        return Err(type_error("argument to reversed() must be a sequence"));
    }
    let iter = Iter::over(source.clone());
    iter.position.set(protocol::len(source)? as i64 - 1);
    Ok(new_instance(ty, iter))
}

fn reversed_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let at = iter.position.get();
    if at >= 0
        && let Some(source) = iter.source.get()
    {
        match protocol::getitem(&source, &Value::int(at)) {
            Ok(item) => {
                iter.position.set(at - 1);
                return Ok(Some(item));
            }
            Err(_) if errors::matches(exc::INDEX_ERROR) || errors::matches(exc::STOP_ITERATION) => {
                errors::clear()
            }
            Err(raised) => return Err(raised),
        }
    }
    iter.position.set(-1);
    drop(iter.source.take());
    Ok(None)
}

fn reversed_hint(this: &Value) -> PyResult {
    let iter = this.payload::<Iter>();
    let Some(source) = iter.source.get() else { return Ok(Value::int(0)) };
    let left = iter.position.get() + 1;
    let len = protocol::len(&source)? as i64;
    Ok(Value::int(if len < left { 0 } else { left }))
}

// ---- zip, map, filter --------------------------------------------------------------------------------------

/// _PyArg_NoKeywords.
fn no_keywords(args: &Args, name: &str) -> PyResult<()> {
    if args.kw.is_empty() {
        return Ok(());
    }
    Err(type_error(format!("{name}() does not take keyword arguments")))
}

/// Iterators over all arguments; `name` is that of the function, for the message.
pub fn iterators_of(name: &str, sources: &[Value]) -> PyResult<Vec<Value>> {
    let mut iterators = Vec::with_capacity(sources.len());
    for (at, source) in sources.iter().enumerate() {
        match protocol::iter(source) {
            Ok(iterator) => iterators.push(iterator),
            Err(_) if errors::matches(exc::TYPE_ERROR) => {
                errors::clear();
                return Err(type_error(format!("{name} argument #{} must support iteration", at + 1)));
            }
            Err(raised) => return Err(raised),
        }
    }
    Ok(iterators)
}

/// One item of each iterator of a tuple; none as soon as one ends.
pub fn next_of_each(iterators: &Tuple) -> PyResult<Option<Vec<Value>>> {
    let mut row = Vec::with_capacity(iterators.items().len());
    for iterator in iterators.items() {
        match sequences::next(iterator)? {
            Some(item) => row.push(item),
            None => return Ok(None),
        }
    }
    Ok(Some(row))
}

/// Makes a zip of this type; `name` is for the messages.
pub fn new_zip(ty: TypeRef, name: &str, args: &Args) -> PyResult {
    no_keywords(args, name)?;
    let iterators = iterators_of(name, args.pos)?;
    Ok(new_instance(ty, Iter::over(new_tuple(iterators))))
}

pub fn zip_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    // SAFETY: as for `enumerate`.
    let Some(iterators) = (unsafe { iter.source.peek() }) else { return Ok(None) };
    let Some(iterators) = iterators.downcast::<Tuple>() else { return Ok(None) };
    match iterators.items() {
        [] => Ok(None),
        [a, b] => {
            let Some(first) = sequences::next(a)? else { return Ok(None) };
            let Some(second) = sequences::next(b)? else { return Ok(None) };
            Ok(Some(new_pair(&iter.kept, first, second)))
        }
        _ => Ok(next_of_each(iterators)?.map(new_tuple)),
    }
}

fn zip_new(ty: TypeRef, args: &Args) -> PyResult {
    new_zip(ty, "zip", args)
}

/// Makes a map of this type.
pub fn new_map(ty: TypeRef, args: &Args) -> PyResult {
    let Some((function, sources)) = args.pos.split_first() else {
        return Err(type_error("map() needs a function"));
    };
    let iterators = sources.iter().map(protocol::iter).collect::<PyResult<Vec<Value>>>()?;
    Ok(new_instance(ty, Iter::with(new_tuple(iterators), function.clone())))
}

fn map_new(ty: TypeRef, args: &Args) -> PyResult {
    no_keywords(args, "map")?;
    if args.pos.len() < 2 {
        return Err(type_error("map() must have at least two arguments."));
    }
    new_map(ty, args)
}

pub fn map_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    // SAFETY: as for `enumerate`.
    let (iterators, function) = unsafe { (iter.source.peek(), iter.extra.peek()) };
    let (Some(iterators), Some(function)) = (iterators, function) else { return Ok(None) };
    let Some(iterators) = iterators.downcast::<Tuple>() else { return Ok(None) };
    if let [iterator] = iterators.items() {
        let Some(item) = sequences::next(iterator)? else { return Ok(None) };
        return call::call(function, std::slice::from_ref(&item)).map(Some);
    }
    let Some(row) = next_of_each(iterators)? else { return Ok(None) };
    call::call(function, &row).map(Some)
}

/// Makes a filter of this type; `name` is for the messages.
pub fn new_filter(ty: TypeRef, name: &str, args: &Args) -> PyResult {
    no_keywords(args, name)?;
    sequence::unpack(name, args.pos, 2, 2)?;
    let iterator = protocol::iter(&args.pos[1])?;
    Ok(new_instance(ty, Iter::with(iterator, args.pos[0].clone())))
}

/// Whether a filter's function (None: truth itself) accepts an item.
pub fn accepts(function: &Value, item: &Value) -> PyResult<bool> {
    if function.is_none() || function.as_type() == Some(BOOL) {
        return protocol::truth(item);
    }
    protocol::truth(&call::call(function, std::slice::from_ref(item))?)
}

pub fn filter_next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    // SAFETY: as for `enumerate`.
    let (source, function) = unsafe { (iter.source.peek(), iter.extra.peek()) };
    let (Some(source), Some(function)) = (source, function) else { return Ok(None) };
    while let Some(item) = sequences::next(source)? {
        if accepts(function, &item)? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn filter_new(ty: TypeRef, args: &Args) -> PyResult {
    new_filter(ty, "filter", args)
}

static REVERSED_METHODS: &[Method] = &[hint(reversed_hint)];

type Next = fn(&Value) -> PyResult<Option<Value>>;
type New = fn(TypeRef, &Args) -> PyResult;
/// Type, name, what makes it, what steps it, its methods, its doc string.
type Row = (TypeRef, &'static str, New, Next, &'static [Method], &'static str);

pub fn init() {
    let table: [Row; 5] = [
        (
            ENUMERATE,
            "enumerate",
            enumerate_new,
            enumerate_next,
            &[],
            "enumerate(iterable[, start]) -> iterator for index, value of iterable",
        ),
        (
            REVERSED,
            "reversed",
            reversed_new,
            reversed_next,
            REVERSED_METHODS,
            "reversed(sequence) -> reverse iterator over values of the sequence",
        ),
        (ZIP, "zip", zip_new, zip_next, &[], "zip(iter1 [,iter2 [...]]) --> zip object"),
        (MAP, "map", map_new, map_next, &[], "map(func, *iterables) --> map object"),
        (
            FILTER,
            "filter",
            filter_new,
            filter_next,
            &[],
            "filter(function or None, iterable) --> filter object",
        ),
    ];
    for (ty, name, new, next, methods, doc) in table {
        let slots = Slots { iter: Some(itself), next: Some(next), new: Some(new), ..Slots::of::<Iter>() };
        ready(TypeDef { flags: flags::BASETYPE, methods, doc, ..TypeDef::new(ty, name, slots) });
    }
}
