//! `operator`: the operators as functions, and the getters (Modules/operator.c).
//!
//! Invariant: each function asks `protocol` the very question that its operator asks.

use crate::objects::errors::{self, PyResult, type_error, value_error};
use crate::objects::header::{Layout, Payload, new_instance};
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::slot::Slot;
use crate::objects::str::{Str, intern, intern_value, new_str};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{BinOp, CmpOp, Slots, TypeDef, TypeObj, TypeRef, UnOp, flags, ready};
use crate::objects::word::{Value, Word};
use crate::objects::{call, exceptions as exc, lang, module, protocol, sequence, slice};

static ITEMGETTER_OBJ: TypeObj = TypeObj::builtin(Layout::Getter);
static ATTRGETTER_OBJ: TypeObj = TypeObj::builtin(Layout::Getter);
static METHODCALLER_OBJ: TypeObj = TypeObj::builtin(Layout::Getter);
const ITEMGETTER: TypeRef = TypeRef::of(&ITEMGETTER_OBJ);
const ATTRGETTER: TypeRef = TypeRef::of(&ATTRGETTER_OBJ);
const METHODCALLER: TypeRef = TypeRef::of(&METHODCALLER_OBJ);

// ---- functions of a fixed number of arguments ------------------------------------------------------------------

/// Checks the arguments of a function that C unpacks, under the name C uses in messages.
fn expect<const N: usize>(name: &str, args: &[Value]) -> PyResult<()> {
    sequence::unpack(&format!("op_{name}"), args, N, N)
}

macro_rules! binary_functions {
    ($($function:ident $name:literal |$a:ident, $b:ident| $body:expr;)*) => {
        $(fn $function(_: &Value, args: &[Value]) -> PyResult {
            match args {
                [$a, $b] => $body,
                _ => expect::<2>($name, args).map(|()| Value::none()),
            }
        })*
    };
}

binary_functions! {
    lt "lt" |a, b| protocol::compare(a, b, CmpOp::Lt);
    le "le" |a, b| protocol::compare(a, b, CmpOp::Le);
    eq "eq" |a, b| protocol::compare(a, b, CmpOp::Eq);
    ne "ne" |a, b| protocol::compare(a, b, CmpOp::Ne);
    gt "gt" |a, b| protocol::compare(a, b, CmpOp::Gt);
    ge "ge" |a, b| protocol::compare(a, b, CmpOp::Ge);
    is "is_" |a, b| Ok(Value::bool(a.is(b)));
    is_not "is_not" |a, b| Ok(Value::bool(!a.is(b)));
    add "add" |a, b| protocol::binary(BinOp::Add, a, b);
    sub "sub" |a, b| protocol::binary(BinOp::Sub, a, b);
    mul "mul" |a, b| protocol::binary(BinOp::Mul, a, b);
    div "div" |a, b| protocol::binary(BinOp::Div, a, b);
    floordiv "floordiv" |a, b| protocol::binary(BinOp::FloorDiv, a, b);
    truediv "truediv" |a, b| protocol::binary(BinOp::TrueDiv, a, b);
    modulo "mod" |a, b| protocol::binary(BinOp::Mod, a, b);
    pow "pow" |a, b| protocol::binary(BinOp::Pow, a, b);
    lshift "lshift" |a, b| protocol::binary(BinOp::LShift, a, b);
    rshift "rshift" |a, b| protocol::binary(BinOp::RShift, a, b);
    and "and_" |a, b| protocol::binary(BinOp::And, a, b);
    xor "xor" |a, b| protocol::binary(BinOp::Xor, a, b);
    or "or_" |a, b| protocol::binary(BinOp::Or, a, b);
    iadd "iadd" |a, b| protocol::inplace(BinOp::Add, a, b);
    isub "isub" |a, b| protocol::inplace(BinOp::Sub, a, b);
    imul "imul" |a, b| protocol::inplace(BinOp::Mul, a, b);
    idiv "idiv" |a, b| protocol::inplace(BinOp::Div, a, b);
    ifloordiv "ifloordiv" |a, b| protocol::inplace(BinOp::FloorDiv, a, b);
    itruediv "itruediv" |a, b| protocol::inplace(BinOp::TrueDiv, a, b);
    imod "imod" |a, b| protocol::inplace(BinOp::Mod, a, b);
    ipow "ipow" |a, b| protocol::inplace(BinOp::Pow, a, b);
    ilshift "ilshift" |a, b| protocol::inplace(BinOp::LShift, a, b);
    irshift "irshift" |a, b| protocol::inplace(BinOp::RShift, a, b);
    iand "iand" |a, b| protocol::inplace(BinOp::And, a, b);
    ixor "ixor" |a, b| protocol::inplace(BinOp::Xor, a, b);
    ior "ior" |a, b| protocol::inplace(BinOp::Or, a, b);
    concat "concat" |a, b| concatenate(a, b, protocol::binary);
    iconcat "iconcat" |a, b| concatenate(a, b, protocol::inplace);
    contains "contains" |a, b| protocol::contains(a, b).map(Value::bool);
    count_of "countOf" |a, b| count(a, b);
    index_of "indexOf" |a, b| position(a, b);
    getitem "getitem" |a, b| protocol::getitem(a, b);
    delitem "delitem" |a, b| protocol::setitem(a, b, None).map(|()| Value::none());
    repeat "repeat" |a, b| repeated(a, b, protocol::binary);
    irepeat "irepeat" |a, b| repeated(a, b, protocol::inplace);
}

