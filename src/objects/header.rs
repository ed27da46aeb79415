//! What every heap object begins with, and how objects are made and destroyed.
//!
//! Invariants:
//! - An object is `Obj<T>`: a [`Header`] (count, type) and the type's payload. Objects whose type has the GC
//!   flag have a [`GcHead`] in front of the header, linked into the collector's list.
//! - Counts and lists are touched by the holder of the GIL only.
//! - The last reference destroys at once (Objects/object.c, `_Py_Dealloc`). Destruction nested deeper than
//!   [`TRASHCAN_DEPTH`] is put off to a list, as CPython's trashcan does, so no chain of objects is too long.
//! - Types are immortal: a [`TypeRef`] never dangles.

use super::alloc;
use super::typeobj::{TypeObj, TypeRef};
use super::word::{Value, Word};
use std::cell::{Cell, RefCell};
use std::ptr;

#[repr(C)]
pub struct Header {
    count: Cell<isize>,
    ty: Cell<TypeRef>,
}

/// Objects that are never freed start with this count (types, interned names).
pub const IMMORTAL: isize = isize::MAX / 2;

impl Header {
    pub const fn immortal(ty: TypeRef) -> Header {
        Header { count: Cell::new(IMMORTAL), ty: Cell::new(ty) }
    }
    #[inline(always)]
    pub fn incref(&self) {
        self.count.set(self.count.get() + 1);
    }
    /// So many references at once.
    #[inline(always)]
    pub fn incref_by(&self, more: usize) {
        self.count.set(self.count.get() + more as isize);
    }
    #[inline(always)]
    pub fn refcount(&self) -> isize {
        self.count.get()
    }
    #[inline(always)]
    pub fn ty(&self) -> TypeRef {
        self.ty.get()
    }
    /// For `__class__` assignment; the layouts must be equal.
    pub fn set_ty(&self, ty: TypeRef) {
        self.ty.set(ty);
    }
    /// Keeps the object for ever.
    pub fn immortalise(&self) {
        self.count.set(IMMORTAL);
    }
    /// Takes one reference back without destroying; true if it was the last.
    pub(super) fn release(&self) -> bool {
        self.count.set(self.count.get() - 1);
        self.count.get() == 0
    }
}

/// # Safety
/// The caller owns a reference to the live object, and the GIL is held.
#[inline(always)]
pub unsafe fn decref(object: *mut Header) {
    // SAFETY: alive by the caller's promise.
    unsafe {
        let count = (*object).count.get() - 1;
        (*object).count.set(count);
        if count == 0 {
            destroy(object);
        }
    }
}

/// The payload of a built-in type.
pub trait Payload: Sized + 'static {
    /// The layout's identity: two types with equal layout have the same payload.
    const LAYOUT: Layout;
    /// Whether objects of it can be part of a reference cycle.
    const GC: bool = false;
    /// Whether weak references to such objects can be made (tp_weaklistoffset of a built-in type).
    const WEAKREFS: bool = false;
    /// Whether the object's end runs Python code by itself, which keeps a cycle around it from being collected: a
    /// generator suspended inside a `try` (PyGen_NeedsFinalizing).
    fn finalizes(&self) -> bool {
        false
    }
    /// Shows each reference this payload owns to the collector.
    fn traverse(&self, _visit: &mut dyn FnMut(Word)) {}
    /// Drops references that may be part of a cycle; the object stays usable.
    fn clear(&self) {}
}

/// The payloads there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Layout {
    Object,
    Int,
    Float,
    Complex,
    Str,
    ByteArray,
    List,
    Tuple,
    Dict,
    Set,
    Slice,
    Range,
    Type,
    Function,
    Native,
    Method,
    Descriptor,
    Property,
    StaticMethod,
    ClassMethod,
    Super,
    Cell,
    Code,
    Frame,
    Generator,
    Traceback,
    Module,
    Exception,
    File,
    ClassicClass,
    ClassicInstance,
    BufferedFile,
    RawFile,
    TextFile,
    Iterator,
    DictView,
    DictProxy,
    Weakref,
    Lock,
    RLock,
    Local,
    Socket,
    Deque,
    DefaultDict,
    Partial,
    Buffer,
    Itertools,
    Getter,
    Random,
    Struct,
    StructFormat,
    Pattern,
    Match,
    Scanner,
    Digest,
    StringIo,
    BytesIo,
    MemoryView,
    Poll,
    Epoll,
    Interpreter,
}

#[repr(C)]
pub struct Obj<T> {
    pub header: Header,
    pub payload: T,
}

/// The links of the collector's list.
#[repr(C)]
pub struct GcHead {
    pub(super) next: Cell<*mut GcHead>,
    /// While the collector counts (and nothing else runs), a number instead of the link.
    pub(super) prev: Cell<*mut GcHead>,
}

pub(super) const GC_HEAD: usize = size_of::<GcHead>();

