//! Tables that processes share: module `ets`.
//!
//! Objects are copied in and out. [`registry`] says which tables there are and what happens to those of
//! a process that ends, [`table`] what can be done with one, [`matching`] what match
//! specifications mean.
//!
//! An operation is done in one go, with the locks it needs, also where OTP would do it in pieces
//! (`select` without a limit, deleting all): others that use the same table wait.

pub mod bifs;
pub mod hash;
pub mod matching;
pub mod object;
pub mod registry;
pub mod table;

#[cfg(all(test, not(loom)))]
mod tests;