fn is_sequence(value: &Value) -> bool {
    value.type_of().slots().getitem.is_some()
        && !matches!(value.type_of().layout(), Layout::Dict | Layout::DictProxy)
}

fn concatenate(a: &Value, b: &Value, operator: fn(BinOp, &Value, &Value) -> PyResult) -> PyResult {
    if !is_sequence(a) {
        return Err(type_error(format!("'{}' object can't be concatenated", a.type_name())));
    }
    operator(BinOp::Add, a, b)
}

fn repeated(a: &Value, b: &Value, operator: fn(BinOp, &Value, &Value) -> PyResult) -> PyResult {
    sequence::index_argument(b)?;
    if !is_sequence(a) {
        return Err(type_error(format!("'{}' object can't be repeated", a.type_name())));
    }
    operator(BinOp::Mul, a, b)
}

/// An iterator over an argument (_PySequence_IterSearch words the error).
fn search(sequence: &Value) -> PyResult {
    protocol::iter(sequence).map_err(|raised| {
        if !errors::matches(exc::TYPE_ERROR) {
            return raised;
        }
        errors::clear();
        type_error(format!("argument of type '{}' is not iterable", sequence.type_name()))
    })
}

fn count(sequence: &Value, wanted: &Value) -> PyResult {
    let iterator = search(sequence)?;
    let mut count = 0;
    while let Some(item) = protocol::next(&iterator)? {
        count += i64::from(protocol::equals(&item, wanted)?);
    }
    Ok(Value::int(count))
}

fn position(sequence: &Value, wanted: &Value) -> PyResult {
    let iterator = search(sequence)?;
    let mut at = 0;
    while let Some(item) = protocol::next(&iterator)? {
        if protocol::equals(&item, wanted)? {
            return Ok(Value::int(at));
        }
        at += 1;
    }
    Err(value_error("sequence.index(x): x not in sequence"))
}

fn setitem(_: &Value, args: &[Value]) -> PyResult {
    match args {
        [container, key, value] => protocol::setitem(container, key, Some(value)).map(|()| Value::none()),
        _ => expect::<3>("setitem", args).map(|()| Value::none()),
    }
}

/// A slice of two ints, for 2.7's `getslice` and its kin.
fn bounds(start: &Value, stop: &Value) -> PyResult {
    sequence::index_argument(start)?;
    sequence::index_argument(stop)?;
    Ok(slice::new_slice(start.clone(), stop.clone(), Value::none()))
}

fn getslice(_: &Value, args: &[Value]) -> PyResult {
    protocol::getitem(&args[0], &bounds(&args[1], &args[2])?)
}

