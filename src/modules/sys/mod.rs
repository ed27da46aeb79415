//! `sys` (Python/sysmodule.c).

mod info;
mod threads;

use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, raise_value, type_error, value_error};
use crate::objects::exceptions as exc;
use crate::objects::guarded::Guarded;
use crate::objects::module::{add_functions, dict_of, new_module, set};
use crate::objects::native::{Method, Native, method};
use crate::objects::str::{Str, intern_value, native_kind};
use crate::objects::tuple::new_tuple;
use crate::objects::{Value, file, int, lang, names, protocol, recursion, traceback};
use crate::runtime::current;
use crate::runtime::interp::main_interpreter;
use crate::vm::door;
use std::cell::Cell;

fn exc_info(_this: &Value) -> PyResult {
    let state = current();
    let items: Vec<Value> = state.exc_info.iter().map(|slot| slot.get_or_none()).collect();
    Ok(new_tuple(items))
}

/// 2.7
fn exc_clear(_this: &Value) -> PyResult {
    // All are gone before a destructor may look.
    let over = current().exc_info.each_ref().map(|slot| slot.take());
    drop(over);
    Ok(Value::none())
}

fn exit(_this: &Value, args: &[Value]) -> PyResult {
    crate::objects::native::unpack("exit", args, 0, 1)?;
    let code = args.first().cloned().unwrap_or(Value::none());
    // As PyErr_SetObject: a tuple would be taken for the arguments, which is what CPython does, too.
    Err(raise_value(exc::SYSTEM_EXIT, code))
}

fn excepthook(_this: &Value, args: &[Value]) -> PyResult {
    crate::objects::native::unpack("excepthook", args, 3, 3)?;
    let [ty, value, trace] = args else { return Ok(Value::none()) };
    traceback::display::display(ty, value, trace);
    Ok(Value::none())
}

/// Prints a value that is not None, and keeps it as `_` (sys_displayhook).
fn displayhook(_this: &Value, value: &Value) -> PyResult {
    if value.is_none() {
        return Ok(Value::none());
    }
    let name = if lang::is_27() { "__builtin__" } else { "builtins" };
    let builtins = crate::vm::import::import_module(name)?;
    set(&builtins, "_", Value::none());
    let Some(out) = door::sys_attribute("stdout") else {
        return Err(errors::runtime_error("lost sys.stdout"));
    };
    file::print_item(&protocol::repr(value)?, &out)?;
    file::print_newline(&out)?;
    set(&builtins, "_", value.clone());
    Ok(Value::none())
}

fn getrecursionlimit(_this: &Value) -> PyResult {
    Ok(Value::int(recursion::limit()))
}

fn setrecursionlimit(_this: &Value, value: &Value) -> PyResult {
    let limit = i64::from(crate::modules::capi::c_int(value)?);
    if limit <= 0 {
        return Err(value_error("recursion limit must be positive"));
    }
    recursion::set_limit(limit);
    Ok(Value::none())
}

fn getrefcount(_this: &Value, value: &Value) -> PyResult {
    Ok(Value::int(value.refcount() as i64))
}

fn getsizeof(_this: &Value, args: &[Value]) -> PyResult {
    match protocol::call_special(&args[0], names::__sizeof__(), &[]) {
        Some(result) => result,
        None => Ok(Value::int(args[0].type_of().basic_size() as i64)),
    }
}

fn intern(_this: &Value, value: &Value) -> PyResult {
    match value.downcast::<Str>().filter(|text| text.kind() == native_kind()) {
        Some(_) if !value.type_of().is_heap() => Ok(intern_value(value)),
        Some(_) => Err(type_error(format!("can't intern {}", value.type_name()))),
        None if lang::is_27() => {
            Err(type_error(format!("intern() argument 1 must be str, not {}", value.argument_name())))
        }
        None => Err(type_error(format!("must be str, not {}", value.argument_name()))),
    }
}

fn getframe(_this: &Value, args: &[Value]) -> PyResult {
    let depth = args.first().map_or(Ok(0), int::expect_i64)?;
    door::frame_at(depth.max(0) as usize)
}

/// There is no cache of types that could be cleared by itself: attributes that are changed clear their entries.
fn clear_type_cache(_this: &Value) -> PyResult {
    Ok(Value::none())
}

fn callstats(_this: &Value) -> PyResult {
    Ok(Value::none())
}

