//! Constants, as far as warnings need them.

use std::sync::Arc;

use lfec_base::Symbol;
use num_bigint::BigInt;

use crate::ast::{Expr, ExprKind};
use crate::token::{Word, code_points, quote_atom};

/// A constant term.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Constant {
    Atom(Symbol),
    Integer(Arc<BigInt>),
    Float(f64),
    Nil,
    String(Arc<[u32]>),
    List(Vec<Constant>),
    Tuple(Vec<Constant>),
}

impl Constant {
    pub fn is_number(&self) -> bool {
        matches!(self, Constant::Integer(_) | Constant::Float(_))
    }

    pub fn is_zero(&self) -> bool {
        matches!(self, Constant::Integer(value) if **value == BigInt::ZERO)
    }

    pub fn is_boolean(&self) -> bool {
        matches!(self, Constant::Atom(name) if matches!(name.as_str(), "true" | "false"))
    }

    pub fn is_list(&self) -> bool {
        matches!(self, Constant::Nil | Constant::String(_) | Constant::List(_))
    }

    /// As warnings show a key: atoms in quotes.
    pub fn quoted(&self) -> String {
        match self {
            Constant::Atom(name) => {
                let text = quote_atom(name.as_str());
                if text.starts_with('\'') { text } else { format!("'{text}'") }
            }
            _ => self.shown(),
        }
    }

    fn shown(&self) -> String {
        let all = |items: &[Constant]| {
            items.iter().map(Constant::shown).collect::<Vec<String>>().join(",")
        };
        match self {
            Constant::Atom(name) => quote_atom(name.as_str()),
            Constant::Integer(value) => value.to_string(),
            Constant::Float(value) => format!("{value:?}"),
            Constant::Nil => "[]".to_owned(),
            Constant::String(text) => format!("{:?}", code_points(text)),
            Constant::List(items) => format!("[{}]", all(items)),
            Constant::Tuple(items) => format!("{{{}}}", all(items)),
        }
    }
}

/// The constant that an expression writes.
pub(super) fn constant(expr: &Expr) -> Option<Constant> {
    let all = |items: &[Expr]| items.iter().map(constant).collect::<Option<Vec<Constant>>>();
    Some(match &expr.kind {
        ExprKind::Atom(name) => Constant::Atom(*name),
        ExprKind::Integer(value) => Constant::Integer(value.clone()),
        ExprKind::Char(value) => Constant::Integer(Arc::new(BigInt::from(*value))),
        ExprKind::Float(value) => Constant::Float(*value),
        ExprKind::Nil => Constant::Nil,
        ExprKind::String(text) if text.is_empty() => Constant::Nil,
        ExprKind::String(text) => Constant::String(text.clone()),
        ExprKind::List(items, None) => Constant::List(all(items)?),
        ExprKind::Tuple(items) => Constant::Tuple(all(items)?),
        ExprKind::Unary(Word::Minus, operand) => match constant(operand)? {
            Constant::Integer(value) => Constant::Integer(Arc::new(-(*value).clone())),
            Constant::Float(value) => Constant::Float(-value),
            _ => return None,
        },
        _ => return None,
    })
}
