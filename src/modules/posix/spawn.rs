//! The module `_posixsubprocess` of 3.2: children that become other programs without any Python code in between.

use super::os_error;
use super::processes::program_arguments;
use crate::modules::capi::c_int;
use crate::objects::errors::{self, PyResult, type_error, value_error};
use crate::objects::file::raw::path;
use crate::objects::list::List;
use crate::objects::native::{Method, Native, method};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::{Value, call, gc, module, protocol};
use crate::platform::fd::{self, Fd};
use crate::platform::spawn::Plan;
use crate::runtime::{self, without_gil};
use std::ffi::CString;

/// The descriptors to keep: sorted, none negative.
fn kept(value: &Value) -> PyResult<Vec<Fd>> {
    let items = match (value.downcast::<List>(), value.downcast::<Tuple>()) {
        (Some(list), _) => list.to_vec(),
        (_, Some(tuple)) => tuple.items().to_vec(),
        _ => return Err(value_error("cannot get length of fds_to_keep")),
    };
    let numbers: PyResult<Vec<Fd>> = items.iter().map(c_int).collect();
    match numbers {
        Ok(numbers) if numbers.is_sorted() && numbers.iter().all(|&fd| fd >= 0) => Ok(numbers),
        _ => {
            errors::clear();
            Err(value_error("bad value(s) in fds_to_keep"))
        }
    }
}

fn optional<T>(value: &Value, convert: impl FnOnce(&Value) -> PyResult<T>) -> PyResult<Option<T>> {
    if value.is_none() { Ok(None) } else { convert(value).map(Some) }
}

fn texts(value: &Value) -> PyResult<Vec<CString>> {
    program_arguments("fork_exec", value)
}

fn fork_exec(_this: &Value, args: &[Value]) -> PyResult {
    let [arguments, programs, close_fds, keep, directory, environment, numbers @ .., function] = args else {
        return Err(type_error("function takes exactly 17 arguments"));
    };
    let numbers: Vec<i32> = numbers.iter().map(c_int).collect::<PyResult<_>>()?;
    let [p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, error_read, error_write, restore, session] =
        numbers[..]
    else {
        return Err(type_error("function takes exactly 17 arguments"));
    };
    let close_fds = protocol::truth(close_fds)?;
    if close_fds && error_write < 3 {
        return Err(value_error("errpipe_write must be >= 3"));
    }
    let keep = kept(keep)?;
    let plan = Plan {
        programs: texts(programs)?,
        arguments: optional(arguments, texts)?,
        environment: optional(environment, texts)?,
        directory: optional(directory, path)?,
        own: [p2cread, c2pwrite, errwrite],
        parents: [p2cwrite, c2pread, errread],
        error_pipe: (error_read, error_write),
        kept: close_fds.then_some(keep),
        restore_signals: restore != 0,
        new_session: session != 0,
    };
    if function.is_none() {
        let child = runtime::fork_and_execute(&plan, None).map_err(os_error)?;
        return Ok(Value::int(child.into()));
    }
    // Nothing that the parent's objects do at their end is to happen in the child, too.
    let enabled = gc::is_enabled();
    gc::set_enabled(false);
    let child = runtime::fork_and_execute(&plan, Some(&mut || call::call(function, &[]).is_ok()));
    gc::set_enabled(enabled);
    child.map(|child| Value::int(child.into())).map_err(os_error)
}

fn cloexec_pipe(_this: &Value) -> PyResult {
    let (reader, writer) = without_gil(fd::pipe_not_inherited).map_err(os_error)?;
    Ok(new_tuple([Value::int(reader.into()), Value::int(writer.into())]))
}

static FUNCTIONS: &[Method] = &[
    method(
        "fork_exec",
        Native::Var(17, 17, fork_exec),
        "fork_exec(args, executable_list, close_fds, fds_to_keep, cwd, env,\n          p2cread, p2cwrite, c2pread, c2pwrite, errread, \
         errwrite,\n          errpipe_read, errpipe_write, restore_signals, call_setsid, preexec_fn)\n\nFork a child that \
         becomes another program, and return its pid.",
    ),
    method(
        "cloexec_pipe",
        Native::NoArgs(cloexec_pipe),
        "cloexec_pipe() -> (read_end, write_end)\n\nCreate a pipe whose ends have the cloexec flag set.",
    ),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_posixsubprocess");
    module::add_functions(&made, "_posixsubprocess", FUNCTIONS);
    Ok(made)
}
