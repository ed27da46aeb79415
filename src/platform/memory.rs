//! The allocator of the whole program: free lists of small blocks, a set of them a thread.
//!
//! Invariants:
//! - A thread takes from its own lists and gives to its own lists, whichever thread made the block; so no lock and
//!   no atomic is needed, with the GIL or without it. A block's class follows from the size it is asked with, which
//!   Rust passes again when the block is given back.
//! - Small blocks are cut from chunks that stay with the program. What a thread has on its lists, and of its chunk, when it ends
//!   goes to leftovers that all share, from which the others help themselves before they ask for new memory.
//! - When the system has no more, a reserve is given up for it, and [`is_short`] says so until a script has been told.
//! - Nothing here allocates through itself, and no list is touched by a signal handler.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicPtr, AtomicU8, AtomicU32};

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
        // SAFETY: the size is not zero.
        let chunk = unsafe { system(layout) };
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

/// What is set aside for the moment when the system gives no more: enough for a script to be told, and to end. A larger request
/// is not met from it; who makes one that a script has a say in has asked first (`alloc::ensure`).
const SET_ASIDE: usize = 4 << 20;
/// As often in a row memory may run out before anything is given back: what an exception that is being handled keeps alive goes
/// with the next one.
const RESERVES: usize = 4;
static RESERVE: [AtomicPtr<u8>; RESERVES] = [const { AtomicPtr::new(ptr::null_mut()) }; RESERVES];

/// All reserves are there.
const WELL: u8 = 0;
/// One has been used, and nobody has been told.
const SHORT: u8 = 1;
/// One has been used, and could not be had again yet.
const TOLD: u8 = 2;
static STATE: AtomicU8 = AtomicU8::new(WELL);

/// What the rooms above do about it.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Gives back what objects no longer need, and says whether there was any. Called with the GIL held.
    pub trim: fn() -> bool,
    /// Asks the loop to look at [`is_short`] soon. It allocates nothing.
    pub request_check: fn(),
}

static HOOKS: OnceLock<Hooks> = OnceLock::new();

/// To be called once, when there is a loop.
pub fn set_hooks(hooks: Hooks) {
    HOOKS.get_or_init(|| hooks);
}

fn reserve_layout() -> Option<Layout> {
    Layout::from_size_align(SET_ASIDE, GRAIN).ok()
}

/// Sets aside what is not there, if it can be had. Its pages are never touched.
fn set_aside() -> bool {
    let Some(layout) = reserve_layout() else { return false };
    RESERVE.iter().all(|reserve| {
        if !reserve.load(Relaxed).is_null() {
            return true;
        }
        // SAFETY: the size is not zero.
        let block = unsafe { System.alloc(layout) };
        if block.is_null() {
            return false;
        }
        if reserve.compare_exchange(ptr::null_mut(), block, Release, Relaxed).is_err() {
            // SAFETY: just made, with this layout.
            unsafe { System.dealloc(block, layout) };
        }
        true
    })
}

/// The system has refused so much: it is asked again without a reserve. NULL if that does not help.
#[cold]
#[inline(never)]
fn from_reserve(layout: Layout) -> *mut u8 {
    let Some(whole) = reserve_layout().filter(|whole| layout.size() < whole.size()) else {
        return ptr::null_mut();
    };
    for reserve in &RESERVE {
        let block = reserve.swap(ptr::null_mut(), Acquire);
        if block.is_null() {
            continue;
        }
        STATE.store(SHORT, Relaxed);
        if let Some(hooks) = HOOKS.get() {
            (hooks.request_check)();
        }
        // SAFETY: made by `set_aside` with that layout, and ours alone; the caller's size is not zero.
        let met = unsafe {
            System.dealloc(block, whole);
            System.alloc(layout)
        };
        if !met.is_null() {
            return met;
        }
    }
    ptr::null_mut()
}

/// The system's memory, and the reserve when that has come to its end.
///
/// # Safety
/// The size is not zero.
#[inline]
unsafe fn system(layout: Layout) -> *mut u8 {
    // SAFETY: by the caller's promise.
    let block = unsafe { System.alloc(layout) };
    if block.is_null() { from_reserve(layout) } else { block }
}

/// Whether memory has run out and this is the first to hear of it: a script is to get a MemoryError. Until the reserve can be set
/// aside again, calls try to. With the GIL held.
#[inline(always)]
pub fn is_short() -> bool {
    STATE.load(Relaxed) != WELL && hear_of_it()
}

#[cold]
#[inline(never)]
fn hear_of_it() -> bool {
    let first = STATE.swap(TOLD, Relaxed) == SHORT;
    // Looking for what can be given back takes its time: after ever more calls.
    let calls = if first { 1 } else { CALLS.load(Relaxed) + 1 };
    CALLS.store(calls, Relaxed);
    if set_aside()
        || (calls.is_power_of_two() && HOOKS.get().is_some_and(|hooks| (hooks.trim)()) && set_aside())
    {
        STATE.store(WELL, Relaxed);
    }
    first
}

/// Whether most of the reserve is used: what can be left out should be.
#[inline]
pub fn is_nearly_out() -> bool {
    STATE.load(Relaxed) != WELL
        && RESERVE.iter().filter(|reserve| reserve.load(Relaxed).is_null()).count() > RESERVES / 2
}

/// Calls of [`is_short`] since a reserve was used.
static CALLS: AtomicU32 = AtomicU32::new(0);

/// The class of a size that is kept on lists.
#[inline(always)]
const fn class_of(layout: Layout) -> Option<usize> {
    if layout.size() <= LARGEST && layout.align() <= GRAIN {
        Some(layout.size().div_ceil(GRAIN))
    } else {
        None
    }
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
            // SAFETY: by the caller's promise.
            None => unsafe { system(layout) },
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
            if !block.is_null() {
                return block;
            }
            let block = from_reserve(layout);
            if !block.is_null() {
                // SAFETY: the block is as large as asked for.
                unsafe { ptr::write_bytes(block, 0, layout.size()) };
            }
            return block;
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
            // SAFETY: by the caller's promise; a block of the system's stays one. What moves are two blocks that do not overlap,
            // each as large as its layout says.
            (old, new_class) => unsafe {
                if old.is_none() && new_class.is_none() {
                    let grown = System.realloc(block, layout, size);
                    if !grown.is_null() {
                        return grown;
                    }
                }
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

/// What the program does first: sets the reserves aside, and has all threads share one heap of the C library's, which would else
/// give each a range of 64 MiB addresses for itself. There
/// is no gain in those, since who holds the GIL is alone; and a limit on the process's address space (`ulimit -v`) is
/// used up by them after a few threads.
pub fn prepare() {
    set_aside();
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
