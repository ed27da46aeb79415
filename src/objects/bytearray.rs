//! `bytearray` (Objects/bytearrayobject.c).
//!
//! Invariants: no Python code runs while the bytes are borrowed: each method of [`ByteArray`] is one step. The methods
//! it shares with byte strings work on a copy of its bytes, and their results become bytearrays again.

use super::errors::{self, PyResult, index_error, type_error, value_error};
use super::header::{Layout, Payload, new_instance, new_object};
use super::iterator::{Iter, itself};
use super::list::{List, new_list};
use super::native::{Args, Method, Native, class_method, method};
use super::str::methods::{case, coding, pad, search, split, translate};
use super::str::operand::{any_buffer, ensure_copies, int_argument};
use super::str::types::{byte_of_item, byte_operand, bytes_from, repeat_count};
use super::str::units::{self, MAX_LEN};
use super::str::{Str, new_bytes, new_native_ascii, new_str, new_str_object, repr::bytes_literal};
use super::tuple::{Tuple, new_tuple};
use super::typeobj::{BYTEARRAY, BYTEARRAY_ITER, BinOp, CmpOp, Slots, TypeDef, TypeRef, flags, ready};
use super::word::Value;
use super::{alloc, exceptions as exc, int, lang, names, protocol, slice};
use std::cell::{Cell, RefCell};
use std::sync::OnceLock;

#[derive(Default)]
pub struct ByteArray {
    bytes: RefCell<Vec<u8>>,
    /// How many windows are open on the bytes; while there is one, the length can't change.
    exports: Cell<usize>,
}

impl Payload for ByteArray {
    const LAYOUT: Layout = Layout::ByteArray;
}

