//! Macros across modules: `(module:macro …)` and the function that makes a module's exported
//! macros reachable, `LFE-EXPAND-EXPORTED-MACRO/3`.
//!
//! That function takes the macro's name, the list of arguments and an environment, and returns
//! `#(yes form)` or `no`. Those of the modules compiled in this session are kept in
//! [`crate::ExportedMacros`]; those of libraries are called through the host.

use lfec_base::Symbol;
use lfec_reader::{Form, FormKind};

use super::Expander;
use super::user_macro::{arguments_datum, environment_datum};
use crate::environment::{Environment, UserMacro};
use crate::shape::{Build, lambda_arity};

/// The function's name.
pub(crate) const EXPAND_EXPORTED: &str = "LFE-EXPAND-EXPORTED-MACRO";

impl Expander<'_> {
    /// Expands `(module:name argument…)` if the module exports such a macro.
    pub(super) fn call_exported_macro(
        &mut self,
        module: Symbol,
        name: Symbol,
        form: &Form,
        arguments: &[Form],
    ) -> Option<Form> {
        let module = self.tables.resolve_module(module);
        let make = Build(form.span);
        let call = make.list(std::iter::once(make.symbol(name)).chain(arguments.iter().cloned()));
        let arguments = [make.symbol(name), arguments_datum(&call), environment_datum()];
        let answer = match self.options.exported_macros.get(&module).cloned() {
            Some(lambda) => self.call_session_macro(module, &lambda, &arguments),
            None if self.without_macros.contains(&module) => return None,
            None => {
                let function = Symbol::intern(EXPAND_EXPORTED);
                let answer = self.host.call_remote(module, function, &arguments);
                if answer.is_none() {
                    self.without_macros.insert(module);
                }
                answer?
            }
        };
        let expansion = match answer {
            Ok(answer) => Ok(yes(&answer)?),
            Err(reason) => Err(reason),
        };
        let placed = self.finish_call(&call, name, None, expansion);
        Some(placed.unwrap_or_else(|| super::poison(form.span)))
    }

    fn call_session_macro(
        &mut self,
        module: Symbol,
        lambda: &Form,
        arguments: &[Form],
    ) -> Result<Form, String> {
        let name = Symbol::intern(&format!("{module}:{EXPAND_EXPORTED}"));
        if self.session_macros.insert(module) {
            self.host.define(name, arguments.len(), lambda)?;
        }
        self.host.call(name, arguments)
    }

    /// `(define-function LFE-EXPAND-EXPORTED-MACRO () lambda)` for the macros a module exports,
    /// not yet expanded.
    pub(super) fn exported_macro_function(
        &self,
        form: &Form,
        names: &ExportedNames,
        env: &Environment,
    ) -> Option<(Form, Vec<Symbol>)> {
        let mut exported: Vec<&UserMacro> =
            env.macros().map(AsRef::as_ref).filter(|found| names.contains(found.name)).collect();
        exported.sort_by_key(|found| found.number);
        if exported.is_empty() {
            return None;
        }
        let make = Build(form.span);
        let name = Form::symbol(form.span, "macro name");
        let arguments = Form::symbol(form.span, "macro arguments");
        let mut clauses: Vec<Form> =
            exported.iter().map(|found| macro_clause(found, &arguments)).collect();
        clauses.push(make.list([Form::symbol(form.span, "_"), make.atom_text("no")]));
        let dispatch = make.call("case", std::iter::once(name.clone()).chain(clauses));
        let body = within_compile_time(dispatch, env);
        let environment = Form::symbol(form.span, "$ENV");
        let lambda = make.call("lambda", [make.list([name, arguments, environment]), body]);
        let function = Form::symbol(form.span, EXPAND_EXPORTED);
        let names = exported.iter().map(|found| found.name).collect();
        Some((make.call("define-function", [function, make.list([]), lambda]), names))
    }
}

/// Which macros a module exports.
#[derive(Clone, Default)]
pub(crate) enum ExportedNames {
    /// None.
    #[default]
    None,
    /// These.
    Some(Vec<Symbol>),
    /// All it defines.
    All,
}

impl ExportedNames {
    fn contains(&self, name: Symbol) -> bool {
        match self {
            ExportedNames::None => false,
            ExportedNames::Some(names) => names.contains(&name),
            ExportedNames::All => true,
        }
    }

    /// Adds what an `(export-macro …)` attribute names.
    pub(super) fn add(&mut self, items: &[Form]) {
        match items {
            [all] if all.is_symbol("all") => *self = ExportedNames::All,
            _ => {
                let more = items.iter().filter_map(Form::as_symbol);
                match self {
                    ExportedNames::All => {}
                    ExportedNames::Some(names) => names.extend(more),
                    ExportedNames::None => *self = ExportedNames::Some(more.collect()),
                }
            }
        }
    }
}

/// The form in the answer `#(yes form)`.
fn yes(answer: &Form) -> Option<Form> {
    match &answer.kind {
        FormKind::Tuple(items) if items.len() == 2 && items[0].is_symbol("yes") => {
            Some(items[1].clone())
        }
        _ => None,
    }
}

/// `('name (case arguments (pattern [guard] (tuple 'yes (progn body…))) …))`
fn macro_clause(found: &UserMacro, arguments: &Form) -> Form {
    let make = Build(found.definition.span);
    let clauses = macro_clauses(&found.definition).into_iter().map(|(pattern, body)| {
        let (guard, body) = match body.split_first() {
            Some((first, rest)) if first.as_call("when").is_some() => (Some(first), rest),
            _ => (None, body),
        };
        let body = make.call("progn", body.iter().cloned());
        let answer = make.call("tuple", [make.atom_text("yes"), body]);
        make.list(std::iter::once(pattern.clone()).chain(guard.cloned()).chain([answer]))
    });
    let matched = make.call("case", std::iter::once(arguments.clone()).chain(clauses));
    make.list([make.atom(found.name), matched])
}

/// Pattern for the arguments, guard and body of each clause of a macro.
fn macro_clauses(definition: &Form) -> Vec<(&Form, &[Form])> {
    if let Some([parameters, body @ ..]) = definition.as_call("lambda") {
        let first = parameters.as_list().and_then(<[Form]>::first);
        return first.map(|pattern| (pattern, body)).into_iter().collect();
    }
    let clauses = definition.as_call("match-lambda").unwrap_or(&[]);
    let parts = clauses.iter().filter_map(|clause| {
        let [patterns, body @ ..] = clause.as_list()? else { return None };
        Some((patterns.as_list()?.first()?, body))
    });
    parts.collect()
}

/// A body within the functions and variables of `eval-when-compile`.
fn within_compile_time(body: Form, env: &Environment) -> Form {
    let make = Build(body.span);
    let functions = env.functions();
    let mut inner = body;
    if !functions.is_empty() {
        let bindings = functions
            .iter()
            .filter(|(_, function)| lambda_arity(&function.definition).is_some())
            .map(|((name, _), function)| {
                make.list([make.symbol(*name), function.definition.clone()])
            });
        let bindings = make.list(bindings.collect::<Vec<_>>());
        inner = make.call("letrec-function", [bindings, inner]);
    }
    let variables = env.variables();
    if !variables.is_empty() {
        let bindings = variables
            .into_iter()
            .map(|(name, value)| make.list([make.symbol(name), make.quote(value.clone())]));
        let bindings = make.list(bindings.collect::<Vec<_>>());
        inner = make.call("let", [bindings, inner]);
    }
    inner
}
