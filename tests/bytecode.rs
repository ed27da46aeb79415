//! The compiler held against real CPythons, byte for byte.
//!
//! - `2.7 dis NAME`: the snippets of `data/dis.json`, which say what `dis` of 2.7.18 and 3.2.6 shows of each
//!   instruction, beside the code objects' fields.
//! - `2.7 library (CPython)`, `2.7 programs (CPython)`: dumps of code objects (`data/dump_code.py`) of files of the
//!   CPython's own library and of `programs/`, where that CPython is found. `2.7 own library (CPython)`: those of the
//!   modules embedded in gilpy.
//! - `2.7 pyc (CPython)`: what either writes (`data/marshal_code.py`), the other reads, and the verifier passes.
//! - `damaged code ...`: code and marshalled data with bytes changed, which must not upset those who read it.
//! - `2.7 dis text (CPython)`: the text that `dis` prints (`data/dis_all.py`).
//!
//! `data/dis.json` was made by the real 2.7.18 and 3.2.6; nothing here rewrites it.

mod support;

use gilpy::bytecode::code::{Code, Const};
use gilpy::bytecode::instructions::{Instruction, instructions, line_starts};
use gilpy::bytecode::marshal::{self, Pyc};
use gilpy::bytecode::{dis, json as dump, repr, verify};
use gilpy::compiler::{self, Options};
use gilpy::profile::Language;
use gilpy::syntax::{Mode, Source};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::time::Duration;
use support::{Cpython, Version};

const LIMIT: Duration = Duration::from_secs(300);

/// Sources nest deeply; so does the compiler.
const STACK: usize = 256 << 20;

/// Files of the library that between them use about everything there is.
const LIBRARY: [&str; 24] = [
    "threading.py",
    "Queue.py",
    "queue.py",
    "decimal.py",
    "argparse.py",
    "difflib.py",
    "inspect.py",
    "doctest.py",
    "pickle.py",
    "tarfile.py",
    "random.py",
    "subprocess.py",
    "collections.py",
    "_pyio.py",
    "tokenize.py",
    "contextlib.py",
    "asyncore.py",
    "SocketServer.py",
    "socketserver.py",
    "unittest/case.py",
    "json/decoder.py",
    "test/test_grammar.py",
    "test/test_generators.py",
    "test/test_scope.py",
];

fn main() {
    let args = Arguments::from_args();
    let mut tests = snippets();
    for version in Version::ALL {
        let skip = version.cpython().is_none();
        let mut add = |what: &str, test: fn(Version, &Cpython) -> Result<(), Failed>| {
            let run = move || match version.cpython() {
                Some(cpython) => on_big_stack(move || test(version, cpython)),
                None => Ok(()),
            };
            tests.push(
                Trial::test(format!("{} {what} (CPython)", version.name()), run).with_ignored_flag(skip),
            );
        };
        add("library", |version, cpython| against_dump(version, cpython, &library(cpython)?));
        add("programs", |version, cpython| against_dump(version, cpython, &programs()));
        add("own library", |version, cpython| against_dump(version, cpython, &own_library(version)));
        add("dis text", against_dis);
        add("pyc", against_pyc);
    }
    libtest_mimic::run(&args, tests).exit();
}

fn language(version: Version) -> Language {
    match version {
        Version::V27 => Language::Py27,
        Version::V32 => Language::Py32,
    }
}

