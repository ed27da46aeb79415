//! Match objects.

use super::pattern::{self, Bounds, Matcher, Pattern, Subject};
use super::template;
use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, index_error, type_error};
use crate::objects::header::{Layout, Payload, new_object};
use crate::objects::int;
use crate::objects::native::{Args, GetSet, Method, Native, getter, method, unpack};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{Slots, TypeDef, TypeObj, TypeRef, ready};
use crate::objects::{Value, protocol};

/// `_sre.SRE_Match`.
pub struct Match {
    pattern: Value,
    text: Value,
    bounds: Bounds,
    /// The bounds of the match and of its groups.
    spans: Vec<Option<(usize, usize)>>,
    last: Option<usize>,
}

impl Payload for Match {
    const LAYOUT: Layout = Layout::Match;
}

static MATCH_OBJ: TypeObj = TypeObj::builtin(Layout::Match);
const MATCH: TypeRef = TypeRef::of(&MATCH_OBJ);

/// What a matcher has found.
pub fn new(pattern: &Value, subject: &Subject, bounds: Bounds, matcher: &Matcher) -> Value {
    let groups = pattern.payload::<Pattern>().groups;
    let spans = std::iter::once(Some(matcher.span())).chain((1..=groups).map(|group| matcher.group(group)));
    let made = Match {
        pattern: pattern.clone(),
        text: subject.value().clone(),
        bounds,
        spans: spans.collect(),
        last: matcher.last_index(),
    };
    new_object(MATCH, made)
}

impl Match {
    fn pattern(&self) -> &Pattern {
        self.pattern.payload()
    }

    /// The number of a group that is given by number or name (match_getindex).
    fn number(&self, group: &Value) -> PyResult<usize> {
        let number = if int::is_int(group) || protocol::is_bool(group) {
            int::expect_i64(group)?
        } else {
            let names = self.pattern().names.downcast::<Dict>();
            match names.map(|names| names.get(group)) {
                Some(Ok(Some(number))) => int::expect_i64(&number)?,
                Some(Err(_)) => {
                    errors::clear();
                    -1
                }
                _ => -1,
            }
        };
        let number = usize::try_from(number).ok().filter(|&number| number < self.spans.len());
        number.ok_or_else(|| index_error("no such group"))
    }

    fn text_of(&self, number: usize, default: &Value) -> PyResult {
        match self.spans.get(number).copied().flatten() {
            Some((start, stop)) => pattern::slice(&self.text, start, stop),
            None => Ok(default.clone()),
        }
    }

    fn span(&self, number: usize) -> [Value; 2] {
        let (start, stop) =
            self.spans.get(number).copied().flatten().map_or((-1, -1), |(a, b)| (a as i64, b as i64));
        [Value::int(start), Value::int(stop)]
    }
}

/// The text of a template with this match's groups.
pub fn expand(this: &Value, text: &Value) -> PyResult {
    let Some(own) = this.downcast::<Match>() else { return Err(type_error("a match object is needed")) };
    let pieces = template::parse(text, own.pattern())?;
    let empty = pattern::slice(&own.text, 0, 0)?;
    template::fill(&pieces, &empty, own.pattern().groups, |group| own.text_of(group, &Value::none()))
}

fn group(this: &Value, args: &[Value]) -> PyResult {
    let own = this.payload::<Match>();
    let none = Value::none();
    match args {
        [] => own.text_of(0, &none),
        [one] => own.text_of(own.number(one)?, &none),
        many => {
            let texts = many.iter().map(|one| own.text_of(own.number(one)?, &none));
            Ok(new_tuple(texts.collect::<PyResult<Vec<Value>>>()?))
        }
    }
}

fn default(args: &Args, function: &str) -> PyResult<Value> {
    let [default] = args.bind(function, ["default"], 0)?;
    Ok(default.cloned().unwrap_or(Value::none()))
}

