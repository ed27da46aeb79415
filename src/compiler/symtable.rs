//! The symbol table: which scope each name of each block belongs to (Python/symtable.c).
//!
//! Invariants:
//! - One [`Block`] per module, class, function, lambda and comprehension with a scope of its own; block 0 is the module.
//! - `collect` gathers raw facts in one pass over the AST; `analyze` decides scopes in a second one. Afterwards every
//!   symbol of a block has a [`Scope`], and the table does not change any more.
//! - Names are mangled before they get in.
//! - Blocks are found again by the address of their node, so the table is valid as long as the AST is borrowed.

mod analyze;
mod collect;

use super::Warning;
use super::error::Result;
use crate::profile::Language;
use crate::syntax::ast::{Expr, Ident, Mod, Pos, Stmt};
use std::collections::HashMap;

pub(super) const DEF_GLOBAL: u32 = 1;
pub(super) const DEF_LOCAL: u32 = 2;
pub(super) const DEF_PARAM: u32 = 4;
pub(super) const DEF_NONLOCAL: u32 = 8;
pub(super) const USE: u32 = 16;
/// A free variable of a method that is also bound or global in the class.
pub(super) const DEF_FREE_CLASS: u32 = 64;
pub(super) const DEF_IMPORT: u32 = 128;
pub(super) const DEF_BOUND: u32 = DEF_LOCAL | DEF_PARAM | DEF_IMPORT;

/// Why the locals of a block cannot be put into numbered slots.
pub(super) const OPT_IMPORT_STAR: u32 = 1;
pub(super) const OPT_EXEC: u32 = 2;
pub(super) const OPT_BARE_EXEC: u32 = 4;
pub(super) const OPT_TOPLEVEL: u32 = 8;

/// Where a name is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Local,
    GlobalExplicit,
    GlobalImplicit,
    Free,
    Cell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Function,
    Class,
    Module,
}

pub(super) type BlockId = usize;

/// What is known of one name in one block.
#[derive(Clone, Debug)]
pub(super) struct Symbol {
    pub(super) name: Ident,
    /// `DEF_*` and `USE` bits.
    pub(super) flags: u32,
    /// None until the analysis.
    pub(super) scope: Option<Scope>,
}

/// The symbols of a block, in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols {
    list: Vec<Symbol>,
    index: HashMap<Ident, usize>,
}

impl Symbols {
    pub(super) fn get(&self, name: &str) -> Option<&Symbol> {
        self.index.get(name).and_then(|&at| self.list.get(at))
    }

    fn get_mut(&mut self, name: &str) -> Option<&mut Symbol> {
        self.index.get(name).and_then(|&at| self.list.get_mut(at))
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Symbol> {
        self.list.iter()
    }

    /// Adds bits to a symbol, which need not be there yet.
    fn add(&mut self, name: &Ident, flags: u32) {
        match self.get_mut(name) {
            Some(symbol) => symbol.flags |= flags,
            None => self.insert(Symbol { name: name.clone(), flags, scope: None }),
        }
    }

    fn insert(&mut self, symbol: Symbol) {
        self.index.insert(symbol.name.clone(), self.list.len());
        self.list.push(symbol);
    }
}

/// A block of code with a namespace (CPython's `PySTEntryObject`).
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) name: Ident,
    pub(super) kind: BlockKind,
    /// Of the node; line 0 where CPython has none.
    pub(super) pos: Pos,
    pub(super) symbols: Symbols,
    /// Parameters, the first of the local variables.
    pub(super) varnames: Vec<Ident>,
    pub(super) children: Vec<BlockId>,
    /// `OPT_*` bits.
    pub(super) unoptimized: u32,
    /// The place of the first statement that made it so.
    opt_pos: Option<Pos>,
    pub(super) nested: bool,
    /// It has free variables.
    free: bool,
    /// A block inside it has free variables.
    child_free: bool,
    pub(super) generator: bool,
    pub(super) varargs: bool,
    pub(super) varkeywords: bool,
    returns_value: bool,
}

impl Block {
    /// The scope of a mangled name; none for names that the source does not mention, such as `__doc__`.
    pub(super) fn scope(&self, name: &str) -> Option<Scope> {
        self.symbols.get(name).and_then(|symbol| symbol.scope)
    }
}

/// The node that a block belongs to. Statements and expressions are kept apart, as one may begin where the
/// other does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Module,
    Stmt(*const Stmt),
    Expr(*const Expr),
}

/// All blocks of a module.
#[derive(Clone, Debug)]
pub(super) struct SymbolTable {
    pub(super) blocks: Vec<Block>,
    by_node: HashMap<Key, BlockId>,
}

impl SymbolTable {
    /// The block of a node; the module's if the node has none.
    pub(super) fn lookup(&self, key: Key) -> BlockId {
        self.by_node.get(&key).copied().unwrap_or(0)
    }
}

/// Builds the table of a module.
///
/// # Errors
/// What symtable.c refuses: duplicate arguments, contradicting declarations, a `return` with a value in a generator, ...
pub(super) fn build(module: &Mod, language: Language, warnings: &mut Vec<Warning>) -> Result<SymbolTable> {
    let mut table = collect::collect(module, language, warnings)?;
    analyze::analyze(&mut table, language)?;
    Ok(table)
}
