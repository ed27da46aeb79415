//! center, ljust, rjust, zfill, expandtabs.

use crate::objects::errors::{PyResult, no_memory, overflow_error, type_error};
use crate::objects::str::operand::{c_int_argument, exact, int_argument, promote, with_units};
use crate::objects::str::units::Unit;
use crate::objects::str::{Kind, Str, ensure_copy};
use crate::objects::word::Value;
use crate::objects::{bytearray::ByteArray, lang};

/// The fill character, and the string itself as it has to be for it.
fn fill_argument(this: &Value, fill: Option<&Value>, name: &str) -> PyResult<(Value, u32)> {
    let kind = this.payload::<Str>().kind();
    let Some(fill) = fill else { return Ok((this.clone(), ' '.into())) };
    let found = fill.type_name();
    match (lang::is_27(), kind) {
        (true, Kind::Bytes) => match fill.downcast::<Str>().filter(|text| text.is_bytes() && text.len() == 1)
        {
            Some(text) => Ok((this.clone(), text.repr().at(0))),
            None => Err(type_error(format!("{name}() argument 2 must be char, not {found}"))),
        },
        (false, Kind::Bytes) => {
            let array = fill.downcast::<ByteArray>().map(ByteArray::to_vec);
            let bytes = match &array {
                Some(bytes) => Some(&bytes[..]),
                None => fill.downcast::<Str>().filter(|text| text.is_bytes()).and_then(Str::as_narrow),
            };
            match bytes {
                Some(&[byte]) => Ok((this.clone(), byte.into())),
                _ => Err(type_error(format!("must be a byte string of length 1, not {found}"))),
            }
        }
        (is_27, Kind::Text) => {
            let text = match fill.downcast::<Str>() {
                Some(text) if text.is_bytes() && is_27 => promote(fill)?,
                Some(text) if text.is_text() => fill.clone(),
                _ => return Err(type_error("The fill character cannot be converted to Unicode")),
            };
            let text = text.payload::<Str>();
            if text.len() != 1 {
                return Err(type_error("The fill character must be exactly one character long"));
            }
            Ok((this.clone(), text.repr().at(0)))
        }
    }
}

/// The string between so many fill characters left and right.
fn padded(this: &Value, left: usize, right: usize, fill: u32) -> PyResult {
    let own = this.payload::<Str>();
    let too_long = || overflow_error("padded string is too long");
    let len = left.checked_add(right).and_then(|fill| fill.checked_add(own.len())).ok_or_else(too_long)?;
    match (own.repr(), u8::try_from(fill)) {
        (super::super::Repr::Narrow(bytes), Ok(fill)) if fill < 128 || own.is_bytes() => {
            let mut out: Vec<u8> = Vec::new();
            out.try_reserve_exact(len).map_err(|_| no_memory())?;
            out.resize(left, fill);
            out.extend_from_slice(bytes);
            out.resize(len, fill);
            Ok(u8::value_of_vec(own.kind(), out))
        }
        (repr, _) => {
            let mut out: Vec<u32> = Vec::new();
            out.try_reserve_exact(len).map_err(|_| no_memory())?;
            out.resize(left, fill);
            out.extend(repr.iter());
            out.resize(len, fill);
            Ok(u32::value_of_vec(own.kind(), out))
        }
    }
}

fn pad(this: &Value, args: &[Value], name: &str, shares: impl Fn(usize, usize) -> usize) -> PyResult {
    let width = int_argument(&args[0])?;
    let (this, fill) = fill_argument(this, args.get(1), name)?;
    let len = this.payload::<Str>().len();
    let missing = usize::try_from(width).unwrap_or(0).saturating_sub(len);
    if missing == 0 {
        return Ok(exact(&this));
    }
    let left = shares(missing, width as usize);
    padded(&this, left, missing - left, fill)
}

pub fn ljust(this: &Value, args: &[Value]) -> PyResult {
    pad(this, args, "ljust", |_, _| 0)
}

pub fn rjust(this: &Value, args: &[Value]) -> PyResult {
    pad(this, args, "rjust", |missing, _| missing)
}

pub fn center(this: &Value, args: &[Value]) -> PyResult {
    pad(this, args, "center", |missing, width| missing / 2 + (missing & width & 1))
}

pub fn zfill(this: &Value, args: &[Value]) -> PyResult {
    let width = usize::try_from(int_argument(&args[0])?).unwrap_or(0);
    let own = this.payload::<Str>();
    let missing = width.saturating_sub(own.len());
    if missing == 0 {
        return Ok(exact(this));
    }
    let signed = own.unit(0).is_some_and(|unit| unit == u32::from('+') || unit == u32::from('-'));
    let filled = padded(this, missing, 0, '0'.into())?;
    if !signed {
        return Ok(filled);
    }
    let text = filled.payload::<Str>();
    ensure_copy(text)?;
    Ok(with_units!(text, |units| {
        let mut units = units.to_vec();
        units.swap(0, missing);
        Unit::value_of_vec(text.kind(), units)
    }))
}

pub fn expandtabs(this: &Value, args: &[Value]) -> PyResult {
    let size = match args.first() {
        Some(size) => c_int_argument(size)?,
        None => 8,
    };
    let own = this.payload::<Str>();
    ensure_copy(own)?;
    with_units!(own, |units| {
        match crate::objects::str::units::expand_tabs(units, size) {
            Some(out) => Ok(Unit::value_of_vec(own.kind(), out)),
            None => Err(overflow_error(if own.is_text() {
                "new string is too long"
            } else {
                "result is too long"
            })),
        }
    })
}
