//! Heaps of processes.
//!
//! A heap is one block: terms grow up from its start, the Erlang stack down from its end, and the
//! room between them is free. Terms that have survived two collections live in a second block, the
//! old heap. Fragments hang beside it (see [`fragment`]). While a process runs, its heap and stack
//! pointers are in the [`Machine`]; otherwise in its [`Heap`].
//!
//! Collection happens only where generated code or the scheduler asks for it, never in an
//! allocation: see [`collect`](mod@collect).

mod allocate;
#[cfg(feature = "heap_check")]
mod check;
mod collect;
mod copy;
mod fragment;
pub(crate) mod magic;
mod off_heap;
mod policy;
mod ranges;
mod registers;

use std::alloc::{self, Layout};
use std::ptr;

use lfec_abi::machine::Machine;

#[cfg(test)]
mod tests;

pub use allocate::Allocate;
pub use collect::{collect, collect_if_needed, stress};
pub use fragment::{Builder, OwnedTerm};
pub use registers::{Class, Registers};

use crate::term::Term;
use fragment::Chain;
use ranges::{OwnTerms, Ranges};

pub(crate) use ranges::note_other_literals;

/// Words of a new process's block unless told otherwise.
pub const INITIAL_WORDS: usize = policy::SMALLEST;
/// Minor collections before a full one unless told otherwise. OTP's figure.
pub const FULL_SWEEP_AFTER: u32 = 65535;

/// Calls its second argument with each term that the process around `heap` holds outside its heap,
/// stack and registers. The collector overwrites them with where they have moved.
pub type VisitRoots = unsafe fn(heap: *mut Heap, visit: &mut dyn FnMut(&mut Term));

/// Options of a heap.
#[derive(Clone, Copy, Debug)]
pub struct HeapOptions {
    /// The block never shrinks below this many words.
    pub min_words: usize,
    /// Minor collections before a full one.
    pub full_sweep_after: u32,
}

impl Default for HeapOptions {
    fn default() -> HeapOptions {
        HeapOptions { min_words: INITIAL_WORDS, full_sweep_after: FULL_SWEEP_AFTER }
    }
}

/// Counts that `process_info` and statistics show.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct HeapSizes {
    /// Words of the block.
    pub block_words: usize,
    /// Words of terms in the block. Only right while the process does not run.
    pub used_words: usize,
    /// Words of the stack. Only right while the process does not run.
    pub stack_words: usize,
    /// Words of the old heap's block.
    pub old_block_words: usize,
    /// Words of terms in the old heap.
    pub old_used_words: usize,
    /// Words of fragments.
    pub fragment_words: usize,
    /// Bytes of shared binaries that the heap refers to.
    pub binary_bytes: usize,
    /// Minor collections since the last full one.
    pub minor_collections: u32,
}

/// Words from `start` on, `capacity` of them.
#[derive(Clone, Copy)]
struct Block {
    start: *mut u64,
    capacity: usize,
}

impl Block {
    const NONE: Block = Block { start: ptr::null_mut(), capacity: 0 };

    fn layout(capacity: usize) -> Layout {
        match Layout::array::<u64>(capacity) {
            Ok(layout) => layout,
            Err(_) => alloc::handle_alloc_error(Layout::new::<u64>()),
        }
    }

    fn allocate(capacity: usize) -> Block {
        if capacity == 0 {
            return Block::NONE;
        }
        let layout = Self::layout(capacity);
        // SAFETY: the layout is not empty.
        let start = unsafe { alloc::alloc(layout) }.cast::<u64>();
        if start.is_null() {
            alloc::handle_alloc_error(layout);
        }
        Block { start, capacity }
    }

    fn end(self) -> *mut u64 {
        self.start.wrapping_add(self.capacity)
    }

    /// Frees the block.
    ///
    /// # Safety
    /// It comes from [`Block::allocate`] and nothing refers to it any more.
    unsafe fn free(self) {
        if self.capacity > 0 {
            // SAFETY: the caller's promise; the layout is that of the allocation.
            unsafe { alloc::dealloc(self.start.cast::<u8>(), Self::layout(self.capacity)) };
        }
    }
}

