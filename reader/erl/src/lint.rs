//! What a module means, checked before it is translated.
//!
//! Follows OTP's `erl_lint` in what is an error and in the words. Everything wrong is reported in
//! one run, also where forms are missing because of syntax errors: what they define is undefined
//! then. Some warnings of OTP's later passes are given too, where there is no error.
//!
//! Differences: a local function may have the name of any auto-imported BIF (a warning, as from
//! OTP 27 on), and of behaviours only those of OTP are known.

mod about_functions;
mod attributes;
mod behaviours;
mod binaries;
mod calls;
mod constants;
mod deprecated;
mod effects;
mod expressions;
mod formats;
mod guards;
mod patterns;
mod reach;
mod records;
pub(crate) mod switches;
mod types;
mod usage;
mod variables;

use std::collections::{HashMap, HashSet};

use lfec_base::{Diagnostic, Sources, Span, Symbol, has_errors};

use crate::ast::{ErlModule, FormKind, Function, RecordDefinition};
use crate::token::quote_atom;
use switches::Switches;
use variables::Variables;

/// Name and arity.
type NameAndArity = (Symbol, usize);

/// Errors and warnings about a module.
pub fn lint(module: &ErlModule, sources: &Sources) -> Vec<Diagnostic> {
    let mut lint = Lint::new(module, sources);
    lint.attributes();
    lint.types();
    for form in &module.forms {
        match &form.kind {
            FormKind::Record(record) => lint.record_defaults(record),
            FormKind::Function(function) => lint.function(function),
            _ => {}
        }
    }
    lint.usage();
    if !module.is_incomplete && !has_errors(&lint.diagnostics) {
        lint.effects();
        let late = std::mem::take(&mut lint.late);
        lint.diagnostics.extend(late);
    }
    lint.diagnostics.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.start));
    lint.diagnostics
}

struct Lint<'m> {
    module: &'m ErlModule,
    sources: &'m Sources,
    diagnostics: Vec<Diagnostic>,
    /// Warnings for a module without errors.
    late: Vec<Diagnostic>,
    switches: Switches,
    functions: HashMap<NameAndArity, Span>,
    imports: HashMap<NameAndArity, (Symbol, Span)>,
    records: HashMap<Symbol, &'m RecordDefinition>,
    exports: HashSet<NameAndArity>,
    variables: Variables,
    /// The function being checked; `None` in record definitions.
    current: Option<NameAndArity>,
    /// Who calls whom. Calls in record definitions are the module's own.
    calls: HashMap<Option<NameAndArity>, HashSet<NameAndArity>>,
    /// Places where functions that are not there are called.
    missing: Vec<(NameAndArity, Span)>,
    used_imports: HashSet<NameAndArity>,
    used_records: HashSet<Symbol>,
    /// Variables may not be bound: the default of a record field, outside of funs.
    in_record_default: bool,
    /// In the size of a segment in a pattern.
    in_size: bool,
}

impl<'m> Lint<'m> {
    fn new(module: &'m ErlModule, sources: &'m Sources) -> Lint<'m> {
        Lint {
            module,
            sources,
            diagnostics: Vec::new(),
            late: Vec::new(),
            switches: Switches::of(module),
            functions: HashMap::new(),
            imports: HashMap::new(),
            records: HashMap::new(),
            exports: HashSet::new(),
            variables: Variables::default(),
            current: None,
            calls: HashMap::new(),
            missing: Vec::new(),
            used_imports: HashSet::new(),
            used_records: HashSet::new(),
            in_record_default: false,
            in_size: false,
        }
    }

    fn function(&mut self, function: &'m Function) {
        self.current = Some((function.name, function.arity));
        self.variables = Variables::default();
        self.reach_of_heads(&function.clauses, self.current);
        for clause in &function.clauses {
            let mark = self.variables.mark();
            self.fun_clause(clause, None);
            self.variables.undo(mark);
        }
        self.unused_variables();
        self.current = None;
    }

    /// Default values of fields: no variables outside of funs and comprehensions.
    fn record_defaults(&mut self, record: &'m RecordDefinition) {
        self.variables = Variables::default();
        for default in record.fields.iter().filter_map(|field| field.default.as_ref()) {
            self.in_record_default = true;
            let mark = self.variables.mark();
            self.expr(default);
            self.variables.undo(mark);
            self.in_record_default = false;
        }
        self.unused_variables();
    }

    fn unused_variables(&mut self) {
        if !self.switches.unused_vars {
            return;
        }
        let unused = self.variables.unused();
        for (name, span) in unused {
            self.warning("unused-var", format!("variable '{name}' is unused"), span);
        }
    }

    fn error(&mut self, code: &'static str, message: String, span: Span) {
        self.diagnostics.push(Diagnostic::error(code, message, span));
    }

    fn warning(&mut self, code: &'static str, message: String, span: Span) {
        self.diagnostics.push(Diagnostic::warning(code, message, span));
    }

    /// `(line 3, column 5)`
    fn place(&self, span: Span) -> String {
        let place = self.sources.line_column(span);
        format!("(line {}, column {})", place.line, place.column)
    }
}

/// Whether `eunit_autoexport` exports functions of this name and no arguments.
pub fn is_test(name: Symbol) -> bool {
    ["_test", "_test_", "_exported_"].iter().any(|suffix| name.as_str().ends_with(suffix))
}

/// `name/arity`
fn show((name, arity): NameAndArity) -> String {
    format!("{}/{arity}", quote_atom(name.as_str()))
}

fn quoted(name: Symbol) -> String {
    quote_atom(name.as_str())
}
