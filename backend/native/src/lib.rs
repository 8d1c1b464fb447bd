//! SSA to machine code through Cranelift: objects for the linker, or code in this process.
//!
//! [`object`] compiles units into relocatable objects, [`jit`] into memory; both go through
//! [`compile::compile_unit`], which compiles the functions of a unit in parallel, and write the
//! [`tables`] that describe the program to the runtime.
//! Nothing here reads or writes files.
#![forbid(unsafe_code)]

pub mod compile;
mod function;
mod gates;
pub mod isa;
pub mod jit;
mod names;
pub mod object;
pub mod stubs;
pub mod tables;
mod trim;

use std::fmt;

/// A fault of ours: generated code that Cranelift refuses, a name declared twice.
#[derive(Debug)]
pub struct BackendError {
    /// Symbol of the function it happened in, if in one.
    pub function: Option<String>,
    /// What happened.
    pub message: String,
}

impl BackendError {
    fn new(message: impl Into<String>) -> BackendError {
        BackendError { function: None, message: message.into() }
    }

    fn within(function: &str, message: impl fmt::Display) -> BackendError {
        BackendError { function: Some(function.to_owned()), message: message.to_string() }
    }
}

impl fmt::Display for BackendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.function {
            Some(function) => write!(f, "in {function}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for BackendError {}

impl From<cranelift_module::ModuleError> for BackendError {
    fn from(error: cranelift_module::ModuleError) -> BackendError {
        BackendError::new(error.to_string())
    }
}

impl From<lfec_program::ProgramError> for BackendError {
    fn from(error: lfec_program::ProgramError) -> BackendError {
        BackendError::new(error.message)
    }
}
