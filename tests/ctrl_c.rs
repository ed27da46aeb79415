//! Ctrl-C, pressed at a terminal: what must happen, and in which time. A hang is an expectation like any other.
//!
//! One table of scenarios; each is a program of `programs/signals` and steps. Each is run by gilpy in the profiles it is
//! for (`2.7 NAME`), and by the real CPython of that version where one is found (`2.7 NAME (CPython)`), which holds the
//! expectations themselves against it. Those with switches of gilpy's own have no CPython.
//!
//! Bounds are ten times what it takes; "at once" is [`AT_ONCE`]: nothing that is not to be heard at once is heard in that time by
//! itself. No step sleeps in order to be right, but for [`Step::Settle`], which waits until main has got from its last print into
//! the call that blocks it.

#[path = "support/pty.rs"]
mod pty;
mod support;

use Step::*;
use libtest_mimic::{Arguments, Failed, Trial};
use pty::Session;
use std::time::Duration;
use support::{Interpreter, Status, Version};

/// The bound for what happens at once, which takes well under 100 ms on a machine that is not busy.
const AT_ONCE: Duration = Duration::from_secs(10);
/// The bound for what takes a moment: the start of a process, the end of a worker that works for three seconds.
const SOON: Duration = Duration::from_secs(60);
/// How long something must not happen to be said not to happen.
const NOTHING: Duration = Duration::from_secs(1);

