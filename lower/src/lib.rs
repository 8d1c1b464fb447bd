//! Core Erlang to low-level SSA, the form both backends read.
//!
//! [`lower`] takes a module through these stages, each in a folder or file of its own: `analyse`
//! looks at a definition, `build` makes a `flow` of each function, `simplify` tidies it, `infer` finds out and
//! uses what is known of its terms, `split`
//! cuts it at its calls into the functions of [`ir`], `unit` puts them together.
#![forbid(unsafe_code)]

mod analyse;
mod build;
mod builtin;
pub mod check;
mod contexts;
mod flow;
mod infer;
pub mod ir;
mod names;
mod operation;
pub mod parse;
mod simplify;
mod split;
mod tables;
mod unit;
mod uses;
mod wrappers;
pub mod write;

use std::fmt;

use lfec_base::{Sources, Symbol};
use lfec_core::ir::{FunctionName, Module};

/// A fault of ours, or Core that its checker would have refused.
#[derive(Clone, Debug)]
pub struct LowerError {
    /// The module.
    pub module: Symbol,
    /// The function and what happened.
    pub message: String,
}

impl fmt::Display for LowerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lowering {}: {}", self.module, self.message)
    }
}

impl std::error::Error for LowerError {}

/// Native stack for the walks over a module's trees.
const STACK_BYTES: usize = 256 << 20;

/// Lowers a module that has passed the checker of `lfec_core` and has neither `receive` nor
/// `catch` left. `file` is the name stack traces show; lines come from `sources`, or from the
/// annotations where there are none.
///
/// # Errors
/// A fault of ours, never the user's: names the function.
pub fn lower(
    module: &Module,
    sources: Option<&Sources>,
    file: &str,
) -> Result<ir::Unit, LowerError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || unit::lower_module(module, sources, file));
        let failed =
            |message: &str| LowerError { module: module.name, message: message.to_owned() };
        match thread {
            Ok(thread) => thread.join().unwrap_or_else(|_| Err(failed("the lowering panicked"))),
            Err(_) => Err(failed("no thread to lower it on")),
        }
    })
}

/// Modules that have BIFs, in alphabetical order.
pub fn bif_modules() -> Vec<Symbol> {
    wrappers::modules()
}

/// Makes definitions that only stand for a BIF (`f(_) -> erlang:nif_error(undef).`) call it, where
/// the runtime has it. They can be dropped before [`lower`], which adds functions around BIFs.
pub fn replace_stubs(module: &mut Module) -> Vec<FunctionName> {
    wrappers::replace_stubs(module)
}

/// The functions around the BIFs of modules that have no source. For a module that has one,
/// [`lower`] adds those that it does not define itself.
///
/// # Errors
/// As [`lower`].
pub fn bif_wrappers(modules: &[Symbol]) -> Result<Vec<ir::Unit>, LowerError> {
    let unit = |name: &Symbol| lower(&wrappers::empty_module(*name), None, "");
    modules.iter().map(unit).collect()
}
