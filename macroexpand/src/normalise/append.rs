//! `(++ prefix… pattern)` as a pattern: the prefixes' elements in front of the last pattern.

use lfec_base::Span;
use lfec_reader::Form;

use crate::keyword::{Keyword, call_of};
use crate::shape::{Build, quoted};

pub(super) fn append_pattern(span: Span, mut parts: Vec<Form>) -> Form {
    let make = Build(span);
    let Some(mut tail) = parts.pop() else { return make.quote(Form::nil(span)) };
    for prefix in parts.into_iter().rev() {
        let elements = prefix_elements(&prefix);
        tail = elements.into_iter().rev().fold(tail, |tail, head| make.call("cons", [head, tail]));
    }
    tail
}

/// The patterns for the elements of a list pattern whose length is known.
fn prefix_elements(prefix: &Form) -> Vec<Form> {
    match call_of(prefix) {
        Some((Keyword::List, elements)) => elements.to_vec(),
        Some((Keyword::Cons, [head, tail])) => {
            let mut elements = vec![head.clone()];
            elements.extend(prefix_elements(tail));
            elements
        }
        _ => {
            let datum = quoted(prefix).unwrap_or(prefix);
            let items = datum.list_items().unwrap_or_default();
            items.iter().cloned().map(element).collect()
        }
    }
}

fn element(datum: Form) -> Form {
    use lfec_reader::FormKind::{Float, Integer, String};
    match datum.kind {
        Integer(_) | Float(_) | String(_) => datum,
        _ => Form::quote(datum),
    }
}
