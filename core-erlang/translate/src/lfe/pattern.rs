//! Patterns and clauses.
//!
//! A variable that occurs again in the patterns of a clause is another variable there, and a test
//! `=:=` in front of the guard.

use lfec_base::Symbol;
use lfec_core::fold;
use lfec_core::ir::{Clause, Expr, ExprKind, Literal, Pattern, PatternKind};
use lfec_reader::{Form, FormKind};

use super::scope::Scope;
use super::{Translator, at, literal};
use crate::build::{erlang_call, generated, literal_pattern, var, var_pattern};

/// The patterns of a clause.
#[derive(Default)]
pub(super) struct Head {
    /// Their translation.
    pub patterns: Vec<Pattern>,
    /// What they bind: names and their variables.
    pub variables: Vec<(Symbol, Symbol)>,
    /// Tests that must hold besides.
    pub tests: Vec<Expr>,
}

impl Translator<'_> {
    /// The clause `(patterns…) [guard] body…`.
    pub(super) fn clause(
        &mut self,
        patterns: &[Form],
        rest: &[Form],
        form: &Form,
        scope: &Scope<'_>,
    ) -> Clause {
        let head = self.head(patterns, scope);
        let inner = scope.with(head.variables);
        let (guard, body) = match rest.split_first() {
            Some((first, body)) => match first.as_call("when") {
                Some(tests) => (tests, body),
                None => (&[][..], rest),
            },
            None => (&[][..], rest),
        };
        let guard = self.guard_tests(head.tests, guard, &inner);
        let body = self.body(body, &inner);
        Clause { anno: at(form), patterns: head.patterns, guard, body }
    }

    /// The clause `(pattern [guard] body…)`.
    pub(super) fn case_clause(&mut self, form: &Form, scope: &Scope<'_>) -> Clause {
        match form.as_list() {
            Some([pattern, rest @ ..]) => {
                self.clause(std::slice::from_ref(pattern), rest, form, scope)
            }
            _ => {
                let error = self.bad(form, "bad clause");
                self.builder.otherwise(|_| error)
            }
        }
    }

    /// Patterns in order. `scope` is what is bound outside.
    pub(super) fn head(&mut self, patterns: &[Form], scope: &Scope<'_>) -> Head {
        let mut head = Head::default();
        for pattern in patterns {
            let pattern = self.pattern(pattern, &mut head, scope);
            head.patterns.push(pattern);
        }
        head
    }

    pub(super) fn pattern(&mut self, form: &Form, head: &mut Head, scope: &Scope<'_>) -> Pattern {
        if self.depth >= super::MAX_FORM_DEPTH {
            self.bad(form, "pattern is nested too deeply");
            return var_pattern(self.builder.fresh());
        }
        self.depth += 1;
        let pattern = self.pattern_form(form, head, scope);
        self.depth -= 1;
        pattern
    }

    fn pattern_form(&mut self, form: &Form, head: &mut Head, scope: &Scope<'_>) -> Pattern {
        let items = match &form.kind {
            FormKind::Symbol(name) => {
                let variable = self.bind(*name, head);
                return Pattern::with_anno(at(form), PatternKind::Var(variable));
            }
            FormKind::List(items) if !items.is_empty() => items,
            FormKind::Dotted(..) => return self.bad_pattern(form),
            _ => return self.literal_pattern(form),
        };
        let rest = &items[1..];
        let kind = match (items[0].as_symbol().map_or("", Symbol::as_str), rest) {
            ("quote", [datum]) => return self.literal_pattern(datum),
            ("cons", [first, rest]) => {
                let first = self.pattern(first, head, scope);
                let rest = self.pattern(rest, head, scope);
                return fold::list_pattern(vec![first], rest);
            }
            ("list", items) => {
                let items = self.subpatterns(items, head, scope);
                return fold::list_pattern(items, literal_pattern(Literal::Nil));
            }
            ("tuple", items) => fold::tuple_pattern(self.subpatterns(items, head, scope)),
            ("map", pairs) if pairs.len().is_multiple_of(2) => {
                return self.map_pattern(form, pairs, head, scope);
            }
            ("binary", segments) => {
                fold::binary_pattern(self.segment_patterns(segments, head, scope))
            }
            ("=", [left, right]) => return self.alias(form, left, right, head, scope),
            _ => return self.bad_pattern(form),
        };
        Pattern::with_anno(at(form), kind)
    }

    fn subpatterns(&mut self, forms: &[Form], head: &mut Head, scope: &Scope<'_>) -> Vec<Pattern> {
        forms.iter().map(|form| self.pattern(form, head, scope)).collect()
    }

    fn literal_pattern(&mut self, datum: &Form) -> Pattern {
        let value = literal::literal(datum, &mut self.diagnostics);
        Pattern::with_anno(at(datum), PatternKind::Literal(value))
    }

    fn bad_pattern(&mut self, form: &Form) -> Pattern {
        self.bad(form, "illegal pattern");
        var_pattern(self.builder.fresh())
    }

    /// The variable for an occurrence of a name in a pattern.
    pub(super) fn bind(&mut self, name: Symbol, head: &mut Head) -> Symbol {
        let variable = self.variable(name);
        if name.as_str() == "_" {
            return variable;
        }
        match head.variables.iter().find(|(bound, _)| *bound == name) {
            Some((_, first)) => {
                let same = vec![var(*first), var(variable)];
                head.tests.push(erlang_call(generated(), "=:=", same));
            }
            None => head.variables.push((name, variable)),
        }
        variable
    }

    fn map_pattern(
        &mut self,
        form: &Form,
        pairs: &[Form],
        head: &mut Head,
        scope: &Scope<'_>,
    ) -> Pattern {
        let mut translated = Vec::with_capacity(pairs.len() / 2);
        for pair in pairs.chunks_exact(2) {
            let key = match pair[0].as_call("quote") {
                Some([datum]) => datum,
                _ => &pair[0],
            };
            let key = ExprKind::Literal(literal::literal(key, &mut self.diagnostics));
            let key = Expr::with_anno(at(&pair[0]), key);
            translated.push((key, self.pattern(&pair[1], head, scope)));
        }
        Pattern::with_anno(at(form), PatternKind::Map(translated))
    }

    /// `(= name pattern)`
    fn alias(
        &mut self,
        form: &Form,
        left: &Form,
        right: &Form,
        head: &mut Head,
        scope: &Scope<'_>,
    ) -> Pattern {
        let (name, pattern) = match (left.as_symbol(), right.as_symbol()) {
            (Some(name), _) => (name, right),
            (None, Some(name)) => (name, left),
            (None, None) => return self.bad_pattern(form),
        };
        let variable = self.bind(name, head);
        let inner = Box::new(self.pattern(pattern, head, scope));
        Pattern::with_anno(at(form), PatternKind::Alias(variable, inner))
    }
}
