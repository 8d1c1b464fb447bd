//! Binaries that are built up piece by piece.

use lfec_abi::machine::Machine;
use proptest::prelude::*;

use super::bits_build::{
    bif_erts_bits_finish_append_2, bif_erts_bits_new_0, bif_erts_bits_put_binary_3,
};
use super::bits_match::{ALL, UNIT_SHIFT};
use crate::heap::{Allocate, Heap, HeapOptions};
use crate::term::Term;

/// Calls `test` with a machine block whose process is nothing but a heap.
fn with_machine(test: impl FnOnce(&mut Machine)) {
    let mut heap = Heap::new(HeapOptions::default(), None);
    // SAFETY: the machine block is all numbers.
    let mut machine: Box<Machine> = Box::new(unsafe { std::mem::zeroed() });
    machine.process = std::ptr::from_mut(&mut heap).expose_provenance() as u64;
    heap.load_into(&mut machine);
    test(&mut machine);
    heap.save_from(&machine);
}

fn bits_of(term: Term) -> Vec<bool> {
    let bits = term.as_bits().expect("a bitstring");
    (0..bits.bit_len()).map(|at| bits.unsigned(at, 1) == 1).collect()
}

fn append(machine: &mut Machine, binary: Term, piece: Term) -> Term {
    let unit = Term::small((1 << UNIT_SHIFT) + ALL);
    bif_erts_bits_new_0(machine);
    bif_erts_bits_put_binary_3(machine, piece, Term::atom("all"), unit);
    bif_erts_bits_finish_append_2(machine, binary, unit)
}

proptest! {
    /// Pieces are appended to any binary made so far: what was there never changes.
    #[test]
    fn appending(pieces in prop::collection::vec(
        (any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 0..40), 0usize..8), 1..30,
    )) {
        with_machine(|machine| {
            let mut made = vec![(machine.binary(&[]), Vec::new())];
            for (index, bytes, cut) in pieces {
                let whole = machine.binary(&bytes);
                let piece = machine.part(whole, 0, (bytes.len() * 8).saturating_sub(cut));
                let (binary, bits) = &made[index.index(made.len())];
                let expected = [&bits[..], &bits_of(piece)].concat();
                let appended = append(machine, *binary, piece);
                made.push((appended, expected));
                for (term, bits) in &made {
                    assert_eq!(&bits_of(*term), bits);
                }
            }
        });
    }
}

#[test]
fn appending_takes_linear_time() {
    with_machine(|machine| {
        let mut binary = machine.binary(&[]);
        let piece = machine.bitstring(&[0x80], 1);
        for _ in 0..1_000_000 {
            binary = append(machine, binary, piece);
            machine.hp = machine.hp.min(machine.sp - 64);
        }
        assert_eq!(binary.as_bits().expect("a bitstring").bit_len(), 1_000_000);
    });
}
