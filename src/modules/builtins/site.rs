//! `exit` and `quit`, which CPython's site module puts among the built-ins.
//!
//! Invariant: they close standard input, as site's do, so that a prompt that catches SystemExit ends all the same.

use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult, raise_value};
use crate::objects::header::new_instance;
use crate::objects::native::{Method, Native, method, new_native, unpack};
use crate::objects::str::{intern, new_str};
use crate::objects::typeobj::{Plain, TYPE};
use crate::objects::{Value, call, class, exceptions as exc, module, names};
use crate::vm::door;

fn repr(this: &Value) -> PyResult {
    let name = this.str_lossy().unwrap_or_default();
    Ok(new_str(&format!("Use {name}() or Ctrl-D (i.e. EOF) to exit")))
}

fn quit(_this: &Value, args: &[Value]) -> PyResult {
    unpack("__call__", args, 0, 1)?;
    if let Some(stdin) = door::sys_attribute("stdin")
        && call::call_method(&stdin, names::close(), &[]).is_err()
    {
        errors::clear();
    }
    let code = args.first().cloned().unwrap_or(Value::none());
    // An instance: a bare tuple would be the code itself.
    Err(raise_value(exc::SYSTEM_EXIT, call::call(&exc::SYSTEM_EXIT.value(), &[code])?))
}

static REPR: Method = method("__repr__", Native::NoArgs(repr), "");
static CALL: Method = method("__call__", Native::Var(0, usize::MAX, quit), "");

/// Puts both into the module of built-ins. Their methods are bound to their names.
pub fn add(target: &Value) -> PyResult<()> {
    for name in ["exit", "quit"] {
        let dict = Dict::new();
        dict.set_name(names::__module__(), new_str("site"));
        for row in [&REPR, &CALL] {
            dict.set_name(&intern(row.name), new_native(row, Some(new_str(name)), None));
        }
        let made = class::new_class(TYPE, "Quitter", &[], &dict)?;
        if let Some(ty) = made.as_type() {
            module::set(target, name, new_instance(ty, Plain));
        }
    }
    Ok(())
}
