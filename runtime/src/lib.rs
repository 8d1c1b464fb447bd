//! The runtime system: terms, heaps, processes and the functions that generated code calls.
//!
//! `runtime/HACKING.md` is the guide to it.
#![deny(missing_docs)]

pub mod bif;
pub mod code;
pub mod heap;
pub mod term;
pub mod sync;
