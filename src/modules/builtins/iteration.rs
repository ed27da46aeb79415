//! Built-in functions that walk along iterables: all, any, iter, next, sorted, max, sum, 2.7's range, map, filter, ...

use crate::objects::errors::{self, PyResult, overflow_error, type_error, value_error};
use crate::objects::exceptions as exc;
use crate::objects::float::{float_value, new_float};
use crate::objects::header::Layout;
use crate::objects::iterators::adaptors::{accepts, next_of_each};
use crate::objects::iterators::sequences;
use crate::objects::list::new_list;
use crate::objects::listsort::{Options, sort_with};
use crate::objects::native::{Args, Method, Native, method, unpack};
use crate::objects::str::{Kind, Str};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{BinOp, CmpOp, FLOAT, INT, LIST, TUPLE, UnOp};
use crate::objects::{Value, call, int, iterator, lang, protocol, recursion};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

fn all(_this: &Value, items: &Value) -> PyResult {
    let mut held = true;
    protocol::each(items, |item| {
        held = protocol::truth(&item)?;
        Ok(held)
    })?;
    Ok(Value::bool(held))
}

fn any(_this: &Value, items: &Value) -> PyResult {
    let mut found = false;
    protocol::each(items, |item| {
        found = protocol::truth(&item)?;
        Ok(!found)
    })?;
    Ok(Value::bool(found))
}

fn len(_this: &Value, value: &Value) -> PyResult {
    protocol::len(value).map(|len| Value::int(len as i64))
}

fn iter(_this: &Value, args: &[Value]) -> PyResult {
    unpack("iter", args, 1, 2)?;
    match args.get(1) {
        None => protocol::iter(&args[0]),
        Some(sentinel) => {
            if args[0].type_of().slots().call.is_none() {
                return Err(type_error("iter(v, w): v must be callable"));
            }
            Ok(iterator::new_callable_iterator(args[0].clone(), sentinel.clone()))
        }
    }
}

fn next(_this: &Value, args: &[Value]) -> PyResult {
    unpack("next", args, 1, 2)?;
    let Some(step) = args[0].type_of().slots().next else {
        return Err(type_error(format!("{} object is not an iterator", args[0].type_name())));
    };
    match (step(&args[0]), args.get(1)) {
        (Ok(Some(item)), _) => Ok(item),
        (Ok(None), Some(default)) => Ok(default.clone()),
        (Ok(None), None) => Err(protocol::stop_iteration()),
        (Err(_), Some(default)) if errors::matches(exc::STOP_ITERATION) => {
            errors::clear();
            Ok(default.clone())
        }
        (Err(raised), _) => Err(raised),
    }
}

fn sorted(_this: &Value, args: &Args) -> PyResult {
    let none = Value::none();
    let (items, cmp, key, reverse) = if lang::is_27() {
        let [items, cmp, key, reverse] = args.bind("sorted", ["iterable", "cmp", "key", "reverse"], 1)?;
        (items, cmp, key, reverse)
    } else {
        if args.pos.len() > 1 {
            // The list's own sort takes no positional arguments, and it is what complains.
            let [_, _, _] = args.bind("sorted", ["iterable", "key", "reverse"], 1)?;
            return Err(type_error("must use keyword argument for key function"));
        }
        let [items, key, reverse] = args.bind("sorted", ["iterable", "key", "reverse"], 1)?;
        (items, None, key, reverse)
    };
    let list = new_list(protocol::to_vec(items.unwrap_or(&none))?);
    let given = |value: Option<&Value>| value.filter(|value| !value.is_none()).cloned();
    let reverse = reverse.map_or(Ok(0), crate::modules::capi::c_int)? != 0;
    // The list's `sort` is called as an object.
    let _level = recursion::enter(call::WHILE_CALLING)?;
    sort_with(&list, &Options { cmp: given(cmp), key: given(key), reverse })?;
    Ok(list)
}

