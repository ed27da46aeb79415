//! `str.format`, `format()` and strings' own `__format__` (Objects/stringlib/string_format.h, formatter.h).
//!
//! Invariant: a template is read from left to right, and a field's attributes, items and conversion are looked up
//! before its specification is expanded, which may nest once.

use super::errors::{self, PyResult, Raised, type_error, value_error};
use super::list::new_list;
use super::native::Args;
use super::number_format::{Spec, parse_spec, unknown_type};
use super::str::builder::Builder;
use super::str::operand::promote;
use super::str::repr::ascii;
use super::str::{
    Kind, Repr, Str, character, empty, new_narrow, new_narrow_from, new_points, types::unicode,
};
use super::tuple::new_tuple;
use super::word::Value;
use super::{call, int, lang, names, protocol};

/// A template, or a part of one.
#[derive(Clone, Copy)]
struct Template<'a> {
    text: Repr<'a>,
    kind: Kind,
    start: usize,
    end: usize,
}

/// One piece of a template: text, and the field behind it.
struct Piece<'a> {
    literal: Template<'a>,
    field: Option<Field<'a>>,
}

struct Field<'a> {
    name: Template<'a>,
    spec: Template<'a>,
    conversion: Option<u32>,
    /// The specification has fields itself.
    nested: bool,
}

impl<'a> Template<'a> {
    fn whole(text: &'a Str) -> Template<'a> {
        Template { text: text.repr(), kind: text.kind(), start: 0, end: text.len() }
    }

    fn part(self, start: usize, end: usize) -> Template<'a> {
        Template { start, end, ..self }
    }

    fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The unit at an absolute place; none at the end of the part.
    fn at(self, at: usize) -> Option<char> {
        (at < self.end).then(|| char::from_u32(self.text.at(at)).unwrap_or('\u{fffd}'))
    }

    /// The next brace.
    fn brace(self, from: usize) -> Option<usize> {
        match self.text {
            Repr::Narrow(bytes) => {
                memchr::memchr2(b'{', b'}', bytes.get(from..self.end)?).map(|at| from + at)
            }
            Repr::Wide(_) => self.find(from, &['{', '}']),
        }
    }

    fn find(self, from: usize, wanted: &[char]) -> Option<usize> {
        (from..self.end).find(|&at| self.at(at).is_some_and(|c| wanted.contains(&c)))
    }

