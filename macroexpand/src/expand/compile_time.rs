//! Code that runs at expansion time: macros, and what stands in `eval-when-compile`.
//!
//! A definition is expanded, checked and handed to the host when it is first needed, so that
//! macros can use functions and macros that are defined after them. It is handed over again when
//! the functions or variables of `eval-when-compile` have changed since.

use std::collections::{HashMap, HashSet};

use lfec_base::{Diagnostic, Severity, Symbol};
use lfec_reader::{Form, FormKind};

use super::Expander;
use crate::environment::{Binding, CompileTimeFunction, Environment, UserMacro};
use crate::keyword::{Keyword, call_of};
use crate::lint;
use crate::normalise;
use crate::shape::{Build, documentation_text, lambda_arity};

/// What the host has been given.
#[derive(Clone, Default)]
pub(super) struct CompileTime {
    macros: HashMap<u32, DefinedMacro>,
    /// The functions under each name that the host knows now.
    functions: HashMap<(Symbol, usize), u32>,
    /// The environment whose functions the host knows now.
    current: Option<Environment>,
    /// Definitions that are being prepared, to find a macro that needs itself.
    preparing: Vec<u32>,
    /// Definitions with errors, which have been reported.
    broken: HashSet<u32>,
    names: HashMap<Symbol, u32>,
    evaluations: u32,
}

#[derive(Clone)]
struct DefinedMacro {
    host_name: Symbol,
    environment: Environment,
}

