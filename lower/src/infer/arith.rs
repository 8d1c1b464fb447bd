//! What is known of the results of arithmetic.

use lfec_abi::term::{SMALL_MAX, SMALL_MIN};

use super::known::{FLOAT, INTEGER, Known, NUMBER};
use crate::ir::ArithOp;

/// Largest shift whose result is looked into.
const MOST_SHIFT: i64 = 60;

/// Bounds of integers; see [`Known`].
type Range = (i64, i64);

const ALL: Range = (i64::MIN, i64::MAX);

/// The result of an operation that succeeds.
pub fn result(op: ArithOp, left: Known, right: Known) -> Known {
    match op {
        ArithOp::Divide => Known::of(FLOAT),
        ArithOp::Add | ArithOp::Subtract | ArithOp::Multiply => {
            if left.is_float() || right.is_float() {
                return Known::of(FLOAT);
            }
            let may_be_float = (left.kinds | right.kinds) & FLOAT;
            if left.kinds & right.kinds & INTEGER == 0 {
                return Known::of(may_be_float);
            }
            let (low, high) = range(op, left, right);
            let integer = Known::integer(low, high);
            if may_be_float == 0 { integer } else { integer.or(Known::of(FLOAT)) }
        }
        _ if left.kinds & right.kinds & INTEGER == 0 => Known::NONE,
        _ => {
            let (low, high) = range(op, left, right);
            Known::integer(low, high)
        }
    }
}

/// Kinds of operands with which an operation can succeed.
pub fn operand_kinds(op: ArithOp) -> u16 {
    match op {
        ArithOp::Add | ArithOp::Subtract | ArithOp::Multiply | ArithOp::Divide => NUMBER,
        _ => INTEGER,
    }
}

/// Whether small operands are sure to give a small result.
pub fn fits(op: ArithOp, left: Known, right: Known) -> bool {
    let divides = matches!(op, ArithOp::Div | ArithOp::Rem);
    if op == ArithOp::Divide || !left.is_small() || !right.is_small() {
        return false;
    }
    if divides && right.low <= 0 && right.high >= 0 {
        return false;
    }
    let (low, high) = range(op, left, right);
    low >= SMALL_MIN && high <= SMALL_MAX
}

fn range(op: ArithOp, left: Known, right: Known) -> Range {
    let (a, b) = ((left.low, left.high), (right.low, right.high));
    match op {
        ArithOp::Add => (sum_low(a.0, b.0), sum_high(a.1, b.1)),
        ArithOp::Subtract => {
            let low = if b.1 == i64::MAX { i64::MIN } else { sum_low(a.0, negated(b.1)) };
            let high = if b.0 == i64::MIN { i64::MAX } else { sum_high(a.1, negated(b.0)) };
            (low, high)
        }
        ArithOp::Multiply => product(a, b),
        ArithOp::Div if b.0 > 0 && a.0 >= 0 => (0, a.1),
        ArithOp::Div if b.0 > 0 && !is_open(a) => (a.0, a.1.max(0)),
        ArithOp::Rem if b.0 > 0 && b.1 < i64::MAX => {
            let most = b.1 - 1;
            (if a.0 >= 0 { 0 } else { -most }, if a.0 >= 0 { most.min(a.1) } else { most })
        }
        // A mask that is not negative bounds the result from both sides.
        ArithOp::Band if a.0 >= 0 && b.0 >= 0 => (0, a.1.min(b.1)),
        ArithOp::Band if a.0 >= 0 => (0, a.1),
        ArithOp::Band if b.0 >= 0 => (0, b.1),
        ArithOp::Bor | ArithOp::Bxor if a.0 >= 0 && b.0 >= 0 => (0, ones(a.1.max(b.1))),
        ArithOp::Band | ArithOp::Bor | ArithOp::Bxor if left.is_small() && right.is_small() => {
            (SMALL_MIN, SMALL_MAX)
        }
        ArithOp::Bsr if b.0 >= 0 && left.is_small() => (a.0.min(0), a.1.max(0)),
        ArithOp::Bsl if b.0 >= 0 && b.1 <= MOST_SHIFT => product(a, (1 << b.0, 1 << b.1)),
        _ => ALL,
    }
}

fn is_open(range: Range) -> bool {
    range.0 == i64::MIN || range.1 == i64::MAX
}

fn negated(value: i64) -> i64 {
    value.checked_neg().unwrap_or(i64::MAX)
}

fn sum_low(a: i64, b: i64) -> i64 {
    if a == i64::MIN || b == i64::MIN { i64::MIN } else { a.saturating_add(b) }
}

fn sum_high(a: i64, b: i64) -> i64 {
    if a == i64::MAX || b == i64::MAX { i64::MAX } else { a.saturating_add(b) }
}

fn product(a: Range, b: Range) -> Range {
    if is_open(a) || is_open(b) {
        let both_positive = a.0 >= 0 && b.0 >= 0;
        return if both_positive { (0, i64::MAX) } else { ALL };
    }
    let corners =
        [a.0.checked_mul(b.0), a.0.checked_mul(b.1), a.1.checked_mul(b.0), a.1.checked_mul(b.1)];
    let mut range = (i64::MAX, i64::MIN);
    for corner in corners {
        let Some(corner) = corner else { return ALL };
        range = (range.0.min(corner), range.1.max(corner));
    }
    range
}

/// The smallest number of the form 2^n - 1 that is not below.
fn ones(value: i64) -> i64 {
    match value {
        i64::MAX => i64::MAX,
        0 => 0,
        _ => i64::MAX >> (value.leading_zeros() - 1),
    }
}
