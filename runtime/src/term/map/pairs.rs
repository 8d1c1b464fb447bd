//! Walking through maps.

use super::super::Term;
use super::flat;
use super::trie::Node;

/// The pairs of a map, in its order.
pub struct Pairs<'a> {
    keys: &'a [Term],
    values: &'a [Term],
    /// What is left of the nodes on the way down.
    nodes: Vec<&'a [Term]>,
}

/// The pairs of a map, in its order.
pub fn pairs<'a>(map: Term) -> Pairs<'a> {
    match flat(map) {
        Some(flat) => Pairs { keys: flat.keys, values: flat.values, nodes: Vec::new() },
        None => Pairs { keys: &[], values: &[], nodes: vec![Node::of(map).children] },
    }
}

impl Iterator for Pairs<'_> {
    type Item = (Term, Term);

    fn next(&mut self) -> Option<(Term, Term)> {
        if let ([key, keys @ ..], [value, values @ ..]) = (self.keys, self.values) {
            (self.keys, self.values) = (keys, values);
            return Some((*key, *value));
        }
        loop {
            let Some((child, rest)) = self.nodes.last_mut()?.split_first() else {
                self.nodes.pop();
                continue;
            };
            if let Some(last) = self.nodes.last_mut() {
                *last = rest;
            }
            match child.as_cons() {
                Some(leaf) => return Some((leaf.head(), leaf.tail())),
                None => self.nodes.push(Node::of(*child).children),
            }
        }
    }
}

/// Levels whose bits make up a [`Position`].
const POSITION_LEVELS: u32 = 3;
/// One past the last position in a map.
const POSITIONS: usize = 1 << (4 * POSITION_LEVELS);

/// Pairs of a large map from a position on: about `limit` of them, and the position after them, if
/// any are left. Positions are numbers from 0 up, the first bits of a key's hash; one may hold any
/// number of pairs.
pub fn pairs_from(map: Term, position: usize, limit: usize) -> (Vec<(Term, Term)>, Option<usize>) {
    let mut chunk = Chunk { from: position, limit, pairs: Vec::new() };
    let next = chunk.walk(Node::of(map), 0, 0);
    (chunk.pairs, next)
}

struct Chunk {
    from: usize,
    limit: usize,
    pairs: Vec<(Term, Term)>,
}

impl Chunk {
    /// Takes pairs from a node whose positions start at `base`; the position to go on at, if full.
    fn walk(&mut self, node: Node<'_>, level: u32, base: usize) -> Option<usize> {
        let width = POSITIONS >> (4 * (level + 1));
        let present = (0..16).filter(|bits| node.bitmap >> bits & 1 == 1);
        for (bits, child) in present.zip(node.children) {
            let start = base + bits * width;
            let is_leaf = child.is_cons();
            if !is_leaf && level + 1 < POSITION_LEVELS {
                if start + width > self.from {
                    let next = self.walk(Node::of(*child), level + 1, start);
                    if next.is_some() {
                        return next;
                    }
                }
                continue;
            }
            if start < self.from {
                continue;
            }
            if self.pairs.len() >= self.limit {
                return Some(start);
            }
            let one = std::slice::from_ref(child);
            self.pairs.extend(Pairs { keys: &[], values: &[], nodes: vec![one] });
        }
        None
    }
}
