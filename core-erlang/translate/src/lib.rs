//! Translation of LFE core forms and Erlang abstract forms to Core Erlang.
//!
//! What both make is in [`build`] and [`comprehension`].

pub mod build;
pub mod comprehension;
pub mod erl;
pub mod lfe;
