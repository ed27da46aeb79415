//! The types `int` and `long`: constructors, methods, tables.

use super::{Int, bytes, from_big, is_int, is_long, ops, text, to_big, to_i64, typed};
use crate::objects::bytearray::ByteArray;
use crate::objects::errors::{PyResult, catch, overflow_error, type_error, value_error};
use crate::objects::header::new_instance;
use crate::objects::memoryview::MemoryView;
use crate::objects::native::{Args, GetSet, Method, Native, class_method, getter, method};
use crate::objects::number_format::{self, format_float, format_int, parse_spec};
use crate::objects::str::{Str, new_bytes, new_points, new_str};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{BinOp, INT, LONG, Slots, TypeDef, TypeRef, UnOp, flags, ready};
use crate::objects::word::Value;
use crate::objects::{alloc, call, exceptions, file, lang, names, protocol};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::Zero;

// ---- constructors --------------------------------------------------------------------------------------

/// The error of a literal that is none; the text is shown up to a zero byte, which C's strings end with.
fn invalid_literal(name: &str, base: i64, source: &Str, string: &[u8]) -> PyResult {
    let end = string.iter().position(|&byte| byte == 0);
    let head = &string[..end.unwrap_or(string.len())];
    if end.is_some() && text::parse(head, base as u32, name == "long").is_some() {
        return Err(value_error(format!("null byte in argument for {name}()")));
    }
    let shown = if lang::is_27() {
        new_bytes(&head[..head.len().min(200)])
    } else {
        let points = source.to_points().into_iter().map(text::simplified).take(head.len().min(200));
        new_points(points.collect::<Vec<u32>>())
    };
    let shown = protocol::repr_string(&shown)?;
    Err(value_error(format!("invalid literal for {name}() with base {base}: {shown}")))
}

/// An integer from a string object.
fn from_string(name: &str, source: &Str, base: i64) -> PyResult {
    let long = name == "long";
    if base != 0 && !(2..=36).contains(&base) {
        let zero = if lang::is_27() { ", or 0" } else { "" };
        return Err(value_error(format!("{name}() base must be >= 2 and <= 36{zero}")));
    }
    if base == 10
        && let Some(small) = source.as_narrow().and_then(text::parse_small)
    {
        return Ok(if long { typed(BigInt::from(small), true) } else { Value::int(small) });
    }
    let string = text::number_text(source)?;
    alloc::ensure(2 * string.len())?;
    match text::parse(&string, base as u32, long) {
        Some(value) => Ok(typed(value, long)),
        None => invalid_literal(name, base, source, &string),
    }
}

/// What a dunder returned, if it is an int or long.
fn checked(result: Value, dunder: &str, wanted: &str) -> PyResult {
    if is_int(&result) {
        return Ok(result);
    }
    Err(type_error(format!("{dunder} returned non-{wanted} (type {})", result.type_name())))
}

/// `__trunc__`, and what it gives made an int; none if there is no such method.
fn truncated(value: &Value) -> PyResult<Option<Value>> {
    let name = names::__trunc__();
    let Some(result) = protocol::call_special(value, name, &[]) else { return Ok(None) };
    let result = result?;
    if is_int(&result) {
        return Ok(Some(result));
    }
    let int = match result.type_of().slots().unary {
        Some(unary) => unary(UnOp::Int, &result)?,
        None => Value::not_implemented(),
    };
    if is_int(&int) {
        return Ok(Some(int));
    }
    let shown = if int.is_not_implemented() { &result } else { &int };
    Err(type_error(format!("__trunc__ returned non-Integral (type {})", shown.type_name())))
}

fn not_a_number(name: &str, value: &Value) -> crate::objects::errors::Raised {
    type_error(format!("{name}() argument must be a string or a number, not '{}'", value.type_name()))
}

/// The text of a number in an object that is no string but has a buffer, as a string of bytes.
/// Errors: MemoryError.
pub fn text_in_buffer(value: &Value) -> PyResult<Option<Value>> {
    if value.downcast::<Str>().is_some() {
        return Ok(None);
    }
    Ok(match value.downcast::<MemoryView>() {
        // 2.7 asks for characters, which a memoryview has not.
        Some(_) if lang::is_27() => None,
        // A released one shows nothing any more.
        Some(view) => catch(exceptions::VALUE_ERROR, view.bytes())?,
        None => file::buffer_of(value)?,
    }
    .map(new_bytes))
}

