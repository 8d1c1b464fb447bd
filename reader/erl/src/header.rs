//! Header files on their own: their forms, and the macros they leave defined.

use std::sync::Arc;

use lfec_base::{Diagnostic, FileId, Sources, Symbol};

use crate::ast::Form;
use crate::token::Token;
use crate::{IncludeHost, Options, parse, preprocess};

/// A macro as it is defined.
#[derive(Clone, Debug)]
pub struct MacroDefinition {
    /// Its name.
    pub name: Symbol,
    /// Parameters; `None` for a constant.
    pub parameters: Option<Arc<[Symbol]>>,
    /// What it stands for, macros in it not expanded.
    pub body: Arc<[Token]>,
}

/// What a header says.
#[derive(Debug)]
pub struct Header {
    /// Its forms.
    pub forms: Vec<Form>,
    /// The macros defined at its end, by name and then as they were defined.
    pub macros: Vec<MacroDefinition>,
}

/// Reads `file` and what it includes. Forms with errors are reported and left out.
pub fn read_header(
    file: FileId,
    sources: &mut Sources,
    host: &mut dyn IncludeHost,
    options: &Options,
) -> (Header, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let (tokens, macros) =
        preprocess::preprocess_header(file, sources, host, options, &mut diagnostics);
    let mut forms = Vec::with_capacity(tokens.len());
    for form in tokens {
        match parse::parse_form(&form.tokens, form.maybe_words) {
            Ok(form) => forms.push(form),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    (Header { forms, macros }, diagnostics)
}
