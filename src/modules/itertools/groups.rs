//! `tee` and `groupby`.
//!
//! Invariant: the iterators of a `tee` share a chain of blocks, each with up to [`BLOCK`] items, the common source and
//! the block after it; a block is filled by whoever comes first to its end (teedataobject).

use super::{GROUPBY, GROUPER, Kind, TEE, TEE_DATA, Tool, tool};
use crate::objects::alloc;
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::header::{new_instance, new_object};
use crate::objects::iterators::sequences;
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::sequence;
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::TypeRef;
use crate::objects::word::Value;
use crate::objects::{call, protocol};

// ---- tee: `source` is the current block, number 0 the position in it -----------------------------------------------

const BLOCK: usize = 57;

fn new_block(source: Value) -> Value {
    new_object(TEE_DATA, Tool::over(source))
}

fn tee_from(ty: TypeRef, iterable: &Value) -> PyResult {
    let iterator = protocol::iter(iterable)?;
    if iterator.type_of() == TEE {
        return copy(&iterator);
    }
    Ok(new_instance(ty, Tool::over(new_block(iterator))))
}

fn tee_new(ty: TypeRef, args: &Args) -> PyResult {
    args.no_keywords("tee")?;
    sequence::unpack("tee", args.pos, 1, 1)?;
    tee_from(ty, &args.pos[0])
}

fn copy(this: &Value) -> PyResult {
    let own = tool(this);
    let made = Tool::over(own.source.get_or_none());
    made.set_number(0, own.number(0));
    Ok(new_object(TEE, made))
}

fn tee_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let Some(mut block) = own.source.get() else { return Ok(None) };
    if own.number(0) as usize >= BLOCK {
        let next = match tool(&block).extra.get() {
            Some(next) => next,
            None => {
                let next = new_block(tool(&block).source.get_or_none());
                tool(&block).extra.set(next.clone());
                next
            }
        };
        own.source.set(next.clone());
        own.set_number(0, 0);
        block = next;
    }
    let at = own.number(0) as usize;
    let item = match tool(&block).pool.get(at) {
        Some(item) => item,
        None => {
            let source = tool(&block).source.get_or_none();
            let Some(item) = sequences::next(&source)? else { return Ok(None) };
            tool(&block).pool.push(item.clone());
            item
        }
    };
    own.set_number(0, at as i64 + 1);
    Ok(Some(item))
}

fn block_next(_: &Value) -> PyResult<Option<Value>> {
    Ok(None)
}

/// `tee(iterable, n=2)`.
pub(super) fn tee(_: &Value, args: &[Value]) -> PyResult {
    let n = args.get(1).map_or(Ok(2), sequence::index_argument)?;
    if n < 0 {
        return Err(value_error("n must be >= 0"));
    }
    if n == 0 {
        return Ok(new_tuple([]));
    }
    let first = tee_from(TEE, &args[0])?;
    alloc::ensure((n as usize).saturating_mul(size_of::<Tool>()))?;
    let mut all = vec![first];
    for _ in 1..n {
        all.push(copy(&all[0])?);
    }
    Ok(new_tuple(all))
}

static TEE_METHODS: &[Method] =
    &[method("__copy__", Native::NoArgs(copy), "Returns an independent iterator.")];

// ---- groupby: `extra` is the newest item, `key` its key, `target` the key of the newest group ------------------------

fn groupby_new(ty: TypeRef, args: &Args) -> PyResult {
    let [iterable, key] = args.bind("groupby", ["iterable", "key"], 1)?;
    let Some(iterable) = iterable else { return Err(type_error("groupby() needs an iterable")) };
    let key = key.cloned().unwrap_or(Value::none());
    Ok(new_instance(ty, Tool::with(protocol::iter(iterable)?, key)))
}

/// Draws the next item and its key; false at the end.
fn draw(groups: &Tool) -> PyResult<bool> {
    let (Some(source), Some(function)) = (groups.source.get(), groups.function.get()) else {
        return Ok(false);
    };
    let Some(item) = sequences::next(&source)? else { return Ok(false) };
    let key =
        if function.is_none() { item.clone() } else { call::call(&function, std::slice::from_ref(&item))? };
    groups.key.set(key);
    groups.extra.set(item);
    Ok(true)
}

fn groupby_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    loop {
        match (own.key.get(), own.target.get()) {
            (Some(_), None) => break,
            (Some(key), Some(target)) if !protocol::equals(&target, &key)? => break,
            _ => {}
        }
        if !draw(own)? {
            return Ok(None);
        }
    }
    let key = own.key.get_or_none();
    own.target.set(key.clone());
    let group = Tool::over(this.clone());
    group.target.set(key.clone());
    Ok(Some(new_tuple([key, new_object(GROUPER, group)])))
}

/// `source` is the groupby object.
fn grouper_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let Some(parent) = own.source.get() else { return Ok(None) };
    let groups = tool(&parent);
    if groups.extra.is_empty() && !draw(groups)? {
        return Ok(None);
    }
    if !protocol::equals(&own.target.get_or_none(), &groups.key.get_or_none())? {
        return Ok(None);
    }
    Ok(groups.extra.take())
}

pub(super) fn kinds() -> Vec<Kind> {
    let row = |ty, name, new, next, methods, doc| Kind {
        ty,
        names: [name, name],
        new,
        next,
        repr: None,
        methods,
        doc,
    };
    vec![
        row(TEE, "tee", Some(tee_new), tee_next, TEE_METHODS, "Iterator wrapped to make it copyable"),
        row(
            TEE_DATA,
            "tee_dataobject",
            None,
            block_next,
            &[],
            "Data container common to multiple tee objects.",
        ),
        row(
            GROUPBY,
            "groupby",
            Some(groupby_new),
            groupby_next,
            &[],
            "groupby(iterable[, keyfunc]) -> create an iterator which returns\n\
             (key, sub-iterator) grouped by each value of key(value).\n",
        ),
        row(GROUPER, "_grouper", None, grouper_next, &[], ""),
    ]
}