    fn repr(self) -> Repr<'a> {
        match self.text {
            Repr::Narrow(bytes) => Repr::Narrow(bytes.get(self.start..self.end).unwrap_or_default()),
            Repr::Wide(points) => Repr::Wide(points.get(self.start..self.end).unwrap_or_default()),
        }
    }

    fn value(self) -> Value {
        match self.repr() {
            Repr::Narrow(bytes) => new_narrow(self.kind, bytes),
            Repr::Wide(points) => new_points(points),
        }
    }

    /// The number that this part is, if it is nothing but digits.
    fn integer(self) -> PyResult<Option<i64>> {
        let mut number = 0i64;
        for at in self.start..self.end {
            let Some(digit) = self.at(at).and_then(|c| c.to_digit(10)) else { return Ok(None) };
            number = match number.checked_mul(10).and_then(|number| number.checked_add(digit.into())) {
                Some(number) => number,
                None => return Err(value_error("Too many decimal digits in format string")),
            };
        }
        Ok((!self.is_empty()).then_some(number))
    }

    /// Takes the next piece off the front; none at the end (MarkupIterator_next).
    fn next_piece(&mut self) -> PyResult<Option<Piece<'a>>> {
        if self.is_empty() {
            return Ok(None);
        }
        let start = self.start;
        let Some(brace) = self.brace(start) else {
            self.start = self.end;
            return Ok(Some(Piece { literal: self.part(start, self.end), field: None }));
        };
        let opening = self.at(brace) == Some('{');
        if self.at(brace + 1) == self.at(brace) {
            // Doubled: one of them is text.
            self.start = brace + 2;
            return Ok(Some(Piece { literal: self.part(start, brace + 1), field: None }));
        }
        if !opening {
            return Err(value_error("Single '}' encountered in format string"));
        }
        if brace + 1 >= self.end {
            return Err(value_error("Single '{' encountered in format string"));
        }
        let literal = self.part(start, brace);
        let (mut depth, mut at, mut nested) = (1, brace + 1, false);
        while depth > 0 {
            match self.at(at) {
                Some('{') => {
                    nested = true;
                    depth += 1;
                }
                Some('}') => depth -= 1,
                Some(_) => {}
                None => return Err(value_error("unmatched '{' in format")),
            }
            at += 1;
        }
        self.start = at;
        let field = self.part(brace + 1, at - 1).field(nested)?;
        Ok(Some(Piece { literal, field: Some(field) }))
    }

    /// A field's inside: name, conversion, specification (parse_field).
    fn field(self, nested: bool) -> PyResult<Field<'a>> {
        let nothing = self.part(self.end, self.end);
        let Some(at) = self.find(self.start, &['!', ':']) else {
            return Ok(Field { name: self, spec: nothing, conversion: None, nested });
        };
        let name = self.part(self.start, at);
        if self.at(at) == Some(':') {
            return Ok(Field { name, spec: self.part(at + 1, self.end), conversion: None, nested });
        }
        if at + 1 >= self.end {
            return Err(value_error("end of format while looking for conversion specifier"));
        }
        let conversion = Some(self.text.at(at + 1));
        let spec = match self.at(at + 2) {
            None => nothing,
            Some(':') => self.part(at + 3, self.end),
            Some(_) => return Err(value_error("expected ':' after format specifier")),
        };
        Ok(Field { name, spec, conversion, nested })
    }

    /// A field name's first part, and where its attributes and items begin.
    fn first(self) -> (Template<'a>, Template<'a>) {
        let end = self.find(self.start, &['.', '[']).unwrap_or(self.end);
        (self.part(self.start, end), self.part(end, self.end))
    }

    /// Takes the next attribute (true) or item off the front of a field name's rest.
    fn next_access(&mut self) -> PyResult<Option<(bool, Template<'a>)>> {
        let Some(first) = self.at(self.start) else { return Ok(None) };
        let from = self.start + 1;
        let (attribute, part) = match first {
            '.' => {
                let end = self.find(from, &['.', '[']).unwrap_or(self.end);
                self.start = end;
                (true, self.part(from, end))
            }
            '[' => {
                let Some(end) = self.find(from, &[']']) else {
                    return Err(value_error("Missing ']' in format string"));
                };
                self.start = end + 1;
                (false, self.part(from, end))
            }
            _ => {
                return Err(value_error("Only '.' or '[' may follow ']' in format field specifier"));
            }
        };
        if part.is_empty() {
            return Err(value_error("Empty attribute in format string"));
        }
        Ok(Some((attribute, part)))
    }
}

/// Whether fields are numbered by hand or by themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic(i64),
    Manual,
}

/// Where the fields' objects come from.
enum Source<'a> {
    Arguments(&'a Args<'a>),
    Mapping(&'a Value),
}

struct Renderer<'a> {
    source: Source<'a>,
    numbering: Numbering,
}

