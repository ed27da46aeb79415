//! Terminals: pairs of them, and their names.

use super::errno::Errno;
use super::fd::{self, Fd};
use std::ffi::CStr;

/// A pseudo-terminal: its master's and its slave's descriptor. Errors: `ENOENT`, `EMFILE`.
pub fn open_pair() -> Result<(Fd, Fd), Errno> {
    let (mut master, mut slave) = (-1, -1);
    // SAFETY: two places that live through the call; what is null is left as it is by default.
    let result = unsafe {
        libc::openpty(
            &mut master,
            &mut slave,
            std::ptr::null_mut(),
            std::ptr::null_mut(),
            std::ptr::null_mut(),
        )
    };
    Errno::check(result.into()).map(|_| (master, slave))
}

/// In a child: begins a session at this terminal, with it as standard input, output and error. Async-signal-safe.
pub fn log_in(slave: Fd) -> Result<(), Errno> {
    // SAFETY: plain numbers.
    unsafe {
        libc::setsid();
        Errno::check(libc::ioctl(slave, libc::TIOCSCTTY, 0).into())?;
    }
    for target in 0..=2 {
        fd::dup2(slave, target)?;
    }
    if slave > 2 { fd::close(slave) } else { Ok(()) }
}

/// The name of the terminal that a descriptor stands for. Errors: `EBADF`, `ENOTTY`.
pub fn name(fd: Fd) -> Result<Vec<u8>, Errno> {
    let mut buffer = [0; 256];
    // SAFETY: a buffer and its length.
    match unsafe { libc::ttyname_r(fd, buffer.as_mut_ptr().cast(), buffer.len()) } {
        0 => Ok(CStr::from_bytes_until_nul(&buffer).map(|name| name.to_bytes().to_vec()).unwrap_or_default()),
        error => Err(Errno(error)),
    }
}
