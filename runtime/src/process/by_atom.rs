//! A table from atoms to numbers that is read without a lock: an array indexed by atom, in chunks that
//! are allocated as they are needed and never freed.

use std::ptr;

use crate::sync::global::{AtomicPtr, AtomicU64, Ordering};
use crate::term::atom::{self, LIMIT};

const CHUNK: usize = 1 << 8;
const CHUNKS: usize = LIMIT as usize / CHUNK;
const NONE: u64 = u64::MAX;

/// See the module's head. Whoever changes it holds a lock of its own.
pub struct ByAtom([AtomicPtr<AtomicU64>; CHUNKS]);

impl ByAtom {
    /// An empty table.
    pub const fn new() -> ByAtom {
        ByAtom([const { AtomicPtr::new(ptr::null_mut()) }; CHUNKS])
    }

    fn entry(&self, atom: u32) -> Option<&AtomicU64> {
        let chunk = self.0.get(atom as usize / CHUNK)?.load(Ordering::Acquire);
        if chunk.is_null() {
            return None;
        }
        // SAFETY: a published chunk has `CHUNK` entries and is never freed.
        Some(unsafe { &*chunk.add(atom as usize % CHUNK) })
    }

    /// The number of an atom, by its index.
    #[inline]
    pub fn get(&self, atom: u32) -> Option<u64> {
        match self.entry(atom)?.load(Ordering::Acquire) {
            NONE => None,
            number => Some(number),
        }
    }

    /// Sets an atom's number, which is not `u64::MAX`.
    pub fn set(&self, atom: u32, number: u64) {
        let chunk = &self.0[atom as usize / CHUNK];
        if chunk.load(Ordering::Relaxed).is_null() {
            let entries: Vec<AtomicU64> = (0..CHUNK).map(|_| AtomicU64::new(NONE)).collect();
            chunk.store(Box::leak(entries.into_boxed_slice()).as_mut_ptr(), Ordering::Release);
        }
        if let Some(entry) = self.entry(atom) {
            entry.store(number, Ordering::Release);
        }
    }

    /// Indices of the atoms that have a number, in ascending order.
    pub fn atoms(&self) -> Vec<u32> {
        (0..atom::count()).filter(|atom| self.get(*atom).is_some()).collect()
    }

    /// Takes an atom's number away.
    pub fn remove(&self, atom: u32) {
        if let Some(entry) = self.entry(atom) {
            entry.store(NONE, Ordering::Release);
        }
    }
}

impl Default for ByAtom {
    fn default() -> ByAtom {
        ByAtom::new()
    }
}
