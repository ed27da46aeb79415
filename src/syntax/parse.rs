//! The way in: source text to AST, or the syntax error CPython has for it.
//!
//! Invariants:
//! - As in CPython, errors of the tokenizer and of the grammar come before those of `ast.c`, wherever in the
//!   source they are: the latter are noted by [`Parse::fail`] and told when all is read.
//! - A tree that is handed out, or dropped, is never deeper than [`MAX_DEPTH`].

use super::ast::{Ident, Mod, Pos};
use super::error::{ErrorKind, SyntaxError};
use super::layout::{Layout, Mark};
use super::source::{self, Decoded, Encoding, Source};
use super::token::Tok;
use crate::profile::Language;
use lalrpop_util::{ParseError, lalrpop_mod};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

lalrpop_mod!(
    #[allow(clippy::all, clippy::pedantic, unused, unreachable_pub)]
    python
);

/// The deepest tree that is built, in nodes from a statement to a leaf. CPython has no such limit: its compiler
/// recurses until the C stack is gone.
pub const MAX_DEPTH: u32 = 10_000;

/// `compile(..., mode)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Exec,
    Eval,
    Single,
}

/// What a source is read under.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub language: Language,
    /// 2.7: `from __future__ import print_function` holds from the start.
    pub print_function: bool,
    /// 2.7: `from __future__ import unicode_literals` holds.
    pub unicode_literals: bool,
    /// 3.2: `from __future__ import barry_as_FLUFL` holds; as a statement it comes too late for its own source.
    pub barry_as_flufl: bool,
    /// `PyCF_DONT_IMPLY_DEDENT`: a block at the end of the source is not closed.
    pub dont_imply_dedent: bool,
}

impl Options {
    pub fn new(language: Language) -> Options {
        Options {
            language,
            print_function: false,
            unicode_literals: false,
            barry_as_flufl: false,
            dont_imply_dedent: false,
        }
    }
}

/// Parses a source.
///
/// The tree, and this function, need a big stack where sources are deep: 8 MB do for [`MAX_DEPTH`].
///
/// # Errors
/// The exception that `compile()` raises.
pub fn parse(
    source: Source<'_>,
    filename: &str,
    mode: Mode,
    options: Options,
) -> Result<Mod, Box<SyntaxError>> {
    let decoded = source::decode(source, filename, mode, options.language)?;
    let tree = Parse::new(&decoded, source, filename, options).run(mode);
    match tree {
        // 2.7's `unicode_literals` holds for the literals before it, too.
        Err(Stop::Again) => {
            let options = Options { unicode_literals: true, ..options };
            Parse::new(&decoded, source, filename, options)
                .run(mode)
                .map_err(|stop| stop.into_error(filename))
        }
        tree => tree.map_err(|stop| stop.into_error(filename)),
    }
}

/// Why the parser stops; the `Error` of the grammar.
#[derive(Clone, Debug)]
pub enum Stop {
    Error(Box<SyntaxError>),
    /// The lookahead is not of this language.
    Ahead,
    /// Once more, with unicode literals.
    Again,
}

impl Stop {
    fn into_error(self, filename: &str) -> Box<SyntaxError> {
        match self {
            Stop::Error(e) => e,
            // These are turned into errors, or runs, before they get here.
            Stop::Ahead | Stop::Again => Box::new(SyntaxError {
                kind: ErrorKind::Syntax,
                msg: "invalid syntax".into(),
                filename: filename.into(),
                lineno: 0,
                offset: None,
                text: None,
                incomplete: false,
            }),
        }
    }
}

/// An error found while the tree is built.
enum Failure {
    /// `ast_error`
    Ast(Pos, String),
    /// An exception without a place.
    Bare(ErrorKind, String),
}

