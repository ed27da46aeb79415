//! Where a string's units lie, and how strings come into being and go.
//!
//! Invariants:
//! - A string object is its header, the hash, one word with length and flags, and the units right behind them: one
//!   block. How large that block is follows from the length ([`block_size`]).
//! - With [`OUT`] set the units are in a buffer of their own, and its address and capacity stand in the place of the
//!   units; the object's block is then a plain `Obj<Str>`. So it is for a string that grows in place, for a large
//!   buffer that was taken over, and for an instance of a subclass, whose size is its class's. A payload that is
//!   not yet an object has at most [`INLINE`] bytes in itself.
//! - Up to [`INLINE`] bytes in the object itself have zeros behind them, so that two such strings are compared at once.
//! - Length and units change in [`append`] only, for a string that nobody else can see.

use super::{Kind, Repr, character, empty, hash_units, type_of_kind};
use crate::objects::header::{self, Header, Layout, Obj, Payload, new_object};
use crate::objects::word::{Value, Word};
use std::cell::{Cell, UnsafeCell};
use std::mem::{ManuallyDrop, MaybeUninit};
use std::ptr;

/// So many bytes fit into the payload itself.
const INLINE: usize = 16;
/// Where the units begin in an object.
const HEAD: usize = size_of::<Obj<Str>>() - INLINE;
/// Buffers up to this size are copied into the object rather than taken over.
const COPIED: usize = 256;
/// From this length on a string that grows gets a buffer with room to grow into.
const GROWS: usize = 64;

// ---- the word of length and flags ------------------------------------------------------------------------------

const TEXT_FLAG: u64 = 1;
const WIDE: u64 = 2;
const OUT: u64 = 4;
const INTERNED: u64 = 8;
const LENGTH_SHIFT: u32 = 8;

#[inline(always)]
const fn kind_flag(kind: Kind) -> u64 {
    match kind {
        Kind::Bytes => 0,
        Kind::Text => TEXT_FLAG,
    }
}

#[inline(always)]
const fn length(meta: u64) -> usize {
    (meta >> LENGTH_SHIFT) as usize
}

/// The units' bytes.
#[inline(always)]
const fn byte_length(meta: u64) -> usize {
    if meta & WIDE != 0 { length(meta) * 4 } else { length(meta) }
}

/// The size of an object with so many bytes behind its head.
#[inline(always)]
const fn block_size(bytes: usize) -> usize {
    if bytes <= INLINE { size_of::<Obj<Str>>() } else { (HEAD + bytes + 15) & !15 }
}

/// A buffer outside the object; the capacity is in units.
#[derive(Clone, Copy)]
struct Out {
    data: *mut u8,
    capacity: usize,
}

#[repr(C)]
union Tail {
    units: [MaybeUninit<u8>; INLINE],
    out: Out,
}

#[repr(C)]
pub struct Str {
    /// -1: not computed yet.
    hash: Cell<i64>,
    /// Length and flags.
    meta: Cell<u64>,
    /// The units, of which the object may have more behind its payload; or where they are.
    tail: UnsafeCell<Tail>,
}

impl Payload for Str {
    const LAYOUT: Layout = Layout::Str;
}

/// Copies bytes by moves of fixed size, which overlap, where a call of memcpy would take longer than that.
///
/// # Safety
/// As for `ptr::copy_nonoverlapping`.
#[inline(always)]
unsafe fn copy(from: *const u8, to: *mut u8, len: usize) {
    macro_rules! by {
        ($word:ty) => {{
            let back = len - size_of::<$word>();
            let (first, last) =
                (from.cast::<$word>().read_unaligned(), from.add(back).cast::<$word>().read_unaligned());
            to.cast::<$word>().write_unaligned(first);
            to.add(back).cast::<$word>().write_unaligned(last);
        }};
    }
    // SAFETY: each move stays within `len` bytes.
    unsafe {
        match len {
            0 => {}
            1 => *to = *from,
            2..4 => by!(u16),
            4..8 => by!(u32),
            8..17 => by!(u64),
            17..33 => by!(u128),
            _ => ptr::copy_nonoverlapping(from, to, len),
        }
    }
}