impl Expander<'_> {
    /// Gives a macro to the host if it does not have it. `None` if it has errors.
    pub(super) fn prepare_macro(&mut self, found: &UserMacro, env: &Environment) -> Option<Symbol> {
        self.prepare_functions(env);
        let defined = self.compile_time.macros.get(&found.number);
        if let Some(defined) = defined
            && defined.environment.same_runtime(env)
        {
            return Some(defined.host_name);
        }
        let host_name = match defined {
            Some(defined) => defined.host_name,
            None => self.macro_host_name(found.name),
        };
        self.prepare(found.number, host_name, 2, &found.definition, env)?;
        let environment = env.clone();
        let defined = DefinedMacro { host_name, environment };
        self.compile_time.macros.insert(found.number, defined);
        Some(host_name)
    }

    /// `MACRO-name`, with a number if there is one of that name already.
    fn macro_host_name(&mut self, name: Symbol) -> Symbol {
        let count = self.compile_time.names.entry(name).or_insert(0);
        *count += 1;
        match *count {
            1 => Symbol::intern(&format!("MACRO-{name}")),
            number => Symbol::intern(&format!("MACRO-{name}-{number}")),
        }
    }

    /// Gives the host the functions of an environment that it does not have.
    fn prepare_functions(&mut self, env: &Environment) {
        if self.compile_time.current.as_ref().is_some_and(|current| current.same_runtime(env)) {
            return;
        }
        let variables_changed = self.compile_time.current.is_some() && !env.variables().is_empty();
        self.compile_time.current = Some(env.clone());
        for ((name, arity), function) in env.functions() {
            let known = self.compile_time.functions.get(&(name, arity));
            if known == Some(&function.number) && !variables_changed {
                continue;
            }
            self.compile_time.functions.insert((name, arity), function.number);
            let reported = self.diagnostics.len();
            self.prepare(function.number, name, arity, &function.definition, env);
            if function.checked {
                self.diagnostics.truncate(reported);
            }
        }
    }

    /// Expands, checks and hands over one definition. `None` if it has errors.
    fn prepare(
        &mut self,
        number: u32,
        host_name: Symbol,
        arity: usize,
        definition: &Form,
        env: &Environment,
    ) -> Option<()> {
        if self.compile_time.broken.contains(&number) {
            return None;
        }
        if self.compile_time.preparing.contains(&number) {
            let message = "the macro is needed to expand its own definition";
            self.error("expand-macro", message, definition.span);
            self.compile_time.broken.insert(number);
            return None;
        }
        self.compile_time.preparing.push(number);
        let lambda = self.compile_time_lambda(definition, arity, env);
        self.compile_time.preparing.pop();
        let defined = lambda.and_then(|lambda| {
            let defined = self.host.define(host_name, arity, &lambda);
            defined.map_err(|reason| self.error("expand-macro", reason, definition.span)).ok()
        });
        if defined.is_none() {
            self.compile_time.broken.insert(number);
        }
        defined
    }

    /// A definition in the language of function bodies.
    fn compile_time_lambda(
        &mut self,
        definition: &Form,
        arity: usize,
        env: &Environment,
    ) -> Option<Form> {
        let errors = self.error_count();
        let expanded = self.expand_separately(definition, env);
        let variables: Vec<Symbol> = env.variables().iter().map(|(name, _)| *name).collect();
        let found = lint::check_compile_time(&expanded, &self.tables, &variables, self.host);
        self.diagnostics.extend(found);
        if self.error_count() > errors {
            return None;
        }
        let functions = env.functions().into_iter().map(|(key, _)| key);
        let tables = &self.tables;
        let variables = variables.into_iter();
        let lambda = normalise::compile_time_lambda(&expanded, tables, functions, variables);
        Some(close_over(&lambda, arity, env))
    }

    /// Expands a definition that is not part of the form that is being expanded.
    fn expand_separately(&mut self, definition: &Form, env: &Environment) -> Form {
        let function = self.function.take();
        let expanded = self.expand(definition, env);
        self.function = function;
        expanded
    }

    pub(crate) fn error_count(&self) -> usize {
        let is_error = |d: &&Diagnostic| d.severity == Severity::Error;
        self.diagnostics.iter().filter(is_error).count()
    }

    /// The value of an expression at expansion time; `Err` if it failed, with the reason unless
    /// that is reported.
    pub(super) fn evaluate(
        &mut self,
        expression: &Form,
        env: &Environment,
    ) -> Result<Form, Option<String>> {
        self.prepare_functions(env);
        let make = Build(expression.span);
        let lambda = make.call("lambda", [Form::nil(expression.span), expression.clone()]);
        let lambda = self.compile_time_lambda(&lambda, 0, env).ok_or(None)?;
        self.compile_time.evaluations += 1;
        let name = Symbol::intern(&format!("EVALUATE-{}", self.compile_time.evaluations));
        self.host.define(name, 0, &lambda).map_err(Some)?;
        self.host.call(name, &[]).map_err(Some)
    }

    /// One form of `eval-when-compile`: a definition, `set`, or an expression to run.
    pub(crate) fn compile_time_form(&mut self, form: &Form, env: &mut Environment) {
        let mut current = form.clone();
        loop {
            match call_of(&current) {
                Some((Keyword::Progn | Keyword::EvalWhenCompile, forms)) => {
                    for form in forms {
                        self.compile_time_form(form, env);
                    }
                    return;
                }
                Some((Keyword::Set, rest)) => {
                    return self.compile_time_set(&current, rest, env);
                }
                Some((Keyword::DefineMacro, rest)) => {
                    self.define_macro(&current, rest, env);
                    return;
                }
                Some((Keyword::DefineFunction, rest)) => {
                    return self.compile_time_function(&current, rest, env);
                }
                _ => {}
            }
            match self.expand_macro(&current, env) {
                Some(expanded) => current = expanded,
                None => break,
            }
        }
        if !matches!(current.kind, FormKind::List(_) | FormKind::Dotted(..)) {
            return;
        }
        if let Err(Some(reason)) = self.evaluate(&current, env) {
            self.bad_compile_time_form("expression", &current, &reason);
        }
    }

    /// `(define-macro name metas lambda)`.
    pub(crate) fn define_macro(&mut self, form: &Form, rest: &[Form], env: &mut Environment) {
        let [name, metas, lambda] = rest else {
            return self.error("bad-ewc-form", "bad eval-when-compile macro form", form.span);
        };
        let Some(symbol) = name.as_symbol() else {
            return self.error("bad-ewc-form", "bad eval-when-compile macro form", form.span);
        };
        if Keyword::of(symbol).is_some_and(Keyword::is_core_form) {
            let message = format!("defining core form {symbol} as macro");
            let warning = Diagnostic::warning("defining-core-form", message, name.span);
            return self.report(warning.with_note("the definition is ignored"));
        }
        if !matches!(call_of(lambda), Some((Keyword::Lambda | Keyword::MatchLambda, _))) {
            return self.error("bad-ewc-form", "bad eval-when-compile macro form", form.span);
        }
        let place = if name.span.is_none() { form } else { name };
        let documented = documentation(metas);
        self.tables.macros.retain(|(known, _)| *known != symbol);
        self.tables.macros.push((symbol, documented));
        let defined = self.new_macro(symbol, lambda, place);
        env.bind(symbol, Binding::Macro(defined.into()));
    }

    fn compile_time_function(&mut self, form: &Form, rest: &[Form], env: &mut Environment) {
        let known = match rest {
            [name, _, lambda] => name.as_symbol().zip(lambda_arity(lambda)).zip(Some(lambda)),
            _ => None,
        };
        let Some(((name, arity), lambda)) = known else {
            return self.error("bad-ewc-form", "bad eval-when-compile function form", form.span);
        };
        self.define_function(name, arity, lambda, env);
    }

    /// A function that code at expansion time can call.
    pub(crate) fn define_function(
        &mut self,
        name: Symbol,
        arity: usize,
        lambda: &Form,
        env: &mut Environment,
    ) {
        let number = self.definition_number();
        let checked = self.in_session;
        let function = CompileTimeFunction { number, definition: lambda.clone(), checked };
        env.define_function(name, arity, function);
    }

    /// `(set pattern [guard] expression)`: binds the variables of the pattern.
    fn compile_time_set(&mut self, form: &Form, rest: &[Form], env: &mut Environment) {
        let Some((expression, pattern)) =
            rest.split_last().filter(|(_, front)| (1..=2).contains(&front.len()))
        else {
            return self.error("bad-ewc-form", "bad eval-when-compile set form", form.span);
        };
        let expanded = self.expand_separately(&pattern[0], env);
        let variables = lint::pattern_variables(&expanded);
        let make = Build(form.span);
        let values = make.call("list", variables.iter().map(|name| make.symbol(*name)));
        let clause = make.list(pattern.iter().cloned().chain([values]));
        let matched = make.call("case", [expression.clone(), clause]);
        match self.evaluate(&matched, env) {
            Ok(values) => {
                let values = values.list_items().unwrap_or_default();
                for (name, value) in variables.into_iter().zip(values.iter()) {
                    env.set_variable(name, value.clone());
                }
            }
            Err(Some(reason)) => self.bad_compile_time_form("set", form, &reason),
            Err(None) => {}
        }
    }

    fn bad_compile_time_form(&mut self, what: &str, form: &Form, reason: &str) {
        let message = format!("bad eval-when-compile {what} form");
        let error = Diagnostic::error("bad-ewc-form", message, form.span);
        self.report(error.with_note(reason.to_owned()));
    }
}

