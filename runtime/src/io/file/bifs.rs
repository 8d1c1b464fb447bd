//! BIFs of `erts_file`.

use lfec_abi::machine::Machine;

use super::operation::{answer, is_quick, operation};
use crate::heap::{Allocate, Registers};
use crate::io::{bifs::asker, work};
use crate::term::Term;

/// What an operation counts that is done at once.
const QUICK_REDUCTIONS: usize = 100;

/// `erts_file:start/3`: reference, operation, tuple of arguments; `{done, Answer}`, or `ok`, and
/// `{erts_io, Ref, Answer}` comes. An operation that is none, or arguments of wrong types, is `badarg`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_file_start_3(
    machine: &mut Machine,
    reference: Term,
    name: Term,
    arguments: Term,
) -> Term {
    let (Some(asker), Some(name), Some(arguments)) =
        (asker(machine, reference), name.as_atom(), arguments.as_tuple())
    else {
        return machine.badarg();
    };
    let Some(operation) = operation(name.text(), arguments.elements()) else {
        return machine.badarg();
    };
    if is_quick(name.text(), arguments.elements()) {
        machine.charge(QUICK_REDUCTIONS);
        let result = operation();
        let answer = answer(machine, result);
        return machine.tuple(&[Term::atom("done"), answer]);
    }
    work::submit(Box::new(move || {
        let result = operation();
        asker.answer(|builder| answer(builder, result));
    }));
    Term::OK
}
