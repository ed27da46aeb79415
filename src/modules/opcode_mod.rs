//! `_opcode`: the table of the language's opcodes, for the module `opcode`.

use crate::bytecode::opcode::{CMP_OP, HAVE_ARGUMENT, Op, Operand};
use crate::objects::errors::PyResult;
use crate::objects::list::new_list;
use crate::objects::str::new_str;
use crate::objects::tuple::new_tuple;
use crate::objects::{Value, lang, module};

/// The list that an operand's kind puts the opcode on.
fn list_name(operand: Operand) -> &'static str {
    match operand {
        Operand::No | Operand::Number => "",
        Operand::Const => "hasconst",
        Operand::Name => "hasname",
        Operand::JumpRel => "hasjrel",
        Operand::JumpAbs => "hasjabs",
        Operand::Local => "haslocal",
        Operand::Free => "hasfree",
        Operand::Compare => "hascompare",
    }
}

/// Makes the module: `table` has (number, name, name of the list it is on) for each opcode.
pub fn make() -> PyResult {
    let made = module::new_module("_opcode");
    let rows = (0..=u8::MAX).filter_map(|number| {
        let op = Op::from_number(number, lang::language())?;
        Some(new_tuple(&[Value::int(number.into()), new_str(op.name()), new_str(list_name(op.operand()))]))
    });
    module::set(&made, "table", new_list(rows.collect()));
    module::set(&made, "cmp_op", new_tuple(CMP_OP.map(new_str)));
    module::set(&made, "HAVE_ARGUMENT", Value::int(HAVE_ARGUMENT.into()));
    Ok(made)
}
