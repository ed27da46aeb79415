//! Type objects: slots, method resolution order, attribute lookup with a cache (Objects/typeobject.c).
//!
//! Invariants:
//! - Types are immortal: built-in ones are statics with a fixed address, classes are leaked. So a [`TypeRef`] is a
//!   plain copy that never dangles.
//! - `version` is 0 or a number that no other state of any type has; whatever changes what a lookup would find
//!   calls [`TypeRef::modified`], which takes it and its subclasses theirs. Caches compare versions. A type has one only if all
//!   of its bases have.
//! - A class's dict is written by its type only; should others come to have it, nothing that is looked up through it is kept.
//! - A built-in type's slots are filled by `ready` from its definition and its base; a class's slots by
//!   `slotdefs::fix_slots` from what its MRO defines.

use super::dict::Dict;
use super::errors::PyResult;
use super::guarded::Guarded;
use super::header::{self, Header, Layout, Obj, Payload};
use super::native::{Args, Binding, Descriptor, DescriptorKind, GetSet, Method, Native, new_native};
use super::slotdefs;
use super::str::{Str, intern, new_str};
use super::word::{Value, Word};
use super::{lang, names};
use std::cell::{Cell, RefCell, UnsafeCell};
use std::collections::{HashMap, HashSet};
use std::ptr::NonNull;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    /// 2.7's `/` without the future import.
    Div,
    TrueDiv,
    FloorDiv,
    Mod,
    DivMod,
    Pow,
    LShift,
    RShift,
    And,
    Xor,
    Or,
}

impl BinOp {
    /// All of them; the operators of arithmetic first.
    pub const ALL: &[BinOp] = &[
        BinOp::Add,
        BinOp::Sub,
        BinOp::Mul,
        BinOp::Div,
        BinOp::TrueDiv,
        BinOp::FloorDiv,
        BinOp::Mod,
        BinOp::DivMod,
        BinOp::Pow,
        BinOp::LShift,
        BinOp::RShift,
        BinOp::And,
        BinOp::Xor,
        BinOp::Or,
    ];
    /// Those that floats and complex numbers have.
    pub const ARITHMETIC: &[BinOp] = BinOp::ALL.split_at(9).0;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum UnOp {
    Neg,
    Pos,
    Invert,
    Abs,
    /// `int(x)`
    Int,
    /// 2.7 `long(x)`
    Long,
    Float,
    Index,
    /// 2.7
    Oct,
    /// 2.7
    Hex,
}

impl UnOp {
    pub const ALL: &[UnOp] = &[
        UnOp::Neg,
        UnOp::Pos,
        UnOp::Invert,
        UnOp::Abs,
        UnOp::Int,
        UnOp::Long,
        UnOp::Float,
        UnOp::Index,
        UnOp::Oct,
        UnOp::Hex,
    ];
}

/// Rich comparisons, numbered as `COMPARE_OP` has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CmpOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CmpOp {
    pub const ALL: [CmpOp; 6] = [CmpOp::Lt, CmpOp::Le, CmpOp::Eq, CmpOp::Ne, CmpOp::Gt, CmpOp::Ge];
    pub fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }
    /// The operator with its operands exchanged.
    pub fn swapped(self) -> CmpOp {
        [CmpOp::Gt, CmpOp::Ge, CmpOp::Eq, CmpOp::Ne, CmpOp::Lt, CmpOp::Le][self as usize]
    }
    /// What the operator says of an ordering.
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CmpOp::Lt => ordering.is_lt(),
            CmpOp::Le => ordering.is_le(),
            CmpOp::Eq => ordering.is_eq(),
            CmpOp::Ne => ordering.is_ne(),
            CmpOp::Gt => ordering.is_gt(),
            CmpOp::Ge => ordering.is_ge(),
        }
    }
}

