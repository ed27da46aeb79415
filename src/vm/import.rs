//! Import: built-in modules, files along `sys.path`, then embedded ones (Python/import.c).
//!
//! Invariants: a module is in `sys.modules` before its code runs, and taken out again if that raises; what
//! `sys.modules` says after it has run is what the import gives.

use super::call::eval_code;
use super::compile::{self, Request};
use crate::library;
use crate::modules;
use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, attribute_error, import_error, value_error};
use crate::objects::exceptions as exc;
use crate::objects::list::new_list;
use crate::objects::module::{self, new_module};
use crate::objects::str::{intern, new_str};
use crate::objects::word::Value;
use crate::objects::{call, lang, names, protocol};
use crate::platform::file;
use crate::runtime::{config, current, import_lock};
use crate::syntax::{Mode, Source};

/// The interpreter's `sys.modules`.
pub fn modules_dict() -> Value {
    current().interp.modules.get_or_none()
}

fn loaded(name: &str) -> Option<Value> {
    let modules = modules_dict();
    let found = modules.downcast::<Dict>()?.get(&new_str(name)).ok()??;
    (!found.is_none()).then_some(found)
}

fn remember(name: &str, module: &Value) -> PyResult<()> {
    match modules_dict().downcast::<Dict>() {
        Some(modules) => modules.insert(intern(name), module.clone()),
        None => Err(import_error("sys.modules is gone")),
    }
}

fn forget(name: &str) {
    if let Some(modules) = modules_dict().downcast::<Dict>() {
        modules.remove_name(&intern(name));
    }
}

/// `__import__(name, globals, locals, fromlist, level)` (PyImport_ImportModuleLevel).
pub fn import(name: &str, globals: Option<&Value>, fromlist: &Value, level: i64) -> PyResult {
    import_lock::acquire();
    let result = import_level(name, globals, fromlist, level);
    if import_lock::release().is_err() {
        // The module gave it away, or forked.
        return Err(errors::runtime_error("not holding the import lock"));
    }
    result
}

/// import_module_level: with the import lock held.
fn import_level(name: &str, globals: Option<&Value>, fromlist: &Value, level: i64) -> PyResult {
    let package = if level == 0 { None } else { parent_package(globals, level)? };
    if name.is_empty() && level <= 0 {
        return Err(value_error("Empty module name"));
    }
    let (head, tail) = match &package {
        Some(package) if level > 0 => {
            let base = import_dotted(package)?.1;
            if name.is_empty() { (base.clone(), base) } else { import_below(package, &base, name)? }
        }
        Some(package) => {
            // 2.7 without absolute_import: the package's own modules come first.
            let base = loaded(package);
            let first = name.split('.').next().unwrap_or(name);
            match base {
                Some(base) if load_submodule(package, &base, first)?.is_some() => {
                    import_below(package, &base, name)?
                }
                _ => import_dotted(name)?,
            }
        }
        None => import_dotted(name)?,
    };
    if fromlist.is_none() || !protocol::truth(fromlist)? {
        return Ok(head);
    }
    ensure_from_list(&tail, fromlist)?;
    Ok(tail)
}

/// The name of the package that relative imports start from (get_parent); none outside packages.
fn parent_package(globals: Option<&Value>, level: i64) -> PyResult<Option<String>> {
    let text = |dict: &Dict, name: &Value| dict.get_name(name).and_then(|value| value.str_lossy());
    let package = globals.and_then(|globals| globals.downcast::<Dict>()).and_then(|dict| {
        if let Some(package) = text(dict, names::__package__()) {
            return (!package.is_empty()).then_some(package);
        }
        let own = text(dict, names::__name__())?;
        let package = if dict.get_name(names::__path__()).is_some() {
            Some(own)
        } else {
            own.rsplit_once('.').map(|(package, _)| package.to_owned())
        };
        dict.set_name(
            names::__package__(),
            package.as_ref().map_or(Value::none(), |package| new_str(package)),
        );
        package
    });
    let Some(mut package) = package else {
        if level > 0 {
            return Err(value_error("Attempted relative import in non-package"));
        }
        return Ok(None);
    };
    for _ in 1..level {
        match package.rsplit_once('.') {
            Some((outer, _)) => package = outer.to_owned(),
            None => return Err(value_error("Attempted relative import beyond toplevel package")),
        }
    }
    if loaded(&package).is_none() {
        if level > 0 {
            return Err(errors::raise(
                exc::SYSTEM_ERROR,
                format!("Parent module '{package}' not loaded, cannot perform relative import"),
            ));
        }
        return Ok(None);
    }
    Ok(Some(package))
}

/// Imports `a.b.c`; gives `a` and `a.b.c`.
fn import_dotted(name: &str) -> PyResult<(Value, Value)> {
    let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
    let Some(head) = load_top(first)? else { return Err(no_module(first)) };
    match rest {
        None => Ok((head.clone(), head)),
        Some(rest) => Ok((head.clone(), descend(first, head, rest)?)),
    }
}

