//! Code generation: from AST to basic blocks of instructions (Python/compile.c, `compiler_visit_*`).
//!
//! Invariants:
//! - Instructions, blocks, constants and names are made in the order in which compile.c makes them; the
//!   assembled code depends on it.
//! - `unit` is the scope that is being compiled; enclosing ones wait on `outer`. The module's is the last to be left.
//! - A line number is set on the first instruction of each statement and of each expression on a new line only
//!   (`compiler_set_lineno`).
//! - What differs between the languages asks `self.language` at the spot.

mod comprehensions;
mod control;
mod expressions;
mod functions;
mod imports;
mod names;
mod statements;
mod targets;

use super::assemble::{self, Block, BlockId, Instruction};
use super::error::{self, Result};
use super::future::Future;
use super::pool::{ConstPool, NameTable};
use super::symtable::{self, BlockKind, DEF_FREE_CLASS, Key, Scope, SymbolTable};
use super::{MAX_DEPTH, Options, Warning};
use crate::bytecode::code::{CO_FUTURE_MASK, Code, Const};
use crate::bytecode::opcode::Op;
use crate::profile::Language;
use crate::syntax::ErrorKind;
use crate::syntax::ast::{Expr, Ident, Mod, Pos};
use std::rc::Rc;

/// Blocks of one function may nest so deep (`CO_MAXBLOCKS`): the frame's block stack has room for no more.
const MAX_BLOCKS: usize = 20;

/// Why a frame block is open at some place of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FrameBlockKind {
    Loop,
    Except,
    FinallyTry,
    FinallyEnd,
}

#[derive(Clone, Copy, Debug)]
struct FrameBlock {
    kind: FrameBlockKind,
    block: BlockId,
}

/// The code of one scope while it is made (`struct compiler_unit`).
struct Unit {
    scope: symtable::BlockId,
    name: Ident,
    /// The class that private names belong to.
    private: Option<Ident>,
    consts: ConstPool,
    names: NameTable,
    varnames: NameTable,
    cellvars: NameTable,
    freevars: NameTable,
    argcount: u32,
    kwonlyargcount: u32,
    blocks: Vec<Block>,
    current: BlockId,
    frame_blocks: Vec<FrameBlock>,
    /// 0: that of the first instruction.
    firstlineno: u32,
    pos: Pos,
    line_is_set: bool,
}

impl Unit {
    fn new(table: &SymbolTable, scope: symtable::BlockId, name: Ident, firstlineno: u32) -> Unit {
        let block = &table.blocks[scope];
        let mut cells = Vec::new();
        let mut frees = Vec::new();
        for symbol in block.symbols.iter() {
            if symbol.scope == Some(Scope::Cell) {
                cells.push(symbol.name.clone());
            }
            if symbol.scope == Some(Scope::Free) || symbol.flags & DEF_FREE_CLASS != 0 {
                frees.push(symbol.name.clone());
            }
        }
        cells.sort();
        frees.sort();
        Unit {
            scope,
            name,
            private: None,
            consts: ConstPool::default(),
            names: NameTable::default(),
            varnames: NameTable::new(0, block.varnames.iter().cloned()),
            freevars: NameTable::new(cells.len(), frees),
            cellvars: NameTable::new(0, cells),
            argcount: 0,
            kwonlyargcount: 0,
            blocks: vec![Block::default()],
            current: 0,
            frame_blocks: Vec::new(),
            firstlineno,
            pos: Pos::default(),
            line_is_set: false,
        }
    }
}

struct Compiler<'a> {
    language: Language,
    optimize: u8,
    /// `CO_FUTURE_*` bits in force.
    features: u32,
    future_line: u32,
    interactive: bool,
    filename: Rc<str>,
    symtable: SymbolTable,
    warnings: &'a mut Vec<Warning>,
    unit: Unit,
    outer: Vec<Unit>,
    depth: u32,
}

/// Makes the code object of a module whose symbol table is built.
pub(super) fn generate(
    module: &Mod,
    filename: &str,
    options: &Options,
    future: &Future,
    symtable: SymbolTable,
    warnings: &mut Vec<Warning>,
) -> Result<Rc<Code>> {
    let unit = Unit::new(&symtable, symtable.lookup(Key::Module), "<module>".into(), 0);
    let mut compiler = Compiler {
        language: options.language,
        optimize: options.optimize,
        features: options.inherited | future.features,
        future_line: future.line,
        interactive: matches!(module, Mod::Interactive(_)),
        filename: filename.into(),
        symtable,
        warnings,
        unit,
        outer: Vec::new(),
        depth: 0,
    };
    match module {
        Mod::Module(body) => compiler.body(body)?,
        Mod::Interactive(body) => compiler.stmts(body)?,
        Mod::Expression(expr) => compiler.expr(expr)?,
    }
    let add_none = !matches!(module, Mod::Expression(_));
    let empty = Unit::new(&compiler.symtable, 0, "".into(), 0);
    let unit = std::mem::replace(&mut compiler.unit, empty);
    Ok(compiler.finish(unit, add_none))
}

