//! Forms: LFE data with the place they were read from.
//!
//! Lists are kept as slices, since most lists are proper: `List` is a proper list of at least
//! one element or `()`, `Dotted` has at least one element and a tail that is not a list.
//! A string is a list of code points to LFE; it is kept apart only so that it prints and compiles
//! as one. [`Form::list_items`] sees through the difference.

use std::fmt;
use std::sync::Arc;

use lfec_base::{Span, Symbol};
use num_bigint::BigInt;

/// An LFE datum and where it stands. Cloning is cheap.
#[derive(Clone)]
pub struct Form {
    /// Where it was read; for a form made by a macro, the macro call.
    pub span: Span,
    /// What it is.
    pub kind: FormKind,
}

/// What a form is.
#[derive(Clone, Debug)]
pub enum FormKind {
    /// `name`, `|odd name|`
    Symbol(Symbol),
    /// `42`, `#xFF`, `#\a`
    Integer(Arc<BigInt>),
    /// `1.5`
    Float(f64),
    /// `"text"`: the list of its code points
    String(Arc<[u32]>),
    /// `#"text"`, `#B(…)`: bytes, and how many bits of the last byte count (8 unless a bitstring)
    Binary(Arc<[u8]>, u8),
    /// `#(a b)`
    Tuple(Arc<[Form]>),
    /// `#M(k v …)`, in source order, duplicates kept
    Map(Arc<[(Form, Form)]>),
    /// `(a b)`, `()`
    List(Arc<[Form]>),
    /// `(a b . c)`
    Dotted(Arc<[Form]>, Arc<Form>),
}

impl Form {
    /// The symbol `text` at `span`.
    pub fn symbol(span: Span, text: &str) -> Form {
        Form { span, kind: FormKind::Symbol(Symbol::intern(text)) }
    }

    /// The integer `value` at `span`.
    pub fn integer(span: Span, value: impl Into<BigInt>) -> Form {
        Form { span, kind: FormKind::Integer(Arc::new(value.into())) }
    }

    /// The string `text` at `span`.
    pub fn string(span: Span, text: &str) -> Form {
        Form { span, kind: FormKind::String(text.chars().map(u32::from).collect()) }
    }

    /// The proper list of `items` at `span`.
    pub fn list(span: Span, items: impl Into<Arc<[Form]>>) -> Form {
        Form { span, kind: FormKind::List(items.into()) }
    }

    /// The tuple of `items` at `span`.
    pub fn tuple(span: Span, items: impl Into<Arc<[Form]>>) -> Form {
        Form { span, kind: FormKind::Tuple(items.into()) }
    }

    /// The list `(head items…)` at `span`.
    pub fn call(span: Span, head: &str, items: impl IntoIterator<Item = Form>) -> Form {
        let head = std::iter::once(Form::symbol(span, head));
        Form::list(span, head.chain(items).collect::<Vec<_>>())
    }

    /// `(quote datum)` at the datum's span.
    pub fn quote(datum: Form) -> Form {
        Form::call(datum.span, "quote", [datum])
    }

    /// `()` at `span`.
    pub fn nil(span: Span) -> Form {
        Form::list(span, Vec::new())
    }

    /// The symbol, if this is one.
    pub fn as_symbol(&self) -> Option<Symbol> {
        match self.kind {
            FormKind::Symbol(symbol) => Some(symbol),
            _ => None,
        }
    }

    /// Whether this is the symbol `text`.
    pub fn is_symbol(&self, text: &str) -> bool {
        self.as_symbol().is_some_and(|symbol| symbol.as_str() == text)
    }

    /// The elements of a proper list that is not a string literal.
    pub fn as_list(&self) -> Option<&[Form]> {
        match &self.kind {
            FormKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The elements after the head, if this is `(head …)`.
    pub fn as_call(&self, head: &str) -> Option<&[Form]> {
        match self.as_list()? {
            [first, rest @ ..] if first.is_symbol(head) => Some(rest),
            _ => None,
        }
    }

    /// The elements of a proper list, a string's code points included.
    pub fn list_items(&self) -> Option<Arc<[Form]>> {
        match &self.kind {
            FormKind::List(items) => Some(items.clone()),
            FormKind::String(points) => {
                Some(points.iter().map(|point| Form::integer(self.span, *point)).collect())
            }
            _ => None,
        }
    }

    /// Whether this is `()` or `""`.
    pub fn is_nil(&self) -> bool {
        match &self.kind {
            FormKind::List(items) => items.is_empty(),
            FormKind::String(points) => points.is_empty(),
            _ => false,
        }
    }
}

/// Shown as its text: deep forms would overflow the stack otherwise, and be hard to read.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::print(self))
    }
}

/// Equality of data: places do not count, a string equals the list of its code points.
impl PartialEq for Form {
    fn eq(&self, other: &Form) -> bool {
        use FormKind::*;
        match (&self.kind, &other.kind) {
            (Symbol(a), Symbol(b)) => a == b,
            (Integer(a), Integer(b)) => a == b,
            (Float(a), Float(b)) => a.to_bits() == b.to_bits(),
            (String(a), String(b)) => a == b,
            (Binary(a, m), Binary(b, n)) => a == b && m == n,
            (Tuple(a), Tuple(b)) => a == b,
            (Map(a), Map(b)) => a == b,
            (List(a), List(b)) => a == b,
            (Dotted(a, x), Dotted(b, y)) => a == b && x == y,
            (List(_), String(_)) | (String(_), List(_)) => self.list_items() == other.list_items(),
            _ => false,
        }
    }
}
