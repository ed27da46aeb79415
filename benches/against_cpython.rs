//! The speed of gilpy beside every real CPython found, in one run on one machine: `cargo bench`.
//!
//! Each script runs under each interpreter in turn, several times over, so that a busy machine slows all of them; of the
//! CPU times the median counts. Ratios are to CPython 2.7 (or the first one found). Then: what an empty script costs, two
//! counting threads against two calls in sequence under either GIL, the tick storm, what giving the GIL up for a call costs,
//! and how long a thread waits for it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 5;

struct Interpreter {
    name: String,
    program: PathBuf,
    flags: Vec<&'static str>,
}

/// What one run took, in seconds; and its voluntary context switches.
struct Cost {
    cpu: f64,
    wall: f64,
    switches: i64,
}

fn children() -> libc::rusage {
    // SAFETY: a zeroed rusage is valid, and getrusage fills it.
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage);
        usage
    }
}

fn seconds(time: libc::timeval) -> f64 {
    time.tv_sec as f64 + time.tv_usec as f64 / 1e6
}

fn run(interpreter: &Interpreter, script: &Path, args: &[&str]) -> Option<(Cost, String)> {
    let before = children();
    let start = Instant::now();
    let output = Command::new(&interpreter.program)
        .args(&interpreter.flags)
        .arg(script)
        .args(args)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let wall = start.elapsed().as_secs_f64();
    let after = children();
    let cpu = seconds(after.ru_utime) + seconds(after.ru_stime)
        - seconds(before.ru_utime)
        - seconds(before.ru_stime);
    let cost = Cost { cpu, wall, switches: after.ru_nvcsw - before.ru_nvcsw };
    output.status.success().then(|| (cost, String::from_utf8_lossy(&output.stdout).trim().to_owned()))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A CPython, if it runs and is not there yet.
fn add(found: &mut Vec<Interpreter>, name: String, program: PathBuf) {
    let runs = Command::new(&program).arg("-c").arg("pass").status().is_ok_and(|status| status.success());
    if runs && !found.iter().any(|other| other.name == name) {
        found.push(Interpreter { name, program, flags: vec!["-S"] });
    }
}

/// Real CPythons: those of pyenv, or else `python2.7` and `python3` of the path.
fn cpythons() -> Vec<Interpreter> {
    let mut found = Vec::new();
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".pyenv"));
    if let Some(root) = std::env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(home) {
        let entries = std::fs::read_dir(root.join("versions")).into_iter().flatten().flatten();
        let mut versions: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        versions.sort();
        for version in versions {
            let name = version.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if ["2.7", "3.6", "3.11", "3.13"].iter().any(|wanted| name.starts_with(wanted)) {
                add(&mut found, format!("CPython {name}"), version.join("bin/python"));
            }
        }
    }
    if found.is_empty() {
        for name in ["python2.7", "python3"] {
            add(&mut found, name.to_owned(), PathBuf::from(name));
        }
    }
    found
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/scripts");
    let gilpy = PathBuf::from(env!("CARGO_BIN_EXE_gilpy"));
    let mut all = cpythons();
    for (name, version) in [("gilpy 2.7", "2.7"), ("gilpy 3.2", "3.2")] {
        all.push(Interpreter {
            name: name.to_owned(),
            program: gilpy.clone(),
            flags: vec!["--profile", version],
        });
    }
    let scripts = [
        "calls",
        "attributes",
        "int_loops",
        "floats",
        "lists",
        "dicts",
        "strings",
        "closures",
        "generators",
        "exceptions",
        "methods",
    ];
    println!("CPU time as a fraction of {}'s, median of {ROUNDS} interleaved runs", all[0].name);
    print!("{:12}", "");
    all.iter().for_each(|interpreter| print!(" {:>16}", interpreter.name));
    println!();
    let mut logs = vec![0.0; all.len()];
    for script in scripts {
        let path = root.join(format!("{script}.py"));
        let mut times: Vec<Vec<f64>> = vec![Vec::new(); all.len()];
        for _ in 0..ROUNDS {
            for (index, interpreter) in all.iter().enumerate() {
                times[index].push(run(interpreter, &path, &[]).map_or(f64::NAN, |(cost, _)| cost.cpu));
            }
        }
        let medians: Vec<f64> = times.into_iter().map(median).collect();
        print!("{script:12}");
        for (index, time) in medians.iter().enumerate() {
            logs[index] += (time / medians[0]).ln();
            print!(" {:>16.2}", time / medians[0]);
        }
        println!();
    }
    print!("{:12}", "geometric");
    logs.iter().for_each(|sum| print!(" {:>16.2}", (sum / scripts.len() as f64).exp()));
    println!("\n\nempty script, milliseconds of CPU");
    for interpreter in &all {
        let path = root.join("empty.py");
        let times =
            (0..ROUNDS * 2).filter_map(|_| run(interpreter, &path, &[])).map(|(cost, _)| cost.cpu * 1e3);
        println!("{:16} {:8.1}", interpreter.name, median(times.collect()));
    }
    println!("\ntwo counting threads: wall time against two calls in sequence; voluntary context switches");
    for interpreter in &all {
        let path = root.join("two_threads.py");
        let (mut ratios, mut switches) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            if let (Some((threads, _)), Some((sequence, _))) =
                (run(interpreter, &path, &[]), run(interpreter, &path, &["sequence"]))
            {
                ratios.push(threads.wall / sequence.wall);
                switches.push(threads.switches as f64);
            }
        }
        println!("{:16} {:8.2} {:10.0}", interpreter.name, median(ratios), median(switches));
    }
    println!("\nspeed of a busy worker after an undeliverable Ctrl-C, as a fraction of the speed before");
    for interpreter in &all {
        let path = root.join("tick_storm.py");
        let factors =
            (0..3).filter_map(|_| run(interpreter, &path, &[])).filter_map(|(_, out)| out.parse().ok());
        println!("{:16} {:8.2}", interpreter.name, median(factors.collect()));
    }
    println!(
        "\nnanoseconds for giving the GIL up and taking it back: around a byte read or written, sleep(0), a lock"
    );
    for interpreter in &all {
        numbers(interpreter, &root.join("blocking.py"), 3);
    }
    all.push(Interpreter {
        name: "gilpy priority".to_owned(),
        program: gilpy,
        flags: vec!["--profile", "3.2", "--gil", "priority"],
    });
    println!(
        "\nmilliseconds that a busy thread waits for its turn; that one is late who slept beside a busy one"
    );
    for interpreter in &all {
        numbers(interpreter, &root.join("handover.py"), 2);
    }
}

/// Prints the medians of the numbers that a script prints.
fn numbers(interpreter: &Interpreter, script: &Path, count: usize) {
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); count];
    for (_, out) in (0..ROUNDS).filter_map(|_| run(interpreter, script, &[])) {
        for (column, word) in columns.iter_mut().zip(out.split_whitespace()) {
            column.extend(word.parse::<f64>());
        }
    }
    print!("{:16}", interpreter.name);
    columns.into_iter().for_each(|column| print!(" {:>10}", median(column)));
    println!();
}