/// The slots of a type, as in `PyTypeObject`. A binary operator's function gets the operands in source order
/// and looks which of them is its own; it answers NotImplemented if it can't.
#[derive(Clone, Copy)]
pub struct Slots {
    /// Size of the header and payload of the built-in base, in bytes.
    pub size: usize,
    pub gc: bool,
    /// Weak references to objects of the built-in type can be made.
    pub weakrefs: bool,
    pub finalizes: unsafe fn(*mut Header) -> bool,
    pub dealloc: unsafe fn(*mut Header),
    pub drop_payload: unsafe fn(*mut Header),
    pub traverse: unsafe fn(*mut Header, &mut dyn FnMut(Word)),
    pub clear: unsafe fn(*mut Header),
    pub repr: Option<fn(&Value) -> PyResult>,
    pub str: Option<fn(&Value) -> PyResult>,
    pub hash: Option<fn(&Value) -> PyResult<i64>>,
    pub call: Option<fn(&Value, &Args) -> PyResult>,
    pub getattr: Option<fn(&Value, &Value) -> PyResult>,
    /// Sets, or deletes with `None`.
    pub setattr: Option<fn(&Value, &Value, Option<&Value>) -> PyResult<()>>,
    pub richcompare: Option<fn(&Value, &Value, CmpOp) -> PyResult>,
    pub iter: Option<fn(&Value) -> PyResult>,
    /// `None`: exhausted, without an exception.
    pub next: Option<fn(&Value) -> PyResult<Option<Value>>>,
    pub truth: Option<fn(&Value) -> PyResult<bool>>,
    pub len: Option<fn(&Value) -> PyResult<usize>>,
    pub getitem: Option<fn(&Value, &Value) -> PyResult>,
    /// Sets, or deletes with `None`.
    pub setitem: Option<fn(&Value, &Value, Option<&Value>) -> PyResult<()>>,
    pub contains: Option<fn(&Value, &Value) -> PyResult<bool>>,
    pub binary: Option<fn(BinOp, &Value, &Value) -> PyResult>,
    /// In-place operators; NotImplemented falls back to `binary`.
    pub inplace: Option<fn(BinOp, &Value, &Value) -> PyResult>,
    pub unary: Option<fn(UnOp, &Value) -> PyResult>,
    /// (descriptor, instance or none for access through the class, owner)
    pub descr_get: Option<fn(&Value, Option<&Value>, &Value) -> PyResult>,
    pub descr_set: Option<fn(&Value, &Value, Option<&Value>) -> PyResult<()>>,
    pub new: Option<fn(TypeRef, &Args) -> PyResult>,
    pub init: Option<fn(&Value, &Args) -> PyResult<()>>,
}

impl Slots {
    /// Empty slots of a type whose payload is `T`.
    pub const fn of<T: Payload>() -> Slots {
        Slots {
            size: size_of::<Obj<T>>(),
            gc: T::GC,
            weakrefs: T::WEAKREFS,
            finalizes: header::finalizes::<T>,
            dealloc: header::dealloc::<T>,
            drop_payload: header::drop_payload::<T>,
            traverse: header::traverse::<T>,
            clear: header::clear::<T>,
            repr: None,
            str: None,
            hash: None,
            call: None,
            getattr: None,
            setattr: None,
            richcompare: None,
            iter: None,
            next: None,
            truth: None,
            len: None,
            getitem: None,
            setitem: None,
            contains: None,
            binary: None,
            inplace: None,
            unary: None,
            descr_get: None,
            descr_set: None,
            new: None,
            init: None,
        }
    }
}

/// The payload of plain objects: nothing.
pub struct Plain;

impl Payload for Plain {
    const LAYOUT: Layout = Layout::Object;
}

pub mod flags {
    /// Made by a class statement or `type()`.
    pub const HEAP: u32 = 1;
    /// May be subclassed.
    pub const BASETYPE: u32 = 2;
    /// A class of the hierarchy defines `__del__`.
    pub const HAS_DEL: u32 = 4;
    /// Instances of a subclass of int, tuple, ... are sorted out quickly by these in other places.
    pub const EXCEPTION: u32 = 8;
    /// Attribute access is object's own (PyObject_GenericGetAttr).
    pub const GENERIC_GETATTR: u32 = 16;
    /// Made at start-up as classes are, but in CPython one of C's types: shown as one.
    pub const SHOWN_BUILTIN: u32 = 32;
    /// A class whose instances can be referred to weakly.
    pub const WEAKREFS: u32 = 64;
    /// Its dict has been handed out as it is ([`super::dicts_given_out`]) and may be changed by anybody.
    pub const DICT_GIVEN_OUT: u32 = 128;
}

