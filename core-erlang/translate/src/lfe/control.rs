//! `if`, `case`, `cond`, `receive`.

use lfec_core::ir::{Clause, Expr, ExprKind};
use lfec_reader::Form;

use super::scope::Scope;
use super::{Translator, at};
use crate::build::{self, clause, match_fail};

impl Translator<'_> {
    /// `(if test yes [no])`: no `no` is `'false'`, a test that is no boolean a `case_clause` error.
    pub(super) fn if_form(
        &mut self,
        form: &Form,
        test: &Form,
        yes: &Form,
        no: Option<&Form>,
        scope: &Scope<'_>,
    ) -> Expr {
        let test = self.expr(test, scope);
        let yes = self.expr(yes, scope);
        let no = no.map_or_else(|| Expr::atom("false"), |no| self.expr(no, scope));
        self.test(form, test, yes, no)
    }

    fn test(&mut self, form: &Form, test: Expr, yes: Expr, no: Expr) -> Expr {
        let error = |value| match_fail(at(form), "case_clause", vec![value]);
        self.builder.branch(at(form), test, yes, no, error)
    }

    /// `(case subject clause…)`
    pub(super) fn case(
        &mut self,
        form: &Form,
        subject: &Form,
        clauses: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        let subject = self.expr(subject, scope);
        let mut clauses = self.clauses(clauses, scope);
        clauses.push(self.builder.no_match(&at(form), "case_clause"));
        Expr::with_anno(at(form), ExprKind::Case(Box::new(subject), clauses))
    }

    /// Clauses `(pattern [guard] body…)`.
    pub(super) fn clauses(&mut self, clauses: &[Form], scope: &Scope<'_>) -> Vec<Clause> {
        clauses.iter().map(|clause| self.case_clause(clause, scope)).collect()
    }

    /// `(cond clause…)`: each test is made when those before it were false; `'false'` when all
    /// were.
    pub(super) fn cond(&mut self, form: &Form, clauses: &[Form], scope: &Scope<'_>) -> Expr {
        let mut made = Vec::with_capacity(clauses.len());
        let mut otherwise = Expr::atom("false");
        for clause_form in clauses {
            match clause_form.as_list() {
                Some([test, body @ ..]) if test.is_symbol("else") => {
                    otherwise = self.body(body, scope);
                    break;
                }
                Some([test, body @ ..]) => match test.as_call("?=") {
                    Some(parts) => match self.matching_test(test, parts, body, scope) {
                        Some(made_clause) => made.push(made_clause),
                        None => return self.bad(clause_form, "bad cond clause"),
                    },
                    None => {
                        let test_value = self.expr(test, scope);
                        made.push(Test::Boolean(test.clone(), test_value, self.body(body, scope)));
                    }
                },
                _ => return self.bad(clause_form, "bad cond clause"),
            }
        }
        made.into_iter().rev().fold(otherwise, |otherwise, test| match test {
            Test::Boolean(place, test, yes) => self.test(&place, test, yes, otherwise),
            Test::Match(value, matched) => {
                let clauses = vec![*matched, self.builder.otherwise(|_| otherwise)];
                Expr::with_anno(at(form), ExprKind::Case(Box::new(value), clauses))
            }
        })
    }

    /// `((?= pattern [guard] e) body…)`
    fn matching_test(
        &mut self,
        form: &Form,
        parts: &[Form],
        body: &[Form],
        scope: &Scope<'_>,
    ) -> Option<Test> {
        let (pattern, guard, value) = match parts {
            [pattern, value] => (pattern, None, value),
            [pattern, guard, value] => (pattern, Some(guard), value),
            _ => return None,
        };
        let value = self.expr(value, scope);
        let rest: Vec<Form> = guard.into_iter().chain(body).cloned().collect();
        let matched = self.clause(std::slice::from_ref(pattern), &rest, form, scope);
        Some(Test::Match(value, Box::new(matched)))
    }

    /// `(receive clause… [(after timeout body…)])`
    pub(super) fn receive(&mut self, form: &Form, clauses: &[Form], scope: &Scope<'_>) -> Expr {
        let after = clauses.last().and_then(|last| last.as_call("after"));
        let clauses = if after.is_some() { &clauses[..clauses.len() - 1] } else { clauses };
        let clauses = self.clauses(clauses, scope);
        let (timeout, action) = match after {
            Some([timeout, body @ ..]) => {
                let timeout = self.expr(timeout, scope);
                (timeout, self.body(body, scope))
            }
            _ => (Expr::atom("infinity"), Expr::atom("true")),
        };
        let kind = ExprKind::Receive(clauses, Box::new(timeout), Box::new(action));
        Expr::with_anno(at(form), kind)
    }

    /// `case value of clauses; error`, where the value may be several.
    pub(super) fn case_or(
        &mut self,
        form: &Form,
        value: Expr,
        mut clauses: Vec<Clause>,
        error: &str,
    ) -> Expr {
        clauses.push(self.builder.no_match(&at(form), error));
        Expr::with_anno(at(form), ExprKind::Case(Box::new(value), clauses))
    }
}

/// A `cond` clause that waits for what follows it.
enum Test {
    Boolean(Form, Expr, Expr),
    Match(Expr, Box<Clause>),
}

/// A clause for any number of values that takes all.
pub(super) fn any(values: &[lfec_base::Symbol], body: Expr) -> Clause {
    let patterns = values.iter().map(|name| build::var_pattern(*name)).collect();
    Clause { anno: build::generated(), ..clause(patterns, body) }
}
