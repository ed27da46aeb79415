//! File descriptors. Every call is one system call; each error, `EINTR` included, is a value; nothing is retried.

use super::errno::Errno;
use std::ffi::CStr;
use std::ptr::null_mut;

/// A file descriptor's number. It is the script that owns it: nothing here closes one by itself.
pub type Fd = i32;

/// Reads up to `buffer.len()` bytes; 0 is the end of the file.
pub fn read(fd: Fd, buffer: &mut [u8]) -> Result<usize, Errno> {
    // SAFETY: the buffer's own address and length.
    Errno::check(unsafe { libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len()) } as i64)
        .map(|n| n as usize)
}

/// Writes some of `bytes` and says how many. Async-signal-safe.
pub fn write(fd: Fd, bytes: &[u8]) -> Result<usize, Errno> {
    // SAFETY: the slice's own address and length.
    Errno::check(unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) } as i64).map(|n| n as usize)
}

/// Closes a descriptor. After any error but `EBADF` it is closed all the same.
pub fn close(fd: Fd) -> Result<(), Errno> {
    // SAFETY: descriptors are the script's to close, as in CPython; no Rust object here owns one.
    Errno::check(unsafe { libc::close(fd) } as i64).map(drop)
}

/// Opens a file with the flags and mode of `open(2)`.
pub fn open(path: &CStr, flags: i32, mode: u32) -> Result<Fd, Errno> {
    // SAFETY: a zero-terminated path.
    Errno::check(unsafe { libc::open(path.as_ptr(), flags, mode) } as i64).map(|fd| fd as Fd)
}

/// A pipe: the end to read from, the end to write to. Both are inherited by children, as in CPython before 3.4.
pub fn pipe() -> Result<(Fd, Fd), Errno> {
    let mut ends = [0; 2];
    // SAFETY: room for two.
    Errno::check(unsafe { libc::pipe(ends.as_mut_ptr()) } as i64).map(|_| (ends[0], ends[1]))
}

/// As [`pipe`], but no program that a child becomes has it.
pub fn pipe_not_inherited() -> Result<(Fd, Fd), Errno> {
    let mut ends = [0; 2];
    #[cfg(target_os = "linux")]
    // SAFETY: room for two.
    Errno::check(unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } as i64)?;
    #[cfg(not(target_os = "linux"))]
    {
        ends = pipe()?.into();
        for end in ends {
            control(end, libc::F_SETFD, libc::FD_CLOEXEC.into())?;
        }
    }
    Ok((ends[0], ends[1]))
}

/// A new terminal: the end of who plays the person at it, the end of the programs.
pub fn open_terminal() -> Result<(Fd, Fd), Errno> {
    let (mut master, mut slave) = (0, 0);
    // SAFETY: two locals; no name, no settings.
    Errno::check(
        unsafe { libc::openpty(&mut master, &mut slave, null_mut(), null_mut(), null_mut()) } as i64
    )?;
    Ok((master, slave))
}

/// Makes a terminal the calling process's own, in a new session, and its standard input, output and error; closes the descriptor.
pub fn adopt_terminal(slave: Fd) -> Result<(), Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::login_tty(slave) } as i64).map(drop)
}

/// The name of the terminal that the descriptor is.
pub fn terminal_name(fd: Fd) -> Result<Vec<u8>, Errno> {
    let mut name = [0u8; 256];
    // SAFETY: the buffer's own address and length.
    match unsafe { libc::ttyname_r(fd, name.as_mut_ptr().cast(), name.len()) } {
        0 => Ok(name.split(|&byte| byte == 0).next().unwrap_or_default().to_vec()),
        status => Err(Errno(status)),
    }
}

pub fn dup(fd: Fd) -> Result<Fd, Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::dup(fd) } as i64).map(|fd| fd as Fd)
}

/// Makes `new` another name of `old`, closing what it was.
pub fn dup2(old: Fd, new: Fd) -> Result<Fd, Errno> {
    // SAFETY: as `close`.
    Errno::check(unsafe { libc::dup2(old, new) } as i64).map(|fd| fd as Fd)
}

/// Moves the position of an open file (`whence` 0 start, 1 here, 2 end) and gives the new one.
pub fn seek(fd: Fd, offset: i64, whence: i32) -> Result<i64, Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::lseek(fd, offset as libc::off_t, whence) } as i64)
}

/// Whether the descriptor is a terminal.
pub fn is_a_tty(fd: Fd) -> bool {
    // SAFETY: no precondition.
    unsafe { libc::isatty(fd) == 1 }
}

