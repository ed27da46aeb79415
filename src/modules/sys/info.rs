//! What `sys` tells of the interpreter: versions, flags, limits.

use crate::objects::errors::PyResult;
use crate::objects::float::new_float;
use crate::objects::list::new_list;
use crate::objects::module::set;
use crate::objects::str::new_str;
use crate::objects::structseq::{make, new_kind};
use crate::objects::tuple::new_tuple;
use crate::objects::{Value, lang};

const FLAGS27: &[&str] = &[
    "debug",
    "py3k_warning",
    "division_warning",
    "division_new",
    "inspect",
    "interactive",
    "optimize",
    "dont_write_bytecode",
    "no_user_site",
    "no_site",
    "ignore_environment",
    "tabcheck",
    "verbose",
    "unicode",
    "bytes_warning",
    "hash_randomization",
];

const FLAGS32: &[&str] = &[
    "debug",
    "division_warning",
    "inspect",
    "interactive",
    "optimize",
    "dont_write_bytecode",
    "no_user_site",
    "no_site",
    "ignore_environment",
    "verbose",
    "bytes_warning",
    "quiet",
    "hash_randomization",
];

fn sequence(name: &str, fields: &[&str], items: Vec<Value>) -> PyResult {
    Ok(make(new_kind("sys", name, fields)?, items))
}

pub fn add(module: &Value) -> PyResult<()> {
    let py27 = lang::is_27();
    let (major, minor, micro) = if py27 { (2, 7, 18) } else { (3, 2, 6) };
    let put = |name: &str, value: Value| set(module, name, value);
    let fields = ["major", "minor", "micro", "releaselevel", "serial"];
    let mut items: Vec<Value> = [major, minor, micro].map(Value::int).into();
    items.extend([new_str("final"), Value::int(0)]);
    put("version_info", sequence("version_info", &fields, items)?);
    let version = format!("{major}.{minor}.{micro} (gilpy {})", env!("CARGO_PKG_VERSION"));
    put("version", new_str(&version));
    put("hexversion", Value::int(major << 24 | minor << 16 | micro << 8 | 0xf0));
    put("api_version", Value::int(1013));
    put("subversion", new_tuple(vec![new_str("gilpy"), new_str(""), new_str("")]));
    // Which version control the source came from.
    put(if py27 { "_git" } else { "_mercurial" }, new_tuple(["gilpy", "", ""].map(new_str)));
    if !py27 {
        put("abiflags", new_str(""));
        put("_xoptions", crate::objects::dict::Dict::new_value());
    }
    put("copyright", new_str("Copyright (c) 2026 The gilpy developers."));
    put("platform", new_str(if cfg!(target_os = "macos") { "darwin" } else { "linux2" }));
    put("byteorder", new_str(if cfg!(target_endian = "big") { "big" } else { "little" }));
    put("maxsize", Value::int(i64::MAX));
    if py27 {
        put("maxint", Value::int(i64::MAX));
        put("py3kwarning", Value::bool(false));
    }
    put("maxunicode", Value::int(0x10ffff));
    put("float_repr_style", new_str("short"));
    let flags = if py27 { FLAGS27 } else { FLAGS32 };
    put("flags", sequence("flags", flags, vec![Value::int(0); flags.len()])?);
    let names = [
        "max",
        "max_exp",
        "max_10_exp",
        "min",
        "min_exp",
        "min_10_exp",
        "dig",
        "mant_dig",
        "epsilon",
        "radix",
        "rounds",
    ];
    let floats = vec![
        new_float(f64::MAX),
        Value::int(1024),
        Value::int(308),
        new_float(f64::MIN_POSITIVE),
        Value::int(-1021),
        Value::int(-307),
        Value::int(15),
        Value::int(53),
        new_float(f64::EPSILON),
        Value::int(2),
        Value::int(1),
    ];
    put("float_info", sequence("float_info", &names, floats)?);
    let digits = if py27 { "long_info" } else { "int_info" };
    put(digits, sequence(digits, &["bits_per_digit", "sizeof_digit"], vec![Value::int(30), Value::int(4)])?);
    if !py27 {
        let names = ["width", "modulus", "inf", "nan", "imag"];
        let items = [64, crate::objects::int::HASH_MODULUS, 314_159, 0, 1_000_003].map(Value::int);
        put("hash_info", sequence("hash_info", &names, items.to_vec())?);
    }
    let executable = std::env::current_exe().ok().and_then(|path| path.to_str().map(new_str));
    put("executable", executable.unwrap_or(new_str("")));
    for name in ["prefix", "exec_prefix"] {
        put(name, new_str("/usr/local"));
    }
    put("dont_write_bytecode", Value::bool(true));
    for name in ["warnoptions", "meta_path", "path_hooks"] {
        put(name, new_list(Vec::new()));
    }
    put("path_importer_cache", crate::objects::dict::Dict::new_value());
    let builtin: Vec<Value> = crate::modules::names(lang::language()).into_iter().map(new_str).collect();
    put("builtin_module_names", new_tuple(builtin));
    Ok(())
}
