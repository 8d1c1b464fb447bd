//! Checks of lambdas and of local functions.

use lfec_base::{Span, Symbol};
use lfec_reader::Form;

use super::Linter;
use super::body::clause_parts;
use super::problem::{NameArity, Problem};
use super::scope::{FunctionKind, Scope};
use crate::keyword::Keyword;
use crate::shape::{is_underscore, is_wildcard, lambda_arity, symbol_list};

impl Linter<'_> {
    /// `(lambda (symbol…) body…)`
    pub(super) fn lambda(&mut self, form: &Form, rest: &[Form], scope: &Scope) {
        let Some((arguments, body)) = rest.split_first() else {
            return self.report(form.span, Problem::BadForm("lambda"));
        };
        let inner = if symbol_list(arguments).is_some() {
            let arguments = arguments.as_list().unwrap_or(&[]);
            let variables = argument_variables(arguments);
            self.bind_variables(&variables, scope)
        } else {
            self.report(arguments.span, Problem::BadForm("lambda"));
            scope.clone()
        };
        self.expressions(body, &inner);
    }

    /// `(match-lambda ((pattern…) [guard] body…) …)`, all of as many patterns as the first.
    pub(super) fn match_lambda(&mut self, form: &Form, clauses: &[Form], scope: &Scope) {
        if clauses.is_empty() {
            return self.report(form.span, Problem::BadForm("match-lambda"));
        }
        let function = self.function.take();
        let mut arity = None;
        let mut catch_all = None;
        for clause in clauses {
            let Some(parts) = clause.as_list().and_then(clause_parts) else {
                self.report(clause.span, Problem::BadForm("clause"));
                continue;
            };
            let Some(patterns) = parts.pattern.list_items() else {
                self.report(parts.pattern.span, Problem::IllegalPattern(parts.pattern));
                continue;
            };
            if *arity.get_or_insert(patterns.len()) != patterns.len() {
                self.report(clause.span, Problem::BadHeadArity);
                catch_all = None;
            }
            self.check_reachable(clause.span, catch_all, function);
            let variables = self.patterns(&patterns, scope);
            let inner = self.bind_variables(&variables, scope);
            if let Some(guard) = parts.guard {
                self.guard(guard, &inner);
            }
            self.expressions(parts.body, &inner);
            if parts.guard.is_none_or(<[Form]>::is_empty) && are_different_variables(&patterns) {
                catch_all = catch_all.or(Some(clause.span));
            }
        }
    }

    /// `(let-function ((name lambda)…) body…)` and its like.
    pub(super) fn local_functions(
        &mut self,
        word: Keyword,
        bindings: &Form,
        body: &[Form],
        scope: &Scope,
    ) {
        let Some(pairs) = bindings.list_items() else {
            return self.report(bindings.span, Problem::BadForm(word.text()));
        };
        let mut inner = scope.clone();
        let mut seen: Vec<NameArity> = Vec::new();
        for pair in pairs.iter() {
            let Some((key, span)) = self.local_function_name(word, pair) else { continue };
            if seen.contains(&key) {
                self.report(span, Problem::RedefineFunction(key));
            }
            seen.push(key);
            self.check_core_name(key, span);
            inner.bind_function(key, FunctionKind::Local);
        }
        let function_scope = if word == Keyword::LetrecFunction { &inner } else { scope };
        for pair in pairs.iter() {
            if let Some([_, lambda]) = pair.as_list()
                && lambda_arity(lambda).is_some()
            {
                self.expression(lambda, function_scope);
            }
        }
        self.expressions(body, &inner);
    }

    fn local_function_name(&mut self, word: Keyword, pair: &Form) -> Option<(NameArity, Span)> {
        let key = match pair.as_list() {
            Some([name, lambda]) => name.as_symbol().zip(lambda_arity(lambda)).zip(Some(name.span)),
            _ => None,
        };
        if key.is_none() {
            self.report(pair.span, Problem::BadForm(word.text()));
        }
        key
    }

    /// Core forms cannot be redefined; a core function can, but is never called.
    pub(super) fn check_core_name(&mut self, key: NameArity, span: Span) {
        let Some(word) = Keyword::of(key.0) else { return };
        if word.is_core_form() {
            self.report(span, Problem::RedefineCoreForm(key.0));
        } else if word.is_core_function(key.1) {
            let problem = Problem::RedefineCoreFunction(key);
            let text = format!("({} ...) still means the core function", key.0);
            self.diagnostics.push(problem.at(span).with_note(text));
        }
    }
}

/// The variables among arguments, `_` apart.
fn argument_variables(arguments: &[Form]) -> Vec<(Symbol, Span)> {
    let mut variables: Vec<(Symbol, Span)> = Vec::with_capacity(arguments.len());
    for argument in arguments {
        if let Some(name) = argument.as_symbol()
            && !is_wildcard(name)
            && !variables.iter().any(|(known, _)| *known == name)
        {
            variables.push((name, argument.span));
        }
    }
    variables
}

fn are_different_variables(patterns: &[Form]) -> bool {
    let count = argument_variables(patterns).len();
    let wildcards = patterns.iter().filter(|pattern| is_underscore(pattern)).count();
    count + wildcards == patterns.len()
}
