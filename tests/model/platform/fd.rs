//! Descriptors: none is open.

use super::Errno;

pub fn write(_fd: i32, _bytes: &[u8]) -> Result<usize, Errno> {
    Err(Errno)
}
