//! Guards.
//!
//! `R#r.f` in a guard is `element(N, R)`; that `R` is such a record is tested before the whole
//! test it stands in, or the operand of `andalso` or `orelse` it stands in.

use lfec_base::Symbol;
use lfec_core::ir::{Anno, Expr, Literal};
use lfec_erl::ast;
use lfec_erl::token::Word;

use super::function::{Steps, Translator};
use crate::build::{erlang_call, literal};

impl<'m> Translator<'m> {
    /// A guard: `'true'` where there is none.
    pub fn guard(&mut self, alternatives: &'m [Vec<ast::Expr>]) -> Expr {
        if alternatives.is_empty() {
            return Expr::atom("true");
        }
        let mut guards = Vec::with_capacity(alternatives.len());
        for tests in alternatives {
            let mut all = Vec::with_capacity(tests.len());
            for test in tests {
                let test = self.tested(test);
                all.push(self.builder.guard(test));
            }
            guards.push(self.builder.all_of(all));
        }
        self.builder.any_of(guards)
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
