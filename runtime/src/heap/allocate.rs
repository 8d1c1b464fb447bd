//! Making terms: one trait for all places where terms can be made.
//!
//! Implemented by [`Machine`] (the running process's heap: what BIFs use), [`Heap`] (a process that
//! does not run) and [`Builder`](super::Builder) (a term on its own). Nothing here collects.

use std::any::Any;
use std::ptr;
use std::sync::Arc;

use lfec_abi::machine::{KEPT_ROOM, Machine};
use lfec_abi::term as layout;

use super::{Heap, Registers, magic};
use crate::code::closures::Closure;
use crate::term::binary::{HEAP_BINARY_LIMIT, SHARED_WORDS, SharedBytes};
use crate::term::{Bits, Kind, Term};

/// A place where terms can be made.
pub trait Allocate {
    /// `words` words, which the caller fills before it does anything else.
    fn allocate(&mut self, words: usize) -> *mut u64;

    /// Takes charge of what `object` refers to, of about `bytes` bytes.
    ///
    /// # Safety
    /// `object` was just allocated here, is a shared binary or magic reference, and filled.
    unsafe fn link_off_heap(&mut self, object: *mut u64, bytes: usize);

    /// `[head | tail]`
    fn cons(&mut self, head: Term, tail: Term) -> Term {
        let cell = self.allocate(2);
        // SAFETY: two words were allocated.
        unsafe {
            *cell = head.word();
            *cell.add(1) = tail.word();
        }
        Term::from_pointer(cell, layout::TAG_CONS)
    }

    /// A list of `elements`.
    fn list(&mut self, elements: &[Term]) -> Term {
        self.list_with_tail(elements, Term::NIL)
    }

    /// A list of `elements` before `tail`.
    fn list_with_tail(&mut self, elements: &[Term], tail: Term) -> Term {
        if elements.is_empty() {
            return tail;
        }
        let cells = self.allocate(elements.len() * 2);
        for (index, element) in elements.iter().enumerate() {
            // SAFETY: two words were allocated for each element; the last cell's tail is written
            // below.
            unsafe {
                let cell = cells.add(index * 2);
                *cell = element.word();
                *cell.add(1) = Term::from_pointer(cell.add(2), layout::TAG_CONS).word();
            }
        }
        // SAFETY: as above.
        unsafe { *cells.add(elements.len() * 2 - 1) = tail.word() };
        Term::from_pointer(cells, layout::TAG_CONS)
    }

    /// The list of a text's characters.
    fn string(&mut self, text: &str) -> Term {
        let characters: Vec<Term> =
            text.chars().map(|character| Term::small(i64::from(u32::from(character)))).collect();
        self.list(&characters)
    }

    /// A tuple.
    fn tuple(&mut self, elements: &[Term]) -> Term {
        self.boxed_terms(Kind::Tuple, elements)
    }

    /// An object of terms only.
    fn boxed_terms(&mut self, kind: Kind, words: &[Term]) -> Term {
        let object = self.allocate(words.len() + 1);
        // SAFETY: as many words were allocated; `Term` is a transparent word.
        unsafe {
            *object = layout::header(kind, words.len() as u64);
            ptr::copy_nonoverlapping(words.as_ptr().cast::<u64>(), object.add(1), words.len());
        }
        Term::from_pointer(object, layout::TAG_BOXED)
    }

    /// An object of terms only, given in parts.
    fn boxed_parts(&mut self, kind: Kind, parts: &[&[Term]]) -> Term {
        let count: usize = parts.iter().map(|part| part.len()).sum();
        let object = self.allocate(count + 1);
        // SAFETY: as many words as all parts have were allocated, and one; `Term` is a transparent
        // word.
        unsafe {
            *object = layout::header(kind, count as u64);
            let mut to = object.add(1);
            for part in parts {
                ptr::copy_nonoverlapping(part.as_ptr().cast::<u64>(), to, part.len());
                to = to.add(part.len());
            }
        }
        Term::from_pointer(object, layout::TAG_BOXED)
    }

