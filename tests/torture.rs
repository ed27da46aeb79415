//! Scripts that are hard on threads, locks and the GIL, under each algorithm of the GIL and with crossed axes: many threads that
//! start, sleep, lock, raise, are made to raise and die while signals arrive; 10,000 threads and 500 at once; a system that
//! has no thread, no memory or no descriptor left; deaths with locks held; the end of a program that is in the middle of everything.
//!
//! The scripts lie in `data/torture`, check themselves and say "ok". Each also runs on the real CPython, where there is one.
//!
//! `GILPY_TORTURE=SECONDS cargo test --test torture` lets the storm of threads rage so long in each configuration, with a seed
//! of its own each time; without it, for one second.

mod support;

use libtest_mimic::{Arguments, Failed, Trial};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::Duration;
use support::{Interpreter, Status, Version};

/// Ten times what the slowest script needs on a busy machine.
const LIMIT: Duration = Duration::from_secs(200);

/// What the child may have.
#[derive(Clone, Copy)]
enum Limit {
    None,
    /// Bytes of address space, `ulimit -v`: enough for some ten threads.
    Memory,
    /// The same, for about one thread.
    LittleMemory,
    /// Descriptors, `ulimit -n`.
    Descriptors,
}

struct Script {
    name: &'static str,
    args: &'static [&'static str],
    limit: Limit,
    /// With which flags beside `--profile`; the profile alone always.
    flags: &'static [(Version, &'static [&'static str])],
}

use Version::{V27, V32};

/// Every algorithm with every language, and locks crossed.
const CROSSED: &[(Version, &[&str])] = &[
    (V27, &["--gil", "interval"]),
    (V27, &["--gil", "priority"]),
    (V27, &["--locks", "interruptible"]),
    (V32, &["--gil", "ticks"]),
    (V32, &["--gil", "priority"]),
    (V32, &["--locks", "uninterruptible"]),
    (V32, &["--no-forced-switching"]),
    (V32, &["--switch-interval", "0.00001"]),
    (V27, &["--check-interval", "0"]),
];
const PRIORITY: &[(Version, &[&str])] = &[(V32, &["--gil", "priority"])];

const SCRIPTS: &[Script] = &[
    Script { name: "many", args: &[], limit: Limit::None, flags: PRIORITY },
    Script { name: "refused", args: &[], limit: Limit::Memory, flags: PRIORITY },
    Script { name: "memory", args: &[], limit: Limit::LittleMemory, flags: PRIORITY },
    Script { name: "lost_updates", args: &[], limit: Limit::None, flags: &[] },
    Script { name: "pipes", args: &[], limit: Limit::Descriptors, flags: PRIORITY },
    Script { name: "deaths", args: &[], limit: Limit::None, flags: CROSSED },
    Script { name: "at_exit", args: &["daemons"], limit: Limit::None, flags: CROSSED },
];

fn main() {
    let mut args = Arguments::from_args();
    // Each test is busy with many threads; the machine is theirs.
    args.test_threads = args.test_threads.or(Some(2));
    let seconds = std::env::var("GILPY_TORTURE").ok();
    let mut tests = Vec::new();
    for version in Version::ALL {
        let storm = Script { name: "torture", args: &[], limit: Limit::None, flags: CROSSED };
        let seed = match seconds {
            Some(_) => std::process::id().to_string(),
            None => "1".to_owned(),
        };
        let given = [seconds.clone().unwrap_or_else(|| "1".to_owned()), seed];
        add(&mut tests, version, &storm, &given);
        for script in SCRIPTS {
            add(
                &mut tests,
                version,
                script,
                &script.args.iter().map(|arg| arg.to_string()).collect::<Vec<_>>(),
            );
        }
        let deadlock = move || a_deadlock_at_exit(&Interpreter::gilpy(version, &[]), version);
        tests.push(Trial::test(format!("{} a deadlock at exit", version.name()), deadlock));
        if let Some(cpython) = version.cpython() {
            let deadlock = move || a_deadlock_at_exit(&Interpreter::cpython(cpython), version);
            tests.push(Trial::test(format!("{} a deadlock at exit (CPython)", version.name()), deadlock));
        }
    }
    libtest_mimic::run(&args, tests).exit();
}

