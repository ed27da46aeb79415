//! Built-in functions that compile and run code: compile, eval, exec, execfile, `__import__`, reload, apply.
//!
//! Invariant: globals are a real dict, always; locals may be any mapping.

use crate::modules::capi::c_int;
use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, type_error, value_error};
use crate::objects::exceptions as exc;
use crate::objects::native::{Args, Method, Native, method, unpack};
use crate::objects::str::{Str, intern_value, native_kind, new_bytes};
use crate::objects::tuple::new_tuple;
use crate::objects::typeobj::{BYTEARRAY, BYTES, CODE, LIST, TEXT, TUPLE};
use crate::objects::{Value, call, lang, module, names, protocol};
use crate::platform;
use crate::vm::door;

/// The flags that `compile()` takes: the future statements' bits, `CO_NESTED`, and the parser's two.
const KNOWN_FLAGS: u32 =
    0x2000 | 0x4000 | 0x8000 | 0x10000 | 0x20000 | 0x40000 | 0x10 | 0x1000 | 0x200 | 0x400;

/// A file name as compile() takes it.
fn filename_of(value: &Value) -> PyResult<String> {
    match value.downcast::<Str>() {
        Some(name) => Ok(String::from_utf8_lossy(&name.to_utf8()).into_owned()),
        None if lang::is_27() => {
            Err(type_error(format!("compile() argument 2 must be string, not {}", value.argument_name())))
        }
        None => Err(type_error(format!("Can't convert '{}' object to str implicitly", value.type_name()))),
    }
}

/// The source as a str object; a buffer counts as bytes.
fn source_of(function: &str, what: &str, value: &Value) -> PyResult {
    if value.downcast::<Str>().is_some() {
        return Ok(value.clone());
    }
    if let Some(bytes) = crate::objects::file::buffer_of(value)? {
        return Ok(new_bytes(bytes));
    }
    Err(if lang::is_27() && function == "compile" {
        type_error("expected a readable buffer object")
    } else {
        type_error(format!("{function}() arg 1 must be a {what} object"))
    })
}

fn compile(_this: &Value, args: &Args) -> PyResult {
    let none = Value::none();
    let (source, filename, mode, flags, dont_inherit) = if lang::is_27() {
        let names = ["source", "filename", "mode", "flags", "dont_inherit"];
        let [source, filename, mode, flags, dont_inherit] = args.bind("compile", names, 3)?;
        (source, filename, mode, flags, dont_inherit)
    } else {
        let names = ["source", "filename", "mode", "flags", "dont_inherit", "optimize"];
        let [source, filename, mode, flags, dont_inherit, optimize] = args.bind("compile", names, 3)?;
        if let Some(optimize) = optimize
            && !(-1..=2).contains(&c_int(optimize)?)
        {
            return Err(value_error("compile(): invalid optimize value"));
        }
        (source, filename, mode, flags, dont_inherit)
    };
    let (source, filename, mode) =
        (source.unwrap_or(&none), filename.unwrap_or(&none), mode.unwrap_or(&none));
    let filename = filename_of(filename)?;
    let Some(mode) = mode.str_lossy() else {
        return Err(if lang::is_27() {
            type_error(format!("compile() argument 3 must be string, not {}", mode.argument_name()))
        } else {
            type_error(format!("compile() argument 3 must be str, not {}", mode.argument_name()))
        });
    };
    let flags = flags.map_or(Ok(0), c_int)? as u32;
    let dont_inherit = dont_inherit.map_or(Ok(0), c_int)? != 0;
    if flags & !KNOWN_FLAGS != 0 {
        return Err(value_error("compile(): unrecognised flags"));
    }
    if !["exec", "eval", "single"].contains(&&mode[..]) {
        return Err(value_error("compile() arg 3 must be 'exec', 'eval' or 'single'"));
    }
    let source = source_of("compile", "string, bytes, AST or code", source)?;
    door::compile_source(&source, &filename, &mode, flags, dont_inherit)
}

/// PyMapping_Check: anything with items by key; 2.7 leaves out what has slices.
fn is_mapping(value: &Value) -> bool {
    let ty = value.type_of();
    let sliced = [LIST, TUPLE, BYTES, TEXT, BYTEARRAY].contains(&ty);
    ty.slots().getitem.is_some() && !(lang::is_27() && sliced)
}

/// Globals and locals as `eval` and `execfile` default them: the caller's, or the globals for both.
fn scopes(globals: Option<&Value>, locals: Option<&Value>) -> PyResult<(Value, Value)> {
    let given = |value: Option<&Value>| value.filter(|value| !value.is_none()).cloned();
    let (globals, locals) = (given(globals), given(locals));
    if let Some(locals) = &locals
        && !is_mapping(locals)
    {
        return Err(type_error("locals must be a mapping"));
    }
    if let Some(globals) = &globals
        && globals.downcast::<Dict>().is_none()
    {
        return Err(type_error(if is_mapping(globals) {
            "globals must be a real dict; try eval(expr, {}, mapping)"
        } else {
            "globals must be a dict"
        }));
    }
    match (globals, locals) {
        (Some(globals), Some(locals)) => Ok((globals, locals)),
        (Some(globals), None) => Ok((globals.clone(), globals)),
        (None, locals) => {
            let Some(globals) = door::current_globals() else {
                return Err(type_error("eval must be given globals and locals when called without a frame"));
            };
            let locals = match locals {
                Some(locals) => locals,
                None => door::current_locals()?,
            };
            Ok((globals, locals))
        }
    }
}

