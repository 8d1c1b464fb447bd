//! What a program is, whatever machine it is compiled for: atoms and their numbers, literals as they
//! lie in memory, what is reachable, and the tables that tell the runtime about it.
//!
//! Both backends use it. Nothing here reads or writes files.
#![forbid(unsafe_code)]

pub mod atoms;
pub mod frames;
pub mod literal;
pub mod operators;
pub mod tables;
pub mod unit;

use std::fmt;

/// A fault of ours: an atom without a number, a literal that cannot be laid out.
#[derive(Debug)]
pub struct ProgramError {
    /// What happened.
    pub message: String,
}

impl ProgramError {
    /// A fault.
    pub fn new(message: impl Into<String>) -> ProgramError {
        ProgramError { message: message.into() }
    }
}

impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ProgramError {}
