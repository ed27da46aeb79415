//! The abstract syntax tree: the union of what `Python.asdl` of 2.7 and of 3.2 describe.
//!
//! Invariants:
//! - Nothing here knows of objects; literals are plain data.
//! - A node that only one language has is never produced for the other (the parser checks).
//! - `pos` is the position CPython gives the node (`lineno`, `col_offset`): that of its first token, except
//!   where CPython differs (a 2.7/3.2 generator expression's column, a decorated function's line, ...).

use num_bigint::BigInt;
use std::rc::Rc;

pub type Ident = Rc<str>;

/// A place in the source: 1-based line, 0-based column in UTF-8 bytes, as in CPython's nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Pos {
    pub line: u32,
    pub col: u32,
}

impl Pos {
    /// The column of a string that spans lines: CPython's `col_offset` of -1.
    pub const NO_COL: u32 = u32::MAX;
}

#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    pub body: Vec<Stmt>,
}

/// What a source is parsed as: `compile(..., mode)`.
#[derive(Clone, Debug, PartialEq)]
pub enum Mod {
    Module(Vec<Stmt>),
    Interactive(Vec<Stmt>),
    Expression(Box<Expr>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Stmt {
    pub pos: Pos,
    pub kind: StmtKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum StmtKind {
    /// `pos` is the line of the `def`; `decorators` come in source order.
    FunctionDef {
        name: Ident,
        args: Box<Arguments>,
        body: Vec<Stmt>,
        decorators: Vec<Expr>,
        returns: Option<Expr>,
    },
    ClassDef(Box<ClassDef>),
    Return(Option<Expr>),
    Delete(Vec<Expr>),
    Assign {
        targets: Vec<Expr>,
        value: Expr,
    },
    AugAssign {
        target: Expr,
        op: Operator,
        value: Expr,
    },
    /// 2.7 only: `print >>dest, values`; `nl` is false with a trailing comma.
    Print {
        dest: Option<Expr>,
        values: Vec<Expr>,
        nl: bool,
    },
    For {
        target: Expr,
        iter: Expr,
        body: Vec<Stmt>,
        orelse: Vec<Stmt>,
    },
    While {
        test: Expr,
        body: Vec<Stmt>,
        orelse: Vec<Stmt>,
    },
    If {
        test: Expr,
        body: Vec<Stmt>,
        orelse: Vec<Stmt>,
    },
    /// One context manager; several are nested `With`s, as 2.7 and 3.2 have it.
    With {
        context: Expr,
        vars: Option<Expr>,
        body: Vec<Stmt>,
    },
    /// `raise exc, inst, tback` (2.7; `cause` is none) or `raise exc from cause` (3.2).
    Raise {
        exc: Option<Expr>,
        inst: Option<Expr>,
        tback: Option<Expr>,
        cause: Option<Expr>,
    },
    TryExcept {
        body: Vec<Stmt>,
        handlers: Vec<ExceptHandler>,
        orelse: Vec<Stmt>,
    },
    TryFinally {
        body: Vec<Stmt>,
        finalbody: Vec<Stmt>,
    },
    Assert {
        test: Expr,
        msg: Option<Expr>,
    },
    Import(Vec<Alias>),
    /// `level` counts the leading dots; `module` is none in `from . import x`.
    ImportFrom {
        module: Option<Ident>,
        names: Vec<Alias>,
        level: u32,
    },
    /// 2.7 only: `exec body in globals, locals`.
    Exec {
        body: Expr,
        globals: Option<Expr>,
        locals: Option<Expr>,
    },
    Global(Vec<Ident>),
    /// 3.2 only.
    Nonlocal(Vec<Ident>),
    Expr(Expr),
    Pass,
    Break,
    Continue,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ClassDef {
    pub name: Ident,
    pub bases: Vec<Expr>,
    /// `metaclass=...` and others, `*args`, `**kwargs`: 3.2 only.
    pub keywords: Vec<Keyword>,
    pub starargs: Option<Expr>,
    pub kwargs: Option<Expr>,
    pub body: Vec<Stmt>,
    pub decorators: Vec<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExceptHandler {
    pub pos: Pos,
    pub typ: Option<Expr>,
    /// Any target under 2.7 (`except E, (a, b):`), a plain name under 3.2.
    pub name: Option<Expr>,
    pub body: Vec<Stmt>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// Dotted for `import a.b`; `*` for `from m import *`.
    pub name: Ident,
    pub asname: Option<Ident>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    pub arg: Ident,
    pub value: Expr,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Arguments {
    pub args: Vec<Arg>,
    pub vararg: Option<Arg>,
    /// 3.2 only, with one entry of `kw_defaults` each.
    pub kwonlyargs: Vec<Arg>,
    pub kw_defaults: Vec<Option<Expr>>,
    pub kwarg: Option<Arg>,
    /// Defaults of the last `defaults.len()` of `args`.
    pub defaults: Vec<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    pub pos: Pos,
    pub name: ArgName,
    /// 3.2 only.
    pub annotation: Option<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ArgName {
    Name(Ident),
    /// 2.7 only: `def f(a, (b, c)):`; a tuple expression of names and tuples, with `Store` context.
    Unpack(Expr),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub pos: Pos,
    pub kind: ExprKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    Load,
    Store,
    Del,
    AugLoad,
    AugStore,
    Param,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    BoolOp {
        op: BoolOp,
        values: Vec<Expr>,
    },
    BinOp {
        left: Box<Expr>,
        op: Operator,
        right: Box<Expr>,
    },
    UnaryOp {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Lambda {
        args: Box<Arguments>,
        body: Box<Expr>,
    },
    IfExp {
        test: Box<Expr>,
        body: Box<Expr>,
        orelse: Box<Expr>,
    },
    Dict {
        keys: Vec<Expr>,
        values: Vec<Expr>,
    },
    Set(Vec<Expr>),
    ListComp {
        elt: Box<Expr>,
        generators: Vec<Comprehension>,
    },
    SetComp {
        elt: Box<Expr>,
        generators: Vec<Comprehension>,
    },
    DictComp {
        key: Box<Expr>,
        value: Box<Expr>,
        generators: Vec<Comprehension>,
    },
    GeneratorExp {
        elt: Box<Expr>,
        generators: Vec<Comprehension>,
    },
    Yield(Option<Box<Expr>>),
    Compare {
        left: Box<Expr>,
        ops: Vec<CmpOp>,
        comparators: Vec<Expr>,
    },
    Call(Box<Call>),
    /// 2.7 only: backquotes.
    Repr(Box<Expr>),
    Num(Number),
    /// Adjacent literals are joined already.
    Str(StrLit),
    /// `...` as an expression (3.2); in 2.7 only a [`Slice::Ellipsis`].
    Ellipsis,
    Attribute {
        value: Box<Expr>,
        attr: Ident,
        ctx: Context,
    },
    Subscript {
        value: Box<Expr>,
        slice: Box<Slice>,
        ctx: Context,
    },
    /// 3.2 only.
    Starred {
        value: Box<Expr>,
        ctx: Context,
    },
    Name {
        id: Ident,
        ctx: Context,
    },
    List {
        elts: Vec<Expr>,
        ctx: Context,
    },
    Tuple {
        elts: Vec<Expr>,
        ctx: Context,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub func: Expr,
    pub args: Vec<Expr>,
    pub keywords: Vec<Keyword>,
    pub starargs: Option<Expr>,
    pub kwargs: Option<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Slice {
    /// 2.7 only (`x[...]`, `x[..., 1]`).
    Ellipsis,
    Slice {
        lower: Option<Expr>,
        upper: Option<Expr>,
        step: Option<Expr>,
    },
    ExtSlice(Vec<Slice>),
    Index(Expr),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Comprehension {
    pub target: Expr,
    pub iter: Expr,
    pub ifs: Vec<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoolOp {
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Sub,
    Mult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    Invert,
    Not,
    UAdd,
    USub,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// An int; under 2.7 the compiler makes it a long when it doesn't fit in 64 bits.
    Int(BigInt),
    /// 2.7 only: with an `L`.
    Long(BigInt),
    Float(f64),
    /// The imaginary part of a complex literal.
    Imag(f64),
}

#[derive(Clone, Debug, PartialEq)]
pub enum StrLit {
    /// 2.7 `str`, 3.2 `bytes`.
    Bytes(Vec<u8>),
    /// 2.7 `unicode`, 3.2 `str`, as code points: lone surrogates are allowed, so this is not a Rust string.
    Text(Vec<u32>),
}
