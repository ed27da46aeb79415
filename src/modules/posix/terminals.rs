//! Terminals, and children that sit at new ones.

use super::os_error;
use crate::modules::capi::c_int;
use crate::objects::Value;
use crate::objects::errors::PyResult;
use crate::objects::file::raw::system_name;
use crate::objects::native::{Method, Native, method};
use crate::objects::str::new_str;
use crate::objects::tuple::new_tuple;
use crate::platform::process::Fork;
use crate::platform::{fd, process, terminal};
use crate::runtime;

fn openpty(_this: &Value) -> PyResult {
    let (master, slave) = terminal::open_pair().map_err(os_error)?;
    Ok(new_tuple([Value::int(master.into()), Value::int(slave.into())]))
}

/// forkpty(3). The child is told the master's number, too, although it has it no more.
fn forkpty(_this: &Value) -> PyResult {
    let (master, slave) = terminal::open_pair().map_err(os_error)?;
    let child = match runtime::fork() {
        Ok(Fork::Child) => {
            let _ = fd::close(master);
            if terminal::log_in(slave).is_err() {
                process::exit_now(1);
            }
            0
        }
        Ok(Fork::Parent(child)) => {
            let _ = fd::close(slave);
            child
        }
        Err(errno) => {
            let _ = fd::close(master);
            let _ = fd::close(slave);
            return Err(os_error(errno));
        }
    };
    Ok(new_tuple([Value::int(child.into()), Value::int(master.into())]))
}

fn ttyname(_this: &Value, fd: &Value) -> PyResult {
    terminal::name(c_int(fd)?).map(|name| system_name(&name)).map_err(os_error)
}

fn ctermid(_this: &Value) -> PyResult {
    Ok(new_str("/dev/tty"))
}

pub(super) static FUNCTIONS: &[Method] = &[
    method(
        "openpty",
        Native::NoArgs(openpty),
        "openpty() -> (master_fd, slave_fd)\n\nOpen a pseudo-terminal, returning open fd's for both master and slave end.",
    ),
    method(
        "forkpty",
        Native::NoArgs(forkpty),
        "forkpty() -> (pid, master_fd)\n\nFork a new process with a new pseudo-terminal as controlling tty.",
    ),
    method(
        "ttyname",
        Native::One(ttyname),
        "ttyname(fd) -> string\n\nReturn the name of the terminal device connected to 'fd'.",
    ),
    method(
        "ctermid",
        Native::NoArgs(ctermid),
        "ctermid() -> string\n\nReturn the name of the controlling terminal for this process.",
    ),
];
