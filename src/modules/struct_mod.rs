//! `struct` (Modules/_struct.c): values packed into bytes as C has them.
//!
//! Invariant: a [`Plan`] is made whole before anything is packed; its parts lie inside of its size, so packing and
//! unpacking never look beyond the bytes that were checked to be there.

use std::cell::RefCell;
use std::rc::Rc;

use super::capi;
use crate::objects::alloc;
use crate::objects::bytearray::ByteArray;
use crate::objects::errors::{self, PyResult, Raised, overflow_error, type_error};
use crate::objects::float::{as_double, new_float};
use crate::objects::header::{Layout, Payload, new_instance};
use crate::objects::native::{Args, GetSet, Method, Native, getter, method};
use crate::objects::str::codecs::Codec;
use crate::objects::str::{Str, intern, new_bytes};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{Slots, TypeDef, TypeObj, TypeRef, flags, ready};
use crate::objects::{Value, exceptions as exc, int, lang, module, native, protocol};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// `struct.error`.
fn error(message: impl AsRef<str>) -> Raised {
    match capi::new_exception("struct", "error", exc::EXCEPTION) {
        Ok(class) => errors::raise(class, message),
        Err(raised) => raised,
    }
}

/// How a part's bytes stand for a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Pad,
    Char,
    Text,
    /// A length in the first byte.
    Pascal,
    Signed,
    Unsigned,
    Bool,
    Float,
    Pointer,
}

/// A letter of a format: what it stands for, its size in bytes and, for native formats, its alignment.
#[derive(Clone, Copy)]
struct Letter {
    letter: u8,
    form: Form,
    size: usize,
    align: usize,
}

/// The letters of a format that is native (C's own sizes and alignment, as on x86-64) or standard.
fn letter(letter: u8, native: bool) -> Option<Letter> {
    let (form, size) = match letter {
        b'x' => (Form::Pad, 1),
        b'c' => (Form::Char, 1),
        b's' => (Form::Text, 1),
        b'p' => (Form::Pascal, 1),
        b'b' => (Form::Signed, 1),
        b'B' => (Form::Unsigned, 1),
        b'h' => (Form::Signed, 2),
        b'H' => (Form::Unsigned, 2),
        b'i' => (Form::Signed, 4),
        b'I' => (Form::Unsigned, 4),
        b'l' => (Form::Signed, if native { 8 } else { 4 }),
        b'L' => (Form::Unsigned, if native { 8 } else { 4 }),
        b'q' => (Form::Signed, 8),
        b'Q' => (Form::Unsigned, 8),
        b'?' => (Form::Bool, 1),
        b'f' => (Form::Float, 4),
        b'd' => (Form::Float, 8),
        b'P' if native => (Form::Pointer, 8),
        _ => return None,
    };
    Some(Letter { letter, form, size, align: if native { size } else { 1 } })
}

struct Part {
    letter: Letter,
    offset: usize,
    size: usize,
}

/// A format, read: where each value lies.
struct Plan {
    parts: Vec<Part>,
    size: usize,
    little: bool,
    native: bool,
}

/// More parts than this are refused as memory that is not there.
const MAX_PARTS: usize = 1 << 27;

impl Plan {
    fn read(format: &[u8]) -> PyResult<Plan> {
        let (native, little, letters) = match format {
            [b'<', rest @ ..] => (false, true, rest),
            [b'>' | b'!', rest @ ..] => (false, false, rest),
            [b'=', rest @ ..] => (false, true, rest),
            [b'@', rest @ ..] => (true, true, rest),
            rest => (true, true, rest),
        };
        let too_long = || error("total struct size too long");
        let mut plan = Plan { parts: Vec::new(), size: 0, little, native };
        // A zero ends the text as it does in C.
        let mut letters = letters.iter().copied().take_while(|&byte| byte != 0).peekable();
        while let Some(mut byte) = letters.next() {
            if byte.is_ascii_whitespace() || byte == 0x0b {
                continue;
            }
            let mut count: usize = 1;
            if byte.is_ascii_digit() {
                count = 0;
                let mut digit = Some(byte);
                while let Some(value) = digit.filter(u8::is_ascii_digit) {
                    let grown =
                        count.checked_mul(10).and_then(|count| count.checked_add(usize::from(value - b'0')));
                    count = grown.filter(|&count| count <= isize::MAX as usize).ok_or_else(too_long)?;
                    digit = letters.next();
                }
                byte = match digit {
                    Some(byte) => byte,
                    None if lang::is_27() => break,
                    None => return Err(error("repeat count given without format specifier")),
                };
            }
            let Some(letter) = letter(byte, native) else {
                return Err(error("bad char in struct format"));
            };
            let start = plan.size.checked_next_multiple_of(letter.align).ok_or_else(too_long)?;
            let end = letter.size.checked_mul(count).and_then(|size| size.checked_add(start));
            let end = end.filter(|&end| end <= isize::MAX as usize).ok_or_else(too_long)?;
            plan.size = end;
            match letter.form {
                Form::Pad => {}
                Form::Text | Form::Pascal => plan.parts.push(Part { letter, offset: start, size: count }),
                _ if plan.parts.len() + count > MAX_PARTS => return Err(errors::no_memory()),
                _ => {
                    // The parts, and what will come of them.
                    alloc::ensure(count.saturating_mul(size_of::<Part>() + 2 * size_of::<Value>()))?;
                    let each = (0..count).map(|at| start + at * letter.size);
                    plan.parts.extend(each.map(|offset| Part { letter, offset, size: letter.size }));
                }
            }
        }
        Ok(plan)
    }

