//! `Pid ! Message`.

use lfec_abi::machine::Machine;

use super::{options, text};
use crate::heap::{OwnedTerm, Registers};
use crate::process::pid::Pid;
use crate::process::unique::Purpose;
use crate::process::{Running, registry, table};
use crate::signal::{Body, Signal, send};
use crate::term::{Reference, Term};

/// Words of a message that are copied for one reduction.
const WORDS_PER_REDUCTION: usize = 32;
/// Reductions that sending takes at least.
const REDUCTIONS: usize = 2;

/// Whom a message goes to.
enum Target {
    Process(Pid),
    Alias(Pid, u64),
    Nobody,
}

/// The process that a destination means; `None` if it can be nobody's.
fn target(to: Term) -> Option<Target> {
    if let Some(pid) = Pid::of(to) {
        return Some(Target::Process(pid));
    }
    if let Some(name) = to.as_atom() {
        return registry::find(name.index()).map(Target::Process);
    }
    if let Some(reference) = to.as_reference() {
        return Some(alias(reference));
    }
    if to.as_port().is_some() {
        return Some(Target::Nobody);
    }
    let [name, node] = to.as_tuple()?.elements() else { return None };
    let (name, _) = (name.as_atom()?, node.as_atom()?);
    if node.word() != lfec_abi::atoms::NONODE {
        return Some(Target::Nobody);
    }
    Some(registry::find(name.index()).map_or(Target::Nobody, Target::Process))
}

fn alias(reference: Reference) -> Target {
    match Purpose::of(reference.words()) {
        Purpose::Alias(pid) => Target::Alias(pid, reference.words()[0]),
        _ => Target::Nobody,
    }
}

/// Sends; false if there can be no such destination.
fn send(machine: &mut Machine, to: Term, message: Term) -> bool {
    let (pid, alias) = match target(to) {
        Some(Target::Process(pid)) => (pid, None),
        Some(Target::Alias(pid, key)) => (pid, Some(key)),
        Some(Target::Nobody) => return true,
        None => return false,
    };
    let Some(slot) = table::find(pid) else { return true };
    let copy = OwnedTerm::copy_of(machine.heap(), message);
    machine.charge(REDUCTIONS + copy.words() / WORDS_PER_REDUCTION);
    let body = match alias {
        Some(key) => Body::Alias(key, Box::new(copy)),
        None => Body::Message(copy),
    };
    send::signal_to(slot, pid, Signal::new(body));
    machine.scheduler().settle(machine);
    true
}

/// `erlang:'!'/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_send_2(machine: &mut Machine, to: Term, message: Term) -> Term {
    if send(machine, to, message) { message } else { machine.badarg() }
}

/// `erlang:send/3`: options `nosuspend` and `noconnect` make no difference here.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_send_3(
    machine: &mut Machine,
    to: Term,
    message: Term,
    list: Term,
) -> Term {
    let known = |option: Term| matches!(text(option), "nosuspend" | "noconnect");
    let Some(true) = options(list).map(|mut options| options.all(known)) else {
        return machine.badarg();
    };
    if send(machine, to, message) { Term::OK } else { machine.badarg() }
}
