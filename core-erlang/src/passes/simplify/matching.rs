//! `case` of what is known.

use lfec_base::Symbol;

use super::known::{Facts, Known};
use crate::ir::{Anno, Clause, Expr, ExprKind, Literal, Pattern, PatternKind};
use crate::rename::Names;

/// Whether a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Matches {
    Never,
    Maybe,
    Always,
}

impl Matches {
    /// All of these.
    fn all(parts: impl IntoIterator<Item = Matches>) -> Matches {
        let mut result = Matches::Always;
        for part in parts {
            match part {
                Matches::Never => return Matches::Never,
                Matches::Maybe => result = Matches::Maybe,
                Matches::Always => {}
            }
        }
        result
    }

    fn from_known(equal: Option<bool>) -> Matches {
        match equal {
            Some(true) => Matches::Always,
            Some(false) => Matches::Never,
            None => Matches::Maybe,
        }
    }
}

/// What a `case` becomes.
pub(super) enum Simpler {
    /// A `case` or bindings around one, the argument and the values simplified.
    Seen(Expr),
    /// The body of a clause, as it stood there.
    Body(Expr),
}

/// A simpler expression for `case argument of clauses`, if there is one. Then both are used up.
/// The argument has been simplified.
pub(super) fn simplify(
    argument: &mut Expr,
    clauses: &mut Vec<Clause>,
    facts: &Facts,
    names: &mut Names,
) -> Option<Simpler> {
    if let Some(bindings) = bind_parts(argument, names) {
        let case = case(argument.take(), std::mem::take(clauses));
        return Some(Simpler::Seen(around(bindings, case)));
    }
    let subjects: Vec<&Expr> = match &argument.kind {
        ExprKind::Values(items) => items.iter().collect(),
        _ => vec![&*argument],
    };
    // An argument of several values that are not seen here.
    let unseen = clauses.first().is_some_and(|clause| clause.patterns.len() != subjects.len());
    if unseen {
        return None;
    }
    let count = clauses.len();
    let mut seen = [false; 2];
    let is_boolean = subjects.len() == 1 && facts.is_boolean(subjects[0]);
    let mut first = Matches::Maybe;
    let mut kept = 0;
    let mut done = false;
    clauses.retain(|clause| {
        let matches = if done || clause.guard.is_atom("false") {
            Matches::Never
        } else {
            let parts = subjects.iter().zip(&clause.patterns);
            Matches::all(parts.map(|(subject, pattern)| matches(subject, pattern, facts)))
        };
        done |= matches == Matches::Always && clause.guard.is_atom("true");
        if is_boolean && let Some(value) = tested_boolean(clause) {
            seen[usize::from(value)] = true;
            done |= seen == [true; 2];
        }
        if matches != Matches::Never {
            first = if kept == 0 { matches } else { first };
            kept += 1;
        }
        matches != Matches::Never
    });
    if kept > 0 && first == Matches::Always && clauses[0].guard.is_atom("true") {
        let clause = clauses.swap_remove(0);
        let mut bindings = Vec::new();
        for (subject, pattern) in subjects.iter().zip(&clause.patterns) {
            bind(subject, pattern, facts, &mut bindings);
        }
        let in_parts =
            matches!(argument.kind, ExprKind::Values(_) | ExprKind::Tuple(_) | ExprKind::Cons(..));
        if in_parts || argument.is_simple() {
            return Some(match &bindings[..] {
                [] => Simpler::Body(clause.body),
                _ => Simpler::Seen(around(bindings, clause.body)),
            });
        }
        // Evaluated once, whatever is bound to it: nothing, or names for the whole.
        let name = names.fresh();
        let whole = Expr::new(ExprKind::Var(name));
        let names = bindings.into_iter().map(|(name, _)| (name, whole.clone()));
        let bindings = std::iter::once((name, argument.take())).chain(names).collect();
        return Some(Simpler::Seen(around(bindings, clause.body)));
    }
    if seen == [true; 2]
        && let Some(last) = clauses.last_mut()
        && tested_boolean(last).is_some()
    {
        // The other one has been tested.
        last.patterns = vec![wildcard(names)];
    }
    if kept > 0
        && let Some(exploded) = explode(argument, clauses, facts, names)
    {
        return Some(Simpler::Seen(exploded));
    }
    let changed = kept > 0 && kept < count;
    changed.then(|| Simpler::Seen(case(argument.take(), std::mem::take(clauses))))
}

