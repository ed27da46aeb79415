//! The module `time` (Modules/timemodule.c).
//!
//! Invariant: `sleep` is one wait without the GIL, which a handled signal ends early; nothing waits for what is left. The
//! handler runs at the next check of the loop.

use super::capi;
use super::capi::{c_double, c_int};
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, overflow_error, raise_value, system_error, type_error, value_error};
use crate::objects::exceptions::{self as exc, raise_errno};
use crate::objects::float::{float_value, new_float};
use crate::objects::guarded::Guarded;
use crate::objects::native::{Method, Native, method, unpack};
use crate::objects::str::{Str, intern, new_bytes, new_str};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{TUPLE, TypeRef};
use crate::objects::{Value, alloc, call, int, lang, module, protocol, structseq};
use crate::platform::calendar::{self, Broken};
use crate::platform::{Errno, clock, sleep as os};
use crate::runtime::without_gil;
use crate::vm::{door, import};
use std::cell::Cell;

static STRUCT_TIME: Guarded<Cell<TypeRef>> = Guarded::new(Cell::new(TUPLE));

const FIELDS: [&str; 9] =
    ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];

fn time(_this: &Value) -> PyResult {
    Ok(new_float(clock::real_seconds()))
}

fn process_clock(_this: &Value) -> PyResult {
    Ok(new_float(clock::cpu_seconds()))
}

fn sleep(_this: &Value, args: &[Value]) -> PyResult {
    let seconds = c_double(&args[0])?;
    without_gil(|| os::sleep(seconds)).map_err(|errno| raise_errno(exc::IO_ERROR, errno))?;
    Ok(Value::none())
}

// ---- taking apart ------------------------------------------------------------------------------------------

/// _PyTime_DoubleToTimet: the whole seconds of an argument, now without one.
fn seconds_argument(args: &[Value]) -> PyResult<i64> {
    let Some(value) = args.first().filter(|value| !value.is_none()) else {
        return Ok(clock::real_seconds() as i64);
    };
    let seconds = match float_value(value) {
        Some(seconds) => seconds,
        None => c_double(value)?,
    };
    if seconds.is_nan() {
        // What C makes of it.
        return Ok(i64::MIN);
    }
    let whole = seconds as i64;
    if (seconds - whole as f64).abs() >= 1.0 || whole == i64::MAX {
        return Err(value_error("timestamp out of range for platform time_t"));
    }
    Ok(whole)
}

fn struct_time(time: &Broken) -> Value {
    let items = [
        time.year + 1900,
        time.month + 1,
        time.day,
        time.hour,
        time.minute,
        time.second,
        // Monday is 0 here.
        (time.weekday + 6) % 7,
        time.yearday + 1,
        time.dst,
    ];
    structseq::make(STRUCT_TIME.get(), items.iter().map(|&item| Value::int(item.into())).collect())
}

fn out_of_calendar(errno: Errno) -> crate::objects::Raised {
    raise_value(exc::VALUE_ERROR, new_tuple([Value::int(errno.0.into()), new_str(&errno.text())]))
}

fn gmtime(_this: &Value, args: &[Value]) -> PyResult {
    let seconds = seconds_argument(args)?;
    Ok(struct_time(&calendar::utc(seconds).map_err(out_of_calendar)?))
}

fn localtime(_this: &Value, args: &[Value]) -> PyResult {
    let seconds = seconds_argument(args)?;
    Ok(struct_time(&calendar::local(seconds).map_err(out_of_calendar)?))
}

// ---- putting together --------------------------------------------------------------------------------------

/// The nine numbers of a tuple.
fn nine(value: &Value) -> PyResult<[i32; 9]> {
    let items = if lang::is_27() {
        let is_sequence = value.type_of().slots().getitem.is_some() && value.downcast::<Str>().is_none();
        if !is_sequence {
            let name = value.argument_name();
            return Err(type_error(format!("argument must be 9-item sequence, not {name}")));
        }
        let items = protocol::to_vec(value)?;
        if items.len() != 9 {
            return Err(type_error(format!("argument must be sequence of length 9, not {}", items.len())));
        }
        items
    } else {
        let Some(items) = value.downcast::<Tuple>() else {
            return Err(type_error("Tuple or struct_time argument required"));
        };
        let items = items.items().to_vec();
        if items.len() != 9 {
            return Err(type_error(format!("function takes exactly 9 arguments ({} given)", items.len())));
        }
        items
    };
    let mut numbers = [0; 9];
    for (number, item) in numbers.iter_mut().zip(&items) {
        *number = c_int(item)?;
    }
    Ok(numbers)
}

