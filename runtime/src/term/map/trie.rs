//! Large maps: hash array mapped tries (Bagwell: Ideal Hash Trees, 2001).
//!
//! Each level takes four bits of the key's hash, lowest first; a node holds a bitmap of the children
//! that exist and the children: a cons cell `[Key | Value]`, or a node. Every [`LEVELS_PER_HASH`]
//! levels a new hash of the key is made, so that there is no end to them and no collision. A node
//! below the root has at least two leaves under it.

use lfec_abi::term as layout;

use super::super::boxed::words_of;
use super::super::hash::key_hash;
use super::super::order::exact_equal;
use super::super::{Kind, Term};
use super::size;
use crate::heap::Allocate;

/// Levels that a 32-bit hash lasts for.
pub(super) const LEVELS_PER_HASH: u32 = 8;

/// A node, or the root.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) bitmap: u16,
    pub(super) children: &'a [Term],
}

impl Node<'_> {
    pub(super) fn of<'a>(term: Term) -> Node<'a> {
        let (pointer, header) = (term.pointer(), term.header());
        let before = if term.kind() == Kind::HashMap { 2 } else { 1 };
        // SAFETY: a root is its size, its bitmap and its children, a node the same without the size.
        unsafe {
            let bitmap = (*pointer.add(before) >> layout::TAG_BITS) as u16;
            let first = pointer.add(before + 1).cast::<Term>();
            let children = std::slice::from_raw_parts(first, words_of(header) - before);
            Node { bitmap, children }
        }
    }

    /// Where the child for these bits of a hash is, or would be.
    fn index(self, bits: u32) -> Result<usize, usize> {
        let bit = 1 << bits;
        let index = (self.bitmap & (bit - 1)).count_ones() as usize;
        if self.bitmap & bit == 0 { Err(index) } else { Ok(index) }
    }
}

/// A node of children given in parts.
pub(super) fn node<A: Allocate>(target: &mut A, bitmap: u16, children: Parts<'_>) -> Term {
    let head = [Term::small(i64::from(bitmap))];
    target.boxed_parts(Kind::HashNode, &[&head, children[0], children[1], children[2]])
}

/// The root of a map of `size` pairs.
pub(super) fn root<A: Allocate>(
    target: &mut A,
    size: usize,
    bitmap: u16,
    children: Parts<'_>,
) -> Term {
    let head = [Term::small(size as i64), Term::small(i64::from(bitmap))];
    target.boxed_parts(Kind::HashMap, &[&head, children[0], children[1], children[2]])
}

/// A node's children: some, one that is new, and the others.
pub(super) type Parts<'a> = [&'a [Term]; 3];

/// The bits of a key's hash, level by level.
#[derive(Clone, Copy)]
struct Path {
    key: Term,
    hash: u32,
    level: u32,
}

impl Path {
    fn new(key: Term) -> Path {
        Path { key, hash: key_hash(key, 0), level: 0 }
    }

    /// The path of `key` from `level` on.
    fn at_level(key: Term, level: u32) -> Path {
        let shift = level % LEVELS_PER_HASH * 4;
        Path { key, hash: key_hash(key, level / LEVELS_PER_HASH) >> shift, level }
    }

    fn bits(self) -> u32 {
        self.hash & 15
    }

    fn down(self) -> Path {
        let level = self.level + 1;
        let hash = if level.is_multiple_of(LEVELS_PER_HASH) {
            key_hash(self.key, level / LEVELS_PER_HASH)
        } else {
            self.hash >> 4
        };
        Path { key: self.key, hash, level }
    }
}

/// The value of a key.
pub(super) fn get(map: Term, key: Term) -> Option<Term> {
    let mut path = Path::new(key);
    let mut node = Node::of(map);
    loop {
        let child = node.children[node.index(path.bits()).ok()?];
        if let Some(leaf) = child.as_cons() {
            return exact_equal(leaf.head(), key).then(|| leaf.tail());
        }
        node = Node::of(child);
        path = path.down();
    }
}

/// The map with this pair.
pub(super) fn put<A: Allocate>(target: &mut A, map: Term, key: Term, value: Term) -> Term {
    let at = Node::of(map);
    let Some(change) = put_below(target, at, Path::new(key), value) else { return map };
    let size = size(map) + usize::from(change.adds_key);
    root(target, size, at.bitmap | change.bit, change.children(at))
}

/// What a node becomes by putting a pair into it.
struct Change {
    /// Whether the key is new to the map.
    adds_key: bool,
    /// The bit of the child that is new or changed, and its place.
    bit: u16,
    index: usize,
    /// Whether it takes the place of a child.
    replaces: bool,
    child: [Term; 1],
}

impl Change {
    /// The children of node `at` after the change.
    fn children<'a>(&'a self, at: Node<'a>) -> Parts<'a> {
        let after = self.index + usize::from(self.replaces);
        [&at.children[..self.index], &self.child, &at.children[after..]]
    }
}

/// Puts a pair into a node; nothing if it is there already. Recurses by levels, of which there are few.
fn put_below<A: Allocate>(target: &mut A, at: Node<'_>, path: Path, value: Term) -> Option<Change> {
    let bit = 1 << path.bits();
    let changed = |index, replaces, child, adds_key| {
        Some(Change { adds_key, bit, index, replaces, child: [child] })
    };
    let index = match at.index(path.bits()) {
        Ok(index) => index,
        Err(index) => return changed(index, false, target.cons(path.key, value), true),
    };
    let child = at.children[index];
    let Some(leaf) = child.as_cons() else {
        let below = Node::of(child);
        let change = put_below(target, below, path.down(), value)?;
        let child = node(target, below.bitmap | change.bit, change.children(below));
        return changed(index, true, child, change.adds_key);
    };
    if !exact_equal(leaf.head(), path.key) {
        let added = target.cons(path.key, value);
        let other = Path::at_level(leaf.head(), path.level + 1);
        let child = split(target, path.down(), added, other, child);
        return changed(index, true, child, true);
    }
    if leaf.tail() == value {
        return None;
    }
    changed(index, true, target.cons(path.key, value), false)
}

/// A node for two leaves of different keys.
fn split<A: Allocate>(target: &mut A, left: Path, leaf: Term, right: Path, other: Term) -> Term {
    let (first, second) = (left.bits(), right.bits());
    if first == second {
        let below = split(target, left.down(), leaf, right.down(), other);
        return node(target, 1 << first, [&[below], &[], &[]]);
    }
    let children = if first < second { [leaf, other] } else { [other, leaf] };
    node(target, 1 << first | 1 << second, [&children, &[], &[]])
}

/// The map without this key, which it has; it stays a large one.
pub(super) fn remove<A: Allocate>(target: &mut A, map: Term, key: Term) -> Term {
    let at = Node::of(map);
    let (bitmap, children) = without(target, at, Path::new(key));
    root(target, size(map) - 1, bitmap, [&children, &[], &[]])
}

/// Bitmap and children of a node without a key that is in it.
fn without<A: Allocate>(target: &mut A, at: Node<'_>, path: Path) -> (u16, Vec<Term>) {
    let bits = path.bits();
    let (Ok(index) | Err(index)) = at.index(bits);
    let child = at.children[index];
    if child.is_cons() {
        let children = [&at.children[..index], &at.children[index + 1..]].concat();
        return (at.bitmap & !(1 << bits), children);
    }
    let (bitmap, below) = without(target, Node::of(child), path.down());
    let mut children = at.children.to_vec();
    children[index] = match below[..] {
        [leaf] if leaf.is_cons() => leaf,
        _ => node(target, bitmap, [&below, &[], &[]]),
    };
    (at.bitmap, children)
}
