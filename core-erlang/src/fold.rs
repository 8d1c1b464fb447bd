//! Constructors that make a constant of constants.

use std::sync::Arc;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::ir::{BitKind, BitSegment, Endian, Expr, ExprKind, Literal, Pattern, PatternKind};

/// `{items}`: a literal if all are.
pub fn tuple(items: Vec<Expr>) -> ExprKind {
    match items.iter().map(|item| item.as_literal().cloned()).collect::<Option<Vec<_>>>() {
        Some(literals) => ExprKind::Literal(Literal::tuple(literals)),
        None => ExprKind::Tuple(items),
    }
}

/// `{items}` as a pattern: a literal if all are.
pub fn tuple_pattern(items: Vec<Pattern>) -> PatternKind {
    match items.iter().map(|item| pattern_literal(item).cloned()).collect::<Option<Vec<_>>>() {
        Some(literals) => PatternKind::Literal(Literal::tuple(literals)),
        None => PatternKind::Tuple(items),
    }
}

/// `[items|tail]`; what is constant at its end becomes a literal.
pub fn list(mut items: Vec<Expr>, tail: Expr) -> Expr {
    let mut end = tail;
    if let ExprKind::Literal(tail) = &end.kind {
        let literals = items.iter().rev().take_while(|item| item.as_literal().is_some()).count();
        let literals = items.split_off(items.len() - literals);
        let literals = literals.iter().filter_map(|item| item.as_literal().cloned()).collect();
        let anno = end.anno.clone();
        end =
            Expr { anno, kind: ExprKind::Literal(Literal::list_with_tail(literals, tail.clone())) };
    }
    items.into_iter().rev().fold(end, |tail, head| {
        let anno = crate::ir::Anno { terms: Vec::new(), ..head.anno.clone() };
        Expr { anno, kind: ExprKind::Cons(Box::new(head), Box::new(tail)) }
    })
}

/// `[items|tail]` as a pattern; what is constant at its end becomes a literal.
pub fn list_pattern(mut items: Vec<Pattern>, tail: Pattern) -> Pattern {
    let mut end = tail;
    if let PatternKind::Literal(tail) = &end.kind {
        let is_literal = |item: &&Pattern| pattern_literal(item).is_some();
        let literals = items.iter().rev().take_while(is_literal).count();
        let literals = items.split_off(items.len() - literals);
        let literals = literals.iter().filter_map(|item| pattern_literal(item).cloned()).collect();
        let value = Literal::list_with_tail(literals, tail.clone());
        end = Pattern::with_anno(end.anno, PatternKind::Literal(value));
    }
    items.into_iter().rev().fold(end, |tail, head| {
        let anno = crate::ir::Anno { terms: Vec::new(), ..head.anno.clone() };
        Pattern::with_anno(anno, PatternKind::Cons(Box::new(head), Box::new(tail)))
    })
}

fn pattern_literal(pattern: &Pattern) -> Option<&Literal> {
    match &pattern.kind {
        PatternKind::Literal(value) => Some(value),
        _ => None,
    }
}

/// `#{segments}#`: a literal if all are integers of a known size.
pub fn binary(segments: Vec<BitSegment<Expr>>) -> ExprKind {
    match bits(&segments, Expr::as_literal) {
        Some(literal) => ExprKind::Literal(literal),
        None => ExprKind::Binary(segments),
    }
}

/// `#{segments}#` as a pattern: a literal if all are integers of a known size.
pub fn binary_pattern(segments: Vec<BitSegment<Pattern>>) -> PatternKind {
    match bits(&segments, pattern_literal) {
        Some(literal) => PatternKind::Literal(literal),
        None => PatternKind::Binary(segments),
    }
}

/// Bits of a segment that is made a constant, at most: sizes are numbers in a text, and what they
/// ask for is memory here.
const MAX_SEGMENT_BITS: u64 = 1 << 16;

/// The bit string of segments that are integers of a known size.
fn bits<T>(segments: &[BitSegment<T>], value: impl Fn(&T) -> Option<&Literal>) -> Option<Literal> {
    let mut out = Bits::default();
    for segment in segments {
        let value = value(&segment.value)?.as_integer()?;
        let size = segment.size.as_literal()?.as_integer()?.to_u64()?;
        let size = size.checked_mul(u64::from(segment.unit)).filter(|n| *n <= MAX_SEGMENT_BITS)?;
        let little = segment.endian != Endian::Big;
        if segment.kind != BitKind::Integer || (little && size > 8) {
            return None;
        }
        out.push(value, size as usize);
    }
    let last_bits = if out.length.is_multiple_of(8) { 8 } else { (out.length % 8) as u8 };
    Some(Literal::Binary(Arc::from(out.bytes), last_bits))
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    length: usize,
}

impl Bits {
    /// Appends the low `size` bits of `value`, the highest first.
    fn push(&mut self, value: &BigInt, size: usize) {
        if self.length.is_multiple_of(8)
            && size == 8
            && let Some(byte) = value.to_u8()
        {
            self.bytes.push(byte);
            self.length += 8;
            return;
        }
        for bit in (0..size).rev() {
            if self.length.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if value.bit(bit as u64) {
                let last = self.bytes.len() - 1;
                self.bytes[last] |= 0x80 >> (self.length % 8);
            }
            self.length += 1;
        }
    }
}
