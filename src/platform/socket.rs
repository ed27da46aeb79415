//! Sockets: each call one system call, each error a value, nothing retried; and the resolver.

use std::ffi::CStr;
use std::mem::{MaybeUninit, size_of, zeroed};
use std::ptr;

use super::errno::Errno;
use super::fd::{self, Fd, PollEntry};

/// An end's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// The call gave none.
    None,
    V4 {
        ip: [u8; 4],
        port: u16,
    },
    V6 {
        ip: [u8; 16],
        port: u16,
        flow: u32,
        scope: u32,
    },
    /// A path; empty for an unnamed socket, beginning with a zero byte for an abstract name.
    Unix(Vec<u8>),
    /// A family that is not known here, and its data.
    Other(u16, Vec<u8>),
}

/// The longest path of a socket in the file system.
pub const UNIX_PATH_MAX: usize = UNIX_ROOM - 1;
const UNIX_ROOM: usize = size_of::<libc::sockaddr_un>() - UNIX_HEAD;
const UNIX_HEAD: usize = std::mem::offset_of!(libc::sockaddr_un, sun_path);

/// An address as the system has it: the bytes and how many of them count.
struct Raw {
    storage: libc::sockaddr_storage,
    len: libc::socklen_t,
}

impl Raw {
    fn empty() -> Raw {
        // SAFETY: plain data, for which zeros are a value.
        let storage = unsafe { zeroed() };
        Raw { storage, len: size_of::<libc::sockaddr_storage>() as libc::socklen_t }
    }

    fn pointer(&self) -> *const libc::sockaddr {
        ptr::from_ref(&self.storage).cast()
    }

    fn pointer_mut(&mut self) -> *mut libc::sockaddr {
        ptr::from_mut(&mut self.storage).cast()
    }

    fn of(address: &Address) -> Result<Raw, Errno> {
        let mut raw = Raw::empty();
        let at = raw.pointer_mut();
        // SAFETY: sockaddr_storage has room and alignment for each of the types that it is written as; a Unix path's
        // length is checked first.
        unsafe {
            match address {
                Address::V4 { ip, port } => {
                    let place = &mut *at.cast::<libc::sockaddr_in>();
                    place.sin_family = libc::AF_INET as _;
                    place.sin_port = port.to_be();
                    place.sin_addr.s_addr = u32::from_ne_bytes(*ip);
                    raw.len = size_of::<libc::sockaddr_in>() as _;
                }
                Address::V6 { ip, port, flow, scope } => {
                    let place = &mut *at.cast::<libc::sockaddr_in6>();
                    place.sin6_family = libc::AF_INET6 as _;
                    place.sin6_port = port.to_be();
                    place.sin6_addr.s6_addr = *ip;
                    place.sin6_flowinfo = flow.to_be();
                    place.sin6_scope_id = *scope;
                    raw.len = size_of::<libc::sockaddr_in6>() as _;
                }
                Address::Unix(path) => {
                    if path.len() > UNIX_ROOM {
                        return Err(Errno(libc::ENAMETOOLONG));
                    }
                    let place = &mut *at.cast::<libc::sockaddr_un>();
                    place.sun_family = libc::AF_UNIX as _;
                    for (unit, byte) in place.sun_path.iter_mut().zip(path) {
                        *unit = *byte as _;
                    }
                    let zero = usize::from(path.first().is_some_and(|&first| first != 0));
                    raw.len = (UNIX_HEAD + path.len() + zero) as _;
                }
                Address::None | Address::Other(..) => return Err(Errno(libc::EAFNOSUPPORT)),
            }
        }
        Ok(raw)
    }

    /// The bytes after the family.
    fn data(&self) -> &[u8] {
        let len = (self.len as usize).min(size_of::<libc::sockaddr_storage>());
        // SAFETY: within the storage, all of which is written.
        let all = unsafe { std::slice::from_raw_parts(ptr::from_ref(&self.storage).cast::<u8>(), len) };
        all.get(2..).unwrap_or_default()
    }

