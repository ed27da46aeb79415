//! Patterns as text, read into a tree (Lib/sre_parse.py).
//!
//! Invariants: the dialect and the messages are those of the running language, in the order in which CPython finds
//! errors; nesting is bounded by the recursion limit.

use super::tree::{At, Kind, MAX_REPEAT, Member, Node, Sequence};
use super::{error, flag};
use crate::objects::alloc;
use crate::objects::errors::{PyResult, Raised, overflow_error, value_error};
use crate::objects::recursion;
use crate::objects::str::{Kind as Text, Str, new_bytes, new_points};
use crate::objects::{Value, lang, protocol};

/// A character, or a backslash and the character behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub escaped: bool,
    pub point: u32,
}

impl Token {
    /// The character, if it is not an escape.
    pub fn plain(self) -> Option<char> {
        if self.escaped { None } else { char::from_u32(self.point) }
    }
}

/// The text of a pattern or template, token by token.
pub struct Tokens<'a> {
    text: &'a [u32],
    index: usize,
    pub next: Option<Token>,
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a [u32]) -> PyResult<Tokens<'a>> {
        let mut tokens = Tokens { text, index: 0, next: None };
        tokens.advance()?;
        Ok(tokens)
    }

    fn advance(&mut self) -> PyResult<()> {
        self.next = match self.text.get(self.index) {
            None => None,
            Some(&point) if point == u32::from('\\') => match self.text.get(self.index + 1) {
                Some(&point) => Some(Token { escaped: true, point }),
                None => return Err(error("bogus escape (end of line)")),
            },
            Some(&point) => Some(Token { escaped: false, point }),
        };
        self.index += self.next.map_or(0, |token| if token.escaped { 2 } else { 1 });
        Ok(())
    }

    pub fn get(&mut self) -> PyResult<Option<Token>> {
        let this = self.next;
        self.advance()?;
        Ok(this)
    }

    /// Whether the next token is this character.
    pub fn sees(&self, wanted: char) -> bool {
        self.next.and_then(Token::plain) == Some(wanted)
    }

    /// Takes the next token if it is this character.
    pub fn take(&mut self, wanted: char) -> PyResult<bool> {
        let found = self.sees(wanted);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    /// Takes the next token if it is a digit of this radix.
    pub fn take_digit(&mut self, radix: u32) -> PyResult<Option<char>> {
        let digit = self.next.and_then(Token::plain).filter(|digit| digit.is_digit(radix));
        if digit.is_some() {
            self.advance()?;
        }
        Ok(digit)
    }

    /// The text up to a character, which is taken too.
    pub fn until(&mut self, end: char, unterminated: &str) -> PyResult<Vec<u32>> {
        let mut text = Vec::new();
        loop {
            match self.get()? {
                None => return Err(error(unterminated)),
                Some(token) if token.plain() == Some(end) => return Ok(text),
                Some(token) => {
                    if token.escaped {
                        text.push('\\'.into());
                    }
                    text.push(token.point);
                }
            }
        }
    }
}

/// A name as Python's identifiers were before they could have letters of all kinds.
pub fn is_name(text: &[u32]) -> bool {
    let letter = |point: &u32| char::from_u32(*point).is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    let digit = |point: &u32| char::from_u32(*point).is_some_and(|c| c.is_ascii_digit());
    text.first().is_some_and(letter) && text.iter().all(|point| letter(point) || digit(point))
}

/// What `int()` makes of such a text: a number, or none if it is not one.
pub fn as_number(text: &[u32]) -> Option<i64> {
    let text: String = text.iter().filter_map(|&point| char::from_u32(point)).collect();
    text.trim().parse().ok()
}

/// What stands for one character behind a backslash, everywhere.
pub fn control(point: u32) -> Option<u32> {
    Some(match char::from_u32(point)? {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        '\\' => 92,
        _ => return None,
    })
}

fn category(point: u32) -> Option<Member> {
    let (kind, holds) = match char::from_u32(point)? {
        'd' => (Kind::Digit, true),
        'D' => (Kind::Digit, false),
        's' => (Kind::Space, true),
        'S' => (Kind::Space, false),
        'w' => (Kind::Word, true),
        'W' => (Kind::Word, false),
        _ => return None,
    };
    Some(Member::Kind(kind, holds))
}

fn is_space(point: u32) -> bool {
    matches!(point, 9..=13 | 32)
}

