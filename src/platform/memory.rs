//! The allocator of the whole program: free lists of small blocks, a set of them a thread.
//!
//! Invariants:
//! - A thread takes from its own lists and gives to its own lists, whichever thread made the block; so no lock and
//!   no atomic is needed, with the GIL or without it. A block's class follows from the size it is asked with, which
//!   Rust passes again when the block is given back.
//! - Small blocks are cut from chunks that stay with the program. What a thread has on its lists, and of its chunk, when it ends
//!   goes to leftovers that all share, from which the others help themselves before they ask for new memory.
//! - A few blocks are held in reserve. When the system refuses a small request one of them is given up for it, so that the program
//!   comes to a place where it can tell its user; large requests have to be tried before they are made ([`has_room`]).
//! - Nothing here allocates through itself, and no list is touched by a signal handler.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicPtr};

const GRAIN: usize = 16;
/// Blocks up to this size are kept on lists; larger ones are the system's.
const LARGEST: usize = 1024;
const CLASSES: usize = LARGEST / GRAIN + 1;
const CHUNK: usize = 64 * 1024;

struct Lists {
    free: [Cell<*mut u8>; CLASSES],
    /// What is left of the current chunk.
    next: Cell<*mut u8>,
    end: Cell<*mut u8>,
}

thread_local! {
    // Neither made lazily nor dropped: it is there whenever the thread's code runs.
    static LISTS: Lists = const {
        Lists {
            free: [const { Cell::new(ptr::null_mut()) }; CLASSES],
            next: Cell::new(ptr::null_mut()),
            end: Cell::new(ptr::null_mut()),
        }
    };
}

/// The lists of threads that have ended, by class. Whole lists are pushed and whole lists are taken, so that neither needs a lock
/// (nor can a fork leave one behind), and no block is met twice under the eyes of a slow one.
static LEFTOVERS: [AtomicPtr<u8>; CLASSES] = [const { AtomicPtr::new(ptr::null_mut()) }; CLASSES];
/// What they left of their chunks: each rest holds the link and, in its second word, its end.
static RESTS: AtomicPtr<u8> = AtomicPtr::new(ptr::null_mut());

