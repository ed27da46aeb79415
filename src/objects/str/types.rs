//! The type objects of the string types: constructors, operators, comparison, items, iteration
//! (Objects/stringobject.c, Objects/bytesobject.c, Objects/unicodeobject.c).

use super::methods::{self, encoding_argument, errors_argument};
use super::operand::{any_buffer, buffer_of, ensure_copies, exact, promote, with_units};
use super::units::{self, MAX_LEN, Unit};
use super::{
    Fresh, Kind, Repr, Str, character, codecs, empty, ensure_copy, new_bytes, new_narrow_from, new_str_object,
};
use crate::objects::bytearray::ByteArray;
use crate::objects::errors::{
    self, PyResult, Raised, index_error, no_memory, overflow_error, type_error, value_error,
};
use crate::objects::header::{Layout, new_instance, new_object};
use crate::objects::iterator::{Iter, itself};
use crate::objects::native::Args;
use crate::objects::typeobj::{
    BASESTRING, BYTES, BYTES_ITER, BinOp, CmpOp, OBJECT, Plain, STR_ITER, Slots, TEXT, TypeDef, TypeRef,
    flags, ready,
};
use crate::objects::word::Value;
use crate::objects::{alloc, exceptions as exc, int, lang, names, percent, protocol, slice};

// ---- constructors --------------------------------------------------------------------------------------

/// The string as an instance of `ty`: itself if that is its exact type.
fn as_instance(ty: TypeRef, made: Value) -> PyResult {
    if made.type_of() == ty {
        return Ok(made);
    }
    match made.downcast::<Str>() {
        Some(text) if ty.layout() == Layout::Str => {
            if ty.is_heap() {
                ensure_copy(text)?;
                Ok(new_instance(ty, text.copy()))
            } else {
                Ok(exact(&made))
            }
        }
        _ => Ok(made),
    }
}

/// 2.7's `str(object='')`.
fn new_str27(ty: TypeRef, args: &Args) -> PyResult {
    if let ([object], []) = (args.pos, args.kw)
        && !ty.is_heap()
    {
        return protocol::str(object);
    }
    let [object] = args.bind("str", ["object"], 0)?;
    let made = match object {
        None => empty(Kind::Bytes),
        Some(object) => protocol::str(object)?,
    };
    if ty.is_heap() { as_instance(ty, made) } else { Ok(made) }
}

/// 2.7's `unicode([string[, encoding[, errors]]])`.
fn new_unicode27(ty: TypeRef, args: &Args) -> PyResult {
    let [object, encoding, errors] = args.bind("unicode", ["string", "encoding", "errors"], 0)?;
    let made = match object {
        None => empty(Kind::Text),
        Some(object) if encoding.is_none() && errors.is_none() => unicode(object)?,
        Some(object) => {
            let encoding = encoding_argument("unicode()", 2, encoding)?;
            decode_object(object, &encoding, &errors_argument("unicode()", 3, errors)?)?
        }
    };
    as_instance(ty, made)
}

/// 3.2's `str([object[, encoding[, errors]]])`.
fn new_str32(ty: TypeRef, args: &Args) -> PyResult {
    if let ([object], []) = (args.pos, args.kw)
        && !ty.is_heap()
    {
        return protocol::str(object);
    }
    let [object, encoding, errors] = args.bind("str", ["object", "encoding", "errors"], 0)?;
    let made = match object {
        None => empty(Kind::Text),
        Some(object) if encoding.is_none() && errors.is_none() => protocol::str(object)?,
        Some(object) => {
            let encoding = encoding_argument("str()", 2, encoding)?;
            decode_object(object, &encoding, &errors_argument("str()", 3, errors)?)?
        }
    };
    if ty.is_heap() { as_instance(ty, made) } else { Ok(made) }
}

