//! A tree as one line, in the form of `make_golden.py`.

use crate::syntax::ast::*;
use std::fmt::Write;

pub fn dump(tree: &Mod, py27: bool) -> String {
    let mut d = Dump { out: String::new(), py27 };
    match tree {
        Mod::Module(v) => {
            d.word("Module");
            d.stmts(v);
        }
        Mod::Interactive(v) => {
            d.word("Interactive");
            d.stmts(v);
        }
        Mod::Expression(e) => {
            d.word("Expression");
            d.expr(e);
        }
    }
    d.out
}

struct Dump {
    out: String,
    py27: bool,
}

impl Dump {
    fn word(&mut self, s: &str) {
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        self.out.push_str(s);
    }
    fn head(&mut self, name: &str, p: Pos) {
        let col = if p.col == Pos::NO_COL { -1 } else { i64::from(p.col) };
        self.word(&format!("{name}@{}:{col}", p.line));
    }
    fn name(&mut self, s: &str) {
        let s = format!("'{}", super::escape(s.as_bytes()));
        self.word(&s)
    }
    fn maybe_name(&mut self, s: &Option<Ident>) {
        match s {
            Some(s) => self.name(s),
            None => self.word("-"),
        }
    }
    fn maybe(&mut self, e: &Option<Expr>) {
        match e {
            Some(e) => self.expr(e),
            None => self.word("-"),
        }
    }
    fn exprs(&mut self, v: &[Expr]) {
        self.word("[");
        for e in v {
            self.expr(e)
        }
        self.word("]")
    }
    fn stmts(&mut self, v: &[Stmt]) {
        self.word("[");
        for e in v {
            self.stmt(e)
        }
        self.word("]")
    }
    fn ctx(&mut self, c: Context) {
        let s = format!("{c:?}");
        self.word(&s)
    }
    fn keywords(&mut self, v: &[Keyword]) {
        self.word("[");
        for k in v {
            self.word("keyword");
            self.name(&k.arg);
            self.expr(&k.value)
        }
        self.word("]")
    }
    fn args(&mut self, a: &Arguments) {
        self.word("arguments");
        self.word("[");
        for x in &a.args {
            if self.py27 {
                match &x.name {
                    ArgName::Name(n) => {
                        self.head("Name", x.pos);
                        self.name(n);
                        self.word("Param")
                    }
                    ArgName::Unpack(e) => self.expr(e),
                }
            } else {
                self.arg(x)
            }
        }
        self.word("]");
        let nm = |x: &Option<Arg>| {
            x.as_ref().map(|x| match &x.name {
                ArgName::Name(n) => n.clone(),
                _ => panic!(),
            })
        };
        let an = |x: &Option<Arg>| x.as_ref().and_then(|x| x.annotation.clone());
        self.maybe_name(&nm(&a.vararg));
        if self.py27 {
            self.maybe_name(&nm(&a.kwarg));
            self.exprs(&a.defaults);
            return;
        }
        self.maybe(&an(&a.vararg));
        self.word("[");
        for x in &a.kwonlyargs {
            self.arg(x)
        }
        self.word("]");
        self.maybe_name(&nm(&a.kwarg));
        self.maybe(&an(&a.kwarg));
        self.exprs(&a.defaults);
        self.word("[");
        for x in &a.kw_defaults {
            self.maybe(x)
        }
        self.word("]");
    }
    fn arg(&mut self, x: &Arg) {
        self.word("arg");
        match &x.name {
            ArgName::Name(n) => self.name(n),
            _ => panic!(),
        };
        self.maybe(&x.annotation)
    }
    fn stmt(&mut self, s: &Stmt) {
        use StmtKind as S;
        let p = s.pos;
        match &s.kind {
            S::FunctionDef { name, args, body, decorators, returns } => {
                self.head("FunctionDef", p);
                self.name(name);
                self.args(args);
                self.stmts(body);
                self.exprs(decorators);
                if !self.py27 {
                    self.maybe(returns)
                }
            }
            S::ClassDef(c) => {
                self.head("ClassDef", p);
                self.name(&c.name);
                self.exprs(&c.bases);
                if !self.py27 {
                    self.keywords(&c.keywords);
                    self.maybe(&c.starargs);
                    self.maybe(&c.kwargs)
                }
                self.stmts(&c.body);
                self.exprs(&c.decorators)
            }
            S::Return(e) => {
                self.head("Return", p);
                self.maybe(e)
            }
            S::Delete(v) => {
                self.head("Delete", p);
                self.exprs(v)
            }
            S::Assign { targets, value } => {
                self.head("Assign", p);
                self.exprs(targets);
                self.expr(value)
            }
            S::AugAssign { target, op, value } => {
                self.head("AugAssign", p);
                self.expr(target);
                self.word(&format!("{op:?}"));
                self.expr(value)
            }
            S::Print { dest, values, nl } => {
                self.head("Print", p);
                self.maybe(dest);
                self.exprs(values);
                self.word(if *nl { "True" } else { "False" })
            }
            S::For { target, iter, body, orelse } => {
                self.head("For", p);
                self.expr(target);
                self.expr(iter);
                self.stmts(body);
                self.stmts(orelse)
            }
            S::While { test, body, orelse } => {
                self.head("While", p);
                self.expr(test);
                self.stmts(body);
                self.stmts(orelse)
            }
            S::If { test, body, orelse } => {
                self.head("If", p);
                self.expr(test);
                self.stmts(body);
                self.stmts(orelse)
            }
            S::With { context, vars, body } => {
                self.head("With", p);
                self.expr(context);
                self.maybe(vars);
                self.stmts(body)
            }
            S::Raise { exc, inst, tback, cause } => {
                self.head("Raise", p);
                self.maybe(exc);
                if self.py27 {
                    self.maybe(inst);
                    self.maybe(tback)
                } else {
                    self.maybe(cause)
                }
            }
            S::TryExcept { body, handlers, orelse } => {
                self.head("TryExcept", p);
                self.stmts(body);
                self.word("[");
                for h in handlers {
                    self.head("ExceptHandler", h.pos);
                    self.maybe(&h.typ);
                    if self.py27 {
                        self.maybe(&h.name)
                    } else {
                        match &h.name {
                            Some(Expr { kind: ExprKind::Name { id, .. }, .. }) => self.name(id),
                            None => self.word("-"),
                            _ => panic!(),
                        }
                    }
                    self.stmts(&h.body)
                }
                self.word("]");
                self.stmts(orelse)
            }
            S::TryFinally { body, finalbody } => {
                self.head("TryFinally", p);
                self.stmts(body);
                self.stmts(finalbody)
            }
            S::Assert { test, msg } => {
                self.head("Assert", p);
                self.expr(test);
                self.maybe(msg)
            }
            S::Import(v) => {
                self.head("Import", p);
                self.aliases(v)
            }
            S::ImportFrom { module, names, level } => {
                self.head("ImportFrom", p);
                self.maybe_name(module);
                self.aliases(names);
                self.word(&format!("{level}"))
            }
            S::Exec { body, globals, locals } => {
                self.head("Exec", p);
                self.expr(body);
                self.maybe(globals);
                self.maybe(locals)
            }
            S::Global(v) => {
                self.head("Global", p);
                self.word("[");
                for x in v {
                    self.name(x)
                }
                self.word("]")
            }
            S::Nonlocal(v) => {
                self.head("Nonlocal", p);
                self.word("[");
                for x in v {
                    self.name(x)
                }
                self.word("]")
            }
            S::Expr(e) => {
                self.head("Expr", p);
                self.expr(e)
            }
            S::Pass => self.head("Pass", p),
            S::Break => self.head("Break", p),
            S::Continue => self.head("Continue", p),
        }
    }
    fn aliases(&mut self, v: &[Alias]) {
        self.word("[");
        for a in v {
            self.word("alias");
            self.name(&a.name);
            self.maybe_name(&a.asname)
        }
        self.word("]")
    }
    fn generators(&mut self, v: &[Comprehension]) {
        self.word("[");
        for c in v {
            self.word("comprehension");
            self.expr(&c.target);
            self.expr(&c.iter);
            self.exprs(&c.ifs)
        }
        self.word("]")
    }
    fn slice(&mut self, s: &Slice) {
        match s {
            Slice::Ellipsis => self.word("Ellipsis"),
            Slice::Slice { lower, upper, step } => {
                self.word("Slice");
                self.maybe(lower);
                self.maybe(upper);
                self.maybe(step)
            }
            Slice::ExtSlice(v) => {
                self.word("ExtSlice");
                self.word("[");
                for x in v {
                    self.slice(x)
                }
                self.word("]")
            }
            Slice::Index(e) => {
                self.word("Index");
                self.expr(e)
            }
        }
    }
    fn expr(&mut self, e: &Expr) {
        use ExprKind as K;
        let p = e.pos;
        match &e.kind {
            K::BoolOp { op, values } => {
                self.head("BoolOp", p);
                self.word(&format!("{op:?}"));
                self.exprs(values)
            }
            K::BinOp { left, op, right } => {
                self.head("BinOp", p);
                self.expr(left);
                self.word(&format!("{op:?}"));
                self.expr(right)
            }
            K::UnaryOp { op, operand } => {
                self.head("UnaryOp", p);
                self.word(&format!("{op:?}"));
                self.expr(operand)
            }
            K::Lambda { args, body } => {
                self.head("Lambda", p);
                self.args(args);
                self.expr(body)
            }
            K::IfExp { test, body, orelse } => {
                self.head("IfExp", p);
                self.expr(test);
                self.expr(body);
                self.expr(orelse)
            }
            K::Dict { keys, values } => {
                self.head("Dict", p);
                self.exprs(keys);
                self.exprs(values)
            }
            K::Set(v) => {
                self.head("Set", p);
                self.exprs(v)
            }
            K::ListComp { elt, generators } => {
                self.head("ListComp", p);
                self.expr(elt);
                self.generators(generators)
            }
            K::SetComp { elt, generators } => {
                self.head("SetComp", p);
                self.expr(elt);
                self.generators(generators)
            }
            K::DictComp { key, value, generators } => {
                self.head("DictComp", p);
                self.expr(key);
                self.expr(value);
                self.generators(generators)
            }
            K::GeneratorExp { elt, generators } => {
                self.head("GeneratorExp", p);
                self.expr(elt);
                self.generators(generators)
            }
            K::Yield(v) => {
                self.head("Yield", p);
                match v {
                    Some(e) => self.expr(e),
                    None => self.word("-"),
                }
            }
            K::Compare { left, ops, comparators } => {
                self.head("Compare", p);
                self.expr(left);
                self.word("[");
                for o in ops {
                    self.word(&format!("{o:?}"))
                }
                self.word("]");
                self.exprs(comparators)
            }
            K::Call(c) => {
                self.head("Call", p);
                self.expr(&c.func);
                self.exprs(&c.args);
                self.keywords(&c.keywords);
                self.maybe(&c.starargs);
                self.maybe(&c.kwargs)
            }
            K::Repr(v) => {
                self.head("Repr", p);
                self.expr(v)
            }
            K::Num(n) => {
                self.head("Num", p);
                let s = match n {
                    Number::Int(i) => {
                        if self.py27 && i64::try_from(i).is_err() {
                            format!("L{i}")
                        } else {
                            format!("i{i}")
                        }
                    }
                    Number::Long(i) => format!("L{i}"),
                    Number::Float(f) => format!("f{:016x}", f.to_bits()),
                    Number::Imag(f) => format!("j{:016x}", f.to_bits()),
                };
                self.word(&s)
            }
            K::Str(StrLit::Bytes(b)) => {
                self.head(if self.py27 { "Str" } else { "Bytes" }, p);
                let mut s = String::from("b");
                for x in b {
                    let _ = write!(s, "{x:02x}");
                }
                self.word(&s)
            }
            K::Str(StrLit::Text(b)) => {
                self.head("Str", p);
                let mut s = String::from("t");
                for x in b {
                    let _ = write!(s, "{x:x}.");
                }
                self.word(&s)
            }
            K::Ellipsis => self.head("Ellipsis", p),
            K::Attribute { value, attr, ctx } => {
                self.head("Attribute", p);
                self.expr(value);
                self.name(attr);
                self.ctx(*ctx)
            }
            K::Subscript { value, slice, ctx } => {
                self.head("Subscript", p);
                self.expr(value);
                self.slice(slice);
                self.ctx(*ctx)
            }
            K::Starred { value, ctx } => {
                self.head("Starred", p);
                self.expr(value);
                self.ctx(*ctx)
            }
            K::Name { id, ctx } => {
                self.head("Name", p);
                self.name(id);
                self.ctx(*ctx)
            }
            K::List { elts, ctx } => {
                self.head("List", p);
                self.exprs(elts);
                self.ctx(*ctx)
            }
            K::Tuple { elts, ctx } => {
                self.head("Tuple", p);
                self.exprs(elts);
                self.ctx(*ctx)
            }
        }
    }
}
