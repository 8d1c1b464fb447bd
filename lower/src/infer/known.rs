//! What is known of a term: which kinds it may be of, the range of its integers, its size as tuple.
//!
//! `i64::MIN` and `i64::MAX` as bounds stand for no bound: integers have any size.

use lfec_abi::term::{SMALL_MAX, SMALL_MIN};
use lfec_base::Symbol;
use lfec_core::ir::Literal;
use num_traits::{Signed, ToPrimitive};

use crate::ir::{Constant, Test};

/// Integers of any size.
pub const INTEGER: u16 = 1;
/// Floats.
pub const FLOAT: u16 = 1 << 1;
/// `true`
pub const TRUE: u16 = 1 << 2;
/// `false`
pub const FALSE: u16 = 1 << 3;
/// Other atoms.
pub const ATOM: u16 = 1 << 4;
/// `[]`
pub const NIL: u16 = 1 << 5;
/// Cons cells.
pub const CONS: u16 = 1 << 6;
/// Tuples.
pub const TUPLE: u16 = 1 << 7;
/// Funs.
pub const FUN: u16 = 1 << 8;
/// Maps.
pub const MAP: u16 = 1 << 9;
/// Bit strings.
pub const BITS: u16 = 1 << 10;
/// Other terms.
pub const OTHER: u16 = 1 << 11;
/// "No value" of an operation that failed.
pub const NON_VALUE: u16 = 1 << 12;
/// "No match" of a BIF that matches.
pub const MATCH_FAIL: u16 = 1 << 13;

/// Numbers.
pub const NUMBER: u16 = INTEGER | FLOAT;
/// Booleans.
pub const BOOLEAN: u16 = TRUE | FALSE;
/// All terms.
pub const TERM: u16 = NON_VALUE - 1;

/// What is known of a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Known {
    /// Kinds it may be of.
    pub kinds: u16,
    /// Bounds of its integers; `low > high` where it is none.
    pub low: i64,
    /// See `low`.
    pub high: i64,
    /// Number of elements, if it is a tuple and all such have the same.
    pub arity: Option<u32>,
}

impl Known {
    /// Of these kinds.
    pub const fn of(kinds: u16) -> Known {
        let (low, high) = match kinds & INTEGER {
            0 => (i64::MAX, i64::MIN),
            _ => (i64::MIN, i64::MAX),
        };
        Known { kinds, low, high, arity: None }
    }

    /// Any term.
    pub const ANY: Known = Known::of(TERM);
    /// No term: what is not reached.
    pub const NONE: Known = Known::of(0);

    /// An integer between bounds.
    pub fn integer(low: i64, high: i64) -> Known {
        Known { low, high, ..Known::of(INTEGER) }
    }

    /// A tuple of this size.
    pub fn tuple(arity: usize) -> Known {
        Known { arity: Some(arity as u32), ..Known::of(TUPLE) }
    }

    /// An atom.
    pub fn atom(name: Symbol) -> Known {
        Known::of(match name.as_str() {
            "true" => TRUE,
            "false" => FALSE,
            _ => ATOM,
        })
    }

    /// A constant of a switch.
    pub fn constant(constant: Constant) -> Known {
        match constant {
            Constant::Small(value) => Known::integer(value, value),
            Constant::Atom(name) => Known::atom(name),
            Constant::Nil => Known::of(NIL),
        }
    }

    /// A constant.
    pub fn literal(literal: &Literal) -> Known {
        match literal {
            Literal::Atom(name) => Known::atom(*name),
            Literal::Integer(value) => match value.to_i64() {
                Some(value) => Known::integer(value, value),
                None if value.is_negative() => Known::integer(i64::MIN, SMALL_MIN - 1),
                None => Known::integer(SMALL_MAX + 1, i64::MAX),
            },
            Literal::Float(_) => Known::of(FLOAT),
            Literal::Nil => Known::of(NIL),
            Literal::String(text) if text.is_empty() => Known::of(NIL),
            Literal::String(_) | Literal::Cons(_) => Known::of(CONS),
            Literal::Tuple(elements) => Known::tuple(elements.len()),
            Literal::Map(_) => Known::of(MAP),
            Literal::Binary(..) => Known::of(BITS),
            Literal::Fun(..) => Known::of(FUN),
        }
    }

    /// Whether it is not reached.
    pub fn is_none(self) -> bool {
        self.kinds == 0
    }

    /// Whether it is sure to be a small integer.
    pub fn is_small(self) -> bool {
        self.kinds == INTEGER && self.low >= SMALL_MIN && self.high <= SMALL_MAX
    }

    /// Whether it is sure to be a float.
    pub fn is_float(self) -> bool {
        self.kinds == FLOAT
    }

