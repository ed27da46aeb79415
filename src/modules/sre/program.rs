//! Trees made into programs for the matcher (Lib/sre_compile.py).
//!
//! Invariant: every address in a program is one of its instructions; each repeat's body ends in its `Until`, each assertion's
//! in `Success`.

use super::charset::Set;
use super::tree::{At, MAX_REPEAT, Member, Node, width};
use super::{error, flag};
use crate::objects::errors::PyResult;
use crate::objects::{lang, recursion};

/// What matches one character.
#[derive(Debug)]
pub enum Single {
    Char(u32),
    NotChar(u32),
    /// Compared in lower case.
    CharIgnore(u32),
    NotCharIgnore(u32),
    /// All but a newline.
    Any,
    AnyAll,
    Set(Set),
    /// Asked for the lower case.
    SetIgnore(Set),
}

#[derive(Debug)]
pub enum Op {
    One(Single),
    At(At),
    /// Remembers the place: the start of group n at 2n-2, its end at 2n-1.
    Mark(usize),
    /// The addresses of the ways, tried one after the other.
    Branch(Vec<usize>),
    Jump(usize),
    /// A repeat of one character; goes on behind itself.
    Repeat {
        greedy: bool,
        min: u64,
        max: u64,
        item: Single,
    },
    /// Begins a repeat and goes to its `Until`.
    Begin {
        until: usize,
    },
    /// The end of a repeat's body: again, or on.
    Until {
        greedy: bool,
        min: u64,
        max: u64,
        body: usize,
    },
    Reference(usize),
    /// On if the group has matched, else to the address.
    IfGroup(usize, usize),
    /// The body follows; `back` characters before here. Then on to `next`.
    Assert {
        negative: bool,
        back: usize,
        next: usize,
    },
    Success,
}

/// A pattern ready for matching.
#[derive(Debug)]
pub struct Program {
    pub ops: Vec<Op>,
    /// The fewest characters that a match can have.
    pub min: u64,
    /// Whether comparisons ignore the case.
    pub ignore: bool,
    pub case: Case,
    /// The largest group that a condition asks about.
    pub condition: usize,
}

/// What letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Ascii,
    Unicode,
}

struct Compiler {
    ops: Vec<Op>,
    flags: u32,
    case: Case,
    condition: usize,
}

/// Makes the program of a tree with these flags.
pub fn compile(tree: &[Node], flags: u32) -> PyResult<Program> {
    // With LOCALE letters are the locale's, and that is C's.
    let unicode = flags & flag::UNICODE != 0 && flags & flag::LOCALE == 0;
    let case = if unicode { Case::Unicode } else { Case::Ascii };
    let mut compiler = Compiler { ops: Vec::new(), flags, case, condition: 0 };
    compiler.sequence(tree)?;
    compiler.ops.push(Op::Success);
    let ignore = flags & flag::IGNORECASE != 0;
    Ok(Program { min: width(tree).0, ignore, case, condition: compiler.condition, ops: compiler.ops })
}

impl Compiler {
    fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    fn here(&self) -> usize {
        self.ops.len()
    }

    fn sequence(&mut self, nodes: &[Node]) -> PyResult<()> {
        let _level = recursion::enter("")?;
        nodes.iter().try_for_each(|node| self.node(node))
    }

    fn single(&self, node: &Node) -> Option<Single> {
        let ignore = self.has(flag::IGNORECASE);
        let one = |point: u32, negated: bool| {
            if !ignore {
                return if negated { Single::NotChar(point) } else { Single::Char(point) };
            }
            let lower = self.case.lower(point);
            let others = self.others(lower);
            if !others.is_empty() {
                let members = [&[lower], others].concat().into_iter().map(Member::Literal);
                return Single::SetIgnore(Set::new(negated, &members.collect::<Vec<Member>>(), self.case));
            }
            if negated { Single::NotCharIgnore(lower) } else { Single::CharIgnore(lower) }
        };
        Some(match node {
            Node::Literal(point) => one(*point, false),
            Node::NotLiteral(point) => one(*point, true),
            Node::Any if self.has(flag::DOTALL) => Single::AnyAll,
            Node::Any => Single::Any,
            Node::In { negated, members } if ignore => {
                Single::SetIgnore(Set::new(*negated, &self.lowered(members), self.case))
            }
            Node::In { negated, members } => Single::Set(Set::new(*negated, members, self.case)),
            _ => return None,
        })
    }

