//! Checks of core forms with bodies, clauses and bindings.

use lfec_base::{Span, Symbol};
use lfec_reader::Form;

use super::Linter;
use super::problem::{NameArity, Problem};
use super::scope::Scope;
use crate::keyword::{Keyword, arguments_of, call_of};
use crate::shape::{Build, is_underscore};

/// A clause or binding, taken apart.
pub(super) struct ClauseParts<'f> {
    pub(super) pattern: &'f Form,
    pub(super) guard: Option<&'f [Form]>,
    pub(super) body: &'f [Form],
}

/// Takes `(pattern [(when g…)] body…)` apart.
pub(super) fn clause_parts(items: &[Form]) -> Option<ClauseParts<'_>> {
    let (pattern, rest) = items.split_first()?;
    let guard = rest.first().and_then(|first| arguments_of(first, Keyword::When));
    let body = if guard.is_some() { &rest[1..] } else { rest };
    Some(ClauseParts { pattern, guard, body })
}

impl Linter<'_> {
    /// Checks a core form; false if the name cannot stand in code.
    pub(super) fn control(
        &mut self,
        word: Keyword,
        form: &Form,
        rest: &[Form],
        scope: &Scope,
    ) -> bool {
        use Keyword::*;
        match (word, rest) {
            (Lambda, _) => self.lambda(form, rest, scope),
            (MatchLambda, _) => self.match_lambda(form, rest, scope),
            (Let, [bindings, body @ ..]) => {
                let inner = self.let_bindings(form, bindings, scope);
                self.expressions(body, &inner);
            }
            (LetFunction | LetrecFunction, [bindings, body @ ..]) => {
                self.local_functions(word, bindings, body, scope);
            }
            (Progn | Catch, _) | (Prog1, [_, ..]) | (Prog2, [_, _, ..]) => {
                self.expressions(rest, scope);
            }
            (If, [_, _] | [_, _, _]) => self.expressions(rest, scope),
            (Case, [subject, clauses @ ..]) if !clauses.is_empty() => {
                self.expression(subject, scope);
                self.clauses("case", clauses, scope);
            }
            (Cond, _) => self.cond(rest, scope),
            (Maybe, _) => self.maybe(rest, scope),
            (Receive, _) => self.receive(rest, scope),
            (Try, [subject, sections @ ..]) => {
                self.expression(subject, scope);
                self.try_sections(form, sections, scope);
            }
            (
                Let | LetFunction | LetrecFunction | LetMacro | Prog1 | Prog2 | If | Case | Try,
                _,
            ) => self.report(form.span, Problem::BadForm(word.text())),
            (Quote | Function, _) => return false,
            (When, _) => {
                let help = "a guard stands right after the pattern of a clause".to_owned();
                self.report_with_help(form.span, Problem::BadForm("when"), Some(help));
            }
            (Else, _) => self.report(form.span, Problem::BadForm("else")),
            _ => {
                let help = format!("({word} ...) stands at the top level", word = word.text());
                self.report_with_help(form.span, Problem::UnknownForm, Some(help));
            }
        }
        true
    }

    /// Checks clauses with one pattern each.
    pub(super) fn clauses(&mut self, name: &str, clauses: &[Form], scope: &Scope) {
        let mut catch_all: Option<Span> = None;
        for clause in clauses {
            self.check_reachable(clause.span, catch_all, None);
            self.clause(name, clause, scope);
            if matches_everything(clause) {
                catch_all = catch_all.or(Some(clause.span));
            }
        }
    }

    /// A clause after one that matches everything is never reached.
    pub(super) fn check_reachable(
        &mut self,
        span: Span,
        catch_all: Option<Span>,
        function: Option<NameArity>,
    ) {
        let Some(catch_all) = catch_all.filter(|_| self.warn_unmatched) else { return };
        let line = self.lines.map_or(0, |lines| lines(catch_all));
        self.diagnostics.push(
            Problem::UnmatchedClause(line, function)
                .at(span)
                .with_label(catch_all, "this clause always matches"),
        );
    }

    pub(super) fn clause(&mut self, name: &str, clause: &Form, scope: &Scope) {
        let Some(parts) = clause.as_list().and_then(clause_parts) else {
            return self.report(clause.span, Problem::BadForm(name));
        };
        let inner = self.pattern_and_guard(&parts, scope);
        self.expressions(parts.body, &inner);
    }

    /// The scope within a clause.
    pub(super) fn pattern_and_guard(&mut self, parts: &ClauseParts, scope: &Scope) -> Scope {
        let variables = self.pattern(parts.pattern, scope);
        let inner = self.bind_variables(&variables, scope);
        if let Some(guard) = parts.guard {
            self.guard(guard, &inner);
        }
        inner
    }

    /// Checks the bindings of a `let`: expressions see the outer scope.
    pub(super) fn let_bindings(&mut self, form: &Form, bindings: &Form, scope: &Scope) -> Scope {
        let Some(items) = bindings.list_items() else {
            self.report(form.span, Problem::BadForm("let"));
            return scope.clone();
        };
        let mut inner = scope.clone();
        let mut bound: Vec<Symbol> = Vec::new();
        for binding in items.iter() {
            let parts = binding.as_list().and_then(clause_parts);
            let Some(parts) = parts.filter(|parts| parts.body.len() == 1) else {
                self.report(binding.span, Problem::BadForm("let"));
                continue;
            };
            self.expression(&parts.body[0], scope);
            let variables = self.pattern(parts.pattern, scope);
            let guard_scope = self.bind_variables(&variables, scope);
            if let Some(guard) = parts.guard {
                self.guard(guard, &guard_scope);
            }
            for (name, span) in variables {
                if bound.contains(&name) {
                    self.report(span, Problem::MultipleVariable(name));
                }
                bound.push(name);
                if let Some(number) = guard_scope.variable(name) {
                    inner.bind_variable(name, number);
                }
            }
        }
        inner
    }

    fn cond(&mut self, clauses: &[Form], scope: &Scope) {
        for (index, clause) in clauses.iter().enumerate() {
            match clause.as_list() {
                Some([first, body @ ..]) if first.is_symbol("else") => {
                    if index + 1 < clauses.len() {
                        self.report(clause.span, Problem::BadForm("cond"));
                    }
                    self.expressions(body, scope);
                }
                Some([test, body @ ..]) => match arguments_of(test, Keyword::MatchTest) {
                    Some(parts) => {
                        let inner = self.match_test(test, parts, "cond", scope);
                        self.expressions(body, &inner);
                    }
                    None => {
                        self.expression(test, scope);
                        self.expressions(body, scope);
                    }
                },
                _ => self.report(clause.span, Problem::BadForm("cond")),
            }
        }
    }

    /// `(?= pattern [guard] e)` and generators; the scope after it.
    fn match_test(&mut self, test: &Form, parts: &[Form], name: &str, scope: &Scope) -> Scope {
        let parts = clause_parts(parts).filter(|parts| parts.body.len() == 1);
        let Some(parts) = parts else {
            self.report(test.span, Problem::BadForm(name));
            return scope.clone();
        };
        self.expression(&parts.body[0], scope);
        self.pattern_and_guard(&parts, scope)
    }

    fn maybe(&mut self, steps: &[Form], scope: &Scope) {
        let clauses = steps.last().and_then(|last| arguments_of(last, Keyword::Else));
        let steps = &steps[..steps.len() - usize::from(clauses.is_some())];
        self.maybe_steps(steps, scope);
        for clause in clauses.unwrap_or(&[]) {
            self.maybe_else_clause(clause, scope);
        }
    }

    fn maybe_steps(&mut self, steps: &[Form], scope: &Scope) {
        let mut inner = scope.clone();
        for step in steps {
            match call_of(step) {
                Some((Keyword::Else, _)) => self.report(step.span, Problem::BadForm("maybe")),
                Some((Keyword::MatchTest, [_, _])) => {
                    let parts = arguments_of(step, Keyword::MatchTest).unwrap_or(&[]);
                    inner = self.match_test(step, parts, "maybe", &inner);
                }
                Some((Keyword::MatchTest, _)) => {
                    self.report(step.span, Problem::BadForm("maybe"));
                }
                Some((Keyword::Let, [bindings, steps @ ..])) => {
                    let within = self.let_bindings(step, bindings, &inner);
                    self.maybe_steps(steps, &within);
                }
                _ => self.expression(step, &inner),
            }
        }
    }

    fn maybe_else_clause(&mut self, clause: &Form, scope: &Scope) {
        let Some([patterns, rest @ ..]) = clause.as_list() else {
            return self.report(clause.span, Problem::BadForm("else"));
        };
        match patterns.as_list() {
            Some([pattern]) => {
                let items: Vec<Form> =
                    std::iter::once(pattern.clone()).chain(rest.iter().cloned()).collect();
                self.clause("maybe", &Build(clause.span).list(items), scope);
            }
            _ => self.report(clause.span, Problem::BadForm("else")),
        }
    }

    fn receive(&mut self, clauses: &[Form], scope: &Scope) {
        let mut plain: Vec<Form> = Vec::with_capacity(clauses.len());
        for (index, clause) in clauses.iter().enumerate() {
            match arguments_of(clause, Keyword::After) {
                Some([timeout, body @ ..]) if index + 1 == clauses.len() => {
                    self.clauses("receive", &plain, scope);
                    plain.clear();
                    self.expression(timeout, scope);
                    self.expressions(body, scope);
                }
                Some(_) => self.report(clause.span, Problem::BadForm("receive")),
                None => plain.push(clause.clone()),
            }
        }
        self.clauses("receive", &plain, scope);
    }

    fn try_sections(&mut self, form: &Form, sections: &[Form], scope: &Scope) {
        let mut last = 0;
        for section in sections {
            let (place, known) = match call_of(section) {
                Some((Keyword::Case, clauses)) => {
                    self.clauses("case", clauses, scope);
                    (1, true)
                }
                Some((Keyword::Catch, clauses)) => {
                    self.catch_clauses(clauses, scope);
                    (2, true)
                }
                Some((Keyword::After, body)) => {
                    self.expressions(body, scope);
                    (3, true)
                }
                _ => (last, false),
            };
            if !known || place <= last {
                self.report(section.span, Problem::BadForm("try"));
            }
            last = place;
        }
        let sound = sections.iter().all(|section| call_of(section).is_some());
        if last < 2 && sound {
            let help = "a try has a catch or an after section".to_owned();
            self.report_with_help(form.span, Problem::BadForm("try"), Some(help));
        }
    }

    fn catch_clauses(&mut self, clauses: &[Form], scope: &Scope) {
        for clause in clauses {
            let Some([exception, ..]) = clause.as_list() else {
                self.report(clause.span, Problem::BadForm("try"));
                continue;
            };
            match arguments_of(exception, Keyword::Tuple) {
                Some([_, _, stack]) => {
                    let bound = stack.as_symbol().is_none_or(|name| scope.variable(name).is_some());
                    if bound && !is_underscore(stack) {
                        self.report(stack.span, Problem::IllegalStacktrace(stack));
                    }
                }
                _ if is_underscore(exception) => {}
                _ => {
                    let help = "an exception is (tuple class reason stacktrace) or _".to_owned();
                    let problem = Problem::IllegalException(exception);
                    self.report_with_help(exception.span, problem, Some(help));
                    continue;
                }
            }
            self.clause("catch", clause, scope);
        }
    }

    /// `(list-comp (qualifier…) e)`
    pub(super) fn comprehension(
        &mut self,
        form: &Form,
        qualifiers: &Form,
        value: &Form,
        scope: &Scope,
    ) {
        let Some(items) = qualifiers.list_items() else {
            return self.report(form.span, Problem::BadForm("comprehension"));
        };
        let mut inner = scope.clone();
        for qualifier in items.iter() {
            match call_of(qualifier) {
                Some((Keyword::Generate | Keyword::GenerateBits, parts)) => {
                    inner = self.match_test(qualifier, parts, "comprehension", &inner);
                }
                _ => self.expression(qualifier, &inner),
            }
        }
        self.expression(value, &inner);
    }
}

/// Whether a clause has a variable as pattern and no guard.
fn matches_everything(clause: &Form) -> bool {
    clause.as_list().and_then(clause_parts).is_some_and(|parts| {
        parts.pattern.as_symbol().is_some() && parts.guard.is_none_or(<[Form]>::is_empty)
    })
}
