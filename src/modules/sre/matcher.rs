//! The matcher: backtracking over a program (SRE_MATCH, SRE_SEARCH of Modules/_sre.c).
//!
//! Invariants: what is tried, in which order, and what groups remember after a way has failed is as in CPython, its oddities
//! included: groups are forgotten by counting (`last_mark`), and only repeats and branches inside of repeats put old
//! places back. All that has to be come back to lies on a stack of its own, so no pattern and no text can exhaust the
//! native stack. Every 4096th instruction looks at signals.

use super::program::{Op, Program, Single};
use super::tree::{At, MAX_REPEAT};
use crate::objects::alloc;
use crate::objects::errors::{self, PyResult};
use crate::objects::hooks;

/// A place nobody has been at.
const NOWHERE: usize = usize::MAX;

/// More than this is refused as memory that is not there.
const MAX_STACK: usize = 1 << 25;

/// A unit of the text: a byte or a code point.
pub trait Unit: Copy {
    fn point(self) -> u32;
    /// The first place of a unit at or after `from`.
    fn find(text: &[Self], from: usize, wanted: u32) -> Option<usize> {
        text.get(from..)?.iter().position(|unit| unit.point() == wanted).map(|at| from + at)
    }
}

impl Unit for u8 {
    fn point(self) -> u32 {
        self.into()
    }
    fn find(text: &[u8], from: usize, wanted: u32) -> Option<usize> {
        let wanted = u8::try_from(wanted).ok()?;
        memchr::memchr(wanted, text.get(from..)?).map(|at| from + at)
    }
}

impl Unit for u32 {
    fn point(self) -> u32 {
        self
    }
}

/// A repeat that is under way.
struct Rep {
    /// How often the body has matched; -1 before the first time.
    count: i64,
    /// Where the last turn began, so that an empty one is not taken again.
    last: usize,
    outer: Option<usize>,
}

/// What groups remember: how many marks are valid, and the last group that was closed.
#[derive(Clone, Copy)]
struct Seen {
    last_mark: isize,
    last_index: isize,
}

/// Something to come back to when what follows has failed.
enum Frame {
    /// The next way of a branch. `kept`: marks lie on the stack of marks.
    Branch {
        op: usize,
        way: usize,
        at: usize,
        seen: Seen,
        kept: bool,
    },
    /// A greedy repeat of one character, which has taken up to `at`.
    Greedy {
        op: usize,
        low: usize,
        at: usize,
        seen: Seen,
    },
    /// A reluctant one.
    Lazy {
        op: usize,
        count: u64,
        at: usize,
        seen: Seen,
    },
    /// The end of a repeat's life.
    Begin {
        outer: Option<usize>,
    },
    /// A turn that had to be taken.
    Needed {
        rep: usize,
        count: i64,
    },
    /// A turn that was taken greedily; the way without it is left.
    Turn {
        op: usize,
        rep: usize,
        count: i64,
        at: usize,
        last: usize,
        seen: Seen,
    },
    /// What follows a repeat.
    Tail {
        rep: usize,
    },
    /// What follows a reluctant repeat; one more turn is left.
    LazyTail {
        op: usize,
        rep: usize,
        count: i64,
        at: usize,
        seen: Seen,
    },
    LazyTurn {
        rep: usize,
        count: i64,
        last: usize,
    },
    Assert {
        op: usize,
        at: usize,
        repeat: Option<usize>,
        reps: usize,
        marks: usize,
    },
}

/// One text, and what a match in it has found.
pub struct State<'a, U> {
    program: &'a Program,
    text: &'a [U],
    /// What counts as the end of the text.
    end: usize,
    /// The match, after success.
    pub start: usize,
    pub stop: usize,
    marks: Vec<usize>,
    seen: Seen,
    frames: Vec<Frame>,
    reps: Vec<Rep>,
    repeat: Option<usize>,
    kept: Vec<usize>,
    /// The frames of assertions that are being tried.
    asserts: Vec<usize>,
}

