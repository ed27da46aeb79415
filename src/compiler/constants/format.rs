//! `template % arguments` (Objects/stringobject.c, Objects/unicodeobject.c, `PyString_Format`, `PyUnicode_Format`).

use super::sequence::decode_ascii;
use super::{MAX_SEQUENCE, Number, integer};
use crate::bytecode::code::Const;
use crate::bytecode::{arith, floats, repr};
use crate::profile::Language;
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::slice::Iter;

/// Wider fields than can be kept are not made.
const MAX_FIELD: usize = 10 * MAX_SEQUENCE;

/// The formatted string; none if CPython would raise, or surely not keep it.
pub(super) fn format(template: &Const, arguments: &Const, language: Language) -> Option<Const> {
    let single = std::slice::from_ref(arguments);
    let values = match arguments {
        Const::Tuple(items) => items,
        _ => single,
    };
    // 3.2's bytes count as a mapping, of which any part may go unused.
    let mapping = matches!((arguments, language), (Const::Bytes(_), Language::Py32));
    let run = |template: &[u32], unicode: bool| {
        let mut formatter = Formatter {
            template: template.iter(),
            values: values.iter(),
            out: Vec::new(),
            unicode,
            language,
        };
        formatter.run()?;
        let unused = formatter.values.len() > 0 && !mapping;
        if unused { Err(Stop::Raise) } else { Ok(formatter.out) }
    };
    match template {
        Const::Text(template) => run(template, true).ok().map(|out| Const::Text(out.into())),
        Const::Bytes(template) if language == Language::Py27 => {
            let units: Vec<u32> = template.iter().map(|&byte| byte.into()).collect();
            match run(&units, false) {
                Ok(out) => Some(Const::Bytes(out.into_iter().map(|unit| unit as u8).collect())),
                Err(Stop::Raise) => None,
                // A unicode argument makes the result unicode.
                Err(Stop::Unicode) => {
                    run(&decode_ascii(template)?, true).ok().map(|out| Const::Text(out.into()))
                }
            }
        }
        _ => None,
    }
}

enum Stop {
    Raise,
    Unicode,
}

type Result<T> = std::result::Result<T, Stop>;

#[derive(Default)]
struct Field {
    left: bool,
    plus: bool,
    blank: bool,
    alt: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

struct Formatter<'a> {
    template: Iter<'a, u32>,
    values: Iter<'a, Const>,
    out: Vec<u32>,
    /// The result is text, not 2.7's `str`.
    unicode: bool,
    language: Language,
}

fn units(text: &str) -> Vec<u32> {
    text.chars().map(u32::from).collect()
}

