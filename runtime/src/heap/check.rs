//! Verifies a heap after a collection: cargo feature `heap_check`.
//!
//! Walks block and old heap object by object and looks at every word that can be seen by the
//! program. Panics at the first that is wrong: the collector's invariants (see
//! [`collect`](mod@super::collect)) do not hold then.

use lfec_abi::term as layout;

use super::copy::has_terms;
use super::ranges::Ranges;
use super::{Block, Heap};
use crate::term::boxed::{kind_of, words_of};
use crate::term::{Kind, Term};

/// Verifies the heap of a process that does not run.
pub(super) fn check(heap: &Heap, registers: &[Term]) {
    assert!(heap.young.first.is_null(), "no fragments after a collection");
    let old = Ranges::new([heap.old, Block::NONE], std::ptr::null_mut());
    let checker = Checker { all: heap.ranges(), old };
    let used = |block: Block, words| Area { start: block.start, words };
    checker.area(&used(heap.block, heap.used_words()), false);
    checker.area(&used(heap.old, heap.old_used_words()), true);
    for &word in heap.stack() {
        checker.word(word, false);
    }
    for register in registers {
        checker.word(register.word(), false);
    }
}

/// Words that objects fill.
struct Area {
    start: *mut u64,
    words: usize,
}

struct Checker {
    all: Ranges,
    old: Ranges,
}

impl Checker {
    fn area(&self, area: &Area, is_old: bool) {
        let mut at = 0;
        while at < area.words {
            // SAFETY: the area's words are initialised.
            let word = unsafe { *area.start.add(at) };
            at += 1;
            if word & layout::TAG_MASK != layout::TAG_HEADER {
                self.word(word, is_old);
                continue;
            }
            assert!(word >> layout::HEADER_KIND_SHIFT & 31 <= Kind::Filler as u64, "a header");
            if !has_terms(word) {
                at += words_of(word);
            }
            assert!(at <= area.words, "an object within its block");
        }
    }

    /// A word that the program can see; one in the old heap refers to nothing young.
    fn word(&self, word: u64, is_old: bool) {
        assert!(word & layout::TAG_MASK != layout::TAG_HEADER, "a term, no header");
        let term = Term::raw(word);
        if term.is_immediate() || !self.all.contain(term.pointer()) {
            return;
        }
        assert!(!is_old || self.old.contain(term.pointer()), "old terms refer to old ones");
        if term.is_cons() {
            return;
        }
        let header = term.header();
        assert!(header & layout::TAG_MASK == layout::TAG_HEADER, "not moved");
        let is_fun = matches!(kind_of(header), Kind::Fun | Kind::ExportFun);
        assert_eq!(is_fun, word & layout::TAG_MASK == layout::TAG_FUN, "the tag of its kind");
    }
}