/// Without the blanks before an expression, which `eval` allows.
fn strip_blanks(source: &Value) -> PyResult {
    let Some(text) = source.downcast::<Str>() else { return Ok(source.clone()) };
    let blanks = (0..text.len()).take_while(|&at| matches!(text.unit(at), Some(0x20 | 0x09))).count();
    if blanks == 0 {
        return Ok(source.clone());
    }
    let whole = Value::int(i64::MAX >> 1);
    protocol::getitem(
        source,
        &crate::objects::slice::new_slice(Value::int(blanks as i64), whole, Value::none()),
    )
}

fn eval(_this: &Value, args: &[Value]) -> PyResult {
    unpack("eval", args, 1, 3)?;
    let (globals, locals) = scopes(args.get(1), args.get(2))?;
    let what = &args[0];
    if what.type_of() == CODE {
        if door::has_free_variables(what) {
            return Err(type_error("code object passed to eval() may not contain free variables"));
        }
        return door::run_code(what, &globals, &locals);
    }
    if lang::is_27() && what.downcast::<Str>().is_none() {
        return Err(type_error("eval() arg 1 must be a string or code object"));
    }
    let source = strip_blanks(&source_of("eval", "string, bytes or code", what)?)?;
    let code = door::compile_source(&source, "<string>", "eval", 0, false)?;
    door::run_code(&code, &globals, &locals)
}

/// 3.2's `exec`.
fn exec(_this: &Value, args: &[Value]) -> PyResult {
    unpack("exec", args, 1, 3)?;
    let given = |at: usize| args.get(at).filter(|value| !value.is_none()).cloned();
    let (globals, locals) = match (given(1), given(2)) {
        (Some(globals), Some(locals)) => (globals, locals),
        (Some(globals), None) => (globals.clone(), globals),
        (None, locals) => {
            let Some(globals) = door::current_globals() else {
                return Err(errors::system_error("globals and locals cannot be NULL"));
            };
            let locals = match locals {
                Some(locals) => locals,
                None => door::current_locals()?,
            };
            (globals, locals)
        }
    };
    if globals.downcast::<Dict>().is_none() {
        return Err(type_error(format!("exec() arg 2 must be a dict, not {}", globals.type_name())));
    }
    if !is_mapping(&locals) {
        return Err(type_error(format!("arg 3 must be a mapping or None, not {}", locals.type_name())));
    }
    let what = &args[0];
    if what.type_of() == CODE {
        if door::has_free_variables(what) {
            return Err(type_error("code object passed to exec() may not contain free variables"));
        }
        door::run_code(what, &globals, &locals)?;
        return Ok(Value::none());
    }
    let source = source_of("exec", "string, bytes or code", what)?;
    let code = door::compile_source(&source, "<string>", "exec", 0, false)?;
    door::run_code(&code, &globals, &locals)?;
    Ok(Value::none())
}

/// 2.7's `execfile`.
fn execfile(_this: &Value, args: &[Value]) -> PyResult {
    let Some(filename) = args[0].str_lossy() else {
        return Err(type_error(format!(
            "execfile() argument 1 must be string, not {}",
            args[0].argument_name()
        )));
    };
    if let Some(globals) = args.get(1)
        && globals.downcast::<Dict>().is_none()
    {
        return Err(type_error(format!("execfile() argument 2 must be dict, not {}", globals.type_name())));
    }
    let (globals, locals) = scopes(args.get(1), args.get(2))?;
    let source = platform::file::read(&filename)
        .map_err(|errno| exc::raise_errno_with_filename(exc::IO_ERROR, errno, args[0].clone()))?;
    let code = door::compile_source(&new_bytes(source), &filename, "exec", 0, false)?;
    door::run_code(&code, &globals, &locals)
}

/// The name that `__import__` is given; in 2.7 unicode counts by its ASCII form.
pub fn module_name(value: &Value) -> PyResult<String> {
    match value.downcast::<Str>() {
        Some(name) if lang::is_27() || name.kind() == native_kind() => Ok(name.to_string_lossy()),
        _ => Err(type_error(if lang::is_27() {
            format!("__import__() argument 1 must be string, not {}", value.argument_name())
        } else {
            format!("__import__() argument 1 must be str, not {}", value.argument_name())
        })),
    }
}

fn import(_this: &Value, args: &Args) -> PyResult {
    let [name, globals, _locals, fromlist, level] =
        args.bind("__import__", ["name", "globals", "locals", "fromlist", "level"], 1)?;
    let none = Value::none();
    let name = module_name(name.unwrap_or(&none))?;
    let level = level.map_or(Ok(if lang::is_27() { -1 } else { 0 }), c_int)?;
    let fromlist = fromlist.unwrap_or(&none);
    door::import_module(&name, globals.filter(|globals| !globals.is_none()), fromlist, level.into())
}

