//! The endless ones and the joining ones: `count`, `cycle`, `repeat`, `chain`, `zip_longest`, `starmap`, `accumulate`.

use super::{ACCUMULATE, CHAIN, COUNT, CYCLE, Kind, REPEAT, STARMAP, Tool, ZIP_LONGEST, tool};
use crate::objects::errors::{PyResult, type_error};
use crate::objects::header::new_instance;
use crate::objects::iterators::adaptors;
use crate::objects::iterators::sequences;
use crate::objects::native::{Args, Method, Native, class_method};
use crate::objects::sequence::{self, Text};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{BinOp, TypeRef};
use crate::objects::word::{Value, Word};
use crate::objects::{call, lang, protocol};

// ---- count: `source` is the next value, `extra` the step -------------------------------------------------------

fn count_new(ty: TypeRef, args: &Args) -> PyResult {
    let [start, step] = args.bind("count", ["start", "step"], 0)?;
    for number in [start, step].into_iter().flatten() {
        if !protocol::is_number(number) {
            return Err(type_error("a number is required"));
        }
    }
    let made = Tool::over(start.cloned().unwrap_or(Value::int(0)));
    made.extra.set(step.cloned().unwrap_or(Value::int(1)));
    Ok(new_instance(ty, made))
}

fn count_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let (now, step) = (own.source.get_or_none(), own.extra.get_or_none());
    if now.word().is_int() && step.word().is_int() {
        // Two tagged ints: their sum fits 64 bits.
        own.source.set(Value::int(now.word().int() + step.word().int()));
        return Ok(Some(now));
    }
    own.source.set(protocol::binary(BinOp::Add, &now, &step)?);
    Ok(Some(now))
}

fn count_repr(this: &Value) -> PyResult {
    let own = tool(this);
    let step = own.extra.get_or_none();
    let mut text = Text::new("count(");
    text.push_repr(&own.source.get_or_none())?;
    if step.word() != Value::int(1).word() {
        text.push(", ");
        text.push_repr(&step)?;
    }
    text.push(")");
    Ok(text.finish())
}

// ---- cycle: `pool` is what has been seen, number 0 the position in it --------------------------------------------

fn cycle_new(ty: TypeRef, args: &Args) -> PyResult {
    args.no_keywords("cycle")?;
    sequence::unpack("cycle", args.pos, 1, 1)?;
    Ok(new_instance(ty, Tool::over(protocol::iter(&args.pos[0])?)))
}

fn cycle_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    if let Some(source) = own.source.get() {
        if let Some(item) = sequences::next(&source)? {
            own.pool.push(item.clone());
            return Ok(Some(item));
        }
        drop(own.source.take());
    }
    let at = own.number(0) as usize;
    let item = own.pool.get(at);
    own.set_number(0, if at + 1 >= own.pool.len() { 0 } else { at as i64 + 1 });
    Ok(item)
}

// ---- repeat: number 0 is how many are left, negative: no end -----------------------------------------------------

fn repeat_new(ty: TypeRef, args: &Args) -> PyResult {
    let [object, times] = args.bind("repeat", ["object", "times"], 1)?;
    let Some(object) = object else { return Err(type_error("repeat() needs an object")) };
    let made = Tool::over(object.clone());
    made.set_number(
        0,
        times.map_or(Ok(-1), |times| sequence::index_argument(times).map(|times| times.max(0)))?,
    );
    Ok(new_instance(ty, made))
}

fn repeat_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let left = own.number(0);
    if left == 0 {
        return Ok(None);
    }
    own.set_number(0, (left - 1).max(-1));
    Ok(own.source.get())
}

fn repeat_repr(this: &Value) -> PyResult {
    let own = tool(this);
    let mut text = Text::new("repeat(");
    text.push_repr(&own.source.get_or_none())?;
    if own.number(0) >= 0 {
        text.push(&format!(", {}", own.number(0)));
    }
    text.push(")");
    Ok(text.finish())
}

fn repeat_hint(this: &Value) -> PyResult {
    match tool(this).number(0) {
        left if left >= 0 => Ok(Value::int(left)),
        _ => Err(type_error("len() of unsized object")),
    }
}

static REPEAT_METHODS: &[Method] = &[crate::objects::iterator::hint(repeat_hint)];

// ---- chain: `source` gives iterables, `extra` is the iterator of the current one ---------------------------------

fn chain_new(ty: TypeRef, args: &Args) -> PyResult {
    args.no_keywords("chain")?;
    let sources = new_tuple(args.pos);
    Ok(new_instance(ty, Tool::over(protocol::iter(&sources)?)))
}

fn from_iterable(class: &Value, source: &Value) -> PyResult {
    let Some(ty) = class.as_type() else { return Err(type_error("chain.from_iterable needs a type")) };
    Ok(new_instance(ty, Tool::over(protocol::iter(source)?)))
}

fn chain_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    loop {
        let active = match own.extra.get() {
            Some(active) => active,
            None => {
                let Some(source) = own.source.get() else { return Ok(None) };
                let next = sequences::next(&source);
                let Ok(Some(iterable)) = next else {
                    drop(own.source.take());
                    return next;
                };
                let active = protocol::iter(&iterable).inspect_err(|_| drop(own.source.take()))?;
                own.extra.set(active.clone());
                active
            }
        };
        if let Some(item) = sequences::next(&active)? {
            return Ok(Some(item));
        }
        drop(own.extra.take());
    }
}

