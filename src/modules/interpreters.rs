//! The module `_interpreters`: more than one interpreter in a process, and channels between them. No CPython of 2.7 or 3.2
//! has it; names, rules and errors are those of the first one that had (3.8, `_xxsubinterpreters`), with what
//! later ones let through a channel.
//!
//! Invariants:
//! - No object goes from one interpreter to another: what is sent is taken apart into [`Data`] here and made anew there.
//! - Channels are the process's. They live until they are destroyed, and are touched by the GIL's holder only.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};

use super::capi;
use crate::objects::dict::Dict;
use crate::objects::errors::{
    self, PyResult, Raised, overflow_error, raise, runtime_error, type_error, value_error,
};
use crate::objects::guarded::Guarded;
use crate::objects::list::new_list;
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::str::{Kind, Str, intern, new_bytes, new_points};
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::{BOOL, FLOAT, TypeRef};
use crate::objects::{Value, call, exceptions as exc, float, int, module, protocol};
use crate::runtime::current;
use crate::runtime::interp::{InterpreterState, interpreters, main_interpreter};
use crate::runtime::subinterpreter::{self, Refused};
use crate::vm::{door, import};

// ---- what goes from one to the other ----------------------------------------------------------------------

/// A value without an interpreter.
#[derive(Clone, Debug)]
enum Data {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Vec<u32>),
    Bytes(Vec<u8>),
    /// An end of a channel, as the module `interpreters` has it: the name of its class, and the channel.
    End(String, u64),
}

/// _PyObject_GetCrossInterpreterData
fn take_apart(value: &Value) -> PyResult<Data> {
    if value.is_none() {
        return Ok(Data::None);
    }
    // Truth values and floats are of those that later versions added.
    if value.type_of() == BOOL {
        return Ok(Data::Bool(value.is(&Value::bool(true))));
    }
    if value.type_of() == FLOAT {
        return float::as_double(value).map(Data::Float);
    }
    if int::is_int(value) && !value.type_of().is_heap() {
        return int::to_i64(value).map(Data::Int).ok_or_else(|| overflow_error("try sending as bytes"));
    }
    if let Some(text) = value.downcast::<Str>().filter(|_| !value.type_of().is_heap()) {
        return Ok(match text.kind() {
            Kind::Bytes => Data::Bytes(text.to_utf8()),
            Kind::Text => Data::Text(text.to_points()),
        });
    }
    if let Some(end) = protocol::getattr_option(value, &intern("_channel_end"))?
        && let Some([class, id]) = end.downcast::<Tuple>().map(Tuple::items)
        && let (Some(class), Some(id)) = (class.str_lossy(), int::to_i64(id))
    {
        return Ok(Data::End(class, id as u64));
    }
    let shown = protocol::str(value)?.str_lossy().unwrap_or_default();
    Err(value_error(format!("{shown} does not support cross-interpreter data")))
}

/// _PyCrossInterpreterData_NewObject, in the interpreter that gets it.
fn put_together(data: Data) -> PyResult {
    Ok(match data {
        Data::None => Value::none(),
        Data::Bool(truth) => Value::bool(truth),
        Data::Int(number) => int::boxed(number),
        Data::Float(number) => float::new_float(number),
        Data::Text(points) => new_points(points),
        Data::Bytes(bytes) => new_bytes(bytes),
        Data::End(class, id) => {
            let face = import::import_module("interpreters")?;
            let class = protocol::getattr(&face, &intern(&class))?;
            call::call(&class, &[Value::int(id as i64)])?
        }
    })
}

fn is_shareable(_this: &Value, value: &Value) -> PyResult {
    let shareable = take_apart(value).is_ok();
    errors::clear();
    Ok(Value::bool(shareable))
}

// ---- interpreters -------------------------------------------------------------------------------------------

/// A number that names an interpreter or a channel.
fn id_of(what: &str, value: &Value) -> PyResult<u64> {
    if !int::is_int(value) {
        return Err(type_error(format!("{what} ID must be an int, got {}", value.type_name())));
    }
    let id = capi::c_long(value)?;
    u64::try_from(id).map_err(|_| value_error(format!("{what} ID must be a non-negative int, got {id}")))
}

fn interpreter_of(value: &Value) -> PyResult<&'static InterpreterState> {
    let id = id_of("interpreter", value)?;
    subinterpreter::find(id).ok_or_else(|| runtime_error(format!("unrecognized interpreter ID {id}")))
}

