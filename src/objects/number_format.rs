//! Numbers as text by the format mini-language (Objects/stringlib/formatter.h), and floats as
//! `PyOS_double_to_string` gives them.
//!
//! Invariant: nothing here looks at objects' types; the caller has found out whether it is an int or a float. The
//! locale is always C, so the type `n` groups nothing.

use super::errors::{PyResult, Raised, no_memory, overflow_error, value_error};
use super::lang;
use crate::bytecode::floats;
use crate::objects::alloc;
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

/// A parsed format specification: `[[fill]align][sign][#][0][width][,][.precision][type]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    /// None: a blank. The `0` before the width is fill `0` with alignment `=`.
    pub fill: Option<char>,
    /// `<`, `>`, `=` or `^`; none: the type's own default.
    pub align: Option<char>,
    /// `+`, `-` or a blank.
    pub sign: Option<char>,
    pub alt: bool,
    pub width: Option<usize>,
    pub comma: bool,
    pub precision: Option<usize>,
    pub ty: Option<char>,
}

/// The largest field or precision that is tried; CPython would ask the system for so much memory in vain.
const MAX_FIELD: usize = 1 << 30;

fn is_align(c: Option<&char>) -> bool {
    matches!(c, Some('<' | '>' | '=' | '^'))
}

/// Reads decimal digits; none if there are none.
fn parse_integer(rest: &mut &[char]) -> PyResult<Option<usize>> {
    let mut number = None;
    while let Some(digit) = rest.first().and_then(|c| c.to_digit(10)) {
        let more = number.unwrap_or(0i64).checked_mul(10).and_then(|n| n.checked_add(digit.into()));
        let Some(more) = more else {
            return Err(value_error("Too many decimal digits in format string"));
        };
        number = Some(more);
        *rest = &rest[1..];
    }
    Ok(number.map(|n| n as usize))
}

/// How an error message quotes a presentation type.
fn quoted(ty: char) -> String {
    if ty > ' ' && ty < '\u{80}' { ty.to_string() } else { format!("\\x{:x}", u32::from(ty)) }
}

/// The error of a type letter that the object does not know.
pub fn unknown_type(ty: char, type_name: &str) -> Raised {
    value_error(format!("Unknown format code '{}' for object of type '{type_name}'", quoted(ty)))
}

/// The error of a `,` with a type that does not group.
pub fn invalid_comma(ty: char) -> Raised {
    value_error(format!("Cannot specify ',' with '{}'.", quoted(ty)))
}

/// Parses a format specification. Errors: ValueError in CPython's words. The formatter of strings, whose default
/// type `s` does not group, refuses a comma without a type itself (`invalid_comma('s')`).
pub fn parse_spec(text: &str) -> PyResult<Spec> {
    let chars: Vec<char> = text.chars().collect();
    let mut rest = &chars[..];
    let mut spec = Spec::default();
    if is_align(rest.get(1)) {
        (spec.fill, spec.align) = (Some(rest[0]), Some(rest[1]));
        rest = &rest[2..];
    } else if is_align(rest.first()) {
        spec.align = Some(rest[0]);
        rest = &rest[1..];
    }
    if let [sign @ (' ' | '+' | '-'), after @ ..] = rest {
        spec.sign = Some(*sign);
        rest = after;
    }
    if let ['#', after @ ..] = rest {
        spec.alt = true;
        rest = after;
    }
    if spec.fill.is_none()
        && let ['0', after @ ..] = rest
    {
        spec.fill = Some('0');
        spec.align = spec.align.or(Some('='));
        rest = after;
    }
    spec.width = parse_integer(&mut rest)?;
    if let [',', after @ ..] = rest {
        spec.comma = true;
        rest = after;
    }
    if let ['.', after @ ..] = rest {
        rest = after;
        spec.precision = parse_integer(&mut rest)?;
        if spec.precision.is_none() {
            return Err(value_error("Format specifier missing precision"));
        }
    }
    if rest.len() > 1 {
        return Err(value_error("Invalid conversion specification"));
    }
    spec.ty = rest.first().copied();
    if spec.comma
        && let Some(ty) = spec.ty
        && !matches!(ty, 'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F')
    {
        return Err(invalid_comma(ty));
    }
    Ok(spec)
}

/// A number taken apart: what is written is `sign prefix digits rest`, and only `digits` are grouped.
struct Parts<'a> {
    negative: bool,
    prefix: &'a str,
    digits: &'a str,
    rest: &'a str,
}

impl<'a> Parts<'a> {
    /// From `[-]ddd[.ddd][e+dd]`, `inf`, `nan`.
    fn of_float(text: &'a str) -> Parts<'a> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let whole = text.bytes().take_while(u8::is_ascii_digit).count();
        Parts { negative, prefix: "", digits: &text[..whole], rest: &text[whole..] }
    }
}

