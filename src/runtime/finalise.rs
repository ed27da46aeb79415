//! The end of an interpreter (Python/pythonrun.c `Py_Finalize`, Python/import.c `PyImport_Cleanup`).
//!
//! The order is CPython's, and each step is one that a script can see:
//! 1. `threading._shutdown()`, if threading was imported: waits for every non-daemon thread. A KeyboardInterrupt there is
//!    told of and ignored, the other threads are not waited for, the status stays.
//! 2. The exit functions: 2.7's `sys.exitfunc`, 3.2's `atexit`.
//! 3. Where the GIL is asked for (3.2, whose ceval.c has that rule), other threads end when they come for the GIL from now on.
//! 4. 3.2 flushes the standard streams.
//! 5. Signal handlers go back to the system's defaults: from here on Ctrl-C kills.
//! 6. The modules are emptied: `__main__`, then those that nobody refers to, then the others, `sys`, the built-ins. Each
//!    name becomes None, those with one underscore first. Daemon threads of 2.7 meet those Nones.
//! 7. The standard streams are flushed for good, in 2.7 by the C library at exit.
//!
//! Invariant: called once, by the thread that started the interpreter, with the GIL held.

use std::cell::Cell;

use super::report::{self, sys_object};
use super::tstate::{current, gil};
use super::{set_finalizing, signalling};
use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult};
use crate::objects::file::print::flush_line;
use crate::objects::file::stdio;
use crate::objects::guarded::Guarded;
use crate::objects::module::{self, Module};
use crate::objects::str::intern;
use crate::objects::{Value, call, exceptions as exc, lang, names, protocol};
use crate::vm::door;

static EXIT_FUNCTION: Guarded<Cell<Option<fn()>>> = Guarded::new(Cell::new(None));

/// Sets what is called in step 2 in 3.2 (_Py_PyAtExit).
pub fn set_exit_function(function: fn()) {
    EXIT_FUNCTION.set(Some(function));
}

/// Py_Finalize. Gives the status to end the process with: the one given, unless an exit function raises SystemExit.
pub fn finalise(status: i32) -> i32 {
    wait_for_thread_shutdown();
    let status = call_exit_functions(status);
    set_finalizing(gil().kind().is_asked_for());
    if !lang::is_27() {
        flush_std_files();
    }
    signalling::finish();
    clean_up_modules();
    if lang::is_27() {
        stdio::flush_all();
    } else {
        flush_std_files();
    }
    status
}

fn modules() -> Option<Value> {
    current().interp.modules.get()
}

fn module_named(name: &str) -> Option<Value> {
    modules()?.downcast::<Dict>()?.get_name(&intern(name))
}

pub(super) fn wait_for_thread_shutdown() {
    let Some(threading) = module_named("threading") else { return };
    if call::call_method(&threading, names::_shutdown(), &[]).is_err() {
        exc::write_unraisable(&threading);
    }
}

/// In a forked child: `threading._after_fork()`, if there are threads and threading was imported (the end of
/// PyEval_ReInitThreads).
pub(super) fn forget_other_threads() {
    if !gil().exists() {
        return;
    }
    let Some(threading) = module_named("threading") else { return };
    if call::call_method(&threading, &intern("_after_fork"), &[]).is_err() {
        exc::write_unraisable(&threading);
    }
}

fn call_exit_functions(status: i32) -> i32 {
    if !lang::is_27() {
        if let Some(function) = EXIT_FUNCTION.take() {
            function();
        }
        errors::clear();
        return status;
    }
    let status = call_sys_exitfunc(status);
    if flush_line().is_err() {
        errors::clear();
    }
    status
}

fn call_sys_exitfunc(status: i32) -> i32 {
    let name = intern("exitfunc");
    let function = current().interp.sysdict.with::<Dict, _>(|dict| dict.remove_name(&name)).flatten();
    let Some(function) = function else { return status };
    if call::call(&function, &[]).is_ok() {
        return status;
    }
    if errors::matches(exc::SYSTEM_EXIT)
        && let Some(exit) = errors::fetch()
    {
        // Py_Exit finalises anew, and finds all of the above done.
        return report::exit_status(&exit);
    }
    report::write_stderr("Error in sys.exitfunc:\n");
    door::print_error(true);
    status
}

