//! The file system: what a path names. Every call is one system call; each error, `EINTR` included, is a value.

use super::errno::Errno;
use super::fd::Fd;
use std::ffi::{CStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// What `stat` tells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stat {
    pub mode: u32,
    pub ino: u64,
    pub dev: u64,
    pub nlink: u64,
    pub uid: u32,
    pub gid: u32,
    pub size: i64,
    /// Seconds and nanoseconds of last access, modification, change.
    pub times: [(i64, i64); 3],
    pub blksize: i64,
    pub blocks: i64,
    pub rdev: u64,
}

impl Stat {
    pub fn is_directory(&self) -> bool {
        self.mode & libc::S_IFMT == libc::S_IFDIR
    }

    #[allow(clippy::unnecessary_cast)]
    fn from_raw(raw: &libc::stat) -> Stat {
        Stat {
            mode: raw.st_mode as u32,
            ino: raw.st_ino as u64,
            dev: raw.st_dev as u64,
            nlink: raw.st_nlink as u64,
            uid: raw.st_uid,
            gid: raw.st_gid,
            size: raw.st_size as i64,
            times: [
                (raw.st_atime as i64, raw.st_atime_nsec as i64),
                (raw.st_mtime as i64, raw.st_mtime_nsec as i64),
                (raw.st_ctime as i64, raw.st_ctime_nsec as i64),
            ],
            blksize: raw.st_blksize as i64,
            blocks: raw.st_blocks as i64,
            rdev: raw.st_rdev as u64,
        }
    }
}

fn with_stat(call: impl FnOnce(*mut libc::stat) -> i32) -> Result<Stat, Errno> {
    // SAFETY: `stat` is plain data; zero is a value of it.
    let mut raw: libc::stat = unsafe { std::mem::zeroed() };
    Errno::check(call(&mut raw) as i64)?;
    Ok(Stat::from_raw(&raw))
}

pub fn stat(path: &CStr) -> Result<Stat, Errno> {
    // SAFETY: a zero-terminated path and room for the answer.
    with_stat(|raw| unsafe { libc::stat(path.as_ptr(), raw) })
}

/// As [`stat`], of the symbolic link itself.
pub fn lstat(path: &CStr) -> Result<Stat, Errno> {
    // SAFETY: as above.
    with_stat(|raw| unsafe { libc::lstat(path.as_ptr(), raw) })
}

pub fn fstat(fd: Fd) -> Result<Stat, Errno> {
    // SAFETY: room for the answer.
    with_stat(|raw| unsafe { libc::fstat(fd, raw) })
}

/// Whether the real user may do this (`R_OK`, `W_OK`, `X_OK`, `F_OK`).
pub fn access(path: &CStr, mode: i32) -> bool {
    // SAFETY: a zero-terminated path.
    unsafe { libc::access(path.as_ptr(), mode) == 0 }
}

macro_rules! path_calls {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $ty:ty),*);)*) => {
        $(
            $(#[$doc])*
            pub fn $name(path: &CStr $(, $argument: $ty)*) -> Result<(), Errno> {
                // SAFETY: a zero-terminated path; the rest are numbers.
                Errno::check(unsafe { libc::$name(path.as_ptr() $(, $argument as _)*) } as i64).map(drop)
            }
        )*
    };
}

path_calls! {
    /// Removes a file.
    unlink();
    /// Removes an empty directory.
    rmdir();
    /// Makes a directory.
    mkdir(mode: u32);
    /// Makes a named pipe.
    mkfifo(mode: u32);
    /// Changes the working directory.
    chdir();
    /// Changes permissions.
    chmod(mode: u32);
    /// Changes owner and group; -1 leaves one as it is.
    chown(uid: i64, gid: i64);
    /// Cuts or extends a file.
    truncate(length: i64);
}

macro_rules! two_path_calls {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(from: &CStr, to: &CStr) -> Result<(), Errno> {
                // SAFETY: zero-terminated paths.
                Errno::check(unsafe { libc::$name(from.as_ptr(), to.as_ptr()) } as i64).map(drop)
            }
        )*
    };
}

two_path_calls! {
    /// Gives a file another name, replacing what has it.
    rename;
    /// Makes another name of a file.
    link;
    /// Makes a symbolic link at the second path that says the first.
    symlink;
}

pub fn ftruncate(fd: Fd, length: i64) -> Result<(), Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::ftruncate(fd, length as libc::off_t) } as i64).map(drop)
}

pub fn fsync(fd: Fd) -> Result<(), Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::fsync(fd) } as i64).map(drop)
}

/// Sets the times of last access and modification, in microseconds; `None`: now.
pub fn utimes(path: &CStr, times: Option<[i64; 2]>) -> Result<(), Errno> {
    let times = times.map(|times| {
        times.map(|us| libc::timeval {
            tv_sec: us.div_euclid(1_000_000) as _,
            tv_usec: us.rem_euclid(1_000_000) as _,
        })
    });
    let pointer = times.as_ref().map_or(std::ptr::null(), |times| times.as_ptr());
    // SAFETY: a zero-terminated path, and two times or NULL.
    Errno::check(unsafe { libc::utimes(path.as_ptr(), pointer) } as i64).map(drop)
}

fn raw_errno(error: std::io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::EINVAL, Errno)
}

/// What a symbolic link says.
pub fn read_link(path: &CStr) -> Result<Vec<u8>, Errno> {
    let path = std::ffi::OsStr::from_bytes(path.to_bytes());
    std::fs::read_link(path).map(|target| target.into_os_string().into_vec()).map_err(raw_errno)
}

/// The names in a directory, without `.` and `..`, in the order the system gives them.
pub fn list(path: &CStr) -> Result<Vec<Vec<u8>>, Errno> {
    let path = std::ffi::OsStr::from_bytes(path.to_bytes());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(path).map_err(raw_errno)? {
        names.push(OsString::into_vec(entry.map_err(raw_errno)?.file_name()));
    }
    Ok(names)
}

pub fn working_directory() -> Result<Vec<u8>, Errno> {
    std::env::current_dir().map(|path| path.into_os_string().into_vec()).map_err(raw_errno)
}

/// Sets the file creation mask and gives the one before.
pub fn umask(mask: u32) -> u32 {
    // SAFETY: no precondition.
    unsafe { libc::umask(mask as libc::mode_t) as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_and_what_is_not() {
        assert!(stat(c"/").is_ok_and(|stat| stat.is_directory()));
        assert!(access(c"/", libc::F_OK));
        assert_eq!(stat(c"/no/such/file"), Err(Errno(libc::ENOENT)));
        assert_eq!(unlink(c"/no/such/file"), Err(Errno(libc::ENOENT)));
        assert_eq!(list(c"/no/such/file"), Err(Errno(libc::ENOENT)));
        assert!(working_directory().is_ok_and(|path| path.starts_with(b"/")));
    }
}
