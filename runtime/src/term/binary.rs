//! Binaries and bitstrings: a view of their bits, and the reference-counted bytes behind large ones.
//!
//! Bits are numbered from the most significant bit of the first byte. Bytes shared between
//! processes never change up to `used`; room after it belongs to nobody until an append claims it
//! (see [`SharedBytes::claim`]), so that a binary may be appended to in place although others hold
//! what was there before.

use std::alloc::{self, Layout};
use std::borrow::Cow;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use super::{Kind, Term};

/// Largest binary that lives on the heap, in bytes. OTP's figure.
pub const HEAP_BINARY_LIMIT: usize = 64;

/// Words of a shared binary on the heap after its header.
pub(crate) const SHARED_WORDS: u64 = 5;

/// The bits of a binary or bitstring.
#[derive(Clone, Copy, Debug)]
pub struct Bits {
    base: *const u8,
    offset: usize,
    len: usize,
}

impl Bits {
    /// The bits of a boxed binary, sub-binary or match context; of the latter all that it matches
    /// from its position on.
    pub(crate) fn of_boxed(term: Term) -> Bits {
        let pointer = term.pointer();
        // SAFETY: the words read are those that the layout gives each kind; whole binaries under
        // sub-binaries and contexts are heap or shared binaries, so that this recurses once.
        unsafe {
            match term.kind() {
                Kind::HeapBinary => {
                    let base = pointer.add(2).cast::<u8>();
                    Bits { base, offset: 0, len: *pointer.add(1) as usize }
                }
                Kind::SharedBinary => {
                    let shared = SharedBytes::from_word(*pointer.add(1));
                    let (offset, len) = (*pointer.add(2) as usize, *pointer.add(3) as usize);
                    Bits { base: shared.data(), offset, len }
                }
                Kind::SubBinary => {
                    let whole = Bits::of_boxed(Term::raw(*pointer.add(1)));
                    let offset = whole.offset + (*pointer.add(2) >> 3) as usize;
                    Bits { base: whole.base, offset, len: (*pointer.add(3) >> 3) as usize }
                }
                _ => {
                    let whole = Bits::of_boxed(Term::raw(*pointer.add(1)));
                    let (position, end) = (*pointer.add(3) >> 3, *pointer.add(4) >> 3);
                    let (offset, len) = (position as usize, (end - position) as usize);
                    Bits { base: whole.base, offset, len }
                }
            }
        }
    }

    /// The bits of some bytes, which must outlive the view.
    pub fn of_bytes(bytes: &[u8]) -> Bits {
        Bits { base: bytes.as_ptr(), offset: 0, len: bytes.len() * 8 }
    }

    /// Number of bits.
    pub fn bit_len(self) -> usize {
        self.len
    }

    /// Number of bytes, the last one possibly in part.
    pub fn byte_len(self) -> usize {
        self.len.div_ceil(8)
    }

    /// Whether it is a binary: a whole number of bytes.
    pub fn is_binary(self) -> bool {
        self.len.is_multiple_of(8)
    }

    /// Address of the bytes that `offset` counts from.
    pub(crate) fn base(self) -> *const u8 {
        self.base
    }

    /// Distance of the first bit from `base`.
    pub(crate) fn offset(self) -> usize {
        self.offset
    }

    /// The bytes that the bits lie in, and how many bits of the first byte come before them.
    pub fn parts<'a>(self) -> (&'a [u8], usize) {
        let (skip, shift) = (self.offset / 8, self.offset % 8);
        let count = (shift + self.len).div_ceil(8);
        // SAFETY: a binary's bits lie within its bytes. The lifetime is the term's, as for all views.
        (unsafe { std::slice::from_raw_parts(self.base.add(skip), count) }, shift)
    }

    /// The bytes in place, if the bits start at a byte. Spare bits of the last one may be set.
    pub fn aligned<'a>(self) -> Option<&'a [u8]> {
        let (bytes, shift) = self.parts();
        (shift == 0).then_some(bytes)
    }

    /// The bytes, in place where possible. The last byte may be partly used; its spare bits are 0.
    pub fn bytes<'a>(self) -> Cow<'a, [u8]> {
        let (bytes, shift) = self.parts();
        if shift == 0 && self.is_binary() {
            return Cow::Borrowed(bytes);
        }
        Cow::Owned((0..self.byte_len()).map(|index| self.byte(index)).collect())
    }

    /// Byte `index`; bits beyond the end are 0.
    pub fn byte(self, index: usize) -> u8 {
        let (bytes, shift) = self.parts();
        let first = bytes[index] << shift;
        let byte = match bytes.get(index + 1) {
            Some(next) if shift > 0 => first | next >> (8 - shift),
            _ => first,
        };
        match self.len - index * 8 {
            0..8 => byte & !(0xFF >> (self.len % 8)),
            _ => byte,
        }
    }

    /// `len` bits from bit `start` on, which lie within.
    pub fn slice(self, start: usize, len: usize) -> Bits {
        debug_assert!(start + len <= self.len);
        Bits { base: self.base, offset: self.offset + start, len }
    }
}

/// Head of a reference-counted block of bytes.
#[repr(C, align(16))]
struct Block {
    references: AtomicUsize,
    capacity: usize,
    /// Bits from the start that some binary holds.
    used: AtomicU64,
    /// Whether more than one process may hold it.
    escaped: AtomicBool,
}

/// Bytes outside all heaps, reference-counted: the binaries on heaps that point at them count.
pub struct SharedBytes(NonNull<Block>);

// SAFETY: the count is atomic, and bytes that can be seen do not change (see the module's head).
unsafe impl Send for SharedBytes {}
// SAFETY: as above.
unsafe impl Sync for SharedBytes {}

