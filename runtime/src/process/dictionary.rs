//! The process dictionary.
//!
//! Entries stand in a vector, in no order that means anything; above a few, an open-addressed index
//! finds them by hash. Keys and values are terms of the process's heap: roots of the collector.

use crate::term::Term;
use crate::term::hash::key_hash;
use crate::term::order::exact_equal;

/// Up to so many entries are searched one after the other.
const LINEAR: usize = 8;
const FREE: u32 = u32::MAX;

struct Entry {
    hash: u32,
    key: Term,
    value: Term,
}

/// Keys and values.
#[derive(Default)]
pub struct Dictionary {
    entries: Vec<Entry>,
    /// Positions of entries at or after the place their hash gives, or `FREE`; at most half full.
    /// Empty while there are few entries.
    index: Vec<u32>,
}

fn hash(key: Term) -> u32 {
    key_hash(key, 0)
}

impl Dictionary {
    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Keys and values.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Term, Term)> + ExactSizeIterator {
        self.entries.iter().map(|entry| (entry.key, entry.value))
    }

    /// Shows the collector all keys and values.
    pub fn visit(&mut self, visit: &mut dyn FnMut(&mut Term)) {
        for entry in &mut self.entries {
            visit(&mut entry.key);
            visit(&mut entry.value);
        }
    }

    /// The value of a key.
    pub fn get(&self, key: Term) -> Option<Term> {
        self.position(key).map(|position| self.entries[position].value)
    }

    /// Sets the value of a key; the one it had.
    pub fn put(&mut self, key: Term, value: Term) -> Option<Term> {
        if let Some(position) = self.position(key) {
            return Some(std::mem::replace(&mut self.entries[position].value, value));
        }
        self.entries.push(Entry { hash: hash(key), key, value });
        if self.entries.len() > LINEAR && self.entries.len() * 2 > self.index.len() {
            self.rebuild();
        } else if !self.index.is_empty() {
            self.enter(self.entries.len() - 1);
        }
        None
    }

    /// Removes a key; the value it had.
    pub fn erase(&mut self, key: Term) -> Option<Term> {
        let position = self.position(key)?;
        if !self.index.is_empty() {
            self.leave(position);
            let last = self.entries.len() - 1;
            if last != position {
                let place = self.place_of(last);
                self.index[place] = position as u32;
            }
        }
        Some(self.entries.swap_remove(position).value)
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        *self = Dictionary::default();
    }

    fn position(&self, key: Term) -> Option<usize> {
        let is_key = |entry: &Entry| exact_equal(entry.key, key);
        if self.index.is_empty() {
            return self.entries.iter().position(is_key);
        }
        let (hash, mask) = (hash(key), self.index.len() - 1);
        let mut place = hash as usize & mask;
        loop {
            let position = self.index[place];
            if position == FREE {
                return None;
            }
            let entry = &self.entries[position as usize];
            if entry.hash == hash && is_key(entry) {
                return Some(position as usize);
            }
            place = (place + 1) & mask;
        }
    }

    fn rebuild(&mut self) {
        self.index = vec![FREE; (self.entries.len() * 4).next_power_of_two()];
        for position in 0..self.entries.len() {
            self.enter(position);
        }
    }

    fn enter(&mut self, position: usize) {
        let mask = self.index.len() - 1;
        let mut place = self.entries[position].hash as usize & mask;
        while self.index[place] != FREE {
            place = (place + 1) & mask;
        }
        self.index[place] = position as u32;
    }

    /// Where in the index an entry stands.
    fn place_of(&self, position: usize) -> usize {
        let mask = self.index.len() - 1;
        let mut place = self.entries[position].hash as usize & mask;
        while self.index[place] != position as u32 {
            place = (place + 1) & mask;
        }
        place
    }

    /// Takes an entry out of the index and closes the gap.
    fn leave(&mut self, position: usize) {
        let mask = self.index.len() - 1;
        let mut gap = self.place_of(position);
        let mut place = gap;
        loop {
            place = (place + 1) & mask;
            let other = self.index[place];
            if other == FREE {
                break;
            }
            let wanted = self.entries[other as usize].hash as usize & mask;
            // It may move back to the gap unless its own place lies behind the gap.
            if (place.wrapping_sub(wanted) & mask) >= (place.wrapping_sub(gap) & mask) {
                self.index[gap] = other;
                gap = place;
            }
        }
        self.index[gap] = FREE;
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn behaves_as_a_map() {
        let (mut dictionary, mut model) = (Dictionary::default(), HashMap::new());
        let mut random = 1u64;
        for step in 0..20_000 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(99);
            let key = Term::small((random >> 40) as i64 % if step < 10_000 { 12 } else { 300 });
            let value = Term::small(step);
            if random >> 33 & 3 == 0 {
                assert_eq!(dictionary.erase(key), model.remove(&key));
            } else {
                assert_eq!(dictionary.put(key, value), model.insert(key, value));
            }
            assert_eq!(dictionary.get(key), model.get(&key).copied());
            assert_eq!(dictionary.len(), model.len());
        }
        assert!(dictionary.iter().all(|(key, value)| model.get(&key) == Some(&value)));
        dictionary.clear();
        assert!(dictionary.is_empty() && dictionary.get(Term::OK).is_none());
    }
}