/// Imports a module by its full name from native code (PyImport_ImportModule).
pub fn imported(name: &str) -> PyResult {
    let fromlist = new_tuple([crate::objects::str::new_str("*")]);
    door::import_module(name, None, &fromlist, 0)
}

/// 2.7, and imp.reload: runs a module's source again in its own dict.
pub fn reload(_this: &Value, this_module: &Value) -> PyResult {
    let Some(dict) = module::dict_of(this_module) else {
        return Err(type_error("reload() argument must be module"));
    };
    let text = |name: &Value| {
        dict.downcast::<Dict>().and_then(|dict| dict.get_name(name)).and_then(|value| value.str_lossy())
    };
    let Some(name) = text(names::__name__()) else { return Err(errors::system_error("nameless module")) };
    let known = door::sys_attribute("modules")
        .and_then(|modules| modules.downcast::<Dict>()?.get_name(&crate::objects::str::intern(&name)));
    if !known.is_some_and(|known| known.is(this_module)) {
        return Err(errors::import_error(format!("reload(): module {name} not in sys.modules")));
    }
    // A built-in module stays as it is.
    let Some(file) = text(names::__file__()) else { return Ok(this_module.clone()) };
    let source = match crate::library::text_of(&file) {
        Some(text) => text.as_bytes().to_vec(),
        None => platform::file::read(&file)
            .map_err(|_| errors::import_error(format!("No module named {name}")))?,
    };
    let code = door::compile_source(&new_bytes(source), &file, "exec", 0, true)?;
    door::run_code(&code, &dict, &dict)?;
    Ok(this_module.clone())
}

/// 2.7's `apply(function[, args[, kwargs]])`.
fn apply(_this: &Value, args: &[Value]) -> PyResult {
    unpack("apply", args, 1, 3)?;
    let pos = match args.get(1) {
        None => Vec::new(),
        Some(list) => match errors::catch(exc::TYPE_ERROR, protocol::to_vec(list))? {
            Some(list) => list,
            None => {
                return Err(type_error(format!(
                    "apply() arg 2 expected sequence, found {}",
                    list.type_name()
                )));
            }
        },
    };
    let kw: Vec<[Value; 2]> = match args.get(2) {
        None => Vec::new(),
        Some(named) => match named.downcast::<Dict>() {
            Some(named) => named.items().into_iter().map(|(name, value)| [name, value]).collect(),
            None => {
                return Err(type_error(format!(
                    "apply() arg 3 expected dictionary, found {}",
                    named.type_name()
                )));
            }
        },
    };
    call::call_args(&args[0], &Args { pos: &pos, kw: &kw })
}

/// 2.7's `intern`; 3.2 has it in `sys`.
pub fn intern(_this: &Value, value: &Value) -> PyResult {
    if value.downcast::<Str>().is_none_or(|text| text.kind() != native_kind()) {
        return Err(if lang::is_27() {
            type_error(format!("intern() argument 1 must be string, not {}", value.argument_name()))
        } else {
            type_error(format!("must be str, not {}", value.argument_name()))
        });
    }
    if value.type_of().is_heap() {
        return Err(if lang::is_27() {
            type_error("can't intern subclass of string")
        } else {
            type_error(format!("can't intern {}", value.type_name()))
        });
    }
    debug_assert!(!lang::is_27() || value.type_of() == BYTES);
    Ok(intern_value(value))
}

pub static BOTH: &[Method] = &[
    method(
        "compile",
        Native::Kw(compile),
        "compile(source, filename, mode[, flags[, dont_inherit]]) -> code object",
    ),
    method(
        "eval",
        Native::Var(0, usize::MAX, eval),
        "eval(source[, globals[, locals]]) -> value\n\nEvaluate the source in the context of globals and locals.",
    ),
    method(
        "__import__",
        Native::Kw(import),
        "__import__(name, globals={}, locals={}, fromlist=[], level=-1) -> module\n\nImport a module.",
    ),
];

pub static ONLY27: &[Method] = &[
    method(
        "apply",
        Native::Var(0, usize::MAX, apply),
        "apply(object[, args[, kwargs]]) -> value\n\nDeprecated since release 2.3. Instead, use the extended call syntax:\n    function(*args, **keywords).",
    ),
    method(
        "execfile",
        Native::Var(1, 3, execfile),
        "execfile(filename[, globals[, locals]])\n\nRead and execute a Python script from a file.",
    ),
    method("intern", Native::One(intern), "intern(string) -> string\n\n``Intern'' the given string."),
    method(
        "reload",
        Native::One(reload),
        "reload(module) -> module\n\nReload the module.  The module must have been successfully imported before.",
    ),
];

pub static ONLY32: &[Method] = &[method(
    "exec",
    Native::Var(0, usize::MAX, exec),
    "exec(object[, globals[, locals]])\n\nRead and execute code from an object, which can be a string or a code\nobject.",
)];
