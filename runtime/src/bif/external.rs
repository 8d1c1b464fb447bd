//! `term_to_binary`, `binary_to_term` and their like.

use lfec_abi::machine::Machine;

use super::fun::export_stub;
use super::number_text::bytes_of_binary;
use crate::heap::{Allocate, Registers};
use crate::term::Term;
use crate::term::external::{Minor, decode, encode, encode_compressed};

/// Options of `term_to_binary/2`.
struct Options {
    minor: Minor,
    level: u8,
}

impl Options {
    /// The options of a list; `None` if one is unknown.
    fn of(list: Term) -> Option<Options> {
        let mut options = Options { minor: Minor::LatinAtoms, level: 0 };
        let mut walk = list.list();
        for option in walk.by_ref() {
            match super::binary::pair_of(option) {
                Some((name, value)) => options.set(name, value)?,
                None => match option.as_atom()?.text() {
                    "compressed" => options.level = 6,
                    "deterministic" | "local" => {}
                    _ => return None,
                },
            }
        }
        walk.rest().is_nil().then_some(options)
    }

    fn set(&mut self, name: Term, value: Term) -> Option<()> {
        match (name.as_atom()?.text(), value.as_small()?) {
            ("compressed", level @ 0..=9) => self.level = level as u8,
            ("minor_version", 0) => self.minor = Minor::TextFloats,
            ("minor_version", 1) => self.minor = Minor::LatinAtoms,
            ("minor_version", 2) => self.minor = Minor::Utf8Atoms,
            _ => return None,
        }
        Some(())
    }

    fn encode(&self, machine: &mut Machine, term: Term) -> Vec<u8> {
        let bytes = encode_compressed(term, self.minor, self.level);
        machine.charge(bytes.len() / 64);
        bytes
    }
}

/// `erlang:term_to_binary/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_term_to_binary_1(machine: &mut Machine, term: Term) -> Term {
    bif_erlang_term_to_binary_2(machine, term, Term::NIL)
}

/// `erlang:term_to_binary/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_term_to_binary_2(
    machine: &mut Machine,
    term: Term,
    options: Term,
) -> Term {
    let Some(options) = Options::of(options) else { return machine.badarg() };
    let bytes = options.encode(machine, term);
    machine.binary(&bytes)
}

/// `erlang:term_to_iovec/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_term_to_iovec_1(machine: &mut Machine, term: Term) -> Term {
    bif_erlang_term_to_iovec_2(machine, term, Term::NIL)
}

/// `erlang:term_to_iovec/2`: a list of one binary.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_term_to_iovec_2(
    machine: &mut Machine,
    term: Term,
    options: Term,
) -> Term {
    let binary = bif_erlang_term_to_binary_2(machine, term, options);
    if binary.is_non_value() { binary } else { machine.list(&[binary]) }
}

/// `erlang:external_size/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_external_size_1(_: &mut Machine, term: Term) -> Term {
    Term::small(encode(term, Minor::LatinAtoms).len() as i64)
}

/// `erlang:external_size/2`. Pure. Without compression, whatever the options say.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_external_size_2(
    machine: &mut Machine,
    term: Term,
    options: Term,
) -> Term {
    match Options::of(options) {
        Some(options) => Term::small(encode(term, options.minor).len() as i64),
        None => machine.badarg(),
    }
}

/// `erlang:binary_to_term/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_term_1(machine: &mut Machine, binary: Term) -> Term {
    bif_erlang_binary_to_term_2(machine, binary, Term::NIL)
}

/// `erlang:binary_to_term/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_term_2(
    machine: &mut Machine,
    binary: Term,
    options: Term,
) -> Term {
    let (mut safe, mut used) = (false, false);
    let mut walk = options.list();
    for option in walk.by_ref() {
        match option.as_atom().map(|atom| atom.text()) {
            Some("safe") => safe = true,
            Some("used") => used = true,
            _ => return machine.badarg(),
        }
    }
    let Some(bytes) = bytes_of_binary(binary).filter(|_| walk.rest().is_nil()) else {
        return machine.badarg();
    };
    machine.charge(bytes.len() / 64);
    match decode(machine, &bytes, safe, export_stub) {
        Ok(decoded) if used => machine.tuple(&[decoded.term, Term::small(decoded.used as i64)]),
        Ok(decoded) => decoded.term,
        Err(_) => machine.badarg(),
    }
}
