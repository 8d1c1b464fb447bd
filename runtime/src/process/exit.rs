//! The end of a process.
//!
//! 1. The queue is closed: the process is dead for others, nothing reaches it any more.
//! 2. Its name is free again; tables of `ets` that it owns are deleted or go to their heirs.
//! 3. Signals that came before are answered, where they want an answer (`noproc`).
//! 4. Links get exit signals, watchers `'DOWN'` messages, the watched hear that it watches no more;
//!    its timers and what it owns go.
//! 5. The scheduler frees it and its slot.
//!
//! It all happens on the process's last turn, with its heap still there, in one go: a step is a few
//! words for each relation.

use lfec_abi::atoms;
use lfec_abi::machine::{Machine, status};

use super::relations::{Monitor, MonitoredBy, Relations};
use super::{Process, Running, registry, trace};
use crate::embed::Outcome;
use crate::heap::{Allocate, Class, OwnedTerm, Registers};
use crate::process::pid::Pid;
use crate::signal::send::Destination;
use crate::signal::{Body, Exit, handle, send};
use crate::term::{Atom, Term};
use crate::timer;

/// The process's function has returned `x[0]`.
pub fn by_return(machine: &mut Machine) -> u64 {
    let result = machine.register(0);
    tell_host(machine, |heap| Outcome::Returned(OwnedTerm::copy_of(heap, result)));
    end(machine, Term::immediate(atoms::NORMAL))
}

/// An exit signal ends the process, for the reason in `doomed`.
pub fn by_signal(machine: &mut Machine) -> u64 {
    let mut process = machine.running();
    let reason = match process.doomed.take() {
        Some(reason) => process.heap.attach(*reason),
        None => Term::immediate(atoms::NORMAL),
    };
    tell_host(machine, |heap| Outcome::Raised {
        class: Class::Exit,
        reason: OwnedTerm::copy_of(heap, reason),
        trace: OwnedTerm::of_immediate(Term::NIL),
    });
    end(machine, reason)
}

/// An exception without a handler ends the process.
pub fn by_exception(machine: &mut Machine, class: Class, reason: Term, trace: Term) -> u64 {
    let trace = trace::build(machine, trace);
    let told = tell_host(machine, |heap| Outcome::Raised {
        class,
        reason: OwnedTerm::copy_of(heap, reason),
        trace: OwnedTerm::copy_of(heap, trace),
    });
    if class == Class::Exit {
        return end(machine, reason);
    }
    let reason = match class {
        Class::Throw => machine.tuple(&[Term::immediate(atoms::NOCATCH), reason]),
        _ => reason,
    };
    if !told {
        log(machine, reason, trace);
    }
    let reason = machine.tuple(&[reason, trace]);
    end(machine, reason)
}

/// Gives a host thread that waits for the process what has become of it.
fn tell_host(machine: &Machine, outcome: impl FnOnce(&crate::heap::Heap) -> Outcome) -> bool {
    let mut process = machine.running();
    if process.extra().is_none() {
        return false;
    }
    match process.extra_mut().host.take() {
        Some(host) => {
            host.finish(outcome(&process.heap));
            true
        }
        None => false,
    }
}

/// Tells the process registered as `logger` of an error that ends the running process, or, if there
/// is none, standard error.
fn log(machine: &mut Machine, reason: Term, trace: Term) {
    let process = machine.running();
    let elements = [Term::immediate(atoms::ERTS_ERROR), process.pid.term(), reason, trace];
    let event = machine.tuple(&elements);
    let event = OwnedTerm::copy_of(&process.heap, event);
    let logger = Atom::existing("logger").map(|name| Destination::Name(name.index()));
    match logger.and_then(Destination::find) {
        Some(logger) if logger != process.pid && send::message(logger, event) => {}
        _ => {
            let error = machine.tuple(&[reason, trace]);
            let text = format!("Error in process {} with exit value:\n{error}\n", process.pid);
            crate::io::output::report(&text);
        }
    }
}

/// Whether the running process's heap is larger than it may be.
pub fn is_too_large(machine: &Machine) -> bool {
    let process = machine.running();
    process.extra().is_some_and(|extra| {
        extra.max_heap.words > 0 && process.heap.total_words() > extra.max_heap.words
    })
}

/// The running process's heap is larger than it may be.
pub fn too_large(machine: &mut Machine) -> u64 {
    let process = machine.running();
    let limit = process.extra().map(|extra| extra.max_heap).unwrap_or_default();
    if limit.log {
        let text = format!(
            "Process {} has a heap of {} words; its limit is {} words\n",
            process.pid,
            process.heap.total_words(),
            limit.words
        );
        crate::io::output::report(&text);
    }
    if !limit.kill {
        return status::CONTINUE;
    }
    end(machine, Term::immediate(atoms::KILLED))
}

/// Ends the running process for this reason. See the module's head.
fn end(machine: &mut Machine, reason: Term) -> u64 {
    let mut process = machine.running();
    let closed = process.slot.queue.close();
    process.unhandled.append(closed);
    registry::unregister_exiting(process.slot);
    crate::ets::registry::at_exit(&process);
    handle::refuse(process.pid, std::mem::take(&mut process.unhandled));
    process.end_receive();
    if let Some(relations) = process.take_relations() {
        part(machine, *relations, reason);
    }
    status::EXITED
}

/// Tells all those the process had to do with.
fn part(machine: &mut Machine, relations: Relations, reason: Term) {
    let process = machine.running();
    let pid = process.pid;
    for timer in &relations.timers {
        timer::cancel(*timer);
    }
    let exit = [Term::immediate(atoms::EXIT_UPPER), pid.term(), reason];
    let mut message = None;
    for linked in relations.linked() {
        let term = *message.get_or_insert_with(|| machine.tuple(&exit));
        let message = OwnedTerm::copy_of(&process.heap, term);
        send::signal(linked, Body::Exit(Box::new(Exit { from: pid, through_link: true, message })));
    }
    for (key, by) in relations.monitored_by.iter() {
        let message = down(&process, by, reason);
        send::signal(by.watcher, Body::Down(key, Box::new(message)));
    }
    for (key, monitor) in relations.monitors.iter() {
        if let Monitor { target: Some(target), .. } = monitor {
            send::signal(*target, Body::Demonitor(key));
        }
    }
}

fn down(process: &Process, by: &MonitoredBy, reason: Term) -> OwnedTerm {
    handle::down_message(by, process.pid, &|builder| {
        OwnedTerm::copy_of(&process.heap, reason).copy_to(builder)
    })
}

/// Frees a process that was made and never published.
pub fn discard(scheduler: &crate::scheduler::Scheduler, process: Box<Process>) {
    let pid: Pid = process.pid;
    drop(process);
    scheduler.slots.borrow_mut().give_back(pid);
}
