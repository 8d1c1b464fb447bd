//! What stands for generated code.

use std::sync::Once;
use std::time::Duration;

use lfec_abi::machine::{Machine, status};
use lfec_abi::program::{Program, Table};
use lfec_abi::{ABI_VERSION, atoms};

use crate::code::{Stubs, Trap};
use crate::embed::{self, Arguments, Callee, Outcome};
use crate::heap::{Allocate, Class, OwnedTerm, Registers};
use crate::process::exception::lfert_raise;
use crate::scheduler::entry::{
    bif_erts_internal_recv_next_0, bif_erts_internal_recv_peek_0, bif_erts_internal_recv_remove_0,
    lfert_entry_slow, lfert_process_end, lfert_receive_wait,
};
use crate::term::Term;

extern "C" fn enter(machine: &mut Machine) -> u64 {
    loop {
        // SAFETY: in tests, code addresses are those of such functions.
        let code: Trap = unsafe { std::mem::transmute(machine.resume as usize) };
        let status = code(machine);
        if status != status::CONTINUE {
            return status;
        }
    }
}

extern "C" fn process_return(machine: &mut Machine) -> u64 {
    machine.live = 1;
    lfert_process_end(machine)
}

/// Address of a function, which has to look like a small integer on the stack.
pub fn address(code: Trap) -> u64 {
    let address = code as usize as u64;
    assert!(address.is_multiple_of(8), "code is aligned");
    address
}

/// Sets the runtime up.
pub fn init() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let none = Table { address: 0, count: 0 };
        let program = Program {
            abi_version: ABI_VERSION,
            atoms: none,
            atom_texts: 0,
            exports: none,
            code: none,
            modules: none,
            entry_module: u32::MAX,
            entry_function: u32::MAX,
            entry_arity: 0,
        };
        let process_return = address(process_return);
        let stubs = Stubs { enter, process_return, export_funs: [0; 32] };
        // SAFETY: the tables are empty.
        unsafe { embed::init(&program, stubs) }.expect("the program loads");
    });
}

/// Calls a function in a process and waits for it.
pub fn run(code: Trap, arguments: &[Term]) -> Outcome {
    init();
    let mut call = Arguments::new();
    for argument in arguments {
        call.add(|builder| argument.copy_to(builder));
    }
    let outcome = embed::call(Callee::Code(address(code)), call, Some(Duration::from_secs(60)));
    outcome.expect("the call ends in time")
}

/// What a function returns.
pub fn returned(code: Trap, arguments: &[Term]) -> OwnedTerm {
    match run(code, arguments) {
        Outcome::Returned(term) => term,
        Outcome::Raised { class, reason, trace } => {
            panic!("{class:?} {:?} {:?}", reason.term(), trace.term())
        }
    }
}

/// What a function raises.
pub fn raised(code: Trap, arguments: &[Term]) -> (Class, OwnedTerm) {
    match run(code, arguments) {
        Outcome::Raised { class, reason, .. } => (class, reason),
        Outcome::Returned(term) => panic!("returned {:?}", term.term()),
    }
}

/// A small integer.
pub fn int(value: i64) -> Term {
    Term::small(value)
}

/// A well-known atom.
pub fn atom(word: u64) -> Term {
    Term::immediate(word)
}

/// A function for a process's argument: its address as an integer.
pub fn code_term(code: Trap) -> Term {
    Term::small(address(code) as i64)
}

// Ends of a function.

/// Word `index` of the stack, from the innermost.
pub fn slot(machine: &Machine, index: usize) -> Term {
    let place = std::ptr::with_exposed_provenance::<u64>(machine.sp as usize);
    // SAFETY: the tests' functions look at their own frames only.
    Term::raw(unsafe { *place.add(index) })
}

/// Pushes a frame: continuation and slots.
pub fn push_frame(machine: &mut Machine, continuation: Trap, slots: &[Term]) {
    make_room(machine, slots.len() + 1, &mut slots.to_vec(), continuation);
}

fn make_room(machine: &mut Machine, words: usize, slots: &mut [Term], continuation: Trap) {
    if ((machine.sp - machine.hp) / 8) < words as u64 || crate::heap::stress() {
        // The registers may hold arguments: keep both.
        let (live, need) = (machine.live as usize, machine.need);
        for (index, slot) in slots.iter().enumerate() {
            machine.set_register(live + index, *slot);
        }
        machine.live = (live + slots.len()) as u64;
        machine.need = words as u64;
        crate::heap::collect(machine);
        for (index, slot) in slots.iter_mut().enumerate() {
            *slot = machine.register(live + index);
        }
        (machine.live, machine.need) = (live as u64, need);
    }
    machine.sp -= words as u64 * 8;
    let place = std::ptr::with_exposed_provenance_mut::<u64>(machine.sp as usize);
    // SAFETY: there is room for the frame.
    unsafe {
        *place = address(continuation);
        for (index, slot) in slots.iter().enumerate() {
            *place.add(1 + index) = slot.word();
        }
    }
}

/// Takes a frame with so many slots off.
pub fn pop_frame(machine: &mut Machine, slots: usize) -> Vec<Term> {
    let terms = (1..=slots).map(|index| slot(machine, index)).collect();
    machine.sp += (slots as u64 + 1) * 8;
    terms
}

