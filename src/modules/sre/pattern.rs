//! Compiled patterns and scanners.
//!
//! Invariant: while a match is looked for its text is held by a value, and a changeable one (a byte array) is copied, so
//! signal handlers that run meanwhile cannot change it.

use std::cell::Cell;
use std::rc::Rc;

use super::found;
use super::matcher::State;
use super::parse::{self, Parsed};
use super::program::{self, Program};
use super::template::{self, Replacement};
use crate::modules::capi;
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, raise, runtime_error, type_error};
use crate::objects::header::{Layout, Payload, new_object};
use crate::objects::list::new_list;
use crate::objects::native::{Args, GetSet, Method, Native, getter, method};
use crate::objects::str::{Kind, Repr, Str, ensure_copy, intern, new_bytes, new_points, types};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{Slots, TypeDef, TypeObj, TypeRef, ready};
use crate::objects::word::Word;
use crate::objects::{Value, alloc, call, exceptions as exc, file, iterator, lang, protocol};

/// `_sre.SRE_Pattern`.
pub struct Pattern {
    /// The string it was made of.
    source: Value,
    kind: Kind,
    flags: u32,
    /// The number of groups, without the whole match.
    pub groups: usize,
    /// A dict of names and numbers.
    pub names: Value,
    /// The names by numbers.
    pub by_number: Vec<Option<Value>>,
    program: Rc<Program>,
}

impl Payload for Pattern {
    const LAYOUT: Layout = Layout::Pattern;
    const WEAKREFS: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        visit(self.source.word());
        visit(self.names.word());
    }
}

static PATTERN_OBJ: TypeObj = TypeObj::builtin(Layout::Pattern);
const PATTERN: TypeRef = TypeRef::of(&PATTERN_OBJ);

static SCANNER_OBJ: TypeObj = TypeObj::builtin(Layout::Scanner);
const SCANNER: TypeRef = TypeRef::of(&SCANNER_OBJ);

/// Makes a pattern object of a string.
pub fn compile(source: &Value, flags: u32) -> PyResult {
    let Some(text) = source.downcast::<Str>() else {
        return Err(type_error("first argument must be string or compiled pattern"));
    };
    alloc::ensure(2 * size_of::<u32>() * text.len())?;
    let Parsed { tree, flags, groups, names } = parse::parse(&parse::units(text), text.kind(), flags)?;
    let program = program::compile(&tree, flags)?;
    if groups > 100 {
        return Err(raise(exc::ASSERTION_ERROR, "sorry, but this version only supports 100 named groups"));
    }
    // A pattern without groups is not looked at so closely.
    if program.condition > if groups == 1 { 100 } else { groups - 1 } {
        return Err(runtime_error("invalid SRE code"));
    }
    let index = Dict::new_value();
    let mut by_number = vec![None; groups];
    for (name, number) in names {
        let name = match text.kind() {
            Kind::Bytes if lang::is_27() => {
                new_bytes(name.iter().map(|&point| point as u8).collect::<Vec<u8>>())
            }
            _ => new_points(name),
        };
        if let Some(index) = index.downcast::<Dict>() {
            index.insert(name.clone(), Value::int(number as i64))?;
        }
        by_number[number] = Some(name);
    }
    let made = Pattern {
        source: source.clone(),
        kind: text.kind(),
        flags,
        groups: groups - 1,
        names: index,
        by_number,
        program: Rc::new(program),
    };
    Ok(new_object(PATTERN, made))
}

// ---- texts ---------------------------------------------------------------------------------------------

/// What is matched against: the object, and its units if they had to be copied.
pub struct Subject {
    value: Value,
    copied: Option<Vec<u8>>,
}

impl Subject {
    /// A string or buffer for a pattern of this kind (getstring, state_init).
    fn new(value: &Value, kind: Kind) -> PyResult<Subject> {
        let copied = match value.downcast::<Str>() {
            Some(_) => None,
            None => match file::buffer_of(value)? {
                Some(bytes) => Some(bytes),
                None => return Err(type_error("expected string or buffer")),
            },
        };
        let is_text = value.downcast::<Str>().is_some_and(Str::is_text);
        if !lang::is_27() {
            match kind {
                Kind::Text if !is_text => {
                    return Err(type_error("can't use a string pattern on a bytes-like object"));
                }
                Kind::Bytes if is_text => {
                    return Err(type_error("can't use a bytes pattern on a string-like object"));
                }
                _ => {}
            }
        }
        Ok(Subject { value: value.clone(), copied })
    }

    pub fn value(&self) -> &Value {
        &self.value
    }

