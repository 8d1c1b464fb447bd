//! Data to constants.

use lfec_base::Diagnostic;
use lfec_core::ir::Literal;
use lfec_reader::{Form, FormKind};

/// The constant of a datum. A float that is no finite number is reported.
pub(super) fn literal(datum: &Form, diagnostics: &mut Vec<Diagnostic>) -> Literal {
    match &datum.kind {
        FormKind::Symbol(name) => Literal::Atom(*name),
        FormKind::Integer(value) => Literal::Integer(value.clone()),
        FormKind::Float(value) => {
            if !value.is_finite() {
                let message = "illegal float";
                diagnostics.push(Diagnostic::error("bad-form", message, datum.span));
                return Literal::Float(0.0);
            }
            Literal::Float(*value)
        }
        FormKind::String(points) => Literal::code_points(points.clone()),
        FormKind::Binary(bytes, last_bits) => Literal::Binary(bytes.clone(), *last_bits),
        FormKind::Tuple(items) => Literal::tuple(literals(items, diagnostics)),
        FormKind::Map(pairs) => {
            let pairs = pairs
                .iter()
                .map(|(key, value)| (literal(key, diagnostics), literal(value, diagnostics)));
            map(pairs.collect())
        }
        FormKind::List(items) => Literal::list(literals(items, diagnostics)),
        FormKind::Dotted(items, tail) => {
            let tail = literal(tail, diagnostics);
            Literal::list_with_tail(literals(items, diagnostics), tail)
        }
    }
}

fn literals(items: &[Form], diagnostics: &mut Vec<Diagnostic>) -> Vec<Literal> {
    items.iter().map(|item| literal(item, diagnostics)).collect()
}

/// The map of these pairs; of the values of a key that occurs again, the last one.
pub(super) fn map(pairs: Vec<(Literal, Literal)>) -> Literal {
    let mut places = std::collections::HashMap::new();
    let mut distinct: Vec<(Literal, Literal)> = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        match places.get(&key) {
            Some(place) => distinct[*place] = (key, value),
            None => {
                places.insert(key.clone(), distinct.len());
                distinct.push((key, value));
            }
        }
    }
    Literal::Map(distinct.into())
}
