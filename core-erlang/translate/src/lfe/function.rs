//! Functions: lambdas, references, local functions, `let`.

use lfec_base::{Diagnostic, Symbol};
use lfec_core::ir::{Anno, Definition, Expr, ExprKind, Fun, FunctionName, Literal};
use lfec_reader::{Form, FormKind};

use super::scope::Scope;
use super::{Translator, at, function_name};
use crate::build::{fun, let_in, var};

/// What a name stands for.
pub(super) enum Callee {
    Local(FunctionName),
    Imported(Symbol, Symbol),
}

impl Translator<'_> {
    /// The function of a `lambda` or `match-lambda`. `name` is the function of the module that it
    /// is, if it is one.
    pub(super) fn function(
        &mut self,
        form: &Form,
        scope: &Scope<'_>,
        name: Option<FunctionName>,
    ) -> Fun {
        if let Some([parameters, body @ ..]) = form.as_call("lambda")
            && let Some(parameters) = symbols(parameters)
        {
            return self.lambda(form, &parameters, body, scope);
        }
        match form.as_call("match-lambda") {
            Some(clauses) => self.match_lambda(form, clauses, scope, name),
            None => fun(at(form), Vec::new(), self.bad(form, "bad lambda form")),
        }
    }

    fn lambda(
        &mut self,
        form: &Form,
        parameters: &[Symbol],
        body: &[Form],
        scope: &Scope<'_>,
    ) -> Fun {
        let mut inner = scope.inner();
        let mut variables = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            let variable = self.variable(*parameter);
            variables.push(variable);
            if parameter.as_str() != "_" {
                inner.bind(*parameter, variable);
            }
        }
        let body = self.body(body, &inner);
        fun(at(form), variables, body)
    }

    fn match_lambda(
        &mut self,
        form: &Form,
        clauses: &[Form],
        scope: &Scope<'_>,
        name: Option<FunctionName>,
    ) -> Fun {
        let heads: Option<Vec<&[Form]>> = clauses.iter().map(patterns).collect();
        let Some(heads) = heads else {
            return fun(at(form), Vec::new(), self.bad(form, "bad match-lambda form"));
        };
        let arity = heads.first().map_or(0, |head| head.len());
        if heads.iter().any(|head| head.len() != arity) {
            return fun(at(form), Vec::new(), self.bad(form, "function head arity mismatch"));
        }
        // One clause of plain variables is a lambda.
        if let ([head], [clause]) = (&heads[..], clauses)
            && let Some(parameters) = distinct_symbols(head)
            && let Some([_, body @ ..]) = clause.as_list()
            && body.first().is_none_or(|form| form.as_call("when").is_none())
        {
            return self.lambda(form, &parameters, body, scope);
        }
        let parameters: Vec<Symbol> = (0..arity).map(|_| self.builder.fresh()).collect();
        let mut translated = Vec::with_capacity(clauses.len() + 1);
        for (head, form) in heads.iter().zip(clauses) {
            let rest = form.as_list().map_or(&[][..], |items| &items[1..]);
            translated.push(self.clause(head, rest, form, scope));
        }
        translated.push(self.builder.no_function_clause(&at(form), name, arity));
        let values = parameters.iter().map(|name| var(*name)).collect();
        let values = Box::new(Expr::new(ExprKind::Values(values)));
        let body = Expr::with_anno(at(form), ExprKind::Case(values, translated));
        fun(at(form), parameters, body)
    }

    /// The variable of a symbol that is bound.
    pub(super) fn variable(&mut self, name: Symbol) -> Symbol {
        match name.as_str() {
            "_" => self.builder.fresh(),
            text => self.builder.variable(text),
        }
    }

    /// `(function name arity)` and `(function module name arity)`
    pub(super) fn function_reference(
        &mut self,
        form: &Form,
        rest: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        let kind = match rest {
            [name, arity] => {
                let key = name.as_symbol().zip(arity_of(arity));
                let Some(key) = key else { return self.bad(form, "bad function form") };
                match self.resolve(key, form, scope) {
                    Some(Callee::Local(function)) => ExprKind::FunctionName(function),
                    Some(Callee::Imported(module, name)) => {
                        ExprKind::Literal(Literal::Fun(module, name, key.1))
                    }
                    None => return Expr::atom("undefined"),
                }
            }
            [module, name, arity] => {
                let names = module.as_symbol().zip(name.as_symbol()).zip(arity_of(arity));
                let Some(((module, name), arity)) = names else {
                    return self.bad(form, "bad function form");
                };
                ExprKind::Literal(Literal::Fun(module, name, arity))
            }
            _ => return self.bad(form, "bad function form"),
        };
        Expr::with_anno(at(form), kind)
    }

    /// The local function, function of the module or imported function of this name.
    pub(super) fn resolve(
        &mut self,
        key: (Symbol, usize),
        form: &Form,
        scope: &Scope<'_>,
    ) -> Option<Callee> {
        if let Some(local) = scope.function(key) {
            return Some(Callee::Local(local));
        }
        if self.functions.contains(&key) {
            return Some(Callee::Local(function_name(key.0, key.1)));
        }
        if let Some((module, name)) = self.imports.get(&key) {
            return Some(Callee::Imported(*module, *name));
        }
        let message = format!("function {}/{} undefined", key.0, key.1);
        self.diagnostics.push(Diagnostic::error("undefined-function", message, form.span));
        None
    }

    /// `(let-function ((name lambda)…) body…)` and `letrec-function`
    pub(super) fn local_functions(
        &mut self,
        recursive: bool,
        form: &Form,
        bindings: &Form,
        body: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        let mut inner = scope.inner();
        let mut functions = Vec::new();
        for binding in bindings.as_list().unwrap_or_default() {
            let Some([name, lambda]) = binding.as_list() else {
                return self.bad(binding, "bad function binding");
            };
            let Some((name, arity)) = name.as_symbol().zip(lambda_arity(lambda)) else {
                return self.bad(binding, "bad function binding");
            };
            let function = self.builder.function(name.as_str(), arity);
            inner.bind_function((name, arity), function);
            functions.push((function, lambda));
        }
        let seen = if recursive { &inner } else { scope };
        let mut definitions = Vec::with_capacity(functions.len());
        for (name, lambda) in functions {
            let mut function = self.function(lambda, seen, Some(name));
            if function.parameters.len() != name.arity {
                function.parameters = (0..name.arity).map(|_| self.builder.fresh()).collect();
            }
            definitions.push(Definition { name, function });
        }
        let body = self.body(body, &inner);
        if definitions.is_empty() {
            return body;
        }
        Expr::with_anno(at(form), ExprKind::LetRec(definitions, Box::new(body)))
    }

    /// `(let ((pattern [guard] e)…) body…)`: the expressions are of the outer scope, each is
    /// matched before the next one is evaluated.
    pub(super) fn let_form(
        &mut self,
        form: &Form,
        bindings: &Form,
        body: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        self.let_with(form, bindings, scope, |translator, inner| translator.body(body, inner))
    }

    /// The same with a body that is translated by `body`.
    pub(super) fn let_with(
        &mut self,
        form: &Form,
        bindings: &Form,
        scope: &Scope<'_>,
        body: impl FnOnce(&mut Self, &Scope<'_>) -> Expr,
    ) -> Expr {
        let Some(bindings) = bindings.as_list() else { return self.bad(form, "bad let form") };
        let mut inner = scope.inner();
        let mut matches = Vec::with_capacity(bindings.len());
        for binding in bindings {
            match self.let_binding(binding, scope, &mut inner) {
                Some(matched) => matches.push(matched),
                None => return self.bad(binding, "bad let binding"),
            }
        }
        let body = body(self, &inner);
        matches.into_iter().rev().fold(body, |body, matched| matched.around(body, self))
    }

    fn let_binding(
        &mut self,
        binding: &Form,
        scope: &Scope<'_>,
        inner: &mut Scope<'_>,
    ) -> Option<Matched> {
        let (pattern, guard, value) = match binding.as_list()? {
            [pattern, value] => (pattern, None, value),
            [pattern, guard, value] => (pattern, Some(guard.as_call("when")?), value),
            _ => return None,
        };
        let value = self.expr(value, scope);
        let (FormKind::Symbol(name), None) = (&pattern.kind, guard) else {
            let head = self.head(std::slice::from_ref(pattern), scope);
            let seen = scope.with(head.variables.clone());
            let guard = self.guard_tests(head.tests, guard.unwrap_or_default(), &seen);
            head.variables.iter().for_each(|(name, variable)| inner.bind(*name, *variable));
            let clause = lfec_core::ir::Clause {
                anno: Anno::default(),
                patterns: head.patterns,
                guard,
                body: Expr::atom("true"),
            };
            return Some(Matched::Pattern(at(binding), value, Box::new(clause)));
        };
        let variable = self.variable(*name);
        if name.as_str() != "_" {
            inner.bind(*name, variable);
        }
        Some(Matched::Variable(variable, value))
    }
}

