//! Whole files, for scripts and imports.

use super::errno::Errno;

/// Whether the path names a regular file (or what a link leads to).
pub fn is_file(path: &str) -> bool {
    std::fs::metadata(path).is_ok_and(|data| data.is_file())
}

/// Whether the path names a directory.
pub fn is_directory(path: &str) -> bool {
    std::fs::metadata(path).is_ok_and(|data| data.is_dir())
}

/// All bytes of a file.
///
/// # Errors
/// Why it could not be opened or read.
pub fn read(path: &str) -> Result<Vec<u8>, Errno> {
    std::fs::read(path).map_err(|error| Errno(error.raw_os_error().unwrap_or(libc::EIO)))
}
