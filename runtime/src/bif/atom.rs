//! Atoms as text and text as atoms.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::number_text::bytes_of_binary;
use crate::heap::{Allocate, Registers};
use crate::term::atom::MAX_CHARACTERS;
use crate::term::{Atom, Term};

/// `erlang:atom_to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_atom_to_list_1(machine: &mut Machine, atom: Term) -> Term {
    match atom.as_atom() {
        Some(atom) => machine.string(atom.text()),
        None => machine.badarg(),
    }
}

/// How characters are encoded in binaries.
#[derive(Clone, Copy)]
enum Encoding {
    Latin1,
    Utf8,
}

fn encoding_of(term: Term) -> Option<Encoding> {
    match term.as_atom()?.text() {
        "latin1" => Some(Encoding::Latin1),
        "utf8" | "unicode" => Some(Encoding::Utf8),
        _ => None,
    }
}

/// `erlang:atom_to_binary/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_atom_to_binary_1(machine: &mut Machine, atom: Term) -> Term {
    match atom.as_atom() {
        Some(atom) => machine.binary(atom.text().as_bytes()),
        None => machine.badarg(),
    }
}

/// `erlang:atom_to_binary/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_atom_to_binary_2(
    machine: &mut Machine,
    atom: Term,
    encoding: Term,
) -> Term {
    let (Some(atom), Some(encoding)) = (atom.as_atom(), encoding_of(encoding)) else {
        return machine.badarg();
    };
    match encoding {
        Encoding::Utf8 => machine.binary(atom.text().as_bytes()),
        Encoding::Latin1 => {
            let bytes: Option<Vec<u8>> = atom
                .text()
                .chars()
                .map(|character| u8::try_from(u32::from(character)).ok())
                .collect();
            match bytes {
                Some(bytes) => machine.binary(&bytes),
                None => machine.badarg(),
            }
        }
    }
}

/// Why a text is no atom.
enum TextError {
    Bad,
    TooLong,
}

/// The text of a list of characters.
fn text_of_list(list: Term) -> Result<String, TextError> {
    let mut text = String::new();
    let mut walk = list.list();
    for (count, element) in walk.by_ref().enumerate() {
        if count >= MAX_CHARACTERS {
            return Err(TextError::TooLong);
        }
        let character = element.as_small().and_then(|value| u32::try_from(value).ok());
        text.push(character.and_then(char::from_u32).ok_or(TextError::Bad)?);
    }
    if walk.rest().is_nil() { Ok(text) } else { Err(TextError::Bad) }
}

fn text_of_binary(binary: Term, encoding: Term) -> Result<String, TextError> {
    let (bytes, encoding) =
        bytes_of_binary(binary).zip(encoding_of(encoding)).ok_or(TextError::Bad)?;
    let text = match encoding {
        Encoding::Latin1 => bytes.iter().map(|&byte| char::from(byte)).collect(),
        Encoding::Utf8 => String::from_utf8(bytes.into_owned()).map_err(|_| TextError::Bad)?,
    };
    if text.chars().count() > MAX_CHARACTERS { Err(TextError::TooLong) } else { Ok(text) }
}

/// The atom of a text, made if need be.
fn any_atom(machine: &mut Machine, text: Result<String, TextError>) -> Term {
    match text {
        Ok(text) => match Atom::new(&text) {
            Some(atom) => atom.term(),
            None => machine.error(atoms::SYSTEM_LIMIT),
        },
        Err(TextError::TooLong) => machine.error(atoms::SYSTEM_LIMIT),
        Err(TextError::Bad) => machine.badarg(),
    }
}

/// The atom of a text if there is one.
fn existing_atom(machine: &mut Machine, text: Result<String, TextError>) -> Term {
    match text.ok().and_then(|text| Atom::existing(&text)) {
        Some(atom) => atom.term(),
        None => machine.badarg(),
    }
}

/// `erlang:list_to_atom/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_atom_1(machine: &mut Machine, text: Term) -> Term {
    any_atom(machine, text_of_list(text))
}

/// `erlang:list_to_existing_atom/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_existing_atom_1(machine: &mut Machine, text: Term) -> Term {
    existing_atom(machine, text_of_list(text))
}

/// `erlang:binary_to_atom/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_atom_1(machine: &mut Machine, text: Term) -> Term {
    any_atom(machine, text_of_binary(text, Term::atom("utf8")))
}

/// `erlang:binary_to_atom/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_atom_2(
    machine: &mut Machine,
    text: Term,
    encoding: Term,
) -> Term {
    any_atom(machine, text_of_binary(text, encoding))
}

/// `erlang:binary_to_existing_atom/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_existing_atom_1(machine: &mut Machine, text: Term) -> Term {
    existing_atom(machine, text_of_binary(text, Term::atom("utf8")))
}

/// `erlang:binary_to_existing_atom/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_existing_atom_2(
    machine: &mut Machine,
    text: Term,
    encoding: Term,
) -> Term {
    existing_atom(machine, text_of_binary(text, encoding))
}
