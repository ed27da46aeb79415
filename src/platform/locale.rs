//! The locale that the environment asks for.

use super::Mutex;
use std::ffi::CStr;

static ASKED: Mutex<Option<String>> = Mutex::new(None);

/// The name of the locale's character encoding (`nl_langinfo(CODESET)`), such as `UTF-8` or `ANSI_X3.4-1968`. The
/// process's locale for characters is set from the environment at the first call.
pub fn codeset() -> String {
    ASKED
        .lock()
        .get_or_insert_with(|| {
            // SAFETY: a zero-terminated, empty name; the lock keeps a second caller out, and nothing else here
            // depends on the locale.
            unsafe { libc::setlocale(libc::LC_CTYPE, c"".as_ptr()) };
            // SAFETY: no precondition; the answer is read before anything can change it.
            let name = unsafe { libc::nl_langinfo(libc::CODESET) };
            if name.is_null() {
                return String::from("ascii");
            }
            // SAFETY: a zero-terminated string that the C library owns.
            unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned()
        })
        .clone()
}
