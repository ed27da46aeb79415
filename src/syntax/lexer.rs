//! Raw tokens: what `tok_get` (tokenizer.c) reads once spaces are gone; no indentation yet.
//!
//! Invariants:
//! - Works on bytes: 2.7 keeps the bytes of the source file, 3.2's are UTF-8 already, and no `\r` is left.
//! - A number or a string that is broken ends the lexing, with the error and the place where CPython's cursor is.

use super::token::Tok;
use logos::Logos;

#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(utf8 = false)]
enum Raw {
    #[regex(r"[ \t\x0c]+", logos::skip)]
    Space,
    #[regex(r"(?-u)#[^\n]*", allow_greedy = true)]
    Comment,
    #[token("\n")]
    Newline,
    #[token("\\")]
    Backslash,
    #[regex(r"(?-u)[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*")]
    Name,
    #[regex(r"[0-9]|\.[0-9]")]
    Number,
    #[regex("['\"]")]
    Quote,
    #[token("`")]
    Backquote,
    #[token("(")]
    LPar,
    #[token(")")]
    RPar,
    #[token("[")]
    LSqb,
    #[token("]")]
    RSqb,
    #[token("{")]
    LBrace,
    #[token("}")]
    RBrace,
    #[token(":")]
    Colon,
    #[token(",")]
    Comma,
    #[token(";")]
    Semi,
    #[token(".")]
    Dot,
    #[token("@")]
    At,
    #[token("=")]
    Equal,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("//")]
    DoubleSlash,
    #[token("%")]
    Percent,
    #[token("**")]
    DoubleStar,
    #[token("<<")]
    LeftShift,
    #[token(">>")]
    RightShift,
    #[token("&")]
    Amper,
    #[token("|")]
    VBar,
    #[token("^")]
    Circumflex,
    #[token("~")]
    Tilde,
    #[token("<")]
    Less,
    #[token(">")]
    Greater,
    #[token("==")]
    EqEqual,
    #[token("!=")]
    NotEqual,
    #[token("<>")]
    LessGreater,
    #[token("<=")]
    LessEqual,
    #[token(">=")]
    GreaterEqual,
    #[token("+=")]
    PlusEqual,
    #[token("-=")]
    MinEqual,
    #[token("*=")]
    StarEqual,
    #[token("/=")]
    SlashEqual,
    #[token("//=")]
    DoubleSlashEqual,
    #[token("%=")]
    PercentEqual,
    #[token("&=")]
    AmperEqual,
    #[token("|=")]
    VBarEqual,
    #[token("^=")]
    CircumflexEqual,
    #[token("<<=")]
    LeftShiftEqual,
    #[token(">>=")]
    RightShiftEqual,
    #[token("**=")]
    DoubleStarEqual,
}

/// What the layout gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lexeme<'s> {
    /// Anything but a word: final.
    Tok(Tok<'s>),
    /// A name or keyword.
    Word(&'s [u8]),
    /// `<>`: an operator in 2.7, a joke in 3.2.
    LessGreater,
    Comment(&'s [u8]),
    Newline,
    /// A backslash with the newline after it.
    Continuation,
}

/// CPython's error codes of the tokenizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LexError {
    /// `E_TOKEN`: a bad number; the cursor is at this offset.
    Token(usize),
    /// `E_EOLS` at a newline; the cursor is at this offset.
    StringEol(usize),
    /// `E_EOLS` at the end of input.
    StringEnd,
    /// `E_EOFS`
    StringEof,
    /// `E_LINECONT`
    LineContinuation,
}

/// The raw tokens of a source.
pub struct Lexer<'s> {
    inner: logos::Lexer<'s, Raw>,
    text: &'s [u8],
    py27: bool,
}

impl<'s> Lexer<'s> {
    pub fn new(text: &'s [u8], py27: bool) -> Lexer<'s> {
        Lexer { inner: Raw::lexer(text), text, py27 }
    }

    /// Skips bytes: the indentation, which the layout reads by itself.
    pub fn skip(&mut self, bytes: usize) {
        self.inner.bump(bytes);
    }

    /// The next token with its first byte and the one after its last, or nothing at the end.
    pub fn next(&mut self) -> Option<(usize, Result<Lexeme<'s>, LexError>, usize)> {
        let raw = self.inner.next()?;
        let start = self.inner.span().start;
        let lexeme = match raw {
            Ok(raw) => self.lexeme(raw, start),
            Err(()) => Ok(Lexeme::Tok(Tok::Bad)),
        };
        Some((start, lexeme, self.inner.span().end))
    }

    fn at(&self, offset: usize) -> u8 {
        self.text.get(offset).copied().unwrap_or(0)
    }

    /// Goes on to `end` and gives the bytes of the whole token.
    fn extend(&mut self, end: usize) -> &'s [u8] {
        let now = self.inner.span().end;
        self.inner.bump(end.saturating_sub(now));
        self.inner.slice()
    }

