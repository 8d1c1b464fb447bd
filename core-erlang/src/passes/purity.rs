//! What evaluating an expression does besides giving a value.

use crate::bifs;
use crate::ir::{Expr, ExprKind, Pattern, PatternKind};

/// Expressions of more nodes are not looked at: asking at every level of nested code takes
/// quadratic time.
const MAX_NODES: usize = 500;

/// Whether evaluating it always gives a value and does nothing else.
pub(super) fn is_total(expr: &Expr) -> bool {
    total(expr, &mut MAX_NODES.clone())
}

fn total(expr: &Expr, fuel: &mut usize) -> bool {
    use ExprKind::*;
    if *fuel == 0 {
        return false;
    }
    *fuel -= 1;
    let here = match &expr.kind {
        Var(_) | FunctionName(_) | Literal(_) | Cons(..) | Tuple(_) | Values(_) | Let(..)
        | Seq(..) => true,
        // What is inside runs later, if at all.
        Fun(_) => return true,
        Map(base, _) => base.is_none(),
        Binary(segments) => segments.is_empty(),
        Call(..) => {
            let is_total = |(name, arguments): (lfec_base::Symbol, &[Expr])| {
                bifs::is_total(name, arguments.len())
            };
            expr.as_erlang_call().is_some_and(is_total)
        }
        Case(_, clauses) => clauses.last().is_some_and(|clause| {
            clause.guard.is_atom("true") && clause.patterns.iter().all(takes_all)
        }),
        // A guard's `try`: what it protects can only fail.
        Try(parts) => {
            return pure(&parts.argument, fuel)
                && total(&parts.body, fuel)
                && total(&parts.handler, fuel);
        }
        LetRec(..) | Apply(..) | PrimOp(..) | Receive(..) | Catch(_) => false,
    };
    let mut result = here;
    if result {
        expr.each_child(&mut |child| result = result && total(child, fuel));
    }
    result
}

/// Whether evaluating it gives a value or raises, and does nothing else.
fn pure(expr: &Expr, fuel: &mut usize) -> bool {
    use ExprKind::*;
    if *fuel == 0 {
        return false;
    }
    *fuel -= 1;
    let here = match &expr.kind {
        Fun(_) => return true,
        Call(..) => expr.as_erlang_call().is_some_and(|(name, arguments)| {
            bifs::effect(name, arguments.len()).is_some() || never_returns(expr)
        }),
        PrimOp(..) => never_returns(expr),
        LetRec(..) | Apply(..) | Receive(..) | Catch(_) => false,
        _ => true,
    };
    let mut result = here;
    if result {
        expr.each_child(&mut |child| result = result && pure(child, fuel));
    }
    result
}

/// Whether it only raises an exception, whatever values are wanted of it.
pub(super) fn never_returns(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::PrimOp(name, _) => matches!(name.as_str(), "match_fail" | "raise" | "raw_raise"),
        _ => expr.as_erlang_call().is_some_and(|(name, arguments)| {
            matches!((name.as_str(), arguments.len()), ("error", 1..=3) | ("exit" | "throw", 1))
        }),
    }
}

/// Whether a pattern matches any value.
pub(super) fn takes_all(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Var(_) => true,
        PatternKind::Alias(_, inner) => takes_all(inner),
        _ => false,
    }
}