    fn units(&self) -> Repr<'_> {
        match (&self.copied, self.value.downcast::<Str>()) {
            (Some(bytes), _) => Repr::Narrow(bytes),
            (None, Some(text)) => text.repr(),
            (None, None) => Repr::Narrow(&[]),
        }
    }

    pub fn len(&self) -> usize {
        self.units().len()
    }

    /// `text[start:stop]`.
    pub fn slice(&self, start: usize, stop: usize) -> PyResult {
        slice(&self.value, start, stop)
    }
}

/// `text[start:stop]` (PySequence_GetSlice).
pub fn slice(text: &Value, start: usize, stop: usize) -> PyResult {
    if let Some(own) = text.downcast::<Str>() {
        if stop.saturating_sub(start) >= alloc::LARGE / 4 {
            ensure_copy(own)?;
        }
        return Ok(types::section(text, start, stop.max(start)));
    }
    let bounds = [start, stop].map(|bound| Value::int(bound as i64));
    protocol::getitem(text, &protocol::construct(crate::objects::typeobj::SLICE, &bounds)?)
}

/// A state over either kind of units.
pub enum Matcher<'a> {
    Bytes(State<'a, u8>),
    Points(State<'a, u32>),
}

macro_rules! each {
    ($self:expr, $state:ident => $result:expr) => {
        match $self {
            Matcher::Bytes($state) => $result,
            Matcher::Points($state) => $result,
        }
    };
}

impl<'a> Matcher<'a> {
    fn new(pattern: &'a Pattern, subject: &'a Subject, bounds: Bounds) -> Matcher<'a> {
        let Bounds { start, end } = bounds;
        match subject.units() {
            Repr::Narrow(bytes) => Matcher::Bytes(State::new(&pattern.program, bytes, start, end)),
            Repr::Wide(points) => Matcher::Points(State::new(&pattern.program, points, start, end)),
        }
    }

    fn search(&mut self) -> PyResult<bool> {
        each!(self, state => {
            state.reset();
            state.search()
        })
    }

    fn matches(&mut self) -> PyResult<bool> {
        each!(self, state => {
            state.reset();
            state.matches()
        })
    }

    /// Where the match begins and ends.
    pub fn span(&self) -> (usize, usize) {
        each!(self, state => (state.start, state.stop))
    }

    pub fn group(&self, group: usize) -> Option<(usize, usize)> {
        each!(self, state => state.group(group))
    }

    pub fn last_index(&self) -> Option<usize> {
        each!(self, state => state.last_index())
    }

    /// The next match is looked for behind this one, an empty one's next character left out.
    fn move_on(&mut self) {
        each!(self, state => state.start = state.stop + usize::from(state.stop == state.start))
    }

    fn set_start(&mut self, start: usize) {
        each!(self, state => state.start = start)
    }
}

/// Where to look, within the text.
#[derive(Clone, Copy)]
pub struct Bounds {
    pub start: usize,
    pub end: usize,
}

fn bounds(len: usize, start: Option<&Value>, end: Option<&Value>) -> PyResult<Bounds> {
    let bound = |value: Option<&Value>, default: usize| -> PyResult<usize> {
        let Some(value) = value else { return Ok(default) };
        let number = capi::c_size(value)?;
        Ok(usize::try_from(number).unwrap_or(0).min(len))
    };
    Ok(Bounds { start: bound(start, 0)?, end: bound(end, len)? })
}

/// The text and the bounds of `match(text, pos, endpos)` and its like.
fn subject(this: &Value, function: &str, names: [&str; 3], args: &Args) -> PyResult<(Subject, Bounds)> {
    let [text, start, end] = args.bind(function, names, 1)?;
    let none = Value::none();
    let subject = Subject::new(text.unwrap_or(&none), this.payload::<Pattern>().kind)?;
    let bounds = bounds(subject.len(), start, end)?;
    Ok((subject, bounds))
}

