//! Copying terms from one heap to another.
//!
//! The source is not marked, so that what a term holds twice is copied twice, as in OTP. First the
//! size is counted, with a stack of our own; then the objects are copied breadth first into a region
//! of just that size, which serves as the queue.

use lfec_abi::term as layout;

use super::fragment::{Builder, OwnedTerm};
use super::ranges::{OwnTerms, Ranges};
use super::{Allocate, Heap, magic};
use crate::term::binary::{SHARED_WORDS, SharedBytes};
use crate::term::boxed::{kind_of, words_of};
use crate::term::{Bits, Kind, Term};

/// Which objects to copy.
enum Scope<'a> {
    /// Those in these ranges; what lies elsewhere is immortal.
    Within(&'a Ranges),
    /// Those of a process; what else it refers to is immortal.
    Own(&'a OwnTerms),
    /// All.
    All,
}

impl Scope<'_> {
    fn holds(&self, term: Term) -> bool {
        !term.is_immediate()
            && match self {
                Scope::Within(ranges) => ranges.contain(term.pointer()),
                Scope::Own(own) => own.contain(term.pointer()),
                Scope::All => true,
            }
    }
}

/// How an object is copied.
enum Form {
    Cons,
    /// An object whose words are terms, or look like immediates: so many words follow its header.
    Terms(usize),
    /// An object of raw words.
    Words(usize),
    /// A binary on the heap: part of one, or all of it.
    HeapBinary(Bits),
    /// A binary of shared bytes: part of one, or all of it.
    SharedBinary(u64, Bits),
    Magic,
}

/// How the object behind `term` is copied.
fn form(term: Term) -> Form {
    if term.is_cons() {
        return Form::Cons;
    }
    let header = term.header();
    match kind_of(header) {
        Kind::HeapBinary => Form::Words(words_of(header)),
        Kind::SharedBinary | Kind::SubBinary | Kind::MatchContext => {
            let owner = term.binary_owner();
            let bits = Bits::of_boxed(term);
            match owner.kind() {
                // SAFETY: a shared binary's first word is its bytes.
                Kind::SharedBinary => Form::SharedBinary(unsafe { *owner.pointer().add(1) }, bits),
                _ => Form::HeapBinary(bits),
            }
        }
        Kind::MagicReference => Form::Magic,
        _ if has_terms(header) => Form::Terms(words_of(header)),
        _ => Form::Words(words_of(header)),
    }
}

/// Whether the words after this header are terms or look like immediates.
pub(super) fn has_terms(header: u64) -> bool {
    const RAW: u32 = 1 << Kind::Float as u32
        | 1 << Kind::BigPositive as u32
        | 1 << Kind::BigNegative as u32
        | 1 << Kind::HeapBinary as u32
        | 1 << Kind::SharedBinary as u32
        | 1 << Kind::Reference as u32
        | 1 << Kind::ExternalPid as u32
        | 1 << Kind::ExternalReference as u32
        | 1 << Kind::MagicReference as u32
        | 1 << Kind::Filler as u32;
    RAW >> (header >> layout::HEADER_KIND_SHIFT & 31) & 1 == 0
}

/// Words that copies of `root` and all it holds take.
fn count_words(root: Term, scope: &Scope<'_>) -> usize {
    let mut counter = Counter { words: 0, pending: Vec::new() };
    counter.add(root, scope);
    while let Some(term) = counter.pending.pop() {
        counter.add(term, scope);
    }
    counter.words
}

struct Counter {
    words: usize,
    pending: Vec<Term>,
}

impl Counter {
    /// Counts an object, of a list all cells, and notes what they hold.
    fn add(&mut self, mut term: Term, scope: &Scope<'_>) {
        while let Some(cons) = term.as_cons() {
            if !scope.holds(term) {
                return;
            }
            self.words += 2;
            if !cons.head().is_immediate() {
                self.pending.push(cons.head());
            }
            term = cons.tail();
        }
        if !scope.holds(term) {
            return;
        }
        self.words += match form(term) {
            Form::Cons => 2,
            Form::Terms(count) => {
                let held = inner(term, count).iter().filter(|term| !term.is_immediate());
                self.pending.extend(held);
                1 + count
            }
            Form::Words(count) => 1 + count,
            Form::HeapBinary(bits) => 2 + bits.byte_len().div_ceil(8),
            Form::SharedBinary(..) => 1 + SHARED_WORDS as usize,
            Form::Magic => 5,
        };
    }
}

