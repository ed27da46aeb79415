//! The methods of the string types: which type has which, in each language.

pub mod case;
pub mod coding;
pub mod pad;
pub mod search;
pub mod split;
pub mod translate;

pub use coding::{encoding_argument, errors_argument};
pub use search::contains;

use super::Kind;
use crate::objects::errors::PyResult;
use crate::objects::lang;
use crate::objects::native::{Method, Native, method, static_method};
use crate::objects::str::operand::{exact, int_argument};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::BinOp;
use crate::objects::word::Value;
use crate::objects::{format, native};
use std::sync::OnceLock;

/// `__getnewargs__`
fn getnewargs(this: &Value) -> PyResult {
    Ok(new_tuple([exact(this)]))
}

fn sizeof(this: &Value) -> PyResult {
    let own = this.payload::<super::Str>();
    let unit = if own.is_text() { 4 } else { 1 };
    Ok(Value::int((if own.is_text() { 50 } else { 33 } + unit * own.len()) as i64))
}

/// What all four types have.
const SHARED: [Method; 34] = [
    method(
        "capitalize",
        Native::NoArgs(case::capitalize),
        "A copy with the first character in upper case, the rest in lower case.",
    ),
    method(
        "center",
        Native::Var(1, 2, pad::center),
        "S.center(width[, fillchar]): centred in a string of that width.",
    ),
    method(
        "count",
        Native::Var(1, 3, search::count),
        "S.count(sub[, start[, end]]): how often sub is in S without overlap.",
    ),
    method("endswith", Native::Var(1, 3, search::endswith), "S.endswith(suffix[, start[, end]]) -> bool"),
    method(
        "expandtabs",
        Native::Var(0, 1, pad::expandtabs),
        "S.expandtabs([tabsize]): tabs as spaces, tabsize 8 by default.",
    ),
    method(
        "find",
        Native::Var(0, usize::MAX, search::find),
        "S.find(sub[, start[, end]]): the lowest index of sub, or -1.",
    ),
    method(
        "index",
        Native::Var(0, usize::MAX, search::index),
        "S.index(sub[, start[, end]]): like find, with a ValueError if sub is not there.",
    ),
    method(
        "isalnum",
        Native::NoArgs(case::isalnum),
        "Whether all characters are alphanumeric, and there are some.",
    ),
    method(
        "isalpha",
        Native::NoArgs(case::isalpha),
        "Whether all characters are alphabetic, and there are some.",
    ),
    method(
        "isdigit",
        Native::NoArgs(case::isdigit),
        "Whether all characters are digits, and there are some.",
    ),
    method(
        "islower",
        Native::NoArgs(case::islower),
        "Whether all cased characters are in lower case, and there are some.",
    ),
    method(
        "isspace",
        Native::NoArgs(case::isspace),
        "Whether all characters are whitespace, and there are some.",
    ),
    method(
        "istitle",
        Native::NoArgs(case::istitle),
        "Whether upper case follows uncased characters only, lower case cased ones only.",
    ),
    method(
        "isupper",
        Native::NoArgs(case::isupper),
        "Whether all cased characters are in upper case, and there are some.",
    ),
    method(
        "join",
        Native::One(split::join),
        "S.join(iterable): the strings of the iterable with S between them.",
    ),
    method(
        "ljust",
        Native::Var(1, 2, pad::ljust),
        "S.ljust(width[, fillchar]): left-justified in a string of that width.",
    ),
    method("lower", Native::NoArgs(case::lower), "A copy in lower case."),
    method(
        "lstrip",
        Native::Var(0, 1, split::lstrip),
        "A copy without leading whitespace, or leading characters of the argument.",
    ),
    method(
        "partition",
        Native::One(split::partition),
        "S.partition(sep) -> (head, sep, tail), split at the first sep.",
    ),
    method(
        "replace",
        Native::Var(2, 3, search::replace),
        "S.replace(old, new[, count]): a copy with old replaced by new.",
    ),
    method(
        "rfind",
        Native::Var(0, usize::MAX, search::rfind),
        "S.rfind(sub[, start[, end]]): the highest index of sub, or -1.",
    ),
    method(
        "rindex",
        Native::Var(0, usize::MAX, search::rindex),
        "S.rindex(sub[, start[, end]]): like rfind, with a ValueError if sub is not there.",
    ),
    method(
        "rjust",
        Native::Var(1, 2, pad::rjust),
        "S.rjust(width[, fillchar]): right-justified in a string of that width.",
    ),
    method(
        "rpartition",
        Native::One(split::rpartition),
        "S.rpartition(sep) -> (head, sep, tail), split at the last sep.",
    ),
    method(
        "rsplit",
        Native::Var(0, 2, split::rsplit),
        "S.rsplit([sep[, maxsplit]]): the words of S, splitting from the right.",
    ),
    method(
        "rstrip",
        Native::Var(0, 1, split::rstrip),
        "A copy without trailing whitespace, or trailing characters of the argument.",
    ),
    method(
        "split",
        Native::Var(0, 2, split::split),
        "S.split([sep[, maxsplit]]): the words of S, with sep or whitespace between them.",
    ),
    method("splitlines", Native::Var(0, 1, split::splitlines), "S.splitlines([keepends]): the lines of S."),
    method(
        "startswith",
        Native::Var(1, 3, search::startswith),
        "S.startswith(prefix[, start[, end]]) -> bool",
    ),
    method(
        "strip",
        Native::Var(0, 1, split::strip),
        "A copy without whitespace, or characters of the argument, at both ends.",
    ),
    method("swapcase", Native::NoArgs(case::swapcase), "A copy with upper and lower case exchanged."),
    method("title", Native::NoArgs(case::title), "A copy in title case: words begin with upper case."),
    method("upper", Native::NoArgs(case::upper), "A copy in upper case."),
    method(
        "zfill",
        Native::Var(1, 1, pad::zfill),
        "S.zfill(width): filled with zeros on the left, behind a sign.",
    ),
];