fn setslice(_: &Value, args: &[Value]) -> PyResult {
    protocol::setitem(&args[0], &bounds(&args[1], &args[2])?, Some(&args[3])).map(|()| Value::none())
}

fn delslice(_: &Value, args: &[Value]) -> PyResult {
    protocol::setitem(&args[0], &bounds(&args[1], &args[2])?, None).map(|()| Value::none())
}

fn truth(_: &Value, value: &Value) -> PyResult {
    protocol::truth(value).map(Value::bool)
}

fn not(_: &Value, value: &Value) -> PyResult {
    protocol::truth(value).map(|truth| Value::bool(!truth))
}

fn neg(_: &Value, value: &Value) -> PyResult {
    protocol::unary(UnOp::Neg, value)
}

fn pos(_: &Value, value: &Value) -> PyResult {
    protocol::unary(UnOp::Pos, value)
}

fn invert(_: &Value, value: &Value) -> PyResult {
    protocol::unary(UnOp::Invert, value)
}

fn abs(_: &Value, value: &Value) -> PyResult {
    protocol::unary(UnOp::Abs, value)
}

fn index(_: &Value, value: &Value) -> PyResult {
    sequence::index_object(value)
}

fn is_callable(_: &Value, value: &Value) -> PyResult {
    Ok(Value::bool(value.type_of().slots().call.is_some()))
}

fn is_mapping_type(_: &Value, value: &Value) -> PyResult {
    let mapping = value.type_of().slots().getitem.is_some() && value.type_of().layout() != Layout::Type;
    Ok(Value::bool(mapping))
}

fn is_number_type(_: &Value, value: &Value) -> PyResult {
    Ok(Value::bool(protocol::is_number(value)))
}

fn is_sequence_type(_: &Value, value: &Value) -> PyResult {
    Ok(Value::bool(is_sequence(value)))
}

const MANY: usize = usize::MAX;

macro_rules! rows {
    ($($name:literal $dunder:literal $native:expr, $doc:literal;)*) => {
        &[$(method($name, $native, $doc), method($dunder, $native, $doc)),*]
    };
}

