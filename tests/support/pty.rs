//! A program at a terminal: a pseudo-terminal whose other side the test holds.
//!
//! Always true: the program leads a session of its own with the pseudo-terminal as its controlling one, so that a byte 3
//! written here becomes SIGINT there by the terminal's own doing, as a key press does; and whatever it has started is
//! killed when the session is dropped.

// Each test binary uses a part of this.
#![allow(dead_code)]

use crate::support::{self, Status, kill_group, wait_for};
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A running program and the terminal it sits at.
pub struct Session {
    child: Child,
    terminal: File,
    output: Arc<Mutex<Vec<u8>>>,
    /// How much of the output the steps so far have looked at.
    seen: usize,
    ended: Option<Status>,
    /// Set when nobody has the terminal's other side open any more and all is read.
    drained: Arc<AtomicBool>,
}

impl Session {
    pub fn start(mut command: Command, ignore_sigint: bool) -> std::io::Result<Session> {
        let (terminal, other_side) = open_pty()?;
        command
            .stdin(Stdio::from(other_side.try_clone()?))
            .stdout(Stdio::from(other_side.try_clone()?))
            .stderr(Stdio::from(other_side));
        support::fresh_signals(&mut command, ignore_sigint);
        let become_leader = || {
            // SAFETY: both calls are async-signal-safe, as code between fork and exec must be; 0 is the terminal's other
            // side by now.
            let done = unsafe { libc::setsid() >= 0 && libc::ioctl(0, libc::TIOCSCTTY, 0) >= 0 };
            if done { Ok(()) } else { Err(std::io::Error::last_os_error()) }
        };
        // SAFETY: the closure keeps to what may be done between fork and exec, see above.
        unsafe { command.pre_exec(become_leader) };
        let child = command.spawn()?;
        // The command holds this process's copies of the other side; with them gone, the end of the program is an end
        // of file here.
        drop(command);
        let output = Arc::new(Mutex::new(Vec::new()));
        let (mut reader, sink) = (terminal.try_clone()?, output.clone());
        let drained = Arc::new(AtomicBool::new(false));
        let done = drained.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // EIO is how Linux tells that nobody has the other side open any more.
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                sink.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&buffer[..n]);
            }
            done.store(true, Ordering::Release);
        });
        Ok(Session { child, terminal, output, seen: 0, ended: None, drained })
    }

    /// What it has written so far, and the terminal's echo of what was typed.
    pub fn output(&self) -> String {
        String::from_utf8_lossy(&self.output.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// Types at the terminal; "\x03" is Ctrl-C.
    pub fn type_text(&mut self, text: &str) -> std::io::Result<()> {
        // The terminal would show a key that nobody is there to get.
        if self.has_ended() {
            return Ok(());
        }
        self.terminal.write_all(text.as_bytes())
    }

    pub fn kill(&mut self, signal: i32) {
        // SAFETY: plain numbers; the child is not reaped before its end has been seen, so the id is its own.
        unsafe { libc::kill(self.child.id() as libc::pid_t, signal) };
    }

    /// Waits until `text` is written after all that was waited for before. False after `bound`.
    pub fn see(&mut self, text: &str, bound: Duration) -> bool {
        let deadline = Instant::now() + bound;
        loop {
            let ended = self.has_ended();
            let output = self.output.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let rest = &output[self.seen..];
            if let Some(at) = rest.windows(text.len()).position(|part| part == text.as_bytes()) {
                self.seen += at + text.len();
                return true;
            }
            if Instant::now() >= deadline {
                return false;
            }
            // After its end there is only what is still in the terminal.
            let pause = if ended { Duration::from_millis(20) } else { Duration::from_millis(2) };
            std::thread::sleep(pause);
        }
    }

    /// Gives the program the time to get into the call that blocks it: until its main thread has slept undisturbed for 300 ms.
    /// If it computes instead, until it has done so for a while; if it sleeps in small pieces, two seconds.
    pub fn settle(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(2);
        let mut first: Option<Doing> = None;
        let mut last: Option<(Doing, Instant)> = None;
        while Instant::now() < deadline && !self.has_ended() {
            let Some(doing) = Doing::of_main_thread(self.child.id()) else {
                std::thread::sleep(Duration::from_millis(300));
                return;
            };
            if doing.hundredths >= first.get_or_insert(doing).hundredths + 20 {
                return;
            }
            match last {
                Some((before, since)) if before == doing && doing.sleeps => {
                    if since.elapsed() >= Duration::from_millis(300) {
                        return;
                    }
                }
                _ => last = Some((doing, Instant::now())),
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// After its end: waits until what is still in the terminal has been read.
    pub fn drain(&self, bound: Duration) {
        let deadline = Instant::now() + bound;
        while !self.drained.load(Ordering::Acquire) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    pub fn has_ended(&mut self) -> bool {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().ok().flatten().map(Status::from);
        }
        self.ended.is_some()
    }

    /// How it ended, if it does within `bound`.
    pub fn end(&mut self, bound: Duration) -> Option<Status> {
        if !self.has_ended() {
            self.ended = wait_for(&mut self.child, bound);
        }
        self.ended
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        kill_group(&mut self.child);
    }
}

/// What Linux tells of a process's main thread.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Doing {
    sleeps: bool,
    /// Processor time used.
    hundredths: u64,
    /// How often it has gone to sleep, or was made to wait.
    switches: u64,
}

impl Doing {
    /// None where there is no such file system.
    fn of_main_thread(pid: u32) -> Option<Doing> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
        let status = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/status")).ok()?;
        let switches = status
            .lines()
            .filter_map(|line| line.split_once("ctxt_switches:")?.1.trim().parse::<u64>().ok())
            .sum();
        Some(Doing { sleeps: *fields.first()? == "S", hundredths: number(11)? + number(12)?, switches })
    }
}

fn open_pty() -> std::io::Result<(File, OwnedFd)> {
    let (mut master, mut slave) = (-1, -1);
    // SAFETY: two places for the descriptors, which live through the call; the other arguments may be null.
    let result = unsafe {
        libc::openpty(&mut master, &mut slave, std::ptr::null_mut(), std::ptr::null(), std::ptr::null())
    };
    if result < 0 {
        return Err(std::io::Error::last_os_error());
    }
    // SAFETY: openpty has just made both descriptors, and nobody else knows them.
    let (master, slave) = unsafe { (File::from_raw_fd(master), OwnedFd::from_raw_fd(slave)) };
    for descriptor in [master.as_raw_fd(), slave.as_raw_fd()] {
        // SAFETY: a descriptor that is open. Other tests start children at the same time, which must not hold this
        // terminal open.
        unsafe { libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC) };
    }
    Ok((master, slave))
}
