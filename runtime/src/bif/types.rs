//! Type tests.

use lfec_abi::machine::Machine;

use crate::heap::Registers;
use crate::term::{Bits, Fun, Term, Tuple, View, map, order};

macro_rules! tests {
    ($($symbol:ident = $test:expr, $name:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`. Pure.")]
            #[unsafe(no_mangle)]
            pub extern "C" fn $symbol(_: &mut Machine, term: Term) -> Term {
                let test: fn(Term) -> bool = $test;
                Term::boolean(test(term))
            }
        )*
    };
}

tests! {
    bif_erlang_is_atom_1 = |term| term.is_atom(), "erlang:is_atom/1";
    bif_erlang_is_binary_1 = |term| term.as_bits().is_some_and(Bits::is_binary), "erlang:is_binary/1";
    bif_erlang_is_bitstring_1 = |term| term.as_bits().is_some(), "erlang:is_bitstring/1";
    bif_erlang_is_boolean_1 = |term| term.as_boolean().is_some(), "erlang:is_boolean/1";
    bif_erlang_is_float_1 = |term| term.is_float(), "erlang:is_float/1";
    bif_erlang_is_function_1 = |term| term.as_fun().is_some(), "erlang:is_function/1";
    bif_erlang_is_integer_1 = |term| term.is_integer(), "erlang:is_integer/1";
    bif_erlang_is_list_1 = |term| term.is_nil() || term.is_cons(), "erlang:is_list/1";
    bif_erlang_is_map_1 = |term| term.is_map(), "erlang:is_map/1";
    bif_erlang_is_number_1 = |term| term.is_number(), "erlang:is_number/1";
    bif_erlang_is_pid_1 = |term| term.is_pid(), "erlang:is_pid/1";
    bif_erlang_is_port_1 = |term| term.as_port().is_some(), "erlang:is_port/1";
    bif_erlang_is_reference_1 = |term| term.is_reference(), "erlang:is_reference/1";
    bif_erlang_is_tuple_1 = |term| term.as_tuple().is_some(), "erlang:is_tuple/1";
}

impl Term {
    /// Whether the term is an integer or a float.
    pub fn is_number(self) -> bool {
        self.is_integer() || self.is_float()
    }

    /// Whether the term is a process identifier, of this or another node.
    pub fn is_pid(self) -> bool {
        matches!(self.view(), View::Pid(_) | View::ExternalPid(_))
    }

    /// Whether the term is a reference, of this or another node.
    pub fn is_reference(self) -> bool {
        matches!(self.view(), View::Reference(_) | View::ExternalReference(_))
    }
}

/// `erlang:is_function/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_is_function_2(machine: &mut Machine, term: Term, arity: Term) -> Term {
    match arity.as_usize() {
        Some(arity) => Term::boolean(term.as_fun().map(Fun::arity) == Some(arity)),
        None if arity.as_big().is_some_and(|big| !big.is_negative()) => Term::FALSE,
        None => machine.badarg(),
    }
}

/// `erlang:is_record/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_is_record_2(machine: &mut Machine, term: Term, tag: Term) -> Term {
    if !tag.is_atom() {
        return machine.badarg();
    }
    Term::boolean(term.as_tuple().and_then(|tuple| tuple.get(0)) == Some(tag))
}

/// `erlang:is_record/3`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_is_record_3(
    machine: &mut Machine,
    term: Term,
    tag: Term,
    size: Term,
) -> Term {
    let Some(size) = size.as_small().filter(|_| tag.is_atom()) else { return machine.badarg() };
    let is_record = |tuple: Tuple| tuple.len() as i64 == size && tuple.get(0) == Some(tag);
    Term::boolean(term.as_tuple().is_some_and(is_record))
}

/// `erlang:is_map_key/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_is_map_key_2(machine: &mut Machine, key: Term, map: Term) -> Term {
    if map.is_map() {
        Term::boolean(map::get(map, key).is_some())
    } else {
        super::map::bad_map(machine, map)
    }
}

/// `erlang:is_integer/3`. Pure. Whether an integer lies between two others.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_is_integer_3(
    machine: &mut Machine,
    term: Term,
    low: Term,
    high: Term,
) -> Term {
    if !low.is_integer() || !high.is_integer() {
        return machine.badarg();
    }
    let within = || order::compare(low, term).is_le() && order::compare(term, high).is_le();
    Term::boolean(term.is_integer() && within())
}