#[repr(C)]
pub struct TypeObj {
    header: Header,
    slots: UnsafeCell<Slots>,
    version: Cell<u32>,
    flags: Cell<u32>,
    layout: Cell<Layout>,
    basic_size: Cell<usize>,
    /// Offset of the instance dict's slot in an instance; 0: no dict.
    dict_offset: Cell<usize>,
    name: RefCell<String>,
    base: Cell<Option<TypeRef>>,
    bases: Cell<&'static [TypeRef]>,
    mro: Cell<&'static [TypeRef]>,
    dict: Cell<Word>,
    subclasses: RefCell<Vec<TypeRef>>,
}

// SAFETY: types are read and written by the holder of the GIL only.
unsafe impl Sync for TypeObj {}

/// A type; a plain copy, since types are immortal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct TypeRef(NonNull<TypeObj>);

// SAFETY: a pointer to an immortal, Sync object.
unsafe impl Sync for TypeRef {}

impl std::fmt::Debug for TypeRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<type {}>", self.name())
    }
}

impl TypeObj {
    const fn blank(layout: Layout, meta: TypeRef) -> TypeObj {
        TypeObj {
            header: Header::immortal(meta),
            slots: UnsafeCell::new(Slots::of::<Plain>()),
            version: Cell::new(0),
            flags: Cell::new(0),
            layout: Cell::new(layout),
            basic_size: Cell::new(0),
            dict_offset: Cell::new(0),
            name: RefCell::new(String::new()),
            base: Cell::new(None),
            bases: Cell::new(&[]),
            mro: Cell::new(&[]),
            dict: Cell::new(Word::NULL),
            subclasses: RefCell::new(Vec::new()),
        }
    }

    /// A static for a built-in type, empty until `ready`.
    pub const fn builtin(layout: Layout) -> TypeObj {
        TypeObj::blank(layout, TYPE)
    }
}

macro_rules! builtin_types {
    ($($name:ident $layout:ident)*) => {
        mod statics {
            use super::{Layout, TypeObj};
            $(pub static $name: TypeObj = TypeObj::builtin(Layout::$layout);)*
        }
        $(pub const $name: TypeRef = TypeRef::of(&statics::$name);)*
    };
}

builtin_types! {
    OBJECT Object
    TYPE Type
    NONE_TYPE Object
    NOT_IMPLEMENTED_TYPE Object
    ELLIPSIS_TYPE Object
    INT Int
    BOOL Int
    LONG Int
    FLOAT Float
    COMPLEX Complex
    BASESTRING Object
    BYTES Str
    TEXT Str
    BYTEARRAY ByteArray
    MEMORYVIEW MemoryView
    LIST List
    TUPLE Tuple
    DICT Dict
    SET Set
    FROZENSET Set
    SLICE Slice
    RANGE Range
    FUNCTION Function
    NATIVE Native
    METHOD Method
    METHOD_DESCRIPTOR Descriptor
    CLASSMETHOD_DESCRIPTOR Descriptor
    GETSET_DESCRIPTOR Descriptor
    MEMBER_DESCRIPTOR Descriptor
    WRAPPER_DESCRIPTOR Descriptor
    METHOD_WRAPPER Method
    PROPERTY Property
    STATICMETHOD StaticMethod
    CLASSMETHOD ClassMethod
    SUPER Super
    CELL Cell
    CODE Code
    FRAME Frame
    GENERATOR Generator
    TRACEBACK Traceback
    MODULE Module
    FILE File
    CLASSOBJ ClassicClass
    BUFFER Buffer
    INSTANCE ClassicInstance
    TEXT_FILE TextFile
    BUFFERED_READER BufferedFile
    BUFFERED_WRITER BufferedFile
    BUFFERED_RANDOM BufferedFile
    RAW_FILE RawFile
    IO_BASE Object
    RAW_IO_BASE Object
    BUFFERED_IO_BASE Object
    TEXT_IO_BASE Object
    STRING_IO StringIo
    BYTES_IO BytesIo
    VERSION_INFO Tuple
    SYS_FLAGS Tuple
    FLOAT_INFO Tuple
    INT_INFO Tuple
    HASH_INFO Tuple
    STRUCT_TIME Tuple
    STAT_RESULT Tuple
    LOCK Lock
    RLOCK RLock
    LOCAL Local
    SOCKET Socket
    POLL Poll
    EPOLL Epoll
    DICT_PROXY DictProxy
    DICT_KEYS DictView
    DICT_VALUES DictView
    DICT_ITEMS DictView
    WEAKREF Weakref
    WEAKPROXY Weakref
    SEQ_ITER Iterator
    CALL_ITER Iterator
    LIST_ITER Iterator
    LIST_REVITER Iterator
    TUPLE_ITER Iterator
    STR_ITER Iterator
    BYTES_ITER Iterator
    RANGE_ITER Iterator
    LONGRANGE_ITER Iterator
    SET_ITER Iterator
    DICT_KEYITER Iterator
    DICT_VALUEITER Iterator
    DICT_ITEMITER Iterator
    ENUMERATE Iterator
    REVERSED Iterator
    ZIP Iterator
    MAP Iterator
    FILTER Iterator
    BYTEARRAY_ITER Iterator
    FILE_ITER Iterator
}