impl ByteArray {
    pub fn new(bytes: Vec<u8>) -> ByteArray {
        ByteArray { bytes: RefCell::new(bytes), exports: Cell::new(0) }
    }
    pub fn len(&self) -> usize {
        self.bytes.borrow().len()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    pub fn to_vec(&self) -> Vec<u8> {
        self.bytes.borrow().clone()
    }
    pub fn get(&self, index: usize) -> Option<u8> {
        self.bytes.borrow().get(index).copied()
    }
    /// Runs `f` on the bytes; it must not run Python code.
    pub fn with<R>(&self, f: impl FnOnce(&[u8]) -> R) -> R {
        f(&self.bytes.borrow())
    }
    /// Changes the bytes; `f` must not run Python code.
    pub fn change<R>(&self, f: impl FnOnce(&mut Vec<u8>) -> R) -> R {
        f(&mut self.bytes.borrow_mut())
    }
    /// Makes room or gives it back. Errors: BufferError while a window is open.
    fn resize<R>(&self, f: impl FnOnce(&mut Vec<u8>) -> R) -> PyResult<R> {
        self.resize_by(1, f)
    }
    /// As `resize`, where up to `more` bytes are added. Errors also: MemoryError.
    fn resize_by<R>(&self, more: usize, f: impl FnOnce(&mut Vec<u8>) -> R) -> PyResult<R> {
        if self.exports.get() > 0 {
            let text = "Existing exports of data: object cannot be re-sized";
            return Err(errors::raise(exc::BUFFER_ERROR, text));
        }
        self.change(|bytes| alloc::room(bytes, more))?;
        Ok(self.change(f))
    }
    /// A window is opened.
    pub fn export(&self) {
        self.exports.set(self.exports.get() + 1);
    }
    /// A window is closed.
    pub fn end_export(&self) {
        self.exports.set(self.exports.get().saturating_sub(1));
    }
}

pub fn new_bytearray(bytes: Vec<u8>) -> Value {
    new_object(BYTEARRAY, ByteArray::new(bytes))
}

fn array(this: &Value) -> &ByteArray {
    this.payload::<ByteArray>()
}

// ---- the methods of byte strings -----------------------------------------------------------------------

/// A byte string with the same bytes. Errors: MemoryError, also if there is none for a result as long.
fn copy_as_bytes(this: &Value) -> PyResult {
    ensure_copies(this, 3)?;
    Ok(new_bytes(array(this).to_vec()))
}

/// A result of a byte string's method as bytearray's: byte strings in it become bytearrays.
fn back(result: Value) -> Value {
    if let Some(text) = result.downcast::<Str>().filter(|text| text.is_bytes()) {
        return new_bytearray(text.as_narrow().unwrap_or_default().to_vec());
    }
    if let Some(list) = result.downcast::<List>() {
        return new_list(list.to_vec().into_iter().map(back).collect());
    }
    if let Some(tuple) = result.downcast::<Tuple>() {
        return new_tuple(tuple.items().iter().cloned().map(back).collect::<Vec<Value>>());
    }
    result
}

/// 2.7's unicode is no buffer for a bytearray.
fn argument(value: &Value) -> PyResult {
    match value.downcast::<Str>() {
        Some(text) if text.is_text() => Err(not_a_buffer(value)),
        _ => Ok(value.clone()),
    }
}

fn not_a_buffer(value: &Value) -> super::errors::Raised {
    type_error(format!("Type {} doesn't support the buffer API", value.type_name()))
}

fn arguments(args: &[Value]) -> PyResult<Vec<Value>> {
    args.iter().map(argument).collect()
}

/// A method of byte strings by way of a copy.
macro_rules! via {
    (NoArgs $f:path) => {
        Native::NoArgs(|this| $f(&copy_as_bytes(this)?).map(back))
    };
    (One $f:path) => {
        Native::One(|this, one| $f(&copy_as_bytes(this)?, &argument(one)?).map(back))
    };
    (Var $min:literal $max:literal $f:path) => {
        Native::Var($min, $max, |this, args| $f(&copy_as_bytes(this)?, &arguments(args)?).map(back))
    };
    // The method looks at the arguments' types itself.
    (Raw $min:literal $max:literal $f:path) => {
        Native::Var($min, $max, |this, args| $f(&copy_as_bytes(this)?, args).map(back))
    };
}

fn index(this: &Value, args: &[Value]) -> PyResult {
    subsection(search::index(this, args))
}

fn rindex(this: &Value, args: &[Value]) -> PyResult {
    subsection(search::rindex(this, args))
}

fn subsection(result: PyResult) -> PyResult {
    if result.is_err() && errors::matches(exc::VALUE_ERROR) {
        errors::clear();
        return Err(value_error("subsection not found"));
    }
    result
}

fn join(this: &Value, iterable: &Value) -> PyResult {
    ensure_copies(this, 1)?;
    let own = array(this).to_vec();
    if iterable.type_of().slots().iter.is_none() && iterable.type_of().slots().getitem.is_none() {
        return Err(type_error("can only join an iterable"));
    }
    let mut out = Vec::new();
    for (at, item) in protocol::to_vec(iterable)?.iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(&own);
        }
        match any_buffer(item) {
            Some(bytes) => out.extend(bytes),
            None => {
                let found = item.type_name();
                return Err(type_error(format!(
                    "can only join an iterable of bytes (item {at} has type '{found}')"
                )));
            }
        }
    }
    Ok(new_bytearray(out))
}

fn decode(this: &Value, args: &Args) -> PyResult {
    coding::decode(&copy_as_bytes(this)?, args)
}

fn fromhex(class: &Value, text: &Value) -> PyResult {
    let made = new_bytearray(coding::fromhex_argument(text)?);
    if class.as_type() == Some(BYTEARRAY) { Ok(made) } else { super::call::call(class, &[made]) }
}

// ---- methods that change it ----------------------------------------------------------------------------

fn byte_argument(value: &Value) -> PyResult<u8> {
    byte_of_item(value, "bytearray")
}

fn append(this: &Value, item: &Value) -> PyResult {
    let byte = byte_argument(item)?;
    array(this).resize(|bytes| bytes.push(byte))?;
    Ok(Value::none())
}