/// The name of the first argument, which the versions do not agree on.
fn text_name(in_32: &'static str) -> &'static str {
    if lang::is_27() { "string" } else { in_32 }
}

fn match_here(this: &Value, args: &Args) -> PyResult {
    let (subject, bounds) = subject(this, "match", [text_name("pattern"), "pos", "endpos"], args)?;
    let mut matcher = Matcher::new(this.payload(), &subject, bounds);
    let matched = bounds.start <= bounds.end && matcher.matches()?;
    Ok(if matched { found::new(this, &subject, bounds, &matcher) } else { Value::none() })
}

fn search(this: &Value, args: &Args) -> PyResult {
    let (subject, bounds) = subject(this, "search", [text_name("pattern"), "pos", "endpos"], args)?;
    let mut matcher = Matcher::new(this.payload(), &subject, bounds);
    Ok(if matcher.search()? { found::new(this, &subject, bounds, &matcher) } else { Value::none() })
}

/// The text of a group, or of the match (0); `default` if it has not matched.
fn group_text(matcher: &Matcher, subject: &Subject, group: usize, default: Option<Value>) -> PyResult {
    let span = if group == 0 { Some(matcher.span()) } else { matcher.group(group) };
    match (span, default) {
        (Some((start, stop)), _) => subject.slice(start, stop),
        (None, Some(default)) => Ok(default),
        (None, None) => subject.slice(0, 0),
    }
}

fn findall(this: &Value, args: &Args) -> PyResult {
    let (subject, bounds) = subject(this, "findall", [text_name("source"), "pos", "endpos"], args)?;
    let groups = this.payload::<Pattern>().groups;
    let mut matcher = Matcher::new(this.payload(), &subject, bounds);
    let mut found = Vec::new();
    while matcher.search()? {
        let (start, stop) = matcher.span();
        alloc::room(&mut found, 1)?;
        found.push(match groups {
            0 => subject.slice(start, stop)?,
            1 => group_text(&matcher, &subject, 1, None)?,
            _ => {
                let texts = (1..=groups).map(|group| group_text(&matcher, &subject, group, None));
                new_tuple(texts.collect::<PyResult<Vec<Value>>>()?)
            }
        });
        matcher.move_on();
    }
    Ok(new_list(found))
}

fn split(this: &Value, args: &Args) -> PyResult {
    let [text, max] = args.bind("split", [text_name("source"), "maxsplit"], 1)?;
    let none = Value::none();
    let subject = Subject::new(text.unwrap_or(&none), this.payload::<Pattern>().kind)?;
    let max = max.map_or(Ok(0), capi::c_size)?;
    let (groups, len) = (this.payload::<Pattern>().groups, subject.len());
    let mut matcher = Matcher::new(this.payload(), &subject, Bounds { start: 0, end: len });
    let (mut pieces, mut count, mut last) = (Vec::new(), 0, 0);
    while (max == 0 || count < max) && matcher.search()? {
        let (start, stop) = matcher.span();
        if start == stop {
            if last == len {
                break;
            }
            matcher.move_on();
            continue;
        }
        alloc::room(&mut pieces, 1 + groups)?;
        pieces.push(subject.slice(last, start)?);
        for group in 1..=groups {
            pieces.push(group_text(&matcher, &subject, group, Some(Value::none()))?);
        }
        count += 1;
        last = stop;
        matcher.set_start(stop);
    }
    pieces.push(subject.slice(last, len)?);
    Ok(new_list(pieces))
}

/// The text with matches replaced, and how many were.
fn substitute(this: &Value, args: &Args, function: &str) -> PyResult<(Value, i64)> {
    let [replacement, text, count] = args.bind(function, ["repl", "string", "count"], 2)?;
    let none = Value::none();
    let (replacement, text) = (replacement.unwrap_or(&none), text.unwrap_or(&none));
    let max = count.map_or(Ok(0), capi::c_size)?;
    let pattern = this.payload::<Pattern>();
    let replacement = Replacement::new(replacement, pattern)?;
    let subject = Subject::new(text, pattern.kind)?;
    let len = subject.len();
    let whole = Bounds { start: 0, end: len };
    let mut matcher = Matcher::new(pattern, &subject, whole);
    let (mut pieces, mut done, mut last) = (Vec::new(), 0, 0);
    while (max == 0 || done < max) && matcher.search()? {
        let (start, stop) = matcher.span();
        alloc::room(&mut pieces, 2)?;
        if last < start {
            pieces.push(subject.slice(last, start)?);
        } else if last == start && last == stop && done > 0 {
            // An empty match where the last one ended does not count.
            matcher.move_on();
            continue;
        }
        let piece = match &replacement {
            Replacement::Literal(text) => text.clone(),
            Replacement::Function(function) => {
                call::call(function, &[found::new(this, &subject, whole, &matcher)])?
            }
            Replacement::Template(template) => {
                let group = |group| group_text(&matcher, &subject, group, Some(Value::none()));
                template::fill(template, &subject.slice(0, 0)?, pattern.groups, group)?
            }
        };
        if !piece.is_none() {
            pieces.push(piece);
        }
        last = stop;
        done += 1;
        matcher.move_on();
    }
    if last < len {
        pieces.push(subject.slice(last, len)?);
    }
    let empty = subject.slice(0, 0)?;
    if pieces.is_empty() {
        return Ok((empty, done));
    }
    Ok((call::call_method(&empty, &intern("join"), &[new_list(pieces)])?, done))
}

fn sub(this: &Value, args: &Args) -> PyResult {
    Ok(substitute(this, args, "sub")?.0)
}

fn subn(this: &Value, args: &Args) -> PyResult {
    let (text, count) = substitute(this, args, "subn")?;
    Ok(new_tuple([text, Value::int(count)]))
}

// ---- scanners ------------------------------------------------------------------------------------------

/// `_sre.SRE_Scanner`: matches one after the other.
struct Scanner {
    pattern: Value,
    subject: Subject,
    bounds: Bounds,
    /// Where the next match is looked for.
    next: Cell<usize>,
}

impl Payload for Scanner {
    const LAYOUT: Layout = Layout::Scanner;
}

fn scanner(this: &Value, args: &Args) -> PyResult {
    args.no_keywords("scanner")?;
    args.check("scanner", 1, 3)?;
    let (subject, bounds) = subject(this, "scanner", ["source", "pos", "endpos"], args)?;
    let next = Cell::new(bounds.start);
    Ok(new_object(SCANNER, Scanner { pattern: this.clone(), subject, bounds, next }))
}

fn scan(this: &Value, search: bool) -> PyResult {
    let own = this.payload::<Scanner>();
    let bounds = Bounds { start: own.next.get(), end: own.bounds.end };
    if bounds.start > bounds.end {
        return Ok(Value::none());
    }
    let mut matcher = Matcher::new(own.pattern.payload(), &own.subject, bounds);
    let matched = if search { matcher.search()? } else { matcher.matches()? };
    if !matched {
        // 2.7's scanner is done then; 3.2's goes on one further.
        own.next.set(if search || lang::is_27() { bounds.end } else { bounds.start } + 1);
        return Ok(Value::none());
    }
    let found = found::new(&own.pattern, &own.subject, own.bounds, &matcher);
    matcher.move_on();
    own.next.set(matcher.span().0);
    Ok(found)
}

fn finditer(this: &Value, args: &Args) -> PyResult {
    args.no_keywords("finditer")?;
    let scanner = scanner(this, args)?;
    let search = protocol::getattr(&scanner, &intern("search"))?;
    Ok(iterator::new_callable_iterator(search, Value::none()))
}

// ---- the types -----------------------------------------------------------------------------------------

fn cannot_copy(_: &Value) -> PyResult {
    Err(type_error("cannot copy this pattern object"))
}

fn cannot_deepcopy(_: &Value, _: &Value) -> PyResult {
    Err(type_error("cannot deepcopy this pattern object"))
}

static METHODS: &[Method] = &[
    method("match", Native::Kw(match_here), "match(string[, pos[, endpos]]) --> match object or None."),
    method("search", Native::Kw(search), "search(string[, pos[, endpos]]) --> match object or None."),
    method("sub", Native::Kw(sub), "sub(repl, string[, count = 0]) --> newstring"),
    method(
        "subn",
        Native::Kw(subn),
        "subn(repl, string[, count = 0]) --> (newstring, number of replacements)",
    ),
    method("split", Native::Kw(split), "split(string[, maxsplit = 0])  --> list."),
    method("findall", Native::Kw(findall), "findall(string[, pos[, endpos]]) --> list."),
    method("finditer", Native::Kw(finditer), "finditer(string[, pos[, endpos]]) --> iterator."),
    method("scanner", Native::Kw(scanner), "scanner(string[, pos[, endpos]]) --> scanner"),
    method("__copy__", Native::NoArgs(cannot_copy), ""),
    method("__deepcopy__", Native::One(cannot_deepcopy), ""),
];

static GETSETS: &[GetSet] = &[
    getter("pattern", |this| Ok(this.payload::<Pattern>().source.clone())),
    getter("flags", |this| Ok(Value::int(this.payload::<Pattern>().flags.into()))),
    getter("groups", |this| Ok(Value::int(this.payload::<Pattern>().groups as i64))),
    getter("groupindex", |this| Ok(this.payload::<Pattern>().names.clone())),
];

static SCANNER_METHODS: &[Method] = &[
    method("match", Native::NoArgs(|this| scan(this, false)), "match() --> match object or None."),
    method("search", Native::NoArgs(|this| scan(this, true)), "search() --> match object or None."),
];

static SCANNER_GETSETS: &[GetSet] =
    &[getter("pattern", |this| Ok(this.payload::<Scanner>().pattern.clone()))];

/// Makes the types ready.
pub fn init() {
    ready(TypeDef {
        methods: METHODS,
        getsets: GETSETS,
        doc: "Compiled regular expression objects",
        ..TypeDef::new(PATTERN, "_sre.SRE_Pattern", Slots::of::<Pattern>())
    });
    ready(TypeDef {
        methods: SCANNER_METHODS,
        getsets: SCANNER_GETSETS,
        ..TypeDef::new(SCANNER, "_sre.SRE_Scanner", Slots::of::<Scanner>())
    });
}
