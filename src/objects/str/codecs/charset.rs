//! ASCII, Latin-1, and the one-byte encodings with a table.

use super::errors::{Errors, Fill};
use crate::charmaps::Charmap;
use crate::objects::errors::PyResult;
use crate::objects::str::{Repr, Str};

/// Encodes characters below `limit` (128 or 256) as one byte each.
pub fn encode(text: Repr, limit: u32, errors: &Errors) -> PyResult<Vec<u8>> {
    let points = match text {
        Repr::Narrow(bytes) => return Ok(bytes.to_vec()),
        Repr::Wide(points) => points,
    };
    let reason = if limit == 128 { "ordinal not in range(128)" } else { "ordinal not in range(256)" };
    let mut out = Vec::with_capacity(points.len());
    let mut at = 0;
    while let Some(&point) = points.get(at) {
        if point < limit {
            out.push(point as u8);
            at += 1;
            continue;
        }
        let end = points[at..].iter().position(|&point| point < limit).map_or(points.len(), |len| at + len);
        let (fill, resume) = errors.on_encode(text, at, end, reason)?;
        match fill {
            Fill::Bytes(bytes) => out.extend(bytes),
            Fill::Points(points) => {
                for point in points {
                    if point >= limit {
                        return Err(errors.encode_error(at, end, reason));
                    }
                    out.push(point as u8);
                }
            }
        }
        at = resume;
    }
    Ok(out)
}

pub fn decode_ascii(bytes: &[u8], errors: &Errors) -> PyResult<Str> {
    if bytes.is_ascii() {
        return Ok(Str::ascii(bytes));
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte < 128 {
            out.push(byte.into());
            at += 1;
        } else {
            at = errors.on_decode(bytes, at, at + 1, "ordinal not in range(128)", &mut out)?;
        }
    }
    Ok(Str::text(out))
}

const NO_CHARACTER: &str = "character maps to <undefined>";

/// charmap_encode
pub fn encode_charmap(text: Repr, map: &Charmap, errors: &Errors) -> PyResult<Vec<u8>> {
    let table = map.table();
    let byte_of = |point: u32| {
        if point < 128 {
            return Some(point as u8);
        }
        let c = char::from_u32(point)?;
        table.iter().position(|&own| own == Some(c)).map(|byte| byte as u8)
    };
    let points = text.points();
    let mut out = Vec::with_capacity(points.len());
    let mut at = 0;
    while let Some(&point) = points.get(at) {
        if let Some(byte) = byte_of(point) {
            out.push(byte);
            at += 1;
            continue;
        }
        let run = points[at..].iter().position(|&point| byte_of(point).is_some());
        let end = run.map_or(points.len(), |len| at + len);
        let (fill, resume) = errors.on_encode(text, at, end, NO_CHARACTER)?;
        match fill {
            Fill::Bytes(bytes) => out.extend(bytes),
            Fill::Points(points) => {
                for point in points {
                    match byte_of(point) {
                        Some(byte) => out.push(byte),
                        None => return Err(errors.encode_error(at, end, NO_CHARACTER)),
                    }
                }
            }
        }
        at = resume;
    }
    Ok(out)
}

/// charmap_decode
pub fn decode_charmap(bytes: &[u8], map: &Charmap, errors: &Errors) -> PyResult<Str> {
    if bytes.is_ascii() {
        return Ok(Str::ascii(bytes));
    }
    let table = map.table();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match table[usize::from(byte)] {
            Some(c) => {
                out.push(c.into());
                at += 1;
            }
            None => at = errors.on_decode(bytes, at, at + 1, NO_CHARACTER, &mut out)?,
        }
    }
    Ok(Str::text(out))
}
