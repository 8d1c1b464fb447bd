//! Terms: Erlang data, one 64-bit word each. The layout is `lfec_abi::term`'s.
//!
//! Invariant: a [`Term`] that the code outside `term` and `heap` holds is whole: its word is an
//! immediate or points at an object that is filled in and alive. It stays alive until the process it
//! belongs to is collected; as BIFs never collect, a BIF may hold terms as it likes. Everything that
//! makes a term out of a raw word is therefore private to `term` and `heap`, or unsafe.

pub mod atom;
pub mod binary;
mod bits;
pub mod boxed;
pub mod external;
pub mod float_text;
pub mod hash;
pub mod integer;
pub mod list;
pub mod map;
pub mod old_hash;
pub mod order;
#[cfg(test)]
mod order_tests;
pub mod portable_hash;
pub mod print;
#[cfg(test)]
pub(crate) mod sample;

use std::ptr;

use lfec_abi::term as layout;
pub use lfec_abi::term::Kind;

pub use atom::Atom;
pub use binary::Bits;
pub use boxed::{Big, Cons, Fun, Reference, Tuple, View};
pub use list::List;

/// A term. `==` compares words: it is identity, not Erlang's equality (see [`order`]).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Term(u64);

/// The cell of a float that has no self-tagged form and lives outside all heaps.
#[repr(C, align(8))]
struct FloatCell([u64; 2]);

static ZERO: FloatCell = FloatCell([layout::header(Kind::Float, 1), 0]);
static NEGATIVE_ZERO: FloatCell = FloatCell([layout::header(Kind::Float, 1), 1 << 63]);

impl Term {
    /// `[]`
    pub const NIL: Term = Term(layout::NIL);
    /// What a BIF that raised returns. Never inside another term.
    pub const NON_VALUE: Term = Term(layout::NON_VALUE);
    /// `true`
    pub const TRUE: Term = Term(lfec_abi::atoms::TRUE);
    /// `false`
    pub const FALSE: Term = Term(lfec_abi::atoms::FALSE);
    /// `undefined`
    pub const UNDEFINED: Term = Term(lfec_abi::atoms::UNDEFINED);
    /// `ok`
    pub const OK: Term = Term(lfec_abi::atoms::OK);
    /// `error`
    pub const ERROR: Term = Term(lfec_abi::atoms::ERROR);

    /// The term with this word.
    ///
    /// # Safety
    /// The word is a term's: an immediate, or it points at a whole living object.
    pub const unsafe fn from_word(word: u64) -> Term {
        Term(word)
    }

    /// The term with this word, for `term` and `heap` only, where words are read from memory.
    pub(crate) const fn raw(word: u64) -> Term {
        Term(word)
    }

    /// The well-known atom, nil or other immediate with this word, as `lfec_abi::atoms` gives it.
    pub const fn immediate(word: u64) -> Term {
        assert!(word & layout::TAG_MASK == layout::TAG_IMMEDIATE);
        Term(word)
    }

    /// The word, for generated code's registers.
    pub const fn word(self) -> u64 {
        self.0
    }

    /// Low bits that say what the term is.
    pub(crate) const fn tag(self) -> u64 {
        self.0 & layout::TAG_MASK
    }

    /// The object that a cons, boxed term or fun points at.
    pub(crate) fn pointer(self) -> *mut u64 {
        ptr::with_exposed_provenance_mut((self.0 & !layout::TAG_MASK) as usize)
    }

    /// Term for the object at `pointer`.
    pub(crate) fn from_pointer(pointer: *const u64, tag: u64) -> Term {
        Term(pointer.expose_provenance() as u64 | tag)
    }

    /// Whether the term is a word with nothing behind it. True for self-tagged floats.
    pub const fn is_immediate(self) -> bool {
        !matches!(self.tag(), layout::TAG_CONS | layout::TAG_BOXED | layout::TAG_FUN)
    }

    /// Whether the term is [`Term::NON_VALUE`].
    pub const fn is_non_value(self) -> bool {
        self.0 == layout::NON_VALUE
    }

