//! Which variables and functions are used.

use std::collections::{HashMap, HashSet};

use lfec_base::{Span, Symbol};

use super::Linter;
use super::collect::ModuleInfo;
use super::problem::{NameArity, Problem};
use crate::Options;

/// A binding of a variable.
struct VariableBinding {
    name: Symbol,
    span: Span,
    used: bool,
}

/// What has been bound and used so far.
#[derive(Default)]
pub(super) struct Usage {
    variables: Vec<VariableBinding>,
    shadowings: Vec<(Symbol, Span)>,
    /// Functions of the module that each function, or `None` for the module, refers to.
    calls: HashMap<Option<NameArity>, HashSet<NameArity>>,
    /// Records that are mentioned.
    pub(super) records: HashSet<Symbol>,
    /// Types that are mentioned and not looked up yet.
    pub(super) types: Vec<(NameArity, Span)>,
    /// Types that are mentioned.
    pub(super) used_types: HashSet<NameArity>,
    /// The function whose body is being checked.
    pub(super) current: Option<NameArity>,
}

impl Usage {
    /// A new binding, and its number.
    pub(super) fn bind(&mut self, name: Symbol, span: Span) -> usize {
        self.variables.push(VariableBinding { name, span, used: false });
        self.variables.len() - 1
    }

    pub(super) fn use_variable(&mut self, binding: usize) {
        if let Some(found) = self.variables.get_mut(binding) {
            found.used = true;
        }
    }

    pub(super) fn is_used(&self, binding: usize) -> bool {
        self.variables.get(binding).is_some_and(|found| found.used)
    }

    pub(super) fn shadow(&mut self, name: Symbol, span: Span, outer: usize) {
        if self.variables.get(outer).is_some_and(|found| found.span != span) {
            self.shadowings.push((name, span));
        }
    }

    pub(super) fn use_type(&mut self, key: NameArity, span: Span) {
        self.types.push((key, span));
    }

    pub(super) fn use_function(&mut self, key: NameArity) {
        self.calls.entry(self.current).or_default().insert(key);
    }

    /// Functions reached from those of `roots`.
    fn reachable(&self, roots: impl IntoIterator<Item = NameArity>) -> HashSet<NameArity> {
        let mut waiting: Vec<NameArity> = roots.into_iter().collect();
        waiting.extend(self.calls.get(&None).into_iter().flatten());
        let mut reached = HashSet::new();
        while let Some(key) = waiting.pop() {
            if reached.insert(key) {
                waiting.extend(self.calls.get(&Some(key)).into_iter().flatten());
            }
        }
        reached
    }
}

impl Linter<'_> {
    /// Warnings about functions and variables that are not used.
    pub(super) fn warn_unused(&mut self, info: &ModuleInfo, options: &Options) {
        if options.warn_unused_functions && !info.export_all && !self.incomplete {
            let exported = info.exports.iter().map(|(key, _)| *key).chain(info.on_load);
            let reached = self.usage.reachable(exported);
            for function in &info.functions {
                let key = (function.name, function.arity);
                if !reached.contains(&key) && !function.is_made_here() {
                    self.report(function.name_span, Problem::UnusedFunction(key));
                }
            }
        }
        if options.warn_unused_functions && !self.incomplete {
            self.warn_unused_definitions(info);
        }
        if options.warn_unused_variables {
            for (name, span) in self.unused_variables() {
                self.report(span, Problem::UnusedVariable(name));
            }
        }
        if options.warn_shadowed_variables {
            for (name, span) in std::mem::take(&mut self.usage.shadowings) {
                if is_written(name) {
                    self.report(span, Problem::ShadowedVariable(name));
                }
            }
        }
    }

    /// Warnings about records and types of this file that nothing mentions.
    fn warn_unused_definitions(&mut self, info: &ModuleInfo) {
        let file = info.span.map(|span| span.file);
        for (name, span) in &info.records_seen {
            if Some(span.file) == file && !self.usage.records.contains(name) {
                self.report(*span, Problem::UnusedRecord(*name));
            }
        }
        let is_exported = |key| info.exported_types.iter().any(|(known, _)| *known == key);
        for (key, span) in &info.types {
            let used = self.usage.used_types.contains(key) || is_exported(*key);
            if Some(span.file) == file && !used {
                self.report(*span, Problem::UnusedType(*key));
            }
        }
    }

    fn unused_variables(&self) -> Vec<(Symbol, Span)> {
        let mut used: HashSet<(Symbol, Span)> = HashSet::new();
        for binding in self.usage.variables.iter().filter(|binding| binding.used) {
            used.insert((binding.name, binding.span));
        }
        let unused = self.usage.variables.iter().filter(|binding| {
            !binding.used
                && is_written(binding.name)
                && !used.contains(&(binding.name, binding.span))
        });
        unused.map(|binding| (binding.name, binding.span)).collect()
    }
}

/// Whether a variable was written by hand and is meant to be used.
fn is_written(name: Symbol) -> bool {
    let text = name.as_str();
    !text.starts_with('_') && !text.contains(' ') && !["do-state", "omega", "$ENV"].contains(&text)
}
