//! `_hash`: what `hashlib` is made of: MD5 and the SHA families, by crates.
//!
//! Invariant: a state is touched only with its own lock held. Long data is taken in without the GIL, as OpenSSL's
//! module does in both versions; a thread that holds a state's lock never waits for the GIL.

use std::sync::Arc;

use md5::digest::Digest as _;

use super::capi;
use crate::objects::errors::{self, PyResult, type_error, value_error};
use crate::objects::header::{Layout, Payload, new_object};
use crate::objects::native::{GetSet, Method, Native, getter, method};
use crate::objects::str::{Str, new_bytes, new_str};
use crate::objects::typeobj::{Slots, TypeDef, TypeObj, TypeRef, ready};
use crate::objects::{Value, lang, module};
use crate::platform::Mutex;
use crate::runtime::without_gil;

/// From this many bytes on the GIL is given up (HASHLIB_GIL_MINSIZE).
const LONG: usize = 2048;

macro_rules! kinds {
    ($($name:literal $block:literal $variant:ident $hasher:ty;)*) => {
        /// What has been taken in so far.
        #[derive(Clone)]
        enum State {
            $($variant($hasher),)*
        }

        impl State {
            fn update(&mut self, bytes: &[u8]) {
                match self {
                    $(State::$variant(state) => state.update(bytes),)*
                }
            }

            fn finish(self) -> Vec<u8> {
                match self {
                    $(State::$variant(state) => state.finalize().to_vec(),)*
                }
            }
        }

        static KINDS: &[Kind] = &[$(
            Kind { name: $name, block: $block, make: || State::$variant(<$hasher>::default()) },
        )*];
    };
}

kinds! {
    "md5" 64 Md5 md5::Md5;
    "sha1" 64 Sha1 sha1::Sha1;
    "sha224" 64 Sha224 sha2::Sha224;
    "sha256" 64 Sha256 sha2::Sha256;
    "sha384" 128 Sha384 sha2::Sha384;
    "sha512" 128 Sha512 sha2::Sha512;
}

/// A kind of hash: its name in `hashlib`, and the size of its blocks in bytes.
struct Kind {
    name: &'static str,
    block: i64,
    make: fn() -> State,
}

/// A hash that is being computed.
struct Digest {
    kind: &'static Kind,
    state: Arc<Mutex<State>>,
}

impl Payload for Digest {
    const LAYOUT: Layout = Layout::Digest;
}

static DIGEST_OBJ: TypeObj = TypeObj::builtin(Layout::Digest);
const DIGEST: TypeRef = TypeRef::of(&DIGEST_OBJ);

fn new_digest(kind: &'static Kind, state: State) -> Value {
    new_object(DIGEST, Digest { kind, state: Arc::new(Mutex::new(state)) })
}

fn data(function: &str, value: &Value) -> PyResult<Vec<u8>> {
    if !lang::is_27() && value.downcast::<Str>().is_some_and(Str::is_text) {
        return Err(type_error("Unicode-objects must be encoded before hashing"));
    }
    match capi::buffer(function, 1, value) {
        Err(_) if !lang::is_27() => {
            errors::clear();
            Err(type_error("object supporting the buffer API required"))
        }
        bytes => bytes,
    }
}

/// `new(name[, data])`.
fn new(_: &Value, args: &[Value]) -> PyResult {
    let name = args[0].str_lossy().unwrap_or_default();
    let found = KINDS.iter().find(|kind| kind.name.eq_ignore_ascii_case(&name));
    let Some(kind) = found else {
        return Err(value_error(format!("unsupported hash type {name}")));
    };
    let made = new_digest(kind, (kind.make)());
    if let Some(value) = args.get(1) {
        take(&made, data("new", value)?);
    }
    Ok(made)
}

fn take(this: &Value, bytes: Vec<u8>) {
    let state = this.payload::<Digest>().state.clone();
    if bytes.len() < LONG
        && let Some(mut state) = state.try_lock()
    {
        state.update(&bytes);
        return;
    }
    without_gil(move || state.lock().update(&bytes));
}

fn update(this: &Value, args: &[Value]) -> PyResult {
    take(this, data("update", &args[0])?);
    Ok(Value::none())
}

/// A copy of the state; another thread may be at it just now.
fn snapshot(this: &Value) -> State {
    let state = this.payload::<Digest>().state.clone();
    if let Some(state) = state.try_lock() {
        return state.clone();
    }
    without_gil(move || state.lock().clone())
}

fn digest(this: &Value) -> PyResult {
    Ok(new_bytes(snapshot(this).finish()))
}

fn hexdigest(this: &Value) -> PyResult {
    let digits: String = snapshot(this).finish().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(new_str(&digits))
}

fn copy(this: &Value) -> PyResult {
    Ok(new_digest(this.payload::<Digest>().kind, snapshot(this)))
}

fn repr(this: &Value) -> PyResult {
    let kind = this.payload::<Digest>().kind;
    Ok(new_str(&format!("<{} HASH object @ {:#x}>", kind.name, this.address())))
}

static METHODS: &[Method] = &[
    method("update", Native::Var(1, 1, update), "Take in more bytes."),
    method("digest", Native::NoArgs(digest), "The hash of what was taken in so far, as bytes."),
    method("hexdigest", Native::NoArgs(hexdigest), "The same in hexadecimal digits."),
    method("copy", Native::NoArgs(copy), "Another hash that has taken in the same."),
];

static GETSETS: &[GetSet] = &[
    getter("name", |this| Ok(new_str(&this.payload::<Digest>().kind.name.to_uppercase()))),
    getter("block_size", |this| Ok(Value::int(this.payload::<Digest>().kind.block))),
    getter("digest_size", |this| Ok(Value::int(snapshot(this).finish().len() as i64))),
    getter("digestsize", |this| Ok(Value::int(snapshot(this).finish().len() as i64))),
];

/// Makes the type ready.
pub fn init() {
    let slots = Slots { repr: Some(repr), ..Slots::of::<Digest>() };
    ready(TypeDef {
        methods: METHODS,
        getsets: GETSETS,
        doc: "A hash that is being computed.",
        ..TypeDef::new(DIGEST, "_hash.HASH", slots)
    });
}

static FUNCTIONS: &[Method] =
    &[method("new", Native::Var(1, 2, new), "new(name[, data]) -> hash object\n\nA hash by its name.")];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_hash");
    module::add_functions(&made, "_hash", FUNCTIONS);
    Ok(made)
}
