//! Constants: literals of the source and constructors of them.

use lfec_core::ir::Literal;
use lfec_erl::ast::{BinaryElement, Expr, ExprKind, MapField};
use lfec_erl::bits::{SegmentSize, SegmentType, segment};
use lfec_erl::token::Word;
use lfec_erl::{name_arity, token};
use num_bigint::BigInt;

/// Longest constant bit string made at compile time, in bytes.
const LONGEST_BINARY: usize = 1 << 20;

/// The value of an expression that is a constant.
pub(super) fn constant(expr: &Expr) -> Option<Literal> {
    Some(match &expr.kind {
        ExprKind::Atom(name) => Literal::Atom(*name),
        ExprKind::Integer(value) => Literal::Integer(value.clone()),
        ExprKind::Float(value) => Literal::Float(*value),
        ExprKind::Char(c) => Literal::integer(*c),
        ExprKind::String(text) => Literal::code_points(text.clone()),
        ExprKind::Nil => Literal::Nil,
        ExprKind::List(items, tail) => {
            let items = constants(items)?;
            match tail {
                Some(tail) => Literal::list_with_tail(items, constant(tail)?),
                None => Literal::list(items),
            }
        }
        ExprKind::Tuple(items) => Literal::tuple(constants(items)?),
        ExprKind::Unary(word, operand) => negated(*word, constant(operand)?)?,
        ExprKind::Map(None, fields) => map(fields)?,
        ExprKind::Binary(elements) => binary(elements)?,
        ExprKind::FunRemote(parts) => {
            let (module, function, arity) = &**parts;
            let arity = constant(arity)?;
            let arity = usize::try_from(arity.as_integer()?).ok().filter(|arity| *arity < 256)?;
            Literal::Fun(module.as_atom()?, function.as_atom()?, arity)
        }
        _ => return None,
    })
}

fn constants(items: &[Expr]) -> Option<Vec<Literal>> {
    // Most lists and tuples have a variable near their end or beginning.
    constant(items.last()?)?;
    items.iter().map(constant).collect()
}

fn negated(word: Word, operand: Literal) -> Option<Literal> {
    match (word, operand) {
        (Word::Minus, Literal::Integer(value)) => Some(Literal::integer(-&*value)),
        (Word::Minus, Literal::Float(value)) => Some(Literal::Float(-value)),
        (Word::Plus, value @ (Literal::Integer(_) | Literal::Float(_))) => Some(value),
        _ => None,
    }
}

/// A map of distinct constant keys.
fn map(fields: &[MapField]) -> Option<Literal> {
    let mut pairs: Vec<(Literal, Literal)> = Vec::with_capacity(fields.len());
    for field in fields {
        if field.exact {
            return None;
        }
        let (key, value) = (constant(&field.key)?, constant(&field.value)?);
        let mut same = None;
        for (index, (other, _)) in pairs.iter().enumerate() {
            if key.exactly_equals(other)? {
                same = Some(index);
            }
        }
        match same {
            Some(index) => pairs[index].1 = value,
            None => pairs.push((key, value)),
        }
    }
    Some(Literal::Map(pairs.into()))
}

/// A bit string of whole constant bytes.
fn binary(elements: &[BinaryElement]) -> Option<Literal> {
    let mut bytes = Vec::new();
    for element in elements {
        let meaning = segment(element).ok()?;
        let plain = matches!(meaning.size, SegmentSize::Default(8)) && meaning.unit == 1;
        match (&element.value.kind, meaning.kind) {
            (ExprKind::String(text), SegmentType::Integer) if plain => {
                bytes.extend(text.iter().map(|c| *c as u8));
            }
            (ExprKind::String(text), SegmentType::Utf8) => {
                let text: Option<String> = text.iter().map(|c| char::from_u32(*c)).collect();
                bytes.extend_from_slice(text?.as_bytes());
            }
            (_, SegmentType::Integer) if plain => {
                let value = constant(&element.value)?;
                let low: BigInt = value.as_integer()? & BigInt::from(255);
                bytes.push(u8::try_from(low).ok()?);
            }
            _ => return None,
        }
        if bytes.len() > LONGEST_BINARY {
            return None;
        }
    }
    Some(Literal::Binary(bytes.into(), 8))
}

