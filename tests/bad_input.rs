//! Input that is no good program, and places that take no output: each gets CPython's message and status, and never
//! ends in a panic or a signal.
//!
//! One table; each row is a test for gilpy (`2.7 name`) and, where a CPython of that version is found, for it
//! (`2.7 name (CPython)`), unless CPython itself crashes there.

mod support;

use libtest_mimic::{Arguments, Failed, Trial};
use std::process::Command;
use std::time::Duration;
use support::{Interpreter, Status, Version, run};

/// Ten times what the slowest row needs on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

/// How the interpreter gets its script.
enum How {
    /// As a file.
    File,
    /// As `-c` and this text.
    Command,
    /// A file, run by this line of the shell, in which `PY` is the interpreter and `FILE` the script.
    Shell(&'static str),
}

struct Row {
    name: &'static str,
    source: Vec<u8>,
    how: How,
    /// For 2.7 and for 3.2: the status, and what the last line of stderr begins with.
    expected: [(i32, &'static str); 2],
    /// CPython dies here by a signal, in some version.
    crashes_cpython: bool,
}

fn row(name: &'static str, source: impl Into<Vec<u8>>, status: i32, both: &'static str) -> Row {
    let expected = [(status, both); 2];
    Row { name, source: source.into(), how: How::File, expected, crashes_cpython: false }
}

fn each(name: &'static str, source: impl Into<Vec<u8>>, in_27: &'static str, in_32: &'static str) -> Row {
    Row { expected: [(1, in_27), (1, in_32)], ..row(name, source, 1, "") }
}

fn shell(name: &'static str, source: &str, line: &'static str, expected: [(i32, &'static str); 2]) -> Row {
    Row { how: How::Shell(line), expected, ..row(name, source, 0, "") }
}

fn nested(open: &str, times: usize, inner: &str, close: &str) -> String {
    format!("x = {}{inner}{}\n", open.repeat(times), close.repeat(times))
}

fn rows() -> Vec<Row> {
    const SYNTAX: &str = "SyntaxError: invalid syntax";
    const DEEP: &str = "RuntimeError: maximum recursion depth exceeded";
    const CALLING: &str = "RuntimeError: maximum recursion depth exceeded while calling a Python object";
    let mut rows = vec![
        row("empty file", "", 0, ""),
        row("no newline at the end", "x = 1", 0, ""),
        row("lines that end in CR LF, and form feeds", "if 1:\r\n\x0c    x = 1\r\n", 0, ""),
        each(
            "not UTF-8",
            b"x = '\xe9'\n",
            "SyntaxError: Non-ASCII character '\\xe9' in file",
            "SyntaxError: Non-UTF-8 code starting with '\\xe9' in file",
        ),
        each(
            "unknown coding line",
            "# coding: nonsense\n",
            "SyntaxError: encoding problem: nonsense",
            "SyntaxError: encoding problem: with BOM",
        ),
        row(
            "not what its coding line says",
            b"# coding: ascii\nx = '\xc3\xa9'\n",
            1,
            "SyntaxError: 'ascii' codec",
        ),
        row("NUL in a string", b"x = '\0'\n", 1, "SyntaxError: EOL while scanning string literal"),
        row("binary", [0x7f, b'E', b'L', b'F', 2, 1, 1, 3], 1, SYNTAX),
        row("an operator too many", "x = = 1\n", 1, SYNTAX),
        row("open bracket", "x = (\n", 1, SYNTAX),
        row("open string", "x = '''\n", 1, "SyntaxError: EOF while scanning triple-quoted string literal"),
        row("assignment to a call", "f() = 1\n", 1, "SyntaxError: can't assign to function call"),
        row("return at the top", "return\n", 1, "SyntaxError: 'return' outside function"),
        row("block that is missing", "if 1:\nx = 1\n", 1, "IndentationError: expected an indented block"),
        row("indented too far", "  x = 1\n", 1, "IndentationError: unexpected indent"),
        row("dedented to nowhere", "if 1:\n    x\n  y\n", 1, "IndentationError: unindent does not match"),
        each("print statement", "print 1\n1/0\n", "ZeroDivisionError", SYNTAX),
        row("endless recursion", "def f(): f()\nf()\n", 1, DEEP),
        each(
            "recursion in __repr__",
            "class A:\n    def __repr__(self): return repr(self)\nrepr(A())\n",
            DEEP,
            CALLING,
        ),
        row(
            "recursion in __getattr__",
            "class A(object):\n    def __getattr__(self, n): return self.x\nA().y\n",
            1,
            CALLING,
        ),
        row(
            "recursion in __eq__",
            "class A(object):\n    def __eq__(self, o): return self == o\nA() == 1\n",
            1,
            DEEP,
        ),
        row("recursion in __init__", "class A(object):\n    def __init__(self): A()\nA()\n", 1, DEEP),
        row("recursion in a sort key", "def k(x): return sorted([1, 2], key=k)\nk(1)\n", 1, DEEP),
        row("recursion in generators", "def g():\n    for x in g(): yield x\nlist(g())\n", 1, DEEP),
        row(
            "recursion in a property",
            "class A(object):\n    @property\n    def x(self): return self.x\nA().x\n",
            1,
            DEEP,
        ),
        row(
            "recursion in a thread",
            "import threading\ndef f(): f()\nt = threading.Thread(target=f)\nt.start(); t.join()\n1/0\n",
            1,
            "ZeroDivisionError",
        ),
        row(
            "recursion past a raised limit",
            "import sys\nsys.setrecursionlimit(10 ** 6)\ndef f(): f()\nf()\n",
            1,
            DEEP,
        ),
        row(
            "a list nested very deep",
            "a = []\nfor i in range(100000): a = [a]\nb = []\nfor i in range(100000): b = [b]\n\
             for f in (lambda: repr(a), lambda: a == b):\n    try: f()\n    except RuntimeError: pass\n\
             del a, b\n",
            0,
            "",
        ),
        row("a shift too far", "1 << 10 ** 20\n", 1, "OverflowError"),
        row("a string too long", "x = 1\n'x' * (10 ** 18 * x)\n", 1, "MemoryError"),
        row("a list too long", "x = 1\n[0] * (10 ** 18 * x)\n", 1, "MemoryError"),
        row("a float too large", "float(10 ** 400)\n", 1, "OverflowError"),
        row(
            "an infinite float as an int",
            "int(float('inf'))\n",
            1,
            "OverflowError: cannot convert float infinity",
        ),
        Row { how: How::Command, ..row("-c with an error", "x = = 1", 1, SYNTAX) },
        Row {
            how: How::Command,
            ..row("-c that is indented", "  x", 1, "IndentationError: unexpected indent")
        },
        shell("missing file", "", "PY FILE.missing", [(2, ""); 2]),
        shell("a directory", "", "PY /", [(1, ""); 2]),
        shell("unknown flag", "", "PY --no-such-flag FILE", [(2, ""); 2]),
        shell(
            "flags after the script are the script's",
            "import sys\nsys.exit(' '.join(sys.argv[1:]))\n",
            "PY FILE --help -c --version",
            [(1, "--help -c --version"); 2],
        ),
        shell("flag without its argument", "", "PY -c", [(2, ""); 2]),
        shell("script from a pipe", "1/0\n", "cat FILE | PY", [(1, "ZeroDivisionError"); 2]),
        shell("stdin is a directory", "", "PY FILE < /", [(1, "Python error: <stdin> is a directory"); 2]),
        shell(
            "nobody reads stdout",
            "for i in range(100000): print(i)\n",
            "set -o pipefail; PY FILE | head -n 1 > /dev/null",
            [(1, "IOError: [Errno 32] Broken pipe"); 2],
        ),
        shell(
            "full disk",
            "print('x' * 100)\nimport sys\nsys.stdout.flush()\n",
            "PY FILE > /dev/full",
            [
                (1, "IOError: [Errno 28] No space left on device"),
                (1, "Exception IOError: IOError(28, 'No space left on device')"),
            ],
        ),
        shell("stdout is closed", "print('x' * 100)\n", "PY FILE >&-", [(0, "lost sys.stderr"), (0, "")]),
        shell("stderr is closed", "1/0\n", "PY FILE 2>&-", [(1, ""); 2]),
        shell(
            "stdin is closed",
            "import sys\nsys.stdin.read()\n",
            "PY FILE <&-",
            [
                (1, "IOError: [Errno 9] Bad file descriptor"),
                (1, "AttributeError: 'NoneType' object has no attribute 'read'"),
            ],
        ),
    ];
    for row in &mut rows {
        // A limit that no stack holds ends CPython by a fault.
        row.crashes_cpython = row.name == "recursion past a raised limit";
    }
    for (name, source, expected) in [
        ("a thousand brackets", nested("(", 1000, "1", ")"), "MemoryError"),
        ("a hundred thousand brackets", nested("[", 100_000, "", "]"), "MemoryError"),
        ("a hundred thousand minus signs", nested("-", 100_000, "1", ""), "MemoryError"),
        ("a hundred thousand lambdas", nested("lambda: ", 100_000, "1", ""), "MemoryError"),
        (
            "a thousand blocks",
            (0..1000).map(|n| " ".repeat(n) + "if 1:\n").collect(),
            "IndentationError: too many levels",
        ),
        (
            "a thousand functions",
            (0..1000).map(|n| " ".repeat(n) + "def f():\n").collect(),
            "IndentationError: too many levels",
        ),
    ] {
        rows.push(row(name, source, 1, expected));
    }
    for (name, part, times) in
        [("a sum of a hundred thousand", "1+", 100_000), ("a hundred thousand attributes", "x.", 100_000)]
    {
        rows.push(Row {
            crashes_cpython: true,
            ..row(name, format!("x = {}1\n", part.repeat(times)), 1, "")
        });
    }
    rows.push(Row {
        crashes_cpython: true,
        ..row("class dicts given out", include_str!("data/class_dicts_given_out.py"), 1, "survived")
    });
    rows
}

fn main() {
    let args = Arguments::from_args();
    let folder = std::env::temp_dir().join(format!("gilpy-bad-input-{}", std::process::id()));
    let mut tests = Vec::new();
    for (number, row) in rows().into_iter().enumerate() {
        let row = std::sync::Arc::new(row);
        for version in Version::ALL {
            let name = format!("{} {}", version.name(), row.name);
            let file = |by: &str| folder.join(format!("case{number}_{}_{by}.py", version.name()));
            let (own, own_file) = (row.clone(), file("gilpy"));
            let run_gilpy = move || check(&own, version, &Interpreter::gilpy(version, &[]), &own_file);
            tests.push(Trial::test(name.clone(), run_gilpy));
            if !row.crashes_cpython {
                let skip = version.cpython().is_none();
                let (own, own_file) = (row.clone(), file("cpython"));
                let run_cpython = move || {
                    let cpython = version.cpython().ok_or("no CPython of this version was found")?;
                    check(&own, version, &Interpreter::cpython(cpython), &own_file)
                };
                tests.push(Trial::test(format!("{name} (CPython)"), run_cpython).with_ignored_flag(skip));
            }
        }
    }
    let prepared = std::fs::create_dir_all(&folder);
    let conclusion = libtest_mimic::run(&args, tests);
    if prepared.is_ok() {
        let _ = std::fs::remove_dir_all(&folder);
    }
    conclusion.exit();
}

fn check(
    row: &Row,
    version: Version,
    interpreter: &Interpreter,
    file: &std::path::Path,
) -> Result<(), Failed> {
    std::fs::write(file, &row.source)?;
    let path = file.to_string_lossy().into_owned();
    let command = match row.how {
        How::File => interpreter.command(&path),
        How::Command => {
            let mut command = interpreter.command("-c");
            command.arg(String::from_utf8_lossy(&row.source).into_owned());
            command
        }
        How::Shell(line) => {
            let program = interpreter.program.to_string_lossy();
            let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
            let words = std::iter::once(&*program).chain(interpreter.args.iter().map(String::as_str));
            let words = words.map(quoted).collect::<Vec<_>>().join(" ");
            let line = line.replace("PY", &words).replace("FILE", &quoted(&path));
            let mut command = Command::new("bash");
            command.arg("-c").arg(line);
            support::known_environment(&mut command);
            command
        }
    };
    let ended = run(command, LIMIT)?;
    let (status, words) = row.expected[version as usize];
    let last = ended.stderr.trim_end().lines().last().unwrap_or_default();
    let told = || format!("--- stderr:\n{}\n--- {}", ended.stderr, ended.status);
    if ended.stderr.contains("panicked") || ended.stderr.contains("internal error") {
        return Err(format!("a panic\n{}", told()).into());
    }
    // Of what is too long for CPython's own compiler only the manner of its end is asked.
    if row.crashes_cpython && !matches!(ended.status, Status::Exit(_)) {
        return Err(format!("it dies\n{}", told()).into());
    }
    if ended.status != Status::Exit(status) || !last.starts_with(words) {
        return Err(format!("should be status {status} and {words:?}\n{}", told()).into());
    }
    Ok(())
}
