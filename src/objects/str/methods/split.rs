//! split, rsplit, splitlines, partition, rpartition, join, strip and its relatives.

use crate::objects::errors::{PyResult, Raised, type_error, value_error};
use crate::objects::header::Layout;
use crate::objects::list::{List, new_list};
use crate::objects::str::operand::{
    Ask, buffer_of, c_int_argument, exact, limit_argument, pair, promote, with_units,
};
use crate::objects::str::units::{self, Unit};
use crate::objects::str::{
    Fresh, Kind, Str, chars, concat, empty, ensure_copy, ensure_sum, new_bytes, new_narrow, new_str_object,
    push_points,
};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::LIST;
use crate::objects::word::Value;
use crate::objects::{alloc, errors, exceptions as exc, lang, protocol};

/// Whitespace of strings of this kind.
fn space<U: Unit>(kind: Kind) -> impl Fn(U) -> bool {
    move |unit| {
        let unit: u32 = unit.into();
        match kind {
            Kind::Bytes => matches!(unit, 0x09..=0x0d | 0x20),
            Kind::Text => chars::is_space(unit),
        }
    }
}

fn line_break<U: Unit>(kind: Kind) -> impl Fn(U) -> bool {
    move |unit| match kind {
        Kind::Bytes => matches!(unit.into(), 10 | 13),
        Kind::Text => chars::is_line_break(unit.into()),
    }
}

/// Asks for the memory of the pieces of a large string, which are counted before they are made. Errors: MemoryError.
fn ensure_pieces(own: &Str, count: usize) -> PyResult<()> {
    /// Bytes that a piece takes besides its characters, with its place in a list that has grown to hold it.
    const PIECE: usize = 64;
    ensure_copy(own)?;
    alloc::ensure(count.saturating_mul(PIECE))
}

fn split_either(this: &Value, args: &[Value], from_right: bool) -> PyResult {
    let limit = limit_argument(args.get(1))?;
    // As many as most lines have words (MAX_PREALLOC).
    let mut out = Vec::with_capacity(limit.min(11) + 1);
    match args.first().filter(|separator| !separator.is_none()) {
        None => {
            let own = this.payload::<Str>();
            let kind = own.kind();
            if own.len() >= alloc::LARGE {
                let mut count = 0;
                with_units!(own, |units| units::split_space(units, limit, space(kind), |_| count += 1));
                ensure_pieces(own, count)?;
            }
            with_units!(own, |units| {
                let piece = |units: &[_]| out.push(Unit::value(kind, units));
                if from_right {
                    units::rsplit_space(units, limit, space(kind), piece);
                } else {
                    units::split_space(units, limit, space(kind), piece);
                }
            });
        }
        Some(separator) => {
            let (own, separator) = pair(this, separator, Ask::Buffer)?;
            let (own, separator) = (own.payload::<Str>(), separator.payload::<Str>());
            let kind = own.kind();
            if separator.is_empty() {
                return Err(value_error("empty separator"));
            }
            if own.len() >= alloc::LARGE {
                let mut count = 0;
                with_units!(own, separator, |units, separator| {
                    units::split(units, separator, limit, |_| count += 1);
                });
                ensure_pieces(own, count)?;
            }
            with_units!(own, separator, |units, separator| {
                let piece = |units: &[_]| out.push(Unit::value(kind, units));
                if from_right {
                    units::rsplit(units, separator, limit, piece);
                } else {
                    units::split(units, separator, limit, piece);
                }
            });
        }
    }
    if from_right {
        out.reverse();
    }
    Ok(new_list(out))
}

pub fn split(this: &Value, args: &[Value]) -> PyResult {
    split_either(this, args, false)
}

pub fn rsplit(this: &Value, args: &[Value]) -> PyResult {
    split_either(this, args, true)
}

pub fn splitlines(this: &Value, args: &[Value]) -> PyResult {
    let keep = match args.first() {
        Some(keep) => c_int_argument(keep)? != 0,
        None => false,
    };
    let own = this.payload::<Str>();
    let kind = own.kind();
    let mut out = Vec::new();
    with_units!(own, |units| {
        if units.len() > alloc::LARGE {
            let is_break = line_break(kind);
            let breaks = units.iter().filter(|&&unit| is_break(unit)).count();
            ensure_pieces(own, breaks)?;
        }
        units::split_lines(units, keep, line_break(kind), |piece| out.push(Unit::value(kind, piece)));
        Ok(new_list(out))
    })
}

