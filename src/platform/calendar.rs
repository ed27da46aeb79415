//! Calendar time: seconds since the epoch taken apart and put together, and written out, by the C library's rules for
//! time zones.

use super::errno::Errno;
use std::ffi::{CStr, CString};

/// A moment taken apart, with the numbers of C's `struct tm`: months from 0, years from 1900, weekdays from Sunday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Broken {
    pub second: i32,
    pub minute: i32,
    pub hour: i32,
    pub day: i32,
    pub month: i32,
    pub year: i32,
    pub weekday: i32,
    pub yearday: i32,
    pub dst: i32,
}

fn zero() -> libc::tm {
    // SAFETY: `tm` is plain data; zero, with no zone name, is a value of it.
    unsafe { std::mem::zeroed() }
}

fn from_raw(tm: &libc::tm) -> Broken {
    Broken {
        second: tm.tm_sec,
        minute: tm.tm_min,
        hour: tm.tm_hour,
        day: tm.tm_mday,
        month: tm.tm_mon,
        year: tm.tm_year,
        weekday: tm.tm_wday,
        yearday: tm.tm_yday,
        dst: tm.tm_isdst,
    }
}

fn to_raw(time: &Broken) -> libc::tm {
    let mut tm = zero();
    tm.tm_sec = time.second;
    tm.tm_min = time.minute;
    tm.tm_hour = time.hour;
    tm.tm_mday = time.day;
    tm.tm_mon = time.month;
    tm.tm_year = time.year;
    tm.tm_wday = time.weekday;
    tm.tm_yday = time.yearday;
    tm.tm_isdst = time.dst;
    tm
}

fn raw_local(seconds: i64) -> Result<libc::tm, Errno> {
    let mut tm = zero();
    let seconds = seconds as libc::time_t;
    // SAFETY: two locals of the right types.
    let made = unsafe { libc::localtime_r(&seconds, &mut tm) };
    if made.is_null() { Err(Errno::last()) } else { Ok(tm) }
}

/// Local time. Errors: `EOVERFLOW` for a year that no `int` holds.
pub fn local(seconds: i64) -> Result<Broken, Errno> {
    raw_local(seconds).map(|tm| from_raw(&tm))
}

/// As [`local`], in UTC.
pub fn utc(seconds: i64) -> Result<Broken, Errno> {
    let mut tm = zero();
    let seconds = seconds as libc::time_t;
    // SAFETY: two locals of the right types.
    let made = unsafe { libc::gmtime_r(&seconds, &mut tm) };
    if made.is_null() { Err(Errno::last()) } else { Ok(from_raw(&tm)) }
}

/// Seconds of a local time; none if there are none that fit.
pub fn seconds_of(time: &Broken) -> Option<i64> {
    let mut tm = to_raw(time);
    // What tells failure from the moment one second before the epoch.
    tm.tm_wday = -1;
    // SAFETY: a local of the right type.
    let seconds = unsafe { libc::mktime(&mut tm) };
    if seconds == -1 && tm.tm_wday == -1 { None } else { Some(seconds as i64) }
}

/// `strftime`.
pub fn format(format: &CStr, time: &Broken) -> Vec<u8> {
    let mut tm = to_raw(time);
    // The zone's name, for `%Z`.
    if let Ok(now) = seconds_of(time).map_or(Err(Errno::EINVAL), raw_local) {
        tm.tm_gmtoff = now.tm_gmtoff;
        tm.tm_zone = now.tm_zone;
    }
    let length = format.to_bytes().len();
    let mut size = 1024;
    loop {
        let mut buffer = vec![0u8; size];
        // SAFETY: the buffer's own address and length, a zero-terminated format, a local time whose zone name, if any,
        // is the C library's own.
        let count = unsafe { libc::strftime(buffer.as_mut_ptr().cast(), size, format.as_ptr(), &tm) };
        // An empty result is the same as a failure; the larger the buffer, the less likely that.
        if count > 0 || size >= 256 * length {
            buffer.truncate(count);
            return buffer;
        }
        size *= 2;
    }
}

/// The local zone: seconds west of UTC without and with daylight saving, whether there is any, and the two names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    pub standard: i64,
    pub alternative: i64,
    pub daylight: bool,
    pub names: [String; 2],
}

/// Reads `TZ` again.
pub fn read_zone() {
    unsafe extern "C" {
        fn tzset();
    }
    // SAFETY: no precondition.
    unsafe { tzset() };
}

/// The local zone, by what it is in January and in July of this year.
pub fn zone(now: i64) -> Zone {
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    read_zone();
    let at = |seconds: i64| -> (i64, String) {
        let Ok(tm) = raw_local(seconds) else { return (0, String::from("   ")) };
        let name = if tm.tm_zone.is_null() {
            String::from("   ")
        } else {
            // SAFETY: the C library's own zero-terminated string.
            unsafe { CStr::from_ptr(tm.tm_zone) }.to_string_lossy().chars().take(9).collect()
        };
        (-tm.tm_gmtoff, name)
    };
    let start = now / YEAR * YEAR;
    let (january, july) = (at(start), at(start + YEAR / 2));
    let daylight = january.0 != july.0;
    // South of the equator summer is in January.
    let (standard, summer) = if january.0 < july.0 { (july, january) } else { (january, july) };
    Zone { standard: standard.0, alternative: summer.0, daylight, names: [standard.1, summer.1] }
}

/// Text for [`format`]: none if it has a zero inside.
pub fn format_text(text: Vec<u8>) -> Option<CString> {
    CString::new(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch() {
        let time = utc(0).unwrap_or_default();
        assert_eq!((time.year, time.month, time.day, time.weekday), (70, 0, 1, 4));
        assert!(utc(i64::MIN).is_err());
        assert_eq!(format(c"%Y-%m-%d", &time), b"1970-01-01");
        assert_eq!(local(86400).ok().and_then(|time| seconds_of(&time)), Some(86400));
    }
}
