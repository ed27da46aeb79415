//! Algorithms over units: bytes, or code points (Objects/stringlib).
//!
//! Invariant: nothing here knows of Python objects, but for [`Unit::value`] that makes one.

use super::{Kind, Str, character, empty, new_narrow, new_narrow_from, new_str_object};
use crate::objects::word::Value;

/// A byte or a code point.
pub trait Unit: Copy + Ord + Into<u32> + 'static {
    fn find_one(units: &[Self], wanted: Self) -> Option<usize>;
    fn rfind_one(units: &[Self], wanted: Self) -> Option<usize>;
    /// What a search for a needle of two units or more prepares.
    type Needle<'a>;
    /// Prepares a search through so many units.
    fn needle(wanted: &[Self], len: usize) -> Self::Needle<'_>;
    /// The first place of the needle.
    fn find_many(units: &[Self], wanted: &Self::Needle<'_>) -> Option<usize>;
    /// How often one unit is there.
    fn count_one(units: &[Self], wanted: Self) -> usize;
    fn rfind_many(units: &[Self], wanted: &[Self]) -> Option<usize>;
    /// A string object of these units.
    fn value(kind: Kind, units: &[Self]) -> Value;
    /// The same, taking over the buffer.
    fn value_of_vec(kind: Kind, units: Vec<Self>) -> Value;
    /// A unit from an ASCII character.
    fn ascii(byte: u8) -> Self;
}

impl Unit for u8 {
    #[inline]
    fn find_one(units: &[u8], wanted: u8) -> Option<usize> {
        // The library's search takes longer to begin than a short text takes to look through.
        if units.len() <= 12 {
            return units.iter().position(|&unit| unit == wanted);
        }
        memchr::memchr(wanted, units)
    }
    fn rfind_one(units: &[u8], wanted: u8) -> Option<usize> {
        memchr::memrchr(wanted, units)
    }
    type Needle<'a> = Needle<'a>;
    #[inline]
    fn needle(wanted: &[u8], len: usize) -> Needle<'_> {
        // Making the library's searcher takes longer than looking through a short string.
        if len > 256 {
            return Needle::Long(Box::new(memchr::memmem::Finder::new(wanted)));
        }
        let (last, before) = wanted.split_last().unwrap_or((&0, &[]));
        // How far the last byte is from the one like it before.
        let skip = before.iter().rev().take_while(|&byte| byte != last).count();
        let bloom = wanted.iter().fold(0u64, |bloom, byte| bloom | 1 << (byte & 63));
        Needle::Short(wanted, skip, bloom)
    }
    #[inline]
    fn find_many(units: &[u8], wanted: &Needle) -> Option<usize> {
        match wanted {
            Needle::Long(finder) => finder.find(units),
            Needle::Short(wanted, skip, bloom) => find_short(units, wanted, *skip, *bloom),
        }
    }
    fn count_one(units: &[u8], wanted: u8) -> usize {
        memchr::memchr_iter(wanted, units).count()
    }
    fn rfind_many(units: &[u8], wanted: &[u8]) -> Option<usize> {
        memchr::memmem::rfind(units, wanted)
    }
    #[inline]
    fn value(kind: Kind, units: &[u8]) -> Value {
        new_narrow(kind, units)
    }
    fn value_of_vec(kind: Kind, units: Vec<u8>) -> Value {
        if units.len() < 2 { new_narrow(kind, &units) } else { new_narrow_from(kind, units) }
    }
    #[inline(always)]
    fn ascii(byte: u8) -> u8 {
        byte
    }
}

impl Unit for u32 {
    fn find_one(units: &[u32], wanted: u32) -> Option<usize> {
        units.iter().position(|&unit| unit == wanted)
    }
    fn rfind_one(units: &[u32], wanted: u32) -> Option<usize> {
        units.iter().rposition(|&unit| unit == wanted)
    }
    type Needle<'a> = &'a [u32];
    fn needle(wanted: &[u32], _: usize) -> &[u32] {
        wanted
    }
    fn count_one(units: &[u32], wanted: u32) -> usize {
        units.iter().filter(|&&unit| unit == wanted).count()
    }
    fn find_many(units: &[u32], wanted: &&[u32]) -> Option<usize> {
        let wanted = *wanted;
        units.windows(wanted.len()).position(|window| window == wanted)
    }
    fn rfind_many(units: &[u32], wanted: &[u32]) -> Option<usize> {
        units.windows(wanted.len()).rposition(|window| window == wanted)
    }
    fn value(kind: Kind, units: &[u32]) -> Value {
        match units {
            [] => empty(kind),
            [unit] => character(kind, *unit),
            _ => new_str_object(Str::text(units)),
        }
    }
    fn value_of_vec(kind: Kind, units: Vec<u32>) -> Value {
        if units.len() < 2 { Unit::value(kind, &units[..]) } else { new_str_object(Str::text(units)) }
    }
    #[inline(always)]
    fn ascii(byte: u8) -> u32 {
        byte.into()
    }
}

