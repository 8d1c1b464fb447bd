//! Expansion of single forms, for a shell and for programs that expand macros themselves.

use lfec_base::{Diagnostic, Sources};
use lfec_reader::Form;

use crate::Options;
use crate::environment::Environment;
use crate::expand::Expander;
use crate::module::MacroHost;

/// Expands one form step by step or wholly. Forms that are no macro calls come back as they are.
pub struct FormExpander<'a> {
    expander: Expander<'a>,
}

impl<'a> FormExpander<'a> {
    /// An expander that runs macros in `host`.
    pub fn new(
        host: &'a mut dyn MacroHost,
        sources: &'a mut Sources,
        options: &'a Options,
    ) -> FormExpander<'a> {
        FormExpander { expander: Expander::new(host, sources, options) }
    }

    /// Expands the macro call that a form is, once; `None` if it is none.
    pub fn macroexpand_1(&mut self, form: &Form, env: &Environment) -> Option<Form> {
        self.expander.begin_top_level();
        self.expander.expand_macro(form, env)
    }

    /// Expands a form until it is no macro call any more; `None` if it is none at all.
    pub fn macroexpand(&mut self, form: &Form, env: &Environment) -> Option<Form> {
        self.expander.begin_top_level();
        let mut current = self.expander.expand_macro(form, env)?;
        while let Some(next) = self.expander.expand_macro(&current, env) {
            current = next;
        }
        Some(current)
    }

    /// Expands all macro calls in a form.
    pub fn macroexpand_all(&mut self, form: &Form, env: &Environment) -> Form {
        self.expander.begin_top_level();
        self.expander.expand(form, env)
    }

    /// What there is to say about the expansions so far.
    pub fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.expander.diagnostics)
    }
}