impl Str {
    /// A payload that is not an object yet.
    fn loose(flags: u64, len: usize, tail: Tail) -> Str {
        Str { hash: Cell::new(-1), meta: Cell::new((len as u64) << LENGTH_SHIFT | flags), tail: tail.into() }
    }

    /// Units of one byte each.
    #[inline]
    pub(super) fn loose_narrow(kind: Kind, data: impl AsRef<[u8]> + Into<Vec<u8>>) -> Str {
        let bytes = data.as_ref();
        let len = bytes.len();
        if len <= INLINE {
            let mut units = [MaybeUninit::new(0); INLINE];
            for (place, &byte) in units.iter_mut().zip(bytes) {
                *place = MaybeUninit::new(byte);
            }
            return Str::loose(kind_flag(kind), len, Tail { units });
        }
        let mut data = ManuallyDrop::new(data.into());
        let out = Out { data: data.as_mut_ptr(), capacity: data.capacity() };
        Str::loose(kind_flag(kind) | OUT, data.len(), Tail { out })
    }

    /// Text with a character beyond ASCII.
    pub(super) fn loose_wide(points: Vec<u32>) -> Str {
        let mut points = ManuallyDrop::new(points);
        let out = Out { data: points.as_mut_ptr().cast(), capacity: points.capacity() };
        Str::loose(TEXT_FLAG | WIDE | OUT, points.len(), Tail { out })
    }

    /// A payload with the same units, for an instance of a subclass.
    pub(super) fn copy(&self) -> Str {
        match self.repr() {
            Repr::Narrow(bytes) => Str::loose_narrow(self.kind(), bytes),
            Repr::Wide(points) => Str::loose_wide(points.to_vec()),
        }
    }

    #[inline(always)]
    pub fn kind(&self) -> Kind {
        if self.meta.get() & TEXT_FLAG != 0 { Kind::Text } else { Kind::Bytes }
    }

    #[inline(always)]
    pub fn same_kind(&self, other: &Str) -> bool {
        (self.meta.get() ^ other.meta.get()) & TEXT_FLAG == 0
    }

    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.meta.get() & INTERNED != 0
    }

    pub(super) fn set_interned(&self) {
        self.meta.set(self.meta.get() | INTERNED);
    }

    /// Characters of text, bytes of a byte string.
    #[inline(always)]
    pub fn len(&self) -> usize {
        length(self.meta.get())
    }

    #[inline(always)]
    fn data(&self) -> *const u8 {
        if self.meta.get() & OUT != 0 {
            // SAFETY: the flag says that a buffer stands here.
            unsafe { (*self.tail.get()).out.data }
        } else {
            self.tail.get().cast()
        }
    }

    /// Whether so many units more fit into the buffer outside the object.
    pub(super) fn has_room(&self, more: usize) -> bool {
        // SAFETY: the flag says that a buffer stands here.
        self.meta.get() & OUT != 0 && unsafe { (*self.tail.get()).out.capacity } >= self.len() + more
    }

    #[inline(always)]
    pub fn repr(&self) -> Repr<'_> {
        let (len, data) = (self.len(), self.data());
        // SAFETY: by the invariants so many units of that size lie there; they don't change while a reference from
        // here lives, since `append` is for strings that nobody else can see. Wide units are aligned: blocks begin at
        // multiples of 16, and so does the tail.
        unsafe {
            if self.meta.get() & WIDE != 0 {
                Repr::Wide(std::slice::from_raw_parts(data.cast(), len))
            } else {
                Repr::Narrow(std::slice::from_raw_parts(data, len))
            }
        }
    }

    /// Equal units, whatever the kinds.
    #[inline(always)]
    pub fn equals(&self, other: &Str) -> bool {
        let (meta, others) = (self.meta.get(), other.meta.get());
        if (meta ^ others) >> LENGTH_SHIFT != 0 {
            return false;
        }
        if (meta | others) & (WIDE | OUT) == 0 && length(meta) <= INLINE {
            // SAFETY: both tails hold units and zeros behind them, all of it written.
            return unsafe {
                *self.tail.get().cast::<[u8; INLINE]>() == *other.tail.get().cast::<[u8; INLINE]>()
            };
        }
        self.equals_long(other)
    }

    /// A number that orders short narrow strings, those that lie in the payload, as their units do; equal ones differ in
    /// length at most, by zero bytes at the end.
    #[inline(always)]
    pub fn short_order(&self) -> Option<(u128, usize)> {
        let meta = self.meta.get();
        if meta & (WIDE | OUT) != 0 || length(meta) > INLINE {
            return None;
        }
        // SAFETY: the tail holds units and zeros behind them, all of it written.
        let tail = unsafe { *self.tail.get().cast::<[u8; INLINE]>() };
        Some((u128::from_be_bytes(tail), length(meta)))
    }

    #[inline(never)]
    fn equals_long(&self, other: &Str) -> bool {
        match (self.repr(), other.repr()) {
            (Repr::Narrow(a), Repr::Narrow(b)) => a == b,
            (Repr::Wide(a), Repr::Wide(b)) => a == b,
            _ => false,
        }
    }

    #[inline(always)]
    pub fn hash(&self) -> i64 {
        let hash = self.hash.get();
        if hash != -1 {
            return hash;
        }
        self.compute_hash()
    }

    #[inline(never)]
    fn compute_hash(&self) -> i64 {
        let hash = match self.repr() {
            Repr::Narrow(bytes) => hash_units(bytes.iter().map(|&byte| byte.into())),
            Repr::Wide(points) => hash_units(points.iter().map(|&point| point.into())),
        };
        self.hash.set(hash);
        hash
    }
}

