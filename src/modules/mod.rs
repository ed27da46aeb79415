//! Built-in modules in Rust, a file each.
//!
//! Invariant: [`TABLE`] is the one list of them.

pub mod atexit;
pub mod binascii;
mod bisect_mod;
pub mod builtins;
pub mod capi;
pub mod codecs_mod;
pub mod collections_mod;
pub mod ctypes_mod;
#[cfg(target_os = "linux")]
mod epoll;
pub mod errno;
pub mod exceptions_mod;
pub mod fcntl;
pub mod functools_mod;
pub mod gc;
pub mod gil;
pub mod hash;
mod heap;
pub mod imp;
pub mod interpreters;
pub mod io;
pub mod itertools;
pub mod library;
mod local;
pub mod math;
mod opcode_mod;
pub mod operator;
pub mod posix;
mod random;
mod resource;
pub mod select;
pub mod signal;
pub mod socket;
pub mod sre;
pub mod string_mod;
pub mod struct_mod;
pub mod sys;
pub mod thread;
pub mod time;
pub mod weakref_mod;

use crate::objects::{PyResult, Value};
use crate::profile::Language;

/// A built-in module: its name in each language (none: not there), and what makes it.
pub struct Builtin {
    pub name27: Option<&'static str>,
    pub name32: Option<&'static str>,
    /// Makes the module object; run at the first import in each interpreter.
    pub make: fn() -> PyResult<Value>,
}

/// Every module written in Rust.
pub static TABLE: &[Builtin] = &[
    Builtin { name27: None, name32: Some("atexit"), make: atexit::make },
    Builtin { name27: Some("_bisect"), name32: Some("_bisect"), make: bisect_mod::make },
    Builtin { name27: Some("_codecs"), name32: Some("_codecs"), make: codecs_mod::make },
    Builtin { name27: Some("_collections"), name32: Some("_collections"), make: collections_mod::make },
    Builtin { name27: Some("_ctypes"), name32: Some("_ctypes"), make: ctypes_mod::make },
    Builtin { name27: Some("_functools"), name32: Some("_functools"), make: functools_mod::make },
    Builtin { name27: Some("__builtin__"), name32: Some("builtins"), make: builtins::make },
    Builtin { name27: Some("exceptions"), name32: None, make: exceptions_mod::make },
    Builtin { name27: Some("_library"), name32: Some("_library"), make: library::make },
    Builtin { name27: Some("_weakref"), name32: Some("_weakref"), make: weakref_mod::make },
    Builtin { name27: Some("gc"), name32: Some("gc"), make: gc::make },
    Builtin { name27: Some("gil"), name32: Some("gil"), make: gil::make },
    Builtin { name27: Some("_heapq"), name32: Some("_heapq"), make: heap::make },
    Builtin { name27: Some("_hash"), name32: Some("_hash"), make: hash::make },
    Builtin { name27: Some("binascii"), name32: Some("binascii"), make: binascii::make },
    Builtin { name27: Some("imp"), name32: Some("imp"), make: imp::make },
    Builtin { name27: Some("_interpreters"), name32: Some("_interpreters"), make: interpreters::make },
    Builtin { name27: Some("itertools"), name32: Some("itertools"), make: itertools::make },
    Builtin { name27: Some("math"), name32: Some("math"), make: math::make },
    Builtin { name27: Some("_opcode"), name32: Some("_opcode"), make: opcode_mod::make },
    Builtin { name27: Some("operator"), name32: Some("operator"), make: operator::make },
    Builtin { name27: Some("_random"), name32: Some("_random"), make: random::make },
    Builtin { name27: Some("resource"), name32: Some("resource"), make: resource::make },
    Builtin { name27: Some("_socket"), name32: Some("_socket"), make: socket::make },
    Builtin { name27: Some("select"), name32: Some("select"), make: select::make },
    Builtin { name27: Some("signal"), name32: Some("signal"), make: signal::make },
    Builtin { name27: None, name32: Some("_string"), make: string_mod::make },
    Builtin { name27: Some("struct"), name32: Some("struct"), make: struct_mod::make },
    Builtin { name27: Some("errno"), name32: Some("errno"), make: errno::make },
    Builtin { name27: Some("fcntl"), name32: Some("fcntl"), make: fcntl::make },
    Builtin { name27: Some("posix"), name32: Some("posix"), make: posix::make },
    Builtin { name27: None, name32: Some("_posixsubprocess"), make: posix::spawn::make },
    Builtin { name27: Some("io"), name32: Some("io"), make: io::make },
    Builtin { name27: Some("_io"), name32: Some("_io"), make: io::make_private },
    Builtin { name27: Some("_sre"), name32: Some("_sre"), make: sre::make },
    Builtin { name27: Some("sys"), name32: Some("sys"), make: sys::make },
    Builtin { name27: Some("time"), name32: Some("time"), make: time::make },
    Builtin { name27: Some("thread"), name32: Some("_thread"), make: thread::make },
];

/// Makes the modules' types ready; after the object model's own.
pub fn init() {
    capi::forget_classes();
    hash::init();
    io::init();
    collections_mod::init();
    functools_mod::init();
    itertools::init();
    operator::init();
    random::init();
    select::init();
    socket::init();
    sre::init();
    struct_mod::init();
    thread::init();
}

/// The module of this name in a language.
pub fn find(name: &str, language: Language) -> Option<&'static Builtin> {
    TABLE.iter().find(|module| {
        let own = match language {
            Language::Py27 => module.name27,
            Language::Py32 => module.name32,
        };
        own == Some(name)
    })
}

/// The names of all built-in modules of a language, sorted.
pub fn names(language: Language) -> Vec<&'static str> {
    let own = |module: &Builtin| match language {
        Language::Py27 => module.name27,
        Language::Py32 => module.name32,
    };
    let mut names: Vec<&str> = TABLE.iter().filter_map(own).collect();
    names.sort_unstable();
    names
}
