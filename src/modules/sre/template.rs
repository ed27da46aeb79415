//! Replacements: `sub()`'s functions and strings, and the templates of `expand()`.

use super::parse::{Token, Tokens, as_number, control, is_name};
use super::pattern::Pattern;
use super::{error, found};
use crate::modules::capi;
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, index_error};
use crate::objects::list::new_list;
use crate::objects::str::{Kind, Str, intern, new_bytes, new_points};
use crate::objects::{Value, call, int, lang, protocol};

/// What stands in a template: text, or a group's number.
pub enum Piece {
    Literal(Value),
    Group(usize),
}

/// What takes a match's place.
pub enum Replacement {
    Literal(Value),
    Template(Vec<Piece>),
    Function(Value),
}

impl Replacement {
    pub fn new(value: &Value, pattern: &Pattern) -> PyResult<Replacement> {
        if capi::is_callable(value) {
            return Ok(Replacement::Function(value.clone()));
        }
        let literal = match value.downcast::<Str>() {
            Some(text) => !text.repr().iter().any(|unit| unit == u32::from('\\')),
            None => capi::buffer("sub", 1, value).is_ok_and(|bytes| !bytes.contains(&b'\\')),
        };
        crate::objects::errors::clear();
        if literal {
            return Ok(Replacement::Literal(value.clone()));
        }
        let mut pieces = parse(value, pattern)?;
        Ok(match pieces.pop() {
            Some(Piece::Literal(text)) if pieces.is_empty() => Replacement::Literal(text),
            last => {
                pieces.extend(last);
                Replacement::Template(pieces)
            }
        })
    }
}

/// Collects the text between groups.
struct Pieces {
    kind: Kind,
    done: Vec<Piece>,
    text: Vec<u32>,
}

impl Pieces {
    fn end_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        self.done.push(Piece::Literal(match self.kind {
            Kind::Bytes => new_bytes(text.iter().map(|&unit| unit as u8).collect::<Vec<u8>>()),
            Kind::Text => new_points(text),
        }));
    }

    fn group(&mut self, number: usize) {
        self.end_text();
        self.done.push(Piece::Group(number));
    }
}

/// Reads a template (parse_template).
pub fn parse(template: &Value, pattern: &Pattern) -> PyResult<Vec<Piece>> {
    let Some(text) = template.downcast::<Str>() else {
        // What reads it asks for its length first.
        protocol::len(template)?;
        return Err(crate::objects::errors::type_error("expected string or buffer"));
    };
    let units = text.to_points();
    let mut tokens = Tokens::new(&units)?;
    let mut pieces = Pieces { kind: text.kind(), done: Vec::new(), text: Vec::new() };
    while let Some(Token { escaped, point }) = tokens.get()? {
        if !escaped {
            pieces.text.push(point);
            continue;
        }
        match char::from_u32(point) {
            Some('g') => {
                let number = named_group(&mut tokens, pattern, text.kind())?;
                pieces.group(number);
            }
            Some('0') => {
                let mut code = 0;
                for _ in 0..2 {
                    let Some(digit) = tokens.take_digit(8)? else { break };
                    code = code * 8 + digit.to_digit(8).unwrap_or(0);
                }
                pieces.text.push(code & 0xff);
            }
            Some(first @ '1'..='9') => {
                let mut digits = vec![first];
                digits.extend(tokens.take_digit(10)?);
                if let [a, b] = digits[..]
                    && a.is_digit(8)
                    && b.is_digit(8)
                    && let Some(c) = tokens.take_digit(8)?
                {
                    let code = [a, b, c].iter().fold(0, |all, c| all * 8 + c.to_digit(8).unwrap_or(0));
                    pieces.text.push(code & 0xff);
                } else {
                    let number = digits.iter().fold(0, |all, c| all * 10 + c.to_digit(10).unwrap_or(0));
                    pieces.group(number as usize);
                }
            }
            _ => match control(point) {
                Some(code) => pieces.text.push(code),
                None => pieces.text.extend(['\\'.into(), point]),
            },
        }
    }
    pieces.end_text();
    Ok(pieces.done)
}

/// The number of a `\g<...>`.
fn named_group(tokens: &mut Tokens, pattern: &Pattern, kind: Kind) -> PyResult<usize> {
    let name = if tokens.take('<')? { tokens.until('>', "unterminated group name")? } else { Vec::new() };
    if name.is_empty() {
        return Err(error("missing group name"));
    }
    if let Some(number) = as_number(&name) {
        return usize::try_from(number).map_err(|_| error("negative group number"));
    }
    if !is_name(&name) {
        return Err(error("bad character in group name"));
    }
    let key = match kind {
        Kind::Bytes if lang::is_27() => new_bytes(name.iter().map(|&unit| unit as u8).collect::<Vec<u8>>()),
        _ => new_points(&name[..]),
    };
    let number = match pattern.names.downcast::<Dict>() {
        Some(names) => names.get(&key)?.as_ref().and_then(int::to_i64),
        None => None,
    };
    match number.and_then(|number| usize::try_from(number).ok()) {
        Some(number) => Ok(number),
        None if lang::is_27() => {
            Err(index_error(format!("unknown group name: {}", protocol::repr_string(&key)?)))
        }
        None => Err(index_error("unknown group name")),
    }
}

/// The text of a template: `group` gives a group's text or None, `empty` is an empty string of the text's kind
/// (expand_template).
pub fn fill(pieces: &[Piece], empty: &Value, groups: usize, group: impl Fn(usize) -> PyResult) -> PyResult {
    let mut texts = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Literal(text) => texts.push(text.clone()),
            Piece::Group(number) if *number > groups => return Err(error("invalid group reference")),
            Piece::Group(0) => texts.push(group(0)?),
            Piece::Group(number) => {
                let text = group(*number)?;
                if text.is_none() {
                    return Err(error("unmatched group"));
                }
                texts.push(text);
            }
        }
    }
    call::call_method(empty, &intern("join"), &[new_list(texts)])
}

/// `_sre.template(match, template)`.
pub fn expanded(_: &Value, args: &[Value]) -> PyResult {
    found::expand(&args[0], &args[1])
}