impl Compiler<'_> {
    fn block(&self) -> &symtable::Block {
        // A unit's scope is always the index of a block: it comes from `SymbolTable::lookup`.
        &self.symtable.blocks[self.unit.scope]
    }

    fn in_function(&self) -> bool {
        self.block().kind == BlockKind::Function
    }

    /// An error at the expression or statement that is being compiled.
    fn error<T>(&self, message: impl Into<String>) -> Result<T> {
        Err(error::at(message, self.unit.pos, self.language))
    }

    fn descend(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(error::too_deep()) } else { Ok(()) }
    }

    fn ascend(&mut self) {
        self.depth -= 1;
    }

    // Scopes.

    fn enter_scope(&mut self, name: Ident, key: Key, firstlineno: u32) {
        let scope = self.symtable.lookup(key);
        let mut unit = Unit::new(&self.symtable, scope, name, firstlineno);
        unit.private.clone_from(&self.unit.private);
        self.outer.push(std::mem::replace(&mut self.unit, unit));
    }

    /// Assembles the current scope's code and goes back to the one around it.
    fn exit_scope(&mut self) -> Rc<Code> {
        let outer = self.outer.pop();
        let around = outer.unwrap_or_else(|| Unit::new(&self.symtable, 0, "".into(), 0));
        let unit = std::mem::replace(&mut self.unit, around);
        self.finish(unit, true)
    }

    fn finish(&mut self, mut unit: Unit, add_none: bool) -> Rc<Code> {
        // Every block that falls off the end returns None.
        if !unit.blocks[unit.current].returns {
            let around = std::mem::replace(&mut self.unit, unit);
            self.next_block();
            if add_none {
                self.load_const(Const::None);
            }
            self.op(Op::ReturnValue);
            unit = std::mem::replace(&mut self.unit, around);
        }
        let block = &self.symtable.blocks[unit.scope];
        let cells = !unit.cellvars.is_empty() || !unit.freevars.is_empty();
        let flags = assemble::flags(block, cells) | (self.features & CO_FUTURE_MASK);
        let parts = assemble::Parts {
            blocks: unit.blocks,
            consts: unit.consts.into_values(),
            names: unit.names.into_names(),
            firstlineno: unit.firstlineno,
        };
        let assembled = assemble::assemble(parts, self.language);
        let varnames = unit.varnames.into_names();
        Rc::new(Code {
            argcount: unit.argcount,
            kwonlyargcount: unit.kwonlyargcount,
            nlocals: varnames.len() as u32,
            stacksize: assembled.stacksize,
            flags,
            code: assembled.code,
            consts: assembled.consts,
            names: assembled.names,
            varnames,
            freevars: unit.freevars.into_names(),
            cellvars: unit.cellvars.into_names(),
            filename: self.filename.clone(),
            name: unit.name,
            firstlineno: assembled.firstlineno,
            lnotab: assembled.lnotab,
        })
    }

    // Blocks.

    fn new_block(&mut self) -> BlockId {
        self.unit.blocks.push(Block::default());
        self.unit.blocks.len() - 1
    }

    /// Makes this block the one that follows the current one, and the current one.
    fn use_next_block(&mut self, block: BlockId) {
        let current = self.unit.current;
        self.unit.blocks[current].next = Some(block);
        self.unit.current = block;
    }

    fn next_block(&mut self) {
        let block = self.new_block();
        self.use_next_block(block);
    }

    fn push_frame_block(&mut self, kind: FrameBlockKind, block: BlockId) -> Result<()> {
        if self.unit.frame_blocks.len() >= MAX_BLOCKS {
            let kind = match self.language {
                Language::Py27 => ErrorKind::Syntax,
                Language::Py32 => ErrorKind::System,
            };
            return Err(error::nowhere(kind, "too many statically nested blocks"));
        }
        self.unit.frame_blocks.push(FrameBlock { kind, block });
        Ok(())
    }

    fn pop_frame_block(&mut self) {
        self.unit.frame_blocks.pop();
    }

    // Lines.

    /// The next instruction begins a line of its own.
    fn start_line(&mut self, pos: Pos) {
        self.unit.pos = pos;
        self.unit.line_is_set = false;
    }

    /// As [`Self::start_line`] if the place is on a later line.
    fn advance_line(&mut self, pos: Pos) {
        if pos.line > self.unit.pos.line {
            self.unit.pos.line = pos.line;
            self.unit.line_is_set = false;
        }
        self.unit.pos.col = pos.col;
    }

    // Instructions.

    fn emit(&mut self, op: Op, arg: u32, target: Option<BlockId>) {
        let unit = &mut self.unit;
        let line = if unit.line_is_set { 0 } else { unit.pos.line };
        unit.line_is_set = true;
        let block = &mut unit.blocks[unit.current];
        block.returns |= op == Op::ReturnValue;
        block.instructions.push(Instruction { op, arg, target, line });
    }

    fn op(&mut self, op: Op) {
        self.emit(op, 0, None);
    }

    fn op_arg(&mut self, op: Op, arg: usize) {
        self.emit(op, arg as u32, None);
    }

    fn jump(&mut self, op: Op, target: BlockId) {
        self.emit(op, 0, Some(target));
    }

    fn enter_const(&mut self, value: Const) -> u32 {
        self.unit.consts.enter(value, self.language)
    }

    fn load_const(&mut self, value: Const) {
        let arg = self.enter_const(value);
        self.emit(Op::LoadConst, arg, None);
    }

    /// An identifier as the constant that names it: `str` in either language.
    fn ident_const(&self, name: &str) -> Const {
        match self.language {
            Language::Py27 => Const::Bytes(name.as_bytes().into()),
            Language::Py32 => Const::Text(name.chars().map(u32::from).collect()),
        }
    }

    /// A small number as a constant.
    fn int_const(n: i32) -> Const {
        Const::Int(n.into())
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Result<()> {
        exprs.into_iter().try_for_each(|expr| self.expr(expr))
    }
}
