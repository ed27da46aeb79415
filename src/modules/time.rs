//! The module `time` (Modules/timemodule.c): clocks, `sleep`, and the C library's calendar.
//!
//! Invariant: `sleep` gives up the GIL, and returns early without an error when a signal handler ran in C; the Python
//! handler runs at the next check, so a traceback shows the line of the sleep.

use std::cell::Cell;
use std::ffi::CString;

use super::capi::{self, c_double, c_int};
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::float::new_float;
use crate::objects::guarded::Guarded;
use crate::objects::list::List;
use crate::objects::native::{Method, Native, method};
use crate::objects::str::{new_native_ascii, new_str};
use crate::objects::structseq::{make as make_sequence, new_kind};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::TypeRef;
use crate::objects::{Value, exceptions as exc, lang, module, protocol};
use crate::platform::calendar::{self, Tm};
use crate::platform::{clock, sleep};
use crate::runtime::without_gil;

/// `time.struct_time`, made with the first module.
static STRUCT_TIME: Guarded<Cell<Option<TypeRef>>> = Guarded::new(Cell::new(None));

const FIELDS: &[&str] =
    &["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];

fn time(_this: &Value) -> PyResult {
    Ok(new_float(clock::real_seconds()))
}

fn cpu_clock(_this: &Value) -> PyResult {
    Ok(new_float(clock::cpu_seconds()))
}

fn sleep_(_this: &Value, args: &[Value]) -> PyResult {
    let seconds = c_double(&args[0])?;
    match without_gil(|| sleep::sleep(seconds)) {
        Ok(_) => Ok(Value::none()),
        Err(errno) => Err(capi::from_errno(exc::IO_ERROR, errno)),
    }
}

// ---- broken-down times ---------------------------------------------------------------------------------

/// Python counts months, week days (from Monday) and days of the year otherwise than C does.
fn to_python(tm: Tm) -> PyResult {
    let numbers = [
        tm.year + 1900,
        tm.mon + 1,
        tm.mday,
        tm.hour,
        tm.min,
        tm.sec,
        (tm.wday + 6) % 7,
        tm.yday + 1,
        tm.isdst,
    ];
    let kind = struct_time()?;
    Ok(make_sequence(kind, numbers.map(|number| Value::int(number.into())).into()))
}

fn struct_time() -> PyResult<TypeRef> {
    if let Some(kind) = STRUCT_TIME.get() {
        return Ok(kind);
    }
    let kind = new_kind("time", "struct_time", FIELDS)?;
    STRUCT_TIME.set(Some(kind));
    Ok(kind)
}

/// gettmarg: nine numbers. Years of two digits are of this century or the last one.
fn from_python(value: &Value) -> PyResult<Tm> {
    let items = match value.downcast::<Tuple>() {
        Some(tuple) => tuple.items().to_vec(),
        None if lang::is_27() && value.downcast::<List>().is_some() => protocol::to_vec(value)?,
        None => return Err(type_error("Tuple or struct_time argument required")),
    };
    if items.len() != 9 {
        return Err(type_error(if lang::is_27() {
            format!("argument must be sequence of length 9, not {}", items.len())
        } else {
            format!("function takes exactly 9 arguments ({} given)", items.len())
        }));
    }
    let mut numbers = [0; 9];
    for (number, item) in numbers.iter_mut().zip(&items) {
        *number = c_int(item)?;
    }
    let [year, mon, mday, hour, min, sec, wday, yday, isdst] = numbers;
    let year = match year {
        0..69 => year + 2000,
        69..100 => year + 1900,
        // 2.7 takes no year before 1900 at all.
        _ if year < if lang::is_27() { 1900 } else { 1000 } => {
            return Err(value_error(if lang::is_27() {
                "year >= 1900 required"
            } else {
                "year out of range"
            }));
        }
        _ => year,
    };
    Ok(Tm {
        year: year - 1900,
        mon: mon.wrapping_sub(1),
        mday,
        hour,
        min,
        sec,
        wday: wday.wrapping_add(1) % 7,
        yday: yday.wrapping_sub(1),
        isdst,
        gmtoff: 0,
    })
}

/// checktm: what the C functions would index their tables with. One below the first month and day counts as the first.
fn checked(mut tm: Tm) -> PyResult<Tm> {
    let mut check = |number: &mut i32, low: i32, high: i32, name: &str| {
        if *number == low - 1 && name.starts_with(['m', 'd']) && !name.starts_with("minute") {
            *number = low;
        }
        if (low..=high).contains(number) { Ok(()) } else { Err(value_error(format!("{name} out of range"))) }
    };
    check(&mut tm.mon, 0, 11, "month")?;
    check(&mut tm.mday, 1, 31, "day of month")?;
    check(&mut tm.hour, 0, 23, "hour")?;
    check(&mut tm.min, 0, 59, "minute")?;
    check(&mut tm.sec, 0, 61, "seconds")?;
    if tm.wday < 0 {
        return Err(value_error("day of week out of range"));
    }
    check(&mut tm.yday, 0, 365, "day of year")?;
    Ok(tm)
}

/// The moment of an argument; now without one, or with None.
fn moment(args: &[Value]) -> PyResult<i64> {
    let seconds = match args.first().filter(|seconds| !seconds.is_none()) {
        Some(seconds) => c_double(seconds)?,
        None => clock::real_seconds(),
    };
    // Also NaN.
    if !(seconds.abs() < 9.2e18) {
        return Err(value_error("timestamp out of range for platform time_t"));
    }
    Ok(seconds as i64)
}

fn broken_down(args: &[Value], local: bool) -> PyResult<Tm> {
    calendar::broken_down(moment(args)?, local).map_err(|errno| capi::from_errno(exc::VALUE_ERROR, errno))
}

fn gmtime(_this: &Value, args: &[Value]) -> PyResult {
    to_python(broken_down(args, false)?)
}

fn localtime(_this: &Value, args: &[Value]) -> PyResult {
    to_python(broken_down(args, true)?)
}

fn given_or_now(value: Option<&Value>) -> PyResult<Tm> {
    match value {
        Some(value) => checked(from_python(value)?),
        None => broken_down(&[], true),
    }
}

fn text(tm: Tm) -> Value {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let name = |names: &[&'static str], index: i32| names.get(index as usize).copied().unwrap_or("???");
    new_str(&format!(
        "{} {} {:>2} {:02}:{:02}:{:02} {}",
        name(&DAYS, tm.wday),
        name(&MONTHS, tm.mon),
        tm.mday,
        tm.hour,
        tm.min,
        tm.sec,
        i64::from(tm.year) + 1900
    ))
}

fn asctime(_this: &Value, args: &[Value]) -> PyResult {
    Ok(text(given_or_now(args.first())?))
}

fn ctime(_this: &Value, args: &[Value]) -> PyResult {
    Ok(text(broken_down(args, true)?))
}

fn mktime(_this: &Value, value: &Value) -> PyResult {
    match calendar::moment(from_python(value)?) {
        Some(seconds) => Ok(new_float(seconds as f64)),
        None => Err(crate::objects::errors::overflow_error("mktime argument out of range")),
    }
}

fn strftime(_this: &Value, args: &[Value]) -> PyResult {
    let Some(format) = args[0].str_lossy() else {
        let kind = args[0].type_name();
        return Err(type_error(if lang::is_27() {
            format!("strftime() argument 1 must be string, not {kind}")
        } else {
            format!("must be str, not {kind}")
        }));
    };
    let tm = given_or_now(args.get(1))?;
    let Ok(format) = CString::new(format) else { return Err(type_error("embedded NUL character")) };
    let result = calendar::format(&format, tm);
    if lang::is_27() {
        return Ok(new_native_ascii(result));
    }
    Ok(new_str(&String::from_utf8_lossy(&result)))
}

/// The zone's numbers and names: those of January and of July, the one without daylight saving first.
fn set_zone(target: &Value) {
    calendar::read_zone();
    const HALF_YEAR: i64 = (365 * 24 + 6) * 3600 / 2;
    let now = clock::real_seconds() as i64;
    let january = now - now.rem_euclid(2 * HALF_YEAR);
    let sides = [january, january + HALF_YEAR].map(|moment| {
        let west = calendar::broken_down(moment, true).map_or(0, |tm| -tm.gmtoff);
        (west, new_native_ascii(calendar::zone_name(moment)))
    });
    let [winter, summer] = sides;
    let saving = winter.0 != summer.0;
    let (standard, other) = if winter.0 < summer.0 { (summer, winter) } else { (winter, summer) };
    module::set(target, "timezone", Value::int(standard.0));
    module::set(target, "altzone", Value::int(other.0));
    module::set(target, "daylight", Value::int(saving.into()));
    module::set(target, "tzname", new_tuple([standard.1, other.1]));
}

fn tzset(this: &Value) -> PyResult {
    set_zone(this);
    Ok(Value::none())
}

static FUNCTIONS: &[Method] = &[
    method(
        "time",
        Native::NoArgs(time),
        "time() -> floating point number\n\nSeconds since the epoch, with fractions.",
    ),
    method(
        "clock",
        Native::NoArgs(cpu_clock),
        "clock() -> floating point number\n\nProcessor time of this process, in seconds.",
    ),
    method(
        "sleep",
        Native::Var(1, 1, sleep_),
        "sleep(seconds)\n\nDo nothing for so many seconds, or until a signal has been handled; other threads run \
         meanwhile.",
    ),
    method(
        "gmtime",
        Native::Var(0, 1, gmtime),
        "gmtime([seconds]) -> struct_time\n\nA moment, now by default, as a date and time of day in UTC.",
    ),
    method(
        "localtime",
        Native::Var(0, 1, localtime),
        "localtime([seconds]) -> struct_time\n\nA moment, now by default, as a local date and time of day.",
    ),
    method(
        "asctime",
        Native::Var(0, 1, asctime),
        "asctime([tuple]) -> string\n\nA date and time of day as text, like 'Sat Jun  6 16:26:11 1998'.",
    ),
    method(
        "ctime",
        Native::Var(0, 1, ctime),
        "ctime([seconds]) -> string\n\nA moment as local text, like asctime(localtime(seconds)).",
    ),
    method(
        "mktime",
        Native::One(mktime),
        "mktime(tuple) -> floating point number\n\nThe moment of a local date and time of day.",
    ),
    method(
        "strftime",
        Native::Var(1, 2, strftime),
        "strftime(format[, tuple]) -> string\n\nA date and time of day, now by default, in a format of C's strftime().",
    ),
    method("tzset", Native::NoArgs(tzset), "tzset()\n\nRead the time zone from the environment again."),
];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("time");
    module::add_functions(&made, "time", FUNCTIONS);
    module::set(&made, "struct_time", struct_time()?.value());
    module::set(&made, "accept2dyear", Value::int(1));
    set_zone(&made);
    Ok(made)
}