/// PyUnicode_FromEncodedObject.
fn decode_object(object: &Value, encoding: &str, handler: &str) -> PyResult {
    let name = object.type_name();
    match object.downcast::<Str>() {
        Some(text) if text.is_text() && lang::is_27() => Err(type_error("decoding Unicode is not supported")),
        Some(text) if text.is_text() => Err(type_error("decoding str is not supported")),
        Some(_) => codecs::decode_to_text(object, encoding, handler),
        None if lang::is_27() && object.downcast::<ByteArray>().is_some() => {
            Err(type_error("decoding bytearray is not supported"))
        }
        None => match buffer_of(object) {
            Some(bytes) => codecs::decode_to_text(&new_bytes(bytes), encoding, handler),
            None if lang::is_27() => {
                Err(type_error(format!("coercing to Unicode: need string or buffer, {name} found")))
            }
            None => Err(type_error(format!(
                "coercing to str: need bytes, bytearray or buffer-like object, {name} found"
            ))),
        },
    }
}

/// 2.7's `unicode(value)` (PyObject_Unicode).
pub fn unicode(value: &Value) -> PyResult {
    if value.type_of() == TEXT {
        return Ok(value.clone());
    }
    if let Some(result) = protocol::call_special(value, names::__unicode__(), &[]) {
        let made = result?;
        return match made.downcast::<Str>() {
            Some(text) if text.is_text() => Ok(made),
            Some(_) => promote(&made),
            None => Err(type_error(format!(
                "coercing to Unicode: need string or buffer, {} found",
                made.type_name()
            ))),
        };
    }
    match value.downcast::<Str>() {
        Some(text) if text.is_text() => Ok(exact(value)),
        Some(_) if value.type_of() == BYTES => promote(value),
        _ => {
            let made = match value.type_of().slots().str {
                Some(str) => str(value)?,
                None => protocol::repr(value)?,
            };
            match made.downcast::<Str>() {
                Some(_) => promote(&made),
                None => Err(type_error(format!(
                    "coercing to Unicode: need string or buffer, {} found",
                    made.type_name()
                ))),
            }
        }
    }
}

/// 3.2's `bytes` and both bytearrays from a source, an encoding and error handler; `name` is the type's.
pub fn bytes_from(
    name: &str,
    source: Option<&Value>,
    encoding: Option<&Value>,
    handler: Option<&Value>,
) -> PyResult<Vec<u8>> {
    let coded = encoding.is_some() || handler.is_some();
    let Some(source) = source else {
        if coded {
            let what = if name == "bytes" { "sequence" } else { "string" };
            return Err(type_error(format!("encoding or errors without {what} argument")));
        }
        return Ok(Vec::new());
    };
    if source.downcast::<Str>().is_some_and(|text| text.is_text()) {
        if encoding.is_none() {
            let text = if lang::is_27() { "unicode" } else { "string" };
            return Err(type_error(format!("{text} argument without an encoding")));
        }
        let function = format!("{name}()");
        let encoding = encoding_argument(&function, 2, encoding)?;
        let handler = errors_argument(&function, 3, handler)?;
        let made = codecs::encode(source, &encoding, &handler)?;
        return buffer_of(&made).ok_or_else(|| {
            type_error(format!("encoder did not return a bytes object (type={})", made.type_name()))
        });
    }
    // 2.7 has codecs from str to str, so a str is encoded as well.
    if coded && lang::is_27() && source.downcast::<Str>().is_some() {
        let function = format!("{name}()");
        let encoding = encoding_argument(&function, 2, encoding)?;
        let made = codecs::encode(source, &encoding, &errors_argument(&function, 3, handler)?)?;
        return Ok(buffer_of(&made).unwrap_or_default());
    }
    let is_index =
        int::is_int(source) || !buffer_like(source) && source.type_of().lookup(names::__index__()).is_some();
    if is_index && !(coded && name == "bytearray") {
        let count = count_argument(source)?;
        let mut zeros: Vec<u8> = Vec::new();
        zeros.try_reserve_exact(count).map_err(|_| no_memory())?;
        zeros.resize(count, 0);
        return Ok(zeros);
    }
    if coded {
        return Err(type_error("encoding or errors without a string argument"));
    }
    // The bytes, and what is made of them.
    ensure_copies(source, 2)?;
    match any_buffer(source) {
        Some(bytes) => Ok(bytes),
        None => bytes_of_items(source, name),
    }
}

fn buffer_like(value: &Value) -> bool {
    matches!(value.type_of().layout(), Layout::Str | Layout::ByteArray)
}