/// The type of an immediate value.
#[inline(always)]
pub fn immediate_type(index: usize) -> TypeRef {
    const TYPES: [TypeRef; 8] =
        [NONE_TYPE, BOOL, BOOL, NOT_IMPLEMENTED_TYPE, ELLIPSIS_TYPE, NONE_TYPE, NONE_TYPE, NONE_TYPE];
    TYPES[index & 7]
}

/// What a built-in type is made from.
pub struct TypeDef {
    pub ty: TypeRef,
    /// The name under 3.2, and under 2.7.
    pub name: &'static str,
    pub name27: &'static str,
    pub base: TypeRef,
    pub slots: Slots,
    pub methods: &'static [Method],
    pub getsets: &'static [GetSet],
    pub flags: u32,
    /// Offset of the dict's slot in an instance; 0: no dict.
    pub dict_offset: usize,
    /// `__module__`; empty: the built-in module.
    pub module: &'static str,
    pub doc: &'static str,
    /// The binary operators whose dunders the type shows; those it answers.
    pub operators: &'static [BinOp],
    pub inplace: &'static [BinOp],
    pub unary: &'static [UnOp],
    /// Whether binary operators have reflected dunders (numbers do, sequences don't).
    pub reflected: bool,
}

impl TypeDef {
    /// A definition with everything else empty: a subclass of object that can't be subclassed.
    pub const fn new(ty: TypeRef, name: &'static str, slots: Slots) -> TypeDef {
        TypeDef {
            ty,
            name,
            name27: name,
            base: OBJECT,
            slots,
            methods: &[],
            getsets: &[],
            flags: 0,
            dict_offset: 0,
            module: "",
            doc: "",
            operators: &[],
            inplace: &[],
            unary: &[],
            reflected: false,
        }
    }
}

static NEXT_VERSION: Guarded<Cell<u32>> = Guarded::new(Cell::new(1));

const CACHE_SIZE: usize = 4096;

#[derive(Clone, Copy)]
struct CacheLine {
    version: u32,
    name: Word,
    /// Borrowed from the class dict that has it; NULL: no such attribute.
    found: Word,
}

static CACHE: Guarded<[Cell<CacheLine>; CACHE_SIZE]> = Guarded::new(
    [const { Cell::new(CacheLine { version: 0, name: Word::NULL, found: Word::NULL }) }; CACHE_SIZE],
);

impl TypeRef {
    pub const fn of(ty: &'static TypeObj) -> TypeRef {
        TypeRef(NonNull::from_ref(ty))
    }

    /// # Safety
    /// A live TypeObj.
    pub unsafe fn from_ptr(ptr: *mut TypeObj) -> TypeRef {
        // SAFETY: not null by the caller's promise.
        TypeRef(unsafe { NonNull::new_unchecked(ptr) })
    }