/// The bytes of an iterable of ints, or of a buffer.
fn bytes_of(source: &Value) -> PyResult<Vec<u8>> {
    ensure_copies(source, 1)?;
    if let Some(bytes) = any_buffer(source) {
        return Ok(bytes);
    }
    let iterator = protocol::iter(source)?;
    let mut out = Vec::new();
    while let Some(item) = protocol::next(&iterator)? {
        alloc::room(&mut out, 1)?;
        out.push(byte_argument(&item)?);
    }
    Ok(out)
}

fn extend(this: &Value, source: &Value) -> PyResult {
    let more = bytes_of(source)?;
    if !more.is_empty() {
        array(this).resize_by(more.len(), |bytes| bytes.extend(more))?;
    }
    Ok(Value::none())
}

fn insert(this: &Value, args: &[Value]) -> PyResult {
    let at = int_argument(&args[0])?;
    let byte = byte_argument(&args[1])?;
    array(this).resize(|bytes| {
        let at = super::sequence::clamp(at, bytes.len());
        bytes.insert(at, byte);
    })?;
    Ok(Value::none())
}

fn pop(this: &Value, args: &[Value]) -> PyResult {
    let at = match args.first() {
        Some(at) => int_argument(at)?,
        None => -1,
    };
    let own = array(this);
    if own.is_empty() {
        return Err(index_error("pop from empty bytearray"));
    }
    match super::sequence::resolve(at, own.len()) {
        Some(at) => Ok(Value::int(own.resize(|bytes| bytes.remove(at))?.into())),
        None => Err(index_error("pop index out of range")),
    }
}

fn remove(this: &Value, item: &Value) -> PyResult {
    let byte = byte_argument(item)?;
    let own = array(this);
    match own.with(|bytes| units::find(bytes, &[byte])) {
        Some(at) => {
            own.resize(|bytes| bytes.remove(at))?;
            Ok(Value::none())
        }
        None => Err(value_error("value not found in bytearray")),
    }
}

fn reverse(this: &Value) -> PyResult {
    array(this).change(|bytes| bytes.reverse());
    Ok(Value::none())
}

fn alloc(this: &Value) -> PyResult {
    let len = array(this).len();
    Ok(Value::int(if len == 0 { 0 } else { len as i64 + 1 }))
}

fn reduce(this: &Value) -> PyResult {
    ensure_copies(this, 1 + 2 * size_of::<u32>())?;
    let text = new_str_object(Str::latin1(&array(this).to_vec()));
    let dict = super::instance::dict_slot(this).and_then(|slot| slot.get()).unwrap_or(Value::none());
    Ok(new_tuple([this.type_of().value(), new_tuple([text, new_str("latin-1")]), dict]))
}

fn sizeof(this: &Value) -> PyResult {
    Ok(Value::int(this.type_of().basic_size() as i64 + array(this).len() as i64))
}