impl Renderer<'_> {
    /// Expands a template; `depth` levels of nesting are left.
    fn expand(&mut self, template: Template, depth: usize) -> PyResult<Builder> {
        if depth == 0 {
            return Err(value_error("Max string recursion exceeded"));
        }
        let mut template = template;
        let mut out = Builder::new(template.kind, template.end - template.start + 16)?;
        while let Some(piece) = template.next_piece()? {
            out.push_repr(piece.literal.repr());
            if let Some(field) = piece.field {
                let value = self.object(field.name)?;
                let value = convert(value, field.conversion, template.kind)?;
                let spec = match field.nested {
                    true => self.expand(field.spec, depth - 1)?.finish(),
                    false if field.spec.is_empty() => empty(template.kind),
                    false => field.spec.value(),
                };
                let made = format(&value, &spec)?;
                let made = if lang::is_27() && made.payload::<Str>().kind() != template.kind {
                    if template.kind == Kind::Text { promote(&made)? } else { protocol::str(&made)? }
                } else {
                    made
                };
                let made = made.payload::<Str>().repr();
                out.ensure(made, 0)?;
                out.push_repr(made);
            }
        }
        Ok(out)
    }

    /// The index that a first part stands for; none for a keyword.
    fn number(&mut self, first: Template) -> PyResult<Option<i64>> {
        let given = first.integer()?;
        if !first.is_empty() && given.is_none() {
            return Ok(None);
        }
        if let Source::Mapping(_) = self.source {
            return Err(value_error("Format string contains positional fields"));
        }
        match (given, self.numbering) {
            (Some(_), Numbering::Automatic(_)) => {
                Err(value_error("cannot switch from automatic field numbering to manual field specification"))
            }
            (Some(index), _) => {
                self.numbering = Numbering::Manual;
                Ok(Some(index))
            }
            (None, Numbering::Manual) => {
                Err(value_error("cannot switch from manual field specification to automatic field numbering"))
            }
            (None, numbering) => {
                let index = if let Numbering::Automatic(next) = numbering { next } else { 0 };
                self.numbering = Numbering::Automatic(index + 1);
                Ok(Some(index))
            }
        }
    }

    /// The object that a field name stands for.
    fn object(&mut self, name: Template) -> PyResult {
        let (first, mut rest) = name.first();
        let mut value = match self.number(first)? {
            Some(index) => {
                let Source::Arguments(args) = &self.source else { return Err(value_error("no arguments")) };
                let found = usize::try_from(index).ok().and_then(|index| args.get(index));
                found.cloned().ok_or_else(|| errors::index_error("tuple index out of range"))?
            }
            None => {
                let key = first.value();
                match &self.source {
                    Source::Mapping(mapping) => protocol::getitem(mapping, &key)?,
                    Source::Arguments(args) => {
                        let wanted = key.payload::<Str>();
                        let same = |pair: &&[Value; 2]| {
                            pair[0].downcast::<Str>().is_some_and(|name| name.equals(wanted))
                        };
                        match args.kw.iter().find(same) {
                            Some(pair) => pair[1].clone(),
                            None => return Err(errors::key_error(&key)),
                        }
                    }
                }
            }
        };
        while let Some((attribute, part)) = rest.next_access()? {
            value = if attribute {
                protocol::getattr(&value, &part.value())?
            } else {
                let key = match part.integer()? {
                    Some(index) => int::long_from_big(index.into()),
                    None => part.value(),
                };
                protocol::getitem(&value, &key)?
            };
        }
        Ok(value)
    }
}

fn convert(value: Value, conversion: Option<u32>, kind: Kind) -> PyResult {
    let Some(conversion) = conversion else { return Ok(value) };
    match char::from_u32(conversion).unwrap_or('\u{fffd}') {
        'r' => protocol::repr(&value),
        's' if kind == Kind::Text && lang::is_27() => unicode(&value),
        's' => protocol::str(&value),
        'a' if !lang::is_27() => Ok(ascii(protocol::repr(&value)?.payload::<Str>())),
        c @ '!'..='~' => Err(value_error(format!("Unknown conversion specifier {c}"))),
        _ => Err(value_error(format!("Unknown conversion specifier \\x{conversion:x}"))),
    }
}

