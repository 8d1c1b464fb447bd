//! Functions that generated code traps to and that concern scheduling.

use lfec_abi::machine::{Machine, REDUCTIONS, status};

use crate::heap::{Registers, collect_if_needed, stress};
use crate::process::{Running, State, exception, exit};
use crate::signal::handle;
use crate::term::Term;
use crate::timer::{self, Expiry, clock};

/// Reductions that an entry check costs under stress, where every check comes here.
const STRESS_COST: i64 = 10;

/// A function's entry check has failed: too little room, no reductions left, or both.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_entry_slow(machine: &mut Machine) -> u64 {
    if collect_if_needed(machine) && exit::is_too_large(machine) {
        return exit::too_large(machine);
    }
    if machine.reductions > 0 {
        return status::CONTINUE;
    }
    let mut process = machine.running();
    if process.doomed.is_some() || process.reserved <= 0 {
        return status::YIELD;
    }
    machine.scheduler().offer();
    if stress() {
        process.reserved -= STRESS_COST;
        // Enough for the check that starts again, not for the next one.
        machine.reductions = 1;
    } else {
        machine.reductions = std::mem::take(&mut process.reserved);
    }
    status::CONTINUE
}

/// The process's function has returned.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_process_end(machine: &mut Machine) -> u64 {
    exit::by_return(machine)
}

/// Gives a trap function's result to the continuation.
pub fn give(machine: &mut Machine, result: Term) -> u64 {
    machine.set_register(0, result);
    machine.live = 1;
    machine.resume = continuation(machine);
    status::CONTINUE
}

/// Code address of the continuation that a trap function's caller has put on the stack.
pub fn continuation(machine: &Machine) -> u64 {
    let top = std::ptr::with_exposed_provenance::<u64>(machine.sp as usize);
    // SAFETY: the caller of a trap function has put its continuation at the stack pointer; a process
    // that has no caller has its bottom frame there.
    unsafe { *top }
}

/// Makes the next entry check come to [`lfert_entry_slow`], without a loss of reductions.
pub fn interrupt(machine: &mut Machine) {
    machine.running().reserved += machine.reductions.max(0);
    machine.reductions = 0;
}

/// The message at the save pointer, or no value if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_recv_peek_0(machine: &mut Machine) -> Term {
    let mut process = machine.running();
    if let Some(message) = process.messages.current() {
        return message;
    }
    if process.has_signals() && !handle::simple(&mut process) {
        interrupt(machine);
    }
    process.messages.current().unwrap_or(Term::NON_VALUE)
}

/// Moves the save pointer past the message that did not match.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_recv_next_0(machine: &mut Machine) -> Term {
    machine.running().messages.advance();
    Term::OK
}

/// Takes the message that matched out of the queue; the receive is over.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_recv_remove_0(machine: &mut Machine) -> Term {
    let mut process = machine.running();
    if let Some(message) = process.messages.take_current()
        && message.words() > 0
    {
        process.heap.attach(message);
        if process.heap.wants_collection() {
            interrupt(machine);
        }
    }
    process.end_receive();
    Term::OK
}

/// Longest time that `after` takes, in milliseconds. OTP's figure.
const LONGEST_TIMEOUT: i64 = 0xFFFF_FFFF;

/// No message has matched: waits for another one, or until the receive's time is over. The timer is
/// set the first time; `x[0]` is looked at only then. A receive without patterns has looked at no
/// message, and none is of interest to it.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_receive_wait(machine: &mut Machine) -> u64 {
    let mut process = machine.running();
    process.messages.skip_all();
    if !process.receive.is_begun && process.doomed.is_none() {
        let timeout = machine.register(0);
        match timeout.as_small() {
            Some(0) => {
                process.end_receive();
                return give(machine, Term::TRUE);
            }
            Some(delay @ 1..=LONGEST_TIMEOUT) => {
                let expiry = Expiry::Receive(process.pid, process.receive.number);
                let deadline = clock::tick_after(delay as u64);
                process.receive.key = Some(timer::set(machine.scheduler().id, deadline, expiry));
            }
            None if timeout.word() == lfec_abi::atoms::INFINITY => {}
            _ => {
                process.end_receive();
                return exception::raise_error(machine, lfec_abi::atoms::TIMEOUT_VALUE);
            }
        }
        process.receive.is_begun = true;
    }
    machine.resume = continuation(machine);
    machine.live = 0;
    sleep_in(machine, State::Receiving)
}

/// The running process waits; its context is set in the machine block. What it waits for may be there
/// already: then the scheduler finds that out.
pub fn sleep_in(machine: &mut Machine, state: State) -> u64 {
    let mut process = machine.running();
    let has_message = matches!(state, State::Hibernating) && !process.messages.is_empty();
    process.state = state;
    if has_message || process.has_signals() || process.doomed.is_some() || process.receive.is_over {
        return status::YIELD;
    }
    process.save(machine);
    if process.slot.queue.sleep(process.pointer()) {
        return status::WAIT;
    }
    // Saved and counted already; the scheduler does so again.
    machine.reductions = REDUCTIONS;
    status::YIELD
}
