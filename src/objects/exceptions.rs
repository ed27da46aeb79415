//! The built-in exceptions (Objects/exceptions.c), and normalising what was raised.
//!
//! Invariants: the hierarchy is the table below; what a language lacks is not put into its built-in module. Every
//! exception has the same payload; what the families add (fields, texts) is in the files below this one.

mod base;
pub mod environment;
mod report;
mod syntax;
pub mod unicode;

pub use environment::{raise_errno, raise_errno_with_filename};
pub use report::{class_text, write_unraisable, write_unraisable_in};

use super::call;
use super::classic::{self, ClassicInstance};
use super::errors::{self, Exc, PyResult, type_error};
use super::header::{Layout, Payload, new_instance};
use super::lang;
use super::native::{GetSet, Method, getset};
use super::slot::Slot;
use super::tuple::{Tuple, new_tuple};
use super::typeobj::{OBJECT, Slots, TypeDef, TypeObj, TypeRef, flags, ready};
use super::word::{Value, Word};

/// Any exception instance. The fields beyond `args` are those that one family or another shows.
pub struct Exception {
    pub args: Slot,
    pub dict: Slot,
    pub traceback: Slot,
    pub context: Slot,
    pub cause: Slot,
    /// 2.7's `message`.
    pub message: Slot,
    /// `code` of SystemExit; (errno, strerror, filename) of EnvironmentError; (msg, filename, lineno, offset, text,
    /// print_file_and_line) of SyntaxError; (encoding, object, start, end, reason) of the Unicode errors.
    pub fields: [Slot; 6],
}

