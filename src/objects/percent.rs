//! `format % args` for strings of both kinds (PyString_Format, PyUnicode_Format).
//!
//! Invariants: arguments are taken from left to right, each exactly once; under 2.7 a byte string turns into text at
//! the first argument that is unicode, and what was formatted before is decoded, not formatted again.

use super::dict::Dict;
use super::errors::{self, PyResult, Raised, overflow_error, type_error, value_error};
use super::number_format::{code_of, format_double};
use super::str::builder::Builder;
use super::str::{
    Kind, Repr, Str, Unit, decimal, new_narrow, new_narrow_from, new_points, operand::promote, repr::ascii,
    types::unicode,
};
use super::tuple::Tuple;
use super::typeobj::UnOp;
use super::word::Value;
use super::{exceptions as exc, float, int, lang, protocol};
use crate::objects::alloc;
use num_bigint::Sign;

/// The flags, width and precision of one conversion.
#[derive(Clone, Copy, Default)]
struct Spec {
    left: bool,
    sign: bool,
    blank: bool,
    alt: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

/// What is left of the right operand.
struct Arguments<'a> {
    all: &'a Value,
    tuple: Option<&'a Tuple>,
    /// How many items of the tuple are used; without a tuple, 1 if the one argument is.
    used: usize,
    mapping: bool,
    /// An item of the mapping, the next argument.
    item: Option<Value>,
}

impl Arguments<'_> {
    fn new(all: &Value) -> Arguments<'_> {
        let tuple = all.downcast::<Tuple>();
        let mapping =
            tuple.is_none() && all.downcast::<Str>().is_none() && all.type_of().slots().getitem.is_some();
        Arguments { all, tuple, used: 0, mapping, item: None }
    }

    fn next(&mut self) -> PyResult {
        if let Some(item) = self.item.take() {
            return Ok(item);
        }
        let next = match self.tuple {
            Some(tuple) => tuple.items().get(self.used).cloned(),
            None => (self.used == 0).then(|| self.all.clone()),
        };
        self.used += 1;
        next.ok_or_else(|| type_error("not enough arguments for format string"))
    }

    fn finish(&self) -> PyResult<()> {
        let left = match self.tuple {
            Some(tuple) => self.used < tuple.items().len(),
            None => self.used == 0 && !self.mapping,
        };
        if left { Err(type_error("not all arguments converted during string formatting")) } else { Ok(()) }
    }
}

struct Formatter<'a> {
    format: Value,
    at: usize,
    out: Builder,
    args: Arguments<'a>,
}

fn not_a_number(conversion: char, value: &Value) -> Raised {
    type_error(format!("%{conversion} format: a number is required, not {}", value.type_name()))
}

