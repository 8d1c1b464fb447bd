//! Integers of any size: operands of arithmetic, comparison, conversion to and from floats.
//!
//! The arithmetic itself is in [`arithmetic`] and [`bitwise`], texts in [`text`].

pub mod arithmetic;
pub mod bitwise;
#[cfg(test)]
mod tests;
pub mod text;

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};

use super::{Big, Term};
use crate::heap::Allocate;

/// Most digits an integer can have: more is `system_limit`. OTP's figure.
pub const MAX_DIGITS: usize = (1 << 19) - 1;

/// Why an operation on numbers has no result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberError {
    /// An operand is no number, or the result is none: `badarith`.
    BadArithmetic,
    /// The result would be too large: `system_limit`.
    SystemLimit,
}

/// An integer operand: sign and magnitude.
#[derive(Clone, Copy)]
pub struct Integer {
    negative: bool,
    small: [u64; 1],
    big: Option<Big>,
}

impl Integer {
    /// The operand for a term, if it is an integer.
    pub fn of(term: Term) -> Option<Integer> {
        if let Some(value) = term.as_small() {
            return Some(Integer { negative: value < 0, small: [value.unsigned_abs()], big: None });
        }
        let big = term.as_big()?;
        Some(Integer { negative: big.is_negative(), small: [0], big: Some(big) })
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Magnitude, least significant digit first. For zero a single 0.
    pub fn digits(&self) -> &[u64] {
        match &self.big {
            Some(big) => big.digits(),
            None => &self.small,
        }
    }

    /// The value if it has a single digit of magnitude.
    fn single(&self) -> Option<i128> {
        match self.digits() {
            [digit] if self.negative => Some(-i128::from(*digit)),
            [digit] => Some(i128::from(*digit)),
            _ => None,
        }
    }

    /// The magnitude for the slow operations.
    fn magnitude(&self) -> BigUint {
        unsigned_of_digits(self.digits())
    }

    /// Number of bits of the magnitude.
    pub fn bit_length(&self) -> usize {
        let digits = self.digits();
        let last = digits.last().copied().unwrap_or(0);
        digits.len() * 64 - last.leading_zeros() as usize
    }

    fn compare(&self, other: &Integer) -> Ordering {
        let magnitudes = |left: &Integer, right: &Integer| {
            let (left, right) = (left.digits(), right.digits());
            left.len().cmp(&right.len()).then_with(|| left.iter().rev().cmp(right.iter().rev()))
        };
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => magnitudes(self, other),
            (true, true) => magnitudes(other, self),
        }
    }

    /// The nearest float as OTP computes it, digit by digit from the highest; `None` if too large.
    pub fn to_float(&self) -> Option<f64> {
        const BASE: f64 = 18_446_744_073_709_551_616.0;
        let magnitude =
            self.digits().iter().rev().fold(0.0, |value, &digit| value * BASE + digit as f64);
        let value = if self.negative { -magnitude } else { magnitude };
        value.is_finite().then_some(value)
    }

    /// The low 64 bits of the two's complement.
    pub fn low_bits(&self) -> u64 {
        let low = self.digits()[0];
        if self.negative { low.wrapping_neg() } else { low }
    }

    /// The value as a 64-bit signed number.
    pub fn to_i64(&self) -> Option<i64> {
        self.single().and_then(|value| i64::try_from(value).ok())
    }

    /// The value as a 64-bit unsigned number.
    pub fn to_u64(&self) -> Option<u64> {
        self.single().and_then(|value| u64::try_from(value).ok())
    }

    /// The value as an arbitrary-precision number of the library used for the slow operations.
    pub fn to_big(&self) -> BigInt {
        let sign = if self.negative { Sign::Minus } else { Sign::Plus };
        BigInt::from_biguint(sign, self.magnitude())
    }
}

/// A number of 64-bit digits, least significant first.
pub(crate) fn unsigned_of_digits(digits: &[u64]) -> BigUint {
    BigUint::new(digits.iter().flat_map(|&digit| [digit as u32, (digit >> 32) as u32]).collect())
}

/// The term for an arbitrary-precision number.
pub(crate) fn from_unsigned<A: Allocate>(target: &mut A, negative: bool, value: &BigUint) -> Term {
    let digits: Vec<u64> = value.iter_u64_digits().collect();
    target.integer_of_digits(negative, &digits)
}

/// The term for an integer that may take two digits.
pub(crate) fn from_i128<A: Allocate>(target: &mut A, value: i128) -> Term {
    if let Ok(value) = i64::try_from(value) {
        return target.integer(value);
    }
    let magnitude = value.unsigned_abs();
    target.integer_of_digits(value < 0, &[magnitude as u64, (magnitude >> 64) as u64])
}

/// The integer part of a finite float.
pub fn from_float<A: Allocate>(target: &mut A, value: f64) -> Term {
    let whole = value.trunc();
    if whole.abs() < i64::MAX as f64 {
        return target.integer(whole as i64);
    }
    let (digits, count) = digits_of_float(whole);
    target.integer_of_digits(whole < 0.0, &digits[..count])
}

/// Magnitude of a float that is an integer of at least 2^53.
fn digits_of_float(whole: f64) -> ([u64; 17], usize) {
    let bits = whole.to_bits();
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    let shift = (bits >> 52 & 0x7FF) as usize - 1075;
    let (word, bit) = (shift / 64, shift % 64);
    let wide = u128::from(mantissa) << bit;
    let mut digits = [0; 17];
    let high = (wide >> 64) as u64;
    digits[word] = wide as u64;
    digits[word + 1] = high;
    (digits, word + 1 + usize::from(high != 0))
}

/// Order by value of an integer and a float.
fn compare_with_float(left: &Integer, right: f64) -> Ordering {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if right.abs() < EXACT {
        // The float's neighbours are closer than integers are: rounding the integer keeps the order.
        return match left.single() {
            Some(value) => (value as f64).total_cmp(&(right + 0.0)),
            None if left.negative => Ordering::Less,
            None => Ordering::Greater,
        };
    }
    let (digits, count) = digits_of_float(right);
    let (digits, negative) = (&digits[..count], right < 0.0);
    if left.negative != negative {
        return if negative { Ordering::Greater } else { Ordering::Less };
    }
    let magnitude = left.digits().len().cmp(&count);
    let magnitude = magnitude.then_with(|| left.digits().iter().rev().cmp(digits.iter().rev()));
    if negative { magnitude.reverse() } else { magnitude }
}

/// Order of two numbers; in exact order an integer is less than a float. `None` if either is none.
pub fn compare(left: Term, right: Term, exact: bool) -> Option<Ordering> {
    let floats = (left.as_float(), right.as_float());
    Some(match floats {
        (Some(left), Some(right)) => left.partial_cmp(&right).unwrap_or(Ordering::Equal),
        (None, None) => Integer::of(left)?.compare(&Integer::of(right)?),
        (Some(left), None) => {
            let right = Integer::of(right)?;
            if exact { Ordering::Greater } else { compare_with_float(&right, left).reverse() }
        }
        (None, Some(right)) => {
            let left = Integer::of(left)?;
            if exact { Ordering::Less } else { compare_with_float(&left, right) }
        }
    })
}
