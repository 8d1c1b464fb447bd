//! A session of forms, with the code they are compiled to.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use lfec_base::{Diagnostic, Sources, Span, Symbol, has_errors};
use lfec_macroexpand::{FunctionDefinition, Module, Options, Session, SessionContext, SessionForm};
use lfec_native::isa::Use;
use lfec_reader::{Form, FormKind};

use crate::host::JitHost;
use crate::jit::Jit;
use crate::{Embedded, files};

/// Numbers the modules that forms become.
static MODULES: AtomicU32 = AtomicU32::new(0);

/// The function that a form's code is, in a module of its own.
pub const FUNCTION: &str = "form";

/// What is left to do for a form, its code compiled.
pub enum Work {
    /// Call the module's function with the values of these variables.
    Expression(Symbol, Vec<Symbol>),
    /// The same; it returns the value, and new values for the variables in front.
    Set(Vec<Symbol>, Symbol, Vec<Symbol>),
    /// Nothing; this has been defined.
    Defined(Symbol),
}

/// How far macros are expanded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Expand {
    Once,
    Fully,
    All,
}

/// Macros, records, functions of forms that belong together.
#[derive(Clone)]
pub struct FormSession {
    embedded: &'static Embedded,
    module: Symbol,
    session: Session,
    host: JitHost,
}

impl FormSession {
    /// A session whose functions are those of `module`.
    pub fn new(embedded: &'static Embedded, module: Symbol, folders: &[PathBuf]) -> FormSession {
        let host = JitHost::new(embedded, Path::new("shell"), folders);
        FormSession { embedded, module, session: Session::new(module), host }
    }

    /// Makes functions of a module known.
    pub fn import(&mut self, functions: impl Iterator<Item = (Symbol, usize)>, module: Symbol) {
        for (name, arity) in functions {
            self.session.import(name, arity, module);
        }
    }

    /// Names that can be called.
    pub fn names(&self) -> Vec<Symbol> {
        let mut names = self.session.function_names();
        names.extend(self.session.macro_names());
        names
    }

    /// Compiles what a form asks for. `variables` are those that have values.
    pub fn form(&mut self, form: &Form, variables: &[Symbol]) -> Result<Vec<Work>, Vec<String>> {
        let mut sources = Sources::new();
        let options = Options::default();
        let context =
            SessionContext { host: &mut self.host, sources: &mut sources, options: &options };
        let (wanted, diagnostics) = self.session.form(form, variables, context);
        if has_errors(&diagnostics) {
            return Err(messages(&diagnostics));
        }
        let work = wanted.into_iter().map(|wanted| self.compile(wanted));
        work.collect::<Result<Vec<_>, String>>().map_err(|message| vec![message])
    }

    fn compile(&mut self, wanted: SessionForm) -> Result<Work, String> {
        match wanted {
            SessionForm::Expression(code) => {
                let module = self.add_code(FUNCTION, code.lambda, code.variables.len(), None)?;
                Ok(Work::Expression(module, code.variables))
            }
            SessionForm::Set { names, code } => {
                let module = self.add_code(FUNCTION, code.lambda, code.variables.len(), None)?;
                Ok(Work::Set(names, module, code.variables))
            }
            SessionForm::Function { name, arity, lambda } => {
                self.add_code(name.as_str(), lambda, arity, Some(self.module))?;
                Ok(Work::Defined(name))
            }
            SessionForm::Defined(name) => Ok(Work::Defined(name)),
        }
    }

    /// Compiles a function of a module, by default one of its own.
    fn add_code(
        &self,
        name: &str,
        lambda: Form,
        arity: usize,
        module: Option<Symbol>,
    ) -> Result<Symbol, String> {
        let number = MODULES.fetch_add(1, Ordering::Relaxed);
        let own = || Symbol::intern(&format!("-form-{number}-"));
        let module_name = module.unwrap_or_else(own);
        let (name, span) = (Symbol::intern(name), lambda.span);
        let function = FunctionDefinition { name, arity, lambda, span, documentation: None };
        let module = Module {
            name: module_name,
            span: Span::NONE,
            exports: vec![(name, arity)],
            imports: Vec::new(),
            attributes: Vec::new(),
            on_load: None,
            functions: vec![function],
            documentation: None,
            exported_macros: Vec::new(),
        };
        add_module(self.embedded, &module, &Sources::new(), "lfe shell")?;
        Ok(module_name)
    }