impl Formatter<'_> {
    fn text(&self) -> &Str {
        self.format.payload::<Str>()
    }

    fn peek(&self) -> Option<u32> {
        self.text().unit(self.at)
    }

    /// The next unit of the format. Errors: the format ends inside a conversion.
    fn unit(&mut self) -> PyResult<u32> {
        let unit = self.peek().ok_or_else(|| value_error("incomplete format"))?;
        self.at += 1;
        Ok(unit)
    }

    /// Copies up to the next `%`; false at the end.
    fn literal(&mut self) -> bool {
        let (format, from) = (self.format.clone(), self.at);
        match format.payload::<Str>().repr() {
            Repr::Narrow(bytes) => {
                let rest = bytes.get(from..).unwrap_or_default();
                let len = memchr::memchr(b'%', rest).unwrap_or(rest.len());
                self.out.push_repr(Repr::Narrow(&rest[..len]));
                self.at = from + len + 1;
                len < rest.len()
            }
            Repr::Wide(points) => {
                let rest = points.get(from..).unwrap_or_default();
                let len = rest.iter().position(|&unit| unit == u32::from('%')).unwrap_or(rest.len());
                rest[..len].iter().for_each(|&unit| self.out.push(unit));
                self.at = from + len + 1;
                len < rest.len()
            }
        }
    }

    /// `(key)`: looks the argument up.
    fn key(&mut self) -> PyResult<()> {
        if self.peek() != Some(u32::from('(')) {
            return Ok(());
        }
        if !self.args.mapping {
            return Err(type_error("format requires a mapping"));
        }
        self.at += 1;
        let start = self.at;
        let mut depth = 1;
        while depth > 0 {
            match self.peek() {
                None => return Err(value_error("incomplete format key")),
                Some(unit) if unit == u32::from('(') => depth += 1,
                Some(unit) if unit == u32::from(')') => depth -= 1,
                Some(_) => {}
            }
            self.at += 1;
        }
        let text = self.text();
        let key = match text.repr() {
            Repr::Narrow(bytes) => new_narrow(text.kind(), &bytes[start..self.at - 1]),
            Repr::Wide(points) => new_points(&points[start..self.at - 1]),
        };
        let exact = self.args.all.downcast::<Dict>().filter(|_| !self.args.all.type_of().is_heap());
        let item = match exact {
            Some(dict) => match dict.get(&key)? {
                Some(item) => item,
                None => return Err(errors::key_error(&key)),
            },
            None => protocol::getitem(self.args.all, &key)?,
        };
        self.args.item = Some(item);
        // The mapping is no argument by itself any more.
        self.args.used = self.args.used.max(1);
        Ok(())
    }

    fn number(&mut self, too_big: &str) -> PyResult<usize> {
        let mut number = 0usize;
        while let Some(digit) = self.peek().and_then(char::from_u32).and_then(|c| c.to_digit(10)) {
            number = number * 10 + digit as usize;
            if number > i32::MAX as usize {
                return Err(value_error(too_big));
            }
            self.at += 1;
        }
        Ok(number)
    }

    fn star(&mut self) -> PyResult<i64> {
        self.at += 1;
        let value = self.args.next()?;
        if !int::is_int(&value) {
            return Err(type_error("* wants int"));
        }
        int::expect_i64(&value)
    }

    fn spec(&mut self) -> PyResult<Spec> {
        let mut spec = Spec::default();
        while let Some(flag) = self.peek().and_then(char::from_u32) {
            match flag {
                '-' => spec.left = true,
                '+' => spec.sign = true,
                ' ' => spec.blank = true,
                '#' => spec.alt = true,
                '0' => spec.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        let star = Some(u32::from('*'));
        if self.peek() == star {
            let width = self.star()?;
            spec.left |= width < 0;
            spec.width = width.unsigned_abs() as usize;
        } else {
            spec.width = self.number("width too big")?;
        }
        if self.peek() == Some(u32::from('.')) {
            self.at += 1;
            spec.precision = Some(if self.peek() == star {
                self.star()?.max(0) as usize
            } else {
                self.number("prec too big")?
            });
        }
        if matches!(self.peek().and_then(char::from_u32), Some('h' | 'l' | 'L')) {
            self.at += 1;
        }
        Ok(spec)
    }

    /// Writes `sign prefix body`, filled up to the width; `zeros`: between prefix and body.
    fn put(&mut self, spec: &Spec, sign: &[u8], prefix: &[u8], body: Repr, zeros: bool) -> PyResult<()> {
        let len = sign.len() + prefix.len() + body.len();
        let missing = spec.width.saturating_sub(len);
        if missing > i32::MAX as usize {
            return Err(errors::raise_none(exc::MEMORY_ERROR));
        }
        self.out.ensure(body, sign.len() + prefix.len() + missing)?;
        let zeros = zeros && spec.zero && !spec.left;
        if !zeros && !spec.left {
            self.out.fill(' '.into(), missing);
        }
        self.out.push_ascii(sign);
        self.out.push_ascii(prefix);
        if zeros {
            self.out.fill('0'.into(), missing);
        }
        self.out.push_repr(body);
        if spec.left {
            self.out.fill(' '.into(), missing);
        }
        Ok(())
    }

    fn sign(spec: &Spec, negative: bool) -> &'static [u8] {
        match (negative, spec.sign, spec.blank) {
            (true, _, _) => b"-",
            (false, true, _) => b"+",
            (false, false, true) => b" ",
            _ => b"",
        }
    }

    /// 2.7: from here on the result is text; the rest of the format is decoded with it.
    fn become_text(&mut self, start: usize) -> PyResult<()> {
        self.out.promote()?;
        if self.text().is_bytes() {
            let rest = super::str::types::section(&self.format, start, self.text().len());
            self.format = promote(&rest)?;
            self.at -= start;
        }
        Ok(())
    }

    /// %s, %r, %a.
    fn object(&mut self, spec: &Spec, conversion: char, start: usize) -> PyResult<()> {
        let value = self.args.next()?;
        let mut made = match conversion {
            's' if self.out.kind() == Kind::Text && lang::is_27() => unicode(&value)?,
            's' if lang::is_27() => match value.downcast::<Str>() {
                Some(text) if text.is_text() || value.type_of() == super::typeobj::BYTES => value.clone(),
                // The result may be unicode: str() itself would encode it.
                _ => match value.type_of().slots().str {
                    Some(str) => {
                        let _level = super::recursion::enter(" while getting the str of an object")?;
                        str(&value)?
                    }
                    None => protocol::repr(&value)?,
                },
            },
            's' if value.type_of() == super::typeobj::TEXT => value.clone(),
            's' => protocol::str(&value)?,
            'r' => protocol::repr(&value)?,
            _ => ascii(protocol::repr(&value)?.payload::<Str>()),
        };
        let Some(text) = made.downcast::<Str>() else {
            return Err(type_error(format!("__str__ returned non-string (type {})", made.type_name())));
        };
        if lang::is_27() && text.is_text() && self.out.kind() == Kind::Bytes {
            self.become_text(start)?;
            if conversion == 's' {
                made = unicode(&value)?;
            }
        } else if lang::is_27() && text.is_bytes() && self.out.kind() == Kind::Text {
            made = promote(&made)?;
        }
        let text = made.payload::<Str>().repr();
        let kept = spec.precision.map_or(text.len(), |precision| precision.min(text.len()));
        let text = match text {
            Repr::Narrow(bytes) => Repr::Narrow(&bytes[..kept]),
            Repr::Wide(points) => Repr::Wide(&points[..kept]),
        };
        if spec.width <= kept {
            self.out.push_repr(text);
            return Ok(());
        }
        self.put(spec, b"", b"", text, false)
    }

    /// %d, %i, %u, %o, %x, %X.
    fn integer(&mut self, spec: &Spec, conversion: char) -> PyResult<()> {
        let value = self.args.next()?;
        let shown = if lang::is_27() && matches!(conversion, 'i' | 'u') { 'd' } else { conversion };
        let number = if int::is_int(&value) {
            value
        } else {
            if !protocol::is_number(&value) {
                return Err(not_a_number(shown, &value));
            }
            // Whatever the conversion raised.
            match errors::catch(exc::BASE_EXCEPTION, protocol::unary(UnOp::Int, &value))? {
                Some(number) if int::is_int(&number) => number,
                _ => return Err(not_a_number(shown, &value)),
            }
        };
        let mut buffer = [0u8; 24];
        let mut hex = [0u8; 16];
        let owned;
        let (negative, digits): (bool, &[u8]) = match (int::to_i64(&number), conversion) {
            (Some(small), 'd' | 'i' | 'u') => {
                // The conversion of a long number looks at signals; in 3.2 all are long.
                if !lang::is_27() || int::is_long(&number) {
                    super::hooks::check_signals()?;
                }
                (small < 0, decimal(small.unsigned_abs(), &mut buffer))
            }
            (Some(small), 'x' | 'X') => {
                let table = if conversion == 'x' { b"0123456789abcdef" } else { b"0123456789ABCDEF" };
                let (mut rest, mut at) = (small.unsigned_abs(), hex.len());
                while at == hex.len() || rest > 0 {
                    at -= 1;
                    hex[at] = table[(rest & 15) as usize];
                    rest >>= 4;
                }
                (small < 0, &hex[at..])
            }
            _ => {
                let Some(big) = int::to_big(&number) else { return Err(not_a_number(shown, &number)) };
                owned = match conversion {
                    'x' => big.magnitude().to_str_radix(16),
                    'X' => big.magnitude().to_str_radix(16).to_ascii_uppercase(),
                    'o' => big.magnitude().to_str_radix(8),
                    _ => int::text::to_decimal(&big)?,
                };
                (big.sign() == Sign::Minus, owned.trim_start_matches('-').as_bytes())
            }
        };
        let sign = Self::sign(spec, negative);
        let prefix: &[u8] = match conversion {
            'x' if spec.alt => b"0x",
            'X' if spec.alt => b"0X",
            'o' if spec.alt && !lang::is_27() => b"0o",
            _ => b"",
        };
        // C's printf: no digits at all for zero with precision zero, and a leading zero for `#o`.
        let digits = if lang::is_27() && spec.precision == Some(0) && digits == b"0" { b"" } else { digits };
        let mut missing = spec.precision.unwrap_or(0).saturating_sub(digits.len());
        if missing > i32::MAX as usize {
            return Err(errors::raise_none(exc::MEMORY_ERROR));
        }
        if conversion == 'o' && spec.alt && lang::is_27() && missing == 0 && digits.first() != Some(&b'0') {
            missing = 1;
        }
        if missing == 0 {
            return self.put(spec, sign, prefix, Repr::Narrow(digits), true);
        }
        alloc::ensure(missing + digits.len())?;
        let mut padded = vec![b'0'; missing];
        padded.extend_from_slice(digits);
        self.put(spec, sign, prefix, Repr::Narrow(&padded), true)
    }

    /// %e, %f, %g and their capitals.
    fn float(&mut self, spec: &Spec, conversion: char) -> PyResult<()> {
        let value = self.args.next()?;
        let number = match float::float_value(&value) {
            Some(number) => number,
            None => {
                let made = if protocol::is_number(&value) {
                    errors::catch(exc::TYPE_ERROR, protocol::unary(UnOp::Float, &value))?
                } else {
                    None
                };
                match made.and_then(|made| float::float_value(&made)) {
                    Some(number) => number,
                    None if lang::is_27() => {
                        return Err(type_error(format!(
                            "float argument required, not {}",
                            value.type_name()
                        )));
                    }
                    None => return Err(type_error("a float is required")),
                }
            }
        };
        let Some(code) = code_of(conversion) else { return Err(value_error("unsupported format character")) };
        let precision = spec.precision.unwrap_or(6);
        if precision > i32::MAX as usize {
            return Err(errors::raise_none(exc::MEMORY_ERROR));
        }
        alloc::ensure(precision.saturating_mul(4))?;
        let mut text = format_double(number, code, precision, spec.alt, false);
        if conversion.is_ascii_uppercase() {
            text.make_ascii_uppercase();
        }
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, &text[..]),
        };
        self.put(spec, Self::sign(spec, negative), b"", Repr::Narrow(digits.as_bytes()), true)
    }

    /// %c.
    fn character(&mut self, spec: &Spec, start: usize) -> PyResult<()> {
        let value = self.args.next()?;
        if let Some(text) = value.downcast::<Str>()
            && (lang::is_27() || text.is_text())
        {
            if text.is_text() && self.out.kind() == Kind::Bytes {
                self.become_text(start)?;
            }
            let made = if text.kind() == self.out.kind() { value.clone() } else { promote(&value)? };
            let text = made.payload::<Str>();
            if text.len() != 1 {
                return Err(type_error("%c requires int or char"));
            }
            return self.put(spec, b"", b"", text.repr(), false);
        }
        if self.out.kind() == Kind::Bytes {
            let byte = byte_character(&value)?;
            return self.put(spec, b"", b"", Repr::Narrow(&[byte as u8]), false);
        }
        let unit = text_character(&value)?;
        self.put(spec, b"", b"", Repr::Wide(&[unit]), false)
    }

    fn conversion(&mut self) -> PyResult<()> {
        let start = self.at - 1;
        // The most frequent one first: nothing between the sign and the letter.
        if self.peek() == Some(u32::from('s')) {
            self.at += 1;
            return self.object(&Spec::default(), 's', start);
        }
        self.key()?;
        let spec = self.spec()?;
        let unit = self.unit()?;
        match char::from_u32(unit).unwrap_or('\u{fffd}') {
            '%' => self.put(&spec, b"", b"", Repr::Narrow(b"%"), false),
            c @ ('s' | 'r') => self.object(&spec, c, start),
            'a' if !lang::is_27() => self.object(&spec, 'a', start),
            c @ ('d' | 'i' | 'u' | 'o' | 'x' | 'X') => self.integer(&spec, c),
            c @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G') => self.float(&spec, c),
            'c' => self.character(&spec, start),
            _ if lang::is_27() && unit >= 128 && self.out.kind() == Kind::Bytes => {
                // The message has the byte itself, and its number as a signed char.
                let number = unit as u8 as i8 as i32;
                let index = self.at - 1;
                let mut text = b"unsupported format character '".to_vec();
                text.push(unit as u8);
                text.extend(format!("' (0x{number:x}) at index {index}").into_bytes());
                Err(errors::raise_value(exc::VALUE_ERROR, super::str::new_bytes(text)))
            }
            c => {
                let shown = if (' '..'\x7f').contains(&c) { c } else { '?' };
                let index = self.at - 1;
                Err(value_error(format!(
                    "unsupported format character '{shown}' (0x{unit:x}) at index {index}"
                )))
            }
        }
    }
}

