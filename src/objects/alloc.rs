//! Memory for objects: a free list for each size class, as pymalloc has pools.
//!
//! Invariants: only the holder of the GIL comes here, so the lists need no lock. Blocks are multiples of 16
//! bytes; blocks above [`LARGEST`] come from the system. Arenas are never given back: a freed block waits on
//! its list for the next object of its size.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::cell::Cell;
use std::ptr;

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
        let arena = system(ARENA);
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
