//! Floats as text, as `float_to_list/1,2` and `~p` show them, and back.

use std::fmt::Write;

/// Longest text that `{decimals, N}` and `{scientific, N}` may give. OTP's figure.
pub const MAX_LENGTH: usize = 255;
/// From this number of decimals on they are computed exactly; below, by scaling.
const SCALED_DECIMALS: usize = 19;
/// Integers from here on are not all floats.
const TWO_TO_53: f64 = 9_007_199_254_740_992.0;

/// The shortest text that reads back as `value`: `[short]`, `~p`, `~w`.
///
/// Decimal notation where it is not longer than scientific; above 2^53 always the latter, as the
/// digits would look exact.
pub fn short(value: f64) -> String {
    if value == 0.0 {
        return if value.is_sign_negative() { "-0.0" } else { "0.0" }.to_owned();
    }
    let text = format!("{:e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits: String = mantissa.chars().filter(|&character| character != '.').collect();
    let digits = even_digits(value.abs(), digits);
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let sign = if value < 0.0 { "-" } else { "" };
    let number = if value.abs() >= TWO_TO_53 {
        scientific_of_digits(&digits, exponent)
    } else {
        place_point(&digits, exponent)
    };
    format!("{sign}{number}")
}

/// Of two shortest texts that are as near, the one whose last digit is even.
fn even_digits(value: f64, digits: String) -> String {
    let count = digits.len();
    if count < 16 || digits.as_bytes()[count - 1].is_multiple_of(2) {
        return digits;
    }
    let exact = format!("{value:.40e}");
    let (mantissa, exponent) = exact.split_once('e').unwrap_or((&exact, "0"));
    let below: String = mantissa.chars().filter(|character| *character != '.').collect();
    let (below, rest) = below.split_at(count);
    let is_tie = rest.strip_prefix('5').is_some_and(|rest| rest.bytes().all(|b| b == b'0'));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let last = exponent - count as i32 + 1;
    if is_tie && half_a_digit_below_reads_back(value, last) { below.to_owned() } else { digits }
}

/// Whether what lies half of ten to the power of `last` below a float is read as that float, if what
/// lies as far above it is. Without reading it: the tables for that are ten kilobytes.
fn half_a_digit_below_reads_back(value: f64, last: i32) -> bool {
    // Below a power of two floats lie half as far apart as above: a quarter of the distance counts,
    // value * 2^-54.
    let is_power = value.to_bits().trailing_zeros() >= f64::MANTISSA_DIGITS - 1;
    !is_power || 10_f64.powi(last) * TWO_TO_53 <= value
}

fn scientific_of_digits(digits: &str, exponent: i32) -> String {
    let (first, rest) = digits.split_at(1);
    let rest = if rest.is_empty() { "0" } else { rest };
    format!("{first}.{rest}e{exponent}")
}

/// Digits with the point behind digit `exponent`, or scientific if that is shorter.
fn place_point(digits: &str, exponent: i32) -> String {
    let count = digits.len() as i32;
    let place = exponent + 1;
    let scientific_cost = exponent.to_string().len() as i32 + 1 + if count == 1 { 2 } else { 1 };
    if place <= 0 {
        if place < 0 && 2 - place > scientific_cost {
            return scientific_of_digits(digits, exponent);
        }
        return format!("0.{}{digits}", "0".repeat(-place as usize));
    }
    if place >= count {
        if place - count + 2 > scientific_cost {
            return scientific_of_digits(digits, exponent);
        }
        return format!("{digits}{}.0", "0".repeat((place - count) as usize));
    }
    let (whole, fraction) = digits.split_at(place as usize);
    format!("{whole}.{fraction}")
}

/// `{scientific, Decimals}`: `1.500e+00`. `None` if too long.
pub fn scientific(value: f64, decimals: usize) -> Option<String> {
    let text = format!("{value:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let mut result = mantissa.to_owned();
    let sign = if exponent < 0 { '-' } else { '+' };
    write!(result, "e{sign}{:02}", exponent.abs()).ok()?;
    (result.len() <= MAX_LENGTH).then_some(result)
}

/// `{decimals, Decimals}`, with `compact` without trailing zeros. `None` if too long.
///
/// Where the fraction scaled by ten to the number of decimals is no larger than a float holds
/// exactly, it is rounded half up after scaling, as OTP does; `0.045` gives `0.05`.
pub fn decimals(value: f64, decimals: usize, compact: bool) -> Option<String> {
    let mut text = if decimals < SCALED_DECIMALS && value.abs() <= TWO_TO_53 {
        scaled(value, decimals)
    } else {
        format!("{value:.decimals$}")
    };
    if text.len() > MAX_LENGTH {
        return None;
    }
    if compact && decimals > 0 {
        let kept = text.trim_end_matches('0').len();
        let after_point = text.find('.').map_or(0, |point| point + 2);
        text.truncate(kept.max(after_point));
    }
    Some(text)
}

fn scaled(value: f64, decimals: usize) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let value = value.abs();
    let mut whole = value as u64;
    let fraction = value - whole as f64;
    if decimals == 0 {
        whole += u64::from(fraction >= 0.5);
        return format!("{sign}{whole}");
    }
    let scale = 10_u64.pow(decimals as u32);
    let scaled = fraction * scale as f64;
    let mut digits = scaled as u64 + u64::from(scaled.fract() >= 0.5);
    if digits >= scale {
        whole += 1;
        digits -= scale;
    }
    format!("{sign}{whole}.{digits:0decimals$}")
}

/// The float that all of `text` stands for: digits, a point, digits, and possibly an exponent.
pub fn parse(text: &[u8]) -> Option<f64> {
    let unsigned = match text {
        [b'+' | b'-', unsigned @ ..] => unsigned,
        unsigned => unsigned,
    };
    let digits = |from: &[u8]| from.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(unsigned);
    let rest = unsigned[whole..].strip_prefix(b".")?;
    let fraction = digits(rest);
    if whole == 0 || fraction == 0 {
        return None;
    }
    match &rest[fraction..] {
        [] => {}
        [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..]
            if !exponent.is_empty() && digits(exponent) == exponent.len() => {}
        _ => return None,
    }
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{decimals, parse, scientific, short};

    #[test]
    fn short_as_otp() {
        let check = |value: f64, expected: &str| assert_eq!(short(value), expected);
        check(1.0e22, "1.0e22");
        check(123_456_789_012_345_680.0, "1.2345678901234568e17");
        check(9_007_199_254_740_991.0, "9007199254740991.0");
        check(9_007_199_254_740_992.0, "9.007199254740992e15");
        check(12345.678, "12345.678");
        check(0.0001, "0.0001");
        check(1.2e-4, "1.2e-4");
        check(0.0015, "0.0015");
        check(1.0e-5, "1.0e-5");
        check(100.0, "100.0");
        check(1000.0, "1.0e3");
        check(-123_456.0, "-123456.0");
        check(1.2e6, "1.2e6");
        check(5e-324, "5.0e-324");
        check(f64::MAX, "1.7976931348623157e308");
        check(-0.0, "-0.0");
        check(0.5, "0.5");
    }

    #[test]
    fn even_digits_read_back() {
        let powers = (0..200).map(|power| 2_f64.powi(power - 60));
        let others = (0..200_000_u64).map(|n| {
            let mantissa = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 12;
            f64::from_bits((1023 + 40 + n % 40) << 52 | mantissa)
        });
        for value in powers.chain(others) {
            assert_eq!(short(value).parse(), Ok(value));
        }
    }

    #[test]
    fn with_options_as_otp() {
        assert_eq!(decimals(1.5, 0, false).as_deref(), Some("2"));
        assert_eq!(decimals(2.5, 0, false).as_deref(), Some("3"));
        assert_eq!(decimals(-0.04, 0, false).as_deref(), Some("-0"));
        assert_eq!(decimals(0.045, 2, true).as_deref(), Some("0.05"));
        assert_eq!(decimals(1.0e22, 2, true).as_deref(), Some("10000000000000000000000.0"));
        assert_eq!(decimals(123.456, 253, false), None);
        assert_eq!(scientific(2.5, 0).as_deref(), Some("2e+00"));
        assert_eq!(scientific(1.0e300, 3).as_deref(), Some("1.000e+300"));
    }

    #[test]
    fn parsing() {
        assert_eq!(parse(b"-1.5e-3"), Some(-0.0015));
        assert_eq!(parse(b"+1.0E+3"), Some(1000.0));
        for text in ["1", "1.", ".5", "1.0e", "1.0e400", "1.0 ", "inf", "1e5", ""] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
