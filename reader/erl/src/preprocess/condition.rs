//! The expressions of `-if` and `-elif`.
//!
//! They are evaluated like guards: what fails is no true. The values that occur are numbers,
//! atoms, strings and tuples of them.

use std::cmp::Ordering;

use lfec_base::Symbol;
use num_bigint::BigInt;

use crate::ast::{Expr, ExprKind};
use crate::token::Word;

/// A value of such an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Integer(BigInt),
    Float(f64),
    Atom(Symbol),
    Tuple(Vec<Value>),
    List(Vec<Value>),
}

/// The value of `expr`; `None` where it fails. `defined` tells which macros are defined.
pub(super) fn evaluate(expr: &Expr, defined: &dyn Fn(Symbol) -> bool) -> Option<Value> {
    let each = |items: &[Expr]| -> Option<Vec<Value>> {
        items.iter().map(|item| evaluate(item, defined)).collect()
    };
    Some(match &expr.kind {
        ExprKind::Integer(value) => Value::Integer((**value).clone()),
        ExprKind::Char(c) => Value::Integer((*c).into()),
        ExprKind::Float(value) => Value::Float(*value),
        ExprKind::Atom(name) => Value::Atom(*name),
        ExprKind::String(text) => {
            Value::List(text.iter().map(|c| Value::Integer((*c).into())).collect())
        }
        ExprKind::Nil => Value::List(Vec::new()),
        ExprKind::List(items, None) => Value::List(each(items)?),
        ExprKind::Tuple(items) => Value::Tuple(each(items)?),
        ExprKind::Unary(word, operand) => unary(*word, evaluate(operand, defined)?)?,
        ExprKind::Op(Word::Andalso, left, right) => match truth(&evaluate(left, defined)?)? {
            true => evaluate(right, defined)?,
            false => boolean(false),
        },
        ExprKind::Op(Word::Orelse, left, right) => match truth(&evaluate(left, defined)?)? {
            true => boolean(true),
            false => evaluate(right, defined)?,
        },
        ExprKind::Op(word, left, right) => {
            binary(*word, evaluate(left, defined)?, evaluate(right, defined)?)?
        }
        ExprKind::Call(callee, arguments) => call(callee, arguments, defined)?,
        _ => return None,
    })
}

fn call(callee: &Expr, arguments: &[Expr], defined: &dyn Fn(Symbol) -> bool) -> Option<Value> {
    let name = callee.as_atom()?.as_str();
    let [argument] = arguments else { return None };
    if name == "defined" {
        return match &argument.kind {
            ExprKind::Var(name) | ExprKind::Atom(name) => Some(boolean(defined(*name))),
            _ => None,
        };
    }
    let value = evaluate(argument, defined)?;
    Some(boolean(match name {
        "is_integer" => matches!(value, Value::Integer(_)),
        "is_atom" => matches!(value, Value::Atom(_)),
        "is_float" => matches!(value, Value::Float(_)),
        "is_number" => matches!(value, Value::Integer(_) | Value::Float(_)),
        "is_list" => matches!(value, Value::List(_)),
        "is_tuple" => matches!(value, Value::Tuple(_)),
        "is_boolean" => truth(&value).is_some(),
        _ => return None,
    }))
}

fn boolean(value: bool) -> Value {
    Value::Atom(Symbol::intern(if value { "true" } else { "false" }))
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Atom(name) if name.as_str() == "true" => Some(true),
        Value::Atom(name) if name.as_str() == "false" => Some(false),
        _ => None,
    }
}

fn unary(word: Word, value: Value) -> Option<Value> {
    Some(match (word, value) {
        (Word::Not, value) => boolean(!truth(&value)?),
        (Word::Minus, Value::Integer(value)) => Value::Integer(-value),
        (Word::Minus, Value::Float(value)) => Value::Float(-value),
        (Word::Plus, value @ (Value::Integer(_) | Value::Float(_))) => value,
        (Word::Bnot, Value::Integer(value)) => Value::Integer(!value),
        _ => return None,
    })
}

fn binary(word: Word, left: Value, right: Value) -> Option<Value> {
    let comparison = match word {
        Word::Equal => Some(compare(&left, &right)?.is_eq()),
        Word::NotEqual => Some(compare(&left, &right)?.is_ne()),
        Word::Less => Some(compare(&left, &right)?.is_lt()),
        Word::LessEqual => Some(compare(&left, &right)?.is_le()),
        Word::Greater => Some(compare(&left, &right)?.is_gt()),
        Word::GreaterEqual => Some(compare(&left, &right)?.is_ge()),
        Word::Exact => Some(left == right),
        Word::NotExact => Some(left != right),
        Word::And => Some(truth(&left)? & truth(&right)?),
        Word::Or => Some(truth(&left)? | truth(&right)?),
        Word::Xor => Some(truth(&left)? ^ truth(&right)?),
        _ => None,
    };
    if let Some(result) = comparison {
        return Some(boolean(result));
    }
    let (Value::Integer(left), Value::Integer(right)) = (left, right) else { return None };
    let zero = BigInt::ZERO;
    Some(Value::Integer(match word {
        Word::Plus => left + right,
        Word::Minus => left - right,
        Word::Star => left * right,
        Word::Div if right != zero => left / right,
        Word::Rem if right != zero => left % right,
        Word::Band => left & right,
        Word::Bor => left | right,
        Word::Bxor => left ^ right,
        _ => return None,
    }))
}

/// The order of terms, as far as such values go: number, atom, tuple, list.
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    let rank = |value: &Value| match value {
        Value::Integer(_) | Value::Float(_) => 0,
        Value::Atom(_) => 1,
        Value::Tuple(_) => 2,
        Value::List(_) => 3,
    };
    match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => Some(a.cmp(b)),
        (Value::Atom(a), Value::Atom(b)) => Some(a.as_str().cmp(b.as_str())),
        (Value::Tuple(a), Value::Tuple(b)) if a.len() != b.len() => Some(a.len().cmp(&b.len())),
        (Value::Tuple(a), Value::Tuple(b)) | (Value::List(a), Value::List(b)) => {
            for (a, b) in a.iter().zip(b) {
                let order = compare(a, b)?;
                if order.is_ne() {
                    return Some(order);
                }
            }
            Some(a.len().cmp(&b.len()))
        }
        (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
            number(left)?.partial_cmp(&number(right)?)
        }
        _ => Some(rank(left).cmp(&rank(right))),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => value.to_string().parse().ok(),
        Value::Float(value) => Some(*value),
        _ => None,
    }
}
