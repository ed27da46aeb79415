//! What `parse` gives, held against what real CPythons gave (`make_golden.py`), and how deep it goes.

mod dump;

use super::{ErrorKind, Mode, Options, Source, SyntaxError, parse};
use crate::profile::Language;

const SNIPPETS: &str = include_str!("snippets.txt");

fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        out.push(match b {
            b'\\' => match bytes.next() {
                Some(b'n') => b'\n',
                Some(b't') => b'\t',
                Some(b'r') => b'\r',
                Some(b'x') => {
                    let digits =
                        [bytes.next(), bytes.next()].map(|b| char::from(b.unwrap()).to_digit(16).unwrap());
                    u8::try_from(digits[0] * 16 + digits[1]).unwrap()
                }
                _ => b'\\',
            },
            b => b,
        });
    }
    out
}

fn escape(text: &[u8]) -> String {
    text.iter()
        .map(|b| match b {
            b'\n' => "\\n".into(),
            b'\t' => "\\t".into(),
            b'\r' => "\\r".into(),
            b'\\' => "\\\\".into(),
            b' '..=b'~' => char::from(*b).to_string(),
            b => format!("\\x{b:02x}"),
        })
        .collect()
}

fn error(e: &SyntaxError) -> String {
    let kind = e.kind.exception();
    match e.kind {
        // CPython has no words for it
        ErrorKind::Memory => return format!("ERR {kind} | "),
        ErrorKind::Value => return format!("ERR {kind} | {}", escape(e.msg.as_bytes())),
        _ => {}
    }
    let offset = e.offset.map_or("None".into(), |o| (o as i32).to_string());
    let text = e.text.as_ref().map_or("None".into(), |t| format!("'{}'", escape(t.as_bytes())));
    format!("ERR {kind} | {} | {} | {offset} | {text}", escape(e.msg.as_bytes()), e.lineno)
}

fn result(mode: &str, source: &[u8], language: Language) -> String {
    let how = match mode {
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => Mode::Exec,
    };
    let from = if mode == "file" { Source::File(source) } else { Source::Bytes(source) };
    match parse(from, "x.py", how, Options::new(language)) {
        Ok(tree) => dump::dump(&tree, language == Language::Py27),
        Err(e) => error(&e),
    }
}

/// Runs a test where the stack is as big as parsing asks for.
fn on_big_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(test).unwrap();
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

fn compare(golden: &'static str, language: Language) {
    on_big_stack(move || {
        let expected = golden.lines().skip(1);
        assert_eq!(SNIPPETS.lines().count(), expected.clone().count(), "golden file is out of date");
        let wrong: Vec<String> = SNIPPETS
            .lines()
            .zip(expected)
            .filter_map(|(snippet, expected)| {
                let (mode, source) = snippet.split_once(' ').unwrap();
                let ours = result(mode, &unescape(source), language);
                (ours != expected).then(|| format!("{snippet}\n  real {expected}\n  ours {ours}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{} snippets differ:\n{}", wrong.len(), wrong.join("\n"));
    });
}

#[test]
fn as_cpython_2_7() {
    compare(include_str!("golden-2.7.18.txt"), Language::Py27);
}

#[test]
fn as_cpython_3_2() {
    compare(include_str!("golden-3.2.6.txt"), Language::Py32);
}

/// Nesting that no test can write out, with how deep it may be: one more is refused.
#[test]
fn deepest_nesting() {
    on_big_stack(|| {
        let around = |open: &str, close: &str, n: usize| format!("{}a{}", open.repeat(n), close.repeat(n));
        for (open, close, most) in [
            ("(", ")", 98),
            ("f(", ")", 92),
            ("f[", "]", 92),
            ("{1:", "}", 98),
            ("(", "+1)", 98),
            ("not ", "", 1480),
            ("-", "", 1480),
            ("lambda:", "", 740),
            ("a**", "", 740),
            ("a if b else ", "", 1480),
        ] {
            for language in [Language::Py27, Language::Py32] {
                let fits = |n| {
                    parse(
                        Source::Bytes(around(open, close, n).as_bytes()),
                        "x.py",
                        Mode::Exec,
                        Options::new(language),
                    )
                };
                assert!(fits(most).is_ok(), "{open} {most}");
                assert!(fits(most + 1).is_err_and(|e| e.kind == ErrorKind::Memory), "{open} {most}");
                assert!(fits(100_000).is_err_and(|e| e.kind == ErrorKind::Memory), "{open} 100000");
            }
        }
    });
}

/// What CPython has no limit for is limited by the depth of the tree.
#[test]
fn long_chains() {
    on_big_stack(|| {
        for (first, next) in
            [("a", "+a"), ("a", ".a"), ("a", "()"), ("a", "[0]"), ("if a:\n b\n", "elif a:\n b\n")]
        {
            let ours = |n| {
                let source = format!("{first}{}", next.repeat(n));
                parse(Source::Bytes(source.as_bytes()), "x.py", Mode::Exec, Options::new(Language::Py32))
            };
            assert!(ours(5000).is_ok(), "{first}{next}");
            assert!(ours(100_000).is_err_and(|e| e.kind == ErrorKind::Memory), "{first}{next}");
        }
    });
}

#[test]
fn incomplete_input() {
    let incomplete = |source: &str| {
        let options = Options { dont_imply_dedent: true, ..Options::new(Language::Py32) };
        parse(Source::Text(source), "x.py", Mode::Single, options).is_err_and(|e| e.incomplete)
    };
    for source in
        ["(", "f(1,\n", "if 1:", "if 1:\n", "if 1:\n  x", "'''a\n", "x = 1 + \\\n", "def f():\n", "@a\n"]
    {
        assert!(incomplete(source), "{source:?}");
    }
    for source in ["x", "x = = 1\n", "'a\n", ")", "if 1: x\n", "x y\n", "0777\n"] {
        assert!(!incomplete(source), "{source:?}");
    }
}