/// The first place of `wanted`; an empty one is at 0.
#[inline]
pub fn find<U: Unit>(units: &[U], wanted: &[U]) -> Option<usize> {
    match wanted {
        [] => Some(0),
        [one] => U::find_one(units, *one),
        _ if wanted.len() > units.len() => None,
        _ => U::find_many(units, &U::needle(wanted, units.len())),
    }
}

/// A needle of bytes: for long texts the library's, for short ones the bytes, the distance between the last one and the
/// one like it before, and a set of the bytes by their low bits.
pub enum Needle<'a> {
    Short(&'a [u8], usize, u64),
    Long(Box<memchr::memmem::Finder<'a>>),
}

/// Looks at the last byte of each window first, and behind the window to see how far the next one may be (the idea of
/// CPython's fastsearch).
fn find_short(units: &[u8], wanted: &[u8], skip: usize, bloom: u64) -> Option<usize> {
    let (last, before) = wanted.split_last()?;
    let mut at = 0;
    while let Some(window) = units.get(at..at + wanted.len()) {
        let absent_behind =
            |at: usize| units.get(at + wanted.len()).is_some_and(|byte| bloom >> (byte & 63) & 1 == 0);
        if window.last() == Some(last) {
            if window.iter().zip(before).all(|(a, b)| a == b) {
                return Some(at);
            }
            at += if absent_behind(at) { wanted.len() } else { skip };
        } else if absent_behind(at) {
            at += wanted.len();
        }
        at += 1;
    }
    None
}

/// The last place of `wanted`; an empty one is at the end.
pub fn rfind<U: Unit>(units: &[U], wanted: &[U]) -> Option<usize> {
    match wanted {
        [] => Some(units.len()),
        [one] => U::rfind_one(units, *one),
        _ if wanted.len() > units.len() => None,
        _ => U::rfind_many(units, wanted),
    }
}

/// The places of `wanted` (not empty) that do not overlap, from the left.
fn places<'a, U: Unit>(units: &'a [U], wanted: &'a [U]) -> impl Iterator<Item = usize> + 'a {
    let mut from = 0;
    let needle = U::needle(wanted, units.len());
    std::iter::from_fn(move || {
        let rest = units.get(from..)?;
        let at = from
            + match wanted {
                [one] => U::find_one(rest, *one)?,
                _ => U::find_many(rest, &needle)?,
            };
        from = at + wanted.len();
        Some(at)
    })
}

/// How often `wanted` is there without overlap; an empty one is between all units.
pub fn count<U: Unit>(units: &[U], wanted: &[U]) -> usize {
    match wanted {
        [] => units.len() + 1,
        [one] => U::count_one(units, *one),
        _ => places(units, wanted).count(),
    }
}

/// Why there is no result.
#[derive(Debug)]
pub enum Replaced<U> {
    Unchanged,
    /// The result would be longer than memory can be.
    TooLong,
    NoMemory,
    New(Vec<U>),
}

/// The longest string there can be (PY_SSIZE_T_MAX of a build with this address space).
pub const MAX_LEN: usize = isize::MAX as usize;

/// None if there is no memory for it.
fn copied<U: Unit>(units: &[U]) -> Option<Vec<U>> {
    let mut out = Vec::new();
    out.try_reserve_exact(units.len()).ok()?;
    out.extend_from_slice(units);
    Some(out)
}

/// Replaces the first `limit` places of `from` by `to`.
pub fn replace<U: Unit>(units: &[U], from: &[U], to: &[U], limit: usize) -> Replaced<U> {
    if limit == 0 || from.len() > units.len() {
        return Replaced::Unchanged;
    }
    if from.is_empty() {
        let count = limit.min(units.len() + 1);
        let Some(len) = to.len().checked_mul(count).and_then(|more| more.checked_add(units.len())) else {
            return Replaced::TooLong;
        };
        let mut out = Vec::new();
        if len > MAX_LEN {
            return Replaced::TooLong;
        }
        if out.try_reserve_exact(len).is_err() {
            return Replaced::NoMemory;
        }
        for at in 0..count {
            out.extend_from_slice(to);
            out.extend(units.get(at));
        }
        out.extend_from_slice(units.get(count..).unwrap_or_default());
        return Replaced::New(out);
    }
    if let ([from], [to]) = (from, to) {
        let Some(first) = U::find_one(units, *from) else { return Replaced::Unchanged };
        let Some(mut out) = copied(units) else { return Replaced::NoMemory };
        for unit in out[first..].iter_mut().filter(|unit| *unit == from).take(limit) {
            *unit = *to;
        }
        return Replaced::New(out);
    }
    let mut found = places(units, from).take(limit).peekable();
    if found.peek().is_none() {
        return Replaced::Unchanged;
    }
    if to.len() == from.len() {
        let Some(mut out) = copied(units) else { return Replaced::NoMemory };
        found.for_each(|at| out[at..at + to.len()].copy_from_slice(to));
        return Replaced::New(out);
    }
    let mut out: Vec<U> = Vec::new();
    let mut done = 0;
    if to.len() > from.len() {
        // Lengths are checked before anything is copied: the result may be far longer than the parts.
        let more = (to.len() - from.len()).checked_mul(places(units, from).take(limit).count());
        let Some(len) = more.and_then(|more| more.checked_add(units.len())) else { return Replaced::TooLong };
        if len > MAX_LEN {
            return Replaced::TooLong;
        }
        if out.try_reserve_exact(len).is_err() {
            return Replaced::NoMemory;
        }
        for at in found {
            out.extend_from_slice(&units[done..at]);
            out.extend_from_slice(to);
            done = at + from.len();
        }
    } else {
        if out.try_reserve(units.len()).is_err() {
            return Replaced::NoMemory;
        }
        for at in found {
            out.extend_from_slice(&units[done..at]);
            out.extend_from_slice(to);
            done = at + from.len();
        }
    }
    out.extend_from_slice(&units[done..]);
    Replaced::New(out)
}

/// The pieces between the first `limit` places of a separator that is not empty.
pub fn split<'a, U: Unit>(units: &'a [U], separator: &'a [U], limit: usize, mut piece: impl FnMut(&'a [U])) {
    let mut done = 0;
    for at in places(units, separator).take(limit) {
        piece(&units[done..at]);
        done = at + separator.len();
    }
    piece(&units[done..]);
}

