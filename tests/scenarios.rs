//! Scripts at a terminal: a script, events at set moments, and all that is to be seen, which a real CPython has written.
//!
//! `tests/scenarios/name.py` opens with a line `# Events: ...` (none, if it needs none), a list parted by semicolons:
//! `see TEXT` waits until the script has written that after what was waited for before, `settle` gives it the time to get into
//! the call that blocks it, `^C`, `^D` and `^\` are keys, `type TEXT` is typed (`\n` is Return), `kill N` is a signal to
//! the process. What is to be seen before a `^C` or `^\` is waited for by a `see`: the key throws away what nobody has read yet.
//! Beside it lie `name.2.7.out` and `name.3.2.out`, or one of them: the status and the terminal's text with the
//! echo of the keys. A hang is an expectation like any other: it takes a `^\`, and the status says so.
//!
//! For each there are two tests, `2.7 name` for gilpy and `2.7 name (CPython)` for the CPython, where one is found.
//! `GILPY_BLESS=1 cargo test --test scenarios` writes the files anew from the CPythons.
//!
//! What differs from run to run or from place to place is masked on both sides: addresses, numbers of threads, paths, and the
//! line numbers of the library.

#[path = "support/pty.rs"]
mod pty;
mod support;

use libtest_mimic::{Arguments, Failed, Trial};
use pty::Session;
use std::path::{Path, PathBuf};
use std::time::Duration;
use support::{Interpreter, Version};

/// The bound for each thing that is waited for; ten times what it takes, and more.
const BOUND: Duration = Duration::from_secs(60);

fn main() {
    let mut args = Arguments::from_args();
    args.test_threads = args.test_threads.or(Some(3));
    let bless = std::env::var_os("GILPY_BLESS").is_some_and(|value| value == "1");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut scripts: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    scripts.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
    scripts.sort();
    let mut tests = Vec::new();
    for script in scripts {
        let name = script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for version in Version::ALL {
            let expected = script.with_extension(format!("{}.out", version.name()));
            if !expected.exists() {
                continue;
            }
            let name = format!("{} {name}", version.name());
            let (own_script, own_expected) = (script.clone(), expected.clone());
            let run_gilpy = move || compare(&Interpreter::gilpy(version, &[]), &own_script, &own_expected);
            tests.push(Trial::test(name.clone(), run_gilpy));
            let script = script.clone();
            let run_cpython = move || {
                let cpython = version.cpython().ok_or("no CPython of this version was found")?;
                if bless {
                    let seen = play(&Interpreter::cpython(cpython), &script)?;
                    return Ok(std::fs::write(&expected, format!("# CPython {}\n{seen}", cpython.version))?);
                }
                compare(&Interpreter::cpython(cpython), &script, &expected)
            };
            let skip = version.cpython().is_none();
            tests.push(Trial::test(format!("{name} (CPython)"), run_cpython).with_ignored_flag(skip));
        }
    }
    libtest_mimic::run(&args, tests).exit();
}

fn compare(interpreter: &Interpreter, script: &Path, expected: &Path) -> Result<(), Failed> {
    let wanted = std::fs::read_to_string(expected)?;
    let (_, wanted) = wanted.split_once('\n').ok_or("the expectation has no head")?;
    let seen = play(interpreter, script)?;
    if seen == wanted {
        return Ok(());
    }
    Err(format!("--- should be seen ---\n{wanted}\n--- is seen ---\n{seen}").into())
}

/// Plays a script's events; gives its status and what was seen, masked.
fn play(interpreter: &Interpreter, script: &Path) -> Result<String, Failed> {
    let source = std::fs::read_to_string(script)?;
    let events = source.lines().next().and_then(|line| line.strip_prefix("# Events:")).unwrap_or_default();
    let name = script.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut session = Session::start(interpreter.command(&format!("tests/scenarios/{name}")), false)?;
    for event in events.split(';').map(str::trim).filter(|event| !event.is_empty()) {
        happen(event, &mut session)
            .map_err(|what| format!("{event}: {what}\n--- at the terminal:\n{}", session.output()))?;
    }
    let Some(status) = session.end(BOUND) else {
        return Err(format!("it still runs\n--- at the terminal:\n{}", session.output()).into());
    };
    session.drain(BOUND);
    Ok(format!("# {status}\n{}", mask(&session.output(), &name)))
}

fn happen(event: &str, session: &mut Session) -> Result<(), String> {
    let (word, rest) = event.split_once(' ').unwrap_or((event, ""));
    // What is written at a terminal has a Return before each newline.
    let text = rest.replace("\\n", if word == "see" { "\r\n" } else { "\n" });
    let typed = match word {
        "see" if session.see(&text, BOUND) => return Ok(()),
        "see" => return Err(format!("did not come within {BOUND:?}")),
        "settle" => {
            session.settle();
            return Ok(());
        }
        "kill" => {
            session.kill(rest.parse().map_err(|_| "not a number of a signal")?);
            return Ok(());
        }
        "^C" => session.type_text("\x03"),
        "^D" => session.type_text("\x04"),
        "^\\" => session.type_text("\x1c"),
        "type" => session.type_text(&text),
        _ => return Err("not an event".into()),
    };
    typed.map_err(|error| format!("typing failed: {error}"))
}

fn mask(text: &str, script: &str) -> String {
    let mut out = String::new();
    for line in text.replace("\r\n", "\n").lines() {
        out.push_str(&mask_line(line, script));
        out.push('\n');
    }
    out
}

fn mask_line(line: &str, script: &str) -> String {
    if let Some((before, rest)) = line.split_once("File \"")
        && let Some((path, rest)) = rest.split_once("\", line ")
        && let Some((number, rest)) = rest.split_once(", in ")
    {
        let file = path.rsplit('/').next().unwrap_or(path);
        // Of the library the line numbers are gilpy's own.
        let number =
            if file == script || path.starts_with('<') && !path.contains('/') { number } else { "N" };
        return format!("{before}File \"{file}\", line {number}, in {rest}");
    }
    let line = match line.split_once(" from '") {
        Some((module, rest)) if module.contains("<module '") => {
            format!("{module}{}", rest.split_once('\'').map_or("", |(_, rest)| rest))
        }
        _ => line.to_owned(),
    };
    let mut out = String::new();
    let mut rest = line.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let hex = from.starts_with("0x");
        let digits = from
            .find(|c: char| !(c.is_ascii_digit() || hex && (c == 'x' || c.is_ascii_hexdigit())))
            .unwrap_or(from.len());
        let (number, after) = from.split_at(digits);
        // Addresses and the identifiers of threads.
        out.push_str(if number.len() > 9 { if hex { "0xN" } else { "N" } } else { number });
        rest = after;
    }
    out + rest
}