    fn address(&self) -> Address {
        if (self.len as usize) < size_of::<libc::sa_family_t>() {
            return Address::None;
        }
        // SAFETY: the family says as which type the storage was written.
        unsafe {
            match i32::from(self.storage.ss_family) {
                libc::AF_INET => {
                    let place = &*self.pointer().cast::<libc::sockaddr_in>();
                    let ip = place.sin_addr.s_addr.to_ne_bytes();
                    Address::V4 { ip, port: u16::from_be(place.sin_port) }
                }
                libc::AF_INET6 => {
                    let place = &*self.pointer().cast::<libc::sockaddr_in6>();
                    Address::V6 {
                        ip: place.sin6_addr.s6_addr,
                        port: u16::from_be(place.sin6_port),
                        flow: u32::from_be(place.sin6_flowinfo),
                        scope: place.sin6_scope_id,
                    }
                }
                libc::AF_UNIX => {
                    let path = self.data();
                    let end = match path.first() {
                        Some(0) => path.len(),
                        _ => path.iter().position(|&byte| byte == 0).unwrap_or(path.len()),
                    };
                    Address::Unix(path[..end].to_vec())
                }
                _ => Address::Other(self.storage.ss_family, self.data().to_vec()),
            }
        }
    }
}

pub fn socket(family: i32, kind: i32, protocol: i32) -> Result<Fd, Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::socket(family, kind, protocol) }.into()).map(|fd| fd as Fd)
}

/// Two connected sockets.
pub fn pair(family: i32, kind: i32, protocol: i32) -> Result<(Fd, Fd), Errno> {
    let mut ends = [0; 2];
    // SAFETY: room for two.
    Errno::check(unsafe { libc::socketpair(family, kind, protocol, ends.as_mut_ptr()) }.into())?;
    Ok((ends[0], ends[1]))
}

pub fn bind(fd: Fd, address: &Address) -> Result<(), Errno> {
    let raw = Raw::of(address)?;
    // SAFETY: an address of ours and its length.
    Errno::check(unsafe { libc::bind(fd, raw.pointer(), raw.len) }.into()).map(drop)
}

pub fn listen(fd: Fd, backlog: i32) -> Result<(), Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::listen(fd, backlog) }.into()).map(drop)
}

pub fn connect(fd: Fd, address: &Address) -> Result<(), Errno> {
    let raw = Raw::of(address)?;
    // SAFETY: an address of ours and its length.
    Errno::check(unsafe { libc::connect(fd, raw.pointer(), raw.len) }.into()).map(drop)
}

pub fn accept(fd: Fd) -> Result<(Fd, Address), Errno> {
    let mut raw = Raw::empty();
    let mut len = raw.len;
    // SAFETY: room of ours and its length.
    let new = Errno::check(unsafe { libc::accept(fd, raw.pointer_mut(), &mut len) }.into())?;
    raw.len = len;
    Ok((new as Fd, raw.address()))
}

pub fn recv(fd: Fd, buffer: &mut [u8], flags: i32) -> Result<usize, Errno> {
    // SAFETY: the buffer's own address and length.
    let got = unsafe { libc::recv(fd, buffer.as_mut_ptr().cast(), buffer.len(), flags) };
    Errno::check(got as i64).map(|got| got as usize)
}

/// As [`recv`], with the sender's address where the protocol gives one.
pub fn recv_from(fd: Fd, buffer: &mut [u8], flags: i32) -> Result<(usize, Address), Errno> {
    let mut raw = Raw::empty();
    let mut len = raw.len;
    // SAFETY: the buffer's own address and length, room of ours and its length.
    let got = unsafe {
        libc::recvfrom(fd, buffer.as_mut_ptr().cast(), buffer.len(), flags, raw.pointer_mut(), &mut len)
    };
    let got = Errno::check(got as i64)?;
    raw.len = len;
    Ok((got as usize, raw.address()))
}

pub fn send(fd: Fd, bytes: &[u8], flags: i32) -> Result<usize, Errno> {
    // SAFETY: the slice's own address and length.
    let sent = unsafe { libc::send(fd, bytes.as_ptr().cast(), bytes.len(), flags) };
    Errno::check(sent as i64).map(|sent| sent as usize)
}

pub fn send_to(fd: Fd, bytes: &[u8], flags: i32, address: &Address) -> Result<usize, Errno> {
    let raw = Raw::of(address)?;
    // SAFETY: the slice's own address and length, an address of ours and its length.
    let sent = unsafe { libc::sendto(fd, bytes.as_ptr().cast(), bytes.len(), flags, raw.pointer(), raw.len) };
    Errno::check(sent as i64).map(|sent| sent as usize)
}

