//! The collector: generational, copying (Cheney).
//!
//! A minor collection moves the young terms: those below the high-water mark, which have survived
//! one already, to the old heap, the others with what lies in fragments to a new block. A full one
//! moves everything to a new block. Roots are the stack, the registers that are passed in and what
//! the process's [`VisitRoots`](super::VisitRoots) shows.
//!
//! Invariants: terms never change, so that old terms refer to old terms and literals only, and terms
//! below the high-water mark only to such and to each other. A moved object carries its new term: in
//! place of its header, or in the tail of a cons cell whose head is `FORWARDED_CONS`.
//!
//! A block that turns out too large is replaced by collecting once more into a smaller one: what
//! is left is little then.

use std::ptr;
use std::sync::LazyLock;

use lfec_abi::machine::{KEPT_ROOM, Machine};
use lfec_abi::term as layout;

use super::copy::has_terms;
use super::ranges::Ranges;
use super::{Block, Heap, Registers, off_heap, policy};
use crate::term::Term;
use crate::term::boxed::words_of;

/// Whether collections happen as often as possible and freed memory is overwritten: cargo feature
/// `gc_stress`, or environment variable `LFERT_GC_STRESS` set to 1.
pub fn stress() -> bool {
    static SWITCH: LazyLock<bool> = LazyLock::new(|| {
        cfg!(feature = "gc_stress") || std::env::var_os("LFERT_GC_STRESS").is_some_and(|v| v == "1")
    });
    *SWITCH
}

/// Collects the running process's heap: `x[..live]` are roots, and `need` words are free after it.
pub fn collect(machine: &mut Machine) {
    let heap = ptr::from_mut(machine.heap());
    let (live, need) = (machine.live as usize, machine.need as usize);
    let registers = ptr::from_mut(&mut machine.x[..live]) as *mut [Term];
    // SAFETY: the heap is not inside the machine block; `Term` is a transparent word, and the first
    // `live` registers hold terms.
    unsafe {
        (*heap).save_from(machine);
        (*heap).collect(&mut *registers, need);
        (*heap).give(machine);
    }
}

/// Collects if `need` words are not free, or if the heap asks for it: the part of a function's entry
/// check that concerns memory. Gives back reductions that an allocation took away. Whether it collected.
pub fn collect_if_needed(machine: &mut Machine) -> bool {
    machine.reductions += std::mem::take(&mut machine.heap().withheld);
    let free = (machine.sp - machine.hp) / 8;
    let wanted = free < machine.need || machine.heap().wants_collection() || stress();
    if wanted {
        collect(machine);
    }
    wanted
}

impl Heap {
    /// Whether fragments or off-heap binaries make a collection worthwhile.
    pub fn wants_collection(&self) -> bool {
        self.overflowed
            || self.young.words > self.block.capacity.max(policy::FRAGMENTS)
            || self.young.off_heap_bytes > self.off_heap_limit
    }

    /// Collects the heap of a process that does not run. `registers` are roots besides stack and
    /// process; `need` words are free afterwards.
    pub fn collect(&mut self, registers: &mut [Term], need: usize) {
        self.collect_generations(registers, need, self.full_is_due());
    }

    /// The same, all generations, and no more room than what is left needs: the program has asked for
    /// it.
    pub fn collect_full(&mut self, registers: &mut [Term], need: usize) {
        self.turns = u32::MAX;
        self.collect_generations(registers, need, true);
    }

    fn full_is_due(&self) -> bool {
        let old_is_full = !self.old.start.is_null()
            && self.old.capacity - self.old_used_words() < self.mature_words();
        old_is_full
            || self.minor_collections >= self.full_sweep_after
            || self.old_off_heap_bytes > self.old_off_heap_limit
    }

    fn mature_words(&self) -> usize {
        // SAFETY: both point into the block.
        unsafe { self.high_water.offset_from_unsigned(self.block.start) }
    }

    fn collect_generations(&mut self, registers: &mut [Term], need: usize, full: bool) {
        // A process whose BIFs found no room gets some for them.
        let need = if self.overflowed { need + 2 * KEPT_ROOM as usize } else { need };
        let mut capacity = self.block.capacity;
        if self.grow {
            capacity = policy::larger(capacity);
        }
        if full {
            self.move_all(registers, need, capacity);
            self.minor_collections = 0;
            let alive = self.young.off_heap_bytes;
            self.old_off_heap_limit = (4 * policy::OFF_HEAP_BYTES).max(2 * alive);
        } else {
            self.move_young(registers, need, capacity);
            self.minor_collections += 1;
        }
        self.resize(registers, need);
        self.overflowed = false;
        self.off_heap_limit = policy::OFF_HEAP_BYTES.max(self.young.off_heap_bytes * 2);
        #[cfg(feature = "heap_check")]
        super::check::check(self, registers);
    }

