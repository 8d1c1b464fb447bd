//! Binaries: construction and matching, through BIFs of module `erts_bits`.
//!
//! A binary is matched through a context, which holds the position; reading a segment moves it. In
//! patterns a position is a value of its own: the context itself stands for its start, what
//! `position` gives after a segment for the place after it. The builder knows where the context
//! stands as long as control goes straight on; where a clause has failed it restores the position.
//! A position that nobody goes back to is never asked for: unused operations are removed.

use lfec_base::Symbol;
use lfec_core::ir::{BitKind, BitSegment, Endian, Expr, ExprKind, Literal, Pattern, PatternKind};

use super::{Builder, Operand};
use crate::builtin;
use crate::ir::{Block, OnFailure, Op, Test, Value};

/// Flags of a segment's specification, below its unit.
const LITTLE: i64 = 1;
const SIGNED: i64 = 2;
pub(crate) const ALL: i64 = 4;
const UNIT_SHIFT: u32 = 8;

/// A place in a binary.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    context: Value,
    /// What `position` gives there.
    position: Value,
}

impl<'m> Builder<'m, '_> {
    /// A BIF that compiled code alone calls; one that is missing is a fault.
    fn bits_op(&mut self, name: &str, arguments: Vec<Value>) -> Value {
        match builtin::find_bif("erts_bits", name, arguments.len()) {
            Some(bif) => self.op(Op::Bif { bif, arguments, on_failure: OnFailure::NonValue }),
            None => {
                self.bug(&format!("the runtime has no erts_bits:{name}/{}", arguments.len()));
                self.op(Op::Nil)
            }
        }
    }

    /// The same, which may not match.
    fn bits_read(&mut self, name: &str, arguments: Vec<Value>, failure: Block) -> Value {
        let value = self.bits_op(name, arguments);
        self.leave_without_match(value, failure);
        value
    }

    /// Goes on if there is a match.
    pub(super) fn leave_without_match(&mut self, value: Value, failure: Block) {
        let failed = self.op(Op::Test(Test::IsMatchFail, value));
        let next = self.flow.block();
        self.branch(failed, failure, next);
        self.enter_matching(next);
    }

    /// The start of a binary; leaves for `failure` if it is none.
    pub(super) fn start_binary(&mut self, binary: Value, failure: Block) -> Value {
        let context = self.bits_read("start", vec![binary], failure);
        self.place(context)
    }

    /// A name for where the context stands.
    fn place(&mut self, context: Value) -> Value {
        let position = self.bits_op("position", vec![context]);
        self.cursors.insert(position, Cursor { context, position });
        self.context_at = Some(position);
        position
    }

    /// The context, standing at a place.
    fn context_at(&mut self, place: Value) -> Value {
        let Some(cursor) = self.cursors.get(&place).copied() else {
            self.bug("a segment at no position of a binary");
            return place;
        };
        if self.context_at != Some(place) {
            self.bits_op("restore", vec![cursor.context, cursor.position]);
            self.context_at = Some(place);
        }
        cursor.context
    }

    /// Leaves for `failure` unless the place is the end.
    pub(super) fn end_binary(&mut self, place: Value, failure: Block) {
        let context = self.context_at(place);
        let zero = self.op(Op::Small(0));
        self.bits_read("test_tail", vec![context, zero], failure);
    }

    /// The value of a segment, if it is `used`, and the place after it unless it is the rest.
    pub(super) fn read_segment(
        &mut self,
        place: Value,
        segment: &'m BitSegment<Pattern>,
        used: bool,
        failure: Block,
    ) -> (Value, Option<Value>) {
        let size = match character_name(segment.kind) {
            Some(_) => None,
            None => Some(self.operand(&segment.size)),
        };
        let is_rest = takes_all(segment);
        if is_rest && !used && segment.unit == 1 {
            return (place, None);
        }
        let context = self.context_at(place);
        let spec = Op::Small(spec(segment));
        let value = match (size, character_name(segment.kind)) {
            (None, Some("get_utf8")) => self.bits_read("get_utf8", vec![context], failure),
            (None, name) => {
                let spec = self.op(spec);
                self.bits_read(name.unwrap_or_default(), vec![context, spec], failure)
            }
            (Some(size), _) => {
                let size = self.term(size);
                let spec = self.op(spec);
                let name = match segment.kind {
                    BitKind::Float => "get_float",
                    _ if !used => "skip",
                    BitKind::Binary => "get_binary",
                    _ => "get_integer",
                };
                self.bits_read(name, vec![context, size, spec], failure)
            }
        };
        let next = if is_rest { None } else { Some(self.place(context)) };
        (value, next)
    }

    /// `#{#<v>(size,unit,type,flags), …}#`
    pub(super) fn binary(&mut self, segments: &'m [BitSegment<Expr>]) -> Operand<'m> {
        if let Some(bytes) = constant_bytes(segments) {
            return Operand::Literal(Literal::Binary(bytes.into(), 8));
        }
        let mut operands = Vec::new();
        for segment in segments {
            operands.push((self.operand(&segment.value), self.operand(&segment.size)));
        }
        if let ([_, last], [(front, _), (value, _)]) = (segments, &operands[..])
            && is_whole(&segments[0])
            && is_byte(last)
        {
            let arguments = vec![self.term(front.clone()), self.term(value.clone())];
            return Operand::Value(self.bits("append_byte", arguments));
        }
        self.bits("new", Vec::new());
        let mut front = None;
        for (index, (segment, (value, size))) in segments.iter().zip(operands).enumerate() {
            let value = self.term(value);
            if index == 0
                && takes_all(segment)
                && segment.kind == BitKind::Binary
                && segments.len() > 1
            {
                front = Some((value, spec(segment)));
                continue;
            }
            self.put_segment(segment, value, size);
        }
        Operand::Value(match front {
            Some((binary, spec)) => {
                let spec = self.op(Op::Small(spec));
                self.bits("finish_append", vec![binary, spec])
            }
            None => self.bits("finish", Vec::new()),
        })
    }

    fn put_segment(&mut self, segment: &BitSegment<Expr>, value: Value, size: Operand<'m>) {
        if segment.kind == BitKind::Utf8 {
            self.bits("put_utf8", vec![value]);
            return;
        }
        let name = match segment.kind {
            BitKind::Integer => "put_integer",
            BitKind::Float => "put_float",
            BitKind::Binary => "put_binary",
            BitKind::Utf8 | BitKind::Utf16 => "put_utf16",
            BitKind::Utf32 => "put_utf32",
        };
        let mut arguments = vec![value];
        if character_name(segment.kind).is_none() {
            arguments.push(self.term(size));
        }
        arguments.push(self.op(Op::Small(spec(segment))));
        self.bits(name, arguments);
    }

    /// A BIF of module `erts_bits` that may raise.
    fn bits(&mut self, name: &str, arguments: Vec<Value>) -> Value {
        self.bif(Symbol::intern("erts_bits"), Symbol::intern(name), arguments)
    }
}

