//! The module `errno`: the numbers of the system's errors, and their names.

use crate::objects::dict::Dict;
use crate::objects::errors::PyResult;
use crate::objects::str::new_str;
use crate::objects::{Value, lang, module};

macro_rules! numbers {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name)),*] };
}

/// Where two names have one number, the later is the one that `errorcode` tells.
static NUMBERS: &[(&str, i32)] = numbers! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EWOULDBLOCK EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY
    EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM
    ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP ENOMSG EIDRM EPROTO EMULTIHOP EBADMSG
    EOVERFLOW EILSEQ EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT
    EOPNOTSUPP ENOTSUP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED
    ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY
    EINPROGRESS ESTALE EREMOTE EDQUOT
};

#[cfg(target_os = "linux")]
static LINUX: &[(&str, i32)] = numbers! {
    EDEADLOCK ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT EBFONT
    ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG ENOLINK EADV ESRMNT ECOMM EDOTDOT ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD
    ELIBSCN ELIBMAX ELIBEXEC ERESTART ESTRPIPE EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO
};

/// What 3.2 has besides.
#[cfg(target_os = "linux")]
static LINUX32: &[(&str, i32)] = numbers! {
    ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL
};

#[cfg(not(target_os = "linux"))]
static LINUX: &[(&str, i32)] = &[];
#[cfg(not(target_os = "linux"))]
static LINUX32: &[(&str, i32)] = &[];

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("errno");
    let codes = Dict::new_value();
    let newer: &[(&str, i32)] = if lang::is_27() { &[] } else { LINUX32 };
    for &(name, number) in NUMBERS.iter().chain(LINUX).chain(newer) {
        module::set(&made, name, Value::int(number.into()));
        if let Some(codes) = codes.downcast::<Dict>() {
            codes.insert(Value::int(number.into()), new_str(name))?;
        }
    }
    module::set(&made, "errorcode", codes);
    Ok(made)
}
