//! Floats as text, by CPython's rules (Python/pystrtod.c, `format_float_short`).
//!
//! Invariant: digits come from exact integer arithmetic where 128 bits will do ([`scaled`]), else from Rust, whose exact
//! formatting is rounded correctly; where the point or the exponent goes is CPython's rule.

/// No float has more digits than this, before or after the point; what is asked for beyond it are zeros (which
/// Rust's formatting would refuse to count).
const ALL_DIGITS: usize = 1100;

/// The significant digits of a finite float and the place of its decimal point: 0.`digits` times 10 to that power.
struct Digits {
    negative: bool,
    digits: String,
    point: i32,
}

/// Ten to a power that 64 bits hold.
fn ten_to(power: usize) -> Option<u64> {
    10u64.checked_pow(u32::try_from(power).ok()?)
}

/// `x * 10**places`, rounded correctly to a whole number (ties to even); none if that takes more than 128 bits, or gives
/// more than 64. `x` is finite and not negative.
fn scaled(x: f64, places: usize) -> Option<u64> {
    scaled_by(x, places, false)
}

/// `x` rounded at so many decimal places, ties to even or away from zero; none where the short way does not reach.
pub fn rounded_at(x: f64, places: usize, away: bool) -> Option<f64> {
    let units = scaled_by(x.abs(), places, away).filter(|&units| units < 1 << 53)?;
    // Both are whole numbers that floats hold exactly, so the quotient is rounded once, as reading the text would be.
    let power = ten_to(places).filter(|_| places <= 15)?;
    Some((units as f64 / power as f64).copysign(x))
}

fn scaled_by(x: f64, places: usize, away: bool) -> Option<u64> {
    let factor = ten_to(places)?;
    let bits = x.to_bits();
    let (fraction, exponent) = (bits & ((1 << 52) - 1), (bits >> 52) as i32);
    // x is mantissa * 2**power.
    let (mantissa, power) =
        if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    // Less than 53 + 64 bits.
    let product = u128::from(mantissa) * u128::from(factor);
    if power >= 0 {
        let shifted = product.checked_shl(power as u32)?;
        return (shifted >> power == product).then_some(shifted).and_then(|whole| u64::try_from(whole).ok());
    }
    let down = power.unsigned_abs();
    if down > 126 {
        // The product is less than 2**117, so this is far below a half.
        return Some(0);
    }
    let (whole, rest, half) = (product >> down, product & ((1 << down) - 1), 1u128 << (down - 1));
    let up = rest > half || rest == half && (away || whole & 1 == 1);
    u64::try_from(whole + u128::from(up)).ok()
}

/// The decimal digits of a number, without leading zeros but for zero itself.
fn digits_of(mut value: u64) -> String {
    let mut buffer = [0u8; 20];
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    std::str::from_utf8(&buffer[at..]).unwrap_or_default().to_owned()
}

/// The shortest digits of a float that has few: a whole number of at most 15 digits over a power of ten. No two of those
/// are the same float, so if one gives the float back it is the shortest text.
fn few_digits(x: f64) -> Option<Digits> {
    if x == 0.0 {
        return Some(Digits { negative: x.is_sign_negative(), digits: "0".into(), point: 1 });
    }
    const POWERS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let size = x.abs();
    if !(1e-5..1e15).contains(&size) {
        return None;
    }
    for (places, power) in POWERS.iter().enumerate() {
        let product = size * power;
        if product >= 1e15 {
            return None;
        }
        // Both are whole numbers that floats hold exactly, so the quotient is rounded once, as reading it would be.
        if product == product.trunc() && product / power == size {
            let digits = digits_of(product as u64);
            let point = digits.len() as i32 - places as i32;
            return Some(Digits { negative: x.is_sign_negative(), digits, point }.trimmed());
        }
    }
    None
}