    /// The bytes of these values, as many as there are parts.
    fn pack(&self, values: &[Value]) -> PyResult<Vec<u8>> {
        let mut bytes: Vec<u8> = Vec::new();
        bytes.try_reserve_exact(self.size).map_err(|_| errors::no_memory())?;
        bytes.resize(self.size, 0);
        for (part, value) in self.parts.iter().zip(values) {
            let target = &mut bytes[part.offset..part.offset + part.size];
            self.pack_one(part, value, target)?;
        }
        Ok(bytes)
    }

    fn pack_one(&self, part: &Part, value: &Value, target: &mut [u8]) -> PyResult<()> {
        let mut number = match part.letter.form {
            Form::Pad => return Ok(()),
            Form::Char => {
                match byte_string(value).as_deref() {
                    Some([byte]) if value.downcast::<ByteArray>().is_none() => target[0] = *byte,
                    _ if lang::is_27() => return Err(error("char format require string of length 1")),
                    _ => return Err(error("char format requires a bytes object of length 1")),
                }
                return Ok(());
            }
            Form::Text => {
                let text = byte_string(value).ok_or_else(|| not_text('s'))?;
                target.iter_mut().zip(text).for_each(|(own, new)| *own = new);
                return Ok(());
            }
            Form::Pascal => {
                let text = byte_string(value).ok_or_else(|| not_text('p'))?;
                if let Some((length, room)) = target.split_first_mut() {
                    *length = text.len().min(room.len()).min(255) as u8;
                    room.iter_mut().zip(text).for_each(|(own, new)| *own = new);
                }
                return Ok(());
            }
            Form::Bool => {
                target[0] = protocol::truth(value)?.into();
                return Ok(());
            }
            Form::Float => {
                let Ok(number) = as_double(value) else {
                    errors::clear();
                    return Err(error("required argument is not a float"));
                };
                if part.size == 8 {
                    number.to_le_bytes().to_vec()
                } else {
                    let single = number as f32;
                    // C's own conversion makes infinity of it.
                    if single.is_infinite() && number.is_finite() && !self.native {
                        return Err(overflow_error("float too large to pack with f format"));
                    }
                    single.to_le_bytes().to_vec()
                }
            }
            Form::Signed | Form::Unsigned | Form::Pointer => {
                self.number_bytes(part.letter, &integer(value)?)?.to_vec()
            }
        };
        number.truncate(part.size);
        if !self.little {
            number.reverse();
        }
        target.copy_from_slice(&number);
        Ok(())
    }