fn count_argument(source: &Value) -> PyResult<usize> {
    let index = protocol::index_value(source)?;
    let Some(count) = int::to_i64(&index) else {
        let name = index.type_name();
        return Err(overflow_error(format!("cannot fit '{name}' into an index-sized integer")));
    };
    usize::try_from(count).map_err(|_| value_error("negative count"))
}

fn bytes_of_items(source: &Value, name: &str) -> PyResult<Vec<u8>> {
    let iterator = protocol::iter(source)?;
    let mut out = Vec::new();
    while let Some(item) = protocol::next(&iterator)? {
        alloc::room(&mut out, 1)?;
        out.push(byte_of_item(&item, name)?);
    }
    Ok(out)
}

/// A byte from an int; under 2.7 from a string of one character too.
pub fn byte_of_item(item: &Value, name: &str) -> PyResult<u8> {
    if lang::is_27()
        && let Some(text) = item.downcast::<Str>().filter(|text| text.is_bytes())
    {
        return match text.as_narrow() {
            Some(&[byte]) => Ok(byte),
            _ => Err(value_error("string must be of size 1")),
        };
    }
    let is_index = int::is_int(item) || item.type_of().lookup(names::__index__()).is_some();
    if !is_index {
        let found = item.type_name();
        return Err(type_error(if name == "bytes" {
            format!("'{found}' object cannot be interpreted as an integer")
        } else if lang::is_27() {
            "an integer or string of size 1 is required".to_owned()
        } else {
            "an integer is required".to_owned()
        }));
    }
    let index = protocol::index_value(item)?;
    let byte = int::to_i64(&index).and_then(|value| u8::try_from(value).ok());
    byte.ok_or_else(|| {
        let what = if name == "bytes" { "bytes" } else { "byte" };
        value_error(format!("{what} must be in range(0, 256)"))
    })
}

/// The left operand of `in` for bytes: an int as a byte, none for anything else.
pub fn byte_operand(value: &Value) -> PyResult<Option<u8>> {
    if !int::is_int(value) {
        return Ok(None);
    }
    match int::to_i64(value).and_then(|value| u8::try_from(value).ok()) {
        Some(byte) => Ok(Some(byte)),
        None => Err(value_error("byte must be in range(0, 256)")),
    }
}

/// 3.2's `bytes([source[, encoding[, errors]]])`.
fn new_bytes32(ty: TypeRef, args: &Args) -> PyResult {
    let [source, encoding, handler] = args.bind("bytes", ["source", "encoding", "errors"], 0)?;
    if let Some(source) = source
        && encoding.is_none()
        && handler.is_none()
    {
        if source.type_of() == BYTES && ty == BYTES {
            return Ok(source.clone());
        }
        if let Some(result) = protocol::call_special(source, names::__bytes__(), &[]) {
            let made = result?;
            if made.downcast::<Str>().is_none_or(Str::is_text) {
                return Err(type_error(format!("__bytes__ returned non-bytes (type {})", made.type_name())));
            }
            return as_instance(ty, made);
        }
    }
    as_instance(ty, new_bytes(bytes_from("bytes", source, encoding, handler)?))
}

fn new_basestring(_: TypeRef, _: &Args) -> PyResult {
    Err(type_error("The basestring type cannot be instantiated"))
}

// ---- operators -----------------------------------------------------------------------------------------

/// The error of `a + b` where `a` is a string or a bytearray and nothing answered.
#[cold]
pub fn concat_error(a: &Value, b: &Value) -> Raised {
    let (ta, tb) = (a.type_name(), b.type_name());
    let kind = a.downcast::<Str>().map(Str::kind);
    type_error(match (kind, lang::is_27()) {
        (Some(Kind::Bytes), true) => format!("cannot concatenate 'str' and '{tb}' objects"),
        (Some(Kind::Text), true) if b.downcast::<ByteArray>().is_some() => {
            "decoding bytearray is not supported".to_owned()
        }
        (Some(Kind::Text), true) => format!("coercing to Unicode: need string or buffer, {tb} found"),
        (Some(Kind::Text), false) => format!("Can't convert '{tb}' object to str implicitly"),
        _ => format!("can't concat {ta} to {tb}"),
    })
}

