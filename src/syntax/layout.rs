//! Lines and indentation: the token stream the parser reads, as `tok_get` and `parsetok` give it.
//!
//! Invariants:
//! - One [`Mark`] is noted in [`Parse`] for each token handed out, so that an error can say where CPython's
//!   tokenizer stood: its line, its buffer (the line, or the lines of an open string) and its cursor.
//! - A line is counted when its first byte is looked at (`tok_nextc`), not when the newline before it is read.
//! - What is nested too deeply for CPython's parser stack (`MAXSTACK` in parser.h) never reaches the parser.

use super::ast::Pos;
use super::error::ErrorKind;
use super::lexer::{LexError, Lexeme, Lexer};
use super::nesting::Nesting;
use super::parse::{Mode, Parse, Stop};
use super::token::Tok;

/// `MAXINDENT` of tokenizer.c.
const MAX_INDENT: usize = 100;
/// The width of a tab where 2.7 finds no other in a comment.
const TAB_SIZE: usize = 8;

const EOLS: &str = "EOL while scanning string literal";

/// Where the tokenizer stood when it handed out a token.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mark {
    /// `tok->lineno`
    pub line: u32,
    /// `tok->buf`, `tok->cur` and `tok->inp`, as offsets into the source.
    pub buf: usize,
    pub cur: usize,
    pub inp: usize,
    /// `tok->done == E_EOF`
    pub eof: bool,
    /// What was read last is the end itself, so that more input could help.
    pub at_end: bool,
    /// The end was met inside a token, so the buffer still has what was read.
    pub in_token: bool,
    /// The buffer goes on with a newline that the file does not have: a string was open at its end.
    pub faked: bool,
}

/// The stream of tokens.
pub struct Layout<'p, 's> {
    p: &'p Parse<'s>,
    lexer: Lexer<'s>,
    text: &'s [u8],
    mode: Mode,
    /// The stream's opening token is out.
    opened: bool,
    finished: bool,
    at_bol: bool,
    level: i32,
    indents: Vec<(usize, usize)>,
    tab_size: usize,
    /// `tok->pendin`
    pending: i32,
    /// `started` of parsetok: the next end of input is a newline.
    started: bool,
    mark: Mark,
    line_start: usize,
    /// Offset of the next byte to be looked at.
    cur: usize,
    nesting: Nesting,
    /// In single mode: the statement is a compound one, which ends with the input.
    compound: bool,
}

type Spanned<'s> = (Pos, Tok<'s>, Pos);

impl<'p, 's> Layout<'p, 's> {
    pub fn new(p: &'p Parse<'s>, mode: Mode) -> Layout<'p, 's> {
        Layout {
            p,
            lexer: Lexer::new(p.text, p.py27()),
            text: p.text,
            mode,
            opened: false,
            finished: false,
            at_bol: true,
            level: 0,
            indents: vec![(0, 0)],
            tab_size: TAB_SIZE,
            pending: 0,
            started: false,
            mark: Mark::default(),
            line_start: 0,
            cur: 0,
            nesting: Nesting::new(),
            compound: false,
        }
    }

    fn byte(&self, offset: usize) -> Option<u8> {
        self.text.get(offset).copied()
    }

