//! upper, lower, title, ... and the questions isalpha, isdigit, ...: ASCII rules for byte strings and narrow
//! text, Unicode's for the rest.

use crate::objects::alloc;
use crate::objects::errors::PyResult;
use crate::objects::str::units::Unit;
use crate::objects::str::{Fresh, Kind, Repr, Str, character, chars, empty, new_str_object};
use crate::objects::word::Value;

/// A new narrow string with each byte changed.
fn fresh(kind: Kind, bytes: &[u8], mut map: impl FnMut(u8) -> u8) -> Value {
    match bytes {
        [] => empty(kind),
        [byte] => character(kind, map(*byte).into()),
        _ => {
            let mut out = Fresh::new(kind, bytes.len());
            out.push_mapped(bytes, map);
            out.finish()
        }
    }
}

/// A new string with each unit changed by a function that knows whether it follows a cased unit.
fn mapped(this: &Value, narrow: impl Fn(u8, bool) -> u8, wide: impl Fn(u32, bool) -> u32) -> PyResult {
    let own = this.payload::<Str>();
    // The object, and for text what it is made from.
    alloc::ensure(own.len().saturating_mul(if own.is_text() { 2 * size_of::<u32>() } else { 1 }))?;
    Ok(match own.repr() {
        Repr::Narrow(bytes) => {
            let mut inside = false;
            let map = |byte: u8| {
                let new = narrow(byte, inside);
                inside = byte.is_ascii_alphabetic();
                new
            };
            fresh(own.kind(), bytes, map)
        }
        Repr::Wide(points) => {
            let mut inside = false;
            let map = |&point: &u32| {
                let new = wide(point, inside);
                inside = chars::is_lower(point) || chars::is_upper(point) || chars::is_title(point);
                new
            };
            u32::value_of_vec(own.kind(), points.iter().map(map).collect())
        }
    })
}

pub fn upper(this: &Value) -> PyResult {
    mapped(this, |byte, _| byte.to_ascii_uppercase(), |point, _| chars::to_upper(point))
}

pub fn lower(this: &Value) -> PyResult {
    mapped(this, |byte, _| byte.to_ascii_lowercase(), |point, _| chars::to_lower(point))
}

pub fn title(this: &Value) -> PyResult {
    mapped(
        this,
        |byte, inside| if inside { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() },
        |point, inside| if inside { chars::to_lower(point) } else { chars::to_title(point) },
    )
}

pub fn swapcase(this: &Value) -> PyResult {
    mapped(
        this,
        |byte, _| {
            if byte.is_ascii_lowercase() { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }
        },
        |point, _| {
            if chars::is_upper(point) {
                chars::to_lower(point)
            } else if chars::is_lower(point) {
                chars::to_upper(point)
            } else {
                point
            }
        },
    )
}

pub fn capitalize(this: &Value) -> PyResult {
    let own = this.payload::<Str>();
    // The object, and for text what it is made from.
    alloc::ensure(own.len().saturating_mul(if own.is_text() { 2 * size_of::<u32>() } else { 1 }))?;
    Ok(match own.repr() {
        Repr::Narrow(bytes) => {
            let mut first = true;
            let map = |byte: u8| {
                if std::mem::take(&mut first) { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }
            };
            fresh(own.kind(), bytes, map)
        }
        Repr::Wide(points) => {
            let map = |(at, &point): (usize, &u32)| {
                if at == 0 { chars::to_upper(point) } else { chars::to_lower(point) }
            };
            new_str_object(Str::text(points.iter().enumerate().map(map).collect::<Vec<u32>>()))
        }
    })
}

/// Whether all units (and at least one) are of a sort.
fn all(this: &Value, narrow: impl Fn(u8) -> bool, wide: impl Fn(u32) -> bool) -> PyResult {
    let own = this.payload::<Str>();
    let all = match own.repr() {
        Repr::Narrow(bytes) => bytes.iter().all(|&byte| narrow(byte)),
        Repr::Wide(points) => points.iter().all(|&point| wide(point)),
    };
    Ok(Value::bool(all && !own.is_empty()))
}

pub fn isalpha(this: &Value) -> PyResult {
    all(this, |byte| byte.is_ascii_alphabetic(), chars::is_alpha)
}

pub fn isalnum(this: &Value) -> PyResult {
    all(this, |byte| byte.is_ascii_alphanumeric(), chars::is_alnum)
}

pub fn isdigit(this: &Value) -> PyResult {
    all(this, |byte| byte.is_ascii_digit(), chars::is_digit)
}

pub fn isdecimal(this: &Value) -> PyResult {
    all(this, |byte| byte.is_ascii_digit(), |point| chars::decimal(point).is_some())
}

pub fn isnumeric(this: &Value) -> PyResult {
    all(this, |byte| byte.is_ascii_digit(), chars::is_numeric)
}

pub fn isspace(this: &Value) -> PyResult {
    let text = this.payload::<Str>().kind() == Kind::Text;
    let narrow = |byte| matches!(byte, 0x09..=0x0d | 0x20) || text && matches!(byte, 0x1c..=0x1f);
    all(this, narrow, chars::is_space)
}

pub fn isprintable(this: &Value) -> PyResult {
    let own = this.payload::<Str>();
    Ok(Value::bool(own.repr().iter().all(chars::is_printable)))
}

pub fn isidentifier(this: &Value) -> PyResult {
    let own = this.payload::<Str>();
    let mut points = own.repr().iter();
    let starts = points.next().is_some_and(chars::is_identifier_start);
    Ok(Value::bool(starts && points.all(chars::is_identifier_continue)))
}

/// Whether there are cased units and none of them is of the wrong case.
fn cased(this: &Value, wrong: impl Fn(u32) -> bool, right: impl Fn(u32) -> bool) -> PyResult {
    let mut found = false;
    for unit in this.payload::<Str>().repr().iter() {
        if wrong(unit) {
            return Ok(Value::bool(false));
        }
        found |= right(unit);
    }
    Ok(Value::bool(found))
}

// Bytes beyond ASCII have no case: the C library's locale is "C".
fn lower_unit(kind: Kind) -> impl Fn(u32) -> bool {
    move |unit| (kind == Kind::Text || unit < 128) && chars::is_lower(unit)
}

fn upper_unit(kind: Kind) -> impl Fn(u32) -> bool {
    move |unit| (kind == Kind::Text || unit < 128) && chars::is_upper(unit)
}

fn title_unit(kind: Kind) -> impl Fn(u32) -> bool {
    move |unit| kind == Kind::Text && chars::is_title(unit)
}

pub fn islower(this: &Value) -> PyResult {
    let kind = this.payload::<Str>().kind();
    cased(this, |unit| upper_unit(kind)(unit) || title_unit(kind)(unit), lower_unit(kind))
}

pub fn isupper(this: &Value) -> PyResult {
    let kind = this.payload::<Str>().kind();
    cased(this, |unit| lower_unit(kind)(unit) || title_unit(kind)(unit), upper_unit(kind))
}

pub fn istitle(this: &Value) -> PyResult {
    let own = this.payload::<Str>();
    let kind = own.kind();
    let (mut found, mut inside) = (false, false);
    for unit in own.repr().iter() {
        if upper_unit(kind)(unit) || title_unit(kind)(unit) {
            if inside {
                return Ok(Value::bool(false));
            }
            (found, inside) = (true, true);
        } else if lower_unit(kind)(unit) {
            if !inside {
                return Ok(Value::bool(false));
            }
            (found, inside) = (true, true);
        } else {
            inside = false;
        }
    }
    Ok(Value::bool(found))
}