fn id_value(interpreter: &InterpreterState) -> Value {
    Value::int(interpreter.id as i64)
}

fn create(_this: &Value, args: &Args) -> PyResult {
    // Isolation, which later versions have, is not taken away nor given.
    args.bind("create", ["isolated"], 0)?;
    subinterpreter::create(|_| import::start_interpreter(None).map(drop)).map(id_value)
}

fn destroy(_this: &Value, id: &Value) -> PyResult {
    match subinterpreter::destroy(interpreter_of(id)?) {
        Ok(()) => Ok(Value::none()),
        Err(Refused::Current) => Err(runtime_error("cannot destroy the current interpreter")),
        Err(Refused::Running) => Err(runtime_error("interpreter running")),
        Err(Refused::HasThreads) => Err(runtime_error("interpreter has threads that still run")),
    }
}

fn list_all(_this: &Value) -> PyResult {
    // The list has the newest first; what is shown has it last.
    Ok(new_list(interpreters().into_iter().rev().map(id_value).collect()))
}

fn get_current(_this: &Value) -> PyResult {
    Ok(id_value(current().interp))
}

fn get_main(_this: &Value) -> PyResult {
    Ok(id_value(main_interpreter()))
}

fn is_running(_this: &Value, id: &Value) -> PyResult {
    Ok(Value::bool(subinterpreter::is_running(interpreter_of(id)?)))
}

/// What an interpreter's code raised, without its objects (_sharedexception).
struct Failure {
    class: String,
    message: Option<String>,
}

impl Failure {
    /// Of the current exception, in the interpreter that it comes from.
    fn take(raised: Raised) -> Failure {
        let raised = exc::normalize(errors::fetch_raised(raised));
        let text = |value: &Value| {
            let text = protocol::str(value).ok().and_then(|text| text.str_lossy());
            errors::clear();
            text
        };
        Failure {
            class: text(&raised.ty).unwrap_or_else(|| "unknown exception".to_owned()),
            message: raised.value.as_ref().and_then(text),
        }
    }

    /// In the interpreter that ran it.
    fn raise(self) -> Raised {
        match self.message {
            Some(message) if !message.is_empty() => {
                raise(ERRORS.run_failed.get(), format!("{}: {message}", self.class))
            }
            _ => raise(ERRORS.run_failed.get(), self.class),
        }
    }
}

/// _run_script: in the interpreter.
fn run_script(code: &Value, shared: Vec<(String, Data)>) -> PyResult<()> {
    let main = import::main_module()?;
    for (name, data) in shared {
        module::set(&main, &name, put_together(data)?);
    }
    let globals = module::dict_of(&main).unwrap_or(Value::none());
    let compiled = door::compile_source(code, "<string>", "exec", 0, true)?;
    door::run_code(&compiled, &globals, &globals).map(drop)
}

fn run_string(_this: &Value, args: &Args) -> PyResult {
    let [id, script, shared] = args.bind("run_string", ["id", "script", "shared"], 2)?;
    let none = Value::none();
    let (id, script, shared) = (id.unwrap_or(&none), script.unwrap_or(&none), shared.unwrap_or(&none));
    let interpreter = interpreter_of(id)?;
    let Some(text) = script.downcast::<Str>() else {
        return Err(type_error(format!("run_string() argument 2 must be str, not {}", script.type_name())));
    };
    let text = (text.is_text(), text.to_points(), text.to_utf8());
    let mut given = Vec::new();
    if !shared.is_none() {
        let Some(dict) = shared.downcast::<Dict>() else {
            return Err(type_error(format!(
                "run_string() argument 3 must be dict, not {}",
                shared.type_name()
            )));
        };
        for (name, value) in dict.items() {
            let Some(name) = name.str_lossy() else { return Err(type_error("names must be strings")) };
            given.push((name, take_apart(&value)?));
        }
    }
    let ran = subinterpreter::run(interpreter, || {
        let code = if text.0 { new_points(text.1) } else { new_bytes(text.2) };
        run_script(&code, given).map_err(Failure::take)
    });
    match ran {
        Ok(Ok(())) => Ok(Value::none()),
        Ok(Err(failure)) => Err(failure.raise()),
        Err(_) => Err(runtime_error("interpreter already running")),
    }
}