/// `text * count`.
fn repeat(text: &Value, count: i64) -> PyResult {
    let own = text.payload::<Str>();
    let count = usize::try_from(count).unwrap_or(0);
    if count == 0 || own.is_empty() {
        return Ok(empty(own.kind()));
    }
    if count == 1 {
        return Ok(exact(text));
    }
    let unit = if own.as_narrow().is_none() { 4 } else { 1 };
    let too_long = || {
        let what = if own.is_bytes() && !lang::is_27() { "bytes are" } else { "string is" };
        overflow_error(format!("repeated {what} too long"))
    };
    let len = own.len().checked_mul(count).filter(|&len| len <= MAX_LEN).ok_or_else(too_long)?;
    let no_memory = || errors::raise_none(exc::MEMORY_ERROR);
    match own.repr() {
        // Short enough not to ask whether there is so much memory.
        Repr::Narrow(bytes) if len <= 1 << 16 => {
            let mut out = Fresh::new(own.kind(), len);
            out.push_repeated(bytes, count);
            Ok(out.finish())
        }
        Repr::Narrow(bytes) => {
            let mut out: Vec<u8> = Vec::new();
            out.try_reserve_exact(len).map_err(|_| no_memory())?;
            if let [byte] = bytes {
                out.resize(len, *byte);
            } else {
                for _ in 0..count {
                    out.extend_from_slice(bytes);
                }
            }
            Ok(new_narrow_from(own.kind(), out))
        }
        Repr::Wide(points) => {
            let mut out: Vec<u32> = Vec::new();
            len.checked_mul(unit).ok_or_else(no_memory)?;
            out.try_reserve_exact(len).map_err(|_| no_memory())?;
            for _ in 0..count {
                out.extend_from_slice(points);
            }
            Ok(new_str_object(Str::text(out)))
        }
    }
}

/// The count of a repetition: an int, or an object with `__index__`; none for anything else.
pub fn repeat_count(value: &Value) -> PyResult<Option<i64>> {
    if value.word().is_int() {
        return Ok(Some(value.word().int()));
    }
    if !int::is_int(value) && value.type_of().lookup(names::__index__()).is_none() {
        return Ok(None);
    }
    let index = protocol::index_value(value)?;
    match int::to_i64(&index) {
        Some(count) => Ok(Some(count)),
        None => {
            Err(overflow_error(format!("cannot fit '{}' into an index-sized integer", index.type_name())))
        }
    }
}

pub fn binary(op: BinOp, a: &Value, b: &Value) -> PyResult {
    match op {
        BinOp::Add if b.downcast::<Str>().is_some() => methods::split::add(a, b),
        BinOp::Add => match (a.downcast::<Str>(), ensure_copies(b, 3).map(|()| buffer_of(b))?) {
            (Some(text), Some(bytes)) if text.is_bytes() => {
                let joined = [text.as_narrow().unwrap_or_default(), &bytes[..]].concat();
                if lang::is_27() {
                    return Ok(crate::objects::bytearray::new_bytearray(joined));
                }
                Ok(new_bytes(joined))
            }
            _ => Ok(Value::not_implemented()),
        },
        BinOp::Mul => {
            let (text, count) = if a.downcast::<Str>().is_some() { (a, b) } else { (b, a) };
            if text.downcast::<Str>().is_none() {
                return Ok(Value::not_implemented());
            }
            match repeat_count(count)? {
                Some(count) => repeat(text, count),
                None => Ok(Value::not_implemented()),
            }
        }
        BinOp::Mod => match a.downcast::<Str>() {
            Some(text) if lang::is_27() || text.is_text() => percent::format(a, b),
            _ => Ok(Value::not_implemented()),
        },
        _ => Ok(Value::not_implemented()),
    }
}