/// The words after the header of an object of terms.
fn inner<'a>(term: Term, count: usize) -> &'a [Term] {
    // SAFETY: as many words follow the header; `Term` is a transparent word.
    unsafe { std::slice::from_raw_parts(term.pointer().add(1).cast::<Term>(), count) }
}

/// Copies into a region that has just the room.
struct Copier<'a, A: Allocate> {
    target: &'a mut A,
    scope: Scope<'a>,
    top: *mut u64,
}

impl<A: Allocate> Copier<'_, A> {
    /// The object's copy; what it holds is still the source's.
    #[inline]
    fn copy_object(&mut self, term: Term) -> Term {
        let to = self.top;
        if let Some(cons) = term.as_cons() {
            // SAFETY: the region was counted to have room for the cell.
            unsafe {
                *to = cons.head().word();
                *to.add(1) = cons.tail().word();
            }
            self.top = to.wrapping_add(2);
            return Term::from_pointer(to, layout::TAG_CONS);
        }
        self.copy_boxed(term)
    }

    fn copy_boxed(&mut self, term: Term) -> Term {
        let to = self.top;
        let copied = match form(term) {
            Form::Cons => 2,
            Form::Terms(count) | Form::Words(count) => count + 1,
            Form::HeapBinary(bits) => return self.copy_heap_part(bits),
            Form::SharedBinary(word, bits) => return self.copy_shared(word, bits),
            Form::Magic => return self.copy_magic(term),
        };
        // SAFETY: the object has as many words, and the region was counted to have room for them.
        unsafe { std::ptr::copy_nonoverlapping(term.pointer(), to, copied) };
        self.top = to.wrapping_add(copied);
        Term::from_pointer(to, term.tag())
    }

    fn copy_heap_part(&mut self, bits: Bits) -> Term {
        let to = self.top;
        let words = bits.byte_len().div_ceil(8);
        // SAFETY: the region was counted to have room for header, size and these words; bytes are
        // written within the words, which are cleared first.
        unsafe {
            *to = layout::header(Kind::HeapBinary, words as u64 + 1);
            *to.add(1) = bits.bit_len() as u64;
            std::ptr::write_bytes(to.add(2), 0, words);
            for index in 0..bits.byte_len() {
                *to.add(2).cast::<u8>().add(index) = bits.byte(index);
            }
        }
        self.top = to.wrapping_add(words + 2);
        Term::from_pointer(to, layout::TAG_BOXED)
    }

    fn copy_shared(&mut self, word: u64, bits: Bits) -> Term {
        let to = self.top;
        // SAFETY: the word is that of a living shared binary; the region has room for another.
        unsafe {
            let shared = SharedBytes::clone(&SharedBytes::from_word(word));
            shared.set_escaped();
            let capacity = shared.capacity();
            *to = layout::header(Kind::SharedBinary, SHARED_WORDS);
            *to.add(1) = shared.into_word();
            *to.add(2) = bits.offset() as u64;
            *to.add(3) = bits.bit_len() as u64;
            *to.add(5) = 0;
            self.target.link_off_heap(to, capacity);
        }
        self.top = to.wrapping_add(1 + SHARED_WORDS as usize);
        Term::from_pointer(to, layout::TAG_BOXED)
    }

    fn copy_magic(&mut self, term: Term) -> Term {
        let (from, to) = (term.pointer(), self.top);
        // SAFETY: the object is a magic reference; the region has room for another.
        unsafe {
            std::ptr::copy_nonoverlapping(from, to, 5);
            *to.add(3) = magic::into_word(magic::borrow(*from.add(3)).clone());
            self.target.link_off_heap(to, 0);
        }
        self.top = to.wrapping_add(5);
        Term::from_pointer(to, layout::TAG_BOXED)
    }

    fn copy(&mut self, term: Term) -> Term {
        if self.scope.holds(term) { self.copy_object(term) } else { term }
    }

    /// Copies what the objects from `scan` on hold, until nothing is left.
    fn drain(&mut self, mut scan: *mut u64) {
        while scan < self.top {
            // SAFETY: `scan` is at a word of a copied object, or at its header.
            unsafe {
                let word = *scan;
                if word & layout::TAG_MASK == layout::TAG_HEADER {
                    scan = scan.add(1);
                    if !has_terms(word) {
                        scan = scan.add(words_of(word));
                    }
                } else {
                    *scan = self.copy(Term::raw(word)).word();
                    scan = scan.add(1);
                }
            }
        }
    }
}

