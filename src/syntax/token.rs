//! What the layout hands to the parser: `token.h` of both languages, with a kind for each keyword.
//!
//! Invariant: a token that only one language has is never made for the other.

/// A token; names, numbers and strings are their source bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tok<'s> {
    // What the parser is to read; the first token of every stream.
    FileInput,
    EvalInput,
    SingleInput,
    Newline,
    Indent,
    Dedent,
    /// `ENDMARKER`.
    End,
    Name(&'s [u8]),
    /// `None`, `True`, `False` in 3.2, where they are keywords.
    Const(&'s [u8]),
    Number(&'s [u8]),
    Str(&'s [u8]),
    /// A character no language has a use for.
    Bad,
    LPar,
    RPar,
    LSqb,
    RSqb,
    LBrace,
    RBrace,
    /// 2.7 only.
    Backquote,
    Colon,
    Comma,
    Semi,
    Dot,
    /// 3.2 only; 2.7 has three dots.
    Ellipsis,
    At,
    /// 3.2 only.
    RArrow,
    Equal,
    Plus,
    Minus,
    Star,
    Slash,
    DoubleSlash,
    Percent,
    DoubleStar,
    LeftShift,
    RightShift,
    Amper,
    VBar,
    Circumflex,
    Tilde,
    Less,
    Greater,
    EqEqual,
    NotEqual,
    LessEqual,
    GreaterEqual,
    PlusEqual,
    MinEqual,
    StarEqual,
    SlashEqual,
    DoubleSlashEqual,
    PercentEqual,
    AmperEqual,
    VBarEqual,
    CircumflexEqual,
    LeftShiftEqual,
    RightShiftEqual,
    DoubleStarEqual,
    And,
    /// 3.2's `as`.
    As,
    /// 2.7's `as`: it may be followed by more in an `except` clause.
    As27,
    Assert,
    Break,
    /// 3.2's `class`.
    Class,
    /// 2.7's `class`: its bases are no arguments.
    Class27,
    Continue,
    Def,
    Del,
    Elif,
    Else,
    Except,
    /// 2.7 only.
    Exec,
    Finally,
    For,
    From,
    Global,
    If,
    Import,
    In,
    Is,
    Lambda,
    /// 3.2 only.
    Nonlocal,
    Not,
    Or,
    Pass,
    /// 2.7 only, until `from __future__ import print_function`.
    Print,
    Raise,
    Return,
    Try,
    While,
    With,
    Yield,
}

impl<'s> Tok<'s> {
    /// The keyword, or else the name, that a word is. `print_function`: 2.7's future import was read.
    pub fn word(word: &'s [u8], py27: bool, print_function: bool) -> Tok<'s> {
        match word {
            b"and" => Tok::And,
            b"as" if py27 => Tok::As27,
            b"as" => Tok::As,
            b"assert" => Tok::Assert,
            b"break" => Tok::Break,
            b"class" if py27 => Tok::Class27,
            b"class" => Tok::Class,
            b"continue" => Tok::Continue,
            b"def" => Tok::Def,
            b"del" => Tok::Del,
            b"elif" => Tok::Elif,
            b"else" => Tok::Else,
            b"except" => Tok::Except,
            b"exec" if py27 => Tok::Exec,
            b"finally" => Tok::Finally,
            b"for" => Tok::For,
            b"from" => Tok::From,
            b"global" => Tok::Global,
            b"if" => Tok::If,
            b"import" => Tok::Import,
            b"in" => Tok::In,
            b"is" => Tok::Is,
            b"lambda" => Tok::Lambda,
            b"nonlocal" if !py27 => Tok::Nonlocal,
            b"not" => Tok::Not,
            b"or" => Tok::Or,
            b"pass" => Tok::Pass,
            b"print" if py27 && !print_function => Tok::Print,
            b"raise" => Tok::Raise,
            b"return" => Tok::Return,
            b"try" => Tok::Try,
            b"while" => Tok::While,
            b"with" => Tok::With,
            b"yield" => Tok::Yield,
            b"None" | b"True" | b"False" if !py27 => Tok::Const(word),
            _ => Tok::Name(word),
        }
    }

    /// Whether an operator that follows is a binary one, and a bracket a trailer.
    pub fn ends_operand(self) -> bool {
        matches!(
            self,
            Tok::Name(_)
                | Tok::Const(_)
                | Tok::Number(_)
                | Tok::Str(_)
                | Tok::RPar
                | Tok::RSqb
                | Tok::RBrace
                | Tok::Backquote
                | Tok::Ellipsis
        )
    }
}
