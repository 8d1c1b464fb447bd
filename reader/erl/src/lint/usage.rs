//! What is missing, and what is not used.

use std::collections::HashSet;

use super::{Lint, NameAndArity, quoted, show};
use crate::ast::FormKind;

impl<'m> Lint<'m> {
    pub fn usage(&mut self) {
        for (function, span) in std::mem::take(&mut self.missing) {
            let message = format!("function {} undefined", show(function));
            self.error("undefined-function", message, span);
        }
        // An unknown transform may add what uses them.
        if !self.switches.unknown_transforms {
            self.unused_functions();
            self.unused_imports();
            self.unused_records();
        }
    }

    /// Functions that no exported one reaches.
    fn unused_functions(&mut self) {
        if self.switches.export_all || !self.switches.unused_function {
            return;
        }
        let mut reached: HashSet<NameAndArity> = self.exports.clone();
        reached.extend(self.calls.get(&None).into_iter().flatten());
        reached.extend(&self.switches.used_functions);
        let mut open: Vec<NameAndArity> = reached.iter().copied().collect();
        while let Some(function) = open.pop() {
            for callee in self.calls.get(&Some(function)).into_iter().flatten() {
                if reached.insert(*callee) {
                    open.push(*callee);
                }
            }
        }
        for form in &self.module.forms {
            if let FormKind::Function(function) = &form.kind {
                let name = (function.name, function.arity);
                let is_added = name.0.as_str() == "module_info" && name.1 <= 1;
                if !reached.contains(&name) && !is_added {
                    let message = format!("function {} is unused", show(name));
                    self.warning("unused-function", message, form.span);
                }
            }
        }
    }

    fn unused_imports(&mut self) {
        if !self.switches.unused_import {
            return;
        }
        for form in &self.module.forms {
            let FormKind::Import(module, functions) = &form.kind else { continue };
            for function in functions {
                let name = (function.name, function.arity);
                if !self.used_imports.contains(&name) {
                    let message = format!("import {}:{} is unused", quoted(*module), show(name));
                    self.warning("unused-import", message, function.span);
                }
            }
        }
    }

    /// Records defined in the module's own file and not mentioned.
    fn unused_records(&mut self) {
        if !self.switches.unused_record || self.switches.export_all {
            return;
        }
        for form in &self.module.forms {
            if let FormKind::Record(record) = &form.kind
                && form.span.file == self.module.file
                && !self.used_records.contains(&record.name)
            {
                let message = format!("record {} is unused", quoted(record.name));
                self.warning("unused-record", message, form.span);
            }
        }
    }
}