impl Drop for Str {
    #[inline]
    fn drop(&mut self) {
        let meta = self.meta.get();
        if meta & OUT != 0 {
            // SAFETY: the flag says that the payload owns a buffer, made from a vector of these units.
            unsafe {
                let Out { data, capacity } = self.tail.get_mut().out;
                if meta & WIDE != 0 {
                    drop(Vec::<u32>::from_raw_parts(data.cast(), 0, capacity));
                } else {
                    drop(Vec::<u8>::from_raw_parts(data, 0, capacity));
                }
            }
        }
    }
}

/// The `dealloc` slot of the exact string types.
///
/// # Safety
/// Called by `header::destroy` only, with a count of zero.
pub unsafe fn dealloc(object: *mut Header) {
    // SAFETY: nobody else looks at the string; its block has the size that its length says, or the plain one.
    unsafe {
        let payload = ptr::addr_of_mut!((*object.cast::<Obj<Str>>()).payload);
        let meta = (*payload).meta.get();
        let size = if meta & OUT != 0 {
            ptr::drop_in_place(payload);
            size_of::<Obj<Str>>()
        } else {
            block_size(byte_length(meta))
        };
        header::free_block(object, size, false);
    }
}

/// A narrow string under construction, of a length known beforehand: it is written where it will stay.
pub struct Fresh {
    object: *mut Obj<Str>,
    at: usize,
    len: usize,
}

impl Fresh {
    /// Nothing of it is written yet.
    #[inline(always)]
    pub fn new(kind: Kind, len: usize) -> Fresh {
        let fresh = Fresh::unwritten(kind, len);
        if len < INLINE {
            // SAFETY: the block has room for so many.
            unsafe { fresh.units().cast::<[u8; INLINE]>().write([0; INLINE]) };
        }
        fresh
    }

    /// The same without the zeros behind a short one.
    #[inline(always)]
    fn unwritten(kind: Kind, len: usize) -> Fresh {
        // SAFETY: made under the GIL; hash and length are written here, and `finish` sees to it that the units are.
        unsafe {
            let object: *mut Obj<Str> = header::new_block(type_of_kind(kind), block_size(len), false).cast();
            let payload = ptr::addr_of_mut!((*object).payload);
            ptr::addr_of_mut!((*payload).hash).write(Cell::new(-1));
            ptr::addr_of_mut!((*payload).meta)
                .write(Cell::new((len as u64) << LENGTH_SHIFT | kind_flag(kind)));
            Fresh { object, at: 0, len }
        }
    }

