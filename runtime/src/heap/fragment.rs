//! Heap fragments: pieces of heap beside a process's block.
//!
//! Messages travel in them, and BIFs that find the block full go on in them. A fragment's words are
//! terms and objects like those of a block; the next collection moves them into it.

use std::alloc::{self, Layout};
use std::mem::ManuallyDrop;
use std::ptr;

use super::allocate::Allocate;
use super::off_heap;
use crate::term::Term;

/// Head of a fragment; its words follow, aligned as words are where pointers are shorter too.
#[repr(C, align(8))]
pub(crate) struct Fragment {
    pub(crate) next: *mut Fragment,
    /// Words there is room for.
    pub(crate) capacity: usize,
    /// Words that are used.
    pub(crate) used: usize,
}

impl Fragment {
    fn layout(capacity: usize) -> Layout {
        let size = capacity.checked_mul(8).and_then(|size| size.checked_add(size_of::<Fragment>()));
        match size.map(|size| Layout::from_size_align(size, 8)) {
            Some(Ok(layout)) => layout,
            _ => alloc::handle_alloc_error(Layout::new::<Fragment>()),
        }
    }

    /// A fragment with room for `capacity` words.
    pub(crate) fn allocate(capacity: usize) -> *mut Fragment {
        let layout = Self::layout(capacity);
        // SAFETY: the layout is not empty, as it holds the head.
        let fragment = unsafe { alloc::alloc(layout) }.cast::<Fragment>();
        if fragment.is_null() {
            alloc::handle_alloc_error(layout);
        }
        // SAFETY: just allocated, with room for the head.
        unsafe { fragment.write(Fragment { next: ptr::null_mut(), capacity, used: 0 }) };
        fragment
    }

    /// Frees a fragment, not its terms.
    ///
    /// # Safety
    /// The fragment comes from [`Fragment::allocate`] and nothing refers to it any more.
    pub(crate) unsafe fn free(fragment: *mut Fragment) {
        // SAFETY: the caller's promise.
        unsafe { alloc::dealloc(fragment.cast::<u8>(), Self::layout((*fragment).capacity)) };
    }

    /// Its first word.
    ///
    /// # Safety
    /// The fragment is alive.
    pub(crate) unsafe fn words(fragment: *mut Fragment) -> *mut u64 {
        // SAFETY: the words follow the head.
        unsafe { fragment.add(1).cast::<u64>() }
    }

    /// Takes `words` words, or null if there is no room.
    ///
    /// # Safety
    /// The fragment is alive.
    pub(crate) unsafe fn bump(fragment: *mut Fragment, words: usize) -> *mut u64 {
        // SAFETY: the caller's promise; the words taken lie within the capacity.
        unsafe {
            if (*fragment).capacity - (*fragment).used < words {
                return ptr::null_mut();
            }
            let start = Self::words(fragment).add((*fragment).used);
            (*fragment).used += words;
            start
        }
    }
}

/// A chain of fragments and the reference-counted terms in them.
pub(crate) struct Chain {
    pub(crate) first: *mut Fragment,
    /// Words of all fragments of the chain.
    pub(crate) words: usize,
    /// First of the list of reference-counted terms, see [`off_heap`].
    pub(crate) off_heap: *mut u64,
    /// Bytes that the reference-counted terms hold.
    pub(crate) off_heap_bytes: usize,
}

impl Chain {
    pub(crate) const fn new() -> Chain {
        Chain { first: ptr::null_mut(), words: 0, off_heap: ptr::null_mut(), off_heap_bytes: 0 }
    }

    /// Adds a fragment with room for `capacity` words.
    pub(crate) fn grow(&mut self, capacity: usize) {
        let fragment = Fragment::allocate(capacity);
        // SAFETY: just allocated.
        unsafe { (*fragment).next = self.first };
        self.first = fragment;
        self.words += capacity;
    }

    /// Takes `words` words from the newest fragment, or null.
    pub(crate) fn bump(&mut self, words: usize) -> *mut u64 {
        if self.first.is_null() {
            return ptr::null_mut();
        }
        // SAFETY: the chain's fragments are alive.
        unsafe { Fragment::bump(self.first, words) }
    }

