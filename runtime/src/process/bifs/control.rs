//! What a process does with its own course: yielding, hibernating, ending the program.

use lfec_abi::machine::{Machine, status};

use super::option;
use crate::code;
use crate::heap::Registers;
use crate::process::exception::{badarg_in_bif, spread};
use crate::process::{Running, State};
use crate::scheduler::entry::{give, sleep_in};
use crate::start;
use crate::term::Term;

/// `erlang:yield/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_yield_0(machine: &mut Machine) -> u64 {
    give(machine, Term::TRUE);
    status::YIELD
}

/// `erlang:hibernate/3`: throws the stack away, collects, waits for a message and calls the function.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_hibernate_3(machine: &mut Machine) -> u64 {
    let (module, function, list) = (machine.register(0), machine.register(1), machine.register(2));
    let (Some(module), Some(function)) = (module.as_atom(), function.as_atom()) else {
        return badarg_in_bif(machine, "hibernate", 3);
    };
    let Some(arity) = spread(machine, list) else {
        return badarg_in_bif(machine, "hibernate", 3);
    };
    let mut process = machine.running();
    machine.live = arity as u64;
    process.save(machine);
    process.heap.clear_stack();
    process.heap.push(code::stubs().process_return, &mut []);
    let arguments = process.registers().to_vec();
    process.start_with_function(module, function, &arguments);
    process.collect_suspended(true);
    // Back into the machine block: the process may have to go on at once.
    process.restore(machine);
    sleep_in(machine, State::Hibernating)
}

/// The status of an integer given to `halt`, as a process's exit status.
fn exit_status(status: Term) -> Option<i32> {
    status.as_usize().map(|status| (status & 0xFF) as i32)
}

fn halt(machine: &mut Machine, status: Term, flush: bool) -> Term {
    if let Some(status) = exit_status(status) {
        start::halt(status, flush);
    }
    if status == Term::atom("abort") {
        start::abort("");
    }
    let text: Option<String> = status
        .list()
        .map(|term| term.as_usize().and_then(|code| char::from_u32(code as u32)))
        .collect();
    match text.filter(|_| status.list_length().is_some()) {
        Some(text) => {
            crate::io::output::report(&format!("{text}\n"));
            start::halt(1, flush)
        }
        None => machine.badarg(),
    }
}

/// `erlang:halt/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_halt_0(_: &mut Machine) -> Term {
    start::halt(0, true)
}

/// `erlang:halt/1`: a status, `abort` or a text.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_halt_1(machine: &mut Machine, status: Term) -> Term {
    halt(machine, status, true)
}

/// `erlang:halt/2`: the same with option `{flush, Boolean}`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_halt_2(machine: &mut Machine, status: Term, list: Term) -> Term {
    let mut flush = true;
    let Some(options) = super::options(list) else { return machine.badarg() };
    for given in options {
        match option(given) {
            ("flush", Term::TRUE) => flush = true,
            ("flush", Term::FALSE) => flush = false,
            ("flush_timeout", _) => {}
            _ => return machine.badarg(),
        }
    }
    halt(machine, status, flush)
}

/// `erlang:processes/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_processes_0(machine: &mut Machine) -> Term {
    use crate::heap::Allocate;
    let processes: Vec<Term> = crate::process::table::all().map(|pid| pid.term()).collect();
    machine.list(&processes)
}
