//! Integers as text in bases 2 to 36, and back.

use num_bigint::BigUint;
use num_traits::Num;

use super::{Integer, MAX_DIGITS, NumberError, from_unsigned};
use crate::heap::Allocate;
use crate::term::Term;

/// The text of an integer, letters in upper case. `None` if the term is none.
pub fn to_text(term: Term, base: u32) -> Option<String> {
    let integer = Integer::of(term)?;
    if let (10, Some(value)) = (base, integer.to_i64()) {
        return Some(value.to_string());
    }
    let mut text = integer.magnitude().to_str_radix(base);
    text.make_ascii_uppercase();
    if integer.is_negative() {
        text.insert(0, '-');
    }
    Some(text)
}

/// The integer that all of `text` stands for: an optional sign and digits. `None` if it is none.
pub fn parse<A: Allocate>(
    target: &mut A,
    text: &[u8],
    base: u32,
) -> Option<Result<Term, NumberError>> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    let is_digit = |byte: &u8| char::from(*byte).is_digit(base);
    if digits.is_empty() || !digits.iter().all(is_digit) {
        return None;
    }
    if digits.len() <= 12 {
        let add = |value, byte: &u8| {
            value * i64::from(base) + i64::from(char::from(*byte).to_digit(base).unwrap_or(0))
        };
        let value = digits.iter().fold(0, add);
        return Some(Ok(target.integer(if negative { -value } else { value })));
    }
    let significant = digits.iter().position(|&byte| byte != b'0').unwrap_or(digits.len());
    if (digits.len() - significant).saturating_sub(1) * twelfths(base) > MAX_DIGITS * 64 * 12 {
        return Some(Err(NumberError::SystemLimit));
    }
    let digits = std::str::from_utf8(digits).ok()?;
    let value = BigUint::from_str_radix(digits, base).ok()?;
    if value.bits() > (MAX_DIGITS * 64) as u64 {
        return Some(Err(NumberError::SystemLimit));
    }
    Some(Ok(from_unsigned(target, negative, &value)))
}

/// Twelfths of bits that a digit stands for, rounded down: the logarithm of the base's twelfth power.
fn twelfths(base: u32) -> usize {
    u64::from(base).checked_pow(12).map_or(0, |power| power.ilog2() as usize)
}
