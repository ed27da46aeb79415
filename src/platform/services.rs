//! Names and numbers of the Internet's services and protocols. C keeps what it has found in one place for all threads, hence the
//! lock. To be called without the GIL: the system may ask a server.

use super::Mutex;
use std::ffi::CStr;
use std::ptr;

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn pointer(text: Option<&CStr>) -> *const libc::c_char {
    text.map_or(ptr::null(), CStr::as_ptr)
}

/// The port of a service, of one protocol or of any.
pub fn port_of(service: &CStr, protocol: Option<&CStr>) -> Option<u16> {
    let _alone = ONE_AT_A_TIME.lock();
    // SAFETY: zero-terminated strings, the second may be missing; what comes back is read before anybody else asks.
    unsafe {
        let found = libc::getservbyname(service.as_ptr(), pointer(protocol)).as_ref()?;
        Some(u16::from_be(found.s_port as u16))
    }
}

/// The name of the service at a port.
pub fn service_at(port: u16, protocol: Option<&CStr>) -> Option<Vec<u8>> {
    let _alone = ONE_AT_A_TIME.lock();
    // SAFETY: as above; the name is zero-terminated.
    unsafe {
        let found = libc::getservbyport(port.to_be().into(), pointer(protocol)).as_ref()?;
        Some(CStr::from_ptr(found.s_name).to_bytes().to_vec())
    }
}

/// The number of a protocol.
pub fn protocol_number(name: &CStr) -> Option<i32> {
    let _alone = ONE_AT_A_TIME.lock();
    // SAFETY: a zero-terminated string; as above.
    unsafe { libc::getprotobyname(name.as_ptr()).as_ref().map(|found| found.p_proto) }
}
