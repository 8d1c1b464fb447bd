//! Bit strings, built and matched.

use lfec_base::Symbol;
use lfec_core::ir::{
    Anno, BitKind, BitSegment, Endian, Expr, ExprKind, Literal, Pattern, PatternKind, TryExpr,
};
use lfec_erl::ast::{self, BinaryElement, ExprKind as Ast};
use lfec_erl::bits::{ByteOrder, Segment, SegmentSize, SegmentType, segment};
use num_bigint::{BigInt, Sign};

use super::constant::{arithmetic, constant};
use super::function::{Step, Steps, Translator};
use super::pattern::{PatternState, Split};
use crate::build::{can_fail, integer, literal, literal_pattern, var};
use lfec_erl::uses::{Pending, is_used};

/// Bytes of a constant string in a pattern that are compared at once, as a small integer.
const BYTES_AT_ONCE: usize = 6;

/// The size of a segment in a pattern.
enum PatternSize {
    /// Known before the match, or from an earlier segment.
    Known(Expr),
    /// What computes it from earlier segments.
    Computed(Expr),
}

impl<'m> Translator<'m> {
    /// `<<…>>` as an expression.
    pub fn binary(&mut self, elements: &'m [BinaryElement], anno: Anno, steps: &mut Steps) -> Expr {
        let segments = self.segments(elements, steps);
        Expr::with_anno(anno, ExprKind::Binary(segments))
    }

    pub fn segments(
        &mut self,
        elements: &'m [BinaryElement],
        steps: &mut Steps,
    ) -> Vec<BitSegment<Expr>> {
        let mut segments = Vec::with_capacity(elements.len());
        for element in elements {
            let Some(meaning) = self.meaning(element) else { continue };
            if let Ast::String(text) = &element.value.kind {
                let size = self.size(element, &meaning, steps);
                match string_bytes(text, &meaning) {
                    Some(bytes) => {
                        let value = literal(Literal::Binary(bytes.into(), 8));
                        segments.push(bytes_segment(value));
                    }
                    None => segments.extend(
                        text.iter().map(|c| core(&meaning, integer(i64::from(*c)), size.clone())),
                    ),
                }
                continue;
            }
            let value = self.simple(&element.value, steps);
            let size = self.size(element, &meaning, steps);
            segments.push(core(&meaning, value, size));
        }
        segments
    }

    fn meaning(&mut self, element: &BinaryElement) -> Option<Segment> {
        match segment(element) {
            Ok(meaning) => Some(meaning),
            Err((code, message)) => {
                self.error(code, message, element.span);
                None
            }
        }
    }

    fn size(&mut self, element: &'m BinaryElement, meaning: &Segment, steps: &mut Steps) -> Expr {
        match (&element.size, default_size(meaning)) {
            (_, Some(size)) => size,
            (Some(size), None) => self.simple(size, steps),
            (None, None) => Expr::atom("all"),
        }
    }

    /// `<<…>>` as a pattern.
    pub fn binary_pattern(
        &mut self,
        elements: &'m [BinaryElement],
        state: &mut PatternState,
        steps: &mut Steps,
    ) -> Pattern {
        // The variables of the segments so far: sizes see them, whatever else the names stand for.
        let mut earlier: Vec<(Symbol, Symbol)> = Vec::new();
        let mut segments = Vec::with_capacity(elements.len());
        let mut first = None;
        let mut pending_split: Option<(Symbol, Expr, Symbol)> = None;
        for element in elements {
            let Some(meaning) = self.meaning(element) else { continue };
            let size = match (&element.size, default_size(&meaning)) {
                (_, Some(size)) => size,
                (None, None) => Expr::atom("all"),
                (Some(size), None) => match self.pattern_size(size, &earlier, steps) {
                    PatternSize::Known(size) => size,
                    PatternSize::Computed(computed) => {
                        let (size, rest) = (self.builder.fresh(), self.builder.fresh());
                        segments.push(rest_segment(rest));
                        let whole = std::mem::take(&mut segments);
                        end_part(whole, &mut first, pending_split.take(), state);
                        pending_split = Some((size, computed, rest));
                        var(size)
                    }
                },
            };
            self.element_pattern(element, &meaning, size, state, &mut segments);
            if let Ast::Var(name) = element.value.kind
                && let Some(core) = segments.last().and_then(|s| s.value.as_variable())
            {
                earlier.retain(|(met, _)| *met != name);
                earlier.push((name, core));
            }
        }
        end_part(segments, &mut first, pending_split, state);
        Pattern::new(PatternKind::Binary(first.unwrap_or_default()))
    }

    /// The size of a segment that is matched.
    fn pattern_size(
        &mut self,
        size: &'m ast::Expr,
        earlier: &[(Symbol, Symbol)],
        steps: &mut Steps,
    ) -> PatternSize {
        if let Some(value) = constant(size).or_else(|| arithmetic(size)) {
            return PatternSize::Known(match value {
                Literal::Integer(_) => literal(value),
                _ => Expr::atom("bad_size"),
            });
        }
        if let Ast::Var(name) = size.kind
            && let Some((_, core)) = earlier.iter().find(|(met, _)| *met == name)
        {
            return if self.facts.portable {
                PatternSize::Computed(var(*core))
            } else {
                PatternSize::Known(var(*core))
            };
        }
        let uses_earlier = earlier.iter().any(|(name, _)| is_used(*name, Pending::Expr(size)));
        let mark = self.mark();
        for (name, core) in earlier {
            self.bind(*name, *core);
        }
        let value = self.tested(size, &Expr::atom("bad_size"));
        self.undo(mark);
        let value = self.bad_size_if_it_fails(value);
        if uses_earlier {
            return PatternSize::Computed(value);
        }
        if value.is_simple() {
            return PatternSize::Known(value);
        }
        let name = self.builder.fresh();
        self.push(steps, Step::Let(vec![name], value));
        PatternSize::Known(var(name))
    }