    /// `tok_nextc` reading a new line; `inside` a token the buffer goes on with what is there.
    fn enter_line(&mut self, start: usize, inside: bool) {
        if start >= self.text.len() {
            self.at_eof();
            return;
        }
        self.mark.line += 1;
        self.line_start = start;
        if !inside {
            self.mark.buf = start;
        }
        let rest = self.text.get(start..).unwrap_or_default();
        self.mark.inp = start + rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |n| n + 1);
    }

    fn at_eof(&mut self) {
        if !self.mark.eof {
            self.mark.eof = true;
            // A file's end counts as one more line, which is empty.
            if self.p.is_file() {
                self.mark.line += 1;
            }
        }
    }

    /// Before the byte at `cur` is looked at: is it the first of a line, or the end?
    fn look(&mut self) -> Result<(), Stop> {
        if self.cur >= self.text.len() {
            if let Some(stop) = self.p.broken_off() {
                return Err(stop);
            }
            self.at_eof();
        } else if self.cur >= self.mark.inp {
            self.enter_line(self.cur, false);
        }
        Ok(())
    }

    fn fail(&mut self, kind: ErrorKind, msg: &str, cur: usize) -> Stop {
        self.mark.cur = cur;
        Stop::Error(Box::new(self.p.error_at(kind, msg, self.mark)))
    }

    fn fail_line(&mut self, kind: ErrorKind, msg: &str) -> Stop {
        self.fail(kind, msg, self.mark.inp)
    }

    /// The indentation of a new line, as pending indents and dedents; true if the line is blank.
    fn indentation(&mut self) -> Result<bool, Stop> {
        self.at_bol = false;
        self.look()?;
        let (mut col, mut alt) = (0, 0);
        let start = self.cur;
        loop {
            match self.byte(self.cur) {
                Some(b' ') => (col, alt) = (col + 1, alt + 1),
                Some(b'\t') => (col, alt) = ((col / self.tab_size + 1) * self.tab_size, alt + 1),
                Some(0x0c) => (col, alt) = (0, 0),
                _ => break,
            }
            self.cur += 1;
        }
        self.lexer.skip(self.cur - start);
        self.look()?;
        if matches!(self.byte(self.cur), Some(b'#' | b'\n')) {
            return Ok(true);
        }
        if self.level != 0 {
            return Ok(false);
        }
        let (top, top_alt) = self.indents.last().copied().unwrap_or_default();
        let consistent = if col == top {
            alt == top_alt
        } else if col > top {
            if self.indents.len() >= MAX_INDENT {
                return Err(self.fail_line(ErrorKind::Indentation, "too many levels of indentation"));
            }
            self.pending += 1;
            self.indents.push((col, alt));
            alt > top_alt
        } else {
            while self.indents.len() > 1 && self.indents.last().is_some_and(|(c, _)| col < *c) {
                self.indents.pop();
                self.pending -= 1;
            }
            let (top, top_alt) = self.indents.last().copied().unwrap_or_default();
            if col != top {
                let msg = "unindent does not match any outer indentation level";
                return Err(self.fail_line(ErrorKind::Indentation, msg));
            }
            alt == top_alt
        };
        if !consistent && !self.p.py27() {
            let msg = "inconsistent use of tabs and spaces in indentation";
            return Err(self.fail_line(ErrorKind::Tab, msg));
        }
        Ok(false)
    }

    fn lex_error(&mut self, e: LexError, start: usize) -> Stop {
        match e {
            LexError::Token(cur) => self.fail(ErrorKind::Syntax, "invalid token", cur),
            LexError::LineContinuation => {
                self.fail_line(ErrorKind::Syntax, "unexpected character after line continuation character")
            }
            LexError::StringEol(cur) => {
                self.mark.in_token = true;
                self.read_lines(start, cur.saturating_sub(1));
                self.fail(ErrorKind::Syntax, EOLS, cur)
            }
            LexError::StringEnd | LexError::StringEof => {
                if let Some(stop) = self.p.broken_off() {
                    return stop;
                }
                self.mark.in_token = true;
                self.read_lines(start, self.text.len());
                self.at_eof();
                self.mark.faked = self.p.fakes_newline();
                self.mark.at_end = e == LexError::StringEof || self.text.ends_with(b"\\\n");
                if e == LexError::StringEof {
                    self.mark.line += u32::from(self.mark.faked);
                    self.fail_line(ErrorKind::Syntax, "EOF while scanning triple-quoted string literal")
                } else {
                    // The newline that is added is in the way; 2.7 steps back before it.
                    let mut stop = self.fail_line(ErrorKind::Syntax, EOLS);
                    if let (true, true, Stop::Error(e)) = (self.mark.faked, self.p.py27(), &mut stop) {
                        e.offset = e.offset.map(|n| n.saturating_sub(1));
                    }
                    stop
                }
            }
        }
    }

    /// Enters the lines that begin in a token.
    fn read_lines(&mut self, start: usize, end: usize) {
        let mut from = start;
        while let Some(n) = self.text.get(from..end).and_then(|t| t.iter().position(|b| *b == b'\n')) {
            from += n + 1;
            if from < self.text.len() {
                self.enter_line(from, true);
            }
        }
    }

    /// 2.7 looks for the width of a tab in comments, as editors write it.
    fn tab_width(&mut self, comment: &[u8]) {
        for form in ["tab-width:", ":tabstop=", ":ts=", "set tabsize="] {
            let seen = comment.get(..79).unwrap_or(comment);
            let found = seen.windows(form.len()).position(|w| w == form.as_bytes());
            let Some(rest) = found.and_then(|n| seen.get(n + form.len()..)) else { continue };
            let digits = rest.trim_ascii_start().iter().take_while(|b| b.is_ascii_digit());
            let size =
                digits.fold(0usize, |n, d| n.saturating_mul(10).saturating_add(usize::from(*d - b'0')));
            if (1..=40).contains(&size) {
                self.tab_size = size;
            }
        }
    }

    /// `tok_get`: the next token with its start and end.
    fn get(&mut self) -> Result<(usize, Tok<'s>), Stop> {
        let mut blank = false;
        loop {
            if self.at_bol {
                blank = self.indentation()?;
            }
            if self.pending != 0 {
                let indent = self.pending > 0;
                self.pending += if indent { -1 } else { 1 };
                return Ok((usize::MAX, if indent { Tok::Indent } else { Tok::Dedent }));
            }
            self.look()?;
            let Some((start, lexeme, end)) = self.lexer.next() else {
                self.cur = self.text.len();
                self.look()?;
                return Ok((usize::MAX, Tok::End));
            };
            self.cur = start;
            let lexeme = lexeme.map_err(|e| self.lex_error(e, start))?;
            self.cur = end;
            match lexeme {
                Lexeme::Comment(text) => {
                    if self.p.py27() {
                        self.tab_width(text);
                    }
                }
                Lexeme::Continuation => {}
                Lexeme::Newline => {
                    self.at_bol = true;
                    if !blank && self.level <= 0 {
                        return Ok((start, Tok::Newline));
                    }
                    blank = false;
                }
                Lexeme::Word(word) => {
                    if !word.is_ascii() && !self.p.is_identifier(word) {
                        return Err(self.fail(ErrorKind::Syntax, "invalid character in identifier", end));
                    }
                    if end >= self.text.len() {
                        self.at_eof();
                    }
                    return Ok((start, Tok::word(word, self.p.py27(), self.p.print_function.get())));
                }
                Lexeme::LessGreater => {
                    if end >= self.text.len() {
                        self.at_eof();
                    }
                    if self.p.less_greater() {
                        return Ok((start, Tok::NotEqual));
                    }
                    return Ok((start, Tok::Bad));
                }
                Lexeme::Tok(tok) => {
                    match tok {
                        // PEP 401: only the other spelling is left.
                        Tok::NotEqual if self.p.barry_as_flufl => return Ok((start, Tok::Bad)),
                        Tok::LPar | Tok::LSqb | Tok::LBrace => self.level += 1,
                        Tok::RPar | Tok::RSqb | Tok::RBrace => self.level -= 1,
                        Tok::Str(_) => self.read_lines(start, end),
                        _ => {}
                    }
                    if end >= self.text.len() && peeks(tok) {
                        self.at_eof();
                    }
                    return Ok((start, tok));
                }
            }
        }
    }

    fn open(&mut self) -> Tok<'s> {
        self.opened = true;
        match self.mode {
            Mode::Exec => Tok::FileInput,
            Mode::Eval => Tok::EvalInput,
            Mode::Single => Tok::SingleInput,
        }
    }

    /// `parsetok`: what the end of input turns into.
    fn token(&mut self) -> Result<(usize, Tok<'s>), Stop> {
        let (start, mut tok) = self.get()?;
        if tok == Tok::End && self.started {
            tok = Tok::Newline;
            self.started = false;
            if self.indents.len() > 1 && !self.p.dont_imply_dedent {
                self.pending = 1 - i32::try_from(self.indents.len()).unwrap_or(i32::MAX);
                self.indents.truncate(1);
            }
        } else {
            self.started = true;
        }
        Ok((start, tok))
    }

    /// A single statement is read no further than its end, whatever follows.
    fn end_single(&mut self, tok: Tok<'s>, first: bool) {
        if self.mode != Mode::Single {
            return;
        }
        if first {
            self.compound = matches!(
                tok,
                Tok::If
                    | Tok::While
                    | Tok::For
                    | Tok::Try
                    | Tok::With
                    | Tok::Def
                    | Tok::Class
                    | Tok::Class27
                    | Tok::At
            );
        }
        // A compound statement needs the newline that the end of input makes.
        if tok == Tok::Newline && (!self.compound || self.mark.eof && self.pending == 0) {
            self.finished = true;
        }
    }
}