    /// Words of the young terms, fragments included, and of the stack.
    fn young_words(&self, ranges: &Ranges) -> usize {
        self.used_words() + ranges.fragment_words() + self.stack_words()
    }

    fn move_young(&mut self, registers: &mut [Term], need: usize, capacity: usize) {
        let mature = self.mature_words();
        let from = Ranges::new([self.block, Block::NONE], self.young.first);
        let young = self.young_words(&from);
        if mature > 0 && self.old.start.is_null() {
            self.old = Block::allocate(policy::next_size(young.max(mature + mature / 2)));
            self.old_top = self.old.start;
        }
        let to = Block::allocate(policy::next_size(young - mature + need).max(capacity));
        let old_from = self.old_top;
        self.run(registers, from, to, self.high_water);
        let (old, old_top) = (old_from.addr(), self.old_top.addr());
        self.finish(to, self.young.off_heap, |moved| (old..old_top).contains(&moved.addr()));
        self.high_water = self.hp;
    }

    fn move_all(&mut self, registers: &mut [Term], need: usize, capacity: usize) {
        let from = self.ranges();
        let words = self.young_words(&from) + self.old_used_words();
        let to = Block::allocate(policy::next_size(words + need).max(capacity));
        let old = std::mem::replace(&mut self.old, Block::NONE);
        let old_used = self.old_used_words_of(old);
        self.old_top = ptr::null_mut();
        self.run(registers, from, to, self.block.start);
        // SAFETY: both are lists of terms in from-space.
        let list = unsafe { off_heap::concatenate(self.old_off_heap, self.young.off_heap) };
        self.old_off_heap = ptr::null_mut();
        self.old_off_heap_bytes = 0;
        self.finish(to, list, |_| false);
        self.high_water = self.hp;
        poison(old.start, old_used);
        // SAFETY: all that is alive has been moved away.
        unsafe { old.free() };
    }

    fn old_used_words_of(&self, old: Block) -> usize {
        // SAFETY: the top points into the old block, or both are null.
        unsafe { self.old_top.offset_from_unsigned(old.start) }
    }

    /// Moves all that is reachable in `from` to `to`, and to the old heap what lies below `mature` in
    /// the block.
    fn run(&mut self, registers: &mut [Term], from: Ranges, to: Block, mature: *mut u64) {
        let mature_bytes = mature.addr() - self.block.start.addr();
        let mut mover = Mover {
            from,
            mature_start: self.block.start.addr(),
            mature_bytes,
            young_top: to.start,
            old_top: self.old_top,
        };
        let old_scan = self.old_top;
        // SAFETY: the stack's words and the registers are terms or look like small integers, and
        // everything they refer to is whole; `to` has room for all of from-space.
        unsafe {
            let mut slot = self.sp;
            while slot < self.block.end() {
                *slot = mover.moved(*slot);
                slot = slot.add(1);
            }
            for register in registers {
                *register = Term::raw(mover.moved(register.word()));
            }
            if let Some(visit_roots) = self.visit_roots {
                // The process's address is exposed; a pointer made from `self` may not leave the heap.
                let heap = ptr::with_exposed_provenance_mut(ptr::from_mut(self).addr());
                visit_roots(heap, &mut |root: &mut Term| {
                    *root = Term::raw(mover.moved(root.word()));
                });
            }
            mover.drain(to.start, old_scan);
        }
        self.old_top = mover.old_top;
        // The new heap pointer, until `finish` has moved the stack.
        self.hp = mover.young_top;
    }

    /// Puts the block `to` in place: moves the stack there, sweeps what is off the heap, frees
    /// from-space.
    fn finish(&mut self, to: Block, list: *mut u64, is_old: impl Fn(*mut u64) -> bool) {
        let stack = self.stack_words();
        let sp = to.end().wrapping_sub(stack);
        // SAFETY: `to` was made large enough for terms and stack; the list is one of terms in
        // from-space, which has been moved. Nothing refers to from-space afterwards.
        unsafe {
            ptr::copy_nonoverlapping(self.sp, sp, stack);
            let swept = off_heap::sweep(list, is_old);
            self.young.off_heap = swept.young;
            self.young.off_heap_bytes = swept.young_bytes;
            self.old_off_heap = off_heap::concatenate(swept.old, self.old_off_heap);
            self.old_off_heap_bytes += swept.old_bytes;
            poison(self.block.start, self.block.capacity);
            self.block.free();
        }
        self.young.free_fragments();
        self.block = to;
        self.sp = sp;
    }

