//! The hash of `erlang:phash2/1,2`: the same in every release of OTP, and here.
//!
//! The mixing function is Bob Jenkins' of 1996 ("lookup2"); which words go into it in which order is
//! OTP's (`make_hash2` in its `utils.c`). Nothing here recurses.

use super::boxed::{Big, External, Fun};
use super::{Atom, Bits, Cons, Term, View, map};

/// The golden ratio: the constants that say what is being mixed in are its multiples.
const GOLDEN: u32 = 0x9E37_79B9;

const NIL: u32 = multiple(2);
const ATOM: u32 = multiple(3);
const STRING: u32 = multiple(4);
const PID: u32 = multiple(5);
const PORT: u32 = multiple(6);
const REFERENCE: u32 = multiple(7);
const TUPLE: u32 = multiple(9);
const NEGATIVE: u32 = multiple(10);
const POSITIVE: u32 = multiple(11);
const FLOAT: u32 = multiple(12);
const BINARY: u32 = multiple(13);
const EXPORT: u32 = multiple(14);
const BITS: u32 = multiple(15);
const MAP: u32 = multiple(16);
const MAP_END: u32 = multiple(19);

/// The hash of `[]` on its own.
const NIL_HASH: u32 = 3_468_870_702;

const fn multiple(factor: u32) -> u32 {
    GOLDEN.wrapping_mul(factor)
}

/// One round of Jenkins' mixing: the last word is the hash.
fn mix(mut a: u32, mut b: u32, mut c: u32) -> [u32; 3] {
    let round = |x: u32, y: u32, z: u32, shifted: u32| x.wrapping_sub(y).wrapping_sub(z) ^ shifted;
    for [first, second, third] in [[13, 8, 13], [12, 16, 5], [3, 10, 15]] {
        a = round(a, b, c, c >> first);
        b = round(b, c, a, a << second);
        c = round(c, a, b, b >> third);
    }
    [a, b, c]
}

/// The hash, 32 bits of it.
pub fn portable_hash(term: Term) -> u32 {
    let mut hasher = Hasher { hash: 0, pairs: 0, pending: vec![Item::Term(term)] };
    while let Some(item) = hasher.pending.pop() {
        hasher.step(item);
    }
    hasher.hash
}

/// What is still to be mixed in.
enum Item {
    Term(Term),
    /// A key and its value have been: their hash goes to those of the map's other pairs.
    PairEnd,
    /// All pairs of a map have been: hash and pairs' hash from before it.
    MapEnd(u32, u32),
}

struct Hasher {
    hash: u32,
    /// The hashes of a map's pairs, whose order must not matter.
    pairs: u32,
    pending: Vec<Item>,
}

impl Hasher {
    fn add_two(&mut self, first: u32, second: u32, constant: u32) {
        let (a, b) = (constant.wrapping_add(first), constant.wrapping_add(second));
        [_, _, self.hash] = mix(a, b, self.hash);
    }

    fn add(&mut self, word: u32, constant: u32) {
        self.add_two(word, 0, constant);
    }

    fn add_wide(&mut self, word: u64, constant: u32) {
        self.add_two(word as u32, (word >> 32) as u32, constant);
    }

    fn step(&mut self, item: Item) {
        match item {
            Item::Term(term) => self.add_term(term),
            Item::PairEnd => {
                self.pairs ^= self.hash;
                self.hash = 0;
            }
            Item::MapEnd(hash, pairs) => {
                self.hash = hash;
                self.add(self.pairs, MAP_END);
                self.pairs = pairs;
            }
        }
    }

    fn add_term(&mut self, term: Term) {
        match term.view() {
            View::Small(value) => self.add_small(value),
            View::Atom(atom) if self.hash == 0 => self.hash = atom.text_hash(),
            View::Atom(atom) => self.add(atom.text_hash(), ATOM),
            View::Nil if self.hash == 0 => self.hash = NIL_HASH,
            View::Nil => self.add(2, NIL),
            View::Big(big) => self.add_big(big),
            View::Float(value) => {
                let bits = (value + 0.0).to_bits();
                self.add_two((bits >> 32) as u32, bits as u32, FLOAT);
            }
            View::Cons(cons) => self.add_list(cons),
            View::Tuple(tuple) => {
                self.add(tuple.len() as u32, TUPLE);
                self.push_all(tuple.elements());
            }
            View::Map(map) => self.add_map(map),
            View::Bits(bits) => self.add_bits(bits),
            View::Fun(fun) => self.add_fun(fun),
            View::Pid(value) => self.add(super::print::pid_number(value) as u32, PID),
            View::ExternalPid(external) => self.add_first(external, PID),
            View::Port(value) => self.add_wide(value, PORT),
            View::Reference(reference) => self.add(reference.words()[0] as u32, REFERENCE),
            View::ExternalReference(external) => self.add_first(external, REFERENCE),
        }
    }