/// The same from the right; the pieces come last one first.
pub fn rsplit<'a, U: Unit>(units: &'a [U], separator: &[U], limit: usize, mut piece: impl FnMut(&'a [U])) {
    let mut end = units.len();
    for _ in 0..limit {
        let Some(at) = rfind(&units[..end], separator) else { break };
        piece(&units[at + separator.len()..end]);
        end = at;
    }
    piece(&units[..end]);
}

/// The pieces between whitespace, `limit` of them, then the rest without its leading space.
pub fn split_space<'a, U: Unit>(
    units: &'a [U],
    limit: usize,
    is_space: impl Fn(U) -> bool,
    mut piece: impl FnMut(&'a [U]),
) {
    let mut rest = units;
    for _ in 0..limit {
        let Some(start) = rest.iter().position(|&unit| !is_space(unit)) else { return };
        rest = &rest[start..];
        let end = rest.iter().position(|&unit| is_space(unit)).unwrap_or(rest.len());
        piece(&rest[..end]);
        rest = &rest[end..];
    }
    if let Some(start) = rest.iter().position(|&unit| !is_space(unit)) {
        piece(&rest[start..]);
    }
}

/// The same from the right; the pieces come last one first.
pub fn rsplit_space<'a, U: Unit>(
    units: &'a [U],
    limit: usize,
    is_space: impl Fn(U) -> bool,
    mut piece: impl FnMut(&'a [U]),
) {
    let mut rest = units;
    for _ in 0..limit {
        let Some(last) = rest.iter().rposition(|&unit| !is_space(unit)) else { return };
        rest = &rest[..=last];
        let start = rest.iter().rposition(|&unit| is_space(unit)).map_or(0, |at| at + 1);
        piece(&rest[start..]);
        rest = &rest[..start];
    }
    if let Some(last) = rest.iter().rposition(|&unit| !is_space(unit)) {
        piece(&rest[..=last]);
    }
}