    /// Whether equal terms of this kind are the same word.
    pub fn is_word(self) -> bool {
        self.is_small() || self.kinds & !(BOOLEAN | ATOM | NIL) == 0
    }

    /// Its value, if it is an integer and there is only one.
    pub fn value(self) -> Option<i64> {
        (self.is_small() && self.low == self.high).then_some(self.low)
    }

    /// One or the other.
    pub fn or(self, other: Known) -> Known {
        let arity = match (self.kinds & TUPLE, other.kinds & TUPLE) {
            (0, _) => other.arity,
            (_, 0) => self.arity,
            _ => self.arity.filter(|arity| other.arity == Some(*arity)),
        };
        Known {
            kinds: self.kinds | other.kinds,
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            arity,
        }
    }

    /// As [`Known::or`], but bounds that move go all the way, or to 0.
    pub fn widened_by(self, other: Known) -> Known {
        let mut joined = self.or(other);
        if self.kinds & INTEGER != 0 {
            if joined.low < self.low {
                joined.low = if joined.low >= 0 { 0 } else { i64::MIN };
            }
            if joined.high > self.high {
                joined.high = if joined.high <= 0 { 0 } else { i64::MAX };
            }
        }
        joined
    }

    /// Both at once.
    pub fn and(self, other: Known) -> Known {
        let arity = match (self.arity, other.arity) {
            (Some(a), Some(b)) if a != b => return self.and_kinds(!TUPLE).and(other),
            (a, b) => a.or(b),
        };
        let low = self.low.max(other.low);
        let high = self.high.min(other.high);
        Known { kinds: self.kinds & other.kinds, low, high, arity }.normal()
    }

    /// Only of these kinds.
    pub fn and_kinds(self, kinds: u16) -> Known {
        Known { kinds: self.kinds & kinds, ..self }.normal()
    }

    /// Its integers are between bounds.
    pub fn and_range(self, low: i64, high: i64) -> Known {
        Known { low: self.low.max(low), high: self.high.min(high), ..self }.normal()
    }

    /// Not equal to `other`, as far as that can be told.
    pub fn except(self, other: Known) -> Known {
        if let Some(value) = other.value() {
            let mut left = self;
            if left.low == value {
                left.low += 1;
            }
            if left.high == value {
                left.high -= 1;
            }
            return left.normal();
        }
        match other.kinds {
            TRUE | FALSE | NIL => self.and_kinds(!other.kinds),
            _ => self,
        }
    }

    fn normal(mut self) -> Known {
        if self.low > self.high {
            self.kinds &= !INTEGER;
        }
        if self.kinds & INTEGER == 0 {
            (self.low, self.high) = (i64::MAX, i64::MIN);
        }
        if self.kinds & TUPLE == 0 {
            self.arity = None;
        }
        self
    }

    /// What is known where a test gives `outcome`.
    pub fn tested(self, test: Test, outcome: bool) -> Known {
        let (kinds, exact) = kinds_of(test);
        match (test, outcome) {
            (Test::IsSmall, true) => self.and_kinds(INTEGER).and_range(SMALL_MIN, SMALL_MAX),
            (Test::IsTupleOf(arity), true) => self.and(Known::tuple(arity as usize)),
            (Test::IsTupleOf(arity), false) if self.arity == Some(arity) => self.and_kinds(!TUPLE),
            (Test::IsSmall, false) if self.is_small() => Known::NONE,
            (_, true) => self.and_kinds(kinds),
            (_, false) if exact => self.and_kinds(!kinds),
            _ => self,
        }
    }
}

/// Kinds that a test finds, and whether it finds all terms of these kinds.
fn kinds_of(test: Test) -> (u16, bool) {
    match test {
        Test::IsNonValue => (NON_VALUE, true),
        Test::IsMatchFail => (MATCH_FAIL, true),
        Test::IsSmall => (INTEGER, false),
        Test::IsInteger => (INTEGER, true),
        Test::IsFloat => (FLOAT, true),
        Test::IsNumber => (NUMBER, true),
        Test::IsAtom => (BOOLEAN | ATOM, true),
        Test::IsBoolean => (BOOLEAN, true),
        Test::IsCons => (CONS, true),
        Test::IsNil => (NIL, true),
        Test::IsList => (CONS | NIL, true),
        Test::IsTuple => (TUPLE, true),
        Test::IsTupleOf(_) => (TUPLE, false),
        Test::IsBinary => (BITS, false),
        Test::IsBitstring => (BITS, true),
        Test::IsMap => (MAP, true),
        Test::IsFun => (FUN, true),
        Test::IsFunOf(_) => (FUN, false),
        Test::IsPid | Test::IsReference | Test::IsPort => (OTHER, false),
    }
}
