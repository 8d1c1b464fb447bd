//! Terms to bytes.

use lfec_abi::atoms;

use super::{VERSION, tag};
use crate::term::boxed::{External, Fun, Reference};
use crate::term::integer::Integer;
use crate::term::print::{pid_number, pid_serial};
use crate::term::{Atom, Bits, Term, View, float_text, map};

/// Which version of the format is written: `{minor_version, N}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Minor {
    /// 0: floats as text.
    TextFloats,
    /// 1: atoms in Latin-1 where that has all their characters.
    LatinAtoms,
    /// 2, the default: atoms in UTF-8.
    Utf8Atoms,
}

/// The bytes of a term, with the version byte before them.
pub fn encode(term: Term, minor: Minor) -> Vec<u8> {
    let mut encoder = Encoder { bytes: vec![VERSION], minor, pending: vec![Item::Term(term)] };
    while let Some(item) = encoder.pending.pop() {
        encoder.add_item(item);
    }
    encoder.bytes
}

/// The same, compressed at `level` (0 to 9) if that makes them fewer.
pub fn encode_compressed(term: Term, minor: Minor, level: u8) -> Vec<u8> {
    let plain = encode(term, minor);
    if level == 0 {
        return plain;
    }
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&plain[1..], level);
    match u32::try_from(plain.len() - 1) {
        Ok(size) if packed.len() + 6 < plain.len() => {
            [&[VERSION, tag::COMPRESSED], &size.to_be_bytes()[..], &packed].concat()
        }
        _ => plain,
    }
}

/// What is still to be written.
enum Item {
    Term(Term),
    /// So many elements of a list, and what follows them.
    Elements(Term, usize),
    /// The end of the fun that starts here: its size becomes known.
    FunEnd(usize),
}

struct Encoder {
    bytes: Vec<u8>,
    minor: Minor,
    pending: Vec<Item>,
}

impl Encoder {
    fn add_item(&mut self, item: Item) {
        match item {
            Item::Term(term) => self.add(term),
            Item::FunEnd(start) => {
                let size = (self.bytes.len() - start - 1) as u32;
                self.bytes[start + 1..start + 5].copy_from_slice(&size.to_be_bytes());
            }
            Item::Elements(tail, 0) => self.add(tail),
            Item::Elements(list, count) => {
                let Some(cons) = list.as_cons() else { return };
                self.pending
                    .extend([Item::Elements(cons.tail(), count - 1), Item::Term(cons.head())]);
            }
        }
    }

    fn add(&mut self, term: Term) {
        match term.view() {
            View::Small(value) => self.add_small(term, value),
            View::Big(_) => self.add_big(term),
            View::Float(value) => self.add_float(value),
            View::Atom(atom) => self.add_atom(atom),
            View::Nil => self.bytes.push(tag::NIL),
            View::Cons(_) => self.add_list(term),
            View::Tuple(tuple) => {
                self.add_tuple_head(tuple.len());
                self.push_all(tuple.elements());
            }
            View::Map(map) => {
                self.bytes.push(tag::MAP);
                self.add_u32(map::size(map));
                let pairs: Vec<_> = map::pairs(map).collect();
                for (key, value) in pairs.into_iter().rev() {
                    self.pending.extend([Item::Term(value), Item::Term(key)]);
                }
            }
            View::Bits(bits) => self.add_bits(bits),
            View::Fun(fun) => self.add_fun(fun),
            View::Pid(value) => self.add_pid(None, pid_number(value), pid_serial(value), 0),
            View::ExternalPid(external) => {
                let words = external.words();
                self.add_pid(Some(external), words[0], words[1], words[2]);
            }
            View::Port(value) => self.add_port(value),
            View::Reference(reference) => self.add_reference(reference),
            View::ExternalReference(external) => {
                let (creation, words) = (external.words()[0], &external.words()[1..]);
                let words: Vec<u32> = words.iter().map(|&word| word as u32).collect();
                self.add_reference_words(external.node(), creation as u32, &words);
            }
        }
    }

    fn push_all(&mut self, terms: &[Term]) {
        self.pending.extend(terms.iter().rev().map(|&term| Item::Term(term)));
    }

    fn add_u32(&mut self, value: usize) {
        self.bytes.extend((value as u32).to_be_bytes());
    }

    fn add_small(&mut self, term: Term, value: i64) {
        if let Ok(byte) = u8::try_from(value) {
            self.bytes.extend([tag::SMALL_INTEGER, byte]);
        } else if let Ok(value) = i32::try_from(value) {
            self.bytes.push(tag::INTEGER);
            self.bytes.extend(value.to_be_bytes());
        } else {
            self.add_big(term);
        }
    }

    fn add_float(&mut self, value: f64) {
        if self.minor != Minor::TextFloats {
            self.bytes.push(tag::NEW_FLOAT);
            self.bytes.extend(value.to_be_bytes());
            return;
        }
        let mut text = float_text::scientific(value, 20).unwrap_or_default().into_bytes();
        text.resize(31, 0);
        self.bytes.push(tag::FLOAT);
        self.bytes.extend(text);
    }

    fn add_big(&mut self, term: Term) {
        let Some(integer) = Integer::of(term) else { return };
        let count = integer.bit_length().div_ceil(8);
        match u8::try_from(count) {
            Ok(count) => self.bytes.extend([tag::SMALL_BIG, count]),
            Err(_) => {
                self.bytes.push(tag::LARGE_BIG);
                self.add_u32(count);
            }
        }
        self.bytes.push(u8::from(integer.is_negative()));
        let start = self.bytes.len();
        self.bytes.extend(integer.digits().iter().flat_map(|digit| digit.to_le_bytes()));
        self.bytes.truncate(start + count);
    }

