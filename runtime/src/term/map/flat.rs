//! Small maps: a tuple of the keys in order, and the values. Maps that differ in values only share
//! the tuple.

use lfec_abi::term as layout;

use super::super::order::{compare_exact, exact_equal};
use super::super::{Kind, Term};
use crate::heap::Allocate;

/// Keys and values of a small map.
#[derive(Clone, Copy)]
pub struct Flat<'a> {
    /// The keys, in order.
    pub keys: &'a [Term],
    /// Their values.
    pub values: &'a [Term],
}

impl Flat<'_> {
    pub(super) fn of<'a>(map: Term) -> Flat<'a> {
        let pointer = map.pointer();
        // SAFETY: a flat map is its size, the tuple of its keys and as many values.
        unsafe {
            let keys_tuple = Term::raw(*pointer.add(2));
            let keys = keys_tuple.as_tuple().map_or(&[][..], |tuple| tuple.elements());
            let values = std::slice::from_raw_parts(pointer.add(3).cast::<Term>(), keys.len());
            Flat { keys, values }
        }
    }

    /// Index of a key.
    #[inline]
    pub fn find(self, key: Term) -> Option<usize> {
        if key.is_immediate() {
            return self.keys.iter().position(|&candidate| candidate == key);
        }
        self.keys.iter().position(|&candidate| exact_equal(candidate, key))
    }
}

/// A map of keys that are in order and `values`, given in two parts.
fn make<A: Allocate>(target: &mut A, keys: Term, values: [&[Term]; 3]) -> Term {
    let count = values.iter().map(|part| part.len()).sum::<usize>();
    let head = [Term::small(count as i64), keys];
    target.boxed_parts(Kind::FlatMap, &[&head, values[0], values[1], values[2]])
}

/// A map of pairs that are in order and have no key twice.
pub(super) fn from_sorted<A: Allocate>(target: &mut A, pairs: &[(Term, Term)]) -> Term {
    let keys: Vec<Term> = pairs.iter().map(|pair| pair.0).collect();
    let values: Vec<Term> = pairs.iter().map(|pair| pair.1).collect();
    let keys = if keys.is_empty() { Term::empty_tuple() } else { target.tuple(&keys) };
    make(target, keys, [&values, &[], &[]])
}

/// The map with another value at `index`.
pub(super) fn replace<A: Allocate>(target: &mut A, map: Term, index: usize, value: Term) -> Term {
    let flat = Flat::of(map);
    if flat.values[index] == value {
        return map;
    }
    // Header, size and keys are the same: word by word, which for so few is faster than a call.
    let words = 3 + flat.values.len();
    let object = target.allocate(words);
    let from = map.pointer();
    // SAFETY: the map has so many words, as many were allocated, and the value at `index` is one of
    // them.
    unsafe {
        for word in 0..words {
            *object.add(word) = *from.add(word);
        }
        *object.add(3 + index) = value.word();
    }
    Term::from_pointer(object, layout::TAG_BOXED)
}

/// The map with another pair.
pub(super) fn insert<A: Allocate>(target: &mut A, flat: Flat<'_>, key: Term, value: Term) -> Term {
    let at = flat.keys.partition_point(|&other| compare_exact(other, key).is_lt());
    let keys = [&flat.keys[..at], &[key], &flat.keys[at..]];
    let keys = target.boxed_parts(Kind::Tuple, &keys);
    make(target, keys, [&flat.values[..at], &[value], &flat.values[at..]])
}

/// The map without the pair at `index`.
pub(super) fn remove<A: Allocate>(target: &mut A, flat: Flat<'_>, index: usize) -> Term {
    let keys = match flat.keys.len() {
        1 => Term::empty_tuple(),
        _ => target.boxed_parts(Kind::Tuple, &[&flat.keys[..index], &flat.keys[index + 1..]]),
    };
    make(target, keys, [&flat.values[..index], &flat.values[index + 1..], &[]])
}