/// The head of the collector's list; its `next` is the newest object.
pub(super) fn gc_head() -> &'static GcHead {
    &GC_LIST.head
}

struct GcList {
    head: GcHead,
    live: Cell<usize>,
}

// SAFETY: touched only by the holder of the GIL.
unsafe impl Sync for GcList {}

static GC_LIST: GcList = GcList {
    head: GcHead { next: Cell::new(ptr::null_mut()), prev: Cell::new(ptr::null_mut()) },
    live: Cell::new(0),
};

/// How many objects the collector's list holds.
pub fn gc_live() -> usize {
    GC_LIST.live.get()
}

#[inline(always)]
fn gc_link(node: *mut GcHead) {
    let head = &GC_LIST.head;
    let first = head.next.get();
    // SAFETY: list nodes are alive while linked, and the GIL is held.
    unsafe {
        (*node).next.set(first);
        (*node).prev.set(ptr::from_ref(head).cast_mut());
        if !first.is_null() {
            (*first).prev.set(node);
        }
    }
    head.next.set(node);
    GC_LIST.live.set(GC_LIST.live.get() + 1);
}

#[inline(always)]
fn gc_unlink(node: *mut GcHead) {
    // SAFETY: as above.
    unsafe {
        let (next, prev) = ((*node).next.get(), (*node).prev.get());
        (*prev).next.set(next);
        if !next.is_null() {
            (*next).prev.set(prev);
        }
    }
    GC_LIST.live.set(GC_LIST.live.get() - 1);
}

/// Every tracked object, newest first, as owned handles.
pub fn gc_objects() -> Vec<Value> {
    let mut all = Vec::with_capacity(gc_live());
    let mut node = GC_LIST.head.next.get();
    while !node.is_null() {
        // SAFETY: a linked node is followed by its object, alive unless its destruction is put off.
        unsafe {
            let object = Word(node as u64 + GC_HEAD as u64);
            if (*object.ptr()).refcount() > 0 {
                all.push(object.to_value());
            }
            node = (*node).next.get();
        }
    }
    all
}

/// A block for an object of this type, its header written (count 1), the payload not yet.
///
/// # Safety
/// The GIL is held; the caller writes the payload before anything else runs.
#[inline(always)]
pub unsafe fn new_block(ty: TypeRef, size: usize, gc: bool) -> *mut Header {
    // SAFETY: GIL held; sizes match those in `free_block`.
    unsafe {
        let object: *mut Header = if gc {
            let block = alloc::take(size + GC_HEAD);
            gc_link(block.cast());
            block.add(GC_HEAD).cast()
        } else {
            alloc::take(size).cast()
        };
        object.write(Header { count: Cell::new(1), ty: Cell::new(ty) });
        object
    }
}

/// # Safety
/// The object's payload is dropped already; its memory is not used again.
#[inline(always)]
pub unsafe fn free_block(object: *mut Header, size: usize, gc: bool) {
    // SAFETY: made by `new_block` with the same size and flag.
    unsafe {
        if gc {
            let block = object.cast::<u8>().sub(GC_HEAD);
            gc_unlink(block.cast());
            alloc::give(block, size + GC_HEAD);
        } else {
            alloc::give(object.cast(), size);
        }
    }
}

/// A new object of a built-in type whose payload is `T`.
#[inline(always)]
pub fn new_object<T: Payload>(ty: TypeRef, payload: T) -> Value {
    debug_assert!(!ty.is_heap());
    // SAFETY: a Value-making call runs under the GIL; the payload is written before the object is seen.
    unsafe {
        let object = new_block(ty, size_of::<Obj<T>>(), T::GC);
        ptr::addr_of_mut!((*object.cast::<Obj<T>>()).payload).write(payload);
        Word(object as u64).into_value()
    }
}

/// A new object of `ty`, a type made by a class statement or a built-in one, with payload `T`: the dict and
/// the slots that follow the payload are empty.
pub fn new_instance<T: Payload>(ty: TypeRef, payload: T) -> Value {
    if !ty.is_heap() {
        return new_object(ty, payload);
    }
    assert!(ty.layout() == T::LAYOUT, "instance of a type with another layout");
    let size = ty.basic_size();
    // SAFETY: as above; what follows the payload is zeroed, which is 'nothing' for dict and slots.
    unsafe {
        let object = new_block(ty, size, true);
        let from = size_of::<Obj<T>>();
        ptr::write_bytes(object.cast::<u8>().add(from), 0, size - from);
        ptr::addr_of_mut!((*object.cast::<Obj<T>>()).payload).write(payload);
        Word(object as u64).into_value()
    }
}

/// Drops the payload and frees the block: the `dealloc` slot of built-in types.
///
/// # Safety
/// Called by `destroy` only.
pub unsafe fn dealloc<T: Payload>(object: *mut Header) {
    // SAFETY: the count is zero, so nobody else looks at the payload.
    unsafe {
        if T::WEAKREFS {
            super::weakref::before_dealloc(object);
        }
        ptr::drop_in_place(ptr::addr_of_mut!((*object.cast::<Obj<T>>()).payload));
        free_block(object, size_of::<Obj<T>>(), T::GC);
    }
}