    fn lexeme(&mut self, raw: Raw, start: usize) -> Result<Lexeme<'s>, LexError> {
        let end = self.inner.span().end;
        let next = self.at(end);
        Ok(Lexeme::Tok(match raw {
            Raw::Space | Raw::Comment => return Ok(Lexeme::Comment(self.inner.slice())),
            Raw::Newline => return Ok(Lexeme::Newline),
            Raw::Backslash if next == b'\n' => {
                self.extend(end + 1);
                return Ok(Lexeme::Continuation);
            }
            Raw::Backslash => return Err(LexError::LineContinuation),
            Raw::Name if (next == b'\'' || next == b'"') && is_prefix(self.inner.slice(), self.py27) => {
                let end = scan_string(self.text, start, end, self.py27)?;
                Tok::Str(self.extend(end))
            }
            Raw::Name if self.py27 && !self.inner.slice().is_ascii() => return Ok(self.ascii_part(start)),
            Raw::Name => return Ok(Lexeme::Word(self.inner.slice())),
            Raw::Number => {
                let end = scan_number(self.text, start, self.py27).map_err(LexError::Token)?;
                Tok::Number(self.extend(end))
            }
            Raw::Quote => {
                let end = scan_string(self.text, start, start, self.py27)?;
                Tok::Str(self.extend(end))
            }
            Raw::LessGreater => return Ok(Lexeme::LessGreater),
            Raw::Backquote if self.py27 => Tok::Backquote,
            Raw::Backquote => Tok::Bad,
            Raw::Dot if !self.py27 && next == b'.' && self.at(end + 1) == b'.' => {
                self.extend(end + 2);
                Tok::Ellipsis
            }
            Raw::Minus if !self.py27 && next == b'>' => {
                self.extend(end + 1);
                Tok::RArrow
            }
            Raw::LPar => Tok::LPar,
            Raw::RPar => Tok::RPar,
            Raw::LSqb => Tok::LSqb,
            Raw::RSqb => Tok::RSqb,
            Raw::LBrace => Tok::LBrace,
            Raw::RBrace => Tok::RBrace,
            Raw::Colon => Tok::Colon,
            Raw::Comma => Tok::Comma,
            Raw::Semi => Tok::Semi,
            Raw::Dot => Tok::Dot,
            Raw::At => Tok::At,
            Raw::Equal => Tok::Equal,
            Raw::Plus => Tok::Plus,
            Raw::Minus => Tok::Minus,
            Raw::Star => Tok::Star,
            Raw::Slash => Tok::Slash,
            Raw::DoubleSlash => Tok::DoubleSlash,
            Raw::Percent => Tok::Percent,
            Raw::DoubleStar => Tok::DoubleStar,
            Raw::LeftShift => Tok::LeftShift,
            Raw::RightShift => Tok::RightShift,
            Raw::Amper => Tok::Amper,
            Raw::VBar => Tok::VBar,
            Raw::Circumflex => Tok::Circumflex,
            Raw::Tilde => Tok::Tilde,
            Raw::Less => Tok::Less,
            Raw::Greater => Tok::Greater,
            Raw::EqEqual => Tok::EqEqual,
            Raw::NotEqual => Tok::NotEqual,
            Raw::LessEqual => Tok::LessEqual,
            Raw::GreaterEqual => Tok::GreaterEqual,
            Raw::PlusEqual => Tok::PlusEqual,
            Raw::MinEqual => Tok::MinEqual,
            Raw::StarEqual => Tok::StarEqual,
            Raw::SlashEqual => Tok::SlashEqual,
            Raw::DoubleSlashEqual => Tok::DoubleSlashEqual,
            Raw::PercentEqual => Tok::PercentEqual,
            Raw::AmperEqual => Tok::AmperEqual,
            Raw::VBarEqual => Tok::VBarEqual,
            Raw::CircumflexEqual => Tok::CircumflexEqual,
            Raw::LeftShiftEqual => Tok::LeftShiftEqual,
            Raw::RightShiftEqual => Tok::RightShiftEqual,
            Raw::DoubleStarEqual => Tok::DoubleStarEqual,
        }))
    }

    /// 2.7 has ASCII names: the name before the first other byte, or that byte.
    fn ascii_part(&mut self, start: usize) -> Lexeme<'s> {
        let word = self.inner.slice();
        let ascii = word.iter().take_while(|b| b.is_ascii()).count();
        let end = start + ascii.max(1);
        self.inner = Raw::lexer(self.text);
        self.inner.bump(end);
        match word.get(..ascii) {
            Some(name) if ascii > 0 => Lexeme::Word(name),
            _ => Lexeme::Tok(Tok::Bad),
        }
    }
}