/// Functions with their dunder of the same meaning.
static PAIRS: &[Method] = rows! {
    "lt" "__lt__" Native::Var(0, MANY, lt), "lt(a, b) -- Same as a<b.";
    "le" "__le__" Native::Var(0, MANY, le), "le(a, b) -- Same as a<=b.";
    "eq" "__eq__" Native::Var(0, MANY, eq), "eq(a, b) -- Same as a==b.";
    "ne" "__ne__" Native::Var(0, MANY, ne), "ne(a, b) -- Same as a!=b.";
    "gt" "__gt__" Native::Var(0, MANY, gt), "gt(a, b) -- Same as a>b.";
    "ge" "__ge__" Native::Var(0, MANY, ge), "ge(a, b) -- Same as a>=b.";
    "add" "__add__" Native::Var(0, MANY, add), "add(a, b) -- Same as a + b.";
    "sub" "__sub__" Native::Var(0, MANY, sub), "sub(a, b) -- Same as a - b.";
    "mul" "__mul__" Native::Var(0, MANY, mul), "mul(a, b) -- Same as a * b.";
    "floordiv" "__floordiv__" Native::Var(0, MANY, floordiv), "floordiv(a, b) -- Same as a // b.";
    "truediv" "__truediv__" Native::Var(0, MANY, truediv), "truediv(a, b) -- Same as a / b when __future__.division is in effect.";
    "mod" "__mod__" Native::Var(0, MANY, modulo), "mod(a, b) -- Same as a % b.";
    "pow" "__pow__" Native::Var(0, MANY, pow), "pow(a, b) -- Same as a ** b.";
    "lshift" "__lshift__" Native::Var(0, MANY, lshift), "lshift(a, b) -- Same as a << b.";
    "rshift" "__rshift__" Native::Var(0, MANY, rshift), "rshift(a, b) -- Same as a >> b.";
    "and_" "__and__" Native::Var(0, MANY, and), "and_(a, b) -- Same as a & b.";
    "xor" "__xor__" Native::Var(0, MANY, xor), "xor(a, b) -- Same as a ^ b.";
    "or_" "__or__" Native::Var(0, MANY, or), "or_(a, b) -- Same as a | b.";
    "iadd" "__iadd__" Native::Var(0, MANY, iadd), "a = iadd(a, b) -- Same as a += b.";
    "isub" "__isub__" Native::Var(0, MANY, isub), "a = isub(a, b) -- Same as a -= b.";
    "imul" "__imul__" Native::Var(0, MANY, imul), "a = imul(a, b) -- Same as a *= b.";
    "ifloordiv" "__ifloordiv__" Native::Var(0, MANY, ifloordiv), "a = ifloordiv(a, b) -- Same as a //= b.";
    "itruediv" "__itruediv__" Native::Var(0, MANY, itruediv), "a = itruediv(a, b) -- Same as a /= b when __future__.division is in effect.";
    "imod" "__imod__" Native::Var(0, MANY, imod), "a = imod(a, b) -- Same as a %= b.";
    "ipow" "__ipow__" Native::Var(0, MANY, ipow), "a = ipow(a, b) -- Same as a **= b.";
    "ilshift" "__ilshift__" Native::Var(0, MANY, ilshift), "a = ilshift(a, b) -- Same as a <<= b.";
    "irshift" "__irshift__" Native::Var(0, MANY, irshift), "a = irshift(a, b) -- Same as a >>= b.";
    "iand" "__iand__" Native::Var(0, MANY, iand), "a = iand(a, b) -- Same as a &= b.";
    "ixor" "__ixor__" Native::Var(0, MANY, ixor), "a = ixor(a, b) -- Same as a ^= b.";
    "ior" "__ior__" Native::Var(0, MANY, ior), "a = ior(a, b) -- Same as a |= b.";
    "concat" "__concat__" Native::Var(0, MANY, concat), "concat(a, b) -- Same as a + b, for a and b sequences.";
    "iconcat" "__iconcat__" Native::Var(0, MANY, iconcat), "a = iconcat(a, b) -- Same as a += b, for a and b sequences.";
    "contains" "__contains__" Native::Var(0, MANY, contains), "contains(a, b) -- Same as b in a (note reversed operands).";
    "getitem" "__getitem__" Native::Var(0, MANY, getitem), "getitem(a, b) -- Same as a[b].";
    "setitem" "__setitem__" Native::Var(0, MANY, setitem), "setitem(a, b, c) -- Same as a[b] = c.";
    "delitem" "__delitem__" Native::Var(0, MANY, delitem), "delitem(a, b) -- Same as del a[b].";
    "not_" "__not__" Native::One(not), "not_(a) -- Same as not a.";
    "neg" "__neg__" Native::One(neg), "neg(a) -- Same as -a.";
    "pos" "__pos__" Native::One(pos), "pos(a) -- Same as +a.";
    "abs" "__abs__" Native::One(abs), "abs(a) -- Same as abs(a).";
    "inv" "__inv__" Native::One(invert), "inv(a) -- Same as ~a.";
    "invert" "__invert__" Native::One(invert), "invert(a) -- Same as ~a.";
    "index" "__index__" Native::One(index), "index(a) -- Same as a.__index__()";
};

static PLAIN: &[Method] = &[
    method("truth", Native::One(truth), "truth(a) -- Return True if a is true, False otherwise."),
    method("is_", Native::Var(0, MANY, is), "is_(a, b) -- Same as a is b."),
    method("is_not", Native::Var(0, MANY, is_not), "is_not(a, b) -- Same as a is not b."),
    method(
        "countOf",
        Native::Var(0, MANY, count_of),
        "countOf(a, b) -- Return the number of times b occurs in a.",
    ),
    method("indexOf", Native::Var(0, MANY, index_of), "indexOf(a, b) -- Return the first index of b in a."),
];

