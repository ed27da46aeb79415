//! `_codecs`: what the `codecs` module is made of (Modules/_codecsmodule.c).
//!
//! Invariant: the functions named after a codec give (result, length of the input); the codecs themselves are in
//! `objects::str::codecs`.

use crate::objects::errors::{PyResult, type_error};
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::protocol;
use crate::objects::str::codecs::{self, Codec, Order, binary::Binary, errors};
use crate::objects::str::{Str, methods, new_str};
use crate::objects::tuple::new_tuple;
use crate::objects::word::Value;
use crate::objects::{exceptions as exc, module};

fn name(value: &Value) -> PyResult<String> {
    value.str_lossy().ok_or_else(|| type_error(format!("must be string, not {}", value.type_name())))
}

fn coder_arguments(function: &str, args: &Args) -> PyResult<(Value, String, String)> {
    let [object, encoding, errors] = args.bind(function, ["obj", "encoding", "errors"], 1)?;
    let function = format!("{function}()");
    let encoding = methods::encoding_argument(&function, 2, encoding)?;
    let errors = methods::errors_argument(&function, 3, errors)?;
    Ok((object.cloned().unwrap_or(Value::none()), encoding.into_owned(), errors.into_owned()))
}

fn encode(_: &Value, args: &Args) -> PyResult {
    let (object, encoding, errors) = coder_arguments("encode", args)?;
    codecs::encode(&object, &encoding, &errors)
}

fn decode(_: &Value, args: &Args) -> PyResult {
    let (object, encoding, errors) = coder_arguments("decode", args)?;
    codecs::decode(&object, &encoding, &errors)
}

fn register(_: &Value, function: &Value) -> PyResult {
    if function.type_of().slots().call.is_none() {
        return Err(type_error("argument must be callable"));
    }
    codecs::register(function);
    Ok(Value::none())
}

/// The name of a built-in codec, or the tuple that a registered function gives.
fn lookup(_: &Value, encoding: &Value) -> PyResult {
    let encoding = name(encoding)?;
    match Codec::find(&encoding) {
        Some(codec) => Ok(new_str(codec.name())),
        None => codecs::search(&encoding),
    }
}

fn register_error(_: &Value, args: &[Value]) -> PyResult {
    if args[1].type_of().slots().call.is_none() {
        return Err(type_error("handler must be callable"));
    }
    errors::register(&name(&args[0])?, &args[1]);
    Ok(Value::none())
}

fn lookup_error(this: &Value, handler: &Value) -> PyResult {
    let handler = name(handler)?;
    if let Some(found) = errors::registered(&handler) {
        return Ok(found);
    }
    if !errors::is_builtin(&handler) {
        return Err(errors::unknown(&handler));
    }
    protocol::getattr_str(this, &format!("{handler}_errors"))
}

// ---- the built-in error handlers as functions of an exception ----------------------------------------------------

/// The exception's (object, start, end), its object a string.
fn position(error: &Value) -> PyResult<(Value, usize, usize)> {
    let ty = error.type_of();
    if !ty.is_subtype(exc::UNICODE_ERROR) {
        return Err(type_error(format!("don't know how to handle {} in error callback", ty.name())));
    }
    let object = protocol::getattr_str(error, "object")?;
    let len = object.downcast::<Str>().map_or(0, Str::len);
    let index = |name| -> PyResult<usize> {
        let index = protocol::index(&protocol::getattr_str(error, name)?)?;
        Ok(usize::try_from(index).unwrap_or(0).min(len))
    };
    let (start, end) = (index("start")?, index("end")?);
    Ok((object, start, end.max(start)))
}

fn strict_errors(_: &Value, error: &Value) -> PyResult {
    if error.type_of().is_subtype(exc::BASE_EXCEPTION) {
        let ty = error.type_of();
        return Err(crate::objects::errors::raise_value(ty, error.clone()));
    }
    Err(type_error("codec must pass exception instance"))
}

fn ignore_errors(_: &Value, error: &Value) -> PyResult {
    let (_, _, end) = position(error)?;
    Ok(new_tuple([crate::objects::str::new_text(""), Value::int(end as i64)]))
}

fn replace_errors(_: &Value, error: &Value) -> PyResult {
    let (_, start, end) = position(error)?;
    let text = if error.type_of().is_subtype(exc::UNICODE_ENCODE_ERROR) {
        "?".repeat(end - start)
    } else if error.type_of().is_subtype(exc::UNICODE_DECODE_ERROR) {
        "\u{fffd}".to_owned()
    } else {
        "\u{fffd}".repeat(end - start)
    };
    Ok(new_tuple([crate::objects::str::new_text(&text), Value::int(end as i64)]))
}