impl SharedBytes {
    /// Room for `capacity` bytes; none is used.
    pub fn with_capacity(capacity: usize) -> SharedBytes {
        let layout = Self::layout(capacity);
        // SAFETY: the layout is not empty, as it holds the head.
        let block = unsafe { alloc::alloc_zeroed(layout) }.cast::<Block>();
        let Some(block) = NonNull::new(block) else { alloc::handle_alloc_error(layout) };
        let head = Block {
            references: AtomicUsize::new(1),
            capacity,
            used: AtomicU64::new(0),
            escaped: AtomicBool::new(false),
        };
        // SAFETY: the block has just been allocated with room for its head.
        unsafe { block.write(head) };
        SharedBytes(block)
    }

    /// A copy of `bytes`.
    pub fn copy_of(bytes: &[u8]) -> SharedBytes {
        let shared = SharedBytes::with_capacity(bytes.len());
        // SAFETY: the block has room for them and nobody else has seen it.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), shared.data(), bytes.len()) };
        shared.head().used.store(bytes.len() as u64 * 8, Ordering::Relaxed);
        shared
    }

    /// The bits of `first` and behind them those of `second`, with room for `capacity` bytes.
    pub(crate) fn joined(first: Bits, second: Bits, capacity: usize) -> SharedBytes {
        let shared = SharedBytes::with_capacity(capacity);
        let total = first.bit_len() + second.bit_len();
        // SAFETY: the block has room for them, is zeroed, and nobody else has seen it.
        let target = unsafe { std::slice::from_raw_parts_mut(shared.data(), total.div_ceil(8)) };
        first.copy_to(target, 0);
        second.copy_to(target, first.bit_len());
        shared.head().used.store(total as u64, Ordering::Relaxed);
        shared
    }

    /// Puts `added` behind `bits`, which are a part of the shared binary `owner`, if nobody has
    /// used the room there.
    pub(crate) fn append(owner: Term, bits: Bits, added: Bits) -> Option<SharedBytes> {
        // SAFETY: a shared binary's first word is its bytes.
        let shared = unsafe { SharedBytes::from_word(*owner.pointer().add(1)) };
        let end = bits.offset + bits.len;
        if !shared.claim(end, end + added.len) {
            return None;
        }
        let (first, shift) = (end / 8, end % 8);
        // SAFETY: the bits claimed are this caller's alone. A byte that they share with `bits` is
        // seen by this process only.
        let target = unsafe {
            let count = (shift + added.len).div_ceil(8);
            std::slice::from_raw_parts_mut(shared.data().add(first), count)
        };
        added.copy_to(target, shift);
        Some(SharedBytes::clone(&shared))
    }

    fn layout(capacity: usize) -> Layout {
        let size = size_of::<Block>().saturating_add(capacity);
        match Layout::from_size_align(size, align_of::<Block>()) {
            Ok(layout) => layout,
            Err(_) => alloc::handle_alloc_error(Layout::new::<Block>()),
        }
    }

    fn head(&self) -> &Block {
        // SAFETY: a block lives as long as anything refers to it.
        unsafe { self.0.as_ref() }
    }

    /// Where the bytes start.
    pub(crate) fn data(&self) -> *mut u8 {
        // SAFETY: the bytes follow the head.
        unsafe { self.0.as_ptr().add(1).cast::<u8>() }
    }

    /// How many references there are.
    #[cfg(test)]
    pub(crate) fn references(&self) -> usize {
        self.head().references.load(Ordering::Relaxed)
    }

    /// Bytes there is room for.
    pub fn capacity(&self) -> usize {
        self.head().capacity
    }

    /// Makes bits `from..to` the caller's to write, if they follow directly what is used and fit.
    /// Where `from` is inside a byte this is only allowed while no other process sees the byte.
    pub(crate) fn claim(&self, from: usize, to: usize) -> bool {
        let head = self.head();
        if to > head.capacity * 8
            || (!from.is_multiple_of(8) && head.escaped.load(Ordering::Relaxed))
        {
            return false;
        }
        let (from, to) = (from as u64, to as u64);
        head.used.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// Notes that another process gets to see the bytes.
    pub(crate) fn set_escaped(&self) {
        self.head().escaped.store(true, Ordering::Relaxed);
    }

    /// Gives up the reference, as the word that a shared binary holds.
    pub(crate) fn into_word(self) -> u64 {
        let address = self.0.as_ptr().expose_provenance() as u64;
        std::mem::forget(self);
        address
    }

    /// What a shared binary's word refers to, borrowed from it.
    ///
    /// # Safety
    /// The word comes from [`SharedBytes::into_word`] and its reference is not given back meanwhile.
    pub(crate) unsafe fn from_word(word: u64) -> std::mem::ManuallyDrop<SharedBytes> {
        let block = ptr::with_exposed_provenance_mut::<Block>(word as usize);
        // SAFETY: the word is the address of a living block, see above.
        std::mem::ManuallyDrop::new(SharedBytes(unsafe { NonNull::new_unchecked(block) }))
    }
}

impl Clone for SharedBytes {
    fn clone(&self) -> SharedBytes {
        self.head().references.fetch_add(1, Ordering::Relaxed);
        SharedBytes(self.0)
    }
}

impl Drop for SharedBytes {
    fn drop(&mut self) {
        if self.head().references.fetch_sub(1, Ordering::Release) != 1 {
            return;
        }
        std::sync::atomic::fence(Ordering::Acquire);
        let layout = Self::layout(self.capacity());
        // SAFETY: this was the last reference; the block was allocated with this layout.
        unsafe { alloc::dealloc(self.0.as_ptr().cast::<u8>(), layout) };
    }
}