/// Digits with a comma every three, filled with zeros up to a width; a comma never comes first, so the result
/// may be one wider.
fn grouped(digits: &str, comma: bool, min_width: usize) -> String {
    if digits.is_empty() {
        return String::new();
    }
    if !comma {
        return format!("{}{digits}", "0".repeat(min_width.saturating_sub(digits.len())));
    }
    let mut backwards = Vec::new();
    let mut digits = digits.bytes().rev().peekable();
    let mut in_group = 0;
    while digits.peek().is_some() || backwards.len() < min_width {
        if in_group == 3 {
            backwards.push(b',');
            in_group = 0;
        }
        backwards.push(digits.next().unwrap_or(b'0'));
        in_group += 1;
    }
    backwards.reverse();
    String::from_utf8(backwards).unwrap_or_default()
}

fn check_size(size: usize) -> PyResult<()> {
    if size > MAX_FIELD { Err(super::errors::raise_none(super::exceptions::MEMORY_ERROR)) } else { Ok(()) }
}

/// Text in a field of so many characters; `align` is not `=`.
pub fn pad(text: &str, fill: char, align: char, width: usize) -> PyResult<String> {
    check_size(width)?;
    let missing = width.saturating_sub(text.chars().count());
    let left = match align {
        '>' => missing,
        '^' => missing / 2,
        _ => 0,
    };
    let mut out = String::new();
    if out.try_reserve(text.len() + missing * fill.len_utf8()).is_err() {
        return Err(no_memory());
    }
    out.extend(std::iter::repeat_n(fill, left));
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, missing - left));
    Ok(out)
}

/// Lays the parts out in the field.
fn lay_out(parts: &Parts, spec: &Spec) -> PyResult<String> {
    let sign = match (parts.negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    };
    let width = spec.width.unwrap_or(0);
    check_size(width)?;
    let fill = spec.fill.unwrap_or(' ');
    let align = spec.align.unwrap_or('>');
    let around = sign.len() + parts.prefix.len() + parts.rest.chars().count();
    let min_width = if fill == '0' && align == '=' { width.saturating_sub(around) } else { 0 };
    let digits = grouped(parts.digits, spec.comma, min_width);
    if align == '=' {
        let missing = width.saturating_sub(around + digits.len());
        let filling: String = std::iter::repeat_n(fill, missing).collect();
        return Ok([sign, parts.prefix, &filling, &digits, parts.rest].concat());
    }
    pad(&[sign, parts.prefix, &digits, parts.rest].concat(), fill, align, width)
}

/// An int by the types b, c, d, n, o, x, X. Other types are for the caller: the float ones format `float(value)`, the
/// rest is `unknown_type`.
pub fn format_int(value: &BigInt, spec: &Spec) -> PyResult<String> {
    if spec.precision.is_some() {
        return Err(value_error("Precision not allowed in integer format specifier"));
    }
    let mut text;
    let (mut prefix, digits, mut rest) = ("", String::new(), "");
    let digits = match spec.ty.unwrap_or('d') {
        'c' => {
            if spec.sign.is_some() {
                return Err(value_error("Sign not allowed with integer format specifier 'c'"));
            }
            text = character(value)?.to_string();
            rest = &text;
            digits
        }
        'b' => {
            prefix = "0b";
            value.magnitude().to_str_radix(2)
        }
        'o' => {
            prefix = "0o";
            value.magnitude().to_str_radix(8)
        }
        'x' => {
            prefix = "0x";
            value.magnitude().to_str_radix(16)
        }
        'X' => {
            prefix = "0X";
            text = value.magnitude().to_str_radix(16);
            text.make_ascii_uppercase();
            text
        }
        _ => {
            text = match value.to_i64() {
                // Not a long number.
                Some(small) if lang::is_27() => small.to_string(),
                _ => super::int::text::to_decimal(value)?,
            };
            text.trim_start_matches('-').to_string()
        }
    };
    let negative = value.sign() == Sign::Minus && spec.ty != Some('c');
    lay_out(&Parts { negative, prefix: if spec.alt { prefix } else { "" }, digits: &digits, rest }, spec)
}

