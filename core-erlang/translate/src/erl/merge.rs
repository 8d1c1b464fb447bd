//! `P1 = P2` in patterns: one pattern that matches what both match.

use lfec_core::ir::{Expr, Literal, Pattern, PatternKind};

use crate::build::literal_pattern;

/// A pattern that matches what both match and binds the variables of both; `None` where there is
/// nothing both match.
pub(super) fn merge(left: Pattern, right: Pattern) -> Option<Pattern> {
    let anno = left.anno.clone();
    let kind = match (left.kind, right.kind) {
        (PatternKind::Var(name), other) | (other, PatternKind::Var(name)) => {
            PatternKind::Alias(name, Box::new(Pattern { anno: right.anno, kind: other }))
        }
        (PatternKind::Alias(name, inside), other) | (other, PatternKind::Alias(name, inside)) => {
            let merged = merge(*inside, Pattern { anno: right.anno, kind: other })?;
            PatternKind::Alias(name, Box::new(merged))
        }
        (PatternKind::Literal(a), PatternKind::Literal(b)) => {
            if a.exactly_equals(&b) != Some(true) {
                return None;
            }
            PatternKind::Literal(a)
        }
        (PatternKind::Literal(value), other) | (other, PatternKind::Literal(value)) => {
            let taken_apart = take_apart(value)?;
            return merge(taken_apart, Pattern { anno: right.anno, kind: other });
        }
        (PatternKind::Cons(head, tail), PatternKind::Cons(other_head, other_tail)) => {
            let head = merge(*head, *other_head)?;
            PatternKind::Cons(Box::new(head), Box::new(merge(*tail, *other_tail)?))
        }
        (PatternKind::Tuple(a), PatternKind::Tuple(b)) if a.len() == b.len() => {
            let items: Option<Vec<Pattern>> =
                a.into_iter().zip(b).map(|(a, b)| merge(a, b)).collect();
            PatternKind::Tuple(items?)
        }
        (PatternKind::Map(a), PatternKind::Map(b)) => PatternKind::Map(merge_maps(a, b)?),
        _ => return None,
    };
    Some(Pattern { anno, kind })
}

type Pairs = Vec<(Expr, Pattern)>;

/// All pairs; the values of the same key are merged.
fn merge_maps(mut pairs: Pairs, others: Pairs) -> Option<Pairs> {
    for (key, value) in others {
        match pairs.iter().position(|(other, _)| other.kind == key.kind) {
            Some(index) => {
                let (key, before) = pairs.swap_remove(index);
                pairs.push((key, merge(before, value)?));
            }
            None => pairs.push((key, value)),
        }
    }
    Some(pairs)
}

/// A list or tuple as a pattern of its parts.
fn take_apart(value: Literal) -> Option<Pattern> {
    if let Some((head, tail)) = value.split_cons() {
        let (head, tail) = (literal_pattern(head), literal_pattern(tail));
        return Some(Pattern::new(PatternKind::Cons(Box::new(head), Box::new(tail))));
    }
    match value {
        Literal::Tuple(items) => {
            let items = items.iter().cloned().map(literal_pattern).collect();
            Some(Pattern::new(PatternKind::Tuple(items)))
        }
        _ => None,
    }
}
