//! BIFs that another process answers: the caller waits for it. See [`crate::signal::Request`].

use lfec_abi::atoms;
use lfec_abi::machine::{Machine, status};

use super::option;
use crate::heap::{Allocate, OwnedTerm, Registers};
use crate::process::exception::badarg_in_bif;
use crate::process::pid::Pid;
use crate::process::unique::next;
use crate::process::{Running, State, info, table};
use crate::scheduler::entry::{continuation, give, sleep_in};
use crate::signal::{Body, Question, Request, handle, send};
use crate::term::Term;

/// Asks process `pid` and waits for the answer, which the continuation gets.
fn ask(machine: &mut Machine, pid: Pid, question: Question) -> u64 {
    let number = next();
    let from = machine.running().pid;
    let request = Request { from, number, question };
    // The state tells the answer's handler that it is waited for.
    machine.running().state = State::Asking(number);
    handle::send_or_refuse(pid, Body::Request(Box::new(request)));
    machine.resume = continuation(machine);
    machine.live = 0;
    sleep_in(machine, State::Asking(number))
}

/// `erlang:is_process_alive/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_is_process_alive_1(machine: &mut Machine) -> u64 {
    let Some(pid) = Pid::of(machine.register(0)) else {
        return badarg_in_bif(machine, "is_process_alive", 1);
    };
    if pid == machine.running().pid {
        return give(machine, Term::TRUE);
    }
    match table::find(pid) {
        None => give(machine, Term::FALSE),
        Some(slot) if slot.queue.is_quiet() => give(machine, Term::TRUE),
        // An exit signal may be on its way that was sent before this question.
        Some(_) => ask(machine, pid, Question::IsAlive),
    }
}

/// `erlang:process_info/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_process_info_1(machine: &mut Machine) -> u64 {
    process_info(machine, Term::immediate(atoms::ALL), 1)
}

/// `erlang:process_info/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_process_info_2(machine: &mut Machine) -> u64 {
    let items = machine.register(1);
    if !info::are_known(items) {
        return badarg_in_bif(machine, "process_info", 2);
    }
    process_info(machine, items, 2)
}

fn process_info(machine: &mut Machine, items: Term, arity: usize) -> u64 {
    let Some(pid) = Pid::of(machine.register(0)) else {
        return badarg_in_bif(machine, "process_info", arity);
    };
    if pid == machine.running().pid {
        return match info::own(machine, items) {
            Some(answer) => give(machine, answer),
            None => badarg_in_bif(machine, "process_info", arity),
        };
    }
    if table::find(pid).is_none() {
        return give(machine, Term::UNDEFINED);
    }
    let items = OwnedTerm::copy_of(machine.heap(), items);
    ask(machine, pid, Question::Info(items, info::answer))
}

/// `erlang:garbage_collect/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_garbage_collect_0(machine: &mut Machine) -> u64 {
    machine.live = 0;
    collect_own(machine, true);
    give(machine, Term::TRUE)
}

/// Collects the running process's heap, whose registers hold nothing.
fn collect_own(machine: &mut Machine, full: bool) {
    let heap = machine.heap();
    let heap = std::ptr::from_mut(heap);
    // SAFETY: the heap is no part of the machine block.
    let heap = unsafe { &mut *heap };
    heap.save_from(machine);
    if full {
        heap.collect_full(&mut [], 0);
    } else {
        heap.collect(&mut [], 0);
    }
    heap.load_into(machine);
}

/// `erlang:garbage_collect/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_garbage_collect_1(machine: &mut Machine) -> u64 {
    let Some(pid) = Pid::of(machine.register(0)) else {
        return badarg_in_bif(machine, "garbage_collect", 1);
    };
    if pid == machine.running().pid {
        return bif_erlang_garbage_collect_0(machine);
    }
    ask(machine, pid, Question::Collect(true))
}

/// `erlang:garbage_collect/2`: options `{async, Id}`, `{type, major | minor}`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_garbage_collect_2(machine: &mut Machine) -> u64 {
    let (pid, list) = (Pid::of(machine.register(0)), machine.register(1));
    let (mut full, mut is_async) = (true, None);
    let mut is_known = list.list_length().is_some();
    for given in list.list() {
        match option(given) {
            ("async", id) if !id.is_non_value() => is_async = Some(id),
            ("type", kind) if kind == Term::atom("major") => full = true,
            ("type", kind) if kind == Term::atom("minor") => full = false,
            _ => is_known = false,
        }
    }
    let Some(pid) = pid.filter(|_| is_known) else {
        return badarg_in_bif(machine, "garbage_collect", 2);
    };
    if let Some(id) = is_async {
        return collect_async(machine, pid, full, id);
    }
    if pid == machine.running().pid {
        machine.live = 0;
        collect_own(machine, full);
        return give(machine, Term::TRUE);
    }
    ask(machine, pid, Question::Collect(full))
}

/// The answer is a message `{garbage_collect, Id, Result}`; the collection need not be over by then.
fn collect_async(machine: &mut Machine, pid: Pid, full: bool, id: Term) -> u64 {
    let own = machine.running().pid;
    let is_alive = table::find(pid).is_some();
    let elements = [Term::atom("garbage_collect"), id, Term::boolean(is_alive)];
    let message = machine.tuple(&elements);
    let message = OwnedTerm::copy_of(machine.heap(), message);
    let request = Request { from: own, number: next(), question: Question::Collect(full) };
    send::signal(pid, Body::Request(Box::new(request)));
    send::message(own, message);
    give(machine, Term::atom("async"))
}

/// `erlang:suspend_process/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_suspend_process_1(machine: &mut Machine) -> u64 {
    let own = machine.running().pid;
    match Pid::of(machine.register(0)).filter(|pid| *pid != own && table::find(*pid).is_some()) {
        Some(pid) => ask(machine, pid, Question::Suspend),
        None => badarg_in_bif(machine, "suspend_process", 1),
    }
}

/// `erlang:suspend_process/2`: its options are accepted; it waits until the process is suspended.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_suspend_process_2(machine: &mut Machine) -> u64 {
    if machine.register(1).list_length().is_none() {
        return badarg_in_bif(machine, "suspend_process", 2);
    }
    bif_erlang_suspend_process_1(machine)
}

/// `erlang:resume_process/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_resume_process_1(machine: &mut Machine) -> u64 {
    match Pid::of(machine.register(0)) {
        Some(pid) if send::signal(pid, Body::Resume) => {
            give(machine, Term::TRUE);
            status::YIELD
        }
        _ => badarg_in_bif(machine, "resume_process", 1),
    }
}
