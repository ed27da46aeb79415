//! Names: which of the four families of opcodes a name takes in a scope (compile.c, `compiler_nameop`).

use super::{BlockKind, Compiler};
use crate::bytecode::opcode::Op;
use crate::compiler::error::{self, Result};
use crate::compiler::mangle::mangle;
use crate::compiler::symtable::Scope;
use crate::profile::Language;
use crate::syntax::ErrorKind;
use crate::syntax::ast::Ident;

/// What is done with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Load,
    Store,
    Delete,
}

/// Where the value is found at run time.
#[derive(Clone, Copy)]
enum Place {
    Fast,
    Global,
    Free,
    Cell,
    Name,
}

fn opcode(place: Place, access: Access) -> Op {
    match (place, access) {
        (Place::Fast, Access::Load) => Op::LoadFast,
        (Place::Fast, Access::Store) => Op::StoreFast,
        (Place::Fast, Access::Delete) => Op::DeleteFast,
        (Place::Global, Access::Load) => Op::LoadGlobal,
        (Place::Global, Access::Store) => Op::StoreGlobal,
        (Place::Global, Access::Delete) => Op::DeleteGlobal,
        (Place::Free | Place::Cell, Access::Load) => Op::LoadDeref,
        (Place::Free | Place::Cell, Access::Store) => Op::StoreDeref,
        (Place::Free | Place::Cell, Access::Delete) => Op::DeleteDeref,
        (Place::Name, Access::Load) => Op::LoadName,
        (Place::Name, Access::Store) => Op::StoreName,
        (Place::Name, Access::Delete) => Op::DeleteName,
    }
}

impl Compiler<'_> {
    /// Loads, stores or deletes a variable.
    pub(super) fn name_op(&mut self, name: &Ident, access: Access) -> Result<()> {
        let mangled = mangle(self.unit.private.as_ref(), name);
        let block = self.block();
        let function = block.kind == BlockKind::Function;
        let place = match block.scope(&mangled) {
            Some(Scope::Free) => Place::Free,
            Some(Scope::Cell) => Place::Cell,
            Some(Scope::Local) if function => Place::Fast,
            Some(Scope::GlobalImplicit) if function && block.unoptimized == 0 => Place::Global,
            Some(Scope::GlobalExplicit) => Place::Global,
            _ => Place::Name,
        };
        let deref = matches!(place, Place::Free | Place::Cell);
        if deref && access == Access::Delete && self.language == Language::Py27 {
            let message = format!("can not delete variable '{name}' referenced in nested scope");
            return Err(error::nowhere(ErrorKind::Syntax, message));
        }
        let table = match place {
            Place::Fast => &mut self.unit.varnames,
            Place::Global | Place::Name => &mut self.unit.names,
            Place::Free => &mut self.unit.freevars,
            Place::Cell => &mut self.unit.cellvars,
        };
        let arg = table.enter(&mangled);
        self.emit(opcode(place, access), arg, None);
        Ok(())
    }

    /// An instruction whose argument is an attribute's or module's name, mangled as any name is.
    pub(super) fn op_name(&mut self, op: Op, name: &Ident) {
        let mangled = mangle(self.unit.private.as_ref(), name);
        self.op_raw_name(op, &mangled);
    }

    /// The same for a name that is taken as it is.
    pub(super) fn op_raw_name(&mut self, op: Op, name: &Ident) {
        let arg = self.unit.names.enter(name);
        self.emit(op, arg, None);
    }
}