    /// The low bytes of a number that is in range, little-endian.
    fn number_bytes(&self, letter: Letter, number: &BigInt) -> PyResult<[u8; 8]> {
        let Letter { letter: name, form, size, .. } = letter;
        let signed = form == Form::Signed;
        let bits = 8 * size as u32;
        let fits = if signed {
            number.to_i64().is_some_and(|value| bits == 64 || value >> (bits - 1) == value >> 63)
        } else {
            number.to_u64().is_some_and(|value| bits == 64 || value >> bits == 0)
        };
        if fits {
            let low = number.to_i64().map(|value| value as u64).or_else(|| number.to_u64()).unwrap_or(0);
            return Ok(low.to_le_bytes());
        }
        // What C's conversion to a long refuses has other words than what the format refuses.
        // Little-endian formats share the native routines where sizes agree.
        let native = self.native || self.little && !matches!(name, b'l' | b'L');
        let small = size < 8;
        let by_long = signed || size == 1 || (size == 2 && native);
        let converted = if by_long { number.to_i64().is_some() } else { number.to_u64().is_some() };
        if small && converted {
            return Err(match (name, native) {
                (b'b', _) => error("byte format requires -128 <= number <= 127"),
                (b'B', _) => error("ubyte format requires 0 <= number <= 255"),
                (b'h', true) => error("short format requires SHRT_MIN <= number <= SHRT_MAX"),
                (b'H', true) => error("ushort format requires 0 <= number <= USHRT_MAX"),
                _ => {
                    let top = if signed { (1_u64 << (bits - 1)) - 1 } else { (1_u64 << bits) - 1 };
                    let bottom = if signed { -(top as i64) - 1 } else { 0 };
                    error(format!("'{}' format requires {bottom} <= number <= {top}", name as char))
                }
            });
        }
        if form == Form::Pointer && lang::is_27() {
            return Err(overflow_error("long int too large to convert to int"));
        }
        Err(if lang::is_27() {
            error(format!("integer out of range for '{}' format code", name as char))
        } else if form == Form::Pointer || !native && size == 8 {
            error("long too large to convert to int")
        } else {
            error("argument out of range")
        })
    }

    /// The values in exactly as many bytes as the plan has.
    fn unpack(&self, bytes: &[u8]) -> Value {
        let values = self.parts.iter().map(|part| {
            let own = &bytes[part.offset..part.offset + part.size];
            match part.letter.form {
                Form::Pad | Form::Char | Form::Text => new_bytes(own),
                Form::Pascal => match own.split_first() {
                    Some((&length, text)) => new_bytes(&text[..usize::from(length).min(text.len())]),
                    None => new_bytes([]),
                },
                Form::Bool => Value::bool(own.first().is_some_and(|&byte| byte != 0)),
                Form::Float => new_float(match *self.ordered::<8>(own, false) {
                    all if part.size == 8 => f64::from_le_bytes(all),
                    [a, b, c, d, ..] => f32::from_le_bytes([a, b, c, d]).into(),
                }),
                Form::Signed => int::from_big(i64::from_le_bytes(*self.ordered::<8>(own, true)).into()),
                Form::Unsigned | Form::Pointer => {
                    int::from_big(u64::from_le_bytes(*self.ordered::<8>(own, false)).into())
                }
            }
        });
        new_tuple(values.collect::<Vec<Value>>())
    }

    /// Bytes in little-endian order, filled up to eight with zeros or with the sign.
    fn ordered<const N: usize>(&self, bytes: &[u8], signed: bool) -> Box<[u8; N]> {
        let top = if self.little { bytes.last() } else { bytes.first() };
        let negative = signed && top.is_some_and(|&byte| byte >= 128);
        let mut out = [if negative { 0xff } else { 0 }; N];
        let place = |(own, &byte): (&mut u8, &u8)| *own = byte;
        if self.little {
            out.iter_mut().zip(bytes).for_each(place);
        } else {
            out.iter_mut().zip(bytes.iter().rev()).for_each(place);
        }
        Box::new(out)
    }

    fn check_count(&self, function: &str, given: usize) -> PyResult<()> {
        let wanted = self.parts.len();
        if given == wanted {
            return Ok(());
        }
        Err(error(format!("{function} expected {wanted} items for packing (got {given})")))
    }
}

fn byte_string(value: &Value) -> Option<Vec<u8>> {
    if let Some(array) = value.downcast::<ByteArray>().filter(|_| !lang::is_27()) {
        return Some(array.to_vec());
    }
    value.downcast::<Str>().filter(|text| text.is_bytes()).map(Str::to_utf8)
}

fn not_text(letter: char) -> Raised {
    let wanted = if lang::is_27() { "string" } else { "bytes object" };
    error(format!("argument for '{letter}' must be a {wanted}"))
}

/// The number that a value is, by `__index__`; in 2.7 also by `__int__` (get_pylong).
fn integer(value: &Value) -> PyResult<BigInt> {
    if let Some(number) = int::to_big(value) {
        return Ok(number);
    }
    if let Some(found) = protocol::call_special(value, &intern("__index__"), &[]) {
        match if lang::is_27() { errors::catch(exc::TYPE_ERROR, found)? } else { Some(found?) } {
            Some(found) => {
                return int::to_big(&found)
                    .ok_or_else(|| type_error("__index__ returned non-(int,long) (type object)"));
            }
            None => errors::clear(),
        }
    }
    if !lang::is_27() {
        return Err(error("required argument is not an integer"));
    }
    match protocol::call_special(value, &intern("__int__"), &[]) {
        Some(found) => int::to_big(&found?).ok_or_else(|| type_error("__int__ method returned non-integer")),
        None => Err(error("cannot convert argument to integer")),
    }
}