/// A `let` binding that waits for its body.
enum Matched {
    Variable(Symbol, Expr),
    /// The clause's body is to come.
    Pattern(Anno, Expr, Box<lfec_core::ir::Clause>),
}

impl Matched {
    fn around(self, body: Expr, translator: &mut Translator<'_>) -> Expr {
        match self {
            Matched::Variable(name, value) => let_in(name, value, body),
            Matched::Pattern(anno, value, clause) => {
                let error = translator.builder.no_match(&anno, "badmatch");
                let clauses = vec![lfec_core::ir::Clause { body, ..*clause }, error];
                Expr::with_anno(anno, ExprKind::Case(Box::new(value), clauses))
            }
        }
    }
}

fn symbols(list: &Form) -> Option<Vec<Symbol>> {
    list.as_list()?.iter().map(Form::as_symbol).collect()
}

/// The patterns of a clause of a `match-lambda`.
fn patterns(clause: &Form) -> Option<&[Form]> {
    clause.as_list()?.first()?.as_list()
}

/// The symbols of patterns that are symbols, none of them twice.
fn distinct_symbols(patterns: &[Form]) -> Option<Vec<Symbol>> {
    let symbols: Vec<Symbol> = patterns.iter().map(Form::as_symbol).collect::<Option<_>>()?;
    let named = |name: &&Symbol| name.as_str() != "_";
    let repeated = |(i, name): (usize, &Symbol)| symbols[..i].contains(name);
    let twice = symbols.iter().enumerate().filter(|(_, name)| named(name)).any(repeated);
    (!twice).then_some(symbols)
}

fn arity_of(form: &Form) -> Option<usize> {
    match &form.kind {
        FormKind::Integer(value) => usize::try_from(&**value).ok().filter(|arity| *arity <= 255),
        _ => None,
    }
}

fn lambda_arity(lambda: &Form) -> Option<usize> {
    if let Some([parameters, ..]) = lambda.as_call("lambda") {
        return parameters.as_list().map(<[Form]>::len);
    }
    patterns(lambda.as_call("match-lambda")?.first()?).map(<[Form]>::len)
}
