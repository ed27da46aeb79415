//! The door to the crate: an interpreter is made from a configuration, runs a source, and gives back a status.
//!
//! Invariants: one interpreter at a time in a process, since a process has one GIL and one set of signal handlers;
//! the thread that makes it is its main thread. What goes wrong in a script is printed as CPython prints it and told by
//! the status; nothing here panics.

use crate::objects::dict::Dict;
use crate::objects::errors::{self, PyResult};
use crate::objects::list::new_list;
use crate::objects::str::new_str;
use crate::objects::{self, module};
use crate::platform::errno::Errno;
use crate::profile::{Config, Language};
use crate::runtime;
use crate::syntax::Source;
use crate::{platform, vm};

/// What to run.
#[derive(Clone, Debug)]
pub enum Script {
    /// A file, by its path.
    File(String),
    /// `-c`: a command.
    Command(String),
    /// Standard input to its end; `named` by a `-`.
    Stdin { named: bool },
}

/// An interpreter ready to run one script.
pub struct Interpreter {
    config: Config,
}

/// Why there is no source to run.
#[derive(Clone, Debug)]
pub enum LoadError {
    /// The file could not be read.
    Unreadable { path: String, errno: Errno },
    /// It is a directory without `__main__.py`.
    Directory { path: String },
    /// Standard input is a directory.
    DirectoryAsInput,
}

impl Interpreter {
    /// Makes an interpreter; the calling thread becomes its main thread (Py_Initialize).
    pub fn new(config: &Config) -> Interpreter {
        let interpreter = runtime::initialise(config);
        vm::init();
        interpreter.modules.set(Dict::new_value());
        Interpreter { config: config.clone() }
    }

    /// Imports what every script finds loaded: sys and the built-ins.
    fn start(&self, path0: &str, argv: &[String]) -> PyResult<()> {
        let sys = vm::import::start_interpreter(Some(path0))?;
        module::set(&sys, "argv", new_list(argv.iter().map(|arg| new_str(arg)).collect()));
        Ok(())
    }

    /// Runs a script with its arguments and ends the interpreter. Gives the process's exit status.
    ///
    /// # Errors
    /// The script's file cannot be read; nothing has run then.
    pub fn run(&self, script: &Script, args: &[String]) -> Result<i32, LoadError> {
        if platform::fs::fstat(0).is_ok_and(|data| data.is_directory()) {
            return Err(LoadError::DirectoryAsInput);
        }
        let (name, path0, source) = match script {
            Script::File(path) => {
                let source = load(path)?;
                let folder = path
                    .rsplit_once('/')
                    .map_or("", |(folder, _)| if folder.is_empty() { "/" } else { folder });
                (path.clone(), folder.to_owned(), source)
            }
            Script::Command(command) => ("-c".to_owned(), String::new(), format!("{command}\n").into_bytes()),
            Script::Stdin { named } => {
                (if *named { "-" } else { "" }.to_owned(), String::new(), read_stdin())
            }
        };
        let filename = match script {
            Script::File(path) => path.clone(),
            Script::Command(_) => "<string>".to_owned(),
            Script::Stdin { .. } => "<stdin>".to_owned(),
        };
        let mut argv = vec![name];
        argv.extend_from_slice(args);
        let status = match self.start(&path0, &argv) {
            Ok(()) => {
                if let Script::File(path) = script
                    && let Ok(main) = vm::import::main_module()
                {
                    module::set(&main, "__file__", new_str(path));
                }
                let source = match script {
                    Script::File(_) => Source::File(&source),
                    Script::Stdin { .. } => Source::Stream(&source),
                    Script::Command(_) => Source::Bytes(&source),
                };
                let ran = vm::import::run_main(source, &filename);
                if !matches!(script, Script::Command(_)) && self.config.language == Language::Py32 {
                    runtime::finalise::flush_io();
                }
                match ran {
                    Ok(_) => 0,
                    Err(_) => self.report(),
                }
            }
            Err(_) => self.report(),
        };
        Ok(runtime::finalise::finalise(status))
    }

    /// Prints the current exception, or heeds SystemExit; gives the status (handle_system_exit, PyErr_Print).
    fn report(&self) -> i32 {
        if errors::matches(objects::exceptions::SYSTEM_EXIT)
            && let Some(exit) = errors::fetch()
        {
            return runtime::report::exit_status(&exit);
        }
        match vm::door::print_error(true) {
            Some(exit) => runtime::report::exit_status(&exit),
            None => 1,
        }
    }
}

/// A script's source.
fn load(path: &str) -> Result<Vec<u8>, LoadError> {
    if platform::file::is_directory(path) {
        return Err(LoadError::Directory { path: path.to_owned() });
    }
    platform::file::read(path).map_err(|errno| LoadError::Unreadable { path: path.to_owned(), errno })
}

fn read_stdin() -> Vec<u8> {
    let mut source = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        match platform::fd::read(0, &mut buffer) {
            Ok(0) => return source,
            Ok(count) => source.extend_from_slice(&buffer[..count]),
            Err(errno) if errno.is_interrupt() => {}
            Err(_) => return source,
        }
    }
}
