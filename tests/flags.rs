//! Flags: which ones count, and for whom.

mod support;

use std::process::{Command, Output};

/// What it writes to stdout without the space around it, its stderr and its status.
fn run(environment: Option<&str>, args: &[&str]) -> (String, String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gilpy"));
    support::known_environment(&mut command);
    command.args(args).envs(environment.map(|flags| ("GILPYFLAGS", flags)));
    let Output { stdout, stderr, status } = command.output().unwrap_or_else(|error| panic!("{error}"));
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).trim().to_owned();
    (text(stdout), text(stderr), status.code())
}

fn says(environment: Option<&str>, args: &[&str]) -> String {
    let (said, error, status) = run(environment, args);
    assert_eq!((error.as_str(), status), ("", Some(0)), "{args:?}");
    said
}

const WHAT: &str =
    "import gil, sys; print('%s %s %d' % (sys.version[:3], gil.kind(), sys.getcheckinterval()))";
/// The same of a child, which does not get the flags on its command line.
const CHILD: &str =
    "import subprocess, sys; subprocess.call([sys.executable, '-c', sys.argv[1]] + sys.argv[2:])";

#[test]
fn of_two_the_last_counts() {
    assert_eq!(says(None, &["--profile", "3.2", "--profile", "2.7", "-c", WHAT]), "2.7 ticks 100");
}

#[test]
fn what_follows_the_script_is_the_scripts() {
    assert_eq!(
        says(None, &["-c", "import sys; print(sys.argv[1:])", "--profile", "2.7", "--help"]),
        "['--profile', '2.7', '--help']"
    );
}

#[test]
fn the_environment_comes_before_the_command_line() {
    assert_eq!(says(Some("--profile 2.7 --check-interval -3"), &["-c", WHAT]), "2.7 ticks -3");
    assert_eq!(
        says(Some("--profile 2.7 --gil priority"), &["--profile", "3.2", "-c", WHAT]),
        "3.2 priority 100"
    );
    assert_eq!(says(Some("  "), &["-c", WHAT]), "3.2 interval 100");
}

#[test]
fn a_child_is_run_as_its_parent() {
    let flags = ["--profile", "2.7", "--gil", "priority", "--check-interval", "7"];
    assert_eq!(says(None, &[&flags[..], &["-c", CHILD, WHAT]].concat()), "2.7 priority 7");
    // And a child of the child.
    assert_eq!(says(None, &[&flags[..], &["-c", CHILD, CHILD, WHAT]].concat()), "2.7 priority 7");
    assert_eq!(says(None, &["-c", CHILD, WHAT]), "3.2 interval 100");
}

#[test]
fn a_mistake_in_the_environment_is_told_as_such() {
    for (flags, said) in [
        ("--profile 2.8", "error: GILPYFLAGS: invalid value '2.8' for '--profile <VERSION>'"),
        // What is observed is nobody's heritage.
        ("--trace", "error: GILPYFLAGS: unexpected argument '--trace' found"),
        ("--help", "error: GILPYFLAGS: unexpected argument '--help' found"),
        ("script.py", "error: GILPYFLAGS: unexpected argument 'script.py' found"),
    ] {
        let (out, error, status) = run(Some(flags), &["-c", WHAT]);
        assert_eq!((out.as_str(), status), ("", Some(2)), "{flags}");
        assert!(error.starts_with(said), "{flags}: {error}");
    }
}