    /// An object of words that its kind gives their meaning.
    fn boxed_words(&mut self, kind: Kind, words: &[u64]) -> Term {
        let object = self.allocate(words.len() + 1);
        // SAFETY: as many words were allocated.
        unsafe {
            *object = layout::header(kind, words.len() as u64);
            ptr::copy_nonoverlapping(words.as_ptr(), object.add(1), words.len());
        }
        Term::from_pointer(object, layout::TAG_BOXED)
    }

    /// A float, boxed where it has to be.
    fn float(&mut self, value: f64) -> Term {
        match Term::try_float(value) {
            Some(term) => term,
            None => self.boxed_words(Kind::Float, &[value.to_bits()]),
        }
    }

    /// An integer.
    fn integer(&mut self, value: i64) -> Term {
        match Term::try_small(value) {
            Some(term) => term,
            None if value < 0 => self.boxed_words(Kind::BigNegative, &[value.unsigned_abs()]),
            None => self.boxed_words(Kind::BigPositive, &[value as u64]),
        }
    }

    /// An integer.
    fn unsigned(&mut self, value: u64) -> Term {
        match i64::try_from(value) {
            Ok(value) => self.integer(value),
            Err(_) => self.boxed_words(Kind::BigPositive, &[value]),
        }
    }

    /// An integer of sign and magnitude, least significant digit first.
    fn integer_of_digits(&mut self, negative: bool, digits: &[u64]) -> Term {
        let count = digits.iter().rposition(|&digit| digit != 0).map_or(0, |last| last + 1);
        let kind = if negative { Kind::BigNegative } else { Kind::BigPositive };
        match &digits[..count] {
            [] => Term::small(0),
            [digit] if !negative && *digit <= layout::SMALL_MAX as u64 => {
                Term::small(*digit as i64)
            }
            [digit] if negative && *digit <= layout::SMALL_MIN.unsigned_abs() => {
                Term::small((*digit as i64).wrapping_neg())
            }
            digits => self.boxed_words(kind, digits),
        }
    }

    /// A `fun module:name/arity`; `code` is that of the stub for its arity.
    fn export_fun(&mut self, code: u64, arity: usize, module: Term, name: Term) -> Term {
        let object = self.allocate(5);
        // SAFETY: five words were allocated.
        unsafe {
            *object = layout::header(Kind::ExportFun, 4);
            *object.add(1) = code;
            *object.add(2) = Term::small(arity as i64).word();
            *object.add(3) = module.word();
            *object.add(4) = name.word();
        }
        Term::from_pointer(object, layout::TAG_FUN)
    }

    /// A closure with its free variables.
    fn closure(&mut self, closure: Closure, free: &[Term]) -> Term {
        let object = self.allocate(4 + free.len());
        // SAFETY: four words and one for each variable were allocated; `Term` is a transparent word.
        unsafe {
            *object = layout::header(Kind::Fun, 3 + free.len() as u64);
            *object.add(1) = closure.code;
            *object.add(2) = Term::small(i64::from(closure.info.location.arity)).word();
            *object.add(3) = ptr::from_ref(closure.info).expose_provenance() as u64;
            ptr::copy_nonoverlapping(free.as_ptr().cast::<u64>(), object.add(4), free.len());
        }
        Term::from_pointer(object, layout::TAG_FUN)
    }

    /// A reference, unique by its two words.
    fn reference(&mut self, words: [u64; 2]) -> Term {
        self.boxed_words(Kind::Reference, &words)
    }

    /// A reference that owns `resource`.
    fn magic_reference(&mut self, words: [u64; 2], resource: Arc<dyn Any + Send + Sync>) -> Term {
        let word = magic::into_word(resource);
        let term = self.boxed_words(Kind::MagicReference, &[words[0], words[1], word, 0]);
        // SAFETY: just made.
        unsafe { self.link_off_heap(term.pointer(), 0) };
        term
    }

    /// A binary of these bytes, which may be on the same heap.
    fn binary(&mut self, bytes: &[u8]) -> Term {
        if bytes.len() > HEAP_BINARY_LIMIT {
            return self.shared_binary(SharedBytes::copy_of(bytes), 0, bytes.len() * 8);
        }
        self.heap_binary(bytes, bytes.len() * 8)
    }