/// A pattern that has been read.
pub struct Parsed {
    pub tree: Sequence,
    /// The flags given, those in the text, and in 3.2 UNICODE for text.
    pub flags: u32,
    /// The number of groups, the whole match included.
    pub groups: usize,
    /// Names of groups, in the order of the text.
    pub names: Vec<(Vec<u32>, usize)>,
}

/// Reads a pattern of these units. `kind` is that of the string it came from.
pub fn parse(text: &[u32], kind: Text, flags: u32) -> PyResult<Parsed> {
    let mut parser =
        Parser { tokens: Tokens::new(text)?, kind, flags, open: Vec::new(), groups: 1, names: Vec::new() };
    let tree = parser.alternatives(false)?;
    parser.flags = if lang::is_27() { parser.flags } else { fix_flags(kind, parser.flags)? };
    match parser.tokens.get()? {
        None => {}
        Some(token) if token.plain() == Some(')') => return Err(error("unbalanced parenthesis")),
        Some(_) => return Err(error("bogus characters at end of regular expression")),
    }
    if flags & flag::VERBOSE == 0 && parser.flags & flag::VERBOSE != 0 {
        // The flag came with the text: what stood before it is read anew.
        return parse(text, kind, parser.flags);
    }
    Ok(Parsed { tree, flags: parser.flags, groups: parser.groups, names: parser.names })
}

fn fix_flags(kind: Text, flags: u32) -> PyResult<u32> {
    let unicode = flags & flag::UNICODE != 0;
    match kind {
        Text::Text if flags & flag::ASCII == 0 => Ok(flags | flag::UNICODE),
        Text::Text if unicode => Err(value_error("ASCII and UNICODE flags are incompatible")),
        Text::Bytes if unicode => Err(value_error("can't use UNICODE flag with a bytes pattern")),
        _ => Ok(flags),
    }
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    kind: Text,
    flags: u32,
    /// Groups that have been opened and not closed.
    open: Vec<usize>,
    groups: usize,
    names: Vec<(Vec<u32>, usize)>,
}