impl<'a, U: Unit> State<'a, U> {
    /// To match within `text[..end]`, from `start` on.
    pub fn new(program: &'a Program, text: &'a [U], start: usize, end: usize) -> State<'a, U> {
        State {
            program,
            text: text.get(..end).unwrap_or(text),
            end,
            start,
            stop: start,
            marks: Vec::new(),
            seen: Seen { last_mark: -1, last_index: -1 },
            frames: Vec::new(),
            reps: Vec::new(),
            repeat: None,
            kept: Vec::new(),
            asserts: Vec::new(),
        }
    }

    /// Forgets the last match.
    pub fn reset(&mut self) {
        self.seen = Seen { last_mark: -1, last_index: -1 };
    }

    /// The bounds of a group, counted from 1; none if it has not matched.
    pub fn group(&self, group: usize) -> Option<(usize, usize)> {
        let first = (2 * group).checked_sub(2)?;
        if first as isize >= self.seen.last_mark {
            return None;
        }
        match (self.marks.get(first), self.marks.get(first + 1)) {
            (Some(&start), Some(&stop)) if start != NOWHERE && stop != NOWHERE => Some((start, stop)),
            _ => None,
        }
    }

    /// The group that was closed last.
    pub fn last_index(&self) -> Option<usize> {
        usize::try_from(self.seen.last_index).ok()
    }

    /// A match that begins at `start`.
    pub fn matches(&mut self) -> PyResult<bool> {
        self.stop = self.start;
        if (self.end.saturating_sub(self.start) as u64) < self.program.min {
            return Ok(false);
        }
        let matched = self.run(self.start);
        self.frames.clear();
        self.reps.clear();
        self.kept.clear();
        self.asserts.clear();
        self.repeat = None;
        matched
    }

    /// The first match that begins at `start` or after it.
    pub fn search(&mut self) -> PyResult<bool> {
        let program = self.program;
        while self.start <= self.end {
            match &program.ops[..] {
                [Op::One(Single::Char(wanted)), ..] => match U::find(self.text, self.start, *wanted) {
                    Some(at) => self.start = at,
                    None => return Ok(false),
                },
                [Op::One(Single::Set(set)), ..] => {
                    let rest = self.text.get(self.start..).unwrap_or_default();
                    match rest.iter().position(|unit| set.contains(unit.point())) {
                        Some(at) => self.start += at,
                        None => return Ok(false),
                    }
                }
                _ => {}
            }
            if self.matches()? {
                return Ok(true);
            }
            self.start += 1;
        }
        Ok(false)
    }

    #[inline]
    fn unit(&self, at: usize) -> Option<u32> {
        self.text.get(at).map(|unit| unit.point())
    }

    #[inline]
    fn single(&self, single: &Single, point: u32) -> bool {
        let lower = |point| self.program.case.lower(point);
        match single {
            Single::Char(own) => point == *own,
            Single::NotChar(own) => point != *own,
            Single::CharIgnore(own) => lower(point) == *own,
            Single::NotCharIgnore(own) => lower(point) != *own,
            Single::Any => point != u32::from('\n'),
            Single::AnyAll => true,
            Single::Set(set) => set.contains(point),
            Single::SetIgnore(set) => set.contains(lower(point)),
        }
    }

    /// How many units from `at` on match, up to `max`.
    fn count(&self, single: &Single, at: usize, max: u64) -> usize {
        let left = self.end.saturating_sub(at);
        let max = if max == MAX_REPEAT { left } else { usize::try_from(max).unwrap_or(left).min(left) };
        let text = self.text.get(at..at + max).unwrap_or_default();
        let stop = text.iter().position(|unit| !self.single(single, unit.point()));
        stop.unwrap_or(text.len())
    }

    fn is_word(&self, at: Option<usize>) -> bool {
        let point = at.and_then(|at| self.unit(at));
        point.is_some_and(|point| self.program.case.is(super::tree::Kind::Word, point))
    }

    fn at(&self, place: At, at: usize) -> bool {
        let newline = |at: Option<usize>| at.and_then(|at| self.unit(at)) == Some('\n'.into());
        match place {
            At::Beginning => at == 0,
            At::BeginningLine => at == 0 || newline(at.checked_sub(1)),
            At::End => at == self.end || at + 1 == self.end && newline(Some(at)),
            At::EndLine => at == self.end || newline(Some(at)),
            At::EndString => at == self.end,
            At::Boundary(wanted) => {
                self.end > 0 && (self.is_word(at.checked_sub(1)) != self.is_word(Some(at))) == wanted
            }
        }
    }

    fn mark(&mut self, mark: usize, at: usize) {
        if mark % 2 == 1 {
            self.seen.last_index = (mark / 2 + 1) as isize;
        }
        if self.marks.len() <= mark {
            self.marks.resize(mark + 1, NOWHERE);
        }
        if mark as isize > self.seen.last_mark {
            let first = (self.seen.last_mark + 1) as usize;
            self.marks[first..mark].fill(NOWHERE);
            self.seen.last_mark = mark as isize;
        }
        self.marks[mark] = at;
    }

    /// Puts the valid marks aside (MARK_PUSH).
    fn keep(&mut self) {
        if self.seen.last_mark > 0 {
            let valid = (self.seen.last_mark + 1) as usize;
            self.kept.extend_from_slice(&self.marks[..valid]);
        }
    }

    /// Takes them back, and `forget`s the copy (MARK_POP).
    fn put_back(&mut self, seen: Seen, forget: bool) {
        if seen.last_mark > 0 {
            let valid = (seen.last_mark + 1) as usize;
            let from = self.kept.len().saturating_sub(valid);
            self.marks[..valid].copy_from_slice(&self.kept[from..]);
            if forget {
                self.kept.truncate(from);
            }
        }
    }

    fn push(&mut self, frame: Frame) -> PyResult<()> {
        if self.frames.len() >= MAX_STACK || self.kept.len() >= MAX_STACK {
            return Err(errors::no_memory());
        }
        alloc::room(&mut self.frames, 1)?;
        self.frames.push(frame);
        Ok(())
    }

    /// Whether a way can begin with what is here; a look that saves a frame.
    fn may_begin(&self, op: usize, at: usize) -> bool {
        match &self.program.ops[op] {
            Op::One(single @ (Single::Char(_) | Single::Set(_))) => {
                self.unit(at).is_some_and(|point| self.single(single, point))
            }
            _ => true,
        }
    }

    fn run(&mut self, start: usize) -> PyResult<bool> {
        let program = self.program;
        let (mut pc, mut at) = (0, start);
        let mut steps: u32 = 0;
        loop {
            steps = steps.wrapping_add(1);
            if steps & 0xfff == 0 {
                hooks::check_signals()?;
            }
            let next = match &program.ops[pc] {
                Op::One(single) => match self.unit(at) {
                    Some(point) if self.single(single, point) => {
                        at += 1;
                        Some(pc + 1)
                    }
                    _ => None,
                },
                Op::At(place) => self.at(*place, at).then_some(pc + 1),
                Op::Mark(mark) => {
                    self.mark(*mark, at);
                    Some(pc + 1)
                }
                Op::Jump(target) => Some(*target),
                Op::Branch(_) => {
                    let kept = self.repeat.is_some();
                    if kept {
                        self.keep();
                    }
                    self.push(Frame::Branch { op: pc, way: 0, at, seen: self.seen, kept })?;
                    None
                }
                Op::Repeat { greedy, min, max, item } => {
                    self.repeat_one(pc, &mut at, *greedy, *min, *max, item)?.then_some(pc + 1)
                }
                Op::Begin { until } => {
                    let outer = self.repeat;
                    self.push(Frame::Begin { outer })?;
                    self.repeat = Some(self.reps.len());
                    self.reps.push(Rep { count: -1, last: NOWHERE, outer });
                    Some(*until)
                }
                Op::Until { greedy, min, max, body } => {
                    Some(self.until(pc, at, *greedy, (*min, *max), *body)?)
                }
                Op::Reference(group) => match self.group(*group).filter(|(start, stop)| start <= stop) {
                    Some((start, stop)) if self.same(start, stop, at) => {
                        at += stop - start;
                        Some(pc + 1)
                    }
                    _ => None,
                },
                Op::IfGroup(group, no) => {
                    let matched = self.group(*group).is_some_and(|(start, stop)| start <= stop);
                    Some(if matched { pc + 1 } else { *no })
                }
                Op::Assert { negative, back, next } => match at.checked_sub(*back) {
                    Some(behind) => {
                        self.asserts.push(self.frames.len());
                        let (reps, marks) = (self.reps.len(), self.kept.len());
                        self.push(Frame::Assert { op: pc, at, repeat: self.repeat, reps, marks })?;
                        at = behind;
                        Some(pc + 1)
                    }
                    None => negative.then_some(*next),
                },
                Op::Success => match self.asserts.pop() {
                    None => {
                        self.stop = at;
                        return Ok(true);
                    }
                    Some(frame) => self.asserted(frame, &mut at),
                },
            };
            pc = match next {
                Some(next) => next,
                None => match self.back(&mut at)? {
                    Some(next) => next,
                    None => return Ok(false),
                },
            };
        }
    }

    fn same(&self, start: usize, stop: usize, at: usize) -> bool {
        let ignore = self.program.ignore;
        let case = self.program.case;
        (start..stop).zip(at..).all(|(one, other)| match (self.unit(one), self.unit(other)) {
            (Some(one), Some(other)) if ignore => case.lower(one) == case.lower(other),
            (Some(one), Some(other)) => one == other,
            _ => false,
        })
    }

    fn repeat_one(
        &mut self,
        op: usize,
        at: &mut usize,
        greedy: bool,
        min: u64,
        max: u64,
        item: &Single,
    ) -> PyResult<bool> {
        let low = match usize::try_from(min).ok().and_then(|min| at.checked_add(min)) {
            Some(low) if low <= self.end => low,
            _ => return Ok(false),
        };
        let taken = self.count(item, *at, if greedy { max } else { min });
        if (taken as u64) < min {
            return Ok(false);
        }
        *at += taken;
        if greedy {
            let Some(place) = self.tail_place(op, low, *at) else { return Ok(false) };
            *at = place;
            self.push(Frame::Greedy { op, low, at: place, seen: self.seen })?;
        } else {
            self.push(Frame::Lazy { op, count: taken as u64, at: *at, seen: self.seen })?;
        }
        Ok(true)
    }

    /// The last place from `at` down to `low` where what follows the repeat at `op` can begin.
    fn tail_place(&self, op: usize, low: usize, at: usize) -> Option<usize> {
        match &self.program.ops[op + 1] {
            Op::One(Single::Char(wanted)) => {
                (low..=at).rev().find(|&place| self.unit(place) == Some(*wanted))
            }
            _ => (low <= at).then_some(at),
        }
    }

    /// The end of a repeat's body: where to go on.
    fn until(
        &mut self,
        op: usize,
        at: usize,
        greedy: bool,
        bounds: (u64, u64),
        body: usize,
    ) -> PyResult<usize> {
        let (min, max) = bounds;
        // Only a `Begin` leads here, so there is one.
        let Some(rep) = self.repeat else { return Err(errors::system_error("a repeat that was not begun")) };
        let Rep { count, last, outer } = self.reps[rep];
        let count = count + 1;
        if (count as u64) < min {
            self.reps[rep].count = count;
            self.push(Frame::Needed { rep, count })?;
            return Ok(body);
        }
        if !greedy {
            self.push(Frame::LazyTail { op, rep, count, at, seen: self.seen })?;
            self.repeat = outer;
            return Ok(op + 1);
        }
        if ((count as u64) < max || max == MAX_REPEAT) && at != last {
            self.reps[rep].count = count;
            self.keep();
            self.push(Frame::Turn { op, rep, count, at, last, seen: self.seen })?;
            self.reps[rep].last = at;
            return Ok(body);
        }
        self.push(Frame::Tail { rep })?;
        self.repeat = outer;
        Ok(op + 1)
    }

    /// An assertion's body has matched: what was tried in it is done with.
    fn asserted(&mut self, frame: usize, at: &mut usize) -> Option<usize> {
        let Some(Frame::Assert { op, at: here, repeat, reps, marks }) = self.frames.get(frame) else {
            return None;
        };
        let op = *op;
        *at = *here;
        self.repeat = *repeat;
        self.reps.truncate(*reps);
        self.kept.truncate(*marks);
        self.frames.truncate(frame);
        match self.program.ops[op] {
            Op::Assert { negative: false, next, .. } => Some(next),
            _ => None,
        }
    }

    /// Goes back to the last thing that has something left to try, and says where to go on; none if there is none.
    fn back(&mut self, at: &mut usize) -> PyResult<Option<usize>> {
        let program = self.program;
        while let Some(frame) = self.frames.pop() {
            match frame {
                Frame::Branch { op, way, at: here, seen, kept } => {
                    let Op::Branch(ways) = &program.ops[op] else { continue };
                    if way > 0 {
                        if kept {
                            self.put_back(seen, false);
                        }
                        self.seen = seen;
                    }
                    let found = (way..ways.len()).find(|&way| self.may_begin(ways[way], here));
                    let Some(way) = found else {
                        if kept && seen.last_mark > 0 {
                            let valid = (seen.last_mark + 1) as usize;
                            self.kept.truncate(self.kept.len().saturating_sub(valid));
                        }
                        continue;
                    };
                    self.push(Frame::Branch { op, way: way + 1, at: here, seen, kept })?;
                    *at = here;
                    return Ok(Some(ways[way]));
                }
                Frame::Greedy { op, low, at: here, seen } => {
                    self.seen = seen;
                    let shorter = here.checked_sub(1).and_then(|here| self.tail_place(op, low, here));
                    let Some(place) = shorter else { continue };
                    self.push(Frame::Greedy { op, low, at: place, seen })?;
                    *at = place;
                    return Ok(Some(op + 1));
                }
                Frame::Lazy { op, count, at: here, seen } => {
                    let Op::Repeat { max, item, .. } = &program.ops[op] else { continue };
                    if self.count(item, here, 1) == 0 {
                        continue;
                    }
                    self.seen = seen;
                    if *max != MAX_REPEAT && count + 1 > *max {
                        continue;
                    }
                    self.push(Frame::Lazy { op, count: count + 1, at: here + 1, seen })?;
                    *at = here + 1;
                    return Ok(Some(op + 1));
                }
                Frame::Begin { outer } => {
                    self.repeat = outer;
                    self.reps.pop();
                }
                Frame::Needed { rep, count } => self.reps[rep].count = count - 1,
                Frame::Turn { op, rep, count, at: here, last, seen } => {
                    self.reps[rep].last = last;
                    self.put_back(seen, true);
                    self.seen = seen;
                    self.reps[rep].count = count - 1;
                    self.push(Frame::Tail { rep })?;
                    self.repeat = self.reps[rep].outer;
                    *at = here;
                    return Ok(Some(op + 1));
                }
                Frame::Tail { rep } => self.repeat = Some(rep),
                Frame::LazyTail { op, rep, count, at: here, seen } => {
                    self.repeat = Some(rep);
                    self.seen = seen;
                    let Op::Until { max, body, .. } = program.ops[op] else { continue };
                    let last = self.reps[rep].last;
                    if count as u64 >= max && max != MAX_REPEAT || here == last {
                        continue;
                    }
                    self.reps[rep].count = count;
                    self.push(Frame::LazyTurn { rep, count, last })?;
                    self.reps[rep].last = here;
                    *at = here;
                    return Ok(Some(body));
                }
                Frame::LazyTurn { rep, count, last } => {
                    self.reps[rep].last = last;
                    self.reps[rep].count = count - 1;
                }
                Frame::Assert { op, at: here, .. } => {
                    self.asserts.pop();
                    if let Op::Assert { negative: true, next, .. } = program.ops[op] {
                        *at = here;
                        return Ok(Some(next));
                    }
                }
            }
        }
        Ok(None)
    }
}