    /// A bitstring of the first `bits` bits of `bytes`. Unused bits of the last byte are 0.
    fn bitstring(&mut self, bytes: &[u8], bits: usize) -> Term {
        let bytes = &bytes[..bits.div_ceil(8)];
        if bytes.len() > HEAP_BINARY_LIMIT {
            return self.shared_binary(SharedBytes::copy_of(bytes), 0, bits);
        }
        self.heap_binary(bytes, bits)
    }

    /// A binary on the heap, of any size.
    fn heap_binary(&mut self, bytes: &[u8], bits: usize) -> Term {
        let words = bytes.len().div_ceil(8);
        let object = self.allocate(words + 2);
        // SAFETY: header, size and as many words as the bytes need were allocated; the last word is
        // cleared before the bytes are put there.
        unsafe {
            *object = layout::header(Kind::HeapBinary, words as u64 + 1);
            *object.add(1) = bits as u64;
            if words > 0 {
                *object.add(words + 1) = 0;
            }
            ptr::copy_nonoverlapping(bytes.as_ptr(), object.add(2).cast::<u8>(), bytes.len());
        }
        Term::from_pointer(object, layout::TAG_BOXED)
    }

    /// A binary of `bits` bits from bit `offset` of shared bytes on.
    fn shared_binary(&mut self, bytes: SharedBytes, offset: usize, bits: usize) -> Term {
        let counted = bytes.capacity();
        self.shared_binary_part(bytes, offset, bits, counted)
    }

    /// The same, of bytes of which only `counted` are new to this heap.
    fn shared_binary_part(
        &mut self,
        bytes: SharedBytes,
        offset: usize,
        bits: usize,
        counted: usize,
    ) -> Term {
        let words: [u64; SHARED_WORDS as usize] =
            [bytes.into_word(), offset as u64, bits as u64, 0, 0];
        let term = self.boxed_words(Kind::SharedBinary, &words);
        // SAFETY: just made.
        unsafe { self.link_off_heap(term.pointer(), counted) };
        term
    }

    /// The part of binary `whole` of `len` bits from bit `start` of it on; small ones are copied.
    fn part(&mut self, whole: Term, start: usize, len: usize) -> Term {
        let Some(bits) = whole.as_bits() else { return Term::NON_VALUE };
        let part = bits.slice(start, len);
        if part.byte_len() <= COPIED_PART_BYTES {
            let mut bytes = [0; COPIED_PART_BYTES];
            let count = part.byte_len();
            for (index, byte) in bytes[..count].iter_mut().enumerate() {
                *byte = part.byte(index);
            }
            return self.heap_binary(&bytes[..count], len);
        }
        let owner = whole.binary_owner();
        let base = owner.as_bits().map_or(0, Bits::offset);
        let offset = (part.offset() - base) as u64;
        self.boxed_words(Kind::SubBinary, &[owner.word(), offset << 3, (len as u64) << 3])
    }
}

/// A part of at most this size takes no more words as a binary of its own.
const COPIED_PART_BYTES: usize = 16;

impl Term {
    /// The heap or shared binary that a sub-binary or match context is of, or the term itself.
    pub(crate) fn binary_owner(self) -> Term {
        match self.kind() {
            // SAFETY: the owner is the first word after the header.
            Kind::SubBinary | Kind::MatchContext => Term::raw(unsafe { *self.pointer().add(1) }),
            _ => self,
        }
    }
}

impl Allocate for Machine {
    #[inline]
    fn allocate(&mut self, words: usize) -> *mut u64 {
        let bytes = words as u64 * 8;
        if self.sp - self.hp >= bytes + 8 * KEPT_ROOM {
            let start = ptr::with_exposed_provenance_mut(self.hp as usize);
            self.hp += bytes;
            return start;
        }
        self.collect_soon();
        self.heap().allocate_fragment(words)
    }

    unsafe fn link_off_heap(&mut self, object: *mut u64, bytes: usize) {
        // SAFETY: the caller's promise.
        if unsafe { self.heap().link_off_heap_counted(object, bytes) } {
            self.collect_soon();
        }
    }
}

impl Allocate for Heap {
    fn allocate(&mut self, words: usize) -> *mut u64 {
        self.allocate_suspended(words)
    }

    unsafe fn link_off_heap(&mut self, object: *mut u64, bytes: usize) {
        // SAFETY: the caller's promise.
        unsafe { self.link_off_heap_counted(object, bytes) };
    }
}