fn compare(a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Str>(), b.downcast::<Str>()) else {
        return Ok(Value::not_implemented());
    };
    if x.same_kind(y) {
        return Ok(Value::bool(match op {
            CmpOp::Eq => a.is(b) || x.equals(y),
            CmpOp::Ne => !(a.is(b) || x.equals(y)),
            _ => op.holds(x.compare(y)),
        }));
    }
    if !lang::is_27() {
        return Ok(Value::not_implemented());
    }
    let promoted = promote(a).and_then(|a| promote(b).map(|b| (a, b)));
    match promoted {
        Ok((a, b)) => Ok(Value::bool(op.holds(a.payload::<Str>().compare(b.payload::<Str>())))),
        Err(_) if matches!(op, CmpOp::Eq | CmpOp::Ne) && errors::matches(exc::UNICODE_DECODE_ERROR) => {
            errors::clear();
            let word = if op == CmpOp::Eq { "equal" } else { "unequal" };
            crate::vm::door::warn(
                exc::UNICODE_WARNING,
                &format!(
                    "Unicode {word} comparison failed to convert both arguments to Unicode - interpreting them as being unequal"
                ),
            )?;
            Ok(Value::bool(op == CmpOp::Ne))
        }
        Err(raised) => Err(raised),
    }
}

// ---- items and iteration -------------------------------------------------------------------------------

/// What indexing gives for a unit: a string of one character, an int for 3.2's bytes.
#[inline(always)]
fn item(kind: Kind, unit: u32) -> Value {
    if kind == Kind::Bytes && !lang::is_27() { Value::int(unit.into()) } else { character(kind, unit) }
}

fn index_out_of_range(kind: Kind) -> Raised {
    index_error(if kind == Kind::Bytes && !lang::is_27() {
        "index out of range"
    } else {
        "string index out of range"
    })
}

fn getitem(this: &Value, key: &Value) -> PyResult {
    let own = this.payload::<Str>();
    let kind = own.kind();
    if key.word().is_int() {
        let index = key.word().int();
        let index = if index < 0 { index + own.len() as i64 } else { index };
        return match usize::try_from(index).ok().and_then(|index| own.unit(index)) {
            Some(unit) => Ok(item(kind, unit)),
            None => Err(index_out_of_range(kind)),
        };
    }
    if key.type_of().layout() == Layout::Slice {
        let (start, _, step, count) = slice::resolve(key, own.len())?;
        alloc::ensure(4 * count)?;
        if step == 1 {
            return Ok(section(this, start as usize, start as usize + count));
        }
        return Ok(with_units!(own, |units| Unit::value_of_vec(
            kind,
            units::stride(units, start, step, count)
        )));
    }
    if !int::is_int(key) && key.type_of().lookup(names::__index__()).is_none() {
        let found = key.type_name();
        return Err(type_error(match (kind, lang::is_27()) {
            (Kind::Bytes, true) => format!("string indices must be integers, not {found}"),
            (Kind::Bytes, false) => format!("byte indices must be integers, not {found}"),
            (Kind::Text, _) => "string indices must be integers".to_owned(),
        }));
    }
    let index = protocol::index_value(key)?;
    match int::to_i64(&index) {
        Some(index) => {
            let index = if index < 0 { index.saturating_add(own.len() as i64) } else { index };
            let unit = usize::try_from(index).ok().and_then(|index| own.unit(index));
            unit.map(|unit| item(kind, unit)).ok_or_else(|| index_out_of_range(kind))
        }
        None => Err(index_error(format!("cannot fit '{}' into an index-sized integer", index.type_name()))),
    }
}

/// `this[start:stop]` for bounds within the string.
pub fn section(this: &Value, start: usize, stop: usize) -> Value {
    let own = this.payload::<Str>();
    if start == 0 && stop == own.len() {
        return exact(this);
    }
    with_units!(own, |units| Unit::value(own.kind(), units.get(start..stop).unwrap_or_default()))
}

type GetItem = fn(&Value, &Value) -> PyResult;

fn iter(this: &Value) -> PyResult {
    // 2.7 iterates by items, so a subclass that has its own is asked for them.
    if lang::is_27()
        && this.type_of().slots().getitem.is_some_and(|f| !std::ptr::fn_addr_eq(f, getitem as GetItem))
    {
        return crate::objects::iterator::new_sequence_iterator(this.clone());
    }
    let ty = match this.payload::<Str>().kind() {
        Kind::Bytes => BYTES_ITER,
        Kind::Text => STR_ITER,
    };
    Ok(new_object(ty, Iter::over(this.clone())))
}