/// What a handler for encoding makes of the bad characters.
fn escaped(error: &Value, escape: impl Fn(u32) -> String) -> PyResult {
    if !error.type_of().is_subtype(exc::UNICODE_ENCODE_ERROR) {
        let found = error.type_name();
        return Err(type_error(format!("don't know how to handle {found} in error callback")));
    }
    let (object, start, end) = position(error)?;
    let points = object.downcast::<Str>().map(Str::to_points).unwrap_or_default();
    let text: String = points[start..end].iter().map(|&point| escape(point)).collect();
    Ok(new_tuple([crate::objects::str::new_text(&text), Value::int(end as i64)]))
}

fn xmlcharrefreplace_errors(_: &Value, error: &Value) -> PyResult {
    escaped(error, |point| format!("&#{point};"))
}

fn backslashreplace_errors(_: &Value, error: &Value) -> PyResult {
    escaped(error, |point| {
        let mut out = Vec::new();
        crate::objects::str::repr::push_escape(&mut out, point);
        String::from_utf8(out).unwrap_or_default()
    })
}

// ---- a pair of functions for each codec --------------------------------------------------------------------------

fn handler(args: &[Value]) -> PyResult<String> {
    match args.get(1) {
        Some(value) if !value.is_none() => name(value),
        _ => Ok("strict".to_owned()),
    }
}

fn with_length(result: Value, input: &Value) -> PyResult {
    let len = protocol::len(input)?;
    Ok(new_tuple([result, Value::int(len as i64)]))
}

macro_rules! codec_functions {
    ($($encode:literal $decode:literal $codec:expr;)*) => {
        static CODECS: &[Method] = &[$(
            method(
                $encode,
                Native::Var(1, 2, |_, args| with_length($codec.encode(&args[0], &handler(args)?)?, &args[0])),
                "",
            ),
            method(
                $decode,
                Native::Var(1, 3, |_, args| with_length($codec.decode(&args[0], &handler(args)?)?, &args[0])),
                "",
            ),
        )*];
    };
}

codec_functions! {
    "ascii_encode" "ascii_decode" Codec::Ascii;
    "latin_1_encode" "latin_1_decode" Codec::Latin1;
    "utf_8_encode" "utf_8_decode" Codec::Utf8;
    "utf_16_encode" "utf_16_decode" Codec::Utf16(Order::Marked);
    "utf_16_le_encode" "utf_16_le_decode" Codec::Utf16(Order::Little);
    "utf_16_be_encode" "utf_16_be_decode" Codec::Utf16(Order::Big);
    "utf_32_encode" "utf_32_decode" Codec::Utf32(Order::Marked);
    "utf_32_le_encode" "utf_32_le_decode" Codec::Utf32(Order::Little);
    "utf_32_be_encode" "utf_32_be_decode" Codec::Utf32(Order::Big);
    "unicode_escape_encode" "unicode_escape_decode" Codec::UnicodeEscape;
    "raw_unicode_escape_encode" "raw_unicode_escape_decode" Codec::RawUnicodeEscape;
    "escape_encode" "escape_decode" Codec::Binary(Binary::StringEscape);
}

static METHODS: &[Method] = &[
    method("encode", Native::Kw(encode), "encode(obj[, encoding[, errors]]) -> object"),
    method("decode", Native::Kw(decode), "decode(obj[, encoding[, errors]]) -> object"),
    method("register", Native::One(register), "register(search_function)"),
    method("lookup", Native::One(lookup), "The name of a built-in codec, or what a search function gives."),
    method("register_error", Native::Var(2, 2, register_error), "register_error(name, handler)"),
    method("lookup_error", Native::One(lookup_error), "lookup_error(name) -> handler"),
    method("strict_errors", Native::One(strict_errors), "Raises the exception."),
    method("ignore_errors", Native::One(ignore_errors), "Leaves the bad part out."),
    method("replace_errors", Native::One(replace_errors), "A question mark, or U+FFFD, for the bad part."),
    method("xmlcharrefreplace_errors", Native::One(xmlcharrefreplace_errors), "XML character references."),
    method("backslashreplace_errors", Native::One(backslashreplace_errors), "Escapes with backslashes."),
];

pub fn make() -> PyResult {
    let made = module::new_module("_codecs");
    module::add_functions(&made, "_codecs", METHODS);
    module::add_functions(&made, "_codecs", CODECS);
    Ok(made)
}
