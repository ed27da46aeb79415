//! A buffered stream over a descriptor, as the C library's `FILE` is one.
//!
//! Invariants:
//! - Plain data behind a mutex, no objects: a stream is used with the GIL given up, by any thread, one at a time.
//! - Either unread input or unwritten output is in the buffer, never both; changing over seeks or flushes.
//! - Each system call's `EINTR` comes back to the caller at once, with what was read so far kept. What a failed write
//!   leaves in the buffer is dropped ([`Failed::Drop`], glibc's way) or kept ([`Failed::Keep`], that of 3.2's io).

use crate::platform::fd::{self, Fd};
use crate::platform::process::Command;
use crate::platform::{Errno, Mutex, fs};
use std::sync::{Arc, Weak};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Buffering {
    /// As the descriptor is when the stream is first used: by lines for a terminal.
    Unset,
    None,
    Line,
    Full,
}

/// What becomes of buffered output that could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    Drop,
    Keep,
}

/// The buffers of the C library: for a terminal, and where the system names no size.
const TERMINAL_SIZE: usize = 1024;
pub const DEFAULT_SIZE: usize = 4096;

/// Kinds of line end met so far, for 2.7's `newlines`.
pub const CR: u8 = 1;
pub const LF: u8 = 2;
pub const CRLF: u8 = 4;

pub struct Stdio {
    pub fd: Fd,
    pub buffering: Buffering,
    pub size: usize,
    failed: Failed,
    input: Vec<u8>,
    /// How much of `input` has been read.
    read: usize,
    output: Vec<u8>,
    /// Universal newlines: line ends become `\n`.
    pub universal: bool,
    /// The last byte given out stood for a `\r`: a `\n` that follows belongs to it.
    skip_lf: bool,
    pub newlines: u8,
    /// Close the descriptor with the stream.
    pub owned: bool,
    /// A write failed, and nobody has looked at it yet (ferror).
    pub unnoticed: bool,
    /// The command at the other end, whose end the closing waits for.
    pub command: Option<Command>,
}

/// A stream that several threads may use.
pub type Stream = Arc<Mutex<Stdio>>;

/// The stream that is flushed before a terminal is read, as the C library does with `stdout`.
static STDOUT: Mutex<Option<Stream>> = Mutex::new(None);

/// Makes a stream the one that reading from a terminal flushes.
pub fn set_stdout(stream: Option<Stream>) {
    *STDOUT.lock() = stream;
}

/// The process's standard output stream.
pub fn stdout() -> Option<Stream> {
    STDOUT.lock().clone()
}

pub fn new_stream(fd: Fd, buffering: Buffering, size: usize, failed: Failed, owned: bool) -> Stream {
    let stream = Arc::new(Mutex::new(Stdio {
        fd,
        buffering,
        size: size.max(1),
        failed,
        input: Vec::new(),
        read: 0,
        output: Vec::new(),
        universal: false,
        skip_lf: false,
        newlines: 0,
        owned,
        unnoticed: false,
        command: None,
    }));
    let mut all = STREAMS.lock();
    if all.len().is_power_of_two() {
        all.retain(|stream| stream.strong_count() > 0);
    }
    all.push(Arc::downgrade(&stream));
    stream
}

/// Every stream there is, for [`flush_all`].
static STREAMS: Mutex<Vec<Weak<Mutex<Stdio>>>> = Mutex::new(Vec::new());

/// Writes out what is buffered in any stream, as C's `exit` does. Its errors are nobody's.
pub fn flush_all() {
    let all = std::mem::take(&mut *STREAMS.lock());
    for stream in all.iter().filter_map(Weak::upgrade) {
        // One that another thread is blocked in is left alone: waiting for it could take for ever.
        if let Some(mut stream) = stream.try_lock() {
            let _ = stream.flush();
        }
    }
}

/// Makes room for more bytes without the GIL, so that who has it can raise MemoryError. Errors: ENOMEM.
fn room(out: &mut Vec<u8>, more: usize) -> Result<(), Errno> {
    out.try_reserve(more).map_err(|_| Errno::ENOMEM)
}

impl Stdio {
    pub fn is_closed(&self) -> bool {
        self.fd < 0
    }

    // ---- output --------------------------------------------------------------------------------------------