/// The character of type `c`.
fn character(value: &BigInt) -> PyResult<char> {
    let Some(code) = value.to_i64() else {
        return Err(overflow_error("Python int too large to convert to C long"));
    };
    if lang::is_27() && !(0..0x100).contains(&code) {
        return Err(overflow_error("%c arg not in range(0x100)"));
    }
    if !(0..0x11_0000).contains(&code) {
        return Err(overflow_error("%c arg not in range(0x110000) (wide Python build)"));
    }
    Ok(u32::try_from(code).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// Which layout `format_double` gives, as `PyOS_double_to_string`'s codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Exponent,
    Fixed,
    General,
    /// The shortest text that gives the float back; the precision is not looked at.
    Repr,
}

/// PyOS_double_to_string: `alt` keeps the point and trailing zeros, `dot0` puts `.0` behind a whole number.
/// Lower case; no sign unless negative.
pub fn format_double(value: f64, code: Code, precision: usize, alt: bool, dot0: bool) -> String {
    match code {
        Code::Exponent => floats::exponential(value, precision, alt),
        Code::Fixed => floats::fixed(value, precision, alt),
        Code::General if dot0 => floats::general_with_point(value, precision, alt),
        Code::General => floats::general(value, precision, alt),
        Code::Repr if dot0 => floats::repr(value),
        Code::Repr => floats::bare_repr(value),
    }
}

/// The code of a type letter of `%` formatting or of the mini-language: e, E, f, F, g, G.
pub fn code_of(ty: char) -> Option<Code> {
    match ty {
        'e' | 'E' => Some(Code::Exponent),
        'f' | 'F' => Some(Code::Fixed),
        'g' | 'G' => Some(Code::General),
        _ => None,
    }
}

fn check_precision(precision: Option<usize>) -> PyResult<()> {
    match precision {
        Some(precision) if i32::try_from(precision).is_err() => Err(value_error("precision too big")),
        Some(precision) => check_size(precision),
        None => Ok(()),
    }
}

/// Code, precision and `dot0` of a specification without or with a type.
fn float_code(spec: &Spec, type_name: &str) -> PyResult<(Code, usize, bool)> {
    check_precision(spec.precision)?;
    Ok(match spec.ty {
        None => match spec.precision {
            Some(precision) => (Code::General, precision, true),
            None if lang::is_27() => (Code::General, 12, true),
            None => (Code::Repr, 0, true),
        },
        Some('n') => (Code::General, spec.precision.unwrap_or(6), false),
        Some('%') => (Code::Fixed, spec.precision.unwrap_or(6), false),
        Some(ty) => match code_of(ty) {
            Some(code) => (code, spec.precision.unwrap_or(6), false),
            None => return Err(unknown_type(ty, type_name)),
        },
    })
}

/// A float by the types e, E, f, F, g, G, n, % or none. Errors: ValueError for another type.
pub fn format_float(value: f64, spec: &Spec) -> PyResult<String> {
    let (code, precision, dot0) = float_code(spec, "float")?;
    if spec.alt && lang::is_27() {
        return Err(value_error("Alternate form (#) not allowed in float format specifier"));
    }
    let percent = spec.ty == Some('%');
    let value = if percent { value * 100.0 } else { value };
    alloc::ensure(precision.saturating_mul(4))?;
    let mut text = format_double(value, code, precision, spec.alt, dot0);
    if percent {
        text.push('%');
    }
    if matches!(spec.ty, Some('E' | 'F' | 'G')) {
        text.make_ascii_uppercase();
    }
    lay_out(&Parts::of_float(&text), spec)
}

/// A complex number by the types e, E, f, F, g, G, n or none.
pub fn format_complex(re: f64, im: f64, spec: &Spec) -> PyResult<String> {
    if spec.ty == Some('%') {
        return Err(unknown_type('%', "complex"));
    }
    let (code, precision, _) = float_code(spec, "complex")?;
    if spec.alt && lang::is_27() {
        return Err(value_error("Alternate form (#) not allowed in complex format specifier"));
    }
    if spec.fill == Some('0') {
        return Err(value_error("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Some('=') {
        return Err(value_error("'=' alignment flag is not allowed in complex format specifier"));
    }
    let without_re = spec.ty.is_none() && re == 0.0 && re.is_sign_positive();
    let parens = spec.ty.is_none() && !without_re;
    let part = |x: f64, sign: Option<char>| -> PyResult<String> {
        alloc::ensure(precision.saturating_mul(4))?;
        let mut text = format_double(x, code, precision, spec.alt, false);
        if matches!(spec.ty, Some('E' | 'F' | 'G')) {
            text.make_ascii_uppercase();
        }
        let bare = Spec { sign, comma: spec.comma, ..Spec::default() };
        lay_out(&Parts::of_float(&text), &bare)
    };
    let mut text = String::new();
    if without_re {
        text.push_str(&part(im, spec.sign)?);
        text.push('j');
    } else {
        let body = format!("{}{}j", part(re, spec.sign)?, part(im, Some('+'))?);
        text = if parens { format!("({body})") } else { body };
    }
    pad(&text, spec.fill.unwrap_or(' '), spec.align.unwrap_or('>'), spec.width.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(value: i64, spec: &str) -> String {
        format_int(&BigInt::from(value), &parse_spec(spec).unwrap()).unwrap()
    }
    fn float(value: f64, spec: &str) -> String {
        format_float(value, &parse_spec(spec).unwrap()).unwrap()
    }

    #[test]
    fn ints() {
        assert_eq!(int(-1234567, ","), "-1,234,567");
        assert_eq!(int(1234, "010,"), "00,001,234");
        assert_eq!(int(1234, "09,"), "0,001,234");
        assert_eq!(int(255, "#06x"), "0x00ff");
        assert_eq!(int(-255, "*^#12X"), "***-0XFF****");
        assert_eq!(int(65, "c"), "A");
        assert_eq!(int(5, "=+6"), "+    5");
    }

    #[test]
    fn floats_in_fields() {
        assert_eq!(float(1234567.5, ",%"), "123,456,750.000000%");
        assert_eq!(float(f64::INFINITY, "020"), "00000000000000000inf");
        assert_eq!(float(-1.5, "08.2f"), "-0001.50");
        assert_eq!(float(0.25, "e"), "2.500000e-01");
    }
}