/// The value that a clause without guard is for.
fn tested_boolean(clause: &Clause) -> Option<bool> {
    match &clause.patterns[..] {
        [Pattern { kind: PatternKind::Literal(value), .. }] if clause.guard.is_atom("true") => {
            value.as_bool()
        }
        _ => None,
    }
}

fn case(argument: Expr, clauses: Vec<Clause>) -> Expr {
    Expr::new(ExprKind::Case(Box::new(argument), clauses))
}

/// `let` of these around `body`.
fn around(bindings: Vec<(Symbol, Expr)>, body: Expr) -> Expr {
    bindings.into_iter().rev().fold(body, |body, (name, value)| {
        Expr::new(ExprKind::Let(vec![name], Box::new(value), Box::new(body)))
    })
}

/// Makes the parts of a constructor or of values simple, by bindings around.
fn bind_parts(argument: &mut Expr, names: &mut Names) -> Option<Vec<(Symbol, Expr)>> {
    let mut parts: Vec<&mut Expr> = match &mut argument.kind {
        ExprKind::Values(items) | ExprKind::Tuple(items) => items.iter_mut().collect(),
        ExprKind::Cons(head, tail) => vec![&mut **head, &mut **tail],
        _ => return None,
    };
    let mut bindings = Vec::new();
    for part in &mut parts {
        if !part.is_simple() {
            let name = names.fresh();
            bindings.push((name, part.replace(Expr::new(ExprKind::Var(name)))));
        }
    }
    (!bindings.is_empty()).then_some(bindings)
}

fn literal(value: Literal) -> Expr {
    Expr::new(ExprKind::Literal(value))
}

/// The parts of a subject that is a tuple.
fn tuple_parts(subject: &Expr, facts: &Facts) -> Option<Vec<Expr>> {
    match &subject.kind {
        ExprKind::Tuple(items) => Some(items.clone()),
        ExprKind::Literal(Literal::Tuple(items)) => {
            Some(items.iter().cloned().map(literal).collect())
        }
        _ => match facts.of_expr(subject) {
            Some(Known::Tuple(items)) => Some(items.clone()),
            _ => None,
        },
    }
}

/// Head and tail of a subject that is a list cell.
fn cons_parts(subject: &Expr, facts: &Facts) -> Option<(Expr, Expr)> {
    match &subject.kind {
        ExprKind::Cons(head, tail) => Some(((**head).clone(), (**tail).clone())),
        ExprKind::Literal(value) => {
            value.split_cons().map(|(head, tail)| (literal(head), literal(tail)))
        }
        _ => match facts.of_expr(subject) {
            Some(Known::Cons(head, tail)) => Some((head.clone(), tail.clone())),
            _ => None,
        },
    }
}

fn matches(subject: &Expr, pattern: &Pattern, facts: &Facts) -> Matches {
    match &pattern.kind {
        PatternKind::Var(_) => Matches::Always,
        PatternKind::Alias(_, inner) => matches(subject, inner, facts),
        PatternKind::Literal(value) => matches_literal(subject, value, facts),
        PatternKind::Tuple(patterns) => match tuple_parts(subject, facts) {
            Some(items) if items.len() == patterns.len() => {
                let parts = items.iter().zip(patterns);
                Matches::all(parts.map(|(item, pattern)| matches(item, pattern, facts)))
            }
            Some(_) => Matches::Never,
            None => other_kind(subject, facts),
        },
        PatternKind::Cons(head, tail) => match cons_parts(subject, facts) {
            Some((first, rest)) => {
                Matches::all([matches(&first, head, facts), matches(&rest, tail, facts)])
            }
            None => other_kind(subject, facts),
        },
        PatternKind::Map(_) if is_map(subject, facts) => Matches::Maybe,
        PatternKind::Binary(_) if is_bits(subject, facts) => Matches::Maybe,
        PatternKind::Map(_) | PatternKind::Binary(_) => other_kind(subject, facts),
    }
}