    /// The atom `true` or `false`.
    pub const fn boolean(value: bool) -> Term {
        if value { Term::TRUE } else { Term::FALSE }
    }

    /// The truth value of `true` and `false`.
    pub const fn as_boolean(self) -> Option<bool> {
        match self {
            Term::TRUE => Some(true),
            Term::FALSE => Some(false),
            _ => None,
        }
    }

    /// A small integer, if `value` is in range.
    pub const fn try_small(value: i64) -> Option<Term> {
        if value >= layout::SMALL_MIN && value <= layout::SMALL_MAX {
            Some(Term(layout::small(value)))
        } else {
            None
        }
    }

    /// A small integer. Panics if out of range: for counts, sizes and other values that cannot be.
    pub const fn small(value: i64) -> Term {
        match Term::try_small(value) {
            Some(term) => term,
            None => panic!("not a small integer"),
        }
    }

    /// Whether the term is a small integer.
    pub const fn is_small(self) -> bool {
        self.tag() == layout::TAG_SMALL
    }

    /// The value of a small integer.
    pub const fn as_small(self) -> Option<i64> {
        if self.is_small() { Some(self.0 as i64 >> layout::TAG_BITS) } else { None }
    }

    /// The value of a small integer that is not negative.
    pub const fn as_usize(self) -> Option<usize> {
        match self.as_small() {
            Some(value) if value >= 0 => Some(value as usize),
            _ => None,
        }
    }

    /// The float, if it is one of those that need no memory.
    pub fn try_float(value: f64) -> Option<Term> {
        let word = value.to_bits().rotate_left(layout::FLOAT_ROTATE);
        match word & layout::TAG_MASK {
            layout::TAG_FLOAT_LOW | layout::TAG_FLOAT_HIGH => Some(Term(word)),
            _ if value == 0.0 => {
                let cell = if value.is_sign_negative() { &NEGATIVE_ZERO } else { &ZERO };
                Some(Term::from_pointer(cell.0.as_ptr(), layout::TAG_BOXED))
            }
            _ => None,
        }
    }

    /// The value of a float.
    pub fn as_float(self) -> Option<f64> {
        match self.tag() {
            layout::TAG_FLOAT_LOW | layout::TAG_FLOAT_HIGH => {
                Some(f64::from_bits(self.0.rotate_right(layout::FLOAT_ROTATE)))
            }
            layout::TAG_BOXED if self.kind() == Kind::Float => {
                // SAFETY: a float's header is followed by its bits.
                Some(f64::from_bits(unsafe { *self.pointer().add(1) }))
            }
            _ => None,
        }
    }

    /// A local process identifier.
    pub const fn pid(value: u64) -> Term {
        Term(value << layout::IMMEDIATE_BITS | layout::IMMEDIATE_PID)
    }

    /// The value of a local process identifier.
    pub const fn as_pid(self) -> Option<u64> {
        self.immediate_value(layout::IMMEDIATE_PID)
    }

    /// A local port identifier.
    pub const fn port(value: u64) -> Term {
        Term(value << layout::IMMEDIATE_BITS | layout::IMMEDIATE_PORT)
    }

    /// The value of a local port identifier.
    pub const fn as_port(self) -> Option<u64> {
        self.immediate_value(layout::IMMEDIATE_PORT)
    }

    /// Whether the term is an atom.
    pub const fn is_atom(self) -> bool {
        self.0 & 0xFF == layout::IMMEDIATE_ATOM
    }

    /// The atom.
    pub const fn as_atom(self) -> Option<Atom> {
        match self.immediate_value(layout::IMMEDIATE_ATOM) {
            Some(index) => Some(Atom::from_index(index as u32)),
            None => None,
        }
    }

    const fn immediate_value(self, kind: u64) -> Option<u64> {
        if self.0 & 0xFF == kind { Some(self.0 >> layout::IMMEDIATE_BITS) } else { None }
    }
}