/// `format(value, spec)` (PyObject_Format); `spec` is a string.
pub fn format(value: &Value, spec: &Value) -> PyResult {
    let own = spec.payload::<Str>();
    if own.is_empty()
        && let Some(text) = value.downcast::<Str>()
        && !value.type_of().is_heap()
        && text.kind() == own.kind()
    {
        if !lang::is_27() {
            super::hooks::check_signals()?;
        }
        return Ok(value.clone());
    }
    if own.is_empty() && value.word().is_int() && own.kind() == super::str::native_kind() {
        if !lang::is_27() {
            super::hooks::check_signals()?;
        }
        return Ok(super::str::new_decimal(value.word().int()));
    }
    let result = match protocol::call_special(value, names::__format__(), std::slice::from_ref(spec)) {
        Some(result) => result?,
        None => call::call_method(value, names::__format__(), std::slice::from_ref(spec))?,
    };
    let Some(text) = result.downcast::<Str>().filter(|text| lang::is_27() || text.is_text()) else {
        return Err(type_error(if lang::is_27() {
            let (ty, found) = (value.type_name(), result.type_name());
            format!("{ty}.__format__ must return string or unicode, not {found}")
        } else {
            "__format__ method did not return string".to_owned()
        }));
    };
    if lang::is_27() && own.is_text() && text.is_bytes() { promote(&result) } else { Ok(result) }
}

/// The built-in function `format(value[, spec])`.
pub fn format_builtin(value: &Value, spec: Option<&Value>) -> PyResult {
    match spec {
        None => format(value, &empty(super::str::native_kind())),
        Some(spec) => match spec.downcast::<Str>() {
            Some(text) if lang::is_27() || text.is_text() => format(value, spec),
            _ if lang::is_27() => {
                let found = spec.type_name();
                Err(type_error(format!("format expects arg 2 to be string or unicode, not {found}")))
            }
            _ => Err(type_error(format!("must be str, not {}", spec.argument_name()))),
        },
    }
}

/// The frequent case: fields that are no more than `{}` or `{N}`, for values that `str()` shows without asking anybody;
/// none for all else, which then is done from the beginning.
fn plain(text: &Str, args: &Args) -> PyResult<Option<Value>> {
    let Some(mut rest) = text.as_narrow() else { return Ok(None) };
    let kind = text.kind();
    let (mut next, mut manual) = (0, false);
    let mut out = Vec::new();
    super::alloc::room(&mut out, rest.len() + 32)?;
    while let Some(at) = memchr::memchr2(b'{', b'}', rest) {
        out.extend_from_slice(&rest[..at]);
        let index = match &rest[at..] {
            [b'{', b'}', ..] if !manual => {
                rest = &rest[at + 2..];
                next += 1;
                next - 1
            }
            [b'{', digit @ b'0'..=b'9', b'}', ..] if next == 0 => {
                rest = &rest[at + 3..];
                manual = true;
                usize::from(digit - b'0')
            }
            _ => return Ok(None),
        };
        let Some(value) = args.get(index) else { return Ok(None) };
        if !lang::is_27() && value.downcast::<Str>().is_some() {
            // As str() does.
            super::hooks::check_signals()?;
        }
        if !super::percent::push_plain(&mut out, kind, value)? {
            return Ok(None);
        }
    }
    out.extend_from_slice(rest);
    Ok(Some(if out.len() < 2 { new_narrow(kind, &out) } else { new_narrow_from(kind, out) }))
}

/// `template.format(*args, **kwargs)`
pub fn format_method(this: &Value, args: &Args) -> PyResult {
    if let Some(made) = plain(this.payload::<Str>(), args)? {
        return Ok(made);
    }
    let mut renderer = Renderer { source: Source::Arguments(args), numbering: Numbering::Unknown };
    Ok(renderer.expand(Template::whole(this.payload::<Str>()), 2)?.finish())
}

/// 3.2's `template.format_map(mapping)`
pub fn format_map(this: &Value, mapping: &Value) -> PyResult {
    let mut renderer = Renderer { source: Source::Mapping(mapping), numbering: Numbering::Unknown };
    Ok(renderer.expand(Template::whole(this.payload::<Str>()), 2)?.finish())
}

// ---- the strings' own __format__ -----------------------------------------------------------------------

/// The text of a specification for `parse_spec`: a character for each unit, so that bytes survive.
fn spec_text(spec: &Str) -> String {
    spec.repr().iter().map(|unit| char::from_u32(unit).unwrap_or('\u{fffd}')).collect()
}

