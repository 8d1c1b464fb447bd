//! Links and exit signals.

use lfec_abi::atoms;
use lfec_abi::machine::{Machine, status};

use crate::heap::{Allocate, OwnedTerm, Registers};
use crate::process::exception::badarg_in_bif;
use crate::process::pid::Pid;
use crate::process::{Running, table};
use crate::scheduler::entry::give;
use crate::signal::{Body, Exit, handle, send};
use crate::term::Term;

/// `erlang:link/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_link_1(machine: &mut Machine, to: Term) -> Term {
    let Some(pid) = Pid::of(to) else {
        // There are no ports and no other nodes.
        return match to.as_port() {
            Some(_) => machine.error(atoms::NOPROC),
            None => machine.badarg(),
        };
    };
    let mut process = machine.running();
    if pid == process.pid {
        return Term::TRUE;
    }
    if !process.traps_exit && table::find(pid).is_none() {
        return machine.error(atoms::NOPROC);
    }
    if process.relations_mut().link(pid) {
        handle::send_or_refuse(pid, Body::Link(process.pid));
    }
    Term::TRUE
}

/// `erlang:link/2`: options make no difference among local processes.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_link_2(machine: &mut Machine, to: Term, list: Term) -> Term {
    match list.list_length() {
        Some(_) => bif_erlang_link_1(machine, to),
        None => machine.badarg(),
    }
}

/// `erlang:unlink/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_unlink_1(machine: &mut Machine, from: Term) -> Term {
    let Some(pid) = Pid::of(from) else {
        return if from.as_port().is_some() { Term::TRUE } else { machine.badarg() };
    };
    let mut process = machine.running();
    if process.relations().is_none() {
        return Term::TRUE;
    }
    let own = process.pid;
    let relations = process.relations_mut();
    if let Some(number) = relations.unlink(pid)
        && !send::signal(pid, Body::Unlink(own, number))
    {
        relations.forget_link(pid);
    }
    Term::TRUE
}

/// `erlang:exit/2`. A trap, as a process that sends itself an exit signal may end by it.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_exit_2(machine: &mut Machine) -> u64 {
    let (to, reason) = (machine.register(0), machine.register(1));
    let Some(pid) = Pid::of(to) else {
        return match to.as_port() {
            Some(_) => give(machine, Term::TRUE),
            None => badarg_in_bif(machine, "exit", 2),
        };
    };
    exit_signal(machine, pid, reason);
    give(machine, Term::TRUE);
    // The scheduler handles signals before it lets the process go on.
    if pid == machine.running().pid { status::YIELD } else { status::CONTINUE }
}

/// `erlang:exit/3`: options make no difference among local processes.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_exit_3(machine: &mut Machine) -> u64 {
    if machine.register(2).list_length().is_none() {
        return badarg_in_bif(machine, "exit", 3);
    }
    bif_erlang_exit_2(machine)
}

fn exit_signal(machine: &mut Machine, to: Pid, reason: Term) {
    let from = machine.running().pid;
    let elements = [Term::immediate(atoms::EXIT_UPPER), from.term(), reason];
    let message = machine.tuple(&elements);
    let message = OwnedTerm::copy_of(machine.heap(), message);
    send::signal(to, Body::Exit(Box::new(Exit { from, through_link: false, message })));
    machine.scheduler().settle(machine);
}

/// `erlang:group_leader/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_group_leader_2(machine: &mut Machine, leader: Term, of: Term) -> Term {
    let (Some(leader), Some(pid)) = (Pid::of(leader), Pid::of(of)) else {
        return machine.badarg();
    };
    let mut process = machine.running();
    if pid == process.pid {
        process.group_leader = leader;
        return Term::TRUE;
    }
    if send::signal(pid, Body::GroupLeader(leader)) { Term::TRUE } else { machine.badarg() }
}
