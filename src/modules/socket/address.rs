//! Addresses: Python's tuples and strings on one side, the system's on the other (socketmodule.c `getsockaddrarg`,
//! `makesockaddr`, `setipaddr`).

use std::ffi::{CStr, CString};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{c_string, native_text, plain_error, resolver_error, system_error};
use crate::modules::capi::{c_int, c_long};
use crate::objects::errors::{PyResult, Raised, overflow_error, type_error, value_error};
use crate::objects::str::{Str, new_bytes, new_str};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::{Value, lang};
use crate::platform::Errno;
use crate::platform::socket::{self as os, Address, Hints};
use crate::runtime::without_gil;

/// The TypeError for a host that is no string.
pub(super) fn not_a_string(value: &Value) -> Raised {
    let name = value.type_name();
    type_error(if lang::is_27() {
        format!("coercing to Unicode: need string or buffer, {name} found")
    } else {
        format!("Can't convert '{name}' object to str implicitly")
    })
}

/// An IP address (its port 0) for a host: by number, by one of the special names, or by the resolver.
pub(super) fn resolve_host(host: &CStr, family: i32) -> PyResult<Address> {
    let text = host.to_str().unwrap_or_default();
    let v4 = |ip: Ipv4Addr| Address::V4 { ip: ip.octets(), port: 0 };
    match text {
        "" if family == libc::AF_INET6 => {
            return Ok(Address::V6 { ip: [0; 16], port: 0, flow: 0, scope: 0 });
        }
        "" => return Ok(v4(Ipv4Addr::UNSPECIFIED)),
        "<broadcast>" if family == libc::AF_INET6 => return Err(plain_error("address family mismatched")),
        "<broadcast>" => return Ok(v4(Ipv4Addr::BROADCAST)),
        _ => {}
    }
    if family != libc::AF_INET6
        && let Ok(ip) = text.parse::<Ipv4Addr>()
    {
        return Ok(v4(ip));
    }
    let hints = Hints { family, kind: libc::SOCK_STREAM, ..Hints::default() };
    let found = without_gil(|| os::resolve(Some(host), None, hints)).map_err(resolver_error)?;
    match found.into_iter().next() {
        Some(first) => Ok(first.address),
        None => Err(system_error(Errno(libc::EADDRNOTAVAIL))),
    }
}

fn port(value: &Value) -> PyResult<u16> {
    u16::try_from(c_int(value)?).map_err(|_| overflow_error("getsockaddrarg: port must be 0-65535."))
}

fn unix_path(value: &Value) -> PyResult<Address> {
    let Some(text) = value.downcast::<Str>() else {
        let name = value.type_name();
        return Err(type_error(if lang::is_27() {
            format!("argument must be string or read-only character buffer, not {name}")
        } else {
            format!("'{name}' does not support the buffer interface")
        }));
    };
    let path = text.to_utf8();
    // An abstract name, Linux's, has no zero byte at its end.
    let most = os::UNIX_PATH_MAX + usize::from(cfg!(target_os = "linux") && path.first() == Some(&0));
    if path.len() > most {
        return Err(plain_error("AF_UNIX path too long"));
    }
    Ok(Address::Unix(path))
}

/// The address argument of `bind`, `connect`, `sendto`.
pub(super) fn from_value(family: i32, value: &Value) -> PyResult<Address> {
    let (name, most) = match family {
        libc::AF_UNIX => return unix_path(value),
        libc::AF_INET => ("AF_INET", 2),
        libc::AF_INET6 => ("AF_INET6", 4),
        _ => return Err(plain_error("getsockaddrarg: bad family")),
    };
    let Some(tuple) = value.downcast::<Tuple>() else {
        return Err(type_error(format!(
            "getsockaddrarg: {name} address must be tuple, not {}",
            value.type_name()
        )));
    };
    let items = tuple.items();
    let given = items.len();
    let (host, port_value) = match items {
        [host, port, ..] if given <= most => (host, port),
        _ if most == 2 => {
            return Err(type_error(format!("getsockaddrarg() takes exactly 2 arguments ({given} given)")));
        }
        _ => {
            let (kind, bound) = if given < 2 { ("at least", 2) } else { ("at most", 4) };
            return Err(type_error(format!("function takes {kind} {bound} arguments ({given} given)")));
        }
    };
    let host: CString = match host.downcast::<Str>() {
        Some(text) => c_string(text)?,
        None => return Err(not_a_string(host)),
    };
    // The host is resolved before the port's range is looked at, but its type comes first.
    c_int(port_value)?;
    let found = resolve_host(&host, family)?;
    let port = port(port_value)?;
    let extra = |at: usize| items.get(at).map_or(Ok(0), c_long);
    match found {
        Address::V4 { ip, .. } if family == libc::AF_INET => Ok(Address::V4 { ip, port }),
        Address::V6 { ip, scope, .. } if family == libc::AF_INET6 => {
            let flow = u32::try_from(extra(2)?).ok().filter(|&flow| flow <= 0xf_ffff);
            let Some(flow) = flow else {
                return Err(overflow_error("getsockaddrarg: flowinfo must be 0-1048575."));
            };
            let given_scope = extra(3)? as u32;
            Ok(Address::V6 { ip, port, flow, scope: if given_scope != 0 { given_scope } else { scope } })
        }
        _ => Err(plain_error("address family mismatched")),
    }
}

