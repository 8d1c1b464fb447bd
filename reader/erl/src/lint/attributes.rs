//! Attributes: their order, and what they say of functions and records.

use lfec_base::{Span, Symbol};

use super::switches::functions;
use super::{Lint, NameAndArity, is_test, quoted, show};
use crate::ast::{Expr, ExprKind, Form, FormKind, NameArity};

/// Attributes that may stand after functions.
const ANYWHERE: [&str; 6] = ["dialyzer", "compile", "doc", "spec", "type", "opaque"];

impl<'m> Lint<'m> {
    pub fn attributes(&mut self) {
        let forms = &self.module.forms;
        for form in forms {
            if let FormKind::Function(function) = &form.kind {
                self.define_function((function.name, function.arity), form.span);
            }
        }
        let mut modules = 0;
        let mut after_functions = false;
        let mut on_loads = Vec::new();
        for form in forms {
            if after_functions {
                self.check_order(form);
            }
            match &form.kind {
                FormKind::Module(name) if !after_functions => {
                    modules += 1;
                    self.module_name(*name, modules, form.span);
                }
                FormKind::Export(names) => self.export(names),
                FormKind::Import(module, names) => self.import(*module, names),
                FormKind::Record(record) => self.define_record(record, form.span),
                FormKind::Attribute(name, value) => match name.as_str() {
                    "on_load" => on_loads.push((value, form.span)),
                    "compile" => self.compile(value),
                    _ => {}
                },
                FormKind::Function(_) => after_functions = true,
                _ => {}
            }
        }
        self.on_load(&on_loads);
        if self.switches.autoexport_tests {
            self.export_tests();
        }
        self.after_all_forms();
        self.about_functions();
        self.conflicting_behaviours();
    }

    /// What needs all exports and functions.
    fn after_all_forms(&mut self) {
        for form in &self.module.forms {
            match &form.kind {
                FormKind::Export(names) => self.exported_are_defined(names),
                FormKind::Attribute(name, value)
                    if matches!(name.as_str(), "behaviour" | "behavior") =>
                {
                    if let Some(behaviour) = value.as_atom() {
                        self.behaviour(behaviour, form.span);
                    }
                }
                _ => {}
            }
        }
    }

    /// What `eunit_autoexport` exports.
    fn export_tests(&mut self) {
        let tests = self.functions.keys().filter(|(name, arity)| *arity == 0 && is_test(*name));
        let tests: Vec<NameAndArity> = tests.copied().collect();
        self.exports.extend(tests);
    }

    fn define_function(&mut self, function: NameAndArity, span: Span) {
        let added = function.0.as_str() == "module_info" && function.1 <= 1;
        if added || self.functions.contains_key(&function) {
            let message = format!("function {} already defined", show(function));
            return self.error("redefine-function", message, span);
        }
        self.functions.insert(function, span);
    }

    fn module_name(&mut self, name: Symbol, count: usize, span: Span) {
        if count > 1 {
            self.error("redefine-module", "redefining module".to_owned(), span);
        } else if name.as_str().is_empty() {
            let message = "the module name must not be empty".to_owned();
            self.error("empty-module-name", message, span);
        } else if name.as_str().chars().any(char::is_control) {
            let message = "the module name must not contain control characters".to_owned();
            self.error("ctrl-chars-in-module-name", message, span);
        }
    }

    fn export(&mut self, names: &'m [NameArity]) {
        for name in names {
            let function = (name.name, name.arity);
            if !self.exports.insert(function) {
                let message = format!("function {} already exported", show(function));
                self.warning("duplicated-export", message, name.span);
            }
        }
    }

    fn exported_are_defined(&mut self, names: &'m [NameArity]) {
        for name in names {
            let function = (name.name, name.arity);
            let added = name.name.as_str() == "module_info" && name.arity <= 1;
            if !added && !self.functions.contains_key(&function) {
                self.missing.push((function, name.span));
            }
        }
    }

    fn import(&mut self, module: Symbol, names: &'m [NameArity]) {
        let mut new = Vec::with_capacity(names.len());
        for name in names {
            let function = (name.name, name.arity);
            if let Some((other, _)) = self.imports.get(&function).copied() {
                let (shown, other) = (show(function), quoted(other));
                let message = format!("function {shown} already imported from {other}");
                self.error("redefine-import", message, name.span);
            } else if let Some(span) = self.functions.get(&function).copied() {
                let message = format!("defining imported function {}", show(function));
                self.error("define-import", message, span);
            } else {
                new.push((function, (module, name.span)));
            }
        }
        // A name may stand twice in one list.
        self.imports.extend(new);
    }

    /// After the first function few attributes are taken.
    fn check_order(&mut self, form: &Form) {
        let name = match &form.kind {
            FormKind::Module(_) => "module",
            FormKind::Export(_) => "export",
            FormKind::Import(..) => "import",
            FormKind::ExportType(_) => "export_type",
            FormKind::OptionalCallbacks(_) => "optional_callbacks",
            FormKind::Spec(spec) if spec.is_callback => "callback",
            FormKind::Attribute(name, _) if !ANYWHERE.contains(&name.as_str()) => name.as_str(),
            _ => return,
        };
        let message = format!("attribute {name} after function definitions");
        self.error("attribute", message, form.span);
    }

    fn compile(&mut self, option: &'m Expr) {
        match &option.kind {
            ExprKind::List(options, _) => options.iter().for_each(|option| self.compile(option)),
            ExprKind::Atom(name)
                if name.as_str() == "export_all" && self.switches.export_all_warning =>
            {
                let message = "export_all flag enabled - all functions will be exported";
                self.warning("export-all", message.to_owned(), option.span);
            }
            ExprKind::Tuple(items) => {
                let [name, value] = &items[..] else { return };
                if name.as_atom().is_some_and(|name| name.as_str() == "inline") {
                    self.inline(value);
                }
            }
            _ => {}
        }
    }

    fn inline(&mut self, value: &'m Expr) {
        for function in functions(value) {
            if !self.functions.contains_key(&function) {
                let message = format!("inlined function {} undefined", show(function));
                self.error("bad-inline", message, value.span);
            }
        }
    }

    fn on_load(&mut self, forms: &[(&'m Expr, Span)]) {
        if let [_, (_, second), ..] = forms {
            let message = "more than one on_load attribute".to_owned();
            self.error("multiple-on-loads", message, *second);
        }
        for (value, span) in forms {
            let [function] = functions(value)[..] else {
                let text = self.sources.slice(value.span);
                let message = format!("badly formed on_load attribute: {text}");
                self.error("bad-on-load", message, *span);
                continue;
            };
            if function.1 != 0 {
                let message = format!("function {} has wrong arity (must be 0)", show(function));
                self.error("bad-on-load-arity", message, *span);
            } else if !self.functions.contains_key(&function) {
                self.missing.push((function, *span));
            }
            // It is called when the module is loaded.
            self.exports.insert(function);
        }
    }
}