enum Step {
    /// The program writes this, after what was seen before.
    See(&'static str),
    SeeAtOnce(&'static str),
    Settle,
    CtrlC,
    /// So many presses, 30 ms apart.
    CtrlCTimes(usize),
    CtrlBackslash,
    Kill(i32),
    /// A second passes, it still runs, and has not written this (at any time).
    StillRunningWithout(&'static str),
    /// It has written this so many times by now.
    Count(&'static str, usize),
    Exits(i32),
    ExitsAtOnce(i32),
    DiesAtOnceOf(i32),
}

struct Scenario {
    name: &'static str,
    version: Version,
    /// Switches of gilpy; a scenario that has any is not for a CPython.
    switches: &'static [&'static str],
    /// The program's name and arguments.
    program: &'static [&'static str],
    ignore_sigint: bool,
    steps: Vec<Step>,
}

fn scenario(
    name: &'static str,
    version: Version,
    program: &'static [&'static str],
    steps: Vec<Step>,
) -> Scenario {
    Scenario { name, version, switches: &[], program, ignore_sigint: false, steps }
}

fn scenarios() -> Vec<Scenario> {
    use Version::{V27, V32};
    const INTERRUPTED: &str = "KeyboardInterrupt";
    let mut table = vec![
        // The main thread in join() without a timeout.
        scenario(
            "join: one press is not heard",
            V27,
            &["join_forever"],
            vec![
                See("rounds a second"),
                Settle,
                CtrlC,
                StillRunningWithout(INTERRUPTED),
                Kill(libc::SIGKILL),
                DiesAtOnceOf(libc::SIGKILL),
            ],
        ),
        scenario(
            "join: twenty presses are not heard, Ctrl-\\ is",
            V27,
            &["join_forever"],
            vec![
                See("rounds a second"),
                Settle,
                CtrlCTimes(20),
                StillRunningWithout(INTERRUPTED),
                CtrlBackslash,
                DiesAtOnceOf(libc::SIGQUIT),
            ],
        ),
        scenario(
            "join: a plain kill ends it",
            V27,
            &["join_forever"],
            vec![
                See("rounds a second"),
                Settle,
                CtrlC,
                StillRunningWithout(INTERRUPTED),
                Kill(libc::SIGTERM),
                DiesAtOnceOf(libc::SIGTERM),
            ],
        ),
        scenario(
            "join: interrupted, then it waits for the worker, a second press ends that",
            V32,
            &["join_forever"],
            vec![
                See("rounds a second"),
                Settle,
                CtrlC,
                SeeAtOnce("waiter.acquire()"),
                SeeAtOnce(INTERRUPTED),
                StillRunningWithout("ignored"),
                CtrlC,
                SeeAtOnce("KeyboardInterrupt() in <module 'threading'"),
                SeeAtOnce("ignored"),
                ExitsAtOnce(1),
            ],
        ),
        scenario(
            "join: Ctrl-\\ kills",
            V32,
            &["join_forever"],
            vec![See("rounds a second"), Settle, CtrlBackslash, DiesAtOnceOf(libc::SIGQUIT)],
        ),
        scenario(
            "join: a handler is not called",
            V27,
            &["join_handler"],
            vec![
                See("working"),
                Settle,
                CtrlCTimes(3),
                StillRunningWithout("SIGNAL"),
                CtrlBackslash,
                DiesAtOnceOf(libc::SIGQUIT),
            ],
        ),
        scenario(
            "join: a handler is called and ends it",
            V32,
            &["join_handler"],
            vec![See("working"), Settle, CtrlC, SeeAtOnce("SIGNAL"), SeeAtOnce("all joined"), ExitsAtOnce(0)],
        ),
        scenario(
            "join: one call of the handler after it, for one press",
            V27,
            &["join_finite", "5"],
            vec![
                See("joining"),
                Settle,
                CtrlC,
                See("worker ends"),
                SeeAtOnce("handler: call 1"),
                SeeAtOnce("the handler was called 1 times"),
                Exits(0),
                Count("handler: call", 1),
            ],
        ),
        scenario(
            "join: one call of the handler after it, for twenty presses",
            V27,
            &["join_finite", "5"],
            vec![
                See("joining"),
                Settle,
                CtrlCTimes(20),
                See("worker ends"),
                SeeAtOnce("handler: call 1"),
                SeeAtOnce("the handler was called 1 times"),
                Exits(0),
                Count("handler: call", 1),
            ],
        ),
        scenario(
            "join: a call of the handler at each press, and it goes on",
            V32,
            &["join_finite", "5"],
            vec![
                See("joining"),
                Settle,
                CtrlC,
                SeeAtOnce("handler: call 1"),
                Settle,
                CtrlC,
                SeeAtOnce("handler: call 2"),
                See("worker ends"),
                SeeAtOnce("the handler was called 2 times"),
                Exits(0),
            ],
        ),
        scenario(
            "countdown: goes on, interrupted after its end",
            V27,
            &["countdown", "4", "1"],
            vec![
                See("Counting down 3"),
                CtrlC,
                See("Counting down 1"),
                SeeAtOnce(INTERRUPTED),
                Exits(1),
                Count("done", 0),
            ],
        ),
        scenario(
            "countdown: interrupted at once, goes on",
            V32,
            &["countdown", "4", "1"],
            vec![
                See("Counting down 3"),
                CtrlC,
                SeeAtOnce(INTERRUPTED),
                See("Counting down 1"),
                Exits(1),
                Count("done", 0),
            ],
        ),
        // One long operation in C.
        scenario(
            "long C operation: interrupted after it",
            V27,
            &["long_c_call", "100000000"],
            vec![
                See("searching"),
                Settle,
                CtrlC,
                See("the search took"),
                See(INTERRUPTED),
                Exits(1),
                Count("not there", 0),
            ],
        ),
        scenario(
            "long C operation: interrupted after it",
            V32,
            &["long_c_call", "100000000"],
            vec![
                See("searching"),
                Settle,
                CtrlC,
                See("the search took"),
                See(INTERRUPTED),
                Exits(1),
                Count("not there", 0),
            ],
        ),
    ];
    // What differs from its profile in one switch only: which part makes the difference.
    let interrupted = || {
        vec![
            See("rounds a second"),
            Settle,
            CtrlC,
            SeeAtOnce(INTERRUPTED),
            StillRunningWithout("ignored"),
            CtrlC,
            SeeAtOnce("ignored"),
            ExitsAtOnce(1),
        ]
    };
    let hangs = || {
        vec![
            See("rounds a second"),
            Settle,
            CtrlCTimes(3),
            StillRunningWithout(INTERRUPTED),
            CtrlBackslash,
            DiesAtOnceOf(libc::SIGQUIT),
        ]
    };
    let by_one_switch: [(_, _, &'static [&'static str], Vec<Step>); 6] = [
        ("join with interruptible locks: interrupted", V27, &["--locks", "interruptible"], interrupted()),
        ("join with uninterruptible locks: hangs", V32, &["--locks", "uninterruptible"], hangs()),
        ("join with the GIL of 3.2: hangs", V27, &["--gil", "interval"], hangs()),
        ("join with the GIL of 2.7: interrupted", V32, &["--gil", "ticks"], interrupted()),
        (
            "join with both of 3.2: interrupted",
            V27,
            &["--gil", "interval", "--locks", "interruptible"],
            interrupted(),
        ),
        ("join with both of 2.7: hangs", V32, &["--gil", "ticks", "--locks", "uninterruptible"], hangs()),
    ];
    for (name, version, switches, steps) in by_one_switch {
        table.push(Scenario { switches, ..scenario(name, version, &["join_forever"], steps) });
    }
    for version in Version::ALL {
        table.extend([
            scenario(
                "join(1000): interrupted",
                version,
                &["join_timeout_loop"],
                vec![See("working"), Settle, CtrlC, SeeAtOnce(INTERRUPTED), ExitsAtOnce(1)],
            ),
            scenario(
                "generator membership: interrupted",
                version,
                &["generator_membership"],
                vec![
                    See("searching"),
                    Settle,
                    CtrlC,
                    SeeAtOnce("in <genexpr>"),
                    SeeAtOnce(INTERRUPTED),
                    ExitsAtOnce(1),
                ],
            ),
            scenario(
                "a press while a handler runs: its call comes after it",
                version,
                &["two_presses_in_a_handler", "3"],
                vec![
                    See("working"),
                    Settle,
                    CtrlC,
                    SeeAtOnce("call 1 begins, depth 1"),
                    CtrlC,
                    See("call 1 ends"),
                    SeeAtOnce("call 2 begins, depth 1"),
                    See("done"),
                    Exits(0),
                ],
            ),
            Scenario {
                ignore_sigint: true,
                ..scenario(
                    "SIGINT ignored by who started it: stays ignored",
                    version,
                    &["blocked_in", "sleep"],
                    vec![
                        See("blocked in sleep"),
                        Settle,
                        CtrlCTimes(3),
                        StillRunningWithout(INTERRUPTED),
                        CtrlBackslash,
                        DiesAtOnceOf(libc::SIGQUIT),
                    ],
                )
            },
        ]);
        for program in [&["cure_sleep_flag", "60"], &["cure_select", "60"], &["cure_nonblocking_lock", "60"]]
            as [&'static [&'static str]; 3]
        {
            table.push(scenario(
                "cure: interrupted, and the worker is told",
                version,
                program,
                vec![
                    See("working"),
                    Settle,
                    CtrlC,
                    SeeAtOnce("stopping"),
                    SeeAtOnce("the worker has ended"),
                    ExitsAtOnce(0),
                ],
            ));
        }
        for program in BLOCKED_IN {
            let waits_for_a_lock =
                ["lock", "lock_with", "event", "condition", "semaphore", "queue_get", "queue_put"];
            let (name, steps) = if version == V27 && waits_for_a_lock.contains(&program[1]) {
                (
                    "blocked: hangs, Ctrl-\\ kills",
                    vec![
                        See("blocked in"),
                        Settle,
                        CtrlCTimes(3),
                        StillRunningWithout(INTERRUPTED),
                        CtrlBackslash,
                        DiesAtOnceOf(libc::SIGQUIT),
                    ],
                )
            } else {
                (
                    "blocked: interrupted",
                    vec![See("blocked in"), Settle, CtrlC, SeeAtOnce(INTERRUPTED), ExitsAtOnce(1)],
                )
            };
            table.push(scenario(name, version, program, steps));
        }
    }
    table
}

