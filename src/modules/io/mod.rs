//! The module `io`, and `_io` by its other name: the classes of [`crate::objects::file`], and files in memory.

mod bytes_io;
mod contents;
mod string_io;

use crate::objects::errors::PyResult;
use crate::objects::file::{base, buffered, opening};
use crate::objects::list::new_list;
use crate::objects::native::{Method, Native, method};
use crate::objects::str::new_str;
use crate::objects::typeobj::{
    BUFFERED_IO_BASE, BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, BYTES_IO, IO_BASE, RAW_FILE,
    RAW_IO_BASE, STRING_IO, TEXT_FILE, TEXT_IO_BASE, TypeRef,
};
use crate::objects::{Value, module};

static FUNCTIONS: &[Method] = &[method(
    "open",
    Native::Kw(|_, args| opening::open(args)),
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True) -> file object",
)];

static CLASSES: &[(&str, TypeRef)] = &[
    ("FileIO", RAW_FILE),
    ("BufferedReader", BUFFERED_READER),
    ("BufferedWriter", BUFFERED_WRITER),
    ("BufferedRandom", BUFFERED_RANDOM),
    ("TextIOWrapper", TEXT_FILE),
    ("StringIO", STRING_IO),
    ("BytesIO", BYTES_IO),
];

static BASES: &[(&str, TypeRef)] = &[
    ("IOBase", IO_BASE),
    ("RawIOBase", RAW_IO_BASE),
    ("BufferedIOBase", BUFFERED_IO_BASE),
    ("TextIOBase", TEXT_IO_BASE),
];

/// Makes the types ready.
pub fn init() {
    string_io::init();
    bytes_io::init();
}

fn fill(name: &str) -> Value {
    let made = module::new_module(name);
    module::add_functions(&made, "io", FUNCTIONS);
    for &(name, class) in CLASSES {
        module::set(&made, name, class.value());
    }
    module::set(&made, "UnsupportedOperation", base::unsupported_operation().value());
    module::set(&made, "BlockingIOError", base::blocking_io_error().value());
    module::set(&made, "DEFAULT_BUFFER_SIZE", Value::int(buffered::DEFAULT_SIZE as i64));
    made
}

/// `io.__all__`, in its order, of what there is.
const PUBLIC: [&str; 17] = [
    "BlockingIOError",
    "open",
    "IOBase",
    "RawIOBase",
    "FileIO",
    "BytesIO",
    "StringIO",
    "BufferedIOBase",
    "BufferedReader",
    "BufferedWriter",
    "BufferedRandom",
    "TextIOBase",
    "TextIOWrapper",
    "UnsupportedOperation",
    "SEEK_SET",
    "SEEK_CUR",
    "SEEK_END",
];

/// Makes `io`.
pub fn make() -> PyResult {
    let made = fill("io");
    for &(name, class) in BASES {
        module::set(&made, name, class.value());
    }
    for (name, number) in [("SEEK_SET", 0), ("SEEK_CUR", 1), ("SEEK_END", 2)] {
        module::set(&made, name, Value::int(number));
    }
    module::set(&made, "__all__", new_list(PUBLIC.iter().map(|name| new_str(name)).collect()));
    Ok(made)
}

/// Makes `_io`.
pub fn make_private() -> PyResult {
    let made = fill("_io");
    for &(name, class) in BASES {
        module::set(&made, &format!("_{name}"), class.value());
    }
    Ok(made)
}
