//! Expansion of clauses: a pattern, perhaps a guard, a body.
//!
//! Macros are expanded in patterns and guards as in expressions. Malformed clauses pass through
//! as they are; lint reports them.

use lfec_reader::{Form, FormKind};

use super::Expander;
use crate::environment::Environment;
use crate::keyword::{Keyword, arguments_of, call_of};
use crate::shape::Build;

/// What stands first in a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PatternPlace {
    /// One pattern.
    One,
    /// A list of patterns, which is no call even if it looks like one.
    Many,
}

impl Expander<'_> {
    /// Expands the clauses of a form from the element at `start`.
    pub(super) fn expand_clauses(
        &mut self,
        form: &Form,
        start: usize,
        place: PatternPlace,
        env: &Environment,
    ) -> Form {
        let Some(items) = form.as_list() else { return form.clone() };
        let mut expanded = items[..start.min(items.len())].to_vec();
        for clause in items.iter().skip(start) {
            expanded.push(self.expand_clause(clause, place, env));
        }
        Form::list(form.span, expanded)
    }

    pub(super) fn expand_match_lambda(&mut self, form: &Form, env: &Environment) -> Form {
        self.expand_clauses(form, 1, PatternPlace::Many, env)
    }

    pub(super) fn expand_clause(
        &mut self,
        clause: &Form,
        place: PatternPlace,
        env: &Environment,
    ) -> Form {
        match clause.as_list() {
            Some([pattern, rest @ ..]) => {
                let pattern = match place {
                    PatternPlace::One => self.expand(pattern, env),
                    PatternPlace::Many => self.expand_patterns(pattern, env),
                };
                let mut items = vec![pattern];
                items.extend(self.expand_all(rest, env));
                Form::list(clause.span, items)
            }
            _ => self.expand(clause, env),
        }
    }

    fn expand_patterns(&mut self, patterns: &Form, env: &Environment) -> Form {
        match &patterns.kind {
            FormKind::List(_) => self.expand_from(patterns, 0, env),
            _ => patterns.clone(),
        }
    }

    /// `(let (binding…) body…)`
    pub(super) fn expand_let(&mut self, form: &Form, rest: &[Form], env: &Environment) -> Form {
        let mut items = vec![Form::symbol(form.span, "let"), self.expand_bindings(&rest[0], env)];
        items.extend(self.expand_all(&rest[1..], env));
        Form::list(form.span, items)
    }

    fn expand_bindings(&mut self, bindings: &Form, env: &Environment) -> Form {
        match bindings.as_list() {
            Some(_) => self.expand_clauses(bindings, 0, PatternPlace::One, env),
            None => bindings.clone(),
        }
    }

    /// `(cond (test body…) | ((?= pattern [guard] e) body…) | (else body…) …)`
    pub(super) fn expand_cond(&mut self, form: &Form, env: &Environment) -> Form {
        let Some(items) = form.as_list() else { return form.clone() };
        let mut expanded = vec![items[0].clone()];
        for clause in &items[1..] {
            expanded.push(match call_of(clause) {
                Some((Keyword::Else, _)) => self.expand_from(clause, 1, env),
                _ => self.expand_cond_clause(clause, env),
            });
        }
        Form::list(form.span, expanded)
    }

    fn expand_cond_clause(&mut self, clause: &Form, env: &Environment) -> Form {
        let Some([test, body @ ..]) = clause.as_list() else { return clause.clone() };
        let test = match arguments_of(test, Keyword::MatchTest) {
            Some(_) => self.expand_match_test(test, env),
            None => self.expand(test, env),
        };
        let mut items = vec![test];
        items.extend(self.expand_all(body, env));
        Form::list(clause.span, items)
    }

    /// `(?= pattern [guard] e)` and the generators of comprehensions.
    fn expand_match_test(&mut self, test: &Form, env: &Environment) -> Form {
        let Some([head, rest @ ..]) = test.as_list() else { return test.clone() };
        let mut items = vec![head.clone()];
        items.extend(self.expand_all(rest, env));
        Form::list(test.span, items)
    }

    /// `(maybe step… [(else clause…)])`
    pub(super) fn expand_maybe(&mut self, form: &Form, env: &Environment) -> Form {
        let Some(items) = form.as_list() else { return form.clone() };
        let mut expanded = vec![items[0].clone()];
        expanded.extend(items[1..].iter().map(|step| self.expand_maybe_step(step, env)));
        Form::list(form.span, expanded)
    }

    fn expand_maybe_step(&mut self, step: &Form, env: &Environment) -> Form {
        match call_of(step) {
            Some((Keyword::Else, _)) => self.expand_clauses(step, 1, PatternPlace::Many, env),
            Some((Keyword::MatchTest, _)) => self.expand_match_test(step, env),
            Some((Keyword::Let, [bindings, body @ ..])) => {
                let bindings = self.expand_bindings(bindings, env);
                let mut items = vec![Form::symbol(step.span, "let"), bindings];
                items.extend(body.iter().map(|step| self.expand_maybe_step(step, env)));
                Form::list(step.span, items)
            }
            _ => self.expand(step, env),
        }
    }

    /// `(try e section…)`
    pub(super) fn expand_try(&mut self, form: &Form, rest: &[Form], env: &Environment) -> Form {
        let mut items = vec![Form::symbol(form.span, "try"), self.expand(&rest[0], env)];
        for section in &rest[1..] {
            items.push(match call_of(section) {
                Some((Keyword::Case | Keyword::Catch, _)) => {
                    self.expand_clauses(section, 1, PatternPlace::One, env)
                }
                Some((Keyword::After, _)) => self.expand_from(section, 1, env),
                _ => section.clone(),
            });
        }
        Form::list(form.span, items)
    }

    /// `(lc (qualifier…) e)` and its like, under their long names.
    pub(super) fn expand_comprehension(
        &mut self,
        form: &Form,
        rest: &[Form],
        env: &Environment,
    ) -> Form {
        let qualifiers = match rest[0].as_list() {
            Some(items) => {
                let expanded = items.iter().map(|item| self.expand_qualifier(item, env));
                let expanded: Vec<Form> = expanded.collect();
                Form::list(rest[0].span, expanded)
            }
            None => rest[0].clone(),
        };
        let value = self.expand(&rest[1], env);
        let name = match call_of(form) {
            Some((Keyword::Lc | Keyword::ListComp, _)) => "list-comp",
            _ => "binary-comp",
        };
        Build(form.span).call(name, [qualifiers, value])
    }

    fn expand_qualifier(&mut self, qualifier: &Form, env: &Environment) -> Form {
        match call_of(qualifier) {
            Some((Keyword::Generate | Keyword::GenerateBits, _)) => {
                self.expand_match_test(qualifier, env)
            }
            _ => self.expand(qualifier, env),
        }
    }
}
