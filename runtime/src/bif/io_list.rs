//! Io lists: lists of bytes, binaries and such lists.

use lfec_abi::machine::Machine;

use super::bits_build::Buffer;
use crate::heap::{Allocate, Registers};
use crate::term::{Bits, Term};

/// A part of an io list.
pub(super) enum Piece {
    /// A byte.
    Byte(u8),
    /// A binary or bitstring.
    Binary(Term, Bits),
}

/// Calls `visit` with the parts of an io list in order, without recursion. `None` if the term is no
/// io list, or where `visit` says so. Binaries in it may be bitstrings.
pub(super) fn walk(term: Term, mut visit: impl FnMut(Piece) -> Option<()>) -> Option<()> {
    let mut pending = vec![term];
    while let Some(mut term) = pending.pop() {
        loop {
            if let Some(cons) = term.as_cons() {
                term = cons.tail();
                let head = cons.head();
                if let Some(byte) = head.as_small() {
                    visit(Piece::Byte(u8::try_from(byte).ok()?))?;
                } else if let Some(bits) = head.as_bits() {
                    visit(Piece::Binary(head, bits))?;
                } else if head.is_cons() {
                    pending.push(term);
                    term = head;
                } else if !head.is_nil() {
                    return None;
                }
                continue;
            }
            if let Some(bits) = term.as_bits() {
                visit(Piece::Binary(term, bits))?;
            } else if !term.is_nil() {
                return None;
            }
            break;
        }
    }
    Some(())
}

/// The bytes of an io list; `None` if the term is none, or has a bitstring in it.
pub fn bytes_of(term: Term) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    walk(term, |piece| {
        match piece {
            Piece::Byte(byte) => bytes.push(byte),
            Piece::Binary(_, bits) if bits.is_binary() => bytes.extend_from_slice(&bits.bytes()),
            Piece::Binary(..) => return None,
        }
        Some(())
    })?;
    Some(bytes)
}

/// Bytes that a BIF goes through for one reduction.
const BYTES_PER_REDUCTION: usize = 64;

fn binary_of(machine: &mut Machine, term: Term) -> Term {
    match bytes_of(term) {
        Some(bytes) => {
            machine.charge(bytes.len() / BYTES_PER_REDUCTION);
            machine.binary(&bytes)
        }
        None => machine.badarg(),
    }
}

/// `erlang:iolist_to_binary/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_iolist_to_binary_1(machine: &mut Machine, term: Term) -> Term {
    match term.as_bits() {
        Some(bits) if bits.is_binary() => term,
        Some(_) => machine.badarg(),
        None => binary_of(machine, term),
    }
}

/// `erlang:list_to_binary/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_binary_1(machine: &mut Machine, list: Term) -> Term {
    if list.is_cons() || list.is_nil() { binary_of(machine, list) } else { machine.badarg() }
}

/// `binary:list_to_bin/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_list_to_bin_1(machine: &mut Machine, list: Term) -> Term {
    bif_erlang_list_to_binary_1(machine, list)
}

/// `erlang:list_to_bitstring/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_bitstring_1(machine: &mut Machine, list: Term) -> Term {
    if !list.is_cons() && !list.is_nil() {
        return machine.badarg();
    }
    let mut buffer = Buffer::default();
    let walked = walk(list, |piece| {
        match piece {
            Piece::Byte(byte) => buffer.push_bits(Bits::of_bytes(&[byte])),
            Piece::Binary(_, bits) => buffer.push_bits(bits),
        }
        Some(())
    });
    match walked {
        Some(()) => {
            let (bytes, bits) = buffer.parts();
            machine.bitstring(bytes, bits)
        }
        None => machine.badarg(),
    }
}

/// `erlang:iolist_size/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_iolist_size_1(machine: &mut Machine, term: Term) -> Term {
    let mut size = 0;
    let walked = walk(term, |piece| {
        size += match piece {
            Piece::Byte(_) => 1,
            Piece::Binary(_, bits) if bits.is_binary() => bits.byte_len(),
            Piece::Binary(..) => return None,
        };
        Some(())
    });
    match walked {
        Some(()) => Term::small(size as i64),
        None => machine.badarg(),
    }
}

/// Binaries of at least this size become elements of their own in an io vector.
const LARGE_BYTES: usize = 512;

/// `erlang:iolist_to_iovec/1`: a list of binaries, large ones as they are.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_iolist_to_iovec_1(machine: &mut Machine, term: Term) -> Term {
    let (mut small, mut parts) = (Vec::new(), Vec::new());
    let walked = walk(term, |piece| {
        match piece {
            Piece::Byte(byte) => small.push(byte),
            Piece::Binary(binary, bits) if bits.is_binary() => {
                if bits.byte_len() < LARGE_BYTES {
                    small.extend_from_slice(&bits.bytes());
                } else {
                    if !small.is_empty() {
                        parts.push(machine.binary(&std::mem::take(&mut small)));
                    }
                    parts.push(binary);
                }
            }
            Piece::Binary(..) => return None,
        }
        Some(())
    });
    if walked.is_none() {
        return machine.badarg();
    }
    if !small.is_empty() {
        parts.push(machine.binary(&small));
    }
    machine.list(&parts)
}
