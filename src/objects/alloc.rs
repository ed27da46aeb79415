//! Memory for objects: a free list for each size class, as pymalloc has pools.
//!
//! Invariants: only the holder of the GIL comes here, so the lists need no lock. Blocks are multiples of 16
//! bytes; blocks above [`LARGEST`] come from the system. A freed block waits on its list for the next object of its
//! size; its arena is given back when all of it is free and memory has run out ([`trim`]).

use super::errors::{PyResult, no_memory};
use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::cell::{Cell, UnsafeCell};
use std::ptr;

/// Requests below this are met from the reserve of the program's allocator when nothing else is left.
pub const LARGE: usize = 1 << 20;

/// Whether so many bytes can be had in one piece, as far as that can be told without taking them.
#[inline]
pub fn can_have(bytes: usize) -> bool {
    bytes < LARGE || can_have_large(bytes)
}

#[cold]
#[inline(never)]
fn can_have_large(bytes: usize) -> bool {
    can_be_had(bytes) || (trim() && can_be_had(bytes))
}

fn can_be_had(bytes: usize) -> bool {
    let Ok(layout) = Layout::from_size_align(bytes, GRAIN) else { return false };
    // SAFETY: the size is not zero; the block goes back as it came. Without the black box the pair would be optimised away.
    unsafe {
        let block = std::hint::black_box(alloc(layout));
        if !block.is_null() {
            dealloc(block, layout);
        }
        !block.is_null()
    }
}

/// Asks for what something that cannot fail is going to take: strings, lists and tables have sizes that a script chooses.
/// Errors: MemoryError.
#[inline]
pub fn ensure(bytes: usize) -> PyResult<()> {
    if can_have(bytes) { Ok(()) } else { Err(no_memory()) }
}

/// Makes room for more items, in the growth of `Vec`. Errors: MemoryError.
#[inline]
pub fn room<T>(items: &mut Vec<T>, more: usize) -> PyResult<()> {
    if items.try_reserve(more).is_ok() { Ok(()) } else { room_after_trim(items, more) }
}

#[cold]
#[inline(never)]
fn room_after_trim<T>(items: &mut Vec<T>, more: usize) -> PyResult<()> {
    if trim() && items.try_reserve(more).is_ok() { Ok(()) } else { Err(no_memory()) }
}

const GRAIN: usize = 16;
const LARGEST: usize = 512;
const CLASSES: usize = LARGEST / GRAIN + 1;
const ARENA: usize = 256 * 1024;

struct Pools {
    free: [Cell<*mut u8>; CLASSES],
    next: Cell<*mut u8>,
    end: Cell<*mut u8>,
}

// SAFETY: touched only by the holder of the GIL (invariant above).
unsafe impl Sync for Pools {}

static POOLS: Pools = Pools {
    free: [const { Cell::new(ptr::null_mut()) }; CLASSES],
    next: Cell::new(ptr::null_mut()),
    end: Cell::new(ptr::null_mut()),
};

struct Arenas(UnsafeCell<Vec<*mut u8>>);

// SAFETY: as for the pools.
unsafe impl Sync for Arenas {}

/// All arenas; sorted up to the last trim.
static ARENAS: Arenas = Arenas(UnsafeCell::new(Vec::new()));

