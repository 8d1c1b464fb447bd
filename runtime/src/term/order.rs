//! Term order and the two equalities.
//!
//! number < atom < reference < fun < port < pid < tuple < map < nil < list < bitstring.
//! Numbers compare by value; in exact comparisons, which order the keys of maps, an integer is less
//! than any float. Nothing here recurses on nested terms, except on large maps that are keys of maps.

use std::cmp::Ordering;

use super::boxed::{Cons, External, Fun};
use super::{Atom, Term, View, integer, map};
use crate::shared::sort::sort_by;

/// Term order; `==` where it says equal.
pub fn compare(left: Term, right: Term) -> Ordering {
    Comparison { pending: Vec::new() }.run(left, right, false)
}

/// Order of map keys; `=:=` where it says equal.
pub fn compare_exact(left: Term, right: Term) -> Ordering {
    Comparison { pending: Vec::new() }.run(left, right, true)
}

/// `==`
pub fn equal(left: Term, right: Term) -> bool {
    left == right || (!(left.is_atom() || right.is_atom()) && compare(left, right).is_eq())
}

/// `=:=`
pub fn exact_equal(left: Term, right: Term) -> bool {
    // Each value has one form only, but for 0.0 and -0.0, which are both boxed.
    left == right
        || (left.tag() == right.tag() && !left.is_immediate() && compare_exact(left, right).is_eq())
}

/// Pairs of terms that are still to be compared.
enum Pending<'a> {
    /// Two terms.
    Pair(Term, Term, bool),
    /// Elements of two objects of the same size, from the first on.
    Slices(&'a [Term], &'a [Term], bool),
    /// The same, in memory of their own; so many have been compared.
    Owned(Vec<Term>, Vec<Term>, usize, bool),
}

struct Comparison<'a> {
    pending: Vec<Pending<'a>>,
}

impl Comparison<'_> {
    fn run(&mut self, mut left: Term, mut right: Term, mut exact: bool) -> Ordering {
        loop {
            if left != right {
                let order = self.step(left, right, exact);
                if order.is_ne() {
                    return order;
                }
            }
            match self.next() {
                Some(pair) => (left, right, exact) = pair,
                None => return Ordering::Equal,
            }
        }
    }

    /// The next pair to compare.
    fn next(&mut self) -> Option<(Term, Term, bool)> {
        loop {
            let pair = match self.pending.last_mut()? {
                Pending::Pair(left, right, exact) => {
                    let pair = (*left, *right, *exact);
                    self.pending.pop();
                    Some(pair)
                }
                Pending::Slices(left, right, exact) => match (&left[..], &right[..]) {
                    ([first, left_rest @ ..], [second, right_rest @ ..]) => {
                        let pair = (*first, *second, *exact);
                        (*left, *right) = (left_rest, right_rest);
                        Some(pair)
                    }
                    _ => None,
                },
                Pending::Owned(left, right, at, exact) => {
                    let pair = left.get(*at).zip(right.get(*at));
                    *at += 1;
                    pair.map(|(left, right)| (*left, *right, *exact))
                }
            };
            match pair {
                Some(pair) => return Some(pair),
                None => self.pending.pop(),
            };
        }
    }

    /// Order of two terms as far as it shows without looking at what is inside; the rest is pending.
    fn step(&mut self, left: Term, right: Term, exact: bool) -> Ordering {
        match (left.view(), right.view()) {
            (View::Small(left), View::Small(right)) => left.cmp(&right),
            (View::Atom(left), View::Atom(right)) => compare_atoms(left, right),
            (View::Cons(left), View::Cons(right)) => self.step_lists(left, right, exact),
            (View::Tuple(left), View::Tuple(right)) => {
                let (left, right) = (left.elements(), right.elements());
                let order = left.len().cmp(&right.len());
                if order.is_eq() {
                    self.pending.push(Pending::Slices(left, right, exact));
                }
                order
            }
            (View::Bits(left), View::Bits(right)) => left.compare(right),
            (View::Map(left), View::Map(right)) => self.step_maps(left, right, exact),
            (View::Fun(left), View::Fun(right)) => self.step_funs(left, right, exact),
            (View::Pid(left), View::Pid(right)) => left.cmp(&right),
            (View::Port(left), View::Port(right)) => left.cmp(&right),
            (View::Reference(left), View::Reference(right)) => left.words().cmp(&right.words()),
            (View::ExternalReference(left), View::ExternalReference(right))
            | (View::ExternalPid(left), View::ExternalPid(right)) => compare_external(left, right),
            (left_view, right_view) => match integer::compare(left, right, exact) {
                Some(order) => order,
                None => rank(left_view).cmp(&rank(right_view)),
            },
        }
    }

    /// Lists: element by element, without a detour where these are immediate.
    fn step_lists(&mut self, mut left: Cons, mut right: Cons, exact: bool) -> Ordering {
        loop {
            let (first, second) = (left.head(), right.head());
            let (left_tail, right_tail) = (left.tail(), right.tail());
            if first != second {
                let (Some(first_value), Some(second_value)) = (first.as_small(), second.as_small())
                else {
                    self.pending.push(Pending::Pair(left_tail, right_tail, exact));
                    self.pending.push(Pending::Pair(first, second, exact));
                    return Ordering::Equal;
                };
                return first_value.cmp(&second_value);
            }
            match (left_tail.as_cons(), right_tail.as_cons()) {
                (Some(left_rest), Some(right_rest)) if left_tail != right_tail => {
                    (left, right) = (left_rest, right_rest);
                }
                _ => {
                    if left_tail != right_tail {
                        self.pending.push(Pending::Pair(left_tail, right_tail, exact));
                    }
                    return Ordering::Equal;
                }
            }
        }
    }

    /// Maps: by size, then by their keys in order, then by the values in the keys' order.
    fn step_maps(&mut self, left: Term, right: Term, exact: bool) -> Ordering {
        let order = map::size(left).cmp(&map::size(right));
        if order.is_ne() {
            return order;
        }
        if let (Some(left), Some(right)) = (map::flat(left), map::flat(right)) {
            self.pending.push(Pending::Slices(left.values, right.values, exact));
            self.pending.push(Pending::Slices(left.keys, right.keys, true));
            return Ordering::Equal;
        }
        let (left_keys, left_values) = sorted(left);
        let (right_keys, right_values) = sorted(right);
        self.pending.push(Pending::Owned(left_values, right_values, 0, exact));
        self.pending.push(Pending::Owned(left_keys, right_keys, 0, true));
        Ordering::Equal
    }

    /// Funs: closures before `fun m:f/n`; by module, index and hash, then by free variables.
    fn step_funs(&mut self, left: Fun, right: Fun, exact: bool) -> Ordering {
        let atom = |index: u32| Atom::from_index(index);
        match (left.info(), right.info()) {
            (Some(first), Some(second)) => {
                let (left, right) = (left.free(), right.free());
                let order =
                    compare_atoms(atom(first.location.module), atom(second.location.module))
                        .then(first.index.cmp(&second.index))
                        .then(first.unique.cmp(&second.unique))
                        .then(left.len().cmp(&right.len()));
                if order.is_eq() {
                    self.pending.push(Pending::Slices(left, right, exact));
                }
                order
            }
            (None, None) => compare_exports(left, right),
            (first, second) => first.is_none().cmp(&second.is_none()),
        }
    }
}