    /// Characters that are another letter's lower case by some rule and not by this table's; only 2.7 knows of them.
    fn others(&self, lower: u32) -> &'static [u32] {
        if lang::is_27() && self.case == Case::Unicode { super::charset::alike(lower) } else { &[] }
    }

    /// The members of a set that is asked for lower case.
    fn lowered(&self, members: &[Member]) -> Vec<Member> {
        let lower = |point| self.case.lower(point);
        let mut out = Vec::new();
        for &member in members {
            match member {
                Member::Literal(point) => {
                    out.push(Member::Literal(lower(point)));
                    out.extend(self.others(lower(point)).iter().map(|&other| Member::Literal(other)));
                }
                // 3.2 looks at the ends alone.
                Member::Range(low, high) if !lang::is_27() => {
                    out.push(Member::Range(lower(low), lower(high)));
                }
                Member::Range(low, high) => {
                    // Beyond the second plane nothing has two cases.
                    for point in low..=high.min(0x1_ffff) {
                        let lower = lower(point);
                        match out.last_mut() {
                            Some(Member::Range(_, end)) if *end + 1 == lower => *end = lower,
                            Some(Member::Range(start, end)) if (*start..=*end).contains(&lower) => {}
                            _ => out.push(Member::Range(lower, lower)),
                        }
                    }
                    if self.case == Case::Unicode {
                        for alike in super::charset::all_alike() {
                            if alike.iter().any(|&one| out.iter().any(|member| holds(*member, one))) {
                                out.extend(alike.iter().map(|&other| Member::Literal(other)));
                            }
                        }
                    }
                    if high > 0x1_ffff {
                        out.push(Member::Range(low.max(0x2_0000), high));
                    }
                }
                kind => out.push(kind),
            }
        }
        out
    }

    fn node(&mut self, node: &Node) -> PyResult<()> {
        if let Some(single) = self.single(node) {
            self.ops.push(Op::One(single));
            return Ok(());
        }
        match node {
            Node::At(at) => {
                let at = match at {
                    At::Beginning if self.has(flag::MULTILINE) => At::BeginningLine,
                    At::End if self.has(flag::MULTILINE) => At::EndLine,
                    at => *at,
                };
                self.ops.push(Op::At(at));
            }
            Node::Branch(ways) => self.branch(ways)?,
            Node::Group(number, body) => {
                if let Some(number) = number {
                    self.ops.push(Op::Mark(2 * number - 2));
                }
                self.sequence(body)?;
                if let Some(number) = number {
                    self.ops.push(Op::Mark(2 * number - 1));
                }
            }
            Node::Repeat { greedy, min, max, item } => self.repeat(*greedy, *min, *max, item)?,
            Node::Assert { behind, negative, body } => {
                let mut back = 0;
                if *behind {
                    let (low, high) = width(body);
                    if low != high {
                        return Err(error("look-behind requires fixed-width pattern"));
                    }
                    back = usize::try_from(low).unwrap_or(usize::MAX);
                }
                let start = self.here();
                self.ops.push(Op::Success);
                self.sequence(body)?;
                self.ops.push(Op::Success);
                self.ops[start] = Op::Assert { negative: *negative, back, next: self.ops.len() };
            }
            Node::Reference(group) => self.ops.push(Op::Reference(*group)),
            Node::Conditional { group, yes, no } => {
                self.condition = self.condition.max(*group);
                let start = self.here();
                self.ops.push(Op::Success);
                self.sequence(yes)?;
                let end = self.here();
                self.ops.push(Op::Jump(0));
                self.ops[start] = Op::IfGroup(*group, self.ops.len());
                self.sequence(no)?;
                self.ops[end] = Op::Jump(self.ops.len());
            }
            Node::Literal(_) | Node::NotLiteral(_) | Node::Any | Node::In { .. } => {}
        }
        Ok(())
    }

    fn branch(&mut self, ways: &[Vec<Node>]) -> PyResult<()> {
        let start = self.here();
        self.ops.push(Op::Success);
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for way in ways {
            starts.push(self.here());
            self.sequence(way)?;
            ends.push(self.here());
            self.ops.push(Op::Jump(0));
        }
        let after = self.here();
        for end in ends {
            self.ops[end] = Op::Jump(after);
        }
        self.ops[start] = Op::Branch(starts);
        Ok(())
    }

    fn repeat(&mut self, greedy: bool, min: u64, max: u64, item: &Node) -> PyResult<()> {
        if self.has(flag::TEMPLATE) {
            return Err(error("internal: unsupported template operator"));
        }
        if !lang::is_27() && item.width() == (0, MAX_REPEAT) {
            return Err(error("nothing to repeat"));
        }
        if item.is_single()
            && let Some(item) = self.single(item)
        {
            self.ops.push(Op::Repeat { greedy, min, max, item });
            return Ok(());
        }
        let start = self.here();
        self.ops.push(Op::Success);
        self.sequence(std::slice::from_ref(item))?;
        let until = self.here();
        self.ops.push(Op::Until { greedy, min, max, body: start + 1 });
        self.ops[start] = Op::Begin { until };
        Ok(())
    }
}

fn holds(member: Member, point: u32) -> bool {
    match member {
        Member::Literal(own) => own == point,
        Member::Range(low, high) => (low..=high).contains(&point),
        Member::Kind(..) => false,
    }
}