    fn push_all(&mut self, terms: &[Term]) {
        self.pending.extend(terms.iter().rev().map(|&term| Item::Term(term)));
    }

    fn add_first(&mut self, external: External, constant: u32) {
        let word = external.words().first().copied().unwrap_or_default();
        self.add(word as u32, constant);
    }

    /// Integers of 28 bits go in as OTP's 32-bit systems had them, others as bignums do.
    fn add_small(&mut self, value: i64) {
        match i32::try_from(value) {
            Ok(value) if (-(1 << 27)..1 << 27).contains(&value) => {
                if value < 0 {
                    self.add(value.unsigned_abs(), GOLDEN);
                }
                self.add(value as u32, GOLDEN);
            }
            _ => self.add_digits(value < 0, &[value.unsigned_abs()]),
        }
    }

    fn add_big(&mut self, big: Big) {
        self.add_digits(big.is_negative(), big.digits());
    }

    fn add_digits(&mut self, negative: bool, digits: &[u64]) {
        let constant = if negative { NEGATIVE } else { POSITIVE };
        digits.iter().for_each(|&digit| self.add_wide(digit, constant));
    }

    /// Runs of bytes at the start of a list go in four at a time; then the first other element.
    fn add_list(&mut self, mut cons: Cons) {
        let (mut count, mut packed) = (0, 0_u32);
        let mut rest = None;
        while let Some(byte) = cons.head().as_small().and_then(|byte| u8::try_from(byte).ok()) {
            packed = packed << 8 | u32::from(byte);
            count += 1;
            if count == 4 {
                self.add(packed, STRING);
                (count, packed) = (0, 0);
            }
            match cons.tail().as_cons() {
                Some(next) => cons = next,
                None => {
                    rest = Some(cons.tail());
                    break;
                }
            }
        }
        if count > 0 {
            self.add(packed, STRING);
        }
        match rest {
            Some(tail) => self.pending.push(Item::Term(tail)),
            None => self.push_all(&[cons.head(), cons.tail()]),
        }
    }

    fn add_map(&mut self, map: Term) {
        let size = map::size(map);
        self.add(size as u32, MAP);
        if size == 0 {
            return;
        }
        self.pending.push(Item::MapEnd(self.hash, self.pairs));
        (self.hash, self.pairs) = (0, 0);
        for (key, value) in map::pairs(map) {
            self.pending.extend([Item::PairEnd, Item::Term(value), Item::Term(key)]);
        }
    }

    fn add_bits(&mut self, bits: Bits) {
        let initial = BINARY.wrapping_add(self.hash);
        if bits.bit_len() == 0 {
            self.hash = initial;
            return;
        }
        let bytes = bits.bytes();
        let (whole, rest) = (bits.bit_len() / 8, (bits.bit_len() % 8) as u32);
        self.hash = block_hash(&bytes[..whole], initial);
        if rest > 0 {
            self.add_two(rest, u32::from(bytes[whole] >> (8 - rest)), BITS);
        }
    }

    fn add_fun(&mut self, fun: Fun) {
        let hash = |term: Term| term.as_atom().map_or(0, Atom::text_hash);
        if let Some((module, name)) = fun.export() {
            self.add_two(fun.arity() as u32, hash(module), GOLDEN);
            self.add(hash(name), EXPORT);
        }
        if let Some(info) = fun.info() {
            let module = Atom::from_index(info.location.module);
            self.add_two(fun.free().len() as u32, module.text_hash(), GOLDEN);
            self.add_two(info.index, info.unique, GOLDEN);
            self.push_all(fun.free());
        }
    }
}

/// Jenkins' hash of bytes, twelve at a time.
fn block_hash(bytes: &[u8], initial: u32) -> u32 {
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte));
    let [mut a, mut b, mut c] = [GOLDEN, GOLDEN, initial];
    let mut blocks = bytes.chunks_exact(12);
    for block in &mut blocks {
        a = a.wrapping_add(word(&block[..4]));
        b = b.wrapping_add(word(&block[4..8]));
        c = c.wrapping_add(word(&block[8..]));
        [a, b, c] = mix(a, b, c);
    }
    let rest = blocks.remainder();
    let part = |from: usize, to: usize| word(&rest[from.min(rest.len())..to.min(rest.len())]);
    a = a.wrapping_add(part(0, 4));
    b = b.wrapping_add(part(4, 8));
    // The lowest byte of the third word is the length's.
    c = c.wrapping_add(bytes.len() as u32).wrapping_add(part(8, 12) << 8);
    mix(a, b, c)[2]
}
