//! Lint: whether expanded forms make sense.
//!
//! Everything wrong is reported, at the place of the form itself; checking goes on. What passes
//! here can be normalised and translated.

mod binary;
mod body;
mod collect;
mod expression;
mod function;
mod guard;
mod module_attribute;
mod pattern;
mod problem;
mod record;
mod scope;
mod suggest;
mod types;
mod usage;

use std::collections::HashMap;

use lfec_base::{Diagnostic, Span, Symbol, has_errors};
use lfec_reader::Form;

use crate::Options;
use crate::expand::ModuleForms;
use crate::module::MacroHost;
use crate::tables::Tables;

pub(crate) use collect::ModuleInfo;
pub(crate) use pattern::pattern_variables;
use problem::{NameArity, Problem};
use scope::Scope;
use usage::Usage;

/// Checks the forms of a module; what its definitions say comes back with the diagnostics.
pub(crate) fn check_module(
    module: &ModuleForms,
    options: &Options,
    lines: &dyn Fn(Span) -> u32,
    host: &mut dyn MacroHost,
) -> (ModuleInfo, Vec<Diagnostic>) {
    let mut linter = Linter::new(&module.tables, host);
    linter.lines = Some(lines);
    linter.incomplete = module.incomplete;
    linter.warn_unmatched = options.warn_unmatched_clauses;
    let info = linter.collect_module(module);
    linter.check_functions(&info);
    linter.check_names(&info);
    if !has_errors(&linter.diagnostics) {
        linter.warn_unused(&info, options);
    }
    (info, linter.diagnostics)
}

/// Checks the lambda of a macro or of an `eval-when-compile` function. Functions that are not
/// defined and variables that are not bound are no error until they are reached.
pub(crate) fn check_compile_time(
    lambda: &Form,
    tables: &Tables,
    variables: &[Symbol],
    host: &mut dyn MacroHost,
) -> Vec<Diagnostic> {
    let mut linter = Linter::new(tables, host);
    linter.incomplete = true;
    linter.warn_unbound = true;
    let mut scope = Scope::default();
    for name in variables {
        let binding = linter.usage.bind(*name, lambda.span);
        scope.bind_variable(*name, binding);
    }
    linter.expression(lambda, &scope);
    linter.diagnostics
}

/// Checks an expression of a shell; the variables it uses come back with the diagnostics.
pub(crate) fn check_expression(
    expression: &Form,
    tables: &Tables,
    variables: &[Symbol],
    host: &mut dyn MacroHost,
) -> (Vec<Symbol>, Vec<Diagnostic>) {
    let mut linter = Linter::new(tables, host);
    linter.in_session = true;
    let mut scope = Scope::default();
    for name in variables {
        let binding = linter.usage.bind(*name, expression.span);
        scope.bind_variable(*name, binding);
    }
    linter.expression(expression, &scope);
    let used = variables.iter().enumerate().filter(|(index, _)| linter.usage.is_used(*index));
    (used.map(|(_, name)| *name).collect(), linter.diagnostics)
}

/// Checks a function of a session, and finds the variables that are not bound in it.
pub(crate) fn check_session_function(
    lambda: &Form,
    tables: &Tables,
    host: &mut dyn MacroHost,
) -> (Vec<Symbol>, Vec<Diagnostic>) {
    let mut linter = Linter::new(tables, host);
    linter.in_session = true;
    linter.free = Some(Vec::new());
    linter.expression(lambda, &Scope::default());
    (linter.free.unwrap_or_default(), linter.diagnostics)
}

struct Linter<'a> {
    tables: &'a Tables,
    host: &'a mut dyn MacroHost,
    diagnostics: Vec<Diagnostic>,
    /// Definitions may be missing: names that are not defined are not reported.
    incomplete: bool,
    warn_unmatched: bool,
    /// The function whose clauses are looked at next.
    function: Option<NameArity>,
    /// Variables that are not bound are worth a warning only.
    warn_unbound: bool,
    /// Functions may be defined later, by another form of the session.
    in_session: bool,
    /// Variables that are not bound, where they are no error.
    free: Option<Vec<Symbol>>,
    /// Line of a place.
    lines: Option<&'a dyn Fn(Span) -> u32>,
    usage: Usage,
    /// Structs of other modules, by module; `None` if there is none.
    structs: HashMap<Symbol, Option<Vec<Symbol>>>,
}

impl<'a> Linter<'a> {
    fn new(tables: &'a Tables, host: &'a mut dyn MacroHost) -> Linter<'a> {
        Linter {
            tables,
            host,
            diagnostics: Vec::new(),
            incomplete: false,
            warn_unmatched: false,
            function: None,
            warn_unbound: false,
            in_session: false,
            free: None,
            lines: None,
            usage: Usage::default(),
            structs: HashMap::new(),
        }
    }

    fn report(&mut self, span: Span, problem: Problem) {
        self.diagnostics.push(problem.at(span));
    }

    fn report_with_help(&mut self, span: Span, problem: Problem, help: Option<String>) {
        let mut diagnostic = problem.at(span);
        diagnostic.help = help;
        self.diagnostics.push(diagnostic);
    }

    /// Binds variables of patterns or arguments in a scope.
    fn bind_variables(&mut self, variables: &[(Symbol, Span)], scope: &Scope) -> Scope {
        let mut inner = scope.clone();
        for (name, span) in variables {
            if let Some(outer) = scope.variable(*name) {
                self.usage.shadow(*name, *span, outer);
            }
            let binding = self.usage.bind(*name, *span);
            inner.bind_variable(*name, binding);
        }
        inner
    }
}
