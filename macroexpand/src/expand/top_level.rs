//! The forms of a file, in order: macros are collected, definitions expanded and handed on by
//! module.
//!
//! Forms before the first module belong to every module of the file: they are kept unexpanded,
//! with the environment they stand in, and expanded again for each.

use lfec_base::{Diagnostic, Span, Symbol};
use lfec_reader::Form;

use super::exported::ExportedNames;
use super::{ChainLink, Expander};
use crate::environment::{Binding, Environment};
use crate::keyword::{Keyword, arguments_of, call_of};
use crate::shape::{Build, lambda_arity};
use crate::tables::{RecordDefinition, Tables};

/// The definitions of one module, expanded.
pub(crate) struct ModuleForms {
    pub(crate) span: Span,
    /// `define-module` first, then other definitions and what is no definition.
    pub(crate) forms: Vec<Form>,
    pub(crate) tables: Tables,
    pub(crate) exported_macros: Vec<Symbol>,
    /// A top-level form failed: names it would define may be missing.
    pub(crate) incomplete: bool,
    exported_names: ExportedNames,
}

/// A form that waits for its turn, with the macro calls it stems from.
struct Waiting {
    form: Form,
    chain: Vec<ChainLink>,
}

/// What is known between top-level forms.
#[derive(Default)]
struct FileState {
    env: Environment,
    /// Forms before the first module, and what they can see.
    shared: Vec<(Form, Environment)>,
    shared_tables: Tables,
    shared_env: Environment,
    modules: Vec<ModuleForms>,
    incomplete: bool,
}