fn compare_exports(left: Fun, right: Fun) -> Ordering {
    let key = |fun: Fun| {
        let text = |term: Term| term.as_atom().map_or("", Atom::text);
        fun.export().map(|(module, name)| (text(module), text(name), fun.arity()))
    };
    key(left).cmp(&key(right))
}

/// Keys and values of a map in the order of the keys.
fn sorted(map: Term) -> (Vec<Term>, Vec<Term>) {
    let mut pairs: Vec<(Term, Term)> = map::pairs(map).collect();
    sort_pairs(&mut pairs);
    pairs.into_iter().unzip()
}

/// Sorts pairs by their keys; equal ones keep their order.
pub fn sort_pairs(pairs: &mut [(Term, Term)]) {
    sort_by(pairs, |left, right| compare_exact(left.0, right.0));
}

/// Order of atoms: by text.
pub fn compare_atoms(left: Atom, right: Atom) -> Ordering {
    if left == right { Ordering::Equal } else { left.text().cmp(right.text()) }
}

fn compare_external(left: External, right: External) -> Ordering {
    let node = |external: External| external.node().as_atom().map_or("", Atom::text);
    node(left).cmp(node(right)).then_with(|| left.words().cmp(right.words()))
}

/// Place of a term's type in term order.
fn rank(view: View) -> u8 {
    match view {
        View::Small(_) | View::Big(_) | View::Float(_) => 0,
        View::Atom(_) => 1,
        View::Reference(_) => 2,
        View::ExternalReference(_) => 3,
        View::Fun(_) => 4,
        View::Port(_) => 5,
        View::Pid(_) => 6,
        View::ExternalPid(_) => 7,
        View::Tuple(_) => 8,
        View::Map(_) => 9,
        View::Nil => 10,
        View::Cons(_) => 11,
        View::Bits(_) => 12,
    }
}