/// A process's heap and stack. The first field of the process, so that [`Machine::process`] is its
/// address.
#[repr(C)]
pub struct Heap {
    /// First free word, while the process does not run; otherwise equal to `sp`.
    hp: *mut u64,
    /// Innermost word of the stack, while the process does not run.
    sp: *mut u64,
    /// See [`Machine::handler`], while the process does not run.
    handler: u64,
    block: Block,
    /// Terms below it have survived a collection.
    high_water: *mut u64,
    old: Block,
    old_top: *mut u64,
    /// Fragments, and the list of reference-counted terms in block and fragments.
    young: Chain,
    old_off_heap: *mut u64,
    old_off_heap_bytes: usize,
    /// Bytes of young reference-counted terms that ask for a collection.
    off_heap_limit: usize,
    /// Bytes of old ones that ask for a full collection.
    old_off_heap_limit: usize,
    min_words: usize,
    full_sweep_after: u32,
    minor_collections: u32,
    /// How often the process has been switched in since the last collection.
    turns: u32,
    /// Reductions taken away so that the process comes to its next entry check, to be given back.
    withheld: i64,
    /// A BIF had to use a fragment: collect soon.
    overflowed: bool,
    /// The next collection makes the block larger.
    grow: bool,
    visit_roots: Option<VisitRoots>,
}

// SAFETY: a heap belongs to its process and moves with it between threads; what it shares with
// other heaps is reference-counted atomically.
unsafe impl Send for Heap {}

impl Heap {
    /// A heap with a block of `options.min_words` words.
    pub fn new(options: HeapOptions, visit_roots: Option<VisitRoots>) -> Heap {
        let block = Block::allocate(policy::next_size(options.min_words));
        Heap {
            hp: block.start,
            sp: block.end(),
            handler: 0,
            block,
            high_water: block.start,
            old: Block::NONE,
            old_top: ptr::null_mut(),
            young: Chain::new(),
            old_off_heap: ptr::null_mut(),
            old_off_heap_bytes: 0,
            off_heap_limit: policy::OFF_HEAP_BYTES,
            old_off_heap_limit: 4 * policy::OFF_HEAP_BYTES,
            min_words: block.capacity,
            full_sweep_after: options.full_sweep_after,
            minor_collections: 0,
            turns: 0,
            withheld: 0,
            overflowed: false,
            grow: false,
            visit_roots,
        }
    }

    /// Changes the options; they take effect at the next collection.
    pub fn set_options(&mut self, options: HeapOptions) {
        self.min_words = policy::next_size(options.min_words);
        self.full_sweep_after = options.full_sweep_after;
    }

    /// The options, the size rounded up.
    pub fn options(&self) -> HeapOptions {
        HeapOptions { min_words: self.min_words, full_sweep_after: self.full_sweep_after }
    }

    /// Puts pointers and handler into the machine: the process is switched in.
    pub fn load_into(&mut self, machine: &mut Machine) {
        self.turns = self.turns.saturating_add(1);
        self.withheld = 0;
        self.give(machine);
    }

    fn give(&mut self, machine: &mut Machine) {
        machine.hp = self.hp.expose_provenance() as u64;
        machine.sp = self.sp.expose_provenance() as u64;
        machine.stack_base = self.block.end().expose_provenance() as u64;
        machine.handler = self.handler;
        self.hp = self.sp;
    }

    /// Takes pointers and handler from the machine: the process is switched out.
    pub fn save_from(&mut self, machine: &Machine) {
        self.hp = ptr::with_exposed_provenance_mut(machine.hp as usize);
        self.sp = ptr::with_exposed_provenance_mut(machine.sp as usize);
        self.handler = machine.handler;
    }

    /// Pushes a word on the stack of a process that does not run: a code address or a term.
    /// Collects if there is no room; `registers` and the word are then roots.
    pub fn push(&mut self, mut word: u64, registers: &mut [Term]) {
        if self.free_words() == 0 {
            let mut roots = [&*registers, &[Term::raw(word)]].concat();
            self.collect(&mut roots, 1);
            let (last, moved) = roots.split_last().expect("the word itself");
            registers.copy_from_slice(moved);
            word = last.word();
        }
        self.sp = self.sp.wrapping_sub(1);
        // SAFETY: there is a free word below the stack pointer.
        unsafe { *self.sp = word };
    }

    /// Takes the innermost word off the stack of a process that does not run.
    #[cfg(test)]
    fn pop(&mut self) {
        self.sp = self.sp.wrapping_add(1);
    }

