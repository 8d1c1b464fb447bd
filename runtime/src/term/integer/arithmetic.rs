//! `+ - * div rem /` and negation on all numbers.
//!
//! Operands of one 64-bit digit, which is nearly all, are computed in 128 bits; larger ones digit by
//! digit, multiplication and division by num-bigint.

use super::{Integer, MAX_DIGITS, NumberError, from_i128, from_unsigned};
use crate::heap::Allocate;
use crate::term::Term;

type Result<T> = std::result::Result<T, NumberError>;

/// Two operands of one kind.
enum Operands {
    Integers(Integer, Integer),
    Floats(f64, f64),
}

/// The operands as integers, or both as floats if one is.
fn operands(left: Term, right: Term) -> Result<Operands> {
    match (Integer::of(left), Integer::of(right)) {
        (Some(left), Some(right)) => Ok(Operands::Integers(left, right)),
        _ => Ok(Operands::Floats(to_float(left)?, to_float(right)?)),
    }
}

/// A number as a float.
pub fn to_float(term: Term) -> Result<f64> {
    match term.as_float() {
        Some(value) => Some(value),
        None => Integer::of(term).ok_or(NumberError::BadArithmetic)?.to_float(),
    }
    .ok_or(NumberError::BadArithmetic)
}

/// A float result; not finite is an error.
pub fn finite<A: Allocate>(target: &mut A, value: f64) -> Result<Term> {
    if value.is_finite() { Ok(target.float(value)) } else { Err(NumberError::BadArithmetic) }
}

/// An integer result of this magnitude.
fn checked<A: Allocate>(target: &mut A, negative: bool, digits: &[u64]) -> Result<Term> {
    if digits.len() > MAX_DIGITS + 1 || (digits.len() > MAX_DIGITS && digits[MAX_DIGITS] != 0) {
        return Err(NumberError::SystemLimit);
    }
    Ok(target.integer_of_digits(negative, digits))
}

/// `left + right`
pub fn add<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    match operands(left, right)? {
        Operands::Floats(left, right) => finite(target, left + right),
        Operands::Integers(left, right) => {
            let negative = right.negative;
            add_integers(target, &left, &right, negative)
        }
    }
}

/// `left - right`
pub fn subtract<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    match operands(left, right)? {
        Operands::Floats(left, right) => finite(target, left - right),
        Operands::Integers(left, right) => {
            let negative = !right.negative;
            add_integers(target, &left, &right, negative)
        }
    }
}

/// Adds with the sign of `right` given apart.
fn add_integers<A: Allocate>(
    target: &mut A,
    left: &Integer,
    right: &Integer,
    right_negative: bool,
) -> Result<Term> {
    if let (Some(left), Some(value)) = (left.single(), right.single()) {
        let value = if right_negative == right.negative { value } else { -value };
        return Ok(from_i128(target, left + value));
    }
    let (long, short, negative) = if magnitude_less(left.digits(), right.digits()) {
        (right.digits(), left.digits(), right_negative)
    } else {
        (left.digits(), right.digits(), left.negative)
    };
    let mut digits = Vec::with_capacity(long.len() + 1);
    digits.extend_from_slice(long);
    if left.negative == right_negative {
        add_to(&mut digits, short);
    } else {
        subtract_from(&mut digits, short);
    }
    checked(target, negative, &digits)
}

fn magnitude_less(left: &[u64], right: &[u64]) -> bool {
    left.len().cmp(&right.len()).then_with(|| left.iter().rev().cmp(right.iter().rev())).is_lt()
}

/// `digits += short`, which is not longer.
fn add_to(digits: &mut Vec<u64>, short: &[u64]) {
    let mut carry = false;
    for (index, digit) in digits.iter_mut().enumerate() {
        let addend = short.get(index).copied();
        if addend.is_none() && !carry {
            return;
        }
        let (sum, first) = digit.overflowing_add(addend.unwrap_or(0));
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        *digit = sum;
        carry = first | second;
    }
    if carry {
        digits.push(1);
    }
}

/// `digits -= short`, which is not greater.
fn subtract_from(digits: &mut [u64], short: &[u64]) {
    let mut borrow = false;
    for (index, digit) in digits.iter_mut().enumerate() {
        let subtrahend = short.get(index).copied();
        if subtrahend.is_none() && !borrow {
            return;
        }
        let (difference, first) = digit.overflowing_sub(subtrahend.unwrap_or(0));
        let (difference, second) = difference.overflowing_sub(u64::from(borrow));
        *digit = difference;
        borrow = first | second;
    }
}

