//! The definitions of a module, collected and checked as definitions.

use std::collections::HashMap;

use lfec_base::{Span, Symbol};
use lfec_reader::Form;

use super::Linter;
use super::problem::{NameArity, Problem};
use super::scope::{FunctionKind, Scope};
use crate::expand::ModuleForms;
use crate::keyword::{Keyword, arguments_of, call_of};
use crate::shape::{documentation_text, is_documentation, is_pair, lambda_arity};
use crate::tables::field_parts;

/// Functions that every module has, and the arities of each.
const MADE_HERE: &[(&str, &[usize])] =
    &[("module_info", &[0, 1]), ("__info__", &[1]), ("__struct__", &[0, 1])];

fn is_made_here((name, arity): NameArity) -> bool {
    MADE_HERE.iter().any(|(known, arities)| *known == name.as_str() && arities.contains(&arity))
}

/// What the definitions of a module say.
#[derive(Default)]
pub(crate) struct ModuleInfo {
    pub(crate) name: Option<Symbol>,
    pub(crate) span: Option<Span>,
    pub(crate) export_all: bool,
    /// Exported functions and where that is said.
    pub(crate) exports: Vec<(NameArity, Span)>,
    pub(crate) exported_types: Vec<(NameArity, Span)>,
    pub(crate) imports: HashMap<NameArity, (Symbol, Symbol)>,
    /// Imports in order.
    pub(crate) import_order: Vec<NameArity>,
    pub(crate) attributes: Vec<(Symbol, Form)>,
    pub(crate) on_load: Option<NameArity>,
    pub(crate) functions: Vec<FunctionForm>,
    /// Fields of the module's struct as `(name default)` or `name`.
    pub(crate) structure: Option<(Vec<Form>, Span)>,
    pub(crate) documentation: Option<String>,
    /// Types and where they are defined.
    pub(super) types: Vec<(NameArity, Span)>,
    pub(super) specs: Vec<(NameArity, Span)>,
    /// Records and where they are defined.
    pub(super) records_seen: Vec<(Symbol, Span)>,
    pub(super) aliases_seen: Vec<(Symbol, Symbol)>,
}

impl ModuleInfo {
    pub(super) fn has_type(&self, key: NameArity) -> bool {
        self.types.iter().any(|(known, _)| *known == key)
    }
}

/// A function definition.
pub(crate) struct FunctionForm {
    pub(crate) name: Symbol,
    pub(crate) arity: usize,
    pub(crate) lambda: Form,
    pub(crate) span: Span,
    pub(crate) name_span: Span,
    pub(crate) documentation: Option<String>,
}

impl FunctionForm {
    /// Whether the compiler made this function.
    pub(crate) fn is_made_here(&self) -> bool {
        self.name.as_str() == crate::expand::exported::EXPAND_EXPORTED
            || is_made_here((self.name, self.arity))
    }
}