fn groups(this: &Value, args: &Args) -> PyResult {
    let own = this.payload::<Match>();
    let default = default(args, "groups")?;
    let texts = (1..own.spans.len()).map(|number| own.text_of(number, &default));
    Ok(new_tuple(texts.collect::<PyResult<Vec<Value>>>()?))
}

fn groupdict(this: &Value, args: &Args) -> PyResult {
    let own = this.payload::<Match>();
    let default = default(args, "groupdict")?;
    let made = Dict::new_value();
    let names = own.pattern().names.downcast::<Dict>().map(Dict::keys).unwrap_or_default();
    for name in names {
        let text = own.text_of(own.number(&name)?, &default)?;
        if let Some(made) = made.downcast::<Dict>() {
            made.insert(name, text)?;
        }
    }
    Ok(made)
}

/// The number of the group that an optional argument names.
fn one_group(own: &Match, function: &str, args: &[Value]) -> PyResult<usize> {
    unpack(function, args, 0, 1)?;
    args.first().map_or(Ok(0), |group| own.number(group))
}

fn start(this: &Value, args: &[Value]) -> PyResult {
    let own = this.payload::<Match>();
    let [start, _] = own.span(one_group(own, "start", args)?);
    Ok(start)
}

fn end(this: &Value, args: &[Value]) -> PyResult {
    let own = this.payload::<Match>();
    let [_, end] = own.span(one_group(own, "end", args)?);
    Ok(end)
}

fn span(this: &Value, args: &[Value]) -> PyResult {
    let own = this.payload::<Match>();
    Ok(new_tuple(own.span(one_group(own, "span", args)?)))
}

fn cannot_copy(_: &Value) -> PyResult {
    Err(type_error("cannot copy this match object"))
}

fn cannot_deepcopy(_: &Value, _: &Value) -> PyResult {
    Err(type_error("cannot deepcopy this match object"))
}

static METHODS: &[Method] = &[
    method("group", Native::Var(0, usize::MAX, group), "group([group1, ...]) --> string or tuple."),
    method("start", Native::Var(0, usize::MAX, start), "start([group=0]) --> int."),
    method("end", Native::Var(0, usize::MAX, end), "end([group=0]) --> int."),
    method("span", Native::Var(0, usize::MAX, span), "span([group]) --> tuple."),
    method("groups", Native::Kw(groups), "groups([default=None]) --> tuple."),
    method("groupdict", Native::Kw(groupdict), "groupdict([default=None]) --> dict."),
    method("expand", Native::One(expand), "expand(template) --> string."),
    method("__copy__", Native::NoArgs(cannot_copy), ""),
    method("__deepcopy__", Native::One(cannot_deepcopy), ""),
];

static GETSETS: &[GetSet] = &[
    getter("string", |this| Ok(this.payload::<Match>().text.clone())),
    getter("re", |this| Ok(this.payload::<Match>().pattern.clone())),
    getter("pos", |this| Ok(Value::int(this.payload::<Match>().bounds.start as i64))),
    getter("endpos", |this| Ok(Value::int(this.payload::<Match>().bounds.end as i64))),
    getter("lastindex", |this| {
        Ok(this.payload::<Match>().last.map_or(Value::none(), |last| Value::int(last as i64)))
    }),
    getter("lastgroup", |this| {
        let own = this.payload::<Match>();
        let name = own.last.and_then(|last| own.pattern().by_number.get(last).cloned()).flatten();
        Ok(name.unwrap_or(Value::none()))
    }),
    getter("regs", |this| {
        let own = this.payload::<Match>();
        let spans = (0..own.spans.len()).map(|number| new_tuple(own.span(number)));
        Ok(new_tuple(spans.collect::<Vec<Value>>()))
    }),
];

/// Makes the type ready.
pub fn init() {
    ready(TypeDef {
        methods: METHODS,
        getsets: GETSETS,
        doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
        ..TypeDef::new(MATCH, "_sre.SRE_Match", Slots::of::<Match>())
    });
}