    fn bad_size_if_it_fails(&mut self, value: Expr) -> Expr {
        if !can_fail(&value) {
            return value;
        }
        let result = self.builder.fresh();
        let parts = TryExpr {
            argument: value,
            variables: vec![result],
            body: var(result),
            exception_variables: (0..3).map(|_| self.builder.fresh()).collect(),
            handler: Expr::atom("bad_size"),
        };
        Expr::new(ExprKind::Try(Box::new(parts)))
    }

    fn element_pattern(
        &mut self,
        element: &'m BinaryElement,
        meaning: &Segment,
        size: Expr,
        state: &mut PatternState,
        segments: &mut Vec<BitSegment<Pattern>>,
    ) {
        if let Ast::String(text) = &element.value.kind {
            match string_bytes(text, meaning) {
                Some(bytes) => segments.extend(bytes.chunks(BYTES_AT_ONCE).map(constant_bytes)),
                None => {
                    segments.extend(text.iter().map(|c| {
                        core(meaning, literal_pattern(Literal::integer(*c)), size.clone())
                    }))
                }
            }
            return;
        }
        let value = match constant(&element.value).or_else(|| arithmetic(&element.value)) {
            Some(Literal::Integer(value)) if meaning.kind == SegmentType::Float => {
                match value.to_string().parse::<f64>() {
                    Ok(value) if value.is_finite() => literal_pattern(Literal::Float(value)),
                    _ => {
                        state.never = true;
                        self.any_pattern()
                    }
                }
            }
            Some(value) => {
                // Only floats have such values; a constant of another type never matches.
                let fits = match value {
                    Literal::Integer(_) => true,
                    Literal::Float(_) => meaning.kind == SegmentType::Float,
                    _ => false,
                };
                state.never |= !fits;
                literal_pattern(value)
            }
            None => match &element.value.kind {
                Ast::Var(_) => self.pattern(&element.value, state, &mut Steps::new()),
                _ => {
                    let message = "illegal pattern".to_owned();
                    self.error("illegal-pattern", message, element.value.span);
                    self.any_pattern()
                }
            },
        };
        segments.push(core(meaning, value, size));
    }
}

/// Ends the pattern, or what comes after a computed size.
fn end_part(
    segments: Vec<BitSegment<Pattern>>,
    first: &mut Option<Vec<BitSegment<Pattern>>>,
    split: Option<(Symbol, Expr, Symbol)>,
    state: &mut PatternState,
) {
    match split {
        None => *first = Some(segments),
        Some((size_name, size, rest)) => {
            state.splits.push(Split { size_name, size, rest, segments });
        }
    }
}

fn default_size(meaning: &Segment) -> Option<Expr> {
    match meaning.size {
        SegmentSize::Default(size) => Some(integer(i64::from(size))),
        SegmentSize::All => Some(Expr::atom("all")),
        SegmentSize::Utf => Some(Expr::atom("undefined")),
        SegmentSize::Given => None,
    }
}

fn core<T>(meaning: &Segment, value: T, size: Expr) -> BitSegment<T> {
    let kind = match meaning.kind {
        SegmentType::Integer => BitKind::Integer,
        SegmentType::Float => BitKind::Float,
        SegmentType::Binary => BitKind::Binary,
        SegmentType::Utf8 => BitKind::Utf8,
        SegmentType::Utf16 => BitKind::Utf16,
        SegmentType::Utf32 => BitKind::Utf32,
    };
    let endian = match meaning.order {
        ByteOrder::Big => Endian::Big,
        ByteOrder::Little => Endian::Little,
        ByteOrder::Native => Endian::Native,
    };
    BitSegment { value, size, unit: meaning.unit, kind, signed: meaning.signed, endian }
}

/// All of a bit string.
fn bytes_segment(value: Expr) -> BitSegment<Expr> {
    let (kind, endian) = (BitKind::Binary, Endian::Big);
    BitSegment { value, size: Expr::atom("all"), unit: 8, kind, signed: false, endian }
}

/// The rest of a bit string, whatever its length.
pub(super) fn rest_segment(name: Symbol) -> BitSegment<Pattern> {
    let (kind, endian) = (BitKind::Binary, Endian::Big);
    let value = crate::build::var_pattern(name);
    BitSegment { value, size: Expr::atom("all"), unit: 1, kind, signed: false, endian }
}

/// The bytes that a constant string makes, where it makes bytes.
fn string_bytes(text: &[u32], meaning: &Segment) -> Option<Vec<u8>> {
    match (meaning.kind, meaning.size) {
        (SegmentType::Integer, SegmentSize::Default(8)) if !meaning.signed => {
            Some(text.iter().map(|c| *c as u8).collect())
        }
        (SegmentType::Utf8, _) => {
            let text: Option<String> = text.iter().map(|c| char::from_u32(*c)).collect();
            text.map(String::into_bytes)
        }
        _ => None,
    }
}

/// These bytes, as one integer.
fn constant_bytes(bytes: &[u8]) -> BitSegment<Pattern> {
    let value = literal_pattern(Literal::integer(BigInt::from_bytes_be(Sign::Plus, bytes)));
    let size = integer(bytes.len() as i64 * 8);
    let (kind, endian) = (BitKind::Integer, Endian::Big);
    BitSegment { value, size, unit: 1, kind, signed: false, endian }
}