impl Formatter<'_> {
    fn run(&mut self) -> Result<()> {
        while let Some(&unit) = self.template.next() {
            if unit == u32::from('%') { self.field()? } else { self.out.push(unit) }
        }
        Ok(())
    }

    /// The next unit of the template, which must not end here.
    fn unit(&mut self) -> Result<char> {
        let unit = *self.template.next().ok_or(Stop::Raise)?;
        Ok(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn value(&mut self) -> Result<&Const> {
        self.values.next().ok_or(Stop::Raise)
    }

    fn field(&mut self) -> Result<()> {
        let mut field = Field::default();
        let mut unit = self.unit()?;
        loop {
            match unit {
                '-' => field.left = true,
                '+' => field.plus = true,
                ' ' => field.blank = true,
                '#' => field.alt = true,
                '0' => field.zero = true,
                _ => break,
            }
            unit = self.unit()?;
        }
        if unit == '*' {
            let width = self.star()?;
            field.left |= width < 0;
            field.width = width.unsigned_abs() as usize;
            unit = self.unit()?;
        } else {
            (field.width, unit) = self.number(unit)?;
        }
        if unit == '.' {
            unit = self.unit()?;
            if unit == '*' {
                field.precision = Some(usize::try_from(self.star()?).unwrap_or(0));
                unit = self.unit()?;
            } else {
                let (precision, next) = self.number(unit)?;
                field.precision = Some(precision);
                unit = next;
            }
        }
        if matches!(unit, 'h' | 'l' | 'L') {
            unit = self.unit()?;
        }
        if field.width > MAX_FIELD || field.precision.is_some_and(|precision| precision > MAX_FIELD) {
            return Err(Stop::Raise);
        }
        self.convert(unit, &field)
    }

    fn number(&mut self, mut unit: char) -> Result<(usize, char)> {
        let mut number = 0usize;
        while let Some(digit) = unit.to_digit(10) {
            number = number.saturating_mul(10).saturating_add(digit as usize);
            unit = self.unit()?;
        }
        Ok((number, unit))
    }

    fn star(&mut self) -> Result<i64> {
        match Number::of(self.value()?) {
            Some(Number::Int { value, long: false }) => value.to_i64().ok_or(Stop::Raise),
            _ => Err(Stop::Raise),
        }
    }

    fn convert(&mut self, unit: char, field: &Field) -> Result<()> {
        match unit {
            '%' => self.pad("", "", units("%"), field, ' '),
            's' | 'r' | 'a' => {
                let mut text = self.text(unit)?;
                text.truncate(field.precision.unwrap_or(usize::MAX));
                self.pad("", "", text, field, ' ');
            }
            'c' => {
                let text = self.character()?;
                self.pad("", "", text, field, ' ');
            }
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => self.integer(unit, field)?,
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => self.float(unit, field)?,
            _ => return Err(Stop::Raise),
        }
        Ok(())
    }

    /// `str()`, `repr()` or 3.2's `ascii()`.
    fn text(&mut self, unit: char) -> Result<Vec<u32>> {
        let (unicode, language) = (self.unicode, self.language);
        let value = self.value()?;
        Ok(match (unit, value) {
            ('a', _) if language == Language::Py27 => return Err(Stop::Raise),
            ('s', Const::Text(_)) if !unicode => return Err(Stop::Unicode),
            ('s', Const::Text(text)) => text.to_vec(),
            ('s', Const::Bytes(bytes)) if language == Language::Py27 => {
                if unicode {
                    decode_ascii(bytes).ok_or(Stop::Raise)?
                } else {
                    bytes.iter().map(|&byte| byte.into()).collect()
                }
            }
            ('s', _) => units(&repr::str(value, language)),
            ('a', _) => units(&repr::ascii(value, language)),
            // A code point that Rust's strings cannot hold stands in no constant's repr: it is escaped.
            _ => units(&repr::repr(value, language)),
        })
    }

    fn character(&mut self) -> Result<Vec<u32>> {
        let limit = if self.unicode { 0x11_0000 } else { 0x100 };
        let (unicode, language) = (self.unicode, self.language);
        match self.value()? {
            Const::Text(_) if !unicode => Err(Stop::Unicode),
            Const::Text(text) if text.len() == 1 => Ok(text.to_vec()),
            Const::Bytes(bytes) if bytes.len() == 1 && language == Language::Py27 => {
                Ok(bytes.iter().map(|&byte| byte.into()).collect())
            }
            value => {
                let unit = match Number::of(value) {
                    Some(Number::Int { value, .. }) => value.to_u32(),
                    // Unicode's %c cuts floats down.
                    Some(Number::Float(x)) if unicode => arith::truncate(x).and_then(|n| n.to_u32()),
                    _ => None,
                };
                unit.filter(|&unit| unit < limit).map(|unit| vec![unit]).ok_or(Stop::Raise)
            }
        }
    }

    fn integer(&mut self, unit: char, field: &Field) -> Result<()> {
        let value: BigInt = match Number::of(self.value()?) {
            Some(Number::Int { value, .. }) => value,
            Some(Number::Float(x)) => arith::truncate(x).ok_or(Stop::Raise)?,
            _ => return Err(Stop::Raise),
        };
        let radix = match unit {
            'o' => 8,
            'x' | 'X' => 16,
            _ => 10,
        };
        let (mut digits, negative) = integer::digits(&value, radix);
        if unit == 'X' {
            digits.make_ascii_uppercase();
        }
        let missing = field.precision.unwrap_or(0).saturating_sub(digits.len());
        digits.insert_str(0, &"0".repeat(missing));
        let mut prefix = "";
        if field.alt {
            match (unit, self.language) {
                ('x', _) => prefix = "0x",
                ('X', _) => prefix = "0X",
                ('o', Language::Py32) => prefix = "0o",
                ('o', Language::Py27) if !digits.starts_with('0') => digits.insert(0, '0'),
                _ => {}
            }
        }
        self.pad(sign(negative, field), prefix, units(&digits), field, if field.zero { '0' } else { ' ' });
        Ok(())
    }

    fn float(&mut self, unit: char, field: &Field) -> Result<()> {
        let x = Number::of(self.value()?).and_then(|number| number.real()).ok_or(Stop::Raise)?;
        let precision = field.precision.unwrap_or(6);
        let mut text = match unit.to_ascii_lowercase() {
            'e' => floats::exponential(x, precision, field.alt),
            'f' => floats::fixed(x, precision, field.alt),
            _ => floats::general(x, precision, field.alt),
        };
        if unit.is_ascii_uppercase() {
            text.make_ascii_uppercase();
        }
        let negative = text.starts_with('-');
        let digits = units(text.trim_start_matches('-'));
        self.pad(sign(negative, field), "", digits, field, if field.zero { '0' } else { ' ' });
        Ok(())
    }

    fn pad(&mut self, sign: &str, prefix: &str, text: Vec<u32>, field: &Field, fill: char) {
        let missing = field.width.saturating_sub(sign.len() + prefix.len() + text.len());
        let fill = std::iter::repeat_n(u32::from(fill), if field.left { 0 } else { missing });
        let front = units(&[sign, prefix].concat());
        if field.zero && !field.left {
            self.out.extend(front);
            self.out.extend(fill);
        } else {
            self.out.extend(fill);
            self.out.extend(front);
        }
        self.out.extend(text);
        if field.left {
            self.out.extend(std::iter::repeat_n(u32::from(' '), missing));
        }
    }
}

fn sign(negative: bool, field: &Field) -> &'static str {
    match (negative, field.plus, field.blank) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    }
}
