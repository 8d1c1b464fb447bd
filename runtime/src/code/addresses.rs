//! What a code address on a stack belongs to: for stack traces and the sizes of frames.
//!
//! The table of the program itself is large and comes from the linker, so that it is looked at
//! only when the first exception asks: it is used in place if its addresses ascend, which they do
//! unless the linker moved functions, and sorted otherwise. Code that is added later (compiled in
//! memory, where modules share regions) goes into a hash table.

use lfec_abi::program::Code;

use crate::shared::hash::Table;
use crate::shared::sort::sort_by_key;
use crate::sync::global::{Mutex, OnceLock, RwLock};

/// A sorted table with an index of buckets.
struct Sorted {
    codes: &'static [Code],
    /// For each bucket the position of its first entry; one more at the end.
    buckets: Vec<u32>,
    /// Bits of an address within a bucket: such that there are about as many buckets as entries.
    shift: u32,
    base: u64,
}

impl Sorted {
    fn new(codes: &'static [Code]) -> Sorted {
        let ascending = codes.is_sorted_by(|a, b| a.address < b.address);
        let codes = if ascending { codes } else { sorted_copy(codes) };
        let base = codes.first().map_or(0, |code| code.address);
        let span = codes.last().map_or(0, |code| code.address - base);
        let shift = (span / codes.len().max(1) as u64).checked_ilog2().unwrap_or(0);
        let bucket = |code: &Code| (code.address - base) >> shift;
        let mut buckets = Vec::new();
        for (position, code) in codes.iter().enumerate() {
            while buckets.len() as u64 <= bucket(code) {
                buckets.push(position as u32);
            }
        }
        buckets.push(codes.len() as u32);
        Sorted { codes, buckets, shift, base }
    }

    fn find(&self, address: u64) -> Option<&'static Code> {
        let bucket = (address.checked_sub(self.base)? >> self.shift) as usize;
        let (&start, &end) = (self.buckets.get(bucket)?, self.buckets.get(bucket + 1)?);
        let codes = &self.codes[start as usize..end as usize];
        let position = codes.binary_search_by_key(&address, |code| code.address).ok()?;
        Some(&codes[position])
    }

    /// The entry that `address` lies behind.
    fn find_containing(&self, address: u64) -> Option<&'static Code> {
        let after = self.codes.partition_point(|code| code.address <= address);
        self.codes.get(after.checked_sub(1)?)
    }
}

fn sorted_copy(codes: &[Code]) -> &'static [Code] {
    let mut copy = codes.to_vec();
    sort_by_key(&mut copy, |code| code.address);
    // The linker may fold functions that are the same into one.
    copy.dedup_by_key(|code| code.address);
    copy.leak()
}

/// The code addresses of the program and of what was added to it.
pub struct Addresses {
    unsorted: Mutex<&'static [Code]>,
    program: OnceLock<Sorted>,
    added: RwLock<Table<u64, &'static Code>>,
}

impl Addresses {
    /// No addresses.
    pub fn new() -> Addresses {
        Addresses {
            unsorted: Mutex::new(&[]),
            program: OnceLock::new(),
            added: RwLock::new(Table::default()),
        }
    }

    /// The table of the program. Only once, before the first [`Addresses::find`].
    pub fn set_program(&self, codes: &'static [Code]) {
        *self.unsorted.lock() = codes;
    }

    /// Adds code; an address that is there already gets the new entry.
    pub fn add(&self, codes: &'static [Code]) {
        self.added.write().extend(codes.iter().map(|code| (code.address, code)));
    }

    fn program(&self) -> &Sorted {
        self.program.get_or_init(|| Sorted::new(*self.unsorted.lock()))
    }

    /// The entry of just this address.
    pub fn find(&self, address: u64) -> Option<&'static Code> {
        match self.program().find(address) {
            Some(code) => Some(code),
            None => self.added.read().get(&address).copied(),
        }
    }

    /// The function or continuation of the program that `address` is in, for `process_info`.
    pub fn find_containing(&self, address: u64) -> Option<&'static Code> {
        self.find(address).or_else(|| self.program().find_containing(address))
    }
}

impl Default for Addresses {
    fn default() -> Addresses {
        Addresses::new()
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use lfec_abi::program::{Location, code_kind};

    use super::*;

    fn code(address: u64) -> Code {
        let location = Location { module: 1, function: 2, arity: 3, line: address as u32 };
        Code { address, location, frame_words: 1, kind: code_kind::FUNCTION }
    }

    fn check(codes: Vec<Code>) {
        let addresses = Addresses::new();
        addresses.set_program(codes.leak());
        for n in 0..2000 {
            let found = addresses.find(0x40_0000 + n * n * 16).map(|code| code.location.line);
            assert_eq!(found, Some(0x40_0000 + (n * n * 16) as u32));
            assert!(addresses.find(0x40_0008 + n * n * 16).is_none());
        }
        assert!(addresses.find(0).is_none() && addresses.find(u64::MAX).is_none());
        assert_eq!(addresses.find_containing(0x40_0018).map(|c| c.address), Some(0x40_0010));
        addresses.add(vec![code(0x10)].leak());
        assert!(addresses.find(0x10).is_some());
    }

    #[test]
    fn sorted_and_unsorted_tables() {
        let mut codes: Vec<Code> = (0..2000).map(|n| code(0x40_0000 + n * n * 16)).collect();
        check(codes.clone());
        codes.reverse();
        codes.push(code(0x40_0000));
        check(codes);
    }

    #[test]
    fn no_program() {
        assert!(Addresses::new().find(16).is_none());
    }
}