/// `int(value)` (PyNumber_Int, in 3.2 PyNumber_Long). Under 2.7 the result may be a long.
pub fn int_from(value: &Value) -> PyResult {
    if value.word().is_int() {
        return Ok(value.clone());
    }
    if let Some(unary) = value.type_of().slots().unary {
        let result = unary(UnOp::Int, value)?;
        if !result.is_not_implemented() {
            return checked(result, "__int__", "int");
        }
    }
    if let Some(result) = truncated(value)? {
        return Ok(result);
    }
    let inside = text_in_buffer(value)?;
    match inside.as_ref().unwrap_or(value).downcast::<Str>() {
        Some(string) => from_string("int", string, 10),
        None => Err(not_a_number("int", value)),
    }
}

/// 2.7's `long(value)` (PyNumber_Long).
pub fn long_from(value: &Value) -> PyResult {
    let as_long = |value: Value| match to_big(&value) {
        Some(big) if !is_long(&value) => typed(big, true),
        _ => value,
    };
    if let Some(unary) = value.type_of().slots().unary {
        let result = unary(UnOp::Long, value)?;
        if !result.is_not_implemented() {
            return checked(result, "__long__", "long").map(as_long);
        }
    }
    if let Some(result) = truncated(value)? {
        return Ok(as_long(result));
    }
    let inside = text_in_buffer(value)?;
    match inside.as_ref().unwrap_or(value).downcast::<Str>() {
        Some(string) => from_string("long", string, 10),
        None => Err(not_a_number("long", value)),
    }
}

fn construct(name: &str, args: &Args, convert: fn(&Value) -> PyResult) -> PyResult {
    if let ([value], []) = (args.pos, args.kw) {
        return convert(value);
    }
    let [value, base] = args.bind(name, ["x", "base"], 0)?;
    let Some(value) = value else {
        if base.is_some() {
            return Err(type_error(format!("{name}() missing string argument")));
        }
        return Ok(typed(BigInt::zero(), name == "long"));
    };
    let Some(base) = base else { return convert(value) };
    let base = super::expect_i64(base)?;
    let inside =
        if lang::is_27() || value.downcast::<ByteArray>().is_none() { None } else { text_in_buffer(value)? };
    match inside.as_ref().unwrap_or(value).downcast::<Str>() {
        Some(string) => from_string(name, string, base),
        None => Err(type_error(format!("{name}() can't convert non-string with explicit base"))),
    }
}

fn int_new(ty: TypeRef, args: &Args) -> PyResult {
    let value = construct("int", args, int_from)?;
    if !ty.is_heap() {
        return Ok(value);
    }
    match (to_big(&value), to_i64(&value)) {
        (Some(_), None) if lang::is_27() => Err(overflow_error("Python int too large to convert to C long")),
        (Some(big), _) => Ok(new_instance(ty, Int(big))),
        (None, _) => Ok(value),
    }
}

fn long_new(ty: TypeRef, args: &Args) -> PyResult {
    let value = construct("long", args, long_from)?;
    match to_big(&value) {
        Some(big) if ty.is_heap() => Ok(new_instance(ty, Int(big))),
        _ => Ok(value),
    }
}

// ---- slots ---------------------------------------------------------------------------------------------

fn repr(this: &Value) -> PyResult {
    Ok(new_str(&text::repr_text(this)?))
}

/// The digits, never with an `L`; a class that defines `__repr__` alone keeps this.
fn str(this: &Value) -> PyResult {
    // 2.7's small ints are no long numbers, which look at signals.
    if lang::is_27()
        && !is_long(this)
        && let Some(small) = super::to_i64(this)
    {
        return Ok(crate::objects::str::new_decimal(small));
    }
    Ok(new_str(&text::to_decimal(&to_big(this).unwrap_or_default())?))
}

fn hash(this: &Value) -> PyResult<i64> {
    Ok(super::hash_big(&to_big(this).unwrap_or_default()))
}

fn truth(this: &Value) -> PyResult<bool> {
    Ok(!to_big(this).unwrap_or_default().is_zero())
}

// ---- methods -------------------------------------------------------------------------------------------

/// The number as an exact int (or long): what `real`, `numerator`, `conjugate` ... give.
fn itself(this: &Value) -> PyResult {
    ops::unary(UnOp::Pos, this)
}

fn small(value: i64, like: &Value) -> Value {
    typed(BigInt::from(value), is_long(like))
}

