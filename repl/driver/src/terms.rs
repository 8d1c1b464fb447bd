//! Forms to runtime terms and back: what macros are given and return.
//!
//! A term that is no form (a pid, a fun) cannot come back. Nesting is bounded by the reader for what
//! goes in, and here for what comes out.

use lfec_base::Span;
use lfec_reader::{Form, FormKind};
use lfec_runtime::heap::{Allocate, Builder};
use lfec_runtime::term::integer::Integer;
use lfec_runtime::term::map;
use lfec_runtime::term::{Atom, Term, View};
use num_bigint::Sign;

/// Deepest nesting of a form that a macro returns: more than the reader takes, since macros wrap
/// forms in others.
const DEEPEST: usize = 3_000;

/// The term of a form.
pub fn to_term(builder: &mut Builder, form: &Form) -> Term {
    match &form.kind {
        FormKind::Symbol(symbol) => atom(symbol.as_str()),
        FormKind::Integer(value) => {
            let (sign, digits) = value.to_u64_digits();
            builder.integer_of_digits(sign == Sign::Minus, &digits)
        }
        FormKind::Float(value) => builder.float(*value),
        FormKind::String(points) => {
            let points: Vec<Term> = points.iter().map(|p| Term::small(i64::from(*p))).collect();
            builder.list(&points)
        }
        FormKind::Binary(bytes, last) => {
            let spare = if bytes.is_empty() { 0 } else { 8 - usize::from(*last) };
            builder.bitstring(bytes, bytes.len() * 8 - spare)
        }
        FormKind::Tuple(items) => {
            let items = all(builder, items);
            builder.tuple(&items)
        }
        FormKind::Map(items) => {
            let pairs = items
                .iter()
                .map(|(key, value)| (to_term(builder, key), to_term(builder, value)))
                .collect();
            map::from_pairs(builder, pairs)
        }
        FormKind::List(items) => {
            let items = all(builder, items);
            builder.list(&items)
        }
        FormKind::Dotted(items, tail) => {
            let items = all(builder, items);
            let tail = to_term(builder, tail);
            builder.list_with_tail(&items, tail)
        }
    }
}

fn all(builder: &mut Builder, forms: &[Form]) -> Vec<Term> {
    forms.iter().map(|form| to_term(builder, form)).collect()
}

/// The term of an atom; the empty atom where there are too many.
pub fn atom(text: &str) -> Term {
    Atom::new(text).map_or(Term::immediate(lfec_abi::atoms::EMPTY), Atom::term)
}

/// The form of a term, all of it at `span`.
pub fn to_form(term: Term, span: Span) -> Result<Form, String> {
    convert(term, span, 0)
}

fn convert(term: Term, span: Span, depth: usize) -> Result<Form, String> {
    if depth > DEEPEST {
        return Err(format!("it returned a form nested deeper than {DEEPEST} levels"));
    }
    let kind = match term.view() {
        View::Atom(atom) => FormKind::Symbol(atom.text().into()),
        View::Small(_) | View::Big(_) => match Integer::of(term) {
            Some(value) => FormKind::Integer(value.to_big().into()),
            None => return Err("it returned an integer that cannot be read".to_owned()),
        },
        View::Float(value) => FormKind::Float(value),
        View::Nil => FormKind::List([].into()),
        View::Cons(_) => return convert_list(term, span, depth),
        View::Tuple(tuple) => {
            let items = tuple.elements().iter();
            let items = items.map(|item| convert(*item, span, depth + 1));
            FormKind::Tuple(items.collect::<Result<Vec<_>, _>>()?.into())
        }
        View::Map(found) => {
            let items = map::pairs(found).map(|(key, value)| {
                Ok((convert(key, span, depth + 1)?, convert(value, span, depth + 1)?))
            });
            FormKind::Map(items.collect::<Result<Vec<_>, String>>()?.into())
        }
        View::Bits(bits) => {
            let last = match bits.bit_len() % 8 {
                0 => 8,
                some => some as u8,
            };
            let mut bytes = vec![0; bits.bit_len().div_ceil(8)];
            bits.copy_to(&mut bytes, 0);
            FormKind::Binary(bytes.into(), last)
        }
        View::Fun(_) => return Err("it returned a form that holds a fun".to_owned()),
        View::Pid(_) | View::ExternalPid(_) => {
            return Err("it returned a form that holds a process identifier".to_owned());
        }
        View::Reference(_) | View::ExternalReference(_) => {
            return Err("it returned a form that holds a reference".to_owned());
        }
        View::Port(_) => return Err("it returned a form that holds a port".to_owned()),
    };
    Ok(Form { span, kind })
}

fn convert_list(term: Term, span: Span, depth: usize) -> Result<Form, String> {
    let mut items = Vec::new();
    let mut rest = term;
    while let View::Cons(cell) = rest.view() {
        items.push(convert(cell.head(), span, depth + 1)?);
        rest = cell.tail();
    }
    let kind = match rest.view() {
        View::Nil => FormKind::List(items.into()),
        _ => FormKind::Dotted(items.into(), convert(rest, span, depth + 1)?.into()),
    };
    Ok(Form { span, kind })
}