static CHAIN_METHODS: &[Method] = &[class_method(
    "from_iterable",
    Native::One(from_iterable),
    "chain.from_iterable(iterable) --> chain object\n\nAlternate chain() contructor taking a single iterable argument\n\
     that evaluates lazily.",
)];

// ---- zip_longest: `pool` holds iterators, None where one has ended; `extra` is the fill value ---------------------

fn zip_longest_new(ty: TypeRef, args: &Args) -> PyResult {
    let name = if lang::is_27() { "izip_longest" } else { "zip_longest" };
    let mut fill = Value::none();
    for [key, value] in args.kw {
        if args.kw.len() > 1 || key.str_lossy().as_deref() != Some("fillvalue") {
            return Err(type_error(format!("{name}() got an unexpected keyword argument")));
        }
        fill = value.clone();
    }
    let made = Tool::default();
    made.extra.set(fill);
    made.pool.extend(adaptors::iterators_of(name, args.pos)?);
    made.set_number(0, args.pos.len() as i64);
    Ok(new_instance(ty, made))
}

fn zip_longest_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    if own.number(0) == 0 {
        return Ok(None);
    }
    let fill = own.extra.get_or_none();
    let mut row = Vec::with_capacity(own.pool.len());
    let mut at = 0;
    while let Some(iterator) = own.pool.get(at) {
        let item = if iterator.word() == Word::NONE { None } else { sequences::next(&iterator)? };
        if item.is_none() && iterator.word() != Word::NONE {
            own.set_number(0, own.number(0) - 1);
            if own.number(0) <= 0 {
                own.set_number(0, 0);
                return Ok(None);
            }
            drop(own.pool.set(at, Value::none()));
        }
        row.push(item.unwrap_or_else(|| fill.clone()));
        at += 1;
    }
    Ok(Some(new_tuple(row)))
}

// ---- starmap, accumulate -----------------------------------------------------------------------------------------

fn starmap_new(ty: TypeRef, args: &Args) -> PyResult {
    args.no_keywords("starmap")?;
    sequence::unpack("starmap", args.pos, 2, 2)?;
    Ok(new_instance(ty, Tool::with(protocol::iter(&args.pos[1])?, args.pos[0].clone())))
}

fn starmap_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let (Some(source), Some(function)) = (own.source.get(), own.function.get()) else { return Ok(None) };
    let Some(item) = sequences::next(&source)? else { return Ok(None) };
    call::call(&function, &protocol::to_vec(&item)?).map(Some)
}

fn accumulate_new(ty: TypeRef, args: &Args) -> PyResult {
    let [source] = args.bind("accumulate", ["iterable"], 1)?;
    let Some(source) = source else { return Err(type_error("accumulate() needs an iterable")) };
    Ok(new_instance(ty, Tool::over(protocol::iter(source)?)))
}

/// `extra` is the total so far.
fn accumulate_next(this: &Value) -> PyResult<Option<Value>> {
    let own = tool(this);
    let Some(source) = own.source.get() else { return Ok(None) };
    let Some(item) = sequences::next(&source)? else { return Ok(None) };
    let total = match own.extra.get() {
        Some(total) => protocol::binary(BinOp::Add, &total, &item)?,
        None => item,
    };
    own.extra.set(total.clone());
    Ok(Some(total))
}

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            ty: COUNT,
            names: ["count", "count"],
            new: Some(count_new),
            next: count_next,
            repr: Some(count_repr),
            methods: &[],
            doc: "count(start=0, step=1) --> count object\n\nReturn a count object whose .next() method returns consecutive values.",
        },
        Kind {
            ty: CYCLE,
            names: ["cycle", "cycle"],
            new: Some(cycle_new),
            next: cycle_next,
            repr: None,
            methods: &[],
            doc: "cycle(iterable) --> cycle object\n\nReturn elements from the iterable until it is exhausted.\nThen repeat the sequence indefinitely.",
        },
        Kind {
            ty: REPEAT,
            names: ["repeat", "repeat"],
            new: Some(repeat_new),
            next: repeat_next,
            repr: Some(repeat_repr),
            methods: REPEAT_METHODS,
            doc: "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.",
        },
        Kind {
            ty: CHAIN,
            names: ["chain", "chain"],
            new: Some(chain_new),
            next: chain_next,
            repr: None,
            methods: CHAIN_METHODS,
            doc: "chain(*iterables) --> chain object",
        },
        Kind {
            ty: ZIP_LONGEST,
            names: ["izip_longest", "zip_longest"],
            new: Some(zip_longest_new),
            next: zip_longest_next,
            repr: None,
            methods: &[],
            doc: "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object",
        },
        Kind {
            ty: STARMAP,
            names: ["starmap", "starmap"],
            new: Some(starmap_new),
            next: starmap_next,
            repr: None,
            methods: &[],
            doc: "starmap(function, sequence) --> starmap object",
        },
        Kind {
            ty: ACCUMULATE,
            names: ["", "accumulate"],
            new: Some(accumulate_new),
            next: accumulate_next,
            repr: None,
            methods: &[],
            doc: "accumulate(iterable) --> accumulate object\n\nReturn series of accumulated sums.",
        },
    ]
}