/// What the layout, the grammar and its actions share.
pub struct Parse<'s> {
    pub text: &'s [u8],
    pub language: Language,
    pub encoding: &'s Encoding,
    pub dont_imply_dedent: bool,
    pub print_function: Cell<bool>,
    pub unicode_literals: bool,
    unicode_literals_seen: Cell<bool>,
    pub barry_as_flufl: bool,
    decoded: &'s Decoded,
    source: Source<'s>,
    filename: &'s str,
    /// Where the lookahead was handed out.
    mark: Cell<Mark>,
    failure: RefCell<Option<Failure>>,
    names: RefCell<HashMap<&'s [u8], Ident>>,
}

impl<'s> Parse<'s> {
    fn new(decoded: &'s Decoded, source: Source<'s>, filename: &'s str, options: Options) -> Parse<'s> {
        Parse {
            text: &decoded.text,
            language: options.language,
            encoding: &decoded.encoding,
            dont_imply_dedent: options.dont_imply_dedent,
            print_function: Cell::new(options.print_function),
            unicode_literals: options.unicode_literals,
            unicode_literals_seen: Cell::new(options.unicode_literals),
            barry_as_flufl: options.barry_as_flufl,
            decoded,
            source,
            filename,
            mark: Cell::default(),
            failure: RefCell::new(None),
            names: RefCell::default(),
        }
    }

    fn run(&self, mode: Mode) -> Result<Mod, Stop> {
        let parsed = python::TopParser::new().parse(self, Layout::new(self, mode));
        let last = self.mark.get();
        let syntax =
            |mark, expected: &[String], tok| Stop::Error(Box::new(self.syntax_error(mark, expected, tok)));
        let tree = match parsed {
            Ok(tree) => tree,
            Err(ParseError::User { error: Stop::Ahead }) => return Err(syntax(last, &[], "")),
            Err(ParseError::User { error }) => return Err(error),
            Err(ParseError::UnrecognizedToken { token: (_, tok, _), expected }) => {
                let name = match tok {
                    Tok::Indent => "indent",
                    Tok::Dedent => "dedent",
                    _ => "",
                };
                return Err(syntax(last, &expected, name));
            }
            Err(ParseError::UnrecognizedEof { expected, .. }) => return Err(syntax(last, &expected, "")),
            Err(ParseError::InvalidToken { .. } | ParseError::ExtraToken { .. }) => {
                return Err(syntax(last, &[], ""));
            }
        };
        if self.unicode_literals_seen.get() && !self.unicode_literals {
            return Err(Stop::Again);
        }
        match self.failure.take() {
            None => Ok(tree),
            Some(Failure::Ast(pos, msg)) => Err(Stop::Error(Box::new(self.ast_error(pos, msg)))),
            Some(Failure::Bare(kind, msg)) => {
                let error = self.bare_error(kind, msg);
                Err(Stop::Error(Box::new(error)))
            }
        }
    }

    pub fn py27(&self) -> bool {
        self.language == Language::Py27
    }

    pub fn is_file(&self) -> bool {
        matches!(self.source, Source::File(_) | Source::Stream(_))
    }

    /// A file that ends with a newline gets another one while a string is open.
    pub fn fakes_newline(&self) -> bool {
        self.is_file() && !self.decoded.newline_added
    }

    /// Why the source ends before its end.
    pub fn broken_off(&self) -> Option<Stop> {
        self.decoded.broken_off.clone().map(Stop::Error)
    }

    /// For a production that one language has: the token ahead is the bad one otherwise.
    pub fn only(&self, language: Language) -> Result<(), ParseError<Pos, Tok<'s>, Stop>> {
        if self.language == language { Ok(()) } else { Err(ParseError::User { error: Stop::Ahead }) }
    }

    /// Notes where a token was handed out.
    pub fn note(&self, mark: Mark) {
        self.mark.set(mark);
    }

    /// `future_hack` (parser.c of 2.7): imports that change how the rest is read.
    pub fn future(&self, name: &str) {
        match (self.language, name) {
            (Language::Py27, "print_function") => self.print_function.set(true),
            (Language::Py27, "unicode_literals") => self.unicode_literals_seen.set(true),
            _ => {}
        }
    }

    /// Whether `<>` is an operator.
    pub fn less_greater(&self) -> bool {
        self.py27() || self.barry_as_flufl
    }

