//! Clauses that nothing gets to: a clause before them takes all, their guard is false, or the
//! value is a constant that their pattern is not.

use lfec_base::{Span, Symbol};

use super::constants::constant;
use super::{Lint, NameAndArity, show};
use crate::ast::{Clause, Expr, ExprKind};

impl<'m> Lint<'m> {
    /// Clauses of a function or fun: variables in their patterns are new.
    pub fn reach_of_heads(&mut self, clauses: &'m [Clause], function: Option<NameAndArity>) {
        let always: Vec<bool> = clauses.iter().map(|clause| takes_all(clause, &|_| true)).collect();
        self.warn_after(clauses, &always, function);
    }

    /// Clauses of `case` and `receive`, before they are checked: what is bound is known.
    pub fn reach_of_clauses(&mut self, argument: Option<&'m Expr>, clauses: &'m [Clause]) {
        let always: Vec<bool> = clauses
            .iter()
            .map(|clause| {
                let is_new = |name: Symbol| self.variables.get(name).is_none();
                takes_all(clause, &is_new)
                    || argument.is_some_and(|argument| takes_parts(argument, clause, &is_new))
            })
            .collect();
        self.warn_after(clauses, &always, None);
    }

    fn warn_after(
        &mut self,
        clauses: &'m [Clause],
        always: &[bool],
        function: Option<NameAndArity>,
    ) {
        let mut before: Option<u32> = None;
        for (clause, always) in clauses.iter().zip(always) {
            match before {
                Some(line) => {
                    let what = match function {
                        Some(function) => format!("this clause for {}", show(function)),
                        None => "this clause".to_owned(),
                    };
                    let message = format!(
                        "{what} cannot match because a previous clause at line {line} always matches"
                    );
                    self.late("nomatch-shadow", message, clause.span);
                }
                None if guard_is(clause, "false") => {
                    let message = "this clause cannot match because its guard evaluates to 'false'";
                    self.late("nomatch-guard", message.to_owned(), clause.span);
                }
                None if *always => before = Some(self.sources.line(clause.span)),
                None => {}
            }
        }
    }

    /// `case` of a constant that is none of the patterns.
    pub fn never_matches(&mut self, argument: &'m Expr, clauses: &'m [Clause], span: Span) {
        let Some(value) = constant(argument) else { return };
        let differs = |clause: &Clause| match &clause.patterns[..] {
            [pattern] => constant(pattern).is_some_and(|pattern| pattern != value),
            _ => false,
        };
        if clauses.iter().all(differs) {
            self.late("nomatch", "no clause will ever match".to_owned(), span);
        }
    }

    /// A warning that is dropped where there are errors.
    fn late(&mut self, code: &'static str, message: String, span: Span) {
        self.late.push(lfec_base::Diagnostic::warning(code, message, span));
    }
}

/// Whether a clause takes every value: its patterns are distinct new variables.
fn takes_all(clause: &Clause, is_new: &dyn Fn(Symbol) -> bool) -> bool {
    (clause.guard.is_empty() || guard_is(clause, "true"))
        && are_distinct(clause.patterns.iter(), is_new)
}

/// Whether a clause takes all tuples of the size that the argument is written with.
fn takes_parts(argument: &Expr, clause: &Clause, is_new: &dyn Fn(Symbol) -> bool) -> bool {
    let (ExprKind::Tuple(items), [pattern]) = (&argument.kind, &clause.patterns[..]) else {
        return false;
    };
    let ExprKind::Tuple(patterns) = &pattern.kind else { return false };
    items.len() == patterns.len()
        && (clause.guard.is_empty() || guard_is(clause, "true"))
        && are_distinct(patterns.iter(), is_new)
}

fn are_distinct<'e>(
    patterns: impl Iterator<Item = &'e Expr>,
    is_new: &dyn Fn(Symbol) -> bool,
) -> bool {
    let mut names = Vec::new();
    for pattern in patterns {
        let ExprKind::Var(name) = pattern.kind else { return false };
        if name.as_str() == "_" {
            continue;
        }
        if names.contains(&name) || !is_new(name) {
            return false;
        }
        names.push(name);
    }
    true
}

/// Whether the guard is this atom alone.
fn guard_is(clause: &Clause, name: &str) -> bool {
    let [tests] = &clause.guard[..] else { return false };
    let [test] = &tests[..] else { return false };
    test.as_atom().is_some_and(|atom| atom.as_str() == name)
}