    /// Replaces a block that is too large, and notes if it should grow.
    fn resize(&mut self, registers: &mut [Term], need: usize) {
        let used = self.used_words() + self.stack_words() + need;
        // Blocks stay small under stress: all of them is overwritten when they are freed.
        let turns = if stress() { u32::MAX } else { std::mem::take(&mut self.turns) };
        let busy = self.block.capacity < policy::busy_size(turns);
        self.grow = busy || policy::should_grow(used, self.block.capacity);
        if busy || !policy::should_shrink(used, self.block.capacity) {
            return;
        }
        let kept = policy::kept_size(turns, self.old_used_words());
        let smaller = policy::next_size((used * 2).max(self.min_words).max(kept));
        if smaller >= self.block.capacity {
            return;
        }
        let used = self.used_words();
        let from = Ranges::new([self.block, Block::NONE], ptr::null_mut());
        let to = Block::allocate(smaller);
        self.run(registers, from, to, self.block.start);
        self.finish(to, self.young.off_heap, |_| false);
        debug_assert_eq!(self.used_words(), used, "all that was moved is alive");
        self.high_water = self.hp;
    }
}

/// Overwrites freed words under stress, so that a use after a collection shows.
fn poison(start: *mut u64, words: usize) {
    if stress() && !start.is_null() {
        for index in 0..words {
            // SAFETY: the words are about to be freed.
            unsafe { *start.add(index) = POISON };
        }
    }
}

/// A header of a kind that does not exist.
const POISON: u64 = 0xDEAD_DEAD_DEAD_DEF6;

/// Moves objects out of from-space.
struct Mover {
    from: Ranges,
    mature_start: usize,
    mature_bytes: usize,
    young_top: *mut u64,
    old_top: *mut u64,
}

impl Mover {
    /// The word that stands for `word` after the collection.
    ///
    /// # Safety
    /// The word is a term's or looks like a small integer; to-space has room.
    #[inline]
    unsafe fn moved(&mut self, word: u64) -> u64 {
        let term = Term::raw(word);
        if term.is_immediate() || !self.from.contain(term.pointer()) {
            return word;
        }
        // SAFETY: the term points at an object in from-space.
        unsafe {
            match term.tag() {
                layout::TAG_CONS => self.moved_cons(term),
                _ => self.moved_boxed(term),
            }
        }
    }

    unsafe fn moved_cons(&mut self, term: Term) -> u64 {
        let from = term.pointer();
        // SAFETY: a cons cell has two words; the caller's promises.
        unsafe {
            if *from == layout::FORWARDED_CONS {
                return *from.add(1);
            }
            let to = self.take(from, 2);
            *to = *from;
            *to.add(1) = *from.add(1);
            let moved = Term::from_pointer(to, layout::TAG_CONS).word();
            *from = layout::FORWARDED_CONS;
            *from.add(1) = moved;
            moved
        }
    }

    unsafe fn moved_boxed(&mut self, term: Term) -> u64 {
        let from = term.pointer();
        // SAFETY: a boxed object is its header and the words it counts; the caller's promises.
        unsafe {
            let header = *from;
            if header & layout::TAG_MASK != layout::TAG_HEADER {
                return header;
            }
            let words = words_of(header) + 1;
            let to = self.take(from, words);
            ptr::copy_nonoverlapping(from, to, words);
            let moved = Term::from_pointer(to, term.tag()).word();
            *from = moved;
            moved
        }
    }

    /// Room for an object that is at `from`.
    fn take(&mut self, from: *mut u64, words: usize) -> *mut u64 {
        let is_mature = from.addr().wrapping_sub(self.mature_start) < self.mature_bytes;
        let top = if is_mature { &mut self.old_top } else { &mut self.young_top };
        let to = *top;
        *top = to.wrapping_add(words);
        to
    }

    /// Moves what the moved objects hold, until nothing is left.
    ///
    /// # Safety
    /// Objects were moved to `young` and `old` on, and nothing else is there.
    unsafe fn drain(&mut self, mut young: *mut u64, mut old: *mut u64) {
        while young < self.young_top || old < self.old_top {
            // SAFETY: both are at the start of an object or of a word of one.
            unsafe {
                while young < self.young_top {
                    young = self.scan(young);
                }
                while old < self.old_top {
                    old = self.scan(old);
                }
            }
        }
    }

    /// Moves what the word at `place` refers to; the next place.
    ///
    /// # Safety
    /// As [`Mover::drain`].
    #[inline]
    unsafe fn scan(&mut self, place: *mut u64) -> *mut u64 {
        // SAFETY: the caller's promise.
        unsafe {
            let word = *place;
            if word & layout::TAG_MASK != layout::TAG_HEADER {
                *place = self.moved(word);
                return place.add(1);
            }
            let words = if has_terms(word) { 0 } else { words_of(word) };
            place.add(1 + words)
        }
    }
}
