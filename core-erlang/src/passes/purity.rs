//! What evaluating an expression does besides giving a value.

use crate::bifs;
use crate::ir::{Expr, ExprKind, Pattern, PatternKind};

/// Whether evaluating it always gives a value and does nothing else.
pub(super) fn is_total(expr: &Expr) -> bool {
    use ExprKind::*;
    let here = match &expr.kind {
        Var(_) | FunctionName(_) | Literal(_) | Cons(..) | Tuple(_) | Values(_) | Let(..)
        | Seq(..) => true,
        // What is inside runs later, if at all.
        Fun(_) => return true,
        Map(base, _) => base.is_none(),
        Binary(segments) => segments.is_empty(),
        Call(..) => {
            let total = |(name, arguments): (lfec_base::Symbol, &[Expr])| {
                bifs::is_total(name, arguments.len())
            };
            expr.as_erlang_call().is_some_and(total)
        }
        Case(_, clauses) => clauses.last().is_some_and(|clause| {
            clause.guard.is_atom("true") && clause.patterns.iter().all(takes_all)
        }),
        // A guard's `try`: what it protects can only fail.
        Try(parts) => {
            return is_pure(&parts.argument) && is_total(&parts.body) && is_total(&parts.handler);
        }
        LetRec(..) | Apply(..) | PrimOp(..) | Receive(..) | Catch(_) => false,
    };
    let mut total = here;
    if total {
        expr.each_child(&mut |child| total = total && is_total(child));
    }
    total
}

/// Whether evaluating it gives a value or raises, and does nothing else.
fn is_pure(expr: &Expr) -> bool {
    use ExprKind::*;
    let here = match &expr.kind {
        Fun(_) => return true,
        Call(..) => expr.as_erlang_call().is_some_and(|(name, arguments)| {
            bifs::effect(name, arguments.len()).is_some() || never_returns(expr)
        }),
        PrimOp(..) => never_returns(expr),
        LetRec(..) | Apply(..) | Receive(..) | Catch(_) => false,
        _ => true,
    };
    let mut pure = here;
    if pure {
        expr.each_child(&mut |child| pure = pure && is_pure(child));
    }
    pure
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
