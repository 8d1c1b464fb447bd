//! The hash of `erlang:phash/2`, which OTP keeps for old programs (`make_hash` in its `utils.c`).

use super::boxed::Fun;
use super::portable_hash::portable_hash;
use super::{Atom, Bits, Cons, Term, View};

/// Primes a little above 2^28 by which the hash is multiplied; which one says what is mixed in.
const PRIMES: [u32; 15] = [
    0, 268440163, 268439161, 268435459, 268436141, 268438633, 268437017, 268438039, 268437511,
    268439627, 268440479, 268440577, 268440581, 268440593, 268440611,
];

/// The hash, 32 bits of it.
pub fn old_hash(term: Term) -> u32 {
    let mut hasher = Hasher { hash: 0, pending: vec![Item::Term(term)] };
    while let Some(item) = hasher.pending.pop() {
        match item {
            Item::Term(term) => hasher.add_term(term),
            Item::Tail(tail) => match tail.as_cons() {
                Some(cons) => hasher.add_list(cons),
                None => hasher.pending.extend([Item::ListEnd, Item::Term(tail)]),
            },
            Item::ListEnd => hasher.times(8, 0),
            Item::TupleEnd(size) => hasher.times(9, size),
        }
    }
    hasher.hash
}

/// What is still to be mixed in.
enum Item {
    Term(Term),
    Tail(Term),
    ListEnd,
    TupleEnd(u32),
}

struct Hasher {
    hash: u32,
    pending: Vec<Item>,
}

impl Hasher {
    fn times(&mut self, prime: usize, addend: u32) {
        self.hash = self.hash.wrapping_mul(PRIMES[prime]).wrapping_add(addend);
    }

    fn bytes(&mut self, prime: usize, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.times(prime, u32::from(byte)));
    }

    fn add_number(&mut self, word: u32, prime: usize, last: usize) {
        self.bytes(prime, &word.to_le_bytes());
        self.times(last, 0);
    }

    fn add_term(&mut self, term: Term) {
        match term.view() {
            View::Nil => self.times(3, 1),
            View::Atom(atom) => self.times(1, atom.text_hash()),
            View::Small(value) => self.add_digits(value < 0, &[value.unsigned_abs()]),
            View::Big(big) => self.add_digits(big.is_negative(), big.digits()),
            View::Float(value) => {
                let bits = (value + 0.0).to_bits();
                self.times(6, bits as u32 ^ (bits >> 32) as u32);
            }
            View::Cons(cons) => self.add_list(cons),
            View::Tuple(tuple) => {
                self.pending.push(Item::TupleEnd(tuple.len() as u32));
                self.pending.extend(tuple.elements().iter().rev().map(|&term| Item::Term(term)));
            }
            View::Map(_) => {
                self.times(13, PRIMES[14].wrapping_add(portable_hash(term)));
            }
            View::Bits(bits) => self.add_bits(bits),
            View::Fun(fun) => self.add_fun(fun),
            View::Pid(value) => self.add_number(super::print::pid_number(value) as u32, 5, 6),
            View::ExternalPid(external) => {
                self.add_number(external.words().first().map_or(0, |&word| word as u32), 5, 6);
            }
            View::Port(value) => self.add_number(value as u32, 9, 10),
            View::Reference(reference) => self.add_number(reference.words()[0] as u32, 9, 10),
            View::ExternalReference(external) => {
                self.add_number(external.words().first().map_or(0, |&word| word as u32), 9, 10);
            }
        }
    }

    /// The last digit by its lower half only where that is all.
    fn add_digits(&mut self, negative: bool, digits: &[u64]) {
        let Some((last, others)) = digits.split_last() else { return };
        others.iter().for_each(|digit| self.bytes(2, &digit.to_le_bytes()));
        let count = if last >> 32 == 0 { 4 } else { 8 };
        self.bytes(2, &last.to_le_bytes()[..count]);
        self.times(if negative { 4 } else { 3 }, 0);
    }

    fn add_list(&mut self, mut cons: Cons) {
        while let Some(byte) = cons.head().as_small().and_then(|byte| u8::try_from(byte).ok()) {
            self.times(2, u32::from(byte));
            match cons.tail().as_cons() {
                Some(next) => cons = next,
                None => {
                    self.pending.extend([Item::ListEnd, Item::Term(cons.tail())]);
                    return;
                }
            }
        }
        self.pending.extend([Item::Tail(cons.tail()), Item::Term(cons.head())]);
    }

    fn add_bits(&mut self, bits: Bits) {
        let bytes = bits.bytes();
        let (whole, rest) = (bits.bit_len() / 8, bits.bit_len() % 8);
        self.bytes(1, &bytes[..whole]);
        if rest > 0 {
            self.times(1, u32::from(bytes[whole] >> (8 - rest)));
            self.times(12, rest as u32);
        }
        self.times(4, whole as u32);
    }

    fn add_fun(&mut self, fun: Fun) {
        let hash = |term: Term| term.as_atom().map_or(0, Atom::text_hash);
        if let Some((module, name)) = fun.export() {
            self.times(11, fun.arity() as u32);
            self.times(1, hash(module));
            self.times(1, hash(name));
        }
        if let Some(info) = fun.info() {
            self.times(10, fun.free().len() as u32);
            self.times(1, Atom::from_index(info.location.module).text_hash());
            self.times(2, info.index);
            self.times(2, info.unique);
            self.pending.extend(fun.free().iter().rev().map(|&term| Item::Term(term)));
        }
    }
}