fn is_map(subject: &Expr, facts: &Facts) -> bool {
    matches!(subject.kind, ExprKind::Map(..) | ExprKind::Literal(Literal::Map(_)))
        || matches!(facts.of_expr(subject), Some(Known::Map))
}

fn is_bits(subject: &Expr, facts: &Facts) -> bool {
    matches!(subject.kind, ExprKind::Binary(_) | ExprKind::Literal(Literal::Binary(..)))
        || matches!(facts.of_expr(subject), Some(Known::Bits))
}

/// What is known to be something else than the pattern never matches it.
fn other_kind(subject: &Expr, facts: &Facts) -> Matches {
    let known = match &subject.kind {
        ExprKind::Var(_) => match facts.of_expr(subject) {
            Some(Known::Simple(_)) | None => false,
            Some(_) => true,
        },
        ExprKind::Literal(_)
        | ExprKind::Tuple(_)
        | ExprKind::Cons(..)
        | ExprKind::Fun(_)
        | ExprKind::FunctionName(_)
        | ExprKind::Map(..)
        | ExprKind::Binary(_) => true,
        _ => false,
    };
    if known { Matches::Never } else { Matches::Maybe }
}

fn matches_literal(subject: &Expr, value: &Literal, facts: &Facts) -> Matches {
    if let Some(known) = subject.as_literal() {
        return Matches::from_known(known.exactly_equals(value));
    }
    if let Some(items) = tuple_parts(subject, facts) {
        return match value {
            Literal::Tuple(values) if values.len() == items.len() => {
                let parts = items.iter().zip(values.iter());
                Matches::all(parts.map(|(item, value)| matches_literal(item, value, facts)))
            }
            _ => Matches::Never,
        };
    }
    if let Some((head, tail)) = cons_parts(subject, facts) {
        return match value.split_cons() {
            Some((first, rest)) => Matches::all([
                matches_literal(&head, &first, facts),
                matches_literal(&tail, &rest, facts),
            ]),
            None => Matches::Never,
        };
    }
    match value {
        Literal::Binary(..) if is_bits(subject, facts) => Matches::Maybe,
        _ if facts.is_boolean(subject) => match value.as_bool() {
            Some(_) => Matches::Maybe,
            None => Matches::Never,
        },
        _ => other_kind(subject, facts),
    }
}

/// The bindings of a pattern that matches.
fn bind(subject: &Expr, pattern: &Pattern, facts: &Facts, bindings: &mut Vec<(Symbol, Expr)>) {
    match &pattern.kind {
        PatternKind::Var(name) => bindings.push((*name, subject.clone())),
        PatternKind::Alias(name, inner) => {
            bindings.push((*name, subject.clone()));
            bind(subject, inner, facts, bindings);
        }
        PatternKind::Tuple(patterns) => {
            for (item, pattern) in tuple_parts(subject, facts).iter().flatten().zip(patterns) {
                bind(item, pattern, facts, bindings);
            }
        }
        PatternKind::Cons(head, tail) => {
            if let Some((first, rest)) = cons_parts(subject, facts) {
                bind(&first, head, facts, bindings);
                bind(&rest, tail, facts, bindings);
            }
        }
        PatternKind::Literal(_) | PatternKind::Map(_) | PatternKind::Binary(_) => {}
    }
}

