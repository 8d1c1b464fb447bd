//! Attributes that say something about functions of the module: `-deprecated`, `-removed`, `-nifs`,
//! `-dialyzer`, `-optional_callbacks`, the functions in `-compile`.

use std::collections::HashSet;

use lfec_base::{Span, Symbol};

use super::switches::functions;
use super::{Lint, NameAndArity, show};
use crate::ast::{Expr, ExprKind, FormKind};

/// Warnings that `-dialyzer` knows.
const DIALYZER: &[&str] = &[
    "error_handling",
    "extra_return",
    "missing_return",
    "no_behaviours",
    "no_contracts",
    "no_extra_return",
    "no_fail_call",
    "no_fun_app",
    "no_improper_lists",
    "no_match",
    "no_missing_calls",
    "no_missing_return",
    "no_opaque",
    "no_return",
    "no_underspecs",
    "no_undefined_callbacks",
    "no_unknown",
    "no_unused",
    "nowarn_function",
    "overspecs",
    "race_conditions",
    "specdiffs",
    "underspecs",
    "unknown",
    "unmatched_returns",
];

impl<'m> Lint<'m> {
    /// Checks them all; the functions are known.
    pub fn about_functions(&mut self) {
        let mut callbacks: HashSet<NameAndArity> = HashSet::new();
        for form in &self.module.forms {
            if let FormKind::Spec(spec) = &form.kind
                && spec.is_callback
            {
                callbacks.insert((spec.name, spec.arity));
            }
        }
        for form in &self.module.forms {
            match &form.kind {
                FormKind::OptionalCallbacks(names) => {
                    for name in names.iter().map(|name| (name.name, name.arity)) {
                        if !callbacks.contains(&name) {
                            let message = format!("callback {} is undefined", show(name));
                            self.error("undefined-callback", message, form.span);
                        }
                    }
                }
                FormKind::Attribute(name, value) => match name.as_str() {
                    "deprecated" | "removed" => self.retired(name.as_str(), value, form.span),
                    "nifs" => self.nifs(value, form.span),
                    "dialyzer" => self.dialyzer(value, form.span),
                    "compile" => self.about_unused(value, form.span),
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// `-deprecated([{f, 1, "use g"}]).` and `-removed(…)`.
    fn retired(&mut self, attribute: &'static str, value: &'m Expr, span: Span) {
        if let ExprKind::List(items, None) = &value.kind {
            return items.iter().for_each(|item| self.retired(attribute, item, span));
        }
        let parts: &[Expr] = match &value.kind {
            ExprKind::Nil => return,
            ExprKind::Atom(name) if name.as_str() == "module" => return,
            ExprKind::Tuple(items) => items,
            _ => &[],
        };
        let (Some(name), Some(arity)) = (parts.first(), parts.get(1)) else {
            return self.bad_attribute(attribute, value, span);
        };
        let is_any = |part: &Expr| part.as_atom().is_some_and(|name| name.as_str() == "_");
        let number = match &arity.kind {
            ExprKind::Integer(number) => usize::try_from(&**number).ok(),
            _ => None,
        };
        match (name.as_atom(), number) {
            (Some(name), Some(number)) => {
                let function = (name, number);
                let exported = self.switches.export_all && self.functions.contains_key(&function)
                    || self.exports.contains(&function);
                let shown = show(function);
                if attribute == "deprecated" && !exported {
                    let message = format!("deprecated function {shown} undefined or not exported");
                    self.error("bad-deprecated", message, span);
                } else if attribute == "removed" && exported {
                    let message = format!("removed function {shown} is still exported");
                    self.error("bad-removed", message, span);
                }
            }
            (Some(_), None) if is_any(arity) => {}
            _ => self.bad_attribute(attribute, value, span),
        }
    }

    fn bad_attribute(&mut self, attribute: &'static str, value: &'m Expr, span: Span) {
        let text: String = self.sources.slice(value.span).split_whitespace().collect();
        self.error("bad-attribute", format!("badly formed {attribute} attribute {text}"), span);
    }

    fn nifs(&mut self, value: &'m Expr, span: Span) {
        for function in functions(value) {
            if !self.functions.contains_key(&function) {
                let message = format!("nif {} undefined", show(function));
                self.error("undefined-nif", message, span);
            }
        }
    }

    fn dialyzer(&mut self, value: &'m Expr, span: Span) {
        let (options, about) = match &value.kind {
            ExprKind::List(items, None) if !items.iter().all(|item| item.as_atom().is_some()) => {
                return items.iter().for_each(|item| self.dialyzer(item, span));
            }
            ExprKind::Tuple(parts) => match &parts[..] {
                [options, about] => (options, Some(about)),
                _ => return,
            },
            _ => (value, None),
        };
        let names: Vec<Symbol> = match &options.kind {
            ExprKind::List(items, None) => items.iter().filter_map(Expr::as_atom).collect(),
            _ => options.as_atom().into_iter().collect(),
        };
        for name in names.into_iter().filter(|name| !DIALYZER.contains(&name.as_str())) {
            let message = format!("unknown dialyzer warning option: {name}");
            self.error("bad-dialyzer-option", message, span);
        }
        for function in about.into_iter().flat_map(functions) {
            if !self.functions.contains_key(&function) {
                let message = format!("function {} undefined", show(function));
                self.error("undefined-function", message, span);
            }
        }
    }

    /// `-compile({nowarn_unused_function, [f/1]}).`
    fn about_unused(&mut self, value: &'m Expr, span: Span) {
        match &value.kind {
            ExprKind::List(items, None) => {
                items.iter().for_each(|item| self.about_unused(item, span));
            }
            ExprKind::Tuple(parts) => {
                let [name, about] = &parts[..] else { return };
                if name.as_atom().is_none_or(|name| name.as_str() != "nowarn_unused_function") {
                    return;
                }
                for function in functions(about) {
                    if !self.functions.contains_key(&function) {
                        let message = format!("function {} undefined", show(function));
                        self.error("undefined-function", message, span);
                    }
                }
            }
            _ => {}
        }
    }
}
