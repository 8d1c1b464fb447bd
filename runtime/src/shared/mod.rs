//! What processes share besides tables: arrays of atomic integers and persistent terms.

pub mod atomics;
pub mod persistent;

#[cfg(all(test, not(loom)))]
mod tests;
