//! The metas and attributes of a module definition.

use lfec_base::Symbol;
use lfec_reader::{Form, FormKind};

use super::Linter;
use super::collect::ModuleInfo;
use super::problem::{NameArity, Problem};
use crate::shape::{as_index, documentation_text, is_documentation};

impl Linter<'_> {
    /// Documentation, types, specs and records.
    pub(super) fn module_metas(&mut self, form: &Form, metas: &Form, info: &mut ModuleInfo) {
        let Some(items) = metas.list_items() else {
            return self.report(form.span, Problem::BadModuleDef("meta form"));
        };
        for meta in items.iter() {
            let Some([tag, rest @ ..]) = meta.as_list() else {
                self.report(meta.span, Problem::BadModuleDef("meta"));
                continue;
            };
            match tag.as_symbol().map(Symbol::as_str) {
                Some("doc") if rest.iter().all(is_documentation) => {
                    let text = rest.first().and_then(documentation_text);
                    info.documentation = info.documentation.take().or(text);
                }
                Some("doc") => self.report(meta.span, Problem::BadMetaDef("doc")),
                Some("type" | "opaque") => {
                    self.meta_pairs(rest, "type", info, Linter::type_definition);
                }
                Some("spec") => self.meta_pairs(rest, "spec", info, Linter::function_spec),
                Some("record") => self.meta_pairs(rest, "record", info, Linter::record_definition),
                _ => self.report(meta.span, Problem::BadModuleDef("meta")),
            }
        }
    }

    /// `(name definition)` pairs.
    fn meta_pairs(
        &mut self,
        pairs: &[Form],
        what: &str,
        info: &mut ModuleInfo,
        check: fn(&mut Self, &Form, &Form, &mut ModuleInfo),
    ) {
        for pair in pairs {
            match pair.as_list() {
                Some([name, definition]) => check(self, name, definition, info),
                _ => self.report(pair.span, Problem::BadMetaDef(what)),
            }
        }
    }

    pub(super) fn module_attributes(
        &mut self,
        form: &Form,
        attributes: &Form,
        info: &mut ModuleInfo,
    ) {
        let Some(items) = attributes.list_items() else {
            return self.report(form.span, Problem::BadModuleDef("attribute form"));
        };
        for attribute in items.iter() {
            let parts = attribute.as_list().and_then(<[Form]>::split_first);
            let Some((tag, rest)) = parts else {
                match &attribute.kind {
                    FormKind::Dotted(items, _) if !items.is_empty() => {
                        self.report(attribute.span, Problem::BadAttribute(&items[0]));
                    }
                    _ => self.report(attribute.span, Problem::BadModuleDef("attribute form")),
                }
                continue;
            };
            match tag.as_symbol() {
                Some(name) => self.module_attribute(attribute, name, rest, info),
                None => self.report(attribute.span, Problem::BadAttribute(tag)),
            }
        }
    }

    fn module_attribute(
        &mut self,
        attribute: &Form,
        name: Symbol,
        rest: &[Form],
        info: &mut ModuleInfo,
    ) {
        let tag = &attribute.as_list().unwrap_or(&[])[0];
        match name.as_str() {
            "export" => self.export_attribute(attribute, rest, info),
            "export-type" => match function_list(rest) {
                Some(types) => {
                    let spans = rest.iter().map(|item| item.span);
                    info.exported_types.extend(types.into_iter().zip(spans));
                }
                None => self.report(attribute.span, Problem::BadModuleDef("export-type")),
            },
            "import" => rest.iter().for_each(|import| self.import(import, info)),
            "module-alias" => rest.iter().for_each(|pair| self.module_alias(pair, info)),
            "export-macro" => {
                if !rest.iter().all(|item| item.as_symbol().is_some()) {
                    self.report(attribute.span, Problem::BadModuleDef("export-macro"));
                }
            }
            "doc" => {
                let what = "module documentation attribute";
                self.report(attribute.span, Problem::DeprecatedWarning(what));
            }
            "record" => {
                let what = "module record definition";
                self.report(attribute.span, Problem::DeprecatedError(what));
            }
            "on_load" => self.on_load_attribute(attribute, rest, info),
            "spec" | "type" | "opaque" => self.report(attribute.span, Problem::BadAttribute(tag)),
            _ => {
                let value = match rest {
                    [value] => value.clone(),
                    _ => Form::list(attribute.span, rest),
                };
                info.attributes.push((name, value));
            }
        }
    }

    fn export_attribute(&mut self, attribute: &Form, rest: &[Form], info: &mut ModuleInfo) {
        if let [all] = rest
            && all.is_symbol("all")
        {
            info.export_all = true;
            return;
        }
        let Some(functions) = function_list(rest) else {
            return self.report(attribute.span, Problem::BadModuleDef("export"));
        };
        for (key, item) in functions.into_iter().zip(rest) {
            if !info.exports.iter().any(|(known, _)| *known == key) {
                info.exports.push((key, item.span));
            }
        }
    }

    /// `(from module (f n)…)` and `(rename module ((f n) name)…)`
    fn import(&mut self, import: &Form, info: &mut ModuleInfo) {
        let parts = import.as_list().unwrap_or(&[]);
        let (kind, module, rest) = match parts {
            [kind, module, rest @ ..] => (kind, module.as_symbol(), rest),
            _ => return self.report(import.span, Problem::BadModuleDef("import")),
        };
        match (kind.as_symbol().map(Symbol::as_str), module) {
            (Some("from"), Some(module)) => {
                for item in rest {
                    match name_arity(item) {
                        Some(key) => self.add_import(item, key, (module, key.0), info),
                        None => self.report(item.span, Problem::BadModuleDef("import from")),
                    }
                }
            }
            (Some("rename"), Some(module)) => {
                for item in rest {
                    match renamed(item) {
                        Some(((name, arity), local)) => {
                            self.add_import(item, (local, arity), (module, name), info);
                        }
                        None => self.report(item.span, Problem::BadModuleDef("import rename")),
                    }
                }
            }
            (Some("prefix"), Some(_)) => {
                self.report(import.span, Problem::DeprecatedError("import prefix"));
            }
            _ => self.report(import.span, Problem::BadModuleDef("import")),
        }
    }

    fn add_import(
        &mut self,
        item: &Form,
        key: NameArity,
        target: (Symbol, Symbol),
        info: &mut ModuleInfo,
    ) {
        match info.imports.get(&key) {
            Some((module, _)) if *module != target.0 => {
                self.report(item.span, Problem::ReimportFunction(key, target.0, *module));
            }
            _ => {
                if info.imports.insert(key, target).is_none() {
                    info.import_order.push(key);
                }
            }
        }
    }

    /// `(module alias)`
    fn module_alias(&mut self, pair: &Form, info: &mut ModuleInfo) {
        let names = match pair.as_list() {
            Some([module, alias]) => module.as_symbol().zip(alias.as_symbol()),
            _ => None,
        };
        let Some((module, alias)) = names else {
            return self.report(pair.span, Problem::BadModuleDef("module-alias"));
        };
        let is_alias = |name: Symbol| info.aliases_seen.iter().any(|(known, _)| *known == name);
        if is_alias(alias) {
            self.report(pair.span, Problem::RedefineModuleAlias(alias));
        }
        if is_alias(module) {
            self.report(pair.span, Problem::CircularModuleAlias(alias));
        }
        info.aliases_seen.push((alias, module));
    }

    fn on_load_attribute(&mut self, attribute: &Form, rest: &[Form], info: &mut ModuleInfo) {
        let key = match rest {
            [item] => name_arity(item),
            _ => None,
        };
        match key {
            Some(key) if info.on_load.is_none_or(|known| known == key) => info.on_load = Some(key),
            _ => {
                let tag = Form::symbol(attribute.span, "on_load");
                self.report(attribute.span, Problem::BadAttribute(&tag));
            }
        }
    }
}

/// `(name arity)`
pub(super) fn name_arity(form: &Form) -> Option<NameArity> {
    match form.as_list()? {
        [name, arity] => Some((name.as_symbol()?, as_index(arity)?)),
        _ => None,
    }
}

fn function_list(items: &[Form]) -> Option<Vec<NameArity>> {
    items.iter().map(name_arity).collect()
}

/// `((name arity) local)`
fn renamed(item: &Form) -> Option<(NameArity, Symbol)> {
    match item.as_list()? {
        [function, local] => Some((name_arity(function)?, local.as_symbol()?)),
        _ => None,
    }
}
