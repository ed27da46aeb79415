//! What the user types. Invariant: no rule of the language or of the lock is decided here.

mod args;

use crate::bytecode::dis;
use crate::compiler;
use crate::interpreter::{Interpreter, LoadError};
use crate::observe;
use crate::platform::{fd, file, process, standard};
use crate::syntax::{Mode, Source};
use args::{DisArgs, FLAGS_VARIABLE, HighArgs, LowArgs};
use clap::Parser;
use std::ffi::CString;

/// A flag is wrong, or a file cannot be read.
const USAGE: i32 = 2;

/// Runs the program with the process's arguments; gives the exit status.
pub fn main() -> i32 {
    let mut arguments: Vec<String> =
        std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    if arguments.get(1).map(String::as_str) == Some("dis") {
        arguments.remove(1);
        return match DisArgs::try_parse_from(arguments) {
            Ok(args) => disassemble(&args),
            Err(error) => explain(&error),
        };
    }
    let inherited = std::env::var_os(FLAGS_VARIABLE).unwrap_or_default();
    match LowArgs::parse_all(&inherited.to_string_lossy(), arguments) {
        Ok(args) => run(&args),
        Err(error) => explain(&error),
    }
}

/// Help, version, or what is wrong with the flags.
fn explain(error: &clap::Error) -> i32 {
    // A closed stdout or stderr leaves nobody to tell.
    let _ = error.print();
    error.exit_code()
}

fn complain(message: &str) {
    let _ = write_all(2, message.as_bytes());
}

fn write_all(to: fd::Fd, mut bytes: &[u8]) -> Result<(), crate::platform::errno::Errno> {
    while !bytes.is_empty() {
        match fd::write(to, bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(errno) if errno.is_interrupt() => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}

fn run(args: &HighArgs) -> i32 {
    standard::close_again();
    hand_down(&args.inherited);
    observe::start(args.observed);
    let interpreter = Interpreter::new(&args.config);
    let result = interpreter.run(&args.script, &args.args);
    if let Some(summary) = observe::finish() {
        complain(&summary);
    }
    match result {
        Ok(status) => status,
        Err(LoadError::Unreadable { path, errno }) => {
            complain(&format!("gilpy: can't open file '{path}': [Errno {}] {}\n", errno.0, errno.text()));
            USAGE
        }
        Err(LoadError::Directory { path }) => {
            complain(&format!("gilpy: can't find '__main__' module in '{path}'\n"));
            1
        }
        Err(LoadError::DirectoryAsInput) => {
            complain("Python error: <stdin> is a directory, cannot continue\n");
            1
        }
    }
}

/// Before there is a second thread.
fn hand_down(flags: &[String]) {
    let flags = (CString::new(FLAGS_VARIABLE), CString::new(flags.join(" ")));
    if let (Ok(name), Ok(value)) = flags
        && !value.is_empty()
    {
        // Without memory for it the children have the defaults.
        let _ = process::set_variable(&name, &value);
    }
}

fn disassemble(args: &DisArgs) -> i32 {
    let language = args.profile.language();
    let mut status = 0;
    for path in &args.files {
        let source = match file::read(path) {
            Ok(source) => source,
            Err(errno) => {
                complain(&format!(
                    "gilpy dis: can't open file '{path}': [Errno {}] {}\n",
                    errno.0,
                    errno.text()
                ));
                status = USAGE;
                continue;
            }
        };
        let text = crate::platform::thread::on_big_stack(|| {
            if args.json {
                return Ok(compiler::dump_json(&source, path, language));
            }
            let options = compiler::Options::new(language);
            compiler::compile_source(Source::File(&source), path, Mode::Exec, &options)
                .map(|compiled| dis::disassemble_all(&compiled.code, language))
        });
        match text {
            Ok(text) => {
                if write_all(1, text.as_bytes()).is_err() {
                    return 1;
                }
            }
            Err(error) => {
                complain(&crate::syntax::error::report(&error));
                status = 1;
            }
        }
    }
    status
}
