//! Calls of functions that OTP has deprecated or removed, with what it says to use instead.

use lfec_base::Span;

use super::Lint;
use crate::ast::Expr;

/// Module, function (all where empty), arity (any where `None`), what to use instead.
type Entry = (&'static str, &'static str, Option<usize>, &'static str);

const DEPRECATED: &[Entry] = &[
    (
        "calendar",
        "local_time_to_universal_time",
        Some(1),
        "use calendar:local_time_to_universal_time_dst/1 instead",
    ),
    ("crypto", "rand_uniform", Some(2), "use rand:uniform/1 instead"),
    (
        "erlang",
        "now",
        Some(0),
        "see the \"Time and Time Correction in Erlang\" chapter of the ERTS User's Guide for more \
         information",
    ),
    ("erlang", "phash", Some(2), "use erlang:phash2/2 instead"),
    ("gen_fsm", "", None, "use the 'gen_statem' module instead"),
    ("random", "", None, "use the 'rand' module instead"),
];

const REMOVED: &[Entry] = &[
    ("crypto", "cmac", Some(3), "use crypto:mac/4 instead"),
    ("crypto", "hmac", Some(3), "use crypto:mac/4 instead"),
    ("crypto", "hmac", Some(4), "use crypto:macN/5 instead"),
    (
        "erlang",
        "get_stacktrace",
        Some(0),
        "use the new try/catch syntax for retrieving the stack backtrace",
    ),
    ("erlang", "hash", Some(2), "use erlang:phash2/2 instead"),
    ("filename", "find_src", Some(1), "use filelib:find_source/1,3 instead"),
    ("filename", "safe_relative_path", Some(1), "use filelib:safe_relative_path/2 instead"),
];

impl<'m> Lint<'m> {
    /// `m:f(…)`, or a BIF's call without module.
    pub fn deprecated_call(&mut self, module: &str, name: &str, arity: usize, span: Span) {
        if !self.switches.deprecated || self.module.name.as_str() == module {
            return;
        }
        let find = |table: &'static [Entry]| {
            table.iter().find(|entry| {
                entry.0 == module
                    && (entry.1.is_empty() || entry.1 == name)
                    && entry.2.is_none_or(|known| known == arity)
            })
        };
        let (code, what, entry) = match (find(DEPRECATED), find(REMOVED)) {
            (Some(entry), _) => ("deprecated", "deprecated", entry),
            (None, Some(entry)) => ("removed", "removed", entry),
            (None, None) => return,
        };
        let message = format!("{module}:{name}/{arity} is {what}; {}", entry.3);
        self.warning(code, message, span);
    }

    /// The same of the parts of a call.
    pub fn deprecated_remote(&mut self, module: &Expr, name: &Expr, arity: usize, span: Span) {
        if let (Some(module), Some(name)) = (module.as_atom(), name.as_atom()) {
            self.deprecated_call(module.as_str(), name.as_str(), arity, span);
        }
    }
}