pub fn shutdown(fd: Fd, how: i32) -> Result<(), Errno> {
    // SAFETY: no precondition.
    Errno::check(unsafe { libc::shutdown(fd, how) }.into()).map(drop)
}

type NameCall = unsafe extern "C" fn(i32, *mut libc::sockaddr, *mut libc::socklen_t) -> i32;

fn name(fd: Fd, call: NameCall) -> Result<Address, Errno> {
    let mut raw = Raw::empty();
    let mut len = raw.len;
    // SAFETY: room of ours and its length; `call` is getsockname or getpeername.
    Errno::check(unsafe { call(fd, raw.pointer_mut(), &mut len) }.into())?;
    raw.len = len;
    Ok(raw.address())
}

/// `getsockname`
pub fn own_address(fd: Fd) -> Result<Address, Errno> {
    name(fd, libc::getsockname)
}

/// `getpeername`
pub fn peer_address(fd: Fd) -> Result<Address, Errno> {
    name(fd, libc::getpeername)
}

pub fn set_option(fd: Fd, level: i32, option: i32, value: &[u8]) -> Result<(), Errno> {
    // SAFETY: the slice's own address and length.
    let result =
        unsafe { libc::setsockopt(fd, level, option, value.as_ptr().cast(), value.len() as libc::socklen_t) };
    Errno::check(result.into()).map(drop)
}

/// An option's value, `room` bytes at most.
pub fn option(fd: Fd, level: i32, option: i32, room: usize) -> Result<Vec<u8>, Errno> {
    let mut value = vec![0u8; room];
    let mut len = room as libc::socklen_t;
    // SAFETY: the vector's own address and length.
    let result = unsafe { libc::getsockopt(fd, level, option, value.as_mut_ptr().cast(), &mut len) };
    Errno::check(result.into())?;
    value.truncate(len as usize);
    Ok(value)
}

/// Waits until the socket can be read from (or written to); false when the time in seconds has run out.
pub fn wait_ready(fd: Fd, writing: bool, seconds: f64) -> Result<bool, Errno> {
    let events = if writing { libc::POLLOUT } else { libc::POLLIN };
    let milliseconds = (seconds * 1000.0 + 0.5) as i32;
    fd::poll(&mut [PollEntry { fd, events, revents: 0 }], milliseconds).map(|ready| ready > 0)
}

// ---- the resolver --------------------------------------------------------------------------------------

/// Why a name has no address (or an address no name).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolveError {
    System(Errno),
    /// An `EAI_` number and its text.
    Resolver(i32, String),
}

impl ResolveError {
    fn of(code: i32) -> ResolveError {
        if code == libc::EAI_SYSTEM {
            return ResolveError::System(Errno::last());
        }
        // SAFETY: gives a static string for any number.
        let text = unsafe { CStr::from_ptr(libc::gai_strerror(code)) };
        ResolveError::Resolver(code, text.to_string_lossy().into_owned())
    }
}

/// What is asked of the resolver.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints {
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub flags: i32,
}

/// One answer of the resolver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub name: Vec<u8>,
    pub address: Address,
}

/// `getaddrinfo`: the addresses of a host and a service. To be called without the GIL: it may ask the network.
pub fn resolve(
    host: Option<&CStr>,
    service: Option<&CStr>,
    hints: Hints,
) -> Result<Vec<Resolved>, ResolveError> {
    // SAFETY: plain data, zeros are its default.
    let mut wanted: libc::addrinfo = unsafe { zeroed() };
    (wanted.ai_family, wanted.ai_socktype) = (hints.family, hints.kind);
    (wanted.ai_protocol, wanted.ai_flags) = (hints.protocol, hints.flags);
    let mut list = ptr::null_mut();
    let pointer = |text: Option<&CStr>| text.map_or(ptr::null(), CStr::as_ptr);
    // SAFETY: zero-terminated strings or null, hints and room of ours.
    let code = unsafe { libc::getaddrinfo(pointer(host), pointer(service), &wanted, &mut list) };
    if code != 0 {
        return Err(ResolveError::of(code));
    }
    let mut answers = Vec::new();
    let mut at = list;
    // SAFETY: a list of the resolver's, walked once and freed after; each address has the length that is told.
    unsafe {
        while let Some(info) = at.as_ref() {
            let mut raw = Raw::empty();
            let len = (info.ai_addrlen as usize).min(size_of::<libc::sockaddr_storage>());
            ptr::copy_nonoverlapping(info.ai_addr.cast::<u8>(), raw.pointer_mut().cast::<u8>(), len);
            raw.len = len as libc::socklen_t;
            let name = match info.ai_canonname {
                name if name.is_null() => Vec::new(),
                name => CStr::from_ptr(name).to_bytes().to_vec(),
            };
            let (family, kind, protocol) = (info.ai_family, info.ai_socktype, info.ai_protocol);
            answers.push(Resolved { family, kind, protocol, name, address: raw.address() });
            at = info.ai_next;
        }
        libc::freeaddrinfo(list);
    }
    Ok(answers)
}

