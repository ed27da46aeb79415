//! Sets of characters, and what letters, digits and blanks are.

use super::program::Case;
use super::tree::{Kind, Member};
use crate::objects::str::chars;

/// `[...]`, with the answers for the first 256 characters ready.
#[derive(Debug)]
pub struct Set {
    first: [u64; 4],
    negated: bool,
    members: Vec<Member>,
    case: Case,
}

impl Set {
    pub fn new(negated: bool, members: &[Member], case: Case) -> Set {
        let mut set = Set { first: [0; 4], negated, members: members.to_vec(), case };
        for point in 0..256_u32 {
            if set.search(point) {
                set.first[point as usize / 64] |= 1 << (point % 64);
            }
        }
        set
    }

    fn search(&self, point: u32) -> bool {
        let found = self.members.iter().any(|member| match *member {
            Member::Literal(own) => own == point,
            Member::Range(low, high) => (low..=high).contains(&point),
            Member::Kind(kind, holds) => self.case.is(kind, point) == holds,
        });
        found != self.negated
    }

    #[inline]
    pub fn contains(&self, point: u32) -> bool {
        match self.first.get(point as usize / 64) {
            Some(word) => word >> (point % 64) & 1 == 1,
            None => self.search(point),
        }
    }
}

impl Case {
    /// The lower case of a letter.
    #[inline]
    pub fn lower(self, point: u32) -> u32 {
        match self {
            _ if point < 128 => u32::from((point as u8).to_ascii_lowercase()),
            Case::Ascii => point,
            Case::Unicode => chars::to_lower(point),
        }
    }

    pub fn is(self, kind: Kind, point: u32) -> bool {
        if let (Case::Ascii, _) | (_, 0..128) = (self, point) {
            let byte = u8::try_from(point).unwrap_or(0x80);
            return match kind {
                Kind::Digit => byte.is_ascii_digit(),
                Kind::Space if self == Case::Unicode => chars::is_space(point),
                Kind::Space => matches!(byte, 9..=13 | 32),
                Kind::Word => byte.is_ascii_alphanumeric() || byte == b'_',
            };
        }
        match kind {
            Kind::Digit => chars::decimal(point).is_some(),
            Kind::Space => chars::is_space(point),
            Kind::Word => chars::is_alnum(point),
        }
    }
}

/// Small letters that have one capital in common.
static ALIKE: &[&[u32]] = &[
    &[0x69, 0x131],
    &[0x73, 0x17f],
    &[0xb5, 0x3bc],
    &[0x345, 0x3b9, 0x1fbe],
    &[0x3b2, 0x3d0],
    &[0x3b5, 0x3f5],
    &[0x3b8, 0x3d1],
    &[0x3ba, 0x3f0],
    &[0x3c0, 0x3d6],
    &[0x3c1, 0x3f1],
    &[0x3c2, 0x3c3],
    &[0x3c6, 0x3d5],
    &[0x1e61, 0x1e9b],
];

/// The letters that have a capital in common with this one, itself among them; none for most.
pub fn alike(point: u32) -> &'static [u32] {
    ALIKE.iter().find(|alike| alike.contains(&point)).copied().unwrap_or(&[])
}

/// All such groups.
pub fn all_alike() -> impl Iterator<Item = &'static [u32]> {
    ALIKE.iter().copied()
}
