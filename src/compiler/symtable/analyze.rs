//! Second pass: the scope of each name (symtable.c, `analyze_block` and what it calls).
//!
//! A block sees the names bound in the functions around it; its children report their free variables, and
//! a local variable that a child wants becomes a cell.

use super::{
    Block, BlockId, BlockKind, DEF_BOUND, DEF_FREE_CLASS, DEF_GLOBAL, DEF_NONLOCAL, DEF_PARAM, OPT_BARE_EXEC,
    OPT_EXEC, OPT_IMPORT_STAR, OPT_TOPLEVEL, Scope, Symbol, SymbolTable,
};
use crate::compiler::error::{self, Result};
use crate::profile::Language;
use crate::syntax::ErrorKind;
use crate::syntax::ast::{Ident, Pos};
use std::collections::BTreeSet;

type Names = BTreeSet<Ident>;

/// Gives every symbol its scope.
pub(super) fn analyze(table: &mut SymbolTable, language: Language) -> Result<()> {
    let mut analysis = Analysis { table, language };
    analysis.block(0, None, &mut Names::new(), &mut Names::new())
}

struct Analysis<'a> {
    table: &'a mut SymbolTable,
    language: Language,
}

impl Analysis<'_> {
    /// `bound`: names bound in enclosing functions, none for the module; `free`: free variables met so far;
    /// `global`: names declared global around.
    fn block(
        &mut self,
        id: BlockId,
        mut bound: Option<&mut Names>,
        free: &mut Names,
        global: &mut Names,
    ) -> Result<()> {
        let kind = self.table.blocks[id].kind;
        let mut local = Names::new();
        let (mut new_global, mut new_bound) = (Names::new(), Names::new());
        // What a class binds is not seen in its methods, so the names to hand down are taken first.
        if kind == BlockKind::Class {
            new_global.clone_from(global);
            new_bound = bound.as_deref().cloned().unwrap_or_default();
        }
        for at in 0..self.table.blocks[id].symbols.list.len() {
            let (name, flags) = {
                let symbol = &self.table.blocks[id].symbols.list[at];
                (symbol.name.clone(), symbol.flags)
            };
            let scope = self.name(id, &name, flags, bound.as_deref_mut(), &mut local, free, global)?;
            self.table.blocks[id].symbols.list[at].scope = Some(scope);
        }
        if kind != BlockKind::Class {
            if kind == BlockKind::Function {
                new_bound.extend(local);
            }
            new_bound.extend(bound.as_deref().into_iter().flatten().cloned());
            new_global.extend(global.iter().cloned());
        } else if self.language == Language::Py32 {
            new_bound.insert("__class__".into());
        }

        let mut new_free = Names::new();
        let mut all_free = Names::new();
        for child in self.table.blocks[id].children.clone() {
            let (mut child_bound, mut child_free, mut child_global) =
                (new_bound.clone(), new_free.clone(), new_global.clone());
            self.block(child, Some(&mut child_bound), &mut child_free, &mut child_global)?;
            all_free.append(&mut child_free);
            let child = &self.table.blocks[child];
            if child.free || child.child_free {
                self.table.blocks[id].child_free = true;
            }
        }
        new_free.append(&mut all_free);

        let block = &mut self.table.blocks[id];
        cells(block, &mut new_free, self.language);
        resolve_free(block, bound.as_deref(), &new_free);
        self.check_unoptimized(id)?;
        free.append(&mut new_free);
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn name(
        &mut self,
        id: BlockId,
        name: &Ident,
        flags: u32,
        bound: Option<&mut Names>,
        local: &mut Names,
        free: &mut Names,
        global: &mut Names,
    ) -> Result<Scope> {
        let block = &mut self.table.blocks[id];
        if flags & DEF_GLOBAL != 0 {
            if flags & DEF_PARAM != 0 {
                let what = match self.language {
                    Language::Py27 => "local",
                    Language::Py32 => "parameter",
                };
                let message = format!("name '{name}' is {what} and global");
                return Err(error::on_line(message, block.pos));
            }
            if flags & DEF_NONLOCAL != 0 {
                return nowhere(format!("name '{name}' is nonlocal and global"));
            }
            global.insert(name.clone());
            if let Some(bound) = bound {
                bound.remove(name);
            }
            return Ok(Scope::GlobalExplicit);
        }
        if flags & DEF_NONLOCAL != 0 {
            if flags & DEF_PARAM != 0 {
                return nowhere(format!("name '{name}' is parameter and nonlocal"));
            }
            let Some(bound) = bound else {
                return nowhere("nonlocal declaration not allowed at module level".into());
            };
            if !bound.contains(name) {
                return nowhere(format!("no binding for nonlocal '{name}' found"));
            }
            block.free = true;
            free.insert(name.clone());
            return Ok(Scope::Free);
        }
        if flags & DEF_BOUND != 0 {
            local.insert(name.clone());
            global.remove(name);
            return Ok(Scope::Local);
        }
        if bound.is_some_and(|bound| bound.contains(name)) {
            block.free = true;
            free.insert(name.clone());
            return Ok(Scope::Free);
        }
        if !global.contains(name) && block.nested {
            block.free = true;
        }
        Ok(Scope::GlobalImplicit)
    }

    /// `import *` and a bare `exec` cannot stand in a function whose names nested functions refer to.
    fn check_unoptimized(&self, id: BlockId) -> Result<()> {
        let block = &self.table.blocks[id];
        if block.kind != BlockKind::Function || !(block.free || block.child_free) {
            return Ok(());
        }
        let name = &block.name;
        let why = if block.child_free {
            "contains a nested function with free variables"
        } else {
            "is a nested function"
        };
        let message = match block.unoptimized {
            0 | OPT_TOPLEVEL | OPT_EXEC => return Ok(()),
            OPT_IMPORT_STAR => format!("import * is not allowed in function '{name}' because it {why}"),
            OPT_BARE_EXEC => format!("unqualified exec is not allowed in function '{name}' because it {why}"),
            _ => {
                format!("function '{name}' uses import * and bare exec, which are illegal because it {why}")
            }
        };
        let pos = block.opt_pos.unwrap_or(Pos { line: 0, col: 0 });
        Err(error::on_line(message, pos))
    }
}

fn nowhere(message: String) -> Result<Scope> {
    Err(error::nowhere(ErrorKind::Syntax, message))
}

/// Turns locals that children refer to into cells; in a class, 3.2 does so for `__class__` only.
fn cells(block: &mut Block, free: &mut Names, language: Language) {
    let restricted = match (block.kind, language) {
        (BlockKind::Function, _) => false,
        (BlockKind::Class, Language::Py32) => true,
        _ => return,
    };
    for symbol in &mut block.symbols.list {
        let wanted = symbol.scope == Some(Scope::Local) && free.contains(&symbol.name);
        if wanted && (!restricted || &*symbol.name == "__class__") {
            symbol.scope = Some(Scope::Cell);
            free.remove(&symbol.name);
        }
    }
}

/// Enters free variables of children that only pass through this block.
fn resolve_free(block: &mut Block, bound: Option<&Names>, free: &Names) {
    for name in free {
        let class = block.kind == BlockKind::Class;
        match block.symbols.get_mut(name) {
            Some(symbol) if class && symbol.flags & (DEF_BOUND | DEF_GLOBAL) != 0 => {
                symbol.flags |= DEF_FREE_CLASS;
            }
            Some(_) => {}
            None if bound.is_some_and(|bound| bound.contains(name)) => {
                block.symbols.insert(Symbol { name: name.clone(), flags: 0, scope: Some(Scope::Free) });
            }
            None => {}
        }
    }
}
