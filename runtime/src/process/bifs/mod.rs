//! BIFs on processes.

pub mod ask;
pub mod control;
pub mod dictionary;
pub mod flags;
pub mod links;
pub mod monitors;
pub mod names;
pub mod send;
pub mod spawn;
pub mod system;
pub mod unique;

use crate::term::Term;

/// The elements of a proper list of options.
fn options(list: Term) -> Option<impl Iterator<Item = Term>> {
    list.list_length()?;
    Some(list.list())
}

/// The text of an atom; empty for anything else.
fn text(term: Term) -> &'static str {
    term.as_atom().map_or("", |atom| atom.text())
}

/// Name and value of an option `{Name, Value}`; of any other option itself and no value.
fn option(option: Term) -> (&'static str, Term) {
    match option.as_tuple().map(|tuple| tuple.elements()) {
        Some([name, value]) => (text(*name), *value),
        _ => (text(option), Term::NON_VALUE),
    }
}
