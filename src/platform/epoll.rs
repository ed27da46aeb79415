//! Linux's `epoll`. Every call is one system call; each error, `EINTR` included, is a value; nothing is retried.

use super::errno::Errno;
use super::fd::Fd;

/// What may be done with a descriptor that is, or is to be, waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// With the events to wait for.
    Add(u32),
    Modify(u32),
    Delete,
}

/// A new epoll descriptor, which the caller has to close.
pub fn create(size: i32) -> Result<Fd, Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::epoll_create(size) } as i64).map(|fd| fd as Fd)
}

pub fn control(epoll: Fd, fd: Fd, control: Control) -> Result<(), Errno> {
    let (operation, events) = match control {
        Control::Add(events) => (libc::EPOLL_CTL_ADD, events),
        Control::Modify(events) => (libc::EPOLL_CTL_MOD, events),
        Control::Delete => (libc::EPOLL_CTL_DEL, 0),
    };
    let mut event = libc::epoll_event { events, u64: fd as u64 };
    // SAFETY: a local of the right type.
    Errno::check(unsafe { libc::epoll_ctl(epoll, operation, fd, &mut event) } as i64).map(drop)
}

/// Waits for events, at most so many, and at most so many milliseconds (negative: no limit). Gives descriptors with what they are
/// ready for. To be called without the GIL.
pub fn wait(epoll: Fd, most: usize, timeout_ms: i32) -> Result<Vec<(Fd, u32)>, Errno> {
    let most = most.min(i32::MAX as usize);
    let mut events = Vec::new();
    if events.try_reserve_exact(most).is_err() {
        return Err(Errno(libc::ENOMEM));
    }
    events.resize(most, libc::epoll_event { events: 0, u64: 0 });
    // SAFETY: the vector's own address and length.
    let count = Errno::check(
        unsafe { libc::epoll_wait(epoll, events.as_mut_ptr(), most as i32, timeout_ms) } as i64,
    )?;
    Ok(events.iter().take(count as usize).map(|event| (event.u64 as Fd, event.events)).collect())
}