    /// A form with macros expanded; `None` if it is no macro call.
    pub fn expand(&mut self, form: &Form, how: Expand) -> Result<Option<Form>, Vec<String>> {
        let mut sources = Sources::new();
        let options = Options::default();
        let context =
            SessionContext { host: &mut self.host, sources: &mut sources, options: &options };
        let (expanded, diagnostics) = match how {
            Expand::Once => self.session.macroexpand_1(form, context),
            Expand::Fully => self.session.macroexpand(form, context),
            Expand::All => {
                let (form, diagnostics) = self.session.macroexpand_all(form, context);
                (Some(form), diagnostics)
            }
        };
        if has_errors(&diagnostics) { Err(messages(&diagnostics)) } else { Ok(expanded) }
    }

    /// Makes what a file defines known here: functions, exported or not, macros and records.
    /// Returns the names of its modules.
    pub fn slurp(&mut self, path: &Path) -> Result<Vec<Symbol>, Vec<String>> {
        let told = |failure| vec![crate::report::text_of(&failure)];
        let bytes = files::read(path).map_err(told)?;
        let name = path.display().to_string();
        let mut sources = Sources::new();
        let (file, forms, diagnostics) = lfec_reader::read_source(&mut sources, &name, &bytes);
        if has_errors(&diagnostics) {
            return Err(located(&sources, &diagnostics));
        }
        let mut host = self.host.at(path);
        let options = Options { warn_unused_functions: false, ..Options::default() };
        let expansion =
            lfec_macroexpand::expand_file(forms.clone(), file, &mut sources, &mut host, &options);
        if has_errors(&expansion.diagnostics) {
            return Err(located(&sources, &expansion.diagnostics));
        }
        let mut names = Vec::new();
        for mut module in expansion.modules {
            names.push(module.name);
            let number = MODULES.fetch_add(1, Ordering::Relaxed);
            module.name = Symbol::intern(&format!("-slurped-{number}-"));
            module.exports = module.functions.iter().map(|f| (f.name, f.arity)).collect();
            let functions = module.exports.clone();
            let added = add_module(self.embedded, &module, &sources, &name);
            added.map_err(|message| vec![message])?;
            self.import(functions.into_iter(), module.name);
        }
        self.host = self.host.at(path);
        for form in forms.iter().filter(|form| defines_macros(form)) {
            self.form(form, &[])?;
        }
        Ok(names)
    }
}

/// Whether a form of a file is one that matters at expansion.
fn defines_macros(form: &Form) -> bool {
    let heads = ["defmacro", "define-macro", "defrecord", "define-record", "include-file"];
    let more = ["include-lib", "eval-when-compile", "defsyntax", "define-syntax", "progn"];
    let head = form.as_list().and_then(|items| items.first()?.as_symbol());
    head.is_some_and(|head| heads.iter().chain(&more).any(|known| *known == head.as_str()))
}

/// Compiles a module into this process.
pub fn add_module(
    embedded: &'static Embedded,
    module: &Module,
    sources: &Sources,
    file: &str,
) -> Result<(), String> {
    let (core, diagnostics) = lfec_pipeline::lfe_core(module, sources);
    if let Some(diagnostic) = diagnostics.first() {
        return Err(diagnostic.message.clone());
    }
    let unit = lfec_pipeline::core_unit(core, Some(sources), file);
    let unit = unit.map_err(|error| error.to_string())?;
    let jit = Jit::get(embedded).map_err(|failure| crate::report::text_of(&failure))?;
    jit.add(&[unit], Use::JitQuick).map_err(|failure| crate::report::text_of(&failure))
}

/// Messages of errors, without places.
fn messages(diagnostics: &[Diagnostic]) -> Vec<String> {
    let errors = diagnostics.iter().filter(|d| d.severity == lfec_base::Severity::Error);
    errors.map(|diagnostic| diagnostic.message.clone()).collect()
}

/// Messages as `file:line: message`.
pub fn located(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<String> {
    let text = |diagnostic: &Diagnostic| {
        if diagnostic.span.is_none() {
            return diagnostic.message.clone();
        }
        let file = sources.name(diagnostic.span.file);
        format!("{file}:{}: {}", sources.line(diagnostic.span), diagnostic.message)
    };
    diagnostics.iter().map(text).collect()
}

/// The forms of a text with their lines, or what is wrong with it.
pub fn read(name: &str, text: &str) -> Result<Vec<(u32, Form)>, Vec<String>> {
    let mut sources = Sources::new();
    let (_, forms, diagnostics) = lfec_reader::read_source(&mut sources, name, text.as_bytes());
    if has_errors(&diagnostics) {
        return Err(located(&sources, &diagnostics));
    }
    Ok(forms.into_iter().map(|form| (sources.line(form.span), form)).collect())
}

/// Names in a form that is a list of symbols.
pub fn symbols(form: &Form) -> Vec<Symbol> {
    match &form.kind {
        FormKind::List(items) => items.iter().filter_map(Form::as_symbol).collect(),
        _ => Vec::new(),
    }
}
