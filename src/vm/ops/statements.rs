//! Statements that are opcodes: with, import, exec, print.

use crate::bytecode::opcode::Op;
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, attribute_error, import_error, type_error};
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::INSTANCE;
use crate::objects::word::{Value, Word};
use crate::objects::{call, file, names, protocol};
use crate::vm::frame::{self, Frame};
use crate::vm::{door, import};

/// SETUP_WITH: the bound `__exit__`, and what `__enter__` gave.
pub fn enter_context(context: &Value) -> PyResult<(Value, Value)> {
    let special = |name: &Value| -> PyResult {
        if context.type_of() == INSTANCE {
            return protocol::getattr(context, name);
        }
        match protocol::lookup_special(context, name)? {
            Some(found) => Ok(found),
            // The name is all that the exception tells (special_lookup).
            None => Err(attribute_error(name.str_lossy().unwrap_or_default())),
        }
    };
    let exit = special(names::__exit__())?;
    let enter = special(names::__enter__())?;
    Ok((exit, call::call(&enter, &[])?))
}

/// IMPORT_NAME: level and from-list are the operands. Takes them over when it succeeds.
///
/// # Safety
/// The running frame and its operands.
pub unsafe fn import_name(f: *mut Frame, name: &Value, sp: *mut Word) -> PyResult<*mut Word> {
    // SAFETY: by the caller's promise.
    unsafe {
        let (level, from) = ((*sp.sub(2)).as_value(), (*sp.sub(1)).as_value());
        let Some(function) = (*(*f).builtins_dict).get_name(names::__import__()) else {
            return Err(import_error("__import__ not found"));
        };
        let globals = (*f).globals.to_value();
        let locals = if (*f).names.is_null() { Value::none() } else { (*f).names.to_value() };
        let mut args = vec![name.clone(), globals, locals, from.clone()];
        if protocol::index(level)? != -1 {
            args.push(level.clone());
        }
        let module = call::call(&function, &args)?;
        (*sp.sub(1)).decref();
        (*sp.sub(2)).decref();
        *sp.sub(2) = module.into_word();
        Ok(sp.sub(1))
    }
}

/// IMPORT_STAR.
///
/// # Safety
/// The running frame.
pub unsafe fn import_star(f: *mut Frame, module: &Value) -> PyResult<()> {
    // SAFETY: by the caller's promise.
    unsafe {
        let target = frame::locals_of(&frame::object_of(f));
        import::import_all(module, &target)?;
        if let Some(dict) = target.downcast::<Dict>() {
            (*f).locals_to_fast(dict, false);
        }
    }
    Ok(())
}

/// 2.7's EXEC_STMT: what, globals, locals (exec_statement). Takes the operands over when it succeeds.
///
/// # Safety
/// The running frame and its operands.
pub unsafe fn exec_stmt(f: *mut Frame, sp: *mut Word) -> PyResult<*mut Word> {
    // SAFETY: by the caller's promise.
    unsafe {
        let mut what = (*sp.sub(3)).to_value();
        let (mut globals, mut locals) = ((*sp.sub(2)).to_value(), (*sp.sub(1)).to_value());
        // `exec(code, globals, locals)` is a tuple to the grammar of 2.7.
        if globals.is_none()
            && let Some(parts) = what.downcast::<Tuple>().map(|parts| parts.items().to_vec())
            && (2..=3).contains(&parts.len())
        {
            globals = parts[1].clone();
            if let Some(third) = parts.get(2) {
                locals = third.clone();
            }
            what = parts[0].clone();
        }
        let mut plain = false;
        if globals.is_none() {
            globals = (*f).globals.to_value();
            if locals.is_none() {
                plain = true;
                locals = frame::locals_of(&frame::object_of(f));
            }
        } else if locals.is_none() {
            locals = globals.clone();
        }
        if globals.downcast::<Dict>().is_none() {
            return Err(type_error("exec: arg 2 must be a dictionary or None"));
        }
        door::exec_object(&what, &globals, &locals)?;
        if plain && let Some(dict) = locals.downcast::<Dict>() {
            (*f).locals_to_fast(dict, false);
        }
        for index in 1..=3 {
            (*sp.sub(index)).decref();
        }
        Ok(sp.sub(3))
    }
}

/// PRINT_EXPR: `sys.displayhook(value)`.
pub fn print_expr(value: &Value) -> PyResult<()> {
    let Some(hook) = door::sys_attribute("displayhook") else {
        return Err(crate::objects::errors::runtime_error("lost sys.displayhook"));
    };
    call::call(&hook, std::slice::from_ref(value)).map(drop)
}

/// 2.7's PRINT_ITEM, PRINT_NEWLINE and their `_TO` forms. Takes the operands over when it succeeds.
///
/// # Safety
/// The operands of the opcode.
pub unsafe fn print(op: u8, sp: *mut Word) -> PyResult<*mut Word> {
    // SAFETY: by the caller's promise.
    unsafe {
        let mut at = sp;
        let to = op == Op::PrintItemTo as u8 || op == Op::PrintNewlineTo as u8;
        let target = if to {
            at = at.sub(1);
            Some((*at).to_value())
        } else {
            None
        };
        let stdout = || {
            door::sys_value(crate::objects::names::stdout())
                .ok_or_else(|| crate::objects::errors::runtime_error("lost sys.stdout"))
        };
        let target = match target {
            Some(target) if !target.is_none() => target,
            _ => stdout()?,
        };
        if op == Op::PrintItem as u8 || op == Op::PrintItemTo as u8 {
            at = at.sub(1);
            file::print_item((*at).as_value(), &target)?;
        } else {
            file::print_newline(&target)?;
        }
        let mut sp = sp;
        while sp > at {
            sp = sp.sub(1);
            (*sp).decref();
        }
        Ok(sp)
    }
}
