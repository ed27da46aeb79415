//! `_weakref` (Modules/_weakref.c).

use crate::objects::errors::PyResult;
use crate::objects::list::new_list;
use crate::objects::native::{Method, Native, method};
use crate::objects::str::new_str;
use crate::objects::typeobj::{WEAKPROXY, WEAKREF};
use crate::objects::weakproxy::{self, WEAKCALLABLEPROXY};
use crate::objects::word::Value;
use crate::objects::{module, sequence, weakref};

fn getweakrefcount(_: &Value, target: &Value) -> PyResult {
    Ok(Value::int(weakref::count(target) as i64))
}

fn getweakrefs(_: &Value, target: &Value) -> PyResult {
    Ok(new_list(weakref::all(target)))
}

fn proxy(_: &Value, args: &[Value]) -> PyResult {
    sequence::unpack("proxy", args, 1, 2)?;
    weakproxy::new_proxy(&args[0], args.get(1))
}

static FUNCTIONS: &[Method] = &[
    method(
        "getweakrefcount",
        Native::One(getweakrefcount),
        "getweakrefcount(object) -- return the number of weak references\nto 'object'.",
    ),
    method(
        "getweakrefs",
        Native::One(getweakrefs),
        "getweakrefs(object) -- return a list of all weak reference objects\nthat point to 'object'.",
    ),
    method(
        "proxy",
        Native::Var(0, usize::MAX, proxy),
        "proxy(object[, callback]) -- create a proxy object that weakly\nreferences 'object'.  'callback', if given, is \
         called with a\nreference to the proxy when 'object' is about to be finalized.",
    ),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_weakref");
    module::set(&made, "__doc__", new_str("Weak-reference support module."));
    module::add_functions(&made, "_weakref", FUNCTIONS);
    let types = [
        ("ref", WEAKREF),
        ("ReferenceType", WEAKREF),
        ("ProxyType", WEAKPROXY),
        ("CallableProxyType", WEAKCALLABLEPROXY),
    ];
    for (name, ty) in types {
        module::set(&made, name, ty.value());
    }
    Ok(made)
}