fn on_big_stack(test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Result<(), Failed> {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(test)?;
    thread.join().unwrap_or_else(|_| Err("the compiler panicked".into()))
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn compile(source: &str, filename: &str, language: Language) -> Result<Rc<Code>, Failed> {
    let source = Source::Bytes(source.as_bytes());
    compiler::compile_source(source, filename, Mode::Exec, &Options::new(language))
        .map(|compiled| compiled.code)
        .map_err(|error| error.to_string().into())
}

/// A test for each snippet of `dis.json`.
fn snippets() -> Vec<Trial> {
    let text = std::fs::read_to_string(data("dis.json")).unwrap_or_default();
    let facts: Value = serde_json::from_str(&text).unwrap_or_default();
    let mut tests = Vec::new();
    for version in Version::ALL {
        for snippet in facts[version.name()].as_array().into_iter().flatten() {
            let name = snippet["name"].as_str().unwrap_or("?");
            let (source, expected) = (snippet["source"].clone(), snippet["code"].clone());
            let run = move || {
                let language = language(version);
                let code = compile(source.as_str().unwrap_or_default(), "snippet.py", language)?;
                let actual = facts_of(&code, language)?;
                differences(&expected, &actual, &code, language)
            };
            tests.push(Trial::test(format!("{} dis {name}", version.name()), move || on_big_stack(run)));
        }
    }
    tests.push(Trial::test("damaged code is refused or sound", move || on_big_stack(move || damage(&facts))));
    if tests.len() == 1 {
        let run = || Err("tests/data/dis.json cannot be read".into());
        tests.push(Trial::test("dis", run));
    }
    tests
}

/// Changes and cuts code and data, byte by byte. Errors are welcome; what counts is that there is an end, without a panic.
fn damage(facts: &Value) -> Result<(), Failed> {
    for version in Version::ALL {
        let language = language(version);
        for snippet in facts[version.name()].as_array().into_iter().flatten() {
            let code = compile(snippet["source"].as_str().unwrap_or_default(), "snippet.py", language)?;
            verify::verify_all(&code, language)?;
            let data = marshal::dump(&code, language)?;
            for at in 0..data.len() {
                let _ = marshal::load(&data[..at], language);
                for change in [1, 0x10, 0x80, 0xff] {
                    let mut data = data.clone();
                    data[at] ^= change;
                    if let Ok(code) = marshal::load(&data, language) {
                        let _ = verify::verify_all(&code, language);
                        dis::disassemble_all(&code, language);
                    }
                }
            }
        }
    }
    Ok(())
}

/// Fails with the fields that differ, and the disassembly.
fn differences(expected: &Value, actual: &Value, code: &Code, language: Language) -> Result<(), Failed> {
    let mut report = String::new();
    for (field, value) in expected.as_object().into_iter().flatten() {
        let ours = &actual[field];
        if field == "inner" || value == ours {
            continue;
        }
        report.push_str(&format!("{} {field}\n  expected {value}\n  actual   {ours}\n", code.name));
    }
    let inner = |value: &Value| value["inner"].as_array().cloned().unwrap_or_default();
    let (theirs, ours) = (inner(expected), inner(actual));
    for ((theirs, ours), code) in theirs.iter().zip(&ours).zip(codes_in(code)) {
        if let Err(failed) = differences(theirs, ours, code, language) {
            report.push_str(failed.message().unwrap_or_default());
        }
    }
    if theirs.len() != ours.len() {
        report.push_str(&format!(
            "{}: {} code objects inside, {} expected\n",
            code.name,
            ours.len(),
            theirs.len()
        ));
    }
    if report.is_empty() {
        Ok(())
    } else {
        Err(format!("{report}{}", dis::disassemble(code, None, language)).into())
    }
}

fn codes_in(code: &Code) -> impl Iterator<Item = &Code> {
    code.consts.iter().filter_map(|value| match value {
        Const::Code(inner) => Some(&**inner),
        _ => None,
    })
}

/// A code object in the form of `dis.json`.
fn facts_of(code: &Code, language: Language) -> Result<Value, Failed> {
    let text = |value: &Const| match value {
        Const::Code(inner) => format!("<code {}>", inner.name),
        _ => repr::repr(value, language),
    };
    let names = |names: &[Rc<str>]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
    let lines: HashMap<_, _> = line_starts(code.firstlineno, &code.lnotab).into_iter().collect();
    let decoded: Vec<Instruction> = instructions(&code.code, language).collect::<Result<_, _>>()?;
    let targets: Vec<usize> = decoded.iter().filter_map(Instruction::target).collect();
    let listing: Vec<Value> = decoded
        .iter()
        .map(|instruction| {
            let arg = instruction.op.has_argument().then_some(instruction.arg);
            let constant = arg
                .filter(|_| instruction.op.name() == "LOAD_CONST")
                .and_then(|arg| code.consts.get(arg as usize));
            let shown = constant
                .map(text)
                .or_else(|| dis::annotation(code, instruction, language))
                .unwrap_or_default();
            json!([
                lines.get(&instruction.offset),
                targets.contains(&instruction.offset),
                instruction.offset,
                instruction.op.name(),
                arg,
                shown
            ])
        })
        .collect();
    let inner: Vec<Value> =
        codes_in(code).map(|inner| facts_of(inner, language)).collect::<Result<_, _>>()?;
    Ok(json!({
        "argcount": code.argcount,
        "kwonlyargcount": code.kwonlyargcount,
        "nlocals": code.nlocals,
        "stacksize": code.stacksize,
        "flags": code.flags,
        "firstlineno": code.firstlineno,
        "name": &*code.name,
        "names": names(&code.names),
        "varnames": names(&code.varnames),
        "freevars": names(&code.freevars),
        "cellvars": names(&code.cellvars),
        "code": hex(&code.code),
        "lnotab": code.lnotab,
        "consts": code.consts.iter().map(text).collect::<Vec<_>>(),
        "instructions": listing,
        "inner": inner,
    }))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a script prints under a real CPython.
fn output(cpython: &Cpython, script: &str, files: &[PathBuf]) -> Result<String, Failed> {
    let mut command = Command::new(&cpython.program);
    command.args(["-B", "-W", "ignore"]).arg(data(script)).args(files);
    let ended = support::run(command, LIMIT)?;
    Ok(ended.stdout)
}

fn library(cpython: &Cpython) -> Result<Vec<PathBuf>, Failed> {
    let mut command = Command::new(&cpython.program);
    command.args(["-c", "import os; print(os.path.dirname(os.__file__))"]);
    let ended = support::run(command, LIMIT)?;
    let root = PathBuf::from(ended.stdout.trim());
    let files: Vec<_> = LIBRARY.iter().map(|name| root.join(name)).filter(|path| path.exists()).collect();
    if files.is_empty() { Err(format!("no library in {}", root.display()).into()) } else { Ok(files) }
}

fn programs() -> Vec<PathBuf> {
    sources_below("programs")
}

/// The modules that are embedded for this version.
fn own_library(version: Version) -> Vec<PathBuf> {
    let own = match version {
        Version::V27 => "src/lib/py27",
        Version::V32 => "src/lib/py32",
    };
    [sources_below("src/lib/common"), sources_below(own)].concat()
}

fn sources_below(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(directory) = waiting.pop() {
        for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The rows of a dump by file; a file that was refused has one row, which says so.
fn rows(dump: &str) -> Result<BTreeMap<String, Vec<Value>>, Failed> {
    let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in dump.lines() {
        let row: Value = serde_json::from_str(line)?;
        files.entry(row["file"].as_str().unwrap_or_default().into()).or_default().push(row);
    }
    Ok(files)
}

fn against_dump(version: Version, cpython: &Cpython, files: &[PathBuf]) -> Result<(), Failed> {
    let expected = rows(&output(cpython, "dump_code.py", files)?)?;
    let mut report = String::new();
    for path in files {
        let name = path.to_string_lossy();
        let dump = compiler::dump_json(&std::fs::read(path)?, &name, language(version));
        let theirs = expected.get(&*name).map(Vec::as_slice).unwrap_or_default();
        let ours = rows(&dump)?.remove(&*name).unwrap_or_default();
        if theirs.len() != ours.len() {
            report.push_str(&format!("{name}: {} code objects, {} expected\n", ours.len(), theirs.len()));
        }
        for (theirs, ours) in theirs.iter().zip(&ours) {
            for (field, value) in theirs.as_object().into_iter().flatten() {
                if *value != ours[field] {
                    let qual = &theirs["qual"];
                    report.push_str(&format!(
                        "{name} {qual} {field}\n  expected {value}\n  actual   {}\n",
                        ours[field]
                    ));
                }
            }
        }
    }
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}

/// Addresses of code objects differ from run to run.
fn without_addresses(text: &str) -> String {
    let mut parts = text.split(" at 0x");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        // A string constant may end in the words, without an address.
        let rest = part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        out.push_str(if rest.len() < part.len() { " at 0x..." } else { " at 0x" });
        out.push_str(rest);
    }
    out
}

fn sorted(line: &str) -> Vec<u8> {
    let mut bytes = line.as_bytes().to_vec();
    bytes.sort_unstable();
    bytes
}

fn against_dis(version: Version, cpython: &Cpython) -> Result<(), Failed> {
    let language = language(version);
    for path in library(cpython)?.iter().chain(&programs()) {
        let name = path.to_string_lossy();
        let expected = without_addresses(&output(cpython, "dis_all.py", std::slice::from_ref(path))?);
        let Ok(compiled) = compiler::compile_source(
            Source::Bytes(&std::fs::read(path)?),
            &name,
            Mode::Exec,
            &Options::new(language),
        ) else {
            continue;
        };
        let actual = dis::disassemble_all(&compiled.code, language);
        // The items of a set come in the order of their hashes.
        let alike = |theirs: &str, ours: &str| {
            theirs == ours || (theirs.contains("frozenset(") && sorted(theirs) == sorted(ours))
        };
        let differs = expected.lines().zip(actual.lines()).find(|(theirs, ours)| !alike(theirs, ours));
        if let Some((theirs, ours)) = differs {
            return Err(format!("{name}\n  expected {theirs:?}\n  actual   {ours:?}").into());
        }
        if expected.lines().count() != actual.lines().count() {
            return Err(format!("{name}: the listings differ in length").into());
        }
    }
    Ok(())
}

fn unhex(text: &str) -> Result<Vec<u8>, Failed> {
    let digits: Vec<u32> = text.trim().chars().filter_map(|c| c.to_digit(16)).collect();
    if digits.len() != text.trim().len() {
        return Err(format!("not hexadecimal: {}", &text[..text.len().min(80)]).into());
    }
    Ok(digits.chunks_exact(2).map(|pair| (pair[0] << 4 | pair[1]) as u8).collect())
}

fn against_pyc(version: Version, cpython: &Cpython) -> Result<(), Failed> {
    let language = language(version);
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pyc{}", version.name()));
    std::fs::create_dir_all(&directory)?;
    let (mut sources, mut compiled, mut dumps) = (Vec::new(), Vec::new(), Vec::new());
    for (at, path) in library(cpython)?.into_iter().enumerate() {
        let name = path.to_string_lossy().into_owned();
        let bytes = std::fs::read(&path)?;
        let source = Source::Bytes(&bytes);
        let code = compiler::compile_source(source, &name, Mode::Exec, &Options::new(language))?.code;
        dumps.push(dump::dump(&code, &name, language));
        verify::verify_all(&code, language)?;
        let pyc = Pyc { mtime: 0x5f00_0000, code };
        let written = directory.join(format!("{at}.pyc"));
        std::fs::write(&written, marshal::dump_pyc(&pyc, language)?)?;
        let again = marshal::load_pyc(&std::fs::read(&written)?, language)?;
        assert_eq!(again.mtime, pyc.mtime);
        if Some(&dump::dump(&again.code, &name, language)) != dumps.last() {
            return Err(format!("{name}: not the same after writing and reading").into());
        }
        sources.push(path);
        compiled.push(written);
    }
    // First what the CPython makes of our files, then what we make of its own.
    for files in [&compiled, &sources] {
        let printed = output(cpython, "marshal_code.py", files)?;
        if printed.lines().count() != files.len() {
            return Err(format!("{} of {} files were read", printed.lines().count(), files.len()).into());
        }
        for ((line, expected), path) in printed.lines().zip(&dumps).zip(&sources) {
            let name = path.to_string_lossy();
            let code = marshal::load(&unhex(line)?, language)?;
            if dump::dump(&code, &name, language) != *expected {
                return Err(format!("{name}: the code object is not the same").into());
            }
        }
    }
    Ok(())
}