/// `getnameinfo`: the host and the service of an address, by name or as numbers, as the flags say.
pub fn name_of(address: &Address, flags: i32) -> Result<(Vec<u8>, Vec<u8>), ResolveError> {
    let raw = Raw::of(address).map_err(ResolveError::System)?;
    let (mut host, mut service) = ([0 as libc::c_char; 1025], [0 as libc::c_char; 32]);
    // SAFETY: an address of ours, two buffers and their lengths.
    let code = unsafe {
        libc::getnameinfo(
            raw.pointer(),
            raw.len,
            host.as_mut_ptr(),
            host.len() as _,
            service.as_mut_ptr(),
            service.len() as _,
            flags,
        )
    };
    if code != 0 {
        return Err(ResolveError::of(code));
    }
    // SAFETY: the call has zero-terminated both.
    let text = |buffer: &[libc::c_char]| unsafe { CStr::from_ptr(buffer.as_ptr()) }.to_bytes().to_vec();
    Ok((text(&host), text(&service)))
}

/// This machine's name.
pub fn host_name() -> Result<Vec<u8>, Errno> {
    let mut buffer = MaybeUninit::<[libc::c_char; 1024]>::zeroed();
    // SAFETY: one byte less than there is, so that a zero is always left.
    unsafe {
        Errno::check(libc::gethostname(buffer.as_mut_ptr().cast(), 1023).into())?;
        Ok(CStr::from_ptr(buffer.as_ptr().cast()).to_bytes().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_over_the_loopback() -> Result<(), Errno> {
        let _alone = crate::platform::process_wide();
        let listener = socket(libc::AF_INET, libc::SOCK_STREAM, 0)?;
        bind(listener, &Address::V4 { ip: [127, 0, 0, 1], port: 0 })?;
        listen(listener, 1)?;
        let at = own_address(listener)?;
        assert!(matches!(at, Address::V4 { ip: [127, 0, 0, 1], port } if port != 0));
        let client = socket(libc::AF_INET, libc::SOCK_STREAM, 0)?;
        connect(client, &at)?;
        let (server, from) = accept(listener)?;
        assert_eq!(own_address(client)?, from);
        assert_eq!(send(client, b"hello", 0)?, 5);
        assert!(wait_ready(server, false, 5.0)?);
        let mut buffer = [0; 8];
        assert_eq!(recv(server, &mut buffer, 0)?, 5);
        assert!(!wait_ready(server, false, 0.001)?);
        assert_eq!(option(client, libc::SOL_SOCKET, libc::SO_TYPE, 4)?, 1i32.to_ne_bytes());
        for fd in [listener, client, server] {
            fd::close(fd)?;
        }
        Ok(())
    }

    #[test]
    fn unix_pairs_and_names() -> Result<(), Errno> {
        let _alone = crate::platform::process_wide();
        let (a, b) = pair(libc::AF_UNIX, libc::SOCK_STREAM, 0)?;
        assert_eq!(own_address(a)?, Address::Unix(vec![]));
        send(a, b"x", 0)?;
        assert_eq!(recv_from(b, &mut [0; 4], 0)?, (1, Address::None));
        assert_eq!(bind(a, &Address::Unix(vec![b'x'; 200])), Err(Errno(libc::ENAMETOOLONG)));
        shutdown(a, libc::SHUT_WR)?;
        fd::close(a)?;
        fd::close(b)?;
        let found = resolve(Some(c"127.0.0.1"), Some(c"80"), Hints { kind: 1, ..Hints::default() });
        let address = Address::V4 { ip: [127, 0, 0, 1], port: 80 };
        assert_eq!(found.map(|all| all[0].address.clone()), Ok(address));
        Ok(())
    }
}