/// What a specification asks of a string that only numbers can do.
fn refuse(spec: &Spec) -> Option<Raised> {
    let not_for_strings = " in string format specifier";
    if spec.sign.is_some() {
        return Some(value_error(format!("Sign not allowed{not_for_strings}")));
    }
    if spec.alt {
        return Some(value_error(format!("Alternate form (#) not allowed{not_for_strings}")));
    }
    if spec.comma {
        return Some(super::number_format::invalid_comma('s'));
    }
    (spec.align == Some('=')).then(|| value_error(format!("'=' alignment not allowed{not_for_strings}")))
}

/// `str.__format__(spec)`, of unicode too.
pub fn format_str(this: &Value, spec: &Value) -> PyResult {
    let own = this.payload::<Str>();
    let Some(given) = spec.downcast::<Str>().filter(|spec| lang::is_27() || spec.is_text()) else {
        let found = spec.type_name();
        return Err(type_error(if lang::is_27() {
            format!("__format__ arg must be str or unicode, not {found}")
        } else {
            format!("must be str, not {found}")
        }));
    };
    if given.is_empty() {
        return if own.is_text() && lang::is_27() { unicode(this) } else { protocol::str(this) };
    }
    let spec = parse_spec(&spec_text(given))?;
    // The type is complained about first.
    if let Some(ty) = spec.ty.filter(|&ty| ty != 's') {
        return Err(unknown_type(ty, if lang::is_27() && own.is_text() { "unicode" } else { "str" }));
    }
    if let Some(error) = refuse(&spec) {
        return Err(error);
    }
    let len = spec.precision.map_or(own.len(), |precision| precision.min(own.len()));
    let missing = spec.width.unwrap_or(0).saturating_sub(len);
    if missing > i32::MAX as usize {
        return Err(errors::raise_none(super::exceptions::MEMORY_ERROR));
    }
    let left = match spec.align {
        Some('>') => missing,
        Some('^') => missing / 2,
        _ => 0,
    };
    let fill = spec.fill.unwrap_or(' ').into();
    let text = match own.repr() {
        Repr::Narrow(bytes) => Repr::Narrow(&bytes[..len]),
        Repr::Wide(points) => Repr::Wide(&points[..len]),
    };
    if fill > 127 {
        // Filling makes narrow text wide.
        super::alloc::ensure((len + missing) * 2 * size_of::<u32>())?;
    }
    let mut out = Builder::new(own.kind(), 0)?;
    out.ensure(text, missing)?;
    out.fill(fill, left);
    out.push_repr(text);
    out.fill(fill, missing - left);
    Ok(out.finish())
}

// ---- what string.Formatter is made of ------------------------------------------------------------------

/// An iterator over (literal, field name, specification, conversion) of each piece.
pub fn formatter_parser(this: &Value) -> PyResult {
    let text = this.payload::<Str>();
    let mut template = Template::whole(text);
    let mut pieces = Vec::new();
    while let Some(piece) = template.next_piece()? {
        let none = Value::none;
        let (name, spec, conversion) = match &piece.field {
            None => (none(), none(), none()),
            Some(field) => {
                let conversion = field.conversion.map_or_else(none, |unit| character(text.kind(), unit));
                (field.name.value(), field.spec.value(), conversion)
            }
        };
        pieces.push(new_tuple([piece.literal.value(), name, spec, conversion]));
    }
    protocol::iter(&new_list(pieces))
}

/// A field name's first part (an int or a string), and an iterator over (is attribute, name) of the rest.
pub fn field_name_split(this: &Value) -> PyResult {
    let (first, mut rest) = Template::whole(this.payload::<Str>()).first();
    let object = |part: Template| -> PyResult {
        Ok(match part.integer()? {
            Some(index) => int::long_from_big(index.into()),
            None => part.value(),
        })
    };
    let mut accesses = Vec::new();
    while let Some((attribute, part)) = rest.next_access()? {
        let name = if attribute { part.value() } else { object(part)? };
        accesses.push(new_tuple([Value::bool(attribute), name]));
    }
    Ok(new_tuple([object(first)?, protocol::iter(&new_list(accesses))?]))
}
