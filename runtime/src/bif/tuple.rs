//! Tuples.

use lfec_abi::machine::Machine;

use super::list::elements_of;
use crate::heap::{Allocate, Registers};
use crate::term::{Bits, Term};

/// Most elements a tuple can have. OTP's figure.
const MAX_ELEMENTS: usize = (1 << 24) - 1;

/// The tuple's elements and the place of element `position`, from 1 to at most `limit` of them more.
fn place<'a>(tuple: Term, position: Term, more: usize) -> Option<(&'a [Term], usize)> {
    let elements = tuple.as_tuple()?.elements();
    let index = position.as_usize()?.checked_sub(1)?;
    (index < elements.len() + more).then_some((elements, index))
}

/// `erlang:element/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_element_2(machine: &mut Machine, position: Term, tuple: Term) -> Term {
    match place(tuple, position, 0) {
        Some((elements, index)) => elements[index],
        None => machine.badarg(),
    }
}

/// `erlang:setelement/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_setelement_3(
    machine: &mut Machine,
    position: Term,
    tuple: Term,
    value: Term,
) -> Term {
    let Some((elements, index)) = place(tuple, position, 0) else { return machine.badarg() };
    let mut elements = elements.to_vec();
    elements[index] = value;
    machine.tuple(&elements)
}

/// `erlang:tuple_size/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_tuple_size_1(machine: &mut Machine, tuple: Term) -> Term {
    tuple.as_tuple().map_or_else(|| machine.badarg(), |tuple| Term::small(tuple.len() as i64))
}

/// `erlang:size/1`. Pure. Of a tuple, or of a bitstring in whole bytes.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_size_1(machine: &mut Machine, term: Term) -> Term {
    let bytes = || term.as_bits().map(|bits| bits.bit_len() / 8);
    match term.as_tuple().map(|tuple| tuple.len()).or_else(bytes) {
        Some(size) => Term::small(size as i64),
        None => machine.badarg(),
    }
}

/// `erlang:byte_size/1`. Pure. A bitstring's size rounded up.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_byte_size_1(machine: &mut Machine, term: Term) -> Term {
    match term.as_bits().map(Bits::byte_len) {
        Some(size) => Term::small(size as i64),
        None => machine.badarg(),
    }
}

/// `erlang:bit_size/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_bit_size_1(machine: &mut Machine, term: Term) -> Term {
    match term.as_bits().map(Bits::bit_len) {
        Some(size) => Term::small(size as i64),
        None => machine.badarg(),
    }
}

fn tuple_of(machine: &mut Machine, elements: &[Term]) -> Term {
    if elements.is_empty() { Term::empty_tuple() } else { machine.tuple(elements) }
}

/// `erlang:make_tuple/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_make_tuple_2(machine: &mut Machine, size: Term, value: Term) -> Term {
    match size.as_usize().filter(|&size| size <= MAX_ELEMENTS) {
        Some(size) => tuple_of(machine, &vec![value; size]),
        None => machine.badarg(),
    }
}

/// `erlang:make_tuple/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_make_tuple_3(
    machine: &mut Machine,
    size: Term,
    value: Term,
    updates: Term,
) -> Term {
    let Some(size) = size.as_usize().filter(|&size| size <= MAX_ELEMENTS) else {
        return machine.badarg();
    };
    let mut elements = vec![value; size];
    let mut list = updates.list();
    for update in list.by_ref() {
        let Some([position, value]) = update.as_tuple().map(|tuple| tuple.elements()) else {
            return machine.badarg();
        };
        let index = position.as_usize().and_then(|position| position.checked_sub(1));
        match index.and_then(|index| elements.get_mut(index)) {
            Some(element) => *element = *value,
            None => return machine.badarg(),
        }
    }
    if list.rest().is_nil() { tuple_of(machine, &elements) } else { machine.badarg() }
}

/// `erlang:append_element/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_append_element_2(
    machine: &mut Machine,
    tuple: Term,
    element: Term,
) -> Term {
    match tuple.as_tuple().filter(|tuple| tuple.len() < MAX_ELEMENTS) {
        Some(tuple) => machine.tuple(&[tuple.elements(), &[element]].concat()),
        None => machine.badarg(),
    }
}

/// `erlang:delete_element/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_delete_element_2(
    machine: &mut Machine,
    position: Term,
    tuple: Term,
) -> Term {
    match place(tuple, position, 0) {
        Some((elements, index)) => {
            tuple_of(machine, &[&elements[..index], &elements[index + 1..]].concat())
        }
        None => machine.badarg(),
    }
}

/// `erlang:insert_element/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_insert_element_3(
    machine: &mut Machine,
    position: Term,
    tuple: Term,
    element: Term,
) -> Term {
    match place(tuple, position, 1) {
        Some((elements, _)) if elements.len() == MAX_ELEMENTS => machine.badarg(),
        Some((elements, index)) => {
            machine.tuple(&[&elements[..index], &[element], &elements[index..]].concat())
        }
        None => machine.badarg(),
    }
}

/// `erlang:tuple_to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_tuple_to_list_1(machine: &mut Machine, tuple: Term) -> Term {
    match tuple.as_tuple() {
        Some(tuple) => machine.list(tuple.elements()),
        None => machine.badarg(),
    }
}

/// `erlang:list_to_tuple/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_tuple_1(machine: &mut Machine, list: Term) -> Term {
    match elements_of(list) {
        Some(elements) if elements.len() <= MAX_ELEMENTS => tuple_of(machine, &elements),
        _ => machine.badarg(),
    }
}
