//! Erlang source text to an abstract tree.
//!
//! [`parse_file`] scans, preprocesses, parses and lints. All errors are reported in one run. Nothing here reads files: include files come from an [`IncludeHost`].

pub mod ast;
pub mod bifs;
pub mod bits;
pub mod guards;
mod header;
pub mod lint;
mod match_spec;
pub mod parse;
pub mod preprocess;
mod rewrite;
pub mod scan;
mod text;
pub mod token;
pub mod types;
pub mod uses;

use lfec_base::{Diagnostic, FileId, Sources, Span, Symbol, has_errors};

use ast::{ErlModule, FormKind};

pub use header::{Header, MacroDefinition, read_header};
pub use parse::form::name_arity;

/// Where include files come from.
pub trait IncludeHost {
    /// Name (for messages and for the includes in it) and text of the file that
    /// `-include(name)` or, where `library`, `-include_lib(name)` means in the file named `from`.
    fn include(&mut self, name: &str, library: bool, from: &str) -> Option<(String, String)>;
}

/// Finds no file.
pub struct NoIncludes;

impl IncludeHost for NoIncludes {
    fn include(&mut self, _: &str, _: bool, _: &str) -> Option<(String, String)> {
        None
    }
}

/// How a file is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Macros defined before the first form, with the text of their value; `true` where none.
    pub defines: Vec<(String, Option<String>)>,
    /// Leave out [`lint`].
    pub no_lint: bool,
}

/// Reads the Erlang module in `file`. Forms with errors are reported and left out.
pub fn parse_file(
    file: FileId,
    sources: &mut Sources,
    host: &mut dyn IncludeHost,
    options: &Options,
) -> (ErlModule, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let tokens = preprocess::preprocess(file, sources, host, options, &mut diagnostics);
    let name = Symbol::intern("");
    let mut module = ErlModule { file, name, forms: Vec::new(), is_incomplete: false };
    for form in tokens {
        match parse::parse_form(&form.tokens, form.maybe_words) {
            Ok(form) => {
                if let FormKind::Module(name) = form.kind
                    && module.name.as_str().is_empty()
                {
                    module.name = name;
                }
                module.forms.push(form);
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    module.is_incomplete = has_errors(&diagnostics);
    if module.name.as_str().is_empty() {
        let end = sources.text(file).len() as u32;
        let first = module.forms.iter().find(|form| !matches!(form.kind, FormKind::File(..)));
        let span = first.map_or(Span { file, start: end, end }, |form| form.span);
        diagnostics.push(Diagnostic::error("undefined-module", "no module definition", span));
    }
    if lint::switches::Switches::of(&module).match_specs {
        match_spec::expand(&mut module, &mut diagnostics);
    }
    if !options.no_lint {
        diagnostics.extend(lint::lint(&module, sources));
    }
    (module, diagnostics)
}
