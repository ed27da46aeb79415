//! The value stack: one region of words a thread, for the locals and operands of all its frames.
//!
//! Invariants: frames take words from `top` upwards and give them back in reverse order; a region never moves, so
//! pointers into it and slices of arguments stay valid. Its pages are committed by the OS as they are touched. A
//! region that is full is a recursion error, not a crash.

use crate::objects::word::Word;
use std::alloc::{Layout, alloc, dealloc};
use std::cell::Cell;
use std::ptr;

/// Words of a thread's region: 32 MiB of addresses, for about two hundred thousand small frames.
const WORDS: usize = 4 << 20;

pub struct ValueStack {
    base: Cell<*mut Word>,
    top: Cell<*mut Word>,
    end: Cell<*mut Word>,
}

thread_local! {
    static STACK: ValueStack = const {
        ValueStack {
            base: Cell::new(ptr::null_mut()),
            top: Cell::new(ptr::null_mut()),
            end: Cell::new(ptr::null_mut()),
        }
    };
}

fn layout() -> Layout {
    // The size is a constant far below isize::MAX, and a word's alignment is a power of two.
    Layout::array::<Word>(WORDS).unwrap_or(Layout::new::<Word>())
}

/// The region of a thread that is about to start. Its starter makes it, so that lack of addresses is an error there, and not the
/// end of a thread that has begun.
pub struct Region(*mut Word);

// SAFETY: nobody uses the words before the new thread does.
unsafe impl Send for Region {}

impl Region {
    /// None if there is no room for it.
    pub fn new() -> Option<Region> {
        // SAFETY: the size is not zero.
        let base = unsafe { alloc(layout()) }.cast::<Word>();
        (!base.is_null()).then_some(Region(base))
    }

    /// Makes it the calling thread's, which has none yet.
    pub fn adopt(self) {
        STACK.with(|stack| {
            if stack.base.get().is_null() {
                stack.base.set(self.0);
                stack.top.set(self.0);
                stack.end.set(self.0.wrapping_add(WORDS));
                std::mem::forget(self);
            }
        });
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with this layout, and not adopted.
        unsafe { dealloc(self.0.cast(), layout()) };
    }
}

impl Drop for ValueStack {
    fn drop(&mut self) {
        let base = self.base.get();
        if !base.is_null() {
            // SAFETY: allocated in `Region::new` with this layout; the thread has ended, so no frame is left.
            unsafe { dealloc(base.cast(), layout()) };
        }
    }
}

impl ValueStack {
    /// The calling thread's stack.
    ///
    /// # Safety
    /// The reference is used by this thread only, and not after its end.
    #[inline(always)]
    pub unsafe fn mine() -> &'static ValueStack {
        // SAFETY: thread-local storage lives as long as the thread.
        STACK.with(|stack| unsafe { &*ptr::from_ref(stack) })
    }

    #[inline(always)]
    pub fn top(&self) -> *mut Word {
        self.top.get()
    }

    #[inline(always)]
    pub fn set_top(&self, top: *mut Word) {
        self.top.set(top);
    }

    /// Whether `words` fit above `from`.
    #[inline(always)]
    pub fn fits(&self, from: *mut Word, words: usize) -> bool {
        (self.end.get() as usize).wrapping_sub(from as usize) >= words * size_of::<Word>()
            && from <= self.end.get()
    }

    /// Whether so many bytes fit above `from`, a place in the region.
    #[inline(always)]
    pub fn has_bytes(&self, from: *mut Word, bytes: usize) -> bool {
        (self.end.get() as usize).wrapping_sub(from as usize) >= bytes
    }

    /// Words above the top, which the caller claims with `set_top`; none if the region is full.
    #[inline]
    pub fn reserve(&self, words: usize) -> Option<*mut Word> {
        if self.base.get().is_null() {
            Region::new()?.adopt();
        }
        let top = self.top.get();
        self.fits(top, words).then_some(top)
    }
}