static METHODS: &[Method] = &[
    method("__alloc__", Native::NoArgs(alloc), "The number of bytes that are allocated."),
    method("__reduce__", Native::NoArgs(reduce), "Return state information for pickling."),
    method("__sizeof__", Native::NoArgs(sizeof), "The size in memory, in bytes."),
    method("append", Native::One(append), "B.append(int): a byte at the end."),
    method(
        "capitalize",
        via!(NoArgs case::capitalize),
        "A copy with the first byte in upper case, the rest in lower case.",
    ),
    method("center", via!(Raw 1 2 pad::center), "B.center(width[, fillchar])"),
    method("count", via!(Var 1 3 search::count), "B.count(sub[, start[, end]])"),
    method("decode", Native::Kw(decode), "B.decode([encoding[, errors]])"),
    method("endswith", via!(Raw 1 3 search::endswith), "B.endswith(suffix[, start[, end]])"),
    method("expandtabs", via!(Var 0 1 pad::expandtabs), "B.expandtabs([tabsize])"),
    method("extend", Native::One(extend), "B.extend(iterable of ints)"),
    method("find", via!(Var 1 3 search::find), "B.find(sub[, start[, end]])"),
    class_method("fromhex", Native::One(fromhex), "bytearray.fromhex(string)"),
    method("index", via!(Var 1 3 index), "B.index(sub[, start[, end]])"),
    method("insert", Native::Var(2, 2, insert), "B.insert(index, int)"),
    method("isalnum", via!(NoArgs case::isalnum), ""),
    method("isalpha", via!(NoArgs case::isalpha), ""),
    method("isdigit", via!(NoArgs case::isdigit), ""),
    method("islower", via!(NoArgs case::islower), ""),
    method("isspace", via!(NoArgs case::isspace), ""),
    method("istitle", via!(NoArgs case::istitle), ""),
    method("isupper", via!(NoArgs case::isupper), ""),
    method("join", Native::One(join), "B.join(iterable of bytes)"),
    method("ljust", via!(Raw 1 2 pad::ljust), "B.ljust(width[, fillchar])"),
    method("lower", via!(NoArgs case::lower), ""),
    method("lstrip", via!(Var 0 1 split::lstrip), "B.lstrip([bytes])"),
    method("partition", via!(One split::partition), "B.partition(sep)"),
    method("pop", Native::Var(0, 1, pop), "B.pop([index]): removes a byte and gives it."),
    method("remove", Native::One(remove), "B.remove(int): removes the first byte of this value."),
    method("replace", via!(Var 2 3 search::replace), "B.replace(old, new[, count])"),
    method("reverse", Native::NoArgs(reverse), "B.reverse(): in place."),
    method("rfind", via!(Var 1 3 search::rfind), "B.rfind(sub[, start[, end]])"),
    method("rindex", via!(Var 1 3 rindex), "B.rindex(sub[, start[, end]])"),
    method("rjust", via!(Raw 1 2 pad::rjust), "B.rjust(width[, fillchar])"),
    method("rpartition", via!(One split::rpartition), "B.rpartition(sep)"),
    method("rsplit", via!(Var 0 2 split::rsplit), "B.rsplit([sep[, maxsplit]])"),
    method("rstrip", via!(Var 0 1 split::rstrip), "B.rstrip([bytes])"),
    method("split", via!(Var 0 2 split::split), "B.split([sep[, maxsplit]])"),
    method("splitlines", via!(Var 0 1 split::splitlines), "B.splitlines([keepends])"),
    method("startswith", via!(Raw 1 3 search::startswith), "B.startswith(prefix[, start[, end]])"),
    method("strip", via!(Var 0 1 split::strip), "B.strip([bytes])"),
    method("swapcase", via!(NoArgs case::swapcase), ""),
    method("title", via!(NoArgs case::title), ""),
    method("translate", via!(Var 1 2 translate::translate_bytes), "B.translate(table[, deletechars])"),
    method("upper", via!(NoArgs case::upper), ""),
    method("zfill", via!(Var 1 1 pad::zfill), "B.zfill(width)"),
];

static MAKETRANS: Method = super::native::static_method(
    "maketrans",
    Native::Var(2, 2, translate::maketrans_bytes),
    "A table for translate().",
);

// ---- slots ---------------------------------------------------------------------------------------------

fn new(ty: TypeRef, _: &Args) -> PyResult {
    Ok(new_instance(ty, ByteArray::default()))
}

fn init_slot(this: &Value, args: &Args) -> PyResult<()> {
    let [source, encoding, handler] = args.bind("bytearray", ["source", "encoding", "errors"], 0)?;
    let made = bytes_from("bytearray", source, encoding, handler)?;
    if array(this).len() == made.len() {
        array(this).change(|bytes| *bytes = made);
        return Ok(());
    }
    array(this).resize(|bytes| *bytes = made)?;
    Ok(())
}

fn repr(this: &Value) -> PyResult {
    // Four characters for a byte, twice.
    ensure_copies(this, 8)?;
    let literal = array(this).with(bytes_literal);
    Ok(new_native_ascii([&b"bytearray("[..], &literal, b")"].concat()))
}