/// A lambda within which the variables of `set` have their values.
fn close_over(lambda: &Form, arity: usize, env: &Environment) -> Form {
    let used: Vec<(Symbol, &Form)> =
        env.variables().into_iter().filter(|(name, _)| mentions(lambda, *name)).collect();
    if used.is_empty() {
        return lambda.clone();
    }
    let make = Build(lambda.span);
    let arguments: Vec<Form> =
        (0..arity).map(|i| Form::symbol(lambda.span, &format!("argument {i}"))).collect();
    let bindings = used
        .into_iter()
        .map(|(name, value)| make.list([make.symbol(name), make.quote(value.clone())]));
    let bindings = make.list(bindings.collect::<Vec<_>>());
    let parts = std::iter::once(lambda.clone()).chain(arguments.iter().cloned());
    let body = make.call("let", [bindings, make.call("funcall", parts)]);
    make.call("lambda", [make.list(arguments), body])
}

/// Whether a symbol occurs outside quoted data.
fn mentions(form: &Form, name: Symbol) -> bool {
    match &form.kind {
        FormKind::Symbol(symbol) => *symbol == name,
        FormKind::List(items) => {
            !matches!(call_of(form), Some((Keyword::Quote, _)))
                && items.iter().any(|item| mentions(item, name))
        }
        _ => false,
    }
}

/// The text of `((doc "…") …)`.
fn documentation(metas: &Form) -> Option<String> {
    let text = metas.as_list()?.iter().find_map(|meta| meta.as_call("doc")?.first())?;
    documentation_text(text)
}
