//! Each program that ends by itself, held against what the real CPython makes of it.
//!
//! Beside `programs/x/name.py` lie `name.2.7.out` and `name.3.2.out` (or one of them, for a program of one language):
//! stdout, stderr and exit status, with a head that says which CPython confirmed it. For each there are two tests:
//! `2.7 x/name`, which runs gilpy, and `2.7 x/name (CPython)`, which runs the CPython, where one is found, and so
//! holds the expectation itself against it.
//!
//! A program whose output is never the same twice (it measures something) has the line "# stdout varies" in place of its
//! stdout; of it stderr and status are compared.
//!
//! `GILPY_BLESS=1 cargo test --test golden` writes the files anew. Only a CPython can bless; a program that no CPython
//! can run (its head says "made by gilpy") is the one exception.

mod support;

use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};
use std::time::Duration;
use support::{Ended, Interpreter, Version};

/// Ten times what the slowest program needs on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

const STDOUT_VARIES: &str = "# stdout varies";
const MADE_BY_GILPY: &str = "# made by gilpy";

fn main() {
    let args = Arguments::from_args();
    let bless = std::env::var_os("GILPY_BLESS").is_some_and(|value| value == "1");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut scripts = Vec::new();
    collect(&root.join("programs"), &mut scripts);
    scripts.sort();
    let mut tests = vec![Trial::test("programs/README.md names each program", {
        let scripts = scripts.clone();
        move || readme_names_each(&scripts)
    })];
    for script in &scripts {
        let relative = script.strip_prefix(root).unwrap_or(script).to_string_lossy().into_owned();
        let short = relative.trim_start_matches("programs/").trim_end_matches(".py").to_string();
        for version in Version::ALL {
            let golden = script.with_extension(format!("{}.out", version.name()));
            if !golden.exists() {
                continue;
            }
            let name = format!("{} {short}", version.name());
            let by_gilpy = std::fs::read_to_string(&golden).unwrap_or_default().starts_with(MADE_BY_GILPY);
            if !by_gilpy {
                let skip = version.cpython().is_none();
                let (relative, golden) = (relative.clone(), golden.clone());
                let test = move || against_cpython(version, &relative, &golden, bless);
                tests.push(Trial::test(format!("{name} (CPython)"), test).with_ignored_flag(skip));
            }
            let relative = relative.clone();
            tests.push(Trial::test(name, move || {
                against_gilpy(version, &relative, &golden, bless && by_gilpy)
            }));
        }
    }
    libtest_mimic::run(&args, tests).exit();
}

fn collect(directory: &Path, scripts: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(directory) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, scripts);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            scripts.push(path);
        }
    }
}

fn readme_names_each(scripts: &[PathBuf]) -> Result<(), Failed> {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let readme = std::fs::read_to_string(programs.join("README.md"))?;
    let missing = |script: &&PathBuf| {
        let name = script.strip_prefix(&programs).unwrap_or(script).display();
        !readme.contains(&format!("`{name}`"))
    };
    match scripts.iter().find(missing) {
        Some(script) => Err(format!("it does not name {}", script.display()).into()),
        None => Ok(()),
    }
}

fn against_gilpy(version: Version, script: &str, golden: &Path, bless: bool) -> Result<(), Failed> {
    let ended = support::run(Interpreter::gilpy(version, &[]).command(script), LIMIT)?;
    let head = format!("{MADE_BY_GILPY}, since no CPython can run it\n");
    compare(&head, script, &ended, golden, bless)
}

fn against_cpython(version: Version, script: &str, golden: &Path, bless: bool) -> Result<(), Failed> {
    let cpython = version.cpython().ok_or("no CPython of this version was found")?;
    let ended = support::run(Interpreter::cpython(cpython).command(script), LIMIT)?;
    let head = format!("# confirmed by CPython {}\n", cpython.version);
    compare(&head, script, &ended, golden, bless)
}

fn compare(head: &str, script: &str, ended: &Ended, golden: &Path, bless: bool) -> Result<(), Failed> {
    let expected = std::fs::read_to_string(golden)?;
    let stdout = if expected.lines().any(|line| line == STDOUT_VARIES) {
        format!("{STDOUT_VARIES}\n")
    } else {
        format!("# stdout\n{}", section(&ended.stdout))
    };
    let body = format!("# python {script}: {}\n{stdout}# stderr\n{}", ended.status, section(&ended.stderr));
    if bless {
        std::fs::write(golden, format!("{head}{body}"))?;
        return Ok(());
    }
    let expected = expected.split_once('\n').map_or("", |(_, rest)| rest);
    if expected == body {
        return Ok(());
    }
    Err(format!("{}\n{}", golden.display(), difference(expected, &body)).into())
}

fn section(text: &str) -> String {
    let mut text: String = text.split_inclusive('\n').map(normalised).collect();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str("\n# (no newline at the end)\n");
    }
    text
}

/// Takes out what differs between two installations of one Python: where library files lie and how long they are, and
/// the addresses of objects.
fn normalised(line: &str) -> String {
    if let Some((margin, rest)) = line.split_once("File \"")
        && let Some((file, rest)) = rest.split_once("\", line ")
        && let Some((_, rest)) = rest.split_once(", in ")
        && margin.trim().is_empty()
        && file.ends_with(".py")
        && !file.starts_with("programs/")
    {
        let name = file.rsplit('/').next().unwrap_or(file);
        return format!("{margin}File \"<library>/{name}\", in {rest}");
    }
    let Some((before, after)) = line.split_once(" at 0x") else { return line.to_string() };
    let rest = after.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    format!("{before} at 0xADDRESS{}", normalised(rest))
}

/// The lines around the first place where the two differ.
fn difference(expected: &str, found: &str) -> String {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = expected.iter().zip(&found).take_while(|(a, b)| a == b).count();
    let mut text = String::new();
    for line in &expected[same.saturating_sub(3)..same] {
        text += &format!("      {line}\n");
    }
    for (sign, lines) in [('-', &expected), ('+', &found)] {
        for line in lines.iter().skip(same).take(12) {
            text += &format!("    {sign} {line}\n");
        }
    }
    text
}
