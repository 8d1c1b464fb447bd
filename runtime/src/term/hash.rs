//! The hash that places keys in large maps. Equal terms (`=:=`) have equal hashes.
//!
//! The same in every run, so that a program prints the same twice; for `phash2`, see
//! [`portable_hash`](super::portable_hash). Words are mixed by multiplying into 128 bits and folding
//! (as in wyhash).

use lfec_abi::term as layout;

use super::boxed::{External, Fun};
use super::{Atom, Bits, Kind, Term, View, map};

/// Odd constants without structure: digits of the golden ratio and of pi.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const SEED: u64 = 0x243F_6A88_85A3_08D3;

/// A hash of the key. Those of different `salt` have nothing to do with each other, so that two keys
/// differ in one of them sooner or later: all that tells terms apart goes in.
pub fn key_hash(key: Term, salt: u32) -> u32 {
    let mut hasher = Hasher { state: SEED ^ u64::from(salt) << 32, salt, pending: Vec::new() };
    hasher.add_term(key);
    while let Some(term) = hasher.pending.pop() {
        hasher.add_term(term);
    }
    (hasher.state ^ hasher.state >> 32) as u32
}

/// Words go in as the term's or as a header, so that none stands for terms of two types, and a
/// header says how many words or terms follow.
struct Hasher {
    state: u64,
    salt: u32,
    pending: Vec<Term>,
}

impl Hasher {
    fn add(&mut self, word: u64) {
        let wide = u128::from(self.state ^ word) * u128::from(MULTIPLIER);
        self.state = (wide as u64) ^ (wide >> 64) as u64 ^ word.rotate_left(32);
    }

    fn add_header(&mut self, kind: Kind, words: usize) {
        self.add(layout::header(kind, words as u64));
    }

    fn add_all(&mut self, kind: Kind, words: &[u64]) {
        self.add_header(kind, words.len());
        words.iter().for_each(|&word| self.add(word));
    }

    fn add_term(&mut self, mut term: Term) {
        while let Some(cons) = term.as_cons() {
            self.add(layout::TAG_CONS);
            self.pending.push(cons.tail());
            term = cons.head();
        }
        match term.view() {
            View::Atom(atom) => self.add_atom(atom),
            View::Float(value) if term.is_boxed_kind(Kind::Float) => {
                self.add_all(Kind::Float, &[(value + 0.0).to_bits()]);
            }
            View::Big(big) if big.is_negative() => self.add_all(Kind::BigNegative, big.digits()),
            View::Big(big) => self.add_all(Kind::BigPositive, big.digits()),
            View::Reference(reference) => self.add_all(Kind::Reference, &reference.words()),
            View::ExternalPid(external) => self.add_external(Kind::ExternalPid, external),
            View::ExternalReference(external) => {
                self.add_external(Kind::ExternalReference, external);
            }
            View::Fun(fun) => self.add_fun(fun),
            View::Tuple(tuple) => {
                self.add_header(Kind::Tuple, tuple.len());
                self.pending.extend(tuple.elements());
            }
            View::Map(map) => {
                // Equal maps give their pairs in the same order.
                self.add_header(Kind::FlatMap, map::size(map));
                self.pending.extend(map::pairs(map).flat_map(|(key, value)| [key, value]));
            }
            View::Bits(bits) => self.add_bits(bits),
            _ => self.add(term.word()),
        }
    }

    /// An atom's index differs between programs, its text does not. All of the text counts only where
    /// hashes have met already.
    fn add_atom(&mut self, atom: Atom) {
        let hash = u64::from(atom.text_hash());
        self.add(hash << layout::IMMEDIATE_BITS | layout::IMMEDIATE_ATOM);
        if self.salt > 0 {
            self.add_bits(Bits::of_bytes(atom.text().as_bytes()));
        }
    }

    fn add_external(&mut self, kind: Kind, external: External) {
        self.add_all(kind, external.words());
        self.add_term(external.node());
    }

    fn add_fun(&mut self, fun: Fun) {
        if let Some((module, name)) = fun.export() {
            self.add_all(Kind::ExportFun, &[fun.arity() as u64]);
            self.pending.extend([module, name]);
        }
        if let Some(info) = fun.info() {
            self.add_header(Kind::Fun, fun.free().len());
            self.add_atom(Atom::from_index(info.location.module));
            self.add(u64::from(info.index) << 32 | u64::from(info.unique));
            self.pending.extend(fun.free());
        }
    }

    fn add_bits(&mut self, bits: Bits) {
        let len = bits.bit_len();
        self.add_header(Kind::HeapBinary, len);
        if let Some(bytes) = bits.aligned().filter(|_| bits.is_binary()) {
            let (words, rest) = bytes.as_chunks::<8>();
            words.iter().for_each(|word| self.add(u64::from_be_bytes(*word)));
            if !rest.is_empty() {
                self.add(rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)));
            }
            return;
        }
        for start in (0..len).step_by(64) {
            self.add(bits.unsigned(start, (len - start).min(64)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::key_hash;
    use crate::term::Term;

    #[test]
    fn atoms_of_one_hash_differ_with_salt() {
        // These two have the same PJW hash.
        let (left, right) = (Term::atom("aq"), Term::atom("ba"));
        assert_eq!(key_hash(left, 0), key_hash(right, 0));
        assert_ne!(key_hash(left, 1), key_hash(right, 1));
        assert_ne!(key_hash(Term::atom(""), 0), key_hash(Term::small(1 << 53), 0));
    }
}