    /// The identifier a word is, NFKC-normalised.
    pub fn ident(&self, word: &'s [u8]) -> Ident {
        if let Some(known) = self.names.borrow().get(word) {
            return known.clone();
        }
        let ident: Ident = source::identifier(word).into();
        self.names.borrow_mut().insert(word, ident.clone());
        ident
    }

    /// Whether a word that is not all ASCII is an identifier (PEP 3131).
    pub fn is_identifier(&self, word: &[u8]) -> bool {
        source::is_identifier(word)
    }

    /// `ast_error`: the first one counts.
    pub fn fail(&self, pos: Pos, msg: impl Into<String>) {
        self.failure.borrow_mut().get_or_insert_with(|| Failure::Ast(pos, msg.into()));
    }

    /// An exception that carries no place.
    pub fn fail_bare(&self, kind: ErrorKind, msg: impl Into<String>) {
        self.failure.borrow_mut().get_or_insert_with(|| Failure::Bare(kind, msg.into()));
    }

    /// The tree has become too deep; what is below is thrown away.
    pub fn too_deep(&self) {
        self.fail_bare(ErrorKind::Memory, "too many nested expressions");
    }

    fn syntax_error(&self, mark: Mark, expected: &[String], tok: &str) -> SyntaxError {
        if mark.eof && mark.line <= 1 {
            return self.error_at(ErrorKind::Syntax, "unexpected EOF while parsing", mark);
        }
        let (kind, msg) = match (expected, tok) {
            ([only], _) if only.contains("indent") && !only.contains("dedent") => {
                (ErrorKind::Indentation, "expected an indented block")
            }
            (_, "indent") => (ErrorKind::Indentation, "unexpected indent"),
            (_, "dedent") => (ErrorKind::Indentation, "unexpected unindent"),
            _ => (ErrorKind::Syntax, "invalid syntax"),
        };
        self.error_at(kind, msg, mark)
    }

    /// An error of the tokenizer or of the grammar, where the tokenizer stands.
    pub fn error_at(&self, kind: ErrorKind, msg: &str, mark: Mark) -> SyntaxError {
        let text = match self.text.get(mark.buf..mark.inp) {
            // Reading on at a file's end leaves an empty buffer.
            Some(_) if mark.eof && self.is_file() && !mark.in_token => &[],
            text => text.unwrap_or_default(),
        };
        let mut text = String::from_utf8_lossy(text).into_owned();
        if self.py27() && *self.encoding == Encoding::Latin1 {
            // PyTokenizer_RestoreEncoding takes the line for UTF-8, and writes what it can't.
            text = text.chars().map(|c| if u32::from(c) > 0xff { '?' } else { c }).collect();
        }
        text.push_str(if mark.faked { "\n" } else { "" });
        let before = mark.cur.saturating_sub(mark.buf) + usize::from(mark.faked);
        SyntaxError {
            kind,
            msg: msg.into(),
            filename: self.filename.into(),
            lineno: mark.line,
            offset: Some(u32::try_from(before).unwrap_or(u32::MAX)),
            text: Some(text),
            incomplete: mark.at_end,
        }
    }

    /// An error of `ast.c`: 2.7 knows the line, 3.2 the column too, and both look the text up in the file.
    fn ast_error(&self, pos: Pos, msg: String) -> SyntaxError {
        let line = matches!(self.source, Source::File(_)).then(|| self.decoded.line(pos.line)).flatten();
        SyntaxError {
            kind: ErrorKind::Syntax,
            msg,
            filename: self.filename.into(),
            lineno: pos.line,
            offset: if self.py27() { None } else { Some(pos.col) },
            text: line,
            incomplete: false,
        }
    }

    fn bare_error(&self, kind: ErrorKind, msg: String) -> SyntaxError {
        SyntaxError {
            kind,
            msg,
            filename: self.filename.into(),
            lineno: 0,
            offset: None,
            text: None,
            incomplete: false,
        }
    }
}