/// The same `case` about the parts of a tuple or a list cell that is taken apart, or that is built
/// only for this.
fn explode(
    argument: &mut Expr,
    clauses: &mut Vec<Clause>,
    facts: &Facts,
    names: &mut Names,
) -> Option<Expr> {
    let subjects: Vec<Expr> = match &argument.kind {
        ExprKind::Values(items) => items.clone(),
        ExprKind::Tuple(_) | ExprKind::Cons(..) => vec![argument.clone()],
        _ if argument.is_simple() => vec![argument.clone()],
        // Not to be copied: it can be of any size.
        _ => return None,
    };
    let is_candidate = |place: &usize| {
        let subject = &subjects[*place];
        let has_parts =
            tuple_parts(subject, facts).is_some() || cons_parts(subject, facts).is_some();
        let built = !subject.is_simple();
        let taken = || clauses.iter().any(|clause| takes_apart(&clause.patterns[*place]));
        has_parts && (built || taken())
    };
    let place = (0..subjects.len()).find(is_candidate)?;
    let subject = subjects[place].clone();
    let parts = match cons_parts(&subject, facts) {
        Some((head, tail)) => vec![head, tail],
        None => tuple_parts(&subject, facts)?,
    };
    let mut exploded = Vec::with_capacity(clauses.len());
    for clause in std::mem::take(clauses) {
        exploded.push(explode_clause(clause, place, &subject, parts.len(), names));
    }
    let mut values = subjects;
    values.splice(place..=place, parts);
    let argument = match values.len() {
        1 => values.remove(0),
        _ => Expr::new(ExprKind::Values(values)),
    };
    Some(case(argument, exploded))
}

fn takes_apart(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Tuple(_) | PatternKind::Cons(..) | PatternKind::Literal(_) => true,
        PatternKind::Alias(_, inner) => takes_apart(inner),
        _ => false,
    }
}

fn explode_clause(
    mut clause: Clause,
    place: usize,
    subject: &Expr,
    count: usize,
    names: &mut Names,
) -> Clause {
    let mut bound = Vec::new();
    let pattern = std::mem::replace(&mut clause.patterns[place], wildcard(names));
    let parts = pattern_parts(pattern, count, &mut bound, names);
    clause.patterns.splice(place..=place, parts);
    for name in bound {
        if mentions(&clause.guard, name) {
            // Names are unique: the guard gets one of its own.
            let own = names.variable(name);
            rename(&mut clause.guard, name, own);
            clause.guard = around(vec![(own, subject.clone())], clause.guard.take());
        }
        clause.body = around(vec![(name, subject.clone())], clause.body.take());
    }
    clause
}

fn wildcard(names: &mut Names) -> Pattern {
    Pattern::new(PatternKind::Var(names.fresh()))
}

/// The patterns for the parts; the names for the whole go to `bound`.
fn pattern_parts(
    pattern: Pattern,
    count: usize,
    bound: &mut Vec<Symbol>,
    names: &mut Names,
) -> Vec<Pattern> {
    let constant = |value| Pattern::with_anno(Anno::default(), PatternKind::Literal(value));
    match pattern.kind {
        PatternKind::Alias(name, inner) => {
            bound.push(name);
            pattern_parts(*inner, count, bound, names)
        }
        PatternKind::Tuple(items) => items,
        PatternKind::Cons(head, tail) => vec![*head, *tail],
        PatternKind::Literal(Literal::Tuple(items)) => {
            items.iter().cloned().map(constant).collect()
        }
        PatternKind::Literal(value) => match value.split_cons() {
            Some((head, tail)) => vec![constant(head), constant(tail)],
            None => (0..count).map(|_| wildcard(names)).collect(),
        },
        PatternKind::Var(name) => {
            bound.push(name);
            (0..count).map(|_| wildcard(names)).collect()
        }
        PatternKind::Map(_) | PatternKind::Binary(_) => {
            (0..count).map(|_| wildcard(names)).collect()
        }
    }
}

fn mentions(expr: &Expr, name: Symbol) -> bool {
    let mut found = expr.as_variable() == Some(name);
    expr.each_child(&mut |child| found = found || mentions(child, name));
    found
}

fn rename(expr: &mut Expr, old: Symbol, new: Symbol) {
    if expr.as_variable() == Some(old) {
        expr.kind = ExprKind::Var(new);
    }
    expr.each_child_mut(&mut |child| rename(child, old, new));
}
