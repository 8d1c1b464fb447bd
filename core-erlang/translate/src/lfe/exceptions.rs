//! `try`.
//!
//! `(try e (case clause…) (catch clause…) (after body…))`: the clauses of `case` take the value
//! outside of the protection; those of `catch` take class, reason and, as a variable, the stack
//! trace; what no clause takes is raised again. The body of `after` runs in any case.

use lfec_base::Symbol;
use lfec_core::ir::{Clause, Expr, ExprKind, TryExpr};
use lfec_reader::Form;

use super::control::any;
use super::scope::Scope;
use super::{Translator, at};
use crate::build::{let_in, primop, raise_again, var, var_pattern};

impl Translator<'_> {
    pub(super) fn try_form(
        &mut self,
        form: &Form,
        subject: &Form,
        sections: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        let section = |name| sections.iter().find_map(|section: &Form| section.as_call(name));
        let mut value = self.expr(subject, scope);
        let (cases, catches) = (section("case"), section("catch"));
        value = match (cases, catches) {
            (None, None) => value,
            (Some(cases), None) => {
                let clauses = self.clauses(cases, scope);
                self.case_or(form, value, clauses, "try_clause")
            }
            (cases, Some(catches)) => self.try_catch(form, value, cases, catches, scope),
        };
        match section("after") {
            Some(after) => {
                let after = self.body(after, scope);
                self.builder.try_after(at(form), value, after)
            }
            None => value,
        }
    }

    fn try_catch(
        &mut self,
        form: &Form,
        argument: Expr,
        cases: Option<&[Form]>,
        catches: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        let value = self.builder.fresh();
        let body = match cases {
            Some(cases) => {
                let clauses = self.clauses(cases, scope);
                self.case_or(form, var(value), clauses, "try_clause")
            }
            None => var(value),
        };
        let names = [self.builder.fresh(), self.builder.fresh(), self.builder.fresh()];
        let mut clauses: Vec<Clause> =
            catches.iter().map(|clause| self.exception_clause(clause, scope)).collect();
        let others = [self.builder.fresh(), self.builder.fresh(), self.builder.fresh()];
        clauses.push(any(&others, raise_again(others)));
        let values = ExprKind::Values(names.map(var).to_vec());
        let handler = Expr::new(ExprKind::Case(Box::new(Expr::new(values)), clauses));
        let parts = TryExpr {
            argument,
            variables: vec![value],
            body,
            exception_variables: names.to_vec(),
            handler,
        };
        Expr::with_anno(at(form), ExprKind::Try(Box::new(parts)))
    }

    /// `((tuple class reason stack) [guard] body…)` or `(_ [guard] body…)`
    fn exception_clause(&mut self, form: &Form, scope: &Scope<'_>) -> Clause {
        let trace = self.builder.fresh();
        let Some([exception, rest @ ..]) = form.as_list() else {
            return self.bad_exception(form, trace);
        };
        if exception.is_symbol("_") {
            let any = [Form::symbol(form.span, "_"), Form::symbol(form.span, "_")];
            let mut clause = self.clause(&any, rest, form, scope);
            clause.patterns.push(var_pattern(trace));
            return clause;
        }
        let Some([class, reason, stack]) = exception.as_call("tuple") else {
            return self.bad_exception(form, trace);
        };
        let Some(stack) = stack.as_symbol() else { return self.bad_exception(form, trace) };
        let mut inner = scope.inner();
        let built = self.variable(stack);
        if stack.as_str() != "_" {
            inner.bind(stack, built);
        }
        let head = [class.clone(), reason.clone()];
        let mut clause = self.clause(&head, rest, form, &inner);
        clause.patterns.push(var_pattern(trace));
        if stack.as_str() != "_" {
            let build = primop(at(form), "build_stacktrace", vec![var(trace)]);
            clause.body = let_in(built, build, clause.body);
        }
        clause
    }

    fn bad_exception(&mut self, form: &Form, trace: Symbol) -> Clause {
        let error = self.bad(form, "illegal exception pattern");
        any(&[self.builder.fresh(), self.builder.fresh(), trace], error)
    }
}