/// A copy of `root` in `target`.
fn copy_into<A: Allocate>(root: Term, scope: Scope<'_>, target: &mut A) -> Term {
    let words = count_words(root, &scope);
    copy_counted(root, scope, words, target)
}

/// A copy of `root` in `target`, which takes `words` words.
fn copy_counted<A: Allocate>(root: Term, scope: Scope<'_>, words: usize, target: &mut A) -> Term {
    if words == 0 {
        return root;
    }
    let start = target.allocate(words);
    let mut copier = Copier { target, scope, top: start };
    let copy = copier.copy(root);
    copier.drain(start);
    debug_assert_eq!(copier.top, start.wrapping_add(words), "counted as copied");
    copy
}

/// A copy of `term` in `target`. All that it refers to, literals apart, is in `words`, and nothing in
/// them is counted: they are copied as they are, and what points into them is moved along.
fn copy_piece<A: Allocate>(term: Term, words: &[u64], target: &mut A) -> Term {
    let from = words.as_ptr().addr() as u64;
    let to = target.allocate(words.len());
    let (bytes, distance) = (words.len() as u64 * 8, (to.addr() as u64).wrapping_sub(from));
    let moved = |word: u64| {
        let inside = !Term::raw(word).is_immediate() && word.wrapping_sub(from) < bytes;
        if inside { word.wrapping_add(distance) } else { word }
    };
    let mut index = 0;
    while index < words.len() {
        let word = words[index];
        let is_header = word & layout::TAG_MASK == layout::TAG_HEADER;
        let raw = if is_header && !has_terms(word) { words_of(word) } else { 0 };
        // SAFETY: as many words were allocated as are copied; raw ones follow their header.
        unsafe {
            *to.add(index) = if is_header { word } else { moved(word) };
            std::ptr::copy_nonoverlapping(words.as_ptr().add(index + 1), to.add(index + 1), raw);
        }
        index += 1 + raw;
    }
    let _ = to.expose_provenance();
    Term::raw(moved(term.word()))
}

impl OwnedTerm {
    /// A copy of `term` of process heap `heap`; literals are not copied.
    pub fn copy_of(heap: &Heap, term: Term) -> OwnedTerm {
        if term.is_immediate() {
            return OwnedTerm::of_immediate(term);
        }
        Self::copy_scope(term, Scope::Own(&heap.own_terms()))
    }

    /// A copy of `term` with all that it refers to.
    pub fn copy_of_all(term: Term) -> OwnedTerm {
        Self::copy_scope(term, Scope::All)
    }

    fn copy_scope(term: Term, scope: Scope<'_>) -> OwnedTerm {
        let words = count_words(term, &scope);
        let mut builder = Builder::with_capacity(words);
        let copy = copy_counted(term, scope, words, &mut builder);
        builder.finish(copy)
    }

    /// A copy of the term in `target`; literals are not copied.
    pub fn copy_to<A: Allocate>(&self, target: &mut A) -> Term {
        if self.term.is_immediate() {
            return self.term;
        }
        if let Some(words) = self.chain.single_piece() {
            return copy_piece(self.term, words, target);
        }
        let ranges = Ranges::new([super::Block::NONE; 2], self.chain.first);
        copy_into(self.term, Scope::Within(&ranges), target)
    }
}

impl Heap {
    /// A copy of `term` of heap `source` in this heap, whose process does not run; literals are not
    /// copied.
    pub fn copy_from(&mut self, source: &Heap, term: Term) -> Term {
        if term.is_immediate() {
            return term;
        }
        copy_into(term, Scope::Own(&source.own_terms()), self)
    }
}

impl Term {
    /// A copy of the term in `target` with all that it refers to.
    pub fn copy_to<A: Allocate>(self, target: &mut A) -> Term {
        copy_into(self, Scope::All, target)
    }

    /// Words that a copy takes with all that the term refers to: `erts_debug:flat_size/1`.
    pub fn flat_size(self) -> usize {
        count_words(self, &Scope::All)
    }
}
