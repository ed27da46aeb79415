//! ASCII and Latin-1.

use super::errors::{Errors, Fill};
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