fn bit_length(this: &Value) -> PyResult {
    Ok(Value::int(to_big(this).unwrap_or_default().bits() as i64))
}

fn getnewargs(this: &Value) -> PyResult {
    Ok(new_tuple([itself(this)?]))
}

fn sizeof(this: &Value) -> PyResult {
    if lang::is_27() && !is_long(this) {
        return Ok(Value::int(24));
    }
    let digits = to_big(this).unwrap_or_default().bits().div_ceil(30);
    Ok(Value::int(24 + 4 * digits as i64))
}

/// 3.2's `int.__round__`: half to even, at a power of ten.
fn round(this: &Value, args: &[Value]) -> PyResult {
    let Some(digits) = args.first() else { return itself(this) };
    let digits = protocol::index_value(digits)?;
    let value = to_big(this).unwrap_or_default();
    let Some(digits) = to_i64(&digits) else {
        return if super::is_negative(&digits) { Ok(Value::int(0)) } else { itself(this) };
    };
    if digits >= 0 {
        return itself(this);
    }
    // One digit is more than three bits.
    if digits.unsigned_abs() > value.bits() / 3 + 2 {
        return Ok(Value::int(0));
    }
    let unit = BigInt::from(10).pow(digits.unsigned_abs() as u32);
    let (quotient, rest) = value.div_mod_floor(&unit);
    let twice: BigInt = rest * 2;
    let up = twice > unit || (twice == unit && quotient.is_odd());
    Ok(from_big((if up { quotient + 1 } else { quotient }) * unit))
}

/// The text of a format specification.
pub(in crate::objects) fn spec_text(spec: &Value) -> PyResult<String> {
    match spec.downcast::<Str>() {
        Some(text) if lang::is_27() || text.is_text() => Ok(text.to_string_lossy()),
        _ if lang::is_27() => Err(type_error("__format__ requires str or unicode")),
        _ => Err(type_error(format!("must be str, not {}", spec.type_name()))),
    }
}

fn format(this: &Value, spec: &Value) -> PyResult {
    let spec = spec_text(spec)?;
    if spec.is_empty() {
        return protocol::str(this);
    }
    let spec = parse_spec(&spec)?;
    let value = to_big(this).unwrap_or_default();
    let text = match spec.ty {
        None | Some('b' | 'c' | 'd' | 'n' | 'o' | 'x' | 'X') => format_int(&value, &spec)?,
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => format_float(super::to_float(&value)?, &spec)?,
        Some(ty) => return Err(number_format::unknown_type(ty, &this.type_name())),
    };
    if lang::is_27() && spec.ty == Some('c') {
        // One byte, which need not be UTF-8.
        let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        return Ok(bytes.map_or_else(|| new_str(&text), new_bytes));
    }
    Ok(new_str(&text))
}

/// 2.7's `__cmp__`: only for another of the same type.
fn cmp(this: &Value, other: &Value) -> PyResult {
    let name = if is_long(this) { "long" } else { "int" };
    if !is_int(other) || is_long(other) != is_long(this) {
        return Err(type_error(format!(
            "{name}.__cmp__(x,y) requires y to be a '{name}', not a '{}'",
            other.type_name()
        )));
    }
    Ok(Value::int(to_big(this).cmp(&to_big(other)) as i64))
}

/// 2.7's `__coerce__`.
fn coerce(this: &Value, other: &Value) -> PyResult {
    if !is_int(other) || (is_long(other) && !is_long(this)) {
        return Ok(Value::not_implemented());
    }
    let other = match to_big(other) {
        Some(big) if is_long(this) && !is_long(other) => typed(big, true),
        _ => other.clone(),
    };
    Ok(new_tuple([this.clone(), other]))
}

const BIT_LENGTH: Method = method(
    "bit_length",
    Native::NoArgs(bit_length),
    "int.bit_length() -> int\n\nNumber of bits necessary to represent self in binary.\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6",
);
const CONJUGATE: Method =
    method("conjugate", Native::NoArgs(itself), "Returns self, the complex conjugate of any int.");
const TRUNC: Method = method("__trunc__", Native::NoArgs(itself), "Truncating an Integral returns itself.");
const GETNEWARGS: Method = method("__getnewargs__", Native::NoArgs(getnewargs), "");
const FORMAT: Method = method("__format__", Native::One(format), "");
const SIZEOF: Method = method("__sizeof__", Native::NoArgs(sizeof), "Returns size in memory, in bytes");