/// The byte of `'%c' % int` (the `b` of PyArg_Parse).
fn byte_character(value: &Value) -> PyResult<u32> {
    if value.downcast::<float::Float>().is_some() {
        return Err(type_error("integer argument expected, got float"));
    }
    let code = if int::is_int(value) {
        int::expect_i64(value)?
    } else {
        let made = errors::catch(exc::TYPE_ERROR, protocol::unary(UnOp::Int, value))?;
        match made.and_then(|made| int::to_i64(&made)) {
            Some(code) => code,
            None => return Err(type_error("an integer is required")),
        }
    };
    match code {
        ..0 => Err(overflow_error("unsigned byte integer is less than minimum")),
        256.. => Err(overflow_error("unsigned byte integer is greater than maximum")),
        _ => Ok(code as u32),
    }
}

/// The character of `u'%c' % int`.
fn text_character(value: &Value) -> PyResult<u32> {
    let made = if int::is_int(value) {
        Some(value.clone())
    } else if protocol::is_number(value) {
        errors::catch(exc::TYPE_ERROR, protocol::unary(UnOp::Int, value))?
    } else {
        None
    };
    let Some(made) = made else { return Err(type_error("%c requires int or char")) };
    match int::to_i64(&made).filter(|code| (0..0x11_0000).contains(code)) {
        Some(code) => Ok(code as u32),
        None if lang::is_27() => Err(overflow_error("%c arg not in range(0x110000) (wide Python build)")),
        None => Err(overflow_error("%c arg not in range(0x110000)")),
    }
}