/// The address argument of `getnameinfo`: of the family that its host is of, which 3.2 wants in numbers.
pub(super) fn for_name_info(value: &Value) -> PyResult<Address> {
    let items = value.downcast::<Tuple>().map(Tuple::items).unwrap_or_default();
    let (host, port) = match items {
        [host, port, ..] if items.len() <= 4 => (host, port),
        _ => {
            let (kind, bound) = if items.len() < 2 { ("at least", 2) } else { ("at most", 4) };
            let given = items.len();
            return Err(type_error(format!("function takes {kind} {bound} arguments ({given} given)")));
        }
    };
    let host = match host.downcast::<Str>() {
        Some(text) => c_string(text)?,
        None => return Err(not_a_string(host)),
    };
    let port = c_int(port)?;
    let extra = |at: usize| items.get(at).map_or(Ok(0), c_long);
    let (given_flow, given_scope) = (extra(2)? as u32, extra(3)? as u32);
    if given_flow > 0xf_ffff {
        return Err(overflow_error("getsockaddrarg: flowinfo must be 0-1048575."));
    }
    let service = c_number(port);
    let flags = if lang::is_27() { 0 } else { libc::AI_NUMERICHOST };
    let hints = Hints { family: libc::AF_UNSPEC, kind: libc::SOCK_DGRAM, flags, ..Hints::default() };
    let found = without_gil(|| os::resolve(Some(&host), Some(&service), hints)).map_err(resolver_error)?;
    let mut found = found.into_iter();
    match (found.next().map(|first| first.address), found.next()) {
        (Some(_), Some(_)) => Err(plain_error("sockaddr resolved to multiple addresses")),
        (Some(Address::V4 { .. }), None) if items.len() != 2 => {
            Err(plain_error("IPv4 sockaddr must be 2 tuple"))
        }
        (Some(Address::V6 { ip, port, .. }), None) => {
            Ok(Address::V6 { ip, port, flow: given_flow, scope: given_scope })
        }
        (Some(address), None) => Ok(address),
        (None, _) => Err(system_error(Errno(libc::EADDRNOTAVAIL))),
    }
}

/// A number in digits, for C.
fn c_number(number: i32) -> CString {
    // Digits and a sign hold no zero byte.
    CString::new(number.to_string()).unwrap_or_default()
}

/// The address of `accept`, `recvfrom`, `getsockname`, ...
pub(super) fn to_value(address: &Address) -> PyResult {
    let number = |number: u32| Value::int(number.into());
    Ok(match address {
        Address::None => Value::none(),
        Address::V4 { ip, port } => {
            new_tuple([new_str(&Ipv4Addr::from(*ip).to_string()), number((*port).into())])
        }
        Address::V6 { ip, port, flow, scope } => {
            let (host, _) = os::name_of(address, libc::NI_NUMERICHOST)
                .unwrap_or_else(|_| (Ipv6Addr::from(*ip).to_string().into_bytes(), Vec::new()));
            new_tuple([native_text(&host), number((*port).into()), number(*flow), number(*scope)])
        }
        Address::Unix(path) if path.first().is_none_or(|&first| first == 0) => new_bytes(&path[..]),
        Address::Unix(path) => native_text(path),
        Address::Other(family, data) => new_tuple([number((*family).into()), new_bytes(&data[..])]),
    })
}

// ---- numbers and dots ----------------------------------------------------------------------------------

fn text_argument(function: &str, value: &Value) -> PyResult<String> {
    let fits = value.downcast::<Str>().filter(|text| lang::is_27() || text.is_text());
    match fits {
        Some(text) => Ok(text.to_string_lossy()),
        None if lang::is_27() => {
            Err(type_error(format!("{function}() argument 1 must be string, not {}", value.argument_name())))
        }
        None => Err(type_error(format!("must be str, not {}", value.argument_name()))),
    }
}

