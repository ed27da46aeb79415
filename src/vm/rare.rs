//! The opcodes that are seldom in a hot loop: statements, deletions, `with`, making functions and classes, calls with `*`.
//!
//! Invariants: all of them are slow opcodes, so the loop ticks after them; `f.pc` is saved. Operands are taken over when an
//! opcode succeeds; after an error those above the frame's base are the unwinding's, NULL where they have been taken.

use super::codeobj::Instr;
use super::frame::{Block, BlockKind, Frame, MAX_BLOCKS};
use super::{cache, import, ops, unwind};
use crate::bytecode::opcode::number as op;
use crate::objects::errors::{self, PyResult};
use crate::objects::function;
use crate::objects::word::{Value, Word};
use crate::objects::{lang, protocol};
use crate::runtime::ThreadState;
use std::mem::MaybeUninit;
use std::ptr;

/// Runs one of them; gives where the operands end, or NULL with the exception set.
///
/// # Safety
/// `f` is the running frame, `instr` its instruction, and its operands end at `sp`.
#[inline(never)]
pub unsafe fn run(state: &ThreadState, f: *mut Frame, sp: *mut Word, instr: Instr) -> *mut Word {
    // SAFETY: by the caller's promise.
    unsafe { opcode(state, f, sp, instr).unwrap_or(ptr::null_mut()) }
}

/// Takes the top operand; its word is NULL then.
unsafe fn take(sp: *mut Word) -> Value {
    // SAFETY: the caller has an operand there.
    unsafe { ptr::replace(sp.sub(1), Word::NULL).into_value() }
}

/// Puts a result where the operands end.
unsafe fn put(sp: *mut Word, value: Value) -> *mut Word {
    // SAFETY: sound code has room.
    unsafe {
        *sp = value.into_word();
        sp.add(1)
    }
}

unsafe fn opcode(state: &ThreadState, f: *mut Frame, sp: *mut Word, instr: Instr) -> PyResult<*mut Word> {
    let arg = instr.arg() as usize;
    // SAFETY: the running frame, sound code; `name` and `cell` are in range.
    unsafe {
        let code = &*(*f).code;
        let name = || &code.names[arg];
        let cell = || (*(*f).locals.add(code.nlocals + arg)).as_value().payload::<function::Cell>();
        Ok(match instr.op() {
            // ---- names and items -------------------------------------------------------------------
            op::DeleteFast => {
                let old = ptr::replace((*f).locals.add(arg), Word::NULL);
                if old.is_null() {
                    return Err(ops::unbound_local(code, instr.arg()));
                }
                old.decref();
                sp
            }
            op::DeleteName => {
                ops::delete_name(f, name())?;
                sp
            }
            op::DeleteGlobal => {
                if (*(*f).globals_dict).remove_name(name()).is_none() {
                    return Err(ops::global_name_error(name()));
                }
                sp
            }
            op::DeleteAttr => {
                protocol::setattr((*sp.sub(1)).as_value(), name(), None)?;
                drop(take(sp));
                sp.sub(1)
            }
            op::DeleteDeref => {
                if cell().0.take().is_none() {
                    return Err(ops::unbound_deref(code, instr.arg()));
                }
                sp
            }
            op::LoadLocals => {
                if (*f).names.is_null() {
                    return Err(errors::system_error("no locals"));
                }
                put(sp, (*f).names.to_value())
            }
            op::StoreLocals => {
                let old = ptr::replace(&raw mut (*f).names, take(sp).into_word());
                old.xdecref();
                sp.sub(1)
            }
            op::DeleteSubscr => {
                protocol::setitem((*sp.sub(2)).as_value(), (*sp.sub(1)).as_value(), None)?;
                drop(take(sp));
                drop(take(sp.sub(1)));
                sp.sub(2)
            }
            number @ op::StoreSlice0..=op::DeleteSlice3 => ops::old_slice(number, sp)?,
            op::UnaryConvert => {
                let text = protocol::repr((*sp.sub(1)).as_value())?;
                drop(take(sp));
                put(sp.sub(1), text)
            }

            // ---- building --------------------------------------------------------------------------
            op::BuildSet => {
                let items = ops::take_items(sp, arg);
                let sp = sp.sub(arg);
                for index in 0..arg {
                    *sp.add(index) = Word::NULL;
                }
                put(sp, ops::build_set(items)?)
            }
            op::SetAdd => {
                let value = take(sp).into_word();
                ops::set_add(*sp.sub(1 + arg), value)?;
                sp.sub(1)
            }
            op::MapAdd => {
                let (key, value) = (take(sp), take(sp.sub(1)));
                cache::table(*sp.sub(2 + arg)).insert(key, value)?;
                sp.sub(2)
            }
            op::UnpackEx => {
                let sequence = take(sp);
                ops::unpack_ex(sequence.word(), arg, sp.sub(1))?
            }
            op::MakeFunction => ops::make_function(f, sp, instr.arg(), false)?,
            op::MakeClosure => ops::make_function(f, sp, instr.arg(), true)?,
            op::BuildClass => ops::build_class(sp)?,
            op::LoadBuildClass => put(sp, ops::load_build_class(f)?),

            // ---- calls and blocks ------------------------------------------------------------------
            op::CallFunctionVar => ops::call_extended(sp, instr.arg(), true, false)?,
            op::CallFunctionKw => ops::call_extended(sp, instr.arg(), false, true)?,
            op::CallFunctionVarKw => ops::call_extended(sp, instr.arg(), true, true)?,
            op::SetupWith => {
                let (exit, entered) = ops::enter_context((*sp.sub(1)).as_value())?;
                drop(take(sp));
                let sp = put(sp.sub(1), exit);
                let at = usize::from((*f).nblocks);
                if at >= MAX_BLOCKS {
                    return Err(errors::system_error("XXX block stack overflow"));
                }
                let kind = if lang::is_27() { BlockKind::With } else { BlockKind::Finally };
                let level = sp.offset_from((*f).stack) as u32;
                (*f).blocks[at] = MaybeUninit::new(Block { kind, handler: instr.arg(), level });
                (*f).nblocks += 1;
                put(sp, entered)
            }
            op::WithCleanup => unwind::with_cleanup(f, sp)?,
            op::PopExcept => {
                (*f).nblocks -= 1;
                let block = (*f).block_raw((*f).nblocks.into());
                if block.kind != BlockKind::ExceptHandler {
                    return Err(errors::system_error("popped block is not an except handler"));
                }
                unwind::leave_handler(state, f, sp, block.level)
            }

            // ---- statements ------------------------------------------------------------------------
            op::ImportName => ops::import_name(f, name(), sp)?,
            op::ImportFrom => put(sp, import::import_from((*sp.sub(1)).as_value(), name())?),
            op::ImportStar => {
                let module = take(sp);
                ops::import_star(f, &module)?;
                sp.sub(1)
            }
            op::ExecStmt => ops::exec_stmt(f, sp)?,
            op::PrintExpr => {
                let value = take(sp);
                ops::print_expr(&value)?;
                sp.sub(1)
            }
            number @ (op::PrintItem | op::PrintNewline | op::PrintItemTo | op::PrintNewlineTo) => {
                ops::print(number, sp)?
            }
            _ => return Err(errors::system_error("unknown opcode")),
        })
    }
}
