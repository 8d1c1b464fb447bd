//! The process dictionary.

use lfec_abi::machine::Machine;

use crate::heap::{Allocate, Registers};
use crate::process::Running;
use crate::term::{Term, order};

/// `erlang:put/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_put_2(machine: &mut Machine, key: Term, value: Term) -> Term {
    let mut process = machine.running();
    process.dictionary.get_or_insert_default().put(key, value).unwrap_or(Term::UNDEFINED)
}

/// `erlang:get/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_get_1(machine: &mut Machine, key: Term) -> Term {
    let process = machine.running();
    let value = process.dictionary.as_ref().and_then(|dictionary| dictionary.get(key));
    value.unwrap_or(Term::UNDEFINED)
}

/// `erlang:erase/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_erase_1(machine: &mut Machine, key: Term) -> Term {
    let mut process = machine.running();
    let value = process.dictionary.as_mut().and_then(|dictionary| dictionary.erase(key));
    value.unwrap_or(Term::UNDEFINED)
}

/// Keys and values, as they stand.
fn pairs(machine: &Machine) -> Vec<(Term, Term)> {
    let process = machine.running();
    process.dictionary.as_ref().map_or_else(Vec::new, |dictionary| dictionary.iter().collect())
}

/// `erlang:get/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_get_0(machine: &mut Machine) -> Term {
    let pairs = pairs(machine);
    machine.charge(pairs.len() / 8);
    let pairs: Vec<Term> =
        pairs.into_iter().map(|(key, value)| machine.tuple(&[key, value])).collect();
    machine.list(&pairs)
}

/// `erlang:erase/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_erase_0(machine: &mut Machine) -> Term {
    let pairs = bif_erlang_get_0(machine);
    machine.running().dictionary = None;
    pairs
}

/// `erlang:get_keys/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_get_keys_0(machine: &mut Machine) -> Term {
    let keys: Vec<Term> = pairs(machine).into_iter().map(|(key, _)| key).collect();
    machine.list(&keys)
}

/// `erlang:get_keys/1`: keys of this value.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_get_keys_1(machine: &mut Machine, value: Term) -> Term {
    let matching = pairs(machine).into_iter();
    let keys: Vec<Term> = matching
        .filter(|(_, other)| order::exact_equal(*other, value))
        .map(|(key, _)| key)
        .collect();
    machine.list(&keys)
}
