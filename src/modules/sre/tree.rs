//! A regular expression as a tree, and how wide what it matches is.

/// The largest count of a repeat; it stands for "any number".
pub const MAX_REPEAT: u64 = u32::MAX as u64;

/// What a letter may be a kind of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Digit,
    Space,
    Word,
}

/// A place between characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// `^`, `\A`
    Beginning,
    /// `^` with MULTILINE
    BeginningLine,
    /// `$`
    End,
    /// `$` with MULTILINE
    EndLine,
    /// `\Z`
    EndString,
    /// `\b`, or `\B` if false
    Boundary(bool),
}

/// A member of `[...]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    Literal(u32),
    Range(u32, u32),
    /// `\d` and its like; false: all others.
    Kind(Kind, bool),
}

pub type Sequence = Vec<Node>;

#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Literal(u32),
    NotLiteral(u32),
    /// `.`
    Any,
    /// A set; `negated` is `[^...]`.
    In {
        negated: bool,
        members: Vec<Member>,
    },
    At(At),
    Branch(Vec<Sequence>),
    /// `(...)` with its number, or `(?:...)`.
    Group(Option<usize>, Sequence),
    Repeat {
        greedy: bool,
        min: u64,
        max: u64,
        item: Box<Node>,
    },
    /// `(?=...)` and its like.
    Assert {
        behind: bool,
        negative: bool,
        body: Sequence,
    },
    /// `\1`
    Reference(usize),
    /// `(?(1)yes|no)`
    Conditional {
        group: usize,
        yes: Sequence,
        no: Sequence,
    },
}

impl Node {
    /// The smallest and the largest width; what CPython does not count (references, conditionals) has none.
    pub fn width(&self) -> (u64, u64) {
        match self {
            Node::Literal(_) | Node::NotLiteral(_) | Node::Any | Node::In { .. } => (1, 1),
            Node::At(_) | Node::Assert { .. } | Node::Reference(_) | Node::Conditional { .. } => (0, 0),
            Node::Branch(ways) => ways
                .iter()
                .map(|way| width(way))
                .fold((u64::MAX, 0), |all, one| (all.0.min(one.0), all.1.max(one.1))),
            Node::Group(_, body) => width(body),
            Node::Repeat { min, max, item, .. } => {
                let (low, high) = item.width();
                (low.saturating_mul(*min), high.saturating_mul(*max))
            }
        }
    }

    /// Whether two branches that begin with it may share it.
    pub fn is_plain(&self) -> bool {
        matches!(
            self,
            Node::Literal(_)
                | Node::NotLiteral(_)
                | Node::Any
                | Node::In { .. }
                | Node::At(_)
                | Node::Reference(_)
        )
    }

    /// Whether it matches exactly one character and remembers nothing.
    pub fn is_single(&self) -> bool {
        matches!(self, Node::Literal(_) | Node::NotLiteral(_) | Node::Any | Node::In { .. })
    }
}

/// The widths of a sequence.
pub fn width(sequence: &[Node]) -> (u64, u64) {
    sequence
        .iter()
        .map(Node::width)
        .fold((0, 0), |all, one| (all.0.saturating_add(one.0), all.1.saturating_add(one.1)))
}