/// The tests of one script under one profile: as it is, with flags, and on the CPython.
fn add(tests: &mut Vec<Trial>, version: Version, script: &Script, args: &[String]) {
    let (name, limit) = (script.name, script.limit);
    let path = format!("tests/data/torture/{name}.py");
    let mut push = |interpreter: Interpreter, more: String| {
        let (path, args) = (path.clone(), args.to_vec());
        let test = move || says_ok(&interpreter, &path, &args, limit);
        tests.push(Trial::test(format!("{} {name}{more}", version.name()), test));
    };
    push(Interpreter::gilpy(version, &[]), String::new());
    for (_, flags) in script.flags.iter().filter(|(of, _)| *of == version) {
        push(Interpreter::gilpy(version, flags), format!(" {}", flags.join(" ")));
    }
    if let Some(cpython) = version.cpython() {
        push(Interpreter::cpython(cpython), " (CPython)".to_owned());
    }
}

fn set_limit(command: &mut Command, limit: Limit) {
    let (what, most) = match limit {
        Limit::None => return,
        Limit::Memory => (libc::RLIMIT_AS, 700 << 20),
        Limit::LittleMemory => (libc::RLIMIT_AS, 256 << 20),
        Limit::Descriptors => (libc::RLIMIT_NOFILE, 40),
    };
    // SAFETY: setrlimit is a system call that reads a local.
    unsafe {
        command.pre_exec(move || {
            libc::setrlimit(what, &libc::rlimit { rlim_cur: most, rlim_max: most });
            Ok(())
        });
    }
}

fn says_ok(interpreter: &Interpreter, path: &str, args: &[String], limit: Limit) -> Result<(), Failed> {
    let mut command = interpreter.command(path);
    command.args(args);
    set_limit(&mut command, limit);
    let seconds =
        args.first().and_then(|arg| arg.parse().ok()).map_or(Duration::ZERO, Duration::from_secs_f64);
    let ended = support::run(command, LIMIT + seconds)?;
    if ended.status == Status::Exit(0) && ended.stdout == "ok\n" {
        return Ok(());
    }
    Err(format!("{}\n{}{}", ended.status, ended.stdout, ended.stderr).into())
}

/// The main thread is through and waits for a thread that nobody will free. It takes no processor for it. Ctrl-C ends it where
/// locks are interruptible; SIGTERM ends any.
fn a_deadlock_at_exit(interpreter: &Interpreter, version: Version) -> Result<(), Failed> {
    let mut command = interpreter.command("tests/data/torture/at_exit.py");
    command
        .arg("deadlock")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0);
    support::fresh_signals(&mut command, false);
    let mut child = command.spawn()?;
    let mut said = String::new();
    if let Some(stdout) = child.stdout.take() {
        let mut stdout = std::io::BufReader::new(stdout);
        std::io::BufRead::read_line(&mut stdout, &mut said)?;
    }
    let pid = child.id() as libc::pid_t;
    let hangs = support::wait_for(&mut child, Duration::from_millis(400)).is_none();
    let before = cpu_ticks(pid);
    std::thread::sleep(Duration::from_millis(300));
    let rests = cpu_ticks(pid) <= before + 2;
    // SAFETY: plain numbers; the child is not reaped yet, unless it has ended and the test fails anyway.
    let interrupt = |signal| unsafe { libc::kill(pid, signal) };
    interrupt(libc::SIGINT);
    let by_ctrl_c =
        support::wait_for(&mut child, Duration::from_millis(if version == V32 { 20_000 } else { 400 }));
    let by_term = by_ctrl_c.or_else(|| {
        interrupt(libc::SIGTERM);
        support::wait_for(&mut child, Duration::from_secs(20))
    });
    support::kill_group(&mut child);
    let seen = (said.as_str(), hangs, rests, by_ctrl_c, by_term);
    let wanted = match version {
        V27 => ("ok\n", true, true, None, Some(Status::Signal(libc::SIGTERM))),
        V32 => ("ok\n", true, true, Some(Status::Exit(0)), Some(Status::Exit(0))),
    };
    if seen == wanted { Ok(()) } else { Err(format!("{seen:?}, not {wanted:?}").into()) }
}

/// Processor time of a process, in the kernel's hundredths of a second.
fn cpu_ticks(pid: libc::pid_t) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}
