//! How large blocks are made.
//!
//! Sizes grow like Fibonacci numbers up to a million words and by a fifth from there on, as OTP's
//! do. A block that is more than three quarters full after a collection is made one size larger by
//! the next one, one that is less than a quarter full smaller at once.
//!
//! How often a process collects counts as well, since a collection has a price of its own. The clock
//! are its turns on a scheduler. One that collects again and again in one turn gets a block of up to
//! [`BUSY`] words although little survives; one that does after a few turns, such as a server with
//! small requests, gets [`STEADY`]. Only a process that has not collected for many turns gives up a
//! block of such a size; one that did at once would be back at its old size some collections later.

/// Smallest block, in words.
pub(super) const SMALLEST: usize = 61;
/// The size before it, which the sequence starts from.
const BEFORE_SMALLEST: usize = 38;
/// From this size on blocks grow by a fifth.
const LARGE: usize = 1 << 20;
/// Largest block that a busy process gets although little of it survives: 32 KB, so that it stays
/// in the first cache.
pub(super) const BUSY: usize = 4 << 10;
/// Largest block for a process that collects every few turns although little survives: 5 KB.
const STEADY: usize = 610;
/// Turns between two collections up to which they count as few.
const FEW_TURNS: u32 = 64;
/// Turns without a collection after which a block may become small again.
const CALM_TURNS: u32 = 1024;
/// Words of messages and other fragments that do not ask for a collection yet, however small the
/// block.
pub(super) const FRAGMENTS: usize = 233;
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

/// The size of a block that has to grow.
pub(super) fn larger(capacity: usize) -> usize {
    next_size(if capacity < BUSY { 2 * capacity } else { capacity + 1 })
}

/// The size up to which a block grows, however little survives, when this many turns have passed
/// since the collection before.
pub(super) fn busy_size(turns: u32) -> usize {
    match turns {
        0 => BUSY,
        1..FEW_TURNS => STEADY,
        _ => 0,
    }
}

/// The size below which a block does not shrink when this many turns have passed since the
/// collection before and the old heap holds so many words: room for half as many new ones keeps
/// collections of a process with much data rare.
pub(super) fn kept_size(turns: u32, old_words: usize) -> usize {
    if turns < CALM_TURNS { BUSY.max(old_words / 2) } else { 0 }
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
