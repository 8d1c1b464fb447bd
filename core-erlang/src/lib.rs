//! Core Erlang: the form both languages meet in.
//!
//! [`ir`] is the tree.

pub mod bifs;
pub mod deep;
pub mod ir;
mod lex;
mod literal;
pub mod parse;
mod walk;
pub mod write;
