//! `band bor bxor bnot bsl bsr`: on the two's complement, which is taken to extend without end.

use super::{Integer, MAX_DIGITS, NumberError};
use crate::heap::Allocate;
use crate::term::Term;

type Result<T> = std::result::Result<T, NumberError>;

fn integer(term: Term) -> Result<Integer> {
    Integer::of(term).ok_or(NumberError::BadArithmetic)
}

impl Integer {
    /// The digits of the two's complement, without end.
    pub fn complement(&self) -> impl Iterator<Item = u64> {
        let (invert, mut carry) = (self.is_negative(), self.is_negative());
        let digits = self.digits().iter().copied().chain(std::iter::repeat(0));
        digits.map(move |digit| {
            if !invert {
                return digit;
            }
            let (value, overflow) = (!digit).overflowing_add(u64::from(carry));
            carry = overflow;
            value
        })
    }
}

/// The term for a two's complement whose last digit has the sign.
fn from_complement<A: Allocate>(target: &mut A, mut digits: Vec<u64>) -> Result<Term> {
    let negative = digits.last().is_some_and(|&last| last >> 63 != 0);
    if negative {
        let mut carry = true;
        for digit in &mut digits {
            (*digit, carry) = (!*digit).overflowing_add(u64::from(carry));
        }
    }
    if digits.iter().rposition(|&digit| digit != 0).is_some_and(|last| last >= MAX_DIGITS) {
        return Err(NumberError::SystemLimit);
    }
    Ok(target.integer_of_digits(negative, &digits))
}

fn combine<A: Allocate>(
    target: &mut A,
    left: Term,
    right: Term,
    operation: impl Fn(u64, u64) -> u64,
) -> Result<Term> {
    let (left, right) = (integer(left)?, integer(right)?);
    if let (Some(left), Some(right)) = (left.to_i64(), right.to_i64()) {
        return Ok(target.integer(operation(left as u64, right as u64) as i64));
    }
    let count = left.digits().len().max(right.digits().len()) + 1;
    let pairs = left.complement().zip(right.complement()).take(count);
    let digits = pairs.map(|(left, right)| operation(left, right)).collect();
    from_complement(target, digits)
}

/// `left band right`
pub fn and<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    combine(target, left, right, |left, right| left & right)
}

/// `left bor right`
pub fn or<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    combine(target, left, right, |left, right| left | right)
}

/// `left bxor right`
pub fn xor<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    combine(target, left, right, |left, right| left ^ right)
}

/// `bnot operand`
pub fn not<A: Allocate>(target: &mut A, operand: Term) -> Result<Term> {
    combine(target, operand, Term::small(0), |digit, _| !digit)
}

/// `left bsl right`
pub fn shift_left<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    shift(target, left, right, false)
}

/// `left bsr right`
pub fn shift_right<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    shift(target, left, right, true)
}

fn shift<A: Allocate>(target: &mut A, left: Term, right: Term, to_right: bool) -> Result<Term> {
    let (left, count) = (integer(left)?, integer(right)?);
    let to_right = to_right != count.is_negative();
    if left.digits() == [0] {
        return Ok(Term::small(0));
    }
    let gone = if left.is_negative() { Term::small(-1) } else { Term::small(0) };
    let count = match count.digits() {
        [count] => usize::try_from(*count).unwrap_or(usize::MAX),
        _ => usize::MAX,
    };
    if !to_right {
        return shifted_left(target, &left, count);
    }
    if count >= left.bit_length() { Ok(gone) } else { shifted_right(target, &left, count) }
}

fn shifted_left<A: Allocate>(target: &mut A, left: &Integer, count: usize) -> Result<Term> {
    if count.saturating_add(left.bit_length()) > MAX_DIGITS * 64 {
        return Err(NumberError::SystemLimit);
    }
    let (words, bits) = (count / 64, count % 64);
    let mut digits = vec![0; words];
    let mut carry = 0;
    for &digit in left.digits() {
        digits.push(digit << bits | carry);
        carry = if bits > 0 { digit >> (64 - bits) } else { 0 };
    }
    digits.push(carry);
    Ok(target.integer_of_digits(left.is_negative(), &digits))
}

fn shifted_right<A: Allocate>(target: &mut A, left: &Integer, count: usize) -> Result<Term> {
    let (words, bits) = (count / 64, count % 64);
    let kept = left.digits().len() - words;
    let source: Vec<u64> = left.complement().skip(words).take(kept + 1).collect();
    let digits = source.windows(2).map(|pair| match bits {
        0 => pair[0],
        _ => pair[0] >> bits | pair[1] << (64 - bits),
    });
    let extension = if left.is_negative() { u64::MAX } else { 0 };
    from_complement(target, digits.chain([extension]).collect())
}
