//! Exceptions.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::support::*;
use crate::code::Trap;
use crate::embed::{self, Arguments, Callee, Outcome};
use crate::heap::{Class, Registers};
use crate::process::exception::{bif_erlang_raise_3, lfert_call_fun_slow};
use crate::term::{Atom, Term};

/// Makes a handler record of two slots innermost.
fn push_handler(machine: &mut Machine, handler: Trap) {
    let previous = machine.handler;
    push_frame(machine, handler, &[]);
    // The record is the handler's code and the previous distance: a frame of one more word.
    let code = slot(machine, 0);
    pop_frame(machine, 0);
    machine.sp -= 16;
    let place = std::ptr::with_exposed_provenance_mut::<u64>(machine.sp as usize);
    // SAFETY: there is room, as one word was just taken and given back and another is left.
    unsafe {
        *place = code.word();
        *place.add(1) = previous;
    }
    machine.handler = machine.stack_base - machine.sp;
}

#[test]
fn the_innermost_handler_gets_it() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        push_handler(machine, outer);
        push_handler(machine, inner);
        push_frame(machine, return_first, &[int(1), int(2)]);
        let reason = tuple(machine, &[int(1)]);
        raise_class(machine, Class::Throw, reason)
    }
    extern "C" fn inner(machine: &mut Machine) -> u64 {
        assert_eq!(machine.register(0), atom(atoms::THROW));
        let reason = machine.register(1);
        machine.sp += 16;
        raise_class(machine, Class::Exit, reason)
    }
    extern "C" fn outer(machine: &mut Machine) -> u64 {
        assert_eq!(machine.handler, 0);
        let caught = [0, 1].map(|index| machine.register(index));
        machine.sp += 16;
        let caught = tuple(machine, &caught);
        ret(machine, caught)
    }
    fn raise_class(machine: &mut Machine, class: Class, reason: Term) -> u64 {
        machine.raise(class, reason);
        raise(machine)
    }
    assert_eq!(returned(start, &[]).term().to_string(), "{exit,{1}}");
}

#[test]
fn unknown_functions_are_undef() {
    init();
    let (module, function) = (Atom::new("no_module"), Atom::new("no_function"));
    let callee = Callee::Function(module.expect("room"), function.expect("room"));
    let mut arguments = Arguments::new();
    arguments.add(|_| int(1));
    match embed::call(callee, arguments, None) {
        Ok(Outcome::Raised { class: Class::Error, reason, trace }) => {
            assert_eq!(reason.term(), atom(atoms::UNDEF));
            assert_eq!(trace.term().to_string(), "[{no_module,no_function,[1],[]}]");
        }
        _ => panic!("undef is raised"),
    }
}

#[test]
fn calling_what_is_no_fun() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        machine.set_register(0, int(1));
        machine.set_register(1, Term::atom("no_fun"));
        machine.live = 2;
        machine.location = 0;
        lfert_call_fun_slow(machine)
    }
    let (class, reason) = raised(start, &[]);
    assert_eq!((class, reason.term().to_string().as_str()), (Class::Error, "{badfun,no_fun}"));
}

#[test]
fn raise_checks_its_arguments() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let bad = bif_erlang_raise_3(machine, Term::OK, int(1), Term::NIL);
        assert_eq!(bad, atom(atoms::BADARG));
        let raised = bif_erlang_raise_3(machine, atom(atoms::THROW), int(1), Term::NIL);
        assert!(raised.is_non_value());
        raise(machine)
    }
    let (class, reason) = raised(start, &[]);
    assert_eq!((class, reason.term()), (Class::Throw, int(1)));
}

#[test]
fn bad_timeout() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        wait(machine, Term::atom("soon"), return_first, &[])
    }
    let (class, reason) = raised(start, &[]);
    assert_eq!((class, reason.term()), (Class::Error, atom(atoms::TIMEOUT_VALUE)));
}