/// What main may be blocked in; see the program.
const BLOCKED_IN: [&[&str]; 20] = [
    &["blocked_in", "lock"],
    &["blocked_in", "lock_with"],
    &["blocked_in", "event"],
    &["blocked_in", "event_timeout"],
    &["blocked_in", "condition"],
    &["blocked_in", "condition_timeout"],
    &["blocked_in", "semaphore"],
    &["blocked_in", "queue_get"],
    &["blocked_in", "queue_get_timeout"],
    &["blocked_in", "queue_put"],
    &["blocked_in", "sleep"],
    &["blocked_in", "select"],
    &["blocked_in", "select_forever"],
    &["blocked_in", "read"],
    &["blocked_in", "recv"],
    &["blocked_in", "accept"],
    &["blocked_in", "input"],
    &["blocked_in", "readline"],
    &["blocked_in", "pause"],
    &["blocked_in", "compute"],
];

fn main() {
    let mut args = Arguments::from_args();
    // Many of them only wait, so a few at a time; more, and the busy ones would make each other late.
    args.test_threads = args.test_threads.or(Some(3));
    let mut tests = Vec::new();
    for scenario in scenarios() {
        let name = format!("{} {}: {}", scenario.version.name(), scenario.program.join(" "), scenario.name);
        let scenario = std::sync::Arc::new(scenario);
        let for_gilpy = scenario.clone();
        let run_gilpy = move || play(&for_gilpy, &Interpreter::gilpy(for_gilpy.version, for_gilpy.switches));
        tests.push(Trial::test(name.clone(), run_gilpy));
        if scenario.switches.is_empty() {
            let skip = scenario.version.cpython().is_none();
            let run_cpython = move || {
                let cpython = scenario.version.cpython().ok_or("no CPython of this version was found")?;
                play(&scenario, &Interpreter::cpython(cpython))
            };
            tests.push(Trial::test(format!("{name} (CPython)"), run_cpython).with_ignored_flag(skip));
        }
    }
    libtest_mimic::run(&args, tests).exit();
}

