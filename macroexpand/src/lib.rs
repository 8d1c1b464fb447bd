//! LFE forms of a file to modules of core forms: macro expansion, records, includes, lint.

mod module;

pub use module::{FunctionDefinition, MacroHost, Module};