/// The elements of a constant proper list, as left operand of `++`.
pub(super) fn literal_list(expr: &Expr) -> Option<Vec<Literal>> {
    let (ExprKind::String(_) | ExprKind::List(_, None) | ExprKind::Nil) = &expr.kind else {
        return None;
    };
    constant(expr)?.list_items()
}

/// The value of a pattern's arithmetic: `1 + 2`, `-1`, `$a bsl 2`.
pub(super) fn arithmetic(expr: &Expr) -> Option<Literal> {
    match &expr.kind {
        ExprKind::Op(word, left, right) => binary_operation(*word, left, right),
        ExprKind::Unary(Word::Bnot, operand) => {
            Some(Literal::integer(!arithmetic(operand)?.as_integer()?))
        }
        ExprKind::Unary(word, operand) => negated(*word, arithmetic(operand)?),
        ExprKind::Integer(_) | ExprKind::Char(_) | ExprKind::Float(_) => constant(expr),
        _ => None,
    }
}

fn binary_operation(word: Word, left: &Expr, right: &Expr) -> Option<Literal> {
    let (left, right) = (arithmetic(left)?, arithmetic(right)?);
    let (Some(a), Some(b)) = (left.as_integer(), right.as_integer()) else {
        return float_operation(word, &left, &right);
    };
    let shift = || i64::try_from(b).ok().filter(|shift| shift.abs() < 1 << 16);
    let zero = BigInt::ZERO;
    Some(match word {
        Word::Plus => Literal::integer(a + b),
        Word::Minus => Literal::integer(a - b),
        Word::Star => Literal::integer(a * b),
        Word::Div if *b != zero => Literal::integer(a / b),
        Word::Rem if *b != zero => Literal::integer(a % b),
        Word::Slash => return float_operation(word, &left, &right),
        Word::Band => Literal::integer(a & b),
        Word::Bor => Literal::integer(a | b),
        Word::Bxor => Literal::integer(a ^ b),
        Word::Bsl | Word::Bsr => {
            let shift = if word == Word::Bsl { shift()? } else { -shift()? };
            Literal::integer(if shift >= 0 { a << shift } else { a >> -shift })
        }
        _ => return None,
    })
}

fn float_operation(word: Word, left: &Literal, right: &Literal) -> Option<Literal> {
    let float = |value: &Literal| match value {
        Literal::Float(value) => Some(*value),
        value => value.as_integer()?.to_string().parse().ok(),
    };
    let (a, b): (f64, f64) = (float(left)?, float(right)?);
    let value = match word {
        Word::Plus => a + b,
        Word::Minus => a - b,
        Word::Star => a * b,
        Word::Slash => a / b,
        _ => return None,
    };
    value.is_finite().then_some(Literal::Float(value))
}

/// The value of an attribute: a constant in which `f/1` means `{f,1}`.
pub(super) fn attribute(expr: &Expr) -> Option<Literal> {
    if let Some(name) = name_arity(expr) {
        return Some(Literal::tuple([Literal::Atom(name.name), Literal::integer(name.arity)]));
    }
    let each = |items: &[Expr]| items.iter().map(attribute).collect::<Option<Vec<Literal>>>();
    match &expr.kind {
        ExprKind::List(items, tail) => {
            let tail = tail.as_deref().map_or(Some(Literal::Nil), attribute)?;
            Some(Literal::list_with_tail(each(items)?, tail))
        }
        ExprKind::Tuple(items) => Some(Literal::tuple(each(items)?)),
        ExprKind::Map(None, fields) => {
            let pairs: Option<Vec<_>> = fields
                .iter()
                .map(|field| Some((attribute(&field.key)?, attribute(&field.value)?)))
                .collect();
            Some(Literal::Map(pairs?.into()))
        }
        ExprKind::Op(token::Word::PlusPlus, left, right) => {
            let (left, right) = (attribute(left)?.list_items()?, attribute(right)?);
            Some(Literal::list_with_tail(left, right))
        }
        _ => arithmetic(expr).or_else(|| constant(expr)),
    }
}
