//! What several test binaries need: running a program with a time limit that nothing survives, and finding the
//! CPythons that judge our expectations.
//!
//! Always true: a process is started in a process group of its own, and the whole group is killed before a test ends.

// Each test binary uses a part of this.
#![allow(dead_code)]

use std::ffi::OsString;
use std::io::Read;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The two versions that gilpy can be; each is a profile of gilpy and a CPython.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    V27,
    V32,
}

impl Version {
    pub const ALL: [Version; 2] = [Version::V27, Version::V32];

    /// "2.7" or "3.2", as in `--profile` and in names of files.
    pub fn name(self) -> &'static str {
        match self {
            Version::V27 => "2.7",
            Version::V32 => "3.2",
        }
    }

    /// The CPython of this version, if there is one: what GILPY_CPYTHON27 (or 32) names, else the newest that pyenv
    /// has, else `python2.7` (or 3.2) on the PATH. It must say of itself that it is that version.
    pub fn cpython(self) -> Option<&'static Cpython> {
        static FOUND: [OnceLock<Option<Cpython>>; 2] = [const { OnceLock::new() }; 2];
        FOUND[self as usize].get_or_init(|| find_cpython(self)).as_ref()
    }
}

/// A CPython that was found on this machine.
#[derive(Debug)]
pub struct Cpython {
    pub program: PathBuf,
    /// As it tells it, "2.7.18".
    pub version: String,
}

fn find_cpython(version: Version) -> Option<Cpython> {
    let (variable, short) = match version {
        Version::V27 => ("GILPY_CPYTHON27", "python2.7"),
        Version::V32 => ("GILPY_CPYTHON32", "python3.2"),
    };
    let mut candidates: Vec<PathBuf> = std::env::var_os(variable).map(PathBuf::from).into_iter().collect();
    let root = std::env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".pyenv")));
    if let Some(entries) = root.and_then(|root| std::fs::read_dir(root.join("versions")).ok()) {
        let prefix = format!("{}.", version.name());
        let mut versions: Vec<_> = entries
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
            .map(|entry| entry.path().join("bin/python"))
            .collect();
        versions.sort();
        candidates.extend(versions.into_iter().rev());
    }
    candidates.push(PathBuf::from(short));
    candidates.into_iter().find_map(|program| {
        // 2.7 tells its version on stderr, 3.2 too.
        let output = Command::new(&program).arg("-V").stdin(Stdio::null()).output().ok()?;
        let text = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&text).trim().strip_prefix("Python ")?.to_string();
        told.starts_with(&format!("{}.", version.name())).then_some(Cpython { program, version: told })
    })
}

/// What is run: gilpy in a profile, or a CPython.
#[derive(Clone, Debug)]
pub struct Interpreter {
    pub program: OsString,
    pub args: Vec<String>,
}

impl Interpreter {
    /// The program under test, or one that `GILPY_PROGRAM` names: another build of it.
    pub fn gilpy(version: Version, more_args: &[&str]) -> Interpreter {
        let mut args = vec!["--profile".to_string(), version.name().to_string()];
        args.extend(more_args.iter().map(|arg| arg.to_string()));
        let program = std::env::var_os("GILPY_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_gilpy").into());
        Interpreter { program, args }
    }

    pub fn cpython(cpython: &Cpython) -> Interpreter {
        Interpreter { program: cpython.program.clone().into(), args: Vec::new() }
    }

    /// A command that runs a script from the root of the project, so that tracebacks name it the same way everywhere.
    pub fn command(&self, script: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args).arg(script).current_dir(env!("CARGO_MANIFEST_DIR"));
        known_environment(&mut command);
        command.env("PYTHONIOENCODING", "utf-8");
        command
    }
}

/// Takes away what changes an interpreter's ways, whatever this test was started with.
pub fn known_environment(command: &mut Command) {
    for (variable, _) in std::env::vars_os() {
        if variable.as_encoded_bytes().starts_with(b"PYTHON")
            || variable == "GILPYPATH"
            || variable == "GILPYFLAGS"
        {
            command.env_remove(variable);
        }
    }
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("LC_ALL", "C.UTF-8");
}

