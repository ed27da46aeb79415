//! Names that the interpreter itself looks up, interned once at start-up.

use super::guarded::Guarded;
use super::str::intern;
use super::word::{Value, Word};
use std::cell::Cell;

macro_rules! names {
    ($($name:ident)*) => {
        #[allow(non_camel_case_types)]
        enum Index { $($name),* }
        const ALL: &[&str] = &[$(stringify!($name)),*];
        static TABLE: [Guarded<Cell<Word>>; ALL.len()] =
            [const { Guarded::new(Cell::new(Word::NONE)) }; ALL.len()];
        $(
            #[inline(always)]
            pub fn $name() -> &'static Value {
                get(Index::$name as usize)
            }
        )*
    };
}

#[inline(always)]
fn get(index: usize) -> &'static Value {
    // SAFETY: a table entry is a valid, non-NULL word for ever (None before `init`, an immortal string after).
    unsafe { &*TABLE[index].as_ptr().cast::<Value>() }
}

/// Interns all names in the language that was set.
pub fn init() {
    for (cell, name) in TABLE.iter().zip(ALL) {
        cell.set(intern(name).into_word());
    }
}

names! {
    __abs__ __add__ __all__ __and__ __annotations__ __base__ __bases__ __basicsize__ __bool__ __bytes__ __call__
    __cause__ __class__ __cmp__ __code__ __coerce__ __complex__ __contains__ __context__ __debug__ __del__
    __delattr__ __delete__ __delitem__ __delslice__ __dict__ __dir__ __div__ __divmod__ __doc__ __enter__ __eq__
    __exit__ __file__ __float__ __floordiv__ __format__ __ge__ __get__ __getattr__ __getattribute__ __getitem__
    __getslice__ __globals__ __gt__ __hash__ __hex__ __iadd__ __iand__ __idiv__ __ifloordiv__ __ilshift__
    __imod__ __import__ __imul__ __index__ __init__ __instancecheck__ __int__ __invert__ __ior__ __ipow__
    __irshift__ __isub__ __iter__ __itruediv__ __ixor__ __le__ __len__ __loader__ __long__ __lshift__ __lt__
    __main__ __metaclass__ __missing__ __mod__ __module__ __mro__ __mul__ __name__ __ne__ __neg__ __new__ __next__
    __nonzero__ __oct__ __or__ __package__ __path__ __pos__ __pow__ __prepare__ __qualname__ __radd__ __rand__
    __rdiv__ __rdivmod__ __reduce__ __reduce_ex__ __repr__ __reversed__ __rfloordiv__ __rlshift__ __rmod__
    __rmul__ __ror__ __round__ __rpow__ __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __self__ __set__
    __setattr__ __setitem__ __setslice__ __sizeof__ __slots__ __spec__ __str__ __sub__ __subclasscheck__
    __subclasses__ __thisclass__ __trunc__ __truediv__ __traceback__ __unicode__ __weakref__ __xor__
    args argv builtins close code decode encode end encoding errno excepthook exec_prefix executable exitcode file filename
    flush fileno isatty keys last_traceback last_type last_value lineno message metaclass mode modules
    msg mro name newlines next offset path print_file_and_line ps1 ps2 read readline sep softspace
    start stderr stdin stdout stop step strerror tb_frame text threading throw write _shutdown __stderr__ __stdin__
    __stdout__ __excepthook__ displayhook send
}
