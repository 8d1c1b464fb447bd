//! What a table holds: a tuple with its own memory.

use crate::heap::{Allocate, Builder, Heap, OwnedTerm};
use crate::term::Term;

/// A tuple in a table.
pub struct Object(OwnedTerm);

impl Object {
    /// A copy of `tuple`, a term of process heap `heap`.
    pub fn copy_of(heap: &Heap, tuple: Term) -> Object {
        Object(OwnedTerm::copy_of(heap, tuple))
    }

    /// The tuple, as long as the object lives.
    pub fn term(&self) -> Term {
        self.0.term()
    }

    /// Its elements.
    pub fn elements(&self) -> &[Term] {
        self.term().as_tuple().map_or(&[], |tuple| tuple.elements())
    }

    /// Its key: the element at `key_position`, from 0, which it has.
    pub fn key(&self, key_position: usize) -> Term {
        self.elements()[key_position]
    }

    /// Words it takes.
    pub fn words(&self) -> usize {
        self.0.words() + HEAD_WORDS
    }

    /// A copy of the tuple in `target`.
    pub fn copy_to<A: Allocate>(&self, target: &mut A) -> Term {
        self.0.copy_to(target)
    }

    /// The object with these elements, from 0, in place of its own.
    pub fn with(&self, changes: &[(usize, Term)]) -> Object {
        let mut builder = Builder::with_capacity(self.0.words());
        let mut elements = Vec::with_capacity(self.elements().len());
        for (index, &element) in self.elements().iter().enumerate() {
            let change = changes.iter().rev().find(|(position, _)| *position == index);
            elements.push(change.map_or(element, |(_, new)| *new).copy_to(&mut builder));
        }
        let tuple = builder.tuple(&elements);
        Object(builder.finish(tuple))
    }
}

/// Words of an object's bookkeeping, roughly.
const HEAD_WORDS: usize = 9;