/// Drops the payload only: for instances of classes, whose block is freed by `instance::subtype_dealloc`.
///
/// # Safety
/// As for `dealloc`.
pub unsafe fn drop_payload<T: Payload>(object: *mut Header) {
    // SAFETY: as above.
    unsafe { ptr::drop_in_place(ptr::addr_of_mut!((*object.cast::<Obj<T>>()).payload)) }
}

/// # Safety
/// The object is alive and of layout `T`.
pub unsafe fn traverse<T: Payload>(object: *mut Header, visit: &mut dyn FnMut(Word)) {
    // SAFETY: by the caller's promise.
    unsafe { (*object.cast::<Obj<T>>()).payload.traverse(visit) }
}

/// # Safety
/// The object is alive and of layout `T`.
pub unsafe fn finalizes<T: Payload>(object: *mut Header) -> bool {
    // SAFETY: by the caller's promise.
    unsafe { (*object.cast::<Obj<T>>()).payload.finalizes() }
}

/// # Safety
/// The object is alive and of layout `T`.
pub unsafe fn clear<T: Payload>(object: *mut Header) {
    // SAFETY: by the caller's promise.
    unsafe { (*object.cast::<Obj<T>>()).payload.clear() }
}

const TRASHCAN_DEPTH: u32 = 50;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// Whether there is anything in `LATER`.
    static PUT_OFF: Cell<bool> = const { Cell::new(false) };
    static LATER: RefCell<Vec<*mut Header>> = const { RefCell::new(Vec::new()) };
}

#[cold]
#[inline(never)]
unsafe fn destroy(object: *mut Header) {
    // SAFETY: the count is zero; the type's dealloc knows the layout.
    unsafe {
        let slots = (*object).ty().slots();
        if !slots.gc {
            // It owns no containers, so destruction can't nest any deeper.
            return (slots.dealloc)(object);
        }
    }
    let depth = DEPTH.get();
    if depth >= TRASHCAN_DEPTH {
        LATER.with_borrow_mut(|later| later.push(object));
        PUT_OFF.set(true);
        return;
    }
    DEPTH.set(depth + 1);
    // SAFETY: the count is zero; the type's dealloc knows the layout.
    unsafe { ((*object).ty().slots().dealloc)(object) };
    DEPTH.set(depth);
    if depth == 0 && PUT_OFF.get() {
        destroy_later();
    }
}

/// Calls `__del__`, for an object that is being destroyed. What the call makes and drops is destroyed as it goes, however deep
/// the destruction is: if a bound method or a tuple of arguments were put off, its reference would bring the object back
/// to life, and `__del__` would be called again.
pub fn while_destroyed<R>(del: impl FnOnce() -> R) -> R {
    let depth = DEPTH.get();
    // Not 0: what has been put off already waits for the outermost destruction.
    DEPTH.set(depth.min(1));
    let result = del();
    DEPTH.set(depth);
    result
}

/// Destroys what was put off.
#[cold]
#[inline(never)]
fn destroy_later() {
    while let Some(next) = LATER.with_borrow_mut(Vec::pop) {
        DEPTH.set(1);
        // SAFETY: the count is zero; the type's dealloc knows the layout.
        unsafe { ((*next).ty().slots().dealloc)(next) };
        DEPTH.set(0);
    }
    PUT_OFF.set(false);
}

impl Value {
    /// The payload, if this object has that layout (the built-in type or a subclass).
    #[inline(always)]
    pub fn downcast<T: Payload>(&self) -> Option<&T> {
        if self.word().is_object_nonnull() {
            // SAFETY: alive while `self` is; equal layout means payload `T`.
            unsafe {
                let object = self.word().ptr();
                if (*object).ty().layout() == T::LAYOUT {
                    return Some(&(*object.cast::<Obj<T>>()).payload);
                }
            }
        }
        None
    }

    /// The payload of an object whose layout is known: a slot function's or a method's `self`.
    ///
    /// # Panics
    /// If the layout is another one, which would be a mistake of ours: slots and method descriptors are
    /// only reached through a type with that layout.
    #[inline(always)]
    pub fn payload<T: Payload>(&self) -> &T {
        match self.downcast::<T>() {
            Some(payload) => payload,
            None => wrong_layout(),
        }
    }

    /// This value as a type object.
    #[inline(always)]
    pub fn as_type(&self) -> Option<TypeRef> {
        if self.word().is_object_nonnull() && self.type_of().layout() == Layout::Type {
            // SAFETY: layout Type means the object is a TypeObj; types are immortal.
            return Some(unsafe { TypeRef::from_ptr(self.word().ptr().cast::<TypeObj>()) });
        }
        None
    }
}

#[cold]
#[inline(never)]
fn wrong_layout() -> ! {
    panic!("a slot was reached with an object of another layout")
}
