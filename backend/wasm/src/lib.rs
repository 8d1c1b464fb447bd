//! SSA to WebAssembly.
//!
//! [`compile`] turns a unit into an [`object::Object`], [`stubs`] makes the code between the runtime
//! and generated code, [`runtime`] reads the runtime (a module that its own linker has left the
//! relocations in), and [`link`] joins what a program reaches of them to one module.
//!
//! The machine model is that of native code, see `lfec_abi::entry`, with these answers:
//!
//! * every function takes the machine block's address, heap pointer, stack pointer and reductions
//!   (`i32`), then up to three arguments (`i64`), and returns the status for the scheduler;
//! * a code address is sixteen times a function's index in the table, so that it looks like a small
//!   integer to the collector;
//! * an address in a term is the memory address, zero-extended.
//!
//! Nothing here reads or writes files.
#![forbid(unsafe_code)]

mod code;
pub mod compile;
mod function;
pub mod link;
pub mod object;
pub mod page;
pub mod runtime;
mod structure;
pub mod stubs;

use std::fmt;

/// A fault of ours, or a runtime that is not as expected.
#[derive(Debug)]
pub struct WasmError {
    /// What happened.
    pub message: String,
}

impl WasmError {
    fn new(message: impl Into<String>) -> WasmError {
        WasmError { message: message.into() }
    }

    fn within(function: &str, message: impl fmt::Display) -> WasmError {
        WasmError { message: format!("in {function}: {message}") }
    }
}

impl fmt::Display for WasmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WasmError {}

impl From<lfec_program::ProgramError> for WasmError {
    fn from(error: lfec_program::ProgramError) -> WasmError {
        WasmError::new(error.message)
    }
}
