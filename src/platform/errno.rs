//! Error numbers as values.
//!
//! Invariant: `errno` is read once, directly after the call that set it, and travels as an [`Errno`] from there on.

use std::ffi::CStr;
use std::fmt;

/// An error number of the operating system, as `errno` holds it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Errno(pub i32);

impl Errno {
    pub const EAGAIN: Errno = Errno(libc::EAGAIN);
    pub const EBADF: Errno = Errno(libc::EBADF);
    pub const EINTR: Errno = Errno(libc::EINTR);
    pub const EINVAL: Errno = Errno(libc::EINVAL);
    pub const ENOMEM: Errno = Errno(libc::ENOMEM);

    /// What the last failed call of this thread left behind.
    pub fn last() -> Errno {
        // SAFETY: the location is this thread's own errno, valid for the thread's life.
        Errno(unsafe { *location() })
    }

    /// Puts this number back into the thread's `errno`. Async-signal-safe.
    pub fn restore(self) {
        // SAFETY: as in `last`.
        unsafe { *location() = self.0 }
    }

    /// A signal ended the call before it was done.
    pub fn is_interrupt(self) -> bool {
        self == Errno::EINTR
    }

    /// The text of `strerror`, without any number behind it.
    pub fn text(self) -> String {
        let mut buffer = [0 as libc::c_char; 256];
        // SAFETY: the buffer is ours and its true length is given; one byte is held back, so that the text ends
        // in a zero even where the call cuts it short without one.
        unsafe { libc::strerror_r(self.0, buffer.as_mut_ptr(), buffer.len() - 1) };
        // SAFETY: the last byte of the buffer is zero and was never handed out.
        unsafe { CStr::from_ptr(buffer.as_ptr()) }.to_string_lossy().into_owned()
    }

    /// The result of a call that answers -1 for failure.
    pub(super) fn check(result: i64) -> Result<i64, Errno> {
        if result == -1 { Err(Errno::last()) } else { Ok(result) }
    }
}

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[Errno {}] {}", self.0, self.text())
    }
}

impl fmt::Debug for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Errno({}: {})", self.0, self.text())
    }
}

impl std::error::Error for Errno {}

#[cfg(any(target_os = "linux", target_os = "emscripten"))]
fn location() -> *mut i32 {
    // SAFETY: the function has no precondition.
    unsafe { libc::__errno_location() }
}

#[cfg(any(target_os = "macos", target_os = "ios", target_os = "freebsd"))]
fn location() -> *mut i32 {
    // SAFETY: the function has no precondition.
    unsafe { libc::__error() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_that_of_strerror() {
        assert_eq!(Errno::EINTR.text(), "Interrupted system call");
        assert_eq!(Errno::EINTR.to_string(), "[Errno 4] Interrupted system call");
        assert!(Errno(123_456).text().contains("123456"));
    }

    #[test]
    fn restore_writes_what_last_reads() {
        Errno(7).restore();
        assert_eq!(Errno::last(), Errno(7));
    }
}