/// Imports a dotted name below a package; gives its first component and its last.
fn import_below(package: &str, base: &Value, name: &str) -> PyResult<(Value, Value)> {
    let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
    let Some(head) = load_submodule(package, base, first)? else { return Err(no_module(first)) };
    match rest {
        None => Ok((head.clone(), head)),
        Some(rest) => Ok((head.clone(), descend(&format!("{package}.{first}"), head, rest)?)),
    }
}

fn descend(full: &str, from: Value, rest: &str) -> PyResult {
    let (mut full, mut module) = (full.to_owned(), from);
    for part in rest.split('.') {
        if part.is_empty() {
            return Err(value_error("Empty module name"));
        }
        match load_submodule(&full, &module, part)? {
            Some(next) => module = next,
            None => return Err(no_module(part)),
        }
        full = format!("{full}.{part}");
    }
    Ok(module)
}

fn no_module(part: &str) -> errors::Raised {
    import_error(format!("No module named {part}"))
}

/// A top-level module, loaded if it is not yet. None: there is no such module.
fn load_top(name: &str) -> PyResult<Option<Value>> {
    if let Some(module) = loaded(name) {
        return Ok(Some(module));
    }
    if let Some(builtin) = modules::find(name, lang::language()) {
        let module = (builtin.make)()?;
        remember(name, &module)?;
        return Ok(Some(module));
    }
    if library::is_loaded_at_start(config().library, name) {
        return load_embedded(name);
    }
    let path = super::door::sys_attribute("path").unwrap_or(Value::none());
    match load_along(name, name, &path)? {
        Some(module) => Ok(Some(module)),
        // As if the library's folder were the last one.
        None => load_embedded(name),
    }
}

/// A module of the library.
fn load_embedded(full: &str) -> PyResult<Option<Value>> {
    let Some(found) = library::find(config().library, full) else { return Ok(None) };
    load_source(full, found.text.as_bytes(), found.file, found.folder().map(str::to_owned)).map(Some)
}

/// A module of a package; none if the package has no such module.
fn load_submodule(package: &str, base: &Value, name: &str) -> PyResult<Option<Value>> {
    let full = format!("{package}.{name}");
    if let Some(module) = loaded(&full) {
        return Ok(Some(module));
    }
    let Some(path) = protocol::getattr_option(base, names::__path__())? else { return Ok(None) };
    let found = load_along(&full, name, &path)?;
    if let Some(module) = &found {
        protocol::setattr(base, &intern(name), Some(module))?;
    }
    Ok(found)
}

/// Looks for a package or a file along a path list.
fn load_along(full: &str, name: &str, path: &Value) -> PyResult<Option<Value>> {
    if path.is_none() {
        return Ok(None);
    }
    for entry in protocol::to_vec(path)? {
        let Some(entry) = entry.str_lossy() else { continue };
        if library::is_folder(&entry) {
            if let Some(module) = load_embedded(full)? {
                return Ok(Some(module));
            }
            continue;
        }
        let base = if entry.is_empty() {
            name.to_owned()
        } else {
            format!("{}/{name}", entry.trim_end_matches('/'))
        };
        let init = format!("{base}/__init__.py");
        if file::is_file(&init) {
            let source = read(&init)?;
            return load_source(full, &source, &init, Some(base)).map(Some);
        }
        let file = format!("{base}.py");
        if file::is_file(&file) {
            let source = read(&file)?;
            return load_source(full, &source, &file, None).map(Some);
        }
    }
    Ok(None)
}

fn read(path: &str) -> PyResult<Vec<u8>> {
    let owned = path.to_owned();
    crate::runtime::without_gil(move || file::read(&owned))
        .map_err(|errno| import_error(format!("{path}: {}", errno.text())))
}

/// Makes a module of a source and runs it. `folder`: it is a package.
fn load_source(full: &str, source: &[u8], filename: &str, folder: Option<String>) -> PyResult {
    let code = compile::compile(Source::File(source), filename, Request::new(Mode::Exec))?;
    let module = new_module(full);
    module::set(&module, "__file__", new_str(filename));
    let package = match &folder {
        Some(folder) => {
            module::set(&module, "__path__", new_list(vec![new_str(folder)]));
            Some(full)
        }
        None => full.rsplit_once('.').map(|(package, _)| package),
    };
    if let Some(package) = package {
        module::set(&module, "__package__", new_str(package));
    }
    add_builtins(&module);
    remember(full, &module)?;
    let globals = module::dict_of(&module).unwrap_or(Value::none());
    match eval_code(&code, &globals, &globals) {
        // The module may have put something else in its place.
        Ok(_) => Ok(loaded(full).unwrap_or(module)),
        Err(raised) => {
            let saved = errors::fetch_raised(raised);
            forget(full);
            Err(errors::restore(saved))
        }
    }
}

