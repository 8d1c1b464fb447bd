//! Core Erlang to low-level SSA.
