//! Views of terms that point at memory: cons cells, tuples, bignums, references, funs.
//!
//! A view is as long-lived as its term (see the head of [`crate::term`]) and never writes.

use std::any::Any;
use std::sync::Arc;

use lfec_abi::program::{FunInfo, Location};
use lfec_abi::term as layout;

use super::{Atom, Bits, Kind, Term};
use crate::heap::magic;

/// What a term is, with its contents.
#[derive(Clone, Copy)]
pub enum View {
    /// Small integer.
    Small(i64),
    /// Bignum.
    Big(Big),
    /// Float.
    Float(f64),
    /// Atom.
    Atom(Atom),
    /// Reference, local.
    Reference(Reference),
    /// Reference of another node.
    ExternalReference(External),
    /// Fun, closure or `fun m:f/n`.
    Fun(Fun),
    /// Local port.
    Port(u64),
    /// Local process.
    Pid(u64),
    /// Process of another node.
    ExternalPid(External),
    /// Tuple.
    Tuple(Tuple),
    /// Map.
    Map(Term),
    /// The empty list.
    Nil,
    /// Non-empty list.
    Cons(Cons),
    /// Binary or bitstring; a match context counts as the binary being matched.
    Bits(Bits),
}

impl Term {
    /// What the term is. Not for [`Term::NON_VALUE`].
    pub fn view(self) -> View {
        match self.tag() {
            layout::TAG_SMALL => View::Small(self.word() as i64 >> layout::TAG_BITS),
            layout::TAG_CONS => View::Cons(Cons(self.pointer())),
            layout::TAG_FUN => View::Fun(Fun(self)),
            layout::TAG_BOXED => self.view_boxed(),
            layout::TAG_IMMEDIATE => self.view_immediate(),
            _ => View::Float(self.as_float().unwrap_or_default()),
        }
    }

    fn view_immediate(self) -> View {
        let value = self.word() >> layout::IMMEDIATE_BITS;
        match self.word() & 0xFF {
            layout::IMMEDIATE_ATOM => View::Atom(Atom::from_index(value as u32)),
            layout::IMMEDIATE_PID => View::Pid(value),
            layout::IMMEDIATE_PORT => View::Port(value),
            _ => View::Nil,
        }
    }

    fn view_boxed(self) -> View {
        let pointer = self.pointer();
        match self.kind() {
            Kind::Tuple => View::Tuple(Tuple(pointer)),
            Kind::Float => View::Float(self.as_float().unwrap_or_default()),
            Kind::BigPositive | Kind::BigNegative => View::Big(Big(pointer)),
            Kind::Reference | Kind::MagicReference => View::Reference(Reference(pointer)),
            Kind::ExternalPid => View::ExternalPid(External(pointer)),
            Kind::ExternalReference => View::ExternalReference(External(pointer)),
            Kind::FlatMap | Kind::HashMap => View::Map(self),
            _ => View::Bits(Bits::of_boxed(self)),
        }
    }

    /// Header of a boxed term or fun.
    pub(crate) fn header(self) -> u64 {
        // SAFETY: a boxed term or fun points at a living object, which starts with its header.
        unsafe { *self.pointer() }
    }

    /// Kind of a boxed term or fun.
    pub(crate) fn kind(self) -> Kind {
        kind_of(self.header())
    }

    /// Whether the term is boxed and of this kind.
    pub(crate) fn is_boxed_kind(self, kind: Kind) -> bool {
        self.tag() == layout::TAG_BOXED && self.kind() == kind
    }

    /// Whether the term is a cons cell.
    pub const fn is_cons(self) -> bool {
        self.tag() == layout::TAG_CONS
    }

    /// Whether the term is the empty list.
    pub const fn is_nil(self) -> bool {
        self.word() == layout::NIL
    }

    /// The cons cell.
    pub fn as_cons(self) -> Option<Cons> {
        if self.is_cons() { Some(Cons(self.pointer())) } else { None }
    }

    /// The tuple.
    pub fn as_tuple(self) -> Option<Tuple> {
        if self.is_boxed_kind(Kind::Tuple) { Some(Tuple(self.pointer())) } else { None }
    }

    /// The fun.
    pub fn as_fun(self) -> Option<Fun> {
        if self.tag() == layout::TAG_FUN { Some(Fun(self)) } else { None }
    }

    /// The local reference.
    pub fn as_reference(self) -> Option<Reference> {
        match self.view() {
            View::Reference(reference) => Some(reference),
            _ => None,
        }
    }

    /// The binary, bitstring or binary being matched.
    pub fn as_bits(self) -> Option<Bits> {
        if self.tag() != layout::TAG_BOXED {
            return None;
        }
        match self.kind() {
            Kind::HeapBinary | Kind::SharedBinary | Kind::SubBinary | Kind::MatchContext => {
                Some(Bits::of_boxed(self))
            }
            _ => None,
        }
    }

    /// Whether the term is a map.
    pub fn is_map(self) -> bool {
        self.tag() == layout::TAG_BOXED && matches!(self.kind(), Kind::FlatMap | Kind::HashMap)
    }

    /// Whether the term is an integer.
    pub fn is_integer(self) -> bool {
        self.is_small() || self.as_big().is_some()
    }

    /// Whether the term is a float.
    pub fn is_float(self) -> bool {
        self.as_float().is_some()
    }

    /// The bignum.
    pub fn as_big(self) -> Option<Big> {
        if self.tag() != layout::TAG_BOXED {
            return None;
        }
        match self.kind() {
            Kind::BigPositive | Kind::BigNegative => Some(Big(self.pointer())),
            _ => None,
        }
    }
}

