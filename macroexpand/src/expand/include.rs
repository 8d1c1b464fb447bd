//! `include-file` and `include-lib`.

use lfec_base::Span;
use lfec_reader::{Form, FormKind};

use super::Expander;
use crate::shape::documentation_text;

/// Files that include one another stop here.
const DEEPEST_INCLUDE: usize = 200;

impl Expander<'_> {
    /// The forms of an included file; `None` after an error, which is reported.
    pub(crate) fn included_forms(
        &mut self,
        form: &Form,
        rest: &[Form],
        library: bool,
    ) -> Option<Vec<Form>> {
        let word = if library { "include-lib" } else { "include-file" };
        let Some(name) = include_name(rest) else {
            self.error("bad-form", format!("bad {word} form"), form.span);
            return None;
        };
        let Some((shown, text)) = self.host.include(&name, library) else {
            let kind = if library { "lib" } else { "file" };
            let message = format!("can't find include {kind} {name}");
            self.error("no-include", message, form.span);
            return None;
        };
        self.read_included(shown, text, form.span)
    }

    fn read_included(&mut self, shown: String, text: String, place: Span) -> Option<Vec<Form>> {
        if self.chain.len() >= DEEPEST_INCLUDE {
            let message = format!("{shown} is included more than {DEEPEST_INCLUDE} levels deep");
            self.error("include-too-deep", message, place);
            return None;
        }
        let is_header = shown.ends_with(".hrl");
        let file = self.sources.add(shown, text);
        if is_header {
            let (forms, diagnostics) = self.host.header(file, self.sources);
            self.diagnostics.extend(diagnostics);
            return Some(forms);
        }
        let text = self.sources.text(file);
        let (forms, diagnostics) = lfec_reader::read(file, &text);
        self.diagnostics.extend(diagnostics);
        Some(forms.into_iter().map(|form| self.evaluate_read(form)).collect())
    }
}

/// The file name, a string or a binary.
fn include_name(rest: &[Form]) -> Option<String> {
    match rest {
        [name] if matches!(name.kind, FormKind::String(_) | FormKind::Binary(..)) => {
            documentation_text(name)
        }
        _ => None,
    }
}
