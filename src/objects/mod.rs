//! The object model: the tagged word, headers and counts, types, and one file a built-in type.
//!
//! Invariants: nothing here knows of threads or signals; Python code is called through one door, a type's `call`
//! slot (`call`), and what the rooms above must do for us stands in `hooks`. Everything happens under the GIL.

pub mod alloc;
pub mod boolean;
pub mod buffer;
pub mod bytearray;
pub mod call;
pub mod class;
pub mod classic;
pub mod complex;
pub mod descriptor;
pub mod dict;
pub mod dict_type;
pub mod dict_views;
pub mod errors;
pub mod exceptions;
pub mod file;
pub mod float;
mod float_hex;
pub mod format;
pub mod function;
pub mod gc;
pub mod guarded;
pub mod header;
pub mod hooks;
pub mod instance;
pub mod int;
pub mod iterator;
pub mod iterators;
pub mod lang;
pub mod list;
pub mod listsort;
pub mod mappingproxy;
pub mod memoryview;
pub mod method;
pub mod module;
pub mod names;
pub mod native;
pub mod number;
pub mod number_format;
pub mod percent;
pub mod property;
pub mod protocol;
pub mod range;
pub mod recursion;
pub mod sequence;
pub mod set;
pub mod singletons;
pub mod slice;
pub mod slot;
pub mod slotdefs;
pub mod str;
pub mod structseq;
pub mod super_type;
pub mod traceback;
pub mod tuple;
pub mod typeobj;
pub mod weakproxy;
pub mod weakref;
pub mod word;

pub use errors::{PyResult, Raised};
pub use native::Args;
pub use word::Value;

/// Makes the built-in types, for the language that was set.
pub fn init(language: crate::profile::Language) {
    lang::set(language);
    str::reset_interned();
    str::codecs::reset();
    instance_names();
    instance::init();
    class::init();
    descriptor::init();
    classic::init();
    buffer::init();
    function::init_cell();
    method::init();
    property::init();
    super_type::init();
    module::init();
    traceback::init();
    exceptions::init();
    file::init();
    iterator::init();
    slice::init();
    int::init();
    boolean::init();
    float::init();
    complex::init();
    range::init();
    singletons::init();
    list::init();
    tuple::init();
    dict_type::init();
    set::init();
    mappingproxy::init();
    weakref::init();
    gc::init();
    str::types::init();
    bytearray::init();
    memoryview::init();
}

/// Names are strings, and strings need their types only by address, so they come first.
fn instance_names() {
    names::init();
}
