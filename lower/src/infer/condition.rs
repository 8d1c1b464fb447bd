//! What truth values tell about the terms they were made from.

use lfec_abi::term::{SMALL_MAX, SMALL_MIN};

use super::known::{FALSE, INTEGER, Known, NUMBER, TRUE};
use super::walk::Env;
use crate::ir::{Comparison, Op, Value};

/// How deep conjunctions are looked into.
const DEPTH: u32 = 16;

/// Narrows what is known where a truth value is `holds`; false if it never is.
pub fn assume(env: &mut Env<'_>, condition: Value, holds: bool) -> bool {
    outcome(env, condition) != Some(!holds) && assume_at(env, condition, holds, DEPTH)
}

fn assume_at(env: &mut Env<'_>, condition: Value, holds: bool, depth: u32) -> bool {
    let Some(op) = env.op(condition).filter(|_| depth > 0) else { return true };
    match op {
        Op::Not(value) => assume_at(env, *value, !holds, depth - 1),
        Op::And(a, b) if holds => {
            assume_at(env, *a, true, depth - 1) && assume_at(env, *b, true, depth - 1)
        }
        Op::Or(a, b) if !holds => {
            assume_at(env, *a, false, depth - 1) && assume_at(env, *b, false, depth - 1)
        }
        Op::Test(test, value) => {
            let known = env.get(*value).tested(*test, holds);
            env.narrow(*value, known)
        }
        Op::IsTrue(value) => {
            let known = env.get(*value);
            let known = known.and_kinds(if holds { TRUE } else { !TRUE });
            env.narrow(*value, known)
        }
        Op::SameWord(a, b) => equality(env, *a, *b, holds),
        Op::Compare(how, a, b) | Op::CompareSmall(how, a, b) => {
            let how = if holds { *how } else { opposite(*how) };
            compared(env, how, *a, *b)
        }
        _ => true,
    }
}

/// The comparison that holds where one does not.
pub fn opposite(how: Comparison) -> Comparison {
    match how {
        Comparison::Less => Comparison::GreaterEqual,
        Comparison::LessEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessEqual,
        Comparison::GreaterEqual => Comparison::Less,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Exact => Comparison::NotExact,
        Comparison::NotExact => Comparison::Exact,
    }
}

fn equality(env: &mut Env<'_>, a: Value, b: Value, holds: bool) -> bool {
    let (left, right) = (env.get(a), env.get(b));
    if holds {
        let both = left.and(right);
        return env.narrow(a, both) && env.narrow(b, both);
    }
    env.narrow(a, left.except(right)) && env.narrow(b, right.except(left))
}

fn compared(env: &mut Env<'_>, how: Comparison, a: Value, b: Value) -> bool {
    let (left, right) = (env.get(a), env.get(b));
    match how {
        Comparison::Exact => equality(env, a, b, true),
        Comparison::NotExact => equality(env, a, b, false),
        Comparison::Equal | Comparison::NotEqual => {
            let integers = left.kinds == INTEGER && right.kinds == INTEGER;
            !integers || equality(env, a, b, how == Comparison::Equal)
        }
        Comparison::Less => below(env, a, b, 1),
        Comparison::LessEqual => below(env, a, b, 0),
        Comparison::Greater => below(env, b, a, 1),
        Comparison::GreaterEqual => below(env, b, a, 0),
    }
}

/// `a + distance <= b`, in term order. What is below a number is a number.
fn below(env: &mut Env<'_>, a: Value, b: Value, distance: i64) -> bool {
    let (mut low, mut high) = (env.get(a), env.get(b));
    let (before_low, before_high) = (low, high);
    if high.kinds & !NUMBER == 0 {
        low = low.and_kinds(NUMBER);
    }
    if before_high.kinds == INTEGER && before_high.high < i64::MAX {
        low = low.and_range(i64::MIN, before_high.high.saturating_sub(distance));
    }
    if before_low.kinds == INTEGER && before_low.low > i64::MIN {
        high = high.and_range(before_low.low.saturating_add(distance), i64::MAX);
    }
    env.narrow(a, low) && env.narrow(b, high)
}

/// The truth value, if it is known.
pub fn outcome(env: &Env<'_>, condition: Value) -> Option<bool> {
    outcome_at(env, condition, DEPTH)
}

fn outcome_at(env: &Env<'_>, condition: Value, depth: u32) -> Option<bool> {
    let op = env.op(condition).filter(|_| depth > 0)?;
    match op {
        Op::Not(value) => Some(!outcome_at(env, *value, depth - 1)?),
        Op::And(a, b) => match (outcome_at(env, *a, depth - 1), outcome_at(env, *b, depth - 1)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Op::Or(a, b) => match (outcome_at(env, *a, depth - 1), outcome_at(env, *b, depth - 1)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Op::Test(test, value) => {
            let known = env.get(*value);
            decided(known.tested(*test, true), known.tested(*test, false))
        }
        Op::IsTrue(value) => {
            let known = env.get(*value);
            decided(known.and_kinds(TRUE), known.and_kinds(!TRUE))
        }
        Op::SameWord(a, b) => equal_outcome(env.get(*a), env.get(*b)),
        Op::Compare(how, a, b) | Op::CompareSmall(how, a, b) => {
            comparison_outcome(*how, env.get(*a), env.get(*b))
        }
        _ => None,
    }
}

/// Of what is known if a test holds and if it does not.
fn decided(holds: Known, fails: Known) -> Option<bool> {
    match (holds.is_none(), fails.is_none()) {
        (true, false) => Some(false),
        (false, true) => Some(true),
        _ => None,
    }
}

fn equal_outcome(a: Known, b: Known) -> Option<bool> {
    if a.is_none() || b.is_none() {
        return None;
    }
    let both = a.and(b);
    if both.is_none() {
        return Some(false);
    }
    let single = |known: Known| known.value().is_some() || matches!(known.kinds, TRUE | FALSE);
    (single(a) && a == b).then_some(true)
}

fn comparison_outcome(how: Comparison, a: Known, b: Known) -> Option<bool> {
    let small =
        |known: Known| known.kinds == INTEGER && known.low >= SMALL_MIN && known.high <= SMALL_MAX;
    match how {
        Comparison::Exact => return equal_outcome(a, b),
        Comparison::NotExact => return equal_outcome(a, b).map(|same| !same),
        _ if !small(a) || !small(b) => return None,
        _ => {}
    }
    match how {
        Comparison::Less if a.high < b.low => Some(true),
        Comparison::Less if a.low >= b.high => Some(false),
        Comparison::LessEqual if a.high <= b.low => Some(true),
        Comparison::LessEqual if a.low > b.high => Some(false),
        Comparison::Greater | Comparison::GreaterEqual => {
            comparison_outcome(opposite(how), a, b).map(|holds| !holds)
        }
        Comparison::Equal => equal_outcome(a, b),
        Comparison::NotEqual => equal_outcome(a, b).map(|same| !same),
        _ => None,
    }
}
