//! Processes that run: hand-written functions in the place of generated code.
//!
//! A function is an `extern "C" fn(&mut Machine) -> u64` that ends in one of the ways of
//! [`support`]; `enter` calls whatever `resume` names until a status says otherwise. All tests share
//! one runtime, as a program does.

mod benchmark;
mod exceptions;
mod links;
mod messages;
mod scheduling;
pub(crate) mod support;
mod timers;
