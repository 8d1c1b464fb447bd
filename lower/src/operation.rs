//! What operations use, give and need: one place to look it up.

use lfec_abi::bif::BifKind;

use crate::ir::{Op, Type, Value};

/// Words of room that the runtime leaves alone when it allocates for an operation.
pub const ROOM_KEPT: u32 = 64;

impl Op {
    /// Type of the result.
    pub fn result_type(&self, types: &[Type]) -> Type {
        match self {
            Op::Word(_) | Op::Untag(_) | Op::WordArith(..) => Type::Word,
            Op::Float(_)
            | Op::FloatArith(..)
            | Op::FloatNegate(_)
            | Op::UnboxFloat(_)
            | Op::SmallToFloat(_)
            | Op::ToFloat(..) => Type::Float,
            Op::Test(..)
            | Op::SameWord(..)
            | Op::Compare(..)
            | Op::CompareSmall(..)
            | Op::CompareWord(..)
            | Op::CompareFloat(..)
            | Op::IsTrue(_)
            | Op::And(..)
            | Op::Or(..)
            | Op::Not(_) => Type::Bool,
            Op::Copy(value) => types[value.index()],
            _ => Type::Term,
        }
    }

    /// Words of heap whose room a check must have made sure of.
    pub fn heap_words(&self) -> u32 {
        match self {
            Op::Cons(..) => 2,
            Op::Tuple(elements) => 1 + elements.len() as u32,
            Op::MakeFun(_, free) => 4 + free.len() as u32,
            _ => 0,
        }
    }

    /// Whether it takes heap on its own, so that no more than [`ROOM_KEPT`] words are sure after it.
    pub fn spends_room(&self) -> bool {
        match self {
            Op::Bif { bif, .. } => bif.kind == BifKind::Plain,
            Op::BoxFloat(_) => true,
            Op::Arith { facts, .. } => !facts.fits,
            _ => false,
        }
    }

    /// A constant: cheaper to make again than to keep.
    pub fn is_constant(&self) -> bool {
        matches!(
            self,
            Op::Small(_) | Op::Atom(_) | Op::Nil | Op::Literal(_) | Op::Word(_) | Op::Float(_)
        )
    }

    /// Whether it does nothing but give its result, which depends on its operands alone: may be
    /// left out where the result is not used.
    pub fn is_removable(&self) -> bool {
        if let Op::Bif { bif, .. } = self {
            return (bif.module, bif.name) == ("erts_bits", "position");
        }
        !matches!(self, Op::Arith { .. } | Op::FloatArith(..) | Op::ToFloat(..))
    }

    /// Calls `change` on every operand.
    pub fn map_operands(&mut self, change: &mut dyn FnMut(&mut Value)) {
        match self {
            Op::Small(_)
            | Op::Atom(_)
            | Op::Nil
            | Op::Literal(_)
            | Op::Word(_)
            | Op::Float(_)
            | Op::FrameLoad(_)
            | Op::SelfPid => {}
            Op::Tuple(values) | Op::MakeFun(_, values) | Op::Bif { arguments: values, .. } => {
                values.iter_mut().for_each(change);
            }
            Op::Cons(a, b)
            | Op::SameWord(a, b)
            | Op::Compare(_, a, b)
            | Op::CompareSmall(_, a, b)
            | Op::CompareWord(_, a, b)
            | Op::CompareFloat(_, a, b)
            | Op::And(a, b)
            | Op::Or(a, b)
            | Op::Arith { left: a, right: b, .. }
            | Op::FloatArith(_, a, b, _)
            | Op::WordArith(_, a, b) => {
                change(a);
                change(b);
            }
            Op::Head(a)
            | Op::Tail(a)
            | Op::Element(a, _)
            | Op::Free(a, _)
            | Op::Test(_, a)
            | Op::BoolToTerm(a)
            | Op::IsTrue(a)
            | Op::Not(a)
            | Op::FloatNegate(a)
            | Op::UnboxFloat(a)
            | Op::SmallToFloat(a)
            | Op::ToFloat(a, _)
            | Op::BoxFloat(a)
            | Op::Untag(a)
            | Op::Tag(a)
            | Op::Copy(a) => change(a),
        }
    }
}