/// So many digits, at most 17, of a float of ordinary size.
fn few_rounded(x: f64, count: usize) -> Option<Digits> {
    let size = x.abs();
    if count > 17 || !(1e-5..1e17).contains(&size) {
        return None;
    }
    let (least, most) = (ten_to(count - 1)?, ten_to(count)?);
    // The exponent to base ten, or one less.
    let mut places = count as i32 - 1 - size.log10().floor() as i32;
    for _ in 0..3 {
        let value = scaled(size, usize::try_from(places).ok()?)?;
        if value >= most {
            places -= 1;
        } else if value < least {
            places += 1;
        } else {
            let digits = digits_of(value);
            let point = digits.len() as i32 - places;
            return Some(Digits { negative: x.is_sign_negative(), digits, point });
        }
    }
    None
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
        if let Some(digits) = few_digits(x) {
            return digits;
        }
        let shortest = format!("{x:e}");
        let count = shortest.bytes().take_while(|&byte| byte != b'e').filter(u8::is_ascii_digit).count();
        let nearest = format!("{:.*e}", count - 1, x);
        let exact = nearest.parse::<f64>().is_ok_and(|y| y.to_bits() == x.to_bits());
        Digits::parse(if exact { &nearest } else { &shortest }).trimmed()
    }

    /// So many digits, rounded.
    fn rounded(x: f64, count: usize) -> Digits {
        let count = count.max(1);
        if let Some(digits) = few_rounded(x, count) {
            return digits;
        }
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
        let mut text = String::with_capacity(digits.len() + 8 + self.point.unsigned_abs() as usize);
        text.push_str(self.sign());
        let zeros = |text: &mut String, count: i32| text.extend(std::iter::repeat_n('0', count as usize));
        if self.point <= 0 {
            text.push_str("0.");
            zeros(&mut text, -self.point);
            text.push_str(digits);
        } else if self.point >= count {
            text.push_str(digits);
            zeros(&mut text, self.point - count);
            text.push_str(if alt { "." } else { "" });
        } else {
            let (whole, part) = digits.split_at(self.point as usize);
            text.push_str(whole);
            text.push('.');
            text.push_str(part);
        }
        text
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

/// `%f` where 64 bits hold all digits.
fn short_fixed(x: f64, precision: usize, alt: bool) -> Option<String> {
    let value = scaled(x.abs(), precision)?;
    let digits = digits_of(value);
    let mut text = String::with_capacity(digits.len() + precision + 3);
    if x.is_sign_negative() {
        text.push('-');
    }
    match digits.len().checked_sub(precision) {
        Some(whole) if whole > 0 => {
            text.push_str(&digits[..whole]);
            if precision > 0 || alt {
                text.push('.');
            }
            text.push_str(&digits[whole..]);
        }
        _ => {
            text.push_str("0.");
            text.extend(std::iter::repeat_n('0', precision - digits.len()));
            text.push_str(&digits);
        }
    }
    Some(text)
}

/// `%f`.
pub fn fixed(x: f64, precision: usize, alt: bool) -> String {
    special(x).or_else(|| short_fixed(x, precision, alt)).unwrap_or_else(|| {
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

    /// The short ways give what the long ones give, over floats of all sorts.
    #[test]
    fn short_ways_are_exact() {
        let mut seed = 1u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            seed >> 11
        };
        for round in 0..40_000u64 {
            let random = next();
            let x = match round % 6 {
                0 => random as f64 / 1e6,
                1 => (random % 100_000) as f64 / 100.0,
                2 => (random % 10_000_000) as f64 / 8192.0,
                3 => -((random % 1000) as f64) / 8.0,
                4 => f64::from_bits(next() << 11 | random & 2047),
                _ => random as f64 * 2f64.powi(-60),
            };
            if !x.is_finite() {
                continue;
            }
            for precision in [0, 1, 2, 6, 12, 17] {
                if let Some(text) = short_fixed(x, precision, false) {
                    assert_eq!(text, format!("{x:.precision$}"));
                }
                if let Some(digits) = few_rounded(x, precision + 1) {
                    let long = Digits::parse(&format!("{x:.precision$e}"));
                    assert_eq!(
                        (&digits.digits, digits.point),
                        (&long.digits, long.point),
                        "{x:e} {precision}"
                    );
                }
            }
            if let Some(digits) = few_digits(x) {
                let long = Digits::parse(&format!("{x:e}"));
                assert_eq!((&digits.digits, digits.point), (&long.digits, long.point), "{x:e}");
            }
        }
    }
}
