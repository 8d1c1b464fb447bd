//! Maps: sorted arrays up to [`FLAT_LIMIT`] keys, hash tries above.
//!
//! A map's form follows from its keys alone: equal maps have the same form and the same order of
//! pairs, however they were made. Small maps are in term order (integers before floats), large ones
//! in the order of the keys' hashes.

mod build;
mod flat;
mod pairs;
mod trie;

#[cfg(test)]
mod tests;

use lfec_abi::term as layout;

use super::order::exact_equal;
use super::{Kind, Term};
use crate::heap::Allocate;

pub use build::from_pairs;
pub use flat::Flat;
pub use pairs::{Pairs, pairs, pairs_from};

/// Largest number of keys of a flat map. OTP's figure.
pub const FLAT_LIMIT: usize = 32;

/// `{}` and `#{}`, outside all heaps.
#[repr(C, align(8))]
struct Cells<const N: usize>([u64; N]);

static EMPTY_TUPLE: Cells<1> = Cells([layout::header(Kind::Tuple, 0)]);

impl Term {
    /// `{}`
    pub fn empty_tuple() -> Term {
        Term::from_pointer(EMPTY_TUPLE.0.as_ptr(), layout::TAG_BOXED)
    }
}

/// The empty map.
pub fn empty<A: Allocate>(target: &mut A) -> Term {
    target.boxed_terms(Kind::FlatMap, &[Term::small(0), Term::empty_tuple()])
}

/// Number of pairs.
pub fn size(map: Term) -> usize {
    // SAFETY: maps of both kinds start with their size.
    Term::raw(unsafe { *map.pointer().add(1) }).as_usize().unwrap_or_default()
}

/// Keys and values of a small map, in order; `None` for a large one.
pub fn flat<'a>(map: Term) -> Option<Flat<'a>> {
    (map.kind() == Kind::FlatMap).then(|| Flat::of(map))
}

/// The value of a key.
pub fn get(map: Term, key: Term) -> Option<Term> {
    match flat(map) {
        Some(flat) => flat.find(key).map(|index| flat.values[index]),
        None => trie::get(map, key),
    }
}

/// The map with this pair, in place of the key's former one.
pub fn put<A: Allocate>(target: &mut A, map: Term, key: Term, value: Term) -> Term {
    match flat(map) {
        Some(flat) => match flat.find(key) {
            Some(index) => flat::replace(target, map, index, value),
            None if flat.keys.len() < FLAT_LIMIT => flat::insert(target, flat, key, value),
            None => {
                let mut pairs: Vec<_> = pairs(map).collect();
                pairs.push((key, value));
                from_pairs(target, pairs)
            }
        },
        None => trie::put(target, map, key, value),
    }
}

/// The map with another value for this key, if it has the key.
pub fn update<A: Allocate>(target: &mut A, map: Term, key: Term, value: Term) -> Option<Term> {
    match flat(map) {
        Some(flat) => flat.find(key).map(|index| flat::replace(target, map, index, value)),
        None => trie::get(map, key).map(|_| trie::put(target, map, key, value)),
    }
}

/// Changes the value of a key in a small map that nobody else refers to; whether it has the key.
pub fn set(map: Term, key: Term, value: Term) -> bool {
    let Some(index) = flat(map).and_then(|flat| flat.find(key)) else { return false };
    // SAFETY: the values follow size and keys; the caller says that nobody else refers to the map.
    unsafe { *map.pointer().add(3 + index) = value.word() };
    true
}

/// The map without this key, and the key's value, if it has the key.
pub fn remove<A: Allocate>(target: &mut A, map: Term, key: Term) -> Option<(Term, Term)> {
    match flat(map) {
        Some(flat) => {
            let index = flat.find(key)?;
            Some((flat::remove(target, flat, index), flat.values[index]))
        }
        None => {
            let value = trie::get(map, key)?;
            if size(map) > FLAT_LIMIT + 1 {
                return Some((trie::remove(target, map, key), value));
            }
            let rest = pairs(map).filter(|pair| !exact_equal(pair.0, key)).collect();
            Some((from_pairs(target, rest), value))
        }
    }
}

/// Both maps' pairs; where both have a key, the value is the second one's.
pub fn merge<A: Allocate>(target: &mut A, first: Term, second: Term) -> Term {
    if size(first) == 0 || first == second {
        return second;
    }
    if size(second) == 0 {
        return first;
    }
    match (flat(first), flat(second)) {
        (Some(_), Some(_)) => from_pairs(target, pairs(first).chain(pairs(second)).collect()),
        _ if size(first) >= size(second) => {
            pairs(second).fold(first, |map, (key, value)| put(target, map, key, value))
        }
        _ => pairs(first).fold(second, |map, (key, value)| match get(second, key) {
            Some(_) => map,
            None => put(target, map, key, value),
        }),
    }
}