impl Linter<'_> {
    /// Collects the definitions of a module.
    pub(super) fn collect_module(&mut self, module: &ModuleForms) -> ModuleInfo {
        let mut info = ModuleInfo { span: Some(module.span), ..ModuleInfo::default() };
        for form in &module.forms {
            self.collect_form(form, &mut info);
        }
        info
    }

    fn collect_form(&mut self, form: &Form, info: &mut ModuleInfo) {
        use Keyword::*;
        match call_of(form) {
            Some((DefineModule, [name, metas, attributes])) => {
                info.name = name.as_symbol();
                if info.name.is_none() {
                    self.report(name.span, Problem::BadModuleDef("name"));
                }
                self.module_metas(form, metas, info);
                self.module_attributes(form, attributes, info);
            }
            Some((ExtendModule, [metas, attributes])) => {
                self.module_metas(form, metas, info);
                self.module_attributes(form, attributes, info);
            }
            Some((DefineType | DefineOpaqueType, [name, definition])) => {
                self.type_definition(name, definition, info);
            }
            Some((DefineFunctionSpec, [function, specs])) => {
                self.function_spec(function, specs, info);
            }
            Some((DefineRecord, [name, fields])) => self.record_definition(name, fields, info),
            Some((DefineStruct, [fields])) => self.struct_definition(form, fields, info),
            Some((DefineFunction, [name, metas, lambda])) => {
                self.function_definition(form, name, metas, lambda, info);
            }
            Some((DefineFunction, [name, ..])) => {
                self.report(form.span, Problem::BadFunctionDefinition(name));
            }
            Some((DefineModule, _)) => self.report(form.span, Problem::BadModuleDef("form")),
            _ => self.unknown_form(form),
        }
    }

    fn unknown_form(&mut self, form: &Form) {
        let name = form.as_list().and_then(|items| items.first()?.as_symbol());
        let help = name.map(|name| {
            let count = form.as_list().map_or(0, |items| items.len() - 1);
            format!(
                "there is no macro {name}; a call such as ({name} ...) with {count} arguments \
                 stands within a function"
            )
        });
        self.report_with_help(form.span, Problem::UnknownForm, help);
    }

    fn function_definition(
        &mut self,
        form: &Form,
        name: &Form,
        metas: &Form,
        lambda: &Form,
        info: &mut ModuleInfo,
    ) {
        let documentation = self.function_metas(form, name, metas);
        let place = if name.span.is_none() { form.span } else { name.span };
        let Some(symbol) = name.as_symbol() else {
            return self.report(place, Problem::BadFunctionDefinition(name));
        };
        let Some(arity) = lambda_arity(lambda) else {
            return self.bad_lambda(form, name, lambda);
        };
        let lambda = lambda.clone();
        let span = form.span;
        let name_span = place;
        info.functions.push(FunctionForm {
            name: symbol,
            arity,
            lambda,
            span,
            name_span,
            documentation,
        });
    }

    fn bad_lambda(&mut self, form: &Form, name: &Form, lambda: &Form) {
        match call_of(lambda) {
            Some((Keyword::Lambda, [_, ..])) => self.report(form.span, Problem::BadForm("lambda")),
            Some((Keyword::MatchLambda, [clause, ..])) if is_pair(clause) => {
                self.report(form.span, Problem::BadForm("match-lambda"));
            }
            _ => self.report(form.span, Problem::BadFunctionDefinition(name)),
        }
    }

    /// Documentation of a function.
    fn function_metas(&mut self, form: &Form, name: &Form, metas: &Form) -> Option<String> {
        let Some(items) = metas.list_items() else {
            self.report(form.span, Problem::BadForm("define-function"));
            return None;
        };
        let mut documentation = None;
        for meta in items.iter() {
            match meta.as_list() {
                Some([tag, texts @ ..]) if tag.is_symbol("doc") => {
                    if texts.iter().all(is_documentation) {
                        documentation =
                            documentation.or(texts.first().and_then(documentation_text));
                    } else {
                        self.report(meta.span, Problem::BadMetaDef(&crate::text::write(name)));
                    }
                }
                Some([tag, ..]) if tag.as_symbol().is_some() => {}
                _ => self.report(meta.span, Problem::BadMetaDef(&crate::text::write(name))),
            }
        }
        documentation
    }

    /// `(define-record name (field…))`
    pub(super) fn record_definition(&mut self, name: &Form, fields: &Form, info: &mut ModuleInfo) {
        let (Some(symbol), Some(items)) = (name.as_symbol(), fields.list_items()) else {
            return self.report(name.span, Problem::BadRecordDef(name));
        };
        if info.records_seen.iter().any(|(known, _)| *known == symbol) {
            return self.report(name.span, Problem::RedefineRecord(symbol));
        }
        info.records_seen.push((symbol, name.span));
        for field in items.iter() {
            if field_parts(field).is_none() {
                let shown = field.as_list().and_then(<[Form]>::first).unwrap_or(field);
                self.report(field.span, Problem::BadRecordField(name, shown));
            }
            if let Some([_, _, kind]) = field.as_list() {
                self.field_type(kind);
            }
        }
    }

    fn struct_definition(&mut self, form: &Form, fields: &Form, info: &mut ModuleInfo) {
        if info.structure.is_some() {
            return self.report(form.span, Problem::RedefineStruct);
        }
        let Some(items) = fields.list_items() else {
            return self.report(form.span, Problem::BadStructDef);
        };
        for field in items.iter() {
            if field_parts(field).is_none() {
                let shown = field.as_list().and_then(<[Form]>::first).unwrap_or(field);
                self.report(field.span, Problem::BadStructField(shown));
            }
            if let Some([_, _, kind]) = field.as_list() {
                self.field_type(kind);
            }
        }
        info.structure = Some((items.to_vec(), form.span));
    }

    /// Checks the bodies of functions and the defaults of records.
    pub(super) fn check_functions(&mut self, info: &ModuleInfo) {
        let scope = self.module_scope(info);
        let mut seen: HashMap<NameArity, Span> = HashMap::new();
        for function in &info.functions {
            let key = (function.name, function.arity);
            self.check_definition(function, &mut seen, info);
            self.usage.current = Some(key);
            let clauses = arguments_of(&function.lambda, Keyword::MatchLambda);
            self.function = clauses.map(|_| key);
            self.expression(&function.lambda, &scope);
        }
        self.usage.current = None;
        let mut records: Vec<_> = self.tables.records.values().collect();
        records.sort_by_key(|record| record.name.as_str());
        for record in records {
            for default in record.fields.iter().filter_map(|field| field.default.as_ref()) {
                self.expression(default, &scope);
            }
        }
    }

    fn check_definition(
        &mut self,
        function: &FunctionForm,
        seen: &mut HashMap<NameArity, Span>,
        info: &ModuleInfo,
    ) {
        let key = (function.name, function.arity);
        if let Some(first) = seen.get(&key) {
            let diagnostic = Problem::RedefineFunction(key).at(function.name_span);
            self.diagnostics.push(diagnostic.with_label(*first, "it is first defined here"));
        } else if is_made_here(key) {
            let diagnostic = Problem::RedefineFunction(key).at(function.name_span);
            self.diagnostics.push(diagnostic.with_note("every module has this function"));
        }
        seen.entry(key).or_insert(function.name_span);
        self.check_core_name(key, function.name_span);
        if info.imports.contains_key(&key) {
            self.report(function.name_span, Problem::DefineImportedFunction(key));
        }
    }

    /// The scope of the bodies of a module's functions.
    fn module_scope(&self, info: &ModuleInfo) -> Scope {
        let mut scope = Scope::default();
        for key in info.imports.keys() {
            scope.bind_function(*key, FunctionKind::Import);
        }
        for (name, arities) in MADE_HERE {
            for arity in *arities {
                let has_struct = *name != "__struct__" || info.structure.is_some();
                if has_struct {
                    scope.bind_function((Symbol::intern(name), *arity), FunctionKind::Module);
                }
            }
        }
        for function in &info.functions {
            scope.bind_function((function.name, function.arity), FunctionKind::Module);
        }
        scope
    }

    /// Exports, specs and `on_load` must name functions that are defined.
    pub(super) fn check_names(&mut self, info: &ModuleInfo) {
        let scope = self.module_scope(info);
        let is_defined = |key: NameArity| scope.function(key) == Some(FunctionKind::Module);
        for (key, span) in &info.exports {
            if !is_defined(*key) {
                self.function_undefined(*key, *span, &scope);
            }
        }
        for (key, span) in &info.specs {
            if !is_defined(*key) && !self.incomplete {
                self.report(*span, Problem::SpecForUndefined(*key));
            }
        }
        if let Some(key) = info.on_load.filter(|key| !is_defined(*key) && !self.incomplete) {
            self.report(info.span.unwrap_or(Span::NONE), Problem::UndefinedOnLoad(key));
        }
        self.check_type_names(info);
        for (key, span) in &info.exported_types {
            if !info.has_type(*key) && !self.incomplete {
                self.report(*span, Problem::UndefinedType(*key));
            }
        }
    }
}