impl Expander<'_> {
    /// Expands the forms of a file, which starts at `start`.
    pub(crate) fn expand_forms(&mut self, forms: Vec<Form>, start: Span) -> Vec<ModuleForms> {
        let mut state = FileState::default();
        for form in forms {
            self.begin_top_level();
            let form = self.evaluate_read(form);
            self.expand_top_level(form, &mut state);
        }
        if state.modules.is_empty()
            && let Some(name) = self.options.implicit_module
        {
            self.begin_module(implicit_module(name, start), &mut state);
        }
        self.finish_module(&mut state);
        state.modules
    }

    /// One form as read, and all it expands to.
    fn expand_top_level(&mut self, form: Form, state: &mut FileState) {
        let mut waiting = vec![Waiting { form, chain: Vec::new() }];
        while let Some(Waiting { form, chain }) = waiting.pop() {
            self.chain = chain;
            let spliced = self.top_level_form(form, state);
            let chain = std::mem::take(&mut self.chain);
            let forms = spliced.unwrap_or_default().into_iter().rev();
            waiting.extend(forms.map(|form| Waiting { form, chain: chain.clone() }));
        }
    }

    /// Handles a form, or returns the forms it stands for.
    fn top_level_form(&mut self, form: Form, state: &mut FileState) -> Option<Vec<Form>> {
        match call_of(&form) {
            Some((Keyword::Progn, forms)) => return Some(forms.to_vec()),
            Some((Keyword::IncludeFile, rest)) if !is_bound(Keyword::IncludeFile, state) => {
                return self.include(&form, rest, false, state);
            }
            Some((Keyword::IncludeLib, rest)) if !is_bound(Keyword::IncludeLib, state) => {
                return self.include(&form, rest, true, state);
            }
            Some((Keyword::EvalWhenCompile, forms)) => {
                for form in forms {
                    self.compile_time_form(form, &mut state.env);
                }
                return None;
            }
            Some((Keyword::DefineMacro, rest)) => {
                self.define_macro(&form, rest, &mut state.env);
                return None;
            }
            Some((Keyword::Defrecord, [name, fields @ ..]))
                if !is_bound(Keyword::Defrecord, state) =>
            {
                if let Some(name) = name.as_symbol() {
                    self.bind_record_macros(name, fields, &mut state.env);
                }
            }
            Some((Keyword::DefineModule, _)) => {
                self.begin_module(form, state);
                return None;
            }
            _ => {}
        }
        let errors = self.error_count();
        match self.expand_macro(&form, &state.env) {
            Some(_) if self.exhausted || self.error_count() > errors => {
                state.incomplete = true;
                None
            }
            Some(expanded) => Some(vec![expanded]),
            None => {
                self.add_definition(form, state);
                None
            }
        }
    }

    fn include(
        &mut self,
        form: &Form,
        rest: &[Form],
        library: bool,
        state: &mut FileState,
    ) -> Option<Vec<Form>> {
        let forms = self.included_forms(form, rest, library);
        state.incomplete |= forms.is_none();
        let name = if library { "include-lib" } else { "include-file" };
        self.chain.push(ChainLink { name: Symbol::intern(name), span: form.span });
        forms
    }

    /// A definition goes into the current module, or to the shared forms.
    fn add_definition(&mut self, form: Form, state: &mut FileState) {
        if state.modules.is_empty() {
            if !matches!(call_of(&form), Some((Keyword::DefineFunction, _))) {
                let expanded = self.expand_definition(&form, &state.env);
                self.note_definition(&expanded);
            }
            state.shared.push((form, state.env.clone()));
        } else {
            let expanded = self.expand_definition(&form, &state.env);
            self.note_definition(&expanded);
            self.push_definition(expanded, state);
        }
    }

    fn push_definition(&mut self, form: Form, state: &mut FileState) {
        if let Some(module) = state.modules.last_mut() {
            if let Some([_, attributes]) = arguments_of(&form, Keyword::ExtendModule) {
                add_exported_names(attributes, &mut module.exported_names);
            }
            module.forms.push(form);
        }
    }

    /// Expands all within a definition.
    pub(crate) fn expand_definition(&mut self, form: &Form, env: &Environment) -> Form {
        match call_of(form) {
            Some((Keyword::DefineFunction, [name, metas, lambda])) => {
                self.function = name.as_symbol().zip(lambda_arity(lambda));
                self.check_macro_name(name, env);
                let lambda = self.expand(lambda, env);
                self.function = None;
                let parts = [name.clone(), metas.clone(), lambda];
                Build(form.span).call("define-function", parts)
            }
            Some((Keyword::DefineRecord, [name, fields])) => {
                let fields = self.expand_fields(fields, env);
                Build(form.span).call("define-record", [name.clone(), fields])
            }
            Some((Keyword::DefineModule, [name, metas, attributes])) => {
                let metas = self.expand_metas(metas, env);
                let parts = [name.clone(), metas, attributes.clone()];
                Build(form.span).call("define-module", parts)
            }
            Some((Keyword::ExtendModule, [metas, attributes])) => {
                let metas = self.expand_metas(metas, env);
                Build(form.span).call("extend-module", [metas, attributes.clone()])
            }
            _ => form.clone(),
        }
    }

    /// A function with the name of a macro is never called by that name.
    fn check_macro_name(&mut self, name: &Form, env: &Environment) {
        let (true, Some((symbol, arity))) = (self.options.warn_shadowed_macros, self.function)
        else {
            return;
        };
        if let Some(Binding::Macro(found)) = env.binding(symbol) {
            let message = format!("function {symbol}/{arity} has the name of a macro");
            let warning = Diagnostic::warning("shadowed-macro", message, name.span);
            let label = "calls of this name expand this macro";
            self.report(warning.with_label(found.span, label));
        }
    }

    /// Expands the defaults of fields.
    fn expand_fields(&mut self, fields: &Form, env: &Environment) -> Form {
        let Some(items) = fields.as_list() else { return fields.clone() };
        let expanded = items.iter().map(|field| match field.as_list() {
            Some([name, default, rest @ ..]) => {
                let parts = [name.clone(), self.expand(default, env)];
                Build(field.span).list(parts.into_iter().chain(rest.iter().cloned()))
            }
            _ => field.clone(),
        });
        let expanded: Vec<Form> = expanded.collect();
        Form::list(fields.span, expanded)
    }

    /// Expands the defaults of records in module metas.
    fn expand_metas(&mut self, metas: &Form, env: &Environment) -> Form {
        let Some(items) = metas.as_list() else { return metas.clone() };
        let mut expanded = Vec::with_capacity(items.len());
        for meta in items {
            expanded.push(match arguments_of(meta, Keyword::Record) {
                Some(records) => {
                    let records: Vec<Form> =
                        records.iter().map(|record| self.expand_meta_record(record, env)).collect();
                    Build(meta.span).call("record", records)
                }
                None => meta.clone(),
            });
        }
        Form::list(metas.span, expanded)
    }

    fn expand_meta_record(&mut self, record: &Form, env: &Environment) -> Form {
        match record.as_list() {
            Some([name, fields]) => {
                let fields = self.expand_fields(fields, env);
                Build(record.span).list([name.clone(), fields])
            }
            _ => record.clone(),
        }
    }

    /// Keeps what later forms need to know of a definition.
    fn note_definition(&mut self, form: &Form) {
        match call_of(form) {
            Some((Keyword::DefineRecord, [name, fields])) => self.note_record(name, fields),
            Some((Keyword::DefineStruct, [fields])) => {
                let fields = fields.as_list().unwrap_or(&[]).iter();
                let names = fields.filter_map(|field| Some(crate::tables::field_parts(field)?.0));
                if let Some(module) = self.tables.module {
                    self.tables.structs.insert(module, names.collect());
                }
            }
            Some((Keyword::DefineModule, [_, metas, attributes]))
            | Some((Keyword::ExtendModule, [metas, attributes])) => {
                for meta in metas.as_list().unwrap_or(&[]) {
                    for record in arguments_of(meta, Keyword::Record).unwrap_or(&[]) {
                        if let Some([name, fields]) = record.as_list() {
                            self.note_record(name, fields);
                        }
                    }
                }
                for attribute in attributes.as_list().unwrap_or(&[]) {
                    self.note_aliases(attribute.as_call("module-alias").unwrap_or(&[]));
                }
            }
            _ => {}
        }
    }

    fn note_record(&mut self, name: &Form, fields: &Form) {
        if let (Some(name), Some(fields)) = (name.as_symbol(), fields.list_items()) {
            let record = RecordDefinition::new(name, &fields);
            self.tables.records.entry(name).or_insert(record);
        }
    }

    /// In a shell a record replaces one of the same name.
    pub(crate) fn redefine_record(&mut self, form: &Form) {
        if let Some([name, _]) = arguments_of(form, Keyword::DefineRecord)
            && let Some(name) = name.as_symbol()
        {
            self.tables.records.remove(&name);
        }
        self.note_definition(form);
    }

    fn note_aliases(&mut self, pairs: &[Form]) {
        for pair in pairs {
            if let Some([module, alias]) = pair.as_list()
                && let (Some(module), Some(alias)) = (module.as_symbol(), alias.as_symbol())
            {
                self.tables.aliases.insert(alias, module);
            }
        }
    }

    /// Starts a module: the forms before the first one are its first.
    fn begin_module(&mut self, form: Form, state: &mut FileState) {
        if state.modules.is_empty() {
            state.shared_tables = std::mem::take(&mut self.tables);
            state.shared_env = state.env.clone();
        } else {
            self.finish_module(state);
        }
        state.env = state.shared_env.clone();
        self.tables = state.shared_tables.clone();
        let arguments = arguments_of(&form, Keyword::DefineModule).unwrap_or(&[]);
        self.tables.module = arguments.first().and_then(Form::as_symbol);
        let mut exported_names = ExportedNames::default();
        if let [_, _, attributes] = arguments {
            add_exported_names(attributes, &mut exported_names);
        }
        let expanded = self.expand_definition(&form, &state.env);
        self.note_definition(&expanded);
        state.modules.push(ModuleForms {
            span: form.span,
            forms: vec![expanded],
            tables: Tables::default(),
            exported_macros: Vec::new(),
            incomplete: state.incomplete,
            exported_names,
        });
        for (shared, env) in state.shared.clone() {
            let expanded = self.expand_definition(&shared, &env);
            self.note_definition(&expanded);
            self.push_definition(expanded, state);
        }
    }

    /// Ends the current module with the function for its exported macros.
    fn finish_module(&mut self, state: &mut FileState) {
        self.begin_top_level();
        let Some(module) = state.modules.last_mut() else { return };
        module.incomplete |= std::mem::take(&mut state.incomplete);
        let head = &module.forms[0];
        if !defines_expand_exported(&module.forms)
            && let Some((function, names)) =
                self.exported_macro_function(head, &module.exported_names, &state.env)
        {
            let expanded = self.expand_definition(&function, &state.env);
            module.forms.push(expanded);
            module.exported_macros = names;
        }
        module.tables = std::mem::take(&mut self.tables);
    }
}

/// `(define-module name () ((export all)))`
fn implicit_module(name: Symbol, start: Span) -> Form {
    let make = Build(start);
    let export = make.call("export", [Form::symbol(start, "all")]);
    make.call("define-module", [make.symbol(name), make.list([]), make.list([export])])
}

/// Whether a user's macro replaces a predefined one.
fn is_bound(word: Keyword, state: &FileState) -> bool {
    let name = Symbol::intern(word.text());
    matches!(state.env.binding(name), Some(Binding::Macro(_) | Binding::Record(_)))
}

fn add_exported_names(attributes: &Form, names: &mut ExportedNames) {
    for attribute in attributes.as_list().unwrap_or(&[]) {
        if let Some(items) = attribute.as_call("export-macro") {
            names.add(items);
        }
    }
}

/// Whether a module defines `LFE-EXPAND-EXPORTED-MACRO/3` itself.
fn defines_expand_exported(forms: &[Form]) -> bool {
    forms.iter().any(|form| match call_of(form) {
        Some((Keyword::DefineFunction, [name, _, lambda])) => {
            name.is_symbol(super::exported::EXPAND_EXPORTED) && lambda_arity(lambda) == Some(3)
        }
        _ => false,
    })
}