/// `max` and `min` (min_max).
fn extreme(name: &str, op: CmpOp, args: &Args) -> PyResult {
    if let ([a, b], []) = (args.pos, args.kw) {
        return Ok(if protocol::compare_truth(b, a, op)? { b.clone() } else { a.clone() });
    }
    let items = match args.pos {
        [] | [_] => {
            unpack(name, args.pos, 1, 1)?;
            args.pos[0].clone()
        }
        _ => new_tuple(args.pos),
    };
    if args.kw.is_empty() {
        let mut best: Option<Value> = None;
        protocol::each(&items, |item| {
            let better = match &best {
                None => true,
                Some(held) => protocol::compare_truth(&item, held, op)?,
            };
            if better {
                best = Some(item);
            }
            Ok(true)
        })?;
        return best.ok_or_else(|| value_error(format!("{name}() arg is an empty sequence")));
    }
    let key = args.keyword("key").cloned();
    if args.kw.iter().any(|pair| pair[0].str_lossy().as_deref() != Some("key")) {
        return Err(type_error(format!("{name}() got an unexpected keyword argument")));
    }
    let iterator = protocol::iter(&items)?;
    let mut best: Option<(Value, Value)> = None;
    while let Some(item) = protocol::next(&iterator)? {
        let weight = match &key {
            Some(key) => call::call(key, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        let better = match &best {
            None => true,
            Some((_, held)) => protocol::compare_truth(&weight, held, op)?,
        };
        if better {
            best = Some((item, weight));
        }
    }
    match best {
        Some((item, _)) => Ok(item),
        None => Err(value_error(format!("{name}() arg is an empty sequence"))),
    }
}

fn max(_this: &Value, args: &Args) -> PyResult {
    extreme("max", CmpOp::Gt, args)
}

fn min(_this: &Value, args: &Args) -> PyResult {
    extreme("min", CmpOp::Lt, args)
}

fn sum(_this: &Value, args: &[Value]) -> PyResult {
    unpack("sum", args, 1, 2)?;
    // Iterability is looked at before the start.
    let ty = args[0].type_of();
    let iterable = if ty == LIST || ty == TUPLE { args[0].clone() } else { protocol::iter(&args[0])? };
    let mut total = args.get(1).cloned().unwrap_or(Value::int(0));
    if let Some(start) = args.get(1) {
        let text = start.downcast::<Str>().map(Str::kind);
        if text == Some(Kind::Text) || lang::is_27() && text.is_some() {
            return Err(type_error("sum() can't sum strings [use ''.join(seq) instead]"));
        }
        if !lang::is_27() && start.type_of().layout() == Layout::ByteArray {
            return Err(type_error("sum() can't sum bytes [use b''.join(seq) instead]"));
        }
    }
    // A float's sum so far, which is in no object.
    let mut float: Option<f64> = None;
    protocol::each(&iterable, |item| {
        // Ints and floats are added without asking anybody.
        if let Some(sum) = float {
            if let Some(number) = small_number(&item) {
                float = Some(sum + number);
                return Ok(true);
            }
            float = None;
            total = new_float(sum);
        } else if total.word().is_int() && item.word().is_int() {
            total = Value::int(total.word().int() + item.word().int());
            return Ok(true);
        }
        if total.type_of() == FLOAT
            && let (Some(a), Some(b)) = (float_value(&total), small_number(&item))
        {
            float = Some(a + b);
            return Ok(true);
        }
        total = protocol::binary(BinOp::Add, &total, &item)?;
        if total.type_of() == FLOAT {
            float = float_value(&total);
        }
        Ok(true)
    })?;
    Ok(float.map_or(total, new_float))
}

/// A float, or an int that a C long holds.
fn small_number(value: &Value) -> Option<f64> {
    if value.type_of() == FLOAT {
        return float_value(value);
    }
    (value.type_of() == INT).then(|| int::to_i64(value).map(|number| number as f64)).flatten()
}

// ---- 2.7 only ------------------------------------------------------------------------------------------------

/// An argument of range() as an integer (get_range_long_argument).
fn range_argument(value: &Value, which: &str) -> PyResult<BigInt> {
    if let Some(number) = int::to_big(value) {
        return Ok(number);
    }
    let wrong =
        || type_error(format!("range() integer {which} argument expected, got {}.", value.type_name()));
    if value.type_of().layout() == Layout::Float {
        return Err(wrong());
    }
    let converted = value.type_of().slots().unary.map(|unary| unary(UnOp::Int, value)).transpose()?;
    match converted.filter(|number| !number.is_not_implemented()) {
        None => Err(wrong()),
        Some(number) => int::to_big(&number).ok_or_else(|| type_error("__int__ should return int object")),
    }
}

/// The frequent case: small ints, and not too many of them.
fn short_range(args: &[Value]) -> Option<Value> {
    let number = |value: &Value| value.word().is_int().then(|| value.word().int());
    let (start, stop) = match args {
        [stop] => (0, number(stop)?),
        [start, stop, ..] => (number(start)?, number(stop)?),
        [] => return None,
    };
    let step = args.get(2).map_or(Some(1), number).filter(|&step| step > 0)?;
    let span = stop.checked_sub(start).filter(|&span| span < 1 << 40)?;
    if span <= 0 {
        return Some(new_list(Vec::new()));
    }
    let count = if step == 1 { span } else { (span - 1) / step + 1 };
    let mut items: Vec<Value> = Vec::new();
    items.try_reserve_exact(count as usize).ok()?;
    // Within the span of two small ints, so small ints.
    items.extend((0..count).map(|at| Value::int(start + at * step)));
    Some(new_list(items))
}

fn range(_this: &Value, args: &[Value]) -> PyResult {
    unpack("range", args, 1, 3)?;
    if let Some(list) = short_range(args) {
        return Ok(list);
    }
    let (start, stop) = match args {
        [stop] => (BigInt::zero(), range_argument(stop, "end")?),
        [start, stop, ..] => (range_argument(start, "start")?, range_argument(stop, "end")?),
        [] => return Ok(new_list(Vec::new())),
    };
    let step = args.get(2).map_or(Ok(BigInt::from(1)), |step| range_argument(step, "step"))?;
    if step.is_zero() {
        return Err(value_error("range() step argument must not be zero"));
    }
    let span = if step.is_positive() { &stop - &start } else { &start - &stop };
    if !span.is_positive() {
        return Ok(new_list(Vec::new()));
    }
    let count: BigInt = (span - 1) / step.abs() + 1;
    let Some(count) = count.to_usize().filter(|&count| count <= isize::MAX as usize / 8) else {
        return Err(overflow_error("range() result has too many items"));
    };
    let mut items = Vec::new();
    if items.try_reserve_exact(count).is_err() {
        return Err(errors::raise_none(exc::MEMORY_ERROR));
    }
    match (start.to_i64(), step.to_i64(), stop.to_i64()) {
        (Some(start), Some(step), Some(_)) => {
            items.extend((0..count as i64).map(|at| Value::int(start + at * step)));
        }
        _ => items.extend((0..count).map(|at| int::from_big(&start + &step * at))),
    }
    Ok(new_list(items))
}

fn reduce(_this: &Value, args: &[Value]) -> PyResult {
    unpack("reduce", args, 2, 3)?;
    let iterator = protocol::iter(&args[1]).map_err(|raised| {
        if !errors::matches(exc::TYPE_ERROR) {
            return raised;
        }
        errors::clear();
        type_error("reduce() arg 2 must support iteration")
    })?;
    let mut result = args.get(2).cloned();
    while let Some(item) = protocol::next(&iterator)? {
        result = Some(match result {
            None => item,
            Some(so_far) => call::call(&args[0], &[so_far, item])?,
        });
    }
    result.ok_or_else(|| type_error("reduce() of empty sequence with no initial value"))
}

/// The iterators of several iterables; `message` words the TypeError for the one that has none.
fn iterators(sources: &[Value], message: impl Fn(usize) -> String) -> PyResult<Vec<Value>> {
    let mut all = Vec::with_capacity(sources.len());
    for (at, source) in sources.iter().enumerate() {
        all.push(protocol::iter(source).map_err(|raised| {
            if !errors::matches(exc::TYPE_ERROR) {
                return raised;
            }
            errors::clear();
            type_error(message(at + 1))
        })?);
    }
    Ok(all)
}

fn zip(_this: &Value, args: &[Value]) -> PyResult {
    let iterators = new_tuple(iterators(args, |at| format!("zip argument #{at} must support iteration"))?);
    let Some(iterators) = iterators.downcast::<Tuple>().filter(|all| !all.items().is_empty()) else {
        return Ok(new_list(Vec::new()));
    };
    let mut rows = Vec::with_capacity(iterator::length_hint(&args[0]));
    if let [a, b] = iterators.items() {
        while let Some(first) = sequences::next(a)? {
            let Some(second) = sequences::next(b)? else { break };
            iterator::push(&mut rows, new_tuple([first, second]))?;
        }
        return Ok(new_list(rows));
    }
    while let Some(row) = next_of_each(iterators)? {
        iterator::push(&mut rows, new_tuple(row))?;
    }
    Ok(new_list(rows))
}

/// 2.7's map: goes on to the end of the longest, None standing for what is missing.
fn map(_this: &Value, args: &[Value]) -> PyResult {
    let [function, sources @ ..] = args else {
        return Err(type_error("map() requires at least two args"));
    };
    if sources.is_empty() {
        return Err(type_error("map() requires at least two args"));
    }
    if function.is_none() && sources.len() == 1 {
        return Ok(new_list(protocol::to_vec(&sources[0])?));
    }
    if let [source] = sources {
        let mut results = Vec::with_capacity(iterator::length_hint(source));
        let iterator =
            iterators(sources, |at| format!("argument {} to map() must support iteration", at + 1))?;
        protocol::each(&iterator[0], |item| {
            iterator::push(&mut results, call::call(function, std::slice::from_ref(&item))?)?;
            Ok(true)
        })?;
        return Ok(new_list(results));
    }
    let mut iterators: Vec<Option<Value>> =
        iterators(sources, |at| format!("argument {} to map() must support iteration", at + 1))?
            .into_iter()
            .map(Some)
            .collect();
    let mut results = Vec::new();
    loop {
        let mut row = Vec::with_capacity(iterators.len());
        let mut live = false;
        for slot in &mut iterators {
            let item = match slot {
                Some(iterator) => protocol::next(iterator)?,
                None => None,
            };
            live |= item.is_some();
            if item.is_none() {
                *slot = None;
            }
            row.push(item.unwrap_or(Value::none()));
        }
        if !live {
            return Ok(new_list(results));
        }
        let result = if function.is_none() { new_tuple(row) } else { call::call(function, &row)? };
        iterator::push(&mut results, result)?;
    }
}

/// 2.7's filter: strings and tuples give their own type, all else a list.
fn filter(_this: &Value, args: &[Value]) -> PyResult {
    unpack("filter", args, 2, 2)?;
    let (function, source) = (&args[0], &args[1]);
    let mut kept = Vec::new();
    let (is_text, is_tuple) = (source.downcast::<Str>().is_some(), source.downcast::<Tuple>().is_some());
    if is_text || is_tuple {
        // By position, as a subclass's __getitem__ may have it.
        for at in 0..protocol::len(source)? {
            let item = protocol::getitem(source, &Value::int(at as i64))?;
            if accepts(function, &item)? {
                iterator::push(&mut kept, item)?;
            }
        }
        if is_tuple {
            return Ok(new_tuple(kept));
        }
        let kind = source.downcast::<Str>().map_or(Kind::Bytes, Str::kind);
        let word = if kind == Kind::Bytes { "str" } else { "unicode" };
        let mut units: Vec<u32> = Vec::new();
        for item in &kept {
            match item.downcast::<Str>().filter(|item| item.kind() == kind) {
                Some(item) => units.extend(item.to_points()),
                None => {
                    return Err(type_error(format!(
                        "can't filter {word} to {word}: __getitem__ returned different type"
                    )));
                }
            }
        }
        return Ok(match kind {
            Kind::Bytes => {
                crate::objects::str::new_bytes(units.iter().map(|&unit| unit as u8).collect::<Vec<u8>>())
            }
            Kind::Text => crate::objects::str::new_points(units),
        });
    }
    protocol::each(source, |item| {
        if accepts(function, &item)? {
            iterator::push(&mut kept, item)?;
        }
        Ok(true)
    })?;
    Ok(new_list(kept))
}

pub static BOTH: &[Method] = &[
    method(
        "all",
        Native::One(all),
        "all(iterable) -> bool\n\nReturn True if bool(x) is True for all values x in the iterable.",
    ),
    method(
        "any",
        Native::One(any),
        "any(iterable) -> bool\n\nReturn True if bool(x) is True for any x in the iterable.",
    ),
    method(
        "iter",
        Native::Var(0, usize::MAX, iter),
        "iter(collection) -> iterator\niter(callable, sentinel) -> iterator\n\nGet an iterator from an object.",
    ),
    method(
        "len",
        Native::One(len),
        "len(object) -> integer\n\nReturn the number of items of a sequence or mapping.",
    ),
    method(
        "max",
        Native::Kw(max),
        "max(iterable[, key=func]) -> value\nmax(a, b, c, ...[, key=func]) -> value\n\nWith a single iterable argument, return its largest item.\nWith two or more arguments, return the largest argument.",
    ),
    method(
        "min",
        Native::Kw(min),
        "min(iterable[, key=func]) -> value\nmin(a, b, c, ...[, key=func]) -> value\n\nWith a single iterable argument, return its smallest item.\nWith two or more arguments, return the smallest argument.",
    ),
    method(
        "next",
        Native::Var(0, usize::MAX, next),
        "next(iterator[, default])\n\nReturn the next item from the iterator.",
    ),
    method("sorted", Native::Kw(sorted), "sorted(iterable, key=None, reverse=False) --> new sorted list"),
    method(
        "sum",
        Native::Var(0, usize::MAX, sum),
        "sum(sequence[, start]) -> value\n\nReturn the sum of a sequence of numbers plus the value of parameter 'start'.",
    ),
];

pub static ONLY27: &[Method] = &[
    method(
        "filter",
        Native::Var(0, usize::MAX, filter),
        "filter(function or None, sequence) -> list, tuple, or string",
    ),
    method("map", Native::Var(0, usize::MAX, map), "map(function, sequence[, sequence, ...]) -> list"),
    method(
        "range",
        Native::Var(0, usize::MAX, range),
        "range(stop) -> list of integers\nrange(start, stop[, step]) -> list of integers",
    ),
    method("reduce", Native::Var(0, usize::MAX, reduce), "reduce(function, sequence[, initial]) -> value"),
    method(
        "zip",
        Native::Var(0, usize::MAX, zip),
        "zip(seq1 [, seq2 [...]]) -> [(seq1[0], seq2[0] ...), (...)]",
    ),
];
