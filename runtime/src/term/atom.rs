//! The atom table: text and index of every atom, for the whole program.
//!
//! Texts are read without a lock: they stand in chunks that never move, chunk `n` twice as large as
//! chunk `n - 1`, published by a release store. Finding an index by text takes a lock on one of the
//! shards of a hash table. Atoms are never freed.

use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError, RwLock};

use lfec_abi::{atoms, term as layout};

use super::Term;
use crate::shared::hash;

/// Most atoms there can be. OTP's figure.
pub const LIMIT: u32 = 1 << 20;
/// Most characters an atom can have.
pub const MAX_CHARACTERS: usize = 255;

/// An atom.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Atom(u32);

/// What the table knows of an atom.
#[derive(Clone, Copy)]
struct Entry {
    text: &'static str,
    hash: u32,
}

const FIRST_CHUNK_BITS: u32 = 10;
const CHUNKS: usize = (LIMIT.ilog2() - FIRST_CHUNK_BITS + 1) as usize;

struct Table {
    chunks: [AtomicPtr<Entry>; CHUNKS],
    count: AtomicU32,
    indices: RwLock<hash::Table<&'static str, u32>>,
    adding: Mutex<()>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let table = Table {
        chunks: [const { AtomicPtr::new(std::ptr::null_mut()) }; CHUNKS],
        count: AtomicU32::new(0),
        indices: RwLock::new(hash::Table::default()),
        adding: Mutex::new(()),
    };
    for text in atoms::WELL_KNOWN {
        table.add(text);
    }
    table
});

/// Chunk and place in it of an index.
fn place(index: u32) -> (usize, usize) {
    let position = index + (1 << FIRST_CHUNK_BITS);
    let chunk = position.ilog2() - FIRST_CHUNK_BITS;
    (chunk as usize, (position - (1 << (chunk + FIRST_CHUNK_BITS))) as usize)
}

impl Table {
    fn entry(&self, index: u32) -> Entry {
        let (chunk, at) = place(index);
        let entries = self.chunks[chunk].load(Ordering::Acquire);
        assert!(index < self.count.load(Ordering::Acquire), "no such atom");
        // SAFETY: an index below `count` has its entry written and its chunk published before.
        unsafe { *entries.add(at) }
    }

    fn find(&self, text: &str) -> Option<u32> {
        self.indices.read().unwrap_or_else(PoisonError::into_inner).get(text).copied()
    }

    fn add(&self, text: &str) -> Option<u32> {
        let _adding: MutexGuard<'_, ()> =
            self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = self.find(text) {
            return Some(index);
        }
        let index = self.count.load(Ordering::Relaxed);
        if index >= LIMIT {
            return None;
        }
        let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
        self.put(index, text);
        self.indices.write().unwrap_or_else(PoisonError::into_inner).insert(text, index);
        Some(index)
    }

    /// Writes the entry of the next index; `adding` is held.
    fn put(&self, index: u32, text: &'static str) {
        let (chunk, at) = place(index);
        let mut entries = self.chunks[chunk].load(Ordering::Relaxed);
        if entries.is_null() {
            let empty = Entry { text: "", hash: 0 };
            let size = 1 << (chunk as u32 + FIRST_CHUNK_BITS);
            entries = Box::leak(vec![empty; size].into_boxed_slice()).as_mut_ptr();
            self.chunks[chunk].store(entries, Ordering::Release);
        }
        // SAFETY: `at` is within the chunk, and no reader looks at it before `count` grows.
        unsafe { entries.add(at).write(Entry { text, hash: hash_text(text) }) };
        self.count.store(index + 1, Ordering::Release);
    }

    /// See [`load`].
    fn load(&self, texts: impl Iterator<Item = Option<&'static str>>) -> Result<(), String> {
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        let mut indices = self.indices.write().unwrap_or_else(PoisonError::into_inner);
        let known = self.count.load(Ordering::Relaxed);
        for (index, text) in (0..LIMIT).zip(texts) {
            if index < known {
                if text.is_some_and(|text| text != self.entry(index).text) {
                    return Err(text.unwrap_or_default().to_owned());
                }
                continue;
            }
            self.put(index, text.unwrap_or_default());
            if let Some(text) = text
                && indices.insert(text, index).is_some()
            {
                return Err(text.to_owned());
            }
        }
        Ok(())
    }
}

/// The hash of an atom's text that OTP's `phash2` is made of: PJW over its characters, those of
/// Latin-1 as one byte, others as their UTF-8 bytes.
fn hash_text(text: &str) -> u32 {
    let step = |hash: u32, byte: u8| {
        let hash = (hash << 4).wrapping_add(u32::from(byte));
        let high = hash & 0xF000_0000;
        hash ^ high >> 24 ^ high
    };
    text.chars().fold(0, |hash, character| match u8::try_from(u32::from(character)) {
        Ok(byte) => step(hash, byte),
        Err(_) => character.encode_utf8(&mut [0; 4]).bytes().fold(hash, step),
    })
}

impl Atom {
    /// The atom of this text: `None` if the table is full.
    pub fn new(text: &str) -> Option<Atom> {
        let table = &*TABLE;
        table.find(text).or_else(|| table.add(text)).map(Atom)
    }

    /// The atom of this text if there is one.
    pub fn existing(text: &str) -> Option<Atom> {
        TABLE.find(text).map(Atom)
    }

    /// The atom with this number, which there is.
    pub const fn from_index(index: u32) -> Atom {
        Atom(index)
    }

    /// Index in the table.
    pub const fn index(self) -> u32 {
        self.0
    }

    /// The text.
    pub fn text(self) -> &'static str {
        TABLE.entry(self.0).text
    }

    /// A hash of the text, the same in every program.
    pub fn text_hash(self) -> u32 {
        TABLE.entry(self.0).hash
    }

    /// The term.
    pub const fn term(self) -> Term {
        Term::raw(layout::atom(self.0))
    }
}

impl Term {
    /// The atom of this text. Panics if the atom table is full: for texts the runtime brings along.
    pub fn atom(text: &str) -> Term {
        Atom::new(text).expect("room in the atom table").term()
    }
}

/// Number of atoms.
pub fn count() -> u32 {
    TABLE.count.load(Ordering::Acquire)
}

/// Takes over a program's atoms, which must be the first. Texts are the program's, in order of
/// index; `None` leaves out an index that it does not use.
///
/// Errors: the text whose index would not be the program's, if the table and the program disagree.
pub fn load(texts: impl Iterator<Item = Option<&'static str>>) -> Result<(), String> {
    TABLE.load(texts)
}