    /// Makes the stack of a process that does not run empty.
    pub fn clear_stack(&mut self) {
        self.sp = self.block.end();
        self.handler = 0;
    }

    /// The words of the stack of a process that does not run, innermost first.
    pub fn stack(&self) -> &[u64] {
        // SAFETY: the stack's words are initialised when pushed.
        unsafe { std::slice::from_raw_parts(self.sp, self.stack_words()) }
    }

    fn stack_words(&self) -> usize {
        // SAFETY: both point into the block.
        unsafe { self.block.end().offset_from_unsigned(self.sp) }
    }

    fn free_words(&self) -> usize {
        // SAFETY: both point into the block.
        unsafe { self.sp.offset_from_unsigned(self.hp) }
    }

    fn used_words(&self) -> usize {
        // SAFETY: both point into the block.
        unsafe { self.hp.offset_from_unsigned(self.block.start) }
    }

    fn old_used_words(&self) -> usize {
        // SAFETY: both point into the old block, or both are null.
        unsafe { self.old_top.offset_from_unsigned(self.old.start) }
    }

    /// Sizes, for `process_info` and limits.
    pub fn sizes(&self) -> HeapSizes {
        HeapSizes {
            block_words: self.block.capacity,
            used_words: self.used_words(),
            stack_words: self.stack_words(),
            old_block_words: self.old.capacity,
            old_used_words: self.old_used_words(),
            fragment_words: self.young.words,
            binary_bytes: self.young.off_heap_bytes + self.old_off_heap_bytes,
            minor_collections: self.minor_collections,
        }
    }

    /// Words of all blocks and fragments: what `max_heap_size` limits.
    pub fn total_words(&self) -> usize {
        self.block.capacity + self.old.capacity + self.young.words
    }

    /// Takes over a message or other term with its memory. No copy is made.
    pub fn attach(&mut self, owned: OwnedTerm) -> Term {
        let OwnedTerm { term, chain } = owned;
        self.young.append(chain);
        term
    }

    /// Keeps reductions for [`collect_if_needed`] to give back.
    fn withhold(&mut self, reductions: i64) {
        self.withheld += reductions.max(0);
    }

    /// Words in a fragment for the running process, whose block is full.
    #[cold]
    fn allocate_fragment(&mut self, words: usize) -> *mut u64 {
        self.overflowed = true;
        let start = self.young.bump(words);
        if !start.is_null() {
            return start;
        }
        self.young.grow(words.max(policy::fragment_words(self.young.words)));
        self.young.bump(words)
    }

    /// Words for a process that does not run (in a fragment if it does).
    fn allocate_suspended(&mut self, words: usize) -> *mut u64 {
        if self.free_words() < words {
            return self.allocate_fragment(words);
        }
        let start = self.hp;
        self.hp = self.hp.wrapping_add(words);
        start
    }

    /// Adds to the list of reference-counted terms; whether it is time for a collection.
    ///
    /// # Safety
    /// As [`Allocate::link_off_heap`].
    unsafe fn link_off_heap_counted(&mut self, object: *mut u64, bytes: usize) -> bool {
        // SAFETY: the caller's promise.
        self.young.off_heap = unsafe { off_heap::link(object, self.young.off_heap) };
        self.young.off_heap_bytes += bytes;
        self.young.off_heap_bytes > self.off_heap_limit
    }

    /// Whether the term has been made in the block since the last collection, so that it may still
    /// be changed: nothing older refers to it.
    pub fn is_new(&self, term: Term) -> bool {
        let address = term.pointer().addr();
        (self.high_water.addr()..self.block.end().addr()).contains(&address)
    }

    /// Which terms are this heap's.
    fn own_terms(&self) -> OwnTerms {
        OwnTerms::new([self.block, self.old], self.young.first)
    }

    /// The address ranges that this heap's terms lie in.
    fn ranges(&self) -> Ranges {
        Ranges::new([self.block, self.old], self.young.first)
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        // SAFETY: nothing refers to the heap's terms any more. What their lists hold is released
        // before the blocks that the terms lie in are freed.
        unsafe {
            off_heap::release_all(std::mem::replace(&mut self.young.off_heap, ptr::null_mut()));
            off_heap::release_all(self.old_off_heap);
            self.block.free();
            self.old.free();
        }
    }
}
