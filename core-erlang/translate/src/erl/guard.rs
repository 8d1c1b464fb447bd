//! Guards.
//!
//! `R#r.f` in a guard is `element(N, R)`; that `R` is such a record is tested before the whole
//! test it stands in, or the operand of `andalso` or `orelse` it stands in. Where it is none, the
//! alternative fails: the test is false, the operand is no boolean.

use lfec_base::Symbol;
use lfec_core::ir::{Anno, Expr, ExprKind, Literal};
use lfec_erl::ast;
use lfec_erl::token::Word;

use super::function::{Steps, Translator};
use crate::build::{atom_pattern, clause, erlang_call, literal};

impl<'m> Translator<'m> {
    /// The guard that holds when `equalities` do and one of the alternatives, if there are any.
    /// A test that fails makes its alternative false.
    pub fn guard(&mut self, mut equalities: Vec<Expr>, alternatives: &'m [Vec<ast::Expr>]) -> Expr {
        let failed = Expr::atom("false");
        if let [tests] = alternatives {
            equalities.extend(tests.iter().map(|test| self.tested(test, &failed)));
        } else if !alternatives.is_empty() {
            let mut any = Vec::with_capacity(alternatives.len());
            for tests in alternatives {
                let tests = tests.iter().map(|test| self.tested(test, &failed)).collect();
                any.push(self.guard_of(tests));
            }
            let any = self.builder.any_of(any);
            equalities.push(any);
        }
        let mut guard = self.guard_of(equalities);
        self.legalise(&mut guard, false);
        guard
    }

    /// The guard of tests that all must hold: one `try` around all of them.
    fn guard_of(&mut self, tests: Vec<Expr>) -> Expr {
        let all = self.builder.all_of(tests);
        self.builder.guard(all)
    }

    /// `erlc` wants the `try` of a guard to have two exception variables, or three where it
    /// stands in a clause of the guard.
    fn legalise(&mut self, expr: &mut Expr, in_clause: bool) {
        match &mut expr.kind {
            ExprKind::Try(parts) => {
                if in_clause && parts.exception_variables.len() == 2 {
                    parts.exception_variables.push(self.builder.fresh());
                }
                self.legalise(&mut parts.argument, in_clause);
            }
            ExprKind::Case(argument, clauses) => {
                self.legalise(argument, in_clause);
                clauses.iter_mut().for_each(|clause| self.legalise(&mut clause.body, true));
            }
            ExprKind::Let(_, value, body) => {
                self.legalise(value, in_clause);
                self.legalise(body, in_clause);
            }
            _ => {}
        }
    }

    /// The value of a guard expression, after the tests of the records in it; `otherwise` where
    /// they do not hold.
    pub fn tested(&mut self, expr: &'m ast::Expr, otherwise: &Expr) -> Expr {
        let outside = self.record_tests.replace(Vec::new());
        let mut steps = Steps::new();
        let value = self.expr(expr, &mut steps);
        let value = steps.wrap(value);
        let tests = std::mem::replace(&mut self.record_tests, outside).unwrap_or_default();
        tests.into_iter().rev().fold(value, |value, test| {
            let clauses = vec![
                clause(vec![atom_pattern("true")], value),
                self.builder.otherwise(|_| otherwise.clone()),
            ];
            Expr::new(ExprKind::Case(Box::new(test), clauses))
        })
    }

    /// `andalso` and `orelse` in a guard.
    pub fn guard_operation(
        &mut self,
        word: Word,
        left: &'m ast::Expr,
        right: &'m ast::Expr,
        anno: Anno,
    ) -> Expr {
        let failed = Expr::atom("fail");
        let left = self.tested(left, &failed);
        let right = self.tested(right, &failed);
        match word {
            Word::Andalso => self.builder.andalso(anno, left, right),
            _ => self.builder.orelse(anno, left, right),
        }
    }

    /// Notes that the value of `base` must be a record.
    pub fn note_record_test(&mut self, base: &'m ast::Expr, name: Symbol, size: usize) {
        let mut steps = Steps::new();
        let base = self.safe(base, &mut steps);
        let arguments = vec![base, literal(Literal::Atom(name)), literal(Literal::integer(size))];
        let test = steps.wrap(erlang_call(Anno::default(), "is_record", arguments));
        if let Some(tests) = &mut self.record_tests
            && !tests.contains(&test)
        {
            tests.push(test);
        }
    }
}