const ENCODE: Method =
    method("encode", Native::Kw(coding::encode), "S.encode([encoding[, errors]]): S encoded by that codec.");
const DECODE: Method =
    method("decode", Native::Kw(coding::decode), "S.decode([encoding[, errors]]): S decoded by that codec.");
const TRANSLATE_BYTES: Method = method(
    "translate",
    Native::Var(1, 2, translate::translate_bytes),
    "S.translate(table[, deletechars]): bytes mapped by a table of 256, those of deletechars left out.",
);
const TRANSLATE_TEXT: Method = method(
    "translate",
    Native::One(translate::translate_text_method),
    "S.translate(table): characters mapped by their ordinals to ordinals, strings or None.",
);

const FORMAT: [Method; 2] = [
    method(
        "format",
        Native::Kw(format::format_method),
        "S.format(*args, **kwargs): replaces the fields in braces.",
    ),
    method("__format__", Native::One(format::format_str), "S.__format__(format_spec) -> string"),
];

const PICKLING: [Method; 2] = [
    method("__getnewargs__", Native::NoArgs(getnewargs), ""),
    method("__sizeof__", Native::NoArgs(sizeof), "S.__sizeof__() -> size of S in memory, in bytes"),
];

/// `__rmul__`: the count comes first.
fn rmul(this: &Value, count: &Value) -> PyResult {
    super::types::binary(BinOp::Mul, this, count)
}

/// `__rmod__`: the format comes first.
fn rmod(this: &Value, format: &Value) -> PyResult {
    super::types::binary(BinOp::Mod, format, this)
}

/// 2.7's `__getslice__(start, stop)`; negative bounds have had the length added already.
fn getslice(this: &Value, args: &[Value]) -> PyResult {
    let len = this.payload::<super::Str>().len();
    let bound = |value: &Value| -> PyResult<usize> {
        Ok(usize::try_from(int_argument(value)?).unwrap_or(0).min(len))
    };
    let (start, stop) = (bound(&args[0])?, bound(&args[1])?);
    Ok(super::types::section(this, start, stop.max(start)))
}

