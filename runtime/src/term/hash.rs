//! The hash that places keys in large maps. Equal terms (`=:=`) have equal hashes.
//!
//! The same in every run, so that a program prints the same twice; for `phash2`, see
//! [`portable_hash`](super::portable_hash). Words are mixed by multiplying into 128 bits and folding
//! (as in wyhash).

use super::boxed::{External, Fun};
use super::{Atom, Bits, Term, View, map};

/// Odd constants without structure: digits of the golden ratio and of pi.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const SEED: u64 = 0x243F_6A88_85A3_08D3;

/// A hash of the key. Those of different `salt` have nothing to do with each other.
pub fn key_hash(key: Term, salt: u32) -> u32 {
    let mut hasher = Hasher { state: SEED ^ u64::from(salt) << 32, pending: Vec::new() };
    hasher.add_term(key);
    while let Some(term) = hasher.pending.pop() {
        hasher.add_term(term);
    }
    (hasher.state ^ hasher.state >> 32) as u32
}

struct Hasher {
    state: u64,
    pending: Vec<Term>,
}

impl Hasher {
    fn add(&mut self, word: u64) {
        let wide = u128::from(self.state ^ word) * u128::from(MULTIPLIER);
        self.state = (wide as u64) ^ (wide >> 64) as u64 ^ word.rotate_left(32);
    }

    fn add_term(&mut self, mut term: Term) {
        loop {
            match term.view() {
                View::Atom(atom) => self.add_tagged(1, u64::from(atom.text_hash())),
                View::Small(_) | View::Pid(_) | View::Port(_) | View::Nil => self.add(term.word()),
                View::Float(value) => self.add_tagged(2, (value + 0.0).to_bits()),
                View::Big(big) => {
                    self.add_tagged(3, u64::from(big.is_negative()));
                    big.digits().iter().for_each(|&digit| self.add(digit));
                }
                View::Reference(reference) => {
                    reference.words().iter().for_each(|&word| self.add(word));
                }
                View::ExternalPid(external) | View::ExternalReference(external) => {
                    self.add_external(external);
                }
                View::Fun(fun) => self.add_fun(fun),
                View::Tuple(tuple) => {
                    self.add_tagged(4, tuple.len() as u64);
                    self.pending.extend(tuple.elements());
                }
                View::Map(map) => self.add_map(map),
                View::Bits(bits) => self.add_bits(bits),
                View::Cons(cons) => {
                    self.add(5);
                    self.pending.push(cons.tail());
                    term = cons.head();
                    continue;
                }
            }
            return;
        }
    }

    fn add_tagged(&mut self, tag: u64, word: u64) {
        self.add(word ^ tag << 56);
    }

    fn add_external(&mut self, external: External) {
        self.add_term(external.node());
        external.words().iter().for_each(|&word| self.add(word));
    }

    fn add_fun(&mut self, fun: Fun) {
        if let Some((module, name)) = fun.export() {
            self.add_tagged(6, fun.arity() as u64);
            self.pending.extend([module, name]);
        }
        if let Some(info) = fun.info() {
            let module = Atom::from_index(info.location.module);
            self.add_tagged(7, u64::from(module.text_hash()));
            self.add(u64::from(info.index) << 32 | u64::from(info.unique));
            self.pending.extend(fun.free());
        }
    }

    /// Equal maps give their pairs in the same order.
    fn add_map(&mut self, map: Term) {
        self.add_tagged(8, map::size(map) as u64);
        self.pending.extend(map::pairs(map).flat_map(|(key, value)| [key, value]));
    }

    fn add_bits(&mut self, bits: Bits) {
        self.add_tagged(9, bits.bit_len() as u64);
        let len = bits.bit_len();
        for start in (0..len).step_by(64) {
            self.add(bits.unsigned(start, (len - start).min(64)));
        }
    }
}
