//! Calls, and what names of functions mean.

use lfec_base::{Span, Symbol};

use super::{Lint, NameAndArity, show};
use crate::ast::{Expr, ExprKind};
use crate::bifs;

impl<'m> Lint<'m> {
    pub fn call(&mut self, callee: &'m Expr, arguments: &'m [Expr], span: Span) {
        match &callee.kind {
            ExprKind::Atom(name) => {
                self.parallel(arguments);
                self.local_call(*name, arguments, span);
            }
            ExprKind::Remote(module, function) => {
                if module.as_atom().is_some_and(|name| name.as_str() == "erlang")
                    && let Some(name) = function.as_atom()
                {
                    self.record_test(name.as_str(), arguments);
                }
                let parts = [&**module, &**function].into_iter().chain(arguments);
                self.parallel(parts);
                self.format_call(module, function, arguments);
                self.deprecated_remote(module, function, arguments.len(), span);
            }
            _ => self.parallel(std::iter::once(callee).chain(arguments)),
        }
    }

    /// Whether `-compile({no_auto_import, …})` hides a BIF.
    pub fn is_hidden_bif(&self, function: NameAndArity) -> bool {
        self.switches.no_auto_import_all || self.switches.no_auto_import.contains(&function)
    }

    fn local_call(&mut self, name: Symbol, arguments: &'m [Expr], span: Span) {
        let function = (name, arguments.len());
        let is_local = self.functions.contains_key(&function);
        let is_imported = self.imports.contains_key(&function);
        let is_bif = bifs::is_auto_imported(name, function.1) && !self.is_hidden_bif(function);
        if !is_local {
            self.record_test(name.as_str(), arguments);
            if is_imported {
                self.used_imports.insert(function);
                return;
            }
            if is_bif {
                return self.deprecated_call("erlang", name.as_str(), function.1, span);
            }
            if name.as_str() == "record_info" && function.1 == 2 {
                return self.record_info(arguments, span);
            }
        }
        if is_bif && self.switches.bif_clash {
            let shown = show(function);
            let message = format!(
                "ambiguous call of overridden auto-imported BIF {shown}\n - use erlang:{shown} or \
                 \"-compile({{no_auto_import,[{shown}]}}).\" to resolve name clash"
            );
            self.warning("call-to-redefined-bif", message, span);
        }
        self.note_call(function, span);
    }

    fn note_call(&mut self, function: NameAndArity, span: Span) {
        if self.current != Some(function) {
            self.calls.entry(self.current).or_default().insert(function);
        }
        let is_added = function.0.as_str() == "module_info" && function.1 <= 1;
        if !self.functions.contains_key(&function) && !is_added {
            self.missing.push((function, span));
        }
    }

    /// `fun f/1`: a function of the module or a BIF; imports do not count.
    pub fn fun_name(&mut self, name: Symbol, arity: usize, span: Span) {
        let function = (name, arity);
        if name.as_str() == "record_info" && arity == 2 {
            self.error("illegal-record-info", "illegal record info".to_owned(), span);
            return;
        }
        let is_bif = bifs::is_auto_imported(name, arity) && !self.is_hidden_bif(function);
        if self.functions.contains_key(&function) || !is_bif {
            self.note_call(function, span);
        }
    }

    fn record_info(&mut self, arguments: &'m [Expr], span: Span) {
        let [item, record] = arguments else { return };
        let item = item.as_atom().map(Symbol::as_str);
        match (item, record.as_atom()) {
            (Some("fields" | "size"), Some(name)) => {
                self.find_record(name, record.span);
            }
            _ => self.error("illegal-record-info", "illegal record info".to_owned(), span),
        }
    }
}
