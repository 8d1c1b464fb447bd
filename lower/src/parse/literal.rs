//! Constants of the text form.

use std::sync::Arc;

use lexpr::Value as Sexpr;
use lfec_core::ir::Literal;

use super::{List, Result, error, op};

/// A constant.
pub(super) fn literal(item: &Sexpr) -> Result<Literal> {
    let mut list = List::of(item)?;
    Ok(match list.name()? {
        "atom" => Literal::Atom(list.symbol()?),
        "integer" => {
            let text = list.text()?;
            match text.parse() {
                Ok(value) => Literal::Integer(Arc::new(value)),
                Err(_) => return error(format!("no integer: {text}")),
            }
        }
        "float" => Literal::Float(op::float(list.text()?)?),
        "string" => Literal::String(numbers(&mut list)?.into()),
        "nil" => Literal::Nil,
        "list" => {
            let mut elements = literals(&mut list)?;
            let Some(mut tail) = elements.pop() else { return error("a list without end") };
            for element in elements.into_iter().rev() {
                tail = Literal::Cons(Arc::new((element, tail)));
            }
            tail
        }
        "tuple" => Literal::Tuple(literals(&mut list)?.into()),
        "map" => {
            let mut pairs = Vec::new();
            while let Some(item) = list.more() {
                let mut pair = List::of(item)?;
                pairs.push((literal(pair.next()?)?, literal(pair.next()?)?));
            }
            Literal::Map(pairs.into())
        }
        "binary" => {
            let bits = list.number()?;
            Literal::Binary(numbers::<u8>(&mut list)?.into(), bits)
        }
        "fun" => Literal::Fun(list.symbol()?, list.symbol()?, list.number()?),
        other => return error(format!("no constant: {other}")),
    })
}

fn literals(list: &mut List<'_>) -> Result<Vec<Literal>> {
    let mut found = Vec::new();
    while let Some(item) = list.more() {
        found.push(literal(item)?);
    }
    Ok(found)
}

fn numbers<T: TryFrom<i64>>(list: &mut List<'_>) -> Result<Vec<T>> {
    let mut found = Vec::new();
    while !list.is_done() {
        found.push(list.number()?);
    }
    Ok(found)
}