/// Appends what `str()` shows of the frequent kinds of values: exact narrow strings of the format's kind, ints, floats.
/// False for all others, and for values that `kind` is not the native kind of.
pub fn push_plain(out: &mut Vec<u8>, kind: Kind, value: &Value) -> PyResult<bool> {
    let ty = value.type_of();
    let number = value.word().is_int() || ty == super::typeobj::FLOAT;
    if number && kind != super::str::native_kind() {
        return Ok(false);
    }
    if number && !lang::is_27() {
        // As str() does of all that is no string.
        super::hooks::check_signals()?;
    }
    if value.word().is_int() {
        let number = value.word().int();
        if number < 0 {
            out.push(b'-');
        }
        out.extend_from_slice(decimal(number.unsigned_abs(), &mut [0; 24]));
        return Ok(true);
    }
    if ty == super::str::type_of_kind(kind)
        && let Some(bytes) = value.downcast::<Str>().and_then(Str::as_narrow)
    {
        alloc::room(out, bytes.len())?;
        out.extend_from_slice(bytes);
        return Ok(true);
    }
    if ty == super::typeobj::FLOAT
        && let Some(str) = ty.slots().str
    {
        let text = str(value)?;
        out.extend_from_slice(text.downcast::<Str>().and_then(Str::as_narrow).unwrap_or_default());
        return Ok(true);
    }
    Ok(false)
}

