//! What processes share besides tables: arrays of atomic integers and persistent terms; and what the
//! runtime's modules share: sorting, hash tables.

pub mod atomics;
pub mod hash;
pub mod persistent;
pub mod sort;

#[cfg(all(test, not(loom)))]
mod tests;
