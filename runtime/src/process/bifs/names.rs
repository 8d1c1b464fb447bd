//! Registered names.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use crate::heap::{Allocate, Registers};
use crate::process::pid::Pid;
use crate::process::registry;
use crate::term::{Atom, Term};

/// `erlang:register/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_register_2(machine: &mut Machine, name: Term, pid: Term) -> Term {
    match (name.as_atom(), Pid::of(pid)) {
        (Some(atom), Some(pid))
            if name.word() != atoms::UNDEFINED && registry::register(atom.index(), pid) =>
        {
            Term::TRUE
        }
        _ => machine.badarg(),
    }
}

/// `erlang:unregister/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_unregister_1(machine: &mut Machine, name: Term) -> Term {
    match name.as_atom() {
        Some(name) if registry::unregister(name.index()) => Term::TRUE,
        _ => machine.badarg(),
    }
}

/// `erlang:whereis/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_whereis_1(machine: &mut Machine, name: Term) -> Term {
    match name.as_atom() {
        Some(name) => registry::find(name.index()).map_or(Term::UNDEFINED, Pid::term),
        None => machine.badarg(),
    }
}

/// `erlang:registered/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_registered_0(machine: &mut Machine) -> Term {
    let names: Vec<Term> =
        registry::all().into_iter().map(|name| Atom::from_index(name).term()).collect();
    machine.list(&names)
}