    #[inline(always)]
    fn object(self) -> &'static TypeObj {
        // SAFETY: types are immortal.
        unsafe { self.0.as_ref() }
    }

    /// The type as a value.
    pub fn value(self) -> Value {
        // SAFETY: types are immortal objects that begin with a header.
        unsafe { Word(self.0.as_ptr() as u64).to_value() }
    }

    #[inline(always)]
    pub fn slots(self) -> &'static Slots {
        // SAFETY: slots change only in `set_slots`, under the GIL, while nobody keeps this reference across.
        unsafe { &*self.object().slots.get() }
    }

    pub fn set_slots(self, slots: Slots) {
        // SAFETY: as above.
        unsafe { *self.object().slots.get() = slots };
    }

    #[inline(always)]
    pub fn layout(self) -> Layout {
        self.object().layout.get()
    }
    pub fn has_flag(self, flag: u32) -> bool {
        self.object().flags.get() & flag != 0
    }
    pub fn set_flag(self, flag: u32, on: bool) {
        let flags = &self.object().flags;
        flags.set(if on { flags.get() | flag } else { flags.get() & !flag });
    }
    pub fn is_heap(self) -> bool {
        self.has_flag(flags::HEAP)
    }
    /// Whether instances can be referred to weakly (`tp_weaklistoffset`).
    pub fn is_weakly_referable(self) -> bool {
        self.slots().weakrefs || self.has_flag(flags::WEAKREFS)
    }
    pub fn basic_size(self) -> usize {
        self.object().basic_size.get()
    }
    pub fn set_basic_size(self, size: usize) {
        self.object().basic_size.set(size);
    }
    #[inline(always)]
    pub fn dict_offset(self) -> usize {
        self.object().dict_offset.get()
    }
    pub fn set_dict_offset(self, offset: usize) {
        self.object().dict_offset.set(offset);
    }
    pub fn metatype(self) -> TypeRef {
        self.object().header.ty()
    }
    pub fn name(self) -> String {
        self.object().name.borrow().clone()
    }
    pub fn set_name(self, name: &str) {
        *self.object().name.borrow_mut() = name.to_owned();
    }
    pub fn base(self) -> Option<TypeRef> {
        self.object().base.get()
    }
    pub fn bases(self) -> &'static [TypeRef] {
        self.object().bases.get()
    }
    #[inline(always)]
    pub fn mro(self) -> &'static [TypeRef] {
        self.object().mro.get()
    }
    pub fn set_mro(self, mro: Vec<TypeRef>) {
        self.object().mro.set(mro.leak());
    }
    /// Sets the bases and the best base, and tells the bases of their new subclass.
    pub fn set_bases(self, bases: &[TypeRef], best: TypeRef) {
        for base in self.bases() {
            base.object().subclasses.borrow_mut().retain(|&other| other != self);
        }
        self.object().bases.set(bases.to_vec().leak());
        self.object().base.set(Some(best));
        for base in bases {
            base.object().subclasses.borrow_mut().push(self);
        }
    }
    pub fn subclasses(self) -> Vec<TypeRef> {
        self.object().subclasses.borrow().clone()
    }
    /// This type and all below it, each once, and none before one of its bases.
    pub fn with_subclasses(self) -> Vec<TypeRef> {
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        let mut waiting = vec![(self, false)];
        while let Some((class, all_below_found)) = waiting.pop() {
            if all_below_found {
                found.push(class);
            } else if seen.insert(class) {
                waiting.push((class, true));
                waiting.extend(class.subclasses().into_iter().map(|subclass| (subclass, false)));
            }
        }
        found.reverse();
        found
    }

    /// The type's own dict.
    #[inline(always)]
    pub fn dict(self) -> &'static Dict {
        // SAFETY: set by `ready` or `new_heap` to an immortal dict before the type is seen.
        unsafe { &(*self.object().dict.get().ptr().cast::<Obj<Dict>>()).payload }
    }

    pub fn dict_value(self) -> Value {
        // SAFETY: as above.
        unsafe { self.object().dict.get().to_value() }
    }

    /// This type or one of its bases (PyType_IsSubtype).
    #[inline]
    pub fn is_subtype(self, other: TypeRef) -> bool {
        self == other || self.mro().contains(&other)
    }

    /// A number that stands for what lookups in this type give at present.
    #[inline(always)]
    pub fn version(self) -> u32 {
        let version = self.object().version.get();
        if version != 0 { version } else { self.new_version() }
    }

    #[cold]
    fn new_version(self) -> u32 {
        let mut waiting = vec![self];
        while let Some(&class) = waiting.last() {
            if class.mro().iter().any(|class| class.has_flag(flags::DICT_GIVEN_OUT)) {
                return 0;
            }
            // A type without a version has no subclass with one: `modified` relies on it.
            if let Some(&base) = class.bases().iter().find(|base| base.object().version.get() == 0) {
                waiting.push(base);
                continue;
            }
            let version = NEXT_VERSION.get();
            // After four thousand million changes caching ends: 0 never matches.
            NEXT_VERSION.set(version.saturating_add(1));
            if version == u32::MAX {
                return 0;
            }
            class.object().version.set(version);
            waiting.pop();
        }
        self.object().version.get()
    }

    /// What a lookup finds may have changed (PyType_Modified).
    pub fn modified(self) {
        if self.object().version.replace(0) == 0 {
            return;
        }
        let mut below = self.subclasses();
        while let Some(class) = below.pop() {
            if class.object().version.replace(0) != 0 {
                below.extend(class.subclasses());
            }
        }
    }

    /// Finds a name along the MRO (_PyType_Lookup); borrowed from a class dict, NULL if absent.
    #[inline(always)]
    pub fn lookup_word(self, name: &Value) -> Word {
        let version = self.object().version.get();
        let index = (version as usize).wrapping_mul(31) ^ (name.address() >> 4);
        let line = CACHE[index & (CACHE_SIZE - 1)].get();
        if version != 0 && line.version == version && line.name == name.word() {
            return line.found;
        }
        self.lookup_slow(name)
    }

    #[cold]
    #[inline(never)]
    fn lookup_slow(self, name: &Value) -> Word {
        let found = self
            .mro()
            .iter()
            .find_map(|class| class.dict().get_name(name))
            // The dict keeps it alive until the type is modified.
            .map_or(Word::NULL, |value| value.word());
        let version = self.version();
        if version != 0 && name.downcast::<Str>().is_some_and(Str::is_interned) {
            let index = (version as usize).wrapping_mul(31) ^ (name.address() >> 4);
            CACHE[index & (CACHE_SIZE - 1)].set(CacheLine { version, name: name.word(), found });
        }
        found
    }

    /// Finds a name along the MRO.
    #[inline]
    pub fn lookup(self, name: &Value) -> Option<Value> {
        let found = self.lookup_word(name);
        if found.is_null() {
            return None;
        }
        // SAFETY: a class dict holds it.
        Some(unsafe { found.to_value() })
    }

    /// The first class of the MRO that defines a name.
    pub fn definer(self, name: &Value) -> Option<TypeRef> {
        self.mro().iter().copied().find(|class| class.dict().index_of_name(name).is_some())
    }

    /// Sets or removes an attribute of the type's own dict and tells the caches.
    pub fn set_attr(self, name: &Value, value: Option<Value>) -> Option<Value> {
        let old = self.dict().get_name(name);
        match value {
            Some(value) => self.dict().set_name(name, value),
            None => drop(self.dict().remove_name(name)),
        }
        self.modified();
        old
    }
}