// ---- channels -----------------------------------------------------------------------------------------------

#[derive(Default)]
struct Channel {
    items: VecDeque<Data>,
    /// Nothing more can be sent.
    send_closed: bool,
    /// Nothing more can be received.
    recv_closed: bool,
}

struct Channels {
    next: u64,
    all: BTreeMap<u64, Channel>,
}

static CHANNELS: Guarded<RefCell<Channels>> =
    Guarded::new(RefCell::new(Channels { next: 0, all: BTreeMap::new() }));

/// The module's exception classes.
struct Errors {
    run_failed: Cell<TypeRef>,
    channel: Cell<TypeRef>,
    not_found: Cell<TypeRef>,
    closed: Cell<TypeRef>,
    empty: Cell<TypeRef>,
    not_empty: Cell<TypeRef>,
}

static ERRORS: Guarded<Errors> = Guarded::new(Errors {
    run_failed: Cell::new(exc::RUNTIME_ERROR),
    channel: Cell::new(exc::RUNTIME_ERROR),
    not_found: Cell::new(exc::RUNTIME_ERROR),
    closed: Cell::new(exc::RUNTIME_ERROR),
    empty: Cell::new(exc::RUNTIME_ERROR),
    not_empty: Cell::new(exc::RUNTIME_ERROR),
});

/// Works on a channel; nothing in it runs Python code or raises while the table is borrowed.
fn with_channel<R>(id: &Value, work: impl FnOnce(&mut Channel) -> Result<R, Trouble>) -> PyResult<R> {
    let id = id_of("channel", id)?;
    let result = match CHANNELS.borrow_mut().all.get_mut(&id) {
        Some(channel) => work(channel),
        None => Err(Trouble::NotFound),
    };
    result.map_err(|trouble| match trouble {
        Trouble::NotFound => raise(ERRORS.not_found.get(), format!("channel {id} not found")),
        Trouble::Closed => raise(ERRORS.closed.get(), format!("channel {id} is closed")),
        Trouble::Empty => raise(ERRORS.empty.get(), format!("channel {id} is empty")),
        Trouble::NotEmpty => raise(
            ERRORS.not_empty.get(),
            format!("channel {id} may not be closed if not empty (try force=True)"),
        ),
    })
}

enum Trouble {
    NotFound,
    Closed,
    Empty,
    NotEmpty,
}

fn channel_create(_this: &Value) -> PyResult {
    let mut channels = CHANNELS.borrow_mut();
    let id = channels.next;
    channels.next += 1;
    channels.all.insert(id, Channel::default());
    Ok(Value::int(id as i64))
}

fn channel_destroy(_this: &Value, id: &Value) -> PyResult {
    with_channel(id, |_| Ok(()))?;
    CHANNELS.borrow_mut().all.remove(&id_of("channel", id)?);
    Ok(Value::none())
}

fn channel_list_all(_this: &Value) -> PyResult {
    Ok(new_list(CHANNELS.borrow().all.keys().map(|&id| Value::int(id as i64)).collect()))
}

fn channel_send(_this: &Value, args: &Args) -> PyResult {
    let [id, value] = args.bind("channel_send", ["cid", "obj"], 2)?;
    let none = Value::none();
    let (id, value) = (id.unwrap_or(&none), value.unwrap_or(&none));
    with_channel(id, |channel| if channel.send_closed { Err(Trouble::Closed) } else { Ok(()) })?;
    let data = take_apart(value)?;
    with_channel(id, |channel| {
        if channel.send_closed {
            return Err(Trouble::Closed);
        }
        channel.items.push_back(data);
        Ok(())
    })?;
    Ok(Value::none())
}

fn channel_recv(_this: &Value, args: &Args) -> PyResult {
    let [id, default] = args.bind("channel_recv", ["cid", "default"], 1)?;
    let none = Value::none();
    let received = with_channel(id.unwrap_or(&none), |channel| {
        if channel.recv_closed {
            return Err(Trouble::Closed);
        }
        match channel.items.pop_front() {
            Some(data) => Ok(Some(data)),
            None if channel.send_closed => Err(Trouble::Closed),
            None if default.is_some() => Ok(None),
            None => Err(Trouble::Empty),
        }
    })?;
    match (received, default) {
        (Some(data), _) => put_together(data),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Ok(none),
    }
}