fn str_of(this: &Value) -> PyResult {
    if lang::is_27() { copy_as_bytes(this) } else { repr(this) }
}

fn compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    // Also as the right operand, for a byte string on the left.
    match (any_buffer(a), any_buffer(b)) {
        (Some(a), Some(b)) => Ok(Value::bool(op.holds(a.cmp(&b)))),
        _ => Ok(Value::not_implemented()),
    }
}

fn len(this: &Value) -> PyResult<usize> {
    Ok(array(this).len())
}

fn index_of(this: &Value, key: &Value) -> PyResult<usize> {
    let out_of_range = || index_error("bytearray index out of range");
    if !int::is_int(key) && key.type_of().lookup(names::__index__()).is_none() {
        return Err(type_error("bytearray indices must be integers"));
    }
    let index = protocol::index_value(key)?;
    let Some(index) = int::to_i64(&index) else {
        let name = index.type_name();
        return Err(index_error(format!("cannot fit '{name}' into an index-sized integer")));
    };
    super::sequence::resolve(index, array(this).len()).ok_or_else(out_of_range)
}

fn getitem(this: &Value, key: &Value) -> PyResult {
    if key.type_of().layout() == Layout::Slice {
        let (start, _, step, count) = slice::resolve(key, array(this).len())?;
        alloc::ensure(count)?;
        return Ok(new_bytearray(array(this).with(|bytes| units::stride(bytes, start, step, count))));
    }
    let at = index_of(this, key)?;
    Ok(array(this).get(at).map_or(Value::none(), |byte| Value::int(byte.into())))
}

fn setitem(this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    if key.type_of().layout() == Layout::Slice {
        return set_slice(this, key, value);
    }
    let byte = value.map(byte_argument).transpose()?;
    // The index last: `__index__` of the value may have changed the length.
    let at = index_of(this, key)?;
    match byte {
        Some(byte) => array(this).change(|bytes| bytes[at] = byte),
        None => drop(array(this).resize(|bytes| bytes.remove(at))?),
    }
    Ok(())
}

fn set_slice(this: &Value, key: &Value, value: Option<&Value>) -> PyResult<()> {
    let new = match value {
        None => Vec::new(),
        Some(value) if int::is_int(value) || value.downcast::<Str>().is_some_and(Str::is_text) => {
            return Err(type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
        }
        Some(value) => bytes_of(value)?,
    };
    let (start, stop, step, count) = slice::resolve(key, array(this).len())?;
    let own = array(this);
    if step == 1 && new.len() != count {
        let start = start as usize;
        return own.resize_by(new.len(), |bytes| drop(bytes.splice(start..(stop as usize).max(start), new)));
    }
    let places = (0..count as i64).map(|n| (start + n * step) as usize);
    if value.is_none() && count > 0 {
        let dropped: std::collections::BTreeSet<usize> = places.collect();
        let mut at = 0;
        return own.resize(|bytes| {
            bytes.retain(|_| {
                at += 1;
                !dropped.contains(&(at - 1))
            });
        });
    }
    if new.len() != count {
        let given = new.len();
        return Err(value_error(format!(
            "attempt to assign bytes of size {given} to extended slice of size {count}"
        )));
    }
    own.change(|bytes| {
        for (place, byte) in places.zip(new) {
            bytes[place] = byte;
        }
    });
    Ok(())
}

fn contains(this: &Value, item: &Value) -> PyResult<bool> {
    if let Some(byte) = byte_operand(item)? {
        return Ok(array(this).with(|bytes| units::find(bytes, &[byte]).is_some()));
    }
    match any_buffer(item) {
        Some(wanted) => Ok(array(this).with(|bytes| units::find(bytes, &wanted).is_some())),
        None => Err(not_a_buffer(item)),
    }
}

fn repeated(bytes: &[u8], count: i64) -> PyResult<Vec<u8>> {
    let count = usize::try_from(count).unwrap_or(0);
    let no_memory = || errors::raise_none(exc::MEMORY_ERROR);
    let len = bytes.len().checked_mul(count).filter(|&len| len <= MAX_LEN).ok_or_else(no_memory)?;
    let mut out = Vec::new();
    out.try_reserve_exact(len).map_err(|_| no_memory())?;
    for _ in 0..if bytes.is_empty() { 0 } else { count } {
        out.extend_from_slice(bytes);
    }
    Ok(out)
}

fn binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    // Each is copied by itself, and then both together.
    ensure_copies(a, 4)?;
    ensure_copies(b, 4)?;
    match op {
        BinOp::Add => match (a.downcast::<ByteArray>(), any_buffer(b)) {
            (Some(own), Some(more)) => Ok(new_bytearray([own.to_vec(), more].concat())),
            _ => Ok(Value::not_implemented()),
        },
        BinOp::Mul => {
            let (own, count) = if a.downcast::<ByteArray>().is_some() { (a, b) } else { (b, a) };
            match (own.downcast::<ByteArray>(), repeat_count(count)?) {
                (Some(own), Some(count)) => Ok(new_bytearray(repeated(&own.to_vec(), count)?)),
                _ => Ok(Value::not_implemented()),
            }
        }
        _ => Ok(Value::not_implemented()),
    }
}