/// How a process ended and what it wrote.
#[derive(Debug)]
pub struct Ended {
    pub stdout: String,
    pub stderr: String,
    pub status: Status,
}

/// The end of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Exit(i32),
    Signal(i32),
    /// It went on until the time limit and was killed by the test.
    TimedOut,
}

impl From<ExitStatus> for Status {
    fn from(status: ExitStatus) -> Status {
        match (status.code(), status.signal()) {
            (Some(code), _) => Status::Exit(code),
            (None, Some(signal)) => Status::Signal(signal),
            (None, None) => Status::TimedOut,
        }
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Status::Exit(code) => write!(f, "exit status {code}"),
            Status::Signal(signal) => write!(f, "killed by signal {signal}"),
            Status::TimedOut => write!(f, "still running at the time limit"),
        }
    }
}

/// Has the child begin with the signals of a program that is started at a terminal, whatever this test was started with:
/// a shell's background job, say, which ignores SIGINT and hands that on. And no core files: some children die of SIGQUIT.
/// The child does not outlive the thread that starts it.
pub fn fresh_signals(command: &mut Command, ignore_sigint: bool) {
    let reset = move || {
        // SAFETY: these calls are async-signal-safe, as code between fork and exec must be, and use only local data.
        unsafe {
            libc::signal(libc::SIGINT, if ignore_sigint { libc::SIG_IGN } else { libc::SIG_DFL });
            // nohup ignores the first of these.
            libc::signal(libc::SIGHUP, libc::SIG_DFL);
            libc::signal(libc::SIGQUIT, libc::SIG_DFL);
            libc::signal(libc::SIGTERM, libc::SIG_DFL);
            let mut none = std::mem::zeroed();
            libc::sigemptyset(&mut none);
            libc::sigprocmask(libc::SIG_SETMASK, &none, std::ptr::null_mut());
            libc::setrlimit(libc::RLIMIT_CORE, &libc::rlimit { rlim_cur: 0, rlim_max: 0 });
            // Should the tests themselves be killed, what they have started goes with them. (It is the thread that starts a child
            // whose end counts, and that one waits for it.)
            #[cfg(target_os = "linux")]
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        }
        Ok(())
    };
    // SAFETY: the closure keeps to what may be done between fork and exec, see above.
    unsafe { command.pre_exec(reset) };
}

/// Kills the process group that `child` leads, and reaps the child.
pub fn kill_group(child: &mut Child) {
    // SAFETY: kill takes plain numbers; the child is not reaped yet, so its id and its group are still its own.
    unsafe { libc::kill(-(child.id() as libc::pid_t), libc::SIGKILL) };
    let _ = child.wait();
}

/// Waits for a child until `limit` has passed since now.
pub fn wait_for(child: &mut Child, limit: Duration) -> Option<Status> {
    let deadline = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.into()),
            Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(2)),
            Ok(None) | Err(_) => return None,
        }
    }
}

/// Runs a command without input until it ends or `limit` has passed.
pub fn run(mut command: Command, limit: Duration) -> std::io::Result<Ended> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    fresh_signals(&mut command, false);
    let mut child = command.spawn()?;
    let (out, err) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let ended = wait_for(&mut child, limit);
    if ended.is_none() {
        kill_group(&mut child);
    } else {
        // What the script left behind: children of its own in the same group.
        // SAFETY: plain numbers; a group that has no member any more is an error that changes nothing.
        unsafe { libc::kill(-(child.id() as libc::pid_t), libc::SIGKILL) };
    }
    let text = |handle: std::thread::JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&handle.join().unwrap_or_default()).into_owned()
    };
    Ok(Ended { stdout: text(out), stderr: text(err), status: ended.unwrap_or(Status::TimedOut) })
}

fn reader(stream: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            let _ = stream.read_to_end(&mut bytes);
        }
        bytes
    })
}
