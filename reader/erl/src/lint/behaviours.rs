//! Behaviours of OTP: are their callbacks there?

use lfec_base::{Span, Symbol};

use super::Lint;

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
    /// `-behaviour(name).`
    pub fn behaviour(&mut self, name: Symbol, span: Span) {
        if self.module.is_incomplete {
            return;
        }
        let required = REQUIRED.iter().find(|(behaviour, _)| *behaviour == name.as_str());
        for (function, arity) in required.into_iter().flat_map(|(_, callbacks)| *callbacks) {
            let key = (Symbol::intern(function), *arity);
            let exported = self.switches.export_all || self.exports.contains(&key);
            if !exported || !self.functions.contains_key(&key) {
                let message =
                    format!("undefined callback function {function}/{arity} (behaviour '{name}')");
                self.warning("undefined-behaviour-func", message, span);
            }
        }
    }
}