// ---- the type ------------------------------------------------------------------------------------------

/// `struct.Struct`.
struct Struct(RefCell<Option<(Value, Rc<Plan>)>>);

impl Payload for Struct {
    const LAYOUT: Layout = Layout::StructFormat;
    const WEAKREFS: bool = true;
}

static STRUCT_OBJ: TypeObj = TypeObj::builtin(Layout::StructFormat);
const STRUCT: TypeRef = TypeRef::of(&STRUCT_OBJ);

fn new(ty: TypeRef, _args: &Args) -> PyResult {
    Ok(new_instance(ty, Struct(RefCell::new(None))))
}

fn init_struct(this: &Value, args: &Args) -> PyResult<()> {
    let [format] = args.bind("Struct", ["format"], 1)?;
    let none = Value::none();
    let made = plan(format.unwrap_or(&none))?;
    let old = this.payload::<Struct>().0.replace(Some(made));
    drop(old);
    Ok(())
}

/// A format as bytes, and its plan.
fn plan(format: &Value) -> PyResult<(Value, Rc<Plan>)> {
    let bytes = match format.downcast::<Str>() {
        Some(text) if text.is_text() => Codec::Ascii.encode(format, "strict")?,
        Some(_) => format.clone(),
        None => {
            let (wanted, name) =
                (if lang::is_27() { "string" } else { "a bytes object" }, format.type_name());
            return Err(type_error(format!("Struct() argument 1 must be {wanted}, not {name}")));
        }
    };
    let text = bytes.downcast::<Str>().map(Str::to_utf8).unwrap_or_default();
    Ok((bytes, Rc::new(Plan::read(&text)?)))
}

fn plan_of(this: &Value) -> PyResult<Rc<Plan>> {
    let own = this.payload::<Struct>().0.borrow();
    match &*own {
        Some((_, plan)) => Ok(plan.clone()),
        None => Err(error("the format has not been set")),
    }
}

fn pack_with(plan: &Plan, args: &[Value]) -> PyResult {
    plan.check_count("pack", args.len())?;
    plan.pack(args).map(new_bytes)
}

fn pack_into_with(plan: &Plan, args: &[Value]) -> PyResult {
    let (target, offset, values) = match args {
        [] => return Err(error("pack_into expected buffer argument")),
        [_] => return Err(error("pack_into expected offset argument")),
        [target, offset, values @ ..] => (target, offset, values),
    };
    plan.check_count("pack_into", values.len())?;
    let Some(array) = target.downcast::<ByteArray>() else {
        return Err(type_error(if lang::is_27() {
            format!("argument must be read-write buffer, not {}", target.argument_name())
        } else {
            "expected an object with a writable buffer interface".to_owned()
        }));
    };
    let offset = protocol::index(offset)?;
    let Some(offset) = place(offset, array.len(), plan.size) else {
        return Err(error(format!("pack_into requires a buffer of at least {} bytes", plan.size)));
    };
    let bytes = plan.pack(values)?;
    // The values' own code may have shortened the array.
    array.change(|own| own.iter_mut().skip(offset).zip(&bytes).for_each(|(own, new)| *own = *new));
    Ok(Value::none())
}

/// Where an offset is in a buffer with that much behind it; a negative one counts from the end.
fn place(offset: i64, len: usize, size: usize) -> Option<usize> {
    let offset = if offset < 0 { offset.checked_add(len as i64)? } else { offset };
    let offset = usize::try_from(offset).ok()?;
    (offset <= len && len - offset >= size).then_some(offset)
}

fn unpack_with(plan: &Plan, input: &Value) -> PyResult {
    let wanted = if lang::is_27() { "string argument" } else { "bytes object" };
    let wrong = || error(format!("unpack requires a {wanted} of length {}", plan.size));
    let bytes = match capi::buffer("unpack", 1, input) {
        Ok(bytes) => bytes,
        Err(_) if lang::is_27() => {
            errors::clear();
            return Err(wrong());
        }
        Err(raised) => return Err(raised),
    };
    if bytes.len() != plan.size { Err(wrong()) } else { Ok(plan.unpack(&bytes)) }
}

fn unpack_from_with(plan: &Plan, args: &Args) -> PyResult {
    let [buffer, offset] = args.bind("unpack_from", ["buffer", "offset"], 1)?;
    let none = Value::none();
    let buffer = buffer.unwrap_or(&none);
    if buffer.is_none() && lang::is_27() {
        return Err(error("unpack_from requires a buffer argument"));
    }
    let offset = offset.map_or(Ok(0), capi::c_size)?;
    let bytes = capi::buffer("unpack_from", 1, buffer)?;
    match place(offset, bytes.len(), plan.size) {
        Some(start) => Ok(plan.unpack(&bytes[start..start + plan.size])),
        None => Err(error(format!("unpack_from requires a buffer of at least {} bytes", plan.size))),
    }
}

