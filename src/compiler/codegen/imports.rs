//! `import` and `from ... import`.

use super::Compiler;
use super::names::Access;
use crate::bytecode::code::{CO_FUTURE_ABSOLUTE_IMPORT, Const};
use crate::bytecode::opcode::Op;
use crate::compiler::error::Result;
use crate::compiler::future;
use crate::profile::Language;
use crate::syntax::ast::{Alias, Ident, Pos};

impl Compiler<'_> {
    /// 2.7 without `absolute_import` looks in the package first: level -1.
    fn implicit_level(&self) -> i32 {
        match self.language {
            Language::Py27 if self.features & CO_FUTURE_ABSOLUTE_IMPORT == 0 => -1,
            _ => 0,
        }
    }

    pub(super) fn import(&mut self, names: &[Alias]) -> Result<()> {
        for alias in names {
            let level = self.implicit_level();
            self.load_const(Self::int_const(level));
            self.load_const(Const::None);
            self.op_name(Op::ImportName, &alias.name);
            let mut parts = alias.name.split('.');
            let package = parts.next().unwrap_or_default();
            match &alias.asname {
                // IMPORT_NAME gives the outermost package: walk to the module that is meant.
                Some(asname) => {
                    for attribute in parts {
                        self.op_raw_name(Op::LoadAttr, &attribute.into());
                    }
                    self.name_op(asname, Access::Store)?;
                }
                None => self.name_op(&package.into(), Access::Store)?,
            }
        }
        Ok(())
    }

    pub(super) fn import_from(
        &mut self,
        module: Option<&Ident>,
        names: &[Alias],
        level: u32,
        pos: Pos,
    ) -> Result<()> {
        let future = module.is_some_and(|module| &**module == "__future__");
        if future && pos.line > self.future_line {
            return self.error(future::LATE);
        }
        let level = if level == 0 { self.implicit_level() } else { level as i32 };
        self.load_const(Self::int_const(level));
        let wanted = names.iter().map(|alias| self.ident_const(&alias.name)).collect();
        self.load_const(Const::Tuple(wanted));
        match module {
            Some(module) => self.op_name(Op::ImportName, module),
            None => self.op_name(Op::ImportName, &"".into()),
        }
        for alias in names {
            if &*alias.name == "*" {
                self.op(Op::ImportStar);
                return Ok(());
            }
            self.op_name(Op::ImportFrom, &alias.name);
            self.name_op(alias.asname.as_ref().unwrap_or(&alias.name), Access::Store)?;
        }
        self.op(Op::PopTop);
        Ok(())
    }
}
