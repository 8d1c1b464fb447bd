//! Walking lists.

use super::Term;

/// The elements of a list, proper or not. What is left when it ends is [`List::rest`].
#[derive(Clone, Copy)]
pub struct List {
    rest: Term,
}

impl List {
    /// What has not been walked: `[]` at the end of a proper list.
    pub fn rest(&self) -> Term {
        self.rest
    }
}

impl Iterator for List {
    type Item = Term;

    fn next(&mut self) -> Option<Term> {
        let cons = self.rest.as_cons()?;
        self.rest = cons.tail();
        Some(cons.head())
    }
}

impl Term {
    /// The elements of the list that this term is or starts as; none for any other term.
    pub fn list(self) -> List {
        List { rest: self }
    }

    /// Length of a proper list.
    pub fn list_length(self) -> Option<usize> {
        let mut list = self.list();
        let count = list.by_ref().count();
        list.rest().is_nil().then_some(count)
    }
}