impl Parser<'_> {
    /// The repr() of a piece of the pattern, as a string of the pattern's kind.
    fn shown(&self, text: &[u32]) -> PyResult<String> {
        let value: Value = match self.kind {
            Text::Bytes if lang::is_27() => {
                new_bytes(text.iter().map(|&point| point as u8).collect::<Vec<u8>>())
            }
            _ => new_points(text),
        };
        protocol::repr_string(&value)
    }

    fn bogus(&self, escape: &[u32]) -> Raised {
        match self.shown(escape) {
            Ok(shown) => error(format!("bogus escape: {shown}")),
            Err(raised) => raised,
        }
    }

    /// `a|b|c`; `nested`: it ends at a closing parenthesis.
    fn alternatives(&mut self, nested: bool) -> PyResult<Sequence> {
        let _level = recursion::enter("")?;
        let mut ways = Vec::new();
        loop {
            ways.push(self.sequence()?);
            if self.tokens.take('|')? {
                continue;
            }
            if !nested || self.tokens.next.is_none() || self.tokens.sees(')') {
                break;
            }
            return Err(error("pattern not properly closed"));
        }
        if ways.len() == 1 {
            return Ok(ways.pop().unwrap_or_default());
        }
        let mut result = Vec::new();
        // What all begin with goes before them.
        while let Some(first) = ways.first().and_then(|way| way.first()).filter(|first| first.is_plain()) {
            if !ways.iter().all(|way| way.first() == Some(first)) {
                break;
            }
            result.push(first.clone());
            ways.iter_mut().for_each(|way| drop(way.remove(0)));
        }
        let literals = ways.iter().map(|way| match way[..] {
            [Node::Literal(point)] => Some(Member::Literal(point)),
            _ => None,
        });
        match literals.collect::<Option<Vec<Member>>>() {
            Some(members) => result.push(Node::In { negated: false, members }),
            None => result.push(Node::Branch(ways)),
        }
        Ok(result)
    }

    fn sequence(&mut self) -> PyResult<Sequence> {
        let mut items = Vec::new();
        while !(self.tokens.sees('|') || self.tokens.sees(')')) {
            let Some(token) = self.tokens.get()? else { break };
            alloc::room(&mut items, 1)?;
            if self.flags & flag::VERBOSE != 0 && !token.escaped {
                if is_space(token.point) {
                    continue;
                }
                if token.point == u32::from('#') {
                    while self.tokens.get()?.is_some_and(|token| token.plain() != Some('\n')) {}
                    continue;
                }
            }
            if token.escaped {
                let node = self.escape(token.point)?;
                items.push(node);
                continue;
            }
            match token.plain() {
                Some('[') => {
                    let node = self.set()?;
                    items.push(node);
                }
                Some(repeat @ ('*' | '+' | '?' | '{')) => self.repeat(repeat, &mut items)?,
                Some('.') => items.push(Node::Any),
                Some('(') => items.extend(self.parenthesis()?),
                Some('^') => items.push(Node::At(At::Beginning)),
                Some('$') => items.push(Node::At(At::End)),
                _ => items.push(Node::Literal(token.point)),
            }
        }
        Ok(items)
    }

    /// The digits of `\x41`, `\101` and the like, up to `limit` in all.
    fn digits(&mut self, escape: &mut Vec<u32>, radix: u32, limit: usize) -> PyResult<()> {
        while escape.len() < limit {
            let Some(digit) = self.tokens.take_digit(radix)? else { break };
            escape.push(digit.into());
        }
        Ok(())
    }

    fn escape(&mut self, point: u32) -> PyResult<Node> {
        match char::from_u32(point) {
            Some('A') => return Ok(Node::At(At::Beginning)),
            Some('Z') => return Ok(Node::At(At::EndString)),
            Some('b') => return Ok(Node::At(At::Boundary(true))),
            Some('B') => return Ok(Node::At(At::Boundary(false))),
            _ => {}
        }
        if let Some(member) = category(point) {
            return Ok(Node::In { negated: false, members: vec![member] });
        }
        if let Some(code) = control(point) {
            return Ok(Node::Literal(code));
        }
        let mut escape = vec!['\\'.into(), point];
        match char::from_u32(point) {
            Some('x') => {
                self.digits(&mut escape, 16, 4)?;
                if escape.len() != 4 {
                    return Err(self.bogus(&escape));
                }
                Ok(Node::Literal(value(&escape[2..], 16) & 0xff))
            }
            Some('0') => {
                self.digits(&mut escape, 8, 4)?;
                Ok(Node::Literal(value(&escape[1..], 8) & 0xff))
            }
            Some('1'..='9') => {
                if let Some(digit) = self.tokens.take_digit(10)? {
                    escape.push(digit.into());
                    let octal = |point: u32| char::from_u32(point).is_some_and(|c| c.is_digit(8));
                    if octal(point)
                        && digit.is_digit(8)
                        && let Some(last) = self.tokens.take_digit(8)?
                    {
                        escape.push(last.into());
                        return Ok(Node::Literal(value(&escape[1..], 8) & 0xff));
                    }
                }
                let group = value(&escape[1..], 10) as usize;
                if group >= self.groups {
                    return Err(self.bogus(&escape));
                }
                if self.open.contains(&group) {
                    return Err(error("cannot refer to open group"));
                }
                Ok(Node::Reference(group))
            }
            _ => Ok(Node::Literal(point)),
        }
    }

    fn class_escape(&mut self, point: u32) -> PyResult<Member> {
        if let Some(code) = control(point) {
            return Ok(Member::Literal(code));
        }
        if let Some(member) = category(point) {
            return Ok(member);
        }
        let mut escape = vec!['\\'.into(), point];
        match char::from_u32(point) {
            Some('x') => {
                self.digits(&mut escape, 16, 4)?;
                let digits = &escape[2..];
                if digits.len() != 2 {
                    return Err(self.bogus(&[&['\\'.into()], digits].concat()));
                }
                Ok(Member::Literal(value(digits, 16) & 0xff))
            }
            Some('0'..='7') => {
                self.digits(&mut escape, 8, 4)?;
                Ok(Member::Literal(value(&escape[1..], 8) & 0xff))
            }
            Some('8' | '9') => Err(self.bogus(&escape)),
            _ => Ok(Member::Literal(point)),
        }
    }

    fn member(&mut self, token: Token) -> PyResult<Member> {
        if token.escaped { self.class_escape(token.point) } else { Ok(Member::Literal(token.point)) }
    }

    fn set(&mut self) -> PyResult<Node> {
        let end = || error("unexpected end of regular expression");
        let negated = self.tokens.take('^')?;
        let mut members = Vec::new();
        loop {
            let token = self.tokens.get()?.ok_or_else(end)?;
            if token.plain() == Some(']') && !members.is_empty() {
                break;
            }
            let low = self.member(token)?;
            if !self.tokens.take('-')? {
                members.push(low);
                continue;
            }
            let token = self.tokens.get()?.ok_or_else(end)?;
            if token.plain() == Some(']') {
                members.extend([low, Member::Literal('-'.into())]);
                break;
            }
            match (low, self.member(token)?) {
                (Member::Literal(low), Member::Literal(high)) if low <= high => {
                    members.push(Member::Range(low, high));
                }
                _ => return Err(error("bad character range")),
            }
        }
        Ok(match members[..] {
            [Member::Literal(point)] if negated => Node::NotLiteral(point),
            [Member::Literal(point)] => Node::Literal(point),
            _ => Node::In { negated, members },
        })
    }

    fn repeat(&mut self, sign: char, items: &mut Sequence) -> PyResult<()> {
        let (min, max) = match sign {
            '?' => (0, 1),
            '*' => (0, MAX_REPEAT),
            '+' => (1, MAX_REPEAT),
            _ => match self.braces()? {
                Some(bounds) => bounds,
                None => {
                    items.push(Node::Literal(sign.into()));
                    return Ok(());
                }
            },
        };
        match items.last() {
            None | Some(Node::At(_)) => return Err(error("nothing to repeat")),
            Some(Node::Repeat { .. }) => return Err(error("multiple repeat")),
            Some(_) => {}
        }
        let greedy = !self.tokens.take('?')?;
        if let Some(item) = items.pop() {
            items.push(Node::Repeat { greedy, min, max, item: Box::new(item) });
        }
        Ok(())
    }

    /// The bounds of `{2,3}`; none if the brace is only a brace.
    fn braces(&mut self) -> PyResult<Option<(u64, u64)>> {
        if self.tokens.sees('}') {
            return Ok(None);
        }
        let here = (self.tokens.index, self.tokens.next);
        let (mut low, mut high) = (Vec::new(), Vec::new());
        self.digits(&mut low, 10, usize::MAX)?;
        if self.tokens.take(',')? {
            self.digits(&mut high, 10, usize::MAX)?;
        } else {
            high.clone_from(&low);
        }
        if !self.tokens.take('}')? {
            (self.tokens.index, self.tokens.next) = here;
            return Ok(None);
        }
        let bound = |digits: &[u32], default: u64| -> PyResult<u64> {
            if digits.is_empty() {
                return Ok(default);
            }
            let number = digits.iter().try_fold(0_u64, |all, &digit| {
                all.checked_mul(10)?.checked_add(u64::from(digit - u32::from('0')))
            });
            number
                .filter(|&number| number < MAX_REPEAT)
                .ok_or_else(|| overflow_error("the repetition number is too large"))
        };
        let (min, max) = (bound(&low, 0)?, bound(&high, MAX_REPEAT)?);
        if max < min {
            return Err(error("bad repeat interval"));
        }
        Ok(Some((min, max)))
    }

    /// What stands behind an opening parenthesis; none for comments and flags.
    fn parenthesis(&mut self) -> PyResult<Option<Node>> {
        if !self.tokens.take('?')? {
            return self.group(None).map(Some);
        }
        if self.tokens.take('P')? {
            return self.named().map(Some);
        }
        if self.tokens.take(':')? {
            let body = self.alternatives(true)?;
            self.close()?;
            return Ok(Some(Node::Group(None, body)));
        }
        if self.tokens.take('#')? {
            while self.tokens.next.is_some() && !self.tokens.sees(')') {
                self.tokens.get()?;
            }
            self.close()?;
            return Ok(None);
        }
        if self.tokens.sees('=') || self.tokens.sees('!') || self.tokens.sees('<') {
            return self.assertion().map(Some);
        }
        if self.tokens.take('(')? {
            return self.conditional().map(Some);
        }
        let flag_of = |token: Option<Token>| token.and_then(Token::plain).and_then(flag::of_letter);
        if flag_of(self.tokens.next).is_none() {
            return Err(error("unexpected end of pattern"));
        }
        while let Some(flag) = flag_of(self.tokens.next) {
            self.flags |= flag;
            self.tokens.get()?;
        }
        match self.tokens.get()? {
            None => Err(error("unexpected end of pattern")),
            Some(token) if token.plain() == Some(')') => Ok(None),
            Some(_) => Err(error("unknown extension")),
        }
    }

    fn close(&mut self) -> PyResult<()> {
        if self.tokens.take(')')? { Ok(()) } else { Err(error("unbalanced parenthesis")) }
    }

    fn group(&mut self, name: Option<Vec<u32>>) -> PyResult<Node> {
        let number = self.groups;
        self.groups += 1;
        if let Some(name) = name {
            if let Some(old) = self.number_of(&name) {
                let shown = self.shown(&name)?;
                return Err(error(format!(
                    "redefinition of group name {shown} as group {number}; was group {old}"
                )));
            }
            self.names.push((name, number));
        }
        self.open.push(number);
        let body = self.alternatives(true)?;
        self.close()?;
        self.open.retain(|&open| open != number);
        Ok(Node::Group(Some(number), body))
    }

    fn number_of(&self, name: &[u32]) -> Option<usize> {
        self.names.iter().find(|(known, _)| known == name).map(|(_, number)| *number)
    }

    /// `(?P<name>...)` and `(?P=name)`.
    fn named(&mut self) -> PyResult<Node> {
        if self.tokens.take('<')? {
            let name = self.tokens.until('>', "unterminated name")?;
            self.check_name(&name, "bad character in group name")?;
            return self.group(Some(name));
        }
        if self.tokens.take('=')? {
            let name = self.tokens.until(')', "unterminated name")?;
            let bad = if lang::is_27() {
                "bad character in backref group name"
            } else {
                "bad character in group name"
            };
            self.check_name(&name, bad)?;
            let group = self.number_of(&name).ok_or(()).or_else(|()| Err(self.unknown_name(&name)?))?;
            return Ok(Node::Reference(group));
        }
        match self.tokens.get()? {
            None => Err(error("unexpected end of pattern")),
            Some(token) => {
                let escape = if token.escaped { "\\" } else { "" };
                let letter = char::from_u32(token.point).unwrap_or('\u{fffd}');
                Err(error(format!("unknown specifier: ?P{escape}{letter}")))
            }
        }
    }

    fn check_name(&self, name: &[u32], bad: &str) -> PyResult<()> {
        if name.is_empty() {
            return Err(error("missing group name"));
        }
        if is_name(name) {
            return Ok(());
        }
        Err(if lang::is_27() { error(format!("{bad} {}", self.shown(name)?)) } else { error(bad) })
    }

    fn unknown_name(&self, name: &[u32]) -> PyResult<Raised> {
        Ok(if lang::is_27() {
            error(format!("unknown group name: {}", self.shown(name)?))
        } else {
            error("unknown group name")
        })
    }

    fn assertion(&mut self) -> PyResult<Node> {
        let mut sign = self.tokens.get()?.and_then(Token::plain);
        let behind = sign == Some('<');
        if behind {
            if !(self.tokens.sees('=') || self.tokens.sees('!')) {
                return Err(error("syntax error"));
            }
            sign = self.tokens.get()?.and_then(Token::plain);
        }
        let body = self.alternatives(true)?;
        self.close()?;
        Ok(Node::Assert { behind, negative: sign == Some('!'), body })
    }

    fn conditional(&mut self) -> PyResult<Node> {
        let name = self.tokens.until(')', "unterminated name")?;
        if name.is_empty() {
            return Err(error("missing group name"));
        }
        let group = if is_name(&name) {
            match self.number_of(&name) {
                Some(number) => number,
                None => return Err(self.unknown_name(&name)?),
            }
        } else {
            let number = as_number(&name).and_then(|number| usize::try_from(number).ok());
            number.ok_or_else(|| error("bad character in group name"))?
        };
        if group == 0 {
            // Not a condition at all.
            let body = self.alternatives(true)?;
            self.close()?;
            return Ok(Node::Group(None, body));
        }
        let _level = recursion::enter("")?;
        let yes = self.sequence()?;
        let mut no = Vec::new();
        if self.tokens.take('|')? {
            no = self.sequence()?;
            if self.tokens.take('|')? {
                return Err(error("conditional backref with more than two branches"));
            }
        }
        if self.tokens.next.is_some() && !self.tokens.sees(')') {
            return Err(error("pattern not properly closed"));
        }
        self.close()?;
        Ok(Node::Group(None, vec![Node::Conditional { group, yes, no }]))
    }
}

/// The number of digits that are of this radix.
fn value(digits: &[u32], radix: u32) -> u32 {
    let digit = |&point: &u32| char::from_u32(point).and_then(|c| c.to_digit(radix)).unwrap_or(0);
    digits.iter().map(digit).fold(0, |all, digit| all.wrapping_mul(radix).wrapping_add(digit))
}

/// The units of a pattern's or template's string.
pub fn units(text: &Str) -> Vec<u32> {
    text.to_points()
}
