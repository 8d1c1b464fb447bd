//! Small maps: a tuple of the keys in order, and the values. Maps that differ in values only share
//! the tuple.

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
    keys_tuple: Term,
}

impl Flat<'_> {
    pub(super) fn of<'a>(map: Term) -> Flat<'a> {
        let pointer = map.pointer();
        // SAFETY: a flat map is its size, the tuple of its keys and as many values.
        unsafe {
            let keys_tuple = Term::raw(*pointer.add(2));
            let keys = keys_tuple.as_tuple().map_or(&[][..], |tuple| tuple.elements());
            let values = std::slice::from_raw_parts(pointer.add(3).cast::<Term>(), keys.len());
            Flat { keys, values, keys_tuple }
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

fn make<A: Allocate>(target: &mut A, keys: Term, values: &[Term]) -> Term {
    let mut words = Vec::with_capacity(values.len() + 2);
    words.extend([Term::small(values.len() as i64), keys]);
    words.extend_from_slice(values);
    target.boxed_terms(Kind::FlatMap, &words)
}

/// A map of pairs that are in order and have no key twice.
pub(super) fn from_sorted<A: Allocate>(target: &mut A, pairs: &[(Term, Term)]) -> Term {
    let keys: Vec<Term> = pairs.iter().map(|pair| pair.0).collect();
    let values: Vec<Term> = pairs.iter().map(|pair| pair.1).collect();
    let keys = if keys.is_empty() { Term::empty_tuple() } else { target.tuple(&keys) };
    make(target, keys, &values)
}

/// The map with another value at `index`.
pub(super) fn replace<A: Allocate>(target: &mut A, map: Term, index: usize, value: Term) -> Term {
    let flat = Flat::of(map);
    if flat.values[index] == value {
        return map;
    }
    let mut values = flat.values.to_vec();
    values[index] = value;
    make(target, flat.keys_tuple, &values)
}

/// The map with another pair.
pub(super) fn insert<A: Allocate>(target: &mut A, flat: Flat<'_>, key: Term, value: Term) -> Term {
    let at = flat.keys.partition_point(|&other| compare_exact(other, key).is_lt());
    let with = |terms: &[Term], term| [&terms[..at], &[term], &terms[at..]].concat();
    let keys = target.tuple(&with(flat.keys, key));
    make(target, keys, &with(flat.values, value))
}

/// The map without the pair at `index`.
pub(super) fn remove<A: Allocate>(target: &mut A, flat: Flat<'_>, index: usize) -> Term {
    let without = |terms: &[Term]| [&terms[..index], &terms[index + 1..]].concat();
    let keys = without(flat.keys);
    let keys = if keys.is_empty() { Term::empty_tuple() } else { target.tuple(&keys) };
    make(target, keys, &without(flat.values))
}
