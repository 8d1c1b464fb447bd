//! Core Erlang to low-level SSA, the form both backends read.

pub mod ir;
mod uses;