fn is_prefix(word: &[u8], py27: bool) -> bool {
    let raw = match word {
        [b'b' | b'B', rest @ ..] => rest,
        [b'u' | b'U', rest @ ..] if py27 => rest,
        rest => rest,
    };
    matches!(raw, [] | [b'r' | b'R'])
}

/// The end of the string whose opening quote is at `quote`; its prefix starts at `start`.
fn scan_string(text: &[u8], start: usize, quote: usize, py27: bool) -> Result<usize, LexError> {
    debug_assert!(start <= quote);
    let at = |i: usize| text.get(i).copied();
    let mark = at(quote);
    let triple = at(quote + 1) == mark && at(quote + 2) == mark;
    if at(quote + 1) == mark && !triple {
        return Ok(quote + 2);
    }
    let size = if triple { 3 } else { 1 };
    let mut i = quote + size;
    let mut closing = 0;
    while closing < size {
        match at(i) {
            None if triple => return Err(LexError::StringEof),
            None => return Err(LexError::StringEnd),
            Some(b'\n') if !triple => return Err(LexError::StringEol(if py27 { i } else { i + 1 })),
            Some(b'\\') => {
                closing = 0;
                i += 1;
                if py27 && i >= text.len() {
                    return Err(LexError::StringEnd);
                }
            }
            c if c == mark => closing += 1,
            Some(_) => closing = 0,
        }
        i += 1;
    }
    Ok(i)
}

/// The end of the number at `start`, or where the cursor is when it is a bad one.
fn scan_number(text: &[u8], start: usize, py27: bool) -> Result<usize, usize> {
    let at = |i: usize| text.get(i).copied().unwrap_or(0);
    let digits = |mut i: usize, ok: fn(&u8) -> bool| {
        while ok(&at(i)) {
            i += 1;
        }
        i
    };
    let radix = |from: usize, ok: fn(&u8) -> bool| {
        let end = digits(from, ok);
        if end == from { Err(from) } else { Ok(long_suffix(text, end, py27)) }
    };
    if at(start) == b'0' {
        match at(start + 1) {
            b'x' | b'X' => return radix(start + 2, u8::is_ascii_hexdigit),
            b'o' | b'O' => return radix(start + 2, |c| (b'0'..b'8').contains(c)),
            b'b' | b'B' => return radix(start + 2, |c| (b'0'..b'2').contains(c)),
            _ => {}
        }
    }
    let int_end = digits(start, u8::is_ascii_digit);
    let mut i = int_end;
    let mut is_int = true;
    if at(i) == b'.' {
        is_int = false;
        i = digits(i + 1, u8::is_ascii_digit);
    }
    if matches!(at(i), b'e' | b'E') {
        let signed = matches!(at(i + 1), b'+' | b'-');
        let from = if signed { i + 2 } else { i + 1 };
        if at(from).is_ascii_digit() {
            is_int = false;
            i = digits(from, u8::is_ascii_digit);
        } else if signed || !py27 {
            return Err(from);
        } else {
            // 2.7 takes the number and leaves the letter
            return Ok(i);
        }
    }
    if matches!(at(i), b'j' | b'J') {
        return Ok(i + 1);
    }
    if !is_int {
        return Ok(i);
    }
    let int = text.get(start..int_end).unwrap_or_default();
    if at(start) == b'0' {
        let bad = if py27 { |c: &u8| *c > b'7' } else { |c: &u8| *c != b'0' };
        if int.iter().any(bad) {
            return Err(i);
        }
    }
    Ok(long_suffix(text, i, py27))
}

fn long_suffix(text: &[u8], end: usize, py27: bool) -> usize {
    let long = py27 && matches!(text.get(end), Some(b'l' | b'L'));
    end + usize::from(long)
}
