//! Behaviours of OTP: are their callbacks there?

use lfec_base::{Span, Symbol};

use super::Lint;
use crate::ast::FormKind;

/// Callbacks that a behaviour requires.
const REQUIRED: &[(&str, &[(&str, usize)])] = &[
    ("application", &[("start", 2), ("stop", 1)]),
    ("gen_event", &[("handle_call", 2), ("handle_event", 2), ("init", 1)]),
    ("gen_server", &[("handle_call", 3), ("handle_cast", 2), ("init", 1)]),
    ("gen_statem", &[("callback_mode", 0), ("init", 1)]),
    ("supervisor", &[("init", 1)]),
    ("supervisor_bridge", &[("init", 1), ("terminate", 2)]),
];

impl<'m> Lint<'m> {
    /// Callbacks that two behaviours of the module require.
    pub fn conflicting_behaviours(&mut self) {
        let mut before: Vec<(&str, Span)> = Vec::new();
        for form in &self.module.forms {
            let FormKind::Attribute(attribute, value) = &form.kind else { continue };
            let Some(name) = value.as_atom() else { continue };
            if !matches!(attribute.as_str(), "behaviour" | "behavior") {
                continue;
            }
            let name = name.as_str();
            for (function, arity) in required(name) {
                let other = before.iter().find(|(other, _)| {
                    *other != name && required(other).any(|known| known == (function, arity))
                });
                if let Some((other, place)) = other {
                    let message = format!(
                        "conflicting behaviours - callback {function}/{arity} required by both \
                         '{name}' and '{other}' {}",
                        self.place(*place)
                    );
                    self.warning("conflicting-behaviours", message, form.span);
                }
            }
            before.push((name, form.span));
        }
    }

    /// `-behaviour(name).`
    pub fn behaviour(&mut self, name: Symbol, span: Span) {
        for (function, arity) in required(name.as_str()) {
            let key = (Symbol::intern(function), arity);
            let exported = self.switches.export_all || self.exports.contains(&key);
            if !exported || !self.functions.contains_key(&key) {
                let message =
                    format!("undefined callback function {function}/{arity} (behaviour '{name}')");
                self.warning("undefined-behaviour-func", message, span);
            }
        }
    }
}

/// The callbacks that a behaviour of OTP requires.
fn required(name: &str) -> impl Iterator<Item = (&'static str, usize)> + use<> {
    let found = REQUIRED.iter().find(|(behaviour, _)| *behaviour == name);
    found.into_iter().flat_map(|(_, callbacks)| callbacks.iter().copied())
}
