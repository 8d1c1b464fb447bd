//! `erlang:nif_error`: what a function whose native code is missing raises. The other functions that
//! raise are with the processes.

use lfec_abi::machine::Machine;

use crate::heap::{Class, Registers};
use crate::term::Term;

/// `erlang:nif_error/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_nif_error_1(machine: &mut Machine, reason: Term) -> Term {
    machine.raise(Class::Error, reason)
}

/// `erlang:nif_error/2`. Pure. The arguments do not get into the trace.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_nif_error_2(machine: &mut Machine, reason: Term, _: Term) -> Term {
    machine.raise(Class::Error, reason)
}
