//! The stages in order, from source text to units of SSA, and the compiled library.
//!
//! | stage | from | to |
//! |---|---|---|
//! | read | LFE text | forms |
//! | expand | forms | modules of core forms |
//! | parse | Erlang text | tree |
//! | translate | core forms, tree | Core Erlang |
//! | optimise | Core Erlang | Core Erlang |
//! | lower | Core Erlang | SSA |
//!
//! Pure: files and macros come in through traits.
#![forbid(unsafe_code)]

pub mod library;
pub mod wasm;

use std::fmt;

use lfec_base::{Diagnostic, FileId, Sources, has_errors};
use lfec_core::ir as core;
use lfec_lower::ir::Unit;

/// A fault of ours in some stage.
#[derive(Debug)]
pub struct CompileError {
    /// Where it happened: stage and module.
    pub stage: String,
    /// What happened.
    pub message: String,
}

impl CompileError {
    /// A fault in `stage`.
    pub fn new(stage: impl Into<String>, message: impl fmt::Display) -> CompileError {
        CompileError { stage: stage.into(), message: message.to_string() }
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.stage, self.message)
    }
}

impl std::error::Error for CompileError {}

impl From<lfec_native::BackendError> for CompileError {
    fn from(error: lfec_native::BackendError) -> CompileError {
        CompileError::new("code generation", error)
    }
}

impl From<lfec_wasm::WasmError> for CompileError {
    fn from(error: lfec_wasm::WasmError) -> CompileError {
        CompileError::new("WebAssembly", error)
    }
}

impl From<lfec_program::ProgramError> for CompileError {
    fn from(error: lfec_program::ProgramError) -> CompileError {
        CompileError::new("program", error)
    }
}

pub use lfec_core::deep::on_deep_stack;
pub use lfec_erl::IncludeHost;

/// Core Erlang of a module of LFE core forms.
pub fn lfe_core(
    module: &lfec_macroexpand::Module,
    sources: &Sources,
) -> (core::Module, Vec<Diagnostic>) {
    lfec_translate::lfe::translate(module, sources)
}

/// Core Erlang of an Erlang module, unless there are errors. `defines` as `erlc -D`.
pub fn erlang_core(
    file: FileId,
    sources: &mut Sources,
    host: &mut dyn IncludeHost,
    defines: &[(String, Option<String>)],
) -> (Option<core::Module>, Vec<Diagnostic>) {
    let options = lfec_erl::Options { defines: defines.to_vec(), ..Default::default() };
    let (tree, mut diagnostics) = lfec_erl::parse_file(file, sources, host, &options);
    if has_errors(&diagnostics) {
        return (None, diagnostics);
    }
    let (module, found) = lfec_translate::erl::translate(&tree, sources);
    diagnostics.extend(found);
    let module = (!has_errors(&diagnostics)).then_some(module);
    (module, diagnostics)
}

/// Core Erlang of a Core text.
pub fn parse_core(file: FileId, sources: &Sources) -> (Option<core::Module>, Vec<Diagnostic>) {
    match lfec_core::parse::read(file, &sources.text(file)) {
        Ok(module) => (Some(module), Vec::new()),
        Err(diagnostics) => (None, diagnostics),
    }
}

/// The unit of an Erlang module, unless there are errors.
pub fn erlang_unit(
    file: FileId,
    sources: &mut Sources,
    host: &mut dyn IncludeHost,
    defines: &[(String, Option<String>)],
) -> Result<(Option<Unit>, Vec<Diagnostic>), CompileError> {
    let (module, diagnostics) = erlang_core(file, sources, host, defines);
    let Some(module) = module else { return Ok((None, diagnostics)) };
    let name = sources.name(file).to_owned();
    Ok((Some(core_unit(module, Some(sources), &name)?), diagnostics))
}

/// Core Erlang after the optimising passes, checked before and after.
pub fn optimised(mut module: core::Module) -> Result<core::Module, CompileError> {
    check_core("translation", &module)?;
    lfec_core::passes::optimise(&mut module);
    check_core("optimisation", &module)?;
    Ok(module)
}

fn check_core(stage: &str, module: &core::Module) -> Result<(), CompileError> {
    let name = module.name;
    let faults = lfec_core::check::check(module);
    match faults.first() {
        None => Ok(()),
        Some(fault) => Err(CompileError::new(format!("{stage} of {name}"), &fault.message)),
    }
}

/// SSA of a module; `file` is the name that stack traces show.
pub fn core_unit(
    mut module: core::Module,
    sources: Option<&Sources>,
    file: &str,
) -> Result<Unit, CompileError> {
    let name = module.name;
    let stubs = lfec_lower::replace_stubs(&mut module);
    let mut module = optimised(module)?;
    module.definitions.retain(|definition| !stubs.contains(&definition.name));
    lfec_lower::lower(&module, sources, file)
        .map_err(|error| CompileError::new(format!("lowering of {name}"), error))
}