/// Puts a list before another that all threads share.
///
/// # Safety
/// `first` is a block that nobody else can reach, or the first of a list of such.
unsafe fn push_all(shared: &AtomicPtr<u8>, first: *mut u8) {
    let mut last = first;
    // SAFETY: the blocks are ours alone until the exchange has succeeded.
    unsafe {
        while !(*link(last)).is_null() {
            last = *link(last);
        }
        let mut head = shared.load(Relaxed);
        loop {
            *link(last) = head;
            match shared.compare_exchange_weak(head, first, Release, Relaxed) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }
}

/// The link of a free block.
///
/// # Safety
/// A free block of at least a word.
#[inline(always)]
unsafe fn link(block: *mut u8) -> *mut *mut u8 {
    block.cast()
}

/// A whole list of leftovers of one class: its first block is handed out, the rest becomes the thread's list.
fn take_leftover(lists: &Lists, class: usize) -> Option<*mut u8> {
    if LEFTOVERS[class].load(Relaxed).is_null() {
        return None;
    }
    let first = LEFTOVERS[class].swap(ptr::null_mut(), Acquire);
    if first.is_null() {
        return None;
    }
    // SAFETY: a free block, no longer reachable by others.
    lists.free[class].set(unsafe { *link(first) });
    Some(first)
}

/// Makes the rest of an ended thread's chunk the thread's current one. What remains of its present one is too small and lost.
fn take_rest(lists: &Lists) -> bool {
    if RESTS.load(Relaxed).is_null() {
        return false;
    }
    let first = RESTS.swap(ptr::null_mut(), Acquire);
    if first.is_null() {
        return false;
    }
    // SAFETY: two words of a rest that is no longer reachable by others; so are those behind it.
    unsafe {
        let others = *link(first);
        lists.next.set(first);
        lists.end.set(*link(first).add(1));
        if !others.is_null() {
            push_all(&RESTS, others);
        }
    }
    true
}

#[cold]
#[inline(never)]
fn carve(lists: &Lists, class: usize) -> *mut u8 {
    if let Some(block) = take_leftover(lists, class) {
        return block;
    }
    let size = class * GRAIN;
    let room = || lists.end.get() as usize - lists.next.get() as usize;
    if room() < size && !(take_rest(lists) && room() >= size) {
        let Ok(layout) = Layout::from_size_align(CHUNK, GRAIN) else { return ptr::null_mut() };
        let chunk = from_system(layout);
        if chunk.is_null() {
            return chunk;
        }
        lists.next.set(chunk.wrapping_add(size));
        lists.end.set(chunk.wrapping_add(CHUNK));
        return chunk;
    }
    let next = lists.next.get();
    lists.next.set(next.wrapping_add(size));
    next
}

/// Leaves the calling thread's free blocks to the others. Called as the last thing that a thread does, when the destructors of
/// its thread-locals have run; what is freed after it is lost.
pub fn thread_ends() {
    LISTS.with(|lists| {
        for (own, left) in lists.free.iter().zip(&LEFTOVERS) {
            let first = own.replace(ptr::null_mut());
            if !first.is_null() {
                // SAFETY: the blocks of the thread's list, which is reachable by nobody else.
                unsafe { push_all(left, first) };
            }
        }
        let (rest, end) = (lists.next.replace(ptr::null_mut()), lists.end.replace(ptr::null_mut()));
        if end as usize - rest as usize >= 2 * size_of::<*mut u8>() {
            // SAFETY: the rest is the thread's, is aligned to 16 and holds two words.
            unsafe {
                *link(rest) = ptr::null_mut();
                *link(rest).add(1) = end;
                push_all(&RESTS, rest);
            }
        }
    });
}

/// The class of a size that is kept on lists.
#[inline(always)]
const fn class_of(layout: Layout) -> Option<usize> {
    if layout.size() <= LARGEST && layout.align() <= GRAIN {
        Some(layout.size().div_ceil(GRAIN))
    } else {
        None
    }
}

/// Requests up to this size are helped by the reserve.
const HELPED: usize = 256 * 1024;
const RESERVE: usize = 1024 * 1024;
const RESERVES: usize = 4;

static HELD: [AtomicPtr<u8>; RESERVES] = [const { AtomicPtr::new(ptr::null_mut()) }; RESERVES];
/// A reserve has been given up since [`was_short`] was asked last.
static SHORT: AtomicBool = AtomicBool::new(false);

fn reserve_layout() -> Layout {
    // The size is a constant far below isize::MAX, and the alignment a power of two.
    Layout::from_size_align(RESERVE, GRAIN).unwrap_or(Layout::new::<u64>())
}

/// Fills the reserves up, as far as the system lets.
pub fn hold_reserves() {
    for place in &HELD {
        if place.load(Relaxed).is_null() {
            // SAFETY: the size is not zero.
            let block = unsafe { System.alloc(reserve_layout()) };
            let taken =
                block.is_null() || place.compare_exchange(ptr::null_mut(), block, Release, Relaxed).is_ok();
            if !taken {
                // SAFETY: made above.
                unsafe { System.dealloc(block, reserve_layout()) };
            }
        }
    }
}

/// Whether the reserve had to be touched since the last call; if so it is filled up again.
#[inline(always)]
pub fn was_short() -> bool {
    if !SHORT.load(Relaxed) {
        return false;
    }
    SHORT.store(false, Relaxed);
    hold_reserves();
    true
}

/// Whether the system would give so many bytes in one piece.
pub fn has_room(bytes: usize) -> bool {
    let Ok(layout) = Layout::from_size_align(bytes.max(1), GRAIN) else { return false };
    // SAFETY: the size is not zero; what comes is given back.
    unsafe {
        let block = System.alloc(layout);
        if block.is_null() {
            return false;
        }
        System.dealloc(block, layout);
    }
    true
}

/// Asks the system; a small request may cost a reserve.
#[inline]
fn from_system(layout: Layout) -> *mut u8 {
    // SAFETY: the size is not zero.
    let block = unsafe { System.alloc(layout) };
    if block.is_null() { with_reserve(layout) } else { block }
}

#[cold]
#[inline(never)]
fn with_reserve(layout: Layout) -> *mut u8 {
    if layout.size() > HELPED {
        return ptr::null_mut();
    }
    for place in &HELD {
        let block = place.swap(ptr::null_mut(), Acquire);
        if !block.is_null() {
            SHORT.store(true, Relaxed);
            // SAFETY: a reserve, which nobody else can reach any more; the size asked for is not zero.
            let found = unsafe {
                System.dealloc(block, reserve_layout());
                System.alloc(layout)
            };
            if !found.is_null() {
                return found;
            }
        }
    }
    ptr::null_mut()
}

pub struct Memory;

// SAFETY: blocks of a class are as large as the class says and aligned to 16; a block on a list is in nobody's use;
// everything else is the system's.
unsafe impl GlobalAlloc for Memory {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match class_of(layout) {
            Some(class) => LISTS.with(|lists| {
                let head = lists.free[class].get();
                if head.is_null() {
                    return carve(lists, class);
                }
                // SAFETY: a free block.
                lists.free[class].set(unsafe { *link(head) });
                head
            }),
            None => from_system(layout),
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        match class_of(layout) {
            Some(class) => LISTS.with(|lists| {
                // SAFETY: the block is ours again, and holds a word at least.
                unsafe { *link(block) = lists.free[class].get() };
                lists.free[class].set(block);
            }),
            // SAFETY: by the caller's promise.
            None => unsafe { System.dealloc(block, layout) },
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if class_of(layout).is_none() {
            // SAFETY: by the caller's promise.
            let block = unsafe { System.alloc_zeroed(layout) };
            if !block.is_null() || layout.size() > HELPED {
                return block;
            }
        }
        // SAFETY: as above; the block is as large as asked for.
        unsafe {
            let block = self.alloc(layout);
            if !block.is_null() {
                ptr::write_bytes(block, 0, layout.size());
            }
            block
        }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller promises a size that is valid with this alignment.
        let new = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (class_of(layout), class_of(new)) {
            (Some(old), Some(new)) if old == new => block,
            // SAFETY: by the caller's promise; a block of the system's stays one.
            (None, None) => unsafe {
                let moved = System.realloc(block, layout, size);
                if !moved.is_null() {
                    return moved;
                }
                // The old block stays if this fails, too.
                let moved = with_reserve(new);
                if !moved.is_null() {
                    ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                    System.dealloc(block, layout);
                }
                moved
            },
            // SAFETY: two blocks that do not overlap, each as large as its layout says.
            _ => unsafe {
                let moved = self.alloc(new);
                if !moved.is_null() {
                    ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                    self.dealloc(block, layout);
                }
                moved
            },
        }
    }
}

/// Has all threads share one heap of the C library's, which would else give each a range of 64 MiB addresses for itself. There
/// is no gain in those, since who holds the GIL is alone; and a limit on the process's address space (`ulimit -v`) is
/// used up by them after a few threads.
pub fn share_one_heap() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: sets a number that the C library knows, which may be done at any time.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_come_back() {
        for size in [1, 16, 17, 500, 1024, 1025, 100_000] {
            let layout = Layout::from_size_align(size, 8).unwrap_or(Layout::new::<u64>());
            // SAFETY: sizes are not zero, and each block goes back with its own layout.
            unsafe {
                let block = Memory.alloc(layout);
                block.write_bytes(7, size);
                let block = Memory.realloc(block, layout, 2 * size);
                assert_eq!(*block.add(size - 1), 7);
                let twice = Layout::from_size_align(2 * size, 8).unwrap_or(Layout::new::<u64>());
                Memory.dealloc(block, twice);
                let zeroed = Memory.alloc_zeroed(twice);
                assert!((0..2 * size).all(|at| *zeroed.add(at) == 0));
                Memory.dealloc(zeroed, twice);
            }
        }
    }

    #[test]
    fn what_a_thread_leaves_is_used_again() {
        let thread = std::thread::spawn(|| {
            drop((0..1000).map(|n| Box::new([n; 3])).collect::<Vec<_>>());
            thread_ends();
        });
        assert!(thread.join().is_ok());
        drop((0..3000).map(|n| Box::new([n; 3])).collect::<Vec<_>>());
    }
}
