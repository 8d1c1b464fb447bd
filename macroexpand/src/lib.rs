//! LFE forms of a file to modules of core forms: macro expansion, records, includes, lint.
//!
//! ```text
//! forms --expand--> core forms, records and structs still in place
//!       --lint----> diagnostics, and what the definitions of each module say
//!       --normalise-> [`Module`]s in the language that module describes
//! ```
//!
//! Nothing here runs code or reads files: macros and includes go through a [`MacroHost`].
//! Forms may be nested 2,500 levels deep once macros are expanded; more is an error.

mod assemble;
mod bif;
mod binary;
mod environment;
mod expand;
mod keyword;
mod lint;
mod module;
mod normalise;
mod print;
mod session;
mod shape;
mod stack;
mod tables;
mod text;

use std::collections::{HashMap, HashSet};

use lfec_base::{Diagnostic, FileId, Sources, Span, Symbol, has_errors};
use lfec_reader::Form;

pub use environment::Environment;
pub use keyword::names;
pub use module::{FunctionDefinition, MacroHost, Module};
pub use print::print_module;
pub use session::{Session, SessionCode, SessionContext, SessionForm};

/// Exported macros of the modules of a session, by module: what their
/// `LFE-EXPAND-EXPORTED-MACRO/3` does, as a lambda.
pub type ExportedMacros = HashMap<Symbol, Form>;

/// What the caller chooses.
#[derive(Clone, Debug)]
pub struct Options {
    /// Warn about functions that are neither exported nor called.
    pub warn_unused_functions: bool,
    /// Warn about variables that are bound and never used.
    pub warn_unused_variables: bool,
    /// Warn about variables that hide others of the same name.
    pub warn_shadowed_variables: bool,
    /// Warn about functions that cannot be called because a macro has their name.
    pub warn_shadowed_macros: bool,
    /// Warn about clauses after one that always matches.
    pub warn_unmatched_clauses: bool,
    /// Macros of modules that were compiled before in this session.
    pub exported_macros: ExportedMacros,
    /// Fields of the structs of modules that were compiled before in this session.
    pub structs: HashMap<Symbol, Vec<Symbol>>,
    /// The module of a file that has no `defmodule`; it exports everything.
    pub implicit_module: Option<Symbol>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            warn_unused_functions: true,
            warn_unused_variables: false,
            warn_shadowed_variables: false,
            warn_shadowed_macros: false,
            warn_unmatched_clauses: true,
            exported_macros: ExportedMacros::new(),
            structs: HashMap::new(),
            implicit_module: None,
        }
    }
}

/// What became of a file.
#[derive(Debug)]
pub struct Expansion {
    /// Its modules in order; those with errors are left out.
    pub modules: Vec<Module>,
    /// Everything there is to say about it, in the order of places.
    pub diagnostics: Vec<Diagnostic>,
    /// For [`Options::exported_macros`] of the files that follow.
    pub exported_macros: ExportedMacros,
    /// For [`Options::structs`] of the files that follow.
    pub structs: HashMap<Symbol, Vec<Symbol>>,
}

/// Expands, checks and normalises the forms of a file.
pub fn expand_file(
    forms: Vec<Form>,
    file: FileId,
    sources: &mut Sources,
    host: &mut dyn MacroHost,
    options: &Options,
) -> Expansion {
    let start = Span { file, start: 0, end: 0 };
    let mut expander = expand::Expander::new(host, sources, options);
    let expanded = expander.expand_forms(forms, start);
    let mut diagnostics = std::mem::take(&mut expander.diagnostics);
    let origins = std::mem::take(&mut expander.origins);
    let mut expansion = Expansion {
        modules: Vec::new(),
        diagnostics: Vec::new(),
        exported_macros: ExportedMacros::new(),
        structs: HashMap::new(),
    };
    let expansion_failed = has_errors(&diagnostics);
    let in_file: Vec<_> =
        expanded.iter().flat_map(|module| module.tables.structs.clone()).collect();
    for mut module in expanded {
        for (name, fields) in &in_file {
            module.tables.structs.entry(*name).or_insert_with(|| fields.clone());
        }
        let lines = |span: Span| sources.line(span);
        let (info, mut found) = lint::check_module(&module, options, &lines, host);
        found.iter_mut().for_each(|diagnostic| expand::note_origin(diagnostic, &origins));
        let failed = has_errors(&found);
        diagnostics.append(&mut found);
        if failed || expansion_failed {
            continue;
        }
        if let Some(name) = info.name
            && let Some(fields) = module.tables.structs.get(&name)
        {
            expansion.structs.insert(name, fields.clone());
        }
        let module = assemble::assemble(module, info);
        if let Some(lambda) = assemble::exported_macros(&module) {
            expansion.exported_macros.insert(module.name, lambda);
        }
        expansion.modules.push(module);
    }
    expansion.diagnostics = in_order(diagnostics);
    expansion
}

/// Diagnostics by place, each once.
fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    diagnostics.retain(|diagnostic| {
        seen.insert((diagnostic.span, diagnostic.code, diagnostic.message.clone()))
    });
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.start));
    diagnostics
}

#[cfg(test)]
mod tests;
