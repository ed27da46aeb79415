//! What kind of character a code point is, and its other cases (Objects/unicodectype.c).
//!
//! Invariant: one character maps to one character, as in both versions; characters newer than Unicode 6.0, the
//! database of 3.2, have no properties and no other case.

use crate::bytecode::printable;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// A character that Unicode 6.0 has.
fn known(point: u32) -> Option<char> {
    char::from_u32(point).filter(|&c| printable::is_printable(c) || c.is_whitespace() || c.is_control())
}

fn category(point: u32) -> Option<GeneralCategory> {
    match point {
        // The two ordinal indicators became Lo in 6.1.
        0xaa | 0xba => Some(GeneralCategory::LowercaseLetter),
        // Georgian and Cherokee had no cases yet.
        0x10d0..=0x10ff | 0x13a0..=0x13f4 => Some(GeneralCategory::OtherLetter),
        _ => known(point).map(|c| c.general_category()),
    }
}

pub fn is_alpha(point: u32) -> bool {
    if point < 128 {
        return (point as u8).is_ascii_alphabetic();
    }
    known(point).is_some_and(|c| c.general_category_group() == GeneralCategoryGroup::Letter)
}

pub fn is_lower(point: u32) -> bool {
    if point < 128 {
        (point as u8).is_ascii_lowercase()
    } else {
        category(point) == Some(GeneralCategory::LowercaseLetter)
    }
}

pub fn is_upper(point: u32) -> bool {
    if point < 128 {
        (point as u8).is_ascii_uppercase()
    } else {
        category(point) == Some(GeneralCategory::UppercaseLetter)
    }
}

pub fn is_title(point: u32) -> bool {
    point >= 128 && category(point) == Some(GeneralCategory::TitlecaseLetter)
}

/// Whitespace of text.
pub fn is_space(point: u32) -> bool {
    match point {
        0..128 => matches!(point, 0x09..=0x0d | 0x1c..=0x20),
        0x180e => true,
        _ => char::from_u32(point).is_some_and(char::is_whitespace),
    }
}

/// Line boundaries of text; of byte strings they are only `\n` and `\r`.
pub fn is_line_break(point: u32) -> bool {
    matches!(point, 0x0a..=0x0d | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
}

pub fn is_printable(point: u32) -> bool {
    char::from_u32(point).is_some_and(printable::is_printable)
}

/// The zeros of the decimal digits, ten in a row each.
#[rustfmt::skip]
const ZEROS: &[u32] = &[
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x11066, 0x1d7ce, 0x1d7d8, 0x1d7e2,
    0x1d7ec, 0x1d7f6,
];

/// The value of a decimal digit of any script.
pub fn decimal(point: u32) -> Option<u32> {
    let after = ZEROS.partition_point(|&zero| zero <= point);
    let zero = *ZEROS.get(after.checked_sub(1)?)?;
    (point - zero < 10).then_some(point - zero)
}

/// Digits that make no decimal numbers: superscripts, circled ones, ...
const OTHER_DIGITS: &[(u32, u32)] = &[
    (0xb2, 0xb3),
    (0xb9, 0xb9),
    (0x1369, 0x1371),
    (0x19da, 0x19da),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247c),
    (0x2488, 0x2490),
    (0x24ea, 0x24ea),
    (0x24f5, 0x24fd),
    (0x24ff, 0x24ff),
    (0x2776, 0x277e),
    (0x2780, 0x2788),
    (0x278a, 0x2792),
    (0x10a40, 0x10a43),
    (0x11052, 0x1105a),
    (0x1f100, 0x1f10a),
];

pub fn is_digit(point: u32) -> bool {
    decimal(point).is_some() || OTHER_DIGITS.iter().any(|&(first, last)| (first..=last).contains(&point))
}

/// Ideographs that stand for numbers (and the compatibility forms of them).
#[rustfmt::skip]
const IDEOGRAPHIC_NUMBERS: &[u32] = &[
    0x3405, 0x3483, 0x382a, 0x3b4d, 0x4e00, 0x4e03, 0x4e07, 0x4e09, 0x4e5d, 0x4e8c, 0x4e94, 0x4e96, 0x4ebf,
    0x4ec0, 0x4edf, 0x4ee8, 0x4f0d, 0x4f70, 0x5104, 0x5146, 0x5169, 0x516b, 0x516d, 0x5341, 0x5343, 0x5344,
    0x5345, 0x534c, 0x53c1, 0x53c2, 0x53c3, 0x53c4, 0x56db, 0x58f1, 0x58f9, 0x5e7a, 0x5efe, 0x5eff, 0x5f0c,
    0x5f0d, 0x5f0e, 0x5f10, 0x62fe, 0x634c, 0x67d2, 0x6f06, 0x7396, 0x767e, 0x8086, 0x842c, 0x8cae, 0x8cb3,
    0x8d30, 0x9621, 0x9646, 0x964c, 0x9678, 0x96f6, 0xf96b, 0xf973, 0xf978, 0xf9b2, 0xf9d1, 0xf9d3, 0xf9fd,
    0x20001, 0x20064, 0x200e2, 0x20121, 0x2092a, 0x20983, 0x2098c, 0x2099c, 0x20aea, 0x20afd, 0x20b19, 0x22390,
    0x22998, 0x23b1b, 0x2626d, 0x2f890,
];

pub fn is_numeric(point: u32) -> bool {
    is_digit(point)
        || known(point).is_some_and(|c| c.general_category_group() == GeneralCategoryGroup::Number)
        || IDEOGRAPHIC_NUMBERS.binary_search(&point).is_ok()
}

pub fn is_alnum(point: u32) -> bool {
    is_alpha(point) || is_numeric(point)
}

/// The one character of a case mapping, if it is one that Unicode 6.0 has.
fn single(mut mapped: impl Iterator<Item = char>, point: u32) -> u32 {
    match (mapped.next(), mapped.next()) {
        (Some(c), None) if printable::is_printable(c) => c.into(),
        _ => point,
    }
}

pub fn to_lower(point: u32) -> u32 {
    match point {
        0..128 => (point as u8).to_ascii_lowercase().into(),
        0x130 => 'i'.into(),
        _ => known(point).map_or(point, |c| single(c.to_lowercase(), point)),
    }
}

pub fn to_upper(point: u32) -> u32 {
    match point {
        0..128 => (point as u8).to_ascii_uppercase().into(),
        // Greek with iota subscript: the full mapping has two characters, the simple one is the title case.
        0x1f80..=0x1faf => point | 8,
        0x1fb3 | 0x1fc3 | 0x1ff3 => point + 9,
        _ => known(point).map_or(point, |c| single(c.to_uppercase(), point)),
    }
}

pub fn to_title(point: u32) -> u32 {
    match point {
        // The digraphs have a title case of their own, in the middle of each three.
        0x1c4..=0x1cc => (point - 0x1c4) / 3 * 3 + 0x1c5,
        0x1f1..=0x1f3 => 0x1f2,
        _ => to_upper(point),
    }
}

pub fn is_identifier_start(point: u32) -> bool {
    point == '_' as u32 || known(point).is_some_and(unicode_ident::is_xid_start)
}

pub fn is_identifier_continue(point: u32) -> bool {
    known(point).is_some_and(unicode_ident::is_xid_continue)
}
