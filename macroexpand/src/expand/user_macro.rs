//! Calls of macros that users wrote.

use lfec_base::{Diagnostic, Symbol};
use lfec_reader::{Form, FormKind};

use super::respan::respan;
use super::{Expander, Origin};
use crate::environment::{Environment, UserMacro};
use crate::shape::is_proper_list;
use crate::text::write_limited;

/// How much of a call its error message shows, in levels and elements.
const SHOWN: usize = 10;

impl Expander<'_> {
    /// Calls a macro. `None` after an error, which is reported.
    pub(super) fn call_macro(
        &mut self,
        found: &UserMacro,
        form: &Form,
        env: &Environment,
    ) -> Option<Form> {
        let host_name = self.prepare_macro(found, env)?;
        let arguments = [arguments_datum(form), environment_datum()];
        let result = self.host.call(host_name, &arguments);
        self.finish_call(form, found.name, Some(found.span), result)
    }

    /// Places what a macro returned, or reports why it did not return.
    pub(super) fn finish_call(
        &mut self,
        form: &Form,
        name: Symbol,
        definition: Option<lfec_base::Span>,
        result: Result<Form, String>,
    ) -> Option<Form> {
        match result {
            Ok(expansion) => {
                if let Some(definition) = definition {
                    self.origins.entry(form.span).or_insert(Origin { name, definition });
                }
                Some(respan(&expansion, form))
            }
            Err(reason) => {
                self.expansion_error(form, &reason, definition);
                None
            }
        }
    }

    /// `error expanding (call …): reason`
    pub(super) fn expansion_error(
        &mut self,
        form: &Form,
        reason: &str,
        definition: Option<lfec_base::Span>,
    ) {
        let call = write_limited(form, SHOWN);
        let message = format!("error expanding {call}:\n    {reason}");
        let mut diagnostic = Diagnostic::error("expand-macro", message, form.span);
        if let Some(definition) = definition
            && !definition.is_none()
        {
            diagnostic = diagnostic.with_label(definition, "the macro is defined here");
        }
        if self.user_chain().count() > 1
            && let Some(note) = self.chain_note()
        {
            diagnostic = diagnostic.with_note(note);
        }
        self.report(diagnostic);
    }
}

/// The list of arguments that a macro function gets.
pub(super) fn arguments_datum(form: &Form) -> Form {
    match &form.kind {
        FormKind::List(items) => Form::list(form.span, items.get(1..).unwrap_or(&[])),
        FormKind::Dotted(items, tail) if items.len() > 1 => {
            let kind = FormKind::Dotted(items[1..].into(), tail.clone());
            Form { span: form.span, kind }
        }
        FormKind::Dotted(_, tail) => tail.as_ref().clone(),
        _ => {
            debug_assert!(is_proper_list(form));
            Form::nil(form.span)
        }
    }
}

/// What `$ENV` is bound to: a token that stands for the environment of the call.
pub(super) fn environment_datum() -> Form {
    let span = lfec_base::Span::NONE;
    Form::tuple(span, vec![Form::symbol(span, "$ENV")])
}