/// Whether a segment is all of a binary of whole bytes.
fn is_whole(segment: &BitSegment<Expr>) -> bool {
    takes_all(segment) && segment.kind == BitKind::Binary && segment.unit == 8
}

/// Whether a segment is an integer of eight bits.
fn is_byte(segment: &BitSegment<Expr>) -> bool {
    let size = super::inline::integer(&segment.size);
    let bits = size.and_then(|size| size.checked_mul(i64::from(segment.unit)));
    segment.kind == BitKind::Integer && bits == Some(8)
}

/// What a BIF is told of a segment.
fn spec<T>(segment: &BitSegment<T>) -> i64 {
    let little = if segment.endian == Endian::Big { 0 } else { LITTLE };
    let signed = if segment.signed { SIGNED } else { 0 };
    let all = if takes_all(segment) { ALL } else { 0 };
    (i64::from(segment.unit) << UNIT_SHIFT) + little + signed + all
}

/// Whether a segment is all that is left: only where `all` is written, not where it is the value of
/// a size.
fn takes_all<T>(segment: &BitSegment<T>) -> bool {
    segment.kind == BitKind::Binary && segment.size.is_atom("all")
}

fn character_name(kind: BitKind) -> Option<&'static str> {
    match kind {
        BitKind::Utf8 => Some("get_utf8"),
        BitKind::Utf16 => Some("get_utf16"),
        BitKind::Utf32 => Some("get_utf32"),
        BitKind::Integer | BitKind::Float | BitKind::Binary => None,
    }
}

/// Whether two segments read the same bits in the same way.
pub(super) fn is_same_segment(a: &BitSegment<Pattern>, b: &BitSegment<Pattern>) -> bool {
    let same_size = match (&a.size.kind, &b.size.kind) {
        (ExprKind::Literal(a), ExprKind::Literal(b)) => a == b,
        (ExprKind::Var(a), ExprKind::Var(b)) => a == b,
        _ => false,
    };
    let simple =
        |pattern: &Pattern| matches!(pattern.kind, PatternKind::Var(_) | PatternKind::Literal(_));
    same_size
        && (a.unit, a.kind, a.signed, a.endian) == (b.unit, b.kind, b.signed, b.endian)
        && simple(&a.value)
        && simple(&b.value)
}

/// The bytes of a binary that is all constants of eight bits.
fn constant_bytes(segments: &[BitSegment<Expr>]) -> Option<Vec<u8>> {
    let byte = |segment: &BitSegment<Expr>| {
        let value = super::inline::integer(&segment.value)?;
        let size = super::inline::integer(&segment.size)?.checked_mul(i64::from(segment.unit))?;
        (segment.kind == BitKind::Integer && size == 8).then_some(value as u8)
    };
    segments.iter().map(byte).collect()
}
