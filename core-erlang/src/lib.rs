//! Core Erlang: the form both languages meet in.
//!
//! ```text
//! translate ─┐
//!            ├─> ir::Module ── check ── passes::optimise ── check ──> lower
//! .core text ┘   parse::read                 │
//!                                            └─ write::module ──> text for `erlc +from_core`
//! ```
//!
//! [`ir`] is the tree, [`check`] says what holds of it, [`passes`] is the recipe of what is done to
//! it. Whoever walks trees needs the stack that [`deep`] speaks of.

#![forbid(unsafe_code)]

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