fn next(this: &Value) -> PyResult<Option<Value>> {
    let iter = this.payload::<Iter>();
    let at = iter.position.get();
    let found = iter.source.step::<Str, _>(|text| text.unit(at as usize).map(|unit| item(text.kind(), unit)));
    match found {
        Some(Some(value)) => {
            iter.position.set(at + 1);
            Ok(Some(value))
        }
        _ => {
            iter.source.take();
            Ok(None)
        }
    }
}

fn repr(this: &Value) -> PyResult {
    let own = this.payload::<Str>();
    alloc::ensure(super::repr::longest(own))?;
    Ok(super::repr::repr(own))
}

fn str_of(this: &Value) -> PyResult {
    let own = this.payload::<Str>();
    match (own.kind(), lang::is_27()) {
        (Kind::Bytes, false) => repr(this),
        (Kind::Text, true) => codecs::encode(this, "ascii", "strict"),
        _ => Ok(exact(this)),
    }
}

fn hash(this: &Value) -> PyResult<i64> {
    Ok(this.payload::<Str>().hash())
}

fn len(this: &Value) -> PyResult<usize> {
    Ok(this.payload::<Str>().len())
}

fn slots(new: fn(TypeRef, &Args) -> PyResult) -> Slots {
    Slots {
        repr: Some(repr),
        str: Some(str_of),
        hash: Some(hash),
        richcompare: Some(compare),
        iter: Some(iter),
        len: Some(len),
        getitem: Some(getitem),
        contains: Some(methods::contains),
        binary: Some(binary),
        new: Some(new),
        dealloc: super::storage::dealloc,
        ..Slots::of::<Str>()
    }
}

const WITH_PERCENT: &[BinOp] = &[BinOp::Add, BinOp::Mul, BinOp::Mod];
const WITHOUT_PERCENT: &[BinOp] = &[BinOp::Add, BinOp::Mul];

pub fn init() {
    let is_27 = lang::is_27();
    if is_27 {
        let slots = Slots { new: Some(new_basestring), ..Slots::of::<Plain>() };
        ready(TypeDef {
            flags: flags::BASETYPE,
            doc: "Type basestring cannot be instantiated; it is the base for str and unicode.",
            ..TypeDef::new(BASESTRING, "basestring", slots)
        });
    }
    let base = if is_27 { BASESTRING } else { OBJECT };
    ready(TypeDef {
        base,
        name27: "str",
        flags: flags::BASETYPE,
        methods: methods::of_kind(Kind::Bytes),
        operators: if is_27 { WITH_PERCENT } else { WITHOUT_PERCENT },
        doc: if is_27 {
            "str(object='') -> string\n\nReturn a nice string representation of the object.\nIf the argument is a string, the return value is the same object."
        } else {
            "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object"
        },
        ..TypeDef::new(BYTES, "bytes", slots(if is_27 { new_str27 } else { new_bytes32 }))
    });
    ready(TypeDef {
        base,
        name27: "unicode",
        flags: flags::BASETYPE,
        methods: methods::of_kind(Kind::Text),
        operators: WITH_PERCENT,
        doc: if is_27 {
            "unicode(object='') -> unicode object\nunicode(string[, encoding[, errors]]) -> unicode object"
        } else {
            "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str"
        },
        ..TypeDef::new(TEXT, "str", slots(if is_27 { new_unicode27 } else { new_str32 }))
    });
    for (ty, name) in [(STR_ITER, "str_iterator"), (BYTES_ITER, "bytes_iterator")] {
        let slots = Slots { iter: Some(itself), next: Some(next), ..Slots::of::<Iter>() };
        ready(TypeDef { name27: "iterator", ..TypeDef::new(ty, name, slots) });
    }
    if is_27 {
        // Strings of 2.7 are iterated by their items: hasattr(s, '__iter__') is how programs tell them from lists.
        for ty in [BYTES, TEXT] {
            ty.set_attr(names::__iter__(), None);
        }
    }
}
