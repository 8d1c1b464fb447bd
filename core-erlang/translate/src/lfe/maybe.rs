//! `maybe`: steps that go on while their patterns match.
//!
//! A step `(?= pattern e)` whose pattern does not match ends the whole with the value, or with
//! what the `else` clauses make of it. A `let` step's body consists of steps too; what follows it
//! stands outside of its scope, but inside of its tree, so that it is reached only when all
//! matched.

use lfec_base::Symbol;
use lfec_core::ir::{Definition, Expr, ExprKind, FunctionName};
use lfec_reader::Form;

use super::expr::in_order;
use super::scope::Scope;
use super::{Translator, at};
use crate::build::{Bindings, apply, fun, var};

/// Where a mismatch goes.
#[derive(Clone, Copy)]
enum Else {
    /// The value is the result.
    Value,
    /// A local function of it is.
    Function(FunctionName),
}

/// Steps that are left to do, in their scope, and what comes after them.
struct Steps<'s> {
    steps: &'s [Form],
    scope: &'s Scope<'s>,
    then: Option<&'s Steps<'s>>,
}

impl Translator<'_> {
    /// `(maybe step… [(else ((pattern) [guard] body…)…)])`
    pub(super) fn maybe(&mut self, form: &Form, steps: &[Form], scope: &Scope<'_>) -> Expr {
        let clauses = steps.last().and_then(|last| last.as_call("else"));
        let Some(clauses) = clauses else {
            return self.steps(&Steps { steps, scope, then: None }, Else::Value);
        };
        let steps = &steps[..steps.len() - 1];
        let name = self.builder.function("else", 1);
        let function = self.else_function(form, clauses, scope);
        let body = self.steps(&Steps { steps, scope, then: None }, Else::Function(name));
        let definition = Definition { name, function };
        Expr::with_anno(at(form), ExprKind::LetRec(vec![definition], Box::new(body)))
    }

    fn else_function(
        &mut self,
        form: &Form,
        clauses: &[Form],
        scope: &Scope<'_>,
    ) -> lfec_core::ir::Fun {
        let mut translated = Vec::with_capacity(clauses.len());
        for clause in clauses {
            translated.push(match clause.as_list() {
                Some([patterns, rest @ ..]) if patterns.as_list().is_some_and(|p| p.len() == 1) => {
                    let patterns = patterns.as_list().unwrap_or_default();
                    self.clause(patterns, rest, clause, scope)
                }
                _ => {
                    let error = self.bad(clause, "bad else clause");
                    self.builder.otherwise(|_| error)
                }
            });
        }
        let value: Symbol = self.builder.fresh();
        let body = self.case_or(form, var(value), translated, "else_clause");
        fun(at(form), vec![value], body)
    }

    fn steps(&mut self, steps: &Steps<'_>, otherwise: Else) -> Expr {
        let Some((step, rest)) = steps.steps.split_first() else {
            return match steps.then {
                Some(then) => self.steps(then, otherwise),
                None => self.body(&[], steps.scope),
            };
        };
        let is_last = rest.is_empty() && steps.then.is_none_or(|then| then.is_done());
        let after = Steps { steps: rest, ..*steps };
        if let Some([pattern, value]) = step.as_call("?=") {
            return self.match_step(step, pattern, value, &after, is_last, otherwise);
        }
        if let Some([bindings, body @ ..]) = step.as_call("let") {
            return self.let_step(step, bindings, body, &after, otherwise);
        }
        let value = self.expr(step, steps.scope);
        if is_last {
            return value;
        }
        in_order(value, self.steps(&after, otherwise))
    }

    fn match_step(
        &mut self,
        step: &Form,
        pattern: &Form,
        value: &Form,
        after: &Steps<'_>,
        is_last: bool,
        otherwise: Else,
    ) -> Expr {
        let mut bindings = Bindings::new();
        let value = self.argument(value, after.scope, &mut bindings);
        let head = self.head(std::slice::from_ref(pattern), after.scope);
        let scope = after.scope.with(head.variables);
        let guard = self.guard_tests(head.tests, &[], &scope);
        let body = match is_last {
            true => value.clone(),
            false => self.steps(&Steps { scope: &scope, ..*after }, otherwise),
        };
        let matched =
            lfec_core::ir::Clause { anno: at(step), patterns: head.patterns, guard, body };
        let mismatch = self.builder.otherwise(|value| match otherwise {
            Else::Value => var(value),
            Else::Function(name) => apply(at(step), name, vec![var(value)]),
        });
        let kind = ExprKind::Case(Box::new(value), vec![matched, mismatch]);
        bindings.wrap(Expr::with_anno(at(step), kind))
    }

    fn let_step(
        &mut self,
        step: &Form,
        bindings: &Form,
        body: &[Form],
        after: &Steps<'_>,
        otherwise: Else,
    ) -> Expr {
        let scope = after.scope;
        self.let_with(step, bindings, scope, |translator, inner| {
            let then = Some(after).filter(|after| !after.is_done());
            translator.steps(&Steps { steps: body, scope: inner, then }, otherwise)
        })
    }
}

impl Steps<'_> {
    /// Whether nothing is left.
    fn is_done(&self) -> bool {
        self.steps.is_empty() && self.then.is_none_or(|then| then.is_done())
    }
}