    /// All words, if they are in one piece and nothing in them is counted.
    pub(crate) fn single_piece(&self) -> Option<&[u64]> {
        // SAFETY: the chain's fragments are alive, and their first `used` words filled.
        unsafe {
            let fragment = self.first.as_ref()?;
            let is_single = fragment.next.is_null() && self.off_heap.is_null();
            let words = Fragment::words(self.first);
            is_single.then(|| std::slice::from_raw_parts(words, fragment.used))
        }
    }

    /// Frees the fragments; what they held has been moved or is unreachable.
    pub(crate) fn free_fragments(&mut self) {
        let mut fragment = std::mem::replace(&mut self.first, ptr::null_mut());
        self.words = 0;
        while !fragment.is_null() {
            // SAFETY: the chain owns its fragments and forgets them here.
            unsafe {
                let next = (*fragment).next;
                Fragment::free(fragment);
                fragment = next;
            }
        }
    }

    /// Moves all of `other` into this chain.
    pub(crate) fn append(&mut self, other: Chain) {
        let other = ManuallyDrop::new(other);
        if other.first.is_null() {
            return;
        }
        let mut last = other.first;
        // SAFETY: the chains' fragments are alive.
        unsafe {
            while !(*last).next.is_null() {
                last = (*last).next;
            }
            // Behind the newest fragment, which BIFs may still be filling.
            if self.first.is_null() {
                self.first = other.first;
            } else {
                (*last).next = (*self.first).next;
                (*self.first).next = other.first;
            }
            self.off_heap = off_heap::concatenate(other.off_heap, self.off_heap);
        }
        self.words += other.words;
        self.off_heap_bytes += other.off_heap_bytes;
    }
}

impl Drop for Chain {
    fn drop(&mut self) {
        // SAFETY: nothing refers to the chain's terms any more.
        unsafe { off_heap::release_all(self.off_heap) };
        self.free_fragments();
    }
}

/// A term outside all processes' heaps, with all that it refers to: a message on its way, a value in
/// a table.
pub struct OwnedTerm {
    pub(crate) term: Term,
    pub(crate) chain: Chain,
}

// SAFETY: the chain is this value's alone; shared bytes in it count their references atomically.
unsafe impl Send for OwnedTerm {}
// SAFETY: an owned term does not change.
unsafe impl Sync for OwnedTerm {}

impl OwnedTerm {
    /// A term that needs no memory: an immediate, or a literal of the program.
    pub const fn of_immediate(term: Term) -> OwnedTerm {
        OwnedTerm { term, chain: Chain::new() }
    }

    /// The term, alive as long as this value is.
    pub fn term(&self) -> Term {
        self.term
    }

    /// Words it occupies.
    pub fn words(&self) -> usize {
        self.chain.words
    }
}

/// Makes an [`OwnedTerm`] from scratch: terms are allocated with [`Allocate`]'s methods.
pub struct Builder {
    chain: Chain,
}

/// Words of a builder's first fragment beyond what was asked for; later ones double.
const BUILDER_WORDS: usize = 32;

impl Builder {
    /// A builder that holds `words` words before it needs another fragment.
    pub fn with_capacity(words: usize) -> Builder {
        let mut chain = Chain::new();
        if words > 0 {
            chain.grow(words);
        }
        Builder { chain }
    }

    /// The finished term, which refers to nothing but literals and terms made by this builder.
    pub fn finish(self, term: Term) -> OwnedTerm {
        OwnedTerm { term, chain: self.chain }
    }
}

impl Allocate for Builder {
    fn allocate(&mut self, words: usize) -> *mut u64 {
        let start = self.chain.bump(words);
        if !start.is_null() {
            return start;
        }
        self.chain.grow(words.max(self.chain.words).max(BUILDER_WORDS));
        self.chain.bump(words)
    }

    unsafe fn link_off_heap(&mut self, object: *mut u64, bytes: usize) {
        // SAFETY: the caller's promise.
        self.chain.off_heap = unsafe { off_heap::link(object, self.chain.off_heap) };
        self.chain.off_heap_bytes += bytes;
    }
}
