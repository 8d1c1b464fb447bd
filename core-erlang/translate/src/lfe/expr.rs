//! Expressions: which form it is; variables, calls, bodies.

use lfec_base::Diagnostic;
use lfec_core::ir::{Expr, ExprKind, Literal};
use lfec_reader::{Form, FormKind};

use super::function::Callee;
use super::scope::Scope;
use super::{MAX_FORM_DEPTH, Translator, at, literal};
use crate::build::{self, Bindings, apply, call, seq};

impl Translator<'_> {
    /// The expression of a form.
    pub(super) fn expr(&mut self, form: &Form, scope: &Scope<'_>) -> Expr {
        if self.depth >= MAX_FORM_DEPTH {
            return self.bad(form, "form is nested too deeply");
        }
        self.depth += 1;
        let expr = self.form(form, scope);
        self.depth -= 1;
        expr
    }

    fn form(&mut self, form: &Form, scope: &Scope<'_>) -> Expr {
        match &form.kind {
            FormKind::Symbol(name) => match scope.variable(*name) {
                Some(variable) => Expr::with_anno(at(form), ExprKind::Var(variable)),
                None => {
                    let message = format!("symbol {name} is unbound");
                    let error = Diagnostic::error("unbound-symbol", message, form.span);
                    self.diagnostics.push(error);
                    Expr::atom("unbound")
                }
            },
            FormKind::List(items) => match items.split_first() {
                Some((head, rest)) => match head.as_symbol() {
                    Some(name) => self.named(name.as_str(), form, rest, scope),
                    None => self.bad(form, "bad application form"),
                },
                None => build::literal(Literal::Nil),
            },
            FormKind::Dotted(..) => self.bad(form, "bad application form"),
            _ => self.datum(form),
        }
    }

    /// A constant.
    fn datum(&mut self, datum: &Form) -> Expr {
        let value = literal::literal(datum, &mut self.diagnostics);
        Expr::with_anno(at(datum), ExprKind::Literal(value))
    }

    /// `(name rest…)`
    fn named(&mut self, name: &str, form: &Form, rest: &[Form], scope: &Scope<'_>) -> Expr {
        match (name, rest) {
            ("quote", [datum]) => self.datum(datum),
            ("cons" | "list" | "tuple" | "car" | "cdr" | "tref" | "tset" | "++" | "--", _)
            | ("map" | "map-size" | "map-get" | "map-set" | "map-update" | "map-remove", _) => {
                self.data(name, form, rest, scope)
            }
            ("binary", segments) => self.binary(form, segments, scope),
            ("lambda" | "match-lambda", _) => {
                let function = self.function(form, scope, None);
                Expr::with_anno(at(form), ExprKind::Fun(function))
            }
            ("function", _) => self.function_reference(form, rest, scope),
            ("let", [bindings, body @ ..]) => self.let_form(form, bindings, body, scope),
            ("let-function" | "letrec-function", [bindings, body @ ..]) => {
                self.local_functions(name == "letrec-function", form, bindings, body, scope)
            }
            ("progn", body) => self.body(body, scope),
            ("prog1", [first, body @ ..]) => self.value_then(first, body, scope),
            ("prog2", [first, second, body @ ..]) => {
                let first = self.expr(first, scope);
                let then = self.value_then(second, body, scope);
                in_order(first, then)
            }
            ("if", [test, yes, no]) => self.if_form(form, test, yes, Some(no), scope),
            ("if", [test, yes]) => self.if_form(form, test, yes, None, scope),
            ("case", [subject, clauses @ ..]) => self.case(form, subject, clauses, scope),
            ("cond", clauses) => self.cond(form, clauses, scope),
            ("maybe", steps) => self.maybe(form, steps, scope),
            ("receive", clauses) => self.receive(form, clauses, scope),
            ("catch", body) => {
                let body = self.body(body, scope);
                Expr::with_anno(at(form), ExprKind::Catch(Box::new(body)))
            }
            ("try", [subject, sections @ ..]) => self.try_form(form, subject, sections, scope),
            ("funcall", [callee, arguments @ ..]) => self.funcall(form, callee, arguments, scope),
            ("call", [module, function, arguments @ ..]) => {
                self.remote_call(form, module, function, arguments, scope)
            }
            ("andalso" | "orelse", tests) => self.short_circuit(name, form, tests, scope),
            ("list-comp" | "binary-comp", [qualifiers, value]) => {
                self.comprehension(name, form, qualifiers, value, scope)
            }
            _ => self.local_call(form, rest, scope),
        }
    }

    /// Expressions in order, the value of the last one.
    pub(super) fn body(&mut self, body: &[Form], scope: &Scope<'_>) -> Expr {
        let Some((last, before)) = body.split_last() else { return build::literal(Literal::Nil) };
        let before: Vec<Expr> = before.iter().map(|form| self.expr(form, scope)).collect();
        let last = self.expr(last, scope);
        before.into_iter().rev().fold(last, |then, first| in_order(first, then))
    }

    /// The value of `first`, after the body has been evaluated too.
    fn value_then(&mut self, first: &Form, body: &[Form], scope: &Scope<'_>) -> Expr {
        let mut bindings = Bindings::new();
        let first = self.expr(first, scope);
        if body.is_empty() {
            return first;
        }
        let value = self.builder.simple(first, &mut bindings);
        let then = self.body(body, scope);
        bindings.wrap(in_order(then, value))
    }

    /// Arguments made simple, evaluated in order.
    pub(super) fn arguments(
        &mut self,
        arguments: &[Form],
        scope: &Scope<'_>,
        bindings: &mut Bindings,
    ) -> Vec<Expr> {
        arguments.iter().map(|argument| self.argument(argument, scope, bindings)).collect()
    }

    /// An argument made simple.
    pub(super) fn argument(
        &mut self,
        argument: &Form,
        scope: &Scope<'_>,
        bindings: &mut Bindings,
    ) -> Expr {
        let argument = self.expr(argument, scope);
        self.builder.simple(argument, bindings)
    }

    /// `(name argument…)` of a local function or one of the module.
    fn local_call(&mut self, form: &Form, arguments: &[Form], scope: &Scope<'_>) -> Expr {
        let name = form.as_list().and_then(|items| items[0].as_symbol());
        let Some(name) = name else { return self.bad(form, "bad application form") };
        let resolved = self.resolve((name, arguments.len()), form, scope);
        let mut bindings = Bindings::new();
        let arguments = self.arguments(arguments, scope, &mut bindings);
        bindings.wrap(match resolved {
            Some(Callee::Local(function)) => apply(at(form), function, arguments),
            Some(Callee::Imported(module, name)) => {
                build::call(at(form), module.as_str(), name.as_str(), arguments)
            }
            None => Expr::atom("undefined"),
        })
    }

    fn funcall(
        &mut self,
        form: &Form,
        callee: &Form,
        arguments: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        let mut bindings = Bindings::new();
        let callee = self.argument(callee, scope, &mut bindings);
        let arguments = self.arguments(arguments, scope, &mut bindings);
        let kind = match callee.as_literal() {
            Some(Literal::Fun(module, function, arity)) if *arity == arguments.len() => {
                let name = |name| Box::new(build::literal(Literal::Atom(name)));
                ExprKind::Call(name(*module), name(*function), arguments)
            }
            _ => ExprKind::Apply(Box::new(callee), arguments),
        };
        bindings.wrap(Expr::with_anno(at(form), kind))
    }

    fn remote_call(
        &mut self,
        form: &Form,
        module: &Form,
        function: &Form,
        arguments: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        let mut bindings = Bindings::new();
        let module = self.argument(module, scope, &mut bindings);
        let function = self.argument(function, scope, &mut bindings);
        let arguments = self.arguments(arguments, scope, &mut bindings);
        let is_name = |name: &Expr| name.as_literal().is_none_or(|name| name.as_atom().is_some());
        if !is_name(&module) || !is_name(&function) {
            // Raises `badarg` when it is evaluated.
            let arguments = build::list(arguments, build::literal(Literal::Nil));
            let arguments = vec![module, function, arguments];
            return bindings.wrap(call(at(form), "erlang", "apply", arguments));
        }
        let kind = ExprKind::Call(Box::new(module), Box::new(function), arguments);
        bindings.wrap(Expr::with_anno(at(form), kind))
    }

    fn short_circuit(
        &mut self,
        name: &str,
        form: &Form,
        tests: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        let is_and = name == "andalso";
        let mut tests: Vec<Expr> = tests.iter().map(|test| self.expr(test, scope)).collect();
        let Some(last) = tests.pop() else { return build::literal(Literal::bool(is_and)) };
        tests.into_iter().rev().fold(last, |right, left| match is_and {
            true => self.builder.andalso(at(form), left, right),
            false => self.builder.orelse(at(form), left, right),
        })
    }
}

/// `do first then`, without a first that does nothing.
pub(super) fn in_order(first: Expr, then: Expr) -> Expr {
    if first.is_simple() { then } else { seq(first, then) }
}