fn bytes_argument(function: &str, value: &Value) -> PyResult<Vec<u8>> {
    let fits = value.downcast::<Str>().filter(|text| lang::is_27() || text.is_bytes());
    match fits {
        Some(text) => Ok(text.to_utf8()),
        None if lang::is_27() => Err(type_error(format!(
            "{function}() argument 1 must be string or read-only buffer, not {}",
            value.argument_name()
        ))),
        None => Err(type_error(format!("'{}' does not support the buffer interface", value.type_name()))),
    }
}

/// One part of an address in dots: decimal, octal with a leading 0, hexadecimal with 0x.
fn part(text: &str) -> Option<u32> {
    let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None => (text, 10),
    };
    if digits.starts_with('+') { None } else { u32::from_str_radix(digits, radix).ok() }
}

/// `inet_aton(3)`: one to four parts, the last filling what the others leave.
fn parse_dots(text: &str) -> Option<[u8; 4]> {
    let parts: Vec<u32> = text.split('.').map(part).collect::<Option<_>>()?;
    let (last, heads) = parts.split_last()?;
    if heads.len() > 3 || heads.iter().any(|&head| head > 255) {
        return None;
    }
    let bits = 32 - 8 * heads.len() as u32;
    if u64::from(*last) >= 1u64 << bits {
        return None;
    }
    let head = heads.iter().fold(0u64, |all, &head| all << 8 | u64::from(head));
    Some(((head << bits) as u32 | last).to_be_bytes())
}

pub(super) fn inet_aton(_this: &Value, args: &[Value]) -> PyResult {
    match parse_dots(&text_argument("inet_aton", &args[0])?) {
        Some(bytes) => Ok(new_bytes(bytes)),
        None => Err(plain_error("illegal IP address string passed to inet_aton")),
    }
}

pub(super) fn inet_ntoa(_this: &Value, args: &[Value]) -> PyResult {
    let bytes = bytes_argument("inet_ntoa", &args[0])?;
    match <[u8; 4]>::try_from(bytes) {
        Ok(ip) => Ok(new_str(&Ipv4Addr::from(ip).to_string())),
        Err(_) => Err(plain_error("packed IP wrong length for inet_ntoa")),
    }
}

pub(super) fn inet_pton(_this: &Value, args: &[Value]) -> PyResult {
    let family = c_int(&args[0])?;
    let text = text_argument("inet_pton", &args[1])?;
    let parsed = match family {
        libc::AF_INET => text.parse::<Ipv4Addr>().ok().map(|ip| ip.octets().to_vec()),
        libc::AF_INET6 => text.parse::<Ipv6Addr>().ok().map(|ip| ip.octets().to_vec()),
        _ => return Err(system_error(Errno(libc::EAFNOSUPPORT))),
    };
    parsed.map(new_bytes).ok_or_else(|| plain_error("illegal IP address string passed to inet_pton"))
}

pub(super) fn inet_ntop(_this: &Value, args: &[Value]) -> PyResult {
    let family = c_int(&args[0])?;
    let bytes = bytes_argument("inet_ntop", &args[1])?;
    let text = match family {
        libc::AF_INET => <[u8; 4]>::try_from(bytes).map(|ip| Ipv4Addr::from(ip).to_string()),
        libc::AF_INET6 => <[u8; 16]>::try_from(bytes).map(|ip| Ipv6Addr::from(ip).to_string()),
        _ => return Err(value_error(format!("unknown address family {family}"))),
    };
    text.map(|text| new_str(&text)).map_err(|_| value_error("invalid length of packed IP address string"))
}

#[cfg(test)]
mod tests {
    use super::parse_dots;

    #[test]
    fn dots_as_inet_aton_reads_them() {
        assert_eq!(parse_dots("1.2.3.4"), Some([1, 2, 3, 4]));
        assert_eq!(parse_dots("1.2"), Some([1, 0, 0, 2]));
        assert_eq!(parse_dots("0x7f.1"), Some([127, 0, 0, 1]));
        assert_eq!(parse_dots("4294967295"), Some([255; 4]));
        for bad in ["", "x", "1.2.3.4.5", "256.1", "1.16777216", "+1", "1..2", "09"] {
            assert_eq!(parse_dots(bad), None, "{bad}");
        }
    }
}