/// Goes on in `code` with these arguments.
pub fn jump(machine: &mut Machine, code: Trap, arguments: &[Term]) -> u64 {
    for (index, argument) in arguments.iter().enumerate() {
        machine.set_register(index, *argument);
    }
    machine.live = arguments.len() as u64;
    machine.resume = address(code);
    // The entry check.
    machine.need = 16;
    machine.reductions -= 1;
    if machine.reductions <= 0 || (machine.sp - machine.hp) / 8 < machine.need {
        return lfert_entry_slow(machine);
    }
    status::CONTINUE
}

/// Returns a value.
pub fn ret(machine: &mut Machine, value: Term) -> u64 {
    crate::scheduler::entry::give(machine, value)
}

/// Raises what a BIF has set.
pub fn raise(machine: &mut Machine) -> u64 {
    machine.location = 0;
    lfert_raise(machine)
}

/// Calls a trap function with these arguments; `continuation` gets the result, with the frame.
pub fn trap(
    machine: &mut Machine,
    function: Trap,
    arguments: &[Term],
    continuation: Trap,
    slots: &[Term],
) -> u64 {
    for (index, argument) in arguments.iter().enumerate() {
        machine.set_register(index, *argument);
    }
    machine.live = arguments.len() as u64;
    push_frame(machine, continuation, slots);
    machine.location = 0;
    function(machine)
}

/// Spawns a process that runs `code` with these arguments: stands for `spawn/3`.
pub fn spawn(machine: &mut Machine, code: Trap, arguments: &[Term]) -> Term {
    use crate::process::{Running, create};
    let parent = machine.running();
    let scheduler = machine.scheduler();
    let options = create::Options::default();
    let created = create::create(Some(scheduler), &options, None, Some(parent.pid));
    let mut process = created.expect("room for a process");
    let arguments: Vec<Term> =
        arguments.iter().map(|term| process.heap.copy_from(&parent.heap, *term)).collect();
    process.set_context(address(code), &arguments);
    let pid = process.pid;
    crate::scheduler::make_ready(create::publish(process));
    scheduler.settle(machine);
    pid.term()
}

/// The same, linked.
pub fn spawn_link(machine: &mut Machine, code: Trap, arguments: &[Term]) -> Term {
    use crate::process::bifs::links::bif_erlang_link_1;
    // It does not run before this scheduler is done, but may be stolen: a dead one is an error then.
    let pid = spawn(machine, code, arguments);
    bif_erlang_link_1(machine, pid);
    pid
}

/// `Pid ! Message`
pub fn send(machine: &mut Machine, to: Term, message: Term) {
    let sent = crate::process::bifs::send::bif_erlang_send_2(machine, to, message);
    assert!(!sent.is_non_value());
}

/// The first message that is `wanted`, taken out of the queue.
pub fn take(machine: &mut Machine, wanted: impl Fn(Term) -> bool) -> Option<Term> {
    loop {
        let message = bif_erts_internal_recv_peek_0(machine);
        if message.is_non_value() {
            return None;
        }
        if wanted(message) {
            bif_erts_internal_recv_remove_0(machine);
            return Some(message);
        }
        bif_erts_internal_recv_next_0(machine);
    }
}

/// Waits for a message or the timeout (milliseconds or `infinity`); `continuation` gets whether the
/// time is over.
pub fn wait(machine: &mut Machine, timeout: Term, continuation: Trap, slots: &[Term]) -> u64 {
    trap(machine, lfert_receive_wait, &[timeout], continuation, slots)
}

/// Receives any message and calls `then` with it and the slots.
pub fn receive(machine: &mut Machine, then: Trap, slots: &[Term]) -> u64 {
    if let Some(message) = take(machine, |_| true) {
        let mut arguments = vec![message];
        arguments.extend(slots);
        return jump(machine, then, &arguments);
    }
    let mut kept = vec![code_term(then), int(slots.len() as i64)];
    kept.extend(slots);
    wait(machine, atom(atoms::INFINITY), receive_again, &kept)
}

extern "C" fn receive_again(machine: &mut Machine) -> u64 {
    let (then, count) = (slot(machine, 1), slot(machine, 2).as_usize().unwrap_or(0));
    let slots = pop_frame(machine, 2 + count)[2..].to_vec();
    // SAFETY: made by `code_term`.
    let then: Trap = unsafe { std::mem::transmute(then.as_usize().unwrap_or(0)) };
    receive(machine, then, &slots)
}

/// A tuple of the running process.
pub fn tuple(machine: &mut Machine, elements: &[Term]) -> Term {
    machine.tuple(elements)
}

/// Receives and returns one message.
pub extern "C" fn return_message(machine: &mut Machine) -> u64 {
    receive(machine, return_first, &[])
}

/// Returns its first argument.
pub extern "C" fn return_first(machine: &mut Machine) -> u64 {
    let value = machine.register(0);
    ret(machine, value)
}

/// Waits for ever.
pub extern "C" fn sleep_forever(machine: &mut Machine) -> u64 {
    wait(machine, atom(atoms::INFINITY), sleep_again, &[])
}

extern "C" fn sleep_again(machine: &mut Machine) -> u64 {
    pop_frame(machine, 0);
    while take(machine, |_| true).is_some() {}
    sleep_forever(machine)
}