fn play(scenario: &Scenario, interpreter: &Interpreter) -> Result<(), Failed> {
    let mut command = interpreter.command(&format!("programs/signals/{}.py", scenario.program[0]));
    command.args(&scenario.program[1..]);
    let mut session = Session::start(command, scenario.ignore_sigint)?;
    for (number, step) in scenario.steps.iter().enumerate() {
        take(step, &mut session).map_err(|what| {
            Failed::from(format!("step {}: {what}\n--- at the terminal:\n{}", number + 1, session.output()))
        })?;
    }
    Ok(())
}

fn take(step: &Step, session: &mut Session) -> Result<(), String> {
    let typed = |result: std::io::Result<()>| result.map_err(|error| format!("typing failed: {error}"));
    match step {
        See(text) => see(session, text, SOON),
        SeeAtOnce(text) => see(session, text, AT_ONCE),
        Settle => {
            session.settle();
            Ok(())
        }
        CtrlC => typed(session.type_text("\x03")),
        CtrlCTimes(times) => (0..*times).try_for_each(|_| {
            std::thread::sleep(Duration::from_millis(30));
            typed(session.type_text("\x03"))
        }),
        CtrlBackslash => typed(session.type_text("\x1c")),
        Kill(signal) => {
            session.kill(*signal);
            Ok(())
        }
        StillRunningWithout(text) => {
            if let Some(status) = session.end(NOTHING) {
                return Err(format!("it should still be running, but: {status}"));
            }
            if session.output().contains(text) {
                return Err(format!("it should not have written {text:?}"));
            }
            Ok(())
        }
        Count(text, times) => match session.output().matches(text).count() {
            n if n == *times => Ok(()),
            n => Err(format!("{text:?} should be there {times} times, and is {n} times")),
        },
        Exits(status) => ends(session, Status::Exit(*status), SOON),
        ExitsAtOnce(status) => ends(session, Status::Exit(*status), AT_ONCE),
        DiesAtOnceOf(signal) => ends(session, Status::Signal(*signal), AT_ONCE),
    }
}

fn see(session: &mut Session, text: &str, bound: Duration) -> Result<(), String> {
    if session.see(text, bound) { Ok(()) } else { Err(format!("{text:?} did not come within {bound:?}")) }
}

fn ends(session: &mut Session, expected: Status, bound: Duration) -> Result<(), String> {
    match session.end(bound) {
        Some(status) if status == expected => Ok(()),
        Some(status) => Err(format!("should be {expected}, is {status}")),
        None => Err(format!("should be {expected}, still runs after {bound:?}")),
    }
}
