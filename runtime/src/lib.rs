//! The runtime system: terms, heaps, processes and the functions that generated code calls.
//!
//! `runtime/HACKING.md` is the guide to it.
#![deny(missing_docs)]

pub mod bif;
pub mod code;
pub mod embed;
pub mod entry_points;
pub mod ets;
pub mod heap;
pub mod host;
pub mod io;
mod os_signal;
pub mod process;
pub mod re;
pub mod scheduler;
pub mod shared;
pub mod signal;
pub mod start;
pub mod sync;
pub mod term;
pub mod timer;
pub mod web;

pub use entry_points::entry_points;
pub use start::start;

#[cfg(all(test, not(loom)))]
mod tests;