fn channel_close(_this: &Value, args: &Args) -> PyResult {
    let [id, send, recv, force] = args.bind("channel_close", ["cid", "send", "recv", "force"], 1)?;
    let flag = |value: Option<&Value>| value.map_or(Ok(false), protocol::truth);
    let (send, recv, force) = (flag(send)?, flag(recv)?, flag(force)?);
    let none = Value::none();
    with_channel(id.unwrap_or(&none), |channel| {
        // Neither named: both ends.
        let (send, recv) = if send || recv { (send, recv) } else { (true, true) };
        if channel.send_closed && (channel.recv_closed || !recv) {
            return Err(Trouble::Closed);
        }
        if recv && !force && !channel.items.is_empty() {
            return Err(Trouble::NotEmpty);
        }
        channel.send_closed |= send || recv;
        channel.recv_closed |= recv;
        if channel.recv_closed {
            channel.items.clear();
        }
        Ok(())
    })?;
    Ok(Value::none())
}

static FUNCTIONS: &[Method] = &[
    method(
        "create",
        Native::Kw(create),
        "create() -> ID\n\nMake an interpreter: its own modules, sys and built-ins, the same GIL.",
    ),
    method(
        "destroy",
        Native::One(destroy),
        "destroy(ID)\n\nEnd an interpreter, after the threads that its module threading waits for.",
    ),
    method("list_all", Native::NoArgs(list_all), "list_all() -> [ID]\n\nAll interpreters, oldest first."),
    method("list", Native::NoArgs(list_all), "list() -> [ID]\n\nThe same as list_all()."),
    method(
        "get_current",
        Native::NoArgs(get_current),
        "get_current() -> ID\n\nThe one that runs the caller.",
    ),
    method("get_main", Native::NoArgs(get_main), "get_main() -> ID\n\nThe one that the process began with."),
    method(
        "is_running",
        Native::One(is_running),
        "is_running(ID) -> bool\n\nWhether it runs code of its own.",
    ),
    method(
        "run_string",
        Native::Kw(run_string),
        "run_string(ID, script, shared=None)\n\nRun source code in the __main__ of an interpreter, in the calling \
         thread. The names in\nshared are set there first. RunFailedError says what the code raised.",
    ),
    method("run", Native::Kw(run_string), "run(ID, script, shared=None)\n\nThe same as run_string()."),
    method(
        "is_shareable",
        Native::One(is_shareable),
        "is_shareable(obj) -> bool\n\nWhether a channel takes it: None, truth values, strings, bytes, floats, ints of 64 bits.",
    ),
    method("channel_create", Native::NoArgs(channel_create), "channel_create() -> ID"),
    method("channel_destroy", Native::One(channel_destroy), "channel_destroy(ID)"),
    method("channel_list_all", Native::NoArgs(channel_list_all), "channel_list_all() -> [ID]"),
    method("channel_send", Native::Kw(channel_send), "channel_send(ID, obj)\n\nAppend a copy of it."),
    method(
        "channel_recv",
        Native::Kw(channel_recv),
        "channel_recv(ID[, default]) -> obj\n\nTake the first out; never waits.",
    ),
    method(
        "channel_close",
        Native::Kw(channel_close),
        "channel_close(ID, send=False, recv=False, force=False)\n\nClose one end, or both. What was sent can still be \
         received when only the\nsending end is closed.",
    ),
];

/// Makes the module.
pub fn make() -> PyResult {
    let name = "_interpreters";
    let made = module::new_module(name);
    module::add_functions(&made, name, FUNCTIONS);
    let class = |place: &Cell<TypeRef>, name: &str, base: TypeRef| -> PyResult<()> {
        place.set(capi::new_exception("_interpreters", name, base)?);
        module::set(&made, name, place.get().value());
        Ok(())
    };
    class(&ERRORS.run_failed, "RunFailedError", exc::RUNTIME_ERROR)?;
    class(&ERRORS.channel, "ChannelError", exc::RUNTIME_ERROR)?;
    let channel = ERRORS.channel.get();
    class(&ERRORS.not_found, "ChannelNotFoundError", channel)?;
    class(&ERRORS.closed, "ChannelClosedError", channel)?;
    class(&ERRORS.empty, "ChannelEmptyError", channel)?;
    class(&ERRORS.not_empty, "ChannelNotEmptyError", channel)?;
    Ok(made)
}
