//! Core Erlang: the form both languages meet in.

pub mod ir;
