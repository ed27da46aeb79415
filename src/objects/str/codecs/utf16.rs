//! UTF-16 and UTF-32.

use super::Order;
use super::errors::Errors;
use crate::objects::errors::PyResult;
use crate::objects::lang;
use crate::objects::str::{Repr, Str};

fn is_surrogate(point: u32) -> bool {
    (0xd800..0xe000).contains(&point)
}

// Neither version minds surrogates when it encodes, so encoding can't fail.

pub fn encode16(text: Repr, order: Order) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * 2 + 2);
    let unit = |unit: u16, out: &mut Vec<u8>| {
        out.extend(if order == Order::Big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    };
    if order == Order::Marked {
        unit(0xfeff, &mut out);
    }
    for point in text.iter() {
        match point.checked_sub(0x1_0000) {
            None => unit(point as u16, &mut out),
            Some(rest) => {
                unit(0xd800 | (rest >> 10) as u16, &mut out);
                unit(0xdc00 | (rest & 0x3ff) as u16, &mut out);
            }
        }
    }
    out
}

pub fn encode32(text: Repr, order: Order) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * 4 + 4);
    let unit = |point: u32, out: &mut Vec<u8>| {
        out.extend(if order == Order::Big { point.to_be_bytes() } else { point.to_le_bytes() });
    };
    if order == Order::Marked {
        unit(0xfeff, &mut out);
    }
    text.iter().for_each(|point| unit(point, &mut out));
    out
}

pub fn decode16(bytes: &[u8], order: Order, errors: &Errors) -> PyResult<Str> {
    let (mut at, big) = match (order, bytes) {
        (Order::Marked, [0xff, 0xfe, ..]) => (2, false),
        (Order::Marked, [0xfe, 0xff, ..]) => (2, true),
        (order, _) => (0, order == Order::Big),
    };
    let unit = |at: usize| -> Option<u32> {
        let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }.into())
    };
    let mut out = Vec::with_capacity(bytes.len() / 2);
    while at < bytes.len() {
        let Some(first) = unit(at) else {
            at = errors.on_decode(bytes, at, bytes.len(), "truncated data", &mut out)?;
            continue;
        };
        if !is_surrogate(first) {
            out.push(first);
            at += 2;
            continue;
        }
        if at + 2 >= bytes.len() {
            at = errors.on_decode(bytes, at, bytes.len(), "unexpected end of data", &mut out)?;
            continue;
        }
        if first >= 0xdc00 {
            at = errors.on_decode(bytes, at, at + 2, "illegal encoding", &mut out)?;
            continue;
        }
        match unit(at + 2) {
            Some(low @ 0xdc00..=0xdfff) => {
                out.push(0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00));
                at += 4;
            }
            Some(_) => at = errors.on_decode(bytes, at, at + 2, "illegal UTF-16 surrogate", &mut out)?,
            None => at = errors.on_decode(bytes, at, bytes.len(), "unexpected end of data", &mut out)?,
        }
    }
    Ok(Str::text(out))
}

pub fn decode32(bytes: &[u8], order: Order, errors: &Errors) -> PyResult<Str> {
    let (mut at, big) = match (order, bytes) {
        (Order::Marked, [0xff, 0xfe, 0, 0, ..]) => (4, false),
        (Order::Marked, [0, 0, 0xfe, 0xff, ..]) => (4, true),
        (order, _) => (0, order == Order::Big),
    };
    let mut out = Vec::with_capacity(bytes.len() / 4);
    while at < bytes.len() {
        let Some(&[a, b, c, d]) = bytes.get(at..at + 4) else {
            at = errors.on_decode(bytes, at, bytes.len(), "truncated data", &mut out)?;
            continue;
        };
        let point = if big { u32::from_be_bytes([a, b, c, d]) } else { u32::from_le_bytes([a, b, c, d]) };
        if point > 0x10_ffff {
            let what = if lang::is_27() { "code point" } else { "codepoint" };
            let reason = format!("{what} not in range(0x110000)");
            at = errors.on_decode(bytes, at, at + 4, &reason, &mut out)?;
            continue;
        }
        out.push(point);
        at += 4;
    }
    Ok(Str::text(out))
}
