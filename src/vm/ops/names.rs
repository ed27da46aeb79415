//! Names: the general ways, and the errors of unbound ones.

use super::give;
use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, Raised, name_error, unbound_local_error};
use crate::objects::exceptions as exc;
use crate::objects::protocol;
use crate::objects::typeobj::DICT;
use crate::objects::word::{Value, Word};
use crate::vm::cache::table;
use crate::vm::codeobj::CodeObj;
use crate::vm::frame::Frame;

#[cold]
pub fn unbound_local(code: &CodeObj, index: u32) -> Raised {
    let name = code.varnames[index as usize].str_lossy().unwrap_or_default();
    unbound_local_error(format!("local variable '{name}' referenced before assignment"))
}

#[cold]
pub fn unbound_deref(code: &CodeObj, index: u32) -> Raised {
    let name = code.cellvars[index as usize].str_lossy().unwrap_or_default();
    if (index as usize) < code.ncells {
        return unbound_local_error(format!("local variable '{name}' referenced before assignment"));
    }
    name_error(format!("free variable '{name}' referenced before assignment in enclosing scope"))
}

#[cold]
pub fn global_name_error(name: &Value) -> Raised {
    name_error(format!("global name '{}' is not defined", name.str_lossy().unwrap_or_default()))
}

#[cold]
fn not_defined(name: &Value) -> Raised {
    name_error(format!("name '{}' is not defined", name.str_lossy().unwrap_or_default()))
}

/// LOAD_NAME: the frame's mapping, the globals, the built-ins. A new reference or NULL.
///
/// # Safety
/// The running frame.
pub unsafe fn load_name(f: *mut Frame, name: &Value) -> Word {
    // SAFETY: live dicts of a live frame.
    unsafe {
        let names = (*f).names;
        if names.is_null() {
            return give(Err(errors::system_error("no locals when loading a name")));
        }
        if names.type_of() == DICT {
            if let Some(value) = table(names).get_name(name) {
                return value.into_word();
            }
        } else {
            match errors::catch(exc::KEY_ERROR, protocol::getitem(names.as_value(), name)) {
                Ok(Some(value)) => return value.into_word(),
                Ok(None) => {}
                Err(_) => return Word::NULL,
            }
        }
        for dict in [&*(*f).globals_dict, &*(*f).builtins_dict] {
            if let Some(value) = dict.get_name(name) {
                return value.into_word();
            }
        }
        give(Err(not_defined(name)))
    }
}

/// STORE_NAME. Takes the value over in any case.
///
/// # Safety
/// The running frame; `value` is owned.
pub unsafe fn store_name(f: *mut Frame, name: &Value, value: Word) -> PyResult<()> {
    // SAFETY: live mapping of a live frame.
    unsafe {
        let value = value.into_value();
        let names = (*f).names;
        if names.is_null() {
            return Err(errors::system_error("no locals when storing a name"));
        }
        if names.type_of() == DICT {
            table(names).set_name(name, value);
            return Ok(());
        }
        protocol::setitem(names.as_value(), name, Some(&value))
    }
}

/// DELETE_NAME.
///
/// # Safety
/// The running frame.
pub unsafe fn delete_name(f: *mut Frame, name: &Value) -> PyResult<()> {
    // SAFETY: live mapping of a live frame.
    unsafe {
        let names = (*f).names;
        if names.is_null() {
            return Err(errors::system_error("no locals when deleting a name"));
        }
        if names.type_of() == DICT {
            let dict: &Dict = table(names);
            return match dict.remove_name(name) {
                Some(_) => Ok(()),
                None => Err(not_defined(name)),
            };
        }
        match errors::catch(exc::KEY_ERROR, protocol::setitem(names.as_value(), name, None))? {
            Some(()) => Ok(()),
            None => Err(not_defined(name)),
        }
    }
}