/// The flags that extension modules would be loaded with.
static DLOPEN_FLAGS: Guarded<Cell<i32>> = Guarded::new(Cell::new(libc::RTLD_NOW));

fn getdlopenflags(_this: &Value) -> PyResult {
    Ok(Value::int(DLOPEN_FLAGS.get().into()))
}

fn setdlopenflags(_this: &Value, flags: &Value) -> PyResult {
    DLOPEN_FLAGS.set(crate::modules::capi::c_int(flags)?);
    Ok(Value::none())
}

fn getdefaultencoding(_this: &Value) -> PyResult {
    Ok(crate::objects::str::new_str(if lang::is_27() { "ascii" } else { "utf-8" }))
}

fn getfilesystemencoding(_this: &Value) -> PyResult {
    Ok(crate::objects::str::new_str(if lang::is_27() { "UTF-8" } else { "utf-8" }))
}

static METHODS: &[Method] = &[
    method("exc_info", Native::NoArgs(exc_info), "exc_info() -> (type, value, traceback)"),
    method(
        "exit",
        Native::Var(0, usize::MAX, exit),
        "exit([status])\n\nExit the interpreter by raising SystemExit(status).",
    ),
    method(
        "excepthook",
        Native::Var(0, usize::MAX, excepthook),
        "excepthook(exctype, value, traceback) -> None",
    ),
    method("displayhook", Native::One(displayhook), "displayhook(object) -> None"),
    method("getrecursionlimit", Native::NoArgs(getrecursionlimit), "getrecursionlimit()"),
    method("setrecursionlimit", Native::One(setrecursionlimit), "setrecursionlimit(n)"),
    method("getrefcount", Native::One(getrefcount), "getrefcount(object) -> integer"),
    method("getsizeof", Native::Var(1, 2, getsizeof), "getsizeof(object, default) -> int"),
    method("_clear_type_cache", Native::NoArgs(clear_type_cache), "_clear_type_cache() -> None"),
    method("getdlopenflags", Native::NoArgs(getdlopenflags), "getdlopenflags() -> int"),
    method("setdlopenflags", Native::One(setdlopenflags), "setdlopenflags(n)"),
    method("_getframe", Native::Var(0, 1, getframe), "_getframe([depth]) -> frameobject"),
    method("getdefaultencoding", Native::NoArgs(getdefaultencoding), "getdefaultencoding() -> string"),
    method(
        "getfilesystemencoding",
        Native::NoArgs(getfilesystemencoding),
        "getfilesystemencoding() -> string",
    ),
];

static METHODS27: &[Method] = &[
    method("exc_clear", Native::NoArgs(exc_clear), "exc_clear() -> None"),
    method(
        "callstats",
        Native::NoArgs(callstats),
        "callstats() -> None\n\nThere are none, as in a usual CPython.",
    ),
];
static METHODS32: &[Method] = &[
    method("intern", Native::One(intern), "intern(string) -> string"),
    method(
        "callstats",
        Native::NoArgs(callstats),
        "callstats() -> None\n\nThere are none, as in a usual CPython.",
    ),
];

/// Those of the process: another interpreter has the main one's.
fn standard_streams() -> PyResult<[Value; 3]> {
    let main = main_interpreter();
    if std::ptr::eq(main, current().interp) {
        return file::standard_streams();
    }
    let names = ["__stdin__", "__stdout__", "__stderr__"].map(crate::objects::str::intern);
    let of_main = |name: &Value| main.sysdict.with::<Dict, _>(|sys| sys.get_name(name)).flatten();
    Ok(names.map(|name| of_main(&name).unwrap_or(Value::none())))
}

pub fn make() -> PyResult {
    let module = new_module("sys");
    add_functions(&module, "sys", METHODS);
    add_functions(&module, "sys", if lang::is_27() { METHODS27 } else { METHODS32 });
    threads::add(&module);
    info::add(&module)?;
    for name in ["excepthook", "displayhook"] {
        if let Some(dict) = dict_of(&module)
            && let Some(dict) = dict.downcast::<crate::objects::dict::Dict>()
            && let Some(hook) = dict.get_name(&crate::objects::str::intern(name))
        {
            set(&module, &format!("__{name}__"), hook);
        }
    }
    let [stdin, stdout, stderr] = standard_streams()?;
    for (name, stream) in [("stdin", stdin), ("stdout", stdout), ("stderr", stderr)] {
        set(&module, name, stream.clone());
        set(&module, &format!("__{name}__"), stream);
    }
    Ok(module)
}