/// The kind in a header word.
pub(crate) fn kind_of(header: u64) -> Kind {
    const KINDS: [Kind; 18] = [
        Kind::Tuple,
        Kind::Float,
        Kind::BigPositive,
        Kind::BigNegative,
        Kind::HeapBinary,
        Kind::SharedBinary,
        Kind::SubBinary,
        Kind::MatchContext,
        Kind::Reference,
        Kind::ExternalPid,
        Kind::ExternalReference,
        Kind::FlatMap,
        Kind::HashMap,
        Kind::HashNode,
        Kind::Fun,
        Kind::ExportFun,
        Kind::MagicReference,
        Kind::Filler,
    ];
    KINDS[(header >> layout::HEADER_KIND_SHIFT & 31) as usize]
}

/// How many words follow this header.
pub(crate) const fn words_of(header: u64) -> usize {
    (header >> layout::HEADER_SIZE_SHIFT) as usize
}

/// A cons cell.
#[derive(Clone, Copy)]
pub struct Cons(*mut u64);

impl Cons {
    /// First element.
    pub fn head(self) -> Term {
        // SAFETY: a cons cell has two words.
        Term::raw(unsafe { *self.0 })
    }

    /// The rest.
    pub fn tail(self) -> Term {
        // SAFETY: a cons cell has two words.
        Term::raw(unsafe { *self.0.add(1) })
    }
}

/// A tuple.
#[derive(Clone, Copy)]
pub struct Tuple(*mut u64);

impl Tuple {
    /// Number of elements.
    #[expect(clippy::len_without_is_empty, reason = "a size, not a container")]
    pub fn len(self) -> usize {
        // SAFETY: the view is of a living tuple.
        words_of(unsafe { *self.0 })
    }

    /// Element `index`, from 0.
    pub fn get(self, index: usize) -> Option<Term> {
        self.elements().get(index).copied()
    }

    /// All elements.
    pub fn elements<'a>(self) -> &'a [Term] {
        // SAFETY: `len` terms follow the header; `Term` is a transparent word. Tuples do not change.
        unsafe { std::slice::from_raw_parts(self.0.add(1).cast::<Term>(), self.len()) }
    }
}

/// A bignum: sign and magnitude.
#[derive(Clone, Copy)]
pub struct Big(*mut u64);

impl Big {
    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        // SAFETY: the view is of a living bignum.
        kind_of(unsafe { *self.0 }) == Kind::BigNegative
    }

    /// Magnitude, least significant digit first; the last is not 0.
    pub fn digits<'a>(self) -> &'a [u64] {
        // SAFETY: the digits follow the header, as many as it says; bignums do not change.
        unsafe { std::slice::from_raw_parts(self.0.add(1), words_of(*self.0)) }
    }
}

/// A local reference.
#[derive(Clone, Copy)]
pub struct Reference(*mut u64);

impl Reference {
    /// The two words that make it unique.
    pub fn words(self) -> [u64; 2] {
        // SAFETY: references of both kinds start with their two words.
        unsafe { [*self.0.add(1), *self.0.add(2)] }
    }

    /// What a magic reference owns, if it is of this type.
    pub fn resource<T: Any + Send + Sync>(self) -> Option<Arc<T>> {
        // SAFETY: the view is of a living reference; a magic one's third word is its resource's.
        let resource = unsafe {
            if kind_of(*self.0) != Kind::MagicReference {
                return None;
            }
            magic::borrow(*self.0.add(3))
        };
        resource.clone().downcast::<T>().ok()
    }
}

/// A pid or reference of another node.
#[derive(Clone, Copy)]
pub struct External(*mut u64);

impl External {
    /// The node's name.
    pub fn node(self) -> Term {
        // SAFETY: the node is the first word after the header.
        Term::raw(unsafe { *self.0.add(1) })
    }

    /// The raw words after the node: for a pid number, serial and creation.
    pub fn words<'a>(self) -> &'a [u64] {
        // SAFETY: header and node are followed by what the header counts, less the node.
        unsafe { std::slice::from_raw_parts(self.0.add(2), words_of(*self.0) - 1) }
    }
}

/// A fun.
#[derive(Clone, Copy)]
pub struct Fun(Term);

impl Fun {
    fn word(self, index: usize) -> u64 {
        // SAFETY: a fun has at least three words after its header, more if its header says so; the
        // callers below stay within them.
        unsafe { *self.0.pointer().add(index) }
    }

    /// Address of its code.
    pub fn code(self) -> u64 {
        self.word(1)
    }

    /// Number of arguments.
    pub fn arity(self) -> usize {
        Term::raw(self.word(2)).as_usize().unwrap_or_default()
    }

    /// Whether it is a `fun m:f/n`.
    pub fn is_export(self) -> bool {
        self.0.kind() == Kind::ExportFun
    }

    /// Module and function of a `fun m:f/n`.
    pub fn export(self) -> Option<(Term, Term)> {
        self.is_export().then(|| (Term::raw(self.word(3)), Term::raw(self.word(4))))
    }

    /// Description of a closure.
    pub fn info<'a>(self) -> Option<&'a FunInfo> {
        if self.is_export() {
            return None;
        }
        let address = self.word(3) as usize;
        // SAFETY: a closure's third word is the address of its description, which is never freed.
        unsafe { std::ptr::with_exposed_provenance::<FunInfo>(address).as_ref() }
    }

    /// Where a closure was made.
    pub fn location(self) -> Option<Location> {
        self.info().map(|info| info.location)
    }

    /// Free variables of a closure.
    pub fn free<'a>(self) -> &'a [Term] {
        if self.is_export() {
            return &[];
        }
        let count = words_of(self.0.header()) - 3;
        // SAFETY: the free variables follow code, arity and description.
        unsafe { std::slice::from_raw_parts(self.0.pointer().add(4).cast::<Term>(), count) }
    }
}