/// Lines, with their ends if `keep`; `\r\n` is one end.
pub fn split_lines<'a, U: Unit>(
    units: &'a [U],
    keep: bool,
    is_break: impl Fn(U) -> bool,
    mut piece: impl FnMut(&'a [U]),
) {
    let mut start = 0;
    while start < units.len() {
        let end = units[start..].iter().position(|&unit| is_break(unit)).map_or(units.len(), |at| start + at);
        let mut next = end;
        if end < units.len() {
            next += 1;
            if units[end].into() == u32::from(b'\r') && units.get(next) == Some(&U::ascii(b'\n')) {
                next += 1;
            }
        }
        piece(&units[start..if keep { next } else { end }]);
        start = next;
    }
}

/// Without the units at the left and the right end that `drop` names.
pub fn strip<U: Unit>(units: &[U], left: bool, right: bool, drop: impl Fn(U) -> bool) -> &[U] {
    let mut units = units;
    if left {
        let start = units.iter().position(|&unit| !drop(unit)).unwrap_or(units.len());
        units = &units[start..];
    }
    if right {
        let end = units.iter().rposition(|&unit| !drop(unit)).map_or(0, |at| at + 1);
        units = &units[..end];
    }
    units
}

/// Tabs as spaces up to the next column that is a multiple of `size`; none if that would be too long.
pub fn expand_tabs<U: Unit>(units: &[U], size: i64) -> Option<Vec<U>> {
    let mut out = Vec::with_capacity(units.len());
    let mut column = 0i64;
    for &unit in units {
        match unit.into() {
            9 => {
                if size > 0 {
                    let fill = size - column % size;
                    out.try_reserve(usize::try_from(fill).ok()?).ok()?;
                    out.extend(std::iter::repeat_n(U::ascii(b' '), fill as usize));
                    column += fill;
                }
            }
            other => {
                if out.len() == out.capacity() {
                    out.try_reserve(1).ok()?;
                }
                out.push(unit);
                column = if matches!(other, 10 | 13) { 0 } else { column + 1 };
            }
        }
    }
    Some(out)
}

/// Every `step`th unit of an extended slice, already clamped.
pub fn stride<U: Unit>(units: &[U], start: i64, step: i64, count: usize) -> Vec<U> {
    let mut out = Vec::with_capacity(count);
    let mut at = start;
    for _ in 0..count {
        out.extend(units.get(at as usize));
        at = at.wrapping_add(step);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, limit: usize) -> Vec<&str> {
        let mut all = Vec::new();
        split_space(text.as_bytes(), limit, |byte| byte == b' ', |piece| all.push(piece));
        all.into_iter().map(|piece| std::str::from_utf8(piece).unwrap_or("?")).collect()
    }

    #[test]
    fn whitespace_splits() {
        assert_eq!(pieces("  a  b c ", usize::MAX), ["a", "b", "c"]);
        assert_eq!(pieces("  a  b c ", 1), ["a", "b c "]);
        assert_eq!(pieces("   ", 1), [""; 0]);
    }

    #[test]
    fn replacing_nothing_goes_between() {
        let Replaced::New(out) = replace(b"ab", b"", b"-", 2) else { panic!("unchanged") };
        assert_eq!(out, b"-a-b");
    }

    #[test]
    fn short_searches_find_what_long_ones_find() {
        let text = b"abababcabcdabcababdabcdabde aab abc";
        for start in 0..text.len() {
            for end in start + 2..text.len() {
                let wanted = &text[start..end];
                let first = text.windows(wanted.len()).position(|window| window == wanted);
                assert_eq!(find(&text[..], wanted), first);
                assert_eq!(find(&text[..end - 1], wanted), first.filter(|at| at + wanted.len() < end));
            }
        }
    }

    #[test]
    fn overlapping_matches_count_once() {
        assert_eq!(count(b"aaaa", b"aa"), 2);
        assert_eq!(count(b"abc", b""), 4);
    }
}
