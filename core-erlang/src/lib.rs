//! Core Erlang: the form both languages meet in.
//!
//! [`ir`] is the tree.

pub mod bifs;
pub mod check;
pub mod deep;
pub mod fold;
pub mod ir;
mod lex;
mod literal;
pub mod parse;
pub mod passes;
pub mod rename;
mod walk;
pub mod write;