    fn add_atom(&mut self, atom: Atom) {
        let text = atom.text();
        let latin = || text.chars().map(|character| u8::try_from(u32::from(character)).ok());
        if self.minor != Minor::Utf8Atoms
            && let Some(bytes) = latin().collect::<Option<Vec<u8>>>()
        {
            self.bytes.push(tag::ATOM);
            self.bytes.extend((bytes.len() as u16).to_be_bytes());
            self.bytes.extend(bytes);
            return;
        }
        match u8::try_from(text.len()) {
            Ok(length) => self.bytes.extend([tag::SMALL_ATOM_UTF8, length]),
            Err(_) => {
                self.bytes.push(tag::ATOM_UTF8);
                self.bytes.extend((text.len() as u16).to_be_bytes());
            }
        }
        self.bytes.extend(text.bytes());
    }

    /// A list; one of bytes only, not too long, is written as a string.
    fn add_list(&mut self, list: Term) {
        let mut walk = list.list();
        let (mut count, mut text) = (0, Some(Vec::new()));
        for element in walk.by_ref() {
            count += 1;
            let byte = element.as_small().and_then(|byte| u8::try_from(byte).ok());
            text = text.take().zip(byte).map(|(mut text, byte)| {
                text.push(byte);
                text
            });
        }
        match text {
            Some(text) if walk.rest().is_nil() && count < 1 << 16 => {
                self.bytes.push(tag::STRING);
                self.bytes.extend((count as u16).to_be_bytes());
                self.bytes.extend(text);
            }
            _ => {
                self.bytes.push(tag::LIST);
                self.add_u32(count);
                self.pending.push(Item::Elements(list, count));
            }
        }
    }

    fn add_tuple_head(&mut self, size: usize) {
        match u8::try_from(size) {
            Ok(size) => self.bytes.extend([tag::SMALL_TUPLE, size]),
            Err(_) => {
                self.bytes.push(tag::LARGE_TUPLE);
                self.add_u32(size);
            }
        }
    }

    fn add_bits(&mut self, bits: Bits) {
        let rest = bits.bit_len() % 8;
        self.bytes.push(if rest > 0 { tag::BIT_BINARY } else { tag::BINARY });
        self.add_u32(bits.byte_len());
        if rest > 0 {
            self.bytes.push(rest as u8);
        }
        self.bytes.extend_from_slice(&bits.bytes());
    }

    /// The node of an identifier, or this one.
    fn add_node(&mut self, node: Term) {
        if let Some(atom) = node.as_atom() {
            self.add_atom(atom);
        }
    }

    fn add_pid(&mut self, external: Option<External>, number: u64, serial: u64, creation: u64) {
        self.bytes.push(tag::NEW_PID);
        self.add_node(external.map_or(this_node(), External::node));
        for word in [number, serial, creation] {
            self.add_u32(word as usize);
        }
    }

    fn add_port(&mut self, value: u64) {
        let small = u32::try_from(value).ok().filter(|value| value >> 28 == 0);
        self.bytes.push(if small.is_some() { tag::NEW_PORT } else { tag::V4_PORT });
        self.add_node(this_node());
        match small {
            Some(value) => self.bytes.extend(value.to_be_bytes()),
            None => self.bytes.extend(value.to_be_bytes()),
        }
        self.add_u32(0);
    }

    fn add_reference(&mut self, reference: Reference) {
        let [first, second] = reference.words();
        let words = [first as u32, (first >> 32) as u32, second as u32, (second >> 32) as u32];
        let count = if words[3] == 0 { 3 } else { 4 };
        self.add_reference_words(this_node(), 0, &words[..count]);
    }

    fn add_reference_words(&mut self, node: Term, creation: u32, words: &[u32]) {
        self.bytes.push(tag::NEWER_REFERENCE);
        self.bytes.extend((words.len() as u16).to_be_bytes());
        self.add_node(node);
        self.bytes.extend(creation.to_be_bytes());
        words.iter().for_each(|word| self.bytes.extend(word.to_be_bytes()));
    }

    /// `fun m:f/n`, or a closure: arity, identity, free variables.
    fn add_fun(&mut self, fun: Fun) {
        if let Some((module, name)) = fun.export() {
            self.bytes.push(tag::EXPORT);
            self.add_node(module);
            self.add_node(name);
            self.bytes.extend([tag::SMALL_INTEGER, fun.arity() as u8]);
            return;
        }
        let Some(info) = fun.info() else { return };
        crate::code::closures::remember(info, fun.code());
        let start = self.bytes.len();
        self.bytes.push(tag::NEW_FUN);
        // The size, filled in when all is written.
        self.add_u32(0);
        self.bytes.push(fun.arity() as u8);
        let unique = info.unique.to_be_bytes();
        (0..4).for_each(|_| self.bytes.extend(unique));
        self.bytes.extend(info.index.to_be_bytes());
        self.add_u32(fun.free().len());
        self.add_atom(Atom::from_index(info.location.module));
        self.add(Term::small(i64::from(info.index)));
        self.add(Term::small(i64::from(info.unique)));
        self.add_pid(None, 0, 0, 0);
        self.pending.push(Item::FunEnd(start));
        self.push_all(fun.free());
    }
}

/// The name of the node that the program is.
fn this_node() -> Term {
    Term::immediate(atoms::NONODE)
}