/// What only 2.7 has.
static PAIRS27: &[Method] = rows! {
    "div" "__div__" Native::Var(0, MANY, div), "div(a, b) -- Same as a / b when __future__.division is not in effect.";
    "idiv" "__idiv__" Native::Var(0, MANY, idiv), "a = idiv(a, b) -- Same as a /= b when __future__.division is not in effect.";
    "repeat" "__repeat__" Native::Var(0, MANY, repeat), "repeat(a, b) -- Return a * b, where a is a sequence, and b is an integer.";
    "irepeat" "__irepeat__" Native::Var(0, MANY, irepeat), "a = irepeat(a, b) -- Same as a *= b, where a is a sequence, and b is an integer.";
    "getslice" "__getslice__" Native::Var(3, 3, getslice), "getslice(a, b, c) -- Same as a[b:c].";
    "setslice" "__setslice__" Native::Var(4, 4, setslice), "setslice(a, b, c, d) -- Same as a[b:c] = d.";
    "delslice" "__delslice__" Native::Var(3, 3, delslice), "delslice(a, b, c) -- Same as del a[b:c].";
};

static PLAIN27: &[Method] = &[
    method("isCallable", Native::One(is_callable), "isCallable(a) -- Same as callable(a)."),
    method(
        "isMappingType",
        Native::One(is_mapping_type),
        "isMappingType(a) -- Return True if a has a mapping type, False otherwise.",
    ),
    method(
        "isNumberType",
        Native::One(is_number_type),
        "isNumberType(a) -- Return True if a has a numeric type, False otherwise.",
    ),
    method(
        "isSequenceType",
        Native::One(is_sequence_type),
        "isSequenceType(a) -- Return True if a has a sequence type, False otherwise.",
    ),
    method(
        "sequenceIncludes",
        Native::Var(0, MANY, contains),
        "sequenceIncludes(a, b) -- Same as b in a (note reversed operands; deprecated).",
    ),
];

// ---- itemgetter, attrgetter, methodcaller ------------------------------------------------------------------------

/// What a getter looks for: a tuple of keys or of attribute paths; a method's name, and its arguments.
struct Getter {
    keys: Slot,
    args: Slot,
    /// A tuple of names and values by turns.
    keywords: Slot,
}

impl Payload for Getter {
    const LAYOUT: Layout = Layout::Getter;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for slot in [&self.keys, &self.args, &self.keywords] {
            slot.visit(visit);
        }
    }
}

fn new_getter(ty: TypeRef, name: &str, args: &Args) -> PyResult {
    args.no_keywords(name)?;
    // Without any argument C asks for exactly one.
    sequence::unpack(name, args.pos, 1, args.pos.len().max(1))?;
    let strings = |arg: &Value| arg.downcast::<Str>().is_some();
    if name == "attrgetter" && !lang::is_27() && !args.pos.iter().all(strings) {
        return Err(type_error("attribute name must be a string"));
    }
    let empty = Slot::empty;
    Ok(new_instance(ty, Getter { keys: Slot::new(new_tuple(args.pos)), args: empty(), keywords: empty() }))
}

/// Calls a getter: one key gives what `get` finds, several give a tuple.
fn get_each(this: &Value, args: &Args, get: fn(&Value, &Value) -> PyResult) -> PyResult {
    let name = this.type_of().name();
    let name = name.rsplit('.').next().unwrap_or_default();
    args.no_keywords(name)?;
    sequence::unpack(name, args.pos, 1, 1)?;
    let keys = this.payload::<Getter>().keys.get_or_none();
    let keys = keys.downcast::<Tuple>().map_or(&[][..], Tuple::items);
    if let [key] = keys {
        return get(&args.pos[0], key);
    }
    Ok(new_tuple(keys.iter().map(|key| get(&args.pos[0], key)).collect::<PyResult<Vec<Value>>>()?))
}

fn itemgetter_new(ty: TypeRef, args: &Args) -> PyResult {
    new_getter(ty, "itemgetter", args)
}

fn itemgetter_call(this: &Value, args: &Args) -> PyResult {
    get_each(this, args, protocol::getitem)
}

fn attrgetter_new(ty: TypeRef, args: &Args) -> PyResult {
    new_getter(ty, "attrgetter", args)
}