/// A class's type object, with nothing but its name, metatype and dict.
pub fn new_heap(meta: TypeRef, name: &str, dict: Value, base: TypeRef) -> TypeRef {
    let blank = TypeObj::blank(base.layout(), meta);
    let ty = TypeRef(NonNull::from_ref(Box::leak(Box::new(blank))));
    ty.set_name(name);
    ty.set_flag(flags::HEAP | flags::BASETYPE, true);
    ty.object().dict.set(dict.into_word());
    ty
}

/// Fills a built-in type from its definition (PyType_Ready).
pub fn ready(def: TypeDef) {
    let ty = def.ty;
    let object = ty.object();
    object.header.set_ty(TYPE);
    ty.set_name(if lang::is_27() { def.name27 } else { def.name });
    object.flags.set(def.flags | def.base.object().flags.get() & flags::EXCEPTION);
    object.basic_size.set(def.slots.size);
    let base = (ty != OBJECT).then_some(def.base);
    object.dict_offset.set(match base {
        Some(base) if def.dict_offset == 0 => base.dict_offset(),
        _ => def.dict_offset,
    });
    object.subclasses.borrow_mut().clear();
    object.bases.set(&[]);
    object.dict.set(Dict::new_value().into_word());
    let mut mro = vec![ty];
    if let Some(base) = base {
        ty.set_bases(&[base], base);
        mro.extend_from_slice(base.mro());
    }
    ty.set_mro(mro);
    object.version.set(0);

    let dict = ty.dict();
    for row in def.methods {
        dict.set_name(&intern(row.name), descriptor_of(ty, row));
    }
    for row in def.getsets {
        dict.set_name(
            &intern(row.name),
            new_descriptor(GETSET_DESCRIPTOR, row.name, ty, DescriptorKind::GetSet(row)),
        );
    }
    slotdefs::add_wrappers(&def);
    if def.slots.new.is_some() {
        let this = Some(ty.value());
        dict.set_name(names::__new__(), new_native(&slotdefs::NEW, this, None));
    }
    if dict.get_name(names::__doc__()).is_none() {
        let doc = if def.doc.is_empty() { Value::none() } else { new_str(def.doc) };
        dict.set_name(names::__doc__(), doc);
    }
    let mut slots = def.slots;
    if let Some(base) = base {
        slotdefs::inherit(&mut slots, base.slots());
        if base == OBJECT {
            // `object.__new__` makes instances of classes only (inherit_special).
            slots.new = def.slots.new;
        }
    }
    ty.set_slots(slots);
    ty.set_flag(flags::GENERIC_GETATTR, slotdefs::is_generic_getattr(&slots));
    if !def.module.is_empty() {
        dict.set_name(names::__module__(), new_str(def.module));
    }
}

