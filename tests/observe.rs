//! `--stats` and `--trace`: what they say of a program that can be foretold.

use std::process::Command;

const TWO_THREADS: &str = "
import threading
lock = threading.Lock()
lock.acquire()
thread = threading.Thread(target=lock.release)
thread.start()
thread.join()
";

const A_SIGNAL: &str = "
import os, signal
signal.signal(signal.SIGUSR1, lambda number, frame: None)
os.kill(os.getpid(), signal.SIGUSR1)
for i in range(1000): pass
";

fn told(flag: &str, profile: &str, script: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gilpy"))
        .args([flag, "--profile", profile, "-c", script])
        .output()
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn stats_have_a_line_a_thread() {
    for profile in ["2.7", "3.2"] {
        let told = told("--stats", profile, TWO_THREADS);
        assert!(told.contains(" ms, the GIL changed hands "), "{told}");
        for name in ["  thread GIL taken ", "    main ", "      T1 "] {
            assert_eq!(told.matches(&format!("\n{name}")).count(), 1, "{told}");
        }
    }
}

#[test]
fn stats_tell_of_signals() {
    for profile in ["2.7", "3.2"] {
        let told = told("--stats", profile, A_SIGNAL);
        assert!(told.contains("signal 10: arrived once, its handler ran once, "), "{told}");
    }
}

#[test]
fn a_trace_is_in_order() {
    for profile in ["2.7", "3.2"] {
        let told = told("--trace", profile, TWO_THREADS);
        let mut from = 0;
        for step in ["main  makes thread T1\n", "T1    begins\n", "T1    releases lock"] {
            match told[from..].find(step) {
                Some(at) => from += at,
                None => panic!("{step:?} is not there, or not in its place:\n{told}"),
            }
        }
    }
}

#[test]
fn a_trace_tells_of_handlers() {
    let told = told("--trace", "3.2", A_SIGNAL);
    let arrives = told.find("main  is where the system delivers signal 10\n");
    let runs = told.find("main  runs the Python handler of signal 10\n");
    assert!(arrives.is_some() && arrives < runs, "{told}");
}

#[test]
fn without_the_flags_nothing_is_said() {
    let output = Command::new(env!("CARGO_BIN_EXE_gilpy")).args(["-c", TWO_THREADS]).output();
    assert!(output.is_ok_and(|output| output.stderr.is_empty()));
}
