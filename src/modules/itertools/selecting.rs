//! The ones that let some items through: `islice`, `takewhile`, `dropwhile`, `filterfalse`, `compress`.

use super::{COMPRESS, DROPWHILE, FILTERFALSE, ISLICE, Kind, TAKEWHILE, Tool, tool};
use crate::objects::errors::{self, PyResult, type_error, value_error};
use crate::objects::header::new_instance;
use crate::objects::iterators::adaptors::accepts;
use crate::objects::iterators::sequences;
use crate::objects::native::Args;
use crate::objects::typeobj::TypeRef;
use crate::objects::word::Value;
use crate::objects::{call, int, lang, protocol, sequence};

// ---- islice: the numbers are the items drawn, the next wanted, the stop (-1: none) and the step --------------------

fn islice_bound(value: &Value) -> Option<i64> {
    match int::is_int(value) {
        true => int::to_i64(value).filter(|&number| number >= 0),
        false => {
            let number = protocol::index(value).ok().filter(|&number| number >= 0);
            errors::clear();
            number
        }
    }
}

fn islice_new(ty: TypeRef, args: &Args) -> PyResult {
    args.no_keywords("islice")?;
    sequence::unpack("islice", args.pos, 2, 4)?;
    let largest = if lang::is_27() { "maxint" } else { "sys.maxsize" };
    let bound = |value: Option<&Value>, absent: i64, message: String| match value {
        Some(value) if !value.is_none() => islice_bound(value).ok_or_else(|| value_error(message)),
        _ => Ok(absent),
    };
    let stop_message = format!("Stop argument for islice() must be None or an integer: 0 <= x <= {largest}.");
    let (start, stop) = match args.pos {
        [_, stop] => (0, bound(Some(stop), -1, stop_message)?),
        _ => {
            let stop = bound(args.get(2), -1, stop_message)?;
            let message = format!("Indices for islice() must be None or an integer: 0 <= x <= {largest}.");
            (bound(args.get(1), 0, message)?, stop)
        }
    };
    let step = match args.get(3) {
        Some(step) if !step.is_none() => islice_bound(step)
            .filter(|&step| step >= 1)
            .ok_or_else(|| value_error("Step for islice() must be a positive integer or None."))?,
        _ => 1,
    };
    let made = Tool::over(protocol::iter(&args.pos[0])?);
    made.set_number(1, start);
    made.set_number(2, stop);
    made.set_number(3, step);
    Ok(new_instance(ty, made))
}

fn islice_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let Some(source) = own.source.get() else { return Ok(None) };
    let stop = own.number(2);
    while own.number(0) < own.number(1) {
        if sequences::next(&source)?.is_none() {
            drop(own.source.take());
            return Ok(None);
        }
        own.set_number(0, own.number(0) + 1);
    }
    if stop != -1 && own.number(0) >= stop {
        drop(own.source.take());
        return Ok(None);
    }
    let Some(item) = sequences::next(&source)? else {
        drop(own.source.take());
        return Ok(None);
    };
    own.set_number(0, own.number(0) + 1);
    let next = own.number(1).saturating_add(own.number(3));
    own.set_number(1, if stop != -1 { next.min(stop) } else { next });
    Ok(Some(item))
}

// ---- by a predicate --------------------------------------------------------------------------------------------

fn with_predicate(ty: TypeRef, name: &str, args: &Args) -> PyResult {
    args.no_keywords(name)?;
    sequence::unpack(name, args.pos, 2, 2)?;
    Ok(new_instance(ty, Tool::with(protocol::iter(&args.pos[1])?, args.pos[0].clone())))
}

fn says(function: &Value, item: &Value) -> PyResult<bool> {
    protocol::truth(&call::call(function, std::slice::from_ref(item))?)
}

fn takewhile_new(ty: TypeRef, args: &Args) -> PyResult {
    with_predicate(ty, "takewhile", args)
}

fn takewhile_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let (Some(source), Some(function)) = (own.source.get(), own.function.get()) else { return Ok(None) };
    if own.number(0) != 0 {
        return Ok(None);
    }
    let Some(item) = sequences::next(&source)? else { return Ok(None) };
    if says(&function, &item)? {
        return Ok(Some(item));
    }
    own.set_number(0, 1);
    Ok(None)
}

fn dropwhile_new(ty: TypeRef, args: &Args) -> PyResult {
    with_predicate(ty, "dropwhile", args)
}

fn dropwhile_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let (Some(source), Some(function)) = (own.source.get(), own.function.get()) else { return Ok(None) };
    while let Some(item) = sequences::next(&source)? {
        if own.number(0) != 0 || !says(&function, &item)? {
            own.set_number(0, 1);
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn filterfalse_new(ty: TypeRef, args: &Args) -> PyResult {
    with_predicate(ty, if lang::is_27() { "ifilterfalse" } else { "filterfalse" }, args)
}

fn filterfalse_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let (Some(source), Some(function)) = (own.source.get(), own.function.get()) else { return Ok(None) };
    while let Some(item) = sequences::next(&source)? {
        if !accepts(&function, &item)? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

// ---- compress: `extra` is the iterator of selectors --------------------------------------------------------------

fn compress_new(ty: TypeRef, args: &Args) -> PyResult {
    let [data, selectors] = args.bind("compress", ["data", "selectors"], 2)?;
    let (Some(data), Some(selectors)) = (data, selectors) else {
        return Err(type_error("compress() needs data"));
    };
    let made = Tool::over(protocol::iter(data)?);
    made.extra.set(protocol::iter(selectors)?);
    Ok(new_instance(ty, made))
}

fn compress_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let (Some(data), Some(selectors)) = (own.source.get(), own.extra.get()) else { return Ok(None) };
    while let Some(item) = sequences::next(&data)? {
        let Some(selector) = sequences::next(&selectors)? else { return Ok(None) };
        if protocol::truth(&selector)? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            ty: ISLICE,
            names: ["islice", "islice"],
            new: Some(islice_new),
            next: islice_next,
            repr: None,
            methods: &[],
            doc: "islice(iterable, [start,] stop [, step]) --> islice object",
        },
        Kind {
            ty: TAKEWHILE,
            names: ["takewhile", "takewhile"],
            new: Some(takewhile_new),
            next: takewhile_next,
            repr: None,
            methods: &[],
            doc: "takewhile(predicate, iterable) --> takewhile object\n\nReturn successive entries from an iterable as long as the \npredicate evaluates to true for each entry.",
        },
        Kind {
            ty: DROPWHILE,
            names: ["dropwhile", "dropwhile"],
            new: Some(dropwhile_new),
            next: dropwhile_next,
            repr: None,
            methods: &[],
            doc: "dropwhile(predicate, iterable) --> dropwhile object\n\nDrop items from the iterable while predicate(item) is true.\nAfterwards, return every element until the iterable is exhausted.",
        },
        Kind {
            ty: FILTERFALSE,
            names: ["ifilterfalse", "filterfalse"],
            new: Some(filterfalse_new),
            next: filterfalse_next,
            repr: None,
            methods: &[],
            doc: "filterfalse(function or None, sequence) --> filterfalse object\n\nReturn those items of sequence for which function(item) is false.\nIf function is None, return the items that are false.",
        },
        Kind {
            ty: COMPRESS,
            names: ["compress", "compress"],
            new: Some(compress_new),
            next: compress_next,
            repr: None,
            methods: &[],
            doc: "compress(data, selectors) --> iterator over selected data\n\nReturn data elements corresponding to true selector elements.",
        },
    ]
}
