//! Guards.
//!
//! `R#r.f` in a guard is `element(N, R)`; that `R` is such a record is tested before the whole
//! test it stands in, or the operand of `andalso` or `orelse` it stands in.

use lfec_base::Symbol;
use lfec_core::ir::{Anno, Expr, ExprKind, Literal};
use lfec_erl::ast;
use lfec_erl::token::Word;

use super::function::{Steps, Translator};
use crate::build::{erlang_call, literal};

impl<'m> Translator<'m> {
    /// The guard that holds when `equalities` do and one of the alternatives, if there are any.
    /// A test that fails makes its alternative false.
    pub fn guard(&mut self, mut equalities: Vec<Expr>, alternatives: &'m [Vec<ast::Expr>]) -> Expr {
        if let [tests] = alternatives {
            equalities.extend(tests.iter().map(|test| self.tested(test)));
        } else if !alternatives.is_empty() {
            let mut any = Vec::with_capacity(alternatives.len());
            for tests in alternatives {
                let tests = tests.iter().map(|test| self.tested(test)).collect();
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

    /// The value of a guard expression, after the tests of the records in it.
    pub fn tested(&mut self, expr: &'m ast::Expr) -> Expr {
        let outside = self.record_tests.replace(Vec::new());
        let mut steps = Steps::new();
        let value = self.expr(expr, &mut steps);
        let value = steps.wrap(value);
        let mut tests = std::mem::replace(&mut self.record_tests, outside).unwrap_or_default();
        if tests.is_empty() {
            return value;
        }
        tests.push(value);
        self.builder.all_of(tests)
    }

    /// `andalso` and `orelse` in a guard.
    pub fn guard_operation(
        &mut self,
        word: Word,
        left: &'m ast::Expr,
        right: &'m ast::Expr,
        anno: Anno,
    ) -> Expr {
        let left = self.tested(left);
        let right = self.tested(right);
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
