//! The C library's calendar: broken-down times, time zones, `strftime`.

use super::errno::Errno;
use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;

/// A broken-down time as C counts: years from 1900, months from 0, week days from Sunday, days of the year from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tm {
    pub year: i32,
    pub mon: i32,
    pub mday: i32,
    pub hour: i32,
    pub min: i32,
    pub sec: i32,
    pub wday: i32,
    pub yday: i32,
    pub isdst: i32,
    /// Seconds east of Greenwich.
    pub gmtoff: i64,
}

impl Tm {
    fn of(tm: &libc::tm) -> Tm {
        Tm {
            year: tm.tm_year,
            mon: tm.tm_mon,
            mday: tm.tm_mday,
            hour: tm.tm_hour,
            min: tm.tm_min,
            sec: tm.tm_sec,
            wday: tm.tm_wday,
            yday: tm.tm_yday,
            isdst: tm.tm_isdst,
            gmtoff: tm.tm_gmtoff,
        }
    }

    fn to_c(self) -> libc::tm {
        // SAFETY: plain numbers and a pointer, for which zero is a value.
        let mut tm: libc::tm = unsafe { MaybeUninit::zeroed().assume_init() };
        tm.tm_year = self.year;
        tm.tm_mon = self.mon;
        tm.tm_mday = self.mday;
        tm.tm_hour = self.hour;
        tm.tm_min = self.min;
        tm.tm_sec = self.sec;
        tm.tm_wday = self.wday;
        tm.tm_yday = self.yday;
        tm.tm_isdst = self.isdst;
        tm
    }
}

/// The broken-down time of a moment, in UTC or in the local zone. Errors: `EOVERFLOW` when the year is no C int.
pub fn broken_down(seconds: i64, local: bool) -> Result<Tm, Errno> {
    let mut tm = MaybeUninit::zeroed();
    // SAFETY: both write the whole structure when they succeed, and keep no pointer to the arguments.
    unsafe {
        let made = if local {
            libc::localtime_r(&seconds, tm.as_mut_ptr())
        } else {
            libc::gmtime_r(&seconds, tm.as_mut_ptr())
        };
        if made.is_null() { Err(Errno::last()) } else { Ok(Tm::of(&tm.assume_init())) }
    }
}

/// The moment of a local broken-down time; None if there is none.
pub fn moment(tm: Tm) -> Option<i64> {
    let mut c = tm.to_c();
    // mktime sets the week day when it succeeds; -1 may be a moment.
    c.tm_wday = -1;
    // SAFETY: a local structure.
    let seconds = unsafe { libc::mktime(&mut c) };
    if seconds == -1 && c.tm_wday == -1 { None } else { Some(seconds) }
}

/// `strftime`; the format's bytes go through as they are.
pub fn format(format: &CStr, tm: Tm) -> Vec<u8> {
    // A blank in front tells an empty result from one that did not fit.
    let mut marked = vec![b' '];
    marked.extend_from_slice(format.to_bytes());
    let Ok(marked) = CString::new(marked) else { return Vec::new() };
    let c = tm.to_c();
    let mut room = 256;
    loop {
        let mut buffer = vec![0_u8; room];
        // SAFETY: the buffer's own address and length, a zero-terminated format, a whole structure.
        let written = unsafe { libc::strftime(buffer.as_mut_ptr().cast(), room, marked.as_ptr(), &c) };
        if written > 0 {
            buffer.truncate(written);
            buffer.remove(0);
            return buffer;
        }
        room *= 2;
    }
}

/// The abbreviation of the local zone at a moment.
pub fn zone_name(seconds: i64) -> Vec<u8> {
    let mut tm = MaybeUninit::<libc::tm>::zeroed();
    // SAFETY: as in `broken_down`; the zone's name is a zero-terminated string of the C library's that stays.
    unsafe {
        if libc::localtime_r(&seconds, tm.as_mut_ptr()).is_null() {
            return Vec::new();
        }
        let name = tm.assume_init().tm_zone;
        if name.is_null() { Vec::new() } else { CStr::from_ptr(name).to_bytes().to_vec() }
    }
}

/// Reads the zone from the environment anew.
pub fn read_zone() {
    unsafe extern "C" {
        fn tzset();
    }
    // SAFETY: no arguments; the environment is not changed while the GIL is held.
    unsafe { tzset() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let tm = broken_down(1_000_000_000, false).expect("a year that fits");
        assert_eq!((tm.year, tm.mon, tm.mday, tm.hour, tm.wday, tm.yday), (101, 8, 9, 1, 0, 251));
        let local = broken_down(1_000_000_000, true).expect("a year that fits");
        assert_eq!(moment(local), Some(1_000_000_000));
        assert_eq!(format(c"%Y-%m-%d %%", tm), b"2001-09-09 %");
        assert_eq!(format(c"", tm), b"");
        assert_eq!(broken_down(i64::MAX, false), Err(Errno(libc::EOVERFLOW)));
    }
}
