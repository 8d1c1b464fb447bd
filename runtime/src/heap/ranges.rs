//! Which addresses belong to a heap: tells its terms from literals and from other heaps' terms.

use super::Block;
use super::fragment::Fragment;

/// Some address ranges.
pub(crate) struct Ranges {
    /// Start and length in bytes of the blocks.
    blocks: [(usize, usize); 2],
    /// Start and length in bytes of the fragments, in order.
    fragments: Vec<(usize, usize)>,
}

impl Ranges {
    /// The ranges of two blocks (which may be empty) and a chain of fragments.
    pub(super) fn new(blocks: [Block; 2], first: *mut Fragment) -> Ranges {
        let range = |start: *mut u64, words: usize| (start.addr(), words * 8);
        let mut fragments = Vec::new();
        let mut fragment = first;
        while !fragment.is_null() {
            // SAFETY: the chain's fragments are alive.
            unsafe {
                fragments.push(range(Fragment::words(fragment), (*fragment).used));
                fragment = (*fragment).next;
            }
        }
        fragments.sort_unstable();
        Ranges { blocks: blocks.map(|block| range(block.start, block.capacity)), fragments }
    }

    /// Whether `pointer` lies in one of them.
    #[inline]
    pub(crate) fn contain(&self, pointer: *const u64) -> bool {
        let address = pointer.addr();
        let within = |&(start, bytes): &(usize, usize)| address.wrapping_sub(start) < bytes;
        self.blocks.iter().any(within)
            || (!self.fragments.is_empty() && self.fragments_contain(address))
    }

    fn fragments_contain(&self, address: usize) -> bool {
        let after = self.fragments.partition_point(|&(start, _)| start <= address);
        after > 0 && {
            let (start, bytes) = self.fragments[after - 1];
            address - start < bytes
        }
    }

    /// Words of the fragments that are in use.
    pub(crate) fn fragment_words(&self) -> usize {
        self.fragments.iter().map(|(_, bytes)| bytes / 8).sum()
    }
}
