//! What generated code and the runtime must agree on, written once.
//!
//! The compiler reads these tables to emit code, the runtime to implement what that code expects.
//! `runtime/HACKING.md` explains them; here are the numbers.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod atoms;
pub mod bif;
mod bifs_process;
mod bifs_term;
pub mod entry;
pub mod machine;
pub mod program;
pub mod symbol;
pub mod term;

/// Changes whenever anything in this crate does; a program object carries it.
pub const ABI_VERSION: u64 = 3;
