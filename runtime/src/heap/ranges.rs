//! Which addresses belong to a heap: tells its terms from literals and from other heaps' terms.

use std::cell::OnceCell;

use super::Block;
use super::fragment::Fragment;
use crate::shared::sort::sort_by_key;
use crate::sync::global::{AtomicBool, OnceLock, Ordering};

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
        sort_by_key(&mut fragments, |(start, _)| *start);
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

/// Literals exist that are not part of the executable: code compiled into this process, persistent
/// terms.
static OTHER_LITERALS: AtomicBool = AtomicBool::new(false);

/// To be called before a process can refer to a literal that is not part of the executable.
pub(crate) fn note_other_literals() {
    OTHER_LITERALS.store(true, Ordering::Release);
}

/// Which of the terms that a process refers to are its own, and which are literals.
///
/// A process with small heap may have hundreds of messages beside it, and sends one more for each: so
/// fragments are looked at only if a term could be something else that lies outside the blocks.
pub(crate) struct OwnTerms {
    blocks: [(usize, usize); 2],
    first: *mut Fragment,
    fragments: OnceCell<Ranges>,
}

impl OwnTerms {
    /// Those of a process with these blocks and fragments.
    pub(super) fn new(blocks: [Block; 2], first: *mut Fragment) -> OwnTerms {
        let range = |block: Block| (block.start.addr(), block.capacity * 8);
        OwnTerms { blocks: blocks.map(range), first, fragments: OnceCell::new() }
    }

    /// Whether `pointer`, which the process refers to, belongs to it. It does if nothing else is
    /// known of it.
    #[inline]
    pub(crate) fn contain(&self, pointer: *const u64) -> bool {
        let within = |&(start, bytes): &(usize, usize)| pointer.addr().wrapping_sub(start) < bytes;
        if self.blocks.iter().any(within) {
            return true;
        }
        if within(image()) {
            return false;
        }
        if !OTHER_LITERALS.load(Ordering::Acquire) {
            return true;
        }
        let ranges = || Ranges::new([Block::NONE; 2], self.first);
        self.fragments.get_or_init(ranges).contain(pointer)
    }
}

/// Start and length of the executable in memory: literals lie in it, and nothing that a heap
/// allocates.
fn image() -> &'static (usize, usize) {
    static IMAGE: OnceLock<(usize, usize)> = OnceLock::new();
    IMAGE.get_or_init(find_image)
}

#[cfg(all(target_os = "linux", not(miri)))]
fn find_image() -> (usize, usize) {
    /// Notes the executable, which comes first, and stops.
    unsafe extern "C" fn note(
        object: *mut libc::dl_phdr_info,
        _: usize,
        found: *mut libc::c_void,
    ) -> i32 {
        // SAFETY: the C library describes an object, with its table of segments; `found` is what
        // was passed below.
        unsafe {
            let object = &*object;
            let segments = std::slice::from_raw_parts(object.dlpi_phdr, object.dlpi_phnum.into());
            let loaded = segments.iter().filter(|segment| segment.p_type == libc::PT_LOAD);
            let base = object.dlpi_addr as usize;
            let range = |segment: &libc::Elf64_Phdr| {
                let start = base + segment.p_vaddr as usize;
                (start, start + segment.p_memsz as usize)
            };
            let start = loaded.clone().map(|segment| range(segment).0).min().unwrap_or(0);
            let end = loaded.map(|segment| range(segment).1).max().unwrap_or(start);
            *found.cast::<(usize, usize)>() = (start, end - start);
        }
        1
    }
    let mut found = (0, 0);
    // SAFETY: the callback takes what it is given here.
    unsafe { libc::dl_iterate_phdr(Some(note), std::ptr::from_mut(&mut found).cast()) };
    found
}

/// Nothing is known: all literals count as others.
#[cfg(any(not(target_os = "linux"), miri))]
fn find_image() -> (usize, usize) {
    note_other_literals();
    (0, 0)
}