static METHODS: &[Method] = &[
    method(
        "pack",
        Native::Var(0, usize::MAX, |this, args| pack_with(&*plan_of(this)?, args)),
        "S.pack(v1, v2, ...) -> bytes\n\nThe values as bytes.",
    ),
    method(
        "pack_into",
        Native::Var(0, usize::MAX, |this, args| pack_into_with(&*plan_of(this)?, args)),
        "S.pack_into(buffer, offset, v1, v2, ...)\n\nWrite the values into a buffer that can be written.",
    ),
    method(
        "unpack",
        Native::One(|this, input| unpack_with(&*plan_of(this)?, input)),
        "S.unpack(buffer) -> (v1, v2, ...)\n\nThe values in bytes, of which there must be S.size.",
    ),
    method(
        "unpack_from",
        Native::Kw(|this, args| unpack_from_with(&*plan_of(this)?, args)),
        "S.unpack_from(buffer[, offset]) -> (v1, v2, ...)\n\nThe values in part of a buffer.",
    ),
];

static GETSETS: &[GetSet] = &[
    getter("format", |this| {
        let own = this.payload::<Struct>().0.borrow();
        Ok(own.as_ref().map_or(Value::none(), |(format, _)| format.clone()))
    }),
    getter("size", |this| Ok(Value::int(plan_of(this)?.size as i64))),
];

/// Makes the type ready.
pub fn init() {
    let slots = Slots { new: Some(new), init: Some(init_struct), ..Slots::of::<Struct>() };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: METHODS,
        getsets: GETSETS,
        doc: "Struct(fmt) --> compiled struct object\n\nA format that has been read once.",
        ..TypeDef::new(STRUCT, "Struct", slots)
    });
}

// ---- the functions -------------------------------------------------------------------------------------

/// The plan of the first argument, and the rest.
fn format_and_rest(args: &[Value]) -> PyResult<(Rc<Plan>, &[Value])> {
    let Some((format, rest)) = args.split_first() else {
        return Err(type_error("missing format argument"));
    };
    Ok((plan(format)?.1, rest))
}

fn pack(_: &Value, args: &[Value]) -> PyResult {
    let (plan, rest) = format_and_rest(args)?;
    pack_with(&plan, rest)
}

fn pack_into(_: &Value, args: &[Value]) -> PyResult {
    let (plan, rest) = format_and_rest(args)?;
    pack_into_with(&plan, rest)
}

fn unpack(_: &Value, args: &[Value]) -> PyResult {
    native::unpack("unpack", args, 2, 2)?;
    unpack_with(&plan(&args[0])?.1, &args[1])
}

fn unpack_from(_: &Value, args: &Args) -> PyResult {
    let (plan, rest) = format_and_rest(args.pos)?;
    unpack_from_with(&plan, &Args { pos: rest, kw: args.kw })
}

fn calcsize(_: &Value, format: &Value) -> PyResult {
    Ok(Value::int(plan(format)?.1.size as i64))
}

fn clear_cache(_: &Value) -> PyResult {
    Ok(Value::none())
}

static FUNCTIONS: &[Method] = &[
    method("pack", Native::Var(0, usize::MAX, pack), "pack(fmt, v1, v2, ...) -> bytes"),
    method(
        "pack_into",
        Native::Var(0, usize::MAX, pack_into),
        "pack_into(fmt, buffer, offset, v1, v2, ...)\n\nWrite the values into a buffer.",
    ),
    method("unpack", Native::Var(0, usize::MAX, unpack), "unpack(fmt, buffer) -> (v1, v2, ...)"),
    method(
        "unpack_from",
        Native::Kw(unpack_from),
        "unpack_from(fmt, buffer, offset=0) -> (v1, v2, ...)\n\nThe values in part of a buffer.",
    ),
    method("calcsize", Native::One(calcsize), "calcsize(fmt) -> how many bytes a format describes"),
    method("_clearcache", Native::NoArgs(clear_cache), "There is no cache."),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("struct");
    module::add_functions(&made, "_struct", FUNCTIONS);
    module::set(&made, "Struct", STRUCT.value());
    module::set(&made, "error", capi::new_exception("struct", "error", exc::EXCEPTION)?.value());
    Ok(made)
}