/// Whether the number is an open descriptor (`fstat`), as `signal.set_wakeup_fd` asks.
pub fn is_open(fd: Fd) -> bool {
    // SAFETY: `stat` is plain data, written by the call.
    unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        libc::fstat(fd, &mut stat) == 0
    }
}

/// Turns `O_NONBLOCK` on or off.
pub fn set_nonblocking(fd: Fd, nonblocking: bool) -> Result<(), Errno> {
    // SAFETY: no precondition.
    let flags = Errno::check(unsafe { libc::fcntl(fd, libc::F_GETFL) } as i64)? as i32;
    let new = if nonblocking { flags | libc::O_NONBLOCK } else { flags & !libc::O_NONBLOCK };
    if new == flags {
        return Ok(());
    }
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::fcntl(fd, libc::F_SETFL, new) } as i64).map(drop)
}

/// Descriptors from this one on do not fit into a `select`.
pub const SETSIZE: Fd = libc::FD_SETSIZE as Fd;

/// What a `select` waits for, and afterwards what is ready, each list in the order given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub read: Vec<Fd>,
    pub write: Vec<Fd>,
    pub except: Vec<Fd>,
}

/// Waits until a descriptor is ready or the time (in microseconds; `None`: no limit) has run out. To be called
/// without the GIL. Errors: `EINVAL` for numbers outside 0..[`SETSIZE`] and for negative times, `EBADF`, `EINTR`.
pub fn select(wanted: &Selection, timeout_us: Option<i64>) -> Result<Selection, Errno> {
    let mut highest = -1;
    let mut sets = [build_set(&wanted.read, &mut highest)?, build_set(&wanted.write, &mut highest)?, {
        build_set(&wanted.except, &mut highest)?
    }];
    let mut time = libc::timeval { tv_sec: 0, tv_usec: 0 };
    let time = match timeout_us {
        None => std::ptr::null_mut(),
        Some(us) => {
            time.tv_sec = us.div_euclid(1_000_000) as _;
            time.tv_usec = us.rem_euclid(1_000_000) as _;
            &raw mut time
        }
    };
    let [read, write, except] = &mut sets;
    // SAFETY: three sets and a time of ours; `highest` is below FD_SETSIZE.
    Errno::check(unsafe { libc::select(highest + 1, read, write, except, time) } as i64)?;
    let ready = |fds: &[Fd], set: &libc::fd_set| {
        // SAFETY: `build_set` has checked each number.
        fds.iter().copied().filter(|&fd| unsafe { libc::FD_ISSET(fd, set) }).collect()
    };
    Ok(Selection {
        read: ready(&wanted.read, read),
        write: ready(&wanted.write, write),
        except: ready(&wanted.except, except),
    })
}

fn build_set(fds: &[Fd], highest: &mut Fd) -> Result<libc::fd_set, Errno> {
    // SAFETY: fd_set is plain data; the numbers are checked before they index it.
    unsafe {
        let mut set: libc::fd_set = std::mem::zeroed();
        libc::FD_ZERO(&mut set);
        for &fd in fds {
            if !(0..SETSIZE).contains(&fd) {
                return Err(Errno::EINVAL);
            }
            libc::FD_SET(fd, &mut set);
            *highest = (*highest).max(fd);
        }
        Ok(set)
    }
}

/// One descriptor of a `poll`: what is waited for, and afterwards what is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollEntry {
    pub fd: Fd,
    /// `POLLIN`, `POLLOUT`, ...
    pub events: i16,
    pub revents: i16,
}

/// As [`select`], with any number of descriptors and the time in milliseconds (negative: no limit); gives how many
/// are ready.
pub fn poll(entries: &mut [PollEntry], timeout_ms: i32) -> Result<usize, Errno> {
    let mut raw: Vec<libc::pollfd> =
        entries.iter().map(|entry| libc::pollfd { fd: entry.fd, events: entry.events, revents: 0 }).collect();
    // SAFETY: the vector's own address and length.
    let ready = Errno::check(unsafe { libc::poll(raw.as_mut_ptr(), raw.len() as _, timeout_ms) } as i64)?;
    for (entry, raw) in entries.iter_mut().zip(&raw) {
        entry.revents = raw.revents;
    }
    Ok(ready as usize)
}