/// Whether the byte after a token is looked at to know where it ends.
fn peeks(tok: Tok<'_>) -> bool {
    match tok {
        // Two quotes could be the start of three.
        Tok::Str(text) => text.iter().position(|b| matches!(b, b'\'' | b'"')) == text.len().checked_sub(2),
        Tok::Ellipsis
        | Tok::LeftShiftEqual
        | Tok::RightShiftEqual
        | Tok::DoubleStarEqual
        | Tok::DoubleSlashEqual => false,
        _ => true,
    }
}

impl<'s> Iterator for Layout<'_, 's> {
    type Item = Result<Spanned<'s>, Stop>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.finished {
            return None;
        }
        if !self.opened {
            let tok = self.open();
            return Some(Ok((Pos::default(), tok, Pos::default())));
        }
        let first = !self.started && self.mark.line == 0;
        let (start, tok) = match self.token() {
            Ok(found) => found,
            Err(stop) => {
                self.finished = true;
                return Some(Err(stop));
            }
        };
        self.mark.cur = self.cur;
        self.mark.at_end = self.mark.eof && start == usize::MAX;
        self.p.note(self.mark);
        if !self.nesting.fits(tok, self.indents.len()) {
            self.finished = true;
            let msg = "s_push: parser stack overflow";
            return Some(Err(self.fail(ErrorKind::Memory, msg, self.cur)));
        }
        self.end_single(tok, first);
        if tok == Tok::End {
            self.finished = true;
        }
        let col = match start {
            usize::MAX => Pos::NO_COL,
            start if start >= self.line_start => {
                u32::try_from(start - self.line_start).unwrap_or(Pos::NO_COL)
            }
            _ => Pos::NO_COL,
        };
        let pos = Pos { line: self.mark.line, col };
        Some(Ok((pos, tok, pos)))
    }
}