static METHODS27: &[Method] = &[
    BIT_LENGTH,
    CONJUGATE,
    TRUNC,
    GETNEWARGS,
    FORMAT,
    SIZEOF,
    method("__cmp__", Native::One(cmp), "x.__cmp__(y) <==> cmp(x,y)"),
    method("__coerce__", Native::One(coerce), "x.__coerce__(y) <==> coerce(x, y)"),
];

static METHODS32: &[Method] = &[
    BIT_LENGTH,
    CONJUGATE,
    TRUNC,
    GETNEWARGS,
    FORMAT,
    SIZEOF,
    method("__floor__", Native::NoArgs(itself), "Flooring an Integral returns itself."),
    method("__ceil__", Native::NoArgs(itself), "Ceiling of an Integral returns itself."),
    method(
        "__round__",
        Native::Var(0, 1, round),
        "Rounding an Integral returns itself.\nRounding with an ndigits argument also returns an integer.",
    ),
    method(
        "to_bytes",
        Native::Kw(bytes::to_bytes),
        "int.to_bytes(length, byteorder, *, signed=False) -> bytes\n\nReturn an array of bytes representing an integer.",
    ),
    class_method(
        "from_bytes",
        Native::Kw(bytes::from_bytes),
        "int.from_bytes(bytes, byteorder, *, signed=False) -> int\n\nReturn the integer represented by the given array of bytes.",
    ),
];

static GETSETS: &[GetSet] = &[
    getter("real", itself),
    getter("imag", |this| Ok(small(0, this))),
    getter("numerator", itself),
    getter("denominator", |this| Ok(small(1, this))),
];

fn definition(ty: TypeRef, name: &'static str, slots: Slots, doc: &'static str) -> TypeDef {
    TypeDef {
        flags: flags::BASETYPE,
        methods: if lang::is_27() { METHODS27 } else { METHODS32 },
        getsets: GETSETS,
        operators: BinOp::ALL,
        unary: UnOp::ALL,
        reflected: true,
        doc,
        ..TypeDef::new(ty, name, slots)
    }
}

/// Makes `int`, and under 2.7 `long`, ready.
pub fn init() {
    let slots = Slots {
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        truth: Some(truth),
        richcompare: Some(ops::compare),
        binary: Some(ops::binary),
        unary: Some(ops::unary),
        new: Some(int_new),
        ..Slots::of::<Int>()
    };
    let doc = if lang::is_27() {
        "int(x=0) -> int or long\nint(x, base=10) -> int or long\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given."
    } else {
        "int(x=0) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given."
    };
    ready(definition(INT, "int", slots, doc));
    let slots = Slots { new: Some(long_new), ..slots };
    ready(definition(
        LONG,
        "long",
        slots,
        "long(x=0) -> long\nlong(x, base=10) -> long\n\nConvert a number or string to a long integer, or return 0L if no arguments\nare given.",
    ));
}

/// The text of a number in another base, for `bin()`, and 3.2's `oct()` and `hex()` (PyNumber_ToBase).
pub(in crate::objects) fn to_base(value: &Value, radix: u32, prefix: &str) -> PyResult {
    let number = to_big(&protocol::index_value(value)?).unwrap_or_default();
    let sign = if number.sign() == Sign::Minus { "-" } else { "" };
    Ok(new_str(&format!("{sign}{prefix}{}", number.magnitude().to_str_radix(radix))))
}

/// 2.7's `oct()` and `hex()`: the type's own slot says.
pub(in crate::objects) fn by_slot(value: &Value, op: UnOp, name: &str) -> PyResult {
    let result = match value.type_of().slots().unary {
        Some(unary) => unary(op, value)?,
        None => Value::not_implemented(),
    };
    if result.is_not_implemented() {
        return Err(type_error(format!("{name}() argument can't be converted to {name}")));
    }
    if result.downcast::<Str>().is_some_and(Str::is_bytes) {
        return Ok(result);
    }
    Err(type_error(format!("__{name}__ returned non-string (type {})", result.type_name())))
}

/// 3.2's `round()` and `__round__`: looked up in the type and called.
pub(in crate::objects) fn round_by_method(number: &Value, digits: Option<&Value>) -> PyResult {
    let Some(method) = protocol::lookup_special(number, names::__round__())? else {
        return Err(type_error(format!("type {} doesn't define __round__ method", number.type_name())));
    };
    match digits {
        Some(digits) => call::call(&method, std::slice::from_ref(digits)),
        None => call::call(&method, &[]),
    }
}