/// Flushes a standard stream, unless it is None or closed.
fn flush(name: &str) -> PyResult<()> {
    let Some(file) = sys_object(name).filter(|file| !file.is_none()) else { return Ok(()) };
    let closed = match protocol::getattr(&file, &intern("closed")) {
        Ok(closed) => protocol::truth(&closed)?,
        Err(_) => {
            errors::clear();
            false
        }
    };
    if closed {
        return Ok(());
    }
    let flushed = match protocol::getattr_option(&file, names::flush())? {
        Some(flush) => call::call(&flush, &[]),
        // PyObject_CallMethod tells the name alone.
        None => Err(errors::attribute_error("flush")),
    };
    if flushed.is_err() && name == "stdout" && !lang::is_27() {
        exc::write_unraisable(&file);
    }
    flushed.map(drop)
}

/// What 3.2 does after a script's file, before an exception is printed (pythonrun.c `flush_io`). A pending exception
/// is kept.
pub fn flush_io() {
    let saved = errors::fetch();
    for name in ["stderr", "stdout"] {
        let flushed = sys_object(name).map(|file| call::call_method(&file, names::flush(), &[]));
        if matches!(flushed, Some(Err(_))) {
            errors::clear();
        }
    }
    if let Some(saved) = saved {
        errors::restore(saved);
    }
}

fn flush_std_files() {
    for name in ["stdout", "stderr"] {
        if flush(name).is_err() {
            errors::clear();
        }
    }
}

// ---- emptying the modules ------------------------------------------------------------------------------

/// What hides in `sys` and is taken out first, since sys itself goes last.
const SYS_DELETES: &[&str] = &[
    "path",
    "argv",
    "ps1",
    "ps2",
    "exitfunc",
    "exc_type",
    "exc_value",
    "exc_traceback",
    "last_type",
    "last_value",
    "last_traceback",
    "path_hooks",
    "path_importer_cache",
    "meta_path",
    "flags",
    "float_info",
];

fn set_none(dict: &Dict, name: &Value) {
    if dict.get_name(name).is_some() {
        dict.set_name(name, Value::none());
    }
}

/// _PyModule_Clear.
fn clear_module(module: &Value) {
    let Some(dict) = module::dict_of(module) else { return };
    let Some(dict) = dict.downcast::<Dict>() else { return };
    for first_round in [true, false] {
        for key in dict.keys() {
            let Some(name) = key.str_lossy() else { continue };
            let single = name.starts_with('_') && !name.starts_with("__");
            if single == first_round && name != "__builtins__" {
                set_none(dict, &key);
            }
        }
    }
}

/// PyImport_Cleanup.
pub(super) fn clean_up_modules() {
    let Some(modules) = modules() else { return };
    let Some(modules) = modules.downcast::<Dict>() else { return };
    let builtins = if lang::is_27() { "__builtin__" } else { "builtins" };
    if let Some(dict) = current().interp.builtins.get() {
        dict.downcast::<Dict>().into_iter().for_each(|dict| set_none(dict, &intern("_")));
    }
    let sysdict = current().interp.sysdict.get();
    if let Some(sys) = sysdict.as_ref().and_then(Value::downcast::<Dict>) {
        for name in SYS_DELETES {
            set_none(sys, &intern(name));
        }
        for name in ["stdin", "stdout", "stderr"] {
            let original = sys.get_name(&intern(&format!("__{name}__"))).unwrap_or(Value::none());
            sys.set_name(&intern(name), original);
        }
    }
    let remove = |name: &Value, module: Value| {
        clear_module(&module);
        set_none(modules, name);
    };
    let main = names::__main__();
    if let Some(module) = modules.get_name(main) {
        remove(main, module);
    }
    let kept = |name: &Value| name.str_lossy().is_none_or(|name| name == "sys" || name == builtins);
    loop {
        let mut done = 0;
        for name in modules.keys() {
            let Some(module) = modules.get_name(&name).filter(|_| !kept(&name)) else { continue };
            // One reference is the table's, one is ours.
            if module.downcast::<Module>().is_some() && module.refcount() == 2 {
                remove(&name, module);
                done += 1;
            }
        }
        if done == 0 {
            break;
        }
    }
    for name in modules.keys() {
        if let Some(module) = modules.get_name(&name).filter(|_| !kept(&name))
            && module.downcast::<Module>().is_some()
        {
            remove(&name, module);
        }
    }
    // In the dict of 2.7's sys these come before stdout, whose end they would tell of.
    if let Some(sys) = sysdict.as_ref().and_then(Value::downcast::<Dict>).filter(|_| lang::is_27()) {
        for name in ["excepthook", "__excepthook__", "stderr", "__stderr__"] {
            set_none(sys, &intern(name));
        }
    }
    for name in ["sys", builtins] {
        let name = intern(name);
        if let Some(module) = modules.get_name(&name).filter(|module| module.downcast::<Module>().is_some()) {
            remove(&name, module);
        }
    }
    errors::clear();
}