    #[inline(always)]
    fn units(&self) -> *mut u8 {
        // SAFETY: inside the block.
        unsafe { self.object.cast::<u8>().add(HEAD) }
    }

    /// Appends bytes; what is beyond the length that was promised is cut off.
    #[inline(always)]
    pub fn push(&mut self, bytes: &[u8]) {
        let count = bytes.len().min(self.len - self.at);
        // SAFETY: the block has room for `len` units, of which `at` are written.
        unsafe { copy(bytes.as_ptr(), self.units().add(self.at), count) };
        self.at += count;
    }

    /// Appends as many bytes as are left, each made from the one at the same place.
    #[inline(always)]
    pub fn push_mapped(&mut self, bytes: &[u8], mut map: impl FnMut(u8) -> u8) {
        let count = bytes.len().min(self.len - self.at);
        // SAFETY: as above.
        let place = unsafe { self.units().add(self.at) };
        for (index, &byte) in bytes[..count].iter().enumerate() {
            // SAFETY: below `count`.
            unsafe { place.add(index).write(map(byte)) };
        }
        self.at += count;
    }

    /// Appends bytes so many times.
    pub fn push_repeated(&mut self, bytes: &[u8], count: usize) {
        if let [byte] = bytes {
            return self.fill(*byte, count);
        }
        let (start, end) = (self.at, self.len.min(self.at + bytes.len() * count));
        self.push(bytes);
        while self.at < end {
            let done = (self.at - start).min(end - self.at);
            // SAFETY: what is written already is copied behind itself, up to the promised length.
            unsafe { copy(self.units().add(start), self.units().add(self.at), done) };
            self.at += done;
        }
    }

    /// Appends one byte so many times.
    #[inline]
    pub fn fill(&mut self, byte: u8, count: usize) {
        let count = count.min(self.len - self.at);
        // SAFETY: as above.
        unsafe { self.units().add(self.at).write_bytes(byte, count) };
        self.at += count;
    }

    /// The string. What was not written is zero.
    #[inline(always)]
    pub fn finish(mut self) -> Value {
        if self.at < self.len {
            self.fill(0, self.len);
        }
        // SAFETY: a whole object with one reference, which goes to the caller.
        unsafe { Word(self.object as u64).into_value() }
    }
}

/// A new object of bytes, or of ASCII characters, copied into it.
#[inline(always)]
pub fn new_copied(kind: Kind, bytes: &[u8]) -> Value {
    let mut fresh = Fresh::new(kind, bytes.len());
    fresh.push(bytes);
    fresh.finish()
}

/// The same from a slice or a buffer; a large buffer is taken over.
#[inline]
pub fn new_narrow_from(kind: Kind, data: impl AsRef<[u8]> + Into<Vec<u8>>) -> Value {
    if data.as_ref().len() <= COPIED {
        return new_copied(kind, data.as_ref());
    }
    new_object(type_of_kind(kind), Str::loose_narrow(kind, data))
}

/// An object of a payload.
pub fn new_str_object(payload: Str) -> Value {
    match payload.repr() {
        Repr::Narrow(bytes) if bytes.len() <= COPIED => new_copied(payload.kind(), bytes),
        _ => new_object(type_of_kind(payload.kind()), payload),
    }
}

/// Bytes of a byte string, or ASCII characters, of the kind asked for; the empty string and single characters
/// are the ones that exist already.
#[inline]
pub fn new_narrow(kind: Kind, data: &[u8]) -> Value {
    match data {
        [] => empty(kind),
        [byte] => character(kind, (*byte).into()),
        _ => new_copied(kind, data),
    }
}

