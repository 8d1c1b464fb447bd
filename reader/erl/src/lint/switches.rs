//! Which warnings are wanted, from `-compile` options.

use std::collections::HashSet;

use lfec_base::Symbol;

use super::NameAndArity;
use crate::ast::{ErlModule, Expr, ExprKind, FormKind};
use crate::parse::form::name_arity;

/// Warnings that can be switched, and the other compile options that lint knows.
pub(crate) struct Switches {
    pub unused_vars: bool,
    pub unused_function: bool,
    pub unused_record: bool,
    pub unused_type: bool,
    pub unused_import: bool,
    pub shadow_vars: bool,
    pub export_all_warning: bool,
    pub underscore_match: bool,
    pub obsolete_guard: bool,
    pub bif_clash: bool,
    pub format: bool,
    pub deprecated: bool,
    pub export_all: bool,
    pub no_auto_import_all: bool,
    pub no_auto_import: HashSet<NameAndArity>,
    pub used_functions: HashSet<NameAndArity>,
    /// Parse transforms that the compiler stands in for.
    pub autoexport_tests: bool,
    pub match_specs: bool,
    /// There are parse transforms that it does not know.
    pub unknown_transforms: bool,
}

impl Switches {
    /// As the options in the module say.
    pub fn of(module: &ErlModule) -> Switches {
        let mut switches = Switches {
            unused_vars: true,
            unused_function: true,
            unused_record: true,
            unused_type: true,
            unused_import: false,
            shadow_vars: true,
            export_all_warning: true,
            underscore_match: true,
            obsolete_guard: true,
            bif_clash: true,
            format: true,
            deprecated: true,
            export_all: false,
            no_auto_import_all: false,
            no_auto_import: HashSet::new(),
            used_functions: HashSet::new(),
            autoexport_tests: false,
            match_specs: false,
            unknown_transforms: false,
        };
        for form in &module.forms {
            if let FormKind::Attribute(name, value) = &form.kind
                && name.as_str() == "compile"
            {
                switches.option(value);
            }
        }
        switches
    }

    fn option(&mut self, option: &Expr) {
        match &option.kind {
            ExprKind::List(options, _) => options.iter().for_each(|option| self.option(option)),
            ExprKind::Atom(name) => self.word(*name),
            ExprKind::Tuple(items) => {
                let [name, value] = &items[..] else { return };
                if name.as_atom().is_some_and(|name| name.as_str() == "parse_transform") {
                    return self.transform(value);
                }
                if name.as_atom().is_some_and(|name| name.as_str() == "nowarn_deprecated_function")
                {
                    self.deprecated = false;
                }
                let target = match name.as_atom().map(Symbol::as_str) {
                    Some("no_auto_import") => &mut self.no_auto_import,
                    Some("nowarn_unused_function") => &mut self.used_functions,
                    _ => return,
                };
                target.extend(functions(value));
            }
            _ => {}
        }
    }

    fn transform(&mut self, module: &Expr) {
        match module.as_atom().map(Symbol::as_str) {
            Some("eunit_autoexport") => self.autoexport_tests = true,
            Some("ms_transform") => self.match_specs = true,
            _ => self.unknown_transforms = true,
        }
    }

    fn word(&mut self, name: Symbol) {
        let text = name.as_str();
        match text {
            "export_all" => self.export_all = true,
            "no_auto_import" => self.no_auto_import_all = true,
            _ => {}
        }
        let (on, warning) = match (text.strip_prefix("warn_"), text.strip_prefix("nowarn_")) {
            (Some(warning), _) => (true, warning),
            (_, Some(warning)) => (false, warning),
            _ => return,
        };
        let switch = match warning {
            "unused_vars" => &mut self.unused_vars,
            "unused_function" => &mut self.unused_function,
            "unused_record" => &mut self.unused_record,
            "unused_type" => &mut self.unused_type,
            "unused_import" => &mut self.unused_import,
            "shadow_vars" => &mut self.shadow_vars,
            "export_all" => &mut self.export_all_warning,
            "underscore_match" => &mut self.underscore_match,
            "obsolete_guard" => &mut self.obsolete_guard,
            "bif_clash" => &mut self.bif_clash,
            "deprecated_function" => &mut self.deprecated,
            "format" => &mut self.format,
            _ => return,
        };
        *switch = on;
    }
}

/// `[f/1]`, `[{f,1}]` or one of them alone.
pub(super) fn functions(value: &Expr) -> Vec<NameAndArity> {
    match &value.kind {
        ExprKind::List(items, _) => items.iter().flat_map(functions).collect(),
        ExprKind::Tuple(items) => {
            let [name, arity] = &items[..] else { return Vec::new() };
            let ExprKind::Integer(arity) = &arity.kind else { return Vec::new() };
            name.as_atom().zip(usize::try_from(&**arity).ok()).into_iter().collect()
        }
        _ => name_arity(value).map(|found| (found.name, found.arity)).into_iter().collect(),
    }
}