/// Gives the arenas back of which all is free, as obmalloc.c does at once; here it is done when memory is wanted, for it looks at
/// every free block. Says whether there were any. The GIL is held.
#[cold]
#[inline(never)]
pub fn trim() -> bool {
    // SAFETY: the GIL is held, and nothing here comes back to this list.
    let arenas = unsafe { &mut *ARENAS.0.get() };
    let mut free: Vec<usize> = Vec::new();
    if free.try_reserve_exact(arenas.len()).is_err() {
        return false;
    }
    free.resize(arenas.len(), 0);
    arenas.sort_unstable();
    let home = |block: *mut u8| arenas.partition_point(|&arena| arena <= block).saturating_sub(1);
    for (class, list) in POOLS.free.iter().enumerate() {
        let mut block = list.get();
        while !block.is_null() {
            if let Some(free) = free.get_mut(home(block)) {
                *free += class * GRAIN;
            }
            // SAFETY: a free block's first word links to the next free one.
            block = unsafe { *block.cast::<*mut u8>() };
        }
    }
    let whole = |block: *mut u8| free.get(home(block)) == Some(&ARENA);
    if !free.contains(&ARENA) {
        return false;
    }
    for list in &POOLS.free {
        let (mut block, mut kept) = (list.replace(ptr::null_mut()), ptr::null_mut::<u8>());
        while !block.is_null() {
            // SAFETY: as above; the links of blocks that are kept are written anew.
            unsafe {
                let next = *block.cast::<*mut u8>();
                if !whole(block) {
                    *block.cast::<*mut u8>() = ptr::null_mut();
                    if kept.is_null() {
                        list.set(block)
                    } else {
                        *kept.cast::<*mut u8>() = block
                    }
                    kept = block;
                }
                block = next;
            }
        }
    }
    let mut at = 0;
    arenas.retain(|&arena| {
        let goes = free.get(at) == Some(&ARENA);
        at += 1;
        if goes && let Ok(layout) = Layout::from_size_align(ARENA, GRAIN) {
            // SAFETY: it came from `system` with this layout, and no list leads into it any more.
            unsafe { dealloc(arena, layout) };
        }
        !goes
    });
    true
}

#[cold]
fn system(size: usize) -> *mut u8 {
    let Ok(layout) = Layout::from_size_align(size, GRAIN) else { handle_alloc_error(Layout::new::<u64>()) };
    // SAFETY: the size is not zero.
    let block = unsafe { alloc(layout) };
    if block.is_null() {
        handle_alloc_error(layout);
    }
    block
}

/// An uninitialised block of at least `size` bytes (not zero), aligned to 16.
///
/// # Safety
/// The GIL is held.
#[inline(always)]
pub unsafe fn take(size: usize) -> *mut u8 {
    if size <= LARGEST {
        let class = size.div_ceil(GRAIN);
        let head = POOLS.free[class].get();
        if !head.is_null() {
            // SAFETY: a free block's first word links to the next free one.
            POOLS.free[class].set(unsafe { *head.cast::<*mut u8>() });
            return head;
        }
        return carve(class * GRAIN);
    }
    system(size)
}

#[cold]
#[inline(never)]
fn carve(size: usize) -> *mut u8 {
    let next = POOLS.next.get();
    if (POOLS.end.get() as usize) - (next as usize) < size {
        // Too small for this block, the rest is a block of its own.
        let rest = POOLS.end.get() as usize - next as usize;
        if rest > 0 {
            // SAFETY: nobody else's; a multiple of 16 below the largest size.
            unsafe { give(next, rest) };
        }
        let arena = system(ARENA);
        // SAFETY: the GIL is held.
        unsafe { (*ARENAS.0.get()).push(arena) };
        POOLS.next.set(arena.wrapping_add(size));
        POOLS.end.set(arena.wrapping_add(ARENA));
        return arena;
    }
    POOLS.next.set(next.wrapping_add(size));
    next
}

/// Gives a block back.
///
/// # Safety
/// The GIL is held; `block` came from [`take`] with the same `size` and is not used again.
#[inline(always)]
pub unsafe fn give(block: *mut u8, size: usize) {
    if size <= LARGEST {
        let class = size.div_ceil(GRAIN);
        // SAFETY: the block is ours again and large enough for a link.
        unsafe { *block.cast::<*mut u8>() = POOLS.free[class].get() };
        POOLS.free[class].set(block);
    } else if let Ok(layout) = Layout::from_size_align(size, GRAIN) {
        // SAFETY: it came from `system` with this layout.
        unsafe { dealloc(block, layout) };
    }
}