fn partition_either(this: &Value, separator: &Value, from_right: bool) -> PyResult {
    let (own, separator) = pair(this, separator, Ask::Interface)?;
    let (text, wanted) = (own.payload::<Str>(), separator.payload::<Str>());
    if wanted.is_empty() {
        return Err(value_error("empty separator"));
    }
    let kind = text.kind();
    ensure_copy(text)?;
    let parts = with_units!(text, wanted, |units, wanted| {
        let at = if from_right { units::rfind(units, wanted) } else { units::find(units, wanted) };
        at.map(|at| (Unit::value(kind, &units[..at]), Unit::value(kind, &units[at + wanted.len()..])))
    });
    Ok(match parts {
        Some((before, after)) => new_tuple([before, separator.clone(), after]),
        None if from_right => new_tuple([empty(kind), empty(kind), own.clone()]),
        None => new_tuple([own.clone(), empty(kind), empty(kind)]),
    })
}

pub fn partition(this: &Value, separator: &Value) -> PyResult {
    partition_either(this, separator, false)
}

pub fn rpartition(this: &Value, separator: &Value) -> PyResult {
    partition_either(this, separator, true)
}

fn strip_either(this: &Value, args: &[Value], name: &str, left: bool, right: bool) -> PyResult {
    match args.first().filter(|set| !set.is_none()) {
        None => {
            let own = this.payload::<Str>();
            let kind = own.kind();
            ensure_copy(own)?;
            with_units!(own, |units| {
                let kept = units::strip(units, left, right, space(kind));
                Ok(if kept.len() == units.len() { exact(this) } else { Unit::value(kind, kept) })
            })
        }
        Some(set) => {
            let own = this.payload::<Str>();
            if set.downcast::<Str>().is_none() && (lang::is_27() || own.is_text()) {
                let expected = match (lang::is_27(), own.kind()) {
                    (true, Kind::Bytes) => "None, str or unicode",
                    (true, Kind::Text) => "None, unicode or str",
                    (false, _) => "None or str",
                };
                return Err(type_error(format!("{name} arg must be {expected}")));
            }
            if !lang::is_27() && own.is_text() && set.downcast::<Str>().is_some_and(Str::is_bytes) {
                return Err(type_error(format!("{name} arg must be None or str")));
            }
            let (own, set) = pair(this, set, Ask::Buffer)?;
            let (text, set) = (own.payload::<Str>(), set.payload::<Str>());
            ensure_copy(text)?;
            with_units!(text, set, |units, set| {
                let kept = units::strip(units, left, right, |unit| set.contains(&unit));
                Ok(if kept.len() == units.len() { exact(&own) } else { Unit::value(text.kind(), kept) })
            })
        }
    }
}

pub fn strip(this: &Value, args: &[Value]) -> PyResult {
    strip_either(this, args, "strip", true, true)
}

pub fn lstrip(this: &Value, args: &[Value]) -> PyResult {
    strip_either(this, args, "lstrip", true, false)
}

pub fn rstrip(this: &Value, args: &[Value]) -> PyResult {
    strip_either(this, args, "rstrip", false, true)
}

fn join_error(kind: Kind, at: usize, item: &Value) -> Raised {
    let expected = match (lang::is_27(), kind) {
        (true, Kind::Bytes) => "string",
        (true, Kind::Text) => "string or Unicode",
        (false, Kind::Text) => "str instance",
        (false, Kind::Bytes) => "bytes",
    };
    type_error(format!("sequence item {at}: expected {expected}, {} found", item.type_name()))
}

/// `separator.join(items)`. The items are the joiner's own copy, so nothing can change under it.
pub fn join(this: &Value, iterable: &Value) -> PyResult {
    let own = this.payload::<Str>();
    let quick = match iterable.downcast::<List>().filter(|_| iterable.type_of() == LIST) {
        Some(list) => list.with_items(|items| join_narrow(own, items))?,
        None => None,
    };
    if let Some(joined) = quick {
        return Ok(joined);
    }
    let items = match protocol::to_vec(iterable) {
        Ok(items) => items,
        Err(raised) => {
            let generic = iterable.type_of().slots().iter.is_none() && errors::matches(exc::TYPE_ERROR);
            if !generic {
                return Err(raised);
            }
            errors::clear();
            let own = this.payload::<Str>();
            let text = if lang::is_27() || own.is_bytes() { "can only join an iterable" } else { "" };
            return Err(type_error(text));
        }
    };
    join_items(this, items)
}

