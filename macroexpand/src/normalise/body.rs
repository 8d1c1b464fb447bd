//! Core forms with bodies, clauses and bindings.

use lfec_base::Span;
use lfec_reader::Form;

use super::{Normaliser, Scope};
use crate::keyword::{Keyword, arguments_of, call_of};
use crate::shape::{Build, is_wildcard, lambda_arity, symbol_list};

impl Normaliser<'_> {
    pub(super) fn control(
        &mut self,
        word: Keyword,
        form: &Form,
        rest: &[Form],
        scope: &Scope,
    ) -> Form {
        use Keyword::*;
        let make = Build(form.span);
        match (word, rest) {
            (Lambda, [arguments, body @ ..]) => self.lambda(form, arguments, body, scope),
            (MatchLambda, [_, ..]) => {
                let clauses = self.head_clauses(rest, scope);
                make.call("match-lambda", clauses)
            }
            (Function, _) => self.function_reference(form, rest, scope),
            (Let, [bindings, body @ ..]) => {
                let inner = scope.with_patterns(bound_patterns(bindings));
                let bindings = self.bindings(bindings, scope);
                let body = self.body(form.span, body, &inner);
                make.call("let", std::iter::once(bindings).chain(body))
            }
            (LetFunction | LetrecFunction, [bindings, body @ ..]) => {
                self.local_functions(word, form, bindings, body, scope)
            }
            (Progn, _) => match self.body(form.span, rest, scope) {
                body if body.len() == 1 => body[0].clone(),
                body => make.call("progn", body),
            },
            (Prog1, [_, ..]) | (Prog2, [_, _, ..]) => {
                make.call(word.text(), self.expressions(rest, scope))
            }
            (If, [_, _] | [_, _, _]) => {
                let mut parts = self.expressions(rest, scope);
                if parts.len() == 2 {
                    parts.push(make.atom_text("false"));
                }
                match parts.as_slice() {
                    [test, yes, no] if self.session.is_some() => {
                        boolean_case(form, test, yes.clone(), no.clone(), "if")
                    }
                    _ => make.call("if", parts),
                }
            }
            (Case, [subject, clauses @ ..]) if !clauses.is_empty() => {
                let subject = self.expression(subject, scope);
                let clauses = self.clauses(clauses, scope);
                make.call("case", std::iter::once(subject).chain(clauses))
            }
            (Cond, _) => self.cond(form, rest, scope),
            (Maybe, _) => self.maybe(form, rest, scope),
            (Receive, _) => self.receive(form, rest, scope),
            (Catch, _) => make.call("catch", self.body(form.span, rest, scope)),
            (Try, [subject, sections @ ..]) => self.try_form(form, subject, sections, scope),
            (Funcall, [_, ..]) => make.call("funcall", self.expressions(rest, scope)),
            (Call, _) => self.remote_call(form, rest, scope),
            _ => self.illegal(form),
        }
    }

    /// A body; an empty one has the value `()`.
    pub(super) fn body(&mut self, span: Span, body: &[Form], scope: &Scope) -> Vec<Form> {
        if body.is_empty() {
            return vec![Build(span).quote(Form::nil(span))];
        }
        self.expressions(body, scope)
    }

    /// Arguments that are not all different make it a match-lambda.
    fn lambda(&mut self, form: &Form, arguments: &Form, body: &[Form], scope: &Scope) -> Form {
        let make = Build(form.span);
        let Some(names) = symbol_list(arguments) else { return self.illegal(form) };
        let inner = scope.with_patterns(arguments.as_list().unwrap_or(&[]));
        let body = self.body(form.span, body, &inner);
        let repeated = names
            .iter()
            .enumerate()
            .any(|(index, name)| !is_wildcard(*name) && names[..index].contains(name));
        let parts = std::iter::once(arguments.clone()).chain(body);
        match repeated {
            true => make.call("match-lambda", [make.list(parts)]),
            false => make.call("lambda", parts),
        }
    }

    /// `((pattern…) [guard] body)` clauses.
    fn head_clauses(&mut self, clauses: &[Form], scope: &Scope) -> Vec<Form> {
        clauses
            .iter()
            .map(|clause| {
                let Some([patterns, rest @ ..]) = clause.as_list() else {
                    return clause.clone();
                };
                let items = patterns.list_items().unwrap_or_default();
                let inner = scope.with_patterns(items.iter());
                let items: Vec<Form> = items.iter().map(|item| self.pattern(item)).collect();
                let patterns = Form::list(patterns.span, items);
                self.rest_of_clause(clause, patterns, rest, &inner)
            })
            .collect()
    }

    pub(super) fn clauses(&mut self, clauses: &[Form], scope: &Scope) -> Vec<Form> {
        clauses.iter().map(|clause| self.clause(clause, scope)).collect()
    }

    /// `(pattern [guard] body)`
    fn clause(&mut self, clause: &Form, scope: &Scope) -> Form {
        let Some([pattern, rest @ ..]) = clause.as_list() else { return clause.clone() };
        let inner = scope.with_patterns([pattern]);
        let pattern = self.pattern(pattern);
        self.rest_of_clause(clause, pattern, rest, &inner)
    }

    /// `(pattern [guard] e)`, where the expression sees the scope outside.
    fn binding(&mut self, binding: &Form, scope: &Scope) -> Form {
        let Some([pattern, rest @ ..]) = binding.as_list() else { return binding.clone() };
        let pattern = self.pattern(pattern);
        self.rest_of_clause(binding, pattern, rest, scope)
    }

    fn rest_of_clause(
        &mut self,
        clause: &Form,
        pattern: Form,
        rest: &[Form],
        scope: &Scope,
    ) -> Form {
        let (guard, body) = self.guard_and_rest(rest);
        let body = self.body(clause.span, body, scope);
        let parts = std::iter::once(pattern).chain(guard).chain(body);
        Build(clause.span).list(parts)
    }

    /// A guard, if there is one with tests, and what comes after it.
    fn guard_and_rest<'f>(&mut self, rest: &'f [Form]) -> (Option<Form>, &'f [Form]) {
        let Some((first, body)) = rest.split_first() else { return (None, rest) };
        match arguments_of(first, Keyword::When) {
            Some(tests) => (self.guard(first, tests), body),
            None => (None, rest),
        }
    }

    /// `((pattern [guard] e) …)`
    fn bindings(&mut self, bindings: &Form, scope: &Scope) -> Form {
        let items = bindings.list_items().unwrap_or_default();
        let bound: Vec<Form> = items.iter().map(|item| self.binding(item, scope)).collect();
        Form::list(bindings.span, bound)
    }

    fn local_functions(
        &mut self,
        word: Keyword,
        form: &Form,
        bindings: &Form,
        body: &[Form],
        scope: &Scope,
    ) -> Form {
        let make = Build(form.span);
        let pairs = bindings.list_items().unwrap_or_default();
        let mut inner = scope.clone();
        for pair in pairs.iter() {
            if let Some([name, lambda]) = pair.as_list()
                && let Some(key) = name.as_symbol().zip(lambda_arity(lambda))
            {
                inner.functions.insert(key);
            }
        }
        let outer = if word == Keyword::LetrecFunction { &inner } else { scope };
        let mut bound = Vec::with_capacity(pairs.len());
        for pair in pairs.iter() {
            bound.push(match pair.as_list() {
                Some([name, lambda]) => {
                    Build(pair.span).list([name.clone(), self.expression(lambda, outer)])
                }
                _ => pair.clone(),
            });
        }
        let bindings = Form::list(bindings.span, bound);
        let body = self.body(form.span, body, &inner);
        make.call(word.text(), std::iter::once(bindings).chain(body))
    }

    fn cond(&mut self, form: &Form, clauses: &[Form], scope: &Scope) -> Form {
        let mut parts = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let Some([test, body @ ..]) = clause.as_list() else { continue };
            let inner = scope.with_patterns(tested_pattern(test));
            let test = match arguments_of(test, Keyword::MatchTest) {
                Some(_) => self.match_test(test, scope),
                None if test.is_symbol("else") => test.clone(),
                None => {
                    let expression = self.expression(test, scope);
                    let [yes, no] = ["true", "false"].map(|text| Build(test.span).atom_text(text));
                    match self.session {
                        Some(_) => boolean_case(test, &expression, yes, no, "cond"),
                        None => expression,
                    }
                }
            };
            let body = self.body(clause.span, body, &inner);
            parts.push(Build(clause.span).list(std::iter::once(test).chain(body)));
        }
        Build(form.span).call("cond", parts)
    }

    /// `(?= pattern [guard] e)` and the generators of comprehensions.
    fn match_test(&mut self, test: &Form, scope: &Scope) -> Form {
        let Some([head, rest @ ..]) = test.as_list() else { return test.clone() };
        let clause = self.binding(&Form::list(test.span, rest), scope);
        let parts = clause.list_items().unwrap_or_default();
        let parts = std::iter::once(head.clone()).chain(parts.iter().cloned());
        Build(test.span).list(parts)
    }

    fn maybe(&mut self, form: &Form, steps: &[Form], scope: &Scope) -> Form {
        let make = Build(form.span);
        let mut parts = self.maybe_steps(steps, scope);
        if parts.first().is_none_or(|first| first.as_call("else").is_some()) {
            parts.insert(0, make.quote(Form::nil(form.span)));
        }
        make.call("maybe", parts)
    }

    fn maybe_steps(&mut self, steps: &[Form], outer: &Scope) -> Vec<Form> {
        let mut parts = Vec::with_capacity(steps.len());
        let mut inner = outer.clone();
        for step in steps {
            let scope = &inner.clone();
            inner = scope.with_patterns(tested_pattern(step));
            parts.push(match call_of(step) {
                Some((Keyword::Else, clauses)) => {
                    let clauses = self.head_clauses(clauses, outer);
                    Build(step.span).call("else", clauses)
                }
                Some((Keyword::MatchTest, _)) => self.match_test(step, scope),
                Some((Keyword::Let, [bindings, steps @ ..])) => {
                    let inner = scope.with_patterns(bound_patterns(bindings));
                    let bindings = self.bindings(bindings, scope);
                    let mut steps = self.maybe_steps(steps, &inner);
                    if steps.is_empty() {
                        steps.push(Build(step.span).quote(Form::nil(step.span)));
                    }
                    Build(step.span).call("let", std::iter::once(bindings).chain(steps))
                }
                _ => self.expression(step, scope),
            });
        }
        parts
    }

    fn receive(&mut self, form: &Form, clauses: &[Form], scope: &Scope) -> Form {
        let mut parts = Vec::with_capacity(clauses.len());
        for clause in clauses {
            parts.push(match arguments_of(clause, Keyword::After) {
                Some([timeout, body @ ..]) => {
                    let timeout = self.expression(timeout, scope);
                    let body = self.body(clause.span, body, scope);
                    Build(clause.span).call("after", std::iter::once(timeout).chain(body))
                }
                _ => self.clause(clause, scope),
            });
        }
        Build(form.span).call("receive", parts)
    }

    fn try_form(&mut self, form: &Form, subject: &Form, sections: &[Form], scope: &Scope) -> Form {
        let mut parts = vec![self.expression(subject, scope)];
        for section in sections {
            let make = Build(section.span);
            match call_of(section) {
                Some((word @ (Keyword::Case | Keyword::Catch), clauses)) => {
                    parts.push(make.call(word.text(), self.clauses(clauses, scope)));
                }
                Some((Keyword::After, body)) => {
                    parts.push(make.call("after", self.body(section.span, body, scope)));
                }
                _ => {}
            }
        }
        Build(form.span).call("try", parts)
    }

    pub(super) fn comprehension(
        &mut self,
        word: Keyword,
        form: &Form,
        rest: &[Form],
        scope: &Scope,
    ) -> Form {
        let items = rest[0].list_items().unwrap_or_default();
        let mut qualifiers = Vec::with_capacity(items.len());
        let mut inner = scope.clone();
        for item in items.iter() {
            qualifiers.push(match call_of(item) {
                Some((Keyword::Generate | Keyword::GenerateBits, parts)) => {
                    let test = self.match_test(item, &inner);
                    inner = inner.with_patterns(parts.first());
                    test
                }
                _ => self.expression(item, &inner),
            });
        }
        let name = match word {
            Keyword::Lc | Keyword::ListComp => "list-comp",
            _ => "binary-comp",
        };
        let value = self.expression(&rest[1], &inner);
        let qualifiers = Form::list(rest[0].span, qualifiers);
        Build(form.span).call(name, [qualifiers, value])
    }
}

/// The patterns of the bindings of a `let`.
fn bound_patterns(bindings: &Form) -> impl Iterator<Item = &Form> {
    let bindings = bindings.as_list().unwrap_or(&[]).iter();
    bindings.filter_map(|binding| binding.as_list()?.first())
}

/// The pattern of `(?= pattern …)`.
fn tested_pattern(test: &Form) -> Option<&Form> {
    arguments_of(test, Keyword::MatchTest)?.first()
}

/// What a test of a session becomes: one that is no boolean is an error about the form, where
/// compiled code has a `case_clause`.
fn boolean_case(form: &Form, test: &Form, yes: Form, no: Form, name: &str) -> Form {
    let make = Build(form.span);
    let error = make.raise("nonbool_test", [make.atom_text(name)]);
    let clauses = [
        make.list([make.atom_text("true"), yes]),
        make.list([make.atom_text("false"), no]),
        make.list([Form::symbol(form.span, "_"), error]),
    ];
    make.call("case", std::iter::once(test.clone()).chain(clauses))
}