/// `left * right`
pub fn multiply<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    let (left, right) = match operands(left, right)? {
        Operands::Floats(left, right) => return finite(target, left * right),
        Operands::Integers(left, right) => (left, right),
    };
    let negative = left.negative != right.negative;
    match (left.digits(), right.digits()) {
        ([left], [right]) => {
            let product = u128::from(*left) * u128::from(*right);
            Ok(target.integer_of_digits(negative, &[product as u64, (product >> 64) as u64]))
        }
        (digits, [digit]) | ([digit], digits) => {
            checked(target, negative, &multiply_by_digit(digits, *digit))
        }
        (long, short) if long.len() + short.len() > MAX_DIGITS + 1 => Err(NumberError::SystemLimit),
        _ => {
            let product = left.magnitude() * right.magnitude();
            let digits: Vec<u64> = product.iter_u64_digits().collect();
            checked(target, negative, &digits)
        }
    }
}

fn multiply_by_digit(digits: &[u64], factor: u64) -> Vec<u64> {
    let mut product = Vec::with_capacity(digits.len() + 1);
    let mut carry = 0;
    for &digit in digits {
        let wide = u128::from(digit) * u128::from(factor) + u128::from(carry);
        product.push(wide as u64);
        carry = (wide >> 64) as u64;
    }
    product.push(carry);
    product
}

/// Which result of an integer division is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Quotient,
    Remainder,
}

/// `left div right`
pub fn divide_integers<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    divide_with_rest(target, left, right, Part::Quotient)
}

/// `left rem right`
pub fn remainder<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    divide_with_rest(target, left, right, Part::Remainder)
}

fn divide_with_rest<A: Allocate>(
    target: &mut A,
    left: Term,
    right: Term,
    part: Part,
) -> Result<Term> {
    let integer = |term| Integer::of(term).ok_or(NumberError::BadArithmetic);
    let (left, right) = (integer(left)?, integer(right)?);
    if right.digits() == [0] {
        return Err(NumberError::BadArithmetic);
    }
    let negative = left.negative != (part == Part::Quotient && right.negative);
    match (left.digits(), right.digits()) {
        ([left], [right]) => {
            let digit = if part == Part::Quotient { left / right } else { left % right };
            Ok(target.integer_of_digits(negative, &[digit]))
        }
        (digits, [divisor]) => {
            let (quotient, rest) = divide_by_digit(digits, *divisor);
            let result = if part == Part::Quotient { &quotient[..] } else { &[rest] };
            Ok(target.integer_of_digits(negative, result))
        }
        (dividend, divisor) if magnitude_less(dividend, divisor) => match part {
            Part::Quotient => Ok(Term::small(0)),
            Part::Remainder => Ok(target.integer_of_digits(negative, dividend)),
        },
        _ => {
            let (left, right) = (left.magnitude(), right.magnitude());
            let result = if part == Part::Quotient { left / right } else { left % right };
            Ok(from_unsigned(target, negative, &result))
        }
    }
}

/// Quotient and rest of dividing by a digit.
fn divide_by_digit(digits: &[u64], divisor: u64) -> (Vec<u64>, u64) {
    let mut quotient = vec![0; digits.len()];
    let mut rest = 0;
    for (to, &digit) in quotient.iter_mut().zip(digits).rev() {
        let wide = u128::from(rest) << 64 | u128::from(digit);
        *to = (wide / u128::from(divisor)) as u64;
        rest = (wide % u128::from(divisor)) as u64;
    }
    (quotient, rest)
}

/// `left / right`
pub fn divide<A: Allocate>(target: &mut A, left: Term, right: Term) -> Result<Term> {
    let (left, right) = (to_float(left)?, to_float(right)?);
    if right == 0.0 { Err(NumberError::BadArithmetic) } else { finite(target, left / right) }
}

/// `-operand`
pub fn negate<A: Allocate>(target: &mut A, operand: Term) -> Result<Term> {
    if let Some(value) = operand.as_float() {
        return Ok(target.float(-value));
    }
    let integer = Integer::of(operand).ok_or(NumberError::BadArithmetic)?;
    Ok(target.integer_of_digits(!integer.negative, integer.digits()))
}

/// `abs(operand)`
pub fn absolute<A: Allocate>(target: &mut A, operand: Term) -> Result<Term> {
    match is_negative(operand) {
        Some(true) => negate(target, operand),
        Some(false) => Ok(operand),
        None => Err(NumberError::BadArithmetic),
    }
}

/// Whether a number is below zero.
fn is_negative(operand: Term) -> Option<bool> {
    match operand.as_float() {
        Some(value) => Some(value < 0.0),
        None => Integer::of(operand).map(|integer| integer.negative),
    }
}