/// `__builtins__` of a module.
pub fn add_builtins(module: &Value) {
    let name = if lang::is_27() { "__builtin__" } else { "builtins" };
    if let Some(builtins) = loaded(name) {
        let value = module::dict_of(&builtins).unwrap_or(builtins);
        module::set(module, "__builtins__", value);
    }
}

/// Imports the submodules that a from-list names (ensure_fromlist).
fn ensure_from_list(module: &Value, fromlist: &Value) -> PyResult<()> {
    if protocol::getattr_option(module, names::__path__())?.is_none() {
        return Ok(());
    }
    let package = protocol::getattr(module, names::__name__())?.str_lossy().unwrap_or_default();
    for item in protocol::to_vec(fromlist)? {
        let Some(name) = item.str_lossy() else {
            return Err(errors::type_error("Item in ``from list'' not a string"));
        };
        if name == "*" {
            if let Some(all) = protocol::getattr_option(module, names::__all__())? {
                for item in protocol::to_vec(&all)? {
                    if let Some(name) = item.str_lossy()
                        && protocol::getattr_option(module, &intern(&name))?.is_none()
                    {
                        load_submodule(&package, module, &name)?;
                    }
                }
            }
            continue;
        }
        if protocol::getattr_option(module, &intern(&name))?.is_none() {
            load_submodule(&package, module, &name)?;
        }
    }
    Ok(())
}

/// IMPORT_FROM.
pub fn import_from(module: &Value, name: &Value) -> PyResult {
    match errors::catch(exc::ATTRIBUTE_ERROR, protocol::getattr(module, name))? {
        Some(value) => Ok(value),
        None => Err(import_error(format!("cannot import name {}", name.str_lossy().unwrap_or_default()))),
    }
}

/// `from module import *` into a mapping (import_all_from): `__all__`, or every name without an underscore.
pub fn import_all(module: &Value, target: &Value) -> PyResult<()> {
    let all = protocol::getattr_option(module, names::__all__())?;
    let list = match &all {
        Some(all) => protocol::to_vec(all)?,
        None => {
            let Some(dict) = protocol::getattr_option(module, names::__dict__())? else {
                return Err(import_error("from-import-* object has no __dict__ and no __all__"));
            };
            protocol::to_vec(&call::call_method(&dict, names::keys(), &[])?)?
        }
    };
    for name in list {
        let Some(text) = name.str_lossy() else {
            return Err(attribute_error("names in __all__ must be strings"));
        };
        if all.is_none() && text.starts_with('_') {
            continue;
        }
        let name = intern(&text);
        let value = protocol::getattr(module, &name)?;
        match target.downcast::<Dict>() {
            Some(dict) => dict.set_name(&name, value),
            None => protocol::setitem(target, &name, Some(&value))?,
        }
    }
    Ok(())
}

/// Imports what every interpreter finds loaded: the built-ins, `sys`, `__main__`. `folder` is the script's, the first in
/// `sys.path`. Gives `sys`.
pub fn start_interpreter(folder: Option<&str>) -> PyResult {
    let interpreter = current().interp;
    let builtins = import_module(if lang::is_27() { "__builtin__" } else { "builtins" })?;
    interpreter.builtins.set_option(module::dict_of(&builtins));
    let sys = import_module("sys")?;
    interpreter.sysdict.set_option(module::dict_of(&sys));
    module::set(&sys, "modules", modules_dict());
    let mut path: Vec<Value> = folder.into_iter().map(new_str).collect();
    if let Ok(extra) = std::env::var("GILPYPATH") {
        path.extend(extra.split(':').filter(|entry| !entry.is_empty()).map(new_str));
    }
    module::set(&sys, "path", new_list(path));
    main_module()?;
    Ok(sys)
}

/// Runs a script's source as `__main__`. The result is None.
pub fn run_main(source: Source<'_>, filename: &str) -> PyResult {
    let main = main_module()?;
    let globals = module::dict_of(&main).unwrap_or(Value::none());
    let code = compile::compile(source, filename, Request::new(Mode::Exec))?;
    eval_code(&code, &globals, &globals)
}

/// The `__main__` module, made at its first use.
pub fn main_module() -> PyResult {
    if let Some(main) = loaded("__main__") {
        return Ok(main);
    }
    let main = new_module("__main__");
    // Elsewhere it is the dict; here it is the module itself.
    if let Some(builtins) = loaded(if lang::is_27() { "__builtin__" } else { "builtins" }) {
        module::set(&main, "__builtins__", builtins);
    }
    remember("__main__", &main)?;
    Ok(main)
}

/// A module by its name, imported if need be (PyImport_ImportModule): the last component.
pub fn import_module(name: &str) -> PyResult {
    Ok(import_dotted(name)?.1)
}