/// What a year of few digits stands for, by the module's `accept2dyear`: 1969 to 2068 if it is true. If it is not, 2.7 refuses all
/// before 1900, and 3.2 takes them as they are.
fn full_year(module: &Value, year: i32) -> PyResult<i32> {
    let is_27 = lang::is_27();
    if year >= if is_27 { 1900 } else { 1000 } {
        return Ok(year);
    }
    let dict = module::dict_of(module);
    let accept = dict.as_ref().and_then(|dict| dict.downcast::<Dict>()?.get_name(&intern("accept2dyear")));
    let accepted = match &accept {
        Some(accept) if is_27 => {
            int::is_int(accept) && !int::is_long(accept) && int::to_i64(accept) != Some(0)
        }
        Some(accept) => protocol::truth(accept)?,
        None if is_27 => false,
        None => return Err(system_error("error return without exception set")),
    };
    match year {
        _ if !accepted && is_27 => return Err(value_error("year >= 1900 required")),
        _ if !accepted => return Ok(year),
        0..=99 => {}
        _ => return Err(value_error("year out of range")),
    }
    if !is_27 {
        door::warn(exc::DEPRECATION_WARNING, "Century info guessed for a 2-digit year.")?;
    }
    Ok(if year < 69 { year + 2000 } else { year + 1900 })
}

/// gettmarg.
fn broken(module: &Value, value: &Value) -> PyResult<Broken> {
    let [year, month, day, hour, minute, second, weekday, yearday, dst] = nine(value)?;
    let year = full_year(module, year)?;
    Ok(Broken {
        second,
        minute,
        hour,
        day,
        month: month.wrapping_sub(1),
        year: year.wrapping_sub(1900),
        weekday: weekday.wrapping_add(1) % 7,
        yearday: yearday.wrapping_sub(1),
        dst,
    })
}

/// checktm: each number is in its range, or 0 where that stands for the first.
fn checked(module: &Value, value: &Value) -> PyResult<Broken> {
    let mut time = broken(module, value)?;
    if time.month == -1 {
        time.month = 0;
    }
    if time.day == 0 {
        time.day = 1;
    }
    if time.yearday == -1 {
        time.yearday = 0;
    }
    let checks = [
        ((0..=11).contains(&time.month), "month out of range"),
        ((0..=31).contains(&time.day), "day of month out of range"),
        ((0..=23).contains(&time.hour), "hour out of range"),
        ((0..=59).contains(&time.minute), "minute out of range"),
        ((0..=61).contains(&time.second), "seconds out of range"),
        (time.weekday >= 0, "day of week out of range"),
        ((0..=365).contains(&time.yearday), "day of year out of range"),
        (!lang::is_27() || (-1..=1).contains(&time.dst), "daylight savings flag out of range"),
    ];
    for (fine, message) in checks {
        if !fine {
            return Err(value_error(message));
        }
    }
    if !lang::is_27() {
        time.dst = time.dst.signum();
    }
    Ok(time)
}

/// A time argument, now without one.
fn time_argument(module: &Value, value: Option<&Value>) -> PyResult<Broken> {
    match value {
        Some(value) => checked(module, value),
        None => calendar::local(clock::real_seconds() as i64).map_err(out_of_calendar),
    }
}

fn mktime(this: &Value, time: &Value) -> PyResult {
    let time = broken(this, time)?;
    match calendar::seconds_of(&time) {
        Some(seconds) => Ok(new_float(seconds as f64)),
        None => Err(overflow_error("mktime argument out of range")),
    }
}

fn strftime(this: &Value, args: &[Value]) -> PyResult {
    let format = args[0].downcast::<Str>().filter(|format| lang::is_27() || format.is_text());
    let Some(format) = format else {
        let name = args[0].argument_name();
        return Err(type_error(if lang::is_27() {
            format!("strftime() argument 1 must be string, not {name}")
        } else {
            format!("must be str, not {}", args[0].argument_name())
        }));
    };
    let time = time_argument(this, args.get(1))?;
    if format.is_empty() {
        return Ok(new_str(""));
    }
    // A directive may become as long as its words are, and the text is made by trials that double it.
    alloc::ensure(format.len().saturating_mul(64))?;
    let Some(format) = calendar::format_text(format.to_utf8()) else {
        return Err(if lang::is_27() {
            type_error("strftime() argument 1 must be string without null bytes, not str")
        } else {
            value_error("embedded null character")
        });
    };
    let text = calendar::format(&format, &time);
    Ok(if lang::is_27() { new_bytes(text) } else { new_str(&String::from_utf8_lossy(&text)) })
}

