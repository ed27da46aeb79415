//! How deep CPython's parser stack would be (`MAXSTACK` in parser.h): its LL(1) parser pushes an entry for each
//! rule from `test` down to `atom`, so brackets nested 99 deep overflow it.
//!
//! Invariant: never counts less than it takes to bound the depth of the tree between two brackets of a source;
//! what a real parser accepts is at most a few levels off.

use super::token::Tok;

/// `MAXSTACK`.
const MAX_STACK: u32 = 1500;
/// Entries of an expression statement at the top level, down to the atom.
const BASE: u32 = 20;
/// Entries of a block: `stmt`, `compound_stmt`, the statement, `suite`.
const BLOCK: u32 = 4;
/// From an atom to an atom in its brackets.
const DISPLAY: u32 = 15;
/// From an atom to an atom in a trailer's brackets.
const TRAILER: u32 = 16;

/// What stands open at one level of brackets.
#[derive(Clone, Copy, Default)]
struct Level {
    /// The entries of the bracket itself.
    bracket: u32,
    /// Unary operators and powers, up to the next binary operator.
    tight: u32,
    /// `not`, up to the next `and`, `or`.
    nots: u32,
    /// `else`, `lambda`, clauses of comprehensions: up to the next comma.
    held: u32,
    /// A `for` was seen: an `if` is a clause.
    comp: bool,
}

impl Level {
    fn cost(self) -> u32 {
        self.bracket + self.tight + self.nots + self.held
    }
}

/// The depth at the token that was seen last.
pub struct Nesting {
    outer: Vec<Level>,
    /// Sum of `outer`.
    outer_cost: u32,
    now: Level,
    after_operand: bool,
}

impl Nesting {
    pub fn new() -> Nesting {
        Nesting { outer: Vec::new(), outer_cost: 0, now: Level::default(), after_operand: false }
    }

    /// Takes the next token into account; false if the stack is overflown.
    pub fn fits(&mut self, tok: Tok<'_>, indents: usize) -> bool {
        let bracket = self.now.bracket;
        match tok {
            Tok::LPar | Tok::LSqb | Tok::LBrace => {
                let trailer = self.after_operand && tok != Tok::LBrace;
                self.outer.push(self.now);
                self.outer_cost += self.now.cost();
                self.now = Level { bracket: if trailer { TRAILER } else { DISPLAY }, ..Level::default() };
            }
            Tok::RPar | Tok::RSqb | Tok::RBrace => {
                if let Some(level) = self.outer.pop() {
                    self.now = level;
                    self.outer_cost -= level.cost();
                }
            }
            Tok::Plus | Tok::Minus | Tok::Tilde if !self.after_operand => self.now.tight += 1,
            Tok::DoubleStar if self.after_operand => self.now.tight += 2,
            Tok::Not if !self.after_operand => self.now.nots += 1,
            Tok::And | Tok::Or => (self.now.tight, self.now.nots) = (0, 0),
            Tok::Else => (self.now.tight, self.now.nots, self.now.held) = (0, 0, self.now.held + 1),
            Tok::For => (self.now.held, self.now.comp) = (self.now.held + 1 + u32::from(self.now.comp), true),
            Tok::If if !self.now.comp => {}
            Tok::Lambda | Tok::If => self.now.held += 2,
            Tok::Comma | Tok::Semi | Tok::Equal | Tok::Newline => {
                self.now = Level { bracket, ..Level::default() }
            }
            Tok::Name(_) | Tok::Const(_) | Tok::Number(_) | Tok::Str(_) | Tok::Dot => {}
            _ => self.now.tight = 0,
        }
        self.after_operand = tok.ends_operand();
        let blocks = u32::try_from(indents.saturating_sub(1)).unwrap_or(u32::MAX).saturating_mul(BLOCK);
        BASE + blocks + self.outer_cost + self.now.cost() <= MAX_STACK
    }
}
