//! Erlang terms in text files: `rebar.config`, `*.app.src`.

use std::path::Path;

use lfec_base::Sources;
use lfec_erl::ast::{Expr, ExprKind};
use lfec_erl::token::TokenKind;

use crate::files;
use crate::report::{Failure, Format, print_diagnostics};

/// A term, as far as configurations need to be understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// An atom.
    Atom(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Term>),
    /// A tuple.
    Tuple(Vec<Term>),
    /// Any other term, as it is written.
    Other(String),
}

/// A term and its text.
pub struct Read {
    /// The term.
    pub term: Term,
    /// As it is written.
    pub text: String,
}

/// The terms of a file, each ended by a dot. What is wrong with it is written.
pub fn read(path: &Path) -> Result<Vec<Read>, Failure> {
    let bytes = files::read(path)?;
    let mut sources = Sources::new();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let file = sources.add(path.display().to_string(), text.as_str());
    let mut diagnostics = Vec::new();
    let tokens = lfec_erl::scan::scan(file, &text, &mut diagnostics);
    let mut terms = Vec::new();
    for tokens in tokens.split_inclusive(|token| token.kind == TokenKind::Dot) {
        match lfec_erl::parse::parse_expression(tokens) {
            Ok(expr) => {
                let text = tokens_text(&sources, tokens);
                terms.push(Read { term: term(&sources, &expr), text });
            }
            Err(error) => diagnostics.push(*error),
        }
    }
    if diagnostics.is_empty() {
        return Ok(terms);
    }
    print_diagnostics(&sources, &diagnostics, Format::Human);
    Err(Failure::Reported)
}

/// The text of a form without its dot.
fn tokens_text(sources: &Sources, tokens: &[lfec_erl::token::Token]) -> String {
    let terms: Vec<_> = tokens.iter().filter(|token| token.kind != TokenKind::Dot).collect();
    match (terms.first(), terms.last()) {
        (Some(first), Some(last)) => sources.slice(first.span.to(last.span)).to_owned(),
        _ => String::new(),
    }
}

fn term(sources: &Sources, expr: &Expr) -> Term {
    let all = |items: &[Expr]| items.iter().map(|item| term(sources, item)).collect();
    match &expr.kind {
        ExprKind::Atom(name) => Term::Atom(name.to_string()),
        ExprKind::String(points) => {
            Term::Text(points.iter().filter_map(|point| char::from_u32(*point)).collect())
        }
        ExprKind::Nil => Term::List(Vec::new()),
        ExprKind::List(items, None) => Term::List(all(items)),
        ExprKind::Tuple(items) => Term::Tuple(all(items)),
        _ => Term::Other(sources.slice(expr.span).to_owned()),
    }
}

impl Term {
    /// The items of a list.
    pub fn items(&self) -> &[Term] {
        match self {
            Term::List(items) => items,
            _ => &[],
        }
    }

    /// The text of an atom or string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Term::Atom(text) | Term::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What stands behind `key` in a tuple that starts with it.
    pub fn keyed(&self, key: &str) -> Option<&[Term]> {
        match self {
            Term::Tuple(items) => match items.split_first() {
                Some((Term::Atom(name), rest)) if name == key => Some(rest),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The value of `{key, Value}` among terms.
pub fn value<'a>(terms: impl IntoIterator<Item = &'a Term>, key: &str) -> Option<&'a Term> {
    terms.into_iter().find_map(|term| match term.keyed(key) {
        Some([value]) => Some(value),
        _ => None,
    })
}

/// The names of a list of atoms.
pub fn names(term: Option<&Term>) -> Vec<String> {
    let items = term.map_or(&[][..], Term::items);
    items.iter().filter_map(|item| item.text().map(str::to_owned)).collect()
}

/// A configuration is not understood.
pub fn misfit(path: &Path, message: &str) -> Failure {
    Failure::Message(format!("{}: {message}", path.display()))
}
