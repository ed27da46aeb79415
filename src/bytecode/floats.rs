//! Floats as text, by CPython's rules (Python/pystrtod.c, `format_float_short`).
//!
//! Invariant: digits come from Rust, whose exact formatting is rounded correctly; where the point or the exponent
//! goes is CPython's rule.

/// No float has more digits than this, before or after the point; what is asked for beyond it are zeros (which
/// Rust's formatting would refuse to count).
const ALL_DIGITS: usize = 1100;

/// The significant digits of a finite float and the place of its decimal point: 0.`digits` times 10 to that power.
struct Digits {
    negative: bool,
    digits: String,
    point: i32,
}

impl Digits {
    /// From `[-]d.ddde[-]x`.
    fn parse(scientific: &str) -> Digits {
        let (negative, rest) = match scientific.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, scientific),
        };
        let (mantissa, exponent) = rest.split_once('e').unwrap_or((rest, "0"));
        let digits = mantissa.replace('.', "");
        Digits { negative, digits, point: exponent.parse().unwrap_or(0) + 1 }
    }

    /// The fewest digits that give the float back. Rust's choice among equally short ones is not always the
    /// nearest, so the digits are asked for again by their number.
    fn shortest(x: f64) -> Digits {
        let shortest = format!("{x:e}");
        let count = shortest.bytes().take_while(|&byte| byte != b'e').filter(u8::is_ascii_digit).count();
        let nearest = format!("{:.*e}", count - 1, x);
        let exact = nearest.parse::<f64>().is_ok_and(|y| y.to_bits() == x.to_bits());
        Digits::parse(if exact { &nearest } else { &shortest }).trimmed()
    }

    /// So many digits, rounded.
    fn rounded(x: f64, count: usize) -> Digits {
        let count = count.max(1);
        let mut digits = Digits::parse(&format!("{:.*e}", count.min(ALL_DIGITS) - 1, x));
        digits.digits.extend(std::iter::repeat_n('0', count.saturating_sub(ALL_DIGITS)));
        digits
    }

    fn trimmed(mut self) -> Digits {
        let significant = self.digits.trim_end_matches('0').len().max(1);
        self.digits.truncate(significant);
        self
    }

    fn sign(&self) -> &'static str {
        if self.negative { "-" } else { "" }
    }

    fn fixed(&self, alt: bool) -> String {
        let digits = &self.digits;
        let count = digits.len() as i32;
        let text = if self.point <= 0 {
            format!("0.{}{digits}", "0".repeat(self.point.unsigned_abs() as usize))
        } else if self.point >= count {
            format!("{digits}{}{}", "0".repeat((self.point - count) as usize), if alt { "." } else { "" })
        } else {
            let (whole, part) = digits.split_at(self.point as usize);
            format!("{whole}.{part}")
        };
        format!("{}{text}", self.sign())
    }

    fn exponential(&self, alt: bool) -> String {
        let (first, rest) = self.digits.split_at(1);
        let dot = if rest.is_empty() && !alt { "" } else { "." };
        let exponent = self.point - 1;
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}{first}{dot}{rest}e{sign}{:02}", self.sign(), exponent.abs())
    }

    /// Fixed if the exponent is from -4 to below `limit`.
    fn either(&self, limit: i32, alt: bool) -> String {
        if self.point > -4 && self.point <= limit { self.fixed(alt) } else { self.exponential(alt) }
    }
}

/// `inf`, `-inf`, `nan`: these have no digits.
fn special(x: f64) -> Option<String> {
    if x.is_nan() {
        Some("nan".into())
    } else if x.is_infinite() {
        Some(if x < 0.0 { "-inf" } else { "inf" }.into())
    } else {
        None
    }
}

fn with_point(text: String) -> String {
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') { text + ".0" } else { text }
}

/// `repr()` without the `.0` of whole numbers, as the parts of a complex number are written.
pub fn bare_repr(x: f64) -> String {
    special(x).unwrap_or_else(|| Digits::shortest(x).either(16, false))
}

/// `repr()` of a float: the shortest text that gives it back.
pub fn repr(x: f64) -> String {
    with_point(bare_repr(x))
}

/// 2.7's `str()` of a float: 12 digits.
pub fn str12(x: f64) -> String {
    general_with_point(x, 12, false)
}

/// `%g` that reads as a float: at least one digit after the point, and the exponent comes one digit earlier.
pub fn general_with_point(x: f64, precision: usize, alt: bool) -> String {
    let precision = precision.max(1);
    with_point(general_up_to(x, precision, precision - 1, alt))
}

/// `%g`: so many significant digits; `alt` keeps trailing zeros.
pub fn general(x: f64, precision: usize, alt: bool) -> String {
    general_up_to(x, precision, precision.max(1), alt)
}

fn general_up_to(x: f64, precision: usize, limit: usize, alt: bool) -> String {
    special(x).unwrap_or_else(|| {
        let digits = Digits::rounded(x, precision);
        let digits = if alt { digits } else { digits.trimmed() };
        digits.either(i32::try_from(limit).unwrap_or(i32::MAX), alt)
    })
}

/// `%f`.
pub fn fixed(x: f64, precision: usize, alt: bool) -> String {
    special(x).unwrap_or_else(|| {
        let mut text = format!("{:.*}", precision.min(ALL_DIGITS), x);
        text.extend(std::iter::repeat_n('0', precision.saturating_sub(ALL_DIGITS)));
        if alt && precision == 0 { text + "." } else { text }
    })
}

/// `%e`.
pub fn exponential(x: f64, precision: usize, alt: bool) -> String {
    special(x).unwrap_or_else(|| Digits::rounded(x, precision + 1).exponential(alt))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_read_as_in_cpython() {
        let shortest =
            [(0.1, "0.1"), (1.0, "1.0"), (-0.0, "-0.0"), (1e16, "1e+16"), (1e15, "1000000000000000.0")];
        for (x, text) in shortest {
            assert_eq!(repr(x), text);
        }
        assert_eq!(repr(1e-5), "1e-05");
        assert_eq!(repr(0.0001), "0.0001");
        assert_eq!(repr(1.5e300), "1.5e+300");
        assert_eq!(repr(5e-324), "5e-324");
        assert_eq!(repr(9007199254740993.0), "9007199254740992.0");
        assert_eq!(repr(f64::NEG_INFINITY), "-inf");
        assert_eq!(str12(0.1 + 0.2), "0.3");
        assert_eq!(str12(1e12), "1e+12");
        assert_eq!(str12(1e11), "1e+11");
        assert_eq!(str12(1e10), "10000000000.0");
        assert_eq!(fixed(0.5, 70000, false).len(), 70002);
        assert_eq!(general(100000.0, 6, false), "100000");
        assert_eq!(general(1000000.0, 6, false), "1e+06");
        assert_eq!(general(0.5, 6, true), "0.500000");
        assert_eq!(fixed(2.5, 0, false), "2");
        assert_eq!(exponential(12345.0, 2, false), "1.23e+04");
    }
}