fn inplace(op: BinOp, a: &Value, b: &Value) -> PyResult {
    let Some(own) = a.downcast::<ByteArray>() else { return Ok(Value::not_implemented()) };
    // Each is copied by itself, and then both together.
    ensure_copies(a, 4)?;
    ensure_copies(b, 4)?;
    match op {
        BinOp::Add => match any_buffer(b) {
            Some(more) => {
                own.resize_by(more.len(), |bytes| bytes.extend(more))?;
            }
            None => return Ok(Value::not_implemented()),
        },
        BinOp::Mul => match repeat_count(b)? {
            Some(count) => {
                let new = repeated(&own.to_vec(), count)?;
                own.resize(|bytes| *bytes = new)?;
            }
            None => return Ok(Value::not_implemented()),
        },
        _ => return Ok(Value::not_implemented()),
    }
    Ok(a.clone())
}

fn iter(this: &Value) -> PyResult {
    Ok(new_object(BYTEARRAY_ITER, Iter::over(this.clone())))
}

fn next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let position = iter.position.get() as usize;
    match iter.source.step::<ByteArray, _>(|array| array.get(position)).flatten() {
        Some(byte) => {
            iter.advance();
            Ok(Some(Value::int(byte.into())))
        }
        None => {
            iter.source.take();
            Ok(None)
        }
    }
}

pub fn init() {
    static METHODS32: OnceLock<&'static [Method]> = OnceLock::new();
    let slots = Slots {
        repr: Some(repr),
        str: Some(str_of),
        hash: Some(protocol::unhashable),
        richcompare: Some(compare),
        iter: Some(iter),
        len: Some(len),
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(contains),
        binary: Some(binary),
        inplace: Some(inplace),
        new: Some(new),
        init: Some(init_slot),
        ..Slots::of::<ByteArray>()
    };
    let row =
        |row: &Method| Method { name: row.name, native: row.native, binding: row.binding, doc: row.doc };
    let methods = if lang::is_27() {
        METHODS
    } else {
        METHODS32.get_or_init(|| METHODS.iter().chain([&MAKETRANS]).map(row).collect::<Vec<Method>>().leak())
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods,
        operators: &[BinOp::Add, BinOp::Mul],
        inplace: &[BinOp::Add, BinOp::Mul],
        doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_bytearray) -> mutable copy of bytes_or_bytearray\nbytearray(memory_view) -> bytearray",
        ..TypeDef::new(BYTEARRAY, "bytearray", slots)
    });
    let slots = Slots { iter: Some(itself), next: Some(next), ..Slots::of::<Iter>() };
    ready(TypeDef::new(BYTEARRAY_ITER, "bytearray_iterator", slots));
}
