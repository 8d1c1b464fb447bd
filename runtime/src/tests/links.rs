//! Links, monitors, exit signals.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::support::*;
use crate::heap::{Allocate, Class, Registers};
use crate::process::Running;
use crate::process::bifs::ask::bif_erlang_is_process_alive_1;
use crate::process::bifs::flags::bif_erlang_process_flag_2;
use crate::process::bifs::links::*;
use crate::process::bifs::monitors::*;
use crate::process::exception;
use crate::term::Term;

fn trap_exits(machine: &mut Machine) {
    bif_erlang_process_flag_2(machine, Term::atom("trap_exit"), Term::TRUE);
}

/// Waits for a message, then exits with it as the reason.
extern "C" fn exit_with_message(machine: &mut Machine) -> u64 {
    receive(machine, exit_with, &[])
}

extern "C" fn exit_with(machine: &mut Machine) -> u64 {
    let reason = machine.register(0);
    exception::raise(machine, Class::Exit, reason)
}

/// Returns the text of the next message.
extern "C" fn return_text(machine: &mut Machine) -> u64 {
    receive(machine, return_first, &[])
}

#[test]
fn a_trapped_exit_is_a_message() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        trap_exits(machine);
        let child = spawn_link(machine, exit_with_message, &[]);
        let reason = tuple(machine, &[Term::atom("bad"), int(1)]);
        send(machine, child, reason);
        return_text(machine)
    }
    let message = returned(start, &[]);
    let elements = message.term().as_tuple().map(|tuple| tuple.elements().to_vec());
    let [tag, _, reason] = elements.as_deref().unwrap_or_default() else { panic!("a triple") };
    assert_eq!(*tag, atom(atoms::EXIT_UPPER));
    assert_eq!(reason.to_string(), "{bad,1}");
}

#[test]
fn an_exit_ends_linked_processes() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let child = spawn_link(machine, exit_with_message, &[]);
        send(machine, child, Term::atom("boom"));
        jump(machine, sleep_forever, &[])
    }
    let (class, reason) = raised(start, &[]);
    assert_eq!((class, reason.term()), (Class::Exit, Term::atom("boom")));
}

#[test]
fn a_normal_exit_does_not() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let child = spawn_link(machine, exit_with_message, &[]);
        let reference = bif_erlang_monitor_2(machine, atom(atoms::PROCESS), child);
        assert!(!reference.is_non_value());
        send(machine, child, atom(atoms::NORMAL));
        return_text(machine)
    }
    let message = returned(start, &[]).term().to_string();
    assert!(message.starts_with("{'DOWN',#Ref<"), "{message}");
    assert!(message.ends_with(",normal}"), "{message}");
}

#[test]
fn an_unlinked_process_lives_on() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let child = spawn_link(machine, exit_with_message, &[]);
        bif_erlang_unlink_1(machine, child);
        bif_erlang_monitor_2(machine, atom(atoms::PROCESS), child);
        send(machine, child, Term::atom("boom"));
        return_text(machine)
    }
    let message = returned(start, &[]).term().to_string();
    assert!(message.ends_with(",boom}"), "{message}");
}

#[test]
fn monitoring_nobody_is_told_at_once() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let name = Term::atom("nobody_has_this_name");
        bif_erlang_monitor_2(machine, atom(atoms::PROCESS), name);
        return_text(machine)
    }
    let message = returned(start, &[]).term().to_string();
    let expected = ",process,{nobody_has_this_name,nonode@nohost},noproc}";
    assert!(message.ends_with(expected), "{message}");
}

#[test]
fn demonitor_flushes() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let reference =
            bif_erlang_monitor_2(machine, atom(atoms::PROCESS), Term::atom("nobody_again"));
        let own = machine.running().pid.term();
        send(machine, own, Term::OK);
        // The message arrives while another one is looked for.
        assert!(take(machine, |message| message == int(0)).is_none());
        machine.running().messages.rewind();
        let options = machine.list(&[Term::atom("flush"), Term::atom("info")]);
        assert_eq!(bif_erlang_demonitor_2(machine, reference, options), Term::FALSE);
        assert_eq!(take(machine, |_| true), Some(Term::OK));
        assert!(take(machine, |_| true).is_none());
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn kill_cannot_be_trapped() {
    extern "C" fn victim(machine: &mut Machine) -> u64 {
        trap_exits(machine);
        sleep_forever(machine)
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        trap_exits(machine);
        let child = spawn_link(machine, victim, &[]);
        trap(machine, bif_erlang_exit_2, &[child, atom(atoms::KILL)], killed, &[child])
    }
    extern "C" fn killed(machine: &mut Machine) -> u64 {
        let child = slot(machine, 1);
        pop_frame(machine, 1);
        trap(machine, bif_erlang_is_process_alive_1, &[child], not_alive, &[])
    }
    extern "C" fn not_alive(machine: &mut Machine) -> u64 {
        assert_eq!(machine.register(0), Term::FALSE);
        pop_frame(machine, 0);
        return_text(machine)
    }
    let message = returned(start, &[]).term().to_string();
    assert!(message.starts_with("{'EXIT',<0.") && message.ends_with(",killed}"), "{message}");
}

#[test]
fn exit_signals_to_oneself() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        trap(machine, bif_erlang_exit_2, &[own, atom(atoms::NORMAL)], goes_on, &[])
    }
    extern "C" fn goes_on(machine: &mut Machine) -> u64 {
        ret(machine, Term::FALSE)
    }
    let (class, reason) = raised(start, &[]);
    assert_eq!((class, reason.term()), (Class::Exit, atom(atoms::NORMAL)));
}

#[test]
fn linking_to_the_dead() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let dead = crate::process::pid::Pid::new(100_000, 7).term();
        assert!(bif_erlang_link_1(machine, dead).is_non_value());
        assert_eq!(machine.exception_reason, atoms::NOPROC);
        trap_exits(machine);
        assert_eq!(bif_erlang_link_1(machine, dead), Term::TRUE);
        return_text(machine)
    }
    let message = returned(start, &[]).term().to_string();
    assert_eq!(message, "{'EXIT',<0.100000.7>,noproc}");
}

#[test]
fn a_tree_of_links_falls_together() {
    extern "C" fn branch(machine: &mut Machine) -> u64 {
        let depth = machine.register(0).as_small().unwrap_or(0);
        if depth > 0 {
            spawn_link(machine, branch, &[int(depth - 1)]);
            spawn_link(machine, branch, &[int(depth - 1)]);
        }
        sleep_forever(machine)
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let before = crate::process::table::count();
        trap_exits(machine);
        let root = spawn_link(machine, branch, &[int(9)]);
        wait(machine, int(100), grown, &[root, int(before as i64)])
    }
    extern "C" fn grown(machine: &mut Machine) -> u64 {
        let slots = pop_frame(machine, 2);
        trap(machine, bif_erlang_exit_2, &[slots[0], Term::atom("felled")], fallen, &[])
    }
    extern "C" fn fallen(machine: &mut Machine) -> u64 {
        pop_frame(machine, 0);
        return_text(machine)
    }
    let message = returned(start, &[]).term().to_string();
    assert!(message.ends_with(",felled}"), "{message}");
}