/// `a + b` of two strings of the same kind (exact or not), as a new exact string.
#[inline]
pub fn concat(a: &Str, b: &Str) -> Value {
    debug_assert!(a.same_kind(b));
    let (meta, others) = (a.meta.get(), b.meta.get());
    let (len, more) = (length(meta), length(others));
    if (meta | others) & (WIDE | OUT) == 0 && len + more < INLINE {
        // Short ones are put together as numbers: there are zeros behind them.
        // SAFETY: both tails are written in full; so is the new one.
        unsafe {
            let tail = |text: &Str| u128::from_le_bytes(*text.tail.get().cast::<[u8; INLINE]>());
            let fresh = Fresh { at: len + more, ..Fresh::unwritten(a.kind(), len + more) };
            let joined = tail(a) | tail(b) << (8 * len);
            fresh.units().cast::<[u8; INLINE]>().write(joined.to_le_bytes());
            return fresh.finish();
        }
    }
    match (a.repr(), b.repr()) {
        (Repr::Narrow(x), Repr::Narrow(y)) => {
            let mut fresh = Fresh::new(a.kind(), x.len() + y.len());
            fresh.push(x);
            fresh.push(y);
            fresh.finish()
        }
        (x, y) => concat_wide(x, y),
    }
}

fn concat_wide(a: Repr, b: Repr) -> Value {
    let mut points = Vec::with_capacity(a.len() + b.len());
    push_points(&mut points, a);
    push_points(&mut points, b);
    new_str_object(Str::loose_wide(points))
}

/// Appends units as code points.
pub(super) fn push_points(points: &mut Vec<u32>, more: Repr) {
    match more {
        Repr::Narrow(bytes) => points.extend(bytes.iter().map(|&byte| u32::from(byte))),
        Repr::Wide(more) => points.extend_from_slice(more),
    }
}

/// `a + b` of exact strings of one kind, where `a` is seen by the caller alone: in place if there is room, or in a
/// buffer with room for more from some length on.
pub(super) fn append(a: Value, b: &Str) -> Value {
    let (own, more) = (a.payload::<Str>(), b.repr());
    let (meta, count) = (own.meta.get(), more.len());
    let total = length(meta) + count;
    let grown = || {
        own.hash.set(-1);
        own.meta.set(meta & ((1 << LENGTH_SHIFT) - 1) | (total as u64) << LENGTH_SHIFT);
    };
    match more {
        Repr::Narrow(bytes) if meta & (WIDE | OUT) == 0 => {
            if block_size(total) == block_size(length(meta)) {
                // SAFETY: the block has room for `total` bytes behind its head; nobody else has a reference.
                unsafe { copy(bytes.as_ptr(), own.tail.get().cast::<u8>().add(length(meta)), count) };
                grown();
                return a;
            }
            if total < GROWS {
                return concat(own, b);
            }
            let mut buffer = Vec::with_capacity(2 * total);
            if let Repr::Narrow(first) = own.repr() {
                buffer.extend_from_slice(first);
            }
            buffer.extend_from_slice(bytes);
            new_object(type_of_kind(own.kind()), Str::loose_narrow(own.kind(), buffer))
        }
        Repr::Narrow(bytes) if meta & WIDE == 0 => {
            // SAFETY: the payload's buffer, which the vector has for as long as it takes to append.
            unsafe {
                let place = ptr::addr_of_mut!((*own.tail.get()).out);
                let Out { data, capacity } = *place;
                if capacity >= total {
                    copy(bytes.as_ptr(), data.add(length(meta)), count);
                } else {
                    let mut buffer = ManuallyDrop::new(Vec::from_raw_parts(data, length(meta), capacity));
                    buffer.extend_from_slice(bytes);
                    *place = Out { data: buffer.as_mut_ptr(), capacity: buffer.capacity() };
                }
            }
            grown();
            a
        }
        more if meta & (WIDE | OUT) == WIDE | OUT => {
            // SAFETY: as above.
            unsafe {
                let place = ptr::addr_of_mut!((*own.tail.get()).out);
                let Out { data, capacity } = *place;
                let mut buffer =
                    ManuallyDrop::new(Vec::<u32>::from_raw_parts(data.cast(), length(meta), capacity));
                push_points(&mut buffer, more);
                *place = Out { data: buffer.as_mut_ptr().cast(), capacity: buffer.capacity() };
            }
            grown();
            a
        }
        more => concat_wide(own.repr(), more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_one_block() {
        assert_eq!(size_of::<Obj<Str>>(), 48);
        assert_eq!(
            (HEAD, block_size(0), block_size(16), block_size(17), block_size(33)),
            (32, 48, 48, 64, 80)
        );
    }
}