const REPEAT: [Method; 1] = [method("__rmul__", Native::One(rmul), "x.__rmul__(n) <==> n*x")];
const REMAINDER: [Method; 1] = [method("__rmod__", Native::One(rmod), "x.__rmod__(y) <==> y%x")];
const SLICE27: [Method; 1] =
    [method("__getslice__", Native::Var(2, 2, getslice), "x.__getslice__(i, j) <==> x[i:j]")];

const FORMATTER27: [Method; 2] = [
    method("_formatter_parser", Native::NoArgs(format::formatter_parser), ""),
    method("_formatter_field_name_split", Native::NoArgs(format::field_name_split), ""),
];

const DECIMAL: [Method; 2] = [
    method(
        "isdecimal",
        Native::NoArgs(case::isdecimal),
        "Whether all characters are decimal, and there are some.",
    ),
    method(
        "isnumeric",
        Native::NoArgs(case::isnumeric),
        "Whether all characters are numeric, and there are some.",
    ),
];

const TEXT32: [Method; 4] = [
    method(
        "format_map",
        Native::One(format::format_map),
        "S.format_map(mapping): format with the mapping's items.",
    ),
    method(
        "isidentifier",
        Native::NoArgs(case::isidentifier),
        "Whether S is an identifier by the language's definition.",
    ),
    method(
        "isprintable",
        Native::NoArgs(case::isprintable),
        "Whether repr() would show all characters as they are.",
    ),
    static_method("maketrans", Native::Var(1, 3, translate::maketrans_text), "A table for translate()."),
];

const BYTES32: [Method; 2] = [
    static_method("maketrans", Native::Var(2, 2, translate::maketrans_bytes), "A table for translate()."),
    native::class_method(
        "fromhex",
        Native::One(coding::bytes_fromhex),
        "bytes.fromhex(string): from hexadecimal digits, two for each byte.",
    ),
];

/// One table of several.
fn table(parts: &[&'static [Method]]) -> &'static [Method] {
    let row =
        |row: &Method| Method { name: row.name, native: row.native, binding: row.binding, doc: row.doc };
    parts.iter().flat_map(|part| part.iter().map(row)).collect::<Vec<Method>>().leak()
}

/// The methods of the type that holds strings of this kind.
pub fn of_kind(kind: Kind) -> &'static [Method] {
    static TABLES: [OnceLock<&'static [Method]>; 4] = [const { OnceLock::new() }; 4];
    let index = usize::from(lang::is_27()) * 2 + usize::from(kind == Kind::Text);
    TABLES[index].get_or_init(|| match (lang::is_27(), kind) {
        (true, Kind::Bytes) => table(&[
            &SHARED,
            &[ENCODE, DECODE, TRANSLATE_BYTES],
            &FORMAT,
            &PICKLING,
            &FORMATTER27,
            &REPEAT,
            &REMAINDER,
            &SLICE27,
        ]),
        (true, Kind::Text) => table(&[
            &SHARED,
            &[ENCODE, DECODE, TRANSLATE_TEXT],
            &FORMAT,
            &PICKLING,
            &FORMATTER27,
            &DECIMAL,
            &REPEAT,
            &REMAINDER,
            &SLICE27,
        ]),
        (false, Kind::Text) => table(&[
            &SHARED,
            &[ENCODE, TRANSLATE_TEXT],
            &FORMAT,
            &PICKLING,
            &DECIMAL,
            &TEXT32,
            &REPEAT,
            &REMAINDER,
        ]),
        (false, Kind::Bytes) => table(&[&SHARED, &[DECODE, TRANSLATE_BYTES], &PICKLING, &BYTES32, &REPEAT]),
    })
}