    /// The first use of a stream settles how it is buffered, if nothing was said (_IO_file_doallocate).
    fn settle(&mut self) {
        if self.buffering != Buffering::Unset {
            return;
        }
        if fd::is_a_tty(self.fd) {
            (self.buffering, self.size) = (Buffering::Line, TERMINAL_SIZE);
            return;
        }
        let size = fs::fstat(self.fd).map_or(DEFAULT_SIZE as i64, |stat| stat.blksize);
        self.buffering = Buffering::Full;
        self.size = usize::try_from(size).unwrap_or(DEFAULT_SIZE).clamp(512, 1 << 20);
    }

    /// Writes to the descriptor until all is written.
    fn write_through(&mut self, bytes: &[u8], written: &mut usize) -> Result<(), Errno> {
        while *written < bytes.len() {
            *written += fd::write(self.fd, &bytes[*written..]).inspect_err(|_| self.unnoticed = true)?;
        }
        Ok(())
    }

    /// Writes out what is buffered.
    pub fn flush(&mut self) -> Result<(), Errno> {
        if self.output.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.output);
        let mut written = 0;
        let result = self.write_through(&bytes, &mut written);
        if result.is_err() && self.failed == Failed::Keep {
            self.output = bytes[written..].to_vec();
        }
        result
    }

    /// Adds bytes to the output (fwrite). With [`Failed::Keep`] they are all taken even if the flush fails.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Errno> {
        self.leave_input()?;
        self.settle();
        match self.buffering {
            Buffering::Unset | Buffering::None => {
                let mut written = 0;
                self.write_through(bytes, &mut written)
            }
            Buffering::Line => {
                self.output.extend_from_slice(bytes);
                if bytes.contains(&b'\n') {
                    // The part after the last line end stays.
                    let end = self.output.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
                    let rest = self.output.split_off(end);
                    let result = self.flush();
                    self.output.extend_from_slice(&rest);
                    return result;
                }
                if self.output.len() >= self.size { self.flush() } else { Ok(()) }
            }
            Buffering::Full => {
                let room = self.size.saturating_sub(self.output.len());
                if bytes.len() <= room {
                    self.output.extend_from_slice(bytes);
                    return Ok(());
                }
                let (first, rest) = bytes.split_at(room);
                self.output.extend_from_slice(first);
                let result = self.flush();
                if result.is_err() && self.failed == Failed::Drop {
                    return result;
                }
                // Whole blocks go out directly.
                let whole = if result.is_ok() { rest.len() - rest.len() % self.size } else { 0 };
                let mut written = 0;
                let result = result.and_then(|()| self.write_through(&rest[..whole], &mut written));
                if result.is_ok() || self.failed == Failed::Keep {
                    self.output.extend_from_slice(&rest[written..]);
                }
                result
            }
        }
    }

    /// Forgets what is buffered: in a forked child that ends at once, after an error at the end.
    pub fn discard_output(&mut self) {
        self.output.clear();
    }

    // ---- input ---------------------------------------------------------------------------------------------

    /// Unread input is given back to the file before writing or seeking.
    fn leave_input(&mut self) -> Result<(), Errno> {
        let unread = self.input.len() - self.read;
        self.input.clear();
        self.read = 0;
        self.skip_lf = false;
        if unread > 0 {
            // A terminal or a pipe has no position; then the input is lost, as in C.
            let _ = fd::seek(self.fd, -(unread as i64), 1);
        }
        Ok(())
    }

    /// One `read` into the empty buffer; false at the end of the file.
    fn fill(&mut self) -> Result<bool, Errno> {
        self.settle();
        self.flush()?;
        if self.buffering == Buffering::Line
            && let Some(stdout) = stdout()
            && let Some(mut stdout) = stdout.try_lock()
            && stdout.buffering == Buffering::Line
        {
            // Its error is reported when it is written to again.
            let _ = stdout.flush();
        }
        let size = if self.buffering == Buffering::None { 1 } else { self.size };
        self.input.resize(size, 0);
        self.read = 0;
        let result = fd::read(self.fd, &mut self.input);
        self.input.truncate(*result.as_ref().unwrap_or(&0));
        result.map(|count| count > 0)
    }

    /// What can be had with at most one system call.
    pub fn read_some(&mut self, limit: usize, out: &mut Vec<u8>) -> Result<(), Errno> {
        if self.read >= self.input.len() && !self.fill()? {
            return Ok(());
        }
        let take = limit.min(self.input.len() - self.read);
        room(out, take)?;
        out.extend_from_slice(&self.input[self.read..self.read + take]);
        self.read += take;
        Ok(())
    }

    fn next_byte(&mut self) -> Result<Option<u8>, Errno> {
        if self.read >= self.input.len() && !self.fill()? {
            return Ok(None);
        }
        let byte = self.input[self.read];
        self.read += 1;
        Ok(Some(byte))
    }

    /// The next byte with line ends made equal.
    fn next_universal(&mut self) -> Result<Option<u8>, Errno> {
        loop {
            let Some(byte) = self.next_byte()? else {
                if self.skip_lf {
                    self.newlines |= CR;
                    self.skip_lf = false;
                }
                return Ok(None);
            };
            if self.skip_lf {
                self.skip_lf = false;
                if byte == b'\n' {
                    self.newlines |= CRLF;
                    continue;
                }
                self.newlines |= CR;
            }
            match byte {
                b'\r' => {
                    self.skip_lf = true;
                    return Ok(Some(b'\n'));
                }
                b'\n' => self.newlines |= LF,
                _ => {}
            }
            return Ok(Some(byte));
        }
    }

    /// Reads until `out` has `limit` bytes or the file ends (fread). After an error `out` has what came before it.
    pub fn read(&mut self, limit: usize, out: &mut Vec<u8>) -> Result<(), Errno> {
        while out.len() < limit {
            if self.universal {
                room(out, 1)?;
                match self.next_universal()? {
                    Some(byte) => out.push(byte),
                    None => return Ok(()),
                }
                continue;
            }
            let before = out.len();
            self.read_some(limit - before, out)?;
            if out.len() == before {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Reads until a line's end, `limit` bytes or the file's end (getline).
    pub fn read_line(&mut self, limit: usize, out: &mut Vec<u8>) -> Result<(), Errno> {
        while out.len() < limit {
            if self.universal {
                room(out, 1)?;
                match self.next_universal()? {
                    Some(byte) => out.push(byte),
                    None => return Ok(()),
                }
                if out.last() == Some(&b'\n') {
                    return Ok(());
                }
                continue;
            }
            if self.read >= self.input.len() && !self.fill()? {
                return Ok(());
            }
            let waiting = &self.input[self.read..];
            let room_left = limit - out.len();
            let end = waiting.iter().position(|&byte| byte == b'\n').map_or(waiting.len(), |at| at + 1);
            let take = end.min(room_left);
            room(out, take)?;
            out.extend_from_slice(&waiting[..take]);
            self.read += take;
            if out.last() == Some(&b'\n') {
                return Ok(());
            }
        }
        Ok(())
    }

    // ---- position ------------------------------------------------------------------------------------------

    pub fn seek(&mut self, offset: i64, whence: i32) -> Result<i64, Errno> {
        self.flush()?;
        let unread = (self.input.len() - self.read) as i64;
        let offset = if whence == 1 { offset - unread } else { offset };
        let position = fd::seek(self.fd, offset, whence)?;
        self.input.clear();
        self.read = 0;
        self.skip_lf = false;
        Ok(position)
    }

    pub fn tell(&mut self) -> Result<i64, Errno> {
        let position = fd::seek(self.fd, 0, 1)?;
        Ok(position - (self.input.len() - self.read) as i64 + self.output.len() as i64)
    }

    /// Flushes and closes (fclose, pclose): the descriptor is closed even if the flush fails, whose error is the first
    /// told. Gives the status of the command, if there is one.
    pub fn close(&mut self) -> Result<i32, Errno> {
        if self.is_closed() {
            return Ok(0);
        }
        let mut flushed = self.flush();
        if self.unnoticed && !self.owned {
            // A standard stream that stays open tells of it now, when the number of the error is gone (_check_and_flush).
            flushed = flushed.and(Err(Errno(0)));
        }
        self.output.clear();
        let _ = self.leave_input();
        let number = std::mem::replace(&mut self.fd, -1);
        let closed = match self.command.take() {
            Some(command) => command.close(),
            None if self.owned => fd::close(number).map(|()| 0),
            None => Ok(0),
        };
        flushed.and(closed)
    }
}

impl Drop for Stdio {
    fn drop(&mut self) {
        // Whoever wants to know of an error closes before.
        let _ = self.close();
    }
}