fn written(time: &Broken) -> Value {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let name = |table: &[&'static str], at: i32| {
        usize::try_from(at).ok().and_then(|at| table.get(at).copied()).unwrap_or("???")
    };
    new_str(&format!(
        "{} {}{:3} {:02}:{:02}:{:02} {}",
        name(&DAYS, time.weekday),
        name(&MONTHS, time.month),
        time.day,
        time.hour,
        time.minute,
        time.second,
        i64::from(time.year) + 1900
    ))
}

fn strptime(_this: &Value, args: &[Value]) -> PyResult {
    let module = import::import_module("_strptime")?;
    call::call(&protocol::getattr(&module, &intern("_strptime_time"))?, args)
}

fn asctime(this: &Value, args: &[Value]) -> PyResult {
    Ok(written(&time_argument(this, args.first())?))
}

fn ctime(_this: &Value, args: &[Value]) -> PyResult {
    unpack("ctime", args, 0, 1)?;
    let seconds = seconds_argument(args)?;
    Ok(written(&calendar::local(seconds).map_err(out_of_calendar)?))
}

// ---- the zone ----------------------------------------------------------------------------------------------

fn set_zone(made: &Value) {
    let zone = calendar::zone(clock::real_seconds() as i64);
    module::set(made, "timezone", Value::int(zone.standard));
    module::set(made, "altzone", Value::int(zone.alternative));
    module::set(made, "daylight", Value::int(zone.daylight.into()));
    let [standard, summer] = &zone.names;
    module::set(made, "tzname", new_tuple([new_str(standard), new_str(summer)]));
}

fn tzset(this: &Value) -> PyResult {
    set_zone(this);
    Ok(Value::none())
}

static FUNCTIONS: &[Method] = &[
    method(
        "time",
        Native::NoArgs(time),
        "time() -> floating point number\n\nReturn the current time in seconds since the Epoch.",
    ),
    method(
        "clock",
        Native::NoArgs(process_clock),
        "clock() -> floating point number\n\nReturn the processor time of the process in seconds.",
    ),
    method(
        "sleep",
        Native::Var(1, 1, sleep),
        "sleep(seconds)\n\nDelay execution for a given number of seconds, which may be a fraction.",
    ),
    method(
        "gmtime",
        Native::Var(0, 1, gmtime),
        "gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min, tm_sec, tm_wday, tm_yday, tm_isdst)\n\nSeconds \
         since the Epoch as UTC.",
    ),
    method(
        "localtime",
        Native::Var(0, 1, localtime),
        "localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min,tm_sec,tm_wday,tm_yday,tm_isdst)\n\nSeconds \
         since the Epoch as local time.",
    ),
    method(
        "asctime",
        Native::Var(0, 1, asctime),
        "asctime([tuple]) -> string\n\nWrite a time, e.g. 'Sat Jun 06 16:26:11 1998'.",
    ),
    method(
        "ctime",
        Native::Var(0, usize::MAX, ctime),
        "ctime(seconds) -> string\n\nThe same as asctime(localtime(seconds)).",
    ),
    method(
        "mktime",
        Native::One(mktime),
        "mktime(tuple) -> floating point number\n\nSeconds since the Epoch of a local time.",
    ),
    method(
        "strftime",
        Native::Var(1, 2, strftime),
        "strftime(format[, tuple]) -> string\n\nWrite a time by a format.",
    ),
    method(
        "strptime",
        Native::Var(0, usize::MAX, strptime),
        "strptime(string, format) -> struct_time\n\nRead a time by a format, as strftime() writes it.",
    ),
    method("tzset", Native::NoArgs(tzset), "tzset()\n\nRead the environment variable TZ again."),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("time");
    module::add_functions(&made, "time", FUNCTIONS);
    let kind =
        capi::class_once("time", "struct_time", || structseq::new_kind("time", "struct_time", &FIELDS))?;
    STRUCT_TIME.set(kind);
    module::set(&made, "struct_time", kind.value());
    // A variable that is set and not empty has years taken as they are.
    let as_they_are = std::env::var_os("PYTHONY2K").is_some_and(|value| !value.is_empty());
    module::set(&made, "accept2dyear", Value::int(i64::from(!as_they_are)));
    set_zone(&made);
    Ok(made)
}