/// The frequent case, two or more narrow strings of the separator's kind; none for others.
fn join_narrow(separator: &Str, items: &[Value]) -> PyResult<Option<Value>> {
    let Some(between) = separator.as_narrow().filter(|_| items.len() > 1) else { return Ok(None) };
    let narrow = |item: &Value| {
        let text = item.downcast::<Str>()?;
        if text.same_kind(separator) { text.as_narrow().map(<[u8]>::len) } else { None }
    };
    let mut length = between.len() * (items.len() - 1);
    for item in items {
        match narrow(item) {
            Some(len) => length += len,
            None => return Ok(None),
        }
    }
    joined(separator.kind(), between, items, length).map(Some)
}

/// Narrow strings with a separator between them; `length` is that of the result, more than one.
fn joined(kind: Kind, between: &[u8], items: &[Value], length: usize) -> PyResult {
    alloc::ensure(length)?;
    if length < 2 {
        let all: Vec<u8> = items.iter().flat_map(|item| narrow_units(item).iter().copied()).collect();
        let text = if all.is_empty() { between.get(..length).unwrap_or_default() } else { &all };
        return Ok(new_narrow(kind, text));
    }
    let mut out = Fresh::new(kind, length);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(between);
        }
        out.push(narrow_units(item));
    }
    Ok(out.finish())
}

#[inline(always)]
fn narrow_units(item: &Value) -> &[u8] {
    item.downcast::<Str>().and_then(Str::as_narrow).unwrap_or_default()
}

fn join_items(this: &Value, mut items: Vec<Value>) -> PyResult {
    let separator = this.payload::<Str>();
    let kind = separator.kind();
    if items.is_empty() {
        return Ok(empty(kind));
    }
    let mut length = separator.len() * (items.len() - 1);
    let mut narrow = separator.as_narrow().is_some();
    for at in 0..items.len() {
        match items[at].downcast::<Str>() {
            Some(text) if text.kind() == kind => {
                narrow &= text.as_narrow().is_some();
                length += text.len();
            }
            Some(_) if lang::is_27() && kind == Kind::Bytes => return join_items(&promote(this)?, items),
            Some(_) if lang::is_27() => {
                let item = promote(&items[at])?;
                length += item.payload::<Str>().len();
                items[at] = item;
            }
            None if kind == Kind::Bytes
                && !lang::is_27()
                && items[at].type_of().layout() == Layout::ByteArray =>
            {
                let bytes = buffer_of(&items[at]).unwrap_or_default();
                length += bytes.len();
                items[at] = new_bytes(bytes);
            }
            _ => return Err(join_error(kind, at, &items[at])),
        }
    }
    if let [one] = &items[..]
        && !one.type_of().is_heap()
    {
        return Ok(one.clone());
    }
    if narrow {
        return joined(kind, separator.as_narrow().unwrap_or_default(), &items, length);
    }
    let mut out: Vec<u32> = Vec::new();
    alloc::room(&mut out, length)?;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            push_points(&mut out, separator.repr());
        }
        if let Some(text) = item.downcast::<Str>() {
            push_points(&mut out, text.repr());
        }
    }
    Ok(new_str_object(Str::text(out)))
}

/// `a + b` for operands of this layout; NotImplemented if `b` is no string for `a`.
pub fn add(a: &Value, b: &Value) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Str>(), b.downcast::<Str>()) else {
        return Ok(Value::not_implemented());
    };
    if x.same_kind(y) {
        if y.is_empty() && !a.type_of().is_heap() {
            return Ok(a.clone());
        }
        if x.is_empty() && !b.type_of().is_heap() {
            return Ok(b.clone());
        }
        ensure_sum(a, b)?;
        return Ok(concat(x, y));
    }
    if !lang::is_27() {
        return Ok(Value::not_implemented());
    }
    let (a, b) = (promote(a)?, promote(b)?);
    ensure_sum(&a, &b)?;
    Ok(concat(a.payload::<Str>(), b.payload::<Str>()))
}