/// The frequent case: nothing but `%s`, `%d` and `%%`, and arguments of the frequent kinds; none for all else, which then
/// is done from the beginning.
fn plain(text: &Str, args: &Value) -> PyResult<Option<Value>> {
    let Some(mut rest) = text.as_narrow() else { return Ok(None) };
    let kind = text.kind();
    let mut items = match args.downcast::<Tuple>() {
        Some(tuple) => tuple.items().iter(),
        None if args.word().is_int() || args.downcast::<Str>().is_some() => std::slice::from_ref(args).iter(),
        None => return Ok(None),
    };
    let mut out = Vec::new();
    alloc::room(&mut out, rest.len() + 32)?;
    while let Some(at) = u8::find_one(rest, b'%') {
        out.extend_from_slice(&rest[..at]);
        let Some(&conversion) = rest.get(at + 1) else { return Ok(None) };
        rest = &rest[at + 2..];
        if conversion == b'%' {
            out.push(b'%');
            continue;
        }
        let Some(item) = items.next() else { return Ok(None) };
        let plain = conversion == b's' || conversion == b'd' && item.word().is_int();
        if !plain || !push_plain(&mut out, kind, item)? {
            return Ok(None);
        }
    }
    if items.next().is_some() {
        return Ok(None);
    }
    out.extend_from_slice(rest);
    Ok(Some(if out.len() < 2 { new_narrow(kind, &out) } else { new_narrow_from(kind, out) }))
}

/// `format % args`; `format` is a string. Errors: TypeError, ValueError, KeyError, OverflowError in CPython's words.
pub fn format(format: &Value, args: &Value) -> PyResult {
    let text = format.payload::<Str>();
    if let Some(made) = plain(text, args)? {
        return Ok(made);
    }
    let mut formatter = Formatter {
        format: format.clone(),
        at: 0,
        out: Builder::new(text.kind(), text.len() + 32)?,
        args: Arguments::new(args),
    };
    while formatter.literal() {
        formatter.conversion()?;
    }
    formatter.args.finish()?;
    Ok(formatter.out.finish())
}
