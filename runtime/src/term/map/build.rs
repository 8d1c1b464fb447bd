//! Making a map from many pairs at once.

use super::super::Term;
use super::super::hash::key_hash;
use super::super::order::{exact_equal, sort_pairs};
use super::trie::{LEVELS_PER_HASH, node, root};
use super::{FLAT_LIMIT, flat};
use crate::heap::Allocate;
use crate::shared::sort::sort_by_key;

/// A pair on its way into a trie.
#[derive(Clone, Copy)]
struct Entry {
    /// The bits of the hash in the order in which levels use them, the first highest.
    path: u32,
    /// Place among the pairs given.
    index: usize,
    key: Term,
    value: Term,
}

/// A map of these pairs. Of pairs with the same key the last one counts.
pub fn from_pairs<A: Allocate>(target: &mut A, mut pairs: Vec<(Term, Term)>) -> Term {
    if pairs.len() <= FLAT_LIMIT {
        return from_few(target, pairs);
    }
    let mut entries = entries(&pairs);
    if entries.len() <= FLAT_LIMIT {
        pairs.clear();
        pairs.extend(entries.iter().map(|entry| (entry.key, entry.value)));
        return from_few(target, pairs);
    }
    let (bitmap, children) = children(target, &mut entries, 0);
    root(target, entries.len(), bitmap, [&children, &[], &[]])
}

fn from_few<A: Allocate>(target: &mut A, mut pairs: Vec<(Term, Term)>) -> Term {
    // The sort keeps the order of equal keys; reversed, the last one given comes first.
    pairs.reverse();
    sort_pairs(&mut pairs);
    pairs.dedup_by(|later, kept| exact_equal(later.0, kept.0));
    flat::from_sorted(target, &pairs)
}

/// The pairs in the order of their places in a trie, each key once.
fn entries(pairs: &[(Term, Term)]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = pairs
        .iter()
        .enumerate()
        .map(|(index, &(key, value))| Entry { path: path(key, 0), index, key, value })
        .collect();
    // The last of the pairs given comes first among those of one hash.
    sort_entries(&mut entries);
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        let same_hash = kept.iter().rev().take_while(|other| other.path == entry.path);
        if !same_hash.into_iter().any(|other| exact_equal(other.key, entry.key)) {
            kept.push(entry);
        }
    }
    kept
}

fn sort_entries(entries: &mut [Entry]) {
    sort_by_key(entries, |entry| (entry.path, std::cmp::Reverse(entry.index)));
}

/// The hash of a key with the four bits that the first level uses highest.
fn path(key: Term, salt: u32) -> u32 {
    let reversed = key_hash(key, salt).swap_bytes();
    (reversed & 0x0F0F_0F0F) << 4 | reversed >> 4 & 0x0F0F_0F0F
}

/// Bitmap and children of a node at `level` that holds these entries, which are in order.
fn children<A: Allocate>(target: &mut A, entries: &mut [Entry], level: u32) -> (u16, Vec<Term>) {
    if level > 0 && level.is_multiple_of(LEVELS_PER_HASH) {
        for entry in entries.iter_mut() {
            entry.path = path(entry.key, level / LEVELS_PER_HASH);
        }
        sort_entries(entries);
    }
    let shift = 28 - level % LEVELS_PER_HASH * 4;
    let bits = |entry: &Entry| entry.path >> shift & 15;
    let (mut bitmap, mut children_here) = (0, Vec::with_capacity(16));
    for group in entries.chunk_by_mut(|left, right| bits(left) == bits(right)) {
        bitmap |= 1 << bits(&group[0]);
        let child = match group {
            [entry] => target.cons(entry.key, entry.value),
            group => {
                let (bitmap, below) = children(target, group, level + 1);
                node(target, bitmap, [&below, &[], &[]])
            }
        };
        children_here.push(child);
    }
    (bitmap, children_here)
}
