//! Tables of a unit that grow while its functions are lowered: each entry once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use lfec_core::ir::Literal;

use crate::ir::{LiteralId, Location, LocationId};

/// The unit's places.
#[derive(Default)]
pub struct Locations {
    /// The table.
    pub entries: Vec<Location>,
    index: HashMap<Location, LocationId>,
}

impl Locations {
    /// The number of a place.
    pub fn add(&mut self, location: Location) -> LocationId {
        *self.index.entry(location).or_insert_with(|| {
            self.entries.push(location);
            LocationId(self.entries.len() as u32 - 1)
        })
    }
}

/// The unit's constants.
#[derive(Default)]
pub struct Literals {
    /// The table.
    pub entries: Vec<Literal>,
    index: HashMap<u64, Vec<LiteralId>>,
}

impl Literals {
    /// The number of a constant.
    pub fn add(&mut self, literal: &Literal) -> LiteralId {
        let mut hasher = DefaultHasher::new();
        hash(literal, &mut hasher);
        let same = self.index.entry(hasher.finish()).or_default();
        let found = same.iter().find(|id| is_same(&self.entries[id.index()], literal));
        if let Some(found) = found {
            return *found;
        }
        let id = LiteralId(self.entries.len() as u32);
        same.push(id);
        self.entries.push(literal.clone());
        id
    }
}

/// Whether two constants can share a place: 0.0 and -0.0 cannot.
pub fn is_same(a: &Literal, b: &Literal) -> bool {
    let (mut a, mut b) = (a, b);
    loop {
        match (a, b) {
            (Literal::Float(a), Literal::Float(b)) => return a.to_bits() == b.to_bits(),
            (Literal::Cons(p), Literal::Cons(q)) => {
                if !is_same(&p.0, &q.0) {
                    return false;
                }
                (a, b) = (&p.1, &q.1);
            }
            (Literal::Tuple(p), Literal::Tuple(q)) => {
                return p.len() == q.len() && p.iter().zip(q.iter()).all(|(p, q)| is_same(p, q));
            }
            (Literal::Map(p), Literal::Map(q)) => {
                let same = |(p, q): (&(Literal, Literal), &(Literal, Literal))| {
                    is_same(&p.0, &q.0) && is_same(&p.1, &q.1)
                };
                return p.len() == q.len() && p.iter().zip(q.iter()).all(same);
            }
            _ => return a == b,
        }
    }
}

fn hash(literal: &Literal, hasher: &mut DefaultHasher) {
    let mut literal = literal;
    loop {
        std::mem::discriminant(literal).hash(hasher);
        match literal {
            Literal::Atom(name) => name.hash(hasher),
            Literal::Integer(value) => value.hash(hasher),
            Literal::Float(value) => value.to_bits().hash(hasher),
            Literal::String(text) => text.hash(hasher),
            Literal::Nil => {}
            Literal::Cons(cell) => {
                hash(&cell.0, hasher);
                literal = &cell.1;
                continue;
            }
            Literal::Tuple(elements) => elements.iter().for_each(|e| hash(e, hasher)),
            Literal::Map(pairs) => pairs.iter().for_each(|(key, value)| {
                hash(key, hasher);
                hash(value, hasher);
            }),
            Literal::Binary(bytes, bits) => (bytes, bits).hash(hasher),
            Literal::Fun(module, name, arity) => (module, name, arity).hash(hasher),
        }
        return;
    }
}
