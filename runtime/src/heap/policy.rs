//! How large blocks are made.
//!
//! Sizes grow like Fibonacci numbers up to a million words and by a fifth from there on, as OTP's
//! do. A block that is more than three quarters full after a collection is made one size larger by
//! the next one, one that is less than a quarter full smaller at once. A process that collects
//! again and again in one time slice gets a larger block although little survives: collecting 61
//! words at a time would cost it more than the memory.

/// Smallest block, in words.
pub(super) const SMALLEST: usize = 61;
/// The size before it, which the sequence starts from.
const BEFORE_SMALLEST: usize = 38;
/// From this size on blocks grow by a fifth.
const LARGE: usize = 1 << 20;
/// Largest block that a busy process gets although little of it survives: 64 KB.
pub(super) const BUSY: usize = 8 << 10;
/// Bytes of reference-counted terms that a process makes before they ask for a collection.
pub(super) const OFF_HEAP_BYTES: usize = 384 << 10;

/// The smallest block size that holds `words`.
pub(super) fn next_size(words: usize) -> usize {
    let (mut before, mut size) = (BEFORE_SMALLEST, SMALLEST);
    while size < words {
        let next = if size < LARGE { before + size } else { size + size / 5 };
        (before, size) = (size, next);
    }
    size
}

/// Words of a new fragment for a process that has `words` words in fragments.
pub(super) fn fragment_words(words: usize) -> usize {
    words.clamp(32, 1 << 16)
}

/// Whether a block with this much in use should be larger at the next collection.
pub(super) fn should_grow(used: usize, capacity: usize) -> bool {
    used > capacity / 4 * 3
}

/// Whether a block with this much in use should be made smaller at once.
pub(super) fn should_shrink(used: usize, capacity: usize) -> bool {
    used < capacity / 4
}
