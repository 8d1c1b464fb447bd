//! The export table: code of functions by module, name and arity.
//!
//! Read without a lock, by every dynamic call. A hash table with linear probing, never more than
//! half full; functions are added under a lock, in place while there is room, otherwise into a larger
//! copy that takes the table's place. A table that was replaced is leaked: a reader may still be in
//! it, and the sizes double.

use std::ptr;

use lfec_abi::program::Export;

use crate::sync::global::{AtomicPtr, AtomicU64, Mutex, Ordering};

/// A function, as indices of atoms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mfa {
    /// Module.
    pub module: u32,
    /// Name.
    pub function: u32,
    /// Number of arguments, at most 255.
    pub arity: u32,
}

impl Mfa {
    /// A key that is never 0: atom indices take 20 bits, the arity 8.
    fn key(self) -> u64 {
        (u64::from(self.module) << 28 | u64::from(self.function) << 8 | u64::from(self.arity)) + 1
    }

    fn of_key(key: u64) -> Mfa {
        let bits = key - 1;
        Mfa {
            module: (bits >> 28) as u32,
            function: (bits >> 8) as u32 & 0xF_FFFF,
            arity: bits as u32 & 0xFF,
        }
    }
}

/// An entry is free while its key is 0. The code is stored before the key.
struct Entry {
    key: AtomicU64,
    code: AtomicU64,
}

struct Slots {
    entries: Box<[Entry]>,
}

impl Slots {
    /// Room for `count` functions at half load.
    fn with_room(count: usize) -> Slots {
        let size = (count * 2).next_power_of_two().max(64);
        let empty = |_| Entry { key: AtomicU64::new(0), code: AtomicU64::new(0) };
        Slots { entries: (0..size).map(empty).collect() }
    }

    /// The entry of `key`, or the free one where it would be.
    #[inline]
    fn find(&self, key: u64) -> &Entry {
        let mask = self.entries.len() - 1;
        // Fibonacci hashing: the high bits of the product are well mixed.
        let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize;
        loop {
            let entry = &self.entries[at & mask];
            let found = entry.key.load(Ordering::Acquire);
            if found == key || found == 0 {
                return entry;
            }
            at += 1;
        }
    }

    fn insert(&self, key: u64, code: u64) -> bool {
        let entry = self.find(key);
        let is_new = entry.key.load(Ordering::Relaxed) == 0;
        entry.code.store(code, Ordering::Release);
        entry.key.store(key, Ordering::Release);
        is_new
    }
}

/// The export table.
pub struct Exports {
    slots: AtomicPtr<Slots>,
    count: Mutex<usize>,
}

impl Exports {
    /// An empty table.
    pub const fn new() -> Exports {
        Exports { slots: AtomicPtr::new(ptr::null_mut()), count: Mutex::new(0) }
    }

    fn slots(&self) -> Option<&Slots> {
        // SAFETY: a published table is never freed.
        unsafe { self.slots.load(Ordering::Acquire).as_ref() }
    }

    /// Address of a function's code.
    #[inline]
    pub fn find(&self, function: Mfa) -> Option<u64> {
        let entry = self.slots()?.find(function.key());
        let code = entry.code.load(Ordering::Acquire);
        (entry.key.load(Ordering::Acquire) != 0).then_some(code)
    }

    /// Adds functions; one that is there already gets the new code.
    pub fn add(&self, functions: &[Export]) {
        let mut count = self.count.lock();
        let room = self.slots().map_or(0, |slots| slots.entries.len() / 2);
        if *count + functions.len() > room {
            let larger = Slots::with_room((*count + functions.len()).max(2 * *count));
            for (key, code) in self.entries() {
                larger.insert(key, code);
            }
            self.slots.store(Box::into_raw(Box::new(larger)), Ordering::Release);
        }
        let Some(slots) = self.slots() else { return };
        for export in functions {
            let (module, function) = (export.module, export.name);
            let key = Mfa { module, function, arity: export.arity as u32 }.key();
            *count += usize::from(slots.insert(key, export.code));
        }
    }

    fn entries(&self) -> impl Iterator<Item = (u64, u64)> {
        let entries = self.slots().map_or(&[][..], |slots| &slots.entries);
        entries.iter().filter_map(|entry| match entry.key.load(Ordering::Acquire) {
            0 => None,
            key => Some((key, entry.code.load(Ordering::Acquire))),
        })
    }

    /// All functions, in no order.
    pub fn all(&self) -> impl Iterator<Item = Mfa> {
        self.entries().map(|(key, _)| Mfa::of_key(key))
    }
}

impl Default for Exports {
    fn default() -> Exports {
        Exports::new()
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_after_growth_and_replacement() {
        let exports = Exports::new();
        let function = |n: u32| Mfa { module: n % 7, function: n, arity: n % 256 };
        assert_eq!(exports.find(function(3)), None);
        for n in 0..1000 {
            let Mfa { module, function, arity } = function(n);
            let code = u64::from(n) * 16;
            exports.add(&[Export { module, name: function, arity: u64::from(arity), code }]);
        }
        let mut all: Vec<u32> = exports.all().map(|mfa| mfa.function).collect();
        all.sort_unstable();
        assert!(all.iter().copied().eq(0..1000));
        assert!((0..1000).all(|n| exports.find(function(n)) == Some(u64::from(n) * 16)));
        exports.add(&[Export { module: 3, name: 3, arity: 3, code: 5 }]);
        assert_eq!(exports.find(function(3)), Some(5));
        assert_eq!(exports.find(Mfa { module: 3, function: 3, arity: 4 }), None);
    }
}
