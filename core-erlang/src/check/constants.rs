//! Checks of constants.

use super::Checker;
use crate::ir::{Anno, Literal};

impl Checker<'_> {
    /// The terms of an annotation.
    pub(super) fn terms(&mut self, anno: &Anno) {
        anno.terms.iter().for_each(|term| self.literal(term, anno));
    }

    pub(super) fn literal(&mut self, value: &Literal, anno: &Anno) {
        if !is_well_formed(value) {
            self.error("illegal-constant", "malformed constant".to_owned(), anno);
        }
    }
}

fn is_well_formed(value: &Literal) -> bool {
    let mut rest = value;
    while let Literal::Cons(cell) = rest {
        if !is_well_formed(&cell.0) {
            return false;
        }
        rest = &cell.1;
    }
    match rest {
        Literal::Float(value) => value.is_finite(),
        Literal::String(points) => !points.is_empty(),
        Literal::Binary(bytes, last_bits) => {
            matches!(last_bits, 1..=8) && (*last_bits == 8 || !bytes.is_empty())
        }
        Literal::Tuple(items) => items.iter().all(is_well_formed),
        Literal::Map(pairs) => {
            pairs.iter().all(|(key, value)| is_well_formed(key) && is_well_formed(value))
        }
        _ => true,
    }
}
