//! find, index, count, startswith, endswith, replace, and `in`.

use crate::objects::errors::{PyResult, no_memory, overflow_error, type_error, value_error};
use crate::objects::lang;
use crate::objects::native::Args;
use crate::objects::str::operand::{
    Ask, exact, limit_argument, not_a_string, pair, range_arguments, same_kind, with_units,
};
use crate::objects::str::units::{self, Replaced, Unit};
use crate::objects::str::{Kind, Str};
use crate::objects::tuple::Tuple;
use crate::objects::word::Value;

fn search(this: &Value, args: &[Value], from_right: bool) -> PyResult<Option<usize>> {
    if args.is_empty() || args.len() > 3 {
        // All four share their argument parser, which under 2.7 shows.
        let name = if lang::is_27() { "find/rfind/index/rindex" } else { "find" };
        Args::new(args).check(name, 1, 3)?;
    }
    let promoted;
    let (own, wanted) = match same_kind(this, &args[0]) {
        Some(pair) => pair,
        None => {
            promoted = pair(this, &args[0], Ask::Interface)?;
            (promoted.0.payload::<Str>(), promoted.1.payload::<Str>())
        }
    };
    let Some((start, end)) = range_arguments(&args[1..], own.len())? else { return Ok(None) };
    let at = with_units!(own, wanted, |units, wanted| {
        let units = &units[start..end];
        if from_right { units::rfind(units, wanted) } else { units::find(units, wanted) }
    });
    Ok(at.map(|at| at + start))
}

fn or_minus_one(at: Option<usize>) -> PyResult {
    Ok(Value::int(at.map_or(-1, |at| at as i64)))
}

fn or_error(at: Option<usize>) -> PyResult {
    at.map(|at| Value::int(at as i64)).ok_or_else(|| value_error("substring not found"))
}

pub fn find(this: &Value, args: &[Value]) -> PyResult {
    or_minus_one(search(this, args, false)?)
}

pub fn rfind(this: &Value, args: &[Value]) -> PyResult {
    or_minus_one(search(this, args, true)?)
}

pub fn index(this: &Value, args: &[Value]) -> PyResult {
    or_error(search(this, args, false)?)
}

pub fn rindex(this: &Value, args: &[Value]) -> PyResult {
    or_error(search(this, args, true)?)
}

pub fn count(this: &Value, args: &[Value]) -> PyResult {
    let (own, wanted) = pair(this, &args[0], Ask::Interface)?;
    let (own, wanted) = (own.payload::<Str>(), wanted.payload::<Str>());
    let count = match range_arguments(&args[1..], own.len())? {
        Some((start, end)) => {
            with_units!(own, wanted, |units, wanted| units::count(&units[start..end], wanted))
        }
        None => 0,
    };
    Ok(Value::int(count as i64))
}

/// `other in this`.
pub fn contains(this: &Value, other: &Value) -> PyResult<bool> {
    if let Some((own, wanted)) = same_kind(this, other) {
        return Ok(with_units!(own, wanted, |units, wanted| units::find(units, wanted).is_some()));
    }
    let own = this.payload::<Str>();
    if other.downcast::<Str>().is_none_or(|text| !text.same_kind(own)) {
        if own.is_bytes() && !lang::is_27() {
            if let Some(byte) = super::super::types::byte_operand(other)? {
                return Ok(own.as_narrow().is_some_and(|bytes| units::find(bytes, &[byte]).is_some()));
            }
        } else if other.downcast::<Str>().is_none() || !lang::is_27() {
            if lang::is_27() && own.is_text() {
                return Err(not_a_string(Kind::Text, other, Ask::Buffer));
            }
            let what = if lang::is_27() || own.is_text() { "string" } else { "bytes" };
            return Err(type_error(format!(
                "'in <string>' requires {what} as left operand, not {}",
                other.type_name()
            )));
        }
    }
    let (own, wanted) = pair(this, other, Ask::Buffer)?;
    Ok(with_units!(own.payload::<Str>(), wanted.payload::<Str>(), |units, wanted| {
        units::find(units, wanted).is_some()
    }))
}

fn affix(this: &Value, args: &[Value], name: &str, at_end: bool) -> PyResult {
    if let Some(tuple) = args[0].downcast::<Tuple>() {
        for item in tuple.items() {
            if affix_one(this, item, &args[1..], at_end)? {
                return Ok(Value::bool(true));
            }
        }
        return Ok(Value::bool(false));
    }
    let own = this.payload::<Str>();
    let is_string = match args[0].downcast::<Str>() {
        Some(text) => lang::is_27() || text.same_kind(own),
        None => own.is_bytes() && !lang::is_27() && super::super::operand::buffer_of(&args[0]).is_some(),
    };
    if !is_string {
        let expected = match (lang::is_27(), own.kind()) {
            (true, _) => "str, unicode, or tuple",
            (false, Kind::Text) => "str or a tuple of str",
            (false, Kind::Bytes) => "bytes or a tuple of bytes",
        };
        return Err(type_error(format!("{name} first arg must be {expected}, not {}", args[0].type_name())));
    }
    affix_one(this, &args[0], &args[1..], at_end).map(Value::bool)
}

fn affix_one(this: &Value, part: &Value, range: &[Value], at_end: bool) -> PyResult<bool> {
    let promoted;
    let (own, part) = match same_kind(this, part) {
        Some(pair) => pair,
        None => {
            promoted = pair(this, part, Ask::Interface)?;
            (promoted.0.payload::<Str>(), promoted.1.payload::<Str>())
        }
    };
    if part.is_empty() && own.is_text() {
        return Ok(true);
    }
    let Some((start, end)) = range_arguments(range, own.len())? else { return Ok(false) };
    Ok(with_units!(own, part, |units, part| {
        let units = &units[start..end];
        if at_end { units.ends_with(part) } else { units.starts_with(part) }
    }))
}

pub fn startswith(this: &Value, args: &[Value]) -> PyResult {
    affix(this, args, "startswith", false)
}

pub fn endswith(this: &Value, args: &[Value]) -> PyResult {
    affix(this, args, "endswith", true)
}

fn replaced<U: Unit>(this: &Value, kind: Kind, result: Replaced<U>) -> PyResult {
    match result {
        Replaced::Unchanged => Ok(exact(this)),
        Replaced::NoMemory => Err(no_memory()),
        Replaced::TooLong => Err(overflow_error("replace string is too long")),
        Replaced::New(out) => Ok(U::value_of_vec(kind, out)),
    }
}

pub fn replace(this: &Value, args: &[Value]) -> PyResult {
    let limit = limit_argument(args.get(2))?;
    if let (Some((own, from)), Some((_, to))) = (same_kind(this, &args[0]), same_kind(this, &args[1])) {
        return replaced_in(this, own, from, to, limit);
    }
    let (own, from) = pair(this, &args[0], Ask::Interface)?;
    let (own, to) = pair(&own, &args[1], Ask::Interface)?;
    let (own, from) = pair(&own, &from, Ask::Interface)?;
    replaced_in(&own, own.payload::<Str>(), from.payload::<Str>(), to.payload::<Str>(), limit)
}

fn replaced_in(this: &Value, text: &Str, from: &Str, to: &Str, limit: usize) -> PyResult {
    if limit != usize::MAX && text.is_empty() {
        // With a count, nothing becomes of nothing.
        return Ok(exact(this));
    }
    with_units!(text, from, to, |units, from, to| {
        replaced(this, text.kind(), units::replace(units, from, to, limit))
    })
}