impl Payload for Exception {
    const LAYOUT: Layout = Layout::Exception;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        for slot in [&self.args, &self.dict, &self.traceback, &self.context, &self.cause, &self.message] {
            slot.visit(visit);
        }
        self.fields.iter().for_each(|slot| slot.visit(visit));
    }
    fn clear(&self) {
        for slot in [&self.args, &self.dict, &self.traceback, &self.context, &self.cause] {
            drop(slot.take());
        }
        self.fields.iter().for_each(|slot| drop(slot.take()));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Where {
    Both,
    Only27,
    Only32,
}

macro_rules! exceptions {
    ($($name:ident $text:literal $base:ident $language:ident;)*) => {
        mod statics {
            use super::{Layout, TypeObj};
            $(pub static $name: TypeObj = TypeObj::builtin(Layout::Exception);)*
        }
        $(pub const $name: TypeRef = TypeRef::of(&statics::$name);)*
        /// (type, name, base, language), bases first.
        pub static TABLE: &[(TypeRef, &str, TypeRef, Where)] =
            &[$(($name, $text, $base, Where::$language)),*];
    };
}

exceptions! {
    BASE_EXCEPTION "BaseException" OBJECT Both;
    SYSTEM_EXIT "SystemExit" BASE_EXCEPTION Both;
    KEYBOARD_INTERRUPT "KeyboardInterrupt" BASE_EXCEPTION Both;
    GENERATOR_EXIT "GeneratorExit" BASE_EXCEPTION Both;
    EXCEPTION "Exception" BASE_EXCEPTION Both;
    STOP_ITERATION "StopIteration" EXCEPTION Both;
    STANDARD_ERROR "StandardError" EXCEPTION Only27;
    ARITHMETIC_ERROR "ArithmeticError" EXCEPTION Both;
    FLOATING_POINT_ERROR "FloatingPointError" ARITHMETIC_ERROR Both;
    OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR Both;
    ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR Both;
    ASSERTION_ERROR "AssertionError" EXCEPTION Both;
    ATTRIBUTE_ERROR "AttributeError" EXCEPTION Both;
    BUFFER_ERROR "BufferError" EXCEPTION Both;
    ENVIRONMENT_ERROR "EnvironmentError" EXCEPTION Both;
    IO_ERROR "IOError" ENVIRONMENT_ERROR Both;
    OS_ERROR "OSError" ENVIRONMENT_ERROR Both;
    EOF_ERROR "EOFError" EXCEPTION Both;
    IMPORT_ERROR "ImportError" EXCEPTION Both;
    LOOKUP_ERROR "LookupError" EXCEPTION Both;
    INDEX_ERROR "IndexError" LOOKUP_ERROR Both;
    KEY_ERROR "KeyError" LOOKUP_ERROR Both;
    MEMORY_ERROR "MemoryError" EXCEPTION Both;
    NAME_ERROR "NameError" EXCEPTION Both;
    UNBOUND_LOCAL_ERROR "UnboundLocalError" NAME_ERROR Both;
    REFERENCE_ERROR "ReferenceError" EXCEPTION Both;
    RUNTIME_ERROR "RuntimeError" EXCEPTION Both;
    NOT_IMPLEMENTED_ERROR "NotImplementedError" RUNTIME_ERROR Both;
    SYNTAX_ERROR "SyntaxError" EXCEPTION Both;
    INDENTATION_ERROR "IndentationError" SYNTAX_ERROR Both;
    TAB_ERROR "TabError" INDENTATION_ERROR Both;
    SYSTEM_ERROR "SystemError" EXCEPTION Both;
    TYPE_ERROR "TypeError" EXCEPTION Both;
    VALUE_ERROR "ValueError" EXCEPTION Both;
    UNICODE_ERROR "UnicodeError" VALUE_ERROR Both;
    UNICODE_DECODE_ERROR "UnicodeDecodeError" UNICODE_ERROR Both;
    UNICODE_ENCODE_ERROR "UnicodeEncodeError" UNICODE_ERROR Both;
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" UNICODE_ERROR Both;
    WARNING "Warning" EXCEPTION Both;
    BYTES_WARNING "BytesWarning" WARNING Both;
    DEPRECATION_WARNING "DeprecationWarning" WARNING Both;
    FUTURE_WARNING "FutureWarning" WARNING Both;
    IMPORT_WARNING "ImportWarning" WARNING Both;
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" WARNING Both;
    RESOURCE_WARNING "ResourceWarning" WARNING Only32;
    RUNTIME_WARNING "RuntimeWarning" WARNING Both;
    SYNTAX_WARNING "SyntaxWarning" WARNING Both;
    UNICODE_WARNING "UnicodeWarning" WARNING Both;
    USER_WARNING "UserWarning" WARNING Both;
}

/// An instance of an exception type with nothing set but `args`.
fn blank(ty: TypeRef, args: Value) -> Value {
    new_instance(
        ty,
        Exception {
            args: Slot::new(args),
            dict: Slot::empty(),
            traceback: Slot::empty(),
            context: Slot::empty(),
            cause: Slot::empty(),
            message: Slot::empty(),
            fields: [const { Slot::empty() }; 6],
        },
    )
}

/// Makes an exception instance of a built-in type with these arguments, without running Python code: as if its
/// `__init__` had been called with them.
pub fn new_exception(ty: TypeRef, args: &[Value]) -> Value {
    let made = blank(ty, new_tuple(args));
    base::set_message(&made, args);
    if ty.is_subtype(ENVIRONMENT_ERROR) {
        environment::fill(&made, args);
    } else if ty.is_subtype(SYSTEM_EXIT) {
        base::fill_exit_code(&made, args);
    } else if let [message, ..] = args
        && ty.is_subtype(SYNTAX_ERROR)
    {
        made.payload::<Exception>().fields[0].set(message.clone());
    }
    made
}

/// A field by its number, as an attribute: None while it is empty.
fn get_field<const N: usize>(this: &Value) -> PyResult {
    Ok(this.payload::<Exception>().fields[N].get_or_none())
}

fn set_field<const N: usize>(this: &Value, new: Option<&Value>) -> PyResult<()> {
    this.payload::<Exception>().fields[N].set_option(new.cloned());
    Ok(())
}

/// An attribute that is a field.
const fn field<const N: usize>(name: &'static str) -> GetSet {
    getset(name, get_field::<N>, set_field::<N>)
}

/// Whether a value is an instance of BaseException.
pub fn is_exception(value: &Value) -> bool {
    value.downcast::<Exception>().is_some()
}

/// Whether a value is an exception class.
pub fn is_exception_class(value: &Value) -> bool {
    value.as_type().is_some_and(|ty| ty.is_subtype(BASE_EXCEPTION))
}

/// Makes sure that the value is an instance of the type (PyErr_NormalizeException). An error while making it
/// replaces the exception.
pub fn normalize(exc: Exc) -> Exc {
    if classic::is_class(&exc.ty) {
        return normalize_classic(exc);
    }
    let mut exc = exc;
    for _ in 0..32 {
        let Some(ty) = exc.ty.as_type().filter(|ty| ty.is_subtype(BASE_EXCEPTION)) else { return exc };
        // Not a call as an object: at the recursion limit, too, the exception must come into being.
        let make = |args: &[Value]| match ty.metatype().is_heap() {
            true => call::call(&exc.ty, args),
            false => super::protocol::construct(ty, args),
        };
        let made = match &exc.value {
            Some(value) if is_exception(value) => {
                if !value.type_of().is_subtype(ty) {
                    make(std::slice::from_ref(value))
                } else {
                    exc.ty = value.type_of().value();
                    return exc;
                }
            }
            None => make(&[]),
            Some(value) if value.is_none() => make(&[]),
            Some(value) => match value.downcast::<Tuple>() {
                Some(args) => make(args.items()),
                None => make(std::slice::from_ref(value)),
            },
        };
        match made {
            Ok(value) => {
                exc.value = Some(value);
                return exc;
            }
            Err(raised) => {
                let next = errors::fetch_raised(raised);
                exc = Exc { traceback: next.traceback.or(exc.traceback.take()), ..next };
            }
        }
    }
    exc
}

/// The same for an old-style class of 2.7.
fn normalize_classic(exc: Exc) -> Exc {
    let made = match &exc.value {
        Some(value)
            if value.downcast::<ClassicInstance>().is_some() && classic::is_instance(value, &exc.ty) =>
        {
            let class = value.downcast::<ClassicInstance>().and_then(ClassicInstance::class);
            return Exc { ty: class.unwrap_or(exc.ty), ..exc };
        }
        None => call::call(&exc.ty, &[]),
        Some(value) if value.is_none() => call::call(&exc.ty, &[]),
        Some(value) => match value.downcast::<Tuple>() {
            Some(args) => call::call(&exc.ty, args.items()),
            None => call::call(&exc.ty, std::slice::from_ref(value)),
        },
    };
    match made {
        Ok(value) => Exc { value: Some(value), ..exc },
        Err(raised) => {
            let next = errors::fetch_raised(raised);
            normalize(Exc { traceback: next.traceback.or(exc.traceback), ..next })
        }
    }
}

/// The exception as a normalised instance.
pub fn instance_of(exc: &Exc) -> Option<Value> {
    exc.value.clone().filter(is_exception)
}

/// What a type of the hierarchy adds to its base.
#[derive(Clone, Copy)]
struct Family {
    slots: Slots,
    methods: &'static [Method],
    getsets: &'static [GetSet],
}

impl Family {
    const fn plain() -> Family {
        Family { slots: Slots::of::<Exception>(), methods: &[], getsets: &[] }
    }
}

fn family(ty: TypeRef) -> Family {
    let families: [(TypeRef, fn() -> Family); 8] = [
        (BASE_EXCEPTION, base::base_exception),
        (SYSTEM_EXIT, base::system_exit),
        (KEY_ERROR, base::key_error),
        (ENVIRONMENT_ERROR, environment::family),
        (SYNTAX_ERROR, syntax::family),
        (UNICODE_DECODE_ERROR, unicode::decode_family),
        (UNICODE_ENCODE_ERROR, unicode::encode_family),
        (UNICODE_TRANSLATE_ERROR, unicode::translate_family),
    ];
    families.iter().find(|(own, _)| *own == ty).map_or(Family::plain(), |(_, family)| family())
}

/// 2.7 has StandardError between Exception and all errors but these.
fn base_in_language(ty: TypeRef, base: TypeRef) -> TypeRef {
    let direct = [STOP_ITERATION, STANDARD_ERROR, WARNING];
    if lang::is_27() && base == EXCEPTION && !direct.contains(&ty) { STANDARD_ERROR } else { base }
}

pub fn init() {
    for &(ty, name, base, _) in TABLE {
        let Family { slots, methods, getsets } = family(ty);
        ready(TypeDef {
            base: base_in_language(ty, base),
            flags: flags::BASETYPE | flags::EXCEPTION,
            methods,
            getsets,
            dict_offset: std::mem::offset_of!(super::header::Obj<Exception>, payload.dict),
            module: if lang::is_27() { "exceptions" } else { "" },
            ..TypeDef::new(ty, name, slots)
        });
    }
}

/// What an exception's class is called where its module is told: `exceptions.ValueError` in 2.7.
pub(crate) fn full_name(ty: TypeRef) -> String {
    if lang::is_27() && !ty.is_heap() { format!("exceptions.{}", ty.name()) } else { ty.name() }
}

/// The error for `raise 1`.
pub fn not_an_exception(value: &Value) -> errors::Raised {
    type_error(if lang::is_27() {
        format!(
            "exceptions must be old-style classes or derived from BaseException, not {}",
            value.type_name()
        )
    } else {
        "exceptions must derive from BaseException".to_owned()
    })
}