/// Tells the types that a script is given these objects: should dicts of classes be among them, those classes are not cached
/// any more. CPython's caches find then what is no longer there.
pub fn dicts_given_out(objects: &[Value]) {
    if !objects.iter().any(|object| object.type_of() == DICT) {
        return;
    }
    let classes: HashMap<Word, TypeRef> =
        OBJECT.with_subclasses().into_iter().map(|class| (class.object().dict.get(), class)).collect();
    for class in objects.iter().filter_map(|object| classes.get(&object.word())) {
        let flags = &class.object().flags;
        flags.set(flags.get() | flags::DICT_GIVEN_OUT);
        class.modified();
    }
}

fn descriptor_of(ty: TypeRef, row: &'static Method) -> Value {
    match row.binding {
        Binding::Instance => new_descriptor(METHOD_DESCRIPTOR, row.name, ty, DescriptorKind::Method(row)),
        Binding::Class => new_descriptor(CLASSMETHOD_DESCRIPTOR, row.name, ty, DescriptorKind::Method(row)),
        Binding::Static => super::function::new_staticmethod(new_native(row, None, None)),
    }
}

pub fn new_descriptor(kind_type: TypeRef, name: &str, owner: TypeRef, kind: DescriptorKind) -> Value {
    header::new_object(kind_type, Descriptor { name: intern(name), owner, kind })
}

/// `T.__new__` of a built-in type, called as a function.
pub fn new_wrapper(this: &Value, args: &Args) -> PyResult {
    use super::errors::type_error;
    let Some(ty) = this.as_type() else { return Err(type_error("__new__() called with a non-type self")) };
    let Some((class, rest)) = args.pos.split_first() else {
        return Err(type_error(format!("{}.__new__(): not enough arguments", ty.name())));
    };
    let Some(class) = class.as_type() else {
        return Err(type_error(format!(
            "{}.__new__(X): X is not a type object ({})",
            ty.name(),
            class.type_name()
        )));
    };
    if !class.is_subtype(ty) {
        let (a, b) = (ty.name(), class.name());
        return Err(type_error(format!("{a}.__new__({b}): {b} is not a subtype of {a}")));
    }
    // The most derived built-in base must be the one whose __new__ this is.
    let mut solid = class;
    while solid.is_heap() {
        match solid.base() {
            Some(base) => solid = base,
            None => break,
        }
    }
    let own_new = match (solid.slots().new, ty.slots().new) {
        (Some(a), Some(b)) => std::ptr::fn_addr_eq(a, b),
        _ => false,
    };
    if solid.layout() != ty.layout() || !own_new {
        let (a, b, c) = (ty.name(), class.name(), solid.name());
        return Err(type_error(format!("{a}.__new__({b}) is not safe, use {c}.__new__()")));
    }
    match ty.slots().new {
        Some(new) => new(class, &Args { pos: rest, kw: args.kw }),
        None => Err(type_error(format!("cannot create '{}' instances", ty.name()))),
    }
}

pub const NEW_NATIVE: Native = Native::Kw(new_wrapper);