/// An attribute by its dotted path.
fn dotted(object: &Value, path: &Value) -> PyResult {
    let Some(text) = path.downcast::<Str>().map(Str::to_string_lossy) else {
        return Err(type_error("attribute name must be a string"));
    };
    if !text.contains('.') {
        return protocol::getattr(object, &intern_value(path));
    }
    let mut found = object.clone();
    for name in text.split('.') {
        found = protocol::getattr(&found, &intern(name))?;
    }
    Ok(found)
}

fn attrgetter_call(this: &Value, args: &Args) -> PyResult {
    get_each(this, args, dotted)
}

fn methodcaller_new(ty: TypeRef, args: &Args) -> PyResult {
    let Some((name, rest)) = args.pos.split_first() else {
        return Err(type_error("methodcaller needs at least one argument, the method name"));
    };
    let keywords: Vec<Value> = args.kw.iter().flatten().cloned().collect();
    Ok(new_instance(
        ty,
        Getter {
            keys: Slot::new(name.clone()),
            args: Slot::new(new_tuple(rest)),
            keywords: Slot::new(new_tuple(keywords)),
        },
    ))
}

fn methodcaller_call(this: &Value, args: &Args) -> PyResult {
    args.no_keywords("methodcaller")?;
    sequence::unpack("methodcaller", args.pos, 1, 1)?;
    let own = this.payload::<Getter>();
    let name = own.keys.get_or_none();
    if name.downcast::<Str>().is_none() {
        return Err(type_error(format!("attribute name must be string, not '{}'", name.type_name())));
    }
    let function = protocol::getattr(&args.pos[0], &intern_value(&name))?;
    let (pos, kw) = (own.args.get_or_none(), own.keywords.get_or_none());
    let items =
        |tuple: &Value| tuple.downcast::<Tuple>().map_or_else(Vec::new, |tuple| tuple.items().to_vec());
    let kw: Vec<[Value; 2]> =
        items(&kw).chunks_exact(2).map(|pair| [pair[0].clone(), pair[1].clone()]).collect();
    call::call_args(&function, &Args { pos: &items(&pos), kw: &kw })
}

// ---- the module ----------------------------------------------------------------------------------------------

type New = fn(TypeRef, &Args) -> PyResult;
type Call = fn(&Value, &Args) -> PyResult;

pub fn init() {
    let table: [(TypeRef, &str, New, Call, &str); 3] = [
        (
            ITEMGETTER,
            "operator.itemgetter",
            itemgetter_new,
            itemgetter_call,
            "itemgetter(item, ...) --> itemgetter object\n\nReturn a callable object that fetches the given item(s) from its operand.",
        ),
        (
            ATTRGETTER,
            "operator.attrgetter",
            attrgetter_new,
            attrgetter_call,
            "attrgetter(attr, ...) --> attrgetter object\n\nReturn a callable object that fetches the given attribute(s) from its operand.",
        ),
        (
            METHODCALLER,
            "operator.methodcaller",
            methodcaller_new,
            methodcaller_call,
            "methodcaller(name, ...) --> methodcaller object\n\nReturn a callable object that calls the given method on its operand.",
        ),
    ];
    for (ty, name, new, call, doc) in table {
        let slots = Slots { new: Some(new), call: Some(call), ..Slots::of::<Getter>() };
        ready(TypeDef { flags: flags::BASETYPE, doc, ..TypeDef::new(ty, name, slots) });
    }
}

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("operator");
    module::set(
        &made,
        "__doc__",
        new_str(
            "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.",
        ),
    );
    for table in [PAIRS, PLAIN] {
        module::add_functions(&made, "operator", table);
    }
    if lang::is_27() {
        for table in [PAIRS27, PLAIN27] {
            module::add_functions(&made, "operator", table);
        }
    }
    for (name, ty) in [("itemgetter", ITEMGETTER), ("attrgetter", ATTRGETTER), ("methodcaller", METHODCALLER)]
    {
        module::set(&made, name, ty.value());
    }
    Ok(made)
}