/// `fcntl`, for the commands whose argument is a number. Errors: `EINVAL` for any other command.
pub fn control(fd: Fd, command: i32, argument: i64) -> Result<i64, Errno> {
    const NUMERIC: &[i32] = &[
        libc::F_DUPFD,
        libc::F_GETFD,
        libc::F_SETFD,
        libc::F_GETFL,
        libc::F_SETFL,
        libc::F_GETOWN,
        libc::F_SETOWN,
        #[cfg(target_os = "linux")]
        libc::F_GETLEASE,
        #[cfg(target_os = "linux")]
        libc::F_SETLEASE,
        #[cfg(target_os = "linux")]
        libc::F_NOTIFY,
        // F_SETSIG and F_GETSIG, for which there are no names.
        #[cfg(target_os = "linux")]
        10,
        #[cfg(target_os = "linux")]
        11,
    ];
    if !NUMERIC.contains(&command) {
        return Err(Errno::EINVAL);
    }
    // SAFETY: these commands read a number, or nothing.
    Errno::check(unsafe { libc::fcntl(fd, command, argument as libc::c_long) } as i64)
}

/// Bytes of the greatest argument of [`control_with`].
pub const CONTROL_BYTES: usize = 1024;

/// `fcntl`, for the commands whose argument is a structure: the bytes are its contents before and after the call.
pub fn control_with(fd: Fd, command: i32, bytes: &mut [u8]) -> Result<(), Errno> {
    #[repr(align(16))]
    struct Room([u8; CONTROL_BYTES]);
    let mut room = Room([0; CONTROL_BYTES]);
    let Some(own) = room.0.get_mut(..bytes.len()) else { return Err(Errno::EINVAL) };
    own.copy_from_slice(bytes);
    // SAFETY: an aligned room greater than any structure of `fcntl`; commands with a number take its address for one.
    Errno::check(unsafe { libc::fcntl(fd, command, room.0.as_mut_ptr()) } as i64)?;
    bytes.copy_from_slice(&room.0[..bytes.len()]);
    Ok(())
}

/// A lock on a part of a file (`F_SETLK`, `F_SETLKW`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// `F_RDLCK`, `F_WRLCK` or `F_UNLCK`.
    pub kind: i32,
    pub whence: i32,
    pub start: i64,
    /// 0: to the end.
    pub length: i64,
}

/// Sets or takes away a lock; `wait`: when somebody else has it, waits. To be called without the GIL.
pub fn lock_part(fd: Fd, part: Part, wait: bool) -> Result<(), Errno> {
    // SAFETY: `flock` is plain data; zero is a value of it.
    let mut raw: libc::flock = unsafe { std::mem::zeroed() };
    raw.l_type = part.kind as _;
    raw.l_whence = part.whence as _;
    raw.l_start = part.start as _;
    raw.l_len = part.length as _;
    let command = if wait { libc::F_SETLKW } else { libc::F_SETLK };
    // SAFETY: a local of the right type.
    Errno::check(unsafe { libc::fcntl(fd, command, &raw) } as i64).map(drop)
}

/// `flock`. To be called without the GIL.
pub fn lock(fd: Fd, operation: i32) -> Result<(), Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::flock(fd, operation) } as i64).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipe_read_write_select_poll() -> Result<(), Errno> {
        // A child that another test forks meanwhile would keep the pipe open.
        let _alone = crate::platform::process_wide();
        let (reader, writer) = pipe()?;
        let both = Selection { read: vec![reader], write: vec![writer], except: vec![] };
        let ready = select(&both, Some(0))?;
        assert_eq!(ready, Selection { write: vec![writer], ..Selection::default() });
        assert_eq!(write(writer, b"abc")?, 3);
        assert_eq!(select(&both, None)?.read, vec![reader]);
        let mut entries = [PollEntry { fd: reader, events: libc::POLLIN, revents: 0 }];
        assert_eq!(poll(&mut entries, -1)?, 1);
        assert_eq!(entries[0].revents, libc::POLLIN);
        let mut buffer = [0; 8];
        assert_eq!(read(reader, &mut buffer)?, 3);
        assert_eq!(&buffer[..3], b"abc");

        set_nonblocking(reader, true)?;
        assert_eq!(read(reader, &mut buffer), Err(Errno::EAGAIN));
        assert_eq!(poll(&mut entries, 1)?, 0);
        let copy = dup(writer)?;
        assert!(is_open(copy) && !is_a_tty(copy));
        close(copy)?;
        close(writer)?;
        assert_eq!(read(reader, &mut buffer)?, 0);
        close(reader)?;
        Ok(())
    }

    #[test]
    fn bad_descriptors_are_errors() {
        assert_eq!(read(-1, &mut [0; 1]), Err(Errno::EBADF));
        assert_eq!(close(-1), Err(Errno::EBADF));
        assert!(!is_open(-1));
        for fd in [-1, SETSIZE] {
            let wanted = Selection { read: vec![fd], ..Selection::default() };
            assert_eq!(select(&wanted, Some(0)), Err(Errno::EINVAL));
        }
        assert_eq!(select(&Selection::default(), Some(-5)), Err(Errno::EINVAL));
    }
}
